/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fold: one event at a time into the facts. It knows no law, allocates nothing and changes all or nothing. */
#include "case/fold.h"

#include "apart.h"
#include "case/transition.h"
#include <string.h>

#define LATE_REGISTRATION_SECONDS 86400 /* recorded more than 24 h after its time */
#define EVENT_LIMIT 65535               /* an index is 16 bits */

/* Each epoch begins with a fact, so that none is counted twice. */
_Static_assert(UTSKR_SLOT_LIMIT <= UINT8_MAX, "an epoch is 8 bits");

/* --- Keeping facts ---------------------------------------------------------------------------------------------- */

static bool in_stay(const utskr_facts *facts) {
    return facts->state < UTSKR_STATE_DISCHARGED;
}

static utskr_fact *in_slot(utskr_facts *facts, uint32_t slot) {
    return &facts->slots[(size_t)slot - 1].fact;
}

static WITHIN uint16_t snapshot_after(const utskr_facts *facts, uint32_t leaves, uint32_t gives) {
    return (uint16_t)((facts->snapshot & leaves) | gives);
}

/* The first slot of a fact that says the same, with nothing set off since, or 0: then it adds nothing. */
static APART uint32_t said_before(const utskr_facts *facts, uint64_t said, utskr_instant value, uint32_t snapshot) {
    for (uint32_t slot = facts->head[kind_said(said)]; slot != 0; slot = facts->slots[(size_t)slot - 1].fact.next) {
        const utskr_fact *f = &facts->slots[(size_t)slot - 1].fact;
        if (f->epoch == facts->epoch && f->mask == mask_said(said) && f->party == party_said(said) &&
            f->snapshot == snapshot && fact_value(f) == value)
            return slot;
    }
    return 0;
}

/* Epochs only rise, so the last fact of the kind tells whether any is of this one. */
static WITHIN bool any_of_epoch(const utskr_facts *facts, size_t kind) {
    const uint32_t last = facts->tail[kind];
    return last != 0 && facts->slots[(size_t)last - 1].fact.epoch == facts->epoch;
}

/* Counts that the fact of the slot was said again. Slot 0, which is none, gives false. */
static bool count_repeat(utskr_facts *facts, uint32_t slot) {
    if (slot == 0)
        return false;
    utskr_fact *f = in_slot(facts, slot);
    if ((f->flags & UTSKR_FACT_REPEATS) != UTSKR_FACT_REPEATS)
        f->flags = (uint8_t)(f->flags + (1u << UTSKR_FACT_REPEATS_SHIFT));
    return true;
}

/* Where the number of a kind's next fact belongs: behind the last one, or at the head. By its distance, so that nothing branches on what
 * real logs decide at random. */
static WITHIN size_t place_of_next(uint32_t kind, uint32_t last) {
    const size_t at_head = offsetof(utskr_facts, head) + kind;
    const size_t behind = offsetof(utskr_facts, slots) + (size_t)last * sizeof(utskr_slot) - sizeof(utskr_slot) +
                          offsetof(utskr_fact, next);
    return at_head + ((behind - at_head) & (0 - (size_t)(last != 0)));
}

/* What a member of a fact, of that size and so many bytes from its beginning, adds to the word of 64 bits that it lies in. */
static WITHIN uint64_t in_word(uint64_t value, size_t from, size_t size) {
    const union {
        uint16_t word;
        uint8_t first;
    } one = { .word = 1 };
    const size_t before = 8 * (from % 8);
    return value << (one.first != 0 ? before : 64 - before - 8 * size);
}

#define IN_WORD(fact, member) in_word((fact)->member, offsetof(utskr_fact, member), sizeof(fact)->member)

/* Puts a fact into its slot by two words, not by each member, since the processor takes one store after another. */
static WITHIN void put_fact(utskr_slot *slot, const utskr_fact *f) {
    const uint64_t words[2] = { IN_WORD(f, after) | IN_WORD(f, mask), IN_WORD(f, index) | IN_WORD(f, snapshot) |
                                                                          IN_WORD(f, party) | IN_WORD(f, next) |
                                                                          IN_WORD(f, epoch) | IN_WORD(f, flags) };
    _Static_assert(sizeof words == sizeof slot->fact, "a fact is two words");
    memcpy(&slot->fact, words, sizeof words);
}

