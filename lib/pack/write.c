/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing a pack as text: everything that it says itself, in one order, so that two versions can be compared line by line. */
#include "pack/draft.h"

#include "text/stage.h"

#include <string.h>

static void put(utskr_stage *out, const char *text) {
    utskr_stage_text(out, text, strlen(text));
}

static void put_quoted(utskr_stage *out, const char *text) {
    put(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            utskr_stage_text(out, "\\", 1);
        utskr_stage_text(out, at, 1);
    }
    put(out, "\"");
}

static void put_number(utskr_stage *out, int64_t number) {
    utskr_stage_room(out, 32);
    utskr_stage_signed(out, number);
}

static void put_date(utskr_stage *out, utskr_date day) {
    utskr_stage_room(out, UTSKR_DATE_TEXT);
    utskr_stage_date(out, day);
}

/* "  WORD " before a value, and the end of the line after it. */
static void begin(utskr_stage *out, const char *word) {
    put(out, "  ");
    put(out, word);
    put(out, " ");
}

static void put_line(utskr_stage *out, const char *word, const char *value) {
    begin(out, word);
    put(out, value);
    put(out, "\n");
}

static void put_text_line(utskr_stage *out, const char *word, const char *text) {
    begin(out, word);
    put_quoted(out, text);
    put(out, "\n");
}

static void put_grade(utskr_stage *out, char grade) {
    const char text[] = { grade, '\0' };
    put_line(out, "grade", text);
}

static void put_validity(utskr_stage *out, utskr_date from, utskr_date to) {
    begin(out, "valid");
    put_date(out, from);
    if (to != UTSKR_DATE_NONE) {
        put(out, " ");
        put_date(out, to);
    }
    put(out, "\n");
}

/* --- Rows ---------------------------------------------------------------------------------------------------------------- */

/* The words of a table whose bits are set, with commas between; no line without any. */
static void put_words(utskr_stage *out, const char *word, const row_word *table, uint32_t bits) {
    bool any = false;
    for (; table->id != NULL; table++)
        if (bits & table->number) {
            if (any)
                put(out, ",");
            else
                begin(out, word);
            put(out, table->id);
            any = true;
        }
    if (any)
        put(out, "\n");
}

static void put_parties(utskr_stage *out, const char *word, uint32_t parties) {
    row_word table[UTSKR_PARTY_COUNT];
    uint32_t count = 0;
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++)
        table[count++] = (row_word){ utskr_party_name(party), UTSKR_TO(party) };
    table[count] = (row_word){ NULL, 0 };
    put_words(out, word, table, parties);
}

static void put_pattern(utskr_stage *out, const pattern *p) {
    char text[PATTERN_TEXT];
    utskr_pattern_write(p, text);
    put(out, text);
    put(out, "\n");
}

static void put_from(utskr_stage *out, const rule_row *row) {
    begin(out, "from");
    put(out, utskr_row_word(utskr_trigger_words, row->trigger));
    if (row->from.kind != 0 && row->trigger != FROM_READY_NOTICE_SENT) {
        put(out, " ");
        put_pattern(out, &row->from);
    } else {
        put(out, "\n");
    }
    if (row->or_from.kind != 0) {
        begin(out, "or-from");
        put_pattern(out, &row->or_from);
    }
    put_text_line(out, "from-text", row->trigger_text);
}

static bool takes_checklist_items(const rule_row *row) {
    return row->fulfilment == MET_BY_CHECKLIST || row->fulfilment == MET_BY_COVER;
}

static void put_items(utskr_stage *out, const rule_row *row) {
    const bool checklist = takes_checklist_items(row);
    const uint8_t kind = checklist ? UTSKR_CHECKLIST : UTSKR_ADMISSION_NOTICE;
    const uint8_t attribute = checklist ? 0 : 1; /* item=, contains= */
    row_word table[33];
    uint32_t count = 0;
    const utskr_word_info *word;
    for (uint32_t i = 0; (word = utskr_word_at(i)) != NULL && count < 32; i++)
        if (word->kind == kind && word->attribute == attribute)
            table[count++] = (row_word){ word->id, checklist ? UINT32_C(1) << (word->bits >> UTSKR_CHECKLIST_ITEM_SHIFT)
                                                             : word->bits };
    table[count] = (row_word){ NULL, 0 };
    put_words(out, "items", table, row->items);
}

