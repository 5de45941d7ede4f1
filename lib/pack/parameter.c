/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is said of a pack as a whole: each word, what it reads, and how its value is written. */
#include "pack/draft.h"

#include "status.h"
#include "text/digits.h"

#include <string.h>

enum { GRACE_LARGEST = 366, MONTHS_LARGEST = 36, THRESHOLD_LARGEST = 1000 };

static const row_word switches[] = { { "off", 0 }, { "on", 1 }, { NULL, 0 } };
static const row_word activity[] = { { "yes", 0 }, { "unknown", 1 }, { NULL, 0 } };
static const row_word zero_days[] = { { "counted", 0 }, { "left-out", 1 }, { NULL, 0 } };

/* --- Reading ------------------------------------------------------------------------------------------------------------- */

static utskr_status read_title(pack_reading *r) {
    return utskr_pack_text(r, "the title, in quotes", &r->draft->state.pack.title);
}

static utskr_status read_source(pack_reading *r) {
    return utskr_pack_text(r, "the source, in quotes", &r->draft->state.pack.source);
}

/* A number, or the word that stands for `none`. */
static utskr_status read_number_or(pack_reading *r, const char *none, uint32_t low, uint32_t high, const char *expected,
                                   bool *is_none, uint32_t *out) {
    utskr_log_word word;
    const utskr_status status = utskr_pack_word(r, expected, &word);
    if (status != UTSKR_OK)
        return status;
    *is_none = word.value_length == strlen(none) && memcmp(word.value, none, word.value_length) == 0;
    if (*is_none || utskr_number_of(&word, low, high, out))
        return UTSKR_OK;
    return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "no such number", expected);
}

static utskr_status read_county(pack_reading *r) {
    uint32_t county = 0;
    bool none = false;
    const utskr_status status = read_number_or(r, "none", 1, 99, "a county code, 01 to 99, or none", &none, &county);
    r->draft->state.pack.county = none ? 0 : (int32_t)county;
    return status;
}

static utskr_status read_valid(pack_reading *r) {
    return utskr_pack_validity(r, &r->draft->state.pack.valid_from, &r->draft->state.pack.valid_to);
}

static utskr_status read_pack_grade(pack_reading *r) {
    return utskr_pack_grade(r, &r->draft->state.pack.grade);
}

static utskr_status read_grace_days(pack_reading *r) {
    uint32_t days = 0;
    const utskr_status status = utskr_pack_number(r, 0, GRACE_LARGEST, "days, 0 to 366", &days);
    r->draft->state.pack.grace_days = (int16_t)days;
    return status;
}

/* `from=`, `to=` and `noon=read` of a grace of its own. */
static utskr_status read_grace_key(pack_reading *r, const utskr_log_word *word, psychiatric_grace *out) {
    if (utskr_word_has_key(word, "from"))
        return utskr_pack_date_of(r, word, &out->from);
    if (utskr_word_has_key(word, "to"))
        return utskr_pack_date_of(r, word, &out->to);
    out->noon_is_read = utskr_word_has_key(word, "noon") && word->value_length == strlen("read") &&
                        memcmp(word->value, "read", word->value_length) == 0;
    return out->noon_is_read
               ? UTSKR_OK
               : utskr_pack_wrong(r, word, UTSKR_MALFORMED, "not a word of this line", "from=DAY, to=DAY or noon=read");
}

static bool meets_another(const draft_state *s, const psychiatric_grace *grace) {
    for (uint32_t i = 0; i < s->grace_count; i++) {
        const psychiatric_grace *g = &s->graces[i];
        if ((grace->to == UTSKR_DATE_NONE || g->from <= grace->to) &&
            (g->to == UTSKR_DATE_NONE || grace->from <= g->to))
            return true;
    }
    return false;
}

static utskr_status add_grace(pack_reading *r, const utskr_log_word *days, const psychiatric_grace *grace) {
    draft_state *s = &r->draft->state;
    if (grace->from == 0 || (grace->to != UTSKR_DATE_NONE && grace->to < grace->from))
        return utskr_pack_wrong(r, days, UTSKR_MALFORMED, "days of no time",
                                "from=DAY, and to=DAY on that day or later");
    if (meets_another(s, grace))
        return utskr_pack_wrong(r, days, UTSKR_DUPLICATE, "two numbers of days on the same day",
                                "times that do not meet");
    if (s->grace_count == UTSKR_PACK_GRACE_LIMIT)
        return utskr_pack_wrong(r, days, UTSKR_LIMIT_REACHED, "too many times of their own",
                                "at most 16 (UTSKR_PACK_GRACE_LIMIT)");
    s->graces[s->grace_count++] = *grace;
    return UTSKR_OK;
}

static uint64_t said_bit(const char *word) {
    uint32_t i = 0;
    while (strcmp(utskr_pack_statements[i].word, word) != 0)
        i++;
    return UINT64_C(1) << i;
}

