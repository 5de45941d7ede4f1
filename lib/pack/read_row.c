/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The block of a row, and that of a rule that is no obligation. */
#include "pack/draft.h"

#include "status.h"

#include <string.h>

enum { LARGEST_NUMBER = 10000 }; /* hours or days: utskr_due */

static utskr_status fail_at(pack_reading *r, const char *word, utskr_status status, const char *message,
                            const char *expected) {
    utskr_fail(&r->error, status, message, expected);
    utskr_error_set_word(&r->error, word, strlen(word));
    r->error.line = r->block_at.line;
    r->error.column = r->block_at.column;
    return status;
}

static bool has_seen(const pack_reading *r, const statement *table, const char *word) {
    uint32_t i = 0;
    while (strcmp(table[i].word, word) != 0)
        i++;
    return (r->seen & UINT64_C(1) << i) != 0;
}

/* --- Texts -------------------------------------------------------------------------------------------------------------- */

static utskr_status read_cite(pack_reading *r) {
    return utskr_pack_text(r, "the place in the source, in quotes", &r->row.cite);
}

static utskr_status read_sv(pack_reading *r) {
    return utskr_pack_text(r, "the rule in Swedish, in quotes", &r->row.text_sv);
}

static utskr_status read_en(pack_reading *r) {
    return utskr_pack_text(r, "the rule in English, in quotes", &r->row.text_en);
}

static utskr_status read_from_text(pack_reading *r) {
    return utskr_pack_text(r, "from when, in words and quotes", &r->row.trigger_text);
}

static utskr_status read_met_text(pack_reading *r) {
    return utskr_pack_text(r, "met by what, in words and quotes", &r->row.met_text);
}

static utskr_status read_due_text(pack_reading *r) {
    return utskr_pack_text(r, "by when, in words and quotes", &r->row.form_text);
}

/* The rest of the line says it in words too, unless something else does. */
static utskr_status say_by_itself(pack_reading *r, const char *text_word, const char **out) {
    char text[UTSKR_TEXT_LIMIT];
    size_t length = 0;
    size_t at = r->line.at;
    if (has_seen(r, utskr_row_statements, text_word))
        return UTSKR_OK;
    if (*out != NULL) {
        length = strlen(*out);
        memcpy(text, *out, length);
        memcpy(text + length, " or ", length + 4 <= sizeof text ? 4 : 0);
        length += 4;
    }
    while (at < r->line.length && (r->line.text[at] == ' ' || r->line.text[at] == '\t'))
        at++;
    const size_t rest = r->line.length - at;
    if (length + rest > sizeof text)
        return utskr_log_fail(&r->line, r->line.text + at, rest, UTSKR_LIMIT_REACHED, "too long to say it by itself",
                              "from-text, met-text or due-text before it");
    memcpy(text + length, r->line.text + at, rest);
    *out = utskr_draft_text(r->draft, text, length + rest);
    return *out != NULL ? UTSKR_OK : utskr_fail(&r->error, UTSKR_NO_MEMORY, "no memory", "");
}

/* --- For whom and when in force -------------------------------------------------------------------------------------------- */

static utskr_status read_grade(pack_reading *r) {
    return utskr_pack_grade(r, &r->row.grade);
}

static utskr_status read_valid(pack_reading *r) {
    return utskr_pack_validity(r, &r->row.valid_from, &r->row.valid_to);
}

static utskr_status read_force(pack_reading *r) {
    uint32_t force = 0;
    const utskr_status status = utskr_pack_choice(r, utskr_force_words, "ska or bör", &force);
    r->row.force = (uint8_t)force;
    return status;
}

static utskr_status read_party(pack_reading *r) {
    return utskr_pack_parties(r, &r->row.parties);
}

static utskr_status read_concerning(pack_reading *r) {
    uint32_t parties = 0;
    const utskr_status status = utskr_pack_parties(r, &parties);
    r->row.concerning = (uint8_t)parties;
    return status;
}

static utskr_status read_when(pack_reading *r) {
    uint32_t bits = 0;
    const utskr_status status = utskr_pack_choices(r, utskr_condition_words, "conditions, with commas between", &bits);
    r->row.when = (uint16_t)bits;
    return status;
}

