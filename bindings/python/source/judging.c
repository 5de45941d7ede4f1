/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Judgements, worklists and sharing answers. Each holds the log that it is about, which no longer changes. */
#include "core.h"

#include <stdlib.h>

/* --- The question -------------------------------------------------------------------------------------------------------- */

/* A question and what it points at. */
typedef struct asking {
    utskr_question question;
    utskr_readings readings;
    utskr_rate *rates;
    utskr_instant known_at;
    bool is_without_instant; /* a case without events */
    PyObject *pack;
} asking;

static void asking_end(asking *ask) {
    free(ask->rates);
    Py_CLEAR(ask->pack);
}

/* The instant of the caller, else that of the latest event; without any there is none, and the earliest stands in. */
static int choose_instant(asking *ask, const utskr_case *c, PyObject *at) {
    if (at != Py_None) {
        return core_instant(at, &ask->question.at);
    }
    utskr_status status = utskr_case_latest(c, ask->known_at, &ask->question.at);
    if (status == UTSKR_NOT_FOUND) {
        ask->question.at = UTSKR_INSTANT_MIN;
        ask->is_without_instant = true;
        status = UTSKR_OK;
    }
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
        return -1;
    }
    return 0;
}

/* (at, known_at, pack, readings, rates), each of them possibly None. */
typedef struct asking_words {
    PyObject *at;
    PyObject *known_at;
    PyObject *pack;
    PyObject *readings;
    PyObject *rates;
} asking_words;

static int asking_begin(asking *ask, core_log *log, const asking_words *words) {
    memset(ask, 0, sizeof *ask);
    utskr_question_init(&ask->question);
    if (core_instant_or_none(words->known_at, &ask->known_at) != 0 ||
        core_choose_readings(words->readings, &ask->readings) != 0 ||
        core_choose_rates(words->rates, &ask->rates, &ask->question.rate_count) != 0) {
        return -1;
    }
    ask->question.readings = &ask->readings;
    ask->question.rates = ask->rates;
    core_log_enter(log);
    int status = core_choose_pack(log->c, words->pack, &ask->question.pack);
    if (status == 0 && words->pack != Py_None) {
        Py_INCREF(words->pack);
        ask->pack = words->pack;
    }
    status = status == 0 ? choose_instant(ask, log->c, words->at) : status;
    core_log_leave(log);
    return status;
}

/* --- Judging ---------------------------------------------------------------------------------------------------------------- */

typedef struct judgement_object {
    PyObject_HEAD utskr_judgement *judgement;
    core_log *log;
    PyObject *pack; /* or NULL for one that is built in */
} judgement_object;

static PyTypeObject *judgement_type;

static void free_judgement(utskr_judgement *judgement) {
    if (judgement) {
        free(judgement->obligations);
        free(judgement->findings);
        free(judgement->days);
        free(judgement);
    }
}

static bool reserve(void **part, uint32_t *capacity, uint32_t count, size_t size) {
    if (count <= *capacity) {
        return true;
    }
    void *grown = realloc(*part, count * size);
    if (grown) {
        *part = grown;
        *capacity = count;
    }
    return grown != NULL;
}

static bool make_room(utskr_judgement *j) {
    return reserve((void **)&j->obligations, &j->obligation_capacity, j->obligation_count, sizeof *j->obligations) &&
           reserve((void **)&j->findings, &j->finding_capacity, j->finding_count, sizeof *j->findings) &&
           reserve((void **)&j->days, &j->day_capacity, j->day_count, sizeof *j->days);
}

/* Room that holds the long parts of most cases. */
static utskr_judgement *new_judgement(void) {
    utskr_judgement *judgement = malloc(sizeof *judgement);
    if (!judgement) {
        return NULL;
    }
    utskr_judgement_init(judgement);
    judgement->obligation_count = 32;
    judgement->finding_count = 16;
    judgement->day_count = 32;
    if (!make_room(judgement)) {
        free_judgement(judgement);
        return NULL;
    }
    return judgement;
}

/* Without the GIL; the log is held by the caller. */
static utskr_status judge(core_log *log, const asking *ask, utskr_judgement *judgement) {
    utskr_status status = UTSKR_OK;
    PyThread_acquire_lock(log->lock, WAIT_LOCK);
    do {
        status = utskr_case_judge(log->c, &ask->question, ask->known_at, judgement);
    } while (status == UTSKR_BUFFER_TOO_SMALL && make_room(judgement));
    PyThread_release_lock(log->lock);
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_NO_MEMORY : status;
}

