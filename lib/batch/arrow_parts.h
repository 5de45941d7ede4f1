/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parts of the Arrow interface: cells of arrays of any type, columns of events made of them, names of cases, and arrays
 * of answers.
 */
#ifndef UTSKR_LIB_BATCH_ARROW_PARTS_H
#define UTSKR_LIB_BATCH_ARROW_PARTS_H

#include "text/log_text.h"
#include <utskrivning/arrow.h>

enum { ARROW_SLICE = 8192 /* rows that are read at once */ };

/* --- Memory ------------------------------------------------------------------------------------------------------------ */

static inline void *utskr_arrow_take(const utskr_allocator *allocator, size_t size) {
    return allocator->resize(NULL, 0, size, allocator->user);
}

static inline void utskr_arrow_give(const utskr_allocator *allocator, void *block, size_t size) {
    if (block != NULL)
        (void)allocator->resize(block, size, 0, allocator->user);
}

/* --- Cells (arrow_cell.c) ------------------------------------------------------------------------------------------------- */

typedef enum arrow_type {
    ARROW_NOTHING = 0,
    ARROW_INTEGER = 1,
    ARROW_TIMESTAMP = 2,
    ARROW_DATE = 4,
    ARROW_TEXT = 8
} arrow_type;

/* The values of an array, from its format. */
typedef struct arrow_form {
    uint8_t type;        /* arrow_type */
    uint8_t width;       /* bytes of an integer, or of an offset into the text; 0: text in views */
    uint8_t is_unsigned; /* of an integer */
    uint8_t is_local;    /* a timestamp without a time zone: local Swedish time */
    int64_t per_second;  /* of a timestamp */
} arrow_form;

/* ARROW_NOTHING for a format that no column takes. */
arrow_form utskr_arrow_form(const char *format);

/* The cells of one column of one array. Where `dictionary` is not NULL, `form` is that of its indices. */
typedef struct arrow_cells {
    arrow_form form;
    arrow_form words; /* of the dictionary */
    const struct ArrowArray *array;
    const struct ArrowArray *dictionary;
    int64_t offset; /* of the first row, in the array's buffers */
} arrow_cells;

/* A cell. */
typedef struct arrow_cell {
    uint8_t type; /* arrow_type; ARROW_NOTHING: null */
    int64_t number;
    const char *text; /* not NULL */
    size_t length;
    const arrow_form *form;
} arrow_cell;

/* Has the array the buffers of its form, and the length? */
bool utskr_arrow_fits(const arrow_cells *cells, int64_t rows);
/* Are the cells integers, with none of them null? Then they can be read at once. */
bool utskr_arrow_is_plain(const arrow_cells *cells);
void utskr_arrow_read_plain(const arrow_cells *cells, int64_t from, uint32_t count, int64_t *out);
/* Reads the cell of a row, from 0. False if it points outside what the array has. */
bool utskr_arrow_read(const arrow_cells *cells, int64_t row, arrow_cell *out);

/* --- All cells of a column at once (arrow_loops.c) --------------------------------------------------------------------------- */

/* Are all of them from 1 to `most`? */
bool utskr_arrow_all_numbers(const uint8_t *values, uint32_t count, uint8_t most);
bool utskr_arrow_none_negative_32(const int32_t *values, uint32_t count);
bool utskr_arrow_none_negative_64(const int64_t *values, uint32_t count);

/* Makes the bitmap of the rows that were judged and whose value, of 4 or 8 bytes, is not `none`; of any width 0 all that were judged.
 * Gives how many they are. */
uint64_t utskr_arrow_mark_known(uint8_t *bits, uint64_t rows, const int32_t *code, const void *values, size_t width,
                                int64_t none);
/* Of the rows that were not judged. */
uint64_t utskr_arrow_mark_failed(uint8_t *bits, uint64_t rows, const int32_t *code);

enum { ARROW_WORD_BYTES = 64 /* no id of a rule and no reason is longer */ };

/* The id of a rule, or a reason. */
typedef struct arrow_word {
    uint32_t of; /* which list of words it is from; 0: not found yet */
    uint8_t length;
    char text[ARROW_WORD_BYTES];
} arrow_word;

/* Words that are written one behind the other. */
typedef struct arrow_word_list {
    arrow_word *words;      /* by the numbers of bits */
    const utskr_pack *pack; /* whose rules they are; NULL: reasons */
    uint32_t of;            /* the list of words; not 0 */
    uint64_t count;
    int32_t *ends; /* of each, with 0 before the first */
    char *bytes;   /* room for ARROW_WORD_BYTES of each word, and as many */
} arrow_word_list;

/* The bits of rows. */
typedef struct arrow_bits {
    const int32_t *code;    /* a row that was not judged has no words */
    const uint32_t *narrow; /* 32 bits of each row; or NULL */
    const uint64_t *wide;   /* else so many words of 64 */
    uint32_t words;
} arrow_bits;

