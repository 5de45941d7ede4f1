/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Arrow tables made by hand: every type of every column, nulls, offsets, slices and chunks; the answers as a table; what is
 * wrong with its column and row; and who releases what.
 */
#include <utskrivning/arrow.h>

#include "tests/batch/made_columns.h"

#include "tests/tap.h"

#include <errno.h>

/* --- Tables by hand ---------------------------------------------------------------------------------------------------------- */

enum { COLUMNS = 16, BUFFERS = 6, CHUNKS = 64 };

typedef struct column {
    const char *name;
    const char *format;
    const void *buffers[BUFFERS];
    int64_t buffer_count;
    int64_t length; /* with what the offset leaves out; 0: as the table needs */
    int64_t offset;
    int64_t null_count;
    const struct column *dictionary;
} column;

typedef struct table {
    const column *columns;
    int64_t column_count;
    int64_t length;
    int64_t offset;
    const uint8_t *validity;
} table;

/* A stream of tables, which counts what is released. */
typedef struct source {
    bool no_schema; /* get_schema fails */
    const table *tables;
    int64_t table_count;
    int64_t next;
    int fails_at; /* number of the get_next that fails, from 1 */
    int made;
    int released;
    int streams_released;
    const char *format; /* of the table, unless NULL: "+s" */
} source;

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        free(schema->children[i]->dictionary);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

static struct ArrowSchema *column_schema(const column *c) {
    struct ArrowSchema *s = made_room(1, sizeof *s);
    *s = (struct ArrowSchema){ .format = c->format, .name = c->name, .flags = ARROW_FLAG_NULLABLE };
    if (c->dictionary != NULL)
        s->dictionary = column_schema(c->dictionary);
    return s;
}

static int source_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    const source *s = stream->private_data;
    const table *t = s->tables;
    if (s->no_schema)
        return EIO;
    *out = (struct ArrowSchema){ .format = s->format != NULL ? s->format : "+s",
                                 .name = "",
                                 .n_children = t->column_count,
                                 .children = made_room((uint64_t)t->column_count, sizeof(void *)),
                                 .release = release_schema };
    for (int64_t i = 0; i < t->column_count; i++)
        out->children[i] = column_schema(&t->columns[i]);
    return 0;
}

static void release_array(struct ArrowArray *array) {
    source *s = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        free(array->children[i]->dictionary);
        free(array->children[i]);
    }
    free(array->children);
    free((void *)(uintptr_t)array->buffers);
    s->released++;
    array->release = NULL;
}

static const void **buffers_of(const column *c) {
    return (const void **)(uintptr_t)c->buffers; /* only read */
}

static struct ArrowArray *column_array(const column *c, int64_t length) {
    struct ArrowArray *a = made_room(1, sizeof *a);
    *a = (struct ArrowArray){ .length = c->length != 0 ? c->length - c->offset : length,
                              .offset = c->offset,
                              .null_count = c->null_count,
                              .n_buffers = c->buffer_count,
                              .buffers = buffers_of(c) };
    if (c->dictionary != NULL)
        a->dictionary = column_array(c->dictionary, c->dictionary->length);
    return a;
}

static void make_array(source *s, const table *t, struct ArrowArray *out) {
    *out = (struct ArrowArray){ .length = t->length,
                                .offset = t->offset,
                                .null_count = t->validity == NULL ? 0 : -1,
                                .n_buffers = 1,
                                .n_children = t->column_count,
                                .buffers = made_room(1, sizeof(void *)),
                                .children = made_room((uint64_t)t->column_count, sizeof(void *)),
                                .release = release_array,
                                .private_data = s };
    out->buffers[0] = t->validity;
    for (int64_t i = 0; i < t->column_count; i++)
        out->children[i] = column_array(&t->columns[i], t->offset + t->length);
    s->made++;
}

static int source_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    source *s = stream->private_data;
    out->release = NULL;
    if (s->fails_at != 0 && s->next + 1 == s->fails_at)
        return EIO;
    if (s->next < s->table_count)
        make_array(s, &s->tables[s->next++], out);
    return 0;
}

static const char *source_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "the disk is on fire";
}

static void source_release(struct ArrowArrayStream *stream) {
    source *s = stream->private_data;
    s->streams_released++;
    stream->release = NULL;
}

static struct ArrowArrayStream stream_of(source *s) {
    return (struct ArrowArrayStream){ source_schema, source_next, source_error, source_release, s };
}

/* --- Reading the answers --------------------------------------------------------------------------------------------------------- */

static test_memory memory;

/* The tables of answers of one stream. */
typedef struct read_tables {
    struct ArrowSchema schema;
    struct ArrowArray arrays[CHUNKS];
    uint64_t count;
    int failed;
    char message[512];
    utskr_column_error error;
    utskr_status status; /* of utskr_arrow_judge */
} read_tables;

static read_tables read_stream(source *s, const utskr_arrow_options *options) {
    static utskr_allocator allocator;
    read_tables r = { .count = 0, .error = UTSKR_COLUMN_ERROR_INIT };
    struct ArrowArrayStream events = stream_of(s), result;
    allocator = test_allocator(&memory);
    r.status = utskr_arrow_judge(&events, options, &allocator, &result, &r.error);
    if (r.status != UTSKR_OK) {
        if (events.release != NULL)
            events.release(&events);
        return r;
    }
    r.failed = result.get_schema(&result, &r.schema);
    while (r.failed == 0 && r.count < CHUNKS) {
        r.failed = result.get_next(&result, &r.arrays[r.count]);
        if (r.failed != 0 || r.arrays[r.count].release == NULL)
            break;
        r.count++;
    }
    if (r.failed != 0) {
        const char *message = result.get_last_error(&result); /* none where the schema could not be made */
        strncpy(r.message, message == NULL ? "" : message, sizeof r.message - 1);
        (void)utskr_arrow_error(&result, &r.error);
    }
    result.release(&result);
    return r;
}

static void free_tables(read_tables *r) {
    if (r->schema.release != NULL)
        r->schema.release(&r->schema);
    for (uint64_t i = 0; i < r->count; i++)
        r->arrays[i].release(&r->arrays[i]);
}

/* The column of a name, or NULL. */
static const struct ArrowArray *find(const read_tables *r, uint64_t chunk, const char *name) {
    for (int64_t i = 0; i < r->schema.n_children; i++)
        if (strcmp(r->schema.children[i]->name, name) == 0)
            return r->arrays[chunk].children[i];
    return NULL;
}

static bool is_null(const struct ArrowArray *a, int64_t row) {
    const uint8_t *bits = a->buffers[0];
    return bits != NULL && !(bits[row / 8] >> row % 8 & 1);
}

static void copy_text(const struct ArrowArray *a, int64_t row, char *out) {
    const int32_t *ends = a->buffers[1];
    const char *bytes = a->buffers[2];
    memcpy(out, bytes + ends[row], (size_t)(ends[row + 1] - ends[row]));
    out[ends[row + 1] - ends[row]] = '\0';
}

/* The word of a dictionary, a text, or "null". Static memory. */
static const char *word(const read_tables *r, const char *name, int64_t row) {
    static char text[256];
    const struct ArrowArray *a = find(r, 0, name);
    if (a == NULL || is_null(a, row))
        return a == NULL ? "no column" : "null";
    if (a->dictionary == NULL)
        copy_text(a, row, text);
    else
        copy_text(a->dictionary, ((const uint8_t *)a->buffers[1])[row], text);
    return text;
}

/* The words of a list with blanks between. */
static const char *list(const read_tables *r, const char *name, int64_t row) {
    static char text[4096];
    const struct ArrowArray *a = find(r, 0, name);
    const int32_t *ends = a->buffers[1];
    size_t used = 0;
    if (is_null(a, row))
        return "null";
    text[0] = '\0';
    for (int32_t i = ends[row]; i < ends[row + 1]; i++) {
        if (used != 0)
            text[used++] = ' ';
        copy_text(a->children[0], i, text + used);
        used += strlen(text + used);
    }
    return text;
}

#define NUMBER(type, r, name, row)                                                                                     \
    (is_null(find(r, 0, name), row) ? INT64_C(-999) : (int64_t)((const type *)find(r, 0, name)->buffers[1])[row])

/* --- The stay that most tests take: it charges two days ---------------------------------------------------------------------------- */

/* Monday 2 May 2022 09:00 in summer time, and hours from then. The notice comes on Monday 9 May at 10: liability enters on
 * Thursday 12 May (three days after, before noon), and the patient leaves on Saturday 14 May: 12 and 13 May are charged. */
#define MONDAY INT64_C(1651474800)
#define H(hours) (MONDAY + (hours)*3600)
enum { STAY = 6 };
static const int64_t stay_at[STAY] = { H(0), H(1), H(2), H(169), H(170), H(289) };
static const uint8_t stay_kind[STAY] = { UTSKR_ADMITTED,         UTSKR_NEEDS_ASSESSED,
                                         UTSKR_ADMISSION_NOTICE, UTSKR_DISCHARGE_READY_NOTICE,
                                         UTSKR_SIP_CALL,         UTSKR_DISCHARGED };
static const uint8_t stay_party[STAY] = { 1, 1, 1, 1, 2, 1 };
static const uint32_t stay_mask[STAY] = { 0,
                                          MADE_ALL,
                                          MADE_TO | MADE_CONTENT,
                                          MADE_TO,
                                          UTSKR_TO_STATED | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_SOCIAL_SERVICES,
                                          UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT };
static const int64_t stay_case[STAY] = { 1, 1, 1, 1, 1, 1 };
static const int32_t stay_municipality[STAY] = { 484, 484, 484, 484, 484, 484 };