/* Judges a log; NULL with an exception. */
static utskr_judgement *judge_log(core_log *log, const asking *ask) {
    utskr_judgement *judgement = new_judgement();
    utskr_status status = UTSKR_NO_MEMORY;
    if (judgement) {
        Py_BEGIN_ALLOW_THREADS;
        status = judge(log, ask, judgement);
        Py_END_ALLOW_THREADS;
    }
    if (status != UTSKR_OK) {
        free_judgement(judgement);
        core_raise(status, NULL);
        return NULL;
    }
    if (ask->is_without_instant) {
        judgement->at = 0;
    }
    return judgement;
}

/* Takes over the judgement and a hold of the log. */
static PyObject *judgement_object_from(PyObject *class, utskr_judgement *judgement, core_log *log, PyObject *pack) {
    judgement_object *self = judgement ? (judgement_object *)PyType_GenericAlloc((PyTypeObject *)class, 0) : NULL;
    if (!self) {
        free_judgement(judgement);
        core_log_release(log);
        return NULL;
    }
    *self = (judgement_object){ .ob_base = self->ob_base, .judgement = judgement, .log = log, .pack = pack };
    Py_XINCREF(pack);
    return (PyObject *)self;
}

/* (class, at, known_at, pack, readings, rates) */
PyObject *core_case_judge(PyObject *self, PyObject *arguments) {
    PyObject *class = NULL;
    asking_words words;
    asking ask;
    if (!PyArg_ParseTuple(arguments, "OOOOOO:_judge", &class, &words.at, &words.known_at, &words.pack, &words.readings,
                          &words.rates) ||
        core_check_class(class, judgement_type) != 0) {
        return NULL;
    }
    core_log *log = core_case_settled((core_case *)self);
    if (!log) {
        return NULL;
    }
    utskr_judgement *judgement = asking_begin(&ask, log, &words) == 0 ? judge_log(log, &ask) : NULL;
    PyObject *made = judgement_object_from(class, judgement, log, ask.pack);
    asking_end(&ask);
    return made;
}

static void judgement_free(PyObject *self) {
    judgement_object *object = (judgement_object *)self;
    free_judgement(object->judgement);
    core_log_release(object->log);
    Py_CLEAR(object->pack);
    core_free_object(self);
}

static const utskr_judgement *judgement_of(PyObject *self) {
    return ((judgement_object *)self)->judgement;
}

/* --- The parts of a judgement ----------------------------------------------------------------------------------------------- */

/* The records of one part, by its name. */
static PyObject *judgement_part(PyObject *self, PyObject *name) {
    const utskr_judgement *j = judgement_of(self);
    if (!PyUnicode_Check(name)) {
        return PyErr_Format(PyExc_TypeError, "a part is named by a str");
    }
    if (PyUnicode_CompareWithASCIIString(name, "obligations") == 0) {
        return core_make_all(RECORD_OBLIGATION, j->obligations, j->obligation_count);
    }
    if (PyUnicode_CompareWithASCIIString(name, "findings") == 0) {
        return core_make_all(RECORD_FINDING, j->findings, j->finding_count);
    }
    if (PyUnicode_CompareWithASCIIString(name, "days") == 0) {
        return core_make_all(RECORD_DAY, j->days, j->day_count);
    }
    if (PyUnicode_CompareWithASCIIString(name, "liability") == 0) {
        return core_make(RECORD_LIABILITY, &j->liability);
    }
    if (PyUnicode_CompareWithASCIIString(name, "readiness") == 0) {
        return core_make(RECORD_READINESS, &j->readiness);
    }
    if (PyUnicode_CompareWithASCIIString(name, "evidence") == 0) {
        return core_make_all(RECORD_EVIDENCE, j->evidence, j->evidence_count);
    }
    return core_make(RECORD_JUDGEMENT, j);
}

/* The rules it was judged under; a pack made by the caller is the caller's own object. */
static PyObject *judgement_pack(PyObject *self, PyObject *unused) {
    judgement_object *object = (judgement_object *)self;
    (void)unused;
    if (object->pack) {
        Py_INCREF(object->pack);
        return object->pack;
    }
    return core_pack_object(object->judgement->pack);
}

/* The case as it was judged. */
static PyObject *judgement_case(PyObject *self, PyObject *class) {
    if (core_check_class(class, core_case_type) != 0) {
        return NULL;
    }
    return core_case_from(class, core_log_hold(((judgement_object *)self)->log));
}

