/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The reader of case logs: what is read, every error with its place, the limits at their edges, and that neither the
 * blocks of the source nor the end of a text makes any difference.
 */
#include "event/vocabulary.h"
#include "tap.h"
#include "text/log_help.h"
#include "text/log_text.h"

static test_text text_of(const char *bytes) {
    test_text text = { bytes, strlen(bytes), 0, 0, 0, 0, { UTSKR_ERROR_INIT } };
    return text;
}

/* --- What is read ------------------------------------------------------------------------------------------------ */

/* A reader and a case for one text. */
typedef struct stream {
    test_memory memory;
    test_text text;
    utskr_reader *reader;
    utskr_case *c;
} stream;

static void open_stream(stream *s, const char *bytes) {
    utskr_allocator allocator = test_allocator(&s->memory);
    s->memory = (test_memory){ 0, 0, 0 };
    s->text = text_of(bytes);
    tap_ok(utskr_reader_new(&allocator, test_source, test_report, &s->text, &s->reader) == UTSKR_OK &&
               utskr_case_new(&allocator, &s->c) == UTSKR_OK,
           "a reader and a case");
}

static void close_stream(stream *s) {
    utskr_reader_free(s->reader);
    utskr_case_free(s->c);
    tap_eq_i64((int64_t)s->memory.in_use, 0, "nothing is left in use");
}

static utskr_entry entry_at(const utskr_case *c, uint32_t index) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    tap_eq_i64(utskr_case_entry(c, index, &entry), UTSKR_OK, "event %u", index);
    return entry;
}

static void test_header(void) {
    stream s;
    utskr_header header = UTSKR_HEADER_INIT;
    open_stream(&s, "# a comment\n\ncase anna rules=jamtland-harjedalen municipality=2380 payer=0484 region=23 "
                    "care=psychiatric previous=anna-1 previous-discharge=2025-12-24T10:00+01:00\n");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_OK, "a case without events");
    tap_eq_i64(utskr_case_header(s.c, &header), UTSKR_OK, "its header");
    tap_eq_str(header.name, "anna", "the name");
    tap_eq_str(header.rules, "jamtland-harjedalen", "rules=");
    tap_eq_str(header.previous, "anna-1", "previous=");
    tap_eq_i64(header.line, 3, "the line of the header");
    tap_eq_i64(header.stay.municipality, 2380, "municipality=");
    tap_eq_i64(header.stay.payer, 484, "payer=");
    tap_eq_i64(header.stay.region, 23, "region=");
    tap_eq_i64(header.stay.care, UTSKR_CARE_PSYCHIATRIC, "care=");
    tap_eq_i64(header.stay.previous_discharge, 1766566800, "previous-discharge=");
    tap_eq_i64(utskr_case_entry_count(s.c), 0, "no events");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_NOT_FOUND, "the end");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_NOT_FOUND, "the end again");
    tap_eq_i64((int64_t)utskr_reader_error_count(s.reader), 0, "no errors");
    close_stream(&s);
}

static void test_headers(void) {
    stream s;
    utskr_header header = UTSKR_HEADER_INIT;
    open_stream(&s, "case a municipality=none region=3\ncase \"b \\\"c\\\\d\" municipality=ingen care=somatisk\n"
                    "case x=y\ncase \"rules=lus\"\ncase #1\n");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_OK, "the first case");
    utskr_case_header(s.c, &header);
    tap_ok(header.stay.municipality == UTSKR_MUNICIPALITY_NONE && header.stay.region == 3, "municipality=none");
    tap_ok(!header.rules && !header.previous && header.stay.care == UTSKR_CARE_UNSTATED, "nothing else is known");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_OK, "the second case");
    utskr_case_header(s.c, &header);
    tap_eq_str(header.name, "b \"c\\d", "a name in quotes");
    tap_ok(header.stay.municipality == UTSKR_MUNICIPALITY_NONE && header.stay.care == UTSKR_CARE_SOMATIC, "in Swedish");
    utskr_reader_next(s.reader, s.c);
    utskr_case_header(s.c, &header);
    tap_eq_str(header.name, "x=y", "a name with an equals sign");
    utskr_reader_next(s.reader, s.c);
    utskr_case_header(s.c, &header);
    tap_eq_str(header.name, "rules=lus", "a name that looks like a key, in quotes");
    utskr_reader_next(s.reader, s.c);
    utskr_case_header(s.c, &header);
    tap_eq_str(header.name, "#1", "a number sign later in a line is no comment");
    close_stream(&s);
}

/* One line of an event, and what it must become. */
typedef struct good_line {
    const char *line;
    uint8_t party;
    uint8_t kind;
    uint32_t mask;
    utskr_instant value;
} good_line;

#define AT "2026-01-12T09:15+01:00 "
#define EXPECTED INT64_C(1768863599) /* 2026-01-19T23:59:59+01:00 */
#define STATED UTSKR_TO_STATED
#define NUMBER(field, number) ((uint32_t)(number) << field##_SHIFT)

