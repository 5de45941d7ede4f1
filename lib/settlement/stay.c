/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One case: its stay, why it is counted or left out, and what it is charged.
 *
 * What it is charged is the judgement's; here it is only put together, days that follow on each other in one run.
 */
#include "settlement/ledger.h"

#include "case/case_internal.h"
#include "liability/days.h"

#include <string.h>

/* --- Judging ----------------------------------------------------------------------------------------------------- */

/* Room for the long parts of a judgement that turned out too long. */
static bool grow_judgement(utskr_settlement *s) {
    utskr_judgement *j = &s->judgement;
    if (!ledger_reserve(&s->allocator, &s->obligations, j->obligation_count, sizeof *j->obligations) ||
        !ledger_reserve(&s->allocator, &s->findings, j->finding_count, sizeof *j->findings) ||
        !ledger_reserve(&s->allocator, &s->days, j->day_count, sizeof *j->days))
        return false;
    j->obligations = s->obligations.items;
    j->findings = s->findings.items;
    j->days = s->days.items;
    j->obligation_capacity = (uint32_t)s->obligations.capacity;
    j->finding_capacity = (uint32_t)s->findings.capacity;
    j->day_capacity = (uint32_t)s->days.capacity;
    return true;
}

static utskr_status judge(utskr_settlement *s, const utskr_facts *facts, const utskr_question *question) {
    utskr_status status = utskr_judge(facts, question, &s->judgement);
    if (status != UTSKR_BUFFER_TOO_SMALL)
        return status;
    return grow_judgement(s) ? utskr_judge(facts, question, &s->judgement) : UTSKR_NO_MEMORY;
}

/* --- What it is charged -------------------------------------------------------------------------------------------- */

static bool continues(const charged_run *run, const utskr_day *day) {
    return run->first + run->days == day->date && run->ore == day->ore && run->ore_known == (day->amount_known != 0) &&
           run->rule == day->rule;
}

/* The charged days in runs, behind those there are. False: no memory. */
static bool read_runs(utskr_settlement *s, settled_case *out) {
    const utskr_judgement *j = &s->judgement;
    out->first_run = (uint32_t)s->runs.count;
    if (!ledger_reserve(&s->allocator, &s->runs, j->day_count, sizeof(charged_run)))
        return false;
    charged_run *runs = s->runs.items;
    for (uint32_t i = 0; i < j->day_count; i++) {
        const utskr_day *day = &j->days[i];
        const uint32_t next = out->first_run + out->run_count;
        if (!day->charged)
            continue;
        if (out->run_count != 0 && continues(&runs[next - 1], day)) {
            runs[next - 1].days++;
            continue;
        }
        runs[next] = (charged_run){ day->date, 1, day->ore, day->rule, day->amount_known != 0 };
        out->run_count++;
    }
    return true;
}

static bool has_unknown_spell(const utskr_liability *liability) {
    for (uint32_t i = 0; i < liability->spell_count; i++)
        if (liability->spells[i].figures.status == UTSKR_LIABILITY_UNKNOWN)
            return true;
    return false;
}

/* --- The stay ------------------------------------------------------------------------------------------------------ */

/* The discharge or the death, whichever came first; NULL while there is none, or for a case never admitted. */
static const utskr_fact *end_of_stay(const context *ctx) {
    if (ctx->admitted == NULL)
        return NULL;
    return ctx->discharged != NULL ? ctx->discharged : ctx->deceased;
}

/* The first notice of the i-th ready spell. */
static const utskr_fact *notice_of(const context *ctx, uint32_t i) {
    return fact_in_slot(ctx->facts, ctx->facts->spells[i].first);
}

static ready_spell read_spell(context *ctx, uint32_t i) {
    const utskr_instant notice = instant_of(ctx, notice_of(ctx, i));
    const utskr_date day = utskr_local_date(notice);
    const utskr_date end = utskr_local_date(ctx->facts->first + ctx->facts->spells[i].end_after);
    const bool late = ctx->pack->settled.clock_cutoff && utskr_after_cutoff(ctx, utskr_local_clock(notice));
    return (ready_spell){ .notice = day, .days = end - day, .late = late };
}

