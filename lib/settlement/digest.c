/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Digests: two parties who settle the same cases get the same one, however their logs are written.
 *
 * A case is put down as lines of text, one for each event that counts, with its words in the order of their bytes
 * (doc/settlement.md defines them). No id, remark or time of registration is among them, and no line number.
 */
#include "settlement/ledger.h"

#include "case/case_internal.h"
#include "event/vocabulary.h"
#include "text/digits.h"

#include <string.h>

enum {
    WORD_LIMIT = 48,  /* words of an event: 32 of the table, 6 parties, a time, a reference */
    WORD_LENGTH = 64, /* bytes of one: a key and a word, or the digits of a time */
    LINE_LENGTH = 128 /* bytes of the line before its words */
};

/* A word on its way in: a key, and what stands after the sign of equality. */
typedef struct said_word {
    char bytes[WORD_LENGTH];
    uint32_t length;
} said_word;

typedef struct said_words {
    uint32_t count;
    said_word words[WORD_LIMIT];
} said_words;

/* --- Text ---------------------------------------------------------------------------------------------------------- */

static char *put(char *at, const char *text) {
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

/* No time is before 1970. */
static char *put_number(char *at, uint64_t number, uint32_t least_digits) {
    return at + utskr_digits(at, number, least_digits);
}

/* --- The words of an event ------------------------------------------------------------------------------------------- */

static int compare_words(const said_word *a, const said_word *b) {
    const uint32_t shorter = a->length < b->length ? a->length : b->length;
    const int difference = memcmp(a->bytes, b->bytes, shorter);
    return difference != 0 ? difference : (a->length > b->length) - (a->length < b->length);
}

/* Puts the word where it belongs among those before it. */
static void enter_word(said_words *said, const char *key, const char *word) {
    said_word entered;
    char *at = put(entered.bytes, key);
    if (key[0] != '\0')
        *at++ = '=';
    entered.length = (uint32_t)(put(at, word) - entered.bytes);
    uint32_t place = said->count++;
    for (; place != 0 && compare_words(&said->words[place - 1], &entered) > 0; place--)
        said->words[place] = said->words[place - 1];
    said->words[place] = entered;
}

static void enter_instant(said_words *said, const char *key, utskr_instant at) {
    char digits[21];
    *put_number(digits, (uint64_t)at, 1) = '\0';
    enter_word(said, key, digits);
}

/* Does the mask say the word? One that sets no bit (`none`) is said when the list is there and empty. */
static bool is_said(const utskr_attribute *attribute, const utskr_word_info *word, uint32_t mask) {
    const uint32_t said = mask & attribute->bits;
    if (word->bits == 0)
        return said == 0 && (mask & attribute->stated) != 0;
    return attribute->type == UTSKR_VALUE_WORD ? said == word->bits : (said & word->bits) == word->bits;
}

static void enter_table_words(said_words *said, const utskr_kind_row *row, uint32_t index, uint32_t mask) {
    for (uint32_t i = 0; i < row->word_count; i++)
        if (row->words[i].attribute == index && is_said(&row->attributes[index], &row->words[i], mask))
            enter_word(said, row->attributes[index].key, row->words[i].id);
}

static void enter_parties(said_words *said, const char *key, uint32_t parties) {
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++)
        if (parties & UTSKR_TO(party))
            enter_word(said, key, utskr_party_name(party));
}

static void enter_attribute(said_words *said, const utskr_kind_row *row, uint32_t index, const utskr_event *event) {
    const utskr_attribute *attribute = &row->attributes[index];
    const uint32_t number = (event->mask & attribute->bits) >> attribute->shift;
    switch (attribute->type) {
    case UTSKR_VALUE_TEXT: return;
    case UTSKR_VALUE_PARTIES: enter_parties(said, attribute->key, event->mask & attribute->bits); break;
    case UTSKR_VALUE_PARTY:
        if (number != 0)
            enter_word(said, attribute->key, utskr_party_name((int32_t)number));
        return;
    case UTSKR_VALUE_REFERENCE:
        if (number != 0)
            enter_word(said, attribute->key, utskr_kind_name((int32_t)number));
        return;
    case UTSKR_VALUE_INSTANT:
    case UTSKR_VALUE_INSTANT_OR_YES:
        if (event->value != 0) {
            enter_instant(said, attribute->key, event->value);
            return;
        }
        break;
    default: break;
    }
    enter_table_words(said, row, index, event->mask);
}

