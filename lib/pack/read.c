/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reading a pack file: `pack ID`, `base ID|none`, then what the pack says, line by line.
 *
 * What follows `base` is of the pack as a whole until a line begins a row or a rule, whose block goes on to the next line that is
 * not of it.
 */
#include "pack/draft.h"

#include "event/vocabulary.h"
#include "status.h"

#include <string.h>

void utskr_pack_reading_init(pack_reading *r, utskr_pack_draft *draft) {
    r->draft = draft;
    r->block = IN_PACK;
    utskr_error_init(&r->error);
    r->line = (utskr_log_line){ .scratch = &r->scratch, .error = &r->error };
}

utskr_status utskr_pack_tell(const pack_reading *r, utskr_status status, utskr_error *error) {
    if (status == UTSKR_OK)
        return status;
    (void)utskr_fail(error, status, r->error.message, r->error.expected);
    utskr_error_set_word(error, r->error.word, strlen(r->error.word));
    utskr_error_set_suggestion(error, r->error.suggestion);
    if (error != NULL && error->size >= sizeof *error) {
        error->line = r->error.line;
        error->column = r->error.column;
    }
    return status;
}

/* --- Lines -------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_pack_take_line(pack_reading *r, const char *text, size_t length) {
    bool control = false;
    r->line.text = text;
    r->line.length = length;
    r->line.at = 0;
    r->line.number++;
    if (length > UTSKR_LINE_LIMIT)
        return utskr_log_fail(&r->line, text, 0, UTSKR_LIMIT_REACHED, "a line that is too long",
                              "at most 65536 bytes (UTSKR_LINE_LIMIT)");
    const size_t good = utskr_text_check(text, length, &control);
    if (good == length)
        return UTSKR_OK;
    return utskr_log_fail(&r->line, text + good, 0, UTSKR_MALFORMED,
                          control ? "a control character" : "bytes that are no UTF-8", "text in UTF-8");
}

/* --- Statements of one line ----------------------------------------------------------------------------------------------- */

static const char *value_at(uint32_t index, const void *info) {
    return index < ((const utskr_reading_info *)info)->value_count ? ((const utskr_reading_info *)info)->values[index]
                                                                   : NULL;
}

static utskr_status read_value(pack_reading *r, const utskr_reading_info *info, uint32_t *out) {
    row_word values[UTSKR_READING_VALUE_LIMIT + 1] = { { NULL, 0 } };
    for (uint32_t i = 0; value_at(i, info) != NULL; i++)
        values[i] = (row_word){ value_at(i, info), i };
    return utskr_pack_choice(r, values, "a value of the reading", out);
}

static utskr_status read_reading(pack_reading *r) {
    draft_state *s = &r->draft->state;
    const utskr_reading_info *info = NULL;
    utskr_log_line start = r->line;
    utskr_log_word word;
    uint32_t number = 0;
    uint32_t value = 0;
    utskr_status status = utskr_pack_reading_name(r, &info, &number);
    if (status != UTSKR_OK)
        return status;
    (void)utskr_log_next_word(&start, &word);
    if (s->said_readings & UINT64_C(1) << number)
        return utskr_pack_wrong(r, &word, UTSKR_DUPLICATE, "a reading said twice", "each reading once");
    status = read_value(r, info, &value);
    if (status != UTSKR_OK)
        return status;
    s->readings[number] = (uint8_t)value;
    s->said_readings |= UINT64_C(1) << number;
    s->known_readings |= UINT64_C(1) << number;
    return UTSKR_OK;
}

/* "9300", "9300.5" or "9300.50", in öre. */
static bool read_sek(const utskr_log_word *word, int64_t *ore) {
    const char *point = memchr(word->value, '.', word->value_length);
    const size_t whole = point != NULL ? (size_t)(point - word->value) : word->value_length;
    const size_t decimals = point != NULL ? word->value_length - whole - 1 : 0;
    if (whole == 0 || whole > 9 || (point != NULL && (decimals == 0 || decimals > 2)))
        return false;
    *ore = 0;
    for (size_t i = 0; i < word->value_length; i++) {
        if (i == whole)
            continue;
        if (word->value[i] < '0' || word->value[i] > '9')
            return false;
        *ore = 10 * *ore + (word->value[i] - '0'); /* at most 11 digits */
    }
    *ore *= decimals == 0 ? 100 : decimals == 1 ? 10 : 1;
    return true;
}

