/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How fast the engine judges stays that lie in columns, on one core: bench_engine [STAYS]
 *     or once, for a profiler: bench_engine STAYS PERCENT read|fold|liability|full
 *
 * For 0, 10 and 30 % irregular events: a plain read of the columns, the fold, the fold and liability alone, and the fold and the
 * full judgement but for alternatives and evidence, each nine times in turn. Figures are of the machine they were measured on; the
 * ratio to the plain read, taken in the same round, less so.
 */
#include "judgement/parts.h"
#include "stays.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 9, SEED = 1, DAY = 86400, OBLIGATIONS = 256, FINDINGS = 256, DAYS = 512 };

/* Both change from release to release of nothing but what is judged: they show that two builds did the same work. */
static uint64_t mix(uint64_t sum, uint64_t value) {
    return (sum ^ value) * UINT64_C(0x9e3779b97f4a7c15);
}

/* --- Workloads ------------------------------------------------------------------------------------------------------------- */

static uint64_t read_columns(const stays *s) {
    uint64_t sum = 0;
    for (size_t i = 0; i < s->event_count; i++) {
        sum += (uint64_t)s->at[i] ^ (uint64_t)s->recorded[i] ^ (uint64_t)s->value[i];
    }
    for (size_t i = 0; i < s->event_count; i++) {
        sum += s->mask[i];
    }
    for (size_t i = 0; i < s->event_count; i++) {
        sum += (uint64_t)s->kind[i] + s->party[i];
    }
    for (size_t i = 0; i < s->stay_count; i++) {
        sum += s->begins[i] + (uint64_t)s->municipality[i];
    }
    return sum;
}

static void fold_stay(const stays *s, size_t number, utskr_facts *facts) {
    utskr_stay stay = UTSKR_STAY_INIT;
    stay.municipality = s->municipality[number];
    utskr_facts_init(facts, &stay);
    for (uint32_t i = s->begins[number]; i < s->begins[number + 1]; i++) {
        const utskr_event event = { .at = s->at[i],
                                    .recorded = s->recorded[i],
                                    .value = s->value[i],
                                    .mask = s->mask[i],
                                    .kind = s->kind[i],
                                    .party = s->party[i] };
        const uint32_t index = i - s->begins[number] + 1;
        if (utskr_fold(facts, &event, index) == UTSKR_REFUSED) {
            utskr_facts_note_refused(facts, &event, index);
        }
    }
}

static uint64_t fold_all(const stays *s) {
    utskr_facts facts;
    uint64_t sum = 0;
    for (size_t i = 0; i < s->stay_count; i++) {
        fold_stay(s, i, &facts);
        sum = mix(sum, facts.state + facts.last_after);
    }
    return sum;
}

static uint64_t sum_of(uint64_t sum, const utskr_judgement *j) {
    sum = mix(sum, (uint64_t)j->liability.figures.ore + j->liability.figures.status);
    for (uint32_t i = 0; i < j->obligation_count; i++) {
        sum = mix(sum, (uint64_t)j->obligations[i].due + j->obligations[i].status);
    }
    return mix(sum, j->finding_count + (uint64_t)j->next_change);
}

static uint64_t judge_all(const stays *s, uint32_t parts) {
    static utskr_obligation obligations[OBLIGATIONS];
    static utskr_finding findings[FINDINGS];
    static utskr_day days[DAYS];
    static utskr_facts facts;
    static utskr_judgement judgement;
    uint64_t sum = 0;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = OBLIGATIONS;
    judgement.findings = findings;
    judgement.finding_capacity = FINDINGS;
    judgement.days = days;
    judgement.day_capacity = DAYS;
    utskr_pack_find("jamtland-harjedalen", strlen("jamtland-harjedalen"), &question.pack, NULL);
    for (size_t i = 0; i < s->stay_count; i++) {
        fold_stay(s, i, &facts);
        question.at = facts.first + facts.last_after + DAY;
        if (utskr_judge_parts(&facts, &question, parts, NULL, &judgement) != UTSKR_OK) {
            abort();
        }
        sum = sum_of(sum, &judgement);
    }
    return sum;
}

static uint64_t judge_liability(const stays *s) {
    return judge_all(s, PART_LIABILITY);
}

static uint64_t judge_fully(const stays *s) {
    return judge_all(s, PARTS_OF_NEXT_CHANGE);
}

static const struct {
    const char *name;
    uint64_t (*run)(const stays *s);
} workloads[] = {
    { "read", read_columns }, { "fold", fold_all }, { "liability", judge_liability }, { "full", judge_fully }
};

enum { WORKLOADS = sizeof workloads / sizeof workloads[0] };

/* --- Measuring -------------------------------------------------------------------------------------------------------------- */

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const stays *s, int32_t percent) {
    double seconds[WORKLOADS][ROUNDS];
    uint64_t sums[WORKLOADS];
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t w = 0; w < WORKLOADS; w++) {
            const double begun = now();
            sums[w] = workloads[w].run(s);
            seconds[w][round] = now() - begun;
        }
    }
    printf("%d %% irregular: %zu stays, %zu events, %.1f a stay\n", (int)percent, s->stay_count, s->event_count,
           (double)s->event_count / (double)s->stay_count);
    for (size_t w = 0; w < WORKLOADS; w++) {
        qsort(seconds[w], ROUNDS, sizeof seconds[w][0], ascending);
        const double best = (double)s->event_count / seconds[w][0] / 1e6;
        const double median = (double)s->event_count / seconds[w][ROUNDS / 2] / 1e6;
        printf("  %-9s best %8.2f, median %8.2f M events/s, %6.2f %% of a plain read (sum %016" PRIx64 ")\n",
               workloads[w].name, best, median, 100 * seconds[0][ROUNDS / 2] / seconds[w][ROUNDS / 2], sums[w]);
    }
}

static bool run_once(const stays *s, const char *name) {
    for (size_t w = 0; w < WORKLOADS; w++) {
        if (strcmp(workloads[w].name, name) == 0) {
            printf("%zu events, sum %016" PRIx64 "\n", s->event_count, workloads[w].run(s));
            return true;
        }
    }
    fprintf(stderr, "bench_engine: no workload %s\n", name);
    return false;
}

int main(int count, char **words) {
    static const int32_t percents[] = { 0, 10, 30 };
    const size_t number = count > 1 ? strtoul(words[1], NULL, 10) : 50000;
    stays s;
    if (count == 4) {
        if (!stays_make(&s, SEED, number, (int32_t)strtol(words[2], NULL, 10))) {
            return 2;
        }
        const bool found = run_once(&s, words[3]);
        stays_free(&s);
        return found ? 0 : 2;
    }
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++) {
        if (!stays_make(&s, SEED, number, percents[i])) {
            return 2;
        }
        measure(&s, percents[i]);
        stays_free(&s);
    }
    return 0;
}
