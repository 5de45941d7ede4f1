/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Columns: many cases at once, columns in and columns out, through the same fold and the same judgement as one case.
 *
 * utskr_columns_judge judges cases whose events stand together: it allocates nothing, keeps nothing, and may be called from any
 * number of threads at once, each with cases and scratch of its own. utskr_batch takes the same columns in pieces that are cut
 * anywhere, and also events of many cases mixed with each other.
 *
 * Wrong columns are refused before any output is written, with the column and the row. What only a log can hold is refused
 * too: a `retracted`, or an event that comes earlier than the one before it in its case (see utskr_case for both).
 */
#ifndef UTSKR_BATCH_H
#define UTSKR_BATCH_H

#include <utskrivning/judgement.h>

UTSKR_BEGIN

/* --- Columns -------------------------------------------------------------------------------------------------------- */

/* Plain memory of the caller, which is only read. `values` NULL: there is no such column. */
typedef struct utskr_uint8_column {
    const uint8_t *values;
    uint64_t count;
} utskr_uint8_column;

typedef struct utskr_uint16_column {
    const uint16_t *values;
    uint64_t count;
} utskr_uint16_column;

typedef struct utskr_int32_column {
    const int32_t *values;
    uint64_t count;
} utskr_int32_column;

typedef struct utskr_uint32_column {
    const uint32_t *values;
    uint64_t count;
} utskr_uint32_column;

typedef struct utskr_int64_column {
    const int64_t *values;
    uint64_t count;
} utskr_int64_column;

typedef struct utskr_uint64_column {
    const uint64_t *values;
    uint64_t count;
} utskr_uint64_column;

/* Events, one a row. Each column there is has `count` rows, except `offsets`. */
typedef struct utskr_event_columns {
    uint32_t size; /* sizeof(utskr_event_columns), set by UTSKR_EVENT_COLUMNS_INIT */
    uint32_t reserved;
    uint64_t count;
    utskr_int64_column at;         /* utskr_instant */
    utskr_uint8_column kind;       /* utskr_kind; */
    utskr_uint16_column wide_kind; /* or in 16 bits, and then no `kind` */
    utskr_uint8_column party;      /* utskr_party */
    utskr_uint32_column mask;      /* what the event says; absent: nothing */
    utskr_int64_column value;      /* utskr_instant, or 0; absent: 0 */
    utskr_int64_column recorded;   /* the same */
    utskr_uint64_column offsets;   /* rows of case i: offsets[i] to offsets[i + 1] - 1; one more than there are cases */
    utskr_int64_column key;        /* or, instead of offsets, the host's number of the case that the row belongs to */
} utskr_event_columns;

#define UTSKR_EVENT_COLUMNS_INIT                                                                                       \
    {                                                                                                                  \
        sizeof(utskr_event_columns), 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },            \
            { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, {                                                                   \
            NULL, 0                                                                                                    \
        }                                                                                                              \
    }
UTSKR_API void utskr_event_columns_init(utskr_event_columns *columns);

/* What is known of cases besides their events; see utskr_stay. One row for each case, in the order of the cases; given to
 * utskr_batch_push, one for each event, of which the first of a case counts. A column that is absent leaves what
 * utskr_batch_options.stay says. */
typedef struct utskr_case_columns {
    uint32_t size; /* sizeof(utskr_case_columns), set by UTSKR_CASE_COLUMNS_INIT */
    uint32_t reserved;
    uint64_t count;
    utskr_uint16_column pack; /* which of utskr_batch_options.packs; absent: the first */
    utskr_int32_column municipality;
    utskr_int32_column payer;
    utskr_int32_column region;
    utskr_uint8_column care;
    utskr_int64_column previous_discharge;
    utskr_int64_column at; /* instant of assessment, or 0: the latest event; absent: utskr_batch_options.at */
} utskr_case_columns;

#define UTSKR_CASE_COLUMNS_INIT                                                                                        \
    {                                                                                                                  \
        sizeof(utskr_case_columns), 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },             \
            { NULL, 0 }, {                                                                                             \
            NULL, 0                                                                                                    \
        }                                                                                                              \
    }
