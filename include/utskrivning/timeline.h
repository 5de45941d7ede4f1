/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The timeline: one case as a picture (SVG), for somebody who wants to see it at a glance, on a screen or on paper.
 *
 * Time goes from left to right, one lane for each party: its events above, what it was obliged to do below, from what
 * set it off to when it was due and done. On top the times as discharge-ready and the days that the municipality pays.
 * Marks differ by shape and pattern, not by colour alone. The picture shows what the judgement says and nothing more; a
 * log's events after the instant of the judgement are not in it. Days without anything are drawn together.
 *
 * The text is one well-formed `<svg>` element in UTF-8, whatever the names hold, without XML declaration, scripts,
 * styles or references outside itself, so that it may stand alone or inside a page. The same case gives the same bytes.
 * Nothing is allocated; a call takes about 128 KiB of stack. All functions may be called from any thread, on different
 * cases at once.
 */
#ifndef UTSKR_TIMELINE_H
#define UTSKR_TIMELINE_H

#include <utskrivning/message.h>

UTSKR_BEGIN

typedef struct utskr_timeline {
    uint32_t size;          /* sizeof(utskr_timeline), set by UTSKR_TIMELINE_INIT */
    int32_t language;       /* utskr_language; one that is none counts as Swedish */
    utskr_instant known_at; /* that of utskr_case_judge: later records are left out; 0: everything is known */
} utskr_timeline;

#define UTSKR_TIMELINE_INIT                                                                                            \
    { sizeof(utskr_timeline), UTSKR_SV, 0 }
UTSKR_API void utskr_timeline_init(utskr_timeline *timeline);

/*
 * Draws the judgement of the case, and the events of the case. `c` may be NULL: then only the judgement is drawn.
 * `timeline` may be NULL for the defaults. Elements carry what they stand for as attributes:
 *
 *     <g class="event" data-kind data-party data-at data-line data-standing="accepted|refused|retracted">
 *     <g class="obligation" data-rule data-party data-status [data-trigger] [data-due] [data-done]>
 *     <g class="spell" data-notice [data-end] [data-enters] data-status>
 *     <g class="day" data-date data-charged="true|false" data-rule data-sek>
 *
 * with the words of json.h; instants are local with offset, `data-sek` is empty where the amount is unknown. Each has a
 * `<title>` that says it in words. UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE; UTSKR_BUFFER_TOO_SMALL, with nothing written, if
 * the judgement holds less than it counts; UTSKR_SINK_FAILED.
 */
UTSKR_API utskr_status utskr_timeline_write(const utskr_case *c, const utskr_judgement *judgement,
                                            const utskr_timeline *timeline, utskr_sink sink, void *user);
/* The width and height of that picture, in CSS pixels, for who lays out a page. The same statuses but the last. */
UTSKR_API utskr_status utskr_timeline_measure(const utskr_case *c, const utskr_judgement *judgement,
                                              const utskr_timeline *timeline, int32_t *width, int32_t *height);

UTSKR_END

#endif
