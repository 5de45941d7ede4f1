/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Excuses: what takes an obligation away. The first one counts, and for good. */
#include "deadline/occasion.h"

/* Did the first of them come after the second? Within a second by the order of the log. */
static bool came_after(const excuse *a, const excuse *b) {
    if (a->at != b->at)
        return a->at > b->at;
    return a->order != NULL && b->order != NULL && fact_precedes(b->order, a->order);
}

static void consider(excuse *best, utskr_instant at, const utskr_fact *order, uint16_t index) {
    const excuse e = { at, order, index };
    if (at != 0 && (best->at == 0 || came_after(best, &e)))
        *best = e;
}

static void consider_fact(const context *ctx, excuse *best, const utskr_fact *f) {
    if (f != NULL)
        consider(best, instant_of(ctx, f), f, f->index);
}

/* What it has been owed since: the content of a notice since the notice itself was. */
static const utskr_fact *owed_since(context *ctx, const rule_row *r, const occasion *o) {
    return utskr_owed_with_notice(r) ? utskr_need_of_notice(ctx, o->fact) : o->fact;
}

/* In force when it arose: excused from the outset, after what its trigger did itself; but before it where the trigger also ends the time. */
static void consider_from_outset(context *ctx, excuse *best, const rule_row *r, const occasion *o,
                                 const utskr_fact *f) {
    if (f == NULL)
        return;
    const utskr_fact *owed = owed_since(ctx, r, o);
    const utskr_fact *from = fact_precedes(f, owed) ? owed : f;
    consider(best, instant_of(ctx, from), utskr_ends_with_trigger(r) ? f : from, f->index);
}

/* --- Need withdrawn --------------------------------------------------------------------------------------------------------------- */

static bool about_sip(const rule_row *r) {
    return r->trigger == FROM_SIP_SPELL || r->trigger == FROM_SIP_SPELL_OR_HELD || (r->marks & ABOUT_SIP) != 0;
}

/* Does the assessment withdraw the need that the obligation rests on? */
static bool withdraws(context *ctx, const rule_row *r, const occasion *o, const utskr_fact *f) {
    const uint32_t concerned = utskr_concerned_units(ctx, f->snapshot);
    if (utskr_covered(ctx, f->snapshot) == UTSKR_NO)
        return true;
    if (unit_of_party(o->party) & utskr_concerned_units(ctx, o->snapshot) & ~concerned)
        return true;
    const bool planned_otherwise =
        (f->snapshot & ~o->snapshot & UTSKR_SNAP_OPEN_COMPULSORY) != 0; /* 4 kap. 1 § andra stycket */
    const bool both_gone = utskr_both_needed(ctx, o->snapshot) == UTSKR_YES &&
                           (planned_otherwise || utskr_both_needed(ctx, f->snapshot) != UTSKR_YES);
    const bool municipal_gone = (o->snapshot & UTSKR_SNAP_MUNICIPAL) && !(f->snapshot & UTSKR_SNAP_MUNICIPAL);
    if (about_sip(r) && (both_gone || municipal_gone))
        return true;
    const bool of_compulsory = r->from.kind == UTSKR_NEEDS_ASSESSED && r->from.bits == UTSKR_NEEDS_OPEN_COMPULSORY;
    return of_compulsory && !(f->snapshot & UTSKR_SNAP_OPEN_COMPULSORY);
}

static const utskr_fact *need_withdrawn(context *ctx, const rule_row *r, const occasion *o) {
    const bool stands = utskr_covered(ctx, o->snapshot) == UTSKR_YES; /* whatever came and went before */
    const utskr_fact *f = utskr_first_assessment_after(ctx, stands ? o->fact : owed_since(ctx, r, o));
    while (f != NULL && !withdraws(ctx, r, o, f))
        f = fact_next(ctx->facts, f);
    return f;
}

/* --- What the patient refuses -------------------------------------------------------------------------------------------------------- */

