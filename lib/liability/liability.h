/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The municipality's liability. */
#ifndef UTSKR_LIB_LIABILITY_LIABILITY_H
#define UTSKR_LIB_LIABILITY_LIABILITY_H

#include "question/context.h"

/* Judges it under every reading of `late`, with the alternatives. */
void utskr_judge_liability(context *ctx);

#endif
