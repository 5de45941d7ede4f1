/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules: packs of rows, each with its paragraph, and the readings of what the texts leave open.
 *
 * The rows here are the ones the judgement runs on, so documentation made from them can't disagree with it. Everything is constant
 * and static; all functions may be called from any thread. Citations are in Swedish, as the law is.
 */
#ifndef UTSKR_RULES_H
#define UTSKR_RULES_H

#include <utskrivning/event.h>

UTSKR_BEGIN

/* What the law says. Unknown is an answer: the log cannot tell. */
typedef enum utskr_answer { UTSKR_UNKNOWN = 0, UTSKR_NO = 1, UTSKR_YES = 2, UTSKR_NOT_NEEDED = 3 } utskr_answer;

/* "unknown", "no", "yes", "not-needed"; "unknown" for a number that is none. */
UTSKR_API const char *utskr_answer_name(int32_t answer);

/* --- Readings --------------------------------------------------------------------------------------------------- */

typedef enum utskr_reading {
    UTSKR_READ_LATE = 0,
    UTSKR_READ_SIMPLE_CARE = 1,
    UTSKR_READ_SIP_HOME_NURSING = 2,
    UTSKR_READ_SIP_CURRENT = 3,
    UTSKR_READ_SIP_CALL_CONSENT = 4,
    UTSKR_READ_UNSTATED_RECIPIENTS = 5,
    UTSKR_READ_UNSTATED_CONTENT = 6,
    UTSKR_READ_HOURS = 7,
    UTSKR_READ_HOLIDAY_SHIFT = 8,
    UTSKR_READ_CUTOFF_AT_NOON = 9,
    UTSKR_READ_ENTRY_DAY = 10,
    UTSKR_READ_END_DAY = 11,
    UTSKR_READ_LEAVE_DAYS = 12,
    UTSKR_READ_OBSTACLE = 13,
    UTSKR_READ_ADMISSION_RECIPIENTS = 14,
    UTSKR_READ_PSYCHIATRIC_2018_CUTOFF = 15,
    /* Readings of rows of agreements; they never change days or amount. */
    UTSKR_READ_STEP_TIME = 16,
    UTSKR_READ_HOME_MEANS = 17,
    UTSKR_READ_DESTINATION_UNSTATED = 18,
    UTSKR_READ_DYGN = 19,
    UTSKR_READ_72H_WEEKDAY = 20,
    UTSKR_READ_FIRST_WEEKDAY = 21,
    UTSKR_READ_WEEKDAY_CLOCK_EDGE = 22,
    UTSKR_READ_DOT_COLOUR = 23,
    UTSKR_READ_OMGAENDE = 24,
    UTSKR_READ_VANLIGTVIS = 25,
    UTSKR_READ_NOT_REACHED = 26,
    UTSKR_READ_ONGOING_UNSTATED = 27,
    UTSKR_READ_COVER_UNSTATED = 28,
    UTSKR_READ_REFERRAL_NEED = 29,
    UTSKR_READ_READY_SUBJECTS = 30,
    UTSKR_READ_READY_RESULT = 31,
    UTSKR_READ_SIP_CALL_TRIGGER = 32,
    UTSKR_READ_SIP_FOLLOW_UP_PARTY = 33,
    UTSKR_READ_SAME_DAY_GOAL = 34
} utskr_reading;

#define UTSKR_READING_COUNT 35
#define UTSKR_NATIONAL_READING_COUNT 16
#define UTSKR_READING_VALUE_LIMIT 4

typedef enum utskr_late { UTSKR_LATE_STRICT = 0, UTSKR_LATE_CURABLE = 1, UTSKR_LATE_EXISTENCE = 2 } utskr_late;

typedef struct utskr_reading_info {
    const char *id;                                /* "cutoff-at-noon" */
    const char *values[UTSKR_READING_VALUE_LIMIT]; /* the default of the act first; NULL after the last */
    uint32_t value_count;
    uint32_t national;       /* 1: a reading of the act; 0: of an agreement's rows */
    const char *question_en; /* what is left open */
    const char *question_sv;
    const char *why_en; /* why the default is what it is */
    const char *why_sv;
    const char *cite;
} utskr_reading_info;

/* NULL for a number that is none. */
UTSKR_API const utskr_reading_info *utskr_reading_at(int32_t reading);
UTSKR_API uint32_t utskr_reading_count(void);

#define UTSKR_READING_AS_PACK 255 /* the value that the pack has decided on */

/* A value of every reading: an index into its `values`, or UTSKR_READING_AS_PACK. */
typedef struct utskr_readings {
    uint32_t size; /* sizeof(utskr_readings), set by utskr_readings_init */
    uint8_t value[UTSKR_READING_COUNT];
} utskr_readings;

/* --- Packs -------------------------------------------------------------------------------------------------------- */

typedef struct utskr_pack utskr_pack;

