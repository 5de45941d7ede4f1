/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The time forms of deadlines: the worked examples E1 to E5 of regime-rows.md as written there, every form at one
 * second before, at and after its edges, every reading, and daylight saving both ways. Expected instants stand as text
 * and were worked by hand.
 */
#include <utskrivning/time.h>

#include "tests/tap.h"

static const utskr_form_reading by_default = { 0, 0, 0, 0, 0 };
static const utskr_form_reading wall_clock = { 1, 0, 0, 0, 0 };
static const utskr_form_reading holiday_shift = { 0, 1, 0, 0, 0 };
static const utskr_form_reading wall_and_shift = { 1, 1, 0, 0, 0 };
static const utskr_form_reading clock_edge_last = { 0, 0, 1, 0, 0 };
static const utskr_form_reading later_of_both = { 0, 0, 0, 1, 0 };
static const utskr_form_reading wall_and_later = { 1, 0, 0, 1, 0 };
static const utskr_form_reading first_homecoming = { 0, 0, 0, 0, 1 };
static const utskr_form_reading every_other = { 1, 1, 1, 1, 1 };

typedef struct due_case {
    const char *what;
    int32_t form;
    int32_t n;
    const utskr_form_reading *reading;
    const char *trigger;
    const char *expected;
} due_case;

static utskr_instant read_instant(const char *text) {
    utskr_instant at = 0;
    if (utskr_instant_parse(text, strlen(text), &at, NULL) != UTSKR_OK) {
        tap_ok(false, "the test holds \"%s\", which is no instant", text);
    }
    return at;
}

static void check(const due_case *at) {
    char got[UTSKR_INSTANT_TEXT];
    (void)utskr_instant_format(utskr_due(at->form, at->n, read_instant(at->trigger), at->reading), got);
    tap_eq_str(got, at->expected, "%s: %s %d from %s", at->what, utskr_form_name(at->form), at->n, at->trigger);
}

/* --- The worked examples ---------------------------------------------------------------------------------------- */

