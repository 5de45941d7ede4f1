/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `utskrivning rules --compare`: the agreements side by side, thing by thing: what differs from the act in each.
 *
 * A thing is a parameter, a reading, an amount or a rule. Under it stands each pack in which it is not as in the act.
 */
#include <string.h>

#include "command.h"

enum { SIDE_LIMIT = 64, TEXT_SIZE = 256 };

typedef struct comparison {
    const options *options;
    const utskr_pack *act;
    const utskr_pack *packs[SIDE_LIMIT];
    uint32_t count;
    const char *kind; /* of the thing at hand */
    const char *id;
    const char *act_value; /* or NULL */
    bool is_begun;
} comparison;

static const char *id_of(const utskr_pack *pack) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    return utskr_pack_describe(pack, &info) == UTSKR_OK ? info.id : "";
}

/* --- Output ------------------------------------------------------------------------------------------------------------- */

static void put(const char *text) {
    output_text(text ? text : "");
}

static void put_json(const char *text) {
    put("\"");
    for (; text && *text; text++) {
        const char escaped[] = { '\\', *text, '\0' };
        const char plain[] = { *text, '\0' };
        put(*text == '"' || *text == '\\' ? escaped : plain);
    }
    put("\"");
}

static void put_key(const char *key, const char *value) {
    put(",\"");
    put(key);
    put("\":");
    if (value) {
        put_json(value);
    } else {
        put("null");
    }
}

static void put_padded(const char *text, size_t width) {
    put(text);
    for (size_t length = strlen(text); length < width; length++) {
        put(" ");
    }
}

static void begin_thing(comparison *c, const char *kind, const char *id, const char *act_value) {
    c->kind = kind;
    c->id = id;
    c->act_value = act_value;
    c->is_begun = false;
}

/* The word for a kind of thing, to read. */
static const char *kind_text(const comparison *c) {
    static const char *const words[][2] = {
        { "reading", "läsning" },
        { "rate", "belopp" },
        { "rule", "regel" },
    };
    for (size_t i = 0; c->options->language != UTSKR_EN && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i][0], c->kind) == 0) {
            return words[i][1];
        }
    }
    return c->kind;
}

static void put_head(comparison *c) {
    if (c->options->json) {
        put("{\"kind\":");
        put_json(c->kind);
        put_key("id", c->id);
        put_key("act", c->act_value);
        put(",\"packs\":[");
    } else {
        put(kind_text(c));
        put(" ");
        put(c->id);
        put("\n  ");
        put_padded(id_of(c->act), 22);
        put(c->act_value ? c->act_value : "-");
        put("\n");
    }
}

/* One pack in which it is another way: `change` is "changed", "added", "ended" or "left-out". */
static void put_side(comparison *c, const utskr_pack *pack, const char *change, const char *value, const char *cite) {
    if (!c->is_begun) {
        put_head(c);
    }
    if (c->options->json) {
        put(c->is_begun ? ",{\"pack\":" : "{\"pack\":");
        put_json(id_of(pack));
        put_key("change", change);
        put_key("value", value);
        put_key("cite", cite);
        put("}");
    } else {
        put("  ");
        put_padded(id_of(pack), 22);
        put(value);
        put(cite ? "  (" : "");
        put(cite);
        put(cite ? ")\n" : "\n");
    }
    c->is_begun = true;
}

static void end_thing(comparison *c) {
    if (c->is_begun) {
        put(c->options->json ? "]}\n" : "\n");
    }
}

/* --- Parameters ------------------------------------------------------------------------------------------------------------ */

/* All values of a parameter, with "; " between; false if the pack has none. */
static bool value_of(const utskr_pack *pack, const char *id, char *out) {
    utskr_parameter parameter = UTSKR_PARAMETER_INIT;
    size_t length = 0;
    out[0] = '\0';
    for (uint32_t i = 0; utskr_pack_parameter(pack, i, &parameter) == UTSKR_OK; i++) {
        if (strcmp(parameter.id, id) == 0 && length + sizeof parameter.value + 2 < TEXT_SIZE) {
            length +=
                (size_t)snprintf(out + length, TEXT_SIZE - length, "%s%s", length > 0 ? "; " : "", parameter.value);
        }
    }
    return length > 0;
}

