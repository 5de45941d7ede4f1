/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packs as text in memory, and an allocator that counts what it lends and can be told to fail. */
#ifndef UTSKR_TESTS_PACK_TEXT_H
#define UTSKR_TESTS_PACK_TEXT_H

#include <stdlib.h>
#include <string.h>

#include <utskrivning/pack.h>

typedef struct pack_text {
    size_t length;
    char bytes[262144];
} pack_text;

static size_t pack_bytes_held;    /* bytes that are lent */
static uint32_t pack_asked;       /* times that memory was asked for */
static uint32_t pack_fails_after; /* refuses from that time on; 0: never */

static void *pack_resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)user;
    if (new_size != 0 && ++pack_asked == pack_fails_after)
        return NULL;
    pack_bytes_held += new_size - old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static const utskr_allocator pack_allocator = { pack_resize, NULL };

static int pack_text_take(const char *bytes, size_t length, void *user) {
    pack_text *text = user;
    if (length > sizeof text->bytes - text->length)
        return 1;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return 0;
}

static inline utskr_status pack_text_write(const utskr_pack *pack, pack_text *out) {
    out->length = 0;
    return utskr_pack_write(pack, pack_text_take, out);
}

#endif
