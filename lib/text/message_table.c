/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Columns of a table for a reader. */
#include "text/message_table.h"

enum { MONTH_WIDTH = 7, MUNICIPALITY_WIDTH = 12, PACK_WIDTH = 19 /* the longest id there is built in */ };

/* --- Cells ------------------------------------------------------------------------------------------------------------ */

char *utskr_cell_begin(utskr_telling *telling) {
    enum { LONGEST_CELL = 256 };
    utskr_stage_room(&telling->stage, LONGEST_CELL); /* so that nothing of the cell is handed over before it ends */
    return telling->stage.at;
}

void utskr_row_end(utskr_telling *telling) {
    utskr_stage *stage = &telling->stage;
    while (stage->at > stage->bytes && stage->at[-1] == ' ') {
        stage->at--;
    }
    utskr_stage_byte(stage, '\n');
}

/* Characters of UTF-8: the bytes that go on with one do not count. */
static uint32_t characters(const char *begin, const char *end) {
    uint32_t count = 0;
    for (; begin < end; begin++) {
        count += ((unsigned char)*begin & 0xc0) != 0x80;
    }
    return count;
}

void utskr_cell_end(utskr_telling *telling, char *begin, uint32_t width, bool right) {
    utskr_stage *stage = &telling->stage;
    uint32_t length = characters(begin, stage->at);
    uint32_t blanks = length < width ? width - length : 0;
    if (right) {
        memmove(begin + blanks, begin, (size_t)(stage->at - begin));
        memset(begin, ' ', blanks);
    } else {
        memset(stage->at, ' ', blanks);
    }
    stage->at += blanks;
    utskr_stage_word(stage, "  ");
}

void utskr_cell_text(utskr_telling *telling, const char *text, uint32_t width, bool right) {
    char *begin = utskr_cell_begin(telling);
    utskr_stage_word(&telling->stage, text);
    utskr_cell_end(telling, begin, width, right);
}

void utskr_cell_number(utskr_telling *telling, int64_t number, bool known, uint32_t width) {
    char *begin = utskr_cell_begin(telling);
    if (known) {
        utskr_stage_signed(&telling->stage, number);
    } else {
        utskr_tell_in(telling, "okänt", "unknown");
    }
    utskr_cell_end(telling, begin, width, true);
}

void utskr_cell_ratio(utskr_telling *telling, int64_t part, int64_t whole, uint32_t width) {
    char *begin = utskr_cell_begin(telling);
    utskr_tell_ratio(telling, part, whole);
    utskr_cell_end(telling, begin, width, true);
}

/* --- The first three cells ---------------------------------------------------------------------------------------------- */

static void tell_municipality(utskr_telling *telling, int32_t municipality) {
    if (municipality <= 0) {
        utskr_tell_in(telling, "ingen", "none");
        return;
    }
    utskr_stage_digits(&telling->stage, (uint64_t)municipality, 4);
}

static const char *pack_id(const utskr_settled_month *month) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    return utskr_pack_describe(month->pack, &info) == UTSKR_OK ? info.id : "";
}

void utskr_cell_head(utskr_telling *telling, const utskr_settled_month *month) {
    char *begin = utskr_cell_begin(telling);
    utskr_tell_month(telling, month->month);
    utskr_cell_end(telling, begin, MONTH_WIDTH, false);
    begin = utskr_cell_begin(telling);
    tell_municipality(telling, month->municipality);
    utskr_cell_end(telling, begin, MUNICIPALITY_WIDTH, false);
    utskr_cell_text(telling, pack_id(month), PACK_WIDTH, false);
}

void utskr_cell_head_titles(utskr_telling *telling) {
    bool is_english = telling->language == UTSKR_EN;
    utskr_cell_text(telling, is_english ? "Month" : "Månad", MONTH_WIDTH, false);
    utskr_cell_text(telling, is_english ? "Municipality" : "Kommun", MUNICIPALITY_WIDTH, false);
    utskr_cell_text(telling, is_english ? "Rules" : "Regler", PACK_WIDTH, false);
}

/* --- What is told --------------------------------------------------------------------------------------------------------- */

void utskr_tell_ratio(utskr_telling *telling, int64_t part, int64_t whole) {
    enum { UNIT = 10000 };
    utskr_stage *stage = &telling->stage;
    if (whole == 0) {
        utskr_stage_byte(stage, '-');
        return;
    }
    int64_t units = part % whole * UNIT;
    int64_t rounded = units / whole + (units % whole * 2 >= whole);
    utskr_stage_signed(stage, part / whole + rounded / UNIT);
    utskr_stage_byte(stage, telling->language == UTSKR_EN ? '.' : ',');
    utskr_stage_digits(stage, (uint64_t)(rounded % UNIT), 4);
}

void utskr_tell_month(utskr_telling *telling, utskr_month month) {
    char text[UTSKR_MONTH_TEXT];
    (void)utskr_month_format(month, text);
    utskr_tell(telling, text);
}

void utskr_tell_object(utskr_telling *telling, const utskr_settled_month *month) {
    utskr_tell(telling, "\n");
    utskr_tell_month(telling, month->month);
    utskr_tell_in(telling, ", kommun ", ", municipality ");
    tell_municipality(telling, month->municipality);
    utskr_tell(telling, " (");
    utskr_tell(telling, pack_id(month));
    utskr_tell(telling, ")\n");
}

void utskr_tell_days(utskr_telling *telling, utskr_date first, int32_t days) {
    char text[UTSKR_DATE_TEXT];
    (void)utskr_date_format(first, text);
    utskr_tell(telling, text);
    if (days > 1) {
        (void)utskr_date_format(first + days - 1, text);
        utskr_tell(telling, "–");
        utskr_tell(telling, text);
    }
}
