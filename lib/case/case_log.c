/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Adding events to the log of a case, and moving them in it.
 *
 * An entry goes in twice: first bare, in its place by time but without its strings, so that it can be tried and taken
 * out again without a trace; then dressed with its strings, which nothing can undo and nothing needs to.
 */
#include "case/case_internal.h"

#include "status.h"
#include <utskrivning/log.h>

#include <string.h>

/* --- Errors ------------------------------------------------------------------------------------------------------ */

static utskr_status fail_in_line(utskr_error *error, utskr_status status, const case_line *line) {
    if (error != NULL && error->size >= sizeof *error)
        error->line = line->line;
    return status;
}

static utskr_status fail(utskr_error *error, utskr_status status, const case_line *line, const char *message,
                         const char *expected) {
    return fail_in_line(error, utskr_fail(error, status, message, expected), line);
}

static utskr_status fail_memory(utskr_error *error, const case_line *line) {
    return fail(error, UTSKR_NO_MEMORY, line, "the allocator has no memory", "");
}

/* The facts have no room for the event. */
static utskr_status fail_room(utskr_error *error, utskr_status status, const case_line *line) {
    if (status == UTSKR_OUT_OF_RANGE)
        return fail(error, status, line, "too long after the first event of the case", "at most 136 years");
    return fail(error, status, line, "more than the facts of a case hold", "a case of fewer events");
}

static utskr_status fail_duplicate(utskr_error *error, const case_line *line) {
    fail(error, UTSKR_DUPLICATE, line, "an event of the case has this id already", "");
    utskr_error_set_word(error, line->id.bytes, line->id.length);
    return UTSKR_DUPLICATE;
}

static utskr_status fail_reference(utskr_error *error, const case_line *line) {
    fail(error, UTSKR_NOT_FOUND, line, "no event of the case has this id", "");
    utskr_error_set_word(error, line->of.bytes, line->of.length);
    if (error != NULL && error->size >= sizeof *error)
        error->column = line->of_column;
    return UTSKR_NOT_FOUND;
}

/* --- A line on its way in ---------------------------------------------------------------------------------------- */

static utskr_status read_line(const utskr_case *c, const utskr_entry *entry, case_line *out, utskr_error *error) {
    if (c == NULL || entry == NULL)
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "a case and an entry");
    if (entry->size != sizeof *entry)
        return utskr_fail(error, UTSKR_BAD_SIZE, "an entry of unknown size", "UTSKR_ENTRY_INIT");
    *out = (case_line){ .event = entry->event,
                        .id = case_span_of(entry->id),
                        .of = case_span_of(entry->of),
                        .about = case_span_of(entry->about),
                        .line = entry->line,
                        .of_column = entry->of_column,
                        .target = 0 };
    return UTSKR_OK;
}

static const utskr_attribute *attribute_of(int32_t kind, utskr_value_type type) {
    const utskr_attribute *attribute;
    for (uint32_t i = 0; (attribute = utskr_attribute_at(kind, i)) != NULL; i++)
        if (attribute->type == type)
            return attribute;
    return NULL;
}

/* The words that an event does not hold: the vocabulary says whether its kind has them. */
static utskr_status validate_strings(const case_line *line, utskr_error *error) {
    const utskr_attribute *of = attribute_of(line->event.kind, UTSKR_VALUE_REFERENCE);
    if (line->of.length != 0 && of == NULL)
        return fail(error, UTSKR_BAD_ARGUMENT, line, "an event of this kind answers no other", "no of=");
    if (line->of.length == 0 && of != NULL && of->required && case_of_kind(&line->event) == UTSKR_KIND_NONE)
        return fail(error, UTSKR_BAD_ARGUMENT, line, "an event that names no other", "of=ID, of=EVENT");
    if (line->about.length != 0 && attribute_of(line->event.kind, UTSKR_VALUE_TEXT) == NULL)
        return fail(error, UTSKR_BAD_ARGUMENT, line, "an event of this kind has no subject", "no about=");
    if (line->id.length > UTSKR_TEXT_LIMIT || line->of.length > UTSKR_TEXT_LIMIT ||
        line->about.length > UTSKR_TEXT_LIMIT)
        return fail(error, UTSKR_LIMIT_REACHED, line, "a string that is too long", "at most 1024 bytes");
    return UTSKR_OK;
}

