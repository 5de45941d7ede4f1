/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stockholm, from 2020-01-01: parameters alone. No duty of the agreement has been read, so there is no row.
 *
 * The notice must be sent before 12.00, the call to a SIP needs consent, and two calendar days besides day zero
 * pass. Its liability was not activated before 2024 at the earliest; whether it has been since is not known.
 */
#include "rules/row.h"

#define AGREEMENT "Stockholm 2020, överenskommelsen"

static const plain_rule rules[] = {
    { "pre-not-opposed", AGREEMENT, "The patient has not refused the services.",
      "Patienten har inte motsatt sig insatserna.", UTSKR_GROUP_PREREQUISITE, 0, 0, 0 },
    { "psychiatric-five-days", AGREEMENT,
      "In psychiatric care five calendar days pass. Day zero is read as not among them: liability enters on the sixth "
      "day.",
      "Vid psykiatrisk vård passerar fem kalenderdagar. Dag noll läses som inte inräknad: ansvaret inträder den sjätte "
      "dagen.",
      UTSKR_GROUP_LIABILITY, 0, 0, 0 },
    { "liability-not-active", AGREEMENT,
      "Whether the liability of the agreement has been put into effect is not known: what is owed is unknown.",
      "Om överenskommelsens betalningsansvar har införts är inte känt: vad som ska betalas är okänt.",
      UTSKR_GROUP_LIABILITY, 0, 0, 0 },
};

static const psychiatric_grace from_2020[] = {
    { .from = DATE(2020, 1, 1), .to = UTSKR_DATE_NONE, .days = 6 },
    { .days = 0 },
};

static const uint8_t readings[] = {
    UTSKR_READ_CUTOFF_AT_NOON, 1, UTSKR_READ_SIP_CALL_CONSENT, 1, UTSKR_READING_COUNT,
};

const utskr_pack utskr_pack_stockholm = {
    .id = "stockholm",
    .title = "Överenskommelse om samverkan vid utskrivning, Stockholms län",
    .source = "Officiell sida, läst i delar",
    .base = &utskr_pack_lus,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .valid_from = DATE(2020, 1, 1),
    .valid_to = UTSKR_DATE_NONE,
    .county = 1,
    .grace_days = 3,
    .one_principal = GOTLAND,
    .psychiatric = from_2020,
    .grade = 'O',
    .settled = { .model = SETTLED_BY_AVERAGE, .months = 1, .threshold = THRESHOLD_UNKNOWN },
    .asks_not_opposed = 1,
    .active_unknown = 1,
    .readings = readings,
};
