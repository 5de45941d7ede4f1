/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the log of a case to its facts: folding what the retractions leave, in order of time. */
#include "case/case_internal.h"

#include <string.h>

static const case_view whole_log = { 0, CASE_WHOLE };

void case_copy_facts(utskr_facts *to, const utskr_facts *from) {
    memcpy(to, from, offsetof(utskr_facts, spells));
    memcpy(to->spells, from->spells, from->spell_count * sizeof *from->spells);
    memcpy(to->readies, from->readies, from->ready_count * sizeof *from->readies);
    memcpy(to->slots, from->slots, from->slot_count * sizeof *from->slots);
}

/* An acknowledgement answers no message that was sent after it. */
static bool answers(const utskr_event *event, const utskr_event *message) {
    return event->kind != UTSKR_ACKNOWLEDGED || message->at <= event->at;
}

utskr_event case_event_of(const utskr_case *c, const utskr_event *event, uint32_t target) {
    utskr_event resolved = *event;
    if (target != 0 && answers(event, &case_entry_at(c, target)->event))
        resolved.mask = (event->mask & ~UTSKR_OF_KIND) | UTSKR_OF(case_entry_at(c, target)->event.kind);
    return resolved;
}

/* --- Folding ----------------------------------------------------------------------------------------------------- */

/* Is there such a message in the view? One that was taken away can't be answered. */
static bool stands(const utskr_case *c, uint32_t index, uint32_t which) {
    return index != 0 && !(case_entry_at(c, index)->standing[which] & (CASE_TAKEN | CASE_HIDDEN));
}

/* The event of an entry as it is read in the view. */
static utskr_event event_in(const utskr_case *c, const case_entry *entry, uint32_t which) {
    return case_event_of(c, &entry->event, stands(c, entry->target, which) ? entry->target : 0);
}

bool case_counts(const utskr_case *c, uint32_t index, uint32_t which, utskr_event *out) {
    const case_entry *entry = case_entry_at(c, index);
    if (case_is_retraction(entry) || (entry->standing[which] & (CASE_TAKEN | CASE_HIDDEN | CASE_REFUSED)))
        return false;
    *out = event_in(c, entry, which);
    return true;
}

/* Folds one entry as it stands in the view. A refused event is counted, and is no failure. */
static utskr_status fold_entry(const utskr_case *c, uint32_t index, uint32_t which, utskr_facts *facts) {
    case_entry *entry = case_entry_at(c, index);
    if (entry->standing[which] & (CASE_TAKEN | CASE_HIDDEN))
        return UTSKR_OK;
    if (case_is_retraction(entry)) {
        if (entry->standing[which] & CASE_REFUSED)
            utskr_facts_note_refused(facts, &entry->event, index);
        return UTSKR_OK;
    }
    const utskr_event event = event_in(c, entry, which);
    const utskr_status status = utskr_fold(facts, &event, index);
    entry->standing[which] = status == UTSKR_REFUSED ? CASE_REFUSED : 0;
    if (status != UTSKR_REFUSED)
        return status;
    utskr_facts_note_refused(facts, &entry->event, index);
    return UTSKR_OK;
}

void case_unfold(utskr_case *c) {
    c->cache.folded = 0;
    c->cache.status = UTSKR_OK;
}

void case_unsettle(utskr_case *c) {
    c->retractions_settled = false;
    case_unfold(c);
}

void case_refresh_standing(utskr_case *c) {
    case_find_references(c);
    if (!c->retractions_settled)
        case_settle_retractions(c, &whole_log);
    c->retractions_settled = true;
}

utskr_status case_refresh(utskr_case *c) {
    case_refresh_standing(c);
    case_cache *cache = &c->cache;
    if (cache->status == UTSKR_OK && cache->folded == 0)
        cache->status = utskr_facts_init(&cache->facts, &c->stay);
    while (cache->status == UTSKR_OK && cache->folded < c->count) {
        cache->failed = c->order[cache->folded];
        cache->status = fold_entry(c, cache->failed, CASE_WHOLE, &cache->facts);
        cache->folded += cache->status == UTSKR_OK;
    }
    return cache->status;
}

/* Folds the first `count` entries in order of time, as they stand in the view. */
static utskr_status fold_first(const utskr_case *c, uint32_t count, uint32_t which, utskr_facts *out) {
    utskr_status status = utskr_facts_init(out, &c->stay);
    for (uint32_t place = 0; status == UTSKR_OK && place < count; place++)
        status = fold_entry(c, c->order[place], which, out);
    return status;
}

utskr_status case_facts_before(utskr_case *c, uint32_t index, utskr_facts *out) {
    return fold_first(c, case_place(c, case_entry_at(c, index)->event.at, index), CASE_WHOLE, out);
}

/* --- The questions ----------------------------------------------------------------------------------------------- */

/* Does anything that is folded lie behind the instant? A retraction in effect is not. */
static bool reaches(const utskr_case *c, utskr_instant at) {
    for (uint32_t place = c->count; place != 0; place--) {
        const case_entry *entry = case_entry_at(c, c->order[place - 1]);
        if (entry->event.at <= at)
            return true;
        if (!case_is_retraction(entry) || (entry->standing[CASE_WHOLE] & CASE_REFUSED))
            return false;
    }
    return true;
}

const utskr_facts *case_facts_view(const utskr_case *c, utskr_instant at, utskr_instant known_at, utskr_facts *scratch,
                                   utskr_status *status) {
    const case_view view = { known_at, known_at == 0 ? CASE_WHOLE : CASE_PART };
    utskr_case *own = case_within(c);
    case_refresh_standing(own);
    if (c->open_count != 0) {
        *status = UTSKR_NOT_FOUND;
        return NULL;
    }
    if (known_at == 0 && reaches(c, at)) {
        *status = case_refresh(own);
        return *status == UTSKR_OK ? &c->cache.facts : NULL;
    }
    if (known_at != 0)
        case_settle_retractions(own, &view);
    *status = fold_first(c, case_place(c, at, UINT32_MAX), view.which, scratch);
    return *status == UTSKR_OK ? scratch : NULL;
}

utskr_status utskr_case_facts(const utskr_case *c, utskr_instant at, utskr_instant known_at, utskr_facts *out) {
    if (c == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_facts scratch;
    utskr_status status;
    const utskr_facts *facts = case_facts_view(c, at, known_at, &scratch, &status);
    if (facts != NULL)
        case_copy_facts(out, facts);
    return status;
}

utskr_status utskr_case_latest(const utskr_case *c, utskr_instant known_at, utskr_instant *out) {
    if (c == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    const case_view view = { known_at, known_at == 0 ? CASE_WHOLE : CASE_PART };
    case_refresh_standing(case_within(c));
    if (known_at != 0)
        case_settle_retractions(case_within(c), &view);
    for (uint32_t place = c->count; place != 0; place--) {
        const case_entry *entry = case_entry_at(c, c->order[place - 1]);
        if (case_is_retraction(entry) || (entry->standing[view.which] & (CASE_TAKEN | CASE_HIDDEN)))
            continue;
        *out = entry->event.at;
        return UTSKR_OK;
    }
    return UTSKR_NOT_FOUND;
}
