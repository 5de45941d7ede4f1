/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SHA-256 against the published examples (FIPS 180-2, appendix B, and NIST's example of 896 bits), in one piece and in many. */
#include <stdlib.h>

#include "settlement/sha256.h"
#include "tap.h"

static const struct example {
    const char *message;
    const char *digest;
} examples[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrst"
      "u",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
};

static void check(const utskr_sha256 *hash, const char *expected, const char *claim) {
    utskr_sha256 copy = *hash;
    uint8_t digest[UTSKR_SHA256_SIZE];
    char text[2 * UTSKR_SHA256_SIZE + 1];
    utskr_sha256_end(&copy, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    }
    tap_eq_str(text, expected, "%s", claim);
}

static void check_examples(void) {
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        size_t length = strlen(examples[i].message);
        utskr_sha256 hash;
        utskr_sha256_begin(&hash);
        utskr_sha256_add(&hash, examples[i].message, length);
        check(&hash, examples[i].digest, "an example in one piece");
        for (size_t cut = 1; cut < length; cut += 13) {
            utskr_sha256_begin(&hash);
            utskr_sha256_add(&hash, examples[i].message, cut);
            utskr_sha256_add(&hash, examples[i].message + cut, length - cut);
            check(&hash, examples[i].digest, "an example in two pieces");
        }
    }
}

/* A million times the letter a, in pieces of every length that a block may be cut at. */
static void check_million(void) {
    static const char digest[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    static char letters[200];
    utskr_sha256 hash;
    size_t left = 1000000;
    size_t piece = 0;
    memset(letters, 'a', sizeof letters);
    utskr_sha256_begin(&hash);
    while (left > 0) {
        size_t length = piece++ % sizeof letters;
        length = length < left ? length : left;
        utskr_sha256_add(&hash, letters, length);
        left -= length;
    }
    check(&hash, digest, "a million letters");
}

int main(void) {
    check_examples();
    check_million();
    return tap_done();
}