/* Keeps a fact behind the others. `epochs`: 1 if something may be set off, else 0. `timed`: 1 if it has a time of its own, which the caller
 * puts into the slot behind, else 0. */
static WITHIN utskr_slot *append(utskr_facts *facts, size_t kind, uint32_t party, uint32_t mask, uint32_t epochs,
                                 uint32_t index, uint32_t after, uint32_t timed) {
    const uint32_t last = facts->tail[kind];
    utskr_slot *slot = &facts->slots[(size_t)facts->slot_count];
    const uint8_t number = (uint8_t)(facts->slot_count + 1);
    const uint8_t epoch = (uint8_t)(facts->epoch + epochs);
    const uint32_t after_stay = in_stay(facts) ? 0 : UTSKR_FACT_AFTER_STAY;
    const utskr_fact fact = { .after = after,
                              .mask = mask,
                              .index = (uint16_t)index,
                              .snapshot = facts->snapshot,
                              .party = (uint8_t)party,
                              .next = 0,
                              .epoch = epoch,
                              .flags = (uint8_t)(after_stay | timed * UTSKR_FACT_HAS_VALUE) };
    put_fact(slot, &fact);
    facts->epoch = epoch;
    ((uint8_t *)facts)[place_of_next((uint32_t)kind, last)] = number;
    facts->tail[kind] = number;
    facts->slot_count = (uint8_t)(number + timed);
    return slot;
}

/* The span of that kind that is still open, or NULL. */
static utskr_fact *open_span(utskr_facts *facts, int32_t kind) {
    const uint32_t slot = facts->tail[kind];
    if (slot == 0 || in_slot(facts, slot)->mask != UTSKR_SPAN_OPEN)
        return NULL;
    return in_slot(facts, slot);
}

static void end_span(utskr_facts *facts, const utskr_event *event, uint32_t after) {
    const int32_t kind = event->kind == UTSKR_LEAVE_END ? UTSKR_LEAVE_START : UTSKR_OUTPATIENT_OBSTACLE;
    utskr_fact *span = open_span(facts, kind);
    if (span != NULL)
        span->mask = after;
}

/* --- Readiness ---------------------------------------------------------------------------------------------------- */

static uint8_t end_by(uint8_t kind) {
    switch (kind) {
    case UTSKR_DISCHARGED: return UTSKR_END_DISCHARGED;
    case UTSKR_DECEASED: return UTSKR_END_DECEASED;
    case UTSKR_INTERRUPTED: return UTSKR_END_INTERRUPTED;
    case UTSKR_DISCHARGE_READY_WITHDRAWN: return UTSKR_END_WITHDRAWN;
    default: return UTSKR_END_OPEN;
    }
}

static void close_last(utskr_span *spans, uint8_t count, uint8_t end, uint32_t after, uint32_t index) {
    if (count == 0 || spans[count - 1].end != UTSKR_END_OPEN)
        return;
    spans[count - 1].end = end;
    spans[count - 1].end_after = after;
    spans[count - 1].end_index = (uint16_t)index;
}

static bool stands_open(const utskr_span *spans, uint8_t count) {
    return count != 0 && spans[count - 1].end == UTSKR_END_OPEN;
}

static bool begins_spell(const utskr_facts *facts, uint32_t kind, uint8_t to) {
    return kind == UTSKR_DISCHARGE_READY_NOTICE && to == UTSKR_STATE_READY && facts->state != UTSKR_STATE_READY;
}

static bool begins_ready(const utskr_facts *facts, uint32_t kind) {
    return kind == UTSKR_DISCHARGE_READY && in_stay(facts) && !stands_open(facts->readies, facts->ready_count);
}

