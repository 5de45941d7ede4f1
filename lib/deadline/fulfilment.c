/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fulfilment: what meets a row's obligation, and when that was complete. What was done earlier in the stay counts, unless the
 * row says otherwise. */
#include "deadline/occasion.h"

#include "liability/spell.h"

static bool counts(const context *ctx, const rule_row *r, const occasion *o, const utskr_fact *f) {
    if ((r->marks & COUNTS_AFTER) && f != o->fact && fact_precedes(f, o->fact))
        return false;
    return o->since == 0 || instant_of(ctx, f) >= o->since;
}

static const utskr_fact *earlier(const utskr_fact *a, const utskr_fact *b) {
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return fact_precedes(a, b) ? a : b;
}

/* The first event of the pattern that counts, from `f` on. */
static const utskr_fact *next_counting(const context *ctx, const rule_row *r, const occasion *o, const pattern *p,
                                       const utskr_fact *f) {
    f = matching_from(ctx->facts, f, p, o->party);
    while (f != NULL && !counts(ctx, r, o, f))
        f = matching_from(ctx->facts, fact_next(ctx->facts, f), p, o->party);
    return f;
}

/* An acknowledgement of a kind answers a message sent before it, that may have gone to the party (N12); of anything else what came
 * earlier counts too. */
static const utskr_fact *from_where(context *ctx, const occasion *o, const pattern *p) {
    const utskr_fact *f = fact_first(ctx->facts, p->kind);
    if (p->kind != UTSKR_ACKNOWLEDGED || !(p->bits & UTSKR_OF_KIND))
        return f;
    const utskr_fact *message = fact_first(ctx->facts, (int32_t)(p->value >> UTSKR_OF_SHIFT));
    while (message != NULL && !(utskr_units_reached(ctx, message, true) & unit_of_party(o->party)))
        message = fact_next(ctx->facts, message);
    while (f != NULL && (message == NULL || fact_precedes(f, message)))
        f = fact_next(ctx->facts, f);
    return f;
}

static fulfilled by_event(context *ctx, const rule_row *r, const occasion *o) {
    const utskr_fact *first = NULL;
    for (uint32_t i = 0; i < PATTERN_LIMIT && r->met[i].kind != 0; i++)
        first = earlier(first, next_counting(ctx, r, o, &r->met[i], from_where(ctx, o, &r->met[i])));
    return (fulfilled){ first, 0 };
}

/* --- Telling every unit --------------------------------------------------------------------------------------------------------- */

/* A change of the expected discharge without `to=` tells nobody: the vocabulary gives `to=` when the units are told. */
static uint32_t reached(context *ctx, const utskr_fact *f, const pattern *p, bool optimistic) {
    if (p->kind == UTSKR_EXPECTED_DISCHARGE && !(f->mask & UTSKR_TO_STATED))
        return 0;
    return utskr_units_reached(ctx, f, optimistic);
}

static const utskr_fact *told_all(context *ctx, const rule_row *r, const occasion *o, uint32_t units, bool optimistic,
                                  uint32_t *missing) {
    const pattern *p = &r->met[0];
    const utskr_fact *f = next_counting(ctx, r, o, p, fact_first(ctx->facts, p->kind));
    *missing = units;
    for (; f != NULL; f = next_counting(ctx, r, o, p, fact_next(ctx->facts, f))) {
        *missing &= ~reached(ctx, f, p, optimistic);
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

static const utskr_fact *contained_all(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    const pattern *p = &r->met[0];
    uint32_t items = 0;
    const utskr_fact *f = next_counting(ctx, r, o, p, fact_first(ctx->facts, p->kind));
    for (; f != NULL; f = next_counting(ctx, r, o, p, fact_next(ctx->facts, f))) {
        if (f->mask & UTSKR_CONTAINS_STATED)
            items |= f->mask & r->items;
        else if (reading_of(ctx, UTSKR_READ_UNSTATED_CONTENT) != 0 || optimistic)
            items |= r->items;
        if (items == r->items)
            return f;
    }
    return NULL;
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
static fulfilled by_taking_part(const context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    const utskr_fact *f = next_counting(ctx, r, o, &r->met[0], fact_first(ctx->facts, r->met[0].kind));
    for (; f != NULL; f = next_counting(ctx, r, o, &r->met[0], fact_next(ctx->facts, f)))
        if ((f->mask & UTSKR_TO(o->party)) != 0 || (optimistic && !(f->mask & UTSKR_TO_STATED)))
            return (fulfilled){ f, 0 };
    return (fulfilled){ NULL, 0 };
}

fulfilled utskr_fulfilment(context *ctx, const rule_row *r, const occasion *o, bool optimistic) {
    switch ((rule_fulfilment)r->fulfilment) {
    case MET_BY_EVENT: return by_event(ctx, r, o);
    case MET_BY_TELLING: return by_telling(ctx, r, o, optimistic);
    case MET_BY_CONTENT: return (fulfilled){ contained_all(ctx, r, o, optimistic), 0 };
    case MET_BY_CHECKLIST: return by_checklist(ctx, r, o);
    case MET_BY_TAKING_PART: return by_taking_part(ctx, r, o, optimistic);
    }
    return (fulfilled){ NULL, 0 };
}
