/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is an event at all, and how errors and statuses are told. */
#include "status.h"
#include "tap.h"
#include <utskrivning/event.h>

/* --- Statuses and errors ------------------------------------------------------------------------------------------- */

static const struct {
    int32_t status;
    const char *name;
} STATUSES[] = {
    { 0, "ok" },
    { 10, "bad-argument" },
    { 20, "bad-size" },
    { 30, "no-memory" },
    { 40, "buffer-too-small" },
    { 50, "limit-reached" },
    { 60, "out-of-range" },
    { 70, "malformed" },
    { 80, "unknown-word" },
    { 90, "ambiguous-word" },
    { 100, "repeated-hour" },
    { 110, "missing-hour" },
    { 120, "refused" },
    { 130, "out-of-order" },
    { 140, "not-found" },
    { 150, "duplicate" },
    { 160, "damaged" },
    { 170, "unknown-version" },
    { 180, "sink-failed" },
};

static void test_statuses(void) {
    int32_t known = 0;
    for (size_t i = 0; i < sizeof STATUSES / sizeof STATUSES[0]; i++) {
        tap_eq_str(utskr_status_name(STATUSES[i].status), STATUSES[i].name, "status %d", (int)STATUSES[i].status);
    }
    for (int32_t status = -300; status <= 300; status++) {
        known += strcmp(utskr_status_name(status), "unknown-status") != 0;
    }
    tap_eq_i64(known, sizeof STATUSES / sizeof STATUSES[0], "no other number is a status");
}

static void test_error_init(void) {
    utskr_error by_macro = UTSKR_ERROR_INIT;
    utskr_error by_function;
    memset(&by_function, 0x55, sizeof by_function);
    utskr_error_init(&by_function);
    tap_ok(by_function.size == by_macro.size && by_function.status == by_macro.status &&
               by_function.line == by_macro.line && by_function.column == by_macro.column &&
               strcmp(by_function.message, by_macro.message) == 0 &&
               strcmp(by_function.expected, by_macro.expected) == 0 && by_function.word[0] == '\0' &&
               by_function.suggestion[0] == '\0',
           "the function sets what the macro sets");
    utskr_error_init(NULL);
}

