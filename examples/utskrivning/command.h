/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The command `utskrivning`: an example of embedding, built on the public functions alone.
 *
 * A subcommand is a row in the table of main.c: its name, the options it takes, and a function. One that judges cases
 * gives run_files() a function that is called with each case.
 */
#ifndef UTSKRIVNING_COMMAND_H
#define UTSKRIVNING_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include <utskrivning/utskrivning.h>

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_BAD_INPUT = 3, EXIT_INTERNAL = 4 };

/* --- output.c: standard output, in large pieces --------------------------------------------------------------------- */

/* A utskr_sink; `user` is not used. Nothing is written any more after a failure. */
int output_write(const char *bytes, size_t length, void *user);
void output_text(const char *text);
void output_flush(void);
/* Writes what is left. False if anything could not be written; that has then been said, unless a reader just left. */
bool output_close(void);
bool output_has_failed(void);
/* Standard output goes to a person. */
bool output_is_terminal(void);

/* --- errors.c: standard error ----------------------------------------------------------------------------------------- */

/* "PLACE: message 'word', expected ...; did you mean '...'?" */
void print_error(const char *place, const utskr_error *error);
/* The same with the line and column of the error: "FILE:LINE:COLUMN: [warning: ]...". */
void print_error_in(const char *file, bool is_warning, const utskr_error *error);
/* The known word that is least unlike, or NULL; `words` ends with NULL. */
const char *nearest_word(const char *word, const char *const *words);

/* --- options.c ---------------------------------------------------------------------------------------------------------- */

/* Which options a subcommand takes. */
enum {
    TAKES_JUDGING = 1 << 0,   /* --at, --known-at, --rules, --reading, --rate */
    TAKES_PARTY = 1 << 1,     /* --party */
    TAKES_SHARING = 1 << 2,   /* --from, --to, --item */
    TAKES_OUTPUT = 1 << 3,    /* --json, --lang */
    TAKES_FILES = 1 << 4,     /* one operand or more: files */
    TAKES_PACK = 1 << 5,      /* --rules, --write, --compare; operands: packs */
    TAKES_FORECAST = 1 << 6,  /* --days, --move */
    TAKES_MONTHS = 1 << 8,    /* --from, --to: months; --under */
    TAKES_TWO_FILES = 1 << 9, /* two operands: files */
    TAKES_LANGUAGE = 1 << 10, /* --lang, without --json */
    TAKES_FOLDER = 1 << 11    /* --output */
};

#define UNDER_LIMIT 32
#define RATE_LIMIT 220 /* years, 1980 to 2199 */

enum { MOVE_LIMIT = 64, FORECAST_DAYS = 7, FORECAST_DAYS_LIMIT = 366 };

/* An event moved in time: `--move CASE:LINE=+1d`. The texts are those of the argument and have no terminating zero. */
typedef struct move {
    const char *text;
    size_t case_length; /* of the name of the case, which begins the text */
    const char *event;  /* its line, or its id */
    size_t event_length;
    int32_t days;     /* on the local calendar, at the same clock */
    int64_t seconds;  /* elapsed */
    utskr_instant to; /* or 0: by days and seconds */
} move;

typedef struct options {
    utskr_instant at;       /* 0: the latest event of each case */
    utskr_instant known_at; /* 0: everything is known */
    const utskr_pack *pack; /* of cases that name none; NULL: the act */
    utskr_readings readings;
    utskr_rate rates[RATE_LIMIT];
    uint32_t rate_count;
    int32_t language;
    int32_t party;
    int32_t from;
    int32_t to;
    int32_t item;
    const char *output; /* a folder, or NULL: standard output */
    utskr_month from_month;
    utskr_month to_month;
    bool json;
    bool help;
    uint32_t days; /* of a forecast */
    move moves[MOVE_LIMIT];
    uint32_t move_count;
    const utskr_pack
        *under[UNDER_LIMIT]; /* packs under each of which every case is settled, whatever its own; or none */
    uint32_t under_count;
    bool write;        /* a pack in the text form */
    bool compare;      /* packs side by side */
    bool is_bad_input; /* a file of rules was; that has been said */
    char **operands;   /* in the memory of the arguments */
    int operand_count;
} options;

/* Reads the arguments after the subcommand's name. False for a mistake, which has then been said. */
bool read_options(options *out, uint32_t takes, int count, char **arguments);

/* --- packs.c: rule packs, built in or from files ------------------------------------------------------------------------ */

/* The id of a pack. */
const char *packs_id(const utskr_pack *pack);
/* The pack as if every county had agreed on it. False with the reason in `error`. */
bool packs_unbind(const utskr_pack *pack, const utskr_pack **out, utskr_error *error);
/* The pack of that name, or of the file of that name, which is then kept under its id. False for a mistake: with
 * `*is_bad_input` it was the file's, and has been said; else it stands in `error`. */
bool packs_take(const char *name, const utskr_pack **out, bool *is_bad_input, utskr_error *error);
/* By its id: those from files first, the latest of them before the others. UTSKR_UNKNOWN_WORD. */
utskr_status packs_find(const char *id, const utskr_pack **out, utskr_error *error);
void packs_free(void);

/* --- judging.c: a judgement with room that grows ------------------------------------------------------------------------ */

typedef struct judging {
    const options *options;
    utskr_question question; /* of the latest case */
    utskr_judgement judgement;
} judging;

void judging_begin(judging *judging_out, const options *chosen);
void judging_end(judging *judging_out);
/* Chooses the pack and the instant for the case. UTSKR_UNKNOWN_WORD for a pack that there is not. */
utskr_status judging_ask(judging *judging_out, const utskr_case *c, utskr_error *error);
/* The same, and judges. */
utskr_status judging_judge(judging *judging_out, const utskr_case *c, utskr_error *error);
/* The facts at the instant that judging_ask chose. */
utskr_status judging_facts(const judging *judging_out, const utskr_case *c, utskr_facts *facts);

/* --- input.c: files of cases ---------------------------------------------------------------------------------------------- */

typedef struct run {
    const options *options;
    judging judging;
    const char *file; /* being read */
    uint64_t case_count;
    uint64_t finding_count;  /* for `check` */
    uint64_t bad_line_count; /* bad lines, and files that could not be read */
    bool is_bad;             /* some input was bad */
} run;

/* Answers one case. Statuses other than UTSKR_OK are reported with the place of the case, where `error` has one. */
typedef utskr_status (*case_function)(run *state, const utskr_case *c, utskr_error *error);

/* Every case of every file. Returns the exit status. */
int run_files(run *state, const options *chosen, case_function answer);
utskr_allocator standard_allocator(void);

/* --- The subcommands -------------------------------------------------------------------------------------------------------- */

int run_assess(const options *chosen);
int run_worklist(const options *chosen);
int run_share(const options *chosen);
int run_timeline(const options *chosen);
int run_rules(const options *chosen);
int compare_rules(const options *chosen); /* `rules --compare` */
int run_check(const options *chosen);
int run_settle(const options *chosen);
int run_statistics(const options *chosen);
int run_diff(const options *chosen);
int run_forecast(const options *chosen);

/* Reads `CASE:LINE=+1d`: an event by its line or id, and days, hours or minutes with a sign, or an instant. */
bool read_move(const char *text, move *out, utskr_error *error); /* forecast_move.c */

#endif
