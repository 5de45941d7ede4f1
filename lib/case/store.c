/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The stored form of a case. All numbers little-endian, lengths in bytes; nothing is aligned.
 *
 *     0   8  "UTSKRCAS"
 *     8   8  size of the whole form
 *     16  4  version: 1
 *     20  4  number of entries, at most 65535
 *     24     header: line 4, municipality 4, payer 4, region 4, care 4, previous discharge 8, lengths of name, rules
 *            and previous 4 + 4 + 4, then these strings
 *            each entry in log order: at 8, recorded 8, value 8, mask 4, kind 1, party 1, line 4, column of `of=` 4,
 *            lengths of id, of and about 4 + 4 + 4, then these strings
 *     -8  8  64-bit FNV-1a of all that stands before it
 *
 * Strings have no zero byte; none has the length 0. A later version keeps the first 20 bytes and the last 8, so that
 * damage can always be told from a version that is not known. FNV-1a steps are one-to-one, so that a change within
 * one byte always shows; any other shows unless 64 bits agree by chance. What it means is checked as if a stranger had
 * written it: by adding every entry to a new case.
 */
#include "case/case_internal.h"

#include <string.h>

enum {
    FORM_VERSION = 1,
    MAGIC_SIZE = 8,
    CHECKSUM_SIZE = 8,
    ENTRY_SIZE = 50, /* without its strings */
    LEAST_SIZE = 24 + 40 + CHECKSUM_SIZE
};

static const char magic[MAGIC_SIZE + 1] = "UTSKRCAS";

static uint64_t checksum_of(const uint8_t *bytes, size_t size) {
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ bytes[i]) * UINT64_C(1099511628211);
    return sum;
}

/* --- Writing ----------------------------------------------------------------------------------------------------- */

/* Without bytes it only counts them. */
typedef struct case_writer {
    uint8_t *bytes;
    uint64_t used; /* at most 128 + 65535 x (50 + 3 x 1024) < 2^28 */
} case_writer;

static void put(case_writer *writer, uint64_t number, uint32_t size) {
    for (uint32_t i = 0; writer->bytes != NULL && i < size; i++)
        writer->bytes[writer->used + i] = (uint8_t)(number >> (8 * i));
    writer->used += size;
}

static void put_signed(case_writer *writer, int64_t number, uint32_t size) {
    put(writer, (uint64_t)number, size);
}

static void put_bytes(case_writer *writer, const char *bytes, size_t size) {
    if (writer->bytes != NULL && size != 0)
        memcpy(writer->bytes + writer->used, bytes, size);
    writer->used += size;
}

static void put_strings(case_writer *writer, const case_text *text, const uint32_t offsets[3]) {
    case_span spans[3];
    for (uint32_t i = 0; i < 3; i++) {
        spans[i] = case_span_of(case_string(text, offsets[i]));
        put(writer, spans[i].length, 4);
    }
    for (uint32_t i = 0; i < 3; i++)
        put_bytes(writer, spans[i].bytes, spans[i].length);
}

static void put_header(case_writer *writer, const utskr_case *c) {
    put(writer, c->header_line, 4);
    put_signed(writer, c->stay.municipality, 4);
    put_signed(writer, c->stay.payer, 4);
    put_signed(writer, c->stay.region, 4);
    put_signed(writer, c->stay.care, 4);
    put_signed(writer, c->stay.previous_discharge, 8);
    put_strings(writer, &c->names, (const uint32_t[3]){ c->name, c->rules, c->previous });
}

static void put_entry(case_writer *writer, const utskr_case *c, const case_entry *entry) {
    put_signed(writer, entry->event.at, 8);
    put_signed(writer, entry->event.recorded, 8);
    put_signed(writer, entry->event.value, 8);
    put(writer, entry->event.mask, 4);
    put(writer, entry->event.kind, 1);
    put(writer, entry->event.party, 1);
    put(writer, entry->line, 4);
    put(writer, entry->of_column, 4);
    put_strings(writer, &c->strings, (const uint32_t[3]){ entry->id, entry->of, entry->about });
}

/* All but the checksum. */
static void put_case(case_writer *writer, const utskr_case *c, uint64_t size) {
    put_bytes(writer, magic, MAGIC_SIZE);
    put(writer, size, 8);
    put(writer, FORM_VERSION, 4);
    put(writer, c->count, 4);
    put_header(writer, c);
    for (uint32_t index = 1; index <= c->count; index++)
        put_entry(writer, c, case_entry_at(c, index));
}