static void compare_parameter(comparison *c, const char *id) {
    char act[TEXT_SIZE];
    char mine[TEXT_SIZE];
    begin_thing(c, "parameter", id, value_of(c->act, id, act) ? act : NULL);
    for (uint32_t i = 0; i < c->count; i++) {
        if (value_of(c->packs[i], id, mine) && strcmp(mine, act) != 0) {
            put_side(c, c->packs[i], c->act_value ? "changed" : "added", mine, NULL);
        }
    }
    end_thing(c);
}

static void compare_parameters(comparison *c) {
    utskr_parameter parameter = UTSKR_PARAMETER_INIT;
    const char *last = "";
    const utskr_pack *fullest = c->act; /* one with a collective model names all parameters */
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    for (uint32_t i = 0; i < c->count; i++) {
        if (utskr_pack_describe(c->packs[i], &info) == UTSKR_OK && info.collective) {
            fullest = c->packs[i];
        }
    }
    for (uint32_t i = 0; utskr_pack_parameter(fullest, i, &parameter) == UTSKR_OK; i++) {
        if (strcmp(parameter.id, last) != 0) {
            last = parameter.id;
            compare_parameter(c, last);
        }
    }
}

/* --- Readings and amounts --------------------------------------------------------------------------------------------------- */

static void compare_reading(comparison *c, const utskr_reading_info *reading, uint32_t number) {
    utskr_readings act;
    utskr_readings mine;
    (void)utskr_readings_init(c->act, &act);
    begin_thing(c, "reading", reading->id, reading->values[act.value[number]]);
    for (uint32_t i = 0; i < c->count; i++) {
        (void)utskr_readings_init(c->packs[i], &mine);
        if (mine.value[number] != act.value[number]) {
            put_side(c, c->packs[i], "changed", reading->values[mine.value[number]], NULL);
        }
    }
    end_thing(c);
}

static const utskr_rate *rate_of(const utskr_pack *pack, int32_t year) {
    const utskr_rate *rate = NULL;
    for (uint32_t i = 0; (rate = utskr_pack_rate_at(pack, i)) != NULL && rate->year != year; i++) {
    }
    return rate;
}

static void write_rate(const utskr_rate *rate, char *out) {
    snprintf(out, TEXT_SIZE, "%lld.%02lld SEK, %c", (long long)(rate->ore / 100), (long long)(rate->ore % 100),
             rate->grade);
}

static void compare_rate(comparison *c, int32_t year) {
    char id[16];
    char act[TEXT_SIZE];
    char mine[TEXT_SIZE];
    const utskr_rate *of_act = rate_of(c->act, year);
    snprintf(id, sizeof id, "%d", (int)year);
    if (of_act) {
        write_rate(of_act, act);
    }
    begin_thing(c, "rate", id, of_act ? act : NULL);
    for (uint32_t i = 0; i < c->count; i++) {
        const utskr_rate *rate = rate_of(c->packs[i], year);
        if (rate && (!of_act || rate->ore != of_act->ore)) {
            write_rate(rate, mine);
            put_side(c, c->packs[i], of_act ? "changed" : "added", mine, rate->source);
        }
    }
    end_thing(c);
}

/* --- Rules -------------------------------------------------------------------------------------------------------------------- */

static void write_rule(const utskr_rule_info *rule, char *out) {
    char from[UTSKR_DATE_TEXT] = "";
    char to[UTSKR_DATE_TEXT] = "";
    char parties[96] = "";
    size_t length = 0;
    (void)utskr_date_format(rule->valid_from, from);
    if (rule->valid_to != UTSKR_DATE_NONE) {
        (void)utskr_date_format(rule->valid_to, to);
    }
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        if (rule->parties & UTSKR_TO(party)) {
            length += (size_t)snprintf(parties + length, sizeof parties - length, "%s%s", length > 0 ? "," : "",
                                       utskr_party_name(party));
        }
    }
    bool is_obligation = rule->group == UTSKR_GROUP_OBLIGATION;
    snprintf(out, TEXT_SIZE, "%s%s%s%s%s  %s--%s", parties, length > 0 ? "  " : "",
             is_obligation ? rule->form_text : utskr_group_name(rule->group), is_obligation ? "  " : "",
             is_obligation ? utskr_force_name(rule->force) : "", from, to);
}

