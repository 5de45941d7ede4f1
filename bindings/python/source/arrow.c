/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A table in Arrow's memory: held once, given away as often as somebody asks, never copied.
 *
 * What is given away points into the memory of the holder and counts as one that holds it; it may be released by any
 * thread, without the GIL.
 */
#include "arrow.h"

#include <errno.h>
#include <stdlib.h>

struct held_table {
    PyThread_type_lock lock; /* of `holders` */
    int64_t holders;
    struct ArrowSchema schema;
    struct ArrowArray *chunks;
    int64_t chunk_count;
    int64_t row_count;
};

/* --- Holding ------------------------------------------------------------------------------------------------------------ */

held_table *held_table_new(void) {
    held_table *table = calloc(1, sizeof *table);
    PyThread_type_lock lock = table ? PyThread_allocate_lock() : NULL;
    if (!lock) {
        free(table);
        return NULL;
    }
    table->lock = lock;
    table->holders = 1;
    return table;
}

static held_table *hold(held_table *table) {
    PyThread_acquire_lock(table->lock, WAIT_LOCK);
    table->holders++;
    PyThread_release_lock(table->lock);
    return table;
}

void held_table_release(held_table *table) {
    PyThread_acquire_lock(table->lock, WAIT_LOCK);
    int64_t left = --table->holders;
    PyThread_release_lock(table->lock);
    if (left > 0) {
        return;
    }
    for (int64_t i = 0; i < table->chunk_count; i++) {
        table->chunks[i].release(&table->chunks[i]);
    }
    if (table->schema.release) {
        table->schema.release(&table->schema);
    }
    free(table->chunks);
    PyThread_free_lock(table->lock);
    free(table);
}

int64_t held_table_rows(const held_table *table) {
    return table->row_count;
}

const struct ArrowSchema *held_table_schema(const held_table *table) {
    return &table->schema;
}

static bool grow(held_table *table) {
    if ((table->chunk_count & (table->chunk_count - 1)) != 0) {
        return true; /* room is doubled at powers of two */
    }
    size_t room = table->chunk_count > 0 ? (size_t)table->chunk_count * 2 : 1;
    struct ArrowArray *chunks = realloc(table->chunks, room * sizeof *chunks);
    table->chunks = chunks ? chunks : table->chunks;
    return chunks != NULL;
}

/* `*more` becomes whether there was another. */
static int take_chunk(held_table *table, struct ArrowArrayStream *stream, bool *more) {
    *more = false;
    if (!grow(table)) {
        return ENOMEM;
    }
    struct ArrowArray *chunk = &table->chunks[table->chunk_count];
    memset(chunk, 0, sizeof *chunk);
    int status = stream->get_next(stream, chunk);
    if (status != 0 || !chunk->release) {
        return status;
    }
    table->row_count += chunk->length;
    table->chunk_count++;
    *more = true;
    return 0;
}

int held_table_fill(held_table *table, struct ArrowArrayStream *stream) {
    int status = stream->get_schema(stream, &table->schema);
    for (bool more = true; status == 0 && more;) {
        status = take_chunk(table, stream, &more);
    }
    return status;
}

int held_table_fill_next(held_table *table, struct ArrowArrayStream *stream) {
    bool more = false;
    int status = stream->get_schema(stream, &table->schema);
    return status == 0 ? take_chunk(table, stream, &more) : status;
}

/* --- Giving away ---------------------------------------------------------------------------------------------------------- */

/* Behind what is given away: the holder, and the memory of the children. */
typedef struct given_array {
    held_table *table;
    struct ArrowArray dictionary;
    struct ArrowArray **places;
    struct ArrowArray *children;
} given_array;

typedef struct given_schema {
    held_table *table;
    struct ArrowSchema dictionary;
    struct ArrowSchema **places;
    struct ArrowSchema *children;
} given_schema;

static void release_array(struct ArrowArray *array) {
    given_array *given = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release) {
            array->children[i]->release(array->children[i]);
        }
    }
    if (array->dictionary && array->dictionary->release) {
        array->dictionary->release(array->dictionary);
    }
    held_table_release(given->table);
    free(given->places);
    free(given->children);
    free(given);
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    given_schema *given = schema->private_data;
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release) {
            schema->children[i]->release(schema->children[i]);
        }
    }
    if (schema->dictionary && schema->dictionary->release) {
        schema->dictionary->release(schema->dictionary);
    }
    held_table_release(given->table);
    free(given->places);
    free(given->children);
    free(given);
    schema->release = NULL;
}

