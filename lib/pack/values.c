/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The values of a line of a pack file, one word after another. */
#include "pack/draft.h"

#include "event/vocabulary.h"
#include "rules/word_list.h"
#include "status.h"

#include <string.h>

utskr_status utskr_pack_wrong(const pack_reading *r, const utskr_log_word *word, utskr_status status,
                              const char *message, const char *expected) {
    return utskr_log_fail(&r->line, word->text, word->length, status, message, expected);
}

utskr_status utskr_pack_next(pack_reading *r, utskr_log_word *out) {
    const utskr_status status = utskr_log_next_word(&r->line, out);
    if (status == UTSKR_OK && out->has_key)
        return utskr_pack_wrong(r, out, UTSKR_MALFORMED, "a key where none belongs", "a word without =");
    return status;
}

utskr_status utskr_pack_word(pack_reading *r, const char *expected, utskr_log_word *out) {
    const utskr_status status = utskr_pack_next(r, out);
    if (status == UTSKR_NOT_FOUND)
        return utskr_log_fail(&r->line, r->line.text + r->line.length, 0, UTSKR_MALFORMED, "the line ends too early",
                              expected);
    return status;
}

utskr_status utskr_pack_line_end(pack_reading *r) {
    utskr_log_word word;
    const utskr_status status = utskr_log_next_word(&r->line, &word);
    if (status == UTSKR_OK)
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "a word too many", "the end of the line");
    return status == UTSKR_NOT_FOUND ? UTSKR_OK : status;
}

bool utskr_word_has_key(const utskr_log_word *word, const char *key) {
    return word->has_key && word->key_length == strlen(key) && memcmp(word->text, key, word->key_length) == 0;
}

/* --- Texts and ids ---------------------------------------------------------------------------------------------------- */

utskr_status utskr_pack_text(pack_reading *r, const char *expected, const char **out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, expected, &word);
    if (status != UTSKR_OK)
        return status;
    if (word.value_length == 0)
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "an empty text", expected);
    *out = utskr_draft_text(r->draft, word.value, word.value_length);
    return *out != NULL ? UTSKR_OK : utskr_fail(&r->error, UTSKR_NO_MEMORY, "no memory", "");
}

bool utskr_is_pack_id(const char *text, size_t length) {
    if (length == 0 || length > ID_LIMIT || text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!(text[i] >= 'a' && text[i] <= 'z') && !(text[i] >= '0' && text[i] <= '9') && text[i] != '-')
            return false;
    return true;
}

utskr_status utskr_pack_id(pack_reading *r, const char *expected, const char **out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, expected, &word);
    if (status != UTSKR_OK)
        return status;
    if (!utskr_is_pack_id(word.value, word.value_length))
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "no id",
                                "1 to 63 small letters, digits and hyphens, a letter first");
    *out = utskr_draft_text(r->draft, word.value, word.value_length);
    return *out != NULL ? UTSKR_OK : utskr_fail(&r->error, UTSKR_NO_MEMORY, "no memory", "");
}

/* --- Words of a table --------------------------------------------------------------------------------------------------- */

/* A part of the word's value, looked up. */
static utskr_status find_part(pack_reading *r, const utskr_log_word *word, const char *part, size_t length,
                              const row_word *table, const char *expected, uint32_t *out) {
    const utskr_status status = utskr_row_word_find(table, part, length, expected, out, &r->error);
    if (status == UTSKR_OK)
        return status;
    return utskr_log_place(&r->line, word->value_at + (part - word->value), length, status);
}

utskr_status utskr_pack_choice(pack_reading *r, const row_word *table, const char *expected, uint32_t *out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, expected, &word);
    if (status != UTSKR_OK)
        return status;
    return find_part(r, &word, word.value, word.value_length, table, expected, out);
}

static utskr_status choices_of(pack_reading *r, const utskr_log_word *word, const row_word *table, const char *expected,
                               uint32_t *out) {
    const char *const end = word->value + word->value_length;
    utskr_status status = UTSKR_OK;
    uint32_t all = 0;
    for (const char *part = word->value; part != NULL && status == UTSKR_OK;) {
        const char *comma = memchr(part, ',', (size_t)(end - part));
        uint32_t bits = 0;
        status = find_part(r, word, part, (size_t)((comma != NULL ? comma : end) - part), table, expected, &bits);
        all |= bits;
        part = comma != NULL ? comma + 1 : NULL;
    }
    *out = all;
    return status;
}

utskr_status utskr_pack_choices(pack_reading *r, const row_word *table, const char *expected, uint32_t *out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, expected, &word);
    return status == UTSKR_OK ? choices_of(r, &word, table, expected, out) : status;
}

