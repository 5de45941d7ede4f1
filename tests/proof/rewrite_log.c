/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads case logs from standard input and writes them to standard output with English ids (`en`) or Swedish aliases
 * (`sv`): what tests/proof/metamorphic.py asks the library for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utskrivning/log.h>

static void *resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size != 0) {
        return realloc(block, new_size);
    }
    free(block);
    return NULL;
}

static int64_t source(char *buffer, size_t capacity, void *user) {
    (void)user;
    size_t count = fread(buffer, 1, capacity, stdin);
    return count == 0 && ferror(stdin) ? -1 : (int64_t)count;
}

static int sink(const char *bytes, size_t length, void *user) {
    (void)user;
    return fwrite(bytes, 1, length, stdout) == length ? 0 : 1;
}

static utskr_status rewrite(utskr_reader *reader, utskr_case *c, int swedish) {
    utskr_status status = utskr_reader_next(reader, c);
    while (status == UTSKR_OK) {
        status = utskr_case_write(c, swedish, sink, NULL);
        if (status == UTSKR_OK) {
            status = utskr_reader_next(reader, c);
        }
    }
    return status == UTSKR_NOT_FOUND ? UTSKR_OK : status;
}

int main(int count, char **words) {
    utskr_allocator allocator = { resize, NULL };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    if (count != 2 || (strcmp(words[1], "sv") != 0 && strcmp(words[1], "en") != 0)) {
        fputs("usage: rewrite_log sv|en <LOG\n", stderr);
        return 2;
    }
    utskr_status status = utskr_reader_new(&allocator, source, NULL, NULL, &reader);
    if (status == UTSKR_OK) {
        status = utskr_case_new(&allocator, &c);
    }
    if (status == UTSKR_OK) {
        status = rewrite(reader, c, strcmp(words[1], "sv") == 0);
    }
    bool good = status == UTSKR_OK && utskr_reader_error_count(reader) == 0 && fflush(stdout) == 0;
    utskr_case_free(c);
    utskr_reader_free(reader);
    return good ? 0 : 1;
}
