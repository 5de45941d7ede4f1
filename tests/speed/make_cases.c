/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Short cases for measuring, about eight events each: make_cases SEED CASES [PERCENT] >LOG
 *
 * The same seed gives the same bytes on every machine. PERCENT (0) of the events are irregular: left out, sent twice, sent
 * a day late, or without their recipients. It uses nothing of the library, so that it measures nothing of it.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { HOUR = 3600, DAY = 86400 };

/* --- Numbers by chance: SplitMix64 -------------------------------------------------------------------------------------- */

static uint64_t state;

static uint64_t next(void) {
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 to limit - 1. */
static int32_t below(int32_t limit) {
    return (int32_t)(next() % (uint64_t)limit);
}

/* --- Dates ----------------------------------------------------------------------------------------------------------------- */

typedef struct start {
    int32_t year;
    int32_t month;
    int32_t day;
    bool summer; /* daylight saving during the whole stay */
} start;

/* A day whose stay is not cut by a change of the clocks. */
static start some_start(void) {
    static const int32_t summer_months[] = { 4, 5, 6, 7, 8, 9 };
    start s = { 2019 + below(5), 1 + below(2), 1 + below(28), below(4) != 0 };
    if (s.summer) {
        s.month = summer_months[below(6)];
    }
    return s;
}

static int32_t days_in(int32_t year, int32_t month) {
    static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && year % 4 == 0); /* right for the years that are used */
}

/* The instant so many seconds after the local midnight of the first day. */
static void write_instant(const start *s, int32_t seconds) {
    int32_t day = s->day + seconds / DAY;
    int32_t month = s->month;
    int32_t clock = seconds % DAY;
    while (day > days_in(s->year, month)) {
        day -= days_in(s->year, month++);
    }
    printf("%04" PRId32 "-%02" PRId32 "-%02" PRId32 "T%02" PRId32 ":%02" PRId32 ":%02" PRId32 "+0%d:00 ", s->year,
           month, day, clock / HOUR, clock / 60 % 60, clock % 60, s->summer ? 2 : 1);
}

/* --- Cases ----------------------------------------------------------------------------------------------------------------- */

static int32_t irregular; /* percent */

/* An event, with the recipients of its message. */
static void write_event(const start *s, int32_t seconds, const char *words, const char *recipients) {
    int32_t trouble = below(100) < irregular ? 1 + below(4) : 0;
    if (trouble == 1) {
        return;
    }
    int32_t times = trouble == 2 ? 2 : 1;
    for (int32_t i = 0; i < times; i++) {
        write_instant(s, seconds + (trouble == 3 ? DAY : 0));
        printf("%s%s\n", words, trouble == 4 ? "" : recipients);
    }
}

#define ALL " to=social-services,municipal-health,outpatient"

static void write_case(uint64_t number) {
    const start s = some_start();
    const int32_t admitted = 7 * HOUR + below(12 * HOUR);
    const int32_t ready = (1 + below(6)) * DAY + 8 * HOUR + below(9 * HOUR);
    const int32_t leaves = ready + below(6) * DAY + HOUR + below(4 * HOUR);
    printf("case c%" PRIu64 " municipality=%s\n", number, below(2) == 0 ? "0484" : "2380");
    write_event(&s, admitted, "hospital admitted", "");
    write_event(&s, admitted + below(4 * HOUR), "hospital needs-assessed social-services municipal-health outpatient",
                "");
    write_event(&s, admitted + 4 * HOUR + below(8 * HOUR),
                "hospital admission-notice contains=name,personal-number,address,expected-discharge", ALL);
    write_event(&s, admitted + 12 * HOUR, "outpatient care-contact", "");
    write_event(&s, ready, "hospital discharge-ready-notice", ALL);
    if (below(4) != 0) {
        write_event(&s, ready + below(20 * HOUR), "outpatient sip-call", " to=social-services,municipal-health");
    }
    write_event(&s, leaves - 60, "hospital patient-informed", "");
    write_event(&s, leaves, "hospital discharged to=home", "");
    if (below(2) == 0) {
        write_event(&s, leaves + 60, "hospital information-transferred", ALL);
    }
}

int main(int count, char **words) {
    if (count < 3 || count > 4) {
        fputs("usage: make_cases SEED CASES [PERCENT] >LOG\n", stderr);
        return 2;
    }
    state = strtoull(words[1], NULL, 10);
    uint64_t cases = strtoull(words[2], NULL, 10);
    irregular = count == 4 ? (int32_t)strtol(words[3], NULL, 10) : 0;
    for (uint64_t i = 1; i <= cases; i++) {
        write_case(i);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
