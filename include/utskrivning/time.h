/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Time in Sweden: instants, local dates, weekdays and holidays, ISO 8601 text, and the time forms of deadlines.
 *
 * Everything here is arithmetic over tables kept in the library: no clock, no tz database, no locale. Valid for the
 * years 1980 to 2199; the tables go on to 2249, so that the result of deadline arithmetic (which may reach into 2239)
 * is right too. All functions may be called from any thread.
 *
 * Functions without a status answer for every argument. Outside the tables there is no daylight saving and no holiday
 * that follows Easter; outside the years 1 to 9999 the nearest instant or date inside is taken (utskr_day_start and
 * utskr_day_end go on counting).
 */
#ifndef UTSKR_TIME_H
#define UTSKR_TIME_H

#include <stdbool.h>
#include <utskrivning/status.h>

UTSKR_BEGIN

/* Seconds since 1970-01-01T00:00:00Z. 0 stands for "none" where a field says so (it lies before 1980). */
typedef int64_t utskr_instant;

/* Days since 1970-01-01, a date of the Swedish calendar. */
typedef int32_t utskr_date;

#define UTSKR_DATE_NONE INT32_MIN
#define UTSKR_INSTANT_MIN INT64_C(315529200)  /* 1980-01-01T00:00:00+01:00 */
#define UTSKR_INSTANT_MAX INT64_C(7258114799) /* 2199-12-31T23:59:59+01:00 */

/* --- Swedish local time ------------------------------------------------------------------------------------- */

/* Seconds east of UTC at that instant: 3600, or 7200 during daylight saving (1980 to 2249; else 3600). */
UTSKR_API int32_t utskr_local_offset(utskr_instant at);
/* The local date on which the instant falls. */
UTSKR_API utskr_date utskr_local_date(utskr_instant at);
/* Seconds on the local clock since 00:00:00, 0 to 86399: what a clock on the wall shows. */
UTSKR_API int32_t utskr_local_clock(utskr_instant at);
/* The first instant of a local day (00:00:00). */
UTSKR_API utskr_instant utskr_day_start(utskr_date day);
/* The last second of a local day (23:59:59). */
UTSKR_API utskr_instant utskr_day_end(utskr_date day);
/* The instant at which the local clock shows `clock` seconds (0 to 86399) on `day`.
 * UTSKR_REPEATED_HOUR or UTSKR_MISSING_HOUR when it does so twice or never; UTSKR_OUT_OF_RANGE for a day outside 1980
 * to 2199; UTSKR_BAD_ARGUMENT. */
UTSKR_API utskr_status utskr_instant_from_local(utskr_date day, int32_t clock, utskr_instant *out);

/* --- The calendar ------------------------------------------------------------------------------------------- */

typedef struct utskr_civil {
    int32_t year;
    int32_t month; /* 1 to 12 */
    int32_t day;   /* 1 to 31 */
} utskr_civil;

UTSKR_API utskr_civil utskr_civil_from_date(utskr_date day);
/* UTSKR_BAD_ARGUMENT for a day that the calendar does not have; year 1 to 9999. */
UTSKR_API utskr_status utskr_date_from_civil(int32_t year, int32_t month, int32_t day, utskr_date *out);
/* The calendar year of a date. */
UTSKR_API int32_t utskr_year_of(utskr_date day);
/* 1 Monday to 7 Sunday. */
UTSKR_API int32_t utskr_day_of_week(utskr_date day);

/* Public holidays (lag 1989:253) and the three eves that are no weekdays. Sundays are not listed here. */
typedef enum utskr_holiday {
    UTSKR_HOLIDAY_NONE = 0,
    UTSKR_HOLIDAY_NEW_YEARS_DAY = 1,
    UTSKR_HOLIDAY_EPIPHANY = 2,
    UTSKR_HOLIDAY_GOOD_FRIDAY = 3,
    UTSKR_HOLIDAY_EASTER_SUNDAY = 4,
    UTSKR_HOLIDAY_EASTER_MONDAY = 5,
    UTSKR_HOLIDAY_MAY_DAY = 6,
    UTSKR_HOLIDAY_ASCENSION_DAY = 7,
    UTSKR_HOLIDAY_WHIT_SUNDAY = 8,
    UTSKR_HOLIDAY_WHIT_MONDAY = 9,    /* to 2004 */
    UTSKR_HOLIDAY_NATIONAL_DAY = 10,  /* from 2005 */
    UTSKR_HOLIDAY_MIDSUMMER_EVE = 11, /* eve */
    UTSKR_HOLIDAY_MIDSUMMER_DAY = 12,
    UTSKR_HOLIDAY_ALL_SAINTS_DAY = 13,
    UTSKR_HOLIDAY_CHRISTMAS_EVE = 14, /* eve */
    UTSKR_HOLIDAY_CHRISTMAS_DAY = 15,
    UTSKR_HOLIDAY_BOXING_DAY = 16,
    UTSKR_HOLIDAY_NEW_YEARS_EVE = 17 /* eve */
} utskr_holiday;

/* The holiday on that date, or UTSKR_HOLIDAY_NONE. Where two coincide, the first of the list above. */
UTSKR_API utskr_holiday utskr_holiday_of(utskr_date day);
/* English id ("good-friday") and Swedish term ("långfredagen"); "none" and "ingen" for 0; "unknown-holiday" for a
 * number that is none. Static memory. */
