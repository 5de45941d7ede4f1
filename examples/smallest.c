/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The smallest embedding: events in, the status of the liability and the next deadline out. Nothing is allocated. */
#include <stdio.h>

#include <utskrivning/utskrivning.h>

#define UNITS (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT)
#define CONTENT                                                                                                        \
    (UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |           \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE)

static const struct {
    const char *at;
    uint32_t mask;
    uint8_t kind;
} messages[] = {
    { "2022-05-02T09:00+02:00", 0, UTSKR_ADMITTED },
    { "2022-05-02T10:00+02:00", UNITS, UTSKR_NEEDS_ASSESSED },
    { "2022-05-02T11:00+02:00", UNITS | UTSKR_TO_STATED | CONTENT, UTSKR_ADMISSION_NOTICE },
    { "2022-05-09T10:00+02:00", UNITS | UTSKR_TO_STATED, UTSKR_DISCHARGE_READY_NOTICE },
};

int main(void) {
    utskr_stay stay = UTSKR_STAY_INIT;
    utskr_facts facts;
    stay.municipality = 484;
    utskr_status status = utskr_facts_init(&facts, &stay);
    for (uint32_t i = 0; i < sizeof messages / sizeof messages[0] && status == UTSKR_OK; i++) {
        utskr_event event = { .mask = messages[i].mask, .kind = messages[i].kind, .party = UTSKR_PARTY_HOSPITAL };
        status = utskr_instant_parse(messages[i].at, 22, &event.at, NULL);
        status = status == UTSKR_OK ? utskr_fold(&facts, &event, i + 1) : status;
    }

    utskr_obligation obligations[UTSKR_OBLIGATION_LIMIT];
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement judgement;
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = UTSKR_OBLIGATION_LIMIT;
    question.at = facts.first + facts.last_after; /* now */
    status = status == UTSKR_OK ? utskr_judge(&facts, &question, &judgement) : status;
    if (status != UTSKR_OK && status != UTSKR_BUFFER_TOO_SMALL) { /* findings and days were not asked for */
        fprintf(stderr, "%s\n", utskr_status_name((int32_t)status));
        return 1;
    }
    char due[UTSKR_INSTANT_TEXT] = "none";
    uint32_t todo[UTSKR_OBLIGATION_LIMIT]; /* soonest due first */
    uint32_t count = utskr_worklist(&judgement, UTSKR_PARTY_OUTPATIENT, todo, UTSKR_OBLIGATION_LIMIT);
    if (count > 0 && obligations[todo[0]].due != 0) {
        (void)utskr_instant_format(obligations[todo[0]].due, due);
    }
    printf("liability: %s\n", utskr_liability_status_name(judgement.liability.figures.status));
    printf("next deadline of the outpatient care: %s\n", due);
    return 0;
}
