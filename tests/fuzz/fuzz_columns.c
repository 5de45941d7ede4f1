/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any bytes as columns: they are refused with a column and a row, or every case is judged, and then a stream of the same
 * rows, cut in two, answers the same.
 *
 * The first bytes say how many rows and which columns; what follows are rows of 12 bytes. Each column is a block of exactly
 * its size, so that the sanitizer sees any step outside. Built with libFuzzer, or with replay.c over a corpus.
 */
#include <stdlib.h>
#include <string.h>
#include <utskrivning/batch.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 4, ROW = 12, DAYS = 86400 };

enum { HAS_MASK = 1, HAS_VALUE = 2, HAS_RECORDED = 4, HAS_CASES = 8, LEAVES_OUT = 16, RAW_TIMES = 32, WIDE = 64 };

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

/* --- Columns ------------------------------------------------------------------------------------------------------------------ */

typedef struct blocks {
    int64_t *at, *value, *recorded, *key;
    uint32_t *mask;
    uint16_t *wide;
    uint8_t *kind, *party;
    int32_t *municipality;
    uint8_t *care;
    uint16_t *pack;
} blocks;

static void *block(size_t rows, size_t size) {
    void *memory = malloc(rows == 0 ? 1 : rows * size);
    require(memory != NULL);
    return memory;
}

static uint32_t little(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* A row: step in time 2, kind 1, party 1, mask 4, key 1, value 1, recorded 1, case 1. */
static void read_row(const uint8_t *r, unsigned how, int64_t *clock, const blocks *b, size_t row) {
    const uint32_t step = (uint32_t)r[0] | (uint32_t)r[1] << 8;
    *clock += how & RAW_TIMES ? (int64_t)step * DAYS * 40 - (int64_t)r[9] * DAYS : (int64_t)step * 8;
    b->at[row] = *clock;
    b->kind[row] = r[2];
    b->wide[row] = (uint16_t)(r[2] | r[11] << 8);
    b->party[row] = r[3];
    b->mask[row] = little(r + 4);
    b->key[row] = (int64_t)(r[8] & 7) - 3;
    b->value[row] = r[9] == 0 ? 0 : *clock + (int64_t)r[9] * DAYS / 2;
    b->recorded[row] = r[10] == 0 ? 0 : *clock + (int64_t)r[10] * 3600;
    b->municipality[row] = r[11] == 255 ? 12345 : r[11] == 0 ? 0 : 484;
    b->care[row] = r[11] % 4;
    b->pack[row] = r[11] % 11;
}

static blocks read_rows(const uint8_t *data, size_t rows, unsigned how) {
    blocks b = { block(rows, 8), block(rows, 8), block(rows, 8), block(rows, 8), block(rows, 4), block(rows, 2),
                 block(rows, 1), block(rows, 1), block(rows, 4), block(rows, 1), block(rows, 2) };
    int64_t clock = INT64_C(1600000000);
    for (size_t row = 0; row < rows; row++) {
        read_row(data + row * ROW, how, &clock, &b, row);
    }
    return b;
}

static void free_blocks(blocks *b) {
    void *all[] = { b->at,   b->value, b->recorded,     b->key,  b->mask, b->wide,
                    b->kind, b->party, b->municipality, b->care, b->pack };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        free(all[i]);
    }
}

static utskr_event_columns events_of(const blocks *b, unsigned how, size_t from, size_t to) {
    utskr_event_columns e = UTSKR_EVENT_COLUMNS_INIT;
    const uint64_t count = to - from;
    e.count = count;
    e.at = (utskr_int64_column){ b->at + from, count };
    e.party = (utskr_uint8_column){ b->party + from, count };
    e.key = (utskr_int64_column){ b->key + from, count };
    if (how & WIDE) {
        e.wide_kind = (utskr_uint16_column){ b->wide + from, count };
    } else {
        e.kind = (utskr_uint8_column){ b->kind + from, count };
    }
    if (how & HAS_MASK) {
        e.mask = (utskr_uint32_column){ b->mask + from, count };
    }
    if (how & HAS_VALUE) {
        e.value = (utskr_int64_column){ b->value + from, count };
    }
    if (how & HAS_RECORDED) {
        e.recorded = (utskr_int64_column){ b->recorded + from, count };
    }
    return e;
}

static utskr_case_columns cases_of(const blocks *b, size_t from, size_t to) {
    utskr_case_columns c = UTSKR_CASE_COLUMNS_INIT;
    const uint64_t count = to - from;
    c.count = count;
    c.municipality = (utskr_int32_column){ b->municipality + from, count };
    c.care = (utskr_uint8_column){ b->care + from, count };
    c.pack = (utskr_uint16_column){ b->pack + from, count };
    return c;
}

/* --- Answers ------------------------------------------------------------------------------------------------------------------ */

enum { CASES = 8, WORDS = 2 };

