/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables of events in, tables of judgements out. */
#include "arrow.h"

#include <errno.h>
#include <stdlib.h>

typedef struct table_object {
    PyObject_HEAD held_table *table;
} table_object;

/* Answers that are made when they are asked for, some cases at a time. */
typedef struct judging_object {
    PyObject_HEAD PyObject *class; /* of the tables */
    PyObject *words;               /* holds what the question points at */
    struct table_question *ask;
    struct ArrowArrayStream answers; /* release NULL: none left */
    bool is_busy;
} judging_object;

static PyTypeObject *table_type;
static PyTypeObject *judging_type;

/* --- Bad rows ----------------------------------------------------------------------------------------------------------- */

/* They are told of without the GIL, and become exceptions later. */
typedef struct bad_rows {
    utskr_column_error *rows;
    size_t count;
    size_t room;
    bool lacks_memory;
} bad_rows;

static void keep_bad_row(const utskr_column_error *bad, void *user) {
    bad_rows *all = user;
    if (all->count == all->room) {
        size_t room = all->room > 0 ? all->room * 2 : 16;
        utskr_column_error *rows = realloc(all->rows, room * sizeof *rows);
        if (!rows) {
            all->lacks_memory = true;
            return;
        }
        all->rows = rows;
        all->room = room;
    }
    all->rows[all->count++] = *bad;
}

static PyObject *bad_row(const utskr_column_error *bad) {
    return PyObject_CallFunction(core.row_error, "(sNsLsss)", bad->message, core_member(WORDS_STATUS, bad->status),
                                 utskr_column_name(bad->column), (long long)bad->row, bad->word, bad->expected,
                                 bad->suggestion);
}

static PyObject *list_bad_rows(const bad_rows *all) {
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list && i < all->count; i++) {
        PyObject *error = bad_row(&all->rows[i]);
        if (!error || PyList_Append(list, error) != 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(error);
    }
    return list;
}

static PyObject *raise_bad_row(utskr_status status, const utskr_column_error *bad) {
    if (status == UTSKR_NO_MEMORY) {
        return PyErr_NoMemory();
    }
    utskr_column_error whole = *bad;
    whole.status = (int32_t)status;
    PyObject *error = bad_row(&whole);
    if (error) {
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
        Py_DECREF(error);
    }
    return NULL;
}

/* --- What is asked ------------------------------------------------------------------------------------------------------- */

/* The options of a call, and what they point at. */
typedef struct table_question {
    utskr_arrow_options options;
    utskr_readings readings;
    utskr_rate *rates;
    const utskr_pack **packs;
    const char *names[UTSKR_COLUMN_COUNT];
    PyObject *name_bytes[UTSKR_COLUMN_COUNT];
    bad_rows bad;
} table_question;

static void end_question(table_question *ask) {
    for (int i = 0; i < UTSKR_COLUMN_COUNT; i++) {
        Py_XDECREF(ask->name_bytes[i]);
    }
    free(ask->rates);
    free(ask->packs);
    free(ask->bad.rows);
}

/* {name in the library: name in the table} */
static int choose_names(table_question *ask, PyObject *names) {
    for (int i = 1; i < UTSKR_COLUMN_COUNT; i++) {
        PyObject *name = PyDict_GetItemString(names, utskr_column_name(i));
        if (name) {
            ask->name_bytes[i] = core_text(name, "the name of a column");
            if (!ask->name_bytes[i]) {
                return -1;
            }
            ask->names[i] = core_bytes(ask->name_bytes[i]);
        }
    }
    ask->options.names = ask->names;
    return 0;
}

static int choose_packs(table_question *ask, PyObject *packs) {
    Py_ssize_t count = PyTuple_Size(packs);
    if (count == 0) {
        return 0;
    }
    ask->packs = calloc((size_t)count, sizeof *ask->packs);
    if (!ask->packs) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        ask->packs[i] = core_pack_of(PyTuple_GetItem(packs, i));
        if (!ask->packs[i]) {
            return -1;
        }
    }
    ask->options.batch.packs = ask->packs;
    ask->options.batch.pack_count = (uint32_t)count;
    return 0;
}