/* 9 300 SEK a day in 2022 (HSLF-FS 2021:83). */
enum { RATE_ORE = 930000 };

#define PLAIN(n, f, values)                                                                                            \
    { .name = n, .format = f, .buffers = { NULL, values }, .buffer_count = 2 }

static const column stay_columns[] = {
    PLAIN("case", "l", stay_case),   PLAIN("at", "l", stay_at),     PLAIN("event", "C", stay_kind),
    PLAIN("party", "C", stay_party), PLAIN("mask", "I", stay_mask), PLAIN("municipality", "i", stay_municipality),
};
enum { STAY_COLUMNS = 6, CASE = 0, TIME = 1, EVENT = 2, PARTY = 3, MASK = 4, MUNICIPALITY = 5 };

/* The columns of the stay, of which one may be another. */
static void copy_stay(column *out) {
    memcpy(out, stay_columns, sizeof stay_columns);
}

static read_tables read_table(const table *t, const utskr_arrow_options *options) {
    source s = { .tables = t, .table_count = 1 };
    const size_t before = memory.in_use;
    read_tables r = read_stream(&s, options);
    if (s.made != s.released || s.streams_released != 1)
        tap_ok(false, "every array and stream is released once: %d of %d, %d", s.released, s.made, s.streams_released);
    if (r.status != UTSKR_OK && memory.in_use != before)
        tap_ok(false, "nothing is kept after a failure");
    return r;
}

/* Are those the two charged days of the stay? */
static void expect_stay(const column *columns, int64_t count, const char *what) {
    const table t = { columns, count, STAY, 0, NULL };
    read_tables r = read_table(&t, NULL);
    const bool good = r.status == UTSKR_OK && r.failed == 0 && r.count == 1 && r.arrays[0].length == 1;
    if (tap_ok(good, "%s: judged", what)) {
        tap_eq_i64(NUMBER(int32_t, &r, "days", 0), 2, "%s: two days", what);
        tap_eq_i64(NUMBER(int64_t, &r, "ore", 0), 2 * RATE_ORE, "%s: at the rate of 2022", what);
    } else {
        tap_say("%s %s", r.error.message, r.message);
    }
    free_tables(&r);
}

/* --- Types ------------------------------------------------------------------------------------------------------------------------------ */

/* The stay with one column changed. */
static void expect_with(int32_t which, column c, const char *what) {
    column columns[STAY_COLUMNS];
    copy_stay(columns);
    c.name = columns[which].name;
    columns[which] = c;
    expect_stay(columns, STAY_COLUMNS, what);
}

static void test_integers(void) {
    static const int8_t kinds8[STAY] = { 3, 11, 13, 31, 24, 9 };
    static const int16_t kinds16[STAY] = { 3, 11, 13, 31, 24, 9 };
    static const uint16_t kinds_u16[STAY] = { 3, 11, 13, 31, 24, 9 };
    static const int32_t kinds32[STAY] = { 3, 11, 13, 31, 24, 9 };
    static const uint32_t kinds_u32[STAY] = { 3, 11, 13, 31, 24, 9 };
    static const int64_t kinds64[STAY] = { 3, 11, 13, 31, 24, 9 };
    static const uint64_t kinds_u64[STAY] = { 3, 11, 13, 31, 24, 9 };
    const struct {
        const char *format;
        const void *values;
    } all[] = { { "c", kinds8 },    { "s", kinds16 }, { "S", kinds_u16 }, { "i", kinds32 },
                { "I", kinds_u32 }, { "l", kinds64 }, { "L", kinds_u64 } };
    expect_stay(stay_columns, STAY_COLUMNS, "the stay in numbers");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        expect_with(EVENT, (column)PLAIN("", all[i].format, all[i].values), all[i].format);
    int32_t masks[STAY];
    memcpy(masks, stay_mask, sizeof masks);
    expect_with(MASK, (column)PLAIN("", "i", masks), "bits with a sign");
    expect_with(CASE, (column)PLAIN("", "L", stay_case), "cases without a sign");
}

/* Where a buffer lies is the host's affair. */
static void test_alignment(void) {
    static char room[STAY * sizeof(int64_t) + 8];
    for (size_t before = 1; before < 8; before++) {
        memcpy(room + before, stay_at, sizeof stay_at);
        expect_with(TIME, (column)PLAIN("", "l", room + before), "times that lie anywhere");
        memcpy(room + before, stay_mask, sizeof stay_mask);
        expect_with(MASK, (column)PLAIN("", "I", room + before), "bits that lie anywhere");
    }
}

static void test_timestamps(void) {
    static const char *const formats[] = { "tss:UTC", "tsm:Europe/Stockholm", "tsu:+02:00", "tsn:UTC" };
    static const char *const local_formats[] = { "tss:", "tsm:", "tsu:", "tsn:" };
    int64_t values[STAY], local[STAY], unit = 1;
    for (size_t f = 0; f < 4; f++, unit *= 1000) {
        for (size_t i = 0; i < STAY; i++) {
            values[i] = stay_at[i] * unit + unit / 2;  /* a part of a second does not count */
            local[i] = (stay_at[i] + 2 * 3600) * unit; /* summer time, as the clock shows */
        }
        expect_with(TIME, (column)PLAIN("", formats[f], values), formats[f]);
        expect_with(TIME, (column)PLAIN("", local_formats[f], local), local_formats[f]);
    }
}

static const char kind_text[] = "admittedneeds-assessedinskrivningsmeddelandedischarge-ready-noticekallelse-till-sip"
                                "utskriven";
static const int32_t kind_ends[STAY + 1] = { 0, 8, 22, 44, 66, 83, 92 };
static const int64_t kind_ends64[STAY + 1] = { 0, 8, 22, 44, 66, 83, 92 };

/* A text of twelve bytes at most stands in its view. */
typedef struct view {
    int32_t length;
    char text[4];
    int32_t buffer;
    int32_t offset;
} view;

/* Times as text, in the forms of case logs; a code of a county; a row of the table that is not null. */
static void test_text_values(void) {
    static const char at[] = "2022-05-02T09:00+02:002022-05-02T10:002022-05-02T09:00Z2022-05-09T10:00+02:00"
                             "2022-05-09T11:00+02:002022-05-14T10:00+02:00";
    static const int32_t at_ends[] = { 0, 22, 38, 55, 77, 99, 121 };
    static const char dates[] = "2022-05-09", region[] = "040404040404";
    static const int32_t date_ends[] = { 0, 0, 0, 10, 10, 10, 10 }, region_ends[] = { 0, 2, 4, 6, 8, 10, 12 };
    static const uint8_t third[] = { 0x04 }, all[] = { 0x3f };
    column columns[STAY_COLUMNS + 2];
    copy_stay(columns);
    columns[TIME] = (column){ .name = "at", .format = "u", .buffers = { NULL, at_ends, at }, .buffer_count = 3 };
    columns[STAY_COLUMNS] = (column){
        .name = "value", .format = "u", .buffers = { third, date_ends, dates }, .buffer_count = 3, .null_count = 5
    };
    columns[STAY_COLUMNS + 1] =
        (column){ .name = "region", .format = "u", .buffers = { NULL, region_ends, region }, .buffer_count = 3 };
    expect_stay(columns, STAY_COLUMNS + 2, "times and codes as text");
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, all };
    read_tables r = read_table(&t, NULL);
    tap_ok(r.failed == 0 && NUMBER(int32_t, &r, "days", 0) == 2, "rows of a table with a bitmap");
    free_tables(&r);
    static const uint8_t no_bits[] = { 0 };
    columns[STAY_COLUMNS] = (column){
        .name = "payer", .format = "C", .buffers = { no_bits, no_bits }, .buffer_count = 2, .null_count = 6, .length = 0
    };
    static const uint8_t zeros[STAY] = { 0 };
    columns[STAY_COLUMNS].buffers[1] = zeros;
    columns[STAY_COLUMNS + 1] =
        (column){ .name = "region", .format = "C", .buffers = { no_bits, zeros }, .buffer_count = 2, .null_count = 6 };
    expect_stay(columns, STAY_COLUMNS + 2, "payer and region that are null");
}

