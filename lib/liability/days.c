/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Days and amounts. */
#include "liability/days.h"

#include "time/clock.h"

#define NOON (12 * 3600)
#define NOT_FREED UTSKR_REASON_COUNT

/* --- The entry day -------------------------------------------------------------------------------------------------------- */

bool utskr_after_cutoff(context *ctx, int32_t clock) {
    if (clock != NOON)
        return clock > NOON;
    return reading_of(ctx, UTSKR_READ_CUTOFF_AT_NOON) != 0;
}

/* The grace of psychiatric care where the agreement or the act sets one apart that day, or NULL. */
static const psychiatric_grace *psychiatric_on(const context *ctx, uint32_t snapshot, utskr_date day) {
    const psychiatric_grace *g = snapshot & UTSKR_SNAP_PSYCHIATRIC ? ctx->pack->psychiatric : NULL;
    while (g != NULL && g->days != 0 && !valid_on(g->from, g->to, day))
        g++;
    return g == NULL || g->days == 0 ? NULL : g;
}

utskr_date utskr_entry_day(context *ctx, utskr_instant told, uint32_t snapshot) {
    const utskr_local_time local = utskr_clock_local(told);
    const psychiatric_grace *apart = psychiatric_on(ctx, snapshot, local.day);
    bool late = utskr_after_cutoff(ctx, local.clock);
    if (apart != NULL && apart->noon_is_read && late)
        late = reading_of(ctx, UTSKR_READ_PSYCHIATRIC_2018_CUTOFF) == 0;
    return local.day + (apart != NULL ? apart->days : ctx->pack->grace_days) + late;
}

/* --- Obstacles and leave: spans that touch or cover days --------------------------------------------------------------------- */

static utskr_instant span_end(const context *ctx, const utskr_fact *span) {
    return span->mask == UTSKR_SPAN_OPEN ? INT64_MAX : ctx->facts->first + span->mask;
}

/* Was an obstacle in force at any moment of the day? A span of no length never is. */
static bool obstacle_on(const context *ctx, utskr_date day) {
    const utskr_instant start = utskr_day_start(day);
    const utskr_instant next = utskr_day_start(day + 1);
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_OUTPATIENT_OBSTACLE);
    for (; f != NULL; f = fact_next(ctx->facts, f)) {
        const utskr_instant from = instant_of(ctx, f);
        const utskr_instant to = span_end(ctx, f);
        if (from < to && from < next && to > start)
            return true;
    }
    return false;
}

/* Was the patient on leave all day? Leaves that follow on each other count as one. */
static bool on_leave_all(const context *ctx, utskr_date day) {
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_LEAVE_START);
    if (f == NULL)
        return false;
    utskr_instant covered = utskr_day_start(day);
    const utskr_instant next = utskr_day_start(day + 1);
    for (; f != NULL && covered < next; f = fact_next(ctx->facts, f))
        if (instant_of(ctx, f) <= covered && span_end(ctx, f) > covered)
            covered = span_end(ctx, f);
    return covered >= next;
}

/* Did it happen after T? In the same second the order of the log decides. */
static bool after_told(const context *ctx, const spell *s, const utskr_fact *f) {
    const utskr_instant at = instant_of(ctx, f);
    return at > s->told.sure || (at == s->told.sure && f->index > s->told.index);
}

/* Was the municipal need, after T, withdrawn at any moment of the day? From the local day of the assessment that names no municipal
 * unit to that of one that names one again. */
static bool need_withdrawn_on(context *ctx, const spell *s, utskr_date day) {
    if (ctx->assessed == NULL || !after_told(ctx, s, ctx->assessed))
        return false;
    const utskr_instant start = utskr_day_start(day);
    const utskr_instant next = utskr_day_start(day + 1);
    bool withdrawn = false;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_NEEDS_ASSESSED); f != NULL; f = fact_next(ctx->facts, f)) {
        const bool names_none = (f->snapshot & UTSKR_SNAP_MUNICIPAL) == 0;
        if (!after_told(ctx, s, f) || instant_of(ctx, f) >= next)
            continue;
        withdrawn = names_none || (withdrawn && instant_of(ctx, f) > start);
    }
    return withdrawn;
}

