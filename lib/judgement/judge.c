/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The judgement: from facts, pack, readings and instant to every answer. */
#include "judgement/parts.h"

#include "case/case_internal.h"
#include "deadline/obligation.h"
#include "liability/liability.h"
#include "readiness/readiness.h"
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

/* --- The step of the process ------------------------------------------------------------------------------ */

enum { STEP_BEFORE = 0, STEP_LEAVING = 4, STEP_FOLLOW_UP = 5, STEP_ENDED = 6, STEP_SUSPENDED = 7 };

#define LONGEST_DAY (25 * 3600) /* seconds: the one on which summer time ends */

static uint8_t step_of(const context *ctx) {
    static const uint8_t steps[UTSKR_STATE_COUNT] = { STEP_BEFORE,    STEP_BEFORE,  1,         2, 3,
                                                      STEP_SUSPENDED, STEP_LEAVING, STEP_ENDED };
    const uint8_t step = steps[ctx->facts->state];
    if (step != STEP_LEAVING)
        return step;
    if (ctx->deceased != NULL)
        return STEP_ENDED;
    const utskr_instant left = instant_of(ctx, ctx->discharged);
    if (ctx->at - left > LONGEST_DAY)
        return STEP_FOLLOW_UP;
    return utskr_local_date(left) == utskr_local_date(ctx->at) ? STEP_LEAVING : STEP_FOLLOW_UP;
}

/* --- Judging ------------------------------------------------------------------------------------------------------------------------ */

static void clear(utskr_judgement *out) {
    static const utskr_figures none = { .enters = UTSKR_DATE_NONE };
    out->obligation_count = out->finding_count = out->day_count = 0;
    out->evidence_count = 0;
    out->liability.spell_count = out->liability.alternative_count = 0;
    out->liability.figures = none;
    for (size_t late = 0; late < sizeof out->liability.late / sizeof out->liability.late[0]; late++)
        out->liability.late[late] = none;
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

static void judge_each(context *ctx, uint32_t parts) {
    utskr_judge_scope(ctx);
    if (parts & PART_READINESS)
        utskr_judge_readiness(ctx);
    if (parts & (PART_OBLIGATIONS | PART_FINDINGS))
        utskr_judge_obligations(ctx);
    if (parts & PART_LIABILITY)
        utskr_judge_liability(ctx, (parts & PART_LATE) != 0, (parts & PART_ALTERNATIVES) != 0);
    if (parts & PART_FINDINGS)
        utskr_judge_findings(ctx);
}

/* In a context that has been prepared. */
static utskr_status judge_in(context *ctx, const utskr_facts *facts, utskr_instant at, uint32_t parts,
                             utskr_judgement *out) {
    const utskr_status status = utskr_context_open(ctx, facts, at);
    if (status != UTSKR_OK)
        return status;
    clear(out);
    ctx->out = out;
    ctx->explaining = (parts & PART_EVIDENCE) != 0;
    out->pack = ctx->pack;
    out->at = ctx->at;
    out->state = facts->state;
    out->step = step_of(ctx);
    judge_each(ctx, parts);
    out->closed = facts->state == UTSKR_STATE_DISCHARGED && !ctx->unsettled;
    out->next_change = ctx->next_change;
    return fits(out) ? UTSKR_OK : UTSKR_BUFFER_TOO_SMALL;
}

utskr_status utskr_judge_marking(const context *prepared, const utskr_facts *facts, utskr_instant at, uint32_t parts,
                                 const rule_bits *bits, utskr_judgement *out) {
    context ctx = *prepared;
    ctx.bits = bits;
    return judge_in(&ctx, facts, at, parts, out);
}

utskr_status utskr_judge_parts(const utskr_facts *facts, const utskr_question *question, uint32_t parts,
                               utskr_judgement *out) {
    context ctx;
    if (out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    utskr_status status = utskr_context_prepare(&ctx, question);
    status = status == UTSKR_OK ? judge_in(&ctx, facts, question->at, parts, out) : status;
    if (status == UTSKR_OK || status == UTSKR_BUFFER_TOO_SMALL) {
        out->readings.size = sizeof out->readings;
        memcpy(out->readings.value, ctx.reading, sizeof out->readings.value);
    }
    return status;
}

utskr_status utskr_judge(const utskr_facts *facts, const utskr_question *question, utskr_judgement *out) {
    return utskr_judge_parts(facts, question, PARTS_ALL, out);
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
