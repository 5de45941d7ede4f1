/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a pack's statements must be together, before it is made: whole, and with one version of each row on each day. */
#include "pack/draft.h"

#include "status.h"

#include <string.h>

static utskr_status refuse(utskr_error *error, place at, const char *word, utskr_status status, const char *message,
                           const char *expected) {
    (void)utskr_fail(error, status, message, expected);
    utskr_error_set_word(error, word, strlen(word));
    if (error != NULL && error->size >= sizeof *error) {
        error->line = at.line;
        error->column = at.column;
    }
    return status;
}

static bool has_said(const draft_state *s, const char *word) {
    uint32_t i = 0;
    while (strcmp(utskr_pack_statements[i].word, word) != 0)
        i++;
    return (s->said & UINT64_C(1) << i) != 0;
}

/* Is the time wholly within the other one? */
static bool within(utskr_date from, utskr_date to, utskr_date outer_from, utskr_date outer_to) {
    return from >= outer_from && (outer_to == UTSKR_DATE_NONE || (to != UTSKR_DATE_NONE && to <= outer_to));
}

/* --- The pack as a whole ------------------------------------------------------------------------------------------------ */

static utskr_status check_head(const draft_state *s, utskr_error *error) {
    static const char *const needed[] = { "title", "source", "county", "valid", "grade" };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!has_said(s, needed[i]))
            return refuse(error, s->at, needed[i], UTSKR_MALFORMED, "a pack without",
                          "title, source, county, valid and grade");
    if (s->base_from != 0 && !within(s->pack.valid_from, s->pack.valid_to, s->base_from, s->base_to))
        return refuse(error, s->at, "valid", UTSKR_OUT_OF_RANGE, "a pack that is valid when its base is not",
                      "a validity within the base's");
    return UTSKR_OK;
}

/* A collective model says only what it has a use for; the average of the month by itself unless something else is said. */
static utskr_status settle_model(draft_state *s, utskr_error *error) {
    static const char *const collective_words[] = { "threshold", "months", "clock-cutoff", "day-zero", "long-stay" };
    const bool is_collective = s->pack.settled.model != SETTLED_BY_CASE;
    for (size_t i = 0; i < sizeof collective_words / sizeof collective_words[0]; i++)
        if (!is_collective && has_said(s, collective_words[i]))
            return refuse(error, s->at, collective_words[i], UTSKR_MALFORMED, "a word of a collective model",
                          "a model other than individual");
    if (!is_collective)
        s->pack.settled = (collective){ .model = SETTLED_BY_CASE };
    if (is_collective && !s->base_collective && !has_said(s, "threshold"))
        s->pack.settled.threshold = THRESHOLD_UNKNOWN;
    if (is_collective && !s->base_collective && !has_said(s, "months"))
        s->pack.settled.months = 1;
    return UTSKR_OK;
}

/* --- Rows ------------------------------------------------------------------------------------------------------------------ */

/* What its own rows do not say is as the pack says. */
static utskr_status fill_in_rows(draft_state *s, utskr_error *error) {
    for (uint32_t i = s->inherited_rows; i < s->row_count; i++) {
        rule_row *row = &s->rows[i];
        if (row->valid_from == 0) {
            row->valid_from = s->pack.valid_from;
            row->valid_to = s->pack.valid_to;
        }
        row->grade = row->grade != 0 ? row->grade : s->pack.grade;
        if (!within(row->valid_from, row->valid_to, s->pack.valid_from, s->pack.valid_to))
            return refuse(error, s->row_places[i], row->id, UTSKR_OUT_OF_RANGE,
                          "a row that is valid when its pack is not", "a validity within the pack's");
    }
    for (uint32_t i = s->inherited_rules; i < s->rule_count; i++)
        if (s->rules[i].valid_from != 0 &&
            !within(s->rules[i].valid_from, s->rules[i].valid_to, s->pack.valid_from, s->pack.valid_to))
            return refuse(error, s->rule_places[i], s->rules[i].id, UTSKR_OUT_OF_RANGE,
                          "a rule that is valid when its pack is not", "a validity within the pack's");
    return UTSKR_OK;
}

static bool is_never(utskr_date from, utskr_date to) {
    return to != UTSKR_DATE_NONE && to < from;
}

/* Leaves out the rows of the bases that end before they begin; layer by layer, in their order. */
static void leave_out_rows(draft_state *s) {
    uint32_t kept = 0;
    uint32_t at = 0;
    for (uint32_t layer = 0; layer < s->layer_count; layer++) {
        const uint32_t first = kept;
        for (const uint32_t end = at + s->layers[layer].row_count; at < end; at++)
            if (!is_never(s->rows[at].valid_from, s->rows[at].valid_to)) {
                s->row_places[kept] = s->row_places[at];
                s->rows[kept++] = s->rows[at];
            }
        s->layers[layer].row_count = kept - first;
    }
    s->inherited_rows = kept;
    for (; at < s->row_count; at++) {
        s->row_places[kept] = s->row_places[at];
        s->rows[kept++] = s->rows[at];
    }
    s->row_count = kept;
}

static void leave_out_rules(draft_state *s) {
    uint32_t kept = 0;
    uint32_t at = 0;
    for (uint32_t layer = 0; layer < s->layer_count; layer++) {
        const uint32_t first = kept;
        for (const uint32_t end = at + s->layers[layer].rule_count; at < end; at++)
            if (!is_never(s->rules[at].valid_from, s->rules[at].valid_to)) {
                s->rule_places[kept] = s->rule_places[at];
                s->rules[kept++] = s->rules[at];
            }
        s->layers[layer].rule_count = kept - first;
    }
    s->inherited_rules = kept;
    for (; at < s->rule_count; at++) {
        s->rule_places[kept] = s->rule_places[at];
        s->rules[kept++] = s->rules[at];
    }
    s->rule_count = kept;
}

