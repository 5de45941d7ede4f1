/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The writer of case logs: its canonical form, that reading what was written gives the same, in both languages, and
 * that what cannot be read again is not written.
 */
#include "event/vocabulary.h"
#include "tap.h"
#include "text/log_help.h"

static test_text text_of(const char *bytes) {
    test_text text = { bytes, strlen(bytes), 0, 0, 0, 0, { UTSKR_ERROR_INIT } };
    return text;
}

/* The good cases of a text, written again. The caller frees it. */
static char *rewritten(const char *bytes, int swedish) {
    test_text text = text_of(bytes);
    test_output output = { NULL, 0, 0, 0 };
    uint32_t cases = 0;
    test_sink("", 0, &output);
    utskr_status status = test_read_all(&text, swedish, &output, &cases);
    if (status != UTSKR_NOT_FOUND) {
        tap_ok(false, "read and written: %s", utskr_status_name((int32_t)status));
    }
    return output.bytes;
}

/* --- The canonical form ------------------------------------------------------------------------------------------ */

static const char UNTIDY[] =
    "\xef\xbb\xbf# comment\r\n"
    "case  \"anna\"  care=psykiatrisk region=3 municipality=0484 rules=sormland payer=2380 previous=\"a b\" "
    "previous-discharge=2022-07-01T08:00Z\r\n"
    "2022-07-04T07:15Z slutenvard\tinskriven ongoing=oppenvard,socialtjanst id=x compulsory=lpt care=psykiatrisk\r\n"
    "\r\n"
    "2022-07-04T10:00 hospital needs-assessed outpatient social-services\r\n"
    "2022-07-04T11:00:30+02:00 hospital admission-notice expected=2022-07-10 recorded=2022-07-04T12:00 "
    "contains=address,name to=outpatient,social-services\n"
    "2022-07-05T11:00 outpatient sip-held followup=yes lead=patient with=patient,outpatient digital at-hospital\n"
    "2022-07-05T11:00 outpatient sip-established followup=2022-08-01\n"
    "2022-07-05T12:00 patient consent refused scope=sip\n"
    "2022-07-05T12:00 social-services municipality-ready provider-contact for=rehab,sol from=2022-07-06T08:00+02:00\n"
    "2022-07-05T13:00 outpatient acknowledged of=inskrivningsmeddelande\n"
    "2022-07-05T13:00 outpatient acknowledged of=\"x\"\n"
    "2022-07-05T14:00 system deviation about=\"he said \\\"no\\\"\" id=\"d\\\\1\"\n"
    "2022-07-05T15:00 hospital admitted ongoing=none\n"
    "case \"x=y\" municipality=none\n"
    "case \"tab\there\"\n";

static const char ENGLISH[] =
    "case anna rules=sormland municipality=0484 payer=2380 region=03 care=psychiatric previous=\"a b\" "
    "previous-discharge=2022-07-01T10:00:00+02:00\n"
    "2022-07-04T09:15:00+02:00 hospital admitted id=x care=psychiatric compulsory=lpt "
    "ongoing=outpatient,social-services\n"
    "2022-07-04T10:00:00+02:00 hospital needs-assessed social-services outpatient\n"
    "2022-07-04T11:00:30+02:00 hospital admission-notice to=outpatient,social-services contains=name,address "
    "expected=2022-07-10T23:59:59+02:00 recorded=2022-07-04T12:00:00+02:00\n"
    "2022-07-05T11:00:00+02:00 outpatient sip-held at-hospital digital with=outpatient,patient followup=yes "
    "lead=patient\n"
    "2022-07-05T11:00:00+02:00 outpatient sip-established followup=2022-08-01T23:59:59+02:00\n"
    "2022-07-05T12:00:00+02:00 patient consent scope=sip refused\n"
    "2022-07-05T12:00:00+02:00 social-services municipality-ready for=sol,rehab from=2022-07-06T08:00:00+02:00 "
    "provider-contact\n"
    "2022-07-05T13:00:00+02:00 outpatient acknowledged of=admission-notice\n"
    "2022-07-05T13:00:00+02:00 outpatient acknowledged of=x\n"
    "2022-07-05T14:00:00+02:00 system deviation id=\"d\\\\1\" about=\"he said \\\"no\\\"\"\n"
    "2022-07-05T15:00:00+02:00 hospital admitted ongoing=none\n"
    "case \"x=y\" municipality=none\n"
    "case \"tab\there\"\n";

