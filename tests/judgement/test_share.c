/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sharing: every rule of the group, where it allows and where it does not, worked out from the act and the rules page
 * (section 5, Consent and sharing). In every case the hospital, the municipal units and the outpatient unit are concerned
 * unless said otherwise.
 */
#include "tests/judgement/judged.h"

#include "tests/tap.h"

#define STAY(needs)                                                                                                    \
    "case c municipality=0484\n"                                                                                       \
    "2022-05-02T09:00+02:00 hospital admitted\n"                                                                       \
    "2022-05-02T10:00+02:00 hospital needs-assessed " needs "\n"
#define CONCERNED STAY("social-services municipal-health outpatient")
#define INFORMATION(word) "2022-05-03T10:00+02:00 patient consent scope=information " word "\n"
#define SIP(word) "2022-05-03T10:00+02:00 patient consent scope=sip " word "\n"
#define RELATIVES(word) "2022-05-03T10:00+02:00 patient consent scope=relatives " word "\n"
#define TESTED(word) "2022-05-03T11:00+02:00 hospital harm-test " word "\n"

enum {
    HOSPITAL = UTSKR_PARTY_HOSPITAL,
    OUTPATIENT = UTSKR_PARTY_OUTPATIENT,
    NURSING = UTSKR_PARTY_MUNICIPAL_HEALTH,
    SOCIAL = UTSKR_PARTY_SOCIAL_SERVICES,
    PATIENT = UTSKR_PARTY_PATIENT,
    SYSTEM = UTSKR_PARTY_SYSTEM,
};

typedef struct question_of {
    const char *title;
    const char *log;
    uint8_t from;
    uint8_t to;
    uint8_t item;
    uint8_t answer;
    const char *rule;
    uint16_t line; /* the event relied on, counted from 1; 0: none; ANY_EVENT: not asked */
} question_of;

enum { ANY_EVENT = UINT16_MAX };

#define ALLOWED UTSKR_SHARE_ALLOWED
#define NEEDS_CONSENT UTSKR_SHARE_NEEDS_CONSENT
#define REFUSED UTSKR_SHARE_REFUSED
#define HARM_TEST UTSKR_SHARE_HARM_TEST
#define NOT_CONCERNED UTSKR_SHARE_NOT_CONCERNED

