/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON Lines as RFC 8259 has them: no comments, no trailing commas, no control characters in strings, no key twice.
 *
 * Strings are undone in place, since they never grow, so that a value needs no memory of its own for its text.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json_in.h"

enum { DEPTH_LIMIT = 16 };

/* Reading a document. Where an object or list is open, `open` has it, and its last element so far. */
typedef struct reading {
    json_document *document;
    char *at;
    char *line_begin;
    uint32_t line;
    size_t open[DEPTH_LIMIT];
    size_t last[DEPTH_LIMIT];
    uint32_t depth;
    utskr_error *error;
    utskr_status status; /* why it went no further, or UTSKR_OK */
} reading;

static void fail_at(reading *r, const char *place, const char *message, const char *expected) {
    if (r->status != UTSKR_OK) {
        return;
    }
    r->status = UTSKR_MALFORMED;
    r->error->status = UTSKR_MALFORMED;
    r->error->line = r->line;
    r->error->column = (uint32_t)(place - r->line_begin) + 1;
    r->error->message = message;
    r->error->expected = expected;
}

static void skip_blanks(reading *r) {
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\r') {
        r->at++;
    }
}

/* --- Values ------------------------------------------------------------------------------------------------------------ */

/* A new value, that goes behind the last one of what is open; its number, or 0 without memory. */
static size_t add_value(reading *r, json_type type, const char *key) {
    json_document *d = r->document;
    if (d->count == d->capacity) {
        size_t wanted = d->capacity + d->capacity / 2 + 256;
        json_value *grown = realloc(d->values, wanted * sizeof *grown);
        if (!grown) {
            r->status = UTSKR_NO_MEMORY;
            return 0;
        }
        d->values = grown;
        d->capacity = wanted;
    }
    size_t number = ++d->count;
    d->values[number - 1] =
        (json_value){ .type = type, .key = key, .line = r->line, .column = (uint32_t)(r->at - r->line_begin) + 1 };
    size_t *last = &r->last[r->depth];
    if (*last != 0) {
        d->values[*last - 1].next = number;
    } else if (r->depth > 0) {
        d->values[r->open[r->depth] - 1].first = number;
    } else {
        d->first = number;
    }
    *last = number;
    return number;
}

/* --- Strings ------------------------------------------------------------------------------------------------------------- */

static int hex_digit(char c) {
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* The number of \uXXXX, read from after the u; -1 for none. */
static int32_t read_unit(const char *at) {
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) {
            return -1;
        }
        unit = 16 * unit + digit;
    }
    return unit;
}

/* Writes a character as UTF-8. */
static char *put_character(char *to, uint32_t character) {
    if (character < 0x80) {
        *to++ = (char)character;
        return to;
    }
    if (character >= 0x10000) {
        *to++ = (char)(0xf0 | character >> 18);
        *to++ = (char)(0x80 | (character >> 12 & 0x3f));
    } else if (character >= 0x800) {
        *to++ = (char)(0xe0 | character >> 12);
    }
    *to++ = (char)(character >= 0x800 ? 0x80 | (character >> 6 & 0x3f) : 0xc0 | character >> 6);
    *to++ = (char)(0x80 | (character & 0x3f));
    return to;
}

/* \uXXXX, or two of them for a character beyond the first 65 536; U+0000 is refused, since names end with it. */
static char *read_unicode(reading *r, char *to) {
    int32_t unit = read_unit(r->at + 2);
    uint32_t character = (uint32_t)unit;
    size_t length = 6;
    if (unit >= 0xd800 && unit < 0xdc00 && r->at[6] == '\\' && r->at[7] == 'u') {
        int32_t low = read_unit(r->at + 8);
        bool is_pair = low >= 0xdc00 && low < 0xe000;
        character = is_pair ? 0x10000 + (((uint32_t)unit - 0xd800) << 10) + ((uint32_t)low - 0xdc00) : 0xd800;
        length = 12;
    }
    if (unit <= 0 || (character >= 0xd800 && character < 0xe000)) {
        fail_at(r, r->at, "no such character", "\\uXXXX of a character other than zero");
        return to;
    }
    r->at += length;
    return put_character(to, character);
}

