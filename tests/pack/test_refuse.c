/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pack files that are refused: each with its status, its place, what was wrong and what may have been meant. */
#include <utskrivning/utskrivning.h>

#include "tests/pack/pack_text.h"
#include "tests/tap.h"

#define HEAD "pack test\nbase lus\ntitle \"T\"\nsource \"S\"\ncounty 17\nvalid 2026-01-01\ngrade P\n"
#define ROW_HEAD "cite \"C\"\nsv \"S\"\nen \"E\"\n"
#define ROW_REST "party hospital\nfrom first discharged\nmet-by event followup-call\n"
#define ROW(id) "row " id "\n" ROW_HEAD ROW_REST "due hours 48\n"

typedef struct refusal {
    const char *text;
    utskr_status status;
    uint32_t line;
    uint32_t column;
    const char *message;
    const char *word;
    const char *suggestion;
} refusal;

static const refusal REFUSALS[] = {
    /* The beginning */
    { "", UTSKR_MALFORMED, 1, 1, "the text ends too early", "", "" },
    { "# only this\n", UTSKR_MALFORMED, 2, 1, "the text ends too early", "", "" },
    { "base lus\n", UTSKR_MALFORMED, 1, 1, "not the beginning of a pack", "base", "" },
    { "pack\n", UTSKR_MALFORMED, 1, 5, "the line ends too early", "", "" },
    { "pack Test\n", UTSKR_MALFORMED, 1, 6, "no id", "Test", "" },
    { "pack 9\n", UTSKR_MALFORMED, 1, 6, "no id", "9", "" },
    { "pack test test\n", UTSKR_MALFORMED, 1, 11, "a word too many", "test", "" },
    { "pack test\ntitle \"T\"\n", UTSKR_MALFORMED, 2, 1, "not the beginning of a pack", "title", "" },
    { "pack test\n\n  base sormalnd\n", UTSKR_UNKNOWN_WORD, 3, 8, "unknown word", "sormalnd", "sormland" },
    { "pack lus\nbase lus\n", UTSKR_DUPLICATE, 2, 6, "the id of a base", "lus", "" },
    { "\xef\xbb\xbfpack test\r\nbase luss\r\n", UTSKR_UNKNOWN_WORD, 2, 6, "unknown word", "luss", "lus" },
    /* The pack as a whole */
    { "pack test\nbase lus\n", UTSKR_MALFORMED, 1, 6, "a pack without", "title", "" },
    { HEAD "grace-day 4\n", UTSKR_UNKNOWN_WORD, 8, 1, "unknown word", "grace-day", "grace-days" },
    { HEAD "grace-days four\n", UTSKR_MALFORMED, 8, 12, "no such number", "four", "" },
    { HEAD "grace-days 367\n", UTSKR_MALFORMED, 8, 12, "no such number", "367", "" },
    { HEAD "grace-days 4 5\n", UTSKR_MALFORMED, 8, 14, "a word too many", "5", "" },
    { HEAD "grade P\n", UTSKR_DUPLICATE, 8, 1, "said twice", "grade", "" },
    { HEAD "one-principal 98\n", UTSKR_MALFORMED, 8, 15, "no such number", "98", "" },
    { HEAD "threshold 3\n", UTSKR_MALFORMED, 1, 6, "a word of a collective model", "threshold", "" },
    { HEAD "model exces\n", UTSKR_UNKNOWN_WORD, 8, 7, "unknown word", "exces", "excess" },
    { HEAD "psychiatric-grace 6\n", UTSKR_MALFORMED, 8, 19, "days of no time", "6", "" },
    { HEAD "psychiatric-grace 6 from=2026-01-01 to=2026-02-01\npsychiatric-grace 7 from=2026-02-01\n", UTSKR_DUPLICATE,
      9, 19, "two numbers of days on the same day", "7", "" },
    { HEAD "psychiatric-grace 6 from=2026-01-01\npsychiatric-grace as-somatic\n", UTSKR_DUPLICATE, 9, 19,
      "both as-somatic and days", "as-somatic", "" },
    { HEAD "psychiatric-grace 6 since=2026-01-01\n", UTSKR_MALFORMED, 8, 21, "not a word of this line",
      "since=2026-01-01", "" },
    { "pack test\nbase sormland\ntitle \"T\"\nsource \"S\"\ncounty 17\nvalid 2017-12-31\ngrade P\n", UTSKR_OUT_OF_RANGE,
      1, 6, "a pack that is valid when its base is not", "valid", "" },
    { "pack test\nbase lus\nvalid 2026-02-30\n", UTSKR_MALFORMED, 3, 7, "no date", "2026-02-30", "" },
    { "pack test\nbase lus\nvalid 2026-02-03 2026-02-02\n", UTSKR_OUT_OF_RANGE, 3, 18, "a last day before the first",
      "2026-02-02", "" },
    { "pack test\nbase lus\ncounty county=17\n", UTSKR_MALFORMED, 3, 8, "a key where none belongs", "county=17", "" },
    { "pack test\nbase lus\ntitle \"\"\n", UTSKR_MALFORMED, 3, 7, "an empty text", "\"\"", "" },
    { "pack test\nbase lus\ntitle \"T\n", UTSKR_MALFORMED, 3, 7, "a quote without its end", "\"T", "" },
    /* Readings, amounts, ends */
    { HEAD "reading late stricter\n", UTSKR_UNKNOWN_WORD, 8, 14, "unknown word", "stricter", "strict" },
    { HEAD "reading latte strict\n", UTSKR_UNKNOWN_WORD, 8, 9, "unknown word", "latte", "late" },
    { HEAD "reading late strict\nreading late curable\n", UTSKR_DUPLICATE, 9, 9, "a reading said twice", "late", "" },
    { HEAD "rate 2026 100 grade=P\nrate 2026 200 grade=P\n", UTSKR_DUPLICATE, 9, 6, "two amounts of one year", "2026",
      "" },
    { HEAD "rate 2026 100\n", UTSKR_MALFORMED, 8, 6, "an amount without its grade", "2026", "" },
    { HEAD "rate 2026 100.005 grade=P\n", UTSKR_MALFORMED, 8, 11, "no amount", "100.005", "" },
    { HEAD "rate 2026 -1 grade=P\n", UTSKR_MALFORMED, 8, 11, "no amount", "-1", "" },
    { HEAD "rate 1979 100 grade=P\n", UTSKR_MALFORMED, 8, 6, "no such number", "1979", "" },
    { HEAD "rate 2026 100 grade=X\n", UTSKR_MALFORMED, 8, 15, "not a word of this line", "grade=X", "" },
    { HEAD "end sip-cal 2026-01-31\n", UTSKR_NOT_FOUND, 8, 5, "the base has no such row", "sip-cal", "sip-call" },
    { HEAD "end entry-day 2026-01-31\n", UTSKR_REFUSED, 8, 5, "a rule of the act that is no row", "entry-day", "" },
    { HEAD "end sip-call 2026-01-31\nend sip-call 2026-02-28\n", UTSKR_DUPLICATE, 9, 5,
      "a row that ends as early already", "sip-call", "" },
    { HEAD "end sip-call\n", UTSKR_MALFORMED, 8, 13, "the line ends too early", "", "" },
    /* Rows */
    { HEAD ROW("a") "du hours 3\n", UTSKR_UNKNOWN_WORD, 16, 1, "unknown word", "du", "due" },
    { HEAD "row a\n" ROW_HEAD ROW_REST, UTSKR_MALFORMED, 8, 5, "a row without", "due", "" },
    { HEAD ROW("a") "due hours 3\n", UTSKR_DUPLICATE, 16, 1, "said twice", "due", "" },
    { HEAD "row a\n" ROW_HEAD ROW_REST "due hours\n", UTSKR_MALFORMED, 15, 10, "the line ends too early", "", "" },
    { HEAD "row a\n" ROW_HEAD ROW_REST "due hours 0\n", UTSKR_MALFORMED, 15, 11, "no such number", "0", "" },
    { HEAD "row a\n" ROW_HEAD ROW_REST "due hour 3\n", UTSKR_UNKNOWN_WORD, 15, 5, "unknown word", "hour", "hours" },
    { HEAD "row a\n" ROW_HEAD ROW_REST "due before discharge\n", UTSKR_UNKNOWN_WORD, 15, 12, "no such event",
      "discharge", "discharged" },
    { HEAD "row a\nparty hospitl\n", UTSKR_UNKNOWN_WORD, 9, 7, "unknown word", "hospitl", "hospital" },
    { HEAD "row a\nparty hospital,outpatent\n", UTSKR_UNKNOWN_WORD, 9, 16, "unknown word", "outpatent", "outpatient" },
    { HEAD "row a\nfrom first-sent discharged\n", UTSKR_MALFORMED, 9, 16, "an event that is sent to nobody", "", "" },
    { HEAD "row a\nfrom first sip-need maybe\n", UTSKR_UNKNOWN_WORD, 9, 21, "no such word here", "maybe", "" },
    { HEAD "row a\nfrom first sip-need needed current\n", UTSKR_DUPLICATE, 9, 28, "said twice", "current", "" },
    { HEAD "row a\nfrom first transferred quickly\n", UTSKR_MALFORMED, 9, 24, "not a word of the event", "quickly",
      "" },
    { HEAD "row a\nmet-by telling discharged\n", UTSKR_MALFORMED, 9, 15, "an event that cannot meet the row so", "",
      "" },
    { HEAD "row a\nmet-by taking-part sip-call\n", UTSKR_MALFORMED, 9, 19, "an event that cannot meet the row so", "",
      "" },
    { HEAD "row a\nor-by discharged\n", UTSKR_MALFORMED, 9, 1, "nothing that it could be instead of", "or-by", "" },
    { HEAD "row a\nitems phone\n", UTSKR_MALFORMED, 9, 7, "items of nothing", "phone", "" },
    { HEAD "row a\notherwise late ska\n", UTSKR_MALFORMED, 9, 11, "not a reading that this row can have", "late", "" },
    { HEAD ROW("a") "or-from discharged\n", UTSKR_MALFORMED, 8, 5, "one event too few or too many", "or-from", "" },
    { HEAD ROW("a") "valid 2025-12-31\n", UTSKR_OUT_OF_RANGE, 8, 5, "a row that is valid when its pack is not", "a",
      "" },
    { HEAD "rule a\ngroup liability\n" ROW_HEAD "valid 2025-12-31\n", UTSKR_OUT_OF_RANGE, 8, 6,
      "a rule that is valid when its pack is not", "a", "" },
    { HEAD "row a\nfrom first admitted ongoing=none\n", UTSKR_MALFORMED, 9, 21, "a word that no event can be told by",
      "ongoing=none", "" },
    { HEAD "row a\nmet-by event note\nor-by note\nor-by note\nor-by note\nor-by note\n", UTSKR_LIMIT_REACHED, 13, 6,
      "too many events", "", "" },
    { HEAD "rule a\ngroup liabilty\n", UTSKR_UNKNOWN_WORD, 9, 7, "unknown word", "liabilty", "liability" },
    { HEAD "rule a\ngroup liability\n", UTSKR_MALFORMED, 8, 6, "a rule without", "cite", "" },
    { HEAD "rule entry-day\ngroup liability\n" ROW_HEAD, UTSKR_DUPLICATE, 8, 6, "an id that a rule has already",
      "entry-day", "" },
    { HEAD "rule sip-call\ngroup liability\n" ROW_HEAD, UTSKR_DUPLICATE, 8, 6, "a row and a rule with the same id",
      "sip-call", "" },
    { HEAD ROW("entry-day"), UTSKR_DUPLICATE, 8, 5, "a row and a rule with the same id", "entry-day", "" },
    /* Versions */
    { HEAD ROW("sip-call"), UTSKR_DUPLICATE, 8, 5, "two versions of the row on the same day",
      "without end, from 2026-01-01", "" },
    { HEAD "end sip-call 2026-06-30\n" ROW("sip-call") "valid 2026-06-30\n", UTSKR_DUPLICATE, 9, 5,
      "two versions of the row on the same day", "until 2026-06-30, from 2026-06-30", "" },
    { HEAD "end sip-call 2026-06-30\n" ROW("sip-call") "valid 2026-07-02\n", UTSKR_MALFORMED, 9, 5,
      "a gap between two versions of the row", "until 2026-06-30, from 2026-07-02", "" },
    { HEAD ROW("a") "valid 2026-07-01\n" ROW("a") "valid 2026-01-01 2026-05-31\n", UTSKR_MALFORMED, 17, 5,
      "a gap between two versions of the row", "until 2026-05-31, from 2026-07-01", "" },
    { HEAD ROW("a") ROW("a"), UTSKR_DUPLICATE, 16, 5, "two versions of the row on the same day",
      "without end, from 2026-01-01", "" },
    /* Bytes */
    { HEAD "title \"a\x01\"\n", UTSKR_MALFORMED, 8, 9, "a control character", "", "" },
    { HEAD "# \xff\n", UTSKR_MALFORMED, 8, 3, "bytes that are no UTF-8", "", "" },
};

