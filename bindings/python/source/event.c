/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events. What an event may say, and by which words, is read from the vocabulary table of the library, which also checks
 * the whole.
 */
#include "core.h"

typedef struct event_object {
    PyObject_HEAD core_entry held;
} event_object;

PyTypeObject *core_event_type;

void core_entry_clear(core_entry *entry) {
    Py_CLEAR(entry->id);
    Py_CLEAR(entry->of);
    Py_CLEAR(entry->about);
}

/* --- What an event says --------------------------------------------------------------------------------------------- */

/* The attribute of that key (the empty one of bare words too); NULL if the kind has none. */
static const utskr_attribute *find_attribute(int32_t kind, const char *key, size_t length, uint32_t *index) {
    const utskr_attribute *attribute = NULL;
    for (*index = 0; (attribute = utskr_attribute_at(kind, *index)) != NULL; (*index)++) {
        if (strlen(attribute->key) == length && memcmp(attribute->key, key, length) == 0) {
            return attribute;
        }
    }
    return NULL;
}

static int say_word(core_entry *out, uint32_t index, PyObject *value) {
    uint32_t bits = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    PyObject *bytes = core_text(value, "a word");
    if (!bytes) {
        return -1;
    }
    utskr_status status =
        utskr_word_find(out->entry.event.kind, index, core_bytes(bytes), (size_t)PyBytes_Size(bytes), &bits, &error);
    Py_DECREF(bytes);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    out->entry.event.mask |= bits;
    return 0;
}

/* One word, or any iterable of words. */
static int say_words(core_entry *out, uint32_t index, PyObject *value) {
    if (PyUnicode_Check(value)) {
        return say_word(out, index, value);
    }
    PyObject *iterator = PyObject_GetIter(value);
    PyObject *word = NULL;
    int status = iterator ? 0 : -1;
    while (status == 0 && (word = PyIter_Next(iterator)) != NULL) {
        status = say_word(out, index, word);
        Py_DECREF(word);
    }
    Py_XDECREF(iterator);
    return status == 0 && PyErr_Occurred() ? -1 : status;
}

static int say_party(core_entry *out, const utskr_attribute *attribute, PyObject *value) {
    int32_t party = 0;
    if (core_number(WORDS_PARTY, value, &party) != 0) {
        return -1;
    }
    out->entry.event.mask |= ((uint32_t)party << attribute->shift) & attribute->bits;
    return 0;
}

/* A word (`yes`), or a time. */
static int say_time_or_yes(core_entry *out, uint32_t index, PyObject *value) {
    uint32_t bits = 0;
    PyObject *bytes = PyUnicode_Check(value) ? core_text(value, "a time") : NULL;
    int is_word = bytes && utskr_word_find(out->entry.event.kind, index, core_bytes(bytes), (size_t)PyBytes_Size(bytes),
                                           &bits, NULL) == UTSKR_OK;
    Py_XDECREF(bytes);
    if (PyErr_Occurred()) {
        return -1;
    }
    out->entry.event.mask |= bits;
    return is_word || value == Py_True ? 0 : core_moment(value, &out->entry.event.value);
}

/* A kind of event, or else an id of the case. */
static int say_reference(core_entry *out, const utskr_attribute *attribute, PyObject *value) {
    int32_t kind = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    PyObject *bytes = core_text(value, "of");
    if (!bytes) {
        return -1;
    }
    utskr_status status = utskr_kind_find(core_bytes(bytes), (size_t)PyBytes_Size(bytes), &kind, &error);
    if (status == UTSKR_UNKNOWN_WORD) {
        core_replace(&out->of, bytes);
        return 0;
    }
    Py_DECREF(bytes);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    out->entry.event.mask |= (uint32_t)kind << attribute->shift;
    return 0;
}

static int say_text(PyObject **out, PyObject *value, const char *what) {
    PyObject *bytes = core_text(value, what);
    if (!bytes) {
        return -1;
    }
    core_replace(out, bytes);
    return 0;
}

