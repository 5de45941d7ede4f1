/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Are these columns of events and cases? Checked before anything is done with them, so that nothing bad is ever folded. */
#include "batch/columns.h"

#include "case/case_internal.h"

utskr_status utskr_column_fail(utskr_column_error *error, utskr_status status, utskr_column column, uint64_t row,
                               const char *message, const char *expected) {
    if (error != NULL && error->size == sizeof *error)
        *error = (utskr_column_error){ .size = sizeof *error,
                                       .status = (int32_t)status,
                                       .column = (int32_t)column,
                                       .row = row,
                                       .message = message,
                                       .expected = expected };
    return status;
}

/* --- Lengths -------------------------------------------------------------------------------------------------------- */

/* A column of any type, as far as its length goes. */
typedef struct column_length {
    utskr_column column;
    const void *values;
    uint64_t count;
    bool required;
} column_length;

static utskr_status check_lengths(const column_length *columns, size_t column_count, uint64_t rows,
                                  utskr_column_error *error) {
    for (size_t i = 0; i < column_count; i++) {
        const column_length *c = &columns[i];
        const bool absent = c->values == NULL && c->count == 0;
        if (absent && (!c->required || rows == 0))
            continue;
        if (absent || (c->values == NULL && rows != 0))
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, c->column, 0, "a column without values",
                                     "a value for each row");
        if (c->count != rows)
            return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, c->column, c->count < rows ? c->count : rows,
                                     "a column of another length than the others", "a value for each row");
    }
    return UTSKR_OK;
}

utskr_status utskr_check_event_columns(const utskr_event_columns *events, utskr_column_error *error) {
    if (events == NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "a null pointer",
                                 "columns of events");
    if (events->size != sizeof *events)
        return utskr_column_fail(error, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "a struct of another size",
                                 "UTSKR_EVENT_COLUMNS_INIT");
    if (events->kind.values != NULL && events->wide_kind.values != NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 0, "two columns of kinds",
                                 "one of them");
    const bool wide = events->wide_kind.values != NULL;
    const column_length columns[] = {
        { UTSKR_COLUMN_AT, events->at.values, events->at.count, true },
        { UTSKR_COLUMN_KIND, events->kind.values, events->kind.count, !wide },
        { UTSKR_COLUMN_KIND, events->wide_kind.values, events->wide_kind.count, wide },
        { UTSKR_COLUMN_PARTY, events->party.values, events->party.count, true },
        { UTSKR_COLUMN_MASK, events->mask.values, events->mask.count, false },
        { UTSKR_COLUMN_VALUE, events->value.values, events->value.count, false },
        { UTSKR_COLUMN_RECORDED, events->recorded.values, events->recorded.count, false },
        { UTSKR_COLUMN_KEY, events->key.values, events->key.count, events->offsets.values == NULL },
    };
    return check_lengths(columns, sizeof columns / sizeof columns[0], events->count, error);
}

utskr_status utskr_check_case_columns(const utskr_case_columns *cases, uint64_t rows, utskr_column_error *error) {
    if (cases == NULL)
        return UTSKR_OK;
    if (cases->size != sizeof *cases)
        return utskr_column_fail(error, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "a struct of another size",
                                 "UTSKR_CASE_COLUMNS_INIT");
    if (cases->count != rows)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE,
                                 cases->count < rows ? cases->count : rows,
                                 "another number of cases than the events have", "a row for each case");
    const column_length columns[] = {
        { UTSKR_COLUMN_PACK, cases->pack.values, cases->pack.count, false },
        { UTSKR_COLUMN_MUNICIPALITY, cases->municipality.values, cases->municipality.count, false },
        { UTSKR_COLUMN_PAYER, cases->payer.values, cases->payer.count, false },
        { UTSKR_COLUMN_REGION, cases->region.values, cases->region.count, false },
        { UTSKR_COLUMN_CARE, cases->care.values, cases->care.count, false },
        { UTSKR_COLUMN_PREVIOUS_DISCHARGE, cases->previous_discharge.values, cases->previous_discharge.count, false },
        { UTSKR_COLUMN_ASSESSED_AT, cases->at.values, cases->at.count, false },
    };
    return check_lengths(columns, sizeof columns / sizeof columns[0], rows, error);
}

/* --- Events ------------------------------------------------------------------------------------------------------------ */

static bool is_event(worker *w, const utskr_event *event) {
    if (!utskr_in_range(event->at) || !utskr_none_or_in_range(event->recorded) || !utskr_none_or_in_range(event->value))
        return false;
    const event_meaning *m = utskr_find_meaning(&w->met, utskr_said(event->kind, event->party, event->mask));
    return m != NULL && (event->value == 0 || (m->traits & HAS_INSTANT));
}

#define RANGE_MESSAGE "an instant outside the calendar kept here"
#define RANGE_EXPECTED "seconds since 1970, of a year from 1980 to 2199"

