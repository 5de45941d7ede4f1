/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settlements and their statistics: fed with cases or whole logs, then summed and told of month by month. */
#include "core.h"

#include <stdlib.h>

typedef struct settlement_object {
    PyObject_HEAD utskr_settlement *settlement;
    PyObject *pack;           /* that all cases are judged under; NULL: the one that each names */
    PyObject *packs;          /* a tuple: those that a case may name besides the ones built in */
    const utskr_pack *chosen; /* `pack` and `packs` as the library has them */
    const utskr_pack **known;
    Py_ssize_t known_count;
    uint32_t count; /* of objects, once summed */
    int is_busy;
} settlement_object;

/* --- Making ---------------------------------------------------------------------------------------------------------- */

/* What a settlement is made from, each of them possibly None but `first` and `last`. */
typedef struct settlement_words {
    PyObject *first;
    PyObject *last;
    PyObject *at;
    PyObject *known_at;
    PyObject *readings;
    PyObject *rates;
    PyObject *pack;
    PyObject *packs;
} settlement_words;

static int read_month(PyObject *word, utskr_month *out) {
    utskr_error error = UTSKR_ERROR_INIT;
    PyObject *bytes = core_text(word, "a month");
    if (!bytes) {
        return -1;
    }
    utskr_status status = utskr_month_parse(core_bytes(bytes), (size_t)PyBytes_Size(bytes), out, &error);
    if (status != UTSKR_OK) {
        if (!error.word[0]) {
            PyOS_snprintf(error.word, sizeof error.word, "%s", core_bytes(bytes));
        }
        core_raise(status, &error);
    }
    Py_DECREF(bytes);
    return status == UTSKR_OK ? 0 : -1;
}

static int hold_packs(settlement_object *self, const settlement_words *words) {
    if (!PyTuple_Check(words->packs)) {
        PyErr_SetString(PyExc_TypeError, "packs is a tuple of packs");
        return -1;
    }
    if (words->pack != Py_None) {
        self->chosen = core_pack_of(words->pack);
        Py_INCREF(words->pack);
        self->pack = words->pack;
    }
    Py_INCREF(words->packs);
    self->packs = words->packs;
    self->known_count = PyTuple_Size(words->packs);
    self->known = PyErr_Occurred() ? NULL : core_packs_of(words->packs);
    return self->known ? 0 : -1;
}

static int make_settlement(settlement_object *self, const utskr_settlement_terms *terms) {
    utskr_status status = utskr_settlement_new(&core_allocator, terms, &self->settlement);
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
        return -1;
    }
    return 0;
}

static int begin(settlement_object *self, const settlement_words *words) {
    utskr_settlement_terms terms = UTSKR_SETTLEMENT_TERMS_INIT;
    utskr_readings readings;
    utskr_rate *rates = NULL;
    int result = -1;
    if (hold_packs(self, words) != 0 || read_month(words->first, &terms.from) != 0 ||
        read_month(words->last, &terms.to) != 0 || core_instant_or_none(words->at, &terms.at) != 0 ||
        core_instant_or_none(words->known_at, &terms.known_at) != 0 ||
        core_choose_readings(words->readings, &readings) != 0) {
        return -1;
    }
    if (core_choose_rates(words->rates, &rates, &terms.rate_count) == 0) {
        terms.readings = &readings;
        terms.rates = rates;
        result = make_settlement(self, &terms);
    }
    free(rates);
    return result;
}

