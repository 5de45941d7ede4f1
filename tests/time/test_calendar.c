/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The calendar against an odometer: days, months, years and days of the week turned one day at a time from
 * 0001-01-01, a Monday. It shares no arithmetic with the library.
 */
#include <utskrivning/time.h>

#include "tests/tap.h"

typedef struct odometer {
    int32_t number; /* days since 1970-01-01 */
    int32_t year;
    int32_t month;
    int32_t day;
    int32_t day_of_week;
} odometer;

/* Thirty days hath September, April, June and November. */
static int32_t month_length(int32_t year, int32_t month) {
    switch (month) {
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    case 2: break;
    default: return 31;
    }
    if (year % 100 == 0) {
        return year % 400 == 0 ? 29 : 28;
    }
    return year % 4 == 0 ? 29 : 28;
}

static void turn(odometer *at) {
    at->number++;
    at->day_of_week = at->day_of_week == 7 ? 1 : at->day_of_week + 1;
    if (++at->day > month_length(at->year, at->month)) {
        at->day = 1;
        if (++at->month > 12) {
            at->month = 1;
            at->year++;
        }
    }
}

static bool agrees(const odometer *at) {
    utskr_civil civil = utskr_civil_from_date(at->number);
    utskr_date back = UTSKR_DATE_NONE;
    utskr_status status = utskr_date_from_civil(at->year, at->month, at->day, &back);
    return civil.year == at->year && civil.month == at->month && civil.day == at->day && status == UTSKR_OK &&
           back == at->number && utskr_year_of(at->number) == at->year &&
           utskr_day_of_week(at->number) == at->day_of_week;
}

/* Turns on to the end of `last_year`; false, and a diagnosis, at the first day that differs. */
static bool agrees_through(odometer *at, int32_t last_year) {
    bool all = true;
    while (at->year <= last_year) {
        if (all && !agrees(at)) {
            tap_say("first difference at %04d-%02d-%02d, day %d", at->year, at->month, at->day, at->number);
            all = false;
        }
        turn(at);
    }
    return all;
}

static void test_every_day(void) {
    odometer at = { -719162, 1, 1, 1, 1 };
    bool before = agrees_through(&at, 1979);
    tap_ok(before, "every day of the years 1 to 1979");
    tap_eq_i64(at.number, 3652, "1980-01-01 is day 3652"); /* 10 years of 365 days, leap days of 1972 and 1976 */
    for (int32_t year = 1980; year <= 2250; year++) {
        bool same = agrees_through(&at, year);
        tap_ok(same, "every day of %d", year);
    }
    bool after = agrees_through(&at, 9999);
    tap_ok(after, "every day of the years 2251 to 9999");
    tap_eq_i64(at.number, 2932897, "the day after 9999-12-31 is 2932897");
}

static int32_t number_of(int32_t year, int32_t month, int32_t day) {
    utskr_date out = UTSKR_DATE_NONE;
    return utskr_date_from_civil(year, month, day, &out) == UTSKR_OK ? out : UTSKR_DATE_NONE;
}

static void test_landmarks(void) {
    tap_eq_i64(number_of(1970, 1, 1), 0, "1970-01-01 is day 0");
    tap_eq_i64(number_of(2000, 1, 1), 10957, "2000-01-01 is day 10957");
    tap_eq_i64(number_of(2000, 2, 29), 11016, "2000 is a leap year: 29 February is day 11016");
    tap_eq_i64(number_of(2026, 1, 12), 20465, "2026-01-12 is day 20465");
    tap_eq_i64(utskr_day_of_week(20465), 1, "2026-01-12 is a Monday");
    tap_eq_i64(utskr_day_of_week(0), 4, "1970-01-01 is a Thursday");
    tap_eq_i64(utskr_day_of_week(-1), 3, "1969-12-31 is a Wednesday");
    tap_eq_i64(utskr_year_of(-1), 1969, "1969-12-31 is in 1969");
}

typedef struct refused_day {
    int32_t year;
    int32_t month;
    int32_t day;
} refused_day;

static void test_refused_days(void) {
    static const refused_day refused[] = {
        { 0, 12, 31 },          { 10000, 1, 1 },        { -1, 1, 1 },    { 2026, 0, 1 },      { 2026, 13, 1 },
        { 2026, -1, 1 },        { 2026, 1, 0 },         { 2026, 1, 32 }, { 2026, 4, 31 },     { 2026, 2, 29 },
        { 2100, 2, 29 },        { 2024, 2, 30 },        { 2026, 1, -1 }, { INT32_MAX, 1, 1 }, { INT32_MIN, 1, 1 },
        { 2026, INT32_MAX, 1 }, { 2026, 1, INT32_MAX },
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const refused_day *day = &refused[i];
        utskr_date out = 4711;
        utskr_status status = utskr_date_from_civil(day->year, day->month, day->day, &out);
        tap_ok(status == UTSKR_BAD_ARGUMENT && out == 4711, "%d-%d-%d is refused and nothing is written", day->year,
               day->month, day->day);
    }
    tap_eq_i64(utskr_date_from_civil(2026, 1, 1, NULL), UTSKR_BAD_ARGUMENT, "a null pointer is refused");
}

static void test_beyond_the_calendar(void) {
    utskr_civil first = utskr_civil_from_date(UTSKR_DATE_NONE);
    utskr_civil last = utskr_civil_from_date(INT32_MAX);
    tap_ok(first.year == 1 && first.month == 1 && first.day == 1, "dates before year 1 count as its first day");
    tap_ok(last.year == 9999 && last.month == 12 && last.day == 31, "dates after 9999 count as its last day");
    tap_eq_i64(utskr_year_of(UTSKR_DATE_NONE), 1, "the year of no date is 1");
    tap_eq_i64(utskr_year_of(INT32_MAX), 9999, "the year of the largest number is 9999");
    tap_eq_i64(utskr_day_of_week(UTSKR_DATE_NONE), 1, "0001-01-01 is a Monday");
    tap_eq_i64(utskr_day_of_week(INT32_MAX), 5, "9999-12-31 is a Friday");
}

int main(void) {
    test_every_day();
    test_landmarks();
    test_refused_days();
    test_beyond_the_calendar();
    return tap_done();
}
