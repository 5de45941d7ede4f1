/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rule packs that a host makes: from a pack file, or word by word.
 *
 * A pack is derived from another one (its base: the act, an agreement, or a pack made before): it holds the rows of its base and its
 * own, and what it says itself wins over what its base says. It is made in the allocator's memory, in one block,
 * and needs neither its base nor the text after that. It is a utskr_pack as the built-in ones and judged by the same code.
 * A finished pack never changes: any number of threads may use it. A draft belongs to one thread.
 *
 * The text form is described in doc/rule-packs.md. A text is read as a whole or not at all.
 */
#ifndef UTSKR_PACK_H
#define UTSKR_PACK_H

#include <utskrivning/log.h>
#include <utskrivning/rules.h>

UTSKR_BEGIN

#define UTSKR_PACK_TEXT_LIMIT 1048576 /* bytes in a pack file; a line and a text in it have the limits of a case log */
#define UTSKR_PACK_ROW_LIMIT 256      /* obligations in a pack, those of its bases among them */
#define UTSKR_PACK_RULE_LIMIT 128     /* other rules, likewise */
#define UTSKR_PACK_LAYER_LIMIT 8      /* packs that build on each other */
#define UTSKR_PACK_GRACE_LIMIT 16     /* times with a grace of their own for psychiatric care */

/* --- Reading and writing ------------------------------------------------------------------------------------------ */

/*
 * Reads a pack file from memory. A base is looked for by its id among the `known_count` packs of `known` (NULL if there
 * are none), then among the built-in ones. On success `*out` is the caller's to free; else it is left alone, and `error`
 * (may be NULL) holds what is wrong first in the text, and where.
 *
 * UTSKR_UNKNOWN_WORD, with the nearest known one; UTSKR_MALFORMED; UTSKR_DUPLICATE: said twice, or two versions of a row on
 * the same day; UTSKR_NOT_FOUND: a row to end that the base does not have; UTSKR_OUT_OF_RANGE; UTSKR_LIMIT_REACHED;
 * UTSKR_NO_MEMORY; UTSKR_BAD_ARGUMENT.
 */
UTSKR_API utskr_status utskr_pack_parse(const utskr_allocator *allocator, const char *text, size_t length,
                                        const utskr_pack *const *known, uint32_t known_count, const utskr_pack **out,
                                        utskr_error *error);
/* The same from a source, in pieces of any size. UTSKR_SINK_FAILED if the source fails. */
UTSKR_API utskr_status utskr_pack_read(const utskr_allocator *allocator, utskr_source source, void *user,
                                       const utskr_pack *const *known, uint32_t known_count, const utskr_pack **out,
                                       utskr_error *error);
/* Frees a pack made here, which nobody may be using any more. NULL and a built-in pack are nothing. */
UTSKR_API void utskr_pack_free(const utskr_pack *pack);
/*
 * Writes any pack in the text form: all its parameters, and the rows that it brought itself. Reading it, with its base known,
 * gives the same pack. UTSKR_SINK_FAILED, UTSKR_BAD_ARGUMENT.
 */
UTSKR_API utskr_status utskr_pack_write(const utskr_pack *pack, utskr_sink sink, void *user);

/* --- What a pack says besides its rules ----------------------------------------------------------------------------- */

/* A parameter in the words of the text form: "grace-days" "3". One that may be said more than once comes more than
 * once. */
typedef struct utskr_parameter {
    uint32_t size; /* sizeof(utskr_parameter), set by UTSKR_PARAMETER_INIT */
    uint32_t reserved;
    const char *id;
    char value[80]; /* in words, as in the text form */
} utskr_parameter;

#define UTSKR_PARAMETER_INIT                                                                                           \
    { sizeof(utskr_parameter), 0, NULL, "" }
UTSKR_API void utskr_parameter_init(utskr_parameter *parameter);
/* The index-th parameter, in the order in which they are written. UTSKR_NOT_FOUND after the last one,
 * UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_pack_parameter(const utskr_pack *pack, uint32_t index, utskr_parameter *out);
/* The amounts that hold under a pack, by year: its own, and the built-in ones of other years; NULL after the last one. */
UTSKR_API const utskr_rate *utskr_pack_rate_at(const utskr_pack *pack, uint32_t index);

/* --- Word by word ----------------------------------------------------------------------------------------------------- */

/* A pack that is being made. */
typedef struct utskr_pack_draft utskr_pack_draft;

/*
 * Begins a pack with an id of its own, derived from `base`; with NULL it has no row at all and the parameters of the act.
 * An id has up to 63 small letters, digits and hyphens, a letter first. The base must live until the pack is finished.
 * Every function below returns UTSKR_OK, or one of the statuses of utskr_pack_parse and then leaves the draft as it was.
 */
UTSKR_API utskr_status utskr_pack_draft_new(const utskr_allocator *allocator, const char *id, const utskr_pack *base,
                                            utskr_pack_draft **out, utskr_error *error);
UTSKR_API void utskr_pack_draft_free(utskr_pack_draft *draft);
/* Says one thing about the pack as a whole: title, source, county, valid, grade, or a parameter; each once. The value is
 * that of the text form, without quotes. The first five must be said. */
UTSKR_API utskr_status utskr_pack_draft_set(utskr_pack_draft *draft, const char *name, const char *value,
                                            utskr_error *error);
/* Decides a reading by its words. */
UTSKR_API utskr_status utskr_pack_draft_reading(utskr_pack_draft *draft, const char *reading, const char *value,
                                                utskr_error *error);
/* The amount of a year, with its grade and its source (or NULL). It wins over the base's and the built-in one, and loses to one that
 * comes with a question. It is in force for payers whom the pack itself binds: others are judged under the act. */
UTSKR_API utskr_status utskr_pack_draft_rate(utskr_pack_draft *draft, const utskr_rate *rate, utskr_error *error);
/* Ends an obligation of the base, or a rule that an agreement brought; `last_day` is its last day. One that ends before it
 * begins is left out. */
UTSKR_API utskr_status utskr_pack_draft_end(utskr_pack_draft *draft, const char *rule, utskr_date last_day,
                                            utskr_error *error);
/* Adds rows and rules, or whatever else the text form holds after `base`. Lines count from 1 in each text. */
UTSKR_API utskr_status utskr_pack_draft_add(utskr_pack_draft *draft, const char *text, size_t length,
                                            utskr_error *error);
/* Checks the whole and makes the pack, which is the caller's to free. The draft stays as it was. */
UTSKR_API utskr_status utskr_pack_draft_finish(utskr_pack_draft *draft, const utskr_pack **out, utskr_error *error);

UTSKR_END

#endif
