/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What judging columns is made of: rows that are checked, one open case that rows are folded into, and its answers.
 *
 * utskr_columns_judge and utskr_batch go through the same functions, so that cutting the columns changes nothing.
 */
#ifndef UTSKR_LIB_BATCH_COLUMNS_H
#define UTSKR_LIB_BATCH_COLUMNS_H

#include "case/meaning.h"
#include "deadline/plan.h"
#include <utskrivning/batch.h>

enum { BATCH_PLANS = 8 };

/* By what a case is judged. */
typedef struct case_terms {
    utskr_instant at; /* 0: at its latest event */
    uint32_t pack;    /* which of the packs of the options */
} case_terms;

/* What the columns say of a case besides its events. */
typedef struct batch_case {
    utskr_stay stay;
    case_terms terms;
} batch_case;

/* A case that events are being added to; its stay is that of the facts. */
typedef struct open_case {
    int64_t key;
    case_terms terms;
    utskr_instant last;   /* instant of the event before, or INT64_MIN */
    utskr_instant latest; /* of the events that are known, or 0 */
    uint32_t count;       /* events */
    uint32_t refused;
    utskr_status code;
} open_case;

/* What is worked out once for a pack, and not for each case. */
typedef struct pack_work {
    const utskr_pack *pack; /* NULL: nothing has been */
    context prepared;       /* for the question */
    row_plan plan;          /* once obligations have been asked for */
} pack_work;

/* What one thread works in. */
typedef struct worker {
    utskr_batch_options options;
    utskr_question question;
    uint64_t asked; /* the kinds of events that these parts ask about */
    uint32_t parts; /* of a judgement, that are wanted */
    uint32_t wants; /* groups of columns that are wanted (answer.c) */
    meanings met;   /* of what events were found to be allowed to say (check.c) */
    open_case open;
    utskr_facts facts; /* of the open case */
    utskr_judgement judgement;
    uint64_t unwanted[PLAN_WORDS]; /* rules of a status that nobody asks for */
    pack_work packs[BATCH_PLANS];  /* by the number of a pack: the last ones that were needed */
} worker;

static inline bool utskr_in_range(utskr_instant at) {
    return (uint64_t)at - (uint64_t)UTSKR_INSTANT_MIN <= (uint64_t)UTSKR_INSTANT_MAX - (uint64_t)UTSKR_INSTANT_MIN;
}

static inline bool utskr_none_or_in_range(utskr_instant at) {
    return at == 0 || utskr_in_range(at);
}

/* --- check.c -------------------------------------------------------------------------------------------------------- */

/* Fills in `error`, which may be NULL. Returns `status`. */
utskr_status utskr_column_fail(utskr_column_error *error, utskr_status status, utskr_column column, uint64_t row,
                               const char *message, const char *expected);

/* Do the columns have one length, and those that must be there? `rows` of case columns: how many there must be. */
utskr_status utskr_check_event_columns(const utskr_event_columns *events, utskr_column_error *error);
utskr_status utskr_check_case_columns(const utskr_case_columns *cases, uint64_t rows, utskr_column_error *error);

/* Which of the rows is no event, or earlier than the one before it, and why. */
utskr_status utskr_find_bad_row(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to,
                                utskr_instant previous, utskr_column_error *error);
/* Checks what the columns say of a case. `cases` may be NULL. */
utskr_status utskr_check_case_row(const worker *w, const utskr_case_columns *cases, uint64_t row,
                                  utskr_column_error *error);

/* --- look.c --------------------------------------------------------------------------------------------------------- */

/* Quick: are the rows events, of whatever cases? If so, `*back` is how many of them are earlier than the one before, the first of
 * which was at `previous`. Neither is it told what is wrong, nor whether they lie within the calendar. */
bool utskr_rows_look_good(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to,
                          utskr_instant previous, uint64_t *back);
/* Do the rows of a case, which are in order of time, lie within the calendar? */
bool utskr_case_lies_in_time(const utskr_event_columns *events, uint64_t from, uint64_t to);
/* Checks the events of one case in the rows from..to-1, of which the one before was at `previous` (or INT64_MIN). On a bad
 * one its row stands in `error`, which is not NULL. */
utskr_status utskr_check_rows(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to,
                              utskr_instant previous, utskr_column_error *error);

/* --- Rows ------------------------------------------------------------------------------------------------------------ */

/* The event of a row; its kind is 0 where the column has none of 8 bits. */
static inline utskr_event utskr_event_of_row(const utskr_event_columns *events, uint64_t row) {
    const uint32_t kind = events->kind.values != NULL ? events->kind.values[row] : events->wide_kind.values[row];
    return (utskr_event){ .at = events->at.values[row],
                          .recorded = events->recorded.values != NULL ? events->recorded.values[row] : 0,
                          .value = events->value.values != NULL ? events->value.values[row] : 0,
                          .mask = events->mask.values != NULL ? events->mask.values[row] : 0,
                          .kind = (uint8_t)(kind < UTSKR_KIND_COUNT ? kind : UTSKR_KIND_NONE),
                          .party = events->party.values[row] };
}

/* The row after the last one of the run of equal keys that begins at `row`. */
static inline uint64_t utskr_run_end(const utskr_event_columns *events, uint64_t row) {
    const int64_t key = events->key.values[row];
    do
        row++;
    while (row < events->count && events->key.values[row] == key);
    return row;
}

/* --- answer.c --------------------------------------------------------------------------------------------------------- */

/* Makes a worker ready. UTSKR_BAD_SIZE, UTSKR_BAD_ARGUMENT, UTSKR_OUT_OF_RANGE; `error` may be NULL. */
utskr_status utskr_worker_init(worker *w, const utskr_batch_options *options, utskr_column_error *error);
/* Looks at what answers are wanted. UTSKR_BAD_SIZE, UTSKR_BUFFER_TOO_SMALL (bitmaps). */
utskr_status utskr_worker_aim(worker *w, const utskr_answer_columns *out, utskr_column_error *error);

/* What the columns say of a case. `cases` may be NULL. */
void utskr_read_case(const worker *w, const utskr_case_columns *cases, uint64_t row, utskr_stay *stay,
                     case_terms *terms);
/* Opens a case that has no events yet, by what the columns say of it; the row was checked. `cases` may be NULL. */
void utskr_open_case(worker *w, int64_t key, const utskr_case_columns *cases, uint64_t row);
/* The same, by what was read before. */
void utskr_open_read_case(worker *w, int64_t key, const batch_case *about);
/* Adds an event, which was checked. */
void utskr_add_event(worker *w, const utskr_event *event);
/* Adds rows, which were checked. */
void utskr_add_rows(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to);
/* Checks rows and tells of every bad one; without any, adds them, else the case will not be judged. */
void utskr_add_good_rows(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to);
/* Tells the host of a bad row, and makes it the reason why the open case is not judged, unless there is one. */
void utskr_leave_out(worker *w, const utskr_column_error *bad);
/* Judges the open case and writes a row of answers. */
void utskr_answer_case(worker *w, const utskr_answer_columns *out, uint64_t row);

#endif
