/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The writer of case logs, in one canonical form: local time with seconds and offset; the id first, then what the event
 * says in the order of the vocabulary table, then when it was recorded; quotes only where they are needed.
 *
 * What cannot be read again is not written: everything is checked before the sink gets its first byte.
 */
#include <string.h>

#include "event/vocabulary.h"
#include "text/digits.h"
#include "text/log_text.h"

/*
 * A line on its way out. The longest is a header with three strings of UTSKR_TEXT_LIMIT bytes, each twice as long with
 * its escapes: 6150 bytes and less than 200 for the rest. Of an event the rest is less than 700: ten words of at most 24
 * bytes, six parties, three instants.
 */
typedef struct out_line {
    size_t length;
    bool swedish;
    char bytes[8192];
} out_line;

/* --- Pieces ------------------------------------------------------------------------------------------------- */

static void put(out_line *out, const char *text) {
    size_t length = strlen(text);
    memcpy(out->bytes + out->length, text, length);
    out->length += length;
}

static void put_byte(out_line *out, char byte) {
    out->bytes[out->length++] = byte;
}

static void put_key(out_line *out, const char *key) {
    put_byte(out, ' ');
    if (key[0]) {
        put(out, key);
        put_byte(out, '=');
    }
}

static void put_quoted(out_line *out, const char *text) {
    put_byte(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            put_byte(out, '\\');
        }
        put_byte(out, *text);
    }
    put_byte(out, '"');
}

static void put_text(out_line *out, const char *text) {
    if (strpbrk(text, " \t\"\\")) {
        put_quoted(out, text);
    } else {
        put(out, text);
    }
}

static void put_instant(out_line *out, utskr_instant at) {
    out->length += utskr_instant_format(at, out->bytes + out->length);
}

static void put_either(out_line *out, const char *id, const char *alias) {
    put(out, out->swedish ? alias : id);
}

static void put_party(out_line *out, uint32_t party) {
    put_either(out, utskr_party_rows[party].id, utskr_party_rows[party].alias);
}

static void put_kind(out_line *out, uint32_t kind) {
    put_either(out, utskr_kind_rows[kind].info.id, utskr_kind_rows[kind].info.alias);
}

static void put_digits(out_line *out, int32_t value, size_t digits) {
    out->length += utskr_digits(out->bytes + out->length, (uint64_t)value, digits);
}

/* --- What an event says ------------------------------------------------------------------------------------- */

/* Before the elements of a list: the key, then commas. */
static void put_separator(out_line *out, const char *key, bool *first) {
    if (*first) {
        put_key(out, key);
    } else {
        put_byte(out, ',');
    }
    *first = false;
}

/* Is the word one of those that the mask says, or the one (`none`) that says that there are none? */
static bool is_said(const utskr_attribute *attribute, const utskr_word_info *word, uint32_t mask) {
    uint32_t said = mask & attribute->bits;
    if (attribute->type == UTSKR_VALUE_WORD || word->bits == 0) {
        return said == word->bits;
    }
    return (said & word->bits) != 0;
}

/* The words of an attribute: flags with blanks between, others with commas. */
static void put_words(out_line *out, const utskr_kind_row *row, uint32_t index, uint32_t mask) {
    const utskr_attribute *attribute = &row->attributes[index];
    bool first = true;
    for (uint32_t i = 0; i < row->word_count; i++) {
        const utskr_word_info *word = &row->words[i];
        if (word->attribute != index || !is_said(attribute, word, mask)) {
            continue;
        }
        first |= attribute->type == UTSKR_VALUE_FLAGS;
        put_separator(out, attribute->key, &first);
        put_either(out, word->id, word->alias);
    }
}

static void put_parties(out_line *out, const utskr_kind_row *row, uint32_t index, uint32_t mask) {
    bool first = true;
    for (uint32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        if (mask & UTSKR_TO(party)) {
            put_separator(out, row->attributes[index].key, &first);
            put_party(out, party);
        }
    }
    if (first && (mask & row->attributes[index].stated)) {
        put_words(out, row, index, mask);
    }
}

