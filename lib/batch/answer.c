/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One case after another: folded, judged as far as anybody wants to know, and written to a row of the answers. */
#include "batch/columns.h"

#include "apart.h"
#include "case/case_internal.h"
#include "case/fold.h"
#include "judgement/parts.h"
#include "liability/liability.h"
#include "rules/row.h"
#include <string.h>

#define EVENT_LIMIT 65535 /* an index is 16 bits */

/* --- The worker ------------------------------------------------------------------------------------------------------- */

static const utskr_pack *pack_number(const utskr_batch_options *options, uint32_t number) {
    return options->pack_count == 0 ? &utskr_pack_lus : options->packs[number];
}

/* Would a case without events be judged? Then so will be every other. */
static utskr_status try_question(const utskr_question *question) {
    utskr_facts facts;
    context ctx;
    utskr_question trial = *question;
    trial.at = question->at == 0 ? UTSKR_INSTANT_MAX : question->at;
    const utskr_status status = utskr_facts_init(&facts, NULL);
    return status == UTSKR_OK ? utskr_context_init(&ctx, &facts, &trial) : status;
}

static utskr_status check_options(const utskr_batch_options *options) {
    if (options->size != sizeof *options)
        return UTSKR_BAD_SIZE;
    if (options->bad_rows > UTSKR_BAD_ROWS_LEAVE_OUT || (options->pack_count != 0 && options->packs == NULL))
        return UTSKR_BAD_ARGUMENT;
    for (uint32_t i = 0; i < options->pack_count; i++)
        if (options->packs[i] == NULL)
            return UTSKR_BAD_ARGUMENT;
    return case_check_stay(&options->stay);
}

utskr_status utskr_worker_init(worker *w, const utskr_batch_options *options, utskr_column_error *error) {
    static const utskr_batch_options plain = UTSKR_BATCH_OPTIONS_INIT;
    memset(w, 0, offsetof(worker, facts));
    w->met.asked = EVERY_KIND;
    w->options = options == NULL ? plain : *options;
    utskr_status status = check_options(&w->options);
    w->question = (utskr_question){ .size = sizeof w->question,
                                    .rate_count = w->options.rate_count,
                                    .readings = w->options.readings,
                                    .rates = w->options.rates,
                                    .at = w->options.at };
    status = status == UTSKR_OK ? try_question(&w->question) : status;
    if (status != UTSKR_OK)
        return utskr_column_fail(error, status, UTSKR_COLUMN_NONE, 0, "options that no judgement can have",
                                 "UTSKR_BATCH_OPTIONS_INIT, and what utskr_judge takes");
    utskr_judgement_init(&w->judgement);
    for (uint32_t i = 0; i < BATCH_PLANS; i++)
        w->packs[i].pack = NULL;
    return UTSKR_OK;
}

/* --- What is wanted ----------------------------------------------------------------------------------------------------- */

static bool wants_figures(const utskr_figure_columns *f) {
    return f->status != NULL || f->enters != NULL || f->days != NULL || f->ore != NULL || f->reasons != NULL;
}

static bool wants_obligations(const utskr_answer_columns *out) {
    bool wanted = false;
    for (uint32_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        wanted = wanted || out->obligations[i] != NULL;
    return wanted;
}

static bool wants_late(const utskr_answer_columns *out) {
    return wants_figures(&out->late[0]) || wants_figures(&out->late[1]) || wants_figures(&out->late[2]);
}

/* Groups of columns, so that one look tells of each case that none of a group is wanted. */
enum { WANT_CASE = 1 << 0, WANT_STATES = 1 << 1, WANT_LATE = 1 << 2, WANT_BITMAPS = 1 << 3 };

static uint32_t wanted_groups(const utskr_answer_columns *out) {
    const bool of_case = out->key != NULL || out->code != NULL || out->pack != NULL || out->at != NULL ||
                         out->refused != NULL || out->payer != NULL || out->next_change != NULL;
    const bool states = out->state != NULL || out->step != NULL || out->covered != NULL || out->sip_required != NULL ||
                        out->sip_state != NULL || out->patient_ready != NULL || out->municipality_ready != NULL ||
                        out->home_ready != NULL;
    return (of_case ? WANT_CASE : 0u) | (states ? WANT_STATES : 0u) | (wants_late(out) ? WANT_LATE : 0u) |
           (wants_obligations(out) || out->findings != NULL ? WANT_BITMAPS : 0u);
}

static uint32_t wanted_parts(const utskr_answer_columns *out) {
    uint32_t parts = 0;
    if (out->patient_ready != NULL || out->municipality_ready != NULL || out->home_ready != NULL)
        parts |= PART_READINESS;
    if (out->payer != NULL || wants_figures(&out->figures))
        parts |= PART_LIABILITY;
    if (wants_late(out))
        parts |= PART_LIABILITY | PART_LATE;
    if (wants_obligations(out))
        parts |= PART_OBLIGATIONS;
    if (out->findings != NULL)
        parts |= PART_FINDINGS;
    if (out->next_change != NULL)
        parts |= PARTS_OF_NEXT_CHANGE;
    return parts;
}

/* The kinds of events that matter to what is wanted. */
static uint64_t asked_kinds(uint32_t parts, const utskr_answer_columns *out) {
    const bool liability_alone = (parts & ~(uint32_t)(PART_LIABILITY | PART_LATE)) == 0 && out->sip_state == NULL;
    return liability_alone ? KINDS_OF_LIABILITY : EVERY_KIND;
}

uint32_t utskr_rule_words(const utskr_pack *const *packs, uint32_t pack_count) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < pack_count || i == 0; i++) {
        utskr_pack_info info = UTSKR_PACK_INFO_INIT;
        const utskr_pack *pack = pack_count == 0 ? &utskr_pack_lus : packs == NULL ? NULL : packs[i];
        if (utskr_pack_describe(pack, &info) == UTSKR_OK && info.rule_count > most)
            most = info.rule_count;
    }
    return (most + 63) / 64;
}

