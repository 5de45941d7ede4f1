/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Well-formed UTF-8 without control characters (Unicode 15, table 3-7; general category Cc but for the tab). */
#include <string.h>

#include "text/log_text.h"

enum { DELETE = 0x7f, LAST_C1 = 0x9f };

static bool is_plain(uint8_t byte) {
    return byte >= 0x20 && byte < DELETE;
}

/* Eight bytes at once: none below 0x20, none above 0x7e. A byte may be taken for worse than it is (a tab is), never
 * for better. */
static bool are_plain(const char *text) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t tops = UINT64_C(0x8080808080808080);
    uint64_t eight;
    memcpy(&eight, text, sizeof eight);
    uint64_t low = (eight - ones * 0x20) & ~eight;
    uint64_t high = eight | (eight + ones);
    return ((low | high) & tops) == 0;
}

/* What may follow the first byte of a character of several bytes. */
typedef struct shape {
    uint8_t size; /* 0 for a byte that begins no character */
    uint8_t second_min;
    uint8_t second_max;
} shape;

static shape shape_of(uint8_t first) {
    if (first < 0xc2 || first > 0xf4) {
        return (shape){ 0, 0, 0 };
    }
    if (first < 0xe0) {
        return (shape){ 2, first == 0xc2 ? LAST_C1 + 1 : 0x80, 0xbf };
    }
    if (first < 0xf0) {
        return (shape){ 3, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf };
    }
    return (shape){ 4, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf };
}

/* Bytes of the character of several bytes with which the text begins; 0 if it is not well-formed. */
static size_t character_size(const char *text, size_t length) {
    const uint8_t *byte = (const uint8_t *)text;
    shape is = shape_of(byte[0]);
    if (is.size == 0 || is.size > length || byte[1] < is.second_min || byte[1] > is.second_max) {
        return 0;
    }
    for (size_t i = 2; i < is.size; i++) {
        if ((byte[i] & 0xc0U) != 0x80U) {
            return 0;
        }
    }
    return is.size;
}

/* U+0080 to U+009F. */
static bool is_c1(const char *text, size_t length) {
    return length >= 2 && (uint8_t)text[0] == 0xc2 && (uint8_t)text[1] >= 0x80 && (uint8_t)text[1] <= LAST_C1;
}

/* Bytes of the next character, or 0 if it may not stand there. */
static size_t permitted_size(const char *text, size_t length) {
    uint8_t first = (uint8_t)text[0];
    if (first < 0x80) {
        return is_plain(first) || first == '\t' ? 1 : 0;
    }
    return character_size(text, length);
}

size_t utskr_text_check(const char *text, size_t length, bool *control) {
    size_t at = 0;
    *control = false;
    while (at < length) {
        if (length - at >= 8 && are_plain(text + at)) {
            at += 8;
            continue;
        }
        size_t size = permitted_size(text + at, length - at);
        if (size == 0) {
            *control = (uint8_t)text[at] < 0x80 || is_c1(text + at, length - at);
            return at;
        }
        at += size;
    }
    return length;
}