/* `grade=` and `source=`. */
static utskr_status read_rate_key(pack_reading *r, const utskr_log_word *word, utskr_rate *rate) {
    if (utskr_word_has_key(word, "grade") && rate->grade == 0 && word->value_length == 1 &&
        strchr("POS", word->value[0]) != NULL) {
        rate->grade = word->value[0];
        return UTSKR_OK;
    }
    if (!utskr_word_has_key(word, "source") || rate->source != NULL || word->value_length == 0)
        return utskr_pack_wrong(r, word, UTSKR_MALFORMED, "not a word of this line",
                                "grade=P, grade=O or grade=S, source=\"...\", each once");
    rate->source = utskr_draft_text(r->draft, word->value, word->value_length);
    return rate->source != NULL ? UTSKR_OK : utskr_fail(&r->error, UTSKR_NO_MEMORY, "no memory", "");
}

static utskr_status read_rate_keys(pack_reading *r, const utskr_log_word *year, utskr_rate *rate) {
    utskr_log_word word;
    utskr_status status = UTSKR_OK;
    while (status == UTSKR_OK && (status = utskr_log_next_word(&r->line, &word)) == UTSKR_OK)
        status = read_rate_key(r, &word, rate);
    if (status != UTSKR_NOT_FOUND)
        return status;
    return rate->grade != 0 ? UTSKR_OK
                            : utskr_pack_wrong(r, year, UTSKR_MALFORMED, "an amount without its grade",
                                               "grade=P, grade=O or grade=S");
}

static utskr_status read_rate(pack_reading *r) {
    static const char expected[] = "an amount in SEK such as 9300 or 9300.50";
    utskr_rate rate = { .source = NULL };
    utskr_log_line start = r->line;
    utskr_log_word year;
    utskr_log_word amount;
    uint32_t number = 0;
    utskr_status status =
        utskr_pack_number(r, FIRST_YEAR, FIRST_YEAR + YEAR_COUNT - 1, "a year, 1980 to 2199", &number);
    if (status == UTSKR_OK)
        status = utskr_pack_word(r, expected, &amount);
    if (status != UTSKR_OK)
        return status;
    (void)utskr_log_next_word(&start, &year);
    rate.year = (int32_t)number;
    if (!read_sek(&amount, &rate.ore))
        return utskr_pack_wrong(r, &amount, UTSKR_MALFORMED, "no amount", expected);
    status = read_rate_keys(r, &year, &rate);
    if (status != UTSKR_OK || utskr_draft_put_rate(&r->draft->state, &rate))
        return status;
    return utskr_pack_wrong(r, &year, UTSKR_DUPLICATE, "two amounts of one year", "one amount for each year");
}

/* The nearest id of what may be ended. */
static void suggest_rule(pack_reading *r, const utskr_log_word *word) {
    const draft_state *s = &r->draft->state;
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word->value, word->value_length);
    for (uint32_t i = 0; i < s->inherited_rows; i++)
        utskr_nearest_offer(&nearest, s->rows[i].id);
    utskr_error_set_suggestion(&r->error, nearest.best);
}

static utskr_status read_end(pack_reading *r) {
    row_end end = { NULL, 0 };
    utskr_log_line start = r->line;
    utskr_log_word word;
    utskr_status status = utskr_pack_id(r, "the id of a row of the base", &end.id);
    if (status == UTSKR_OK)
        status = utskr_pack_date(r, &end.last);
    if (status != UTSKR_OK)
        return status;
    (void)utskr_log_next_word(&start, &word);
    switch (status = utskr_draft_put_end(&r->draft->state, &end)) {
    case UTSKR_NOT_FOUND:
        (void)utskr_pack_wrong(r, &word, status, "the base has no such row", "the id of a row of the base");
        suggest_rule(r, &word);
        return status;
    case UTSKR_REFUSED:
        return utskr_pack_wrong(r, &word, status, "a rule of the act that is no row",
                                "the id of a row, or of a rule that an agreement brought");
    case UTSKR_DUPLICATE:
        return utskr_pack_wrong(r, &word, status, "a row that ends as early already",
                                "each row once, in force that day");
    default: return status;
    }
}

