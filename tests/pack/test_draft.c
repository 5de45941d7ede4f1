/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Packs made word by word: the same as from text; what fails changes nothing; every failed allocation is survived. */
#include <utskrivning/utskrivning.h>

#include "tests/pack/pack_text.h"
#include "tests/tap.h"

static const char ROW[] = "row call-home-48h\n"
                          "cite \"Exempel, 5 §\"\nsv \"Ring hem.\"\nen \"Call home.\"\nforce bör\n"
                          "party hospital\nfrom first discharged\nwhen home\n"
                          "met-by event followup-call sender=obliged\nor-by home-time\n"
                          "due hours 48\nmarks counts-after\n";

static const char HEAD[] = "pack test\nbase stockholm\ntitle \"T \\\"q\\\" \\\\\"\nsource \"S\"\ncounty 17\n"
                           "valid 2026-01-01 2027-12-31\ngrade O\ngrace-days 5\n"
                           "psychiatric-grace 9 from=2026-01-01 to=2026-06-30\nmodel after-months\nthreshold 4\n"
                           "reading cutoff-at-noon on-time\nrate 2026 12345.5 grade=S source=\"HSLF\"\n"
                           "end sip-plan 2026-06-30\n";

/* Says what HEAD and ROW say. Stops at the first failure. */
static utskr_status say_all(utskr_pack_draft *draft) {
    static const char *const WORDS[][2] = {
        { "title", "T \"q\" \\" },
        { "source", "S" },
        { "county", "17" },
        { "valid", "2026-01-01 2027-12-31" },
        { "grade", "O" },
        { "grace-days", "5" },
        { "psychiatric-grace", "9 from=2026-01-01 to=2026-06-30" },
        { "model", "after-months" },
        { "threshold", "4" },
    };
    const utskr_rate rate = { .year = 2026, .grade = 'S', .ore = 1234550, .source = "HSLF" };
    utskr_date last = 0;
    utskr_status status = utskr_date_parse("2026-06-30", 10, &last, NULL);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0] && status == UTSKR_OK; i++)
        status = utskr_pack_draft_set(draft, WORDS[i][0], WORDS[i][1], NULL);
    status = status != UTSKR_OK ? status : utskr_pack_draft_reading(draft, "cutoff-at-noon", "on-time", NULL);
    status = status != UTSKR_OK ? status : utskr_pack_draft_rate(draft, &rate, NULL);
    status = status != UTSKR_OK ? status : utskr_pack_draft_end(draft, "sip-plan", last, NULL);
    return status != UTSKR_OK ? status : utskr_pack_draft_add(draft, ROW, strlen(ROW), NULL);
}

static utskr_status make(const utskr_pack **out) {
    const utskr_pack *base = NULL;
    utskr_pack_draft *draft = NULL;
    utskr_status status = utskr_pack_find("stockholm", 9, &base, NULL);
    if (status == UTSKR_OK)
        status = utskr_pack_draft_new(&pack_allocator, "test", base, &draft, NULL);
    if (status == UTSKR_OK)
        status = say_all(draft);
    if (status == UTSKR_OK)
        status = utskr_pack_draft_finish(draft, out, NULL);
    utskr_pack_draft_free(draft);
    return status;
}

static utskr_status parse(const utskr_pack **out, utskr_error *error) {
    static char text[4096];
    memcpy(text, HEAD, sizeof HEAD - 1);
    memcpy(text + sizeof HEAD - 1, ROW, sizeof ROW - 1);
    return utskr_pack_parse(&pack_allocator, text, sizeof HEAD + sizeof ROW - 2, NULL, 0, out, error);
}

static void test_same(void) {
    static pack_text said, read;
    const utskr_pack *a = NULL;
    const utskr_pack *b = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    tap_ok(make(&a) == UTSKR_OK, "made word by word");
    if (!tap_ok(parse(&b, &error) == UTSKR_OK, "made from text"))
        printf("# %u:%u %s %s\n", (unsigned)error.line, (unsigned)error.column, error.message, error.word);
    tap_ok(pack_text_write(a, &said) == UTSKR_OK && pack_text_write(b, &read) == UTSKR_OK, "both are written");
    tap_ok(said.length == read.length && memcmp(said.bytes, read.bytes, said.length) == 0, "as the same text");
    utskr_pack_free(a);
    utskr_pack_free(b);
    utskr_pack_free(NULL);
    utskr_pack_free(utskr_pack_at(0));
    utskr_pack_draft_free(NULL);
}

