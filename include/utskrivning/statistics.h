/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Statistics: the two counts of discharge-ready days that are in use, from one log, and what makes the difference.
 *
 * They are of the same objects as a settlement (settlement.h): a month of a municipality under a pack, over the stays
 * that ended in it. A ratio is a numerator and a denominator; one with a denominator of 0 has no value. The same rules
 * of threads and memory hold.
 */
#ifndef UTSKR_STATISTICS_H
#define UTSKR_STATISTICS_H

#include <utskrivning/settlement.h>

UTSKR_BEGIN

typedef struct utskr_ratio {
    int64_t part;
    int64_t whole; /* 0: there is nothing to divide */
} utskr_ratio;

typedef struct utskr_month_statistics {
    uint32_t size;       /* sizeof(utskr_month_statistics), set by UTSKR_MONTH_STATISTICS_INIT */
    uint32_t month_days; /* 28 to 31 */
    /* SKR style: over the stays that were ready for at least one day. */
    int64_t ready_stays;
    int64_t ready_days;
    int64_t day_zero_stays; /* a notice, and 0 days */
    /* The counts whose names say what they are are of obligations under the pack's rows: in time / due and settled. */
    utskr_ratio notice_in_time;
    utskr_ratio care_contact_in_time;
    utskr_ratio call_24h;
    utskr_ratio call_7d;
    /* Stays in which a SIP was required, or would have been but for the patient's decline; and of those: */
    int64_t sip_required;
    int64_t sip_offered;
    int64_t sip_called; /* by the outpatient care */
    int64_t sip_held;
    int64_t sip_declined;   /* the patient's last word */
    int64_t readmitted_30d; /* stays that began within 30 days of the discharge before */
} utskr_month_statistics;

#define UTSKR_MONTH_STATISTICS_INIT                                                                                    \
    { sizeof(utskr_month_statistics), 0, 0, 0, 0, { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 }, 0, 0, 0, 0, 0, 0 }
UTSKR_API void utskr_month_statistics_init(utskr_month_statistics *statistics);

/* Of the index-th object of the settlement. The statuses of utskr_settlement_month. */
UTSKR_API utskr_status utskr_settlement_statistics(const utskr_settlement *settlement, uint32_t index,
                                                   utskr_month_statistics *out);

/* A stay, as the two counts see it. They differ about it when its days differ, or when one of them has it among its
 * stays and the other has not. */
typedef struct utskr_difference {
    const char *name;     /* of the case */
    int32_t ready_days;   /* SKR style */
    int32_t payment_days; /* 0 for a stay that is left out */
    uint32_t spell_count; /* ready spells: see utskr_settlement_apart */
    uint8_t why;          /* utskr_left_out; UTSKR_COUNTED: the two do not differ */
    uint8_t reserved[3];
} utskr_difference;

/* The i-th stay of the index-th object, as utskr_settlement_stay gives it. */
UTSKR_API utskr_status utskr_settlement_difference(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                                   utskr_difference *out);

/* Days in a row that the SKR style counts and the agreement does not. */
typedef struct utskr_days_apart {
    utskr_date first;
    int32_t days; /* may be 0 */
} utskr_days_apart;

/* The days apart of the spell-th ready spell of that stay, from 0. All together they are ready_days - payment_days. */
UTSKR_API utskr_status utskr_settlement_apart(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                              uint32_t spell, utskr_days_apart *out);

UTSKR_END

#endif
