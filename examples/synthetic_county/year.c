/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The year: how the stays fall on its days, and who comes back. */
#include <string.h>

#include "county.h"

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

static void open_calendar(county_year *y, const settings *chosen) {
    (void)utskr_date_from_civil(chosen->year, 1, 1, &y->day);
    (void)utskr_date_from_civil(chosen->year, 12, 31, &y->last);
    y->day += EARLIEST_READY;
    for (utskr_date day = y->day; day <= y->last; day++) {
        y->all += weight_of(day);
    }
}

/* The stays follow each other through the year, each somewhere in its own share of the weights. */
static utskr_date day_of(county_year *y, const settings *chosen, uint64_t number) {
    uint64_t spot = (number - 1) * y->all + (uint64_t)draw(chosen, number, TOPIC_DAY, (int32_t)y->all);
    while (y->day < y->last && spot / chosen->cases >= y->passed + weight_of(y->day)) {
        y->passed += weight_of(y->day++);
    }
    return y->day;
}

/* --- Who comes back ------------------------------------------------------------------------------------------------------ */

enum { WITHIN_DAYS = 30 };

void year_remember(county_year *y, const plan *p, utskr_instant left) {
    if (p->destination == HOME && p->death == ALIVE && p->registered != 0 && !p->has[RATE_OTHER_COUNTY]) {
        y->stays[y->next] = (stay_before){ p->number, left, p->municipality };
        y->next = (y->next + 1) % REMEMBERED;
    }
}

/* Somebody who left at most 30 days before the admission, or NULL; they are looked for from a place by chance. */
static stay_before *find_before(county_year *y, const settings *chosen, const plan *p) {
    uint32_t begin = (uint32_t)draw(chosen, p->number, TOPIC_BEFORE, REMEMBERED);
    for (uint32_t i = 0; i < REMEMBERED; i++) {
        stay_before *before = &y->stays[(begin + i) % REMEMBERED];
        int32_t days = p->admitted - utskr_local_date(before->left);
        if (before->number != 0 && days >= 1 && days <= WITHIN_DAYS) {
            return before;
        }
    }
    return NULL;
}

/* --- The stays in turn ----------------------------------------------------------------------------------------------------- */

void year_begin(county_year *out, const settings *chosen) {
    memset(out, 0, sizeof *out);
    open_calendar(out, chosen);
}

void year_next(county_year *y, const settings *chosen, uint64_t number, plan *out) {
    plan_stay(out, chosen, number, day_of(y, chosen, number));
    stay_before *before = out->has[RATE_READMITTED] ? find_before(y, chosen, out) : NULL;
    plan_place(out, chosen, before, y->counts);
    if (before) {
        before->number = 0;
    }
}
