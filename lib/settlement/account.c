/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The sum: cases in order of group and name, the stays of each month, and the charges of each object.
 *
 * Everything is laid out by counting: how many stays and charges each object has, where each begins, then the cases once
 * more in their order, so that what an object has is in the order of names without sorting anew.
 */
#include "settlement/ledger.h"

#include <string.h>

/* --- Memory ------------------------------------------------------------------------------------------------------ */

static uint64_t object_count(const settled_account *a) {
    return (uint64_t)a->month_count * a->group_count;
}

static uint64_t bucket_count(const settled_account *a) {
    return ((uint64_t)a->history_count + a->month_count) * a->group_count;
}

static void release(const utskr_allocator *allocator, settled_account *a) {
    ledger_release(allocator, a->order, a->case_count, sizeof *a->order);
    ledger_release(allocator, a->starts, (uint64_t)a->group_count + 1, sizeof *a->starts);
    ledger_release(allocator, a->stays, a->stay_count, sizeof *a->stays);
    ledger_release(allocator, a->buckets, bucket_count(a), sizeof *a->buckets);
    ledger_release(allocator, a->objects, object_count(a), sizeof *a->objects);
    ledger_release(allocator, a->charges, a->charge_count, sizeof *a->charges);
    *a = (settled_account){ 0 };
}

void account_release(utskr_settlement *s) {
    release(&s->allocator, &s->account);
}

/* Zeroed memory for the items, none for none. False: no memory. */
static bool allocate(const utskr_allocator *allocator, uint64_t count, size_t size, void **out) {
    *out = NULL;
    if (count == 0)
        return true;
    *out = ledger_allocate(allocator, count, size);
    if (*out != NULL)
        memset(*out, 0, (size_t)count * size);
    return *out != NULL;
}

/* --- The order of cases ---------------------------------------------------------------------------------------------- */

/* By name; where a name comes twice, by what the cases say. */
static bool comes_after(const utskr_settlement *s, uint32_t a, uint32_t b) {
    const settled_case *one = ledger_case(s, a);
    const settled_case *other = ledger_case(s, b);
    const int difference = strcmp(ledger_name(s, one), ledger_name(s, other));
    return (difference != 0 ? difference : memcmp(one->digest, other->digest, sizeof one->digest)) > 0;
}

/* Two neighbouring stretches, each in order, become one. */
static void merge(const utskr_settlement *s, uint32_t *cases, uint32_t left, uint32_t count, uint32_t *scratch) {
    if (!comes_after(s, cases[left - 1], cases[left]))
        return;
    memcpy(scratch, cases, left * sizeof *cases);
    uint32_t from = 0;
    uint32_t right = left;
    for (uint32_t place = 0; from < left; place++) {
        const bool takes_right = right < count && comes_after(s, scratch[from], cases[right]);
        cases[place] = takes_right ? cases[right++] : scratch[from++];
    }
}

static void sort_by_name(const utskr_settlement *s, uint32_t *cases, uint32_t count, uint32_t *scratch) {
    for (uint64_t width = 1; width < count; width *= 2)
        for (uint64_t first = 0; first + width < count; first += 2 * width) {
            const uint64_t left = count - first;
            const uint32_t size = (uint32_t)(left < 2 * width ? left : 2 * width);
            merge(s, cases + first, (uint32_t)width, size, scratch);
        }
}

/* Where each group begins, its cases counted; `rank_of` tells the place of each group. */
static void find_starts(const utskr_settlement *s, settled_account *a, uint32_t *rank_of) {
    const uint32_t *ranks = s->ranks.items;
    for (uint32_t rank = 0; rank < a->group_count; rank++)
        rank_of[ranks[rank]] = rank;
    for (uint32_t i = 0; i < a->case_count; i++)
        a->starts[rank_of[ledger_case(s, i)->group] + 1]++;
    for (uint32_t rank = 0; rank < a->group_count; rank++)
        a->starts[rank + 1] += a->starts[rank];
}

/* Each group's start is moved on as its cases are put in, and back again. */
static void put_in_order(const utskr_settlement *s, settled_account *a, const uint32_t *rank_of) {
    for (uint32_t i = 0; i < a->case_count; i++)
        a->order[a->starts[rank_of[ledger_case(s, i)->group]]++] = i;
    memmove(a->starts + 1, a->starts, a->group_count * sizeof *a->starts);
    a->starts[0] = 0;
}

