/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cases whose events stand together: checked, and then judged one after another in one pass. */
#include "batch/columns.h"

size_t utskr_columns_scratch(void) {
    return sizeof(worker);
}

/* The cases of the columns, one at a time. */
typedef struct grouping {
    const utskr_event_columns *events;
    uint64_t number; /* of the case */
    uint64_t from;   /* its rows */
    uint64_t to;
} grouping;

static bool by_offsets(const utskr_event_columns *events) {
    return events->offsets.values != NULL;
}

static bool next_case(grouping *g) {
    const utskr_event_columns *events = g->events;
    g->number++;
    if (by_offsets(events)) {
        if (g->number + 1 >= events->offsets.count)
            return false;
        g->from = events->offsets.values[g->number];
        g->to = events->offsets.values[g->number + 1];
        return true;
    }
    if (g->to == events->count)
        return false;
    g->from = g->to;
    g->to = utskr_run_end(events, g->from);
    return true;
}

static grouping before_first(const utskr_event_columns *events) {
    return (grouping){ .events = events, .number = UINT64_MAX, .from = 0, .to = 0 };
}

static int64_t key_of(const grouping *g) {
    return by_offsets(g->events) ? (int64_t)g->number : g->events->key.values[g->from];
}

/* --- Checking ---------------------------------------------------------------------------------------------------------- */

static utskr_status check_offsets(const utskr_event_columns *events, utskr_column_error *error) {
    const utskr_uint64_column *offsets = &events->offsets;
    if (events->key.values != NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_OFFSETS, 0, "both offsets and keys",
                                 "one of them");
    for (uint64_t i = 0; i < offsets->count; i++) {
        if (i != 0 && offsets->values[i] < offsets->values[i - 1])
            return utskr_column_fail(error, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_OFFSETS, i,
                                     "an offset less than the one before it", "offsets that ascend");
        if (offsets->values[i] > events->count)
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_OFFSETS, i,
                                     "an offset behind the last event", "at most the number of events");
    }
    return UTSKR_OK;
}

/* Counts the cases; keys must ascend. */
static utskr_status count_runs(const utskr_event_columns *events, uint64_t *cases, utskr_column_error *error) {
    *cases = 0;
    for (uint64_t row = 0; row < events->count; row++) {
        const bool begins = row == 0 || events->key.values[row] != events->key.values[row - 1];
        if (begins && row != 0 && events->key.values[row] < events->key.values[row - 1])
            return utskr_column_fail(error, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_KEY, row,
                                     "a key less than the one before it", "keys that ascend, or utskr_batch by time");
        *cases += begins;
    }
    return UTSKR_OK;
}

static utskr_status count_cases(const utskr_event_columns *events, uint64_t *cases, utskr_column_error *error) {
    if (!by_offsets(events))
        return count_runs(events, cases, error);
    *cases = events->offsets.count == 0 ? 0 : events->offsets.count - 1;
    return check_offsets(events, error);
}

/* Where the rows of the cases, which follow on each other, begin and end. */
static uint64_t first_row(const utskr_event_columns *events) {
    return by_offsets(events) && events->offsets.count != 0 ? events->offsets.values[0] : 0;
}

static uint64_t end_row(const utskr_event_columns *events) {
    const utskr_uint64_column *offsets = &events->offsets;
    return !by_offsets(events) ? events->count : offsets->count == 0 ? 0 : offsets->values[offsets->count - 1];
}

/* Rows that are looked at together: many, and few enough to be at hand still when their cases are looked at. */
enum { LOOK_ROWS = 256 };