static const good_line GOOD[] = {
    { AT "hospital admitted", 1, UTSKR_ADMITTED, 0, 0 },
    { AT "\tslutenvard  inskriven\t", 1, UTSKR_ADMITTED, 0, 0 },
    { AT "municipal-health care-request prepared", 3, UTSKR_CARE_REQUEST, UTSKR_CARE_REQUEST_PREPARED, 0 },
    { AT "hospital planned-admission expected=2026-01-19", 1, UTSKR_PLANNED_ADMISSION, 0, EXPECTED },
    { AT "hospital planned-admission expected=2026-01-19T22:59:59Z", 1, UTSKR_PLANNED_ADMISSION, 0, EXPECTED },
    { AT "hospital planned-admission expected=\"2026-01-19\"", 1, UTSKR_PLANNED_ADMISSION, 0, EXPECTED },
    { AT "hospital admitted care=psychiatric compulsory=lrv ongoing=none", 1, UTSKR_ADMITTED,
      NUMBER(UTSKR_ADMITTED_CARE, 2) | NUMBER(UTSKR_ADMITTED_COMPULSORY, 2) | STATED, 0 },
    { AT "hospital admitted ongoing=social-services,öppenvård", 1, UTSKR_ADMITTED,
      STATED | UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_OUTPATIENT, 0 },
    { AT "hospital admitted ongoing=inga", 1, UTSKR_ADMITTED, STATED, 0 },
    { AT "hospital discharged to=special-housing", 1, UTSKR_DISCHARGED, NUMBER(UTSKR_DISCHARGED_TO, 3), 0 },
    { AT "hospital needs-assessed social-services municipal-health outpatient open-compulsory", 1, UTSKR_NEEDS_ASSESSED,
      UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT | UTSKR_NEEDS_OPEN_COMPULSORY, 0 },
    { AT "hospital needs-assessed outpatient outpatient", 1, UTSKR_NEEDS_ASSESSED, UTSKR_TO_OUTPATIENT, 0 },
    { AT "hospital needs-assessed simple-only open-compulsory", 1, UTSKR_NEEDS_ASSESSED,
      UTSKR_NEEDS_SIMPLE_ONLY | UTSKR_NEEDS_OPEN_COMPULSORY, 0 },
    { AT "hospital needs-assessed none", 1, UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_NONE, 0 },
    { AT "hospital track röd", 1, UTSKR_TRACK, NUMBER(UTSKR_TRACK_COLOUR, 3), 0 },
    { AT "hospital admission-notice to=social-services,social-services contains=name,personal-number,address,"
         "expected-discharge,reason,diagnosis,phone,status,services,relatives expected=2026-01-19",
      1, UTSKR_ADMISSION_NOTICE, STATED | UTSKR_TO_SOCIAL_SERVICES | UTSKR_CONTAINS_ITEMS | UTSKR_CONTAINS_STATED,
      EXPECTED },
    { AT "patient acknowledged of=admission-notice", 5, UTSKR_ACKNOWLEDGED, UTSKR_OF(UTSKR_ADMISSION_NOTICE), 0 },
    { AT "patient acknowledged of=\"inskrivningsmeddelande\"", 5, UTSKR_ACKNOWLEDGED, UTSKR_OF(UTSKR_ADMISSION_NOTICE),
      0 },
    { AT "outpatient services-reported none provider-contact", 2, UTSKR_SERVICES_REPORTED,
      UTSKR_SERVICES_NONE | UTSKR_SERVICES_PROVIDER_CONTACT, 0 },
    { AT "hospital expected-discharge expected=2026-01-19 to=patient,system", 1, UTSKR_EXPECTED_DISCHARGE,
      STATED | UTSKR_TO_PATIENT | UTSKR_TO(UTSKR_PARTY_SYSTEM), EXPECTED },
    { AT "system sip-need not-needed", 6, UTSKR_SIP_NEED, NUMBER(UTSKR_SIP_NEED_WORD, 2), 0 },
    { AT "outpatient sip-call to=hospital meeting=2026-01-19", 2, UTSKR_SIP_CALL, STATED | UTSKR_TO_HOSPITAL,
      EXPECTED },
    { AT "outpatient sip-held digital at-hospital with=patient lead=social-services followup=yes", 2, UTSKR_SIP_HELD,
      UTSKR_SIP_DIGITAL | UTSKR_SIP_AT_HOSPITAL | STATED | UTSKR_TO_PATIENT | NUMBER(UTSKR_SIP_LEAD, 4) |
          UTSKR_SIP_FOLLOWUP,
      0 },
    { AT "outpatient sip-established followup=2026-01-19", 2, UTSKR_SIP_ESTABLISHED, UTSKR_SIP_FOLLOWUP, EXPECTED },
    { AT "hospital discharge-ready-notice under=lpt", 1, UTSKR_DISCHARGE_READY_NOTICE, UTSKR_READY_NOTICE_LPT, 0 },
    { AT "social-services municipality-ready for=sol,rehab from=2026-01-19 provider-contact", 4,
      UTSKR_MUNICIPALITY_READY, UTSKR_READY_SOL | UTSKR_READY_REHAB | UTSKR_READY_PROVIDER_CONTACT, EXPECTED },
    { AT "social-services municipality-not-ready", 4, UTSKR_MUNICIPALITY_NOT_READY, 0, 0 },
    { AT "hospital information-transferred report to=outpatient contains=phone", 1, UTSKR_INFORMATION_TRANSFERRED,
      UTSKR_TRANSFER_REPORT | STATED | UTSKR_TO_OUTPATIENT | UTSKR_CONTAINS_PHONE | UTSKR_CONTAINS_STATED, 0 },
    { AT "hospital checklist item=bulky-aids done until=2026-01-19", 1, UTSKR_CHECKLIST,
      NUMBER(UTSKR_CHECKLIST_ITEM, 8) | NUMBER(UTSKR_CHECKLIST_WORD, 2), EXPECTED },
    { AT "hospital followup-call", 1, UTSKR_FOLLOWUP_CALL, 0, 0 },
    { AT "hospital followup-call not-reached", 1, UTSKR_FOLLOWUP_CALL, NUMBER(UTSKR_FOLLOWUP_WORD, 2), 0 },
    { AT "hospital education held to=social-services", 1, UTSKR_EDUCATION,
      NUMBER(UTSKR_EDUCATION_WORD, 3) | STATED | UTSKR_TO_SOCIAL_SERVICES, 0 },
    { AT "hospital consent not-able by=guardian to=hospital scope=services", 1, UTSKR_CONSENT,
      NUMBER(UTSKR_CONSENT_SCOPE, 4) | NUMBER(UTSKR_CONSENT_WORD, 4) | NUMBER(UTSKR_CONSENT_BY, 2) | STATED |
          UTSKR_TO_HOSPITAL,
      0 },
    { AT "hospital harm-test denied", 1, UTSKR_HARM_TEST, NUMBER(UTSKR_HARM_TEST_WORD, 2), 0 },
    { AT "hospital deviation-answered", 1, UTSKR_DEVIATION_ANSWERED, 0, 0 },
    { AT "hospital retracted of=retracted", 1, UTSKR_RETRACTED, UTSKR_OF(UTSKR_RETRACTED), 0 },
};

static void test_good_lines(void) {
    static utskr_log_scratch scratch;
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        const good_line *good = &GOOD[i];
        utskr_error error = UTSKR_ERROR_INIT;
        utskr_log_line line = { good->line, strlen(good->line), 0, 7, NULL, &scratch, &error };
        utskr_entry entry;
        tap_ok(utskr_log_read_event(&line, &entry) == UTSKR_OK, "read: %s", good->line);
        tap_ok(entry.event.party == good->party && entry.event.kind == good->kind && entry.line == 7 &&
                   entry.event.at == 1768205700 && entry.event.recorded == 0,
               "who, what and when");
        tap_eq_i64(entry.event.mask, good->mask, "the mask");
        tap_eq_i64(entry.event.value, good->value, "the value");
        tap_ok(utskr_event_validate(&entry.event, NULL) == UTSKR_OK, "what is read is valid");
    }
}

