/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A county that does not exist: a year of stays as case logs, for showing, testing and timing. No patient is behind any
 * of it, and nothing in it comes from one: every stay is drawn by number from rates that a user chooses.
 *
 * Three steps, in this order: a plan (plan.c) says what happens to a patient and on which days; the events of the plan
 * (stay.c) are those that the act and the county's agreement ask for, less the mistakes that were drawn; a log
 * (stay_log.c) puts them in the order of time and writes them.
 *
 * Integers alone, and numbers by chance of its own (chance.c), so that a seed gives the same bytes on every machine. Of the
 * library it uses Swedish time and the calendar. What each parameter rests on is told in doc/synthetic-county.md.
 */
#ifndef SYNTHETIC_COUNTY_H
#define SYNTHETIC_COUNTY_H

#include <stdbool.h>
#include <stddef.h>

#include <utskrivning/time.h>

/* --- counties.c: counties, their municipalities, and what their agreements ask for -------------------------------- */

typedef struct municipality {
    int16_t code;   /* of the municipality, 0484 */
    int16_t weight; /* inhabitants in thousands, roughly: a share of the stays */
} municipality;

typedef struct county {
    int32_t code;
    const char *pack; /* the rules of its agreement */
    int32_t year;     /* the first whole year worth showing: the agreement holds throughout */
    uint32_t municipality_count;
    const municipality *municipalities;
} county;

/* What the events of a stay contain besides what the act asks for. */
enum {
    ASKS_ACKNOWLEDGEMENT = 1 << 0, /* the admission notice is confirmed */
    ASKS_TRACK = 1 << 1,           /* a colour is chosen */
    ASKS_INITIATIVE = 1 << 2,      /* yellow and red: the hospital initiates the SIP, and calls */
    ASKS_ORDERS = 1 << 3,          /* homecare order and referral, both confirmed */
    ASKS_CHECKLIST = 1 << 4,       /* aids, medicines and papers before going home */
    ASKS_HOME_TIME = 1 << 5,       /* a time for going home is agreed */
    ASKS_FOLLOW_UP = 1 << 6,       /* services begin, calls after 24 h and 7 days, the services are reviewed */
    ASKS_CARE_REQUEST = 1 << 7,    /* the municipality's prepared request, before the stay */
    ASKS_REPORTS = 1 << 8          /* ongoing services, status and needs are reported */
};

enum { MUNICIPALITY_LIMIT = 16 }; /* of one county */

const county *county_find(int32_t code); /* NULL if it is not among them */
const county *county_at(uint32_t index); /* NULL after the last one */
uint32_t asked_by(const char *pack);     /* ASKS_*; 0 for a pack that adds nothing */

/* --- settings.c: what a user may choose ----------------------------------------------------------------------------- */

/* In thousandths of the stays that could have it. */
typedef enum rate {
    RATE_GREEN, /* of those that are covered; red is what is left */
    RATE_YELLOW,
    RATE_PSYCHIATRIC,
    RATE_UNCOVERED,
    RATE_UNKNOWN_NEEDS,
    RATE_LATE_NEED,
    RATE_CONSENT_REFUSED,
    RATE_SIP_DECLINED,
    RATE_SIP_CURRENT,
    RATE_EXPECTED_CHANGED,
    RATE_LEAVE,
    RATE_OBSTACLE,
    RATE_SECOND_SPELL,
    RATE_DECEASED,
    RATE_UNREGISTERED,
    RATE_OTHER_COUNTY,
    RATE_READMITTED,
    RATE_LATE_NOTICE,
    RATE_MISSING_READY_NOTICE,
    RATE_SIP_NOT_CALLED,
    RATE_SHORT_NOTICE,
    RATE_IRREGULAR,
    RATE_COUNT
} rate;

typedef struct settings {
    uint64_t seed;
    uint64_t cases;
    int32_t year;
    const county *county;
    const char *pack;
    uint32_t asks;                       /* ASKS_* */
    int32_t average[MUNICIPALITY_LIMIT]; /* days between ready notice and end, in thousandths, by municipality */
    int32_t rates[RATE_COUNT];
    bool help;
} settings;

/* False for a mistake, which has then been said. */
bool read_settings(settings *out, int count, char **words);
void print_help(void);

/* --- chance.c: numbers by chance -------------------------------------------------------------------------------------- */

/* What is drawn. Each has numbers of its own, so that to change one rate changes nothing else of a stay. */
typedef enum topic {
    TOPIC_RATE = 0, /* + rate */
    TOPIC_DAY = 64,
    TOPIC_AVERAGE,
    TOPIC_MUNICIPALITY,
    TOPIC_ELSEWHERE,
    TOPIC_ELSEWHERE_WHICH,
    TOPIC_BEFORE,
    TOPIC_COLOUR,
    TOPIC_UNITS,
    TOPIC_COMPULSORY,
    TOPIC_DESTINATION,
    TOPIC_ONGOING,
    TOPIC_NIGHTS,
    TOPIC_ASSESSED,
    TOPIC_SPELL,
    TOPIC_GAP,
    TOPIC_DEATH,
    TOPIC_SLIP,
    TOPIC_CLOCK = 128 /* + what is timed */
} topic;

/* 0 to limit - 1, where limit is 1 to 2^31 - 1. */
int32_t draw(const settings *chosen, uint64_t number, uint32_t about, int32_t limit);
/* True for so many in a thousand. */
bool happens(const settings *chosen, uint64_t number, rate which);
/* How many times in a row it succeeds when the mean is `mean` thousandths: 0, 1, 2, ...; `spot` is uniform in 32 bits. */
int32_t geometric(uint32_t spot, int32_t mean);
/* The next of the spots of the index-th municipality, which lie more evenly than chance does: its month averages keep to their target. */
uint32_t even_spot(const settings *chosen, uint32_t index, uint32_t count);

