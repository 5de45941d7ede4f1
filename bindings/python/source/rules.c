/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packs, rules, readings and amounts: the library's own rows. */
#include "core.h"

#include <stdlib.h>

typedef struct pack_object {
    PyObject_HEAD const utskr_pack *pack; /* built in, or made here and then the object's own */
} pack_object;

PyTypeObject *core_pack_type;

const utskr_pack *core_pack_of(PyObject *pack) {
    if (!PyObject_TypeCheck(pack, core_pack_type)) {
        PyErr_Format(PyExc_TypeError, "expected a Pack or the id of one, not %R", Py_TYPE(pack));
        return NULL;
    }
    return ((pack_object *)pack)->pack;
}

static PyObject *pack_from(PyObject *class, const utskr_pack *pack) {
    pack_object *self = (pack_object *)PyType_GenericAlloc((PyTypeObject *)class, 0);
    if (self) {
        self->pack = pack;
    }
    return (PyObject *)self;
}

PyObject *core_pack_from(PyObject *class, const utskr_pack *pack) {
    PyObject *made = pack_from(class, pack);
    if (!made) {
        utskr_pack_free(pack);
    }
    return made;
}

/* The object of the package's class for a pack, as it is found by its id. */
PyObject *core_pack_object(const utskr_pack *pack) {
    PyObject *class = PyDict_GetItemString(core.records, "Pack");
    if (!class) {
        return PyErr_Format(PyExc_KeyError, "Pack");
    }
    return pack_from(class, pack ? pack : utskr_pack_at(0));
}

/* Pack(id) */
static PyObject *pack_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = { "id", NULL };
    PyObject *word = NULL;
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O:Pack", names, &word)) {
        return NULL;
    }
    PyObject *bytes = core_text(word, "the id of a pack");
    if (!bytes) {
        return NULL;
    }
    utskr_status status = utskr_pack_find(core_bytes(bytes), (size_t)PyBytes_Size(bytes), &pack, &error);
    Py_DECREF(bytes);
    return status == UTSKR_OK ? pack_from((PyObject *)type, pack) : core_raise(status, &error);
}

/* Frees a pack made here; one that is built in is left alone. */
static void pack_free(PyObject *self) {
    utskr_pack_free(((pack_object *)self)->pack);
    core_free_object(self);
}

const utskr_pack **core_packs_of(PyObject *tuple) {
    Py_ssize_t count = PyTuple_Size(tuple);
    const utskr_pack **packs = calloc((size_t)count + 1, sizeof *packs);
    if (!packs) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        packs[i] = core_pack_of(PyTuple_GetItem(tuple, i));
        if (!packs[i]) {
            free(packs);
            return NULL;
        }
    }
    return packs;
}

static bool has_id(const utskr_pack *pack, const char *id) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    return utskr_pack_describe(pack, &info) == UTSKR_OK && strcmp(info.id, id) == 0;
}

utskr_status core_pack_named(const utskr_case *c, const utskr_pack *const *known, Py_ssize_t known_count,
                             const utskr_pack **out, utskr_error *error) {
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_status status = utskr_case_header(c, &header);
    *out = utskr_pack_at(0);
    if (status != UTSKR_OK || !header.rules || !header.rules[0]) {
        return status;
    }
    for (Py_ssize_t i = 0; i < known_count; i++) {
        if (has_id(known[i], header.rules)) {
            *out = known[i];
            return UTSKR_OK;
        }
    }
    status = utskr_pack_find(header.rules, strlen(header.rules), out, error);
    error->line = status == UTSKR_OK ? error->line : header.line;
    return status;
}

