/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a judgement is made with: facts, pack, readings, instant; and what it collects on the way.
 *
 * `consulted` remembers every reading that was asked for where its value could matter. A reading never asked for can't change
 * the answer, so only those asked for are tried with their other values.
 */
#ifndef UTSKR_LIB_JUDGEMENT_CONTEXT_H
#define UTSKR_LIB_JUDGEMENT_CONTEXT_H

#include "case/fold.h"
#include "rules/row.h"
#include <utskrivning/judgement.h>

typedef struct context {
    const utskr_facts *facts;
    const utskr_pack *pack;
    const utskr_rate *rates;
    const utskr_readings *asked; /* the caller's, before the pack filled in its own; NULL: none */
    utskr_judgement *out;        /* where evidence goes; NULL while alternatives are tried */
    utskr_instant at;
    utskr_instant next_change;  /* the earliest instant after `at` at which an answer changes, or 0 */
    const utskr_fact *admitted; /* the first of each, or NULL */
    const utskr_fact *discharged;
    const utskr_fact *deceased;
    const utskr_pack *judged; /* the one whose rows are judged: the pack or its base */
    uint32_t rate_count;
    uint64_t consulted;      /* bits of utskr_reading */
    uint32_t untold_changes; /* changes of the expected discharge not yet told to all */
    uint16_t first_untold;   /* index of the first of them */
    uint16_t rules_before;   /* rules of the pack before those of the rows that are judged */
    bool unsettled;          /* an obligation with a due time is open or unknown */
    uint8_t reading[UTSKR_READING_COUNT];
} context;

static inline uint8_t reading_of(context *ctx, utskr_reading reading) {
    ctx->consulted |= UINT64_C(1) << reading;
    return ctx->reading[reading];
}

/* An answer changes at that instant, unless it lies behind. */
static inline void changes_at(context *ctx, utskr_instant at) {
    if (at > ctx->at && (ctx->next_change == 0 || at < ctx->next_change))
        ctx->next_change = at;
}

static inline utskr_instant instant_of(const context *ctx, const utskr_fact *fact) {
    return fact == NULL ? 0 : fact_instant(ctx->facts, fact);
}

static inline uint16_t index_of(const utskr_fact *fact) {
    return fact == NULL ? 0 : fact->index;
}

static inline uint32_t snapshot_field(uint32_t snapshot, uint32_t bits, uint32_t shift) {
    return (snapshot & bits) >> shift;
}

static inline utskr_answer yes_if(bool holds) {
    return holds ? UTSKR_YES : UTSKR_NO;
}

/* Units as bits of utskr_snap <-> bits of UTSKR_TO. */
static inline uint32_t units_of_parties(uint32_t parties) {
    return (parties >> 1) & UTSKR_SNAP_UNITS;
}
static inline uint32_t parties_of_units(uint32_t units) {
    return units << 1;
}
/* 0 for a party that is no unit, or none. */
static inline uint32_t unit_of_party(uint32_t party) {
    return party == UTSKR_PARTY_NONE ? 0 : units_of_parties(UTSKR_TO(party));
}

/* Does an event match a pattern? `obliged` is the party that the row obliges. */
static inline bool fact_matches(const utskr_fact *fact, const pattern *p, uint32_t obliged) {
    const uint32_t sender = UTSKR_TO(fact->party);
    if (p->by == BY_OBLIGED ? fact->party != obliged : p->by != BY_ANYONE && (p->by & sender) == 0)
        return false;
    if (p->bits == 0)
        return true;
    return p->value != 0 ? (fact->mask & p->bits) == p->value : (fact->mask & p->bits) != 0;
}

/* The next event of the pattern from `fact` on, or NULL. */
static inline const utskr_fact *matching_from(const utskr_facts *facts, const utskr_fact *fact, const pattern *p,
                                              uint32_t obliged) {
    while (fact != NULL && !fact_matches(fact, p, obliged))
        fact = fact_next(facts, fact);
    return fact;
}

/* --- scope.c: does the act apply, is a SIP required ------------------------------------------------------------- */

/* Does the act apply when the standing answers are those of the snapshot? */
utskr_answer utskr_covered(context *ctx, uint32_t snapshot);
/* The concerned units, as bits of UTSKR_SNAP_UNITS; none while it is unknown. */
uint32_t utskr_concerned_units(context *ctx, uint32_t snapshot);
/* Are services needed from both region and municipality? */
utskr_answer utskr_both_needed(context *ctx, uint32_t snapshot);
/* Is a SIP required? `rule` (may be NULL) becomes the id of the rule that decides. */
utskr_answer utskr_sip_required(context *ctx, uint32_t snapshot, const char **rule);
/* Whom a message reached: the units named, or, where none are, those of the reading, or all if `optimistic`. */
uint32_t utskr_units_reached(context *ctx, const utskr_fact *message, bool optimistic);

/* The latest decline of a SIP, or NULL. */
const utskr_fact *utskr_latest_decline(const context *ctx);
/* The first decline of a SIP after `fact`, or NULL. */
const utskr_fact *utskr_first_decline_after(const context *ctx, const utskr_fact *fact);
/* The first assessment after `fact`, or NULL. */
const utskr_fact *utskr_first_assessment_after(const context *ctx, const utskr_fact *fact);

/* Were the unit's services ongoing at the admission? By `ongoing=` of the admission, else by what the unit reports. */
utskr_answer utskr_ongoing(context *ctx, uint32_t unit);

/* --- context.c: making a context, and what answers are added to --------------------------------------------------- */

void utskr_add_evidence(context *ctx, const char *answer, const char *rule, uint32_t index, bool applied,
                        utskr_answer value);
void utskr_add_finding(context *ctx, const utskr_finding *finding);
void utskr_add_obligation(context *ctx, const utskr_obligation *obligation);

/* The readings that hold under a pack: the caller's, and the pack's where the caller leaves it to the pack. */
void utskr_readings_under(const utskr_pack *pack, const utskr_readings *asked, uint8_t *out);

/* Makes a context. The statuses of utskr_judge. */
utskr_status utskr_context_init(context *ctx, const utskr_facts *facts, const utskr_question *question);

#endif