UTSKR_API void utskr_case_columns_init(utskr_case_columns *columns);

typedef enum utskr_column {
    UTSKR_COLUMN_NONE = 0, /* no column: an argument is wrong */
    UTSKR_COLUMN_AT = 1,
    UTSKR_COLUMN_KIND = 2,
    UTSKR_COLUMN_PARTY = 3,
    UTSKR_COLUMN_MASK = 4,
    UTSKR_COLUMN_VALUE = 5,
    UTSKR_COLUMN_RECORDED = 6,
    UTSKR_COLUMN_OFFSETS = 7,
    UTSKR_COLUMN_KEY = 8,
    UTSKR_COLUMN_PACK = 9,
    UTSKR_COLUMN_MUNICIPALITY = 10,
    UTSKR_COLUMN_PAYER = 11,
    UTSKR_COLUMN_REGION = 12,
    UTSKR_COLUMN_CARE = 13,
    UTSKR_COLUMN_PREVIOUS_DISCHARGE = 14,
    UTSKR_COLUMN_ASSESSED_AT = 15, /* `at` of utskr_case_columns */
    UTSKR_COLUMN_ATTRIBUTES = 16   /* of Arrow tables only (arrow.h) */
} utskr_column;

#define UTSKR_COLUMN_COUNT 17 /* with NONE */
/* "at", "kind", ...; the names that columns of Arrow tables have. "unknown-column" for a number that is none. */
UTSKR_API const char *utskr_column_name(int32_t column);

/* What is wrong with a column, and in which row, from 0; a column of the wrong length is wrong where it ends. */
typedef struct utskr_column_error {
    uint32_t size; /* sizeof(utskr_column_error), set by UTSKR_COLUMN_ERROR_INIT */
    int32_t status;
    int32_t column; /* utskr_column */
    uint32_t reserved;
    uint64_t row;
    const char *message;  /* static text in English */
    const char *expected; /* or "" */
    char word[64];        /* of a text that was wrong, cut to fit, or "" (arrow.h) */
    char suggestion[64];  /* the nearest known word, or "" */
} utskr_column_error;

#define UTSKR_COLUMN_ERROR_INIT                                                                                        \
    { sizeof(utskr_column_error), 0, 0, 0, 0, "", "", "", "" }
UTSKR_API void utskr_column_error_init(utskr_column_error *error);

/* --- What is asked ---------------------------------------------------------------------------------------------------- */

/* What to do about a row that is wrong: one whose event or stay is none, or that comes too early in its case. */
typedef enum utskr_bad_rows {
    UTSKR_BAD_ROWS_REFUSE = 0,   /* refuse all of the columns; nothing is written */
    UTSKR_BAD_ROWS_LEAVE_OUT = 1 /* leave out its case, and tell of the row */
} utskr_bad_rows;

/* Told of every bad row that is left out. */
typedef void (*utskr_row_report)(const utskr_column_error *bad, void *user);

typedef struct utskr_batch_options {
    uint32_t size; /* sizeof(utskr_batch_options), set by UTSKR_BATCH_OPTIONS_INIT */
    uint32_t pack_count;
    const utskr_pack *const *packs; /* those that `pack` counts; none: the act */
    const utskr_readings *readings; /* NULL: those of each pack */
    const utskr_rate *rates;        /* amounts that win over the built-in ones */
    uint32_t rate_count;
    uint32_t bad_rows; /* utskr_bad_rows */
    utskr_instant at;  /* instant of assessment of all cases; 0: the latest event of each. Later events are left out */
    utskr_instant known_at;  /* 0, or: leave out what was recorded later, as utskr_case_facts does */
    utskr_stay stay;         /* of every case, but for what a column says */
    utskr_row_report report; /* or NULL */
    void *user;
} utskr_batch_options;

#define UTSKR_BATCH_OPTIONS_INIT                                                                                       \
    { sizeof(utskr_batch_options), 0, NULL, NULL, NULL, 0, 0, 0, 0, UTSKR_STAY_INIT, NULL, NULL }
UTSKR_API void utskr_batch_options_init(utskr_batch_options *options);