static int say(core_entry *out, const utskr_attribute *attribute, uint32_t index, PyObject *value) {
    out->entry.event.mask |= attribute->stated;
    switch (attribute->type) {
    case UTSKR_VALUE_WORD: return say_word(out, index, value);
    case UTSKR_VALUE_PARTY: return say_party(out, attribute, value);
    case UTSKR_VALUE_INSTANT: return core_moment(value, &out->entry.event.value);
    case UTSKR_VALUE_INSTANT_OR_YES: return say_time_or_yes(out, index, value);
    case UTSKR_VALUE_REFERENCE: return say_reference(out, attribute, value);
    case UTSKR_VALUE_TEXT: return say_text(&out->about, value, "about");
    default: return say_words(out, index, value);
    }
}

/* --- Keys ----------------------------------------------------------------------------------------------------------- */

static int refuse_key(int32_t kind, PyObject *key) {
    char expected[256] = "id, recorded";
    size_t length = strlen(expected);
    const utskr_attribute *attribute = NULL;
    for (uint32_t i = 0; (attribute = utskr_attribute_at(kind, i)) != NULL; i++) {
        if (attribute->key[0] && length < sizeof expected - 32) {
            PyOS_snprintf(expected + length, sizeof expected - length, ", %s", attribute->key);
            length = strlen(expected);
        }
    }
    core_refuse("the event has no such key", expected, key);
    return -1;
}

static int say_key(core_entry *out, PyObject *key, PyObject *value) {
    uint32_t index = 0;
    PyObject *bytes = core_text(key, "a key");
    if (!bytes) {
        return -1;
    }
    const char *name = core_bytes(bytes);
    size_t length = strlen(name);
    length -= length > 1 && name[length - 1] == '_'; /* from_=, since `from` is a word of Python's own */
    const utskr_attribute *attribute = length > 0 ? find_attribute(out->entry.event.kind, name, length, &index) : NULL;
    int status = 0;
    if (length == 2 && memcmp(name, "id", 2) == 0) {
        status = say_text(&out->id, value, "id");
    } else if (length == 8 && memcmp(name, "recorded", 8) == 0) {
        status = core_instant(value, &out->entry.event.recorded);
    } else {
        status = attribute ? say(out, attribute, index, value) : refuse_key(out->entry.event.kind, key);
    }
    Py_DECREF(bytes);
    return status;
}

static int say_keys(core_entry *out, PyObject *keywords) {
    PyObject *key = NULL;
    PyObject *value = NULL;
    Py_ssize_t position = 0;
    while (keywords && PyDict_Next(keywords, &position, &key, &value)) {
        if (value != Py_None && say_key(out, key, value) != 0) {
            return -1;
        }
    }
    return 0;
}

static int say_bare_word(core_entry *out, PyObject *value) {
    uint32_t index = 0;
    const utskr_attribute *attribute = find_attribute(out->entry.event.kind, "", 0, &index);
    if (!attribute) {
        core_refuse("the event takes no bare words", "key=value", value);
        return -1;
    }
    uint32_t before = out->entry.event.mask & attribute->bits;
    if (attribute->type == UTSKR_VALUE_WORD && before) {
        core_refuse("said twice", "one word", value);
        return -1;
    }
    return say(out, attribute, index, value);
}

static int check_event(core_entry *out) {
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_status status = utskr_event_validate(&out->entry.event, &error);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    out->entry.id = core_bytes(out->id);
    out->entry.of = core_bytes(out->of);
    out->entry.about = core_bytes(out->about);
    return 0;
}

/* --- From arguments ----------------------------------------------------------------------------------------------------- */

static int read_sender(PyObject *party_word, PyObject *kind_word, utskr_event *out) {
    int32_t party = 0;
    int32_t kind = 0;
    if (core_number(WORDS_PARTY, party_word, &party) != 0 || core_number(WORDS_KIND, kind_word, &kind) != 0) {
        return -1;
    }
    if (party < 0 || party > UINT8_MAX || kind < 0 || kind > UINT8_MAX) {
        core_refuse("no such party or event", "a Party and a Kind", party_word);
        return -1;
    }
    out->party = (uint8_t)party;
    out->kind = (uint8_t)kind;
    return 0;
}

