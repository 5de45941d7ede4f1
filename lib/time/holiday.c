/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Public holidays (lag 1989:253 om allmänna helgdagar), the three eves that are no weekdays, and weekdays (vardagar).
 *
 * Days are counted from 1 March (clock.h): there every fixed holiday has one number in all years, leap or not, and two
 * table look-ups tell whether a date is one.
 */
#include "time/clock.h"

enum { FRIDAY = 5, SATURDAY = 6 };

/* Days of the year counted from 1 March. */
enum {
    MAY_1 = 61,
    JUNE_6 = 97,
    JUNE_19 = 110,
    JUNE_20 = 111,
    OCTOBER_31 = 244,
    DECEMBER_24 = 298,
    DECEMBER_25 = 299,
    DECEMBER_26 = 300,
    DECEMBER_31 = 305,
    JANUARY_1 = 306,
    JANUARY_6 = 311
};

typedef struct holiday_row {
    const char *name;
    const char *term;
    int16_t first_year; /* counted from March: 1 January of year 1 is in year 0 */
    int16_t last_year;
} holiday_row;

static const holiday_row rows[] = {
    [UTSKR_HOLIDAY_NONE] = { "none", "ingen", 0, 9999 },
    [UTSKR_HOLIDAY_NEW_YEARS_DAY] = { "new-years-day", "nyårsdagen", 0, 9999 },
    [UTSKR_HOLIDAY_EPIPHANY] = { "epiphany", "trettondedag jul", 0, 9999 },
    [UTSKR_HOLIDAY_GOOD_FRIDAY] = { "good-friday", "långfredagen", 0, 9999 },
    [UTSKR_HOLIDAY_EASTER_SUNDAY] = { "easter-sunday", "påskdagen", 0, 9999 },
    [UTSKR_HOLIDAY_EASTER_MONDAY] = { "easter-monday", "annandag påsk", 0, 9999 },
    [UTSKR_HOLIDAY_MAY_DAY] = { "may-day", "första maj", 0, 9999 },
    [UTSKR_HOLIDAY_ASCENSION_DAY] = { "ascension-day", "Kristi himmelsfärdsdag", 0, 9999 },
    [UTSKR_HOLIDAY_WHIT_SUNDAY] = { "whit-sunday", "pingstdagen", 0, 9999 },
    [UTSKR_HOLIDAY_WHIT_MONDAY] = { "whit-monday", "annandag pingst", 0, 2004 },
    [UTSKR_HOLIDAY_NATIONAL_DAY] = { "national-day", "nationaldagen", 2005, 9999 },
    [UTSKR_HOLIDAY_MIDSUMMER_EVE] = { "midsummer-eve", "midsommarafton", 0, 9999 },
    [UTSKR_HOLIDAY_MIDSUMMER_DAY] = { "midsummer-day", "midsommardagen", 0, 9999 },
    [UTSKR_HOLIDAY_ALL_SAINTS_DAY] = { "all-saints-day", "alla helgons dag", 0, 9999 },
    [UTSKR_HOLIDAY_CHRISTMAS_EVE] = { "christmas-eve", "julafton", 0, 9999 },
    [UTSKR_HOLIDAY_CHRISTMAS_DAY] = { "christmas-day", "juldagen", 0, 9999 },
    [UTSKR_HOLIDAY_BOXING_DAY] = { "boxing-day", "annandag jul", 0, 9999 },
    [UTSKR_HOLIDAY_NEW_YEARS_EVE] = { "new-years-eve", "nyårsafton", 0, 9999 },
};

static const uint8_t on_fixed_day[366] = {
    [MAY_1] = UTSKR_HOLIDAY_MAY_DAY,
    [JUNE_6] = UTSKR_HOLIDAY_NATIONAL_DAY,
    [DECEMBER_24] = UTSKR_HOLIDAY_CHRISTMAS_EVE,
    [DECEMBER_25] = UTSKR_HOLIDAY_CHRISTMAS_DAY,
    [DECEMBER_26] = UTSKR_HOLIDAY_BOXING_DAY,
    [DECEMBER_31] = UTSKR_HOLIDAY_NEW_YEARS_EVE,
    [JANUARY_1] = UTSKR_HOLIDAY_NEW_YEARS_DAY,
    [JANUARY_6] = UTSKR_HOLIDAY_EPIPHANY,
};