/* --- What is answered ------------------------------------------------------------------------------------------------- */

#define UTSKR_DAYS_UNKNOWN (-1) /* in a column of days */
#define UTSKR_ORE_UNKNOWN (-1)  /* in a column of amounts */

/* utskr_figures as columns. Any may be NULL: not wanted. */
typedef struct utskr_figure_columns {
    uint8_t *status;    /* utskr_liability_status */
    utskr_date *enters; /* the entry day, or UTSKR_DATE_NONE */
    int32_t *days;      /* charged so far, or UTSKR_DAYS_UNKNOWN */
    int64_t *ore;       /* or UTSKR_ORE_UNKNOWN */
    uint32_t *reasons;  /* bits of utskr_reason */
} utskr_figure_columns;

#define UTSKR_OBLIGATION_STATUS_COUNT 7

/*
 * Where the answers go, one row for each case. Any column may be NULL: what nobody wants is not worked out. Bitmaps have
 * `rule_words` words in each row; rule r of the case's pack (utskr_pack_rule) is bit r % 64 of word r / 64.
 * Where `code` is not UTSKR_OK the other columns of the row are 0, the figures unknown.
 */
typedef struct utskr_answer_columns {
    uint32_t size;                /* sizeof(utskr_answer_columns), set by UTSKR_ANSWER_COLUMNS_INIT */
    uint32_t rule_words;          /* see utskr_rule_words */
    uint64_t capacity;            /* rows that each column has room for */
    int64_t *key;                 /* the case, where its events have a key; else its number, from 0 */
    int32_t *code;                /* utskr_status: UTSKR_OK if it was judged, else why not */
    uint16_t *pack;               /* which of utskr_batch_options.packs its rules are of */
    utskr_instant *at;            /* the instant it was judged at */
    uint32_t *refused;            /* events that the transition table refused; they are skipped */
    uint8_t *state;               /* utskr_state */
    uint8_t *step;                /* as utskr_judgement.step */
    uint8_t *covered;             /* utskr_answer */
    uint8_t *sip_required;        /* utskr_answer */
    uint8_t *sip_state;           /* utskr_sip_state */
    uint8_t *patient_ready;       /* utskr_answer */
    uint8_t *municipality_ready;  /* utskr_answer */
    uint8_t *home_ready;          /* utskr_answer */
    int32_t *payer;               /* as utskr_liability.payer */
    utskr_figure_columns figures; /* under the chosen readings */
    utskr_figure_columns late[3]; /* by utskr_late */
    uint64_t *obligations
        [UTSKR_OBLIGATION_STATUS_COUNT]; /* bitmaps by utskr_obligation_status: rules with one that stands so */
    uint64_t *findings;                  /* bitmap: rules that something was found of */
    utskr_instant *next_change;          /* or 0 */
} utskr_answer_columns;

#define UTSKR_ANSWER_COLUMNS_INIT                                                                                      \
    {                                                                                                                  \
        sizeof(utskr_answer_columns), 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,    \
            NULL, NULL, { NULL, NULL, NULL, NULL, NULL },                                                              \
            { { NULL, NULL, NULL, NULL, NULL }, { NULL, NULL, NULL, NULL, NULL }, { NULL, NULL, NULL, NULL, NULL } },  \
            { NULL, NULL, NULL, NULL, NULL, NULL, NULL }, NULL, NULL                                                   \
    }
UTSKR_API void utskr_answer_columns_init(utskr_answer_columns *columns);

/* Words of 64 bits that a bitmap of any of these packs takes; of the act if there are none. */
UTSKR_API uint32_t utskr_rule_words(const utskr_pack *const *packs, uint32_t pack_count);

/* --- Cases whose events stand together -------------------------------------------------------------------------------- */

/* Bytes of memory, aligned as for any type, that utskr_columns_judge works in. */
UTSKR_API size_t utskr_columns_scratch(void);

