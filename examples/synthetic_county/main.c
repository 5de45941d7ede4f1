/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The year: how the stays fall on its days, and who comes back. */
#include <stdio.h>

#include "county.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_INTERNAL = 4 };

/* --- The days of the year --------------------------------------------------------------------------------------------- */

/*
 * How many of the stays become ready on which day of the week. Even from Tuesday to Friday with a little more on Fridays:
 * so says the audit of Sörmland of its figure 3 (3.4.1). It says nothing of the other days: those are assumed, and so is
 * that a holiday is as a Sunday.
 */
static uint32_t weight_of(utskr_date day) {
    static const uint32_t by_weekday[] = { 0, 150, 180, 180, 180, 195, 65, 50 }; /* 1 Monday to 7 Sunday */
    uint32_t weekday = (uint32_t)utskr_day_of_week(day);
    bool is_holiday = weekday <= 5 && !utskr_is_weekday(day);
    return by_weekday[is_holiday ? 7 : weekday];
}

typedef struct calendar {
    utskr_date day;
    utskr_date last;
    uint64_t passed; /* weights of the days before `day` */
    uint64_t all;
} calendar;

static calendar open_calendar(const settings *chosen) {
    calendar c = { 0, 0, 0, 0 };
    (void)utskr_date_from_civil(chosen->year, 1, 1, &c.day);
    (void)utskr_date_from_civil(chosen->year, 12, 31, &c.last);
    c.day += EARLIEST_READY;
    for (utskr_date day = c.day; day <= c.last; day++) {
        c.all += weight_of(day);
    }
    return c;
}

/* The stays follow each other through the year, each somewhere in its own share of the weights. */
static utskr_date day_of(calendar *c, const settings *chosen, uint64_t number) {
    uint64_t spot = (number - 1) * c->all + (uint64_t)draw(chosen, number, TOPIC_DAY, (int32_t)c->all);
    while (c->day < c->last && spot / chosen->cases >= c->passed + weight_of(c->day)) {
        c->passed += weight_of(c->day++);
    }
    return c->day;
}

/* --- Who comes back ------------------------------------------------------------------------------------------------------ */

enum { REMEMBERED = 1024, WITHIN_DAYS = 30 };

typedef struct memory {
    stay_before stays[REMEMBERED]; /* the latest; number 0 where there is none, or who has come back */
    uint32_t next;
    uint32_t counts[MUNICIPALITY_LIMIT]; /* stays that each municipality has had */
} memory;

static void remember(memory *m, const plan *p, utskr_instant left) {
    if (p->destination == HOME && p->death == ALIVE && p->registered != 0 && !p->has[RATE_OTHER_COUNTY]) {
        m->stays[m->next] = (stay_before){ p->number, left, p->municipality };
        m->next = (m->next + 1) % REMEMBERED;
    }
}

/* Somebody who left at most 30 days before the admission, or NULL; they are looked for from a place by chance. */
static stay_before *find_before(memory *m, const settings *chosen, const plan *p) {
    uint32_t begin = (uint32_t)draw(chosen, p->number, TOPIC_BEFORE, REMEMBERED);
    for (uint32_t i = 0; i < REMEMBERED; i++) {
        stay_before *before = &m->stays[(begin + i) % REMEMBERED];
        int32_t days = p->admitted - utskr_local_date(before->left);
        if (before->number != 0 && days >= 1 && days <= WITHIN_DAYS) {
            return before;
        }
    }
    return NULL;
}

/* --- The county ----------------------------------------------------------------------------------------------------------- */

static void plan_next(plan *p, const settings *chosen, memory *m, uint64_t number, utskr_date day) {
    plan_stay(p, chosen, number, day);
    stay_before *before = p->has[RATE_READMITTED] ? find_before(m, chosen, p) : NULL;
    plan_place(p, chosen, before, m->counts);
    if (before) {
        before->number = 0;
    }
}

static bool write_county(const settings *chosen) {
    static memory m;
    static stay_log log;
    calendar c = open_calendar(chosen);
    for (uint64_t number = 1; number <= chosen->cases && !ferror(stdout); number++) {
        plan p;
        plan_next(&p, chosen, &m, number, day_of(&c, chosen, number));
        utskr_instant left = fill_stay(&log, chosen, &p);
        if (log.is_full) {
            return false;
        }
        write_header(chosen, &p);
        log_write(&log);
        remember(&m, &p, left);
    }
    return fflush(stdout) == 0 && !ferror(stdout);
}

int main(int count, char **words) {
    static settings chosen;
    static char buffer[1 << 18];
    (void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    if (!read_settings(&chosen, count - 1, words + 1)) {
        return EXIT_USAGE;
    }
    if (chosen.help) {
        print_help();
        return EXIT_DONE;
    }
    return write_county(&chosen) ? EXIT_DONE : EXIT_INTERNAL;
}