static const due_case examples[] = {
    { "E1 acknowledge", UTSKR_FORM_SAME_DAY, 0, NULL, "2022-04-15T10:00+02:00", "2022-04-15T23:59:59+02:00" },
    { "E1 acknowledge-weekday", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2022-04-15T10:00+02:00",
      "2022-04-19T23:59:59+02:00" },
    { "E1 skärtorsdagen", UTSKR_FORM_SAME_DAY, 0, NULL, "2022-04-14T23:59:30+02:00", "2022-04-14T23:59:59+02:00" },
    { "E1 skärtorsdagen", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2022-04-14T23:59:30+02:00", "2022-04-14T23:59:59+02:00" },
    { "E2a", UTSKR_FORM_HOURS_ON_WEEKDAYS, 24, NULL, "2022-06-23T15:20+02:00", "2022-06-27T15:20:00+02:00" },
    { "E2a, plain", UTSKR_FORM_HOURS, 24, NULL, "2022-06-23T15:20+02:00", "2022-06-24T15:20:00+02:00" },
    { "E2a, last", UTSKR_FORM_HOURS_ON_WEEKDAYS, 24, &clock_edge_last, "2022-06-23T15:20+02:00",
      "2022-06-27T15:20:00+02:00" },
    { "E2b", UTSKR_FORM_HOURS_ON_WEEKDAYS, 24, NULL, "2022-05-26T10:00+02:00", "2022-05-28T00:00:00+02:00" },
    { "E2b, last", UTSKR_FORM_HOURS_ON_WEEKDAYS, 24, &clock_edge_last, "2022-05-26T10:00+02:00",
      "2022-05-30T00:00:00+02:00" },
    { "E2c", UTSKR_FORM_HOURS_ON_WEEKDAYS, 24, NULL, "2022-03-25T16:00+01:00", "2022-03-28T16:00:00+02:00" },
    { "E3 call-24h", UTSKR_FORM_HOURS, 24, NULL, "2022-10-29T14:30+02:00", "2022-10-30T13:30:00+01:00" },
    { "E3 call-24h, wall clock", UTSKR_FORM_HOURS, 24, &wall_clock, "2022-10-29T14:30+02:00",
      "2022-10-30T14:30:00+01:00" },
    { "E3 services-start", UTSKR_FORM_SAME_DAY, 0, NULL, "2022-10-29T14:30+02:00", "2022-10-29T23:59:59+02:00" },
    { "E3 needs-review", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2022-10-29T14:30+02:00",
      "2022-11-01T13:30:00+01:00" },
    { "E3 call-7d", UTSKR_FORM_DAYS, 7, NULL, "2022-10-29T14:30+02:00", "2022-11-05T23:59:59+01:00" },
    { "E3 call-7d, dygn=hours", UTSKR_FORM_HOURS, 168, NULL, "2022-10-29T14:30+02:00", "2022-11-05T13:30:00+01:00" },
    { "E4 needs-review", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2021-12-22T10:15+01:00",
      "2021-12-27T23:59:59+01:00" },
    { "E4 aids-three-weekdays", UTSKR_FORM_COVERS_WEEKDAYS, 3, NULL, "2021-12-22T10:15+01:00",
      "2021-12-28T23:59:59+01:00" },
    { "E4 aids, homecoming-day", UTSKR_FORM_COVERS_WEEKDAYS, 3, &first_homecoming, "2021-12-22T10:15+01:00",
      "2021-12-27T23:59:59+01:00" },
    { "E4 call-7d", UTSKR_FORM_DAYS, 7, NULL, "2021-12-22T10:15+01:00", "2021-12-29T23:59:59+01:00" },
    { "E4 call-24h", UTSKR_FORM_HOURS, 24, NULL, "2021-12-22T10:15+01:00", "2021-12-23T10:15:00+01:00" },
    { "E5 sip-call", UTSKR_FORM_DAYS, 3, NULL, "2022-05-25T16:00+02:00", "2022-05-28T23:59:59+02:00" },
    { "E5 sip-call, shifted", UTSKR_FORM_DAYS, 3, &holiday_shift, "2022-05-25T16:00+02:00",
      "2022-05-30T23:59:59+02:00" },
    { "E5 home-time-day-before", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "2022-03-27T03:05+02:00",
      "2022-03-26T23:59:59+01:00" },
    { "E5 counter-case", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "2022-03-26T23:30+01:00", "2022-03-25T23:59:59+01:00" },
    { "E5 red-home-after-sip", UTSKR_FORM_DAY_AFTER, 1, NULL, "2022-03-26T23:30+01:00", "2022-03-27T00:00:00+01:00" },
};

/* --- Edges of each form ----------------------------------------------------------------------------------------- */

/*
 * In 2026: 12 January is a Monday, 16 a Friday, 17 a Saturday. 6 January is a Tuesday and trettondedag jul. Clocks go
 * forward on 29 March and back on 25 October.
 */
static const due_case edges[] = {
    { "a second before midnight", UTSKR_FORM_HOURS, 24, NULL, "2026-01-12T23:59:59", "2026-01-13T23:59:59+01:00" },
    { "midnight", UTSKR_FORM_HOURS, 24, NULL, "2026-01-13T00:00:00", "2026-01-14T00:00:00+01:00" },
    { "a second after", UTSKR_FORM_HOURS, 24, NULL, "2026-01-13T00:00:01", "2026-01-14T00:00:01+01:00" },
    { "no hours", UTSKR_FORM_HOURS, 0, NULL, "2026-01-13T00:00:01", "2026-01-13T00:00:01+01:00" },
    { "into summer", UTSKR_FORM_HOURS, 24, NULL, "2026-03-28T12:00", "2026-03-29T13:00:00+02:00" },
    { "into winter", UTSKR_FORM_HOURS, 24, NULL, "2026-10-24T12:00", "2026-10-25T11:00:00+01:00" },
    { "just before summer", UTSKR_FORM_HOURS, 1, NULL, "2026-03-29T00:59:59", "2026-03-29T01:59:59+01:00" },
    { "as summer begins", UTSKR_FORM_HOURS, 1, NULL, "2026-03-29T01:00:00", "2026-03-29T03:00:00+02:00" },
    { "just after", UTSKR_FORM_HOURS, 1, NULL, "2026-03-29T01:00:01", "2026-03-29T03:00:01+02:00" },
    { "the default given", UTSKR_FORM_HOURS, 24, &by_default, "2026-03-28T12:00", "2026-03-29T13:00:00+02:00" },

    { "a second before midnight", UTSKR_FORM_DAYS, 3, NULL, "2026-01-12T23:59:59", "2026-01-15T23:59:59+01:00" },
    { "midnight", UTSKR_FORM_DAYS, 3, NULL, "2026-01-13T00:00:00", "2026-01-16T23:59:59+01:00" },
    { "a second after", UTSKR_FORM_DAYS, 3, NULL, "2026-01-13T00:00:01", "2026-01-16T23:59:59+01:00" },
    { "local midnight, not of UTC", UTSKR_FORM_DAYS, 3, NULL, "2026-01-12T23:00:00Z", "2026-01-16T23:59:59+01:00" },
    { "in summer two hours before", UTSKR_FORM_DAYS, 3, NULL, "2026-07-01T21:59:59Z", "2026-07-04T23:59:59+02:00" },
    { "in summer at midnight", UTSKR_FORM_DAYS, 3, NULL, "2026-07-01T22:00:00Z", "2026-07-05T23:59:59+02:00" },
    { "no days", UTSKR_FORM_DAYS, 0, NULL, "2026-01-12T00:00:00", "2026-01-12T23:59:59+01:00" },
    { "the day clocks go forward", UTSKR_FORM_DAYS, 1, NULL, "2026-03-28T00:00", "2026-03-29T23:59:59+02:00" },
    { "the day clocks go back", UTSKR_FORM_DAYS, 1, NULL, "2026-10-24T00:00", "2026-10-25T23:59:59+01:00" },
    { "over a leap day", UTSKR_FORM_DAYS, 2, NULL, "2024-02-28T12:00", "2024-03-01T23:59:59+01:00" },
    { "over New Year", UTSKR_FORM_DAYS, 3, NULL, "2025-12-30T12:00", "2026-01-02T23:59:59+01:00" },

    { "first second", UTSKR_FORM_SAME_DAY, 0, NULL, "2026-01-12T00:00:00", "2026-01-12T23:59:59+01:00" },
    { "last second", UTSKR_FORM_SAME_DAY, 0, NULL, "2026-01-12T23:59:59", "2026-01-12T23:59:59+01:00" },
    { "the day of 23 hours", UTSKR_FORM_SAME_DAY, 0, NULL, "2026-03-29T00:00:00", "2026-03-29T23:59:59+02:00" },
    { "the day of 25 hours", UTSKR_FORM_SAME_DAY, 0, NULL, "2026-10-25T00:00:00", "2026-10-25T23:59:59+01:00" },
    { "a Sunday stays", UTSKR_FORM_SAME_DAY, 0, NULL, "2026-01-18T12:00", "2026-01-18T23:59:59+01:00" },

    { "Friday's last second", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-01-16T23:59:59", "2026-01-16T23:59:59+01:00" },
    { "Saturday's first", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-01-17T00:00:00", "2026-01-19T23:59:59+01:00" },
    { "Sunday's last", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-01-18T23:59:59", "2026-01-19T23:59:59+01:00" },
    { "Monday's first", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-01-19T00:00:00", "2026-01-19T23:59:59+01:00" },
    { "the Monday before Epiphany", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-01-05T23:59:59",
      "2026-01-05T23:59:59+01:00" },
    { "Epiphany", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-01-06T00:00:00", "2026-01-07T23:59:59+01:00" },
    { "over the change of clocks", UTSKR_FORM_SAME_WEEKDAY, 0, NULL, "2026-03-28T12:00", "2026-03-30T23:59:59+02:00" },

    { "within one day", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, NULL, "2026-01-12T08:00", "2026-01-12T16:00:00+01:00" },
    { "up to midnight, weekday next", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, NULL, "2026-01-12T16:00",
      "2026-01-13T00:00:00+01:00" },
    { "the same, last", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, &clock_edge_last, "2026-01-12T16:00",
      "2026-01-13T00:00:00+01:00" },
    { "a second before Friday's end", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, NULL, "2026-01-16T15:59:59",
      "2026-01-16T23:59:59+01:00" },
    { "the same, last", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, &clock_edge_last, "2026-01-16T15:59:59",
      "2026-01-16T23:59:59+01:00" },
    { "at Friday's end", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, NULL, "2026-01-16T16:00:00", "2026-01-17T00:00:00+01:00" },
    { "the same, last", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, &clock_edge_last, "2026-01-16T16:00:00",
      "2026-01-19T00:00:00+01:00" },
    { "a second after Friday's end", UTSKR_FORM_HOURS_ON_WEEKDAYS, 8, NULL, "2026-01-16T16:00:01",
      "2026-01-19T00:00:01+01:00" },
    { "from a Saturday", UTSKR_FORM_HOURS_ON_WEEKDAYS, 1, NULL, "2026-01-17T00:00:00", "2026-01-19T01:00:00+01:00" },
    { "from Sunday's last second", UTSKR_FORM_HOURS_ON_WEEKDAYS, 1, NULL, "2026-01-18T23:59:59",
      "2026-01-19T01:00:00+01:00" },
    { "five days", UTSKR_FORM_HOURS_ON_WEEKDAYS, 120, NULL, "2026-01-12T00:00:00", "2026-01-17T00:00:00+01:00" },
    { "five days from a second later", UTSKR_FORM_HOURS_ON_WEEKDAYS, 120, NULL, "2026-01-12T00:00:01",
      "2026-01-19T00:00:01+01:00" },
    { "over winter time", UTSKR_FORM_HOURS_ON_WEEKDAYS, 24, NULL, "2026-10-23T16:00", "2026-10-26T16:00:00+01:00" },
    { "no hours", UTSKR_FORM_HOURS_ON_WEEKDAYS, 0, NULL, "2026-01-12T08:00", "2026-01-12T08:00:00+01:00" },
    { "no hours on a Saturday", UTSKR_FORM_HOURS_ON_WEEKDAYS, 0, NULL, "2026-01-17T08:00",
      "2026-01-17T08:00:00+01:00" },
    { "no hours on a Saturday, last", UTSKR_FORM_HOURS_ON_WEEKDAYS, 0, &clock_edge_last, "2026-01-17T08:00",
      "2026-01-19T00:00:00+01:00" },

    { "on Friday's last second", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-01-13T23:59:59",
      "2026-01-16T23:59:59+01:00" },
    { "on Saturday's first", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-01-14T00:00:00",
      "2026-01-19T23:59:59+01:00" },
    { "on Saturday's second", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-01-14T00:00:01",
      "2026-01-19T23:59:59+01:00" },
    { "on Sunday's last", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-01-15T23:59:59",
      "2026-01-19T23:59:59+01:00" },
    { "on Monday's first", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-01-16T00:00:00",
      "2026-01-19T00:00:00+01:00" },
    { "into summer", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-03-27T22:59:59", "2026-03-30T23:59:59+02:00" },
    { "into summer, a second more", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, NULL, "2026-03-27T23:00:00",
      "2026-03-31T00:00:00+02:00" },

    { "the second before", UTSKR_FORM_BEFORE, 0, NULL, "2026-01-12T09:15:00", "2026-01-12T09:14:59+01:00" },
    { "the second before midnight", UTSKR_FORM_BEFORE, 0, NULL, "2026-01-12T00:00:00", "2026-01-11T23:59:59+01:00" },
    { "over the gap", UTSKR_FORM_BEFORE, 0, NULL, "2026-03-29T03:00:00", "2026-03-29T01:59:59+01:00" },
    { "the instant itself", UTSKR_FORM_BY, 0, NULL, "2026-01-12T09:15:00", "2026-01-12T09:15:00+01:00" },
    { "the instant itself", UTSKR_FORM_NOT_BEFORE, 0, NULL, "2026-01-12T09:15:00", "2026-01-12T09:15:00+01:00" },

    { "last second", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "2026-01-12T23:59:59", "2026-01-11T23:59:59+01:00" },
    { "first second", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "2026-01-13T00:00:00", "2026-01-12T23:59:59+01:00" },
    { "a second later", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "2026-01-13T00:00:01", "2026-01-12T23:59:59+01:00" },
    { "three days", UTSKR_FORM_DAYS_BEFORE, 3, NULL, "2024-03-02T12:00", "2024-02-28T23:59:59+01:00" },
    { "no days", UTSKR_FORM_DAYS_BEFORE, 0, NULL, "2026-01-12T12:00", "2026-01-12T23:59:59+01:00" },
    { "over winter time", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "2026-10-26T00:00:00", "2026-10-25T23:59:59+01:00" },

    { "last second", UTSKR_FORM_DAY_AFTER, 1, NULL, "2026-01-12T23:59:59", "2026-01-13T00:00:00+01:00" },
    { "first second", UTSKR_FORM_DAY_AFTER, 1, NULL, "2026-01-13T00:00:00", "2026-01-14T00:00:00+01:00" },
    { "a second later", UTSKR_FORM_DAY_AFTER, 1, NULL, "2026-01-13T00:00:01", "2026-01-14T00:00:00+01:00" },
    { "no days", UTSKR_FORM_DAY_AFTER, 0, NULL, "2026-01-12T12:00", "2026-01-12T00:00:00+01:00" },
    { "the day of 23 hours", UTSKR_FORM_DAY_AFTER, 1, NULL, "2026-03-29T12:00", "2026-03-30T00:00:00+02:00" },
    { "the day of 25 hours", UTSKR_FORM_DAY_AFTER, 1, NULL, "2026-10-25T00:00", "2026-10-26T00:00:00+01:00" },
    { "the night before it", UTSKR_FORM_DAY_AFTER, 1, NULL, "2026-10-24T23:00", "2026-10-25T00:00:00+02:00" },

    { "last second", UTSKR_FORM_COVERS_WEEKDAYS, 1, NULL, "2026-01-12T23:59:59", "2026-01-13T23:59:59+01:00" },
    { "first second", UTSKR_FORM_COVERS_WEEKDAYS, 1, NULL, "2026-01-13T00:00:00", "2026-01-14T23:59:59+01:00" },
    { "over a week-end", UTSKR_FORM_COVERS_WEEKDAYS, 3, NULL, "2026-01-15T12:00", "2026-01-20T23:59:59+01:00" },
    { "from a Saturday", UTSKR_FORM_COVERS_WEEKDAYS, 3, NULL, "2026-01-17T12:00", "2026-01-21T23:59:59+01:00" },
    { "no weekdays", UTSKR_FORM_COVERS_WEEKDAYS, 0, NULL, "2026-01-17T12:00", "2026-01-17T23:59:59+01:00" },
};

/* --- Readings ------------------------------------------------------------------------------------------------- */

static const due_case readings[] = {
    { "plain winter", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-01-12T09:15", "2026-01-13T09:15:00+01:00" },
    { "into summer", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-03-28T12:00", "2026-03-29T12:00:00+02:00" },
    { "into winter", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-10-24T12:00", "2026-10-25T12:00:00+01:00" },
    { "a second before the gap", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-03-28T01:59:59",
      "2026-03-29T01:59:59+01:00" },
    { "in the gap, by +01:00", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-03-28T02:00:00", "2026-03-29T03:00:00+02:00" },
    { "in the gap, by +01:00", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-03-28T02:59:59", "2026-03-29T03:59:59+02:00" },
    { "a second after the gap", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-03-28T03:00:00", "2026-03-29T03:00:00+02:00" },
    { "a second before twice", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-10-24T01:59:59", "2026-10-25T01:59:59+02:00" },
    { "twice, by +02:00", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-10-24T02:00:00", "2026-10-25T02:00:00+02:00" },
    { "twice, by +02:00", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-10-24T02:59:59", "2026-10-25T02:59:59+02:00" },
    { "a second after twice", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-10-24T03:00:00", "2026-10-25T03:00:00+01:00" },
    { "twice, from winter", UTSKR_FORM_HOURS, 24 * 300, &wall_clock, "2025-12-29T02:30", "2026-10-25T02:30:00+01:00" },
    { "the gap, from summer", UTSKR_FORM_HOURS, 24 * 200, &wall_clock, "2025-09-10T02:30",
      "2026-03-29T01:30:00+01:00" },
    { "out of the repeated hour", UTSKR_FORM_HOURS, 24, &wall_clock, "2026-10-25T02:30+02:00",
      "2026-10-26T02:30:00+01:00" },
    { "no hours, first of the two", UTSKR_FORM_HOURS, 0, &wall_clock, "2026-10-25T02:30+02:00",
      "2026-10-25T02:30:00+02:00" },
    { "no hours, second of the two", UTSKR_FORM_HOURS, 0, &wall_clock, "2026-10-25T02:30+01:00",
      "2026-10-25T02:30:00+01:00" },
    { "72 h on the wall", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, &wall_clock, "2026-03-27T23:00:00",
      "2026-03-30T23:00:00+02:00" },

    { "Friday's last second", UTSKR_FORM_HOURS, 24, &holiday_shift, "2026-01-15T23:59:59",
      "2026-01-16T23:59:59+01:00" },
    { "Saturday's first", UTSKR_FORM_HOURS, 24, &holiday_shift, "2026-01-16T00:00:00", "2026-01-19T23:59:59+01:00" },
    { "Sunday's last", UTSKR_FORM_HOURS, 24, &holiday_shift, "2026-01-17T23:59:59", "2026-01-19T23:59:59+01:00" },
    { "Monday's first", UTSKR_FORM_HOURS, 24, &holiday_shift, "2026-01-18T00:00:00", "2026-01-19T00:00:00+01:00" },
    { "days on a weekday", UTSKR_FORM_DAYS, 3, &holiday_shift, "2026-01-13T12:00", "2026-01-16T23:59:59+01:00" },
    { "days on a Saturday", UTSKR_FORM_DAYS, 3, &holiday_shift, "2026-01-14T12:00", "2026-01-19T23:59:59+01:00" },
    { "days on Christmas Eve", UTSKR_FORM_DAYS, 3, &holiday_shift, "2021-12-21T12:00", "2021-12-27T23:59:59+01:00" },
    { "the same day too", UTSKR_FORM_SAME_DAY, 0, &holiday_shift, "2026-01-17T12:00", "2026-01-19T23:59:59+01:00" },
    { "not days before", UTSKR_FORM_DAYS_BEFORE, 1, &holiday_shift, "2026-01-18T12:00", "2026-01-17T23:59:59+01:00" },
    { "not by", UTSKR_FORM_BY, 0, &holiday_shift, "2026-01-17T12:00", "2026-01-17T12:00:00+01:00" },
    { "both readings", UTSKR_FORM_HOURS, 24, &wall_and_shift, "2026-03-28T12:00", "2026-03-30T23:59:59+02:00" },

    { "later: the weekday's end", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, &later_of_both, "2021-12-22T10:15",
      "2021-12-25T10:15:00+01:00" }, /* Thursday the 23rd ends before 72 h have passed */
    { "later: Christmas", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, &later_of_both, "2021-12-23T10:15",
      "2021-12-27T23:59:59+01:00" },
    { "later: a second before", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 24, &later_of_both, "2026-01-12T23:59:58",
      "2026-01-13T23:59:59+01:00" },
    { "later: both at once", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 24, &later_of_both, "2026-01-12T23:59:59",
      "2026-01-13T23:59:59+01:00" },
    { "later: from midnight", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 48, &later_of_both, "2026-01-13T00:00:00",
      "2026-01-15T00:00:00+01:00" },
    { "later: from a Friday", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 72, &later_of_both, "2026-01-16T12:00",
      "2026-01-19T23:59:59+01:00" },
    { "later, on the wall", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY, 96, &wall_and_later, "2026-03-27T12:00",
      "2026-03-31T12:00:00+02:00" },

    { "homecoming on a Saturday", UTSKR_FORM_COVERS_WEEKDAYS, 3, &first_homecoming, "2026-01-17T12:00",
      "2026-01-21T23:59:59+01:00" },
    { "one, homecoming on a weekday", UTSKR_FORM_COVERS_WEEKDAYS, 1, &first_homecoming, "2026-01-12T12:00",
      "2026-01-12T23:59:59+01:00" },
    { "none, homecoming on a weekday", UTSKR_FORM_COVERS_WEEKDAYS, 0, &first_homecoming, "2026-01-12T12:00",
      "2026-01-12T23:59:59+01:00" },

    { "no reading moves it", UTSKR_FORM_SAME_WEEKDAY, 0, &every_other, "2026-01-17T12:00",
      "2026-01-19T23:59:59+01:00" },
    { "no reading moves it", UTSKR_FORM_BEFORE, 0, &every_other, "2026-01-17T12:00", "2026-01-17T11:59:59+01:00" },
    { "no reading moves it", UTSKR_FORM_BY, 0, &every_other, "2026-01-17T12:00", "2026-01-17T12:00:00+01:00" },
    { "no reading moves it", UTSKR_FORM_NOT_BEFORE, 0, &every_other, "2026-01-17T12:00", "2026-01-17T12:00:00+01:00" },
    { "no reading moves it", UTSKR_FORM_DAY_AFTER, 2, &every_other, "2026-01-15T12:00", "2026-01-17T00:00:00+01:00" },
};

/* --- Limits ----------------------------------------------------------------------------------------------------- */

static void expect_none(int32_t form, int32_t n, const char *what) {
    utskr_instant trigger = read_instant("2026-01-12T09:15");
    tap_eq_i64(utskr_due(form, n, trigger, NULL), 0, "%s is never due", what);
}

static void test_never_due(void) {
    expect_none(UTSKR_FORM_ASAP, 0, "as soon as possible");
    expect_none(UTSKR_FORM_ASAP, 24, "as soon as possible with a number");
    expect_none(13, 24, "a form of tomorrow");
    expect_none(-1, 24, "a negative form");
    expect_none(INT32_MAX, 24, "the largest form");
    expect_none(INT32_MIN, 24, "the smallest form");
    expect_none(UTSKR_FORM_HOURS, -1, "a negative number of hours");
    expect_none(UTSKR_FORM_HOURS, 10001, "more than 10000 hours");
    expect_none(UTSKR_FORM_COVERS_WEEKDAYS, INT32_MAX, "the largest number of weekdays");
    expect_none(UTSKR_FORM_DAYS, INT32_MIN, "the smallest number of days");
}

/* 10 000 h are 416 days and 16 h; 10 000 days from day 20465 lead to day 30465, 2053-05-30, a Friday in summer. */
static const due_case largest[] = {
    { "largest", UTSKR_FORM_HOURS, 10000, NULL, "2026-01-12T09:15", "2027-03-05T01:15:00+01:00" },
    { "largest", UTSKR_FORM_DAYS, 10000, NULL, "2026-01-12T09:15", "2053-05-30T23:59:59+02:00" },
    { "from the last second", UTSKR_FORM_HOURS, 24, NULL, "2199-12-31T23:59:59", "2200-01-01T23:59:59+01:00" },
    { "from the last second", UTSKR_FORM_DAYS, 3, NULL, "2199-12-31T23:59:59", "2200-01-03T23:59:59+01:00" },
    { "into the summer after", UTSKR_FORM_DAYS, 182, NULL, "2199-12-31T12:00", "2200-07-01T23:59:59+02:00" },
    { "over New Year's Day 2200", UTSKR_FORM_COVERS_WEEKDAYS, 1, NULL, "2199-12-31T12:00",
      "2200-01-02T23:59:59+01:00" },
    { "back to 1979", UTSKR_FORM_DAYS_BEFORE, 1, NULL, "1980-01-01T00:00", "1979-12-31T23:59:59+01:00" },
};

/* Whole weekdays counted one by one with the public calendar, which has tests of its own. */
static void test_many_weekdays(void) {
    utskr_date day = utskr_local_date(read_instant("2026-01-12T09:15"));
    utskr_instant covers = utskr_due(UTSKR_FORM_COVERS_WEEKDAYS, 10000, read_instant("2026-01-12T09:15"), NULL);
    utskr_date counted = day;
    for (int i = 0; i < 10000; i++) {
        counted++;
        while (!utskr_is_weekday(counted)) {
            counted++;
        }
    }
    tap_eq_i64(covers, utskr_day_end(counted), "10000 weekdays, counted one by one");
    utskr_instant hours = utskr_due(UTSKR_FORM_HOURS_ON_WEEKDAYS, 9984, utskr_day_start(day), NULL); /* 416 days */
    counted = day;
    for (int i = 1; i < 416; i++) {
        counted++;
        while (!utskr_is_weekday(counted)) {
            counted++;
        }
    }
    tap_eq_i64(hours, utskr_day_end(counted) + 1, "9984 hours on weekdays are 416 whole weekdays");
}

/* No trigger, however absurd, may overflow or hang: results lie within 10 000 days of the years 1 to 9999. */
static void test_absurd_triggers(void) {
    static const utskr_instant slack = INT64_C(10001) * 86400;
    static const utskr_instant triggers[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX };
    bool good = true;
    for (size_t i = 0; i < sizeof triggers / sizeof triggers[0]; i++) {
        for (int32_t form = UTSKR_FORM_HOURS; form <= UTSKR_FORM_COVERS_WEEKDAYS; form++) {
            utskr_instant due = utskr_due(form, 10000, triggers[i], &every_other);
            utskr_instant by_default_due = utskr_due(form, 10000, triggers[i], NULL);
            good = good && due >= INT64_C(-62135596800) - slack && due <= INT64_C(253402297199) + slack &&
                   by_default_due >= INT64_C(-62135596800) - slack && by_default_due <= INT64_C(253402297199) + slack;
        }
    }
    tap_ok(good, "absurd triggers return, and what they return is no accident");
    tap_eq_i64(utskr_due(UTSKR_FORM_BEFORE, 0, INT64_MIN, NULL), INT64_C(-62135596801), "before the first instant");
    tap_eq_i64(utskr_due(UTSKR_FORM_BY, 0, INT64_MAX, NULL), INT64_C(253402297199), "by the last instant");
}

/* --- Names ------------------------------------------------------------------------------------------------------ */

static void test_names(void) {
    static const char *const names[] = {
        "as-soon-as-possible",   "hours",       "days", "same-day",    "same-weekday", "hours-on-weekdays",
        "hours-or-next-weekday", "before",      "by",   "days-before", "not-before",   "day-after",
        "covers-weekdays",       "unknown-form"
    };
    for (int32_t form = 0; form < 14; form++) {
        tap_eq_str(utskr_form_name(form), names[form], "name of form %d", form);
    }
    tap_eq_str(utskr_form_name(-1), "unknown-form", "name of form -1");
    tap_eq_str(utskr_form_name(INT32_MAX), "unknown-form", "name of the largest number");
}

#define CHECK_ALL(cases)                                                                                               \
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases)[0]; i++) {                                                    \
        check(&(cases)[i]);                                                                                            \
    }

int main(void) {
    CHECK_ALL(examples)
    CHECK_ALL(edges)
    CHECK_ALL(readings)
    CHECK_ALL(largest)
    test_never_due();
    test_many_weekdays();
    test_absurd_triggers();
    test_names();
    return tap_done();
}