static bool concerns(const utskr_fact *consent, uint32_t scope, uint32_t party) {
    return (consent->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT == scope &&
           (!(consent->mask & UTSKR_TO_STATED) || (consent->mask & UTSKR_TO(party)) != 0);
}

static bool refuses(const utskr_fact *consent) {
    const uint32_t word = (consent->mask & UTSKR_CONSENT_WORD) >> UTSKR_CONSENT_WORD_SHIFT;
    return word == UTSKR_CONSENT_REFUSED || word == UTSKR_CONSENT_WITHDRAWN;
}

/* The refusal that concerns the party, in force when it arose, or else the first one after, or NULL. */
static const utskr_fact *refusal(const context *ctx, const occasion *o, uint32_t scope, uint32_t party) {
    const utskr_fact *standing = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT); f != NULL; f = fact_next(ctx->facts, f)) {
        if (!concerns(f, scope, party))
            continue;
        if (!fact_precedes(f, o->fact)) {
            if (standing != NULL)
                return standing;
            if (refuses(f))
                return f;
        } else {
            standing = refuses(f) ? f : NULL;
        }
    }
    return standing;
}

/* The last of the refusals that stand after the fact, of all the units; NULL where one is not refused. */
static const utskr_fact *all_refused(const context *ctx, uint32_t scope, uint32_t units, const utskr_fact *fact) {
    const utskr_fact *last = NULL;
    for (uint32_t party = UTSKR_PARTY_OUTPATIENT; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        if (!(units & unit_of_party(party)))
            continue;
        const utskr_fact *f = utskr_refusal_after(ctx, scope, party, fact);
        if (f == NULL)
            return NULL;
        last = last == NULL || fact_precedes(last, f) ? f : last;
    }
    return last;
}

/* Those who must be refused: of services every unit concerned after the fact, of information those concerned at the trigger. While
 * nobody is, all. */
static uint32_t units_to_refuse(context *ctx, const occasion *o, uint32_t scope, const utskr_fact *fact) {
    const bool then = scope == UTSKR_SCOPE_SERVICES;
    const uint32_t units = utskr_concerned_units(ctx, then ? fact->snapshot : o->snapshot);
    return units != 0 ? units : UTSKR_SNAP_UNITS;
}

/* The next consent or assessment after the fact, or NULL. */
static const utskr_fact *next_said(const context *ctx, const utskr_fact *fact) {
    const utskr_fact *consent = fact_first(ctx->facts, UTSKR_CONSENT);
    while (consent != NULL && !fact_precedes(fact, consent))
        consent = fact_next(ctx->facts, consent);
    return fact_earlier(consent, utskr_first_assessment_after(ctx, fact));
}

/* Every unit is refused: already when it arose, or from some consent or assessment on. */
static void consider_all_refused(context *ctx, excuse *best, const rule_row *r, const occasion *o, uint32_t scope) {
    const utskr_fact *owed = owed_since(ctx, r, o);
    const utskr_fact *f = fact_precedes(o->fact, owed) ? owed : o->fact;
    const utskr_fact *standing = all_refused(ctx, scope, units_to_refuse(ctx, o, scope, f), f);
    if (standing != NULL) {
        consider_from_outset(ctx, best, r, o, standing);
        return;
    }
    do
        f = next_said(ctx, f);
    while (f != NULL && all_refused(ctx, scope, units_to_refuse(ctx, o, scope, f), f) == NULL);
    consider_fact(ctx, best, f);
}

/* The patient refuses: of a unit's obligation, what concerns `own_party`; of the hospital's, what concerns every unit. */
static void consider_refusal(context *ctx, excuse *best, const rule_row *r, const occasion *o, uint32_t scope,
                             uint32_t own_party) {
    if (!(ctx->refused & 1u << scope))
        return;
    if (o->party == UTSKR_PARTY_HOSPITAL)
        consider_all_refused(ctx, best, r, o, scope);
    else
        consider_from_outset(ctx, best, r, o, refusal(ctx, o, scope, own_party));
}

