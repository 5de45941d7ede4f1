/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading case logs, a case at a time, from bytes or from whatever has a read(). */
#include "core.h"

#include <stdlib.h>

enum { CHUNK_SIZE = 1 << 20 };

typedef struct reader_object {
    PyObject_HEAD utskr_reader *reader;
    PyObject *read;    /* read(n) -> bytes or str; NULL when all the text is in `chunk` */
    PyObject *chunk;   /* the bytes being read */
    Py_ssize_t offset; /* how far */
    PyObject *errors;  /* a list: exceptions not yet fetched */
    PyObject *file;    /* the name that errors carry, or None */
    int is_busy;
    int has_failed; /* the source raised */
} reader_object;

static PyTypeObject *reader_type;

/* --- What the library's reader calls -------------------------------------------------------------------------------- */

/* A str that a text file gave becomes bytes; takes over the chunk. */
static PyObject *chunk_bytes(PyObject *chunk) {
    if (chunk && PyUnicode_Check(chunk)) {
        PyObject *bytes = PyUnicode_AsUTF8String(chunk);
        Py_DECREF(chunk);
        return bytes;
    }
    if (chunk && !PyBytes_Check(chunk)) {
        PyErr_Format(PyExc_TypeError, "read() of a case log gave %R, not bytes or str", Py_TYPE(chunk));
        Py_CLEAR(chunk);
    }
    return chunk;
}

/* Fetches the next chunk; false at the end and on failure. */
static bool next_chunk(reader_object *self) {
    if (!self->read || PyErr_CheckSignals() != 0) {
        return false;
    }
    PyObject *chunk = chunk_bytes(PyObject_CallFunction(self->read, "i", (int)CHUNK_SIZE));
    if (!chunk) {
        return false;
    }
    core_replace(&self->chunk, chunk);
    self->offset = 0;
    return PyBytes_Size(chunk) > 0;
}

static int64_t read_source(char *buffer, size_t capacity, void *user) {
    reader_object *self = user;
    Py_ssize_t left = self->chunk ? PyBytes_Size(self->chunk) - self->offset : 0;
    if (left == 0 && next_chunk(self)) {
        left = PyBytes_Size(self->chunk);
    }
    if (PyErr_Occurred()) {
        self->has_failed = 1;
        return -1;
    }
    size_t count = (size_t)left < capacity ? (size_t)left : capacity;
    if (count > 0) {
        memcpy(buffer, PyBytes_AsString(self->chunk) + self->offset, count);
        self->offset += (Py_ssize_t)count;
    }
    return (int64_t)count;
}

static void report(const utskr_error *error, void *user) {
    reader_object *self = user;
    PyObject *exception = PyErr_Occurred() ? NULL : core_exception(error, self->file);
    if (exception) {
        (void)PyList_Append(self->errors, exception);
        Py_DECREF(exception);
    }
}

/* --- The object ---------------------------------------------------------------------------------------------------------- */

static int set_source(reader_object *self, PyObject *source) {
    if (PyBytes_Check(source)) {
        self->chunk = source;
    } else if (PyCallable_Check(source)) {
        self->read = source;
    } else {
        PyErr_SetString(PyExc_TypeError, "a case log is read from bytes or by a function");
        return -1;
    }
    Py_INCREF(source);
    return 0;
}

/* Reader(bytes or read function, file name or None) */
static PyObject *reader_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    PyObject *source = NULL;
    PyObject *file = NULL;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "OO:Reader", &source, &file)) {
        return NULL;
    }
    reader_object *self = (reader_object *)PyType_GenericAlloc(type, 0);
    if (!self) {
        return NULL;
    }
    Py_INCREF(file);
    self->file = file;
    self->errors = PyList_New(0);
    utskr_status status = UTSKR_OK;
    if (!self->errors || set_source(self, source) != 0 ||
        (status = utskr_reader_new(&core_allocator, read_source, report, self, &self->reader)) != UTSKR_OK) {
        Py_DECREF(self);
        return status == UTSKR_OK ? NULL : core_raise(status, NULL);
    }
    return (PyObject *)self;
}

static void reader_free(PyObject *self) {
    reader_object *object = (reader_object *)self;
    utskr_reader_free(object->reader);
    Py_CLEAR(object->read);
    Py_CLEAR(object->chunk);
    Py_CLEAR(object->errors);
    Py_CLEAR(object->file);
    core_free_object(self);
}

/* Reads the next case; NULL at the end, and on failure, which sets an exception. */
static core_log *read_log(reader_object *self) {
    utskr_case *c = NULL;
    utskr_status status = utskr_case_new(&core_allocator, &c);
    status = status == UTSKR_OK ? utskr_reader_next(self->reader, c) : status;
    if (status != UTSKR_OK || PyErr_Occurred()) {
        utskr_case_free(c);
        if (status != UTSKR_NOT_FOUND) {
            core_raise(status, NULL);
        }
        return NULL;
    }
    core_log *log = core_log_new(c);
    if (log) {
        log->settled = 1;
    }
    return log;
}

/* (class) -> the next case, or None at the end */
static PyObject *reader_next(PyObject *self, PyObject *class) {
    reader_object *object = (reader_object *)self;
    if (!PyType_Check(class) || !PyType_IsSubtype((PyTypeObject *)class, core_case_type)) {
        return PyErr_Format(PyExc_TypeError, "%R is no class of cases", class);
    }
    if (object->is_busy) {
        return PyErr_Format(PyExc_ValueError, "the reader is being used by another thread");
    }
    if (object->has_failed) {
        return core_none();
    }
    object->is_busy = 1;
    core_log *log = read_log(object);
    object->is_busy = 0;
    if (log) {
        return core_case_from(class, log);
    }
    if (PyErr_Occurred()) {
        return NULL;
    }
    return core_none();
}

/* The errors since this was last called. */
static PyObject *reader_errors(PyObject *self, PyObject *unused) {
    reader_object *object = (reader_object *)self;
    PyObject *fresh = PyList_New(0);
    (void)unused;
    if (!fresh) {
        return NULL;
    }
    PyObject *errors = object->errors;
    object->errors = fresh;
    return errors;
}

static PyMethodDef reader_methods[] = {
    { "_next", reader_next, METH_O, NULL },
    { "_errors", reader_errors, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot reader_slots[] = {
    { Py_tp_new, reader_new },
    { Py_tp_dealloc, reader_free },
    { Py_tp_methods, reader_methods },
    { Py_tp_doc, (void *)"Reads a case log; see utskrivning.read." },
    { 0, NULL },
};

static PyType_Spec reader_spec = { "utskrivning._core.Reader", sizeof(reader_object), 0,
                                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, reader_slots };

int core_add_reader(PyObject *module) {
    reader_type = core_add_type(module, &reader_spec);
    return reader_type ? 0 : -1;
}
