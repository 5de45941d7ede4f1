/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marking in bulk. Most rows of most cases have one moment at which they arise, nothing that excuses them, and everything
 * stated: those are judged in the plain way of their plan. Wherever anything is out of the ordinary the row is judged in full,
 * by its trigger (lib/deadline/trigger.c) and as an obligation that is told (lib/deadline/obligation.c).
 */
#include "deadline/mark.h"

#include "deadline/condition.h"
#include "deadline/counting.h"
#include "deadline/due.h"

/* --- What sets a group off ------------------------------------------------------------------------------------------------- */

/* The one occasion on which the rows of a group arise in a plain case. */
typedef struct moment {
    const utskr_fact *fact; /* NULL: there is none */
    utskr_instant at;
    uint32_t snapshot;
    uint32_t units;   /* those concerned */
    uint32_t parties; /* of those that a row obliges, only these are obliged */
    uint32_t fixed;   /* these are, whomever the row obliges */
    uint32_t later;   /* others that a row obliges may be obliged by later messages */
    uint32_t settled; /* conditions of rows that need not be asked about (settled_conditions) */
} moment;

#define ALL_PARTIES UINT32_MAX

/* Did it come after the discharge or the death? */
static bool comes_too_late(const utskr_fact *f) {
    return f != NULL && (f->flags & UTSKR_FACT_AFTER_STAY) != 0;
}

static bool none(moment *m) {
    m->fact = NULL;
    return true;
}

static bool from_fact(moment *m, const utskr_fact *fact, uint32_t parties, uint32_t fixed) {
    m->fact = fact;
    m->parties = parties;
    m->fixed = fixed;
    m->later = 0;
    return true;
}

/* After the stay these set nothing off. */
static bool is_of_leaving(int32_t kind) {
    return kind == UTSKR_DISCHARGE_READY_NOTICE || kind == UTSKR_DISCHARGED;
}

/* The first event of the pattern that sets the row off, or NULL. */
static const utskr_fact *fact_of(const utskr_facts *facts, const rule_row *r) {
    return matching_from(facts, fact_first(facts, r->from.kind), &r->from, 0);
}

/* Was the track ever one of the colours, or never any? */
static bool any_of_colour(const utskr_facts *facts, uint32_t colours) {
    const utskr_fact *f = fact_first(facts, UTSKR_TRACK);
    if (f == NULL)
        return true;
    while (f != NULL && !((colours >> snapshot_field(f->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT)) & 1u))
        f = fact_next(facts, f);
    return f != NULL;
}

static bool from_first(const context *ctx, const rule_row *r, moment *m) {
    const utskr_fact *f = fact_of(ctx->facts, r);
    if (is_of_leaving(r->from.kind) && comes_too_late(f))
        return none(m);
    return from_fact(m, f, ALL_PARTIES, 0);
}

/* To whom messages from that one on went. */
static uint32_t parties_told(const utskr_facts *facts, const utskr_fact *message) {
    uint32_t parties = 0;
    for (; message != NULL; message = fact_next(facts, message))
        parties |= message->mask & UTSKR_TO_STATED ? message->mask & ~UTSKR_TO(message->party) : ALL_PARTIES;
    return parties;
}

/* To whom the first message went decides for them. */
static bool from_message(const utskr_facts *facts, const rule_row *r, const utskr_fact *message, moment *m) {
    if (message == NULL)
        return none(m);
    if (!(message->mask & UTSKR_TO_STATED) || r->from.by == BY_OBLIGED || !fact_matches(message, &r->from, 0) ||
        (is_of_leaving(r->from.kind) && comes_too_late(message)))
        return false;
    (void)from_fact(m, message, message->mask & ~UTSKR_TO(message->party), 0);
    m->later = parties_told(facts, fact_next(facts, message)) & ~m->parties;
    return true;
}

