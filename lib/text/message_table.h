/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Columns of a table for a reader, and what tellings of settlements and of statistics have in common. */
#ifndef UTSKR_TEXT_MESSAGE_TABLE_H
#define UTSKR_TEXT_MESSAGE_TABLE_H

#include "text/message_out.h"

/* Begins a cell. What is told until utskr_cell_end has at most 64 bytes. */
UTSKR_MESSAGE_HIDDEN char *utskr_cell_begin(utskr_telling *telling);
/* Ends it: filled up with blanks to so many characters, before it if `right`. Two blanks stand between cells. */
UTSKR_MESSAGE_HIDDEN void utskr_cell_end(utskr_telling *telling, char *begin, uint32_t width, bool right);

/* Ends a row, without blanks after its last cell. */
UTSKR_MESSAGE_HIDDEN void utskr_row_end(utskr_telling *telling);

/* Whole cells. */
UTSKR_MESSAGE_HIDDEN void utskr_cell_text(utskr_telling *telling, const char *text, uint32_t width, bool right);
UTSKR_MESSAGE_HIDDEN void utskr_cell_number(utskr_telling *telling, int64_t number, bool known, uint32_t width);
UTSKR_MESSAGE_HIDDEN void utskr_cell_ratio(utskr_telling *telling, int64_t part, int64_t whole, uint32_t width);
/* Month, municipality and pack: the first three cells of every table here. */
UTSKR_MESSAGE_HIDDEN void utskr_cell_head(utskr_telling *telling, const utskr_settled_month *month);
/* Their titles. */
UTSKR_MESSAGE_HIDDEN void utskr_cell_head_titles(utskr_telling *telling);

/* "3,3333", rounded half up; "-" with nothing to divide by. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_ratio(utskr_telling *telling, int64_t part, int64_t whole);
UTSKR_MESSAGE_HIDDEN void utskr_tell_month(utskr_telling *telling, utskr_month month);
/* "2022-05, 0484 (sormland)", on a line of its own. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_object(utskr_telling *telling, const utskr_settled_month *month);
/* "2022-05-06" or "2022-05-06--2022-05-07", with the dash that Swedish and English write. */
UTSKR_MESSAGE_HIDDEN void utskr_tell_days(utskr_telling *telling, utskr_date first, int32_t days);

#endif