/* (names, packs, by case?, want, refuse?, at, known_at, readings, rates, (municipality, payer, region, care)) */
static int begin_question(table_question *ask, PyObject *words) {
    PyObject *names = NULL;
    PyObject *packs = NULL;
    PyObject *times[2];
    PyObject *readings = NULL;
    PyObject *rates = NULL;
    int by_case = 0;
    int refuses = 0;
    utskr_batch_options *batch = &ask->options.batch;
    memset(ask, 0, sizeof *ask);
    utskr_arrow_options_init(&ask->options);
    if (!PyArg_ParseTuple(words, "O!O!pIpOOOO(iiii)", &PyDict_Type, &names, &PyTuple_Type, &packs, &by_case,
                          &ask->options.want, &refuses, &times[0], &times[1], &readings, &rates,
                          &batch->stay.municipality, &batch->stay.payer, &batch->stay.region, &batch->stay.care) ||
        choose_names(ask, names) != 0 || choose_packs(ask, packs) != 0 ||
        core_instant_or_none(times[0], &batch->at) != 0 || core_instant_or_none(times[1], &batch->known_at) != 0 ||
        core_choose_readings(readings, &ask->readings) != 0 ||
        core_choose_rates(rates, &ask->rates, &batch->rate_count) != 0) {
        return -1;
    }
    ask->options.order = by_case ? UTSKR_BATCH_BY_CASE : UTSKR_BATCH_BY_TIME;
    batch->readings = readings == Py_None ? NULL : &ask->readings;
    batch->rates = ask->rates;
    batch->bad_rows = refuses ? UTSKR_BAD_ROWS_REFUSE : UTSKR_BAD_ROWS_LEAVE_OUT;
    batch->report = keep_bad_row;
    batch->user = &ask->bad;
    return 0;
}

/* --- Judging ---------------------------------------------------------------------------------------------------------------- */

/* Why a stream of answers ended: its own error, or what the stream of events said. */
static PyObject *raise_stream_error(struct ArrowArrayStream *answers, int number) {
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    if (PyErr_Occurred()) {
        return NULL;
    }
    if (number == ENOMEM) {
        return PyErr_NoMemory();
    }
    if (utskr_arrow_error(answers, &error) == UTSKR_OK && error.status != UTSKR_OK &&
        error.status != UTSKR_SINK_FAILED) {
        return raise_bad_row((utskr_status)error.status, &error);
    }
    const char *message = answers->get_last_error(answers);
    return PyErr_Format(PyExc_OSError, "the table of events failed: %s", message ? message : strerror(number));
}

/* Takes over the table, also on failure. */
static PyObject *table_object_from(PyObject *class, held_table *table) {
    table_object *self = (table_object *)PyType_GenericAlloc((PyTypeObject *)class, 0);
    if (!self) {
        held_table_release(table);
        return NULL;
    }
    self->table = table;
    return (PyObject *)self;
}

typedef int (*table_filler)(held_table *table, struct ArrowArrayStream *answers);

/* Answers of a stream, with the bad rows that were left out: (table, [errors]). */
static PyObject *take_answers(PyObject *class, struct ArrowArrayStream *answers, const bad_rows *bad,
                              table_filler fill) {
    int status = ENOMEM;
    held_table *table = held_table_new();
    if (!table) {
        return PyErr_NoMemory();
    }
    Py_BEGIN_ALLOW_THREADS;
    status = fill(table, answers);
    Py_END_ALLOW_THREADS;
    if (status != 0 || bad->lacks_memory || PyErr_Occurred()) {
        held_table_release(table);
        return raise_stream_error(answers, bad->lacks_memory ? ENOMEM : status);
    }
    PyObject *made = table_object_from(class, table);
    return made ? Py_BuildValue("(NN)", made, list_bad_rows(bad)) : NULL;
}

