/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the sources of the extension share. It calls the library and turns values into Python's; it knows no rule and
 * reads no text of its own.
 *
 * Limited API of CPython 3.9, so that one wheel serves every later version.
 */
#ifndef UTSKRIVNING_CORE_H
#define UTSKRIVNING_CORE_H

#define Py_LIMITED_API 0x03090000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pythread.h>
#include <structmember.h>
#include <utskrivning/utskrivning.h>

/* --- What the Python side of the package hands over when it is imported (module.c) ------------------------------- */

typedef struct core_python {
    PyObject *error;         /* the exception class */
    PyObject *row_error;     /* the exception class of bad rows */
    PyObject *zone;          /* the time zone that datetimes come out in */
    PyObject *fromtimestamp; /* datetime.fromtimestamp */
    PyObject *fromordinal;   /* date.fromordinal */
    PyObject *epoch;         /* 1970-01-01T00:00:00Z */
    PyObject *own_epoch;     /* 1970-01-01T00:00:00 in that time zone */
    PyObject *datetime_type;
    PyObject *date_type;
    PyObject *records; /* name -> class of records */
} core_python;

extern core_python core;

/* A bound or looked-up attribute of the objects above, for attribute names that are asked for often. */
typedef struct core_names {
    PyObject *days;
    PyObject *seconds;
    PyObject *tzinfo;
    PyObject *toordinal;
} core_names;

extern core_names core_name;

/* --- Time, text, money (convert.c) -------------------------------------------------------------------------------- */

/* All return 0, or -1 with an exception set. */
int core_instant(PyObject *value, utskr_instant *out);         /* aware datetime, ISO text, or int seconds since 1970 */
int core_instant_or_none(PyObject *value, utskr_instant *out); /* the same; None is 0 */
int core_moment(PyObject *value, utskr_instant *out);          /* the same or a date, which counts as its last second */
int core_date(PyObject *value, utskr_date *out);               /* date or ISO text */
int core_small(PyObject *value, int32_t *out);                 /* an int of 32 bits */
PyObject *core_from_instant(utskr_instant at);                 /* local aware datetime; None for 0 */
PyObject *core_from_date(utskr_date day);                      /* date; None for UTSKR_DATE_NONE */
PyObject *core_from_text(const char *text);                    /* str; None for NULL */
PyObject *core_text(PyObject *value, const char *what);        /* bytes of UTF-8 without zero bytes, from a str */
PyObject *core_text_or_none(PyObject *value, const char *what); /* the same; None gives NULL without an exception */
const char *core_bytes(PyObject *bytes);                        /* the characters of such bytes; NULL for NULL */

/* Text that the library writes. Begin with { 0 }; core_sink is a utskr_sink with such a text as `user`. */
typedef struct core_output {
    char *bytes;
    size_t length;
    size_t capacity;
} core_output;
int core_sink(const char *bytes, size_t length, void *user);
/* The text as a str if the status is UTSKR_OK, else NULL with its exception; frees what the output holds. */
PyObject *core_output_end(core_output *output, utskr_status status);

/* --- Errors (error.c) ------------------------------------------------------------------------------------------------ */

/* Raises for a status; `error` may be NULL. Always returns NULL. */
PyObject *core_raise(utskr_status status, const utskr_error *error);
/* The same for an error in a text of that name (or None). */
PyObject *core_raise_in(const utskr_error *error, PyObject *file);
/* The exception itself, for those who collect them; `file` may be NULL. */
PyObject *core_exception(const utskr_error *error, PyObject *file);
/* Raises UTSKR_BAD_ARGUMENT with a message of our own. Always returns NULL. */
PyObject *core_refuse(const char *message, const char *expected, PyObject *word);

extern const utskr_allocator core_allocator;

/* --- Words (words.c) ------------------------------------------------------------------------------------------------- */