static void test_strings(void) {
    stream s;
    open_stream(&s, "case a\n" AT "hospital admitted id=m1 recorded=2026-01-12T10:00+01:00\n" AT
                    "hospital deviation about=\"a \\\"b\\\\ ö\" id=\"m 2\"\n" AT "hospital note about=x\\y\n" AT
                    "hospital deviation-answered of=\"m 2\" about=z\n");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_OK, "a case");
    utskr_entry entry = entry_at(s.c, 1);
    tap_eq_str(entry.id, "m1", "id=");
    tap_eq_i64(entry.event.recorded, 1768208400, "recorded=");
    tap_eq_i64(entry.line, 2, "the line");
    entry = entry_at(s.c, 2);
    tap_eq_str(entry.about, "a \"b\\ ö", "about= with escapes");
    tap_eq_str(entry.id, "m 2", "id= with a blank");
    entry = entry_at(s.c, 3);
    tap_eq_str(entry.about, "x\\y", "a backslash outside quotes is itself");
    entry = entry_at(s.c, 4);
    tap_eq_str(entry.of, "m 2", "of=");
    tap_eq_i64(entry.of_column, 56, "where of= stands");
    tap_eq_str(entry.about, "z", "about=");
    close_stream(&s);
}

/* --- What is wrong ------------------------------------------------------------------------------------------------- */

/* A text with one error. The last line of each is the bad one unless said. */
typedef struct bad_text {
    const char *text;
    uint32_t line;
    uint32_t column;
    int32_t status;
    const char *word;
    const char *suggestion;
} bad_text;

#define CASE "case a\n"

