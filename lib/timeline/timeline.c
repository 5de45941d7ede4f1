/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole picture: head, axis, lanes, legend. */
#include "case/case_internal.h"
#include "timeline/picture.h"

void utskr_timeline_init(utskr_timeline *timeline) {
    *timeline = (utskr_timeline)UTSKR_TIMELINE_INIT;
}

/* --- Room --------------------------------------------------------------------------------------------------------------- */

int32_t utskr_text_right(const utskr_picture *picture) {
    int32_t end = picture->scale.x[picture->scale.count];
    return end > UTSKR_LEAST_WIDTH ? end : UTSKR_LEAST_WIDTH;
}

bool utskr_is_beyond(const utskr_picture *picture, int32_t x) {
    enum { BEYOND = 130 /* px to the right of the last day that labels may take */ };
    return x > utskr_text_right(picture) + BEYOND;
}

utskr_span_of_label utskr_place_label(const utskr_picture *picture, const utskr_label *label, uint32_t look,
                                      int32_t left, int32_t right) {
    enum { MARK_HALF = 6 };
    int32_t width = utskr_label_width(label, look) + 3;
    utskr_span_of_label after = { left - MARK_HALF, right + MARK_HALF + width, right, right + MARK_HALF + 3 };
    utskr_span_of_label before = { left - MARK_HALF - width, right + MARK_HALF, right, left - MARK_HALF - width };
    return !utskr_is_beyond(picture, after.right) || before.left < UTSKR_MARGIN ? after : before;
}

void utskr_begin_lane(utskr_picture *picture, const utskr_label *name) {
    picture->y += 4;
    utskr_draw_line(picture, UTSKR_MARGIN, picture->y, utskr_text_right(picture), picture->y, "stroke=\"#111\"");
    picture->y += 3;
    utskr_draw_text(picture, UTSKR_MARGIN, picture->y + UTSKR_ROW - 4, UTSKR_BOLD, name);
    picture->y += UTSKR_ROW + 2;
}

/* --- The head ----------------------------------------------------------------------------------------------------------- */

/* The text, broken between words where the line is full. */
static void draw_paragraph(utskr_picture *picture, const utskr_label *text, uint32_t look) {
    int32_t room = utskr_text_right(picture) - UTSKR_MARGIN;
    size_t at = 0;
    while (at < text->length) {
        utskr_label line = { 0, "" };
        size_t taken = 0;
        for (size_t end = at; end < text->length;) {
            end++;
            while (end < text->length && text->bytes[end] != ' ') {
                end++;
            }
            utskr_label longer = { 0, "" };
            utskr_label_add_bytes(&longer, text->bytes + at, end - at);
            if (taken > 0 && utskr_label_width(&longer, look) > room) {
                break;
            }
            line = longer;
            taken = end - at;
        }
        utskr_label_fit(&line, room, look);
        utskr_draw_text(picture, UTSKR_MARGIN, picture->y + UTSKR_ROW - 4, look, &line);
        picture->y += UTSKR_ROW;
        at += taken;
        while (at < text->length && text->bytes[at] == ' ') {
            at++;
        }
    }
}

static void draw_name(utskr_picture *picture) {
    utskr_label name = { 0, "" };
    const char *given = utskr_tell_case_name(&picture->telling);
    utskr_label_add(&name, given);
    utskr_label_add_in(picture, &name, given[0] ? "" : "ärende utan namn", given[0] ? "" : "case without a name");
    utskr_label_fit(&name, utskr_text_right(picture) - UTSKR_MARGIN, UTSKR_BOLD | UTSKR_LARGE);
    utskr_draw_text(picture, UTSKR_MARGIN, picture->y + UTSKR_ROW, UTSKR_BOLD | UTSKR_LARGE, &name);
    picture->y += UTSKR_ROW + 8;
}

