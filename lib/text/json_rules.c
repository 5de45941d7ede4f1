/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packs, rules, readings and amounts as lines of JSON. */
#include <utskrivning/json.h>
#include <utskrivning/pack.h>

#include "text/json_out.h"

static void put_grade(utskr_stage *json, char grade) {
    char text[2] = { grade, 0 };
    utskr_json_member_string_or_null(json, "grade", grade == ' ' ? NULL : text);
}

static void put_validity(utskr_stage *json, utskr_date from, utskr_date to) {
    utskr_json_member_date(json, "valid_from", from);
    utskr_json_member_date(json, "valid_to", to);
}

/* --- Packs and rules ---------------------------------------------------------------------------------------------------- */

static void put_pack(utskr_stage *json, const utskr_pack_info *pack) {
    PUT(json, "{\"kind\":\"pack\"");
    utskr_json_member_string(json, "id", pack->id);
    utskr_json_member_string(json, "title", pack->title);
    utskr_json_member_string_or_null(json, "base", pack->base);
    utskr_json_member_string(json, "source", pack->source);
    PUT(json, ",\"county\":");
    if (pack->county > 0 && pack->county < 100) {
        utskr_stage_byte(json, '"');
        utskr_stage_digits(json, (uint64_t)pack->county, 2);
        utskr_stage_byte(json, '"');
    } else {
        PUT(json, "null");
    }
    utskr_json_member_string(json, "model", pack->collective ? "collective" : "individual");
    put_validity(json, pack->valid_from, pack->valid_to);
    put_grade(json, pack->grade);
    PUT(json, "}\n");
}

/* Null: every colour, or no matter which. */
static void put_colours(utskr_stage *json, const utskr_rule_info *rule) {
    static const char *const names[] = { "none", "green", "yellow", "red" };
    uint32_t count = 0;
    PUT(json, ",\"colours\":");
    if (rule->colours == 0) {
        PUT(json, "null");
    } else {
        utskr_stage_byte(json, '[');
        for (uint32_t colour = UTSKR_COLOUR_GREEN; colour <= UTSKR_COLOUR_RED; colour++) {
            if (rule->colours & (1u << colour)) {
                utskr_json_comma(json, count++);
                utskr_json_word(json, names[colour]);
            }
        }
        utskr_stage_byte(json, ']');
    }
    utskr_json_member_truth(json, "colour_unstated", rule->colour_unstated);
}

/* Only obligations have a force and a time form. */
static void put_form(utskr_stage *json, const utskr_rule_info *rule) {
    if (rule->group != UTSKR_GROUP_OBLIGATION) {
        PUT(json, ",\"force\":null,\"form\":null,\"number\":null");
        return;
    }
    utskr_json_member_string(json, "force", utskr_force_name(rule->force));
    utskr_json_member_string(json, "form", utskr_form_name(rule->form));
    utskr_json_member_number(json, "number", rule->number);
}

static void put_rule(utskr_stage *json, const utskr_rule_info *rule) {
    PUT(json, "{\"kind\":\"rule\"");
    utskr_json_member_string(json, "id", rule->id);
    utskr_json_member_string(json, "pack", rule->pack);
    utskr_json_member_string(json, "group", utskr_group_name(rule->group));
    PUT(json, ",\"parties\":");
    utskr_json_parties(json, rule->parties);
    put_form(json, rule);
    utskr_json_member_string(json, "form_text", rule->form_text);
    utskr_json_member_string(json, "trigger", rule->trigger);
    utskr_json_member_string(json, "met_by", rule->met_by);
    put_colours(json, rule);
    utskr_json_member_string(json, "cite", rule->cite);
    put_validity(json, rule->valid_from, rule->valid_to);
    put_grade(json, rule->grade);
    utskr_json_member_string(json, "text_sv", rule->text_sv);
    utskr_json_member_string(json, "text_en", rule->text_en);
    PUT(json, "}\n");
}

/* `own_only`: those that the pack itself brought, not those of its base. */
static void put_rules(utskr_stage *json, const utskr_pack *pack, bool own_only) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    if (utskr_pack_describe(pack, &info) != UTSKR_OK) {
        return;
    }
    put_pack(json, &info);
    for (uint32_t i = 0; utskr_pack_rule(pack, i, &rule) == UTSKR_OK; i++) {
        if (!own_only || strcmp(rule.pack, info.id) == 0) {
            put_rule(json, &rule);
        }
    }
}

/* --- Readings and amounts ----------------------------------------------------------------------------------------------- */

static void put_reading(utskr_stage *json, const utskr_reading_info *reading, uint32_t chosen) {
    PUT(json, "{\"kind\":\"reading\"");
    utskr_json_member_string(json, "id", reading->id);
    utskr_json_member_string(json, "default", chosen < reading->value_count ? reading->values[chosen] : NULL);
    PUT(json, ",\"values\":[");
    for (uint32_t value = 0; value < reading->value_count; value++) {
        utskr_json_comma(json, value);
        utskr_json_word(json, reading->values[value]);
    }
    PUT(json, "],\"national\":");
    utskr_json_truth(json, reading->national != 0);
    utskr_json_member_string(json, "question_sv", reading->question_sv);
    utskr_json_member_string(json, "question_en", reading->question_en);
    utskr_json_member_string(json, "why_sv", reading->why_sv);
    utskr_json_member_string(json, "why_en", reading->why_en);
    utskr_json_member_string(json, "cite", reading->cite);
    PUT(json, "}\n");
}

static void put_readings(utskr_stage *json, const utskr_pack *pack) {
    utskr_readings readings;
    if (utskr_readings_init(pack, &readings) != UTSKR_OK) {
        return;
    }
    for (uint32_t i = 0; i < UTSKR_READING_COUNT; i++) {
        const utskr_reading_info *reading = utskr_reading_at((int32_t)i);
        if (reading) {
            put_reading(json, reading, readings.value[i]);
        }
    }
}

static void put_rate(utskr_stage *json, const utskr_rate *rate) {
    PUT(json, "{\"kind\":\"rate\",\"year\":");
    utskr_stage_signed(json, rate->year);
    utskr_json_member_sek(json, "sek", rate->ore, 1);
    put_grade(json, rate->grade);
    utskr_json_member_string(json, "source", rate->source);
    PUT(json, "}\n");
}

utskr_status utskr_rules_write_json(const utskr_pack *pack, utskr_sink sink, void *user) {
    if (!sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_stage json;
    utskr_json_begin(&json, NULL, sink, user);
    if (pack) {
        put_rules(&json, pack, false);
    }
    for (uint32_t i = 0; !pack && i < utskr_pack_count(); i++) {
        put_rules(&json, utskr_pack_at(i), true);
    }
    put_readings(&json, pack ? pack : utskr_pack_at(0));
    const utskr_rate *rate = NULL;
    for (uint32_t i = 0; (rate = utskr_pack_rate_at(pack ? pack : utskr_pack_at(0), i)) != NULL; i++) {
        put_rate(&json, rate);
    }
    return utskr_stage_end(&json);
}
