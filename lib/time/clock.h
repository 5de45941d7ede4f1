/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The Swedish clock and calendar as inline arithmetic, for the hot paths of the library. time.h documents what each
 * answer means; the functions there are these ones, exported.
 *
 * Every divisor is a constant, and summer time is looked up in a table by year. Every function but the two of day_start
 * and day_end (which go on counting) takes an instant or date outside the years 1 to 9999 as the nearest one inside, so
 * no sum can overflow.
 */
#ifndef UTSKR_TIME_CLOCK_H
#define UTSKR_TIME_CLOCK_H

#include <utskrivning/time.h>

#if defined(__GNUC__) && !defined(_WIN32)
#define UTSKR_CLOCK_HIDDEN __attribute__((visibility("hidden")))
#else
#define UTSKR_CLOCK_HIDDEN
#endif

#define UTSKR_CLOCK_HOUR INT32_C(3600)           /* seconds */
#define UTSKR_CLOCK_DAY INT32_C(86400)           /* seconds */
#define UTSKR_CLOCK_WINTER INT32_C(3600)         /* seconds east of UTC */
#define UTSKR_CLOCK_SUMMER INT32_C(7200)         /* seconds east of UTC */
#define UTSKR_CLOCK_FIRST_DATE INT32_C(-719162)  /* 0001-01-01 */
#define UTSKR_CLOCK_LAST_DATE INT32_C(2932896)   /* 9999-12-31 */
#define UTSKR_CLOCK_FIRST INT64_C(-62135596800)  /* 0001-01-01T00:00:00Z */
#define UTSKR_CLOCK_LAST INT64_C(253402297199)   /* 9999-12-31T23:59:59+01:00 */
#define UTSKR_CLOCK_MEAN_YEAR UINT64_C(31556952) /* seconds in a mean Gregorian year, 365.2425 days */

/* The years with a row of summer time: 1980, and 50 years past the last trigger, since 10 000 weekdays (the largest
 * deadline) from the end of 2199 reach into 2239. */
#define UTSKR_CLOCK_FIRST_YEAR 1980
#define UTSKR_CLOCK_YEARS 270

/* Summer time of one year holds from `begins` up to, not including, `ends`. */
typedef struct utskr_summer_time {
    utskr_instant begins;
    utskr_instant ends;
} utskr_summer_time;

extern UTSKR_CLOCK_HIDDEN const utskr_summer_time utskr_summer_times[UTSKR_CLOCK_YEARS];

/* What calendar and clock on the wall show at an instant. */
typedef struct utskr_local_time {
    utskr_date day;
    int32_t clock;  /* seconds since 00:00:00, 0 to 86399 */
    int32_t offset; /* seconds east of UTC, 3600 or 7200 */
} utskr_local_time;

/* A date counted from 1 March, so that the leap day comes last and every other day has one number in all years. */
typedef struct utskr_march_day {
    int32_t year; /* the civil year of its March */
    int32_t day;  /* 0 (1 March) to 365 (29 February) */
} utskr_march_day;

static inline utskr_instant utskr_clock_within(utskr_instant at) {
    utskr_instant floor = at < UTSKR_CLOCK_FIRST ? UTSKR_CLOCK_FIRST : at;
    return floor > UTSKR_CLOCK_LAST ? UTSKR_CLOCK_LAST : floor;
}

static inline utskr_date utskr_clock_date_within(utskr_date day) {
    utskr_date floor = day < UTSKR_CLOCK_FIRST_DATE ? UTSKR_CLOCK_FIRST_DATE : day;
    return floor > UTSKR_CLOCK_LAST_DATE ? UTSKR_CLOCK_LAST_DATE : floor;
}

/*
 * The row is found by mean years, which differ from the calendar's by at most two days around New Year. Those days are
 * winter time in both of the years concerned, so the neighbour's row gives the same answer.
 */
static inline int32_t utskr_clock_offset(utskr_instant at) {
    uint64_t since = (uint64_t)at - (uint64_t)UTSKR_INSTANT_MIN; /* wraps to a huge number before 1980 */
    uint64_t row = since / UTSKR_CLOCK_MEAN_YEAR;
    if (row >= UTSKR_CLOCK_YEARS) {
        return UTSKR_CLOCK_WINTER;
    }
    const utskr_summer_time *summer = &utskr_summer_times[row];
    int32_t is_summer = (int32_t)(at >= summer->begins) & (int32_t)(at < summer->ends);
    return UTSKR_CLOCK_WINTER + is_summer * (UTSKR_CLOCK_SUMMER - UTSKR_CLOCK_WINTER);
}

static inline utskr_local_time utskr_clock_local(utskr_instant at) {
    utskr_instant inside = utskr_clock_within(at);
    int32_t offset = utskr_clock_offset(inside);
    uint64_t local = (uint64_t)(inside + offset - UTSKR_CLOCK_FIRST); /* 3600 to 315537897599 */
    uint64_t days = local / (uint64_t)UTSKR_CLOCK_DAY;                /* 0 to 3652058 */
    utskr_local_time shown = { (utskr_date)days + UTSKR_CLOCK_FIRST_DATE,
                               (int32_t)(local - days * (uint64_t)UTSKR_CLOCK_DAY), offset };
    return shown;
}

