/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The header of a case: case NAME [key=value]... */
#include <string.h>

#include "event/vocabulary.h"
#include "status.h"
#include "text/log_text.h"

static const char WORD_CASE[] = "case";
enum { CASE_LENGTH = sizeof WORD_CASE - 1 };

static const char KEYS[] = "rules=, municipality=, payer=, region=, care=, previous= or previous-discharge=";

/* --- What kind of line it is -------------------------------------------------------------------------------- */

static size_t blanks_at(const char *text, size_t length) {
    size_t at = 0;
    while (at < length && (text[at] == ' ' || text[at] == '\t')) {
        at++;
    }
    return at;
}

bool utskr_log_is_empty(const char *text, size_t length) {
    size_t at = blanks_at(text, length);
    return at == length || text[at] == '#';
}

bool utskr_log_is_header(const char *text, size_t length) {
    size_t at = blanks_at(text, length);
    if (length - at < CASE_LENGTH || memcmp(text + at, WORD_CASE, CASE_LENGTH) != 0) {
        return false;
    }
    at += CASE_LENGTH;
    return at == length || text[at] == ' ' || text[at] == '\t';
}

/* --- Values ------------------------------------------------------------------------------------------------- */

static utskr_status fail(const utskr_log_line *line, const utskr_log_word *word, const char *message,
                         const char *expected) {
    return utskr_log_fail(line, word->value_at, word->value_length, UTSKR_MALFORMED, message, expected);
}

/* Digits alone as a number; -1 for anything else. At most four digits. */
static int32_t number_of(const utskr_log_word *word) {
    int32_t number = 0;
    for (size_t i = 0; i < word->value_length; i++) {
        if (word->value[i] < '0' || word->value[i] > '9' || i == 4) {
            return -1;
        }
        number = 10 * number + (word->value[i] - '0');
    }
    return number;
}

static utskr_status read_rules(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header) {
    header->rules = line->scratch->second;
    return utskr_log_copy(line, word, line->scratch->second);
}

static utskr_status read_previous(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header) {
    header->previous = line->scratch->third;
    return utskr_log_copy(line, word, line->scratch->third);
}

static utskr_status read_code(const utskr_log_line *line, const utskr_log_word *word, int32_t *out,
                              const char *expected) {
    *out = number_of(word);
    if (word->value_length != 4 || *out < 1) {
        return fail(line, word, "no code of a municipality", expected);
    }
    return UTSKR_OK;
}

static bool is_value(const utskr_log_word *word, const char *text) {
    return strlen(text) == word->value_length && memcmp(text, word->value, word->value_length) == 0;
}

static utskr_status read_municipality(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header) {
    if (is_value(word, "none") || is_value(word, "ingen")) {
        header->stay.municipality = UTSKR_MUNICIPALITY_NONE;
        return UTSKR_OK;
    }
    return read_code(line, word, &header->stay.municipality, "four digits, or none");
}

static utskr_status read_payer(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header) {
    return read_code(line, word, &header->stay.payer, "four digits");
}

static utskr_status read_region(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header) {
    header->stay.region = number_of(word);
    if (word->value_length > 2 || header->stay.region < 1) {
        return fail(line, word, "no code of a county", "two digits, 01 to 99");
    }
    return UTSKR_OK;
}

/* The words are those of `care=` on an admission. */
static utskr_status read_care(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header) {
    const utskr_word_info *info = utskr_word_lookup(UTSKR_ADMITTED, 0, word->value, word->value_length);
    if (!info) {
        utskr_word_unknown(UTSKR_ADMITTED, 0, word->value, word->value_length, line->error);
        line->error->expected = "somatic or psychiatric";
        return utskr_log_place(line, word->value_at, word->value_length, UTSKR_UNKNOWN_WORD);
    }
    header->stay.care = (int32_t)(info->bits >> UTSKR_ADMITTED_CARE_SHIFT);
    return UTSKR_OK;
}

static utskr_status read_previous_discharge(const utskr_log_line *line, const utskr_log_word *word,
                                            utskr_header *header) {
    return utskr_log_instant(line, word, &header->stay.previous_discharge);
}

/* --- Keys --------------------------------------------------------------------------------------------------- */

typedef struct header_key {
    const char *key;
    utskr_status (*read)(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header);
} header_key;

static const header_key HEADER_KEYS[] = {
    { "rules", read_rules },
    { "municipality", read_municipality },
    { "payer", read_payer },
    { "region", read_region },
    { "care", read_care },
    { "previous", read_previous },
    { "previous-discharge", read_previous_discharge },
};
enum { KEY_COUNT = sizeof HEADER_KEYS / sizeof HEADER_KEYS[0] };