/* (text as bytes, tuple of packs that may be bases, file or None) */
static PyObject *pack_parse(PyObject *class, PyObject *arguments) {
    const char *text = NULL;
    Py_ssize_t length = 0;
    PyObject *known = NULL;
    PyObject *file = NULL;
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "y#O!O:_parse", &text, &length, &PyTuple_Type, &known, &file)) {
        return NULL;
    }
    const utskr_pack **bases = core_packs_of(known);
    if (!bases) {
        return NULL;
    }
    utskr_status status =
        utskr_pack_parse(&core_allocator, text, (size_t)length, bases, (uint32_t)PyTuple_Size(known), &pack, &error);
    free(bases);
    if (status != UTSKR_OK) {
        error.status = (int32_t)status;
        return core_raise_in(&error, file);
    }
    return core_pack_from(class, pack);
}

static PyObject *pack_write(PyObject *self, PyObject *unused) {
    core_output output = { 0 };
    (void)unused;
    return core_output_end(&output, utskr_pack_write(((pack_object *)self)->pack, core_sink, &output));
}

/* [(id, value)...] */
static PyObject *pack_parameters(PyObject *self, PyObject *unused) {
    utskr_parameter parameter = UTSKR_PARAMETER_INIT;
    PyObject *all = PyList_New(0);
    (void)unused;
    for (uint32_t i = 0; all && utskr_pack_parameter(((pack_object *)self)->pack, i, &parameter) == UTSKR_OK; i++) {
        PyObject *pair = Py_BuildValue("(ss)", parameter.id, parameter.value);
        if (!pair || PyList_Append(all, pair) != 0) {
            Py_CLEAR(all);
        }
        Py_XDECREF(pair);
    }
    return all;
}

static PyObject *pack_rates(PyObject *self, PyObject *unused) {
    const utskr_rate *rate = NULL;
    PyObject *all = PyList_New(0);
    (void)unused;
    for (uint32_t i = 0; all && (rate = utskr_pack_rate_at(((pack_object *)self)->pack, i)) != NULL; i++) {
        PyObject *made = core_make(RECORD_RATE, rate);
        if (!made || PyList_Append(all, made) != 0) {
            Py_CLEAR(all);
        }
        Py_XDECREF(made);
    }
    PyObject *tuple = all ? PyList_AsTuple(all) : NULL;
    Py_XDECREF(all);
    return tuple;
}

static PyObject *pack_describe(PyObject *self, PyObject *unused) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    (void)unused;
    utskr_status status = utskr_pack_describe(((pack_object *)self)->pack, &info);
    return status == UTSKR_OK ? core_make(RECORD_PACK, &info) : core_raise(status, NULL);
}

static PyObject *pack_rules(PyObject *self, PyObject *unused) {
    utskr_rule_info info = UTSKR_RULE_INFO_INIT;
    utskr_status status = UTSKR_OK;
    PyObject *rules = PyList_New(0);
    (void)unused;
    for (uint32_t i = 0; rules; i++) {
        status = utskr_pack_rule(((pack_object *)self)->pack, i, &info);
        PyObject *rule = status == UTSKR_OK ? core_make(RECORD_RULE, &info) : NULL;
        if (!rule || PyList_Append(rules, rule) != 0) {
            Py_XDECREF(rule);
            break;
        }
        Py_DECREF(rule);
    }
    PyObject *tuple = rules && !PyErr_Occurred() ? PyList_AsTuple(rules) : NULL;
    Py_XDECREF(rules);
    return tuple;
}

static PyObject *pack_readings(PyObject *self, PyObject *unused) {
    utskr_readings readings;
    (void)unused;
    utskr_status status = utskr_readings_init(((pack_object *)self)->pack, &readings);
    return status == UTSKR_OK ? core_readings(&readings) : core_raise(status, NULL);
}

static PyObject *pack_json(PyObject *self, PyObject *unused) {
    core_output output = { 0 };
    (void)unused;
    return core_output_end(&output, utskr_rules_write_json(((pack_object *)self)->pack, core_sink, &output));
}

