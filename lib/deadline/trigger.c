/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Triggers: the occasions on which a row's obligation arises. */
#include "deadline/occasion.h"

#include "deadline/due.h"
#include "deadline/obligation.h"
#include "readiness/readiness.h"

static void arise(context *ctx, const rule_row *r, const utskr_fact *fact, uint32_t units, const utskr_span *span) {
    occasion o = { .fact = fact,
                   .span = span,
                   .snapshot = fact->snapshot,
                   .units = units,
                   .parties = r->parties,
                   .certain = UTSKR_YES };
    utskr_judge_occasion(ctx, r, &o);
}

/* A discharge-ready notice or a discharge after the stay sets nothing off. */
static bool too_late_to_count(const utskr_fact *fact, int32_t kind) {
    return (fact->flags & UTSKR_FACT_AFTER_STAY) != 0 &&
           (kind == UTSKR_DISCHARGE_READY_NOTICE || kind == UTSKR_DISCHARGED);
}

static void arise_plainly(context *ctx, const rule_row *r, const utskr_fact *fact) {
    if (fact != NULL && !too_late_to_count(fact, r->from.kind))
        arise(ctx, r, fact, utskr_concerned_units(ctx, fact->snapshot), NULL);
}

/* --- Need ----------------------------------------------------------------------------------------------------------------------- */

/* The last assessment at or before the admission, from which the admission itself is the trigger; else the first one after. */
static const utskr_fact *first_standing(const context *ctx, const utskr_fact *f) {
    const utskr_fact *next = fact_next(ctx->facts, f);
    while (next != NULL && fact_precedes(next, ctx->admitted)) {
        f = next;
        next = fact_next(ctx->facts, f);
    }
    return f;
}

static void arise_for_units(context *ctx, const rule_row *r, const utskr_fact *assessed, uint32_t units) {
    const bool before = fact_precedes(assessed, ctx->admitted);
    occasion o = { .fact = before ? ctx->admitted : assessed,
                   .snapshot = assessed->snapshot,
                   .units = units,
                   .parties = UTSKR_TO_HOSPITAL,
                   .certain = UTSKR_YES };
    utskr_judge_occasion(ctx, r, &o);
}

/* With `later_only`, only what was assessed later than the admission. */
static void from_need(context *ctx, const rule_row *r, bool later_only) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    uint32_t before = 0;
    if (f == NULL || ctx->admitted == NULL)
        return;
    for (f = first_standing(ctx, f); f != NULL && !(f->flags & UTSKR_FACT_AFTER_STAY); f = fact_next(ctx->facts, f)) {
        const uint32_t units = utskr_concerned_units(ctx, f->snapshot);
        if ((units & ~before) && !(later_only && f->after <= ctx->admitted->after))
            arise_for_units(ctx, r, f, units & ~before);
        before = units;
    }
}

/* When the time of the admission notice begins that the assessment calls for. */
static utskr_instant called_for(const context *ctx, const utskr_fact *need) {
    return instant_of(ctx, fact_precedes(need, ctx->admitted) ? ctx->admitted : need);
}

/* Was the need withdrawn only when the notice was due? */
static bool withdrawn_late(context *ctx, const utskr_fact *need, const utskr_fact *withdrawn) {
    return instant_of(ctx, withdrawn) > utskr_row_due(ctx, utskr_row_admission_notice, called_for(ctx, need));
}

const utskr_fact *utskr_need_of_notice(context *ctx, const utskr_fact *notice) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    const utskr_fact *found = NULL;
    bool before = false;
    if (f == NULL || ctx->admitted == NULL)
        return NULL;
    for (f = first_standing(ctx, f); f != NULL && !(f->flags & UTSKR_FACT_AFTER_STAY); f = fact_next(ctx->facts, f)) {
        const bool applies = utskr_covered(ctx, f->snapshot) == UTSKR_YES;
        if (before && fact_precedes(notice, f))
            break;
        if (applies && !before)
            found = f;
        if (!applies && before && withdrawn_late(ctx, found, f))
            break;
        before = applies;
    }
    return found;
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

