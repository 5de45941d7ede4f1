/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Streams of events: wherever they are cut, and however cases are mixed, the answers are those of utskr_columns_judge; a
 * push that fails takes nothing; memory of a fixed size, and an allocator that fails once at every place.
 */
#include "tests/batch/made_columns.h"

#include "tests/tap.h"

enum { CASES = 60 };

/* --- Rows of a stream --------------------------------------------------------------------------------------------------------- */

/* Row `from` of columns by case becomes row `to` of the stream. */
static void copy_row(const made *m, uint64_t from, uint64_t in_case, made *to, uint64_t row) {
    to->at[row] = m->at[from];
    to->value[row] = m->value[from];
    to->recorded[row] = m->recorded[from];
    to->key[row] = m->key[from];
    to->mask[row] = m->mask[from];
    to->kind[row] = m->kind[from];
    to->party[row] = m->party[from];
    to->pack[row] = m->pack[in_case];
    to->municipality[row] = m->municipality[in_case];
    to->payer[row] = m->payer[in_case];
    to->region[row] = m->region[in_case];
    to->care[row] = m->care[in_case];
    to->previous_discharge[row] = m->previous_discharge[in_case];
    to->assessed_at[row] = m->assessed_at[in_case];
}

static made stream_by_case(const made *m) {
    made s = made_new(m->events, m->events);
    for (uint64_t i = 0; i < m->cases; i++)
        for (uint64_t row = m->offsets[i]; row < m->offsets[i + 1]; row++)
            copy_row(m, row, i, &s, row);
    s.events = s.cases = m->events;
    return s;
}

/* The cases mixed by chance; the events of each stay in order. `first` becomes the order in which they appear. */
static made stream_mixed(const made *m, uint64_t seed, uint64_t *first) {
    chance c = { seed };
    made s = made_new(m->events, m->events);
    uint64_t *taken = made_room(m->cases, sizeof *taken);
    uint64_t appeared = 0;
    while (s.events < m->events) {
        const uint64_t i = chance_below(&c, (uint32_t)m->cases);
        const uint64_t row = m->offsets[i] + taken[i];
        if (row == m->offsets[i + 1])
            continue;
        if (taken[i]++ == 0)
            first[appeared++] = i;
        copy_row(m, row, i, &s, s.events++);
    }
    s.cases = s.events;
    free(taken);
    return s;
}

/* Rows from..to-1 of the stream, as columns. */
static utskr_event_columns part_events(const made *s, uint64_t from, uint64_t to) {
    utskr_event_columns e = made_events(s, false);
    e.at.values += from;
    e.kind.values += from;
    e.party.values += from;
    e.mask.values += from;
    e.value.values += from;
    e.recorded.values += from;
    e.key.values += from;
    e.count = e.at.count = e.kind.count = e.party.count = e.mask.count = e.value.count = e.recorded.count =
        e.key.count = to - from;
    return e;
}

static utskr_case_columns part_cases(const made *s, uint64_t from, uint64_t to) {
    utskr_case_columns c = made_cases(s);
    c.pack.values += from;
    c.municipality.values += from;
    c.payer.values += from;
    c.region.values += from;
    c.care.values += from;
    c.previous_discharge.values += from;
    c.at.values += from;
    c.count = c.pack.count = c.municipality.count = c.payer.count = c.region.count = c.care.count =
        c.previous_discharge.count = c.at.count = to - from;
    return c;
}

/* --- Answers that are collected ------------------------------------------------------------------------------------------------ */

