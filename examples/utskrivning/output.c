/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Standard output in large pieces. Lines reach a terminal at once, and whoever waits before we wait for input. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

enum { CAPACITY = 1 << 20 };

static char buffer[CAPACITY];
static size_t used;
static int failure; /* errno of the first failure, or 0 */

static void write_all(const char *bytes, size_t length) {
    while (length > 0 && failure == 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written >= 0) {
            bytes += written;
            length -= (size_t)written;
        } else if (errno != EINTR) {
            failure = errno;
        }
    }
}

void output_flush(void) {
    write_all(buffer, used);
    used = 0;
}

int output_write(const char *bytes, size_t length, void *user) {
    (void)user;
    if (length > CAPACITY - used) {
        output_flush();
    }
    if (length > CAPACITY) {
        write_all(bytes, length);
    } else {
        memcpy(buffer + used, bytes, length);
        used += length;
    }
    return failure;
}

void output_text(const char *text) {
    (void)output_write(text, strlen(text), NULL);
}

bool output_has_failed(void) {
    return failure != 0;
}

bool output_close(void) {
    output_flush();
    if (failure != 0 && failure != EPIPE) {
        fprintf(stderr, "utskrivning: standard output: %s\n", strerror(failure));
    }
    return failure == 0;
}

bool output_is_terminal(void) {
    static int known = -1; /* asked once */
    if (known < 0) {
        known = isatty(STDOUT_FILENO) != 0;
    }
    return known != 0;
}
