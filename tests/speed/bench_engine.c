/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How fast the engine judges stays that lie in columns, on one core: bench_engine [STAYS [LOG]...]
 *     or once, for a profiler: bench_engine STAYS PERCENT|LOG read|fold|liability|full|columns|columns-liability
 *
 * For made stays with 0, 10 and 30 % irregular events, and for the stays of each case log: a plain read of the columns, the fold, the
 * fold and liability alone, the fold and the full judgement but for alternatives and evidence, and the same two by
 * utskr_columns_judge, which checks the events too; each nine times in turn. Figures are of the machine they were measured on; the
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
        if (utskr_judge_parts(&facts, &question, parts, &judgement) != UTSKR_OK) {
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

/* --- The same by columns ---------------------------------------------------------------------------------------------------- */

enum { LATES = 3 };

/* Answers in columns, whose rows are overwritten from one piece of stays to the next. */
enum { PIECE = 1024, WORDS = 4 };

typedef struct answers {
    uint8_t state[PIECE], covered[PIECE], sip[PIECE], ready[PIECE], municipality[PIECE], home[PIECE],
        status[1 + LATES][PIECE];
    int32_t days[1 + LATES][PIECE];
    int64_t ore[1 + LATES][PIECE];
    uint64_t obligations[UTSKR_OBLIGATION_STATUS_COUNT][PIECE * WORDS], findings[PIECE * WORDS];
    utskr_instant next_change[PIECE];
} answers;

static utskr_figure_columns figures_in(answers *a, size_t which) {
    return (utskr_figure_columns){ .status = a->status[which], .days = a->days[which], .ore = a->ore[which] };
}

static utskr_answer_columns answers_in(answers *a, bool everything) {
    utskr_answer_columns out = UTSKR_ANSWER_COLUMNS_INIT;
    out.capacity = PIECE;
    out.rule_words = WORDS;
    out.figures = figures_in(a, 0);
    if (!everything) {
        return out;
    }
    out.state = a->state;
    out.covered = a->covered;
    out.sip_required = a->sip;
    out.patient_ready = a->ready;
    out.municipality_ready = a->municipality;
    out.home_ready = a->home;
    for (size_t i = 0; i < LATES; i++) {
        out.late[i] = figures_in(a, 1 + i);
    }
    for (size_t i = 0; i < UTSKR_OBLIGATION_STATUS_COUNT; i++) {
        out.obligations[i] = a->obligations[i];
    }
    out.findings = a->findings;
    out.next_change = a->next_change;
    return out;
}

static utskr_event_columns events_of(const stays *s) {
    utskr_event_columns events = UTSKR_EVENT_COLUMNS_INIT;
    events.count = s->event_count;
    events.at = (utskr_int64_column){ s->at, s->event_count };
    events.kind = (utskr_uint8_column){ s->kind, s->event_count };
    events.party = (utskr_uint8_column){ s->party, s->event_count };
    events.mask = (utskr_uint32_column){ s->mask, s->event_count };
    events.value = (utskr_int64_column){ s->value, s->event_count };
    events.recorded = (utskr_int64_column){ s->recorded, s->event_count };
    return events;
}

/* The columns of `count` stays from the first on. */
static utskr_status judge_piece(const stays *s, size_t first, size_t count, const utskr_batch_options *options,
                                const utskr_answer_columns *out) {
    static _Alignas(max_align_t) char scratch[1 << 17];
    uint64_t offsets[PIECE + 1];
    utskr_instant at[PIECE];
    utskr_event_columns events = events_of(s);
    utskr_case_columns cases = UTSKR_CASE_COLUMNS_INIT;
    for (size_t i = 0; i <= count; i++) {
        offsets[i] = s->begins[first + i];
    }
    for (size_t i = 0; i < count; i++) {
        at[i] = s->at[s->begins[first + i + 1] - 1] + DAY;
    }
    events.offsets = (utskr_uint64_column){ offsets, count + 1 };
    cases.count = count;
    cases.municipality = (utskr_int32_column){ s->municipality + first, count };
    cases.at = (utskr_int64_column){ at, count };
    return utskr_columns_judge(&events, &cases, options, scratch, sizeof scratch, out, NULL);
}

static uint64_t judge_columns(const stays *s, bool everything) {
    static answers a;
    const utskr_answer_columns out = answers_in(&a, everything);
    const utskr_pack *pack = NULL;
    utskr_batch_options options = UTSKR_BATCH_OPTIONS_INIT;
    uint64_t sum = 0;
    utskr_pack_find("jamtland-harjedalen", strlen("jamtland-harjedalen"), &pack, NULL);
    options.packs = &pack;
    options.pack_count = 1;
    for (size_t first = 0; first < s->stay_count; first += PIECE) {
        const size_t left = s->stay_count - first;
        const size_t count = left < PIECE ? left : PIECE;
        if (judge_piece(s, first, count, &options, &out) != UTSKR_OK) {
            abort();
        }
        sum = mix(sum, (uint64_t)a.ore[0][0] + (everything ? a.obligations[UTSKR_OBLIGATION_MET][0] : 0));
    }
    return sum;
}

static uint64_t columns_fully(const stays *s) {
    return judge_columns(s, true);
}

static uint64_t columns_liability(const stays *s) {
    return judge_columns(s, false);
}

static const struct {
    const char *name;
    uint64_t (*run)(const stays *s);
} workloads[] = { { "read", read_columns },
                  { "fold", fold_all },
                  { "liability", judge_liability },
                  { "full", judge_fully },
                  { "columns-liability", columns_liability },
                  { "columns", columns_fully } };

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

static void measure(const stays *s) {
    double seconds[WORKLOADS][ROUNDS];
    uint64_t sums[WORKLOADS];
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t w = 0; w < WORKLOADS; w++) {
            const double begun = now();
            sums[w] = workloads[w].run(s);
            seconds[w][round] = now() - begun;
        }
    }
    printf("%zu stays, %zu events, %.1f a stay\n", s->stay_count, s->event_count,
           (double)s->event_count / (double)s->stay_count);
    for (size_t w = 0; w < WORKLOADS; w++) {
        qsort(seconds[w], ROUNDS, sizeof seconds[w][0], ascending);
        const double best = (double)s->event_count / seconds[w][0] / 1e6;
        const double median = (double)s->event_count / seconds[w][ROUNDS / 2] / 1e6;
        printf("  %-17s best %8.2f, median %8.2f M events/s, %6.2f %% of a plain read (sum %016" PRIx64 ")\n",
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

/* A share of irregular events, or else a case log. */
static bool get_stays(stays *s, size_t number, const char *word) {
    char *end = NULL;
    const long percent = strtol(word, &end, 10);
    return *end == '\0' ? stays_make(s, SEED, number, (int32_t)percent) : stays_read(s, word);
}

static int use(size_t number, const char *word, const char *once) {
    stays s;
    bool good = get_stays(&s, number, word);
    if (!good) {
        fprintf(stderr, "bench_engine: no stays of %s\n", word);
        return 2;
    }
    if (once != NULL) {
        good = run_once(&s, once);
    } else {
        printf("%s%s: ", word, strchr(word, '.') == NULL ? " % irregular" : "");
        measure(&s);
    }
    stays_free(&s);
    return good ? 0 : 2;
}

int main(int count, char **words) {
    static const char *const percents[] = { "0", "10", "30" };
    const size_t number = count > 1 ? strtoul(words[1], NULL, 10) : 50000;
    int status = 0;
    if (count == 4 && strchr(words[3], '.') == NULL) {
        return use(number, words[2], words[3]);
    }
    for (size_t i = 0; i < sizeof percents / sizeof percents[0] && status == 0; i++) {
        status = use(number, percents[i], NULL);
    }
    for (int i = 2; i < count && status == 0; i++) {
        status = use(number, words[i], NULL);
    }
    return status;
}
