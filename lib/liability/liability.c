/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The municipality's liability (5 kap.): each spell under a reading of `late`, what the spells come to
 * together, and what every other value of each reading would give.
 */
#include "liability/liability.h"

#include "liability/days.h"
#include "time/clock.h"

#include <string.h>

#define BIT(reason) (UINT32_C(1) << (reason))
#define PREREQUISITES (BIT(UTSKR_PREREQUISITE_COUNT) - 1)

/* By what is stated, and if what is not stated was so. */
enum { SURE, POSSIBLE, WAYS };

/* A prerequisite: met, not met, may still be met, the log can't tell, or the pack does not ask for it. */
typedef enum verdict { MET, NOT_MET, OPEN, UNKNOWABLE, NOT_ASKED } verdict;

/* A spell under one reading of `late`. */
typedef struct outcome {
    verdict prerequisites[UTSKR_PREREQUISITE_COUNT];
    utskr_instant told[WAYS];    /* T, moved by an admission notice completed late (curable); 0: none */
    utskr_date not_before[WAYS]; /* the local day of a late call (curable), or UTSKR_DATE_NONE */
    utskr_date entries[WAYS];    /* the entry days that follow, or UTSKR_DATE_NONE */
    utskr_date entry;            /* the earliest that is possible, or UTSKR_DATE_NONE */
    bool entry_known;            /* both ways give the same */
    utskr_figures figures;
} outcome;

/* --- Prerequisites ------------------------------------------------------------------------------------------------------------ */

static bool in_spell(const spell *s, utskr_instant at) {
    return at != 0 && (s->end == 0 || at < s->end);
}

static verdict strictly(const context *ctx, const reach *r, utskr_instant due) {
    if (r->sure != 0 && r->sure <= due)
        return MET;
    if (r->possible != 0 && r->possible <= due)
        return UNKNOWABLE;
    return ctx->at > due ? NOT_MET : OPEN;
}

static verdict merely_there(const spell *s, const reach *any) {
    if (in_spell(s, any->sure))
        return MET;
    if (in_spell(s, any->possible))
        return UNKNOWABLE;
    return s->end == 0 ? OPEN : NOT_MET;
}

static bool in_time_or_spell(const spell *s, utskr_instant at, utskr_instant due) {
    return (at != 0 && at <= due) || in_spell(s, at);
}

/* Met late counts from then. */
static verdict cured_late(const context *ctx, const spell *s, const reach *r, utskr_instant due) {
    if (in_time_or_spell(s, r->sure, due))
        return MET;
    if (in_time_or_spell(s, r->possible, due))
        return UNKNOWABLE;
    return s->end == 0 || ctx->at <= due ? OPEN : NOT_MET;
}

/* The T that follows from an admission notice complete then. */
static utskr_instant moved(const spell *s, utskr_instant told, utskr_instant complete, utskr_instant due) {
    return told != 0 && complete > due && in_spell(s, complete) && complete > told ? complete : told;
}

/* The day that follows from a call made then. */
static utskr_date called(const spell *s, utskr_instant call, utskr_instant due) {
    return call > due && in_spell(s, call) ? utskr_local_date(call) : UTSKR_DATE_NONE;
}

static verdict admission_verdict(const context *ctx, const spell *s, uint8_t late, outcome *o) {
    if (late == UTSKR_LATE_EXISTENCE)
        return merely_there(s, &s->admission_any);
    if (s->admission_due == 0) /* no municipal need was assessed: the 24 h have not begun */
        return s->admission.sure != 0 ? MET : s->admission.possible != 0 ? UNKNOWABLE : OPEN;
    if (late == UTSKR_LATE_STRICT)
        return strictly(ctx, &s->admission, s->admission_due);
    o->told[SURE] = moved(s, o->told[SURE], s->admission.sure, s->admission_due);
    o->told[POSSIBLE] = moved(s, o->told[POSSIBLE], s->admission.possible, s->admission_due);
    return cured_late(ctx, s, &s->admission, s->admission_due);
}