utskr_status utskr_worker_aim(worker *w, const utskr_answer_columns *out, utskr_column_error *error) {
    if (out == NULL)
        return utskr_column_fail(error, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "a null pointer",
                                 "columns of answers");
    if (out->size != sizeof *out)
        return utskr_column_fail(error, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "a struct of another size",
                                 "UTSKR_ANSWER_COLUMNS_INIT");
    w->parts = wanted_parts(out);
    w->asked = asked_kinds(w->parts, out);
    w->wants = wanted_groups(out);
    if ((wants_obligations(out) || out->findings != NULL) &&
        out->rule_words < utskr_rule_words(w->options.packs, w->options.pack_count))
        return utskr_column_fail(error, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, 0,
                                 "bitmaps with fewer bits than a pack has rules", "utskr_rule_words words in each row");
    return UTSKR_OK;
}

/* --- The open case ------------------------------------------------------------------------------------------------------ */

void utskr_read_case(const worker *w, const utskr_case_columns *cases, uint64_t row, utskr_stay *stay,
                     case_terms *terms) {
    *stay = w->options.stay;
    terms->at = w->options.at;
    terms->pack = 0;
    if (cases == NULL)
        return;
    if (cases->pack.values != NULL)
        terms->pack = cases->pack.values[row];
    if (cases->municipality.values != NULL)
        stay->municipality = cases->municipality.values[row];
    if (cases->payer.values != NULL)
        stay->payer = cases->payer.values[row];
    if (cases->region.values != NULL)
        stay->region = cases->region.values[row];
    if (cases->care.values != NULL)
        stay->care = cases->care.values[row];
    if (cases->previous_discharge.values != NULL)
        stay->previous_discharge = cases->previous_discharge.values[row];
    if (cases->at.values != NULL)
        terms->at = cases->at.values[row];
}

static void begin_case(worker *w, int64_t key) {
    open_case *c = &w->open;
    utskr_facts_know_stay(&w->facts);
    c->key = key;
    c->last = INT64_MIN;
    c->latest = 0;
    c->count = c->refused = 0;
    c->code = UTSKR_OK;
}

/* The stay is read to where it stays: what was written in pieces is slow to copy at once. */
void utskr_open_case(worker *w, int64_t key, const utskr_case_columns *cases, uint64_t row) {
    utskr_facts_clear(&w->facts);
    utskr_read_case(w, cases, row, &w->facts.stay, &w->open.terms);
    begin_case(w, key);
}

void utskr_open_read_case(worker *w, int64_t key, const batch_case *about) {
    utskr_facts_clear(&w->facts);
    w->facts.stay = about->stay;
    w->open.terms = about->terms;
    begin_case(w, key);
}

/* Not yet recorded at `known_at`, or later than the assessment. */
static bool is_unknown(const worker *w, const utskr_event *event) {
    const utskr_instant known_at = w->options.known_at;
    const utskr_instant recorded = event->recorded != 0 ? event->recorded : event->at;
    return (known_at != 0 && recorded > known_at) || (w->open.terms.at != 0 && event->at > w->open.terms.at);
}

/* A refused event is noted and skipped; whatever else went wrong ends the case. */
static APART void mind(worker *w, const utskr_event *event, utskr_status status) {
    open_case *c = &w->open;
    if (status == UTSKR_REFUSED) {
        utskr_facts_note_refused(&w->facts, event, c->count);
        c->refused++;
    } else {
        c->code = status;
    }
}