static bool from_sent_after_plan(const utskr_facts *facts, const rule_row *r, moment *m) {
    const utskr_fact *plan = utskr_followed_plan(facts);
    return plan == NULL ? none(m) : from_message(facts, r, fact_after(facts, r->from.kind, plan), m);
}

/* The first notice of the only ready spell. */
static const utskr_fact *only_notice(const utskr_facts *facts) {
    return facts->spell_count == 1 ? fact_in_slot(facts, facts->spells[0].first) : NULL;
}

/* The one assessment, or the admission if that came later. */
static bool from_need(const context *ctx, moment *m) {
    const utskr_fact *need = ctx->assessed;
    if (ctx->admitted == NULL)
        return none(m);
    if (need != fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED) || comes_too_late(need))
        return false;
    const utskr_fact *fact = fact_precedes(need, ctx->admitted) ? ctx->admitted : need;
    return fact->snapshot == need->snapshot && from_fact(m, fact, UTSKR_TO_HOSPITAL, UTSKR_TO_HOSPITAL);
}

static bool from_ready(const context *ctx, moment *m) {
    const utskr_facts *facts = ctx->facts;
    if ((facts->head[UTSKR_DISCHARGE_READY_WITHDRAWN] | facts->head[UTSKR_INTERRUPTED]) != 0)
        return false;
    return facts->ready_count == 0
               ? none(m)
               : from_fact(m, fact_in_slot(facts, facts->readies[0].first), UTSKR_TO_HOSPITAL, UTSKR_TO_HOSPITAL);
}

/* The first word of the one readiness, the physician's or the notice. */
static bool from_first_ready(const utskr_facts *facts, moment *m) {
    const utskr_span *told = &facts->spells[0], *judged = &facts->readies[0];
    if (facts->spell_count + facts->ready_count == 0)
        return none(m);
    if (facts->spell_count > 1 || facts->ready_count > 1 ||
        (facts->spell_count == facts->ready_count && told->end_index != judged->end_index))
        return false;
    const bool by_notice = facts->ready_count == 0 || (facts->spell_count != 0 && told->first < judged->first);
    return from_fact(m, fact_in_slot(facts, by_notice ? told->first : judged->first), ALL_PARTIES, 0);
}

/* The one notice, if a SIP is required by then. */
static bool from_sip_spell(context *ctx, moment *m) {
    const utskr_fact *notice = only_notice(ctx->facts);
    if (ctx->facts->spell_count == 0 && !ctx->pack->sip_call_from_ready)
        return none(m);
    if (notice == NULL || notice->next != 0 || ctx->pack->sip_call_from_ready)
        return false;
    if (utskr_sip_required(ctx, notice->snapshot, NULL) != UTSKR_YES)
        return none(m);
    return from_fact(m, notice, UTSKR_TO_OUTPATIENT, UTSKR_TO_OUTPATIENT);
}

/* A meeting before the notice would set the plan off too. */
static bool none_held_before(const utskr_facts *facts, const moment *m) {
    const utskr_fact *held = fact_first(facts, UTSKR_SIP_HELD);
    return held == NULL || (m->fact != NULL && fact_precedes(m->fact, held));
}

static bool from_notice(const utskr_facts *facts, moment *m) {
    return facts->spell_count <= 1 && from_fact(m, only_notice(facts), ALL_PARTIES, 0);
}

static bool from_notice_sent(const utskr_facts *facts, const rule_row *r, moment *m) {
    const utskr_fact *notice = only_notice(facts);
    return facts->spell_count == 0 ? none(m) : notice != NULL && from_message(facts, r, notice, m);
}

static bool from_notice_or_leaving(const context *ctx, moment *m) {
    const utskr_facts *facts = ctx->facts;
    const utskr_fact *notice = facts->spell_count == 0 ? NULL : fact_in_slot(facts, facts->spells[0].first);
    return from_fact(m, fact_earlier(notice, ctx->discharged), ALL_PARTIES, 0);
}

