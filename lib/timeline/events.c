/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The events of a lane. */
#include "case/case_internal.h"
#include "timeline/picture.h"

enum { LABEL_WIDTH = 420 /* px, at most */, LABEL_OFFSET = 8, LABEL_GAP = 10 };

static const char *const standings[] = { "accepted", "refused", "retracted" };
static const utskr_mark_shape shapes[] = { UTSKR_MARK_EVENT, UTSKR_MARK_EVENT_REFUSED, UTSKR_MARK_EVENT_RETRACTED };

/* --- What it says ------------------------------------------------------------------------------------------------------- */

static bool says(const utskr_event *event, const utskr_word_info *word) {
    const utskr_attribute *attribute = utskr_attribute_at(event->kind, word->attribute);
    if (word->kind != event->kind || !attribute || word->bits == 0) {
        return false;
    }
    bool is_number = attribute->type == UTSKR_VALUE_WORD;
    return is_number ? (event->mask & attribute->bits) == word->bits
                     : attribute->type == UTSKR_VALUE_FLAGS && (event->mask & word->bits) == word->bits;
}

/* The words that tell one event of the kind from another: a colour, an item, yes or no. */
static void add_words(const utskr_picture *picture, const utskr_event *event, utskr_label *label) {
    const utskr_word_info *word = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; (word = utskr_word_at(i)) != NULL; i++) {
        if (says(event, word)) {
            utskr_label_add(label, count++ > 0 ? ", " : ": ");
            utskr_label_add_in(picture, label, word->alias && word->alias[0] ? word->alias : word->id, word->id);
        }
    }
    int32_t answered = (int32_t)case_of_kind(event);
    if (answered > 0) {
        utskr_label_add(label, ": ");
        utskr_label_add(label, utskr_message_kind(answered, picture->telling.language));
    }
}

static void make_label(const utskr_picture *picture, const utskr_event *event, utskr_label *label) {
    utskr_label_add_clock(label, event->at);
    utskr_label_add(label, " ");
    utskr_label_add(label, utskr_message_kind(event->kind, picture->telling.language));
    add_words(picture, event, label);
    utskr_label_fit(label, LABEL_WIDTH, UTSKR_PLAIN);
}

/* --- How it is drawn ---------------------------------------------------------------------------------------------------- */

static int keep_line(const char *bytes, size_t length, void *user) {
    utskr_label_add_bytes(user, bytes, length);
    return 0;
}

/* "slutenvården, mån 2026-01-12 09:15 (rad 9)", and the line as it would stand in a log. */
static void put_title(utskr_picture *picture, const utskr_entry *entry) {
    utskr_label line = { 0, "" };
    int swedish = picture->telling.language != UTSKR_EN;
    utskr_put(picture, "<title>");
    utskr_put_text(picture, utskr_message_party(entry->event.party, picture->telling.language));
    utskr_put(picture, ", ");
    utskr_tell_instant(&picture->telling, entry->event.at);
    if (entry->line > 0) {
        utskr_put_in(picture, " (rad ", " (line ");
        utskr_tell_number(&picture->telling, entry->line);
        utskr_put(picture, ")");
    }
    if (utskr_entry_write(entry, swedish, keep_line, &line) == UTSKR_OK) {
        utskr_put(picture, ":\n");
        utskr_put_text(picture, line.bytes);
    }
    utskr_put(picture, "</title>\n");
}

static void begin_event(utskr_picture *picture, const utskr_entry *entry) {
    utskr_put(picture, "<g class=\"event\"");
    utskr_put_word(picture, "data-kind", utskr_kind_name(entry->event.kind));
    utskr_put_word(picture, "data-party", utskr_party_name(entry->event.party));
    utskr_put_instant(picture, "data-at", entry->event.at);
    utskr_put_number(picture, "data-line", entry->line);
    utskr_put_word(picture, "data-standing", standings[entry->refused]);
    utskr_put(picture, ">");
}

static void draw_event(utskr_picture *picture, const utskr_entry *entry, utskr_shelf *shelf) {
    utskr_label label = { 0, "" };
    make_label(picture, &entry->event, &label);
    utskr_span_of_label span =
        utskr_place_label(picture, &label, UTSKR_PLAIN, utskr_x_of_instant(picture, entry->event.at),
                          utskr_x_of_instant(picture, entry->event.at));
    uint32_t row = utskr_shelf_place(shelf, span.left, span.right + LABEL_GAP);
    int32_t y = picture->y + (int32_t)row * UTSKR_ROW + UTSKR_ROW / 2;
    begin_event(picture, entry);
    put_title(picture, entry);
    utskr_draw_mark(picture, shapes[entry->refused], span.mark, y);
    if (row + 1 < UTSKR_SHELF_ROWS) {
        uint32_t look = entry->refused > 0 ? UTSKR_STRUCK | UTSKR_GREY : UTSKR_PLAIN;
        utskr_draw_text(picture, span.text, y + 4, look, &label);
    }
    utskr_put(picture, "</g>\n");
}

void utskr_draw_events(utskr_picture *picture, int32_t party) {
    utskr_shelf shelf;
    shelf.used = 0;
    uint32_t count = picture->log ? picture->log->count : 0;
    for (uint32_t i = 0; i < count; i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        (void)utskr_case_entry(picture->log, picture->log->order[i], &entry);
        if (entry.event.party == party && utskr_is_shown(picture, &entry.event)) {
            entry.refused = entry.refused < 3 ? entry.refused : 0;
            draw_event(picture, &entry, &shelf);
        }
    }
    picture->y += (int32_t)shelf.used * UTSKR_ROW;
}
