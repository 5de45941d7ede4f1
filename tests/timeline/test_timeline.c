/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The timeline as a function: its statuses, sinks that stop, names of any bytes, no allocation of its own. */
#include <stdlib.h>

#include <utskrivning/timeline.h>

#include "tap.h"
#include "text/log_help.h"

static const char small_log[] = "case anna municipality=0484\n"
                                "2022-05-02T09:00+02:00 hospital admitted\n"
                                "2022-05-02T10:00+02:00 hospital needs-assessed social-services\n"
                                "2022-05-09T10:00+02:00 hospital discharge-ready-notice to=social-services\n";

static test_memory memory;
static utskr_allocator allocator;

/* The case of a text; freed by the caller. */
static utskr_case *read_case(const char *log) {
    test_text text = { .bytes = log, .length = strlen(log) };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    allocator = test_allocator(&memory);
    (void)utskr_reader_new(&allocator, test_source, test_report, &text, &reader);
    (void)utskr_case_new(&allocator, &c);
    if (utskr_reader_next(reader, c) != UTSKR_OK) {
        tap_ok(false, "the log can be read");
    }
    utskr_reader_free(reader);
    return c;
}

static utskr_obligation obligations[UTSKR_OBLIGATION_LIMIT];
static utskr_finding findings[UTSKR_FINDING_LIMIT];
static utskr_day days[64];

static utskr_judgement judge(const utskr_case *c) {
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement judgement;
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = UTSKR_OBLIGATION_LIMIT;
    judgement.findings = findings;
    judgement.finding_capacity = UTSKR_FINDING_LIMIT;
    judgement.days = days;
    judgement.day_capacity = 64;
    (void)utskr_case_latest(c, 0, &question.at);
    tap_eq_i64(utskr_case_judge(c, &question, 0, &judgement), UTSKR_OK, "the case can be judged");
    return judgement;
}

/* --- Statuses --------------------------------------------------------------------------------------------------------- */

static void test_arguments(const utskr_case *c, const utskr_judgement *judgement) {
    test_output output = { NULL, 0, 0, 0 };
    int32_t width = 7;
    int32_t height = 7;
    utskr_timeline timeline = UTSKR_TIMELINE_INIT;
    utskr_judgement other = *judgement;
    tap_eq_i64(utskr_timeline_write(c, NULL, NULL, test_sink, &output), UTSKR_BAD_ARGUMENT, "no judgement");
    tap_eq_i64(utskr_timeline_write(c, judgement, NULL, NULL, &output), UTSKR_BAD_ARGUMENT, "no sink");
    tap_eq_i64(utskr_timeline_measure(c, judgement, NULL, NULL, &height), UTSKR_BAD_ARGUMENT, "no width");
    tap_eq_i64(utskr_timeline_measure(c, judgement, NULL, &width, NULL), UTSKR_BAD_ARGUMENT, "no height");
    timeline.size = 1;
    tap_eq_i64(utskr_timeline_write(c, judgement, &timeline, test_sink, &output), UTSKR_BAD_SIZE, "options of no size");
    tap_eq_i64(utskr_timeline_measure(c, judgement, &timeline, &width, &height), UTSKR_BAD_SIZE, "measured with them");
    tap_ok(width == 7 && height == 7, "what could not be measured is left as it was");
    other.size = 1;
    tap_eq_i64(utskr_timeline_write(c, &other, NULL, test_sink, &output), UTSKR_BAD_SIZE, "a judgement of no size");
    other = *judgement;
    other.obligation_capacity = 0;
    tap_eq_i64(utskr_timeline_write(c, &other, NULL, test_sink, &output), UTSKR_BUFFER_TOO_SMALL,
               "a judgement that holds less than it counts");
    tap_eq_i64((int64_t)output.length, 0, "nothing was written");
}