/* Finds what sets the rows of a group off, of which one is given: `fact`, `parties`, `fixed` and `later`. False: that takes the full
 * way. */
static bool find_moment(context *ctx, rule_trigger trigger, const rule_row *r, moment *m) {
    const utskr_facts *facts = ctx->facts;
    switch (trigger) {
    case FROM_NEED: return from_need(ctx, m);
    case FROM_FIRST: return from_first(ctx, r, m);
    case FROM_EACH:
    case FROM_EACH_ONSET: return fact_of(facts, r) == NULL && none(m);
    case FROM_COLOUR_AND_SIP:
    case FROM_COLOUR_AND_NOTICE: return !any_of_colour(facts, r->colours) && none(m);
    case FROM_FIRST_SENT: return from_message(facts, r, fact_first(facts, r->from.kind), m);
    case FROM_SENT_AFTER_PLAN: return from_sent_after_plan(facts, r, m);
    case FROM_EACH_READY: return from_ready(ctx, m);
    case FROM_READY_NOTICE: return from_notice(facts, m);
    case FROM_READY_NOTICE_SENT: return from_notice_sent(facts, r, m);
    case FROM_FIRST_READY: return from_first_ready(facts, m);
    case FROM_NOTICE_OR_LEAVING: return from_notice_or_leaving(ctx, m);
    case FROM_SIP_SPELL: return from_sip_spell(ctx, m);
    case FROM_SIP_SPELL_OR_HELD: return from_sip_spell(ctx, m) && none_held_before(facts, m);
    default: return false;
    }
}

/* --- What meets a row ------------------------------------------------------------------------------------------------------- */

/* The first event of the kind that may count. */
static const utskr_fact *first_counting(const context *ctx, const rule_row *r, int32_t kind,
                                        const utskr_fact *trigger) {
    const utskr_fact *f = fact_first(ctx->facts, kind);
    if (r->marks & COUNTS_AFTER)
        while (f != NULL && fact_precedes(f, trigger))
            f = fact_next(ctx->facts, f);
    return f;
}

/* An acknowledgement of a kind answers a message of it that may have gone to its sender; any other event answers for itself. */
static bool answers(context *ctx, const pattern *p, const utskr_fact *f) {
    if (p->kind != UTSKR_ACKNOWLEDGED || (p->bits & UTSKR_OF_KIND) == 0)
        return true;
    const uint32_t sender = p->by == BY_OBLIGED ? unit_of_party(f->party) : units_of_parties(p->by);
    const utskr_fact *message = fact_first(ctx->facts, (int32_t)(p->value >> UTSKR_OF_SHIFT));
    while (message != NULL && !(utskr_units_reached(ctx, message, true) & sender))
        message = fact_next(ctx->facts, message);
    return message != NULL && fact_precedes(message, f);
}

/* Those of the parties that an event of the pattern meets it for. */
static uint32_t met_by_senders(context *ctx, const rule_row *r, const pattern *p, const moment *m, uint32_t parties) {
    uint32_t met = 0;
    const utskr_fact *f = first_counting(ctx, r, p->kind, m->fact);
    for (; f != NULL && (parties & ~met) != 0; f = fact_next(ctx->facts, f))
        if (fact_matches(f, p, f->party) && answers(ctx, p, f))
            met |= p->by == BY_OBLIGED ? UTSKR_TO(f->party) : ALL_PARTIES;
    return met;
}

/* The first event of any of the row's patterns, or NULL. */
static const utskr_fact *by_event(context *ctx, const planned_row *row, const moment *m, uint32_t party) {
    const rule_row *r = row->row;
    const utskr_fact *first = NULL;
    for (uint32_t i = 0; i < row->patterns; i++) {
        const pattern *p = &r->met[i];
        const utskr_fact *f = first_counting(ctx, r, p->kind, m->fact);
        while (f != NULL && !(fact_matches(f, p, party) && answers(ctx, p, f)))
            f = fact_next(ctx->facts, f);
        first = fact_earlier(first, f);
    }
    return first;
}

