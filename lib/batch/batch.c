/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Streams of events: cut anywhere, each case in one piece or all of them mixed. */
#include "batch/store.h"

#include <string.h>

enum { ENDS_KEPT = 2048 };

/* Where the runs of equal keys end, the first of them, as was found when they were looked at. */
typedef struct run_ends {
    uint64_t count;
    uint64_t rows[ENDS_KEPT];
} run_ends;

struct utskr_batch {
    int32_t order; /* utskr_batch_order */
    bool owned;    /* its own memory is the allocator's */
    bool is_open;  /* by case: there is a case that may go on */
    utskr_allocator allocator;
    case_store store; /* by time */
    uint64_t drained; /* by time: cases that are answered already */
    run_ends ends;    /* by case: of the rows that are being pushed */
    worker worker;
};

/* --- Making and freeing -------------------------------------------------------------------------------------------------- */

static bool is_order(int32_t order) {
    return order == UTSKR_BATCH_BY_CASE || order == UTSKR_BATCH_BY_TIME;
}

/* Where the table begins. */
static size_t head_size(void) {
    const size_t align = _Alignof(max_align_t);
    return (sizeof(utskr_batch) + align - 1) / align * align;
}

size_t utskr_batch_size(int32_t order, uint64_t cases, uint64_t events) {
    const size_t store = order == UTSKR_BATCH_BY_TIME ? utskr_store_size(cases, events) : 0;
    return !is_order(order) || (order == UTSKR_BATCH_BY_TIME && store == 0) ? 0 : head_size() + store;
}

static utskr_status make(utskr_batch *batch, int32_t order, const utskr_batch_options *options) {
    batch->order = order;
    batch->owned = batch->is_open = false;
    batch->drained = 0;
    batch->store = (case_store){ 0 };
    return utskr_worker_init(&batch->worker, options, NULL);
}

utskr_status utskr_batch_init_at(void *memory, size_t size, int32_t order, uint64_t cases, uint64_t events,
                                 const utskr_batch_options *options, utskr_batch **out) {
    utskr_batch *batch = memory;
    const size_t needed = utskr_batch_size(order, cases, events);
    if (memory == NULL || out == NULL || needed == 0 || (uintptr_t)memory % _Alignof(utskr_batch) != 0)
        return UTSKR_BAD_ARGUMENT;
    if (size < needed)
        return UTSKR_BUFFER_TOO_SMALL;
    const utskr_status status = make(batch, order, options);
    if (status != UTSKR_OK)
        return status;
    if (order == UTSKR_BATCH_BY_TIME)
        utskr_store_init_at(&batch->store, (char *)memory + head_size(), cases, events);
    *out = batch;
    return UTSKR_OK;
}

