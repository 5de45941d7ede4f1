/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which cases matter for the coming days, and what each day comes to for them.
 *
 * A day is judged when it has passed, at the first instant of the next one, from the log as it was known. With --at that
 * can be done as the cases are read; without it the instant is the latest event of the whole input, which is known only at
 * its end: the facts of those that may matter are kept until then.
 */
#include "forecast.h"

#include <stdlib.h>
#include <string.h>

/* --- Judging ---------------------------------------------------------------------------------------------------------- */

static bool grow_days(utskr_judgement *judgement) {
    if (judgement->day_count <= judgement->day_capacity) {
        return true;
    }
    utskr_day *days = realloc(judgement->days, judgement->day_count * sizeof *days);
    if (days) {
        judgement->days = days;
        judgement->day_capacity = judgement->day_count;
    }
    return days != NULL;
}

static utskr_status judge_source(const source *s, const utskr_question *question, utskr_judgement *out) {
    return s->log ? utskr_case_judge(s->log, question, s->known_at, out) : utskr_judge(s->facts, question, out);
}

/* Obligations and findings are not asked for: that they do not fit is no failure. */
static utskr_status judge_at(forecast *f, const forecast_case *c, const source *s, utskr_instant at) {
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = at;
    question.pack = c->pack;
    question.readings = &f->chosen.readings;
    question.rates = f->chosen.rates;
    question.rate_count = f->chosen.rate_count;
    utskr_status status = judge_source(s, &question, &f->judgement);
    if (status == UTSKR_BUFFER_TOO_SMALL && f->judgement.day_count > f->judgement.day_capacity) {
        status = grow_days(&f->judgement) ? judge_source(s, &question, &f->judgement) : UTSKR_NO_MEMORY;
    }
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_OK : status;
}

/* --- A day ------------------------------------------------------------------------------------------------------------ */

/* Reading `end-day=charged`: the day of leaving is charged as well. */
static bool charges_end_day(const utskr_judgement *judgement) {
    enum { CHARGED = 1 };
    return judgement->readings.value[UTSKR_READ_END_DAY] == CHARGED;
}

/* Could the day be charged: in the spell, with its entry day come, or perhaps come? */
static bool covers(const utskr_judgement *judgement, const utskr_spell_judgement *s, utskr_date day) {
    utskr_date last = s->end == 0 ? day : utskr_local_date(s->end) - !charges_end_day(judgement);
    bool is_there = utskr_local_date(s->notice) <= day && day <= last;
    return is_there && (s->figures.enters == UTSKR_DATE_NONE || s->figures.enters <= day);
}

/* A day that is not charged by what is known: free, or not known. */
static day_verdict verdict_without_charge(const utskr_judgement *judgement, utskr_date day) {
    const utskr_liability *liability = &judgement->liability;
    for (uint32_t i = 0; i < liability->spell_count; i++) {
        const utskr_spell_judgement *s = &liability->spells[i];
        if (s->figures.status == UTSKR_LIABILITY_UNKNOWN && covers(judgement, s, day)) {
            return DAY_UNKNOWN;
        }
        bool has_entered = s->figures.enters != UTSKR_DATE_NONE;
        if (s->figures.status == UTSKR_LIABILITY_PENDING && has_entered && covers(judgement, s, day)) {
            return DAY_PENDING;
        }
    }
    return DAY_FREE;
}

static day_cost cost_of(const utskr_judgement *judgement, utskr_date day) {
    for (uint32_t i = 0; i < judgement->day_count; i++) {
        const utskr_day *d = &judgement->days[i];
        if (d->date == day && d->charged) {
            return (day_cost){ d->amount_known ? d->ore : 0, DAY_CHARGED, d->amount_known != 0 };
        }
    }
    return (day_cost){ 0, (uint8_t)verdict_without_charge(judgement, day), true };
}

/* --- An outlook ------------------------------------------------------------------------------------------------------- */

static void add_cost(total *t, const day_cost *cost) {
    t->days += cost->verdict == DAY_CHARGED;
    t->ore += cost->ore;
    t->days_known = t->days_known && cost->verdict != DAY_UNKNOWN;
    t->ore_known = t->ore_known && t->days_known && cost->is_known;
}

/* What was charged before the day, by the judgement of a later one. */
static total total_before(const utskr_judgement *judgement, utskr_date first) {
    total t = { 0, 0, true, true };
    for (uint32_t i = 0; i < judgement->day_count; i++) {
        const utskr_day *d = &judgement->days[i];
        if (d->date < first && d->charged) {
            add_cost(&t, &(day_cost){ d->amount_known ? d->ore : 0, DAY_CHARGED, d->amount_known != 0 });
        }
    }
    t.days_known = judgement->liability.figures.days_known != 0;
    t.ore_known = t.ore_known && t.days_known;
    return t;
}

