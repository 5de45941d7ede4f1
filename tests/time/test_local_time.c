/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Local time against the system's tz database (localtime_r, Europe/Stockholm) for 1980 to 2100.
 *
 * Without arguments: about every hour of every year, every hour of the four days around each change of the clocks, and
 * the seconds next to it. With the argument "long": every second of 1996 to 2037 and every 59th of the other years.
 * Without the database it fails.
 */
#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <time.h>
#include <utskrivning/time.h>

#include "tests/tap.h"

enum { FIRST_YEAR = 1980, LAST_YEAR = 2100, HOUR = 3600, DAY = 86400 };

/* Day number of 1 January, counted year by year from 1970. */
static utskr_date new_year[LAST_YEAR + 3];

static void count_years(void) {
    for (int year = 1970; year < LAST_YEAR + 2; year++) {
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        new_year[year + 1] = new_year[year] + (leap ? 366 : 365);
    }
}

/* --- The witness ---------------------------------------------------------------------------------------------- */

typedef struct witness {
    utskr_date day;
    int32_t clock;
    int32_t offset;
} witness;

static witness ask(utskr_instant at) {
    time_t seconds = (time_t)at;
    struct tm tm;
    localtime_r(&seconds, &tm);
    witness answer = { new_year[tm.tm_year + 1900] + tm.tm_yday, tm.tm_hour * HOUR + tm.tm_min * 60 + tm.tm_sec,
                       (int32_t)tm.tm_gmtoff };
    return answer;
}

/* Where the zone is not installed, localtime_r says UTC for every instant. */
static bool has_zone(void) {
    setenv("TZ", "Europe/Stockholm", 1);
    tzset();
    bool winter = ask(INT64_C(1768172400)).offset == HOUR;     /* 2026-01-12 */
    bool summer = ask(INT64_C(1783116000)).offset == 2 * HOUR; /* 2026-07-04 */
    return tap_ok(sizeof(time_t) == 8 && winter && summer,
                  "the system has the zone Europe/Stockholm (package tzdata) and a time_t of 64 bits");
}

/* --- Instant to local ----------------------------------------------------------------------------------------- */

static bool agrees(utskr_instant at) {
    witness expected = ask(at);
    if (utskr_local_offset(at) == expected.offset && utskr_local_date(at) == expected.day &&
        utskr_local_clock(at) == expected.clock) {
        return true;
    }
    tap_say("instant %" PRId64 ": offset %d, day %d, clock %d; expected offset %d, day %d, clock %d", at,
            utskr_local_offset(at), utskr_local_date(at), utskr_local_clock(at), expected.offset, expected.day,
            expected.clock);
    return false;
}

/* From an instant up to, not including, another; stops at the first difference. */
static bool agrees_from(utskr_instant first, utskr_instant end, int32_t step) {
    for (utskr_instant at = first; at < end; at += step) {
        if (!agrees(at)) {
            return false;
        }
    }
    return true;
}

/* --- Local to instant ----------------------------------------------------------------------------------------- */

static bool shows_the_same(witness one, witness other) {
    return one.day == other.day && one.clock == other.clock;
}

/* What the clock shows leads back to the instant, or is called repeated where it shows it an hour off as well. */
static bool leads_back(utskr_instant at) {
    witness shown = ask(at);
    bool repeated = shows_the_same(shown, ask(at - HOUR)) || shows_the_same(shown, ask(at + HOUR));
    utskr_instant back = -1;
    utskr_status status = utskr_instant_from_local(shown.day, shown.clock, &back);
    bool good = repeated ? status == UTSKR_REPEATED_HOUR && back == -1 : status == UTSKR_OK && back == at;
    if (!good) {
        tap_say("instant %" PRId64 ": status %d, back %" PRId64, at, (int)status, back);
    }
    return good;
}

/* The hour that the wall skips at `change`: missing from its first second to its last. */
static bool gap_is_missing(utskr_instant change) {
    witness before = ask(change - 1);
    utskr_instant out = -1;
    for (int32_t second = 1; second <= HOUR; second++) {
        if (utskr_instant_from_local(before.day, before.clock + second, &out) != UTSKR_MISSING_HOUR || out != -1) {
            tap_say("instant %" PRId64 ": second %d of the gap is not missing", change, second);
            return false;
        }
    }
    return true;
}

/* --- One year ------------------------------------------------------------------------------------------------- */