/* The first event that excuses the obligation as a whole, not one unit after the other. */
static excuse whole_excuse(context *ctx, const rule_row *r, const occasion *o);

/* --- Units that need no longer be told ------------------------------------------------------------------------------------------------------ */

/* The denial that concerns the party, in force when it arose, or else the first one after, or NULL. */
static const utskr_fact *denial(const context *ctx, const occasion *o, uint32_t party) {
    const utskr_fact *standing = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_HARM_TEST); f != NULL; f = fact_next(ctx->facts, f)) {
        if ((f->mask & UTSKR_TO_STATED) && !(f->mask & UTSKR_TO(party)))
            continue;
        if (!fact_precedes(f, o->fact) && standing != NULL)
            return standing;
        standing = (f->mask & UTSKR_HARM_TEST_WORD) >> UTSKR_HARM_TEST_WORD_SHIFT == 1 ? NULL : f;
        if (!fact_precedes(f, o->fact) && standing != NULL)
            return standing;
    }
    return standing;
}

/* The first assessment after the trigger by which the unit, but not every unit, is no longer concerned; or NULL. */
static const utskr_fact *unit_withdrawn(context *ctx, const occasion *o, uint32_t unit) {
    const utskr_fact *f = utskr_first_assessment_after(ctx, o->fact);
    while (f != NULL && (utskr_concerned_units(ctx, f->snapshot) & unit))
        f = fact_next(ctx->facts, f);
    return f == NULL || utskr_covered(ctx, f->snapshot) == UTSKR_NO ? NULL : f;
}

/* The assessment that stood at the trigger. */
static const utskr_fact *standing_assessment(const context *ctx, const occasion *o) {
    const utskr_fact *last = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED); f != NULL && fact_precedes(f, o->fact);
         f = fact_next(ctx->facts, f))
        last = f;
    return last;
}

/* A unit with services of its own that the physician does not count among those concerned: by the assessment that stands at the trigger,
 * or the first one after it. */
static void consider_not_concerned(context *ctx, excuse *best, const occasion *o, uint32_t unit) {
    const bool assessed = utskr_covered(ctx, o->snapshot) == UTSKR_YES;
    if (assessed && !(utskr_concerned_units(ctx, o->snapshot) & unit))
        consider(best, o->at, o->fact, index_of(standing_assessment(ctx, o)));
    else
        consider_fact(ctx, best, unit_withdrawn(ctx, o, unit));
}

/* From when the unit need not be told: its need was withdrawn, its services refused, or a harm test denied it. */
static excuse unit_excuse(context *ctx, const rule_row *r, const occasion *o, uint32_t party) {
    excuse best = { 0, NULL, 0 };
    const uint32_t unit = unit_of_party(party);
    consider_fact(ctx, &best, unit_withdrawn(ctx, o, unit));
    if (r->when & WHEN_ONGOING) /* the outpatient care is told of what the municipal health care does */
        consider_not_concerned(ctx, &best, o, unit == UTSKR_SNAP_OUTPATIENT ? UTSKR_SNAP_MUNICIPAL_HEALTH : unit);
    consider_from_outset(ctx, &best, r, o, refusal(ctx, o, UTSKR_SCOPE_SERVICES, party));
    if (r->excused & EXCUSED_BY_HARM_TEST)
        consider_from_outset(ctx, &best, r, o, denial(ctx, o, party));
    return best;
}

bool utskr_excused_before(const context *ctx, const excuse *e, const utskr_fact *by) {
    if (e->at == 0 || by == NULL)
        return e->at != 0;
    const utskr_instant done = instant_of(ctx, by);
    return done > e->at || (done == e->at && e->order != NULL && fact_precedes(e->order, by));
}

/* May a unit be excused at all? */
static bool may_be_left_out(const context *ctx, const rule_row *r, const occasion *o) {
    return (r->when & WHEN_ONGOING) != 0 || utskr_assessed_after(ctx, o->fact) ||
           (ctx->refused & 1u << UTSKR_SCOPE_SERVICES) != 0 ||
           ((r->excused & EXCUSED_BY_HARM_TEST) && fact_first(ctx->facts, UTSKR_HARM_TEST) != NULL);
}