/* --- Blocks ----------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_pack_end_block(pack_reading *r) {
    const pack_block block = r->block;
    r->block = IN_PACK;
    switch (block) {
    case IN_ROW: return utskr_pack_add_row(r);
    case IN_RULE: return utskr_pack_add_rule(r);
    default: return UTSKR_OK;
    }
}

static utskr_status begin_block(pack_reading *r, pack_block block) {
    const char *id = NULL;
    utskr_log_line start = r->line;
    utskr_log_word word;
    const utskr_status status = utskr_pack_id(r, "an id", &id);
    if (status != UTSKR_OK)
        return status;
    (void)utskr_log_next_word(&start, &word);
    r->block = block;
    r->block_at = (place){ r->line.number, (uint32_t)(word.text - r->line.text) + 1 };
    r->seen = 0;
    r->met_count = 0;
    r->row = (rule_row){ .id = id, .valid_to = UTSKR_DATE_NONE };
    r->rule = (plain_rule){ .id = id, .valid_to = UTSKR_DATE_NONE };
    return UTSKR_OK;
}

static utskr_status read_row(pack_reading *r) {
    return begin_block(r, IN_ROW);
}

static utskr_status read_rule(pack_reading *r) {
    return begin_block(r, IN_RULE);
}

static const statement top_statements[] = {
    { "reading", read_reading, true }, { "rate", read_rate, true }, { "end", read_end, true },
    { "row", read_row, true },         { "rule", read_rule, true }, { NULL, NULL, false },
};

/* --- One line ------------------------------------------------------------------------------------------------------------------ */

static const statement *block_statements(const pack_reading *r) {
    switch (r->block) {
    case IN_ROW: return utskr_row_statements;
    case IN_RULE: return utskr_rule_statements;
    default: return utskr_pack_statements;
    }
}

static const statement *find_statement(const statement *table, const utskr_log_word *word) {
    for (; table->word != NULL; table++)
        if (strlen(table->word) == word->length && memcmp(table->word, word->text, word->length) == 0)
            return table;
    return NULL;
}

static utskr_status unknown_statement(pack_reading *r, const utskr_log_word *word) {
    static const char *const expected[] = {
        [IN_PACK] = "a word of the pack, or reading, rate, end, row or rule",
        [IN_ROW] = "a word of a row, or reading, rate, end, row or rule",
        [IN_RULE] = "a word of a rule, or reading, rate, end, row or rule",
    };
    utskr_nearest nearest;
    utskr_nearest_init(&nearest, word->text, word->length);
    for (const statement *s = block_statements(r); s->word != NULL; s++)
        utskr_nearest_offer(&nearest, s->word);
    for (const statement *s = top_statements; s->word != NULL; s++)
        utskr_nearest_offer(&nearest, s->word);
    (void)utskr_pack_wrong(r, word, UTSKR_UNKNOWN_WORD, "unknown word", expected[r->block]);
    utskr_error_set_suggestion(&r->error, nearest.best);
    return UTSKR_UNKNOWN_WORD;
}

/* A statement of the block: most may be said once. */
static utskr_status read_in_block(pack_reading *r, const statement *found, const utskr_log_word *word) {
    uint64_t *seen = r->block == IN_PACK ? &r->draft->state.said : &r->seen;
    const uint64_t bit = UINT64_C(1) << (found - block_statements(r));
    if ((*seen & bit) != 0 && !found->again)
        return utskr_pack_wrong(r, word, UTSKR_DUPLICATE, "said twice", "each word once in a block");
    const utskr_status status = found->read(r);
    *seen |= bit;
    return status == UTSKR_OK ? utskr_pack_line_end(r) : status;
}

