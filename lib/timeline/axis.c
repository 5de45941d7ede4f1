/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Months and days, weekends and holidays, and the instant of the judgement. */
#include "timeline/picture.h"

enum { WIDE_DAY = 56 /* px: room for "mån 12" */, NARROW_DAY = 18 /* room for "12" */, LABEL_GAP = 6 };

static const char *const months[UTSKR_LANGUAGE_COUNT][12] = {
    { "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
      "december" },
    { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December" },
};

static utskr_date day_at(const utskr_scale *scale, int32_t column) {
    return scale->first + column * scale->days_each;
}

/* Is the column shown as a day? */
static bool is_day(const utskr_scale *scale, int32_t column, int32_t gap_end) {
    return scale->days_each == 1 && column >= gap_end;
}

/* --- Behind everything -------------------------------------------------------------------------------------------------- */

static void put_day_title(utskr_picture *picture, utskr_date day) {
    int32_t holiday = (int32_t)utskr_holiday_of(day);
    utskr_put(picture, "<title>");
    utskr_tell_date(&picture->telling, day);
    if (holiday != UTSKR_HOLIDAY_NONE) {
        utskr_put(picture, ", ");
        utskr_put_in(picture, utskr_holiday_term(holiday), utskr_holiday_name(holiday));
    }
    utskr_put(picture, "</title>");
}

static void draw_shade(utskr_picture *picture, int32_t column) {
    const utskr_scale *scale = &picture->scale;
    utskr_date day = day_at(scale, column);
    if (utskr_is_weekday(day)) {
        return;
    }
    utskr_put(picture, "<g class=\"holiday\">");
    put_day_title(picture, day);
    utskr_draw_box(picture, scale->x[column], picture->axis_top, scale->x[column + 1] - scale->x[column],
                   picture->lanes_bottom - picture->axis_top, "fill=\"#e9e9e9\"");
    utskr_put(picture, "</g>\n");
    utskr_note_mark(picture, UTSKR_MARK_HOLIDAY);
}

static void draw_gap(utskr_picture *picture, int32_t column, int32_t length) {
    const utskr_scale *scale = &picture->scale;
    static const char *const edge = "stroke=\"#888\" stroke-dasharray=\"1 3\"";
    int32_t left = scale->x[column];
    int32_t right = scale->x[column + length];
    utskr_label label = { 0, "" };
    utskr_label_add_number(&label, (int64_t)length * scale->days_each);
    utskr_label_add(&label, " d");
    utskr_put(picture, "<g class=\"gap\"><title>");
    utskr_tell_number(&picture->telling, (int64_t)length * scale->days_each);
    utskr_put_in(picture, " dygn utan händelser", " days without events");
    utskr_put(picture, "</title>\n");
    utskr_draw_line(picture, left, picture->axis_top, left, picture->lanes_bottom, edge);
    utskr_draw_line(picture, right, picture->axis_top, right, picture->lanes_bottom, edge);
    utskr_draw_mark(picture, UTSKR_MARK_GAP, (left + right) / 2, picture->axis_top + 2 * UTSKR_ROW + 4);
    if (utskr_label_width(&label, UTSKR_SMALL) <= right - left) {
        utskr_draw_text(picture, (left + right) / 2, picture->axis_top + 2 * UTSKR_ROW - 4,
                        UTSKR_SMALL | UTSKR_MIDDLE | UTSKR_GREY, &label);
    }
    utskr_put(picture, "</g>\n");
}

static void draw_day_line(utskr_picture *picture, int32_t column) {
    const utskr_scale *scale = &picture->scale;
    bool is_monday = utskr_day_of_week(day_at(scale, column)) == 1;
    bool is_wide = scale->x[column + 1] - scale->x[column] >= NARROW_DAY;
    if (is_wide || is_monday) {
        utskr_draw_line(picture, scale->x[column], picture->axis_top + UTSKR_ROW, scale->x[column],
                        picture->lanes_bottom, is_monday ? "stroke=\"#999\"" : "stroke=\"#ccc\"");
    }
}

/* --- Names of days ------------------------------------------------------------------------------------------------------ */

/* How far names have been written, and the month that was named last. */
typedef struct names {
    int32_t month;
    int32_t month_taken;
    int32_t day_taken;
} names;

static void draw_month(utskr_picture *picture, int32_t column, names *named) {
    const utskr_scale *scale = &picture->scale;
    utskr_civil civil = utskr_civil_from_date(day_at(scale, column));
    int32_t month = 12 * civil.year + civil.month;
    if (month == named->month || scale->x[column] < named->month_taken) {
        return;
    }
    utskr_label label = { 0, "" };
    utskr_label_add_in(picture, &label, months[UTSKR_SV][civil.month - 1], months[UTSKR_EN][civil.month - 1]);
    utskr_label_add(&label, " ");
    utskr_label_add_number(&label, civil.year);
    utskr_draw_text(picture, scale->x[column] + 2, picture->axis_top + UTSKR_ROW - 4, UTSKR_BOLD, &label);
    named->month = month;
    named->month_taken = scale->x[column] + utskr_label_width(&label, UTSKR_BOLD) + LABEL_GAP;
}

static void draw_day_name(utskr_picture *picture, int32_t column, bool is_first, names *named) {
    const utskr_scale *scale = &picture->scale;
    utskr_date day = day_at(scale, column);
    int32_t width = scale->x[column + 1] - scale->x[column];
    bool is_named = width >= NARROW_DAY || utskr_day_of_week(day) == 1 || is_first;
    utskr_label label = { 0, "" };
    if (width >= WIDE_DAY) {
        utskr_label_add(&label, utskr_weekday_word(day, picture->telling.language));
        utskr_label_add(&label, " ");
    }
    utskr_label_add_number(&label, utskr_civil_from_date(day).day);
    if (is_named && scale->x[column] >= named->day_taken) {
        utskr_draw_text(picture, scale->x[column] + 2, picture->axis_top + 2 * UTSKR_ROW - 4, UTSKR_PLAIN, &label);
        named->day_taken = scale->x[column] + utskr_label_width(&label, UTSKR_PLAIN) + LABEL_GAP;
    }
}

/* Shades first, so that lines and names stand on them. */
static void draw_shades(utskr_picture *picture) {
    const utskr_scale *scale = &picture->scale;
    int32_t gap_end = 0;
    for (int32_t column = 0; column < scale->count; column++) {
        int32_t gap = column >= gap_end ? utskr_gap_at(scale, column) : 0;
        gap_end = gap > 0 ? column + gap : gap_end;
        if (is_day(scale, column, gap_end)) {
            draw_shade(picture, column);
        }
    }
}

static void draw_days(utskr_picture *picture) {
    const utskr_scale *scale = &picture->scale;
    names named = { 0, 0, 0 };
    int32_t gap_end = 0;
    for (int32_t column = 0; column < scale->count; column++) {
        int32_t gap = column >= gap_end ? utskr_gap_at(scale, column) : 0;
        bool is_first = column == gap_end;
        gap_end = gap > 0 ? column + gap : gap_end;
        if (gap > 0) {
            draw_gap(picture, column, gap);
        }
        if (column < gap_end) {
            continue;
        }
        draw_month(picture, column, &named);
        draw_day_name(picture, column, is_first, &named);
        draw_day_line(picture, column);
    }
}

/* --- The instant of the judgement ----------------------------------------------------------------------------------------- */

static void draw_instant(utskr_picture *picture) {
    int32_t x = utskr_x_of_instant(picture, picture->judgement->at);
    utskr_label label = { 0, "" };
    utskr_label_add_in(picture, &label, "bedömt ", "judged ");
    utskr_label_add_moment(picture, &label, picture->judgement->at);
    int32_t width = utskr_label_width(&label, UTSKR_PLAIN);
    int32_t left = x + width > picture->width - UTSKR_MARGIN && x - width > UTSKR_MARGIN ? x - width - 4 : x + 4;
    utskr_put(picture, "<g class=\"at\"><title>");
    utskr_put_in(picture, "Bedömt ", "Judged ");
    utskr_tell_instant(&picture->telling, picture->judgement->at);
    utskr_put(picture, "</title>\n");
    utskr_draw_line(picture, x, picture->axis_top - UTSKR_ROW, x, picture->lanes_bottom,
                    "stroke=\"#666\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"");
    utskr_draw_text(picture, left, picture->axis_top - 4, UTSKR_PLAIN, &label);
    utskr_put(picture, "</g>\n");
    utskr_note_mark(picture, UTSKR_MARK_AT);
}

void utskr_draw_axis(utskr_picture *picture) {
    const utskr_scale *scale = &picture->scale;
    if (scale->count == 0) {
        return;
    }
    picture->y += UTSKR_ROW; /* for the instant's name */
    picture->axis_top = picture->y;
    draw_shades(picture);
    draw_days(picture);
    picture->y += 2 * UTSKR_ROW;
    if (picture->judgement->at != 0) {
        draw_instant(picture);
    }
}
