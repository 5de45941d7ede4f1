/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The municipality's liability. */
#ifndef UTSKR_LIB_LIABILITY_LIABILITY_H
#define UTSKR_LIB_LIABILITY_LIABILITY_H

#include "question/context.h"

/* The kinds of events whose facts it reads, and the context and the scope with it, but for how far the SIP has come. */
#define KINDS_OF_LIABILITY                                                                                             \
    (KIND_BIT(UTSKR_ADMITTED) | KIND_BIT(UTSKR_DISCHARGED) | KIND_BIT(UTSKR_DECEASED) | KIND_BIT(UTSKR_INTERRUPTED) |  \
     KIND_BIT(UTSKR_DISCHARGE_READY_WITHDRAWN) | KIND_BIT(UTSKR_LEAVE_START) | KIND_BIT(UTSKR_LEAVE_END) |             \
     KIND_BIT(UTSKR_NEEDS_ASSESSED) | KIND_BIT(UTSKR_ADMISSION_NOTICE) | KIND_BIT(UTSKR_DISCHARGE_READY_NOTICE) |      \
     KIND_BIT(UTSKR_OUTPATIENT_OBSTACLE) | KIND_BIT(UTSKR_OUTPATIENT_CLEAR) | KIND_BIT(UTSKR_SIP_CALL) |               \
     KIND_BIT(UTSKR_SIP_DECLINED) | KIND_BIT(UTSKR_CONSENT))

/* Judges it under the chosen readings; under the others of `late` if `late`, with the alternatives if `alternatives`. */
void utskr_judge_liability(context *ctx, bool late, bool alternatives);

/* Is the payer a municipality that the agreement does not bind? It binds those of its county (4 kap. 5 §). */
bool utskr_outside_agreement(const context *ctx);

#endif
