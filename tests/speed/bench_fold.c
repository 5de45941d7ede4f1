/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How long one event takes through the shared library, hot: bench_fold. A few stays are folded again and again; best and median of
 * nine, in nanoseconds an event, the making of the facts and the call included.
 */
#include "stays.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <utskrivning/facts.h>

enum { ROUNDS = 9, SEED = 1, STAYS = 32, TIMES = 2000 };

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static utskr_event *events_of(const stays *s) {
    utskr_event *events = calloc(s->event_count, sizeof *events);
    for (size_t i = 0; events != NULL && i < s->event_count; i++) {
        events[i] = (utskr_event){ .at = s->at[i],
                                   .recorded = s->recorded[i],
                                   .value = s->value[i],
                                   .mask = s->mask[i],
                                   .kind = s->kind[i],
                                   .party = s->party[i] };
    }
    return events;
}

/* How many events were folded. */
static uint32_t fold_all(const stays *s, const utskr_event *events, utskr_facts *facts) {
    uint32_t folded = 0;
    for (size_t i = 0; i < s->stay_count; i++) {
        utskr_facts_init(facts, NULL);
        for (uint32_t k = s->begins[i]; k < s->begins[i + 1]; k++) {
            folded += utskr_fold(facts, &events[k], k - s->begins[i] + 1) == UTSKR_OK;
        }
    }
    return folded;
}

int main(void) {
    static utskr_facts facts;
    double nanoseconds[ROUNDS];
    uint32_t folded = 0;
    stays s;
    if (!stays_make(&s, SEED, STAYS, 0)) {
        return 2;
    }
    utskr_event *events = events_of(&s);
    for (size_t round = 0; events != NULL && round < ROUNDS; round++) {
        const double begun = now();
        for (uint32_t i = 0; i < TIMES; i++) {
            folded = fold_all(&s, events, &facts);
        }
        nanoseconds[round] = (now() - begun) * 1e9 / TIMES / (double)s.event_count;
    }
    qsort(nanoseconds, ROUNDS, sizeof nanoseconds[0], ascending);
    printf("%u of %zu events folded: best %.1f, median %.1f ns an event\n", folded, s.event_count, nanoseconds[0],
           nanoseconds[ROUNDS / 2]);
    const bool measured = events != NULL;
    free(events);
    stays_free(&s);
    return measured ? 0 : 2;
}
