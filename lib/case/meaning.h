/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an event comes to, whatever the case: how it is kept, and which standing answers it changes.
 *
 * It follows from kind, party and mask alone. Real logs say the same few things again and again, so that bulk looks up what it has
 * met before.
 */
#ifndef UTSKR_LIB_CASE_MEANING_H
#define UTSKR_LIB_CASE_MEANING_H

#include "case/transition.h"

/* How an event is kept, and what else it touches; none of these: no rule asks about it. */
enum {
    KEPT = 1 << 0,        /* as a fact */
    ONCE = 1 << 1,        /* unless the same was said and nothing has been set off since */
    SETS_OFF = 1 << 2,    /* a rule may count from it */
    SPAN = 1 << 3,        /* it is the start of a span */
    SPAN_END = 1 << 4,    /* or the end of one */
    READINESS = 1 << 5,   /* it begins or ends a time of being discharge-ready */
    MOVES = 1 << 6,       /* it has a row in the transition table */
    COLOURS = 1 << 7,     /* it gives a track its colour */
    NOT_SENT = 1 << 8,    /* the party never sends such */
    ANSWERS = 1 << 9,     /* it changes standing answers: the snapshot */
    HAS_INSTANT = 1 << 10 /* it may carry a time of its own; found only by utskr_find_meaning */
};

typedef struct event_meaning {
    uint64_t said; /* kind, party and mask: utskr_said */
    uint16_t traits;
    uint16_t leaves;   /* UTSKR_SNAP_*: of the standing answers those that it does not touch */
    uint16_t gives;    /* and those that hold from now on */
    uint8_t epochs;    /* 1 if something may be set off */
    int8_t no_instant; /* all bits, where it carries no time of its own; else 0 */
    /* By state: the state after, with STATE_READYING where it also begins or ends a time of being discharge-ready; STATE_ASIDE where
     * more than that may come of it, or STATE_UNASKED. */
    uint8_t leads[UTSKR_STATE_COUNT];
    uint64_t saying; /* when it was said last: serial << 8 | epoch; UINT64_MAX: that was forgotten */
} event_meaning;

/* What an event says, a kind and a party of 8 bits; never 0, not even of a kind and a party that are none. */
static inline uint64_t utskr_said(uint32_t kind, uint32_t party, uint32_t mask) {
    return (uint64_t)mask << 32 | UINT32_C(1) << 16 | party << 8 | kind;
}

static inline uint32_t kind_said(uint64_t said) {
    return (uint8_t)said;
}

static inline uint32_t party_said(uint64_t said) {
    return (uint8_t)(said >> 8);
}

static inline uint32_t mask_said(uint64_t said) {
    return (uint32_t)(said >> 32);
}

/* The traits of each kind. */
extern const uint16_t utskr_keeping[UTSKR_KIND_COUNT];

/* What an event that changes standing answers leaves of them, in the lower 16 bits, and gives, in the higher. */
uint32_t utskr_answers_given(uint32_t kind, uint32_t mask);

/* Of a kind and a party that are some. */
static inline uint32_t utskr_traits_of(uint32_t kind, uint32_t party, uint32_t mask) {
    return utskr_keeping[kind] | (utskr_may_come_from(kind, party, mask) ? 0u : NOT_SENT);
}

/* The lead of a plain fact that nobody asks about: it need not be kept. */
#define STATE_UNASKED (STATE_ASIDE - 1)

/* A bit beside the state after. */
#define STATE_READYING 0x40

/* A kind among those that are asked about. */
#define KIND_BIT(kind) (UINT64_C(1) << (kind))
#define EVERY_KIND UINT64_MAX
_Static_assert(UTSKR_KIND_COUNT <= 64, "a kind is a bit of 64");

/* Is it, but for its state, no more than a fact that may have been said before? */
static inline bool utskr_is_plain(uint32_t traits) {
    return (traits & ~(uint32_t)(SETS_OFF | MOVES | ANSWERS)) == (KEPT | ONCE);
}

/* The state after, or STATE_ASIDE where more than that and a fact may come of it. */
static inline uint8_t utskr_lead_of(uint32_t kind, uint32_t traits, uint8_t state) {
    if (!utskr_is_plain(traits))
        return STATE_ASIDE;
    return traits & MOVES ? utskr_leads_of((int32_t)kind)[state] : state;
}

/* What is said, by a kind and a party that are some, means. */
event_meaning utskr_meaning_of(uint64_t said);

/* --- Meanings met before --------------------------------------------------------------------------------------------- */

enum { MEANING_BITS = 10 };

/* The last event that set something off and that nobody asks about. Each begins an epoch of its own, so that only this one could be
 * said again in its epoch. */
typedef struct unasked_event {
    uint64_t said;
    utskr_instant value;
    uint32_t epoch;
} unasked_event;

/* The last one met in each place; all zero: none so far. */
typedef struct meanings {
    event_meaning met[1 << MEANING_BITS];
    uint64_t asked; /* the kinds that somebody asks about; set before any is met */
    /* Of the case whose rows are folded: */
    uint64_t serial; /* of the case, counted from 1 */
    bool whole;      /* all of its events so far were folded as rows */
    unasked_event unasked;
    bool cut;        /* more of its rows may come in another call: set before its first */
    bool leaves_out; /* the facts that nobody asks about, as there would be room for all */
} meanings;

static inline event_meaning *utskr_place_of(meanings *m, uint64_t said) {
    return &m->met[said * UINT64_C(0x9e3779b97f4a7c15) >> (64 - MEANING_BITS)];
}

/* Finds the meaning of what is said and keeps it in its place; NULL if no event that is folded can say that: see
 * utskr_event_validate; a retraction is none. */
event_meaning *utskr_find_meaning(meanings *m, uint64_t said);

#endif
