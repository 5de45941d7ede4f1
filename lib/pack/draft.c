/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A draft: what it inherits from its base, and what a host says word by word. */
#include "pack/draft.h"

#include "event/vocabulary.h"
#include "status.h"

#include <string.h>

/* --- Strings ---------------------------------------------------------------------------------------------------------- */

static text_block *block_with_room(utskr_pack_draft *draft, size_t size) {
    text_block *block = draft->texts;
    if (block != NULL && sizeof block->bytes - block->used >= size)
        return block;
    block = draft->allocator.resize(NULL, 0, sizeof *block, draft->allocator.user);
    if (block == NULL)
        return NULL;
    block->next = draft->texts;
    block->used = 0;
    draft->texts = block;
    return block;
}

const char *utskr_draft_text(utskr_pack_draft *draft, const char *text, size_t length) {
    text_block *block = block_with_room(draft, length + 1);
    if (block == NULL)
        return NULL;
    char *copy = block->bytes + block->used;
    memcpy(copy, text, length);
    copy[length] = '\0';
    block->used += length + 1;
    return copy;
}

/* --- The base ----------------------------------------------------------------------------------------------------------- */

static void inherit_rules(draft_state *s, const utskr_pack *pack) {
    for (uint32_t i = 0; i < pack->rule_count; i++) {
        plain_rule rule = pack->rules[i];
        if (rule.valid_from == 0) {
            rule.valid_from = pack->valid_from;
            rule.valid_to = pack->valid_to;
        }
        rule.grade = rule.grade != 0 ? rule.grade : pack->grade;
        s->rules[s->rule_count++] = rule;
    }
}

/* The rows and rules of one pack, without those of its base. */
static bool inherit_rows(draft_state *s, const utskr_pack *pack) {
    const pack_layer alone = { pack->id, pack->row_count, pack->rule_count };
    const uint32_t count = pack->layer_count != 0 ? pack->layer_count : 1;
    if (s->layer_count + count >= UTSKR_PACK_LAYER_LIMIT)
        return false;
    for (uint32_t i = 0; i < count; i++)
        s->layers[s->layer_count++] = pack->layer_count != 0 ? pack->layers[i] : alone;
    for (uint32_t i = 0; i < pack->row_count; i++)
        s->rows[s->row_count++] = pack->rows[i];
    inherit_rules(s, pack);
    return true;
}

static void inherit_parameters(draft_state *s, const utskr_pack *base) {
    const psychiatric_grace *g = base->psychiatric;
    s->pack.settled = base->settled;
    s->pack.grace_days = base->grace_days;
    s->pack.one_principal = base->one_principal;
    s->pack.asks_not_opposed = base->asks_not_opposed;
    s->pack.active_unknown = base->active_unknown;
    s->pack.sip_call_from_ready = base->sip_call_from_ready;
    s->base_collective = base->settled.model != SETTLED_BY_CASE;
    for (; g != NULL && g->days != 0; g++)
        s->graces[s->grace_count++] = *g;
    for (const uint8_t *pair = base->readings; pair != NULL && pair[0] != UTSKR_READING_COUNT; pair += 2) {
        s->readings[pair[0]] = pair[1];
        s->known_readings |= UINT64_C(1) << pair[0];
    }
    for (uint32_t i = 0; i < base->rate_count; i++)
        s->rates[base->rates[i].year - FIRST_YEAR] = base->rates[i];
}

/* The library's own packs are two deep; one made by a host holds all its rows. */
static bool inherit(draft_state *s, const utskr_pack *base) {
    inherit_parameters(s, base != NULL ? base : &utskr_pack_lus);
    s->base_to = UTSKR_DATE_NONE;
    if (base == NULL)
        return true;
    s->base_from = base->valid_from;
    s->base_to = base->valid_to;
    if (base->base != NULL && !inherit_rows(s, base->base))
        return false;
    if (!inherit_rows(s, base))
        return false;
    s->inherited_rows = s->row_count;
    s->inherited_rules = s->rule_count;
    return true;
}

/* --- Making and freeing ----------------------------------------------------------------------------------------------------- */

static utskr_status begin(utskr_pack_draft *draft, const char *id, const utskr_pack *base, utskr_error *error) {
    draft->state.pack.id = utskr_draft_text(draft, id, strlen(id));
    if (draft->state.pack.id == NULL)
        return utskr_fail(error, UTSKR_NO_MEMORY, "no memory", "");
    if (!inherit(&draft->state, base))
        return utskr_fail(error, UTSKR_LIMIT_REACHED, "too many packs that build on each other",
                          "at most 8 (UTSKR_PACK_LAYER_LIMIT)");
    for (uint32_t i = 0; i < draft->state.layer_count; i++)
        if (strcmp(draft->state.layers[i].id, id) == 0) {
            (void)utskr_fail(error, UTSKR_DUPLICATE, "the id of a base", "an id of its own");
            utskr_error_set_word(error, id, strlen(id));
            return UTSKR_DUPLICATE;
        }
    return UTSKR_OK;
}

