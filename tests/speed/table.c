/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Columns of stays, and judging them by one thread or two. */
#include "table.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *room(uint64_t count, size_t size) {
    void *memory = malloc(count == 0 ? 1 : (size_t)count * size);
    if (memory == NULL) {
        fputs("measure_columns: no memory\n", stderr);
        exit(4);
    }
    return memory;
}

/* --- Columns ------------------------------------------------------------------------------------------------------------------ */

static about_columns new_about(uint64_t rows) {
    return (about_columns){ room(rows, sizeof(int32_t)), room(rows, sizeof(int32_t)), room(rows, sizeof(int32_t)),
                            room(rows, 1), room(rows, sizeof(int64_t)) };
}

static void free_about(about_columns *a) {
    void *blocks[] = { a->municipality, a->payer, a->region, a->care, a->previous };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
}

columns new_columns(uint64_t event_room) {
    const uint64_t events = event_room + MADE_EVENTS_MOST, cases = events; /* a stay may have lost all events but one */
    columns c = { .event_room = event_room, .case_room = cases };
    c.at = room(events, sizeof *c.at);
    c.value = room(events, sizeof *c.value);
    c.key = room(events, sizeof *c.key);
    c.kind = room(events, 1);
    c.party = room(events, 1);
    c.mask = room(events, sizeof *c.mask);
    c.offsets = room(cases + 1, sizeof *c.offsets);
    c.by_case = new_about(cases);
    c.by_event = new_about(events);
    return c;
}

void free_columns(columns *c) {
    void *blocks[] = { c->at, c->value, c->key, c->kind, c->party, c->mask, c->offsets };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
    free_about(&c->by_case);
    free_about(&c->by_event);
}

static void put_about(const about_columns *a, uint64_t row, const utskr_stay *stay) {
    a->municipality[row] = stay->municipality;
    a->payer[row] = stay->payer;
    a->region[row] = stay->region;
    a->care[row] = (uint8_t)stay->care;
    a->previous[row] = stay->previous_discharge;
}

void put_event(columns *c, uint64_t row, const utskr_event *event, int64_t key) {
    c->at[row] = event->at;
    c->value[row] = event->value;
    c->kind[row] = event->kind;
    c->party[row] = event->party;
    c->mask[row] = event->mask;
    c->key[row] = key;
}

void fill(columns *c, workload *w, uint64_t cases, int64_t first) {
    made_stay s;
    c->events = c->cases = 0;
    c->offsets[0] = 0;
    c->assessed_at = w->assessed_at;
    c->bare = w->is_bare;
    while (c->cases < cases && c->events < c->event_room) {
        workload_next(w, &s);
        for (uint32_t i = 0; i < s.count; i++, c->events++) {
            put_event(c, c->events, &s.events[i], first + (int64_t)c->cases);
            put_about(&c->by_event, c->events, &s.about);
        }
        put_about(&c->by_case, c->cases, &s.about);
        c->offsets[++c->cases] = c->events;
    }
}

utskr_event_columns events_of(const columns *c, bool by_offsets) {
    utskr_event_columns e = UTSKR_EVENT_COLUMNS_INIT;
    e.count = c->events;
    e.at = (utskr_int64_column){ c->at, c->events };
    e.kind = (utskr_uint8_column){ c->kind, c->events };
    e.party = (utskr_uint8_column){ c->party, c->events };
    e.mask = (utskr_uint32_column){ c->mask, c->events };
    if (!c->bare)
        e.value = (utskr_int64_column){ c->value, c->events };
    if (by_offsets)
        e.offsets = (utskr_uint64_column){ c->offsets, c->cases + 1 };
    else
        e.key = (utskr_int64_column){ c->key, c->events };
    return e;
}

utskr_case_columns about_of(const columns *c, const about_columns *a, uint64_t first, uint64_t count) {
    utskr_case_columns out = UTSKR_CASE_COLUMNS_INIT;
    out.count = count;
    out.municipality = (utskr_int32_column){ a->municipality + first, count };
    if (c->bare)
        return out;
    out.payer = (utskr_int32_column){ a->payer + first, count };
    out.region = (utskr_int32_column){ a->region + first, count };
    out.care = (utskr_uint8_column){ a->care + first, count };
    out.previous_discharge = (utskr_int64_column){ a->previous + first, count };
    return out;
}

utskr_event event_at(const columns *c, uint64_t row) {
    return (utskr_event){ .at = c->at[row],
                          .value = c->bare ? 0 : c->value[row],
                          .mask = c->mask[row],
                          .kind = c->kind[row],
                          .party = c->party[row] };
}

utskr_stay stay_of(const columns *c, uint64_t i) {
    utskr_stay stay = UTSKR_STAY_INIT;
    stay.municipality = c->by_case.municipality[i];
    stay.payer = c->by_case.payer[i];
    stay.region = c->by_case.region[i];
    stay.care = c->by_case.care[i];
    stay.previous_discharge = c->by_case.previous[i];
    return stay;
}

