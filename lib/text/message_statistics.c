/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statistics told to somebody who compares two counts that do not agree. */
#include "text/message_table.h"

enum { NUMBER_WIDTH = 9, RATIO_WIDTH = 11 };

static void tell_title(utskr_telling *telling, const char *swedish, const char *english, uint32_t width) {
    utskr_cell_text(telling, telling->language == UTSKR_EN ? english : swedish, width, true);
}

static void tell_titles(utskr_telling *telling, const utskr_settlement *settlement) {
    utskr_tell_in(telling, "Utskrivningsklara, bedömt ", "Discharge-ready patients, judged ");
    utskr_tell_instant(telling, utskr_settlement_instant(settlement));
    utskr_tell_in(telling,
                  "\nSKR: vistelser med minst en dag som utskrivningsklar. Betalning: enligt överenskommelsen.\n\n",
                  "\nSKR: stays ready for at least one day. Payment: by the agreement.\n\n");
    utskr_cell_head_titles(telling);
    tell_title(telling, "SKR vist.", "SKR stays", NUMBER_WIDTH);
    tell_title(telling, "dagar", "days", NUMBER_WIDTH);
    tell_title(telling, "medel", "mean", RATIO_WIDTH);
    tell_title(telling, "dag 0/dag 1", "day 0/day 1", RATIO_WIDTH);
    tell_title(telling, "platser", "beds", RATIO_WIDTH);
    tell_title(telling, "Betalning", "Payment", NUMBER_WIDTH);
    tell_title(telling, "dagar", "days", NUMBER_WIDTH);
    tell_title(telling, "medel", "average", RATIO_WIDTH);
    utskr_row_end(telling);
}

static void tell_row(utskr_telling *telling, const utskr_settled_month *month, const utskr_month_statistics *s) {
    utskr_cell_head(telling, month);
    utskr_cell_number(telling, s->ready_stays, true, NUMBER_WIDTH);
    utskr_cell_number(telling, s->ready_days, true, NUMBER_WIDTH);
    utskr_cell_ratio(telling, s->ready_days, s->ready_stays, RATIO_WIDTH);
    utskr_cell_ratio(telling, s->day_zero_stays, s->ready_stays, RATIO_WIDTH);
    utskr_cell_ratio(telling, s->ready_days, s->month_days, RATIO_WIDTH);
    utskr_cell_number(telling, month->persons, month->known, NUMBER_WIDTH);
    utskr_cell_number(telling, month->days, month->known, NUMBER_WIDTH);
    utskr_cell_ratio(telling, month->days, month->persons, RATIO_WIDTH);
    utskr_row_end(telling);
}

/* --- The reconciliation ------------------------------------------------------------------------------------------------- */

static void tell_apart(utskr_telling *telling, const utskr_settlement *settlement, uint32_t index, uint32_t i,
                       uint32_t spell_count) {
    utskr_days_apart apart;
    uint32_t count = 0;
    for (uint32_t spell = 0; spell < spell_count; spell++) {
        if (utskr_settlement_apart(settlement, index, i, spell, &apart) == UTSKR_OK && apart.days > 0) {
            utskr_tell(telling, count++ > 0 ? ", " : " [");
            utskr_tell_days(telling, apart.first, apart.days);
        }
    }
    utskr_tell(telling, count > 0 ? "]" : "");
}

static void tell_difference(utskr_telling *telling, const utskr_settlement *settlement, uint32_t index, uint32_t i,
                            const utskr_difference *difference) {
    utskr_tell(telling, "    ");
    utskr_tell(telling, difference->name);
    utskr_tell(telling, ": SKR ");
    utskr_tell_number(telling, difference->ready_days);
    utskr_tell_in(telling, ", betalning ", ", payment ");
    utskr_tell_number(telling, difference->payment_days);
    utskr_tell(telling, ". ");
    utskr_tell(telling, utskr_message_left_out(difference->why, telling->language));
    tell_apart(telling, settlement, index, i, difference->spell_count);
    utskr_tell(telling, "\n");
}

