/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The plain way to judge a row in bulk: most rows of most cases, where nothing is out of the ordinary. */
#ifndef UTSKR_LIB_DEADLINE_PLAIN_H
#define UTSKR_LIB_DEADLINE_PLAIN_H

#include "question/context.h"

/*
 * Marks the row's obligation for each of the parties, on an occasion that surely came about at the fact and to which
 * everything done before counts. False, with nothing done: something is out of the ordinary, and the occasion has to be
 * judged in full. Only for a context with bits to mark.
 */
bool utskr_judge_plainly(context *ctx, const rule_row *r, const utskr_fact *fact, uint32_t parties);

#endif
