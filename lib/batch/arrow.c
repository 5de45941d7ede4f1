/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A stream of events into a stream of answers, read slice by slice when answers are asked for. */
#include "batch/columns.h"

#include "batch/arrow_parts.h"
#include "text/digits.h"
#include <errno.h>
#include <string.h>

enum { MESSAGE_SIZE = 512, PACK_LIMIT = 32 };

/* The private data of a stream of answers. */
typedef struct arrow_stream {
    utskr_allocator allocator;
    struct ArrowArrayStream events;
    struct ArrowArray array; /* the one that is being read; release NULL: none */
    int64_t next_row;        /* of it */
    uint64_t rows_before;    /* rows of the arrays before it */
    bool ended;              /* the stream of events is */
    int failed;              /* errno of what went wrong, from then on */
    utskr_batch *batch;
    arrow_importer importer;
    arrow_exporter exporter;
    const utskr_pack *packs[PACK_LIMIT];
    utskr_row_report report; /* the host's */
    void *user;
    uint64_t slice_row; /* row of the stream at which the slice begins */
    utskr_column_error error;
    char message[MESSAGE_SIZE];
} arrow_stream;

void utskr_arrow_options_init(utskr_arrow_options *options) {
    if (options != NULL)
        *options = (utskr_arrow_options)UTSKR_ARROW_OPTIONS_INIT;
}

/* --- Telling what is wrong ------------------------------------------------------------------------------------------------- */

static void append(char *message, const char *text) {
    const size_t used = strlen(message), length = strlen(text);
    const size_t room = MESSAGE_SIZE - 1 - used;
    const size_t taken = length < room ? length : room;
    memcpy(message + used, text, taken);
    message[used + taken] = '\0';
}

static void append_number(char *message, uint64_t number) {
    char digits[UTSKR_DIGITS_LIMIT + 1];
    digits[utskr_digits(digits, number, 1)] = '\0';
    append(message, digits);
}

static void append_quoted(char *message, const char *before, const char *text) {
    if (text[0] == '\0')
        return;
    append(message, before);
    append(message, text);
    append(message, "'");
}

/* column event, row 17: unknown word 'discharge', expected ... */
static void write_message(char *message, const utskr_column_error *e) {
    message[0] = '\0';
    if (e->column != UTSKR_COLUMN_NONE) {
        append(message, "column ");
        append(message, utskr_column_name(e->column));
        append(message, ", row ");
        append_number(message, e->row);
        append(message, ": ");
    }
    append(message, e->message);
    append_quoted(message, " '", e->word);
    if (e->expected[0] != '\0') {
        append(message, ", expected ");
        append(message, e->expected);
    }
    append_quoted(message, "; did you mean '", e->suggestion);
    if (e->suggestion[0] != '\0')
        append(message, "?");
}

/* From here on every call fails the same way. Rows are those of the stream. */
static int fail(arrow_stream *s, utskr_status status, uint64_t row_before) {
    s->error.status = (int32_t)status;
    s->error.row += s->error.column == UTSKR_COLUMN_NONE ? 0 : row_before;
    if (s->error.message[0] == '\0')
        s->error.message = utskr_status_name((int32_t)status);
    write_message(s->message, &s->error);
    s->failed = status == UTSKR_NO_MEMORY ? ENOMEM : EINVAL;
    return s->failed;
}

/* What was wrong with a row that is left out, which may have been seen when its cells were read. */
static void report_row(const utskr_column_error *bad, void *user) {
    const arrow_stream *s = user;
    const utskr_column_error *seen = utskr_arrow_bad_row(&s->importer, bad->row);
    utskr_column_error told = seen != NULL ? *seen : *bad;
    told.row += s->slice_row;
    if (s->report != NULL)
        s->report(&told, s->user);
}

/* --- Reading events ----------------------------------------------------------------------------------------------------------- */

static void drop_array(arrow_stream *s) {
    if (s->array.release != NULL)
        s->array.release(&s->array);
    s->array.release = NULL;
}

static int fail_source(arrow_stream *s, int number) {
    const char *why = s->events.get_last_error == NULL ? NULL : s->events.get_last_error(&s->events);
    s->error.status = UTSKR_SINK_FAILED;
    s->error.message = "the stream of events failed";
    write_message(s->message, &s->error);
    append_quoted(s->message, ": '", why == NULL ? "" : why);
    s->failed = number;
    return number;
}