static void test_texts(void) {
    static const char views_data[] = "discharge-ready-notice";
    static const int64_t sizes[] = { sizeof kind_text - 1, sizeof views_data - 1 };
    union {
        view v[STAY];
        char bytes[STAY * 16];
    } views = { .v = { { 8, "admi", 0, 0 },
                       { 14, "need", 0, 8 },
                       { 22, "insk", 0, 22 },
                       { 22, "disc", 1, 0 },
                       { 17, "kall", 0, 66 },
                       { 9, "utsk", 0, 0 } } };
    memcpy(views.bytes + 4, "admitted", 8);
    memcpy(views.bytes + 5 * 16 + 4, "utskriven", 9);
    static const uint8_t codes[STAY] = { 5, 4, 3, 2, 1, 0 };
    static const char reversed[] =
        "utskrivenkallelse-till-sipdischarge-ready-noticeinskrivningsmeddelandeneeds-assessed"
        "admitted";
    static const int32_t reversed_ends[] = { 0, 9, 26, 48, 70, 84, 92 };
    const column words = {
        .format = "u", .buffers = { NULL, reversed_ends, reversed }, .buffer_count = 3, .length = 6
    };
    expect_with(EVENT, (column){ .format = "u", .buffers = { NULL, kind_ends, kind_text }, .buffer_count = 3 }, "text");
    expect_with(EVENT, (column){ .format = "U", .buffers = { NULL, kind_ends64, kind_text }, .buffer_count = 3 },
                "large text");
    expect_with(
        EVENT,
        (column){ .format = "vu", .buffers = { NULL, views.bytes, kind_text, views_data, sizes }, .buffer_count = 5 },
        "text in views");
    expect_with(EVENT, (column){ .format = "C", .buffers = { NULL, codes }, .buffer_count = 2, .dictionary = &words },
                "a dictionary");
    union {
        view v[STAY];
        char bytes[STAY * 16];
    } short_views = {
        .v = { { 8, "", 0, 0 }, { 8, "", 0, 0 }, { 8, "", 0, 0 }, { 8, "", 0, 0 }, { 10, "", 0, 0 }, { 8, "", 0, 0 } }
    };
    for (size_t i = 0; i < STAY; i++)
        memcpy(short_views.bytes + i * 16 + 4, i == 4 ? "outpatient" : "hospital", i == 4 ? 10 : 8);
    expect_with(PARTY, (column){ .format = "vu", .buffers = { NULL, short_views.bytes, NULL }, .buffer_count = 3 },
                "views that hold all there is");
    static const char parties[] = "hospitalslutenvårdhospitalhospitaloutpatienthospital";
    static const int32_t party_ends[] = { 0, 8, 19, 27, 35, 45, 53 };
    expect_with(PARTY, (column){ .format = "u", .buffers = { NULL, party_ends, parties }, .buffer_count = 3 },
                "parties in English and Swedish");
    static const char codes_text[] = "048404840484048404840484";
    static const int32_t code_ends[] = { 0, 4, 8, 12, 16, 20, 24 };
    expect_with(MUNICIPALITY, (column){ .format = "u", .buffers = { NULL, code_ends, codes_text }, .buffer_count = 3 },
                "a municipality as text");
}

/* The mask as the words of a case log. */
static void test_attributes(void) {
    static const char text[] = "social-services municipal-health outpatient"
                               "to=social-services,municipal-health,outpatient "
                               "contains=name,personal-number,address,expected-discharge expected=2022-05-09"
                               "to=social-services,municipal-health,outpatient"
                               "to=social-services,municipal-health"
                               "till=hem";
    enum { A = 43, B = A + 47 + 76, C = B + 46, D = C + 35, E = D + 8 };
    static const int32_t ends[] = { 0, 0, A, B, C, D, E };
    static const uint8_t validity[] = { 0x3e }; /* of the first row it is null */
    column columns[STAY_COLUMNS];
    copy_stay(columns);
    columns[MASK] = (column){
        .name = "attributes", .format = "u", .buffers = { validity, ends, text }, .buffer_count = 3, .null_count = 1
    };
    static char words[sizeof text];
    memcpy(words, text, sizeof text);
    memcpy(words + D, "to=home ", 8);
    static const int32_t word_ends[] = { 0, 0, A, B, C, D, E - 1 };
    columns[MASK].buffers[1] = word_ends;
    columns[MASK].buffers[2] = words;
    expect_stay(columns, STAY_COLUMNS, "attributes in words");
    columns[MASK].buffers[1] = ends;
    columns[MASK].buffers[2] = text;
    const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
    read_tables r = read_table(&t, NULL);
    tap_eq_i64(r.failed, EINVAL, "an attribute that is none is refused");
    tap_ok(r.error.column == UTSKR_COLUMN_ATTRIBUTES && r.error.row == 5, "in its column and row");
    free_tables(&r);
}

/* --- Nulls, offsets, slices -------------------------------------------------------------------------------------------------------------- */

/* The stay stands in rows 3 to 8 of twelve, behind an offset of the table and one of each column. */
static void test_offsets(void) {
    enum { BEFORE = 3, ROWS = 12 };
    int64_t at[ROWS + 1], key[ROWS + 2];
    uint8_t kind[ROWS + 3], party[ROWS];
    uint32_t mask[ROWS];
    memset(at, 0xff, sizeof at);
    memset(key, 0xff, sizeof key);
    memset(kind, 0xff, sizeof kind);
    memset(party, 0xff, sizeof party);
    memset(mask, 0xff, sizeof mask);
    memcpy(at + BEFORE + 1, stay_at, sizeof stay_at);
    memcpy(key + BEFORE + 2, stay_case, sizeof stay_case);
    memcpy(kind + BEFORE + 3, stay_kind, sizeof stay_kind);
    memcpy(party + BEFORE, stay_party, sizeof stay_party);
    memcpy(mask + BEFORE, stay_mask, sizeof stay_mask);
    column columns[STAY_COLUMNS] = { PLAIN("case", "l", key), PLAIN("at", "l", at), PLAIN("event", "C", kind),
                                     PLAIN("party", "C", party), PLAIN("mask", "I", mask) };
    columns[CASE].offset = 2;
    columns[TIME].offset = 1;
    columns[EVENT].offset = 3;
    /* The municipality is known in one row of the buffer alone: the first of the case, at 4 + 3. */
    static const uint8_t validity[] = { 0x80, 0x00 };
    static const int32_t municipality[ROWS + 4] = { 1, 1, 1, 1, 1, 1, 1, 484, 1, 1, 1, 1, 1, 1, 1, 1 };
    columns[MUNICIPALITY] = (column){ .name = "municipality",
                                      .format = "i",
                                      .buffers = { validity, municipality },
                                      .buffer_count = 2,
                                      .offset = 4,
                                      .null_count = -1 };
    const table t = { columns, STAY_COLUMNS, STAY, BEFORE, NULL };
    read_tables r = read_table(&t, NULL);
    tap_ok(r.failed == 0 && r.count == 1 && NUMBER(int32_t, &r, "days", 0) == 2,
           "offsets of table and columns, and a bitmap between bytes");
    tap_eq_i64(NUMBER(int32_t, &r, "payer", 0), 484, "the one value that is there");
    free_tables(&r);
}

static void test_nulls(void) {
    static const uint8_t third_null[] = { 0x3b };
    static const int32_t required[] = { CASE, TIME, EVENT, PARTY };
    static const int32_t named[] = { UTSKR_COLUMN_KEY, UTSKR_COLUMN_AT, UTSKR_COLUMN_KIND, UTSKR_COLUMN_PARTY };
    column columns[STAY_COLUMNS];
    for (size_t i = 0; i < 4; i++) {
        copy_stay(columns);
        columns[required[i]].buffers[0] = third_null;
        columns[required[i]].null_count = 1;
        const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
        read_tables r = read_table(&t, NULL);
        tap_ok(r.failed == EINVAL && r.count == 0 && r.error.column == named[i] && r.error.row == 2,
               "a null in %s: column and row", columns[required[i]].name);
        free_tables(&r);
        columns[required[i]].null_count = 0; /* says that there is none: the bitmap is not looked at */
        expect_stay(columns, STAY_COLUMNS, "no nulls");
    }
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, third_null };
    read_tables r = read_table(&t, NULL);
    tap_ok(r.failed == EINVAL && r.error.column == UTSKR_COLUMN_KEY && r.error.row == 2,
           "a row of the table that is null");
    free_tables(&r);
    copy_stay(columns);
    columns[MUNICIPALITY].buffers[0] = third_null + 0;
    static const uint8_t none[] = { 0 };
    columns[MUNICIPALITY].buffers[0] = none;
    columns[MUNICIPALITY].null_count = 6;
    const table unknown = { columns, STAY_COLUMNS, STAY, 0, NULL };
    r = read_table(&unknown, NULL);
    tap_ok(r.failed == 0 && NUMBER(int32_t, &r, "payer", 0) == -999 && NUMBER(int32_t, &r, "days", 0) == -999,
           "without a municipality payer and days are null");
    tap_eq_str(word(&r, "liability", 0), "unknown", "and the liability unknown");
    free_tables(&r);
}

/* The stay in chunks of every size. */
static void test_chunks(void) {
    for (int64_t cut = 0; cut <= STAY; cut++) {
        column first[STAY_COLUMNS], second[STAY_COLUMNS];
        copy_stay(first);
        copy_stay(second);
        for (size_t i = 0; i < STAY_COLUMNS; i++)
            second[i].offset = cut;
        const table tables[] = { { first, STAY_COLUMNS, cut, 0, NULL },
                                 { second, STAY_COLUMNS, STAY - cut, 0, NULL },
                                 { first, STAY_COLUMNS, 0, 0, NULL } };
        for (int32_t order = 0; order < 2; order++) {
            utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
            source s = { .tables = tables, .table_count = 3 };
            options.order = order;
            read_tables r = read_stream(&s, &options);
            tap_ok(r.failed == 0 && r.count == 1 && NUMBER(int32_t, &r, "days", 0) == 2 && s.released == s.made,
                   "chunks of %d and %d rows, order %d", (int)cut, (int)(STAY - cut), (int)order);
            free_tables(&r);
        }
    }
}

/* --- Other columns ------------------------------------------------------------------------------------------------------------------------ */

