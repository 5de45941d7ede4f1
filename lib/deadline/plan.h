/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of a pack as bulk goes through them, where only the status of obligations is asked for: those that the same thing
 * sets off together, so that it is looked for once, and each with the way by which it can be judged where nothing about
 * the case is out of the ordinary.
 */
#ifndef UTSKR_LIB_DEADLINE_PLAN_H
#define UTSKR_LIB_DEADLINE_PLAN_H

#include "question/context.h"

/* A pack with more rows, or with more rules than bitmaps of so many words have bits, is judged row by row. */
enum { PLAN_ROWS = 96, PLAN_WORDS = 8 };

/* How a row is judged where the case is plain. */
typedef enum plain_way {
    FULLY,      /* not at all: the row asks for what only the full way knows */
    BY_SENDERS, /* an event, some time: those of the parties that sent one have met it, or all, if it need not be theirs */
    BY_EVENT,   /* an event, by its time */
    BY_TELLING, /* messages that together reach every unit */
    BY_CONTENT, /* messages that together contain every item */
    BY_LIST,    /* a checklist on which every item is done or not needed */
    BY_PART     /* a meeting in which the party takes part */
} plain_way;

/* What the time of a row is counted to. */
typedef enum plain_timing {
    TO_NOTHING,   /* as soon as possible */
    TO_LEAVING,   /* the discharge: before or by it */
    TO_MOMENT,    /* what sets it off: so many seconds after it */
    TO_NEED,      /* the one need that the notice is about: so many seconds after it */
    AS_FOR_OTHERS /* found in the full way */
} plain_timing;

/* A row stops at an excuse that the case may have (EXCUSED_* bits), and always where it is judged in no plain way. */
#define STOPS_ALWAYS 0x80u

/* Conditions beside those of WHEN_*. */
enum {
    IF_COLOUR = 1 << 16,   /* for a colour */
    IF_ONE_NEED = 1 << 17, /* what it counts from is the one need */
    IF_STEP = 1 << 18,     /* reading step-time leaves it as it is */
    IF_READ = 1 << 19      /* its own reading does */
};

typedef struct planned_row {
    const rule_row *row;
    utskr_instant since; /* from then on it is valid for sure */
    uint64_t bit;        /* in its word of a bitmap of rules */
    int32_t seconds;     /* from what it is counted to to when it is due, as far as `timing` says so */
    uint16_t number;     /* among the rules of the pack */
    uint8_t word;        /* of a bitmap */
    uint8_t way;         /* how it is judged in a plain case */
    uint8_t timing;
    uint8_t stops;       /* what of a case stands in the way */
    uint8_t parties;     /* UTSKR_TO */
    uint8_t patterns;    /* of what meets it */
    uint32_t conditions; /* WHEN_*, and those above */
} planned_row;

/* Rows that the same trigger sets off. */
typedef struct row_group {
    const planned_row *first;
    const planned_row *end; /* behind the last one */
    uint8_t trigger;        /* rule_trigger */
    uint8_t kind;           /* without an event of this kind none of them arises; 0: not to be told so */
} row_group;

/* Not to be moved: its groups point to its rows. */
typedef struct row_plan {
    const utskr_pack *pack; /* whose rows these are; NULL: nothing has been planned */
    bool complete;          /* all of them are here: there is room */
    uint32_t group_count;
    planned_row rows[PLAN_ROWS];
    row_group groups[PLAN_ROWS];
} row_plan;

/* Plans the rows of a pack and its bases, if there is room. */
void utskr_plan_rows(row_plan *plan, const utskr_pack *pack);

#endif
