/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A forecast as tables, in Swedish or English. */
#include "forecast.h"

#include <inttypes.h>
#include <string.h>

/* --- Words -------------------------------------------------------------------------------------------------------------- */

enum word {
    W_TITLE,
    W_IF_NOTHING,
    W_NOTHING_READY,
    W_MUNICIPALITY,
    W_NO_MUNICIPALITY,
    W_HEADS,
    W_HEADS_MOVED,
    W_UNKNOWN,
    W_ENTERS,
    W_BEFORE,
    W_AHEAD,
    W_MOVED,
    W_DIFFERENCE,
    W_AT_END,
    W_DAY,
    W_DAYS,
    W_SEK,
    W_INDIVIDUAL,
    W_KEY,
    WORD_COUNT
};

static const char *const words[WORD_COUNT][UTSKR_LANGUAGE_COUNT] = {
    [W_TITLE] = { "Prognos", "Forecast" },
    [W_IF_NOTHING] = { "om inget mer händer", "if nothing more happens" },
    [W_NOTHING_READY] = { "Ingen är utskrivningsklar på sjukhuset då.", "Nobody is in hospital discharge-ready then." },
    [W_MUNICIPALITY] = { "Kommun", "Municipality" },
    [W_NO_MUNICIPALITY] = { "Utan känd betalande kommun", "No paying municipality known" },
    [W_HEADS] = { "  dag             ärenden           kr        summa  oavgjort  okänt\n",
                  "  day               cases          SEK          sum   pending  unknown\n" },
    [W_HEADS_MOVED] = { "  dag             ärenden           kr        summa  oavgjort  okänt | om flyttat   kr        "
                        "summa"
                        "     skillnad\n",
                        "  day               cases          SEK          sum   pending  unknown | if moved   SEK       "
                        "   sum"
                        "   difference\n" },
    [W_UNKNOWN] = { "okänt", "unknown" },
    [W_ENTERS] = { "inträder", "enters" },
    [W_BEFORE] = { "; hittills: ", "; so far: " },
    [W_AHEAD] = { "; i prognosen: ", "; ahead: " },
    [W_MOVED] = { "    Om: ", "    If: " },
    [W_DIFFERENCE] = { "      Skillnad: ", "      Difference: " },
    [W_AT_END] = { "Vid slutet: ", "At the end: " },
    [W_DAY] = { "dygn", "day" },
    [W_DAYS] = { "dygn", "days" },
    [W_SEK] = { "kr", "SEK" },
    [W_INDIVIDUAL] = { "Individnivån: avtalets modell avgör vad som betalas.",
                       "The individual level: what is owed is settled by the agreement's model." },
    [W_KEY] = { "oavgjort: hänger på ett meddelande som ännu kan skickas; okänt: loggen räcker inte för ett svar;\n"
                "+: därtill något vars belopp är okänt\n",
                "pending: hangs on a message that can still be sent; unknown: the log cannot tell;\n"
                "+: and more, of an amount that is unknown\n" },
};

static void put(const char *text) {
    output_text(text);
}

static void say(const forecast *f, enum word word) {
    put(words[word][f->chosen.language == UTSKR_EN ? UTSKR_EN : UTSKR_SV]);
}

/* --- Values ------------------------------------------------------------------------------------------------------------- */

