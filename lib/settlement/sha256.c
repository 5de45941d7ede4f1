/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SHA-256, by the definitions of FIPS 180-4 (sections 4.1.2, 4.2.2, 5.1.1, 6.2). */
#include "settlement/sha256.h"

#include <string.h>

/* The fractional parts of the cube roots of the first 64 primes (4.2.2). */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotated(uint32_t word, uint32_t bits) {
    return word >> bits | word << (32 - bits);
}

static inline uint32_t small_sigma_0(uint32_t x) {
    return rotated(x, 7) ^ rotated(x, 18) ^ x >> 3;
}

static inline uint32_t small_sigma_1(uint32_t x) {
    return rotated(x, 17) ^ rotated(x, 19) ^ x >> 10;
}

static inline uint32_t big_sigma_0(uint32_t x) {
    return rotated(x, 2) ^ rotated(x, 13) ^ rotated(x, 22);
}

static inline uint32_t big_sigma_1(uint32_t x) {
    return rotated(x, 6) ^ rotated(x, 11) ^ rotated(x, 25);
}

static inline uint32_t choice(uint32_t x, uint32_t y, uint32_t z) {
    return (x & y) ^ (~x & z);
}

static inline uint32_t majority(uint32_t x, uint32_t y, uint32_t z) {
    return (x & y) ^ (x & z) ^ (y & z);
}

static void schedule(uint32_t words[64], const uint8_t *block) {
    for (uint32_t t = 0; t < 16; t++)
        words[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 |
                   block[4 * t + 3];
    for (uint32_t t = 16; t < 64; t++)
        words[t] = small_sigma_1(words[t - 2]) + words[t - 7] + small_sigma_0(words[t - 15]) + words[t - 16];
}

static void compress(uint32_t state[8], const uint8_t *block) {
    uint32_t words[64];
    uint32_t s[8];
    schedule(words, block);
    memcpy(s, state, sizeof s);
    for (uint32_t t = 0; t < 64; t++) {
        const uint32_t first = s[7] + big_sigma_1(s[4]) + choice(s[4], s[5], s[6]) + constants[t] + words[t];
        const uint32_t second = big_sigma_0(s[0]) + majority(s[0], s[1], s[2]);
        s[7] = s[6];
        s[6] = s[5];
        s[5] = s[4];
        s[4] = s[3] + first;
        s[3] = s[2];
        s[2] = s[1];
        s[1] = s[0];
        s[0] = first + second;
    }
    for (uint32_t i = 0; i < 8; i++)
        state[i] += s[i];
}

/* The fractional parts of the square roots of the first eight primes (5.3.3). */
void utskr_sha256_begin(utskr_sha256 *hash) {
    static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    memcpy(hash->state, initial, sizeof initial);
    hash->length = 0;
}

void utskr_sha256_add(utskr_sha256 *hash, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    const size_t held = hash->length % UTSKR_SHA256_BLOCK;
    const size_t room = UTSKR_SHA256_BLOCK - held;
    hash->length += length;
    if (length < room) {
        memcpy(hash->block + held, from, length);
        return;
    }
    memcpy(hash->block + held, from, room);
    compress(hash->state, hash->block);
    for (from += room, length -= room; length >= UTSKR_SHA256_BLOCK; length -= UTSKR_SHA256_BLOCK) {
        compress(hash->state, from);
        from += UTSKR_SHA256_BLOCK;
    }
    memcpy(hash->block, from, length);
}

/* A one bit, zero bits, and the length in bits in the last eight bytes of a block (5.1.1). */
void utskr_sha256_end(utskr_sha256 *hash, uint8_t out[UTSKR_SHA256_SIZE]) {
    static const uint8_t padding[UTSKR_SHA256_BLOCK] = { 0x80 };
    const uint64_t bits = hash->length * 8;
    const size_t held = hash->length % UTSKR_SHA256_BLOCK;
    uint8_t length[8];
    for (uint32_t i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    utskr_sha256_add(hash, padding, (held < 56 ? 56 : 120) - held);
    utskr_sha256_add(hash, length, sizeof length);
    for (uint32_t i = 0; i < 8; i++)
        for (uint32_t byte = 0; byte < 4; byte++)
            out[4 * i + byte] = (uint8_t)(hash->state[i] >> (24 - 8 * byte));
}