static void fold_next(worker *w, const utskr_event *event) {
    const utskr_status status = utskr_fold(&w->facts, event, ++w->open.count);
    if (status != UTSKR_OK)
        mind(w, event, status);
}

void utskr_add_event(worker *w, const utskr_event *event) {
    open_case *c = &w->open;
    w->met.whole = false;
    c->last = event->at;
    if (c->count == EVENT_LIMIT && c->code == UTSKR_OK)
        c->code = UTSKR_LIMIT_REACHED;
    if (c->code != UTSKR_OK)
        return;
    if (is_unknown(w, event)) {
        c->count++;
        return;
    }
    fold_next(w, event);
    c->latest = event->at;
}

/* Are columns as most are, with kinds of 8 bits and masks, and is nothing of the rows, which are in order of time, left out; is there
 * room for all, and does no more than 136 years lie between them? */
static bool takes_all(const worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to) {
    const open_case *c = &w->open;
    const utskr_instant *at = events->at.values;
    const utskr_instant first = w->facts.first != 0 ? w->facts.first : at[from];
    return events->kind.values != NULL && events->mask.values != NULL && w->options.known_at == 0 &&
           to - from <= EVENT_LIMIT - c->count && at[to - 1] - first < UTSKR_SPAN_OPEN &&
           (c->terms.at == 0 || at[to - 1] <= c->terms.at);
}

static void add_all(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to) {
    open_case *c = &w->open;
    utskr_status status;
    c->last = c->latest = events->at.values[to - 1];
    while (from < to && c->code == UTSKR_OK) {
        const uint64_t stop = utskr_fold_rows(&w->facts, &w->met, events, from, to, c->count + 1, &status);
        c->count += (uint32_t)(stop - from);
        from = stop;
        if (status != UTSKR_OK) {
            const utskr_event event = utskr_event_of_row(events, from++);
            c->count++;
            mind(w, &event, status);
        }
    }
}

void utskr_add_rows(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to) {
    if (from != to && takes_all(w, events, from, to)) {
        add_all(w, events, from, to);
        return;
    }
    for (uint64_t row = from; row < to; row++) {
        const utskr_event event = utskr_event_of_row(events, row);
        utskr_add_event(w, &event);
    }
}

void utskr_leave_out(worker *w, const utskr_column_error *bad) {
    if (w->open.code == UTSKR_OK)
        w->open.code = (utskr_status)bad->status;
    if (w->options.report != NULL)
        w->options.report(bad, w->options.user);
}

void utskr_add_good_rows(worker *w, const utskr_event_columns *events, uint64_t from, uint64_t to) {
    utskr_column_error bad = UTSKR_COLUMN_ERROR_INIT;
    uint64_t row = from;
    utskr_instant previous = w->open.last;
    while (utskr_check_rows(w, events, row, to, previous, &bad) != UTSKR_OK) {
        utskr_leave_out(w, &bad);
        row = bad.row + 1;
        previous = events->at.values[bad.row];
    }
    if (w->open.code == UTSKR_OK)
        utskr_add_rows(w, events, from, to);
    else
        w->open.last = events->at.values[to - 1];
}

/* --- The answers -------------------------------------------------------------------------------------------------------- */

static void write_figures(const utskr_figure_columns *out, uint64_t row, const utskr_figures *f) {
    if (out->status != NULL)
        out->status[row] = f->status;
    if (out->enters != NULL)
        out->enters[row] = f->enters;
    if (out->days != NULL)
        out->days[row] = f->days_known ? f->days : UTSKR_DAYS_UNKNOWN;
    if (out->ore != NULL)
        out->ore[row] = f->amount_known ? f->ore : UTSKR_ORE_UNKNOWN;
    if (out->reasons != NULL)
        out->reasons[row] = f->reasons;
}

static void write_states(const utskr_answer_columns *out, uint64_t row, const utskr_judgement *j) {
    if (out->state != NULL)
        out->state[row] = j->state;
    if (out->step != NULL)
        out->step[row] = j->step;
    if (out->covered != NULL)
        out->covered[row] = j->covered;
    if (out->sip_required != NULL)
        out->sip_required[row] = j->sip_required;
    if (out->sip_state != NULL)
        out->sip_state[row] = j->sip_state;
    if (out->patient_ready != NULL)
        out->patient_ready[row] = j->readiness.patient;
    if (out->municipality_ready != NULL)
        out->municipality_ready[row] = j->readiness.municipality;
    if (out->home_ready != NULL)
        out->home_ready[row] = j->readiness.home;
}

