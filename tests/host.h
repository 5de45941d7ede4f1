/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What any host has: memory of libc, and files to read. */
#ifndef UTSKR_TESTS_HOST_H
#define UTSKR_TESTS_HOST_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <utskrivning/case.h>

static inline void *host_resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size != 0)
        return realloc(block, new_size);
    free(block);
    return NULL;
}

static const utskr_allocator host_memory = { host_resize, NULL };

/* A utskr_source; `user` is a FILE. */
static inline int64_t host_read(char *buffer, size_t capacity, void *user) {
    FILE *file = user;
    const size_t count = fread(buffer, 1, capacity, file);
    return count == 0 && ferror(file) ? -1 : (int64_t)count;
}

#endif
