/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The models: how a municipality pays a month, and what it then owes. All comparisons are of integers: an average of
 * days / persons is above a threshold when days > threshold x persons.
 */
#include "settlement/ledger.h"

#include "liability/days.h"

enum { QUARTER = 3 /* months */ };

static const collective *model_of(const settled_group *group) {
    return &group_pack(group)->settled;
}

/* --- Averages ------------------------------------------------------------------------------------------------------ */

bool model_knows(const settled_group *group, utskr_month month) {
    const utskr_pack *pack = group_pack(group);
    const utskr_date last = utskr_month_start(month + 1) - 1;
    return last >= pack->valid_from &&
           (pack->valid_to == UTSKR_DATE_NONE || utskr_month_start(month) <= pack->valid_to);
}

/* A pack without a collective model has no threshold. A month with no persons has 0 days, and is above none. */
static int32_t threshold_of(const settled_group *group) {
    const collective *model = model_of(group);
    return model->model == SETTLED_BY_CASE ? THRESHOLD_UNKNOWN : model->threshold;
}

/* At most 2^32 persons and a threshold of 16 bits. With no persons there are no days. */
utskr_answer model_above(const settled_group *group, int64_t persons, int64_t days) {
    const int64_t threshold = threshold_of(group);
    if (threshold == THRESHOLD_UNKNOWN)
        return UTSKR_UNKNOWN;
    return days > threshold * persons ? UTSKR_YES : UTSKR_NO;
}

month_sums model_pooled(const utskr_settlement *s, uint32_t rank, int32_t month, uint32_t count) {
    const settled_group *group = ledger_group_at(s, rank);
    month_sums sums = { .month = s->from + month };
    for (int32_t m = month - (int32_t)count + 1; m <= month; m++) {
        const settled_bucket *bucket = account_bucket(&s->account, rank, m);
        if (!model_knows(group, s->from + m))
            continue;
        sums.known = true;
        sums.persons += bucket->persons;
        sums.days += bucket->days;
    }
    sums.above = (uint8_t)(sums.known ? model_above(group, sums.persons, sums.days) : UTSKR_UNKNOWN);
    return sums;
}

month_sums model_month(const utskr_settlement *s, uint32_t rank, int32_t month) {
    return model_pooled(s, rank, month, 1);
}

/* --- Levels ---------------------------------------------------------------------------------------------------------- */

/* The settlement by the average may have begun at the end of any quarter in the QUARTER months before. */
uint32_t model_history(const settled_group *group) {
    const collective *model = model_of(group);
    switch (model->model) {
    case SETTLED_AFTER_MONTHS: return model->months;
    case SETTLED_WITHOUT_LONG_STAY: return (uint32_t)model->months - 1 + QUARTER;
    default: return 0;
    }
}

/* Was each of the months before above the threshold? */
static bool all_above_before(const utskr_settlement *s, uint32_t rank, int32_t month, int32_t count) {
    for (int32_t m = month - count; m < month; m++)
        if (model_month(s, rank, m).above != UTSKR_YES)
            return false;
    return true;
}

/* From the month after a quarter whose pooled average was above, until that of a month is not. */
static bool under_average(const utskr_settlement *s, uint32_t rank, int32_t month, uint32_t pooled) {
    int32_t last = month - 1;
    while ((s->from + last + 1) % QUARTER != 0 && model_pooled(s, rank, last, pooled).above == UTSKR_YES)
        last--;
    return model_pooled(s, rank, last, pooled).above == UTSKR_YES;
}

static void set_average_level(const utskr_settlement *s, uint32_t rank, int32_t month, settled_object *out) {
    const collective *model = model_of(ledger_group_at(s, rank));
    const bool is_under = under_average(s, rank, month, model->months);
    out->pooled_above = model_pooled(s, rank, month, model->months).above;
    out->under_average = is_under ? UTSKR_YES : UTSKR_NO;
    out->level = is_under ? UTSKR_LEVEL_AVERAGE : UTSKR_LEVEL_NONE; /* or individual, once there are charges */
}

