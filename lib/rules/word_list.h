/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding a word in a short list of ids, with the nearest one when it is not there. */
#ifndef UTSKR_LIB_RULES_WORD_LIST_H
#define UTSKR_LIB_RULES_WORD_LIST_H

#include <utskrivning/status.h>

/* The i-th id of a list, or NULL after the last one. */
typedef const char *(*utskr_list)(uint32_t index, const void *table);

/* UTSKR_UNKNOWN_WORD, with `expected` and the nearest id in `error`, for a word that is not in the list. */
utskr_status utskr_word_in_list(const char *word, size_t length, utskr_list list, const void *table,
                                const char *expected, uint32_t *out, utskr_error *error);

#endif
