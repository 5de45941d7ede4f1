/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The obligations of a case, and what the findings ask of them. */
#ifndef UTSKR_LIB_DEADLINE_OBLIGATION_H
#define UTSKR_LIB_DEADLINE_OBLIGATION_H

#include "question/context.h"

/* Judges every row of the pack and its base. */
void utskr_judge_obligations(context *ctx);

/* Does the expected-discharge change what was said before, after an admission notice? */
bool utskr_changes_expected(const context *ctx, const utskr_fact *f);
/* The expected discharge as last said before the fact, or 0. */
utskr_instant utskr_expected_before(const context *ctx, const utskr_fact *fact);

#endif