static const bad_text BAD[] = {
    /* headers */
    { "case", 1, 5, UTSKR_MALFORMED, "", "" },
    { "case  ", 1, 7, UTSKR_MALFORMED, "", "" },
    { "case \"\"", 1, 6, UTSKR_MALFORMED, "\"\"", "" },
    { "case rules=lus", 1, 6, UTSKR_MALFORMED, "rules=lus", "" },
    { "case x=\"y\"", 1, 6, UTSKR_MALFORMED, "x=\"y\"", "" },
    { "case a rules=", 1, 8, UTSKR_MALFORMED, "rules=", "" },
    { "case a rules=\"\"", 1, 8, UTSKR_MALFORMED, "rules=\"\"", "" },
    { "case a muncipality=2380", 1, 8, UTSKR_UNKNOWN_WORD, "muncipality", "municipality" },
    { "case a regoin=23", 1, 8, UTSKR_UNKNOWN_WORD, "regoin", "region" },
    { "case a =23", 1, 8, UTSKR_UNKNOWN_WORD, "", "" },
    { "case a id=23", 1, 8, UTSKR_UNKNOWN_WORD, "id", "" },
    { "case a psychiatric", 1, 8, UTSKR_UNKNOWN_WORD, "psychiatric", "" },
    { "case a care", 1, 8, UTSKR_UNKNOWN_WORD, "care", "care" },
    { "case a municipality=238", 1, 21, UTSKR_MALFORMED, "238", "" },
    { "case a municipality=02380", 1, 21, UTSKR_MALFORMED, "02380", "" },
    { "case a municipality=0000", 1, 21, UTSKR_MALFORMED, "0000", "" },
    { "case a municipality=238x", 1, 21, UTSKR_MALFORMED, "238x", "" },
    { "case a municipality=-238", 1, 21, UTSKR_MALFORMED, "-238", "" },
    { "case a payer=none", 1, 14, UTSKR_MALFORMED, "none", "" },
    { "case a region=0", 1, 15, UTSKR_MALFORMED, "0", "" },
    { "case a region=023", 1, 15, UTSKR_MALFORMED, "023", "" },
    { "case a region=x", 1, 15, UTSKR_MALFORMED, "x", "" },
    { "case a care=somatc", 1, 13, UTSKR_UNKNOWN_WORD, "somatc", "somatic" },
    { "case a previous=b previous=c", 1, 19, UTSKR_DUPLICATE, "previous=c", "" },
    { "case a previous-discharge=2026-01-19", 1, 27, UTSKR_MALFORMED, "2026-01-19", "" },
    { "case a previous=\"b", 1, 8, UTSKR_MALFORMED, "previous=\"b", "" },
    { CASE "\n \tcase a", 3, 8, UTSKR_DUPLICATE, "a", "" },
    { CASE "case a rules=", 2, 6, UTSKR_DUPLICATE, "a", "" },
    /* where lines stand */
    { AT "hospital admitted\n" CASE, 1, 1, UTSKR_MALFORMED, "", "" },
    { "nonsense\n# comment\n\n" CASE, 1, 1, UTSKR_MALFORMED, "", "" },
    { "\xff\n" CASE, 1, 1, UTSKR_MALFORMED, "", "" },
    { "# \xff\n" CASE, 1, 3, UTSKR_MALFORMED, "", "" },
    /* instant, party, event */
    { CASE "hospital admitted", 2, 1, UTSKR_MALFORMED, "hospital", "" },
    { CASE "cse b", 2, 1, UTSKR_MALFORMED, "cse", "case" },
    { CASE "cases b", 2, 1, UTSKR_MALFORMED, "cases", "case" },
    { CASE "Case b", 2, 1, UTSKR_MALFORMED, "Case", "case" },
    { CASE "x=y", 2, 1, UTSKR_MALFORMED, "x=y", "" },
    { CASE "\"2026-01-12T09:15\" hospital admitted", 2, 1, UTSKR_MALFORMED, "\"2026-01-12T09:15\"", "" },
    { CASE "2026-01-12 hospital admitted", 2, 1, UTSKR_MALFORMED, "2026-01-12", "" },
    { CASE "2026-01-12T24:00 hospital admitted", 2, 1, UTSKR_MALFORMED, "2026-01-12T24:00", "" },
    { CASE "1979-12-31T23:59 hospital admitted", 2, 1, UTSKR_OUT_OF_RANGE, "1979-12-31T23:59", "" },
    { CASE "  2022-10-30T02:30 hospital admitted", 2, 3, UTSKR_REPEATED_HOUR, "2022-10-30T02:30", "" },
    { CASE "2022-03-27T02:30 hospital admitted", 2, 1, UTSKR_MISSING_HOUR, "2022-03-27T02:30", "" },
    { CASE "2026-01-12T09:15 ", 2, 18, UTSKR_MALFORMED, "", "" },
    { CASE AT "hospitl admitted", 2, 24, UTSKR_UNKNOWN_WORD, "hospitl", "hospital" },
    { CASE AT "\"hospital\" admitted", 2, 24, UTSKR_UNKNOWN_WORD, "\"hospital\"", "hospital" },
    { CASE AT "to=hospital admitted", 2, 24, UTSKR_UNKNOWN_WORD, "to=hospital", "" },
    { CASE AT "hospital", 2, 32, UTSKR_MALFORMED, "", "" },
    { CASE AT "hospital \"admitted", 2, 33, UTSKR_MALFORMED, "\"admitted", "" },
    { CASE AT "hospital admited", 2, 33, UTSKR_UNKNOWN_WORD, "admited", "admitted" },
    { CASE AT "hospital utskrivningsklar", 2, 33, UTSKR_AMBIGUOUS_WORD, "utskrivningsklar", "" },
    { CASE AT "slutenvård bedomd-utskrivningsklart", 2, 36, UTSKR_UNKNOWN_WORD, "bedomd-utskrivningsklart",
      "bedömd-utskrivningsklar" },
    /* flags */
    { CASE AT "hospital track", 2, 33, UTSKR_MALFORMED, "track", "" },
    { CASE AT "hospital track grenn", 2, 39, UTSKR_UNKNOWN_WORD, "grenn", "green" },
    { CASE AT "hospital track green red", 2, 45, UTSKR_DUPLICATE, "red", "" },
    { CASE AT "hospital track green green", 2, 45, UTSKR_DUPLICATE, "green", "" },
    { CASE AT "hospital track \"green\"", 2, 39, UTSKR_MALFORMED, "\"green\"", "" },
    { CASE AT "hospital transferred home", 2, 45, UTSKR_UNKNOWN_WORD, "home", "" },
    { CASE AT "hospital discharged home", 2, 44, UTSKR_UNKNOWN_WORD, "home", "to=home" },
    { CASE AT "hospital admitted none", 2, 42, UTSKR_UNKNOWN_WORD, "none", "ongoing=none" },
    { CASE AT "hospital admitted # urgent", 2, 42, UTSKR_UNKNOWN_WORD, "#", "" },
    { CASE AT "hospital needs-assessed", 2, 33, UTSKR_MALFORMED, "needs-assessed", "" },
    { CASE AT "hospital needs-assessed none outpatient", 2, 53, UTSKR_MALFORMED, "outpatient", "" },
    { CASE AT "hospital needs-assessed outpatient none", 2, 59, UTSKR_MALFORMED, "none", "" },
    { CASE AT "hospital needs-assessed simple-only none", 2, 60, UTSKR_MALFORMED, "none", "" },
    { CASE AT "hospital needs-assessed simple-only outpatient", 2, 60, UTSKR_MALFORMED, "outpatient", "" },
    { CASE AT "hospital needs-assessed open-compulsory none", 2, 64, UTSKR_MALFORMED, "none", "" },
    { CASE AT "hospital needs-assessed sosial-services", 2, 48, UTSKR_UNKNOWN_WORD, "sosial-services",
      "social-services" },
    { CASE AT "hospital consent scope=sip", 2, 33, UTSKR_MALFORMED, "consent", "" },
    { CASE AT "hospital consent given", 2, 33, UTSKR_MALFORMED, "consent", "" },
    { CASE AT "hospital checklist item=aids", 2, 33, UTSKR_MALFORMED, "checklist", "" },
    { CASE AT "hospital checklist done", 2, 33, UTSKR_MALFORMED, "checklist", "" },
    { CASE AT "hospital education", 2, 33, UTSKR_MALFORMED, "education", "" },
    { CASE AT "hospital harm-test", 2, 33, UTSKR_MALFORMED, "harm-test", "" },
    { CASE AT "hospital sip-need", 2, 33, UTSKR_MALFORMED, "sip-need", "" },
    { CASE AT "hospital acknowledged", 2, 33, UTSKR_MALFORMED, "acknowledged", "" },
    { CASE AT "hospital retracted", 2, 33, UTSKR_MALFORMED, "retracted", "" },
    /* keys */
    { CASE AT "hospital admitted too=home", 2, 42, UTSKR_UNKNOWN_WORD, "too", "" },
    { CASE AT "hospital discharged too=home", 2, 44, UTSKR_UNKNOWN_WORD, "too", "to" },
    { CASE AT "hospital admitted recordd=2026-01-12T10:00", 2, 42, UTSKR_UNKNOWN_WORD, "recordd", "recorded" },
    { CASE AT "hospital track =green", 2, 39, UTSKR_UNKNOWN_WORD, "", "" },
    { CASE AT "hospital admitted care=", 2, 42, UTSKR_MALFORMED, "care=", "" },
    { CASE AT "hospital admitted care=\"\"", 2, 42, UTSKR_MALFORMED, "care=\"\"", "" },
    { CASE AT "hospital admitted care=somatic care=somatic", 2, 55, UTSKR_DUPLICATE, "care=somatic", "" },
    { CASE AT "hospital admitted id=a id=b", 2, 47, UTSKR_DUPLICATE, "id=b", "" },
    { CASE AT "hospital admitted recorded=2026-01-12", 2, 51, UTSKR_MALFORMED, "2026-01-12", "" },
    { CASE AT "hospital admitted recorded=2026-01-12T10:00 recorded=2026-01-12T10:00", 2, 68, UTSKR_DUPLICATE,
      "recorded=2026-01-12T10:00", "" },
    { CASE AT "hospital admitted id=a\n" AT "hospital note about=b id=\"a\"", 3, 50, UTSKR_DUPLICATE, "a", "" },
    /* values */
    { CASE AT "hospital admitted care=somatik", 2, 47, UTSKR_UNKNOWN_WORD, "somatik", "somatic" },
    { CASE AT "hospital admitted ongoing=none,outpatient", 2, 42, UTSKR_MALFORMED, "ongoing=none,outpatient", "" },
    { CASE AT "hospital admitted ongoing=outpatient,none", 2, 42, UTSKR_MALFORMED, "ongoing=outpatient,none", "" },
    { CASE AT "hospital referral to=outpatient,socialservices", 2, 56, UTSKR_UNKNOWN_WORD, "socialservices",
      "social-services" },
    { CASE AT "hospital referral to=outpatient,", 2, 56, UTSKR_UNKNOWN_WORD, "", "" },
    { CASE AT "hospital referral to=,outpatient", 2, 45, UTSKR_UNKNOWN_WORD, "", "" },
    { CASE AT "hospital referral to=none", 2, 45, UTSKR_UNKNOWN_WORD, "none", "" },
    { CASE AT "hospital referral to=\"outpatient, patient\"", 2, 57, UTSKR_UNKNOWN_WORD, " patient", "patient" },
    { CASE AT "hospital admission-notice contains=name,adress", 2, 64, UTSKR_UNKNOWN_WORD, "adress", "address" },
    { CASE AT "hospital municipality-ready for=soll", 2, 56, UTSKR_UNKNOWN_WORD, "soll", "sol" },
    { CASE AT "hospital planned-admission expected=2026-02-30", 2, 60, UTSKR_MALFORMED, "2026-02-30", "" },
    { CASE AT "hospital planned-admission expected=yes", 2, 60, UTSKR_MALFORMED, "yes", "" },
    { CASE AT "hospital sip-held followup=yess", 2, 51, UTSKR_UNKNOWN_WORD, "yess", "yes" },
    { CASE AT "hospital sip-held followup=-1", 2, 51, UTSKR_UNKNOWN_WORD, "-1", "" },
    { CASE AT "hospital sip-held followup=2026", 2, 51, UTSKR_MALFORMED, "2026", "" },
    { CASE AT "hospital sip-held lead=outpatients", 2, 47, UTSKR_UNKNOWN_WORD, "outpatients", "outpatient" },
    { CASE AT "hospital sip-held lead=outpatient,patient", 2, 47, UTSKR_UNKNOWN_WORD, "outpatient,patient", "" },
    { CASE AT "hospital acknowledged of=utskrivningsklar", 2, 49, UTSKR_AMBIGUOUS_WORD, "utskrivningsklar", "" },
    { CASE AT "hospital acknowledged of=m1", 2, 49, UTSKR_NOT_FOUND, "m1", "" },
    { CASE AT "hospital retracted of=\"m 1\"", 2, 47, UTSKR_NOT_FOUND, "m 1", "" },
    /* quotes */
    { CASE AT "hospital note about=\"x", 2, 38, UTSKR_MALFORMED, "about=\"x", "" },
    { CASE AT "hospital note about=\"x\\", 2, 38, UTSKR_MALFORMED, "about=\"x\\", "" },
    { CASE AT "hospital note about=\"x\\n\"", 2, 38, UTSKR_MALFORMED, "about=\"x\\n\"", "" },
    { CASE AT "hospital note about=\"x\"y", 2, 38, UTSKR_MALFORMED, "about=\"x\"y", "" },
    { CASE AT "hospital note about=x\"y", 2, 38, UTSKR_MALFORMED, "about=x\"y", "" },
    { CASE AT "hospital note about=\"x\"\"y\"", 2, 38, UTSKR_MALFORMED, "about=\"x\"\"y\"", "" },
    { CASE AT "hospital no\"te\"", 2, 33, UTSKR_MALFORMED, "no\"te\"", "" },
    { CASE "2026\" hospital", 2, 1, UTSKR_MALFORMED, "2026\"", "" },
    { CASE "2026-01-12T10:00 hosp\"ital", 2, 18, UTSKR_MALFORMED, "hosp\"ital", "" },
    { "case \"a", 1, 6, UTSKR_MALFORMED, "\"a", "" },
    /* bytes */
    { CASE AT "hospital note about=\x01", 2, 44, UTSKR_MALFORMED, "", "" },
    { CASE AT "hospital note about=\x7f", 2, 44, UTSKR_MALFORMED, "", "" },
    { CASE AT "hospital note about=\xc2\x85", 2, 44, UTSKR_MALFORMED, "", "" },
    { CASE AT "hospital note about=a\rb", 2, 45, UTSKR_MALFORMED, "", "" },
    { CASE AT "hospital note about=a\r\r\n", 2, 45, UTSKR_MALFORMED, "", "" },
    { CASE "# \xc3", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xc0\xaf", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xe0\x9f\xbf", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xed\xa0\x80", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xf0\x8f\xbf\xbf", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xf4\x90\x80\x80", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xf5\x80\x80\x80", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xe2\x82", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xe2\x82\x28", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xc2\x28", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \xc2\xc2", 2, 3, UTSKR_MALFORMED, "", "" },
    { CASE "# \x80", 2, 3, UTSKR_MALFORMED, "", "" },
    { "case b\xff\n", 1, 7, UTSKR_MALFORMED, "", "" },
};