static utskr_status read_excused(pack_reading *r) {
    uint32_t bits = 0;
    const utskr_status status = utskr_pack_choices(r, utskr_excuse_words, "excuses, with commas between", &bits);
    r->row.excused = (uint8_t)bits;
    return status;
}

static utskr_status read_marks(pack_reading *r) {
    uint32_t bits = 0;
    const utskr_status status = utskr_pack_choices(r, utskr_mark_words, "marks, with commas between", &bits);
    r->row.marks |= (uint16_t)bits;
    return status;
}

static utskr_status read_colour_bits(pack_reading *r, uint8_t *out) {
    uint32_t bits = 0;
    const utskr_status status =
        utskr_pack_choices(r, utskr_colour_words, "green, yellow, red, with commas between", &bits);
    *out = (uint8_t)bits;
    return status;
}

static utskr_status read_colours(pack_reading *r) {
    return read_colour_bits(r, &r->row.colours);
}

static utskr_status read_inferred(pack_reading *r) {
    return read_colour_bits(r, &r->row.inferred);
}

/* --- From when -------------------------------------------------------------------------------------------------------------- */

/* Which triggers say an event, and what it must be able to say. */
typedef enum trigger_event { NO_EVENT, AN_EVENT, A_MESSAGE, TWO_EVENTS, THE_READY_NOTICE } trigger_event;

static trigger_event event_of(uint32_t trigger) {
    switch ((rule_trigger)trigger) {
    case FROM_FIRST:
    case FROM_EACH:
    case FROM_EACH_ONSET:
    case FROM_FIRST_CONCERNING:
    case FROM_PLAN_OR_LEAVING:
    case FROM_FOLLOW_UP_OF_PLAN:
    case FROM_NEED_AT_HOME:
    case FROM_SIP_DISOWNED: return AN_EVENT;
    case FROM_FIRST_SENT:
    case FROM_SENT_AFTER_PLAN: return A_MESSAGE;
    case FROM_FIRST_IN_STAY: return TWO_EVENTS;
    case FROM_READY_NOTICE_SENT: return THE_READY_NOTICE;
    default: return NO_EVENT;
    }
}

static utskr_status read_from_event(pack_reading *r, trigger_event event) {
    const size_t at = r->line.at;
    const utskr_status status = utskr_pattern_read(r, &r->row.from);
    if (status != UTSKR_OK || event != A_MESSAGE || utskr_kind_says(r->row.from.kind, UTSKR_VALUE_PARTIES, "to"))
        return status;
    return utskr_log_fail(&r->line, r->line.text + at, 0, UTSKR_MALFORMED, "an event that is sent to nobody",
                          "a message: an event that says to=");
}

static utskr_status read_from(pack_reading *r) {
    uint32_t trigger = 0;
    utskr_status status = say_by_itself(r, "from-text", &r->row.trigger_text);
    if (status == UTSKR_OK)
        status = utskr_pack_choice(r, utskr_trigger_words, "what it counts from", &trigger);
    if (status != UTSKR_OK)
        return status;
    const trigger_event event = event_of(trigger);
    r->row.trigger = (uint8_t)trigger;
    if (event == THE_READY_NOTICE)
        r->row.from = (pattern){ UTSKR_DISCHARGE_READY_NOTICE, BY_ANYONE, 0, 0 };
    return event == NO_EVENT || event == THE_READY_NOTICE ? UTSKR_OK : read_from_event(r, event);
}

static utskr_status read_or_from(pack_reading *r) {
    const utskr_status status = say_by_itself(r, "from-text", &r->row.trigger_text);
    return status == UTSKR_OK ? utskr_pattern_read(r, &r->row.or_from) : status;
}

/* --- Met by what -------------------------------------------------------------------------------------------------------------- */

/* Can events of the kind meet a row in that way? */
static bool can_meet(uint32_t fulfilment, uint32_t kind) {
    switch ((rule_fulfilment)fulfilment) {
    case MET_BY_TELLING: return utskr_kind_says(kind, UTSKR_VALUE_PARTIES, "to");
    case MET_BY_CONTENT: return utskr_kind_says(kind, UTSKR_VALUE_WORDS, "contains");
    case MET_BY_TAKING_PART: return utskr_kind_says(kind, UTSKR_VALUE_PARTIES, "with");
    case MET_BY_CHECKLIST:
    case MET_BY_COVER: return kind == UTSKR_CHECKLIST;
    case MET_BY_READY:
    case MET_BY_OWN_READY: return kind == UTSKR_MUNICIPALITY_READY;
    default: return true;
    }
}

