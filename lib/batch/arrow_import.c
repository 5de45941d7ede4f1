/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of Arrow tables into columns of events: each column found by its name, each cell read by what it means. */
#include "batch/columns.h"

#include "batch/arrow_parts.h"
#include "rules/word_list.h"
#include <string.h>

#define ANY_INSTANT (ARROW_INTEGER | ARROW_TIMESTAMP | ARROW_TEXT)

/* What the columns may be made of, and which numbers they may hold. */
typedef struct column_kind {
    uint8_t types; /* bits of arrow_type */
    uint8_t required;
    int64_t least;
    int64_t most;
    const char *expected;
} column_kind;

#define INSTANTS INT64_MIN, INT64_MAX
#define TIME_EXPECTED "a timestamp, text as in case logs, or seconds since 1970"

static const column_kind kinds[UTSKR_COLUMN_COUNT] = {
    [UTSKR_COLUMN_AT] = { ANY_INSTANT, 1, INSTANTS, TIME_EXPECTED },
    [UTSKR_COLUMN_KIND] = { ARROW_INTEGER | ARROW_TEXT, 1, 1, UTSKR_KIND_COUNT - 1,
                            "the word or the number of an event" },
    [UTSKR_COLUMN_PARTY] = { ARROW_INTEGER | ARROW_TEXT, 1, 1, UTSKR_PARTY_COUNT - 1,
                             "the word or the number of a party" },
    [UTSKR_COLUMN_MASK] = { ARROW_INTEGER, 0, 0, UINT32_MAX, "the bits of utskr_event.mask" },
    [UTSKR_COLUMN_VALUE] = { ANY_INSTANT | ARROW_DATE, 0, INSTANTS, TIME_EXPECTED ", or a date" },
    [UTSKR_COLUMN_RECORDED] = { ANY_INSTANT, 0, INSTANTS, TIME_EXPECTED },
    [UTSKR_COLUMN_KEY] = { ARROW_INTEGER | ARROW_TEXT, 1, INT64_MIN, INT64_MAX, "a number or a name" },
    [UTSKR_COLUMN_PACK] = { ARROW_INTEGER | ARROW_TEXT, 0, 0, UINT16_MAX, "the name of a rule pack" },
    [UTSKR_COLUMN_MUNICIPALITY] = { ARROW_INTEGER | ARROW_TEXT, 0, UTSKR_MUNICIPALITY_NONE, 9999,
                                    "four digits, or none" },
    [UTSKR_COLUMN_PAYER] = { ARROW_INTEGER | ARROW_TEXT, 0, 0, 9999, "four digits" },
    [UTSKR_COLUMN_REGION] = { ARROW_INTEGER | ARROW_TEXT, 0, 0, 99, "two digits, 01 to 99" },
    [UTSKR_COLUMN_CARE] = { ARROW_INTEGER | ARROW_TEXT, 0, 0, UTSKR_CARE_PSYCHIATRIC, "somatic or psychiatric" },
    [UTSKR_COLUMN_PREVIOUS_DISCHARGE] = { ANY_INSTANT | ARROW_DATE, 0, INSTANTS, TIME_EXPECTED ", or a date" },
    [UTSKR_COLUMN_ASSESSED_AT] = { ANY_INSTANT | ARROW_DATE, 0, INSTANTS, TIME_EXPECTED ", or a date" },
    [UTSKR_COLUMN_ATTRIBUTES] = { ARROW_TEXT, 0, 0, 0, "text, as what follows the event in a case log" },
};

/* --- Names of cases ----------------------------------------------------------------------------------------------------- */

static uint64_t hash_of(const char *name, size_t length) {
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (uint8_t)name[i]) * UINT64_C(1099511628211);
    return sum ^ sum >> 32;
}

static uint64_t begin_of(const arrow_names *names, uint64_t number) {
    return number == 0 ? 0 : names->ends[number - 1];
}

static uint64_t slot_of(const arrow_names *names, const char *name, size_t length) {
    uint64_t slot = hash_of(name, length) & (names->slot_capacity - 1);
    for (; names->slots[slot] != 0; slot = (slot + 1) & (names->slot_capacity - 1)) {
        const uint64_t number = names->slots[slot] - 1, begin = begin_of(names, number);
        if (names->ends[number] - begin == length && memcmp(names->bytes + begin, name, length) == 0)
            break;
    }
    return slot;
}