/* The message that together with those before it reached all of the units, or NULL. False: it is not stated whom one reached. */
static bool by_telling(const context *ctx, const rule_row *r, const moment *m, const utskr_fact **by) {
    const pattern *p = &r->met[0];
    uint32_t missing = r->marks & EXCEPT_OUTPATIENT ? m->units & ~UTSKR_SNAP_OUTPATIENT : m->units;
    const utskr_fact *f = first_counting(ctx, r, p->kind, m->fact);
    for (*by = NULL; f != NULL && *by == NULL; f = fact_next(ctx->facts, f)) {
        if (!fact_matches(f, p, 0))
            continue;
        if (!(f->mask & UTSKR_TO_STATED))
            return false;
        missing &= ~units_of_parties(f->mask);
        if (missing == 0)
            *by = f;
    }
    return true;
}

/* The same of a message that together with those before it contains all of the items. */
static bool by_content(const context *ctx, const rule_row *r, const moment *m, const utskr_fact **by) {
    const pattern *p = &r->met[0];
    uint32_t items = 0;
    const utskr_fact *f = first_counting(ctx, r, p->kind, m->fact);
    for (*by = NULL; f != NULL && *by == NULL; f = fact_next(ctx->facts, f)) {
        if (!fact_matches(f, p, 0))
            continue;
        if (!(f->mask & UTSKR_CONTAINS_STATED))
            return false;
        items |= f->mask & r->items;
        if (items == r->items)
            *by = f;
    }
    return true;
}

/* The word with which every item of the checklist was done or not needed, or NULL. */
static const utskr_fact *by_list(const context *ctx, const rule_row *r, const moment *m) {
    const utskr_fact *f = first_counting(ctx, r, UTSKR_CHECKLIST, m->fact);
    uint32_t missing = r->items;
    for (; f != NULL; f = fact_next(ctx->facts, f)) {
        const uint32_t item = UINT32_C(1) << ((f->mask & UTSKR_CHECKLIST_ITEM) >> UTSKR_CHECKLIST_ITEM_SHIFT);
        const bool needed = (f->mask & UTSKR_CHECKLIST_WORD) >> UTSKR_CHECKLIST_WORD_SHIFT == 1;
        missing = needed ? missing | (item & r->items) : missing & ~item; /* the latest word on each */
        if (missing == 0)
            return f;
    }
    return NULL;
}

/* The first of the meetings in which the party takes part, or NULL. */
static const utskr_fact *by_part(const context *ctx, const rule_row *r, const moment *m, uint32_t party) {
    const utskr_fact *f = first_counting(ctx, r, r->met[0].kind, m->fact);
    while (f != NULL && !(f->mask & UTSKR_TO(party)))
        f = fact_next(ctx->facts, f);
    return f;
}

/* Is it stated of all of them who takes part? */
static bool parts_are_stated(const context *ctx, const rule_row *r) {
    const utskr_fact *f = fact_first(ctx->facts, r->met[0].kind);
    while (f != NULL && (f->mask & UTSKR_TO_STATED))
        f = fact_next(ctx->facts, f);
    return f == NULL;
}

/* --- When it is due ----------------------------------------------------------------------------------------------------------- */

/* When the time of the notice began that the one assessment called for. */
static utskr_instant need_instant(const context *ctx) {
    return instant_of(ctx, fact_precedes(ctx->assessed, ctx->admitted) ? ctx->admitted : ctx->assessed);
}

