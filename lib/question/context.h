/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a judgement is made with: facts, pack, readings, instant; and what it collects on the way.
 *
 * `consulted` remembers every reading that was asked for where its value could matter. A reading never asked for can't change
 * the answer, so only those asked for are tried with their other values.
 */
#ifndef UTSKR_LIB_JUDGEMENT_CONTEXT_H
#define UTSKR_LIB_JUDGEMENT_CONTEXT_H

#include "apart.h"
#include "case/fold.h"
#include "rules/row.h"
#include <utskrivning/batch.h>
#include <utskrivning/judgement.h>

/* Rules as bits, by their number, for a host that wants to know no more of obligations and findings than whether there is one.
 * Bit r % 64 of word r / 64 is rule r. Any may be NULL: not wanted. */
typedef struct rule_bits {
    uint64_t *obligations[UTSKR_OBLIGATION_STATUS_COUNT]; /* by utskr_obligation_status */
    uint64_t *findings;
    const struct row_plan *plan; /* of the pack (lib/deadline/plan.h), or NULL */
} rule_bits;

typedef struct context {
    const utskr_facts *facts;
    const utskr_pack *pack;
    const utskr_rate *rates;
    const utskr_readings *asked; /* the caller's, before the pack filled in its own; NULL: none */
    utskr_judgement *out;        /* where evidence goes; NULL while alternatives are tried */
    const rule_bits *bits;       /* where obligations and findings are marked instead of being told in `out`, or NULL */
    utskr_instant at;
    utskr_instant next_change;  /* the earliest instant after `at` at which an answer changes, or 0 */
    const utskr_fact *admitted; /* the first of each, or NULL */
    const utskr_fact *discharged;
    const utskr_fact *deceased;
    const utskr_fact *assessed; /* the last assessment, or NULL */
    const utskr_fact *excusing; /* what arises before it an assessment, refused services or a death may excuse */
    uint32_t refused; /* bits 1 << utskr_scope: the patient has refused or withdrawn it, for somebody, some time */
    uint32_t limited; /* the same bits: consent of that scope has been limited to recipients, some time */
    uint32_t
        not_given; /* the same bits: something else has been said of that scope than that consent is given, some time */
    uint32_t excuses; /* EXCUSED_* bits: what rows name as an excuse of theirs and something in the case may give */
    uint32_t rate_count;
    uint64_t consulted;      /* bits of utskr_reading */
    uint32_t untold_changes; /* changes of the expected discharge not yet told to all */
    uint16_t first_untold;   /* index of the first of them */
    uint16_t rule;           /* number among the rules of the row that is judged */
    bool recording;          /* `consulted` is asked for: of readings that make a difference nothing may be skipped */
    bool explaining;         /* the evidence is asked for */
    bool unsettled;          /* an obligation with a due time is open or unknown */
    bool unstated;           /* something was read that is not stated; only then does `optimistic` make a difference */
    uint8_t reading[UTSKR_READING_COUNT];
} context;

static inline uint8_t reading_of(context *ctx, utskr_reading reading) {
    ctx->consulted |= UINT64_C(1) << reading;
    return ctx->reading[reading];
}

/* Is there any use in asking whether the reading makes a difference here? None while it has its first value, by which the plain
 * answer goes, unless that it was asked is to be recorded. */
