/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding what a question about a settlement is about. */
#ifndef UTSKR_LIB_SETTLEMENT_ANSWERS_H
#define UTSKR_LIB_SETTLEMENT_ANSWERS_H

#include "settlement/ledger.h"

typedef struct asked {
    int32_t month; /* from the first one asked for */
    uint32_t rank; /* place of the group */
    const settled_group *group;
    const settled_object *object;
    const settled_bucket *bucket;
} asked;

/* The index-th object. UTSKR_BAD_ARGUMENT, also for a null `out`; UTSKR_NOT_FOUND. */
utskr_status answers_find(const utskr_settlement *s, uint32_t index, const void *out, asked *found);
/* The i-th stay of it. */
utskr_status answers_find_stay(const utskr_settlement *s, uint32_t index, uint32_t i, const void *out, asked *found,
                               const settled_case **stay);

#endif
