/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Structs of the library as records of Python. The rows below say where each field of a record stands; the classes are
 * in records.py, and a test compares the two.
 */
#include "core.h"

typedef struct field field;

/* Makes the Python value of the field that stands at `at`. */
typedef PyObject *(*field_maker)(const void *at, const field *about);

struct field {
    const char *name;
    field_maker make;
    size_t offset;
    int about;    /* the enum or record that it is made of */
    size_t guard; /* where the byte stands that is 0 when the field is unknown, or NO_GUARD */
};

typedef struct record_form {
    const char *class_name;
    size_t size;
    const field *fields; /* ended by one without a name */
} record_form;

#define NO_GUARD ((size_t)-1)

/* --- Plain values --------------------------------------------------------------------------------------------------- */

#define READ(type) (*(const type *)at)

static PyObject *make_text(const void *at, const field *about) {
    (void)about;
    return core_from_text(READ(const char *const));
}

static PyObject *make_instant(const void *at, const field *about) {
    (void)about;
    return core_from_instant(READ(utskr_instant));
}

static PyObject *make_date(const void *at, const field *about) {
    (void)about;
    return core_from_date(READ(utskr_date));
}

static PyObject *make_word(const void *at, const field *about) {
    return core_member((core_words)about->about, READ(uint8_t));
}

/* An index of the log from 1 becomes one of Python's, from 0; none becomes None. */
static PyObject *make_index(const void *at, const field *about) {
    (void)about;
    if (READ(uint16_t) == 0) {
        return core_none();
    }
    return PyLong_FromLong((long)READ(uint16_t) - 1);
}

static PyObject *make_count(const void *at, const field *about) {
    (void)about;
    return PyLong_FromUnsignedLong(READ(uint16_t));
}

static PyObject *make_int32(const void *at, const field *about) {
    (void)about;
    return PyLong_FromLong(READ(int32_t));
}

static PyObject *make_uint32(const void *at, const field *about) {
    (void)about;
    return PyLong_FromUnsignedLong(READ(uint32_t));
}

static PyObject *make_byte(const void *at, const field *about) {
    (void)about;
    return PyLong_FromLong(READ(uint8_t));
}

static PyObject *make_flag(const void *at, const field *about) {
    (void)about;
    return PyBool_FromLong(READ(uint8_t));
}

static PyObject *make_flag32(const void *at, const field *about) {
    (void)about;
    return PyBool_FromLong(READ(uint32_t) != 0);
}

static PyObject *make_ore(const void *at, const field *about) {
    (void)about;
    return PyLong_FromLongLong(READ(int64_t));
}

static PyObject *make_letter(const void *at, const field *about) {
    (void)about;
    return PyUnicode_FromStringAndSize(at, READ(char) ? 1 : 0);
}

/* --- Sets and tables of words ------------------------------------------------------------------------------------- */

/* A set of parties has party 1 in bit 0. */
static PyObject *make_parties8(const void *at, const field *about) {
    (void)about;
    return core_members(WORDS_PARTY, READ(uint8_t), 1);
}

static PyObject *make_parties32(const void *at, const field *about) {
    (void)about;
    return core_members(WORDS_PARTY, READ(uint32_t) & UTSKR_TO_PARTIES, 1);
}

static PyObject *make_reasons(const void *at, const field *about) {
    (void)about;
    return core_members(WORDS_REASON, READ(uint32_t), 0);
}

static int count_of(int table) {
    switch (table) {
    case WORDS_PREREQUISITE: return UTSKR_PREREQUISITE_COUNT;
    case WORDS_SUBJECT: return UTSKR_SUBJECT_COUNT;
    default: return UTSKR_CRITERION_COUNT;
    }
}

/* Takes over the value. */
static int put(PyObject *dict, core_words table, int number, PyObject *value) {
    PyObject *key = core_member(table, number);
    int status = value ? PyDict_SetItem(dict, key, value) : -1;
    Py_DECREF(key);
    Py_XDECREF(value);
    return status;
}

