/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The layout of every public struct on machines with 64-bit pointers, as bindings and compiled hosts know it. Once a
 * release has a line of layouts.h, the line never changes; new members come last and get lines of their own.
 */
#include <stddef.h>

#include <utskrivning/utskrivning.h>

#include "tests/tap.h"

typedef struct layout {
    const char *name;
    size_t got;
    size_t expected; /* bytes */
} layout;

#define SIZE(type, bytes) { "sizeof " #type, sizeof(type), bytes },
#define MEMBER(type, member, bytes) { #type "." #member, offsetof(type, member), bytes },

static const layout layouts[] = {
#include "tests/abi/layouts.h"
};

int main(void) {
    if (sizeof(void *) != 8) {
        puts("1..0 # SKIP the layouts are those of 64-bit pointers");
        return 0;
    }
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        tap_eq_i64((int64_t)layouts[i].got, (int64_t)layouts[i].expected, "%s", layouts[i].name);
    }
    return tap_done();
}
