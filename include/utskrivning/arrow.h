/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tables of events by the Arrow C data and stream interfaces: what polars, pandas, DuckDB, R and others hand over without
 * copying and take back. Only the declarations of those interfaces are used, no other library.
 *
 * A table has a row for each event and finds its columns by name; doc/columns.md has them with the types that each takes.
 * The answers are a table with a row for each case.
 */
#ifndef UTSKR_ARROW_H
#define UTSKR_ARROW_H

#include <utskrivning/batch.h>

UTSKR_BEGIN

/* --- The Arrow interfaces, as their specification declares them ---------------------------------------------------------- */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/* --- What is asked --------------------------------------------------------------------------------------------------------- */

/* Which columns the answers have besides `case`, `error` and `at`; bits of utskr_arrow_options.want. */
typedef enum utskr_want {
    UTSKR_WANT_STATE = 1,        /* refused, state, step, covered, sip_required, sip_state */
    UTSKR_WANT_READINESS = 2,    /* patient_ready, municipality_ready, home_ready */
    UTSKR_WANT_LIABILITY = 4,    /* payer, liability, enters, days, ore, reasons */
    UTSKR_WANT_LATE = 8,         /* the same under the three readings of `late`: late_strict_days and so on */
    UTSKR_WANT_OBLIGATIONS = 16, /* obligations_open and so on: lists of rule ids */
    UTSKR_WANT_FINDINGS = 32,    /* list of rule ids */
    UTSKR_WANT_NEXT_CHANGE = 64,
    UTSKR_WANT_ALL = 127
} utskr_want;

typedef struct utskr_arrow_options {
    uint32_t size; /* sizeof(utskr_arrow_options), set by UTSKR_ARROW_OPTIONS_INIT */
    int32_t order; /* utskr_batch_order; by case takes little memory; numbers ascend, names do not return */
    uint32_t want; /* bits of utskr_want */
    uint32_t reserved;
    const char *const *names;  /* UTSKR_COLUMN_COUNT names of columns, each NULL for the usual one; or NULL */
    utskr_batch_options batch; /* without packs: all built-in ones, and the act where a row names none */
} utskr_arrow_options;

#define UTSKR_ARROW_OPTIONS_INIT                                                                                       \
    { sizeof(utskr_arrow_options), UTSKR_BATCH_BY_TIME, UTSKR_WANT_ALL, 0, NULL, UTSKR_BATCH_OPTIONS_INIT }
UTSKR_API void utskr_arrow_options_init(utskr_arrow_options *options);

/* --- Judging a stream ---------------------------------------------------------------------------------------------------------- */

/*
 * Makes of a stream of events a stream of answers: `events` is moved into `*out` (its release becomes NULL), and read when
 * answers are asked for. Both are of tables, that is, of struct arrays. What the options point to must outlive `*out`.
 *
 * The columns are looked at at once: UTSKR_NOT_FOUND (a column that must be there is not), UTSKR_BAD_ARGUMENT (a type that
 * the column cannot have), UTSKR_BAD_SIZE, UTSKR_OUT_OF_RANGE, UTSKR_NO_MEMORY, UTSKR_SINK_FAILED (the stream gave no
 * schema); `error` (may be NULL) tells the column, and `events` is left to the caller. What is wrong with rows shows when
 * answers are read: get_next returns EINVAL (or ENOMEM, or what the stream of events returned), get_last_error says which
 * column and row, from the beginning of the stream, and utskr_arrow_error tells the same. A stream belongs to one thread at
 * a time.
 */
UTSKR_API utskr_status utskr_arrow_judge(struct ArrowArrayStream *events, const utskr_arrow_options *options,
                                         const utskr_allocator *allocator, struct ArrowArrayStream *out,
                                         utskr_column_error *error);

/* What is wrong, after a stream of answers has failed. UTSKR_NOT_FOUND if it has not; UTSKR_BAD_ARGUMENT for a stream that
 * utskr_arrow_judge did not make. */
UTSKR_API utskr_status utskr_arrow_error(const struct ArrowArrayStream *answers, utskr_column_error *out);

/* Makes a stream of one array: both are moved into `*out`. UTSKR_NO_MEMORY and UTSKR_BAD_ARGUMENT leave them. */
UTSKR_API utskr_status utskr_arrow_stream_of(struct ArrowSchema *schema, struct ArrowArray *array,
                                             const utskr_allocator *allocator, struct ArrowArrayStream *out);

UTSKR_END

#endif
