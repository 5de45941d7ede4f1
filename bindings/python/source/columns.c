/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Columns of Python's, any sequences, as a stream of one chunk: numbers, text, or instants. What a column holds is what
 * its first value is; the library reads it.
 */
#include "arrow.h"

#include <stdlib.h>

/* A column on its way, which becomes the private data of its array. */
typedef struct made_column {
    const void *buffers[3];
    uint8_t *valid;
    int64_t *numbers; /* of numbers and instants; of text, where each begins */
    char *text;
    size_t text_size;
    size_t text_room;
    int64_t null_count;
    char *name;
} made_column;

typedef struct made_table {
    const void *buffers[1];
    struct ArrowArray *arrays;
    struct ArrowArray **array_places;
} made_table;

typedef struct made_schema {
    struct ArrowSchema *schemas;
    struct ArrowSchema **places;
} made_schema;

static void free_column(made_column *column) {
    free(column->valid);
    free(column->numbers);
    free(column->text);
    free(column->name);
    free(column);
}

static void release_column(struct ArrowArray *array) {
    free_column(array->private_data);
    array->release = NULL;
}

static void release_table(struct ArrowArray *array) {
    made_table *table = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release) {
            array->children[i]->release(array->children[i]);
        }
    }
    free(table->arrays);
    free(table->array_places);
    free(table);
    array->release = NULL;
}

static void release_name(struct ArrowSchema *schema) {
    free(schema->private_data);
    schema->release = NULL;
}

static void release_names(struct ArrowSchema *schema) {
    made_schema *made = schema->private_data;
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release) {
            schema->children[i]->release(schema->children[i]);
        }
    }
    free(made->schemas);
    free(made->places);
    free(made);
    schema->release = NULL;
}

/* --- Values ----------------------------------------------------------------------------------------------------------------- */

/* None, and what is not equal to itself: NaN, NaT, and what will not say whether it is. */
static bool is_missing(PyObject *value) {
    if (value == Py_None) {
        return true;
    }
    if (PyUnicode_Check(value) || PyLong_CheckExact(value)) {
        return false;
    }
    PyObject *equal = PyObject_RichCompare(value, value, Py_EQ);
    int is_equal = equal ? PyObject_IsTrue(equal) : -1;
    Py_XDECREF(equal);
    PyErr_Clear();
    return is_equal != 1;
}

static int refuse_value(PyObject *value, int64_t row, const char *name) {
    return PyErr_Format(PyExc_TypeError, "column %s, row %lld: %R is of another kind than the first of the column",
                        name, (long long)row, value)
               ? 0
               : -1;
}

static bool is_moment(PyObject *value) {
    return PyObject_TypeCheck(value, (PyTypeObject *)core.date_type); /* a datetime is a date */
}

static int put_text(made_column *column, PyObject *value, int64_t row) {
    PyObject *bytes = PyUnicode_AsUTF8String(value);
    if (!bytes) {
        return -1;
    }
    size_t length = (size_t)PyBytes_Size(bytes);
    if (length > column->text_room - column->text_size) {
        size_t room = (column->text_size + length) * 2;
        char *text = realloc(column->text, room);
        if (!text) {
            Py_DECREF(bytes);
            PyErr_NoMemory();
            return -1;
        }
        column->text = text;
        column->text_room = room;
    }
    memcpy(column->text + column->text_size, PyBytes_AsString(bytes), length);
    column->text_size += length;
    column->numbers[row + 1] = (int64_t)column->text_size;
    Py_DECREF(bytes);
    return 0;
}

static int put_number(made_column *column, PyObject *value, int64_t row) {
    PyObject *number = PyNumber_Index(value);
    if (!number) {
        return -1;
    }
    column->numbers[row] = PyLong_AsLongLong(number);
    Py_DECREF(number);
    return PyErr_Occurred() ? -1 : 0;
}

static int put_fraction(made_column *column, PyObject *value, int64_t row) {
    double fraction = PyFloat_AsDouble(value);
    if (PyErr_Occurred()) {
        return -1;
    }
    memcpy(&column->numbers[row], &fraction, sizeof fraction);
    return 0;
}

