/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One event of the case log: INSTANT PARTY EVENT [flag | key=value]..., read by the rows of the vocabulary table. */
#include <string.h>

#include "event/vocabulary.h"
#include "status.h"
#include "text/log_text.h"

/* Keys that every event may have, in the bits of `seen` above those of the kind's own attributes. */
enum { SEEN_ID = 30, SEEN_RECORDED = 31 };

/* An event half read. */
typedef struct event_reading {
    utskr_log_line *line;
    utskr_entry *entry;
    const utskr_kind_row *row;
    utskr_log_word kind; /* the word that named the kind */
    uint32_t seen;       /* what has been read: a bit for each attribute, and the two above */
} event_reading;

static utskr_status fail(const event_reading *reading, const utskr_log_word *word, utskr_status status,
                         const char *message) {
    return utskr_log_fail(reading->line, word->text, word->length, status, message, reading->row->takes);
}

static utskr_status fail_twice(const event_reading *reading, const utskr_log_word *word) {
    return fail(reading, word, UTSKR_DUPLICATE, "said twice");
}

/* --- Words and lists of words ------------------------------------------------------------------------------- */

/* A word of the attribute, or a party where it takes parties; it stands in the line at `where`. */
static utskr_status read_element(const event_reading *reading, uint32_t index, const char *text, size_t length,
                                 const char *where, uint32_t *bits) {
    int32_t kind = reading->entry->event.kind;
    if (reading->row->attributes[index].type == UTSKR_VALUE_PARTIES) {
        int32_t party = utskr_party_lookup(text, length);
        *bits = party ? UTSKR_TO(party) : 0;
        if (party) {
            return UTSKR_OK;
        }
    }
    const utskr_word_info *info = utskr_word_lookup(kind, index, text, length);
    if (!info) {
        utskr_status status = utskr_word_unknown(kind, index, text, length, reading->line->error);
        return utskr_log_place(reading->line, where, length, status);
    }
    *bits = info->bits;
    return UTSKR_OK;
}

/* Words with commas between. A word given twice counts once: a host may know two recipients that are one party here. */
static utskr_status read_list(const event_reading *reading, uint32_t index, const utskr_log_word *word) {
    const char *element = word->value;
    const char *const end = word->value + word->value_length;
    bool nobody = false; /* `none`, which sets no bit, was there */
    uint32_t all = 0;
    while (element) {
        const char *comma = memchr(element, ',', (size_t)(end - element));
        size_t length = (size_t)((comma ? comma : end) - element);
        uint32_t bits = 0;
        utskr_status status =
            read_element(reading, index, element, length, word->value_at + (element - word->value), &bits);
        if (status != UTSKR_OK) {
            return status;
        }
        all |= bits;
        nobody |= bits == 0;
        element = comma ? comma + 1 : NULL;
    }
    if (nobody && all) {
        return fail(reading, word, UTSKR_MALFORMED, "words that cannot stand together");
    }
    reading->entry->event.mask |= all;
    return UTSKR_OK;
}

static utskr_status read_word(const event_reading *reading, uint32_t index, const utskr_log_word *word) {
    uint32_t bits = 0;
    utskr_status status = read_element(reading, index, word->value, word->value_length, word->value_at, &bits);
    reading->entry->event.mask |= bits;
    return status;
}

static utskr_status read_party(const event_reading *reading, const utskr_attribute *attribute,
                               const utskr_log_word *word) {
    int32_t party = utskr_party_lookup(word->value, word->value_length);
    if (party == UTSKR_PARTY_NONE) {
        utskr_status status = utskr_party_unknown(word->value, word->value_length, reading->line->error);
        return utskr_log_place(reading->line, word->value_at, word->value_length, status);
    }
    reading->entry->event.mask |= (uint32_t)party << attribute->shift;
    return UTSKR_OK;
}

/* --- Other values ------------------------------------------------------------------------------------------- */