typedef struct utskr_pack_info {
    uint32_t size;       /* sizeof(utskr_pack_info), set by UTSKR_PACK_INFO_INIT */
    uint32_t rule_count; /* rules of all groups, those of the base among them */
    const char *id;      /* "jamtland-harjedalen" */
    const char *title;   /* in Swedish */
    const char *base;    /* the pack it builds on, or "" */
    const char *source;  /* the document */
    int32_t county;      /* county code, or 0 for the act */
    utskr_date valid_from;
    utskr_date valid_to; /* the last day, or UTSKR_DATE_NONE while it has no end */
    char grade;          /* P primary text read, O official page read in part, S secondary */
    uint8_t collective;  /* 1: settled by a collective model; the judgement is the individual one */
    uint8_t reserved[2];
} utskr_pack_info;

#define UTSKR_PACK_INFO_INIT                                                                                           \
    {                                                                                                                  \
        sizeof(utskr_pack_info), 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, {                                           \
            0, 0                                                                                                       \
        }                                                                                                              \
    }
UTSKR_API void utskr_pack_info_init(utskr_pack_info *info);

UTSKR_API uint32_t utskr_pack_count(void);
/* NULL for a number that is none. */
UTSKR_API const utskr_pack *utskr_pack_at(uint32_t index);
/* UTSKR_UNKNOWN_WORD with the nearest id in `error`. */
UTSKR_API utskr_status utskr_pack_find(const char *id, size_t length, const utskr_pack **out, utskr_error *error);
/*
 * The agreement of the county that a municipality lies in (by its four-digit code; or a county code, 1 to 99), if there is one built in
 * that is valid on the local day; else the act. Never NULL.
 */
UTSKR_API const utskr_pack *utskr_pack_for_municipality(int32_t municipality, utskr_date day);
/* UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_pack_describe(const utskr_pack *pack, utskr_pack_info *out);
/* The readings that the pack decides by unless a host says otherwise; with a NULL pack UTSKR_READING_AS_PACK throughout. */
UTSKR_API utskr_status utskr_readings_init(const utskr_pack *pack, utskr_readings *out);
/* Sets one reading by its words. UTSKR_UNKNOWN_WORD with the nearest one in `error`. */
UTSKR_API utskr_status utskr_readings_set(utskr_readings *readings, const char *reading, size_t reading_length,
                                          const char *value, size_t value_length, utskr_error *error);

/* --- Rules -------------------------------------------------------------------------------------------------------- */

typedef enum utskr_group {
    UTSKR_GROUP_SCOPE = 0,        /* does the act apply? */
    UTSKR_GROUP_SIP = 1,          /* is a SIP required? */
    UTSKR_GROUP_OBLIGATION = 2,   /* who must do what by when */
    UTSKR_GROUP_SHARING = 3,      /* what may be told to whom */
    UTSKR_GROUP_PREREQUISITE = 4, /* of the municipality's liability */
    UTSKR_GROUP_LIABILITY = 5,
    UTSKR_GROUP_FINDING = 6
} utskr_group;

typedef enum utskr_force { UTSKR_SKA = 0, UTSKR_BOR = 1 } utskr_force;

typedef struct utskr_rule_info {
    uint32_t size;    /* sizeof(utskr_rule_info), set by UTSKR_RULE_INFO_INIT */
    uint32_t parties; /* UTSKR_TO(party) of those it binds */
    const char *id;
    const char *cite;
    const char *text_en;
    const char *text_sv;
    const char *trigger;   /* obligations: from when, in English; else "" */
    const char *met_by;    /* obligations: by what, in English; else "" */
    const char *form_text; /* obligations: the time form in words, "24 h", "by discharged"; else "" */
    const char *pack;      /* id of the pack that brought it */
    utskr_date valid_from;
    utskr_date valid_to; /* or UTSKR_DATE_NONE */
    uint8_t group;       /* utskr_group */
    uint8_t force;       /* utskr_force */
    uint8_t form;        /* utskr_form */
    uint8_t colours;     /* bit 1 << utskr_colour; 0: all */
    int32_t number;      /* of the time form */
    char grade;
    uint8_t colour_unstated; /* 1: the source does not show which colours */
    uint8_t reserved[6];
} utskr_rule_info;

#define UTSKR_RULE_INFO_INIT                                                                                           \
    {                                                                                                                  \
        sizeof(utskr_rule_info), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, {       \
            0, 0, 0, 0, 0, 0                                                                                           \
        }                                                                                                              \
    }
UTSKR_API void utskr_rule_info_init(utskr_rule_info *info);

/* The index-th rule of a pack, those of its base among them, in table order. UTSKR_NOT_FOUND after the last one,
 * UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_pack_rule(const utskr_pack *pack, uint32_t index, utskr_rule_info *out);
UTSKR_API const char *utskr_group_name(int32_t group); /* "obligation", or "unknown-group" */
UTSKR_API const char *utskr_force_name(int32_t force); /* "ska" or "bör" */

/* --- Amounts per day of care (belopp per vårddygn) ------------------------------------------------------------------ */

typedef struct utskr_rate {
    int32_t year;
    char grade;
    uint8_t reserved[3];
    int64_t ore;        /* per day of care, in öre */
    const char *source; /* the regulation, or NULL */
} utskr_rate;

/* The built-in amounts, by year; NULL after the last one. Years not in the table are unknown. */
UTSKR_API const utskr_rate *utskr_rate_at(uint32_t index);

UTSKR_END

#endif