/* By days since Good Friday, to Whit Monday. */
enum { HOLY_SATURDAY = 1, DAYS_TO_WHIT_MONDAY = 53 };
static const uint8_t after_good_friday[DAYS_TO_WHIT_MONDAY] = {
    [0] = UTSKR_HOLIDAY_GOOD_FRIDAY,    [2] = UTSKR_HOLIDAY_EASTER_SUNDAY, [3] = UTSKR_HOLIDAY_EASTER_MONDAY,
    [41] = UTSKR_HOLIDAY_ASCENSION_DAY, [51] = UTSKR_HOLIDAY_WHIT_SUNDAY,  [52] = UTSKR_HOLIDAY_WHIT_MONDAY,
};

/* Easter Sunday of each year from 1980: 21 (22 March) to 55 (25 April). The tests compute every one of them anew. */
static const uint8_t easter_sunday[UTSKR_CLOCK_YEARS] = {
    36, 49, 41, 33, 52, 37, 29, 49, 33, 25, /* 1980 to 1989 */
    45, 30, 49, 41, 33, 46, 37, 29, 42, 34, /* 1990 to 1999 */
    53, 45, 30, 50, 41, 26, 46, 38, 22, 42, /* 2000 to 2009 */
    34, 54, 38, 30, 50, 35, 26, 46, 31, 51, /* 2010 to 2019 */
    42, 34, 47, 39, 30, 50, 35, 27, 46, 31, /* 2020 to 2029 */
    51, 43, 27, 47, 39, 24, 43, 35, 55, 40, /* 2030 to 2039 */
    31, 51, 36, 28, 47, 39, 24, 44, 35, 48, /* 2040 to 2049 */
    40, 32, 51, 36, 28, 48, 32, 52, 44, 29, /* 2050 to 2059 */
    48, 40, 25, 45, 36, 28, 41, 33, 52, 44, /* 2060 to 2069 */
    29, 49, 40, 25, 45, 37, 49, 41, 33, 53, /* 2070 to 2079 */
    37, 29, 49, 34, 25, 45, 30, 50, 41, 33, /* 2080 to 2089 */
    46, 38, 29, 42, 34, 54, 45, 30, 50, 42, /* 2090 to 2099 */
    27, 47, 39, 24, 43, 35, 48, 40, 31, 51, /* 2100 to 2109 */
    36, 28, 47, 32, 52, 44, 28, 48, 40, 25, /* 2110 to 2119 */
    44, 36, 28, 41, 32, 52, 44, 29, 48, 40, /* 2120 to 2129 */
    25, 45, 36, 49, 41, 33, 52, 37, 29, 49, /* 2130 to 2139 */
    33, 25, 45, 30, 49, 41, 33, 46, 37, 29, /* 2140 to 2149 */
    42, 34, 53, 45, 30, 50, 41, 26, 46, 38, /* 2150 to 2159 */
    22, 42, 34, 54, 38, 30, 50, 35, 26, 46, /* 2160 to 2169 */
    31, 51, 42, 34, 47, 39, 30, 50, 35, 27, /* 2170 to 2179 */
    46, 31, 51, 43, 27, 47, 39, 24, 43, 35, /* 2180 to 2189 */
    55, 40, 31, 51, 36, 28, 47, 39, 24, 44, /* 2190 to 2199 */
    36, 49, 41, 33, 52, 37, 29, 49, 33, 25, /* 2200 to 2209 */
    45, 30, 49, 41, 26, 46, 37, 29, 42, 34, /* 2210 to 2219 */
    53, 45, 30, 50, 41, 26, 46, 38, 22, 42, /* 2220 to 2229 */
    34, 54, 38, 30, 50, 35, 26, 46, 31, 51, /* 2230 to 2239 */
    42, 34, 47, 39, 30, 43, 35, 27, 46, 31, /* 2240 to 2249 */
};

