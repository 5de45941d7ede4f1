/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The enums of the package: made of the library's own tables when it is imported, none is typed here again. */
#include "core.h"

typedef struct word_table {
    const char *class_name;
    const char *about;
    const char *(*id_of)(int32_t number);
    const char *(*text_of)(int32_t number, int32_t language); /* or NULL */
    int32_t first;
    int32_t last;
} word_table;

/* The word of `care=` that an admission takes. */
static const char *care_name(int32_t care) {
    const utskr_word_info *word = NULL;
    for (uint32_t i = 0; (word = utskr_word_at(i)) != NULL; i++) {
        if (word->kind == UTSKR_ADMITTED && word->bits == (uint32_t)care << UTSKR_ADMITTED_CARE_SHIFT) {
            return word->id;
        }
    }
    return "unknown-care";
}

enum { STATUS_ROOM = 256 /* statuses are spaced */, NUMBER_ROOM = 256 };

static const word_table tables[WORDS_TABLES] = {
    [WORDS_STATUS] = { "Status", "Why a call failed; never what the law says.", utskr_status_name, NULL, 0,
                       STATUS_ROOM - 1 },
    [WORDS_PARTY] = { "Party", "Who sends and who must act (parter).", utskr_party_name, utskr_message_party, 1,
                      UTSKR_PARTY_COUNT - 1 },
    [WORDS_KIND] = { "Kind", "Kinds of event: what was sent or done.", utskr_kind_name, utskr_message_kind, 1,
                     UTSKR_KIND_COUNT - 1 },
    [WORDS_STATE] = { "State", "Where a case stands.", utskr_state_name, utskr_message_state, 0,
                      UTSKR_STATE_COUNT - 1 },
    [WORDS_ACTION] = { "Action", "What an event does in a state.", utskr_action_name, NULL, 0, UTSKR_ACTION_REFUSE },
    [WORDS_IRREGULARITY] = { "Irregularity", "Why an accepted event was out of the ordinary.", utskr_irregularity_name,
                             NULL, 0, UTSKR_IRREGULARITY_COUNT - 1 },
    [WORDS_ANSWER] = { "Answer", "What the law says. Unknown is an answer: the log cannot tell.", utskr_answer_name,
                       utskr_message_answer, 0, UTSKR_NOT_NEEDED },
    [WORDS_GROUP] = { "Group", "What a rule is about.", utskr_group_name, NULL, 0, UTSKR_GROUP_FINDING },
    [WORDS_FORCE] = { "Force", "How strong a rule is: ska (shall) or b\xc3\xb6r (should).", utskr_force_name, NULL, 0,
                      UTSKR_BOR },
    [WORDS_FORM] = { "Form", "The time forms of deadlines.", utskr_form_name, NULL, 0, UTSKR_FORM_COVERS_WEEKDAYS },
    [WORDS_OBLIGATION_STATUS] = { "ObligationStatus", "How an obligation stands.", utskr_obligation_status_name,
                                  utskr_message_obligation_status, 0, UTSKR_OBLIGATION_EXCUSED },
    [WORDS_LIABILITY_STATUS] = { "LiabilityStatus", "How the municipality's liability stands (5 kap.).",
                                 utskr_liability_status_name, utskr_message_liability_status, 0,
                                 UTSKR_LIABILITY_ENDED },
    [WORDS_PREREQUISITE] = { "Prerequisite", "What liability presupposes (5 kap.).", utskr_prerequisite_name,
                             utskr_message_prerequisite, 0, UTSKR_PREREQUISITE_COUNT - 1 },
    [WORDS_REASON] = { "Reason", "Why liability is what it is: a closed list.", utskr_reason_name, utskr_message_reason,
                       0, UTSKR_REASON_COUNT - 1 },
    [WORDS_CRITERION] = { "Criterion", "What being ready for home consists of.", utskr_criterion_name,
                          utskr_message_criterion, 0, UTSKR_CRITERION_COUNT - 1 },
    [WORDS_SUBJECT] = { "Subject", "What a municipality is ready with.", utskr_subject_name, utskr_message_subject, 0,
                        UTSKR_SUBJECT_COUNT - 1 },
    [WORDS_SIP_STATE] = { "SipState", "Where the coordinated individual plan (SIP) stands.", utskr_sip_state_name,
                          utskr_message_sip_state, 0, UTSKR_SIP_IS_DECLINED },
    [WORDS_SHARE_ITEM] = { "ShareItem", "What one party may tell another.", utskr_share_item_name,
                           utskr_message_share_item, 1, UTSKR_SHARE_ITEM_COUNT - 1 },
    [WORDS_SHARE_ANSWER] = { "ShareAnswer", "May it be told now?", utskr_share_answer_name, utskr_message_share_answer,
                             0, UTSKR_SHARE_NOT_CONCERNED },
    [WORDS_END] = { "End", "How a time of being ready ended.", utskr_end_name, NULL, 0, UTSKR_END_DECEASED },
    [WORDS_CARE] = { "Care", "What kind of inpatient care.", care_name, NULL, UTSKR_CARE_SOMATIC,
                     UTSKR_CARE_PSYCHIATRIC },
    [WORDS_LEVEL] = { "Level", "How a municipality pays a month.", utskr_level_name, utskr_message_level, 0,
                      UTSKR_LEVEL_INDIVIDUAL },
    [WORDS_LEFT_OUT] = { "LeftOut", "Why a stay is left out of a settlement's persons and days.", utskr_left_out_name,
                         utskr_message_left_out, 0, UTSKR_OUT_CLOCK_CUTOFF },
    [WORDS_HOLIDAY] = { "Holiday", "Public holidays (lag 1989:253) and the three eves that are no weekdays.",
                        utskr_holiday_name, NULL, 1, UTSKR_HOLIDAY_NEW_YEARS_EVE },
    [WORDS_LANGUAGE] = { "Language", "Swedish or English.", utskr_language_name, NULL, 0, UTSKR_LANGUAGE_COUNT - 1 },
};