/* The hospital is called upon by the outpatient care, or by its own call (WHEN_CALLED_UPON). */
static APART utskr_answer calls_upon_hospital(context *ctx, const utskr_fact *call) {
    if (call->party == UTSKR_PARTY_HOSPITAL)
        return UTSKR_YES;
    return call->party == UTSKR_PARTY_OUTPATIENT ? sent_to(ctx, call, UTSKR_PARTY_HOSPITAL) : UTSKR_NO;
}

/* Was the message sent so that the row may oblige the party? Its own messages oblige nobody but the hospital that is called upon. */
static utskr_answer sent_to_oblige(context *ctx, const rule_row *r, const utskr_fact *message, uint32_t party) {
    if (party == UTSKR_PARTY_HOSPITAL && (r->when & WHEN_CALLED_UPON))
        return calls_upon_hospital(ctx, message);
    return message->party == party ? UTSKR_NO : sent_to(ctx, message, party);
}

utskr_answer utskr_notified_before(context *ctx, uint32_t party, const utskr_fact *fact) {
    const bool concerned = (utskr_concerned_units(ctx, fact->snapshot) & unit_of_party(party)) != 0;
    utskr_answer notified = UTSKR_NO;
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE);
    for (; f != NULL && fact_precedes(f, fact) && notified != UTSKR_YES; f = fact_next(ctx->facts, f)) {
        const utskr_answer sent = sent_to(ctx, f, party);
        const bool unstated = !(f->mask & UTSKR_TO_STATED) && reading_of(ctx, UTSKR_READ_UNSTATED_RECIPIENTS) == 0;
        if (sent == UTSKR_YES)
            notified = sent;
        else if (concerned && (sent == UTSKR_UNKNOWN || unstated)) /* also to a party that was not concerned yet */
            notified = UTSKR_UNKNOWN;
    }
    return notified;
}

/* Can a message set the row off for the party? Only while the act applies, and the party is concerned if the row says so. */
static bool may_set_off(context *ctx, const rule_row *r, const utskr_fact *f, uint32_t party) {
    if (utskr_covered(ctx, f->snapshot) != UTSKR_YES || too_late_to_count(f, r->from.kind) ||
        !fact_matches(f, &r->from, party))
        return false;
    return !(r->when & WHEN_CONCERNED) || (utskr_concerned_units(ctx, f->snapshot) & unit_of_party(party)) != 0;
}

/* A message that set the row off for a party, or may have. */
typedef struct sending {
    const utskr_fact *message; /* or NULL */
    utskr_answer certain;
} sending;

/* The first message from `f` on, before `end`, that was sent to the party for sure; else the first that may have been. */
static sending first_sent(context *ctx, const rule_row *r, const utskr_fact *f, const utskr_fact *end, uint32_t party) {
    sending first = { NULL, UTSKR_UNKNOWN };
    for (; f != NULL && f != end; f = fact_next(ctx->facts, f)) {
        const utskr_answer sent = sent_to_oblige(ctx, r, f, party);
        if (sent == UTSKR_NO || !may_set_off(ctx, r, f, party))
            continue;
        if (sent == UTSKR_YES)
            return (sending){ f, UTSKR_YES };
        if (first.message == NULL)
            first.message = f;
    }
    return first;
}

static void arise_from_sent(context *ctx, const rule_row *r, const sending *sent, uint32_t parties) {
    occasion o = { .fact = sent->message,
                   .snapshot = sent->message->snapshot,
                   .parties = parties,
                   .units = utskr_concerned_units(ctx, sent->message->snapshot),
                   .certain = sent->certain };
    utskr_judge_occasion(ctx, r, &o);
}

/* Is there but one message, which says whom it went to? Then that decides for all the parties at once. */
static bool one_decides(const context *ctx, const rule_row *r, const utskr_fact *message, const utskr_fact *end) {
    return (message->mask & UTSKR_TO_STATED) != 0 && fact_next(ctx->facts, message) == end &&
           r->from.by != BY_OBLIGED && !(r->when & WHEN_CALLED_UPON);
}

/* The parties that the row obliges by that message. */
static uint32_t parties_sent(context *ctx, const rule_row *r, const utskr_fact *message) {
    const uint32_t parties = message->mask & r->parties & ~UTSKR_TO(message->party);
    if (utskr_covered(ctx, message->snapshot) != UTSKR_YES || too_late_to_count(message, r->from.kind) ||
        !fact_matches(message, &r->from, 0))
        return 0;
    if (r->when & WHEN_CONCERNED)
        return parties & parties_of_units(utskr_concerned_units(ctx, message->snapshot));
    return parties;
}

