/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Patterns of events in words: EVENT [sender=PARTIES|obliged] and what the event says, as a case log says it.
 *
 * Words of which an event says one (`of=admission-notice`, `needed`) must all be there; of flags and lists, of which it may say
 * several (`prepared`, `contains=phone`), any of those named is enough.
 */
#include "pack/draft.h"

#include "status.h"

#include <string.h>

static bool is_one_word(const utskr_attribute *attribute) {
    return attribute->type == UTSKR_VALUE_WORD || attribute->type == UTSKR_VALUE_PARTY ||
           attribute->type == UTSKR_VALUE_REFERENCE;
}

static bool has_words(const utskr_attribute *attribute) {
    return attribute->type != UTSKR_VALUE_INSTANT && attribute->type != UTSKR_VALUE_TEXT;
}

bool utskr_kind_says(uint32_t kind, uint32_t type, const char *key) {
    const utskr_attribute *attribute;
    for (uint32_t i = 0; (attribute = utskr_attribute_at((int32_t)kind, i)) != NULL; i++)
        if (attribute->type == type && (key == NULL || strcmp(attribute->key, key) == 0))
            return true;
    return false;
}

/* --- Reading ------------------------------------------------------------------------------------------------------------ */

static utskr_status read_sender(pack_reading *r, const utskr_log_word *word, pattern *out) {
    uint32_t parties = 0;
    if (word->value_length == strlen("obliged") && memcmp(word->value, "obliged", word->value_length) == 0) {
        out->by = BY_OBLIGED;
        return UTSKR_OK;
    }
    const utskr_status status = utskr_pack_parties_of(r, word, &parties);
    out->by = (uint8_t)parties;
    return status;
}

/* The attribute that the word belongs to, or NULL. */
static const utskr_attribute *attribute_of(uint8_t kind, const utskr_log_word *word, uint32_t *index) {
    const utskr_attribute *attribute;
    for (*index = 0; (attribute = utskr_attribute_at(kind, *index)) != NULL; ++*index)
        if (has_words(attribute) && (word->has_key ? utskr_word_has_key(word, attribute->key) : !attribute->key[0]))
            return attribute;
    return NULL;
}

static utskr_status read_condition(pack_reading *r, const utskr_log_word *word, pattern *out, uint32_t *exact) {
    static const char expected[] = "sender=, or a word that the event says in a case log";
    uint32_t index = 0;
    uint32_t bits = 0;
    const utskr_attribute *attribute = attribute_of(out->kind, word, &index);
    if (attribute == NULL)
        return utskr_pack_wrong(r, word, UTSKR_MALFORMED, "not a word of the event", expected);
    const utskr_status status = utskr_word_find(out->kind, index, word->value, word->value_length, &bits, &r->error);
    if (status != UTSKR_OK)
        return utskr_log_place(&r->line, word->value_at, word->value_length, status);
    if (bits == 0)
        return utskr_pack_wrong(r, word, UTSKR_MALFORMED, "a word that no event can be told by", expected);
    if (is_one_word(attribute) && (out->bits & attribute->bits) != 0)
        return utskr_pack_wrong(r, word, UTSKR_DUPLICATE, "said twice", "one word of each kind");
    out->bits |= is_one_word(attribute) ? attribute->bits : bits;
    out->value |= bits;
    *exact |= is_one_word(attribute) ? 1 : 0;
    return UTSKR_OK;
}

utskr_status utskr_pattern_read(pack_reading *r, pattern *out) {
    pattern read = { 0, BY_ANYONE, 0, 0 };
    utskr_log_word word;
    uint32_t exact = 0;
    utskr_status status = utskr_pack_kind(r, &read.kind);
    while (status == UTSKR_OK && (status = utskr_log_next_word(&r->line, &word)) == UTSKR_OK)
        status = utskr_word_has_key(&word, "sender") ? read_sender(r, &word, &read)
                                                     : read_condition(r, &word, &read, &exact);
    if (status != UTSKR_NOT_FOUND)
        return status;
    if (!exact)
        read.value = 0;
    *out = read;
    return UTSKR_OK;
}

/* --- Writing -------------------------------------------------------------------------------------------------------------- */

static void put(char *out, const char *text) {
    const size_t used = strlen(out);
    const size_t length = strlen(text);
    if (used + length < PATTERN_TEXT)
        memcpy(out + used, text, length + 1);
}

static void put_condition(char *out, const char *key, const char *word) {
    put(out, " ");
    put(out, key);
    put(out, key[0] != '\0' ? "=" : "");
    put(out, word);
}

static void put_parties(char *out, const char *key, uint32_t parties) {
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++)
        if (parties & UTSKR_TO(party)) {
            put(out, key[0] != '\0' ? " " : ",");
            put(out, key);
            put(out, key[0] != '\0' ? "=" : "");
            put(out, utskr_party_name(party));
            key = "";
        }
}

/* The words of an attribute: the one of its field, or each of its flags. */
static void put_words(char *out, const pattern *p, uint32_t index, const utskr_attribute *attribute) {
    const utskr_word_info *word;
    for (uint32_t i = 0; (word = utskr_word_at(i)) != NULL; i++) {
        if (word->kind != p->kind || word->attribute != index || word->bits == 0)
            continue;
        if (is_one_word(attribute) ? (p->value & attribute->bits) == word->bits : (p->bits & word->bits) != 0)
            put_condition(out, attribute->key, word->id);
    }
}

static void put_attribute(char *out, const pattern *p, uint32_t index, const utskr_attribute *attribute) {
    if (!has_words(attribute) || (p->bits & attribute->bits) == 0)
        return;
    const uint32_t number = (p->value & attribute->bits) >> attribute->shift;
    switch (attribute->type) {
    case UTSKR_VALUE_PARTIES:
        for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++)
            if (p->bits & UTSKR_TO(party))
                put_condition(out, attribute->key, utskr_party_name(party));
        return;
    case UTSKR_VALUE_PARTY: put_condition(out, attribute->key, utskr_party_name((int32_t)number)); return;
    case UTSKR_VALUE_REFERENCE: put_condition(out, attribute->key, utskr_kind_name((int32_t)number)); return;
    default: put_words(out, p, index, attribute);
    }
}

void utskr_pattern_write(const pattern *p, char out[PATTERN_TEXT]) {
    const utskr_attribute *attribute;
    out[0] = '\0';
    put(out, utskr_kind_name(p->kind));
    if (p->by == BY_OBLIGED)
        put(out, " sender=obliged");
    else
        put_parties(out, "sender", p->by);
    for (uint32_t i = 0; (attribute = utskr_attribute_at(p->kind, i)) != NULL; i++)
        put_attribute(out, p, i, attribute);
}
