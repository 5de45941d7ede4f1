/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cases: a log of events that is kept.
 *
 * A log is changed in place while its case alone holds it; once a judgement holds it too, the case changes a copy. So a
 * judgement goes on telling of the log that it judged.
 */
#include "core.h"

#include <stdlib.h>

PyTypeObject *core_case_type;

/* --- Logs -------------------------------------------------------------------------------------------------------------- */

core_log *core_log_new(utskr_case *c) {
    core_log *log = calloc(1, sizeof *log);
    PyThread_type_lock lock = log ? PyThread_allocate_lock() : NULL;
    if (!lock) {
        free(log);
        utskr_case_free(c);
        PyErr_NoMemory();
        return NULL;
    }
    *log = (core_log){ c, lock, 1, 0 };
    return log;
}

core_log *core_log_hold(core_log *log) {
    log->holders++;
    return log;
}

void core_log_release(core_log *log) {
    if (log && --log->holders == 0) {
        utskr_case_free(log->c);
        PyThread_free_lock(log->lock);
        free(log);
    }
}

void core_log_enter(core_log *log) {
    if (PyThread_acquire_lock(log->lock, NOWAIT_LOCK)) {
        return;
    }
    Py_BEGIN_ALLOW_THREADS;
    PyThread_acquire_lock(log->lock, WAIT_LOCK);
    Py_END_ALLOW_THREADS;
}

void core_log_leave(core_log *log) {
    PyThread_release_lock(log->lock);
}

/* A copy of a log that somebody else may be reading. */
static core_log *copy_log(core_log *log) {
    utskr_case *copy = NULL;
    core_log_hold(log);
    core_log_enter(log);
    int settled = log->settled;
    utskr_status status = utskr_case_clone(log->c, &copy);
    core_log_leave(log);
    core_log_release(log);
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
        return NULL;
    }
    core_log *made = core_log_new(copy);
    if (made) {
        made->settled = settled;
    }
    return made;
}

/* The log of the case, held by it alone, so that it may be changed; NULL with an exception. The GIL is kept from then on
 * until it has been changed. */
static core_log *own_log(core_case *self) {
    while (self->log->holders > 1) {
        core_log *shared = core_log_hold(self->log);
        core_log *copy = copy_log(shared);
        core_log_release(shared);
        if (!copy) {
            return NULL;
        }
        if (self->log != shared) { /* another thread has changed the case meanwhile */
            core_log_release(copy);
            continue;
        }
        core_log_release(self->log);
        self->log = copy;
    }
    return self->log;
}

core_log *core_case_settled(core_case *self) {
    if (!self->log->settled) {
        utskr_error error = UTSKR_ERROR_INIT;
        core_log *log = own_log(self);
        utskr_status status = log ? utskr_case_settle(log->c, &error) : UTSKR_OK;
        if (!log || status != UTSKR_OK) {
            return log ? (core_log *)core_raise(status, &error) : NULL;
        }
        log->settled = 1;
    }
    return core_log_hold(self->log);
}

/* --- Making and freeing -------------------------------------------------------------------------------------------------- */

static core_log *empty_log(void) {
    utskr_case *c = NULL;
    utskr_status status = utskr_case_new(&core_allocator, &c);
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
        return NULL;
    }
    return core_log_new(c);
}

PyObject *core_case_from(PyObject *class, core_log *log) {
    core_case *self = log ? (core_case *)PyType_GenericAlloc((PyTypeObject *)class, 0) : NULL;
    if (!self) {
        core_log_release(log);
        return NULL;
    }
    self->log = log;
    return (PyObject *)self;
}

static PyObject *case_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)arguments;
    (void)keywords;
    return core_case_from((PyObject *)type, empty_log());
}

static void case_free(PyObject *self) {
    core_log_release(((core_case *)self)->log);
    core_free_object(self);
}

static PyObject *case_copy(PyObject *self, PyObject *unused) {
    (void)unused;
    return core_case_from((PyObject *)Py_TYPE(self), copy_log(((core_case *)self)->log));
}

/* --- The header ------------------------------------------------------------------------------------------------------------ */

