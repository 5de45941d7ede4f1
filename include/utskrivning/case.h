/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A case: the log of one stay, kept, so that a retraction, a correction or an event that arrives late is handled by
 * folding again.
 *
 * A case belongs to one thread at a time. It uses its caller's allocator and nothing else. Pointers that it gives out
 * stay valid until the case is changed or freed.
 */
#ifndef UTSKR_CASE_H
#define UTSKR_CASE_H

#include <utskrivning/facts.h>

UTSKR_BEGIN

/* The caller's memory. `resize` gets a block (NULL at first), its old and its new size in bytes, and returns the
 * moved block, or NULL if there is no memory, leaving the old one as it was. A new size of 0 frees and returns NULL.
 * `user` is handed back. */
typedef struct utskr_allocator {
    void *(*resize)(void *block, size_t old_size, size_t new_size, void *user);
    void *user;
} utskr_allocator;

typedef struct utskr_case utskr_case;

/* Names that a case log gives besides its events. A case copies them; NULL or "" where there is none. It gives out
 * NULL for none. A name has at most 1024 bytes. */
typedef struct utskr_header {
    uint32_t size;        /* sizeof(utskr_header), set by UTSKR_HEADER_INIT */
    uint32_t line;        /* where the header stands, or 0 */
    const char *name;     /* the host's opaque key */
    const char *rules;    /* `rules=` */
    const char *previous; /* `previous=` */
    utskr_stay stay;
} utskr_header;

#define UTSKR_HEADER_INIT                                                                                              \
    { sizeof(utskr_header), 0, NULL, NULL, NULL, UTSKR_STAY_INIT }
UTSKR_API void utskr_header_init(utskr_header *header);

/* One line of the log. The strings end with a zero byte and are copied by the case; it gives out NULL for none, and
 * takes "" for none. Each has at most 1024 bytes. Where `of` is an id and the mask has a kind too, the id counts. */
typedef struct utskr_entry {
    uint32_t size; /* sizeof(utskr_entry), set by UTSKR_ENTRY_INIT */
    uint32_t line; /* where it stands in its file, or 0 */
    utskr_event event;
    const char *id;     /* `id=`, or NULL */
    const char *of;     /* `of=` when it is an id (a kind stands in the mask), or NULL */
    const char *about;  /* `about=`, or NULL */
    uint32_t of_column; /* where `of=` stands in its line, for errors, or 0 */
    uint32_t refused;   /* set by the case when it gives the entry out: 1 refused by the table, 2 retracted */
} utskr_entry;

#define UTSKR_ENTRY_INIT                                                                                               \
    { sizeof(utskr_entry), 0, { 0, 0, 0, 0, 0, 0, 0 }, NULL, NULL, NULL, 0, 0 }
UTSKR_API void utskr_entry_init(utskr_entry *entry);

/* --- Making and freeing ----------------------------------------------------------------------------------------- */

/* Bytes of memory that utskr_case_init_at needs, aligned as for any type. */
UTSKR_API size_t utskr_case_size(void);
/* Makes a case in the caller's memory. UTSKR_BUFFER_TOO_SMALL, UTSKR_BAD_ARGUMENT. */
UTSKR_API utskr_status utskr_case_init_at(void *memory, size_t size, const utskr_allocator *allocator,
                                          utskr_case **out);
/* Makes a case in memory of the allocator. UTSKR_NO_MEMORY, UTSKR_BAD_ARGUMENT. */
UTSKR_API utskr_status utskr_case_new(const utskr_allocator *allocator, utskr_case **out);
/* Frees what the case holds, and the case itself if utskr_case_new or _clone or _restore made it. NULL is nothing. */
UTSKR_API void utskr_case_free(utskr_case *c);
/* Empties the case for another one, keeping its memory. */
UTSKR_API void utskr_case_reset(utskr_case *c);
/* A copy with the same allocator: for what-if questions. */
UTSKR_API utskr_status utskr_case_clone(const utskr_case *c, utskr_case **out);

/* --- The log ------------------------------------------------------------------------------------------------------ */

/* Sets the header. UTSKR_NO_MEMORY, UTSKR_BAD_SIZE, UTSKR_BAD_ARGUMENT, UTSKR_OUT_OF_RANGE (the discharge before),
 * UTSKR_LIMIT_REACHED (the length of a name). */
UTSKR_API utskr_status utskr_case_set_header(utskr_case *c, const utskr_header *header);
/* Gives the header; the strings are the case's. UTSKR_BAD_SIZE unless `out` was set with UTSKR_HEADER_INIT. */
UTSKR_API utskr_status utskr_case_header(const utskr_case *c, utskr_header *out);

/*
 * Retractions. One that names an id takes that event away, before or after it. One that names a kind takes the latest
 * event of that kind that comes before it in time and that no other retraction takes. Either needs the sender of what
 * it takes, or the system; else, and when there is nothing to take, it is a refused event. A retraction may be
 * retracted, and then takes nothing. Of those that retract each other in a ring the latest is in effect.
 */