/* Is there room for the span that the event begins, if it does? */
static bool has_room(const utskr_facts *facts, uint32_t kind, uint8_t to) {
    return !(begins_spell(facts, kind, to) && facts->spell_count == UTSKR_SPELL_LIMIT) &&
           !(begins_ready(facts, kind) && facts->ready_count == UTSKR_SPELL_LIMIT);
}

/* Is there, whatever the event begins? */
static bool has_room_for_any(const utskr_facts *facts) {
    return facts->spell_count < UTSKR_SPELL_LIMIT && facts->ready_count < UTSKR_SPELL_LIMIT;
}

static utskr_span span_from(uint8_t slot) {
    return (utskr_span){ .end_after = 0, .end_index = 0, .first = slot, .end = UTSKR_END_OPEN };
}

static APART void apply_spells(utskr_facts *facts, uint32_t kind, uint32_t mask, uint32_t index, uint32_t after,
                               uint8_t to) {
    const uint8_t end = end_by((uint8_t)kind);
    if (end != UTSKR_END_OPEN) {
        close_last(facts->spells, facts->spell_count, end, after, index);
        close_last(facts->readies, facts->ready_count, end, after, index);
    }
    if (begins_ready(facts, kind))
        facts->readies[facts->ready_count++] = span_from(facts->tail[UTSKR_DISCHARGE_READY]);
    if (begins_spell(facts, kind, to)) {
        facts->spells[facts->spell_count++] = span_from(facts->tail[UTSKR_DISCHARGE_READY_NOTICE]);
        facts->told = 0;
    }
    if (kind == UTSKR_DISCHARGE_READY_NOTICE)
        facts->told = (uint8_t)(facts->told | ((mask >> 1) & UTSKR_SNAP_UNITS));
}

/* --- Marks ---------------------------------------------------------------------------------------------------------- */

static void count_mark(utskr_mark *m, uint32_t party, uint32_t index) {
    if (m->count == 0) {
        m->index = (uint16_t)index;
        m->party = (uint8_t)party;
    }
    if (m->count < UINT16_MAX)
        m->count++;
}

static APART void mark(utskr_facts *facts, uint32_t irregularity, uint32_t party, uint32_t index) {
    facts->marked |= UINT32_C(1) << irregularity;
    count_mark(&facts->marks[irregularity], party, index);
}

/* Before anything has changed. Whom a notice to be judged a duplicate concerns depends on whether simple care is inside the act, which
 * is not asked here. */
static APART void mark_irregular(utskr_facts *facts, uint32_t irregularity, const utskr_event *event, uint32_t index) {
    mark(facts, irregularity, event->party, index);
    if (irregularity == UTSKR_DUPLICATE_READY_NOTICE && utskr_duplicate_inside(facts, event))
        count_mark(&facts->duplicates_inside, event->party, index);
}

static APART void mark_recording(utskr_facts *facts, utskr_instant recorded, utskr_instant at, uint32_t party,
                                 uint32_t index, uint32_t after) {
    if (after > facts->last_after)
        facts->recorded_before = facts->recorded_here;
    facts->last_after = after;
    if (recorded == 0)
        return;
    if (recorded - at > LATE_REGISTRATION_SECONDS)
        mark(facts, UTSKR_LATE_REGISTRATION, party, index);
    if (recorded < facts->recorded_before)
        mark(facts, UTSKR_RECORDED_OUT_OF_ORDER, party, index);
    if (recorded > facts->recorded_here)
        facts->recorded_here = recorded;
}

static bool track_changes(const utskr_facts *facts, uint16_t snapshot) {
    return (facts->snapshot & UTSKR_SNAP_COLOUR) != 0 && ((facts->snapshot ^ snapshot) & UTSKR_SNAP_COLOUR) != 0;
}

/* --- One event that is more than a fact ----------------------------------------------------------------------------- */

/* Where the event leads, with everything that may fail before anything changes. */
typedef struct plan {
    uint32_t said; /* slot of the fact that says the same, or 0 */
    uint16_t snapshot;
    bool kept;
    uint8_t to;
    uint8_t irregularity;
} plan;

