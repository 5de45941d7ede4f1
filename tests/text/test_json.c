/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON lines, byte by byte, of judgements that are built by hand: no rule is asked. */
#include <stdlib.h>

#include <utskrivning/json.h>

#include "host.h"
#include "tap.h"

/* --- What was written ------------------------------------------------------------------------------------------------- */

enum { CAPACITY = 1 << 20 };
static char written[CAPACITY];
static size_t written_length;
static uint32_t pieces;
static uint32_t pieces_until_failure;

static int collect(const char *bytes, size_t length, void *user) {
    (void)user;
    pieces++;
    if (pieces_until_failure > 0 && pieces >= pieces_until_failure) {
        return 1;
    }
    if (length >= CAPACITY - written_length) {
        return 1;
    }
    memcpy(written + written_length, bytes, length);
    written_length += length;
    written[written_length] = '\0';
    return 0;
}

static void forget(void) {
    written_length = 0;
    written[0] = '\0';
    pieces = 0;
    pieces_until_failure = 0;
}

/* --- What is written about ---------------------------------------------------------------------------------------------- */

static utskr_obligation obligations[4];
static utskr_finding findings[2];
static utskr_day days[4000];

static utskr_instant instant(const char *text) {
    utskr_instant at = 0;
    (void)utskr_instant_parse(text, strlen(text), &at, NULL);
    return at;
}

static utskr_date date(const char *text) {
    utskr_date day = 0;
    (void)utskr_date_parse(text, strlen(text), &day, NULL);
    return day;
}

static utskr_figures figures_of(uint8_t status) {
    utskr_figures figures = { 0, UTSKR_DATE_NONE, 0, status, 1, 1, 0, 0 };
    return figures;
}

/* A judgement of which nothing is known. */
static utskr_judgement empty_judgement(void) {
    utskr_judgement judgement;
    memset(&judgement, 0, sizeof judgement);
    judgement.size = sizeof judgement;
    judgement.obligations = obligations;
    judgement.obligation_capacity = sizeof obligations / sizeof obligations[0];
    judgement.findings = findings;
    judgement.finding_capacity = sizeof findings / sizeof findings[0];
    judgement.days = days;
    judgement.day_capacity = sizeof days / sizeof days[0];
    (void)utskr_readings_init(utskr_pack_at(0), &judgement.readings);
    judgement.liability.figures = figures_of(UTSKR_LIABILITY_UNKNOWN);
    for (size_t i = 0; i < 3; i++) {
        judgement.liability.late[i] = figures_of(UTSKR_LIABILITY_UNKNOWN);
    }
    return judgement;
}

/* A case of `count` events, an hour apart, on the lines from 11 on. */
static utskr_case *case_of(const char *name, uint32_t count) {
    utskr_case *c = NULL;
    utskr_header header = UTSKR_HEADER_INIT;
    header.name = name;
    header.line = 10;
    header.previous = "before \"it\"";
    if (utskr_case_new(&host_memory, &c) != UTSKR_OK || utskr_case_set_header(c, &header) != UTSKR_OK) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        entry.line = 11 + i;
        entry.event.at = instant("2022-05-02T09:00+02:00") + 3600 * (utskr_instant)i;
        entry.event.kind = i == 0 ? UTSKR_ADMITTED : UTSKR_NOTE;
        entry.event.party = UTSKR_PARTY_HOSPITAL;
        if (utskr_case_append(c, &entry, NULL) != UTSKR_OK) {
            return NULL;
        }
    }
    return utskr_case_settle(c, NULL) == UTSKR_OK ? c : NULL;
}

/* --- Judgements ----------------------------------------------------------------------------------------------------------- */

#define NO_FIGURES "\"status\":\"unknown\",\"enters\":null,\"days\":0,\"amount_sek\":0"
#define READINGS                                                                                                       \
    "\"readings\":{\"late\":\"strict\",\"simple-care\":\"outside\",\"sip-home-nursing\":\"joint\","                    \
    "\"sip-current\":\"suffices\",\"sip-call-consent\":\"statutory\",\"unstated-recipients\":\"unknown\","             \
    "\"unstated-content\":\"unknown\",\"hours\":\"elapsed\",\"holiday-shift\":\"off\","                                \
    "\"cutoff-at-noon\":\"on-time\",\"entry-day\":\"charged\",\"end-day\":\"free\",\"leave-days\":\"charged\","        \
    "\"obstacle\":\"day\",\"admission-recipients\":\"any-municipal\",\"psychiatric-2018-cutoff\":\"same\""