static bool has_obstacles(const context *ctx) {
    return fact_first(ctx->facts, UTSKR_OUTPATIENT_OBSTACLE) != NULL;
}

utskr_date utskr_deferred_entry(context *ctx, utskr_date entry) {
    if (!has_obstacles(ctx) || reading_of(ctx, UTSKR_READ_OBSTACLE) != 1)
        return entry;
    const utskr_date today = utskr_local_date(ctx->at);
    while (entry <= today && obstacle_on(ctx, entry))
        entry++;
    const bool still = fact_last(ctx->facts, UTSKR_OUTPATIENT_OBSTACLE)->mask == UTSKR_SPAN_OPEN;
    return still && obstacle_on(ctx, entry) ? UTSKR_DATE_NONE : entry;
}

/* --- One day ------------------------------------------------------------------------------------------------------------------- */

bool utskr_barred(context *ctx, utskr_date entry) {
    return has_obstacles(ctx) && reading_of(ctx, UTSKR_READ_OBSTACLE) == 2 && obstacle_on(ctx, entry);
}

static bool freed_by_obstacle(context *ctx, utskr_date entry, utskr_date day) {
    if (!has_obstacles(ctx))
        return false;
    switch (reading_of(ctx, UTSKR_READ_OBSTACLE)) {
    case 0: return obstacle_on(ctx, day);
    case 1: return false;
    default: return obstacle_on(ctx, entry);
    }
}

/* What frees the day, or NOT_FREED. */
static uint32_t freed_by(context *ctx, const spell *s, utskr_date entry, utskr_date day) {
    if (freed_by_obstacle(ctx, entry, day))
        return UTSKR_REASON_OBSTACLE;
    if (on_leave_all(ctx, day) && reading_of(ctx, UTSKR_READ_LEAVE_DAYS) != 0)
        return UTSKR_REASON_LEAVE;
    if (day == entry && reading_of(ctx, UTSKR_READ_ENTRY_DAY) != 0)
        return UTSKR_REASON_ENTRY_DAY;
    if (day == s->end_day && reading_of(ctx, UTSKR_READ_END_DAY) == 0)
        return UTSKR_REASON_END_DAY;
    if (need_withdrawn_on(ctx, s, day))
        return UTSKR_REASON_NEED_WITHDRAWN;
    return NOT_FREED;
}

/* The rate of a year: the caller's wins over the pack's, and that over the built-in one. */
bool utskr_rate_of(const context *ctx, int32_t year, int64_t *ore) {
    for (uint32_t i = 0; i < ctx->rate_count; i++)
        if (ctx->rates[i].year == year) {
            *ore = ctx->rates[i].ore;
            return true;
        }
    const utskr_rate *rate = utskr_rate_under(ctx->pack, year);
    if (rate != NULL)
        *ore = rate->ore;
    return rate != NULL;
}

static const char *freeing_rule(uint32_t reason) {
    return reason == NOT_FREED ? "charged-days" : utskr_reason_name((int32_t)reason);
}

static void add_line(context *ctx, const utskr_day *line) {
    utskr_judgement *out = ctx->out;
    if (out->day_count < out->day_capacity)
        out->days[out->day_count] = *line;
    out->day_count++;
}

/* The amount of a day of care, to the end of a year. */
typedef struct year_rate {
    utskr_date last_day; /* UTSKR_DATE_NONE: of no year so far */
    bool known;
    int64_t ore;
} year_rate;

/* Days are asked about in order. */
static void find_amount(context *ctx, year_rate *rate, utskr_day *line) {
    if (line->date > rate->last_day) {
        const int32_t year = utskr_clock_year(line->date);
        *rate = (year_rate){ .last_day = line->date };
        (void)utskr_date_from_civil(year, 12, 31, &rate->last_day);
        rate->known = utskr_rate_of(ctx, year, &rate->ore);
    }
    line->amount_known = rate->known;
    line->ore = rate->ore;
}

