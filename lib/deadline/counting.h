/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which events count towards meeting a row, and the fulfilment of most rows: one event. */
#ifndef UTSKR_LIB_DEADLINE_COUNTING_H
#define UTSKR_LIB_DEADLINE_COUNTING_H

#include "deadline/occasion.h"

static inline bool reached_nobody(const utskr_fact *call) {
    return (call->mask & UTSKR_FOLLOWUP_WORD) >> UTSKR_FOLLOWUP_WORD_SHIFT == 2;
}

static inline bool counts(context *ctx, const rule_row *r, const occasion *o, const utskr_fact *f) {
    if (!(r->marks & (COUNTS_AFTER | NAMES_LEAD | CALL_MUST_REACH)) && o->since == NULL)
        return true;
    if ((r->marks & COUNTS_AFTER) && fact_precedes(f, o->fact))
        return false;
    if ((r->marks & NAMES_LEAD) && !(f->mask & UTSKR_SIP_LEAD))
        return false;
    if ((r->marks & CALL_MUST_REACH) && reached_nobody(f) && reading_of(ctx, UTSKR_READ_NOT_REACHED) != 0)
        return false;
    return o->since == NULL || fact_precedes(o->since, f);
}

/* The first event of the pattern that counts, from `f` on. */
static inline const utskr_fact *next_counting(context *ctx, const rule_row *r, const occasion *o, const pattern *p,
                                              const utskr_fact *f) {
    while (f != NULL && !(fact_matches(f, p, o->party) && counts(ctx, r, o, f)))
        f = fact_next(ctx->facts, f);
    return f;
}

/* The first acknowledgement after the message that it answers, or NULL. */
const utskr_fact *utskr_first_answer(context *ctx, uint32_t party, const pattern *p);

/* An acknowledgement of a kind answers a message sent before it; of anything else what came earlier counts too. */
static inline const utskr_fact *from_where(context *ctx, const occasion *o, const pattern *p) {
    const bool answers = p->kind == UTSKR_ACKNOWLEDGED && (p->bits & UTSKR_OF_KIND) != 0;
    return answers ? utskr_first_answer(ctx, o->party, p) : fact_first(ctx->facts, p->kind);
}

/* The first event of any of the row's patterns that counts, or NULL. */
static inline const utskr_fact *met_by_event(context *ctx, const rule_row *r, const occasion *o) {
    const utskr_fact *first = NULL;
    for (uint32_t i = 0; i < PATTERN_LIMIT && r->met[i].kind != 0; i++)
        if (fact_first(ctx->facts, r->met[i].kind) != NULL)
            first = fact_earlier(first, next_counting(ctx, r, o, &r->met[i], from_where(ctx, o, &r->met[i])));
    return first;
}

#endif
