/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading one ready spell. */
#include "liability/spell.h"

#include "deadline/due.h"
#include "liability/days.h"

#define REQUIRED_CONTENT                                                                                               \
    (UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |                                   \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE) /* 2 kap. 2 § */

/* --- Recipients and content that may be unstated ---------------------------------------------------------------------- */

static uint32_t content_of(context *ctx, const utskr_fact *message, bool optimistic) {
    if (message->mask & UTSKR_CONTAINS_STATED)
        return message->mask & REQUIRED_CONTENT;
    ctx->unstated = true;
    return optimistic || reading_of(ctx, UTSKR_READ_UNSTATED_CONTENT) != 0 ? REQUIRED_CONTENT : 0;
}

/* --- T ------------------------------------------------------------------------------------------------------------------- */

static uint32_t municipal_units(context *ctx, uint32_t snapshot) {
    return utskr_concerned_units(ctx, snapshot) & UTSKR_SNAP_MUNICIPAL;
}

/* What ended the spell, or NULL while it is open. */
static const utskr_fact *ending(const context *ctx, const utskr_span *span) {
    static const uint8_t kinds[] = { [UTSKR_END_DISCHARGED] = UTSKR_DISCHARGED,
                                     [UTSKR_END_WITHDRAWN] = UTSKR_DISCHARGE_READY_WITHDRAWN,
                                     [UTSKR_END_INTERRUPTED] = UTSKR_INTERRUPTED,
                                     [UTSKR_END_DECEASED] = UTSKR_DECEASED };
    if (span->end == UTSKR_END_OPEN)
        return NULL;
    const utskr_fact *f = fact_first(ctx->facts, kinds[span->end]);
    while (f != NULL && f->index != span->end_index)
        f = fact_next(ctx->facts, f);
    return f;
}

/* Before the spell ended, in the second of its end by the order of the log? */
static bool within_span(const context *ctx, const utskr_span *span, const utskr_fact *fact) {
    if (span->end == UTSKR_END_OPEN || fact->after < span->end_after)
        return true;
    return fact->after == span->end_after && fact_precedes(fact, ending(ctx, span));
}

/* The notice after this one in the same spell, or NULL. */
static const utskr_fact *next_notice(const utskr_facts *facts, const utskr_span *span, const utskr_fact *notice) {
    const utskr_fact *next = fact_next(facts, notice);
    const bool last_spell = span == &facts->spells[facts->spell_count - 1];
    if (next == NULL || (next->flags & UTSKR_FACT_AFTER_STAY))
        return NULL;
    if (!last_spell && next == fact_in_slot(facts, span[1].first))
        return NULL;
    return next;
}

/* An assessment between two notices after which nobody untold is left, or NULL. */
static const utskr_fact *narrowed_between(context *ctx, const utskr_span *span, const utskr_fact *from,
                                          const utskr_fact *to, uint32_t told) {
    const utskr_fact *f = utskr_first_assessment_after(ctx, from);
    for (; f != NULL && (to == NULL || fact_precedes(f, to)) && within_span(ctx, span, f); f = fact_next(ctx->facts, f))
        if ((municipal_units(ctx, f->snapshot) & ~told) == 0)
            return f;
    return NULL;
}

/* The event at which every municipal unit then concerned had been sent the notice, or NULL. */
static const utskr_fact *event_told(context *ctx, const utskr_span *span, bool optimistic) {
    uint32_t told = 0;
    const utskr_fact *notice = fact_in_slot(ctx->facts, span->first);
    while (notice != NULL) {
        const uint32_t concerned = municipal_units(ctx, notice->snapshot);
        if (concerned & ~told)
            told |= utskr_units_reached(ctx, notice, optimistic);
        if ((concerned & ~told) == 0)
            return notice;
        const utskr_fact *next = next_notice(ctx->facts, span, notice);
        const utskr_fact *narrowed = narrowed_between(ctx, span, notice, next, told);
        if (narrowed != NULL)
            return narrowed;
        notice = next;
    }
    return NULL;
}

static void read_told(context *ctx, spell *s) {
    ctx->unstated = false;
    const utskr_fact *sure = event_told(ctx, s->span, false);
    const utskr_fact *possible = ctx->unstated ? event_told(ctx, s->span, true) : sure;
    s->told_surely = sure;
    s->told_possibly = possible;
    s->told.sure = instant_of(ctx, sure);
    s->told.possible = instant_of(ctx, possible);
    s->told.index = index_of(sure);
    s->snapshot = possible != NULL ? possible->snapshot : s->notice->snapshot;
    s->snapshot_sure = sure != NULL ? sure->snapshot : s->snapshot;
    s->covered = utskr_covered(ctx, s->snapshot);
    if (sure != possible && sure != NULL && utskr_covered(ctx, sure->snapshot) != s->covered)
        s->covered = UTSKR_UNKNOWN; /* it depends on what is not stated */
}

