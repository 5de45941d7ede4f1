/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers as Arrow arrays. Every array that is given away owns what it points to, so that a consumer may keep any column and
 * release the others.
 */
#include "batch/arrow_parts.h"

#include <string.h>

/* --- The columns of the answers ------------------------------------------------------------------------------------------ */

/* How a column is made of utskr_answer_columns. */
typedef enum field_form {
    FIELD_KEY,     /* the number or the name of the case */
    FIELD_ERROR,   /* why it was not judged */
    FIELD_WORD,    /* uint8_t: an enum, by its words */
    FIELD_STEP,    /* uint8_t: a number */
    FIELD_COUNT,   /* uint32_t */
    FIELD_PAYER,   /* int32_t, 0: unknown */
    FIELD_DATE,    /* int32_t, UTSKR_DATE_NONE: none */
    FIELD_DAYS,    /* int32_t, UTSKR_DAYS_UNKNOWN */
    FIELD_ORE,     /* int64_t, UTSKR_ORE_UNKNOWN */
    FIELD_INSTANT, /* int64_t, 0: none */
    FIELD_REASONS, /* uint32_t: bits */
    FIELD_RULES    /* bitmap: ids of rules */
} field_form;

typedef const char *(*word_of)(int32_t number);

typedef struct answer_field {
    const char *name;
    word_of word;    /* FIELD_WORD */
    uint16_t offset; /* of the column in utskr_answer_columns */
    uint8_t form;    /* field_form */
    uint8_t words;   /* FIELD_WORD: how many there are */
    uint8_t want;    /* utskr_want, 0: always */
} answer_field;

