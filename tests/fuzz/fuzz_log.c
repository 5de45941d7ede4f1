/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any bytes as a case log: they are read to their end; every case that comes of them, written and read again, in either
 * language, gives the same text; and the source's blocks make no difference.
 *
 * Built with libFuzzer, or with replay.c over a corpus.
 */
#include "tests/host.h"
#include <stdlib.h>
#include <string.h>
#include <utskrivning/log.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

/* A text that is read, or written. */
typedef struct text {
    char *bytes;
    size_t length;
    size_t capacity;
    size_t at;
    size_t at_once; /* 0: as much as is asked for */
    uint64_t errors;
} text;

static int64_t source(char *buffer, size_t capacity, void *user) {
    text *in = user;
    size_t count = in->length - in->at;
    count = count < capacity ? count : capacity;
    count = in->at_once && count > in->at_once ? in->at_once : count;
    if (count > 0) {
        memcpy(buffer, in->bytes + in->at, count);
    }
    in->at += count;
    return (int64_t)count;
}

static int sink(const char *bytes, size_t length, void *user) {
    text *out = user;
    if (out->length + length > out->capacity) {
        out->capacity = 2 * (out->length + length);
        out->bytes = realloc(out->bytes, out->capacity);
        require(out->bytes != NULL);
    }
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
    return 0;
}

/* Every report is in its place and says something. */
static void report(const utskr_error *error, void *user) {
    text *in = user;
    require(error->line > 0 && error->column > 0 && error->status != UTSKR_OK);
    require(error->message[0] != '\0' && strlen(error->word) < sizeof error->word);
    require(strlen(error->suggestion) < sizeof error->suggestion);
    in->errors += error->status != UTSKR_REFUSED;
}

/* Reads all of `in` and writes the cases to `out`. */
static void rewrite(text *in, int swedish, text *out) {
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    require(utskr_reader_new(&host_memory, source, report, in, &reader) == UTSKR_OK);
    require(utskr_case_new(&host_memory, &c) == UTSKR_OK);
    utskr_status status = utskr_reader_next(reader, c);
    while (status == UTSKR_OK) {
        require(utskr_case_write(c, swedish, sink, out) == UTSKR_OK);
        status = utskr_reader_next(reader, c);
    }
    require(status == UTSKR_NOT_FOUND && utskr_reader_error_count(reader) == in->errors);
    utskr_reader_free(reader);
    utskr_case_free(c);
}

static void require_same(const text *a, const text *b) {
    require(a->length == b->length && (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    text in = { NULL, 0, 0, 0, 0, 0 };
    text english = { NULL, 0, 0, 0, 0, 0 };
    text swedish = { NULL, 0, 0, 0, 0, 0 };
    text again = { NULL, 0, 0, 0, 0, 0 };
    text in_pieces = { NULL, 0, 0, 0, 0, 0 };
    if (size > 0) {
        sink((const char *)data, size, &in);
    }
    rewrite(&in, 0, &english);
    rewrite(&english, 1, &swedish);
    rewrite(&swedish, 0, &again);
    require(english.errors == 0 && swedish.errors == 0);
    require_same(&english, &again);
    in.at = 0;
    in.errors = 0;
    in.at_once = 1 + size % 7;
    rewrite(&in, 0, &in_pieces);
    require_same(&english, &in_pieces);
    free(in.bytes);
    free(english.bytes);
    free(swedish.bytes);
    free(again.bytes);
    free(in_pieces.bytes);
    return 0;
}