/* Settlement(first, last, at, known_at, readings, rates, pack, packs) */
static PyObject *settlement_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    settlement_words words;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "OOOOOOOO:Settlement", &words.first, &words.last, &words.at, &words.known_at,
                          &words.readings, &words.rates, &words.pack, &words.packs)) {
        return NULL;
    }
    settlement_object *self = (settlement_object *)PyType_GenericAlloc(type, 0);
    if (self && begin(self, &words) != 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static void settlement_free(PyObject *self) {
    settlement_object *object = (settlement_object *)self;
    utskr_settlement_free(object->settlement);
    free(object->known);
    Py_CLEAR(object->pack);
    Py_CLEAR(object->packs);
    core_free_object(self);
}

/* --- Feeding --------------------------------------------------------------------------------------------------------- */

/* The settlement, unless another thread is at work on it. */
static settlement_object *settlement_of(PyObject *self) {
    settlement_object *object = (settlement_object *)self;
    if (object->is_busy) {
        PyErr_SetString(PyExc_ValueError, "the settlement is being used by another thread");
        return NULL;
    }
    return object;
}

/* Judges a case under its pack and adds it: a core_taker. */
static utskr_status take_case(const utskr_case *c, void *user, utskr_error *error) {
    const settlement_object *self = user;
    const utskr_pack *pack = self->chosen;
    utskr_status status = UTSKR_OK;
    if (!pack) {
        status = core_pack_named(c, self->known, self->known_count, &pack, error);
    }
    return status == UTSKR_OK ? utskr_settlement_add(self->settlement, c, pack) : status;
}

/* (case) */
static PyObject *settlement_add(PyObject *self, PyObject *case_object) {
    settlement_object *object = settlement_of(self);
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_status status = UTSKR_OK;
    if (!object) {
        return NULL;
    }
    if (!PyObject_TypeCheck(case_object, core_case_type)) {
        return PyErr_Format(PyExc_TypeError, "expected a Case, not %R", Py_TYPE(case_object));
    }
    core_log *log = core_case_settled((core_case *)case_object);
    if (!log) {
        return NULL;
    }
    object->is_busy = 1;
    Py_BEGIN_ALLOW_THREADS;
    PyThread_acquire_lock(log->lock, WAIT_LOCK);
    status = take_case(log->c, object, &error);
    PyThread_release_lock(log->lock);
    Py_END_ALLOW_THREADS;
    object->is_busy = 0;
    core_log_release(log);
    return status == UTSKR_OK ? core_none() : core_raise(status, &error);
}

/* (reader) -> True if the reader has errors to tell and may go on, False at its end */
static PyObject *settlement_read(PyObject *self, PyObject *reader) {
    settlement_object *object = settlement_of(self);
    if (!object) {
        return NULL;
    }
    object->is_busy = 1;
    int more = core_reader_each(reader, take_case, object);
    object->is_busy = 0;
    return more < 0 ? NULL : PyBool_FromLong(more);
}

/* Sums; how many objects there are. */
static PyObject *settlement_sum(PyObject *self, PyObject *unused) {
    settlement_object *object = settlement_of(self);
    utskr_status status = UTSKR_OK;
    (void)unused;
    if (!object) {
        return NULL;
    }
    object->is_busy = 1;
    Py_BEGIN_ALLOW_THREADS;
    status = utskr_settlement_sum(object->settlement, &object->count);
    Py_END_ALLOW_THREADS;
    object->is_busy = 0;
    return status == UTSKR_OK ? PyLong_FromUnsignedLong(object->count) : core_raise(status, NULL);
}

/* --- What it comes to ---------------------------------------------------------------------------------------------- */

static PyObject *settlement_instant(PyObject *self, PyObject *unused) {
    const settlement_object *object = settlement_of(self);
    (void)unused;
    return object ? core_from_instant(utskr_settlement_instant(object->settlement)) : NULL;
}

/* A pack of the caller's own is the caller's own object. */
static PyObject *pack_object_for(const settlement_object *self, const utskr_pack *pack) {
    PyObject *found = pack == self->chosen ? self->pack : NULL;
    for (Py_ssize_t i = 0; !found && i < self->known_count; i++) {
        found = self->known[i] == pack ? PyTuple_GetItem(self->packs, i) : NULL;
    }
    if (!found) {
        return core_pack_object(pack);
    }
    Py_INCREF(found);
    return found;
}

/* The index-th object of a settlement that is summed. 0, or -1 with an exception. */
static int find_month(const settlement_object *self, PyObject *word, uint32_t *index, utskr_settled_month *out) {
    int32_t number = 0;
    if (core_small(word, &number) != 0) {
        return -1;
    }
    *index = (uint32_t)number;
    utskr_settled_month_init(out);
    utskr_status status = utskr_settlement_month(self->settlement, *index, out);
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
        return -1;
    }
    return 0;
}