static utskr_status read_instant(const event_reading *reading, const utskr_log_word *word) {
    const utskr_log_line *line = reading->line;
    utskr_status status =
        utskr_instant_or_date_parse(word->value, word->value_length, &reading->entry->event.value, line->error);
    return status == UTSKR_OK ? status : utskr_log_place(line, word->value_at, word->value_length, status);
}

/* Digits begin an instant, anything else is a word. */
static utskr_status read_instant_or_yes(const event_reading *reading, uint32_t index, const utskr_log_word *word) {
    bool digit = word->value[0] >= '0' && word->value[0] <= '9';
    return digit ? read_instant(reading, word) : read_word(reading, index, word);
}

/* A kind of event, or else an id of the case: of two with the same spelling it is the kind. */
static utskr_status read_reference(const event_reading *reading, const utskr_attribute *attribute,
                                   const utskr_log_word *word) {
    const utskr_log_line *line = reading->line;
    int32_t kind = utskr_kind_lookup(word->value, word->value_length);
    if (kind != UTSKR_KIND_NONE) {
        reading->entry->event.mask |= (uint32_t)kind << attribute->shift;
        return UTSKR_OK;
    }
    if (utskr_kind_is_ambiguous(word->value, word->value_length)) {
        utskr_status status = utskr_kind_unknown(word->value, word->value_length, line->error);
        return utskr_log_place(line, word->value_at, word->value_length, status);
    }
    reading->entry->of = line->scratch->second;
    reading->entry->of_column = (uint32_t)(word->value_at - line->text) + 1;
    return utskr_log_copy(line, word, line->scratch->second);
}

static utskr_status read_value(const event_reading *reading, uint32_t index, const utskr_log_word *word) {
    const utskr_attribute *attribute = &reading->row->attributes[index];
    reading->entry->event.mask |= attribute->stated;
    switch (attribute->type) {
    case UTSKR_VALUE_WORDS:
    case UTSKR_VALUE_PARTIES: return read_list(reading, index, word);
    case UTSKR_VALUE_PARTY: return read_party(reading, attribute, word);
    case UTSKR_VALUE_INSTANT: return read_instant(reading, word);
    case UTSKR_VALUE_INSTANT_OR_YES: return read_instant_or_yes(reading, index, word);
    case UTSKR_VALUE_REFERENCE: return read_reference(reading, attribute, word);
    case UTSKR_VALUE_TEXT:
        reading->entry->about = reading->line->scratch->third;
        return utskr_log_copy(reading->line, word, reading->line->scratch->third);
    default: return read_word(reading, index, word);
    }
}

/* --- Keys --------------------------------------------------------------------------------------------------- */

/* No word of a line holds a zero byte, so that none goes on after the end of the key. */
static bool is_key(const utskr_log_word *word, const char *key) {
    for (size_t i = 0; i < word->key_length; i++) {
        if (key[i] != word->text[i]) {
            return false;
        }
    }
    return key[word->key_length] == '\0';
}

/* The attribute of that key (the empty key of flags too), or the number of attributes if there is none. */
static uint32_t find_attribute(const utskr_kind_row *row, const utskr_log_word *word) {
    uint32_t index = 0;
    while (index < row->attribute_count && !is_key(word, row->attributes[index].key)) {
        index++;
    }
    return index;
}

static utskr_status fail_key(const event_reading *reading, const utskr_log_word *word) {
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word->text, word->key_length);
    for (uint32_t i = 0; i < reading->row->attribute_count; i++) {
        utskr_nearest_offer(&nearest, reading->row->attributes[i].key);
    }
    utskr_nearest_offer(&nearest, "id");
    utskr_nearest_offer(&nearest, "recorded");
    utskr_log_fail(reading->line, word->text, word->key_length, UTSKR_UNKNOWN_WORD, "the event has no such key",
                   reading->row->takes);
    utskr_error_set_suggestion(reading->line->error, nearest.best);
    return UTSKR_UNKNOWN_WORD;
}

