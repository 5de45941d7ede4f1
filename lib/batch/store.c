/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of open cases and their events. Numbers of cases and chunks are 32 bits. */
#include "batch/store.h"

#include <string.h>

enum { LEAST_CASES = 64, LEAST_CHUNKS = 64, NUMBER_LIMIT = INT32_MAX };

/* --- Memory ------------------------------------------------------------------------------------------------------------ */

static uint64_t slots_for(uint64_t cases) {
    uint64_t slots = 2 * LEAST_CASES;
    while (slots < 2 * cases)
        slots *= 2;
    return slots;
}

/* Each case may have one chunk that is not full. */
static uint64_t chunks_for(uint64_t cases, uint64_t events) {
    return cases + events / CHUNK_EVENTS;
}

size_t utskr_store_size(uint64_t cases, uint64_t events) {
    if (cases > NUMBER_LIMIT || events > (uint64_t)NUMBER_LIMIT * CHUNK_EVENTS ||
        chunks_for(cases, events) > NUMBER_LIMIT)
        return 0;
    const uint64_t bytes = cases * sizeof(stored_case) + chunks_for(cases, events) * sizeof(event_chunk) +
                           slots_for(cases) * sizeof(uint32_t);
    return bytes > SIZE_MAX / 2 ? 0 : (size_t)bytes;
}

void utskr_store_init_at(case_store *store, void *memory, uint64_t cases, uint64_t events) {
    *store = (case_store){ .allocator = NULL,
                           .case_capacity = cases,
                           .slot_capacity = slots_for(cases),
                           .chunk_capacity = chunks_for(cases, events) };
    store->cases = memory; /* the members that need the widest alignment first */
    store->chunks = (event_chunk *)(void *)(store->cases + cases);
    store->slots = (uint32_t *)(void *)(store->chunks + store->chunk_capacity);
    memset(store->slots, 0, (size_t)store->slot_capacity * sizeof *store->slots);
}

static void release(const case_store *store, void *block, uint64_t count, size_t size) {
    if (block != NULL)
        (void)store->allocator->resize(block, (size_t)count * size, 0, store->allocator->user);
}

void utskr_store_free(case_store *store) {
    release(store, store->cases, store->case_capacity, sizeof *store->cases);
    release(store, store->slots, store->slot_capacity, sizeof *store->slots);
    release(store, store->chunks, store->chunk_capacity, sizeof *store->chunks);
}

void utskr_store_reset(case_store *store) {
    store->case_count = store->chunk_count = 0;
    if (store->slots != NULL)
        memset(store->slots, 0, (size_t)store->slot_capacity * sizeof *store->slots);
}

/* Room for `need` items: twice what there was, or more. NULL leaves the block as it was. */
static void *grow(const case_store *store, void *block, uint64_t *capacity, uint64_t need, size_t size) {
    const uint64_t wanted = need > 2 * *capacity ? need : 2 * *capacity;
    if (wanted > SIZE_MAX / 2 / size)
        return NULL;
    const utskr_allocator *a = store->allocator;
    void *moved = a->resize(block, (size_t)*capacity * size, (size_t)wanted * size, a->user);
    if (moved != NULL)
        *capacity = wanted;
    return moved;
}

/* --- The table ---------------------------------------------------------------------------------------------------------- */