static utskr_status read_met_event(pack_reading *r) {
    const utskr_log_line start = r->line;
    if (r->met_count == PATTERN_LIMIT)
        return utskr_log_fail(&r->line, start.text + start.at, 0, UTSKR_LIMIT_REACHED, "too many events", "at most 4");
    pattern *out = &r->row.met[r->met_count];
    const utskr_status status = utskr_pattern_read(r, out);
    if (status != UTSKR_OK)
        return status;
    r->met_count++;
    if (can_meet(r->row.fulfilment, out->kind))
        return UTSKR_OK;
    return utskr_log_fail(&start, start.text + start.at, 0, UTSKR_MALFORMED, "an event that cannot meet the row so",
                          "telling: one that says to=; content: contains=; taking-part: with=; checklist and cover: "
                          "checklist; ready and own-ready: municipality-ready");
}

static utskr_status read_met_by(pack_reading *r) {
    uint32_t fulfilment = 0;
    utskr_status status = say_by_itself(r, "met-text", &r->row.met_text);
    if (status == UTSKR_OK)
        status = utskr_pack_choice(r, utskr_fulfilment_words, "how it is met", &fulfilment);
    r->row.fulfilment = (uint8_t)fulfilment;
    return status != UTSKR_OK || fulfilment == MET_BY_HOME_READY ? status : read_met_event(r);
}

static utskr_status read_or_by(pack_reading *r) {
    utskr_log_word word = { .text = r->line.text, .length = r->line.at };
    if (r->met_count == 0 || (r->row.fulfilment != MET_BY_EVENT && r->row.fulfilment != MET_BY_CONTENT))
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "nothing that it could be instead of",
                                "`met-by event` or `met-by content` before it");
    const utskr_status status = say_by_itself(r, "met-text", &r->row.met_text);
    return status == UTSKR_OK ? read_met_event(r) : status;
}

static bool takes_checklist_items(uint32_t fulfilment) {
    return fulfilment == MET_BY_CHECKLIST || fulfilment == MET_BY_COVER;
}

/* Attributes of the two kinds that name items: admission-notice contains=, checklist item=. */
enum { CONTAINS_AT = 1, ITEM_AT = 0 };

static utskr_status read_item(pack_reading *r, const utskr_log_word *word, const char *text, size_t length,
                              bool checklist) {
    const int32_t kind = checklist ? UTSKR_CHECKLIST : UTSKR_ADMISSION_NOTICE;
    uint32_t bits = 0;
    const utskr_status status =
        utskr_word_find(kind, checklist ? ITEM_AT : CONTAINS_AT, text, length, &bits, &r->error);
    if (status != UTSKR_OK)
        return utskr_log_place(&r->line, word->value_at + (text - word->value), length, status);
    r->row.items |= checklist ? UINT32_C(1) << (bits >> UTSKR_CHECKLIST_ITEM_SHIFT) : bits;
    return UTSKR_OK;
}

static utskr_status read_items(pack_reading *r) {
    const bool checklist = takes_checklist_items(r->row.fulfilment);
    utskr_log_word word;
    utskr_status status = utskr_pack_word(r, "items, with commas between", &word);
    if (status != UTSKR_OK)
        return status;
    if (r->met_count == 0 || (!checklist && r->row.fulfilment != MET_BY_CONTENT))
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "items of nothing",
                                "`met-by content`, `met-by checklist` or `met-by cover` before it");
    const char *const end = word.value + word.value_length;
    for (const char *item = word.value; item != NULL && status == UTSKR_OK;) {
        const char *comma = memchr(item, ',', (size_t)(end - item));
        status = read_item(r, &word, item, (size_t)((comma != NULL ? comma : end) - item), checklist);
        item = comma != NULL ? comma + 1 : NULL;
    }
    return status;
}

static utskr_status read_tell(pack_reading *r) {
    uint32_t parties = 0;
    const utskr_status status = utskr_pack_parties(r, &parties);
    r->row.to = (uint8_t)parties;
    return status;
}

