/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Settlement: what the municipalities owe for a month, under the collective models of the agreements (4 kap. 5 §) or,
 * where there is none, case by case (5 kap.).
 *
 * A settlement is made for some months, fed with one case after another in any order, and then summed: for each month,
 * municipality and pack the persons, the days and their average, who is counted and who is left out and why, and what is
 * owed by day. It keeps a short summary of each case (about 100 bytes and its name), never the case. The liability of a
 * case is the one that utskr_judge gives at the same instant.
 *
 * A settlement belongs to one thread at a time. It uses its caller's allocator and nothing else; a call that fails has
 * changed nothing. Packs must outlive it. What it gives out stays valid until it is changed or freed.
 */
#ifndef UTSKR_SETTLEMENT_H
#define UTSKR_SETTLEMENT_H

#include <utskrivning/judgement.h>

UTSKR_BEGIN

/* --- Months ------------------------------------------------------------------------------------------------------ */

/* A calendar month: 12 x year + (1 to 12) - 1. */
typedef int32_t utskr_month;

#define UTSKR_MONTH_MIN 23760 /* 1980-01 */
#define UTSKR_MONTH_MAX 26398 /* 2199-11: the first instant after it is one that can be judged */
#define UTSKR_MONTH_NONE (-1) /* no month */
#define UTSKR_MONTH_TEXT 8    /* "2022-05" and a terminating zero */

/* The month in which a date falls. */
UTSKR_API utskr_month utskr_month_of(utskr_date day);
/* The first day of a month. */
UTSKR_API utskr_date utskr_month_start(utskr_month month);
/* Reads YYYY-MM, 1980-01 to 2199-11; `text` needs no terminating zero. UTSKR_MALFORMED, UTSKR_OUT_OF_RANGE,
 * UTSKR_BAD_ARGUMENT. */
UTSKR_API utskr_status utskr_month_parse(const char *text, size_t length, utskr_month *out, utskr_error *error);
/* Writes "2022-05"; returns 7. `out` is not NULL. Like the functions of dates it takes the nearest of the years 1 to
 * 9999. */
UTSKR_API size_t utskr_month_format(utskr_month month, char out[UTSKR_MONTH_TEXT]);

/* --- The settlement ------------------------------------------------------------------------------------------------ */

typedef struct utskr_settlement utskr_settlement;

#define UTSKR_SETTLED_RATE_MAX INT64_C(100000000000000) /* öre a day */

/* What is settled, and how the cases are judged. Readings and rates are copied. */
typedef struct utskr_settlement_terms {
    uint32_t size;                  /* sizeof(utskr_settlement_terms), set by UTSKR_SETTLEMENT_TERMS_INIT */
    uint32_t rate_count;            /* at most 220, each of 0 to UTSKR_SETTLED_RATE_MAX */
    const utskr_readings *readings; /* NULL: each pack's own */
    const utskr_rate *rates;        /* amounts that win over the built-in ones */
    utskr_instant at;               /* the instant of assessment; 0: the first one (local) after `to` */
    utskr_instant known_at;         /* leaves out what was recorded later, unless 0 */
    utskr_month from;
    utskr_month to; /* not before `from` */
} utskr_settlement_terms;

#define UTSKR_SETTLEMENT_TERMS_INIT                                                                                    \
    { sizeof(utskr_settlement_terms), 0, NULL, NULL, 0, 0, UTSKR_MONTH_NONE, UTSKR_MONTH_NONE }
UTSKR_API void utskr_settlement_terms_init(utskr_settlement_terms *terms);

/* Makes a settlement without cases. UTSKR_BAD_ARGUMENT (also for a reading or rate that cannot be), UTSKR_BAD_SIZE,
 * UTSKR_OUT_OF_RANGE (months or instants), UTSKR_NO_MEMORY. */
UTSKR_API utskr_status utskr_settlement_new(const utskr_allocator *allocator, const utskr_settlement_terms *terms,
                                            utskr_settlement **out);
/* NULL is nothing. */
UTSKR_API void utskr_settlement_free(utskr_settlement *settlement);
/* The instant at which it judges. */
UTSKR_API utskr_instant utskr_settlement_instant(const utskr_settlement *settlement);

/*
 * Judges a case under a pack (NULL: the act) and adds it. Names must differ: a name that comes twice is counted twice.
 * UTSKR_BAD_ARGUMENT (also for a case without a name, or with a control character in it), UTSKR_LIMIT_REACHED,
 * UTSKR_NO_MEMORY, and the statuses of utskr_case_facts.
 */
UTSKR_API utskr_status utskr_settlement_add(utskr_settlement *settlement, const utskr_case *c, const utskr_pack *pack);

/*
 * Sums what has been added, and says how many objects that gives: one for every month asked for, every paying
 * municipality with a case, and every pack that such a case is under; in the order of months, then of municipality codes
 * (none last), then of the ids of packs. To be called after the last case; further cases may follow, and then it is to be
 * called again. UTSKR_NO_MEMORY; UTSKR_LIMIT_REACHED for an amount beyond 2^63 öre; UTSKR_BAD_ARGUMENT.
 */
UTSKR_API utskr_status utskr_settlement_sum(utskr_settlement *settlement, uint32_t *count);

/* --- What a month comes to ------------------------------------------------------------------------------------------ */

/* How a municipality pays a month. */
typedef enum utskr_level {
    UTSKR_LEVEL_UNKNOWN = 0,
    UTSKR_LEVEL_NONE = 1,
    UTSKR_LEVEL_AVERAGE = 2,   /* by the average of all */
    UTSKR_LEVEL_INDIVIDUAL = 3 /* case by case */
} utskr_level;

