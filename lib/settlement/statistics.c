/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The two counts of ready days, stay by stay, and the rates. */
#include "settlement/answers.h"

/* --- Sums ---------------------------------------------------------------------------------------------------------- */

static void add_ratio(utskr_ratio *sum, settled_ratio ratio) {
    sum->part += ratio.part;
    sum->whole += ratio.whole;
}

static int64_t has(const settled_case *stay, uint32_t mark) {
    return (stay->marks & mark) != 0;
}

static void add_stay(utskr_month_statistics *sum, const settled_case *stay) {
    sum->ready_stays += stay->ready_days > 0;
    sum->ready_days += stay->ready_days;
    sum->day_zero_stays += stay->spell_count != 0 && stay->ready_days == 0;
    add_ratio(&sum->notice_in_time, stay->notice);
    add_ratio(&sum->care_contact_in_time, stay->care_contact);
    add_ratio(&sum->call_24h, stay->call_24h);
    add_ratio(&sum->call_7d, stay->call_7d);
    sum->sip_required += has(stay, STAY_SIP_REQUIRED);
    sum->sip_offered += has(stay, STAY_SIP_OFFERED);
    sum->sip_called += has(stay, STAY_SIP_CALLED);
    sum->sip_held += has(stay, STAY_SIP_HELD);
    sum->sip_declined += has(stay, STAY_SIP_DECLINED);
    sum->readmitted_30d += has(stay, STAY_READMITTED);
}

utskr_status utskr_settlement_statistics(const utskr_settlement *settlement, uint32_t index,
                                         utskr_month_statistics *out) {
    asked found;
    const utskr_status status = answers_find(settlement, index, out, &found);
    if (status != UTSKR_OK)
        return status;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    const utskr_month month = settlement->from + found.month;
    *out = (utskr_month_statistics)UTSKR_MONTH_STATISTICS_INIT;
    out->month_days = (uint32_t)(utskr_month_start(month + 1) - utskr_month_start(month));
    for (uint32_t i = 0; i < found.bucket->stays; i++)
        add_stay(out, ledger_case(settlement, settlement->account.stays[found.object->first_stay + i]));
    return UTSKR_OK;
}

/* --- Stay by stay ---------------------------------------------------------------------------------------------------- */

/* A stay that is left out makes a difference only if the other count has it. */
static utskr_left_out why_different(const settled_case *stay) {
    const bool is_ready_stay = stay->ready_days > 0;
    if (stay->left_out != UTSKR_COUNTED)
        return is_ready_stay ? (utskr_left_out)stay->left_out : UTSKR_COUNTED;
    if (!is_ready_stay)
        return UTSKR_OUT_DAY_ZERO;
    return stay->days != stay->ready_days ? UTSKR_OUT_CLOCK_CUTOFF : UTSKR_COUNTED;
}

utskr_status utskr_settlement_difference(const utskr_settlement *settlement, uint32_t index, uint32_t i,
                                         utskr_difference *out) {
    asked found;
    const settled_case *stay;
    const utskr_status status = answers_find_stay(settlement, index, i, out, &found, &stay);
    if (status != UTSKR_OK)
        return status;
    *out = (utskr_difference){ .name = ledger_name(settlement, stay),
                               .ready_days = stay->ready_days,
                               .payment_days = stay->left_out == UTSKR_COUNTED ? stay->days : 0,
                               .spell_count = stay->spell_count,
                               .why = (uint8_t)why_different(stay) };
    return UTSKR_OK;
}

/* The days of a spell run from that of its notice; the cut-off takes away the first. */
utskr_status utskr_settlement_apart(const utskr_settlement *settlement, uint32_t index, uint32_t i, uint32_t spell,
                                    utskr_days_apart *out) {
    asked found;
    const settled_case *stay;
    const utskr_status status = answers_find_stay(settlement, index, i, out, &found, &stay);
    if (status != UTSKR_OK)
        return status;
    if (spell >= stay->spell_count)
        return UTSKR_NOT_FOUND;
    const ready_spell *ready = ledger_spell(settlement, stay->first_spell + spell);
    const int32_t cut = ready->late < ready->days ? ready->late : ready->days;
    *out = (utskr_days_apart){ ready->notice, stay->left_out == UTSKR_COUNTED ? cut : ready->days };
    return UTSKR_OK;
}