static void test_more_columns(void) {
    static const int64_t recorded[STAY] = { 0, H(30), 0, 0, 0, 0 };
    static const int64_t value[STAY] = { 0, 0, H(168), 0, 0, 0 };
    static const int64_t assessed[STAY] = { H(260) * 1000, 0, 0, 0, 0, 0 };
    static const int32_t previous[STAY] = { 19110, 0, 0, 0, 0, 0 }; /* 28 April 2022 */
    static const char packs[] = "lus";
    static const int32_t pack_ends[] = { 0, 3, 3, 3, 3, 3, 3 };
    static const uint8_t first_only[] = { 0x01 };
    static const char care[] = "psykiatrisk";
    static const int32_t care_ends[] = { 0, 11, 11, 11, 11, 11, 11 };
    static const uint8_t payers[STAY] = { 180, 0, 0, 0, 0, 0 };
    static const uint8_t regions[STAY] = { 4, 0, 0, 0, 0, 0 };
    column columns[STAY_COLUMNS + 9];
    copy_stay(columns);
    columns[STAY_COLUMNS] = (column)PLAIN("recorded", "l", recorded);
    columns[STAY_COLUMNS + 1] = (column)PLAIN("value", "tss:UTC", value);
    columns[STAY_COLUMNS + 2] = (column)PLAIN("assessed_at", "tsm:UTC", assessed);
    columns[STAY_COLUMNS + 3] = (column)PLAIN("previous-discharge", "tdD", previous);
    columns[STAY_COLUMNS + 4] = (column){
        .name = "rules", .format = "u", .buffers = { first_only, pack_ends, packs }, .buffer_count = 3, .null_count = 5
    };
    columns[STAY_COLUMNS + 5] = (column){
        .name = "care", .format = "u", .buffers = { first_only, care_ends, care }, .buffer_count = 3, .null_count = 5
    };
    columns[STAY_COLUMNS + 6] = (column)PLAIN("payer", "C", payers);
    columns[STAY_COLUMNS + 7] = (column)PLAIN("region", "C", regions);
    columns[STAY_COLUMNS + 8] = (column)PLAIN("age", "g", assessed);
    columns[STAY_COLUMNS + 1].buffers[0] = (const uint8_t[]){ 0x04 };
    columns[STAY_COLUMNS + 1].null_count = -1;
    columns[STAY_COLUMNS + 2].buffers[0] = first_only;
    columns[STAY_COLUMNS + 2].null_count = -1;
    columns[STAY_COLUMNS + 3].buffers[0] = first_only;
    columns[STAY_COLUMNS + 3].null_count = -1;
    const table t = { columns, STAY_COLUMNS + 9, STAY, 0, NULL };
    read_tables r = read_table(&t, NULL);
    tap_ok(r.failed == 0 && r.count == 1, "all columns at once, and one that is none of ours");
    tap_eq_i64(NUMBER(int64_t, &r, "at", 0), H(260) * 1000000, "assessed at an instant before the end");
    tap_eq_str(word(&r, "state", 0), "ready", "when the patient was still there");
    tap_eq_i64(NUMBER(int32_t, &r, "payer", 0), 180, "the payer");
    tap_ok(strstr(list(&r, "findings", 0), "late-registration readmitted-within-30-days") != NULL,
           "recorded late, and readmitted");
    free_tables(&r);
}

static void test_mapping(void) {
    const char *names[UTSKR_COLUMN_COUNT] = { NULL };
    column columns[STAY_COLUMNS];
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    copy_stay(columns);
    columns[TIME].name = "tidpunkt";
    names[UTSKR_COLUMN_AT] = "tidpunkt";
    const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
    read_tables r = read_table(&t, &options);
    tap_ok(r.status == UTSKR_NOT_FOUND && r.error.column == UTSKR_COLUMN_AT,
           "a column under another name is not found");
    options.names = names;
    free_tables(&r);
    r = read_table(&t, &options);
    tap_ok(r.failed == 0 && r.count == 1 && NUMBER(int32_t, &r, "days", 0) == 2, "unless the name is given");
    free_tables(&r);
}

static void test_wanted(void) {
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, NULL };
    static const int columns[] = { 3, 9, 6, 9, 18, 10, 4, 4 };
    for (uint32_t bit = 0; bit <= 7; bit++) {
        options.want = bit == 0 ? 0 : UINT32_C(1) << (bit - 1);
        read_tables r = read_table(&t, &options);
        tap_ok(r.failed == 0 && r.schema.n_children == columns[bit] && r.arrays[0].n_children == columns[bit],
               "want %u: %d columns", (unsigned)options.want, columns[bit]);
        tap_eq_i64(NUMBER(int64_t, &r, "case", 0), 1, "want %u: the case", (unsigned)options.want);
        free_tables(&r);
    }
    options.want = 128;
    read_tables r = read_table(&t, &options);
    tap_eq_i64(r.status, UTSKR_BAD_ARGUMENT, "nothing else can be wanted");
}

/* --- The answers are those of the columns --------------------------------------------------------------------------------------------------- */

enum { MANY = 3000 };

/* Do the lists hold the bits? */
static bool same_rules(const read_tables *r, const char *name, int64_t row, const uint64_t *bits,
                       const utskr_pack *pack) {
    char expected[4096] = "";
    for (uint32_t rule = 0; rule < MADE_RULE_WORDS * 64; rule++) {
        utskr_rule_info info = UTSKR_RULE_INFO_INIT;
        if (!(bits[rule / 64] >> rule % 64 & 1) || utskr_pack_rule(pack, rule, &info) != UTSKR_OK)
            continue;
        if (expected[0] != '\0')
            strcat(expected, " ");
        strcat(expected, info.id);
    }
    return strcmp(list(r, name, row), expected) == 0;
}

static bool same_row(const read_tables *r, int64_t row, const answers *a, const utskr_pack *pack) {
    const utskr_answer_columns *c = &a->columns;
    const int64_t days = c->figures.days[row] < 0 ? -999 : c->figures.days[row];
    const int64_t ore = c->late[1].ore[row] < 0 ? -999 : c->late[1].ore[row];
    const int64_t next = c->next_change[row] == 0 ? -999 : c->next_change[row] * 1000000;
    const int64_t enters = c->late[2].enters[row] == UTSKR_DATE_NONE ? -999 : c->late[2].enters[row];
    return NUMBER(int64_t, r, "case", row) == c->key[row] && NUMBER(int32_t, r, "days", row) == days &&
           NUMBER(int64_t, r, "late_curable_ore", row) == ore && NUMBER(int64_t, r, "next_change", row) == next &&
           NUMBER(int32_t, r, "late_existence_enters", row) == enters &&
           NUMBER(uint32_t, r, "refused", row) == c->refused[row] &&
           strcmp(word(r, "state", row), utskr_state_name(c->state[row])) == 0 &&
           strcmp(word(r, "home_ready", row), utskr_answer_name(c->home_ready[row])) == 0 &&
           strcmp(word(r, "liability", row), utskr_liability_status_name(c->figures.status[row])) == 0 &&
           same_rules(r, "obligations_missed", row, &c->obligations[UTSKR_OBLIGATION_MISSED][row * MADE_RULE_WORDS],
                      pack) &&
           same_rules(r, "findings", row, &c->findings[row * MADE_RULE_WORDS], pack);
}