/* (index) -> (MonthFigures, pack) */
static PyObject *settlement_month(PyObject *self, PyObject *word) {
    const settlement_object *object = settlement_of(self);
    uint32_t index = 0;
    utskr_settled_month month;
    if (!object || find_month(object, word, &index, &month) != 0) {
        return NULL;
    }
    return Py_BuildValue("(NN)", core_make(RECORD_MONTH, &month), pack_object_for(object, month.pack));
}

/* Makes the i-th record of a part; no object and no exception for one that is left out. */
typedef PyObject *(*part_maker)(const utskr_settlement *settlement, uint32_t index, uint32_t i);

static PyObject *make_stay(const utskr_settlement *settlement, uint32_t index, uint32_t i) {
    utskr_settled_stay stay;
    utskr_status status = utskr_settlement_stay(settlement, index, i, &stay);
    return status == UTSKR_OK ? core_make(RECORD_STAY, &stay) : core_raise(status, NULL);
}

static PyObject *make_charge(const utskr_settlement *settlement, uint32_t index, uint32_t i) {
    utskr_charge charge;
    utskr_status status = utskr_settlement_charge(settlement, index, i, &charge);
    return status == UTSKR_OK ? core_make(RECORD_CHARGE, &charge) : core_raise(status, NULL);
}

static PyObject *make_average(const utskr_settlement *settlement, uint32_t index, uint32_t i) {
    utskr_month_average average;
    utskr_status status = utskr_settlement_history(settlement, index, i, &average);
    return status == UTSKR_OK ? core_make(RECORD_AVERAGE, &average) : core_raise(status, NULL);
}

/* Days in a row, each as a date. */
static int add_dates(PyObject *dates, const utskr_days_apart *apart) {
    for (int32_t day = 0; day < apart->days; day++) {
        PyObject *date = core_from_date(apart->first + day);
        int status = date ? PyList_Append(dates, date) : -1;
        Py_XDECREF(date);
        if (status != 0) {
            return -1;
        }
    }
    return 0;
}

/* The days that one count has of a stay and the other has not. */
static PyObject *list_dates(const utskr_settlement *settlement, uint32_t index, uint32_t i, uint32_t spells) {
    utskr_days_apart apart;
    PyObject *dates = PyList_New(0);
    for (uint32_t spell = 0; dates && spell < spells; spell++) {
        utskr_status status = utskr_settlement_apart(settlement, index, i, spell, &apart);
        if (status != UTSKR_OK || add_dates(dates, &apart) != 0) {
            core_raise(status, NULL);
            Py_CLEAR(dates);
        }
    }
    PyObject *tuple = dates ? PyList_AsTuple(dates) : NULL;
    Py_XDECREF(dates);
    return tuple;
}

static PyObject *make_difference(const utskr_settlement *settlement, uint32_t index, uint32_t i) {
    core_difference made = { .dates = NULL };
    utskr_status status = utskr_settlement_difference(settlement, index, i, &made.difference);
    if (status != UTSKR_OK || made.difference.why == UTSKR_COUNTED) {
        return status == UTSKR_OK ? NULL : core_raise(status, NULL);
    }
    made.dates = list_dates(settlement, index, i, made.difference.spell_count);
    PyObject *record = made.dates ? core_make(RECORD_DIFFERENCE, &made) : NULL;
    Py_XDECREF(made.dates);
    return record;
}

static PyObject *make_part(const settlement_object *self, uint32_t index, part_maker make, uint32_t count) {
    PyObject *all = PyList_New(0);
    for (uint32_t i = 0; all && i < count; i++) {
        PyObject *record = make(self->settlement, index, i);
        if ((record && PyList_Append(all, record) != 0) || (!record && PyErr_Occurred())) {
            Py_CLEAR(all);
        }
        Py_XDECREF(record);
    }
    PyObject *tuple = all ? PyList_AsTuple(all) : NULL;
    Py_XDECREF(all);
    return tuple;
}