static int put_value(made_column *column, char kind, PyObject *value, int64_t row) {
    if (kind == 'U') {
        return PyUnicode_Check(value) ? put_text(column, value, row) : refuse_value(value, row, column->name);
    }
    if (kind == 't') {
        return is_moment(value) ? core_moment(value, &column->numbers[row]) : refuse_value(value, row, column->name);
    }
    if (kind == 'g') {
        return put_fraction(column, value, row);
    }
    return PyUnicode_Check(value) || is_moment(value) ? refuse_value(value, row, column->name)
                                                      : put_number(column, value, row);
}

static int put_row(made_column *column, char kind, PyObject *value, int64_t row) {
    if (kind == 'U') {
        column->numbers[row + 1] = (int64_t)column->text_size;
    }
    if (is_missing(value)) {
        column->null_count++;
        return 0;
    }
    column->valid[row >> 3] = (uint8_t)(column->valid[row >> 3] | 1U << (row & 7));
    return put_value(column, kind, value, row);
}

/* 'U' text, 't' instants, 'g' fractions, 'l' numbers: by the first value that is there. */
static char kind_of(PyObject *values) {
    for (Py_ssize_t i = 0; i < PyList_Size(values); i++) {
        PyObject *value = PyList_GetItem(values, i);
        if (!is_missing(value)) {
            return PyUnicode_Check(value) ? 'U' : is_moment(value) ? 't' : PyFloat_Check(value) ? 'g' : 'l';
        }
    }
    return 'U';
}

/* --- Columns ---------------------------------------------------------------------------------------------------------------- */

static made_column *new_column(PyObject *name, size_t rows) {
    made_column *column = calloc(1, sizeof *column);
    if (!column) {
        return NULL;
    }
    column->valid = calloc(rows / 8 + 1, 1);
    column->numbers = calloc(rows + 1, sizeof *column->numbers);
    column->text = calloc(1, 1);
    column->text_room = 1;
    column->name = calloc((size_t)PyBytes_Size(name) + 1, 1);
    if (!column->valid || !column->numbers || !column->text || !column->name) {
        free_column(column);
        return NULL;
    }
    memcpy(column->name, PyBytes_AsString(name), (size_t)PyBytes_Size(name));
    return column;
}

static void describe(const made_column *column, char kind, struct ArrowSchema *out) {
    const char *format = kind == 'U' ? "U" : kind == 't' ? "tss:UTC" : kind == 'g' ? "g" : "l";
    size_t size = strlen(column->name) + 1;
    char *name = malloc(size);
    if (name) {
        memcpy(name, column->name, size);
    }
    *out = (struct ArrowSchema){ .format = format,
                                 .name = name ? name : "",
                                 .flags = ARROW_FLAG_NULLABLE,
                                 .release = release_name,
                                 .private_data = name };
}

static int make_column(PyObject *name, PyObject *values, struct ArrowArray *array, struct ArrowSchema *schema) {
    Py_ssize_t rows = PyList_Size(values);
    char kind = kind_of(values);
    made_column *column = new_column(name, (size_t)rows);
    if (!column) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t row = 0; row < rows; row++) {
        if (put_row(column, kind, PyList_GetItem(values, row), row) != 0) {
            free_column(column);
            return -1;
        }
    }
    column->buffers[0] = column->valid;
    column->buffers[1] = column->numbers;
    column->buffers[2] = column->text;
    *array = (struct ArrowArray){ .length = rows,
                                  .null_count = column->null_count,
                                  .n_buffers = kind == 'U' ? 3 : 2,
                                  .buffers = column->buffers,
                                  .release = release_column,
                                  .private_data = column };
    describe(column, kind, schema);
    return 0;
}

/* --- Tables -------------------------------------------------------------------------------------------------------------------- */