static void test_words_of_errors(void) {
    static const char sixty_two[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    char long_word[80];
    utskr_error error = UTSKR_ERROR_INIT;
    snprintf(long_word, sizeof long_word, "%s%s", sixty_two, "åb");
    utskr_error_set_word(&error, long_word, strlen(long_word));
    tap_eq_str(error.word, sixty_two, "a word is cut between two characters");
    utskr_error_set_word(&error, long_word + 1, 63);
    tap_eq_i64((int64_t)strlen(error.word), 63, "63 bytes fit");
    utskr_error_set_suggestion(&error, "admitted");
    utskr_error_set_suggestion(&error, NULL);
    tap_eq_str(error.suggestion, "admitted", "no suggestion changes nothing");
    memset(long_word, '\x80', sizeof long_word);
    utskr_error_set_word(&error, long_word, sizeof long_word);
    tap_eq_str(error.word, "", "bytes that begin no character are cut away");
    error.size = sizeof error - 1;
    tap_eq_i64(utskr_fail(&error, UTSKR_MALFORMED, "x", "y"), UTSKR_MALFORMED, "the status comes back");
    utskr_error_set_word(&error, "abc", 3);
    utskr_error_set_suggestion(&error, "abc");
    tap_ok(error.status == 0 && error.word[0] == '\0' && strcmp(error.suggestion, "admitted") == 0,
           "a struct that is too small is left alone");
    tap_eq_i64(utskr_fail(NULL, UTSKR_MALFORMED, "x", "y"), UTSKR_MALFORMED, "no struct");
    utskr_error_set_word(NULL, "abc", 3);
    utskr_error_set_suggestion(NULL, "abc");
}

/* --- Events ------------------------------------------------------------------------------------------------------------ */

static utskr_event event_of(uint8_t kind, uint32_t mask) {
    utskr_event event = { 1768205700, 0, 0, mask, kind, UTSKR_PARTY_HOSPITAL, 0 };
    return event;
}

static void is(const utskr_event *event, utskr_status expected, const char *what) {
    utskr_error error = UTSKR_ERROR_INIT;
    tap_eq_i64(utskr_event_validate(event, &error), expected, "%s", what);
    tap_ok(error.status == (int32_t)expected && (expected == UTSKR_OK) == (error.message[0] == '\0') &&
               (expected == UTSKR_OK) == (error.expected[0] == '\0'),
           "%s: the error says so", what);
    tap_eq_i64(utskr_event_validate(event, NULL), expected, "%s, without an error", what);
}

static void test_numbers(void) {
    utskr_event event = event_of(UTSKR_ADMITTED, 0);
    is(&event, UTSKR_OK, "a bare admission");
    is(NULL, UTSKR_BAD_ARGUMENT, "no event");
    event.kind = UTSKR_KIND_NONE;
    is(&event, UTSKR_BAD_ARGUMENT, "no kind");
    event.kind = UTSKR_KIND_COUNT;
    is(&event, UTSKR_BAD_ARGUMENT, "no such kind");
    event = event_of(UTSKR_ADMITTED, 0);
    event.party = UTSKR_PARTY_NONE;
    is(&event, UTSKR_BAD_ARGUMENT, "no party");
    event.party = UTSKR_PARTY_COUNT;
    is(&event, UTSKR_BAD_ARGUMENT, "no such party");
    event.party = UTSKR_PARTY_PATIENT;
    is(&event, UTSKR_OK, "a party that never sends it: that is for utskr_check");
    event.reserved = 1;
    is(&event, UTSKR_BAD_ARGUMENT, "bits that are kept for later");
}

static void test_instants(void) {
    utskr_event event = event_of(UTSKR_HOME_TIME, 0);
    event.at = UTSKR_INSTANT_MIN;
    event.recorded = UTSKR_INSTANT_MAX;
    event.value = UTSKR_INSTANT_MAX;
    is(&event, UTSKR_OK, "the first and the last instant");
    event.at = UTSKR_INSTANT_MIN - 1;
    is(&event, UTSKR_OUT_OF_RANGE, "before the first instant");
    event.at = UTSKR_INSTANT_MAX + 1;
    is(&event, UTSKR_OUT_OF_RANGE, "after the last instant");
    event.at = 0;
    is(&event, UTSKR_OUT_OF_RANGE, "no instant");
    event = event_of(UTSKR_HOME_TIME, 0);
    event.recorded = 1;
    is(&event, UTSKR_OUT_OF_RANGE, "recorded too early");
    event.recorded = INT64_MAX;
    is(&event, UTSKR_OUT_OF_RANGE, "recorded too late");
    event = event_of(UTSKR_HOME_TIME, 0);
    event.value = INT64_MIN;
    is(&event, UTSKR_OUT_OF_RANGE, "a value too early");
    event = event_of(UTSKR_NOTE, 0);
    event.value = UTSKR_INSTANT_MIN;
    is(&event, UTSKR_BAD_ARGUMENT, "a value of an event that has none");
}

typedef struct masked {
    uint8_t kind;
    uint32_t mask;
    const char *what;
} masked;

#define NUMBER(field, number) ((uint32_t)(number) << field##_SHIFT)
#define SCOPE NUMBER(UTSKR_CONSENT_SCOPE, 1)
#define GIVEN NUMBER(UTSKR_CONSENT_WORD, 1)

static const masked GOOD[] = {
    { UTSKR_ADMITTED, UTSKR_TO_STATED, "nobody has ongoing services" },
    { UTSKR_ADMITTED, UTSKR_TO_STATED | UTSKR_TO_PARTIES, "everybody has" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_NONE, "no needs" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_OPEN_COMPULSORY, "open compulsory care" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_SIMPLE_ONLY | UTSKR_NEEDS_OPEN_COMPULSORY, "with simple visits" },
    { UTSKR_ACKNOWLEDGED, 0, "an id is not seen in the event" },
    { UTSKR_ACKNOWLEDGED, UTSKR_OF(UTSKR_NOTE), "the last kind" },
    { UTSKR_SIP_HELD, NUMBER(UTSKR_SIP_LEAD, UTSKR_PARTY_SYSTEM), "the last party leads" },
    { UTSKR_SIP_HELD, UTSKR_SIP_FOLLOWUP, "a follow-up without a time" },
    { UTSKR_MUNICIPALITY_READY, 0, "no subject" },
    { UTSKR_MUNICIPALITY_READY, UTSKR_READY_SUBJECTS, "every subject" },
    { UTSKR_CONSENT, SCOPE | GIVEN, "a consent" },
    { UTSKR_CONSENT, SCOPE | GIVEN | NUMBER(UTSKR_CONSENT_BY, 3), "by a representative" },
    { UTSKR_FOLLOWUP_CALL, 0, "a call" },
    { UTSKR_ADMISSION_NOTICE, UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_ITEMS, "every item" },
};

static const masked BAD[] = {
    { UTSKR_ADMITTED, NUMBER(UTSKR_ADMITTED_CARE, 3), "no such care" },
    { UTSKR_ADMITTED, NUMBER(UTSKR_ADMITTED_COMPULSORY, 3), "no such law" },
    { UTSKR_ADMITTED, UTSKR_TO_OUTPATIENT, "ongoing services not stated" },
    { UTSKR_NEEDS_ASSESSED, 0, "needs that say nothing" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_NONE | UTSKR_TO_OUTPATIENT, "none and some" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_NONE | UTSKR_NEEDS_SIMPLE_ONLY, "none and simple" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_NONE | UTSKR_NEEDS_OPEN_COMPULSORY, "none and compulsory" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_NEEDS_SIMPLE_ONLY | UTSKR_TO_SOCIAL_SERVICES, "simple and more" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_TO_OUTPATIENT | UTSKR_TO_STATED, "needs are not recipients" },
    { UTSKR_NEEDS_ASSESSED, UTSKR_TO_HOSPITAL, "no unit that needs are assessed for" },
    { UTSKR_TRACK, 0, "no colour" },
    { UTSKR_ADMISSION_NOTICE, UTSKR_TO_STATED, "sent to nobody" },
    { UTSKR_ADMISSION_NOTICE, UTSKR_TO_OUTPATIENT, "recipients not stated" },
    { UTSKR_ADMISSION_NOTICE, UTSKR_CONTAINS_STATED, "containing nothing" },
    { UTSKR_ADMISSION_NOTICE, UTSKR_CONTAINS_NAME, "content not stated" },
    { UTSKR_ADMISSION_NOTICE, UTSKR_FLAG(0), "a flag that it does not have" },
    { UTSKR_ACKNOWLEDGED, UTSKR_OF(UTSKR_KIND_COUNT), "of= no kind" },
    { UTSKR_SIP_HELD, NUMBER(UTSKR_SIP_LEAD, UTSKR_PARTY_COUNT), "led by no party" },
    { UTSKR_CONSENT, SCOPE, "neither given nor refused" },
    { UTSKR_CONSENT, GIVEN, "given for nothing" },
    { UTSKR_CONSENT, SCOPE | NUMBER(UTSKR_CONSENT_WORD, 7), "no such answer" },
    { UTSKR_CHECKLIST, NUMBER(UTSKR_CHECKLIST_WORD, 1), "needed, but what" },
    { UTSKR_CHECKLIST, NUMBER(UTSKR_CHECKLIST_WORD, 1) | NUMBER(UTSKR_CHECKLIST_ITEM, 9), "no such item" },
    { UTSKR_NOTE, UTSKR_FLAG(13), "the highest bit" },
};

static void test_masks(void) {
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        utskr_event event = event_of(GOOD[i].kind, GOOD[i].mask);
        is(&event, UTSKR_OK, GOOD[i].what);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        utskr_event event = event_of(BAD[i].kind, BAD[i].mask);
        is(&event, UTSKR_BAD_ARGUMENT, BAD[i].what);
    }
    utskr_event event = event_of(UTSKR_SIP_HELD, 0);
    event.value = UTSKR_INSTANT_MIN;
    is(&event, UTSKR_BAD_ARGUMENT, "the time of a follow-up that is not stated");
    event.mask = UTSKR_SIP_FOLLOWUP;
    is(&event, UTSKR_OK, "the time of a follow-up");
}

int main(void) {
    test_statuses();
    test_error_init();
    test_words_of_errors();
    test_numbers();
    test_instants();
    test_masks();
    return tap_done();
}