/* The columns from a row on. */
static utskr_answer_columns answers_from(const answers *a, uint64_t row) {
    utskr_answer_columns c = a->columns;
    c.capacity = a->rows - row;
    c.key += row;
    c.code += row;
    c.pack += row;
    c.at += row;
    c.refused += row;
    c.state += row;
    c.step += row;
    c.covered += row;
    c.sip_required += row;
    c.sip_state += row;
    c.patient_ready += row;
    c.municipality_ready += row;
    c.home_ready += row;
    c.payer += row;
    for (size_t i = 0; i < 4; i++) {
        utskr_figure_columns *f = i == 3 ? &c.figures : &c.late[i];
        f->status += row;
        f->enters += row;
        f->days += row;
        f->ore += row;
        f->reasons += row;
    }
    for (size_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        c.obligations[i] += row * MADE_RULE_WORDS;
    c.findings += row * MADE_RULE_WORDS;
    c.next_change += row;
    return c;
}

static utskr_batch_options all_packs(void) {
    static const utskr_pack *packs[64];
    utskr_batch_options options = UTSKR_BATCH_OPTIONS_INIT;
    options.pack_count = utskr_pack_count();
    for (uint32_t i = 0; i < options.pack_count; i++)
        packs[i] = utskr_pack_at(i);
    options.packs = packs;
    return options;
}

static test_memory memory;

static utskr_batch *new_batch(int32_t order) {
    static utskr_allocator allocator;
    const utskr_batch_options options = all_packs();
    utskr_batch *batch = NULL;
    allocator = test_allocator(&memory);
    return utskr_batch_new(order, &options, &allocator, &batch) == UTSKR_OK ? batch : NULL;
}

/* Pushes rows; `*row` counts the answers. */
static bool push(utskr_batch *batch, const made *s, uint64_t from, uint64_t to, const answers *out, uint64_t *row) {
    const utskr_event_columns events = part_events(s, from, to);
    const utskr_case_columns cases = part_cases(s, from, to);
    const utskr_answer_columns columns = answers_from(out, *row);
    uint64_t answered = 0;
    const utskr_status status = utskr_batch_push(batch, &events, &cases, &columns, &answered, NULL);
    *row += answered;
    return status == UTSKR_OK;
}

/* Takes the rest, at most `at_once` rows at a time. */
static bool finish(utskr_batch *batch, const answers *out, uint64_t at_once, uint64_t *row) {
    uint64_t answered = 0;
    do {
        utskr_answer_columns columns = answers_from(out, *row);
        columns.capacity = columns.capacity < at_once ? columns.capacity : at_once;
        if (utskr_batch_finish(batch, &columns, &answered, NULL) != UTSKR_OK)
            return false;
        *row += answered;
    } while (answered != 0);
    return utskr_batch_open_cases(batch) == 0;
}

/* The answers of all the cases, in one piece. */
static answers expected_of(const made *m) {
    const utskr_batch_options options = all_packs();
    const utskr_event_columns events = made_events(m, false);
    const utskr_case_columns cases = made_cases(m);
    answers out = answers_new(m->cases);
    void *scratch = made_room(1, utskr_columns_scratch());
    tap_eq_i64(utskr_columns_judge(&events, &cases, &options, scratch, utskr_columns_scratch(), &out.columns, NULL),
               UTSKR_OK, "the cases in one piece");
    free(scratch);
    return out;
}

/* How many of the rows differ from what is expected; `order` is the order of the cases, or NULL. */
static uint64_t differing(const answers *out, uint64_t rows, const answers *expected, const uint64_t *order) {
    uint64_t count = rows != expected->rows;
    for (uint64_t i = 0; i < rows; i++)
        count += !answers_equal(out, i, expected, order == NULL ? i : order[i]);
    return count;
}

/* --- Cutting ------------------------------------------------------------------------------------------------------------------------ */

/* In two pieces, at every boundary. */
static void test_every_cut(int32_t order, const made *s, const answers *expected, const uint64_t *appeared,
                           const char *name) {
    uint64_t bad = 0;
    utskr_batch *batch = new_batch(order);
    answers out = answers_new(expected->rows + 1); /* one for each event is room enough, and so is this */
    for (uint64_t cut = 0; cut <= s->events; cut++) {
        uint64_t row = 0;
        const bool good = push(batch, s, 0, cut, &out, &row) && push(batch, s, cut, s->events, &out, &row) &&
                          finish(batch, &out, 7, &row);
        bad += !good || differing(&out, row, expected, appeared) != 0;
    }
    tap_eq_i64((int64_t)bad, 0, "%s, cut at each of %" PRIu64 " boundaries: the same", name, s->events + 1);
    answers_free(&out);
    utskr_batch_free(batch);
}

/* In pieces of chance lengths, down to one event at a time. */
static void test_pieces(int32_t order, const made *s, const answers *expected, const uint64_t *appeared,
                        const char *name) {
    static const uint32_t lengths[] = { 1, 2, 3, 17, 100 };
    chance c = { 9 };
    utskr_batch *batch = new_batch(order);
    answers out = answers_new(expected->rows + 100);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        uint64_t row = 0, at = 0;
        bool good = true;
        while (good && at < s->events) {
            const uint64_t wanted = at + 1 + chance_below(&c, lengths[i]);
            const uint64_t to = wanted < s->events ? wanted : s->events;
            good = push(batch, s, at, to, &out, &row);
            at = to;
        }
        good = good && finish(batch, &out, UINT64_MAX, &row);
        tap_ok(good && differing(&out, row, expected, appeared) == 0, "%s, in pieces of up to %u: the same", name,
               (unsigned)lengths[i]);
    }
    answers_free(&out);
    utskr_batch_free(batch);
}

