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
    const utskr_readings *asked;   /* the caller's, before the pack filled in its own; NULL: none */
    utskr_judgement *out;          /* where evidence goes; NULL while alternatives are tried */
    utskr_instant at;
    utskr_instant next_change;     /* the earliest instant after `at` at which an answer changes, or 0 */
    const utskr_fact *admitted;    /* the first of each, or NULL */
    const utskr_fact *discharged;
    const utskr_fact *deceased;
    uint32_t rate_count;
    uint64_t consulted;            /* bits of utskr_reading */
    uint32_t untold_changes;       /* changes of the expected discharge not yet told to all */
    uint16_t first_untold;         /* index of the first of them */
    bool unsettled;                /* an obligation with a due time is open or unknown */
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

/* Units as bits of utskr_snap <-> bits of UTSKR_TO. */
static inline uint32_t units_of_parties(uint32_t parties) {
    return (parties >> 1) & UTSKR_SNAP_UNITS;
}
static inline uint32_t parties_of_units(uint32_t units) {
    return units << 1;
}
static inline uint32_t unit_of_party(uint32_t party) {
    return units_of_parties(UTSKR_TO(party));
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
/* The first decline of a SIP after `fact`, or NULL. */
const utskr_fact *utskr_first_decline_after(const context *ctx, const utskr_fact *fact);
/* The first assessment after `fact`, or NULL. */
const utskr_fact *utskr_first_assessment_after(const context *ctx, const utskr_fact *fact);

/* --- The parts of a judgement -------------------------------------------------------------------------------------- */

void utskr_judge_scope(context *ctx);
void utskr_judge_readiness(context *ctx);
void utskr_judge_liability(context *ctx);
void utskr_judge_obligations(context *ctx);
void utskr_judge_findings(context *ctx);

/* Kommunklar as it stood at an instant: fills `subjects` and gives the combined answer. */
utskr_answer utskr_municipality_ready_at(context *ctx, uint32_t snapshot, utskr_instant at, uint8_t *subjects,
                                         uint16_t *indices);

void utskr_add_evidence(context *ctx, const char *answer, const char *rule, uint32_t index, bool applied,
                        utskr_answer value);
void utskr_add_finding(context *ctx, const utskr_finding *finding);
void utskr_add_obligation(context *ctx, const utskr_obligation *obligation);

/* The subjects that, when the mark `upto` was set, stood as ready, as bits of UTSKR_READY_SUBJECTS; `*denied`: those not ready. */
uint32_t utskr_subjects_ready(const context *ctx, const utskr_fact *upto, uint32_t *denied);
/* The first mark that a subject is ready that stands at an instant and from then on no later than it; or NULL. */
const utskr_fact *utskr_ready_by(context *ctx, uint32_t subject, utskr_instant at);
/* The event by which every criterion of hemgångsklar was fulfilled, or NULL. */
const utskr_fact *utskr_home_ready(context *ctx, bool optimistic);

/* Were the unit's services ongoing at the admission? By `ongoing=` of the admission, else by what the unit reports. */
utskr_answer utskr_ongoing(context *ctx, uint32_t unit);

/* When a row's obligation is due: its form from `trigger`. */
utskr_instant utskr_row_due(context *ctx, const rule_row *r, utskr_instant trigger);
/* Does the expected-discharge change what was said before, after an admission notice? */
bool utskr_changes_expected(const context *ctx, const utskr_fact *f);
/* The expected discharge as last said before the fact, or 0. */
utskr_instant utskr_expected_before(const context *ctx, const utskr_fact *fact);

/* The readings that hold under a pack: the caller's, and the pack's where the caller leaves it to the pack. */
void utskr_readings_under(const utskr_pack *pack, const utskr_readings *asked, uint8_t *out);

/* May an item be shared, as things stood just before a message? Used by sharing and by findings. */
typedef struct share_question {
    uint32_t from;            /* utskr_party */
    uint32_t to;              /* utskr_party */
    uint32_t item;            /* utskr_share_item */
    uint32_t snapshot;        /* the needs as they stood */
    const utskr_fact *before; /* facts before this one count; NULL: all */
    bool lpt;                 /* the notice of LPT 7 a § */
} share_question;
/* The latest word on consent of the scope that reaches the party, before a fact (NULL: by now). */
utskr_consent_word utskr_consent_in_force(const context *ctx, uint32_t scope, uint32_t party, const utskr_fact *before);
utskr_sharing utskr_share_answer_to(context *ctx, const share_question *q);

/* Makes a context. The statuses of utskr_judge. */
utskr_status utskr_context_init(context *ctx, const utskr_facts *facts, const utskr_question *question);

#endif