/* --- A case ---------------------------------------------------------------------------------------------------------- */

/* "1642582800 hospital discharge-ready-notice to=municipal-health to=social-services" */
static void add_event(utskr_sha256 *hash, const utskr_event *event) {
    const utskr_kind_row *row = utskr_kind_row_of(event->kind);
    said_words said = { .count = 0 };
    char line[LINE_LENGTH];
    for (uint32_t i = 0; i < row->attribute_count; i++)
        enter_attribute(&said, row, i, event);
    char *at = put_number(line, (uint64_t)event->at, 1);
    *at++ = ' ';
    at = put(at, utskr_party_name(event->party));
    *at++ = ' ';
    at = put(at, utskr_kind_name(event->kind));
    utskr_sha256_add(hash, line, (size_t)(at - line));
    for (uint32_t i = 0; i < said.count; i++) {
        utskr_sha256_add(hash, " ", 1);
        utskr_sha256_add(hash, said.words[i].bytes, said.words[i].length);
    }
    utskr_sha256_add(hash, "\n", 1);
}

/* "case care=somatic region=04 anna" */
static void add_header(utskr_sha256 *hash, const utskr_stay *stay, const char *name, const utskr_pack *pack) {
    const int32_t region = stay->region != 0 ? stay->region : pack->county;
    char line[LINE_LENGTH];
    char *at = put(line, stay->care == UTSKR_CARE_PSYCHIATRIC ? "case care=psychiatric" : "case care=somatic");
    at = put(at, " region=");
    at = put_number(at, (uint64_t)region, 2);
    *at++ = ' ';
    utskr_sha256_add(hash, line, (size_t)(at - line));
    utskr_sha256_add(hash, name, strlen(name));
    utskr_sha256_add(hash, "\n", 1);
}

void ledger_digest_case(const utskr_settlement *s, const utskr_case *c, const char *name, const utskr_pack *pack,
                        uint8_t out[UTSKR_SHA256_SIZE]) {
    utskr_sha256 hash;
    const uint32_t view = s->known_at == 0 ? CASE_WHOLE : CASE_PART;
    const uint32_t count = case_place(c, s->question.at, UINT32_MAX);
    utskr_sha256_begin(&hash);
    add_header(&hash, &c->stay, name, pack);
    for (uint32_t place = 0; place < count; place++) {
        utskr_event event;
        if (case_counts(c, c->order[place], view, &event))
            add_event(&hash, &event);
    }
    utskr_sha256_end(&hash, out);
}

/* --- A group and a month ------------------------------------------------------------------------------------------------ */

/* 64 digits and a line end. */
static void add_digest(utskr_sha256 *hash, const uint8_t digest[UTSKR_SHA256_SIZE]) {
    static const char hex[] = "0123456789abcdef";
    char line[2 * UTSKR_SHA256_SIZE + 1];
    for (uint32_t i = 0; i < UTSKR_SHA256_SIZE; i++) {
        line[2 * i] = hex[digest[i] >> 4];
        line[2 * i + 1] = hex[digest[i] & 15];
    }
    line[2 * UTSKR_SHA256_SIZE] = '\n';
    utskr_sha256_add(hash, line, sizeof line);
}

void ledger_digest_group(const utskr_settlement *s, uint32_t first, uint32_t count, uint8_t out[UTSKR_SHA256_SIZE]) {
    utskr_sha256 hash;
    utskr_sha256_begin(&hash);
    for (uint32_t place = first; place < first + count; place++)
        add_digest(&hash, ledger_case(s, s->account.order[place])->digest);
    utskr_sha256_end(&hash, out);
}

void ledger_digest_month(const settled_group *group, utskr_month month, uint8_t out[UTSKR_SHA256_SIZE]) {
    utskr_sha256 hash;
    char line[LINE_LENGTH];
    char *at = put(line, "settlement 1 ");
    at += utskr_month_format(month, at);
    at = put(at, " ");
    at = group->municipality != 0 ? put_number(at, (uint64_t)group->municipality, 4) : put(at, "none");
    at = put(at, " ");
    utskr_sha256_begin(&hash);
    utskr_sha256_add(&hash, line, (size_t)(at - line));
    utskr_sha256_add(&hash, group->pack->id, strlen(group->pack->id));
    utskr_sha256_add(&hash, "\n", 1);
    add_digest(&hash, group->digest);
    utskr_sha256_end(&hash, out);
}
