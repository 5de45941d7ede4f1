/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The questions that every answer rests on: is a SIP required (4 kap. 1-2 §§), what was declined or refused, what was ongoing? The
 * shortest of them stand in context.h. */
#include "question/context.h"

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

static bool is_no(const utskr_fact *consent) {
    const uint32_t word = (consent->mask & UTSKR_CONSENT_WORD) >> UTSKR_CONSENT_WORD_SHIFT;
    return word == UTSKR_CONSENT_REFUSED || word == UTSKR_CONSENT_WITHDRAWN;
}

static bool of_scope(const utskr_fact *consent, uint32_t scope) {
    return (consent->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT == scope;
}

/* Consent of the scope refused to everybody; a refusal limited to recipients declines no SIP. */
static bool refuses(const utskr_fact *consent, uint32_t scope) {
    return of_scope(consent, scope) && !(consent->mask & UTSKR_TO_STATED) && is_no(consent);
}

const utskr_fact *utskr_refusal_after(const context *ctx, uint32_t scope, uint32_t party, const utskr_fact *fact) {
    const utskr_fact *latest = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT);
         f != NULL && (fact == NULL || !fact_precedes(fact, f)); f = fact_next(ctx->facts, f))
        if (of_scope(f, scope) && (!(f->mask & UTSKR_TO_STATED) || (f->mask & UTSKR_TO(party))))
            latest = f;
    return latest != NULL && is_no(latest) ? latest : NULL;
}

const utskr_fact *utskr_latest_decline(const context *ctx) {
    const utskr_fact *latest = fact_last(ctx->facts, UTSKR_SIP_DECLINED);
    if (!(ctx->refused & 1u << UTSKR_SCOPE_SIP))
        return latest;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT); f != NULL; f = fact_next(ctx->facts, f))
        if (refuses(f, UTSKR_SCOPE_SIP) && (latest == NULL || fact_precedes(latest, f)))
            latest = f;
    return latest;
}

const utskr_fact *utskr_first_decline_after(const context *ctx, const utskr_fact *fact) {
    const utskr_fact *said = fact_first(ctx->facts, UTSKR_SIP_DECLINED);
    while (said != NULL && !fact_precedes(fact, said))
        said = fact_next(ctx->facts, said);
    if (!(ctx->refused & 1u << UTSKR_SCOPE_SIP))
        return said;
    const utskr_fact *refused = fact_first(ctx->facts, UTSKR_CONSENT);
    while (refused != NULL && !(fact_precedes(fact, refused) && refuses(refused, UTSKR_SCOPE_SIP)))
        refused = fact_next(ctx->facts, refused);
    return fact_earlier(said, refused);
}