/* --- The admission notice -------------------------------------------------------------------------------------------------- */

/* Have those been told whom the reading asks for? The reading is asked only where it matters. */
static bool told_enough(context *ctx, uint32_t concerned, uint32_t told) {
    if (!(told & UTSKR_SNAP_MUNICIPAL))
        return false;
    if ((concerned & ~told) == 0)
        return true;
    switch (reading_of(ctx, UTSKR_READ_ADMISSION_RECIPIENTS)) {
    case 0: return true;
    case 1: return (concerned & UTSKR_SNAP_MUNICIPAL & ~told) == 0;
    default: return false;
    }
}

/* The notice that completed it, or NULL; `*any` becomes the first to a municipal unit. Contents add up over the notices that had a
 * municipal unit among their recipients. */
static const utskr_fact *admission_complete(context *ctx, uint32_t concerned, bool optimistic, const utskr_fact **any) {
    uint32_t told = 0;
    uint32_t content = 0;
    *any = NULL;
    for (const utskr_fact *n = fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE); n != NULL;
         n = fact_next(ctx->facts, n)) {
        const uint32_t units = utskr_units_reached(ctx, n, optimistic);
        told |= units;
        if (units & UTSKR_SNAP_MUNICIPAL) {
            content |= content_of(ctx, n, optimistic);
            if (*any == NULL)
                *any = n;
        }
        if (content == REQUIRED_CONTENT && told_enough(ctx, concerned, told))
            return n;
    }
    return NULL;
}

/* The first assessment that named a municipal need, or NULL. */
static const utskr_fact *first_municipal_need(const context *ctx) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    while (f != NULL && !(f->snapshot & UTSKR_SNAP_MUNICIPAL))
        f = fact_next(ctx->facts, f);
    return f;
}

/* From when the 24 hours count: the later of admission and that assessment (2 kap. 3 §); NULL while they have not begun. */
static const utskr_fact *owed_from(const context *ctx) {
    const utskr_fact *need = first_municipal_need(ctx);
    if (need == NULL || ctx->admitted == NULL)
        return NULL;
    return fact_precedes(need, ctx->admitted) ? ctx->admitted : need;
}

static void read_admission(context *ctx, spell *s) {
    const utskr_fact *any_sure;
    const utskr_fact *from = owed_from(ctx);
    const uint32_t concerned = from == NULL ? 0 : utskr_concerned_units(ctx, from->snapshot);
    ctx->unstated = false;
    const utskr_fact *sure = admission_complete(ctx, concerned, false, &any_sure);
    const utskr_fact *any_possible = any_sure;
    const utskr_fact *possible = ctx->unstated ? admission_complete(ctx, concerned, true, &any_possible) : sure;
    s->admission = (reach){ instant_of(ctx, sure), instant_of(ctx, possible), index_of(sure) };
    s->admission_any = (reach){ instant_of(ctx, any_sure), instant_of(ctx, any_possible), index_of(any_sure) };
    s->admission_due = from == NULL ? 0 : utskr_row_due(ctx, utskr_row_admission_notice, instant_of(ctx, from));
}

/* --- The call to a SIP -------------------------------------------------------------------------------------------------------- */

static const utskr_fact *call_complete(context *ctx, uint32_t units, bool optimistic) {
    uint32_t told = 0;
    const pattern *by = &utskr_row_sip_call->met[0];
    const utskr_fact *call = matching_from(ctx->facts, fact_first(ctx->facts, UTSKR_SIP_CALL), by, 0);
    for (; call != NULL; call = matching_from(ctx->facts, fact_next(ctx->facts, call), by, 0)) {
        told |= utskr_units_reached(ctx, call, optimistic);
        if ((units & ~told) == 0)
            return call;
    }
    return NULL;
}

/* The first assessment after the notice by which services are no longer needed from both principals, or each of the units that were to
 * be called has been left out, or the planning is that of open compulsory care instead; or NULL. */
static const utskr_fact *need_withdrawn(context *ctx, const utskr_fact *notice) {
    uint32_t units = utskr_concerned_units(ctx, notice->snapshot) & ~UTSKR_SNAP_OUTPATIENT;
    const utskr_fact *f = utskr_first_assessment_after(ctx, notice);
    for (; f != NULL; f = fact_next(ctx->facts, f)) {
        units &= utskr_concerned_units(ctx, f->snapshot);
        if (units == 0 || utskr_both_needed(ctx, f->snapshot) != UTSKR_YES ||
            (f->snapshot & UTSKR_SNAP_OPEN_COMPULSORY))
            break;
    }
    return f;
}