/* Characters, not bytes: all that is padded is ASCII but for Swedish letters. */
static size_t width_of(const char *text) {
    size_t width = 0;
    for (; *text; text++) {
        width += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return width;
}

static void put_right(const char *text, size_t width) {
    static const char blanks[] = "                ";
    size_t own = width_of(text);
    size_t missing = own < width ? width - own : 0;
    (void)output_write(blanks, missing < sizeof blanks ? missing : sizeof blanks - 1, NULL);
    put(text);
}

/* "37 200" or "37 200,50"; the decimal mark is that of the language. */
static void format_sek(const forecast *f, int64_t ore, char out[40]) {
    char digits[24];
    uint64_t absolute = ore < 0 ? 0 - (uint64_t)ore : (uint64_t)ore;
    int length = snprintf(digits, sizeof digits, "%" PRIu64, absolute / 100);
    size_t at = 0;
    if (ore < 0) {
        out[at++] = '-';
    }
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            out[at++] = ' ';
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
    if (absolute % 100 != 0) {
        snprintf(out + at, 40 - at, "%c%02d", f->chosen.language == UTSKR_EN ? '.' : ',', (int)(absolute % 100));
    }
}

/* An amount; of what is known with a plus after it when something is unknown. */
static void put_sek(const forecast *f, int64_t ore, bool is_known, size_t width) {
    char text[48];
    format_sek(f, ore, text);
    if (!is_known) {
        strcat(text, " +");
    }
    put_right(text, width);
}

static void put_count(uint32_t count, size_t width) {
    char text[16];
    snprintf(text, sizeof text, "%" PRIu32, count);
    put_right(text, width);
}

static void put_day_name(const forecast *f, utskr_date day) {
    static const char *const names[UTSKR_LANGUAGE_COUNT][8] = {
        { "", "mån ", "tis ", "ons ", "tor ", "fre ", "lör ", "sön " },
        { "", "Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun " },
    };
    char text[UTSKR_DATE_TEXT];
    (void)utskr_date_format(day, text);
    put(names[f->chosen.language == UTSKR_EN][utskr_day_of_week(day)]);
    put(text);
}

/* "2022-05-09 12:00:01", with seconds only where there are any. */
static void put_instant(const forecast *f, utskr_instant at) {
    char text[16];
    int32_t clock = utskr_local_clock(at);
    put_day_name(f, utskr_local_date(at));
    snprintf(text, sizeof text, " %02d:%02d", (int)(clock / 3600), (int)(clock / 60 % 60));
    put(text);
    if (clock % 60 != 0) {
        snprintf(text, sizeof text, ":%02d", (int)(clock % 60));
        put(text);
    }
}

/* --- Days ------------------------------------------------------------------------------------------------------------------ */

static void put_day(const forecast *f, uint32_t day, const day_sum sums[WAYS]) {
    const day_sum *a = &sums[IF_NOTHING];
    const day_sum *b = &sums[IF_MOVED];
    put("  ");
    put_day_name(f, f->first + (utskr_date)day);
    put_count(a->counts[DAY_CHARGED], 9);
    put_sek(f, a->known_ore, a->is_known, 13);
    put_sek(f, a->known_ore_so_far, a->is_known_so_far, 13);
    put_count(a->counts[DAY_PENDING], 10);
    put_count(a->counts[DAY_UNKNOWN], f->chosen.language == UTSKR_EN ? 9 : 7);
    if (f->has_moves) {
        put(" |");
        put_count(b->counts[DAY_CHARGED], 4);
        put_sek(f, b->known_ore, b->is_known, 11);
        put_sek(f, b->known_ore_so_far, b->is_known_so_far, 13);
        put_sek(f, b->known_ore - a->known_ore, a->is_known && b->is_known, 13);
    }
    put("\n");
}

static void put_days(const forecast *f, uint32_t begin, uint32_t end) {
    day_sum sums[WAYS] = { { .is_known_so_far = true }, { .is_known_so_far = true } };
    say(f, f->has_moves ? W_HEADS_MOVED : W_HEADS);
    for (uint32_t day = 0; day < f->day_count; day++) {
        add_day(f, begin, end, day, IF_NOTHING, &sums[IF_NOTHING]);
        add_day(f, begin, end, day, IF_MOVED, &sums[IF_MOVED]);
        put_day(f, day, sums);
    }
}

/* --- Cases ------------------------------------------------------------------------------------------------------------------ */

static void put_total(const forecast *f, const total *t, enum word word) {
    char text[16];
    say(f, word);
    if (!t->days_known) {
        say(f, W_UNKNOWN);
        return;
    }
    snprintf(text, sizeof text, "%" PRId32 " ", t->days);
    put(text);
    say(f, t->days == 1 || t->days == -1 ? W_DAY : W_DAYS);
    put(", ");
    put_sek(f, t->ore, t->ore_known, 0);
    put(" ");
    say(f, W_SEK);
}

/* " (pre-sip-call, before-entry)" */
static void put_reasons(uint32_t reasons) {
    const char *before = " (";
    for (int32_t i = 0; i < UTSKR_REASON_COUNT; i++) {
        if (reasons & (UINT32_C(1) << i)) {
            put(before);
            put(utskr_reason_name(i));
            before = ", ";
        }
    }
    put(reasons != 0 ? ")" : "");
}

static void put_outlook(const forecast *f, const outlook *o) {
    if (o->figures.enters != UTSKR_DATE_NONE) {
        say(f, W_ENTERS);
        put(" ");
        put_day_name(f, o->figures.enters);
    } else {
        say(f, W_ENTERS);
        put(": ");
        say(f, W_UNKNOWN);
    }
    put_total(f, &o->before, W_BEFORE);
    put_total(f, &o->ahead, W_AHEAD);
    put(". ");
    say(f, W_AT_END);
    put(utskr_message_liability_status(o->figures.status, f->chosen.language));
    put_reasons(o->figures.reasons);
    put("\n");
}

static void put_move(const forecast *f, const moved_event *m) {
    char text[32];
    say(f, W_MOVED);
    put(utskr_message_kind(m->kind, f->chosen.language));
    snprintf(text, sizeof text, " (%s %" PRIu32 ") ", f->chosen.language == UTSKR_EN ? "line" : "rad", m->line);
    put(text);
    put_instant(f, m->from);
    put(" -> ");
    put_instant(f, m->to);
    put("\n");
}

static void put_changes(const forecast *f, const forecast_case *c) {
    change changes[CHANGE_LIMIT];
    uint32_t count = changes_of(c, changes);
    total difference = difference_of(c);
    put_total(f, &difference, W_DIFFERENCE);
    for (uint32_t i = 0; i < count; i++) {
        put(i == 0 ? ". " : ", ");
        put(changes[i].rule);
        put(": ");
        put(changes[i].from[0] ? changes[i].from : "-");
        put(" -> ");
        put(changes[i].to[0] ? changes[i].to : "-");
    }
    put("\n");
}

static void put_case(const forecast *f, const forecast_case *c) {
    put("  ");
    put(c->name);
    put(" (");
    put(c->file);
    put("): ");
    put_outlook(f, outlook_of(c, IF_NOTHING));
    for (uint32_t i = 0; i < c->move_count; i++) {
        put_move(f, &c->moves[i]);
    }
    if (c->move_count > 0) {
        put("      ");
        put_outlook(f, outlook_of(c, IF_MOVED));
        put_changes(f, c);
    }
}

/* --- The whole -------------------------------------------------------------------------------------------------------------- */

static void put_head(const forecast *f) {
    char text[32];
    say(f, W_TITLE);
    if (f->at != 0) {
        put(" ");
        put_instant(f, f->at);
    }
    snprintf(text, sizeof text, ", %" PRIu32 " %s, ", f->day_count, f->chosen.language == UTSKR_EN ? "days" : "dagar");
    put(text);
    say(f, W_IF_NOTHING);
    put(".\n");
}

static void put_municipality(const forecast *f, uint32_t begin, uint32_t end) {
    char text[16];
    bool is_collective = false;
    put("\n");
    if (f->cases[begin].payer == 0) {
        say(f, W_NO_MUNICIPALITY);
        put("\n");
    } else {
        say(f, W_MUNICIPALITY);
        snprintf(text, sizeof text, " %04" PRId32 "\n", f->cases[begin].payer);
        put(text);
    }
    put_days(f, begin, end);
    for (uint32_t i = begin; i < end; i++) {
        put_case(f, &f->cases[i]);
        is_collective = is_collective || f->cases[i].is_collective;
    }
    if (is_collective) {
        put("  ");
        say(f, W_INDIVIDUAL);
        put("\n");
    }
}

void write_forecast_text(const forecast *f) {
    put_head(f);
    if (f->case_count == 0) {
        say(f, W_NOTHING_READY);
        put("\n");
        return;
    }
    for (uint32_t begin = 0; begin < f->case_count;) {
        uint32_t end = end_of_municipality(f, begin);
        put_municipality(f, begin, end);
        begin = end;
    }
    put("\n");
    say(f, W_KEY);
}