static utskr_status plan_state(const utskr_facts *facts, const utskr_event *event, uint32_t traits, plan *out) {
    out->to = facts->state;
    out->irregularity = UTSKR_IRREGULAR_NONE;
    if (traits & NOT_SENT)
        return UTSKR_REFUSED;
    if (!(traits & MOVES))
        return UTSKR_OK;
    const utskr_transition t = utskr_transition_in(facts, event);
    out->to = t.to;
    out->irregularity = t.irregularity;
    return t.action == UTSKR_ACTION_REFUSE ? UTSKR_REFUSED : UTSKR_OK;
}

static bool is_kept(const utskr_facts *facts, const utskr_event *event, uint32_t traits, uint32_t said) {
    if (traits & SPAN)
        return fact_last(facts, event->kind) == NULL || fact_last(facts, event->kind)->mask != UTSKR_SPAN_OPEN;
    return (traits & KEPT) != 0 && said == 0;
}

static utskr_status plan_event(const utskr_facts *facts, const utskr_event *event, uint32_t traits, uint32_t answers,
                               plan *out) {
    const utskr_status status = plan_state(facts, event, traits, out);
    if (status != UTSKR_OK)
        return status;
    out->snapshot = snapshot_after(facts, answers & UINT16_MAX, answers >> 16);
    out->said =
        traits & ONCE && any_of_epoch(facts, event->kind)
            ? said_before(facts, utskr_said(event->kind, event->party, event->mask), event->value, out->snapshot)
            : 0;
    out->kept = is_kept(facts, event, traits, out->said);
    if (out->kept && facts->slot_count + 1u + (event->value != 0) > UTSKR_SLOT_LIMIT)
        return UTSKR_LIMIT_REACHED;
    return traits & READINESS && !has_room(facts, event->kind, out->to) ? UTSKR_LIMIT_REACHED : UTSKR_OK;
}

static WITHIN uint32_t after_first(const utskr_facts *facts, utskr_instant at) {
    return (uint32_t)(at - facts->first);
}

/* So many more events have been folded, the last one of them with that index. */
static WITHIN void count_to(utskr_facts *facts, uint32_t events, uint32_t index, uint32_t after) {
    facts->event_count = (uint16_t)(facts->event_count + events);
    facts->last_index = (uint16_t)index;
    facts->last_after = after;
}

static void apply_fact(utskr_facts *facts, const utskr_event *event, uint32_t traits, uint32_t index, uint32_t after) {
    utskr_slot *slot = append(facts, event->kind, event->party, event->mask, traits & SETS_OFF ? 1 : 0, index, after,
                              event->value != 0);
    if (traits & SPAN)
        slot->fact.mask = UTSKR_SPAN_OPEN;
    if (event->value != 0)
        slot[1].value = event->value;
}

/* What was planned for the event, done. */
static void apply(utskr_facts *facts, const utskr_event *event, uint32_t traits, uint32_t index, uint32_t after,
                  const plan *p) {
    if ((event->recorded | facts->recorded_here) != 0)
        mark_recording(facts, event->recorded, event->at, event->party, index, after);
    if (p->irregularity != UTSKR_IRREGULAR_NONE)
        mark_irregular(facts, p->irregularity, event, index);
    if ((traits & COLOURS) && track_changes(facts, p->snapshot))
        mark(facts, UTSKR_TRACK_CHANGED, event->party, index);
    facts->snapshot = p->snapshot;
    if (p->kept)
        apply_fact(facts, event, traits, index, after);
    else if (!count_repeat(facts, p->said) && (traits & SPAN_END))
        end_span(facts, event, after);
    if (traits & READINESS)
        apply_spells(facts, event->kind, event->mask, index, after, p->to);
    facts->state = p->to;
}

/* `answers`: as of utskr_answers_given. */
static APART utskr_status fold_apart(utskr_facts *facts, const utskr_event *event, uint32_t traits, uint32_t answers,
                                     uint32_t index) {
    plan p;
    const utskr_status status = plan_event(facts, event, traits, answers, &p);
    if (status == UTSKR_OK)
        apply(facts, event, traits, index, after_first(facts, event->at), &p);
    return status;
}

