/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a word of a log to its number, and from a number to its words.
 *
 * A word is looked up in one index of all words (word_index.c). The slot at which to begin comes from its length and
 * its first and last eight bytes, without diacritics; the table's own spelling then decides.
 */
#include <string.h>

#include "event/vocabulary.h"
#include "status.h"

/* --- The index ---------------------------------------------------------------------------------------------- */

/* The same number on every machine, whatever its order of bytes. */
static uint64_t load_eight(const char *text) {
    const unsigned char *byte = (const unsigned char *)text;
    return (uint64_t)byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 | (uint64_t)byte[3] << 24 |
           (uint64_t)byte[4] << 32 | (uint64_t)byte[5] << 40 | (uint64_t)byte[6] << 48 | (uint64_t)byte[7] << 56;
}

/* 1 to 7 bytes. */
static uint64_t load_few(const char *text, size_t length) {
    char eight[8] = { 0 };
    for (size_t i = 0; i < length; i++) {
        eight[i] = text[i];
    }
    return load_eight(eight);
}

uint32_t utskr_word_hash(utskr_word_space space, uint32_t kind, const char *folded, size_t length) {
    uint64_t first = length < 8 ? load_few(folded, length) : load_eight(folded);
    uint64_t last = length < 8 ? first : load_eight(folded + length - 8);
    uint64_t mixed = (first + ((uint64_t)space << 8 | kind)) * UINT64_C(0x9e3779b97f4a7c15);
    mixed = ((mixed ^ mixed >> 32) + last + length) * UINT64_C(0xff51afd7ed558ccd);
    return (uint32_t)(mixed >> (64 - UTSKR_INDEX_BITS));
}

static const utskr_word_info *word_of_code(utskr_word_code code) {
    return &utskr_kind_rows[UTSKR_CODE_NUMBER(code)].words[UTSKR_CODE_WORD(code)];
}

const char *utskr_word_text(utskr_word_code code) {
    bool alias = UTSKR_CODE_ALIAS(code) != 0;
    uint32_t number = UTSKR_CODE_NUMBER(code);
    switch (UTSKR_CODE_SPACE(code)) {
    case UTSKR_SPACE_KINDS: return alias ? utskr_kind_rows[number].info.alias : utskr_kind_rows[number].info.id;
    case UTSKR_SPACE_PARTIES: return alias ? utskr_party_rows[number].alias : utskr_party_rows[number].id;
    default: return alias ? word_of_code(code)->alias : word_of_code(code)->id;
    }
}

/* What is looked for. */
typedef struct sought {
    const char *word;
    size_t length;
    utskr_word_space space;
    uint32_t kind;      /* of UTSKR_SPACE_WORDS, else 0 */
    uint32_t attribute; /* likewise */
} sought;

static bool is_in_space(const sought *what, utskr_word_code code) {
    if (UTSKR_CODE_SPACE(code) != (uint32_t)what->space) {
        return false;
    }
    return what->space != UTSKR_SPACE_WORDS ||
           (UTSKR_CODE_NUMBER(code) == what->kind && word_of_code(code)->attribute == what->attribute);
}

static bool is_spelt_so(const sought *what, utskr_word_code code) {
    const char *text = utskr_word_text(code);
    if (UTSKR_CODE_ALIAS(code)) {
        return utskr_word_matches(what->word, what->length, text);
    }
    return strlen(text) == what->length && memcmp(text, what->word, what->length) == 0;
}

static bool is_ascii(const char *word, size_t length) {
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++) {
        all |= (unsigned char)word[i];
    }
    return all < 0x80;
}

static utskr_word_code find_from(uint32_t at, const sought *what) {
    while (utskr_word_index[at] &&
           !(is_in_space(what, utskr_word_index[at]) && is_spelt_so(what, utskr_word_index[at]))) {
        at = (at + 1) & (UTSKR_INDEX_SIZE - 1);
    }
    return utskr_word_index[at];
}

static utskr_word_code find_as(const sought *what, const char *folded, size_t length) {
    return find_from(utskr_word_hash(what->space, what->kind, folded, length), what);
}