static inline utskr_date utskr_clock_date(utskr_instant at) {
    return utskr_clock_local(at).day;
}

/* Local midnight comes one or two hours before that of UTC; clocks change an hour after it, so one probe decides. */
static inline utskr_instant utskr_clock_day_start(utskr_date day) {
    utskr_instant midnight = (utskr_instant)day * UTSKR_CLOCK_DAY; /* of UTC */
    return midnight - utskr_clock_offset(midnight - UTSKR_CLOCK_WINTER);
}

static inline utskr_instant utskr_clock_day_end(utskr_date day) {
    utskr_instant midnight = ((utskr_instant)day + 1) * UTSKR_CLOCK_DAY; /* of UTC, after the day */
    return midnight - utskr_clock_offset(midnight - UTSKR_CLOCK_WINTER) - 1;
}

/* Has the local day begun? Local time is an hour or two ahead of UTC, so that but for the day itself no clock need be read. */
static inline bool utskr_clock_reached(utskr_instant at, utskr_date day) {
    utskr_instant midnight = (utskr_instant)day * UTSKR_CLOCK_DAY; /* of UTC */
    if (at >= midnight || at < midnight - UTSKR_CLOCK_SUMMER) {
        return at >= midnight;
    }
    return at >= utskr_clock_day_start(day);
}

/*
 * The instant at which the wall shows `wall`, seconds since 1970-01-01T00:00 by calendar and clock. `out` is left alone
 * where there are two such instants (UTSKR_REPEATED_HOUR) or none (UTSKR_MISSING_HOUR).
 */
static inline utskr_status utskr_clock_from_wall(utskr_instant wall, utskr_instant *out) {
    utskr_instant in_summer = wall - UTSKR_CLOCK_SUMMER;
    utskr_instant in_winter = wall - UTSKR_CLOCK_WINTER;
    bool is_summer = utskr_clock_offset(in_summer) == UTSKR_CLOCK_SUMMER;
    bool is_winter = utskr_clock_offset(in_winter) == UTSKR_CLOCK_WINTER;
    if (is_summer == is_winter) {
        return is_summer ? UTSKR_REPEATED_HOUR : UTSKR_MISSING_HOUR;
    }
    *out = is_summer ? in_summer : in_winter;
    return UTSKR_OK;
}

/* 1 Monday to 7 Sunday. 0001-01-01 was a Monday. */
static inline int32_t utskr_clock_day_of_week(utskr_date day) {
    uint32_t days = (uint32_t)(utskr_clock_date_within(day) - UTSKR_CLOCK_FIRST_DATE); /* 0 to 3652058 */
    return (int32_t)(days % 7U) + 1;
}

/*
 * Centuries, then years of the century, each as the quotient of a fixed line by a constant: C. Neri and L. Schneider,
 * "Euclidean affine functions and their application to calendar algorithms", Softw. Pract. Exper. 53 (2023).
 */
static inline utskr_march_day utskr_clock_march_day(utskr_date day) {
    uint32_t days = (uint32_t)(utskr_clock_date_within(day) + 719468); /* since 0000-03-01, 306 to 3652364 */
    uint32_t quarters = 4U * days + 3U;
    uint32_t century = quarters / 146097U;                     /* 0 to 99 */
    uint32_t of_century = 4U * (quarters % 146097U / 4U) + 3U; /* 3 to 146099 */
    uint64_t scaled = UINT64_C(2939745) * of_century;          /* 2^32 / 1461, rounded up */
    uint32_t year = (uint32_t)(scaled >> 32);                  /* 0 to 99 */
    uint32_t of_year = (uint32_t)scaled / 2939745U / 4U;       /* 0 to 365 */
    utskr_march_day found = { (int32_t)(100U * century + year), (int32_t)of_year };
    return found;
}

/* Day 306 of a year counted from March is 1 January of the next. */
static inline int32_t utskr_clock_year(utskr_date day) {
    utskr_march_day march = utskr_clock_march_day(day);
    return march.year + (int32_t)(march.day >= 306);
}

static inline utskr_civil utskr_clock_civil(utskr_date day) {
    utskr_march_day march = utskr_clock_march_day(day);
    uint32_t line = 2141U * (uint32_t)march.day + 197913U; /* months of 30.6 days, in 65536ths (ibid.) */
    int32_t month = (int32_t)(line >> 16);                 /* 3 to 14 */
    int32_t next_year = (int32_t)(march.day >= 306);
    utskr_civil civil = { march.year + next_year, month - 12 * next_year, (int32_t)((line & 0xFFFFU) / 2141U) + 1 };
    return civil;
}

#endif
