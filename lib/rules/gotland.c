/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Gotland: the new way of working from 2022-11-22 (§ 89, minutes without date, and the report of 2023-01-03).
 *
 * Region and municipality are one body (county 09, municipality 0980), so neither pays the other. That the patient
 * goes home the same day is a goal of the minutes; the report says only "as soon as possible": reading same-day-
 * goal.
 */
#include "rules/row.h"

#define FROM_2022 .valid_from = DATE(2022, 11, 22), .valid_to = UTSKR_DATE_NONE, .grade = 'P'
#define REPORT "Gotland 2023-01-03, "

static const rule_row rows[] = {
    { .id = "same-day",
      .cite = "Gotland, § 89, tredje punkten; " REPORT "Bakgrund",
      FROM_2022,
      .text_en = "The goal: home on the day the patient is discharge-ready.",
      .text_sv = "Målet: hem samma dag som patienten är utskrivningsklar.",
      .trigger_text = "the first undisturbed discharge-ready or notice",
      .met_text = "discharged",
      .form_text = "same day",
      .parties = HOSPITAL,
      .force = UTSKR_BOR,
      .trigger = FROM_FIRST_READY,
      .form = UTSKR_FORM_SAME_DAY,
      .fulfilment = MET_BY_EVENT,
      .met = { { UTSKR_DISCHARGED, BY_ANYONE, 0, 0 } },
      .excused = EXCUSED_BY_WITHDRAWAL,
      .reading = UTSKR_READ_SAME_DAY_GOAL,
      .read_form = UTSKR_FORM_ASAP,
      .marks = FORM_BY_READING },
    { .id = "status-report",
      .cite = REPORT "Nuläge, andra punkten: så tidigt som möjligt",
      FROM_2022,
      .text_en = "With consent the hospital shares the patient's situation as early as possible.",
      .text_sv = "Med samtycke delar lasarettet så tidigt som möjligt information kring patientens situation.",
      .trigger_text = "the first admission notice, consent being given",
      .met_text = "status-reported by the hospital",
      .form_text = "as soon as possible",
      .parties = HOSPITAL,
      .force = UTSKR_BOR,
      .trigger = FROM_FIRST,
      .from = { UTSKR_ADMISSION_NOTICE, BY_ANYONE, 0, 0 },
      .form = UTSKR_FORM_ASAP,
      .fulfilment = MET_BY_EVENT,
      .met = { { UTSKR_STATUS_REPORTED, HOSPITAL, 0, 0 } },
      .when = WHEN_CONSENTED,
      .excused = EXCUSED_BY_NO_CONSENT },
};

static const plain_rule rules[] = {
    { "one-principal", "2017:612 1 kap. 1 § sista stycket",
      "Region Gotland is also the municipality: it does not pay itself.",
      "Region Gotland är också kommunen: den betalar inte sig själv.", UTSKR_GROUP_LIABILITY, 0, 0, 0 },
};

const utskr_pack utskr_pack_gotland = {
    .id = "gotland",
    .title = "Nytt arbetssätt vid utskrivning, Region Gotland",
    .source = "Region Gotland, § 89 och tjänsteskrivelse 2023-01-03; infört 2022-11-22",
    .base = &utskr_pack_lus,
    .rows = rows,
    .row_count = sizeof rows / sizeof rows[0],
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .valid_from = DATE(2022, 11, 22),
    .valid_to = UTSKR_DATE_NONE,
    .county = 9,
    .grace_days = 3,
    .psychiatric = utskr_psychiatric_2018,
    .one_principal = GOTLAND,
    .grade = 'P',
};
