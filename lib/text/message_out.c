/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Times, amounts, grounds and obligations as people write them. */
#include "text/message_out.h"

/* --- Beginning --------------------------------------------------------------------------------------------------------- */

void utskr_telling_begin(utskr_telling *telling, const utskr_case *c, const char *file, int32_t language,
                         utskr_sink sink, void *user) {
    telling->file = file;
    telling->judgement = NULL;
    telling->pack = NULL;
    telling->language = language;
    utskr_stage_begin(&telling->stage, c, sink, user);
}

utskr_status utskr_telling_judged(utskr_telling *telling, const utskr_case *c, const char *file,
                                  const utskr_judgement *judgement, int32_t language, utskr_sink sink, void *user) {
    utskr_status status = utskr_stage_check(judgement, sink);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_telling_begin(telling, c, file, language, sink, user);
    telling->judgement = judgement;
    telling->pack = judgement->pack ? judgement->pack : utskr_pack_at(0);
    return UTSKR_OK;
}

/* --- Text ------------------------------------------------------------------------------------------------------------- */

void utskr_tell(utskr_telling *telling, const char *text) {
    if (text) {
        utskr_stage_text(&telling->stage, text, strlen(text));
    }
}

void utskr_tell_in(utskr_telling *telling, const char *swedish, const char *english) {
    utskr_tell(telling, telling->language == UTSKR_EN ? english : swedish);
}

void utskr_tell_number(utskr_telling *telling, int64_t number) {
    utskr_stage_room(&telling->stage, 0);
    utskr_stage_signed(&telling->stage, number);
}

/* --- Times -------------------------------------------------------------------------------------------------------------- */

const char *utskr_weekday_word(utskr_date day, int32_t language) {
    static const char *const weekdays[UTSKR_LANGUAGE_COUNT][7] = {
        { "mån", "tis", "ons", "tors", "fre", "lör", "sön" },
        { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
    };
    return weekdays[language == UTSKR_EN ? UTSKR_EN : UTSKR_SV][utskr_day_of_week(day) - 1];
}

void utskr_tell_date(utskr_telling *telling, utskr_date day) {
    utskr_tell(telling, utskr_weekday_word(day, telling->language));
    utskr_tell(telling, " ");
    utskr_stage_date(&telling->stage, day);
}

static void put_pair(utskr_telling *telling, char before, int32_t number) {
    utskr_stage_byte(&telling->stage, before);
    utskr_stage_digits(&telling->stage, (uint64_t)number, 2);
}

/* Seconds are told where they matter: not in a full minute, and not in the last second of a day, which means the day. */
void utskr_tell_instant(utskr_telling *telling, utskr_instant at) {
    int32_t clock = utskr_local_clock(at);
    utskr_tell_date(telling, utskr_local_date(at));
    put_pair(telling, ' ', clock / 3600);
    put_pair(telling, ':', clock / 60 % 60);
    if (clock % 60 != 0 && clock != 86399) {
        put_pair(telling, ':', clock % 60);
    }
}

/* --- Amounts ------------------------------------------------------------------------------------------------------------ */

/* Writes the digits in groups of three; returns how many bytes. */
static size_t put_grouped(char *out, uint64_t number) {
    char digits[UTSKR_DIGITS_LIMIT];
    size_t count = utskr_digits(digits, number, 1);
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            out[length++] = ' ';
        }
        out[length++] = digits[i];
    }
    return length;
}

void utskr_sek_text(int64_t ore, int32_t language, char out[UTSKR_SEK_TEXT]) {
    uint64_t absolute = utskr_magnitude(ore);
    size_t length = 0;
    if (ore < 0) {
        out[length++] = '-';
    }
    length += put_grouped(out + length, absolute / 100);
    if (absolute % 100 != 0) {
        out[length++] = language == UTSKR_EN ? '.' : ',';
        length += utskr_digits(out + length, absolute % 100, 2);
    }
    out[length] = '\0';
}

void utskr_tell_sek(utskr_telling *telling, int64_t ore) {
    char text[UTSKR_SEK_TEXT];
    utskr_sek_text(ore, telling->language, text);
    utskr_tell(telling, text);
    utskr_tell_in(telling, " kr", " SEK");
}

/* --- Grounds ------------------------------------------------------------------------------------------------------------ */

/* False where the log does not have the event. */
static bool find_entry(const utskr_telling *telling, uint32_t index, utskr_entry *entry) {
    return index > 0 && telling->stage.log && utskr_case_entry(telling->stage.log, index, entry) == UTSKR_OK;
}

void utskr_tell_event(utskr_telling *telling, uint32_t index) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    if (!find_entry(telling, index, &entry)) {
        return;
    }
    if (entry.line > 0) {
        utskr_tell_in(telling, "rad ", "line ");
        utskr_tell_number(telling, entry.line);
        utskr_tell(telling, ", ");
    }
    utskr_tell_instant(telling, entry.event.at);
}

