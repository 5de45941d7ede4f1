/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Columns: bit for bit the answers of each case judged alone; what is not wanted is not written; wrong columns are refused
 * with status, column and row, and no answer is touched. With the argument `long`, millions of cases.
 */
#include "tests/batch/made_columns.h"

#include "tests/tap.h"

/* --- What is shared -------------------------------------------------------------------------------------------------------- */

static void *scratch;

static utskr_batch_options all_packs(void) {
    static const utskr_pack *packs[64];
    utskr_batch_options options = UTSKR_BATCH_OPTIONS_INIT;
    options.pack_count = utskr_pack_count();
    for (uint32_t i = 0; i < options.pack_count; i++)
        packs[i] = utskr_pack_at(i);
    options.packs = packs;
    return options;
}

static utskr_status judge(const made *m, bool by_offsets, const utskr_batch_options *options, const answers *out,
                          utskr_column_error *error) {
    const utskr_event_columns events = made_events(m, by_offsets);
    const utskr_case_columns cases = made_cases(m);
    return utskr_columns_judge(&events, &cases, options, scratch, utskr_columns_scratch(), &out->columns, error);
}

static utskr_case *new_case(void) {
    static test_memory memory;
    static utskr_allocator allocator;
    allocator = test_allocator(&memory);
    utskr_case *c = NULL;
    return utskr_case_new(&allocator, &c) == UTSKR_OK ? c : NULL;
}

/* --- The same as alone ------------------------------------------------------------------------------------------------------ */

static void say_difference(const answer_row *got, const answer_row *alone, uint64_t i) {
    const unsigned char *a = (const unsigned char *)got, *b = (const unsigned char *)alone;
    size_t at = 0;
    while (a[at] == b[at])
        at++;
    tap_say("case %" PRIu64 " differs from byte %zu on: %d, alone %d", i, at, a[at], b[at]);
}

/* Holds every case against itself alone. Returns how many differ. */
static uint64_t count_differing(const made *m, const answers *out, bool by_offsets, utskr_instant known_at) {
    utskr_case *c = new_case();
    uint64_t differing = 0;
    for (uint64_t i = 0; i < m->cases; i++) {
        const answer_row got = answers_row(out, i);
        answer_row alone = alone_answer(c, m, i, known_at);
        alone.key = by_offsets ? (int64_t)i : m->key[m->offsets[i]];
        if (known_at != 0)
            alone.refused = got.refused; /* the handle tells of the whole log only */
        if (memcmp(&got, &alone, sizeof got) != 0 && differing++ == 0)
            say_difference(&got, &alone, i);
    }
    utskr_case_free(c);
    return differing;
}

/* Which states and which statuses of liability and obligations were among the answers. */
static uint32_t states_seen, statuses_seen, obligations_seen;

static void count_variety(const answers *out) {
    for (uint64_t i = 0; i < out->rows; i++) {
        states_seen |= UINT32_C(1) << out->columns.state[i];
        statuses_seen |= UINT32_C(1) << out->columns.figures.status[i];
        for (uint32_t status = 0; status < UTSKR_OBLIGATION_STATUS_COUNT; status++)
            for (uint32_t word = 0; word < MADE_RULE_WORDS; word++)
                if (out->columns.obligations[status][i * MADE_RULE_WORDS + word] != 0)
                    obligations_seen |= UINT32_C(1) << status;
    }
}

static void test_variety(void) {
    tap_eq_i64(states_seen, 0xff, "the cases stood in every state");
    tap_eq_i64(statuses_seen, 0x3f, "and their liability in every status");
    tap_eq_i64(obligations_seen, 0x7f, "and obligations in every status");
}

static void test_same_as_alone(uint64_t seed, uint64_t cases, uint32_t disorder, utskr_instant known_at) {
    utskr_batch_options options = all_packs();
    options.known_at = known_at;
    for (int by_offsets = 0; by_offsets < 2; by_offsets++) {
        made m = made_by_chance(seed, cases, disorder, by_offsets);
        answers out = answers_new(cases);
        tap_eq_i64(judge(&m, by_offsets, &options, &out, NULL), UTSKR_OK, "%" PRIu64 " events are judged", m.events);
        count_variety(&out);
        tap_eq_i64((int64_t)count_differing(&m, &out, by_offsets, known_at), 0,
                   "%" PRIu64 " cases by %s, %u %% disorder: each as if it were judged alone", cases,
                   by_offsets ? "offsets" : "key", (unsigned)disorder);
        answers_free(&out);
        made_free(&m);
    }
}

