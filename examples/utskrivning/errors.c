/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errors on standard error, and the word that may have been meant. */
#include <string.h>

#include "command.h"

/* A word of the input may hold anything; a terminal is not to act on it. */
static void print_word(const char *word) {
    for (; *word; word++) {
        unsigned char byte = (unsigned char)*word;
        if (byte < 0x20 || byte == 0x7f) {
            fprintf(stderr, "\\x%02x", byte);
        } else {
            putc(byte, stderr);
        }
    }
}

static void print_details(const utskr_error *error) {
    const char *message = error->message && error->message[0] ? error->message : utskr_status_name(error->status);
    fputs(message, stderr);
    if (error->word[0]) {
        fputs(" '", stderr);
        print_word(error->word);
        putc('\'', stderr);
    }
    if (error->expected && error->expected[0]) {
        fprintf(stderr, ", expected %s", error->expected);
    }
    if (error->suggestion[0]) {
        fprintf(stderr, "; did you mean '%s'?", error->suggestion);
    }
    putc('\n', stderr);
}

void print_error(const char *place, const utskr_error *error) {
    fprintf(stderr, "%s: ", place);
    print_details(error);
}

void print_error_in(const char *file, bool is_warning, const utskr_error *error) {
    fprintf(stderr, "%s:%lu:%lu: %s", file, (unsigned long)error->line,
            (unsigned long)(error->column > 0 ? error->column : 1), is_warning ? "warning: " : "");
    print_details(error);
}

/* --- The nearest word ----------------------------------------------------------------------------------------------- */

enum { WORD_LIMIT = 32 /* bytes of a word that are compared */, LARGEST_DISTANCE = 3 };

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Bytes to insert, remove or change between the beginnings of two words. */
static size_t distance(const char *a, const char *b) {
    size_t width = smaller(strlen(b), WORD_LIMIT);
    size_t height = smaller(strlen(a), WORD_LIMIT);
    size_t row[WORD_LIMIT + 1];
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= height; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t changed = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = smaller(changed, smaller(row[j - 1], diagonal) + 1);
        }
    }
    return row[width];
}

const char *nearest_word(const char *word, const char *const *words) {
    const char *nearest = NULL;
    size_t best = LARGEST_DISTANCE + 1;
    for (; *words; words++) {
        size_t far = distance(word, *words);
        if (far < best && far < strlen(*words)) {
            best = far;
            nearest = *words;
        }
    }
    return nearest;
}