utskr_status utskr_case_store(const utskr_case *c, void *buffer, size_t capacity, size_t *needed) {
    if (c == NULL || needed == NULL || (buffer == NULL && capacity != 0))
        return UTSKR_BAD_ARGUMENT;
    case_writer count = { NULL, 0 };
    put_case(&count, c, 0);
    const uint64_t size = count.used + CHECKSUM_SIZE;
    *needed = (size_t)size;
    if (capacity < size)
        return UTSKR_BUFFER_TOO_SMALL;
    case_writer writer = { buffer, 0 };
    put_case(&writer, c, size);
    put(&writer, checksum_of(buffer, (size_t)writer.used), CHECKSUM_SIZE);
    return UTSKR_OK;
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

/* What is asked for beyond the end is 0, and remembered. */
typedef struct case_form {
    const uint8_t *bytes;
    size_t left;
    bool damaged;
} case_form;

static uint64_t get(case_form *form, uint32_t size) {
    uint64_t number = 0;
    if (form->left < size) {
        form->damaged = true;
        return 0;
    }
    for (uint32_t i = 0; i < size; i++)
        number |= (uint64_t)form->bytes[i] << (8 * i);
    form->bytes += size;
    form->left -= size;
    return number;
}

static uint32_t get32(case_form *form) {
    return (uint32_t)get(form, 4);
}

/* Two's complement, whatever the machine does with a number that does not fit. */
static int64_t get_signed64(case_form *form) {
    const uint64_t number = get(form, 8);
    return number <= INT64_MAX ? (int64_t)number : -(int64_t)(UINT64_MAX - number) - 1;
}

static int32_t get_signed32(case_form *form) {
    const uint32_t number = get32(form);
    return number <= INT32_MAX ? (int32_t)number : -(int32_t)(UINT32_MAX - number) - 1;
}

static case_span get_span(case_form *form, uint32_t length) {
    const case_span span = { (const char *)form->bytes, length };
    if (form->left < length || memchr(form->bytes, '\0', length) != NULL) {
        form->damaged = true;
        return (case_span){ NULL, 0 };
    }
    form->bytes += length;
    form->left -= length;
    return span;
}

static void get_strings(case_form *form, case_span *first, case_span *second, case_span *third) {
    const uint32_t first_length = get32(form);
    const uint32_t second_length = get32(form);
    const uint32_t third_length = get32(form);
    *first = get_span(form, first_length);
    *second = get_span(form, second_length);
    *third = get_span(form, third_length);
}

static case_header get_header(case_form *form) {
    case_header header = { .line = get32(form), .stay = UTSKR_STAY_INIT };
    header.stay.municipality = get_signed32(form);
    header.stay.payer = get_signed32(form);
    header.stay.region = get_signed32(form);
    header.stay.care = get_signed32(form);
    header.stay.previous_discharge = get_signed64(form);
    get_strings(form, &header.name, &header.rules, &header.previous);
    return header;
}

static case_line get_line(case_form *form) {
    case_line line = { .target = 0 };
    line.event.at = get_signed64(form);
    line.event.recorded = get_signed64(form);
    line.event.value = get_signed64(form);
    line.event.mask = get32(form);
    line.event.kind = (uint8_t)get(form, 1);
    line.event.party = (uint8_t)get(form, 1);
    line.line = get32(form);
    line.of_column = get32(form);
    get_strings(form, &line.id, &line.of, &line.about);
    return line;
}

/* What the form holds that the case cannot is damage; only memory is not. */
static utskr_status damage_unless_memory(utskr_status status) {
    return status == UTSKR_OK || status == UTSKR_NO_MEMORY ? status : UTSKR_DAMAGED;
}

static utskr_status get_case(case_form *form, utskr_case *c) {
    const uint32_t count = get32(form);
    const case_header header = get_header(form);
    if (form->damaged || count > form->left / ENTRY_SIZE)
        return UTSKR_DAMAGED;
    utskr_status status = damage_unless_memory(case_set_header(c, &header));
    for (uint32_t i = 0; status == UTSKR_OK && i < count; i++) {
        const case_line line = get_line(form);
        if (form->damaged)
            return UTSKR_DAMAGED;
        status = damage_unless_memory(case_append_line(c, &line, NULL));
    }
    return form->left != 0 && status == UTSKR_OK ? UTSKR_DAMAGED : status;
}

/* Are these the bytes that were written, in a version that is known? */
static utskr_status check_form(const uint8_t *bytes, size_t size) {
    if (size < LEAST_SIZE || memcmp(bytes, magic, MAGIC_SIZE) != 0)
        return UTSKR_DAMAGED;
    case_form head = { bytes + MAGIC_SIZE, 12, false };
    case_form tail = { bytes + size - CHECKSUM_SIZE, CHECKSUM_SIZE, false };
    if (get(&head, 8) != size || get(&tail, 8) != checksum_of(bytes, size - CHECKSUM_SIZE))
        return UTSKR_DAMAGED;
    return get32(&head) == FORM_VERSION ? UTSKR_OK : UTSKR_UNKNOWN_VERSION;
}

utskr_status utskr_case_restore(const void *bytes, size_t size, const utskr_allocator *allocator, utskr_case **out) {
    if (bytes == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_case *c;
    utskr_status status = check_form(bytes, size);
    if (status == UTSKR_OK)
        status = utskr_case_new(allocator, &c);
    if (status != UTSKR_OK)
        return status;
    case_form form = { (const uint8_t *)bytes + 20, size - 20 - CHECKSUM_SIZE, false };
    status = get_case(&form, c);
    if (status == UTSKR_OK)
        *out = c;
    else
        utskr_case_free(c);
    return status;
}
