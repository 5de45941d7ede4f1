/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Does the act apply (2 kap. 1 §), and is a SIP required (4 kap. 1-2 §§)? */
#include "judgement/context.h"

utskr_answer utskr_covered(context *ctx, uint32_t snapshot) {
    if (!(snapshot & UTSKR_SNAP_ASSESSED))
        return UTSKR_UNKNOWN;
    if (snapshot & UTSKR_SNAP_UNITS)
        return UTSKR_YES;
    if (!(snapshot & UTSKR_SNAP_SIMPLE_ONLY))
        return UTSKR_NO;
    return reading_of(ctx, UTSKR_READ_SIMPLE_CARE) == 0 ? UTSKR_NO : UTSKR_YES;
}

/* With home nursing the region's outpatient care is concerned too (2 kap. 1 § andra stycket); a simple visit, where it
 * counts at all, is one to the outpatient care. */
uint32_t utskr_concerned_units(context *ctx, uint32_t snapshot) {
    const uint32_t units = snapshot & UTSKR_SNAP_UNITS;
    if (units & UTSKR_SNAP_MUNICIPAL_HEALTH)
        return units | UTSKR_SNAP_OUTPATIENT;
    if (units == 0 && utskr_covered(ctx, snapshot) == UTSKR_YES)
        return UTSKR_SNAP_OUTPATIENT;
    return units;
}

utskr_answer utskr_both_needed(context *ctx, uint32_t snapshot) {
    if (!(snapshot & UTSKR_SNAP_ASSESSED))
        return UTSKR_UNKNOWN;
    if (!(snapshot & UTSKR_SNAP_MUNICIPAL))
        return UTSKR_NO;
    if (snapshot & UTSKR_SNAP_OUTPATIENT)
        return UTSKR_YES;
    if (!(snapshot & UTSKR_SNAP_MUNICIPAL_HEALTH))
        return UTSKR_NO;
    return reading_of(ctx, UTSKR_READ_SIP_HOME_NURSING) == 0 ? UTSKR_YES : UTSKR_NO;
}

static utskr_answer decided(utskr_answer answer, const char *id, const char **rule) {
    if (rule != NULL)
        *rule = id;
    return answer;
}

utskr_answer utskr_sip_required(context *ctx, uint32_t snapshot, const char **rule) {
    const utskr_answer covered = utskr_covered(ctx, snapshot);
    if (covered == UTSKR_NO && (snapshot & UTSKR_SNAP_SIMPLE_ONLY))
        return decided(UTSKR_NO, "scope-simple", rule);
    if (covered != UTSKR_YES)
        return decided(covered, "scope-need", rule);
    if (utskr_both_needed(ctx, snapshot) == UTSKR_NO)
        return decided(UTSKR_NO, "sip-both", rule);
    if (snapshot & UTSKR_SNAP_OPEN_COMPULSORY)
        return decided(UTSKR_NO, "sip-compulsory", rule);
    if (snapshot_field(snapshot, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT) == 2)
        return decided(UTSKR_NO, "sip-declined", rule);
    if (snapshot_field(snapshot, UTSKR_SNAP_SIP_WORD, UTSKR_SNAP_SIP_WORD_SHIFT) == UTSKR_SIP_WORD_CURRENT &&
        reading_of(ctx, UTSKR_READ_SIP_CURRENT) == 0)
        return decided(UTSKR_NO, "sip-current", rule);
    return decided(UTSKR_YES, "sip-both", rule);
}

/* --- Services before the stay -------------------------------------------------------------------------------------- */

/* The unit's first report of its services, or NULL. */
static const utskr_fact *first_report(const context *ctx, uint32_t unit) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_SERVICES_REPORTED);
    while (f != NULL && unit_of_party(f->party) != unit)
        f = fact_next(ctx->facts, f);
    return f;
}

utskr_answer utskr_ongoing(context *ctx, uint32_t unit) {
    if (ctx->admitted != NULL && (ctx->admitted->mask & UTSKR_TO_STATED))
        return units_of_parties(ctx->admitted->mask) & unit ? UTSKR_YES : UTSKR_NO;
    const utskr_fact *report = first_report(ctx, unit);
    if (report != NULL)
        return report->mask & UTSKR_SERVICES_NONE ? UTSKR_NO : UTSKR_YES;
    return reading_of(ctx, UTSKR_READ_ONGOING_UNSTATED) == 0 ? UTSKR_UNKNOWN : UTSKR_NO;
}

/* --- Declines ------------------------------------------------------------------------------------------------------ */

static const utskr_fact *earlier(const utskr_fact *a, const utskr_fact *b) {
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return fact_precedes(a, b) ? a : b;
}

