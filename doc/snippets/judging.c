/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole judgement of a case, in memory that grows when a case needs more. */
#include "host.h"

/* snippet: room */
/* Makes room for what the last judgement counted. */
static bool make_room(utskr_judgement *judgement) {
    utskr_obligation *obligations =
        realloc(judgement->obligations, (judgement->obligation_count + 1) * sizeof *obligations);
    judgement->obligations = obligations ? obligations : judgement->obligations;
    utskr_finding *findings = realloc(judgement->findings, (judgement->finding_count + 1) * sizeof *findings);
    judgement->findings = findings ? findings : judgement->findings;
    utskr_day *days = realloc(judgement->days, (judgement->day_count + 1) * sizeof *days);
    judgement->days = days ? days : judgement->days;
    if (!obligations || !findings || !days) {
        return false;
    }
    judgement->obligation_capacity = judgement->obligation_count + 1;
    judgement->finding_capacity = judgement->finding_count + 1;
    judgement->day_capacity = judgement->day_count + 1;
    return true;
}

static utskr_status judge(const utskr_case *c, const utskr_question *question, utskr_judgement *judgement) {
    utskr_status status = utskr_case_judge(c, question, 0, judgement);
    while (status == UTSKR_BUFFER_TOO_SMALL) {
        if (!make_room(judgement)) {
            return UTSKR_NO_MEMORY;
        }
        status = utskr_case_judge(c, question, 0, judgement);
    }
    return status;
}
/* end of snippet */

/* snippet: show */
static void show(const utskr_judgement *judgement) {
    const utskr_figures *figures = &judgement->liability.figures;
    printf("liability: %s", utskr_liability_status_name(figures->status));
    if (figures->days_known) {
        printf(", %ld days", (long)figures->days);
    } else {
        printf(", days unknown");
    }
    if (figures->amount_known) {
        printf(", %ld SEK\n", (long)(figures->ore / 100));
    } else {
        printf(", amount unknown\n");
    }
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        const utskr_obligation *o = &judgement->obligations[i];
        if (o->status == UTSKR_OBLIGATION_MISSED) {
            printf("missed: %s by %s, %s\n", o->id, utskr_party_name(o->party), o->cite);
        }
    }
}
/* end of snippet */

/* snippet: question */
/* The question: when, under which rules, read how, at which amounts. All but the instant may be left out. */
static utskr_status ask(const utskr_case *c, utskr_instant at, utskr_judgement *judgement) {
    const utskr_rate rates[] = { { .year = 2022, .grade = 'P', .ore = 930000, .source = "HSLF-FS 2021:83" } };
    utskr_readings readings;
    utskr_status status = utskr_readings_init(utskr_pack_at(0), &readings);
    status = status == UTSKR_OK ? utskr_readings_set(&readings, "late", 4, "curable", 7, NULL) : status;
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = at;
    question.pack = utskr_pack_at(0);
    question.readings = &readings;
    question.rates = rates;
    question.rate_count = 1;
    return status == UTSKR_OK ? judge(c, &question, judgement) : status;
}
/* end of snippet */

int main(void) {
    utskr_case *c = NULL;
    utskr_judgement judgement;
    utskr_judgement_init(&judgement);
    utskr_status status = host_ready_stay(&c);
    const utskr_entry call = host_entry("2022-05-13T08:00+02:00", UTSKR_PARTY_OUTPATIENT, UTSKR_SIP_CALL,
                                        UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_STATED);
    const utskr_entry home = host_entry("2022-05-16T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, 0);
    status = status == UTSKR_OK ? utskr_case_apply(c, &call, NULL) : status;
    status = status == UTSKR_OK ? utskr_case_apply(c, &home, NULL) : status;
    status = status == UTSKR_OK ? ask(c, home.event.at, &judgement) : status;
    if (status == UTSKR_OK) {
        show(&judgement);
    }
    free(judgement.obligations);
    free(judgement.findings);
    free(judgement.days);
    utskr_case_free(c);
    return host_exit(status);
}