static void test_options(void) {
    utskr_timeline macro = UTSKR_TIMELINE_INIT;
    utskr_timeline function;
    memset(&function, 0xff, sizeof function);
    utskr_timeline_init(&function);
    tap_ok(macro.size == function.size && macro.language == function.language && macro.known_at == function.known_at,
           "the macro and the function say the same");
}

/* --- Writing ------------------------------------------------------------------------------------------------------------ */

static void test_size(const utskr_case *c, const utskr_judgement *judgement, const char *picture) {
    int32_t width = 0;
    int32_t height = 0;
    char expected[160];
    tap_eq_i64(utskr_timeline_measure(c, judgement, NULL, &width, &height), UTSKR_OK, "measured");
    snprintf(expected, sizeof expected,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"", (int)width,
             (int)height, (int)width, (int)height);
    tap_ok(strncmp(picture, expected, strlen(expected)) == 0, "the picture is as large as it was measured");
}

/* A sink that stops anywhere is said to have failed, and what it had got is a part of the picture. */
static void test_stops(const utskr_case *c, const utskr_judgement *judgement, const test_output *whole) {
    for (size_t stop = 1; stop <= whole->length; stop += whole->length / 7) {
        test_output output = { NULL, 0, 0, stop };
        tap_eq_i64(utskr_timeline_write(c, judgement, NULL, test_sink, &output), UTSKR_SINK_FAILED,
                   "a sink that stops at byte %u", (unsigned)stop);
        tap_ok(output.length == 0 || memcmp(output.bytes, whole->bytes, output.length) == 0, "what it got is right");
        free(output.bytes);
    }
}

static void test_writing(const utskr_case *c, const utskr_judgement *judgement) {
    test_output first = { NULL, 0, 0, 0 };
    test_output second = { NULL, 0, 0, 0 };
    test_output alone = { NULL, 0, 0, 0 };
    uint64_t made = memory.made;
    tap_eq_i64(utskr_timeline_write(c, judgement, NULL, test_sink, &first), UTSKR_OK, "written");
    tap_eq_i64(utskr_timeline_write(c, judgement, NULL, test_sink, &second), UTSKR_OK, "written again");
    tap_ok(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0, "the same bytes");
    tap_eq_i64((int64_t)memory.made, (int64_t)made, "nothing was allocated");
    tap_ok(strstr(first.bytes, "class=\"event\" data-kind=\"admitted\"") != NULL, "with its events");
    test_size(c, judgement, first.bytes);
    test_stops(c, judgement, &first);
    tap_eq_i64(utskr_timeline_write(NULL, judgement, NULL, test_sink, &alone), UTSKR_OK, "without the log");
    tap_ok(strstr(alone.bytes, "class=\"event\"") == NULL, "there are no events then");
    tap_ok(strstr(alone.bytes, "class=\"spell\"") != NULL, "but what was judged");
    free(first.bytes);
    free(second.bytes);
    free(alone.bytes);
}

/* --- Names -------------------------------------------------------------------------------------------------------------- */

/* Of any bytes, as a host may give them; what the title of the picture must be. */
static const struct {
    const char *name;
    const char *title;
} names[] = {
    { "<script>alert(\"x\")</script>", "<title>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</title>" },
    { "a&b ]]> --> &amp;", "<title>a&amp;b ]]&gt; --&gt; &amp;amp;</title>" },
    { "bell\x07 and escape\x1b", "<title>bell\xef\xbf\xbd and escape\xef\xbf\xbd</title>" },
    { "line\nend\r\ttab", "<title>line\xef\xbf\xbd"
                          "end\xef\xbf\xbd&#9;tab</title>" },
    { "torn \xc3", "<title>torn \xef\xbf\xbd</title>" },
    { "overlong \xc0\xaf", "<title>overlong \xef\xbf\xbd\xef\xbf\xbd</title>" },
    { "surrogate \xed\xa0\x80", "<title>surrogate \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</title>" },
    { "no character \xef\xbf\xbe \xef\xbf\xbf", "<title>no character \xef\xbf\xbd \xef\xbf\xbd</title>" },
    { "åäö \xf0\x9f\x8f\xa5", "<title>åäö \xf0\x9f\x8f\xa5</title>" },
};

