/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The vocabulary table: every word found again in every spelling, no word that means two things, and the index of
 * words as fresh as the table.
 *
 *     test_vocabulary           the tests
 *     test_vocabulary --write   writes lib/event/word_index.c to standard output
 */
#include <stdlib.h>

#include "event/vocabulary.h"
#include "status.h"
#include "tap.h"

/* --- The index, computed from the table ---------------------------------------------------------------------- */

static void put_in_index(utskr_word_code index[UTSKR_INDEX_SIZE], utskr_word_code code) {
    char folded[UTSKR_WORD_LIMIT];
    const char *text = utskr_word_text(code);
    utskr_word_space space = (utskr_word_space)UTSKR_CODE_SPACE(code);
    uint32_t kind = space == UTSKR_SPACE_WORDS ? UTSKR_CODE_NUMBER(code) : 0;
    size_t length = utskr_word_fold(text, strlen(text), folded);
    uint32_t slot = utskr_word_hash(space, kind, folded, length);
    while (index[slot]) {
        slot = (slot + 1) % UTSKR_INDEX_SIZE;
    }
    index[slot] = code;
}

static void put_both(utskr_word_code index[UTSKR_INDEX_SIZE], utskr_word_space space, uint32_t number, uint32_t word) {
    utskr_word_code id = UTSKR_WORD_CODE(space, number, word, 0);
    utskr_word_code alias = UTSKR_WORD_CODE(space, number, word, 1);
    put_in_index(index, id);
    if (strcmp(utskr_word_text(id), utskr_word_text(alias)) != 0) {
        put_in_index(index, alias);
    }
}

static void build_index(utskr_word_code index[UTSKR_INDEX_SIZE]) {
    memset(index, 0, UTSKR_INDEX_SIZE * sizeof index[0]);
    for (uint32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        put_both(index, UTSKR_SPACE_KINDS, kind, 0);
    }
    for (uint32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        put_both(index, UTSKR_SPACE_PARTIES, party, 0);
    }
    for (uint32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        for (uint32_t word = 0; word < utskr_kind_rows[kind].word_count; word++) {
            put_both(index, UTSKR_SPACE_WORDS, kind, word);
        }
    }
}

static int write_index(void) {
    static utskr_word_code index[UTSKR_INDEX_SIZE];
    build_index(index);
    puts("/* SPDX-License-Identifier: LGPL-2.1-or-later */\n"
         "/* The index of words: codes by utskr_word_hash. Written by test_vocabulary --write. */\n"
         "#include \"event/vocabulary.h\"\n\n"
         "/* clang-format off */\n"
         "const utskr_word_code utskr_word_index[UTSKR_INDEX_SIZE] = {");
    for (uint32_t slot = 0; slot < UTSKR_INDEX_SIZE; slot++) {
        printf("%s0x%04x,%s", slot % 12 ? " " : "    ", (unsigned)index[slot], slot % 12 == 11 ? "\n" : "");
    }
    puts("\n};\n/* clang-format on */");
    return 0;
}

