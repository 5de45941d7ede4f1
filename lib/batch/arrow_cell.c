/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cells of Arrow arrays: integers of any width, timestamps, dates, and text in each of its forms, also behind a dictionary. */
#include "batch/arrow_parts.h"

#include <string.h>

enum { VIEW_SIZE = 16, VIEW_INLINE = 12 };

/* --- Formats ------------------------------------------------------------------------------------------------------------ */

static const struct {
    char letter;
    uint8_t width;
    uint8_t is_unsigned;
} integers[] = { { 'c', 1, 0 }, { 'C', 1, 1 }, { 's', 2, 0 }, { 'S', 2, 1 },
                 { 'i', 4, 0 }, { 'I', 4, 1 }, { 'l', 8, 0 }, { 'L', 8, 1 } };

/* Units of time stamps: tss:, tsm:, tsu:, tsn:, and the time zone, if any, behind the colon. */
static arrow_form timestamp_form(const char *format) {
    static const char units[] = "smun";
    static const int64_t per_second[] = { 1, 1000, 1000000, 1000000000 };
    const char *unit = format[2] == '\0' ? NULL : strchr(units, format[2]);
    if (unit == NULL || format[3] != ':')
        return (arrow_form){ .type = ARROW_NOTHING };
    return (arrow_form){
        .type = ARROW_TIMESTAMP, .width = 8, .is_local = format[4] == '\0', .per_second = per_second[unit - units]
    };
}

arrow_form utskr_arrow_form(const char *format) {
    if (format == NULL)
        return (arrow_form){ .type = ARROW_NOTHING };
    for (size_t i = 0; i < sizeof integers / sizeof integers[0]; i++)
        if (format[0] == integers[i].letter && format[1] == '\0')
            return (arrow_form){ .type = ARROW_INTEGER,
                                 .width = integers[i].width,
                                 .is_unsigned = integers[i].is_unsigned };
    if (format[0] == 't' && format[1] == 's')
        return timestamp_form(format);
    if (strcmp(format, "tdD") == 0)
        return (arrow_form){ .type = ARROW_DATE, .width = 4 };
    if (strcmp(format, "u") == 0 || strcmp(format, "U") == 0)
        return (arrow_form){ .type = ARROW_TEXT, .width = format[0] == 'u' ? 4 : 8 };
    if (strcmp(format, "vu") == 0)
        return (arrow_form){ .type = ARROW_TEXT, .width = 0 };
    return (arrow_form){ .type = ARROW_NOTHING };
}

/* --- Arrays -------------------------------------------------------------------------------------------------------------- */

static bool has_buffers(const arrow_form *form, const struct ArrowArray *array) {
    const int64_t needed = form->type == ARROW_TEXT ? 3 : 2;
    if (array->length < 0 || array->offset < 0 || array->n_buffers < needed || array->buffers == NULL)
        return false;
    if (form->type != ARROW_TEXT || form->width != 0)
        return array->n_buffers == needed && (array->length == 0 || array->buffers[1] != NULL);
    return array->length == 0 || (array->buffers[1] != NULL && array->buffers[array->n_buffers - 1] != NULL) ||
           (array->n_buffers == needed && array->buffers[1] != NULL); /* without buffers of data their sizes are none */
}

bool utskr_arrow_fits(const arrow_cells *cells, int64_t rows) {
    const int64_t before = cells->offset - cells->array->offset; /* rows of the table that the slice leaves out */
    if (!has_buffers(&cells->form, cells->array) || cells->array->length - before < rows)
        return false;
    return cells->words.type == ARROW_NOTHING ||
           (cells->dictionary != NULL && has_buffers(&cells->words, cells->dictionary));
}

static bool is_valid(const struct ArrowArray *array, int64_t at) {
    const uint8_t *bits = array->buffers[0];
    return bits == NULL || array->null_count == 0 || (bits[at / 8] >> at % 8 & 1);
}

/* --- Values -------------------------------------------------------------------------------------------------------------- */

#define LOAD(type, values, at)                                                                                         \
    do {                                                                                                               \
        type loaded;                                                                                                   \
        memcpy(&loaded, (const char *)(values) + (uint64_t)(at) * sizeof loaded, sizeof loaded);                       \
        return (int64_t)loaded;                                                                                        \
    } while (0)

