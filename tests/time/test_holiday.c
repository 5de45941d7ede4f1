/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holidays and weekdays against the text of lag 1989:253 read anew (month, day and day of the week), an Easter computed
 * by the golden number and the Sunday letter, published dates of Easter, and whole years written out.
 */
#include <utskrivning/time.h>

#include "tests/tap.h"

enum { FIRST_YEAR = 1980, LAST_YEAR = 2249 };

/* --- The witness ---------------------------------------------------------------------------------------------- */

/* Easter Sunday as a day of March (32 is 1 April): Knuth, The Art of Computer Programming 1, 1.3.2 exercise 14. */
static int32_t easter_of(int32_t year) {
    int32_t golden = year % 19 + 1;
    int32_t century = year / 100 + 1;
    int32_t dropped_leap_years = 3 * century / 4 - 12;
    int32_t moon_correction = (8 * century + 5) / 25 - 5;
    int32_t sunday = 5 * year / 4 - dropped_leap_years - 10;
    int32_t epact = (11 * golden + 20 + moon_correction - dropped_leap_years) % 30;
    epact += epact == 24 || (epact == 25 && golden > 11) ? 1 : 0;
    int32_t full_moon = 44 - epact;
    full_moon += full_moon < 21 ? 30 : 0;
    return full_moon + 7 - (sunday + full_moon) % 7;
}

typedef struct calendar_day {
    utskr_date number;
    int32_t year;
    int32_t month;
    int32_t day;
    int32_t day_of_week; /* 1 Monday to 7 Sunday */
    int32_t to_easter;   /* days since Easter Sunday of its year, negative before it */
} calendar_day;

static bool is(const calendar_day *at, int32_t month, int32_t day) {
    return at->month == month && at->day == day;
}

static bool is_midsummer(const calendar_day *at, int32_t first, int32_t day_of_week) {
    return at->month == 6 && at->day >= first && at->day <= first + 6 && at->day_of_week == day_of_week;
}

static bool is_all_saints(const calendar_day *at) {
    return at->day_of_week == 6 && (is(at, 10, 31) || (at->month == 11 && at->day <= 6));
}

/* In the order of the list in time.h. */
static utskr_holiday expected_of(const calendar_day *at) {
    if (is(at, 1, 1)) {
        return UTSKR_HOLIDAY_NEW_YEARS_DAY;
    }
    if (is(at, 1, 6)) {
        return UTSKR_HOLIDAY_EPIPHANY;
    }
    if (at->to_easter == -2) {
        return UTSKR_HOLIDAY_GOOD_FRIDAY;
    }
    if (at->to_easter == 0) {
        return UTSKR_HOLIDAY_EASTER_SUNDAY;
    }
    if (at->to_easter == 1) {
        return UTSKR_HOLIDAY_EASTER_MONDAY;
    }
    if (is(at, 5, 1)) {
        return UTSKR_HOLIDAY_MAY_DAY;
    }
    if (at->to_easter == 39) {
        return UTSKR_HOLIDAY_ASCENSION_DAY;
    }
    if (at->to_easter == 49) {
        return UTSKR_HOLIDAY_WHIT_SUNDAY;
    }
    if (at->to_easter == 50 && at->year < 2005) {
        return UTSKR_HOLIDAY_WHIT_MONDAY;
    }
    if (is(at, 6, 6) && at->year >= 2005) {
        return UTSKR_HOLIDAY_NATIONAL_DAY;
    }
    if (is_midsummer(at, 19, 5)) {
        return UTSKR_HOLIDAY_MIDSUMMER_EVE;
    }
    if (is_midsummer(at, 20, 6)) {
        return UTSKR_HOLIDAY_MIDSUMMER_DAY;
    }
    if (is_all_saints(at)) {
        return UTSKR_HOLIDAY_ALL_SAINTS_DAY;
    }
    if (is(at, 12, 24)) {
        return UTSKR_HOLIDAY_CHRISTMAS_EVE;
    }
    if (is(at, 12, 25)) {
        return UTSKR_HOLIDAY_CHRISTMAS_DAY;
    }
    if (is(at, 12, 26)) {
        return UTSKR_HOLIDAY_BOXING_DAY;
    }
    if (is(at, 12, 31)) {
        return UTSKR_HOLIDAY_NEW_YEARS_EVE;
    }
    return UTSKR_HOLIDAY_NONE;
}

/* --- Every day ------------------------------------------------------------------------------------------------ */

