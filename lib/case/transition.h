/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The transition table, as the fold and the picture of the state machine read it. */
#ifndef UTSKR_LIB_CASE_TRANSITION_H
#define UTSKR_LIB_CASE_TRANSITION_H

#include <utskrivning/facts.h>

/* What the table says of an event in the state of the facts. The event is valid. */
utskr_transition utskr_transition_of(const utskr_facts *facts, const utskr_event *event);

#endif
