/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory of a case: blocks that grow, strings, and the table of ids. All of it is the caller's allocator's. */
#include "case/case_internal.h"

#include <string.h>

enum {
    LEAST_CAPACITY = 16,
    SLOTS_PER_ID = 4 /* in a table that was just built; it is built anew when half of it is taken */
};

/* --- Blocks ------------------------------------------------------------------------------------------------------ */

/* Twice what there was, or what is needed if that is more. No block needs 2^28 items (case_text_add), none has more
 * than 2^29 bytes. */
static uint32_t grown(uint32_t capacity, uint32_t need) {
    const uint32_t wanted = capacity == 0 ? LEAST_CAPACITY : capacity * 2;
    return wanted < need ? need : wanted;
}

void *case_grow(const utskr_allocator *allocator, void *block, uint32_t *capacity, uint32_t need, size_t size) {
    if (need <= *capacity)
        return block;
    const uint32_t wanted = grown(*capacity, need);
    void *moved = allocator->resize(block, *capacity * size, wanted * size, allocator->user);
    if (moved != NULL)
        *capacity = wanted;
    return moved;
}

void case_release(const utskr_allocator *allocator, void *block, size_t size) {
    if (block != NULL)
        (void)allocator->resize(block, size, 0, allocator->user);
}

/* --- Strings ----------------------------------------------------------------------------------------------------- */

case_span case_span_of(const char *string) {
    return (case_span){ string, string == NULL ? 0 : strlen(string) };
}

/* Bytes the strings take with their zero bytes: at most 3 x 1025 (case_log.c). */
static uint32_t bytes_of(const case_span *strings, uint32_t count) {
    uint32_t bytes = 0;
    for (uint32_t i = 0; i < count; i++)
        if (strings[i].length != 0)
            bytes += (uint32_t)strings[i].length + 1;
    return bytes;
}

static uint32_t put(case_text *text, case_span string) {
    const uint32_t offset = text->used;
    if (string.length == 0)
        return 0;
    memcpy(text->bytes + offset, string.bytes, string.length);
    text->bytes[offset + string.length] = '\0';
    text->used += (uint32_t)string.length + 1;
    return offset;
}

/* The old block is freed only when its strings have been read: they may be among those added. */
bool case_text_add(const utskr_allocator *allocator, case_text *text, const case_span *strings, uint32_t *offsets,
                   uint32_t count) {
    const case_text old = *text;
    const uint32_t used = old.used == 0 ? 1 : old.used;
    const uint32_t bytes = bytes_of(strings, count);
    if (bytes != 0 && used + bytes > old.capacity) { /* at most 1 + 65535 x 3 x 1025 < 2^28 */
        const uint32_t wanted = grown(old.capacity, used + bytes);
        text->bytes = allocator->resize(NULL, 0, wanted, allocator->user);
        if (text->bytes == NULL) {
            *text = old;
            return false;
        }
        text->capacity = wanted;
        text->bytes[0] = '\0';
        if (old.bytes != NULL)
            memcpy(text->bytes, old.bytes, old.used);
    }
    if (bytes != 0)
        text->used = used;
    for (uint32_t i = 0; i < count; i++)
        offsets[i] = put(text, strings[i]);
    if (text->bytes != old.bytes)
        case_release(allocator, old.bytes, old.capacity);
    return true;
}

/* --- Ids --------------------------------------------------------------------------------------------------------- */

/* FNV-1a, with its high bits mixed into the low ones. */
static uint32_t hash_of(case_span string) {
    uint32_t hash = UINT32_C(2166136261);
    for (size_t i = 0; i < string.length; i++)
        hash = (hash ^ (uint8_t)string.bytes[i]) * UINT32_C(16777619);
    return hash ^ (hash >> 15);
}

static bool has_id(const utskr_case *c, uint32_t index, case_span id, uint32_t hash) {
    const case_entry *entry = case_entry_at(c, index);
    const char *own = case_string(&c->strings, entry->id);
    return entry->id_hash == hash && strncmp(own, id.bytes, id.length) == 0 && own[id.length] == '\0';
}

static uint32_t find_in_list(const utskr_case *c, case_span id, uint32_t hash) {
    for (uint32_t i = 0; i < c->ids.count; i++)
        if (has_id(c, c->ids.few[i], id, hash))
            return c->ids.few[i];
    return 0;
}

static uint32_t find_in_table(const utskr_case *c, case_span id, uint32_t hash) {
    uint32_t slot = hash & c->ids.mask;
    while (c->ids.slots[slot] != 0 && !has_id(c, c->ids.slots[slot], id, hash))
        slot = (slot + 1) & c->ids.mask;
    return c->ids.slots[slot];
}

uint32_t case_find_id(const utskr_case *c, case_span id) {
    const uint32_t hash = hash_of(id);
    return c->ids.mask == 0 ? find_in_list(c, id, hash) : find_in_table(c, id, hash);
}

static void enter(case_ids *ids, uint32_t hash, uint32_t index) {
    uint32_t slot = hash & ids->mask;
    while (ids->slots[slot] != 0)
        slot = (slot + 1) & ids->mask;
    ids->slots[slot] = (uint16_t)index;
}

static void build_table(utskr_case *c, uint32_t slots) {
    memset(c->ids.slots, 0, slots * sizeof *c->ids.slots);
    c->ids.mask = slots - 1;
    for (uint32_t index = 1; index <= c->count; index++)
        if (case_entry_at(c, index)->id != 0)
            enter(&c->ids, case_entry_at(c, index)->id_hash, index);
}

bool case_reserve_id(utskr_case *c) {
    const uint32_t need = c->ids.count + 1; /* at most 65535 */
    const bool fits = c->ids.mask == 0 ? need <= CASE_FEW_IDS : need * 2 <= c->ids.mask + 1;
    if (fits)
        return true;
    uint32_t slots = CASE_FEW_IDS;
    while (slots < need * SLOTS_PER_ID)
        slots *= 2;
    uint16_t *moved = case_grow(&c->allocator, c->ids.slots, &c->ids.capacity, slots, sizeof *moved);
    if (moved == NULL)
        return false;
    c->ids.slots = moved;
    build_table(c, slots);
    return true;
}

void case_add_id(utskr_case *c, uint32_t index) {
    case_entry *entry = case_entry_at(c, index);
    entry->id_hash = hash_of(case_span_of(case_string(&c->strings, entry->id)));
    if (c->ids.count < CASE_FEW_IDS)
        c->ids.few[c->ids.count] = (uint16_t)index;
    if (c->ids.mask != 0)
        enter(&c->ids, entry->id_hash, index);
    c->ids.count++;
}
