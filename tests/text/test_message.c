/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages: every value has its words in both languages, and no two values share them by accident. */
#include <stdlib.h>

#include <utskrivning/message.h>

#include "host.h"
#include "tap.h"

typedef const char *(*words)(int32_t number, int32_t language);

static bool differ(words of, int32_t first, int32_t end, int32_t language) {
    for (int32_t a = first; a < end; a++) {
        for (int32_t b = a + 1; b < end; b++) {
            if (strcmp(of(a, language), of(b, language)) == 0) {
                tap_say("%d and %d are both '%s'", (int)a, (int)b, of(a, language));
                return false;
            }
        }
    }
    return true;
}

static bool are_there(words of, int32_t first, int32_t end, int32_t language) {
    for (int32_t number = first; number < end; number++) {
        const char *text = of(number, language);
        if (!text || !text[0] || strcmp(text, of(-1, language)) == 0) {
            tap_say("%d has no words", (int)number);
            return false;
        }
    }
    return true;
}

static void test_words(const char *what, words of, int32_t first, int32_t end) {
    static const char *const unknown_value[UTSKR_LANGUAGE_COUNT] = { "okänt värde", "unknown value" };
    for (int32_t language = 0; language < UTSKR_LANGUAGE_COUNT; language++) {
        const char *name = utskr_language_name(language);
        tap_ok(are_there(of, first, end, language), "%s, %s: every value has words", what, name);
        tap_ok(differ(of, first, end, language), "%s, %s: no two are the same", what, name);
        tap_eq_str(of(-1, language), unknown_value[language], "%s, %s: below the first", what, name);
        tap_eq_str(of(1000, language), unknown_value[language], "%s, %s: after the last", what, name);
    }
    tap_eq_str(of(first, 77), of(first, UTSKR_SV), "%s: no language is Swedish", what);
}

static void test_all_words(void) {
    test_words("answer", utskr_message_answer, 0, UTSKR_NOT_NEEDED + 1);
    test_words("party", utskr_message_party, 0, UTSKR_PARTY_COUNT);
    test_words("kind", utskr_message_kind, 1, UTSKR_KIND_COUNT);
    test_words("state", utskr_message_state, 0, UTSKR_STATE_COUNT);
    test_words("step", utskr_message_step, 0, 8);
    test_words("obligation status", utskr_message_obligation_status, 0, UTSKR_OBLIGATION_EXCUSED + 1);
    test_words("liability status", utskr_message_liability_status, 0, UTSKR_LIABILITY_ENDED + 1);
    test_words("prerequisite", utskr_message_prerequisite, 0, UTSKR_PREREQUISITE_COUNT);
    test_words("criterion", utskr_message_criterion, 0, UTSKR_CRITERION_COUNT);
    test_words("subject", utskr_message_subject, 0, UTSKR_SUBJECT_COUNT);
    test_words("SIP state", utskr_message_sip_state, 0, UTSKR_SIP_IS_DECLINED + 1);
    test_words("sharing answer", utskr_message_share_answer, 0, UTSKR_SHARE_NOT_CONCERNED + 1);
    test_words("item", utskr_message_share_item, 1, UTSKR_SHARE_ITEM_COUNT);
    test_words("reason", utskr_message_reason, 0, UTSKR_REASON_COUNT);
}

static void test_cites(void) {
    for (int32_t reason = 0; reason < UTSKR_REASON_COUNT; reason++) {
        const char *cite = utskr_message_reason_cite(reason);
        tap_ok(strncmp(cite, "2017:612 ", 9) == 0, "%s rests on %s", utskr_reason_name(reason), cite);
    }
    tap_eq_str(utskr_message_reason_cite(-1), "", "no reason, no paragraph");
    tap_eq_str(utskr_message_reason_cite(UTSKR_REASON_COUNT), "", "nor after the last one");
}

static bool ends_sentence(const char *text) {
    return text && text[0] && text[strlen(text) - 1] == '.';
}

