/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A case as a whole: making, copying and freeing it, its header, and giving out its entries. */
#include "case/case_internal.h"

#include <utskrivning/log.h>

#include <string.h>

enum {
    MUNICIPALITY_MAX = 9999, /* four digits */
    REGION_MAX = 99          /* a county code */
};

void utskr_header_init(utskr_header *header) {
    if (header != NULL)
        *header = (utskr_header)UTSKR_HEADER_INIT;
}

void utskr_entry_init(utskr_entry *entry) {
    if (entry != NULL)
        *entry = (utskr_entry)UTSKR_ENTRY_INIT;
}

/* --- Making and freeing ------------------------------------------------------------------------------------------ */

size_t utskr_case_size(void) {
    return sizeof(utskr_case);
}

static bool is_usable(const utskr_allocator *allocator) {
    return allocator != NULL && allocator->resize != NULL;
}

static utskr_case *make_at(void *memory, const utskr_allocator *allocator, bool owned) {
    utskr_case *c = memory;
    memset(c, 0, offsetof(utskr_case, cache));
    c->allocator = *allocator;
    c->self = c;
    c->owned = owned;
    utskr_case_reset(c);
    return c;
}

utskr_status utskr_case_init_at(void *memory, size_t size, const utskr_allocator *allocator, utskr_case **out) {
    if (memory == NULL || !is_usable(allocator) || out == NULL || (uintptr_t)memory % _Alignof(utskr_case) != 0)
        return UTSKR_BAD_ARGUMENT;
    if (size < sizeof(utskr_case))
        return UTSKR_BUFFER_TOO_SMALL;
    *out = make_at(memory, allocator, false);
    return UTSKR_OK;
}

