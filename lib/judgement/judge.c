/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The judgement: from facts, pack, readings and instant to every answer. */
#include "judgement/context.h"

#include "case/case_internal.h"
#include <string.h>

void utskr_question_init(utskr_question *question) {
    if (question != NULL)
        *question = (utskr_question)UTSKR_QUESTION_INIT;
}

void utskr_judgement_init(utskr_judgement *judgement) {
    if (judgement == NULL)
        return;
    memset(judgement, 0, sizeof *judgement);
    judgement->size = sizeof *judgement;
}

/* --- What answers are added to --------------------------------------------------------------------------------------------- */

void utskr_add_evidence(context *ctx, const char *answer, const char *id, uint32_t index, bool applied,
                        utskr_answer value) {
    utskr_judgement *out = ctx->out;
    if (out->evidence_count == UTSKR_EVIDENCE_LIMIT)
        return;
    out->evidence[out->evidence_count++] =
        (utskr_evidence){ answer, id, (uint16_t)index, applied ? 1 : 0, (uint8_t)value };
}

void utskr_add_finding(context *ctx, const utskr_finding *finding) {
    utskr_judgement *out = ctx->out;
    if (out->finding_count < out->finding_capacity)
        out->findings[out->finding_count] = *finding;
    out->finding_count++;
}

void utskr_add_obligation(context *ctx, const utskr_obligation *obligation) {
    utskr_judgement *out = ctx->out;
    if (out->obligation_count < out->obligation_capacity)
        out->obligations[out->obligation_count] = *obligation;
    out->obligation_count++;
}

/* --- The context ------------------------------------------------------------------------------------------------------------- */

void utskr_readings_under(const utskr_pack *pack, const utskr_readings *asked, uint8_t *out) {
    utskr_readings own;
    utskr_readings_init(pack, &own);
    for (int32_t i = 0; i < UTSKR_READING_COUNT; i++)
        out[i] = asked == NULL || asked->value[i] == UTSKR_READING_AS_PACK ? own.value[i] : asked->value[i];
}

static bool valid_readings(const utskr_readings *readings) {
    for (int32_t i = 0; i < UTSKR_READING_COUNT; i++)
        if (readings->value[i] != UTSKR_READING_AS_PACK && readings->value[i] >= utskr_reading_at(i)->value_count)
            return false;
    return true;
}

static utskr_status validate(const utskr_facts *facts, const utskr_question *question) {
    if (facts == NULL || question == NULL || (question->rate_count != 0 && question->rates == NULL))
        return UTSKR_BAD_ARGUMENT;
    if (facts->size != sizeof *facts || question->size != sizeof *question)
        return UTSKR_BAD_SIZE;
    if (question->readings != NULL && question->readings->size != sizeof *question->readings)
        return UTSKR_BAD_SIZE;
    if (question->readings != NULL && !valid_readings(question->readings))
        return UTSKR_BAD_ARGUMENT;
    if (question->at < UTSKR_INSTANT_MIN || question->at > UTSKR_INSTANT_MAX)
        return UTSKR_OUT_OF_RANGE;
    return facts->first != 0 && question->at < facts->first + facts->last_after ? UTSKR_BAD_ARGUMENT : UTSKR_OK;
}

utskr_status utskr_context_init(context *ctx, const utskr_facts *facts, const utskr_question *question) {
    const utskr_status status = validate(facts, question);
    if (status != UTSKR_OK)
        return status;
    *ctx = (context){ .facts = facts,
                      .pack = question->pack != NULL ? question->pack : &utskr_pack_lus,
                      .rates = question->rates,
                      .rate_count = question->rate_count,
                      .asked = question->readings,
                      .at = question->at };
    utskr_readings_under(ctx->pack, ctx->asked, ctx->reading);
    ctx->admitted = fact_first(facts, UTSKR_ADMITTED);
    ctx->discharged = fact_first(facts, UTSKR_DISCHARGED);
    if (ctx->discharged != NULL && (ctx->discharged->flags & UTSKR_FACT_AFTER_STAY))
        ctx->discharged = NULL; /* after death there is none */
    ctx->deceased = fact_first(facts, UTSKR_DECEASED);
    return UTSKR_OK;
}

/* --- The step of the process ------------------------------------------------------------------------------ */

enum { STEP_BEFORE = 0, STEP_LEAVING = 4, STEP_FOLLOW_UP = 5, STEP_ENDED = 6, STEP_SUSPENDED = 7 };

static uint8_t step_of(const context *ctx) {
    static const uint8_t steps[UTSKR_STATE_COUNT] = { STEP_BEFORE, STEP_BEFORE, 1, 2, 3, STEP_SUSPENDED, STEP_LEAVING,
                                                      STEP_ENDED };
    const uint8_t step = steps[ctx->facts->state];
    if (step != STEP_LEAVING)
        return step;
    if (ctx->deceased != NULL)
        return STEP_ENDED;
    const utskr_date left = utskr_local_date(instant_of(ctx, ctx->discharged));
    return left == utskr_local_date(ctx->at) ? STEP_LEAVING : STEP_FOLLOW_UP;
}

/* --- Judging ------------------------------------------------------------------------------------------------------------------------ */

static void clear(utskr_judgement *out) {
    out->obligation_count = out->finding_count = out->day_count = 0;
    out->evidence_count = 0;
    if (out->obligations == NULL)
        out->obligation_capacity = 0;
    if (out->findings == NULL)
        out->finding_capacity = 0;
    if (out->days == NULL)
        out->day_capacity = 0;
}

static bool fits(const utskr_judgement *out) {
    return out->obligation_count <= out->obligation_capacity && out->finding_count <= out->finding_capacity &&
           out->day_count <= out->day_capacity;
}

utskr_status utskr_judge(const utskr_facts *facts, const utskr_question *question, utskr_judgement *out) {
    context ctx;
    if (out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    const utskr_status status = utskr_context_init(&ctx, facts, question);
    if (status != UTSKR_OK)
        return status;
    clear(out);
    ctx.out = out;
    out->pack = ctx.pack;
    out->at = ctx.at;
    out->state = facts->state;
    out->step = step_of(&ctx);
    utskr_judge_scope(&ctx);
    utskr_judge_readiness(&ctx);
    utskr_judge_obligations(&ctx);
    utskr_judge_liability(&ctx);
    utskr_judge_findings(&ctx);
    out->closed = facts->state == UTSKR_STATE_DISCHARGED && !ctx.unsettled;
    out->readings.size = sizeof out->readings;
    memcpy(out->readings.value, ctx.reading, sizeof out->readings.value);
    out->next_change = ctx.next_change;
    return fits(out) ? UTSKR_OK : UTSKR_BUFFER_TOO_SMALL;
}

utskr_status utskr_case_judge(const utskr_case *c, const utskr_question *question, utskr_instant known_at,
                              utskr_judgement *out) {
    utskr_facts scratch;
    utskr_status status = UTSKR_OK;
    if (c == NULL || question == NULL)
        return UTSKR_BAD_ARGUMENT;
    const utskr_facts *facts = case_facts_view(c, question->at, known_at, &scratch, &status);
    return facts == NULL ? status : utskr_judge(facts, question, out);
}
