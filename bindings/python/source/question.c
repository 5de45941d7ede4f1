/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a question consists of: readings, amounts, the pack. */
#include "core.h"

#include <stdlib.h>

static int set_reading(utskr_readings *readings, PyObject *key, PyObject *value) {
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_status status = UTSKR_OK;
    PyObject *name = core_text(key, "a reading");
    PyObject *word = name ? core_text(value, "the value of a reading") : NULL;
    if (word) {
        status = utskr_readings_set(readings, core_bytes(name), (size_t)PyBytes_Size(name), core_bytes(word),
                                    (size_t)PyBytes_Size(word), &error);
        if (status != UTSKR_OK) {
            core_raise(status, &error);
        }
    }
    Py_XDECREF(name);
    Py_XDECREF(word);
    return PyErr_Occurred() ? -1 : 0;
}

int core_choose_readings(PyObject *chosen, utskr_readings *out) {
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t position = 0;
    (void)utskr_readings_init(NULL, out);
    if (chosen != Py_None && !PyDict_Check(chosen)) {
        PyErr_SetString(PyExc_TypeError, "readings is a dict of reading and value");
        return -1;
    }
    while (chosen != Py_None && PyDict_Next(chosen, &position, &key, &value)) {
        if (set_reading(out, key, value) != 0) {
            return -1;
        }
    }
    return 0;
}

/* {year: öre}; amounts that win over the built-in ones. */
int core_choose_rates(PyObject *chosen, utskr_rate **out, uint32_t *count) {
    PyObject *year = NULL;
    PyObject *ore = NULL;
    Py_ssize_t position = 0;
    *out = NULL;
    *count = 0;
    if (chosen != Py_None && !PyDict_Check(chosen)) {
        PyErr_SetString(PyExc_TypeError, "rates is a dict of year and amount");
        return -1;
    }
    if (chosen == Py_None || PyDict_Size(chosen) == 0) {
        return 0;
    }
    *out = calloc((size_t)PyDict_Size(chosen), sizeof **out);
    if (!*out) {
        PyErr_NoMemory();
        return -1;
    }
    while (PyDict_Next(chosen, &position, &year, &ore)) {
        utskr_rate *rate = &(*out)[(*count)++];
        rate->grade = 'P';
        rate->ore = PyLong_AsLongLong(ore);
        if (PyErr_Occurred() || core_small(year, &rate->year) != 0) {
            return -1;
        }
    }
    return 0;
}

/* The pack that the caller names, else the one of the header, else the act. */
int core_choose_pack(const utskr_case *c, PyObject *chosen, const utskr_pack **out) {
    utskr_error error = UTSKR_ERROR_INIT;
    if (chosen != Py_None) {
        *out = core_pack_of(chosen);
        return *out ? 0 : -1;
    }
    utskr_status status = core_pack_named(c, NULL, 0, out, &error);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    return 0;
}

/* Is it a class of such objects? The classes of the package derive from ours. 0, or -1 with an exception. */
int core_check_class(PyObject *class, PyTypeObject *base) {
    if (PyType_Check(class) && PyType_IsSubtype((PyTypeObject *)class, base)) {
        return 0;
    }
    PyErr_SetString(PyExc_TypeError, "a class of another kind");
    return -1;
}