/* (language, file or None) */
static PyObject *judgement_explain(PyObject *self, PyObject *arguments) {
    judgement_object *object = (judgement_object *)self;
    PyObject *word = NULL;
    const char *file = NULL;
    int32_t language = 0;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "Oz:_explain", &word, &file) || core_language(word, &language) != 0) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status = utskr_explain(object->log->c, file, object->judgement, language, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

/* (language, known_at or None) -> a picture as SVG */
static PyObject *judgement_timeline(PyObject *self, PyObject *arguments) {
    judgement_object *object = (judgement_object *)self;
    PyObject *word = NULL;
    PyObject *known_at = NULL;
    utskr_timeline timeline = UTSKR_TIMELINE_INIT;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "OO:_timeline", &word, &known_at) ||
        core_language(word, &timeline.language) != 0 || core_instant_or_none(known_at, &timeline.known_at) != 0) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status = utskr_timeline_write(object->log->c, object->judgement, &timeline, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

/* (file or None) */
static PyObject *judgement_json(PyObject *self, PyObject *arguments) {
    judgement_object *object = (judgement_object *)self;
    const char *file = NULL;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "z:_json", &file)) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status = utskr_judgement_write_json(object->log->c, file, object->judgement, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

static PyMethodDef judgement_methods[] = {
    { "_part", judgement_part, METH_O, NULL },
    { "_pack", judgement_pack, METH_NOARGS, NULL },
    { "_case", judgement_case, METH_O, NULL },
    { "_explain", judgement_explain, METH_VARARGS, NULL },
    { "_timeline", judgement_timeline, METH_VARARGS, NULL },
    { "_json", judgement_json, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot judgement_slots[] = {
    { Py_tp_new, core_refuse_new },
    { Py_tp_dealloc, judgement_free },
    { Py_tp_methods, judgement_methods },
    { Py_tp_doc, (void *)"What the rules say of a case at an instant; see utskrivning.Judgement." },
    { 0, NULL },
};

static PyType_Spec judgement_spec = { "utskrivning._core.Judgement", sizeof(judgement_object), 0,
                                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, judgement_slots };

/* --- Sharing ------------------------------------------------------------------------------------------------------------------ */

typedef struct sharing_object {
    PyObject_HEAD utskr_question question;
    utskr_sharing sharing;
    int32_t from;
    int32_t to;
    int32_t item;
    core_log *log;
    PyObject *pack;
} sharing_object;

static PyTypeObject *sharing_type;

/* The facts at the instant of the question. 0, or -1 with an exception. */
static int facts_at(core_log *log, const asking *ask, utskr_facts *out) {
    core_log_enter(log);
    utskr_status status = utskr_case_facts(log->c, ask->question.at, ask->known_at, out);
    core_log_leave(log);
    if (status != UTSKR_OK) {
        core_raise(status, NULL);
        return -1;
    }
    return 0;
}

/* Takes over a hold of the log. */
static PyObject *share(PyObject *class, core_log *log, const asking *ask, const int32_t asked[3]) {
    utskr_facts facts;
    sharing_object *self =
        facts_at(log, ask, &facts) == 0 ? (sharing_object *)PyType_GenericAlloc((PyTypeObject *)class, 0) : NULL;
    if (!self) {
        core_log_release(log);
        return NULL;
    }
    self->question = ask->question;
    self->question.readings = NULL; /* what they point at is the asking's */
    self->question.rates = NULL;
    self->question.rate_count = 0;
    self->from = asked[0];
    self->to = asked[1];
    self->item = asked[2];
    self->log = log;
    self->pack = ask->pack;
    Py_XINCREF(self->pack);
    utskr_status status = utskr_share(&facts, &ask->question, self->from, self->to, self->item, &self->sharing);
    if (ask->is_without_instant) {
        self->question.at = 0;
    }
    if (status != UTSKR_OK) {
        Py_DECREF(self);
        return core_raise(status, NULL);
    }
    return (PyObject *)self;
}

/* (class, from, to, item, at, known_at, pack, readings) */
PyObject *core_case_share(PyObject *self, PyObject *arguments) {
    PyObject *class = NULL;
    PyObject *parts[3];
    int32_t asked[3] = { 0, 0, 0 };
    asking_words words = { .rates = Py_None };
    asking ask;
    if (!PyArg_ParseTuple(arguments, "OOOOOOOO:_share", &class, &parts[0], &parts[1], &parts[2], &words.at,
                          &words.known_at, &words.pack, &words.readings) ||
        core_check_class(class, sharing_type) != 0 || core_number(WORDS_PARTY, parts[0], &asked[0]) != 0 ||
        core_number(WORDS_PARTY, parts[1], &asked[1]) != 0 || core_number(WORDS_SHARE_ITEM, parts[2], &asked[2]) != 0) {
        return NULL;
    }
    core_log *log = core_case_settled((core_case *)self);
    if (!log) {
        return NULL;
    }
    PyObject *made = NULL;
    if (asking_begin(&ask, log, &words) == 0) {
        made = share(class, log, &ask, asked);
    } else {
        core_log_release(log);
    }
    asking_end(&ask);
    return made;
}

static void sharing_free(PyObject *self) {
    sharing_object *object = (sharing_object *)self;
    core_log_release(object->log);
    Py_CLEAR(object->pack);
    core_free_object(self);
}

/* (from, to, item, at, SharingAnswer) */
static PyObject *sharing_parts(PyObject *self, PyObject *unused) {
    const sharing_object *object = (sharing_object *)self;
    (void)unused;
    return Py_BuildValue("(NNNNN)", core_member(WORDS_PARTY, object->from), core_member(WORDS_PARTY, object->to),
                         core_member(WORDS_SHARE_ITEM, object->item), core_from_instant(object->question.at),
                         core_make(RECORD_SHARING, &object->sharing));
}

static PyObject *sharing_explain(PyObject *self, PyObject *word) {
    const sharing_object *object = (sharing_object *)self;
    int32_t language = 0;
    core_output output = { 0 };
    if (core_language(word, &language) != 0) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status = utskr_explain_sharing(object->log->c, NULL, &object->question, object->from, object->to,
                                                object->item, &object->sharing, language, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

/* (file or None) */
static PyObject *sharing_json(PyObject *self, PyObject *arguments) {
    const sharing_object *object = (sharing_object *)self;
    const char *file = NULL;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "z:_json", &file)) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status = utskr_sharing_write_json(object->log->c, file, &object->question, object->from, object->to,
                                                   object->item, &object->sharing, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

static PyMethodDef sharing_methods[] = {
    { "_parts", sharing_parts, METH_NOARGS, NULL },
    { "_explain", sharing_explain, METH_O, NULL },
    { "_json", sharing_json, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot sharing_slots[] = {
    { Py_tp_new, core_refuse_new },
    { Py_tp_dealloc, sharing_free },
    { Py_tp_methods, sharing_methods },
    { Py_tp_doc, (void *)"May one party tell another an item; see utskrivning.Sharing." },
    { 0, NULL },
};

static PyType_Spec sharing_spec = { "utskrivning._core.Sharing", sizeof(sharing_object), 0,
                                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, sharing_slots };

/* --- Worklists ---------------------------------------------------------------------------------------------------------------- */

typedef struct worklist_object {
    PyObject_HEAD utskr_judgement *judgement;
    utskr_facts facts;
    uint32_t *todo;
    uint32_t todo_count;
    int32_t party;
    core_log *log;
    PyObject *pack;
} worklist_object;

static PyTypeObject *worklist_type;

/* Finds what is to be done. 0, or -1 with an exception. */
static int fill_worklist(worklist_object *self) {
    self->todo_count = utskr_worklist(self->judgement, self->party, NULL, 0);
    self->todo = calloc((size_t)self->todo_count + 1, sizeof *self->todo);
    if (!self->todo) {
        PyErr_NoMemory();
        return -1;
    }
    (void)utskr_worklist(self->judgement, self->party, self->todo, self->todo_count);
    return 0;
}

/* Takes over a hold of the log. */
static PyObject *list_work(PyObject *class, core_log *log, const asking *ask, int32_t party) {
    worklist_object *self = (worklist_object *)PyType_GenericAlloc((PyTypeObject *)class, 0);
    if (!self) {
        core_log_release(log);
        return NULL;
    }
    self->log = log;
    self->party = party;
    self->pack = ask->pack;
    Py_XINCREF(self->pack);
    self->judgement = judge_log(log, ask);
    if (!self->judgement || facts_at(log, ask, &self->facts) != 0 || fill_worklist(self) != 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

/* (class, party, at, known_at, pack, readings) */
PyObject *core_case_worklist(PyObject *self, PyObject *arguments) {
    PyObject *class = NULL;
    PyObject *party_word = NULL;
    int32_t party = 0;
    asking_words words = { .rates = Py_None };
    asking ask;
    if (!PyArg_ParseTuple(arguments, "OOOOOO:_worklist", &class, &party_word, &words.at, &words.known_at, &words.pack,
                          &words.readings) ||
        core_check_class(class, worklist_type) != 0 || core_number(WORDS_PARTY, party_word, &party) != 0) {
        return NULL;
    }
    core_log *log = core_case_settled((core_case *)self);
    if (!log) {
        return NULL;
    }
    PyObject *made = NULL;
    if (asking_begin(&ask, log, &words) == 0) {
        made = list_work(class, log, &ask, party);
    } else {
        core_log_release(log);
    }
    asking_end(&ask);
    return made;
}

static void worklist_free(PyObject *self) {
    worklist_object *object = (worklist_object *)self;
    free_judgement(object->judgement);
    free(object->todo);
    core_log_release(object->log);
    Py_CLEAR(object->pack);
    core_free_object(self);
}

static PyObject *list_must(const worklist_object *self) {
    PyObject *must = PyTuple_New((Py_ssize_t)self->todo_count);
    for (uint32_t i = 0; must && i < self->todo_count; i++) {
        PyObject *made = core_make(RECORD_OBLIGATION, &self->judgement->obligations[self->todo[i]]);
        if (!made || PyTuple_SetItem(must, (Py_ssize_t)i, made) != 0) {
            Py_CLEAR(must);
        }
    }
    return must;
}

static PyObject *list_may(const worklist_object *self) {
    PyObject *may = PyList_New(0);
    for (int32_t kind = 1; may && kind < UTSKR_KIND_COUNT; kind++) {
        if (utskr_may_send(&self->facts, self->party, kind)) {
            PyObject *member = core_member(WORDS_KIND, kind);
            if (PyList_Append(may, member) != 0) {
                Py_CLEAR(may);
            }
            Py_DECREF(member);
        }
    }
    PyObject *tuple = may ? PyList_AsTuple(may) : NULL;
    Py_XDECREF(may);
    return tuple;
}

/* (party, must, may, Answers) */
static PyObject *worklist_parts(PyObject *self, PyObject *unused) {
    const worklist_object *object = (worklist_object *)self;
    (void)unused;
    return Py_BuildValue("(NNNN)", core_member(WORDS_PARTY, object->party), list_must(object), list_may(object),
                         core_make(RECORD_JUDGEMENT, object->judgement));
}

static PyObject *worklist_explain(PyObject *self, PyObject *word) {
    worklist_object *object = (worklist_object *)self;
    int32_t language = 0;
    core_output output = { 0 };
    if (core_language(word, &language) != 0) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status = utskr_explain_worklist(object->log->c, NULL, &object->facts, object->judgement, object->party,
                                                 object->todo, object->todo_count, language, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

/* (file or None) */
static PyObject *worklist_json(PyObject *self, PyObject *arguments) {
    worklist_object *object = (worklist_object *)self;
    const char *file = NULL;
    core_output output = { 0 };
    if (!PyArg_ParseTuple(arguments, "z:_json", &file)) {
        return NULL;
    }
    core_log_enter(object->log);
    utskr_status status =
        utskr_worklist_write_json(object->log->c, file, &object->facts, object->judgement, object->party, object->todo,
                                  object->todo_count, core_sink, &output);
    core_log_leave(object->log);
    return core_output_end(&output, status);
}

static PyMethodDef worklist_methods[] = {
    { "_parts", worklist_parts, METH_NOARGS, NULL },
    { "_explain", worklist_explain, METH_O, NULL },
    { "_json", worklist_json, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyType_Slot worklist_slots[] = {
    { Py_tp_new, core_refuse_new },
    { Py_tp_dealloc, worklist_free },
    { Py_tp_methods, worklist_methods },
    { Py_tp_doc, (void *)"What a party must and may do; see utskrivning.Worklist." },
    { 0, NULL },
};

static PyType_Spec worklist_spec = { "utskrivning._core.Worklist", sizeof(worklist_object), 0,
                                     Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, worklist_slots };

int core_add_judging(PyObject *module) {
    judgement_type = core_add_type(module, &judgement_spec);
    sharing_type = core_add_type(module, &sharing_spec);
    worklist_type = core_add_type(module, &worklist_spec);
    return judgement_type && sharing_type && worklist_type ? 0 : -1;
}