/* --- What it says ---------------------------------------------------------------------------------------------------- */

static const char *value_of(const utskr_pack *pack, const char *id, char *out) {
    utskr_parameter parameter = UTSKR_PARAMETER_INIT;
    for (uint32_t i = 0; utskr_pack_parameter(pack, i, &parameter) == UTSKR_OK; i++)
        if (strcmp(parameter.id, id) == 0) {
            memcpy(out, parameter.value, sizeof parameter.value);
            return out;
        }
    return "";
}

static void test_parameters(const utskr_pack *pack) {
    char value[80];
    tap_eq_str(value_of(pack, "grace-days", value), "5", "its own number of days");
    tap_eq_str(value_of(pack, "psychiatric-grace", value), "9 from=2026-01-01 to=2026-06-30",
               "what is said takes the place of the base's");
    tap_eq_str(value_of(pack, "pre-not-opposed", value), "on", "what is not said is the base's");
    tap_eq_str(value_of(pack, "liability-active", value), "unknown", "and so");
    tap_eq_str(value_of(pack, "model", value), "after-months", "its own model");
    tap_eq_str(value_of(pack, "threshold", value), "4", "its own threshold");
    tap_eq_str(value_of(pack, "months", value), "1", "the base's months");
    tap_ok(utskr_pack_parameter(pack, 0, NULL) == UTSKR_BAD_ARGUMENT, "a parameter to nowhere");
    tap_ok(utskr_pack_parameter(pack, 0, &(utskr_parameter){ .size = 1 }) == UTSKR_BAD_SIZE, "to something else");
}

static void test_readings(const utskr_pack *pack) {
    utskr_readings readings;
    tap_ok(utskr_readings_init(pack, &readings) == UTSKR_OK, "readings");
    tap_eq_i64(readings.value[UTSKR_READ_CUTOFF_AT_NOON], 0, "a reading set back to the act's");
    tap_eq_i64(readings.value[UTSKR_READ_SIP_CALL_CONSENT], 1, "a reading of the base");
}

static void test_rates(const utskr_pack *pack) {
    static const int32_t YEARS[] = { 2019, 2020, 2022, 2023, 2026 };
    static const int64_t ORE[] = { 780000, 820000, 930000, 1050000, 1234550 };
    for (uint32_t i = 0; i < 5; i++) {
        const utskr_rate *rate = utskr_pack_rate_at(pack, i);
        tap_ok(rate != NULL && rate->year == YEARS[i] && rate->ore == ORE[i], "the amount of %d", (int)YEARS[i]);
    }
    tap_ok(utskr_pack_rate_at(pack, 5) == NULL && utskr_pack_rate_at(NULL, 0) == NULL, "no more");
}

static void test_texts(const utskr_pack *pack) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    uint32_t i = 0;
    while (utskr_pack_rule(pack, i, &rule) == UTSKR_OK && strcmp(rule.id, "call-home-48h") != 0)
        i++;
    tap_eq_str(rule.id, "call-home-48h", "its row");
    tap_eq_str(rule.trigger, "first discharged", "says by itself from when");
    tap_eq_str(rule.met_by, "event followup-call sender=obliged or home-time", "by what");
    tap_eq_str(rule.form_text, "hours 48", "and by when");
    tap_eq_str(rule.pack, "test", "and is its own");
    tap_eq_i64(rule.grade, 'O', "of its grade");
}

/* --- What fails ------------------------------------------------------------------------------------------------------ */