static void test_empty(void) {
    utskr_judgement judgement = empty_judgement();
    forget();
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL), UTSKR_OK, "an empty judgement");
    char *readings = strstr(written, ",\"readings\":");
    tap_ok(readings != NULL && strncmp(readings + 1, READINGS, sizeof READINGS - 1) == 0,
           "the readings by their words");
    tap_ok(strstr(written, "},\"step\":\"before\",\"closed\":false,\"previous\":null}\n") != NULL, "what follows them");
    if (readings) {
        *readings = '\0';
    }
    tap_eq_str(written,
               "{\"case\":null,\"file\":null,\"rules\":\"lus\",\"at\":null,\"covered\":\"unknown\",\"state\":\"new\","
               "\"sip\":{\"required\":\"unknown\",\"rule\":null,\"state\":\"none\"},\"patient_ready\":\"unknown\","
               "\"municipality_ready\":{\"combined\":\"unknown\",\"sol\":\"unknown\",\"hsl\":\"unknown\","
               "\"rehab\":\"unknown\",\"lines\":{\"sol\":0,\"hsl\":0,\"rehab\":0}},"
               "\"home_ready\":{\"combined\":\"unknown\",\"missing\":[\"patient-ready\",\"patient-informed\","
               "\"care-contact\",\"information-transferred\",\"aids\"],\"criteria\":{"
               "\"patient-ready\":{\"answer\":\"unknown\",\"line\":0},"
               "\"patient-informed\":{\"answer\":\"unknown\",\"line\":0},"
               "\"care-contact\":{\"answer\":\"unknown\",\"line\":0},"
               "\"information-transferred\":{\"answer\":\"unknown\",\"line\":0},"
               "\"aids\":{\"answer\":\"unknown\",\"line\":0}}},\"obligations\":[],"
               "\"liability\":{\"status\":\"unknown\",\"model\":\"individual\",\"enters\":null,\"days\":0,"
               "\"amount_sek\":0,\"payer\":null,\"prerequisites\":{},\"late\":{\"strict\":{" NO_FIGURES
               "},\"curable\":{" NO_FIGURES "},\"existence\":{" NO_FIGURES "}},\"alternatives\":[],\"spells\":[],"
               "\"per_day\":[],\"reasons\":[],\"under_act\":false},\"findings\":[],\"next_change\":null,"
               "\"evidence\":{\"refused\":[]}",
               "no key is left out");
    tap_eq_i64(pieces, 1, "one line, one piece");
}

static void test_obligations(utskr_case *c) {
    utskr_judgement judgement = empty_judgement();
    obligations[0] = (utskr_obligation){ .id = "sip-call",
                                         .cite = "2017:612 4 kap. 3 §",
                                         .trigger = instant("2022-05-09T11:40+02:00"),
                                         .due = instant("2022-05-12T23:59:59+02:00"),
                                         .trigger_index = 2,
                                         .party = UTSKR_PARTY_OUTPATIENT,
                                         .form = UTSKR_FORM_DAYS,
                                         .status = UTSKR_OBLIGATION_OPEN };
    obligations[1] = (utskr_obligation){ .id = "x",
                                         .cite = "",
                                         .trigger = instant("2022-01-09T11:40+01:00"),
                                         .earliest = instant("2022-01-10T00:00+01:00"),
                                         .agreed = instant("2022-01-11T00:00+01:00"),
                                         .done = instant("2022-01-12T00:00+01:00"),
                                         .done_index = 3,
                                         .party = UTSKR_PARTY_HOSPITAL,
                                         .force = UTSKR_BOR,
                                         .status = UTSKR_OBLIGATION_MET_LATE,
                                         .colour_unstated = 1,
                                         .unmet_units = (uint8_t)(UTSKR_TO_OUTPATIENT | UTSKR_TO_SOCIAL_SERVICES) };
    judgement.obligation_count = 2;
    forget();
    (void)utskr_judgement_write_json(c, "a.case", &judgement, collect, NULL);
    const char *from = strstr(written, ",\"obligations\":");
    char *to = strstr(written, ",\"liability\":");
    if (tap_ok(from && to, "a list of obligations")) {
        *to = '\0';
        tap_eq_str(
            from + 1,
            "\"obligations\":[{\"id\":\"sip-call\",\"party\":\"outpatient\",\"force\":\"ska\",\"status\":\"open\","
            "\"due\":\"2022-05-12T23:59:59+02:00\",\"done\":null,\"cite\":\"2017:612 4 kap. 3 §\","
            "\"trigger_line\":12,\"done_line\":0,\"trigger\":\"2022-05-09T11:40:00+02:00\"},"
            "{\"id\":\"x\",\"party\":\"hospital\",\"force\":\"bör\",\"status\":\"met-late\",\"due\":null,"
            "\"done\":\"2022-01-12T00:00:00+01:00\",\"cite\":\"\",\"trigger_line\":0,\"done_line\":13,"
            "\"trigger\":\"2022-01-09T11:40:00+01:00\",\"earliest\":\"2022-01-10T00:00:00+01:00\","
            "\"agreed\":\"2022-01-11T00:00:00+01:00\",\"unmet\":[\"outpatient\",\"social-services\"],"
            "\"mark\":\"colour-unstated\"}]",
            "obligations, those with more to say than others");
    }
}