/* 0, or -1 with an exception. */
static int begin_answers(struct ArrowArrayStream *events, const table_question *ask, struct ArrowArrayStream *answers) {
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    utskr_status status = UTSKR_OK;
    Py_BEGIN_ALLOW_THREADS;
    status = utskr_arrow_judge(events, &ask->options, &core_allocator, answers, &error);
    Py_END_ALLOW_THREADS;
    if (status == UTSKR_SINK_FAILED) {
        const char *message = events->get_last_error(events);
        PyErr_Format(PyExc_OSError, "the table of events failed: %s", message ? message : "no schema");
        return -1;
    }
    if (status != UTSKR_OK) {
        raise_bad_row(status, &error);
        return -1;
    }
    return 0;
}

static PyObject *judge_stream(PyObject *class, struct ArrowArrayStream *events, table_question *ask) {
    struct ArrowArrayStream answers;
    if (begin_answers(events, ask, &answers) != 0) {
        return NULL;
    }
    PyObject *made = take_answers(class, &answers, &ask->bad, held_table_fill);
    answers.release(&answers);
    return made;
}

/* (capsule of a stream, question): NULL with an exception. */
static struct ArrowArrayStream *events_of(PyObject *arguments, PyObject **words) {
    PyObject *capsule = NULL;
    if (!PyArg_ParseTuple(arguments, "OO!:_judge", &capsule, &PyTuple_Type, words)) {
        return NULL;
    }
    struct ArrowArrayStream *events = PyCapsule_GetPointer(capsule, STREAM_CAPSULE);
    if (events && !events->release) {
        PyErr_SetString(PyExc_ValueError, "the table of events has been read already");
        return NULL;
    }
    return events;
}

static PyObject *table_judge(PyObject *class, PyObject *arguments) {
    PyObject *words = NULL;
    table_question ask;
    struct ArrowArrayStream *events = events_of(arguments, &words);
    if (!events) {
        return NULL;
    }
    PyObject *made = begin_question(&ask, words) == 0 ? judge_stream(class, events, &ask) : NULL;
    end_question(&ask);
    return made;
}

/* --- Judging piece by piece ------------------------------------------------------------------------------------------------- */

static PyObject *table_judge_pieces(PyObject *class, PyObject *arguments) {
    PyObject *words = NULL;
    struct ArrowArrayStream *events = events_of(arguments, &words);
    judging_object *self = events ? (judging_object *)PyType_GenericAlloc(judging_type, 0) : NULL;
    if (!self) {
        return NULL;
    }
    Py_INCREF(class);
    self->class = class;
    Py_INCREF(words);
    self->words = words;
    self->ask = calloc(1, sizeof *self->ask);
    if (!self->ask) {
        PyErr_NoMemory();
    } else if (begin_question(self->ask, words) == 0 && begin_answers(events, self->ask, &self->answers) == 0) {
        return (PyObject *)self;
    }
    Py_DECREF((PyObject *)self);
    return NULL;
}

static void end_judging(judging_object *self) {
    if (self->answers.release) {
        self->answers.release(&self->answers);
    }
    self->answers.release = NULL;
}

static void judging_free(PyObject *self) {
    judging_object *judging = (judging_object *)self;
    end_judging(judging);
    if (judging->ask) {
        end_question(judging->ask);
    }
    free(judging->ask);
    Py_XDECREF(judging->class);
    Py_XDECREF(judging->words);
    core_free_object(self);
}

/* (table of the cases that have ended, [errors of the rows that were left out since]) */
static PyObject *judging_next(PyObject *object) {
    judging_object *self = (judging_object *)object;
    if (self->is_busy) {
        PyErr_SetString(PyExc_ValueError, "these answers are being asked for already");
        return NULL;
    }
    if (!self->answers.release) {
        return NULL;
    }
    self->is_busy = true;
    self->ask->bad.count = 0;
    PyObject *made = take_answers(self->class, &self->answers, &self->ask->bad, held_table_fill_next);
    self->is_busy = false;
    if (made && PyObject_Size(PyTuple_GetItem(made, 0)) > 0) {
        return made;
    }
    Py_XDECREF(made);
    end_judging(self);
    return NULL;
}

