/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures the library on columns of stays that it makes itself. The same seed gives the same columns on every machine.
 *
 *     measure_columns bulk SEED EVENTS PERCENT RUNS     judging columns, by one thread and by two, and merely reading them
 *     measure_columns single SEED RUNS                  one event, one case, one instant
 *     measure_columns growth SEED EVENTS PERCENT        a stream of so many events, and the memory it takes
 *     measure_columns dump SEED CASES PERCENT FOLDER RUNS
 *                                                       stays and their liability, for other programs (peers/)
 *
 * PERCENT of the events are irregular: left out, sent twice, a day late, or without their recipients. Each measurement is a
 * line of JSON, with seconds: `best` and `median` of the runs.
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <utskrivning/utskrivning.h>

enum { HOUR = 3600, DAY = 86400, EVENTS_MOST = 40, RUNS_MOST = 99, WORDS = 2 };

/* --- Memory, time, chance -------------------------------------------------------------------------------------------------- */

static void *room(uint64_t count, size_t size) {
    void *memory = malloc(count == 0 ? 1 : (size_t)count * size);
    if (memory == NULL) {
        fputs("measure_columns: no memory\n", stderr);
        exit(4);
    }
    return memory;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t state; /* SplitMix64 */

static uint64_t next(void) {
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int64_t below(int64_t limit) {
    return (int64_t)(next() % (uint64_t)limit);
}

/* --- Stays ------------------------------------------------------------------------------------------------------------------ */

#define ALL (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT)
#define TO_ALL (ALL | UTSKR_TO_STATED)
#define TO_MUNICIPALITY (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_STATED)
#define CONTENT                                                                                                        \
    (UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |           \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE)
#define RECIPIENTS (UTSKR_TO_PARTIES | UTSKR_TO_STATED)
#define INFORMED (UINT32_C(1) << UTSKR_CONSENT_SCOPE_SHIFT | UINT32_C(1) << UTSKR_CONSENT_WORD_SHIFT)
#define HOME (UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT)

/* The events of one stay. */
typedef struct stay {
    utskr_event events[EVENTS_MOST];
    uint32_t count;
    int32_t municipality;
} stay;

static void add(stay *s, int64_t at, uint8_t party, uint8_t kind, uint32_t mask) {
    uint32_t place = s->count++;
    for (; place != 0 && s->events[place - 1].at > at; place--)
        s->events[place] = s->events[place - 1];
    s->events[place] = (utskr_event){ .at = at, .mask = mask, .kind = kind, .party = party };
}

static int64_t irregular; /* percent */

static void happens(stay *s, int64_t at, uint8_t party, uint8_t kind, uint32_t mask) {
    const int64_t trouble = below(100) < irregular ? 1 + below(4) : 0;
    const bool unstated = trouble == 4 && (mask & UTSKR_TO_STATED) != 0;
    if (trouble != 1)
        add(s, at + (trouble == 3 ? DAY : 0), party, kind, unstated ? mask & ~RECIPIENTS : mask);
    if (trouble == 2)
        add(s, at, party, kind, mask);
}

/* A patient admitted by day, ready after some days, and home at once or up to a week later: eleven events, or ten. */
static void make_stay(stay *s) {
    static const int32_t municipalities[] = { 2380, 2303, 2305, 2309, 2326 };
    const int64_t midnight = INT64_C(1640991600) + below(700) * DAY; /* from 2022-01-01; all end in 2023 */
    const int64_t admitted = midnight + 7 * HOUR + below(12 * HOUR);
    const int64_t assessed = admitted + below(4 * HOUR);
    const int64_t ready = midnight + (2 + below(6)) * DAY + 8 * HOUR + below(9 * HOUR);
    const int64_t leaves = ready + below(8) * DAY + HOUR + below(4 * HOUR);
    const bool late_notice = below(20) == 0;
    const bool called = below(5) != 0, late_call = below(10) == 0;
    s->count = 0;
    s->municipality = municipalities[below(5)];
    happens(s, admitted, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0);
    happens(s, assessed, UTSKR_PARTY_HOSPITAL, UTSKR_NEEDS_ASSESSED, ALL);
    happens(s, assessed + 60, UTSKR_PARTY_PATIENT, UTSKR_CONSENT, INFORMED);
    happens(s, assessed + HOUR + below(16 * HOUR) + (late_notice ? DAY : 0), UTSKR_PARTY_HOSPITAL,
            UTSKR_ADMISSION_NOTICE, TO_ALL | CONTENT);
    happens(s, admitted + 26 * HOUR, UTSKR_PARTY_OUTPATIENT, UTSKR_CARE_CONTACT, 0);
    happens(s, ready - 600, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY, 0);
    happens(s, ready, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_ALL);
    if (called)
        happens(s, ready + HOUR + below(2 * DAY) + (late_call ? 3 * DAY : 0), UTSKR_PARTY_OUTPATIENT, UTSKR_SIP_CALL,
                TO_MUNICIPALITY);
    happens(s, leaves - 60, UTSKR_PARTY_HOSPITAL, UTSKR_PATIENT_INFORMED, 0);
    happens(s, leaves, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, HOME);
    happens(s, leaves + 60, UTSKR_PARTY_HOSPITAL, UTSKR_INFORMATION_TRANSFERRED, TO_ALL);
}

/* --- Columns ------------------------------------------------------------------------------------------------------------------ */

/* When all stays are long over. */
#define ASSESSED_AT INT64_C(1735686000) /* 2025-01-01 */

typedef struct columns {
    uint64_t events, cases, event_room, case_room;
    int64_t *at, *key;
    uint8_t *kind, *party;
    uint32_t *mask;
    uint64_t *offsets;
    int32_t *municipality; /* by case */
    int32_t *payer;        /* by event */
} columns;

static columns new_columns(uint64_t event_room) {
    const uint64_t events = event_room + EVENTS_MOST, cases = events; /* a stay may have lost all events but one */
    columns c = { .event_room = event_room, .case_room = cases };
    c.at = room(events, sizeof *c.at);
    c.key = room(events, sizeof *c.key);
    c.kind = room(events, 1);
    c.party = room(events, 1);
    c.mask = room(events, sizeof *c.mask);
    c.payer = room(events, sizeof *c.payer);
    c.offsets = room(cases + 1, sizeof *c.offsets);
    c.municipality = room(cases, sizeof *c.municipality);
    return c;
}

static void free_columns(columns *c) {
    void *blocks[] = { c->at, c->key, c->kind, c->party, c->mask, c->payer, c->offsets, c->municipality };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
}

/* Fills the columns with stays, at most so many; the first has the key `first`. */
static void fill(columns *c, uint64_t cases, int64_t first) {
    stay s;
    c->events = c->cases = 0;
    c->offsets[0] = 0;
    while (c->cases < cases && c->events < c->event_room) {
        make_stay(&s);
        for (uint32_t i = 0; i < s.count; i++, c->events++) {
            c->at[c->events] = s.events[i].at;
            c->kind[c->events] = s.events[i].kind;
            c->party[c->events] = s.events[i].party;
            c->mask[c->events] = s.events[i].mask;
            c->key[c->events] = first + (int64_t)c->cases;
            c->payer[c->events] = s.municipality;
        }
        c->municipality[c->cases] = s.municipality;
        c->offsets[++c->cases] = c->events;
    }
}

static utskr_event_columns events_of(const columns *c, bool by_offsets) {
    utskr_event_columns e = UTSKR_EVENT_COLUMNS_INIT;
    e.count = c->events;
    e.at = (utskr_int64_column){ c->at, c->events };
    e.kind = (utskr_uint8_column){ c->kind, c->events };
    e.party = (utskr_uint8_column){ c->party, c->events };
    e.mask = (utskr_uint32_column){ c->mask, c->events };
    if (by_offsets)
        e.offsets = (utskr_uint64_column){ c->offsets, c->cases + 1 };
    else
        e.key = (utskr_int64_column){ c->key, c->events };
    return e;
}

/* --- Answers -------------------------------------------------------------------------------------------------------------------- */

typedef struct answers {
    uint8_t *states, *status;
    int32_t *enters, *days;
    int64_t *ore, *next_change;
    uint64_t *bits;
} answers;

enum { STATES = 6, FIGURES = 4, BITMAPS = UTSKR_OBLIGATION_STATUS_COUNT + 1 };

static answers new_answers(uint64_t rows) {
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

static void free_answers(answers *a) {
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

/* Liability alone, or everything, of so many rows from `from` on; `rows` is how many there are in all. */
static utskr_answer_columns wanted(const answers *a, bool everything, uint64_t rows, uint64_t from, uint64_t count) {
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

/* --- Judging, and merely reading ------------------------------------------------------------------------------------------------- */

/* What a thread does. */
typedef struct task {
    const columns *c;
    const answers *a;
    uint64_t first, count; /* cases */
    bool everything;
    utskr_status status;
} task;

static utskr_batch_options options_of(bool everything) {
    static const utskr_pack *agreement;
    utskr_batch_options options = UTSKR_BATCH_OPTIONS_INIT;
    (void)utskr_pack_find("jamtland-harjedalen", 19, &agreement, NULL);
    options.packs = &agreement;
    options.pack_count = everything ? 1 : 0; /* the agreement with the act, or the act alone */
    options.at = ASSESSED_AT;
    return options;
}

static void *run_task(void *given) {
    task *t = given;
    utskr_event_columns events = events_of(t->c, true);
    utskr_case_columns cases = UTSKR_CASE_COLUMNS_INIT;
    const utskr_batch_options options = options_of(t->everything);
    const utskr_answer_columns out = wanted(t->a, t->everything, t->c->cases, t->first, t->count);
    void *scratch = room(1, utskr_columns_scratch());
    events.offsets = (utskr_uint64_column){ t->c->offsets + t->first, t->count + 1 };
    cases.count = t->count;
    cases.municipality = (utskr_int32_column){ t->c->municipality + t->first, t->count };
    t->status = utskr_columns_judge(&events, &cases, &options, scratch, utskr_columns_scratch(), &out, NULL);
    free(scratch);
    return NULL;
}

static bool judge(const columns *c, const answers *a, bool everything, uint32_t threads) {
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

static volatile uint64_t seen; /* so that nothing is left out as useless */

/* Adds up every byte of the columns that judging reads, eight at a time where they lie so. */
static void read_columns(const columns *c) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < c->events; i++)
        sum += (uint64_t)c->at[i];
    for (uint64_t i = 0; i < c->events; i++)
        sum += c->mask[i];
    for (uint64_t i = 0; i < c->events; i++)
        sum += c->kind[i];
    for (uint64_t i = 0; i < c->events; i++)
        sum += c->party[i];
    for (uint64_t i = 0; i <= c->cases; i++)
        sum += c->offsets[i];
    for (uint64_t i = 0; i < c->cases; i++)
        sum += (uint64_t)c->municipality[i];
    seen = sum;
}

/* --- Timing -------------------------------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Prints the times of the runs, each of so many things. */
static void tell(const char *what, double *seconds, uint32_t runs, uint64_t things, const char *more) {
    qsort(seconds, runs, sizeof *seconds, compare);
    printf("{\"what\":\"%s\",\"best\":%.9f,\"median\":%.9f,\"count\":%" PRIu64 "%s}\n", what, seconds[0],
           seconds[runs / 2], things, more);
    fflush(stdout);
}

static void measure_judging(const columns *c, const answers *a, bool everything, uint32_t threads, uint32_t runs,
                            const char *what, const char *more) {
    double seconds[RUNS_MOST];
    for (uint32_t run = 0; run < runs; run++) {
        const double begun = now();
        if (!judge(c, a, everything, threads))
            exit(3);
        seconds[run] = now() - begun;
    }
    tell(what, seconds, runs, c->events, more);
}

static void measure_reading(const columns *c, uint32_t runs, const char *more) {
    double seconds[RUNS_MOST];
    for (uint32_t run = 0; run < runs; run++) {
        const double begun = now();
        read_columns(c);
        seconds[run] = now() - begun;
    }
    tell("read", seconds, runs, c->events, more);
}

static void *resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size != 0)
        return realloc(block, new_size);
    free(block);
    return NULL;
}

static const utskr_allocator allocator = { resize, NULL };

/* The same events, sorted by time. */
static uint64_t *order; /* rows */
static const columns *sorted_columns;

static int by_time(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    const int64_t at = sorted_columns->at[x], other = sorted_columns->at[y];
    return at != other ? (at > other) - (at < other) : (x > y) - (x < y);
}

static columns sorted_by_time(const columns *c) {
    columns s = new_columns(c->events);
    order = room(c->events, sizeof *order);
    for (uint64_t i = 0; i < c->events; i++)
        order[i] = i;
    sorted_columns = c;
    qsort(order, (size_t)c->events, sizeof *order, by_time);
    for (uint64_t i = 0; i < c->events; i++) {
        s.at[i] = c->at[order[i]];
        s.key[i] = c->key[order[i]];
        s.kind[i] = c->kind[order[i]];
        s.party[i] = c->party[order[i]];
        s.mask[i] = c->mask[order[i]];
        s.payer[i] = c->payer[order[i]];
    }
    s.events = c->events;
    s.cases = c->cases;
    free(order);
    return s;
}

/* Takes all that is left of the batch. */
static void finish(utskr_batch *batch, const answers *a, uint64_t rows) {
    const utskr_answer_columns out = wanted(a, false, rows, 0, rows);
    uint64_t answered = 1;
    while (answered != 0)
        if (utskr_batch_finish(batch, &out, &answered, NULL) != UTSKR_OK)
            exit(3);
}

static void measure_by_time(const columns *c, const answers *a, uint32_t runs, const char *more) {
    columns mixed = sorted_by_time(c);
    const utskr_event_columns events = events_of(&mixed, false);
    const utskr_batch_options options = options_of(false);
    utskr_case_columns cases = UTSKR_CASE_COLUMNS_INIT;
    double seconds[RUNS_MOST];
    cases.count = mixed.events;
    cases.municipality = (utskr_int32_column){ mixed.payer, mixed.events };
    for (uint32_t run = 0; run < runs; run++) {
        utskr_batch *batch = NULL;
        uint64_t answered = 0;
        const double begun = now();
        if (utskr_batch_new(UTSKR_BATCH_BY_TIME, &options, &allocator, &batch) != UTSKR_OK ||
            utskr_batch_push(batch, &events, &cases, NULL, &answered, NULL) != UTSKR_OK)
            exit(3);
        finish(batch, a, c->cases);
        seconds[run] = now() - begun;
        utskr_batch_free(batch);
    }
    tell("liability by time", seconds, runs, c->events, more);
    free_columns(&mixed);
}

static int bulk(uint64_t seed, uint64_t events, int64_t percent, uint32_t runs) {
    char more[64];
    state = seed;
    irregular = percent;
    columns c = new_columns(events);
    fill(&c, UINT64_MAX, 0);
    answers a = new_answers(c.cases);
    snprintf(more, sizeof more, ",\"irregular\":%d,\"cases\":%" PRIu64, (int)percent, c.cases);
    (void)judge(&c, &a, true, 2); /* every page has been touched */
    measure_reading(&c, runs, more);
    measure_judging(&c, &a, true, 1, runs, "full", more);
    measure_judging(&c, &a, false, 1, runs, "liability", more);
    measure_judging(&c, &a, true, 2, runs, "full by two", more);
    measure_by_time(&c, &a, runs < 3 ? runs : 3, more);
    free_answers(&a);
    free_columns(&c);
    return 0;
}

/* --- One at a time ----------------------------------------------------------------------------------------------------------------------- */

enum { LATENCIES = 100000, OPEN = 1000000, INSTANTS = 1000000 };

/* The half, the hundredth and the thousandth slowest of single times, less what reading the clock takes. */
static void tell_latencies(const char *what, double *seconds, uint32_t count, double clock) {
    qsort(seconds, count, sizeof *seconds, compare);
    printf("{\"what\":\"%s\",\"p50\":%.9f,\"p99\":%.9f,\"p999\":%.9f,\"count\":%u,\"clock\":%.9f}\n", what,
           seconds[count / 2] - clock, seconds[count - count / 100] - clock, seconds[count - count / 1000] - clock,
           (unsigned)count, clock);
}

/* What reading the clock twice takes. */
static double clock_time(void) {
    double best = 1;
    for (int i = 0; i < 10000; i++) {
        const double begun = now(), took = now() - begun;
        best = took < best ? took : best;
    }
    return best;
}

static void measure_folding(const columns *c, uint32_t runs) {
    double seconds[RUNS_MOST];
    static utskr_facts facts;
    const uint64_t cases = c->cases < 1000 ? c->cases : 1000;
    for (uint32_t run = 0; run < runs; run++) {
        const double begun = now();
        for (uint64_t i = 0; i < cases; i++) {
            (void)utskr_facts_init(&facts, NULL);
            for (uint64_t row = c->offsets[i]; row < c->offsets[i + 1]; row++) {
                const utskr_event event = {
                    .at = c->at[row], .mask = c->mask[row], .kind = c->kind[row], .party = c->party[row]
                };
                seen += (uint64_t)utskr_fold(&facts, &event, (uint32_t)(row - c->offsets[i] + 1));
            }
        }
        seconds[run] = now() - begun;
    }
    tell("fold", seconds, runs, c->offsets[cases], "");
}

/* Each case as a host has it: an event comes in, the case is judged anew, and the timer set. */
static void measure_hosting(const columns *c, double clock) {
    double *folds = room(LATENCIES, sizeof *folds), *judges = room(LATENCIES, sizeof *judges);
    static utskr_obligation obligations[UTSKR_OBLIGATION_LIMIT];
    static utskr_finding findings[UTSKR_FINDING_LIMIT];
    static utskr_judgement judgement;
    static utskr_facts facts;
    utskr_question question = UTSKR_QUESTION_INIT;
    uint32_t count = 0;
    (void)utskr_pack_find("jamtland-harjedalen", 19, &question.pack, NULL);
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = UTSKR_OBLIGATION_LIMIT;
    judgement.findings = findings;
    judgement.finding_capacity = UTSKR_FINDING_LIMIT;
    for (uint64_t i = 0; i < c->cases && count < LATENCIES; i++) {
        utskr_stay about = UTSKR_STAY_INIT;
        about.municipality = c->municipality[i];
        (void)utskr_facts_init(&facts, &about);
        for (uint64_t row = c->offsets[i]; row < c->offsets[i + 1] && count < LATENCIES; row++, count++) {
            const utskr_event event = {
                .at = c->at[row], .mask = c->mask[row], .kind = c->kind[row], .party = c->party[row]
            };
            const double begun = now();
            seen += (uint64_t)utskr_fold(&facts, &event, (uint32_t)(row - c->offsets[i] + 1));
            const double folded = now();
            question.at = event.at;
            seen += (uint64_t)utskr_judge(&facts, &question, &judgement);
            judges[count] = now() - folded;
            folds[count] = folded - begun;
        }
    }
    tell_latencies("one event", folds, count, clock);
    tell_latencies("one judgement", judges, count, clock);
    free(folds);
    free(judges);
}

static void measure_watch(double clock) {
    double *sets = room(LATENCIES, sizeof *sets), *firsts = room(LATENCIES, sizeof *firsts), scan[9];
    const size_t size = utskr_watch_size(OPEN);
    void *memory = room(1, size);
    utskr_instant *at = room(OPEN, sizeof *at), first_at = 0;
    utskr_watch *watch = NULL;
    uint32_t number = 0;
    (void)utskr_watch_init_at(memory, size, OPEN, &watch);
    for (uint32_t i = 0; i < OPEN; i++) {
        at[i] = ASSESSED_AT + below(30 * DAY);
        (void)utskr_watch_set(watch, i, at[i]);
    }
    for (uint32_t i = 0; i < LATENCIES; i++) {
        const uint32_t changed = (uint32_t)below(OPEN);
        const utskr_instant to = ASSESSED_AT + below(30 * DAY);
        const double begun = now();
        (void)utskr_watch_set(watch, changed, to);
        const double set = now();
        (void)utskr_watch_first(watch, &number, &first_at);
        firsts[i] = now() - set;
        sets[i] = set - begun;
        at[changed] = to;
        seen += number;
    }
    for (uint32_t run = 0; run < 9; run++) { /* the same by looking at every case */
        const double begun = now();
        utskr_instant least = INT64_MAX;
        for (uint32_t i = 0; i < OPEN; i++)
            least = at[i] < least ? at[i] : least;
        scan[run] = now() - begun;
        if (least != first_at)
            exit(3);
    }
    tell_latencies("watch set", sets, LATENCIES, clock);
    tell_latencies("watch first", firsts, LATENCIES, clock);
    tell("scan of a million", scan, 9, OPEN, "");
    free(sets);
    free(firsts);
    free(memory);
    free(at);
}

/* The local offset, and the same by the C library. */
static void measure_local(uint32_t runs) {
    double ours[RUNS_MOST], theirs[RUNS_MOST];
    int64_t *instants = room(INSTANTS, sizeof *instants);
    setenv("TZ", "Europe/Stockholm", 1);
    tzset();
    for (uint32_t i = 0; i < INSTANTS; i++)
        instants[i] = INT64_C(1546300800) + below(INT64_C(157766400));
    for (uint32_t run = 0; run < runs; run++) {
        int64_t sum = 0, other = 0;
        double begun = now();
        for (uint32_t i = 0; i < INSTANTS; i++)
            sum += utskr_local_offset(instants[i]);
        ours[run] = now() - begun;
        begun = now();
        for (uint32_t i = 0; i < INSTANTS; i++) {
            struct tm local;
            const time_t t = (time_t)instants[i];
            localtime_r(&t, &local);
            other += local.tm_isdst ? 7200 : 3600;
        }
        theirs[run] = now() - begun;
        if (sum != other)
            exit(3);
    }
    tell("local offset", ours, runs, INSTANTS, "");
    tell("localtime_r", theirs, runs, INSTANTS, "");
    free(instants);
}

static int single(uint64_t seed, uint32_t runs) {
    state = seed;
    irregular = 10;
    columns c = new_columns(LATENCIES + 20000);
    fill(&c, UINT64_MAX, 0);
    const double clock = clock_time();
    measure_folding(&c, runs);
    measure_hosting(&c, clock);
    measure_watch(clock);
    measure_local(runs);
    free_columns(&c);
    return 0;
}

/* --- Growth ---------------------------------------------------------------------------------------------------------------------------------- */

/* The most memory held so far, in kilobytes; 0 where the system does not tell. */
static long peak_memory(void) {
    char line[128];
    long kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "VmHWM: %ld", &kilobytes) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return kilobytes;
}

/* A stream by case, in pieces that are made when they are needed; only judging is timed. */
static int growth(uint64_t seed, uint64_t events, int64_t percent) {
    enum { PIECE = 100000 };
    state = seed;
    irregular = percent;
    columns c = new_columns(events < PIECE ? events : PIECE);
    const utskr_batch_options options = options_of(true);
    utskr_batch *batch = NULL;
    answers a = new_answers(c.case_room);
    uint64_t done = 0, cases = 0, answered = 0;
    double seconds = 0;
    if (utskr_batch_new(UTSKR_BATCH_BY_CASE, &options, &allocator, &batch) != UTSKR_OK)
        return 4;
    while (done < events) {
        fill(&c, UINT64_MAX, (int64_t)cases);
        const utskr_event_columns columns_in = events_of(&c, false);
        const utskr_answer_columns out = wanted(&a, true, c.case_room, 0, c.case_room);
        utskr_case_columns about = UTSKR_CASE_COLUMNS_INIT;
        about.count = c.events;
        about.municipality = (utskr_int32_column){ c.payer, c.events };
        const double begun = now();
        if (utskr_batch_push(batch, &columns_in, &about, &out, &answered, NULL) != UTSKR_OK)
            return 3;
        seconds += now() - begun;
        done += c.events;
        cases += c.cases;
    }
    printf("{\"what\":\"growth\",\"events\":%" PRIu64 ",\"cases\":%" PRIu64
           ",\"irregular\":%d,\"seconds\":%.6f,\"peak_kb\":%ld}\n",
           done, cases, (int)percent, seconds, peak_memory());
    utskr_batch_free(batch);
    free_answers(&a);
    free_columns(&c);
    return 0;
}

/* --- For other programs ------------------------------------------------------------------------------------------------------------------------ */

static bool write_file(const char *folder, const char *name, const void *values, size_t size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    const bool good = fwrite(values, 1, size, file) == size;
    return fclose(file) == 0 && good;
}

static int dump(uint64_t seed, uint64_t cases, int64_t percent, const char *folder, uint32_t runs) {
    state = seed;
    irregular = percent;
    columns c = new_columns(cases * 14);
    fill(&c, cases, 0);
    answers a = new_answers(c.cases);
    measure_judging(&c, &a, false, 2, runs, "liability by two", "");
    measure_judging(&c, &a, false, 1, runs, "liability", "");
    const bool good = write_file(folder, "at.i64", c.at, c.events * sizeof *c.at) &&
                      write_file(folder, "case.i64", c.key, c.events * sizeof *c.key) &&
                      write_file(folder, "kind.u8", c.kind, c.events) &&
                      write_file(folder, "party.u8", c.party, c.events) &&
                      write_file(folder, "mask.u32", c.mask, c.events * sizeof *c.mask) &&
                      write_file(folder, "offsets.u64", c.offsets, (c.cases + 1) * sizeof *c.offsets) &&
                      write_file(folder, "status.u8", a.status, c.cases) &&
                      write_file(folder, "enters.i32", a.enters, c.cases * sizeof *a.enters) &&
                      write_file(folder, "days.i32", a.days, c.cases * sizeof *a.days) &&
                      write_file(folder, "ore.i64", a.ore, c.cases * sizeof *a.ore);
    free_answers(&a);
    free_columns(&c);
    return good ? 0 : 3;
}

int main(int count, char **words) {
    const char *what = count > 1 ? words[1] : "";
    const uint64_t seed = count > 2 ? strtoull(words[2], NULL, 10) : 0;
    const uint64_t third = count > 3 ? strtoull(words[3], NULL, 10) : 0;
    const uint64_t last = count >= 6 ? strtoull(words[count - 1], NULL, 10) : 0;
    const uint32_t runs = last > RUNS_MOST ? 0 : (uint32_t)last;
    if (strcmp(what, "bulk") == 0 && count == 6 && runs > 0)
        return bulk(seed, third, strtol(words[4], NULL, 10), runs);
    if (strcmp(what, "single") == 0 && third > 0 && third <= RUNS_MOST)
        return single(seed, (uint32_t)third);
    if (strcmp(what, "growth") == 0 && count == 5)
        return growth(seed, third, strtol(words[4], NULL, 10));
    if (strcmp(what, "dump") == 0 && count == 7 && runs > 0)
        return dump(seed, third, strtol(words[4], NULL, 10), words[5], runs);
    fputs("usage: measure_columns bulk SEED EVENTS PERCENT RUNS | single SEED RUNS | growth SEED EVENTS PERCENT |\n"
          "       dump SEED CASES PERCENT FOLDER RUNS\n",
          stderr);
    return 2;
}
