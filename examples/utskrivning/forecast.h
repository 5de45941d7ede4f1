/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `utskrivning forecast`: what the coming days cost each municipality if nothing happens, and what they would cost if events
 * had been, or will be, at another time.
 *
 *     forecast.c        which cases matter, and what each coming day comes to for them
 *     forecast_move.c   the moves: an event named by its case and line or id, and where it goes
 *     forecast_sum.c    what the cases come to together
 *     forecast_text.c   tables
 *     forecast_json.c   JSON Lines
 */
#ifndef UTSKRIVNING_FORECAST_H
#define UTSKRIVNING_FORECAST_H

#include "command.h"

/* What a day comes to for a case. */
typedef enum day_verdict {
    DAY_FREE = 0,    /* nothing is charged */
    DAY_CHARGED = 1, /* charged; the amount may be unknown all the same */
    DAY_PENDING = 2, /* from the entry day on, but it hangs on a message that can still be sent */
    DAY_UNKNOWN = 3  /* the log cannot tell whether it is charged */
} day_verdict;

typedef struct day_cost {
    int64_t ore; /* 0 unless it is known */
    uint8_t verdict;
    bool is_known; /* the amount */
} day_cost;

/* Days and an amount, each known or not. */
typedef struct total {
    int64_t ore;
    int32_t days;
    bool days_known;
    bool ore_known;
} total;

/* What the days come to for a case. */
typedef struct outlook {
    day_cost *days;                                  /* one for each day of the forecast */
    total before;                                    /* charged before the first of them */
    total ahead;                                     /* charged in them */
    utskr_figures figures;                           /* of the case, when the last of them has passed */
    uint8_t prerequisites[UTSKR_PREREQUISITE_COUNT]; /* of the latest spell, then */
    bool has_spell;
} outlook;

/* A case as it is judged: its log as it was known, or its facts. */
typedef struct source {
    const utskr_case *log;
    const utskr_facts *facts;
    utskr_instant known_at; /* for the log */
} source;

/* An event of the case that is moved. */
typedef struct moved_event {
    uint32_t index; /* in the log with the move, from 1 */
    uint32_t line;
    uint8_t kind;
    utskr_instant from;
    utskr_instant to;
} moved_event;

typedef struct forecast_case {
    char *name;
    const char *file;
    uint32_t number; /* in the order of the input */
    int32_t payer;   /* municipality code, or 0: unknown or none */
    bool is_collective;
    const utskr_pack *pack;
    moved_event *moves;
    uint32_t move_count;
    utskr_facts *facts;  /* these three until the outlooks are made: what is known, where there is no move */
    utskr_case *planned; /* where there is: with the events that are moved as they are, */
    utskr_case *moved;   /* and moved */
    outlook if_nothing;
    outlook if_moved; /* as if_nothing where nothing is moved */
} forecast_case;

typedef struct forecast {
    run run; /* first: the reading of files knows no more */
    options chosen;
    utskr_instant at; /* the latest event so far, unless it was given */
    utskr_date first;
    uint32_t day_count;
    forecast_case *cases;
    uint32_t case_count;
    uint32_t case_capacity;
    utskr_judgement judgement;
    bool has_moves;        /* some case is moved */
    bool used[MOVE_LIMIT]; /* the moves whose case was read */
} forecast;

/* --- forecast_move.c -------------------------------------------------------------------------------------------------- */

/* How many of the moves name this case. */
uint32_t moves_of(const forecast *f, const char *name);
/*
 * Makes the two logs of a case that is named in moves: with what was known, and the events that are moved as they are;
 * and with these moved. What is wrong with a move is told, with `*is_wrong`, and the case has no moves then.
 */
utskr_status make_moves(forecast *f, const utskr_case *c, forecast_case *out, bool *is_wrong);
/* Tells of the moves that no case took. True if there are any. */
bool tell_unused_moves(const forecast *f);

/* --- forecast_sum.c ----------------------------------------------------------------------------------------------------- */

enum way { IF_NOTHING, IF_MOVED, WAYS };

/* What a day, or the days up to one, come to for the cases of a municipality. */
typedef struct day_sum {
    int64_t known_ore;  /* of what is known */
    bool is_known;      /* nothing of it is unknown */
    uint32_t counts[4]; /* cases by day_verdict, of the day itself */
    int64_t known_ore_so_far;
    bool is_known_so_far;
} day_sum;

const outlook *outlook_of(const forecast_case *c, enum way way);
/* Cases begin..end of the forecast, on a day; `sum` holds that of the day before, or zeros with is_known_so_far. */
void add_day(const forecast *f, uint32_t begin, uint32_t end, uint32_t day, enum way way, day_sum *sum);
/* Where the cases of the municipality of case `begin` end; the cases stand by municipality, those without one last. */
uint32_t end_of_municipality(const forecast *f, uint32_t begin);

/* What a move changes of why a municipality is liable. */
typedef struct change {
    const char *rule;
    char from[24];
    char to[24];
} change;

enum { CHANGE_LIMIT = UTSKR_REASON_COUNT + UTSKR_PREREQUISITE_COUNT + 1 };

/* Returns how many there are. */
uint32_t changes_of(const forecast_case *c, change out[CHANGE_LIMIT]);
/* After less before; known where both are. */
total difference_of(const forecast_case *c);

/* --- forecast_text.c, forecast_json.c ------------------------------------------------------------------------------------- */

void write_forecast_text(const forecast *f);
void write_forecast_json(const forecast *f);

#endif
