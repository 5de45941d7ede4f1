/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a judgement: those that stand in this folder, and judging only some of them. */
#ifndef UTSKR_LIB_JUDGEMENT_PARTS_H
#define UTSKR_LIB_JUDGEMENT_PARTS_H

#include "question/context.h"

/* What may be left out of a judgement. Pack, instant, state, step, readings and scope are always judged. */
enum {
    PART_OBLIGATIONS = 1 << 0,
    PART_LIABILITY = 1 << 1,
    PART_LATE = 1 << 2,         /* the readings of `late` that were not chosen; with PART_LIABILITY */
    PART_ALTERNATIVES = 1 << 3, /* the same */
    PART_FINDINGS = 1 << 4,     /* for them the obligations are judged too, whether or not they are asked for */
    PART_READINESS = 1 << 5,
    PART_EVIDENCE = 1 << 6, /* of the scope, the SIP and, with PART_LIABILITY, its prerequisites */
    PARTS_OF_NEXT_CHANGE = PART_OBLIGATIONS | PART_LIABILITY | PART_LATE | PART_FINDINGS | PART_READINESS,
    PARTS_ALL = PARTS_OF_NEXT_CHANGE | PART_ALTERNATIVES | PART_EVIDENCE
};

/*
 * Judges some parts. Each part that is asked for is what utskr_judge gives; of the others the counts are 0, the figures
 * unknown, and nothing else is to be read. `next_change` is that of utskr_judge only with all PARTS_OF_NEXT_CHANGE, `closed`
 * only with the obligations. The statuses of utskr_judge.
 */
utskr_status utskr_judge_parts(const utskr_facts *facts, const utskr_question *question, uint32_t parts,
                               utskr_judgement *out);

/*
 * The same in a context that utskr_context_prepare has made, for many cases. Obligations and findings are marked in `bits`, which
 * are added to, and the judgement tells of none; nor of the readings, nor does it describe the spells of the liability. Of `out` the size has been checked.
 */
utskr_status utskr_judge_marking(const context *prepared, const utskr_facts *facts, utskr_instant at, uint32_t parts,
                                 const rule_bits *bits, utskr_judgement *out);

void utskr_judge_scope(context *ctx);
void utskr_judge_findings(context *ctx);

#endif