utskr_status utskr_case_new(const utskr_allocator *allocator, utskr_case **out) {
    if (!is_usable(allocator) || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    void *memory = allocator->resize(NULL, 0, sizeof(utskr_case), allocator->user);
    if (memory == NULL)
        return UTSKR_NO_MEMORY;
    *out = make_at(memory, allocator, true);
    return UTSKR_OK;
}

void utskr_case_free(utskr_case *c) {
    if (c == NULL)
        return;
    const utskr_allocator allocator = c->allocator;
    case_release(&allocator, c->entries, c->entry_capacity * sizeof *c->entries);
    case_release(&allocator, c->order, c->order_capacity * sizeof *c->order);
    case_release(&allocator, c->ids.slots, c->ids.capacity * sizeof *c->ids.slots);
    case_release(&allocator, c->strings.bytes, c->strings.capacity);
    case_release(&allocator, c->names.bytes, c->names.capacity);
    case_release(&allocator, c->spare_names.bytes, c->spare_names.capacity);
    if (c->owned)
        case_release(&allocator, c, sizeof *c);
}

void utskr_case_reset(utskr_case *c) {
    if (c == NULL)
        return;
    c->references_stale = false;
    c->retractions_settled = true;
    c->count = 0;
    c->retraction_count = 0;
    c->open_count = 0;
    c->strings.used = 0;
    c->ids.count = 0;
    c->ids.mask = 0;
    c->names.used = 0;
    c->header_line = 0;
    c->name = 0;
    c->rules = 0;
    c->previous = 0;
    utskr_stay_init(&c->stay);
    case_unfold(c);
}

/* --- Copying ----------------------------------------------------------------------------------------------------- */

/* Room for as much as is in use. What could be had is in the copy even when it was not all. */
static bool reserve_like(utskr_case *copy, const utskr_case *c) {
    const utskr_allocator *allocator = &copy->allocator;
    const uint32_t slots = c->ids.mask == 0 ? 0 : c->ids.mask + 1;
    copy->entries = case_grow(allocator, NULL, &copy->entry_capacity, c->count, sizeof *c->entries);
    copy->order = case_grow(allocator, NULL, &copy->order_capacity, c->count, sizeof *c->order);
    copy->ids.slots = case_grow(allocator, NULL, &copy->ids.capacity, slots, sizeof *c->ids.slots);
    copy->strings.bytes = case_grow(allocator, NULL, &copy->strings.capacity, c->strings.used, 1);
    copy->names.bytes = case_grow(allocator, NULL, &copy->names.capacity, c->names.used, 1);
    return copy->entry_capacity >= c->count && copy->order_capacity >= c->count && copy->ids.capacity >= slots &&
           copy->strings.capacity >= c->strings.used && copy->names.capacity >= c->names.used;
}

static void copy_bytes(void *to, const void *from, size_t size) {
    if (size != 0)
        memcpy(to, from, size);
}

static void copy_log(utskr_case *copy, const utskr_case *c) {
    copy->references_stale = c->references_stale;
    copy->count = c->count;
    copy->retraction_count = c->retraction_count;
    copy->open_count = c->open_count;
    copy_bytes(copy->entries, c->entries, c->count * sizeof *c->entries);
    copy_bytes(copy->order, c->order, c->count * sizeof *c->order);
    copy_bytes(copy->strings.bytes, c->strings.bytes, c->strings.used);
    copy->strings.used = c->strings.used;
    copy->ids.count = c->ids.count;
    copy->ids.mask = c->ids.mask;
    memcpy(copy->ids.few, c->ids.few, sizeof c->ids.few);
    copy_bytes(copy->ids.slots, c->ids.slots, c->ids.mask == 0 ? 0 : (c->ids.mask + 1) * sizeof *c->ids.slots);
    case_unsettle(copy);
}

static void copy_header(utskr_case *copy, const utskr_case *c) {
    copy_bytes(copy->names.bytes, c->names.bytes, c->names.used);
    copy->names.used = c->names.used;
    copy->header_line = c->header_line;
    copy->name = c->name;
    copy->rules = c->rules;
    copy->previous = c->previous;
    copy->stay = c->stay;
}

utskr_status utskr_case_clone(const utskr_case *c, utskr_case **out) {
    if (c == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_case *copy;
    const utskr_status status = utskr_case_new(&c->allocator, &copy);
    if (status != UTSKR_OK)
        return status;
    if (!reserve_like(copy, c)) {
        utskr_case_free(copy);
        return UTSKR_NO_MEMORY;
    }
    copy_log(copy, c);
    copy_header(copy, c);
    *out = copy;
    return UTSKR_OK;
}

/* --- The header -------------------------------------------------------------------------------------------------- */

static bool is_within(int64_t number, int64_t least, int64_t most) {
    return least <= number && number <= most;
}

utskr_status case_check_stay(const utskr_stay *stay) {
    if (stay->size != sizeof *stay)
        return UTSKR_BAD_SIZE;
    const bool known = is_within(stay->municipality, UTSKR_MUNICIPALITY_NONE, MUNICIPALITY_MAX) &&
                       is_within(stay->payer, 0, MUNICIPALITY_MAX) && is_within(stay->region, 0, REGION_MAX) &&
                       is_within(stay->care, UTSKR_CARE_UNSTATED, UTSKR_CARE_PSYCHIATRIC) && stay->reserved == 0;
    if (!known)
        return UTSKR_BAD_ARGUMENT;
    const utskr_instant before = stay->previous_discharge;
    return before == 0 || is_within(before, UTSKR_INSTANT_MIN, UTSKR_INSTANT_MAX) ? UTSKR_OK : UTSKR_OUT_OF_RANGE;
}

utskr_status case_set_header(utskr_case *c, const case_header *header) {
    enum { NAME, RULES, PREVIOUS, NAMES };
    const case_span names[NAMES] = { header->name, header->rules, header->previous };
    uint32_t offsets[NAMES];
    const utskr_status status = case_check_stay(&header->stay);
    if (status != UTSKR_OK)
        return status;
    for (uint32_t i = 0; i < NAMES; i++)
        if (names[i].length > UTSKR_TEXT_LIMIT)
            return UTSKR_LIMIT_REACHED;
    c->spare_names.used = 0;
    if (!case_text_add(&c->allocator, &c->spare_names, names, offsets, NAMES))
        return UTSKR_NO_MEMORY;
    const case_text old = c->names;
    c->names = c->spare_names;
    c->spare_names = old;
    c->header_line = header->line;
    c->name = offsets[NAME];
    c->rules = offsets[RULES];
    c->previous = offsets[PREVIOUS];
    c->stay = header->stay;
    case_unfold(c);
    return UTSKR_OK;
}

utskr_status utskr_case_set_header(utskr_case *c, const utskr_header *header) {
    if (c == NULL || header == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (header->size != sizeof *header)
        return UTSKR_BAD_SIZE;
    const case_header spans = { .line = header->line,
                                .name = case_span_of(header->name),
                                .rules = case_span_of(header->rules),
                                .previous = case_span_of(header->previous),
                                .stay = header->stay };
    return case_set_header(c, &spans);
}

utskr_status utskr_case_header(const utskr_case *c, utskr_header *out) {
    if (c == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    out->line = c->header_line;
    out->name = case_string(&c->names, c->name);
    out->rules = case_string(&c->names, c->rules);
    out->previous = case_string(&c->names, c->previous);
    out->stay = c->stay;
    return UTSKR_OK;
}

/* --- The entries ------------------------------------------------------------------------------------------------- */

uint32_t utskr_case_entry_count(const utskr_case *c) {
    return c == NULL ? 0 : c->count;
}

static uint32_t refused_of(const case_entry *entry) {
    const uint32_t standing = entry->standing[CASE_WHOLE];
    if (standing & CASE_TAKEN)
        return 2;
    return standing & CASE_REFUSED ? 1 : 0;
}

utskr_status utskr_case_entry(const utskr_case *c, uint32_t index, utskr_entry *out) {
    if (c == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    if (index == 0 || index > c->count)
        return UTSKR_NOT_FOUND;
    (void)case_refresh(case_within(c)); /* what could not be folded is not refused */
    const case_entry *entry = case_entry_at(c, index);
    out->line = entry->line;
    out->event = entry->event;
    out->id = case_string(&c->strings, entry->id);
    out->of = case_string(&c->strings, entry->of);
    out->about = case_string(&c->strings, entry->about);
    out->of_column = entry->of_column;
    out->refused = refused_of(entry);
    return UTSKR_OK;
}