static const char SWEDISH[] =
    "case anna rules=sormland municipality=0484 payer=2380 region=03 care=psykiatrisk previous=\"a b\" "
    "previous-discharge=2022-07-01T10:00:00+02:00\n"
    "2022-07-04T09:15:00+02:00 slutenvård inskriven id=x care=psykiatrisk compulsory=lpt "
    "ongoing=öppenvård,socialtjänst\n"
    "2022-07-04T10:00:00+02:00 slutenvård behovsbedömning socialtjänst öppenvård\n"
    "2022-07-04T11:00:30+02:00 slutenvård inskrivningsmeddelande to=öppenvård,socialtjänst "
    "contains=namn,folkbokföringsadress expected=2022-07-10T23:59:59+02:00 recorded=2022-07-04T12:00:00+02:00\n"
    "2022-07-05T11:00:00+02:00 öppenvård sip-möte på-sjukhuset digitalt with=öppenvård,patient followup=ja "
    "lead=patient\n"
    "2022-07-05T11:00:00+02:00 öppenvård sip-upprättad followup=2022-08-01T23:59:59+02:00\n"
    "2022-07-05T12:00:00+02:00 patient samtycke scope=sip nekat\n"
    "2022-07-05T12:00:00+02:00 socialtjänst kommunklar for=sol,rehab from=2022-07-06T08:00:00+02:00 "
    "kontakt-till-utförare\n"
    "2022-07-05T13:00:00+02:00 öppenvård kvittens of=inskrivningsmeddelande\n"
    "2022-07-05T13:00:00+02:00 öppenvård kvittens of=x\n"
    "2022-07-05T14:00:00+02:00 system avvikelse id=\"d\\\\1\" about=\"he said \\\"no\\\"\"\n"
    "2022-07-05T15:00:00+02:00 slutenvård inskriven ongoing=inga\n"
    "case \"x=y\" municipality=ingen\n"
    "case \"tab\there\"\n";

static void test_canonical(void) {
    char *english = rewritten(UNTIDY, 0);
    char *swedish = rewritten(UNTIDY, 1);
    tap_eq_str(english, ENGLISH, "in English");
    tap_eq_str(swedish, SWEDISH, "in Swedish");
    free(english);
    free(swedish);
    english = rewritten(ENGLISH, 0);
    tap_eq_str(english, ENGLISH, "the canonical form stays as it is");
    free(english);
    english = rewritten(SWEDISH, 0);
    tap_eq_str(english, ENGLISH, "the Swedish log is the English log");
    free(english);
    swedish = rewritten(ENGLISH, 1);
    tap_eq_str(swedish, SWEDISH, "the English log is the Swedish log");
    free(swedish);
}

/* --- Every event that there can be ------------------------------------------------------------------------------------ */

/* A generator of random numbers, the same everywhere (splitmix64). */
static uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Any mask, but more often one whose bits the kind may set. */
static uint32_t random_mask(uint64_t *state, int32_t kind) {
    uint32_t mask = 0;
    const utskr_attribute *attribute = utskr_attribute_at(kind, 0);
    for (uint32_t i = 1; attribute; i++) {
        uint32_t said = (uint32_t)next_random(state) & attribute->bits;
        bool given = next_random(state) % 4 != 0;
        mask |= given ? said | attribute->stated : 0;
        attribute = utskr_attribute_at(kind, i);
    }
    return next_random(state) % 16 ? mask : mask ^ UINT32_C(1) << next_random(state) % 32;
}

static utskr_instant random_instant(uint64_t *state) {
    uint64_t span = (uint64_t)(UTSKR_INSTANT_MAX - UTSKR_INSTANT_MIN) + 1;
    return UTSKR_INSTANT_MIN + (utskr_instant)(next_random(state) % span);
}