/* The next array of events, if there is one. */
static int next_array(arrow_stream *s) {
    s->rows_before += s->array.release != NULL ? (uint64_t)s->array.length : 0;
    drop_array(s);
    s->next_row = 0;
    const int number = s->events.get_next(&s->events, &s->array);
    if (number != 0) {
        s->array.release = NULL;
        return fail_source(s, number);
    }
    s->ended = s->array.release == NULL;
    if (s->ended)
        return 0;
    const utskr_status status = utskr_arrow_check(&s->importer, &s->array, &s->error);
    return status == UTSKR_OK ? 0 : fail(s, status, s->rows_before);
}

/* Takes a slice of the array. */
static int push_slice(arrow_stream *s, uint64_t *answered) {
    const int64_t left = s->array.length - s->next_row;
    const uint32_t count = (uint32_t)(left < ARROW_SLICE ? left : ARROW_SLICE);
    s->slice_row = s->rows_before + (uint64_t)s->next_row;
    utskr_status status = utskr_arrow_import(&s->importer, &s->array, s->next_row, count, &s->error);
    if (status == UTSKR_OK) {
        const utskr_case_columns cases = utskr_arrow_cases(&s->importer, count);
        status = utskr_batch_push(s->batch, &s->importer.events, &cases, &s->exporter.answers, answered, &s->error);
    }
    s->next_row += count;
    return status == UTSKR_OK ? 0 : fail(s, status, s->slice_row);
}

/* Reads on until something is answered or there is no more. */
static int read_answers(arrow_stream *s, uint64_t *answered) {
    *answered = 0;
    while (!s->ended && *answered == 0) {
        const bool is_read = s->array.release == NULL || s->next_row == s->array.length;
        const int number = is_read ? next_array(s) : push_slice(s, answered);
        if (number != 0)
            return number;
    }
    if (*answered != 0)
        return 0;
    const utskr_status status = utskr_batch_finish(s->batch, &s->exporter.answers, answered, &s->error);
    return status == UTSKR_OK ? 0 : fail(s, status, 0);
}

/* --- The stream of answers ------------------------------------------------------------------------------------------------------ */

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    arrow_stream *s = stream->private_data;
    return utskr_arrow_export_schema(&s->exporter, out) == UTSKR_OK ? 0 : ENOMEM;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    arrow_stream *s = stream->private_data;
    uint64_t answered = 0;
    out->release = NULL; /* the end, or nothing */
    if (s->failed != 0)
        return s->failed;
    const int number = read_answers(s, &answered);
    if (number != 0 || answered == 0)
        return number;
    const utskr_status status = utskr_arrow_export(&s->exporter, answered, out);
    if (status == UTSKR_OK)
        return 0;
    out->release = NULL;
    return fail(s, status, 0);
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    const arrow_stream *s = stream->private_data;
    return s->failed != 0 ? s->message : NULL;
}

static void free_stream(arrow_stream *s) {
    const utskr_allocator allocator = s->allocator;
    drop_array(s);
    utskr_batch_free(s->batch);
    utskr_arrow_importer_free(&s->importer);
    utskr_arrow_exporter_free(&s->exporter);
    utskr_arrow_give(&allocator, s, sizeof *s);
}

static void release_stream(struct ArrowArrayStream *stream) {
    arrow_stream *s = stream->private_data;
    if (s->events.release != NULL)
        s->events.release(&s->events);
    free_stream(s);
    stream->release = NULL;
}

utskr_status utskr_arrow_error(const struct ArrowArrayStream *answers, utskr_column_error *out) {
    if (answers == NULL || out == NULL || answers->release != release_stream)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    const arrow_stream *s = answers->private_data;
    if (s->failed == 0)
        return UTSKR_NOT_FOUND;
    *out = s->error;
    return UTSKR_OK;
}

/* --- Making it --------------------------------------------------------------------------------------------------------------------- */

