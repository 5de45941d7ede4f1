/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The questions asked of a settlement that has been summed. */
#include "settlement/answers.h"

/* --- Names --------------------------------------------------------------------------------------------------------- */

const char *utskr_level_name(int32_t level) {
    static const char *const names[] = { "unknown", "none", "average", "individual" };
    return level >= 0 && level < (int32_t)(sizeof names / sizeof names[0]) ? names[level] : names[0];
}

const char *utskr_left_out_name(int32_t left_out) {
    static const char *const names[] = {
        "counted",           "pre-payer",       "not-covered",
        "no-municipal-need", "no-ready-notice", "pre-admission-notice",
        "pre-ready-notice",  "pre-sip-call",    "day-zero",
        "long-stay",         "clock-cutoff",
    };
    return left_out >= 0 && left_out < (int32_t)(sizeof names / sizeof names[0]) ? names[left_out] : "unknown-reason";
}

/* --- Where an answer stands ------------------------------------------------------------------------------------------ */

utskr_status answers_find(const utskr_settlement *s, uint32_t index, const void *out, asked *found) {
    if (s == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    const settled_account *a = &s->account;
    if (!s->summed || index >= a->month_count * a->group_count)
        return UTSKR_NOT_FOUND;
    found->month = (int32_t)(index / a->group_count);
    found->rank = index % a->group_count;
    found->group = ledger_group_at(s, found->rank);
    found->object = &a->objects[index];
    found->bucket = account_bucket(a, found->rank, found->month);
    return UTSKR_OK;
}

utskr_status answers_find_stay(const utskr_settlement *s, uint32_t index, uint32_t i, const void *out, asked *found,
                               const settled_case **stay) {
    const utskr_status status = answers_find(s, index, out, found);
    if (status != UTSKR_OK)
        return status;
    if (i >= found->bucket->stays)
        return UTSKR_NOT_FOUND;
    *stay = ledger_case(s, s->account.stays[found->object->first_stay + i]);
    return UTSKR_OK;
}

/* --- The month ----------------------------------------------------------------------------------------------------------- */

static int32_t threshold_of(const settled_group *group) {
    const collective *model = &group_pack(group)->settled;
    const bool is_known = model->model != SETTLED_BY_CASE && model->threshold != THRESHOLD_UNKNOWN;
    return is_known ? model->threshold : UTSKR_THRESHOLD_NONE;
}

/* Months that decided, or that were pooled. */
static uint32_t history_of(const settled_group *group) {
    return model_history(group) == 0 ? 0 : group_pack(group)->settled.months;
}

static void set_figures(const utskr_settlement *s, const asked *found, utskr_settled_month *out) {
    const settled_group *group = found->group;
    const month_sums sums = model_month(s, found->rank, found->month);
    out->known = sums.known;
    if (!sums.known)
        return;
    out->threshold = threshold_of(group);
    out->persons = sums.persons;
    out->days = sums.days;
    out->above = sums.above;
    out->counted_count = found->bucket->persons;
    out->left_out_count = found->bucket->stays - found->bucket->persons;
    out->history_count = history_of(group);
    if (found->object->under_average == UTSKR_NOT_NEEDED)
        return;
    const month_sums pooled = model_pooled(s, found->rank, found->month, out->history_count);
    out->pooled_persons = pooled.persons;
    out->pooled_days = pooled.days;
}

static void set_owed(const settled_object *object, utskr_settled_month *out) {
    out->level = object->level;
    out->pooled_above = object->pooled_above;
    out->under_average = object->under_average;
    out->owed_days_known = object->owed_days_known;
    out->owed_ore_known = object->owed_ore_known;
    out->owed_days = object->owed_days;
    out->owed_ore = object->owed_ore;
    out->billed_days = object->billed_days;
    out->billed_ore = object->billed_ore;
    out->billed_ore_known = object->billed_ore_known;
    out->charge_count = object->charge_count;
}

utskr_status utskr_settlement_month(const utskr_settlement *settlement, uint32_t index, utskr_settled_month *out) {
    asked found;
    const utskr_status status = answers_find(settlement, index, out, &found);
    if (status != UTSKR_OK)
        return status;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    *out = (utskr_settled_month)UTSKR_SETTLED_MONTH_INIT;
    out->month = settlement->from + found.month;
    out->pack = found.group->pack;
    out->municipality = found.group->municipality;
    out->under_act = found.group->under_act;
    out->threshold = UTSKR_THRESHOLD_NONE;
    out->stay_count = found.bucket->stays;
    set_owed(found.object, out);
    set_figures(settlement, &found, out);
    ledger_digest_month(found.group, out->month, out->digest);
    return UTSKR_OK;
}

/* --- What it is made of ---------------------------------------------------------------------------------------------------- */

utskr_status utskr_settlement_stay(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                   utskr_settled_stay *out) {
    asked found;
    const settled_case *stay;
    const utskr_status status = answers_find_stay(settlement, index, i, out, &found, &stay);
    if (status != UTSKR_OK)
        return status;
    *out = (utskr_settled_stay){ .name = ledger_name(settlement, stay),
                                 .days = stay->days,
                                 .ready_days = stay->ready_days,
                                 .left_out = stay->left_out };
    return UTSKR_OK;
}

utskr_status utskr_settlement_charge(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                     utskr_charge *out) {
    asked found;
    const utskr_status status = answers_find(settlement, index, out, &found);
    if (status != UTSKR_OK)
        return status;
    if (i >= found.object->charge_count)
        return UTSKR_NOT_FOUND;
    const settled_charge *charge = &settlement->account.charges[found.object->first_charge + i];
    const charged_run *run = ledger_run(settlement, charge->run);
    *out = (utskr_charge){ .name = ledger_name(settlement, ledger_case(settlement, charge->the_case)),
                           .rule = run->rule,
                           .ore = run->ore_known ? run->ore : 0,
                           .first = charge->first,
                           .days = charge->days,
                           .ore_known = run->ore_known };
    return UTSKR_OK;
}

/* Those that decided come before the month; those that are pooled end with it. */
utskr_status utskr_settlement_history(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                      utskr_month_average *out) {
    asked found;
    const utskr_status status = answers_find(settlement, index, out, &found);
    if (status != UTSKR_OK)
        return status;
    const uint32_t count = history_of(found.group);
    if (i >= count || !model_knows(found.group, settlement->from + found.month))
        return UTSKR_NOT_FOUND;
    const bool is_pooled = found.object->under_average != UTSKR_NOT_NEEDED;
    const int32_t first = found.month - (int32_t)count + (is_pooled ? 1 : 0);
    const month_sums sums = model_month(settlement, found.rank, first + (int32_t)i);
    *out = (utskr_month_average){
        .month = sums.month, .known = sums.known, .above = sums.above, .persons = sums.persons, .days = sums.days
    };
    return UTSKR_OK;
}
