/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "text/stage.h"

utskr_status utskr_stage_check(const utskr_judgement *judgement, utskr_sink sink) {
    if (!judgement || !sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    if (judgement->size != sizeof *judgement) {
        return UTSKR_BAD_SIZE;
    }
    bool holds_all = judgement->obligation_count <= judgement->obligation_capacity &&
                     judgement->finding_count <= judgement->finding_capacity &&
                     judgement->day_count <= judgement->day_capacity;
    return holds_all ? UTSKR_OK : UTSKR_BUFFER_TOO_SMALL;
}

void utskr_stage_begin(utskr_stage *stage, const utskr_case *c, utskr_sink sink, void *user) {
    stage->at = stage->bytes;
    stage->sink = sink;
    stage->user = user;
    stage->log = c;
    stage->status = UTSKR_OK;
    stage->line_count = 0;
}

static void flush(utskr_stage *stage) {
    size_t length = (size_t)(stage->at - stage->bytes);
    if (length > 0 && stage->status == UTSKR_OK && stage->sink(stage->bytes, length, stage->user) != 0) {
        stage->status = UTSKR_SINK_FAILED;
    }
    stage->at = stage->bytes;
}

utskr_status utskr_stage_end(utskr_stage *stage) {
    flush(stage);
    return stage->status;
}

void utskr_stage_room(utskr_stage *stage, size_t length) {
    if ((size_t)(stage->bytes + UTSKR_STAGE_SIZE - stage->at) < length + UTSKR_STAGE_SLACK) {
        flush(stage);
    }
}

void utskr_stage_signed(utskr_stage *stage, int64_t number) {
    if (number < 0) {
        utskr_stage_byte(stage, '-');
    }
    utskr_stage_number(stage, utskr_magnitude(number));
}

void utskr_stage_text(utskr_stage *stage, const char *text, size_t length) {
    while (length > 0) {
        size_t piece = length < UTSKR_STAGE_SLACK ? length : UTSKR_STAGE_SLACK;
        utskr_stage_room(stage, piece);
        utskr_stage_raw(stage, text, piece);
        text += piece;
        length -= piece;
    }
}