static void test_failures(void) {
    static pack_text before, after;
    utskr_pack_draft *draft = NULL;
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    const utskr_rate rate = { .year = 2026, .grade = 'S', .ore = 1 };
    const utskr_rate graceless = { .year = 2027, .grade = ' ', .ore = 1 };
    static const char half[] = "rate 2027 5 grade=P\ngrace-days 7\nrow x\nparty nobody\n";
    tap_ok(utskr_pack_draft_new(&pack_allocator, "test", utskr_pack_at(5), &draft, NULL) == UTSKR_OK, "a draft");
    tap_ok(utskr_pack_draft_finish(draft, &pack, &error) == UTSKR_MALFORMED && pack == NULL, "nothing said yet");
    tap_eq_str(error.word, "title", "the title first");
    tap_ok(say_all(draft) == UTSKR_OK && utskr_pack_draft_finish(draft, &pack, NULL) == UTSKR_OK, "all said");
    (void)pack_text_write(pack, &before);
    utskr_pack_free(pack);
    tap_ok(utskr_pack_draft_add(draft, half, strlen(half), &error) == UTSKR_DUPLICATE, "a text that fails");
    tap_eq_i64(error.line, 2, "in its second line");
    tap_ok(utskr_pack_draft_rate(draft, &rate, &error) == UTSKR_DUPLICATE, "the amount of a year again");
    tap_ok(utskr_pack_draft_rate(draft, &graceless, &error) == UTSKR_OUT_OF_RANGE, "an amount without a grade");
    tap_ok(utskr_pack_draft_set(draft, "grase-days", "4", &error) == UTSKR_UNKNOWN_WORD, "an unknown word");
    tap_eq_str(error.suggestion, "grace-days", "with the nearest one");
    tap_ok(utskr_pack_draft_set(draft, "months", "4\nlong-stay 3", &error) == UTSKR_MALFORMED, "two lines for one");
    tap_ok(utskr_pack_draft_set(draft, "title", "again", &error) == UTSKR_DUPLICATE, "the title again");
    tap_ok(utskr_pack_draft_reading(draft, "late", "never", &error) == UTSKR_UNKNOWN_WORD, "no value of a reading");
    tap_ok(utskr_pack_draft_end(draft, "sip-calls", 20000, &error) == UTSKR_NOT_FOUND, "no row of the base");
    tap_eq_str(error.suggestion, "sip-call", "the nearest one");
    tap_eq_i64(error.line, 0, "no line where there is no text");
    tap_ok(utskr_pack_draft_finish(draft, &pack, NULL) == UTSKR_OK, "made once more");
    (void)pack_text_write(pack, &after);
    tap_ok(before.length == after.length && memcmp(before.bytes, after.bytes, before.length) == 0, "nothing changed");
    utskr_pack_free(pack);
    utskr_pack_draft_free(draft);
}

static void test_arguments(void) {
    const utskr_allocator none = { NULL, NULL };
    utskr_pack_draft *draft = NULL;
    const utskr_pack *pack = NULL;
    tap_ok(utskr_pack_draft_new(NULL, "a", NULL, &draft, NULL) == UTSKR_BAD_ARGUMENT, "no allocator");
    tap_ok(utskr_pack_draft_new(&none, "a", NULL, &draft, NULL) == UTSKR_BAD_ARGUMENT, "an empty one");
    tap_ok(utskr_pack_draft_new(&pack_allocator, "A", NULL, &draft, NULL) == UTSKR_MALFORMED, "no id");
    tap_ok(utskr_pack_parse(NULL, "", 0, NULL, 0, &pack, NULL) == UTSKR_BAD_ARGUMENT, "no allocator for a text");
    tap_ok(utskr_pack_parse(&pack_allocator, NULL, 0, NULL, 0, &pack, NULL) == UTSKR_BAD_ARGUMENT, "no text");
    tap_ok(utskr_pack_parse(&pack_allocator, "", 0, NULL, 1, &pack, NULL) == UTSKR_BAD_ARGUMENT, "no known packs");
    tap_ok(utskr_pack_read(&pack_allocator, NULL, NULL, NULL, 0, &pack, NULL) == UTSKR_BAD_ARGUMENT, "no source");
    tap_ok(utskr_pack_write(NULL, pack_text_take, NULL) == UTSKR_BAD_ARGUMENT, "no pack");
    tap_ok(utskr_pack_write(utskr_pack_at(0), NULL, NULL) == UTSKR_BAD_ARGUMENT, "no sink");
    tap_ok(utskr_pack_draft_finish(NULL, &pack, NULL) == UTSKR_BAD_ARGUMENT, "no draft");
    tap_ok(utskr_pack_draft_set(NULL, "a", "b", NULL) == UTSKR_BAD_ARGUMENT, "no draft to set");
    tap_ok(utskr_pack_draft_reading(NULL, "a", "b", NULL) == UTSKR_BAD_ARGUMENT, "to decide a reading");
    tap_ok(utskr_pack_draft_rate(NULL, NULL, NULL) == UTSKR_BAD_ARGUMENT, "for an amount");
    tap_ok(utskr_pack_draft_end(NULL, "a", 0, NULL) == UTSKR_BAD_ARGUMENT, "to end a row");
    tap_ok(utskr_pack_draft_add(NULL, "", 0, NULL) == UTSKR_BAD_ARGUMENT, "to add to");
}

