/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The shapes, and the legend that explains those that occur. Each differs from the others without its colour. */
#include "timeline/picture.h"

/* A shape around the origin, and what it means. */
typedef struct mark {
    const char *markup; /* NULL: a box filled with a pattern */
    const char *meaning[UTSKR_LANGUAGE_COUNT];
    const char *fill; /* of a box: its attributes */
} mark;

#define CROSS "M-4 -4L4 4M-4 4L4 -4"
#define DIAMOND "M0 -4.5L4.5 0L0 4.5L-4.5 0Z"
#define RING "<circle r=\"5\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"1.3\"/>"

static const mark marks[UTSKR_MARK_COUNT] = {
    [UTSKR_MARK_EVENT] = { "<path d=\"" DIAMOND "\"/>", { "händelse", "event" }, NULL },
    [UTSKR_MARK_EVENT_REFUSED] = { "<path d=\"" DIAMOND "M-5 5L5 -5\" fill=\"#fff\" stroke=\"#111\"/>",
                                   { "händelse som inte kan ha skett så, räknas inte",
                                     "event that cannot have been, left out" },
                                   NULL },
    [UTSKR_MARK_EVENT_RETRACTED] = { "<path d=\"" DIAMOND "\" fill=\"#fff\" stroke=\"#111\" stroke-dasharray=\"2 2\"/>",
                                     { "återtagen händelse", "retracted event" },
                                     NULL },
    [UTSKR_MARK_MET] = { "<circle r=\"5\"/>", { "fullgjort", "met" }, NULL },
    [UTSKR_MARK_MET_LATE] = { "<circle r=\"5.5\"/><path d=\"M-2.6 -2.6L2.6 2.6M-2.6 2.6L2.6 -2.6\" stroke=\"#fff\" "
                              "stroke-width=\"1.7\"/>",
                              { "fullgjort för sent", "met late" },
                              NULL },
    [UTSKR_MARK_MISSED] = { "<path d=\"" CROSS "\" stroke=\"#a00018\" stroke-width=\"2.6\"/>",
                            { "inte gjort i tid", "not done in time" },
                            NULL },
    [UTSKR_MARK_NOT_MET] = { RING "<path d=\"M-3 -3L3 3M-3 3L3 -3\" stroke=\"#111\" stroke-width=\"1.2\"/>",
                             { "rekommendation som inte följdes", "advice not followed" },
                             NULL },
    [UTSKR_MARK_OPEN] = { RING, { "återstår", "still to do" }, NULL },
    [UTSKR_MARK_EXCUSED] = { RING "<path d=\"M-3 0H3\" stroke=\"#111\" stroke-width=\"1.5\"/>",
                             { "behöver inte längre göras", "no longer called for" },
                             NULL },
    [UTSKR_MARK_UNKNOWN] = { "<circle r=\"5.5\" fill=\"#fff\" stroke=\"#111\" stroke-dasharray=\"2 1.5\"/>"
                             "<text y=\"3.2\" font-size=\"9\" font-weight=\"bold\" text-anchor=\"middle\">?</text>",
                             { "går inte att avgöra av loggen", "the log does not tell" },
                             NULL },
    [UTSKR_MARK_DUE] = { "<path d=\"M0 -6V6\" stroke=\"#111\" stroke-width=\"2\"/>", { "senast", "due" }, NULL },
    [UTSKR_MARK_EARLIEST] = { "<path d=\"M4 -6H0V6H4\" fill=\"none\" stroke=\"#111\" stroke-width=\"1.5\"/>",
                              { "tidigast", "not before" },
                              NULL },
    [UTSKR_MARK_SPELL] = { NULL,
                           { "tid som utskrivningsklar", "time as discharge-ready" },
                           "fill=\"#fff\" stroke=\"#111\" stroke-width=\"1.3\"" },
    [UTSKR_MARK_ENTRY] = { "<path d=\"M-5 -4H5L0 5Z\"/>", { "betalningsansvaret inträder", "liability enters" }, NULL },
    [UTSKR_MARK_NO_ENTRY] = { "<path d=\"M-5 -4H5L0 5Z\" fill=\"#fff\" stroke=\"#111\"/>",
                              { "dag då det tidigast kunde inträda", "earliest day on which it could enter" },
                              NULL },
    [UTSKR_MARK_CHARGED] = { NULL,
                             { "dygn som kommunen betalar", "day that the municipality pays" },
                             "fill=\"url(#utskrivning-charged)\" stroke=\"#111\"" },
    [UTSKR_MARK_FREE] = { NULL,
                          { "dygn som inte betalas", "day that is not paid" },
                          "fill=\"#fff\" stroke=\"#111\" stroke-dasharray=\"2 2\"" },
    [UTSKR_MARK_UNSETTLED] = { NULL,
                               { "okänt om kommunen betalar", "unknown whether the municipality pays" },
                               "fill=\"#fff\" stroke=\"#111\" stroke-dasharray=\"4 2\"" },
    [UTSKR_MARK_HOLIDAY] = { NULL, { "inte vardag", "weekend or holiday" }, "fill=\"#e9e9e9\"" },
    [UTSKR_MARK_GAP] = { "<path d=\"M-5 4L-1 -4M1 4L5 -4\" stroke=\"#555\" stroke-width=\"1.2\"/>",
                         { "dygn utan händelser, hopdragna", "days without events, drawn together" },
                         NULL },
    [UTSKR_MARK_AT] = { "<path d=\"M0 -7V7\" stroke=\"#666\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"/>",
                        { "bedömt då", "judged then" },
                        NULL },
};

