/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options: `--name value` or `--name=value`, in any place; operands are what is left. */
#include <string.h>

#include "command.h"

/* Takes the value of an option. False for a mistake, told in `error`. */
typedef bool (*setter)(options *out, const char *value, utskr_error *error);

static bool mistake(utskr_error *error, const char *message, const char *word, const char *expected) {
    error->message = message;
    error->expected = expected;
    snprintf(error->word, sizeof error->word, "%.63s", word);
    return false;
}

/* --- Values ----------------------------------------------------------------------------------------------------------- */

static bool set_at(options *out, const char *value, utskr_error *error) {
    return utskr_instant_parse(value, strlen(value), &out->at, error) == UTSKR_OK;
}

static bool set_known_at(options *out, const char *value, utskr_error *error) {
    return utskr_instant_parse(value, strlen(value), &out->known_at, error) == UTSKR_OK;
}

static bool set_rules(options *out, const char *value, utskr_error *error) {
    return packs_take(value, &out->pack, &out->is_bad_input, error);
}

static bool set_under(options *out, const char *value, utskr_error *error) {
    const utskr_pack *pack = NULL;
    if (!packs_take(value, &pack, &out->is_bad_input, error) || !packs_unbind(pack, &pack, error)) {
        return false;
    }
    for (uint32_t i = 0; i < out->under_count; i++) {
        if (strcmp(packs_id(out->under[i]), packs_id(pack)) == 0) {
            return mistake(error, "said before", value, "each pack once");
        }
    }
    out->under[out->under_count++] = pack;
    return true;
}

static bool set_reading(options *out, const char *value, utskr_error *error) {
    const char *equals = strchr(value, '=');
    if (!equals) {
        return mistake(error, "no value in", value, "NAME=VALUE; `utskrivning rules` lists the readings");
    }
    return utskr_readings_set(&out->readings, value, (size_t)(equals - value), equals + 1, strlen(equals + 1), error) ==
           UTSKR_OK;
}

/* Reads digits; false unless there are 1 to `limit` of them. */
static bool read_digits(const char **text, size_t limit, int64_t *out) {
    size_t count = 0;
    for (*out = 0; **text >= '0' && **text <= '9' && count <= limit; (*text)++, count++) {
        *out = 10 * *out + (**text - '0');
    }
    return count >= 1 && count <= limit;
}

/* "9300", "9300.5" or "9300.50", in öre. */
static bool read_sek(const char *text, int64_t *ore) {
    int64_t sek = 0;
    int64_t fraction = 0;
    if (!read_digits(&text, 12, &sek)) {
        return false;
    }
    if (*text == '.') {
        const char *begin = ++text;
        if (!read_digits(&text, 2, &fraction)) {
            return false;
        }
        fraction *= text - begin == 1 ? 10 : 1;
    }
    *ore = 100 * sek + fraction;
    return *text == '\0';
}

/* Of several rates of a year the last one counts. */
static void put_rate(options *out, int32_t year, int64_t ore) {
    uint32_t at = 0;
    while (at < out->rate_count && out->rates[at].year != year) {
        at++;
    }
    if (at == out->rate_count) {
        out->rate_count++;
    }
    out->rates[at] = (utskr_rate){ .year = year, .grade = ' ', .ore = ore, .source = NULL };
}

static bool set_rate(options *out, const char *value, utskr_error *error) {
    const char *text = value;
    int64_t year = 0;
    int64_t ore = 0;
    bool is_rate = read_digits(&text, 4, &year) && *text++ == '=' && read_sek(text, &ore);
    if (!is_rate || year < 1980 || year >= 1980 + RATE_LIMIT) {
        return mistake(error, "no rate", value,
                       "YEAR=SEK, a year from 1980 to 2199 and an amount such as 9300 or 9300.50");
    }
    put_rate(out, (int32_t)year, ore);
    return true;
}

static bool set_language(options *out, const char *value, utskr_error *error) {
    bool is_known = utskr_language_find(value, strlen(value), &out->language) == UTSKR_OK;
    return is_known || mistake(error, "no such language", value, "sv or en");
}

static bool set_party(options *out, const char *value, utskr_error *error) {
    return utskr_party_find(value, strlen(value), &out->party, error) == UTSKR_OK;
}

