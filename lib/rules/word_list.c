/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a word in a short list of ids. */
#include "rules/word_list.h"

#include "event/vocabulary.h"
#include "status.h"
#include <string.h>

static utskr_status unknown(utskr_error *error, const char *word, size_t length, utskr_list list, const void *table,
                            const char *expected) {
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word, length);
    for (uint32_t i = 0; list(i, table) != NULL; i++)
        utskr_nearest_offer(&nearest, list(i, table));
    (void)utskr_fail(error, UTSKR_UNKNOWN_WORD, "unknown word", expected);
    utskr_error_set_word(error, word, length);
    utskr_error_set_suggestion(error, nearest.best);
    return UTSKR_UNKNOWN_WORD;
}

utskr_status utskr_word_in_list(const char *word, size_t length, utskr_list list, const void *table,
                                const char *expected, uint32_t *out, utskr_error *error) {
    for (uint32_t i = 0; list(i, table) != NULL; i++) {
        const char *id = list(i, table);
        if (strlen(id) == length && memcmp(id, word, length) == 0) {
            *out = i;
            return UTSKR_OK;
        }
    }
    return unknown(error, word, length, list, table, expected);
}
