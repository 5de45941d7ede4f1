/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many threads, one rule pack: each reads, folds, judges, shares, lists, explains and writes on its own, with packs, built in
 * and derived, readings, amounts and one set of facts that all of them use at once, and must come to the answers of a lone thread.
 * tests/proof/check_threads.py builds it with the thread sanitizer.
 */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>

#include "tests/judgement/judged.h"

#include "tests/tap.h"

enum { THREADS = 8, ROUNDS = 40 };

#define ALL "to=social-services,municipal-health,outpatient"

static const char LOG[] = "case one rules=jamtland-harjedalen municipality=2380\n"
                          "2026-01-12T09:15+01:00 hospital admitted\n"
                          "2026-01-12T14:00+01:00 hospital needs-assessed social-services municipal-health outpatient\n"
                          "2026-01-12T15:00+01:00 patient consent scope=information given\n"
                          "2026-01-13T08:00+01:00 slutenvård inskrivningsmeddelande id=m1 " ALL
                          " contains=name,personal-number,address,expected-discharge expected=2026-01-19\n"
                          "2026-01-13T10:30+01:00 outpatient care-contact\n"
                          "2026-01-14T10:30+01:00 hospital track red\n"
                          "2026-01-19T11:40+01:00 hospital discharge-ready-notice " ALL "\n"
                          "2026-01-20T11:40+01:00 outpatient sip-call to=social-services,municipal-health\n"
                          "2026-01-21T10:00+01:00 hospital outpatient-obstacle\n"
                          "2026-01-24T10:00+01:00 hospital outpatient-clear\n"
                          "2026-02-02T10:00+01:00 hospital discharged to=home\n";

/* --- What all threads use at once ------------------------------------------------------------------------------------- */

static utskr_facts shared_facts;
static utskr_readings shared_readings;
static const utskr_rate SHARED_RATES[] = { { 2026, 'P', { 0, 0, 0 }, 1234500, NULL } };
static utskr_instant shared_at;
static const utskr_pack *shared_pack; /* made here; the others are built in */

static const char PACK[] = "pack shared\nbase jamtland-harjedalen\ntitle T\nsource S\ncounty 23\nvalid 2026-01-01\n"
                           "grade P\ngrace-days 4\nrate 2026 100 grade=P\nend reply 2026-01-10\n"
                           "row call\ncite C\nsv S\nen E\nparty hospital\nfrom first discharged\n"
                           "met-by event followup-call\ndue hours 48\n";

/* --- One thread's work --------------------------------------------------------------------------------------------------- */

/* FNV-1a over everything that was answered. */
static int digest(const char *bytes, size_t length, void *user) {
    uint64_t *sum = user;
    for (size_t i = 0; i < length; i++) {
        *sum = (*sum ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    }
    return 0;
}

static void digest_text(uint64_t *sum, const char *text) {
    (void)digest(text, strlen(text), sum);
}

static void judge_shared(const utskr_question *question, judged *j, uint64_t *sum) {
    uint32_t todo[JUDGED_ROOM];
    utskr_sharing sharing;
    judged_begin(j, 0);
    digest_text(sum, utskr_status_name((int32_t)utskr_judge(&shared_facts, question, &j->judgement)));
    (void)utskr_judgement_write_json(NULL, "f", &j->judgement, digest, sum);
    (void)utskr_explain(NULL, "f", &j->judgement, UTSKR_EN, digest, sum);
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        *sum += utskr_worklist(&j->judgement, party, todo, JUDGED_ROOM);
        if (utskr_share(&shared_facts, question, UTSKR_PARTY_HOSPITAL, party, UTSKR_SHARE_READY, &sharing) ==
            UTSKR_OK) {
            digest_text(sum, sharing.rule);
        }
    }
}

static void judge_own(const utskr_question *question, judged *j, uint64_t *sum) {
    utskr_case *c = NULL;
    utskr_reader *reader = NULL;
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    test_text text = { .bytes = LOG, .length = sizeof LOG - 1, .at_once = 7 };
    judged_begin(j, 0);
    if (utskr_reader_new(&allocator, test_source, test_report, &text, &reader) == UTSKR_OK &&
        utskr_case_new(&allocator, &c) == UTSKR_OK && utskr_reader_next(reader, c) == UTSKR_OK &&
        utskr_case_judge(c, question, 0, &j->judgement) == UTSKR_OK) {
        (void)utskr_judgement_write_json(c, "g", &j->judgement, digest, sum);
        (void)utskr_explain(c, "g", &j->judgement, UTSKR_SV, digest, sum);
        (void)utskr_case_write(c, 1, digest, sum);
    }
    utskr_reader_free(reader);
    utskr_case_free(c);
}

static void ask_tables(uint64_t *sum) {
    utskr_error error = UTSKR_ERROR_INIT;
    int32_t kind = 0;
    *sum += (uint64_t)utskr_kind_find("inskrivnigsmeddelande", strlen("inskrivnigsmeddelande"), &kind, &error);
    digest_text(sum, error.suggestion);
    (void)utskr_rules_write_json(NULL, digest, sum);
}

static uint64_t work(void) {
    uint64_t sum = UINT64_C(14695981039346656037);
    judged *j = malloc(sizeof *j);
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = shared_at;
    question.readings = &shared_readings;
    question.rates = SHARED_RATES;
    question.rate_count = 1;
    for (uint32_t round = 0; j != NULL && round < ROUNDS; round++) {
        const utskr_pack *built_in = utskr_pack_at(round % (utskr_pack_count() + 1));
        question.pack = built_in != NULL ? built_in : shared_pack;
        (void)utskr_pack_write(question.pack, digest, &sum);
        judge_shared(&question, j, &sum);
        judge_own(&question, j, &sum);
        ask_tables(&sum);
    }
    free(j);
    return sum;
}

static void *run(void *out) {
    uint64_t *sum = out;
    *sum = work();
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    uint64_t sums[THREADS] = { 0 };
    bool started[THREADS];
    tap_ok(judged_facts(LOG, &shared_at, &shared_facts), "the case can be read");
    tap_eq_i64(utskr_readings_init(NULL, &shared_readings), UTSKR_OK, "readings");
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    tap_eq_i64(utskr_pack_parse(&allocator, PACK, sizeof PACK - 1, NULL, 0, &shared_pack, NULL), UTSKR_OK, "a pack");
    for (uint32_t i = 0; i < THREADS; i++) {
        started[i] = pthread_create(&threads[i], NULL, run, &sums[i]) == 0;
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        started[i] = started[i] && pthread_join(threads[i], NULL) == 0;
    }
    uint64_t alone = work();
    for (uint32_t i = 0; i < THREADS; i++) {
        tap_ok(started[i] && sums[i] == alone, "thread %u of %d answers as one alone does", i + 1, THREADS);
    }
    utskr_pack_free(shared_pack);
    return tap_done();
}
