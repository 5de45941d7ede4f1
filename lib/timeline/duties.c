/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The obligations of a lane: a line from what set each off, a tick where it is due, a mark for what became of it. */
#include "timeline/picture.h"

enum {
    LABEL_GAP = 10,
    INSIDE_GAP = 11 /* px on each side of a label on its line */
};

static const utskr_mark_shape shapes[] = {
    [UTSKR_OBLIGATION_UNKNOWN] = UTSKR_MARK_UNKNOWN, [UTSKR_OBLIGATION_OPEN] = UTSKR_MARK_OPEN,
    [UTSKR_OBLIGATION_MET] = UTSKR_MARK_MET,         [UTSKR_OBLIGATION_MET_LATE] = UTSKR_MARK_MET_LATE,
    [UTSKR_OBLIGATION_MISSED] = UTSKR_MARK_MISSED,   [UTSKR_OBLIGATION_NOT_MET] = UTSKR_MARK_NOT_MET,
    [UTSKR_OBLIGATION_EXCUSED] = UTSKR_MARK_EXCUSED,
};

static utskr_mark_shape shape_of(const utskr_obligation *obligation) {
    return obligation->status < sizeof shapes / sizeof shapes[0] ? shapes[obligation->status] : UTSKR_MARK_UNKNOWN;
}

/* --- When --------------------------------------------------------------------------------------------------------------- */

static utskr_instant first_of(utskr_instant wanted, utskr_instant otherwise) {
    return wanted != 0 ? wanted : otherwise;
}

static utskr_instant excused_at(const utskr_picture *picture, const utskr_obligation *obligation) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    bool is_known = picture->log && obligation->excuse_index > 0 &&
                    utskr_case_entry(picture->log, obligation->excuse_index, &entry) == UTSKR_OK;
    return is_known ? entry.event.at : 0;
}

/* Where the line begins. */
static utskr_instant begin_of(const utskr_picture *picture, const utskr_obligation *obligation) {
    utskr_instant known = first_of(obligation->trigger, first_of(obligation->done, obligation->due));
    return first_of(known, picture->judgement->at);
}

/* Where the mark of its status stands: what is open without a due time stands at the instant of the judgement. */
static utskr_instant mark_of(const utskr_picture *picture, const utskr_obligation *obligation) {
    switch (obligation->status) {
    case UTSKR_OBLIGATION_MET:
    case UTSKR_OBLIGATION_MET_LATE:
        return first_of(obligation->done, first_of(obligation->due, begin_of(picture, obligation)));
    case UTSKR_OBLIGATION_EXCUSED:
        return first_of(excused_at(picture, obligation), first_of(obligation->due, begin_of(picture, obligation)));
    case UTSKR_OBLIGATION_UNKNOWN: return first_of(obligation->due, begin_of(picture, obligation));
    default: return first_of(obligation->due, picture->judgement->at);
    }
}

/* --- What it says --------------------------------------------------------------------------------------------------------- */

static void add_time(const utskr_picture *picture, const utskr_obligation *obligation, utskr_label *label) {
    if (obligation->earliest != 0) {
        utskr_label_add_in(picture, label, ", tidigast ", ", not before ");
        utskr_label_add_moment(picture, label, obligation->earliest);
    } else if (obligation->due != 0) {
        utskr_label_add_in(picture, label, ", senast ", ", due ");
        utskr_label_add_moment(picture, label, obligation->due);
    } else if (obligation->form == UTSKR_FORM_ASAP) {
        utskr_label_add_in(picture, label, ", snarast", ", as soon as possible");
    }
}

static bool is_settled(const utskr_obligation *obligation) {
    return obligation->status == UTSKR_OBLIGATION_MET || obligation->status == UTSKR_OBLIGATION_EXCUSED;
}

/* The beginning of what the rule says, in at most `width` px, and what is left or went wrong. */
static void make_label(const utskr_picture *picture, const utskr_obligation *obligation, utskr_label *label,
                       int32_t width, uint32_t look) {
    const char *text = utskr_message_rule(picture->telling.pack, obligation->id, picture->telling.language);
    utskr_label_add(label, text ? text : obligation->id);
    if (label->length > 0 && label->bytes[label->length - 1] == '.') {
        label->bytes[--label->length] = '\0';
    }
    utskr_label_fit(label, width, look);
    if (!is_settled(obligation)) {
        utskr_label_add(label, " – ");
        utskr_label_add(label, utskr_message_obligation_status(obligation->status, picture->telling.language));
    }
    if (!is_settled(obligation) && obligation->status != UTSKR_OBLIGATION_UNKNOWN) {
        add_time(picture, obligation, label);
    }
}

