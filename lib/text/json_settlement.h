/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the lines of settlements and of statistics have in common. */
#ifndef UTSKR_TEXT_JSON_SETTLEMENT_H
#define UTSKR_TEXT_JSON_SETTLEMENT_H

#include "text/json_out.h"

#include <utskrivning/statistics.h>

/* `{"municipality":...,"month":...,"rules":...` */
UTSKR_JSON_HIDDEN void utskr_json_settled_head(utskr_stage *json, const utskr_settled_month *month);
/* `,"digest":...,"at":...` */
UTSKR_JSON_HIDDEN void utskr_json_settled_digest(utskr_stage *json, const utskr_settlement *settlement,
                                                 const utskr_settled_month *month);
/* A fraction of two numbers that are not negative, with four decimals, rounded half up; null with nothing to divide by.
 * Neither is beyond 2^48. */
UTSKR_JSON_HIDDEN void utskr_json_ratio(utskr_stage *json, int64_t part, int64_t whole);
UTSKR_JSON_HIDDEN void utskr_json_member_ratio(utskr_stage *json, const char *key, int64_t part, int64_t whole);
/* `"2022-05"` */
UTSKR_JSON_HIDDEN void utskr_json_month(utskr_stage *json, utskr_month month);

#endif