/* 0 if there is no such word. Most have no diacritics and are found as they stand. */
static utskr_word_code find(const sought *what) {
    char folded[UTSKR_WORD_LIMIT];
    utskr_word_code code = find_as(what, what->word, what->length);
    if (code || is_ascii(what->word, what->length)) {
        return code;
    }
    size_t length = utskr_word_fold(what->word, what->length, folded);
    return length == 0 ? 0 : find_as(what, folded, length);
}

int32_t utskr_kind_lookup(const char *word, size_t length) {
    const sought what = { word, length, UTSKR_SPACE_KINDS, 0, 0 };
    return (int32_t)UTSKR_CODE_NUMBER(find(&what));
}

int32_t utskr_party_lookup(const char *word, size_t length) {
    const sought what = { word, length, UTSKR_SPACE_PARTIES, 0, 0 };
    return (int32_t)UTSKR_CODE_NUMBER(find(&what));
}

const utskr_word_info *utskr_word_lookup(int32_t kind, uint32_t attribute, const char *word, size_t length) {
    const sought what = { word, length, UTSKR_SPACE_WORDS, (uint32_t)kind, attribute };
    utskr_word_code code = find(&what);
    return code ? word_of_code(code) : NULL;
}

/* --- Words that are not known ------------------------------------------------------------------------------- */

static utskr_status unknown(utskr_error *error, const char *message, const char *expected,
                            const utskr_nearest *nearest) {
    utskr_fail(error, UTSKR_UNKNOWN_WORD, message, expected);
    utskr_error_set_suggestion(error, nearest->best);
    return UTSKR_UNKNOWN_WORD;
}

bool utskr_kind_is_ambiguous(const char *word, size_t length) {
    static const char both[] = "utskrivningsklar";
    return length == sizeof both - 1 && memcmp(word, both, length) == 0;
}

utskr_status utskr_kind_unknown(const char *word, size_t length, utskr_error *error) {
    utskr_nearest nearest;
    utskr_status status = UTSKR_AMBIGUOUS_WORD;
    if (utskr_kind_is_ambiguous(word, length)) {
        utskr_fail(error, status, "the word may mean the physician's judgement or the notice",
                   "bedömd-utskrivningsklar or meddelande-om-utskrivningsklar");
    } else {
        utskr_nearest_init(&nearest, word, length);
        for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
            utskr_nearest_offer(&nearest, utskr_kind_rows[kind].info.id);
            utskr_nearest_offer(&nearest, utskr_kind_rows[kind].info.alias);
        }
        status = unknown(error, "no such event", "the id or the Swedish alias of an event", &nearest);
    }
    utskr_error_set_word(error, word, length);
    return status;
}

static void offer_parties(utskr_nearest *nearest) {
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        utskr_nearest_offer(nearest, utskr_party_rows[party].id);
        utskr_nearest_offer(nearest, utskr_party_rows[party].alias);
    }
}

utskr_status utskr_party_unknown(const char *word, size_t length, utskr_error *error) {
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word, length);
    offer_parties(&nearest);
    utskr_status status = unknown(error, "no such party", UTSKR_EVERY_PARTY, &nearest);
    utskr_error_set_word(error, word, length);
    return status;
}

static void offer_words(utskr_nearest *nearest, const utskr_kind_row *row, uint32_t attribute) {
    for (uint32_t i = 0; i < row->word_count; i++) {
        if (row->words[i].attribute == attribute) {
            utskr_nearest_offer(nearest, row->words[i].id);
            utskr_nearest_offer(nearest, row->words[i].alias);
        }
    }
}

static bool takes_parties(const utskr_attribute *attribute) {
    return attribute->type == UTSKR_VALUE_PARTIES || attribute->type == UTSKR_VALUE_PARTY;
}

utskr_status utskr_word_unknown(int32_t kind, uint32_t attribute, const char *word, size_t length, utskr_error *error) {
    const utskr_kind_row *row = utskr_kind_row_of(kind);
    const char *expected = row->takes;
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word, length);
    if (takes_parties(&row->attributes[attribute])) {
        offer_parties(&nearest);
        expected = UTSKR_EVERY_PARTY;
    }
    offer_words(&nearest, row, attribute);
    utskr_status status = unknown(error, "no such word here", expected, &nearest);
    utskr_error_set_word(error, word, length);
    return status;
}