static int read_header(PyObject *arguments, utskr_header *out, PyObject **name, PyObject **rules, PyObject **previous) {
    PyObject *words[3];
    PyObject *discharge = NULL;
    if (!PyArg_ParseTuple(arguments, "OOOiiiiO:_set_header", &words[0], &words[1], &words[2], &out->stay.municipality,
                          &out->stay.payer, &out->stay.region, &out->stay.care, &discharge)) {
        return -1;
    }
    *name = core_text_or_none(words[0], "a name");
    *rules = core_text_or_none(words[1], "rules");
    *previous = core_text_or_none(words[2], "previous");
    out->name = core_bytes(*name);
    out->rules = core_bytes(*rules);
    out->previous = core_bytes(*previous);
    return PyErr_Occurred() ? -1 : core_instant_or_none(discharge, &out->stay.previous_discharge);
}

static PyObject *case_set_header(PyObject *self, PyObject *arguments) {
    utskr_header header = UTSKR_HEADER_INIT;
    PyObject *name = NULL;
    PyObject *rules = NULL;
    PyObject *previous = NULL;
    int status = read_header(arguments, &header, &name, &rules, &previous);
    core_log *log = status == 0 ? own_log((core_case *)self) : NULL;
    utskr_status set = log ? utskr_case_set_header(log->c, &header) : UTSKR_OK;
    Py_XDECREF(name);
    Py_XDECREF(rules);
    Py_XDECREF(previous);
    if (!log || set != UTSKR_OK) {
        return log ? core_raise(set, NULL) : NULL;
    }
    log->settled = 0;
    return core_none();
}

/* (name, rules, previous, municipality, payer, region, care, previous discharge, line) */
static PyObject *case_header(PyObject *self, PyObject *unused) {
    utskr_header header = UTSKR_HEADER_INIT;
    core_log *log = core_log_hold(((core_case *)self)->log);
    (void)unused;
    core_log_enter(log);
    utskr_status status = utskr_case_header(log->c, &header);
    PyObject *made = status == UTSKR_OK
                         ? Py_BuildValue("(NNNiiiiNI)", core_from_text(header.name), core_from_text(header.rules),
                                         core_from_text(header.previous), (int)header.stay.municipality,
                                         (int)header.stay.payer, (int)header.stay.region, (int)header.stay.care,
                                         core_from_instant(header.stay.previous_discharge), (unsigned int)header.line)
                         : core_raise(status, NULL);
    core_log_leave(log);
    core_log_release(log);
    return made;
}

/* --- Events in ---------------------------------------------------------------------------------------------------------------- */

/* Adds an entry to the log as a replay does. */
static PyObject *append_entry(PyObject *self, const utskr_entry *entry) {
    utskr_error error = UTSKR_ERROR_INIT;
    core_log *log = own_log((core_case *)self);
    utskr_status status = log ? utskr_case_append(log->c, entry, &error) : UTSKR_OK;
    if (!log || status != UTSKR_OK) {
        return log ? core_raise(status, &error) : NULL;
    }
    log->settled = 0;
    return core_none();
}

static PyObject *case_push(PyObject *self, PyObject *arguments) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    return core_plain_event(arguments, &entry.event) == 0 ? append_entry(self, &entry) : NULL;
}

static PyObject *case_append(PyObject *self, PyObject *arguments, PyObject *keywords) {
    core_entry held;
    if (core_entry_from(&held, arguments, keywords) != 0) {
        return NULL;
    }
    PyObject *done = append_entry(self, &held.entry);
    core_entry_clear(&held);
    return done;
}

/* A log to try an event on: the case's own, settled and not shared. */
static core_log *own_settled_log(core_case *self) {
    core_log *held = core_case_settled(self);
    if (!held) {
        return NULL;
    }
    core_log_release(held);
    return own_log(self);
}

static PyObject *apply_entry(PyObject *self, const utskr_entry *entry) {
    utskr_error error = UTSKR_ERROR_INIT;
    core_log *log = own_settled_log((core_case *)self);
    utskr_status status = log ? utskr_case_apply(log->c, entry, &error) : UTSKR_OK;
    if (!log || status != UTSKR_OK) {
        return log ? core_raise(status, &error) : NULL;
    }
    log->settled = 0; /* settling what is settled costs nothing */
    return core_none();
}

static PyObject *case_apply(PyObject *self, PyObject *arguments, PyObject *keywords) {
    core_entry held;
    if (core_entry_from(&held, arguments, keywords) != 0) {
        return NULL;
    }
    PyObject *done = apply_entry(self, &held.entry);
    core_entry_clear(&held);
    return done;
}

