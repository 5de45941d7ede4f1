/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settlements as lines of JSON. */
#include <utskrivning/json.h>

#include "text/json_settlement.h"

/* --- Values ---------------------------------------------------------------------------------------------------------- */

void utskr_json_month(utskr_stage *json, utskr_month month) {
    char text[UTSKR_MONTH_TEXT];
    (void)utskr_month_format(month, text);
    utskr_json_word(json, text);
}

void utskr_json_ratio(utskr_stage *json, int64_t part, int64_t whole) {
    enum { UNIT = 10000 };
    if (whole == 0) {
        PUT(json, "null");
        return;
    }
    int64_t units = part % whole * UNIT;
    int64_t rounded = units / whole + (units % whole * 2 >= whole);
    utskr_stage_signed(json, part / whole + rounded / UNIT);
    utskr_stage_byte(json, '.');
    utskr_stage_digits(json, (uint64_t)(rounded % UNIT), 4);
}

void utskr_json_member_ratio(utskr_stage *json, const char *key, int64_t part, int64_t whole) {
    utskr_json_key(json, key);
    utskr_json_ratio(json, part, whole);
}

static void put_municipality(utskr_stage *json, int32_t municipality) {
    if (municipality <= 0) {
        PUT(json, "null");
        return;
    }
    utskr_stage_byte(json, '"');
    utskr_stage_digits(json, (uint64_t)municipality, 4);
    utskr_stage_byte(json, '"');
}

void utskr_json_settled_head(utskr_stage *json, const utskr_settled_month *month) {
    PUT(json, "{\"municipality\":");
    put_municipality(json, month->municipality);
    utskr_json_key(json, "month");
    utskr_json_month(json, month->month);
    utskr_json_pack(json, month->pack);
}

void utskr_json_settled_digest(utskr_stage *json, const utskr_settlement *settlement,
                               const utskr_settled_month *month) {
    static const char hex[] = "0123456789abcdef";
    PUT(json, ",\"digest\":\"");
    for (size_t i = 0; i < sizeof month->digest; i++) {
        utskr_stage_byte(json, hex[month->digest[i] >> 4]);
        utskr_stage_byte(json, hex[month->digest[i] & 15]);
    }
    PUT(json, "\",\"at\":");
    utskr_json_instant(json, utskr_settlement_instant(settlement));
}

/* --- A settlement ------------------------------------------------------------------------------------------------------ */

/* What is being written. */
typedef struct writing {
    utskr_stage json;
    const utskr_settlement *settlement;
    uint32_t index;
    utskr_settled_month month;
} writing;

static void put_figures(writing *w) {
    utskr_stage *json = &w->json;
    const utskr_settled_month *month = &w->month;
    utskr_json_member_number_or_null(json, "persons", month->persons, month->known);
    utskr_json_member_number_or_null(json, "days", month->days, month->known);
    utskr_json_member_ratio(json, "average", month->days, month->persons);
    utskr_json_member_number_or_null(json, "threshold", month->threshold, month->threshold != UTSKR_THRESHOLD_NONE);
    utskr_json_member_answer(json, "above", month->above);
    utskr_json_member_word(json, "level", utskr_level_name(month->level));
    utskr_json_member_number_or_null(json, "owed_days", month->owed_days, month->owed_days_known);
    utskr_json_member_sek(json, "owed_sek", month->owed_ore, month->owed_ore_known);
}

static void put_stays(writing *w) {
    utskr_stage *json = &w->json;
    uint32_t stays = w->month.known ? w->month.stay_count : 0;
    utskr_settled_stay stay;
    uint32_t count = 0;
    PUT(json, ",\"counted\":[");
    for (uint32_t i = 0; i < stays; i++) {
        if (utskr_settlement_stay(w->settlement, w->index, i, &stay) == UTSKR_OK && stay.left_out == UTSKR_COUNTED) {
            utskr_json_comma(json, count++);
            utskr_json_string(json, stay.name);
        }
    }
    PUT(json, "],\"left_out\":[");
    count = 0;
    for (uint32_t i = 0; i < stays; i++) {
        if (utskr_settlement_stay(w->settlement, w->index, i, &stay) == UTSKR_OK && stay.left_out != UTSKR_COUNTED) {
            utskr_json_comma(json, count++);
            PUT(json, "{\"case\":");
            utskr_json_string(json, stay.name);
            utskr_json_member_word(json, "reason", utskr_left_out_name(stay.left_out));
            utskr_stage_byte(json, '}');
        }
    }
    utskr_stage_byte(json, ']');
}