/* --- Memory ------------------------------------------------------------------------------------------------------------ */

static utskr_status parse_quietly(const utskr_pack **out) {
    return parse(out, NULL);
}

/* Fails each allocation once, until one run needs no more. */
static void test_memory(utskr_status (*run)(const utskr_pack **out), const char *what) {
    utskr_status status = UTSKR_NO_MEMORY;
    uint32_t failed = 0;
    for (uint32_t n = 1; status == UTSKR_NO_MEMORY && n < 100; n++) {
        const utskr_pack *pack = NULL;
        pack_asked = 0;
        pack_fails_after = n;
        status = run(&pack);
        pack_fails_after = 0;
        failed += status == UTSKR_NO_MEMORY;
        tap_ok((pack != NULL) == (status == UTSKR_OK), "%s: a pack only when all went well", what);
        utskr_pack_free(pack);
        tap_eq_i64((int64_t)pack_bytes_held, 0, "%s: nothing is lost when allocation %u fails", what, (unsigned)n);
    }
    tap_ok(status == UTSKR_OK && failed >= 3, "%s: each of %u allocations failed once", what, (unsigned)failed);
}

/* --- Long texts: strings that need a second block ----------------------------------------------------------------------- */

static char long_text[UTSKR_TEXT_LIMIT + 2];

/* `count` amounts with the longest source, then a title as long. */
static utskr_status say_long(utskr_pack_draft *draft, int32_t count) {
    utskr_status status = UTSKR_OK;
    for (int32_t i = 0; i < count && status == UTSKR_OK; i++) {
        const utskr_rate rate = { .year = 2000 + i, .grade = 'P', .ore = 100, .source = long_text };
        status = utskr_pack_draft_rate(draft, &rate, NULL);
    }
    return status == UTSKR_OK ? utskr_pack_draft_set(draft, "title", long_text, NULL) : status;
}

static utskr_status make_long(int32_t count, const utskr_pack **out) {
    static const char rest[] = "source S\ncounty none\nvalid 2026-01-01 2026-12-31\ngrade S\n";
    utskr_pack_draft *draft = NULL;
    utskr_status status = utskr_pack_draft_new(&pack_allocator, "long", NULL, &draft, NULL);
    if (status == UTSKR_OK)
        status = say_long(draft, count);
    if (status == UTSKR_OK)
        status = utskr_pack_draft_add(draft, rest, sizeof rest - 1, NULL);
    if (status == UTSKR_OK)
        status = utskr_pack_draft_finish(draft, out, NULL);
    utskr_pack_draft_free(draft);
    return status;
}

static utskr_status title_in_second(const utskr_pack **out) {
    return make_long(15, out);
}

static utskr_status rate_in_second(const utskr_pack **out) {
    return make_long(16, out);
}

static utskr_status rules_in_second(const utskr_pack **out) {
    static char text[65536];
    size_t length = sizeof HEAD - 1;
    memcpy(text, HEAD, length);
    for (char id = 'a'; id <= 't'; id++) {
        char rule[] = "rule ra\ngroup finding\nsv S\nen E\ncite ";
        rule[6] = id;
        memcpy(text + length, rule, sizeof rule - 1);
        length += sizeof rule - 1;
        memcpy(text + length, long_text, UTSKR_TEXT_LIMIT);
        length += UTSKR_TEXT_LIMIT;
        text[length++] = '\n';
    }
    return utskr_pack_parse(&pack_allocator, text, length, NULL, 0, out, NULL);
}