/* --- The tables as Python has them ---------------------------------------------------------------------------------- */

static PyObject *members[WORDS_TABLES][NUMBER_ROOM]; /* by number; NULL where there is none */
static PyObject *numbers[WORDS_TABLES];              /* {member: number} */

static int is_word(core_words table, int32_t number) {
    return table != WORDS_STATUS || strcmp(utskr_status_name(number), "unknown-status") != 0;
}

static PyObject *list_table(core_words table) {
    const word_table *row = &tables[table];
    PyObject *words = PyList_New(0);
    for (int32_t number = row->first; words && number <= row->last; number++) {
        PyObject *pair = is_word(table, number) ? Py_BuildValue("(is)", (int)number, row->id_of(number)) : NULL;
        if (pair && PyList_Append(words, pair) != 0) {
            Py_CLEAR(words);
        }
        Py_XDECREF(pair);
    }
    return words && !PyErr_Occurred() ? words : NULL;
}

/* [(class name, what it is, [(number, id)...])...] */
PyObject *core_list_words(PyObject *module, PyObject *unused) {
    (void)module;
    (void)unused;
    PyObject *all = PyList_New(0);
    for (int table = 0; all && table < WORDS_TABLES; table++) {
        PyObject *words = list_table((core_words)table);
        PyObject *row = words ? Py_BuildValue("(ssN)", tables[table].class_name, tables[table].about, words) : NULL;
        if (!row || PyList_Append(all, row) != 0) {
            Py_CLEAR(all);
        }
        Py_XDECREF(row);
    }
    return all;
}

static int adopt_member(core_words table, PyObject *member, PyObject *number) {
    long at = PyLong_AsLong(number);
    if (at < 0 || at >= NUMBER_ROOM) {
        PyErr_SetString(PyExc_ValueError, "no such number");
        return -1;
    }
    Py_INCREF(member);
    core_replace(&members[table][at], member);
    return PyDict_SetItem(numbers[table], member, number);
}