static bool order_cases(utskr_settlement *s, settled_account *a) {
    void *rank_of, *scratch;
    const bool has_ranks = allocate(&s->allocator, a->group_count, sizeof(uint32_t), &rank_of);
    const bool has_scratch = allocate(&s->allocator, a->case_count, sizeof(uint32_t), &scratch);
    if (has_ranks && has_scratch && a->case_count != 0) {
        find_starts(s, a, rank_of);
        put_in_order(s, a, rank_of);
        for (uint32_t rank = 0; rank < a->group_count; rank++)
            sort_by_name(s, a->order + a->starts[rank], a->starts[rank + 1] - a->starts[rank], scratch);
    }
    ledger_release(&s->allocator, rank_of, a->group_count, sizeof(uint32_t));
    ledger_release(&s->allocator, scratch, a->case_count, sizeof(uint32_t));
    return has_ranks && has_scratch;
}

/* --- Months ------------------------------------------------------------------------------------------------------------ */

/* The month in which the case ended, counted from the first one asked for. False: none that is of interest. */
static bool month_ended(const utskr_settlement *s, const settled_case *c, int32_t *month) {
    *month = c->ended - s->from;
    return c->ended != UTSKR_MONTH_NONE && *month >= -(int32_t)s->account.history_count && c->ended <= s->to;
}

static void add_to_bucket(settled_bucket *bucket, const settled_case *c) {
    bucket->stays++;
    if (c->left_out != UTSKR_COUNTED)
        return;
    bucket->persons++;
    bucket->days += c->days; /* at most 2^32 cases of less than 2^31 days */
}

static void fill_buckets(utskr_settlement *s) {
    const settled_account *a = &s->account;
    for (uint32_t rank = 0; rank < a->group_count; rank++) {
        settled_group *group = ledger_group_at(s, rank);
        group->unknown = false;
        for (uint32_t place = a->starts[rank]; place < a->starts[rank + 1]; place++) {
            const settled_case *c = ledger_case(s, a->order[place]);
            int32_t month;
            group->unknown = group->unknown || (c->marks & STAY_UNKNOWN) != 0;
            if (month_ended(s, c, &month))
                add_to_bucket(account_bucket(a, rank, month), c);
        }
    }
}

static void set_levels(utskr_settlement *s) {
    for (uint32_t month = 0; month < s->account.month_count; month++)
        for (uint32_t rank = 0; rank < s->account.group_count; rank++)
            model_set_level(s, rank, (int32_t)month, account_object(&s->account, month, rank));
}

/* --- Stays of each object ------------------------------------------------------------------------------------------------ */

static uint32_t stays_of(const utskr_settlement *s, uint32_t month, uint32_t rank) {
    return account_bucket(&s->account, rank, (int32_t)month)->stays;
}

static void find_stays(utskr_settlement *s) {
    settled_account *a = &s->account;
    for (uint32_t month = 0; month < a->month_count; month++)
        for (uint32_t rank = 0; rank < a->group_count; rank++) {
            account_object(a, month, rank)->first_stay = a->stay_count;
            a->stay_count += stays_of(s, month, rank);
        }
}

/* Each object's first place is moved on as its stays are put in, and back again. */
static void fill_stays(utskr_settlement *s) {
    settled_account *a = &s->account;
    for (uint32_t rank = 0; rank < a->group_count; rank++) {
        for (uint32_t place = a->starts[rank]; place < a->starts[rank + 1]; place++) {
            int32_t month;
            if (month_ended(s, ledger_case(s, a->order[place]), &month) && month >= 0)
                a->stays[account_object(a, (uint32_t)month, rank)->first_stay++] = a->order[place];
        }
        for (uint32_t month = 0; month < a->month_count; month++)
            account_object(a, month, rank)->first_stay -= stays_of(s, month, rank);
    }
}

/* --- Charges of each object ------------------------------------------------------------------------------------------------ */

/* A part of a run, in one object. */
typedef struct piece {
    settled_object *object; /* NULL: no object asked for lists it */
    utskr_date first;
    int32_t days;
} piece;

