/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SHA-256 (FIPS 180-4). */
#ifndef UTSKR_LIB_SETTLEMENT_SHA256_H
#define UTSKR_LIB_SETTLEMENT_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define UTSKR_SHA256_SIZE 32
#define UTSKR_SHA256_BLOCK 64

typedef struct utskr_sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes so far */
    uint8_t block[UTSKR_SHA256_BLOCK];
} utskr_sha256;

void utskr_sha256_begin(utskr_sha256 *hash);
void utskr_sha256_add(utskr_sha256 *hash, const void *bytes, size_t length);
void utskr_sha256_end(utskr_sha256 *hash, uint8_t out[UTSKR_SHA256_SIZE]);

#endif
