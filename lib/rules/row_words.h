/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words in which a pack file says what a rule row is made of: one table each, for its reader and its writer alike. */
#ifndef UTSKR_LIB_RULES_ROW_WORDS_H
#define UTSKR_LIB_RULES_ROW_WORDS_H

#include <utskrivning/status.h>

/* A word and the number it stands for; a table ends with the id NULL. */
typedef struct row_word {
    const char *id;
    uint32_t number;
} row_word;

extern const row_word utskr_trigger_words[];
extern const row_word utskr_fulfilment_words[];
extern const row_word utskr_form_words[];
extern const row_word utskr_condition_words[]; /* WHEN_* */
extern const row_word utskr_excuse_words[];    /* EXCUSED_BY_* */
extern const row_word utskr_mark_words[];      /* those that stand by themselves */
extern const row_word utskr_colour_words[];    /* GREEN, YELLOW, RED */
extern const row_word utskr_force_words[];
extern const row_word utskr_group_words[];
extern const row_word utskr_model_words[]; /* settlement_model */

/* The word of a number; NULL for a number that has none. */
const char *utskr_row_word(const row_word *table, uint32_t number);
/* UTSKR_UNKNOWN_WORD, with `expected` and the nearest word in `error`. */
utskr_status utskr_row_word_find(const row_word *table, const char *word, size_t length, const char *expected,
                                 uint32_t *out, utskr_error *error);

#endif