static void test_cuts(void) {
    uint64_t appeared[CASES];
    made m = made_by_chance(21, CASES, 30, false);
    made by_case = stream_by_case(&m), mixed = stream_mixed(&m, 4, appeared);
    answers expected = expected_of(&m);
    test_every_cut(UTSKR_BATCH_BY_CASE, &by_case, &expected, NULL, "by case");
    test_every_cut(UTSKR_BATCH_BY_TIME, &mixed, &expected, appeared, "by time");
    test_every_cut(UTSKR_BATCH_BY_TIME, &by_case, &expected, NULL, "by time, cases together");
    test_pieces(UTSKR_BATCH_BY_CASE, &by_case, &expected, NULL, "by case");
    test_pieces(UTSKR_BATCH_BY_TIME, &mixed, &expected, appeared, "by time");
    answers_free(&expected);
    made_free(&mixed);
    made_free(&by_case);
    made_free(&m);
}

/* Other answers are asked for at each push: every case has those of the push that ended it, also if it began when less was asked. */
static void test_changing_questions(void) {
    made m = made_by_chance(24, CASES, 30, false);
    made s = stream_by_case(&m);
    answers expected = expected_of(&m), out = answers_new(CASES + 1);
    for (uint64_t step = 3; step < 40; step += 9) {
        utskr_batch *batch = new_batch(UTSKR_BATCH_BY_CASE);
        uint64_t row = 0, wrong = 0, pushes = 0;
        for (uint64_t from = 0; from < s.events; from += step, pushes++) {
            const uint64_t to = s.events - from < step ? s.events : from + step;
            const utskr_event_columns events = part_events(&s, from, to);
            const utskr_case_columns cases = part_cases(&s, from, to);
            const utskr_answer_columns all = answers_from(&out, row);
            utskr_answer_columns few = UTSKR_ANSWER_COLUMNS_INIT;
            uint64_t answered = 0;
            few.capacity = all.capacity;
            few.figures.days = all.figures.days;
            wrong +=
                utskr_batch_push(batch, &events, &cases, pushes % 2 == 0 ? &few : &all, &answered, NULL) != UTSKR_OK;
            for (uint64_t end = row + answered; row < end; row++)
                wrong += pushes % 2 == 0 ? out.columns.figures.days[row] != expected.columns.figures.days[row]
                                         : !answers_equal(&out, row, &expected, row);
        }
        const bool good = finish(batch, &out, 1000, &row);
        tap_ok(good && row == CASES && wrong == 0 && answers_equal(&out, CASES - 1, &expected, CASES - 1),
               "pushes of %d events, of which every other asks for days alone", (int)step);
        utskr_batch_free(batch);
    }
    answers_free(&out);
    answers_free(&expected);
    made_free(&s);
    made_free(&m);
}