/* --- plan.c: what happens to a patient, and when ------------------------------------------------------------------------ */

enum { SOCIAL = 1, HEALTH = 2, OUTPATIENT = 4, HOSPITAL = 8, MUNICIPAL = SOCIAL | HEALTH };

typedef enum colour { GREEN, YELLOW, RED } colour;
typedef enum coverage { COVERED, NO_NEEDS, SIMPLE_ONLY, NEEDS_UNKNOWN } coverage;
typedef enum sip_course { SIP_NOT_REQUIRED, SIP_WANTED, SIP_DECLINED, SIP_CURRENT, SIP_COMPULSORY } sip_course;
typedef enum destination { HOME, SHORT_TERM, SPECIAL_HOUSING, OTHER } destination;
typedef enum death { ALIVE, DIES_IN_CARE, DIES_AT_END } death;

typedef enum slip {
    NO_SLIP,
    SLIP_DUPLICATE_NOTICE,
    SLIP_NO_ADDRESS,
    SLIP_READY_TO_NOBODY,
    SLIP_UNIT_FORGOTTEN,
    SLIP_REGISTERED_LATE,
    SLIP_NO_CONTENT,
    SLIP_ADMITTED_TWICE,
    SLIP_MUNICIPALITY_NOT_READY,
    SLIP_NO_CARE_CONTACT,
    SLIP_NOTICE_RETRACTED,
    SLIP_DISCHARGED_TWICE,
    SLIP_TRACK_CHANGED,
    SLIP_COUNT
} slip;

/* An earlier stay of the same patient. */
typedef struct stay_before {
    uint64_t number; /* of the case; 0: none */
    utskr_instant left;
    uint32_t municipality;
} stay_before;

typedef struct plan {
    uint64_t number;       /* from 1 */
    uint32_t municipality; /* index into the county's */
    int32_t registered;    /* municipality code, or 0 for none */
    int32_t payer;         /* municipality code, or 0 for the registered one */
    stay_before before;
    coverage coverage;
    colour colour;
    sip_course sip;
    destination destination;
    death death;
    slip slip;
    uint32_t units;   /* concerned */
    uint32_t ongoing; /* services at the admission */
    utskr_date admitted;
    utskr_date assessed;    /* the day of the assessment, or `admitted` for within hours */
    utskr_date ready;       /* the day of the first notice */
    utskr_date withdrawn;   /* the last day of the first spell, or 0 */
    utskr_date ready_again; /* the day of the second notice, or 0 */
    utskr_date ends;
    bool psychiatric;
    bool has[RATE_COUNT]; /* of the rates that are yes or no */
} plan;

/* All but where the patient is from and when the stay ends; `ready` is the day of the ready notice, at least EARLIEST_READY
 * days into the year. */
void plan_stay(plan *out, const settings *chosen, uint64_t number, utskr_date ready);
/* The rest: the patient of an earlier stay (NULL: another one), and how many days the stay waits for its end. `counts` is
 * how many stays each municipality has had. */
void plan_place(plan *p, const settings *chosen, const stay_before *before, uint32_t counts[MUNICIPALITY_LIMIT]);

enum { EARLIEST_READY = 4 }; /* room for the longest admission that a mistake needs */

/* --- year.c: how the stays fall on the days of the year, and who comes back ------------------------------------------------ */

enum { REMEMBERED = 1024 };

typedef struct county_year {
    utskr_date day;
    utskr_date last;
    uint64_t passed; /* weights of the days before `day` */
    uint64_t all;
    stay_before stays[REMEMBERED]; /* the latest; number 0 where there is none, or who has come back */
    uint32_t next;
    uint32_t counts[MUNICIPALITY_LIMIT]; /* stays that each municipality has had */
} county_year;

void year_begin(county_year *out, const settings *chosen);
/* The plan of the next stay; they are asked for in the order of their numbers, from 1 to chosen->cases. */
void year_next(county_year *y, const settings *chosen, uint64_t number, plan *out);
/* To be told of every stay, with its end: the patient may come back. */
void year_remember(county_year *y, const plan *p, utskr_instant left);

/* --- stay_log.c: the events of a stay ------------------------------------------------------------------------------------- */

enum { EVENT_LIMIT = 96, EVENT_TEXT_LIMIT = 16384 };

typedef struct stay_event {
    utskr_instant at;
    uint32_t begin; /* of its words, in the text of the log */
    uint32_t length;
} stay_event;

typedef struct stay_log {
    stay_event events[EVENT_LIMIT];
    uint32_t count;
    uint32_t used;
    bool is_full; /* something did not fit: the log is not to be trusted */
    char text[EVENT_TEXT_LIMIT];
} stay_log;

void log_clear(stay_log *log);
/* Begins an event: "hospital admitted". What is added after it belongs to it. */
void log_event(stay_log *log, utskr_instant at, const char *words);
void log_add(stay_log *log, const char *words);
/* " to=social-services,outpatient": the key with its blank and equals sign, and the units. */
void log_add_units(stay_log *log, const char *key, uint32_t units);
void log_add_instant(stay_log *log, const char *key, utskr_instant at);
void log_add_date(stay_log *log, const char *key, utskr_date day);
/* Drops what would have happened at that instant or after it. */
void log_cut(stay_log *log, utskr_instant at);
/* Puts the events in the order of time and writes them to standard output. */
void log_write(stay_log *log);
void write_header(const settings *chosen, const plan *p);

/* --- stay.c: from a plan to its events ------------------------------------------------------------------------------------- */

/* The instant of the discharge, also where death came instead. */
utskr_instant fill_stay(stay_log *log, const settings *chosen, const plan *p);

#endif