static void draw_question(utskr_picture *picture) {
    utskr_pack_info pack = UTSKR_PACK_INFO_INIT;
    utskr_label line = { 0, "" };
    if (picture->judgement->at != 0) {
        utskr_label_add_in(picture, &line, "Bedömt ", "Judged ");
        char text[UTSKR_INSTANT_TEXT];
        (void)utskr_instant_format(picture->judgement->at, text);
        utskr_label_add_bytes(&line, text, 10);
        utskr_label_add(&line, " ");
        utskr_label_add_clock(&line, picture->judgement->at);
    } else {
        utskr_label_add_in(picture, &line, "Inga händelser", "No events");
    }
    if (utskr_pack_describe(picture->telling.pack, &pack) == UTSKR_OK) {
        utskr_label_add_in(picture, &line, " enligt ", " under ");
        utskr_label_add(&line, pack.id);
        utskr_label_add(&line, ": ");
        utskr_label_add(&line, pack.title);
    }
    draw_paragraph(picture, &line, UTSKR_GREY);
}

static void draw_state(utskr_picture *picture) {
    const utskr_judgement *judgement = picture->judgement;
    int32_t language = picture->telling.language;
    utskr_label line = { 0, "" };
    utskr_label_add(&line, utskr_message_step(judgement->step, language));
    utskr_label_add(&line, ": ");
    utskr_label_add(&line, utskr_message_state(judgement->state, language));
    utskr_label_add_in(picture, &line, ". Lagen gäller: ", ". The act applies: ");
    utskr_label_add(&line, utskr_message_answer(judgement->covered, language));
    utskr_label_add_in(picture, &line, ". SIP krävs: ", ". A SIP is required: ");
    utskr_label_add(&line, utskr_message_answer(judgement->sip_required, language));
    utskr_label_add(&line, "; ");
    utskr_label_add(&line, utskr_message_sip_state(judgement->sip_state, language));
    utskr_label_add(&line, ".");
    draw_paragraph(picture, &line, UTSKR_PLAIN);
}

/* "4 dygn, 37 200 kr." */
static void add_total(const utskr_picture *picture, const utskr_figures *figures, utskr_label *line) {
    if (!figures->days_known) {
        utskr_label_add_in(picture, line, " Okänt antal dygn.", " An unknown number of days.");
        return;
    }
    utskr_label_add(line, " ");
    utskr_label_add_number(line, figures->days);
    utskr_label_add_in(picture, line, " dygn, ", figures->days == 1 ? " day, " : " days, ");
    if (figures->amount_known) {
        utskr_label_add_sek(picture, line, figures->ore);
        utskr_label_add_in(picture, line, " kr.", " SEK.");
    } else {
        utskr_label_add_in(picture, line, "okänt belopp.", "unknown amount.");
    }
}

static void draw_liability(utskr_picture *picture) {
    const utskr_liability *liability = &picture->judgement->liability;
    int32_t language = picture->telling.language;
    utskr_label line = { 0, "" };
    utskr_label_add(&line, utskr_message_liability_status(liability->figures.status, language));
    add_total(picture, &liability->figures, &line);
    draw_paragraph(picture, &line, UTSKR_BOLD);
    if (liability->collective) {
        utskr_label model = { 0, "" };
        utskr_label_add_in(picture, &model,
                           "Överenskommelsen räknar gemensamt per månad; det här är vad ärendet skulle kosta för sig.",
                           "The agreement settles by the month; these are the figures of the case on its own.");
        draw_paragraph(picture, &model, UTSKR_PLAIN);
    }
    for (int32_t reason = 0; reason < UTSKR_REASON_COUNT; reason++) {
        if (liability->figures.reasons & UINT32_C(1) << reason) {
            utskr_label why = { 0, "" };
            utskr_label_add(&why, utskr_message_reason(reason, language));
            draw_paragraph(picture, &why, UTSKR_PLAIN);
        }
    }
}

/* The readings that the pack has not decided on itself. */
static void draw_readings(utskr_picture *picture) {
    utskr_readings own;
    utskr_label line = { 0, "" };
    if (utskr_readings_init(picture->telling.pack, &own) != UTSKR_OK) {
        return;
    }
    for (int32_t i = 0; i < UTSKR_READING_COUNT; i++) {
        const utskr_reading_info *reading = utskr_reading_at(i);
        uint8_t value = picture->judgement->readings.value[i];
        if (value != own.value[i] && reading && value < reading->value_count) {
            utskr_label_add_in(picture, &line,
                               line.length > 0 ? ", " : "Läst så: ", line.length > 0 ? ", " : "Read as: ");
            utskr_label_add(&line, reading->id);
            utskr_label_add(&line, "=");
            utskr_label_add(&line, reading->values[value]);
        }
    }
    draw_paragraph(picture, &line, UTSKR_PLAIN);
}