static void test_index(void) {
    static utskr_word_code index[UTSKR_INDEX_SIZE];
    uint32_t used = 0;
    uint32_t run = 0;
    uint32_t longest = 0;
    build_index(index);
    for (uint32_t slot = 0; slot < UTSKR_INDEX_SIZE; slot++) {
        used += index[slot] != 0;
        run = index[slot] ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    tap_ok(memcmp(index, utskr_word_index, sizeof index) == 0, "word_index.c is fresh (else: test_vocabulary --write)");
    tap_ok(used < UTSKR_INDEX_SIZE / 2, "the index is less than half full");
    tap_say("%u of %u slots, at most %u in a row", used, UTSKR_INDEX_SIZE, longest);
}

/* --- Spellings ------------------------------------------------------------------------------------------------ */

/* A letter with a diacritic, in the three ways in which it may be written. */
static const char *const SPELT[][3] = {
    { "å", "a\xcc\x8a", "a" },
    { "ä", "a\xcc\x88", "a" },
    { "ö", "o\xcc\x88", "o" },
};

/* Rewrites a word: way 0 as it is, 1 decomposed, 2 without diacritics, 3 a mixture. */
static void respell(const char *word, int way, char *out) {
    uint32_t seen = 0;
    while (*word) {
        size_t letter = 0;
        while (letter < 3 && strncmp(word, SPELT[letter][0], 2) != 0) {
            letter++;
        }
        if (letter == 3) {
            *out++ = *word++;
            continue;
        }
        const char *spelt = SPELT[letter][way < 3 ? (uint32_t)way : seen % 3];
        memcpy(out, spelt, strlen(spelt));
        out += strlen(spelt);
        word += 2;
        seen++;
    }
    *out = '\0';
}

/* Words that another word begins with, or that go on where it ends. */
static void test_matches(void) {
    static const struct {
        const char *word;
        bool matches;
    } words[] = {
        { "grön", true },          { "gron", true },
        { "gro\xcc\x88n", true },  { "gr", false },
        { "gro", false },          { "gr\xc3", false },
        { "grönt", false },        { "grån", false },
        { "gran", false },         { "gro\xcc", false },
        { "gro\xcc\x8an", false }, { "", false },
        { "gro\xcc\x88", false },  { "gro\xcc\x88\xcc\x88n", false },
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        tap_ok(utskr_word_matches(words[i].word, strlen(words[i].word), "grön") == words[i].matches, "word %zu: %s", i,
               words[i].matches ? "grön" : "something else");
    }
}

static const char *const WAY[] = { "as written", "decomposed", "without diacritics", "mixed" };

static void test_kind_words(void) {
    for (int32_t kind = 1; kind < (int32_t)utskr_kind_count(); kind++) {
        const utskr_kind_info *info = utskr_kind_info_at(kind);
        int32_t found = 0;
        char word[3 * UTSKR_WORD_LIMIT];
        tap_ok(utskr_kind_find(info->id, strlen(info->id), &found, NULL) == UTSKR_OK && found == kind, "event %s",
               info->id);
        for (int way = 0; way < 4; way++) {
            found = 0;
            respell(info->alias, way, word);
            tap_ok(utskr_kind_find(word, strlen(word), &found, NULL) == UTSKR_OK && found == kind, "event %s %s",
                   info->alias, WAY[way]);
        }
        tap_eq_str(utskr_kind_name(kind), info->id, "the name of event %s", info->id);
    }
}

static void test_party_words(void) {
    for (int32_t party = 1; party < (int32_t)utskr_party_count(); party++) {
        const utskr_party_info *info = utskr_party_info_at(party);
        int32_t found = 0;
        char word[3 * UTSKR_WORD_LIMIT];
        tap_ok(utskr_party_find(info->id, strlen(info->id), &found, NULL) == UTSKR_OK && found == party, "party %s",
               info->id);
        for (int way = 0; way < 4; way++) {
            found = 0;
            respell(info->alias, way, word);
            tap_ok(utskr_party_find(word, strlen(word), &found, NULL) == UTSKR_OK && found == party, "party %s %s",
                   info->alias, WAY[way]);
        }
        tap_eq_str(utskr_party_name(party), info->id, "the name of party %s", info->id);
    }
}

static void test_value_words(void) {
    uint32_t count = 0;
    for (const utskr_word_info *info = utskr_word_at(0); info; info = utskr_word_at(++count)) {
        const char *kind = utskr_kind_name(info->kind);
        uint32_t bits = 1;
        char word[3 * UTSKR_WORD_LIMIT];
        tap_ok(utskr_word_find(info->kind, info->attribute, info->id, strlen(info->id), &bits, NULL) == UTSKR_OK &&
                   bits == info->bits,
               "%s: %s", kind, info->id);
        for (int way = 0; way < 4; way++) {
            bits = 1;
            respell(info->alias, way, word);
            tap_ok(utskr_word_find(info->kind, info->attribute, word, strlen(word), &bits, NULL) == UTSKR_OK &&
                       bits == info->bits,
                   "%s: %s %s", kind, info->alias, WAY[way]);
        }
    }
    tap_ok(!utskr_word_at(count) && !utskr_word_at(UINT32_MAX), "no word after the last of %u", count);
}

/* --- The table is well made ------------------------------------------------------------------------------------- */

/* Letters a to z, digits and hyphens, and in aliases å, ä and ö: in lower case, with no hyphen at either end. */
static bool is_house_spelling(const char *word, bool swedish) {
    size_t length = strlen(word);
    char folded[UTSKR_WORD_LIMIT];
    if (length == 0 || word[0] == '-' || word[length - 1] == '-' || utskr_word_fold(word, length, folded) == 0) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)word[i];
        bool plain = (byte >= 'a' && byte <= 'z') || byte == '-';
        if (!plain && !(swedish && (byte == 0xc3 || byte == 0xa5 || byte == 0xa4 || byte == 0xb6))) {
            return false;
        }
    }
    return true;
}