static utskr_status read_psychiatric(pack_reading *r) {
    static const char expected[] = "days, 1 to 366, or as-somatic";
    psychiatric_grace grace = { .from = 0, .to = UTSKR_DATE_NONE };
    draft_state *s = &r->draft->state;
    utskr_log_line start = r->line;
    utskr_log_word word;
    uint32_t days = 0;
    bool none = false;
    utskr_status status = read_number_or(r, "as-somatic", 1, GRACE_LARGEST, expected, &none, &days);
    if (status != UTSKR_OK)
        return status;
    if (!(s->said & said_bit("psychiatric-grace")))
        s->grace_count = 0; /* what is said first takes the place of the base's */
    (void)utskr_log_next_word(&start, &word);
    const utskr_log_word days_word = word;
    if (none && s->grace_count != 0)
        return utskr_pack_wrong(r, &days_word, UTSKR_DUPLICATE, "both as-somatic and days", "one of them");
    if (none)
        return UTSKR_OK;
    while ((status = utskr_log_next_word(&r->line, &word)) == UTSKR_OK)
        if ((status = read_grace_key(r, &word, &grace)) != UTSKR_OK)
            return status;
    grace.days = (int16_t)days;
    return status == UTSKR_NOT_FOUND ? add_grace(r, &days_word, &grace) : status;
}

static utskr_status read_one_principal(pack_reading *r) {
    uint32_t code = 0;
    bool none = false;
    const utskr_status status =
        read_number_or(r, "none", 100, 9999, "the four digits of a municipality, or none", &none, &code);
    r->draft->state.pack.one_principal = none ? 0 : (int32_t)code;
    return status;
}

static utskr_status read_flag(pack_reading *r, const row_word *table, const char *expected, uint8_t *out) {
    uint32_t number = 0;
    const utskr_status status = utskr_pack_choice(r, table, expected, &number);
    *out = (uint8_t)number;
    return status;
}

static utskr_status read_not_opposed(pack_reading *r) {
    return read_flag(r, switches, "on or off", &r->draft->state.pack.asks_not_opposed);
}

static utskr_status read_active(pack_reading *r) {
    return read_flag(r, activity, "yes or unknown", &r->draft->state.pack.active_unknown);
}

static utskr_status read_from_ready(pack_reading *r) {
    return read_flag(r, switches, "on or off", &r->draft->state.pack.sip_call_from_ready);
}

static utskr_status read_model(pack_reading *r) {
    return read_flag(r, utskr_model_words, "individual, after-months, without-long-stay, excess or average",
                     &r->draft->state.pack.settled.model);
}

static utskr_status read_threshold(pack_reading *r) {
    uint32_t days = 0;
    bool none = false;
    const utskr_status status =
        read_number_or(r, "unknown", 0, THRESHOLD_LARGEST, "days, 0 to 1000, or unknown", &none, &days);
    r->draft->state.pack.settled.threshold = none ? THRESHOLD_UNKNOWN : (int16_t)days;
    return status;
}

static utskr_status read_months(pack_reading *r) {
    uint32_t months = 0;
    const utskr_status status = utskr_pack_number(r, 1, MONTHS_LARGEST, "months, 1 to 36", &months);
    r->draft->state.pack.settled.months = (uint8_t)months;
    return status;
}

static utskr_status read_clock_cutoff(pack_reading *r) {
    return read_flag(r, switches, "on or off", &r->draft->state.pack.settled.clock_cutoff);
}

static utskr_status read_day_zero(pack_reading *r) {
    return read_flag(r, zero_days, "counted or left-out", &r->draft->state.pack.settled.zero_left_out);
}

static utskr_status read_long_stay(pack_reading *r) {
    uint32_t days = 0;
    bool none = false;
    const utskr_status status =
        read_number_or(r, "none", 1, THRESHOLD_LARGEST, "days, 1 to 1000, or none", &none, &days);
    r->draft->state.pack.settled.long_stay = none ? 0 : (int16_t)days;
    return status;
}

const statement utskr_pack_statements[] = {
    { "title", read_title, false },
    { "source", read_source, false },
    { "county", read_county, false },
    { "valid", read_valid, false },
    { "grade", read_pack_grade, false },
    { "grace-days", read_grace_days, false },
    { "psychiatric-grace", read_psychiatric, true },
    { "one-principal", read_one_principal, false },
    { "pre-not-opposed", read_not_opposed, false },
    { "liability-active", read_active, false },
    { "sip-call-from-ready", read_from_ready, false },
    { "model", read_model, false },
    { "threshold", read_threshold, false },
    { "months", read_months, false },
    { "clock-cutoff", read_clock_cutoff, false },
    { "day-zero", read_day_zero, false },
    { "long-stay", read_long_stay, false },
    { NULL, NULL, false },
};

