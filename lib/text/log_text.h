/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parts of the case log's reader and writer: text, words of a line, a line, names seen.
 *
 * A line is read in place. Only what the case must get as strings with a zero byte is copied, into a scratch that the
 * reader keeps.
 */
#ifndef UTSKR_LIB_TEXT_LOG_TEXT_H
#define UTSKR_LIB_TEXT_LOG_TEXT_H

#include <stdbool.h>
#include <utskrivning/log.h>

/* --- Text (log_utf8.c) -------------------------------------------------------------------------------------- */

/*
 * The first byte that is no part of a well-formed character, or that begins a control character other than a tab;
 * `length` if there is none. `*control` says which of the two it was.
 */
size_t utskr_text_check(const char *text, size_t length, bool *control);

/* --- Words (log_lexer.c) ------------------------------------------------------------------------------------ */

/* Copies of what a line says in the host's own words, each with its zero byte. */
typedef struct utskr_log_scratch {
    char first[UTSKR_TEXT_LIMIT + 1];  /* id of an event, name of a case */
    char second[UTSKR_TEXT_LIMIT + 1]; /* of, rules */
    char third[UTSKR_TEXT_LIMIT + 1];  /* about, previous */
    char value[UTSKR_TEXT_LIMIT + 1];  /* a value with escapes, as it reads without them */
} utskr_log_scratch;

/* A line that is being read. Its text is well-formed (utskr_text_check). */
typedef struct utskr_log_line {
    const char *text;
    size_t length;
    size_t at; /* what has been read of it */
    uint32_t number;
    const char *id_at; /* where the id of the event stands, or NULL */
    utskr_log_scratch *scratch;
    utskr_error *error; /* filled in when something is wrong; not NULL */
} utskr_log_line;

/* A word: `flag`, `key=value` or `key="value"`; of a name, also `"name"`. */
typedef struct utskr_log_word {
    const char *text; /* the whole of it */
    size_t length;
    const char *value; /* without quotes and escapes; of a flag, the flag */
    size_t value_length;
    size_t key_length;    /* 0 if there is no key, or an empty one */
    const char *value_at; /* where the value stands in the line, after its quote */
    bool has_key;
    bool quoted;
} utskr_log_word;

/* The next word. UTSKR_NOT_FOUND at the end of the line; UTSKR_MALFORMED and UTSKR_LIMIT_REACHED fill in the error. */
utskr_status utskr_log_next_word(utskr_log_line *line, utskr_log_word *word);

/* Fills in the line's error: what is wrong with the `length` bytes at `where`. Returns `status`. */
utskr_status utskr_log_fail(const utskr_log_line *line, const char *where, size_t length, utskr_status status,
                            const char *message, const char *expected);
/* Adds the place to an error that another part of the library has filled in. */
void utskr_log_place_at(const utskr_log_line *line, const char *where);
/* Adds the place and the word. Returns `status`. */
utskr_status utskr_log_place(const utskr_log_line *line, const char *where, size_t length, utskr_status status);

/* Copies the word's value, which must not be empty, into a string of the scratch. */
utskr_status utskr_log_copy(const utskr_log_line *line, const utskr_log_word *word, char *out);
/* Reads the word's value as an instant, without dates. */
utskr_status utskr_log_instant(const utskr_log_line *line, const utskr_log_word *word, utskr_instant *out);

/* --- Whole lines (log_entry.c) ------------------------------------------------------------------------------- */

/* Is the line short enough, and is it text? If not, the line's error is filled in. */
utskr_status utskr_log_check_length(const utskr_log_line *line, bool too_long);
utskr_status utskr_log_check_text(const utskr_log_line *line);

/* --- Lines (log_event.c, log_header.c) ---------------------------------------------------------------------- */

/* Reads an event; the strings of `entry` are the scratch's. On failure the line's error is filled in. */
utskr_status utskr_log_read_event(utskr_log_line *line, utskr_entry *entry);
/* Reads what follows the kind, which `entry` has; if `complete`, that must be all that the kind must say. */
utskr_status utskr_log_read_rest(utskr_log_line *line, utskr_entry *entry, bool complete);

/* Is that the header of a case? Any bytes will do. */
bool utskr_log_is_header(const char *text, size_t length);
/* Is there nothing but blanks, or a comment? */
bool utskr_log_is_empty(const char *text, size_t length);
/* Reads `case NAME`; `name` is where the name stands. */
utskr_status utskr_log_read_name(utskr_log_line *line, utskr_header *header, utskr_log_word *name);
/* Reads the keys that follow. */
utskr_status utskr_log_read_keys(utskr_log_line *line, utskr_header *header);
/* Reads a line that is the value of a known key. */
utskr_status utskr_log_read_header_value(utskr_log_line *line, const char *key, utskr_header *header);

/* Does the unquoted name look as if it were a key of the header? */
bool utskr_log_is_header_key(const char *text, size_t length);

/* --- Names seen (log_names.c) ------------------------------------------------------------------------------- */

/* A set of strings, each kept as a digest of 128 bits. All zero is an empty set. */
typedef struct utskr_names {
    struct utskr_digest *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} utskr_names;

/* UTSKR_DUPLICATE if the name is there already; UTSKR_NO_MEMORY, with the set as it was. */
utskr_status utskr_names_add(utskr_names *names, const utskr_allocator *allocator, const char *name, size_t length);
bool utskr_names_has(const utskr_names *names, const char *name, size_t length);
void utskr_names_free(utskr_names *names, const utskr_allocator *allocator);

/* --- Refusals (log_refusal.c) ------------------------------------------------------------------------------- */

/* Fills in why the transition table, which depends on the sender and the state alone, refused the event. */
void utskr_log_refusal(const utskr_entry *entry, utskr_error *error);

#endif