static PyObject *pack_compare(PyObject *self, PyObject *other, int operation) {
    if ((operation != Py_EQ && operation != Py_NE) || !PyObject_TypeCheck(other, core_pack_type)) {
        return core_not_implemented();
    }
    int same = ((pack_object *)self)->pack == ((pack_object *)other)->pack;
    return PyBool_FromLong(same == (operation == Py_EQ));
}

static Py_hash_t pack_hash(PyObject *self) {
    return (Py_hash_t)((uintptr_t)((pack_object *)self)->pack >> 4);
}

static PyMethodDef pack_methods[] = {
    { "_parse", pack_parse, METH_VARARGS | METH_CLASS, NULL },
    { "_write", pack_write, METH_NOARGS, NULL },
    { "_parameters", pack_parameters, METH_NOARGS, NULL },
    { "_rates", pack_rates, METH_NOARGS, NULL },
    { "_describe", pack_describe, METH_NOARGS, NULL },
    { "_rules", pack_rules, METH_NOARGS, NULL },
    { "_readings", pack_readings, METH_NOARGS, NULL },
    { "_json", pack_json, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot pack_slots[] = {
    { Py_tp_new, pack_new },
    { Py_tp_dealloc, pack_free },
    { Py_tp_hash, pack_hash },
    { Py_tp_richcompare, pack_compare },
    { Py_tp_methods, pack_methods },
    { Py_tp_doc, (void *)"Rules that are judged by together; see utskrivning.Pack." },
    { 0, NULL },
};

static PyType_Spec pack_spec = { "utskrivning._core.Pack", sizeof(pack_object), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, pack_slots };

/* --- Functions ----------------------------------------------------------------------------------------------------------- */

static PyObject *list_packs(PyObject *module, PyObject *unused) {
    uint32_t count = utskr_pack_count();
    PyObject *packs = PyTuple_New((Py_ssize_t)count);
    (void)module;
    (void)unused;
    for (uint32_t i = 0; packs && i < count; i++) {
        PyObject *pack = core_pack_object(utskr_pack_at(i));
        if (!pack || PyTuple_SetItem(packs, (Py_ssize_t)i, pack) != 0) {
            Py_CLEAR(packs);
        }
    }
    return packs;
}

/* (municipality or county, date) */
static PyObject *pack_for(PyObject *module, PyObject *arguments) {
    int code = 0;
    PyObject *day_word = NULL;
    utskr_date day = 0;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "iO:pack_for", &code, &day_word) || core_date(day_word, &day) != 0) {
        return NULL;
    }
    return core_pack_object(utskr_pack_for_municipality(code, day));
}

static PyObject *list_readings(PyObject *module, PyObject *unused) {
    uint32_t count = utskr_reading_count();
    PyObject *readings = PyTuple_New((Py_ssize_t)count);
    (void)module;
    (void)unused;
    for (uint32_t i = 0; readings && i < count; i++) {
        PyObject *reading = core_make(RECORD_READING, utskr_reading_at((int32_t)i));
        if (!reading || PyTuple_SetItem(readings, (Py_ssize_t)i, reading) != 0) {
            Py_CLEAR(readings);
        }
    }
    return readings;
}

static PyObject *list_rates(PyObject *module, PyObject *unused) {
    const utskr_rate *rate = NULL;
    PyObject *rates = PyList_New(0);
    (void)module;
    (void)unused;
    for (uint32_t i = 0; rates && (rate = utskr_rate_at(i)) != NULL; i++) {
        PyObject *made = core_make(RECORD_RATE, rate);
        if (!made || PyList_Append(rates, made) != 0) {
            Py_CLEAR(rates);
        }
        Py_XDECREF(made);
    }
    PyObject *tuple = rates ? PyList_AsTuple(rates) : NULL;
    Py_XDECREF(rates);
    return tuple;
}