static int32_t month_length(int32_t year, int32_t month) {
    static const int32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool agrees(const calendar_day *at) {
    utskr_holiday expected = expected_of(at);
    bool weekday = at->day_of_week <= 5 && expected == UTSKR_HOLIDAY_NONE;
    bool good = utskr_holiday_of(at->number) == expected && utskr_is_weekday(at->number) == weekday;
    if (!good) {
        tap_say("%d-%02d-%02d: %s, %s; expected %s, %s", at->year, at->month, at->day,
                utskr_holiday_name((int32_t)utskr_holiday_of(at->number)),
                utskr_is_weekday(at->number) ? "weekday" : "no weekday", utskr_holiday_name((int32_t)expected),
                weekday ? "weekday" : "no weekday");
    }
    return good;
}

/* `at` is the first day of a year; afterwards, of the next. */
static void test_year(calendar_day *at) {
    bool good = true;
    int32_t year = at->year;
    /* 1 March is day 1 of March: days of the year before it are 31 and the length of February. */
    at->to_easter = 1 - 31 - month_length(year, 2) - easter_of(year);
    for (at->month = 1; at->month <= 12; at->month++) {
        for (at->day = 1; at->day <= month_length(year, at->month); at->day++) {
            good = agrees(at) && good;
            at->number++;
            at->to_easter++;
            at->day_of_week = at->day_of_week % 7 + 1;
        }
    }
    at->year++;
    tap_ok(good, "every day of %d", year);
}

static void test_every_year(void) {
    calendar_day at = { 3652, FIRST_YEAR, 1, 1, 2, 0 }; /* 1980-01-01 was a Tuesday */
    while (at.year <= LAST_YEAR) {
        test_year(&at);
    }
}

/* The next weekday is the first that is one, never more than five days off. */
static void test_next_weekday(void) {
    bool good = true;
    for (utskr_date day = 3652; good && day < 84006; day++) {
        utskr_date expected = day;
        while (!utskr_is_weekday(expected) && expected < day + 6) {
            expected++;
        }
        good = utskr_weekday_on_or_after(day) == expected && utskr_is_weekday(expected);
    }
    tap_ok(good, "the weekday on or after every day of 1980 to 2199");
}

/* --- Published dates ------------------------------------------------------------------------------------------ */

typedef struct day_and_month {
    int32_t year;
    int32_t month;
    int32_t day;
} day_and_month;

static const day_and_month published_easters[] = {
    { 1981, 4, 19 }, { 1990, 4, 15 }, { 1991, 3, 31 }, { 1992, 4, 19 }, { 1993, 4, 11 }, { 1994, 4, 3 },
    { 1995, 4, 16 }, { 1996, 4, 7 },  { 1997, 3, 30 }, { 1998, 4, 12 }, { 1999, 4, 4 },  { 2000, 4, 23 },
    { 2001, 4, 15 }, { 2002, 3, 31 }, { 2003, 4, 20 }, { 2004, 4, 11 }, { 2005, 3, 27 }, { 2006, 4, 16 },
    { 2007, 4, 8 },  { 2008, 3, 23 }, { 2009, 4, 12 }, { 2010, 4, 4 },  { 2011, 4, 24 }, { 2012, 4, 8 },
    { 2013, 3, 31 }, { 2014, 4, 20 }, { 2015, 4, 5 },  { 2016, 3, 27 }, { 2017, 4, 16 }, { 2018, 4, 1 },
    { 2019, 4, 21 }, { 2020, 4, 12 }, { 2021, 4, 4 },  { 2022, 4, 17 }, { 2023, 4, 9 },  { 2024, 3, 31 },
    { 2025, 4, 20 }, { 2026, 4, 5 },  { 2027, 3, 28 }, { 2028, 4, 16 }, { 2029, 4, 1 },  { 2030, 4, 21 },
    { 2035, 3, 25 }, { 2038, 4, 25 }, { 2049, 4, 18 }, { 2076, 4, 19 }, { 2100, 3, 28 },
};

static utskr_date number_of(int32_t year, int32_t month, int32_t day) {
    utskr_date out = UTSKR_DATE_NONE;
    (void)utskr_date_from_civil(year, month, day, &out);
    return out;
}

static void test_published_easters(void) {
    for (size_t i = 0; i < sizeof published_easters / sizeof published_easters[0]; i++) {
        const day_and_month *easter = &published_easters[i];
        utskr_date sunday = number_of(easter->year, easter->month, easter->day);
        tap_ok(utskr_holiday_of(sunday) == UTSKR_HOLIDAY_EASTER_SUNDAY &&
                   utskr_holiday_of(sunday - 2) == UTSKR_HOLIDAY_GOOD_FRIDAY &&
                   utskr_holiday_of(sunday + 1) == UTSKR_HOLIDAY_EASTER_MONDAY &&
                   utskr_holiday_of(sunday - 1) == UTSKR_HOLIDAY_NONE,
               "Easter Sunday of %d is %d-%02d-%02d", easter->year, easter->year, easter->month, easter->day);
    }
}

typedef struct written_out {
    int32_t month;
    int32_t day;
    utskr_holiday holiday;
} written_out;

/* 2022 as printed in almanacs. */
static const written_out year_2022[] = {
    { 1, 1, UTSKR_HOLIDAY_NEW_YEARS_DAY },
    { 1, 6, UTSKR_HOLIDAY_EPIPHANY },
    { 4, 15, UTSKR_HOLIDAY_GOOD_FRIDAY },
    { 4, 17, UTSKR_HOLIDAY_EASTER_SUNDAY },
    { 4, 18, UTSKR_HOLIDAY_EASTER_MONDAY },
    { 5, 1, UTSKR_HOLIDAY_MAY_DAY },
    { 5, 26, UTSKR_HOLIDAY_ASCENSION_DAY },
    { 6, 5, UTSKR_HOLIDAY_WHIT_SUNDAY },
    { 6, 6, UTSKR_HOLIDAY_NATIONAL_DAY },
    { 6, 24, UTSKR_HOLIDAY_MIDSUMMER_EVE },
    { 6, 25, UTSKR_HOLIDAY_MIDSUMMER_DAY },
    { 11, 5, UTSKR_HOLIDAY_ALL_SAINTS_DAY },
    { 12, 24, UTSKR_HOLIDAY_CHRISTMAS_EVE },
    { 12, 25, UTSKR_HOLIDAY_CHRISTMAS_DAY },
    { 12, 26, UTSKR_HOLIDAY_BOXING_DAY },
    { 12, 31, UTSKR_HOLIDAY_NEW_YEARS_EVE },
    { 0, 0, UTSKR_HOLIDAY_NONE },
};

static void test_2022_written_out(void) {
    const written_out *next = year_2022;
    bool good = true;
    for (utskr_date day = number_of(2022, 1, 1); good && day <= number_of(2022, 12, 31); day++) {
        bool listed = next->month && day == number_of(2022, next->month, next->day);
        good = utskr_holiday_of(day) == (listed ? next->holiday : UTSKR_HOLIDAY_NONE);
        next += listed ? 1 : 0;
    }
    tap_ok(good && next->month == 0, "2022 has the sixteen days of the almanac and no other");
}

static int32_t weekdays_of(int32_t year) {
    int32_t count = 0;
    for (utskr_date day = number_of(year, 1, 1); day <= number_of(year, 12, 31); day++) {
        count += utskr_is_weekday(day) ? 1 : 0;
    }
    return count;
}

/*
 * By hand: 2022 has 260 days from Monday to Friday, of which 6/1, 15/4, 18/4, 26/5, 6/6, 24/6 and 26/12 go. 2023 has
 * 260, of which 6/1, 7/4, 10/4, 1/5, 18/5, 6/6, 23/6, 25/12 and 26/12 go. 2004 (leap, from a Thursday to a Friday) has
 * 262, of which 1/1, 6/1, 9/4, 12/4, 20/5, 31/5 (Whit Monday), 25/6, 24/12 and 31/12 go.
 */
static void test_number_of_weekdays(void) {
    tap_eq_i64(weekdays_of(2022), 253, "weekdays of 2022");
    tap_eq_i64(weekdays_of(2023), 251, "weekdays of 2023");
    tap_eq_i64(weekdays_of(2004), 253, "weekdays of 2004");
}

static void check(int32_t year, int32_t month, int32_t day, utskr_holiday expected, const char *why) {
    utskr_holiday got = utskr_holiday_of(number_of(year, month, day));
    tap_eq_str(utskr_holiday_name((int32_t)got), utskr_holiday_name((int32_t)expected), "%d-%02d-%02d: %s", year, month,
               day, why);
}

static void test_turns_and_coincidences(void) {
    check(2004, 5, 31, UTSKR_HOLIDAY_WHIT_MONDAY, "the last Whit Monday that was a holiday");
    check(2005, 5, 16, UTSKR_HOLIDAY_NONE, "no longer one");
    check(2004, 6, 6, UTSKR_HOLIDAY_NONE, "not yet a holiday");
    check(2005, 6, 6, UTSKR_HOLIDAY_NATIONAL_DAY, "the first one");
    check(2008, 5, 1, UTSKR_HOLIDAY_MAY_DAY, "also Ascension Day (Easter on 23 March)");
    check(2049, 6, 6, UTSKR_HOLIDAY_WHIT_SUNDAY, "also the National Day (Easter on 18 April)");
    check(2026, 6, 19, UTSKR_HOLIDAY_MIDSUMMER_EVE, "as early as can be");
    check(2026, 6, 20, UTSKR_HOLIDAY_MIDSUMMER_DAY, "as early as can be");
    check(2027, 6, 25, UTSKR_HOLIDAY_MIDSUMMER_EVE, "as late as can be");
    check(2027, 6, 26, UTSKR_HOLIDAY_MIDSUMMER_DAY, "as late as can be");
    check(2026, 10, 31, UTSKR_HOLIDAY_ALL_SAINTS_DAY, "as early as can be");
    check(2027, 11, 6, UTSKR_HOLIDAY_ALL_SAINTS_DAY, "as late as can be");
    check(2022, 11, 1, UTSKR_HOLIDAY_NONE, "1 November is a Tuesday like any other");
    check(2022, 4, 14, UTSKR_HOLIDAY_NONE, "skärtorsdagen is a weekday");
    tap_ok(utskr_is_weekday(number_of(2022, 4, 14)), "skärtorsdagen is a weekday");
    tap_ok(!utskr_is_weekday(number_of(2022, 6, 24)), "midsommarafton is no weekday");
    tap_ok(!utskr_is_weekday(number_of(2021, 12, 24)), "julafton is no weekday");
    tap_ok(!utskr_is_weekday(number_of(2021, 12, 31)), "nyårsafton is no weekday");
    tap_ok(!utskr_is_weekday(number_of(2026, 1, 17)), "a Saturday is no weekday");
    tap_ok(!utskr_is_weekday(number_of(2026, 1, 18)), "a Sunday is no weekday");
    tap_ok(utskr_is_weekday(number_of(2026, 1, 19)), "a Monday is a weekday");
    tap_eq_i64(utskr_weekday_on_or_after(number_of(2022, 4, 15)), number_of(2022, 4, 19), "from Good Friday 2022");
    tap_eq_i64(utskr_weekday_on_or_after(number_of(2020, 12, 24)), number_of(2020, 12, 28), "from Christmas Eve 2020");
}

/* --- Names and limits ----------------------------------------------------------------------------------------- */

typedef struct holiday_words {
    int32_t holiday;
    const char *name;
    const char *term;
} holiday_words;

static const holiday_words words[] = {
    { 0, "none", "ingen" },
    { 1, "new-years-day", "nyårsdagen" },
    { 2, "epiphany", "trettondedag jul" },
    { 3, "good-friday", "långfredagen" },
    { 4, "easter-sunday", "påskdagen" },
    { 5, "easter-monday", "annandag påsk" },
    { 6, "may-day", "första maj" },
    { 7, "ascension-day", "Kristi himmelsfärdsdag" },
    { 8, "whit-sunday", "pingstdagen" },
    { 9, "whit-monday", "annandag pingst" },
    { 10, "national-day", "nationaldagen" },
    { 11, "midsummer-eve", "midsommarafton" },
    { 12, "midsummer-day", "midsommardagen" },
    { 13, "all-saints-day", "alla helgons dag" },
    { 14, "christmas-eve", "julafton" },
    { 15, "christmas-day", "juldagen" },
    { 16, "boxing-day", "annandag jul" },
    { 17, "new-years-eve", "nyårsafton" },
    { 18, "unknown-holiday", "unknown-holiday" },
    { -1, "unknown-holiday", "unknown-holiday" },
    { INT32_MAX, "unknown-holiday", "unknown-holiday" },
    { INT32_MIN, "unknown-holiday", "unknown-holiday" },
};

static void test_words(void) {
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        tap_eq_str(utskr_holiday_name(words[i].holiday), words[i].name, "name of holiday %d", words[i].holiday);
        tap_eq_str(utskr_holiday_term(words[i].holiday), words[i].term, "term of holiday %d", words[i].holiday);
    }
}

