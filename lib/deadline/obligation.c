/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Obligations: each occasion of each row, held against its time, its fulfilment and its excuses. */
#include "deadline/obligation.h"

#include "consent/share.h"
#include "deadline/counting.h"
#include "deadline/due.h"
#include "readiness/readiness.h"

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
    if (kind != UTSKR_DISCHARGE_READY_NOTICE && kind != UTSKR_DISCHARGE_READY) {
        while (f != NULL && (r->marks & COUNTS_AFTER) && fact_precedes(f, o->fact))
            f = fact_next(ctx->facts, f);
        return f;
    }
    return f != NULL && (f->flags & UTSKR_FACT_AFTER_STAY) ? NULL : f;
}

/* The two forms that most rows counted to another event have need no calendar. */
static utskr_instant due_at(int32_t form, int32_t number, utskr_instant at) {
    if (form == UTSKR_FORM_BEFORE || form == UTSKR_FORM_BY)
        return at - (form == UTSKR_FORM_BEFORE);
    return utskr_due(form, number, at, NULL);
}

/* Counted to another event. A before/by row does not arise when that came first. */
static bool time_to(context *ctx, const rule_row *r, uint8_t kind, occasion *o) {
    const utskr_fact *x = anchor_of(ctx, r, kind, o);
    if (x == NULL)
        return true;
    const utskr_instant due = due_at(o->form, r->number, fact_instant(ctx->facts, x));
    if (o->form == UTSKR_FORM_NOT_BEFORE || o->form == UTSKR_FORM_DAY_AFTER) {
        o->earliest = due;
        return true;
    }
    o->due = due;
    return !fact_precedes(x, o->fact);
}

/* When the time of the admission notice began that the occasion is about. */
static utskr_instant need_instant(context *ctx, const occasion *o) {
    const utskr_fact *need = utskr_need_of_notice(ctx, o->fact);
    return instant_of(ctx, fact_precedes(need, ctx->admitted) ? ctx->admitted : need);
}

static bool time_by(context *ctx, const rule_row *r, int32_t number, occasion *o) {
    if (r->anchor != 0)
        return time_to(ctx, r, r->anchor, o);
    if (o->form != UTSKR_FORM_ASAP)
        o->due = utskr_due_by(ctx, r, o->form, number, r->marks & DUE_WITH_NEED ? need_instant(ctx, o) : o->at);
    return true;
}

/* A row whose time, force or very being a reading may change. */
static bool time_as_read(context *ctx, const rule_row *r, occasion *o) {
    const bool otherwise = r->reading != 0 && reading_of(ctx, (utskr_reading)r->reading) != 0;
    const bool by_form = otherwise && (r->marks & FORM_BY_READING) != 0;
    if (otherwise && (r->marks & GONE_BY_READING))
        return false;
    if (otherwise && (r->marks & FORCE_BY_READING))
        o->force = UTSKR_SKA;
    if (r->step_anchor != 0 && reading_of(ctx, UTSKR_READ_STEP_TIME) != 0) {
        o->form = UTSKR_FORM_BEFORE;
        return time_to(ctx, r, r->step_anchor, o);
    }
    if (by_form)
        o->form = r->read_form;
    return time_by(ctx, r, by_form ? r->read_number : r->number, o);
}