/* False: the row does not arise. */
static WITHIN bool find_time(context *ctx, const planned_row *p, const moment *m, time_frame *t) {
    *t = (time_frame){ 0, 0, p->row->form, p->row->force };
    switch ((plain_timing)p->timing) {
    case TO_NOTHING: return true;
    case TO_LEAVING:
        if (ctx->discharged == NULL)
            return true;
        t->due = fact_instant(ctx->facts, ctx->discharged) + p->seconds;
        return !fact_precedes(ctx->discharged, m->fact);
    case TO_MOMENT: t->due = m->at + p->seconds; return true;
    case TO_NEED: t->due = need_instant(ctx) + p->seconds; return true;
    case TO_DAY_END:
    case AS_FOR_OTHERS: break;
    }
    return utskr_find_time(ctx, p->row, m->fact, t);
}

/* --- A row ------------------------------------------------------------------------------------------------------------------- */

static APART void note(context *ctx, const planned_row *p, const time_frame *t, uint8_t status) {
    if (status == UTSKR_OBLIGATION_OPEN && t->due != 0)
        changes_at(ctx, t->due + 1);
    if (status == UTSKR_OBLIGATION_OPEN && t->form != UTSKR_FORM_ASAP && !is_not_before(t->form))
        ctx->unsettled = true;
    if ((status == UTSKR_OBLIGATION_MISSED || status == UTSKR_OBLIGATION_MET_LATE) && ctx->bits->findings != NULL)
        ctx->bits->findings[p->word] |= p->bit;
}

static void mark(context *ctx, const planned_row *p, uint8_t status) {
    ctx->bits->obligations[status][p->word] |= p->bit;
}

static WITHIN void mark_by_time(context *ctx, const planned_row *p, const time_frame *t, const utskr_fact *by) {
    const uint8_t status = status_by(ctx->at, t, instant_of(ctx, by));
    if (status != UTSKR_OBLIGATION_MET)
        note(ctx, p, t, status);
    mark(ctx, p, status);
}

/* The parties that have sent no event of any of the row's kinds. */
static uint32_t without_own(const context *ctx, const planned_row *p, uint32_t parties) {
    for (uint32_t i = 0; i < p->patterns && parties != 0; i++)
        for (const utskr_fact *f = fact_first(ctx->facts, p->row->met[i].kind); f != NULL; f = fact_next(ctx->facts, f))
            parties &= ~UTSKR_TO(f->party);
    return parties;
}

static APART void mark_senders(context *ctx, const planned_row *p, const moment *m, uint32_t parties) {
    uint32_t left = p->own ? without_own(ctx, p, parties) : parties;
    for (uint32_t i = 0; i < p->patterns && left != 0 && !p->own; i++)
        left &= ~met_by_senders(ctx, p->row, &p->row->met[i], m, left);
    if (left != parties)
        mark(ctx, p, UTSKR_OBLIGATION_MET);
    if (left != 0)
        mark(ctx, p, UTSKR_OBLIGATION_OPEN);
}

/* An event of each party, or a meeting that it takes part in. */
static APART void mark_each(context *ctx, const planned_row *p, const moment *m, uint32_t parties) {
    time_frame t;
    if (!find_time(ctx, p, m, &t))
        return;
    for (; parties != 0; parties &= parties - 1) {
        const uint32_t party = first_party(parties);
        mark_by_time(ctx, p, &t, p->way == BY_PART ? by_part(ctx, p->row, m, party) : by_event(ctx, p, m, party));
    }
}

/* What meets it for all of the parties at once. False: that is not stated. */
static APART bool mark_all(context *ctx, const planned_row *p, const moment *m, uint32_t parties) {
    const utskr_fact *by;
    time_frame t;
    if (p->way == BY_LIST)
        by = by_list(ctx, p->row, m);
    else if (p->way == BY_TELLING ? !by_telling(ctx, p->row, m, &by) : !by_content(ctx, p->row, m, &by))
        return false;
    if (parties != 0 && find_time(ctx, p, m, &t))
        mark_by_time(ctx, p, &t, by);
    return true;
}

#define DAY_SECONDS 86400
#define LAST_HOURS 7200 /* the local day ends one or two hours before that of UTC */