static utskr_event random_event(uint64_t *state) {
    utskr_event event = { 0, 0, 0, 0, 0, 0, 0 };
    event.kind = (uint8_t)(1 + next_random(state) % (UTSKR_KIND_COUNT - 1));
    event.party = (uint8_t)(1 + next_random(state) % (UTSKR_PARTY_COUNT - 1));
    event.at = random_instant(state);
    event.recorded = next_random(state) % 2 ? random_instant(state) : 0;
    event.value = next_random(state) % 2 ? random_instant(state) : 0;
    event.mask = random_mask(state, event.kind);
    return event;
}

/* Reads a written event back, in a case of its own. */
static bool read_back(const char *line, utskr_event *out) {
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    test_output output = { NULL, 0, 0, 0 };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    test_sink("case a\n", 7, &output);
    test_sink(line, strlen(line), &output);
    test_text text = text_of(output.bytes);
    bool good = utskr_reader_new(&allocator, test_source, test_report, &text, &reader) == UTSKR_OK &&
                utskr_case_new(&allocator, &c) == UTSKR_OK && utskr_reader_next(reader, c) == UTSKR_OK &&
                utskr_case_entry(c, 1, &entry) == UTSKR_OK;
    *out = entry.event;
    utskr_reader_free(reader);
    utskr_case_free(c);
    free(output.bytes);
    return good;
}

static bool same_event(const utskr_event *a, const utskr_event *b) {
    return a->at == b->at && a->recorded == b->recorded && a->value == b->value && a->mask == b->mask &&
           a->kind == b->kind && a->party == b->party;
}

/* An event is valid exactly when it can be written and read back as it was. */
static void test_random_events(void) {
    uint64_t state = 20260112;
    uint32_t valid = 0;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < 40000; i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        test_output output = { NULL, 0, 0, 0 };
        utskr_event back = { 0, 0, 0, 0, 0, 0, 0 };
        entry.event = random_event(&state);
        const utskr_attribute *of = utskr_attribute_at(entry.event.kind, 0);
        bool unsaid = of && of->type == UTSKR_VALUE_REFERENCE && of->required && entry.event.mask == 0;
        utskr_status status = utskr_entry_write(&entry, (int)(i % 2), test_sink, &output);
        bool is_valid = utskr_event_validate(&entry.event, NULL) == UTSKR_OK && !unsaid;
        valid += is_valid;
        wrong += is_valid != (status == UTSKR_OK);
        wrong += status == UTSKR_OK && !(read_back(output.bytes, &back) && same_event(&entry.event, &back));
        free(output.bytes);
    }
    tap_eq_i64(wrong, 0, "random events are valid exactly when they can be written and read back");
    tap_ok(valid > 10000 && valid < 35000, "%u of them are valid", valid);
}

/* Every word of the vocabulary comes back. */
static void test_every_word(void) {
    uint32_t wrong = 0;
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        const utskr_word_info *word = utskr_word_at(i);
        const utskr_attribute *attribute = utskr_attribute_at(word->kind, word->attribute);
        for (int swedish = 0; swedish < 2; swedish++) {
            utskr_entry entry = UTSKR_ENTRY_INIT;
            test_output output = { NULL, 0, 0, 0 };
            utskr_event back = { 0, 0, 0, 0, 0, 0, 0 };
            entry.event.at = 1768205700;
            entry.event.kind = word->kind;
            entry.event.party = UTSKR_PARTY_HOSPITAL;
            entry.event.mask = word->bits | attribute->stated;
            if (word->kind == UTSKR_CHECKLIST) {
                entry.event.mask |= word->attribute ? UTSKR_ITEM_AIDS << UTSKR_CHECKLIST_ITEM_SHIFT
                                                    : UINT32_C(1) << UTSKR_CHECKLIST_WORD_SHIFT;
            }
            if (word->kind == UTSKR_CONSENT) {
                uint32_t scope = UTSKR_SCOPE_SIP << UTSKR_CONSENT_SCOPE_SHIFT;
                uint32_t given = UTSKR_CONSENT_GIVEN << UTSKR_CONSENT_WORD_SHIFT;
                entry.event.mask |= (word->attribute == 0 ? 0 : scope) | (word->attribute == 1 ? 0 : given);
            }
            bool good = utskr_entry_write(&entry, swedish, test_sink, &output) == UTSKR_OK &&
                        strstr(output.bytes, swedish ? word->alias : word->id) && read_back(output.bytes, &back) &&
                        same_event(&entry.event, &back);
            wrong += !good;
            free(output.bytes);
        }
    }
    tap_eq_i64(wrong, 0, "every word is written and read back in both languages");
}

