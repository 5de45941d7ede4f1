/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Instants and dates as ISO 8601 text.
 *
 * Reading goes in two steps: first the shape (which bytes are digits, which are marks), then the values from left to
 * right. So a word that is no date at all is called malformed, never "out of range".
 */
#include <string.h>

#include "time/clock.h"

enum { FIRST_YEAR = 1980, LAST_YEAR = 2199, LARGEST_OFFSET = 840 /* minutes */ };

/* Where each field begins, in bytes from 0. */
enum { YEAR_AT = 0, MONTH_AT = 5, DAY_AT = 8, T_AT = 10, HOUR_AT = 11, MINUTE_AT = 14, SECOND_AT = 17 };

/* In a shape, 0 stands for any digit and every other byte for itself. */
static const char DATE_SHAPE[] = "0000-00-00";
static const char MINUTES_SHAPE[] = "0000-00-00T00:00";
static const char SECONDS_SHAPE[] = ":00";
static const char OFFSET_SHAPE[] = "00:00";

static const char A_DATE[] = "a date, YYYY-MM-DD";
static const char AN_INSTANT[] =
    "an instant, YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS, then Z, +HH:MM, -HH:MM or nothing";
static const char YEARS[] = "a year from 1980 to 2199";

/* A field with a fixed range. */
typedef struct field_range {
    int32_t last;
    const char *message;
    const char *expected;
} field_range;

static const field_range HOUR = { 23, "there is no such hour", "00 to 23; midnight is 00:00 of the day that begins" };
static const field_range MINUTE = { 59, "there is no such minute", "00 to 59" };
static const field_range SECOND = { 59, "there is no such second", "00 to 59; leap seconds are not counted" };
static const field_range OFFSET_MINUTE = { 59, "there is no such offset", "minutes from 00 to 59" };

typedef struct text_reader {
    const char *text;
    size_t length;
    const char *form; /* what was expected of the whole text */
    utskr_error *error;
} text_reader;

/* --- Errors --------------------------------------------------------------------------------------------------- */

/* Memory too small for the struct, or never set with UTSKR_ERROR_INIT, is left alone. */
static bool takes_details(const utskr_error *error) {
    return error && error->size >= sizeof *error;
}

static utskr_status fail(const text_reader *reader, utskr_status status, size_t at, const char *message,
                         const char *expected) {
    utskr_error *error = reader->error;
    if (takes_details(error)) {
        error->status = (int32_t)status;
        error->line = 0;
        error->column = (uint32_t)at + 1;
        error->message = message;
        error->expected = expected;
        error->word[0] = '\0';
        error->suggestion[0] = '\0';
    }
    return status;
}

static utskr_status fail_argument(utskr_error *error) {
    text_reader nowhere = { NULL, 0, "", error };
    utskr_status status = fail(&nowhere, UTSKR_BAD_ARGUMENT, 0, "a null pointer", "a text and a place for its value");
    if (takes_details(error)) {
        error->column = 0;
    }
    return status;
}

static utskr_status fail_shape(const text_reader *reader, size_t at) {
    if (at >= reader->length) {
        return fail(reader, UTSKR_MALFORMED, at, at ? "the text ends too early" : "the text is empty", reader->form);
    }
    return fail(reader, UTSKR_MALFORMED, at, "the text does not follow its form here", reader->form);
}

/* --- Shape ---------------------------------------------------------------------------------------------------- */

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* The first byte from `at` on that departs from the shape, or the one after the shape. */
static size_t follow(const text_reader *reader, size_t at, const char *shape) {
    while (*shape && at < reader->length && (*shape == '0' ? is_digit(reader->text[at]) : reader->text[at] == *shape)) {
        at++;
        shape++;
    }
    return at;
}

static bool has(const text_reader *reader, size_t at, char byte) {
    return at < reader->length && reader->text[at] == byte;
}

/* After the clock, at `at`: nothing, Z or an offset, and then the end. */
static utskr_status check_zone(const text_reader *reader, size_t at) {
    size_t end = at;
    if (has(reader, at, 'Z')) {
        end = at + 1;
    } else if (has(reader, at, '+') || has(reader, at, '-')) {
        size_t offset_end = at + sizeof OFFSET_SHAPE; /* the sign and the shape without its zero */
        end = follow(reader, at + 1, OFFSET_SHAPE);
        if (end < offset_end) {
            return fail_shape(reader, end);
        }
    } else if (has(reader, at, '.') || has(reader, at, ',')) {
        return fail(reader, UTSKR_MALFORMED, at, "fractions of a second are not read", reader->form);
    }
    return end == reader->length ? UTSKR_OK : fail_shape(reader, end);
}