/* --- Writing ------------------------------------------------------------------------------------------------------------- */

/* A value that grows; it is never longer than "366 from=2018-01-01 to=2018-12-31 noon=read". */
static char *put(char *at, const char *text) {
    const size_t length = strlen(text);
    memcpy(at, text, length + 1);
    return at + length;
}

/* With leading zeros up to `digits`. */
static char *put_number(char *at, uint32_t number, uint32_t digits) {
    at += utskr_digits(at, number, digits);
    *at = '\0';
    return at;
}

static char *put_date(char *at, const char *key, utskr_date day) {
    at = put(at, key);
    return at + utskr_date_format(day, at);
}

/* Each writes the i-th value, and is false if there is none. */
typedef bool (*value_writer)(const utskr_pack *pack, uint32_t i, char *out);

static bool grace_days(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put_number(out, (uint32_t)pack->grace_days, 1);
    return i == 0;
}

static bool psychiatric(const utskr_pack *pack, uint32_t i, char *out) {
    const psychiatric_grace *g = pack->psychiatric;
    uint32_t count = 0;
    while (g != NULL && g[count].days != 0)
        count++;
    if (count == 0 && i == 0)
        (void)put(out, "as-somatic");
    if (i >= count)
        return i == 0;
    char *at = put_date(put_number(out, (uint32_t)g[i].days, 1), " from=", g[i].from);
    at = g[i].to != UTSKR_DATE_NONE ? put_date(at, " to=", g[i].to) : at;
    (void)put(at, g[i].noon_is_read ? " noon=read" : "");
    return true;
}

static bool one_principal(const utskr_pack *pack, uint32_t i, char *out) {
    if (pack->one_principal == 0)
        (void)put(out, "none");
    else
        (void)put_number(out, (uint32_t)pack->one_principal, 4);
    return i == 0;
}

static bool not_opposed(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put(out, utskr_row_word(switches, pack->asks_not_opposed));
    return i == 0;
}

static bool active(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put(out, utskr_row_word(activity, pack->active_unknown));
    return i == 0;
}

static bool from_ready(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put(out, utskr_row_word(switches, pack->sip_call_from_ready));
    return i == 0;
}

static bool model(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put(out, utskr_row_word(utskr_model_words, pack->settled.model));
    return i == 0;
}

/* The rest has a meaning under a collective model alone. */
static bool is_first_of_collective(const utskr_pack *pack, uint32_t i) {
    return i == 0 && pack->settled.model != SETTLED_BY_CASE;
}

static bool threshold(const utskr_pack *pack, uint32_t i, char *out) {
    if (pack->settled.threshold == THRESHOLD_UNKNOWN)
        (void)put(out, "unknown");
    else
        (void)put_number(out, (uint32_t)pack->settled.threshold, 1);
    return is_first_of_collective(pack, i);
}

static bool months(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put_number(out, pack->settled.months, 1);
    return is_first_of_collective(pack, i);
}

static bool clock_cutoff(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put(out, utskr_row_word(switches, pack->settled.clock_cutoff));
    return is_first_of_collective(pack, i);
}

static bool day_zero(const utskr_pack *pack, uint32_t i, char *out) {
    (void)put(out, utskr_row_word(zero_days, pack->settled.zero_left_out));
    return is_first_of_collective(pack, i);
}

static bool long_stay(const utskr_pack *pack, uint32_t i, char *out) {
    if (pack->settled.long_stay == 0)
        (void)put(out, "none");
    else
        (void)put_number(out, (uint32_t)pack->settled.long_stay, 1);
    return is_first_of_collective(pack, i);
}

static const struct {
    const char *id;
    value_writer write;
} parameters[] = {
    { "grace-days", grace_days },
    { "psychiatric-grace", psychiatric },
    { "one-principal", one_principal },
    { "pre-not-opposed", not_opposed },
    { "liability-active", active },
    { "sip-call-from-ready", from_ready },
    { "model", model },
    { "threshold", threshold },
    { "months", months },
    { "clock-cutoff", clock_cutoff },
    { "day-zero", day_zero },
    { "long-stay", long_stay },
};

void utskr_parameter_init(utskr_parameter *parameter) {
    if (parameter != NULL)
        *parameter = (utskr_parameter)UTSKR_PARAMETER_INIT;
}

utskr_status utskr_pack_parameter(const utskr_pack *pack, uint32_t index, utskr_parameter *out) {
    if (pack == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    utskr_parameter found = UTSKR_PARAMETER_INIT;
    for (size_t i = 0; i < sizeof parameters / sizeof parameters[0]; i++)
        for (uint32_t n = 0; parameters[i].write(pack, n, found.value); n++)
            if (index-- == 0) {
                found.id = parameters[i].id;
                *out = found;
                return UTSKR_OK;
            }
    return UTSKR_NOT_FOUND;
}