/* {what was asked: the answer} */
static PyObject *make_answers(const void *at, const field *about) {
    const uint8_t *answers = at;
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < count_of(about->about); i++) {
        if (put(dict, (core_words)about->about, i, core_member(WORDS_ANSWER, answers[i])) != 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

/* {what was asked: the index of the event relied on, or None} */
static PyObject *make_indices(const void *at, const field *about) {
    const uint16_t *indices = at;
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < count_of(about->about); i++) {
        if (put(dict, (core_words)about->about, i, make_index(&indices[i], about)) != 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

/* --- Values that need their neighbours ------------------------------------------------------------------------------ */

/* The amount hangs on the days too. */
static PyObject *make_figures_ore(const void *at, const field *about) {
    const utskr_figures *figures = at;
    (void)about;
    if (!figures->days_known || !figures->amount_known) {
        return core_none();
    }
    return PyLong_FromLongLong(figures->ore);
}

/* The payer as municipalities are written, in four digits. */
static PyObject *make_payer(const void *at, const field *about) {
    int32_t code = READ(int32_t);
    (void)about;
    if (code <= 0) {
        return core_none();
    }
    char digits[16];
    PyOS_snprintf(digits, sizeof digits, "%04d", (int)code);
    return PyUnicode_FromString(digits);
}

static PyObject *make_freed_by(const void *at, const field *about) {
    const utskr_day *day = at;
    (void)about;
    if (day->charged) {
        return core_none();
    }
    return core_member(WORDS_REASON, day->reason);
}

static PyObject *make_reading_name(const void *at, const field *about) {
    const utskr_reading_info *info = utskr_reading_at(READ(uint8_t));
    (void)about;
    return core_from_text(info ? info->id : NULL);
}

static PyObject *make_reading_value(const void *at, const field *about) {
    const utskr_alternative *alternative = at;
    const utskr_reading_info *info = utskr_reading_at(alternative->reading);
    (void)about;
    return core_from_text(info && alternative->value < info->value_count ? info->values[alternative->value] : NULL);
}

static PyObject *make_reading_values(const void *at, const field *about) {
    const utskr_reading_info *info = at;
    PyObject *values = PyTuple_New((Py_ssize_t)info->value_count);
    (void)about;
    for (uint32_t i = 0; values && i < info->value_count; i++) {
        PyTuple_SetItem(values, (Py_ssize_t)i, core_from_text(info->values[i]));
    }
    return values;
}

static PyObject *make_late(const void *at, const field *about) {
    const utskr_figures *late = at;
    const utskr_reading_info *info = utskr_reading_at(UTSKR_READ_LATE);
    PyObject *dict = PyDict_New();
    (void)about;
    for (int i = 0; dict && i <= UTSKR_LATE_EXISTENCE; i++) {
        PyObject *figures = core_make(RECORD_FIGURES, &late[i]);
        if (!figures || PyDict_SetItemString(dict, info->values[i], figures) != 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(figures);
    }
    return dict;
}

static PyObject *make_spells(const void *at, const field *about) {
    const utskr_liability *liability = at;
    (void)about;
    return core_make_all(RECORD_SPELL, liability->spells, liability->spell_count);
}

static PyObject *make_alternatives(const void *at, const field *about) {
    const utskr_liability *liability = at;
    (void)about;
    return core_make_all(RECORD_ALTERNATIVE, liability->alternatives, liability->alternative_count);
}

static PyObject *make_readings(const void *at, const field *about) {
    (void)about;
    return core_readings(at);
}

/* --- Settlements ---------------------------------------------------------------------------------------------------------- */

static PyObject *make_int64(const void *at, const field *about) {
    (void)about;
    return PyLong_FromLongLong(READ(int64_t));
}

PyObject *core_from_month(utskr_month month) {
    char text[UTSKR_MONTH_TEXT];
    if (month == UTSKR_MONTH_NONE) {
        return core_none();
    }
    return PyUnicode_FromStringAndSize(text, (Py_ssize_t)utskr_month_format(month, text));
}

static PyObject *make_month(const void *at, const field *about) {
    (void)about;
    return core_from_month(READ(utskr_month));
}

static PyObject *make_threshold(const void *at, const field *about) {
    (void)about;
    return READ(int32_t) == UTSKR_THRESHOLD_NONE ? core_none() : PyLong_FromLong(READ(int32_t));
}

static PyObject *make_pack_id(const void *at, const field *about) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    (void)about;
    return utskr_pack_describe(READ(const utskr_pack *const), &info) == UTSKR_OK ? core_from_text(info.id)
                                                                                 : core_none();
}

static PyObject *make_digest(const void *at, const field *about) {
    static const char digits[] = "0123456789abcdef";
    const uint8_t *bytes = at;
    char text[64];
    (void)about;
    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return PyUnicode_FromStringAndSize(text, sizeof text);
}

/* Days or amounts of the pooled months; None where the model pools none. */
static PyObject *make_pooled(const void *at, const field *about) {
    const core_month *month = at;
    if (month->month.pooled_above == UTSKR_NOT_NEEDED || !month->month.known) {
        return core_none();
    }
    return PyLong_FromLongLong(about->about ? month->month.pooled_days : month->month.pooled_persons);
}

static PyObject *make_billed_ore(const void *at, const field *about) {
    const core_month *month = at;
    (void)about;
    return month->month.known && month->month.billed_ore_known ? PyLong_FromLongLong(month->month.billed_ore)
                                                               : core_none();
}

typedef utskr_status (*part_getter)(const utskr_settlement *settlement, uint32_t index, uint32_t i, void *out);

/* The records of one part of a month, while there is an i-th. */
static PyObject *make_part(const core_month *month, core_record record, part_getter get, void *space) {
    PyObject *all = PyList_New(0);
    for (uint32_t i = 0; all && get(month->settlement, month->index, i, space) == UTSKR_OK; i++) {
        PyObject *made = core_make(record, space);
        if (!made || PyList_Append(all, made) != 0) {
            Py_CLEAR(all);
        }
        Py_XDECREF(made);
    }
    PyObject *tuple = all ? PyList_AsTuple(all) : NULL;
    Py_XDECREF(all);
    return tuple;
}

static utskr_status get_stay(const utskr_settlement *settlement, uint32_t index, uint32_t i, void *out) {
    return utskr_settlement_stay(settlement, index, i, out);
}

static utskr_status get_charge(const utskr_settlement *settlement, uint32_t index, uint32_t i, void *out) {
    return utskr_settlement_charge(settlement, index, i, out);
}

static utskr_status get_average(const utskr_settlement *settlement, uint32_t index, uint32_t i, void *out) {
    return utskr_settlement_history(settlement, index, i, out);
}

/* A difference, and where its days apart are to be found. */
typedef struct difference {
    utskr_difference difference;
    const utskr_settlement *settlement;
    uint32_t index;
    uint32_t stay;
} difference;

static utskr_status get_difference(const utskr_settlement *settlement, uint32_t index, uint32_t i, void *out) {
    difference *found = out;
    found->settlement = settlement;
    found->index = index;
    found->stay = i;
    return utskr_settlement_difference(settlement, index, i, &found->difference);
}

/* No stay is counted or left out in a month of which nothing is known. */
static PyObject *make_stays(const void *at, const field *about) {
    const core_month *month = at;
    utskr_settled_stay stay;
    (void)about;
    if (!month->month.known) {
        return PyTuple_New(0);
    }
    return make_part(at, RECORD_SETTLED_STAY, get_stay, &stay);
}

static PyObject *make_charges(const void *at, const field *about) {
    utskr_charge charge;
    (void)about;
    return make_part(at, RECORD_CHARGE, get_charge, &charge);
}

static PyObject *make_history(const void *at, const field *about) {
    utskr_month_average average;
    (void)about;
    return make_part(at, RECORD_MONTH_AVERAGE, get_average, &average);
}

static PyObject *make_differences(const void *at, const field *about) {
    difference found;
    (void)about;
    return make_part(at, RECORD_DIFFERENCE, get_difference, &found);
}

static PyObject *make_apart(const void *at, const field *about) {
    const difference *found = at;
    utskr_days_apart apart;
    PyObject *all = PyList_New(0);
    (void)about;
    for (uint32_t i = 0; all && i < found->difference.spell_count; i++) {
        utskr_status status = utskr_settlement_apart(found->settlement, found->index, found->stay, i, &apart);
        PyObject *made = status == UTSKR_OK ? core_make(RECORD_DAYS_APART, &apart) : core_raise(status, NULL);
        if (!made || PyList_Append(all, made) != 0) {
            Py_CLEAR(all);
        }
        Py_XDECREF(made);
    }
    PyObject *tuple = all ? PyList_AsTuple(all) : NULL;
    Py_XDECREF(all);
    return tuple;
}

static PyObject *make_ratio(const void *at, const field *about) {
    (void)about;
    return core_make(RECORD_RATIO, at);
}

static PyObject *make_statistics(const void *at, const field *about) {
    (void)about;
    return core_make(RECORD_STATISTICS, at);
}

/* --- The rows ----------------------------------------------------------------------------------------------------------- */

#define PLAIN(form, name, make, member)                                                                                \
    { name, make, offsetof(form, member), 0, NO_GUARD }
#define ABOUT(form, name, make, member, what)                                                                          \
    { name, make, offsetof(form, member), what, NO_GUARD }
#define KNOWN(form, name, make, member, known)                                                                         \
    { name, make, offsetof(form, member), 0, offsetof(form, known) }
#define WHOLE(name, make)                                                                                              \
    { name, make, 0, 0, NO_GUARD }
#define END                                                                                                            \
    { NULL, NULL, 0, 0, NO_GUARD }

static const field obligation_fields[] = {
    PLAIN(utskr_obligation, "id", make_text, id),
    ABOUT(utskr_obligation, "party", make_word, party, WORDS_PARTY),
    ABOUT(utskr_obligation, "force", make_word, force, WORDS_FORCE),
    ABOUT(utskr_obligation, "status", make_word, status, WORDS_OBLIGATION_STATUS),
    PLAIN(utskr_obligation, "due", make_instant, due),
    PLAIN(utskr_obligation, "done", make_instant, done),
    PLAIN(utskr_obligation, "trigger", make_instant, trigger),
    PLAIN(utskr_obligation, "earliest", make_instant, earliest),
    PLAIN(utskr_obligation, "agreed", make_instant, agreed),
    PLAIN(utskr_obligation, "cite", make_text, cite),
    ABOUT(utskr_obligation, "form", make_word, form, WORDS_FORM),
    PLAIN(utskr_obligation, "trigger_index", make_index, trigger_index),
    PLAIN(utskr_obligation, "done_index", make_index, done_index),
    PLAIN(utskr_obligation, "excuse_index", make_index, excuse_index),
    PLAIN(utskr_obligation, "unmet", make_parties8, unmet_units),
    PLAIN(utskr_obligation, "colour_unstated", make_flag, colour_unstated),
    END,
};

static const field finding_fields[] = {
    PLAIN(utskr_finding, "id", make_text, id),
    PLAIN(utskr_finding, "cite", make_text, cite),
    ABOUT(utskr_finding, "party", make_word, party, WORDS_PARTY),
    PLAIN(utskr_finding, "event_index", make_index, index),
    PLAIN(utskr_finding, "times", make_count, count),
    PLAIN(utskr_finding, "colour_unstated", make_flag, colour_unstated),
    END,
};

static const field day_fields[] = {
    PLAIN(utskr_day, "date", make_date, date),
    PLAIN(utskr_day, "charged", make_flag, charged),
    KNOWN(utskr_day, "ore", make_ore, ore, amount_known),
    PLAIN(utskr_day, "rule", make_text, rule),
    WHOLE("freed_by", make_freed_by),
    PLAIN(utskr_day, "spell", make_byte, spell),
    END,
};

static const field figures_fields[] = {
    ABOUT(utskr_figures, "status", make_word, status, WORDS_LIABILITY_STATUS),
    PLAIN(utskr_figures, "enters", make_date, enters),
    KNOWN(utskr_figures, "days", make_int32, days, days_known),
    WHOLE("ore", make_figures_ore),
    PLAIN(utskr_figures, "reasons", make_reasons, reasons),
    END,
};

static const field spell_fields[] = {
    ABOUT(utskr_spell_judgement, "status", make_word, figures.status, WORDS_LIABILITY_STATUS),
    PLAIN(utskr_spell_judgement, "notice", make_instant, notice),
    PLAIN(utskr_spell_judgement, "told", make_instant, told),
    PLAIN(utskr_spell_judgement, "end", make_instant, end),
    ABOUT(utskr_spell_judgement, "ended_by", make_word, ended_by, WORDS_END),
    PLAIN(utskr_spell_judgement, "enters", make_date, figures.enters),
    KNOWN(utskr_spell_judgement, "days", make_int32, figures.days, figures.days_known),
    PLAIN(utskr_spell_judgement, "ore", make_figures_ore, figures),
    PLAIN(utskr_spell_judgement, "reasons", make_reasons, figures.reasons),
    ABOUT(utskr_spell_judgement, "prerequisites", make_answers, prerequisites, WORDS_PREREQUISITE),
    ABOUT(utskr_spell_judgement, "prerequisite_index", make_indices, prerequisite_index, WORDS_PREREQUISITE),
    PLAIN(utskr_spell_judgement, "notice_index", make_index, notice_index),
    PLAIN(utskr_spell_judgement, "told_index", make_index, told_index),
    PLAIN(utskr_spell_judgement, "end_index", make_index, end_index),
    END,
};

static const field alternative_fields[] = {
    PLAIN(utskr_alternative, "reading", make_reading_name, reading),
    WHOLE("value", make_reading_value),
    KNOWN(utskr_alternative, "days", make_int32, days, days_known),
    KNOWN(utskr_alternative, "ore", make_ore, ore, amount_known),
    END,
};

static const field liability_fields[] = {
    ABOUT(utskr_liability, "status", make_word, figures.status, WORDS_LIABILITY_STATUS),
    PLAIN(utskr_liability, "enters", make_date, figures.enters),
    KNOWN(utskr_liability, "days", make_int32, figures.days, figures.days_known),
    PLAIN(utskr_liability, "ore", make_figures_ore, figures),
    PLAIN(utskr_liability, "reasons", make_reasons, figures.reasons),
    PLAIN(utskr_liability, "payer", make_payer, payer),
    PLAIN(utskr_liability, "collective", make_flag, collective),
    PLAIN(utskr_liability, "under_act", make_flag, under_act),
    PLAIN(utskr_liability, "late", make_late, late),
    WHOLE("spells", make_spells),
    WHOLE("alternatives", make_alternatives),
    END,
};

static const field readiness_fields[] = {
    ABOUT(utskr_readiness, "patient", make_word, patient, WORDS_ANSWER),
    ABOUT(utskr_readiness, "municipality", make_word, municipality, WORDS_ANSWER),
    ABOUT(utskr_readiness, "home", make_word, home, WORDS_ANSWER),
    ABOUT(utskr_readiness, "subjects", make_answers, subjects, WORDS_SUBJECT),
    ABOUT(utskr_readiness, "criteria", make_answers, criteria, WORDS_CRITERION),
    PLAIN(utskr_readiness, "patient_index", make_index, patient_index),
    ABOUT(utskr_readiness, "subject_index", make_indices, subject_index, WORDS_SUBJECT),
    ABOUT(utskr_readiness, "criterion_index", make_indices, criterion_index, WORDS_CRITERION),
    END,
};

static const field evidence_fields[] = {
    PLAIN(utskr_evidence, "answer", make_text, answer),
    PLAIN(utskr_evidence, "rule", make_text, rule),
    PLAIN(utskr_evidence, "event_index", make_index, index),
    PLAIN(utskr_evidence, "applied", make_flag, applied),
    ABOUT(utskr_evidence, "value", make_word, value, WORDS_ANSWER),
    END,
};

static const field sharing_fields[] = {
    ABOUT(utskr_sharing, "answer", make_word, answer, WORDS_SHARE_ANSWER),
    PLAIN(utskr_sharing, "rule", make_text, rule),
    PLAIN(utskr_sharing, "cite", make_text, cite),
    PLAIN(utskr_sharing, "event_index", make_index, index),
    END,
};

static const field transition_fields[] = {
    ABOUT(utskr_transition, "action", make_word, action, WORDS_ACTION),
    ABOUT(utskr_transition, "before", make_word, from, WORDS_STATE),
    ABOUT(utskr_transition, "after", make_word, to, WORDS_STATE),
    ABOUT(utskr_transition, "irregularity", make_word, irregularity, WORDS_IRREGULARITY),
    PLAIN(utskr_transition, "wrong_sender", make_flag, wrong_sender),
    END,
};

static const field pack_fields[] = {
    PLAIN(utskr_pack_info, "id", make_text, id),
    PLAIN(utskr_pack_info, "title", make_text, title),
    PLAIN(utskr_pack_info, "base", make_text, base),
    PLAIN(utskr_pack_info, "source", make_text, source),
    PLAIN(utskr_pack_info, "county", make_int32, county),
    PLAIN(utskr_pack_info, "valid_from", make_date, valid_from),
    PLAIN(utskr_pack_info, "valid_to", make_date, valid_to),
    PLAIN(utskr_pack_info, "grade", make_letter, grade),
    PLAIN(utskr_pack_info, "collective", make_flag, collective),
    PLAIN(utskr_pack_info, "rule_count", make_uint32, rule_count),
    END,
};

static const field rule_fields[] = {
    PLAIN(utskr_rule_info, "id", make_text, id),
    PLAIN(utskr_rule_info, "pack", make_text, pack),
    ABOUT(utskr_rule_info, "group", make_word, group, WORDS_GROUP),
    PLAIN(utskr_rule_info, "parties", make_parties32, parties),
    ABOUT(utskr_rule_info, "force", make_word, force, WORDS_FORCE),
    ABOUT(utskr_rule_info, "form", make_word, form, WORDS_FORM),
    PLAIN(utskr_rule_info, "number", make_int32, number),
    PLAIN(utskr_rule_info, "form_text", make_text, form_text),
    PLAIN(utskr_rule_info, "trigger", make_text, trigger),
    PLAIN(utskr_rule_info, "met_by", make_text, met_by),
    PLAIN(utskr_rule_info, "cite", make_text, cite),
    PLAIN(utskr_rule_info, "text_sv", make_text, text_sv),
    PLAIN(utskr_rule_info, "text_en", make_text, text_en),
    PLAIN(utskr_rule_info, "valid_from", make_date, valid_from),
    PLAIN(utskr_rule_info, "valid_to", make_date, valid_to),
    PLAIN(utskr_rule_info, "grade", make_letter, grade),
    PLAIN(utskr_rule_info, "colours", make_byte, colours),
    PLAIN(utskr_rule_info, "colour_unstated", make_flag, colour_unstated),
    END,
};

static const field reading_fields[] = {
    PLAIN(utskr_reading_info, "id", make_text, id),
    WHOLE("values", make_reading_values),
    PLAIN(utskr_reading_info, "default", make_text, values),
    PLAIN(utskr_reading_info, "national", make_flag32, national),
    PLAIN(utskr_reading_info, "question_en", make_text, question_en),
    PLAIN(utskr_reading_info, "question_sv", make_text, question_sv),
    PLAIN(utskr_reading_info, "why_en", make_text, why_en),
    PLAIN(utskr_reading_info, "why_sv", make_text, why_sv),
    PLAIN(utskr_reading_info, "cite", make_text, cite),
    END,
};

static const field rate_fields[] = {
    PLAIN(utskr_rate, "year", make_int32, year),
    PLAIN(utskr_rate, "ore", make_ore, ore),
    PLAIN(utskr_rate, "grade", make_letter, grade),
    PLAIN(utskr_rate, "source", make_text, source),
    END,
};

/* The short answers of a judgement; its long parts and nested records are asked for by name (judging.c). */
static const field judgement_fields[] = {
    PLAIN(utskr_judgement, "at", make_instant, at),
    ABOUT(utskr_judgement, "covered", make_word, covered, WORDS_ANSWER),
    ABOUT(utskr_judgement, "state", make_word, state, WORDS_STATE),
    PLAIN(utskr_judgement, "step", make_byte, step),
    PLAIN(utskr_judgement, "closed", make_flag, closed),
    ABOUT(utskr_judgement, "sip_required", make_word, sip_required, WORDS_ANSWER),
    PLAIN(utskr_judgement, "sip_rule", make_text, sip_rule),
    ABOUT(utskr_judgement, "sip_state", make_word, sip_state, WORDS_SIP_STATE),
    PLAIN(utskr_judgement, "next_change", make_instant, next_change),
    PLAIN(utskr_judgement, "readings", make_readings, readings),
    END,
};

static const field settled_month_fields[] = {
    PLAIN(core_month, "month", make_month, month.month),
    PLAIN(core_month, "municipality", make_payer, month.municipality),
    PLAIN(core_month, "rules", make_pack_id, month.pack),
    KNOWN(core_month, "persons", make_int64, month.persons, month.known),
    KNOWN(core_month, "days", make_int64, month.days, month.known),
    PLAIN(core_month, "threshold", make_threshold, month.threshold),
    ABOUT(core_month, "above", make_word, month.above, WORDS_ANSWER),
    ABOUT(core_month, "level", make_word, month.level, WORDS_LEVEL),
    KNOWN(core_month, "owed_days", make_int64, month.owed_days, month.owed_days_known),
    KNOWN(core_month, "owed_ore", make_int64, month.owed_ore, month.owed_ore_known),
    KNOWN(core_month, "billed_days", make_int64, month.billed_days, month.known),
    WHOLE("billed_ore", make_billed_ore),
    { "pooled_persons", make_pooled, 0, 0, NO_GUARD },
    { "pooled_days", make_pooled, 0, 1, NO_GUARD },
    ABOUT(core_month, "pooled_above", make_word, month.pooled_above, WORDS_ANSWER),
    ABOUT(core_month, "under_average", make_word, month.under_average, WORDS_ANSWER),
    PLAIN(core_month, "under_act", make_flag, month.under_act),
    PLAIN(core_month, "digest", make_digest, month.digest),
    WHOLE("stays", make_stays),
    WHOLE("charges", make_charges),
    WHOLE("history", make_history),
    WHOLE("statistics", make_statistics),
    END,
};

static const field settled_stay_fields[] = {
    PLAIN(utskr_settled_stay, "case", make_text, name),
    PLAIN(utskr_settled_stay, "days", make_int32, days),
    PLAIN(utskr_settled_stay, "ready_days", make_int32, ready_days),
    ABOUT(utskr_settled_stay, "left_out", make_word, left_out, WORDS_LEFT_OUT),
    END,
};

static const field charge_fields[] = {
    PLAIN(utskr_charge, "case", make_text, name),         PLAIN(utskr_charge, "rule", make_text, rule),
    PLAIN(utskr_charge, "first", make_date, first),       PLAIN(utskr_charge, "days", make_int32, days),
    KNOWN(utskr_charge, "ore", make_ore, ore, ore_known), END,
};

static const field month_average_fields[] = {
    PLAIN(utskr_month_average, "month", make_month, month),
    KNOWN(utskr_month_average, "persons", make_int64, persons, known),
    KNOWN(utskr_month_average, "days", make_int64, days, known),
    ABOUT(utskr_month_average, "above", make_word, above, WORDS_ANSWER),
    END,
};

static const field statistics_fields[] = {
    PLAIN(core_month, "month_days", make_uint32, statistics.month_days),
    PLAIN(core_month, "ready_stays", make_int64, statistics.ready_stays),
    PLAIN(core_month, "ready_days", make_int64, statistics.ready_days),
    PLAIN(core_month, "day_zero_stays", make_int64, statistics.day_zero_stays),
    PLAIN(core_month, "notice_in_time", make_ratio, statistics.notice_in_time),
    PLAIN(core_month, "care_contact_in_time", make_ratio, statistics.care_contact_in_time),
    PLAIN(core_month, "call_24h", make_ratio, statistics.call_24h),
    PLAIN(core_month, "call_7d", make_ratio, statistics.call_7d),
    PLAIN(core_month, "sip_required", make_int64, statistics.sip_required),
    PLAIN(core_month, "sip_offered", make_int64, statistics.sip_offered),
    PLAIN(core_month, "sip_called", make_int64, statistics.sip_called),
    PLAIN(core_month, "sip_held", make_int64, statistics.sip_held),
    PLAIN(core_month, "sip_declined", make_int64, statistics.sip_declined),
    PLAIN(core_month, "readmitted_30d", make_int64, statistics.readmitted_30d),
    WHOLE("differences", make_differences),
    END,
};

static const field ratio_fields[] = {
    PLAIN(utskr_ratio, "part", make_int64, part),
    PLAIN(utskr_ratio, "whole", make_int64, whole),
    END,
};

static const field difference_fields[] = {
    PLAIN(difference, "case", make_text, difference.name),
    PLAIN(difference, "ready_days", make_int32, difference.ready_days),
    PLAIN(difference, "payment_days", make_int32, difference.payment_days),
    ABOUT(difference, "why", make_word, difference.why, WORDS_LEFT_OUT),
    WHOLE("apart", make_apart),
    END,
};

static const field days_apart_fields[] = {
    PLAIN(utskr_days_apart, "first", make_date, first),
    PLAIN(utskr_days_apart, "days", make_int32, days),
    END,
};

static const record_form forms[RECORDS] = {
    [RECORD_OBLIGATION] = { "Obligation", sizeof(utskr_obligation), obligation_fields },
    [RECORD_FINDING] = { "Finding", sizeof(utskr_finding), finding_fields },
    [RECORD_DAY] = { "Day", sizeof(utskr_day), day_fields },
    [RECORD_FIGURES] = { "Figures", sizeof(utskr_figures), figures_fields },
    [RECORD_SPELL] = { "Spell", sizeof(utskr_spell_judgement), spell_fields },
    [RECORD_ALTERNATIVE] = { "Alternative", sizeof(utskr_alternative), alternative_fields },
    [RECORD_LIABILITY] = { "Liability", sizeof(utskr_liability), liability_fields },
    [RECORD_READINESS] = { "Readiness", sizeof(utskr_readiness), readiness_fields },
    [RECORD_EVIDENCE] = { "Evidence", sizeof(utskr_evidence), evidence_fields },
    [RECORD_SHARING] = { "SharingAnswer", sizeof(utskr_sharing), sharing_fields },
    [RECORD_TRANSITION] = { "Transition", sizeof(utskr_transition), transition_fields },
    [RECORD_PACK] = { "PackInfo", sizeof(utskr_pack_info), pack_fields },
    [RECORD_RULE] = { "Rule", sizeof(utskr_rule_info), rule_fields },
    [RECORD_READING] = { "Reading", sizeof(utskr_reading_info), reading_fields },
    [RECORD_RATE] = { "Rate", sizeof(utskr_rate), rate_fields },
    [RECORD_SETTLED_MONTH] = { "SettledMonth", sizeof(core_month), settled_month_fields },
    [RECORD_SETTLED_STAY] = { "SettledStay", sizeof(utskr_settled_stay), settled_stay_fields },
    [RECORD_CHARGE] = { "Charge", sizeof(utskr_charge), charge_fields },
    [RECORD_MONTH_AVERAGE] = { "MonthAverage", sizeof(utskr_month_average), month_average_fields },
    [RECORD_STATISTICS] = { "MonthStatistics", sizeof(core_month), statistics_fields },
    [RECORD_RATIO] = { "Ratio", sizeof(utskr_ratio), ratio_fields },
    [RECORD_DIFFERENCE] = { "Difference", sizeof(difference), difference_fields },
    [RECORD_DAYS_APART] = { "DaysApart", sizeof(utskr_days_apart), days_apart_fields },
    [RECORD_JUDGEMENT] = { "ShortAnswers", sizeof(utskr_judgement), judgement_fields },
};

/* --- Making -------------------------------------------------------------------------------------------------------------- */

static Py_ssize_t count_fields(const field *fields) {
    Py_ssize_t count = 0;
    while (fields[count].name) {
        count++;
    }
    return count;
}

static PyObject *make_field(const field *about, const void *from) {
    const unsigned char *bytes = from;
    if (about->guard != NO_GUARD && bytes[about->guard] == 0) {
        return core_none();
    }
    return about->make(bytes + about->offset, about);
}

static PyObject *make_values(const field *fields, const void *from) {
    Py_ssize_t count = count_fields(fields);
    PyObject *values = PyTuple_New(count);
    for (Py_ssize_t i = 0; values && i < count; i++) {
        PyObject *value = make_field(&fields[i], from);
        if (!value || PyTuple_SetItem(values, i, value) != 0) {
            Py_CLEAR(values);
        }
    }
    return values;
}

PyObject *core_make(core_record record, const void *from) {
    PyObject *class = PyDict_GetItemString(core.records, forms[record].class_name);
    PyObject *values = class ? make_values(forms[record].fields, from) : NULL;
    PyObject *made = values ? PyObject_CallFunctionObjArgs(class, values, NULL) : NULL;
    Py_XDECREF(values);
    return made;
}

PyObject *core_make_all(core_record record, const void *first, uint32_t count) {
    const unsigned char *bytes = first;
    PyObject *all = PyTuple_New((Py_ssize_t)count);
    for (uint32_t i = 0; all && i < count; i++) {
        PyObject *made = core_make(record, bytes + i * forms[record].size);
        if (!made || PyTuple_SetItem(all, (Py_ssize_t)i, made) != 0) {
            Py_CLEAR(all);
        }
    }
    return all;
}

PyObject *core_readings(const utskr_readings *readings) {
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict && i < UTSKR_READING_COUNT; i++) {
        const utskr_reading_info *info = utskr_reading_at(i);
        uint8_t value = readings->value[i];
        PyObject *word = info && value < info->value_count ? core_from_text(info->values[value]) : NULL;
        if (word && PyDict_SetItemString(dict, info->id, word) != 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(word);
    }
    return dict;
}

/* {class name: (field names)}, for records.py and its test. */
PyObject *core_list_records(PyObject *module, PyObject *unused) {
    PyObject *all = PyDict_New();
    (void)module;
    (void)unused;
    for (int record = 0; all && record < RECORDS; record++) {
        const field *fields = forms[record].fields;
        Py_ssize_t count = count_fields(fields);
        PyObject *names = PyTuple_New(count);
        for (Py_ssize_t i = 0; names && i < count; i++) {
            PyTuple_SetItem(names, i, PyUnicode_FromString(fields[i].name));
        }
        if (!names || PyDict_SetItemString(all, forms[record].class_name, names) != 0) {
            Py_CLEAR(all);
        }
        Py_XDECREF(names);
    }
    return all;
}
