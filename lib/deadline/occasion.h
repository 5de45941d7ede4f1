/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An occasion: one time at which a row's trigger came about. Triggers make them, obligations come of them. */
#ifndef UTSKR_LIB_DEADLINE_OCCASION_H
#define UTSKR_LIB_DEADLINE_OCCASION_H

#include "deadline/status.h"

typedef struct occasion {
    const utskr_fact *fact;  /* the event that set it off */
    const utskr_fact *plan;  /* the SIP that it is about, or NULL */
    const utskr_span *span;  /* the readiness that it belongs to, or NULL */
    const utskr_fact *since; /* what was told before does not count; NULL: everything counts */
    uint32_t snapshot;       /* what was so then */
    uint32_t units;          /* those that must be told */
    uint32_t parties;        /* the obliged ones, as bits of UTSKR_TO */
    utskr_answer certain;    /* did it come about, and for those parties? YES or UNKNOWN */
    /* The rest is worked out where it is judged. */
    uint32_t left_out; /* units that were excused in time, before they were told */
    uint32_t lost;     /* those that were excused after they should have been told: telling them changes nothing */
    uint32_t party;    /* the obliged one whose obligation is judged */
    utskr_instant at;  /* of `fact` */
    time_frame time;
} occasion;

/* The first of some obliged parties, of which there is one at least. */
static inline uint32_t first_party(uint32_t parties) {
    static const uint8_t first[] = { 0, 1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 1 };
    return first[parties & 0xf];
}

/* By rule_trigger: finds every occasion of the row, and has each judged. */
extern void (*const utskr_triggers[])(context *ctx, const rule_row *r);
/* Judges the row's obligation on an occasion for each of its parties. The occasion is then used up. */
void utskr_judge_occasion(context *ctx, const rule_row *r, occasion *o);

/* The assessment that called for the admission notice: of those by which the act came to apply the last one before it, or else the first
 * one after it; NULL without one. */
const utskr_fact *utskr_need_of_notice(context *ctx, const utskr_fact *notice);

/* The first SIP that is to be followed up, or NULL. */
const utskr_fact *utskr_followed_plan(const utskr_facts *facts);

/* Had the party been sent an admission notice before the fact? */
utskr_answer utskr_notified_before(context *ctx, uint32_t party, const utskr_fact *fact);

/* When a row was fulfilled for an occasion: by what is stated, or, `optimistic`, if what is not stated was so. */
typedef struct fulfilled {
    const utskr_fact *by; /* the event that completed it, or NULL */
    uint32_t missing;     /* units not told */
} fulfilled;
fulfilled utskr_fulfilment(context *ctx, const rule_row *r, const occasion *o, bool optimistic);

/* Of a message that units must be told by: finds those that were excused before they were told: in time (or it has no due time), or
 * too late. */
void utskr_find_left_out(context *ctx, const rule_row *r, occasion *o, bool optimistic);
/* The message by which the unit was first told, or NULL. */
const utskr_fact *utskr_unit_told(context *ctx, const rule_row *r, const occasion *o, uint32_t unit, bool optimistic);

/* Is it owed since the admission notice itself was? */
static inline bool utskr_owed_with_notice(const rule_row *r) {
    return (r->marks & DUE_WITH_NEED) != 0 && (r->when & WHEN_CONSENTED) == 0;
}

/* Does the trigger itself end the time, so that only what was done before it is in time? */
static inline bool utskr_ends_with_trigger(const rule_row *r) {
    return r->anchor != 0 && r->anchor == r->from.kind;
}

typedef struct excuse {
    utskr_instant at;        /* 0: none */
    const utskr_fact *order; /* what was done in the same second counts if it came before this; NULL: it counts */
    uint16_t index;
} excuse;
/* Did the excuse come before what was done, if anything was? */
bool utskr_excused_before(const context *ctx, const excuse *e, const utskr_fact *by);
/* The first event that excuses the occasion's obligation, if any. */
excuse utskr_excuse_of(context *ctx, const rule_row *r, const occasion *o);

#endif