static void tell_reconciliation(utskr_telling *telling, const utskr_settlement *settlement, uint32_t index,
                                const utskr_settled_month *month) {
    utskr_difference difference;
    uint32_t count = 0;
    for (uint32_t i = 0; month->known && i < month->stay_count; i++) {
        if (utskr_settlement_difference(settlement, index, i, &difference) == UTSKR_OK &&
            difference.why != UTSKR_COUNTED) {
            if (count++ == 0) {
                utskr_tell_in(telling, "  Skillnaden mellan de två:\n", "  What the two differ in:\n");
            }
            tell_difference(telling, settlement, index, i, &difference);
        }
    }
}

/* --- Rates ---------------------------------------------------------------------------------------------------------------- */

static void tell_rate(utskr_telling *telling, const char *swedish, const char *english, const utskr_ratio *ratio) {
    if (ratio->whole == 0) {
        return;
    }
    utskr_tell(telling, "  ");
    utskr_tell_in(telling, swedish, english);
    utskr_tell_number(telling, ratio->part);
    utskr_tell_in(telling, " av ", " of ");
    utskr_tell_number(telling, ratio->whole);
    utskr_tell(telling, " (");
    utskr_tell_ratio(telling, ratio->part, ratio->whole);
    utskr_tell(telling, ")\n");
}

static void tell_count(utskr_telling *telling, const char *swedish, const char *english, int64_t count) {
    utskr_tell_in(telling, swedish, english);
    utskr_tell_number(telling, count);
}

static void tell_sip(utskr_telling *telling, const utskr_month_statistics *s) {
    tell_count(telling, "  SIP krävs: ", "  SIP required: ", s->sip_required);
    tell_count(telling, ", erbjuden: ", ", offered: ", s->sip_offered);
    tell_count(telling, ", kallad: ", ", called: ", s->sip_called);
    tell_count(telling, ", hållen: ", ", held: ", s->sip_held);
    tell_count(telling, ", avböjd: ", ", declined: ", s->sip_declined);
    utskr_tell(telling, "\n");
    tell_count(telling, "  Återinskrivna inom 30 dagar: ", "  Readmitted within 30 days: ", s->readmitted_30d);
    utskr_tell(telling, "\n");
}

static void tell_rates(utskr_telling *telling, const utskr_month_statistics *s) {
    tell_rate(telling, "Inskrivningsmeddelande i tid: ", "Admission notices in time: ", &s->notice_in_time);
    tell_rate(telling, "Fast vårdkontakt i tid: ", "Fast vårdkontakt in time: ", &s->care_contact_in_time);
    tell_rate(telling, "Uppföljande samtal inom 24 timmar: ", "Follow-up calls within 24 hours: ", &s->call_24h);
    tell_rate(telling, "Uppföljande samtal inom 7 dagar: ", "Follow-up calls within 7 days: ", &s->call_7d);
    tell_sip(telling, s);
}

/* --- The whole -------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_explain_statistics(const utskr_settlement *settlement, int32_t language, utskr_sink sink,
                                      void *user) {
    utskr_settled_month month = UTSKR_SETTLED_MONTH_INIT;
    utskr_month_statistics statistics = UTSKR_MONTH_STATISTICS_INIT;
    utskr_telling telling;
    if (!settlement || !sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_status status = utskr_settlement_month(settlement, 0, &month);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_telling_begin(&telling, NULL, NULL, language, sink, user);
    tell_titles(&telling, settlement);
    for (uint32_t i = 0; utskr_settlement_month(settlement, i, &month) == UTSKR_OK; i++) {
        (void)utskr_settlement_statistics(settlement, i, &statistics);
        tell_row(&telling, &month, &statistics);
    }
    for (uint32_t i = 0; utskr_settlement_month(settlement, i, &month) == UTSKR_OK; i++) {
        if (month.stay_count > 0) {
            (void)utskr_settlement_statistics(settlement, i, &statistics);
            utskr_tell_object(&telling, &month);
            tell_reconciliation(&telling, settlement, i, &month);
            tell_rates(&telling, &statistics);
        }
    }
    return utskr_stage_end(&telling.stage);
}
