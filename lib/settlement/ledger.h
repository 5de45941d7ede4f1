/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of a settlement: a short summary of each case, in the order they came, and what the sum makes of them.
 *
 *     ledger.c     making and freeing, adding a case, memory
 *     stay.c       one case: its stay, why it is counted or left out, what it is charged
 *     digest.c     one case as bytes
 *     account.c    the sum: order, months, charges
 *     model.c      what a month comes to under its model
 *     answers.c    the questions
 *     statistics.c the two counts
 */
#ifndef UTSKR_LIB_SETTLEMENT_LEDGER_H
#define UTSKR_LIB_SETTLEMENT_LEDGER_H

#include <utskrivning/statistics.h>

#include "rules/row.h"
#include "settlement/sha256.h"

#include <stdbool.h>

enum { SETTLED_RATE_LIMIT = 220 }; /* years, 1980 to 2199 */

/* --- What is kept of a case ---------------------------------------------------------------------------------------- */

/* Days in a row, charged alike. */
typedef struct charged_run {
    utskr_date first;
    int32_t days;
    int64_t ore; /* a day */
    const char *rule;
    bool ore_known;
} charged_run;

/* A ready spell of a stay that has ended. */
typedef struct ready_spell {
    utskr_date notice; /* the local day of its first notice */
    int32_t days;      /* to the local day of its end */
    int32_t late;      /* 1: the notice came after the cut-off, where the pack has one */
} ready_spell;

/* Obligations of one row in the case: at most UTSKR_SLOT_LIMIT, since each is set off by a fact of its own. */
typedef struct settled_ratio {
    uint8_t part;
    uint8_t whole;
} settled_ratio;

/* What the statistics ask of a stay. */
enum {
    STAY_SIP_REQUIRED = 1 << 0, /* or would be but for the patient's decline */
    STAY_SIP_OFFERED = 1 << 1,
    STAY_SIP_CALLED = 1 << 2,
    STAY_SIP_HELD = 1 << 3,
    STAY_SIP_DECLINED = 1 << 4,
    STAY_READMITTED = 1 << 5,
    STAY_UNKNOWN = 1 << 6 /* a spell of it has the status unknown */
};

typedef struct settled_case {
    uint64_t name; /* offset into the names */
    uint8_t digest[UTSKR_SHA256_SIZE];
    uint32_t group;
    utskr_month ended; /* the month in which its stay ended, or UTSKR_MONTH_NONE */
    int32_t days;      /* by the agreement's count */
    int32_t ready_days;
    uint32_t first_run;
    uint32_t run_count;
    uint32_t first_spell;
    uint8_t spell_count; /* at most UTSKR_SPELL_LIMIT; 0 unless the stay has ended */
    uint8_t left_out;    /* utskr_left_out */
    uint8_t marks;       /* STAY_* */
    uint8_t reserved;
    settled_ratio notice;
    settled_ratio care_contact;
    settled_ratio call_24h;
    settled_ratio call_7d;
} settled_case;

/* Cases of one payer under one pack. */
typedef struct settled_group {
    const utskr_pack *pack;
    int32_t municipality; /* or 0 */
    bool under_act;       /* the agreement does not bind the payer */
    bool unknown;         /* a case has a spell of status unknown; set by the sum */
    uint8_t digest[UTSKR_SHA256_SIZE];
} settled_group;

/* --- What the sum makes --------------------------------------------------------------------------------------------- */

/* A month of a group, asked for or of its history. */
typedef struct settled_bucket {
    int64_t days;
    uint32_t persons;
    uint32_t stays;
} settled_bucket;

/* Days charged in a row within one object. */
typedef struct settled_charge {
    uint32_t the_case;
    uint32_t run;
    utskr_date first;
    int32_t days;
} settled_charge;

/* A month asked for, of a group. */
typedef struct settled_object {
    uint32_t first_stay;
    uint32_t first_charge;
    uint32_t charge_count;
    uint8_t level;         /* utskr_level */
    uint8_t pooled_above;  /* utskr_answer */
    uint8_t under_average; /* utskr_answer */
    bool unknown;          /* a case whose days are owed has a spell of status unknown */
    int64_t billed_days;
    int64_t billed_ore;
    bool billed_ore_known;
    bool owed_days_known;
    bool owed_ore_known;
    int64_t owed_days;
    int64_t owed_ore;
} settled_object;

/* Blocks of the sum, in groups of the order asked for: municipality, then pack. */
typedef struct settled_account {
    uint32_t group_count;
    uint32_t month_count;   /* asked for */
    uint32_t history_count; /* months before them that some model looks back on */
    uint32_t case_count;
    uint32_t stay_count;
    uint32_t charge_count;
    uint32_t *order;         /* cases by group, then name */
    uint32_t *starts;        /* where each group begins in the order; one more for its end */
    uint32_t *stays;         /* cases by object, then name */
    settled_bucket *buckets; /* by group, then month */
    settled_object *objects; /* by month, then group */
    settled_charge *charges; /* by object, then name and day */
} settled_account;

/* --- The settlement ---------------------------------------------------------------------------------------------------- */

/* A block that grows. */
typedef struct settled_block {
    void *items;
    uint64_t count;
    uint64_t capacity;
} settled_block;

struct utskr_settlement {
    utskr_allocator allocator;
    utskr_question question; /* pack aside */
    utskr_readings readings;
    utskr_instant known_at;
    utskr_month from;
    utskr_month to;
    bool summed;
    settled_block rates;  /* utskr_rate */
    settled_block names;  /* char */
    settled_block cases;  /* settled_case */
    settled_block runs;   /* charged_run */
    settled_block spells; /* ready_spell */
    settled_block groups; /* settled_group */
    settled_block ranks;  /* uint32_t: groups by municipality, then pack */
    settled_block obligations;
    settled_block findings;
    settled_block days;
    utskr_judgement judgement;
    settled_account account;
};