static int adopt_class(core_words table, PyObject *class_members) {
    PyObject *member = NULL;
    PyObject *number = NULL;
    Py_ssize_t position = 0;
    core_replace(&numbers[table], PyDict_New());
    if (!numbers[table]) {
        return -1;
    }
    while (PyDict_Next(class_members, &position, &member, &number)) {
        if (adopt_member(table, member, number) != 0) {
            return -1;
        }
    }
    return 0;
}

/* {class name: {member: number}} */
PyObject *core_adopt_words(PyObject *module, PyObject *classes) {
    (void)module;
    for (int table = 0; table < WORDS_TABLES; table++) {
        PyObject *class_members = PyDict_GetItemString(classes, tables[table].class_name);
        if (!class_members || adopt_class((core_words)table, class_members) != 0) {
            return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_KeyError, "%s", tables[table].class_name);
        }
    }
    return core_none();
}

/* (class name, number, language) -> the library's words for it, or None */
PyObject *core_word_text(PyObject *module, PyObject *arguments) {
    const char *class_name = NULL;
    int number = 0;
    PyObject *language_word = NULL;
    int32_t language = 0;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "siO:word_text", &class_name, &number, &language_word) ||
        core_language(language_word, &language) != 0) {
        return NULL;
    }
    for (int table = 0; table < WORDS_TABLES; table++) {
        if (strcmp(tables[table].class_name, class_name) == 0 && tables[table].text_of) {
            return core_from_text(tables[table].text_of(number, language));
        }
    }
    return core_none();
}

/* --- Out ------------------------------------------------------------------------------------------------------------ */

PyObject *core_member(core_words table, int32_t number) {
    PyObject *member = number >= 0 && number < NUMBER_ROOM ? members[table][number] : NULL;
    member = member ? member : Py_None;
    Py_INCREF(member);
    return member;
}

PyObject *core_members(core_words table, uint32_t bits, int32_t shift) {
    PyObject *found = PyList_New(0);
    for (int32_t bit = 0; found && bit < 32; bit++) {
        PyObject *member = bits >> bit & 1U ? core_member(table, bit + shift) : NULL;
        if (member && member != Py_None && PyList_Append(found, member) != 0) {
            Py_CLEAR(found);
        }
        Py_XDECREF(member);
    }
    PyObject *tuple = found ? PyList_AsTuple(found) : NULL;
    Py_XDECREF(found);
    return tuple;
}

/* --- In -------------------------------------------------------------------------------------------------------------- */

typedef utskr_status (*word_finder)(const char *word, size_t length, int32_t *out, utskr_error *error);

static word_finder finder_of(core_words table) {
    switch (table) {
    case WORDS_PARTY: return utskr_party_find;
    case WORDS_KIND: return utskr_kind_find;
    case WORDS_SHARE_ITEM: return utskr_share_item_find;
    default: return NULL;
    }
}

/* A word that is no id: an alias, or an error that names the nearest word. */
static int find_word(core_words table, PyObject *value, int32_t *out) {
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_status status = UTSKR_UNKNOWN_WORD;
    word_finder find = finder_of(table);
    PyObject *bytes = core_text(value, tables[table].class_name);
    if (!bytes) {
        return -1;
    }
    if (find) {
        status = find(core_bytes(bytes), (size_t)PyBytes_Size(bytes), out, &error);
    } else {
        error.message = "no such word";
        error.expected = tables[table].class_name;
        PyOS_snprintf(error.word, sizeof error.word, "%s", core_bytes(bytes));
    }
    Py_DECREF(bytes);
    if (status != UTSKR_OK) {
        core_raise(status, &error);
        return -1;
    }
    return 0;
}

int core_number(core_words table, PyObject *value, int32_t *out) {
    if (PyLong_CheckExact(value)) {
        return core_small(value, out);
    }
    PyObject *number = PyUnicode_Check(value) ? PyDict_GetItemWithError(numbers[table], value) : NULL;
    if (number) {
        *out = (int32_t)PyLong_AsLong(number);
        return 0;
    }
    return PyErr_Occurred() ? -1 : find_word(table, value, out);
}

int core_language(PyObject *value, int32_t *out) {
    return core_number(WORDS_LANGUAGE, value, out);
}
