/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The worklist of a party: what it must do, soonest due first, and what the state lets it send. */
#include "case/transition.h"
#include <utskrivning/judgement.h>

static bool to_do(const utskr_obligation *o) {
    return o->status == UTSKR_OBLIGATION_OPEN || o->status == UTSKR_OBLIGATION_MISSED ||
           o->status == UTSKR_OBLIGATION_UNKNOWN;
}

/* Soonest due first, then those without a due time by their trigger. */
static bool sooner(const utskr_obligation *a, const utskr_obligation *b) {
    if ((a->due == 0) != (b->due == 0))
        return a->due != 0;
    return a->due != b->due ? a->due < b->due : a->trigger < b->trigger;
}

/* Puts one in its place; where the list is full the last one falls out. Returns how many there are now. */
static uint32_t insert(const utskr_obligation *all, uint32_t *list, uint32_t count, uint32_t capacity, uint32_t index) {
    uint32_t place = count;
    for (; place > 0 && sooner(&all[index], &all[list[place - 1]]); place--)
        if (place < capacity)
            list[place] = list[place - 1];
    if (place < capacity)
        list[place] = index;
    return count < capacity ? count + 1 : count;
}

uint32_t utskr_worklist(const utskr_judgement *judgement, int32_t party, uint32_t *out, uint32_t capacity) {
    uint32_t count = 0;
    uint32_t kept = 0;
    if (judgement == NULL || judgement->obligations == NULL)
        return 0;
    const uint32_t stored = judgement->obligation_count < judgement->obligation_capacity
                                ? judgement->obligation_count
                                : judgement->obligation_capacity;
    for (uint32_t i = 0; i < stored; i++) {
        if (judgement->obligations[i].party != party || !to_do(&judgement->obligations[i]))
            continue;
        count++;
        if (out != NULL)
            kept = insert(judgement->obligations, out, kept, capacity, i);
    }
    return count;
}

/* An event with the least that the kind must say, to ask the table about. */
static utskr_event sample(const utskr_facts *facts, int32_t party, int32_t kind) {
    const utskr_instant at = facts->first == 0 ? UTSKR_INSTANT_MIN : facts->first + facts->last_after;
    return (utskr_event){ .at = at, .kind = (uint8_t)kind, .party = (uint8_t)party };
}

int utskr_may_send(const utskr_facts *facts, int32_t party, int32_t kind) {
    utskr_transition t;
    if (facts == NULL || party <= 0 || party >= UTSKR_PARTY_COUNT || kind <= 0 || kind >= UTSKR_KIND_COUNT)
        return 0;
    const utskr_event event = sample(facts, party, kind);
    t = utskr_transition_of(facts, &event);
    return t.action == UTSKR_ACTION_STAY || t.action == UTSKR_ACTION_GO;
}
