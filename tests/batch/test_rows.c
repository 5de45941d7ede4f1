/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows folded straight from columns, against events folded one by one (utskr_fold): the same facts to the byte where every kind is
 * asked about; else the same facts of the kinds that are, with the same epochs, and the same of all that is no fact.
 */
#include "case/fold.h"
#include "liability/liability.h"
#include "tests/batch/made_columns.h"
#include "tests/tap.h"

static meanings met;

static void fold_some_alone(const made *m, uint64_t i, uint64_t end, utskr_facts *facts) {
    utskr_facts_init(facts, NULL);
    for (uint64_t row = m->offsets[i]; row < end; row++) {
        const utskr_event event = { .at = m->at[row],
                                    .recorded = m->recorded[row],
                                    .value = m->value[row],
                                    .mask = m->mask[row],
                                    .kind = m->kind[row],
                                    .party = m->party[row] };
        const uint32_t index = (uint32_t)(row - m->offsets[i]) + 1;
        if (utskr_fold(facts, &event, index) != UTSKR_OK)
            utskr_facts_note_refused(facts, &event, index);
    }
}

static void fold_alone(const made *m, uint64_t i, utskr_facts *facts) {
    fold_some_alone(m, i, m->offsets[i + 1], facts);
}

/* Rows of the case; those that are refused are noted, as a host does. */
static void fold_some_rows(const made *m, uint64_t i, uint64_t row, uint64_t end, utskr_facts *facts) {
    const utskr_event_columns events = made_events(m, true);
    while (row < end) {
        utskr_status status;
        row = utskr_fold_rows(facts, &met, &events, row, end, (uint32_t)(row - m->offsets[i]) + 1, &status);
        if (status == UTSKR_OK)
            continue;
        const utskr_event refused = { .party = m->party[row] };
        utskr_facts_note_refused(facts, &refused, (uint32_t)(row - m->offsets[i]) + 1);
        row++;
    }
}

/* All of its rows. */
static void fold_rows(const made *m, uint64_t i, utskr_facts *facts) {
    utskr_facts_init(facts, NULL);
    fold_some_rows(m, i, m->offsets[i], m->offsets[i + 1], facts);
}

/* Nobody asks about the colour who does not ask about the kind that gives it. */
static bool same_fact(const utskr_facts *a, const utskr_fact *x, const utskr_facts *b, const utskr_fact *y) {
    return x->after == y->after && x->mask == y->mask && x->index == y->index &&
           ((x->snapshot ^ y->snapshot) & ~UTSKR_SNAP_COLOUR) == 0 && x->party == y->party && x->epoch == y->epoch &&
           x->flags == y->flags && fact_value(x) == fact_value(y) && fact_instant(a, x) == fact_instant(b, y);
}

static bool same_of_kind(const utskr_facts *a, const utskr_facts *b, int32_t kind) {
    const utskr_fact *x = fact_first(a, kind), *y = fact_first(b, kind);
    while (x != NULL && y != NULL && same_fact(a, x, b, y)) {
        x = fact_next(a, x);
        y = fact_next(b, y);
    }
    return x == NULL && y == NULL;
}

/* What a judgement of the kinds asks of the facts, but for the slots that hold them. */
static bool same_of_kinds(const utskr_facts *a, const utskr_facts *b, uint64_t kinds) {
    bool same = a->state == b->state && a->epoch == b->epoch && a->spell_count == b->spell_count &&
                a->ready_count == b->ready_count && a->told == b->told && a->last_after == b->last_after &&
                a->first == b->first && a->event_count == b->event_count && a->last_index == b->last_index;
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++)
        if (kinds & KIND_BIT(kind))
            same = same && same_of_kind(a, b, kind);
    for (uint32_t i = 0; same && i < a->spell_count; i++)
        same = a->spells[i].end == b->spells[i].end && a->spells[i].end_after == b->spells[i].end_after &&
               same_fact(a, fact_in_slot(a, a->spells[i].first), b, fact_in_slot(b, b->spells[i].first));
    return same;
}

static bool same_bytes(const utskr_facts *a, const utskr_facts *b) {
    return memcmp(a, b, offsetof(utskr_facts, spells)) == 0 &&
           memcmp(a->spells, b->spells, a->spell_count * sizeof *a->spells) == 0 &&
           memcmp(a->readies, b->readies, a->ready_count * sizeof *a->readies) == 0 &&
           memcmp(a->slots, b->slots, a->slot_count * sizeof *a->slots) == 0;
}

static void test_kinds(uint64_t seed, uint32_t disorder, uint64_t kinds) {
    static utskr_facts alone, rows;
    made m = made_by_chance(seed, 6000, disorder, false);
    uint64_t differing = 0, fewer = 0;
    memset(&met, 0, sizeof met);
    met.asked = kinds;
    for (uint64_t i = 0; i < m.cases; i++) {
        fold_alone(&m, i, &alone);
        fold_rows(&m, i, &rows);
        differing += kinds == EVERY_KIND ? !same_bytes(&alone, &rows) : !same_of_kinds(&alone, &rows, kinds);
        fewer += rows.slot_count < alone.slot_count;
    }
    tap_eq_i64((int64_t)differing, 0, "%" PRIu64 " cases, %u %% disorder: the same facts", m.cases, (unsigned)disorder);
    tap_ok(kinds == EVERY_KIND ? fewer == 0 : fewer > m.cases / 2, "of %" PRIu64 " cases some were left out", fewer);
    made_free(&m);
}

/* What was said in the first half is said again in the second, whether the first was folded as rows and then forgotten, or one by one. */
static void test_halves(uint64_t seed) {
    static utskr_facts alone, forgotten, mixed;
    made m = made_by_chance(seed, 4000, 90, false);
    uint64_t differing = 0, repeats = 0;
    memset(&met, 0, sizeof met);
    met.asked = EVERY_KIND;
    for (uint64_t i = 0; i < m.cases; i++) {
        const uint64_t end = m.offsets[i + 1], half = m.offsets[i] + (end - m.offsets[i]) / 2;
        fold_alone(&m, i, &alone);
        fold_some_alone(&m, i, half, &mixed);
        met.whole = false;
        fold_some_rows(&m, i, half, end, &mixed);
        utskr_facts_init(&forgotten, NULL);
        fold_some_rows(&m, i, m.offsets[i], half, &forgotten);
        memset(met.met, 0, sizeof met.met);
        fold_some_rows(&m, i, half, end, &forgotten);
        differing += !same_bytes(&alone, &mixed) || !same_bytes(&alone, &forgotten);
        for (uint64_t slot = 0; slot < alone.slot_count; slot++)
            repeats += (alone.slots[slot].fact.flags & UTSKR_FACT_REPEATS) != 0;
    }
    tap_eq_i64((int64_t)differing, 0, "%" PRIu64 " cases in two halves: the same facts", m.cases);
    tap_ok(repeats > m.cases / 10, "with what is said again");
    made_free(&m);
}

int main(void) {
    static const uint32_t disorders[] = { 0, 30, 90 };
    for (size_t i = 0; i < sizeof disorders / sizeof disorders[0]; i++) {
        test_kinds(31 + i, disorders[i], EVERY_KIND);
        test_kinds(41 + i, disorders[i], KINDS_OF_LIABILITY);
    }
    test_halves(51);
    return tap_done();
}
