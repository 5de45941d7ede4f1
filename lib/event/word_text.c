/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Words of the vocabulary as text: with or without diacritics, composed (NFC) or decomposed (NFD).
 *
 * The letters are å, ä, ö and é, two bytes each when composed; decomposed, the base letter and two bytes of a mark.
 */
#include <string.h>

#include "event/vocabulary.h"

/* A letter with a diacritic. The lead byte of each composed letter is 0xc3, of each mark 0xcc. */
typedef struct accented {
    uint8_t composed; /* the second byte of the letter */
    uint8_t mark;     /* the second byte of its combining mark */
    char base;
} accented;

enum { LETTER_LEAD = 0xc3, MARK_LEAD = 0xcc };

static const accented ACCENTED[] = {
    { 0xa5, 0x8a, 'a' }, /* å, ring above */
    { 0xa4, 0x88, 'a' }, /* ä, diaeresis */
    { 0xb6, 0x88, 'o' }, /* ö */
    { 0xa9, 0x81, 'e' }, /* é, acute */
};

static const accented *accented_of(uint8_t composed) {
    for (size_t i = 0; i < sizeof ACCENTED / sizeof ACCENTED[0]; i++) {
        if (ACCENTED[i].composed == composed) {
            return &ACCENTED[i];
        }
    }
    return NULL;
}

static bool is_mark(uint8_t second) {
    return second == 0x8a || second == 0x88 || second == 0x81;
}

/* Folds the two bytes of a letter or a mark into `*count` bytes; false if they are neither. */
static bool fold_pair(uint8_t lead, uint8_t second, char *out, size_t *count) {
    const accented *letter = lead == LETTER_LEAD ? accented_of(second) : NULL;
    if (letter) {
        *out = letter->base;
        *count = 1;
        return true;
    }
    *count = 0;
    return lead == MARK_LEAD && is_mark(second);
}

size_t utskr_word_fold(const char *word, size_t length, char out[UTSKR_WORD_LIMIT]) {
    size_t written = 0;
    if (length > UTSKR_WORD_LIMIT) {
        return 0;
    }
    for (size_t at = 0; at < length; at++) {
        uint8_t byte = (uint8_t)word[at];
        size_t count = 1;
        if (byte < 0x80) {
            out[written] = word[at];
        } else if (++at == length || !fold_pair(byte, (uint8_t)word[at], out + written, &count)) {
            return 0;
        }
        written += count;
    }
    return written;
}

/* The bytes at the beginning of `word` that spell the letter, with the right diacritic or with none; 0 if none do. */
static size_t match_accented(const char *word, size_t length, const accented *letter) {
    if (length >= 2 && (uint8_t)word[0] == LETTER_LEAD) {
        return (uint8_t)word[1] == letter->composed ? 2 : 0;
    }
    if (length == 0 || word[0] != letter->base) {
        return 0;
    }
    bool marked = length >= 3 && (uint8_t)word[1] == MARK_LEAD && (uint8_t)word[2] == letter->mark;
    return marked ? 3 : 1;
}

/* The same for the next letter of `known`, of which `*used` bytes are then done. */
static size_t match_letter(const char *word, size_t length, const char *known, size_t *used) {
    if ((uint8_t)known[0] == LETTER_LEAD) {
        *used = 2;
        return match_accented(word, length, accented_of((uint8_t)known[1]));
    }
    *used = 1;
    return length > 0 && word[0] == known[0] ? 1 : 0;
}

bool utskr_word_matches(const char *word, size_t length, const char *known) {
    size_t at = 0;
    while (*known) {
        size_t used = 0;
        size_t matched = match_letter(word + at, length - at, known, &used);
        if (matched == 0) {
            return false;
        }
        at += matched;
        known += used;
    }
    return at == length;
}