/* Room for `need` items of a block. False if there is none; the block is as it was. */
static bool reserve(const utskr_allocator *a, void **block, uint64_t *capacity, uint64_t need, size_t size) {
    if (need <= *capacity)
        return true;
    const uint64_t wanted = need > 2 * *capacity ? need : 2 * *capacity;
    if (wanted > SIZE_MAX / 2 / size)
        return false;
    void *moved = a->resize(*block, (size_t)*capacity * size, (size_t)wanted * size, a->user);
    if (moved == NULL)
        return false;
    *block = moved;
    *capacity = wanted;
    return true;
}

static bool reserve_bytes(arrow_names *names, const utskr_allocator *a, uint64_t need) {
    void *block = names->bytes;
    const bool good = reserve(a, &block, &names->byte_capacity, need, 1);
    names->bytes = block;
    return good;
}

static bool reserve_ends(arrow_names *names, const utskr_allocator *a, uint64_t need) {
    void *block = names->ends;
    const bool good = reserve(a, &block, &names->end_capacity, need, sizeof *names->ends);
    names->ends = block;
    return good;
}

static bool reserve_slots(arrow_names *names, const utskr_allocator *a) {
    if (2 * (names->count + 1) <= names->slot_capacity)
        return true;
    const uint64_t capacity = names->slot_capacity == 0 ? 64 : 2 * names->slot_capacity;
    const arrow_names old = *names;
    uint32_t *slots = utskr_arrow_take(a, (size_t)capacity * sizeof *slots);
    if (slots == NULL)
        return false;
    memset(slots, 0, (size_t)capacity * sizeof *slots);
    names->slots = slots;
    names->slot_capacity = capacity;
    for (uint64_t i = 0; i < names->count; i++) {
        const uint64_t begin = begin_of(names, i);
        slots[slot_of(names, names->bytes + begin, (size_t)(names->ends[i] - begin))] = (uint32_t)i + 1;
    }
    utskr_arrow_give(a, old.slots, (size_t)old.slot_capacity * sizeof *slots);
    return true;
}

utskr_status utskr_arrow_name_number(arrow_names *names, const utskr_allocator *allocator, const char *name,
                                     size_t length, int64_t *number) {
    if (names->count == INT32_MAX)
        return UTSKR_LIMIT_REACHED;
    if (!reserve_slots(names, allocator) || !reserve_ends(names, allocator, names->count + 1) ||
        !reserve_bytes(names, allocator, names->byte_count + length))
        return UTSKR_NO_MEMORY;
    const uint64_t slot = slot_of(names, name, length);
    if (names->slots[slot] == 0) {
        memcpy(names->bytes + names->byte_count, name, length);
        names->byte_count += length;
        names->ends[names->count++] = names->byte_count;
        names->slots[slot] = (uint32_t)names->count;
    }
    *number = (int64_t)names->slots[slot] - 1;
    return UTSKR_OK;
}

void utskr_arrow_names_free(arrow_names *names, const utskr_allocator *allocator) {
    utskr_arrow_give(allocator, names->bytes, (size_t)names->byte_capacity);
    utskr_arrow_give(allocator, names->ends, (size_t)names->end_capacity * sizeof *names->ends);
    utskr_arrow_give(allocator, names->slots, (size_t)names->slot_capacity * sizeof *names->slots);
}

/* --- Finding the columns --------------------------------------------------------------------------------------------------- */

/* A hyphen of the usual names may be an underscore. */
static bool is_named(const char *name, const char *usual) {
    size_t i = 0;
    while (usual[i] != '\0' && (name[i] == usual[i] || (name[i] == '_' && usual[i] == '-')))
        i++;
    return name[i] == '\0' && usual[i] == '\0';
}

static bool is_column(const char *name, const char *const *names, int32_t column) {
    if (name == NULL)
        return false;
    if (names != NULL && names[column] != NULL)
        return strcmp(name, names[column]) == 0;
    return is_named(name, utskr_column_name(column));
}

static utskr_status find_column(arrow_source *out, const struct ArrowSchema *schema, const char *const *names,
                                utskr_column column, utskr_column_error *error) {
    *out = (arrow_source){ .child = -1 };
    for (int64_t i = 0; i < schema->n_children; i++) {
        const struct ArrowSchema *child = schema->children[i];
        if (!is_column(child->name, names, (int32_t)column))
            continue;
        if (out->child >= 0)
            return utskr_column_fail(error, UTSKR_DUPLICATE, column, 0, "two columns of the name", "one");
        out->child = i;
        out->form = utskr_arrow_form(child->format);
        if (child->dictionary != NULL)
            out->words = utskr_arrow_form(child->dictionary->format);
        const arrow_form *values = child->dictionary != NULL ? &out->words : &out->form;
        if (!(values->type & kinds[column].types) || (child->dictionary != NULL && out->form.type != ARROW_INTEGER))
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, column, 0, "a type that the column cannot have",
                                     kinds[column].expected);
    }
    if (out->child < 0 && kinds[column].required)
        return utskr_column_fail(error, UTSKR_NOT_FOUND, column, 0, "there is no such column", kinds[column].expected);
    return UTSKR_OK;
}

