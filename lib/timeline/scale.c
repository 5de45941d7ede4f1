/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Days to columns, instants to x.
 *
 * A day is as wide as the number of days allows, and wider where much happened; days without anything are drawn
 * together as a gap. Within a column time runs evenly, also on the days of 23 and 25 hours.
 */
#include "case/case_internal.h"
#include "timeline/picture.h"

enum {
    WANTED_WIDTH = 900, /* px, of all columns together */
    LEAST_WIDTH = 6,    /* px, of a column */
    LARGEST_WIDTH = 220,
    MOMENT_WIDTH = 9, /* px, for each moment of a busy day */
    BUSY_WIDTH = 170, /* a busy day needs no more */
    GAP_WIDTH = 36
};

/* --- What is shown ---------------------------------------------------------------------------------------------------- */

/* Days from `first` to `last` are shown; `moments` of them need room of their own. */
typedef void (*visitor)(utskr_picture *picture, utskr_date first, utskr_date last, uint8_t moments);

static void visit_instant(utskr_picture *picture, utskr_instant at, visitor visit, uint8_t moments) {
    if (at != 0) {
        utskr_date day = utskr_local_date(at);
        visit(picture, day, day, moments);
    }
}

/* Events of one minute stand under each other and need room once. */
static void visit_events(utskr_picture *picture, visitor visit) {
    uint32_t count = picture->log ? picture->log->count : 0;
    utskr_instant minute = 0;
    for (uint32_t i = 0; i < count; i++) {
        const utskr_event *event = &case_entry_at(picture->log, picture->log->order[i])->event;
        if (utskr_is_shown(picture, event)) {
            visit_instant(picture, event->at, visit, event->at / 60 != minute);
            minute = event->at / 60;
        }
    }
}

static void visit_obligations(utskr_picture *picture, visitor visit) {
    for (uint32_t i = 0; i < picture->judgement->obligation_count; i++) {
        const utskr_obligation *obligation = &picture->judgement->obligations[i];
        visit_instant(picture, obligation->trigger, visit, 0);
        visit_instant(picture, obligation->due, visit, 0);
        visit_instant(picture, obligation->earliest, visit, 0);
        visit_instant(picture, obligation->done, visit, 0);
    }
}

static void visit_liability(utskr_picture *picture, visitor visit) {
    const utskr_judgement *judgement = picture->judgement;
    for (uint32_t i = 0; i < utskr_spell_count(judgement); i++) {
        const utskr_spell_judgement *spell = &judgement->liability.spells[i];
        visit_instant(picture, spell->notice, visit, 0);
        visit_instant(picture, spell->end, visit, 0);
        if (spell->figures.enters != UTSKR_DATE_NONE) {
            visit(picture, utskr_local_date(spell->notice), spell->figures.enters, 0);
        }
    }
    for (uint32_t i = 0; i < judgement->day_count; i++) {
        visit(picture, judgement->days[i].date, judgement->days[i].date, 0);
    }
}

static void visit_all(utskr_picture *picture, visitor visit) {
    visit_events(picture, visit);
    visit_obligations(picture, visit);
    visit_liability(picture, visit);
    visit_instant(picture, picture->judgement->at, visit, 0);
}

/* --- The columns ---------------------------------------------------------------------------------------------------------- */

/* While the range is sought, `count` is its length in days. */
static void widen(utskr_picture *picture, utskr_date first, utskr_date last, uint8_t moments) {
    utskr_scale *scale = &picture->scale;
    (void)moments;
    if (last < first) {
        return;
    }
    utskr_date end = scale->count == 0 || last >= scale->first + scale->count ? last + 1 : scale->first + scale->count;
    scale->first = scale->count == 0 || first < scale->first ? first : scale->first;
    scale->count = end - scale->first; /* years 1980 to 2239 */
}