static int entry_from_parts(core_entry *out, PyObject *arguments, PyObject *keywords) {
    Py_ssize_t count = PyTuple_Size(arguments);
    if (count < 3) {
        PyErr_SetString(PyExc_TypeError, "an event has an instant, a party and a kind: Event(at, party, kind, ...)");
        return -1;
    }
    if (core_instant(PyTuple_GetItem(arguments, 0), &out->entry.event.at) != 0 ||
        read_sender(PyTuple_GetItem(arguments, 1), PyTuple_GetItem(arguments, 2), &out->entry.event) != 0) {
        return -1;
    }
    for (Py_ssize_t i = 3; i < count; i++) {
        if (say_bare_word(out, PyTuple_GetItem(arguments, i)) != 0) {
            return -1;
        }
    }
    return say_keys(out, keywords) == 0 ? check_event(out) : -1;
}

static void copy_entry(core_entry *out, const core_entry *from) {
    *out = *from;
    Py_XINCREF(out->id);
    Py_XINCREF(out->of);
    Py_XINCREF(out->about);
}

static int keep_string(PyObject **out, const char *string) {
    *out = string ? PyBytes_FromString(string) : NULL;
    return string && !*out ? -1 : 0;
}

static int entry_from_line(core_entry *out, PyObject *value) {
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_entry_strings strings;
    PyObject *bytes = core_text(value, "a line of a case log");
    if (!bytes) {
        return -1;
    }
    utskr_status status =
        utskr_entry_read(core_bytes(bytes), (size_t)PyBytes_Size(bytes), &strings, &out->entry, &error);
    Py_DECREF(bytes);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    if (keep_string(&out->id, out->entry.id) != 0 || keep_string(&out->of, out->entry.of) != 0 ||
        keep_string(&out->about, out->entry.about) != 0) {
        return -1;
    }
    return check_event(out);
}

/* An event, or a line of a case log. Where the event stood before is no place in the case that it comes to. */
static int entry_from_one(core_entry *out, PyObject *value) {
    if (PyUnicode_Check(value)) {
        return entry_from_line(out, value);
    }
    if (!PyObject_TypeCheck(value, core_event_type)) {
        PyErr_Format(PyExc_TypeError, "expected an Event, a line of a case log, or the parts of one, not %R",
                     Py_TYPE(value));
        return -1;
    }
    copy_entry(out, &((event_object *)value)->held);
    out->entry.line = 0;
    out->entry.of_column = 0;
    out->entry.refused = 0;
    return 0;
}

int core_entry_from(core_entry *out, PyObject *arguments, PyObject *keywords) {
    utskr_entry_init(&out->entry);
    out->id = out->of = out->about = NULL;
    int status = PyTuple_Size(arguments) == 1 && (!keywords || PyDict_Size(keywords) == 0)
                     ? entry_from_one(out, PyTuple_GetItem(arguments, 0))
                     : entry_from_parts(out, arguments, keywords);
    if (status != 0) {
        core_entry_clear(out);
    }
    return status;
}

/* The way in for hosts that keep events as numbers: no words are looked up but those of party and kind. */
int core_plain_event(PyObject *arguments, utskr_event *out) {
    Py_ssize_t count = PyTuple_Size(arguments);
    unsigned long mask = 0;
    if (count < 3 || count > 6) {
        PyErr_SetString(PyExc_TypeError, "push(at, party, kind, mask=0, value=None, recorded=None)");
        return -1;
    }
    if (core_instant(PyTuple_GetItem(arguments, 0), &out->at) != 0 ||
        read_sender(PyTuple_GetItem(arguments, 1), PyTuple_GetItem(arguments, 2), out) != 0) {
        return -1;
    }
    if (count > 3) {
        mask = PyLong_AsUnsignedLong(PyTuple_GetItem(arguments, 3));
        if (PyErr_Occurred()) {
            return -1;
        }
        if (mask > UINT32_MAX) {
            core_refuse("a mask of more than 32 bits", "", PyTuple_GetItem(arguments, 3));
            return -1;
        }
    }
    out->mask = (uint32_t)mask;
    if (count > 4 && core_instant_or_none(PyTuple_GetItem(arguments, 4), &out->value) != 0) {
        return -1;
    }
    return count > 5 ? core_instant_or_none(PyTuple_GetItem(arguments, 5), &out->recorded) : 0;
}

/* --- The object ----------------------------------------------------------------------------------------------------------- */

