/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The values of which every JSON object here is made. Each leaves the slack of the stage free for what follows. */
#ifndef UTSKR_TEXT_JSON_OUT_H
#define UTSKR_TEXT_JSON_OUT_H

#include <utskrivning/judgement.h>

#include "text/stage.h"

#if defined(__GNUC__) && !defined(_WIN32)
#define UTSKR_JSON_HIDDEN __attribute__((visibility("hidden")))
#else
#define UTSKR_JSON_HIDDEN
#endif

#define PUT UTSKR_STAGE_PUT

/* Begins a line of the case, which may be NULL. */
UTSKR_JSON_HIDDEN void utskr_json_begin(utskr_stage *json, const utskr_case *c, utskr_sink sink, void *user);
/* Ends the line and hands it over. */
UTSKR_JSON_HIDDEN utskr_status utskr_json_end(utskr_stage *json);
/* `{"case":...,"file":...` */
UTSKR_JSON_HIDDEN void utskr_json_case(utskr_stage *json, const char *file);
/* `,"rules":` and the name of the pack; NULL is the act. */
UTSKR_JSON_HIDDEN void utskr_json_pack(utskr_stage *json, const utskr_pack *pack);

/* A string in quotes, whatever it holds; null for NULL. */
UTSKR_JSON_HIDDEN void utskr_json_string(utskr_stage *json, const char *text);
/* A string in quotes, or null for NULL and "". */
UTSKR_JSON_HIDDEN void utskr_json_string_or_null(utskr_stage *json, const char *text);
/* An instant in quotes, null for 0. */
UTSKR_JSON_HIDDEN void utskr_json_instant(utskr_stage *json, utskr_instant at);
/* The line of an event of the log, 0 for index 0. */
UTSKR_JSON_HIDDEN void utskr_json_line(utskr_stage *json, uint32_t index);
UTSKR_JSON_HIDDEN void utskr_json_number_or_null(utskr_stage *json, int64_t number, int known);
/* An amount in SEK. */
UTSKR_JSON_HIDDEN void utskr_json_sek(utskr_stage *json, int64_t ore, int known);
/* [parties of UTSKR_TO bits] */
UTSKR_JSON_HIDDEN void utskr_json_parties(utskr_stage *json, uint32_t parties);

/* A member of an object after its first: `,"key":` and the value. The key is plain. */
UTSKR_JSON_HIDDEN void utskr_json_key(utskr_stage *json, const char *key);
UTSKR_JSON_HIDDEN void utskr_json_member_string(utskr_stage *json, const char *key, const char *text);
UTSKR_JSON_HIDDEN void utskr_json_member_string_or_null(utskr_stage *json, const char *key, const char *text);
UTSKR_JSON_HIDDEN void utskr_json_member_word(utskr_stage *json, const char *key, const char *word);
UTSKR_JSON_HIDDEN void utskr_json_member_answer(utskr_stage *json, const char *key, int32_t answer);
UTSKR_JSON_HIDDEN void utskr_json_member_truth(utskr_stage *json, const char *key, int truth);
UTSKR_JSON_HIDDEN void utskr_json_member_number(utskr_stage *json, const char *key, int64_t number);
UTSKR_JSON_HIDDEN void utskr_json_member_number_or_null(utskr_stage *json, const char *key, int64_t number, int known);
UTSKR_JSON_HIDDEN void utskr_json_member_sek(utskr_stage *json, const char *key, int64_t ore, int known);
UTSKR_JSON_HIDDEN void utskr_json_member_instant(utskr_stage *json, const char *key, utskr_instant at);
UTSKR_JSON_HIDDEN void utskr_json_member_date(utskr_stage *json, const char *key, utskr_date day);
UTSKR_JSON_HIDDEN void utskr_json_member_line(utskr_stage *json, const char *key, uint32_t index);

/* Whole objects and lists that more than one line holds. */
UTSKR_JSON_HIDDEN void utskr_json_obligation(utskr_stage *json, const utskr_obligation *obligation);
UTSKR_JSON_HIDDEN void utskr_json_findings(utskr_stage *json, const utskr_judgement *judgement);
UTSKR_JSON_HIDDEN void utskr_json_liability(utskr_stage *json, const utskr_judgement *judgement);
/* The word of a step of the process. */
UTSKR_JSON_HIDDEN void utskr_json_step(utskr_stage *json, const utskr_judgement *judgement);

/* A word of a table, in quotes. */
static inline void utskr_json_word(utskr_stage *json, const char *word) {
    utskr_stage_byte(json, '"');
    utskr_stage_word(json, word);
    utskr_stage_byte(json, '"');
}

static inline void utskr_json_date(utskr_stage *json, utskr_date day) {
    if (day == UTSKR_DATE_NONE) {
        PUT(json, "null");
        return;
    }
    utskr_stage_byte(json, '"');
    utskr_stage_date(json, day);
    utskr_stage_byte(json, '"');
}

static inline void utskr_json_answer(utskr_stage *json, int32_t answer) {
    utskr_json_word(json, utskr_answer_name(answer));
}

static inline void utskr_json_truth(utskr_stage *json, int truth) {
    if (truth) {
        PUT(json, "true");
    } else {
        PUT(json, "false");
    }
}

/* The comma before every element but the first. */
static inline void utskr_json_comma(utskr_stage *json, uint32_t elements_before) {
    if (elements_before > 0) {
        utskr_stage_byte(json, ',');
    }
}

#endif