/* --- One event -------------------------------------------------------------------------------------------------------- */

/* For how many more events is there room, whatever they say? */
static uint32_t room_of(const utskr_facts *facts) {
    return (UTSKR_SLOT_LIMIT - (uint32_t)facts->slot_count) / 2;
}

/* The one step of the fold. Most events are no more than a fact in their state; rows of columns take the same step (step_plainly). */
static WITHIN utskr_status step(utskr_facts *facts, const utskr_event *event, uint32_t index, uint32_t after) {
    const uint32_t kind = event->kind, party = event->party, mask = event->mask;
    const uint32_t traits = utskr_traits_of(kind, party, mask);
    const uint8_t to = utskr_lead_of(kind, traits, facts->state);
    const uint32_t answers = traits & ANSWERS ? utskr_answers_given(kind, mask) : UINT16_MAX;
    const uint16_t snapshot = snapshot_after(facts, answers & UINT16_MAX, answers >> 16);
    if (to == STATE_ASIDE || facts->slot_count + 2u > UTSKR_SLOT_LIMIT)
        return fold_apart(facts, event, traits, answers, index);
    const uint64_t said = utskr_said(kind, party, mask);
    facts->snapshot = snapshot;
    if (!any_of_epoch(facts, kind) || !count_repeat(facts, said_before(facts, said, event->value, snapshot))) {
        utskr_slot *slot = append(facts, kind, party, mask, traits & SETS_OFF ? 1 : 0, index, after, event->value != 0);
        slot[1].value = event->value; /* there is room for two */
    }
    facts->state = to;
    if ((event->recorded | facts->recorded_here) != 0)
        mark_recording(facts, event->recorded, event->at, event->party, index, after);
    return UTSKR_OK;
}

/* Why an event has no place behind those before it, `after` seconds after the first. */
static APART utskr_status misplaced(const utskr_facts *facts, uint32_t index, utskr_instant after) {
    if (index == 0 || index > EVENT_LIMIT)
        return UTSKR_BAD_ARGUMENT;
    return after < facts->last_after ? UTSKR_OUT_OF_ORDER : UTSKR_OUT_OF_RANGE;
}

static bool is_event(const utskr_event *event) {
    return event->kind != 0 && event->kind < UTSKR_KIND_COUNT && event->party != 0 && event->party < UTSKR_PARTY_COUNT;
}

/* An event is measured from the first, which itself is one only if it is folded. */
static WITHIN utskr_status fold_behind(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    const bool begins = facts->first == 0;
    const utskr_instant after = begins ? 0 : event->at - facts->first;
    if (index - 1 >= EVENT_LIMIT || after < facts->last_after || after >= UTSKR_SPAN_OPEN)
        return misplaced(facts, index, after);
    if (begins)
        facts->first = event->at;
    const utskr_status status = step(facts, event, index, (uint32_t)after);
    if (status == UTSKR_OK)
        count_to(facts, 1, index, (uint32_t)after);
    else if (begins)
        facts->first = 0;
    return status;
}

utskr_status utskr_fold(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    if (facts == NULL || event == NULL || !is_event(event))
        return UTSKR_BAD_ARGUMENT;
    if (event->at < UTSKR_INSTANT_MIN || event->at > UTSKR_INSTANT_MAX)
        return UTSKR_OUT_OF_RANGE;
    return fold_behind(facts, event, index);
}

/* --- Rows of columns --------------------------------------------------------------------------------------------------- */

static WITHIN int64_t in_row(const utskr_int64_column *column, uint64_t row) {
    return column->values == NULL ? 0 : column->values[row]; /* absent: it says nothing */
}

/* The columns themselves, out of the way of everything that is written. */
typedef struct rows {
    const utskr_instant *at;
    const utskr_instant *value;
    const uint32_t *mask;
    const uint8_t *kind;
    const uint8_t *party;
    uint64_t in_value; /* all bits; 0 where there is no such column, and `value` has one that says none */
} rows;