/* Was it done before the last hours of the local day that is so many seconds, of whole days, after the one of an instant? No calendar is
 * needed to tell so; it is for what was done later. */
static bool is_long_before_end(utskr_instant done, utskr_instant at, int32_t seconds) {
    const utskr_instant day_end = at - (utskr_instant)((uint64_t)at % DAY_SECONDS) + DAY_SECONDS;
    return at < day_end - LAST_HOURS && done < day_end - LAST_HOURS + seconds;
}

/* Has the first event that may meet it done so, and in time? Most often so. */
static WITHIN bool met_at_once(const context *ctx, const planned_row *p, const moment *m) {
    const utskr_fact *f = fact_first(ctx->facts, p->kind);
    const uint32_t has = p->has | (p->tells & parties_of_units(m->units));
    if (f == NULL || !(p->by & UTSKR_TO(f->party)) || (f->mask & has) != has || (p->after && fact_precedes(f, m->fact)))
        return false;
    const utskr_instant done = fact_instant(ctx->facts, f);
    switch ((plain_timing)p->timing) {
    case TO_NOTHING: return true;
    case TO_LEAVING:
        return ctx->discharged == NULL || (!fact_precedes(ctx->discharged, m->fact) &&
                                           done <= fact_instant(ctx->facts, ctx->discharged) + p->seconds);
    case TO_MOMENT: return done <= m->at + p->seconds;
    case TO_NEED: return done <= need_instant(ctx) + p->seconds;
    case TO_DAY_END: return is_long_before_end(done, m->at, p->seconds);
    case AS_FOR_OTHERS: break;
    }
    return false;
}

/* Can a notice be about no other need than the one assessment in force? */
static bool is_about_one_need(const context *ctx) {
    return ctx->admitted != NULL && ctx->assessed == fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED) &&
           !comes_too_late(ctx->assessed);
}

static bool goes_home(const context *ctx) {
    return ctx->discharged != NULL &&
           (ctx->discharged->mask & UTSKR_DISCHARGED_TO) >> UTSKR_DISCHARGED_TO_SHIFT == UTSKR_DESTINATION_HOME;
}

/* The conditions that need not be asked about row by row: those that hold for the case, and the one that is seen to at once. */
static uint32_t settled_conditions(const context *ctx) {
    return WHEN_CONCERNED | (is_about_one_need(ctx) ? IF_ONE_NEED : 0u) | (goes_home(ctx) ? (uint32_t)WHEN_HOME : 0u) |
           (ctx->reading[UTSKR_READ_STEP_TIME] == 0 ? IF_STEP : 0u);
}

/* The same of those that plainly hold at a moment. */
static uint32_t settled_then(const context *ctx, const moment *m) {
    const bool both = (m->snapshot & UTSKR_SNAP_OUTPATIENT) != 0 && (m->snapshot & UTSKR_SNAP_MUNICIPAL) != 0;
    const bool consented = snapshot_field(m->snapshot, UTSKR_SNAP_INFORMATION, UTSKR_SNAP_INFORMATION_SHIFT) == 1 &&
                           !(ctx->limited & 1u << UTSKR_SCOPE_INFORMATION);
    return (both ? (uint32_t)WHEN_BOTH_NEEDED : 0u) | (consented ? (uint32_t)WHEN_CONSENTED : 0u);
}