/* KEY_COUNT if it is none. */
static uint32_t find_key(const char *text, size_t length) {
    uint32_t i = 0;
    while (i < KEY_COUNT && (strlen(HEADER_KEYS[i].key) != length || memcmp(HEADER_KEYS[i].key, text, length) != 0)) {
        i++;
    }
    return i;
}

bool utskr_log_is_header_key(const char *text, size_t length) {
    return find_key(text, length) < KEY_COUNT;
}

static utskr_status fail_key(const utskr_log_line *line, const utskr_log_word *word) {
    utskr_nearest nearest;
    size_t length = word->has_key ? word->key_length : word->length;
    utskr_nearest_init(&nearest, word->text, length);
    for (uint32_t i = 0; i < KEY_COUNT; i++) {
        utskr_nearest_offer(&nearest, HEADER_KEYS[i].key);
    }
    utskr_log_fail(line, word->text, length, UTSKR_UNKNOWN_WORD, "the header of a case has no such key", KEYS);
    utskr_error_set_suggestion(line->error, nearest.best);
    return UTSKR_UNKNOWN_WORD;
}

static utskr_status read_key(const utskr_log_line *line, const utskr_log_word *word, utskr_header *header,
                             uint32_t *seen) {
    uint32_t key = word->has_key ? find_key(word->text, word->key_length) : KEY_COUNT;
    if (key == KEY_COUNT) {
        return fail_key(line, word);
    }
    if (*seen >> key & 1U) {
        return utskr_log_fail(line, word->text, word->length, UTSKR_DUPLICATE, "said twice", "each key once");
    }
    if (word->value_length == 0) {
        return utskr_log_fail(line, word->text, word->length, UTSKR_MALFORMED, "a key without a value", KEYS);
    }
    *seen |= UINT32_C(1) << key;
    return HEADER_KEYS[key].read(line, word, header);
}

utskr_status utskr_log_read_header_value(utskr_log_line *line, const char *key, utskr_header *header) {
    const utskr_log_word word = { line->text, line->length, line->text, line->length, 0, line->text, false, false };
    if (line->length == 0) {
        return utskr_log_fail(line, line->text, 0, UTSKR_MALFORMED, "a key without a value", KEYS);
    }
    return HEADER_KEYS[find_key(key, strlen(key))].read(line, &word, header);
}

utskr_status utskr_log_read_keys(utskr_log_line *line, utskr_header *header) {
    utskr_log_word word;
    uint32_t seen = 0;
    utskr_status status = utskr_log_next_word(line, &word);
    while (status == UTSKR_OK) {
        status = read_key(line, &word, header, &seen);
        if (status == UTSKR_OK) {
            status = utskr_log_next_word(line, &word);
        }
    }
    return status == UTSKR_NOT_FOUND ? UTSKR_OK : status;
}

/* --- The name ----------------------------------------------------------------------------------------------- */

static utskr_status fail_no_name(const utskr_log_line *line) {
    return utskr_log_fail(line, line->text + line->length, 0, UTSKR_MALFORMED, "a case without a name",
                          "case NAME, then keys");
}

/* An equals sign may stand in a name, so that a key of the host's may be one; but not where it looks like a header
 * whose name was forgotten. */
static utskr_status check_name(const utskr_log_line *line, const utskr_log_word *name) {
    if (name->has_key && (name->quoted || utskr_log_is_header_key(name->text, name->key_length))) {
        return utskr_log_fail(line, name->text, name->length, UTSKR_MALFORMED,
                              "a key where the name of the case stands",
                              "case NAME, then keys; quotes around a name that looks like a key");
    }
    return UTSKR_OK;
}

utskr_status utskr_log_read_name(utskr_log_line *line, utskr_header *header, utskr_log_word *name) {
    utskr_header_init(header);
    header->line = line->number;
    header->name = line->scratch->first;
    (void)utskr_log_next_word(line, name); /* `case`: it is there */
    utskr_status status = utskr_log_next_word(line, name);
    if (status == UTSKR_NOT_FOUND) {
        return fail_no_name(line);
    }
    if (status == UTSKR_OK) {
        status = check_name(line, name);
    }
    if (status != UTSKR_OK) {
        return status;
    }
    if (name->has_key) { /* the whole word is the name */
        name->value = name->text;
        name->value_at = name->text;
        name->value_length = name->length;
    }
    if (name->value_length > UTSKR_TEXT_LIMIT) {
        return utskr_log_fail(line, name->text, name->length, UTSKR_LIMIT_REACHED, "a name that is too long",
                              "at most 1024 bytes");
    }
    return utskr_log_copy(line, name, line->scratch->first);
}