static settled_object *object_in(const utskr_settlement *s, uint32_t rank, utskr_month month) {
    if (month < s->from || month > s->to)
        return NULL;
    settled_object *object = account_object(&s->account, (uint32_t)(month - s->from), rank);
    return model_lists_charges(ledger_group_at(s, rank), object) ? object : NULL;
}

/* The part of the run from `first` on that goes into one object. */
static piece piece_from(const utskr_settlement *s, uint32_t rank, const settled_case *c, const charged_run *run,
                        utskr_date first) {
    const settled_group *group = ledger_group_at(s, rank);
    const int32_t left = run->first + run->days - first;
    if (!model_charges_by_date(group))
        return (piece){ model_is_long(group, c) ? object_in(s, rank, c->ended) : NULL, first, left };
    const utskr_month month = utskr_month_of(first);
    const int32_t in_month = utskr_month_start(month + 1) - first;
    return (piece){ object_in(s, rank, month), first, left < in_month ? left : in_month };
}

/* Puts a piece behind those that its object has; while they are only counted there are no charges. */
static void put_piece(settled_account *a, uint32_t the_case, uint32_t run, const piece *p) {
    if (p->object == NULL)
        return;
    const uint32_t place = p->object->first_charge + p->object->charge_count++;
    if (a->charges != NULL)
        a->charges[place] = (settled_charge){ the_case, run, p->first, p->days };
}

static void put_case(utskr_settlement *s, uint32_t rank, uint32_t the_case) {
    const settled_case *c = ledger_case(s, the_case);
    for (uint32_t run = c->first_run; run < c->first_run + c->run_count; run++) {
        const charged_run *charged = ledger_run(s, run);
        utskr_date day = charged->first;
        while (day < charged->first + charged->days) {
            const piece p = piece_from(s, rank, c, charged, day);
            put_piece(&s->account, the_case, run, &p);
            day += p.days;
        }
    }
}

static void put_charges(utskr_settlement *s) {
    const settled_account *a = &s->account;
    for (uint64_t i = 0; i < object_count(a); i++)
        a->objects[i].charge_count = 0;
    for (uint32_t rank = 0; rank < a->group_count; rank++)
        for (uint32_t place = a->starts[rank]; place < a->starts[rank + 1]; place++)
            put_case(s, rank, a->order[place]);
}

/* Where the charges of each object begin, once they are counted. False: more than can be numbered. */
static bool find_charges(settled_account *a) {
    uint64_t count = 0;
    for (uint64_t i = 0; i < object_count(a); i++) {
        a->objects[i].first_charge = (uint32_t)count;
        count += a->objects[i].charge_count;
        if (count > UINT32_MAX)
            return false;
    }
    a->charge_count = (uint32_t)count;
    return true;
}

/* --- Sums of each object ----------------------------------------------------------------------------------------------------- */

/* Is there, among the cases whose days the object owes, one with a spell of status unknown? */
static bool rests_on_unknown(const utskr_settlement *s, uint32_t month, uint32_t rank) {
    const settled_group *group = ledger_group_at(s, rank);
    const uint32_t first = account_object(&s->account, month, rank)->first_stay;
    if (model_charges_by_date(group))
        return group->unknown;
    for (uint32_t i = first; i < first + stays_of(s, month, rank); i++) {
        const settled_case *c = ledger_case(s, s->account.stays[i]);
        if (model_is_long(group, c) && (c->marks & STAY_UNKNOWN))
            return true;
    }
    return false;
}

static bool sum_charges(const utskr_settlement *s, settled_object *out) {
    out->billed_days = 0;
    out->billed_ore = 0;
    out->billed_ore_known = true;
    for (uint32_t i = out->first_charge; i < out->first_charge + out->charge_count; i++) {
        const settled_charge *charge = &s->account.charges[i];
        const charged_run *run = ledger_run(s, charge->run);
        int64_t ore;
        out->billed_days += charge->days;
        out->billed_ore_known = out->billed_ore_known && run->ore_known;
        if (!checked_multiply(charge->days, run->ore, &ore) || !checked_add(&out->billed_ore, ore))
            return false;
    }
    if (!out->billed_ore_known)
        out->billed_ore = 0;
    return true;
}