static void fill_liability(utskr_judgement *judgement) {
    utskr_liability *liability = &judgement->liability;
    utskr_spell_judgement *spell = &liability->spells[0];
    liability->figures = (utskr_figures){ .ore = 930050,
                                          .enters = date("2022-05-12"),
                                          .days = 1,
                                          .status = UTSKR_LIABILITY_ENDED,
                                          .days_known = 1,
                                          .amount_known = 1,
                                          .reasons = UINT32_C(1) << UTSKR_REASON_OBSTACLE };
    liability->late[1] = (utskr_figures){ .enters = UTSKR_DATE_NONE, .status = UTSKR_LIABILITY_BLOCKED };
    liability->late[2].days_known = 1;
    liability->late[2].days = 2;
    liability->late[2].amount_known = 0;
    liability->payer = 84;
    liability->under_act = 1;
    liability->spell_count = 1;
    spell->notice = instant("2022-05-09T10:00+02:00");
    spell->told = instant("2022-05-09T10:30+02:00");
    spell->end = instant("2022-05-14T10:00+02:00");
    spell->ended_by = UTSKR_END_WITHDRAWN;
    spell->notice_index = 1;
    spell->end_index = 4;
    spell->figures = liability->figures;
    memset(spell->prerequisites, UTSKR_YES, sizeof spell->prerequisites);
    spell->prerequisites[UTSKR_PRE_SIP_CALL] = UTSKR_NOT_NEEDED;
    liability->alternative_count = 1;
    liability->alternatives[0] = (utskr_alternative){ UTSKR_READ_END_DAY, 1, 1, 0, 3, 0 };
    judgement->day_count = 2;
    days[0] = (utskr_day){ date("2022-05-12"), 0, 1, UTSKR_REASON_OBSTACLE, 0, 0, "obstacle" };
    days[1] = (utskr_day){ date("2022-05-13"), 1, 1, 0, 0, 930050, "charged-days" };
}

