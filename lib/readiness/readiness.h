/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Readiness: utskrivningsklar, kommunklar, hemgångsklar. */
#ifndef UTSKR_LIB_READINESS_READINESS_H
#define UTSKR_LIB_READINESS_READINESS_H

#include "question/context.h"

/* Judges all three as they stand. */
void utskr_judge_readiness(context *ctx);
/* Kommunklar as it stood at an instant: fills `subjects` and gives the combined answer. */
utskr_answer utskr_municipality_ready_at(context *ctx, uint32_t snapshot, utskr_instant at, uint8_t *subjects,
                                         uint16_t *indices);

/* The subjects that, when the mark `upto` was set, stood as ready, as bits of UTSKR_READY_SUBJECTS; `*denied`: those not ready. */
uint32_t utskr_subjects_ready(const context *ctx, const utskr_fact *upto, uint32_t *denied);
/* The first mark that a subject is ready that stands at an instant and from then on no later than it; or NULL. `open`: one whose time
 * lies ahead may still become it. */
const utskr_fact *utskr_ready_by(context *ctx, uint32_t subject, utskr_instant at, bool open);
/* The event by which every criterion of hemgångsklar was fulfilled, or NULL. */
const utskr_fact *utskr_home_ready(context *ctx, bool optimistic);

#endif
