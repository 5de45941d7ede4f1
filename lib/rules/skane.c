/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Skåne, from a secondary source that gives the payment model alone: the average of the month, with a threshold
 * not known to us. When it began is not known: from 2018 as a reading.
 *
 * No duty of the agreement has been read, so there is no row.
 */
#include "rules/row.h"

const utskr_pack utskr_pack_skane = {
    .id = "skane",
    .title = "Överenskommelse om samverkan vid utskrivning, Skåne",
    .source = "Sekundär källa; betalningsmodellen känd i delar",
    .base = &utskr_pack_lus,
    .valid_from = DATE(2018, 1, 1),
    .valid_to = UTSKR_DATE_NONE,
    .county = 12,
    .grace_days = 3,
    .psychiatric = utskr_psychiatric_2018,
    .one_principal = GOTLAND,
    .grade = 'S',
    .settled = { .model = SETTLED_BY_AVERAGE, .months = 1, .threshold = THRESHOLD_UNKNOWN },
};