static void test_spelling(void) {
    bool good = true;
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        const utskr_kind_info *info = utskr_kind_info_at(kind);
        good &= is_house_spelling(info->id, false) && is_house_spelling(info->alias, true) && info->term[0] != '\0';
    }
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        const utskr_party_info *info = utskr_party_info_at(party);
        good &= is_house_spelling(info->id, false) && is_house_spelling(info->alias, true) && info->term[0] != '\0';
    }
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        good &= is_house_spelling(utskr_word_at(i)->id, false) && is_house_spelling(utskr_word_at(i)->alias, true);
    }
    tap_ok(good, "ids and aliases are lower case, joined by hyphens; every term is there");
}

/* Do two texts look the same once their diacritics are gone? */
static bool look_alike(const char *a, const char *b) {
    char folded_a[UTSKR_WORD_LIMIT];
    char folded_b[UTSKR_WORD_LIMIT];
    size_t length = utskr_word_fold(a, strlen(a), folded_a);
    return length == utskr_word_fold(b, strlen(b), folded_b) && memcmp(folded_a, folded_b, length) == 0;
}

static bool pairs_differ(const char *id, const char *alias, const char *other_id, const char *other_alias) {
    return !look_alike(id, other_id) && !look_alike(id, other_alias) && !look_alike(alias, other_id) &&
           !look_alike(alias, other_alias);
}

static void test_kinds_and_parties_differ(void) {
    bool good = true;
    for (int32_t a = 1; a < UTSKR_KIND_COUNT; a++) {
        for (int32_t b = a + 1; b < UTSKR_KIND_COUNT; b++) {
            const utskr_kind_info *one = utskr_kind_info_at(a);
            const utskr_kind_info *other = utskr_kind_info_at(b);
            good &= pairs_differ(one->id, one->alias, other->id, other->alias);
        }
    }
    for (int32_t a = 1; a < UTSKR_PARTY_COUNT; a++) {
        for (int32_t b = a + 1; b < UTSKR_PARTY_COUNT; b++) {
            const utskr_party_info *one = utskr_party_info_at(a);
            const utskr_party_info *other = utskr_party_info_at(b);
            good &= pairs_differ(one->id, one->alias, other->id, other->alias);
        }
    }
    tap_ok(good, "no word stands for two events or for two parties");
}

static void test_words_differ(void) {
    bool good = true;
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        const utskr_word_info *one = utskr_word_at(i);
        for (uint32_t j = i + 1; utskr_word_at(j); j++) {
            const utskr_word_info *other = utskr_word_at(j);
            if (one->kind == other->kind && one->attribute == other->attribute) {
                good &= pairs_differ(one->id, one->alias, other->id, other->alias) && one->bits != other->bits;
            }
        }
    }
    tap_ok(good, "no word of an attribute stands for two things");
}