static const row_word units[] = { { "hospital", UTSKR_TO_HOSPITAL },
                                  { "outpatient", UTSKR_TO_OUTPATIENT },
                                  { "municipal-health", UTSKR_TO_MUNICIPAL_HEALTH },
                                  { "social-services", UTSKR_TO_SOCIAL_SERVICES },
                                  { NULL, 0 } };

static const char some_units[] = "hospital, outpatient, municipal-health, social-services, with commas between";

utskr_status utskr_pack_parties(pack_reading *r, uint32_t *out) {
    return utskr_pack_choices(r, units, some_units, out);
}

utskr_status utskr_pack_parties_of(pack_reading *r, const utskr_log_word *word, uint32_t *out) {
    return choices_of(r, word, units, some_units, out);
}

utskr_status utskr_pack_kind(pack_reading *r, uint8_t *out) {
    utskr_log_word word;
    int32_t kind = 0;
    utskr_status status = utskr_pack_word(r, "an event", &word);
    if (status != UTSKR_OK)
        return status;
    status = utskr_kind_find(word.value, word.value_length, &kind, &r->error);
    if (status != UTSKR_OK)
        return utskr_log_place(&r->line, word.value_at, word.value_length, status);
    *out = (uint8_t)kind;
    return UTSKR_OK;
}

static const char *reading_id(uint32_t index, const void *table) {
    (void)table;
    const utskr_reading_info *info = utskr_reading_at((int32_t)index);
    return info != NULL ? info->id : NULL;
}

utskr_status utskr_pack_reading_name(pack_reading *r, const utskr_reading_info **info, uint32_t *number) {
    static const char expected[] = "the name of a reading";
    utskr_log_word word;
    utskr_status status = utskr_pack_word(r, expected, &word);
    if (status != UTSKR_OK)
        return status;
    status = utskr_word_in_list(word.value, word.value_length, reading_id, NULL, expected, number, &r->error);
    if (status != UTSKR_OK)
        return utskr_log_place(&r->line, word.value_at, word.value_length, status);
    *info = utskr_reading_at((int32_t)*number);
    return UTSKR_OK;
}

/* --- Numbers, days and grades ------------------------------------------------------------------------------------------- */

bool utskr_number_of(const utskr_log_word *word, uint32_t low, uint32_t high, uint32_t *out) {
    uint32_t number = 0;
    if (word->value_length == 0 || word->value_length > 6) /* at most 999999 */
        return false;
    for (size_t i = 0; i < word->value_length; i++) {
        if (word->value[i] < '0' || word->value[i] > '9')
            return false;
        number = 10 * number + (uint32_t)(word->value[i] - '0');
    }
    *out = number;
    return number >= low && number <= high;
}

utskr_status utskr_pack_number(pack_reading *r, uint32_t low, uint32_t high, const char *expected, uint32_t *out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, expected, &word);
    if (status != UTSKR_OK)
        return status;
    if (!utskr_number_of(&word, low, high, out))
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "no such number", expected);
    return UTSKR_OK;
}

utskr_status utskr_pack_date_of(const pack_reading *r, const utskr_log_word *word, utskr_date *out) {
    utskr_error error;
    utskr_error_init(&error);
    const utskr_status status = utskr_date_parse(word->value, word->value_length, out, &error);
    if (status == UTSKR_OK)
        return status;
    return utskr_log_fail(&r->line, word->value_at, word->value_length, status, "no date",
                          "YYYY-MM-DD, a day of 1980 to 2199");
}

utskr_status utskr_pack_date(pack_reading *r, utskr_date *out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, "a day, YYYY-MM-DD", &word);
    return status == UTSKR_OK ? utskr_pack_date_of(r, &word, out) : status;
}

utskr_status utskr_pack_validity(pack_reading *r, utskr_date *from, utskr_date *to) {
    utskr_log_word word;
    utskr_date first = 0;
    utskr_date last = UTSKR_DATE_NONE;
    utskr_status status = utskr_pack_date(r, &first);
    if (status != UTSKR_OK)
        return status;
    status = utskr_pack_next(r, &word);
    if (status == UTSKR_OK)
        status = utskr_pack_date_of(r, &word, &last);
    if (status != UTSKR_OK && status != UTSKR_NOT_FOUND)
        return status;
    if (last != UTSKR_DATE_NONE && last < first)
        return utskr_pack_wrong(r, &word, UTSKR_OUT_OF_RANGE, "a last day before the first",
                                "the first day, then the last one, or none while there is no end");
    *from = first;
    *to = last;
    return UTSKR_OK;
}

static const row_word grades[] = { { "P", 'P' }, { "O", 'O' }, { "S", 'S' }, { NULL, 0 } };

utskr_status utskr_pack_grade(pack_reading *r, char *out) {
    uint32_t grade = 0;
    const utskr_status status =
        utskr_pack_choice(r, grades, "P (primary text), O (official page, read in part) or S (secondary)", &grade);
    if (status == UTSKR_OK)
        *out = (char)grade;
    return status;
}
