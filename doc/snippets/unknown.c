/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the log does not tell is unknown; what the host knows of its own system, it may say as a reading. */
#include "host.h"

/* snippet: fold */
/* The same as a case would keep, without keeping it: facts of fixed size, no allocation. */
static utskr_status fold(utskr_facts *facts) {
    const utskr_entry entries[] = {
        host_entry("2022-05-02T09:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0),
        host_entry("2022-05-02T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_NEEDS_ASSESSED, UTSKR_TO_SOCIAL_SERVICES),
        host_entry("2022-05-02T11:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_UNITS), /* no content */
        host_entry("2022-05-09T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_UNITS),
        host_entry("2022-05-16T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, 0),
    };
    utskr_stay stay = UTSKR_STAY_INIT;
    stay.municipality = 484;
    utskr_status status = utskr_facts_init(facts, &stay);
    for (uint32_t i = 0; i < sizeof entries / sizeof entries[0] && status == UTSKR_OK; i++) {
        status = utskr_fold(facts, &entries[i].event, i + 1);
    }
    return status;
}
/* end of snippet */

static utskr_status tell(const utskr_facts *facts, const utskr_readings *readings, const char *when) {
    utskr_judgement judgement;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement_init(&judgement);
    question.at = facts->first + facts->last_after;
    question.readings = readings;
    const utskr_status status = utskr_judge(facts, &question, &judgement);
    const utskr_figures *figures = &judgement.liability.figures;
    printf("%s: %s, ", when, utskr_liability_status_name(figures->status));
    printf(figures->days_known ? "%d days\n" : "days unknown\n", (int)figures->days);
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_OK : status;
}

int main(void) {
    utskr_facts facts;
    utskr_readings readings;
    utskr_status status = fold(&facts);
    status = status == UTSKR_OK ? tell(&facts, NULL, "as the log tells") : status;
    /* snippet: complete */
    /* The host's form cannot be sent incomplete: it may say so. */
    status = status == UTSKR_OK ? utskr_readings_init(NULL, &readings) : status;
    status = status == UTSKR_OK ? utskr_readings_set(&readings, "unstated-content", 16, "complete", 8, NULL) : status;
    /* end of snippet */
    status = status == UTSKR_OK ? tell(&facts, &readings, "with unstated-content=complete") : status;
    return host_exit(status);
}
