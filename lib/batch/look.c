/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A quick look at whether rows are good. What is wrong with one that is not, and all that is checked seldom, is told in check.c. */
#include "batch/columns.h"

static bool block_in_range(const utskr_instant *values, uint64_t count) {
    utskr_instant any = 0;
    bool good = true;
    for (uint64_t i = 0; i < count; i++)
        any |= values[i];
    for (uint64_t i = 0; any != 0 && i < count; i++)
        good = utskr_none_or_in_range(values[i]) & good;
    return good;
}

/* Are all of the column, if there is one, none or within the calendar? Many columns say none of most events, so that blocks are looked
 * at for whether there is any. */
static bool values_in_range(const utskr_int64_column *column, uint64_t from, uint64_t to) {
    enum { BLOCK = 64 };
    bool good = true;
    for (uint64_t row = from; column->values != NULL && good && row < to; row += BLOCK)
        good = block_in_range(&column->values[row], to - row < BLOCK ? to - row : BLOCK);
    return good;
}

/* May each row say what it says? `*back`: how many are earlier than the one before. Whether there is a time of its own, real logs decide at
 * random, so that nothing branches on it: what is wrong with any gathers in `wrong`. */
static bool may_say(meanings *met, const utskr_event_columns *events, uint64_t from, uint64_t to,
                    utskr_instant previous, uint64_t *back) {
    const utskr_instant *at = events->at.values;
    const uint8_t *kind = events->kind.values, *party = events->party.values;
    const uint32_t *mask = events->mask.values;
    static const int64_t none = 0;
    const uint64_t in_value = events->value.values != NULL ? UINT64_MAX : 0;
    const int64_t *value = in_value != 0 ? events->value.values : &none;
    uint64_t steps = 0;
    uint64_t wrong = 0, all = 0;
    for (uint64_t row = from; row < to; row++) {
        const uint64_t said = utskr_said(kind[row], party[row], mask[row]);
        const event_meaning *m = utskr_place_of(met, said);
        const utskr_instant now = at[row];
        steps += now < previous;
        previous = now;
        if (m->said != said) {
            m = utskr_find_meaning(met, said);
            if (m == NULL)
                return false;
        }
        const uint64_t own = (uint64_t)value[row & in_value];
        wrong |= own & (uint64_t)(int64_t)m->no_instant;
        wrong |= own - 1 < (uint64_t)UTSKR_INSTANT_MIN - 1; /* none is 0 */
        all |= own;
    }
    *back = steps;
    return wrong == 0 && (all <= (uint64_t)UTSKR_INSTANT_MAX || values_in_range(&events->value, from, to));
}

bool utskr_rows_look_good(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to,
                          utskr_instant previous, uint64_t *back) {
    return events->kind.values != NULL && events->mask.values != NULL &&
           may_say(&w->met, events, from, to, previous, back) && values_in_range(&events->recorded, from, to);
}

bool utskr_case_lies_in_time(const utskr_event_columns *events, uint64_t from, uint64_t to) {
    return from == to || (utskr_in_range(events->at.values[from]) && utskr_in_range(events->at.values[to - 1]));
}

utskr_status utskr_check_rows(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to,
                              utskr_instant previous, utskr_column_error *error) {
    uint64_t back = 0;
    if (from == to || (utskr_rows_look_good(w, events, from, to, previous, &back) && back == 0 &&
                       utskr_case_lies_in_time(events, from, to)))
        return UTSKR_OK;
    return utskr_find_bad_row(w, events, from, to, previous, error);
}
