/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Columns of stays, room for what is answered, and judging them: what measure_columns measures. */
#ifndef UTSKR_TESTS_SPEED_TABLE_H
#define UTSKR_TESTS_SPEED_TABLE_H

#include <utskrivning/utskrivning.h>

#include "workload.h"

#define AGREEMENT "jamtland-harjedalen"

/* Memory for so many; without any the program ends. */
void *room(uint64_t count, size_t size);

/* --- Columns ----------------------------------------------------------------------------------------------------------------- */

/* What is known of cases besides their events. */
typedef struct about_columns {
    int32_t *municipality, *payer, *region;
    uint8_t *care;
    int64_t *previous;
} about_columns;

typedef struct columns {
    uint64_t events, cases, event_room, case_room;
    int64_t *at, *value, *key;
    uint8_t *kind, *party;
    uint32_t *mask;
    uint64_t *offsets;
    about_columns by_case, by_event; /* rows of streams are events */
    utskr_instant assessed_at;
    bool bare; /* no event has a value, and of a case only the municipality is known */
} columns;

columns new_columns(uint64_t event_room);
void free_columns(columns *c);
/* Fills the columns with stays, at most so many; the first has the key `first`. */
void fill(columns *c, workload *w, uint64_t cases, int64_t first);
void put_event(columns *c, uint64_t row, const utskr_event *event, int64_t key);
utskr_event event_at(const columns *c, uint64_t row);
utskr_stay stay_of(const columns *c, uint64_t i);
/* As the library takes them: cases by offsets, or by the key of each row. */
utskr_event_columns events_of(const columns *c, bool by_offsets);
utskr_case_columns about_of(const columns *c, const about_columns *a, uint64_t first, uint64_t count);
/* Of what is judged, and merely read. */
uint64_t bytes_of(const columns *c);

/* --- Answers ----------------------------------------------------------------------------------------------------------------- */

enum { STATES = 6, FIGURES = 4, BITMAPS = UTSKR_OBLIGATION_STATUS_COUNT + 1, WORDS = 2 };

typedef struct answers {
    uint8_t *states, *status;
    int32_t *enters, *days;
    int64_t *ore, *next_change;
    uint64_t *bits;
} answers;

answers new_answers(uint64_t rows);
void free_answers(answers *a);
/* Liability alone, or everything, of so many rows from `from` on; `rows` is how many there are in all. */
utskr_answer_columns wanted(const answers *a, bool everything, uint64_t rows, uint64_t from, uint64_t count);
utskr_batch_options options_of(const columns *c, bool everything);
/* By one thread, or by two. */
bool judge(const columns *c, const answers *a, bool everything, uint32_t threads);

/* --- dump.c: files for other programs ------------------------------------------------------------------------------------------ */

/* The columns, and the liability of each case. */
bool dump_liability(const char *folder, const columns *c, const answers *a);
/* A case log, and every answer. */
bool dump_everything(const char *folder, const columns *c, const answers *a);

#endif