static void test_liability(utskr_case *c) {
    utskr_judgement judgement = empty_judgement();
    fill_liability(&judgement);
    forget();
    (void)utskr_judgement_write_json(c, "a.case", &judgement, collect, NULL);
    const char *from = strstr(written, ",\"liability\":");
    char *to = strstr(written, ",\"findings\":");
    if (tap_ok(from && to, "a liability object")) {
        *to = '\0';
        tap_eq_str(from + 1,
                   "\"liability\":{\"status\":\"ended\",\"model\":\"individual\",\"enters\":\"2022-05-12\",\"days\":1,"
                   "\"amount_sek\":9300.50,\"payer\":\"0084\",\"prerequisites\":{\"pre-scope\":\"yes\","
                   "\"pre-admission-notice\":\"yes\",\"pre-ready-notice\":\"yes\",\"pre-sip-call\":\"not-needed\","
                   "\"pre-payer\":\"yes\",\"pre-not-opposed\":\"yes\"},\"late\":{\"strict\":{" NO_FIGURES
                   "},\"curable\":{\"status\":\"blocked\",\"enters\":null,\"days\":null,\"amount_sek\":null},"
                   "\"existence\":{\"status\":\"unknown\",\"enters\":null,\"days\":2,\"amount_sek\":null}},"
                   "\"alternatives\":[{\"reading\":\"end-day\",\"value\":\"charged\",\"days\":3,\"amount_sek\":null}],"
                   "\"spells\":[{\"notice\":\"2022-05-09T10:00:00+02:00\",\"end\":\"2022-05-14T10:00:00+02:00\","
                   "\"enters\":\"2022-05-12\",\"status\":\"ended\",\"days\":1,\"amount_sek\":9300.50,"
                   "\"prerequisites\":{\"pre-scope\":\"yes\",\"pre-admission-notice\":\"yes\","
                   "\"pre-ready-notice\":\"yes\",\"pre-sip-call\":\"not-needed\",\"pre-payer\":\"yes\",\"pre-not-"
                   "opposed\":\"yes\"},"
                   "\"told\":\"2022-05-09T10:30:00+02:00\",\"ended_by\":\"withdrawn\",\"notice_line\":11,"
                   "\"end_line\":14,\"reasons\":[\"obstacle\"]}],"
                   "\"per_day\":[{\"date\":\"2022-05-12\",\"charged\":false,\"rule\":\"obstacle\",\"sek\":0},"
                   "{\"date\":\"2022-05-13\",\"charged\":true,\"rule\":\"charged-days\",\"sek\":9300.50}],"
                   "\"reasons\":[\"obstacle\"],\"under_act\":true}",
                   "liability with a spell, days, an alternative and unknown figures");
    }
}

static void test_evidence(utskr_case *c) {
    utskr_judgement judgement = empty_judgement();
    static const utskr_evidence evidence[] = {
        { "covered", "scope-simple", 2, 0, UTSKR_UNKNOWN }, { "covered", "scope-need", 2, 1, UTSKR_YES },
        { "sip", "sip-current", 0, 0, UTSKR_UNKNOWN },      { "sip", "sip-both", 2, 1, UTSKR_YES },
        { "covered", "scope-again", 3, 1, UTSKR_YES },
    };
    memcpy(judgement.evidence, evidence, sizeof evidence);
    judgement.evidence_count = sizeof evidence / sizeof evidence[0];
    findings[0] = (utskr_finding){ "duplicate-ready-notice", "2017:612 3 kap. 1 §", 4, 2, UTSKR_PARTY_HOSPITAL, 1, 0 };
    judgement.finding_count = 1;
    judgement.next_change = instant("2022-05-13T00:00+02:00");
    forget();
    (void)utskr_judgement_write_json(c, "a.case", &judgement, collect, NULL);
    const char *from = strstr(written, ",\"findings\":");
    char *to = strstr(written, ",\"readings\":");
    if (tap_ok(from && to, "findings and evidence")) {
        *to = '\0';
        tap_eq_str(from + 1,
                   "\"findings\":[{\"id\":\"duplicate-ready-notice\",\"party\":\"hospital\",\"line\":14,\"count\":2,"
                   "\"cite\":\"2017:612 3 kap. 1 §\",\"mark\":\"colour-unstated\"}],"
                   "\"next_change\":\"2022-05-13T00:00:00+02:00\","
                   "\"evidence\":{\"covered\":{\"rule\":\"scope-need\",\"line\":12},"
                   "\"sip\":{\"rule\":\"sip-both\",\"line\":12},\"refused\":[\"scope-simple\",\"sip-current\"]}",
                   "the first rule that applied, and those that did not");
    }
}

/* --- Strings -------------------------------------------------------------------------------------------------------------- */

/* What the file's name comes out as. */
static const char *file_written(const char *file) {
    utskr_judgement judgement = empty_judgement();
    forget();
    (void)utskr_judgement_write_json(NULL, file, &judgement, collect, NULL);
    char *end = strstr(written, ",\"rules\":");
    if (end) {
        *end = '\0';
    }
    return written + strlen("{\"case\":null,\"file\":");
}