#define UTSKR_THRESHOLD_NONE (-1) /* the pack has none, or it is not known */

/* A month of a municipality under a pack. Figures are 0 where they are not known. */
typedef struct utskr_settled_month {
    uint32_t size; /* sizeof(utskr_settled_month), set by UTSKR_SETTLED_MONTH_INIT */
    utskr_month month;
    const utskr_pack *pack;
    int32_t municipality;   /* the payer's code, or 0: none is known, or there is none */
    int32_t threshold;      /* days, or UTSKR_THRESHOLD_NONE */
    int64_t persons;        /* counted stays that ended in the month */
    int64_t days;           /* of those; their average is days / persons */
    int64_t pooled_persons; /* of the latest months together, where the model has it */
    int64_t pooled_days;
    int64_t owed_days;
    int64_t owed_ore;
    int64_t billed_days; /* of the charges: those listed day by day */
    int64_t billed_ore;
    uint32_t stay_count; /* stays that ended in the month */
    uint32_t counted_count;
    uint32_t left_out_count;
    uint32_t charge_count;  /* see utskr_settlement_charge */
    uint32_t history_count; /* see utskr_settlement_history */
    uint8_t known;          /* 0: the month lies outside the pack's validity, and nothing is known */
    uint8_t above;          /* utskr_answer: is the average above the threshold? */
    uint8_t level;          /* utskr_level */
    uint8_t owed_days_known;
    uint8_t owed_ore_known;
    uint8_t billed_ore_known;
    uint8_t pooled_above;  /* utskr_answer; not-needed where the model has no pooled average */
    uint8_t under_average; /* utskr_answer: settled by the average since a quarter that was above; or not-needed */
    uint8_t under_act;     /* 1: the agreement does not bind the payer, so it is settled as under the act */
    uint8_t reserved[3];
    uint8_t digest[32]; /* SHA-256 over the municipality's cases: doc/settlement.md */
} utskr_settled_month;

#define UTSKR_SETTLED_MONTH_INIT                                                                                       \
    {                                                                                                                  \
        sizeof(utskr_settled_month), 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  \
            { 0, 0, 0 }, {                                                                                             \
            0                                                                                                          \
        }                                                                                                              \
    }
UTSKR_API void utskr_settled_month_init(utskr_settled_month *month);

/* The index-th object, from 0. UTSKR_NOT_FOUND after the last one, and before the summing; UTSKR_BAD_ARGUMENT,
 * UTSKR_BAD_SIZE. The same statuses for the three functions below. */
UTSKR_API utskr_status utskr_settlement_month(const utskr_settlement *settlement, uint32_t index,
                                              utskr_settled_month *out);

/* Why a stay is left out of persons and days: the first that holds; or, in the reconciliation, why two counts of it
 * differ. */
typedef enum utskr_left_out {
    UTSKR_COUNTED = 0, /* it is not left out */
    UTSKR_OUT_PRE_PAYER = 1,
    UTSKR_OUT_NOT_COVERED = 2,
    UTSKR_OUT_NO_MUNICIPAL_NEED = 3,
    UTSKR_OUT_NO_READY_NOTICE = 4,
    UTSKR_OUT_PRE_ADMISSION_NOTICE = 5,
    UTSKR_OUT_PRE_READY_NOTICE = 6,
    UTSKR_OUT_PRE_SIP_CALL = 7,
    UTSKR_OUT_DAY_ZERO = 8,
    UTSKR_OUT_LONG_STAY = 9,
    UTSKR_OUT_CLOCK_CUTOFF = 10 /* of the reconciliation alone */
} utskr_left_out;

/* A stay that ended in the month. */
typedef struct utskr_settled_stay {
    const char *name;   /* of the case */
    int32_t days;       /* by the agreement's count */
    int32_t ready_days; /* from the notice to the end of each ready spell, whatever the clock */
    uint8_t left_out;   /* utskr_left_out */
    uint8_t reserved[7];
} utskr_settled_stay;

/* The i-th stay of the index-th object, from 0, in order of names. */
UTSKR_API utskr_status utskr_settlement_stay(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                             utskr_settled_stay *out);

/* Days that follow on each other, each charged the same. */
typedef struct utskr_charge {
    const char *name; /* of the case */
    const char *rule; /* id of the rule that charges them */
    int64_t ore;      /* a day; 0 unless known */
    utskr_date first;
    int32_t days;
    uint8_t ore_known;
    uint8_t reserved[7];
} utskr_charge;

/* The i-th charge of the index-th object, in order of names, then of days. Only days that are owed one by one are
 * listed: dated in the month, or, of stays billed by themselves when they have ended (long stays), all of them. */
UTSKR_API utskr_status utskr_settlement_charge(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                               utskr_charge *out);

/* A month that decides about another one. */
typedef struct utskr_month_average {
    utskr_month month;
    uint8_t known; /* 0: outside the pack's validity */
    uint8_t above; /* utskr_answer */
    uint8_t reserved[2];
    int64_t persons;
    int64_t days;
} utskr_month_average;

/* The i-th month of the history that the index-th object rests on, the earliest first: what the cases that were added
 * tell of it, and nothing else. */
UTSKR_API utskr_status utskr_settlement_history(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                                utskr_month_average *out);

/* The limits, for languages without the macros. */
UTSKR_API utskr_month utskr_limit_first_month(void);
UTSKR_API utskr_month utskr_limit_last_month(void);
UTSKR_API int64_t utskr_limit_settled_rate(void);

UTSKR_API const char *utskr_level_name(int32_t level);       /* "individual", or "unknown" */
UTSKR_API const char *utskr_left_out_name(int32_t left_out); /* "pre-sip-call"; "counted" */

UTSKR_END

#endif
