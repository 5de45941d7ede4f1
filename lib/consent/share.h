/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Consent in force, and what may be shared on it. */
#ifndef UTSKR_LIB_CONSENT_SHARE_H
#define UTSKR_LIB_CONSENT_SHARE_H

#include "question/context.h"

/* May an item be shared, as things stood just before a message? Used by sharing and by findings. */
typedef struct share_question {
    uint32_t from;            /* utskr_party */
    uint32_t to;              /* utskr_party */
    uint32_t item;            /* utskr_share_item */
    uint32_t snapshot;        /* the needs as they stood */
    const utskr_fact *before; /* facts before this one count; NULL: all */
    bool lpt;                 /* the notice of LPT 7 a § */
} share_question;
/* The latest word on consent of the scope that reaches the party, before a fact (NULL: by now). */
utskr_consent_word utskr_consent_in_force(const context *ctx, uint32_t scope, uint32_t party, const utskr_fact *before);
utskr_sharing utskr_share_answer_to(context *ctx, const share_question *q);
/* Is it plain that nothing speaks against telling any concerned unit, and the hospital, the item when things stand so? The patient
 * consents to share information and has never limited that to some; or no consent is needed. */
bool utskr_shared_with_all(context *ctx, uint32_t item, uint32_t snapshot);

#endif