/* --- The public lookups ------------------------------------------------------------------------------------- */

static utskr_status null_pointer(utskr_error *error) {
    return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "a word and a place for its number");
}

utskr_status utskr_kind_find(const char *word, size_t length, int32_t *out, utskr_error *error) {
    if (!word || !out) {
        return null_pointer(error);
    }
    int32_t kind = utskr_kind_lookup(word, length);
    if (kind == UTSKR_KIND_NONE) {
        return utskr_kind_unknown(word, length, error);
    }
    *out = kind;
    return UTSKR_OK;
}

utskr_status utskr_party_find(const char *word, size_t length, int32_t *out, utskr_error *error) {
    if (!word || !out) {
        return null_pointer(error);
    }
    int32_t party = utskr_party_lookup(word, length);
    if (party == UTSKR_PARTY_NONE) {
        return utskr_party_unknown(word, length, error);
    }
    *out = party;
    return UTSKR_OK;
}

/* The bits of a word that stands in another table than the words of the kind: a party, or a kind of event. */
static uint32_t bits_elsewhere(const utskr_attribute *attribute, const char *word, size_t length) {
    if (attribute->type == UTSKR_VALUE_REFERENCE) {
        return (uint32_t)utskr_kind_lookup(word, length) << attribute->shift;
    }
    int32_t party = takes_parties(attribute) ? utskr_party_lookup(word, length) : UTSKR_PARTY_NONE;
    if (party == UTSKR_PARTY_NONE) {
        return 0;
    }
    return attribute->type == UTSKR_VALUE_PARTY ? (uint32_t)party << attribute->shift : UTSKR_TO(party);
}

utskr_status utskr_word_find(int32_t kind, uint32_t attribute, const char *word, size_t length, uint32_t *bits,
                             utskr_error *error) {
    const utskr_attribute *row = utskr_attribute_at(kind, attribute);
    if (!word || !bits) {
        return null_pointer(error);
    }
    if (!row) {
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "no such attribute", "a kind and one of its attributes");
    }
    const utskr_word_info *info = utskr_word_lookup(kind, attribute, word, length);
    uint32_t found = info ? info->bits : bits_elsewhere(row, word, length);
    if (!info && found == 0) {
        return utskr_word_unknown(kind, attribute, word, length, error);
    }
    *bits = found;
    return UTSKR_OK;
}

/* --- From a number to its words ----------------------------------------------------------------------------- */

static bool is_kind(int32_t kind) {
    return kind > UTSKR_KIND_NONE && kind < UTSKR_KIND_COUNT;
}

static bool is_party(int32_t party) {
    return party > UTSKR_PARTY_NONE && party < UTSKR_PARTY_COUNT;
}

const utskr_kind_info *utskr_kind_info_at(int32_t kind) {
    return is_kind(kind) ? &utskr_kind_rows[kind].info : NULL;
}

const utskr_party_info *utskr_party_info_at(int32_t party) {
    return is_party(party) ? &utskr_party_rows[party] : NULL;
}

const utskr_attribute *utskr_attribute_at(int32_t kind, uint32_t index) {
    return is_kind(kind) && index < utskr_kind_rows[kind].attribute_count ? &utskr_kind_rows[kind].attributes[index]
                                                                          : NULL;
}

const utskr_word_info *utskr_word_at(uint32_t index) {
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        if (index < utskr_kind_rows[kind].word_count) {
            return &utskr_kind_rows[kind].words[index];
        }
        index -= utskr_kind_rows[kind].word_count;
    }
    return NULL;
}

const char *utskr_kind_name(int32_t kind) {
    return is_kind(kind) ? utskr_kind_rows[kind].info.id : "unknown-kind";
}

const char *utskr_party_name(int32_t party) {
    return is_party(party) ? utskr_party_rows[party].id : "unknown-party";
}

uint32_t utskr_kind_count(void) {
    return UTSKR_KIND_COUNT;
}

uint32_t utskr_party_count(void) {
    return UTSKR_PARTY_COUNT;
}