utskr_status utskr_pack_read_line(pack_reading *r, const char *text, size_t length) {
    utskr_log_word word;
    utskr_status status = utskr_pack_take_line(r, text, length);
    if (status != UTSKR_OK || utskr_log_is_empty(text, length))
        return status;
    status = utskr_log_next_word(&r->line, &word);
    if (status != UTSKR_OK)
        return status;
    const statement *found = find_statement(block_statements(r), &word);
    if (found != NULL)
        return read_in_block(r, found, &word);
    found = find_statement(top_statements, &word);
    if (found == NULL)
        return unknown_statement(r, &word);
    status = utskr_pack_end_block(r);
    if (status == UTSKR_OK)
        status = found->read(r);
    return status == UTSKR_OK ? utskr_pack_line_end(r) : status;
}

/* --- A whole text ---------------------------------------------------------------------------------------------------------------- */

/* The text that is left, line by line. */
typedef struct text_left {
    const char *at;
    const char *end;
} text_left;

static bool next_line(text_left *left, const char **line, size_t *length) {
    if (left->at == left->end)
        return false;
    const char *newline = memchr(left->at, '\n', (size_t)(left->end - left->at));
    const char *stop = newline != NULL ? newline : left->end;
    *line = left->at;
    *length = (size_t)(stop - left->at);
    if (*length > 0 && (*line)[*length - 1] == '\r')
        --*length;
    left->at = newline != NULL ? newline + 1 : left->end;
    return true;
}

static text_left text_of(const char *text, size_t length) {
    static const char mark[] = "\xef\xbb\xbf";
    const size_t skipped = length >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    return (text_left){ text + skipped, text + length };
}

/* The next line that says something must be `keyword WORD`. */
static utskr_status read_head(pack_reading *r, text_left *left, const char *keyword, const char *expected,
                              utskr_log_word *out) {
    const char *line = left->at;
    size_t length = 0;
    utskr_log_word word;
    utskr_status status = UTSKR_OK;
    do {
        if (!next_line(left, &line, &length)) {
            r->line.number++;
            r->line.text = line = left->end;
            r->line.length = 0;
            return utskr_log_fail(&r->line, line, 0, UTSKR_MALFORMED, "the text ends too early", expected);
        }
        status = utskr_pack_take_line(r, line, length);
    } while (status == UTSKR_OK && utskr_log_is_empty(line, length));
    if (status == UTSKR_OK)
        status = utskr_log_next_word(&r->line, &word);
    if (status != UTSKR_OK)
        return status;
    if (word.length != strlen(keyword) || memcmp(word.text, keyword, word.length) != 0)
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "not the beginning of a pack", expected);
    status = utskr_pack_word(r, expected, out);
    return status == UTSKR_OK ? utskr_pack_line_end(r) : status;
}

/* The base by its id; NULL for `none`. */
static utskr_status find_base(pack_reading *r, const utskr_log_word *word, const utskr_pack *const *known,
                              uint32_t known_count, const utskr_pack **out) {
    *out = NULL;
    if (word->value_length == 4 && memcmp(word->value, "none", 4) == 0)
        return UTSKR_OK;
    for (uint32_t i = 0; i < known_count; i++)
        if (strlen(known[i]->id) == word->value_length && memcmp(known[i]->id, word->value, word->value_length) == 0) {
            *out = known[i];
            return UTSKR_OK;
        }
    const utskr_status status = utskr_pack_find(word->value, word->value_length, out, &r->error);
    return status == UTSKR_OK ? status : utskr_log_place(&r->line, word->value_at, word->value_length, status);
}

static utskr_status read_lines(pack_reading *r, text_left left) {
    const char *line = NULL;
    size_t length = 0;
    utskr_status status = UTSKR_OK;
    while (status == UTSKR_OK && next_line(&left, &line, &length))
        status = utskr_pack_read_line(r, line, length);
    return status == UTSKR_OK ? utskr_pack_end_block(r) : status;
}

