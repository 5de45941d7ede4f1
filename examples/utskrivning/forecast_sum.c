/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the cases come to together, and what a move changes. */
#include "forecast.h"

#include <string.h>

const outlook *outlook_of(const forecast_case *c, enum way way) {
    return way == IF_MOVED && c->move_count > 0 ? &c->if_moved : &c->if_nothing;
}

void add_day(const forecast *f, uint32_t begin, uint32_t end, uint32_t day, enum way way, day_sum *sum) {
    memset(sum->counts, 0, sizeof sum->counts);
    sum->known_ore = 0;
    sum->is_known = true;
    for (uint32_t i = begin; i < end; i++) {
        const day_cost *cost = &outlook_of(&f->cases[i], way)->days[day];
        sum->counts[cost->verdict]++;
        sum->known_ore += cost->ore;
        sum->is_known = sum->is_known && cost->is_known && cost->verdict != DAY_UNKNOWN;
    }
    sum->known_ore_so_far += sum->known_ore;
    sum->is_known_so_far = sum->is_known_so_far && sum->is_known;
}

uint32_t end_of_municipality(const forecast *f, uint32_t begin) {
    uint32_t end = begin;
    while (end < f->case_count && f->cases[end].payer == f->cases[begin].payer) {
        end++;
    }
    return end;
}

/* --- What a move changes ---------------------------------------------------------------------------------------------- */

static void put_date(char out[24], utskr_date day) {
    out[0] = '\0';
    if (day != UTSKR_DATE_NONE) {
        (void)utskr_date_format(day, out);
    }
}

static uint32_t add_change(change *out, const char *rule, const char *from, const char *to) {
    out->rule = rule;
    snprintf(out->from, sizeof out->from, "%s", from);
    snprintf(out->to, sizeof out->to, "%s", to);
    return 1;
}

/* Of the latest spell; a case without a spell has none. */
static uint32_t add_prerequisites(const outlook *a, const outlook *b, change *out) {
    uint32_t count = 0;
    for (int32_t i = 0; i < UTSKR_PREREQUISITE_COUNT && a->has_spell && b->has_spell; i++) {
        if (a->prerequisites[i] != b->prerequisites[i]) {
            count += add_change(&out[count], utskr_prerequisite_name(i), utskr_answer_name(a->prerequisites[i]),
                                utskr_answer_name(b->prerequisites[i]));
        }
    }
    return count;
}

/* The reasons that are no prerequisites: there or not. */
static uint32_t add_reasons(const outlook *a, const outlook *b, change *out) {
    uint32_t count = 0;
    uint32_t differ = a->figures.reasons ^ b->figures.reasons;
    for (int32_t i = UTSKR_PREREQUISITE_COUNT; i < UTSKR_REASON_COUNT; i++) {
        if (differ & (UINT32_C(1) << i)) {
            bool was = (a->figures.reasons & (UINT32_C(1) << i)) != 0;
            count += add_change(&out[count], utskr_reason_name(i), was ? "yes" : "no", was ? "no" : "yes");
        }
    }
    return count;
}

uint32_t changes_of(const forecast_case *c, change out[CHANGE_LIMIT]) {
    const outlook *a = outlook_of(c, IF_NOTHING);
    const outlook *b = outlook_of(c, IF_MOVED);
    uint32_t count = 0;
    if (a->figures.enters != b->figures.enters) {
        char from[24];
        char to[24];
        put_date(from, a->figures.enters);
        put_date(to, b->figures.enters);
        count += add_change(&out[count], "entry-day", from, to);
    }
    count += add_prerequisites(a, b, out + count);
    return count + add_reasons(a, b, out + count);
}

total difference_of(const forecast_case *c) {
    const outlook *a = outlook_of(c, IF_NOTHING);
    const outlook *b = outlook_of(c, IF_MOVED);
    total t = { 0, 0, true, true };
    t.days = b->before.days + b->ahead.days - a->before.days - a->ahead.days;
    t.ore = b->before.ore + b->ahead.ore - a->before.ore - a->ahead.ore;
    t.days_known = a->before.days_known && a->ahead.days_known && b->before.days_known && b->ahead.days_known;
    t.ore_known = a->before.ore_known && a->ahead.ore_known && b->before.ore_known && b->ahead.ore_known;
    return t;
}
