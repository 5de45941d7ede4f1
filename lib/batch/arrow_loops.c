/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The loops over all cells of plain columns, in and out: apart from the rest, since they alone are worth compiling for speed. */
#include "batch/arrow_parts.h"

#include "apart.h"
#include <string.h>

/* --- In -------------------------------------------------------------------------------------------------------------------- */

/* None of these loops has a way out, so that many cells are looked at at once. */

bool utskr_arrow_all_numbers(const uint8_t *values, uint32_t count, uint8_t most) {
    uint8_t wrong = 0;
    for (uint32_t i = 0; i < count; i++)
        wrong |= (uint8_t)(values[i] - 1) >= most;
    return wrong == 0;
}

bool utskr_arrow_none_negative_32(const int32_t *values, uint32_t count) {
    int32_t any = 0;
    for (uint32_t i = 0; i < count; i++)
        any |= values[i];
    return any >= 0;
}

bool utskr_arrow_none_negative_64(const int64_t *values, uint32_t count) {
    int64_t any = 0;
    for (uint32_t i = 0; i < count; i++)
        any |= values[i];
    return any >= 0;
}

/* --- Out: what is known ------------------------------------------------------------------------------------------------------ */

static bool is_some(const void *values, size_t width, int64_t none, uint64_t row) {
    switch (width) {
    case sizeof(int32_t): return ((const int32_t *)values)[row] != none;
    case sizeof(int64_t): return ((const int64_t *)values)[row] != none;
    default: return true;
    }
}

/* The width is a constant wherever this is called, so that nothing is asked of each row. */
static WITHIN uint64_t mark(uint8_t *bits, uint64_t rows, const int32_t *code, bool judged, const void *values,
                            size_t width, int64_t none) {
    uint64_t known = 0;
    for (uint64_t from = 0; from < rows; from += 8) {
        const uint64_t some = rows - from < 8 ? rows - from : 8;
        uint32_t byte = 0;
        for (uint64_t i = 0; i < some; i++) {
            const bool is_known = ((code[from + i] == UTSKR_OK) == judged) & is_some(values, width, none, from + i);
            byte |= (uint32_t)is_known << i;
            known += is_known;
        }
        bits[from / 8] = (uint8_t)byte;
    }
    return known;
}

uint64_t utskr_arrow_mark_known(uint8_t *bits, uint64_t rows, const int32_t *code, const void *values, size_t width,
                                int64_t none) {
    switch (width) {
    case sizeof(int32_t): return mark(bits, rows, code, true, values, sizeof(int32_t), none);
    case sizeof(int64_t): return mark(bits, rows, code, true, values, sizeof(int64_t), none);
    default: return mark(bits, rows, code, true, values, 0, none);
    }
}

uint64_t utskr_arrow_mark_failed(uint8_t *bits, uint64_t rows, const int32_t *code) {
    return mark(bits, rows, code, false, code, 0, 0);
}

/* --- Out: the words of bits ---------------------------------------------------------------------------------------------------- */

/* How far from the right the first bit of a word stands; the word is not 0. The first six bits of its product with a de Bruijn
 * sequence differ for each. */
static inline uint32_t first_bit(uint64_t word) {
    static const uint8_t places[64] = {
        0,  1,  48, 2,  57, 49, 28, 3,  61, 58, 50, 42, 38, 29, 17, 4,  62, 55, 59, 36, 53, 51,
        43, 22, 45, 39, 33, 30, 24, 18, 12, 5,  63, 47, 56, 27, 60, 41, 37, 16, 54, 35, 52, 21,
        44, 32, 23, 11, 46, 26, 40, 15, 34, 20, 31, 10, 25, 14, 19, 9,  13, 8,  7,  6,
    };
    return places[(word & (0 - word)) * UINT64_C(0x03f79d71b4cb0a89) >> 58];
}

/* In each byte how many bits it has. */
static WITHIN uint64_t bits_in_bytes(uint64_t bits) {
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    return (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
}

static WITHIN uint32_t sum_of_bytes(uint64_t bytes) {
    return (uint32_t)(bytes * UINT64_C(0x0101010101010101) >> 56);
}

static WITHIN uint64_t bits_at(const arrow_bits *b, uint64_t row, uint32_t word) {
    return b->narrow != NULL ? b->narrow[row] : b->wide[row * b->words + word];
}

void utskr_arrow_count_words(const arrow_bits *b, uint64_t rows, int32_t *ends) {
    ends[0] = 0;
    for (uint64_t row = 0; row < rows; row++) {
        uint32_t count = 0;
        for (uint32_t word = 0; word < b->words; word++)
            count += sum_of_bytes(bits_in_bytes(bits_at(b, row, word)));
        ends[row + 1] = ends[row] + (int32_t)(b->code[row] == UTSKR_OK ? count : 0);
    }
}

/* The word of a bit, found when it is met first. */
static APART void find_word(const arrow_word_list *list, uint32_t bit, arrow_word *out) {
    utskr_rule_info info = UTSKR_RULE_INFO_INIT;
    const char *text = utskr_reason_name((int32_t)bit);
    if (list->pack != NULL) {
        (void)utskr_pack_rule(list->pack, bit, &info);
        text = info.id;
    }
    out->of = list->of;
    out->length = (uint8_t)strlen(text);
    memcpy(out->text, text, out->length);
}

/* Most words are short: as much is written of each, and the next one begins where it ends. */
static inline void put_text(char *out, const arrow_word *word) {
    enum { SHORT = 32 };
    memcpy(out, word->text, SHORT);
    if (word->length > SHORT)
        memcpy(out + SHORT, word->text + SHORT, sizeof word->text - SHORT);
}

/* Text may lie anywhere, for all that the compiler knows: what else is needed is kept apart from the list meanwhile. */
static WITHIN int32_t *put_words(const arrow_word_list *list, uint32_t first, uint64_t bits, int32_t *last) {
    arrow_word *words = list->words + first;
    char *bytes = list->bytes;
    const uint32_t of = list->of;
    int32_t end = *last;
    for (; bits != 0; bits &= bits - 1) {
        const uint32_t bit = first_bit(bits);
        arrow_word *word = &words[bit];
        if (word->of != of)
            find_word(list, first + bit, word);
        put_text(bytes + end, word);
        end += word->length;
        *++last = end;
    }
    return last;
}

void utskr_arrow_put_words(const arrow_bits *b, uint64_t from, uint64_t to, arrow_word_list *list) {
    int32_t *last = &list->ends[list->count];
    for (uint64_t row = from; row < to; row++)
        for (uint32_t word = 0; b->code[row] == UTSKR_OK && word < b->words; word++)
            last = put_words(list, word * 64, bits_at(b, row, word), last);
    list->count = (uint64_t)(last - list->ends);
}