static void test_many_mixed(void) {
    enum { MANY = 5000 };
    uint64_t *appeared = made_room(MANY, sizeof *appeared);
    made m = made_by_chance(22, MANY, 20, false);
    made mixed = stream_mixed(&m, 5, appeared);
    answers expected = expected_of(&m), out = answers_new(MANY);
    utskr_batch *batch = new_batch(UTSKR_BATCH_BY_TIME);
    uint64_t row = 0;
    const bool pushed = push(batch, &mixed, 0, mixed.events / 3, &out, &row) &&
                        push(batch, &mixed, mixed.events / 3, mixed.events, &out, &row);
    tap_eq_i64((int64_t)utskr_batch_open_cases(batch), MANY, "%d cases are open", (int)MANY);
    tap_ok(pushed && finish(batch, &out, 999, &row) && differing(&out, row, &expected, appeared) == 0,
           "%d mixed cases: the same", (int)MANY);
    utskr_batch_free(batch);
    answers_free(&out);
    answers_free(&expected);
    made_free(&mixed);
    made_free(&m);
    free(appeared);
}

/* --- What is refused takes nothing ------------------------------------------------------------------------------------------------- */

/* How a row may be bad. */
typedef enum defect {
    BAD_KIND,
    BAD_TIME,  /* earlier than the row before it, which is of the same case */
    BAD_RANGE, /* of no calendar */
    BAD_KEY,   /* less than the one before it */
    DEFECTS
} defect;

static const struct {
    utskr_status status;
    utskr_column column;
} found_of[DEFECTS] = { [BAD_KIND] = { UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND },
                        [BAD_TIME] = { UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_AT },
                        [BAD_RANGE] = { UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_AT },
                        [BAD_KEY] = { UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_KEY } };

/* False if the row cannot be bad so. */
static bool spoil(made *s, uint64_t row, defect how) {
    switch (how) {
    case BAD_KIND: s->kind[row] = 200; return true;
    case BAD_TIME: s->at[row] = s->at[row - 1] - 1; return s->key[row] == s->key[row - 1];
    case BAD_RANGE: s->at[row] = INT64_MAX; return true;
    default: s->key[row] = s->key[row - 1] - 1; return true;
    }
}

/* A push with one bad row, and then the same rows as they should be. */
static void test_bad_push(int32_t order, defect how, made *s, const answers *expected, const uint64_t *appeared,
                          const char *name) {
    utskr_batch *batch = new_batch(order);
    answers out = answers_new(expected->rows + 1);
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    uint64_t wrong = 0, row = 0, tried = 0;
    bool good = push(batch, s, 0, s->events / 4, &out, &row);
    for (uint64_t bad = s->events / 4; bad < s->events; bad++) {
        const utskr_event_columns events = part_events(s, s->events / 4, s->events);
        const utskr_case_columns cases = part_cases(s, s->events / 4, s->events);
        const utskr_answer_columns columns = answers_from(&out, row);
        const uint8_t kind = s->kind[bad];
        const int64_t at = s->at[bad], key = s->key[bad];
        const uint64_t open = utskr_batch_open_cases(batch);
        if (spoil(s, bad, how)) {
            uint64_t answered = 99;
            const utskr_status status = utskr_batch_push(batch, &events, &cases, &columns, &answered, &error);
            wrong += status != found_of[how].status || error.column != (int32_t)found_of[how].column ||
                     error.row != bad - s->events / 4 || answered != 0 || utskr_batch_open_cases(batch) != open;
            tried++;
        }
        s->kind[bad] = kind;
        s->at[bad] = at;
        s->key[bad] = key;
    }
    tap_ok(tried != 0 && wrong == 0, "%s, defect %d: each of %d bad rows is refused by its place in the push", name,
           (int)how, (int)tried);
    good = good && push(batch, s, s->events / 4, s->events, &out, &row) && finish(batch, &out, 1000, &row);
    tap_ok(good && differing(&out, row, expected, appeared) == 0, "%s: and nothing was taken", name);
    answers_free(&out);
    utskr_batch_free(batch);
}