static PyObject *check_entry(PyObject *self, const utskr_entry *entry) {
    utskr_transition transition;
    core_log *log = core_case_settled((core_case *)self);
    if (!log) {
        return NULL;
    }
    core_log_enter(log);
    utskr_status status = utskr_case_check(log->c, entry, &transition);
    core_log_leave(log);
    core_log_release(log);
    return status == UTSKR_OK ? core_make(RECORD_TRANSITION, &transition) : core_raise(status, NULL);
}

static PyObject *case_check(PyObject *self, PyObject *arguments, PyObject *keywords) {
    core_entry held;
    if (core_entry_from(&held, arguments, keywords) != 0) {
        return NULL;
    }
    PyObject *made = check_entry(self, &held.entry);
    core_entry_clear(&held);
    return made;
}

/* (index from 0, instant) */
static PyObject *case_move(PyObject *self, PyObject *arguments) {
    Py_ssize_t index = 0;
    PyObject *at_word = NULL;
    utskr_instant at = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    if (!PyArg_ParseTuple(arguments, "nO:move", &index, &at_word) || core_instant(at_word, &at) != 0) {
        return NULL;
    }
    core_log *log = own_settled_log((core_case *)self);
    if (!log) {
        return NULL;
    }
    Py_ssize_t count = (Py_ssize_t)utskr_case_entry_count(log->c);
    index += index < 0 ? count : 0;
    if (index < 0 || index >= count) {
        PyErr_SetString(PyExc_IndexError, "the case has no such event");
        return NULL;
    }
    utskr_status status = utskr_case_move(log->c, (uint32_t)index + 1, at, &error);
    return status == UTSKR_OK ? core_none() : core_raise(status, &error);
}

/* --- Events out ---------------------------------------------------------------------------------------------------------------- */

static Py_ssize_t case_length(PyObject *self) {
    core_log *log = core_log_hold(((core_case *)self)->log);
    core_log_enter(log);
    Py_ssize_t count = (Py_ssize_t)utskr_case_entry_count(log->c);
    core_log_leave(log);
    core_log_release(log);
    return count;
}

/* The index-th event, from 0. The log is settled first, so that `refused` is right. */
static PyObject *case_item(PyObject *self, Py_ssize_t index) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    if (index < 0 || index >= case_length(self)) {
        PyErr_SetString(PyExc_IndexError, "the case has no such event");
        return NULL;
    }
    core_log *log = core_case_settled((core_case *)self);
    if (!log) {
        return NULL;
    }
    core_log_enter(log);
    utskr_status status = utskr_case_entry(log->c, (uint32_t)index + 1, &entry);
    PyObject *event = status == UTSKR_OK ? core_event_from(&entry) : core_raise(status, NULL);
    core_log_leave(log);
    core_log_release(log);
    return event;
}

static PyObject *case_write(PyObject *self, PyObject *arguments) {
    int swedish = 0;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "p:_write", &swedish)) {
        return NULL;
    }
    core_log *log = core_log_hold(((core_case *)self)->log);
    core_log_enter(log);
    utskr_status status = utskr_case_write(log->c, swedish, core_sink, &output);
    core_log_leave(log);
    core_log_release(log);
    return core_output_end(&output, status);
}

static PyObject *case_latest(PyObject *self, PyObject *known_word) {
    utskr_instant known_at = 0;
    utskr_instant latest = 0;
    if (core_instant_or_none(known_word, &known_at) != 0) {
        return NULL;
    }
    core_log *log = core_case_settled((core_case *)self);
    if (!log) {
        return NULL;
    }
    core_log_enter(log);
    utskr_status status = utskr_case_latest(log->c, known_at, &latest);
    core_log_leave(log);
    core_log_release(log);
    if (status != UTSKR_OK && status != UTSKR_NOT_FOUND) {
        return core_raise(status, NULL);
    }
    return core_from_instant(status == UTSKR_OK ? latest : 0);
}

/* --- Storing --------------------------------------------------------------------------------------------------------------------- */