static void test_refusal(const refusal *expected, size_t number) {
    const utskr_pack *const untouched = utskr_pack_at(3);
    const utskr_pack *pack = untouched;
    utskr_error error = UTSKR_ERROR_INIT;
    const utskr_status status =
        utskr_pack_parse(&pack_allocator, expected->text, strlen(expected->text), NULL, 0, &pack, &error);
    tap_eq_i64(status, expected->status, "%zu: %s", number, expected->message);
    tap_eq_i64(error.line, expected->line, "%zu: the line", number);
    tap_eq_i64(error.column, expected->column, "%zu: the column", number);
    tap_eq_str(error.message, expected->message, "%zu: what is wrong", number);
    tap_eq_str(error.word, expected->word, "%zu: the word", number);
    tap_eq_str(error.suggestion, expected->suggestion, "%zu: the nearest one", number);
    tap_ok(error.expected != NULL && error.expected[0] != '\0', "%zu: what was expected", number);
    tap_ok(pack == untouched, "%zu: nothing is given out", number);
    tap_eq_i64(utskr_pack_parse(&pack_allocator, expected->text, strlen(expected->text), NULL, 0, &pack, NULL),
               expected->status, "%zu: the same without an error", number);
}

/* --- Limits --------------------------------------------------------------------------------------------------------- */