static int32_t column_of(const utskr_scale *scale, utskr_date day) {
    int32_t column = (day - scale->first) / scale->days_each;
    return day < scale->first ? 0 : column < scale->count ? column : scale->count - 1;
}

static void fill(utskr_picture *picture, utskr_date first, utskr_date last, uint8_t moments) {
    utskr_scale *scale = &picture->scale;
    for (int32_t column = column_of(scale, first); first <= last && column <= column_of(scale, last); column++) {
        uint8_t *load = &scale->load[column];
        *load = *load == 0 ? 1 : *load;
        *load = (uint8_t)(*load < UINT8_MAX ? *load + moments : *load);
    }
}

int32_t utskr_gap_at(const utskr_scale *scale, int32_t column) {
    int32_t length = 0;
    while (column + length < scale->count && scale->load[column + length] == 0) {
        length++;
    }
    return length >= UTSKR_GAP_COLUMNS ? length : 0;
}

/* Px of a day on which nothing much happens. */
static int32_t ordinary_width(const utskr_scale *scale) {
    int32_t shown = 0;
    for (int32_t column = 0; column < scale->count; column++) {
        int32_t gap = utskr_gap_at(scale, column);
        column += gap > 0 ? gap - 1 : 0;
        shown++;
    }
    int32_t width = shown > 0 ? WANTED_WIDTH / shown : LARGEST_WIDTH;
    return width < LEAST_WIDTH ? LEAST_WIDTH : width > LARGEST_WIDTH ? LARGEST_WIDTH : width;
}

static int32_t column_width(uint8_t load, int32_t ordinary) {
    int32_t needed = load > 1 ? MOMENT_WIDTH * load : 0;
    needed = needed < BUSY_WIDTH ? needed : BUSY_WIDTH;
    return needed > ordinary ? needed : ordinary;
}

static void place_columns(utskr_scale *scale) {
    int32_t ordinary = ordinary_width(scale);
    int32_t x = UTSKR_MARGIN;
    for (int32_t column = 0; column < scale->count;) {
        int32_t gap = utskr_gap_at(scale, column);
        for (int32_t i = 0; i < gap; i++) {
            scale->x[column + i] = x + GAP_WIDTH * i / gap;
        }
        scale->x[column] = x;
        x += gap > 0 ? GAP_WIDTH : column_width(scale->load[column], ordinary);
        column += gap > 0 ? gap : 1;
    }
    scale->x[scale->count] = x;
}

void utskr_scale_make(utskr_picture *picture) {
    utskr_scale *scale = &picture->scale;
    scale->count = 0;
    visit_all(picture, widen);
    scale->days_each = (scale->count + UTSKR_COLUMN_LIMIT - 1) / UTSKR_COLUMN_LIMIT;
    scale->days_each = scale->days_each > 0 ? scale->days_each : 1;
    scale->count = (scale->count + scale->days_each - 1) / scale->days_each;
    memset(scale->load, 0, sizeof scale->load);
    if (scale->count > 0) {
        visit_all(picture, fill);
    }
    place_columns(scale);
}

/* --- Where things go ------------------------------------------------------------------------------------------------------ */

int32_t utskr_x_of_instant(const utskr_picture *picture, utskr_instant at) {
    const utskr_scale *scale = &picture->scale;
    if (scale->count == 0) {
        return UTSKR_MARGIN;
    }
    int32_t column = column_of(scale, utskr_local_date(at));
    utskr_instant begin = utskr_day_start(scale->first + column * scale->days_each);
    utskr_instant end = utskr_day_start(scale->first + (column + 1) * scale->days_each);
    utskr_instant within = at < begin ? begin : at > end ? end : at;
    int32_t width = scale->x[column + 1] - scale->x[column];
    return scale->x[column] + (int32_t)(width * (within - begin) / (end - begin));
}

int32_t utskr_x_of_day(const utskr_picture *picture, utskr_date day) {
    return utskr_x_of_instant(picture, utskr_day_start(day));
}