static WITHIN utskr_instant value_in(const rows *r, uint64_t row) {
    return r->value[row & r->in_value];
}

/* When something is said: later in a case, or in a later one, is more. */
typedef struct sayings {
    uint64_t now; /* of the case, in its first epoch */
    uint64_t
        known; /* from when on it is known what was said: as `now`, or 0 where not all of the case was folded as rows */
} sayings;

/* What a row that leads to a state says becomes a fact. */
static WITHIN void say_plainly(utskr_facts *facts, sayings when, event_meaning *m, const rows *r, uint64_t row,
                               uint32_t index, uint32_t after) {
    const uint16_t snapshot = snapshot_after(facts, m->leaves, m->gives);
    const utskr_instant value = value_in(r, row);
    facts->snapshot = snapshot;
    if (m->saying < (when.known | facts->epoch) || /* not in this epoch */
        !count_repeat(facts, said_before(facts, m->said, value, snapshot))) {
        utskr_slot *slot = append(facts, kind_said(m->said), party_said(m->said), mask_said(m->said), m->epochs, index,
                                  after, value != 0);
        slot[1].value = value; /* there is room for two */
    }
    m->saying = when.now | facts->epoch;
}

/* The step of a row that leads to a state and does no more. */
static WITHIN void step_plainly(utskr_facts *facts, sayings when, event_meaning *m, const rows *r, uint64_t row,
                                uint32_t index, uint8_t to) {
    say_plainly(facts, when, m, r, row, index, after_first(facts, r->at[row]));
    facts->state = to;
}

/* The step of one that also begins or ends a time of being discharge-ready, for which there is room. */
static APART void step_readying(utskr_facts *facts, sayings when, event_meaning *m, const rows *r, uint64_t row,
                                uint32_t index, uint8_t to) {
    const uint32_t after = after_first(facts, r->at[row]);
    say_plainly(facts, when, m, r, row, index, after);
    apply_spells(facts, kind_said(m->said), mask_said(m->said), index, after, to);
    facts->state = to;
}

/* The step of an event that nobody asks about: unless it is said again, it may set something off. */
static WITHIN void step_unasked(utskr_facts *facts, const event_meaning *m, const rows *r, uint64_t row,
                                unasked_event *last) {
    if (m->epochs == 0)
        return;
    const utskr_instant value = m->traits & HAS_INSTANT ? value_in(r, row) : 0;
    if (m->said != last->said || value != last->value || facts->epoch != last->epoch)
        *last = (unasked_event){ m->said, value, ++facts->epoch };
}

static APART void record_row(utskr_facts *facts, const event_meaning *m, const utskr_event_columns *events,
                             uint64_t row, uint32_t index) {
    const utskr_instant at = events->at.values[row];
    mark_recording(facts, in_row(&events->recorded, row), at, party_said(m->said), index, after_first(facts, at));
}

static APART utskr_status row_apart(utskr_facts *facts, sayings when, event_meaning *m,
                                    const utskr_event_columns *events, uint64_t row, uint32_t index) {
    const utskr_event event = { .at = events->at.values[row],
                                .recorded = in_row(&events->recorded, row),
                                .value = in_row(&events->value, row),
                                .mask = mask_said(m->said),
                                .kind = (uint8_t)kind_said(m->said),
                                .party = (uint8_t)party_said(m->said) };
    const utskr_status status = fold_apart(facts, &event, m->traits, m->leaves | (uint32_t)m->gives << 16, index);
    m->saying = when.now | facts->epoch;
    return status;
}

static WITHIN event_meaning *meaning_in(meanings *met, const rows *r, uint64_t row) {
    const uint64_t said = utskr_said(r->kind[row], r->party[row], r->mask[row]);
    event_meaning *place = utskr_place_of(met, said);
    return place->said == said ? place : utskr_find_meaning(met, said);
}