static PyObject *event_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    core_entry held;
    if (core_entry_from(&held, arguments, keywords) != 0) {
        return NULL;
    }
    event_object *self = (event_object *)PyType_GenericAlloc(type, 0);
    if (!self) {
        core_entry_clear(&held);
        return NULL;
    }
    self->held = held;
    return (PyObject *)self;
}

PyObject *core_event_from(const utskr_entry *entry) {
    event_object *self = (event_object *)PyType_GenericAlloc(core_event_type, 0);
    if (!self) {
        return NULL;
    }
    core_entry *held = &self->held;
    held->entry = *entry;
    held->id = entry->id ? PyBytes_FromString(entry->id) : NULL;
    held->of = entry->of ? PyBytes_FromString(entry->of) : NULL;
    held->about = entry->about ? PyBytes_FromString(entry->about) : NULL;
    held->entry.id = core_bytes(held->id);
    held->entry.of = core_bytes(held->of);
    held->entry.about = core_bytes(held->about);
    if (PyErr_Occurred()) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void event_free(PyObject *self) {
    core_entry_clear(&((event_object *)self)->held);
    core_free_object(self);
}

static const utskr_entry *entry_of(PyObject *self) {
    return &((event_object *)self)->held.entry;
}

static PyObject *write_line(const utskr_entry *entry, int swedish) {
    core_output output = { 0 };
    return core_output_end(&output, utskr_entry_write(entry, swedish, core_sink, &output));
}

static PyObject *event_str(PyObject *self) {
    return write_line(entry_of(self), 0);
}

static PyObject *event_repr(PyObject *self) {
    PyObject *line = event_str(self);
    PyObject *repr = line ? PyUnicode_FromFormat("Event(%R)", line) : NULL;
    Py_XDECREF(line);
    return repr;
}

static PyObject *event_to_line(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = { "swedish", NULL };
    int swedish = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|p:to_line", names, &swedish)) {
        return NULL;
    }
    return write_line(entry_of(self), swedish);
}

static int same_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static int same_event(const utskr_entry *a, const utskr_entry *b) {
    const utskr_event *x = &a->event;
    const utskr_event *y = &b->event;
    return x->at == y->at && x->recorded == y->recorded && x->value == y->value && x->mask == y->mask &&
           x->kind == y->kind && x->party == y->party && same_text(a->id, b->id) && same_text(a->of, b->of) &&
           same_text(a->about, b->about);
}

static PyObject *event_compare(PyObject *self, PyObject *other, int operation) {
    if ((operation != Py_EQ && operation != Py_NE) || !PyObject_TypeCheck(other, core_event_type)) {
        return core_not_implemented();
    }
    return PyBool_FromLong(same_event(entry_of(self), entry_of(other)) == (operation == Py_EQ));
}

static Py_hash_t event_hash(PyObject *self) {
    const utskr_event *event = &entry_of(self)->event;
    uint64_t mixed = (uint64_t)event->at * UINT64_C(0x9e3779b97f4a7c15) + event->mask;
    mixed = (mixed ^ mixed >> 29) * UINT64_C(0xff51afd7ed558ccd) + ((uint64_t)event->kind << 8 | event->party);
    Py_hash_t hash = (Py_hash_t)(mixed >> 1);
    return hash == -1 ? -2 : hash;
}

/* An event is what its line says; where the line stood is left behind. */
static PyObject *event_reduce(PyObject *self, PyObject *unused) {
    (void)unused;
    PyObject *line = event_str(self);
    return line ? Py_BuildValue("(O(N))", Py_TYPE(self), line) : NULL;
}

/* --- What it says, out ---------------------------------------------------------------------------------------------------- */

/* The words of an attribute that the mask has; of a field of bits the one that is its value. */
static PyObject *words_of(const utskr_event *event, const utskr_attribute *attribute, uint32_t index) {
    const utskr_word_info *word = NULL;
    PyObject *found = PyList_New(0);
    uint32_t said = event->mask & attribute->bits;
    int is_field = attribute->type == UTSKR_VALUE_WORD;
    for (uint32_t i = 0; found && (word = utskr_word_at(i)) != NULL; i++) {
        int is_said = is_field ? said == word->bits : (said & word->bits) == word->bits;
        if (word->kind != event->kind || word->attribute != index || word->bits == 0 || !is_said) {
            continue;
        }
        PyObject *text = core_from_text(word->id);
        if (!text || PyList_Append(found, text) != 0) {
            Py_CLEAR(found);
        }
        Py_XDECREF(text);
    }
    PyObject *tuple = found ? PyList_AsTuple(found) : NULL;
    Py_XDECREF(found);
    return tuple;
}