static void test_strings(void) {
    tap_eq_str(file_written(""), "\"\"", "an empty string");
    tap_eq_str(file_written("a \"b\" \\ c"), "\"a \\\"b\\\" \\\\ c\"", "quotes and backslashes");
    tap_eq_str(file_written("\b\f\n\r\t\x01\x1f\x7f"), "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"", "control characters");
    tap_eq_str(file_written("åäö § € 😀"), "\"åäö § € 😀\"", "UTF-8 as it is");
    tap_eq_str(file_written("a\x80z"), "\"a\xef\xbf\xbdz\"", "a stray byte");
    tap_eq_str(file_written("a\xc3"), "\"a\xef\xbf\xbd\"", "a character cut short");
    tap_eq_str(file_written("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\"", "an overlong form");
    tap_eq_str(file_written("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"", "half a surrogate pair");
    tap_eq_str(file_written("\xf4\x90\x80\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"",
               "beyond Unicode");
    tap_eq_str(file_written("\xe2\x82"), "\"\xef\xbf\xbd\xef\xbf\xbd\"", "two bytes of three");
}

/* A long text whose special characters fall on every place of a block and of a piece. */
static void test_long_string(void) {
    enum { LENGTH = 30000 };
    static char text[LENGTH + 1];
    static char expected[6 * LENGTH];
    for (size_t shift = 0; shift < 9; shift++) {
        size_t at = 0;
        size_t out = 0;
        expected[out++] = '"';
        for (size_t i = shift; at + 2 < LENGTH; i++) {
            if (i % 7 == 0) {
                memcpy(text + at, "å", 2);
                memcpy(expected + out, "å", 2);
                at += 2;
                out += 2;
            } else if (i % 11 == 0) {
                text[at++] = '"';
                memcpy(expected + out, "\\\"", 2);
                out += 2;
            } else {
                text[at++] = 'x';
                expected[out++] = 'x';
            }
        }
        text[at] = '\0';
        memcpy(expected + out, "\"", 2);
        tap_ok(strcmp(file_written(text), expected) == 0, "a string of %zu bytes, shifted by %zu", at, shift);
    }
}

/* --- Amounts -------------------------------------------------------------------------------------------------------------- */

static void test_amounts(void) {
    static const struct {
        int64_t ore;
        const char *text;
    } amounts[] = {
        { 0, "0," },
        { 1, "0.01," },
        { 10, "0.10," },
        { 100, "1," },
        { 930000, "9300," },
        { 930099, "9300.99," },
        { -150, "-1.50," },
        { INT64_MAX, "92233720368547758.07," },
        { INT64_MIN, "-92233720368547758.08," },
    };
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        utskr_judgement judgement = empty_judgement();
        judgement.liability.figures.ore = amounts[i].ore;
        forget();
        (void)utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL);
        const char *from = strstr(written, "\"amount_sek\":");
        tap_ok(from && strncmp(from + 13, amounts[i].text, strlen(amounts[i].text)) == 0, "%" PRId64 " öre is %s",
               amounts[i].ore, amounts[i].text);
    }
}

static const char *payer_written(int32_t payer) {
    static char text[8];
    utskr_judgement judgement = empty_judgement();
    judgement.liability.payer = payer;
    forget();
    (void)utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL);
    const char *from = strstr(written, "\"payer\":");
    snprintf(text, sizeof text, "%.6s", from ? from + 8 : "");
    return text;
}

static void test_payers(void) {
    tap_eq_str(payer_written(2380), "\"2380\"", "a payer");
    tap_eq_str(payer_written(84), "\"0084\"", "a payer has four digits");
    tap_eq_str(payer_written(UTSKR_MUNICIPALITY_UNKNOWN), "null,\"", "an unknown payer");
    tap_eq_str(payer_written(UTSKR_MUNICIPALITY_NONE), "null,\"", "no payer");
    tap_eq_str(payer_written(10000), "null,\"", "a number that is no municipality");
}

/* --- Failures ------------------------------------------------------------------------------------------------------------- */

static void test_failures(void) {
    utskr_judgement judgement = empty_judgement();
    forget();
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, NULL, collect, NULL), UTSKR_BAD_ARGUMENT, "no judgement");
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, NULL, NULL), UTSKR_BAD_ARGUMENT, "no sink");
    judgement.day_count = judgement.day_capacity + 1;
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL), UTSKR_BUFFER_TOO_SMALL,
               "days that are not there");
    judgement.day_count = 0;
    judgement.size--;
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL), UTSKR_BAD_SIZE, "another size");
    tap_eq_i64(pieces, 0, "nothing was written");
    judgement.size++;
    pieces_until_failure = 1;
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL), UTSKR_SINK_FAILED,
               "a sink that fails");
}