utskr_status utskr_pack_draft_new(const utskr_allocator *allocator, const char *id, const utskr_pack *base,
                                  utskr_pack_draft **out, utskr_error *error) {
    if (allocator == NULL || allocator->resize == NULL || id == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (!utskr_is_pack_id(id, strlen(id)))
        return utskr_fail(error, UTSKR_MALFORMED, "no id", "1 to 63 small letters, digits and hyphens, a letter first");
    utskr_pack_draft *draft = allocator->resize(NULL, 0, sizeof *draft, allocator->user);
    if (draft == NULL)
        return utskr_fail(error, UTSKR_NO_MEMORY, "no memory", "");
    memset(draft, 0, sizeof *draft);
    draft->allocator = *allocator;
    const utskr_status status = begin(draft, id, base, error);
    if (status == UTSKR_OK)
        *out = draft;
    else
        utskr_pack_draft_free(draft);
    return status;
}

void utskr_pack_draft_free(utskr_pack_draft *draft) {
    if (draft == NULL)
        return;
    const utskr_allocator allocator = draft->allocator;
    for (text_block *block = draft->texts; block != NULL;) {
        text_block *next = block->next;
        (void)allocator.resize(block, sizeof *block, 0, allocator.user);
        block = next;
    }
    (void)allocator.resize(draft, sizeof *draft, 0, allocator.user);
}

/* --- Amounts and ends --------------------------------------------------------------------------------------------------------- */

bool utskr_draft_put_rate(draft_state *s, const utskr_rate *rate) {
    const int32_t at = rate->year - FIRST_YEAR;
    if (s->said_rates[at])
        return false;
    s->said_rates[at] = true;
    s->rates[at] = *rate;
    return true;
}

/* Ends it, if it would go on. Whether it did. */
static bool cut(utskr_date *valid_to, utskr_date last) {
    if (*valid_to != UTSKR_DATE_NONE && *valid_to <= last)
        return false;
    *valid_to = last;
    return true;
}

static bool has_ended(const draft_state *s, const char *id) {
    for (uint32_t i = 0; i < s->end_count; i++)
        if (strcmp(s->ends[i].id, id) == 0)
            return true;
    return false;
}

static bool is_of_act(const char *id) {
    for (uint32_t i = 0; i < utskr_pack_lus.rule_count; i++)
        if (strcmp(utskr_pack_lus.rules[i].id, id) == 0)
            return true;
    return false;
}

utskr_status utskr_draft_put_end(draft_state *s, const row_end *end) {
    bool found = false;
    bool ended = false;
    if (has_ended(s, end->id) || s->end_count == UTSKR_PACK_ROW_LIMIT)
        return UTSKR_DUPLICATE;
    for (uint32_t i = 0; i < s->inherited_rows; i++)
        if (strcmp(s->rows[i].id, end->id) == 0) {
            found = true;
            ended |= cut(&s->rows[i].valid_to, end->last);
        }
    for (uint32_t i = 0; i < s->inherited_rules; i++)
        if (strcmp(s->rules[i].id, end->id) == 0) {
            if (is_of_act(end->id))
                return UTSKR_REFUSED;
            found = true;
            ended |= cut(&s->rules[i].valid_to, end->last);
        }
    if (!found || !ended)
        return found ? UTSKR_DUPLICATE : UTSKR_NOT_FOUND;
    s->ends[s->end_count++] = *end;
    return UTSKR_OK;
}

/* --- Word by word ---------------------------------------------------------------------------------------------------------------- */

static bool is_text(const char *text) {
    bool control = false;
    const size_t length = strlen(text);
    return length > 0 && length <= UTSKR_TEXT_LIMIT && utskr_text_check(text, length, &control) == length;
}

static utskr_status refuse_text(utskr_error *error) {
    return utskr_fail(error, UTSKR_MALFORMED, "no text", "1 to 1024 bytes of UTF-8 without control characters");
}

/* Title and source are any text: they stand as they are. The words that `set` takes are the first of the pack's block. */
static utskr_status set_text(utskr_pack_draft *draft, const statement *which, const char *value, utskr_error *error) {
    draft_state *s = &draft->state;
    const uint64_t bit = UINT64_C(1) << (which - utskr_pack_statements);
    if (s->said & bit)
        return utskr_fail(error, UTSKR_DUPLICATE, "said twice", "each word once");
    if (!is_text(value))
        return refuse_text(error);
    const char *copy = utskr_draft_text(draft, value, strlen(value));
    if (copy == NULL)
        return utskr_fail(error, UTSKR_NO_MEMORY, "no memory", "");
    if (which == utskr_pack_statements)
        s->pack.title = copy;
    else
        s->pack.source = copy;
    s->said |= bit;
    return UTSKR_OK;
}

enum { LONGEST_STATEMENT = 256 };

/* Reads `first second third` as a line of the text form. */
static utskr_status say(utskr_pack_draft *draft, const char *first, const char *second, const char *third,
                        utskr_error *error) {
    char line[LONGEST_STATEMENT] = "";
    const char *const words[] = { first, second, third };
    size_t length = 0;
    for (size_t i = 0; i < 3; i++) {
        const size_t size = strlen(words[i]);
        if (length + size + 1 > sizeof line || memchr(words[i], '\n', size) != NULL)
            return utskr_fail(error, UTSKR_MALFORMED, "too long, or more than one line", "words of the text form");
        memcpy(line + length, words[i], size);
        line[length + size] = ' ';
        length += size + 1;
    }
    const utskr_status status = utskr_pack_draft_add(draft, line, length, error);
    if (status != UTSKR_OK && error != NULL && error->size >= sizeof *error)
        error->line = error->column = 0;
    return status;
}

static utskr_status unknown_name(const char *name, utskr_error *error) {
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, name, strlen(name));
    for (const statement *s = utskr_pack_statements; s->word != NULL; s++)
        utskr_nearest_offer(&nearest, s->word);
    (void)utskr_fail(error, UTSKR_UNKNOWN_WORD, "unknown word", "a word of the pack as a whole");
    utskr_error_set_word(error, name, strlen(name));
    utskr_error_set_suggestion(error, nearest.best);
    return UTSKR_UNKNOWN_WORD;
}

