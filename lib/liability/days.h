/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The days of a spell from its entry day on: which are charged, what freed the others, and what they cost. */
#ifndef UTSKR_LIB_LIABILITY_DAYS_H
#define UTSKR_LIB_LIABILITY_DAYS_H

#include "liability/spell.h"

/* Does the local clock show a time after the cut-off at noon? Noon itself is for the reading cutoff-at-noon. */
bool utskr_after_cutoff(context *ctx, int32_t clock);
/* The entry day of a notice told at `told`: never moved by holidays (5 kap. 4 §). */
utskr_date utskr_entry_day(context *ctx, utskr_instant told, uint32_t snapshot);
/* The entry day, after any obstacle that defers it; UTSKR_DATE_NONE while it goes on doing so. */
/* Is the spell barred by an obstacle on its entry day (obstacle=bars-spell)? */
bool utskr_barred(context *ctx, utskr_date entry);
utskr_date utskr_deferred_entry(context *ctx, utskr_date entry);
/* The first day from `from` on that will be charged as things stand, or UTSKR_DATE_NONE: what frees a day and the next one lasts. */
utskr_date utskr_next_charged(context *ctx, const spell *s, utskr_date entry, utskr_date from);
/* How many days lie between the entry day and the end of an ended spell, by the readings of its first and last day. */
int32_t utskr_days_between(context *ctx, const spell *s, utskr_date entry);
/* The amount for a day of that year; false: no rate is known. */
bool utskr_rate_of(const context *ctx, int32_t year, int64_t *ore);
/* Counts the days of an accruing or ended spell into `figures`, and gives a line for each to the judgement if `number` is not
 * negative: the number of the spell. */
void utskr_count_days(context *ctx, const spell *s, utskr_date entry, int32_t number, utskr_figures *figures);

#endif