/* On success, `zone` is where the zone begins: after the minutes or the seconds. */
static utskr_status check_instant_shape(const text_reader *reader, size_t *zone) {
    size_t at = follow(reader, 0, MINUTES_SHAPE);
    if (at < sizeof MINUTES_SHAPE - 1) {
        return fail_shape(reader, at);
    }
    if (has(reader, at, ':')) {
        at = follow(reader, at, SECONDS_SHAPE);
        if (at < SECOND_AT + 2) {
            return fail_shape(reader, at);
        }
    }
    *zone = at;
    return check_zone(reader, at);
}

static utskr_status check_date_shape(const text_reader *reader) {
    size_t at = follow(reader, 0, DATE_SHAPE);
    return at == sizeof DATE_SHAPE - 1 && at == reader->length ? UTSKR_OK : fail_shape(reader, at);
}

/* --- Values --------------------------------------------------------------------------------------------------- */

static int32_t two_digits(const text_reader *reader, size_t at) {
    return 10 * (reader->text[at] - '0') + (reader->text[at + 1] - '0');
}

static utskr_status read_day(const text_reader *reader, utskr_date *out) {
    int32_t year = 100 * two_digits(reader, YEAR_AT) + two_digits(reader, YEAR_AT + 2);
    int32_t month = two_digits(reader, MONTH_AT);
    int32_t day = two_digits(reader, DAY_AT);
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        return fail(reader, UTSKR_OUT_OF_RANGE, YEAR_AT, "the year is outside the calendar kept here", YEARS);
    }
    if (month < 1 || month > 12) {
        return fail(reader, UTSKR_MALFORMED, MONTH_AT, "there is no such month", "01 to 12");
    }
    if (utskr_date_from_civil(year, month, day, out) != UTSKR_OK) {
        return fail(reader, UTSKR_MALFORMED, DAY_AT, "the month has no such day", "a day of that month");
    }
    return UTSKR_OK;
}

static utskr_status read_field(const text_reader *reader, size_t at, const field_range *range, int32_t *out) {
    *out = two_digits(reader, at);
    return *out <= range->last ? UTSKR_OK : fail(reader, UTSKR_MALFORMED, at, range->message, range->expected);
}

/* Seconds since midnight as written. */
static utskr_status read_clock(const text_reader *reader, size_t zone, int32_t *out) {
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    utskr_status status = read_field(reader, HOUR_AT, &HOUR, &hour);
    if (status == UTSKR_OK) {
        status = read_field(reader, MINUTE_AT, &MINUTE, &minute);
    }
    if (status == UTSKR_OK && zone > SECOND_AT) {
        status = read_field(reader, SECOND_AT, &SECOND, &second);
    }
    *out = 3600 * hour + 60 * minute + second; /* 0 to 86399 when the status is OK */
    return status;
}

/* Seconds east of UTC as written after `zone`: -50400 to 50400. */
static utskr_status read_offset(const text_reader *reader, size_t zone, int32_t *out) {
    *out = 0;
    if (reader->text[zone] == 'Z') {
        return UTSKR_OK;
    }
    int32_t hours = two_digits(reader, zone + 1);
    int32_t minutes = two_digits(reader, zone + 4);
    if (60 * hours + minutes > LARGEST_OFFSET) {
        return fail(reader, UTSKR_MALFORMED, zone + 1, "there is no such offset", "at most 14:00");
    }
    int32_t seconds = 3600 * hours + 60 * minutes;
    *out = reader->text[zone] == '-' ? -seconds : seconds;
    return read_field(reader, zone + 4, &OFFSET_MINUTE, &minutes);
}

static utskr_status resolve_local(const text_reader *reader, utskr_date day, int32_t clock, utskr_instant *out) {
    utskr_status status = utskr_instant_from_local(day, clock, out);
    if (status == UTSKR_REPEATED_HOUR) {
        return fail(reader, status, HOUR_AT, "this hour happens twice, since daylight saving time ends",
                    "the offset: +02:00 for the first time, +01:00 for the second");
    }
    if (status == UTSKR_MISSING_HOUR) {
        return fail(reader, status, HOUR_AT, "this hour never happens, since daylight saving time begins",
                    "an hour before 02:00 or from 03:00");
    }
    return status; /* OK: day and clock were in their ranges */
}

