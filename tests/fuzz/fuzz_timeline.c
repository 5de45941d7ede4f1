/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any bytes as a case log: every case that comes of them is drawn, in both languages and at several instants; each picture
 * is well-formed and as large as it was measured.
 *
 * Built with libFuzzer, or with replay.c over a corpus.
 */
#include "tests/host.h"
#include <stdlib.h>
#include <string.h>
#include <utskrivning/timeline.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

/* --- Well-formed? ----------------------------------------------------------------------------------------------------- */

/* Markup as it comes, in pieces. Every tag that is opened is closed, none outside the first; attributes stand in quotes. */
typedef struct markup {
    int32_t depth;
    uint32_t length; /* of the entity so far, with its `&`; 0 outside one */
    char entity[8];
    char before; /* the byte before this one */
    int in_tag;  /* 1 after `<`, 2 in a closing tag */
    int in_quotes;
    int has_ended;
} markup;

static int is_known_entity(const char *entity) {
    static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#9;" };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(entity, known[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static void take_entity(markup *m, char byte) {
    m->entity[m->length++] = byte;
    m->entity[m->length] = '\0';
    require(m->length < sizeof m->entity - 1);
    if (byte == ';') {
        require(is_known_entity(m->entity));
        m->length = 0;
    }
}

static void end_tag(markup *m) {
    require(m->in_tag != 0);
    m->depth += m->in_tag == 2 ? -1 : m->before == '/' ? 0 : 1;
    require(m->depth >= 0);
    m->has_ended = m->depth == 0;
    m->in_tag = 0;
}

static void take(markup *m, char byte) {
    require((unsigned char)byte >= 0x20 || byte == '\n');
    if (m->length > 0 || byte == '&') {
        take_entity(m, byte);
    } else if (m->in_quotes) {
        require(byte != '<');
        m->in_quotes = byte != '"';
    } else if (byte == '<') {
        require(!m->in_tag && !m->has_ended);
        m->in_tag = 1;
    } else if (byte == '>') {
        end_tag(m);
    } else if (m->in_tag && byte == '/' && m->before == '<') {
        m->in_tag = 2;
    } else if (m->in_tag && byte == '"') {
        require(m->before == '=');
        m->in_quotes = 1;
    }
    m->before = byte;
}

static int sink(const char *bytes, size_t length, void *user) {
    for (size_t i = 0; i < length; i++) {
        take(user, bytes[i]);
    }
    return 0;
}

/* --- Drawing ------------------------------------------------------------------------------------------------------------ */

static utskr_obligation obligations[4096];
static utskr_finding findings[4096];
static utskr_day days[90000];

/* False for a case that has more than fits here, or that no instant may judge. */
static int judge(const utskr_case *c, utskr_instant at, utskr_judgement *judgement) {
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement_init(judgement);
    judgement->obligations = obligations;
    judgement->obligation_capacity = sizeof obligations / sizeof obligations[0];
    judgement->findings = findings;
    judgement->finding_capacity = sizeof findings / sizeof findings[0];
    judgement->days = days;
    judgement->day_capacity = sizeof days / sizeof days[0];
    question.at = at;
    return utskr_case_judge(c, &question, 0, judgement) == UTSKR_OK;
}

static void draw_at(const utskr_case *c, utskr_instant at, int32_t language) {
    utskr_timeline timeline = UTSKR_TIMELINE_INIT;
    utskr_judgement judgement;
    markup m = { 0, 0, "", 0, 0, 0, 0 };
    int32_t width = 0;
    int32_t height = 0;
    if (!judge(c, at, &judgement)) {
        return;
    }
    timeline.language = language;
    require(utskr_timeline_measure(c, &judgement, &timeline, &width, &height) == UTSKR_OK);
    require(width > 0 && height > 0);
    require(utskr_timeline_write(c, &judgement, &timeline, sink, &m) == UTSKR_OK);
    require(m.has_ended && m.depth == 0 && m.length == 0 && !m.in_tag && !m.in_quotes);
}

static void draw(const utskr_case *c) {
    enum { YEAR = 31557600 };
    utskr_instant latest = UTSKR_INSTANT_MIN;
    (void)utskr_case_latest(c, 0, &latest);
    draw_at(c, latest, UTSKR_SV);
    draw_at(c, latest, UTSKR_EN);
    draw_at(c, latest - 86400, UTSKR_SV);
    draw_at(c, latest + YEAR, UTSKR_EN);
    draw_at(c, UTSKR_INSTANT_MAX, UTSKR_SV);
}

/* --- Reading ------------------------------------------------------------------------------------------------------------ */

typedef struct text {
    const uint8_t *bytes;
    size_t length;
    size_t at;
} text;

static int64_t source(char *buffer, size_t capacity, void *user) {
    text *in = user;
    size_t count = in->length - in->at < capacity ? in->length - in->at : capacity;
    if (count > 0) {
        memcpy(buffer, in->bytes + in->at, count);
    }
    in->at += count;
    return (int64_t)count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    text in = { data, size, 0 };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    require(utskr_reader_new(&host_memory, source, NULL, &in, &reader) == UTSKR_OK);
    require(utskr_case_new(&host_memory, &c) == UTSKR_OK);
    while (utskr_reader_next(reader, c) == UTSKR_OK) {
        draw(c);
    }
    utskr_reader_free(reader);
    utskr_case_free(c);
    return 0;
}
