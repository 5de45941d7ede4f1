/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Instants and dates as text: values worked by hand, every documented error with its column, and the way back. */
#include <stdlib.h>
#include <utskrivning/time.h>

#include "tests/tap.h"

typedef utskr_status instant_reader(const char *text, size_t length, utskr_instant *out, utskr_error *error);

/* Reads a copy that is exactly as long as the text, so that a sanitizer sees one byte too many. */
static utskr_status read_exactly(instant_reader *reader, const char *text, size_t length, utskr_instant *out,
                                 utskr_error *error) {
    char *copy = malloc(length ? length : 1);
    if (!copy) {
        abort();
    }
    memcpy(copy, text, length);
    utskr_status status = reader(copy, length, out, error);
    free(copy);
    return status;
}

static utskr_status read_date_at_midnight(const char *text, size_t length, utskr_instant *out, utskr_error *error) {
    utskr_date day = (utskr_date)*out;
    utskr_status status = utskr_date_parse(text, length, &day, error);
    *out = day;
    return status;
}

/* --- Values --------------------------------------------------------------------------------------------------- */

typedef struct value_case {
    const char *text;
    utskr_instant expected;
} value_case;

/* 2026-01-12 is day 20465, 2022-03-27 day 19078, 2022-10-30 day 19295, 2024-02-29 day 19782, 2022-07-01 day 19174. */
static const value_case instants[] = {
    { "2026-01-12T09:15:00+01:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-12T09:15+01:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-12T09:15", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-12T09:15:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-12T08:15Z", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-12T08:15:59Z", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 + 59 },
    { "2026-01-12T08:15:59+00:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 + 59 },
    { "2026-01-12T08:15:59-00:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 + 59 },
    { "2026-01-12T04:45:59-03:30", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 + 59 },
    { "2026-01-12T22:15+14:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-11T18:15-14:00", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2026-01-12T21:14+12:59", INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60 },
    { "2022-07-01T00:00", INT64_C(19174) * 86400 - 7200 },
    { "2024-02-29T23:59:59", INT64_C(19782) * 86400 + 86399 - 3600 },
    { "2022-03-27T01:59:59", INT64_C(19078) * 86400 + 3599 },
    { "2022-03-27T03:00", INT64_C(19078) * 86400 + 3600 },
    { "2022-03-27T02:30+01:00", INT64_C(19078) * 86400 + 5400 }, /* a wall that no one sees, but an instant */
    { "2022-10-30T01:59:59", INT64_C(19295) * 86400 - 1 },
    { "2022-10-30T02:30+02:00", INT64_C(19295) * 86400 + 1800 },
    { "2022-10-30T02:30+01:00", INT64_C(19295) * 86400 + 5400 },
    { "2022-10-30T03:00", INT64_C(19295) * 86400 + 7200 },
    { "1980-01-01T00:00", INT64_C(315529200) },
    { "1980-01-01T00:00+01:00", INT64_C(315529200) },
    { "2199-12-31T23:59:59", INT64_C(7258114799) },
    { "2199-12-31T22:59:59Z", INT64_C(7258114799) },
};

static void expect_value(instant_reader *reader, const char *text, utskr_instant expected, const char *what) {
    utskr_instant out = -1;
    utskr_status status = read_exactly(reader, text, strlen(text), &out, NULL);
    tap_ok(status == UTSKR_OK && out == expected, "%s %s is %" PRId64, what, text, expected);
}

static void test_values(void) {
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        expect_value(utskr_instant_parse, instants[i].text, instants[i].expected, "instant");
        expect_value(utskr_instant_or_date_parse, instants[i].text, instants[i].expected, "instant or date");
    }
    expect_value(read_date_at_midnight, "2026-01-12", 20465, "date");
    expect_value(read_date_at_midnight, "1980-01-01", 3652, "date");
    expect_value(read_date_at_midnight, "2199-12-31", 84005, "date");
    expect_value(read_date_at_midnight, "2000-02-29", 11016, "date");
    expect_value(utskr_instant_or_date_parse, "2026-01-12", INT64_C(20466) * 86400 - 3601, "end of");
    expect_value(utskr_instant_or_date_parse, "2022-03-27", INT64_C(19079) * 86400 - 7201, "end of");
    expect_value(utskr_instant_or_date_parse, "2199-12-31", INT64_C(7258114799), "end of");
}

/* --- Errors --------------------------------------------------------------------------------------------------- */

typedef struct error_case {
    const char *text;
    utskr_status status;
    uint32_t column;
} error_case;

static const error_case bad_instants[] = {
    { "", UTSKR_MALFORMED, 1 },
    { "monday", UTSKR_MALFORMED, 1 },
    { " 2026-01-12T09:15", UTSKR_MALFORMED, 1 },
    { "-026-01-12T09:15", UTSKR_MALFORMED, 1 },
    { "+2026-01-12T09:15", UTSKR_MALFORMED, 1 },
    { "12026-01-12T09:15", UTSKR_MALFORMED, 5 },
    { "226-01-12T09:15", UTSKR_MALFORMED, 4 },
    { "2026/01/12T09:15", UTSKR_MALFORMED, 5 },
    { "20260112T0915", UTSKR_MALFORMED, 5 },
    { "2026-1-12T09:15", UTSKR_MALFORMED, 7 },
    { "2026-01-1T09:15", UTSKR_MALFORMED, 10 },
    { "2026-01-12", UTSKR_MALFORMED, 11 },
    { "2026-01-12 09:15", UTSKR_MALFORMED, 11 },
    { "2026-01-12t09:15", UTSKR_MALFORMED, 11 },
    { "2026-01-12T9:15", UTSKR_MALFORMED, 13 },
    { "2026-01-12T0915", UTSKR_MALFORMED, 14 },
    { "2026-01-12T09.15", UTSKR_MALFORMED, 14 },
    { "2026-01-12T09:1", UTSKR_MALFORMED, 16 },
    { "2026-01-12T09:155", UTSKR_MALFORMED, 17 },
    { "2026-01-12T09:15:", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15:0", UTSKR_MALFORMED, 19 },
    { "2026-01-12T09:15:0Z", UTSKR_MALFORMED, 19 },
    { "2026-01-12T09:15:00:00", UTSKR_MALFORMED, 20 },
    { "2026-01-12T09:15.5", UTSKR_MALFORMED, 17 },
    { "2026-01-12T09:15:00.5", UTSKR_MALFORMED, 20 },
    { "2026-01-12T09:15:00,5Z", UTSKR_MALFORMED, 20 },
    { "2026-01-12T09:15z", UTSKR_MALFORMED, 17 },
    { "2026-01-12T09:15 ", UTSKR_MALFORMED, 17 },
    { "2026-01-12T09:15ZZ", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15Z+01:00", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15+", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15+1:00", UTSKR_MALFORMED, 19 },
    { "2026-01-12T09:15+01", UTSKR_MALFORMED, 20 },
    { "2026-01-12T09:15+0100", UTSKR_MALFORMED, 20 },
    { "2026-01-12T09:15+01:0", UTSKR_MALFORMED, 22 },
    { "2026-01-12T09:15+01:000", UTSKR_MALFORMED, 23 },
    { "2026-01-12T09:15:00+01:00 ", UTSKR_MALFORMED, 26 },
    { "2026-01-12T09:15\xE2\x88\x92"
      "01:00",
      UTSKR_MALFORMED, 17 }, /* the typographic minus sign */
    { "\xC3\xA5r 2026", UTSKR_MALFORMED, 1 },
    { "1979-12-31T23:59:59", UTSKR_OUT_OF_RANGE, 1 },
    { "2200-01-01T00:00", UTSKR_OUT_OF_RANGE, 1 },
    { "0000-01-01T00:00", UTSKR_OUT_OF_RANGE, 1 },
    { "9999-12-31T00:00Z", UTSKR_OUT_OF_RANGE, 1 },
    { "1979-12-31T23:30Z", UTSKR_OUT_OF_RANGE, 1 }, /* in Sweden 1980, but written 1979 */
    { "2200-01-01T00:30+03:00", UTSKR_OUT_OF_RANGE, 1 },
    { "1980-01-01T00:00+01:01", UTSKR_OUT_OF_RANGE, 1 }, /* in Sweden still 1979 */
    { "2199-12-31T23:00Z", UTSKR_OUT_OF_RANGE, 1 },      /* in Sweden already 2200 */
    { "1979-99-99T99:99", UTSKR_OUT_OF_RANGE, 1 },
    { "2026-00-12T09:15", UTSKR_MALFORMED, 6 },
    { "2026-13-12T09:15", UTSKR_MALFORMED, 6 },
    { "2026-01-00T09:15", UTSKR_MALFORMED, 9 },
    { "2026-01-32T09:15", UTSKR_MALFORMED, 9 },
    { "2026-04-31T09:15", UTSKR_MALFORMED, 9 },
    { "2026-02-29T09:15", UTSKR_MALFORMED, 9 },
    { "2100-02-29T09:15", UTSKR_MALFORMED, 9 },
    { "2026-01-12T24:00", UTSKR_MALFORMED, 12 },
    { "2026-01-12T99:00", UTSKR_MALFORMED, 12 },
    { "2026-01-12T09:60", UTSKR_MALFORMED, 15 },
    { "2026-01-12T09:15:60", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15:60Z", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15+14:01", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15-15:00", UTSKR_MALFORMED, 18 },
    { "2026-01-12T09:15:00+99:99", UTSKR_MALFORMED, 21 },
    { "2026-01-12T09:15+01:60", UTSKR_MALFORMED, 21 },
    { "2026-01-12T09:15:00-01:99", UTSKR_MALFORMED, 24 },
    { "2022-10-30T02:00", UTSKR_REPEATED_HOUR, 12 },
    { "2022-10-30T02:59:59", UTSKR_REPEATED_HOUR, 12 },
    { "1980-09-28T02:30", UTSKR_REPEATED_HOUR, 12 },
    { "2022-03-27T02:00", UTSKR_MISSING_HOUR, 12 },
    { "2022-03-27T02:59:59", UTSKR_MISSING_HOUR, 12 },
    { "1980-04-06T02:30", UTSKR_MISSING_HOUR, 12 },
};

static const error_case bad_dates[] = {
    { "", UTSKR_MALFORMED, 1 },
    { "today", UTSKR_MALFORMED, 1 },
    { "2026-01-1", UTSKR_MALFORMED, 10 },
    { "2026-01-122", UTSKR_MALFORMED, 11 },
    { "2026-01-12T09:15", UTSKR_MALFORMED, 11 },
    { "2026-01-12 ", UTSKR_MALFORMED, 11 },
    { "2026.01.12", UTSKR_MALFORMED, 5 },
    { "2026-00-01", UTSKR_MALFORMED, 6 },
    { "2026-13-01", UTSKR_MALFORMED, 6 },
    { "2026-02-30", UTSKR_MALFORMED, 9 },
    { "2026-02-00", UTSKR_MALFORMED, 9 },
    { "1979-12-31", UTSKR_OUT_OF_RANGE, 1 },
    { "2200-01-01", UTSKR_OUT_OF_RANGE, 1 },
};

static const error_case bad_instants_or_dates[] = {
    { "", UTSKR_MALFORMED, 1 },
    { "2026-01-1", UTSKR_MALFORMED, 10 },
    { "2026-02-30", UTSKR_MALFORMED, 9 },
    { "2200-01-01", UTSKR_OUT_OF_RANGE, 1 },
    { "2026-01-12T", UTSKR_MALFORMED, 12 },
    { "2026-01-12 09:15", UTSKR_MALFORMED, 11 },
    { "2022-10-30T02:30", UTSKR_REPEATED_HOUR, 12 },
};

static void expect_error(instant_reader *reader, const error_case *bad, const char *what) {
    utskr_error error = { sizeof(utskr_error), 0, 77, 88, NULL, NULL, "x", "y" };
    utskr_instant out = -1;
    utskr_status status = read_exactly(reader, bad->text, strlen(bad->text), &out, &error);
    bool good = status == bad->status && error.status == (int32_t)bad->status && error.column == bad->column &&
                error.line == 0 && out == -1 && error.message && error.message[0] && error.expected &&
                error.expected[0] && error.word[0] == '\0' && error.suggestion[0] == '\0';
    tap_ok(good, "%s \"%s\" is refused at column %" PRIu32, what, bad->text, bad->column);
    if (!good) {
        tap_say("status %d, column %" PRIu32 ", %s", (int)status, error.column, error.message);
    }
}

static void test_errors(void) {
    for (size_t i = 0; i < sizeof bad_instants / sizeof bad_instants[0]; i++) {
        expect_error(utskr_instant_parse, &bad_instants[i], "instant");
    }
    for (size_t i = 0; i < sizeof bad_dates / sizeof bad_dates[0]; i++) {
        expect_error(read_date_at_midnight, &bad_dates[i], "date");
    }
    for (size_t i = 0; i < sizeof bad_instants_or_dates / sizeof bad_instants_or_dates[0]; i++) {
        expect_error(utskr_instant_or_date_parse, &bad_instants_or_dates[i], "instant or date");
    }
}

/* A reader at a ward must learn from the message what to write instead. */
static void expect_words(const char *text, const char *message, const char *expected) {
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_instant out = 0;
    (void)utskr_instant_parse(text, strlen(text), &out, &error);
    tap_ok(strstr(error.message, message) != NULL, "\"%s\": the message says \"%s\"", text, message);
    tap_ok(strstr(error.expected, expected) != NULL, "\"%s\": \"%s\" is expected", text, expected);
}

static void test_messages(void) {
    expect_words("2022-10-30T02:30", "twice", "offset");
    expect_words("2022-03-27T02:30", "never", "03:00");
    expect_words("", "empty", "YYYY-MM-DDTHH:MM");
    expect_words("2026-01-12", "too early", "YYYY-MM-DDTHH:MM");
    expect_words("2026-01-12T24:00", "hour", "midnight");
    expect_words("2026-01-12T23:59:60", "second", "leap");
    expect_words("2026-01-12T09:15:00.25", "fractions", "YYYY-MM-DDTHH:MM:SS");
    expect_words("1950-01-12T09:15", "year", "1980 to 2199");
    expect_words("2026-02-29T09:15", "no such day", "day");
    expect_words("2026-01-12T09:15+15:00", "offset", "14:00");
}

/* --- Arguments ------------------------------------------------------------------------------------------------ */

static const char good_text[] = "2026-01-12T09:15";

static void expect_bad_argument(utskr_status status, const utskr_error *error, const char *what) {
    tap_ok(status == UTSKR_BAD_ARGUMENT && error->status == (int32_t)UTSKR_BAD_ARGUMENT && error->column == 0 &&
               error->message[0],
           "%s is a bad argument", what);
}

static void test_arguments(void) {
    utskr_instant at = -1;
    utskr_date day = -1;
    utskr_error error = UTSKR_ERROR_INIT;
    expect_bad_argument(utskr_instant_parse(NULL, 16, &at, &error), &error, "instant: no text");
    expect_bad_argument(utskr_instant_parse(good_text, 16, NULL, &error), &error, "instant: no place");
    expect_bad_argument(utskr_date_parse(NULL, 10, &day, &error), &error, "date: no text");
    expect_bad_argument(utskr_date_parse(good_text, 10, NULL, &error), &error, "date: no place");
    expect_bad_argument(utskr_instant_or_date_parse(NULL, 16, &at, &error), &error, "either: no text, long");
    expect_bad_argument(utskr_instant_or_date_parse(NULL, 10, &at, &error), &error, "either: no text, short");
    expect_bad_argument(utskr_instant_or_date_parse(good_text, 16, NULL, &error), &error, "either: no place, long");
    expect_bad_argument(utskr_instant_or_date_parse(good_text, 10, NULL, &error), &error, "either: no place, short");
    tap_eq_i64(utskr_instant_parse(NULL, 0, &at, NULL), UTSKR_BAD_ARGUMENT, "no text and no error");
    tap_ok(at == -1 && day == -1, "nothing is written");
}

/* An error struct of another size is not written to; the status is the same. */
static void test_small_error(void) {
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_instant at = -1;
    error.size = sizeof(utskr_error) - 1;
    tap_eq_i64(utskr_instant_parse("x", 1, &at, &error), UTSKR_MALFORMED, "the status is given");
    tap_eq_i64(utskr_instant_parse(NULL, 1, &at, &error), UTSKR_BAD_ARGUMENT, "also that of a bad argument");
    tap_ok(error.status == 0 && error.column == 0, "and the memory left alone");
}

/* --- Truncation and noise ------------------------------------------------------------------------------------- */

/* Of the prefixes of a whole instant only those of 16, 19 and 25 bytes are instants; these mean local time. */
static void test_truncations(void) {
    static const char whole[] = "2026-01-12T09:15:00+01:00";
    for (size_t length = 0; length < sizeof whole; length++) {
        utskr_instant out = -1;
        utskr_error error = UTSKR_ERROR_INIT;
        bool is_whole = length == 16 || length == 19 || length == 25;
        utskr_status status = read_exactly(utskr_instant_parse, whole, length, &out, &error);
        tap_ok(is_whole ? status == UTSKR_OK && out == INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60
                        : status == UTSKR_MALFORMED && error.column == length + 1,
               "the first %u bytes", (unsigned)length);
    }
}

/* Every byte value at every place: no other change than of one digit for another, or of the sign, is accepted. */
static void test_every_byte_everywhere(void) {
    static const char whole[] = "2026-01-12T09:15:00+01:00";
    bool good = true;
    for (size_t at = 0; at < sizeof whole - 1; at++) {
        for (int byte = 0; byte < 256; byte++) {
            char text[sizeof whole];
            utskr_instant out = -1;
            utskr_error error = UTSKR_ERROR_INIT;
            memcpy(text, whole, sizeof whole);
            text[at] = (char)(unsigned char)byte;
            utskr_status status = read_exactly(utskr_instant_parse, text, sizeof whole - 1, &out, &error);
            bool both_digits = whole[at] >= '0' && whole[at] <= '9' && byte >= '0' && byte <= '9';
            bool both_signs = whole[at] == '+' && (byte == '+' || byte == '-');
            bool same_shape = both_digits || both_signs || byte == (int)(unsigned char)whole[at];
            /* After the minutes or seconds a zone may begin; then it is the byte after it that is wrong. */
            bool other_zone = (at == 16 || at == 19) && (byte == 'Z' || byte == '+' || byte == '-');
            bool right_place = other_zone ? error.column > at + 1 : error.column == at + 1;
            good = good && (same_shape ? status == UTSKR_OK || error.column <= at + 1
                                       : status == UTSKR_MALFORMED && right_place);
        }
    }
    tap_ok(good, "any byte in any place of an instant: read, or refused at that place");
}

static void test_zero_byte(void) {
    static const char text[] = "2026-01-12T09:15\0Z";
    utskr_instant out = -1;
    utskr_error error = UTSKR_ERROR_INIT;
    tap_eq_i64(utskr_instant_parse(text, 17, &out, &error), UTSKR_MALFORMED, "a zero byte does not end a text");
    tap_eq_i64(error.column, 17, "and stands at column 17");
    tap_eq_i64(utskr_instant_parse("2026\0", 5, &out, &error), UTSKR_MALFORMED, "nor within the form");
    tap_eq_i64(error.column, 5, "at column 5");
}

/* --- Writing -------------------------------------------------------------------------------------------------- */

typedef struct written_case {
    utskr_instant at;
    const char *expected;
} written_case;

static const written_case written[] = {
    { INT64_C(315529200), "1980-01-01T00:00:00+01:00" },
    { INT64_C(7258114799), "2199-12-31T23:59:59+01:00" },
    { INT64_C(20465) * 86400 + 8 * 3600 + 15 * 60, "2026-01-12T09:15:00+01:00" },
    { INT64_C(19174) * 86400 - 7200, "2022-07-01T00:00:00+02:00" },
    { INT64_C(19174) * 86400 - 7201, "2022-06-30T23:59:59+02:00" },
    { INT64_C(19078) * 86400 + 3599, "2022-03-27T01:59:59+01:00" },
    { INT64_C(19078) * 86400 + 3600, "2022-03-27T03:00:00+02:00" },
    { INT64_C(19295) * 86400 + 1800, "2022-10-30T02:30:00+02:00" },
    { INT64_C(19295) * 86400 + 5400, "2022-10-30T02:30:00+01:00" },
    { 0, "1970-01-01T01:00:00+01:00" },
    { INT64_MIN, "0001-01-01T01:00:00+01:00" },
    { INT64_MAX, "9999-12-31T23:59:59+01:00" },
};

static void test_writing(void) {
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        char text[UTSKR_INSTANT_TEXT];
        memset(text, 'x', sizeof text);
        size_t length = utskr_instant_format(written[i].at, text);
        tap_eq_str(text, written[i].expected, "instant %" PRId64, written[i].at);
        tap_eq_i64((int64_t)length, 25, "has 25 bytes");
    }
    char text[UTSKR_DATE_TEXT];
    memset(text, 'x', sizeof text);
    tap_eq_i64((int64_t)utskr_date_format(20465, text), 10, "a date has 10 bytes");
    tap_eq_str(text, "2026-01-12", "day 20465");
    (void)utskr_date_format(11016, text);
    tap_eq_str(text, "2000-02-29", "day 11016");
    (void)utskr_date_format(UTSKR_DATE_NONE, text);
    tap_eq_str(text, "0001-01-01", "no date counts as the first");
    (void)utskr_date_format(INT32_MAX, text);
    tap_eq_str(text, "9999-12-31", "the largest counts as the last");
}

/* What was written reads back: about every 11 hours of 1980 to 2199, meeting all minutes and seconds. */
static void test_there_and_back(void) {
    bool good = true;
    for (utskr_instant at = UTSKR_INSTANT_MIN; good && at <= UTSKR_INSTANT_MAX; at += 39671) {
        char text[UTSKR_INSTANT_TEXT];
        utskr_instant back = -1;
        size_t length = utskr_instant_format(at, text);
        good = utskr_instant_parse(text, length, &back, NULL) == UTSKR_OK && back == at;
    }
    tap_ok(good, "instants there and back");
    for (utskr_date day = 3652; good && day <= 84005; day++) {
        char text[UTSKR_DATE_TEXT];
        utskr_date back = -1;
        size_t length = utskr_date_format(day, text);
        good = utskr_date_parse(text, length, &back, NULL) == UTSKR_OK && back == day;
    }
    tap_ok(good, "dates there and back");
}

int main(void) {
    test_values();
    test_errors();
    test_messages();
    test_arguments();
    test_small_error();
    test_truncations();
    test_every_byte_everywhere();
    test_zero_byte();
    test_writing();
    test_there_and_back();
    return tap_done();
}