/* The n-th version of a rule in a pack. */
static bool find_rule(const utskr_pack *pack, const char *id, uint32_t n, utskr_rule_info *out) {
    for (uint32_t i = 0; utskr_pack_rule(pack, i, out) == UTSKR_OK; i++) {
        if (strcmp(out->id, id) == 0 && n-- == 0) {
            return true;
        }
    }
    return false;
}

static void compare_rule_in(comparison *c, const utskr_pack *pack, const utskr_rule_info *of_act) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    char value[TEXT_SIZE];
    uint32_t version = 0;
    for (; find_rule(pack, c->id, version, &rule); version++) {
        bool is_of_act = of_act && strcmp(rule.pack, of_act->pack) == 0;
        write_rule(&rule, value);
        if (!is_of_act) {
            put_side(c, pack, of_act ? "changed" : "added", value, rule.cite);
        } else if (rule.valid_to != of_act->valid_to) {
            put_side(c, pack, "ended", value, rule.cite);
        }
    }
    if (of_act && version == 0) {
        put_side(c, pack, "left-out", "-", NULL);
    }
}

static void compare_rule(comparison *c, const char *id) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    char act[TEXT_SIZE];
    bool is_in_act = find_rule(c->act, id, 0, &rule);
    if (is_in_act) {
        write_rule(&rule, act);
    }
    begin_thing(c, "rule", id, is_in_act ? act : NULL);
    for (uint32_t i = 0; i < c->count; i++) {
        compare_rule_in(c, c->packs[i], is_in_act ? &rule : NULL);
    }
    end_thing(c);
}

/* Does the rule stand before `index` in the pack, or in one of the packs before it? */
static bool is_seen(const comparison *c, uint32_t pack, uint32_t index, const char *id) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    if (find_rule(c->act, id, 0, &rule)) {
        return true;
    }
    for (uint32_t i = 0; i < pack; i++) {
        if (find_rule(c->packs[i], id, 0, &rule)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < index && utskr_pack_rule(c->packs[pack], i, &rule) == UTSKR_OK; i++) {
        if (strcmp(rule.id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void compare_all_rules(comparison *c) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    for (uint32_t i = 0; utskr_pack_rule(c->act, i, &rule) == UTSKR_OK; i++) {
        compare_rule(c, rule.id);
    }
    for (uint32_t pack = 0; pack < c->count; pack++) {
        for (uint32_t i = 0; utskr_pack_rule(c->packs[pack], i, &rule) == UTSKR_OK; i++) {
            if (!is_seen(c, pack, i, rule.id)) {
                compare_rule(c, rule.id);
            }
        }
    }
}

/* --- The command ------------------------------------------------------------------------------------------------------------------ */

/* The packs named, else every one but the act. Returns an exit status. */
static int choose(comparison *c) {
    utskr_error error = UTSKR_ERROR_INIT;
    bool is_bad_input = false;
    for (int i = 0; i < c->options->operand_count && c->count < SIDE_LIMIT; i++) {
        if (!packs_take(c->options->operands[i], &c->packs[c->count++], &is_bad_input, &error)) {
            if (!is_bad_input) {
                print_error("utskrivning: PACK", &error);
            }
            return is_bad_input ? EXIT_BAD_INPUT : EXIT_USAGE;
        }
    }
    for (uint32_t i = 1; c->options->operand_count == 0 && i < utskr_pack_count() && c->count < SIDE_LIMIT; i++) {
        c->packs[c->count++] = utskr_pack_at(i);
    }
    return EXIT_DONE;
}

int compare_rules(const options *chosen) {
    comparison c = { .options = chosen, .act = utskr_pack_at(0) };
    int status = choose(&c);
    if (status != EXIT_DONE) {
        return status;
    }
    if (!chosen->json) {
        put(chosen->language == UTSKR_EN ? "What differs from the act, thing by thing\n\n"
                                         : "Vad som skiljer sig från lagen, sak för sak\n\n");
    }
    compare_parameters(&c);
    for (uint32_t i = 0; i < UTSKR_READING_COUNT; i++) {
        compare_reading(&c, utskr_reading_at((int32_t)i), i);
    }
    for (int32_t year = 1980; year < 1980 + RATE_LIMIT; year++) {
        compare_rate(&c, year);
    }
    compare_all_rules(&c);
    return EXIT_DONE;
}