static utskr_status read_common(event_reading *reading, const utskr_log_word *word, uint32_t seen) {
    const utskr_log_line *line = reading->line;
    if (reading->seen >> seen & 1U) {
        return fail_twice(reading, word);
    }
    reading->seen |= UINT32_C(1) << seen;
    if (seen == SEEN_RECORDED) {
        return utskr_log_instant(line, word, &reading->entry->event.recorded);
    }
    reading->line->id_at = word->value_at;
    reading->entry->id = line->scratch->first;
    return utskr_log_copy(line, word, line->scratch->first);
}

static utskr_status read_key(event_reading *reading, const utskr_log_word *word) {
    uint32_t index = find_attribute(reading->row, word);
    if (word->value_length == 0) {
        return fail(reading, word, UTSKR_MALFORMED, "a key without a value");
    }
    if (is_key(word, "id")) {
        return read_common(reading, word, SEEN_ID);
    }
    if (is_key(word, "recorded")) {
        return read_common(reading, word, SEEN_RECORDED);
    }
    if (index == reading->row->attribute_count || word->key_length == 0) {
        return fail_key(reading, word);
    }
    if (reading->seen >> index & 1U) {
        return fail_twice(reading, word);
    }
    reading->seen |= UINT32_C(1) << index;
    return read_value(reading, index, word);
}

/* --- Flags -------------------------------------------------------------------------------------------------- */

/* A word of an attribute that has a key: suggests `key=word`. */
static void suggest_key(const event_reading *reading, const utskr_word_info *info) {
    const char *key = reading->row->attributes[info->attribute].key;
    char both[2 * UTSKR_WORD_LIMIT]; /* no key and no word of the table is longer than half of that */
    size_t key_length = strlen(key);
    memcpy(both, key, key_length);
    both[key_length] = '=';
    memcpy(both + key_length + 1, info->id, strlen(info->id) + 1);
    utskr_error_set_suggestion(reading->line->error, both);
}

static utskr_status fail_flag(const event_reading *reading, const utskr_log_word *word) {
    int32_t kind = reading->entry->event.kind;
    if (word->text[0] == '#') {
        return fail(reading, word, UTSKR_UNKNOWN_WORD, "a comment after an event; it stands on a line of its own");
    }
    fail(reading, word, UTSKR_UNKNOWN_WORD, "the event takes no such word");
    for (uint32_t i = 0; i < reading->row->attribute_count; i++) {
        const utskr_word_info *info = utskr_word_lookup(kind, i, word->value, word->value_length);
        if (info) {
            suggest_key(reading, info);
        }
    }
    return UTSKR_UNKNOWN_WORD;
}

static utskr_status read_flag(event_reading *reading, const utskr_log_word *word) {
    uint32_t index = find_attribute(reading->row, word);
    if (word->quoted) {
        return fail(reading, word, UTSKR_MALFORMED, "quotes around something else than a value");
    }
    if (index == reading->row->attribute_count) {
        return fail_flag(reading, word);
    }
    bool again = reading->row->attributes[index].type == UTSKR_VALUE_WORD && (reading->seen >> index & 1U);
    utskr_status status = read_word(reading, index, word);
    reading->seen |= UINT32_C(1) << index;
    if (status != UTSKR_OK) {
        return status;
    }
    if (again) {
        return fail_twice(reading, word);
    }
    if (utskr_kind_clashes(reading->row, reading->entry->event.mask)) {
        return fail(reading, word, UTSKR_MALFORMED, "words that cannot stand together");
    }
    return UTSKR_OK;
}

/* --- The event ---------------------------------------------------------------------------------------------- */

static utskr_status fail_missing(const utskr_log_line *line, utskr_status status, const char *message,
                                 const char *expected) {
    if (status != UTSKR_NOT_FOUND) {
        return status;
    }
    return utskr_log_fail(line, line->text + line->length, 0, UTSKR_MALFORMED, message, expected);
}

static utskr_status fail_first_word(const utskr_log_line *line, const utskr_log_word *word, utskr_status status) {
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word->value, word->value_length);
    utskr_nearest_offer(&nearest, "case");
    utskr_log_place(line, word->text, word->length, status);
    utskr_error_set_suggestion(line->error, nearest.best);
    return status;
}