static uint64_t slot_of(const case_store *store, int64_t key) {
    uint64_t slot = ((uint64_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (store->slot_capacity - 1);
    while (store->slots[slot] != 0 && store->cases[store->slots[slot] - 1].key != key)
        slot = (slot + 1) & (store->slot_capacity - 1);
    return slot;
}

stored_case *utskr_store_find(const case_store *store, int64_t key) {
    if (store->slot_capacity == 0)
        return NULL;
    const uint32_t number = store->slots[slot_of(store, key)];
    return number == 0 ? NULL : &store->cases[number - 1];
}

/* A larger table, filled in the order of the cases: so the last one can always be taken out. */
static utskr_status grow_slots(case_store *store) {
    const uint64_t capacity = slots_for(2 * store->case_count);
    const utskr_allocator *a = store->allocator;
    uint32_t *slots = a->resize(NULL, 0, (size_t)capacity * sizeof *slots, a->user);
    if (slots == NULL)
        return UTSKR_NO_MEMORY;
    release(store, store->slots, store->slot_capacity, sizeof *slots);
    memset(slots, 0, (size_t)capacity * sizeof *slots);
    store->slots = slots;
    store->slot_capacity = capacity;
    for (uint64_t i = 0; i < store->case_count; i++)
        store->slots[slot_of(store, store->cases[i].key)] = (uint32_t)i + 1;
    return UTSKR_OK;
}

static utskr_status reserve_case(case_store *store) {
    if (store->case_count == NUMBER_LIMIT || (store->allocator == NULL && store->case_count == store->case_capacity))
        return UTSKR_LIMIT_REACHED;
    if (store->case_count == store->case_capacity) {
        stored_case *moved = grow(store, store->cases, &store->case_capacity, LEAST_CASES, sizeof *moved);
        if (moved == NULL)
            return UTSKR_NO_MEMORY;
        store->cases = moved;
    }
    return 2 * (store->case_count + 1) > store->slot_capacity ? grow_slots(store) : UTSKR_OK;
}

utskr_status utskr_store_add_case(case_store *store, int64_t key, stored_case **out) {
    const utskr_status status = reserve_case(store);
    if (status != UTSKR_OK)
        return status;
    stored_case *c = &store->cases[store->case_count];
    *c = (stored_case){ .key = key, .last = INT64_MIN, .first = NO_CHUNK, .tail = NO_CHUNK };
    const uint64_t slot = slot_of(store, key);
    store->slots[slot] = (uint32_t)++store->case_count;
    *out = c;
    return UTSKR_OK;
}

/* Nothing was put behind the last one, so that no other is looked for past it. */
void utskr_store_drop_cases(case_store *store, uint64_t count) {
    while (store->case_count > count) {
        store->slots[slot_of(store, store->cases[store->case_count - 1].key)] = 0;
        store->case_count--;
    }
}

/* --- Events -------------------------------------------------------------------------------------------------------------- */

uint64_t utskr_store_chunks_coming(const stored_case *c) {
    const uint64_t now = (c->count + CHUNK_EVENTS - 1) / CHUNK_EVENTS;
    return (c->count + c->coming + CHUNK_EVENTS - 1) / CHUNK_EVENTS - now;
}

utskr_status utskr_store_reserve_chunks(case_store *store, uint64_t more) {
    const uint64_t need = store->chunk_count + more;
    if (need <= store->chunk_capacity)
        return UTSKR_OK;
    if (store->allocator == NULL || need > NUMBER_LIMIT)
        return UTSKR_LIMIT_REACHED;
    event_chunk *moved =
        grow(store, store->chunks, &store->chunk_capacity, need < LEAST_CHUNKS ? LEAST_CHUNKS : need, sizeof *moved);
    if (moved == NULL)
        return UTSKR_NO_MEMORY;
    store->chunks = moved;
    return UTSKR_OK;
}

void utskr_store_event(case_store *store, stored_case *c, const utskr_event *event) {
    const uint64_t place = c->count % CHUNK_EVENTS;
    if (place == 0) {
        const uint32_t chunk = (uint32_t)store->chunk_count++;
        store->chunks[chunk].next = NO_CHUNK;
        if (c->first == NO_CHUNK)
            c->first = chunk;
        else
            store->chunks[c->tail].next = chunk;
        c->tail = chunk;
    }
    store->chunks[c->tail].events[place] = *event;
    c->count++;
}

const utskr_event *utskr_store_last(const case_store *store, const stored_case *c) {
    return c->count == 0 ? NULL : &store->chunks[c->tail].events[(c->count - 1) % CHUNK_EVENTS];
}
