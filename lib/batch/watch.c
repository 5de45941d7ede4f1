/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Open cases in a heap of four branches, so that a step down reads one line of the cache, and the place of each in it. */
#include <utskrivning/watch.h>

enum { BRANCHES = 4 };

#define NOWHERE UINT32_MAX

struct utskr_watch {
    uint32_t capacity;
    uint32_t count;
    utskr_instant *at; /* by number; 0: not watched */
    uint32_t *heap;    /* numbers, the first one first */
    uint32_t *place;   /* by number: where in the heap */
};

static size_t head_size(void) {
    const size_t align = _Alignof(max_align_t);
    return (sizeof(utskr_watch) + align - 1) / align * align;
}

size_t utskr_watch_size(uint32_t capacity) {
    const uint64_t each = sizeof(utskr_instant) + 2 * sizeof(uint32_t);
    const uint64_t size = head_size() + capacity * each;
    return capacity > UTSKR_WATCH_LIMIT || size > SIZE_MAX / 2 ? 0 : (size_t)size;
}

utskr_status utskr_watch_init_at(void *memory, size_t size, uint32_t capacity, utskr_watch **out) {
    utskr_watch *watch = memory;
    const size_t needed = utskr_watch_size(capacity);
    if (memory == NULL || out == NULL || needed == 0 || (uintptr_t)memory % _Alignof(utskr_watch) != 0)
        return UTSKR_BAD_ARGUMENT;
    if (size < needed)
        return UTSKR_BUFFER_TOO_SMALL;
    watch->capacity = capacity;
    watch->count = 0;
    watch->at = (utskr_instant *)(void *)((char *)memory + head_size());
    watch->heap = (uint32_t *)(void *)(watch->at + capacity);
    watch->place = watch->heap + capacity;
    for (uint32_t i = 0; i < capacity; i++) {
        watch->at[i] = 0;
        watch->place[i] = NOWHERE;
    }
    *out = watch;
    return UTSKR_OK;
}

static bool sooner(const utskr_watch *w, uint32_t a, uint32_t b) {
    return w->at[a] != w->at[b] ? w->at[a] < w->at[b] : a < b;
}

static void put(utskr_watch *w, uint32_t place, uint32_t number) {
    w->heap[place] = number;
    w->place[number] = place;
}

static void rise(utskr_watch *w, uint32_t place, uint32_t number) {
    while (place != 0 && sooner(w, number, w->heap[(place - 1) / BRANCHES])) {
        put(w, place, w->heap[(place - 1) / BRANCHES]);
        place = (place - 1) / BRANCHES;
    }
    put(w, place, number);
}

/* The place of the soonest below, or NOWHERE. */
static uint32_t soonest_below(const utskr_watch *w, uint32_t place) {
    const uint64_t first = (uint64_t)place * BRANCHES + 1;
    const uint64_t last = first + BRANCHES < w->count ? first + BRANCHES : w->count;
    uint32_t best = NOWHERE;
    for (uint64_t i = first; i < last; i++)
        if (best == NOWHERE || sooner(w, w->heap[i], w->heap[best]))
            best = (uint32_t)i;
    return best;
}

static void sink(utskr_watch *w, uint32_t place, uint32_t number) {
    uint32_t below = soonest_below(w, place);
    while (below != NOWHERE && sooner(w, w->heap[below], number)) {
        put(w, place, w->heap[below]);
        place = below;
        below = soonest_below(w, place);
    }
    put(w, place, number);
}

/* Finds the place of a number whose instant has changed, from the one it has. */
static void settle(utskr_watch *w, uint32_t place, uint32_t number) {
    if (place != 0 && sooner(w, number, w->heap[(place - 1) / BRANCHES]))
        rise(w, place, number);
    else
        sink(w, place, number);
}

static void take_away(utskr_watch *w, uint32_t number) {
    const uint32_t place = w->place[number];
    if (place == NOWHERE)
        return;
    const uint32_t last = w->heap[--w->count];
    w->at[number] = 0;
    w->place[number] = NOWHERE;
    if (last != number)
        settle(w, place, last);
}

utskr_status utskr_watch_set(utskr_watch *watch, uint32_t number, utskr_instant at) {
    if (watch == NULL || number >= watch->capacity)
        return UTSKR_BAD_ARGUMENT;
    if (at == 0) {
        take_away(watch, number);
        return UTSKR_OK;
    }
    const uint32_t place = watch->place[number];
    watch->at[number] = at;
    if (place == NOWHERE)
        rise(watch, watch->count++, number);
    else
        settle(watch, place, number);
    return UTSKR_OK;
}

utskr_instant utskr_watch_at(const utskr_watch *watch, uint32_t number) {
    return watch == NULL || number >= watch->capacity ? 0 : watch->at[number];
}

utskr_status utskr_watch_first(const utskr_watch *watch, uint32_t *number, utskr_instant *at) {
    if (watch == NULL || number == NULL || at == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (watch->count == 0)
        return UTSKR_NOT_FOUND;
    *number = watch->heap[0];
    *at = watch->at[*number];
    return UTSKR_OK;
}

uint32_t utskr_watch_count(const utskr_watch *watch) {
    return watch == NULL ? 0 : watch->count;
}