static void test_same_as_columns(void) {
    made m = made_by_chance(31, MANY, 25, false);
    const utskr_event_columns events = made_events(&m, false);
    answers expected = answers_new(MANY);
    void *scratch = made_room(1, utskr_columns_scratch());
    utskr_batch_options plain = UTSKR_BATCH_OPTIONS_INIT;
    const utskr_pack *sormland = NULL;
    plain.pack_count = 1;
    plain.packs = &sormland;
    (void)utskr_pack_find("sormland", 8, &sormland, NULL);
    const utskr_status status =
        utskr_columns_judge(&events, NULL, &plain, scratch, utskr_columns_scratch(), &expected.columns, NULL);
    const column columns[] = { PLAIN("case", "l", m.key),         PLAIN("at", "l", m.at),
                               PLAIN("event", "C", m.kind),       PLAIN("party", "C", m.party),
                               PLAIN("mask", "I", m.mask),        PLAIN("value", "l", m.value),
                               PLAIN("recorded", "l", m.recorded) };
    const table t = { columns, 7, (int64_t)m.events, 0, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    options.batch = plain;
    read_tables r = read_table(&t, &options);
    int64_t wrong = 0;
    tap_ok(status == UTSKR_OK && r.failed == 0 && r.count == 1 && r.arrays[0].length == MANY, "%d cases", (int)MANY);
    for (int64_t row = 0; row < MANY && r.count == 1; row++)
        wrong += !same_row(&r, row, &expected, sormland);
    tap_eq_i64(wrong, 0, "each has the answers of the columns");
    free_tables(&r);
    free(scratch);
    answers_free(&expected);
    made_free(&m);
}

/* Each case under another pack than the one before it, and more packs than the words are kept of. */
static void test_many_packs(const utskr_pack *last) {
    enum { PACKS = 5, CASES = 500 };
    made m = made_by_chance(37, CASES, 25, false);
    answers expected = answers_new(CASES);
    void *scratch = made_room(1, utskr_columns_scratch());
    const utskr_pack *act = utskr_pack_at(0), *packs[PACKS] = { NULL, act, act, act, last };
    uint16_t *of_case = made_room(CASES, sizeof *of_case), *of_event = made_room(m.events, sizeof *of_event);
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    (void)utskr_pack_find("sormland", 8, &packs[0], NULL);
    (void)utskr_pack_describe(last, &info);
    options.batch.pack_count = PACKS;
    options.batch.packs = packs;
    for (uint64_t i = 0; i < CASES; i++) {
        of_case[i] = (uint16_t)(i % PACKS);
        for (uint64_t row = m.offsets[i]; row < m.offsets[i + 1]; row++)
            of_event[row] = of_case[i];
    }
    const utskr_event_columns events = made_events(&m, false);
    utskr_case_columns cases = UTSKR_CASE_COLUMNS_INIT;
    cases.count = CASES;
    cases.pack = (utskr_uint16_column){ of_case, CASES };
    const utskr_status status =
        utskr_columns_judge(&events, &cases, &options.batch, scratch, utskr_columns_scratch(), &expected.columns, NULL);
    const column columns[] = { PLAIN("case", "l", m.key),          PLAIN("at", "l", m.at),
                               PLAIN("event", "C", m.kind),        PLAIN("party", "C", m.party),
                               PLAIN("mask", "I", m.mask),         PLAIN("value", "l", m.value),
                               PLAIN("recorded", "l", m.recorded), PLAIN("rules", "S", of_event) };
    const table t = { columns, 8, (int64_t)m.events, 0, NULL };
    read_tables r = read_table(&t, &options);
    int64_t wrong = 0;
    const bool good = status == UTSKR_OK && r.failed == 0 && r.count == 1 && r.arrays[0].length == CASES;
    for (int64_t row = 0; good && row < CASES; row++)
        wrong += !same_row(&r, row, &expected, packs[of_case[row]]);
    tap_ok(good && wrong == 0, "with %s behind three packs and sormland: each case has the rules of its pack", info.id);
    free_tables(&r);
    free(of_case);
    free(of_event);
    free(scratch);
    answers_free(&expected);
    made_free(&m);
}

/* Liability alone, in tables of a few rows that cut most cases: what nobody asks about is kept of a case that may go on. */
static void test_cut_liability(void) {
    enum { CASES = 400 };
    made m = made_by_chance(41, CASES, 25, false);
    const utskr_event_columns events = made_events(&m, false);
    answers expected = answers_new(CASES);
    void *scratch = made_room(1, utskr_columns_scratch());
    const utskr_status status =
        utskr_columns_judge(&events, NULL, NULL, scratch, utskr_columns_scratch(), &expected.columns, NULL);
    const column columns[] = { PLAIN("case", "l", m.key),         PLAIN("at", "l", m.at),
                               PLAIN("event", "C", m.kind),       PLAIN("party", "C", m.party),
                               PLAIN("mask", "I", m.mask),        PLAIN("value", "l", m.value),
                               PLAIN("recorded", "l", m.recorded) };
    for (uint64_t step = 1; step < 60; step += 7) {
        const uint64_t count = (m.events + step - 1) / step;
        table *tables = made_room(count, sizeof *tables);
        for (uint64_t i = 0; i < count; i++) {
            const uint64_t left = m.events - i * step;
            tables[i] = (table){ columns, 7, (int64_t)(left < step ? left : step), (int64_t)(i * step), NULL };
        }
        source s = { .tables = tables, .table_count = (int64_t)count };
        utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
        options.order = UTSKR_BATCH_BY_CASE;
        options.want = UTSKR_WANT_LIABILITY;
        const utskr_allocator allocator = test_allocator(&memory);
        struct ArrowArrayStream in = stream_of(&s), out = { .release = NULL };
        read_tables r = { .count = 0 };
        int64_t row = 0, wrong = 0;
        bool good = status == UTSKR_OK && utskr_arrow_judge(&in, &options, &allocator, &out, NULL) == UTSKR_OK &&
                    out.get_schema(&out, &r.schema) == 0;
        while (good) {
            good = out.get_next(&out, &r.arrays[0]) == 0;
            if (!good || r.arrays[0].release == NULL)
                break;
            r.count = 1;
            for (int64_t i = 0; i < r.arrays[0].length && row < CASES; i++, row++) {
                const int32_t days = expected.columns.figures.days[row] < 0 ? -999 : expected.columns.figures.days[row];
                wrong += NUMBER(int32_t, &r, "days", i) != days;
            }
            r.arrays[0].release(&r.arrays[0]);
            r.count = 0;
        }
        free_tables(&r);
        if (out.release != NULL)
            out.release(&out);
        tap_ok(good && row == CASES && wrong == 0, "tables of %d rows: %d of %d cases, %d wrong", (int)step, (int)row,
               (int)CASES, (int)wrong);
        free(tables);
    }
    free(scratch);
    answers_free(&expected);
    made_free(&m);
}

/* --- Names of cases -------------------------------------------------------------------------------------------------------------------------- */

static void test_names(void) {
    enum { ROWS = 500 };
    static char text[ROWS * 8];
    int32_t ends[ROWS + 1] = { 0 };
    int64_t at[ROWS];
    uint8_t kind[ROWS], party[ROWS];
    for (int32_t i = 0; i < ROWS; i++) {
        ends[i + 1] = ends[i] + sprintf(text + ends[i], "%s%d", i % 3 == 0 ? "" : "c", (int)(i % 200));
        at[i] = H(i);
        kind[i] = UTSKR_ADMITTED;
        party[i] = 1;
    }
    const column columns[] = { { .name = "case", .format = "u", .buffers = { NULL, ends, text }, .buffer_count = 3 },
                               PLAIN("at", "l", at),
                               PLAIN("event", "C", kind),
                               PLAIN("party", "C", party) };
    const table t = { columns, 4, ROWS, 0, NULL };
    read_tables r = read_table(&t, NULL);
    /* 200 numbers, each with the three remainders of i by 3: 200 x 2 spellings, of which rows after 400 bring no new ones
     * that the first 400 lack: 0..199 and 200..399 give (i % 200, i % 3 == 0) in two of three ways. */
    uint64_t distinct = 0;
    for (int32_t i = 0; i < ROWS; i++) {
        bool seen = false;
        for (int32_t j = 0; j < i && !seen; j++)
            seen = ends[i + 1] - ends[i] == ends[j + 1] - ends[j] &&
                   memcmp(text + ends[i], text + ends[j], (size_t)(ends[i + 1] - ends[i])) == 0;
        if (!seen && r.count == 1) {
            char name[16] = "";
            memcpy(name, text + ends[i], (size_t)(ends[i + 1] - ends[i]));
            if (strcmp(word(&r, "case", (int64_t)distinct), name) != 0)
                tap_ok(false, "case %d is %s", (int)distinct, name);
            distinct++;
        }
    }
    tap_ok(r.failed == 0 && r.arrays[0].length == (int64_t)distinct, "%d cases by name, as they appear", (int)distinct);
    tap_eq_str(r.schema.children[0]->format, "u", "and named in the answers");
    free_tables(&r);
}

/* Names number the cases as they appear, so that they ascend if the events of each stand together. */
static void test_names_by_case(void) {
    enum { ROWS = 4 };
    static const int32_t ends[ROWS + 1] = { 0, 1, 2, 3, 4 };
    static const int64_t at[ROWS] = { H(0), H(1), H(0), H(1) };
    static const uint8_t kind[ROWS] = { UTSKR_ADMITTED, UTSKR_DISCHARGED, UTSKR_ADMITTED, UTSKR_DISCHARGED };
    static const uint8_t party[ROWS] = { 1, 1, 1, 1 };
    const column columns[] = { { .name = "case", .format = "u", .buffers = { NULL, ends, "bbaa" }, .buffer_count = 3 },
                               PLAIN("at", "l", at),
                               PLAIN("event", "C", kind),
                               PLAIN("party", "C", party) };
    const table t = { columns, 4, ROWS, 0, NULL }, once_more = { columns, 4, 1, 0, NULL };
    const table tables[] = { t, once_more };
    source s = { .tables = tables, .table_count = 1 };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    options.order = UTSKR_BATCH_BY_CASE;
    read_tables r = read_stream(&s, &options);
    tap_ok(r.failed == 0 && r.count == 2, "names by case: each case is answered when the next begins");
    tap_eq_str(word(&r, "case", 0), "b", "names by case: in the order in which they stand");
    free_tables(&r);
    s = (source){ .tables = tables, .table_count = 2 };
    r = read_stream(&s, &options);
    tap_ok(r.failed != 0 && r.error.column == UTSKR_COLUMN_KEY && r.error.row == ROWS,
           "names by case: a case that comes back is refused");
    free_tables(&r);
}

/* --- What is wrong ------------------------------------------------------------------------------------------------------------------------------ */

/* The stay with one column changed is refused. */
static void refuse_with(int32_t which, column c, utskr_status status, int32_t named, uint64_t row, const char *message,
                        const char *what) {
    column columns[STAY_COLUMNS];
    copy_stay(columns);
    c.name = c.name == NULL ? columns[which].name : c.name;
    columns[which] = c;
    const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
    read_tables r = read_table(&t, NULL);
    tap_eq_str(utskr_status_name(r.error.status), utskr_status_name((int32_t)status), "%s: status", what);
    tap_eq_str(utskr_column_name(r.error.column), utskr_column_name(named), "%s: column", what);
    tap_eq_i64((int64_t)r.error.row, (int64_t)row, "%s: row", what);
    tap_eq_i64((int64_t)r.count, 0, "%s: no answers", what);
    if (message != NULL)
        tap_eq_str(r.message, message, "%s: in words", what);
    free_tables(&r);
}

static void test_wrong_types(void) {
    static const double numbers[STAY] = { 0 };
    refuse_with(TIME, (column)PLAIN(NULL, "g", numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0, NULL,
                "floating point");
    refuse_with(TIME, (column)PLAIN(NULL, "tdD", numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0, NULL, "a date");
    refuse_with(TIME, (column)PLAIN(NULL, "tsx:", numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0, NULL, "no unit");
    refuse_with(TIME, (column)PLAIN(NULL, "ts", numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0, NULL,
                "half a format");
    refuse_with(TIME, (column)PLAIN(NULL, NULL, numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0, NULL, "no format");
    refuse_with(MASK, (column)PLAIN(NULL, "u", numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MASK, 0, NULL,
                "a mask in text");
    refuse_with(EVENT, (column)PLAIN(NULL, "tss:UTC", numbers), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 0, NULL,
                "an event that is a time");
    refuse_with(MASK, (column)PLAIN("at", "l", stay_at), UTSKR_DUPLICATE, UTSKR_COLUMN_AT, 0, NULL,
                "two columns of a name");
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, NULL };
    source s = { .tables = &t, .table_count = 1, .format = "l" };
    read_tables r = read_stream(&s, NULL);
    tap_eq_i64(r.status, UTSKR_BAD_ARGUMENT, "a stream of numbers is no table");
}

static void test_wrong_cells(void) {
    static const int32_t no_names[STAY + 1] = { 0 };
    refuse_with(CASE, (column){ .format = "u", .buffers = { NULL, no_names, "" }, .buffer_count = 3 }, UTSKR_MALFORMED,
                UTSKR_COLUMN_KEY, 0, "column case, row 0: an empty name", "a case without a name");
    static const uint8_t no_kind[STAY] = { 3, 11, 13, 53, 24, 9 };
    static const int64_t negative[STAY] = { 0, 0, 0, 0, -1, 0 };
    static const uint64_t huge[STAY] = { 1, 1, UINT64_MAX, 1, 1, 1 };
    static const int32_t far_away[STAY] = { 484, 10000, 0, 0, 0, 0 };
    static const char typo[] = "admittedneeds-assessedadmision-noticedischarge-ready-noticesip-calldischarged";
    static const int32_t typo_ends[] = { 0, 8, 22, 37, 59, 67, 77 };
    static const char ambiguous[] = "utskrivningsklar";
    static const int32_t ambiguous_ends[] = { 0, 16, 16, 16, 16, 16, 16 };
    refuse_with(
        EVENT, (column)PLAIN(NULL, "C", no_kind), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 3,
        "column event, row 3: a number outside what the column may hold, expected the word or the number of an event",
        "event 53");
    refuse_with(MASK, (column)PLAIN(NULL, "l", negative), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MASK, 4, NULL,
                "a mask below 0");
    refuse_with(CASE, (column)PLAIN(NULL, "L", huge), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KEY, 2, NULL,
                "a case beyond 63 bits");
    static const char rules[] = "sormlan";
    static const int32_t rules_ends[] = { 0, 7, 7, 7, 7, 7, 7 };
    refuse_with(
        MUNICIPALITY,
        (column){ .name = "rules", .format = "u", .buffers = { NULL, rules_ends, rules }, .buffer_count = 3 },
        UTSKR_UNKNOWN_WORD, UTSKR_COLUMN_PACK, 0,
        "column rules, row 0: unknown word 'sormlan', expected the name of a rule pack; did you mean 'sormland'?",
        "a misspelt pack");
    refuse_with(MUNICIPALITY, (column)PLAIN(NULL, "i", far_away), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MUNICIPALITY, 1,
                NULL, "municipality 10000");
    refuse_with(EVENT, (column){ .format = "u", .buffers = { NULL, typo_ends, typo }, .buffer_count = 3 },
                UTSKR_UNKNOWN_WORD, UTSKR_COLUMN_KIND, 2, NULL, "a misspelt event");
    refuse_with(EVENT, (column){ .format = "u", .buffers = { NULL, ambiguous_ends, ambiguous }, .buffer_count = 3 },
                UTSKR_AMBIGUOUS_WORD, UTSKR_COLUMN_KIND, 0, NULL, "an ambiguous event");
    static const int64_t back[STAY] = { H(0), H(1), H(2), H(1), H(170), H(289) };
    refuse_with(TIME, (column)PLAIN(NULL, "l", back), UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_AT, 3, NULL, "time goes back");
    /* 02:30 on 30 October 2022, twice; 02:30 on 27 March 2022, never. */
    static const int64_t repeated[STAY] = { 1667097000, 0, 0, 0, 0, 0 }, missing[STAY] = { 1648348200, 0, 0, 0, 0, 0 };
    refuse_with(TIME, (column)PLAIN(NULL, "tss:", repeated), UTSKR_REPEATED_HOUR, UTSKR_COLUMN_AT, 0, NULL,
                "a local hour that happens twice");
    refuse_with(TIME, (column)PLAIN(NULL, "tss:", missing), UTSKR_MISSING_HOUR, UTSKR_COLUMN_AT, 0, NULL,
                "a local hour that never happens");
    static const int64_t far_future[STAY] = { INT64_MAX, 0, 0, 0, 0, 0 };
    refuse_with(TIME, (column)PLAIN(NULL, "tss:", far_future), UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_AT, 0, NULL,
                "a local time at the end of days");
    refuse_with(TIME, (column)PLAIN(NULL, "tss:UTC", far_future), UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_AT, 0, NULL,
                "a time at the end of days");
}

/* Attributes that are wrong in the third row. */
static void refuse_attributes(const char *words, size_t length, const int64_t *value, utskr_status status,
                              const char *what) {
    const int32_t end = (int32_t)length;
    const int32_t ends[STAY + 1] = { 0, 0, 0, end, end, end, end };
    column columns[STAY_COLUMNS + 1];
    copy_stay(columns);
    columns[MUNICIPALITY] =
        (column){ .name = "attributes", .format = "u", .buffers = { NULL, ends, words }, .buffer_count = 3 };
    columns[STAY_COLUMNS] = (column)PLAIN("value", "l", value);
    const table t = { columns, STAY_COLUMNS + 1, STAY, 0, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    read_tables r = read_table(&t, NULL);
    tap_eq_str(utskr_status_name(r.error.status), utskr_status_name((int32_t)status), "%s: status", what);
    tap_ok(r.failed == EINVAL && r.error.column == UTSKR_COLUMN_ATTRIBUTES && r.error.row == 2, "%s: column and row",
           what);
    free_tables(&r);
    options.batch.bad_rows = UTSKR_BAD_ROWS_LEAVE_OUT; /* and nobody is told */
    r = read_table(&t, &options);
    tap_eq_str(r.count == 1 ? word(&r, "error", 0) : "no answers", "bad-argument", "%s: the case is left out", what);
    free_tables(&r);
}

static void test_wrong_attributes(void) {
    static const int64_t value[STAY] = { 0, 0, H(168), 0, 0, 0 }, none[STAY] = { 0 };
    static char long_text[UTSKR_LINE_LIMIT + 1];
    memset(long_text, ' ', sizeof long_text);
    refuse_attributes("expected=2022-05-09", 19, value, UTSKR_DUPLICATE, "a time said twice");
    refuse_attributes("to=nobody", 9, none, UTSKR_UNKNOWN_WORD, "an unknown word");
    refuse_attributes("to=\xff", 4, none, UTSKR_MALFORMED, "bytes that are no UTF-8");
    refuse_attributes("to=\x01", 4, none, UTSKR_MALFORMED, "a control character");
    refuse_attributes(long_text, sizeof long_text, none, UTSKR_MALFORMED, "a text that is too long");
}

/* An answer to a message by its id. */
static void test_ids(void) {
    static const uint8_t kind[STAY] = { 3, 11, 13, 14, 24, 9 };
    static const uint8_t party[STAY] = { 1, 1, 1, 4, 2, 1 };
    static const char text[] = "of=m1";
    static const int32_t ends[] = { 0, 0, 0, 0, 5, 5, 5 }, outside[] = { 0, 0, 0, 0, -1, 5, 5 };
    column columns[STAY_COLUMNS];
    copy_stay(columns);
    columns[EVENT].buffers[1] = kind;
    columns[PARTY].buffers[1] = party;
    columns[MASK] = (column){ .name = "attributes", .format = "u", .buffers = { NULL, ends, text }, .buffer_count = 3 };
    const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
    read_tables r = read_table(&t, NULL);
    tap_ok(r.failed == EINVAL && r.error.status == UTSKR_MALFORMED && r.error.row == 1,
           "an assessment that says nothing");
    free_tables(&r);
    static const uint8_t kind_without[STAY] = { 3, 7, 8, 14, 24, 9 };
    columns[EVENT].buffers[1] = kind_without;
    r = read_table(&t, NULL);
    tap_ok(r.failed == EINVAL && r.error.status == UTSKR_REFUSED && r.error.row == 3,
           "an answer to an id needs the log");
    free_tables(&r);
    columns[MASK].buffers[1] = outside;
    r = read_table(&t, NULL);
    tap_ok(r.failed == EINVAL && r.error.status == UTSKR_BAD_ARGUMENT && r.error.row == 3,
           "attributes outside their array");
    free_tables(&r);
}

/* Arrays that are not what their schema says. */
static void test_broken_arrays(void) {
    static const int32_t backwards[STAY + 1] = { 0, 8, 4, 44, 66, 83, 92 };
    static const int32_t below[STAY + 1] = { -1, 8, 22, 44, 66, 83, 92 };
    static const uint8_t codes[STAY] = { 0, 0, 0, 6, 0, 0 };
    static const int64_t sizes[] = { 20 };
    static const view views[STAY] = { { 14, "need", 0, 8 } }, no_buffer[STAY] = { { 14, "need", 1, 0 } },
                      negative[STAY] = { { -1, "", 0, 0 } };
    const column words = { .format = "u", .buffers = { NULL, kind_ends, kind_text }, .buffer_count = 3, .length = 6 };
    const column all[] = {
        { .format = "u", .buffers = { NULL, backwards, kind_text }, .buffer_count = 3 },
        { .format = "u", .buffers = { NULL, below, kind_text }, .buffer_count = 3 },
        { .format = "vu", .buffers = { NULL, views, kind_text, sizes }, .buffer_count = 4 },
        { .format = "vu", .buffers = { NULL, no_buffer, kind_text, sizes }, .buffer_count = 4 },
        { .format = "vu", .buffers = { NULL, negative, kind_text, sizes }, .buffer_count = 4 },
        { .format = "C", .buffers = { NULL, codes }, .buffer_count = 2, .dictionary = &words },
    };
    static const uint64_t rows[] = { 1, 0, 0, 0, 0, 3 };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        refuse_with(EVENT, all[i], UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, rows[i], NULL, "a cell outside its array");
    refuse_with(EVENT, (column)PLAIN(NULL, "C", NULL), UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 0, NULL, "no values");
    refuse_with(EVENT, (column){ .format = "C", .buffers = { NULL, stay_kind }, .buffer_count = 1 }, UTSKR_BAD_ARGUMENT,
                UTSKR_COLUMN_KIND, 0, NULL, "a buffer too few");
    refuse_with(EVENT, (column){ .format = "C", .buffers = { NULL, stay_kind }, .buffer_count = 2, .length = 5 },
                UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 0, NULL, "a column shorter than the table");
    refuse_with(EVENT, (column){ .format = "C", .buffers = { NULL, stay_kind }, .buffer_count = 2, .offset = -1 },
                UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 0, NULL, "an offset below 0");
    const table fewer[] = { { stay_columns, STAY_COLUMNS, 0, 0, NULL }, { stay_columns, 3, STAY, 0, NULL } };
    source s = { .tables = fewer, .table_count = 2 };
    read_tables r = read_stream(&s, NULL);
    tap_ok(r.failed == EINVAL && r.error.column == UTSKR_COLUMN_PARTY, "a chunk with fewer columns");
    free_tables(&r);
    const table lengths[] = { { stay_columns, STAY_COLUMNS, -1, 0, NULL } };
    s = (source){ .tables = lengths, .table_count = 1 };
    r = read_stream(&s, NULL);
    tap_eq_i64(r.failed, EINVAL, "a table of less than no rows");
    free_tables(&r);
}

/* Rows are counted from the beginning of the stream; what failed goes on failing. */
static void test_row_numbers(void) {
    static const uint8_t no_kind[STAY] = { 3, 11, 13, 53, 24, 9 };
    column bad[STAY_COLUMNS];
    copy_stay(bad);
    bad[EVENT].buffers[1] = no_kind;
    const table tables[] = { { stay_columns, STAY_COLUMNS, STAY, 0, NULL }, { bad, STAY_COLUMNS, STAY, 0, NULL } };
    source s = { .tables = tables, .table_count = 2 };
    struct ArrowArrayStream events = stream_of(&s), result;
    struct ArrowArray array;
    utskr_column_error error = UTSKR_COLUMN_ERROR_INIT;
    const utskr_allocator allocator = test_allocator(&memory);
    tap_eq_i64(utskr_arrow_judge(&events, NULL, &allocator, &result, NULL), UTSKR_OK, "a stream");
    tap_ok(events.release == NULL, "the stream of events is moved");
    tap_eq_i64(utskr_arrow_error(&result, &error), UTSKR_NOT_FOUND, "nothing is wrong yet");
    tap_ok(result.get_last_error(&result) == NULL, "and nothing is said");
    tap_eq_i64(result.get_next(&result, &array), EINVAL, "a bad row in the second chunk");
    tap_ok(utskr_arrow_error(&result, &error) == UTSKR_OK && error.row == STAY + 3, "counted from the first");
    tap_eq_i64(result.get_next(&result, &array), EINVAL, "again");
    error.size = 4;
    tap_eq_i64(utskr_arrow_error(&result, &error), UTSKR_BAD_SIZE, "an error of another size");
    result.release(&result);
    events = stream_of(&s);
    tap_eq_i64(utskr_arrow_error(&events, &error), UTSKR_BAD_ARGUMENT, "a stream that is not ours");
    tap_eq_i64(utskr_arrow_error(NULL, &error), UTSKR_BAD_ARGUMENT, "no stream");
}

static void test_source_fails(void) {
    const table tables[] = { { stay_columns, STAY_COLUMNS, STAY, 0, NULL },
                             { stay_columns, STAY_COLUMNS, 0, 0, NULL } };
    source s = { .tables = tables, .table_count = 2, .fails_at = 2 };
    read_tables r = read_stream(&s, NULL);
    tap_eq_i64(r.failed, EIO, "a stream of events that fails");
    tap_eq_str(r.message, "the stream of events failed: 'the disk is on fire'", "with what it says");
    tap_ok(s.made == s.released && s.streams_released == 1, "everything is released");
    free_tables(&r);
    s = (source){ .no_schema = true, .tables = tables, .table_count = 2 };
    r = read_stream(&s, NULL);
    tap_eq_i64(r.status, UTSKR_SINK_FAILED, "a stream of events without a schema");
}

static void test_arguments(void) {
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, NULL };
    source s = { .tables = &t, .table_count = 1 };
    struct ArrowArrayStream events = stream_of(&s), none = { NULL, NULL, NULL, NULL, NULL }, result;
    const utskr_allocator allocator = test_allocator(&memory), no_allocator = { NULL, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    tap_eq_i64(utskr_arrow_judge(NULL, NULL, &allocator, &result, NULL), UTSKR_BAD_ARGUMENT, "no stream");
    tap_eq_i64(utskr_arrow_judge(&none, NULL, &allocator, &result, NULL), UTSKR_BAD_ARGUMENT, "a released stream");
    tap_eq_i64(utskr_arrow_judge(&events, NULL, &no_allocator, &result, NULL), UTSKR_BAD_ARGUMENT, "no allocator");
    tap_eq_i64(utskr_arrow_judge(&events, NULL, &allocator, NULL, NULL), UTSKR_BAD_ARGUMENT, "nowhere to put it");
    options.size = 8;
    tap_eq_i64(utskr_arrow_judge(&events, &options, &allocator, &result, NULL), UTSKR_BAD_SIZE, "another size");
    utskr_arrow_options_init(&options);
    options.order = 7;
    tap_eq_i64(utskr_arrow_judge(&events, &options, &allocator, &result, NULL), UTSKR_BAD_ARGUMENT, "no such order");
    utskr_arrow_options_init(NULL);
    tap_ok(events.release != NULL, "the stream is left");
    events.release(&events);
}

/* --- Leaving out -------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct told {
    uint32_t count;
    utskr_column_error rows[8];
} told;

static void tell(const utskr_column_error *bad, void *user) {
    told *t = user;
    if (t->count < 8)
        t->rows[t->count] = *bad;
    t->count++;
}

/* The stay twice, as cases 10 and 11. */
typedef struct two_stays {
    int64_t at[2 * STAY], key[2 * STAY];
    uint8_t kind[2 * STAY], party[2 * STAY];
    uint32_t mask[2 * STAY];
} two_stays;

static two_stays stay_twice(void) {
    two_stays s;
    for (size_t i = 0; i < 2 * STAY; i++) {
        s.at[i] = stay_at[i % STAY];
        s.key[i] = i < STAY ? 10 : 11;
        s.kind[i] = stay_kind[i % STAY];
        s.party[i] = stay_party[i % STAY];
        s.mask[i] = stay_mask[i % STAY];
    }
    return s;
}

/* Two cases; the first has a misspelt event, a null and a time that goes back. */
static void test_left_out(int32_t order) {
    enum { ROWS = 2 * STAY };
    static const char text[] = "admittedneeds-assesedadmission-noticedischarge-ready-noticesip-calldischarged"
                               "admittedneeds-assessedadmission-noticedischarge-ready-noticesip-calldischarged";
    static const int32_t ends[] = { 0, 8, 21, 37, 59, 67, 77, 85, 99, 115, 137, 145, 155 };
    static const uint8_t validity[] = { 0xfb, 0x0f };
    static const int32_t municipality[ROWS] = { 484, 484, 484, 484, 484, 484, 484, 484, 484, 484, 484, 484 };
    two_stays s = stay_twice();
    s.at[4] = s.at[3] - 1;
    const column columns[] = {
        PLAIN("case", "l", s.key),
        PLAIN("at", "l", s.at),
        { .name = "event", .format = "u", .buffers = { NULL, ends, text }, .buffer_count = 3 },
        { .name = "party", .format = "C", .buffers = { validity, s.party }, .buffer_count = 2, .null_count = 1 },
        PLAIN("mask", "I", s.mask),
        PLAIN("municipality", "i", municipality)
    };
    const table t = { columns, 6, ROWS, 0, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    told found = { 0 };
    options.order = order;
    options.batch.bad_rows = UTSKR_BAD_ROWS_LEAVE_OUT;
    options.batch.report = tell;
    options.batch.user = &found;
    read_tables r = read_table(&t, &options);
    const bool good = r.failed == 0 && r.count >= 1;
    tap_ok(good, "order %d: bad rows leave out their case", (int)order);
    tap_eq_i64(found.count, 3, "order %d: three rows are told of", (int)order);
    tap_ok(found.rows[0].row == 1 && found.rows[0].column == UTSKR_COLUMN_KIND &&
               strcmp(found.rows[0].word, "needs-assesed") == 0 &&
               strcmp(found.rows[0].suggestion, "needs-assessed") == 0,
           "the misspelt event, with the word that was meant");
    tap_ok(found.rows[1].row == 2 && found.rows[1].column == UTSKR_COLUMN_PARTY, "the null");
    tap_ok(found.rows[2].row == 4 && found.rows[2].status == UTSKR_OUT_OF_ORDER, "the time that goes back");
    if (good) {
        tap_eq_str(word(&r, "error", 0), "bad-argument", "the case is not judged");
        tap_eq_str(word(&r, "state", 0), "null", "and its answers are null");
        tap_eq_str(list(&r, "findings", 0), "null", "lists too");
        tap_eq_i64(NUMBER(int64_t, &r, "case", 0), 10, "but which case it is");
        const int64_t chunk = order == UTSKR_BATCH_BY_CASE ? 1 : 0;
        const struct ArrowArray *days = find(&r, (uint64_t)chunk, "days");
        tap_eq_i64(((const int32_t *)days->buffers[1])[order == UTSKR_BATCH_BY_CASE ? 0 : 1], 2, "the other is judged");
    }
    free_tables(&r);
}

/* Columns are read where they lie; what is bad is not written there. A time of its own that is none says nothing, and still its row is
 * bad. */
static void test_host_columns_are_kept(void) {
    enum { ROWS = 2 * STAY };
    static const uint8_t validity[] = { 0x04, 0x00 }; /* of the third row alone */
    static const char text[] = "some day";
    static const int32_t ends[ROWS + 1] = { 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8 };
    two_stays s = stay_twice();
    uint8_t kinds_before[ROWS];
    memcpy(kinds_before, s.kind, sizeof kinds_before);
    const column columns[] = {
        PLAIN("case", "l", s.key),
        PLAIN("at", "l", s.at),
        PLAIN("event", "C", s.kind),
        PLAIN("party", "C", s.party),
        PLAIN("mask", "I", s.mask),
        { .name = "value", .format = "u", .buffers = { validity, ends, text }, .buffer_count = 3, .null_count = 11 },
    };
    const table t = { columns, 6, ROWS, 0, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    told found = { 0 };
    options.order = UTSKR_BATCH_BY_CASE;
    options.batch.stay.municipality = 484;
    options.batch.bad_rows = UTSKR_BAD_ROWS_LEAVE_OUT;
    options.batch.report = tell;
    options.batch.user = &found;
    read_tables r = read_table(&t, &options);
    tap_ok(found.count == 1 && found.rows[0].row == 2 && found.rows[0].column == UTSKR_COLUMN_VALUE,
           "a time that is none is told of");
    tap_ok(memcmp(s.kind, kinds_before, sizeof kinds_before) == 0, "the host's kinds are as they were");
    if (tap_ok(r.failed == 0 && r.count == 2, "both cases are answered"))
        tap_ok(strcmp(word(&r, "error", 0), "bad-argument") == 0 &&
                   ((const int32_t *)find(&r, 1, "days")->buffers[1])[0] == 2,
               "the one as an error, the other by its two days");
    free_tables(&r);
}

/* --- Memory ------------------------------------------------------------------------------------------------------------------------------------------------ */

/* A consumer keeps one column and gives back the table; the column is still good. */
static void test_kept_column(void) {
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, NULL };
    read_tables r = read_table(&t, NULL);
    struct ArrowArray *state = NULL, *findings = NULL;
    for (int64_t i = 0; i < r.schema.n_children; i++) {
        state = strcmp(r.schema.children[i]->name, "state") == 0 ? r.arrays[0].children[i] : state;
        findings = strcmp(r.schema.children[i]->name, "findings") == 0 ? r.arrays[0].children[i] : findings;
    }
    if (state == NULL || findings == NULL) {
        tap_ok(false, "the columns are there");
        return;
    }
    struct ArrowArray kept = *state, kept_list = *findings;
    state->release = findings->release = NULL; /* moved */
    free_tables(&r);
    char text[32];
    copy_text(kept.dictionary, ((const uint8_t *)kept.buffers[1])[0], text);
    tap_eq_str(text, "discharged", "a column that was kept");
    tap_eq_i64(kept_list.children[0]->length, ((const int32_t *)kept_list.buffers[1])[1], "a list that was kept");
    kept.release(&kept);
    kept_list.release(&kept_list);
    tap_eq_i64((int64_t)memory.in_use, 0, "everything is given back");
}

/* Two cells of one row are wrong, and memory runs out while that is noted. */
static void test_two_wrong_cells(void) {
    static const uint8_t kind[STAY] = { 3, 99, 13, 31, 24, 9 }, party[STAY] = { 1, 9, 1, 1, 2, 1 };
    column columns[STAY_COLUMNS];
    copy_stay(columns);
    columns[EVENT].buffers[1] = kind;
    columns[PARTY].buffers[1] = party;
    const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
    utskr_arrow_options options = UTSKR_ARROW_OPTIONS_INIT;
    told found = { 0 };
    options.batch.bad_rows = UTSKR_BAD_ROWS_LEAVE_OUT;
    options.batch.report = tell;
    options.batch.user = &found;
    read_tables r = read_table(&t, &options);
    tap_ok(found.count == 1 && found.rows[0].column == UTSKR_COLUMN_KIND, "a row is told of once, for its first cell");
    free_tables(&r);
    bool failed = false;
    for (uint64_t fail_at = 1; fail_at < 40; fail_at++) {
        memory = (test_memory){ 0, fail_at, 0 };
        r = read_table(&t, &options);
        failed = failed || r.failed == ENOMEM;
        free_tables(&r);
    }
    memory = (test_memory){ 0, 0, 0 };
    tap_ok(failed, "memory ran out while reading");
}

static void test_failing_memory(void) {
    static const char text[] = "annaannaannaannaannaanna";
    static const int32_t ends[] = { 0, 4, 8, 12, 16, 20, 24 };
    column columns[STAY_COLUMNS];
    copy_stay(columns);
    columns[CASE] = (column){ .name = "case", .format = "u", .buffers = { NULL, ends, text }, .buffer_count = 3 };
    const table t = { columns, STAY_COLUMNS, STAY, 0, NULL };
    uint64_t failures = 0, wrong = 0;
    bool succeeded = false;
    for (uint64_t fail_at = 1; !succeeded && fail_at < 1000; fail_at++) {
        memory = (test_memory){ 0, fail_at, 0 };
        read_tables r = read_table(&t, NULL);
        succeeded = r.status == UTSKR_OK && r.failed == 0;
        const bool no_memory = r.status == UTSKR_NO_MEMORY || r.failed == ENOMEM;
        failures += no_memory;
        wrong += !succeeded && !no_memory;
        free_tables(&r);
        wrong += memory.in_use != 0;
    }
    memory = (test_memory){ 0, 0, 0 };
    tap_ok(succeeded && failures > 100, "memory ran out in %d places", (int)failures);
    tap_eq_i64((int64_t)wrong, 0, "each said so, and nothing was leaked");
}

/* --- One array --------------------------------------------------------------------------------------------------------------------------------------------- */

static void test_single(void) {
    const table t = { stay_columns, STAY_COLUMNS, STAY, 0, NULL };
    source s = { .tables = &t, .table_count = 1 };
    struct ArrowArrayStream events = stream_of(&s), single, result;
    struct ArrowSchema schema, lent;
    struct ArrowArray array;
    utskr_allocator allocator = test_allocator(&memory);
    (void)events.get_schema(&events, &schema);
    (void)events.get_next(&events, &array);
    memory.fail_at = memory.made + 1;
    tap_eq_i64(utskr_arrow_stream_of(&schema, &array, &allocator, &single), UTSKR_NO_MEMORY,
               "no memory for the stream");
    memory.fail_at = memory.made + 2;
    tap_eq_i64(utskr_arrow_stream_of(&schema, &array, &allocator, &single), UTSKR_NO_MEMORY, "nor for its schema");
    memory.fail_at = 0;
    tap_eq_i64(utskr_arrow_stream_of(&schema, NULL, &allocator, &single), UTSKR_BAD_ARGUMENT, "no array");
    tap_ok(schema.release != NULL && array.release != NULL, "both are left");
    tap_eq_i64(utskr_arrow_stream_of(&schema, &array, &allocator, &single), UTSKR_OK, "one array as a stream");
    tap_ok(schema.release == NULL && array.release == NULL, "both are moved");
    tap_ok(single.get_schema(&single, &lent) == 0 && lent.n_children == STAY_COLUMNS, "its schema");
    tap_ok(single.get_last_error(&single) == NULL, "nothing is wrong");
    tap_eq_i64(utskr_arrow_judge(&single, NULL, &allocator, &result, NULL), UTSKR_OK, "which can be judged");
    tap_ok(result.get_next(&result, &array) == 0 && array.release != NULL && array.length == 1, "one case");
    array.release(&array);
    result.release(&result);
    tap_eq_str(lent.children[0]->name, "case", "the schema lives as long as somebody holds it");
    lent.release(&lent);
    tap_eq_i64((int64_t)memory.in_use, 0, "everything is given back");
    tap_eq_i64(s.released, 1, "the array too");
    events.release(&events);
    s = (source){ .tables = &t, .table_count = 1 };
    events = stream_of(&s);
    (void)events.get_schema(&events, &schema);
    (void)events.get_next(&events, &array);
    tap_eq_i64(utskr_arrow_stream_of(&schema, &array, &allocator, &single), UTSKR_OK, "a stream that nobody reads");
    single.release(&single);
    tap_ok(s.released == 1 && memory.in_use == 0, "releases its array");
    events.release(&events);
}

int main(void) {
    test_integers();
    test_alignment();
    test_timestamps();
    test_texts();
    test_text_values();
    test_attributes();
    test_offsets();
    test_nulls();
    test_chunks();
    test_more_columns();
    test_mapping();
    test_wanted();
    test_same_as_columns();
    for (uint32_t i = 0; i < utskr_pack_count(); i++)
        test_many_packs(utskr_pack_at(i));
    test_cut_liability();
    test_names();
    test_names_by_case();
    test_wrong_types();
    test_wrong_cells();
    test_wrong_attributes();
    test_ids();
    test_broken_arrays();
    test_row_numbers();
    test_source_fails();
    test_arguments();
    test_left_out(UTSKR_BATCH_BY_CASE);
    test_left_out(UTSKR_BATCH_BY_TIME);
    test_host_columns_are_kept();
    test_kept_column();
    test_two_wrong_cells();
    test_failing_memory();
    test_single();
    return tap_done();
}