static void test_long(void) {
    utskr_pack_draft *draft = NULL;
    const utskr_rate rate = { .year = 2026, .grade = 'P', .ore = 100, .source = long_text };
    memset(long_text, 'x', UTSKR_TEXT_LIMIT);
    test_memory(title_in_second, "a long title");
    test_memory(rate_in_second, "a long source");
    test_memory(rules_in_second, "long rules");
    long_text[UTSKR_TEXT_LIMIT] = 'x'; /* one byte more than a text may have */
    tap_ok(utskr_pack_draft_new(&pack_allocator, "long", NULL, &draft, NULL) == UTSKR_OK, "a draft");
    tap_ok(utskr_pack_draft_set(draft, "title", long_text, NULL) == UTSKR_MALFORMED, "a title that is too long");
    tap_ok(utskr_pack_draft_rate(draft, &rate, NULL) == UTSKR_MALFORMED, "a source that is too long");
    tap_ok(utskr_pack_draft_set(draft, "title", "", NULL) == UTSKR_MALFORMED, "an empty title");
    tap_ok(utskr_pack_draft_set(draft, "title", "\xff", NULL) == UTSKR_MALFORMED, "a title that is no text");
    tap_ok(utskr_pack_draft_set(draft, "county", long_text, NULL) == UTSKR_MALFORMED, "a county that is too long");
    utskr_pack_draft_free(draft);
}

/* --- Without a base, and on an agreement -------------------------------------------------------------------------------- */

/* Patterns and words that no built-in pack has. */
static const char UNUSUAL[] =
    "pack unusual\nbase none\ntitle T\nsource S\ncounty none\nvalid 2026-01-01\ngrade P\nmodel average\n"
    "psychiatric-grace 6 from=2026-02-01\n"
    "row a\ncite C\nsv S\nen E\nparty social-services\nforce ska\nwhen until-discharge\n"
    "from first sip-call to=hospital to=outpatient sender=outpatient,municipal-health\n"
    "met-by event sip-held lead=outpatient digital at-hospital\nor-by admitted care=psychiatric compulsory=lpt\n"
    "due days-before 3 discharged\n"
    "row b\ncite C\nsv S\nen E\nparty hospital\nfrom first-in-stay track red\nor-from leave-start\nfrom-text F\n"
    "met-by home-ready\nmet-text M\ndue not-before sip-held\ndue-text D\notherwise vanligtvis gone\n"
    "otherwise vanligtvis ska\n"
    "rule c\ngroup sharing\ncite C\nsv S\nen E\ngrade O\nvalid 2026-01-01 2026-01-31\n";

static void test_unusual(void) {
    static pack_text first, second;
    const utskr_pack *pack = NULL;
    const utskr_pack *again = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    char value[80];
    if (!tap_ok(utskr_pack_parse(&pack_allocator, UNUSUAL, sizeof UNUSUAL - 1, NULL, 0, &pack, &error) == UTSKR_OK,
                "a pack without a base")) {
        printf("# %u:%u %s %s\n", (unsigned)error.line, (unsigned)error.column, error.message, error.word);
        return;
    }
    tap_eq_str(value_of(pack, "threshold", value), "unknown", "a threshold not said is unknown");
    tap_eq_str(value_of(pack, "months", value), "1", "the month alone, unless it is said");
    tap_eq_str(value_of(pack, "grace-days", value), "3", "parameters of the act");
    tap_ok(utskr_pack_rule(pack, 3, &rule) == UTSKR_NOT_FOUND && utskr_pack_rule(pack, 2, &rule) == UTSKR_OK,
           "two rows and a rule, and none of the act");
    tap_ok(rule.grade == 'O' && strcmp(rule.id, "c") == 0, "the rule's own grade");
    (void)pack_text_write(pack, &first);
    tap_ok(strstr(first.bytes, "from first sip-call sender=outpatient,municipal-health to=hospital to=outpatient\n") !=
               NULL,
           "parties in a pattern");
    tap_ok(strstr(first.bytes, "met-by event sip-held at-hospital digital lead=outpatient\n") != NULL,
           "flags and a lead");
    tap_ok(strstr(first.bytes, "or-by admitted care=psychiatric compulsory=lpt\n") != NULL, "two words");
    tap_ok(utskr_pack_parse(&pack_allocator, first.bytes, first.length, NULL, 0, &again, NULL) == UTSKR_OK,
           "read again");
    (void)pack_text_write(again, &second);
    tap_ok(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0, "the same");
    utskr_pack_free(pack);
    utskr_pack_free(again);
}

