/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Triggers: the occasions on which a row's obligation arises. */
#include "deadline/occasion.h"

#include "liability/spell.h"

/* Makes an occasion for each party that the row obliges. */
static void arise(context *ctx, const rule_row *r, const utskr_fact *fact, uint32_t units, const utskr_span *span,
                  occasion_sink sink) {
    for (uint32_t party = UTSKR_PARTY_HOSPITAL; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        if (!(r->parties & UTSKR_TO(party)))
            continue;
        const occasion o = { .fact = fact, .span = span, .snapshot = fact->snapshot, .units = units, .party = party,
                             .certain = UTSKR_YES };
        sink(ctx, r, &o);
    }
}

/* A discharge-ready notice or a discharge after the stay sets nothing off. */
static bool too_late_to_count(const utskr_fact *fact, int32_t kind) {
    return (fact->flags & UTSKR_FACT_AFTER_STAY) != 0 &&
           (kind == UTSKR_DISCHARGE_READY_NOTICE || kind == UTSKR_DISCHARGED);
}

static void arise_plainly(context *ctx, const rule_row *r, const utskr_fact *fact, occasion_sink sink) {
    if (fact != NULL && !too_late_to_count(fact, r->from.kind))
        arise(ctx, r, fact, utskr_concerned_units(ctx, fact->snapshot), NULL, sink);
}

/* --- Need ----------------------------------------------------------------------------------------------------------------------- */

/* The last assessment at or before the admission, from which the admission itself is the trigger; else the first one after. */
static const utskr_fact *first_standing(const context *ctx, const utskr_fact *f) {
    const utskr_fact *next = fact_next(ctx->facts, f);
    while (next != NULL && next->after <= ctx->admitted->after) {
        f = next;
        next = fact_next(ctx->facts, f);
    }
    return f;
}

static void arise_for_units(context *ctx, const rule_row *r, const utskr_fact *assessed, uint32_t units, occasion_sink sink) {
    const bool before = !fact_precedes(ctx->admitted, assessed) && assessed->after <= ctx->admitted->after;
    const occasion o = { .fact = before ? ctx->admitted : assessed, .snapshot = assessed->snapshot, .units = units,
                         .party = UTSKR_PARTY_HOSPITAL, .certain = UTSKR_YES };
    sink(ctx, r, &o);
}

static void from_need(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    uint32_t before = 0;
    if (f == NULL || ctx->admitted == NULL)
        return;
    for (f = first_standing(ctx, f); f != NULL && !(f->flags & UTSKR_FACT_AFTER_STAY); f = fact_next(ctx->facts, f)) {
        const uint32_t units = utskr_concerned_units(ctx, f->snapshot);
        if (units & ~before)
            arise_for_units(ctx, r, f, units & ~before, sink);
        before = units;
    }
}

utskr_instant utskr_first_need(context *ctx) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    if (f == NULL || ctx->admitted == NULL)
        return 0;
    for (f = first_standing(ctx, f); f != NULL && !(f->flags & UTSKR_FACT_AFTER_STAY); f = fact_next(ctx->facts, f))
        if (utskr_covered(ctx, f->snapshot) == UTSKR_YES)
            return instant_of(ctx, f->after > ctx->admitted->after ? f : ctx->admitted);
    return 0;
}

/* --- Messages to a party ---------------------------------------------------------------------------------------------------------- */

/* Was the message sent to the party: yes, no, or not stated? */
static utskr_answer sent_to(context *ctx, const utskr_fact *message, uint32_t party) {
    if (message->mask & UTSKR_TO_STATED)
        return message->mask & UTSKR_TO(party) ? UTSKR_YES : UTSKR_NO;
    const uint32_t unit = unit_of_party(party);
    if (utskr_units_reached(ctx, message, false) & unit)
        return UTSKR_YES;
    const bool concerned = (utskr_concerned_units(ctx, message->snapshot) & unit) != 0;
    return concerned && (utskr_units_reached(ctx, message, true) & unit) != 0 ? UTSKR_UNKNOWN : UTSKR_NO;
}

/* Can a message set the row off for the party? Only while the act applies, and the party is concerned if the row says so. */
static bool may_set_off(context *ctx, const rule_row *r, const utskr_fact *f, uint32_t party) {
    if (utskr_covered(ctx, f->snapshot) != UTSKR_YES)
        return false;
    return !(r->when & WHEN_CONCERNED) || (utskr_concerned_units(ctx, f->snapshot) & unit_of_party(party)) != 0;
}

