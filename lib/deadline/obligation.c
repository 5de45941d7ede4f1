/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Obligations: each occasion of each row, held against its time, its fulfilment and its excuses. */
#include "deadline/obligation.h"

#include "deadline/condition.h"
#include "deadline/counting.h"
#include "deadline/due.h"
#include "deadline/mark.h"
#include "readiness/readiness.h"

/* --- For whom ------------------------------------------------------------------------------------------------------------------------- */

static utskr_answer within_scope(context *ctx, const rule_row *r, const occasion *o) {
    if (r->marks & DUE_WITH_NEED)
        return yes_if(utskr_need_of_notice(ctx, o->fact) != NULL);
    const utskr_answer covered = utskr_covered(ctx, o->snapshot);
    return yes_if(r->when & WHEN_NOT_EXCLUDED ? covered != UTSKR_NO : covered == UTSKR_YES);
}

/* Some conditions together. */
static utskr_answer hold_all(context *ctx, uint32_t conditions, const occasion *o) {
    if (o->certain != UTSKR_YES)
        conditions &= ~(uint32_t)WHEN_CONCERNED; /* the trigger looked for it */
    return utskr_hold_all(ctx, conditions, o->fact, o->snapshot, o->party);
}

/* A row bound to more than that the act applies. */
static APART utskr_answer binds_if(context *ctx, const rule_row *r, const occasion *o) {
    utskr_answer a = o->certain;
    if (r->to != 0 && r->fulfilment != MET_BY_EVENT && o->units == 0)
        return UTSKR_NO; /* nobody to tell */
    if ((r->colours | r->inferred) != 0)
        a = weaker(a, utskr_for_colour(ctx, r, o->snapshot));
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
    const bool settled_at_trigger = utskr_ends_with_trigger(r) || o->time.form == UTSKR_FORM_COVERS_WEEKDAYS;
    if (o->time.due != 0 && settled_at_trigger)
        return excused_from_outset(e, o) || never_applied(ctx, r, o);
    return o->time.due == 0 || e->at <= o->time.due || not_owed_then(r, e, o);
}

/* Excused before it was done. */
static uint8_t status_excused(context *ctx, const rule_row *r, const excuse *e, const occasion *o, utskr_instant done) {
    if (excused_in_time(ctx, r, e, o))
        return UTSKR_OBLIGATION_EXCUSED;
    if (is_not_before(o->time.form))
        return status_not_before(&o->time, done);
    return too_late(&o->time, false); /* missed before; what is done after an excuse changes nothing */
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

/* Can anything excuse it? Most patients live, refuse nothing and keep their needs. */
static bool may_be_excused(const context *ctx, const rule_row *r, const occasion *o) {
    if (fact_precedes(o->fact, ctx->excusing) || o->left_out != 0)
        return true;
    if ((r->marks & DUE_WITH_NEED) && ctx->assessed != fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED))
        return true; /* its need may have been withdrawn before the notice */
    return (r->excused & ctx->excuses) != 0;
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
        o->units = utskr_units_ongoing(ctx, !optimistic);
    if (r->fulfilment == MET_BY_TELLING)
        utskr_find_left_out(ctx, r, o, optimistic);
    return utskr_fulfilment(ctx, r, o, optimistic);
}

static WITHIN outlook look(context *ctx, const rule_row *r, occasion *o, bool optimistic) {
    const fulfilled f = r->fulfilment == MET_BY_EVENT ? (fulfilled){ met_by_event(ctx, r, o), 0 }
                                                      : fulfilment_of(ctx, r, o, optimistic);
    outlook out = { f.by, instant_of(ctx, f.by), f.missing, { 0, false, 0 } };
    out.outcome.status = status_by(ctx->at, &o->time, out.done);
    const bool by_trigger =
        (r->marks & DUE_WITH_NEED) && f.by == o->fact && o->at <= o->time.due; /* whatever excuses it */
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
    out->due = o->time.due;
    out->earliest = o->time.earliest;
    out->done = by != NULL ? sure->done : 0;
    out->agreed = r->marks & SHOWS_AGREED_TIME ? fact_value(o->plan != NULL ? o->plan : o->fact) : 0;
    out->trigger_index = o->fact->index;
    out->done_index = index_of(by);
    out->excuse_index = status == UTSKR_OBLIGATION_EXCUSED ? sure->outcome.excuse_index : 0;
    out->party = (uint8_t)o->party;
    out->force = o->time.force;
    out->form = o->time.form;
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
    if (status == UTSKR_OBLIGATION_OPEN && o->time.due != 0)
        changes_at(ctx, o->time.due + 1);
    if (status == UTSKR_OBLIGATION_MISSED || status == UTSKR_OBLIGATION_MET_LATE)
        find_late(ctx, r, o, met_by(sure, status));
    if (unsettled && o->time.form != UTSKR_FORM_ASAP && o->time.form != UTSKR_FORM_NOT_BEFORE &&
        o->time.form != UTSKR_FORM_DAY_AFTER)
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
    o->left_out = o->lost = 0;
    if (!utskr_find_time(ctx, r, o->fact, &o->time))
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
    if (ctx->bits != NULL && ctx->bits->plan != NULL && !forms_are_read(ctx)) {
        utskr_mark_obligations(ctx, ctx->bits->plan);
        return;
    }
    if (pack->layer_count != 0) {
        judge_layers(ctx, pack);
        return;
    }
    if (pack->base != NULL)
        judge_rows(ctx, pack->base->rows, pack->base->row_count, 0);
    judge_rows(ctx, pack->rows, pack->row_count,
               pack->base == NULL ? 0 : pack->base->row_count + pack->base->rule_count);
}