/* A rule that an agreement brought can be ended; a row that ends before it begins is not there. */
static void test_ends(void) {
    static const char text[] = "pack ends\nbase jamtland-harjedalen\ntitle T\nsource S\ncounty 23\nvalid 2026-01-01\n"
                               "grade P\nend reply 2025-12-31\nend track-set 2026-06-30\n";
    static const char on_stockholm[] =
        "pack ends\nbase stockholm\ntitle T\nsource S\ncounty 01\nvalid 2026-01-01\n"
        "grade P\nend psychiatric-five-days 2026-06-30\nend pre-not-opposed 2019-12-31\n";
    const utskr_pack *pack = NULL;
    utskr_pack_info info = UTSKR_PACK_INFO_INIT, base = UTSKR_PACK_INFO_INIT;
    tap_ok(utskr_pack_parse(&pack_allocator, text, sizeof text - 1, NULL, 0, &pack, NULL) == UTSKR_OK, "rows ended");
    (void)utskr_pack_describe(pack, &info);
    (void)utskr_pack_describe(utskr_pack_at(1), &base);
    tap_eq_i64(info.rule_count, base.rule_count - 1, "one is not there");
    utskr_pack_free(pack);
    tap_ok(utskr_pack_parse(&pack_allocator, on_stockholm, sizeof on_stockholm - 1, NULL, 0, &pack, NULL) == UTSKR_OK,
           "rules ended");
    (void)utskr_pack_describe(pack, &info);
    (void)utskr_pack_describe(utskr_pack_at(5), &base);
    tap_eq_i64(info.rule_count, base.rule_count - 1, "one is not there");
    utskr_pack_free(pack);
}

/* --- A source ------------------------------------------------------------------------------------------------------------ */

typedef struct pieces {
    const char *text;
    size_t left;
    size_t size; /* of a piece; 0: fails */
} pieces;

static int64_t give(char *buffer, size_t capacity, void *user) {
    pieces *p = user;
    size_t length = p->size < p->left ? p->size : p->left;
    if (p->size == 0)
        return -1;
    length = length < capacity ? length : capacity;
    memcpy(buffer, p->text, length);
    p->text += length;
    p->left -= length;
    return (int64_t)length;
}

static void test_pieces(size_t size) {
    static pack_text whole, again;
    const utskr_pack *pack = NULL;
    (void)pack_text_write(utskr_pack_at(2), &whole);
    pieces p = { whole.bytes, whole.length, size };
    tap_ok(utskr_pack_read(&pack_allocator, give, &p, NULL, 0, &pack, NULL) == UTSKR_OK, "pieces of %zu bytes", size);
    (void)pack_text_write(pack, &again);
    tap_ok(whole.length == again.length && memcmp(whole.bytes, again.bytes, whole.length) == 0, "the same pack");
    utskr_pack_free(pack);
}

static void test_source(void) {
    const utskr_pack *pack = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    pieces failing = { "", 0, 0 };
    test_pieces(1);
    test_pieces(1000);
    tap_ok(utskr_pack_read(&pack_allocator, give, &failing, NULL, 0, &pack, &error) == UTSKR_SINK_FAILED,
           "a source that fails");
    tap_eq_i64((int64_t)pack_bytes_held, 0, "all memory is given back");
}

int main(void) {
    const utskr_pack *pack = NULL;
    test_same();
    if (tap_ok(make(&pack) == UTSKR_OK, "a pack")) {
        test_parameters(pack);
        test_readings(pack);
        test_rates(pack);
        test_texts(pack);
        utskr_pack_free(pack);
    }
    test_failures();
    test_arguments();
    test_memory(make, "word by word");
    test_memory(parse_quietly, "from text");
    test_long();
    test_unusual();
    test_ends();
    test_source();
    return tap_done();
}