/* The first message from `f` on, before `end`, that was sent to the party for sure; else the first that may have been. */
static void from_sent(context *ctx, const rule_row *r, const utskr_fact *f, const utskr_fact *end, uint32_t party,
                      occasion_sink sink) {
    const utskr_fact *maybe = NULL;
    const utskr_fact *sure = NULL;
    for (; f != NULL && f != end && sure == NULL; f = fact_next(ctx->facts, f)) {
        if (f->party == party || !fact_matches(f, &r->from, party) || too_late_to_count(f, r->from.kind) || !may_set_off(ctx, r, f, party))
            continue;
        const utskr_answer sent = sent_to(ctx, f, party);
        if (sent == UTSKR_YES)
            sure = f;
        else if (sent == UTSKR_UNKNOWN && maybe == NULL)
            maybe = f;
    }
    const utskr_fact *first = sure != NULL ? sure : maybe;
    if (first == NULL)
        return;
    const occasion o = { .fact = first, .snapshot = first->snapshot, .party = party,
                         .units = utskr_concerned_units(ctx, first->snapshot),
                         .certain = sure != NULL ? UTSKR_YES : UTSKR_UNKNOWN };
    sink(ctx, r, &o);
}

static void from_first_sent(context *ctx, const rule_row *r, const utskr_fact *from, const utskr_fact *end,
                            occasion_sink sink) {
    for (uint32_t party = UTSKR_PARTY_HOSPITAL; from != NULL && party <= UTSKR_PARTY_SOCIAL_SERVICES; party++)
        if (r->parties & UTSKR_TO(party))
            from_sent(ctx, r, from, end, party, sink);
}

static void from_sent_after_plan(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_fact *plan = fact_first(ctx->facts, UTSKR_SIP_ESTABLISHED);
    while (plan != NULL && !(plan->mask & UTSKR_SIP_FOLLOWUP))
        plan = fact_next(ctx->facts, plan);
    const utskr_fact *f = fact_first(ctx->facts, r->from.kind);
    while (plan != NULL && f != NULL && !fact_precedes(plan, f))
        f = fact_next(ctx->facts, f);
    from_first_sent(ctx, r, plan == NULL ? NULL : f, NULL, sink);
}

/* --- Events of a pattern ------------------------------------------------------------------------------------------------------------ */

static void from_each(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_fact *f = matching_from(ctx->facts, fact_first(ctx->facts, r->from.kind), &r->from, 0);
    for (; f != NULL; f = matching_from(ctx->facts, fact_next(ctx->facts, f), &r->from, 0))
        arise_plainly(ctx, r, f, sink);
}


utskr_instant utskr_expected_before(const context *ctx, const utskr_fact *fact) {
    static const uint8_t kinds[] = { UTSKR_PLANNED_ADMISSION, UTSKR_ADMISSION_NOTICE, UTSKR_EXPECTED_DISCHARGE };
    const utskr_fact *latest = NULL;
    for (size_t i = 0; i < sizeof kinds; i++)
        for (const utskr_fact *f = fact_first(ctx->facts, kinds[i]); f != NULL && fact_precedes(f, fact);
             f = fact_next(ctx->facts, f))
            if (fact_value(f) != 0 && (latest == NULL || fact_precedes(latest, f)))
                latest = f;
    return latest == NULL ? 0 : fact_value(latest);
}

/* Each event of the pattern that follows on one of its kind that is not of it, or on none. */
static void from_each_onset(context *ctx, const rule_row *r, occasion_sink sink) {
    bool before = false;
    for (const utskr_fact *f = fact_first(ctx->facts, r->from.kind); f != NULL; f = fact_next(ctx->facts, f)) {
        const bool now = fact_matches(f, &r->from, 0);
        if (now && !before)
            arise_plainly(ctx, r, f, sink);
        before = now;
    }
}

bool utskr_changes_expected(const context *ctx, const utskr_fact *f) {
    return (f->snapshot & UTSKR_SNAP_NOTICE_SENT) && fact_value(f) != 0 && fact_value(f) != utskr_expected_before(ctx, f);
}

static void from_expected_change(context *ctx, const rule_row *r, occasion_sink sink) {
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_EXPECTED_DISCHARGE); f != NULL; f = fact_next(ctx->facts, f))
        if (utskr_changes_expected(ctx, f))
            arise_plainly(ctx, r, f, sink);
}