/* Is it said of any of the rows, or of an event before, when it was recorded? */
static bool any_recorded(const utskr_facts *facts, const utskr_event_columns *events, uint64_t from, uint64_t to) {
    utskr_instant any = facts->recorded_here;
    for (uint64_t row = from; events->recorded.values != NULL && row < to; row++)
        any |= events->recorded.values[row];
    return any != 0;
}

/* At the first of its events, as far as is known. */
static void begin_rows(utskr_facts *facts, meanings *met, utskr_instant at, bool fits) {
    facts->first = at;
    met->serial++;
    met->whole = true;
    met->unasked = (unasked_event){ 0, 0, 0 };
    met->leaves_out = fits && !met->cut && met->asked != EVERY_KIND;
}

uint64_t utskr_fold_rows(utskr_facts *facts, meanings *met, const utskr_event_columns *events, uint64_t from,
                         uint64_t to, uint32_t index, utskr_status *status) {
    static const utskr_instant none = 0;
    const bool has_values = events->value.values != NULL;
    const rows r = { events->at.values,    has_values ? events->value.values : &none,
                     events->mask.values,  events->kind.values,
                     events->party.values, has_values ? UINT64_MAX : 0 };
    const bool recorded = any_recorded(facts, events, from, to);
    const uint64_t room = room_of(facts);
    const uint64_t count = to - from;
    const bool begins = facts->first == 0;
    uint64_t row = from;
    *status = UTSKR_OK;
    if (begins)
        begin_rows(facts, met, events->at.values[from], count <= room);
    const sayings when = { met->serial << 8, met->whole ? met->serial << 8 : 0 };
    /* Without room for all, or where some of the same kinds have been kept, each is looked at for itself. */
    const uint64_t stop = met->leaves_out ? to : met->asked != EVERY_KIND ? from : from + (count < room ? count : room);
    for (; row < to; row++) {
        event_meaning *m = meaning_in(met, &r, row);
        const uint32_t number = index + (uint32_t)(row - from);
        const uint8_t lead = row < stop ? m->leads[facts->state] : STATE_ASIDE;
        if (lead < UTSKR_STATE_COUNT) {
            step_plainly(facts, when, m, &r, row, number, lead);
        } else if (lead == STATE_UNASKED) {
            step_unasked(facts, m, &r, row, &met->unasked);
        } else if (lead != STATE_ASIDE && has_room_for_any(facts)) {
            step_readying(facts, when, m, &r, row, number, lead ^ STATE_READYING);
        } else {
            *status = row_apart(facts, when, m, events, row, number);
            if (*status != UTSKR_OK)
                break;
            continue;
        }
        if (recorded)
            record_row(facts, m, events, row, number);
    }
    if (row != from)
        count_to(facts, (uint32_t)(row - from), index + (uint32_t)(row - from) - 1,
                 after_first(facts, events->at.values[row - 1]));
    else if (begins)
        facts->first = 0;
    return row;
}

void utskr_facts_note_refused(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    if (facts != NULL && event != NULL && index != 0 && index <= EVENT_LIMIT)
        mark(facts, UTSKR_REFUSED_EVENT, event->party, index);
}

/* --- Making facts --------------------------------------------------------------------------------------------------- */

void utskr_stay_init(utskr_stay *stay) {
    if (stay != NULL)
        *stay = (utskr_stay)UTSKR_STAY_INIT;
}

utskr_status utskr_facts_init(utskr_facts *facts, const utskr_stay *stay) {
    if (facts == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (stay != NULL && stay->size != sizeof *stay)
        return UTSKR_BAD_SIZE;
    utskr_facts_clear(facts);
    if (stay != NULL)
        facts->stay = *stay;
    else
        utskr_stay_init(&facts->stay);
    utskr_facts_know_stay(facts);
    return UTSKR_OK;
}

uint32_t utskr_limit_slots(void) {
    return UTSKR_SLOT_LIMIT;
}

uint32_t utskr_limit_spells(void) {
    return UTSKR_SPELL_LIMIT;
}

uint32_t utskr_limit_events(void) {
    return EVENT_LIMIT;
}
