/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the small hosts of the embedding guide have in common. */
#ifndef HOST_H
#define HOST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utskrivning/utskrivning.h>

/* snippet: allocator */
/* The library's memory: what realloc and free do, in one function. */
static void *host_resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static const utskr_allocator host_memory = { host_resize, NULL };
/* end of snippet */

/* snippet: entry */
/* One line of a log: what was sent or done, by whom, when. Ends the program if the time is no time. */
static inline utskr_entry host_entry(const char *at, uint8_t party, uint8_t kind, uint32_t mask) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.event.kind = kind;
    entry.event.party = party;
    entry.event.mask = mask;
    if (utskr_instant_parse(at, strlen(at), &entry.event.at, NULL) != UTSKR_OK) {
        exit(2);
    }
    return entry;
}
/* end of snippet */

#define UNITS (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT)
#define TO_UNITS (UNITS | UTSKR_TO_STATED)
/* snippet: content */
#define FULL_CONTENT                                                                                                   \
    (UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |           \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE)
/* end of snippet */

/* A stay of 2022: admitted, assessed, the admission notice sent. */
static inline utskr_status host_stay(utskr_case **out) {
    const utskr_entry entries[] = {
        host_entry("2022-05-02T09:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0),
        host_entry("2022-05-02T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_NEEDS_ASSESSED, UNITS),
        host_entry("2022-05-02T11:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_UNITS | FULL_CONTENT),
    };
    utskr_header header = UTSKR_HEADER_INIT;
    header.name = "stay-4711";
    header.stay.municipality = 484;
    utskr_status status = utskr_case_new(&host_memory, out);
    status = status == UTSKR_OK ? utskr_case_set_header(*out, &header) : status;
    for (size_t i = 0; i < sizeof entries / sizeof entries[0] && status == UTSKR_OK; i++) {
        status = utskr_case_apply(*out, &entries[i], NULL);
    }
    return status;
}

/* The same until the patient is discharge-ready, on Monday 9 May at 10. */
static inline utskr_status host_ready_stay(utskr_case **out) {
    const utskr_entry notice =
        host_entry("2022-05-09T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_UNITS);
    const utskr_status status = host_stay(out);
    return status == UTSKR_OK ? utskr_case_apply(*out, &notice, NULL) : status;
}

/* The exit status of a program whose last call returned this. */
static inline int host_exit(utskr_status status) {
    if (status != UTSKR_OK) {
        fprintf(stderr, "%s\n", utskr_status_name((int32_t)status));
    }
    return status == UTSKR_OK ? 0 : 1;
}

#endif