UTSKR_API const char *utskr_holiday_name(int32_t holiday);
UTSKR_API const char *utskr_holiday_term(int32_t holiday);
/* True on a vardag: Monday to Friday, no public holiday, none of the three eves. */
UTSKR_API bool utskr_is_weekday(utskr_date day);
/* The day itself if it is a weekday, else the next weekday. */
UTSKR_API utskr_date utskr_weekday_on_or_after(utskr_date day);

/* --- Text --------------------------------------------------------------------------------------------------- */

#define UTSKR_INSTANT_TEXT 26 /* "2026-01-12T09:15:00+01:00" and a terminating zero */
#define UTSKR_DATE_TEXT 11    /* "2026-01-12" and a terminating zero */

/*
 * Reads YYYY-MM-DDTHH:MM[:SS] with Z or +HH:MM or -HH:MM (offset at most 14 hours), or without offset as local
 * Swedish time. The whole text must be one instant. Years 1980 to 2199, both as written and in Sweden; no fractions, no
 * 24:00, no :60. `text` needs no terminating zero.
 * UTSKR_MALFORMED, UTSKR_OUT_OF_RANGE, UTSKR_REPEATED_HOUR, UTSKR_MISSING_HOUR, UTSKR_BAD_ARGUMENT for a null pointer.
 * On failure `error` (may be NULL) says what was expected, with line 0 and `column` the 1-based byte where the text
 * went wrong: the first byte that departs from the form (one past the end if the text is too short), or the first byte
 * of the field whose value cannot be. A repeated or missing hour points to the hour.
 */
UTSKR_API utskr_status utskr_instant_parse(const char *text, size_t length, utskr_instant *out, utskr_error *error);
/* Reads YYYY-MM-DD. The same statuses. */
UTSKR_API utskr_status utskr_date_parse(const char *text, size_t length, utskr_date *out, utskr_error *error);
/* Reads an instant, or a date that counts as its last second (`expected=`, `from=`, `until=`). */
UTSKR_API utskr_status utskr_instant_or_date_parse(const char *text, size_t length, utskr_instant *out,
                                                   utskr_error *error);
/* Writes local time with seconds and offset, "2026-01-12T09:15:00+01:00"; returns 25. `out` is not NULL. */
UTSKR_API size_t utskr_instant_format(utskr_instant at, char out[UTSKR_INSTANT_TEXT]);
/* Writes "2026-01-12"; returns 10. `out` is not NULL. */
UTSKR_API size_t utskr_date_format(utskr_date day, char out[UTSKR_DATE_TEXT]);

/* --- Deadline arithmetic: the time forms of a rule row --------------------------------------------------------- */

typedef enum utskr_form {
    UTSKR_FORM_ASAP = 0,                  /* as soon as possible: never due */
    UTSKR_FORM_HOURS = 1,                 /* N h of elapsed time (or of the wall clock, by reading) */
    UTSKR_FORM_DAYS = 2,                  /* 23:59:59 on local day D+N */
    UTSKR_FORM_SAME_DAY = 3,              /* 23:59:59 on local day D */
    UTSKR_FORM_SAME_WEEKDAY = 4,          /* the same, on the first weekday from D on */
    UTSKR_FORM_HOURS_ON_WEEKDAYS = 5,     /* the clock runs only during weekdays, 00:00 to 24:00 */
    UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY = 6, /* N h; if that is on no weekday, the end of the next weekday */
    UTSKR_FORM_BEFORE = 7,                /* strictly earlier than X */
    UTSKR_FORM_BY = 8,                    /* no later than X */
    UTSKR_FORM_DAYS_BEFORE = 9,           /* on an earlier local day than X by at least N */
    UTSKR_FORM_NOT_BEFORE = 10,           /* the act must not happen earlier than X */
    UTSKR_FORM_DAY_AFTER = 11,            /* the act must not happen earlier than 00:00 of X's local day + N */
    UTSKR_FORM_COVERS_WEEKDAYS = 12       /* what is provided lasts through the N-th weekday after the trigger */
} utskr_form;

/* "as-soon-as-possible", "hours", ...; "unknown-form" for a number that is none. */
UTSKR_API const char *utskr_form_name(int32_t form);

/* How the forms are to be read where the texts leave it open; 0 is the default of each. */
typedef struct utskr_form_reading {
    uint8_t wall_clock; /* hours=wall-clock: N h on the wall clock, the trigger's offset where it is ambiguous */
    uint8_t
        holiday_shift; /* holiday-shift: HOURS, DAYS and SAME_DAY due on no weekday move to the end of the next weekday */
    uint8_t clock_edge_last;  /* weekday-clock-edge=last */
    uint8_t later_of_both;    /* 72h-weekday=later: the later of N h and the end of the first weekday after D */
    uint8_t first_homecoming; /* first-weekday=homecoming-day: the trigger's day counts if it is a weekday */
} utskr_form_reading;

/*
 * The last second that is still in time, for a form counted from `trigger` (forms 1 to 6 and 12); or, for BEFORE, BY
 * and DAYS_BEFORE, counted back from `trigger` = X. For NOT_BEFORE and DAY_AFTER it is the earliest instant allowed.
 * `n` is hours or days, 0 to 10000; give 0 to forms that count neither. 0 for ASAP, for an unknown form and for an `n`
 * outside its range. `reading` may be NULL for the defaults. The reading `wall_clock` holds for HOURS and for the hours
 * of HOURS_OR_NEXT_WEEKDAY.
 */
UTSKR_API utskr_instant utskr_due(int32_t form, int32_t n, utskr_instant trigger, const utskr_form_reading *reading);

UTSKR_END

#endif