/* Counts the words of rows: `ends` has 0, and then those up to and with each row. */
void utskr_arrow_count_words(const arrow_bits *bits, uint64_t rows, int32_t *ends);
/* Writes the words of the rows, which are all of the list's pack. There is room. */
void utskr_arrow_put_words(const arrow_bits *bits, uint64_t from, uint64_t to, arrow_word_list *list);

/* --- Columns of events (arrow_import.c) -------------------------------------------------------------------------------------- */

/* A column of the table. */
typedef struct arrow_source {
    int64_t child; /* of the struct array, or -1 */
    arrow_form form;
    arrow_form words; /* of its dictionary, or ARROW_NOTHING */
} arrow_source;

/* Rows as columns; the memory is the importer's. */
typedef struct arrow_rows {
    int64_t at[ARROW_SLICE];
    int64_t value[ARROW_SLICE];
    int64_t recorded[ARROW_SLICE];
    int64_t key[ARROW_SLICE];
    int64_t previous_discharge[ARROW_SLICE];
    int64_t assessed_at[ARROW_SLICE];
    int64_t numbers[ARROW_SLICE]; /* cells on their way */
    uint32_t mask[ARROW_SLICE];
    int32_t municipality[ARROW_SLICE];
    int32_t payer[ARROW_SLICE];
    int32_t region[ARROW_SLICE];
    uint16_t pack[ARROW_SLICE];
    uint8_t kind[ARROW_SLICE];
    uint8_t party[ARROW_SLICE];
    uint8_t care[ARROW_SLICE];
} arrow_rows;

/* Names of cases, numbered as they appear. */
typedef struct arrow_names {
    char *bytes;
    uint64_t *ends; /* of each name in the bytes */
    uint32_t *slots;
    uint64_t byte_count;
    uint64_t byte_capacity;
    uint64_t count;
    uint64_t end_capacity;
    uint64_t slot_capacity;
} arrow_names;

/* The number of a name, which is not empty. UTSKR_NO_MEMORY, UTSKR_LIMIT_REACHED. */
utskr_status utskr_arrow_name_number(arrow_names *names, const utskr_allocator *allocator, const char *name,
                                     size_t length, int64_t *number);
void utskr_arrow_names_free(arrow_names *names, const utskr_allocator *allocator);

typedef struct arrow_importer {
    utskr_allocator allocator;
    utskr_batch_options options;
    arrow_source sources[UTSKR_COLUMN_COUNT];
    arrow_rows *rows;
    utskr_event_columns events; /* what was read: of the rows, or as it lies in the array */
    arrow_names names;          /* of cases that have names */
    utskr_column_error *bad;    /* rows of the slice that are bad, with why, in order (LEAVE_OUT) */
    uint64_t bad_count;
    uint64_t bad_capacity;
    utskr_log_scratch scratch;
} arrow_importer;

/* Finds the columns of a table. The statuses of utskr_arrow_judge. */
utskr_status utskr_arrow_find_columns(arrow_importer *importer, const struct ArrowSchema *schema,
                                      const char *const *names, utskr_column_error *error);
/* Are the columns of the array as the schema says? */
utskr_status utskr_arrow_check(const arrow_importer *importer, const struct ArrowArray *array,
                               utskr_column_error *error);
/* Reads `count` rows from `from` on into columns. On a bad cell, the status; or, where bad rows are left out, the row is
 * kept in `bad` and made one that the batch will not take. */
utskr_status utskr_arrow_import(arrow_importer *importer, const struct ArrowArray *array, int64_t from, uint32_t count,
                                utskr_column_error *error);
/* What was read of the cases; of the events it is `importer->events`. */
utskr_case_columns utskr_arrow_cases(const arrow_importer *importer, uint32_t count);
/* What was found of a row when it was read, or NULL. */
const utskr_column_error *utskr_arrow_bad_row(const arrow_importer *importer, uint64_t row);
void utskr_arrow_importer_free(arrow_importer *importer);

/* --- Arrays of answers (arrow_export.c) ------------------------------------------------------------------------------------------ */

/* What the answers are written with. */
typedef struct arrow_exporter {
    utskr_allocator allocator;
    utskr_batch_options options;
    const arrow_names *names; /* NULL: cases are numbered */
    uint32_t want;
    uint32_t rule_words;
    utskr_answer_columns answers; /* memory for `capacity` rows of what is wanted */
    uint64_t failed;              /* of the rows that are exported, those that were not judged */
    arrow_word *words;            /* of reasons, and of the rules of some packs */
    void *block;
    size_t block_size;
} arrow_exporter;

/* Makes room for so many rows of answers. */
utskr_status utskr_arrow_make_room(arrow_exporter *exporter, uint64_t rows);
void utskr_arrow_exporter_free(arrow_exporter *exporter);
/* The schema of the answers. */
utskr_status utskr_arrow_export_schema(const arrow_exporter *exporter, struct ArrowSchema *out);
/* The first `rows` rows of the answers. */
utskr_status utskr_arrow_export(arrow_exporter *exporter, uint64_t rows, struct ArrowArray *out);

#endif
