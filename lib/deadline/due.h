/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a row is due. */
#ifndef UTSKR_LIB_DEADLINE_DUE_H
#define UTSKR_LIB_DEADLINE_DUE_H

#include "deadline/status.h"

/* When a row's obligation is due: its form from `trigger`. */
utskr_instant utskr_row_due(context *ctx, const rule_row *r, utskr_instant trigger);
/* The same with another form and number than the row's own. */
utskr_instant utskr_due_by(context *ctx, const rule_row *r, int32_t form, int32_t number, utskr_instant trigger);

/* Finds when a row that the fact sets off is due. False: it does not arise. */
bool utskr_find_time(context *ctx, const rule_row *r, const utskr_fact *trigger, time_frame *out);

#endif
