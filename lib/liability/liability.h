/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The municipality's liability. */
#ifndef UTSKR_LIB_LIABILITY_LIABILITY_H
#define UTSKR_LIB_LIABILITY_LIABILITY_H

#include "question/context.h"

/* Judges it under the chosen readings; under the others of `late` if `late`, with the alternatives if `alternatives`. */
void utskr_judge_liability(context *ctx, bool late, bool alternatives);

/* Is the payer a municipality that the agreement does not bind? It binds those of its county (4 kap. 5 §). */
bool utskr_outside_agreement(const context *ctx);

#endif
