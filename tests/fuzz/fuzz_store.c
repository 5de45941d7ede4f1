/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any bytes as a stored case: they are refused, or they are a case that is stored as the same bytes again.
 *
 * Nearly all bytes are refused for their checksum, so each input is tried once more with the size and the checksum put
 * right (the form stands in lib/case/store.c). Built with libFuzzer, or with replay.c over a corpus.
 */
#include "tests/host.h"
#include <stdlib.h>
#include <string.h>
#include <utskrivning/log.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_AT = 8, CHECKSUM_SIZE = 8 };

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

static int forget(const char *bytes, size_t length, void *user) {
    (void)bytes;
    (void)length;
    (void)user;
    return 0;
}

/* A case that was restored answers every question. */
static void ask(utskr_case *c) {
    static utskr_facts facts;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_instant latest = 0;
    (void)utskr_case_settle(c, NULL);
    (void)utskr_case_write(c, 1, forget, NULL);
    for (uint32_t i = 1; i <= utskr_case_entry_count(c); i++) {
        require(utskr_case_entry(c, i, &entry) == UTSKR_OK && utskr_event_validate(&entry.event, NULL) == UTSKR_OK);
    }
    if (utskr_case_latest(c, 0, &latest) == UTSKR_OK) {
        facts.size = sizeof facts;
        (void)utskr_case_facts(c, latest, 0, &facts);
    }
}

static void restore(const uint8_t *data, size_t size) {
    utskr_case *c = NULL;
    size_t needed = 0;
    utskr_status status = utskr_case_restore(data, size, &host_memory, &c);
    if (status != UTSKR_OK) {
        require(c == NULL && (status == UTSKR_DAMAGED || status == UTSKR_UNKNOWN_VERSION));
        return;
    }
    uint8_t *again = malloc(size);
    require(again != NULL && utskr_case_store(c, again, size, &needed) == UTSKR_OK);
    require(needed == size && memcmp(again, data, size) == 0);
    free(again);
    ask(c);
    utskr_case_free(c);
}

static void put_little(uint8_t *out, uint64_t number) {
    for (int i = 0; i < 8; i++) {
        out[i] = (uint8_t)(number >> (8 * i));
    }
}

static void put_right(uint8_t *data, size_t size) {
    uint64_t sum = UINT64_C(14695981039346656037);
    put_little(data + SIZE_AT, size);
    for (size_t i = 0; i < size - CHECKSUM_SIZE; i++) {
        sum = (sum ^ data[i]) * UINT64_C(1099511628211);
    }
    put_little(data + size - CHECKSUM_SIZE, sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t nothing[1] = { 0 };
    restore(size ? data : nothing, size);
    if (size >= SIZE_AT + 8 + CHECKSUM_SIZE) {
        uint8_t *copy = malloc(size);
        require(copy != NULL);
        memcpy(copy, data, size);
        put_right(copy, size);
        restore(copy, size);
        free(copy);
    }
    return 0;
}
