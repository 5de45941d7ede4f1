/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of the statuses, and how an error is filled in. */
#include "status.h"

#include <stdbool.h>
#include <string.h>

const char *utskr_status_name(int32_t status) {
    switch (status) {
    case UTSKR_OK: return "ok";
    case UTSKR_BAD_ARGUMENT: return "bad-argument";
    case UTSKR_BAD_SIZE: return "bad-size";
    case UTSKR_NO_MEMORY: return "no-memory";
    case UTSKR_BUFFER_TOO_SMALL: return "buffer-too-small";
    case UTSKR_LIMIT_REACHED: return "limit-reached";
    case UTSKR_OUT_OF_RANGE: return "out-of-range";
    case UTSKR_MALFORMED: return "malformed";
    case UTSKR_UNKNOWN_WORD: return "unknown-word";
    case UTSKR_AMBIGUOUS_WORD: return "ambiguous-word";
    case UTSKR_REPEATED_HOUR: return "repeated-hour";
    case UTSKR_MISSING_HOUR: return "missing-hour";
    case UTSKR_REFUSED: return "refused";
    case UTSKR_OUT_OF_ORDER: return "out-of-order";
    case UTSKR_NOT_FOUND: return "not-found";
    case UTSKR_DUPLICATE: return "duplicate";
    case UTSKR_DAMAGED: return "damaged";
    case UTSKR_UNKNOWN_VERSION: return "unknown-version";
    case UTSKR_SINK_FAILED: return "sink-failed";
    default: return "unknown-status";
    }
}

void utskr_error_init(utskr_error *error) {
    static const utskr_error fresh = UTSKR_ERROR_INIT;
    if (error) {
        *error = fresh;
    }
}

static bool takes_details(const utskr_error *error) {
    return error && error->size >= sizeof *error;
}

utskr_status utskr_fail(utskr_error *error, utskr_status status, const char *message, const char *expected) {
    if (takes_details(error)) {
        error->status = (int32_t)status;
        error->line = 0;
        error->column = 0;
        error->message = message;
        error->expected = expected;
        error->word[0] = '\0';
        error->suggestion[0] = '\0';
    }
    return status;
}

static bool continues_character(char byte) {
    return ((unsigned char)byte & 0xc0U) == 0x80U;
}

static void copy_cut(char *out, size_t capacity, const char *text, size_t length) {
    if (length >= capacity) {
        length = capacity - 1;
        while (length > 0 && continues_character(text[length])) {
            length--;
        }
    }
    memcpy(out, text, length);
    out[length] = '\0';
}

void utskr_error_set_word(utskr_error *error, const char *word, size_t length) {
    if (takes_details(error)) {
        copy_cut(error->word, sizeof error->word, word, length);
    }
}

void utskr_error_set_suggestion(utskr_error *error, const char *known) {
    if (takes_details(error) && known) {
        copy_cut(error->suggestion, sizeof error->suggestion, known, strlen(known));
    }
}