static void read_sip_excuse(context *ctx, spell *s) {
    const utskr_fact *declined = utskr_first_decline_after(ctx, s->notice);
    const utskr_fact *withdrawn = need_withdrawn(ctx, s->notice);
    const utskr_fact *excuse = declined;
    if (excuse == NULL || (withdrawn != NULL && fact_precedes(withdrawn, excuse)))
        excuse = withdrawn;
    s->sip_excused = excuse != NULL && instant_of(ctx, excuse) <= s->sip_due;
    s->sip_excuse_index = s->sip_excused ? excuse->index : 0;
}

static void read_sip(context *ctx, spell *s) {
    s->sip_required = utskr_sip_required(ctx, s->notice->snapshot, NULL);
    if (s->sip_required != UTSKR_YES)
        return;
    const uint32_t units = utskr_concerned_units(ctx, s->notice->snapshot) & ~UTSKR_SNAP_OUTPATIENT;
    ctx->unstated = false;
    const utskr_fact *sure = call_complete(ctx, units, false);
    const utskr_fact *possible = ctx->unstated ? call_complete(ctx, units, true) : sure;
    s->sip_call = (reach){ instant_of(ctx, sure), instant_of(ctx, possible), index_of(sure) };
    const utskr_fact *any =
        matching_from(ctx->facts, fact_first(ctx->facts, UTSKR_SIP_CALL), &utskr_row_sip_call->met[0], 0);
    s->sip_call_any = (reach){ instant_of(ctx, any), instant_of(ctx, any), index_of(any) };
    s->sip_due = utskr_row_due(ctx, utskr_row_sip_call, instant_of(ctx, s->notice));
    read_sip_excuse(ctx, s);
}

/* --- The patient's refusal ------------------------------------------------------------------------------------------------------ */

/* The first refusal of one of the units; with `every`, NULL unless all of them are refused. */
static const utskr_fact *refused_of(const context *ctx, uint32_t units, bool every, const utskr_fact *last) {
    const utskr_fact *first = NULL;
    for (uint32_t party = UTSKR_PARTY_OUTPATIENT; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        if (!(units & unit_of_party(party)))
            continue;
        const utskr_fact *refused = utskr_refusal_after(ctx, UTSKR_SCOPE_SERVICES, party, last);
        if (every && refused == NULL)
            return NULL;
        if (first == NULL)
            first = refused;
    }
    return first;
}

/* One of the municipal units concerned is enough. Where there is none, the patient has refused who has refused every unit concerned,
 * or, as long as nobody is, all of them. */
static const utskr_fact *opposed_after(context *ctx, const utskr_fact *last) {
    const uint32_t snapshot = last != NULL ? last->snapshot : ctx->facts->snapshot;
    const uint32_t concerned = utskr_concerned_units(ctx, snapshot);
    if (concerned & UTSKR_SNAP_MUNICIPAL)
        return refused_of(ctx, concerned & UTSKR_SNAP_MUNICIPAL, false, last);
    return refused_of(ctx, concerned != 0 ? concerned : UTSKR_SNAP_UNITS, true, last);
}

/* Read at T, as pre-scope is; where there is no T, at the end of the spell, or now. */
static void read_opposed(context *ctx, spell *s) {
    if (!ctx->pack->asks_not_opposed || !(ctx->refused & 1u << UTSKR_SCOPE_SERVICES))
        return;
    const utskr_fact *untold = s->told_possibly == NULL || s->told_surely == NULL ? ending(ctx, s->span) : NULL;
    s->opposed = opposed_after(ctx, s->told_possibly != NULL ? s->told_possibly : untold);
    s->opposed_surely = opposed_after(ctx, s->told_surely != NULL ? s->told_surely : untold);
}

void utskr_read_spell(context *ctx, uint32_t i, spell *out) {
    *out = (spell){ .span = &ctx->facts->spells[i] };
    out->notice = fact_in_slot(ctx->facts, out->span->first);
    out->end = out->span->end == UTSKR_END_OPEN ? 0 : ctx->facts->first + out->span->end_after;
    out->end_day = out->end == 0 ? UTSKR_DATE_NONE : utskr_local_date(out->end);
    read_told(ctx, out);
    read_admission(ctx, out);
    read_sip(ctx, out);
    read_opposed(ctx, out);
    out->counted_from = out->told.sure != 0 ? out->told.sure : out->told.possible;
    out->entry = out->counted_from == 0 ? UTSKR_DATE_NONE : utskr_entry_day(ctx, out->counted_from, out->snapshot);
}
