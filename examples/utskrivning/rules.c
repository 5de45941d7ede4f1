/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning rules`: every row, every reading and every amount, for reading. */
#include <string.h>

#include "command.h"

static void put(const char *text) {
    output_text(text ? text : "");
}

static void put_in(const options *chosen, const char *swedish, const char *english) {
    put(chosen->language == UTSKR_EN ? english : swedish);
}

/* ASCII, padded to a column, with two blanks after it. */
static void put_column(const char *text, size_t width) {
    static const char blanks[] = "                                ";
    size_t length = strlen(text);
    put(text);
    (void)output_write(blanks, length < width ? width - length + 2 : 2, NULL);
}

static void put_validity(utskr_date from, utskr_date to) {
    char text[2 * UTSKR_DATE_TEXT + 1]; /* two dates and "--" between */
    size_t length = from != UTSKR_DATE_NONE ? utskr_date_format(from, text) : 0;
    text[length++] = '-';
    text[length++] = '-';
    text[length] = '\0';
    if (to != UTSKR_DATE_NONE) {
        (void)utskr_date_format(to, text + length);
    }
    put_column(text, 22);
}

static void put_grade(char grade) {
    char text[2] = { grade, '\0' };
    put_column(grade != '\0' && grade != ' ' ? text : "-", 1);
}

/* --- Rules ---------------------------------------------------------------------------------------------------------- */

static void put_parties(uint32_t parties) {
    char text[128] = "";
    size_t length = 0;
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        if (parties & UTSKR_TO(party)) {
            length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", length > 0 ? "," : "",
                                       utskr_party_name(party));
        }
    }
    put_column(length > 0 ? text : "-", 16);
}

static void put_colours(const utskr_rule_info *rule) {
    static const char *const names[] = { "", " green", " yellow", " red" };
    for (uint32_t colour = UTSKR_COLOUR_GREEN; colour <= UTSKR_COLOUR_RED; colour++) {
        if (rule->colours & (1u << colour)) {
            put(names[colour]);
        }
    }
    if (rule->colour_unstated) {
        put(" colour-unstated");
    }
}

static void put_rule(const options *chosen, const utskr_rule_info *rule) {
    bool is_obligation = rule->group == UTSKR_GROUP_OBLIGATION;
    put("  ");
    put_column(rule->id, 28);
    put_parties(rule->parties);
    put_column(is_obligation ? rule->form_text : utskr_group_name(rule->group), 20);
    put_validity(rule->valid_from, rule->valid_to);
    put_grade(rule->grade);
    if (is_obligation) {
        put(utskr_force_name(rule->force));
        put_colours(rule);
        put("  ");
    }
    put(rule->cite);
    put("\n      ");
    put(chosen->language == UTSKR_EN ? rule->text_en : rule->text_sv);
    put("\n");
}

static void put_pack_head(const options *chosen, const utskr_pack_info *pack) {
    put(pack->id);
    put(": ");
    put(pack->title);
    put("\n  ");
    put(pack->source);
    put(pack->base[0] ? "; + " : "");
    put(pack->base);
    put("\n  ");
    put_validity(pack->valid_from, pack->valid_to);
    put_grade(pack->grade);
    put(pack->collective ? "collective\n\n" : "individual\n\n");
    put("  ");
    put_column("id", 28);
    put_column(chosen->language == UTSKR_EN ? "party" : "part", 16);
    put_column("form", 20);
    put_column(chosen->language == UTSKR_EN ? "validity" : "giltighet", 22);
    put_in(chosen, "grad  källa\n", "grade  citation\n");
}

/* `own_only`: those that the pack itself brought, not those of its base. */
static void put_pack(const options *chosen, const utskr_pack *pack, bool own_only) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    if (utskr_pack_describe(pack, &info) != UTSKR_OK) {
        return;
    }
    put_pack_head(chosen, &info);
    for (uint32_t i = 0; utskr_pack_rule(pack, i, &rule) == UTSKR_OK; i++) {
        if (!own_only || strcmp(rule.pack, info.id) == 0) {
            put_rule(chosen, &rule);
        }
    }
    put("\n");
}

/* --- Readings and amounts --------------------------------------------------------------------------------------------- */

/* The value that the pack decides on stands in brackets. */
static void put_reading(const options *chosen, const utskr_reading_info *reading, uint8_t decided) {
    put("  ");
    put(reading->id);
    put("=");
    for (uint32_t value = 0; value < reading->value_count; value++) {
        put(value > 0 ? "|" : "");
        put(value == decided ? "[" : "");
        put(reading->values[value]);
        put(value == decided ? "]" : "");
    }
    put("  ");
    put(reading->cite);
    put("\n      ");
    put(chosen->language == UTSKR_EN ? reading->question_en : reading->question_sv);
    put("\n      ");
    put(chosen->language == UTSKR_EN ? reading->why_en : reading->why_sv);
    put("\n");
}

static void put_readings(const options *chosen, const utskr_pack *pack) {
    utskr_readings readings;
    put_in(chosen, "Läsningar, med förvalet inom hakparentes\n", "Readings, the default in brackets\n");
    if (utskr_readings_init(pack, &readings) != UTSKR_OK) {
        return;
    }
    for (uint32_t i = 0; i < UTSKR_READING_COUNT; i++) {
        const utskr_reading_info *reading = utskr_reading_at((int32_t)i);
        if (reading) {
            put_reading(chosen, reading, readings.value[i]);
        }
    }
}

static void put_rates(const options *chosen, const utskr_pack *pack) {
    const utskr_rate *rate = NULL;
    put_in(chosen, "\nBelopp per vårddygn; andra år är okända\n",
           "\nAmounts per day of care; other years are unknown\n");
    for (uint32_t i = 0; (rate = utskr_pack_rate_at(pack, i)) != NULL; i++) {
        char text[64];
        snprintf(text, sizeof text, "  %d  %lld.%02lld SEK  ", (int)rate->year, (long long)(rate->ore / 100),
                 (long long)(rate->ore % 100));
        put(text);
        put_grade(rate->grade);
        put(rate->source);
        put("\n");
    }
}

/* The pack that the operand names, NULL without one. Returns an exit status. */
static int choose_pack(const options *chosen, const utskr_pack **out) {
    utskr_error error = UTSKR_ERROR_INIT;
    bool is_bad_input = false;
    *out = chosen->pack; /* that of --rules */
    if (chosen->operand_count == 0 || packs_take(chosen->operands[0], out, &is_bad_input, &error)) {
        return EXIT_DONE;
    }
    if (!is_bad_input) {
        print_error("utskrivning: PACK", &error);
    }
    return is_bad_input ? EXIT_BAD_INPUT : EXIT_USAGE;
}

int run_rules(const options *chosen) {
    const utskr_pack *pack = NULL;
    int status = chosen->compare ? compare_rules(chosen) : choose_pack(chosen, &pack);
    if (status != EXIT_DONE || chosen->compare) {
        return status;
    }
    if (chosen->write) {
        return utskr_pack_write(pack ? pack : utskr_pack_at(0), output_write, NULL) == UTSKR_OK ? EXIT_DONE
                                                                                                : EXIT_INTERNAL;
    }
    if (chosen->json) {
        return utskr_rules_write_json(pack, output_write, NULL) == UTSKR_OK ? EXIT_DONE : EXIT_INTERNAL;
    }
    if (pack) {
        put_pack(chosen, pack, false);
    }
    for (uint32_t i = 0; !pack && i < utskr_pack_count(); i++) {
        put_pack(chosen, utskr_pack_at(i), true);
    }
    put_readings(chosen, pack ? pack : utskr_pack_at(0));
    put_rates(chosen, pack ? pack : utskr_pack_at(0));
    return EXIT_DONE;
}
