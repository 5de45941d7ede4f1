/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an event was refused. The table refuses by sender and by state alone, so that the event tells which it was. */
#include <string.h>

#include "event/vocabulary.h"
#include "status.h"
#include "text/log_text.h"

#define H UTSKR_TO_HOSPITAL
#define O UTSKR_TO_OUTPATIENT
#define M UTSKR_TO_MUNICIPAL_HEALTH
#define S UTSKR_TO_SOCIAL_SERVICES

/* Every set of senders in the vocabulary, in words. The last one is of consent. */
typedef struct senders_text {
    uint32_t senders;
    const char *text;
} senders_text;

static const senders_text SENDERS[] = {
    { H, "hospital" },
    { O, "outpatient" },
    { H | UTSKR_TO(UTSKR_PARTY_SYSTEM), "hospital or system" },
    { H | O, "hospital or outpatient" },
    { M | S, "municipal-health or social-services" },
    { O | M | S, "outpatient, municipal-health or social-services" },
    { H | M | S, "hospital, municipal-health or social-services" },
    { H | O | S, "hospital, outpatient or social-services" },
    { H | O | M | S, "hospital, outpatient, municipal-health or social-services" },
    { UTSKR_TO_PATIENT, "patient, or another party with by=" },
};
enum { SENDERS_COUNT = sizeof SENDERS / sizeof SENDERS[0] };

static const char *text_of(uint32_t senders) {
    uint32_t i = 0;
    while (i < SENDERS_COUNT - 1 && SENDERS[i].senders != senders) {
        i++;
    }
    return SENDERS[i].text;
}

/* What no state of the case allows is refused for its state. */
static void fill_in_state(uint8_t kind, utskr_error *error) {
    switch (kind) {
    case UTSKR_RETRACTED:
        utskr_fail(error, UTSKR_REFUSED, "a retraction of nothing, or of what another party sent",
                   "of= an earlier event of the same party, or the party system");
        break;
    case UTSKR_ADMITTED:
        utskr_fail(error, UTSKR_REFUSED, "an admission after the discharge or the death",
                   "a case of its own, with previous=");
        break;
    case UTSKR_DISCHARGED:
    case UTSKR_DISCHARGE_READY_NOTICE:
        utskr_fail(error, UTSKR_REFUSED, "an event of a stay before any admission", "admitted before it");
        break;
    default:
        utskr_fail(error, UTSKR_REFUSED, "an event of a stay outside any stay",
                   "admitted before it, and no discharge or death");
    }
}

void utskr_log_refusal(const utskr_entry *entry, utskr_error *error) {
    const utskr_kind_row *row = utskr_kind_row_of(entry->event.kind);
    const char *word = row->info.id;
    if ((row->info.senders & UTSKR_TO(entry->event.party)) == 0) {
        utskr_fail(error, UTSKR_REFUSED, "a party that never sends such an event", text_of(row->info.senders));
        word = utskr_party_name(entry->event.party);
    } else {
        fill_in_state(entry->event.kind, error);
    }
    utskr_error_set_word(error, word, strlen(word));
    error->line = entry->line;
    error->column = 1;
}