/* The bitmap of the row, cleared; `otherwise` if nobody asks for it. */
static uint64_t *bitmap_of_row(uint64_t *column, const utskr_answer_columns *out, uint64_t row, uint64_t *otherwise) {
    if (column == NULL)
        return otherwise;
    uint64_t *words = &column[row * out->rule_words];
    words[0] = 0; /* there is one at least */
    for (uint32_t i = 1; i < out->rule_words; i++)
        words[i] = 0;
    return words;
}

/* What nobody asks for goes to `otherwise`, which may be NULL. */
static void find_bitmaps(const worker *w, const utskr_answer_columns *out, uint64_t row, uint64_t *otherwise,
                         rule_bits *bits) {
    const bool any = (w->wants & WANT_BITMAPS) || otherwise != NULL;
    bits->findings = any ? bitmap_of_row(out->findings, out, row, NULL) : NULL;
    for (uint32_t status = 0; status < UTSKR_OBLIGATION_STATUS_COUNT; status++)
        bits->obligations[status] = any ? bitmap_of_row(out->obligations[status], out, row, otherwise) : NULL;
}

static void write_case(const worker *w, const utskr_answer_columns *out, uint64_t row, const utskr_judgement *j) {
    if (out->key != NULL)
        out->key[row] = w->open.key;
    if (out->code != NULL)
        out->code[row] = (int32_t)w->open.code;
    if (out->pack != NULL)
        out->pack[row] = (uint16_t)w->open.terms.pack;
    if (out->at != NULL)
        out->at[row] = j->at;
    if (out->refused != NULL)
        out->refused[row] = w->open.code == UTSKR_OK ? w->open.refused : 0;
    if (out->payer != NULL)
        out->payer[row] = j->liability.payer;
    if (out->next_change != NULL)
        out->next_change[row] = j->next_change;
}

static void write_row(const worker *w, const utskr_answer_columns *out, uint64_t row, const utskr_judgement *j) {
    if (w->wants & WANT_CASE)
        write_case(w, out, row, j);
    if (w->wants & WANT_STATES)
        write_states(out, row, j);
    write_figures(&out->figures, row, &j->liability.figures);
    for (uint32_t late = 0; (w->wants & WANT_LATE) && late < 3; late++)
        write_figures(&out->late[late], row, &j->liability.late[late]);
}

static void write_unjudged(worker *w, const utskr_answer_columns *out, uint64_t row) {
    utskr_judgement *j = &w->judgement;
    const utskr_figures unknown = { .enters = UTSKR_DATE_NONE };
    j->at = j->next_change = 0;
    j->state = j->step = j->covered = j->sip_required = j->sip_state = 0;
    j->readiness.patient = j->readiness.municipality = j->readiness.home = 0;
    j->liability.payer = 0;
    j->liability.figures = j->liability.late[0] = j->liability.late[1] = j->liability.late[2] = unknown;
    write_row(w, out, row, j);
}

/* What has been worked out for the open case's pack. The question was tried. */
static const pack_work *work_of_case(worker *w) {
    const utskr_pack *pack = pack_number(&w->options, w->open.terms.pack);
    pack_work *work = &w->packs[w->open.terms.pack % BATCH_PLANS];
    if (work->pack != pack) {
        w->question.pack = work->pack = pack;
        work->plan.pack = NULL;
        (void)utskr_context_prepare(&work->prepared, &w->question);
    }
    if ((w->parts & (PART_OBLIGATIONS | PART_FINDINGS)) && work->plan.pack == NULL)
        utskr_plan_rows(&work->plan, pack);
    return work;
}

/* By a plan, which marks every status, or by none. */
static void find_bits(worker *w, const pack_work *work, const utskr_answer_columns *out, uint64_t row,
                      rule_bits *bits) {
    const bool planned = work != NULL && work->plan.pack != NULL && work->plan.complete;
    find_bitmaps(w, out, row, planned ? w->unwanted : NULL, bits);
    bits->plan = planned ? &work->plan : NULL;
}

/* The bitmaps are written while it is judged. */
static utskr_status judge(worker *w, const pack_work *work, const rule_bits *bits) {
    const utskr_instant at = w->open.terms.at != 0 ? w->open.terms.at : w->open.latest;
    if (at == 0)
        return UTSKR_NOT_FOUND;
    const utskr_status status = utskr_judge_marking(&work->prepared, &w->facts, at, w->parts, bits, &w->judgement);
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_OK : status; /* of days, which nobody wants */
}

void utskr_answer_case(worker *w, const utskr_answer_columns *out, uint64_t row) {
    const pack_work *work = w->open.code == UTSKR_OK ? work_of_case(w) : NULL;
    rule_bits bits;
    find_bits(w, work, out, row, &bits);
    if (work != NULL)
        w->open.code = judge(w, work, &bits);
    if (w->open.code == UTSKR_OK)
        write_row(w, out, row, &w->judgement);
    else
        write_unjudged(w, out, row);
}