static void put_moment(utskr_picture *picture, const char *swedish, const char *english, utskr_instant at) {
    if (at != 0) {
        utskr_put_in(picture, swedish, english);
        utskr_tell_instant(&picture->telling, at);
    }
}

static void put_title(utskr_picture *picture, const utskr_obligation *obligation) {
    int32_t language = picture->telling.language;
    utskr_put(picture, "<title>");
    utskr_put_text(picture, obligation->id);
    utskr_put(picture, ": ");
    utskr_put_text(picture, utskr_message_rule(picture->telling.pack, obligation->id, language));
    utskr_put(picture, " (");
    utskr_put_text(picture, obligation->cite);
    utskr_put(picture, ")\n");
    utskr_put_text(picture, utskr_message_party(obligation->party, language));
    utskr_put_in(picture, obligation->force == UTSKR_BOR ? " (bör): " : " (ska): ",
                 obligation->force == UTSKR_BOR ? " (should): " : " (shall): ");
    utskr_put(picture, utskr_message_obligation_status(obligation->status, language));
    put_moment(picture, "; utlöst ", "; set off ", obligation->trigger);
    put_moment(picture, "; tidigast ", "; not before ", obligation->earliest);
    put_moment(picture, "; senast ", "; due ", obligation->due);
    put_moment(picture, "; överenskommet ", "; agreed ", obligation->agreed);
    put_moment(picture, "; gjort ", "; done ", obligation->done);
    utskr_put(picture, "</title>\n");
}

/* --- How it is drawn -------------------------------------------------------------------------------------------------------- */

static void begin_duty(utskr_picture *picture, const utskr_obligation *obligation) {
    utskr_put(picture, "<g class=\"obligation\"");
    utskr_put_word(picture, "data-rule", obligation->id);
    utskr_put_word(picture, "data-party", utskr_party_name(obligation->party));
    utskr_put_word(picture, "data-status", utskr_obligation_status_name(obligation->status));
    utskr_put_instant(picture, "data-trigger", obligation->trigger);
    utskr_put_instant(picture, "data-due", obligation->due);
    utskr_put_instant(picture, "data-done", obligation->done);
    utskr_put(picture, ">");
}

/* Where it stands from left to right. */
typedef struct stretch {
    int32_t begin;
    int32_t mark;
    int32_t due;      /* or the mark */
    int32_t earliest; /* or the mark */
    int32_t left;
    int32_t right;
} stretch;

static void take_in(stretch *where, int32_t x) {
    where->left = x < where->left ? x : where->left;
    where->right = x > where->right ? x : where->right;
}

static stretch stretch_of(const utskr_picture *picture, const utskr_obligation *obligation) {
    stretch where;
    where.begin = utskr_x_of_instant(picture, begin_of(picture, obligation));
    where.mark = utskr_x_of_instant(picture, mark_of(picture, obligation));
    where.due = obligation->due != 0 ? utskr_x_of_instant(picture, obligation->due) : where.mark;
    where.earliest = obligation->earliest != 0 ? utskr_x_of_instant(picture, obligation->earliest) : where.mark;
    where.left = where.begin;
    where.right = where.begin;
    take_in(&where, where.mark);
    take_in(&where, where.due);
    take_in(&where, where.earliest);
    return where;
}

/* The longest part of the line with nothing on it; returns its length and, in `*at`, where it begins. */
static int32_t longest_part(const stretch *where, int32_t *at) {
    const int32_t points[] = { where->begin, where->mark, where->due, where->earliest };
    int32_t longest = 0;
    for (size_t i = 0; i < 4; i++) {
        int32_t next = where->right;
        for (size_t j = 0; j < 4; j++) {
            next = points[j] > points[i] && points[j] < next ? points[j] : next;
        }
        if (next - points[i] > longest) {
            longest = next - points[i];
            *at = points[i];
        }
    }
    return longest;
}

/* On the line itself where that is long enough, else beside it. */
static utskr_span_of_label place(const utskr_picture *picture, const utskr_label *label, uint32_t look,
                                 const stretch *where) {
    int32_t at = where->left;
    int32_t width = utskr_label_width(label, look);
    utskr_span_of_label span = utskr_place_label(picture, label, look, where->left, where->right);
    if (longest_part(where, &at) >= width + 2 * INSIDE_GAP) {
        span.left = where->left - INSIDE_GAP;
        span.right = where->right + INSIDE_GAP;
        span.text = at + INSIDE_GAP;
    }
    return span;
}

