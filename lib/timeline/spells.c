/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Times as discharge-ready, and the days from the entry day on. */
#include "timeline/picture.h"

enum { BAR_HEIGHT = 12, DAY_HEIGHT = 14, AMOUNT_HEIGHT = 12, LABEL_GAP = 12 };

static utskr_instant end_of(const utskr_picture *picture, const utskr_spell_judgement *spell) {
    return spell->end != 0 ? spell->end : picture->judgement->at;
}

static bool has_entered(const utskr_figures *figures) {
    return figures->status == UTSKR_LIABILITY_ACCRUING || figures->status == UTSKR_LIABILITY_ENDED;
}

/* --- What a spell says ---------------------------------------------------------------------------------------------------- */

static void add_status(const utskr_picture *picture, const utskr_figures *figures, utskr_label *label) {
    static const char *const words[][UTSKR_LANGUAGE_COUNT] = {
        [UTSKR_LIABILITY_UNKNOWN] = { "okänt om kommunen betalar", "unknown whether the municipality pays" },
        [UTSKR_LIABILITY_NONE] = { "inget betalningsansvar", "no liability" },
        [UTSKR_LIABILITY_BLOCKED] = { "inget betalningsansvar, förutsättning saknas",
                                      "no liability, a prerequisite is not fulfilled" },
        [UTSKR_LIABILITY_PENDING] = { "betalningsansvaret har inte inträtt", "liability has not entered" },
        [UTSKR_LIABILITY_ACCRUING] = { "kommunen betalar", "the municipality pays" },
        [UTSKR_LIABILITY_ENDED] = { "kommunen betalar", "the municipality pays" },
    };
    uint8_t status = figures->status <= UTSKR_LIABILITY_ENDED ? figures->status : UTSKR_LIABILITY_UNKNOWN;
    utskr_label_add_in(picture, label, words[status][UTSKR_SV], words[status][UTSKR_EN]);
}

static void add_figures(const utskr_picture *picture, const utskr_figures *figures, utskr_label *label) {
    if (!figures->days_known || !has_entered(figures)) {
        return;
    }
    utskr_label_add(label, " ");
    utskr_label_add_number(label, figures->days);
    utskr_label_add_in(picture, label, " dygn", figures->days == 1 ? " day" : " days");
    if (figures->amount_known) {
        utskr_label_add(label, ", ");
        utskr_label_add_sek(picture, label, figures->ore);
        utskr_label_add_in(picture, label, " kr", " SEK");
    } else {
        utskr_label_add_in(picture, label, ", okänt belopp", ", unknown amount");
    }
}

static void add_entry(const utskr_picture *picture, const utskr_figures *figures, utskr_label *label) {
    if (figures->enters == UTSKR_DATE_NONE) {
        return;
    }
    bool has_come = figures->enters <= utskr_local_date(picture->judgement->at);
    if (figures->status == UTSKR_LIABILITY_UNKNOWN) {
        utskr_label_add_in(picture, label, ", i så fall från ", ", if so from ");
    } else if (figures->status == UTSKR_LIABILITY_PENDING) {
        utskr_label_add_in(picture, label, ", kan inträda ", ", may enter ");
    } else if (has_entered(figures)) {
        utskr_label_add_in(picture, label, " från ", " from ");
    } else {
        utskr_label_add_in(picture, label, has_come ? ", skulle ha inträtt " : ", skulle annars inträda ",
                           has_come ? ", would have entered " : ", would otherwise enter ");
    }
    utskr_label_add_day(picture, label, figures->enters);
}

static void make_label(const utskr_picture *picture, const utskr_spell_judgement *spell, utskr_label *label) {
    utskr_label_add_moment(picture, label, spell->notice);
    if (spell->end != 0) {
        utskr_label_add(label, " – ");
        utskr_label_add_moment(picture, label, spell->end);
    } else {
        utskr_label_add_in(picture, label, " och fortfarande", " and still");
    }
    utskr_label_add(label, ": ");
    add_status(picture, &spell->figures, label);
    add_entry(picture, &spell->figures, label);
    utskr_label_add(label, has_entered(&spell->figures) ? ":" : "");
    add_figures(picture, &spell->figures, label);
}

/* The prerequisites that are not known to be fulfilled. */
static void put_prerequisites(utskr_picture *picture, const utskr_spell_judgement *spell) {
    for (int32_t i = 0; i < UTSKR_PREREQUISITE_COUNT; i++) {
        uint8_t answer = spell->prerequisites[i];
        if (answer != UTSKR_YES && answer != UTSKR_NOT_NEEDED) {
            utskr_put(picture, "\n");
            utskr_put(picture, utskr_message_answer(answer, picture->telling.language));
            utskr_put(picture, ": ");
            utskr_put_text(picture, utskr_message_prerequisite(i, picture->telling.language));
        }
    }
}