static void put_value(out_line *out, const char *key, utskr_instant value) {
    if (value != 0) {
        put_key(out, key);
        put_instant(out, value);
    }
}

static bool is_given(const char *text) {
    return text && text[0];
}

static void put_string(out_line *out, const char *key, const char *text) {
    if (is_given(text)) {
        put_key(out, key);
        put_text(out, text);
    }
}

static void put_reference(out_line *out, const utskr_attribute *attribute, const utskr_entry *entry) {
    uint32_t kind = (entry->event.mask & attribute->bits) >> attribute->shift;
    put_string(out, attribute->key, entry->of);
    if (kind != UTSKR_KIND_NONE) {
        put_key(out, attribute->key);
        put_kind(out, kind);
    }
}

static void put_attribute(out_line *out, const utskr_kind_row *row, uint32_t index, const utskr_entry *entry) {
    const utskr_attribute *attribute = &row->attributes[index];
    uint32_t said = entry->event.mask & attribute->bits;
    switch (attribute->type) {
    case UTSKR_VALUE_PARTIES: put_parties(out, row, index, entry->event.mask); break;
    case UTSKR_VALUE_INSTANT: put_value(out, attribute->key, entry->event.value); break;
    case UTSKR_VALUE_REFERENCE: put_reference(out, attribute, entry); break;
    case UTSKR_VALUE_TEXT: put_string(out, attribute->key, entry->about); break;
    case UTSKR_VALUE_PARTY:
        if (said) {
            put_key(out, attribute->key);
            put_party(out, said >> attribute->shift);
        }
        break;
    case UTSKR_VALUE_INSTANT_OR_YES:
        put_value(out, attribute->key, entry->event.value);
        if (entry->event.value == 0) {
            put_words(out, row, index, said);
        }
        break;
    default:
        if (said) {
            put_words(out, row, index, said);
        }
    }
}

static void put_event(out_line *out, const utskr_entry *entry) {
    const utskr_kind_row *row = utskr_kind_row_of(entry->event.kind);
    put_instant(out, entry->event.at);
    put_byte(out, ' ');
    put_party(out, entry->event.party);
    put_byte(out, ' ');
    put_kind(out, entry->event.kind);
    put_string(out, "id", entry->id);
    for (uint32_t i = 0; i < row->attribute_count; i++) {
        put_attribute(out, row, i, entry);
    }
    put_value(out, "recorded", entry->event.recorded);
}

/* --- The header --------------------------------------------------------------------------------------------- */

/* A name that looks like a key would be read as one. */
static void put_name(out_line *out, const char *name) {
    put_byte(out, ' ');
    if (strchr(name, '=')) {
        put_quoted(out, name);
    } else {
        put_text(out, name);
    }
}

static void put_code(out_line *out, const char *key, int32_t code, size_t digits) {
    if (code > 0) {
        put_key(out, key);
        put_digits(out, code, digits);
    }
}

static void put_header(out_line *out, const utskr_header *header) {
    const utskr_kind_row *admitted = utskr_kind_row_of(UTSKR_ADMITTED);
    const utskr_stay *stay = &header->stay;
    put(out, "case");
    put_name(out, header->name);
    put_string(out, "rules", header->rules);
    put_code(out, "municipality", stay->municipality, 4);
    if (stay->municipality == UTSKR_MUNICIPALITY_NONE) {
        put_key(out, "municipality");
        put_either(out, "none", "ingen");
    }
    put_code(out, "payer", stay->payer, 4);
    put_code(out, "region", stay->region, 2);
    if (stay->care != UTSKR_CARE_UNSTATED) {
        put_words(out, admitted, 0, (uint32_t)stay->care << UTSKR_ADMITTED_CARE_SHIFT);
    }
    put_string(out, "previous", header->previous);
    put_value(out, "previous-discharge", stay->previous_discharge);
}

/* --- What can be read again --------------------------------------------------------------------------------- */

