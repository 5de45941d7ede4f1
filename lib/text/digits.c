/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "text/digits.h"

#include <string.h>

size_t utskr_digits(char *out, uint64_t number, size_t least) {
    char digits[UTSKR_DIGITS_LIMIT];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || sizeof digits - at < least);
    memcpy(out, digits + at, sizeof digits - at);
    return sizeof digits - at;
}