static bool sum_objects(utskr_settlement *s) {
    const settled_account *a = &s->account;
    for (uint32_t month = 0; month < a->month_count; month++)
        for (uint32_t rank = 0; rank < a->group_count; rank++) {
            settled_object *object = account_object(a, month, rank);
            object->unknown = rests_on_unknown(s, month, rank);
            if (!sum_charges(s, object) || !model_set_owed(s, rank, (int32_t)month, object))
                return false;
        }
    return true;
}

/* --- The whole ------------------------------------------------------------------------------------------------------------------ */

static void measure(utskr_settlement *s) {
    settled_account *a = &s->account;
    a->case_count = (uint32_t)s->cases.count;
    a->group_count = (uint32_t)s->groups.count;
    a->month_count = (uint32_t)(s->to - s->from) + 1;
    for (uint32_t rank = 0; rank < a->group_count; rank++) {
        const uint32_t history = model_history(ledger_group_at(s, rank));
        a->history_count = history > a->history_count ? history : a->history_count;
    }
}

static bool allocate_blocks(utskr_settlement *s) {
    settled_account *a = &s->account;
    void *order, *starts, *buckets, *objects;
    const bool has_order = allocate(&s->allocator, a->case_count, sizeof *a->order, &order);
    a->order = order;
    const bool has_starts = allocate(&s->allocator, (uint64_t)a->group_count + 1, sizeof *a->starts, &starts);
    a->starts = starts;
    const bool has_buckets = allocate(&s->allocator, bucket_count(a), sizeof *a->buckets, &buckets);
    a->buckets = buckets;
    const bool has_objects = allocate(&s->allocator, object_count(a), sizeof *a->objects, &objects);
    a->objects = objects;
    return has_order && has_starts && has_buckets && has_objects;
}

static utskr_status lay_out_stays(utskr_settlement *s) {
    settled_account *a = &s->account;
    void *stays;
    fill_buckets(s);
    set_levels(s);
    find_stays(s);
    const bool has_stays = allocate(&s->allocator, a->stay_count, sizeof *a->stays, &stays);
    a->stays = stays;
    if (!has_stays)
        return UTSKR_NO_MEMORY;
    fill_stays(s);
    return UTSKR_OK;
}

static utskr_status lay_out_charges(utskr_settlement *s) {
    settled_account *a = &s->account;
    void *charges;
    put_charges(s);
    if (!find_charges(a))
        return UTSKR_LIMIT_REACHED;
    const bool has_charges = allocate(&s->allocator, a->charge_count, sizeof *a->charges, &charges);
    a->charges = charges;
    if (!has_charges)
        return UTSKR_NO_MEMORY;
    if (a->charge_count != 0)
        put_charges(s);
    return sum_objects(s) ? UTSKR_OK : UTSKR_LIMIT_REACHED;
}

static utskr_status build(utskr_settlement *s) {
    measure(s);
    if (object_count(&s->account) > UINT32_MAX)
        return UTSKR_LIMIT_REACHED;
    if (!allocate_blocks(s) || !order_cases(s, &s->account))
        return UTSKR_NO_MEMORY;
    const utskr_status status = lay_out_stays(s);
    return status == UTSKR_OK ? lay_out_charges(s) : status;
}

static void set_digests(utskr_settlement *s) {
    const settled_account *a = &s->account;
    for (uint32_t rank = 0; rank < a->group_count; rank++)
        ledger_digest_group(s, a->starts[rank], a->starts[rank + 1] - a->starts[rank],
                            ledger_group_at(s, rank)->digest);
}

utskr_status utskr_settlement_sum(utskr_settlement *settlement, uint32_t *count) {
    if (settlement == NULL || count == NULL)
        return UTSKR_BAD_ARGUMENT;
    settled_account old = settlement->account;
    settlement->account = (settled_account){ 0 };
    const utskr_status status = build(settlement);
    if (status != UTSKR_OK) {
        account_release(settlement);
        settlement->account = old;
        return status;
    }
    release(&settlement->allocator, &old);
    set_digests(settlement);
    settlement->summed = true;
    *count = (uint32_t)object_count(&settlement->account);
    return UTSKR_OK;
}