static char *read_escape(reading *r, char *to) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    const char *found = r->at[1] ? strchr(letters, r->at[1]) : NULL;
    if (found) {
        r->at += 2;
        *to++ = meant[found - letters];
        return to;
    }
    if (r->at[1] == 'u') {
        return read_unicode(r, to);
    }
    fail_at(r, r->at, "no such escape", "\\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX");
    return to;
}

/* Undoes a string where it stands; gives its text, or NULL. */
static const char *read_string(reading *r) {
    char *begin = ++r->at;
    char *to = begin;
    while (*r->at != '"' && r->status == UTSKR_OK) {
        if ((unsigned char)*r->at < 0x20) {
            fail_at(r, r->at, "a string that does not end", "\"");
        } else if (*r->at == '\\') {
            to = read_escape(r, to);
        } else {
            *to++ = *r->at++;
        }
    }
    if (r->status != UTSKR_OK) {
        return NULL;
    }
    r->at++;
    *to = '\0';
    return begin;
}

/* --- Numbers and words ----------------------------------------------------------------------------------------------------- */

static const char *skip_digits(const char *at) {
    while (*at >= '0' && *at <= '9') {
        at++;
    }
    return at;
}

/* The end of a number that begins here, or NULL. */
static const char *number_end(const char *at) {
    at += *at == '-';
    const char *begin = at;
    at = skip_digits(at);
    if (at == begin || (*begin == '0' && at - begin > 1)) {
        return NULL;
    }
    if (*at == '.') {
        begin = ++at;
        at = skip_digits(at);
        if (at == begin) {
            return NULL;
        }
    }
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '+' || *at == '-';
        begin = at;
        at = skip_digits(at);
        return at == begin ? NULL : at;
    }
    return at;
}

/* A number's text is copied to the front by one byte where there is room for its end: after its key's colon, a comma or
 * a bracket there always is a byte that has been read. */
static void read_number(reading *r, const char *key) {
    const char *end = number_end(r->at);
    if (!end) {
        fail_at(r, r->at, "no value", "a number, a string, true, false, null, [ or {");
        return;
    }
    size_t number = add_value(r, JSON_NUMBER, key);
    size_t length = (size_t)(end - r->at);
    char *text = r->at - 1;
    memmove(text, r->at, length);
    text[length] = '\0';
    r->at += length;
    if (number != 0) {
        r->document->values[number - 1].text = text;
    }
}

static bool read_word(reading *r, const char *word, json_type type, const char *key) {
    size_t length = strlen(word);
    if (strncmp(r->at, word, length) != 0) {
        return false;
    }
    (void)add_value(r, type, key);
    r->at += length;
    return true;
}

/* --- Objects and lists ----------------------------------------------------------------------------------------------------- */

static void open_value(reading *r, json_type type, const char *key) {
    if (r->depth + 1 == DEPTH_LIMIT) {
        fail_at(r, r->at, "too many levels", "at most 15");
        return;
    }
    size_t number = add_value(r, type, key);
    r->at++;
    r->depth++;
    r->open[r->depth] = number;
    r->last[r->depth] = 0;
}

static void read_value(reading *r, const char *key) {
    skip_blanks(r);
    if (*r->at == '{' || *r->at == '[') {
        open_value(r, *r->at == '{' ? JSON_OBJECT : JSON_LIST, key);
    } else if (*r->at == '"') {
        size_t number = add_value(r, JSON_STRING, key);
        const char *text = read_string(r);
        if (number != 0 && text) {
            r->document->values[number - 1].text = text;
        }
    } else if (!read_word(r, "null", JSON_NULL, key) && !read_word(r, "true", JSON_TRUE, key) &&
               !read_word(r, "false", JSON_FALSE, key)) {
        read_number(r, key);
    }
}