utskr_status utskr_arrow_find_columns(arrow_importer *importer, const struct ArrowSchema *schema,
                                      const char *const *names, utskr_column_error *error) {
    if (schema->format == NULL || strcmp(schema->format, "+s") != 0)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0,
                                 "a stream of something else than tables",
                                 "struct arrays, with a column for each child");
    utskr_status status = UTSKR_OK;
    for (int32_t column = 1; column < UTSKR_COLUMN_COUNT && status == UTSKR_OK; column++)
        if (kinds[column].types != 0)
            status = find_column(&importer->sources[column], schema, names, (utskr_column)column, error);
    return status;
}

/* --- Cells of a column ------------------------------------------------------------------------------------------------------- */

static bool has_column(const arrow_importer *importer, int32_t column) {
    return kinds[column].types != 0 && importer->sources[column].child >= 0;
}

static arrow_cells cells_of(const arrow_importer *importer, const struct ArrowArray *table, int32_t column) {
    const arrow_source *source = &importer->sources[column];
    const struct ArrowArray *array = table->children[source->child];
    return (arrow_cells){ .form = source->form,
                          .words = source->words,
                          .array = array,
                          .dictionary = array->dictionary,
                          .offset = table->offset + array->offset };
}

utskr_status utskr_arrow_check(const arrow_importer *importer, const struct ArrowArray *array,
                               utskr_column_error *error) {
    if (array->length < 0 || array->offset < 0 || array->n_buffers != 1 || array->buffers == NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "an array that is no table",
                                 "a struct array");
    for (int32_t column = 1; column < UTSKR_COLUMN_COUNT; column++) {
        if (!has_column(importer, column))
            continue;
        if (importer->sources[column].child >= array->n_children || array->children == NULL)
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, (utskr_column)column, 0,
                                     "fewer columns than the schema says", "");
        const arrow_cells cells = cells_of(importer, array, column);
        if (!utskr_arrow_fits(&cells, array->length))
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, (utskr_column)column, 0,
                                     "a column that is shorter than the table, or without its buffers",
                                     "a value for each row");
    }
    return UTSKR_OK;
}

/* --- What a cell means ------------------------------------------------------------------------------------------------------- */

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

/* Without a time zone it is what a clock in Sweden showed, as in case logs. */
static utskr_status instant_of_local(int64_t seconds, int64_t *out, utskr_error *why) {
    enum { DAY_SECONDS = 86400 };
    const int64_t day = floor_divide(seconds, DAY_SECONDS);
    const bool known = day >= INT32_MIN && day <= INT32_MAX;
    const utskr_status status =
        known ? utskr_instant_from_local((utskr_date)day, (int32_t)(seconds - day * DAY_SECONDS), out)
              : UTSKR_OUT_OF_RANGE;
    if (status == UTSKR_OK)
        return status;
    why->message = status == UTSKR_REPEATED_HOUR  ? "this hour happens twice, since daylight saving time ends"
                   : status == UTSKR_MISSING_HOUR ? "this hour never happens, since daylight saving time begins"
                                                  : "an instant outside the calendar kept here";
    why->expected = "a timestamp with a time zone, of a year from 1980 to 2199";
    return status;
}

static utskr_status read_instant(const arrow_cell *cell, int32_t column, int64_t *out, utskr_error *why) {
    switch (cell->type) {
    case ARROW_TIMESTAMP: {
        const int64_t seconds = floor_divide(cell->number, cell->form->per_second);
        *out = seconds;
        return cell->form->is_local ? instant_of_local(seconds, out, why) : UTSKR_OK;
    }
    case ARROW_DATE: *out = utskr_day_end((utskr_date)cell->number); return UTSKR_OK;
    case ARROW_TEXT:
        return kinds[column].types & ARROW_DATE ? utskr_instant_or_date_parse(cell->text, cell->length, out, why)
                                                : utskr_instant_parse(cell->text, cell->length, out, why);
    default: *out = cell->number; return UTSKR_OK;
    }
}

/* The id of a pack of the options. */
static const char *pack_id(uint32_t index, const void *table) {
    const utskr_batch_options *options = table;
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    if (index >= options->pack_count)
        return NULL;
    (void)utskr_pack_describe(options->packs[index], &info);
    return info.id;
}