/* --- Entries ------------------------------------------------------------------------------------------------------------ */

static utskr_entry entry_of(uint8_t kind, uint32_t mask) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.event.at = 1768205700;
    entry.event.kind = kind;
    entry.event.party = UTSKR_PARTY_HOSPITAL;
    entry.event.mask = mask;
    return entry;
}

static void writes(const utskr_entry *entry, const char *expected, const char *what) {
    test_output output = { NULL, 0, 0, 0 };
    test_sink("", 0, &output);
    tap_eq_i64(utskr_entry_write(entry, 0, test_sink, &output), UTSKR_OK, "%s", what);
    tap_eq_str(output.bytes, expected, "%s", what);
    free(output.bytes);
}

static void refuses(const utskr_entry *entry, utskr_status expected, const char *what) {
    test_output output = { NULL, 0, 0, 0 };
    tap_eq_i64(utskr_entry_write(entry, 0, test_sink, &output), expected, "%s", what);
    tap_ok(output.length == 0, "%s: nothing is written", what);
    free(output.bytes);
}

#define LINE "2026-01-12T09:15:00+01:00 hospital "

static void test_entries(void) {
    utskr_entry entry = entry_of(UTSKR_NOTE, 0);
    writes(&entry, LINE "note", "a bare event");
    entry.id = "";
    entry.about = "";
    entry.of = "";
    writes(&entry, LINE "note", "empty strings are none");
    entry.id = "m1";
    entry.about = "a\tb";
    writes(&entry, LINE "note id=m1 about=\"a\tb\"", "strings, one in quotes");
    entry.of = "m2";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "a note answers nothing");
    entry = entry_of(UTSKR_RETRACTED, 0);
    refuses(&entry, UTSKR_BAD_ARGUMENT, "a retraction of nothing");
    entry.of = "m1";
    writes(&entry, LINE "retracted of=m1", "a retraction");
    entry.about = "x";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "a retraction is about nothing");
    entry.about = NULL;
    entry.of = "admitted";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id that would be read as a kind");
    entry.of = "overflyttad";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id that would be read as a kind in Swedish");
    entry.of = "utskrivningsklar";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id that would be read as ambiguous");
    entry.of = "m1";
    entry.event.mask = UTSKR_OF(UTSKR_ADMITTED);
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id and a kind");
    entry.of = NULL;
    writes(&entry, LINE "retracted of=admitted", "a retraction by kind");
    entry = entry_of(UTSKR_DEVIATION_ANSWERED, 0);
    writes(&entry, LINE "deviation-answered", "what it answers may be left out");
}

static void test_bad_strings(void) {
    char longest[UTSKR_TEXT_LIMIT + 2];
    utskr_entry entry = entry_of(UTSKR_NOTE, 0);
    memset(longest, '"', sizeof longest);
    longest[UTSKR_TEXT_LIMIT + 1] = '\0';
    entry.id = longest;
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id that is too long");
    entry.id = "a\nb";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id of two lines");
    entry.id = "a\xff";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "an id that is no UTF-8");
    entry.id = NULL;
    entry.about = "\xc2\x80";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "a control character");
    entry = entry_of(UTSKR_RETRACTED, 0);
    entry.of = "\x7f";
    refuses(&entry, UTSKR_BAD_ARGUMENT, "a control character in of=");
    longest[UTSKR_TEXT_LIMIT] = '\0';
    entry = entry_of(UTSKR_DEVIATION_ANSWERED, 0);
    entry.id = longest;
    entry.of = longest;
    entry.about = longest;
    test_output output = { NULL, 0, 0, 0 };
    tap_eq_i64(utskr_entry_write(&entry, 1, test_sink, &output), UTSKR_OK, "the longest strings, all quotes");
    tap_eq_i64((int64_t)output.length, 25 + 12 + 19 + 3 * 2050 + 4 + 4 + 7, "each quote with its backslash");
    free(output.bytes);
}

