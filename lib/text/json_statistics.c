/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statistics as lines of JSON. */
#include <utskrivning/json.h>

#include "text/json_settlement.h"

static void put_skr(utskr_stage *json, const utskr_month_statistics *s) {
    PUT(json, ",\"skr\":{\"stays\":");
    utskr_stage_signed(json, s->ready_stays);
    utskr_json_member_ratio(json, "mean_days", s->ready_days, s->ready_stays);
    utskr_json_member_ratio(json, "day0_ratio", s->day_zero_stays, s->ready_stays);
    utskr_json_member_ratio(json, "beds", s->ready_days, s->month_days);
    utskr_json_member_number(json, "days", s->ready_days);
    utskr_json_member_number(json, "day0", s->day_zero_stays);
    utskr_stage_byte(json, '}');
}

static void put_payment(utskr_stage *json, const utskr_settled_month *month) {
    PUT(json, ",\"payment\":{\"persons\":");
    utskr_json_number_or_null(json, month->persons, month->known);
    utskr_json_member_number_or_null(json, "days", month->days, month->known);
    utskr_json_member_ratio(json, "average", month->days, month->persons);
    utskr_stage_byte(json, '}');
}

/* --- The reconciliation ---------------------------------------------------------------------------------------------- */

static void put_dates(utskr_stage *json, const utskr_settlement *settlement, uint32_t index, uint32_t i,
                      uint32_t spell_count) {
    utskr_days_apart apart;
    uint32_t count = 0;
    PUT(json, ",\"dates\":[");
    for (uint32_t spell = 0; spell < spell_count; spell++) {
        (void)utskr_settlement_apart(settlement, index, i, spell, &apart);
        for (int32_t day = 0; day < apart.days; day++) {
            utskr_stage_room(json, 0);
            utskr_json_comma(json, count++);
            utskr_json_date(json, apart.first + day);
        }
    }
    utskr_stage_byte(json, ']');
}

static void put_reconciliation(utskr_stage *json, const utskr_settlement *settlement, uint32_t index,
                               const utskr_settled_month *month) {
    uint32_t count = 0;
    PUT(json, ",\"reconciliation\":[");
    for (uint32_t i = 0; month->known && i < month->stay_count; i++) {
        utskr_difference difference;
        (void)utskr_settlement_difference(settlement, index, i, &difference);
        if (difference.why == UTSKR_COUNTED) {
            continue;
        }
        utskr_json_comma(json, count++);
        PUT(json, "{\"case\":");
        utskr_json_string(json, difference.name);
        utskr_json_member_number(json, "skr_days", difference.ready_days);
        utskr_json_member_number(json, "payment_days", difference.payment_days);
        utskr_json_member_word(json, "why", utskr_left_out_name(difference.why));
        put_dates(json, settlement, index, i, difference.spell_count);
        utskr_stage_byte(json, '}');
    }
    utskr_stage_byte(json, ']');
}

/* --- Rates ------------------------------------------------------------------------------------------------------------ */

static void put_rates(utskr_stage *json, const utskr_month_statistics *s) {
    PUT(json, ",\"rates\":{\"notice_in_time\":");
    utskr_json_ratio(json, s->notice_in_time.part, s->notice_in_time.whole);
    utskr_json_member_number(json, "sip_required", s->sip_required);
    utskr_json_member_number(json, "sip_called", s->sip_called);
    utskr_json_member_number(json, "sip_held", s->sip_held);
    utskr_json_member_number(json, "sip_declined", s->sip_declined);
    utskr_json_member_ratio(json, "call_24h", s->call_24h.part, s->call_24h.whole);
    utskr_json_member_ratio(json, "call_7d", s->call_7d.part, s->call_7d.whole);
    utskr_json_member_number(json, "readmitted_30d", s->readmitted_30d);
    utskr_json_member_number(json, "sip_offered", s->sip_offered);
    utskr_json_member_ratio(json, "care_contact_in_time", s->care_contact_in_time.part, s->care_contact_in_time.whole);
    utskr_stage_byte(json, '}');
}

utskr_status utskr_settlement_write_statistics_json(const utskr_settlement *settlement, uint32_t index, utskr_sink sink,
                                                    void *user) {
    utskr_settled_month month = UTSKR_SETTLED_MONTH_INIT;
    utskr_month_statistics statistics = UTSKR_MONTH_STATISTICS_INIT;
    utskr_status status = utskr_settlement_month(settlement, index, &month);
    if (status != UTSKR_OK || !sink) {
        return status != UTSKR_OK ? status : UTSKR_BAD_ARGUMENT;
    }
    (void)utskr_settlement_statistics(settlement, index, &statistics);
    utskr_stage json;
    utskr_json_begin(&json, NULL, sink, user);
    utskr_json_settled_head(&json, &month);
    put_skr(&json, &statistics);
    put_payment(&json, &month);
    put_reconciliation(&json, settlement, index, &month);
    put_rates(&json, &statistics);
    utskr_json_settled_digest(&json, settlement, &month);
    utskr_stage_byte(&json, '}');
    return utskr_json_end(&json);
}
