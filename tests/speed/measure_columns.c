/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures the library on columns of stays that it makes itself (workload.h).
 *
 *     measure_columns bulk STAYS SEED PERCENT EVENTS RUNS   judging columns, by one thread and two, and merely reading them
 *     measure_columns single STAYS SEED PERCENT RUNS        one event, one case, one instant
 *     measure_columns growth STAYS SEED PERCENT EVENTS      a stream of so many events, and the memory it takes
 *     measure_columns dump STAYS SEED PERCENT CASES FOLDER RUNS
 *                                                           stays and their liability, for other programs (peers/)
 *     measure_columns everything STAYS SEED PERCENT CASES FOLDER RUNS
 *                                                           stays as a case log, and every answer, for the reference
 *
 * STAYS is county, bare or tangled, PERCENT how many of their events are irregular. Each measurement is a line of JSON, with
 * seconds: `best` and `median` of the runs.
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../host.h"
#include "table.h"

enum { DAY = 86400, RUNS_MOST = 99 };

/* --- Time, and merely reading -------------------------------------------------------------------------------------------- */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static volatile uint64_t seen; /* so that nothing is left out as useless */

static uint64_t sum_about(const columns *c, const about_columns *a) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < c->cases; i++)
        sum += (uint64_t)a->municipality[i];
    for (uint64_t i = 0; i < c->cases && !c->bare; i++)
        sum += (uint64_t)a->payer[i] + (uint64_t)a->region[i] + a->care[i] + (uint64_t)a->previous[i];
    return sum;
}

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
    for (uint64_t i = 0; i < c->events && !c->bare; i++)
        sum += (uint64_t)c->value[i];
    for (uint64_t i = 0; i <= c->cases; i++)
        sum += c->offsets[i];
    seen = sum + sum_about(c, &c->by_case);
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

/* The same events, sorted by time. */
static uint64_t *order; /* rows */
static const columns *sorted_columns;

static int by_time(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    const int64_t at = sorted_columns->at[x], other = sorted_columns->at[y];
    return at != other ? (at > other) - (at < other) : (x > y) - (x < y);
}

static void copy_about(const about_columns *to, uint64_t row, const about_columns *from, uint64_t from_row) {
    to->municipality[row] = from->municipality[from_row];
    to->payer[row] = from->payer[from_row];
    to->region[row] = from->region[from_row];
    to->care[row] = from->care[from_row];
    to->previous[row] = from->previous[from_row];
}

static columns sorted_by_time(const columns *c) {
    columns s = new_columns(c->events);
    order = room(c->events, sizeof *order);
    for (uint64_t i = 0; i < c->events; i++)
        order[i] = i;
    sorted_columns = c;
    qsort(order, (size_t)c->events, sizeof *order, by_time);
    for (uint64_t i = 0; i < c->events; i++) {
        const uint64_t row = order[i];
        const utskr_event event = event_at(c, row);
        put_event(&s, i, &event, c->key[row]);
        copy_about(&s.by_event, i, &c->by_event, row);
    }
    s.assessed_at = c->assessed_at;
    s.bare = c->bare;
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
    const utskr_batch_options options = options_of(&mixed, false);
    const utskr_case_columns cases = about_of(&mixed, &mixed.by_event, 0, mixed.events);
    double seconds[RUNS_MOST];
    for (uint32_t run = 0; run < runs; run++) {
        utskr_batch *batch = NULL;
        uint64_t answered = 0;
        const double begun = now();
        if (utskr_batch_new(UTSKR_BATCH_BY_TIME, &options, &host_memory, &batch) != UTSKR_OK ||
            utskr_batch_push(batch, &events, &cases, NULL, &answered, NULL) != UTSKR_OK)
            exit(3);
        finish(batch, a, c->cases);
        seconds[run] = now() - begun;
        utskr_batch_free(batch);
    }
    tell("liability by time", seconds, runs, c->events, more);
    free_columns(&mixed);
}