static void put_met(utskr_stage *out, const rule_row *row) {
    begin(out, "met-by");
    put(out, utskr_row_word(utskr_fulfilment_words, row->fulfilment));
    put(out, row->met[0].kind != 0 ? " " : "\n");
    for (uint32_t i = 0; i < PATTERN_LIMIT && row->met[i].kind != 0; i++) {
        if (i > 0)
            begin(out, "or-by");
        put_pattern(out, &row->met[i]);
    }
    put_items(out, row);
    put_parties(out, "tell", row->to);
    put_text_line(out, "met-text", row->met_text);
}

static void put_form(utskr_stage *out, uint8_t form, int16_t number) {
    put(out, utskr_row_word(utskr_form_words, form));
    if (number != 0) {
        put(out, " ");
        put_number(out, number);
    }
}

static void put_otherwise(utskr_stage *out, const rule_row *row) {
    const char *reading = row->reading != 0 ? utskr_reading_at(row->reading)->id : "";
    if (row->marks & FORCE_BY_READING) {
        begin(out, "otherwise");
        put(out, reading);
        put(out, " ska\n");
    }
    if (row->marks & GONE_BY_READING) {
        begin(out, "otherwise");
        put(out, reading);
        put(out, " gone\n");
    }
    if (row->marks & FORM_BY_READING) {
        begin(out, "otherwise");
        put(out, reading);
        put(out, " due ");
        put_form(out, row->read_form, row->read_number);
        put(out, "\n");
    }
}

static void put_due(utskr_stage *out, const rule_row *row) {
    begin(out, "due");
    put_form(out, row->form, row->number);
    if (row->anchor != 0) {
        put(out, " ");
        put(out, utskr_kind_name(row->anchor));
    }
    put(out, "\n");
    if (row->step_anchor != 0)
        put_line(out, "within-step", utskr_kind_name(row->step_anchor));
    put_otherwise(out, row);
    put_text_line(out, "due-text", row->form_text);
}

static void put_row(utskr_stage *out, const utskr_pack *pack, const rule_row *row) {
    put(out, "\nrow ");
    put(out, row->id);
    put(out, "\n");
    put_text_line(out, "cite", row->cite);
    put_text_line(out, "sv", row->text_sv);
    put_text_line(out, "en", row->text_en);
    if (row->valid_from != pack->valid_from || row->valid_to != pack->valid_to)
        put_validity(out, row->valid_from, row->valid_to);
    if (row->grade != pack->grade)
        put_grade(out, row->grade);
    if (row->force != UTSKR_SKA)
        put_line(out, "force", utskr_row_word(utskr_force_words, row->force));
    put_parties(out, "party", row->parties);
    put_from(out, row);
    put_parties(out, "concerning", row->concerning);
    put_words(out, "when", utskr_condition_words, row->when);
    put_words(out, "colours", utskr_colour_words, row->colours);
    put_words(out, "inferred-colours", utskr_colour_words, row->inferred);
    put_met(out, row);
    put_due(out, row);
    put_words(out, "excused", utskr_excuse_words, row->excused);
    put_words(out, "marks", utskr_mark_words, row->marks);
}

static void put_rule(utskr_stage *out, const plain_rule *rule) {
    put(out, "\nrule ");
    put(out, rule->id);
    put(out, "\n");
    put_line(out, "group", utskr_row_word(utskr_group_words, rule->group));
    put_text_line(out, "cite", rule->cite);
    put_text_line(out, "sv", rule->text_sv);
    put_text_line(out, "en", rule->text_en);
    if (rule->grade != 0)
        put_grade(out, rule->grade);
    if (rule->valid_from != 0)
        put_validity(out, rule->valid_from, rule->valid_to);
}

/* --- The pack as a whole ----------------------------------------------------------------------------------------------------- */

