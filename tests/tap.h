/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Test Anything Protocol for the C tests: each test file is a program that calls tap_... for every claim and ends with
 * `return tap_done();`. Include it in one file of a program only.
 */
#ifndef UTSKR_TESTS_TAP_H
#define UTSKR_TESTS_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined(__GNUC__)
#define TAP_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define TAP_PRINTF(text, first)
#endif

static unsigned tap_run;
static unsigned tap_failed;

TAP_PRINTF(2, 0) static inline bool tap_line(bool passed, const char *format, va_list arguments) {
    tap_run++;
    tap_failed += passed ? 0U : 1U;
    printf("%sok %u - ", passed ? "" : "not ", tap_run);
    vprintf(format, arguments);
    putchar('\n');
    return passed;
}

/* Each returns whether the claim held, so that a test can say more when it did not. */
TAP_PRINTF(2, 3) static inline bool tap_ok(bool passed, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    tap_line(passed, format, arguments);
    va_end(arguments);
    return passed;
}

TAP_PRINTF(3, 4) static inline bool tap_eq_i64(int64_t got, int64_t expected, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    tap_line(got == expected, format, arguments);
    va_end(arguments);
    if (got != expected) {
        printf("#      got: %" PRId64 "\n# expected: %" PRId64 "\n", got, expected);
    }
    return got == expected;
}

/* NULL equals only NULL. */
TAP_PRINTF(3, 4) static inline bool tap_eq_str(const char *got, const char *expected, const char *format, ...) {
    bool passed = got && expected ? strcmp(got, expected) == 0 : got == expected;
    va_list arguments;
    va_start(arguments, format);
    tap_line(passed, format, arguments);
    va_end(arguments);
    if (!passed) {
        printf("#      got: %s\n# expected: %s\n", got ? got : "(null)", expected ? expected : "(null)");
    }
    return passed;
}

/* A line of diagnosis. */
TAP_PRINTF(1, 2) static inline void tap_say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("# ", stdout);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
}

/* The plan; the exit status of the program. A program without a single test has failed. */
static inline int tap_done(void) {
    printf("1..%u\n", tap_run);
    if (tap_failed) {
        tap_say("%u of %u failed", tap_failed, tap_run);
    }
    return tap_failed || !tap_run ? 1 : 0;
}

#endif