static bool has_control(const char *text) {
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 && *text != '\n') {
            return true;
        }
    }
    return false;
}

static void test_names(utskr_case *c) {
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        test_output output = { NULL, 0, 0, 0 };
        utskr_header header = UTSKR_HEADER_INIT;
        header.name = names[i].name;
        header.stay.municipality = 484;
        tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_OK, "name %u: set", (unsigned)i);
        utskr_judgement judgement = judge(c);
        tap_eq_i64(utskr_timeline_write(c, &judgement, NULL, test_sink, &output), UTSKR_OK, "name %u: drawn",
                   (unsigned)i);
        tap_ok(strstr(output.bytes, names[i].title) != NULL, "name %u: written so that XML may hold it", (unsigned)i);
        tap_ok(!has_control(output.bytes), "name %u: no control characters", (unsigned)i);
        free(output.bytes);
    }
}

/* A name of the greatest length is cut where no character is torn, and the picture does not grow with it. */
static void test_long_name(utskr_case *c) {
    char name[UTSKR_TEXT_LIMIT + 1];
    test_output output = { NULL, 0, 0, 0 };
    int32_t width = 0;
    int32_t height = 0;
    utskr_header header = UTSKR_HEADER_INIT;
    for (size_t i = 0; i < UTSKR_TEXT_LIMIT; i += 2) {
        memcpy(name + i, "å", 2);
    }
    name[UTSKR_TEXT_LIMIT] = '\0';
    header.name = name;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_OK, "a long name");
    utskr_judgement judgement = judge(c);
    tap_eq_i64(utskr_timeline_write(c, &judgement, NULL, test_sink, &output), UTSKR_OK, "drawn");
    tap_ok(strstr(output.bytes, "å…</text>") != NULL, "it is cut");
    tap_ok(strstr(output.bytes, "\xef\xbf\xbd") == NULL, "between two characters");
    (void)utskr_timeline_measure(c, &judgement, NULL, &width, &height);
    tap_ok(width < 1600, "the picture is no wider for it");
    free(output.bytes);
}

/* More events in one minute than there are rows: every one is drawn. */
static void test_crowd(void) {
    enum { EVENTS = 700 };
    utskr_case *c = read_case(small_log);
    test_output output = { NULL, 0, 0, 0 };
    size_t drawn = 0;
    for (uint32_t i = 0; i < EVENTS; i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        entry.event.at = 1652083200; /* 2022-05-09T10:00+02:00 */
        entry.event.kind = UTSKR_NOTE;
        entry.event.party = UTSKR_PARTY_HOSPITAL;
        (void)utskr_case_append(c, &entry, NULL);
    }
    tap_eq_i64(utskr_case_settle(c, NULL), UTSKR_OK, "a crowd settles");
    utskr_judgement judgement = judge(c);
    tap_eq_i64(utskr_timeline_write(c, &judgement, NULL, test_sink, &output), UTSKR_OK, "and is drawn");
    for (const char *at = output.bytes; (at = strstr(at, "data-kind=\"note\"")) != NULL; at++) {
        drawn++;
    }
    tap_eq_i64((int64_t)drawn, EVENTS, "every one of it");
    free(output.bytes);
    utskr_case_free(c);
}

int main(void) {
    utskr_case *c = read_case(small_log);
    utskr_judgement judgement = judge(c);
    test_arguments(c, &judgement);
    test_options();
    test_writing(c, &judgement);
    test_names(c);
    test_long_name(c);
    test_crowd();
    utskr_case_free(c);
    tap_eq_i64((int64_t)memory.in_use, 0, "no memory is left behind");
    return tap_done();
}
