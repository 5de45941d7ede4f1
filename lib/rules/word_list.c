/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a word in a short list of ids. */
#include "rules/word_list.h"

#include "event/vocabulary.h"
#include <string.h>

static void copy_cut(char *out, size_t capacity, const char *text, size_t length) {
    const size_t n = length < capacity ? length : capacity - 1;
    memcpy(out, text, n);
    out[n] = '\0';
}

static void fill_in(utskr_error *error, const char *word, size_t length, utskr_list list, const void *table,
                    const char *expected) {
    if (error == NULL)
        return;
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word, length);
    for (uint32_t i = 0; list(i, table) != NULL; i++)
        utskr_nearest_offer(&nearest, list(i, table));
    error->status = UTSKR_UNKNOWN_WORD;
    error->message = "unknown word";
    error->expected = expected;
    copy_cut(error->word, sizeof error->word, word, length);
    error->suggestion[0] = '\0';
    if (nearest.best != NULL)
        copy_cut(error->suggestion, sizeof error->suggestion, nearest.best, strlen(nearest.best));
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
    fill_in(error, word, length, list, table, expected);
    return UTSKR_UNKNOWN_WORD;
}