/* The spells of a stay that has ended: all of them have. There is room. */
static void read_spells(utskr_settlement *s, context *ctx, settled_case *out) {
    ready_spell *spells = (ready_spell *)s->spells.items + s->spells.count;
    out->first_spell = (uint32_t)s->spells.count;
    out->spell_count = ctx->facts->spell_count;
    for (uint32_t i = 0; i < out->spell_count; i++) {
        spells[i] = read_spell(ctx, i);
        out->ready_days += spells[i].days;
        out->days += spells[i].days > spells[i].late ? spells[i].days - spells[i].late : 0;
    }
}

/* --- Counted or left out ------------------------------------------------------------------------------------------- */

/* What was so at the first ready notice; without one, when the stay ended. */
static uint32_t standing(const context *ctx, const utskr_fact *end) {
    return ctx->facts->spell_count != 0 ? notice_of(ctx, 0)->snapshot : end->snapshot;
}

/* Was an admission notice sent to a municipal unit strictly before the stay ended? */
static bool admission_notified(context *ctx, utskr_instant end) {
    const utskr_fact *n = fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE);
    for (; n != NULL && instant_of(ctx, n) < end; n = fact_next(ctx->facts, n))
        if (utskr_units_reached(ctx, n, false) & UTSKR_SNAP_MUNICIPAL)
            return true;
    return false;
}

/* Have the ready notices of the stay together reached those municipal units? */
static bool ready_notified(context *ctx, uint32_t units) {
    uint32_t told = 0;
    const utskr_fact *n = fact_first(ctx->facts, UTSKR_DISCHARGE_READY_NOTICE);
    for (; n != NULL && !(n->flags & UTSKR_FACT_AFTER_STAY); n = fact_next(ctx->facts, n))
        told |= utskr_units_reached(ctx, n, false);
    return (units & ~told) == 0;
}

/* The first call to a SIP by the outpatient care, to anyone; NULL if there is none. */
static const utskr_fact *sip_call(const context *ctx) {
    const utskr_fact *call = fact_first(ctx->facts, UTSKR_SIP_CALL);
    while (call != NULL && call->party != UTSKR_PARTY_OUTPATIENT)
        call = fact_next(ctx->facts, call);
    return call;
}

static bool sip_called(const context *ctx, utskr_instant end) {
    const utskr_fact *call = sip_call(ctx);
    return call != NULL && instant_of(ctx, call) < end;
}

/* The reasons in their order: the first that holds is given. */
static utskr_left_out why_left_out(context *ctx, const utskr_fact *end, int32_t payer, int32_t days) {
    const collective *settled = &ctx->pack->settled;
    const uint32_t snapshot = standing(ctx, end);
    const uint32_t units = utskr_concerned_units(ctx, snapshot) & UTSKR_SNAP_MUNICIPAL;
    const utskr_instant ended = instant_of(ctx, end);
    if (payer <= 0)
        return UTSKR_OUT_PRE_PAYER;
    if (utskr_covered(ctx, snapshot) != UTSKR_YES)
        return UTSKR_OUT_NOT_COVERED;
    if (units == 0)
        return UTSKR_OUT_NO_MUNICIPAL_NEED;
    if (ctx->facts->spell_count == 0)
        return UTSKR_OUT_NO_READY_NOTICE;
    if (!admission_notified(ctx, ended))
        return UTSKR_OUT_PRE_ADMISSION_NOTICE;
    if (!ready_notified(ctx, units))
        return UTSKR_OUT_PRE_READY_NOTICE;
    if (utskr_sip_required(ctx, snapshot, NULL) == UTSKR_YES && !sip_called(ctx, ended))
        return UTSKR_OUT_PRE_SIP_CALL;
    if (settled->zero_left_out && days == 0)
        return UTSKR_OUT_DAY_ZERO;
    return settled->long_stay != 0 && days > settled->long_stay ? UTSKR_OUT_LONG_STAY : UTSKR_COUNTED;
}

/* --- What the statistics ask ----------------------------------------------------------------------------------------- */