static utskr_status take_schema(arrow_stream *s, struct ArrowArrayStream *events, const utskr_arrow_options *options,
                                utskr_column_error *error) {
    struct ArrowSchema schema = { 0 };
    if (events->get_schema(events, &schema) != 0)
        return utskr_column_fail(error, UTSKR_SINK_FAILED, UTSKR_COLUMN_NONE, 0, "the stream of events has no schema",
                                 "");
    const utskr_status status = utskr_arrow_find_columns(&s->importer, &schema, options->names, error);
    const arrow_source *key = &s->importer.sources[UTSKR_COLUMN_KEY];
    const uint8_t type = key->words.type != ARROW_NOTHING ? key->words.type : key->form.type;
    if (schema.release != NULL)
        schema.release(&schema);
    if (status != UTSKR_OK)
        return status;
    s->exporter.names = type == ARROW_TEXT ? &s->importer.names : NULL;
    return UTSKR_OK;
}

/* The options of the batch: all the packs there are, and bad rows told of by way of this stream. */
static utskr_batch_options batch_options(arrow_stream *s, const utskr_batch_options *asked) {
    utskr_batch_options options = *asked;
    if (options.pack_count == 0) {
        for (uint32_t i = 0; i < PACK_LIMIT && utskr_pack_at(i) != NULL; i++)
            s->packs[options.pack_count++] = utskr_pack_at(i); /* the act is the first */
        options.packs = s->packs;
    }
    s->report = asked->report;
    s->user = asked->user;
    options.report = report_row;
    options.user = s;
    return options;
}

static utskr_status build(arrow_stream *s, struct ArrowArrayStream *events, const utskr_arrow_options *options,
                          utskr_column_error *error) {
    const utskr_batch_options batch = batch_options(s, &options->batch);
    utskr_status status = utskr_batch_new(options->order, &batch, &s->allocator, &s->batch);
    if (status != UTSKR_OK)
        return utskr_column_fail(error, status, UTSKR_COLUMN_NONE, 0, "options that no batch can have",
                                 "UTSKR_ARROW_OPTIONS_INIT");
    s->importer.options = s->exporter.options = batch;
    s->importer.allocator = s->exporter.allocator = s->allocator;
    status = take_schema(s, events, options, error);
    if (status != UTSKR_OK)
        return status;
    s->exporter.want = options->want;
    s->exporter.rule_words = utskr_rule_words(batch.packs, batch.pack_count);
    s->importer.rows = utskr_arrow_take(&s->allocator, sizeof *s->importer.rows);
    if (s->importer.rows == NULL || utskr_arrow_make_room(&s->exporter, ARROW_SLICE + 1) != UTSKR_OK)
        return utskr_column_fail(error, UTSKR_NO_MEMORY, UTSKR_COLUMN_NONE, 0, "no memory", "");
    memset(s->importer.rows, 0, sizeof *s->importer.rows);
    return UTSKR_OK;
}

static utskr_status check_arguments(const struct ArrowArrayStream *events, const utskr_arrow_options *options,
                                    const utskr_allocator *allocator, const struct ArrowArrayStream *out) {
    if (events == NULL || events->release == NULL || allocator == NULL || allocator->resize == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (options->size != sizeof *options)
        return UTSKR_BAD_SIZE;
    return options->want > UTSKR_WANT_ALL ? UTSKR_BAD_ARGUMENT : UTSKR_OK;
}

utskr_status utskr_arrow_judge(struct ArrowArrayStream *events, const utskr_arrow_options *options,
                               const utskr_allocator *allocator, struct ArrowArrayStream *out,
                               utskr_column_error *error) {
    static const utskr_arrow_options plain = UTSKR_ARROW_OPTIONS_INIT;
    const utskr_arrow_options *asked = options == NULL ? &plain : options;
    utskr_status status = check_arguments(events, asked, allocator, out);
    if (status != UTSKR_OK)
        return utskr_column_fail(error, status, UTSKR_COLUMN_NONE, 0, "arguments that are wrong", "");
    arrow_stream *s = utskr_arrow_take(allocator, sizeof *s);
    if (s == NULL)
        return utskr_column_fail(error, UTSKR_NO_MEMORY, UTSKR_COLUMN_NONE, 0, "no memory", "");
    memset(s, 0, sizeof *s);
    s->allocator = *allocator;
    utskr_column_error_init(&s->error);
    status = build(s, events, asked, error);
    if (status != UTSKR_OK) {
        free_stream(s);
        return status;
    }
    s->events = *events;
    events->release = NULL;
    *out = (struct ArrowArrayStream){ .get_schema = get_schema,
                                      .get_next = get_next,
                                      .get_last_error = get_last_error,
                                      .release = release_stream,
                                      .private_data = s };
    return UTSKR_OK;
}