/* Every rule of every pack, as the telling shows it. */
static void test_rules(void) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    for (uint32_t p = 0; p < utskr_pack_count(); p++) {
        const utskr_pack *pack = utskr_pack_at(p);
        for (uint32_t i = 0; utskr_pack_rule(pack, i, &rule) == UTSKR_OK; i++) {
            bool is_told = ends_sentence(utskr_message_rule(pack, rule.id, UTSKR_SV)) &&
                           ends_sentence(utskr_message_rule(pack, rule.id, UTSKR_EN));
            tap_ok(is_told, "%s of %s is a sentence in both languages", rule.id, rule.pack);
            if (rule.group == UTSKR_GROUP_FINDING) {
                tap_ok(utskr_message_finding(rule.id, UTSKR_SV) != NULL, "%s is a finding", rule.id);
            }
        }
    }
    tap_eq_str(utskr_message_rule(NULL, "no-such-rule", UTSKR_SV), NULL, "a rule that there is not");
    tap_eq_str(utskr_message_rule(NULL, NULL, UTSKR_SV), NULL, "no rule");
    tap_eq_str(utskr_message_finding("sip-call", UTSKR_SV), NULL, "an obligation is no finding of its own");
    tap_eq_str(utskr_message_finding(NULL, UTSKR_SV), NULL, "no finding");
}

static void test_languages(void) {
    int32_t language = -1;
    tap_ok(utskr_language_find("en", 2, &language) == UTSKR_OK && language == UTSKR_EN, "en");
    tap_ok(utskr_language_find("sv", 2, &language) == UTSKR_OK && language == UTSKR_SV, "sv");
    tap_eq_i64(utskr_language_find("de", 2, &language), UTSKR_UNKNOWN_WORD, "de");
    tap_eq_i64(utskr_language_find("svenska", 7, &language), UTSKR_UNKNOWN_WORD, "svenska");
    tap_eq_i64(utskr_language_find(NULL, 0, &language), UTSKR_BAD_ARGUMENT, "no word");
    tap_eq_i64(utskr_language_find("sv", 2, NULL), UTSKR_BAD_ARGUMENT, "no place");
    tap_eq_str(utskr_language_name(2), "unknown-language", "a language that there is not");
}

/* --- Telling ------------------------------------------------------------------------------------------------------------ */

enum { CAPACITY = 1 << 16 };
static char written[CAPACITY];
static size_t written_length;