uint64_t bytes_of(const columns *c) {
    const uint64_t of_event = 8 + 1 + 1 + 4 + (c->bare ? 0 : 8), of_case = 8 + 4 + (c->bare ? 0 : 4 + 4 + 1 + 8);
    return c->events * of_event + c->cases * of_case;
}

/* --- Answers -------------------------------------------------------------------------------------------------------------------- */

answers new_answers(uint64_t rows) {
    answers a;
    a.states = room(rows * STATES, 1);
    a.status = room(rows * FIGURES, 1);
    a.enters = room(rows * FIGURES, sizeof *a.enters);
    a.days = room(rows * FIGURES, sizeof *a.days);
    a.ore = room(rows * FIGURES, sizeof *a.ore);
    a.next_change = room(rows, sizeof *a.next_change);
    a.bits = room(rows * BITMAPS * WORDS, sizeof *a.bits);
    return a;
}

void free_answers(answers *a) {
    void *blocks[] = { a->states, a->status, a->enters, a->days, a->ore, a->next_change, a->bits };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
}

static void want_figures(utskr_figure_columns *f, const answers *a, uint64_t at) {
    f->status = a->status + at;
    f->enters = a->enters + at;
    f->days = a->days + at;
    f->ore = a->ore + at;
}

utskr_answer_columns wanted(const answers *a, bool everything, uint64_t rows, uint64_t from, uint64_t count) {
    utskr_answer_columns out = UTSKR_ANSWER_COLUMNS_INIT;
    out.capacity = count;
    out.rule_words = WORDS;
    want_figures(&out.figures, a, from);
    if (!everything)
        return out;
    uint8_t **states[STATES] = {
        &out.state, &out.covered, &out.sip_required, &out.patient_ready, &out.municipality_ready, &out.home_ready
    };
    for (uint64_t i = 0; i < STATES; i++)
        *states[i] = a->states + i * rows + from;
    for (uint64_t i = 0; i < 3; i++)
        want_figures(&out.late[i], a, (i + 1) * rows + from);
    for (uint64_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++)
        out.obligations[i] = a->bits + (i * rows + from) * WORDS;
    out.findings = a->bits + (UTSKR_OBLIGATION_STATUS_COUNT * rows + from) * WORDS;
    out.next_change = a->next_change + from;
    return out;
}

/* --- Judging ------------------------------------------------------------------------------------------------- */

/* What a thread does. */
typedef struct task {
    const columns *c;
    const answers *a;
    uint64_t first, count; /* cases */
    bool everything;
    utskr_status status;
} task;

utskr_batch_options options_of(const columns *c, bool everything) {
    static const utskr_pack *agreement;
    utskr_batch_options options = UTSKR_BATCH_OPTIONS_INIT;
    (void)utskr_pack_find(AGREEMENT, strlen(AGREEMENT), &agreement, NULL);
    options.packs = &agreement;
    options.pack_count = everything ? 1 : 0; /* the agreement with the act, or the act alone */
    options.at = c->assessed_at;
    options.rates = rates_of_workloads;
    options.rate_count = sizeof rates_of_workloads / sizeof rates_of_workloads[0];
    return options;
}

static void *run_task(void *given) {
    task *t = given;
    utskr_event_columns events = events_of(t->c, true);
    const utskr_case_columns cases = about_of(t->c, &t->c->by_case, t->first, t->count);
    const utskr_batch_options options = options_of(t->c, t->everything);
    const utskr_answer_columns out = wanted(t->a, t->everything, t->c->cases, t->first, t->count);
    void *scratch = room(1, utskr_columns_scratch());
    events.offsets = (utskr_uint64_column){ t->c->offsets + t->first, t->count + 1 };
    t->status = utskr_columns_judge(&events, &cases, &options, scratch, utskr_columns_scratch(), &out, NULL);
    free(scratch);
    return NULL;
}

bool judge(const columns *c, const answers *a, bool everything, uint32_t threads) {
    pthread_t started[2];
    task tasks[2];
    bool good = true;
    for (uint32_t i = 0; i < threads; i++) {
        const uint64_t first = c->cases * i / threads;
        tasks[i] = (task){ c, a, first, c->cases * (i + 1) / threads - first, everything, UTSKR_OK };
        if (i + 1 < threads && pthread_create(&started[i], NULL, run_task, &tasks[i]) != 0)
            exit(4);
    }
    (void)run_task(&tasks[threads - 1]);
    for (uint32_t i = 0; i + 1 < threads; i++)
        pthread_join(started[i], NULL);
    for (uint32_t i = 0; i < threads; i++)
        good = good && tasks[i].status == UTSKR_OK;
    return good;
}