/* As much of what the rule says as there is room for. */
static utskr_span_of_label make_and_place(const utskr_picture *picture, const utskr_obligation *obligation,
                                          const stretch *where, uint32_t look, utskr_label *label) {
    static const int32_t widths[] = { 320, 240, 160 }; /* px, of what the rule says */
    utskr_span_of_label span = { 0, 0, 0, 0 };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        label->length = 0;
        make_label(picture, obligation, label, widths[i], look);
        span = place(picture, label, look, where);
        if (!utskr_is_beyond(picture, span.right)) {
            break;
        }
    }
    return span;
}

/* Nothing shines through the text. */
static void draw_label(utskr_picture *picture, const utskr_span_of_label *span, const stretch *where, int32_t y,
                       uint32_t look, const utskr_label *label) {
    if (span->text > where->left && span->text < where->right) {
        utskr_draw_box(picture, span->text - 3, y - UTSKR_ROW / 2 + 1, utskr_label_width(label, look) + 5,
                       UTSKR_ROW - 2, "fill=\"#fff\"");
    }
    utskr_draw_text(picture, span->text, y + 4, look, label);
}

static void draw_stretch(utskr_picture *picture, const utskr_obligation *obligation, const stretch *where, int32_t y) {
    bool is_running = obligation->status == UTSKR_OBLIGATION_OPEN || obligation->status == UTSKR_OBLIGATION_UNKNOWN;
    bool is_late = obligation->status == UTSKR_OBLIGATION_MET_LATE;
    int32_t in_time = is_late ? where->due : where->mark;
    utskr_draw_line(picture, where->begin, y, in_time, y,
                    is_running ? "stroke=\"#111\" stroke-dasharray=\"4 2\"" : "stroke=\"#111\"");
    if (where->due != in_time) {
        utskr_draw_line(picture, in_time, y, where->due, y, "stroke=\"#777\" stroke-dasharray=\"1 3\"");
    }
    if (is_late) {
        utskr_draw_line(picture, where->due, y, where->mark, y, "stroke=\"#a00018\" stroke-width=\"3\"");
    }
    if (where->begin != where->mark) {
        utskr_draw_line(picture, where->begin, y - 3, where->begin, y + 3, "stroke=\"#111\"");
    }
    if (obligation->earliest != 0) {
        utskr_draw_mark(picture, UTSKR_MARK_EARLIEST, where->earliest, y);
    }
    if (where->due != where->mark) {
        utskr_draw_mark(picture, UTSKR_MARK_DUE, where->due, y);
    }
    utskr_draw_mark(picture, shape_of(obligation), where->mark, y);
}

static void draw_duty(utskr_picture *picture, const utskr_obligation *obligation, utskr_shelf *shelf) {
    bool went_wrong = obligation->status == UTSKR_OBLIGATION_MISSED || obligation->status == UTSKR_OBLIGATION_MET_LATE;
    uint32_t look = went_wrong ? UTSKR_BOLD : UTSKR_PLAIN;
    stretch where = stretch_of(picture, obligation);
    utskr_label label = { 0, "" };
    utskr_span_of_label span = make_and_place(picture, obligation, &where, look, &label);
    uint32_t row = utskr_shelf_place(shelf, span.left, span.right + LABEL_GAP);
    int32_t y = picture->y + (int32_t)row * UTSKR_ROW + UTSKR_ROW / 2;
    begin_duty(picture, obligation);
    put_title(picture, obligation);
    draw_stretch(picture, obligation, &where, y);
    if (row + 1 < UTSKR_SHELF_ROWS) {
        draw_label(picture, &span, &where, y, look, &label);
    }
    utskr_put(picture, "</g>\n");
}

/* The party's next one after `last`, in order of where they begin; NULL after the last. */
static const utskr_obligation *next_duty(const utskr_picture *picture, int32_t party, const utskr_obligation *last) {
    const utskr_judgement *judgement = picture->judgement;
    const utskr_obligation *next = NULL;
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        const utskr_obligation *candidate = &judgement->obligations[i];
        if (candidate->party != party) {
            continue;
        }
        utskr_instant begin = begin_of(picture, candidate);
        utskr_instant passed = last ? begin_of(picture, last) : 0;
        bool comes_after = !last || begin > passed || (begin == passed && candidate > last);
        if (comes_after && (!next || begin < begin_of(picture, next))) {
            next = candidate;
        }
    }
    return next;
}

void utskr_draw_duties(utskr_picture *picture, int32_t party) {
    utskr_shelf shelf;
    shelf.used = 0;
    const utskr_obligation *obligation = next_duty(picture, party, NULL);
    for (; obligation; obligation = next_duty(picture, party, obligation)) {
        draw_duty(picture, obligation, &shelf);
    }
    picture->y += (int32_t)shelf.used * UTSKR_ROW;
}
