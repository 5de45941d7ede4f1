/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sentences of which every telling here is made. Each leaves the slack of the stage free for what follows. */
#ifndef UTSKR_TEXT_MESSAGE_OUT_H
#define UTSKR_TEXT_MESSAGE_OUT_H

#include <utskrivning/message.h>

#include "text/stage.h"

#if defined(__GNUC__) && !defined(_WIN32)
#define UTSKR_MESSAGE_HIDDEN __attribute__((visibility("hidden")))
#else
#define UTSKR_MESSAGE_HIDDEN
#endif

/* A telling under way. */
typedef struct utskr_telling {
    const char *file;
    const utskr_judgement *judgement; /* NULL when a sharing answer is told */
    const utskr_pack *pack;
    int32_t language;
    utskr_stage stage;
} utskr_telling;

/* Text as it stands; NULL is nothing. */
UTSKR_MESSAGE_HIDDEN void utskr_tell(utskr_telling *telling, const char *text);
/* The one of the two that is in the language. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_in(utskr_telling *telling, const char *swedish, const char *english);
/* "tors 2026-01-22 23:59" */
UTSKR_MESSAGE_HIDDEN void utskr_tell_instant(utskr_telling *telling, utskr_instant at);
/* "tors 2026-01-22" */
UTSKR_MESSAGE_HIDDEN void utskr_tell_date(utskr_telling *telling, utskr_date day);
UTSKR_MESSAGE_HIDDEN void utskr_tell_number(utskr_telling *telling, int64_t number);
#define UTSKR_SEK_TEXT 32
/* "37 200", "37 200,50" or "37 200.50", with a terminating zero: at most 27 bytes. */
UTSKR_MESSAGE_HIDDEN void utskr_sek_text(int64_t ore, int32_t language, char out[UTSKR_SEK_TEXT]);
/* "tors" or "Thu" */
UTSKR_MESSAGE_HIDDEN const char *utskr_weekday_word(utskr_date day, int32_t language);
/* "37 200 kr" */
UTSKR_MESSAGE_HIDDEN void utskr_tell_sek(utskr_telling *telling, int64_t ore);
/* " (2017:612 4 kap. 3 §; rad 7, mån 2026-01-19 11:40)": the paragraph, and the event relied on if there is one. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_ground(utskr_telling *telling, const char *cite, uint32_t index);
/* "rad 7, mån 2026-01-19 11:40" */
UTSKR_MESSAGE_HIDDEN void utskr_tell_event(utskr_telling *telling, uint32_t index);
/* "anna (anna.case)" and, on the next line, when and by which rules the case was judged. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_head(utskr_telling *telling, utskr_instant at);
/* The row of that id; the pack's own wins over that of its base. False if neither has one. */
UTSKR_MESSAGE_HIDDEN bool utskr_rule_find(const utskr_pack *pack, const char *id, utskr_rule_info *out);
/* The citation of a rule of the pack, or "". */
UTSKR_MESSAGE_HIDDEN const char *utskr_rule_cite(const utskr_pack *pack, const char *id);
/* The text of a rule by its number in the pack: of several versions, the one that was judged by. */
UTSKR_MESSAGE_HIDDEN const char *utskr_numbered_rule(const utskr_telling *telling, uint32_t number, const char *id);
/* The name of the case, or "". */
UTSKR_MESSAGE_HIDDEN const char *utskr_tell_case_name(const utskr_telling *telling);

/* "  tors 2026-01-22 23:59: öppenvården: Den fasta ... (cite; event)" */
UTSKR_MESSAGE_HIDDEN void utskr_tell_obligation(utskr_telling *telling, const utskr_obligation *obligation,
                                                bool with_party);
/* One of those whose condition the log does not tell: they stand in one line, this one after `before` others. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_unclear(utskr_telling *telling, const utskr_obligation *obligation,
                                             uint32_t before);
/* What the finding says, without its ground. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_finding(utskr_telling *telling, const utskr_finding *finding);
UTSKR_MESSAGE_HIDDEN void utskr_tell_liability(utskr_telling *telling);
UTSKR_MESSAGE_HIDDEN void utskr_tell_findings(utskr_telling *telling);

/* Begins to tell what is told of no judgement. */
UTSKR_MESSAGE_HIDDEN void utskr_telling_begin(utskr_telling *telling, const utskr_case *c, const char *file,
                                              int32_t language, utskr_sink sink, void *user);
/* Begins to tell of a judgement: the statuses of utskr_stage_check. */
UTSKR_MESSAGE_HIDDEN utskr_status utskr_telling_judged(utskr_telling *telling, const utskr_case *c, const char *file,
                                                       const utskr_judgement *judgement, int32_t language,
                                                       utskr_sink sink, void *user);

#endif
