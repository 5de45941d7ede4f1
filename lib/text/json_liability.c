/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The liability object of a judgement. */
#include "text/json_out.h"

static void put_days_and_amount(utskr_stage *json, const utskr_figures *figures) {
    utskr_json_member_number_or_null(json, "days", figures->days, figures->days_known);
    utskr_json_member_sek(json, "amount_sek", figures->ore, figures->days_known && figures->amount_known);
}

static void put_reasons(utskr_stage *json, uint32_t reasons) {
    uint32_t count = 0;
    PUT(json, ",\"reasons\":[");
    for (int32_t reason = 0; reason < UTSKR_REASON_COUNT; reason++) {
        if (reasons & (UINT32_C(1) << reason)) {
            utskr_json_comma(json, count++);
            utskr_json_word(json, utskr_reason_name(reason));
        }
    }
    utskr_stage_byte(json, ']');
}

static void put_payer(utskr_stage *json, int32_t payer) {
    PUT(json, ",\"payer\":");
    if (payer <= 0 || payer > 9999) {
        PUT(json, "null");
        return;
    }
    utskr_stage_byte(json, '"');
    utskr_stage_digits(json, (uint64_t)payer, 4);
    utskr_stage_byte(json, '"');
}

/* One that only some agreements have is left out where the pack does not ask for it. `prerequisites` is NULL where there is no spell. */
static void put_prerequisites(utskr_stage *json, const uint8_t *prerequisites) {
    PUT(json, ",\"prerequisites\":{");
    for (int32_t i = 0; prerequisites && i < UTSKR_PREREQUISITE_COUNT; i++) {
        if (i == UTSKR_PRE_NOT_OPPOSED && prerequisites[i] == UTSKR_NOT_NEEDED) {
            continue;
        }
        utskr_json_comma(json, (uint32_t)i);
        utskr_json_word(json, utskr_prerequisite_name(i));
        utskr_stage_byte(json, ':');
        utskr_json_answer(json, prerequisites[i]);
    }
    utskr_stage_byte(json, '}');
}

static void put_late(utskr_stage *json, const utskr_figures late[3]) {
    static const char *const keys[3] = { "\"strict\":{\"status\":", ",\"curable\":{\"status\":",
                                         ",\"existence\":{\"status\":" };
    PUT(json, ",\"late\":{");
    for (size_t i = 0; i < 3; i++) {
        utskr_stage_word(json, keys[i]);
        utskr_json_word(json, utskr_liability_status_name(late[i].status));
        utskr_json_member_date(json, "enters", late[i].enters);
        put_days_and_amount(json, &late[i]);
        utskr_stage_byte(json, '}');
    }
    utskr_stage_byte(json, '}');
}

static void put_alternative(utskr_stage *json, const utskr_alternative *alternative) {
    const utskr_reading_info *info = utskr_reading_at(alternative->reading);
    bool is_known = info && alternative->value < info->value_count;
    PUT(json, "{\"reading\":");
    utskr_json_string(json, info ? info->id : NULL);
    utskr_json_member_string(json, "value", is_known ? info->values[alternative->value] : NULL);
    utskr_json_member_number_or_null(json, "days", alternative->days, alternative->days_known);
    utskr_json_member_sek(json, "amount_sek", alternative->ore, alternative->days_known && alternative->amount_known);
    utskr_stage_byte(json, '}');
}

static void put_alternatives(utskr_stage *json, const utskr_liability *liability) {
    PUT(json, ",\"alternatives\":[");
    for (uint32_t i = 0; i < liability->alternative_count && i < UTSKR_ALTERNATIVE_LIMIT; i++) {
        utskr_json_comma(json, i);
        put_alternative(json, &liability->alternatives[i]);
    }
    utskr_stage_byte(json, ']');
}

/* Null while the spell is open. */
static void put_ended_by(utskr_stage *json, uint8_t end) {
    PUT(json, ",\"ended_by\":");
    if (end == UTSKR_END_OPEN) {
        PUT(json, "null");
    } else {
        utskr_json_word(json, utskr_end_name(end));
    }
}

static void put_spell(utskr_stage *json, const utskr_spell_judgement *spell) {
    PUT(json, "{\"notice\":");
    utskr_json_instant(json, spell->notice);
    utskr_json_member_instant(json, "end", spell->end);
    utskr_json_member_date(json, "enters", spell->figures.enters);
    utskr_json_member_word(json, "status", utskr_liability_status_name(spell->figures.status));
    put_days_and_amount(json, &spell->figures);
    put_prerequisites(json, spell->prerequisites);
    utskr_json_member_instant(json, "told", spell->told);
    put_ended_by(json, spell->ended_by);
    utskr_json_member_line(json, "notice_line", spell->notice_index);
    utskr_json_member_line(json, "end_line", spell->end_index);
    put_reasons(json, spell->figures.reasons);
    utskr_stage_byte(json, '}');
}

static void put_spells(utskr_stage *json, const utskr_liability *liability) {
    PUT(json, ",\"spells\":[");
    for (uint32_t i = 0; i < liability->spell_count && i < UTSKR_SPELL_LIMIT; i++) {
        utskr_stage_room(json, 0);
        utskr_json_comma(json, i);
        put_spell(json, &liability->spells[i]);
    }
    utskr_stage_byte(json, ']');
}

static void put_day(utskr_stage *json, const utskr_day *day) {
    PUT(json, "{\"date\":");
    utskr_json_date(json, day->date);
    utskr_json_member_truth(json, "charged", day->charged);
    utskr_json_member_string(json, "rule", day->rule);
    utskr_json_member_sek(json, "sek", day->charged ? day->ore : 0, !day->charged || day->amount_known);
    utskr_stage_byte(json, '}');
}

static void put_per_day(utskr_stage *json, const utskr_judgement *judgement) {
    PUT(json, ",\"per_day\":[");
    for (uint32_t i = 0; i < judgement->day_count; i++) {
        utskr_json_comma(json, i);
        put_day(json, &judgement->days[i]);
    }
    utskr_stage_byte(json, ']');
}

/* Of the latest spell, or NULL. */
static const uint8_t *latest_prerequisites(const utskr_liability *liability) {
    bool has_spell = liability->spell_count > 0 && liability->spell_count <= UTSKR_SPELL_LIMIT;
    return has_spell ? liability->spells[liability->spell_count - 1].prerequisites : NULL;
}

void utskr_json_liability(utskr_stage *json, const utskr_judgement *judgement) {
    const utskr_liability *liability = &judgement->liability;
    PUT(json, ",\"liability\":{\"status\":");
    utskr_json_word(json, utskr_liability_status_name(liability->figures.status));
    utskr_json_member_word(json, "model", liability->collective ? "collective" : "individual");
    utskr_json_member_date(json, "enters", liability->figures.enters);
    put_days_and_amount(json, &liability->figures);
    put_payer(json, liability->payer);
    put_prerequisites(json, latest_prerequisites(liability));
    put_late(json, liability->late);
    put_alternatives(json, liability);
    put_spells(json, liability);
    put_per_day(json, judgement);
    put_reasons(json, liability->figures.reasons);
    utskr_json_member_truth(json, "under_act", liability->under_act);
    utskr_stage_byte(json, '}');
}