/* The children come later; until then there are none to release. */
static given_array *begin_array(held_table *table, const struct ArrowArray *from, struct ArrowArray *out) {
    given_array *given = calloc(1, sizeof *given);
    size_t count = (size_t)from->n_children;
    if (given) {
        given->places = calloc(count + 1, sizeof *given->places);
        given->children = calloc(count + 1, sizeof *given->children);
    }
    if (!given || !given->places || !given->children) {
        free(given ? given->places : NULL);
        free(given ? given->children : NULL);
        free(given);
        return NULL;
    }
    given->table = hold(table);
    *out = *from;
    out->n_children = 0;
    out->children = given->places;
    out->dictionary = NULL;
    out->release = release_array;
    out->private_data = given;
    return given;
}

/* Tables of answers are three levels deep: the table, a list, its values. */
static bool give_array(held_table *table, const struct ArrowArray *from, struct ArrowArray *out) {
    given_array *given = begin_array(table, from, out);
    bool good = given != NULL;
    for (int64_t i = 0; good && i < from->n_children; i++) {
        good = give_array(table, from->children[i], &given->children[i]);
        given->places[i] = &given->children[i];
        out->n_children += good;
    }
    if (good && from->dictionary) {
        good = give_array(table, from->dictionary, &given->dictionary);
        out->dictionary = good ? &given->dictionary : NULL;
    }
    if (given && !good) {
        out->release(out);
    }
    return good;
}

static given_schema *begin_schema(held_table *table, const struct ArrowSchema *from, struct ArrowSchema *out) {
    given_schema *given = calloc(1, sizeof *given);
    size_t count = (size_t)from->n_children;
    if (given) {
        given->places = calloc(count + 1, sizeof *given->places);
        given->children = calloc(count + 1, sizeof *given->children);
    }
    if (!given || !given->places || !given->children) {
        free(given ? given->places : NULL);
        free(given ? given->children : NULL);
        free(given);
        return NULL;
    }
    given->table = hold(table);
    *out = *from;
    out->n_children = 0;
    out->children = given->places;
    out->dictionary = NULL;
    out->release = release_schema;
    out->private_data = given;
    return given;
}

static bool give_schema(held_table *table, const struct ArrowSchema *from, struct ArrowSchema *out) {
    given_schema *given = begin_schema(table, from, out);
    bool good = given != NULL;
    for (int64_t i = 0; good && i < from->n_children; i++) {
        good = give_schema(table, from->children[i], &given->children[i]);
        given->places[i] = &given->children[i];
        out->n_children += good;
    }
    if (good && from->dictionary) {
        good = give_schema(table, from->dictionary, &given->dictionary);
        out->dictionary = good ? &given->dictionary : NULL;
    }
    if (given && !good) {
        out->release(out);
    }
    return good;
}

/* --- As a stream ------------------------------------------------------------------------------------------------------------ */

typedef struct table_stream {
    held_table *table;
    int64_t next;
} table_stream;

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    table_stream *own = stream->private_data;
    return give_schema(own->table, &own->table->schema, out) ? 0 : ENOMEM;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    table_stream *own = stream->private_data;
    memset(out, 0, sizeof *out);
    if (own->next == own->table->chunk_count) {
        return 0;
    }
    if (!give_array(own->table, &own->table->chunks[own->next], out)) {
        return ENOMEM;
    }
    own->next++;
    return 0;
}

static const char *stream_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "no memory"; /* nothing else goes wrong */
}

static void release_stream(struct ArrowArrayStream *stream) {
    table_stream *own = stream->private_data;
    held_table_release(own->table);
    free(own);
    stream->release = NULL;
}

static bool give_stream(held_table *table, struct ArrowArrayStream *out) {
    table_stream *own = calloc(1, sizeof *own);
    if (!own) {
        return false;
    }
    own->table = hold(table);
    *out = (struct ArrowArrayStream){ stream_schema, stream_next, stream_error, release_stream, own };
    return true;
}

