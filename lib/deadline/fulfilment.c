/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fulfilment: what meets a row's obligation, and when that was complete. What was done earlier in the stay counts, unless the
 * row says otherwise. */
#include "deadline/counting.h"

#include "readiness/readiness.h"

/* Is what is not stated to be read as so: by the reading, or, where that leaves it open, if `optimistic`? */
static bool as_unstated(context *ctx, utskr_reading reading, bool optimistic) {
    ctx->unstated = true;
    return reading_of(ctx, reading) != 0 || optimistic;
}

/* It is after a message that may have gone to its sender (N12). */
const utskr_fact *utskr_first_answer(context *ctx, uint32_t party, const pattern *p) {
    const utskr_fact *f = fact_first(ctx->facts, p->kind);
    const uint32_t sender = p->by == BY_OBLIGED ? unit_of_party(party) : units_of_parties(p->by);
    const utskr_fact *message = fact_first(ctx->facts, (int32_t)(p->value >> UTSKR_OF_SHIFT));
    while (message != NULL && !(utskr_units_reached(ctx, message, true) & sender))
        message = fact_next(ctx->facts, message);
    while (f != NULL && (message == NULL || fact_precedes(f, message)))
        f = fact_next(ctx->facts, f);
    return f;
}

/* --- Telling every unit --------------------------------------------------------------------------------------------------------- */

/* A change of the expected discharge without `to=` tells nobody: the vocabulary gives `to=` when the units are told. */
static uint32_t reached(context *ctx, const rule_row *r, const utskr_fact *f, const pattern *p, bool optimistic) {
    if (p->kind == UTSKR_EXPECTED_DISCHARGE && !(f->mask & UTSKR_TO_STATED))
        return 0;
    if ((r->marks & NAMES_EXPECTED) && fact_value(f) == 0 && !as_unstated(ctx, UTSKR_READ_UNSTATED_CONTENT, optimistic))
        return 0;
    return utskr_units_reached(ctx, f, optimistic);
}

static const utskr_fact *told_all(context *ctx, const rule_row *r, const occasion *o, uint32_t units, bool optimistic,
                                  uint32_t *missing) {
    const pattern *p = &r->met[0];
    const utskr_fact *f = next_counting(ctx, r, o, p, fact_first(ctx->facts, p->kind));
    *missing = units;
    for (; f != NULL; f = next_counting(ctx, r, o, p, fact_next(ctx->facts, f))) {
        *missing &= ~reached(ctx, r, f, p, optimistic);
        if (*missing == 0)
            return f;
    }
    return NULL;
}

const utskr_fact *utskr_unit_told(context *ctx, const rule_row *r, const occasion *o, uint32_t unit, bool optimistic) {
    uint32_t missing;
    return told_all(ctx, r, o, unit, optimistic, &missing);
}

static fulfilled by_telling(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    const uint32_t units = o->units & ~o->left_out;
    fulfilled out = { NULL, 0 };
    if (o->lost == 0 && (units != 0 || o->units == 0)) /* where nobody is left to tell: excused, not met */
        out.by = told_all(ctx, r, o, units, optimistic, &out.missing);
    return out;
}

/* --- Content, checklist, taking part ----------------------------------------------------------------------------------------------- */

/* What the message is known to contain of the row's items, if it went to one of those that must be told. */
static uint32_t contained(context *ctx, const rule_row *r, const utskr_fact *f, bool optimistic) {
    if (r->to != 0 && !(utskr_units_reached(ctx, f, optimistic) & units_of_parties(r->to)))
        return 0;
    if (f->mask & UTSKR_CONTAINS_STATED)
        return f->mask & r->items;
    return as_unstated(ctx, UTSKR_READ_UNSTATED_CONTENT, optimistic) ? r->items : 0;
}

static const utskr_fact *contained_all(context *ctx, const rule_row *r, const occasion *o, const pattern *p,
                                       bool optimistic) {
    uint32_t items = 0;
    const utskr_fact *f = next_counting(ctx, r, o, p, fact_first(ctx->facts, p->kind));
    for (; f != NULL; f = next_counting(ctx, r, o, p, fact_next(ctx->facts, f))) {
        items |= contained(ctx, r, f, optimistic);
        if (items == r->items)
            return f;
    }
    return NULL;
}

static fulfilled by_content(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    const utskr_fact *first = NULL;
    for (uint32_t i = 0; i < PATTERN_LIMIT && r->met[i].kind != 0; i++)
        first = fact_earlier(first, contained_all(ctx, r, o, &r->met[i], optimistic));
    return (fulfilled){ first, 0 };
}

static fulfilled by_checklist(context *ctx, const rule_row *r, const occasion *o) {
    uint32_t items = 0;
    const utskr_fact *f = next_counting(ctx, r, o, &r->met[0], fact_first(ctx->facts, UTSKR_CHECKLIST));
    for (; f != NULL; f = next_counting(ctx, r, o, &r->met[0], fact_next(ctx->facts, f))) {
        const uint32_t item = UINT32_C(1) << ((f->mask & UTSKR_CHECKLIST_ITEM) >> UTSKR_CHECKLIST_ITEM_SHIFT);
        const bool needed = (f->mask & UTSKR_CHECKLIST_WORD) >> UTSKR_CHECKLIST_WORD_SHIFT == 1;
        items = needed ? items & ~item : items | item; /* the latest word on each */
        if ((items & r->items) == r->items)
            return (fulfilled){ f, 0 };
    }
    return (fulfilled){ NULL, 0 };
}

