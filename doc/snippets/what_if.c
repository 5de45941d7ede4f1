/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What does it cost to send the notice five minutes past noon instead of five minutes before? */
#include "host.h"

/* snippet: what-if */
/* The entry day of liability if the notice were sent then; the case itself is left as it is. */
static utskr_status entry_day(const utskr_case *c, const char *sent_at, utskr_date *out) {
    const utskr_entry notice = host_entry(sent_at, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_UNITS);
    utskr_judgement judgement;
    utskr_judgement_init(&judgement);
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = notice.event.at;
    utskr_case *copy = NULL;
    utskr_status status = utskr_case_clone(c, &copy);
    status = status == UTSKR_OK ? utskr_case_apply(copy, &notice, NULL) : status;
    status = status == UTSKR_OK ? utskr_case_judge(copy, &question, 0, &judgement) : status;
    *out = judgement.liability.figures.enters;
    utskr_case_free(copy);
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_OK : status;
}
/* end of snippet */

/* snippet: moved */
/* The entry day of liability if the index-th event of the log had been at another time. */
static utskr_status entry_day_if(const utskr_case *c, uint32_t index, utskr_instant at, utskr_date *out) {
    utskr_judgement judgement;
    utskr_judgement_init(&judgement);
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_case *copy = NULL;
    utskr_status status = utskr_case_clone(c, &copy);
    status = status == UTSKR_OK ? utskr_case_move(copy, index, at, NULL) : status;
    status = status == UTSKR_OK ? utskr_case_latest(copy, 0, &question.at) : status;
    status = status == UTSKR_OK ? utskr_case_judge(copy, &question, 0, &judgement) : status;
    *out = judgement.liability.figures.enters;
    utskr_case_free(copy);
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_OK : status;
}
/* end of snippet */

static utskr_status tell_moved(const utskr_case *c, uint32_t index, const char *to) {
    utskr_date day = 0;
    utskr_instant at = 0;
    char text[UTSKR_DATE_TEXT];
    utskr_status status = utskr_instant_parse(to, strlen(to), &at, NULL);
    status = status == UTSKR_OK ? entry_day_if(c, index, at, &day) : status;
    if (status == UTSKR_OK) {
        (void)utskr_date_format(day, text);
        printf("event %u moved to %s: liability enters on %s\n", (unsigned)index, to, text);
    }
    return status;
}

static utskr_status tell(const utskr_case *c, const char *sent_at) {
    utskr_date day = 0;
    char text[UTSKR_DATE_TEXT];
    const utskr_status status = entry_day(c, sent_at, &day);
    if (status == UTSKR_OK) {
        (void)utskr_date_format(day, text);
        printf("sent at %s: liability enters on %s\n", sent_at, text);
    }
    return status;
}

int main(void) {
    utskr_case *c = NULL;
    utskr_status status = host_stay(&c);
    status = status == UTSKR_OK ? tell(c, "2022-05-09T11:55+02:00") : status;
    status = status == UTSKR_OK ? tell(c, "2022-05-09T12:05+02:00") : status;
    utskr_case_free(c);
    c = NULL;
    if (status == UTSKR_OK) {
        status = host_ready_stay(&c);
        status = status == UTSKR_OK ? tell_moved(c, utskr_case_entry_count(c), "2022-05-11T09:00+02:00") : status;
        utskr_case_free(c);
    }
    return host_exit(status);
}