/* --- By when -------------------------------------------------------------------------------------------------------------------- */

static bool counts_to_event(uint32_t form) {
    return form >= UTSKR_FORM_BEFORE && form <= UTSKR_FORM_DAY_AFTER;
}

static bool has_number(uint32_t form) {
    return form == UTSKR_FORM_HOURS || form == UTSKR_FORM_DAYS || form == UTSKR_FORM_HOURS_ON_WEEKDAYS ||
           form == UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY || form == UTSKR_FORM_DAYS_BEFORE || form == UTSKR_FORM_DAY_AFTER ||
           form == UTSKR_FORM_COVERS_WEEKDAYS;
}

static utskr_status read_form(pack_reading *r, uint8_t *form, int16_t *number) {
    uint32_t chosen = 0;
    uint32_t count = 0;
    utskr_status status = utskr_pack_choice(r, utskr_form_words, "a time form", &chosen);
    if (status == UTSKR_OK && has_number(chosen))
        status = utskr_pack_number(r, 1, LARGEST_NUMBER, "hours or days, 1 to 10000", &count);
    *form = (uint8_t)chosen;
    *number = (int16_t)count;
    return status;
}

static utskr_status read_due(pack_reading *r) {
    utskr_status status = say_by_itself(r, "due-text", &r->row.form_text);
    if (status == UTSKR_OK)
        status = read_form(r, &r->row.form, &r->row.number);
    return status == UTSKR_OK && counts_to_event(r->row.form) ? utskr_pack_kind(r, &r->row.anchor) : status;
}

static utskr_status read_within_step(pack_reading *r) {
    return utskr_pack_kind(r, &r->row.step_anchor);
}

static const row_word changes[] = {
    { "ska", FORCE_BY_READING }, { "gone", GONE_BY_READING }, { "due", FORM_BY_READING }, { NULL, 0 }
};

/* `otherwise READING ska`, `gone`, or `due FORM [N]`: what its other value changes. */
static utskr_status read_otherwise(pack_reading *r) {
    const utskr_reading_info *info = NULL;
    utskr_log_line start = r->line;
    utskr_log_word word;
    uint32_t number = 0;
    uint32_t change = 0;
    utskr_status status = utskr_pack_reading_name(r, &info, &number);
    if (status != UTSKR_OK)
        return status;
    (void)utskr_log_next_word(&start, &word);
    if (info->national != 0 || (r->row.reading != 0 && r->row.reading != number))
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "not a reading that this row can have",
                                "one reading of agreements' rows, the same throughout the row");
    r->row.reading = (uint8_t)number;
    status = utskr_pack_choice(r, changes, "ska, gone, or due and a time form", &change);
    if (status != UTSKR_OK)
        return status;
    r->row.marks |= (uint16_t)change;
    return change == FORM_BY_READING ? read_form(r, &r->row.read_form, &r->row.read_number) : UTSKR_OK;
}

const statement utskr_row_statements[] = {
    { "cite", read_cite, false },
    { "sv", read_sv, false },
    { "en", read_en, false },
    { "party", read_party, false },
    { "from", read_from, false },
    { "met-by", read_met_by, false },
    { "due", read_due, false },
    { "from-text", read_from_text, false },
    { "met-text", read_met_text, false },
    { "due-text", read_due_text, false },
    { "grade", read_grade, false },
    { "valid", read_valid, false },
    { "force", read_force, false },
    { "or-from", read_or_from, false },
    { "concerning", read_concerning, false },
    { "when", read_when, false },
    { "colours", read_colours, false },
    { "inferred-colours", read_inferred, false },
    { "or-by", read_or_by, true },
    { "items", read_items, false },
    { "tell", read_tell, false },
    { "within-step", read_within_step, false },
    { "otherwise", read_otherwise, true },
    { "excused", read_excused, false },
    { "marks", read_marks, false },
    { NULL, NULL, false },
};

enum { ROW_NEEDS = 7 /* the first words of the table */ };

/* --- The row as a whole ----------------------------------------------------------------------------------------------------- */

