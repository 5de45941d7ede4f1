/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of a case: the log, what of it is folded already, and what each retraction takes away.
 *
 *     case.c            making and freeing, the header, the questions
 *     case_log.c        adding and moving events, and taking them back if they may not stay
 *     case_memory.c     blocks, strings and the table of ids
 *     case_retraction.c which events a log's retractions take away
 *     case_facts.c      folding what is left
 *     store.c           the stored form
 *
 * An index counts from 1 in log order, as everywhere in the interface; 0 is no entry.
 */
#ifndef UTSKR_LIB_CASE_CASE_INTERNAL_H
#define UTSKR_LIB_CASE_CASE_INTERNAL_H

#include <utskrivning/case.h>

#include <stdbool.h>

enum {
    CASE_ENTRY_LIMIT = 65535, /* an index is 16 bits */
    CASE_FEW_IDS = 16,        /* so many are looked through one by one */
};

/* What has become of an entry. */
enum {
    CASE_REFUSED = 1,      /* by the table; or a retraction that may not be, or that finds nothing */
    CASE_TAKEN = 2,        /* by a retraction in effect */
    CASE_DECIDED = 4,      /* of a retraction: it is known whether it is in effect */
    CASE_HIDDEN = 8,       /* later than the instant asked about, or not known then */
    CASE_WRONG_SENDER = 16 /* why a retraction was refused */
};

/* An entry stands in two views of the log: all of it, and the part that was asked about last. */
enum { CASE_WHOLE = 0, CASE_PART = 1, CASE_VIEWS = 2 };

typedef struct case_entry {
    utskr_event event; /* as it was given: the kind that an id stands for is put in when it is folded */
    uint32_t id;       /* offsets into the strings; 0 is none */
    uint32_t of;
    uint32_t about;
    uint32_t id_hash;
    uint32_t line;
    uint32_t of_column;
    uint16_t target; /* index of the entry that `of` names, or 0 */
    uint16_t work;   /* of one pass over the retractions, and meaningless after it */
    uint8_t standing[CASE_VIEWS];
} case_entry;

/* Strings, each with its zero byte. Offset 0 is taken, so that it can mean none. */
typedef struct case_text {
    char *bytes;
    uint32_t used;
    uint32_t capacity;
} case_text;

/* A string by its length. No bytes: none. */
typedef struct case_span {
    const char *bytes;
    size_t length;
} case_span;

/* The first few ids in a list; with more of them, all in a table of open addressing. */
typedef struct case_ids {
    uint32_t count;
    uint32_t mask;     /* slots in use less one, or 0: only the list is used */
    uint32_t capacity; /* slots there is memory for */
    uint16_t *slots;
    uint16_t few[CASE_FEW_IDS];
} case_ids;

/* Facts of the whole log, folded as far as `folded` in the order of time. */
typedef struct case_cache {
    uint32_t folded;
    utskr_status status; /* why it went no further, or UTSKR_OK */
    uint32_t failed;     /* index of the entry that did not fit */
    utskr_facts facts;   /* made when the first entry is folded */
} case_cache;

struct utskr_case {
    utskr_allocator allocator;
    utskr_case *self;         /* see case_within */
    bool owned;               /* the memory of this struct is the allocator's */
    bool references_stale;    /* an id has come after an `of` that may name it */
    bool retractions_settled; /* CASE_WHOLE stands as the log says */
    uint32_t count;
    uint32_t entry_capacity;
    uint32_t order_capacity;
    uint32_t retraction_count;
    uint32_t open_count; /* entries whose `of` names no entry yet */
    case_entry *entries;
    uint16_t *order; /* indices in order of time; those of one instant in log order */
    case_text strings;
    case_ids ids;
    case_text names;       /* of the header */
    case_text spare_names; /* where the next header is written, since its strings may be those of this one */
    uint32_t header_line;
    uint32_t name; /* offsets into the names */
    uint32_t rules;
    uint32_t previous;
    utskr_stay stay;
    case_cache cache; /* last: its end is never cleared */
};

/* A line of the log on its way in. */
typedef struct case_line {
    utskr_event event;
    case_span id;
    case_span of;
    case_span about;
    uint32_t line;
    uint32_t of_column;
    uint32_t target; /* the entry that `of` names, if it is there */
} case_line;

/* A header on its way in. */
typedef struct case_header {
    uint32_t line;
    case_span name;
    case_span rules;
    case_span previous;
    utskr_stay stay;
} case_header;

/* The part of the log that was there at an instant, and was known at another. */
typedef struct case_view {
    utskr_instant known_at; /* 0: everything is known */
    uint32_t which;         /* CASE_WHOLE or CASE_PART */
} case_view;

