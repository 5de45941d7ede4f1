/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cases whose events come mixed: a table of cases by key, and the events of each, in chunks, until they can be folded in one
 * go. That takes a sixth of what as many open facts would.
 */
#ifndef UTSKR_LIB_BATCH_STORE_H
#define UTSKR_LIB_BATCH_STORE_H

#include "batch/columns.h"

enum { CHUNK_EVENTS = 8 };

#define NO_CHUNK UINT32_MAX

typedef struct event_chunk {
    utskr_event events[CHUNK_EVENTS];
    uint32_t next; /* or NO_CHUNK */
    uint32_t reserved;
} event_chunk;

typedef struct stored_case {
    int64_t key;
    batch_case about;
    utskr_instant last; /* of the events taken or being taken, or INT64_MIN */
    uint64_t count;     /* events stored */
    uint64_t coming;    /* events of the push that is being checked */
    uint32_t first;     /* chunks, or NO_CHUNK */
    uint32_t tail;
    utskr_status code;        /* why it is not judged */
    utskr_status coming_code; /* the same, of the push that is being checked */
} stored_case;

typedef struct case_store {
    const utskr_allocator *allocator; /* NULL: memory of a fixed size */
    stored_case *cases;               /* in the order in which they appeared */
    uint32_t *slots;                  /* number of a case + 1, by hash of its key; 0: free */
    event_chunk *chunks;
    uint64_t case_count;
    uint64_t case_capacity;
    uint64_t slot_capacity; /* a power of two, twice the cases that it has room for, or 0 */
    uint64_t chunk_count;
    uint64_t chunk_capacity;
} case_store;

/* Bytes that a fixed store takes; 0 if that is more than there can be. */
size_t utskr_store_size(uint64_t cases, uint64_t events);
/* Lays a fixed store out in so many bytes. */
void utskr_store_init_at(case_store *store, void *memory, uint64_t cases, uint64_t events);
/* Frees the memory of a store that has an allocator. */
void utskr_store_free(case_store *store);
void utskr_store_reset(case_store *store);

/* The case of a key, or NULL. */
stored_case *utskr_store_find(const case_store *store, int64_t key);
/* Adds a case that is not there, without events. UTSKR_NO_MEMORY, UTSKR_LIMIT_REACHED. */
utskr_status utskr_store_add_case(case_store *store, int64_t key, stored_case **out);
/* Takes the cases from number `count` on away again, which have no events. */
void utskr_store_drop_cases(case_store *store, uint64_t count);
/* Makes room for so many more chunks. The same statuses. */
utskr_status utskr_store_reserve_chunks(case_store *store, uint64_t more);
/* How many more chunks the events that are coming to the case take. */
uint64_t utskr_store_chunks_coming(const stored_case *c);
/* Stores an event of the case; there is room. */
void utskr_store_event(case_store *store, stored_case *c, const utskr_event *event);
/* The last event of the case that is stored, or NULL. */
const utskr_event *utskr_store_last(const case_store *store, const stored_case *c);

#endif