void model_set_level(const utskr_settlement *s, uint32_t rank, int32_t month, settled_object *out) {
    const settled_group *group = ledger_group_at(s, rank);
    const collective *model = model_of(group);
    out->pooled_above = out->under_average = UTSKR_NOT_NEEDED;
    out->level = UTSKR_LEVEL_UNKNOWN;
    if (!model_knows(group, s->from + month))
        return;
    switch (model->model) {
    case SETTLED_BY_CASE: out->level = UTSKR_LEVEL_INDIVIDUAL; break;
    case SETTLED_AFTER_MONTHS:
        out->level = all_above_before(s, rank, month, model->months) ? UTSKR_LEVEL_INDIVIDUAL : UTSKR_LEVEL_NONE;
        break;
    case SETTLED_WITHOUT_LONG_STAY: set_average_level(s, rank, month, out); break;
    case SETTLED_BY_EXCESS: out->level = UTSKR_LEVEL_AVERAGE; break;
    default: break;
    }
}

/* --- Charges ----------------------------------------------------------------------------------------------------------- */

bool model_is_long(const settled_group *group, const settled_case *c) {
    const collective *model = model_of(group);
    return model->model == SETTLED_WITHOUT_LONG_STAY && c->ended != UTSKR_MONTH_NONE && c->days > model->long_stay;
}

bool model_charges_by_date(const settled_group *group) {
    const uint8_t model = model_of(group)->model;
    return model == SETTLED_BY_CASE || model == SETTLED_AFTER_MONTHS;
}

/* Without a payer nothing is charged. */
bool model_lists_charges(const settled_group *group, const settled_object *object) {
    return model_charges_by_date(group) ? object->level == UTSKR_LEVEL_INDIVIDUAL
                                        : object->level != UTSKR_LEVEL_UNKNOWN;
}

/* --- What is owed -------------------------------------------------------------------------------------------------------- */

static void owe(settled_object *out, int64_t days, int64_t ore, bool ore_known) {
    out->owed_days = days;
    out->owed_days_known = true;
    out->owed_ore_known = ore_known || days == 0;
    out->owed_ore = out->owed_ore_known ? ore : 0;
}

/* The days above the threshold times the persons, at the rate of the month's year. */
static bool owe_excess(const utskr_settlement *s, uint32_t rank, int32_t month, settled_object *out) {
    const settled_group *group = ledger_group_at(s, rank);
    const month_sums sums = model_month(s, rank, month);
    const int64_t threshold = threshold_of(group);
    if (threshold == THRESHOLD_UNKNOWN)
        return true;
    const context ctx = { .pack = group->pack, .rates = s->question.rates, .rate_count = s->question.rate_count };
    const int64_t allowed = threshold * sums.persons;
    const int64_t days = sums.days > allowed ? sums.days - allowed : 0;
    int64_t rate = 0;
    int64_t ore = 0;
    const bool rate_known = utskr_rate_of(&ctx, (s->from + month) / 12, &rate);
    if (!checked_multiply(days, rate, &ore))
        return false;
    owe(out, days, ore, rate_known);
    return true;
}

bool model_set_owed(const utskr_settlement *s, uint32_t rank, int32_t month, settled_object *out) {
    const settled_group *group = ledger_group_at(s, rank);
    const uint8_t model = model_of(group)->model;
    if (!model_knows(group, s->from + month))
        return true;
    if (group->municipality == 0 || (model == SETTLED_AFTER_MONTHS && out->level == UTSKR_LEVEL_NONE)) {
        owe(out, 0, 0, true);
        return true;
    }
    if (model == SETTLED_BY_EXCESS)
        return owe_excess(s, rank, month, out);
    if (model == SETTLED_BY_AVERAGE || out->under_average == UTSKR_YES)
        return true;
    if (out->billed_days != 0) /* whatever an unknown one comes to */
        out->level = UTSKR_LEVEL_INDIVIDUAL;
    if (!out->unknown)
        owe(out, out->billed_days, out->billed_ore, out->billed_ore_known);
    return true;
}
