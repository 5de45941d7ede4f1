/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A picture under way: text and shapes of SVG, and where things are to go.
 *
 *     timeline.c    the whole picture: head, lanes, legend
 *     scale.c       days to columns, instants to x
 *     axis.c        months, days, weekends, the instant of the judgement
 *     spells.c      times as discharge-ready, charged days
 *     events.c      the events of a lane
 *     duties.c      the obligations of a lane
 *     marks.c       the shapes, and the legend that explains them
 *     svg.c         elements, escapes, the width of text
 *
 * The picture is drawn twice by the same code: first for nobody, to learn how large it becomes and which marks occur.
 */
#ifndef UTSKR_LIB_TIMELINE_PICTURE_H
#define UTSKR_LIB_TIMELINE_PICTURE_H

#include <utskrivning/timeline.h>

#include "text/message_out.h"

/* --- The scale (scale.c) ------------------------------------------------------------------------------------------ */

enum {
    UTSKR_COLUMN_LIMIT = 2048, /* more days than that share columns */
    UTSKR_GAP_COLUMNS = 3      /* so many empty columns in a row, or more, are drawn as one gap */
};

/* Local days as columns, each as wide as what is in it needs. */
typedef struct utskr_scale {
    utskr_date first;
    int32_t days_each;                 /* days of a column; 1 unless the case is very long */
    int32_t count;                     /* 0: there is no time to show */
    int32_t x[UTSKR_COLUMN_LIMIT + 1]; /* where each column begins, and the last ends */
    uint8_t load[UTSKR_COLUMN_LIMIT];  /* 0: empty; else 1 and the moments that need room of their own */
} utskr_scale;

/* --- The picture -------------------------------------------------------------------------------------------------- */

typedef struct utskr_picture {
    utskr_telling telling;            /* language, pack, judgement, and the stage that the text goes to */
    const utskr_case *log;            /* or NULL */
    const utskr_judgement *judgement; /* that of the telling */
    utskr_instant known_at;
    int32_t width; /* of the drawing before this one */
    int32_t height;
    int32_t lanes_bottom; /* likewise: where the lanes end */
    int32_t axis_top;     /* likewise */
    int32_t right;        /* as far as this drawing has come */
    int32_t y;            /* where the next thing goes */
    uint32_t seen;        /* bits of utskr_mark_shape: those that occur */
    utskr_scale scale;
} utskr_picture;

enum {
    UTSKR_MARGIN = 16,
    UTSKR_ROW = 16,         /* the height of a row of labels */
    UTSKR_FONT = 11,        /* px, of labels */
    UTSKR_LEAST_WIDTH = 760 /* of what the head may fill */
};

/* --- Text (svg.c) ------------------------------------------------------------------------------------------------- */

/* A line of text that is measured before it is written. What does not fit is left out. */
typedef struct utskr_label {
    size_t length;
    char bytes[512];
} utskr_label;

/* How text looks; bits. */
enum {
    UTSKR_PLAIN = 0,
    UTSKR_BOLD = 1,
    UTSKR_GREY = 2,
    UTSKR_STRUCK = 4, /* struck through */
    UTSKR_MIDDLE = 8, /* x is the middle */
    UTSKR_SMALL = 16,
    UTSKR_LARGE = 32
};

UTSKR_MESSAGE_HIDDEN void utskr_label_add(utskr_label *label, const char *text);
UTSKR_MESSAGE_HIDDEN void utskr_label_add_bytes(utskr_label *label, const char *bytes, size_t length);
UTSKR_MESSAGE_HIDDEN void utskr_label_add_in(const utskr_picture *picture, utskr_label *label, const char *swedish,
                                             const char *english);