static utskr_log_line line_of(arrow_importer *importer, const arrow_cell *cell, utskr_error *why) {
    return (utskr_log_line){ .text = cell->text, .length = cell->length, .scratch = &importer->scratch, .error = why };
}

/* A value as in the header of a case log. */
static utskr_status read_header_value(arrow_importer *importer, const arrow_cell *cell, int32_t column, int64_t *out,
                                      utskr_error *why) {
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_log_line line = line_of(importer, cell, why);
    const utskr_status status = utskr_log_read_header_value(&line, utskr_column_name(column), &header);
    *out = column == UTSKR_COLUMN_MUNICIPALITY ? header.stay.municipality
           : column == UTSKR_COLUMN_PAYER      ? header.stay.payer
           : column == UTSKR_COLUMN_REGION     ? header.stay.region
                                               : header.stay.care;
    return status;
}

static utskr_status read_word(arrow_importer *importer, const arrow_cell *cell, int32_t column, int64_t *out,
                              utskr_error *why) {
    int32_t number = 0;
    uint32_t index = 0;
    utskr_status status;
    switch (column) {
    case UTSKR_COLUMN_KIND:
        status = utskr_kind_find(cell->text, cell->length, &number, why);
        *out = number;
        return status;
    case UTSKR_COLUMN_PARTY:
        status = utskr_party_find(cell->text, cell->length, &number, why);
        *out = number;
        return status;
    case UTSKR_COLUMN_PACK:
        status = utskr_word_in_list(cell->text, cell->length, pack_id, &importer->options, "the name of a rule pack",
                                    &index, why);
        *out = index;
        return status;
    case UTSKR_COLUMN_KEY:
        why->message = cell->length == 0 ? "an empty name" : "no room for the name";
        if (cell->length == 0)
            return UTSKR_MALFORMED;
        return utskr_arrow_name_number(&importer->names, &importer->allocator, cell->text, cell->length, out);
    default: return read_header_value(importer, cell, column, out, why);
    }
}

static bool is_time(int32_t column) {
    return (kinds[column].types & ARROW_TIMESTAMP) != 0;
}

static utskr_status check_number(int64_t number, const arrow_form *form, int32_t column, utskr_error *why) {
    const bool wraps = number < 0 && form->is_unsigned;
    if (!wraps && number >= kinds[column].least && number <= kinds[column].most)
        return UTSKR_OK;
    why->message = "a number outside what the column may hold";
    why->expected = kinds[column].expected;
    return UTSKR_BAD_ARGUMENT;
}

/* The number that the cell means in its column. */
static utskr_status read_number(arrow_importer *importer, const arrow_cell *cell, int32_t column, int64_t *out,
                                utskr_error *why) {
    if (is_time(column))
        return read_instant(cell, column, out, why);
    if (cell->type == ARROW_TEXT)
        return read_word(importer, cell, column, out, why);
    *out = cell->number;
    return check_number(cell->number, cell->form, column, why);
}

/* --- Bad rows ---------------------------------------------------------------------------------------------------------------- */

static bool leaves_out(const arrow_importer *importer) {
    return importer->options.bad_rows == UTSKR_BAD_ROWS_LEAVE_OUT;
}

static void describe(utskr_column_error *error, utskr_status status, int32_t column, uint64_t row,
                     const utskr_error *why) {
    (void)utskr_column_fail(error, status, (utskr_column)column, row, why->message, why->expected);
    memcpy(error->word, why->word, sizeof error->word);
    memcpy(error->suggestion, why->suggestion, sizeof error->suggestion);
}

