/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settlements and statistics: cases in, months of municipalities out. */
#include "core.h"

#include <stdlib.h>

typedef struct settlement_object {
    PyObject_HEAD utskr_settlement *settlement;
    PyThread_type_lock lock;
    PyObject *packs; /* a list: those of the caller's that cases were judged under */
} settlement_object;

static PyTypeObject *settlement_type;

/* --- Months --------------------------------------------------------------------------------------------------------- */

/* "2022-05", or a date in the month. 0, or -1 with an exception. */
static int month_from(PyObject *value, utskr_month *out) {
    utskr_date day = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyUnicode_Check(value)) {
        if (core_date(value, &day) != 0) {
            return -1;
        }
        *out = utskr_month_of(day);
        return 0;
    }
    PyObject *bytes = core_text(value, "a month");
    if (!bytes) {
        return -1;
    }
    utskr_status status = utskr_month_parse(core_bytes(bytes), (size_t)PyBytes_Size(bytes), out, &error);
    Py_DECREF(bytes);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    return 0;
}

/* --- Making --------------------------------------------------------------------------------------------------------- */

static utskr_settlement *make_settlement(PyObject *arguments) {
    PyObject *words[6];
    utskr_settlement_terms terms = UTSKR_SETTLEMENT_TERMS_INIT;
    utskr_readings readings;
    utskr_rate *rates = NULL;
    utskr_settlement *settlement = NULL;
    if (!PyArg_ParseTuple(arguments, "OOOOOO:Settlement", &words[0], &words[1], &words[2], &words[3], &words[4],
                          &words[5]) ||
        month_from(words[0], &terms.from) != 0 || month_from(words[1], &terms.to) != 0 ||
        core_instant_or_none(words[2], &terms.at) != 0 || core_instant_or_none(words[3], &terms.known_at) != 0 ||
        core_choose_readings(words[4], &readings) != 0 || core_choose_rates(words[5], &rates, &terms.rate_count) != 0) {
        free(rates);
        return NULL;
    }
    terms.readings = words[4] == Py_None ? NULL : &readings;
    terms.rates = rates;
    utskr_status status = utskr_settlement_new(&core_allocator, &terms, &settlement);
    free(rates);
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
    }
    return settlement;
}

/* Settlement(from, to, at, known_at, readings, rates) */
static PyObject *settlement_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    utskr_settlement *settlement = make_settlement(arguments);
    settlement_object *self = settlement ? (settlement_object *)PyType_GenericAlloc(type, 0) : NULL;
    if (!self) {
        utskr_settlement_free(settlement);
        return NULL;
    }
    self->settlement = settlement;
    self->lock = PyThread_allocate_lock();
    self->packs = PyList_New(0);
    if (!self->lock || !self->packs) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void settlement_free(PyObject *self) {
    settlement_object *object = (settlement_object *)self;
    utskr_settlement_free(object->settlement);
    if (object->lock) {
        PyThread_free_lock(object->lock);
    }
    Py_CLEAR(object->packs);
    core_free_object(self);
}

static void enter(settlement_object *self) {
    if (!PyThread_acquire_lock(self->lock, NOWAIT_LOCK)) {
        Py_BEGIN_ALLOW_THREADS;
        PyThread_acquire_lock(self->lock, WAIT_LOCK);
        Py_END_ALLOW_THREADS;
    }
}

static void leave(settlement_object *self) {
    PyThread_release_lock(self->lock);
}

/* --- Cases in ------------------------------------------------------------------------------------------------------- */

/* A pack of the caller's must outlive the settlement. */
static int keep_pack(settlement_object *self, PyObject *pack) {
    int has = pack == Py_None ? 1 : PySequence_Contains(self->packs, pack);
    return has == 0 ? PyList_Append(self->packs, pack) : has < 0 ? -1 : 0;
}

static utskr_status add(settlement_object *self, core_log *log, const utskr_pack *pack) {
    utskr_status status = UTSKR_OK;
    Py_BEGIN_ALLOW_THREADS;
    PyThread_acquire_lock(self->lock, WAIT_LOCK);
    PyThread_acquire_lock(log->lock, WAIT_LOCK);
    status = utskr_settlement_add(self->settlement, log->c, pack);
    PyThread_release_lock(log->lock);
    PyThread_release_lock(self->lock);
    Py_END_ALLOW_THREADS;
    return status;
}

