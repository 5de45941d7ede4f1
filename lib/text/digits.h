/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers as text: the one place where digits are made of them, but for instants. */
#ifndef UTSKR_TEXT_DIGITS_H
#define UTSKR_TEXT_DIGITS_H

#include <stddef.h>
#include <stdint.h>

enum { UTSKR_DIGITS_LIMIT = 20 };

/* Writes the number in `least` digits or more, with zeros in front, and nothing after them; returns how many. `least` is
 * at most UTSKR_DIGITS_LIMIT. */
size_t utskr_digits(char *out, uint64_t number, size_t least);

/* The number without its sign. */
static inline uint64_t utskr_magnitude(int64_t number) {
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

#endif