utskr_status utskr_pack_draft_add(utskr_pack_draft *draft, const char *text, size_t length, utskr_error *error) {
    pack_reading r;
    if (draft == NULL || text == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (length > UTSKR_PACK_TEXT_LIMIT)
        return utskr_fail(error, UTSKR_LIMIT_REACHED, "the text is too long", "at most 1 MiB (UTSKR_PACK_TEXT_LIMIT)");
    utskr_pack_reading_init(&r, draft);
    draft->before = draft->state;
    const utskr_status status = read_lines(&r, text_of(text, length));
    if (status != UTSKR_OK)
        draft->state = draft->before;
    return utskr_pack_tell(&r, status, error);
}

/* The draft that the first two lines begin. */
static utskr_status read_beginning(pack_reading *r, text_left *left, const utskr_allocator *allocator,
                                   const utskr_pack *const *known, uint32_t known_count, utskr_pack_draft **out) {
    char id[ID_LIMIT + 1] = "";
    const utskr_pack *base = NULL;
    utskr_log_word word;
    utskr_status status = read_head(r, left, "pack", "pack ID", &word);
    if (status != UTSKR_OK)
        return status;
    if (!utskr_is_pack_id(word.value, word.value_length))
        return utskr_pack_wrong(r, &word, UTSKR_MALFORMED, "no id",
                                "1 to 63 small letters, digits and hyphens, a letter first");
    const place at = { r->line.number, (uint32_t)(word.value_at - r->line.text) + 1 };
    memcpy(id, word.value, word.value_length);
    status = read_head(r, left, "base", "base and the id of a pack, or base none", &word);
    if (status == UTSKR_OK)
        status = find_base(r, &word, known, known_count, &base);
    if (status != UTSKR_OK)
        return status;
    status = utskr_pack_draft_new(allocator, id, base, out, &r->error);
    if (status == UTSKR_OK)
        (*out)->state.at = at;
    else
        utskr_log_place_at(&r->line, word.value_at);
    return status;
}

utskr_status utskr_pack_parse(const utskr_allocator *allocator, const char *text, size_t length,
                              const utskr_pack *const *known, uint32_t known_count, const utskr_pack **out,
                              utskr_error *error) {
    pack_reading r;
    utskr_pack_draft *draft = NULL;
    if (allocator == NULL || allocator->resize == NULL || text == NULL || out == NULL ||
        (known_count != 0 && known == NULL))
        return UTSKR_BAD_ARGUMENT;
    if (length > UTSKR_PACK_TEXT_LIMIT)
        return utskr_fail(error, UTSKR_LIMIT_REACHED, "the text is too long", "at most 1 MiB (UTSKR_PACK_TEXT_LIMIT)");
    text_left left = text_of(text, length);
    utskr_pack_reading_init(&r, NULL);
    utskr_status status = read_beginning(&r, &left, allocator, known, known_count, &draft);
    if (status != UTSKR_OK)
        return utskr_pack_tell(&r, status, error);
    r.draft = draft;
    status = utskr_pack_tell(&r, read_lines(&r, left), error);
    if (status == UTSKR_OK)
        status = utskr_pack_draft_finish(draft, out, error);
    utskr_pack_draft_free(draft);
    return status;
}

/* --- A source --------------------------------------------------------------------------------------------------------------------- */

/* Takes all that the source gives, up to one byte more than the limit. */
static utskr_status take_all(utskr_source source, void *user, char *text, size_t *length) {
    *length = 0;
    while (*length <= UTSKR_PACK_TEXT_LIMIT) {
        const size_t room = UTSKR_PACK_TEXT_LIMIT + 1 - *length;
        const int64_t got = source(text + *length, room, user);
        if (got == 0)
            break;
        if (got < 0 || (uint64_t)got > room)
            return UTSKR_SINK_FAILED;
        *length += (size_t)got;
    }
    return UTSKR_OK;
}

utskr_status utskr_pack_read(const utskr_allocator *allocator, utskr_source source, void *user,
                             const utskr_pack *const *known, uint32_t known_count, const utskr_pack **out,
                             utskr_error *error) {
    if (allocator == NULL || allocator->resize == NULL || source == NULL)
        return UTSKR_BAD_ARGUMENT;
    const size_t size = UTSKR_PACK_TEXT_LIMIT + 1;
    char *text = allocator->resize(NULL, 0, size, allocator->user);
    if (text == NULL)
        return utskr_fail(error, UTSKR_NO_MEMORY, "no memory", "");
    size_t length = 0;
    utskr_status status = take_all(source, user, text, &length);
    if (status == UTSKR_OK)
        status = utskr_pack_parse(allocator, text, length, known, known_count, out, error);
    else
        (void)utskr_fail(error, status, "the text could not be read", "");
    (void)allocator->resize(text, size, 0, allocator->user);
    return status;
}