static bool set_from(options *out, const char *value, utskr_error *error) {
    return utskr_party_find(value, strlen(value), &out->from, error) == UTSKR_OK;
}

static bool set_to(options *out, const char *value, utskr_error *error) {
    return utskr_party_find(value, strlen(value), &out->to, error) == UTSKR_OK;
}

static bool set_from_month(options *out, const char *value, utskr_error *error) {
    return utskr_month_parse(value, strlen(value), &out->from_month, error) == UTSKR_OK;
}

static bool set_to_month(options *out, const char *value, utskr_error *error) {
    return utskr_month_parse(value, strlen(value), &out->to_month, error) == UTSKR_OK;
}

static bool set_item(options *out, const char *value, utskr_error *error) {
    return utskr_share_item_find(value, strlen(value), &out->item, error) == UTSKR_OK;
}

static bool set_output(options *out, const char *value, utskr_error *error) {
    out->output = value;
    return value[0] != '\0' || mistake(error, "no folder", value, "its name");
}

static bool set_days(options *out, const char *value, utskr_error *error) {
    const char *text = value;
    int64_t days = 0;
    bool is_number = read_digits(&text, 3, &days) && *text == '\0';
    out->days = (uint32_t)days;
    return (is_number && days >= 1 && days <= FORECAST_DAYS_LIMIT) ||
           mistake(error, "no number of days", value, "1 to 366");
}

static bool set_move(options *out, const char *value, utskr_error *error) {
    if (out->move_count == MOVE_LIMIT) {
        return mistake(error, "a move too many", value, "at most 64");
    }
    return read_move(value, &out->moves[out->move_count++], error);
}

static bool set_json(options *out, const char *value, utskr_error *error) {
    (void)value;
    (void)error;
    out->json = true;
    return true;
}

static bool set_write(options *out, const char *value, utskr_error *error) {
    (void)value;
    (void)error;
    out->write = true;
    return true;
}

static bool set_compare(options *out, const char *value, utskr_error *error) {
    (void)value;
    (void)error;
    out->compare = true;
    return true;
}

static bool set_help(options *out, const char *value, utskr_error *error) {
    (void)value;
    (void)error;
    out->help = true;
    return true;
}

/* --- The table -------------------------------------------------------------------------------------------------------- */

typedef struct option {
    const char *name;
    uint32_t taken_by; /* TAKES_*; 0: everybody */
    bool has_value;
    setter set;
} option;

static const option table[] = {
    { "--at", TAKES_JUDGING, true, set_at },
    { "--known-at", TAKES_JUDGING, true, set_known_at },
    { "--rules", TAKES_JUDGING | TAKES_PACK, true, set_rules },
    { "--write", TAKES_PACK, false, set_write },
    { "--compare", TAKES_PACK, false, set_compare },
    { "--reading", TAKES_JUDGING, true, set_reading },
    { "--rate", TAKES_JUDGING, true, set_rate },
    { "--party", TAKES_PARTY, true, set_party },
    { "--from", TAKES_SHARING, true, set_from },
    { "--to", TAKES_SHARING, true, set_to },
    { "--from", TAKES_MONTHS, true, set_from_month },
    { "--to", TAKES_MONTHS, true, set_to_month },
    { "--under", TAKES_MONTHS, true, set_under },
    { "--item", TAKES_SHARING, true, set_item },
    { "--days", TAKES_FORECAST, true, set_days },
    { "--move", TAKES_FORECAST, true, set_move },
    { "--json", TAKES_OUTPUT, false, set_json },
    { "--lang", TAKES_OUTPUT | TAKES_LANGUAGE, true, set_language },
    { "--output", TAKES_FOLDER, true, set_output },
    { "--help", 0, false, set_help },
    { "-h", 0, false, set_help },
};

enum { OPTION_COUNT = sizeof table / sizeof table[0] };

static bool usage(const char *what, const char *word, const char *expected) {
    fprintf(stderr, "utskrivning: %s '%s', expected %s\n", what, word, expected);
    return false;
}

