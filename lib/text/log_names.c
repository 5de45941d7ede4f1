/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names seen, kept as digests: 16 bytes each, whatever their length, in a table that is at most three quarters full.
 *
 * The digest is SipHash-2-4 with 128 bits (Aumasson and Bernstein, 2012) under a fixed key. Among a thousand million
 * names the chance that any two share a digest is below 10^-20.
 */
#include <string.h>

#include "text/log_text.h"

typedef struct utskr_digest {
    uint64_t low;
    uint64_t high; /* both 0: a free slot */
} utskr_digest;

enum { FIRST_CAPACITY = 64 };

/* --- The digest --------------------------------------------------------------------------------------------- */

static uint64_t rotate(uint64_t word, uint32_t by) {
    return word << by | word >> (64 - by);
}

static uint64_t load_little(const char *text, size_t length) {
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++) {
        word |= (uint64_t)(uint8_t)text[i] << (8 * i);
    }
    return word;
}

static void sip_rounds(uint64_t v[4], int rounds) {
    while (rounds-- > 0) {
        v[0] += v[1];
        v[1] = rotate(v[1], 13) ^ v[0];
        v[0] = rotate(v[0], 32);
        v[2] += v[3];
        v[3] = rotate(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = rotate(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = rotate(v[1], 17) ^ v[2];
        v[2] = rotate(v[2], 32);
    }
}

static void sip_absorb(uint64_t v[4], uint64_t word) {
    v[3] ^= word;
    sip_rounds(v, 2);
    v[0] ^= word;
}

static utskr_digest digest_of(const char *text, size_t length) {
    /* The constants of SipHash, with the key 0, and 0xee for 128 bits. */
    uint64_t v[4] = { UINT64_C(0x736f6d6570736575), UINT64_C(0x646f72616e646f6d) ^ 0xee, UINT64_C(0x6c7967656e657261),
                      UINT64_C(0x7465646279746573) };
    size_t whole = length / 8 * 8;
    for (size_t at = 0; at < whole; at += 8) {
        sip_absorb(v, load_little(text + at, 8));
    }
    sip_absorb(v, load_little(text + whole, length - whole) | (uint64_t)length << 56);
    v[2] ^= 0xee;
    sip_rounds(v, 4);
    uint64_t low = v[0] ^ v[1] ^ v[2] ^ v[3];
    v[1] ^= 0xdd;
    sip_rounds(v, 4);
    return (utskr_digest){ low, (v[0] ^ v[1] ^ v[2] ^ v[3]) | 1U }; /* never free; 127 bits are as good */
}

/* --- The set ------------------------------------------------------------------------------------------------ */

/* In one step: two names whose first halves alone agree are not to be had. */
static bool is_same(const utskr_digest *a, const utskr_digest *b) {
    return ((a->low ^ b->low) | (a->high ^ b->high)) == 0;
}

/* The slot that holds the digest, or the free one where it belongs. The table is never full. */
static utskr_digest *slot_of(utskr_digest *slots, size_t capacity, const utskr_digest *digest) {
    size_t at = (size_t)digest->low & (capacity - 1);
    while (slots[at].high && !is_same(&slots[at], digest)) {
        at = (at + 1) & (capacity - 1);
    }
    return &slots[at];
}

static utskr_status grow(utskr_names *names, const utskr_allocator *allocator) {
    size_t capacity = names->capacity ? 2 * names->capacity : FIRST_CAPACITY;
    if (capacity > SIZE_MAX / sizeof(utskr_digest)) {
        return UTSKR_NO_MEMORY;
    }
    utskr_digest *slots = allocator->resize(NULL, 0, capacity * sizeof *slots, allocator->user);
    if (!slots) {
        return UTSKR_NO_MEMORY;
    }
    memset(slots, 0, capacity * sizeof *slots);
    for (size_t i = 0; i < names->capacity; i++) {
        if (names->slots[i].high) {
            *slot_of(slots, capacity, &names->slots[i]) = names->slots[i];
        }
    }
    size_t count = names->count;
    utskr_names_free(names, allocator);
    *names = (utskr_names){ slots, capacity, count };
    return UTSKR_OK;
}

utskr_status utskr_names_add(utskr_names *names, const utskr_allocator *allocator, const char *name, size_t length) {
    utskr_digest digest = digest_of(name, length);
    if (names->count >= names->capacity / 4 * 3) {
        utskr_status status = grow(names, allocator);
        if (status != UTSKR_OK) {
            return status;
        }
    }
    utskr_digest *slot = slot_of(names->slots, names->capacity, &digest);
    if (slot->high) {
        return UTSKR_DUPLICATE;
    }
    *slot = digest;
    names->count++;
    return UTSKR_OK;
}

bool utskr_names_has(const utskr_names *names, const char *name, size_t length) {
    utskr_digest digest = digest_of(name, length);
    return names->capacity > 0 && slot_of(names->slots, names->capacity, &digest)->high != 0;
}

void utskr_names_free(utskr_names *names, const utskr_allocator *allocator) {
    if (names->slots) {
        allocator->resize(names->slots, names->capacity * sizeof *names->slots, 0, allocator->user);
    }
    *names = (utskr_names){ NULL, 0, 0 };
}
