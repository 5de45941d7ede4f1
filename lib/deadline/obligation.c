/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Obligations: each occasion of each row, held against its time, its fulfilment and its excuses. */
#include "deadline/obligation.h"

#include "consent/share.h"
#include "deadline/due.h"
#include "deadline/occasion.h"
#include "readiness/readiness.h"

#include <string.h>

/* --- When it is due ---------------------------------------------------------------------------------------------------------------- */

/* What a before/by row is counted to: the trigger itself if it is of that kind; else the first such event, for what may come again
 * the first after the trigger. Events after the stay end nothing but what is counted to them. */
static const utskr_fact *anchor_of(context *ctx, const rule_row *r, uint8_t kind, const occasion *o) {
    const utskr_fact *f = fact_first(ctx->facts, kind);
    if (kind == r->from.kind)
        return o->fact == ctx->discharged
                   ? NULL
                   : o->fact; /* the discharge stands in where there was none (FROM_PLAN_OR_LEAVING) */
    if (kind == UTSKR_DISCHARGED || kind == UTSKR_ADMITTED)
        return kind == UTSKR_DISCHARGED ? ctx->discharged : ctx->admitted;
    while (f != NULL && (r->marks & COUNTS_AFTER) && fact_precedes(f, o->fact))
        f = fact_next(ctx->facts, f);
    if (f != NULL && kind == UTSKR_DISCHARGE_READY_NOTICE && (f->flags & UTSKR_FACT_AFTER_STAY))
        return NULL;
    return f;
}

typedef struct timing {
    uint8_t form;
    uint8_t force;
    utskr_instant due;      /* 0: none yet */
    utskr_instant earliest; /* 0: none (yet) */
    bool arises;            /* a before/by row does not when X came first */
} timing;

static timing timing_to(context *ctx, const rule_row *r, uint8_t form, uint8_t kind, const occasion *o) {
    timing t = { form, r->force, 0, 0, true };
    const utskr_fact *x = anchor_of(ctx, r, kind, o);
    if (x == NULL)
        return t;
    if (form == UTSKR_FORM_NOT_BEFORE || form == UTSKR_FORM_DAY_AFTER)
        t.earliest = utskr_due(form, r->number, instant_of(ctx, x), NULL);
    else {
        t.arises = x == o->fact || !fact_precedes(x, o->fact);
        t.due = utskr_due(form, r->number, instant_of(ctx, x), NULL);
    }
    return t;
}

/* Does the reading of the row have its other value? */
static bool read_otherwise(context *ctx, const rule_row *r) {
    return r->reading != 0 && reading_of(ctx, (utskr_reading)r->reading) != 0;
}

static timing timing_by(context *ctx, const rule_row *r, uint8_t form, int32_t number, const occasion *o) {
    if (r->step_anchor != 0 && reading_of(ctx, UTSKR_READ_STEP_TIME) != 0)
        return timing_to(ctx, r, UTSKR_FORM_BEFORE, r->step_anchor, o);
    if (r->anchor != 0)
        return timing_to(ctx, r, form, r->anchor, o);
    const utskr_instant from = r->marks & DUE_WITH_NEED ? utskr_first_need(ctx) : instant_of(ctx, o->fact);
    return (timing){ form, r->force, utskr_due_by(ctx, r, form, number, from), 0, true };
}

static timing timing_of(context *ctx, const rule_row *r, const occasion *o) {
    const bool otherwise = read_otherwise(ctx, r);
    const bool by_form = otherwise && (r->marks & FORM_BY_READING) != 0;
    timing t = timing_by(ctx, r, by_form ? r->read_form : r->form, by_form ? r->read_number : r->number, o);
    if (otherwise && (r->marks & FORCE_BY_READING))
        t.force = UTSKR_SKA;
    if (otherwise && (r->marks & GONE_BY_READING))
        t.arises = false;
    return t;
}

/* --- For whom ------------------------------------------------------------------------------------------------------------------------- */

static utskr_answer weaker(utskr_answer a, utskr_answer b) {
    if (a == UTSKR_NO || b == UTSKR_NO)
        return UTSKR_NO;
    return a == UTSKR_UNKNOWN || b == UTSKR_UNKNOWN ? UTSKR_UNKNOWN : UTSKR_YES;
}