/* clang-format off */
static const question_of QUESTIONS[] = {
    /* share-statutory: 2 kap. 1, 2 and 4 §§. The act orders it; consent is not asked for. */
    { "never asked", CONCERNED, HOSPITAL, SOCIAL, UTSKR_SHARE_IDENTITY, ALLOWED, "share-statutory", ANY_EVENT },
    { "never asked", CONCERNED, HOSPITAL, OUTPATIENT, UTSKR_SHARE_EXPECTED_DISCHARGE, ALLOWED, "share-statutory", ANY_EVENT },
    { "refused", CONCERNED INFORMATION("refused"), HOSPITAL, NURSING, UTSKR_SHARE_IDENTITY, ALLOWED, "share-statutory", ANY_EVENT },
    { "concerned beside home nursing", STAY("municipal-health"), HOSPITAL, OUTPATIENT, UTSKR_SHARE_IDENTITY, ALLOWED, "share-statutory", ANY_EVENT },
    { "the act does not apply", STAY("none"), HOSPITAL, SOCIAL, UTSKR_SHARE_IDENTITY, NOT_CONCERNED, "share-outside", ANY_EVENT },
    { "simple visits only", STAY("simple-only"), HOSPITAL, SOCIAL, UTSKR_SHARE_EXPECTED_DISCHARGE, NOT_CONCERNED, "share-outside", ANY_EVENT },
    { "not by another than the hospital", CONCERNED, OUTPATIENT, SOCIAL, UTSKR_SHARE_IDENTITY, NEEDS_CONSENT, "share-default", 0 },

    /* share-outside: only who is concerned. */
    { "a unit that is not concerned", STAY("social-services"), HOSPITAL, NURSING, UTSKR_SHARE_IDENTITY, NOT_CONCERNED, "share-outside", ANY_EVENT },
    { "consent does not make it concerned", STAY("social-services") INFORMATION("given"), HOSPITAL, NURSING, UTSKR_SHARE_READY, NOT_CONCERNED, "share-outside", ANY_EVENT },
    { "nor may it send", STAY("social-services") INFORMATION("given"), NURSING, HOSPITAL, UTSKR_SHARE_SERVICES, NOT_CONCERNED, "share-outside", ANY_EVENT },
    { "the system", CONCERNED, HOSPITAL, SYSTEM, UTSKR_SHARE_IDENTITY, NOT_CONCERNED, "share-outside", ANY_EVENT },
    { "a unit whose need was withdrawn", CONCERNED "2022-05-04T10:00+02:00 hospital needs-assessed outpatient\n", HOSPITAL, SOCIAL, UTSKR_SHARE_READY, NOT_CONCERNED, "share-outside", ANY_EVENT },

    /* share-reason: consent to share information. */
    { "never asked", CONCERNED, HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, NEEDS_CONSENT, "share-reason", 0 },
    { "never asked", CONCERNED, HOSPITAL, SOCIAL, UTSKR_SHARE_STATUS, NEEDS_CONSENT, "share-reason", 0 },
    { "given", CONCERNED INFORMATION("given"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 3 },
    { "given", CONCERNED INFORMATION("given"), HOSPITAL, NURSING, UTSKR_SHARE_STATUS, ALLOWED, "share-reason", 3 },
    { "refused", CONCERNED INFORMATION("refused"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, REFUSED, "share-reason", 3 },
    { "withdrawn: as refused", CONCERNED "2022-05-02T10:30+02:00 patient consent scope=information given\n" INFORMATION("withdrawn"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, REFUSED, "share-reason", 4 },
    { "given again", CONCERNED "2022-05-02T10:30+02:00 patient consent scope=information withdrawn\n" INFORMATION("given"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 4 },
    { "of another scope", CONCERNED SIP("given"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, NEEDS_CONSENT, "share-reason", 0 },
    { "not able", CONCERNED INFORMATION("not-able"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, HARM_TEST, "share-reason", 3 },
    { "not able, test allowed", CONCERNED INFORMATION("not-able") TESTED("allowed"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 4 },
    { "not able, test denied", CONCERNED INFORMATION("not-able") TESTED("denied"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, REFUSED, "share-reason", 4 },
    { "not able, a later test decides", CONCERNED INFORMATION("not-able") TESTED("denied") "2022-05-03T12:00+02:00 hospital harm-test allowed\n", HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 5 },

    /* share-reply: the unit's services back to the hospital, with consent. */
    { "never asked", CONCERNED, SOCIAL, HOSPITAL, UTSKR_SHARE_SERVICES, NEEDS_CONSENT, "share-reply", 0 },
    { "given", CONCERNED INFORMATION("given"), SOCIAL, HOSPITAL, UTSKR_SHARE_SERVICES, ALLOWED, "share-reply", 3 },
    { "given", CONCERNED INFORMATION("given"), OUTPATIENT, HOSPITAL, UTSKR_SHARE_SERVICES, ALLOWED, "share-reply", 3 },
    { "refused", CONCERNED INFORMATION("refused"), NURSING, HOSPITAL, UTSKR_SHARE_SERVICES, REFUSED, "share-reply", 3 },
    { "not to another unit", CONCERNED, SOCIAL, NURSING, UTSKR_SHARE_SERVICES, NEEDS_CONSENT, "share-default", 0 },

    /* share-ready, share-discharge: with consent, else the harm test decides (3 kap. 1 and 2 §§). */
    { "given", CONCERNED INFORMATION("given"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, ALLOWED, "share-ready", 3 },
    { "never asked", CONCERNED, HOSPITAL, SOCIAL, UTSKR_SHARE_READY, HARM_TEST, "share-ready", 0 },
    { "refused", CONCERNED INFORMATION("refused"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, HARM_TEST, "share-ready", 3 },
    { "withdrawn", CONCERNED INFORMATION("withdrawn"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, HARM_TEST, "share-ready", 3 },
    { "not able", CONCERNED INFORMATION("not-able"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, HARM_TEST, "share-ready", 3 },
    { "test allowed", CONCERNED TESTED("allowed"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, ALLOWED, "share-ready", 3 },
    { "refused, test allowed", CONCERNED INFORMATION("refused") TESTED("allowed"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, ALLOWED, "share-ready", 4 },
    { "test denied", CONCERNED TESTED("denied"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, REFUSED, "share-ready", 3 },
    { "consent needs no test", CONCERNED "2022-05-02T10:30+02:00 hospital harm-test denied\n" INFORMATION("given"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, ALLOWED, "share-ready", 4 },
    { "given", CONCERNED INFORMATION("given"), HOSPITAL, OUTPATIENT, UTSKR_SHARE_DISCHARGE_INFORMATION, ALLOWED, "share-discharge", 3 },
    { "never asked", CONCERNED, HOSPITAL, OUTPATIENT, UTSKR_SHARE_DISCHARGE_INFORMATION, HARM_TEST, "share-discharge", 0 },
    { "test denied", CONCERNED TESTED("denied"), HOSPITAL, OUTPATIENT, UTSKR_SHARE_DISCHARGE_INFORMATION, REFUSED, "share-discharge", 3 },
    { "test allowed", CONCERNED TESTED("allowed"), HOSPITAL, OUTPATIENT, UTSKR_SHARE_DISCHARGE_INFORMATION, ALLOWED, "share-discharge", 3 },

    /* share-sip-call: the act orders the call (4 kap. 3 §); the reading that asks for consent is below. */
    { "never asked", CONCERNED, OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_CALL, ALLOWED, "share-sip-call", ANY_EVENT },
    { "information refused", CONCERNED INFORMATION("refused"), OUTPATIENT, NURSING, UTSKR_SHARE_SIP_CALL, ALLOWED, "share-sip-call", ANY_EVENT },
    { "to who is not concerned", STAY("social-services outpatient"), OUTPATIENT, NURSING, UTSKR_SHARE_SIP_CALL, NOT_CONCERNED, "share-outside", ANY_EVENT },

    /* share-sip-plan: consent to the SIP (4 kap. 2 §). */
    { "never asked", CONCERNED, OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_PLAN, NEEDS_CONSENT, "share-sip-plan", 0 },
    { "given", CONCERNED SIP("given"), OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_PLAN, ALLOWED, "share-sip-plan", 3 },
    { "refused", CONCERNED SIP("refused"), OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_PLAN, REFUSED, "share-sip-plan", 3 },
    { "withdrawn", CONCERNED SIP("withdrawn"), OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_PLAN, REFUSED, "share-sip-plan", 3 },
    { "of another scope", CONCERNED INFORMATION("given"), OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_PLAN, NEEDS_CONSENT, "share-sip-plan", 0 },

    /* share-compulsory: no consent (3 kap. 1 § andra stycket). */
    { "open compulsory care", STAY("outpatient social-services open-compulsory"), HOSPITAL, SOCIAL, UTSKR_SHARE_COORDINATED_CARE_PLAN, ALLOWED, "share-compulsory", ANY_EVENT },
    { "open compulsory care, refused", STAY("outpatient social-services open-compulsory") INFORMATION("refused"), HOSPITAL, SOCIAL, UTSKR_SHARE_COORDINATED_CARE_PLAN, ALLOWED, "share-compulsory", ANY_EVENT },
    { "to who is not concerned", STAY("outpatient open-compulsory"), HOSPITAL, SOCIAL, UTSKR_SHARE_COORDINATED_CARE_PLAN, NOT_CONCERNED, "share-outside", ANY_EVENT },

    /* share-relatives: consent of scope relatives. Relatives stand with the patient among the parties. */
    { "never asked", CONCERNED, HOSPITAL, PATIENT, UTSKR_SHARE_RELATIVES, NEEDS_CONSENT, "share-relatives", 0 },
    { "given", CONCERNED RELATIVES("given"), HOSPITAL, PATIENT, UTSKR_SHARE_RELATIVES, ALLOWED, "share-relatives", 3 },
    { "refused", CONCERNED RELATIVES("refused"), HOSPITAL, PATIENT, UTSKR_SHARE_RELATIVES, REFUSED, "share-relatives", 3 },
    { "of another scope", CONCERNED INFORMATION("given"), HOSPITAL, PATIENT, UTSKR_SHARE_RELATIVES, NEEDS_CONSENT, "share-relatives", 0 },

    /* share-default: whatever no rule names. */
    { "the reason, between units", CONCERNED, SOCIAL, NURSING, UTSKR_SHARE_REASON, NEEDS_CONSENT, "share-default", 0 },
    { "readiness, between units", CONCERNED, SOCIAL, NURSING, UTSKR_SHARE_READY, NEEDS_CONSENT, "share-default", 0 },
    { "the reason, between units, given", CONCERNED INFORMATION("given"), SOCIAL, NURSING, UTSKR_SHARE_REASON, ALLOWED, "share-default", 3 },

    /* To some and not to others. */
    { "given for that recipient", CONCERNED INFORMATION("given to=social-services"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 3 },
    { "given for another recipient", CONCERNED INFORMATION("given to=social-services"), HOSPITAL, NURSING, UTSKR_SHARE_REASON, NEEDS_CONSENT, "share-reason", 0 },
    { "given to all, withdrawn for it", CONCERNED "2022-05-02T10:30+02:00 patient consent scope=information given\n" INFORMATION("withdrawn to=municipal-health"), HOSPITAL, NURSING, UTSKR_SHARE_REASON, REFUSED, "share-reason", 4 },
    { "given to all, withdrawn for another", CONCERNED "2022-05-02T10:30+02:00 patient consent scope=information given\n" INFORMATION("withdrawn to=municipal-health"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 3 },
    { "test for that recipient", CONCERNED TESTED("allowed to=social-services"), HOSPITAL, SOCIAL, UTSKR_SHARE_READY, ALLOWED, "share-ready", 3 },
    { "test for another recipient", CONCERNED TESTED("allowed to=social-services"), HOSPITAL, NURSING, UTSKR_SHARE_READY, HARM_TEST, "share-ready", 0 },

    /* In the patient's stead. */
    { "by a guardian", CONCERNED INFORMATION("given by=guardian"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 3 },
    { "by a representative", CONCERNED INFORMATION("given by=representative"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 3 },
    { "by a guardian, recorded by the hospital", CONCERNED "2022-05-03T10:00+02:00 hospital consent scope=information given by=guardian\n", HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, ALLOWED, "share-reason", 3 },
    { "refused by a guardian", CONCERNED INFORMATION("refused by=guardian"), HOSPITAL, SOCIAL, UTSKR_SHARE_REASON, REFUSED, "share-reason", 3 },

    /* Not known whether the act applies. */
    { "before any assessment", "case c\n2022-05-02T09:00+02:00 hospital admitted\n", HOSPITAL, SOCIAL, UTSKR_SHARE_IDENTITY, UTSKR_SHARE_UNKNOWN, "scope-need", 0 },
    { "relatives before any assessment", "case c\n2022-05-02T09:00+02:00 hospital admitted\n" RELATIVES("given"), HOSPITAL, PATIENT, UTSKR_SHARE_RELATIVES, ALLOWED, "share-relatives", 2 },
};

/* Under the reading sip-call-consent=consent. */
static const question_of WITH_CONSENT[] = {
    { "never asked", CONCERNED, OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_CALL, NEEDS_CONSENT, "share-sip-call", 0 },
    { "given", CONCERNED SIP("given"), OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_CALL, ALLOWED, "share-sip-call", 3 },
    { "refused", CONCERNED SIP("refused"), OUTPATIENT, SOCIAL, UTSKR_SHARE_SIP_CALL, REFUSED, "share-sip-call", 3 },
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void ok_answer(const question_of *q, const utskr_readings *readings) {
    utskr_facts facts;
    utskr_instant at = 0;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_sharing got = { NULL, NULL, 0, 99, { 0, 0, 0, 0, 0 } };
    bool good = judged_facts(q->log, &at, &facts);
    utskr_facts kept = facts;
    question.at = at;
    question.readings = readings;
    good = good && utskr_share(&facts, &question, q->from, q->to, q->item, &got) == UTSKR_OK &&
           got.answer == q->answer && got.rule != NULL && strcmp(got.rule, q->rule) == 0 && got.cite != NULL &&
           got.cite[0] != '\0' && (q->line == ANY_EVENT || got.index == q->line) &&
           memcmp(&kept, &facts, sizeof kept) == 0;
    if (!tap_ok(good, "%s to %s, %s, %s: %s by %s", utskr_party_name(q->from), utskr_party_name(q->to),
                utskr_share_item_name(q->item), q->title, utskr_share_answer_name(q->answer), q->rule)) {
        tap_say("got %s by %s (%s), event %u", utskr_share_answer_name(got.answer), got.rule ? got.rule : "no rule",
                got.cite ? got.cite : "no citation", got.index);
    }
}

static void test_answers(void) {
    for (size_t i = 0; i < COUNT(QUESTIONS); i++) {
        ok_answer(&QUESTIONS[i], NULL);
    }
    utskr_readings readings;
    (void)utskr_readings_init(NULL, &readings);
    (void)utskr_readings_set(&readings, "sip-call-consent", strlen("sip-call-consent"), "consent", strlen("consent"),
                             NULL);
    for (size_t i = 0; i < COUNT(WITH_CONSENT); i++) {
        ok_answer(&WITH_CONSENT[i], &readings);
    }
}

static bool is_asked_about(const char *rule) {
    for (size_t i = 0; i < COUNT(QUESTIONS); i++) {
        if (strcmp(QUESTIONS[i].rule, rule) == 0) {
            return true;
        }
    }
    return false;
}

/* Each rule of the group is asked about, in whatever pack it stands. */
static void test_every_rule(void) {
    for (uint32_t i = 0; i < utskr_pack_count(); i++) {
        utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
        for (uint32_t k = 0; utskr_pack_rule(utskr_pack_at(i), k, &rule) == UTSKR_OK; k++) {
            if (rule.group == UTSKR_GROUP_SHARING) {
                tap_ok(is_asked_about(rule.id), "%s is asked about", rule.id);
            }
        }
    }
}

/* --- What is refused ------------------------------------------------------------------------------------------------------- */

static void test_bad_questions(void) {
    utskr_facts facts;
    utskr_instant at = 0;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_sharing got;
    memset(&got, 0x5a, sizeof got);
    utskr_sharing kept = got;
    tap_ok(judged_facts(CONCERNED, &at, &facts), "the case can be read");
    question.at = at;
    const int32_t parties[] = { -1, 0, UTSKR_PARTY_COUNT, INT32_MAX };
    const int32_t items[] = { -1, 0, UTSKR_SHARE_ITEM_COUNT, INT32_MAX };
    for (size_t i = 0; i < COUNT(parties); i++) {
        tap_eq_i64(utskr_share(&facts, &question, parties[i], SOCIAL, 1, &got), UTSKR_BAD_ARGUMENT, "from %d",
                   (int)parties[i]);
        tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, parties[i], 1, &got), UTSKR_BAD_ARGUMENT, "to %d",
                   (int)parties[i]);
        tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, SOCIAL, items[i], &got), UTSKR_BAD_ARGUMENT, "item %d",
                   (int)items[i]);
    }
    tap_eq_i64(utskr_share(NULL, &question, HOSPITAL, SOCIAL, 1, &got), UTSKR_BAD_ARGUMENT, "no facts");
    tap_eq_i64(utskr_share(&facts, NULL, HOSPITAL, SOCIAL, 1, &got), UTSKR_BAD_ARGUMENT, "no question");
    tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, SOCIAL, 1, NULL), UTSKR_BAD_ARGUMENT, "nowhere to answer");
    question.at = at - 1;
    tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, SOCIAL, 1, &got), UTSKR_BAD_ARGUMENT, "before the last event");
    question.at = 0;
    tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, SOCIAL, 1, &got), UTSKR_OUT_OF_RANGE, "no instant");
    question.at = at;
    question.size++;
    tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, SOCIAL, 1, &got), UTSKR_BAD_SIZE, "another size");
    question.size--;
    facts.size--;
    tap_eq_i64(utskr_share(&facts, &question, HOSPITAL, SOCIAL, 1, &got), UTSKR_BAD_SIZE, "facts of another size");
    tap_ok(memcmp(&got, &kept, sizeof got) == 0, "none of them wrote anything");
}

/* Every party, every item: always an answer, with a rule and its paragraph. */
static void test_total(void) {
    utskr_facts facts;
    utskr_instant at = 0;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_sharing got;
    bool good = judged_facts(CONCERNED, &at, &facts);
    question.at = at;
    for (int32_t from = 1; from < UTSKR_PARTY_COUNT; from++) {
        for (int32_t to = 1; to < UTSKR_PARTY_COUNT; to++) {
            for (int32_t item = 1; item < UTSKR_SHARE_ITEM_COUNT; item++) {
                good = good && utskr_share(&facts, &question, from, to, item, &got) == UTSKR_OK &&
                       got.answer != UTSKR_SHARE_UNKNOWN && strncmp(got.rule, "share-", 6) == 0 && got.cite[0] != '\0';
            }
        }
    }
    tap_ok(good, "every party, every item: an answer with a rule and its paragraph");
}

int main(void) {
    test_answers();
    test_every_rule();
    test_total();
    test_bad_questions();
    return tap_done();
}