/*
 * Adds an event that a host is about to commit, in its place by time. The transition table may refuse it
 * (UTSKR_REFUSED, with nothing changed); a `retracted` needs the sender of what it retracts, or the system. The other
 * statuses: UTSKR_DUPLICATE (the id), UTSKR_NOT_FOUND (`of`), UTSKR_LIMIT_REACHED, UTSKR_NO_MEMORY and those of
 * utskr_event_validate.
 */
UTSKR_API utskr_status utskr_case_apply(utskr_case *c, const utskr_entry *entry, utskr_error *error);
/*
 * Adds an event of a log that is being replayed: one that the table refuses is kept, marked and skipped, and `of` may
 * name an id that comes later. Call utskr_case_settle after the last one. The same statuses but for UTSKR_REFUSED and
 * UTSKR_NOT_FOUND.
 */
UTSKR_API utskr_status utskr_case_append(utskr_case *c, const utskr_entry *entry, utskr_error *error);
/* Resolves every `of`, and folds. UTSKR_NOT_FOUND names, in `error`, the line and column of an id that the case does
 * not have; UTSKR_LIMIT_REACHED the line of the event that did not fit; UTSKR_OUT_OF_RANGE the line of one that comes
 * more than 136 years after the first. */
UTSKR_API utskr_status utskr_case_settle(utskr_case *c, utskr_error *error);

/*
 * Moves the index-th event to another instant, all else as it is: for what-if questions, on a copy of the case. What is
 * `recorded` stays. UTSKR_REFUSED if the table refuses the event there (and did not where it was), UTSKR_NOT_FOUND,
 * UTSKR_BAD_ARGUMENT, UTSKR_OUT_OF_RANGE, UTSKR_LIMIT_REACHED; nothing is changed then, and nothing is allocated. That
 * another event is refused because of it is no failure: utskr_case_entry tells.
 */
UTSKR_API utskr_status utskr_case_move(utskr_case *c, uint32_t index, utskr_instant at, utskr_error *error);

/* Events in the log, retractions and refused ones among them. */
UTSKR_API uint32_t utskr_case_entry_count(const utskr_case *c);
/* The index-th event in log order, from 1. `refused` tells how it stands in the log as it is now, whatever the instant.
 * UTSKR_NOT_FOUND; UTSKR_BAD_SIZE unless `out` was set with UTSKR_ENTRY_INIT. */
UTSKR_API utskr_status utskr_case_entry(const utskr_case *c, uint32_t index, utskr_entry *out);
/* What the event would do if it were applied now, in its place by time; nothing changes. UTSKR_OK also when the answer
 * is "refuse"; else the statuses of utskr_case_apply. */
UTSKR_API utskr_status utskr_case_check(const utskr_case *c, const utskr_entry *entry, utskr_transition *out);

/* --- The facts -------------------------------------------------------------------------------------------------- */

/* The default instant of assessment: the latest time of any event that is neither a retraction nor retracted, of those
 * known at `known_at`, unless it is 0. UTSKR_NOT_FOUND without any. */
UTSKR_API utskr_status utskr_case_latest(const utskr_case *c, utskr_instant known_at, utskr_instant *out);
/*
 * Folds the log as it stood at `at`: events later than `at` are left out, and so is what a retraction names, whatever
 * the time of the retraction: it corrects the log from the beginning.
 * `known_at`, unless it is 0, further leaves out what was recorded later than it (an event without `recorded` counts as
 * recorded when it happened). Refused events are skipped and counted. UTSKR_NOT_FOUND while an `of` names an id that
 * the case does not have; UTSKR_LIMIT_REACHED and UTSKR_OUT_OF_RANGE as when settling.
 */
UTSKR_API utskr_status utskr_case_facts(const utskr_case *c, utskr_instant at, utskr_instant known_at,
                                        utskr_facts *out);

/* --- Storing ---------------------------------------------------------------------------------------------------- */

/* Writes the case in a versioned, checked byte form that every later library reads. `*needed` gets its size; with
 * UTSKR_BUFFER_TOO_SMALL nothing is written. `buffer` may be NULL if `capacity` is 0. */
UTSKR_API utskr_status utskr_case_store(const utskr_case *c, void *buffer, size_t capacity, size_t *needed);
/* Makes a case of stored bytes: the log and its header, settled or not as they were. UTSKR_DAMAGED,
 * UTSKR_UNKNOWN_VERSION, UTSKR_NO_MEMORY, UTSKR_BAD_ARGUMENT; nothing is made then. */
UTSKR_API utskr_status utskr_case_restore(const void *bytes, size_t size, const utskr_allocator *allocator,
                                          utskr_case **out);

UTSKR_END

#endif