/* A meeting whose participants are not stated may have had the party. */
static bool took_part(context *ctx, const utskr_fact *meeting, uint32_t party, bool optimistic) {
    if (meeting->mask & UTSKR_TO_STATED)
        return (meeting->mask & UTSKR_TO(party)) != 0;
    ctx->unstated = true;
    return optimistic;
}

static fulfilled by_taking_part(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    const utskr_fact *f = next_counting(ctx, r, o, &r->met[0], fact_first(ctx->facts, r->met[0].kind));
    for (; f != NULL; f = next_counting(ctx, r, o, &r->met[0], fact_next(ctx->facts, f)))
        if (took_part(ctx, f, o->party, optimistic))
            return (fulfilled){ f, 0 };
    return (fulfilled){ NULL, 0 };
}

/* --- The municipality ready, the patient ready for home ------------------------------------------------------------------------ */

static uint32_t subjects_needed(uint32_t units) {
    return (units & UTSKR_SNAP_SOCIAL_SERVICES ? UTSKR_READY_SOL : 0) |
           (units & UTSKR_SNAP_MUNICIPAL_HEALTH ? UTSKR_READY_HSL : 0);
}

/* Every subject needed at the trigger, and rehab where the log says that it is not ready; or, as read, any of them. */
static fulfilled by_ready(context *ctx, const rule_row *r, const occasion *o) {
    const uint32_t needed = subjects_needed(utskr_concerned_units(ctx, o->snapshot));
    const utskr_fact *f = next_counting(ctx, r, o, &r->met[0], fact_first(ctx->facts, UTSKR_MUNICIPALITY_READY));
    for (; f != NULL; f = next_counting(ctx, r, o, &r->met[0], fact_next(ctx->facts, f))) {
        uint32_t denied;
        const uint32_t ready = utskr_subjects_ready(ctx, f, &denied);
        const uint32_t missing = (needed | (denied & UTSKR_READY_REHAB)) & ~ready;
        if (missing == 0 ||
            ((ready & (needed | UTSKR_READY_REHAB)) != 0 && reading_of(ctx, UTSKR_READ_READY_SUBJECTS) != 0))
            return (fulfilled){ f, 0 };
    }
    return (fulfilled){ NULL, 0 };
}

/* By the latest word when it was due or excused; until then, by the latest so far. */
static fulfilled by_own_ready(context *ctx, const rule_row *r, const occasion *o) {
    const uint32_t own = subjects_needed(unit_of_party(o->party));
    const utskr_instant excused = utskr_excuse_of(ctx, r, o).at;
    utskr_instant at = o->time.due != 0 ? o->time.due : ctx->at;
    if (excused != 0 && excused < at)
        at = excused;
    return (fulfilled){ utskr_ready_by(ctx, own, at, o->time.due == 0 && excused == 0), 0 };
}

/* --- What lasts ---------------------------------------------------------------------------------------------------------------- */

static bool lasts(context *ctx, const utskr_fact *f, utskr_instant due, bool optimistic) {
    const uint32_t word = (f->mask & UTSKR_CHECKLIST_WORD) >> UTSKR_CHECKLIST_WORD_SHIFT;
    if (word != 2)
        return word == 3;
    if (fact_value(f) != 0)
        return utskr_local_date(fact_value(f)) >= utskr_local_date(due);
    return as_unstated(ctx, UTSKR_READ_COVER_UNSTATED, optimistic);
}

/* The latest word on each item by the trigger decides; what is topped up afterwards does not count (N3). */
static fulfilled by_cover(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    const utskr_fact *last = NULL;
    uint32_t items = 0;
    const utskr_fact *f = matching_from(ctx->facts, fact_first(ctx->facts, UTSKR_CHECKLIST), &r->met[0], o->party);
    for (; f != NULL && f->after <= o->fact->after;
         f = matching_from(ctx->facts, fact_next(ctx->facts, f), &r->met[0], o->party)) {
        const uint32_t item = UINT32_C(1) << ((f->mask & UTSKR_CHECKLIST_ITEM) >> UTSKR_CHECKLIST_ITEM_SHIFT);
        if (!(item & r->items))
            continue;
        if (lasts(ctx, f, o->time.due, optimistic) && !(items & item))
            last = f;
        items = lasts(ctx, f, o->time.due, optimistic) ? items | item : items & ~item;
    }
    return (fulfilled){ items == r->items ? last : NULL, 0 };
}

fulfilled utskr_fulfilment(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    switch ((rule_fulfilment)r->fulfilment) {
    case MET_BY_EVENT: return (fulfilled){ met_by_event(ctx, r, o), 0 };
    case MET_BY_TELLING: return by_telling(ctx, r, o, optimistic);
    case MET_BY_CONTENT: return by_content(ctx, r, o, optimistic);
    case MET_BY_CHECKLIST: return by_checklist(ctx, r, o);
    case MET_BY_TAKING_PART: return by_taking_part(ctx, r, o, optimistic);
    case MET_BY_READY: return by_ready(ctx, r, o);
    case MET_BY_OWN_READY: return by_own_ready(ctx, r, o);
    case MET_BY_HOME_READY: return (fulfilled){ utskr_home_ready(ctx, optimistic), 0 };
    case MET_BY_COVER: return by_cover(ctx, r, o, optimistic);
    }
    return (fulfilled){ NULL, 0 };
}
