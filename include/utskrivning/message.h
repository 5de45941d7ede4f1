/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages: words for every answer, in Swedish and English, and a judgement told to somebody at a ward.
 *
 * The telling says what the judgement says and nothing more: it knows no rule. Sentences end with their paragraph and,
 * where an answer relies on an event, with the line and the time of it. The words are static UTF-8; a telling is staged
 * on the stack (about 64 KiB) and handed to the sink in pieces. All functions may be called from any thread.
 */
#ifndef UTSKR_MESSAGE_H
#define UTSKR_MESSAGE_H

#include <utskrivning/judgement.h>
#include <utskrivning/log.h>
#include <utskrivning/statistics.h>

UTSKR_BEGIN

typedef enum utskr_language { UTSKR_SV = 0, UTSKR_EN = 1 } utskr_language;

#define UTSKR_LANGUAGE_COUNT 2

/* "sv" or "en"; "unknown-language". */
UTSKR_API const char *utskr_language_name(int32_t language);
/* UTSKR_UNKNOWN_WORD if it is neither `sv` nor `en`, UTSKR_BAD_ARGUMENT. */
UTSKR_API utskr_status utskr_language_find(const char *word, size_t length, int32_t *out);

/* --- Words ------------------------------------------------------------------------------------------------------------ */

/* What a number of the enum means: "ja", "öppenvården", "fullgjort för sent"; liability statuses and sharing answers are
 * whole sentences. A number that is none gives "okänt värde" or "unknown value"; a language that is none counts as
 * Swedish. */
UTSKR_API const char *utskr_message_answer(int32_t answer, int32_t language);
UTSKR_API const char *utskr_message_party(int32_t party, int32_t language);
UTSKR_API const char *utskr_message_kind(int32_t kind, int32_t language);
UTSKR_API const char *utskr_message_state(int32_t state, int32_t language);
UTSKR_API const char *utskr_message_step(int32_t step, int32_t language);
UTSKR_API const char *utskr_message_obligation_status(int32_t status, int32_t language);
UTSKR_API const char *utskr_message_liability_status(int32_t status, int32_t language);
UTSKR_API const char *utskr_message_prerequisite(int32_t prerequisite, int32_t language);
UTSKR_API const char *utskr_message_criterion(int32_t criterion, int32_t language);
UTSKR_API const char *utskr_message_subject(int32_t subject, int32_t language);
UTSKR_API const char *utskr_message_sip_state(int32_t state, int32_t language);
UTSKR_API const char *utskr_message_share_answer(int32_t answer, int32_t language);
UTSKR_API const char *utskr_message_share_item(int32_t item, int32_t language);
UTSKR_API const char *utskr_message_level(int32_t level, int32_t language);
/* Why a stay is left out, or two counts of it differ: a whole sentence. */
UTSKR_API const char *utskr_message_left_out(int32_t left_out, int32_t language);

/* Why liability is what it is: a whole sentence, and the paragraph that it rests on. */
UTSKR_API const char *utskr_message_reason(int32_t reason, int32_t language);
UTSKR_API const char *utskr_message_reason_cite(int32_t reason);

/* What a rule of the pack says: a whole sentence, from the row itself. A pack of NULL is the act. NULL for an id that no
 * row of the pack or its base has. */
UTSKR_API const char *utskr_message_rule(const utskr_pack *pack, const char *id, int32_t language);
/* What a finding means: a whole sentence, from the first pack that has it. NULL for an id that is no finding of its own: a
 * finding named after an obligation says that this was missed or done late. */
UTSKR_API const char *utskr_message_finding(const char *id, int32_t language);

/* --- Telling ---------------------------------------------------------------------------------------------------------- */

/*
 * All below write text that ends with a line end. `c` may be NULL: then no event is named; `file` may be NULL.
 * UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE; UTSKR_BUFFER_TOO_SMALL, with nothing written, if the judgement holds less than it
 * counts; UTSKR_SINK_FAILED.
 */

/* The whole judgement: where the case stands, what is due next and for whom, why liability did or did not arise. */
UTSKR_API utskr_status utskr_explain(const utskr_case *c, const char *file, const utskr_judgement *judgement,
                                     int32_t language, utskr_sink sink, void *user);
/* What a party must and may do. `todo` holds the indices that utskr_worklist gave. */
UTSKR_API utskr_status utskr_explain_worklist(const utskr_case *c, const char *file, const utskr_facts *facts,
                                              const utskr_judgement *judgement, int32_t party, const uint32_t *todo,
                                              uint32_t todo_count, int32_t language, utskr_sink sink, void *user);
/* The answer of utskr_share to the question asked of it. */
UTSKR_API utskr_status utskr_explain_sharing(const utskr_case *c, const char *file, const utskr_question *question,
                                             int32_t from, int32_t to, int32_t item, const utskr_sharing *sharing,
                                             int32_t language, utskr_sink sink, void *user);
/* The findings alone, one per line as `FILE:LINE: case: sentence`. */
UTSKR_API utskr_status utskr_explain_findings(const utskr_case *c, const char *file, const utskr_judgement *judgement,
                                              int32_t language, utskr_sink sink, void *user);

/*
 * A settlement that has been summed: a table of its objects, then of each, who is counted and who is left out and why, the
 * days charged with their rule, and the months that it rests on. Objects without stays and charges are in the table alone.
 * Nothing at all is written for no objects. UTSKR_NOT_FOUND before the summing.
 */
UTSKR_API utskr_status utskr_explain_settlement(const utskr_settlement *settlement, int32_t language, utskr_sink sink,
                                                void *user);
/* Its statistics: the two counts in a table, then the stays that make the difference, and the rates. */
UTSKR_API utskr_status utskr_explain_statistics(const utskr_settlement *settlement, int32_t language, utskr_sink sink,
                                                void *user);

UTSKR_END

#endif