static PyObject *first_or_none(PyObject *tuple) {
    PyObject *first = tuple && PyTuple_Size(tuple) > 0 ? PyTuple_GetItem(tuple, 0) : NULL;
    first = tuple && !first ? Py_None : first;
    Py_XINCREF(first);
    Py_XDECREF(tuple);
    return first;
}

static PyObject *time_of(const utskr_event *event, const utskr_attribute *attribute) {
    if (event->value == 0 && attribute->type == UTSKR_VALUE_INSTANT_OR_YES && event->mask & attribute->stated) {
        return PyBool_FromLong(1);
    }
    return core_from_instant(event->value);
}

static PyObject *reference_of(const utskr_entry *entry, const utskr_attribute *attribute) {
    if (entry->of) {
        return core_from_text(entry->of);
    }
    return core_member(WORDS_KIND, (int32_t)((entry->event.mask & attribute->bits) >> attribute->shift));
}

static PyObject *value_of(const utskr_entry *entry, const utskr_attribute *attribute, uint32_t index) {
    const utskr_event *event = &entry->event;
    switch (attribute->type) {
    case UTSKR_VALUE_WORD: return first_or_none(words_of(event, attribute, index));
    case UTSKR_VALUE_PARTY:
        return core_member(WORDS_PARTY, (int32_t)((event->mask & attribute->bits) >> attribute->shift));
    case UTSKR_VALUE_PARTIES:
        if (attribute->stated && !(event->mask & attribute->stated)) {
            return core_none();
        }
        return core_members(WORDS_PARTY, event->mask & attribute->bits & UTSKR_TO_PARTIES, 1);
    case UTSKR_VALUE_INSTANT:
    case UTSKR_VALUE_INSTANT_OR_YES: return time_of(event, attribute);
    case UTSKR_VALUE_REFERENCE: return reference_of(entry, attribute);
    case UTSKR_VALUE_TEXT: return core_from_text(entry->about);
    default: return words_of(event, attribute, index);
    }
}

static int is_said(PyObject *value) {
    return value != Py_None && !(PyTuple_Check(value) && PyTuple_Size(value) == 0);
}

/* {key: value} of what the event says; bare words under "". */
static PyObject *event_says(PyObject *self, void *unused) {
    const utskr_entry *entry = entry_of(self);
    const utskr_attribute *attribute = NULL;
    PyObject *says = PyDict_New();
    (void)unused;
    for (uint32_t i = 0; says && (attribute = utskr_attribute_at(entry->event.kind, i)) != NULL; i++) {
        PyObject *value = value_of(entry, attribute, i);
        int stated = attribute->stated != 0 && entry->event.mask & attribute->stated;
        if (!value || ((stated || is_said(value)) && PyDict_SetItemString(says, attribute->key, value) != 0)) {
            Py_CLEAR(says);
        }
        Py_XDECREF(value);
    }
    return says;
}