void utskr_find_left_out(context *ctx, const rule_row *r, occasion *o, bool optimistic) {
    uint32_t left_out = 0;
    uint32_t lost = 0;
    o->left_out = o->lost = 0;
    if (!may_be_left_out(ctx, r, o))
        return;
    const excuse whole = whole_excuse(ctx, r, o); /* what is left out after it changes nothing: it is final */
    for (uint32_t party = UTSKR_PARTY_OUTPATIENT; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        const uint32_t unit = unit_of_party(party) & o->units;
        const excuse e = unit != 0 ? unit_excuse(ctx, r, o, party) : (excuse){ 0, NULL, 0 };
        if (e.at == 0 || (whole.at != 0 && came_after(&e, &whole)) ||
            !utskr_excused_before(ctx, &e, utskr_unit_told(ctx, r, o, unit, optimistic)))
            continue;
        if (o->time.due == 0 || e.at <= o->time.due)
            left_out |= unit;
        else
            lost |= unit;
    }
    o->left_out = left_out;
    o->lost = lost;
}

/* When the last of the units was left out, if none is left. */
static void consider_all_left_out(context *ctx, excuse *best, const rule_row *r, const occasion *o) {
    excuse last = { 0, NULL, 0 };
    if (o->left_out == 0 || o->left_out != o->units)
        return;
    for (uint32_t party = UTSKR_PARTY_OUTPATIENT; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        const excuse e = o->units & unit_of_party(party) ? unit_excuse(ctx, r, o, party) : (excuse){ 0, NULL, 0 };
        if (came_after(&e, &last))
            last = e;
    }
    consider(best, last.at, last.order, last.index);
}

/* --- All of them ------------------------------------------------------------------------------------------------------------------------- */

/* A decline or a withdrawal of readiness counts only in time. */
static void consider_in_time(excuse *best, const excuse *e, utskr_instant due) {
    if (due == 0 || e->at <= due)
        consider(best, e->at, e->order, e->index);
}

/* The decline in force when it arose, or the first one after. */
static excuse decline(const context *ctx, const occasion *o) {
    excuse best = { 0, NULL, 0 };
    if (snapshot_field(o->snapshot, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT) == 2)
        return (excuse){ instant_of(ctx, o->fact), o->fact, o->fact->index };
    consider_fact(ctx, &best, utskr_first_decline_after(ctx, o->fact));
    return best;
}

static bool declines(const utskr_fact *f) {
    return (f->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT == UTSKR_SCOPE_SIP && refuses(f);
}

static bool is_current(const utskr_fact *f) {
    return (f->mask & UTSKR_SIP_NEED_WORD) >> UTSKR_SIP_NEED_WORD_SHIFT == UTSKR_SIP_WORD_CURRENT;
}

/* The last event of the kind that passes, before the trigger or at it. */
static const utskr_fact *last_said(const context *ctx, const occasion *o, int32_t kind,
                                   bool (*passes)(const utskr_fact *)) {
    const utskr_fact *last = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, kind); f != NULL && !fact_precedes(o->fact, f);
         f = fact_next(ctx->facts, f))
        if (passes == NULL || passes(f))
            last = f;
    return last;
}

/* Does a current SIP do: by the reading; for a row about the SIP that there is, always? */
static bool current_suffices(context *ctx, const rule_row *r) {
    return r->trigger == FROM_PLAN_OR_LEAVING || reading_of(ctx, UTSKR_READ_SIP_CURRENT) == 0;
}