UTSKR_MESSAGE_HIDDEN void utskr_label_add_number(utskr_label *label, int64_t number);
/* "09:15" */
UTSKR_MESSAGE_HIDDEN void utskr_label_add_clock(utskr_label *label, utskr_instant at);
/* "22/1" or "22 Jan" */
UTSKR_MESSAGE_HIDDEN void utskr_label_add_day(const utskr_picture *picture, utskr_label *label, utskr_date day);
/* "22/1 09:15" */
UTSKR_MESSAGE_HIDDEN void utskr_label_add_moment(const utskr_picture *picture, utskr_label *label, utskr_instant at);
/* "9 300" or "9 300,50" */
UTSKR_MESSAGE_HIDDEN void utskr_label_add_sek(const utskr_picture *picture, utskr_label *label, int64_t ore);
/* Cuts the text to at most so many px, with an ellipsis where something was cut. */
UTSKR_MESSAGE_HIDDEN void utskr_label_fit(utskr_label *label, int32_t width, uint32_t look);
/* Never narrower than it becomes in any usual sans-serif font. In px. */
UTSKR_MESSAGE_HIDDEN int32_t utskr_label_width(const utskr_label *label, uint32_t look);

/* Text with what XML would read escaped and what it forbids replaced; NULL is nothing. */
UTSKR_MESSAGE_HIDDEN void utskr_put_text(utskr_picture *picture, const char *text);
/* As it stands: markup, or words that need no escape. */
UTSKR_MESSAGE_HIDDEN void utskr_put(utskr_picture *picture, const char *markup);
UTSKR_MESSAGE_HIDDEN void utskr_put_in(utskr_picture *picture, const char *swedish, const char *english);
/* ` name="number"` */
UTSKR_MESSAGE_HIDDEN void utskr_put_number(utskr_picture *picture, const char *name, int64_t number);
/* ` name="text"`, escaped. */
UTSKR_MESSAGE_HIDDEN void utskr_put_word(utskr_picture *picture, const char *name, const char *text);
/* ` name="2026-01-12T09:15:00+01:00"`; nothing for 0. */
UTSKR_MESSAGE_HIDDEN void utskr_put_instant(utskr_picture *picture, const char *name, utskr_instant at);
UTSKR_MESSAGE_HIDDEN void utskr_put_date(utskr_picture *picture, const char *name, utskr_date day);

/* --- Shapes (svg.c) ----------------------------------------------------------------------------------------------- */

/* `style` is markup: the attributes that say how it looks. Every shape makes the picture wide enough for itself. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_line(utskr_picture *picture, int32_t x1, int32_t y1, int32_t x2, int32_t y2,
                                          const char *style);
UTSKR_MESSAGE_HIDDEN void utskr_draw_box(utskr_picture *picture, int32_t x, int32_t y, int32_t width, int32_t height,
                                         const char *style);
/* The baseline of the text is at y. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_text(utskr_picture *picture, int32_t x, int32_t y, uint32_t look,
                                          const utskr_label *label);
UTSKR_MESSAGE_HIDDEN void utskr_reach(utskr_picture *picture, int32_t x);

/* --- Marks (marks.c) ---------------------------------------------------------------------------------------------- */

typedef enum utskr_mark_shape {
    UTSKR_MARK_EVENT,
    UTSKR_MARK_EVENT_REFUSED,
    UTSKR_MARK_EVENT_RETRACTED,
    UTSKR_MARK_MET,
    UTSKR_MARK_MET_LATE,
    UTSKR_MARK_MISSED,
    UTSKR_MARK_NOT_MET,
    UTSKR_MARK_OPEN,
    UTSKR_MARK_EXCUSED,
    UTSKR_MARK_UNKNOWN,
    UTSKR_MARK_DUE,
    UTSKR_MARK_EARLIEST,
    UTSKR_MARK_SPELL,
    UTSKR_MARK_ENTRY,
    UTSKR_MARK_NO_ENTRY, /* the day on which it could have been */
    UTSKR_MARK_CHARGED,
    UTSKR_MARK_FREE,
    UTSKR_MARK_UNSETTLED,
    UTSKR_MARK_HOLIDAY,
    UTSKR_MARK_GAP,
    UTSKR_MARK_AT
} utskr_mark_shape;

#define UTSKR_MARK_COUNT 21