static void test_bad_texts(void) {
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        const bad_text *bad = &BAD[i];
        test_text text = text_of(bad->text);
        uint32_t cases = 0;
        utskr_status status = test_read_all(&text, 0, NULL, &cases);
        const utskr_error *error = &text.reports[0];
        tap_ok(status == UTSKR_NOT_FOUND && text.report_count == 1, "bad text %zu is read to its end", i);
        tap_ok(error->status == bad->status && error->message[0], "%s, got %s: %s", utskr_status_name(bad->status),
               utskr_status_name(error->status), error->message);
        tap_ok(error->line == bad->line && error->column == bad->column, "at %u:%u, got %u:%u", bad->line, bad->column,
               error->line, error->column);
        tap_eq_str(error->word, bad->word, "the word");
        tap_eq_str(error->suggestion, bad->suggestion, "the nearest word");
    }
}

static void test_good_characters(void) {
    static const char text_bytes[] =
        CASE "# \xc2\xa0 \xc3\xbf \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf"
             " \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf \xef\xbb\xbf ~\n";
    test_text text = text_of(text_bytes);
    uint32_t cases = 0;
    tap_ok(test_read_all(&text, 0, NULL, &cases) == UTSKR_NOT_FOUND && cases == 1 && text.report_count == 0,
           "the first and last characters of each length");
}

/* Every bad line is reported; only the cases that have one are left out. */
static void test_all_are_reported(void) {
    test_text text = text_of("stray\n"
                             "case good-1\n" AT "hospital admitted\n"
                             "case bad-1\n" AT "hospital admited\n" AT "hospitl admitted\n" AT "hospital admitted\n"
                             "case bad-2 rules\n" AT "hospital note abot=x\n" AT "hospital note about=x\n"
                             "case good-1\n" AT "hospital admited\n"
                             "case bad-3\n" AT "hospital acknowledged of=a\n" AT "hospital note id=b\n" AT
                             "hospital acknowledged of=b\n" AT "hospital acknowledged of=c\n"
                             "case bad-4\n# \x01\n"
                             "case \x01\n" AT "hospital track\n"
                             "case good-2\n" AT "hospital admitted\n" AT "patient admitted\n");
    static const uint32_t lines[] = { 1, 5, 6, 8, 9, 11, 12, 14, 17, 19, 20, 21, 24 };
    uint32_t cases = 0;
    tap_eq_i64(test_read_all(&text, 0, NULL, &cases), UTSKR_NOT_FOUND, "read to the end");
    tap_eq_i64(cases, 2, "two cases are good");
    tap_eq_i64(text.report_count, sizeof lines / sizeof lines[0], "every error is reported");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        tap_eq_i64(text.reports[i].line, lines[i], "error %zu: %s", i, text.reports[i].message);
    }
    tap_eq_i64(text.reports[12].status, UTSKR_REFUSED, "the last one is a refused event");
}

/* --- Refused events ------------------------------------------------------------------------------------------------ */

static void test_refused(void) {
    stream s;
    open_stream(&s, CASE "2026-01-12T09:00 outpatient admitted id=x\n2026-01-12T09:01 hospital discharge-ready-notice\n"
                         "2026-01-12T09:02 hospital discharged\n2026-01-12T09:03 hospital interrupted\n"
                         "2026-01-12T09:04 outpatient retracted of=x\n2026-01-12T09:05 patient retracted of=x\n"
                         "2026-01-12T09:06 hospital deceased\n2026-01-12T09:07 hospital admitted\n"
                         "2026-01-12T09:08 hospital consent scope=sip given\n"
                         "2026-01-12T09:09 hospital consent scope=sip given by=guardian\n");
    static const uint32_t lines[] = { 3, 4, 5, 7, 9, 10 };
    static const char *const words[] = {
        "discharge-ready-notice", "discharged", "interrupted", "retracted", "admitted", "hospital"
    };
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_OK, "the case is delivered");
    tap_eq_i64((int64_t)utskr_reader_error_count(s.reader), 0, "refused events are no errors");
    tap_eq_i64(s.text.report_count, 6, "each is reported, but not one that is retracted");
    for (uint32_t i = 0; i < 6; i++) {
        const utskr_error *error = &s.text.reports[i];
        tap_ok(error->status == UTSKR_REFUSED && error->line == lines[i] && error->column == 1 &&
                   error->expected[0] != '\0',
               "line %u: %s", error->line, error->message);
        tap_eq_str(error->word, words[i], "the word");
    }
    close_stream(&s);
}

