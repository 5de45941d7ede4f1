/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a row is due. */
#ifndef UTSKR_LIB_DEADLINE_DUE_H
#define UTSKR_LIB_DEADLINE_DUE_H

#include "question/context.h"

/* When a row's obligation is due: its form from `trigger`. */
utskr_instant utskr_row_due(context *ctx, const rule_row *r, utskr_instant trigger);
/* The same with another form and number than the row's own. */
utskr_instant utskr_due_by(context *ctx, const rule_row *r, int32_t form, int32_t number, utskr_instant trigger);

#endif