static const option *find_option(const char *argument, size_t length, uint32_t takes) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        bool is_taken = table[i].taken_by == 0 || (table[i].taken_by & takes);
        if (is_taken && strlen(table[i].name) == length && memcmp(table[i].name, argument, length) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

static bool unknown_option(const char *argument, size_t length, uint32_t takes) {
    const char *names[OPTION_COUNT + 1];
    size_t count = 0;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (table[i].taken_by == 0 || (table[i].taken_by & takes)) {
            names[count++] = table[i].name;
        }
    }
    names[count] = NULL;
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)(length < 31 ? length : 31), argument);
    const char *near = nearest_word(name, names);
    fprintf(stderr, "utskrivning: unknown option '%s', expected an option of this command", name);
    if (near) {
        fprintf(stderr, "; did you mean '%s'?\n", near);
    } else {
        fputs("; see --help\n", stderr);
    }
    return false;
}

/* --- Reading ---------------------------------------------------------------------------------------------------------- */

typedef struct arguments {
    int count;
    char **word;
    int at;
} arguments;

static bool read_option(options *out, uint32_t takes, arguments *left) {
    const char *argument = left->word[left->at++];
    const char *equals = strchr(argument, '=');
    size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
    const option *found = find_option(argument, length, takes);
    if (!found) {
        return unknown_option(argument, length, takes);
    }
    if (!found->has_value && equals) {
        return usage("a value too many in", argument, "none");
    }
    if (found->has_value && !equals && left->at == left->count) {
        return usage("no value after", argument, "one");
    }
    const char *value = equals ? equals + 1 : NULL;
    if (found->has_value && !equals) {
        value = left->word[left->at++];
    }
    utskr_error error = UTSKR_ERROR_INIT;
    if (found->set(out, value, &error)) {
        return true;
    }
    if (out->is_bad_input) {
        return false;
    }
    char place[64];
    snprintf(place, sizeof place, "utskrivning: %s", found->name);
    print_error(place, &error);
    return false;
}

static bool check_months(const options *out) {
    if (out->from_month == UTSKR_MONTH_NONE || out->to_month == UTSKR_MONTH_NONE) {
        fputs("utskrivning: expected --from MONTH and --to MONTH, such as 2022-05\n", stderr);
        return false;
    }
    if (out->from_month > out->to_month) {
        fputs("utskrivning: --to is before --from, expected the same month or a later one\n", stderr);
        return false;
    }
    return true;
}

static bool check_operands(const options *out, uint32_t takes) {
    if ((takes & TAKES_FILES) && out->operand_count == 0) {
        fputs("utskrivning: no FILE, expected one or more, or - for standard input\n", stderr);
        return false;
    }
    if ((takes & TAKES_PACK) && out->operand_count > 1 && !out->compare) {
        return usage("an operand too many", out->operands[1], "at most one PACK");
    }
    if ((takes & TAKES_TWO_FILES) && out->operand_count != 2) {
        fputs("utskrivning: expected two files, A and B\n", stderr);
        return false;
    }
    if ((takes & TAKES_PARTY) && out->party == UTSKR_PARTY_NONE) {
        fputs("utskrivning: no --party, expected the party whose worklist it is\n", stderr);
        return false;
    }
    if ((takes & TAKES_SHARING) && (out->from == 0 || out->to == 0 || out->item == 0)) {
        fputs("utskrivning: expected --from PARTY, --to PARTY and --item ITEM\n", stderr);
        return false;
    }
    return !(takes & TAKES_MONTHS) || check_months(out);
}

bool read_options(options *out, uint32_t takes, int count, char **words) {
    memset(out, 0, sizeof *out);
    out->language = UTSKR_SV;
    out->from_month = out->to_month = UTSKR_MONTH_NONE;
    out->days = FORECAST_DAYS;
    (void)utskr_readings_init(NULL, &out->readings);
    out->operands = words; /* operands are moved to the front as they are met */
    arguments left = { count, words, 0 };
    bool are_options = true;
    while (left.at < count) {
        char *argument = words[left.at];
        if (are_options && strcmp(argument, "--") == 0) {
            are_options = false;
            left.at++;
        } else if (are_options && argument[0] == '-' && argument[1] != '\0') {
            if (!read_option(out, takes, &left)) {
                return false;
            }
        } else {
            out->operands[out->operand_count++] = argument;
            left.at++;
        }
    }
    return out->help || check_operands(out, takes);
}