/* The first instant after `low` with the offset of `high`. */
static utskr_instant find_change(utskr_instant low, utskr_instant high) {
    int32_t offset = ask(low).offset;
    while (high - low > 1) {
        utskr_instant middle = low + (high - low) / 2;
        if (ask(middle).offset == offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

/* From an instant up to, not including, another. */
static bool lead_back_from(utskr_instant first, utskr_instant end, int32_t step) {
    bool good = true;
    for (utskr_instant at = first; good && at < end; at += step) {
        good = leads_back(at);
    }
    return good;
}

static bool agrees_around(utskr_instant change) {
    bool good = agrees_from(change - 2 * DAY, change + 2 * DAY, HOUR) && agrees_from(change - 3, change + 4, 1);
    good = good && lead_back_from(change - 3 * HOUR, change + 3 * HOUR, 59);
    for (utskr_instant edge = change - 2 * HOUR; good && edge <= change + 2 * HOUR; edge += HOUR) {
        good = lead_back_from(edge - 2, edge + 3, 1);
    }
    bool forward = ask(change).offset > ask(change - 1).offset;
    return good && (!forward || gap_is_missing(change));
}

static void test_year(int year) {
    utskr_instant first = (utskr_instant)new_year[year] * DAY - HOUR;
    utskr_instant end = (utskr_instant)new_year[year + 1] * DAY - HOUR;
    enum { STEP = 3571 }; /* a prime a little less than an hour, to meet all minutes and seconds */
    int changes = 0;
    bool good = agrees(first) && agrees(end - 1);
    for (utskr_instant at = first; good && at < end - STEP; at += STEP) {
        good = agrees(at) && leads_back(at);
        if (good && ask(at).offset != ask(at + STEP).offset) {
            changes++;
            good = agrees_around(find_change(at, at + STEP));
        }
    }
    tap_ok(good && changes == 2, "%d: local time, there and back, and two changes of the clocks", year);
}

/* Every local day begins at 00:00:00 and ends at 23:59:59, the second before the next begins. */
static void test_days_of_year(int year) {
    bool good = true;
    for (utskr_date day = new_year[year]; good && day < new_year[year + 1]; day++) {
        witness first = ask(utskr_day_start(day));
        witness last = ask(utskr_day_end(day));
        good = first.day == day && first.clock == 0 && last.day == day && last.clock == DAY - 1 &&
               utskr_day_end(day) + 1 == utskr_day_start(day + 1);
        if (!good) {
            tap_say("day %d", day);
        }
    }
    tap_ok(good, "%d: first and last second of every day", year);
}

static void test_every_second(int year) {
    utskr_instant first = (utskr_instant)new_year[year] * DAY - HOUR;
    utskr_instant end = (utskr_instant)new_year[year + 1] * DAY - HOUR;
    bool whole = year >= 1996 && year <= 2037;
    tap_ok(agrees_from(first, end, whole ? 1 : 59), "%d: %s", year, whole ? "every second" : "every 59th second");
}

/* --- Without the witness -------------------------------------------------------------------------------------- */

typedef struct change_of_clocks {
    const char *what;
    utskr_instant at; /* the first second of the new offset */
    int32_t before;
    int32_t after;
} change_of_clocks;

/* Seconds by hand: days since 1970-01-01 times 86400, plus 3600. */
static const change_of_clocks changes_by_hand[] = {
    { "1980-04-06", INT64_C(3748) * 86400 + 3600, 3600, 7200 },
    { "1980-09-28", INT64_C(3923) * 86400 + 3600, 7200, 3600 },
    { "1995-09-24", INT64_C(9397) * 86400 + 3600, 7200, 3600 },
    { "1996-10-27", INT64_C(9796) * 86400 + 3600, 7200, 3600 },
    { "2022-03-27", INT64_C(19078) * 86400 + 3600, 3600, 7200 },
    { "2022-10-30", INT64_C(19295) * 86400 + 3600, 7200, 3600 },
    { "2199-03-31", INT64_C(83730) * 86400 + 3600, 3600, 7200 },
    { "2199-10-27", INT64_C(83940) * 86400 + 3600, 7200, 3600 },
};

static void test_changes_by_hand(void) {
    for (size_t i = 0; i < sizeof changes_by_hand / sizeof changes_by_hand[0]; i++) {
        const change_of_clocks *change = &changes_by_hand[i];
        tap_eq_i64(utskr_local_offset(change->at - 1), change->before, "%s: before", change->what);
        tap_eq_i64(utskr_local_offset(change->at), change->after, "%s: from 01:00 UTC on", change->what);
        tap_eq_i64(utskr_local_clock(change->at), HOUR + change->after, "%s: the wall after", change->what);
    }
}

/* 2022-03-27 is day 19078, 2022-10-30 day 19295. */
static void test_from_local_by_hand(void) {
    utskr_instant out = -1;
    tap_eq_i64(utskr_instant_from_local(19078, 2 * HOUR - 1, &out), UTSKR_OK, "01:59:59 before the gap is");
    tap_eq_i64(out, INT64_C(19078) * DAY + HOUR - 1, "01:59:59+01:00");
    out = -1;
    tap_eq_i64(utskr_instant_from_local(19078, 2 * HOUR, &out), UTSKR_MISSING_HOUR, "02:00:00 is missing");
    tap_eq_i64(utskr_instant_from_local(19078, 3 * HOUR - 1, &out), UTSKR_MISSING_HOUR, "02:59:59 is missing");
    tap_eq_i64(out, -1, "nothing is written");
    tap_eq_i64(utskr_instant_from_local(19078, 3 * HOUR, &out), UTSKR_OK, "03:00:00 after the gap is");
    tap_eq_i64(out, INT64_C(19078) * DAY + HOUR, "03:00:00+02:00");
    tap_eq_i64(utskr_instant_from_local(19295, 2 * HOUR - 1, &out), UTSKR_OK, "01:59:59 before the second hour is");
    tap_eq_i64(out, INT64_C(19295) * DAY - 1, "01:59:59+02:00");
    out = -1;
    tap_eq_i64(utskr_instant_from_local(19295, 2 * HOUR, &out), UTSKR_REPEATED_HOUR, "02:00:00 comes twice");
    tap_eq_i64(utskr_instant_from_local(19295, 3 * HOUR - 1, &out), UTSKR_REPEATED_HOUR, "02:59:59 comes twice");
    tap_eq_i64(out, -1, "nothing is written");
    tap_eq_i64(utskr_instant_from_local(19295, 3 * HOUR, &out), UTSKR_OK, "03:00:00 comes once");
    tap_eq_i64(out, INT64_C(19295) * DAY + 2 * HOUR, "03:00:00+01:00");
}

/* 1980-01-01 is day 3652, 2200-01-01 day 84006. */
static void test_from_local_limits(void) {
    utskr_instant out = -1;
    tap_eq_i64(utskr_instant_from_local(3652, -1, &out), UTSKR_BAD_ARGUMENT, "a negative clock");
    tap_eq_i64(utskr_instant_from_local(3652, DAY, &out), UTSKR_BAD_ARGUMENT, "24:00:00");
    tap_eq_i64(utskr_instant_from_local(3652, 0, NULL), UTSKR_BAD_ARGUMENT, "a null pointer");
    tap_eq_i64(utskr_instant_from_local(3651, DAY - 1, &out), UTSKR_OUT_OF_RANGE, "the last second of 1979");
    tap_eq_i64(utskr_instant_from_local(84006, 0, &out), UTSKR_OUT_OF_RANGE, "the first second of 2200");
    tap_eq_i64(utskr_instant_from_local(UTSKR_DATE_NONE, 0, &out), UTSKR_OUT_OF_RANGE, "no date");
    tap_eq_i64(utskr_instant_from_local(INT32_MAX, 0, &out), UTSKR_OUT_OF_RANGE, "the largest date");
    tap_eq_i64(out, -1, "nothing is written");
    tap_eq_i64(utskr_instant_from_local(3652, 0, &out), UTSKR_OK, "the first second of 1980");
    tap_eq_i64(out, INT64_C(315529200), "is UTSKR_INSTANT_MIN");
    tap_eq_i64(utskr_instant_from_local(84005, DAY - 1, &out), UTSKR_OK, "the last second of 2199");
    tap_eq_i64(out, INT64_C(7258114799), "is UTSKR_INSTANT_MAX");
}

/* Outside the tables: winter time, and no sum that overflows. -719162 is 0001-01-01, 2932896 is 9999-12-31. */
static void test_beyond_the_tables(void) {
    tap_eq_i64(utskr_local_offset(INT64_C(299462400)), 3600, "no daylight saving in 1979");
    tap_eq_i64(utskr_local_offset(0), 3600, "none in 1970");
    tap_eq_i64(utskr_local_offset(INT64_C(9000000000)), 3600, "none in March 2255");
    tap_eq_i64(utskr_local_offset(INT64_C(102084) * DAY), 7200, "the last summer of the table, 2249");
    tap_eq_i64(utskr_local_offset(INT64_C(102449) * DAY), 3600, "none in 2250");
    tap_eq_i64(utskr_local_offset(INT64_MIN), 3600, "the smallest number has an offset");
    tap_eq_i64(utskr_local_offset(INT64_MAX), 3600, "the largest number has an offset");
    tap_eq_i64(utskr_local_date(INT64_MIN), -719162, "the smallest number counts as 0001-01-01");
    tap_eq_i64(utskr_local_clock(INT64_MIN), HOUR, "at 01:00:00");
    tap_eq_i64(utskr_local_date(INT64_MAX), 2932896, "the largest number counts as 9999-12-31");
    tap_eq_i64(utskr_local_clock(INT64_MAX), DAY - 1, "at 23:59:59");
    tap_eq_i64(utskr_local_date(-1), 0, "1969-12-31T23:59:59Z is 1970-01-01 in Sweden");
    tap_eq_i64(utskr_local_date(-HOUR - 1), -1, "1969-12-31T22:59:59Z is 1969-12-31");
    tap_eq_i64(utskr_day_start(INT32_MIN), INT64_C(-2147483648) * DAY - HOUR, "the smallest date begins");
    tap_eq_i64(utskr_day_end(INT32_MAX), INT64_C(2147483648) * DAY - HOUR - 1, "the largest date ends");
}

int main(int argc, char **argv) {
    count_years();
    test_changes_by_hand();
    test_from_local_by_hand();
    test_from_local_limits();
    test_beyond_the_tables();
    bool is_long = argc > 1 && strcmp(argv[1], "long") == 0;
    bool zone = has_zone();
    for (int year = FIRST_YEAR; zone && year <= LAST_YEAR; year++) {
        test_year(year);
        test_days_of_year(year);
        if (is_long) {
            test_every_second(year);
        }
    }
    return tap_done();
}
