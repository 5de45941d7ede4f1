/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a row is due: its time form, under the readings that make a difference to it. */
#include "deadline/due.h"

#include "deadline/occasion.h"

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

utskr_instant utskr_due_by(context *ctx, const rule_row *r, int32_t form, int32_t number, utskr_instant trigger) {
    return forms_are_read(ctx) ? due_as_read(ctx, r, form, number, trigger) : utskr_due(form, number, trigger, NULL);
}

utskr_instant utskr_row_due(context *ctx, const rule_row *r, utskr_instant trigger) {
    return utskr_due_by(ctx, r, r->form, r->number, trigger);
}

/* --- Counted to another event ------------------------------------------------------------------------------------------- */

/* What a before/by row is counted to: the trigger itself if it is of that kind; else the first such event, for what may come again
 * the first after the trigger. Events after the stay end nothing but what is counted to them. */
static const utskr_fact *anchor_of(const context *ctx, const rule_row *r, uint8_t kind, const utskr_fact *trigger) {
    if (kind == r->from.kind) /* the discharge stands in where there was none (FROM_PLAN_OR_LEAVING) */
        return trigger == ctx->discharged ? NULL : trigger;
    if (kind == UTSKR_DISCHARGED || kind == UTSKR_ADMITTED)
        return kind == UTSKR_DISCHARGED ? ctx->discharged : ctx->admitted;
    const utskr_fact *f = fact_first(ctx->facts, kind);
    if (kind != UTSKR_DISCHARGE_READY_NOTICE && kind != UTSKR_DISCHARGE_READY) {
        while (f != NULL && (r->marks & COUNTS_AFTER) && fact_precedes(f, trigger))
            f = fact_next(ctx->facts, f);
        return f;
    }
    return f != NULL && (f->flags & UTSKR_FACT_AFTER_STAY) ? NULL : f;
}

/* The two forms that most rows counted to another event have need no calendar. */
static utskr_instant due_at(int32_t form, int32_t number, utskr_instant at) {
    if (form == UTSKR_FORM_BEFORE || form == UTSKR_FORM_BY)
        return at - (form == UTSKR_FORM_BEFORE);
    return utskr_due(form, number, at, NULL);
}

/* A before/by row does not arise when what it is counted to came first. */
static bool time_to(context *ctx, const rule_row *r, uint8_t kind, const utskr_fact *trigger, time_frame *out) {
    const utskr_fact *x = anchor_of(ctx, r, kind, trigger);
    if (x == NULL)
        return true;
    const utskr_instant due = due_at(out->form, r->number, fact_instant(ctx->facts, x));
    if (is_not_before(out->form)) {
        out->earliest = due;
        return true;
    }
    out->due = due;
    return !fact_precedes(x, trigger);
}

/* --- Any row -------------------------------------------------------------------------------------------------------------- */

/* When the time of the admission notice began that the notice is about. */
static utskr_instant need_instant(context *ctx, const utskr_fact *notice) {
    const utskr_fact *need = utskr_need_of_notice(ctx, notice);
    return instant_of(ctx, fact_precedes(need, ctx->admitted) ? ctx->admitted : need);
}

static bool time_by(context *ctx, const rule_row *r, int32_t number, const utskr_fact *trigger, time_frame *out) {
    if (r->anchor != 0)
        return time_to(ctx, r, r->anchor, trigger, out);
    if (out->form != UTSKR_FORM_ASAP)
        out->due =
            utskr_due_by(ctx, r, out->form, number,
                         r->marks & DUE_WITH_NEED ? need_instant(ctx, trigger) : fact_instant(ctx->facts, trigger));
    return true;
}

/* A row whose time, force or very being a reading may change. */
static APART bool time_as_read(context *ctx, const rule_row *r, const utskr_fact *trigger, time_frame *out) {
    const bool otherwise = r->reading != 0 && reading_of(ctx, (utskr_reading)r->reading) != 0;
    const bool by_form = otherwise && (r->marks & FORM_BY_READING) != 0;
    if (otherwise && (r->marks & GONE_BY_READING))
        return false;
    if (otherwise && (r->marks & FORCE_BY_READING))
        out->force = UTSKR_SKA;
    if (r->step_anchor != 0 && reading_of(ctx, UTSKR_READ_STEP_TIME) != 0) {
        out->form = UTSKR_FORM_BEFORE;
        return time_to(ctx, r, r->step_anchor, trigger, out);
    }
    if (by_form)
        out->form = r->read_form;
    return time_by(ctx, r, by_form ? r->read_number : r->number, trigger, out);
}

bool utskr_find_time(context *ctx, const rule_row *r, const utskr_fact *trigger, time_frame *out) {
    *out = (time_frame){ 0, 0, r->form, r->force };
    if ((r->form | r->anchor | r->reading | r->step_anchor) == UTSKR_FORM_ASAP)
        return true;
    if ((r->reading | r->step_anchor) != 0)
        return time_as_read(ctx, r, trigger, out);
    return time_by(ctx, r, r->number, trigger, out);
}