/* Consent of the scope refused to everybody; a refusal limited to recipients declines no SIP. */
static bool refuses(const utskr_fact *fact, uint32_t scope) {
    const uint32_t word = (fact->mask & UTSKR_CONSENT_WORD) >> UTSKR_CONSENT_WORD_SHIFT;
    return (fact->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT == scope && !(fact->mask & UTSKR_TO_STATED) &&
           (word == UTSKR_CONSENT_REFUSED || word == UTSKR_CONSENT_WITHDRAWN);
}

const utskr_fact *utskr_first_decline_after(const context *ctx, const utskr_fact *fact) {
    const utskr_fact *said = fact_first(ctx->facts, UTSKR_SIP_DECLINED);
    while (said != NULL && !fact_precedes(fact, said))
        said = fact_next(ctx->facts, said);
    const utskr_fact *refused = fact_first(ctx->facts, UTSKR_CONSENT);
    while (refused != NULL && !(fact_precedes(fact, refused) && refuses(refused, UTSKR_SCOPE_SIP)))
        refused = fact_next(ctx->facts, refused);
    return earlier(said, refused);
}

const utskr_fact *utskr_first_assessment_after(const context *ctx, const utskr_fact *fact) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    while (f != NULL && fact != NULL && !fact_precedes(fact, f))
        f = fact_next(ctx->facts, f);
    return f;
}

/* --- The answers as they stand -------------------------------------------------------------------------------------- */

static void judge_covered(context *ctx) {
    const uint32_t snapshot = ctx->facts->snapshot;
    const uint16_t index = index_of(fact_last(ctx->facts, UTSKR_NEEDS_ASSESSED));
    const utskr_answer covered = utskr_covered(ctx, snapshot);
    const bool simple = (snapshot & UTSKR_SNAP_SIMPLE_ONLY) != 0;
    ctx->out->covered = (uint8_t)covered;
    utskr_add_evidence(ctx, "covered", simple ? "scope-simple" : "scope-need", index, true, covered);
    if (simple)
        utskr_add_evidence(ctx, "covered", "scope-need", index, false, UTSKR_NO);
}

/* The event that the rule about the SIP relies on. */
static uint16_t sip_index(const context *ctx, const char *rule) {
    const utskr_facts *facts = ctx->facts;
    if (rule[4] == 'c' && rule[5] == 'u') /* sip-current */
        return index_of(fact_last(facts, UTSKR_SIP_NEED));
    if (rule[4] != 'd') /* all but sip-declined */
        return index_of(fact_last(facts, UTSKR_NEEDS_ASSESSED));
    const utskr_fact *declined = fact_last(facts, UTSKR_SIP_DECLINED);
    const utskr_fact *refused = NULL;
    for (const utskr_fact *f = fact_first(facts, UTSKR_CONSENT); f != NULL; f = fact_next(facts, f))
        if (refuses(f, UTSKR_SCOPE_SIP))
            refused = f;
    const bool later = refused != NULL && (declined == NULL || fact_precedes(declined, refused));
    return index_of(later ? refused : declined);
}

static void judge_sip(context *ctx) {
    const char *rule = "";
    const utskr_answer required = utskr_sip_required(ctx, ctx->facts->snapshot, &rule);
    ctx->out->sip_required = (uint8_t)required;
    ctx->out->sip_rule = rule;
    const bool exempt = required == UTSKR_NO && rule[0] == 's' && rule[1] == 'i' && rule[4] != 'b';
    utskr_add_evidence(ctx, "sip", rule, sip_index(ctx, rule), true, required);
    if (exempt) /* both are needed, and still none is required */
        utskr_add_evidence(ctx, "sip", "sip-both", index_of(fact_last(ctx->facts, UTSKR_NEEDS_ASSESSED)), false,
                           UTSKR_YES);
}

/* The SIP ledger: how far it has come. A decline stands until it is taken back; a plan that was closed is closed until a new
 * initiative or call. */
static utskr_sip_state sip_ledger(const context *ctx) {
    static const struct {
        uint8_t kind, state;
    } stages[] = { { UTSKR_SIP_FOLLOWED_UP, UTSKR_SIP_IS_FOLLOWED_UP },
                   { UTSKR_SIP_ESTABLISHED, UTSKR_SIP_IS_ESTABLISHED },
                   { UTSKR_SIP_HELD, UTSKR_SIP_IS_HELD },
                   { UTSKR_SIP_CALL, UTSKR_SIP_IS_CALLED },
                   { UTSKR_SIP_INITIATED, UTSKR_SIP_IS_INITIATED } };
    const utskr_facts *facts = ctx->facts;
    if (snapshot_field(facts->snapshot, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT) == 2)
        return UTSKR_SIP_IS_DECLINED;
    const utskr_fact *closed = fact_last(facts, UTSKR_SIP_CLOSED);
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        const utskr_fact *last = fact_last(facts, stages[i].kind);
        if (last != NULL && (closed == NULL || fact_precedes(closed, last)))
            return stages[i].state;
    }
    return closed != NULL ? UTSKR_SIP_IS_CLOSED : UTSKR_SIP_NONE;
}

void utskr_judge_scope(context *ctx) {
    judge_covered(ctx);
    judge_sip(ctx);
    ctx->out->sip_state = (uint8_t)sip_ledger(ctx);
}