/* What the log holds and the picture does not. */
static void draw_left_out(utskr_picture *picture) {
    uint32_t count = picture->log ? picture->log->count : 0;
    int64_t later = 0;
    for (uint32_t i = 1; i <= count; i++) {
        later += !utskr_is_shown(picture, &case_entry_at(picture->log, i)->event);
    }
    utskr_label line = { 0, "" };
    if (later > 0) {
        utskr_label_add_in(picture, &line,
                           "Senare händelser i loggen, som inte visas: ", "Later events of the log, not shown: ");
        utskr_label_add_number(&line, later);
        utskr_label_add(&line, ".");
    }
    draw_paragraph(picture, &line, UTSKR_GREY);
}

static void draw_head(utskr_picture *picture) {
    utskr_put(picture, "<g class=\"head\">\n");
    draw_name(picture);
    draw_question(picture);
    draw_state(picture);
    draw_liability(picture);
    draw_readings(picture);
    draw_left_out(picture);
    utskr_put(picture, "</g>\n");
    picture->y += UTSKR_ROW / 2;
}

/* --- Lanes -------------------------------------------------------------------------------------------------------------- */

static bool has_lane(const utskr_picture *picture, int32_t party) {
    uint32_t count = picture->log ? picture->log->count : 0;
    for (uint32_t i = 1; i <= count; i++) {
        const utskr_event *event = &case_entry_at(picture->log, i)->event;
        if (event->party == party && utskr_is_shown(picture, event)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < picture->judgement->obligation_count; i++) {
        if (picture->judgement->obligations[i].party == party) {
            return true;
        }
    }
    return false;
}

static void draw_lane(utskr_picture *picture, int32_t party) {
    utskr_label name = { 0, "" };
    if (!has_lane(picture, party)) {
        return;
    }
    utskr_put(picture, "<g class=\"lane\"");
    utskr_put_word(picture, "data-party", utskr_party_name(party));
    utskr_put(picture, ">\n");
    utskr_label_add(&name, utskr_message_party(party, picture->telling.language));
    utskr_begin_lane(picture, &name);
    utskr_draw_events(picture, party);
    picture->y += 3;
    utskr_draw_duties(picture, party);
    utskr_put(picture, "</g>\n");
}

static void draw_lanes(utskr_picture *picture) {
    utskr_draw_axis(picture);
    utskr_draw_spells(picture);
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        draw_lane(picture, party);
    }
    picture->y += 4;
    if (picture->scale.count > 0) {
        utskr_draw_line(picture, UTSKR_MARGIN, picture->y, utskr_text_right(picture), picture->y, "stroke=\"#111\"");
    }
    picture->lanes_bottom = picture->y;
}

/* --- The picture -------------------------------------------------------------------------------------------------------- */

/* For who cannot see the picture. */
static void put_description(utskr_picture *picture) {
    const utskr_judgement *judgement = picture->judgement;
    int32_t language = picture->telling.language;
    utskr_put(picture, "<title>");
    utskr_put_text(picture, utskr_tell_case_name(&picture->telling));
    utskr_put(picture, "</title>\n<desc>");
    utskr_put_in(picture, "Tidslinje. ", "Timeline. ");
    utskr_put_text(picture, utskr_message_step(judgement->step, language));
    utskr_put(picture, ": ");
    utskr_put_text(picture, utskr_message_state(judgement->state, language));
    utskr_put(picture, ". ");
    utskr_put_text(picture, utskr_message_liability_status(judgement->liability.figures.status, language));
    for (int32_t status = 0; status <= UTSKR_OBLIGATION_EXCUSED; status++) {
        int64_t count = 0;
        for (uint32_t i = 0; i < judgement->obligation_count; i++) {
            count += judgement->obligations[i].status == status;
        }
        if (count > 0) {
            utskr_put_in(picture, " Åtaganden, ", " Obligations, ");
            utskr_put_text(picture, utskr_message_obligation_status(status, language));
            utskr_put(picture, ": ");
            utskr_tell_number(&picture->telling, count);
            utskr_put(picture, ".");
        }
    }
    utskr_put(picture, "</desc>\n");
}