/* --- Only what is wanted ------------------------------------------------------------------------------------------------------ */

/* Each column asked for alone is what it is when all are. */
static void test_partial(void) {
    made m = made_by_chance(7, 400, 30, true);
    const utskr_batch_options options = all_packs();
    answers all = answers_new(m.cases), part = answers_new(m.cases);
    tap_eq_i64(judge(&m, true, &options, &all, NULL), UTSKR_OK, "everything");
    const utskr_answer_columns *p = &part.columns, *a = &all.columns;
#define ALONE(column, words)                                                                                           \
    do {                                                                                                               \
        utskr_answer_columns only = UTSKR_ANSWER_COLUMNS_INIT;                                                         \
        only.capacity = m.cases;                                                                                       \
        only.rule_words = MADE_RULE_WORDS;                                                                             \
        only.column = p->column;                                                                                       \
        const answers asked = { only, m.cases };                                                                       \
        const bool good = judge(&m, true, &options, &asked, NULL) == UTSKR_OK;                                         \
        tap_ok(good &&memcmp(p->column, a->column, (size_t)m.cases *(words) * sizeof *p->column) == 0, "%s alone",     \
               #column);                                                                                               \
    } while (0)
    ALONE(key, 1);
    ALONE(code, 1);
    ALONE(at, 1);
    ALONE(pack, 1);
    ALONE(refused, 1);
    ALONE(state, 1);
    ALONE(step, 1);
    ALONE(covered, 1);
    ALONE(sip_required, 1);
    ALONE(sip_state, 1);
    ALONE(patient_ready, 1);
    ALONE(municipality_ready, 1);
    ALONE(home_ready, 1);
    ALONE(payer, 1);
    ALONE(figures.status, 1);
    ALONE(figures.enters, 1);
    ALONE(figures.days, 1);
    ALONE(figures.ore, 1);
    ALONE(figures.reasons, 1);
    for (size_t i = 0; i < 3; i++) {
        ALONE(late[i].status, 1);
        ALONE(late[i].enters, 1);
        ALONE(late[i].days, 1);
        ALONE(late[i].ore, 1);
        ALONE(late[i].reasons, 1);
    }
    for (size_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        ALONE(obligations[i], MADE_RULE_WORDS);
    ALONE(findings, MADE_RULE_WORDS);
    ALONE(next_change, 1);
#undef ALONE
    answers_free(&part);
    answers_free(&all);
    made_free(&m);
}

/* Of liability alone bulk keeps only the facts that it asks about. Repeats, which are many here, must be known as such all the same. */
static void test_liability_alone(void) {
    made m = made_by_chance(21, 8000, 70, true);
    const utskr_batch_options options = all_packs();
    answers all = answers_new(m.cases), part = answers_new(m.cases);
    utskr_answer_columns only = UTSKR_ANSWER_COLUMNS_INIT;
    only.capacity = m.cases;
    only.code = part.columns.code;
    only.covered = part.columns.covered;
    only.sip_required = part.columns.sip_required;
    only.figures = part.columns.figures;
    memcpy(only.late, part.columns.late, sizeof only.late);
    const answers asked = { only, m.cases };
    tap_eq_i64(judge(&m, true, &options, &all, NULL), UTSKR_OK, "everything");
    tap_eq_i64(judge(&m, true, &options, &asked, NULL), UTSKR_OK, "liability alone");
    uint64_t differing = 0;
    for (uint64_t i = 0; i < m.cases; i++) {
        const answer_row a = answers_row(&all, i), b = answers_row(&part, i);
        differing += a.code != b.code || memcmp(a.status, b.status, sizeof a.status) != 0 ||
                     memcmp(a.enters, b.enters, sizeof a.enters) != 0 || memcmp(a.days, b.days, sizeof a.days) != 0 ||
                     memcmp(a.ore, b.ore, sizeof a.ore) != 0 || memcmp(a.reasons, b.reasons, sizeof a.reasons) != 0 ||
                     all.columns.covered[i] != part.columns.covered[i] ||
                     all.columns.sip_required[i] != part.columns.sip_required[i];
    }
    tap_eq_i64((int64_t)differing, 0, "is the same for each of the %" PRIu64 " cases", m.cases);
    answers_free(&part);
    answers_free(&all);
    made_free(&m);
}

/* The number that an obligation and a finding carry is that of the rule with their id. */
static void test_rule_numbers(void) {
    static judged j;
    made m = made_by_chance(11, 300, 40, false);
    uint64_t wrong = 0, seen = 0;
    for (uint64_t i = 0; i < m.cases; i++) {
        utskr_question question = UTSKR_QUESTION_INIT;
        utskr_facts facts;
        question.pack = utskr_pack_at(m.pack[i]);
        (void)utskr_facts_init(&facts, NULL);
        for (uint64_t row = m.offsets[i]; row < m.offsets[i + 1]; row++) {
            const utskr_event event = { m.at[row], 0, m.value[row], m.mask[row], m.kind[row], m.party[row], 0 };
            (void)utskr_fold(&facts, &event, (uint32_t)(row - m.offsets[i] + 1));
            question.at = event.at;
        }
        judged_begin(&j, 0);
        (void)utskr_judge(&facts, &question, &j.judgement);
        for (uint32_t o = 0; o < j.judgement.obligation_count && o < JUDGED_ROOM; o++, seen++)
            wrong += j.obligations[o].rule != alone_rule(question.pack, j.obligations[o].id);
        for (uint32_t f = 0; f < j.judgement.finding_count && f < JUDGED_ROOM; f++, seen++)
            wrong += j.findings[f].rule != alone_rule(question.pack, j.findings[f].id);
    }
    tap_ok(seen > 1000, "there are obligations and findings");
    tap_eq_i64((int64_t)wrong, 0, "each has the number of its rule");
    made_free(&m);
}

/* --- Wrong columns --------------------------------------------------------------------------------------------------------------- */

enum { GOOD_CASES = 6 };

/* What a wrong column is tried with: good columns, of which one thing is then changed. */
typedef struct trial {
    made m;
    utskr_event_columns events;
    utskr_case_columns cases;
    utskr_batch_options options;
    answers out;
    utskr_column_error error;
} trial;

static trial trial_new(bool by_offsets) {
    trial t = { .m = made_by_chance(3, GOOD_CASES, 0, false), .error = UTSKR_COLUMN_ERROR_INIT };
    t.events = made_events(&t.m, by_offsets);
    t.cases = made_cases(&t.m);
    t.options = all_packs();
    t.out = answers_new(GOOD_CASES);
    memset(t.out.columns.key, 0x5a, GOOD_CASES * sizeof *t.out.columns.key);
    memset(t.out.columns.code, 0x5a, GOOD_CASES * sizeof *t.out.columns.code);
    memset(t.out.columns.state, 0x5a, GOOD_CASES);
    memset(t.out.columns.figures.ore, 0x5a, GOOD_CASES * sizeof *t.out.columns.figures.ore);
    memset(t.out.columns.findings, 0x5a, GOOD_CASES * MADE_RULE_WORDS * sizeof *t.out.columns.findings);
    return t;
}

static bool all_are(const void *bytes, size_t size) {
    const unsigned char *b = bytes;
    size_t i = 0;
    while (i < size && b[i] == 0x5a)
        i++;
    return i == size;
}

static bool untouched(const trial *t) {
    const utskr_answer_columns *c = &t->out.columns;
    return all_are(c->key, GOOD_CASES * sizeof *c->key) && all_are(c->code, GOOD_CASES * sizeof *c->code) &&
           all_are(c->state, GOOD_CASES) && all_are(c->figures.ore, GOOD_CASES * sizeof *c->figures.ore) &&
           all_are(c->findings, GOOD_CASES * MADE_RULE_WORDS * sizeof *c->findings);
}

static void trial_refused(trial *t, utskr_status status, utskr_column column, uint64_t row, const char *what) {
    const utskr_status got = utskr_columns_judge(&t->events, &t->cases, &t->options, scratch, utskr_columns_scratch(),
                                                 &t->out.columns, &t->error);
    tap_eq_str(utskr_status_name((int32_t)got), utskr_status_name((int32_t)status), "%s: status", what);
    tap_eq_i64(t->error.status, (int64_t)status, "%s: the error has the status", what);
    tap_eq_str(utskr_column_name(t->error.column), utskr_column_name((int32_t)column), "%s: column", what);
    tap_eq_i64((int64_t)t->error.row, (int64_t)row, "%s: row", what);
    tap_ok(t->error.message[0] != '\0', "%s: said in words", what);
    tap_ok(untouched(t), "%s: no answer is touched", what);
    answers_free(&t->out);
    made_free(&t->m);
}

#define REFUSED(change, by_offsets, status, column, row, what)                                                         \
    do {                                                                                                               \
        trial t = trial_new(by_offsets);                                                                               \
        change;                                                                                                        \
        trial_refused(&t, status, column, row, what);                                                                  \
    } while (0)

static void test_wrong_events(void) {
    REFUSED(t.m.kind[5] = 0, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 5, "kind 0");
    REFUSED(t.m.kind[5] = UTSKR_KIND_COUNT, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 5, "a kind behind the last");
    REFUSED(t.m.kind[9] = 255, false, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 9, "kind 255");
    REFUSED(t.m.kind[4] = UTSKR_RETRACTED, false, UTSKR_REFUSED, UTSKR_COLUMN_KIND, 4, "a retraction");
    REFUSED(t.m.party[6] = 0, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PARTY, 6, "no party");
    REFUSED(t.m.party[6] = UTSKR_PARTY_COUNT, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PARTY, 6, "party 7");
    REFUSED((t.m.kind[6] = 0, t.m.party[6] = 0, t.m.mask[6] = 0, t.m.value[6] = 0), true, UTSKR_BAD_ARGUMENT,
            UTSKR_COLUMN_KIND, 6, "a row of zeros");
    REFUSED((t.m.kind[6] = 0, t.m.party[6] = 0, t.m.mask[6] = 0, t.m.value[6] = 0), false, UTSKR_BAD_ARGUMENT,
            UTSKR_COLUMN_KIND, 6, "a row of zeros, by keys");
    REFUSED((t.m.kind[3] = UTSKR_CONSENT, t.m.mask[3] = UTSKR_CONSENT_WORD, t.m.value[3] = 0), true, UTSKR_BAD_ARGUMENT,
            UTSKR_COLUMN_MASK, 3, "a word that consent has not");
    REFUSED((t.m.kind[3] = UTSKR_CARE_CONTACT, t.m.mask[3] = 1, t.m.value[3] = 0), true, UTSKR_BAD_ARGUMENT,
            UTSKR_COLUMN_MASK, 3, "recipients of what has none");
    REFUSED((t.m.kind[3] = UTSKR_CARE_CONTACT, t.m.mask[3] = 0, t.m.value[3] = t.m.at[3]), true, UTSKR_BAD_ARGUMENT,
            UTSKR_COLUMN_VALUE, 3, "a time of what has none");
    REFUSED(t.m.value[2] = 1, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_VALUE, 2, "a value in 1970");
    REFUSED(t.m.recorded[2] = -1, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_RECORDED, 2, "recorded before 1970");
    REFUSED(t.m.at[0] = UTSKR_INSTANT_MIN - 1, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_AT, 0, "an instant in 1979");
    REFUSED(t.m.at[t.m.events - 1] = UTSKR_INSTANT_MAX + 1, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_AT, t.m.events - 1,
            "an instant in 2200");
    REFUSED(t.m.at[t.m.offsets[2] + 1] = t.m.at[t.m.offsets[2]] - 1, true, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_AT,
            t.m.offsets[2] + 1, "an event one second too early");
    REFUSED(t.m.key[t.m.offsets[2]] = t.m.key[0], false, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_KEY, t.m.offsets[2],
            "a key that came before");
}

static uint16_t wide[GOOD_CASES * (2 * MADE_STAY_EVENTS + 1)];

/* The same kinds in 16 bits. */
static void widen(trial *t) {
    for (uint64_t i = 0; i < t->m.events; i++)
        wide[i] = t->m.kind[i];
    t->events.kind = (utskr_uint8_column){ NULL, 0 };
    t->events.wide_kind = (utskr_uint16_column){ wide, t->m.events };
}

static void test_wide_kinds(void) {
    trial t = trial_new(true);
    answers narrow = answers_new(GOOD_CASES);
    uint64_t differing = 0;
    tap_eq_i64(judge(&t.m, true, &t.options, &narrow, NULL), UTSKR_OK, "kinds in 8 bits");
    widen(&t);
    tap_eq_i64(
        utskr_columns_judge(&t.events, &t.cases, &t.options, scratch, utskr_columns_scratch(), &t.out.columns, NULL),
        UTSKR_OK, "kinds in 16 bits");
    for (uint64_t i = 0; i < GOOD_CASES; i++)
        differing += !answers_equal(&narrow, i, &t.out, i);
    tap_eq_i64((int64_t)differing, 0, "the same answers");
    answers_free(&narrow);
    answers_free(&t.out);
    made_free(&t.m);
}

static void test_wrong_wide_kinds(void) {
    REFUSED((widen(&t), wide[8] = 256 + UTSKR_ADMITTED), true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 8,
            "a wide kind of whose bits 8 would be good");
    REFUSED((widen(&t), t.events.kind.values = t.m.kind), true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 0, "two kinds");
}

static void test_wrong_lengths(void) {
    REFUSED(t.events.at.count--, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, t.m.events - 1, "instants too few");
    REFUSED(t.events.at.values = NULL, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0, "instants without values");
    REFUSED(t.events.at.values = (t.events.at.count = 0, NULL), true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_AT, 0,
            "no instants");
    REFUSED(t.events.kind.count = 3, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KIND, 3, "kinds too few");
    REFUSED(t.events.party.count++, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PARTY, t.m.events, "parties too many");
    REFUSED(t.events.mask.count = 0, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MASK, 0, "masks of length 0");
    REFUSED(t.events.value.count = 1, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_VALUE, 1, "one value");
    REFUSED(t.events.recorded.count = 1, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_RECORDED, 1, "one recorded");
    REFUSED(t.events.key.count = 2, false, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KEY, 2, "two keys");
    REFUSED(t.events.key.values = t.m.key, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_KEY, 0, "keys of no length");
    REFUSED((t.events.key.values = t.m.key, t.events.key.count = t.m.events), true, UTSKR_BAD_ARGUMENT,
            UTSKR_COLUMN_OFFSETS, 0, "keys and offsets");
    REFUSED(t.events.offsets.count--, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, GOOD_CASES - 1,
            "offsets of fewer cases");
    REFUSED(t.m.offsets[GOOD_CASES] = t.m.events + 1, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_OFFSETS, GOOD_CASES,
            "an offset behind the end");
    REFUSED(t.m.offsets[3] = t.m.offsets[2] - 1, true, UTSKR_OUT_OF_ORDER, UTSKR_COLUMN_OFFSETS, 3,
            "an offset that goes back");
    REFUSED(t.cases.count--, false, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, GOOD_CASES - 1, "cases too few");
    REFUSED(t.cases.pack.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PACK, 2, "packs too few");
    REFUSED(t.cases.municipality.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MUNICIPALITY, 2,
            "municipalities too few");
    REFUSED(t.cases.payer.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PAYER, 2, "payers too few");
    REFUSED(t.cases.region.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_REGION, 2, "regions too few");
    REFUSED(t.cases.care.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_CARE, 2, "care too short");
    REFUSED(t.cases.previous_discharge.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PREVIOUS_DISCHARGE, 2,
            "discharges before too few");
    REFUSED(t.cases.at.count = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_ASSESSED_AT, 2, "assessments too few");
}

static void test_wrong_cases(void) {
    REFUSED(t.m.pack[4] = (uint16_t)utskr_pack_count(), true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PACK, 4, "no such pack");
    REFUSED(t.options.pack_count = 0, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PACK, (t.m.pack[0] = 1, 0),
            "a pack of none");
    REFUSED(t.m.municipality[1] = 10000, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_MUNICIPALITY, 1, "municipality 10000");
    REFUSED(t.m.payer[1] = -1, false, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_PAYER, 1, "payer -1");
    REFUSED(t.m.region[1] = 100, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_REGION, 1, "region 100");
    REFUSED(t.m.care[5] = 3, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_CARE, 5, "care 3");
    REFUSED(t.m.previous_discharge[5] = 5, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_PREVIOUS_DISCHARGE, 5,
            "a discharge before, in 1970");
    REFUSED(t.m.assessed_at[0] = 5, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_ASSESSED_AT, 0, "an assessment in 1970");
}

static void test_wrong_arguments(void) {
    const utskr_pack *none[1] = { NULL };
    REFUSED(t.out.columns.capacity--, true, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, GOOD_CASES, "answers too few");
    REFUSED(t.out.columns.rule_words = 1, true, UTSKR_BUFFER_TOO_SMALL, UTSKR_COLUMN_NONE, 0, "bitmaps too small");
    REFUSED(t.out.columns.size = 8, true, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "answers of another size");
    REFUSED(t.events.size = 8, true, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "events of another size");
    REFUSED(t.cases.size = 8, true, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "cases of another size");
    REFUSED(t.options.size = 8, true, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "options of another size");
    REFUSED(t.options.stay.size = 8, true, UTSKR_BAD_SIZE, UTSKR_COLUMN_NONE, 0, "a stay of another size");
    REFUSED(t.options.packs = NULL, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "packs at NULL");
    REFUSED((t.options.packs = none, t.options.pack_count = 1), true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0,
            "a pack that is NULL");
    REFUSED(t.options.bad_rows = 2, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "no such policy");
    REFUSED(t.options.rate_count = 1, true, UTSKR_BAD_ARGUMENT, UTSKR_COLUMN_NONE, 0, "amounts at NULL");
    REFUSED(t.options.at = 1, true, UTSKR_OUT_OF_RANGE, UTSKR_COLUMN_NONE, 0, "an assessment of all in 1970");
    trial t = trial_new(true);
    char *bytes = scratch;
    tap_eq_i64(utskr_columns_judge(NULL, NULL, NULL, scratch, utskr_columns_scratch(), &t.out.columns, NULL),
               UTSKR_BAD_ARGUMENT, "no events");
    tap_eq_i64(utskr_columns_judge(&t.events, NULL, NULL, scratch, utskr_columns_scratch(), NULL, NULL),
               UTSKR_BAD_ARGUMENT, "no answers");
    tap_eq_i64(utskr_columns_judge(&t.events, NULL, NULL, NULL, utskr_columns_scratch(), &t.out.columns, NULL),
               UTSKR_BAD_ARGUMENT, "no scratch");
    tap_eq_i64(utskr_columns_judge(&t.events, NULL, NULL, bytes + 1, utskr_columns_scratch(), &t.out.columns, NULL),
               UTSKR_BAD_ARGUMENT, "scratch that is not aligned");
    tap_eq_i64(utskr_columns_judge(&t.events, NULL, NULL, scratch, utskr_columns_scratch() - 1, &t.out.columns, NULL),
               UTSKR_BUFFER_TOO_SMALL, "scratch too small");
    tap_ok(untouched(&t), "no answer is touched");
    answers_free(&t.out);
    made_free(&t.m);
}

static void test_nothing(void) {
    const utskr_event_columns events = UTSKR_EVENT_COLUMNS_INIT;
    const utskr_answer_columns out = UTSKR_ANSWER_COLUMNS_INIT;
    tap_eq_i64(utskr_columns_judge(&events, NULL, NULL, scratch, utskr_columns_scratch(), &out, NULL), UTSKR_OK,
               "no cases are judged");
}

/* --- Leaving out bad cases ---------------------------------------------------------------------------------------------------------- */

typedef struct told {
    uint32_t count;
    utskr_column_error rows[16];
} told;

static void tell(const utskr_column_error *bad, void *user) {
    told *t = user;
    if (t->count < 16)
        t->rows[t->count] = *bad;
    t->count++;
}

static void test_left_out(void) {
    trial t = trial_new(true);
    told found = { 0 };
    answers good = answers_new(GOOD_CASES);
    tap_eq_i64(judge(&t.m, true, &t.options, &good, NULL), UTSKR_OK, "all are good");
    const uint64_t second = t.m.offsets[1], fourth = t.m.offsets[3];
    t.m.kind[second] = 99;
    t.m.party[second + 2] = 99;
    t.m.at[fourth + 1] = t.m.at[fourth] - 60;
    t.m.care[5] = 77;
    t.options.bad_rows = UTSKR_BAD_ROWS_LEAVE_OUT;
    t.options.report = tell;
    t.options.user = &found;
    tap_eq_i64(judge(&t.m, true, &t.options, &t.out, NULL), UTSKR_OK, "the others are judged");
    tap_eq_i64(found.count, 4, "every bad row is told of");
    const struct {
        uint64_t row;
        int32_t column, status;
    } expected[] = { { second, UTSKR_COLUMN_KIND, UTSKR_BAD_ARGUMENT },
                     { second + 2, UTSKR_COLUMN_PARTY, UTSKR_BAD_ARGUMENT },
                     { fourth + 1, UTSKR_COLUMN_AT, UTSKR_OUT_OF_ORDER },
                     { 5, UTSKR_COLUMN_CARE, UTSKR_BAD_ARGUMENT } };
    for (size_t i = 0; i < 4; i++)
        tap_ok(found.rows[i].row == expected[i].row && found.rows[i].column == expected[i].column &&
                   found.rows[i].status == expected[i].status,
               "bad row %zu: column, row and status", i + 1);
    const int32_t codes[GOOD_CASES] = { 0, UTSKR_BAD_ARGUMENT, 0, UTSKR_OUT_OF_ORDER, 0, UTSKR_BAD_ARGUMENT };
    for (uint64_t i = 0; i < GOOD_CASES; i++) {
        tap_eq_i64(t.out.columns.code[i], codes[i], "case %" PRIu64 ": its code", i);
        if (codes[i] == 0)
            tap_ok(answers_equal(&t.out, i, &good, i), "case %" PRIu64 ": the same as ever", i);
        else
            tap_ok(t.out.columns.state[i] == 0 && t.out.columns.figures.days[i] == UTSKR_DAYS_UNKNOWN &&
                       t.out.columns.figures.ore[i] == UTSKR_ORE_UNKNOWN && t.out.columns.next_change[i] == 0 &&
                       t.out.columns.figures.enters[i] == UTSKR_DATE_NONE,
                   "case %" PRIu64 ": unknown", i);
    }
    answers_free(&good);
    answers_free(&t.out);
    made_free(&t.m);
}

/* --- Limits --------------------------------------------------------------------------------------------------------------------------- */

/* What no case can hold is not judged, and the others are. */
static void test_limits(void) {
    enum { MANY = 65600 };
    made m = made_new(3, 2 * MANY);
    for (uint32_t i = 0; i < MANY; i++)
        made_add(&m, INT64_C(1600000000), 1, UTSKR_NOTE, 0, 0);
    m.offsets[1] = m.events;
    for (uint32_t i = 0; i < 300; i++)
        made_add(&m, INT64_C(1600000000) + i, 1, UTSKR_DEVIATION, 0, 0);
    m.offsets[2] = m.events;
    made_add(&m, INT64_C(1600000000), 1, UTSKR_ADMITTED, 0, 0);
    m.offsets[3] = m.events;
    m.cases = 3;
    answers out = answers_new(3);
    const utskr_batch_options options = all_packs();
    tap_eq_i64(judge(&m, true, &options, &out, NULL), UTSKR_OK, "cases beyond the limits are no error of the columns");
    tap_eq_i64(out.columns.code[0], UTSKR_LIMIT_REACHED, "65 600 events");
    tap_eq_i64(out.columns.code[1], UTSKR_LIMIT_REACHED, "300 deviations");
    tap_eq_i64(out.columns.code[2], UTSKR_OK, "the case after them is judged");
    tap_eq_i64(out.columns.state[2], UTSKR_STATE_ADMITTED, "and stands as admitted");
    answers_free(&out);
    made_free(&m);
}

/* So many checklists that nobody asks about reach the limit all the same. */
static void test_limit_of_unasked(void) {
    enum { FULL = 214 };
    made m = made_new(2, 3 * FULL);
    for (uint32_t i = 0; i < 2 * FULL + 1; i++) {
        const uint32_t item = i % 2 == 0 ? UTSKR_ITEM_AIDS : UTSKR_ITEM_NUTRITION;
        if (i == FULL)
            m.offsets[1] = m.events;
        made_add(&m, INT64_C(1600000000) + i, 1, UTSKR_CHECKLIST,
                 item << UTSKR_CHECKLIST_ITEM_SHIFT | UINT32_C(1) << UTSKR_CHECKLIST_WORD_SHIFT, 0);
    }
    m.offsets[2] = m.events;
    m.cases = 2;
    answers out = answers_new(2);
    utskr_answer_columns only = UTSKR_ANSWER_COLUMNS_INIT;
    only.capacity = 2;
    only.code = out.columns.code;
    only.figures = out.columns.figures;
    const answers asked = { only, 2 };
    const utskr_batch_options options = all_packs();
    tap_eq_i64(judge(&m, true, &options, &asked, NULL), UTSKR_OK, "liability alone");
    tap_eq_i64(out.columns.code[0], UTSKR_OK, "214 checklists are what a case may hold");
    tap_eq_i64(out.columns.code[1], UTSKR_LIMIT_REACHED, "215 are not");
    answers_free(&out);
    made_free(&m);
}

/* --- Init, names ------------------------------------------------------------------------------------------------------------------------ */

#define SAME_INIT(type, macro, function)                                                                               \
    do {                                                                                                               \
        const type by_macro = macro;                                                                                   \
        type by_function;                                                                                              \
        memset(&by_function, 0x77, sizeof by_function);                                                                \
        function(&by_function);                                                                                        \
        function(NULL);                                                                                                \
        tap_ok(by_macro.size == sizeof(type) && by_function.size == sizeof(type), "%s has its size", #type);           \
    } while (0)

static void test_inits(void) {
    SAME_INIT(utskr_event_columns, UTSKR_EVENT_COLUMNS_INIT, utskr_event_columns_init);
    SAME_INIT(utskr_case_columns, UTSKR_CASE_COLUMNS_INIT, utskr_case_columns_init);
    SAME_INIT(utskr_answer_columns, UTSKR_ANSWER_COLUMNS_INIT, utskr_answer_columns_init);
    SAME_INIT(utskr_batch_options, UTSKR_BATCH_OPTIONS_INIT, utskr_batch_options_init);
    SAME_INIT(utskr_column_error, UTSKR_COLUMN_ERROR_INIT, utskr_column_error_init);
    tap_eq_str(utskr_column_name(UTSKR_COLUMN_PREVIOUS_DISCHARGE), "previous-discharge", "a column's name");
    tap_eq_str(utskr_column_name(UTSKR_COLUMN_COUNT), "unknown-column", "no column");
    tap_eq_str(utskr_column_name(-1), "unknown-column", "no column before the first");
    const utskr_pack *none[1] = { NULL };
    tap_eq_i64(utskr_rule_words(NULL, 0), 2, "the 70 rules of the act take two words");
    tap_eq_i64(utskr_rule_words(none, 1), 0, "no pack, no words");
    tap_eq_i64(utskr_rule_words(NULL, 1), 0, "packs at NULL");
}

/* --- Whatever numbers say ------------------------------------------------------------------------------------------------------------- */

/* Is it one that a batch folds, as utskr_event_validate has it? */
static bool is_told_good(const utskr_event *event) {
    return event->kind != UTSKR_RETRACTED && utskr_event_validate(event, NULL) == UTSKR_OK;
}

/* Pushes it as the only event of case `key`. */
static bool is_taken(utskr_batch *batch, int64_t key, const utskr_event *event) {
    utskr_event_columns events = UTSKR_EVENT_COLUMNS_INIT;
    utskr_answer_columns out = UTSKR_ANSWER_COLUMNS_INIT;
    uint64_t answered = 0;
    int32_t code = 0;
    out.capacity = 1;
    out.code = &code;
    events.count = 1;
    events.key = (utskr_int64_column){ &key, 1 };
    events.at = (utskr_int64_column){ &event->at, 1 };
    events.kind = (utskr_uint8_column){ &event->kind, 1 };
    events.party = (utskr_uint8_column){ &event->party, 1 };
    events.mask = (utskr_uint32_column){ &event->mask, 1 };
    events.value = (utskr_int64_column){ &event->value, 1 };
    return utskr_batch_push(batch, &events, NULL, &out, &answered, NULL) == UTSKR_OK;
}

/* Every kind and party that fits its column, met in turn by one batch, whose memory of what it met must not mislead it. */
static void test_every_number(void) {
    static const uint32_t masks[] = { 0, 1, UINT32_C(1) << 16, UINT32_C(1) << 31 };
    test_memory memory = { 0 };
    const utskr_allocator allocator = test_allocator(&memory);
    utskr_batch *batch = NULL;
    int64_t key = 0;
    uint32_t taken = 0, differing = 0;
    if (!tap_ok(utskr_batch_new(UTSKR_BATCH_BY_CASE, NULL, &allocator, &batch) == UTSKR_OK, "a batch"))
        return;
    for (uint32_t i = 0; i < 256 * 256 * 4 * 2; i++) {
        const utskr_event event = { .at = INT64_C(1700000000),
                                    .kind = (uint8_t)i,
                                    .party = (uint8_t)(i >> 8),
                                    .mask = masks[i >> 16 & 3],
                                    .value = i >> 18 != 0 ? INT64_C(1700000000) : 0 };
        const bool is_good = is_told_good(&event);
        differing += is_taken(batch, ++key, &event) != is_good;
        taken += is_good;
    }
    tap_eq_i64(differing, 0, "what is no event is not taken, and what is one is");
    tap_ok(taken > 300, "%u were taken", taken);
    utskr_batch_free(batch);
}

int main(int count, char **words) {
    const bool is_long = count > 1 && strcmp(words[1], "long") == 0;
    scratch = malloc(utskr_columns_scratch());
    if (scratch == NULL)
        return 1;
    for (uint32_t round = 0; round < (is_long ? 100 : 1); round++) {
        test_same_as_alone(1 + round, 10000, 0, 0);
        test_same_as_alone(1001 + round, 10000, 30, 0);
    }
    test_same_as_alone(5, 2000, 30, INT64_C(1600000000));
    test_variety();
    test_partial();
    test_liability_alone();
    test_rule_numbers();
    test_wrong_events();
    test_every_number();
    test_wide_kinds();
    test_wrong_wide_kinds();
    test_wrong_lengths();
    test_wrong_cases();
    test_wrong_arguments();
    test_nothing();
    test_left_out();
    test_limits();
    test_limit_of_unasked();
    test_inits();
    free(scratch);
    return tap_done();
}
