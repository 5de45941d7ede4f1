/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The module utskrivning._core.
 *
 * What it keeps of Python's stands in static memory, since the limited API of 3.9 gives the methods of a type no way to
 * their module. So it is a module of one interpreter, and says so by having no state to copy.
 */
#include "core.h"

core_python core;
core_names core_name;

PyObject *core_none(void) {
    Py_INCREF(Py_None);
    return Py_None;
}

PyObject *core_not_implemented(void) {
    Py_INCREF(Py_NotImplemented);
    return Py_NotImplemented;
}

void core_replace(PyObject **place, PyObject *value) {
    PyObject *before = *place;
    *place = value;
    Py_XDECREF(before);
}

PyTypeObject *core_add_type(PyObject *module, PyType_Spec *spec) {
    PyObject *type = PyType_FromSpec(spec);
    if (!type) {
        return NULL;
    }
    const char *name = strrchr(spec->name, '.') + 1;
    Py_INCREF(type);
    if (PyModule_AddObject(module, name, type) != 0) {
        Py_DECREF(type);
        Py_CLEAR(type);
    }
    return (PyTypeObject *)type;
}

/* An object of a type made at run time holds its type. */
void core_free_object(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

PyObject *core_refuse_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)arguments;
    (void)keywords;
    return PyErr_Format(PyExc_TypeError, "objects of %R come from a Case", type);
}

static int take(PyObject *from, const char *name, PyObject **out) {
    PyObject *found = PyDict_GetItemString(from, name);
    if (!found) {
        PyErr_SetString(PyExc_KeyError, name);
        return -1;
    }
    Py_INCREF(found);
    core_replace(out, found);
    return 0;
}

/* What the Python side of the package hands over: {name: object}. */
static PyObject *set_up(PyObject *module, PyObject *from) {
    const struct {
        const char *name;
        PyObject **out;
    } wanted[] = {
        { "error", &core.error },
        { "row_error", &core.row_error },
        { "zone", &core.zone },
        { "fromtimestamp", &core.fromtimestamp },
        { "fromordinal", &core.fromordinal },
        { "epoch", &core.epoch },
        { "own_epoch", &core.own_epoch },
        { "datetime", &core.datetime_type },
        { "date", &core.date_type },
        { "records", &core.records },
    };
    (void)module;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (take(from, wanted[i].name, wanted[i].out) != 0) {
            return NULL;
        }
    }
    return core_none();
}

static PyMethodDef functions[] = {
    { "words", core_list_words, METH_NOARGS, NULL },
    { "adopt_words", core_adopt_words, METH_O, NULL },
    { "word_text", core_word_text, METH_VARARGS, NULL },
    { "records", core_list_records, METH_NOARGS, NULL },
    { "set_up", set_up, METH_O, NULL },
    { NULL, NULL, 0, NULL },
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    "utskrivning._core",
    "The library libutskrivning as the package utskrivning calls it. Not for use by itself.",
    -1,
    functions,
    NULL,
    NULL,
    NULL,
    NULL,
};

static int make_names(void) {
    core_name.days = PyUnicode_InternFromString("days");
    core_name.seconds = PyUnicode_InternFromString("seconds");
    core_name.tzinfo = PyUnicode_InternFromString("tzinfo");
    core_name.toordinal = PyUnicode_InternFromString("toordinal");
    return core_name.days && core_name.seconds && core_name.tzinfo && core_name.toordinal ? 0 : -1;
}

PyMODINIT_FUNC PyInit__core(void);

PyMODINIT_FUNC PyInit__core(void) {
    PyObject *module = PyModule_Create(&definition);
    if (!module || make_names() != 0 || core_add_event(module) != 0 || core_add_case(module) != 0 ||
        core_add_judging(module) != 0 || core_add_reader(module) != 0 || core_add_rules(module) != 0 ||
        core_add_settling(module) != 0 || core_add_draft(module) != 0 || core_add_tables(module) != 0) {
        Py_XDECREF(module);
        return NULL;
    }
    return module;
}
