/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packs made word by word. */
#include "core.h"

typedef struct draft_object {
    PyObject_HEAD utskr_pack_draft *draft;
    PyObject *base; /* or NULL; lives as long as the draft */
} draft_object;

static PyObject *answer(utskr_status status, const utskr_error *error) {
    return status == UTSKR_OK ? core_none() : core_raise(status, error);
}

/* Draft(id, base or None) */
static PyObject *draft_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    const char *id = NULL;
    PyObject *base = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "sO:Draft", &id, &base)) {
        return NULL;
    }
    const utskr_pack *pack = base == Py_None ? NULL : core_pack_of(base);
    draft_object *self = PyErr_Occurred() ? NULL : (draft_object *)PyType_GenericAlloc(type, 0);
    if (!self) {
        return NULL;
    }
    utskr_status status = utskr_pack_draft_new(&core_allocator, id, pack, &self->draft, &error);
    if (status != UTSKR_OK) {
        Py_DECREF(self);
        return core_raise(status, &error);
    }
    Py_INCREF(base);
    self->base = base;
    return (PyObject *)self;
}

static void draft_free(PyObject *self) {
    draft_object *object = (draft_object *)self;
    utskr_pack_draft_free(object->draft);
    Py_CLEAR(object->base);
    core_free_object(self);
}

/* (name, value) */
static PyObject *draft_set(PyObject *self, PyObject *arguments) {
    const char *name = NULL;
    const char *value = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "ss:_set", &name, &value)) {
        return NULL;
    }
    return answer(utskr_pack_draft_set(((draft_object *)self)->draft, name, value, &error), &error);
}

/* (reading, value) */
static PyObject *draft_reading(PyObject *self, PyObject *arguments) {
    const char *name = NULL;
    const char *value = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "ss:_reading", &name, &value)) {
        return NULL;
    }
    return answer(utskr_pack_draft_reading(((draft_object *)self)->draft, name, value, &error), &error);
}

/* (year, öre, grade, source or None) */
static PyObject *draft_rate(PyObject *self, PyObject *arguments) {
    utskr_rate rate = { 0 };
    long long ore = 0;
    int year = 0;
    const char *grade = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "iLsz:_rate", &year, &ore, &grade, &rate.source)) {
        return NULL;
    }
    if (strlen(grade) != 1) {
        return core_refuse("no such grade", "P, O or S", NULL);
    }
    rate.year = year;
    rate.ore = ore;
    rate.grade = grade[0];
    return answer(utskr_pack_draft_rate(((draft_object *)self)->draft, &rate, &error), &error);
}

/* (rule, last day) */
static PyObject *draft_end(PyObject *self, PyObject *arguments) {
    const char *rule = NULL;
    PyObject *word = NULL;
    utskr_date last_day = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "sO:_end", &rule, &word) || core_date(word, &last_day) != 0) {
        return NULL;
    }
    return answer(utskr_pack_draft_end(((draft_object *)self)->draft, rule, last_day, &error), &error);
}

/* (text as bytes) */
static PyObject *draft_add(PyObject *self, PyObject *arguments) {
    const char *text = NULL;
    Py_ssize_t length = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "y#:_add", &text, &length)) {
        return NULL;
    }
    return answer(utskr_pack_draft_add(((draft_object *)self)->draft, text, (size_t)length, &error), &error);
}

/* (class) -> the pack */
static PyObject *draft_finish(PyObject *self, PyObject *class) {
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyType_Check(class) || !PyType_IsSubtype((PyTypeObject *)class, core_pack_type)) {
        return PyErr_Format(PyExc_TypeError, "%R is no class of packs", class);
    }
    utskr_status status = utskr_pack_draft_finish(((draft_object *)self)->draft, &pack, &error);
    return status == UTSKR_OK ? core_pack_from(class, pack) : core_raise(status, &error);
}

static PyMethodDef draft_methods[] = {
    { "_set", draft_set, METH_VARARGS, NULL },
    { "_reading", draft_reading, METH_VARARGS, NULL },
    { "_rate", draft_rate, METH_VARARGS, NULL },
    { "_end", draft_end, METH_VARARGS, NULL },
    { "_add", draft_add, METH_VARARGS, NULL },
    { "_finish", draft_finish, METH_O, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot draft_slots[] = {
    { Py_tp_new, draft_new },
    { Py_tp_dealloc, draft_free },
    { Py_tp_methods, draft_methods },
    { Py_tp_doc, (void *)"A pack that is being made; see utskrivning.PackDraft." },
    { 0, NULL },
};

static PyType_Spec draft_spec = { "utskrivning._core.Draft", sizeof(draft_object), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, draft_slots };

int core_add_draft(PyObject *module) {
    return core_add_type(module, &draft_spec) ? 0 : -1;
}
