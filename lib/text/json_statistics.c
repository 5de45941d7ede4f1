/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statistics as lines of JSON. */
#include <utskrivning/json.h>

#include "text/json_settlement.h"

static void put_skr(utskr_stage *json, const utskr_month_statistics *s) {
    PUT(json, ",\"skr\":{\"stays\":");
    utskr_stage_signed(json, s->ready_stays);
    PUT(json, ",\"mean_days\":");
    utskr_json_ratio(json, s->ready_days, s->ready_stays);
    PUT(json, ",\"day0_ratio\":");
    utskr_json_ratio(json, s->day_zero_stays, s->ready_stays);
    PUT(json, ",\"beds\":");
    utskr_json_ratio(json, s->ready_days, s->month_days);
    PUT(json, ",\"days\":");
    utskr_stage_signed(json, s->ready_days);
    PUT(json, ",\"day0\":");
    utskr_stage_signed(json, s->day_zero_stays);
    utskr_stage_byte(json, '}');
}

static void put_payment(utskr_stage *json, const utskr_settled_month *month) {
    PUT(json, ",\"payment\":{\"persons\":");
    utskr_json_number_or_null(json, month->persons, month->known);
    PUT(json, ",\"days\":");
    utskr_json_number_or_null(json, month->days, month->known);
    PUT(json, ",\"average\":");
    utskr_json_ratio(json, month->days, month->persons);
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
        PUT(json, ",\"skr_days\":");
        utskr_stage_signed(json, difference.ready_days);
        PUT(json, ",\"payment_days\":");
        utskr_stage_signed(json, difference.payment_days);
        PUT(json, ",\"why\":");
        utskr_json_word(json, utskr_left_out_name(difference.why));
        put_dates(json, settlement, index, i, difference.spell_count);
        utskr_stage_byte(json, '}');
    }
    utskr_stage_byte(json, ']');
}

/* --- Rates ------------------------------------------------------------------------------------------------------------ */

static void put_rates(utskr_stage *json, const utskr_month_statistics *s) {
    PUT(json, ",\"rates\":{\"notice_in_time\":");
    utskr_json_ratio(json, s->notice_in_time.part, s->notice_in_time.whole);
    PUT(json, ",\"sip_required\":");
    utskr_stage_signed(json, s->sip_required);
    PUT(json, ",\"sip_called\":");
    utskr_stage_signed(json, s->sip_called);
    PUT(json, ",\"sip_held\":");
    utskr_stage_signed(json, s->sip_held);
    PUT(json, ",\"sip_declined\":");
    utskr_stage_signed(json, s->sip_declined);
    PUT(json, ",\"call_24h\":");
    utskr_json_ratio(json, s->call_24h.part, s->call_24h.whole);
    PUT(json, ",\"call_7d\":");
    utskr_json_ratio(json, s->call_7d.part, s->call_7d.whole);
    PUT(json, ",\"readmitted_30d\":");
    utskr_stage_signed(json, s->readmitted_30d);
    PUT(json, ",\"sip_offered\":");
    utskr_stage_signed(json, s->sip_offered);
    PUT(json, ",\"care_contact_in_time\":");
    utskr_json_ratio(json, s->care_contact_in_time.part, s->care_contact_in_time.whole);
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