utskr_status utskr_batch_new(int32_t order, const utskr_batch_options *options, const utskr_allocator *allocator,
                             utskr_batch **out) {
    if (!is_order(order) || allocator == NULL || allocator->resize == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_batch *batch = allocator->resize(NULL, 0, sizeof *batch, allocator->user);
    if (batch == NULL)
        return UTSKR_NO_MEMORY;
    const utskr_status status = make(batch, order, options);
    if (status != UTSKR_OK) {
        (void)allocator->resize(batch, sizeof *batch, 0, allocator->user);
        return status;
    }
    batch->owned = true;
    batch->allocator = *allocator;
    batch->store.allocator = &batch->allocator;
    *out = batch;
    return UTSKR_OK;
}

void utskr_batch_free(utskr_batch *batch) {
    if (batch == NULL || !batch->owned)
        return;
    const utskr_allocator allocator = batch->allocator;
    utskr_store_free(&batch->store);
    (void)allocator.resize(batch, sizeof *batch, 0, allocator.user);
}

void utskr_batch_reset(utskr_batch *batch) {
    if (batch == NULL)
        return;
    batch->is_open = false;
    batch->drained = 0;
    utskr_store_reset(&batch->store);
}

uint64_t utskr_batch_open_cases(const utskr_batch *batch) {
    if (batch == NULL)
        return 0;
    return batch->order == UTSKR_BATCH_BY_CASE ? batch->is_open : batch->store.case_count - batch->drained;
}

static bool refuses(const utskr_batch *batch) {
    return batch->worker.options.bad_rows == UTSKR_BAD_ROWS_REFUSE;
}

/* Hands on what a check of rows found. */
static utskr_status hand_on(const utskr_column_error *bad, utskr_column_error *error) {
    return utskr_column_fail(error, (utskr_status)bad->status, (utskr_column)bad->column, bad->row, bad->message,
                             bad->expected);
}

/* --- By case ---------------------------------------------------------------------------------------------------------------- */

/* Does the run go on with the open case? */
static bool goes_on(const utskr_batch *batch, const utskr_event_columns *events, uint64_t row) {
    return row == 0 && batch->is_open && events->key.values[0] == batch->worker.open.key;
}

static utskr_status check_key(const utskr_batch *batch, const utskr_event_columns *events, uint64_t row,
                              utskr_column_error *error) {
    const bool follows = row != 0 || batch->is_open;
    const int64_t before = row != 0 ? events->key.values[row - 1] : batch->worker.open.key;
    if (follows && events->key.values[row] < before)
        return utskr_column_fail(error, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_KEY, row, "a key less than the one before it",
                                 "keys that ascend, or a batch by time");
    return UTSKR_OK;
}

static utskr_status check_run(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                              uint64_t from, uint64_t to, utskr_column_error *error) {
    worker *w = &batch->worker;
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    const bool more = goes_on(batch, events, from);
    utskr_status status = more ? UTSKR_OK : utskr_check_case_row(w, cases, from, &bad);
    if (status == UTSKR_OK)
        status = utskr_check_rows(w, events, from, to, more ? w->open.last : INT64_MIN, &bad);
    return status == UTSKR_OK ? status : hand_on(&bad, error);
}

/* Quick: are the keys and everything else good? As utskr_columns_judge looks at its cases, but the first rows may go on with the open
 * one. `*begun` becomes the number of cases that begin. */
static bool looks_good(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                       uint64_t *begun) {
    worker *w = &batch->worker;
    const utskr_instant *at = events->at.values;
    const int64_t *key = events->key.values;
    run_ends *ends = &batch->ends;
    uint64_t back = 0, between = 0;
    *begun = 0;
    if (events->count == 0)
        return true;
    const bool more = goes_on(batch, events, 0);
    if ((batch->is_open && key[0] < w->open.key) ||
        !utskr_rows_look_good(w, events, 0, events->count, more ? w->open.last : INT64_MIN, &back))
        return false;
    for (uint64_t from = 0, to; from < events->count; from = to) {
        const bool begins = from != 0 || !more;
        to = utskr_run_end(events, from);
        if (ends->count < ENDS_KEPT)
            ends->rows[ends->count++] = to;
        if ((begins && utskr_check_case_row(w, cases, from, NULL) != UTSKR_OK) ||
            !utskr_case_lies_in_time(events, from, to) || (from != 0 && key[from] < key[from - 1]))
            return false;
        *begun += begins;
        between += from != 0 && at[from] < at[from - 1];
    }
    return back == between;
}

/* Tells what is wrong. */
static utskr_status check_runs(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                               uint64_t *begun, utskr_column_error *error) {
    *begun = 0;
    for (uint64_t from = 0, to; from < events->count; from = to) {
        to = utskr_run_end(events, from);
        *begun += !goes_on(batch, events, from);
        utskr_status status = check_key(batch, events, from, error);
        if (status == UTSKR_OK && refuses(batch))
            status = check_run(batch, events, cases, from, to, error);
        if (status != UTSKR_OK)
            return status;
    }
    return UTSKR_OK;
}

/* `*ended` becomes the number of cases that the rows bring to their end. */
static utskr_status check_by_case(utskr_batch *batch, const utskr_event_columns *events,
                                  const utskr_case_columns *cases, uint64_t *ended, utskr_column_error *error) {
    uint64_t begun = 0;
    batch->ends.count = 0;
    if (!refuses(batch) || !looks_good(batch, events, cases, &begun)) {
        const utskr_status status = check_runs(batch, events, cases, &begun, error);
        if (status != UTSKR_OK)
            return status;
    }
    *ended = begun != 0 && !batch->is_open ? begun - 1 : begun;
    return UTSKR_OK;
}

static void open_case_of(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                         uint64_t row) {
    worker *w = &batch->worker;
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    const utskr_status status = refuses(batch) ? UTSKR_OK : utskr_check_case_row(w, cases, row, &bad);
    utskr_open_case(w, events->key.values[row], status == UTSKR_OK ? cases : NULL, row);
    if (status != UTSKR_OK)
        utskr_leave_out(w, &bad);
    batch->is_open = true;
}

/* The kinds that are asked about follow from the answers that are wanted; all that was met is met anew if they change. */
static void ask(worker *w) {
    if (w->met.asked == w->asked)
        return;
    memset(w->met.met, 0, sizeof w->met.met);
    w->met.asked = w->asked;
}

static uint64_t take_by_case(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                             const utskr_answer_columns *out) {
    worker *w = &batch->worker;
    uint64_t answered = 0, run = 0;
    for (uint64_t from = 0, to; from < events->count; from = to) {
        to = run < batch->ends.count ? batch->ends.rows[run++] : utskr_run_end(events, from);
        if (!goes_on(batch, events, from)) {
            if (batch->is_open)
                utskr_answer_case(w, out, answered++);
            open_case_of(batch, events, cases, from);
        }
        w->met.cut = to == events->count; /* the next push may go on with it */
        if (refuses(batch))
            utskr_add_rows(w, events, from, to);
        else
            utskr_add_good_rows(w, events, from, to);
    }
    return answered;
}

static utskr_status push_by_case(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                                 const utskr_answer_columns *out, uint64_t *answered, utskr_column_error *error) {
    uint64_t ended = 0;
    utskr_status status = utskr_worker_aim(&batch->worker, out, error);
    if (status != UTSKR_OK)
        return status;
    ask(&batch->worker);
    status = check_by_case(batch, events, cases, &ended, error);
    if (status != UTSKR_OK)
        return status;
    if (out->capacity < ended) {
        *answered = ended;
        return utskr_column_fail(error, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, ended,
                                 "fewer rows of answers than cases that ended", "a row for each event");
    }
    *answered = take_by_case(batch, events, cases, out);
    return UTSKR_OK;
}

/* --- By time ----------------------------------------------------------------------------------------------------------------- */

/* Not judged, for what is wrong with the row. */
static void leave_out_stored(utskr_batch *batch, stored_case *c, const utskr_column_error *bad) {
    if (c->coming_code == UTSKR_OK)
        c->coming_code = (utskr_status)bad->status;
    if (batch->worker.options.report != NULL)
        batch->worker.options.report(bad, batch->worker.options.user);
}

/* A bad row is an error, or leaves its case out. */
static utskr_status mind(utskr_batch *batch, stored_case *c, utskr_status status, const utskr_column_error *bad,
                         utskr_column_error *error) {
    if (status == UTSKR_OK)
        return status;
    if (refuses(batch))
        return hand_on(bad, error);
    leave_out_stored(batch, c, bad);
    return UTSKR_OK;
}

static utskr_status begin_stored(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                                 uint64_t row, stored_case **out, utskr_column_error *error) {
    const worker *w = &batch->worker;
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    utskr_status status = utskr_store_add_case(&batch->store, events->key.values[row], out);
    if (status != UTSKR_OK)
        return utskr_column_fail(error, status, UTSKR_COLUMN_KEY, row, "no room for another case", "");
    status = utskr_check_case_row(w, cases, row, &bad);
    utskr_read_case(w, status == UTSKR_OK ? cases : NULL, row, &(*out)->about.stay, &(*out)->about.terms);
    return mind(batch, *out, status, &bad, error);
}

/* Checks a row and counts it; what changes is undone if one after it is bad. */
static utskr_status expect_row(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                               uint64_t row, uint64_t *chunks, utskr_column_error *error) {
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    stored_case *c = utskr_store_find(&batch->store, events->key.values[row]);
    if (c == NULL) {
        const utskr_status status = begin_stored(batch, events, cases, row, &c, error);
        if (status != UTSKR_OK)
            return status;
    }
    const utskr_status status = utskr_check_rows(&batch->worker, events, row, row + 1, c->last, &bad);
    const utskr_status minded = mind(batch, c, status, &bad, error);
    if (minded != UTSKR_OK)
        return minded;
    const uint64_t before = utskr_store_chunks_coming(c);
    c->last = events->at.values[row];
    c->coming++;
    *chunks += utskr_store_chunks_coming(c) - before;
    return UTSKR_OK;
}

static void undo(utskr_batch *batch, const utskr_event_columns *events, uint64_t rows, uint64_t cases_before) {
    for (uint64_t row = 0; row < rows; row++) {
        stored_case *c = utskr_store_find(&batch->store, events->key.values[row]);
        const utskr_event *last = utskr_store_last(&batch->store, c);
        c->last = last == NULL ? INT64_MIN : last->at;
        c->coming = 0;
        c->coming_code = UTSKR_OK;
    }
    utskr_store_drop_cases(&batch->store, cases_before);
}

static void store_rows(utskr_batch *batch, const utskr_event_columns *events) {
    for (uint64_t row = 0; row < events->count; row++) {
        stored_case *c = utskr_store_find(&batch->store, events->key.values[row]);
        const utskr_event event = utskr_event_of_row(events, row);
        c->coming = 0;
        c->code = c->code == UTSKR_OK ? c->coming_code : c->code;
        utskr_store_event(&batch->store, c, &event);
    }
}

static utskr_status push_by_time(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                                 utskr_column_error *error) {
    const uint64_t cases_before = batch->store.case_count;
    uint64_t chunks = 0, row = 0;
    utskr_status status = UTSKR_OK;
    if (batch->drained != 0)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "answers are being taken",
                                 "utskr_batch_finish until nothing is left");
    while (status == UTSKR_OK && row < events->count) {
        status = expect_row(batch, events, cases, row, &chunks, error);
        row += status == UTSKR_OK;
    }
    if (status == UTSKR_OK) {
        status = utskr_store_reserve_chunks(&batch->store, chunks);
        if (status != UTSKR_OK)
            (void)utskr_column_fail(error, status, UTSKR_COLUMN_NONE, 0, "no room for so many events", "");
    }
    if (status != UTSKR_OK)
        undo(batch, events, row, cases_before);
    else
        store_rows(batch, events);
    return status;
}