/* Of several messages, or one that does not say whom it went to: party by party. Neighbours that had the same message share the
 * occasion. */
static APART void from_each_sent(context *ctx, const rule_row *r, const utskr_fact *from, const utskr_fact *end) {
    sending shared = { NULL, UTSKR_UNKNOWN };
    uint32_t sharing = 0;
    for (uint32_t parties = r->parties; parties != 0; parties &= parties - 1) {
        const uint32_t party = first_party(parties);
        const sending sent = first_sent(ctx, r, from, end, party);
        if (sent.message == NULL)
            continue;
        if (sharing != 0 && (sent.message != shared.message || sent.certain != shared.certain)) {
            arise_from_sent(ctx, r, &shared, sharing);
            sharing = 0;
        }
        shared = sent;
        sharing |= UTSKR_TO(party);
    }
    if (sharing != 0)
        arise_from_sent(ctx, r, &shared, sharing);
}

static void from_first_sent(context *ctx, const rule_row *r, const utskr_fact *from, const utskr_fact *end) {
    if (from == NULL)
        return;
    if (!one_decides(ctx, r, from, end)) {
        from_each_sent(ctx, r, from, end);
        return;
    }
    const uint32_t parties = parties_sent(ctx, r, from);
    if (parties != 0)
        arise_from_sent(ctx, r, &(sending){ from, UTSKR_YES }, parties);
}

const utskr_fact *utskr_followed_plan(const utskr_facts *facts) {
    const utskr_fact *plan = fact_first(facts, UTSKR_SIP_ESTABLISHED);
    while (plan != NULL && !(plan->mask & UTSKR_SIP_FOLLOWUP))
        plan = fact_next(facts, plan);
    return plan;
}

static void from_sent_after_plan(context *ctx, const rule_row *r) {
    const utskr_fact *plan = utskr_followed_plan(ctx->facts);
    from_first_sent(ctx, r, plan == NULL ? NULL : fact_after(ctx->facts, r->from.kind, plan), NULL);
}

/* --- Events of a pattern ------------------------------------------------------------------------------------------------------------ */

static void from_each(context *ctx, const rule_row *r) {
    const utskr_fact *f = matching_from(ctx->facts, fact_first(ctx->facts, r->from.kind), &r->from, 0);
    for (; f != NULL; f = matching_from(ctx->facts, fact_next(ctx->facts, f), &r->from, 0))
        arise_plainly(ctx, r, f);
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
static void from_each_onset(context *ctx, const rule_row *r) {
    bool before = false;
    for (const utskr_fact *f = fact_first(ctx->facts, r->from.kind); f != NULL; f = fact_next(ctx->facts, f)) {
        const bool now = fact_matches(f, &r->from, 0);
        if (now && !before)
            arise_plainly(ctx, r, f);
        before = now;
    }
}

bool utskr_changes_expected(const context *ctx, const utskr_fact *f) {
    return (f->snapshot & UTSKR_SNAP_NOTICE_SENT) && fact_value(f) != 0 &&
           fact_value(f) != utskr_expected_before(ctx, f);
}

static void from_expected_change(context *ctx, const rule_row *r) {
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_EXPECTED_DISCHARGE); f != NULL;
         f = fact_next(ctx->facts, f))
        if (utskr_changes_expected(ctx, f))
            arise_plainly(ctx, r, f);
}

/* --- Readiness ------------------------------------------------------------------------------------------------------------------------ */

/* The last event of the kind by which a readiness was disturbed before the fact, or NULL. */
static const utskr_fact *last_disturbing(const utskr_facts *facts, int32_t kind, const utskr_fact *fact) {
    const utskr_fact *last = NULL;
    for (const utskr_fact *f = fact_first(facts, kind); f != NULL && fact_precedes(f, fact); f = fact_next(facts, f))
        last = f;
    return last;
}

/* When readiness was last disturbed before the fact, or NULL: a notice from before then was of another readiness. */
static const utskr_fact *disturbed_before(const utskr_facts *facts, const utskr_fact *fact) {
    const utskr_fact *withdrawn = last_disturbing(facts, UTSKR_DISCHARGE_READY_WITHDRAWN, fact);
    const utskr_fact *interrupted = last_disturbing(facts, UTSKR_INTERRUPTED, fact);
    return withdrawn == NULL || (interrupted != NULL && fact_precedes(withdrawn, interrupted)) ? interrupted
                                                                                               : withdrawn;
}

