/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Filling in a caller's error: the one way in which the vocabulary and the case log tell what was wrong. */
#ifndef UTSKR_LIB_STATUS_H
#define UTSKR_LIB_STATUS_H

#include <utskrivning/status.h>

/*
 * Fills in `error`, which may be NULL, and returns `status`. The error then has no place and no word; both texts are
 * static. Memory too small for the struct, or never set with UTSKR_ERROR_INIT, is left alone.
 */
utskr_status utskr_fail(utskr_error *error, utskr_status status, const char *message, const char *expected);

/* Copies the offending word, cut to fit between two characters. */
void utskr_error_set_word(utskr_error *error, const char *word, size_t length);

/* Copies the nearest known word; NULL is none. */
void utskr_error_set_suggestion(utskr_error *error, const char *known);

#endif