static PyType_Slot judging_slots[] = {
    { Py_tp_new, core_refuse_new },
    { Py_tp_dealloc, judging_free },
    { Py_tp_iter, PyObject_SelfIter },
    { Py_tp_iternext, judging_next },
    { Py_tp_doc, (void *)"Tables of judgements, one after another; see utskrivning.engines.judge_batches." },
    { 0, NULL },
};

static PyType_Spec judging_spec = { "utskrivning._core.Judging", sizeof(judging_object), 0, Py_TPFLAGS_DEFAULT,
                                    judging_slots };

/* --- The table ---------------------------------------------------------------------------------------------------------------- */

static void table_free(PyObject *self) {
    held_table_release(((table_object *)self)->table);
    core_free_object(self);
}

static Py_ssize_t table_length(PyObject *self) {
    return (Py_ssize_t)held_table_rows(((table_object *)self)->table);
}

static PyObject *table_names(PyObject *self, PyObject *unused) {
    const struct ArrowSchema *schema = held_table_schema(((table_object *)self)->table);
    PyObject *names = PyTuple_New((Py_ssize_t)schema->n_children);
    (void)unused;
    for (int64_t i = 0; names && i < schema->n_children; i++) {
        PyTuple_SetItem(names, (Py_ssize_t)i, core_from_text(schema->children[i]->name));
    }
    return names;
}

/* (index) -> the column as a list */
static PyObject *table_column(PyObject *self, PyObject *arguments) {
    const held_table *table = ((table_object *)self)->table;
    Py_ssize_t index = 0;
    if (!PyArg_ParseTuple(arguments, "n:_column", &index)) {
        return NULL;
    }
    if (index < 0 || index >= held_table_schema(table)->n_children) {
        PyErr_SetString(PyExc_IndexError, "no such column");
        return NULL;
    }
    return held_table_column(table, index);
}

static PyObject *table_stream(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = { "requested_schema", NULL };
    PyObject *requested = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O:__arrow_c_stream__", names, &requested)) {
        return NULL;
    }
    return held_table_capsule(((table_object *)self)->table);
}

static PyMethodDef table_methods[] = {
    { "_judge", table_judge, METH_VARARGS | METH_CLASS, NULL },
    { "_judge_pieces", table_judge_pieces, METH_VARARGS | METH_CLASS, NULL },
    { "_names", table_names, METH_NOARGS, NULL },
    { "_column", table_column, METH_VARARGS, NULL },
    { "__arrow_c_stream__", (PyCFunction)(void (*)(void))table_stream, METH_VARARGS | METH_KEYWORDS,
      "__arrow_c_stream__($self, /, requested_schema=None)\n--\n\n"
      "The table by the Arrow PyCapsule protocol, without copying, as often as somebody asks." },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot table_slots[] = {
    { Py_tp_new, core_refuse_new },
    { Py_tp_dealloc, table_free },
    { Py_tp_methods, table_methods },
    { Py_sq_length, table_length },
    { Py_tp_doc, (void *)"A table of judgements; see utskrivning.Answers." },
    { 0, NULL },
};

static PyType_Spec table_spec = { "utskrivning._core.Table", sizeof(table_object), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, table_slots };

/* The names that columns of events have. */
static PyObject *list_columns(PyObject *module, PyObject *unused) {
    PyObject *names = PyTuple_New(UTSKR_COLUMN_COUNT - 1);
    (void)module;
    (void)unused;
    for (int i = 1; names && i < UTSKR_COLUMN_COUNT; i++) {
        PyTuple_SetItem(names, i - 1, core_from_text(utskr_column_name(i)));
    }
    return names;
}

static PyMethodDef functions[] = {
    { "columns", list_columns, METH_NOARGS, NULL },
    { "stream_of_columns", stream_of_columns, METH_O, NULL },
    { "stream_of_array", stream_of_array, METH_VARARGS, NULL },
    { "stream_of_streams", stream_of_streams, METH_O, NULL },
    { NULL, NULL, 0, NULL },
};

int core_add_tables(PyObject *module) {
    table_type = core_add_type(module, &table_spec);
    judging_type = core_add_type(module, &judging_spec);
    return table_type && judging_type ? PyModule_AddFunctions(module, functions) : -1;
}