static char *append(char *at, const char *text) {
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

/* The act has 11 rows: 245 more fill the pack. */
static void test_row_limit(uint32_t count, utskr_status expected) {
    static char text[65536];
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    char *at = append(text, HEAD);
    for (uint32_t i = 0; i < count; i++) {
        char row[] = ROW("r000");
        row[5] = (char)('0' + i / 100);
        row[6] = (char)('0' + i / 10 % 10);
        row[7] = (char)('0' + i % 10);
        at = append(at, row);
    }
    tap_eq_i64(utskr_pack_parse(&pack_allocator, text, (size_t)(at - text), NULL, 0, &pack, &error), expected,
               "%u rows", (unsigned)count);
    if (expected != UTSKR_OK)
        tap_ok(strstr(error.expected, "UTSKR_PACK_ROW_LIMIT") != NULL, "the limit is named");
    utskr_pack_free(pack);
}

static void test_text_limit(void) {
    static char text[UTSKR_PACK_TEXT_LIMIT + 1];
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    memset(text, '\n', sizeof text);
    memcpy(text, HEAD, sizeof HEAD - 1);
    tap_eq_i64(utskr_pack_parse(&pack_allocator, text, sizeof text - 1, NULL, 0, &pack, &error), UTSKR_OK,
               "a text of the limit");
    utskr_pack_free(pack);
    tap_eq_i64(utskr_pack_parse(&pack_allocator, text, sizeof text, NULL, 0, &pack, &error), UTSKR_LIMIT_REACHED,
               "one byte more");
    tap_ok(strstr(error.expected, "UTSKR_PACK_TEXT_LIMIT") != NULL, "the limit is named");
}

static void test_line_limit(void) {
    static char text[2 * UTSKR_LINE_LIMIT];
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    char *at = append(text, HEAD "#");
    memset(at, '-', UTSKR_LINE_LIMIT - 1);
    at += UTSKR_LINE_LIMIT - 1;
    tap_eq_i64(utskr_pack_parse(&pack_allocator, text, (size_t)(at - text), NULL, 0, &pack, &error), UTSKR_OK,
               "a line of the limit");
    utskr_pack_free(pack);
    *at++ = '-';
    tap_eq_i64(utskr_pack_parse(&pack_allocator, text, (size_t)(at - text), NULL, 0, &pack, &error),
               UTSKR_LIMIT_REACHED, "one byte more");
    tap_eq_i64(error.line, 8, "its line");
}

/* Packs on packs, each on the one before. The act is the first. */
static void test_layer_limit(void) {
    const utskr_pack *packs[UTSKR_PACK_LAYER_LIMIT] = { utskr_pack_at(0) };
    utskr_pack_draft *draft = NULL;
    static const char said[] = "title T\nsource S\ncounty none\nvalid 2026-01-01\ngrade P";
    char id[] = "p0";
    for (uint32_t i = 1; i < UTSKR_PACK_LAYER_LIMIT; i++) {
        id[1] = (char)('0' + i);
        tap_ok(utskr_pack_draft_new(&pack_allocator, id, packs[i - 1], &draft, NULL) == UTSKR_OK, "pack %u",
               (unsigned)i);
        tap_ok(utskr_pack_draft_add(draft, said, sizeof said - 1, NULL) == UTSKR_OK &&
                   utskr_pack_draft_finish(draft, &packs[i], NULL) == UTSKR_OK,
               "pack %u is made", (unsigned)i);
        utskr_pack_draft_free(draft);
    }
    tap_eq_i64(utskr_pack_draft_new(&pack_allocator, "last", packs[UTSKR_PACK_LAYER_LIMIT - 1], &draft, NULL),
               UTSKR_LIMIT_REACHED, "a ninth is refused");
    for (uint32_t i = 1; i < UTSKR_PACK_LAYER_LIMIT; i++)
        utskr_pack_free(packs[i]);
}

int main(void) {
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++)
        test_refusal(&REFUSALS[i], i);
    test_row_limit(UTSKR_PACK_ROW_LIMIT - 11, UTSKR_OK);
    test_row_limit(UTSKR_PACK_ROW_LIMIT - 10, UTSKR_LIMIT_REACHED);
    test_text_limit();
    test_line_limit();
    test_layer_limit();
    tap_eq_i64((int64_t)pack_bytes_held, 0, "all memory is given back");
    return tap_done();
}