/*
 * Judges each case and writes its answers. The events are grouped by `offsets`, which may count from anywhere within the
 * columns (so that threads share them), or by `key`, which then ascends. `cases` NULL: nothing but options->stay is known.
 * `options` NULL: the act, and each case at its latest event.
 *
 * `scratch` is the caller's, of utskr_columns_scratch() bytes. On any status but UTSKR_OK no answer has been written, and
 * `error` (may be NULL) tells the column and row: UTSKR_BAD_ARGUMENT (lengths that disagree, unknown kinds, parties, masks,
 * packs), UTSKR_OUT_OF_RANGE (instants), UTSKR_OUT_OF_ORDER (of the events of a case, of keys or of offsets), UTSKR_REFUSED
 * (a `retracted`), UTSKR_BUFFER_TOO_SMALL (fewer than enough rows of answers, words of bitmaps or bytes of scratch),
 * UTSKR_BAD_SIZE. Any thread.
 */
UTSKR_API utskr_status utskr_columns_judge(const utskr_event_columns *events, const utskr_case_columns *cases,
                                           const utskr_batch_options *options, void *scratch, size_t scratch_size,
                                           const utskr_answer_columns *out, utskr_column_error *error);

/* --- Streams of events -------------------------------------------------------------------------------------------------- */

/*
 * A batch takes events with keys, as many at a time as the host likes; where the stream is cut makes no difference. It
 * belongs to one thread at a time.
 */
typedef struct utskr_batch utskr_batch;

typedef enum utskr_batch_order {
    UTSKR_BATCH_BY_CASE =
        0, /* events of a case together, keys ascending: each case is answered when the next one begins */
    UTSKR_BATCH_BY_TIME = 1 /* cases mixed, as by time; those of each case in order. All is answered at the end, in the
                              * order in which the cases first appeared */
} utskr_batch_order;

/* Bytes of memory, aligned as for any type, for utskr_batch_init_at. By case it needs no room for cases and events; by
 * time, for so many in all. 0 if that is more than there can be. */
UTSKR_API size_t utskr_batch_size(int32_t order, uint64_t cases, uint64_t events);
/* Makes a batch in the caller's memory. What the options point to must outlive it. UTSKR_BUFFER_TOO_SMALL,
 * UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_batch_init_at(void *memory, size_t size, int32_t order, uint64_t cases, uint64_t events,
                                           const utskr_batch_options *options, utskr_batch **out);
/* The same in memory of the allocator, which grows with what is pushed. UTSKR_NO_MEMORY too. */
UTSKR_API utskr_status utskr_batch_new(int32_t order, const utskr_batch_options *options,
                                       const utskr_allocator *allocator, utskr_batch **out);
/* Frees what the batch holds, and itself if utskr_batch_new made it. NULL is nothing. */
UTSKR_API void utskr_batch_free(utskr_batch *batch);
/* Forgets everything that was pushed. */
UTSKR_API void utskr_batch_reset(utskr_batch *batch);

/*
 * Takes the events of some rows, with `key` and without offsets; `cases`, unless it is NULL, has a row for each of them. By
 * case, the cases that ended are answered: `*answered` becomes how many rows were written to `out`; one for each event is
 * always room enough. By time, `out` may be NULL.
 *
 * The statuses of utskr_columns_judge, UTSKR_NO_MEMORY, and UTSKR_LIMIT_REACHED where memory of a fixed size is full; then
 * nothing of this call was taken or written, and after UTSKR_BUFFER_TOO_SMALL `*answered` tells the rows that are needed.
 */
UTSKR_API utskr_status utskr_batch_push(utskr_batch *batch, const utskr_event_columns *events,
                                        const utskr_case_columns *cases, const utskr_answer_columns *out,
                                        uint64_t *answered, utskr_column_error *error);
/* Answers what is left, at most as many rows as there is room for; call it until `*answered` is 0, after which the batch is
 * empty and takes another stream. UTSKR_BUFFER_TOO_SMALL (words of bitmaps), UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_batch_finish(utskr_batch *batch, const utskr_answer_columns *out, uint64_t *answered,
                                          utskr_column_error *error);
/* Cases that were pushed and not answered yet. */
UTSKR_API uint64_t utskr_batch_open_cases(const utskr_batch *batch);

UTSKR_END

#endif