static void put_day(utskr_stage *json, const utskr_charge *charge, utskr_date date) {
    PUT(json, "{\"case\":");
    utskr_json_string(json, charge->name);
    utskr_json_member_date(json, "date", date);
    utskr_json_member_sek(json, "sek", charge->ore, charge->ore_known);
    utskr_json_member_string(json, "rule", charge->rule);
    utskr_stage_byte(json, '}');
}

static void put_per_day(writing *w) {
    utskr_charge charge;
    uint32_t count = 0;
    PUT(&w->json, ",\"per_day\":[");
    for (uint32_t i = 0; i < w->month.charge_count; i++) {
        (void)utskr_settlement_charge(w->settlement, w->index, i, &charge);
        for (int32_t day = 0; day < charge.days; day++) {
            utskr_json_comma(&w->json, count++);
            put_day(&w->json, &charge, charge.first + day);
        }
    }
    utskr_stage_byte(&w->json, ']');
}

/* The charges of one case, which stand together. The sums have been found to fit. */
typedef struct case_sum {
    const char *name;
    int64_t days;
    int64_t ore;
    bool ore_known;
} case_sum;

static void put_case_sum(utskr_stage *json, const case_sum *sum, uint32_t before) {
    utskr_json_comma(json, before);
    PUT(json, "{\"case\":");
    utskr_json_string(json, sum->name);
    utskr_json_member_number(json, "days", sum->days);
    utskr_json_member_sek(json, "sek", sum->ore, sum->ore_known);
    utskr_stage_byte(json, '}');
}

static void put_per_case(writing *w) {
    case_sum sum = { NULL, 0, 0, true };
    utskr_charge charge;
    uint32_t count = 0;
    PUT(&w->json, ",\"per_case\":[");
    for (uint32_t i = 0; i < w->month.charge_count; i++) {
        (void)utskr_settlement_charge(w->settlement, w->index, i, &charge);
        if (sum.name != charge.name) {
            if (sum.name) {
                put_case_sum(&w->json, &sum, count++);
            }
            sum = (case_sum){ charge.name, 0, 0, true };
        }
        sum.days += charge.days;
        sum.ore += charge.days * charge.ore;
        sum.ore_known = sum.ore_known && charge.ore_known;
    }
    if (sum.name) {
        put_case_sum(&w->json, &sum, count);
    }
    utskr_stage_byte(&w->json, ']');
}

static void put_average(utskr_stage *json, int64_t persons, int64_t days, int32_t above, int known) {
    PUT(json, "\"persons\":");
    utskr_json_number_or_null(json, persons, known);
    utskr_json_member_number_or_null(json, "days", days, known);
    utskr_json_member_ratio(json, "average", days, persons);
    utskr_json_member_answer(json, "above", above);
    utskr_stage_byte(json, '}');
}

static void put_history(writing *w) {
    utskr_month_average average;
    utskr_stage *json = &w->json;
    PUT(json, ",\"history\":[");
    for (uint32_t i = 0; i < w->month.history_count; i++) {
        (void)utskr_settlement_history(w->settlement, w->index, i, &average);
        utskr_stage_room(json, 0);
        utskr_json_comma(json, i);
        PUT(json, "{\"month\":");
        utskr_json_month(json, average.month);
        utskr_stage_byte(json, ',');
        put_average(json, average.persons, average.days, average.above, average.known);
    }
    PUT(json, "],\"pooled\":");
    if (w->month.pooled_above == UTSKR_NOT_NEEDED || !w->month.known) {
        PUT(json, "null");
        return;
    }
    utskr_stage_byte(json, '{');
    put_average(json, w->month.pooled_persons, w->month.pooled_days, w->month.pooled_above, 1);
}

utskr_status utskr_settlement_write_json(const utskr_settlement *settlement, uint32_t index, utskr_sink sink,
                                         void *user) {
    writing w = { .settlement = settlement, .index = index };
    utskr_settled_month_init(&w.month);
    utskr_status status = utskr_settlement_month(settlement, index, &w.month);
    if (status != UTSKR_OK || !sink) {
        return status != UTSKR_OK ? status : UTSKR_BAD_ARGUMENT;
    }
    utskr_stage *json = &w.json;
    utskr_json_begin(json, NULL, sink, user);
    utskr_json_settled_head(json, &w.month);
    put_figures(&w);
    put_stays(&w);
    put_per_day(&w);
    utskr_json_settled_digest(json, settlement, &w.month);
    put_per_case(&w);
    utskr_json_member_number_or_null(json, "billed_days", w.month.billed_days, w.month.known);
    utskr_json_member_sek(json, "billed_sek", w.month.billed_ore, w.month.known && w.month.billed_ore_known);
    put_history(&w);
    utskr_json_member_answer(json, "under_average", w.month.under_average);
    utskr_json_member_truth(json, "under_act", w.month.under_act);
    utskr_stage_byte(json, '}');
    return utskr_json_end(json);
}