/* Quick: is everything good? It is if there are no more steps back in time than from one case to the next. */
static bool looks_good(worker *w, const utskr_event_columns *events, const utskr_case_columns *cases) {
    const uint64_t first = first_row(events), end = end_row(events);
    const utskr_instant *at = events->at.values;
    grouping g = before_first(events);
    uint64_t back = 0, between = 0, steps = 0;
    for (uint64_t row = first; next_case(&g);) { /* those before it have been looked at */
        if (g.to > row) {
            const uint64_t some = end - row < LOOK_ROWS ? end : row + LOOK_ROWS;
            const uint64_t stop = g.to > some ? g.to : some;
            if (!utskr_rows_look_good(w, events, row, stop, row == first ? INT64_MIN : at[row - 1], &steps))
                return false;
            back += steps;
            row = stop;
        }
        if (utskr_check_case_row(w, cases, g.number, NULL) != UTSKR_OK ||
            !utskr_case_lies_in_time(events, g.from, g.to))
            return false;
        between += g.from != first && g.from != g.to && at[g.from] < at[g.from - 1];
    }
    return back == between;
}

static utskr_status check_all_rows(worker *w, const utskr_event_columns *events, const utskr_case_columns *cases,
                                   utskr_column_error *error) {
    grouping g = before_first(events);
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    utskr_status status = UTSKR_OK;
    if (looks_good(w, events, cases))
        return UTSKR_OK;
    while (status == UTSKR_OK && next_case(&g)) {
        status = utskr_check_case_row(w, cases, g.number, &bad);
        if (status == UTSKR_OK)
            status = utskr_check_rows(w, events, g.from, g.to, INT64_MIN, &bad);
    }
    return status == UTSKR_OK
               ? status
               : utskr_column_fail(error, status, (utskr_column)bad.column, bad.row, bad.message, bad.expected);
}

/* --- Judging ------------------------------------------------------------------------------------------------------------ */

static void judge_checked(worker *w, const grouping *g, const utskr_case_columns *cases) {
    utskr_open_case(w, key_of(g), cases, g->number);
    utskr_add_rows(w, g->events, g->from, g->to);
}

static void judge_unchecked(worker *w, const grouping *g, const utskr_case_columns *cases) {
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    const utskr_status status = utskr_check_case_row(w, cases, g->number, &bad);
    utskr_open_case(w, key_of(g), status == UTSKR_OK ? cases : NULL, g->number);
    if (status != UTSKR_OK)
        utskr_leave_out(w, &bad);
    if (g->from != g->to)
        utskr_add_good_rows(w, g->events, g->from, g->to);
}

static void judge_all(worker *w, const utskr_event_columns *events, const utskr_case_columns *cases,
                      const utskr_answer_columns *out) {
    grouping g = before_first(events);
    while (next_case(&g)) {
        if (w->options.bad_rows == UTSKR_BAD_ROWS_REFUSE)
            judge_checked(w, &g, cases);
        else
            judge_unchecked(w, &g, cases);
        utskr_answer_case(w, out, g.number);
    }
}

utskr_status utskr_columns_judge(const utskr_event_columns *events, const utskr_case_columns *cases,
                                 const utskr_batch_options *options, void *scratch, size_t scratch_size,
                                 const utskr_answer_columns *out, utskr_column_error *error) {
    worker *w = scratch;
    uint64_t count = 0;
    if (w == NULL || (uintptr_t)scratch % _Alignof(worker) != 0)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "no scratch, or not aligned",
                                 "memory aligned as for any type");
    if (scratch_size < sizeof *w)
        return utskr_column_fail(error, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, 0, "too little scratch",
                                 "utskr_columns_scratch() bytes");
    utskr_status status = utskr_check_event_columns(events, error);
    status = status == UTSKR_OK ? utskr_worker_init(w, options, error) : status;
    status = status == UTSKR_OK ? utskr_worker_aim(w, out, error) : status;
    status = status == UTSKR_OK ? count_cases(events, &count, error) : status;
    status = status == UTSKR_OK ? utskr_check_case_columns(cases, count, error) : status;
    if (status == UTSKR_OK && out->capacity < count)
        status = utskr_column_fail(error, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, count,
                                   "fewer rows of answers than there are cases", "a row for each case");
    if (status == UTSKR_OK)
        w->met.asked = w->asked; /* each case lies here whole */
    if (status == UTSKR_OK && w->options.bad_rows == UTSKR_BAD_ROWS_REFUSE)
        status = check_all_rows(w, events, cases, error);
    if (status == UTSKR_OK)
        judge_all(w, events, cases, out);
    return status;
}
