/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The known word nearest to a misspelt one: the least number of letters added, left out, changed or swapped with a
 * neighbour (optimal string alignment), diacritics and capitals not counted. Words too far away are soon given up, so
 * that a text of nothing but errors is still read at a fair speed.
 */
#include <string.h>

#include "event/vocabulary.h"

/* How many errors a word of that length may have and still be recognized. */
static uint32_t tolerated(size_t length) {
    if (length <= 4) {
        return 1;
    }
    return length <= 8 ? 2 : 3;
}

/* Å, Ä, Ö and É are composed of 0xc3 and a byte 0x20 below that of the small letter. */
static void lower_case(char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        bool capital = text[i] >= 'A' && text[i] <= 'Z';
        uint8_t byte = (uint8_t)text[i];
        bool accented = i > 0 && (uint8_t)text[i - 1] == 0xc3 && byte >= 0x80 && byte <= 0x9e;
        text[i] = (char)(capital || accented ? byte + 0x20 : byte);
    }
}

void utskr_nearest_init(utskr_nearest *nearest, const char *word, size_t length) {
    char lower[UTSKR_WORD_LIMIT];
    nearest->best = NULL;
    nearest->distance = 0;
    nearest->length = 0;
    if (length <= sizeof lower) {
        memcpy(lower, word, length);
        lower_case(lower, length);
        nearest->length = (uint32_t)utskr_word_fold(lower, length, nearest->folded);
    }
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* Three rows of the table of distances between beginnings of two words. */
typedef struct distance_rows {
    uint32_t before_last[UTSKR_WORD_LIMIT + 1];
    uint32_t last[UTSKR_WORD_LIMIT + 1];
    uint32_t row[UTSKR_WORD_LIMIT + 1];
} distance_rows;

static uint32_t distance_at(const distance_rows *rows, const char *a, size_t i, const char *b, size_t j) {
    uint32_t changed = rows->last[j - 1] + (a[i - 1] != b[j - 1]);
    uint32_t found = least(changed, least(rows->last[j], rows->row[j - 1]) + 1);
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        found = least(found, rows->before_last[j - 2] + 1);
    }
    return found;
}

/* The row of the i first letters of `a`; returns its least distance. */
static uint32_t fill_row(distance_rows *rows, const char *a, size_t i, const char *b, size_t b_length) {
    uint32_t lowest = (uint32_t)i;
    rows->row[0] = (uint32_t)i;
    for (size_t j = 1; j <= b_length; j++) {
        rows->row[j] = distance_at(rows, a, i, b, j);
        lowest = least(lowest, rows->row[j]);
    }
    return lowest;
}

/* The distance, or some number above `bound` if it is greater than that. */
static uint32_t distance(const char *a, size_t a_length, const char *b, size_t b_length, uint32_t bound) {
    distance_rows rows;
    for (size_t j = 0; j <= b_length; j++) {
        rows.last[j] = (uint32_t)j;
    }
    memcpy(rows.before_last, rows.last, (b_length + 1) * sizeof rows.last[0]);
    for (size_t i = 1; i <= a_length; i++) {
        if (fill_row(&rows, a, i, b, b_length) > bound) {
            return bound + 1;
        }
        memcpy(rows.before_last, rows.last, (b_length + 1) * sizeof rows.last[0]);
        memcpy(rows.last, rows.row, (b_length + 1) * sizeof rows.last[0]);
    }
    return rows.last[b_length];
}

void utskr_nearest_offer(utskr_nearest *nearest, const char *known) {
    char folded[UTSKR_WORD_LIMIT];
    size_t length = utskr_word_fold(known, strlen(known), folded);
    uint32_t bound = nearest->best ? nearest->distance - 1 : tolerated(least((uint32_t)length, nearest->length));
    size_t apart = length > nearest->length ? length - nearest->length : nearest->length - length;
    if (nearest->length == 0 || (nearest->best && nearest->distance == 0) || apart > bound) {
        return;
    }
    uint32_t found = distance(nearest->folded, nearest->length, folded, length, bound);
    if (found <= bound) {
        nearest->best = known;
        nearest->distance = found;
    }
}
