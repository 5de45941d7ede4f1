/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the judgement share: a case read from a text, and a judgement with room for everything. */
#ifndef UTSKR_TESTS_JUDGEMENT_JUDGED_H
#define UTSKR_TESTS_JUDGEMENT_JUDGED_H

#include <utskrivning/utskrivning.h>

#include "tests/text/log_help.h"

/* The one case of a text, or NULL. */
static inline utskr_case *judged_case(const char *log) {
    static test_memory memory;
    static utskr_allocator allocator;
    allocator = test_allocator(&memory);
    test_text text = { .bytes = log, .length = strlen(log) };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    if (utskr_reader_new(&allocator, test_source, test_report, &text, &reader) != UTSKR_OK ||
        utskr_case_new(&allocator, &c) != UTSKR_OK || utskr_reader_next(reader, c) != UTSKR_OK ||
        text.report_count != 0) {
        utskr_case_free(c);
        c = NULL;
    }
    utskr_reader_free(reader);
    return c;
}

/* The instant of a text; 0 if it is none. */
static inline utskr_instant judged_instant(const char *text) {
    utskr_instant at = 0;
    return utskr_instant_parse(text, strlen(text), &at, NULL) == UTSKR_OK ? at : 0;
}

/* Folds the events of a case up to an instant, refused and retracted ones aside. The log is in order of time. */
static inline bool judged_fold(const utskr_case *c, utskr_instant at, utskr_facts *facts) {
    utskr_header header = UTSKR_HEADER_INIT;
    memset(facts, 0, sizeof *facts); /* so that every byte has a value when two are compared */
    bool good = utskr_case_header(c, &header) == UTSKR_OK && utskr_facts_init(facts, &header.stay) == UTSKR_OK;
    for (uint32_t i = 1; good && i <= utskr_case_entry_count(c); i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        good = utskr_case_entry(c, i, &entry) == UTSKR_OK;
        if (good && entry.refused == 0 && entry.event.at <= at) {
            good = utskr_fold(facts, &entry.event, i) == UTSKR_OK;
        }
    }
    return good;
}

/* The facts of the one case of a text as it stood at an instant (0: at its end); what is asked of them goes to `at`. */
static inline bool judged_facts(const char *log, utskr_instant *at, utskr_facts *facts) {
    utskr_case *c = judged_case(log);
    bool good = c != NULL && (*at != 0 || utskr_case_latest(c, 0, at) == UTSKR_OK) && judged_fold(c, *at, facts);
    utskr_case_free(c);
    return good;
}

enum { JUDGED_ROOM = 256 };

/* A judgement and the memory it writes to. */
typedef struct judged {
    utskr_judgement judgement;
    utskr_obligation obligations[JUDGED_ROOM];
    utskr_finding findings[JUDGED_ROOM];
    utskr_day days[JUDGED_ROOM];
} judged;

/* Room for everything, every byte of it `fill`. */
static inline void judged_begin(judged *j, int fill) {
    memset(j, fill, sizeof *j);
    utskr_judgement_init(&j->judgement);
    j->judgement.obligations = j->obligations;
    j->judgement.findings = j->findings;
    j->judgement.days = j->days;
    j->judgement.obligation_capacity = j->judgement.finding_capacity = j->judgement.day_capacity = JUDGED_ROOM;
}

#endif