/* (index, name) -> the records of one part */
static PyObject *settlement_part(PyObject *self, PyObject *arguments) {
    const settlement_object *object = settlement_of(self);
    PyObject *word = NULL;
    const char *name = NULL;
    uint32_t index = 0;
    utskr_settled_month month;
    if (!object || !PyArg_ParseTuple(arguments, "Os:_part", &word, &name) ||
        find_month(object, word, &index, &month) != 0) {
        return NULL;
    }
    const struct {
        const char *name;
        part_maker make;
        uint32_t count;
    } parts[] = {
        { "stays", make_stay, month.known ? month.stay_count : 0 },
        { "charges", make_charge, month.charge_count },
        { "history", make_average, month.history_count },
        { "differences", make_difference, month.stay_count },
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (strcmp(parts[i].name, name) == 0) {
            return make_part(object, index, parts[i].make, parts[i].count);
        }
    }
    return PyErr_Format(PyExc_KeyError, "%s", name);
}

/* (index) -> MonthStatistics */
static PyObject *settlement_statistics(PyObject *self, PyObject *word) {
    const settlement_object *object = settlement_of(self);
    uint32_t index = 0;
    utskr_settled_month month;
    utskr_month_statistics statistics = UTSKR_MONTH_STATISTICS_INIT;
    if (!object || find_month(object, word, &index, &month) != 0) {
        return NULL;
    }
    utskr_status status = utskr_settlement_statistics(object->settlement, index, &statistics);
    return status == UTSKR_OK ? core_make(RECORD_STATISTICS, &statistics) : core_raise(status, NULL);
}

/* (index, of the statistics?) -> a line of JSON */
static PyObject *settlement_json(PyObject *self, PyObject *arguments) {
    const settlement_object *object = settlement_of(self);
    unsigned int index = 0;
    int statistics = 0;
    core_output output = { 0 };
    if (!object || !PyArg_ParseTuple(arguments, "Ip:_json", &index, &statistics)) {
        return NULL;
    }
    utskr_status status = statistics
                              ? utskr_settlement_write_statistics_json(object->settlement, index, core_sink, &output)
                              : utskr_settlement_write_json(object->settlement, index, core_sink, &output);
    return core_output_end(&output, status);
}

/* (language, of the statistics?) */
static PyObject *settlement_explain(PyObject *self, PyObject *arguments) {
    const settlement_object *object = settlement_of(self);
    PyObject *word = NULL;
    int32_t language = 0;
    int statistics = 0;
    core_output output = { 0 };
    if (!object || !PyArg_ParseTuple(arguments, "Op:_explain", &word, &statistics) ||
        core_language(word, &language) != 0) {
        return NULL;
    }
    utskr_status status = statistics ? utskr_explain_statistics(object->settlement, language, core_sink, &output)
                                     : utskr_explain_settlement(object->settlement, language, core_sink, &output);
    return core_output_end(&output, status);
}

static PyMethodDef settlement_methods[] = {
    { "_add", settlement_add, METH_O, NULL },
    { "_read", settlement_read, METH_O, NULL },
    { "_sum", settlement_sum, METH_NOARGS, NULL },
    { "_instant", settlement_instant, METH_NOARGS, NULL },
    { "_month", settlement_month, METH_O, NULL },
    { "_part", settlement_part, METH_VARARGS, NULL },
    { "_statistics", settlement_statistics, METH_O, NULL },
    { "_json", settlement_json, METH_VARARGS, NULL },
    { "_explain", settlement_explain, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot settlement_slots[] = {
    { Py_tp_new, settlement_new },
    { Py_tp_dealloc, settlement_free },
    { Py_tp_methods, settlement_methods },
    { Py_tp_doc, (void *)"What the municipalities owe for months; see utskrivning.Settlement." },
    { 0, NULL },
};

static PyType_Spec settlement_spec = { "utskrivning._core.Settlement", sizeof(settlement_object), 0,
                                       Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, settlement_slots };

int core_add_settlement(PyObject *module) {
    return core_add_type(module, &settlement_spec) ? 0 : -1;
}
