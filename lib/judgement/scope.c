/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the act applies and a SIP is required as things stand, with the evidence; and how far the SIP has come. */
#include "judgement/parts.h"

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
    return index_of(utskr_latest_decline(ctx));
}

static APART void explain_sip(context *ctx, const char *rule, utskr_answer required) {
    const bool exempt = required == UTSKR_NO && rule[0] == 's' && rule[1] == 'i' && rule[4] != 'b';
    utskr_add_evidence(ctx, "sip", rule, sip_index(ctx, rule), true, required);
    if (exempt) /* both are needed, and still none is required */
        utskr_add_evidence(ctx, "sip", "sip-both", index_of(fact_last(ctx->facts, UTSKR_NEEDS_ASSESSED)), false,
                           UTSKR_YES);
}

static void judge_sip(context *ctx) {
    const char *rule = "";
    const utskr_answer required = utskr_sip_required(ctx, ctx->facts->snapshot, &rule);
    ctx->out->sip_required = (uint8_t)required;
    ctx->out->sip_rule = rule;
    if (ctx->explaining)
        explain_sip(ctx, rule, required);
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