typedef enum core_words {
    WORDS_STATUS,
    WORDS_PARTY,
    WORDS_KIND,
    WORDS_STATE,
    WORDS_ACTION,
    WORDS_IRREGULARITY,
    WORDS_ANSWER,
    WORDS_GROUP,
    WORDS_FORCE,
    WORDS_FORM,
    WORDS_OBLIGATION_STATUS,
    WORDS_LIABILITY_STATUS,
    WORDS_PREREQUISITE,
    WORDS_REASON,
    WORDS_CRITERION,
    WORDS_SUBJECT,
    WORDS_SIP_STATE,
    WORDS_SHARE_ITEM,
    WORDS_SHARE_ANSWER,
    WORDS_END,
    WORDS_CARE,
    WORDS_LEVEL,
    WORDS_LEFT_OUT,
    WORDS_HOLIDAY,
    WORDS_LANGUAGE,
    WORDS_TABLES
} core_words;

/* The member of the enum, a new reference; None where it means nothing (no party, no kind) or is no member. */
PyObject *core_member(core_words table, int32_t number);
/* The members whose bits are set, bit `first` being number `first`: a tuple. */
PyObject *core_members(core_words table, uint32_t bits, int32_t shift);
/* The number of a member, of its id or alias, or of an int. 0, or -1 with an exception. */
int core_number(core_words table, PyObject *value, int32_t *out);
int core_language(PyObject *value, int32_t *out);

PyObject *core_list_words(PyObject *module, PyObject *unused);
PyObject *core_adopt_words(PyObject *module, PyObject *classes);
PyObject *core_word_text(PyObject *module, PyObject *arguments);

/* --- Records (records.c) ---------------------------------------------------------------------------------------------- */

typedef enum core_record {
    RECORD_OBLIGATION,
    RECORD_FINDING,
    RECORD_DAY,
    RECORD_FIGURES,
    RECORD_SPELL,
    RECORD_ALTERNATIVE,
    RECORD_LIABILITY,
    RECORD_READINESS,
    RECORD_EVIDENCE,
    RECORD_SHARING,
    RECORD_TRANSITION,
    RECORD_PACK,
    RECORD_RULE,
    RECORD_READING,
    RECORD_RATE,
    RECORD_JUDGEMENT,
    RECORD_SETTLED_MONTH,
    RECORD_SETTLED_STAY,
    RECORD_CHARGE,
    RECORD_MONTH_AVERAGE,
    RECORD_STATISTICS,
    RECORD_RATIO,
    RECORD_DIFFERENCE,
    RECORD_DAYS_APART,
    RECORDS
} core_record;

/* An object of the class of that name, made of a struct of the library; or a tuple of many. */
PyObject *core_make(core_record record, const void *from);
PyObject *core_make_all(core_record record, const void *first, uint32_t count);
PyObject *core_list_records(PyObject *module, PyObject *unused);
/* A month of a settlement, and what hangs on it. */
typedef struct core_month {
    const utskr_settlement *settlement;
    uint32_t index;
    utskr_settled_month month;
    utskr_month_statistics statistics;
} core_month;
PyObject *core_from_month(utskr_month month); /* "2022-05"; None for UTSKR_MONTH_NONE */
/* {reading id: value} */
PyObject *core_readings(const utskr_readings *readings);

/* --- Events (event.c) -------------------------------------------------------------------------------------------------- */

/* An entry of a log, and the bytes that its strings stand in. */
typedef struct core_entry {
    utskr_entry entry;
    PyObject *id;
    PyObject *of;
    PyObject *about;
} core_entry;

extern PyTypeObject *core_event_type;
/* From the arguments of Event(...), or of a method that takes an event, a line or those arguments. 0 or -1. */
int core_entry_from(core_entry *out, PyObject *arguments, PyObject *keywords);
void core_entry_clear(core_entry *entry);
PyObject *core_event_from(const utskr_entry *entry);
/* (at, party, kind, mask=0, value=None, recorded=None) as an event of plain data. 0 or -1. */
int core_plain_event(PyObject *arguments, utskr_event *out);

/* --- Cases (case.c, judging.c, reader.c) -------------------------------------------------------------------------------- */