static verdict sip_verdict(const context *ctx, const spell *s, uint8_t late, outcome *o) {
    if (s->sip_required != UTSKR_YES)
        return s->sip_required == UTSKR_NO ? MET : UNKNOWABLE;
    if (s->sip_excused)
        return MET;
    if (late == UTSKR_LATE_EXISTENCE)
        return merely_there(s, &s->sip_call_any);
    if (late == UTSKR_LATE_STRICT)
        return strictly(ctx, &s->sip_call, s->sip_due);
    o->not_before[SURE] = called(s, s->sip_call.sure, s->sip_due);
    o->not_before[POSSIBLE] = called(s, s->sip_call.possible, s->sip_due);
    return cured_late(ctx, s, &s->sip_call, s->sip_due);
}

static verdict ready_verdict(const spell *s) {
    if (s->told.sure != 0)
        return MET;
    if (s->told.possible != 0)
        return UNKNOWABLE;
    return s->end == 0 ? OPEN : NOT_MET;
}

static verdict from_answer(utskr_answer answer) {
    return answer == UTSKR_YES ? MET : answer == UTSKR_NO ? NOT_MET : UNKNOWABLE;
}

static int32_t payer_of(const context *ctx) {
    const utskr_stay *stay = &ctx->facts->stay;
    return stay->payer != 0 ? stay->payer : stay->municipality;
}

static verdict payer_verdict(const context *ctx) {
    const int32_t payer = payer_of(ctx);
    return payer > 0 ? MET : payer == UTSKR_MUNICIPALITY_NONE ? NOT_MET : UNKNOWABLE;
}

static verdict opposed_verdict(const context *ctx, const spell *s) {
    if (!ctx->pack->asks_not_opposed)
        return NOT_ASKED;
    if ((s->opposed == NULL) != (s->opposed_surely == NULL))
        return UNKNOWABLE;
    return s->opposed == NULL ? MET : NOT_MET;
}

static void weigh(const context *ctx, const spell *s, uint8_t late, outcome *o) {
    o->told[SURE] = s->told.sure;
    o->told[POSSIBLE] = s->told.possible;
    o->not_before[SURE] = o->not_before[POSSIBLE] = UTSKR_DATE_NONE;
    o->prerequisites[UTSKR_PRE_SCOPE] = from_answer(s->covered);
    o->prerequisites[UTSKR_PRE_ADMISSION_NOTICE] = admission_verdict(ctx, s, late, o);
    o->prerequisites[UTSKR_PRE_READY_NOTICE] = ready_verdict(s);
    o->prerequisites[UTSKR_PRE_SIP_CALL] = sip_verdict(ctx, s, late, o);
    o->prerequisites[UTSKR_PRE_PAYER] = payer_verdict(ctx);
    o->prerequisites[UTSKR_PRE_NOT_OPPOSED] = opposed_verdict(ctx, s);
}

static uint32_t prerequisites_that_are(const outcome *o, uint32_t verdicts) {
    uint32_t bits = 0;
    for (uint32_t i = 0; i < UTSKR_PREREQUISITE_COUNT; i++)
        if (verdicts & BIT(o->prerequisites[i]))
            bits |= BIT(i);
    return bits;
}

/* --- The status of a spell, the first that holds -------------------------------------------------------------------------------- */

static void conclude(outcome *o, utskr_liability_status status, uint32_t reasons) {
    o->figures.status = (uint8_t)status;
    o->figures.reasons |= reasons;
    if (status == UTSKR_LIABILITY_UNKNOWN)
        o->figures.days_known = o->figures.amount_known = 0;
}

/* The entry day by one way of reading what is not stated, moved by what the reading of `late` moves. */
static utskr_date entry_by(context *ctx, const spell *s, const outcome *o, int way) {
    const utskr_instant told = o->told[way];
    if (told == 0)
        return UTSKR_DATE_NONE;
    utskr_date entry = told == s->counted_from ? s->entry : utskr_entry_day(ctx, told, s->snapshot);
    if (o->not_before[way] > entry) /* UTSKR_DATE_NONE is before every day */
        entry = o->not_before[way];
    return utskr_deferred_entry(ctx, entry);
}