typedef struct answers {
    int64_t key[CASES], ore[CASES], next_change[CASES];
    int32_t code[CASES], days[CASES];
    uint64_t missed[CASES * WORDS], findings[CASES * WORDS];
    uint8_t state[CASES], late[CASES];
} answers;

/* Columns from a row on; there are at most as many cases as keys. */
static utskr_answer_columns columns_of(answers *a, uint64_t row) {
    utskr_answer_columns c = UTSKR_ANSWER_COLUMNS_INIT;
    c.capacity = CASES - row;
    c.rule_words = WORDS;
    c.key = a->key + row;
    c.code = a->code + row;
    c.state = a->state + row;
    c.figures.ore = a->ore + row;
    c.figures.days = a->days + row;
    c.late[1].status = a->late + row;
    c.obligations[UTSKR_OBLIGATION_MISSED] = a->missed + row * WORDS;
    c.findings = a->findings + row * WORDS;
    c.next_change = a->next_change + row;
    return c;
}

static void *resize(void *old, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_size);
}

/* Does a stream of the rows, cut in two, answer the same? */
static utskr_status stream(int32_t order, const utskr_batch_options *options, const blocks *b, unsigned how, size_t cut,
                           size_t rows, answers *out, uint64_t *answered) {
    const utskr_allocator allocator = { resize, NULL };
    const size_t ends[] = { 0, cut, rows };
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    utskr_batch *batch = NULL;
    utskr_status status = utskr_batch_new(order, options, &allocator, &batch);
    uint64_t row = 0;
    require(status == UTSKR_OK);
    for (int i = 0; i < 2 && status == UTSKR_OK; i++) {
        const utskr_event_columns events = events_of(b, how, ends[i], ends[i + 1]);
        const utskr_case_columns cases = cases_of(b, ends[i], ends[i + 1]);
        const utskr_answer_columns columns = columns_of(out, row);
        status = utskr_batch_push(batch, &events, how & HAS_CASES ? &cases : NULL, &columns, answered, &error);
        row += *answered;
        require(status == UTSKR_OK || (error.status == (int32_t)status && error.row <= ends[i + 1] - ends[i]));
    }
    if (status == UTSKR_OK) {
        const utskr_answer_columns columns = columns_of(out, row);
        if (utskr_batch_open_cases(batch) != 0) {
            require(utskr_batch_finish(batch, &columns, answered, NULL) == UTSKR_OK);
            row += *answered;
        }
        require(utskr_batch_open_cases(batch) == 0);
    }
    utskr_batch_free(batch);
    *answered = row;
    return status;
}

static utskr_status in_one_piece(const utskr_batch_options *options, const blocks *b, unsigned how, size_t rows,
                                 answers *out) {
    const utskr_event_columns events = events_of(b, how, 0, rows);
    const utskr_answer_columns columns = columns_of(out, 0);
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    void *scratch = malloc(utskr_columns_scratch());
    require(scratch != NULL);
    const utskr_status status =
        utskr_columns_judge(&events, NULL, options, scratch, utskr_columns_scratch(), &columns, &error);
    require(status == UTSKR_OK || (error.column > 0 && error.column < UTSKR_COLUMN_COUNT && error.row < rows));
    free(scratch);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static answers whole, by_case, by_time;
    const utskr_pack *packs[10];
    utskr_batch_options options = UTSKR_BATCH_OPTIONS_INIT;
    uint64_t case_count = 0, time_count = 0;
    if (size < HEAD) {
        return 0;
    }
    const unsigned how = data[0];
    const size_t rows = (size - HEAD) / ROW;
    blocks b = read_rows(data + HEAD, rows, how);
    for (uint32_t i = 0; i < 10; i++) {
        packs[i] = utskr_pack_at(i);
    }
    options.packs = packs;
    options.pack_count = 10;
    options.bad_rows = how & LEAVES_OUT ? UTSKR_BAD_ROWS_LEAVE_OUT : UTSKR_BAD_ROWS_REFUSE;
    options.at = data[1] == 0 ? 0 : INT64_C(1600000000) + (int64_t)data[1] * 3 * DAYS;
    options.known_at = data[2] == 0 ? 0 : INT64_C(1600000000) + (int64_t)data[2] * DAYS;
    const size_t cut = rows == 0 ? 0 : data[3] % (rows + 1);
    memset(&whole, 0, sizeof whole);
    memset(&by_case, 0, sizeof by_case);
    memset(&by_time, 0, sizeof by_time);
    const utskr_status status = in_one_piece(&options, &b, how, rows, &whole);
    const utskr_status streamed = stream(0, &options, &b, how, cut, rows, &by_case, &case_count);
    (void)stream(1, &options, &b, how, cut, rows, &by_time, &time_count);
    if (!(how & HAS_CASES) && status == UTSKR_OK) {
        require(streamed == UTSKR_OK && memcmp(&whole, &by_case, sizeof whole) == 0);
        require(case_count == time_count && memcmp(&whole, &by_time, sizeof whole) == 0);
    }
    free_blocks(&b);
    return 0;
}