/* Is the word in the text, not only a part of another word? */
static bool names(const char *text, const char *word) {
    const char *found = strstr(text, word);
    while (found && found != text && found[-1] != ' ') {
        found = strstr(found + 1, word);
    }
    return found != NULL;
}

/* Each party that never sends an event is told who does. */
static void test_refused_senders(void) {
    bool good = true;
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        const utskr_kind_info *info = utskr_kind_info_at(kind);
        for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
            utskr_entry entry = UTSKR_ENTRY_INIT;
            utskr_error error = UTSKR_ERROR_INIT;
            entry.event.kind = (uint8_t)kind;
            entry.event.party = (uint8_t)party;
            utskr_log_refusal(&entry, &error);
            bool named = true;
            for (int32_t sender = 1; sender < UTSKR_PARTY_COUNT; sender++) {
                bool sends = (info->senders & UTSKR_TO(sender)) != 0;
                named &= names(error.expected, utskr_party_name(sender)) == sends;
            }
            good &= (info->senders & UTSKR_TO(party)) || named;
        }
    }
    tap_ok(good, "the senders of every event, in words");
}

/* --- Limits ---------------------------------------------------------------------------------------------------------- */

/* A text of a prefix, `count` letters and a suffix. */
static char *stretched(const char *prefix, size_t count, const char *suffix) {
    size_t before = strlen(prefix);
    char *text = malloc(before + count + strlen(suffix) + 1);
    if (!text) {
        abort();
    }
    memcpy(text, prefix, before);
    memset(text + before, 'x', count);
    memcpy(text + before + count, suffix, strlen(suffix) + 1);
    return text;
}

static void limit_is(const char *prefix, size_t count, const char *suffix, uint32_t good_cases, uint32_t line,
                     uint32_t column, const char *what) {
    char *bytes = stretched(prefix, count, suffix);
    test_text text = text_of(bytes);
    uint32_t cases = 0;
    utskr_status status = test_read_all(&text, 0, NULL, &cases);
    tap_ok(status == UTSKR_NOT_FOUND && cases == good_cases, "%s: %u cases", what, cases);
    if (line == 0) {
        tap_eq_i64(text.report_count, 0, "%s: good", what);
    } else {
        const utskr_error *error = &text.reports[0];
        tap_ok(text.report_count == 1 && error->status == UTSKR_LIMIT_REACHED, "%s: too long", what);
        tap_ok(error->line == line && error->column == column, "%s: at %u:%u, got %u:%u", what, line, column,
               error->line, error->column);
    }
    free(bytes);
}

static void test_value_limits(void) {
    limit_is("case ", 1024, "\n", 1, 0, 0, "a name of 1024 bytes");
    limit_is("case ", 1025, "\n", 0, 1, 6, "a name of 1025 bytes");
    limit_is("case x=", 1022, "\n", 1, 0, 0, "a name of 1024 bytes with an equals sign");
    limit_is("case x=", 1023, "\n", 0, 1, 6, "a name of 1025 bytes with an equals sign");
    limit_is("case \"", 1024, "\"", 1, 0, 0, "a name of 1024 bytes in quotes");
    limit_is("case \"", 1025, "\"", 0, 1, 6, "a name of 1025 bytes in quotes");
    limit_is("case \"\\\\", 1023, "\"", 1, 0, 0, "a name of 1024 bytes and an escape");
    limit_is("case \"\\\\", 1024, "\"", 0, 1, 6, "a name of 1025 bytes and an escape");
    limit_is("case a rules=", 1024, "\n", 1, 0, 0, "a value of 1024 bytes");
    limit_is("case a rules=", 1025, "\n", 0, 1, 8, "a value of 1025 bytes");
    limit_is(CASE AT "hospital note about=", 1024, "", 1, 0, 0, "about= of 1024 bytes");
    limit_is(CASE AT "hospital note about=", 1025, "", 0, 2, 38, "about= of 1025 bytes");
    limit_is(CASE AT "hospital note id=", 1025, "", 0, 2, 38, "id= of 1025 bytes");
    limit_is(CASE AT "hospital ", 1025, "", 0, 2, 33, "an event of 1025 bytes");
}

static void test_line_limits(void) {
    limit_is(CASE "#", 65535, "\n", 1, 0, 0, "a line of 65536 bytes");
    limit_is(CASE "#", 65535, "\r\n", 1, 0, 0, "a line of 65536 bytes and CRLF");
    limit_is(CASE "#", 65535, "", 1, 0, 0, "a last line of 65536 bytes");
    limit_is(CASE "#", 65535, "\r", 1, 0, 0, "a last line of 65536 bytes and CR");
    limit_is(CASE "#", 65536, "\n", 0, 2, 65537, "a line of 65537 bytes");
    limit_is(CASE "#", 65536, "\r\n", 0, 2, 65537, "a line of 65537 bytes and CRLF");
    limit_is(CASE "#", 65536, "", 0, 2, 65537, "a last line of 65537 bytes");
    limit_is(CASE "#", 300000, "\ncase b\n", 1, 2, 65537, "a line of 300001 bytes, and a case after it");
    limit_is(CASE "#", 1000000, "", 0, 2, 65537, "a last line of a million bytes");
    limit_is("case ", 70000, "\n" AT "hospital admitted\ncase b\n", 1, 1, 65537, "a header that is too long");
    limit_is("#", 70000, "\ncase b\n", 1, 1, 65537, "a comment that is too long, before any case");
    limit_is("\xef\xbb\xbf#", 65535, "\ncase b\n", 1, 0, 0, "a line of 65536 bytes after the mark");
    limit_is("", 65537, "\r\ncase b\n", 1, 1, 65537, "a stray line that is too long");
}