static void from_each_ready(context *ctx, const rule_row *r) {
    const utskr_facts *facts = ctx->facts;
    for (uint32_t i = 0; i < facts->ready_count; i++) {
        const utskr_fact *f = fact_in_slot(facts, facts->readies[i].first);
        occasion o = { .fact = f,
                       .span = &facts->readies[i],
                       .snapshot = f->snapshot,
                       .parties = UTSKR_TO_HOSPITAL,
                       .units = utskr_concerned_units(ctx, f->snapshot),
                       .certain = UTSKR_YES,
                       .since = disturbed_before(facts, f) };
        utskr_judge_occasion(ctx, r, &o);
    }
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

static void from_ready_notice(context *ctx, const rule_row *r) {
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++) {
        const utskr_fact *f = spell_notice(ctx->facts, i);
        arise(ctx, r, f, utskr_concerned_units(ctx, f->snapshot), &ctx->facts->spells[i]);
    }
}

static void from_ready_notice_sent(context *ctx, const rule_row *r) {
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++)
        from_first_sent(ctx, r, spell_notice(ctx->facts, i), spell_notices_end(ctx->facts, i));
}

static void from_notice_or_leaving(context *ctx, const rule_row *r) {
    arise_plainly(ctx, r, fact_earlier(spell_notice(ctx->facts, 0), ctx->discharged));
}

/* One readiness: what the notice and the physician's word say of it, either of which may be missing. */
typedef struct readiness {
    const utskr_span *told;
    const utskr_span *judged;
    const utskr_span *first; /* the earlier of them */
} readiness;

/* The readiness that comes after the spans counted so far, which are counted on; `first` is NULL after the last one. */
static readiness next_readiness(const utskr_facts *facts, uint32_t *told, uint32_t *judged) {
    const utskr_span *a = *told < facts->spell_count ? &facts->spells[*told] : NULL;
    const utskr_span *b = *judged < facts->ready_count ? &facts->readies[*judged] : NULL;
    const utskr_span *first = a == NULL || (b != NULL && b->first < a->first) ? b : a;
    readiness out = { NULL, NULL, first };
    if (first == NULL)
        return out;
    if (a != NULL && (a == first || a->end_index == first->end_index))
        out.told = a;
    if (b != NULL && (b == first || b->end_index == first->end_index))
        out.judged = b;
    *told += out.told != NULL;
    *judged += out.judged != NULL;
    return out;
}

