/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A small strict reader of JSON Lines: one object to a line, read whole, errors with line and column. */
#ifndef UTSKRIVNING_JSON_IN_H
#define UTSKRIVNING_JSON_IN_H

#include "command.h"

typedef enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_LIST, JSON_OBJECT } json_type;

/* A value. Numbers of values count from 1 in their document; 0 is none. */
typedef struct json_value {
    json_type type;
    const char *key;  /* of a member of an object, or NULL */
    const char *text; /* of a string, its escapes undone; of a number, as it was written */
    uint32_t line;
    uint32_t column; /* counts bytes, from 1 */
    size_t first;    /* of its elements or members */
    size_t next;     /* element or member after it */
} json_value;

/* A text and the values read from it: its lines are linked by `next`. */
typedef struct json_document {
    char *bytes;
    json_value *values;
    size_t count;
    size_t capacity;
    size_t first; /* the value of the first line */
} json_document;

/* Reads a file, - for standard input. UTSKR_MALFORMED with the place in `error`; UTSKR_SINK_FAILED for a file that cannot
 * be read, which has then been said; UTSKR_NO_MEMORY. */
utskr_status json_read(const char *file, json_document *out, utskr_error *error);
void json_free(json_document *document);

static inline const json_value *json_at(const json_document *document, size_t number) {
    return number == 0 ? NULL : &document->values[number - 1];
}
/* A member of an object, or NULL. */
const json_value *json_member(const json_document *document, const json_value *object, const char *key);

#endif