/* 65535 events fit; the next one is reported, and those after it are not. */
static void test_event_limit(void) {
    static const char line[] = AT "hospital note\n";
    size_t size = 7 + 65538 * (sizeof line - 1);
    char *bytes = malloc(size + 1);
    if (!bytes) {
        abort();
    }
    memcpy(bytes, CASE, 7);
    for (size_t i = 0; i < 65538; i++) {
        memcpy(bytes + 7 + i * (sizeof line - 1), line, sizeof line);
    }
    test_text text = text_of(bytes);
    uint32_t cases = 0;
    test_read_all(&text, 0, NULL, &cases);
    tap_ok(cases == 0 && text.report_count == 1 && text.reports[0].status == UTSKR_LIMIT_REACHED, "too many events");
    tap_ok(text.reports[0].line == 65537 && text.reports[0].column == 1, "at the first that does not fit");
    text = text_of(bytes);
    text.length = 7 + 65535 * (sizeof line - 1);
    test_read_all(&text, 0, NULL, &cases);
    tap_ok(cases == 1 && text.report_count == 0, "65535 events fit");
    free(bytes);
}

/* The facts of a case are limited too: told when it is settled. */
static void test_fact_limit(void) {
    char *bytes = malloc(64000);
    size_t size = 0;
    if (!bytes) {
        abort();
    }
    size += (size_t)snprintf(bytes, 100, "case a\n2026-01-12T00:00:00Z hospital admitted\n");
    for (unsigned i = 0; i < 600; i++) {
        size += (size_t)snprintf(bytes + size, 100, "2026-01-13T00:%02u:%02uZ hospital %s\n", i / 60, i % 60,
                                 i % 2 ? "discharge-ready-withdrawn" : "discharge-ready-notice");
    }
    test_text text = text_of(bytes);
    uint32_t cases = 0;
    test_read_all(&text, 0, NULL, &cases);
    tap_ok(cases == 0 && text.report_count == 1 && text.reports[0].status == UTSKR_LIMIT_REACHED &&
               text.reports[0].line > 2 && text.reports[0].column == 1,
           "too many facts: %s at line %u", text.reports[0].message, text.reports[0].line);
    free(bytes);
}

/* --- Blocks and ends --------------------------------------------------------------------------------------------------- */

static const char MIXED[] =
    "\xef\xbb\xbf# a comment\r\n\r\ncase anna rules=jamtland-harjedalen municipality=2380 care=somatic\r\n"
    "2026-01-12T09:15+01:00 hospital admitted id=a\r\n"
    "2026-01-12T14:00+01:00 hospital needs-assessed social-services municipal-health outpatient\n"
    "\t \n2026-01-13T08:00+01:00 slutenvård inskrivningsmeddelande id=m1 to=socialtjänst,öppenvård "
    "contains=namn,personnummer expected=2026-01-19\n"
    "2026-01-13T10:30+01:00 outpatient care-contact about=x\n"
    "case \"b c\" previous=anna\n"
    "2026-01-19T11:40+01:00 hospital deviation about=\"it was \\\"late\\\"\"\n"
    "2026-01-19T11:41+01:00 hospital retracted of=\"deviation\"";

static bool same_reports(const test_text *a, const test_text *b) {
    bool same = a->report_count == b->report_count;
    for (uint32_t i = 0; same && i < a->report_count; i++) {
        same = a->reports[i].line == b->reports[i].line && a->reports[i].column == b->reports[i].column &&
               strcmp(a->reports[i].word, b->reports[i].word) == 0;
    }
    return same;
}

static void test_blocks(void) {
    test_text whole = text_of(MIXED);
    test_output output = { NULL, 0, 0, 0 };
    uint32_t cases = 0;
    test_read_all(&whole, 0, &output, &cases);
    tap_ok(cases == 1 && whole.report_count == 1 && whole.reports[0].line == 8, "one case of two is good");
    for (size_t at_once = 1; at_once < 40; at_once++) {
        test_text text = text_of(MIXED);
        test_output again = { NULL, 0, 0, 0 };
        uint32_t cases_again = 0;
        text.at_once = at_once;
        test_read_all(&text, 0, &again, &cases_again);
        tap_ok(cases_again == cases && same_reports(&whole, &text) && again.bytes && output.bytes &&
                   strcmp(again.bytes, output.bytes) == 0,
               "%zu bytes at a time", at_once);
        free(again.bytes);
    }
    free(output.bytes);
}

/* Long lines that end on each side of the blocks' edges, a byte at a time and all at once. */
static void test_long_lines(void) {
    for (size_t length = 65520; length <= 65536; length++) {
        char *bytes = stretched("#", length - 1, "\r\ncase a\r\n");
        size_t size = strlen(bytes);
        for (size_t at_once = 0; at_once <= 1000; at_once = at_once ? at_once * 10 : 1) {
            test_text text = text_of(bytes);
            uint32_t cases = 0;
            text.at_once = at_once;
            test_read_all(&text, 0, NULL, &cases);
            tap_ok(cases == 1 && text.report_count == 0 && text.at == size, "a line of %zu bytes, %zu at a time",
                   length, at_once);
        }
        free(bytes);
    }
}

/* However early a text ends, it is read to its end. */
static void test_truncated(void) {
    bool good = true;
    for (size_t length = 0; length < sizeof MIXED; length++) {
        test_text text = text_of(MIXED);
        uint32_t cases = 0;
        text.length = length;
        good &= test_read_all(&text, 0, NULL, &cases) == UTSKR_NOT_FOUND && cases <= 2;
    }
    tap_ok(good, "every beginning of a text");
}

static void test_ends(void) {
    static const struct {
        const char *text;
        uint32_t cases;
    } ends[] = {
        { "", 0 },          { "\xef\xbb\xbf", 0 }, { "\n", 0 },          { "\r\n", 0 },     { "\r", 0 },
        { "#", 0 },         { " \t", 0 },          { "case a", 1 },      { "case a\r", 1 }, { "case a\n\n", 1 },
        { "case a \t", 1 }, { " case a # ", 0 },   { "\tcase\ta\n", 1 },
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        test_text text = text_of(ends[i].text);
        uint32_t cases = 0;
        tap_ok(test_read_all(&text, 0, NULL, &cases) == UTSKR_NOT_FOUND && cases == ends[i].cases, "text %zu", i);
    }
}

/* --- The run ------------------------------------------------------------------------------------------------------------ */

static void test_restart(void) {
    stream s;
    open_stream(&s, CASE AT "hospital admitted\nstray");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_NOT_FOUND, "a case with a bad line");
    tap_eq_i64(utskr_case_entry_count(s.c), 0, "nothing of it is left");
    s.text = text_of("case b\ncase a\n");
    utskr_reader_restart(s.reader);
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_OK, "a case of the next text");
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_NOT_FOUND, "a name of the text before");
    tap_ok(s.text.reports[0].status == UTSKR_DUPLICATE && s.text.reports[0].line == 2, "is no name for another case");
    tap_eq_i64((int64_t)utskr_reader_error_count(s.reader), 2, "errors of the whole run");
    s.text = text_of("stray\n");
    utskr_reader_restart(s.reader);
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_NOT_FOUND, "a text begins before any header");
    tap_eq_i64((int64_t)utskr_reader_error_count(s.reader), 3, "one error more");
    close_stream(&s);
}