/* The decline that stands at the trigger, the current SIP that does, or NULL. */
static const utskr_fact *standing_answer(context *ctx, const rule_row *r, const occasion *o) {
    if (snapshot_field(o->snapshot, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT) == 2) {
        const utskr_fact *said = last_said(ctx, o, UTSKR_SIP_DECLINED, NULL);
        const utskr_fact *refused = last_said(ctx, o, UTSKR_CONSENT, declines);
        return said == NULL || (refused != NULL && fact_precedes(said, refused)) ? refused : said;
    }
    const uint32_t word = snapshot_field(o->snapshot, UTSKR_SNAP_SIP_WORD, UTSKR_SNAP_SIP_WORD_SHIFT);
    if (word != UTSKR_SIP_WORD_CURRENT || !current_suffices(ctx, r))
        return NULL;
    return last_said(ctx, o, UTSKR_SIP_NEED, is_current);
}

/* The patient declines the SIP or has a current one (reading sip-current). An answer that stands at the trigger comes before
 * whatever was done, also by the trigger itself. */
static excuse sip_answer(context *ctx, const rule_row *r, const occasion *o) {
    excuse best = { 0, NULL, 0 };
    const utskr_fact *standing = standing_answer(ctx, r, o);
    if (standing != NULL)
        return (excuse){ instant_of(ctx, o->fact), standing, standing->index };
    consider_fact(ctx, &best, utskr_first_decline_after(ctx, o->fact));
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_SIP_NEED);
    while (f != NULL && !(fact_precedes(o->fact, f) && is_current(f)))
        f = fact_next(ctx->facts, f);
    if (f != NULL && current_suffices(ctx, r))
        consider_fact(ctx, &best, f);
    return best;
}

static excuse closing(const context *ctx, const occasion *o) {
    excuse best = { 0, NULL, 0 };
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_SIP_CLOSED);
    while (f != NULL && fact_precedes(f, o->fact))
        f = fact_next(ctx->facts, f);
    consider_fact(ctx, &best, f);
    return best;
}

/* The withdrawal of the readiness that it belongs to. */
static excuse withdrawal(const context *ctx, const occasion *o) {
    if (o->span == NULL || o->span->end != UTSKR_END_WITHDRAWN)
        return (excuse){ 0, NULL, 0 };
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_DISCHARGE_READY_WITHDRAWN);
    while (f != NULL && f->index != o->span->end_index)
        f = fact_next(ctx->facts, f);
    return (excuse){ ctx->facts->first + o->span->end_after, f, o->span->end_index };
}

/* What the row itself says excuses it, counted only in time. */
static void consider_own(context *ctx, excuse *best, const rule_row *r, const occasion *o) {
    if (r->excused & EXCUSED_BY_NO_CONSENT) /* what a unit tells goes to the hospital */
        consider_refusal(ctx, best, r, o, UTSKR_SCOPE_INFORMATION, UTSKR_PARTY_HOSPITAL);
    if (r->excused & EXCUSED_BY_DECLINE) {
        const excuse declined = decline(ctx, o);
        consider_in_time(best, &declined, o->time.due);
    }
    if (r->excused & EXCUSED_BY_WITHDRAWAL) {
        const excuse withdrawn = withdrawal(ctx, o);
        consider_in_time(best, &withdrawn, o->time.due);
    }
    if (r->excused & EXCUSED_BY_SIP_ANSWER) {
        const excuse answered = sip_answer(ctx, r, o);
        consider_in_time(best, &answered, o->time.due);
    }
    if (r->excused & EXCUSED_BY_SIP_CLOSED) {
        const excuse closed = closing(ctx, o);
        consider_in_time(best, &closed, o->time.due);
    }
}

excuse utskr_excuse_of(context *ctx, const rule_row *r, const occasion *o) {
    excuse best = whole_excuse(ctx, r, o);
    consider_all_left_out(ctx, &best, r, o);
    return best;
}

static excuse whole_excuse(context *ctx, const rule_row *r, const occasion *o) {
    excuse best = { 0, NULL, 0 };
    consider_fact(ctx, &best, need_withdrawn(ctx, r, o));
    consider_from_outset(ctx, &best, r, o, ctx->deceased);
    consider_refusal(ctx, &best, r, o, UTSKR_SCOPE_SERVICES, o->party);
    if (r->excused != 0)
        consider_own(ctx, &best, r, o);
    return best;
}
