/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many cases over two threads: batch_threads CASES THREADS
 *
 * The columns are shared and only read; each thread judges a range of the cases into its own rows of the same answers. One
 * thread or many, the answers are the same bytes, of which a digest is printed. POSIX threads, since not every C library
 * has those of C11.
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utskrivning/utskrivning.h>

enum { THREADS_MAX = 64, EVENTS_EACH = 6, HOUR = 3600 };

#define UNITS (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT)
#define CONTENT                                                                                                        \
    (UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |           \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE)

/* --- Columns, as a host might have them ------------------------------------------------------------------------------- */

static int64_t *at;
static uint8_t *kind;
static uint8_t *party;
static uint32_t *mask;
static uint64_t *offsets;
static int32_t *municipality;

/* --- Answers ------------------------------------------------------------------------------------------------------------- */

static uint8_t *status;
static int32_t *days;
static int64_t *ore;

static void *room(uint64_t count, size_t size) {
    void *memory = calloc((size_t)count, size);
    if (memory == NULL) {
        fputs("batch_threads: no memory\n", stderr);
        exit(4);
    }
    return memory;
}

/* Stays that differ in the hour of the notice and in how long they last. */
static void make_columns(uint64_t cases) {
    static const struct {
        uint8_t kind, party;
        uint32_t mask;
    } steps[EVENTS_EACH] = { { UTSKR_ADMITTED, UTSKR_PARTY_HOSPITAL, 0 },
                             { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, UNITS },
                             { UTSKR_ADMISSION_NOTICE, UTSKR_PARTY_HOSPITAL, UNITS | UTSKR_TO_STATED | CONTENT },
                             { UTSKR_DISCHARGE_READY_NOTICE, UTSKR_PARTY_HOSPITAL, UNITS | UTSKR_TO_STATED },
                             { UTSKR_SIP_CALL, UTSKR_PARTY_OUTPATIENT, UNITS | UTSKR_TO_STATED },
                             { UTSKR_DISCHARGED, UTSKR_PARTY_HOSPITAL, 0 } };
    for (uint64_t i = 0; i < cases; i++) {
        const int64_t admitted = INT64_C(1651474800) + (int64_t)(i % 200) * 24 * HOUR; /* from 2 May 2022 on */
        const int64_t notice = 96 + (int64_t)(i % 24);
        const int64_t hours[EVENTS_EACH] = { 0, 1, 2, notice, notice + 2, notice + 48 + (int64_t)(i % 7) * 24 };
        for (uint64_t step = 0; step < EVENTS_EACH; step++) {
            const uint64_t row = i * EVENTS_EACH + step;
            at[row] = admitted + hours[step] * HOUR;
            kind[row] = steps[step].kind;
            party[row] = steps[step].party;
            mask[row] = steps[step].mask;
        }
        offsets[i + 1] = (i + 1) * EVENTS_EACH;
        municipality[i] = 484;
    }
}

/* --- One thread's share ---------------------------------------------------------------------------------------------------- */

typedef struct share {
    uint64_t first; /* case */
    uint64_t count;
    uint64_t events; /* of all cases */
    utskr_status status;
} share;

static void *judge_share(void *given) {
    share *s = given;
    utskr_event_columns events = UTSKR_EVENT_COLUMNS_INIT;
    utskr_case_columns cases = UTSKR_CASE_COLUMNS_INIT;
    utskr_answer_columns out = UTSKR_ANSWER_COLUMNS_INIT;
    void *scratch = room(1, utskr_columns_scratch());
    events.count = s->events;
    events.at = (utskr_int64_column){ at, s->events };
    events.kind = (utskr_uint8_column){ kind, s->events };
    events.party = (utskr_uint8_column){ party, s->events };
    events.mask = (utskr_uint32_column){ mask, s->events };
    events.offsets = (utskr_uint64_column){ offsets + s->first, s->count + 1 };
    cases.count = s->count;
    cases.municipality = (utskr_int32_column){ municipality + s->first, s->count };
    out.capacity = s->count;
    out.figures.status = status + s->first;
    out.figures.days = days + s->first;
    out.figures.ore = ore + s->first;
    s->status = utskr_columns_judge(&events, &cases, NULL, scratch, utskr_columns_scratch(), &out, NULL);
    free(scratch);
    return NULL;
}

static int judge_all(uint64_t cases, uint64_t threads) {
    pthread_t started[THREADS_MAX];
    share shares[THREADS_MAX];
    for (uint64_t i = 0; i < threads; i++) {
        const uint64_t first = cases * i / threads;
        shares[i] = (share){ first, cases * (i + 1) / threads - first, cases * EVENTS_EACH, UTSKR_OK };
        if (pthread_create(&started[i], NULL, judge_share, &shares[i]) != 0) {
            fputs("batch_threads: no thread\n", stderr);
            exit(4);
        }
    }
    int good = 1;
    for (uint64_t i = 0; i < threads; i++) {
        pthread_join(started[i], NULL);
        good = good && shares[i].status == UTSKR_OK;
    }
    return good;
}

/* FNV-1a. */
static uint64_t digest(uint64_t sum, const void *bytes, uint64_t size) {
    const unsigned char *b = bytes;
    for (uint64_t i = 0; i < size; i++) {
        sum = (sum ^ b[i]) * UINT64_C(1099511628211);
    }
    return sum;
}

int main(int count, char **words) {
    const uint64_t cases = count == 3 ? strtoull(words[1], NULL, 10) : 0;
    const uint64_t threads = count == 3 ? strtoull(words[2], NULL, 10) : 0;
    if (cases == 0 || cases > UINT32_MAX || threads == 0 || threads > THREADS_MAX) {
        fputs("usage: batch_threads CASES THREADS\n", stderr);
        return 2;
    }
    at = room(cases * EVENTS_EACH, sizeof *at);
    kind = room(cases * EVENTS_EACH, sizeof *kind);
    party = room(cases * EVENTS_EACH, sizeof *party);
    mask = room(cases * EVENTS_EACH, sizeof *mask);
    offsets = room(cases + 1, sizeof *offsets);
    municipality = room(cases, sizeof *municipality);
    status = room(cases, sizeof *status);
    days = room(cases, sizeof *days);
    ore = room(cases, sizeof *ore);
    make_columns(cases);
    if (!judge_all(cases, threads)) {
        fputs("batch_threads: the columns are wrong\n", stderr);
        return 3;
    }
    int64_t all_days = 0, all_ore = 0;
    for (uint64_t i = 0; i < cases; i++) {
        all_days += days[i];
        all_ore += ore[i];
    }
    uint64_t sum = digest(UINT64_C(14695981039346656037), status, cases * sizeof *status);
    sum = digest(sum, days, cases * sizeof *days);
    sum = digest(sum, ore, cases * sizeof *ore);
    printf("%" PRIu64 " cases, %" PRId64 " charged days, %" PRId64 " SEK, digest %016" PRIx64 "\n", cases, all_days,
           all_ore / 100, sum);
    void *blocks[] = { at, kind, party, mask, offsets, municipality, status, days, ore };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        free(blocks[i]);
    }
    return 0;
}