static void test_many_days(void) {
    utskr_judgement judgement = empty_judgement();
    judgement.day_count = judgement.day_capacity;
    for (uint32_t i = 0; i < judgement.day_count; i++) {
        days[i] = (utskr_day){ date("2022-05-12") + (utskr_date)i, 1, 0, 0, 0, 0, "charged-days" };
    }
    forget();
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL), UTSKR_OK, "eleven years of days");
    tap_ok(pieces > 1, "in %" PRIu32 " pieces", pieces);
    uint32_t found = 0;
    for (const char *at = written; (at = strstr(at, "{\"date\":\"")) != NULL; at++) {
        found++;
    }
    tap_eq_i64(found, judgement.day_count, "every day is there");
    tap_ok(written[written_length - 1] == '\n' && strchr(written, '\n') == written + written_length - 1, "on one line");
    forget();
    pieces_until_failure = 2;
    tap_eq_i64(utskr_judgement_write_json(NULL, NULL, &judgement, collect, NULL), UTSKR_SINK_FAILED,
               "a sink that fails later");
    tap_eq_i64(pieces, 2, "is not asked again");
}

/* The lines of the first events are looked up once, those of later ones when they are needed. */
static void test_late_lines(void) {
    utskr_case *c = case_of("long", 200);
    utskr_judgement judgement = empty_judgement();
    judgement.readiness.subject_index[0] = 64;
    judgement.readiness.subject_index[1] = 65;
    judgement.readiness.subject_index[2] = 201;
    forget();
    (void)utskr_judgement_write_json(c, NULL, &judgement, collect, NULL);
    tap_ok(strstr(written, "\"lines\":{\"sol\":74,\"hsl\":75,\"rehab\":0}") != NULL,
           "lines of events far down the log");
    utskr_case_free(c);
}

/* --- The other lines ------------------------------------------------------------------------------------------------------ */

static void test_sharing(utskr_case *c) {
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_sharing sharing = { "share-reason", "Samtycke", 2, UTSKR_SHARE_NEEDS_CONSENT, { 0 } };
    question.at = instant("2022-05-09T10:00+02:00");
    forget();
    tap_eq_i64(utskr_sharing_write_json(c, "a.case", &question, UTSKR_PARTY_HOSPITAL, UTSKR_PARTY_SOCIAL_SERVICES,
                                        UTSKR_SHARE_REASON, &sharing, collect, NULL),
               UTSKR_OK, "a sharing answer");
    tap_eq_str(
        written,
        "{\"case\":\"a \\\"case\\\"\",\"file\":\"a.case\",\"rules\":\"lus\",\"at\":\"2022-05-09T10:00:00+02:00\","
        "\"from\":\"hospital\",\"to\":\"social-services\",\"item\":\"reason\",\"answer\":\"needs-consent\","
        "\"rule\":\"share-reason\",\"cite\":\"Samtycke\",\"line\":12}\n",
        "with what was asked");
    tap_eq_i64(utskr_sharing_write_json(c, "a.case", NULL, 1, 2, 3, &sharing, collect, NULL), UTSKR_BAD_ARGUMENT,
               "no question");
}

static void test_findings(utskr_case *c) {
    utskr_judgement judgement = empty_judgement();
    forget();
    tap_eq_i64(utskr_findings_write_json(c, "a.case", &judgement, collect, NULL), UTSKR_OK, "findings alone");
    tap_eq_str(
        written,
        "{\"case\":\"a \\\"case\\\"\",\"file\":\"a.case\",\"line\":10,\"rules\":\"lus\",\"at\":null,\"events\":5,"
        "\"refused\":0,\"retracted\":0,\"findings\":[]}\n",
        "with what was read");
    tap_eq_i64(utskr_findings_write_json(c, "a.case", NULL, collect, NULL), UTSKR_BAD_ARGUMENT, "no judgement");
}

