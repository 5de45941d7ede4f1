/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading case logs, a case at a time, from bytes or from whatever has a read(). */
#include "core.h"

#include <stdlib.h>

enum { CHUNK_SIZE = 1 << 20 };

typedef struct reader_object {
    PyObject_HEAD utskr_reader *reader;
    PyObject *read;         /* read(n) -> bytes or str; NULL when all the text is in `chunk` */
    PyObject *chunk;        /* the bytes being read */
    const char *next;       /* in them: the first that is not yet read */
    size_t left;            /* how many more there are */
    PyObject *errors;       /* a list: exceptions not yet fetched */
    PyObject *file;         /* the name that errors carry, or None */
    PyThreadState *outside; /* while the library reads without the GIL: what takes it again */
    int is_busy;
    int has_failed; /* the source raised */
    int has_errors; /* to be told, of the cases given away together */
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

static void hold_chunk(reader_object *self, PyObject *chunk) {
    core_replace(&self->chunk, chunk);
    self->next = PyBytes_AsString(chunk);
    self->left = (size_t)PyBytes_Size(chunk);
}

/* Fetches the next chunk, if there is one. */
static void fetch_chunk(reader_object *self) {
    PyObject *chunk =
        PyErr_CheckSignals() == 0 ? chunk_bytes(PyObject_CallFunction(self->read, "i", (int)CHUNK_SIZE)) : NULL;
    if (chunk) {
        hold_chunk(self, chunk);
    } else {
        self->has_failed = 1;
    }
}

/* What the library calls may be called with the GIL or without it. */
static void take_gil(reader_object *self) {
    if (self->outside) {
        PyEval_RestoreThread(self->outside);
    }
}

static void give_gil(reader_object *self) {
    if (self->outside) {
        self->outside = PyEval_SaveThread();
    }
}

static int64_t read_source(char *buffer, size_t capacity, void *user) {
    reader_object *self = user;
    if (self->left == 0 && self->read && !self->has_failed) {
        take_gil(self);
        fetch_chunk(self);
        give_gil(self);
    }
    if (self->has_failed) {
        return -1;
    }
    size_t count = self->left < capacity ? self->left : capacity;
    if (count > 0) {
        memcpy(buffer, self->next, count);
        self->next += count;
        self->left -= count;
    }
    return (int64_t)count;
}

static void report(const utskr_error *error, void *user) {
    reader_object *self = user;
    take_gil(self);
    PyObject *exception = PyErr_Occurred() ? NULL : core_exception(error, self->file);
    if (exception) {
        (void)PyList_Append(self->errors, exception);
        Py_DECREF(exception);
    }
    self->has_errors = 1;
    give_gil(self);
}

/* --- The object ---------------------------------------------------------------------------------------------------------- */

static int set_source(reader_object *self, PyObject *source) {
    if (!PyBytes_Check(source) && !PyCallable_Check(source)) {
        PyErr_SetString(PyExc_TypeError, "a case log is read from bytes or by a function");
        return -1;
    }
    Py_INCREF(source);
    if (PyBytes_Check(source)) {
        hold_chunk(self, source);
    } else {
        self->read = source;
    }
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

static int refuse_busy(const reader_object *self) {
    if (self->is_busy) {
        PyErr_SetString(PyExc_ValueError, "the reader is being used by another thread");
        return -1;
    }
    return 0;
}

/* (class) -> the next case, or None at the end */
static PyObject *reader_next(PyObject *self, PyObject *class) {
    reader_object *object = (reader_object *)self;
    if (!PyType_Check(class) || !PyType_IsSubtype((PyTypeObject *)class, core_case_type)) {
        return PyErr_Format(PyExc_TypeError, "%R is no class of cases", class);
    }
    if (refuse_busy(object) != 0) {
        return NULL;
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

/* --- All of them ----------------------------------------------------------------------------------------------------------- */

static int is_fatal(utskr_status status) {
    return status == UTSKR_NO_MEMORY || status == UTSKR_LIMIT_REACHED;
}

/* UTSKR_OK when there are errors to tell; UTSKR_NOT_FOUND at the end. */
static utskr_status give_cases(reader_object *self, utskr_case *c, core_taker take, void *user) {
    utskr_status status = UTSKR_OK;
    while (!self->has_errors && (status = utskr_reader_next(self->reader, c)) == UTSKR_OK) {
        utskr_error error = UTSKR_ERROR_INIT;
        status = take(c, user, &error);
        if (is_fatal(status)) {
            return status;
        }
        if (status != UTSKR_OK) {
            error.status = (int32_t)status;
            report(&error, self);
            status = UTSKR_OK;
        }
    }
    return status;
}

static int give_without_gil(reader_object *self, core_taker take, void *user) {
    utskr_case *c = NULL;
    utskr_status status = utskr_case_new(&core_allocator, &c);
    if (status == UTSKR_OK) {
        self->has_errors = 0;
        self->outside = PyEval_SaveThread();
        status = give_cases(self, c, take, user);
        PyEval_RestoreThread(self->outside);
        self->outside = NULL;
        utskr_case_free(c);
    }
    if (PyErr_Occurred() || (status != UTSKR_OK && status != UTSKR_NOT_FOUND)) {
        core_raise(status, NULL);
        return -1;
    }
    return status == UTSKR_OK;
}

int core_reader_each(PyObject *reader, core_taker take, void *user) {
    if (!PyObject_TypeCheck(reader, reader_type)) {
        PyErr_Format(PyExc_TypeError, "expected a reader of cases, not %R", Py_TYPE(reader));
        return -1;
    }
    reader_object *self = (reader_object *)reader;
    if (refuse_busy(self) != 0 || self->has_failed) {
        return PyErr_Occurred() ? -1 : 0;
    }
    self->is_busy = 1;
    int result = give_without_gil(self, take, user);
    self->is_busy = 0;
    return result;
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