static void test_bad_arguments(void) {
    test_output output = { NULL, 0, 0, 0 };
    utskr_entry entry = entry_of(UTSKR_NOTE, 0);
    tap_eq_i64(utskr_entry_write(NULL, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "no entry");
    tap_eq_i64(utskr_entry_write(&entry, 0, NULL, &output), UTSKR_BAD_ARGUMENT, "no sink");
    tap_eq_i64(utskr_case_write(NULL, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "no case");
    output.stop_at = 1;
    tap_eq_i64(utskr_entry_write(&entry, 0, test_sink, &output), UTSKR_SINK_FAILED, "a sink that says stop");
    entry.size = 1;
    refuses(&entry, UTSKR_BAD_SIZE, "an entry of another size");
    entry = entry_of(UTSKR_NOTE, 1);
    refuses(&entry, UTSKR_BAD_ARGUMENT, "a mask that no note has");
    entry = entry_of(UTSKR_NOTE, 0);
    entry.event.at = 0;
    refuses(&entry, UTSKR_OUT_OF_RANGE, "an instant outside the calendar");
}

/* --- Lines read alone ------------------------------------------------------------------------------------------------------ */

static void reads_back(const utskr_entry *entry, const char *what) {
    test_output output = { NULL, 0, 0, 0 };
    test_output again = { NULL, 0, 0, 0 };
    utskr_entry_strings strings;
    utskr_entry back = UTSKR_ENTRY_INIT;
    utskr_error error = UTSKR_ERROR_INIT;
    test_sink("", 0, &output);
    test_sink("", 0, &again);
    tap_eq_i64(utskr_entry_write(entry, 0, test_sink, &output), UTSKR_OK, "%s: is written", what);
    tap_eq_i64(utskr_entry_read(output.bytes, output.length, &strings, &back, &error), UTSKR_OK, "%s: is read", what);
    tap_ok(same_event(&entry->event, &back.event), "%s: the same event", what);
    tap_eq_i64(utskr_entry_write(&back, 0, test_sink, &again), UTSKR_OK, "%s: is written again", what);
    tap_eq_str(again.bytes, output.bytes, "%s: the same line", what);
    free(output.bytes);
    free(again.bytes);
}

static void refuses_line(const char *line, utskr_status expected, uint32_t column, const char *what) {
    utskr_entry_strings strings;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_error error = UTSKR_ERROR_INIT;
    entry.line = 7;
    tap_eq_i64(utskr_entry_read(line, strlen(line), &strings, &entry, &error), expected, "%s", what);
    tap_eq_i64(error.column, column, "%s: where", what);
    tap_ok(error.line == 0 && entry.line == 7 && entry.event.at == 0, "%s: nothing is changed", what);
    tap_eq_i64(utskr_entry_read(line, strlen(line), &strings, &entry, NULL), expected, "%s: without an error", what);
}

static void test_lines(void) {
    char longest[UTSKR_TEXT_LIMIT + 1];
    utskr_entry entry = entry_of(UTSKR_NOTE, 0);
    reads_back(&entry, "a bare event");
    memset(longest, '"', sizeof longest);
    longest[UTSKR_TEXT_LIMIT] = '\0';
    entry = entry_of(UTSKR_DEVIATION_ANSWERED, 0);
    entry.id = longest;
    entry.of = longest;
    entry.about = longest;
    reads_back(&entry, "the longest strings");
    entry = entry_of(UTSKR_RETRACTED, UTSKR_OF(UTSKR_ADMITTED));
    reads_back(&entry, "a retraction by kind");
    refuses_line("", UTSKR_MALFORMED, 1, "an empty line");
    refuses_line("# a comment", UTSKR_MALFORMED, 1, "a comment");
    refuses_line("case anna", UTSKR_MALFORMED, 1, "a header");
    refuses_line(LINE "notes", UTSKR_UNKNOWN_WORD, 36, "a word that is in no table");
    refuses_line(LINE "note\n" LINE "note", UTSKR_MALFORMED, 40, "two lines");
    refuses_line(LINE "note about=\xff", UTSKR_MALFORMED, 47, "bytes that are no UTF-8");
}

static void test_lines_too_long(void) {
    utskr_entry_strings strings;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_error error = UTSKR_ERROR_INIT;
    char *line = malloc(UTSKR_LINE_LIMIT + 1);
    memset(line, ' ', UTSKR_LINE_LIMIT + 1);
    memcpy(line, LINE "note", sizeof(LINE "note") - 1);
    tap_eq_i64(utskr_entry_read(line, UTSKR_LINE_LIMIT, &strings, &entry, NULL), UTSKR_OK, "the longest line");
    tap_eq_i64(utskr_entry_read(line, UTSKR_LINE_LIMIT + 1, &strings, &entry, &error), UTSKR_LIMIT_REACHED, "longer");
    tap_eq_i64(utskr_entry_read(NULL, 0, &strings, &entry, NULL), UTSKR_BAD_ARGUMENT, "no line");
    tap_eq_i64(utskr_entry_read(line, 9, NULL, &entry, NULL), UTSKR_BAD_ARGUMENT, "no strings");
    tap_eq_i64(utskr_entry_read(line, 9, &strings, NULL, NULL), UTSKR_BAD_ARGUMENT, "no entry");
    entry.size = 1;
    tap_eq_i64(utskr_entry_read(line, 9, &strings, &entry, &error), UTSKR_BAD_SIZE, "an entry of another size");
    free(line);
}

/* --- Cases ----------------------------------------------------------------------------------------------------------------- */

static void test_cases(void) {
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    test_output output = { NULL, 0, 0, 0 };
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_entry entry = entry_of(UTSKR_NOTE, 0);
    utskr_case *c = NULL;
    tap_eq_i64(utskr_case_new(&allocator, &c), UTSKR_OK, "a case");
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "a case without a name");
    header.name = "a\n";
    utskr_case_set_header(c, &header);
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "a name of two lines");
    header.name = "a";
    header.rules = "\x01";
    utskr_case_set_header(c, &header);
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "bad rules=");
    header.rules = NULL;
    header.previous = "\x01";
    utskr_case_set_header(c, &header);
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "bad previous=");
    header.previous = NULL;
    utskr_case_set_header(c, &header);
    tap_eq_i64(utskr_case_append(c, &entry, NULL), UTSKR_OK, "an event");
    tap_eq_i64(utskr_case_write(c, 0, NULL, NULL), UTSKR_BAD_ARGUMENT, "no sink");
    tap_ok(output.length == 0, "nothing was written");
    output.stop_at = 3;
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_SINK_FAILED, "a sink that stops at the header");
    output.stop_at = 20;
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_SINK_FAILED, "a sink that stops at an event");
    tap_eq_str(output.bytes, "case a\n", "what had been written");
    output.stop_at = 0;
    output.length = 0;
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_OK, "all of it");
    tap_eq_str(output.bytes, "case a\n" LINE "note\n", "as it should be");
    entry.id = "a\nb";
    tap_eq_i64(utskr_case_append(c, &entry, NULL), UTSKR_OK, "an id that the log cannot hold");
    output.length = 0;
    tap_eq_i64(utskr_case_write(c, 0, test_sink, &output), UTSKR_BAD_ARGUMENT, "is told");
    tap_ok(output.length == 0, "before anything is written");
    free(output.bytes);
    utskr_case_free(c);
}

int main(void) {
    test_canonical();
    test_random_events();
    test_every_word();
    test_entries();
    test_bad_strings();
    test_bad_arguments();
    test_lines();
    test_lines_too_long();
    test_cases();
    return tap_done();
}
