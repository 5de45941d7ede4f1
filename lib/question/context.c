/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The context of a judgement: made of a question and the facts, and what answers are added to. */
#include "question/context.h"

#include <string.h>

/* --- What answers are added to --------------------------------------------------------------------------------------------- */

void utskr_keep_evidence(context *ctx, const char *answer, const char *id, uint32_t index, bool applied,
                         utskr_answer value) {
    utskr_judgement *out = ctx->out;
    if (out->evidence_count == UTSKR_EVIDENCE_LIMIT)
        return;
    out->evidence[out->evidence_count++] =
        (utskr_evidence){ answer, id, (uint16_t)index, applied ? 1 : 0, (uint8_t)value };
}

void utskr_add_finding(context *ctx, const utskr_finding *finding) {
    utskr_judgement *out = ctx->out;
    if (ctx->bits != NULL) {
        utskr_mark_rule(ctx->bits->findings, finding->rule);
        return;
    }
    if (out->finding_count < out->finding_capacity)
        out->findings[out->finding_count] = *finding;
    out->finding_count++;
}

/* --- The context ------------------------------------------------------------------------------------------------------------- */

void utskr_readings_under(const utskr_pack *pack, const utskr_readings *asked, uint8_t *out) {
    utskr_readings own;
    utskr_readings_init(pack, &own);
    memcpy(out, own.value, sizeof own.value);
    for (int32_t i = 0; asked != NULL && i < UTSKR_READING_COUNT; i++)
        if (asked->value[i] != UTSKR_READING_AS_PACK)
            out[i] = asked->value[i];
}

static bool valid_readings(const utskr_readings *readings) {
    for (int32_t i = 0; i < UTSKR_READING_COUNT; i++)
        if (readings->value[i] != UTSKR_READING_AS_PACK && readings->value[i] >= utskr_reading_at(i)->value_count)
            return false;
    return true;
}

static utskr_status check_question(const utskr_question *question) {
    if (question == NULL || (question->rate_count != 0 && question->rates == NULL))
        return UTSKR_BAD_ARGUMENT;
    if (question->size != sizeof *question)
        return UTSKR_BAD_SIZE;
    if (question->readings != NULL && question->readings->size != sizeof *question->readings)
        return UTSKR_BAD_SIZE;
    return question->readings != NULL && !valid_readings(question->readings) ? UTSKR_BAD_ARGUMENT : UTSKR_OK;
}

static utskr_status check_facts(const utskr_facts *facts, utskr_instant at) {
    if (facts == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (facts->size != sizeof *facts)
        return UTSKR_BAD_SIZE;
    if (at < UTSKR_INSTANT_MIN || at > UTSKR_INSTANT_MAX)
        return UTSKR_OUT_OF_RANGE;
    return facts->first != 0 && at < facts->first + facts->last_after ? UTSKR_BAD_ARGUMENT : UTSKR_OK;
}

/* What has been said of each scope of consent, at any time. */
static void read_consents(context *ctx) {
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT); f != NULL; f = fact_next(ctx->facts, f)) {
        const uint32_t word = (f->mask & UTSKR_CONSENT_WORD) >> UTSKR_CONSENT_WORD_SHIFT;
        const uint32_t scope = 1u << ((f->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT);
        if (word == UTSKR_CONSENT_REFUSED || word == UTSKR_CONSENT_WITHDRAWN)
            ctx->refused |= scope;
        if (word != UTSKR_CONSENT_GIVEN)
            ctx->not_given |= scope;
        if (f->mask & UTSKR_TO_STATED)
            ctx->limited |= scope;
    }
}

/* All services refused, or a death, excuses what arises later too. */
static const utskr_fact *last_excusing(const context *ctx) {
    const utskr_slot *slots = ctx->facts->slots;
    if ((ctx->refused & 1u << UTSKR_SCOPE_SERVICES) != 0 || ctx->deceased != NULL)
        return (const utskr_fact *)(const void *)(slots + UTSKR_SLOT_LIMIT);
    return ctx->assessed != NULL ? ctx->assessed : &slots[0].fact;
}

/* What rows name as an excuse of theirs, as far as anything in the case may give it. */
static uint32_t own_excuses(const context *ctx) {
    const uint8_t *head = ctx->facts->head;
    const bool refuses_sip = (ctx->refused & 1u << UTSKR_SCOPE_SIP) != 0;
    const bool declines = head[UTSKR_SIP_DECLINED] != 0 || refuses_sip;
    return (declines ? EXCUSED_BY_DECLINE | EXCUSED_BY_SIP_ANSWER : 0u) |
           (head[UTSKR_SIP_NEED] != 0 ? EXCUSED_BY_SIP_ANSWER : 0u) |
           (head[UTSKR_SIP_CLOSED] != 0 ? EXCUSED_BY_SIP_CLOSED : 0u) |
           (head[UTSKR_HARM_TEST] != 0 ? EXCUSED_BY_HARM_TEST : 0u) |
           (head[UTSKR_DISCHARGE_READY_WITHDRAWN] != 0 ? EXCUSED_BY_WITHDRAWAL : 0u) |
           (ctx->refused & 1u << UTSKR_SCOPE_INFORMATION ? EXCUSED_BY_NO_CONSENT : 0u);
}

utskr_status utskr_context_prepare(context *ctx, const utskr_question *question) {
    const utskr_status status = check_question(question);
    if (status != UTSKR_OK)
        return status;
    *ctx = (context){ .pack = question->pack != NULL ? question->pack : &utskr_pack_lus,
                      .rates = question->rates,
                      .rate_count = question->rate_count,
                      .asked = question->readings };
    utskr_readings_under(ctx->pack, ctx->asked, ctx->reading);
    return UTSKR_OK;
}

utskr_status utskr_context_open(context *ctx, const utskr_facts *facts, utskr_instant at) {
    const utskr_status status = check_facts(facts, at);
    if (status != UTSKR_OK)
        return status;
    ctx->facts = facts;
    ctx->at = at;
    ctx->admitted = fact_first(facts, UTSKR_ADMITTED);
    ctx->discharged = fact_first(facts, UTSKR_DISCHARGED);
    if (ctx->discharged != NULL && (ctx->discharged->flags & UTSKR_FACT_AFTER_STAY))
        ctx->discharged = NULL; /* after death there is none */
    ctx->deceased = fact_first(facts, UTSKR_DECEASED);
    ctx->assessed = fact_last(facts, UTSKR_NEEDS_ASSESSED);
    read_consents(ctx);
    ctx->excusing = last_excusing(ctx);
    ctx->excuses = own_excuses(ctx);
    return UTSKR_OK;
}

utskr_status utskr_context_init(context *ctx, const utskr_facts *facts, const utskr_question *question) {
    const utskr_status status = utskr_context_prepare(ctx, question);
    return status == UTSKR_OK ? utskr_context_open(ctx, facts, question->at) : status;
}
