/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads case logs from standard input and writes them to standard output with English ids (`en`) or Swedish aliases
 * (`sv`): what tests/proof/metamorphic.py asks the library for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utskrivning/log.h>

#include "../host.h"

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
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    if (count != 2 || (strcmp(words[1], "sv") != 0 && strcmp(words[1], "en") != 0)) {
        fputs("usage: rewrite_log sv|en <LOG\n", stderr);
        return 2;
    }
    utskr_status status = utskr_reader_new(&host_memory, host_read, NULL, stdin, &reader);
    if (status == UTSKR_OK) {
        status = utskr_case_new(&host_memory, &c);
    }
    if (status == UTSKR_OK) {
        status = rewrite(reader, c, strcmp(words[1], "sv") == 0);
    }
    bool good = status == UTSKR_OK && utskr_reader_error_count(reader) == 0 && fflush(stdout) == 0;
    utskr_case_free(c);
    utskr_reader_free(reader);
    return good ? 0 : 1;
}