/* The track in force at the trigger; for a row that says so, with none in force, the next one set. */
static uint32_t colour_at(const context *ctx, const rule_row *r, const occasion *o) {
    const uint32_t colour = snapshot_field(o->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
    const utskr_fact *first = fact_first(ctx->facts, UTSKR_TRACK);
    if (colour != 0 || first == NULL || !(r->marks & COLOUR_MAY_FOLLOW))
        return colour;
    return snapshot_field(first->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
}

/* For the colours of the row, or those that the reading infers; without a track, unknown (N4). */
static utskr_answer for_colour(context *ctx, const rule_row *r, const occasion *o) {
    const bool infers = r->inferred != 0 && reading_of(ctx, UTSKR_READ_DOT_COLOUR) != 0;
    const uint32_t colours = infers ? r->inferred : r->colours;
    const uint32_t colour = colour_at(ctx, r, o);
    if (colours == 0)
        return UTSKR_YES;
    return colour == 0 ? UTSKR_UNKNOWN : yes_if((colours >> colour) & 1u);
}

static utskr_answer goes_home(context *ctx) {
    if (ctx->discharged == NULL)
        return UTSKR_UNKNOWN;
    switch ((ctx->discharged->mask & UTSKR_DISCHARGED_TO) >> UTSKR_DISCHARGED_TO_SHIFT) {
    case UTSKR_DESTINATION_HOME: return UTSKR_YES;
    case UTSKR_DESTINATION_UNSTATED:
        return reading_of(ctx, UTSKR_READ_DESTINATION_UNSTATED) == 0 ? UTSKR_UNKNOWN : UTSKR_YES;
    case UTSKR_DESTINATION_SPECIAL_HOUSING: return yes_if(reading_of(ctx, UTSKR_READ_HOME_MEANS) != 0);
    default: return UTSKR_NO;
    }
}

/* The hospital takes part in a SIP only in the stay and for the red track. */
static utskr_answer hospital_takes_part(const occasion *o) {
    const uint32_t colour = snapshot_field(o->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
    if (o->party != UTSKR_PARTY_HOSPITAL)
        return UTSKR_YES;
    if (o->fact->flags & UTSKR_FACT_AFTER_STAY)
        return UTSKR_NO;
    return colour == 0 ? UTSKR_UNKNOWN : yes_if(colour == UTSKR_COLOUR_RED);
}

/* Consent to share information, with one of the concerned units at least. */
static bool consented(context *ctx, const occasion *o) {
    const uint32_t units = utskr_concerned_units(ctx, o->snapshot);
    for (uint32_t party = UTSKR_PARTY_OUTPATIENT; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++)
        if ((units & unit_of_party(party)) &&
            utskr_consent_in_force(ctx, UTSKR_SCOPE_INFORMATION, party, o->fact) == UTSKR_CONSENT_GIVEN)
            return true;
    return false;
}

/* The municipal units whose services were ongoing at the admission; with `or_unknown` those too of which that is not known. With
 * home nursing the outpatient care is told as well. */
static uint32_t units_ongoing(context *ctx, bool or_unknown) {
    uint32_t units = 0;
    for (uint32_t party = UTSKR_PARTY_MUNICIPAL_HEALTH; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        const utskr_answer ongoing = utskr_ongoing(ctx, unit_of_party(party));
        if (ongoing == UTSKR_YES || (or_unknown && ongoing == UTSKR_UNKNOWN))
            units |= unit_of_party(party);
    }
    return units & UTSKR_SNAP_MUNICIPAL_HEALTH ? units | UTSKR_SNAP_OUTPATIENT : units;
}

static utskr_answer any_ongoing(context *ctx) {
    if (units_ongoing(ctx, false) != 0)
        return UTSKR_YES;
    return units_ongoing(ctx, true) != 0 ? UTSKR_UNKNOWN : UTSKR_NO;
}

static utskr_answer not_so(utskr_answer a) {
    return a == UTSKR_UNKNOWN ? a : yes_if(a == UTSKR_NO);
}

static utskr_answer referral_needed(context *ctx, const occasion *o) {
    if (o->snapshot & UTSKR_SNAP_OUTPATIENT)
        return UTSKR_YES;
    if (!(utskr_concerned_units(ctx, o->snapshot) & UTSKR_SNAP_OUTPATIENT))
        return UTSKR_NO;
    return yes_if(reading_of(ctx, UTSKR_READ_REFERRAL_NEED) != 0);
}

/* Required, or not only since the patient declined or has a current one, which excuse. */
static utskr_answer sip_possible(context *ctx, uint32_t snapshot) {
    return not_so(
        yes_if(utskr_sip_required(ctx, snapshot & ~(UTSKR_SNAP_SIP_CHOICE | UTSKR_SNAP_SIP_WORD), NULL) == UTSKR_NO));
}

static utskr_answer within_scope(context *ctx, const rule_row *r, const occasion *o) {
    if (r->marks & DUE_WITH_NEED)
        return yes_if(utskr_first_need(ctx) != 0);
    const utskr_answer covered = utskr_covered(ctx, o->snapshot);
    return yes_if(r->when & WHEN_NOT_EXCLUDED ? covered != UTSKR_NO : covered == UTSKR_YES);
}

/* One condition of a row: the bit, and whether it holds. */
static utskr_answer holds(context *ctx, uint32_t condition, const occasion *o) {
    switch (condition) {
    case WHEN_CONCERNED: return yes_if(utskr_concerned_units(ctx, o->snapshot) & unit_of_party(o->party));
    case WHEN_SIP_REQUIRED: return utskr_sip_required(ctx, o->snapshot, NULL);
    case WHEN_BOTH_NEEDED: return utskr_both_needed(ctx, o->snapshot);
    case WHEN_CONSENTED: return yes_if(consented(ctx, o));
    case WHEN_HOME: return goes_home(ctx);
    case WHEN_HOSPITAL_RED: return hospital_takes_part(o);
    case WHEN_NOTIFIED: return utskr_notified_before(ctx, o->party, o->fact);
    case WHEN_SIP_POSSIBLE: return sip_possible(ctx, o->snapshot);
    case WHEN_ONGOING: return any_ongoing(ctx);
    case WHEN_OWN_ONGOING: return utskr_ongoing(ctx, unit_of_party(o->party));
    case WHEN_NONE_ONGOING: return not_so(any_ongoing(ctx));
    case WHEN_REFERRAL_NEEDED: return referral_needed(ctx, o);
    default: return UTSKR_YES; /* heeded by the trigger */
    }
}

/* Does the row bind on this occasion? */
static utskr_answer binds(context *ctx, const rule_row *r, const occasion *o) {
    utskr_answer a = weaker(weaker(o->certain, for_colour(ctx, r, o)), within_scope(ctx, r, o));
    uint32_t conditions = r->when;
    if (o->certain != UTSKR_YES)
        conditions &= ~(uint32_t)WHEN_CONCERNED; /* the trigger looked for it */
    for (uint32_t bit = 1; bit <= conditions && a != UTSKR_NO; bit <<= 1)
        if (conditions & bit)
            a = weaker(a, holds(ctx, bit, o));
    if (r->to != 0 && r->fulfilment != MET_BY_EVENT && o->units == 0)
        return UTSKR_NO; /* nobody to tell */
    return a;
}

/* --- Status --------------------------------------------------------------------------------------------------------------------------- */

static uint8_t too_late(const timing *t, bool done) {
    if (t->force == UTSKR_BOR)
        return UTSKR_OBLIGATION_NOT_MET;
    return done ? UTSKR_OBLIGATION_MET_LATE : UTSKR_OBLIGATION_MISSED;
}

/* The act must not happen before the earliest instant, which is unknown until its event. */
static uint8_t status_not_before(const timing *t, utskr_instant done) {
    if (done == 0)
        return UTSKR_OBLIGATION_OPEN;
    if (t->earliest != 0 && done >= t->earliest)
        return UTSKR_OBLIGATION_MET;
    return t->force == UTSKR_BOR ? UTSKR_OBLIGATION_NOT_MET : UTSKR_OBLIGATION_MISSED;
}

/* Before it was due; or, where the trigger itself ends the time (care-request-prepared), from the outset. */
static bool excused_in_time(const context *ctx, const rule_row *r, const timing *t, const excuse *e,
                            const occasion *o) {
    const bool ends_with_trigger = r->anchor != 0 && r->anchor == r->from.kind;
    return t->due == 0 || e->at <= t->due || (ends_with_trigger && e->at <= instant_of(ctx, o->fact));
}

static uint8_t status_of(const context *ctx, const rule_row *r, const timing *t, const excuse *e, const occasion *o,
                         const utskr_fact *by) {
    const utskr_instant done = instant_of(ctx, by);
    const bool excused_first = utskr_excused_before(ctx, e, by);
    if (excused_first && excused_in_time(ctx, r, t, e, o))
        return UTSKR_OBLIGATION_EXCUSED;
    if (t->form == UTSKR_FORM_NOT_BEFORE || t->form == UTSKR_FORM_DAY_AFTER)
        return status_not_before(t, done);
    if (excused_first)
        return too_late(t, false); /* missed before; what is done after an excuse changes nothing */
    if (done != 0)
        return t->due == 0 || done <= t->due ? UTSKR_OBLIGATION_MET : too_late(t, true);
    if (t->form == UTSKR_FORM_COVERS_WEEKDAYS)
        return too_late(t, false); /* settled at the trigger (N3) */
    return t->due == 0 || ctx->at <= t->due ? UTSKR_OBLIGATION_OPEN : too_late(t, false);
}

/* What the stated and the unstated agree on; with an unknown condition, met only if it would be met in any case. */
static uint8_t agreed_status(uint8_t sure, uint8_t possible, utskr_answer bound) {
    if (bound == UTSKR_YES)
        return sure == possible ? sure : UTSKR_OBLIGATION_UNKNOWN;
    return sure == UTSKR_OBLIGATION_MET ? sure : UTSKR_OBLIGATION_UNKNOWN;
}

static bool is_done(uint8_t status) {
    return status == UTSKR_OBLIGATION_MET || status == UTSKR_OBLIGATION_MET_LATE || status == UTSKR_OBLIGATION_NOT_MET;
}

static void describe(context *ctx, const rule_row *r, const occasion *o, const timing *t, const fulfilled *f,
                     const excuse *e, uint8_t status, utskr_obligation *out) {
    const bool done = is_done(status) && f->by != NULL && !utskr_excused_before(ctx, e, f->by);
    *out = (utskr_obligation){ .id = r->id,
                               .cite = r->cite,
                               .trigger = instant_of(ctx, o->fact),
                               .due = t->due,
                               .earliest = t->earliest,
                               .done = done ? instant_of(ctx, f->by) : 0,
                               .agreed =
                                   r->marks & SHOWS_AGREED_TIME ? fact_value(o->plan != NULL ? o->plan : o->fact) : 0,
                               .trigger_index = o->fact->index,
                               .done_index = done ? f->by->index : 0,
                               .excuse_index = status == UTSKR_OBLIGATION_EXCUSED ? e->index : 0,
                               .party = (uint8_t)o->party,
                               .force = t->force,
                               .form = t->form,
                               .status = status,
                               .colour_unstated = (r->marks & COLOUR_UNSTATED) != 0,
                               .unmet_units = (uint8_t)parties_of_units(f->missing),
                               .rule = (uint16_t)(ctx->rules_before + (r - ctx->judged->rows)) };
}

/* Held against one way of reading what is not stated. */
typedef struct outlook {
    fulfilled fulfilled;
    excuse excuse;
    uint8_t status;
} outlook;

/* Recipients, content, participants and how long it lasts may be unstated; that something happened may not. */
static bool may_be_unstated(const rule_row *r) {
    switch ((rule_fulfilment)r->fulfilment) {
    case MET_BY_EVENT:
    case MET_BY_CHECKLIST:
    case MET_BY_READY:
    case MET_BY_OWN_READY: return false;
    default: return true;
    }
}

static outlook look(context *ctx, const rule_row *r, const occasion *asked, const timing *t, bool optimistic) {
    occasion o = *asked;
    outlook out;
    o.due = t->due;
    if (r->when & WHEN_ONGOING)
        o.units = units_ongoing(ctx, !optimistic);
    utskr_find_left_out(ctx, r, &o, t->due, optimistic);
    out.fulfilled = utskr_fulfilment(ctx, r, &o, optimistic);
    out.excuse = utskr_excuse_of(ctx, r, &o, t->due);
    out.status = status_of(ctx, r, t, &out.excuse, &o, out.fulfilled.by);
    return out;
}

/* What else follows from an obligation: a finding of what was missed or late, and whether anything is still to be settled. */
static void note(context *ctx, const rule_row *r, const utskr_obligation *o) {
    const bool unsettled = o->status == UTSKR_OBLIGATION_OPEN || o->status == UTSKR_OBLIGATION_UNKNOWN;
    const utskr_finding finding = { .id = o->id,
                                    .cite = o->cite,
                                    .index = o->done_index,
                                    .count = 1,
                                    .party = o->party,
                                    .colour_unstated = o->colour_unstated,
                                    .rule = o->rule };
    if (o->status == UTSKR_OBLIGATION_MISSED || o->status == UTSKR_OBLIGATION_MET_LATE)
        utskr_add_finding(ctx, &finding);
    if (unsettled && o->form != UTSKR_FORM_ASAP && o->form != UTSKR_FORM_NOT_BEFORE && o->form != UTSKR_FORM_DAY_AFTER)
        ctx->unsettled = true;
    if (r == utskr_row_expected_update && o->status == UTSKR_OBLIGATION_OPEN && ctx->untold_changes++ == 0)
        ctx->first_untold = o->trigger_index;
}

static void judge_occasion(context *ctx, const rule_row *r, const occasion *asked) {
    occasion o = *asked;
    if (r->marks & EXCEPT_OUTPATIENT)
        o.units &= ~UTSKR_SNAP_OUTPATIENT;
    if (r->to != 0)
        o.units &= units_of_parties(r->to);
    const utskr_answer bound = binds(ctx, r, &o);
    if (bound == UTSKR_NO || !valid_at(r->valid_from, r->valid_to, instant_of(ctx, o.fact)))
        return;
    const timing t = timing_of(ctx, r, &o);
    if (!t.arises)
        return;
    const outlook sure = look(ctx, r, &o, &t, false);
    const outlook possible = may_be_unstated(r) ? look(ctx, r, &o, &t, true) : sure;
    const uint8_t status = agreed_status(sure.status, possible.status, bound);
    if (status == UTSKR_OBLIGATION_OPEN && t.due != 0)
        changes_at(ctx, t.due + 1);
    utskr_obligation judged;
    describe(ctx, r, &o, &t, &sure.fulfilled, &sure.excuse, status, &judged);
    utskr_add_obligation(ctx, &judged);
    note(ctx, r, &judged);
}

/* --- All rows, in table order; those of one row by trigger, then by party ------------------------------------------------------------ */

static bool after(const utskr_obligation *a, const utskr_obligation *b) {
    return a->trigger != b->trigger ? a->trigger > b->trigger : a->party > b->party;
}

static void sort(utskr_obligation *list, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = i; j > 0 && after(&list[j - 1], &list[j]); j--) {
            const utskr_obligation held = list[j];
            list[j] = list[j - 1];
            list[j - 1] = held;
        }
}

static uint32_t stored(const utskr_judgement *j) {
    return j->obligation_count < j->obligation_capacity ? j->obligation_count : j->obligation_capacity;
}

static void judge_rows(context *ctx, const utskr_pack *pack) {
    ctx->judged = pack;
    for (uint32_t i = 0; i < pack->row_count; i++) {
        const uint32_t first = stored(ctx->out);
        utskr_each_occasion(ctx, &pack->rows[i], judge_occasion);
        if (ctx->out->obligations != NULL)
            sort(ctx->out->obligations + first, stored(ctx->out) - first);
    }
}

void utskr_judge_obligations(context *ctx) {
    const utskr_pack *base = ctx->pack->base;
    if (base != NULL) {
        judge_rows(ctx, base);
        ctx->rules_before = (uint16_t)(base->row_count + base->rule_count);
    }
    judge_rows(ctx, ctx->pack);
}