static void find_entry(context *ctx, const spell *s, outcome *o) {
    const utskr_date sure = entry_by(ctx, s, o, SURE);
    const bool as_sure = o->told[POSSIBLE] == o->told[SURE] && o->not_before[POSSIBLE] == o->not_before[SURE];
    const utskr_date possible = as_sure ? sure : entry_by(ctx, s, o, POSSIBLE);
    o->entries[SURE] = sure;
    o->entries[POSSIBLE] = possible;
    o->entry_known = s->told.sure != 0 && s->told.sure == s->told.possible && sure == possible;
    o->entry = sure != UTSKR_DATE_NONE && sure < possible ? sure : possible;
    o->figures.enters = o->entry_known ? o->entry : UTSKR_DATE_NONE;
}

/* Where the paying municipality is itself the region that cares for the patient nobody pays (1 kap. 1 § sista stycket). */
static bool one_principal(const context *ctx) {
    const int32_t region = ctx->facts->stay.region != 0 ? ctx->facts->stay.region : ctx->pack->county;
    const int32_t payer = payer_of(ctx);
    return payer > 0 && payer == ctx->pack->one_principal && region == payer / 100;
}

/* What makes liability out of the question by one way of reading what is not stated, whatever the rest: 0, or the reason. */
static uint32_t ruled_out_by(context *ctx, const spell *s, const outcome *o, int way) {
    const uint32_t snapshot = way == SURE ? s->snapshot_sure : s->snapshot;
    const utskr_answer covered = utskr_covered(ctx, snapshot);
    const utskr_date entry = o->entries[way];
    if (covered == UTSKR_NO)
        return BIT(UTSKR_REASON_NOT_COVERED);
    if (covered == UTSKR_YES && !(utskr_concerned_units(ctx, snapshot) & UTSKR_SNAP_MUNICIPAL))
        return BIT(UTSKR_REASON_NO_MUNICIPAL_NEED);
    if (one_principal(ctx))
        return BIT(UTSKR_REASON_ONE_PRINCIPAL);
    if (payer_of(ctx) == UTSKR_MUNICIPALITY_NONE)
        return BIT(UTSKR_REASON_NO_REGISTERED_MUNICIPALITY);
    if (s->end != 0 && o->told[way] != 0 &&
        (entry == UTSKR_DATE_NONE || utskr_days_between(ctx, s, entry) == 0)) /* none: deferred beyond today */
        return BIT(UTSKR_REASON_ENDED_BEFORE_ENTRY);
    return 0;
}

/* Do both ways of reading what is not stated come to the same day by the same answers? */
static bool same_ways(const spell *s, const outcome *o) {
    return o->told[SURE] == o->told[POSSIBLE] && o->entries[SURE] == o->entries[POSSIBLE] &&
           s->snapshot_sure == s->snapshot;
}

/* Both ways must rule it out. Where the notice has reached everybody only if what is not stated was so, that way decides: it gives the
 * earliest entry day. */
static uint32_t ruled_out(context *ctx, const spell *s, const outcome *o) {
    const uint32_t possible = ruled_out_by(ctx, s, o, POSSIBLE);
    const bool sure_too = o->told[SURE] == 0 || same_ways(s, o);
    if (possible == 0)
        return 0;
    return sure_too ? possible : ruled_out_by(ctx, s, o, SURE);
}

static bool outside_validity(const context *ctx, const spell *s) {
    const utskr_instant at = s->told.possible != 0 ? s->told.possible : instant_of(ctx, s->notice);
    return !valid_at(ctx->pack->valid_from, ctx->pack->valid_to, at);
}

static void charge(context *ctx, const spell *s, int32_t number, outcome *o) {
    utskr_count_days(ctx, s, o->entry, number, &o->figures);
    if (s->end == 0 && !utskr_barred(ctx, o->entry))
        conclude(o, UTSKR_LIABILITY_ACCRUING, 0);
    else if (o->figures.days > 0)
        conclude(o, UTSKR_LIABILITY_ENDED, 0);
    else
        conclude(o, UTSKR_LIABILITY_NONE, BIT(UTSKR_REASON_ALL_DAYS_FREED));
}