static void put_head(utskr_stage *out, const utskr_pack *pack) {
    const char *base = base_of(pack);
    const char county[] = { (char)('0' + pack->county / 10 % 10), (char)('0' + pack->county % 10), '\0' };
    put(out, "pack ");
    put(out, pack->id);
    put(out, "\nbase ");
    put(out, base[0] != '\0' ? base : "none");
    put(out, "\n");
    put_text_line(out, "title", pack->title);
    put_text_line(out, "source", pack->source);
    put_line(out, "county", pack->county != 0 ? county : "none");
    put_validity(out, pack->valid_from, pack->valid_to);
    put_grade(out, pack->grade);
}

static void put_parameters(utskr_stage *out, const utskr_pack *pack) {
    utskr_parameter parameter = UTSKR_PARAMETER_INIT;
    for (uint32_t i = 0; utskr_pack_parameter(pack, i, &parameter) == UTSKR_OK; i++)
        put_line(out, parameter.id, parameter.value);
}

/* The value that the pack itself decides on, or UTSKR_READING_AS_PACK. */
static uint8_t decided(const utskr_pack *pack, uint8_t reading) {
    for (const uint8_t *pair = pack->readings; pair != NULL && pair[0] != UTSKR_READING_COUNT; pair += 2)
        if (pair[0] == reading)
            return pair[1];
    return UTSKR_READING_AS_PACK;
}

static void put_readings(utskr_stage *out, const utskr_pack *pack) {
    put(out, pack->readings != NULL ? "\n" : "");
    for (uint8_t i = 0; i < UTSKR_READING_COUNT; i++) {
        const utskr_reading_info *info = utskr_reading_at(i);
        if (decided(pack, i) == UTSKR_READING_AS_PACK)
            continue;
        put(out, "reading ");
        put(out, info->id);
        put(out, " ");
        put(out, info->values[decided(pack, i)]);
        put(out, "\n");
    }
}

static void put_rate(utskr_stage *out, const utskr_rate *rate) {
    const char grade[] = { rate->grade, '\0' };
    const int64_t cents = rate->ore % 100;
    put(out, "rate ");
    put_number(out, rate->year);
    put(out, " ");
    put_number(out, rate->ore / 100);
    if (cents != 0) {
        put(out, cents < 10 ? ".0" : ".");
        put_number(out, cents);
    }
    put(out, " grade=");
    put(out, grade);
    if (rate->source != NULL) {
        put(out, " source=");
        put_quoted(out, rate->source);
    }
    put(out, "\n");
}

static void put_rates(utskr_stage *out, const utskr_pack *pack) {
    put(out, pack->rate_count != 0 ? "\n" : "");
    for (uint32_t i = 0; i < pack->rate_count; i++)
        put_rate(out, &pack->rates[i]);
}

static void put_ends(utskr_stage *out, const utskr_pack *pack) {
    put(out, pack->end_count != 0 ? "\n" : "");
    for (uint32_t i = 0; i < pack->end_count; i++) {
        put(out, "end ");
        put(out, pack->ends[i].id);
        put(out, " ");
        put_date(out, pack->ends[i].last);
        put(out, "\n");
    }
}

/* What the pack brought itself: of one made by a host, its last layer. */
static void put_own(utskr_stage *out, const utskr_pack *pack) {
    const pack_layer *own = pack->layer_count != 0 ? &pack->layers[pack->layer_count - 1] : NULL;
    const uint32_t first_row = own != NULL ? pack->row_count - own->row_count : 0;
    const uint32_t first_rule = own != NULL ? pack->rule_count - own->rule_count : 0;
    for (uint32_t i = first_row; i < pack->row_count; i++)
        put_row(out, pack, &pack->rows[i]);
    for (uint32_t i = first_rule; i < pack->rule_count; i++)
        put_rule(out, &pack->rules[i]);
}

utskr_status utskr_pack_write(const utskr_pack *pack, utskr_sink sink, void *user) {
    utskr_stage out;
    if (pack == NULL || sink == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_stage_begin(&out, NULL, sink, user);
    put_head(&out, pack);
    put_parameters(&out, pack);
    put_readings(&out, pack);
    put_rates(&out, pack);
    put_ends(&out, pack);
    put_own(&out, pack);
    return utskr_stage_end(&out);
}
