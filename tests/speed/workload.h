/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stays for measuring columns, one after another; the same seed gives the same ones on every machine.
 *
 * Those of the county are what examples/synthetic_county makes of Jämtland Härjedalen in 2026, by the routines of its
 * agreement step by step, without the mistakes that it would draw. Bare stays have what the act asks for and little else,
 * every need at once and one ready spell, in 2022 and 2023. Tangled stays are made of anything that liability rests on, by
 * chance alone: not to be measured, but to check others by.
 *
 * So many percent of the events of any are irregular: left out, sent twice, a day late, or without their recipients.
 */
#ifndef UTSKR_TESTS_SPEED_WORKLOAD_H
#define UTSKR_TESTS_SPEED_WORKLOAD_H

#include <stddef.h>
#include <utskrivning/event.h>
#include <utskrivning/facts.h>
#include <utskrivning/rules.h>

#include "../../examples/synthetic_county/county.h"

/* Every event of the longest stay twice. */
enum { MADE_EVENTS_MOST = 2 * EVENT_LIMIT };

/* The events of a stay in order of time, and what is known of it besides. */
typedef struct made_stay {
    utskr_event events[MADE_EVENTS_MOST];
    uint32_t count;
    utskr_stay about;
} made_stay;

typedef struct workload workload;

struct workload {
    void (*make)(workload *w, made_stay *out);
    uint64_t state; /* of SplitMix64 */
    int64_t irregular;
    utskr_instant assessed_at; /* when all stays are long over */
    uint32_t event_guess;      /* of a stay, about */
    bool is_bare;
    settings chosen; /* from here on of the county alone */
    county_year year;
    uint64_t number;
    stay_log log;
};

/* What 2026 costs is not known to the library; those who measure have to give something. */
extern const utskr_rate rates_of_workloads[1];

/* `stays` is "county", "bare" or "tangled". False for another word. */
bool workload_begin(workload *out, const char *stays, uint64_t seed, int64_t irregular);
void workload_next(workload *w, made_stay *out);
/* 0 to limit - 1. */
int64_t workload_draw(workload *w, int64_t limit);

/* --- event_log.c: the log of the county (county.h), in events instead of words ------------------------------------------- */

/* The i-th event, in the order in which they were added. */
utskr_event event_of_log(const stay_log *log, uint32_t i);

#endif