static void test_refusals(void) {
    uint64_t appeared[CASES];
    made m = made_by_chance(23, CASES, 30, false);
    made by_case = stream_by_case(&m), mixed = stream_mixed(&m, 6, appeared);
    answers expected = expected_of(&m);
    for (int how = 0; how < DEFECTS; how++)
        test_bad_push(UTSKR_BATCH_BY_CASE, (defect)how, &by_case, &expected, NULL, "by case");
    test_bad_push(UTSKR_BATCH_BY_TIME, BAD_KIND, &mixed, &expected, appeared, "by time");
    answers_free(&expected);
    made_free(&mixed);
    made_free(&by_case);
    made_free(&m);
}

/* An event of a stream that is good: an admission. */
static utskr_event_columns one_admission(const int64_t *at, const int64_t *key, uint64_t count) {
    static const uint8_t kinds[4] = { UTSKR_ADMITTED, UTSKR_ADMITTED, UTSKR_ADMITTED, UTSKR_ADMITTED };
    static const uint8_t parties[4] = { 1, 1, 1, 1 };
    utskr_event_columns e = UTSKR_EVENT_COLUMNS_INIT;
    e.count = count;
    e.at = (utskr_int64_column){ at, count };
    e.kind = (utskr_uint8_column){ kinds, count };
    e.party = (utskr_uint8_column){ parties, count };
    e.key = (utskr_int64_column){ key, count };
    return e;
}

#define T INT64_C(1600000000)

static void test_order_between_pushes(int32_t order) {
    const char *name = order == UTSKR_BATCH_BY_CASE ? "by case" : "by time";
    utskr_batch *batch = new_batch(order);
    answers out = answers_new(4);
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    uint64_t answered = 0;
    const int64_t at[] = { T, T + 5, T + 4, T }, key[] = { 7, 7, 7, 6 };
    utskr_event_columns e = one_admission(at, key, 2);
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, &answered, &error), UTSKR_OK, "%s: two events", name);
    e = one_admission(at + 2, key + 2, 1);
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, &answered, &error), UTSKR_OUT_OF_ORDER,
               "%s: one that is too early for the push before", name);
    tap_ok(error.column == UTSKR_COLUMN_AT && error.row == 0, "%s: column and row", name);
    e = one_admission(at + 3, key + 3, 1);
    const utskr_status status = utskr_batch_push(batch, &e, NULL, &out.columns, &answered, &error);
    if (order == UTSKR_BATCH_BY_CASE)
        tap_ok(status == UTSKR_OUT_OF_ORDER && error.column == UTSKR_COLUMN_KEY && error.row == 0,
               "a key less than the one of the push before");
    else
        tap_eq_i64(status, UTSKR_OK, "any key at any time");
    answers_free(&out);
    utskr_batch_free(batch);
}