static utskr_status read_at(utskr_log_line *line, utskr_entry *entry) {
    utskr_log_word word;
    utskr_status status = utskr_log_next_word(line, &word);
    if (status != UTSKR_OK) {
        return status; /* the line is not empty */
    }
    if (word.has_key || word.quoted) {
        return utskr_log_fail(line, word.text, word.length, UTSKR_MALFORMED, "the line does not begin with an instant",
                              "INSTANT PARTY EVENT, or case NAME");
    }
    status = utskr_instant_parse(word.value, word.value_length, &entry->event.at, line->error);
    return status == UTSKR_OK ? status : fail_first_word(line, &word, status);
}

static utskr_status read_sender(utskr_log_line *line, utskr_entry *entry) {
    utskr_log_word word;
    utskr_status status = utskr_log_next_word(line, &word);
    if (status != UTSKR_OK) {
        return fail_missing(line, status, "a line without a party", UTSKR_EVERY_PARTY);
    }
    entry->event.party = (uint8_t)utskr_party_lookup(word.text, word.length);
    if (entry->event.party == UTSKR_PARTY_NONE) {
        status = utskr_party_unknown(word.text, word.length, line->error);
        return utskr_log_place(line, word.text, word.length, status);
    }
    return UTSKR_OK;
}

static utskr_status read_kind(event_reading *reading) {
    utskr_log_line *line = reading->line;
    utskr_log_word *word = &reading->kind;
    utskr_status status = utskr_log_next_word(line, word);
    if (status != UTSKR_OK) {
        return fail_missing(line, status, "a line without an event", "the id or the Swedish alias of an event");
    }
    int32_t kind = utskr_kind_lookup(word->text, word->length);
    if (kind == UTSKR_KIND_NONE) {
        status = utskr_kind_unknown(word->text, word->length, line->error);
        return utskr_log_place(line, word->text, word->length, status);
    }
    reading->entry->event.kind = (uint8_t)kind;
    reading->row = utskr_kind_row_of(kind);
    return UTSKR_OK;
}

static utskr_status read_attributes(event_reading *reading) {
    utskr_log_word word;
    utskr_status status = utskr_log_next_word(reading->line, &word);
    while (status == UTSKR_OK) {
        status = word.has_key ? read_key(reading, &word) : read_flag(reading, &word);
        if (status == UTSKR_OK) {
            status = utskr_log_next_word(reading->line, &word);
        }
    }
    return status == UTSKR_NOT_FOUND ? UTSKR_OK : status;
}

static utskr_status check_required(const event_reading *reading) {
    for (uint32_t i = 0; i < reading->row->attribute_count; i++) {
        if (reading->row->attributes[i].required && !(reading->seen >> i & 1U)) {
            return fail(reading, &reading->kind, UTSKR_MALFORMED, "the event does not say all that it must");
        }
    }
    return UTSKR_OK;
}

utskr_status utskr_log_read_rest(utskr_log_line *line, utskr_entry *entry, bool complete) {
    event_reading reading = {
        line, entry, utskr_kind_row_of(entry->event.kind), { NULL, 0, NULL, 0, 0, NULL, false, false }, 0
    };
    reading.kind.text = line->text;
    utskr_status status = read_attributes(&reading);
    return status == UTSKR_OK && complete ? check_required(&reading) : status;
}

utskr_status utskr_log_read_event(utskr_log_line *line, utskr_entry *entry) {
    event_reading reading = { line, entry, NULL, { NULL, 0, NULL, 0, 0, NULL, false, false }, 0 };
    utskr_entry_init(entry);
    entry->line = line->number;
    utskr_status status = read_at(line, entry);
    if (status == UTSKR_OK) {
        status = read_sender(line, entry);
    }
    if (status == UTSKR_OK) {
        status = read_kind(&reading);
    }
    if (status == UTSKR_OK) {
        status = read_attributes(&reading);
    }
    return status == UTSKR_OK ? check_required(&reading) : status;
}
