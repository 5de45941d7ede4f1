/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time and text between Python and the library. Arithmetic only: what is text, the library reads. */
#include "core.h"

#include <stdlib.h>

enum { ORDINAL_OF_1970 = 719163 /* date(1970, 1, 1).toordinal() */, SECONDS_A_DAY = 86400 };

/* --- Instants in ------------------------------------------------------------------------------------------------- */

static int is_a(PyObject *value, PyObject *type) {
    return PyObject_TypeCheck(value, (PyTypeObject *)type);
}

static int attribute_number(PyObject *value, PyObject *name, int64_t *out) {
    PyObject *number = PyObject_GetAttr(value, name);
    if (!number) {
        return -1;
    }
    *out = PyLong_AsLongLong(number);
    Py_DECREF(number);
    return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

static int refuse_naive(PyObject *value) {
    PyErr_Clear();
    core_refuse("a datetime without a time zone may mean two instants",
                "an aware datetime, such as datetime(2026, 1, 12, 9, 15, tzinfo=utskrivning.STOCKHOLM); or text, in "
                "which no offset means Swedish time",
                value);
    return -1;
}

/* Days and seconds from `epoch` on; a fraction of a second belongs to the second that it is a fraction of. */
static int subtract(PyObject *value, PyObject *epoch, int64_t *days, int64_t *seconds) {
    PyObject *since = PyNumber_Subtract(value, epoch);
    if (!since) {
        return PyErr_ExceptionMatches(PyExc_TypeError) ? refuse_naive(value) : -1;
    }
    int status = attribute_number(since, core_name.days, days);
    status = status == 0 ? attribute_number(since, core_name.seconds, seconds) : status;
    Py_DECREF(since);
    return status;
}

/* Does the datetime have the zone that ours come out in? 1 or 0, or -1 with an exception. */
static int is_in_own_zone(PyObject *value) {
    PyObject *zone = PyObject_GetAttr(value, core_name.tzinfo);
    int is_own = zone == core.zone;
    Py_XDECREF(zone);
    return zone ? is_own : -1;
}

/* Python subtracts datetimes of one zone by what their clocks show, at a third of the price; the library then turns the
 * clock into an instant. A clock that shows the time twice, or never, is left to the zone. */
static int instant_from_datetime(PyObject *value, utskr_instant *out) {
    int64_t days = 0;
    int64_t seconds = 0;
    int is_own = is_in_own_zone(value);
    if (is_own == 1) {
        if (subtract(value, core.own_epoch, &days, &seconds) != 0) {
            return -1;
        }
        if (utskr_instant_from_local((utskr_date)days, (int32_t)seconds, out) == UTSKR_OK) {
            return 0;
        }
    }
    if (is_own < 0 || subtract(value, core.epoch, &days, &seconds) != 0) {
        return -1;
    }
    *out = days * SECONDS_A_DAY + seconds;
    return 0;
}

typedef utskr_status (*instant_reader)(const char *text, size_t length, utskr_instant *out, utskr_error *error);

static int instant_from_text(PyObject *value, instant_reader read, utskr_instant *out) {
    utskr_error error = UTSKR_ERROR_INIT;
    PyObject *bytes = core_text(value, "an instant");
    if (!bytes) {
        return -1;
    }
    utskr_status status = read(core_bytes(bytes), (size_t)PyBytes_Size(bytes), out, &error);
    if (status != UTSKR_OK) {
        if (!error.word[0]) {
            PyOS_snprintf(error.word, sizeof error.word, "%s", core_bytes(bytes));
        }
        core_raise(status, &error);
    }
    Py_DECREF(bytes);
    return status == UTSKR_OK ? 0 : -1;
}

static int instant_from(PyObject *value, instant_reader read, utskr_instant *out) {
    if (PyLong_CheckExact(value)) {
        *out = PyLong_AsLongLong(value);
        return *out == -1 && PyErr_Occurred() ? -1 : 0;
    }
    if (is_a(value, core.datetime_type)) {
        return instant_from_datetime(value, out);
    }
    if (PyUnicode_Check(value)) {
        return instant_from_text(value, read, out);
    }
    core_refuse("not an instant", "an aware datetime, text such as 2026-01-12T09:15+01:00, or seconds since 1970",
                value);
    return -1;
}

int core_instant(PyObject *value, utskr_instant *out) {
    return instant_from(value, utskr_instant_parse, out);
}

int core_instant_or_none(PyObject *value, utskr_instant *out) {
    *out = 0;
    return value == NULL || value == Py_None ? 0 : core_instant(value, out);
}

/* --- Dates in ------------------------------------------------------------------------------------------------------ */

static int date_from_object(PyObject *value, utskr_date *out) {
    PyObject *ordinal = PyObject_CallMethodObjArgs(value, core_name.toordinal, NULL);
    long number = ordinal ? PyLong_AsLong(ordinal) : -1;
    Py_XDECREF(ordinal);
    *out = (utskr_date)(number - ORDINAL_OF_1970);
    return number == -1 && PyErr_Occurred() ? -1 : 0;
}

static int is_date(PyObject *value) {
    return is_a(value, core.date_type) && !is_a(value, core.datetime_type);
}

int core_moment(PyObject *value, utskr_instant *out) {
    utskr_date day = 0;
    if (!is_date(value)) {
        return instant_from(value, utskr_instant_or_date_parse, out);
    }
    if (date_from_object(value, &day) != 0) {
        return -1;
    }
    *out = utskr_day_end(day);
    return 0;
}

int core_date(PyObject *value, utskr_date *out) {
    utskr_error error = UTSKR_ERROR_INIT;
    if (is_date(value)) {
        return date_from_object(value, out);
    }
    if (!PyUnicode_Check(value)) {
        core_refuse("not a date", "a date, or text such as 2026-01-12", value);
        return -1;
    }
    PyObject *bytes = core_text(value, "a date");
    if (!bytes) {
        return -1;
    }
    utskr_status status = utskr_date_parse(core_bytes(bytes), (size_t)PyBytes_Size(bytes), out, &error);
    Py_DECREF(bytes);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    return 0;
}

int core_small(PyObject *value, int32_t *out) {
    long number = PyLong_AsLong(value);
    if (number == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (number < INT32_MIN || number > INT32_MAX) {
        core_refuse("a number that is too large", "one of 32 bits", value);
        return -1;
    }
    *out = (int32_t)number;
    return 0;
}

/* --- Out ----------------------------------------------------------------------------------------------------------- */

PyObject *core_from_instant(utskr_instant at) {
    if (at == 0) {
        return core_none();
    }
    PyObject *seconds = PyLong_FromLongLong(at);
    PyObject *moment = seconds ? PyObject_CallFunctionObjArgs(core.fromtimestamp, seconds, core.zone, NULL) : NULL;
    Py_XDECREF(seconds);
    return moment;
}

PyObject *core_from_date(utskr_date day) {
    if (day == UTSKR_DATE_NONE) {
        return core_none();
    }
    PyObject *ordinal = PyLong_FromLong((long)day + ORDINAL_OF_1970);
    PyObject *date = ordinal ? PyObject_CallFunctionObjArgs(core.fromordinal, ordinal, NULL) : NULL;
    Py_XDECREF(ordinal);
    return date;
}

PyObject *core_from_text(const char *text) {
    if (!text) {
        return core_none();
    }
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
}

/* --- Text ------------------------------------------------------------------------------------------------------------ */

PyObject *core_text(PyObject *value, const char *what) {
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s is a str, not %R", what, Py_TYPE(value));
        return NULL;
    }
    PyObject *bytes = PyUnicode_AsUTF8String(value);
    if (bytes && strlen(PyBytes_AsString(bytes)) != (size_t)PyBytes_Size(bytes)) {
        Py_DECREF(bytes);
        return core_refuse("a zero character in text", "", value);
    }
    return bytes;
}

PyObject *core_text_or_none(PyObject *value, const char *what) {
    return value == NULL || value == Py_None ? NULL : core_text(value, what);
}

const char *core_bytes(PyObject *bytes) {
    return bytes ? PyBytes_AsString(bytes) : NULL;
}

int core_sink(const char *bytes, size_t length, void *user) {
    core_output *output = user;
    if (length > output->capacity - output->length) {
        size_t capacity = (output->length + length) * 2;
        char *grown = realloc(output->bytes, capacity);
        if (!grown) {
            return -1;
        }
        output->bytes = grown;
        output->capacity = capacity;
    }
    memcpy(output->bytes + output->length, bytes, length);
    output->length += length;
    return 0;
}

PyObject *core_output_end(core_output *output, utskr_status status) {
    PyObject *text = NULL;
    if (status == UTSKR_OK) {
        text = PyUnicode_DecodeUTF8(output->bytes ? output->bytes : "", (Py_ssize_t)output->length, "replace");
    } else if (status == UTSKR_SINK_FAILED) {
        PyErr_NoMemory();
    } else {
        core_raise(status, NULL);
    }
    free(output->bytes);
    return text;
}