/* Do the other conditions hold, and for which of the parties? UNKNOWN also where that takes the full way. */
static APART utskr_answer binds(context *ctx, const planned_row *p, const moment *m, uint32_t *parties) {
    const uint32_t of_all = p->conditions & ~m->settled & UINT16_MAX & ~(uint32_t)WHEN_OF_PARTY;
    utskr_answer a = UTSKR_YES;
    if ((p->conditions & ~m->settled & (IF_ONE_NEED | IF_STEP)) != 0 ||
        ((p->conditions & IF_READ) && ctx->reading[p->row->reading] != 0))
        return UTSKR_UNKNOWN;
    if (p->conditions & IF_COLOUR)
        a = utskr_for_colour(ctx, p->row, m->snapshot);
    if (of_all != 0)
        a = weaker(a, utskr_hold_all(ctx, of_all, m->fact, m->snapshot, UTSKR_PARTY_NONE));
    if (!(p->conditions & WHEN_HOSPITAL_RED) || !(*parties & UTSKR_TO_HOSPITAL))
        return a;
    const utskr_answer red = utskr_hold_all(ctx, WHEN_HOSPITAL_RED, m->fact, m->snapshot, UTSKR_PARTY_HOSPITAL);
    if (red == UTSKR_NO)
        *parties &= ~UTSKR_TO_HOSPITAL;
    return red == UTSKR_UNKNOWN ? weaker(a, red) : a;
}

/* The row in a plain case. False: it is none for this row, and nothing is marked. */
static WITHIN bool mark_plainly(context *ctx, const planned_row *p, const moment *m) {
    uint32_t parties = (p->parties | m->fixed) & m->parties;
    if ((p->stops & ctx->excuses) != 0 || (p->parties & m->later) != 0)
        return false;
    if (p->conditions & WHEN_CONCERNED)
        parties &= parties_of_units(m->units);
    if ((p->conditions & ~m->settled) != 0) {
        const utskr_answer bound = binds(ctx, p, m, &parties);
        if (bound != UTSKR_YES)
            return bound == UTSKR_NO;
    }
    if (m->at < p->since && !valid_at(p->row->valid_from, p->row->valid_to, m->at))
        return true;
    if (parties == 0)
        return true;
    if (p->kind != 0 && met_at_once(ctx, p, m)) {
        mark(ctx, p, UTSKR_OBLIGATION_MET);
        return true;
    }
    switch ((plain_way)p->way) {
    case BY_SENDERS: mark_senders(ctx, p, m, parties); return true;
    case BY_EVENT: mark_each(ctx, p, m, parties); return true;
    case BY_PART: return parts_are_stated(ctx, p->row) && (mark_each(ctx, p, m, parties), true);
    default: return mark_all(ctx, p, m, parties);
    }
}

/* --- All of them --------------------------------------------------------------------------------------------------------------- */

/* Does the act surely apply then, with nothing to excuse anybody? */
static bool is_plain(const context *ctx, const utskr_fact *fact) {
    return (fact->snapshot & UTSKR_SNAP_UNITS) != 0 && !fact_precedes(fact, ctx->excusing);
}

static void judge_fully(context *ctx, const planned_row *p) {
    ctx->rule = p->number;
    utskr_triggers[p->row->trigger](ctx, p->row);
}

static void judge_group(context *ctx, const row_group *g, uint32_t settled) {
    const planned_row *p = g->first;
    moment m;
    const bool one = find_moment(ctx, (rule_trigger)g->trigger, p->row, &m);
    if (one && m.fact == NULL)
        return;
    if (!one || !is_plain(ctx, m.fact)) {
        for (; p != g->end; p++)
            judge_fully(ctx, p);
        return;
    }
    m.snapshot = m.fact->snapshot;
    m.settled = settled;
    if ((g->conditions & ~settled) != 0)
        m.settled |= settled_then(ctx, &m);
    m.at = fact_instant(ctx->facts, m.fact);
    m.units = utskr_concerned_units(ctx, m.snapshot);
    for (; p != g->end; p++)
        if (!mark_plainly(ctx, p, &m))
            judge_fully(ctx, p);
}

void utskr_mark_obligations(context *ctx, const row_plan *plan) {
    const uint32_t settled = settled_conditions(ctx);
    const row_group *end = plan->groups + plan->group_count;
    ctx->excuses |= STOPS_ALWAYS;
    for (const row_group *g = plan->groups; g != end; g++)
        if (g->kind == 0 || ctx->facts->head[g->kind] != 0)
            judge_group(ctx, g, settled);
}
