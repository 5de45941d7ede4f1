/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Status: did the call work? Never what the law says (that is utskr_answer).
 *
 * Numbers are fixed: new ones are only added. Every function that can fail returns one, and one that fails has
 * changed nothing that its caller can see, except the error it was given to fill in.
 */
#ifndef UTSKR_STATUS_H
#define UTSKR_STATUS_H

#include <stddef.h>
#include <stdint.h>
#include <utskrivning/api.h>

UTSKR_BEGIN

typedef enum utskr_status {
    UTSKR_OK = 0,
    UTSKR_BAD_ARGUMENT = 10,     /* a null pointer, or a value outside its documented range */
    UTSKR_BAD_SIZE = 20,         /* a struct whose `size` no version of the library knows */
    UTSKR_NO_MEMORY = 30,        /* the caller's allocator returned null */
    UTSKR_BUFFER_TOO_SMALL = 40, /* the needed size is given where the function says */
    UTSKR_LIMIT_REACHED = 50,    /* a documented limit (utskr_limit_*) */
    UTSKR_OUT_OF_RANGE = 60,     /* an instant or date outside 1980-2199 */
    UTSKR_MALFORMED = 70,        /* text that does not follow its form */
    UTSKR_UNKNOWN_WORD = 80,     /* a word that is in no table; the error names the nearest one */
    UTSKR_AMBIGUOUS_WORD = 90,   /* a word that may mean two things whose difference matters */
    UTSKR_REPEATED_HOUR = 100,   /* a local time that happens twice (end of daylight saving): give the offset */
    UTSKR_MISSING_HOUR = 110,    /* a local time that never happens (start of daylight saving) */
    UTSKR_REFUSED = 120,         /* the transition table refuses the event; nothing changed */
    UTSKR_OUT_OF_ORDER = 130,    /* an event earlier than the last one folded: fold the log again */
    UTSKR_NOT_FOUND = 140,       /* nothing has that name, id or index */
    UTSKR_DUPLICATE = 150,       /* a name or id that must be unique is there already */
    UTSKR_DAMAGED = 160,         /* a stored case whose bytes are not what was written */
    UTSKR_UNKNOWN_VERSION = 170, /* a stored case of a version this library does not know */
    UTSKR_SINK_FAILED = 180      /* the caller's sink or source said stop */
} utskr_status;

/* "ok", "bad-argument", ...; "unknown-status" for a number that is none. Static memory. Any thread. */
UTSKR_API const char *utskr_status_name(int32_t status);

/*
 * Where and why a call failed. Owned by the caller, who sets it with UTSKR_ERROR_INIT and may pass NULL instead.
 * `line` and `column` count from 1; 0 means that the error has no place in a text. A column counts bytes.
 * `message` and `expected` are static text in English; `word` and `suggestion` are copies, cut to fit, and empty when
 * there is none.
 */
typedef struct utskr_error {
    uint32_t size; /* sizeof(utskr_error), set by UTSKR_ERROR_INIT */
    int32_t status;
    uint32_t line;
    uint32_t column;
    const char *message;  /* what was wrong */
    const char *expected; /* what was expected, or "" */
    char word[64];
    char suggestion[64]; /* the nearest known word, or "" */
} utskr_error;

#define UTSKR_ERROR_INIT                                                                                               \
    { sizeof(utskr_error), 0, 0, 0, "", "", "", "" }

/* The same as UTSKR_ERROR_INIT, for languages without the macro. */
UTSKR_API void utskr_error_init(utskr_error *error);

UTSKR_END

#endif