static PyObject *case_store(PyObject *self, PyObject *unused) {
    size_t needed = 0;
    core_log *log = core_log_hold(((core_case *)self)->log);
    (void)unused;
    core_log_enter(log);
    utskr_status status = utskr_case_store(log->c, NULL, 0, &needed);
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)needed);
    if (bytes) {
        status = utskr_case_store(log->c, PyBytes_AsString(bytes), needed, &needed);
    }
    core_log_leave(log);
    core_log_release(log);
    if (bytes && status != UTSKR_OK) {
        Py_DECREF(bytes);
        return core_raise(status, NULL);
    }
    return bytes;
}

static PyObject *case_restore(PyObject *class, PyObject *bytes) {
    utskr_case *c = NULL;
    if (!PyBytes_Check(bytes)) {
        return PyErr_Format(PyExc_TypeError, "a stored case is bytes, not %R", Py_TYPE(bytes));
    }
    utskr_status status = utskr_case_restore(PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes), &core_allocator, &c);
    return status == UTSKR_OK ? core_case_from(class, core_log_new(c)) : core_raise(status, NULL);
}

/* --- The type --------------------------------------------------------------------------------------------------------------------- */

#define WITH_KEYWORDS(function) (PyCFunction)(void (*)(void))(function), METH_VARARGS | METH_KEYWORDS

static PyMethodDef case_methods[] = {
    { "push", case_push, METH_VARARGS,
      "push($self, at, party, kind, mask=0, value=None, recorded=None, /)\n--\n\n"
      "append() for hosts that keep events as numbers: the fast way in.\n\n"
      "at        an instant: seconds since 1970 as an int is fastest\n"
      "party     a Party, its id, or its number\n"
      "kind      a Kind, its id, or its number\n"
      "mask      what it says, as bits (event.h; Event.mask)\n"
      "value     the time that it names, or None\n"
      "recorded  when it was entered, or None" },
    { "append", WITH_KEYWORDS(case_append),
      "append($self, /, *event, **says)\n--\n\n"
      "Adds an event of a log that is being replayed. One that the table of states refuses is kept, marked and "
      "skipped, and of= may name an id that comes later.\n\n"
      "Takes an Event, a line of a case log, or the arguments of Event." },
    { "apply", WITH_KEYWORDS(case_apply),
      "apply($self, /, *event, **says)\n--\n\n"
      "Adds an event that a host is about to commit, in its place by time. Error, with nothing changed, if the table "
      "of states refuses it, if its id is there already, or if of= names no event.\n\n"
      "Takes an Event, a line of a case log, or the arguments of Event." },
    { "check", WITH_KEYWORDS(case_check),
      "check($self, /, *event, **says)\n--\n\n"
      "What the event would do if it were applied now, in its place by time: a Transition. Nothing changes." },
    { "move", case_move, METH_VARARGS,
      "move($self, index, at, /)\n--\n\n"
      "Moves an event, counted from 0, to another instant, all else as it is; what is recorded= stays. Error, with "
      "nothing changed, if the table of states refuses it there." },
    { "copy", case_copy, METH_NOARGS, "copy($self, /)\n--\n\nA case with the same log." },
    { "store", case_store, METH_NOARGS,
      "store($self, /)\n--\n\nThe case as bytes, versioned and checked, which every later version reads: "
      "Case.restore." },
    { "restore", case_restore, METH_O | METH_CLASS,
      "restore($type, stored, /)\n--\n\nThe case that store() made bytes of. Error with status damaged or "
      "unknown-version." },
    { "_set_header", case_set_header, METH_VARARGS, NULL },
    { "_header", case_header, METH_NOARGS, NULL },
    { "_write", case_write, METH_VARARGS, NULL },
    { "_latest", case_latest, METH_O, NULL },
    { "_judge", core_case_judge, METH_VARARGS, NULL },
    { "_share", core_case_share, METH_VARARGS, NULL },
    { "_worklist", core_case_worklist, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot case_slots[] = {
    { Py_tp_new, case_new },
    { Py_tp_dealloc, case_free },
    { Py_tp_methods, case_methods },
    { Py_sq_length, case_length },
    { Py_sq_item, case_item },
    { Py_tp_doc, (void *)"The log of one stay; see utskrivning.Case." },
    { 0, NULL },
};

static PyType_Spec case_spec = { "utskrivning._core.Case", sizeof(core_case), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, case_slots };

int core_add_case(PyObject *module) {
    core_case_type = core_add_type(module, &case_spec);
    return core_case_type ? 0 : -1;
}