/* The shape with its middle at (x, y); noted for the legend. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_mark(utskr_picture *picture, utskr_mark_shape shape, int32_t x, int32_t y);
/* A box filled with the pattern of the shape; noted for the legend. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_filled(utskr_picture *picture, utskr_mark_shape shape, int32_t x, int32_t y,
                                            int32_t width, int32_t height);
/* A box of question marks: UTSKR_MARK_UNSETTLED. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_unsettled(utskr_picture *picture, int32_t x, int32_t y, int32_t width,
                                               int32_t height);
/* The patterns that utskr_draw_filled uses. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_patterns(utskr_picture *picture);
UTSKR_MESSAGE_HIDDEN void utskr_draw_legend(utskr_picture *picture);

static inline void utskr_note_mark(utskr_picture *picture, utskr_mark_shape shape) {
    picture->seen |= UINT32_C(1) << shape;
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

enum { UTSKR_SHELF_ROWS = 512 };

/* Rows of labels that do not collide: each goes to the first row that is free where it begins. */
typedef struct utskr_shelf {
    uint32_t used;
    int32_t right[UTSKR_SHELF_ROWS]; /* of each row in use, as far as it is taken */
} utskr_shelf;

/* The row for what reaches from `left` to `right`; the last one there may be, taken or not, when all are. */
static inline uint32_t utskr_shelf_place(utskr_shelf *shelf, int32_t left, int32_t right) {
    uint32_t row = 0;
    while (row < shelf->used && shelf->right[row] > left) {
        row++;
    }
    if (row == UTSKR_SHELF_ROWS) {
        return row - 1;
    }
    shelf->used += row == shelf->used;
    shelf->right[row] = right;
    return row;
}

/* Where a label and its marks stand in a row. */
typedef struct utskr_span_of_label {
    int32_t left;
    int32_t right;
    int32_t mark; /* the rightmost mark */
    int32_t text; /* where the text begins */
} utskr_span_of_label;

/* Is that further to the right than a label should go? */
UTSKR_MESSAGE_HIDDEN bool utskr_is_beyond(const utskr_picture *picture, int32_t x);
/* The label of marks from x `left` to x `right`: after them, or before them where there is no room after. */
UTSKR_MESSAGE_HIDDEN utskr_span_of_label utskr_place_label(const utskr_picture *picture, const utskr_label *label,
                                                           uint32_t look, int32_t left, int32_t right);

/* --- The parts ---------------------------------------------------------------------------------------------------- */

/* Does the picture show the event, or does it come later than what was asked about? */
static inline bool utskr_is_shown(const utskr_picture *picture, const utskr_event *event) {
    utskr_instant recorded = event->recorded != 0 ? event->recorded : event->at;
    return event->at <= picture->judgement->at && (picture->known_at == 0 || recorded <= picture->known_at);
}

static inline uint32_t utskr_spell_count(const utskr_judgement *judgement) {
    uint32_t count = judgement->liability.spell_count;
    return count < UTSKR_SPELL_LIMIT ? count : UTSKR_SPELL_LIMIT;
}

/* A line across, and the name of what follows. */
UTSKR_MESSAGE_HIDDEN void utskr_begin_lane(utskr_picture *picture, const utskr_label *name);
/* How far to the right running text goes. */
UTSKR_MESSAGE_HIDDEN int32_t utskr_text_right(const utskr_picture *picture);

/* Finds the days to show and gives each its place. */
UTSKR_MESSAGE_HIDDEN void utskr_scale_make(utskr_picture *picture);
/* Those outside the scale go to its ends. */
UTSKR_MESSAGE_HIDDEN int32_t utskr_x_of_instant(const utskr_picture *picture, utskr_instant at);
/* Where the local day begins. */
UTSKR_MESSAGE_HIDDEN int32_t utskr_x_of_day(const utskr_picture *picture, utskr_date day);
/* Columns of the gap that begins at the column; 0 if none does. */
UTSKR_MESSAGE_HIDDEN int32_t utskr_gap_at(const utskr_scale *scale, int32_t column);

/* Shades and lines behind everything, as high as the lanes were when they were drawn before. */
UTSKR_MESSAGE_HIDDEN void utskr_draw_axis(utskr_picture *picture);
UTSKR_MESSAGE_HIDDEN void utskr_draw_spells(utskr_picture *picture);
UTSKR_MESSAGE_HIDDEN void utskr_draw_events(utskr_picture *picture, int32_t party);
UTSKR_MESSAGE_HIDDEN void utskr_draw_duties(utskr_picture *picture, int32_t party);

#endif