/* (case, pack or None) */
static PyObject *settlement_add(PyObject *self, PyObject *arguments) {
    PyObject *case_object = NULL;
    PyObject *chosen = NULL;
    const utskr_pack *pack = NULL;
    if (!PyArg_ParseTuple(arguments, "O!O:_add", core_case_type, &case_object, &chosen)) {
        return NULL;
    }
    core_log *log = core_case_settled((core_case *)case_object);
    if (!log) {
        return NULL;
    }
    core_log_enter(log);
    int chose = core_choose_pack(log->c, chosen, &pack);
    core_log_leave(log);
    if (chose != 0 || keep_pack((settlement_object *)self, chosen) != 0) {
        core_log_release(log);
        return NULL;
    }
    utskr_status status = add((settlement_object *)self, log, pack);
    core_log_release(log);
    return status == UTSKR_OK ? core_none() : core_raise(status, NULL);
}

/* What the cases of a log are judged under. */
typedef struct taking {
    settlement_object *self;
    const utskr_pack **under; /* each of these; none: the one that the case names */
    Py_ssize_t under_count;
    const utskr_pack **known; /* those that it may name besides the ones built in */
    Py_ssize_t known_count;
} taking;

/* The lock is held for one case, so that a source may use the settlement too. */
static utskr_status add_under(settlement_object *self, const utskr_case *c, const utskr_pack *pack) {
    PyThread_acquire_lock(self->lock, WAIT_LOCK);
    utskr_status status = utskr_settlement_add(self->settlement, c, pack);
    PyThread_release_lock(self->lock);
    return status;
}

/* A core_taker. */
static utskr_status take_case(const utskr_case *c, void *user, utskr_error *error) {
    const taking *all = user;
    const utskr_pack *named = NULL;
    utskr_status status = UTSKR_OK;
    for (Py_ssize_t i = 0; i < all->under_count && status == UTSKR_OK; i++) {
        status = add_under(all->self, c, all->under[i]);
    }
    if (all->under_count > 0) {
        return status;
    }
    status = core_pack_named(c, all->known, all->known_count, &named, error);
    return status == UTSKR_OK ? add_under(all->self, c, named) : status;
}

static int keep_packs(settlement_object *self, PyObject *packs) {
    for (Py_ssize_t i = 0; i < PyTuple_Size(packs); i++) {
        if (keep_pack(self, PyTuple_GetItem(packs, i)) != 0) {
            return -1;
        }
    }
    return 0;
}

/* (reader, packs to judge under, packs that may be named) -> True if the reader has errors to tell and may go on */
static PyObject *settlement_read(PyObject *self, PyObject *arguments) {
    PyObject *reader = NULL;
    PyObject *under = NULL;
    PyObject *known = NULL;
    taking all = { .self = (settlement_object *)self };
    int more = -1;
    if (!PyArg_ParseTuple(arguments, "OO!O!:_read", &reader, &PyTuple_Type, &under, &PyTuple_Type, &known)) {
        return NULL;
    }
    all.under = core_packs_of(under);
    all.under_count = PyTuple_Size(under);
    all.known = all.under ? core_packs_of(known) : NULL;
    all.known_count = PyTuple_Size(known);
    if (all.known && keep_packs(all.self, under) == 0 && keep_packs(all.self, known) == 0) {
        more = core_reader_each(reader, take_case, &all);
    }
    free(all.under);
    free(all.known);
    return more < 0 ? NULL : PyBool_FromLong(more);
}

/* --- Months out ----------------------------------------------------------------------------------------------------- */

static PyObject *make_month(const utskr_settlement *settlement, uint32_t index) {
    core_month month = { settlement, index, UTSKR_SETTLED_MONTH_INIT, UTSKR_MONTH_STATISTICS_INIT };
    utskr_status status = utskr_settlement_month(settlement, index, &month.month);
    status = status == UTSKR_OK ? utskr_settlement_statistics(settlement, index, &month.statistics) : status;
    return status == UTSKR_OK ? core_make(RECORD_SETTLED_MONTH, &month) : core_raise(status, NULL);
}

