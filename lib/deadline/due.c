/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a row is due: its time form, under the readings that make a difference to it. */
#include "deadline/due.h"

static bool counts_hours(int32_t form) {
    return form == UTSKR_FORM_HOURS || form == UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY;
}

static bool may_shift(const rule_row *r, utskr_instant due) {
    return (r->marks & (SHIFTS_WITH_ALL | SHIFTS_WITH_SIP_CALL)) != 0 && !utskr_is_weekday(utskr_local_date(due));
}

static bool shifts(context *ctx, const rule_row *r) {
    const uint8_t shift = reading_of(ctx, UTSKR_READ_HOLIDAY_SHIFT);
    return (shift == 1 && (r->marks & SHIFTS_WITH_SIP_CALL)) || (shift == 2 && (r->marks & SHIFTS_WITH_ALL));
}

/* Sets a reading of the form if it makes a difference and the host chose its other value. */
static utskr_instant read_form(context *ctx, int32_t form, int32_t number, utskr_instant trigger,
                               utskr_form_reading *reading, uint8_t *which, utskr_reading asked, utskr_instant due) {
    if (!may_matter(ctx, asked))
        return due;
    *which = 1;
    const utskr_instant other = utskr_due(form, number, trigger, reading);
    if (other != due && reading_of(ctx, asked) != 0)
        return other;
    *which = 0;
    return due;
}

/* The readings are asked for only where they make a difference: a change of the clocks between, a day that is no weekday. */
static APART utskr_instant due_as_read(context *ctx, const rule_row *r, int32_t form, int32_t number,
                                       utskr_instant trigger) {
    utskr_form_reading reading = { 0, 0, 0, 0, 0 };
    utskr_instant due = utskr_due(form, number, trigger, &reading);
    if (may_matter(ctx, UTSKR_READ_HOURS) && counts_hours(form) &&
        utskr_local_offset(due) != utskr_local_offset(trigger))
        due = read_form(ctx, form, number, trigger, &reading, &reading.wall_clock, UTSKR_READ_HOURS, due);
    if (form == UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY)
        due = read_form(ctx, form, number, trigger, &reading, &reading.later_of_both, UTSKR_READ_72H_WEEKDAY, due);
    if (form == UTSKR_FORM_HOURS_ON_WEEKDAYS)
        due = read_form(ctx, form, number, trigger, &reading, &reading.clock_edge_last, UTSKR_READ_WEEKDAY_CLOCK_EDGE,
                        due);
    if (form == UTSKR_FORM_COVERS_WEEKDAYS)
        due = read_form(ctx, form, number, trigger, &reading, &reading.first_homecoming, UTSKR_READ_FIRST_WEEKDAY, due);
    if (may_matter(ctx, UTSKR_READ_HOLIDAY_SHIFT) && may_shift(r, due) && shifts(ctx, r)) {
        reading.holiday_shift = 1;
        due = utskr_due(form, number, trigger, &reading);
    }
    return due;
}

/* May a reading make any difference to a time form? */
static bool forms_are_read(const context *ctx) {
    const uint8_t *reading = ctx->reading;
    return ctx->recording ||
           (reading[UTSKR_READ_HOURS] | reading[UTSKR_READ_72H_WEEKDAY] | reading[UTSKR_READ_WEEKDAY_CLOCK_EDGE] |
            reading[UTSKR_READ_FIRST_WEEKDAY] | reading[UTSKR_READ_HOLIDAY_SHIFT]) != 0;
}

utskr_instant utskr_due_by(context *ctx, const rule_row *r, int32_t form, int32_t number, utskr_instant trigger) {
    return forms_are_read(ctx) ? due_as_read(ctx, r, form, number, trigger) : utskr_due(form, number, trigger, NULL);
}

utskr_instant utskr_row_due(context *ctx, const rule_row *r, utskr_instant trigger) {
    return utskr_due_by(ctx, r, r->form, r->number, trigger);
}