static void note_end(forecast_case *c, outlook *out, const utskr_judgement *judgement) {
    const utskr_liability *liability = &judgement->liability;
    out->figures = liability->figures;
    out->has_spell = liability->spell_count > 0;
    if (out->has_spell) {
        memcpy(out->prerequisites, liability->spells[liability->spell_count - 1].prerequisites,
               sizeof out->prerequisites);
    }
    c->payer = liability->payer > 0 ? liability->payer : 0;
    c->is_collective = liability->collective != 0;
}

static utskr_status make_outlook(forecast *f, forecast_case *c, const source *s, outlook *out) {
    out->days = calloc(f->day_count + 1, sizeof *out->days);
    if (!out->days) {
        return UTSKR_NO_MEMORY;
    }
    out->ahead = (total){ 0, 0, true, true };
    for (uint32_t i = 0; i < f->day_count; i++) {
        utskr_date day = f->first + (utskr_date)i;
        utskr_status status = judge_at(f, c, s, utskr_day_start(day + 1));
        if (status != UTSKR_OK) {
            return status;
        }
        out->days[i] = cost_of(&f->judgement, day);
        add_cost(&out->ahead, &out->days[i]);
    }
    out->before = total_before(&f->judgement, f->first);
    note_end(c, out, &f->judgement);
    return UTSKR_OK;
}

/* --- The cases --------------------------------------------------------------------------------------------------------- */

static void free_sources(forecast_case *c) {
    utskr_case_free(c->planned);
    utskr_case_free(c->moved);
    free(c->facts);
    c->planned = NULL;
    c->moved = NULL;
    c->facts = NULL;
}

static void free_case(forecast_case *c) {
    free_sources(c);
    free(c->if_nothing.days);
    free(c->if_moved.days);
    free(c->moves);
    free(c->name);
}

static char *copy_name(const char *name) {
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, name, size) : NULL;
}

static utskr_status keep_case(forecast *f, const forecast_case *c) {
    if (f->case_count == f->case_capacity) {
        uint32_t wanted = f->case_capacity == 0 ? 64 : 2 * f->case_capacity;
        forecast_case *grown = realloc(f->cases, wanted * sizeof *grown);
        if (!grown) {
            return UTSKR_NO_MEMORY;
        }
        f->cases = grown;
        f->case_capacity = wanted;
    }
    f->cases[f->case_count++] = *c;
    f->has_moves = f->has_moves || c->move_count > 0;
    return UTSKR_OK;
}

/* Is there a spell of which a coming day may be charged? */
static bool is_ahead(const forecast *f) {
    const utskr_liability *liability = &f->judgement.liability;
    bool is_end_charged = charges_end_day(&f->judgement);
    for (uint32_t i = 0; i < liability->spell_count; i++) {
        utskr_instant end = liability->spells[i].end;
        if (end == 0 || end > f->at || (is_end_charged && utskr_local_date(end) >= f->first)) {
            return true;
        }
    }
    return false;
}

/* Judges the case when the last day has passed, and each of its days if there is anything ahead of it. */
static utskr_status look_ahead(forecast *f, forecast_case *c, const source *s, bool *matters) {
    utskr_status status = judge_at(f, c, s, utskr_day_start(f->first + (utskr_date)f->day_count));
    *matters = status == UTSKR_OK && is_ahead(f);
    return *matters ? make_outlook(f, c, s, &c->if_nothing) : status;
}

/* The latest spell may reach the day of the latest event of all, which is this one or later. */
static bool may_be_ahead(const forecast *f, const utskr_facts *facts) {
    if (facts->spell_count == 0 || facts->state == UTSKR_STATE_READY) {
        return facts->spell_count > 0;
    }
    utskr_instant end = facts->first + (utskr_instant)facts->spells[facts->spell_count - 1].end_after;
    return utskr_local_date(end) >= utskr_local_date(f->at);
}

/* Without --at: nothing is later than the instant to come, so that the facts will do. */
static utskr_status keep_facts(const forecast *f, const utskr_case *c, forecast_case *out, bool *matters) {
    utskr_facts facts;
    utskr_status status = utskr_case_facts(c, UTSKR_INSTANT_MAX, f->chosen.known_at, &facts);
    *matters = status == UTSKR_OK && may_be_ahead(f, &facts);
    if (*matters) {
        out->facts = malloc(sizeof facts);
        if (!out->facts) {
            return UTSKR_NO_MEMORY;
        }
        *out->facts = facts;
    }
    return status;
}