static int collect(const char *bytes, size_t length, void *user) {
    if (user || length >= CAPACITY - written_length) {
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
}

static utskr_instant instant(const char *text) {
    utskr_instant at = 0;
    (void)utskr_instant_parse(text, strlen(text), &at, NULL);
    return at;
}

/* A case of one event, on line 7. */
static utskr_case *small_case(void) {
    utskr_case *c = NULL;
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    header.name = "anna";
    header.line = 6;
    entry.line = 7;
    entry.event.at = instant("2022-05-09T11:40:00+02:00");
    entry.event.kind = UTSKR_ADMITTED;
    entry.event.party = UTSKR_PARTY_HOSPITAL;
    bool is_made = utskr_case_new(&host_memory, &c) == UTSKR_OK && utskr_case_set_header(c, &header) == UTSKR_OK &&
                   utskr_case_append(c, &entry, NULL) == UTSKR_OK && utskr_case_settle(c, NULL) == UTSKR_OK;
    return is_made ? c : NULL;
}

static utskr_obligation obligations[4];
static utskr_finding findings[2];

static utskr_obligation obligation_of(const char *id, uint8_t status, utskr_instant due) {
    utskr_obligation obligation = { .id = id,
                                    .cite = "2017:612 4 kap. 3 §",
                                    .due = due,
                                    .trigger_index = 1,
                                    .party = UTSKR_PARTY_OUTPATIENT,
                                    .form = due != 0 ? UTSKR_FORM_DAYS : UTSKR_FORM_ASAP,
                                    .status = status };
    return obligation;
}

static utskr_judgement judgement_of(void) {
    utskr_judgement judgement;
    memset(&judgement, 0, sizeof judgement);
    judgement.size = sizeof judgement;
    judgement.obligations = obligations;
    judgement.obligation_capacity = 4;
    judgement.findings = findings;
    judgement.finding_capacity = 2;
    judgement.at = instant("2022-05-10T12:00:30+02:00");
    judgement.liability.figures.enters = UTSKR_DATE_NONE;
    return judgement;
}

/* The text in one line, for the name of a claim. */
static const char *in_one_line(const char *text) {
    static char line[512];
    size_t length = 0;
    for (; *text && length < sizeof line - 1; text++) {
        line[length++] = *text == '\n' ? '|' : *text;
    }
    line[length] = '\0';
    return line;
}

static void has(const char *text) {
    tap_ok(strstr(written, text) != NULL, "told: %s", in_one_line(text));
}

static void has_not(const char *text) {
    tap_ok(strstr(written, text) == NULL, "not told: %s", in_one_line(text));
}

static void test_obligations_told(const utskr_case *c) {
    utskr_judgement judgement = judgement_of();
    obligations[0] = obligation_of("sip-plan", UTSKR_OBLIGATION_OPEN, 0);
    obligations[1] = obligation_of("sip-call", UTSKR_OBLIGATION_OPEN, instant("2022-05-12T23:59:59+02:00"));
    obligations[2] = obligation_of("planning", UTSKR_OBLIGATION_UNKNOWN, 0);
    obligations[3] = obligation_of("care-contact", UTSKR_OBLIGATION_UNKNOWN, 0);
    judgement.obligation_count = 4;
    forget();
    tap_eq_i64(utskr_explain(c, "anna.case", &judgement, UTSKR_SV, collect, NULL), UTSKR_OK, "a judgement told");
    has("anna (anna.case)\nBedömt tis 2022-05-10 12:00:30 enligt lus: ");
    has("\n  tors 2022-05-12 23:59: öppenvården: ");
    has("(2017:612 4 kap. 3 §; rad 7, mån 2022-05-09 11:40)\n  snarast: öppenvården: ");
    has("\nGår inte att avgöra av loggen\n  öppenvården: planning (2017:612 4 kap. 3 §); öppenvården: care-contact (");
    has_not("Avvikelser");
    forget();
    (void)utskr_explain(NULL, NULL, &judgement, UTSKR_EN, collect, NULL);
    has("\nTo do next\n  Thu 2022-05-12 23:59: outpatient care: ");
    has("(2017:612 4 kap. 3 §)\n");
    has_not("line 7");
}

static void test_liability_told(const utskr_case *c) {
    utskr_judgement judgement = judgement_of();
    utskr_liability *liability = &judgement.liability;
    liability->figures.status = UTSKR_LIABILITY_ENDED;
    liability->figures.days_known = 1;
    liability->figures.days = 4;
    liability->figures.amount_known = 1;
    liability->figures.ore = 123456789;
    liability->figures.enters = utskr_local_date(judgement.at);
    liability->figures.reasons = UINT32_C(1) << UTSKR_REASON_OBSTACLE | UINT32_C(1) << UTSKR_REASON_PRE_PAYER;
    liability->payer = 84;
    liability->spell_count = 1;
    liability->spells[0].prerequisites[UTSKR_PRE_SCOPE] = UTSKR_YES;
    liability->spells[0].told_index = 1;
    liability->alternative_count = 1;
    liability->alternatives[0] = (utskr_alternative){ UTSKR_READ_END_DAY, 1, 1, 0, 1, 0 };
    findings[0] = (utskr_finding){ "late-registration", "2008:355 3 kap. 9 §", 1, 3, UTSKR_PARTY_HOSPITAL, 0, 0 };
    findings[1] = (utskr_finding){ "sip-call", "2017:612 4 kap. 3 §", 0, 1, UTSKR_PARTY_OUTPATIENT, 0, 0 };
    judgement.finding_count = 2;
    judgement.next_change = instant("2022-05-13T00:00+02:00");
    forget();
    (void)utskr_explain(c, "anna.case", &judgement, UTSKR_SV, collect, NULL);
    has("Betalningsansvaret har inträtt och upphört. Det inträdde tis 2022-05-10 (2017:612 5 kap. 4 §; rad 7, ");
    has("Hittills: 4 dygn, 1 234 567,89 kr (2017:612 5 kap. 1, 4 och 6 §§). Betalande kommun: 0084.");
    has("    ja: lagen gällde när underrättelsen skickades (");
    has("    inte klarlagt: det är känt vilken kommun som betalar (");
    has(utskr_message_reason(UTSKR_REASON_OBSTACLE, UTSKR_SV));
    has_not(utskr_message_reason(UTSKR_REASON_PRE_PAYER, UTSKR_SV));
    has("    end-day=charged: 1 dygn, okänt belopp (2017:612 5 kap. 6 §)\n");
    has(" Antal: 3. (2008:355 3 kap. 9 §; rad 7, mån 2022-05-09 11:40)\n");
    has("öppenvården: Inte gjort, eller gjort för sent: Den fasta vårdkontakten ");
    has("Nästa ändring utan ny händelse: fre 2022-05-13 00:00.\n");
    forget();
    (void)utskr_explain_findings(c, "anna.case", &judgement, UTSKR_EN, collect, NULL);
    has("anna.case:7: anna: the hospital: ");
    has("anna.case:6: anna: outpatient care: Not done, or done late: ");
}

/* What is told only now and then. */
static void test_rare_told(const utskr_case *c) {
    utskr_judgement judgement = judgement_of();
    obligations[0] = obligation_of("sip-call", UTSKR_OBLIGATION_OPEN, 0);
    obligations[0].unmet_units = (uint8_t)(UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH);
    obligations[0].agreed = instant("2022-05-20T10:00+02:00");
    obligations[0].force = UTSKR_BOR;
    obligations[1] = obligation_of("no-such-row", UTSKR_OBLIGATION_OPEN, 0);
    obligations[1].form = UTSKR_FORM_BEFORE;
    obligations[2] = obligation_of("sip-plan", UTSKR_OBLIGATION_NOT_MET, 0);
    obligations[2].earliest = instant("2022-05-11T00:00+02:00");
    obligations[3] = obligation_of("planning", UTSKR_OBLIGATION_MET, 0);
    judgement.obligation_count = 4;
    memset(judgement.readiness.criteria, UTSKR_YES, sizeof judgement.readiness.criteria);
    judgement.readiness.home = UTSKR_YES;
    judgement.evidence[0] = (utskr_evidence){ "sip", "sip-both", 0, 1, UTSKR_YES };
    judgement.evidence[1] = (utskr_evidence){ "covered", "scope-need", 1, 1, UTSKR_YES };
    judgement.evidence_count = 2;
    forget();
    (void)utskr_explain(c, NULL, &judgement, UTSKR_SV, collect, NULL);
    has(" Rekommendation. Återstår: kommunens hälso- och sjukvård, socialtjänsten. Överenskommen tid: fre 2022-05-20 "
        "10:00.");
    has("  utan fast tid: öppenvården: no-such-row (");
    has("Rekommendationer som inte följdes\n  tidigast ons 2022-05-11 00:00: ");
    has("Klart för hemgång (hemgångsklar): ja.\n");
    has("Lagen om samverkan vid utskrivning gäller: okänt (2017:612 2 kap. 1 §; rad 7, mån 2022-05-09 11:40).");
    has("\nÖvriga åtaganden: 1 fullgjort.\n");
    judgement.at = 0;
    forget();
    const uint32_t todo[] = { 0, 9 };
    utskr_facts facts;
    (void)utskr_facts_init(&facts, NULL);
    (void)utskr_explain_worklist(c, NULL, &facts, &judgement, UTSKR_PARTY_OUTPATIENT, todo, 2, UTSKR_SV, collect, NULL);
    has("anna\nInga händelser enligt lus: ");
}

/* How the entry day is spoken of under each status. */
static void test_entry_told(void) {
    static const struct {
        uint8_t status;
        const char *told;
    } statuses[] = {
        { UTSKR_LIABILITY_UNKNOWN, " I så fall från tors 2022-05-12" },
        { UTSKR_LIABILITY_NONE, " Det skulle annars inträda tors 2022-05-12" },
        { UTSKR_LIABILITY_BLOCKED, " Det skulle annars inträda tors 2022-05-12" },
        { UTSKR_LIABILITY_PENDING, " Det kan inträda tors 2022-05-12" },
        { UTSKR_LIABILITY_ACCRUING, " Det inträdde tors 2022-05-12" },
    };
    utskr_judgement judgement = judgement_of();
    judgement.liability.spell_count = 1;
    judgement.liability.collective = 1;
    judgement.liability.under_act = 1;
    judgement.liability.figures.enters = utskr_local_date(instant("2022-05-12T00:00+02:00"));
    judgement.liability.figures.ore = -150;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        judgement.liability.figures.status = statuses[i].status;
        judgement.liability.figures.days_known = (uint8_t)(i % 2);
        judgement.liability.figures.amount_known = 1;
        forget();
        (void)utskr_explain(NULL, NULL, &judgement, UTSKR_SV, collect, NULL);
        has(statuses[i].told);
        has(i % 2 ? "Hittills: 0 dygn, -1,50 kr" : "Hittills: okänt antal dygn");
        has("Överenskommelsen räknar gemensamt per månad");
        has("eftersom överenskommelsen inte binder den betalande kommunen");
    }
    judgement.at = instant("2022-05-12T08:00+02:00");
    judgement.liability.figures.status = UTSKR_LIABILITY_NONE;
    forget();
    (void)utskr_explain(NULL, NULL, &judgement, UTSKR_EN, collect, NULL);
    has(" It would have entered on Thu 2022-05-12");
}