static utskr_status resolve_offset(const text_reader *reader, size_t zone, utskr_instant local, utskr_instant *out) {
    int32_t offset = 0;
    utskr_status status = read_offset(reader, zone, &offset);
    if (status != UTSKR_OK) {
        return status;
    }
    *out = local - offset;
    if (*out < UTSKR_INSTANT_MIN || *out > UTSKR_INSTANT_MAX) {
        return fail(reader, UTSKR_OUT_OF_RANGE, YEAR_AT, "in Sweden the year is then outside the calendar kept here",
                    YEARS);
    }
    return UTSKR_OK;
}

static utskr_status read_instant(const text_reader *reader, utskr_instant *out) {
    size_t zone = 0;
    utskr_date day = 0;
    int32_t clock = 0;
    utskr_status status = check_instant_shape(reader, &zone);
    if (status == UTSKR_OK) {
        status = read_day(reader, &day);
    }
    if (status == UTSKR_OK) {
        status = read_clock(reader, zone, &clock);
    }
    if (status != UTSKR_OK) {
        return status;
    }
    if (zone == reader->length) {
        return resolve_local(reader, day, clock, out);
    }
    return resolve_offset(reader, zone, (utskr_instant)day * UTSKR_CLOCK_DAY + clock, out);
}

/* --- The public readers --------------------------------------------------------------------------------------- */

utskr_status utskr_instant_parse(const char *text, size_t length, utskr_instant *out, utskr_error *error) {
    if (!text || !out) {
        return fail_argument(error);
    }
    text_reader reader = { text, length, AN_INSTANT, error };
    utskr_instant at = 0;
    utskr_status status = read_instant(&reader, &at);
    if (status == UTSKR_OK) {
        *out = at;
    }
    return status;
}

utskr_status utskr_date_parse(const char *text, size_t length, utskr_date *out, utskr_error *error) {
    if (!text || !out) {
        return fail_argument(error);
    }
    text_reader reader = { text, length, A_DATE, error };
    utskr_status status = check_date_shape(&reader);
    return status == UTSKR_OK ? read_day(&reader, out) : status;
}

utskr_status utskr_instant_or_date_parse(const char *text, size_t length, utskr_instant *out, utskr_error *error) {
    if (length > T_AT) {
        return utskr_instant_parse(text, length, out, error);
    }
    utskr_date day = 0;
    utskr_status status = utskr_date_parse(out ? text : NULL, length, &day, error);
    if (status == UTSKR_OK) {
        *out = utskr_clock_day_end(day);
    }
    return status;
}

/* --- Writing -------------------------------------------------------------------------------------------------- */

static const char DIGIT_PAIRS[] = "00010203040506070809"
                                  "10111213141516171819"
                                  "20212223242526272829"
                                  "30313233343536373839"
                                  "40414243444546474849"
                                  "50515253545556575859"
                                  "60616263646566676869"
                                  "70717273747576777879"
                                  "80818283848586878889"
                                  "90919293949596979899";

/* `value` 0 to 99. */
static void put_pair(char *out, uint32_t value) {
    memcpy(out, DIGIT_PAIRS + 2 * (size_t)value, 2);
}

static void put_date(char *out, utskr_date day) {
    utskr_civil civil = utskr_clock_civil(day);
    uint32_t year = (uint32_t)civil.year; /* 1 to 9999 */
    put_pair(out + YEAR_AT, year / 100U);
    put_pair(out + YEAR_AT + 2, year % 100U);
    put_pair(out + MONTH_AT, (uint32_t)civil.month);
    put_pair(out + DAY_AT, (uint32_t)civil.day);
}

size_t utskr_date_format(utskr_date day, char out[UTSKR_DATE_TEXT]) {
    memcpy(out, "0000-00-00", UTSKR_DATE_TEXT);
    put_date(out, day);
    return UTSKR_DATE_TEXT - 1;
}

size_t utskr_instant_format(utskr_instant at, char out[UTSKR_INSTANT_TEXT]) {
    utskr_local_time local = utskr_clock_local(at);
    uint32_t clock = (uint32_t)local.clock;
    memcpy(out, local.offset == UTSKR_CLOCK_SUMMER ? "0000-00-00T00:00:00+02:00" : "0000-00-00T00:00:00+01:00",
           UTSKR_INSTANT_TEXT);
    put_date(out, local.day);
    put_pair(out + HOUR_AT, clock / 3600U);
    put_pair(out + MINUTE_AT, clock / 60U % 60U);
    put_pair(out + SECOND_AT, clock % 60U);
    return UTSKR_INSTANT_TEXT - 1;
}
