/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Retractions: which events of a log are taken away.
 *
 * A retraction is in effect unless one in effect takes it away. Since each names one event, that is decided from the
 * last one back: a retraction is decided when every other that names it is. What then remains names each other in a
 * ring, where the latest in time is in effect. A retraction that names a kind takes the latest event of it that comes
 * before and that nothing else takes, so those of them that take no retraction are done last, in order of time.
 */
#include "case/case_internal.h"

#include <string.h>

/* --- References -------------------------------------------------------------------------------------------------- */

void case_find_references(utskr_case *c) {
    if (!c->references_stale)
        return;
    for (uint32_t index = 1; index <= c->count; index++) {
        case_entry *entry = case_entry_at(c, index);
        if (entry->of == 0 || entry->target != 0)
            continue;
        entry->target = (uint16_t)case_find_id(c, case_span_of(case_string(&c->strings, entry->of)));
        c->open_count -= entry->target != 0;
    }
    c->references_stale = false;
    case_unsettle(c);
}

/* --- One retraction ---------------------------------------------------------------------------------------------- */

static bool may_retract(const case_entry *retraction, const case_entry *entry) {
    return retraction->event.party == UTSKR_PARTY_SYSTEM || retraction->event.party == entry->event.party;
}

static bool is_undecided(const case_entry *entry, uint32_t which) {
    return case_is_retraction(entry) && !(entry->standing[which] & (CASE_DECIDED | CASE_HIDDEN));
}

/* The retraction that this one names by its id and may take, or NULL. */
static case_entry *claimed(const utskr_case *c, const case_entry *retraction) {
    if (retraction->target == 0)
        return NULL;
    case_entry *entry = case_entry_at(c, retraction->target);
    return case_is_retraction(entry) && may_retract(retraction, entry) ? entry : NULL;
}

static void refuse(case_entry *retraction, uint32_t which, uint32_t why) {
    retraction->standing[which] = (uint8_t)(retraction->standing[which] | CASE_REFUSED | why);
}

static uint32_t latest_undecided_before(const utskr_case *c, uint32_t index, uint32_t which) {
    uint32_t place = case_place(c, case_entry_at(c, index)->event.at, index);
    while (place != 0 && !is_undecided(case_entry_at(c, c->order[place - 1]), which))
        place--;
    return place == 0 ? 0 : c->order[place - 1];
}

/* Marks the entry; if it was a retraction, gives the one that need not wait for it any longer, or 0. */
static uint32_t take(const utskr_case *c, case_entry *entry, uint32_t which) {
    const bool waited_for = is_undecided(entry, which);
    entry->standing[which] = (uint8_t)(entry->standing[which] | CASE_TAKEN | CASE_DECIDED);
    case_entry *next = waited_for ? claimed(c, entry) : NULL;
    if (next == NULL || --next->work != 0)
        return 0;
    return entry->target;
}

/* The retraction is in effect, if its sender may; gives the retraction that is freed by it, or 0. */
static uint32_t put_in_effect(const utskr_case *c, uint32_t index, uint32_t which) {
    case_entry *retraction = case_entry_at(c, index);
    retraction->standing[which] |= CASE_DECIDED;
    uint32_t target = retraction->target;
    if (target == 0) {
        if (case_of_kind(&retraction->event) != UTSKR_RETRACTED)
            return 0;
        target = latest_undecided_before(c, index, which);
    }
    if (target == 0) {
        refuse(retraction, which, 0);
        return 0;
    }
    case_entry *entry = case_entry_at(c, target);
    if (!may_retract(retraction, entry)) {
        refuse(retraction, which, CASE_WRONG_SENDER);
        return 0;
    }
    if (case_is_retraction(entry) && !is_undecided(entry, which))
        return 0; /* taken by another too, or in effect before this one in a ring */
    return take(c, entry, which);
}

/* --- All of them ------------------------------------------------------------------------------------------------- */

/* A retraction corrects the log from the beginning once it is known, whatever the instant asked about: a case is judged by
 * default at the latest event that is none. So only what was not known is hidden from it. */
static void begin(utskr_case *c, const case_view *view) {
    for (uint32_t index = 1; index <= c->count; index++) {
        case_entry *entry = case_entry_at(c, index);
        entry->standing[view->which] = case_knows(view, &entry->event) ? 0 : CASE_HIDDEN;
        entry->work = 0;
    }
}

/* How many name each retraction by its id, in `work`. */
static void count_claims(const utskr_case *c, uint32_t which) {
    for (uint32_t index = 1; index <= c->count; index++) {
        const case_entry *entry = case_entry_at(c, index);
        case_entry *other = is_undecided(entry, which) ? claimed(c, entry) : NULL;
        if (other != NULL)
            other->work++;
    }
}

static bool waits(const utskr_case *c, uint32_t index, uint32_t which) {
    const case_entry *entry = case_entry_at(c, index);
    return !is_undecided(entry, which) || entry->work != 0;
}

/* From the latest to the earliest. One that is freed on the way and lies later has been passed, so its turn is now. */
static void decide_free(const utskr_case *c, uint32_t which) {
    for (uint32_t place = c->count; place != 0; place--) {
        uint32_t index = c->order[place - 1];
        while (index != 0 && !waits(c, index, which)) {
            const uint32_t freed = put_in_effect(c, index, which);
            const bool passed = freed != 0 && case_place(c, case_entry_at(c, freed)->event.at, freed) >= place;
            index = passed ? freed : 0;
        }
    }
}

static void decide_rings(const utskr_case *c, uint32_t which) {
    for (uint32_t place = c->count; place != 0; place--) {
        uint32_t index = c->order[place - 1];
        while (index != 0 && is_undecided(case_entry_at(c, index), which))
            index = put_in_effect(c, index, which);
    }
}

/* Takes the latest of the kind that is left. `work` of an entry is the one before it of its kind. */
static void take_latest(const utskr_case *c, case_entry *retraction, uint16_t *latest, uint32_t which) {
    const uint32_t kind = case_of_kind(&retraction->event);
    if (retraction->target != 0 || kind == UTSKR_KIND_NONE || kind == UTSKR_RETRACTED)
        return;
    case_entry *entry = latest[kind] == 0 ? NULL : case_entry_at(c, latest[kind]);
    if (entry == NULL) {
        refuse(retraction, which, 0);
    } else if (!may_retract(retraction, entry)) {
        refuse(retraction, which, CASE_WRONG_SENDER);
    } else {
        entry->standing[which] |= CASE_TAKEN;
        latest[kind] = entry->work;
    }
}

static void take_by_kind(const utskr_case *c, uint32_t which) {
    uint16_t latest[UTSKR_KIND_COUNT] = { 0 };
    for (uint32_t place = 0; place < c->count; place++) {
        case_entry *entry = case_entry_at(c, c->order[place]);
        if (entry->standing[which] & (CASE_TAKEN | CASE_HIDDEN | CASE_REFUSED))
            continue;
        if (case_is_retraction(entry)) {
            take_latest(c, entry, latest, which);
        } else {
            entry->work = latest[entry->event.kind];
            latest[entry->event.kind] = c->order[place];
        }
    }
}

void case_settle_retractions(utskr_case *c, const case_view *view) {
    begin(c, view);
    if (c->retraction_count == 0)
        return;
    count_claims(c, view->which);
    decide_free(c, view->which);
    decide_rings(c, view->which);
    take_by_kind(c, view->which);
}
