/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The vocabulary table as the library itself reads it: what each kind of event may say, and fast lookup of a word.
 *
 * Every word that a case log may hold stands in one place, vocabulary.c. word_index.c is computed from it
 * (tests/event/test_vocabulary.c) so that a word is found in one probe or two.
 */
#ifndef UTSKR_LIB_EVENT_VOCABULARY_H
#define UTSKR_LIB_EVENT_VOCABULARY_H

#include <stdbool.h>
#include <utskrivning/event.h>

/* Words of one kind that cannot stand together. */
typedef struct utskr_clash {
    uint32_t bits;     /* any of these */
    uint32_t excludes; /* and none of those */
} utskr_clash;

/* One kind of event: its row of the table. */
typedef struct utskr_kind_row {
    utskr_kind_info info;
    const char *takes; /* its keys and words, for errors */
    const utskr_attribute *attributes;
    const utskr_word_info *words; /* those of the first attribute first */
    const utskr_clash *clashes;
    uint8_t attribute_count;
    uint8_t word_count; /* at most 32: see utskr_word_code */
    uint8_t clash_count;
    uint8_t reserved;
} utskr_kind_row;

extern const utskr_kind_row utskr_kind_rows[UTSKR_KIND_COUNT];
extern const utskr_party_info utskr_party_rows[UTSKR_PARTY_COUNT];

/* Every party, for errors. */
#define UTSKR_EVERY_PARTY "hospital, outpatient, municipal-health, social-services, patient or system"

/* --- Words as text ------------------------------------------------------------------------------------------ */

#define UTSKR_WORD_LIMIT 64 /* bytes in the longest word that can be known, decomposed */

/*
 * Writes the word without its diacritics (NFC or NFD) and returns how many bytes that is; 0 for a word that cannot be
 * known: too long, or with other bytes outside ASCII.
 */
size_t utskr_word_fold(const char *word, size_t length, char out[UTSKR_WORD_LIMIT]);
/* Is that `known`, with each diacritic as it should be or left out? */
bool utskr_word_matches(const char *word, size_t length, const char *known);

/* The known word nearest to a misspelt one, if any is plausibly near: offer all, then ask for `best`. */
typedef struct utskr_nearest {
    const char *best; /* or NULL */
    uint32_t distance;
    uint32_t length;
    char folded[UTSKR_WORD_LIMIT];
} utskr_nearest;

void utskr_nearest_init(utskr_nearest *nearest, const char *word, size_t length);
void utskr_nearest_offer(utskr_nearest *nearest, const char *known);

/* --- The index ---------------------------------------------------------------------------------------------- */

/* Which words are looked for. */
typedef enum utskr_word_space {
    UTSKR_SPACE_KINDS = 1,
    UTSKR_SPACE_PARTIES = 2,
    UTSKR_SPACE_WORDS = 3 /* of one kind of event */
} utskr_word_space;

/*
 * What the index holds: 2 bits of space, 6 of kind (or party), 5 of the word within the kind, and 1 that says that it
 * is the Swedish alias. Never 0.
 */
typedef uint16_t utskr_word_code;
#define UTSKR_WORD_CODE(space, number, word, alias)                                                                    \
    ((utskr_word_code)((uint32_t)(space) << 12 | (uint32_t)(number) << 6 | (uint32_t)(word) << 1 | (uint32_t)(alias)))
#define UTSKR_CODE_SPACE(code) ((uint32_t)(code) >> 12)
#define UTSKR_CODE_NUMBER(code) ((uint32_t)(code) >> 6 & 63U)
#define UTSKR_CODE_WORD(code) ((uint32_t)(code) >> 1 & 31U)
#define UTSKR_CODE_ALIAS(code) ((uint32_t)(code)&1U)

#define UTSKR_INDEX_BITS 10
#define UTSKR_INDEX_SIZE (1U << UTSKR_INDEX_BITS)

/* Codes by utskr_word_hash, in the next free slot where two meet; 0 is free. */
extern const utskr_word_code utskr_word_index[UTSKR_INDEX_SIZE];

/* The slot at which to begin to look for a folded word of `space` (and `kind`, for UTSKR_SPACE_WORDS). */
uint32_t utskr_word_hash(utskr_word_space space, uint32_t kind, const char *folded, size_t length);
/* The word as the table spells it. */
const char *utskr_word_text(utskr_word_code code);

/* The number of a kind or party, or 0. */
int32_t utskr_kind_lookup(const char *word, size_t length);
int32_t utskr_party_lookup(const char *word, size_t length);
/* The word of an attribute of a kind, or NULL. The kind has such an attribute. */
const utskr_word_info *utskr_word_lookup(int32_t kind, uint32_t attribute, const char *word, size_t length);

/* A word that may mean two events, one of which moves money. */
bool utskr_kind_is_ambiguous(const char *word, size_t length);
/* Fills in `error` for a word that no lookup found, and gives the status: unknown, or ambiguous. */
utskr_status utskr_kind_unknown(const char *word, size_t length, utskr_error *error);
utskr_status utskr_party_unknown(const char *word, size_t length, utskr_error *error);
utskr_status utskr_word_unknown(int32_t kind, uint32_t attribute, const char *word, size_t length, utskr_error *error);

/* --- What an event may say ---------------------------------------------------------------------------------- */

/* A kind of the table, 1 to UTSKR_KIND_COUNT - 1. */
static inline const utskr_kind_row *utskr_kind_row_of(int32_t kind) {
    return &utskr_kind_rows[kind];
}

/* Does the mask hold words that cannot stand together? */
bool utskr_kind_clashes(const utskr_kind_row *row, uint32_t mask);

#endif