static void begin_picture(utskr_picture *picture) {
    utskr_put(picture, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    utskr_put_number(picture, "width", picture->width);
    utskr_put_number(picture, "height", picture->height);
    utskr_put(picture, " viewBox=\"0 0 ");
    utskr_tell_number(&picture->telling, picture->width);
    utskr_put(picture, " ");
    utskr_tell_number(&picture->telling, picture->height);
    utskr_put(picture, "\" role=\"img\"");
    utskr_put_word(picture, "xml:lang", utskr_language_name(picture->telling.language));
    utskr_put_word(picture, "data-case", utskr_tell_case_name(&picture->telling));
    utskr_put_number(picture, "font-size", UTSKR_FONT);
    utskr_put(picture, " font-family=\"sans-serif\" fill=\"#111\">\n");
    put_description(picture);
    utskr_draw_patterns(picture);
    utskr_draw_box(picture, 0, 0, picture->width, picture->height, "fill=\"#fff\"");
}

static utskr_status draw(utskr_picture *picture, utskr_sink sink, void *user) {
    utskr_stage_begin(&picture->telling.stage, picture->log, sink, user);
    picture->y = UTSKR_MARGIN / 2;
    picture->right = 0;
    picture->seen = 0;
    begin_picture(picture);
    draw_head(picture);
    draw_lanes(picture);
    picture->y += UTSKR_ROW / 2;
    if (picture->seen != 0) {
        utskr_draw_legend(picture);
    }
    utskr_put(picture, "</svg>\n");
    picture->height = picture->y + UTSKR_MARGIN / 2;
    picture->width = picture->right + UTSKR_MARGIN;
    return utskr_stage_end(&picture->telling.stage);
}

static int draw_for_nobody(const char *bytes, size_t length, void *user) {
    (void)bytes;
    (void)length;
    (void)user;
    return 0;
}

static utskr_status prepare(utskr_picture *picture, const utskr_case *c, const utskr_judgement *judgement,
                            const utskr_timeline *timeline, utskr_sink sink) {
    utskr_timeline chosen = UTSKR_TIMELINE_INIT;
    bool is_whole = !timeline || timeline->size == sizeof chosen;
    chosen = timeline && is_whole ? *timeline : chosen;
    int32_t language = chosen.language == UTSKR_EN ? UTSKR_EN : UTSKR_SV;
    utskr_status status = utskr_telling_judged(&picture->telling, c, NULL, judgement, language, sink, NULL);
    if (status != UTSKR_OK) {
        return status;
    }
    if (!is_whole) {
        return UTSKR_BAD_SIZE;
    }
    picture->log = c;
    picture->judgement = judgement;
    picture->known_at = chosen.known_at;
    picture->width = 0;
    picture->height = 0;
    picture->lanes_bottom = 0;
    picture->axis_top = 0;
    utskr_scale_make(picture);
    return draw(picture, draw_for_nobody, NULL);
}

utskr_status utskr_timeline_write(const utskr_case *c, const utskr_judgement *judgement, const utskr_timeline *timeline,
                                  utskr_sink sink, void *user) {
    utskr_picture picture;
    utskr_status status = prepare(&picture, c, judgement, timeline, sink);
    return status == UTSKR_OK ? draw(&picture, sink, user) : status;
}

utskr_status utskr_timeline_measure(const utskr_case *c, const utskr_judgement *judgement,
                                    const utskr_timeline *timeline, int32_t *width, int32_t *height) {
    utskr_picture picture;
    if (!width || !height) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_status status = prepare(&picture, c, judgement, timeline, draw_for_nobody);
    *width = status == UTSKR_OK ? picture.width : *width;
    *height = status == UTSKR_OK ? picture.height : *height;
    return status;
}