/* The first of the words that a block must have and has not, or NULL. */
static const char *missing_word(const pack_reading *r, const statement *table, uint32_t needed) {
    for (uint32_t i = 0; i < needed; i++)
        if (!(r->seen & UINT64_C(1) << i))
            return table[i].word;
    return NULL;
}

static bool must_have_items(const rule_row *row) {
    return row->fulfilment == MET_BY_CONTENT || takes_checklist_items(row->fulfilment);
}

/* What the words of a row say together. */
static utskr_status check_row(pack_reading *r) {
    const rule_row *row = &r->row;
    const char *missing = missing_word(r, utskr_row_statements, ROW_NEEDS);
    if (missing != NULL)
        return fail_at(r, missing, UTSKR_MALFORMED, "a row without",
                       "cite, sv, en, party, from, met-by and due in every row");
    if ((event_of(row->trigger) == TWO_EVENTS) != (row->or_from.kind != 0))
        return fail_at(r, "or-from", UTSKR_MALFORMED, "one event too few or too many",
                       "or-from in a row from first-in-stay, and in no other");
    if (must_have_items(row) && row->items == 0)
        return fail_at(r, "items", UTSKR_MALFORMED, "a row without", "items after met-by content, checklist or cover");
    if ((row->marks & FORM_BY_READING) && counts_to_event(row->form) != counts_to_event(row->read_form))
        return fail_at(r, "otherwise", UTSKR_MALFORMED, "time forms of two sorts",
                       "both counted from the trigger, or both to an event");
    return UTSKR_OK;
}

utskr_status utskr_pack_add_row(pack_reading *r) {
    draft_state *s = &r->draft->state;
    const utskr_status status = check_row(r);
    if (status != UTSKR_OK)
        return status;
    if (s->row_count == UTSKR_PACK_ROW_LIMIT)
        return fail_at(r, r->row.id, UTSKR_LIMIT_REACHED, "too many rows", "at most 256 (UTSKR_PACK_ROW_LIMIT)");
    s->row_places[s->row_count] = r->block_at;
    s->rows[s->row_count++] = r->row;
    return UTSKR_OK;
}

/* --- A rule that is no obligation ----------------------------------------------------------------------------------------------- */

static utskr_status read_rule_cite(pack_reading *r) {
    return utskr_pack_text(r, "the place in the source, in quotes", &r->rule.cite);
}

static utskr_status read_rule_sv(pack_reading *r) {
    return utskr_pack_text(r, "the rule in Swedish, in quotes", &r->rule.text_sv);
}

static utskr_status read_rule_en(pack_reading *r) {
    return utskr_pack_text(r, "the rule in English, in quotes", &r->rule.text_en);
}

static utskr_status read_group(pack_reading *r) {
    uint32_t group = 0;
    const utskr_status status =
        utskr_pack_choice(r, utskr_group_words, "scope, sip, sharing, prerequisite, finding or liability", &group);
    r->rule.group = (uint8_t)group;
    return status;
}

static utskr_status read_rule_grade(pack_reading *r) {
    return utskr_pack_grade(r, &r->rule.grade);
}

static utskr_status read_rule_valid(pack_reading *r) {
    return utskr_pack_validity(r, &r->rule.valid_from, &r->rule.valid_to);
}

const statement utskr_rule_statements[] = {
    { "cite", read_rule_cite, false },
    { "sv", read_rule_sv, false },
    { "en", read_rule_en, false },
    { "group", read_group, false },
    { "grade", read_rule_grade, false },
    { "valid", read_rule_valid, false },
    { NULL, NULL, false },
};

enum { RULE_NEEDS = 4 };

utskr_status utskr_pack_add_rule(pack_reading *r) {
    draft_state *s = &r->draft->state;
    const char *missing = missing_word(r, utskr_rule_statements, RULE_NEEDS);
    if (missing != NULL)
        return fail_at(r, missing, UTSKR_MALFORMED, "a rule without", "cite, sv, en and group in every rule");
    if (s->rule_count == UTSKR_PACK_RULE_LIMIT)
        return fail_at(r, r->rule.id, UTSKR_LIMIT_REACHED, "too many rules", "at most 128 (UTSKR_PACK_RULE_LIMIT)");
    s->rule_places[s->rule_count] = r->block_at;
    s->rules[s->rule_count++] = r->rule;
    return UTSKR_OK;
}