static void charge_days(const context *ctx, int32_t count, int32_t year, utskr_figures *figures) {
    int64_t ore = 0;
    const bool known = utskr_rate_of(ctx, year, &ore);
    figures->days += count;
    figures->ore += count * ore;
    if (!known) {
        figures->amount_known = 0;
        figures->reasons |= UINT32_C(1) << UTSKR_REASON_RATE_UNKNOWN;
    }
}

/* Can nothing free a day but that it is the first or the last? */
static bool only_edges_freed(const context *ctx, const spell *s) {
    return !has_obstacles(ctx) && fact_first(ctx->facts, UTSKR_LEAVE_START) == NULL &&
           (ctx->assessed == NULL || !after_told(ctx, s, ctx->assessed));
}

/* Then days that nobody lists are counted year by year. */
static void count_years(context *ctx, const spell *s, utskr_date day, utskr_date last, utskr_figures *figures) {
    if (day <= last && reading_of(ctx, UTSKR_READ_ENTRY_DAY) != 0) {
        figures->reasons |= UINT32_C(1) << UTSKR_REASON_ENTRY_DAY;
        day++;
    }
    if (day <= last && s->end != 0 && reading_of(ctx, UTSKR_READ_END_DAY) == 0)
        last--;
    while (day <= last) {
        const int32_t year = utskr_clock_year(day);
        utskr_date year_end = last;
        (void)utskr_date_from_civil(year, 12, 31, &year_end);
        year_end = year_end < last ? year_end : last;
        charge_days(ctx, year_end - day + 1, year, figures);
        day = year_end + 1;
    }
}

static void count_day(context *ctx, const spell *s, utskr_date entry, utskr_day *line, year_rate *rate,
                      utskr_figures *figures) {
    const uint32_t reason = freed_by(ctx, s, entry, line->date);
    line->charged = reason == NOT_FREED;
    line->reason = (uint8_t)(line->charged ? 0 : reason);
    line->rule = freeing_rule(reason);
    line->ore = 0;
    line->amount_known = 1;
    if (!line->charged) {
        if (reason != UTSKR_REASON_END_DAY) /* which frees a day of every spell that ends */
            figures->reasons |= UINT32_C(1) << reason;
        return;
    }
    find_amount(ctx, rate, line);
    figures->days++;
    figures->ore += line->ore;
    if (!line->amount_known) {
        figures->amount_known = 0;
        figures->reasons |= UINT32_C(1) << UTSKR_REASON_RATE_UNKNOWN;
    }
}

utskr_date utskr_next_charged(context *ctx, const spell *s, utskr_date entry, utskr_date from) {
    for (utskr_date day = from; day <= from + 1; day++)
        if (freed_by(ctx, s, entry, day) == NOT_FREED)
            return day;
    return UTSKR_DATE_NONE;
}

int32_t utskr_days_between(context *ctx, const spell *s, utskr_date entry) {
    int32_t days = s->end_day - entry;
    if (days < 0)
        return 0;
    if (reading_of(ctx, UTSKR_READ_END_DAY) != 0)
        days++;
    if (days > 0 && reading_of(ctx, UTSKR_READ_ENTRY_DAY) != 0)
        days--;
    return days;
}

void utskr_count_days(context *ctx, const spell *s, utskr_date entry, int32_t number, utskr_figures *figures) {
    const utskr_date last = s->end != 0 ? s->end_day : utskr_local_date(ctx->at) - 1;
    year_rate rate = { UTSKR_DATE_NONE, false, 0 };
    const bool by_years = (number < 0 || ctx->bits != NULL) && only_edges_freed(ctx, s);
    if (by_years)
        count_years(ctx, s, entry, last, figures);
    for (utskr_date day = entry; day <= last && !by_years; day++) {
        utskr_day line = { .date = day, .spell = (uint8_t)(number < 0 ? 0 : number) };
        count_day(ctx, s, entry, &line, &rate, figures);
        if (number >= 0)
            add_line(ctx, &line);
    }
    if (!figures->amount_known)
        figures->ore = 0;
}