#define AT(member) offsetof(utskr_answer_columns, member)
#define STATE_WORD(name, word, count)                                                                                  \
    { #name, word, AT(name), FIELD_WORD, count, UTSKR_WANT_STATE }
#define READY_WORD(name)                                                                                               \
    { #name, utskr_answer_name, AT(name), FIELD_WORD, 4, UTSKR_WANT_READINESS }
#define FIGURES(prefix, member, want)                                                                                  \
    { prefix "liability", utskr_liability_status_name, AT(member.status), FIELD_WORD, 6, want },                       \
        { prefix "enters", NULL, AT(member.enters), FIELD_DATE, 0, want },                                             \
        { prefix "days", NULL, AT(member.days), FIELD_DAYS, 0, want },                                                 \
        { prefix "ore", NULL, AT(member.ore), FIELD_ORE, 0, want }, {                                                  \
        prefix "reasons", NULL, AT(member.reasons), FIELD_REASONS, 0, want                                             \
    }
#define OBLIGATIONS(word, status)                                                                                      \
    { "obligations_" #word, NULL, AT(obligations[status]), FIELD_RULES, 0, UTSKR_WANT_OBLIGATIONS }

static const answer_field fields[] = {
    { "case", NULL, AT(key), FIELD_KEY, 0, 0 },
    { "error", NULL, AT(code), FIELD_ERROR, 0, 0 },
    { "at", NULL, AT(at), FIELD_INSTANT, 0, 0 },
    { "refused", NULL, AT(refused), FIELD_COUNT, 0, UTSKR_WANT_STATE },
    STATE_WORD(state, utskr_state_name, UTSKR_STATE_COUNT),
    { "step", NULL, AT(step), FIELD_STEP, 0, UTSKR_WANT_STATE },
    STATE_WORD(covered, utskr_answer_name, 4),
    STATE_WORD(sip_required, utskr_answer_name, 4),
    STATE_WORD(sip_state, utskr_sip_state_name, 8),
    READY_WORD(patient_ready),
    READY_WORD(municipality_ready),
    READY_WORD(home_ready),
    { "payer", NULL, AT(payer), FIELD_PAYER, 0, UTSKR_WANT_LIABILITY },
    FIGURES("", figures, UTSKR_WANT_LIABILITY),
    FIGURES("late_strict_", late[UTSKR_LATE_STRICT], UTSKR_WANT_LATE),
    FIGURES("late_curable_", late[UTSKR_LATE_CURABLE], UTSKR_WANT_LATE),
    FIGURES("late_existence_", late[UTSKR_LATE_EXISTENCE], UTSKR_WANT_LATE),
    OBLIGATIONS(unknown, UTSKR_OBLIGATION_UNKNOWN),
    OBLIGATIONS(open, UTSKR_OBLIGATION_OPEN),
    OBLIGATIONS(met, UTSKR_OBLIGATION_MET),
    OBLIGATIONS(met_late, UTSKR_OBLIGATION_MET_LATE),
    OBLIGATIONS(missed, UTSKR_OBLIGATION_MISSED),
    OBLIGATIONS(not_met, UTSKR_OBLIGATION_NOT_MET),
    OBLIGATIONS(excused, UTSKR_OBLIGATION_EXCUSED),
    { "findings", NULL, AT(findings), FIELD_RULES, 0, UTSKR_WANT_FINDINGS },
    { "next_change", NULL, AT(next_change), FIELD_INSTANT, 0, UTSKR_WANT_NEXT_CHANGE },
};

enum { FIELD_COUNT_ALL = sizeof fields / sizeof fields[0] };

static bool is_wanted(const arrow_exporter *exporter, const answer_field *f) {
    return f->want == 0 || (exporter->want & f->want) != 0;
}

/* Statuses are numbers ten apart; as a dictionary, by their tens. */
enum { STATUS_STEP = 10, STATUS_WORDS = UTSKR_SINK_FAILED / STATUS_STEP + 1 };

static const char *status_word(int32_t number) {
    return utskr_status_name(number * STATUS_STEP);
}

static word_of words_of(const answer_field *f) {
    return f->form == FIELD_ERROR ? status_word : f->word;
}

static uint32_t word_count(const answer_field *f) {
    return f->form == FIELD_ERROR ? (uint32_t)STATUS_WORDS : f->words;
}

/* --- Memory for answers ------------------------------------------------------------------------------------------------------ */

static size_t width_of(const arrow_exporter *exporter, const answer_field *f) {
    switch (f->form) {
    case FIELD_WORD:
    case FIELD_STEP: return sizeof(uint8_t);
    case FIELD_KEY:
    case FIELD_ORE:
    case FIELD_INSTANT: return sizeof(int64_t);
    case FIELD_RULES: return exporter->rule_words * sizeof(uint64_t);
    default: return sizeof(int32_t);
    }
}

/* Every column begins where any type may. */
static size_t column_size(const arrow_exporter *exporter, const answer_field *f, uint64_t rows) {
    return (width_of(exporter, f) * (size_t)rows + 7) / 8 * 8;
}

/* The column's place in the struct; all pointers to objects look alike to it. */
static void set_column(utskr_answer_columns *answers, const answer_field *f, void *values) {
    memcpy((char *)answers + f->offset, &values, sizeof values);
}

static const void *column_of(const arrow_exporter *exporter, const answer_field *f) {
    const void *values;
    memcpy(&values, (const char *)&exporter->answers + f->offset, sizeof values);
    return values;
}

/* The words of how many packs are kept at once. */
enum { PACKS_KEPT = 4 };

static uint32_t rules_of(const arrow_exporter *exporter) {
    return exporter->rule_words * 64;
}

/* Of reasons, and behind them of the rules of each pack that is kept. */
static size_t word_room(const arrow_exporter *exporter) {
    return (UTSKR_REASON_COUNT + (size_t)PACKS_KEPT * rules_of(exporter)) * sizeof(arrow_word);
}

utskr_status utskr_arrow_make_room(arrow_exporter *exporter, uint64_t rows) {
    size_t size = (size_t)rows * sizeof(uint16_t) + 8; /* the packs */
    for (size_t i = 0; i < FIELD_COUNT_ALL; i++)
        size += is_wanted(exporter, &fields[i]) ? column_size(exporter, &fields[i], rows) : 0;
    char *at = utskr_arrow_take(&exporter->allocator, size);
    if (at == NULL)
        return UTSKR_NO_MEMORY;
    exporter->block = at;
    exporter->block_size = size;
    utskr_answer_columns_init(&exporter->answers);
    exporter->answers.capacity = rows;
    exporter->answers.rule_words = exporter->rule_words;
    for (size_t i = 0; i < FIELD_COUNT_ALL; i++)
        if (is_wanted(exporter, &fields[i])) {
            set_column(&exporter->answers, &fields[i], at);
            at += column_size(exporter, &fields[i], rows);
        }
    exporter->answers.pack = (uint16_t *)(void *)at;
    exporter->words = utskr_arrow_take(&exporter->allocator, word_room(exporter));
    if (exporter->words == NULL)
        return UTSKR_NO_MEMORY;
    memset(exporter->words, 0, word_room(exporter));
    return UTSKR_OK;
}

void utskr_arrow_exporter_free(arrow_exporter *exporter) {
    utskr_arrow_give(&exporter->allocator, exporter->block, exporter->block_size);
    utskr_arrow_give(&exporter->allocator, exporter->words, word_room(exporter));
}

/* --- Arrays that own what they point to ---------------------------------------------------------------------------------------- */

enum { BUFFERS = 3 };

/* The private data of an array, and behind it room for its buffers. */
typedef struct owned_array {
    utskr_allocator allocator;
    size_t size; /* of this, with what lies behind it */
    char *room;  /* of it, what is not taken yet */
    void *block; /* a buffer whose size is known only when it is full, or NULL */
    size_t block_size;
    const void *buffers[BUFFERS];
    struct ArrowArray inner;        /* a dictionary, or the values of a list */
    struct ArrowArray *inner_place; /* where the list finds it */
} owned_array;

static void release_array(struct ArrowArray *array) {
    owned_array *own = array->private_data;
    const utskr_allocator allocator = own->allocator;
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
    if (array->dictionary != NULL && array->dictionary->release != NULL)
        array->dictionary->release(array->dictionary);
    utskr_arrow_give(&allocator, own->block, own->block_size);
    array->release = NULL;
    utskr_arrow_give(&allocator, own, own->size);
}

/* What a buffer takes: any type may begin behind it, and none is without a byte, since no buffer may be NULL. */
static size_t room_for(size_t size) {
    return ((size == 0 ? 1 : size) + 7) / 8 * 8;
}

/* An array without buffers yet, with room for some. NULL without memory. */
static owned_array *begin_array(const utskr_allocator *allocator, struct ArrowArray *out, int64_t length,
                                int64_t buffers, size_t room) {
    owned_array *own = utskr_arrow_take(allocator, sizeof *own + room);
    if (own == NULL)
        return NULL;
    *own = (owned_array){ .allocator = *allocator, .size = sizeof *own + room, .room = (char *)(own + 1) };
    *out = (struct ArrowArray){
        .length = length, .n_buffers = buffers, .buffers = own->buffers, .release = release_array, .private_data = own
    };
    return own;
}

/* A buffer, which is to be filled; there is room. */
static void *add_buffer(owned_array *own, uint32_t number, size_t size) {
    void *buffer = own->room;
    own->room += room_for(size);
    own->buffers[number] = buffer;
    return buffer;
}

/* Gives back what was made so far. */
static utskr_status give_up(struct ArrowArray *out) {
    out->release(out);
    return UTSKR_NO_MEMORY;
}

/* --- Nulls ------------------------------------------------------------------------------------------------------------------------ */

/* What says that there is no answer, if any value does. */
static int64_t none_of(const answer_field *f) {
    switch (f->form) {
    case FIELD_DATE: return UTSKR_DATE_NONE;
    case FIELD_DAYS: return UTSKR_DAYS_UNKNOWN;
    case FIELD_ORE: return UTSKR_ORE_UNKNOWN;
    default: return 0;
    }
}

static bool may_be_none(const answer_field *f) {
    return f->form == FIELD_PAYER || f->form == FIELD_DATE || f->form == FIELD_DAYS || f->form == FIELD_ORE ||
           f->form == FIELD_INSTANT;
}

static size_t bitmap_size(uint64_t rows) {
    return (size_t)(rows + 7) / 8;
}

/* Makes the bitmap of what is known, for which there is room; none where all is. */
static void add_validity(const arrow_exporter *exporter, const answer_field *f, const void *values, uint64_t rows,
                         struct ArrowArray *out) {
    const int32_t *code = exporter->answers.code;
    if (f->form == FIELD_KEY || (exporter->failed == 0 && f->form != FIELD_ERROR && !may_be_none(f)))
        return;
    uint8_t *bits = add_buffer(out->private_data, 0, bitmap_size(rows));
    const size_t width = may_be_none(f) ? width_of(exporter, f) : 0;
    const uint64_t known = f->form == FIELD_ERROR ? utskr_arrow_mark_failed(bits, rows, code)
                                                  : utskr_arrow_mark_known(bits, rows, code, values, width, none_of(f));
    out->null_count = (int64_t)(rows - known);
}

/* --- Text --------------------------------------------------------------------------------------------------------------------------- */

/* The i-th of some texts, which need not end with a zero byte. */
typedef struct text_span {
    const char *bytes;
    size_t length;
} text_span;
typedef text_span (*text_at)(const void *table, uint64_t i);

/* An array of so many texts without nulls. */
static utskr_status export_texts(const utskr_allocator *allocator, text_at text, const void *table, uint64_t count,
                                 struct ArrowArray *out) {
    size_t size = 0;
    for (uint64_t i = 0; i < count; i++)
        size += text(table, i).length;
    const size_t ends_size = (size_t)(count + 1) * sizeof(int32_t);
    owned_array *own =
        size > INT32_MAX ? NULL : begin_array(allocator, out, (int64_t)count, 3, room_for(ends_size) + room_for(size));
    if (own == NULL)
        return UTSKR_NO_MEMORY;
    int32_t *ends = add_buffer(own, 1, ends_size);
    char *bytes = add_buffer(own, 2, size);
    ends[0] = 0;
    for (uint64_t i = 0; i < count; i++) {
        const text_span t = text(table, i);
        if (t.length != 0)
            memcpy(bytes + ends[i], t.bytes, t.length);
        ends[i + 1] = ends[i] + (int32_t)t.length;
    }
    return UTSKR_OK;
}

static text_span field_word(const void *table, uint64_t i) {
    const answer_field *f = table;
    const char *word = words_of(f)((int32_t)i);
    return (text_span){ word, strlen(word) };
}

static text_span case_name(const void *table, uint64_t row) {
    const arrow_exporter *exporter = table;
    const arrow_names *names = exporter->names;
    const uint64_t number = (uint64_t)exporter->answers.key[row];
    const uint64_t begin = number == 0 ? 0 : names->ends[number - 1];
    return (text_span){ names->bytes + begin, (size_t)(names->ends[number] - begin) };
}

/* --- Columns of one value ------------------------------------------------------------------------------------------------------------- */

/* Numbers as Arrow has them: instants in microseconds, words by their place in the dictionary. */
static void write_values(const arrow_exporter *exporter, const answer_field *f, const void *values, uint64_t rows,
                         void *out) {
    if (f->form == FIELD_INSTANT)
        for (uint64_t row = 0; row < rows; row++)
            ((int64_t *)out)[row] = ((const int64_t *)values)[row] * 1000000; /* |instants| < 2^33 */
    else if (f->form == FIELD_ERROR)
        for (uint64_t row = 0; row < rows; row++)
            ((uint8_t *)out)[row] = (uint8_t)(((const int32_t *)values)[row] / STATUS_STEP);
    else if (rows != 0)
        memcpy(out, values, (size_t)rows * width_of(exporter, f));
}

static utskr_status export_values(const arrow_exporter *exporter, const answer_field *f, uint64_t rows,
                                  struct ArrowArray *out) {
    const void *values = column_of(exporter, f);
    const size_t size = (size_t)rows * width_of(exporter, f);
    owned_array *own =
        begin_array(&exporter->allocator, out, (int64_t)rows, 2, room_for(size) + room_for(bitmap_size(rows)));
    if (own == NULL)
        return UTSKR_NO_MEMORY;
    write_values(exporter, f, values, rows, add_buffer(own, 1, size));
    add_validity(exporter, f, values, rows, out);
    if (words_of(f) == NULL)
        return UTSKR_OK;
    if (export_texts(&exporter->allocator, field_word, f, word_count(f), &own->inner) != UTSKR_OK)
        return give_up(out);
    out->dictionary = &own->inner;
    return UTSKR_OK;
}

/* --- Columns of lists ------------------------------------------------------------------------------------------------------------------ */

static arrow_bits bits_of(const arrow_exporter *exporter, const answer_field *f) {
    const void *values = column_of(exporter, f);
    const bool narrow = f->form == FIELD_REASONS;
    return (arrow_bits){ .code = exporter->answers.code,
                         .narrow = narrow ? values : NULL,
                         .wide = narrow ? NULL : values,
                         .words = narrow ? 1 : exporter->rule_words };
}

/* Rows from that one on whose words are the same pack's; those of reasons are everybody's. */
static uint64_t end_of_pack(const arrow_exporter *exporter, const arrow_bits *bits, uint64_t row, uint64_t rows) {
    const uint16_t *pack = exporter->answers.pack;
    uint64_t end = bits->narrow != NULL ? rows : row + 1;
    while (end < rows && pack[end] == pack[row])
        end++;
    return end;
}

static void choose_words(const arrow_exporter *exporter, const arrow_bits *bits, uint64_t row, arrow_word_list *list) {
    const uint16_t pack = exporter->answers.pack[row];
    if (bits->narrow != NULL)
        return;
    list->of = (uint32_t)pack + 1;
    list->pack = exporter->options.packs[pack];
    list->words = exporter->words + UTSKR_REASON_COUNT + (size_t)(pack % PACKS_KEPT) * rules_of(exporter);
}

/* Takes room for the longest words that there may be, in the end as much as there is. */
static utskr_status export_list_values(const arrow_exporter *exporter, const arrow_bits *bits, uint64_t rows,
                                       uint64_t count, struct ArrowArray *out) {
    const utskr_allocator *a = &exporter->allocator;
    const size_t ends_size = (size_t)(count + 1) * sizeof(int32_t), most = (size_t)(count + 1) * ARROW_WORD_BYTES;
    owned_array *own = begin_array(a, out, (int64_t)count, 3, room_for(ends_size));
    if (own == NULL)
        return UTSKR_NO_MEMORY;
    own->block = utskr_arrow_take(a, most);
    if (own->block == NULL)
        return give_up(out);
    own->block_size = most;
    arrow_word_list list = {
        .words = exporter->words, .of = 1, .ends = add_buffer(own, 1, ends_size), .bytes = own->block
    };
    list.ends[0] = 0;
    for (uint64_t row = 0, end; row < rows; row = end) {
        end = end_of_pack(exporter, bits, row, rows);
        choose_words(exporter, bits, row, &list);
        utskr_arrow_put_words(bits, row, end, &list);
    }
    const size_t size = room_for((size_t)list.ends[count]);
    void *fitting = a->resize(own->block, most, size, a->user);
    if (fitting == NULL)
        return give_up(out);
    own->buffers[2] = own->block = fitting;
    own->block_size = size;
    return UTSKR_OK;
}

static utskr_status export_lists(const arrow_exporter *exporter, const answer_field *f, uint64_t rows,
                                 struct ArrowArray *out) {
    const arrow_bits bits = bits_of(exporter, f);
    const size_t ends_size = (size_t)(rows + 1) * sizeof(int32_t);
    owned_array *own =
        begin_array(&exporter->allocator, out, (int64_t)rows, 2, room_for(ends_size) + room_for(bitmap_size(rows)));
    if (own == NULL)
        return UTSKR_NO_MEMORY;
    int32_t *ends = add_buffer(own, 1, ends_size);
    add_validity(exporter, f, NULL, rows, out);
    utskr_arrow_count_words(&bits, rows, ends); /* a slice of rows has less than 2^31 bytes of words */
    if (export_list_values(exporter, &bits, rows, (uint64_t)ends[rows], &own->inner) != UTSKR_OK)
        return give_up(out);
    own->inner_place = &own->inner;
    out->n_children = 1;
    out->children = &own->inner_place;
    return UTSKR_OK;
}

/* --- The table ----------------------------------------------------------------------------------------------------------------------------- */

static utskr_status export_field(const arrow_exporter *exporter, const answer_field *f, uint64_t rows,
                                 struct ArrowArray *out) {
    if (f->form == FIELD_KEY && exporter->names != NULL)
        return export_texts(&exporter->allocator, case_name, exporter, rows, out);
    if (f->form == FIELD_REASONS || f->form == FIELD_RULES)
        return export_lists(exporter, f, rows, out);
    return export_values(exporter, f, rows, out);
}

/* Behind the private data of the table: the columns, and where they are. */
typedef struct table_columns {
    struct ArrowArray columns[FIELD_COUNT_ALL];
    struct ArrowArray *places[FIELD_COUNT_ALL];
} table_columns;

static uint64_t count_failed(const utskr_answer_columns *answers, uint64_t rows) {
    uint64_t failed = 0;
    for (uint64_t row = 0; row < rows; row++)
        failed += answers->code[row] != UTSKR_OK;
    return failed;
}

utskr_status utskr_arrow_export(arrow_exporter *exporter, uint64_t rows, struct ArrowArray *out) {
    exporter->failed = count_failed(&exporter->answers, rows);
    owned_array *own = begin_array(&exporter->allocator, out, (int64_t)rows, 1, sizeof(table_columns));
    if (own == NULL)
        return UTSKR_NO_MEMORY;
    table_columns *table = (table_columns *)(void *)own->room;
    out->children = table->places;
    for (size_t i = 0; i < FIELD_COUNT_ALL; i++) {
        if (!is_wanted(exporter, &fields[i]))
            continue;
        struct ArrowArray *column = &table->columns[out->n_children];
        if (export_field(exporter, &fields[i], rows, column) != UTSKR_OK)
            return give_up(out);
        table->places[out->n_children++] = column;
    }
    return UTSKR_OK;
}

/* --- The schema ------------------------------------------------------------------------------------------------------------------------------ */

/* The private data of a schema: what has no memory of its own has none. */
typedef struct owned_schema {
    utskr_allocator allocator;
    size_t size;
    struct ArrowSchema inner;
    struct ArrowSchema *inner_place;
} owned_schema;

static void release_schema(struct ArrowSchema *schema) {
    owned_schema *own = schema->private_data;
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary != NULL && schema->dictionary->release != NULL)
        schema->dictionary->release(schema->dictionary);
    schema->release = NULL;
    if (own == NULL)
        return;
    const utskr_allocator allocator = own->allocator;
    utskr_arrow_give(&allocator, own, own->size);
}

/* Format and name are static. */
static struct ArrowSchema plain_schema(const char *format, const char *name, int64_t flags) {
    return (struct ArrowSchema){ .format = format, .name = name, .flags = flags, .release = release_schema };
}

static owned_schema *own_schema(const utskr_allocator *allocator, struct ArrowSchema *out, size_t more) {
    owned_schema *own = utskr_arrow_take(allocator, sizeof *own + more);
    if (own == NULL)
        return NULL;
    memset(own, 0, sizeof *own + more);
    own->allocator = *allocator;
    own->size = sizeof *own + more;
    out->private_data = own;
    return own;
}

static const char *format_of(const arrow_exporter *exporter, const answer_field *f) {
    switch (f->form) {
    case FIELD_KEY: return exporter->names != NULL ? "u" : "l";
    case FIELD_ORE: return "l";
    case FIELD_DATE: return "tdD";
    case FIELD_INSTANT: return "tsu:UTC";
    case FIELD_COUNT: return "I";
    case FIELD_PAYER:
    case FIELD_DAYS: return "i";
    case FIELD_REASONS:
    case FIELD_RULES: return "+l";
    default: return "C";
    }
}

static utskr_status export_field_schema(const arrow_exporter *exporter, const answer_field *f,
                                        struct ArrowSchema *out) {
    const bool is_list = f->form == FIELD_REASONS || f->form == FIELD_RULES;
    *out = plain_schema(format_of(exporter, f), f->name, f->form == FIELD_KEY ? 0 : ARROW_FLAG_NULLABLE);
    if (!is_list && words_of(f) == NULL)
        return UTSKR_OK;
    owned_schema *own = own_schema(&exporter->allocator, out, 0);
    if (own == NULL) {
        out->release(out);
        return UTSKR_NO_MEMORY;
    }
    own->inner = plain_schema("u", is_list ? "item" : "", 0);
    own->inner_place = &own->inner;
    if (is_list) {
        out->children = &own->inner_place;
        out->n_children = 1;
    } else {
        out->dictionary = &own->inner;
    }
    return UTSKR_OK;
}

typedef struct table_schemas {
    struct ArrowSchema columns[FIELD_COUNT_ALL];
    struct ArrowSchema *places[FIELD_COUNT_ALL];
} table_schemas;

utskr_status utskr_arrow_export_schema(const arrow_exporter *exporter, struct ArrowSchema *out) {
    *out = plain_schema("+s", "", 0);
    owned_schema *own = own_schema(&exporter->allocator, out, sizeof(table_schemas));
    if (own == NULL) {
        out->release(out);
        return UTSKR_NO_MEMORY;
    }
    table_schemas *table = (table_schemas *)(void *)(own + 1);
    out->children = table->places;
    for (size_t i = 0; i < FIELD_COUNT_ALL; i++) {
        if (!is_wanted(exporter, &fields[i]))
            continue;
        struct ArrowSchema *column = &table->columns[out->n_children];
        if (export_field_schema(exporter, &fields[i], column) != UTSKR_OK) {
            out->release(out);
            return UTSKR_NO_MEMORY;
        }
        table->places[out->n_children++] = column;
    }
    return UTSKR_OK;
}
