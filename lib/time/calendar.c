/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The Gregorian calendar: dates as day numbers, years, months and days of the week. */
#include "time/clock.h"

static bool is_leap_year(int32_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_in_month(int32_t year, int32_t month) {
    static const int8_t days[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap_year(year) ? 29 : days[month];
}

/* Days before the first of a month, in a year that begins in March: 0, 31, 61, 92, ... */
static int32_t days_before_month(int32_t months_since_march) {
    return (153 * months_since_march + 2) / 5;
}

utskr_civil utskr_civil_from_date(utskr_date day) {
    return utskr_clock_civil(day);
}

utskr_status utskr_date_from_civil(int32_t year, int32_t month, int32_t day, utskr_date *out) {
    if (!out || year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) {
        return UTSKR_BAD_ARGUMENT;
    }
    int32_t before_march = month <= 2;
    int32_t march_year = year - before_march; /* 0 to 9999 */
    int32_t months = month - 3 + 12 * before_march;
    int32_t leap_days = march_year / 4 - march_year / 100 + march_year / 400;
    *out = 365 * march_year + leap_days + days_before_month(months) + day - 1 - 719468; /* 719468: 0000-03-01 */
    return UTSKR_OK;
}

int32_t utskr_year_of(utskr_date day) {
    return utskr_clock_year(day);
}

int32_t utskr_day_of_week(utskr_date day) {
    return utskr_clock_day_of_week(day);
}