static int bulk(workload *w, uint64_t events, uint32_t runs) {
    char more[64];
    columns c = new_columns(events);
    fill(&c, w, UINT64_MAX, 0);
    answers a = new_answers(c.cases);
    snprintf(more, sizeof more, ",\"bytes\":%" PRIu64 ",\"cases\":%" PRIu64, bytes_of(&c), c.cases);
    (void)judge(&c, &a, true, 2); /* every page has been touched */
    measure_reading(&c, runs, more);
    measure_judging(&c, &a, true, 1, runs, "full", more);
    measure_judging(&c, &a, false, 1, runs, "liability", more);
    measure_judging(&c, &a, true, 2, runs, "full by two", more);
    measure_by_time(&c, &a, runs, more);
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
                const utskr_event event = event_at(c, row);
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
    (void)utskr_pack_find(AGREEMENT, strlen(AGREEMENT), &question.pack, NULL);
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = UTSKR_OBLIGATION_LIMIT;
    judgement.findings = findings;
    judgement.finding_capacity = UTSKR_FINDING_LIMIT;
    for (uint64_t i = 0; i < c->cases && count < LATENCIES; i++) {
        const utskr_stay about = stay_of(c, i);
        (void)utskr_facts_init(&facts, &about);
        for (uint64_t row = c->offsets[i]; row < c->offsets[i + 1] && count < LATENCIES; row++, count++) {
            const utskr_event event = event_at(c, row);
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

static void measure_watch(workload *w, double clock) {
    double *sets = room(LATENCIES, sizeof *sets), *firsts = room(LATENCIES, sizeof *firsts), scan[9];
    const size_t size = utskr_watch_size(OPEN);
    void *memory = room(1, size);
    utskr_instant *at = room(OPEN, sizeof *at), first_at = 0;
    utskr_watch *watch = NULL;
    uint32_t number = 0;
    (void)utskr_watch_init_at(memory, size, OPEN, &watch);
    for (uint32_t i = 0; i < OPEN; i++) {
        at[i] = w->assessed_at + workload_draw(w, 30 * DAY);
        (void)utskr_watch_set(watch, i, at[i]);
    }
    for (uint32_t i = 0; i < LATENCIES; i++) {
        const uint32_t changed = (uint32_t)workload_draw(w, OPEN);
        const utskr_instant to = w->assessed_at + workload_draw(w, 30 * DAY);
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
static void measure_local(workload *w, uint32_t runs) {
    double ours[RUNS_MOST], theirs[RUNS_MOST];
    int64_t *instants = room(INSTANTS, sizeof *instants);
    setenv("TZ", "Europe/Stockholm", 1);
    tzset();
    for (uint32_t i = 0; i < INSTANTS; i++)
        instants[i] = INT64_C(1546300800) + workload_draw(w, INT64_C(157766400));
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

static int single(workload *w, uint32_t runs) {
    columns c = new_columns(LATENCIES + 20000);
    fill(&c, w, UINT64_MAX, 0);
    const double clock = clock_time();
    measure_folding(&c, runs);
    measure_hosting(&c, clock);
    measure_watch(w, clock);
    measure_local(w, runs);
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
static int growth(workload *w, uint64_t events) {
    enum { PIECE = 100000 };
    columns c = new_columns(events < PIECE ? events : PIECE);
    c.assessed_at = w->assessed_at;
    const utskr_batch_options options = options_of(&c, true);
    utskr_batch *batch = NULL;
    answers a = new_answers(c.case_room);
    uint64_t done = 0, cases = 0, answered = 0;
    double seconds = 0;
    if (utskr_batch_new(UTSKR_BATCH_BY_CASE, &options, &host_memory, &batch) != UTSKR_OK)
        return 4;
    while (done < events) {
        fill(&c, w, UINT64_MAX, (int64_t)cases);
        const utskr_event_columns columns_in = events_of(&c, false);
        const utskr_answer_columns out = wanted(&a, true, c.case_room, 0, c.case_room);
        const utskr_case_columns about = about_of(&c, &c.by_event, 0, c.events);
        const double begun = now();
        if (utskr_batch_push(batch, &columns_in, &about, &out, &answered, NULL) != UTSKR_OK)
            return 3;
        seconds += now() - begun;
        done += c.events;
        cases += c.cases;
    }
    printf("{\"what\":\"growth\",\"events\":%" PRIu64 ",\"cases\":%" PRIu64 ",\"seconds\":%.6f,\"peak_kb\":%ld}\n",
           done, cases, seconds, peak_memory());
    utskr_batch_free(batch);
    free_answers(&a);
    free_columns(&c);
    return 0;
}

static int dump(workload *w, uint64_t cases, const char *folder, uint32_t runs) {
    columns c = new_columns(cases * w->event_guess * 2);
    fill(&c, w, cases, 0);
    answers a = new_answers(c.cases);
    (void)judge(&c, &a, false, 1); /* every page has been touched */
    measure_judging(&c, &a, false, 1, runs, "liability", "");
    const bool good = dump_liability(folder, &c, &a);
    free_answers(&a);
    free_columns(&c);
    return good ? 0 : 3;
}

static int everything(workload *w, uint64_t cases, const char *folder, uint32_t runs) {
    columns c = new_columns(cases * w->event_guess * 2);
    fill(&c, w, cases, 0);
    answers a = new_answers(c.cases);
    measure_judging(&c, &a, true, 1, runs, "full", "");
    const bool good = dump_everything(folder, &c, &a);
    free_answers(&a);
    free_columns(&c);
    return good ? 0 : 3;
}

static int usage(void) {
    fputs("usage: measure_columns bulk STAYS SEED PERCENT EVENTS RUNS | single STAYS SEED PERCENT RUNS |\n"
          "       growth STAYS SEED PERCENT EVENTS | dump|everything STAYS SEED PERCENT CASES FOLDER RUNS\n",
          stderr);
    return 2;
}

int main(int count, char **words) {
    static workload w;
    if (count < 6)
        return usage();
    const char *what = words[1];
    const uint64_t number = strtoull(words[5], NULL, 10), last = strtoull(words[count - 1], NULL, 10);
    const uint32_t runs = last > RUNS_MOST ? 0 : (uint32_t)last;
    if (!workload_begin(&w, words[2], strtoull(words[3], NULL, 10), strtol(words[4], NULL, 10)))
        return usage();
    if (strcmp(what, "bulk") == 0 && count == 7 && runs > 0)
        return bulk(&w, number, runs);
    if (strcmp(what, "single") == 0 && count == 6 && runs > 0)
        return single(&w, runs);
    if (strcmp(what, "growth") == 0 && count == 6)
        return growth(&w, number);
    if (strcmp(what, "dump") == 0 && count == 8 && runs > 0)
        return dump(&w, number, words[6], runs);
    if (strcmp(what, "everything") == 0 && count == 8 && runs > 0)
        return everything(&w, number, words[6], runs);
    return usage();
}