/* `number`: that of the spell, if its days are to be listed; else -1. */
static void decide(context *ctx, const spell *s, int32_t number, outcome *o) {
    o->figures = (utskr_figures){ .enters = UTSKR_DATE_NONE, .days_known = 1, .amount_known = 1 };
    if (outside_validity(ctx, s)) {
        conclude(o, UTSKR_LIABILITY_UNKNOWN, BIT(UTSKR_REASON_OUTSIDE_VALIDITY));
        return;
    }
    find_entry(ctx, s, o);
    const bool before_entry =
        o->entry_known && (o->entry == UTSKR_DATE_NONE || !utskr_clock_reached(ctx->at, o->entry));
    const uint32_t out_of_question = ruled_out(ctx, s, o);
    if (out_of_question != 0)
        conclude(o, UTSKR_LIABILITY_NONE, out_of_question);
    else if (prerequisites_that_are(o, BIT(NOT_MET)) != 0)
        conclude(o, UTSKR_LIABILITY_BLOCKED, prerequisites_that_are(o, BIT(NOT_MET)));
    else if (prerequisites_that_are(o, BIT(UNKNOWABLE)) != 0 || (!o->entry_known && s->told.sure != 0))
        conclude(o, UTSKR_LIABILITY_UNKNOWN, prerequisites_that_are(o, BIT(UNKNOWABLE) | BIT(OPEN)));
    else if (ctx->pack->active_unknown)
        conclude(o, UTSKR_LIABILITY_UNKNOWN, BIT(UTSKR_REASON_LIABILITY_NOT_ACTIVE));
    else if (prerequisites_that_are(o, BIT(OPEN)) != 0 || before_entry)
        conclude(o, UTSKR_LIABILITY_PENDING,
                 prerequisites_that_are(o, BIT(OPEN)) | (before_entry ? BIT(UTSKR_REASON_BEFORE_ENTRY) : 0));
    else
        charge(ctx, s, number, o);
}

/* A day is added: one that is charged, or, where the days are shown, any. */
static void foresee_day(context *ctx, const spell *s, bool shown, const outcome *o) {
    const utskr_date today = utskr_local_date(ctx->at);
    const utskr_date day = shown ? today : utskr_next_charged(ctx, s, o->entry, today);
    if (day != UTSKR_DATE_NONE)
        changes_at(ctx, utskr_day_start(day + 1));
}

/* The instants ahead at which a spell that is still open comes to something else by itself. Its reasons are `shown` only under the
 * chosen reading; elsewhere its days are `counted` if those of the spells before it are known. */
static void foresee(context *ctx, const spell *s, uint8_t late, bool shown, bool counted, const outcome *o) {
    const bool outside =
        (o->figures.reasons & BIT(UTSKR_REASON_OUTSIDE_VALIDITY)) != 0; /* whatever becomes of the rest */
    const bool open =
        o->figures.status == UTSKR_LIABILITY_PENDING || (o->figures.status == UTSKR_LIABILITY_UNKNOWN && !outside);
    const bool times_out =
        (shown || open) && (late == UTSKR_LATE_STRICT || (late == UTSKR_LATE_CURABLE && s->end != 0));
    if (o->prerequisites[UTSKR_PRE_ADMISSION_NOTICE] == OPEN && times_out)
        changes_at(ctx, s->admission_due + 1);
    if (o->prerequisites[UTSKR_PRE_SIP_CALL] == OPEN && times_out)
        changes_at(ctx, s->sip_due + 1);
    if (s->end != 0)
        return;
    if (o->figures.status == UTSKR_LIABILITY_PENDING && o->figures.enters != UTSKR_DATE_NONE &&
        (shown || prerequisites_that_are(o, BIT(OPEN)) == 0))
        changes_at(ctx, utskr_day_start(o->entry));
    const bool barred =
        o->figures.status == UTSKR_LIABILITY_NONE &&
        (o->figures.reasons & BIT(UTSKR_REASON_ALL_DAYS_FREED)) != 0; /* its days are shown all the same */
    if (shown ? o->figures.status == UTSKR_LIABILITY_ACCRUING || barred
              : o->figures.status == UTSKR_LIABILITY_ACCRUING && counted)
        foresee_day(ctx, s, shown, o);
}

