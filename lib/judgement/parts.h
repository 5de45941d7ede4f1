/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a judgement that stand in this folder. */
#ifndef UTSKR_LIB_JUDGEMENT_PARTS_H
#define UTSKR_LIB_JUDGEMENT_PARTS_H

#include "question/context.h"

void utskr_judge_scope(context *ctx);
void utskr_judge_findings(context *ctx);

#endif