/* (pack or None, rule id, language) -> what the rule says, or None */
static PyObject *rule_text(PyObject *module, PyObject *arguments) {
    PyObject *pack = NULL;
    const char *id = NULL;
    PyObject *word = NULL;
    int32_t language = 0;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "OsO:rule_text", &pack, &id, &word) || core_language(word, &language) != 0) {
        return NULL;
    }
    const utskr_pack *of = pack == Py_None ? NULL : core_pack_of(pack);
    if (PyErr_Occurred()) {
        return NULL;
    }
    const char *text = utskr_message_rule(of, id, language);
    return core_from_text(text ? text : utskr_message_finding(id, language));
}

/* --- The calendar ------------------------------------------------------------------------------------------------------------ */

static PyObject *holiday_of(PyObject *module, PyObject *word) {
    utskr_date day = 0;
    (void)module;
    return core_date(word, &day) == 0 ? core_member(WORDS_HOLIDAY, (int32_t)utskr_holiday_of(day)) : NULL;
}

static PyObject *holiday_term(PyObject *module, PyObject *word) {
    int32_t holiday = 0;
    (void)module;
    return core_number(WORDS_HOLIDAY, word, &holiday) == 0 ? core_from_text(utskr_holiday_term(holiday)) : NULL;
}

static PyObject *is_weekday(PyObject *module, PyObject *word) {
    utskr_date day = 0;
    (void)module;
    return core_date(word, &day) == 0 ? PyBool_FromLong(utskr_is_weekday(day)) : NULL;
}

static PyObject *weekday_on_or_after(PyObject *module, PyObject *word) {
    utskr_date day = 0;
    (void)module;
    return core_date(word, &day) == 0 ? core_from_date(utskr_weekday_on_or_after(day)) : NULL;
}

static PyObject *parse_instant(PyObject *module, PyObject *word) {
    utskr_instant at = 0;
    (void)module;
    return core_instant(word, &at) == 0 ? core_from_instant(at) : NULL;
}

static PyObject *seconds_of(PyObject *module, PyObject *word) {
    utskr_instant at = 0;
    (void)module;
    return core_instant(word, &at) == 0 ? PyLong_FromLongLong(at) : NULL;
}

/* (form, n, trigger) */
static PyObject *due(PyObject *module, PyObject *arguments) {
    PyObject *form_word = NULL;
    PyObject *trigger_word = NULL;
    int n = 0;
    int32_t form = 0;
    utskr_instant trigger = 0;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "OiO:due", &form_word, &n, &trigger_word) ||
        core_number(WORDS_FORM, form_word, &form) != 0 || core_instant(trigger_word, &trigger) != 0) {
        return NULL;
    }
    return core_from_instant(utskr_due(form, n, trigger, NULL));
}

/* Seconds east of UTC at an instant in seconds since 1970. */
static PyObject *local_offset(PyObject *module, PyObject *word) {
    utskr_instant at = PyLong_AsLongLong(word);
    (void)module;
    return PyErr_Occurred() ? NULL : PyLong_FromLong(utskr_local_offset(at));
}

static PyMethodDef functions[] = {
    { "packs", list_packs, METH_NOARGS, NULL },
    { "pack_for", pack_for, METH_VARARGS, NULL },
    { "readings", list_readings, METH_NOARGS, NULL },
    { "rates", list_rates, METH_NOARGS, NULL },
    { "rule_text", rule_text, METH_VARARGS, NULL },
    { "holiday", holiday_of, METH_O, NULL },
    { "holiday_term", holiday_term, METH_O, NULL },
    { "is_weekday", is_weekday, METH_O, NULL },
    { "weekday_on_or_after", weekday_on_or_after, METH_O, NULL },
    { "instant", parse_instant, METH_O, NULL },
    { "seconds", seconds_of, METH_O, NULL },
    { "due", due, METH_VARARGS, NULL },
    { "local_offset", local_offset, METH_O, NULL },
    { NULL, NULL, 0, NULL },
};

int core_add_rules(PyObject *module) {
    core_pack_type = core_add_type(module, &pack_spec);
    return core_pack_type ? PyModule_AddFunctions(module, functions) : -1;
}
