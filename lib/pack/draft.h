/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A pack that is being made, and what reads it from text.
 *
 * Text and API come the same way: a statement is read into the state of a draft; finish.c checks the whole of it;
 * build.c makes the pack. Every pack that a host makes comes out of build.c and nowhere else.
 */
#ifndef UTSKR_LIB_PACK_DRAFT_H
#define UTSKR_LIB_PACK_DRAFT_H

#include "rules/row.h"
#include "rules/row_words.h"
#include "text/log_text.h"
#include <utskrivning/pack.h>

enum { FIRST_YEAR = 1980, YEAR_COUNT = 220, ID_LIMIT = 63 };

/* Where something was said; line 0 for what was not said in a text. */
typedef struct place {
    uint32_t line;
    uint32_t column;
} place;

/* All that has been said so far. It points to nothing of its own but strings, so that it can be put back by copying. */
typedef struct draft_state {
    utskr_pack pack; /* its members that are no lists */
    place at;
    uint64_t said;           /* bits of the words of the pack's block (words.c) */
    uint64_t said_readings;  /* bits of utskr_reading */
    uint64_t known_readings; /* the same, and those of the base */
    utskr_date base_from;    /* when the base is valid; 0: there is none */
    utskr_date base_to;
    bool base_collective;
    uint32_t inherited_rows; /* the first of `rows` are the base's, and so of `rules` */
    uint32_t inherited_rules;
    uint32_t row_count;
    uint32_t rule_count;
    uint32_t layer_count; /* of the base */
    uint32_t grace_count;
    uint32_t end_count;
    uint8_t readings[UTSKR_READING_COUNT];
    bool said_rates[YEAR_COUNT];
    utskr_rate rates[YEAR_COUNT]; /* by year; year 0: none */
    pack_layer layers[UTSKR_PACK_LAYER_LIMIT];
    psychiatric_grace graces[UTSKR_PACK_GRACE_LIMIT + 1];
    row_end ends[UTSKR_PACK_ROW_LIMIT];
    place row_places[UTSKR_PACK_ROW_LIMIT];
    place rule_places[UTSKR_PACK_RULE_LIMIT];
    rule_row rows[UTSKR_PACK_ROW_LIMIT];
    plain_rule rules[UTSKR_PACK_RULE_LIMIT];
} draft_state;

/* Strings of a draft, in blocks of one size. */
typedef struct text_block {
    struct text_block *next;
    size_t used;
    char bytes[16384];
} text_block;

struct utskr_pack_draft {
    utskr_allocator allocator;
    text_block *texts;
    draft_state state;
    draft_state before; /* what a call that fails puts back */
};

/* A copy of the text with its zero byte; NULL if there is no memory. At most UTSKR_TEXT_LIMIT bytes. */
const char *utskr_draft_text(utskr_pack_draft *draft, const char *text, size_t length);

/* --- Reading ---------------------------------------------------------------------------------------------------------- */

typedef enum pack_block { IN_PACK, IN_ROW, IN_RULE } pack_block;

typedef struct pack_reading {
    utskr_pack_draft *draft;
    utskr_log_line line;
    pack_block block;
    place block_at;
    uint64_t seen; /* words of the block of a row or rule */
    uint32_t met_count;
    rule_row row;
    plain_rule rule;
    utskr_error error;
    utskr_log_scratch scratch;
} pack_reading;

/* What a word at the beginning of a line says. */
typedef struct statement {
    const char *word;
    utskr_status (*read)(pack_reading *r);
    bool again; /* may be said more than once */
} statement;

void utskr_pack_reading_init(pack_reading *r, utskr_pack_draft *draft);
/* Reads one line after `base`. */
utskr_status utskr_pack_read_line(pack_reading *r, const char *text, size_t length);
/* Ends the block of a row or rule, if one is open. */
utskr_status utskr_pack_end_block(pack_reading *r);
/* Puts the line down to be read: UTSKR_MALFORMED for what is no text, UTSKR_LIMIT_REACHED. */
utskr_status utskr_pack_take_line(pack_reading *r, const char *text, size_t length);
/* Copies what went wrong to the caller's error, and returns its status. */
utskr_status utskr_pack_tell(const pack_reading *r, utskr_status status, utskr_error *error);
/* An id: small letters, digits and hyphens. */
bool utskr_is_pack_id(const char *text, size_t length);

/* --- Values of a line (values.c) ----------------------------------------------------------------------------------- */