const json_value *json_member(const json_document *document, const json_value *object, const char *key) {
    const json_value *member = json_at(document, object->first);
    while (member && strcmp(member->key, key) != 0) {
        member = json_at(document, member->next);
    }
    return member;
}

static void read_member(reading *r) {
    const char *place = r->at;
    if (*r->at != '"') {
        fail_at(r, r->at, "no key", "a string");
        return;
    }
    const char *key = read_string(r);
    if (key && json_member(r->document, &r->document->values[r->open[r->depth] - 1], key)) {
        fail_at(r, place, "a key that the object has already", "each key once");
    }
    skip_blanks(r);
    if (r->status == UTSKR_OK && *r->at++ != ':') {
        fail_at(r, r->at - 1, "no value after a key", ":");
    }
    if (r->status == UTSKR_OK) {
        read_value(r, key);
    }
}

/* What comes next in the object or list that is open. */
static void go_on(reading *r) {
    bool is_object = r->document->values[r->open[r->depth] - 1].type == JSON_OBJECT;
    char end = is_object ? '}' : ']';
    skip_blanks(r);
    if (*r->at == end) {
        r->at++;
        r->depth--;
        return;
    }
    if (r->last[r->depth] != 0 && *r->at++ != ',') {
        fail_at(r, r->at - 1, "an element that does not end", is_object ? ", or }" : ", or ]");
        return;
    }
    skip_blanks(r);
    if (is_object) {
        read_member(r);
    } else {
        read_value(r, NULL);
    }
}

static void read_line(reading *r) {
    skip_blanks(r);
    if (*r->at == '\n') {
        return;
    }
    if (*r->at != '{') {
        fail_at(r, r->at, "no object", "{");
        return;
    }
    read_value(r, NULL);
    while (r->depth > 0 && r->status == UTSKR_OK) {
        go_on(r);
    }
    skip_blanks(r);
    if (r->status == UTSKR_OK && *r->at != '\n') {
        fail_at(r, r->at, "something after the object", "one object to a line");
    }
}

/* --- The file ------------------------------------------------------------------------------------------------------------- */

/* The whole file, with a line end and a zero byte behind it; NULL if it cannot be read, and errno says why. */
static char *read_all(FILE *file, size_t *length) {
    size_t capacity = 1 << 16;
    char *bytes = malloc(capacity);
    *length = 0;
    while (bytes) {
        *length += fread(bytes + *length, 1, capacity - *length - 2, file);
        if (feof(file) || ferror(file)) {
            break;
        }
        capacity += capacity / 2;
        char *grown = realloc(bytes, capacity);
        if (!grown) {
            free(bytes);
        }
        bytes = grown;
    }
    if (bytes && ferror(file)) {
        free(bytes);
        return NULL;
    }
    if (bytes) {
        memcpy(bytes + *length, "\n", 2);
    }
    return bytes;
}

static char *load(const char *name, size_t *length) {
    bool is_standard = strcmp(name, "-") == 0;
    FILE *file = is_standard ? stdin : fopen(name, "rb");
    errno = file ? 0 : errno;
    char *bytes = file ? read_all(file, length) : NULL;
    if (!bytes) {
        fprintf(stderr, "%s: %s\n", name, strerror(errno ? errno : EIO));
    }
    if (file && !is_standard) {
        (void)fclose(file);
    }
    return bytes;
}

utskr_status json_read(const char *file, json_document *out, utskr_error *error) {
    size_t length = 0;
    *out = (json_document){ .bytes = load(file, &length) };
    if (!out->bytes) {
        return UTSKR_SINK_FAILED;
    }
    reading r = { .document = out, .at = out->bytes, .error = error };
    const char *end = out->bytes + length;
    while (r.status == UTSKR_OK && r.at < end) {
        r.line++;
        r.line_begin = r.at;
        read_line(&r);
        r.at += r.status == UTSKR_OK;
    }
    return r.status;
}

void json_free(json_document *document) {
    free(document->bytes);
    free(document->values);
    *document = (json_document){ 0 };
}
