/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a row is due. */
#ifndef UTSKR_LIB_DEADLINE_DUE_H
#define UTSKR_LIB_DEADLINE_DUE_H

#include "deadline/status.h"

/* May a reading make any difference to a time form? */
static inline bool forms_are_read(const context *ctx) {
    const uint8_t *reading = ctx->reading;
    return ctx->recording ||
           (reading[UTSKR_READ_HOURS] | reading[UTSKR_READ_72H_WEEKDAY] | reading[UTSKR_READ_WEEKDAY_CLOCK_EDGE] |
            reading[UTSKR_READ_FIRST_WEEKDAY] | reading[UTSKR_READ_HOLIDAY_SHIFT]) != 0;
}

/* When a row's obligation is due: its form from `trigger`. */
utskr_instant utskr_row_due(context *ctx, const rule_row *r, utskr_instant trigger);
/* The same with another form and number than the row's own. */
utskr_instant utskr_due_by(context *ctx, const rule_row *r, int32_t form, int32_t number, utskr_instant trigger);

/* Finds when a row that the fact sets off is due. False: it does not arise. */
bool utskr_find_time(context *ctx, const rule_row *r, const utskr_fact *trigger, time_frame *out);

#endif