/* Each undisturbed readiness, from its first word: the physician's or the notice's. */
static void from_first_ready(context *ctx, const rule_row *r) {
    uint32_t told = 0, judged = 0;
    readiness ready = next_readiness(ctx->facts, &told, &judged);
    for (; ready.first != NULL; ready = next_readiness(ctx->facts, &told, &judged)) {
        const utskr_fact *f = fact_in_slot(ctx->facts, ready.first->first);
        arise(ctx, r, f, utskr_concerned_units(ctx, f->snapshot), ready.first);
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

static void arise_in_spell(context *ctx, const rule_row *r, const utskr_fact *f, const utskr_span *span) {
    if (f == NULL)
        return;
    occasion o = { .fact = f,
                   .span = span,
                   .snapshot = f->snapshot,
                   .parties = UTSKR_TO_OUTPATIENT,
                   .units = utskr_concerned_units(ctx, f->snapshot),
                   .certain = UTSKR_YES };
    utskr_judge_occasion(ctx, r, &o);
}

/* The first word of the physician's in the i-th readiness that came while a SIP was required, or NULL. */
static const utskr_fact *sip_word(context *ctx, uint32_t i) {
    const utskr_facts *facts = ctx->facts;
    const utskr_fact *end = i + 1 < facts->ready_count ? fact_in_slot(facts, facts->readies[i + 1].first) : NULL;
    const utskr_fact *f = fact_in_slot(facts, facts->readies[i].first);
    for (; f != NULL && f != end && !(f->flags & UTSKR_FACT_AFTER_STAY); f = fact_next(facts, f))
        if (utskr_sip_required(ctx, f->snapshot, NULL) == UTSKR_YES)
            return f;
    return NULL;
}

/* The first word of the readiness, the physician's or a notice, that came while a SIP was required; or NULL. */
static const utskr_fact *first_word(context *ctx, const readiness *ready, uint32_t told, uint32_t judged) {
    return fact_earlier(ready->told == NULL ? NULL : sip_notice(ctx, told - 1),
                        ready->judged == NULL ? NULL : sip_word(ctx, judged - 1));
}

static void from_sip_readies(context *ctx, const rule_row *r) {
    uint32_t told = 0, judged = 0;
    readiness ready = next_readiness(ctx->facts, &told, &judged);
    for (; ready.first != NULL; ready = next_readiness(ctx->facts, &told, &judged)) {
        arise_in_spell(ctx, r, first_word(ctx, &ready, told, judged), ready.first);
    }
}

static bool counts_from_ready(context *ctx) {
    return ctx->pack->sip_call_from_ready && reading_of(ctx, UTSKR_READ_SIP_CALL_TRIGGER) != 0;
}

static void from_sip_spells(context *ctx, const rule_row *r) {
    if (counts_from_ready(ctx)) {
        from_sip_readies(ctx, r);
        return;
    }
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++)
        arise_in_spell(ctx, r, sip_notice(ctx, i), &ctx->facts->spells[i]);
}

/* The first fact from which the call is counted, or NULL. */
static const utskr_fact *first_sip_trigger(context *ctx) {
    const utskr_fact *first = NULL;
    for (uint32_t i = 0; i < ctx->facts->ready_count && counts_from_ready(ctx) && first == NULL; i++)
        first = sip_word(ctx, i);
    for (uint32_t i = 0; i < ctx->facts->spell_count; i++) {
        const utskr_fact *f = sip_notice(ctx, i);
        if (f != NULL)
            return fact_earlier(first, f);
    }
    return first;
}

/* A meeting held before the first of them sets the plan off as well. */
static void from_sip_spells_or_held(context *ctx, const rule_row *r) {
    const utskr_fact *held = fact_first(ctx->facts, UTSKR_SIP_HELD);
    const utskr_fact *call_due = held == NULL ? NULL : first_sip_trigger(ctx);
    if (held != NULL && (call_due == NULL || !fact_precedes(call_due, held)))
        arise_plainly(ctx, r, held);
    from_sip_spells(ctx, r);
}

/* May the row's obligation arise from the fact, but for its colour? */
typedef bool (*fact_test)(context *ctx, const rule_row *r, const utskr_fact *f);

static bool any_track_of(const utskr_facts *facts, uint32_t colours) {
    const utskr_fact *f = fact_first(facts, UTSKR_TRACK);
    while (f != NULL && !((colours >> snapshot_field(f->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT)) & 1u))
        f = fact_next(facts, f);
    return f != NULL;
}

/* The first fact with a track of the row's colours, which needs a track before it, that passes the test. Facts follow each other in the slots; a value takes the
 * slot behind its fact. Without any track in the log the row has an unknown condition from the first that passes (N4). */
static void from_colour_and(context *ctx, const rule_row *r, fact_test test) {
    const utskr_facts *facts = ctx->facts;
    const bool no_track = fact_first(facts, UTSKR_TRACK) == NULL;
    if (!no_track && !any_track_of(facts, r->colours))
        return;
    for (uint32_t slot = no_track ? 1 : facts->head[UTSKR_TRACK]; slot <= facts->slot_count;) {
        const utskr_fact *f = fact_in_slot(facts, slot);
        const uint32_t colour = snapshot_field(f->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
        if ((no_track || ((r->colours >> colour) & 1u)) && test(ctx, r, f)) {
            arise_plainly(ctx, r, f);
            return;
        }
        slot += f->flags & UTSKR_FACT_HAS_VALUE ? 2 : 1;
    }
}

static bool while_sip_required(context *ctx, const rule_row *r, const utskr_fact *f) {
    (void)r;
    return utskr_sip_required(ctx, f->snapshot, NULL) == UTSKR_YES;
}

/* While all of the row's units are concerned. */
static bool while_concerning(context *ctx, const rule_row *r, const utskr_fact *f) {
    return (units_of_parties(r->concerning) & ~utskr_concerned_units(ctx, f->snapshot)) == 0;
}

/* From when an admission notice has been sent while they were. */
static bool once_notified(context *ctx, const rule_row *r, const utskr_fact *f) {
    const utskr_fact *notice = fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE);
    while (notice != NULL && !while_concerning(ctx, r, notice))
        notice = fact_next(ctx->facts, notice);
    return notice != NULL && !fact_precedes(f, notice) && while_concerning(ctx, r, f);
}

static void from_first_concerning(context *ctx, const rule_row *r) {
    const utskr_fact *f = matching_from(ctx->facts, fact_first(ctx->facts, r->from.kind), &r->from, 0);
    while (f != NULL && !while_concerning(ctx, r, f))
        f = matching_from(ctx->facts, fact_next(ctx->facts, f), &r->from, 0);
    arise_plainly(ctx, r, f);
}

static const utskr_fact *first_in_stay(const context *ctx, const pattern *p) {
    const utskr_fact *f = matching_from(ctx->facts, fact_first(ctx->facts, p->kind), p, 0);
    while (f != NULL && ctx->admitted != NULL && fact_precedes(f, ctx->admitted))
        f = matching_from(ctx->facts, fact_next(ctx->facts, f), p, 0);
    return f == NULL || (f->flags & UTSKR_FACT_AFTER_STAY) ? NULL : f;
}

static void from_first_in_stay(context *ctx, const rule_row *r) {
    arise_plainly(ctx, r, fact_earlier(first_in_stay(ctx, &r->from), first_in_stay(ctx, &r->or_from)));
}

static void from_plan_or_leaving(context *ctx, const rule_row *r) {
    const utskr_fact *plan = first_in_stay(ctx, &r->from);
    arise_plainly(ctx, r, plan != NULL ? plan : ctx->discharged);
}

/* --- After the discharge -------------------------------------------------------------------------------------------------------- */

static bool is_unit(uint32_t party) {
    return party != UTSKR_PARTY_NONE && unit_of_party(party) != 0;
}

/* Who called to the SIP, if it was a unit; else the outpatient care. */
static uint32_t convener(const context *ctx, const utskr_fact *plan) {
    const utskr_fact *call = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_SIP_CALL); f != NULL && fact_precedes(f, plan);
         f = fact_next(ctx->facts, f))
        call = f;
    return call != NULL && is_unit(call->party) ? call->party : UTSKR_PARTY_OUTPATIENT;
}

