/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A forecast as JSON Lines: one object for the whole, one for each day of each municipality, one for each case. */
#include "forecast.h"

#include <inttypes.h>
#include <string.h>

/* --- Values ------------------------------------------------------------------------------------------------------------- */

static void put(const char *text) {
    output_text(text);
}

/* Bytes of the character that begins here, 1 to 4, or 0 if that is no UTF-8. */
static size_t character_length(const unsigned char *at) {
    static const struct {
        unsigned char low, high, next_low, next_high, length;
    } forms[] = {
        { 0x00, 0x7f, 0x00, 0xff, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
        { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
        { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (at[0] < forms[i].low || at[0] > forms[i].high) {
            continue;
        }
        size_t length = 1;
        while (length < forms[i].length && at[length] >= (length == 1 ? forms[i].next_low : 0x80) &&
               at[length] <= (length == 1 ? forms[i].next_high : 0xbf)) {
            length++;
        }
        return length == forms[i].length ? length : 0;
    }
    return 0;
}

/* U+FFFD stands for what is no UTF-8: the name of a file may be anything. */
static void put_string(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    put("\"");
    while (*at) {
        size_t length = character_length(at);
        char escape[8];
        if (length == 0) {
            put("\xef\xbf\xbd");
        } else if (*at < 0x20 || *at == '"' || *at == '\\') {
            snprintf(escape, sizeof escape, "\\u%04x", *at);
            put(escape);
        } else {
            (void)output_write((const char *)at, length, NULL);
        }
        at += length == 0 ? 1 : length;
    }
    put("\"");
}

static void put_key(const char *key) {
    put(",\"");
    put(key);
    put("\":");
}

static void put_number(int64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    put(text);
}

/* In SEK; two decimals unless it is whole. */
static void put_sek(int64_t ore, bool is_known) {
    char text[32];
    int64_t whole = ore / 100;
    int64_t rest = ore < 0 ? -(ore % 100) : ore % 100;
    if (!is_known) {
        put("null");
        return;
    }
    snprintf(text, sizeof text, "%s%" PRId64, ore < 0 && whole == 0 ? "-" : "", whole);
    put(text);
    if (rest != 0) {
        snprintf(text, sizeof text, ".%02" PRId64, rest);
        put(text);
    }
}

static void put_date(utskr_date day) {
    char text[UTSKR_DATE_TEXT];
    if (day == UTSKR_DATE_NONE) {
        put("null");
        return;
    }
    (void)utskr_date_format(day, text);
    put_string(text);
}

static void put_instant(utskr_instant at) {
    char text[UTSKR_INSTANT_TEXT];
    (void)utskr_instant_format(at, text);
    put_string(text);
}

static void put_municipality(int32_t payer) {
    char text[8];
    if (payer == 0) {
        put("null");
        return;
    }
    snprintf(text, sizeof text, "%04" PRId32, payer);
    put_string(text);
}

/* --- Days --------------------------------------------------------------------------------------------------------------- */

static void put_names(const forecast *f, uint32_t begin, uint32_t end, uint32_t day, enum way way, uint8_t verdict) {
    bool is_first = true;
    put("[");
    for (uint32_t i = begin; i < end; i++) {
        if (outlook_of(&f->cases[i], way)->days[day].verdict == verdict) {
            put(is_first ? "" : ",");
            put_string(f->cases[i].name);
            is_first = false;
        }
    }
    put("]");
}

/* The members of a day; `charged` is the first. */
static void put_day_members(const forecast *f, uint32_t begin, uint32_t end, uint32_t day, enum way way,
                            const day_sum *sum) {
    put("\"charged\":");
    put_names(f, begin, end, day, way, DAY_CHARGED);
    put_key("pending");
    put_names(f, begin, end, day, way, DAY_PENDING);
    put_key("unknown");
    put_names(f, begin, end, day, way, DAY_UNKNOWN);
    put_key("sek");
    put_sek(sum->known_ore, sum->is_known);
    put_key("known_sek");
    put_sek(sum->known_ore, true);
    put_key("cumulative_sek");
    put_sek(sum->known_ore_so_far, sum->is_known_so_far);
    put_key("cumulative_known_sek");
    put_sek(sum->known_ore_so_far, true);
}

static void put_day(const forecast *f, uint32_t begin, uint32_t end, uint32_t day, const day_sum sums[WAYS]) {
    const day_sum *a = &sums[IF_NOTHING];
    const day_sum *b = &sums[IF_MOVED];
    put("{\"kind\":\"day\"");
    put_key("municipality");
    put_municipality(f->cases[begin].payer);
    put_key("date");
    put_date(f->first + (utskr_date)day);
    put(",");
    put_day_members(f, begin, end, day, IF_NOTHING, a);
    if (f->has_moves) {
        put_key("what_if");
        put("{");
        put_day_members(f, begin, end, day, IF_MOVED, b);
        put("}");
        put_key("difference_sek");
        put_sek(b->known_ore - a->known_ore, a->is_known && b->is_known);
    }
    put("}\n");
}

static void put_days(const forecast *f, uint32_t begin, uint32_t end) {
    day_sum sums[WAYS] = { { .is_known_so_far = true }, { .is_known_so_far = true } };
    for (uint32_t day = 0; day < f->day_count; day++) {
        add_day(f, begin, end, day, IF_NOTHING, &sums[IF_NOTHING]);
        add_day(f, begin, end, day, IF_MOVED, &sums[IF_MOVED]);
        put_day(f, begin, end, day, sums);
    }
}

/* --- Cases -------------------------------------------------------------------------------------------------------------- */

static void put_total(const char *days_key, const char *sek_key, const total *t) {
    put_key(days_key);
    if (t->days_known) {
        put_number(t->days);
    } else {
        put("null");
    }
    put_key(sek_key);
    put_sek(t->ore, t->ore_known);
}

static void put_reasons(uint32_t reasons) {
    bool is_first = true;
    put_key("reasons");
    put("[");
    for (int32_t i = 0; i < UTSKR_REASON_COUNT; i++) {
        if (reasons & (UINT32_C(1) << i)) {
            put(is_first ? "" : ",");
            put_string(utskr_reason_name(i));
            is_first = false;
        }
    }
    put("]");
}

/* The members of an outlook; `status` is the first. */
static void put_outlook(const outlook *o) {
    put("\"status\":");
    put_string(utskr_liability_status_name(o->figures.status));
    put_key("enters");
    put_date(o->figures.enters);
    put_total("days_before", "sek_before", &o->before);
    put_total("days", "sek", &o->ahead);
    put_reasons(o->figures.reasons);
}

static void put_moves(const forecast_case *c) {
    put_key("moves");
    put("[");
    for (uint32_t i = 0; i < c->move_count; i++) {
        const moved_event *m = &c->moves[i];
        put(i > 0 ? "," : "");
        put("{\"line\":");
        put_number(m->line);
        put_key("event");
        put_string(utskr_kind_name(m->kind));
        put_key("from");
        put_instant(m->from);
        put_key("to");
        put_instant(m->to);
        put("}");
    }
    put("]");
}

static void put_changes(const forecast_case *c) {
    change changes[CHANGE_LIMIT];
    uint32_t count = changes_of(c, changes);
    put_key("changed");
    put("[");
    for (uint32_t i = 0; i < count; i++) {
        put(i > 0 ? ",{\"rule\":" : "{\"rule\":");
        put_string(changes[i].rule);
        put_key("from");
        changes[i].from[0] ? put_string(changes[i].from) : put("null");
        put_key("to");
        changes[i].to[0] ? put_string(changes[i].to) : put("null");
        put("}");
    }
    put("]");
}

static void put_case(const forecast_case *c) {
    utskr_pack_info pack = UTSKR_PACK_INFO_INIT;
    (void)utskr_pack_describe(c->pack, &pack);
    put("{\"kind\":\"case\"");
    put_key("case");
    put_string(c->name);
    put_key("file");
    put_string(c->file);
    put_key("rules");
    put_string(pack.id ? pack.id : "");
    put_key("municipality");
    put_municipality(c->payer);
    put_key("model");
    put_string(c->is_collective ? "collective" : "individual");
    put(",");
    put_outlook(outlook_of(c, IF_NOTHING));
    if (c->move_count > 0) {
        total difference = difference_of(c);
        put_moves(c);
        put_key("what_if");
        put("{");
        put_outlook(outlook_of(c, IF_MOVED));
        put("}");
        put_total("difference_days", "difference_sek", &difference);
        put_changes(c);
    }
    put("}\n");
}

/* --- The whole ------------------------------------------------------------------------------------------------------------ */

static void put_head(const forecast *f) {
    put("{\"kind\":\"forecast\"");
    put_key("at");
    if (f->at != 0) {
        put_instant(f->at);
    } else {
        put("null");
    }
    put_key("from");
    put_date(f->at != 0 ? f->first : UTSKR_DATE_NONE);
    put_key("to");
    put_date(f->at != 0 ? f->first + (utskr_date)f->day_count - 1 : UTSKR_DATE_NONE);
    put_key("days");
    put_number(f->day_count);
    put_key("read");
    put_number((int64_t)f->run.case_count);
    put_key("cases");
    put_number(f->case_count);
    put("}\n");
}

void write_forecast_json(const forecast *f) {
    put_head(f);
    for (uint32_t begin = 0; begin < f->case_count;) {
        uint32_t end = end_of_municipality(f, begin);
        put_days(f, begin, end);
        for (uint32_t i = begin; i < end; i++) {
            put_case(&f->cases[i]);
        }
        begin = end;
    }
}
