/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A status that is not OK becomes an exception with its place. */
#include "core.h"

#include <stdlib.h>

static void *resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

/* The library's memory; not Python's, since it is asked for without the GIL. */
const utskr_allocator core_allocator = { resize, NULL };

static PyObject *text_or_none(const char *text) {
    return PyUnicode_DecodeUTF8(text ? text : "", (Py_ssize_t)(text ? strlen(text) : 0), "replace");
}

PyObject *core_exception(const utskr_error *error, PyObject *file) {
    const char *message = error->message && error->message[0] ? error->message : utskr_status_name(error->status);
    PyObject *arguments =
        Py_BuildValue("(NNIINNNO)", text_or_none(message), core_member(WORDS_STATUS, error->status), error->line,
                      error->column, text_or_none(error->word), text_or_none(error->expected),
                      text_or_none(error->suggestion), file ? file : Py_None);
    PyObject *exception = arguments ? PyObject_CallObject(core.error, arguments) : NULL;
    Py_XDECREF(arguments);
    return exception;
}

PyObject *core_raise_in(const utskr_error *error, PyObject *file) {
    if (error->status == UTSKR_NO_MEMORY) {
        return PyErr_NoMemory();
    }
    PyObject *exception = core_exception(error, file);
    if (exception) {
        PyErr_SetObject(core.error, exception);
        Py_DECREF(exception);
    }
    return NULL;
}

PyObject *core_raise(utskr_status status, const utskr_error *error) {
    utskr_error plain = UTSKR_ERROR_INIT;
    if (PyErr_Occurred()) {
        return NULL; /* a sink or source raised: that is the cause */
    }
    if (error) {
        plain = *error;
    }
    plain.status = (int32_t)status;
    return core_raise_in(&plain, NULL);
}

PyObject *core_refuse(const char *message, const char *expected, PyObject *word) {
    utskr_error error = UTSKR_ERROR_INIT;
    error.status = UTSKR_BAD_ARGUMENT;
    error.message = message;
    error.expected = expected;
    PyObject *shown = word && !PyUnicode_Check(word) ? PyObject_Repr(word) : NULL;
    if (word && !shown) {
        PyErr_Clear();
        Py_INCREF(word);
        shown = word;
    }
    PyObject *bytes = shown ? PyUnicode_AsEncodedString(shown, "utf-8", "replace") : NULL;
    if (bytes) {
        PyOS_snprintf(error.word, sizeof error.word, "%s", PyBytes_AsString(bytes));
    }
    PyErr_Clear();
    Py_XDECREF(bytes);
    Py_XDECREF(shown);
    return core_raise_in(&error, NULL);
}
