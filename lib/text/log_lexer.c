/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words of a line: separated by blanks or tabs; values in double quotes may hold them, with \" and \\ inside. */
#include <string.h>

#include "status.h"
#include "text/log_text.h"

/* --- Errors ------------------------------------------------------------------------------------------------- */

void utskr_log_place_at(const utskr_log_line *line, const char *where) {
    line->error->line = line->number;
    line->error->column = (uint32_t)(where - line->text) + 1; /* at most UTSKR_LINE_LIMIT + 1 */
}

utskr_status utskr_log_place(const utskr_log_line *line, const char *where, size_t length, utskr_status status) {
    utskr_error_set_word(line->error, where, length);
    utskr_log_place_at(line, where);
    return status;
}

utskr_status utskr_log_fail(const utskr_log_line *line, const char *where, size_t length, utskr_status status,
                            const char *message, const char *expected) {
    utskr_fail(line->error, status, message, expected);
    return utskr_log_place(line, where, length, status);
}

/* --- Words -------------------------------------------------------------------------------------------------- */

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

static utskr_status fail_word(const utskr_log_line *line, const utskr_log_word *word, const char *message,
                              const char *expected) {
    size_t end = line->at;
    while (end < line->length && !is_blank(line->text[end])) {
        end++;
    }
    return utskr_log_fail(line, word->text, (size_t)(line->text + end - word->text), UTSKR_MALFORMED, message,
                          expected);
}

static utskr_status fail_limit(const utskr_log_line *line, const utskr_log_word *word) {
    return utskr_log_fail(line, word->text, word->length, UTSKR_LIMIT_REACHED, "a name or value that is too long",
                          "at most 1024 bytes");
}

/* Moves on to the byte after the closing quote; the line stands after the opening one. `*escapes` counts backslashes
 * that take the next byte as it is. */
static utskr_status skip_quoted(utskr_log_line *line, const utskr_log_word *word, size_t *escapes) {
    while (line->at < line->length) {
        char byte = line->text[line->at++];
        if (byte == '"') {
            return UTSKR_OK;
        }
        if (byte != '\\') {
            continue;
        }
        if (line->at == line->length || (line->text[line->at] != '"' && line->text[line->at] != '\\')) {
            return fail_word(line, word, "a backslash before something else than a quote or a backslash",
                             "\\\" or \\\\");
        }
        line->at++;
        ++*escapes;
    }
    return fail_word(line, word, "a quote without its end", "\" at the end of the value");
}

/* Copies the value without its escapes. It is at most UTSKR_TEXT_LIMIT bytes long. */
static void unescape(const utskr_log_line *line, utskr_log_word *word, size_t raw_length) {
    size_t written = 0;
    for (size_t i = 0; i < raw_length; i++) {
        i += word->value[i] == '\\';
        line->scratch->value[written++] = word->value[i];
    }
    word->value = line->scratch->value;
}

/* The line stands after the opening quote. */
static utskr_status read_quoted(utskr_log_line *line, utskr_log_word *word) {
    size_t escapes = 0;
    word->quoted = true;
    word->value = line->text + line->at;
    word->value_at = word->value;
    utskr_status status = skip_quoted(line, word, &escapes);
    if (status != UTSKR_OK) {
        return status;
    }
    if (line->at < line->length && !is_blank(line->text[line->at])) {
        return fail_word(line, word, "something directly after a closing quote", "a blank");
    }
    size_t raw_length = (size_t)(line->text + line->at - word->value) - 1;
    word->value_length = raw_length - escapes;
    word->length = (size_t)(line->text + line->at - word->text);
    if (word->value_length > UTSKR_TEXT_LIMIT) {
        return fail_limit(line, word);
    }
    if (escapes > 0) {
        unescape(line, word, raw_length);
    }
    return UTSKR_OK;
}

/* Where a word, or the key of one, may end. */
static const bool ENDS_VALUE[256] = { [' '] = true, ['\t'] = true, ['"'] = true };
static const bool ENDS_KEY[256] = { [' '] = true, ['\t'] = true, ['"'] = true, ['='] = true };

/* Moves on to the next byte of the set, or the end. */
static void skip_to(utskr_log_line *line, const bool ends[256]) {
    size_t at = line->at;
    while (at < line->length && !ends[(uint8_t)line->text[at]]) {
        at++;
    }
    line->at = at;
}

/* The value begins at `start`, and has no quote up to where the line stands. */
static utskr_status read_unquoted(utskr_log_line *line, utskr_log_word *word, size_t start) {
    word->value = line->text + start;
    word->value_at = word->value;
    skip_to(line, ENDS_VALUE);
    if (line->at < line->length && line->text[line->at] == '"') {
        return fail_word(line, word, "a quote within a word", "quotes around the whole value, \\\" for a quote in it");
    }
    word->value_length = (size_t)(line->text + line->at - word->value);
    word->length = (size_t)(line->text + line->at - word->text);
    return word->value_length > UTSKR_TEXT_LIMIT ? fail_limit(line, word) : UTSKR_OK;
}

static bool stands_at(const utskr_log_line *line, char byte) {
    return line->at < line->length && line->text[line->at] == byte;
}

utskr_status utskr_log_next_word(utskr_log_line *line, utskr_log_word *word) {
    while (line->at < line->length && is_blank(line->text[line->at])) {
        line->at++;
    }
    if (line->at == line->length) {
        return UTSKR_NOT_FOUND;
    }
    *word = (utskr_log_word){ line->text + line->at, 0, NULL, 0, 0, NULL, false, false };
    size_t start = line->at;
    skip_to(line, ENDS_KEY);
    if (stands_at(line, '=')) {
        word->has_key = true;
        word->key_length = line->at - start;
        start = ++line->at;
    }
    if (line->at == start && stands_at(line, '"')) {
        line->at++;
        return read_quoted(line, word);
    }
    return read_unquoted(line, word, start);
}

/* --- Values ------------------------------------------------------------------------------------------------- */

utskr_status utskr_log_copy(const utskr_log_line *line, const utskr_log_word *word, char *out) {
    if (word->value_length == 0) {
        return utskr_log_fail(line, word->text, word->length, UTSKR_MALFORMED, "an empty name or value",
                              "at least one character");
    }
    memcpy(out, word->value, word->value_length);
    out[word->value_length] = '\0';
    return UTSKR_OK;
}

utskr_status utskr_log_instant(const utskr_log_line *line, const utskr_log_word *word, utskr_instant *out) {
    utskr_status status = utskr_instant_parse(word->value, word->value_length, out, line->error);
    return status == UTSKR_OK ? status : utskr_log_place(line, word->value_at, word->value_length, status);
}