/* --- Readiness ------------------------------------------------------------------------------------------------------------------------ */

static bool disturbed(const utskr_span *span) {
    return span->end == UTSKR_END_WITHDRAWN || span->end == UTSKR_END_INTERRUPTED;
}

static utskr_instant latest_disturbed(const utskr_facts *facts, const utskr_span *spans, uint32_t count,
                                      const utskr_fact *before) {
    utskr_instant latest = 0;
    for (uint32_t i = 0; i < count; i++)
        if (disturbed(&spans[i]) && spans[i].end_after <= before->after && fact_in_slot(facts, spans[i].first) < before)
            latest = facts->first + spans[i].end_after;
    return latest;
}

/* When readiness was last disturbed before the fact, or 0: a notice from before then was of another readiness. */
static utskr_instant disturbed_before(const utskr_facts *facts, const utskr_fact *fact) {
    const utskr_instant told = latest_disturbed(facts, facts->spells, facts->spell_count, fact);
    const utskr_instant judged = latest_disturbed(facts, facts->readies, facts->ready_count, fact);
    return told > judged ? told : judged;
}

static void from_each_ready(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_facts *facts = ctx->facts;
    for (uint32_t i = 0; i < facts->ready_count; i++) {
        const utskr_fact *f = fact_in_slot(facts, facts->readies[i].first);
        const occasion o = { .fact = f, .span = &facts->readies[i], .snapshot = f->snapshot, .party = UTSKR_PARTY_HOSPITAL,
                             .units = utskr_concerned_units(ctx, f->snapshot), .certain = UTSKR_YES,
                             .since = disturbed_before(facts, f) };
        sink(ctx, r, &o);
    }
}

static const utskr_fact *earlier(const utskr_fact *a, const utskr_fact *b) {
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return fact_precedes(a, b) ? a : b;
}

/* The first notice of the i-th spell, or NULL. A notice after the stay begins none. */
static const utskr_fact *spell_notice(const utskr_facts *facts, uint32_t i) {
    return i < facts->spell_count ? fact_in_slot(facts, facts->spells[i].first) : NULL;
}

/* Where the notices of the i-th spell end: the first of the next one, or NULL. */
static const utskr_fact *spell_notices_end(const utskr_facts *facts, uint32_t i) {
    const utskr_fact *f = spell_notice(facts, i + 1);
    if (f != NULL)
        return f;
    for (f = spell_notice(facts, i); f != NULL && !(f->flags & UTSKR_FACT_AFTER_STAY);)
        f = fact_next(facts, f);
    return f;
}

static void from_ready_notice(context *ctx, const rule_row *r, occasion_sink sink) {
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++) {
        const utskr_fact *f = spell_notice(ctx->facts, i);
        arise(ctx, r, f, utskr_concerned_units(ctx, f->snapshot), &ctx->facts->spells[i], sink);
    }
}

static void from_ready_notice_sent(context *ctx, const rule_row *r, occasion_sink sink) {
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++)
        from_first_sent(ctx, r, spell_notice(ctx->facts, i), spell_notices_end(ctx->facts, i), sink);
}

static void from_notice_or_leaving(context *ctx, const rule_row *r, occasion_sink sink) {
    arise_plainly(ctx, r, earlier(spell_notice(ctx->facts, 0), ctx->discharged), sink);
}

/* Each undisturbed readiness, from its first word: the physician's or the notice's. */
static void from_first_ready(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_facts *facts = ctx->facts;
    uint32_t told = 0, judged = 0;
    while (told < facts->spell_count || judged < facts->ready_count) {
        const utskr_span *a = told < facts->spell_count ? &facts->spells[told] : NULL;
        const utskr_span *b = judged < facts->ready_count ? &facts->readies[judged] : NULL;
        const utskr_span *first = a == NULL || (b != NULL && b->first < a->first) ? b : a;
        const utskr_fact *f = fact_in_slot(facts, first->first);
        arise(ctx, r, f, utskr_concerned_units(ctx, f->snapshot), first, sink);
        told += a != NULL && (a == first || a->end_index == first->end_index);
        judged += b != NULL && (b == first || b->end_index == first->end_index);
    }
}

/* --- The SIP ---------------------------------------------------------------------------------------------------------------------------- */

