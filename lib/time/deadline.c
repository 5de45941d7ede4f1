/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deadline arithmetic: the time forms of the rule rows. */
#include "time/clock.h"

enum { LARGEST_N = 10000 };

static const char *const form_names[] = {
    [UTSKR_FORM_ASAP] = "as-soon-as-possible",
    [UTSKR_FORM_HOURS] = "hours",
    [UTSKR_FORM_DAYS] = "days",
    [UTSKR_FORM_SAME_DAY] = "same-day",
    [UTSKR_FORM_SAME_WEEKDAY] = "same-weekday",
    [UTSKR_FORM_HOURS_ON_WEEKDAYS] = "hours-on-weekdays",
    [UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY] = "hours-or-next-weekday",
    [UTSKR_FORM_BEFORE] = "before",
    [UTSKR_FORM_BY] = "by",
    [UTSKR_FORM_DAYS_BEFORE] = "days-before",
    [UTSKR_FORM_NOT_BEFORE] = "not-before",
    [UTSKR_FORM_DAY_AFTER] = "day-after",
    [UTSKR_FORM_COVERS_WEEKDAYS] = "covers-weekdays",
};

const char *utskr_form_name(int32_t form) {
    return form >= UTSKR_FORM_ASAP && form <= UTSKR_FORM_COVERS_WEEKDAYS ? form_names[form] : "unknown-form";
}

/* The clock on the wall moved on by `seconds`; where that time is missing or repeated, the trigger's offset holds. */
static utskr_instant move_wall_clock(utskr_instant trigger, utskr_instant seconds) {
    int32_t offset = utskr_clock_offset(trigger);
    utskr_instant due = trigger + seconds;
    (void)utskr_clock_from_wall(due + offset, &due);
    return due;
}

static utskr_instant after_hours(int32_t n, utskr_instant trigger, const utskr_form_reading *reading) {
    utskr_instant seconds = (utskr_instant)n * UTSKR_CLOCK_HOUR; /* 0 to 36 000 000 */
    return reading->wall_clock ? move_wall_clock(trigger, seconds) : trigger + seconds;
}

/* `due`, or if it is on no weekday, the end of the next one (lag 1930:173 2 §). */
static utskr_instant shift_to_weekday(utskr_instant due) {
    utskr_date day = utskr_clock_date(due);
    utskr_date weekday = utskr_weekday_on_or_after(day);
    return weekday == day ? due : utskr_clock_day_end(weekday);
}

static utskr_instant shift_as_read(utskr_instant due, const utskr_form_reading *reading) {
    return reading->holiday_shift ? shift_to_weekday(due) : due;
}

/*
 * The instant at which a clock that runs only during weekdays has run `n` hours. A weekday always has 86 400 seconds,
 * since summer time begins and ends on Sundays.
 */
static utskr_instant weekday_clock_reaches(int32_t n, utskr_instant trigger) {
    int32_t left = n * UTSKR_CLOCK_HOUR; /* 0 to 36 000 000 */
    utskr_local_time start = utskr_clock_local(trigger);
    utskr_date day = utskr_weekday_on_or_after(start.day);
    int32_t clock = day == start.day ? start.clock : 0;
    if (left == 0) {
        return trigger;
    }
    while (left > UTSKR_CLOCK_DAY - clock) {
        left -= UTSKR_CLOCK_DAY - clock;
        day = utskr_weekday_on_or_after(day + 1);
        clock = 0;
    }
    return utskr_clock_day_start(day) + clock + left;
}

static utskr_instant after_weekday_hours(int32_t n, utskr_instant trigger, const utskr_form_reading *reading) {
    utskr_instant reached = weekday_clock_reaches(n, trigger);
    utskr_date day = utskr_clock_date(reached);
    utskr_date weekday = utskr_weekday_on_or_after(day);
    /* Where the clock stands, it still shows n hours until the next weekday begins. */
    return reading->clock_edge_last && weekday != day ? utskr_clock_day_start(weekday) : reached;
}

static utskr_instant after_hours_or_next_weekday(int32_t n, utskr_instant trigger, const utskr_form_reading *reading) {
    utskr_instant due = after_hours(n, trigger, reading);
    if (!reading->later_of_both) {
        return shift_to_weekday(due);
    }
    utskr_instant next_end = utskr_clock_day_end(utskr_weekday_on_or_after(utskr_clock_date(trigger) + 1));
    return due > next_end ? due : next_end;
}

/* The end of the n-th weekday after the trigger's day; of that day itself when n is 0. */
static utskr_instant through_weekdays(int32_t n, utskr_instant trigger, const utskr_form_reading *reading) {
    utskr_date day = utskr_clock_date(trigger);
    int32_t counted = reading->first_homecoming && utskr_is_weekday(day);
    for (; counted < n; counted++) {
        day = utskr_weekday_on_or_after(day + 1);
    }
    return utskr_clock_day_end(day);
}

/* Every sum is of a number within the years 1 to 9999 and at most 36 000 000. */
static utskr_instant due_by_form(int32_t form, int32_t n, utskr_instant trigger, const utskr_form_reading *reading) {
    switch (form) {
    case UTSKR_FORM_HOURS: return shift_as_read(after_hours(n, trigger, reading), reading);
    case UTSKR_FORM_DAYS: return shift_as_read(utskr_clock_day_end(utskr_clock_date(trigger) + n), reading);
    case UTSKR_FORM_SAME_DAY: return shift_as_read(utskr_clock_day_end(utskr_clock_date(trigger)), reading);
    case UTSKR_FORM_SAME_WEEKDAY: return utskr_clock_day_end(utskr_weekday_on_or_after(utskr_clock_date(trigger)));
    case UTSKR_FORM_HOURS_ON_WEEKDAYS: return after_weekday_hours(n, trigger, reading);
    case UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY: return after_hours_or_next_weekday(n, trigger, reading);
    case UTSKR_FORM_BEFORE: return trigger - 1;
    case UTSKR_FORM_BY: return trigger;
    case UTSKR_FORM_DAYS_BEFORE: return utskr_clock_day_end(utskr_clock_date(trigger) - n);
    case UTSKR_FORM_NOT_BEFORE: return trigger;
    case UTSKR_FORM_DAY_AFTER: return utskr_clock_day_start(utskr_clock_date(trigger) + n);
    case UTSKR_FORM_COVERS_WEEKDAYS: return through_weekdays(n, trigger, reading);
    default: return 0;
    }
}

utskr_instant utskr_due(int32_t form, int32_t n, utskr_instant trigger, const utskr_form_reading *reading) {
    static const utskr_form_reading by_default = { 0, 0, 0, 0, 0 };
    if (n < 0 || n > LARGEST_N) {
        return 0;
    }
    return due_by_form(form, n, utskr_clock_within(trigger), reading ? reading : &by_default);
}