/* Do two readings of `late` weigh the spell alike, with nothing left open? Then they come to the same, now and later. */
static bool weigh_alike(const outcome *a, const outcome *b) {
    return memcmp(a->prerequisites, b->prerequisites, sizeof a->prerequisites) == 0 && a->told[SURE] == b->told[SURE] &&
           a->told[POSSIBLE] == b->told[POSSIBLE] && a->not_before[SURE] == b->not_before[SURE] &&
           a->not_before[POSSIBLE] == b->not_before[POSSIBLE] && prerequisites_that_are(a, BIT(OPEN)) == 0;
}

/* --- The case: its spells together ------------------------------------------------------------ */

static utskr_figures without_spells(context *ctx) {
    utskr_figures f = { .enters = UTSKR_DATE_NONE, .days_known = 1, .amount_known = 1 };
    const bool known = utskr_covered(ctx, ctx->facts->snapshot) != UTSKR_UNKNOWN;
    f.status = known ? UTSKR_LIABILITY_NONE : UTSKR_LIABILITY_UNKNOWN;
    f.reasons = known ? BIT(UTSKR_REASON_NO_READY_NOTICE) : BIT(UTSKR_REASON_PRE_SCOPE);
    return f;
}

/* Adds a spell, later than those before, to the figures of the case. `*charged` remembers the first that charged and the last. */
typedef struct sum {
    utskr_figures all;
    utskr_date first_charged;
    uint32_t charged_reasons;
    bool any_charged;
} sum;

static void add_spell(sum *t, const utskr_figures *f) {
    t->all.days += f->days;
    t->all.ore += f->ore;
    t->all.days_known &= f->days_known;
    t->all.amount_known &= f->amount_known;
    t->all.status = f->status;
    t->all.reasons = f->reasons;
    t->all.enters = f->enters;
    if (f->days == 0)
        return;
    if (!t->any_charged)
        t->first_charged = f->enters;
    t->any_charged = true;
    t->charged_reasons = f->reasons;
}

static utskr_figures total_of(sum *t) {
    utskr_figures f = t->all;
    if (t->any_charged) {
        f.enters = t->first_charged;
        if (f.status == UTSKR_LIABILITY_NONE || f.status == UTSKR_LIABILITY_BLOCKED) {
            f.status = UTSKR_LIABILITY_ENDED;
            f.reasons = t->charged_reasons;
        }
    }
    if (!f.days_known) {
        f.days = 0;
        f.amount_known = 0;
    } else if (!f.amount_known) {
        f.reasons |= BIT(UTSKR_REASON_RATE_UNKNOWN); /* of an earlier spell, it may be */
    }
    if (!f.amount_known)
        f.ore = 0;
    return f;
}

static utskr_answer answer_of(verdict v) {
    if (v == NOT_ASKED)
        return UTSKR_NOT_NEEDED;
    return v == MET ? UTSKR_YES : v == NOT_MET ? UTSKR_NO : UTSKR_UNKNOWN;
}

static void describe_spell(const context *ctx, const spell *s, const outcome *o, utskr_spell_judgement *out) {
    *out = (utskr_spell_judgement){ .notice = instant_of(ctx, s->notice),
                                    .told = s->told.sure == s->told.possible ? s->told.sure : 0,
                                    .end = s->end,
                                    .figures = o->figures,
                                    .notice_index = s->notice->index,
                                    .told_index = s->told.index,
                                    .end_index = s->span->end_index,
                                    .ended_by = s->span->end };
    for (uint32_t i = 0; i < UTSKR_PREREQUISITE_COUNT; i++)
        out->prerequisites[i] = (uint8_t)answer_of(o->prerequisites[i]);
    out->prerequisite_index[UTSKR_PRE_SCOPE] = index_of(fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED));
    const bool complete = s->admission.index != 0;
    out->prerequisite_index[UTSKR_PRE_ADMISSION_NOTICE] = complete ? s->admission.index : s->admission_any.index;
    out->prerequisite_index[UTSKR_PRE_READY_NOTICE] = s->told.index != 0 ? s->told.index : s->notice->index;
    out->prerequisite_index[UTSKR_PRE_SIP_CALL] = s->sip_excused           ? s->sip_excuse_index
                                                  : s->sip_call.index != 0 ? s->sip_call.index
                                                                           : s->sip_call_any.index;
    out->prerequisite_index[UTSKR_PRE_NOT_OPPOSED] = ctx->pack->asks_not_opposed ? index_of(s->opposed) : 0;
}

