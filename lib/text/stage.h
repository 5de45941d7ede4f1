/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The stage: where output waits, on the stack, until it goes to the caller's sink.
 *
 * One check of room covers all that is put down until the next, as long as that is at most UTSKR_STAGE_SLACK bytes. A
 * sink that fails stops nothing here; the status says so in the end.
 */
#ifndef UTSKR_TEXT_STAGE_H
#define UTSKR_TEXT_STAGE_H

#include <string.h>

#include <utskrivning/judgement.h>
#include <utskrivning/log.h>

#include "text/digits.h"

enum {
    UTSKR_STAGE_SIZE = 65536,
    UTSKR_STAGE_SLACK = 4096, /* bytes */
    UTSKR_STAGE_LINES = 64,
    UTSKR_STAGE_INSTANTS = 16 /* a power of two */
};

/* The text of the line of an event: obligations and evidence name the same few events again and again. */
typedef struct utskr_line_text {
    char digits[15];
    uint8_t length;
} utskr_line_text;

/* An instant already written, in quotes. */
typedef struct utskr_instant_text {
    utskr_instant at; /* 0: none */
    char text[UTSKR_INSTANT_TEXT + 6];
} utskr_instant_text;

typedef struct utskr_stage {
    char *at; /* where the next byte goes */
    utskr_sink sink;
    void *user;
    const utskr_case *log; /* or NULL */
    utskr_status status;
    uint32_t line_count;                      /* events whose line is known */
    utskr_line_text lines[UTSKR_STAGE_LINES]; /* by index in the log, from 1; of JSON only */
    utskr_instant_text instants[UTSKR_STAGE_INSTANTS];
    char bytes[UTSKR_STAGE_SIZE];
} utskr_stage;

/* UTSKR_OK if the judgement may be written: it holds all that it counts. */
utskr_status utskr_stage_check(const utskr_judgement *judgement, utskr_sink sink);

void utskr_stage_begin(utskr_stage *stage, const utskr_case *c, utskr_sink sink, void *user);

/* Hands over what is left. */
utskr_status utskr_stage_end(utskr_stage *stage);

/* Makes room for `length` more bytes (at most UTSKR_STAGE_SIZE - UTSKR_STAGE_SLACK) and the slack. */
void utskr_stage_room(utskr_stage *stage, size_t length);

/* --- What has its room already ------------------------------------------------------------------------------------ */

static inline void utskr_stage_raw(utskr_stage *stage, const char *bytes, size_t length) {
    memcpy(stage->at, bytes, length);
    stage->at += length;
}

/* A string literal. */
#define UTSKR_STAGE_PUT(stage, literal) utskr_stage_raw((stage), "" literal, sizeof(literal) - 1)

/* A short word of a table. */
static inline void utskr_stage_word(utskr_stage *stage, const char *word) {
    utskr_stage_raw(stage, word, strlen(word));
}

static inline void utskr_stage_byte(utskr_stage *stage, char byte) {
    *stage->at++ = byte;
}

/* With zeros in front up to `least` digits. */
static inline void utskr_stage_digits(utskr_stage *stage, uint64_t number, size_t least) {
    stage->at += utskr_digits(stage->at, number, least);
}

static inline void utskr_stage_number(utskr_stage *stage, uint64_t number) {
    utskr_stage_digits(stage, number, 1);
}

void utskr_stage_signed(utskr_stage *stage, int64_t number);

/* A local date: 10 bytes. */
static inline void utskr_stage_date(utskr_stage *stage, utskr_date day) {
    stage->at += utskr_date_format(day, stage->at);
}

/* A local instant with seconds and offset: 25 bytes. */
static inline void utskr_stage_instant(utskr_stage *stage, utskr_instant at) {
    stage->at += utskr_instant_format(at, stage->at);
}

/* --- Text of any length --------------------------------------------------------------------------------------------- */

/* As it stands, in pieces. */
void utskr_stage_text(utskr_stage *stage, const char *text, size_t length);

#endif