static PyObject *event_get_item(PyObject *self, PyObject *key) {
    PyObject *says = event_says(self, NULL);
    PyObject *value = says ? PyDict_GetItemWithError(says, key) : NULL;
    if (says && !value && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    Py_XINCREF(value);
    Py_XDECREF(says);
    return value;
}

static PyObject *event_at(PyObject *self, void *unused) {
    (void)unused;
    return core_from_instant(entry_of(self)->event.at);
}

static PyObject *event_recorded(PyObject *self, void *unused) {
    (void)unused;
    return core_from_instant(entry_of(self)->event.recorded);
}

static PyObject *event_value(PyObject *self, void *unused) {
    (void)unused;
    return core_from_instant(entry_of(self)->event.value);
}

static PyObject *event_party(PyObject *self, void *unused) {
    (void)unused;
    return core_member(WORDS_PARTY, entry_of(self)->event.party);
}

static PyObject *event_kind(PyObject *self, void *unused) {
    (void)unused;
    return core_member(WORDS_KIND, entry_of(self)->event.kind);
}

static PyObject *event_mask(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromUnsignedLong(entry_of(self)->event.mask);
}

static PyObject *event_id(PyObject *self, void *unused) {
    (void)unused;
    return core_from_text(entry_of(self)->id);
}

/* 0 becomes None. */
static PyObject *event_line(PyObject *self, void *unused) {
    (void)unused;
    if (entry_of(self)->line == 0) {
        return core_none();
    }
    return PyLong_FromUnsignedLong(entry_of(self)->line);
}

static PyObject *event_refused(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(entry_of(self)->refused == 1);
}

static PyObject *event_retracted(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(entry_of(self)->refused == 2);
}

static PyGetSetDef event_getters[] = {
    { "at", event_at, NULL, "When it happened: an aware datetime in Swedish time.", NULL },
    { "party", event_party, NULL, "Who sent or did it: a Party.", NULL },
    { "kind", event_kind, NULL, "What was sent or done: a Kind.", NULL },
    { "says", event_says, NULL,
      "What it says, by key: parties as a tuple of Party, words as text, times as datetimes (True for followup=yes), "
      "of= as a Kind or the id of an event; bare words under ''. What is not there is not known.",
      NULL },
    { "value", event_value, NULL, "The time that it names (expected=, from=, until=, meeting=, followup=), or None.",
      NULL },
    { "recorded", event_recorded, NULL, "When it was entered, or None.", NULL },
    { "mask", event_mask, NULL, "What it says as bits (UTSKR_TO_... of event.h), as push() and columns take them.",
      NULL },
    { "id", event_id, NULL, "The host's own message id, or None.", NULL },
    { "line", event_line, NULL, "Its line in the file it was read from, from 1, or None.", NULL },
    { "refused", event_refused, NULL, "True if the table of states refused it: it then counts for nothing.", NULL },
    { "retracted", event_retracted, NULL, "True if a retraction took it away.", NULL },
    { NULL, NULL, NULL, NULL, NULL },
};

static PyMethodDef event_methods[] = {
    { "to_line", (PyCFunction)(void (*)(void))event_to_line, METH_VARARGS | METH_KEYWORDS,
      "to_line($self, /, swedish=False)\n--\n\nThe event as a line of a case log, in English ids or Swedish aliases." },
    { "__reduce__", event_reduce, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static const char event_doc[] =
    "Event(at, party, kind, *words, id=None, recorded=None, **says)\n"
    "Event(line)\n"
    "--\n\n"
    "What was sent or done, by whom and when. It cannot be changed.\n\n"
    "at        an aware datetime, or ISO text (without offset: Swedish time), or seconds since 1970 as an int;\n"
    "          a fraction of a second counts as that second\n"
    "party     a Party, or its id or Swedish alias\n"
    "kind      a Kind, or its id or Swedish alias\n"
    "words     bare words: Event(at, 'hospital', 'needs-assessed', 'social-services')\n"
    "says      what else it says, by the keys of the vocabulary: to=[...], contains=[...], expected=...;\n"
    "          from_= for from=; a date for a time counts as its last second\n\n"
    "Never personal data: contains=['personal-number'] says that the item was there, not what it was.";

static PyType_Slot event_slots[] = {
    { Py_tp_new, event_new },
    { Py_tp_dealloc, event_free },
    { Py_tp_repr, event_repr },
    { Py_tp_str, event_str },
    { Py_tp_hash, event_hash },
    { Py_tp_richcompare, event_compare },
    { Py_tp_getset, event_getters },
    { Py_tp_methods, event_methods },
    { Py_mp_subscript, event_get_item },
    { Py_tp_doc, (void *)event_doc },
    { 0, NULL },
};

static PyType_Spec event_spec = { "utskrivning.Event", sizeof(event_object), 0, Py_TPFLAGS_DEFAULT, event_slots };

int core_add_event(PyObject *module) {
    core_event_type = core_add_type(module, &event_spec);
    return core_event_type ? 0 : -1;
}