static void test_sharing_told(const utskr_case *c) {
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_sharing sharing = { "share-reason", "Samtycke", 1, UTSKR_SHARE_NEEDS_CONSENT, { 0 } };
    question.at = instant("2022-05-10T12:00+02:00");
    forget();
    (void)utskr_explain_sharing(c, "anna.case", &question, UTSKR_PARTY_HOSPITAL, UTSKR_PARTY_SOCIAL_SERVICES,
                                UTSKR_SHARE_REASON, &sharing, UTSKR_SV, collect, NULL);
    has("Får slutenvården lämna \"");
    has("\" till socialtjänsten? Bara med patientens samtycke, som saknas.\n");
    has(" (Samtycke; rad 7, mån 2022-05-09 11:40)\n");
    tap_eq_i64(utskr_explain_sharing(c, NULL, NULL, 1, 2, 3, &sharing, UTSKR_SV, collect, NULL), UTSKR_BAD_ARGUMENT,
               "no question");
}

static void test_worklist_told(const utskr_case *c) {
    utskr_judgement judgement = judgement_of();
    utskr_facts facts;
    const uint32_t todo[] = { 0, 1, 3 };
    (void)utskr_facts_init(&facts, NULL);
    obligations[0] = obligation_of("sip-call", UTSKR_OBLIGATION_MISSED, instant("2022-05-10T11:00:00+02:00"));
    obligations[1] = obligation_of("sip-plan", UTSKR_OBLIGATION_OPEN, instant("2022-05-12T13:01:30+02:00"));
    obligations[2] = obligation_of("patient-information", UTSKR_OBLIGATION_OPEN, 0);
    obligations[2].party = UTSKR_PARTY_HOSPITAL;
    obligations[3] = obligation_of("planning", UTSKR_OBLIGATION_UNKNOWN, 0);
    judgement.obligation_count = 4;
    forget();
    (void)utskr_explain_worklist(c, "anna.case", &facts, &judgement, UTSKR_PARTY_OUTPATIENT, todo, 3, UTSKR_SV, collect,
                                 NULL);
    has("\nGår inte att avgöra av loggen\n  öppenvården: planning (2017:612 4 kap. 3 §).\n");
    has("Lista för öppenvården.\n");
    has("    1 h 0 min för sent\n");
    has("    2 dygn 1 h 1 min kvar\n");
    has("\nVäntar på andra\n  snarast: slutenvården: ");
    forget();
    (void)utskr_explain_worklist(c, "anna.case", &facts, &judgement, UTSKR_PARTY_SYSTEM, todo, 0, UTSKR_EN, collect,
                                 NULL);
    has("\nNothing to do.\n");
    tap_eq_i64(utskr_explain_worklist(c, NULL, NULL, &judgement, 1, todo, 2, UTSKR_SV, collect, NULL),
               UTSKR_BAD_ARGUMENT, "no facts");
}