static void test_worklist(utskr_case *c) {
    utskr_judgement judgement = empty_judgement();
    utskr_facts facts;
    const uint32_t todo[] = { 1, 0, 7 };
    (void)utskr_facts_init(&facts, NULL);
    obligations[0] = (utskr_obligation){ .id = "a",
                                         .cite = "c",
                                         .due = instant("2022-05-09T10:00:00+02:00"),
                                         .party = UTSKR_PARTY_OUTPATIENT,
                                         .status = UTSKR_OBLIGATION_OPEN };
    obligations[1] = obligations[0];
    obligations[1].id = "b";
    obligations[1].due = 0;
    obligations[2] = obligations[0];
    obligations[2].id = "other";
    obligations[2].party = UTSKR_PARTY_HOSPITAL;
    obligations[3] = obligations[2];
    obligations[3].status = UTSKR_OBLIGATION_MET;
    judgement.obligation_count = 4;
    judgement.at = instant("2022-05-09T10:00:30+02:00");
    forget();
    tap_eq_i64(
        utskr_worklist_write_json(c, "a.case", &facts, &judgement, UTSKR_PARTY_OUTPATIENT, todo, 3, collect, NULL),
        UTSKR_OK, "a worklist");
    tap_ok(strstr(written, "\"party\":\"outpatient\",\"state\":\"new\",\"step\":\"before\",\"must\":[{\"id\":\"b\"") !=
               NULL,
           "in the order of the list");
    tap_ok(strstr(written, "\"seconds_left\":null},{\"id\":\"a\"") != NULL, "no due time, no time left");
    tap_ok(strstr(written, "\"seconds_left\":-30}],\"may\":[") != NULL, "half a minute late");
    tap_ok(strstr(written, "],\"elsewhere\":[{\"id\":\"other\"") != NULL, "what others have left");
    tap_eq_i64(utskr_worklist_write_json(c, NULL, NULL, &judgement, 1, todo, 3, collect, NULL), UTSKR_BAD_ARGUMENT,
               "no facts");
    tap_eq_i64(utskr_worklist_write_json(c, NULL, &facts, &judgement, 1, NULL, 3, collect, NULL), UTSKR_BAD_ARGUMENT,
               "no list");
    tap_eq_i64(utskr_worklist_write_json(c, NULL, &facts, NULL, 1, todo, 3, collect, NULL), UTSKR_BAD_ARGUMENT,
               "no judgement");
}

/* How many lines begin like that. */
static uint32_t lines_beginning(const char *beginning) {
    uint32_t count = 0;
    for (const char *line = written; *line; line = strchr(line, '\n') + 1) {
        count += strncmp(line, beginning, strlen(beginning)) == 0;
    }
    return count;
}

static void test_rules(void) {
    const utskr_pack *act = NULL;
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    forget();
    tap_eq_i64(utskr_rules_write_json(NULL, NULL, NULL), UTSKR_BAD_ARGUMENT, "no sink");
    (void)utskr_pack_find("lus", 3, &act, NULL);
    (void)utskr_pack_describe(act, &info);
    tap_eq_i64(utskr_rules_write_json(act, collect, NULL), UTSKR_OK, "the rules of the act");
    tap_eq_i64(lines_beginning("{\"kind\":\"pack\",\"id\":\"lus\","), 1, "one pack");
    tap_eq_i64(lines_beginning("{\"kind\":\"rule\","), info.rule_count, "every rule");
    tap_eq_i64(lines_beginning("{\"kind\":\"reading\","), utskr_reading_count(), "every reading");
    tap_ok(lines_beginning("{\"kind\":\"rate\",\"year\":2022,\"sek\":9300,") == 1, "the amount of 2022");
    tap_ok(strstr(written, "\"id\":\"sip-call\",\"pack\":\"lus\",\"group\":\"obligation\",\"parties\":[\"outpatient\"],"
                           "\"force\":\"ska\",\"form\":\"days\",\"number\":3,") != NULL,
           "a row with its time form");
    forget();
    tap_eq_i64(utskr_rules_write_json(NULL, collect, NULL), UTSKR_OK, "the rules of every pack");
    tap_eq_i64(lines_beginning("{\"kind\":\"pack\","), utskr_pack_count(), "every pack");
}

int main(void) {
    utskr_case *c = case_of("a \"case\"", 5);
    tap_ok(c != NULL, "a case to write about");
    test_empty();
    test_obligations(c);
    test_liability(c);
    test_evidence(c);
    test_strings();
    test_long_string();
    test_amounts();
    test_payers();
    test_failures();
    test_many_days();
    test_late_lines();
    test_sharing(c);
    test_findings(c);
    test_worklist(c);
    test_rules();
    utskr_case_free(c);
    return tap_done();
}
