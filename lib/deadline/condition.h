/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of a row: whether it binds when its trigger comes about, and whom. */
#ifndef UTSKR_LIB_DEADLINE_CONDITION_H
#define UTSKR_LIB_DEADLINE_CONDITION_H

#include "question/context.h"

/* The conditions that each party fulfils for itself. */
#define WHEN_OF_PARTY (WHEN_CONCERNED | WHEN_HOSPITAL_RED | WHEN_NOTIFIED | WHEN_OWN_ONGOING)

static inline utskr_answer weaker(utskr_answer a, utskr_answer b) {
    if (a == UTSKR_NO || b == UTSKR_NO)
        return UTSKR_NO;
    return a == UTSKR_UNKNOWN || b == UTSKR_UNKNOWN ? UTSKR_UNKNOWN : UTSKR_YES;
}

/* Do some conditions (WHEN_* bits) hold, all of them, when the fact sets the row off and the standing answers are those of the
 * snapshot? `party` is asked for by those of WHEN_OF_PARTY alone. */
utskr_answer utskr_hold_all(context *ctx, uint32_t conditions, const utskr_fact *fact, uint32_t snapshot,
                            uint32_t party);

/* Is the row for the colour of the track in force? YES for a row that is for all. */
utskr_answer utskr_for_colour(context *ctx, const rule_row *r, uint32_t snapshot);

/* The municipal units whose services were ongoing at the admission; with `or_unknown` those too of which that is not known. With
 * home nursing the outpatient care is told as well. */
uint32_t utskr_units_ongoing(context *ctx, bool or_unknown);

#endif