/* 1979-04-13 was Good Friday; the Easters of other years than 1980 to 2249 are not kept. */
static void test_beyond_the_tables(void) {
    check(1979, 4, 13, UTSKR_HOLIDAY_NONE, "no Easter is kept before 1980");
    check(1979, 12, 25, UTSKR_HOLIDAY_CHRISTMAS_DAY, "fixed holidays are known in any year");
    check(2250, 12, 25, UTSKR_HOLIDAY_CHRISTMAS_DAY, "fixed holidays are known in any year");
    tap_ok(!utskr_is_weekday(UTSKR_DATE_NONE), "no date counts as 0001-01-01, New Year's Day");
    tap_ok(!utskr_is_weekday(INT32_MAX), "the largest date counts as 9999-12-31, New Year's Eve");
    tap_eq_i64(utskr_weekday_on_or_after(INT32_MAX), 2932896, "no weekday is left there: the last date");
    tap_eq_i64(utskr_weekday_on_or_after(UTSKR_DATE_NONE), -719161, "0001-01-02 is the first weekday of all");
}

int main(void) {
    test_every_year();
    test_next_weekday();
    test_published_easters();
    test_2022_written_out();
    test_number_of_weekdays();
    test_turns_and_coincidences();
    test_words();
    test_beyond_the_tables();
    return tap_done();
}