static inline case_entry *case_entry_at(const utskr_case *c, uint32_t index) {
    return &c->entries[index - 1];
}

static inline bool case_is_retraction(const case_entry *entry) {
    return entry->event.kind == UTSKR_RETRACTED;
}

/* The kind that `of=` names, or 0. */
static inline uint32_t case_of_kind(const utskr_event *event) {
    return (event->mask & UTSKR_OF_KIND) >> UTSKR_OF_SHIFT;
}

/* NULL for offset 0. */
static inline const char *case_string(const case_text *text, uint32_t offset) {
    return offset == 0 ? NULL : text->bytes + offset;
}

static inline bool case_knows(const case_view *view, const utskr_event *event) {
    const utskr_instant recorded = event->recorded != 0 ? event->recorded : event->at;
    return view->known_at == 0 || recorded <= view->known_at;
}

/* A question may bring up to date what the case knows of its own log; nothing that a caller sees changes. */
static inline utskr_case *case_within(const utskr_case *c) {
    return c->self;
}

/* --- case.c ------------------------------------------------------------------------------------------------------ */

/* Can a case have such a header? UTSKR_BAD_SIZE, UTSKR_BAD_ARGUMENT, UTSKR_OUT_OF_RANGE. */
utskr_status case_check_stay(const utskr_stay *stay);
/* The statuses of utskr_case_set_header. */
utskr_status case_set_header(utskr_case *c, const case_header *header);

/* --- case_memory.c ----------------------------------------------------------------------------------------------- */

/* Room for `need` items of `size` bytes: the block, moved if it had to grow. NULL: no memory, and the old block is as
 * it was. */
void *case_grow(const utskr_allocator *allocator, void *block, uint32_t *capacity, uint32_t need, size_t size);
void case_release(const utskr_allocator *allocator, void *block, size_t size);

/* NULL and "" are no string. */
case_span case_span_of(const char *string);
/* Adds the strings and gives their offsets. They may be strings of `text` itself. False: no memory, nothing added. */
bool case_text_add(const utskr_allocator *allocator, case_text *text, const case_span *strings, uint32_t *offsets,
                   uint32_t count);

/* The entry of that id, or 0. */
uint32_t case_find_id(const utskr_case *c, case_span id);
/* Room for one more id. */
bool case_reserve_id(utskr_case *c);
void case_add_id(utskr_case *c, uint32_t index);

/* --- case_log.c -------------------------------------------------------------------------------------------------- */

/* How many entries come before the instant, or at it with a lower index. */
uint32_t case_place(const utskr_case *c, utskr_instant at, uint32_t index);
/* Adds a valid line at the end of the log. UTSKR_DUPLICATE, UTSKR_LIMIT_REACHED, UTSKR_NO_MEMORY and those of
 * utskr_event_validate. */
utskr_status case_append_line(utskr_case *c, const case_line *line, utskr_error *error);
/* --- case_retraction.c ------------------------------------------------------------------------------------------- */

/* Finds the entries of every `of` whose id has come since. */
void case_find_references(utskr_case *c);
/* Sets CASE_TAKEN, CASE_REFUSED (of retractions only), CASE_WRONG_SENDER and CASE_HIDDEN of the view. */
void case_settle_retractions(utskr_case *c, const case_view *view);

/* --- case_facts.c ------------------------------------------------------------------------------------------------ */

/* The same facts; only what is in use is copied. */
void case_copy_facts(utskr_facts *to, const utskr_facts *from);
/* The event with the kind that its `of` stands for. */
utskr_event case_event_of(const utskr_case *c, const utskr_event *event, uint32_t target);
/* What has been folded holds no longer. */
void case_unfold(utskr_case *c);
/* The same, and what the retractions take away must be found anew. */
void case_unsettle(utskr_case *c);
/* Settles the retractions of the whole log. */
void case_refresh_standing(utskr_case *c);
/* Folds what is not folded yet of the whole log: what stopped it, or UTSKR_OK. */
utskr_status case_refresh(utskr_case *c);
/* Folds what comes before the entry in the whole log, retractions heeded. */
utskr_status case_facts_before(utskr_case *c, uint32_t index, utskr_facts *out);
/* Was the entry folded, neither retracted nor refused nor unknown then? The event as it was. Holds of the view that
 * case_facts_view read last, and of the entries not later than its instant. */
bool case_counts(const utskr_case *c, uint32_t index, uint32_t which, utskr_event *out);
/*
 * What utskr_case_facts gives, without a copy where there is none to be made: the facts are `scratch` or those of the
 * case, which are valid until it is changed. NULL: `*status` says why.
 */
const utskr_facts *case_facts_view(const utskr_case *c, utskr_instant at, utskr_instant known_at, utskr_facts *scratch,
                                   utskr_status *status);

#endif
