/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Marking: obligations in bulk, of which only the status is asked for. */
#ifndef UTSKR_LIB_DEADLINE_MARK_H
#define UTSKR_LIB_DEADLINE_MARK_H

#include "deadline/plan.h"

/* Marks the obligations of the context's pack, which the plan is of, and complete. All bitmaps of statuses are there, and no
 * reading makes a difference to a time form (forms_are_read). */
void utskr_mark_obligations(context *ctx, const row_plan *plan);

#endif