static utskr_holiday in_force(utskr_holiday holiday, int32_t year) {
    return rows[holiday].first_year <= year && year <= rows[holiday].last_year ? holiday : UTSKR_HOLIDAY_NONE;
}

/* NONE before 1980 and after 2249, for which no Easter is kept. */
static utskr_holiday holiday_of_easter(utskr_march_day march) {
    uint32_t row = (uint32_t)(march.year - UTSKR_CLOCK_FIRST_YEAR); /* huge before 1980 */
    if (row >= UTSKR_CLOCK_YEARS) {
        return UTSKR_HOLIDAY_NONE;
    }
    uint32_t days = (uint32_t)(march.day - (easter_sunday[row] - 2)); /* huge before Good Friday */
    return in_force((utskr_holiday)after_good_friday[days < DAYS_TO_WHIT_MONDAY ? days : HOLY_SATURDAY], march.year);
}

static bool within_week_from(int32_t first, int32_t day) {
    return (uint32_t)(day - first) < 7U;
}

/*
 * Midsummer Eve is a Friday, the other two are Saturdays, each within a fixed week. The weeks are asked for first: a
 * processor foresees those answers, and not the day of the week.
 */
static utskr_holiday holiday_of_week_end(utskr_march_day march, int32_t day_of_week) {
    if (within_week_from(JUNE_19, march.day) && day_of_week == FRIDAY) {
        return UTSKR_HOLIDAY_MIDSUMMER_EVE;
    }
    if (within_week_from(JUNE_20, march.day) && day_of_week == SATURDAY) {
        return UTSKR_HOLIDAY_MIDSUMMER_DAY;
    }
    if (within_week_from(OCTOBER_31, march.day) && day_of_week == SATURDAY) {
        return UTSKR_HOLIDAY_ALL_SAINTS_DAY;
    }
    return UTSKR_HOLIDAY_NONE;
}

/* Where two coincide, the first of the list; NONE, less one, wraps to the largest number and so comes last. */
static utskr_holiday first_of(utskr_holiday one, utskr_holiday other) {
    return (uint32_t)one - 1U < (uint32_t)other - 1U ? one : other;
}

static utskr_holiday holiday_on(utskr_date day, int32_t day_of_week) {
    utskr_march_day march = utskr_clock_march_day(day);
    utskr_holiday fixed = in_force((utskr_holiday)on_fixed_day[march.day], march.year);
    return first_of(first_of(fixed, holiday_of_easter(march)), holiday_of_week_end(march, day_of_week));
}

utskr_holiday utskr_holiday_of(utskr_date day) {
    return holiday_on(day, utskr_clock_day_of_week(day));
}

static bool is_known(int32_t holiday) {
    return holiday >= UTSKR_HOLIDAY_NONE && holiday <= UTSKR_HOLIDAY_NEW_YEARS_EVE;
}

const char *utskr_holiday_name(int32_t holiday) {
    return is_known(holiday) ? rows[holiday].name : "unknown-holiday";
}

const char *utskr_holiday_term(int32_t holiday) {
    return is_known(holiday) ? rows[holiday].term : "unknown-holiday";
}

static bool is_weekday(utskr_date day) {
    int32_t day_of_week = utskr_clock_day_of_week(day);
    bool is_holiday = holiday_on(day, day_of_week) != UTSKR_HOLIDAY_NONE;
    return (day_of_week < SATURDAY) & !is_holiday; /* no branch on the day of the week: it cannot be foreseen */
}

bool utskr_is_weekday(utskr_date day) {
    return is_weekday(day);
}

/* At most five steps, as from a Wednesday that is Christmas Eve. No weekday follows 9999-12-30. */
utskr_date utskr_weekday_on_or_after(utskr_date day) {
    utskr_date candidate = utskr_clock_date_within(day);
    while (!is_weekday(candidate) && candidate < UTSKR_CLOCK_LAST_DATE) {
        candidate++;
    }
    return candidate;
}