static void put_spell_title(utskr_picture *picture, const utskr_spell_judgement *spell) {
    utskr_put_in(picture, "<title>Utskrivningsklar: underrättelse ", "<title>Discharge-ready: notice ");
    utskr_tell_instant(&picture->telling, spell->notice);
    if (spell->told != 0) {
        utskr_put_in(picture, "; alla kommunens enheter underrättade ", "; every municipal unit told ");
        utskr_tell_instant(&picture->telling, spell->told);
    }
    if (spell->end != 0) {
        utskr_put_in(picture, "; slut ", "; ended ");
        utskr_tell_instant(&picture->telling, spell->end);
    }
    utskr_put(picture, "\n");
    utskr_put_text(picture, utskr_message_liability_status(spell->figures.status, picture->telling.language));
    put_prerequisites(picture, spell);
    utskr_put(picture, "</title>\n");
}

/* --- How a spell is drawn ----------------------------------------------------------------------------------------------- */

static void begin_spell(utskr_picture *picture, const utskr_spell_judgement *spell) {
    utskr_put(picture, "<g class=\"spell\"");
    utskr_put_instant(picture, "data-notice", spell->notice);
    utskr_put_instant(picture, "data-end", spell->end);
    if (spell->figures.enters != UTSKR_DATE_NONE) {
        utskr_put_date(picture, "data-enters", spell->figures.enters);
    }
    utskr_put_word(picture, "data-status", utskr_liability_status_name(spell->figures.status));
    utskr_put(picture, ">");
}

/* One that is not over has no right side. */
static void draw_bar(utskr_picture *picture, int32_t left, int32_t right, int32_t y, bool has_ended) {
    static const char *const side = "stroke=\"#111\" stroke-width=\"1.3\"";
    int32_t width = right > left ? right - left : 1;
    if (has_ended) {
        utskr_draw_filled(picture, UTSKR_MARK_SPELL, left, y, width, BAR_HEIGHT);
        return;
    }
    utskr_draw_box(picture, left, y, width, BAR_HEIGHT, "fill=\"#fff\"");
    utskr_draw_line(picture, left, y, left, y + BAR_HEIGHT, side);
    utskr_draw_line(picture, left, y, left + width, y, side);
    utskr_draw_line(picture, left, y + BAR_HEIGHT, left + width, y + BAR_HEIGHT, side);
    utskr_note_mark(picture, UTSKR_MARK_SPELL);
}

/* From the day on which liability would enter, while it cannot be told whether it does. */
static void draw_question(utskr_picture *picture, const utskr_spell_judgement *spell, int32_t right) {
    const utskr_figures *figures = &spell->figures;
    if (figures->status != UTSKR_LIABILITY_UNKNOWN) {
        return;
    }
    bool has_day = figures->enters != UTSKR_DATE_NONE;
    int32_t left = has_day ? utskr_x_of_day(picture, figures->enters) : utskr_x_of_instant(picture, spell->notice);
    if (right > left) {
        utskr_draw_unsettled(picture, left, picture->y + UTSKR_ROW + 2, right - left, DAY_HEIGHT);
    }
}

static void draw_spell(utskr_picture *picture, const utskr_spell_judgement *spell) {
    int32_t left = utskr_x_of_instant(picture, spell->notice);
    int32_t right = utskr_x_of_instant(picture, end_of(picture, spell));
    begin_spell(picture, spell);
    put_spell_title(picture, spell);
    draw_bar(picture, left, right, picture->y + 2, spell->end != 0);
    draw_question(picture, spell, right);
    if (spell->figures.enters != UTSKR_DATE_NONE) {
        utskr_mark_shape shape = has_entered(&spell->figures) ? UTSKR_MARK_ENTRY : UTSKR_MARK_NO_ENTRY;
        utskr_draw_mark(picture, shape, utskr_x_of_day(picture, spell->figures.enters),
                        picture->y + 2 + BAR_HEIGHT / 2);
    }
    utskr_put(picture, "</g>\n");
}

static void draw_labels(utskr_picture *picture) {
    utskr_shelf shelf;
    shelf.used = 0;
    for (uint32_t i = 0; i < utskr_spell_count(picture->judgement); i++) {
        const utskr_spell_judgement *spell = &picture->judgement->liability.spells[i];
        utskr_label label = { 0, "" };
        make_label(picture, spell, &label);
        int32_t x = utskr_x_of_instant(picture, spell->notice);
        utskr_span_of_label span = utskr_place_label(picture, &label, UTSKR_BOLD, x, x);
        uint32_t row = utskr_shelf_place(&shelf, span.left, span.right + LABEL_GAP);
        utskr_draw_text(picture, span.text, picture->y + (int32_t)row * UTSKR_ROW + UTSKR_ROW - 4, UTSKR_BOLD, &label);
    }
    picture->y += (int32_t)shelf.used * UTSKR_ROW;
}