/* Finds when it is due. False: it does not arise. */
static APART bool find_time(context *ctx, const rule_row *r, occasion *o) {
    return (r->reading | r->step_anchor) != 0 ? time_as_read(ctx, r, o) : time_by(ctx, r, r->number, o);
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
        ctx->unstated |= ongoing == UTSKR_UNKNOWN;
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
        return yes_if(utskr_need_of_notice(ctx, o->fact) != NULL);
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

/* The conditions that each party fulfils for itself. */
#define WHEN_OF_PARTY (WHEN_CONCERNED | WHEN_HOSPITAL_RED | WHEN_NOTIFIED | WHEN_OWN_ONGOING)

/* Some conditions together. */
static utskr_answer hold_all(context *ctx, uint32_t conditions, const occasion *o) {
    utskr_answer a = UTSKR_YES;
    if (o->certain != UTSKR_YES)
        conditions &= ~(uint32_t)WHEN_CONCERNED; /* the trigger looked for it */
    for (; conditions != 0 && a != UTSKR_NO; conditions &= conditions - 1)
        a = weaker(a, holds(ctx, conditions & (~conditions + 1), o)); /* the lowest bit */
    return a;
}

/* A row bound to more than that the act applies. */
static APART utskr_answer binds_if(context *ctx, const rule_row *r, const occasion *o) {
    utskr_answer a = o->certain;
    if (r->to != 0 && r->fulfilment != MET_BY_EVENT && o->units == 0)
        return UTSKR_NO; /* nobody to tell */
    if ((r->colours | r->inferred) != 0)
        a = weaker(a, for_colour(ctx, r, o));
    const uint32_t conditions = r->when & ~(uint32_t)WHEN_OF_PARTY;
    return a == UTSKR_NO || conditions == 0 ? a : weaker(a, hold_all(ctx, conditions, o));
}

/* Of the units concerned those that the row wants told. */
static void narrow_units(const rule_row *r, occasion *o) {
    if (r->marks & EXCEPT_OUTPATIENT)
        o->units &= ~UTSKR_SNAP_OUTPATIENT;
    if (r->to != 0)
        o->units &= units_of_parties(r->to);
}

/* Does the row bind on this occasion, as far as it is the same for every party? */
static utskr_answer binds(context *ctx, const rule_row *r, occasion *o) {
    if (r->fulfilment != MET_BY_EVENT)
        narrow_units(r, o);
    if (within_scope(ctx, r, o) == UTSKR_NO)
        return UTSKR_NO;
    return r->conditions != 0 ? binds_if(ctx, r, o) : o->certain;
}

static APART utskr_answer binds_party(context *ctx, const rule_row *r, const occasion *o) {
    return hold_all(ctx, r->when & WHEN_OF_PARTY, o);
}

/* --- Status --------------------------------------------------------------------------------------------------------------------------- */

static uint8_t too_late(const occasion *o, bool done) {
    if (o->force == UTSKR_BOR)
        return UTSKR_OBLIGATION_NOT_MET;
    return done ? UTSKR_OBLIGATION_MET_LATE : UTSKR_OBLIGATION_MISSED;
}

/* The act must not happen before the earliest instant, which is unknown until its event. */
static uint8_t status_not_before(const occasion *o, utskr_instant done) {
    if (done == 0)
        return UTSKR_OBLIGATION_OPEN;
    if (o->earliest != 0 && done >= o->earliest)
        return UTSKR_OBLIGATION_MET;
    return o->force == UTSKR_BOR ? UTSKR_OBLIGATION_NOT_MET : UTSKR_OBLIGATION_MISSED;
}

static bool is_not_before(uint8_t form) {
    return form == UTSKR_FORM_NOT_BEFORE || form == UTSKR_FORM_DAY_AFTER;
}

static uint8_t status_by(const context *ctx, const occasion *o, utskr_instant done) {
    if (is_not_before(o->form))
        return status_not_before(o, done);
    if (done != 0)
        return o->due == 0 || done <= o->due ? UTSKR_OBLIGATION_MET : too_late(o, true);
    if (o->form == UTSKR_FORM_COVERS_WEEKDAYS)
        return too_late(o, false); /* settled at the trigger (N3) */
    return o->due == 0 || ctx->at <= o->due ? UTSKR_OBLIGATION_OPEN : too_late(o, false);
}

/* A duty that needs no assessment and ends with its trigger: was the act found, when the need was first assessed after it, never to have
 * applied? */
static bool never_applied(context *ctx, const rule_row *r, const occasion *o) {
    const utskr_fact *first = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    return (r->when & WHEN_NOT_EXCLUDED) && utskr_ends_with_trigger(r) && first != NULL &&
           fact_precedes(o->fact, first) && utskr_covered(ctx, first->snapshot) == UTSKR_NO;
}

/* What the act asks of an admission notice is not owed by one that is sent when it is excused already. The reason, which consent asks for, was
 * owed before. */
static bool not_owed_then(const rule_row *r, const excuse *e, const occasion *o) {
    return utskr_owed_with_notice(r) && e->at <= o->at;
}

/* No later than the trigger; in its second by the order of the log. */
static bool excused_from_outset(const excuse *e, const occasion *o) {
    return e->at < o->at || (e->at == o->at && (e->order == NULL || !fact_precedes(o->fact, e->order)));
}

/* Before it was due; or, where the trigger itself ends the time (care-request-prepared, aids-three-weekdays), from the outset. */
static bool excused_in_time(context *ctx, const rule_row *r, const excuse *e, const occasion *o) {
    const bool settled_at_trigger = utskr_ends_with_trigger(r) || o->form == UTSKR_FORM_COVERS_WEEKDAYS;
    if (o->due != 0 && settled_at_trigger)
        return excused_from_outset(e, o) || never_applied(ctx, r, o);
    return o->due == 0 || e->at <= o->due || not_owed_then(r, e, o);
}

/* Excused before it was done. */
static uint8_t status_excused(context *ctx, const rule_row *r, const excuse *e, const occasion *o, utskr_instant done) {
    if (excused_in_time(ctx, r, e, o))
        return UTSKR_OBLIGATION_EXCUSED;
    if (is_not_before(o->form))
        return status_not_before(o, done);
    return too_late(o, false); /* missed before; what is done after an excuse changes nothing */
}

/* What the stated and the unstated agree on; with an unknown condition, met only if it would be met in any case. */
static uint8_t agreed_status(uint8_t sure, uint8_t possible, utskr_answer bound) {
    if (bound == UTSKR_YES)
        return sure == possible ? sure : UTSKR_OBLIGATION_UNKNOWN;
    return sure == UTSKR_OBLIGATION_MET ? sure : UTSKR_OBLIGATION_UNKNOWN;
}

typedef struct outcome {
    uint8_t status;
    bool excused;          /* before it was met */
    uint16_t excuse_index; /* then, by that event */
} outcome;

/* Held against one way of reading what is not stated. */
typedef struct outlook {
    const utskr_fact *by; /* what met it, or NULL */
    utskr_instant done;   /* when, or 0 */
    uint32_t missing;     /* units not told */
    outcome outcome;
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

/* Is there anything of what the row itself names as an excuse? */
static APART bool own_excuse_exists(const context *ctx, const rule_row *r, const occasion *o) {
    const uint8_t *head = ctx->facts->head;
    return ((r->excused & EXCUSED_BY_DECLINE) && head[UTSKR_SIP_DECLINED] != 0) ||
           ((r->excused & EXCUSED_BY_WITHDRAWAL) && o->span != NULL && o->span->end == UTSKR_END_WITHDRAWN) ||
           ((r->excused & EXCUSED_BY_SIP_ANSWER) && (head[UTSKR_SIP_DECLINED] | head[UTSKR_SIP_NEED]) != 0) ||
           ((r->excused & EXCUSED_BY_SIP_CLOSED) && head[UTSKR_SIP_CLOSED] != 0);
}

#define EXCUSED_BY_FACTS (EXCUSED_BY_DECLINE | EXCUSED_BY_WITHDRAWAL | EXCUSED_BY_SIP_ANSWER | EXCUSED_BY_SIP_CLOSED)

/* Can anything excuse it? Most patients live, refuse nothing and keep their needs. */
static bool may_be_excused(const context *ctx, const rule_row *r, const occasion *o) {
    if (fact_precedes(o->fact, ctx->excusing) || o->left_out != 0)
        return true;
    if (r->marks & DUE_WITH_NEED) /* its need may be withdrawn before the notice */
        return ctx->assessed != fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED);
    return (r->excused & EXCUSED_BY_FACTS) != 0 && own_excuse_exists(ctx, r, o);
}

/* What the excuse, if there is one, makes of it. */
static APART outcome excused_outcome(context *ctx, const rule_row *r, const occasion *o, const utskr_fact *by,
                                     uint8_t status) {
    const excuse e = utskr_excuse_of(ctx, r, o);
    const bool void_anyway = e.at != 0 && status != UTSKR_OBLIGATION_MET && never_applied(ctx, r, o);
    if (!void_anyway && !utskr_excused_before(ctx, &e, by))
        return (outcome){ status, false, 0 };
    return (outcome){ status_excused(ctx, r, &e, o, instant_of(ctx, by)), true, e.index };
}

/* Met by more than one event. */
static fulfilled fulfilment_of(context *ctx, const rule_row *r, occasion *o, bool optimistic) {
    if (r->when & WHEN_ONGOING)
        o->units = units_ongoing(ctx, !optimistic);
    if (r->fulfilment == MET_BY_TELLING)
        utskr_find_left_out(ctx, r, o, optimistic);
    return utskr_fulfilment(ctx, r, o, optimistic);
}

static WITHIN outlook look(context *ctx, const rule_row *r, occasion *o, bool optimistic) {
    const fulfilled f = r->fulfilment == MET_BY_EVENT ? (fulfilled){ met_by_event(ctx, r, o), 0 }
                                                      : fulfilment_of(ctx, r, o, optimistic);
    outlook out = { f.by, instant_of(ctx, f.by), f.missing, { 0, false, 0 } };
    out.outcome.status = status_by(ctx, o, out.done);
    const bool by_trigger = (r->marks & DUE_WITH_NEED) && f.by == o->fact && o->at <= o->due; /* whatever excuses it */
    if (!by_trigger && may_be_excused(ctx, r, o))
        out.outcome = excused_outcome(ctx, r, o, f.by, out.outcome.status);
    return out;
}

/* The status if what is not stated was so. */
static APART uint8_t status_if_stated(context *ctx, const rule_row *r, occasion *o) {
    return look(ctx, r, o, true).outcome.status;
}

/* The status by what is stated and, where something read was not stated, if that was so too. */
static uint8_t status_by_both(context *ctx, const rule_row *r, occasion *o, utskr_answer bound, uint8_t sure) {
    const bool both = ctx->unstated && may_be_unstated(r);
    return agreed_status(sure, both ? status_if_stated(ctx, r, o) : sure, bound);
}

/* --- What comes of it ------------------------------------------------------------------------------------------------------------------ */

static bool is_done(uint8_t status) {
    return status == UTSKR_OBLIGATION_MET || status == UTSKR_OBLIGATION_MET_LATE || status == UTSKR_OBLIGATION_NOT_MET;
}

/* What met it, in time or not, or NULL. */
static const utskr_fact *met_by(const outlook *sure, uint8_t status) {
    return is_done(status) && !sure->outcome.excused ? sure->by : NULL;
}

static void describe(const context *ctx, const rule_row *r, const occasion *o, const outlook *sure, uint8_t status,
                     utskr_obligation *out) {
    const utskr_fact *by = met_by(sure, status);
    out->id = r->id;
    out->cite = r->cite;
    out->trigger = o->at;
    out->due = o->due;
    out->earliest = o->earliest;
    out->done = by != NULL ? sure->done : 0;
    out->agreed = r->marks & SHOWS_AGREED_TIME ? fact_value(o->plan != NULL ? o->plan : o->fact) : 0;
    out->trigger_index = o->fact->index;
    out->done_index = index_of(by);
    out->excuse_index = status == UTSKR_OBLIGATION_EXCUSED ? sure->outcome.excuse_index : 0;
    out->party = (uint8_t)o->party;
    out->force = o->force;
    out->form = o->form;
    out->status = status;
    out->colour_unstated = (r->marks & COLOUR_UNSTATED) != 0;
    out->unmet_units = (uint8_t)parties_of_units(sure->missing);
    out->rule = ctx->rule;
}

static APART void find_late(context *ctx, const rule_row *r, const occasion *o, const utskr_fact *by) {
    const utskr_finding finding = { .id = r->id,
                                    .cite = r->cite,
                                    .index = index_of(by),
                                    .count = 1,
                                    .party = (uint8_t)o->party,
                                    .colour_unstated = (r->marks & COLOUR_UNSTATED) != 0,
                                    .rule = ctx->rule };
    utskr_add_finding(ctx, &finding);
}

/* What else follows from an obligation that is not met in time: a finding that it was missed or late, and whether anything is still to
 * be settled. */
static void note(context *ctx, const rule_row *r, const occasion *o, const outlook *sure, uint8_t status) {
    const bool unsettled = status == UTSKR_OBLIGATION_OPEN || status == UTSKR_OBLIGATION_UNKNOWN;
    if (status == UTSKR_OBLIGATION_OPEN && o->due != 0)
        changes_at(ctx, o->due + 1);
    if (status == UTSKR_OBLIGATION_MISSED || status == UTSKR_OBLIGATION_MET_LATE)
        find_late(ctx, r, o, met_by(sure, status));
    if (unsettled && o->form != UTSKR_FORM_ASAP && o->form != UTSKR_FORM_NOT_BEFORE && o->form != UTSKR_FORM_DAY_AFTER)
        ctx->unsettled = true;
    if ((r->marks & FINDS_UNTOLD) && status == UTSKR_OBLIGATION_OPEN && ctx->untold_changes++ == 0)
        ctx->first_untold = o->fact->index;
}

/* Into the judgement, as far as it has room. */
static void tell(context *ctx, const rule_row *r, const occasion *o, const outlook *sure, uint8_t status) {
    utskr_judgement *out = ctx->out;
    const uint32_t place = out->obligation_count++;
    if (place < out->obligation_capacity)
        describe(ctx, r, o, sure, status, &out->obligations[place]);
}

/* The obligation of one of the parties. */
static void judge_party(context *ctx, const rule_row *r, occasion *o, utskr_answer bound) {
    if (r->when & WHEN_OF_PARTY)
        bound = weaker(bound, binds_party(ctx, r, o));
    if (bound == UTSKR_NO)
        return;
    ctx->unstated = false;
    const outlook sure = look(ctx, r, o, false);
    const uint8_t status = status_by_both(ctx, r, o, bound, sure.outcome.status);
    if (status != UTSKR_OBLIGATION_MET)
        note(ctx, r, o, &sure, status);
    if (ctx->bits != NULL)
        utskr_mark_rule(ctx->bits->obligations[status], ctx->rule);
    else
        tell(ctx, r, o, &sure, status);
}

void utskr_judge_occasion(context *ctx, const rule_row *r, occasion *o) {
    const utskr_answer bound = binds(ctx, r, o);
    o->at = fact_instant(ctx->facts, o->fact);
    if (bound == UTSKR_NO || !valid_at(r->valid_from, r->valid_to, o->at))
        return;
    o->form = r->form;
    o->force = r->force;
    o->due = o->earliest = 0;
    o->left_out = o->lost = 0;
    if ((r->form | r->anchor | r->reading | r->step_anchor) != UTSKR_FORM_ASAP && !find_time(ctx, r, o))
        return;
    for (uint32_t parties = o->parties; parties != 0; parties &= parties - 1) {
        o->party = first_party(parties);
        judge_party(ctx, r, o, bound);
    }
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

static APART void sort_from(utskr_judgement *out, uint32_t first) {
    if (stored(out) > first)
        sort(out->obligations + first, stored(out) - first);
}

/* Rows of a pack, the first of which has that number among the rules. */
static void judge_rows(context *ctx, const rule_row *rows, uint32_t count, uint32_t number) {
    for (uint32_t i = 0; i < count; i++) {
        const rule_row *r = &rows[i];
        const uint32_t first = ctx->out->obligation_count;
        ctx->rule = (uint16_t)(number + i);
        utskr_triggers[r->trigger](ctx, r);
        if (ctx->out->obligation_count > first + 1)
            sort_from(ctx->out, first);
    }
}

/* Of a pack made by a host, which holds the rows of its bases too, layer by layer. */
static APART void judge_layers(context *ctx, const utskr_pack *pack) {
    const rule_row *rows = pack->rows;
    uint32_t number = 0;
    for (uint32_t i = 0; i < pack->layer_count; i++) {
        const pack_layer *layer = &pack->layers[i];
        judge_rows(ctx, rows, layer->row_count, number);
        rows += layer->row_count;
        number += layer->row_count + layer->rule_count;
    }
}

void utskr_judge_obligations(context *ctx) {
    const utskr_pack *pack = ctx->pack;
    if (pack->layer_count != 0) {
        judge_layers(ctx, pack);
        return;
    }
    if (pack->base != NULL)
        judge_rows(ctx, pack->base->rows, pack->base->row_count, 0);
    judge_rows(ctx, pack->rows, pack->row_count,
               pack->base == NULL ? 0 : pack->base->row_count + pack->base->rule_count);
}