static inline bool may_matter(const context *ctx, utskr_reading reading) {
    return ctx->reading[reading] != 0 || ctx->recording;
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

/* --- Does the act apply (2 kap. 1 §), and to whom ----------------------------------------------------------------- */

/* Does the act apply when the standing answers are those of the snapshot? */
static inline utskr_answer utskr_covered(context *ctx, uint32_t snapshot) {
    if (!(snapshot & UTSKR_SNAP_ASSESSED))
        return UTSKR_UNKNOWN;
    if (snapshot & UTSKR_SNAP_UNITS)
        return UTSKR_YES;
    if (!(snapshot & UTSKR_SNAP_SIMPLE_ONLY))
        return UTSKR_NO;
    return reading_of(ctx, UTSKR_READ_SIMPLE_CARE) == 0 ? UTSKR_NO : UTSKR_YES;
}

/* The concerned units, as bits of UTSKR_SNAP_UNITS; none while it is unknown. With home nursing the region's outpatient care is
 * concerned too (2 kap. 1 § andra stycket); a simple visit, where it counts at all, is one to the outpatient care. */
static inline uint32_t utskr_concerned_units(context *ctx, uint32_t snapshot) {
    const uint32_t units = snapshot & UTSKR_SNAP_UNITS;
    if (units & UTSKR_SNAP_MUNICIPAL_HEALTH)
        return units | UTSKR_SNAP_OUTPATIENT;
    if (units == 0 && utskr_covered(ctx, snapshot) == UTSKR_YES)
        return UTSKR_SNAP_OUTPATIENT;
    return units;
}

/* Whom a message reached: the units named, or, where none are, those of the reading, or all if `optimistic`. */
static inline uint32_t utskr_units_reached(context *ctx, const utskr_fact *message, bool optimistic) {
    if (message->mask & UTSKR_TO_STATED)
        return units_of_parties(message->mask);
    ctx->unstated = true;
    if (reading_of(ctx, UTSKR_READ_UNSTATED_RECIPIENTS) == 0)
        return optimistic ? UTSKR_SNAP_UNITS : 0;
    if (!(message->snapshot & UTSKR_SNAP_ASSESSED))
        return UTSKR_SNAP_UNITS; /* who is concerned was not known: the system sent to all */
    return utskr_concerned_units(ctx, message->snapshot);
}

/* --- scope.c: is a SIP required --------------------------------------------------------------------------------- */

/* Are services needed from both region and municipality? */
utskr_answer utskr_both_needed(context *ctx, uint32_t snapshot);
/* Is a SIP required? `rule` (may be NULL) becomes the id of the rule that decides. */
utskr_answer utskr_sip_required(context *ctx, uint32_t snapshot, const char **rule);

/* The latest decline of a SIP, or NULL. */
const utskr_fact *utskr_latest_decline(const context *ctx);
/* The first decline of a SIP after `fact`, or NULL. */
const utskr_fact *utskr_first_decline_after(const context *ctx, const utskr_fact *fact);
/* Is there an assessment after the fact? */
static inline bool utskr_assessed_after(const context *ctx, const utskr_fact *fact) {
    return ctx->assessed != NULL && fact_precedes(fact, ctx->assessed);
}

/* The first assessment after `fact`, or NULL. */
static inline const utskr_fact *utskr_first_assessment_after(const context *ctx, const utskr_fact *fact) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    if (fact != NULL && !utskr_assessed_after(ctx, fact))
        return NULL;
    while (fact != NULL && !fact_precedes(fact, f))
        f = fact_next(ctx->facts, f);
    return f;
}

/* The refusal of the scope that concerns the party and stands after the fact (NULL: now), or NULL. */
const utskr_fact *utskr_refusal_after(const context *ctx, uint32_t scope, uint32_t party, const utskr_fact *fact);

/* Were the unit's services ongoing at the admission? By `ongoing=` of the admission, else by what the unit reports. */
utskr_answer utskr_ongoing(context *ctx, uint32_t unit);

/* --- context.c: making a context, and what answers are added to --------------------------------------------------- */

void utskr_keep_evidence(context *ctx, const char *answer, const char *rule, uint32_t index, bool applied,
                         utskr_answer value);
static inline void utskr_add_evidence(context *ctx, const char *answer, const char *rule, uint32_t index, bool applied,
                                      utskr_answer value) {
    if (ctx->explaining)
        utskr_keep_evidence(ctx, answer, rule, index, applied, value);
}
void utskr_add_finding(context *ctx, const utskr_finding *finding);

static inline void utskr_mark_rule(uint64_t *bits, uint32_t rule) {
    if (bits != NULL && rule != NO_RULE)
        bits[rule / 64] |= UINT64_C(1) << rule % 64;
}

/* The readings that hold under a pack: the caller's, and the pack's where the caller leaves it to the pack. */
void utskr_readings_under(const utskr_pack *pack, const utskr_readings *asked, uint8_t *out);

/* Makes a context in two steps: what the question says, which may be copied for each of many cases, and what the facts
 * say. The statuses of utskr_judge. */
utskr_status utskr_context_prepare(context *ctx, const utskr_question *question);
utskr_status utskr_context_open(context *ctx, const utskr_facts *facts, utskr_instant at);
/* Both. */
utskr_status utskr_context_init(context *ctx, const utskr_facts *facts, const utskr_question *question);

#endif