/* The first notice of the i-th spell sent while a SIP was required, or NULL. */
static const utskr_fact *sip_notice(context *ctx, uint32_t i) {
    const utskr_facts *facts = ctx->facts;
    const utskr_fact *end = spell_notices_end(facts, i);
    for (const utskr_fact *f = spell_notice(facts, i); f != end; f = fact_next(facts, f))
        if (utskr_sip_required(ctx, f->snapshot, NULL) == UTSKR_YES)
            return f;
    return NULL;
}

static void from_spell(context *ctx, const rule_row *r, uint32_t i, occasion_sink sink) {
    const utskr_fact *f = sip_notice(ctx, i);
    if (f == NULL)
        return;
    const occasion o = { .fact = f, .span = &ctx->facts->spells[i], .snapshot = f->snapshot, .party = UTSKR_PARTY_OUTPATIENT,
                         .units = utskr_concerned_units(ctx, f->snapshot), .certain = UTSKR_YES };
    sink(ctx, r, &o);
}

static void from_sip_spells(context *ctx, const rule_row *r, uint32_t first, occasion_sink sink) {
    for (uint32_t i = first; i < ctx->facts->spell_count; i++)
        from_spell(ctx, r, i, sink);
}

/* A meeting held before the first such notice sets the plan off instead of it. */
static void from_sip_spells_or_held(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_fact *held = fact_first(ctx->facts, UTSKR_SIP_HELD);
    const utskr_fact *notice = NULL;
    uint32_t i = 0;
    while (i < ctx->facts->spell_count && (notice = sip_notice(ctx, i)) == NULL)
        i++;
    if (held == NULL || (notice != NULL && fact_precedes(notice, held))) {
        from_sip_spells(ctx, r, 0, sink);
        return;
    }
    arise_plainly(ctx, r, held, sink);
    from_sip_spells(ctx, r, 0, sink);
}

/* Facts follow each other in the slots; a value takes the slot behind its fact. Without any track in the log the row has an
 * unknown condition from the instant a SIP is required (N4). */
static void from_colour_and_sip(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_facts *facts = ctx->facts;
    const bool no_track = fact_first(facts, UTSKR_TRACK) == NULL;
    for (uint32_t slot = 1; slot <= facts->slot_count;) {
        const utskr_fact *f = fact_in_slot(facts, slot);
        const uint32_t colour = snapshot_field(f->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
        if ((no_track || ((r->colours >> colour) & 1u)) && utskr_sip_required(ctx, f->snapshot, NULL) == UTSKR_YES) {
            arise_plainly(ctx, r, f, sink);
            return;
        }
        slot += f->flags & UTSKR_FACT_HAS_VALUE ? 2 : 1;
    }
}

void utskr_each_occasion(context *ctx, const rule_row *r, occasion_sink sink) {
    const utskr_fact *first = fact_first(ctx->facts, r->from.kind);
    switch ((rule_trigger)r->trigger) {
    case FROM_NEED: from_need(ctx, r, sink); break;
    case FROM_FIRST: arise_plainly(ctx, r, matching_from(ctx->facts, first, &r->from, 0), sink); break;
    case FROM_EACH: from_each(ctx, r, sink); break;
    case FROM_EACH_ONSET: from_each_onset(ctx, r, sink); break;
    case FROM_FIRST_SENT: from_first_sent(ctx, r, first, NULL, sink); break;
    case FROM_EACH_READY: from_each_ready(ctx, r, sink); break;
    case FROM_READY_NOTICE: from_ready_notice(ctx, r, sink); break;
    case FROM_READY_NOTICE_SENT: from_ready_notice_sent(ctx, r, sink); break;
    case FROM_FIRST_READY: from_first_ready(ctx, r, sink); break;
    case FROM_NOTICE_OR_LEAVING: from_notice_or_leaving(ctx, r, sink); break;
    case FROM_SIP_SPELL: from_sip_spells(ctx, r, 0, sink); break;
    case FROM_SIP_SPELL_OR_HELD: from_sip_spells_or_held(ctx, r, sink); break;
    case FROM_EXPECTED_CHANGE: from_expected_change(ctx, r, sink); break;
    case FROM_COLOUR_AND_SIP: from_colour_and_sip(ctx, r, sink); break;
    case FROM_SENT_AFTER_PLAN: from_sent_after_plan(ctx, r, sink); break;
    }
}