/*
 * A log that cases and judgements share. It is changed only while one object holds it (`holders` is 1) and with the GIL
 * held; so what a judgement holds never changes. Whoever reads it holds it, and its lock.
 */
typedef struct core_log {
    utskr_case *c;
    PyThread_type_lock lock;
    Py_ssize_t holders;
    int settled;
} core_log;

core_log *core_log_new(utskr_case *c); /* takes the case over; NULL with an exception */
core_log *core_log_hold(core_log *log);
void core_log_release(core_log *log);
void core_log_enter(core_log *log); /* waits for its lock, without the GIL if it must */
void core_log_leave(core_log *log);

typedef struct core_case {
    PyObject_HEAD core_log *log;
} core_case;

extern PyTypeObject *core_case_type;
/* A case of that class; takes over the log, also on failure. */
PyObject *core_case_from(PyObject *class, core_log *log);
/* Settles the log if it is not. The log, held by the caller from then on, or NULL with an exception. */
core_log *core_case_settled(core_case *self);

extern PyTypeObject *core_pack_type;
const utskr_pack *core_pack_of(PyObject *pack);
PyObject *core_pack_object(const utskr_pack *pack);
/* An object of that class, which takes over a pack made here, also on failure. */
PyObject *core_pack_from(PyObject *class, const utskr_pack *pack);
/* The packs of a tuple, to be freed with free(); NULL with an exception. */
const utskr_pack **core_packs_of(PyObject *tuple);
/* The pack that a case names in its header, among `known` and those built in; the act if it names none. */
utskr_status core_pack_named(const utskr_case *c, const utskr_pack *const *known, Py_ssize_t known_count,
                             const utskr_pack **out, utskr_error *error);

/* Takes a case that has been read. Called without the GIL. */
typedef utskr_status (*core_taker)(const utskr_case *c, void *user, utskr_error *error);
/*
 * Gives each further case of a Reader to `take`. The GIL is held only while the source is read. 1 if it stopped to tell of
 * errors (a case that could not be taken is one) and may go on; 0 at the end; -1 with an exception.
 */
int core_reader_each(PyObject *reader, core_taker take, void *user);

/* --- Questions (question.c) -------------------------------------------------------------------------------------------- */

/* All return 0, or -1 with an exception. */
int core_choose_readings(PyObject *chosen, utskr_readings *out); /* {reading: value}, or None */
/* {year: ore}, or None; to be freed with free(), also on failure */
int core_choose_rates(PyObject *chosen, utskr_rate **out, uint32_t *count);
/* The pack that the caller names, or if that is None the one of the case, else the act. */
int core_choose_pack(const utskr_case *c, PyObject *chosen, const utskr_pack **out);
/* Is it a class of such objects? */
int core_check_class(PyObject *class, PyTypeObject *base);

PyObject *core_case_judge(PyObject *self, PyObject *arguments);
PyObject *core_case_share(PyObject *self, PyObject *arguments);
PyObject *core_case_worklist(PyObject *self, PyObject *arguments);

/* Each adds its types and functions to the module: 0, or -1 with an exception. */
int core_add_event(PyObject *module);
int core_add_case(PyObject *module);
int core_add_judging(PyObject *module);
int core_add_reader(PyObject *module);
int core_add_settling(PyObject *module);
int core_add_draft(PyObject *module);
int core_add_tables(PyObject *module);
int core_add_rules(PyObject *module);
/* A type of the module. NULL with an exception. */
PyTypeObject *core_add_type(PyObject *module, PyType_Spec *spec);
/* New references. Py_RETURN_NONE and its like give away none with the headers of Python 3.12 and later, where None is
 * immortal; but a wheel built there runs on older versions too. */
PyObject *core_none(void);
PyObject *core_not_implemented(void);
/* Puts a new reference where another stood. */
void core_replace(PyObject **place, PyObject *value);
void core_free_object(PyObject *self);
/* The constructor of types that only the package itself makes: raises. */
PyObject *core_refuse_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords);

#endif