static int64_t lying_source(char *buffer, size_t capacity, void *user) {
    (void)buffer;
    (void)user;
    return (int64_t)capacity + 1;
}

static void test_failing_source(void) {
    static const size_t places[] = { 1, 3, 20, 40, 55 };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        stream s;
        open_stream(&s, CASE AT "hospital admitted\n# x\ncase b\n");
        s.text.at_once = 1;
        s.text.fails_at = places[i];
        utskr_status status = utskr_reader_next(s.reader, s.c);
        tap_eq_i64(status, UTSKR_SINK_FAILED, "a source that fails at byte %zu", places[i]);
        tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_SINK_FAILED, "has failed");
        tap_ok(utskr_case_entry_count(s.c) == 0 && s.text.report_count == 0, "no part of a case is given");
        close_stream(&s);
    }
    char *bytes = stretched("#", 100000, "\n");
    stream s;
    open_stream(&s, bytes);
    s.text.at_once = 1000;
    s.text.fails_at = 90000;
    tap_eq_i64(utskr_reader_next(s.reader, s.c), UTSKR_SINK_FAILED, "a source that fails within a line too long");
    close_stream(&s);
    free(bytes);
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    tap_ok(utskr_reader_new(&allocator, lying_source, NULL, NULL, &reader) == UTSKR_OK &&
               utskr_case_new(&allocator, &c) == UTSKR_OK && utskr_reader_next(reader, c) == UTSKR_SINK_FAILED,
           "a source that claims to have written more than there was room for");
    utskr_reader_free(reader);
    utskr_case_free(c);
}

static void test_many_names(void) {
    enum { MANY = 20000 };
    char *bytes = malloc(MANY * 16 + 32);
    size_t size = 0;
    if (!bytes) {
        abort();
    }
    for (int i = 0; i < MANY; i++) {
        size += (size_t)sprintf(bytes + size, "case n%d\n", i);
    }
    size += (size_t)sprintf(bytes + size, "case n0\ncase n%d\n", MANY - 1);
    test_text text = text_of(bytes);
    uint32_t cases = 0;
    test_read_all(&text, 0, NULL, &cases);
    tap_ok(cases == MANY && text.report_count == 2, "%d names, and two that were there already", MANY);
    free(bytes);
}

/* A set of names beyond what the machine can address. */
static void test_too_many_names(void) {
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    utskr_names names = { NULL, SIZE_MAX / 32 + 1, SIZE_MAX };
    tap_eq_i64(utskr_names_add(&names, &allocator, "a", 1), UTSKR_NO_MEMORY, "no room for more names");
    tap_eq_i64((int64_t)memory.made, 0, "none is asked for");
}

/* Every allocation fails once: no case is given then, nothing is lost, and the next call goes on. */
static void test_no_memory(void) {
    static const char bytes[] = CASE AT "hospital admitted id=a-long-id\n" AT "hospital acknowledged of=a-long-id\n"
                                        "case b rules=lus\n" AT "hospital note about=x\n"
                                        "case c\n" AT "hospital admitted id=1\n" AT "hospital acknowledged of=2\n";
    uint64_t fail_at = 0;
    utskr_status status = UTSKR_NO_MEMORY;
    bool good = true;
    while (status == UTSKR_NO_MEMORY) {
        test_memory memory = { 0, ++fail_at, 0 };
        utskr_allocator allocator = test_allocator(&memory);
        test_text text = text_of(bytes);
        utskr_reader *reader = NULL;
        utskr_case *c = NULL;
        status = utskr_reader_new(&allocator, test_source, test_report, &text, &reader);
        status = status == UTSKR_OK ? utskr_case_new(&allocator, &c) : status;
        while (status == UTSKR_OK) {
            status = utskr_reader_next(reader, c);
        }
        good &= status == UTSKR_NO_MEMORY || (status == UTSKR_NOT_FOUND && text.report_count == 1);
        good &= status != UTSKR_NO_MEMORY || !c || utskr_case_entry_count(c) == 0;
        memory.fail_at = 0;
        while (reader && c && utskr_reader_next(reader, c) == UTSKR_OK) {
            good &= utskr_case_entry_count(c) > 0;
        }
        utskr_reader_free(reader);
        utskr_case_free(c);
        good &= memory.in_use == 0;
    }
    tap_ok(good && status == UTSKR_NOT_FOUND, "every one of %d allocations fails", (int)fail_at - 1);
}

static void test_bad_arguments(void) {
    test_memory memory = { 0, 0, 0 };
    utskr_allocator allocator = test_allocator(&memory);
    utskr_allocator broken = { NULL, NULL };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    tap_eq_i64(utskr_reader_new(NULL, test_source, NULL, NULL, &reader), UTSKR_BAD_ARGUMENT, "no allocator");
    tap_eq_i64(utskr_reader_new(&broken, test_source, NULL, NULL, &reader), UTSKR_BAD_ARGUMENT, "no resize");
    tap_eq_i64(utskr_reader_new(&allocator, NULL, NULL, NULL, &reader), UTSKR_BAD_ARGUMENT, "no source");
    tap_eq_i64(utskr_reader_new(&allocator, test_source, NULL, NULL, NULL), UTSKR_BAD_ARGUMENT, "no place for it");
    utskr_reader_free(NULL);
    utskr_reader_restart(NULL);
    tap_eq_i64((int64_t)utskr_reader_error_count(NULL), 0, "no reader, no errors");
    test_text text = text_of("case a\nx\n" AT "x\ncase b\n" AT "hospital discharged\n");
    tap_ok(utskr_reader_new(&allocator, test_source, NULL, &text, &reader) == UTSKR_OK &&
               utskr_case_new(&allocator, &c) == UTSKR_OK,
           "a reader without report");
    tap_eq_i64(utskr_reader_next(NULL, c), UTSKR_BAD_ARGUMENT, "no reader");
    tap_eq_i64(utskr_reader_next(reader, NULL), UTSKR_BAD_ARGUMENT, "no case");
    tap_ok(utskr_reader_next(reader, c) == UTSKR_OK && utskr_reader_error_count(reader) == 2, "errors are counted");
    utskr_reader_free(reader);
    utskr_case_free(c);
}

int main(void) {
    test_header();
    test_headers();
    test_good_lines();
    test_strings();
    test_bad_texts();
    test_good_characters();
    test_all_are_reported();
    test_refused();
    test_refused_senders();
    test_value_limits();
    test_line_limits();
    test_event_limit();
    test_fact_limit();
    test_blocks();
    test_long_lines();
    test_truncated();
    test_ends();
    test_restart();
    test_failing_source();
    test_many_names();
    test_too_many_names();
    test_no_memory();
    test_bad_arguments();
    return tap_done();
}