/* Every set of words stands in the table once; the same words elsewhere have the same alias. */
static void test_aliases_agree(void) {
    bool good = true;
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        for (uint32_t j = 0; j < i; j++) {
            const utskr_word_info *one = utskr_word_at(i);
            const utskr_word_info *other = utskr_word_at(j);
            bool same_id = strcmp(one->id, other->id) == 0;
            if (same_id && strcmp(one->alias, other->alias) != 0) {
                good = tap_ok(false, "%s is %s and %s", one->id, one->alias, other->alias);
            }
        }
    }
    tap_ok(good, "a word has the same alias wherever it stands");
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        int32_t party = utskr_party_lookup(utskr_word_at(i)->id, strlen(utskr_word_at(i)->id));
        if (party) {
            tap_eq_str(utskr_word_at(i)->alias, utskr_party_info_at(party)->alias, "%s of %s is the party's alias",
                       utskr_word_at(i)->id, utskr_kind_name(utskr_word_at(i)->kind));
        }
    }
}

static const char *const KEYS[] = { "",     "care",    "compulsory", "ongoing",  "to",   "contains", "expected",
                                    "of",   "meeting", "with",       "followup", "lead", "under",    "for",
                                    "from", "item",    "until",      "scope",    "by",   "about" };

static bool is_known_key(const char *key) {
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(key, KEYS[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Bits of two attributes of a kind never meet, and the words of each stay within its bits. */
static bool attributes_are_well_made(int32_t kind) {
    const utskr_kind_row *row = utskr_kind_row_of(kind);
    uint32_t used = 0;
    for (uint32_t i = 0; i < row->attribute_count; i++) {
        const utskr_attribute *attribute = utskr_attribute_at(kind, i);
        if ((used & attribute->bits) != 0 || !is_known_key(attribute->key)) {
            return false;
        }
        used |= attribute->bits | attribute->stated;
    }
    for (uint32_t i = 0; i < row->word_count; i++) {
        const utskr_word_info *word = &row->words[i];
        if (word->kind != kind || !utskr_attribute_at(kind, word->attribute) ||
            (word->bits & ~row->attributes[word->attribute].bits) != 0) {
            return false;
        }
    }
    return row->word_count <= 32 && !utskr_attribute_at(kind, row->attribute_count);
}

/* The text that errors show names every key and every word. */
static bool takes_names_all(const utskr_kind_row *row) {
    char key[32];
    for (uint32_t i = 0; i < row->attribute_count; i++) {
        snprintf(key, sizeof key, "%s=", row->attributes[i].key);
        if (row->attributes[i].key[0] && !strstr(row->takes, key)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < row->word_count; i++) {
        if (!strstr(row->takes, row->words[i].id)) {
            return false;
        }
    }
    return true;
}

static void test_attributes(void) {
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        tap_ok(attributes_are_well_made(kind), "attributes of %s", utskr_kind_name(kind));
        tap_ok(takes_names_all(utskr_kind_row_of(kind)), "what %s takes, as errors say it", utskr_kind_name(kind));
    }
}

/* Numbered words count from 1 without a gap, as the enumerations of event.h do. */
static void test_numbers(void) {
    bool good = true;
    uint32_t expected = 1;
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        const utskr_word_info *word = utskr_word_at(i);
        const utskr_attribute *attribute = utskr_attribute_at(word->kind, word->attribute);
        const utskr_word_info *before = i ? utskr_word_at(i - 1) : NULL;
        bool first = !before || before->kind != word->kind || before->attribute != word->attribute;
        expected = first ? 1 : expected + 1;
        good &= attribute->type != UTSKR_VALUE_WORD || word->bits >> attribute->shift == expected;
        good &= first || !before || before->attribute <= word->attribute;
    }
    tap_ok(good, "numbered words count from 1");
}

/* --- Facts of the vocabulary that would be missed ------------------------------------------------------------------ */

static uint32_t bits_of(int32_t kind, uint32_t attribute, const char *word) {
    uint32_t bits = UINT32_MAX;
    return utskr_word_find(kind, attribute, word, strlen(word), &bits, NULL) == UTSKR_OK ? bits : UINT32_MAX;
}

static void test_words_elsewhere(void) {
    tap_eq_i64(bits_of(UTSKR_ADMISSION_NOTICE, 0, "socialtjanst"), UTSKR_TO_SOCIAL_SERVICES, "a party of to=");
    tap_eq_i64(bits_of(UTSKR_ADMITTED, 2, "none"), 0, "ongoing=none sets no party");
    tap_eq_i64(bits_of(UTSKR_ADMITTED, 2, "outpatient"), UTSKR_TO_OUTPATIENT, "a party of ongoing=");
    tap_eq_i64(bits_of(UTSKR_SIP_HELD, 3, "öppenvård"), (int64_t)UTSKR_PARTY_OUTPATIENT << UTSKR_SIP_LEAD_SHIFT,
               "the party of lead=");
    tap_eq_i64(bits_of(UTSKR_ACKNOWLEDGED, 0, "remiss"), UTSKR_OF(UTSKR_REFERRAL), "a kind of of=");
    tap_eq_i64(bits_of(UTSKR_SIP_HELD, 2, "ja"), UTSKR_SIP_FOLLOWUP, "followup=ja");
    tap_eq_i64(bits_of(UTSKR_CHECKLIST, 1, "klart"), INT64_C(2) << UTSKR_CHECKLIST_WORD_SHIFT, "done");
    tap_eq_i64(bits_of(UTSKR_DISCHARGED, 0, "outpatient"), UINT32_MAX, "to= of discharged is no party");
    tap_eq_i64(bits_of(UTSKR_HOME_TIME, 0, "ja"), UINT32_MAX, "no word for a plain instant");
    tap_eq_i64(bits_of(UTSKR_NOTE, 0, "admitted"), UINT32_MAX, "no word for the host's own text");
}

static void test_senders(void) {
    tap_eq_i64(utskr_kind_info_at(UTSKR_CARE_CONTACT)->senders, UTSKR_TO_OUTPATIENT, "who sends care-contact");
    tap_eq_i64(utskr_kind_info_at(UTSKR_DECEASED)->senders, UTSKR_TO_HOSPITAL | UTSKR_TO(UTSKR_PARTY_SYSTEM),
               "who sends deceased");
    tap_eq_i64(utskr_kind_info_at(UTSKR_ACKNOWLEDGED)->senders, 0x0f, "any recipient may acknowledge");
    tap_eq_i64(utskr_kind_info_at(UTSKR_CONSENT)->senders, UTSKR_TO_PATIENT, "who consents");
    tap_eq_i64(utskr_kind_info_at(UTSKR_CONSENT)->senders_with_by, UTSKR_TO_PARTIES & ~UTSKR_TO_PATIENT,
               "who may record a consent by somebody");
    bool good = true;
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        const utskr_kind_info *info = utskr_kind_info_at(kind);
        good &= info->senders != 0 && (info->senders & ~UTSKR_TO_PARTIES) == 0 &&
                (info->senders_with_by & info->senders) == 0;
    }
    tap_ok(good, "every event has a sender");
}

/* --- Words that are not known -------------------------------------------------------------------------------------- */

typedef struct bad_word {
    const char *word;
    int32_t status;
    const char *suggestion;
} bad_word;

static const bad_word BAD_KINDS[] = {
    { "utskrivningsklar", UTSKR_AMBIGUOUS_WORD, "" },
    { "admited", UTSKR_UNKNOWN_WORD, "admitted" },
    { "dishcarged", UTSKR_UNKNOWN_WORD, "discharged" },
    { "Admitted", UTSKR_UNKNOWN_WORD, "admitted" },
    { "Överflyttad", UTSKR_UNKNOWN_WORD, "överflyttad" },
    { "ÖVERFLYTTAD", UTSKR_UNKNOWN_WORD, "överflyttad" },
    { "overflytad", UTSKR_UNKNOWN_WORD, "överflyttad" },
    { "o\xcc\x88verflytad", UTSKR_UNKNOWN_WORD, "överflyttad" },
    { "fäst-vårdkontakt", UTSKR_UNKNOWN_WORD, "fast-vårdkontakt" },
    { "fast-va\xcc\x88rdkontakt", UTSKR_UNKNOWN_WORD, "fast-vårdkontakt" },
    { "va\xcc\x8a\xcc\x8ardbegäran", UTSKR_UNKNOWN_WORD, "vårdbegäran" },
    { "va\xcc", UTSKR_UNKNOWN_WORD, "" },
    { "admitte\xc3", UTSKR_UNKNOWN_WORD, "" },
    { "admitte\xc3x", UTSKR_UNKNOWN_WORD, "" },
    { "éducation", UTSKR_UNKNOWN_WORD, "education" },
    { "e\xcc\x81"
      "ducation",
      UTSKR_UNKNOWN_WORD, "education" },
    { "Éducation", UTSKR_UNKNOWN_WORD, "education" },
    { "e\xcc\x80"
      "ducation",
      UTSKR_UNKNOWN_WORD, "" },
    { "utskrivningsklara", UTSKR_UNKNOWN_WORD, "" },
    { "discharge-ready-notices", UTSKR_UNKNOWN_WORD, "discharge-ready-notice" },
    { "notr", UTSKR_UNKNOWN_WORD, "note" },
    { "xx", UTSKR_UNKNOWN_WORD, "" },
    { "n", UTSKR_UNKNOWN_WORD, "" },
    { "", UTSKR_UNKNOWN_WORD, "" },
    { "\xe2\x82\xac", UTSKR_UNKNOWN_WORD, "" },
    { "ö-word-that-is-much-longer-than-any-word-of-the-whole-vocabulary-is", UTSKR_UNKNOWN_WORD, "" },
    { "a-word-that-is-much-longer-than-any-word-of-the-whole-vocabulary-is", UTSKR_UNKNOWN_WORD, "" },
};

static void test_unknown_kinds(void) {
    for (size_t i = 0; i < sizeof BAD_KINDS / sizeof BAD_KINDS[0]; i++) {
        utskr_error error = UTSKR_ERROR_INIT;
        int32_t found = -1;
        const bad_word *bad = &BAD_KINDS[i];
        utskr_status status = utskr_kind_find(bad->word, strlen(bad->word), &found, &error);
        tap_ok((int32_t)status == bad->status && error.status == bad->status && found == -1, "%s is no event",
               bad->word);
        tap_eq_str(error.suggestion, bad->suggestion, "nearest to %s", bad->word);
        tap_ok(strncmp(error.word, bad->word, strlen(error.word)) == 0 && error.expected[0], "the word is named");
    }
}

/* A word that the index takes for "note", up to the last look. */
static void test_same_slot(void) {
    char word[5] = "aaaa";
    int32_t found = -1;
    uint32_t slot = utskr_word_hash(UTSKR_SPACE_KINDS, 0, "note", 4);
    uint32_t tries = 0;
    while (utskr_word_hash(UTSKR_SPACE_KINDS, 0, word, 4) != slot) {
        tries++;
        for (uint32_t i = 0, rest = tries; i < 4; i++, rest /= 26) {
            word[i] = (char)('a' + rest % 26);
        }
    }
    tap_eq_i64(utskr_kind_find(word, 4, &found, NULL), UTSKR_UNKNOWN_WORD, "%s is no note", word);
}

static void test_unknown_elsewhere(void) {
    utskr_error error = UTSKR_ERROR_INIT;
    int32_t party = -1;
    uint32_t bits = 7;
    tap_eq_i64(utskr_kind_find("utskrivningsklar", 16, &party, &error), UTSKR_AMBIGUOUS_WORD, "the ambiguous word");
    tap_ok(strstr(error.expected, "bedömd-utskrivningsklar") &&
               strstr(error.expected, "meddelande-om-utskrivningsklar"),
           "both meanings are named");
    tap_eq_i64(utskr_party_find("hospitl", 7, &party, &error), UTSKR_UNKNOWN_WORD, "no such party");
    tap_eq_str(error.suggestion, "hospital", "nearest party");
    tap_ok(party == -1 && strstr(error.expected, "social-services"), "the parties are listed");
    tap_eq_i64(utskr_word_find(UTSKR_TRACK, 0, "grenn", 5, &bits, &error), UTSKR_UNKNOWN_WORD, "no such colour");
    tap_eq_str(error.suggestion, "green", "nearest colour");
    tap_eq_str(error.expected, "green, yellow or red", "the colours are listed");
    tap_eq_i64(utskr_word_find(UTSKR_ADMITTED, 2, "nonne", 5, &bits, &error), UTSKR_UNKNOWN_WORD, "ongoing=nonne");
    tap_eq_str(error.suggestion, "none", "nearest word among the parties");
    tap_eq_i64(utskr_word_find(UTSKR_SIP_HELD, 3, "outpatien", 9, &bits, &error), UTSKR_UNKNOWN_WORD, "lead=outpatien");
    tap_eq_str(error.suggestion, "outpatient", "nearest party of lead=");
    tap_eq_i64(utskr_word_find(UTSKR_TRACK, 1, "green", 5, &bits, &error), UTSKR_BAD_ARGUMENT, "no such attribute");
    tap_eq_i64(utskr_word_find(0, 0, "green", 5, &bits, &error), UTSKR_BAD_ARGUMENT, "no such kind");
    tap_ok(bits == 7, "nothing was set");
}

static void test_null(void) {
    utskr_error error = UTSKR_ERROR_INIT;
    int32_t number = 0;
    uint32_t bits = 0;
    tap_eq_i64(utskr_kind_find(NULL, 0, &number, &error), UTSKR_BAD_ARGUMENT, "no word");
    tap_eq_i64(utskr_kind_find("note", 4, NULL, &error), UTSKR_BAD_ARGUMENT, "no place for the kind");
    tap_eq_i64(utskr_party_find(NULL, 0, &number, NULL), UTSKR_BAD_ARGUMENT, "no word");
    tap_eq_i64(utskr_party_find("patient", 7, NULL, NULL), UTSKR_BAD_ARGUMENT, "no place for the party");
    tap_eq_i64(utskr_word_find(UTSKR_TRACK, 0, NULL, 0, &bits, NULL), UTSKR_BAD_ARGUMENT, "no word");
    tap_eq_i64(utskr_word_find(UTSKR_TRACK, 0, "red", 3, NULL, NULL), UTSKR_BAD_ARGUMENT, "no place for the bits");
    tap_ok(!utskr_kind_info_at(0) && !utskr_kind_info_at(-1) && !utskr_kind_info_at(UTSKR_KIND_COUNT), "no such kind");
    tap_ok(!utskr_party_info_at(0) && !utskr_party_info_at(INT32_MIN) && !utskr_party_info_at(UTSKR_PARTY_COUNT),
           "no such party");
    tap_ok(!utskr_attribute_at(0, 0) && !utskr_attribute_at(UTSKR_TRACK, 1), "no such attribute");
    tap_eq_str(utskr_kind_name(0), "unknown-kind", "the name of no kind");
    tap_eq_str(utskr_kind_name(UTSKR_KIND_COUNT), "unknown-kind", "the name of a kind outside the table");
    tap_eq_str(utskr_party_name(0), "unknown-party", "the name of no party");
    tap_eq_str(utskr_party_name(UTSKR_PARTY_COUNT), "unknown-party", "the name of a party outside the table");
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "--write") == 0) {
        return write_index();
    }
    test_index();
    test_matches();
    test_kind_words();
    test_party_words();
    test_value_words();
    test_spelling();
    test_kinds_and_parties_differ();
    test_words_differ();
    test_aliases_agree();
    test_attributes();
    test_numbers();
    test_words_elsewhere();
    test_senders();
    test_unknown_kinds();
    test_same_slot();
    test_unknown_elsewhere();
    test_null();
    return tap_done();
}
