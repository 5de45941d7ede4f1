/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The transition table, as the fold and the picture of the state machine read it. */
#ifndef UTSKR_LIB_CASE_TRANSITION_H
#define UTSKR_LIB_CASE_TRANSITION_H

#include "event/vocabulary.h"
#include <utskrivning/facts.h>

/* Does the party ever send an event of the kind that says that? */
static inline bool utskr_may_come_from(uint32_t kind, uint32_t party, uint32_t mask) {
    const utskr_kind_info *info = &utskr_kind_row_of((int32_t)kind)->info;
    if (info->senders >> (party - 1) & 1) /* the bit UTSKR_TO(party) */
        return true;
    return (info->senders_with_by & UTSKR_TO(party)) != 0 && (mask & UTSKR_CONSENT_BY) != 0;
}

#define STATE_ASIDE UINT8_MAX

/* Where an event of a kind that has a row leads from each state; STATE_ASIDE where it is refused or marked, or more is to be known. */
const uint8_t *utskr_leads_of(int32_t kind);

/* What the table says of an event of a kind that has a row, from a party that sends such. */
utskr_transition utskr_transition_in(const utskr_facts *facts, const utskr_event *event);

/* Is a notice that the table calls a duplicate also one if simple care is inside the act? The outpatient care is concerned then. */
bool utskr_duplicate_inside(const utskr_facts *facts, const utskr_event *event);

/* What the table says of an event in the state of the facts. The event is valid. */
utskr_transition utskr_transition_of(const utskr_facts *facts, const utskr_event *event);

#endif