static void add_spell_evidence(context *ctx, const utskr_spell_judgement *s) {
    for (int32_t i = 0; i < UTSKR_PREREQUISITE_COUNT; i++) {
        const char *id = utskr_prerequisite_name(i);
        if (i == UTSKR_PRE_NOT_OPPOSED && s->prerequisites[i] == UTSKR_NOT_NEEDED)
            continue;
        utskr_add_evidence(ctx, id, id, s->prerequisite_index[i], true, (utskr_answer)s->prerequisites[i]);
    }
    utskr_add_evidence(ctx, "enters", "entry-day", s->told_index, true,
                       s->figures.enters == UTSKR_DATE_NONE ? UTSKR_UNKNOWN : UTSKR_YES);
}

static void read_spells(context *ctx, spell *spells) {
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++)
        utskr_read_spell(ctx, i, &spells[i]);
}

/* The case under a reading of `late`, from what its spells come to. */
static utskr_figures add_up(context *ctx, const outcome *outcomes) {
    if (ctx->facts->spell_count == 0)
        return without_spells(ctx);
    sum t = { { 0 }, 0, 0, false };
    t.all.days_known = t.all.amount_known = 1;
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++)
        add_spell(&t, &outcomes[i].figures);
    return total_of(&t);
}

/* The case under the chosen reading of `late`: its spells and days go into the judgement, unless bitmaps are all that is told. */
static utskr_figures figures_chosen(context *ctx, const spell *spells, uint8_t late, outcome *outcomes) {
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++) {
        weigh(ctx, &spells[i], late, &outcomes[i]);
        decide(ctx, &spells[i], (int32_t)i, &outcomes[i]);
        foresee(ctx, &spells[i], late, true, true, &outcomes[i]);
        if (ctx->bits == NULL)
            describe_spell(ctx, &spells[i], &outcomes[i], &ctx->out->liability.spells[i]);
    }
    return add_up(ctx, outcomes);
}

/* A spell under another reading; `known`: its outcome under the chosen reading of `late`, or NULL. True: it is the same. */
static bool judge_otherwise(context *ctx, const spell *s, uint8_t late, bool counted, const outcome *known,
                            outcome *o) {
    weigh(ctx, s, late, o);
    if (known != NULL && weigh_alike(known, o)) {
        o->figures = known->figures;
        return true;
    }
    decide(ctx, s, -1, o);
    foresee(ctx, s, late, false, counted, o);
    return false;
}

/* The case under another reading; `known`: the outcomes under the chosen reading of `late`, which come to `total`, or NULL. */
static utskr_figures figures_under(context *ctx, const spell *spells, uint8_t late, const outcome *known,
                                   const utskr_figures *total) {
    outcome outcomes[UTSKR_SPELL_LIMIT];
    bool counted = true, alike = known != NULL;
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++) {
        const outcome *same = known == NULL ? NULL : &known[i];
        alike = judge_otherwise(ctx, &spells[i], late, counted, same, &outcomes[i]) && alike;
        counted = counted && outcomes[i].figures.days_known;
    }
    return alike ? *total : add_up(ctx, outcomes);
}

/* --- The other readings -------------------------------------------------------------------------------------------------------------- */

static bool same_figures(const utskr_figures *a, const utskr_figures *b) {
    return a->days_known == b->days_known && a->amount_known == b->amount_known && a->days == b->days &&
           a->ore == b->ore;
}