static inline settled_case *ledger_case(const utskr_settlement *s, uint32_t index) {
    return (settled_case *)s->cases.items + index;
}
static inline const char *ledger_name(const utskr_settlement *s, const settled_case *c) {
    return (const char *)s->names.items + c->name;
}
static inline settled_group *ledger_group(const utskr_settlement *s, uint32_t index) {
    return (settled_group *)s->groups.items + index;
}
static inline const charged_run *ledger_run(const utskr_settlement *s, uint32_t index) {
    return (const charged_run *)s->runs.items + index;
}
static inline const ready_spell *ledger_spell(const utskr_settlement *s, uint32_t index) {
    return (const ready_spell *)s->spells.items + index;
}

/* The group that stands at a place of the order asked for. */
static inline settled_group *ledger_group_at(const utskr_settlement *s, uint32_t rank) {
    return ledger_group(s, ((const uint32_t *)s->ranks.items)[rank]);
}

/* The pack whose model and validity hold for the group. */
static inline const utskr_pack *group_pack(const settled_group *group) {
    return group->under_act ? &utskr_pack_lus : group->pack;
}

static inline settled_object *account_object(const settled_account *account, uint32_t month, uint32_t rank) {
    return &account->objects[(uint64_t)month * account->group_count + rank];
}

/* `month` counts from the first one asked for, and is negative before it. */
static inline settled_bucket *account_bucket(const settled_account *account, uint32_t rank, int32_t month) {
    const uint64_t width = (uint64_t)account->history_count + account->month_count;
    return &account->buckets[rank * width + (uint64_t)((int64_t)account->history_count + month)];
}

/* --- ledger.c ------------------------------------------------------------------------------------------------------------ */

/* Memory for `count` items of `size` bytes, or NULL. */
void *ledger_allocate(const utskr_allocator *allocator, uint64_t count, size_t size);
void ledger_release(const utskr_allocator *allocator, void *items, uint64_t count, size_t size);
/* Room for `more` items. False: no memory, and nothing has changed. */
bool ledger_reserve(const utskr_allocator *allocator, settled_block *block, uint64_t more, size_t size);

/* --- stay.c -------------------------------------------------------------------------------------------------------------- */

/* What a case comes to, before it has a place in the ledger. Its runs and spells stand behind those of the cases before
 * it, not counted yet. */
typedef struct read_case {
    settled_case summary;
    settled_group group;
} read_case;

/* UTSKR_NO_MEMORY, and the statuses of utskr_case_facts and utskr_judge. */
utskr_status ledger_read_case(utskr_settlement *s, const utskr_case *c, const utskr_pack *pack, read_case *out);

/* --- digest.c ------------------------------------------------------------------------------------------------------------ */

/* The digest of a case as it was folded at the settlement's instant. */
void ledger_digest_case(const utskr_settlement *s, const utskr_case *c, const char *name, const utskr_pack *pack,
                        uint8_t out[UTSKR_SHA256_SIZE]);
/* That of a group's cases, from theirs, in the order of their places. */
void ledger_digest_group(const utskr_settlement *s, uint32_t first, uint32_t count, uint8_t out[UTSKR_SHA256_SIZE]);
/* That of a month. */
void ledger_digest_month(const settled_group *group, utskr_month month, uint8_t out[UTSKR_SHA256_SIZE]);

/* --- account.c ----------------------------------------------------------------------------------------------------------- */

void account_release(utskr_settlement *s);

/* --- model.c ------------------------------------------------------------------------------------------------------------- */

/* A month of a group, known by its averages. */
typedef struct month_sums {
    utskr_month month;
    bool known;    /* within the pack's validity */
    uint8_t above; /* utskr_answer */
    int64_t persons;
    int64_t days;
} month_sums;

/* Months before the first one asked for that the model looks back on. */
uint32_t model_history(const settled_group *group);
/* Is the month, at least in part, within the validity of the pack that holds for the group? */
bool model_knows(const settled_group *group, utskr_month month);
/* What is strictly above the threshold, in integers: days against threshold x persons. */
utskr_answer model_above(const settled_group *group, int64_t persons, int64_t days);
/* `month` as in account_bucket. */
month_sums model_month(const utskr_settlement *s, uint32_t rank, int32_t month);
/* The months from `month` - `count` + 1 on together. */
month_sums model_pooled(const utskr_settlement *s, uint32_t rank, int32_t month, uint32_t count);
/* Sets level, pooled_above and under_average. */
void model_set_level(const utskr_settlement *s, uint32_t rank, int32_t month, settled_object *out);
/* Is it a stay that is billed by itself, in the month in which it ended? */
bool model_is_long(const settled_group *group, const settled_case *c);
/* Are days charged in the month of their date? */
bool model_charges_by_date(const settled_group *group);
/* Does the object list what is charged day by day? */
bool model_lists_charges(const settled_group *group, const settled_object *object);
/* Sets what is owed, once the charges are summed. False: an amount beyond 2^63 öre. */
bool model_set_owed(const utskr_settlement *s, uint32_t rank, int32_t month, settled_object *out);

/* A sum or a product, unless it is beyond 2^63 - 1. None of the factors is negative. */
static inline bool checked_add(int64_t *sum, int64_t more) {
    if (more > INT64_MAX - *sum)
        return false;
    *sum += more;
    return true;
}
static inline bool checked_multiply(int64_t a, int64_t b, int64_t *product) {
    if (a != 0 && b > INT64_MAX / a)
        return false;
    *product = a * b;
    return true;
}

#endif