static void test_arguments(void) {
    const int64_t at[] = { T, T, T }, key[] = { 1, 2, 3 };
    const uint64_t offsets[] = { 0, 3 };
    answers out = answers_new(4);
    utskr_batch *batch = new_batch(UTSKR_BATCH_BY_CASE), *other = NULL;
    utskr_event_columns e = one_admission(at, key, 3);
    uint64_t answered = 0;
    utskr_allocator allocator = test_allocator(&memory), no_allocator = { NULL, NULL };
    utskr_batch_options bad = UTSKR_BATCH_OPTIONS_INIT;
    tap_eq_i64(utskr_batch_push(NULL, &e, NULL, &out.columns, &answered, NULL), UTSKR_BAD_ARGUMENT, "no batch");
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, NULL, NULL), UTSKR_BAD_ARGUMENT, "nowhere to count");
    tap_eq_i64(utskr_batch_push(batch, NULL, NULL, &out.columns, &answered, NULL), UTSKR_BAD_ARGUMENT, "no events");
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, NULL, &answered, NULL), UTSKR_BAD_ARGUMENT, "no answers");
    out.columns.capacity = 1;
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, &answered, NULL), UTSKR_BUFFER_TOO_SMALL,
               "two cases end, and there is room for one");
    tap_eq_i64((int64_t)answered, 2, "how many rows it takes");
    tap_eq_i64((int64_t)utskr_batch_open_cases(batch), 0, "nothing was taken");
    out.columns.capacity = 2;
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, &answered, NULL), UTSKR_OK, "with room for two");
    tap_ok(answered == 2 && out.columns.key[0] == 1 && out.columns.key[1] == 2, "the first two are answered");
    out.columns.capacity = 0;
    tap_eq_i64(utskr_batch_finish(batch, &out.columns, &answered, NULL), UTSKR_BUFFER_TOO_SMALL,
               "no room for the last");
    tap_eq_i64(utskr_batch_finish(NULL, &out.columns, &answered, NULL), UTSKR_BAD_ARGUMENT, "no batch to finish");
    tap_eq_i64(utskr_batch_finish(batch, NULL, &answered, NULL), UTSKR_BAD_ARGUMENT, "nowhere to finish");
    utskr_batch_reset(batch);
    tap_eq_i64((int64_t)utskr_batch_open_cases(batch), 0, "a reset forgets");
    e.offsets = (utskr_uint64_column){ offsets, 2 };
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, &answered, NULL), UTSKR_BAD_ARGUMENT, "offsets");
    e.key = (utskr_int64_column){ NULL, 0 };
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, &out.columns, &answered, NULL), UTSKR_BAD_ARGUMENT, "no keys");
    tap_eq_i64(utskr_batch_new(2, NULL, &allocator, &other), UTSKR_BAD_ARGUMENT, "no such order");
    tap_eq_i64(utskr_batch_new(0, NULL, &no_allocator, &other), UTSKR_BAD_ARGUMENT, "no allocator");
    tap_eq_i64(utskr_batch_new(0, NULL, &allocator, NULL), UTSKR_BAD_ARGUMENT, "nowhere to put it");
    bad.at = 1;
    tap_eq_i64(utskr_batch_new(0, &bad, &allocator, &other), UTSKR_OUT_OF_RANGE, "options that are wrong");
    tap_eq_i64((int64_t)utskr_batch_open_cases(NULL), 0, "no batch has no cases");
    utskr_batch_reset(NULL);
    utskr_batch_free(NULL);
    utskr_batch_free(batch);
    answers_free(&out);
}

/* While answers are taken from a batch by time, nothing more is pushed. */
static void test_push_while_finishing(void) {
    const int64_t at[] = { T, T, T }, key[] = { 3, 1, 2 };
    answers out = answers_new(4);
    utskr_batch *batch = new_batch(UTSKR_BATCH_BY_TIME);
    const utskr_event_columns e = one_admission(at, key, 3);
    uint64_t answered = 0;
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, NULL, &answered, NULL), UTSKR_OK, "by time needs no answers yet");
    out.columns.capacity = 2;
    tap_eq_i64(utskr_batch_finish(batch, &out.columns, &answered, NULL), UTSKR_OK, "two answers are taken");
    tap_ok(answered == 2 && out.columns.key[0] == 3 && out.columns.key[1] == 1, "in order of appearance");
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, NULL, &answered, NULL), UTSKR_BAD_ARGUMENT, "no push between");
    tap_eq_i64(utskr_batch_finish(batch, &out.columns, &answered, NULL), UTSKR_OK, "the third");
    tap_ok(answered == 1 && out.columns.key[0] == 2, "is the last");
    tap_eq_i64(utskr_batch_push(batch, &e, NULL, NULL, &answered, NULL), UTSKR_OK, "and then another stream");
    tap_eq_i64((int64_t)utskr_batch_open_cases(batch), 3, "of three cases");
    utskr_batch_free(batch);
    answers_free(&out);
}