static void answer_stored(utskr_batch *batch, const stored_case *c, const utskr_answer_columns *out, uint64_t row) {
    worker *w = &batch->worker;
    const event_chunk *chunk = c->first == NO_CHUNK ? NULL : &batch->store.chunks[c->first];
    utskr_open_read_case(w, c->key, &c->about);
    w->open.code = c->code;
    for (uint64_t i = 0; w->open.code == UTSKR_OK && i < c->count; i++) {
        if (i != 0 && i % CHUNK_EVENTS == 0)
            chunk = &batch->store.chunks[chunk->next];
        utskr_add_event(w, &chunk->events[i % CHUNK_EVENTS]);
    }
    utskr_answer_case(w, out, row);
}

/* --- Both ------------------------------------------------------------------------------------------------------------------------ */

utskr_status utskr_batch_push(utskr_batch *batch, const utskr_event_columns *events, const utskr_case_columns *cases,
                              const utskr_answer_columns *out, uint64_t *answered, utskr_column_error *error) {
    if (batch == NULL || answered == NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "a null pointer",
                                 "a batch, and where to tell how much was answered");
    *answered = 0;
    utskr_status status = utskr_check_event_columns(events, error);
    if (status == UTSKR_OK && (events->offsets.values != NULL || (events->key.values == NULL && events->count != 0)))
        status = utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KEY, 0, "events without keys",
                                   "a key for each event, and no offsets");
    status = status == UTSKR_OK ? utskr_check_case_columns(cases, events->count, error) : status;
    if (status != UTSKR_OK)
        return status;
    if (batch->order == UTSKR_BATCH_BY_TIME)
        return push_by_time(batch, events, cases, error);
    return push_by_case(batch, events, cases, out, answered, error);
}

utskr_status utskr_batch_finish(utskr_batch *batch, const utskr_answer_columns *out, uint64_t *answered,
                                utskr_column_error *error) {
    uint64_t row = 0;
    if (batch == NULL || answered == NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "a null pointer",
                                 "a batch, and where to tell how much was answered");
    *answered = 0;
    const utskr_status status = utskr_worker_aim(&batch->worker, out, error);
    if (status != UTSKR_OK)
        return status;
    if (utskr_batch_open_cases(batch) != 0 && out->capacity == 0)
        return utskr_column_fail(error, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, 1, "no room for answers",
                                 "one row at least");
    for (; utskr_batch_open_cases(batch) != 0 && row < out->capacity; row++) {
        if (batch->order == UTSKR_BATCH_BY_TIME)
            answer_stored(batch, &batch->store.cases[batch->drained++], out, row);
        else
            utskr_answer_case(&batch->worker, out, row);
        batch->is_open = false;
    }
    if (utskr_batch_open_cases(batch) == 0)
        utskr_batch_reset(batch);
    *answered = row;
    return UTSKR_OK;
}