/* --- Days ------------------------------------------------------------------------------------------------------------------- */

static void put_day_title(utskr_picture *picture, const utskr_day *day) {
    utskr_put(picture, "<title>");
    utskr_tell_date(&picture->telling, day->date);
    utskr_put_in(picture, day->charged ? ": betalas, " : ": betalas inte. ",
                 day->charged ? ": paid, " : ": not paid. ");
    if (!day->charged) {
        utskr_put_text(picture, utskr_message_reason(day->reason, picture->telling.language));
    } else if (day->amount_known) {
        utskr_tell_sek(&picture->telling, day->ore);
    } else {
        utskr_put_in(picture, "okänt belopp", "unknown amount");
    }
    utskr_put(picture, " (");
    utskr_put_text(picture, day->rule);
    utskr_put(picture, ")</title>\n");
}

/* As in JSON: "9300" or "9300.50"; empty where it is unknown. */
static void put_amount(utskr_picture *picture, const utskr_day *day) {
    utskr_label label = { 0, "" };
    if (!day->charged || day->amount_known) {
        int64_t ore = day->charged ? day->ore : 0;
        utskr_label_add_number(&label, ore / 100);
        utskr_label_add(&label, ore % 100 == 0 ? "" : ore % 100 < 10 ? ".0" : ".");
        if (ore % 100 != 0) {
            utskr_label_add_number(&label, ore % 100);
        }
    }
    utskr_put_word(picture, "data-sek", label.bytes);
}

static void begin_day(utskr_picture *picture, const utskr_day *day) {
    utskr_put(picture, "<g class=\"day\"");
    utskr_put_date(picture, "data-date", day->date);
    utskr_put_word(picture, "data-charged", day->charged ? "true" : "false");
    utskr_put_word(picture, "data-rule", day->rule);
    put_amount(picture, day);
    utskr_put(picture, ">");
}

/* The amount under a day that is wide enough for it. */
static void draw_amount(utskr_picture *picture, const utskr_day *day, int32_t left, int32_t right) {
    utskr_label label = { 0, "" };
    if (!day->charged) {
        utskr_label_add(&label, "0");
    } else if (day->amount_known) {
        utskr_label_add_sek(picture, &label, day->ore);
    } else {
        utskr_label_add(&label, "?");
    }
    if (utskr_label_width(&label, UTSKR_SMALL) <= right - left) {
        utskr_draw_text(picture, (left + right) / 2, picture->y + UTSKR_ROW + DAY_HEIGHT + 12,
                        UTSKR_SMALL | UTSKR_MIDDLE, &label);
    }
}

static void draw_days(utskr_picture *picture) {
    const utskr_judgement *judgement = picture->judgement;
    for (uint32_t i = 0; i < judgement->day_count; i++) {
        const utskr_day *day = &judgement->days[i];
        int32_t left = utskr_x_of_day(picture, day->date);
        int32_t right = utskr_x_of_day(picture, day->date + 1);
        right = right > left ? right : left + 1;
        begin_day(picture, day);
        put_day_title(picture, day);
        utskr_draw_filled(picture, day->charged ? UTSKR_MARK_CHARGED : UTSKR_MARK_FREE, left,
                          picture->y + UTSKR_ROW + 2, right - left, DAY_HEIGHT);
        draw_amount(picture, day, left, right);
        utskr_put(picture, "</g>\n");
    }
}

/* Is there anything below the bars? */
static bool has_day_row(const utskr_judgement *judgement) {
    bool has_days = judgement->day_count > 0;
    for (uint32_t i = 0; i < utskr_spell_count(judgement); i++) {
        has_days = has_days || judgement->liability.spells[i].figures.status == UTSKR_LIABILITY_UNKNOWN;
    }
    return has_days;
}

void utskr_draw_spells(utskr_picture *picture) {
    utskr_label label = { 0, "" };
    if (utskr_spell_count(picture->judgement) == 0) {
        return;
    }
    utskr_label_add_in(picture, &label, "Utskrivningsklar, och vad kommunen betalar",
                       "Discharge-ready, and what the municipality pays");
    utskr_begin_lane(picture, &label);
    for (uint32_t i = 0; i < utskr_spell_count(picture->judgement); i++) {
        draw_spell(picture, &picture->judgement->liability.spells[i]);
    }
    draw_days(picture);
    picture->y += UTSKR_ROW + 2;
    picture->y += has_day_row(picture->judgement) ? DAY_HEIGHT + AMOUNT_HEIGHT : 0;
    draw_labels(picture);
    picture->y += 4;
}