static void try_value(context *ctx, utskr_reading reading, uint8_t value, uint8_t late, utskr_liability *out) {
    const uint8_t chosen = ctx->reading[reading];
    spell spells[UTSKR_SPELL_LIMIT];
    ctx->reading[reading] = value;
    read_spells(ctx, spells);
    const utskr_figures f = figures_under(ctx, spells, late, NULL, NULL);
    ctx->reading[reading] = chosen;
    if (same_figures(&f, &out->figures) || out->alternative_count == UTSKR_ALTERNATIVE_LIMIT)
        return;
    out->alternatives[out->alternative_count++] = (utskr_alternative){ .reading = (uint8_t)reading,
                                                                       .value = value,
                                                                       .days_known = f.days_known,
                                                                       .amount_known = f.amount_known,
                                                                       .days = f.days,
                                                                       .ore = f.ore };
}

/* One reading at a time, and only those that were asked for: no other can make a difference. */
static void try_alternatives(context *ctx, uint64_t consulted, uint8_t late, utskr_liability *out) {
    for (int32_t r = UTSKR_READ_LATE + 1; r < UTSKR_NATIONAL_READING_COUNT; r++) {
        if (!(consulted & UINT64_C(1) << r))
            continue;
        const uint8_t values = (uint8_t)utskr_reading_at(r)->value_count;
        for (uint8_t v = 0; v < values; v++)
            if (v != ctx->reading[r])
                try_value(ctx, (utskr_reading)r, v, late, out);
    }
}

/* Where nothing is charged and never will be, a reading of `late` names no entry day. */
static utskr_figures without_entry(utskr_figures f) {
    if (f.status == UTSKR_LIABILITY_NONE || f.status == UTSKR_LIABILITY_BLOCKED)
        f.enters = UTSKR_DATE_NONE;
    return f;
}

/* --- The whole --------------------------------------------------------------------------------------------------------------------------- */

bool utskr_outside_agreement(const context *ctx) {
    return ctx->pack->county != 0 && payer_of(ctx) > 0 && payer_of(ctx) / 100 != ctx->pack->county;
}

/* Under the chosen readings, and under the others of `late` if `late_too`. Gives the chosen one's bits of the readings consulted. */
static void judge_readings(context *ctx, bool late_too) {
    utskr_liability *out = &ctx->out->liability;
    spell spells[UTSKR_SPELL_LIMIT];
    outcome outcomes[UTSKR_SPELL_LIMIT];
    const uint8_t late = ctx->reading[UTSKR_READ_LATE];
    read_spells(ctx, spells);
    out->figures = figures_chosen(ctx, spells, late, outcomes);
    const uint64_t consulted = ctx->consulted;
    out->late[late] = without_entry(out->figures);
    for (uint8_t l = UTSKR_LATE_STRICT; late_too && l <= UTSKR_LATE_EXISTENCE; l++)
        if (l != late)
            out->late[l] = without_entry(figures_under(ctx, spells, l, outcomes, &out->figures));
    ctx->consulted = consulted;
}

/* The same with a context of its own, whose readings and pack may become those of the act. */
static APART void judge_apart(context *ctx, bool late_too, bool alternatives) {
    context mine = *ctx;
    if (ctx->out->liability.under_act) {
        mine.pack = &utskr_pack_lus;
        utskr_readings_under(mine.pack, mine.asked, mine.reading);
    }
    ctx->out->liability.collective = mine.pack->settled.model != SETTLED_BY_CASE;
    mine.consulted = 0;
    mine.recording = alternatives;
    judge_readings(&mine, late_too);
    ctx->next_change = mine.next_change; /* not of the alternatives, which a host need not ask for */
    if (alternatives)
        try_alternatives(&mine, mine.consulted, mine.reading[UTSKR_READ_LATE], &ctx->out->liability);
}

void utskr_judge_liability(context *ctx, bool late_too, bool alternatives) {
    utskr_liability *out = &ctx->out->liability;
    out->under_act = utskr_outside_agreement(ctx);
    out->payer = payer_of(ctx);
    out->collective = ctx->pack->settled.model != SETTLED_BY_CASE;
    out->spell_count = ctx->facts->spell_count;
    out->alternative_count = 0;
    if (out->under_act || alternatives)
        judge_apart(ctx, late_too, alternatives);
    else
        judge_readings(ctx, late_too);
    if (out->spell_count != 0 && ctx->explaining)
        add_spell_evidence(ctx, &out->spells[out->spell_count - 1]);
}