static PyObject *make_months(const utskr_settlement *settlement, uint32_t count) {
    PyObject *months = PyTuple_New((Py_ssize_t)count);
    for (uint32_t i = 0; months && i < count; i++) {
        PyObject *month = make_month(settlement, i);
        if (!month || PyTuple_SetItem(months, (Py_ssize_t)i, month) != 0) {
            Py_CLEAR(months);
        }
    }
    return months;
}

/* Sums, with the lock held and the GIL given up. */
static utskr_status sum(settlement_object *self, uint32_t *count) {
    utskr_status status = UTSKR_OK;
    Py_BEGIN_ALLOW_THREADS;
    status = utskr_settlement_sum(self->settlement, count);
    Py_END_ALLOW_THREADS;
    return status;
}

static PyObject *settlement_sum(PyObject *self, PyObject *unused) {
    settlement_object *object = (settlement_object *)self;
    uint32_t count = 0;
    (void)unused;
    enter(object);
    utskr_status status = sum(object, &count);
    PyObject *months = status == UTSKR_OK ? make_months(object->settlement, count) : core_raise(status, NULL);
    leave(object);
    return months;
}

static PyObject *settlement_instant(PyObject *self, PyObject *unused) {
    (void)unused;
    return core_from_instant(utskr_settlement_instant(((settlement_object *)self)->settlement));
}

typedef utskr_status (*teller)(const utskr_settlement *settlement, int32_t language, utskr_sink sink, void *user);
typedef utskr_status (*writer)(const utskr_settlement *settlement, uint32_t index, utskr_sink sink, void *user);

/* (language, of the statistics?) */
static PyObject *settlement_explain(PyObject *self, PyObject *arguments) {
    settlement_object *object = (settlement_object *)self;
    PyObject *word = NULL;
    int of_statistics = 0;
    int32_t language = 0;
    uint32_t count = 0;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "Op:_explain", &word, &of_statistics) || core_language(word, &language) != 0) {
        return NULL;
    }
    teller tell = of_statistics ? utskr_explain_statistics : utskr_explain_settlement;
    enter(object);
    utskr_status status = sum(object, &count);
    status = status == UTSKR_OK ? tell(object->settlement, language, core_sink, &output) : status;
    leave(object);
    return core_output_end(&output, status);
}

/* (of the statistics?) */
static PyObject *settlement_json(PyObject *self, PyObject *arguments) {
    settlement_object *object = (settlement_object *)self;
    int of_statistics = 0;
    uint32_t count = 0;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "p:_json", &of_statistics)) {
        return NULL;
    }
    writer put = of_statistics ? utskr_settlement_write_statistics_json : utskr_settlement_write_json;
    enter(object);
    utskr_status status = sum(object, &count);
    for (uint32_t i = 0; i < count && status == UTSKR_OK; i++) {
        status = put(object->settlement, i, core_sink, &output);
    }
    leave(object);
    return core_output_end(&output, status);
}

static PyMethodDef settlement_methods[] = {
    { "_add", settlement_add, METH_VARARGS, NULL },
    { "_read", settlement_read, METH_VARARGS, NULL },
    { "_sum", settlement_sum, METH_NOARGS, NULL },
    { "_instant", settlement_instant, METH_NOARGS, NULL },
    { "_explain", settlement_explain, METH_VARARGS, NULL },
    { "_json", settlement_json, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot settlement_slots[] = {
    { Py_tp_new, settlement_new },
    { Py_tp_dealloc, settlement_free },
    { Py_tp_methods, settlement_methods },
    { Py_tp_doc, (void *)"What municipalities owe for months; see utskrivning.Settlement." },
    { 0, NULL },
};

static PyType_Spec settlement_spec = { "utskrivning._core.Settlement", sizeof(settlement_object), 0,
                                       Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, settlement_slots };

int core_add_settling(PyObject *module) {
    settlement_type = core_add_type(module, &settlement_spec);
    return settlement_type ? 0 : -1;
}