/* Why that is no event. */
static utskr_status fail_event(utskr_event event, uint64_t row, utskr_column_error *error) {
    utskr_error why = UTSKR_ERROR_INIT;
    if (!utskr_in_range(event.at))
        return utskr_column_fail(error, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_AT, row, RANGE_MESSAGE, RANGE_EXPECTED);
    if (event.kind == UTSKR_RETRACTED)
        return utskr_column_fail(error, UTSKR_REFUSED, UTSKR_COLUMN_KIND, row, "a retraction, which needs the log",
                                 "the log without the event, or a utskr_case");
    if (event.kind == UTSKR_KIND_NONE)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, row, "no such kind of event",
                                 "1 to utskr_kind_count() - 1");
    if (event.party == UTSKR_PARTY_NONE || event.party >= UTSKR_PARTY_COUNT)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PARTY, row, "no such party",
                                 "1 to utskr_party_count() - 1");
    if (!utskr_none_or_in_range(event.recorded))
        return utskr_column_fail(error, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_RECORDED, row, RANGE_MESSAGE, RANGE_EXPECTED);
    if (!utskr_none_or_in_range(event.value))
        return utskr_column_fail(error, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_VALUE, row, RANGE_MESSAGE, RANGE_EXPECTED);
    event.value = 0;
    const bool mask_is_good = utskr_event_validate(&event, &why) == UTSKR_OK;
    if (mask_is_good)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_VALUE, row,
                                 "a value of an event that says none", "0");
    return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MASK, row,
                             "a mask that no event of the kind can have", why.expected);
}

utskr_status utskr_find_bad_row(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to,
                                utskr_instant previous, utskr_column_error *error) {
    for (uint64_t row = from; row < to; row++) {
        const utskr_event event = utskr_event_of_row(events, row);
        if (!is_event(w, &event))
            return fail_event(event, row, error);
        if (event.at < previous)
            return utskr_column_fail(error, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_AT, row,
                                     "an event earlier than the one before it in its case",
                                     "the events of a case in order of time, or a utskr_case");
        previous = event.at;
    }
    return UTSKR_OK;
}

/* --- Cases ------------------------------------------------------------------------------------------------------------- */

/* The member of the stay that is wrong, each tried alone. */
static utskr_column wrong_member(const utskr_stay *stay) {
    const struct {
        utskr_column column;
        utskr_stay alone;
    } members[] = {
        { UTSKR_COLUMN_MUNICIPALITY, { .size = sizeof *stay, .municipality = stay->municipality } },
        { UTSKR_COLUMN_PAYER, { .size = sizeof *stay, .payer = stay->payer } },
        { UTSKR_COLUMN_REGION, { .size = sizeof *stay, .region = stay->region } },
        { UTSKR_COLUMN_CARE, { .size = sizeof *stay, .care = stay->care } },
        { UTSKR_COLUMN_PREVIOUS_DISCHARGE, { .size = sizeof *stay, .previous_discharge = stay->previous_discharge } },
    };
    size_t i = 0;
    while (i + 1 < sizeof members / sizeof members[0] && case_check_stay(&members[i].alone) == UTSKR_OK)
        i++;
    return members[i].column;
}

static const char *expected_of(utskr_column column) {
    switch (column) {
    case UTSKR_COLUMN_MUNICIPALITY: return "a municipality code of four digits, 0 (unknown) or -1 (none)";
    case UTSKR_COLUMN_PAYER: return "a municipality code of four digits, or 0";
    case UTSKR_COLUMN_REGION: return "a county code, 1 to 99, or 0";
    case UTSKR_COLUMN_CARE: return "utskr_care: 0, 1 (somatic) or 2 (psychiatric)";
    default: return RANGE_EXPECTED ", or 0";
    }
}

utskr_status utskr_check_case_row(const worker *w, const utskr_case_columns *cases, uint64_t row,
                                  utskr_column_error *error) {
    if (cases == NULL)
        return UTSKR_OK;
    const uint32_t packs = w->options.pack_count == 0 ? 1 : w->options.pack_count;
    if (cases->pack.values != NULL && cases->pack.values[row] >= packs)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PACK, row, "no such pack among those given",
                                 "0 to pack_count - 1");
    batch_case about;
    utskr_read_case(w, cases, row, &about.stay, &about.terms);
    const utskr_status status = case_check_stay(&about.stay);
    if (status != UTSKR_OK) {
        const utskr_column column = wrong_member(&about.stay);
        return utskr_column_fail(error, status, column, row, "a value that no case has", expected_of(column));
    }
    if (!utskr_none_or_in_range(about.terms.at))
        return utskr_column_fail(error, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_ASSESSED_AT, row, RANGE_MESSAGE,
                                 RANGE_EXPECTED ", or 0");
    return UTSKR_OK;
}