/* --- Versions ---------------------------------------------------------------------------------------------------------------- */

/* "until 2026-06-30, from 2026-08-01": the end of the earlier version and the beginning of the later one. */
static void name_days(char out[64], utskr_date last, utskr_date first) {
    static const char until[] = "until ";
    static const char no_end[] = "without end";
    static const char from[] = ", from ";
    size_t length = 0;
    if (last == UTSKR_DATE_NONE) {
        memcpy(out, no_end, sizeof no_end - 1);
        length = sizeof no_end - 1;
    } else {
        memcpy(out, until, sizeof until - 1);
        length = sizeof until - 1 + utskr_date_format(last, out + sizeof until - 1);
    }
    memcpy(out + length, from, sizeof from - 1);
    (void)utskr_date_format(first, out + length + sizeof from - 1);
}

static bool same_id(const rule_row *a, const rule_row *b) {
    return strcmp(a->id, b->id) == 0;
}

/* The version of the row that begins latest before it, or on the same day and stands before it; NULL for a first one. */
static const rule_row *version_before(const draft_state *s, const rule_row *row) {
    const rule_row *before = NULL;
    for (const rule_row *r = s->rows; r < s->rows + s->row_count; r++) {
        const bool earlier = r->valid_from < row->valid_from || (r->valid_from == row->valid_from && r < row);
        if (earlier && same_id(r, row) && (before == NULL || r->valid_from >= before->valid_from))
            before = r;
    }
    return before;
}

/* Each version begins on the day after the one before it ends. */
static utskr_status check_versions(const draft_state *s, utskr_error *error) {
    for (uint32_t i = 0; i < s->row_count; i++) {
        const rule_row *row = &s->rows[i];
        const rule_row *before = version_before(s, row);
        char days[64];
        if (before == NULL || (before->valid_to != UTSKR_DATE_NONE && before->valid_to + 1 == row->valid_from))
            continue;
        const bool gap = before->valid_to != UTSKR_DATE_NONE && before->valid_to < row->valid_from;
        const uint32_t later = before > row ? (uint32_t)(before - s->rows) : i;
        name_days(days, before->valid_to, row->valid_from);
        return refuse(error, s->row_places[later], days, gap ? UTSKR_MALFORMED : UTSKR_DUPLICATE,
                      gap ? "a gap between two versions of the row" : "two versions of the row on the same day",
                      "each version valid from the day after the last one of that before; `end` ends one of the base");
    }
    return UTSKR_OK;
}

/* A rule has one version, and no row has its id. */
static utskr_status check_rule_ids(const draft_state *s, utskr_error *error) {
    for (uint32_t i = s->inherited_rules; i < s->rule_count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (strcmp(s->rules[i].id, s->rules[j].id) == 0)
                return refuse(error, s->rule_places[i], s->rules[i].id, UTSKR_DUPLICATE,
                              "an id that a rule has already", "an id of its own");
    for (uint32_t i = 0; i < s->rule_count; i++)
        for (uint32_t j = 0; j < s->row_count; j++)
            if (strcmp(s->rules[i].id, s->rows[j].id) == 0)
                return refuse(error, i >= s->inherited_rules ? s->rule_places[i] : s->row_places[j], s->rules[i].id,
                              UTSKR_DUPLICATE, "a row and a rule with the same id", "an id of its own");
    return UTSKR_OK;
}

/* --- The lists of the pack ----------------------------------------------------------------------------------------------------- */

static void list_readings(draft_state *s, uint8_t *readings) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < UTSKR_READING_COUNT; i++)
        if (s->known_readings & UINT64_C(1) << i) {
            readings[count++] = (uint8_t)i;
            readings[count++] = s->readings[i];
        }
    readings[count] = UTSKR_READING_COUNT;
    s->pack.readings = count != 0 ? readings : NULL;
}

static void list_rates(draft_state *s) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < YEAR_COUNT; i++)
        if (s->rates[i].year != 0)
            s->rates[count++] = s->rates[i];
    s->pack.rates = count != 0 ? s->rates : NULL;
    s->pack.rate_count = count;
}

static void list_all(draft_state *s, uint8_t *readings) {
    list_readings(s, readings);
    list_rates(s);
    s->layers[s->layer_count++] =
        (pack_layer){ s->pack.id, s->row_count - s->inherited_rows, s->rule_count - s->inherited_rules };
    s->pack.layers = s->layers;
    s->pack.layer_count = s->layer_count;
    s->pack.rows = s->rows;
    s->pack.row_count = s->row_count;
    s->pack.rules = s->rules;
    s->pack.rule_count = s->rule_count;
    s->pack.ends = s->end_count != 0 ? s->ends : NULL;
    s->pack.end_count = s->end_count;
    s->graces[s->grace_count] = (psychiatric_grace){ .days = 0 };
    s->pack.psychiatric = s->grace_count != 0 ? s->graces : NULL;
}

utskr_status utskr_draft_check(draft_state *s, uint8_t readings[2 * UTSKR_READING_COUNT + 1], utskr_error *error) {
    utskr_status status = check_head(s, error);
    if (status == UTSKR_OK)
        status = settle_model(s, error);
    if (status == UTSKR_OK)
        status = fill_in_rows(s, error);
    if (status != UTSKR_OK)
        return status;
    leave_out_rows(s);
    leave_out_rules(s);
    status = check_versions(s, error);
    if (status == UTSKR_OK)
        status = check_rule_ids(s, error);
    if (status == UTSKR_OK)
        list_all(s, readings);
    return status;
}
