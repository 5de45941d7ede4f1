/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the tests of columns share: cases by chance, as columns; and the same cases judged one at a time, through the case
 * handle, to hold the answers against.
 */
#ifndef UTSKR_TESTS_BATCH_MADE_COLUMNS_H
#define UTSKR_TESTS_BATCH_MADE_COLUMNS_H

#include <stdlib.h>
#include <string.h>
#include <utskrivning/utskrivning.h>

#include "tests/judgement/judged.h"

enum { MADE_HOUR = 3600, MADE_DAY = 86400, MADE_RULE_WORDS = 2 };

/* --- Numbers by chance: SplitMix64 -------------------------------------------------------------------------------------- */

typedef struct chance {
    uint64_t state;
} chance;

static inline uint64_t chance_next(chance *c) {
    uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 to limit - 1. */
static inline uint32_t chance_below(chance *c, uint32_t limit) {
    return (uint32_t)(chance_next(c) % limit);
}

/* --- Columns ------------------------------------------------------------------------------------------------------------- */

/* Columns that own their memory: events with keys and offsets, and cases. */
typedef struct made {
    uint64_t events;
    uint64_t cases;
    uint64_t event_room;
    int64_t *at;
    int64_t *value;
    int64_t *recorded;
    int64_t *key;
    uint32_t *mask;
    uint8_t *kind;
    uint8_t *party;
    uint64_t *offsets;
    uint16_t *pack;
    int32_t *municipality;
    int32_t *payer;
    int32_t *region;
    uint8_t *care;
    int64_t *previous_discharge;
    int64_t *assessed_at;
} made;

static inline void *made_room(uint64_t count, size_t size) {
    void *block = calloc(count == 0 ? 1 : (size_t)count, size);
    if (block == NULL)
        abort();
    return block;
}

static inline made made_new(uint64_t cases, uint64_t events) {
    return (made){ .event_room = events,
                   .at = made_room(events, sizeof(int64_t)),
                   .value = made_room(events, sizeof(int64_t)),
                   .recorded = made_room(events, sizeof(int64_t)),
                   .key = made_room(events, sizeof(int64_t)),
                   .mask = made_room(events, sizeof(uint32_t)),
                   .kind = made_room(events, 1),
                   .party = made_room(events, 1),
                   .offsets = made_room(cases + 1, sizeof(uint64_t)),
                   .pack = made_room(cases, sizeof(uint16_t)),
                   .municipality = made_room(cases, sizeof(int32_t)),
                   .payer = made_room(cases, sizeof(int32_t)),
                   .region = made_room(cases, sizeof(int32_t)),
                   .care = made_room(cases, 1),
                   .previous_discharge = made_room(cases, sizeof(int64_t)),
                   .assessed_at = made_room(cases, sizeof(int64_t)) };
}

static inline void made_free(made *m) {
    void *blocks[] = { m->at,         m->value, m->recorded,     m->key,   m->mask,   m->kind, m->party,
                       m->offsets,    m->pack,  m->municipality, m->payer, m->region, m->care, m->previous_discharge,
                       m->assessed_at };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
}

/* The columns of the events, grouped by offsets or by key. */
static inline utskr_event_columns made_events(const made *m, bool by_offsets) {
    utskr_event_columns e = UTSKR_EVENT_COLUMNS_INIT;
    e.count = m->events;
    e.at = (utskr_int64_column){ m->at, m->events };
    e.kind = (utskr_uint8_column){ m->kind, m->events };
    e.party = (utskr_uint8_column){ m->party, m->events };
    e.mask = (utskr_uint32_column){ m->mask, m->events };
    e.value = (utskr_int64_column){ m->value, m->events };
    e.recorded = (utskr_int64_column){ m->recorded, m->events };
    if (by_offsets)
        e.offsets = (utskr_uint64_column){ m->offsets, m->cases + 1 };
    else
        e.key = (utskr_int64_column){ m->key, m->events };
    return e;
}

static inline utskr_case_columns made_cases(const made *m) {
    utskr_case_columns c = UTSKR_CASE_COLUMNS_INIT;
    c.count = m->cases;
    c.pack = (utskr_uint16_column){ m->pack, m->cases };
    c.municipality = (utskr_int32_column){ m->municipality, m->cases };
    c.payer = (utskr_int32_column){ m->payer, m->cases };
    c.region = (utskr_int32_column){ m->region, m->cases };
    c.care = (utskr_uint8_column){ m->care, m->cases };
    c.previous_discharge = (utskr_int64_column){ m->previous_discharge, m->cases };
    c.at = (utskr_int64_column){ m->assessed_at, m->cases };
    return c;
}

/* --- Cases by chance -------------------------------------------------------------------------------------------------------- */

static inline void made_add(made *m, int64_t at, uint32_t party, uint32_t kind, uint32_t mask, int64_t value) {
    if (m->events == m->event_room)
        abort();
    m->at[m->events] = at;
    m->party[m->events] = (uint8_t)party;
    m->kind[m->events] = (uint8_t)kind;
    m->mask[m->events] = mask;
    m->value[m->events] = value;
    m->events++;
}

#define MADE_ALL (UTSKR_TO_OUTPATIENT | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_SOCIAL_SERVICES)
#define MADE_TO (MADE_ALL | UTSKR_TO_STATED)
#define MADE_CONTENT                                                                                                   \
    (UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |           \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE)

enum { MADE_STAY_EVENTS = 13 };

/* A stay as it should be: hours from the admission, who, what. */
static inline uint32_t made_stay_step(chance *c, uint32_t step, uint32_t *party, uint32_t *kind) {
    static const struct {
        uint8_t party, kind;
        uint32_t mask;
    } steps[MADE_STAY_EVENTS] = {
        { 1, UTSKR_ADMITTED, 0 },
        { 1, UTSKR_NEEDS_ASSESSED, MADE_ALL },
        { 5, UTSKR_CONSENT, UINT32_C(1) << UTSKR_CONSENT_SCOPE_SHIFT | UINT32_C(1) << UTSKR_CONSENT_WORD_SHIFT },
        { 1, UTSKR_ADMISSION_NOTICE, MADE_TO | MADE_CONTENT },
        { 2, UTSKR_CARE_CONTACT, 0 },
        { 1, UTSKR_TRACK, UINT32_C(3) << UTSKR_TRACK_COLOUR_SHIFT },
        { 1, UTSKR_DISCHARGE_READY, 0 },
        { 1, UTSKR_DISCHARGE_READY_NOTICE, MADE_TO },
        { 2, UTSKR_SIP_CALL, UTSKR_TO_STATED | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_SOCIAL_SERVICES },
        { 4, UTSKR_MUNICIPALITY_READY, UTSKR_READY_SOL },
        { 1, UTSKR_PATIENT_INFORMED, 0 },
        { 1, UTSKR_DISCHARGED, UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT },
        { 1, UTSKR_INFORMATION_TRANSFERRED, MADE_TO },
    };
    *party = steps[step].party;
    *kind = steps[step].kind;
    if (*kind == UTSKR_TRACK)
        return (1 + chance_below(c, 3)) << UTSKR_TRACK_COLOUR_SHIFT;
    if (chance_below(c, 8) != 0)
        return steps[step].mask;
    return steps[step].mask & ~(*kind == UTSKR_NEEDS_ASSESSED ? UTSKR_TO_SOCIAL_SERVICES : MADE_TO);
}

/* Any event that the vocabulary allows. */
static inline void made_any_event(chance *c, made *m, int64_t at) {
    utskr_event event = { .at = at };
    do {
        event.kind = (uint8_t)(1 + chance_below(c, UTSKR_KIND_COUNT - 1));
        event.party = (uint8_t)(1 + chance_below(c, UTSKR_PARTY_COUNT - 1));
        event.mask = 0;
        event.value = chance_below(c, 3) == 0 ? at + (int64_t)chance_below(c, 20) * 8 * MADE_HOUR : 0;
        const utskr_attribute *a;
        for (uint32_t i = 0; (a = utskr_attribute_at(event.kind, i)) != NULL; i++)
            if (a->required || chance_below(c, 2) == 0)
                event.mask |= a->type == UTSKR_VALUE_REFERENCE
                                  ? UTSKR_OF(1 + chance_below(c, UTSKR_KIND_COUNT - 1))
                                  : (uint32_t)chance_next(c) & (uint32_t)chance_next(c) & a->bits;
        for (uint32_t i = 0; (a = utskr_attribute_at(event.kind, i)) != NULL; i++)
            event.mask |= event.mask & a->bits ? a->stated : 0;
    } while (event.kind == UTSKR_RETRACTED || utskr_event_validate(&event, NULL) != UTSKR_OK);
    made_add(m, at, event.party, event.kind, event.mask, event.value);
}

/* A stay of which each event is left out, doubled or followed by anything at all in `disorder` of 100. */
static inline void made_stay(chance *c, made *m, uint32_t disorder) {
    int64_t at = INT64_C(1514764800) + (int64_t)chance_below(c, 3000) * MADE_DAY + chance_below(c, MADE_DAY);
    for (uint32_t step = 0; step < MADE_STAY_EVENTS; step++) {
        uint32_t party, kind;
        const uint32_t mask = made_stay_step(c, step, &party, &kind);
        const uint32_t trouble = chance_below(c, 100) < disorder ? 1 + chance_below(c, 4) : 0;
        if (trouble != 1)
            made_add(m, at, party, kind, mask, 0);
        if (trouble == 2)
            made_add(m, at, party, kind, mask, 0);
        if (trouble >= 3)
            made_any_event(c, m, at);
        at += chance_below(c, 5) == 0 ? 0 : chance_below(c, 40 * MADE_HOUR);
    }
}

static inline void made_anything(chance *c, made *m) {
    int64_t at = INT64_C(1262304000) + (int64_t)chance_below(c, 6000) * MADE_DAY;
    for (uint32_t left = chance_below(c, 24); left != 0; left--) {
        made_any_event(c, m, at);
        at += chance_below(c, 4) == 0 ? 0 : chance_below(c, 30 * MADE_HOUR);
    }
}

static inline void made_about_case(chance *c, made *m, uint64_t i) {
    static const int32_t payers[] = { 0, 0, 0, 484, 180 };
    static const int32_t municipalities[] = { 484, 2380, 180, 980, 1480, 0, UTSKR_MUNICIPALITY_NONE };
    const uint64_t first = m->offsets[i];
    m->pack[i] = (uint16_t)chance_below(c, utskr_pack_count());
    m->municipality[i] = municipalities[chance_below(c, 7)];
    m->payer[i] = payers[chance_below(c, 5)];
    m->region[i] = chance_below(c, 4) == 0 ? 23 : 0;
    m->care[i] = (uint8_t)chance_below(c, 3);
    m->previous_discharge[i] =
        chance_below(c, 4) == 0 && m->events != first ? m->at[first] - (int64_t)chance_below(c, 50) * MADE_DAY : 0;
    m->assessed_at[i] = 0;
    if (chance_below(c, 3) == 0)
        m->assessed_at[i] =
            (m->events != first ? m->at[first] : INT64_C(1600000000)) + (int64_t)chance_below(c, 40) * MADE_DAY;
    for (uint64_t row = first; row < m->events; row++) {
        m->key[row] = (int64_t)i * 3 - 50;
        m->recorded[row] = chance_below(c, 6) == 0 ? m->at[row] + (int64_t)chance_below(c, 60) * MADE_HOUR : 0;
    }
}

/* So many cases: half of them stays with `disorder`, half anything. A case may have no events if `empty`. */
static inline made made_by_chance(uint64_t seed, uint64_t cases, uint32_t disorder, bool empty) {
    chance c = { seed };
    made m = made_new(cases, cases * (2 * MADE_STAY_EVENTS + 1));
    for (uint64_t i = 0; i < cases; i++) {
        do
            if (chance_below(&c, 2) == 0)
                made_stay(&c, &m, disorder);
            else
                made_anything(&c, &m);
        while (!empty && m.events == m.offsets[i]);
        m.cases = i + 1;
        m.offsets[i + 1] = m.events;
        made_about_case(&c, &m, i);
    }
    return m;
}

/* --- Answers --------------------------------------------------------------------------------------------------------------------- */

/* One row of every answer, to be compared as a whole. */
typedef struct answer_row {
    int64_t key;
    int64_t at;
    int64_t next_change;
    int64_t ore[4];
    uint64_t obligations[UTSKR_OBLIGATION_STATUS_COUNT][MADE_RULE_WORDS];
    uint64_t findings[MADE_RULE_WORDS];
    int32_t enters[4];
    int32_t days[4];
    uint32_t reasons[4];
    int32_t code;
    int32_t payer;
    uint32_t pack;
    uint32_t refused;
    uint8_t status[4];
    uint8_t states[8];
} answer_row;

/* Columns for every answer. */
typedef struct answers {
    utskr_answer_columns columns;
    uint64_t rows;
} answers;

static inline answers answers_new(uint64_t rows) {
    answers a = { UTSKR_ANSWER_COLUMNS_INIT, rows };
    utskr_answer_columns *c = &a.columns;
    c->capacity = rows;
    c->rule_words = MADE_RULE_WORDS;
    c->key = made_room(rows, sizeof *c->key);
    c->code = made_room(rows, sizeof *c->code);
    c->pack = made_room(rows, sizeof *c->pack);
    c->at = made_room(rows, sizeof *c->at);
    c->refused = made_room(rows, sizeof *c->refused);
    uint8_t **states[] = { &c->state,
                           &c->step,
                           &c->covered,
                           &c->sip_required,
                           &c->sip_state,
                           &c->patient_ready,
                           &c->municipality_ready,
                           &c->home_ready };
    for (size_t i = 0; i < 8; i++)
        *states[i] = made_room(rows, 1);
    c->payer = made_room(rows, sizeof *c->payer);
    for (size_t i = 0; i < 4; i++) {
        utskr_figure_columns *f = i == 3 ? &c->figures : &c->late[i];
        f->status = made_room(rows, 1);
        f->enters = made_room(rows, sizeof *f->enters);
        f->days = made_room(rows, sizeof *f->days);
        f->ore = made_room(rows, sizeof *f->ore);
        f->reasons = made_room(rows, sizeof *f->reasons);
    }
    for (size_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        c->obligations[i] = made_room(rows * MADE_RULE_WORDS, sizeof(uint64_t));
    c->findings = made_room(rows * MADE_RULE_WORDS, sizeof(uint64_t));
    c->next_change = made_room(rows, sizeof *c->next_change);
    return a;
}

static inline void answers_free(answers *a) {
    utskr_answer_columns *c = &a->columns;
    void *blocks[] = { c->key,          c->pack,      c->code,          c->at,
                       c->refused,      c->state,     c->step,          c->covered,
                       c->sip_required, c->sip_state, c->patient_ready, c->municipality_ready,
                       c->home_ready,   c->payer,     c->findings,      c->next_change };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
    for (size_t i = 0; i < 4; i++) {
        utskr_figure_columns *f = i == 3 ? &c->figures : &c->late[i];
        free(f->status);
        free(f->enters);
        free(f->days);
        free(f->ore);
        free(f->reasons);
    }
    for (size_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        free(c->obligations[i]);
}

static inline answer_row answers_row(const answers *a, uint64_t row) {
    const utskr_answer_columns *c = &a->columns;
    answer_row r;
    memset(&r, 0, sizeof r);
    r.key = c->key[row];
    r.at = c->at[row];
    r.next_change = c->next_change[row];
    r.code = c->code[row];
    r.payer = c->payer[row];
    r.pack = c->pack[row];
    r.refused = c->refused[row];
    const uint8_t *states[] = {
        c->state,     c->step, c->covered, c->sip_required, c->sip_state, c->patient_ready, c->municipality_ready,
        c->home_ready
    };
    for (size_t i = 0; i < 8; i++)
        r.states[i] = states[i][row];
    for (size_t i = 0; i < 4; i++) {
        const utskr_figure_columns *f = i == 3 ? &c->figures : &c->late[i];
        r.status[i] = f->status[row];
        r.enters[i] = f->enters[row];
        r.days[i] = f->days[row];
        r.ore[i] = f->ore[row];
        r.reasons[i] = f->reasons[row];
    }
    for (size_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        memcpy(r.obligations[i], &c->obligations[i][row * MADE_RULE_WORDS], sizeof r.obligations[i]);
    memcpy(r.findings, &c->findings[row * MADE_RULE_WORDS], sizeof r.findings);
    return r;
}

static inline bool answers_equal(const answers *a, uint64_t row, const answers *b, uint64_t other) {
    const answer_row one = answers_row(a, row), two = answers_row(b, other);
    return memcmp(&one, &two, sizeof one) == 0;
}

/* --- One case alone, through the case handle ---------------------------------------------------------------------------------------- */

/* The number of a rule of the pack, found by its id. */
static inline uint32_t alone_rule(const utskr_pack *pack, const char *id) {
    utskr_rule_info info = UTSKR_RULE_INFO_INIT;
    uint32_t number = 0;
    while (utskr_pack_rule(pack, number, &info) == UTSKR_OK && strcmp(info.id, id) != 0)
        number++;
    return number;
}

static inline void alone_bit(uint64_t *words, const utskr_pack *pack, const char *id) {
    const uint32_t rule = alone_rule(pack, id);
    words[rule / 64] |= UINT64_C(1) << rule % 64;
}

static inline void alone_figures(answer_row *r, size_t i, const utskr_figures *f) {
    r->status[i] = f->status;
    r->enters[i] = f->enters;
    r->days[i] = f->days_known ? f->days : -1;
    r->ore[i] = f->amount_known ? f->ore : -1;
    r->reasons[i] = f->reasons;
}

static inline void alone_judged(answer_row *r, const utskr_judgement *j, const utskr_pack *pack) {
    const uint8_t states[] = { j->state,
                               j->step,
                               j->covered,
                               j->sip_required,
                               j->sip_state,
                               j->readiness.patient,
                               j->readiness.municipality,
                               j->readiness.home };
    memcpy(r->states, states, sizeof states);
    r->at = j->at;
    r->next_change = j->next_change;
    r->payer = j->liability.payer;
    alone_figures(r, 3, &j->liability.figures);
    for (size_t i = 0; i < 3; i++)
        alone_figures(r, i, &j->liability.late[i]);
    for (uint32_t i = 0; i < j->obligation_count; i++)
        alone_bit(r->obligations[j->obligations[i].status], pack, j->obligations[i].id);
    for (uint32_t i = 0; i < j->finding_count; i++)
        alone_bit(r->findings, pack, j->findings[i].id);
}

/* Refused events that lie within the assessment. */
static inline uint32_t alone_refused(const utskr_case *c, utskr_instant at) {
    uint32_t refused = 0;
    for (uint32_t i = 1; i <= utskr_case_entry_count(c); i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        if (utskr_case_entry(c, i, &entry) == UTSKR_OK && entry.event.at <= at)
            refused += entry.refused == 1;
    }
    return refused;
}

/* The answers of the i-th case, from the case handle; `known_at` 0 or as in the options. */
static inline answer_row alone_answer(utskr_case *c, const made *m, uint64_t i, utskr_instant known_at) {
    static judged j;
    answer_row r;
    memset(&r, 0, sizeof r);
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_question question = UTSKR_QUESTION_INIT;
    header.stay = (utskr_stay){ sizeof header.stay,      m->municipality[i], m->payer[i], m->region[i], m->care[i], 0,
                                m->previous_discharge[i] };
    utskr_case_reset(c);
    utskr_status status = utskr_case_set_header(c, &header);
    for (uint64_t row = m->offsets[i]; status == UTSKR_OK && row < m->offsets[i + 1]; row++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        entry.event =
            (utskr_event){ m->at[row], m->recorded[row], m->value[row], m->mask[row], m->kind[row], m->party[row], 0 };
        status = utskr_case_append(c, &entry, NULL);
    }
    status = status == UTSKR_OK ? utskr_case_settle(c, NULL) : status;
    question.pack = utskr_pack_at(m->pack[i]);
    question.at = m->assessed_at[i];
    if (status == UTSKR_OK && question.at == 0)
        status = utskr_case_latest(c, known_at, &question.at);
    judged_begin(&j, 0);
    status = status == UTSKR_OK ? utskr_case_judge(c, &question, known_at, &j.judgement) : status;
    if (status == UTSKR_BUFFER_TOO_SMALL && j.judgement.day_count > JUDGED_ROOM)
        status = UTSKR_OK; /* columns list no days */
    r.code = (int32_t)status;
    r.pack = m->pack[i];
    for (size_t late = 0; late < 4; late++)
        r.enters[late] = UTSKR_DATE_NONE, r.days[late] = -1, r.ore[late] = -1;
    if (status == UTSKR_OK) {
        alone_judged(&r, &j.judgement, question.pack);
        r.refused = alone_refused(c, question.at);
    }
    return r;
}

#endif