/* The parties that follow the SIP up: its lead, or by the reading its convener or each unit concerned. The hospital has left it. */
static uint32_t who_follows_up(context *ctx, const utskr_fact *plan) {
    const uint32_t lead = (plan->mask & UTSKR_SIP_LEAD) >> UTSKR_SIP_LEAD_SHIFT;
    if (is_unit(lead))
        return UTSKR_TO(lead);
    if (reading_of(ctx, UTSKR_READ_SIP_FOLLOW_UP_PARTY) != 0)
        return parties_of_units(utskr_concerned_units(ctx, ctx->discharged->snapshot));
    return UTSKR_TO(convener(ctx, plan));
}

static void from_follow_up_of_plan(context *ctx, const rule_row *r) {
    const utskr_fact *plan = first_in_stay(ctx, &r->from);
    if (plan == NULL || ctx->discharged == NULL)
        return;
    occasion o = { .fact = ctx->discharged,
                   .plan = plan,
                   .snapshot = ctx->discharged->snapshot,
                   .parties = who_follows_up(ctx, plan) & (UTSKR_TO_HOSPITAL | EACH_UNIT),
                   .units = utskr_concerned_units(ctx, ctx->discharged->snapshot),
                   .certain = UTSKR_YES };
    utskr_judge_occasion(ctx, r, &o);
}

/* The last event of the kind before the fact, or NULL. */
static const utskr_fact *last_before(const context *ctx, int32_t kind, const utskr_fact *fact) {
    const utskr_fact *last = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, kind); f != NULL && fact_precedes(f, fact);
         f = fact_next(ctx->facts, f))
        last = f;
    return last;
}