/* Something is wrong with the word. */
utskr_status utskr_pack_wrong(const pack_reading *r, const utskr_log_word *word, utskr_status status,
                              const char *message, const char *expected);
/* The next word, which has no key. UTSKR_NOT_FOUND, without an error, at the end of the line. */
utskr_status utskr_pack_next(pack_reading *r, utskr_log_word *out);
/* The same where there must be one. */
utskr_status utskr_pack_word(pack_reading *r, const char *expected, utskr_log_word *out);
/* Nothing more may stand in the line. */
utskr_status utskr_pack_line_end(pack_reading *r);
/* Each of these reads the next word. */
utskr_status utskr_pack_text(pack_reading *r, const char *expected, const char **out);
utskr_status utskr_pack_id(pack_reading *r, const char *expected, const char **out);
utskr_status utskr_pack_choice(pack_reading *r, const row_word *table, const char *expected, uint32_t *out);
utskr_status utskr_pack_choices(pack_reading *r, const row_word *table, const char *expected, uint32_t *out);
utskr_status utskr_pack_parties(pack_reading *r, uint32_t *out);
utskr_status utskr_pack_kind(pack_reading *r, uint8_t *out);
utskr_status utskr_pack_number(pack_reading *r, uint32_t low, uint32_t high, const char *expected, uint32_t *out);
utskr_status utskr_pack_date(pack_reading *r, utskr_date *out);
/* A day, and the last day or none. */
utskr_status utskr_pack_validity(pack_reading *r, utskr_date *from, utskr_date *to);
utskr_status utskr_pack_grade(pack_reading *r, char *out);
utskr_status utskr_pack_reading_name(pack_reading *r, const utskr_reading_info **info, uint32_t *number);
/* A number that the word holds. False for anything else. */
bool utskr_number_of(const utskr_log_word *word, uint32_t low, uint32_t high, uint32_t *out);
/* The parties that the word's value names. */
utskr_status utskr_pack_parties_of(pack_reading *r, const utskr_log_word *word, uint32_t *out);
/* A day that the word's value holds. */
utskr_status utskr_pack_date_of(const pack_reading *r, const utskr_log_word *word, utskr_date *out);
/* Does the word have that key? */
bool utskr_word_has_key(const utskr_log_word *word, const char *key);

/* --- Statements -------------------------------------------------------------------------------------------------------- */

extern const statement utskr_pack_statements[]; /* of the pack as a whole (parameter.c); ended by a NULL word */
extern const statement utskr_row_statements[];  /* of a row (read_row.c) */
extern const statement utskr_rule_statements[]; /* of another rule */
/* A row or rule that has been read is checked by itself and added. */
utskr_status utskr_pack_add_row(pack_reading *r);
utskr_status utskr_pack_add_rule(pack_reading *r);

/* --- Patterns (pattern.c) ---------------------------------------------------------------------------------------------- */

/* EVENT [sender=PARTIES|obliged] [WORD | KEY=WORD]... up to the end of the line. */
utskr_status utskr_pattern_read(pack_reading *r, pattern *out);
/* Writes a pattern; at most PATTERN_TEXT bytes with the zero byte. */
enum { PATTERN_TEXT = 512 };
void utskr_pattern_write(const pattern *p, char out[PATTERN_TEXT]);
/* Does the kind have an attribute of that type, with the key unless it is NULL? */
bool utskr_kind_says(uint32_t kind, uint32_t type, const char *key);

/* --- Statements of one line (draft.c) ------------------------------------------------------------------------------------ */

/* False if the year has been said already. */
bool utskr_draft_put_rate(draft_state *s, const utskr_rate *rate);
/* Ends a row or a rule of the base. UTSKR_NOT_FOUND; UTSKR_REFUSED for a rule of the act; UTSKR_DUPLICATE for what has been ended
 * already, or ends as early by itself. */
utskr_status utskr_draft_put_end(draft_state *s, const row_end *end);

/* --- The end ----------------------------------------------------------------------------------------------------------- */

/* Checks the state, with the defaults filled in, and points its pack to its lists. What the pack points to stays in `s` and
 * `readings`. */
utskr_status utskr_draft_check(draft_state *s, uint8_t readings[2 * UTSKR_READING_COUNT + 1], utskr_error *error);
/* Copies a pack, whose lists may be anywhere, into one block. */
utskr_status utskr_pack_build(const utskr_allocator *allocator, const utskr_pack *from, const utskr_pack **out);

#endif