static bool begin_table(Py_ssize_t count, struct ArrowArray *array, struct ArrowSchema *schema) {
    made_table *table = calloc(1, sizeof *table);
    made_schema *names = calloc(1, sizeof *names);
    if (table && names) {
        table->arrays = calloc((size_t)count + 1, sizeof *table->arrays);
        table->array_places = calloc((size_t)count + 1, sizeof *table->array_places);
        names->schemas = calloc((size_t)count + 1, sizeof *names->schemas);
        names->places = calloc((size_t)count + 1, sizeof *names->places);
    }
    if (!table || !names || !table->arrays || !table->array_places || !names->schemas || !names->places) {
        if (table) {
            free(table->arrays);
            free(table->array_places);
        }
        if (names) {
            free(names->schemas);
            free(names->places);
        }
        free(table);
        free(names);
        return false;
    }
    *array = (struct ArrowArray){ .n_buffers = 1,
                                  .buffers = table->buffers,
                                  .children = table->array_places,
                                  .release = release_table,
                                  .private_data = table };
    *schema = (struct ArrowSchema){
        .format = "+s", .name = "", .children = names->places, .release = release_names, .private_data = names
    };
    return true;
}

/* One (name, values) of the columns; all have as many rows as the first. */
static int add_column(PyObject *pair, struct ArrowArray *array, struct ArrowSchema *schema) {
    PyObject *name = NULL;
    PyObject *values = NULL;
    int64_t index = array->n_children;
    made_table *table = array->private_data;
    made_schema *names = schema->private_data;
    if (!PyArg_ParseTuple(pair, "UO", &name, &values)) {
        return -1;
    }
    PyObject *bytes = core_text(name, "the name of a column");
    PyObject *list = bytes ? PySequence_List(values) : NULL;
    int status = list ? make_column(bytes, list, &table->arrays[index], &names->schemas[index]) : -1;
    Py_XDECREF(bytes);
    Py_XDECREF(list);
    if (status != 0) {
        return -1;
    }
    table->array_places[index] = &table->arrays[index];
    names->places[index] = &names->schemas[index];
    array->n_children = schema->n_children = index + 1;
    if (index > 0 && table->arrays[index].length != array->length) {
        PyErr_Format(PyExc_ValueError, "column %U has %lld rows, the first one %lld", name,
                     (long long)table->arrays[index].length, (long long)array->length);
        return -1;
    }
    array->length = table->arrays[index].length;
    return 0;
}

static PyObject *stream_of(struct ArrowSchema *schema, struct ArrowArray *array) {
    struct ArrowArrayStream stream;
    utskr_status status = utskr_arrow_stream_of(schema, array, &core_allocator, &stream);
    return status == UTSKR_OK ? stream_capsule(&stream) : core_raise(status, NULL);
}

PyObject *stream_of_columns(PyObject *module, PyObject *columns) {
    struct ArrowArray array;
    struct ArrowSchema schema;
    (void)module;
    if (!PyTuple_Check(columns)) {
        return PyErr_Format(PyExc_TypeError, "columns are a tuple of pairs");
    }
    if (!begin_table(PyTuple_Size(columns), &array, &schema)) {
        return PyErr_NoMemory();
    }
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyTuple_Size(columns); i++) {
        status = add_column(PyTuple_GetItem(columns, i), &array, &schema);
    }
    PyObject *capsule = status == 0 ? stream_of(&schema, &array) : NULL;
    if (array.release) {
        array.release(&array);
    }
    if (schema.release) {
        schema.release(&schema);
    }
    return capsule;
}

PyObject *stream_of_array(PyObject *module, PyObject *arguments) {
    PyObject *schema_capsule = NULL;
    PyObject *array_capsule = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "OO:stream_of_array", &schema_capsule, &array_capsule)) {
        return NULL;
    }
    struct ArrowSchema *schema = PyCapsule_GetPointer(schema_capsule, SCHEMA_CAPSULE);
    struct ArrowArray *array = schema ? PyCapsule_GetPointer(array_capsule, ARRAY_CAPSULE) : NULL;
    return array ? stream_of(schema, array) : NULL;
}
