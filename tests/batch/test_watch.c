/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The watch of open cases, against a search through all of them. */
#include <utskrivning/watch.h>

#include "tests/tap.h"

#include <stdlib.h>

enum { CASES = 300, STEPS = 20000 };

static uint64_t state = 1;

static uint32_t below(uint32_t limit) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % limit;
}

/* The first by looking at each; CASES if none is watched. */
static uint32_t first_of(const utskr_instant *at) {
    uint32_t best = CASES;
    for (uint32_t i = 0; i < CASES; i++)
        if (at[i] != 0 && (best == CASES || at[i] < at[best]))
            best = i;
    return best;
}

static utskr_watch *new_watch(uint32_t capacity) {
    const size_t size = utskr_watch_size(capacity);
    utskr_watch *watch = NULL;
    void *memory = malloc(size); /* of exactly that size, for the sanitizer */
    return memory != NULL && utskr_watch_init_at(memory, size, capacity, &watch) == UTSKR_OK ? watch : NULL;
}

/* Few instants, so that many are equal; a third of the steps take a case away. */
static void test_by_chance(uint32_t instants) {
    static utskr_instant at[CASES];
    utskr_watch *watch = new_watch(CASES);
    uint64_t wrong = 0;
    uint32_t count = 0;
    memset(at, 0, sizeof at);
    for (uint32_t step = 0; step < STEPS; step++) {
        const uint32_t number = below(CASES);
        const utskr_instant set = below(3) == 0 ? 0 : 1 + (utskr_instant)below(instants);
        uint32_t first = CASES;
        utskr_instant first_at = 0;
        count += set != 0;
        count -= at[number] != 0;
        at[number] = set;
        wrong += utskr_watch_set(watch, number, set) != UTSKR_OK || utskr_watch_at(watch, number) != set ||
                 utskr_watch_count(watch) != count;
        const uint32_t expected = first_of(at);
        const utskr_status status = utskr_watch_first(watch, &first, &first_at);
        wrong += expected == CASES ? status != UTSKR_NOT_FOUND
                                   : status != UTSKR_OK || first != expected || first_at != at[expected];
    }
    tap_eq_i64((int64_t)wrong, 0, "%d steps by chance among %u instants: the first is the first", (int)STEPS,
               (unsigned)instants);
    free(watch);
}

/* All are taken in order of their instants. */
static void test_in_order(void) {
    utskr_watch *watch = new_watch(CASES);
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < CASES; i++)
        wrong += utskr_watch_set(watch, i, 1000 + (i * 7919) % CASES) != UTSKR_OK; /* each instant once */
    for (uint32_t i = 0; i < CASES; i++) {
        uint32_t number = 0;
        utskr_instant at = 0;
        wrong += utskr_watch_first(watch, &number, &at) != UTSKR_OK || at != 1000 + (utskr_instant)i;
        wrong += utskr_watch_set(watch, number, 0) != UTSKR_OK;
    }
    tap_eq_i64((int64_t)wrong, 0, "taken one by one they come in order");
    tap_eq_i64(utskr_watch_count(watch), 0, "until none is left");
    free(watch);
}

static void test_arguments(void) {
    utskr_watch *watch = new_watch(2), *other = NULL;
    uint32_t number = 0;
    utskr_instant at = 0;
    char *memory = malloc(utskr_watch_size(2));
    tap_eq_i64(utskr_watch_set(watch, 2, 5), UTSKR_BAD_ARGUMENT, "a number beyond the last");
    tap_eq_i64(utskr_watch_set(NULL, 0, 5), UTSKR_BAD_ARGUMENT, "no watch");
    tap_eq_i64(utskr_watch_set(watch, 1, 0), UTSKR_OK, "taking away what is not there");
    tap_eq_i64(utskr_watch_at(watch, 2), 0, "beyond the last nothing is watched");
    tap_eq_i64(utskr_watch_at(NULL, 0), 0, "nor without a watch");
    tap_eq_i64(utskr_watch_first(watch, &number, &at), UTSKR_NOT_FOUND, "nothing is watched");
    tap_eq_i64(utskr_watch_first(NULL, &number, &at), UTSKR_BAD_ARGUMENT, "no watch to ask");
    tap_eq_i64(utskr_watch_first(watch, NULL, &at), UTSKR_BAD_ARGUMENT, "nowhere for the number");
    tap_eq_i64(utskr_watch_first(watch, &number, NULL), UTSKR_BAD_ARGUMENT, "nowhere for the instant");
    tap_eq_i64(utskr_watch_count(NULL), 0, "no watch, no cases");
    tap_eq_i64((int64_t)utskr_watch_size(UTSKR_WATCH_LIMIT + 1), 0, "more than there can be");
    tap_ok(utskr_watch_size(1000000) < 16000100, "a million cases take 16 bytes each");
    tap_eq_i64(utskr_watch_init_at(memory, utskr_watch_size(2) - 1, 2, &other), UTSKR_BUFFER_TOO_SMALL, "too little");
    tap_eq_i64(utskr_watch_init_at(memory + 1, utskr_watch_size(2), 2, &other), UTSKR_BAD_ARGUMENT, "not aligned");
    tap_eq_i64(utskr_watch_init_at(NULL, 100, 2, &other), UTSKR_BAD_ARGUMENT, "no memory");
    tap_eq_i64(utskr_watch_init_at(memory, utskr_watch_size(2), 2, NULL), UTSKR_BAD_ARGUMENT, "nowhere to put it");
    free(memory);
    free(watch);
}

int main(void) {
    test_by_chance(4);
    test_by_chance(1000000);
    test_in_order();
    test_arguments();
    return tap_done();
}