/* --- Leaving out ------------------------------------------------------------------------------------------------------------------------ */

static void count_bad(const utskr_column_error *bad, void *user) {
    uint64_t *count = user;
    *count += bad->status != UTSKR_OK;
}

/* Bad rows leave out their case wherever the stream is cut. */
static void test_left_out(int32_t order) {
    uint64_t told = 0, wrong = 0, appeared[CASES];
    made m = made_by_chance(25, CASES, 10, false);
    made s = order == UTSKR_BATCH_BY_CASE ? stream_by_case(&m) : stream_mixed(&m, 8, appeared);
    utskr_batch_options options = all_packs();
    utskr_batch *batch = NULL;
    utskr_allocator allocator = test_allocator(&memory);
    answers expected = expected_of(&m), out = answers_new(CASES);
    options.bad_rows = UTSKR_BAD_ROWS_LEAVE_OUT;
    options.report = count_bad;
    options.user = &told;
    s.party[s.events / 2] = 9;
    s.care[0] = 9;
    const int64_t bad_key = s.key[s.events / 2], other_bad_key = s.key[0];
    uint64_t row = 0;
    bool good = utskr_batch_new(order, &options, &allocator, &batch) == UTSKR_OK;
    for (uint64_t at = 0; good && at < s.events; at += 5)
        good = push(batch, &s, at, at + 5 < s.events ? at + 5 : s.events, &out, &row);
    tap_ok(good && finish(batch, &out, 1000, &row) && row == CASES, "order %d: all the others are judged", (int)order);
    tap_eq_i64((int64_t)told, 2, "order %d: two rows are told of", (int)order);
    for (uint64_t i = 0; i < CASES; i++) {
        const uint64_t number = order == UTSKR_BATCH_BY_CASE ? i : appeared[i];
        const bool is_bad = out.columns.key[i] == bad_key || out.columns.key[i] == other_bad_key;
        wrong += is_bad ? out.columns.code[i] != UTSKR_BAD_ARGUMENT : !answers_equal(&out, i, &expected, number);
    }
    tap_eq_i64((int64_t)wrong, 0, "order %d: the bad cases have their code, the others their answers", (int)order);
    utskr_batch_free(batch);
    answers_free(&out);
    answers_free(&expected);
    made_free(&s);
    made_free(&m);
}

/* --- Memory --------------------------------------------------------------------------------------------------------------------------------- */

