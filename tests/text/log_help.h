/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the case log share: texts as sources and sinks, reports kept, memory that runs out. */
#ifndef UTSKR_TESTS_TEXT_LOG_HELP_H
#define UTSKR_TESTS_TEXT_LOG_HELP_H

#include <stdlib.h>
#include <string.h>
#include <utskrivning/log.h>

/* --- Memory --------------------------------------------------------------------------------------------------- */

/* Counts allocations, and fails from the one numbered `fail_at` on; 0 never fails. */
typedef struct test_memory {
    uint64_t made;
    uint64_t fail_at;
    size_t in_use;
} test_memory;

static inline void *test_resize(void *block, size_t old_size, size_t new_size, void *user) {
    test_memory *memory = user;
    if (new_size == 0) {
        memory->in_use -= old_size;
        free(block);
        return NULL;
    }
    memory->made++;
    if (memory->fail_at && memory->made >= memory->fail_at) {
        return NULL;
    }
    void *moved = realloc(block, new_size);
    memory->in_use += moved ? new_size - old_size : 0;
    return moved;
}

static inline utskr_allocator test_allocator(test_memory *memory) {
    utskr_allocator allocator = { test_resize, memory };
    return allocator;
}

/* --- Texts ---------------------------------------------------------------------------------------------------- */

enum { TEST_REPORTS = 64 };

/* A text to be read, some bytes at a time, and what was reported of it. */
typedef struct test_text {
    const char *bytes;
    size_t length;
    size_t at;
    size_t at_once;  /* 0: as many as are asked for */
    size_t fails_at; /* 0, or 1 more than where the source fails */
    uint32_t report_count;
    utskr_error reports[TEST_REPORTS];
} test_text;

static inline int64_t test_source(char *buffer, size_t capacity, void *user) {
    test_text *text = user;
    size_t count = text->length - text->at;
    if (text->fails_at && text->at + 1 >= text->fails_at) {
        return -1;
    }
    count = count < capacity ? count : capacity;
    count = text->at_once && count > text->at_once ? text->at_once : count;
    if (count > 0) {
        memcpy(buffer, text->bytes + text->at, count);
    }
    text->at += count;
    return (int64_t)count;
}

static inline void test_report(const utskr_error *error, void *user) {
    test_text *text = user;
    if (text->report_count < TEST_REPORTS) {
        text->reports[text->report_count] = *error;
    }
    text->report_count++;
}

/* A text that grows. */
typedef struct test_output {
    char *bytes;
    size_t length;
    size_t capacity;
    size_t stop_at; /* 0, or the number of bytes at which the sink says stop */
} test_output;

static inline int test_sink(const char *bytes, size_t length, void *user) {
    test_output *output = user;
    if (output->stop_at && output->length + length >= output->stop_at) {
        return 1;
    }
    if (output->length + length + 1 > output->capacity) {
        output->capacity = 2 * (output->length + length + 1);
        output->bytes = realloc(output->bytes, output->capacity);
        if (!output->bytes) {
            abort();
        }
    }
    memcpy(output->bytes + output->length, bytes, length);
    output->length += length;
    output->bytes[output->length] = '\0';
    return 0;
}

/* Reads every case of the text and writes those that are good to `output`, which may be NULL. Returns the last status,
 * and in `*cases` how many were good. */
static inline utskr_status test_read_all(test_text *text, int swedish, test_output *output, uint32_t *cases) {
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    *cases = 0;
    utskr_status status = utskr_reader_new(&allocator, test_source, test_report, text, &reader);
    if (status == UTSKR_OK) {
        status = utskr_case_new(&allocator, &c);
    }
    while (status == UTSKR_OK) {
        status = utskr_reader_next(reader, c);
        *cases += status == UTSKR_OK;
        if (status == UTSKR_OK && output && utskr_case_write(c, swedish, test_sink, output) != UTSKR_OK) {
            status = UTSKR_BAD_ARGUMENT;
        }
    }
    utskr_reader_free(reader);
    utskr_case_free(c);
    return memory.in_use == 0 ? status : UTSKR_DAMAGED; /* a leak */
}

#endif