/* A string that is given must be text of a length that is read. */
static bool is_readable(const char *text) {
    bool control = false;
    size_t length = text ? strlen(text) : 0;
    return length <= UTSKR_TEXT_LIMIT && utskr_text_check(text, length, &control) == length;
}

/* An id in `of=` that is spelt like a kind would be read as the kind. */
static bool is_id(const char *text) {
    size_t length = strlen(text);
    return utskr_kind_lookup(text, length) == UTSKR_KIND_NONE && !utskr_kind_is_ambiguous(text, length);
}

static const utskr_attribute *attribute_of(const utskr_kind_row *row, uint32_t type) {
    for (uint32_t i = 0; i < row->attribute_count; i++) {
        if (row->attributes[i].type == type) {
            return &row->attributes[i];
        }
    }
    return NULL;
}

/* An event answers a kind or an id, not both, and only one that must answer has to. */
static bool is_reference_valid(const utskr_entry *entry) {
    const utskr_attribute *attribute = attribute_of(utskr_kind_row_of(entry->event.kind), UTSKR_VALUE_REFERENCE);
    bool of_kind = attribute && (entry->event.mask & attribute->bits) != 0;
    if (is_given(entry->of)) {
        return attribute && !of_kind && is_readable(entry->of) && is_id(entry->of);
    }
    return of_kind || !attribute || !attribute->required;
}

static utskr_status check_entry(const utskr_entry *entry) {
    utskr_status status = utskr_event_validate(&entry->event, NULL);
    if (status != UTSKR_OK) {
        return status;
    }
    bool takes_about = attribute_of(utskr_kind_row_of(entry->event.kind), UTSKR_VALUE_TEXT) != NULL;
    bool good = is_readable(entry->id) && is_readable(entry->about) && (takes_about || !is_given(entry->about)) &&
                is_reference_valid(entry);
    return good ? UTSKR_OK : UTSKR_BAD_ARGUMENT;
}

static utskr_status check_case(const utskr_case *c, utskr_header *header) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_status status = utskr_case_header(c, header);
    if (status == UTSKR_OK && (!is_given(header->name) || !is_readable(header->name) || !is_readable(header->rules) ||
                               !is_readable(header->previous))) {
        status = UTSKR_BAD_ARGUMENT;
    }
    for (uint32_t i = 1; status == UTSKR_OK && utskr_case_entry(c, i, &entry) == UTSKR_OK; i++) {
        status = check_entry(&entry);
    }
    return status;
}

/* --- Writing ------------------------------------------------------------------------------------------------ */

static utskr_status send(out_line *out, utskr_sink sink, void *user) {
    utskr_status status = sink(out->bytes, out->length, user) == 0 ? UTSKR_OK : UTSKR_SINK_FAILED;
    out->length = 0;
    return status;
}

utskr_status utskr_entry_write(const utskr_entry *entry, int swedish, utskr_sink sink, void *user) {
    out_line out;
    out.length = 0;
    out.swedish = swedish != 0;
    if (!entry || !sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    if (entry->size != sizeof *entry) {
        return UTSKR_BAD_SIZE;
    }
    utskr_status status = check_entry(entry);
    if (status != UTSKR_OK) {
        return status;
    }
    put_event(&out, entry);
    return send(&out, sink, user);
}

utskr_status utskr_case_write(const utskr_case *c, int swedish, utskr_sink sink, void *user) {
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    out_line out;
    out.length = 0;
    out.swedish = swedish != 0;
    utskr_status status = sink ? check_case(c, &header) : UTSKR_BAD_ARGUMENT;
    if (status != UTSKR_OK) {
        return status;
    }
    put_header(&out, &header);
    put_byte(&out, '\n');
    status = send(&out, sink, user);
    for (uint32_t i = 1; status == UTSKR_OK && utskr_case_entry(c, i, &entry) == UTSKR_OK; i++) {
        put_event(&out, &entry);
        put_byte(&out, '\n');
        status = send(&out, sink, user);
    }
    return status;
}