/* A number of 64 bits without a sign comes out negative if it is too large for one with. */
static int64_t number_at(const arrow_form *form, const void *values, int64_t at) {
    switch (form->width * 2 + form->is_unsigned) {
    case 2: LOAD(int8_t, values, at);
    case 3: LOAD(uint8_t, values, at);
    case 4: LOAD(int16_t, values, at);
    case 5: LOAD(uint16_t, values, at);
    case 8: LOAD(int32_t, values, at);
    case 9: LOAD(uint32_t, values, at);
    default: LOAD(int64_t, values, at);
    }
}

bool utskr_arrow_is_plain(const arrow_cells *cells) {
    return cells->form.type == ARROW_INTEGER && cells->words.type == ARROW_NOTHING &&
           (cells->array->buffers[0] == NULL || cells->array->null_count == 0);
}

void utskr_arrow_read_plain(const arrow_cells *cells, int64_t from, uint32_t count, int64_t *out) {
    const arrow_form form = cells->form;
    const void *values = cells->array->buffers[1];
    if (form.width == sizeof *out && count > 0) {
        memcpy(out, (const char *)values + (uint64_t)(cells->offset + from) * sizeof *out, count * sizeof *out);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        out[i] = number_at(&form, values, cells->offset + from + i);
}

static const arrow_form offset_32 = { .type = ARROW_INTEGER, .width = 4 };
static const arrow_form offset_64 = { .type = ARROW_INTEGER, .width = 8 };

static bool text_by_offsets(const arrow_form *form, const struct ArrowArray *array, int64_t at, arrow_cell *out) {
    const arrow_form *width = form->width == 4 ? &offset_32 : &offset_64;
    const int64_t start = number_at(width, array->buffers[1], at);
    const int64_t end = number_at(width, array->buffers[1], at + 1);
    if (start < 0 || end < start || (end > start && array->buffers[2] == NULL))
        return false;
    out->text = end == start ? "" : (const char *)array->buffers[2] + start;
    out->length = (size_t)(end - start);
    return true;
}

/* A view: its length, and the text itself if that is short, else a beginning, the number of a buffer, and where in it. */
static bool text_by_view(const struct ArrowArray *array, int64_t at, arrow_cell *out) {
    const char *view = (const char *)array->buffers[1] + (uint64_t)at * VIEW_SIZE;
    const int64_t data_count = array->n_buffers - 3;
    const int64_t length = number_at(&offset_32, view, 0);
    out->text = view + 4;
    out->length = (size_t)length;
    if (length < 0 || length <= VIEW_INLINE)
        return length >= 0;
    const int64_t number = number_at(&offset_32, view, 2), start = number_at(&offset_32, view, 3);
    if (number < 0 || number >= data_count || start < 0)
        return false;
    const void *data = array->buffers[2 + number];
    const int64_t size = number_at(&offset_64, array->buffers[array->n_buffers - 1], number);
    out->text = (const char *)data + start;
    return data != NULL && length <= size && start <= size - length;
}

static bool text_at(const arrow_form *form, const struct ArrowArray *array, int64_t at, arrow_cell *out) {
    return form->width == 0 ? text_by_view(array, at, out) : text_by_offsets(form, array, at, out);
}

static bool value_at(const arrow_form *form, const struct ArrowArray *array, int64_t at, arrow_cell *out) {
    *out = (arrow_cell){ .type = ARROW_NOTHING, .text = "", .form = form };
    if (!is_valid(array, at))
        return true;
    out->type = form->type;
    if (form->type == ARROW_TEXT)
        return text_at(form, array, at, out);
    out->number = number_at(form, array->buffers[1], at);
    return true;
}

bool utskr_arrow_read(const arrow_cells *cells, int64_t row, arrow_cell *out) {
    if (!value_at(&cells->form, cells->array, cells->offset + row, out))
        return false;
    if (cells->words.type == ARROW_NOTHING || out->type == ARROW_NOTHING)
        return true;
    const int64_t index = out->number;
    if (index < 0 || index >= cells->dictionary->length)
        return false;
    return value_at(&cells->words, cells->dictionary, cells->dictionary->offset + index, out);
}