/* Everything that can be told of the line without its place in time. */
static utskr_status validate(const utskr_case *c, case_line *line, utskr_error *error) {
    if (line->of.length != 0)
        line->target = case_find_id(c, line->of);
    utskr_status status = utskr_event_validate(&line->event, error);
    if (status != UTSKR_OK)
        return fail_in_line(error, status, line);
    status = validate_strings(line, error);
    if (status != UTSKR_OK)
        return status;
    if (line->id.length != 0 && case_find_id(c, line->id) != 0)
        return fail_duplicate(error, line);
    if (c->count == CASE_ENTRY_LIMIT)
        return fail(error, UTSKR_LIMIT_REACHED, line, "too many events", "at most 65535 events in a case");
    return UTSKR_OK;
}

/* --- In and out -------------------------------------------------------------------------------------------------- */

static bool precedes(const utskr_case *c, uint32_t entry, utskr_instant at, uint32_t index) {
    const utskr_instant own = case_entry_at(c, entry)->event.at;
    return own < at || (own == at && entry < index);
}

uint32_t case_place(const utskr_case *c, utskr_instant at, uint32_t index) {
    uint32_t low = 0;
    uint32_t high = c->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (precedes(c, c->order[middle], at, index))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_last(const utskr_case *c, utskr_instant at) {
    return c->count == 0 || case_entry_at(c, c->order[c->count - 1])->event.at <= at;
}

static bool reserve_entry(utskr_case *c) {
    case_entry *entries = case_grow(&c->allocator, c->entries, &c->entry_capacity, c->count + 1, sizeof *entries);
    if (entries == NULL)
        return false;
    c->entries = entries;
    uint16_t *order = case_grow(&c->allocator, c->order, &c->order_capacity, c->count + 1, sizeof *order);
    if (order == NULL)
        return false;
    c->order = order;
    return true;
}

/* What no longer holds once an event has come to, or gone from, that place. */
static void forget_after(utskr_case *c, const utskr_event *event, uint32_t place, bool last) {
    if (event->kind == UTSKR_RETRACTED || (!last && c->retraction_count != 0))
        case_unsettle(c);
    else if (place < c->cache.folded || c->cache.status != UTSKR_OK)
        case_unfold(c);
}

/* Puts the event in its place. False: no memory. */
static bool insert_bare(utskr_case *c, const case_line *line) {
    if (!reserve_entry(c))
        return false;
    const bool last = is_last(c, line->event.at);
    const uint32_t index = c->count + 1;
    const uint32_t place = last ? c->count : case_place(c, line->event.at, index);
    *case_entry_at(c, index) = (case_entry){ .event = line->event, .line = line->line, .of_column = line->of_column };
    case_entry_at(c, index)->target = (uint16_t)line->target;
    memmove(c->order + place + 1, c->order + place, (c->count - place) * sizeof *c->order);
    c->order[place] = (uint16_t)index;
    c->count = index;
    c->retraction_count += line->event.kind == UTSKR_RETRACTED;
    forget_after(c, &line->event, place, last);
    return true;
}

/* Takes the bare entry that came last out again. */
static void remove_bare(utskr_case *c) {
    const utskr_event event = case_entry_at(c, c->count)->event;
    const uint32_t place = case_place(c, event.at, c->count);
    const bool last = place == c->count - 1;
    memmove(c->order + place, c->order + place + 1, (c->count - 1 - place) * sizeof *c->order);
    c->count--;
    forget_after(c, &event, place, last);
    c->retraction_count -= event.kind == UTSKR_RETRACTED;
}

/* Gives the bare entry that came last its strings. */
static bool dress(utskr_case *c, const case_line *line) {
    enum { ID, OF, ABOUT, STRINGS };
    const case_span strings[STRINGS] = { line->id, line->of, line->about };
    uint32_t offsets[STRINGS];
    if (line->id.length != 0 && !case_reserve_id(c))
        return false;
    if (!case_text_add(&c->allocator, &c->strings, strings, offsets, STRINGS))
        return false;
    case_entry *entry = case_entry_at(c, c->count);
    entry->id = offsets[ID];
    entry->of = offsets[OF];
    entry->about = offsets[ABOUT];
    c->open_count += entry->of != 0 && entry->target == 0;
    if (entry->id != 0) {
        case_add_id(c, c->count);
        c->references_stale = c->references_stale || c->open_count != 0;
    }
    return true;
}

utskr_status case_append_line(utskr_case *c, const case_line *line, utskr_error *error) {
    case_line own = *line;
    const utskr_status status = validate(c, &own, error);
    if (status != UTSKR_OK)
        return status;
    if (!insert_bare(c, &own))
        return fail_memory(error, line);
    if (!dress(c, &own)) {
        remove_bare(c);
        return fail_memory(error, line);
    }
    return UTSKR_OK;
}

utskr_status utskr_case_append(utskr_case *c, const utskr_entry *entry, utskr_error *error) {
    case_line line;
    const utskr_status status = read_line(c, entry, &line, error);
    return status == UTSKR_OK ? case_append_line(c, &line, error) : status;
}

/* --- Trying ------------------------------------------------------------------------------------------------------ */

/* An event at the end of the log that takes nothing away: it meets the facts as they are. */
static bool is_plain(const utskr_case *c, const case_line *line) {
    return line->event.kind != UTSKR_RETRACTED && is_last(c, line->event.at);
}

static utskr_status check_plain(utskr_case *c, const case_line *line, utskr_transition *out) {
    const utskr_event event = case_event_of(c, &line->event, line->target);
    utskr_status status = case_refresh(c);
    if (status == UTSKR_OK)
        status = utskr_check(&c->cache.facts, &event, out);
    if (status != UTSKR_OK || out->action == UTSKR_ACTION_REFUSE)
        return status;
    utskr_facts copy;
    case_copy_facts(&copy, &c->cache.facts);
    return utskr_fold(&copy, &event, c->count + 1);
}

/* What becomes of the bare entry that came last, once the whole log is folded with it. */
static utskr_status outcome_of_last(utskr_case *c, utskr_transition *out) {
    const case_entry *entry = case_entry_at(c, c->count);
    const utskr_event event = case_event_of(c, &entry->event, entry->target);
    utskr_facts facts;
    utskr_status status = case_refresh(c);
    if (status == UTSKR_OK)
        status = case_facts_before(c, c->count, &facts);
    if (status == UTSKR_OK)
        status = utskr_check(&facts, &event, out);
    const uint32_t standing = entry->standing[CASE_WHOLE];
    if (status == UTSKR_OK && case_is_retraction(entry) && (standing & CASE_REFUSED)) {
        out->action = UTSKR_ACTION_REFUSE;
        out->wrong_sender = (standing & CASE_WRONG_SENDER) != 0;
    }
    return status;
}

/* What the event would do. The case is as before, whatever comes out. */
static utskr_status check_line(utskr_case *c, const case_line *line, utskr_transition *out) {
    if (is_plain(c, line))
        return check_plain(c, line, out);
    if (!insert_bare(c, line))
        return UTSKR_NO_MEMORY;
    const utskr_status status = outcome_of_last(c, out);
    remove_bare(c);
    return status;
}

/* A line that a host is about to commit: what it answers is there already. */
static utskr_status read_commitment(const utskr_case *c, const utskr_entry *entry, case_line *out, utskr_error *error) {
    utskr_status status = read_line(c, entry, out, error);
    if (status == UTSKR_OK)
        status = validate(c, out, error);
    if (status == UTSKR_OK && out->of.length != 0 && out->target == 0)
        return fail_reference(error, out);
    return status;
}

utskr_status utskr_case_check(const utskr_case *c, const utskr_entry *entry, utskr_transition *out) {
    case_line line;
    utskr_transition transition;
    if (out == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_status status = read_commitment(c, entry, &line, NULL);
    if (status == UTSKR_OK)
        status = check_line(case_within(c), &line, &transition);
    if (status == UTSKR_OK)
        *out = transition;
    return status;
}

static utskr_status fail_outcome(utskr_error *error, utskr_status status, const case_line *line,
                                 const utskr_transition *transition) {
    if (status == UTSKR_NO_MEMORY)
        return fail_memory(error, line);
    if (status != UTSKR_OK)
        return fail_room(error, status, line);
    if (line->event.kind == UTSKR_RETRACTED)
        return fail(error, UTSKR_REFUSED, line, "a retraction that may not be",
                    "an event of the same sender, or the system as sender");
    if (transition->wrong_sender)
        return fail(error, UTSKR_REFUSED, line, "the party never sends such an event", "");
    return fail(error, UTSKR_REFUSED, line, "impossible in the state of the case", "");
}

utskr_status utskr_case_apply(utskr_case *c, const utskr_entry *entry, utskr_error *error) {
    case_line line;
    utskr_transition transition;
    utskr_status status = read_commitment(c, entry, &line, error);
    if (status != UTSKR_OK)
        return status;
    status = check_line(c, &line, &transition);
    if (status != UTSKR_OK || transition.action == UTSKR_ACTION_REFUSE)
        return fail_outcome(error, status, &line, &transition);
    return case_append_line(c, &line, error);
}

/* --- Moving ------------------------------------------------------------------------------------------------------ */

/* Puts the entry where its new instant belongs. What is folded and what is retracted must be found anew. */
static void place_anew(utskr_case *c, uint32_t index, utskr_instant at) {
    case_entry *entry = case_entry_at(c, index);
    const uint32_t from = case_place(c, entry->event.at, index);
    memmove(c->order + from, c->order + from + 1, (c->count - 1 - from) * sizeof *c->order);
    c->count--;
    const uint32_t to = case_place(c, at, index);
    memmove(c->order + to + 1, c->order + to, (c->count - to) * sizeof *c->order);
    c->order[to] = (uint16_t)index;
    c->count++;
    entry->event.at = at;
    case_unsettle(c);
}

/* Moves it, or leaves it where it was. */
static utskr_status try_move(utskr_case *c, const case_line *line, uint32_t index, utskr_error *error) {
    case_entry *entry = case_entry_at(c, index);
    const utskr_instant before = entry->event.at;
    (void)case_refresh(c);
    const bool was_refused = (entry->standing[CASE_WHOLE] & CASE_REFUSED) != 0;
    place_anew(c, index, line->event.at);
    const utskr_status status = case_refresh(c);
    const bool refused = (entry->standing[CASE_WHOLE] & CASE_REFUSED) != 0;
    if (status == UTSKR_OK && (was_refused || !refused))
        return UTSKR_OK;
    place_anew(c, index, before);
    if (status != UTSKR_OK)
        return fail_room(error, status, line);
    return fail(error, UTSKR_REFUSED, line, "impossible in the state of the case", "an instant at which it can be");
}

utskr_status utskr_case_move(utskr_case *c, uint32_t index, utskr_instant at, utskr_error *error) {
    if (c == NULL)
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "a case");
    if (index == 0 || index > c->count)
        return utskr_fail(error, UTSKR_NOT_FOUND, "the case has no such event", "1 to utskr_case_entry_count()");
    const case_entry *entry = case_entry_at(c, index);
    case_line line = { .event = entry->event, .line = entry->line };
    line.event.at = at;
    const utskr_status status = utskr_event_validate(&line.event, error);
    return status == UTSKR_OK ? try_move(c, &line, index, error) : fail_in_line(error, status, &line);
}

/* --- Settling ---------------------------------------------------------------------------------------------------- */

static utskr_status fail_entry_reference(const utskr_case *c, utskr_error *error) {
    uint32_t index = 1;
    while (case_entry_at(c, index)->of == 0 || case_entry_at(c, index)->target != 0)
        index++;
    const case_entry *entry = case_entry_at(c, index);
    const case_line line = { .line = entry->line,
                             .of = case_span_of(case_string(&c->strings, entry->of)),
                             .of_column = entry->of_column };
    return fail_reference(error, &line);
}

utskr_status utskr_case_settle(utskr_case *c, utskr_error *error) {
    if (c == NULL)
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "a case");
    case_find_references(c);
    if (c->open_count != 0)
        return fail_entry_reference(c, error);
    const utskr_status status = case_refresh(c);
    if (status == UTSKR_OK)
        return status;
    const case_line line = { .line = case_entry_at(c, c->cache.failed)->line };
    return fail_room(error, status, &line);
}