void utskr_draw_mark(utskr_picture *picture, utskr_mark_shape shape, int32_t x, int32_t y) {
    utskr_put(picture, "<g transform=\"translate(");
    utskr_tell_number(&picture->telling, x);
    utskr_put(picture, " ");
    utskr_tell_number(&picture->telling, y);
    utskr_put(picture, ")\">");
    utskr_put(picture, marks[shape].markup);
    utskr_put(picture, "</g>\n");
    utskr_reach(picture, x + 6);
    utskr_note_mark(picture, shape);
}

void utskr_draw_filled(utskr_picture *picture, utskr_mark_shape shape, int32_t x, int32_t y, int32_t width,
                       int32_t height) {
    utskr_draw_box(picture, x, y, width, height, marks[shape].fill);
    utskr_note_mark(picture, shape);
}

void utskr_draw_unsettled(utskr_picture *picture, int32_t x, int32_t y, int32_t width, int32_t height) {
    utskr_label marks_of_question = { 0, "" };
    utskr_label longer = { 0, "" };
    utskr_draw_filled(picture, UTSKR_MARK_UNSETTLED, x, y, width, height);
    utskr_label_add(&longer, "?");
    while (utskr_label_width(&longer, UTSKR_SMALL) <= width && longer.length + 4 < sizeof longer.bytes) {
        marks_of_question = longer;
        utskr_label_add(&longer, "  ?");
    }
    utskr_draw_text(picture, x + width / 2, y + height / 2 + 4, UTSKR_SMALL | UTSKR_MIDDLE, &marks_of_question);
}

/* Several pictures may stand in one page: the names are the same there, and so is what they name. */
void utskr_draw_patterns(utskr_picture *picture) {
    utskr_put(picture,
              "<defs><pattern id=\"utskrivning-charged\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
              "<rect width=\"5\" height=\"5\" fill=\"#fff\"/><path d=\"M-1 1L1 -1M0 5L5 0M4 6L6 4\" stroke=\"#111\" "
              "stroke-width=\"1.3\"/></pattern></defs>\n");
}

/* --- The legend --------------------------------------------------------------------------------------------------------- */

enum { SAMPLE_WIDTH = 22, ENTRY_GAP = 14, BOX_HEIGHT = 10 };

static void draw_sample(utskr_picture *picture, utskr_mark_shape shape, int32_t x) {
    if (marks[shape].markup) {
        utskr_draw_mark(picture, shape, x + SAMPLE_WIDTH / 2, picture->y + UTSKR_ROW / 2);
    } else if (shape == UTSKR_MARK_UNSETTLED) {
        utskr_draw_unsettled(picture, x, picture->y + (UTSKR_ROW - BOX_HEIGHT) / 2, SAMPLE_WIDTH - 2, BOX_HEIGHT);
    } else {
        utskr_draw_filled(picture, shape, x, picture->y + (UTSKR_ROW - BOX_HEIGHT) / 2, SAMPLE_WIDTH - 2, BOX_HEIGHT);
    }
}

void utskr_draw_legend(utskr_picture *picture) {
    int32_t x = UTSKR_MARGIN;
    utskr_put(picture, "<g class=\"legend\">\n");
    for (int32_t shape = 0; shape < UTSKR_MARK_COUNT; shape++) {
        if (!(picture->seen & UINT32_C(1) << shape)) {
            continue;
        }
        utskr_label label = { 0, "" };
        utskr_label_add_in(picture, &label, marks[shape].meaning[UTSKR_SV], marks[shape].meaning[UTSKR_EN]);
        int32_t width = SAMPLE_WIDTH + 4 + utskr_label_width(&label, UTSKR_PLAIN);
        if (x > UTSKR_MARGIN && x + width > utskr_text_right(picture)) {
            x = UTSKR_MARGIN;
            picture->y += UTSKR_ROW + 2;
        }
        draw_sample(picture, (utskr_mark_shape)shape, x);
        utskr_draw_text(picture, x + SAMPLE_WIDTH + 4, picture->y + UTSKR_ROW - 4, UTSKR_PLAIN, &label);
        x += width + ENTRY_GAP;
    }
    utskr_put(picture, "</g>\n");
    picture->y += UTSKR_ROW + 2;
}