utskr_status utskr_pack_draft_set(utskr_pack_draft *draft, const char *name, const char *value, utskr_error *error) {
    if (draft == NULL || name == NULL || value == NULL)
        return UTSKR_BAD_ARGUMENT;
    for (const statement *s = utskr_pack_statements; s->word != NULL; s++)
        if (strcmp(s->word, name) == 0)
            return s < utskr_pack_statements + 2 ? set_text(draft, s, value, error)
                                                 : say(draft, name, value, "", error);
    return unknown_name(name, error);
}

utskr_status utskr_pack_draft_reading(utskr_pack_draft *draft, const char *reading, const char *value,
                                      utskr_error *error) {
    if (draft == NULL || reading == NULL || value == NULL)
        return UTSKR_BAD_ARGUMENT;
    return say(draft, "reading", reading, value, error);
}

utskr_status utskr_pack_draft_rate(utskr_pack_draft *draft, const utskr_rate *rate, utskr_error *error) {
    if (draft == NULL || rate == NULL)
        return UTSKR_BAD_ARGUMENT;
    utskr_rate copy = *rate;
    const bool known_grade = rate->grade == 'P' || rate->grade == 'O' || rate->grade == 'S';
    if (rate->year < FIRST_YEAR || rate->year >= FIRST_YEAR + YEAR_COUNT || rate->ore < 0 ||
        rate->ore >= INT64_C(100000000000) || !known_grade)
        return utskr_fail(error, UTSKR_OUT_OF_RANGE, "no amount of a year",
                          "a year of 1980 to 2199, less than 1 000 000 000 SEK, and the grade P, O or S");
    if (draft->state.said_rates[rate->year - FIRST_YEAR])
        return utskr_fail(error, UTSKR_DUPLICATE, "two amounts of one year", "one amount for each year");
    if (rate->source != NULL && !is_text(rate->source))
        return refuse_text(error);
    copy.source = rate->source == NULL ? NULL : utskr_draft_text(draft, rate->source, strlen(rate->source));
    if (rate->source != NULL && copy.source == NULL)
        return utskr_fail(error, UTSKR_NO_MEMORY, "no memory", "");
    memset(copy.reserved, 0, sizeof copy.reserved);
    (void)utskr_draft_put_rate(&draft->state, &copy);
    return UTSKR_OK;
}

utskr_status utskr_pack_draft_end(utskr_pack_draft *draft, const char *rule, utskr_date last_day, utskr_error *error) {
    char day[UTSKR_DATE_TEXT];
    if (draft == NULL || rule == NULL)
        return UTSKR_BAD_ARGUMENT;
    (void)utskr_date_format(last_day, day);
    return say(draft, "end", rule, day, error);
}

/* --- The whole -------------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_pack_draft_finish(utskr_pack_draft *draft, const utskr_pack **out, utskr_error *error) {
    uint8_t readings[2 * UTSKR_READING_COUNT + 1];
    if (draft == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    draft->before = draft->state;
    const utskr_status status = utskr_draft_check(&draft->before, readings, error);
    if (status != UTSKR_OK)
        return status;
    const utskr_status built = utskr_pack_build(&draft->allocator, &draft->before.pack, out);
    return built == UTSKR_OK ? built : utskr_fail(error, built, "no memory", "");
}