/* Obligations that are settled, and those of them that were met in time. */
static settled_ratio in_time(const utskr_judgement *judgement, const char *id) {
    settled_ratio ratio = { 0, 0 };
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        const utskr_obligation *o = &judgement->obligations[i];
        const bool settled = o->status == UTSKR_OBLIGATION_MET || o->status == UTSKR_OBLIGATION_MET_LATE ||
                             o->status == UTSKR_OBLIGATION_MISSED || o->status == UTSKR_OBLIGATION_NOT_MET;
        if (!settled || strcmp(o->id, id) != 0)
            continue;
        ratio.whole++;
        ratio.part = (uint8_t)(ratio.part + (o->status == UTSKR_OBLIGATION_MET));
    }
    return ratio;
}

static bool has_finding(const utskr_judgement *judgement, const char *id) {
    for (uint32_t i = 0; i < judgement->finding_count; i++)
        if (strcmp(judgement->findings[i].id, id) == 0)
            return true;
    return false;
}

static bool sip_declined(const context *ctx) {
    return snapshot_field(ctx->facts->snapshot, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT) == 2;
}

static uint8_t mark_if(bool holds, uint32_t mark) {
    return holds ? (uint8_t)mark : 0;
}

static void read_statistics(context *ctx, const utskr_fact *end, const utskr_judgement *judgement, settled_case *out) {
    const uint32_t asked = standing(ctx, end) & ~UTSKR_SNAP_SIP_CHOICE;
    out->notice = in_time(judgement, "admission-notice");
    out->care_contact = in_time(judgement, "care-contact");
    out->call_24h = in_time(judgement, "call-24h");
    out->call_7d = in_time(judgement, "call-7d");
    out->marks |= mark_if(has_finding(judgement, "readmitted-within-30-days"), STAY_READMITTED);
    if (utskr_sip_required(ctx, asked, NULL) != UTSKR_YES)
        return;
    out->marks |= STAY_SIP_REQUIRED;
    out->marks |= mark_if(fact_first(ctx->facts, UTSKR_SIP_OFFERED) != NULL, STAY_SIP_OFFERED);
    out->marks |= mark_if(sip_call(ctx) != NULL, STAY_SIP_CALLED);
    out->marks |= mark_if(fact_first(ctx->facts, UTSKR_SIP_HELD) != NULL, STAY_SIP_HELD);
    out->marks |= mark_if(sip_declined(ctx), STAY_SIP_DECLINED);
}

/* --- The case -------------------------------------------------------------------------------------------------------- */

static void read_stay(utskr_settlement *s, context *ctx, settled_case *out) {
    const utskr_fact *end = end_of_stay(ctx);
    if (end == NULL)
        return;
    out->ended = utskr_month_of(utskr_local_date(instant_of(ctx, end)));
    read_spells(s, ctx, out);
    out->left_out = (uint8_t)why_left_out(ctx, end, s->judgement.liability.payer, out->days);
    read_statistics(ctx, end, &s->judgement, out);
}

static settled_group group_of(const utskr_judgement *judgement, const utskr_pack *pack) {
    const int32_t payer = judgement->liability.payer;
    return (settled_group){ .pack = pack,
                            .municipality = payer > 0 ? payer : 0,
                            .under_act = judgement->liability.under_act != 0 };
}

utskr_status ledger_read_case(utskr_settlement *s, const utskr_case *c, const utskr_pack *pack, read_case *out) {
    utskr_facts scratch;
    context ctx;
    utskr_question question = s->question;
    utskr_status status = UTSKR_OK;
    const utskr_facts *facts = case_facts_view(c, question.at, s->known_at, &scratch, &status);
    if (facts == NULL)
        return status;
    question.pack = pack;
    status = judge(s, facts, &question);
    if (status != UTSKR_OK)
        return status;
    out->summary = (settled_case){ .ended = UTSKR_MONTH_NONE };
    out->group = group_of(&s->judgement, pack);
    if (has_unknown_spell(&s->judgement.liability))
        out->summary.marks = STAY_UNKNOWN;
    if (!read_runs(s, &out->summary))
        return UTSKR_NO_MEMORY;
    question.pack = group_pack(&out->group);
    (void)utskr_context_init(&ctx, facts, &question); /* the same question has been answered above */
    read_stay(s, &ctx, &out->summary);
    utskr_header header = UTSKR_HEADER_INIT;
    (void)utskr_case_header(c, &header);
    ledger_digest_case(s, c, header.name, pack, out->summary.digest);
    return UTSKR_OK;
}