static utskr_status take_case(forecast *f, const utskr_case *c, forecast_case *out) {
    bool matters = true;
    bool is_wrong = false;
    utskr_status status = UTSKR_OK;
    if (moves_of(f, out->name) > 0) {
        status = make_moves(f, c, out, &is_wrong);
        f->run.is_bad = f->run.is_bad || is_wrong;
        matters = !is_wrong;
    } else if (f->chosen.at != 0) {
        const source known = { c, NULL, f->chosen.known_at };
        status = look_ahead(f, out, &known, &matters);
    } else {
        status = keep_facts(f, c, out, &matters);
    }
    if (status == UTSKR_OK && matters) {
        status = keep_case(f, out);
    }
    if (status != UTSKR_OK || !matters) {
        free_case(out);
    }
    return status;
}

static utskr_status collect(run *state, const utskr_case *c, utskr_error *error) {
    forecast *f = (forecast *)state;
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_status status = judging_ask(&state->judging, c, error);
    if (status != UTSKR_OK || state->judging.question.at == 0) {
        return status;
    }
    if (f->chosen.at == 0 && state->judging.question.at > f->at) {
        f->at = state->judging.question.at;
    }
    status = utskr_case_header(c, &header);
    forecast_case own = { .file = state->file, .pack = state->judging.question.pack };
    own.number = (uint32_t)state->case_count;
    own.name = copy_name(header.name ? header.name : "");
    if (!own.name) {
        return UTSKR_NO_MEMORY;
    }
    return status == UTSKR_OK ? take_case(f, c, &own) : status;
}

/* --- All of it ---------------------------------------------------------------------------------------------------------- */

static utskr_status complete_case(forecast *f, forecast_case *c, bool *matters) {
    const source planned = { c->planned, c->facts, 0 };
    const source moved = { c->moved, NULL, 0 };
    utskr_status status = UTSKR_OK;
    *matters = true;
    if (planned.facts) {
        status = look_ahead(f, c, &planned, matters);
    } else if (planned.log) {
        status = make_outlook(f, c, &planned, &c->if_nothing);
    }
    if (status == UTSKR_OK && moved.log) {
        status = make_outlook(f, c, &moved, &c->if_moved);
    }
    free_sources(c);
    return status;
}

/* By municipality, those without one last, then in the order of the input. */
static int compare_cases(const void *left, const void *right) {
    const forecast_case *a = left;
    const forecast_case *b = right;
    if (a->payer != b->payer) {
        return a->payer == 0 || (b->payer != 0 && a->payer > b->payer) ? 1 : -1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

/* No further than the calendar: a day is judged at the first instant of the next one. */
static void begin_at(forecast *f, utskr_instant at) {
    int64_t room = utskr_local_date(UTSKR_INSTANT_MAX) - (int64_t)utskr_local_date(at);
    f->at = at;
    f->first = utskr_local_date(at);
    f->day_count = room < f->chosen.days ? (uint32_t)room : f->chosen.days;
}

/* Completes the cases, and drops those that turn out not to matter. */
static utskr_status complete_cases(forecast *f) {
    utskr_status status = UTSKR_OK;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < f->case_count; i++) {
        bool matters = true;
        status = status == UTSKR_OK ? complete_case(f, &f->cases[i], &matters) : status;
        if (matters) {
            f->cases[kept++] = f->cases[i];
        } else {
            free_case(&f->cases[i]);
        }
    }
    f->case_count = kept;
    return status;
}

static utskr_status complete(forecast *f) {
    begin_at(f, f->at);
    utskr_status status = complete_cases(f);
    if (status == UTSKR_OK && f->case_count > 0) {
        qsort(f->cases, f->case_count, sizeof *f->cases, compare_cases);
    }
    return status;
}

static void free_forecast(forecast *f) {
    for (uint32_t i = 0; i < f->case_count; i++) {
        free_case(&f->cases[i]);
    }
    free(f->cases);
    free(f->judgement.days);
}

/* What was known is what was known then, unless it is told otherwise. */
static void begin(forecast *f, const options *chosen) {
    memset(f, 0, sizeof *f);
    f->chosen = *chosen;
    f->chosen.known_at = chosen->known_at == 0 ? chosen->at : chosen->known_at;
    begin_at(f, chosen->at);
    utskr_judgement_init(&f->judgement);
}

int run_forecast(const options *chosen) {
    static forecast f;
    begin(&f, chosen);
    int result = run_files(&f.run, &f.chosen, collect);
    utskr_status status = result == EXIT_INTERNAL ? UTSKR_OK : complete(&f);
    if (status != UTSKR_OK) {
        fprintf(stderr, "utskrivning: forecast: %s\n", utskr_status_name((int32_t)status));
        result = EXIT_INTERNAL;
    }
    if (result != EXIT_INTERNAL) {
        result = tell_unused_moves(&f) || f.run.is_bad ? EXIT_BAD_INPUT : result;
        (chosen->json ? write_forecast_json : write_forecast_text)(&f);
    }
    free_forecast(&f);
    return result;
}