static void test_fixed_memory(void) {
    uint64_t appeared[CASES], row = 0;
    made m = made_by_chance(24, CASES, 30, false);
    made mixed = stream_mixed(&m, 7, appeared);
    answers expected = expected_of(&m), out = answers_new(CASES);
    const utskr_batch_options options = all_packs();
    const size_t size = utskr_batch_size(UTSKR_BATCH_BY_TIME, CASES, mixed.events);
    char *bytes = malloc(size); /* of exactly that size, for the sanitizer */
    utskr_batch *batch = NULL;
    tap_eq_i64(utskr_batch_init_at(bytes, size - 1, 1, CASES, mixed.events, &options, &batch), UTSKR_BUFFER_TOO_SMALL,
               "one byte too few");
    tap_eq_i64(utskr_batch_init_at(bytes + 1, size, 1, CASES, mixed.events, &options, &batch), UTSKR_BAD_ARGUMENT,
               "not aligned");
    tap_eq_i64(utskr_batch_init_at(bytes, size, 1, CASES, mixed.events, &options, &batch), UTSKR_OK, "just enough");
    tap_ok(push(batch, &mixed, 0, mixed.events, &out, &row) && finish(batch, &out, 1000, &row) &&
               differing(&out, row, &expected, appeared) == 0,
           "memory of a fixed size: the same");
    tap_eq_i64(utskr_batch_init_at(bytes, size, 1, CASES - 1, mixed.events, &options, &batch), UTSKR_OK,
               "room for one case less");
    row = 0;
    const utskr_event_columns events = part_events(&mixed, 0, mixed.events);
    uint64_t answered;
    tap_eq_i64(utskr_batch_push(batch, &events, NULL, NULL, &answered, NULL), UTSKR_LIMIT_REACHED, "is too little");
    tap_eq_i64((int64_t)utskr_batch_open_cases(batch), 0, "nothing was taken");
    utskr_batch_free(batch);
    utskr_batch_options bad = UTSKR_BATCH_OPTIONS_INIT;
    bad.at = 1;
    tap_eq_i64(utskr_batch_init_at(bytes, size, 1, 1, 1, &bad, &batch), UTSKR_OUT_OF_RANGE, "options that are wrong");
    tap_eq_i64(utskr_batch_init_at(bytes, size, 1, CASES, 8, &options, &batch), UTSKR_OK, "room for eight events");
    tap_eq_i64(utskr_batch_push(batch, &events, NULL, NULL, &answered, NULL), UTSKR_LIMIT_REACHED, "is too little");
    free(bytes);
    tap_eq_i64((int64_t)utskr_batch_size(2, 1, 1), 0, "no such order");
    tap_eq_i64((int64_t)utskr_batch_size(1, UINT64_MAX, 1), 0, "more cases than there can be");
    tap_eq_i64((int64_t)utskr_batch_size(1, 1, UINT64_MAX), 0, "more events than there can be");
    tap_ok(utskr_batch_size(UTSKR_BATCH_BY_CASE, 0, 0) < 200000, "by case a batch is small");
    answers_free(&out);
    answers_free(&expected);
    made_free(&mixed);
    made_free(&m);
}

/* The allocator fails once at every place; what failed is tried again. */
static void test_failing_memory(void) {
    enum { MANY = 300 };
    uint64_t appeared[MANY], wrong = 0, fails = 0;
    made m = made_by_chance(26, MANY, 30, false);
    made mixed = stream_mixed(&m, 9, appeared);
    answers expected = expected_of(&m), out = answers_new(MANY);
    for (uint64_t fail_at = 1; fail_at < 40; fail_at++) {
        const uint64_t half = mixed.events / 2;
        uint64_t row = 0, failed = 0;
        memory = (test_memory){ 0, fail_at, 0 };
        utskr_batch *batch = new_batch(UTSKR_BATCH_BY_TIME);
        if (batch == NULL) {
            memory.fail_at = 0;
            batch = new_batch(UTSKR_BATCH_BY_TIME);
            failed++;
        }
        for (uint64_t part = 0; part < 2; part++)
            if (!push(batch, &mixed, part * half, part == 0 ? half : mixed.events, &out, &row)) {
                memory.fail_at = 0;
                failed++;
                wrong += !push(batch, &mixed, part * half, part == 0 ? half : mixed.events, &out, &row);
            }
        wrong += !finish(batch, &out, 1000, &row) || differing(&out, row, &expected, appeared) != 0;
        utskr_batch_free(batch);
        wrong += memory.in_use != 0;
        fails += failed;
    }
    memory = (test_memory){ 0, 0, 0 };
    tap_ok(fails > 5, "memory ran out in %" PRIu64 " places", fails);
    tap_eq_i64((int64_t)wrong, 0, "and each time nothing was taken, lost or leaked");
    answers_free(&out);
    answers_free(&expected);
    made_free(&mixed);
    made_free(&m);
}

int main(void) {
    test_cuts();
    test_changing_questions();
    test_many_mixed();
    test_refusals();
    test_order_between_pushes(UTSKR_BATCH_BY_CASE);
    test_order_between_pushes(UTSKR_BATCH_BY_TIME);
    test_arguments();
    test_push_while_finishing();
    test_left_out(UTSKR_BATCH_BY_CASE);
    test_left_out(UTSKR_BATCH_BY_TIME);
    test_fixed_memory();
    test_failing_memory();
    return tap_done();
}
