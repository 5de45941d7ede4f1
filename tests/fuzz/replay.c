/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs a fuzz target over every file of the directories given: the corpus in the short tests, without a fuzzer.
 *
 *     replay_log DIRECTORY...
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdlib.h>

#include "tap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes of a file, at most `capacity`; -1 if it cannot be read. */
static long read_file(const char *path, uint8_t *bytes, size_t capacity) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return -1;
    }
    size_t size = fread(bytes, 1, capacity, file);
    int failed = ferror(file);
    fclose(file);
    return failed ? -1 : (long)size;
}

static void replay_file(const char *path) {
    enum { CAPACITY = 1 << 22 };
    uint8_t *bytes = malloc(CAPACITY);
    long size = bytes ? read_file(path, bytes, CAPACITY) : -1;
    uint8_t *exact = size > 0 ? malloc((size_t)size) : NULL; /* so that a sanitizer sees a read beyond its end */
    if (exact) {
        memcpy(exact, bytes, (size_t)size);
    }
    if (size >= 0) {
        LLVMFuzzerTestOneInput(exact, (size_t)size);
    }
    tap_ok(size >= 0, "%s", path);
    free(exact);
    free(bytes);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void replay_directory(const char *directory) {
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, is_visible, by_name);
    tap_ok(count > 0, "%s holds files", directory);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
        replay_file(path);
        free(entries[i]);
    }
    free(entries);
}

int main(int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        replay_directory(arguments[i]);
    }
    return tap_done();
}