/* Has the kind happened before the fact, and no SIP been closed since? */
static bool stands_before(const context *ctx, int32_t kind, const utskr_fact *fact) {
    const utskr_fact *last = last_before(ctx, kind, fact);
    const utskr_fact *closed = last_before(ctx, UTSKR_SIP_CLOSED, fact);
    return last != NULL && (closed == NULL || fact_precedes(closed, last));
}

static void from_need_at_home(context *ctx, const rule_row *r) {
    for (uint32_t party = UTSKR_PARTY_HOSPITAL; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        if (!(r->parties & UTSKR_TO(party)) || ctx->discharged == NULL)
            continue;
        const utskr_fact *f = fact_first(ctx->facts, r->from.kind);
        while (f != NULL && !(fact_matches(f, &r->from, party) && fact_precedes(ctx->discharged, f) &&
                              !stands_before(ctx, UTSKR_SIP_ESTABLISHED, f)))
            f = fact_next(ctx->facts, f);
        if (f == NULL)
            continue;
        occasion o = { .fact = f,
                       .snapshot = f->snapshot,
                       .parties = UTSKR_TO(party),
                       .units = utskr_concerned_units(ctx, f->snapshot),
                       .certain = UTSKR_YES };
        utskr_judge_occasion(ctx, r, &o);
    }
}

static void from_sip_disowned(context *ctx, const rule_row *r) {
    const utskr_fact *f = matching_from(ctx->facts, fact_first(ctx->facts, r->from.kind), &r->from, 0);
    for (; f != NULL; f = matching_from(ctx->facts, fact_next(ctx->facts, f), &r->from, 0)) {
        const bool begun = stands_before(ctx, UTSKR_SIP_INITIATED, f) || stands_before(ctx, UTSKR_SIP_CALL, f);
        if (!begun || stands_before(ctx, UTSKR_SIP_ESTABLISHED, f))
            continue;
        arise_plainly(ctx, r, f);
        return;
    }
}

static void from_first(context *ctx, const rule_row *r) {
    arise_plainly(ctx, r, matching_from(ctx->facts, fact_first(ctx->facts, r->from.kind), &r->from, 0));
}

static void from_first_need(context *ctx, const rule_row *r) {
    from_need(ctx, r, false);
}

static void from_later_need(context *ctx, const rule_row *r) {
    from_need(ctx, r, true);
}

static void from_first_sent_of_all(context *ctx, const rule_row *r) {
    from_first_sent(ctx, r, fact_first(ctx->facts, r->from.kind), NULL);
}

static void from_colour_and_sip(context *ctx, const rule_row *r) {
    from_colour_and(ctx, r, while_sip_required);
}

static void from_colour_and_notice(context *ctx, const rule_row *r) {
    from_colour_and(ctx, r, once_notified);
}

void (*const utskr_triggers[])(context *ctx, const rule_row *r) = {
    [FROM_NEED] = from_first_need,
    [FROM_FIRST] = from_first,
    [FROM_EACH] = from_each,
    [FROM_EACH_ONSET] = from_each_onset,
    [FROM_FIRST_SENT] = from_first_sent_of_all,
    [FROM_EACH_READY] = from_each_ready,
    [FROM_READY_NOTICE] = from_ready_notice,
    [FROM_READY_NOTICE_SENT] = from_ready_notice_sent,
    [FROM_FIRST_READY] = from_first_ready,
    [FROM_NOTICE_OR_LEAVING] = from_notice_or_leaving,
    [FROM_SIP_SPELL] = from_sip_spells,
    [FROM_SIP_SPELL_OR_HELD] = from_sip_spells_or_held,
    [FROM_EXPECTED_CHANGE] = from_expected_change,
    [FROM_COLOUR_AND_SIP] = from_colour_and_sip,
    [FROM_SENT_AFTER_PLAN] = from_sent_after_plan,
    [FROM_LATER_NEED] = from_later_need,
    [FROM_FIRST_CONCERNING] = from_first_concerning,
    [FROM_FIRST_IN_STAY] = from_first_in_stay,
    [FROM_COLOUR_AND_NOTICE] = from_colour_and_notice,
    [FROM_PLAN_OR_LEAVING] = from_plan_or_leaving,
    [FROM_FOLLOW_UP_OF_PLAN] = from_follow_up_of_plan,
    [FROM_NEED_AT_HOME] = from_need_at_home,
    [FROM_SIP_DISOWNED] = from_sip_disowned,
};