static uint64_t place_of(const arrow_importer *importer, uint64_t row) {
    uint64_t from = 0, to = importer->bad_count;
    while (from < to) {
        const uint64_t middle = (from + to) / 2;
        if (importer->bad[middle].row < row)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const utskr_column_error *utskr_arrow_bad_row(const arrow_importer *importer, uint64_t row) {
    const uint64_t place = place_of(importer, row);
    return place < importer->bad_count && importer->bad[place].row == row ? &importer->bad[place] : NULL;
}

/* Keeps the first thing that is wrong with the row, in order of rows. */
static utskr_status keep_bad(arrow_importer *importer, const utskr_column_error *bad) {
    void *block = importer->bad;
    const uint64_t place = place_of(importer, bad->row);
    if (utskr_arrow_bad_row(importer, bad->row) != NULL)
        return UTSKR_OK;
    const bool good =
        reserve(&importer->allocator, &block, &importer->bad_capacity, importer->bad_count + 1, sizeof *bad);
    importer->bad = block;
    if (!good)
        return UTSKR_NO_MEMORY;
    memmove(&importer->bad[place + 1], &importer->bad[place], (size_t)(importer->bad_count - place) * sizeof *bad);
    importer->bad[place] = *bad;
    importer->bad_count++;
    importer->rows->kind[bad->row] = UTSKR_KIND_NONE; /* which no batch takes */
    return UTSKR_OK;
}

/* A bad cell: an error, or a row that is left out; without its case it cannot be. */
static utskr_status mind(arrow_importer *importer, utskr_status status, int32_t column, uint64_t row,
                         const utskr_error *why, utskr_column_error *error) {
    describe(error, status, column, row, why);
    if (!leaves_out(importer) || column == UTSKR_COLUMN_KEY || status == UTSKR_NO_MEMORY)
        return status;
    return keep_bad(importer, error);
}

/* --- Reading ------------------------------------------------------------------------------------------------------------------ */

static void put(arrow_rows *rows, int32_t column, uint32_t row, int64_t number) {
    switch (column) {
    case UTSKR_COLUMN_AT: rows->at[row] = number; break;
    case UTSKR_COLUMN_KIND: rows->kind[row] = (uint8_t)number; break;
    case UTSKR_COLUMN_PARTY: rows->party[row] = (uint8_t)number; break;
    case UTSKR_COLUMN_MASK: rows->mask[row] = (uint32_t)number; break;
    case UTSKR_COLUMN_VALUE: rows->value[row] = number; break;
    case UTSKR_COLUMN_RECORDED: rows->recorded[row] = number; break;
    case UTSKR_COLUMN_KEY: rows->key[row] = number; break;
    case UTSKR_COLUMN_PACK: rows->pack[row] = (uint16_t)number; break;
    case UTSKR_COLUMN_MUNICIPALITY: rows->municipality[row] = (int32_t)number; break;
    case UTSKR_COLUMN_PAYER: rows->payer[row] = (int32_t)number; break;
    case UTSKR_COLUMN_REGION: rows->region[row] = (int32_t)number; break;
    case UTSKR_COLUMN_CARE: rows->care[row] = (uint8_t)number; break;
    case UTSKR_COLUMN_PREVIOUS_DISCHARGE: rows->previous_discharge[row] = number; break;
    default: rows->assessed_at[row] = number; break;
    }
}

/* What a null says: as if there were no such column. */
static int64_t number_of_null(const utskr_batch_options *options, int32_t column) {
    switch (column) {
    case UTSKR_COLUMN_MUNICIPALITY: return options->stay.municipality;
    case UTSKR_COLUMN_PAYER: return options->stay.payer;
    case UTSKR_COLUMN_REGION: return options->stay.region;
    case UTSKR_COLUMN_CARE: return options->stay.care;
    case UTSKR_COLUMN_PREVIOUS_DISCHARGE: return options->stay.previous_discharge;
    case UTSKR_COLUMN_ASSESSED_AT: return options->at;
    default: return 0;
    }
}

static utskr_status read_cell(arrow_importer *importer, const arrow_cells *cells, int64_t at, int32_t column,
                              int64_t *number, utskr_error *why) {
    arrow_cell cell;
    if (!utskr_arrow_read(cells, at, &cell)) {
        why->message = "a cell that points outside its array";
        return UTSKR_BAD_ARGUMENT;
    }
    if (cell.type != ARROW_NOTHING)
        return read_number(importer, &cell, column, number, why);
    *number = number_of_null(&importer->options, column);
    why->message = "no value";
    why->expected = kinds[column].expected;
    return kinds[column].required ? UTSKR_BAD_ARGUMENT : UTSKR_OK;
}

/* Are all of them numbers that the column may hold? Without a way out of the loop it is done many at a time. */
static bool all_fit(const int64_t *numbers, uint32_t count, const arrow_form *form, int32_t column) {
    const int64_t least = form->is_unsigned && kinds[column].least < 0 ? 0 : kinds[column].least;
    const int64_t most = kinds[column].most;
    uint32_t wrong = 0;
    for (uint32_t row = 0; row < count; row++)
        wrong |= (uint32_t)(numbers[row] < least) | (uint32_t)(numbers[row] > most);
    return wrong == 0;
}

/* The same for the columns that every table has; those of cases are short or rare. */
static void put_all(arrow_rows *rows, int32_t column, uint32_t count, const int64_t *numbers) {
    switch (column) {
    case UTSKR_COLUMN_AT: memcpy(rows->at, numbers, count * sizeof *numbers); break;
    case UTSKR_COLUMN_KEY: memcpy(rows->key, numbers, count * sizeof *numbers); break;
    case UTSKR_COLUMN_KIND:
        for (uint32_t row = 0; row < count; row++)
            rows->kind[row] = (uint8_t)numbers[row];
        break;
    case UTSKR_COLUMN_PARTY:
        for (uint32_t row = 0; row < count; row++)
            rows->party[row] = (uint8_t)numbers[row];
        break;
    case UTSKR_COLUMN_MASK:
        for (uint32_t row = 0; row < count; row++)
            rows->mask[row] = (uint32_t)numbers[row];
        break;
    default:
        for (uint32_t row = 0; row < count; row++)
            put(rows, column, row, numbers[row]);
    }
}

/* Integers that are all there, which may be any instants. */
static utskr_status read_plain_column(arrow_importer *importer, const arrow_cells *cells, int32_t column, int64_t from,
                                      uint32_t count, utskr_column_error *error) {
    int64_t *numbers = importer->rows->numbers;
    utskr_status status = UTSKR_OK;
    utskr_error why;
    utskr_error_init(&why);
    utskr_arrow_read_plain(cells, from, count, numbers);
    if (is_time(column) || all_fit(numbers, count, &cells->form, column)) {
        put_all(importer->rows, column, count, numbers);
        return UTSKR_OK;
    }
    for (uint32_t row = 0; row < count && status == UTSKR_OK; row++) {
        status = check_number(numbers[row], &cells->form, column, &why);
        put(importer->rows, column, row, status == UTSKR_OK ? numbers[row] : 0);
        if (status != UTSKR_OK)
            status = mind(importer, status, column, row, &why, error);
    }
    return status;
}

static utskr_status read_column(arrow_importer *importer, const struct ArrowArray *array, int32_t column, int64_t from,
                                uint32_t count, utskr_column_error *error) {
    const arrow_cells cells = cells_of(importer, array, column);
    utskr_status status = UTSKR_OK;
    utskr_error why;
    utskr_error_init(&why);
    if (utskr_arrow_is_plain(&cells))
        return read_plain_column(importer, &cells, column, from, count, error);
    for (uint32_t row = 0; row < count && status == UTSKR_OK; row++) {
        int64_t number = 0;
        status = read_cell(importer, &cells, from + row, column, &number, &why);
        put(importer->rows, column, row, status == UTSKR_OK ? number : 0);
        if (status == UTSKR_OK)
            continue;
        status = mind(importer, status, column, row, &why, error);
        utskr_error_init(&why); /* for the next one that is wrong */
    }
    return status;
}

/* --- Attributes ---------------------------------------------------------------------------------------------------------------- */

/* Ids are names of a log's events, which columns have not. */
static utskr_status check_ids(const utskr_entry *entry, utskr_error *why) {
    if (entry->of == NULL)
        return UTSKR_OK;
    why->message = "an answer to an id, which needs the log";
    why->expected = "of=EVENT, or a utskr_case";
    return UTSKR_REFUSED;
}

static utskr_status check_text(const arrow_cell *cell, utskr_error *why) {
    bool control = false;
    if (cell->length <= UTSKR_LINE_LIMIT && utskr_text_check(cell->text, cell->length, &control) == cell->length)
        return UTSKR_OK;
    why->message = cell->length > UTSKR_LINE_LIMIT ? "a text that is too long"
                   : control                       ? "a control character"
                                                   : "bytes that are no UTF-8";
    return UTSKR_MALFORMED;
}

/* Adds what the words say to what the row says already. */
static utskr_status add_attributes(arrow_importer *importer, const arrow_cell *cell, uint32_t row, utskr_error *why) {
    arrow_rows *rows = importer->rows;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_log_line line = line_of(importer, cell, why);
    entry.event.kind = rows->kind[row];
    utskr_status status = check_text(cell, why);
    status = status == UTSKR_OK ? utskr_log_read_rest(&line, &entry, rows->mask[row] == 0) : status;
    status = status == UTSKR_OK ? check_ids(&entry, why) : status;
    if (status != UTSKR_OK)
        return status;
    if ((entry.event.value != 0 && rows->value[row] != 0) || (entry.event.recorded != 0 && rows->recorded[row] != 0)) {
        why->message = "a time that stands both in the attributes and in a column";
        why->expected = "one of them";
        return UTSKR_DUPLICATE;
    }
    rows->mask[row] |= entry.event.mask;
    rows->value[row] |= entry.event.value; /* one of them is 0 */
    rows->recorded[row] |= entry.event.recorded;
    return UTSKR_OK;
}

static utskr_status read_attributes(arrow_importer *importer, const struct ArrowArray *array, int64_t from,
                                    uint32_t count, utskr_column_error *error) {
    const arrow_cells cells = cells_of(importer, array, UTSKR_COLUMN_ATTRIBUTES);
    utskr_status status = UTSKR_OK;
    for (uint32_t row = 0; row < count && status == UTSKR_OK; row++) {
        utskr_error why;
        utskr_error_init(&why);
        arrow_cell cell;
        if (importer->rows->kind[row] == UTSKR_KIND_NONE)
            continue; /* a bad row */
        if (!utskr_arrow_read(&cells, from + row, &cell)) {
            why.message = "a cell that points outside its array";
            status = mind(importer, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_ATTRIBUTES, row, &why, error);
            continue;
        }
        status = cell.type == ARROW_NOTHING ? UTSKR_OK : add_attributes(importer, &cell, row, &why);
        if (status != UTSKR_OK)
            status = mind(importer, status, UTSKR_COLUMN_ATTRIBUTES, row, &why, error);
    }
    return status;
}

/* --- A slice --------------------------------------------------------------------------------------------------------------------- */

/* A row of the table that is null has no case. */
static utskr_status check_table_rows(const struct ArrowArray *array, int64_t from, uint32_t count,
                                     utskr_column_error *error) {
    const uint8_t *bits = array->buffers[0];
    if (bits == NULL || array->null_count == 0)
        return UTSKR_OK;
    for (uint32_t row = 0; row < count; row++) {
        const int64_t at = array->offset + from + row;
        if (!(bits[at / 8] >> at % 8 & 1))
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KEY, row, "a row that is null", "a case");
    }
    return UTSKR_OK;
}

/* Does the text of attributes say what these columns say too? */
static bool adds_attributes(const arrow_importer *importer) {
    return has_column(importer, UTSKR_COLUMN_ATTRIBUTES);
}

/* The columns of the importer's rows. What no row can say is no column; but bits there always are. */
static utskr_event_columns columns_of_rows(const arrow_importer *importer, uint32_t count) {
    const arrow_rows *rows = importer->rows;
    const bool adds = adds_attributes(importer);
    utskr_event_columns e = UTSKR_EVENT_COLUMNS_INIT;
    e.count = count;
    e.at = (utskr_int64_column){ rows->at, count };
    e.kind = (utskr_uint8_column){ rows->kind, count };
    e.party = (utskr_uint8_column){ rows->party, count };
    e.mask = (utskr_uint32_column){ rows->mask, count };
    e.key = (utskr_int64_column){ rows->key, count };
    if (adds || has_column(importer, UTSKR_COLUMN_VALUE))
        e.value = (utskr_int64_column){ rows->value, count };
    if (adds || has_column(importer, UTSKR_COLUMN_RECORDED))
        e.recorded = (utskr_int64_column){ rows->recorded, count };
    return e;
}

static size_t width_of(int32_t column) {
    switch (column) {
    case UTSKR_COLUMN_KIND:
    case UTSKR_COLUMN_PARTY: return sizeof(uint8_t);
    case UTSKR_COLUMN_MASK: return sizeof(uint32_t);
    default: return sizeof(int64_t);
    }
}

/* May the column of events hold them all? */
static bool may_hold(int32_t column, const arrow_form *form, const void *values, uint32_t count) {
    switch (column) {
    case UTSKR_COLUMN_KIND:
    case UTSKR_COLUMN_PARTY: return utskr_arrow_all_numbers(values, count, (uint8_t)kinds[column].most);
    case UTSKR_COLUMN_MASK: return form->is_unsigned || utskr_arrow_none_negative_32(values, count);
    case UTSKR_COLUMN_KEY: return !form->is_unsigned || utskr_arrow_none_negative_64(values, count);
    default: return true; /* any instant */
    }
}

/* Takes the column as it lies in the array, if it is numbers as the batch reads them, all there, and it may hold them. */
static bool take_column(arrow_importer *importer, const struct ArrowArray *array, int32_t column, int64_t from,
                        uint32_t count) {
    const arrow_cells cells = cells_of(importer, array, column);
    const size_t width = width_of(column);
    const char *values = (const char *)cells.array->buffers[1] + (uint64_t)(cells.offset + from) * width;
    if (!utskr_arrow_is_plain(&cells) || cells.form.width != width || (uintptr_t)values % width != 0 ||
        !may_hold(column, &cells.form, values, count))
        return false;
    utskr_event_columns *e = &importer->events;
    switch (column) {
    case UTSKR_COLUMN_AT: e->at.values = (const void *)values; break;
    case UTSKR_COLUMN_KIND: e->kind.values = (const void *)values; break;
    case UTSKR_COLUMN_PARTY: e->party.values = (const void *)values; break;
    case UTSKR_COLUMN_MASK: e->mask.values = (const void *)values; break;
    case UTSKR_COLUMN_VALUE: e->value.values = (const void *)values; break;
    case UTSKR_COLUMN_RECORDED: e->recorded.values = (const void *)values; break;
    default: e->key.values = (const void *)values;
    }
    return true;
}

/* Of an event, and changed by no attributes? */
static bool may_be_taken(const arrow_importer *importer, int32_t column) {
    return column == UTSKR_COLUMN_AT || column == UTSKR_COLUMN_PARTY || column == UTSKR_COLUMN_KEY ||
           (column <= UTSKR_COLUMN_KEY && !adds_attributes(importer));
}

/* What was wrong with a row makes its kind none, which is not written where the host's kinds lie. */
static utskr_status spoil_bad_rows(arrow_importer *importer, const struct ArrowArray *array, int64_t from,
                                   uint32_t count, utskr_column_error *error) {
    utskr_status status = UTSKR_OK;
    if (importer->bad_count != 0 && importer->events.kind.values != importer->rows->kind) {
        status = read_column(importer, array, UTSKR_COLUMN_KIND, from, count, error);
        importer->events.kind.values = importer->rows->kind;
    }
    for (uint64_t i = 0; i < importer->bad_count; i++) /* the kind may have been read after what was bad */
        importer->rows->kind[importer->bad[i].row] = UTSKR_KIND_NONE;
    return status;
}

utskr_status utskr_arrow_import(arrow_importer *importer, const struct ArrowArray *array, int64_t from, uint32_t count,
                                utskr_column_error *error) {
    utskr_status status = check_table_rows(array, from, count, error);
    importer->bad_count = 0;
    importer->events = columns_of_rows(importer, count);
    if (adds_attributes(importer)) {
        memset(importer->rows->mask, 0, sizeof importer->rows->mask);
        memset(importer->rows->value, 0, sizeof importer->rows->value);
        memset(importer->rows->recorded, 0, sizeof importer->rows->recorded);
    }
    for (int32_t column = 1; column < UTSKR_COLUMN_ATTRIBUTES && status == UTSKR_OK; column++)
        if (has_column(importer, column) &&
            !(may_be_taken(importer, column) && take_column(importer, array, column, from, count)))
            status = read_column(importer, array, column, from, count, error);
    if (status == UTSKR_OK)
        status = spoil_bad_rows(importer, array, from, count, error);
    if (status == UTSKR_OK && has_column(importer, UTSKR_COLUMN_ATTRIBUTES))
        status = read_attributes(importer, array, from, count, error);
    return status;
}

utskr_case_columns utskr_arrow_cases(const arrow_importer *importer, uint32_t count) {
    const arrow_rows *rows = importer->rows;
    utskr_case_columns c = UTSKR_CASE_COLUMNS_INIT;
    c.count = count;
    if (has_column(importer, UTSKR_COLUMN_PACK))
        c.pack = (utskr_uint16_column){ rows->pack, count };
    if (has_column(importer, UTSKR_COLUMN_MUNICIPALITY))
        c.municipality = (utskr_int32_column){ rows->municipality, count };
    if (has_column(importer, UTSKR_COLUMN_PAYER))
        c.payer = (utskr_int32_column){ rows->payer, count };
    if (has_column(importer, UTSKR_COLUMN_REGION))
        c.region = (utskr_int32_column){ rows->region, count };
    if (has_column(importer, UTSKR_COLUMN_CARE))
        c.care = (utskr_uint8_column){ rows->care, count };
    if (has_column(importer, UTSKR_COLUMN_PREVIOUS_DISCHARGE))
        c.previous_discharge = (utskr_int64_column){ rows->previous_discharge, count };
    if (has_column(importer, UTSKR_COLUMN_ASSESSED_AT))
        c.at = (utskr_int64_column){ rows->assessed_at, count };
    return c;
}

void utskr_arrow_importer_free(arrow_importer *importer) {
    const utskr_allocator *a = &importer->allocator;
    utskr_arrow_names_free(&importer->names, a);
    utskr_arrow_give(a, importer->rows, sizeof *importer->rows);
    utskr_arrow_give(a, importer->bad, (size_t)importer->bad_capacity * sizeof *importer->bad);
}