void utskr_tell_ground(utskr_telling *telling, const char *cite, uint32_t index) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    bool has_cite = cite && cite[0];
    bool has_event = find_entry(telling, index, &entry);
    if (!has_cite && !has_event) {
        return;
    }
    utskr_tell(telling, " (");
    if (has_cite) {
        utskr_tell(telling, cite);
    }
    if (has_event) {
        utskr_tell(telling, has_cite ? "; " : "");
        utskr_tell_event(telling, index);
    }
    utskr_tell(telling, ")");
}

const char *utskr_rule_cite(const utskr_pack *pack, const char *id) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    return id && utskr_rule_find(pack, id, &rule) ? rule.cite : "";
}

const char *utskr_numbered_rule(const utskr_telling *telling, uint32_t number, const char *id) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    if (utskr_pack_rule(telling->pack, number, &rule) != UTSKR_OK || strcmp(rule.id, id) != 0) {
        return utskr_message_rule(telling->pack, id, telling->language);
    }
    return telling->language == UTSKR_EN ? rule.text_en : rule.text_sv;
}

/* --- Heads -------------------------------------------------------------------------------------------------------------- */

const char *utskr_tell_case_name(const utskr_telling *telling) {
    utskr_header header = UTSKR_HEADER_INIT;
    if (telling->stage.log) {
        (void)utskr_case_header(telling->stage.log, &header);
    }
    return header.name ? header.name : "";
}

void utskr_tell_head(utskr_telling *telling, utskr_instant at) {
    utskr_pack_info pack = UTSKR_PACK_INFO_INIT;
    utskr_tell(telling, utskr_tell_case_name(telling));
    if (telling->file) {
        utskr_tell(telling, " (");
        utskr_tell(telling, telling->file);
        utskr_tell(telling, ")");
    }
    utskr_tell(telling, "\n");
    if (at != 0) {
        utskr_tell_in(telling, "Bedömt ", "Judged ");
        utskr_tell_instant(telling, at);
    } else {
        utskr_tell_in(telling, "Inga händelser", "No events");
    }
    if (utskr_pack_describe(telling->pack, &pack) == UTSKR_OK) {
        utskr_tell_in(telling, " enligt ", " under ");
        utskr_tell(telling, pack.id);
        utskr_tell(telling, ": ");
        utskr_tell(telling, pack.title);
    }
    utskr_tell(telling, ".\n");
}

/* --- Obligations -------------------------------------------------------------------------------------------------------- */

static void tell_when(utskr_telling *telling, const utskr_obligation *obligation) {
    if (obligation->earliest != 0) {
        utskr_tell_in(telling, "tidigast ", "earliest ");
        utskr_tell_instant(telling, obligation->earliest);
    } else if (obligation->due != 0) {
        utskr_tell_instant(telling, obligation->due);
    } else if (obligation->form == UTSKR_FORM_ASAP) {
        utskr_tell_in(telling, "snarast", "as soon as possible");
    } else {
        utskr_tell_in(telling, "utan fast tid", "no fixed time");
    }
}

static void tell_units_left(utskr_telling *telling, uint32_t units) {
    uint32_t told = 0;
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        if (units & UTSKR_TO(party)) {
            utskr_tell(telling, told++ > 0 ? ", " : "");
            if (told == 1) {
                utskr_tell_in(telling, " Återstår: ", " Left: ");
            }
            utskr_tell(telling, utskr_message_party(party, telling->language));
        }
    }
    utskr_tell(telling, told > 0 ? "." : "");
}

void utskr_tell_obligation(utskr_telling *telling, const utskr_obligation *obligation, bool with_party) {
    const char *text = utskr_numbered_rule(telling, obligation->rule, obligation->id);
    utskr_tell(telling, "  ");
    tell_when(telling, obligation);
    utskr_tell(telling, ": ");
    if (with_party) {
        utskr_tell(telling, utskr_message_party(obligation->party, telling->language));
        utskr_tell(telling, ": ");
    }
    utskr_tell(telling, text ? text : obligation->id);
    if (obligation->force == UTSKR_BOR) {
        utskr_tell_in(telling, " Rekommendation.", " Advice.");
    }
    tell_units_left(telling, obligation->unmet_units);
    if (obligation->agreed != 0) {
        utskr_tell_in(telling, " Överenskommen tid: ", " Agreed time: ");
        utskr_tell_instant(telling, obligation->agreed);
        utskr_tell(telling, ".");
    }
    utskr_tell_ground(telling, obligation->cite, obligation->trigger_index);
    utskr_tell(telling, "\n");
}

void utskr_tell_unclear(utskr_telling *telling, const utskr_obligation *obligation, uint32_t before) {
    if (before == 0) {
        utskr_tell_in(telling, "\nGår inte att avgöra av loggen\n  ", "\nThe log does not tell\n  ");
    }
    utskr_tell(telling, before > 0 ? "; " : "");
    utskr_tell(telling, utskr_message_party(obligation->party, telling->language));
    utskr_tell(telling, ": ");
    utskr_tell(telling, obligation->id);
    utskr_tell_ground(telling, obligation->cite, 0);
}
