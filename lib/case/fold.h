/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading facts: walking the list of a kind. Shared by everything that judges. */
#ifndef UTSKR_LIB_CASE_FOLD_H
#define UTSKR_LIB_CASE_FOLD_H

#include "case/meaning.h"
#include <utskrivning/batch.h>
#include <string.h>
#include <utskrivning/facts.h>

#define UTSKR_SNAP_UNITS (UTSKR_SNAP_OUTPATIENT | UTSKR_SNAP_MUNICIPAL_HEALTH | UTSKR_SNAP_SOCIAL_SERVICES)
#define UTSKR_SNAP_MUNICIPAL (UTSKR_SNAP_MUNICIPAL_HEALTH | UTSKR_SNAP_SOCIAL_SERVICES)
#define UTSKR_SNAP_NEEDS (UTSKR_SNAP_UNITS | UTSKR_SNAP_ASSESSED | UTSKR_SNAP_SIMPLE_ONLY | UTSKR_SNAP_OPEN_COMPULSORY)

static inline const utskr_fact *fact_in_slot(const utskr_facts *facts, uint32_t slot) {
    return slot == 0 ? NULL : &facts->slots[(size_t)slot - 1].fact; /* counted in 64 bits: one instruction less */
}

static inline const utskr_fact *fact_first(const utskr_facts *facts, int32_t kind) {
    return fact_in_slot(facts, facts->head[kind]);
}

static inline const utskr_fact *fact_last(const utskr_facts *facts, int32_t kind) {
    return fact_in_slot(facts, facts->tail[kind]);
}

static inline const utskr_fact *fact_next(const utskr_facts *facts, const utskr_fact *fact) {
    return fact_in_slot(facts, fact->next);
}

static inline utskr_instant fact_instant(const utskr_facts *facts, const utskr_fact *fact) {
    return facts->first + fact->after;
}

/* The time that the event carried, or 0. */
static inline utskr_instant fact_value(const utskr_fact *fact) {
    return fact->flags & UTSKR_FACT_HAS_VALUE ? ((const utskr_slot *)(const void *)fact)[1].value : 0;
}

/* Facts are kept in the order they were folded, so the order of slots is the order of events. */
static inline bool fact_precedes(const utskr_fact *a, const utskr_fact *b) {
    return a < b;
}

/* The one that came first; NULL is none. */
static inline const utskr_fact *fact_earlier(const utskr_fact *a, const utskr_fact *b) {
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return fact_precedes(a, b) ? a : b;
}

/* The first fact of the kind behind that one, or NULL. */
static inline const utskr_fact *fact_after(const utskr_facts *facts, int32_t kind, const utskr_fact *fact) {
    const utskr_fact *f = fact_first(facts, kind);
    while (f != NULL && !fact_precedes(fact, f))
        f = fact_next(facts, f);
    return f;
}

/* Of no events and no stay. What lies behind is read only as far as it was written. */
static inline void utskr_facts_clear(utskr_facts *facts) {
    memset(facts, 0, offsetof(utskr_facts, spells));
    facts->size = sizeof *facts;
}

/* What follows from the stay, once it has been filled in. */
static inline void utskr_facts_know_stay(utskr_facts *facts) {
    if (facts->stay.care == UTSKR_CARE_PSYCHIATRIC)
        facts->snapshot = UTSKR_SNAP_PSYCHIATRIC;
}

/*
 * utskr_fold of the rows from..to-1, of one case, of columns with kinds of 8 bits and masks. All are events that were checked, in order
 * of time and less than UTSKR_SPAN_OPEN seconds behind the first one; the first has that `index`. Gives `to`, or the row that was not
 * folded, with its status.
 *
 * `met->whole` becomes true with the first row of a case, and must be made false where an event of it is folded otherwise.
 *
 * Where only some kinds are asked about (`met->asked`), all rows of a case that is not cut must be among those of its first call. Facts of
 * other kinds are then left out, unless there are so many rows that there might be no room for all.
 */
uint64_t utskr_fold_rows(utskr_facts *facts, meanings *met, const utskr_event_columns *events, uint64_t from,
                         uint64_t to, uint32_t index, utskr_status *status);

#endif