static void test_failures(void) {
    utskr_judgement judgement = judgement_of();
    int failing = 1;
    tap_eq_i64(utskr_explain(NULL, NULL, NULL, UTSKR_SV, collect, NULL), UTSKR_BAD_ARGUMENT, "no judgement");
    tap_eq_i64(utskr_explain(NULL, NULL, &judgement, UTSKR_SV, NULL, NULL), UTSKR_BAD_ARGUMENT, "no sink");
    tap_eq_i64(utskr_explain(NULL, NULL, &judgement, UTSKR_SV, collect, &failing), UTSKR_SINK_FAILED,
               "a sink that fails");
    tap_eq_i64(utskr_explain_findings(NULL, NULL, NULL, UTSKR_SV, collect, NULL), UTSKR_BAD_ARGUMENT, "no findings");
    tap_eq_i64(utskr_explain_worklist(NULL, NULL, NULL, NULL, 1, NULL, 0, UTSKR_SV, collect, NULL), UTSKR_BAD_ARGUMENT,
               "no worklist");
    judgement.finding_count = 3;
    tap_eq_i64(utskr_explain_findings(NULL, NULL, &judgement, UTSKR_SV, collect, NULL), UTSKR_BUFFER_TOO_SMALL,
               "findings that are not there");
    judgement.size = 8;
    tap_eq_i64(utskr_explain(NULL, NULL, &judgement, UTSKR_SV, collect, NULL), UTSKR_BAD_SIZE, "another size");
}

int main(void) {
    utskr_case *c = small_case();
    tap_ok(c != NULL, "a case to tell about");
    test_all_words();
    test_cites();
    test_rules();
    test_languages();
    test_obligations_told(c);
    test_liability_told(c);
    test_rare_told(c);
    test_entry_told();
    test_sharing_told(c);
    test_worklist_told(c);
    test_failures();
    utskr_case_free(c);
    return tap_done();
}