/* --- As a capsule ------------------------------------------------------------------------------------------------------------ */

static void free_stream_capsule(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, STREAM_CAPSULE);
    if (stream->release) {
        stream->release(stream);
    }
    free(stream);
}

PyObject *stream_capsule(struct ArrowArrayStream *stream) {
    struct ArrowArrayStream *moved = malloc(sizeof *moved);
    if (!moved) {
        stream->release(stream);
        return PyErr_NoMemory();
    }
    *moved = *stream;
    PyObject *capsule = PyCapsule_New(moved, STREAM_CAPSULE, free_stream_capsule);
    if (!capsule) {
        moved->release(moved);
        free(moved);
    }
    return capsule;
}

PyObject *held_table_capsule(held_table *table) {
    struct ArrowArrayStream stream;
    return give_stream(table, &stream) ? stream_capsule(&stream) : PyErr_NoMemory();
}

/* --- As lists of Python ------------------------------------------------------------------------------------------------------- */

static bool is_null(const struct ArrowArray *array, int64_t row) {
    const uint8_t *bits = array->n_buffers > 0 ? array->buffers[0] : NULL;
    int64_t at = row + array->offset;
    return bits && !(bits[at >> 3] >> (at & 7) & 1U);
}

static PyObject *text_at(const struct ArrowArray *array, int64_t row) {
    const int32_t *ends = array->buffers[1];
    const char *bytes = array->buffers[2];
    int64_t at = row + array->offset;
    return PyUnicode_DecodeUTF8(bytes + ends[at], ends[at + 1] - ends[at], "replace");
}

static PyObject *value_at(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row);

static PyObject *list_at(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row) {
    const int32_t *ends = array->buffers[1];
    int64_t at = row + array->offset;
    PyObject *list = PyList_New(ends[at + 1] - ends[at]);
    for (int32_t i = ends[at]; list && i < ends[at + 1]; i++) {
        PyObject *value = value_at(schema->children[0], array->children[0], i);
        if (!value || PyList_SetItem(list, i - ends[at], value) != 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *number_at(char format, const void *values, int64_t at) {
    switch (format) {
    case 'l': return PyLong_FromLongLong(((const int64_t *)values)[at]);
    case 'i': return PyLong_FromLong(((const int32_t *)values)[at]);
    case 'I': return PyLong_FromUnsignedLong(((const uint32_t *)values)[at]);
    case 'C': return PyLong_FromLong(((const uint8_t *)values)[at]);
    default: return PyErr_Format(PyExc_NotImplementedError, "a column of the Arrow format %c", format);
    }
}

enum { MICROSECONDS = 1000000 };

static PyObject *time_at(const char *format, const void *values, int64_t at) {
    return strcmp(format, "tdD") == 0 ? core_from_date(((const int32_t *)values)[at])
                                      : core_from_instant(((const int64_t *)values)[at] / MICROSECONDS);
}

/* The formats that tables of answers have. */
static PyObject *value_at(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row) {
    if (is_null(array, row)) {
        return core_none();
    }
    if (schema->dictionary) {
        const uint8_t *places = array->buffers[1];
        return text_at(array->dictionary, places[row + array->offset]);
    }
    switch (schema->format[0]) {
    case 'u': return text_at(array, row);
    case '+': return list_at(schema, array, row);
    case 't': return time_at(schema->format, array->buffers[1], row + array->offset);
    default: return number_at(schema->format[0], array->buffers[1], row + array->offset);
    }
}

static int append_chunk(PyObject *list, const struct ArrowSchema *schema, const struct ArrowArray *array) {
    for (int64_t row = 0; row < array->length; row++) {
        PyObject *value = value_at(schema, array, row);
        int status = value ? PyList_Append(list, value) : -1;
        Py_XDECREF(value);
        if (status != 0) {
            return -1;
        }
    }
    return 0;
}

PyObject *held_table_column(const held_table *table, int64_t column) {
    PyObject *list = PyList_New(0);
    for (int64_t i = 0; list && i < table->chunk_count; i++) {
        if (append_chunk(list, table->schema.children[column], table->chunks[i].children[column]) != 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}
