/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any bytes as a table of events: answers come out, or an error that names a column and a row of it.
 *
 * The first byte chooses, the others are rows: a length and so many bytes of text, which are cut at commas into case, time,
 * event, party and attributes. Each array is a block of exactly its size. Built with libFuzzer, or with replay.c over a corpus.
 */
#include <stdlib.h>
#include <string.h>
#include <utskrivning/arrow.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 5, ROWS_MOST = 256, LEAVES_OUT = 1, LARGE = 2, NULLS = 4, CHUNKS = 8 };

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

static void *block(size_t size) {
    void *memory = malloc(size == 0 ? 1 : size);
    require(memory != NULL);
    memset(memory, 0, size == 0 ? 1 : size);
    return memory;
}

/* --- A table -------------------------------------------------------------------------------------------------------------- */

/* A column of text: offsets of 32 or 64 bits, bytes, and which values are there. */
typedef struct text_column {
    void *ends;
    char *bytes;
    uint8_t *validity;
    size_t used;
} text_column;

typedef struct table {
    text_column columns[COLUMNS];
    size_t rows;
    unsigned how;
    size_t first; /* row of the chunk that comes next */
} table;

/* Ends the value of a row. */
static void end_value(const table *t, text_column *c, size_t row) {
    if (t->how & LARGE) {
        ((int64_t *)c->ends)[row + 1] = (int64_t)c->used;
    } else {
        ((int32_t *)c->ends)[row + 1] = (int32_t)c->used;
    }
}

/* Cuts a row at its commas; what stands behind the last column's belongs to it. */
static void add_row(table *t, const uint8_t *text, size_t length) {
    size_t column = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == ',' && column + 1 < COLUMNS) {
            end_value(t, &t->columns[column++], t->rows);
            continue;
        }
        t->columns[column].bytes[t->columns[column].used++] = (char)text[i];
        t->columns[column].validity[t->rows / 8] |= (uint8_t)(1u << t->rows % 8);
    }
    for (; column < COLUMNS; column++) {
        end_value(t, &t->columns[column], t->rows);
    }
    t->rows++;
}

static table read_table(const uint8_t *data, size_t size, unsigned how) {
    table t = { .how = how };
    for (size_t i = 0; i < COLUMNS; i++) {
        t.columns[i] = (text_column){ block((ROWS_MOST + 1) * 8), block(size), block(ROWS_MOST / 8), 0 };
    }
    while (size > 0 && t.rows < ROWS_MOST) {
        const size_t length = data[0] < size - 1 ? data[0] : size - 1;
        add_row(&t, data + 1, length);
        data += 1 + length;
        size -= 1 + length;
    }
    return t;
}

static void free_table(table *t) {
    for (size_t i = 0; i < COLUMNS; i++) {
        free(t->columns[i].ends);
        free(t->columns[i].bytes);
        free(t->columns[i].validity);
    }
}

/* --- As a stream ------------------------------------------------------------------------------------------------------------ */

typedef struct parts {
    struct ArrowArray arrays[COLUMNS];
    struct ArrowArray *places[COLUMNS];
    const void *buffers[COLUMNS][3];
    const void *none[1];
} parts;

static void release_array(struct ArrowArray *array) {
    free(array->private_data);
    array->release = NULL;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    table *t = stream->private_data;
    const size_t left = t->rows - t->first;
    const size_t count = t->how & CHUNKS && left > 3 ? 3 : left;
    out->release = NULL;
    if (count == 0) {
        return 0;
    }
    parts *p = block(sizeof *p);
    for (size_t i = 0; i < COLUMNS; i++) {
        const text_column *c = &t->columns[i];
        p->buffers[i][0] = t->how & NULLS ? c->validity : NULL;
        p->buffers[i][1] = c->ends;
        p->buffers[i][2] = c->bytes;
        p->places[i] = &p->arrays[i];
        p->arrays[i] = (struct ArrowArray){
            .length = (int64_t)t->rows, .null_count = -1, .n_buffers = 3, .buffers = p->buffers[i]
        };
    }
    *out = (struct ArrowArray){ .length = (int64_t)count,
                                .offset = (int64_t)t->first,
                                .n_buffers = 1,
                                .n_children = COLUMNS,
                                .buffers = p->none,
                                .children = p->places,
                                .release = release_array,
                                .private_data = p };
    t->first += count;
    return 0;
}

static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    static const char *const names[COLUMNS] = { "case", "at", "event", "party", "attributes" };
    static struct ArrowSchema schemas[COLUMNS];
    static struct ArrowSchema *places[COLUMNS];
    const table *t = stream->private_data;
    for (size_t i = 0; i < COLUMNS; i++) {
        schemas[i] = (struct ArrowSchema){ .format = t->how & LARGE ? "U" : "u", .name = names[i] };
        places[i] = &schemas[i];
    }
    *out = (struct ArrowSchema){
        .format = "+s", .name = "", .n_children = COLUMNS, .children = places, .release = release_schema
    };
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream) {
    stream->release = NULL;
}

/* --- Judging it --------------------------------------------------------------------------------------------------------------- */

static void *resize(void *old, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_size);
}

/* Reads what every array of answers points to. */
static uint64_t touch(const struct ArrowArray *array) {
    uint64_t sum = (uint64_t)array->length;
    for (int64_t i = 0; i < array->n_children; i++) {
        sum += touch(array->children[i]);
    }
    return array->dictionary == NULL ? sum : sum + touch(array->dictionary);
}

static void count_bad(const utskr_column_error *bad, void *user) {
    uint64_t *count = user;
    require(bad->status != UTSKR_OK && bad->column > 0 && bad->column < UTSKR_COLUMN_COUNT);
    *count += 1;
}

static void read_answers(struct ArrowArrayStream *stream, size_t rows) {
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    struct ArrowArray array;
    int failed = stream->get_next(stream, &array);
    while (failed == 0 && array.release != NULL) {
        require(touch(&array) > 0);
        array.release(&array);
        failed = stream->get_next(stream, &array);
    }
    if (failed != 0) {
        require(stream->get_last_error(stream)[0] != '\0');
        require(utskr_arrow_error(stream, &error) == UTSKR_OK && error.column > 0 && error.row < rows);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const utskr_allocator allocator = { resize, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    struct ArrowArrayStream answers;
    uint64_t bad = 0;
    if (size == 0) {
        return 0;
    }
    table t = read_table(data + 1, size - 1, data[0]);
    struct ArrowArrayStream events = { get_schema, get_next, get_last_error, release_stream, &t };
    options.batch.bad_rows = data[0] & LEAVES_OUT ? UTSKR_BAD_ROWS_LEAVE_OUT : UTSKR_BAD_ROWS_REFUSE;
    options.batch.report = count_bad;
    options.batch.user = &bad;
    require(utskr_arrow_judge(&events, &options, &allocator, &answers, NULL) == UTSKR_OK);
    read_answers(&answers, t.rows);
    answers.release(&answers);
    free_table(&t);
    return 0;
}
