/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The judgement as a function: what it takes and refuses, what happens when there is too little room, that it changes
 * and keeps nothing, that it allocates nothing; and the worklist. What it answers is shown by tests/cases.
 */
#include "tests/judgement/judged.h"

#include "tests/tap.h"

/* --- Allocation: with -Wl,--wrap every call of the library comes here -------------------------------------------------- */

static uint64_t allocations;

#ifdef UTSKR_TESTS_WRAP_ALLOCATION
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size) {
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size) {
    allocations++;
    return __real_realloc(block, size);
}
#endif

/* --- Cases --------------------------------------------------------------------------------------------------------------- */

#define ALL "to=social-services,municipal-health,outpatient"
#define CONTENT " contains=name,personal-number,address,expected-discharge"
#define ADMITTED                                                                                                       \
    "case c municipality=0484\n"                                                                                       \
    "2022-05-02T09:00+02:00 hospital admitted\n"                                                                       \
    "2022-05-02T10:00+02:00 hospital needs-assessed social-services municipal-health outpatient\n"
#define NOTIFIED ADMITTED "2022-05-02T11:00+02:00 hospital admission-notice " ALL CONTENT "\n"

/* Two spells, charged days, missed obligations, findings. */
static const char RICH[] = NOTIFIED "2022-05-04T10:00+02:00 hospital expected-discharge expected=2022-05-20\n"
                                    "2022-05-09T10:00+02:00 hospital discharge-ready\n"
                                    "2022-05-09T11:00+02:00 hospital discharge-ready-notice " ALL "\n"
                                    "2022-05-09T12:00+02:00 outpatient sip-call to=social-services,municipal-health\n"
                                    "2022-05-14T11:00+02:00 hospital outpatient-obstacle\n"
                                    "2022-05-14T15:00+02:00 hospital outpatient-clear\n"
                                    "2022-05-16T11:00+02:00 hospital discharge-ready-withdrawn\n"
                                    "2022-05-18T11:00+02:00 hospital discharge-ready-notice " ALL "\n"
                                    "2022-05-27T10:00+02:00 hospital discharged to=home\n";

/* Everything done in time: closed after the day of discharge. */
static const char CLOSED[] = NOTIFIED "2022-05-03T09:00+02:00 outpatient care-contact\n"
                                      "2022-05-09T11:00+02:00 hospital discharge-ready-notice " ALL "\n"
                                      "2022-05-09T12:00+02:00 outpatient sip-call to=social-services,municipal-health\n"
                                      "2022-05-10T09:00+02:00 hospital patient-informed\n"
                                      "2022-05-10T10:00+02:00 hospital discharged to=home\n"
                                      "2022-05-10T11:00+02:00 hospital information-transferred " ALL "\n";

/* Three obligations of the hospital with a due time that differs from the order of the rules, and one without. */
static const char UNTOLD[] = ADMITTED "2022-05-02T15:00+02:00 hospital discharge-ready\n"
                                      "2022-05-03T05:00+02:00 hospital discharged to=home\n";

static utskr_question question_at(utskr_instant at) {
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = at;
    return question;
}

static utskr_status judge_text(const char *log, judged *j, utskr_facts *facts) {
    utskr_instant at = 0;
    if (!judged_facts(log, &at, facts)) {
        tap_ok(false, "the case can be read");
    }
    utskr_question question = question_at(at);
    return utskr_judge(facts, &question, &j->judgement);
}

/* --- Beginning ------------------------------------------------------------------------------------------------------------- */

static void test_init(void) {
    utskr_question by_macro = UTSKR_QUESTION_INIT;
    utskr_question by_function;
    memset(&by_function, 0xff, sizeof by_function);
    utskr_question_init(&by_function);
    tap_ok(by_function.size == sizeof by_function && by_function.size == by_macro.size &&
               by_function.rate_count == by_macro.rate_count && by_function.pack == by_macro.pack &&
               by_function.readings == by_macro.readings && by_function.rates == by_macro.rates &&
               by_function.at == by_macro.at,
           "UTSKR_QUESTION_INIT and utskr_question_init agree");
    utskr_judgement judgement;
    memset(&judgement, 0xff, sizeof judgement);
    utskr_judgement_init(&judgement);
    tap_ok(judgement.size == sizeof judgement && judgement.obligations == NULL && judgement.findings == NULL &&
               judgement.days == NULL && judgement.obligation_capacity == 0 && judgement.finding_capacity == 0 &&
               judgement.day_capacity == 0,
           "utskr_judgement_init sets the size and no memory");
    utskr_question_init(NULL);
    utskr_judgement_init(NULL);
    tap_ok(true, "nothing to set up is nothing");
}

/* --- What is refused --------------------------------------------------------------------------------------------------------- */

typedef struct request {
    utskr_facts facts;
    utskr_question question;
    utskr_readings readings;
    utskr_rate rate;
    judged out;
} request;

static request asked;

static void ask_well(void) {
    utskr_instant at = 0;
    tap_ok(judged_facts(RICH, &at, &asked.facts), "the case can be read");
    asked.question = question_at(at);
    (void)utskr_readings_init(NULL, &asked.readings);
    asked.question.readings = &asked.readings;
    memset(&asked.rate, 0, sizeof asked.rate);
    judged_begin(&asked.out, 0x5a);
}

/* The call fails with that status and changes nothing. */
static void ok_refused(const utskr_facts *facts, const utskr_question *question, utskr_status expected,
                       const char *what) {
    static judged kept;
    memcpy(&kept, &asked.out, sizeof kept);
    utskr_status status = utskr_judge(facts, question, &asked.out.judgement);
    tap_eq_str(utskr_status_name((int32_t)status), utskr_status_name((int32_t)expected), "%s", what);
    tap_ok(memcmp(&kept, &asked.out, sizeof kept) == 0, "%s: nothing was written", what);
}

static void test_null(void) {
    ask_well();
    ok_refused(NULL, &asked.question, UTSKR_BAD_ARGUMENT, "no facts");
    ok_refused(&asked.facts, NULL, UTSKR_BAD_ARGUMENT, "no question");
    tap_eq_i64(utskr_judge(&asked.facts, &asked.question, NULL), UTSKR_BAD_ARGUMENT, "nowhere to write");
    asked.question.rate_count = 1;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_ARGUMENT, "a count of amounts, and none");
}

static void test_sizes(void) {
    ask_well();
    const uint32_t good = (uint32_t)sizeof(utskr_facts);
    const uint32_t wrong[] = { 0, 1, good - 1, good + 1, good * 2, UINT32_MAX };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        asked.facts.size = wrong[i];
        ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "facts of another size");
    }
    asked.facts.size = good;
    asked.question.size--;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "a question that is too small");
    asked.question.size += 2;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "a question that is too large");
    asked.question.size--;
    asked.readings.size++;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "readings of another size");
    asked.readings.size = 0;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "readings never set up");
    asked.readings.size = sizeof asked.readings;
    asked.out.judgement.size = 0;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "a judgement never set up");
    asked.out.judgement.size = sizeof(utskr_judgement) + 8;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_SIZE, "a judgement of another size");
}

static void test_readings(void) {
    ask_well();
    for (int32_t i = 0; i < UTSKR_READING_COUNT; i++) {
        const utskr_reading_info *info = utskr_reading_at(i);
        judged_begin(&asked.out, 0x5a);
        asked.readings.value[i] = (uint8_t)info->value_count;
        ok_refused(&asked.facts, &asked.question, UTSKR_BAD_ARGUMENT, info->id);
        asked.readings.value[i] = UTSKR_READING_AS_PACK - 1;
        ok_refused(&asked.facts, &asked.question, UTSKR_BAD_ARGUMENT, info->id);
        bool good = true;
        for (uint32_t value = 0; value < info->value_count; value++) {
            asked.readings.value[i] = (uint8_t)value;
            good = good && utskr_judge(&asked.facts, &asked.question, &asked.out.judgement) == UTSKR_OK &&
                   asked.out.judgement.readings.value[i] == value;
        }
        tap_ok(good, "%s: every value is taken, and named in the judgement", info->id);
        asked.readings.value[i] = UTSKR_READING_AS_PACK;
    }
}

static void test_instants(void) {
    ask_well();
    utskr_instant last = asked.question.at;
    asked.question.at = last - 1;
    ok_refused(&asked.facts, &asked.question, UTSKR_BAD_ARGUMENT, "the second before the last event");
    asked.question.at = 0;
    ok_refused(&asked.facts, &asked.question, UTSKR_OUT_OF_RANGE, "no instant");
    asked.question.at = UTSKR_INSTANT_MAX + 1;
    ok_refused(&asked.facts, &asked.question, UTSKR_OUT_OF_RANGE, "the year 2200");
    asked.question.at = INT64_MAX;
    ok_refused(&asked.facts, &asked.question, UTSKR_OUT_OF_RANGE, "the end of time");
    asked.question.at = INT64_MIN;
    ok_refused(&asked.facts, &asked.question, UTSKR_OUT_OF_RANGE, "the beginning of time");
    asked.question.at = last;
    tap_eq_i64(utskr_judge(&asked.facts, &asked.question, &asked.out.judgement), UTSKR_OK, "at the last event");
    asked.question.at = UTSKR_INSTANT_MAX;
    tap_eq_i64(utskr_judge(&asked.facts, &asked.question, &asked.out.judgement), UTSKR_OK, "the last second of 2199");
    utskr_facts nothing;
    memset(&nothing, 0, sizeof nothing);
    tap_eq_i64(utskr_facts_init(&nothing, NULL), UTSKR_OK, "facts without events");
    asked.question.at = UTSKR_INSTANT_MIN;
    tap_eq_i64(utskr_judge(&nothing, &asked.question, &asked.out.judgement), UTSKR_OK, "a case without events");
    tap_eq_i64(asked.out.judgement.covered, UTSKR_UNKNOWN, "a case without events: coverage is not known");
    tap_eq_i64(asked.out.judgement.obligation_count, 0, "a case without events: no obligation");
}

/* --- Room ---------------------------------------------------------------------------------------------------------------------- */

static judged whole;
static judged cramped;
static utskr_facts facts_of_case;

/* What is no long part is the same. */
static bool same_answers(const utskr_judgement *a, const utskr_judgement *b) {
    return a->at == b->at && a->next_change == b->next_change && a->covered == b->covered && a->state == b->state &&
           a->step == b->step && a->closed == b->closed && a->sip_required == b->sip_required &&
           a->sip_state == b->sip_state && a->evidence_count == b->evidence_count && a->sip_rule == b->sip_rule &&
           memcmp(&a->readiness, &b->readiness, sizeof a->readiness) == 0 &&
           memcmp(&a->liability.figures, &b->liability.figures, sizeof a->liability.figures) == 0 &&
           a->liability.alternative_count == b->liability.alternative_count &&
           a->liability.spell_count == b->liability.spell_count;
}

static bool same_counts(const utskr_judgement *a, const utskr_judgement *b) {
    return a->obligation_count == b->obligation_count && a->finding_count == b->finding_count &&
           a->day_count == b->day_count;
}

static bool untouched(const void *memory, size_t from, size_t to) {
    const unsigned char *bytes = memory;
    for (size_t i = from; i < to; i++) {
        if (bytes[i] != 0x5a) {
            return false;
        }
    }
    return true;
}

/* An obligation up to its last member: the bytes behind it may be anything. */
#define OBLIGATION_BYTES (offsetof(utskr_obligation, unmet_units) + 1)

/* What fits is the beginning of the whole, and nothing is written behind it. */
static bool obligations_fit(uint32_t capacity) {
    uint32_t count = whole.judgement.obligation_count;
    uint32_t written = count < capacity ? count : capacity;
    for (uint32_t i = 0; i < written; i++) {
        if (memcmp(&cramped.obligations[i], &whole.obligations[i], OBLIGATION_BYTES) != 0) {
            return false;
        }
    }
    return untouched(cramped.obligations, written * sizeof(utskr_obligation), sizeof cramped.obligations);
}

static bool days_fit(uint32_t capacity) {
    uint32_t count = whole.judgement.day_count;
    uint32_t written = count < capacity ? count : capacity;
    return memcmp(cramped.days, whole.days, written * sizeof(utskr_day)) == 0 &&
           untouched(cramped.days, written * sizeof(utskr_day), sizeof cramped.days);
}

static void ok_with_room(const utskr_question *question, uint32_t obligations, uint32_t findings, uint32_t days,
                         const char *what) {
    const utskr_judgement *w = &whole.judgement;
    utskr_judgement *j = &cramped.judgement;
    judged_begin(&cramped, 0x5a);
    j->obligation_capacity = obligations;
    j->finding_capacity = findings;
    j->day_capacity = days;
    bool enough = obligations >= w->obligation_count && findings >= w->finding_count && days >= w->day_count;
    utskr_status status = utskr_judge(&facts_of_case, question, j);
    tap_eq_str(utskr_status_name((int32_t)status),
               utskr_status_name((int32_t)(enough ? UTSKR_OK : UTSKR_BUFFER_TOO_SMALL)), "%s", what);
    if (!tap_ok(same_counts(j, w), "%s: the counts tell how much room it takes", what)) {
        tap_say("%u of %u obligations, %u of %u findings, %u of %u days", j->obligation_count, w->obligation_count,
                j->finding_count, w->finding_count, j->day_count, w->day_count);
    }
    tap_ok(same_answers(j, w), "%s: everything else is right", what);
    tap_ok(obligations_fit(obligations) && days_fit(days),
           "%s: what fits is the beginning, and nothing is written behind it", what);
    tap_ok(untouched(cramped.findings, findings * sizeof *j->findings, sizeof cramped.findings),
           "%s: no finding beyond its room", what);
}

static void ok_without_memory(const utskr_question *question, const char *what) {
    utskr_judgement *j = &cramped.judgement;
    judged_begin(&cramped, 0x5a);
    utskr_judgement_init(j);
    j->obligation_capacity = j->finding_capacity = j->day_capacity = JUDGED_ROOM; /* memory counts, not capacity */
    tap_eq_i64(utskr_judge(&facts_of_case, question, j), UTSKR_BUFFER_TOO_SMALL, "%s: no memory at all", what);
    tap_ok(same_counts(j, &whole.judgement), "%s: the counts are there without memory", what);
    tap_ok(same_answers(j, &whole.judgement), "%s: the answers are there without memory", what);
}

static void test_room_of(const char *log, const char *what) {
    judged_begin(&whole, 0x5a);
    tap_eq_i64(judge_text(log, &whole, &facts_of_case), UTSKR_OK, "%s: judged", what);
    utskr_question question = question_at(whole.judgement.at);
    const uint32_t o = whole.judgement.obligation_count;
    const uint32_t f = whole.judgement.finding_count;
    const uint32_t d = whole.judgement.day_count;
    ok_with_room(&question, o, f, d, "room for exactly that");
    ok_with_room(&question, o - 1, f, d, "an obligation too many");
    ok_with_room(&question, 0, f, d, "no room for obligations");
    if (f > 0) {
        ok_with_room(&question, o, f - 1, d, "a finding too many");
    }
    if (d > 0) {
        ok_with_room(&question, o, f, d - 1, "a day too many");
    }
    ok_with_room(&question, 0, 0, 0, "no room at all");
    ok_without_memory(&question, what);
    ok_with_room(&question, JUDGED_ROOM, JUDGED_ROOM, JUDGED_ROOM, "room enough after all");
}

static void test_room(void) {
    test_room_of(RICH, "a case with much to say");
    tap_ok(whole.judgement.finding_count > 1 && whole.judgement.day_count > 1 && whole.judgement.obligation_count > 1 &&
               whole.judgement.liability.spell_count == 2,
           "it has findings, days, obligations and two spells");
    test_room_of(UNTOLD, "a case with missed obligations");
    test_room_of(CLOSED, "a closed case");
    tap_eq_i64(whole.judgement.closed, 1, "it is closed");
}

/* --- A function and nothing more ---------------------------------------------------------------------------------------------- */

static char json_before[1 << 16];
static char json_after[1 << 16];

static void write_json(const utskr_judgement *judgement, char *text, size_t capacity) {
    test_output output = { NULL, 0, 0, 0 };
    text[0] = '\0';
    if (utskr_judgement_write_json(NULL, NULL, judgement, test_sink, &output) == UTSKR_OK && output.length < capacity) {
        memcpy(text, output.bytes, output.length + 1);
    }
    free(output.bytes);
}

static void test_twice(void) {
    judged_begin(&whole, 0);
    judged_begin(&cramped, 0);
    tap_eq_i64(judge_text(RICH, &whole, &facts_of_case), UTSKR_OK, "judged");
    utskr_facts kept = facts_of_case;
    utskr_question question = question_at(whole.judgement.at);
    tap_eq_i64(utskr_judge(&facts_of_case, &question, &cramped.judgement), UTSKR_OK, "judged again");
    tap_ok(memcmp(&kept, &facts_of_case, sizeof kept) == 0, "the facts are as they were");
    write_json(&whole.judgement, json_before, sizeof json_before);
    write_json(&cramped.judgement, json_after, sizeof json_after);
    tap_eq_str(json_after, json_before, "twice: the same");
    judged_begin(&cramped, 0xff);
    tap_eq_i64(utskr_judge(&facts_of_case, &question, &cramped.judgement), UTSKR_OK, "judged into used memory");
    write_json(&cramped.judgement, json_after, sizeof json_after);
    tap_ok(json_before[0] == '{', "written as JSON");
    tap_eq_str(json_after, json_before, "what lay in the memory before makes no difference");
}

/* The case handle judges what its facts do. */
static void test_case_judge(void) {
    utskr_case *c = judged_case(RICH);
    judged_begin(&whole, 0);
    judged_begin(&cramped, 0);
    (void)judge_text(RICH, &whole, &facts_of_case);
    utskr_question question = question_at(whole.judgement.at);
    tap_eq_i64(utskr_case_judge(c, &question, 0, &cramped.judgement), UTSKR_OK, "utskr_case_judge");
    write_json(&whole.judgement, json_before, sizeof json_before);
    write_json(&cramped.judgement, json_after, sizeof json_after);
    tap_eq_str(json_after, json_before, "the case and its facts are judged alike");
    tap_eq_i64(utskr_case_judge(NULL, &question, 0, &cramped.judgement), UTSKR_BAD_ARGUMENT, "no case");
    tap_eq_i64(utskr_case_judge(c, NULL, 0, &cramped.judgement), UTSKR_BAD_ARGUMENT, "no question about a case");
    tap_eq_i64(utskr_case_judge(c, &question, 0, NULL), UTSKR_BAD_ARGUMENT, "nowhere to judge a case to");
    question.at = judged_instant("2022-05-12T12:00:00+02:00");
    tap_eq_i64(utskr_case_judge(c, &question, 0, &cramped.judgement), UTSKR_OK, "a case as it stood before");
    tap_eq_i64(cramped.judgement.state, UTSKR_STATE_READY, "later events do not count");
    utskr_case_free(c);
}

/* --- No allocation ----------------------------------------------------------------------------------------------------------------- */

static int count_bytes(const char *bytes, size_t length, void *user) {
    size_t *count = user;
    (void)bytes;
    *count += length;
    return 0;
}

static bool ask_everything(utskr_facts *facts, utskr_instant at) {
    utskr_question question = question_at(at);
    utskr_sharing sharing;
    uint32_t todo[JUDGED_ROOM];
    size_t bytes = 0;
    bool good = true;
    for (uint32_t i = 0; i < utskr_pack_count(); i++) {
        question.pack = utskr_pack_at(i);
        good = good && utskr_judge(facts, &question, &whole.judgement) == UTSKR_OK;
        good = good && utskr_judgement_write_json(NULL, NULL, &whole.judgement, count_bytes, &bytes) == UTSKR_OK;
        good = good && utskr_explain(NULL, NULL, &whole.judgement, UTSKR_SV, count_bytes, &bytes) == UTSKR_OK;
    }
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        (void)utskr_worklist(&whole.judgement, party, todo, JUDGED_ROOM);
        (void)utskr_may_send(facts, party, UTSKR_DISCHARGED);
        good = good && utskr_share(facts, &question, 1, party, UTSKR_SHARE_READY, &sharing) == UTSKR_OK;
    }
    return good && bytes > 0;
}

static void test_no_allocation(void) {
    utskr_case *c = judged_case(RICH);
    judged_begin(&whole, 0);
#ifdef UTSKR_TESTS_WRAP_ALLOCATION
    tap_ok(allocations > 0, "allocations of the library are seen (the case handle makes some)");
#endif
    uint64_t before = allocations;
    bool folded = judged_fold(c, UTSKR_INSTANT_MAX, &facts_of_case);
    bool answered = ask_everything(&facts_of_case, judged_instant("2022-06-01T12:00:00+02:00"));
    uint64_t made = allocations - before;
    utskr_case_free(c);
    tap_ok(folded && answered, "folded, judged, shared, listed, explained and written");
#ifdef UTSKR_TESTS_WRAP_ALLOCATION
    tap_eq_i64((int64_t)made, 0, "not one allocation on the way");
#else
    tap_ok(made == 0, "not one allocation on the way # SKIP this linker wraps no symbols");
#endif
}

/* --- Worklist ------------------------------------------------------------------------------------------------------------------------ */

enum { SOONEST = 4 };

/* By hand: leaving at 05:00 without the information (due then), no admission notice within 24 h (due 10:00, from the
 * assessment), nothing transferred (due at midnight), and no notice of readiness (as soon as possible). */
static const char *const BY_DUE[SOONEST] = { "patient-information", "admission-notice", "information-transfer",
                                             "discharge-ready-notice" };

static void test_worklist(void) {
    utskr_instant at = judged_instant("2022-05-04T12:00:00+02:00");
    judged_begin(&whole, 0);
    tap_ok(judged_facts(UNTOLD, &at, &facts_of_case), "the case can be read");
    utskr_question question = question_at(at);
    tap_eq_i64(utskr_judge(&facts_of_case, &question, &whole.judgement), UTSKR_OK, "judged");
    for (uint32_t capacity = 0; capacity <= SOONEST + 1; capacity++) {
        uint32_t todo[SOONEST + 2] = { 99, 99, 99, 99, 99, 99 };
        uint32_t count = utskr_worklist(&whole.judgement, UTSKR_PARTY_HOSPITAL, todo, capacity);
        tap_eq_i64(count, SOONEST, "room for %u: there are four to do", capacity);
        for (uint32_t i = 0; i < capacity && i < SOONEST; i++) {
            const char *got = todo[i] < whole.judgement.obligation_count ? whole.obligations[todo[i]].id : "none";
            tap_eq_str(got, BY_DUE[i], "room for %u: number %u", capacity, i + 1);
        }
        tap_eq_i64(todo[capacity < SOONEST ? capacity : SOONEST], 99, "room for %u: nothing behind it", capacity);
    }
    tap_eq_i64(utskr_worklist(&whole.judgement, UTSKR_PARTY_HOSPITAL, NULL, 0), SOONEST, "a count without room");
    tap_eq_i64(utskr_worklist(NULL, UTSKR_PARTY_HOSPITAL, NULL, 0), 0, "no judgement, no work");
    tap_eq_i64(utskr_worklist(&whole.judgement, UTSKR_PARTY_PATIENT, NULL, 0), 0, "the patient owes nothing");
    tap_eq_i64(utskr_worklist(&whole.judgement, 99, NULL, 0), 0, "nobody owes nothing");
}

/* Every party's list is of its own, open, missed or unknown, and sorted; and nothing is left out. */
static void test_worklists_complete(void) {
    judged_begin(&whole, 0);
    (void)judge_text(RICH, &whole, &facts_of_case);
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        uint32_t todo[JUDGED_ROOM];
        uint32_t expected = 0;
        for (uint32_t i = 0; i < whole.judgement.obligation_count; i++) {
            const utskr_obligation *o = &whole.obligations[i];
            expected +=
                o->party == party && (o->status == UTSKR_OBLIGATION_OPEN || o->status == UTSKR_OBLIGATION_MISSED ||
                                      o->status == UTSKR_OBLIGATION_UNKNOWN);
        }
        uint32_t count = utskr_worklist(&whole.judgement, party, todo, JUDGED_ROOM);
        bool sorted = true;
        for (uint32_t i = 1; i < count; i++) {
            utskr_instant before = whole.obligations[todo[i - 1]].due;
            utskr_instant here = whole.obligations[todo[i]].due;
            sorted = sorted && (here == 0 || (before != 0 && before <= here));
        }
        tap_ok(count == expected && sorted, "%s: what is to do, soonest due first", utskr_party_name(party));
    }
}

/* --- May send -------------------------------------------------------------------------------------------------------------------------- */

typedef struct permission {
    const char *log;
    int32_t party;
    int32_t kind;
    int expected;
} permission;

#define NEW "case c\n2022-05-02T09:00+02:00 hospital note\n"
#define READY NOTIFIED "2022-05-09T11:00+02:00 hospital discharge-ready-notice " ALL "\n"
#define LEFT READY "2022-05-10T11:00+02:00 hospital discharged to=home\n"

static const permission PERMISSIONS[] = {
    { NEW, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 1 },
    { NEW, UTSKR_PARTY_OUTPATIENT, UTSKR_ADMITTED, 0 },
    { NEW, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, 0 },
    { NEW, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, 0 },
    { NEW, UTSKR_PARTY_SOCIAL_SERVICES, UTSKR_CARE_REQUEST, 1 },
    { NOTIFIED, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, 1 },
    { NOTIFIED, UTSKR_PARTY_HOSPITAL, UTSKR_INTERRUPTED, 1 },
    { NOTIFIED, UTSKR_PARTY_SOCIAL_SERVICES, UTSKR_MUNICIPALITY_READY, 1 },
    { NOTIFIED, UTSKR_PARTY_HOSPITAL, UTSKR_MUNICIPALITY_READY, 0 },
    { NOTIFIED, UTSKR_PARTY_OUTPATIENT, UTSKR_CARE_CONTACT, 1 },
    { NOTIFIED, UTSKR_PARTY_PATIENT, UTSKR_CONSENT, 1 },
    { NOTIFIED, UTSKR_PARTY_SYSTEM, UTSKR_DECEASED, 1 },
    { READY, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, 1 },
    { READY, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_WITHDRAWN, 1 },
    { LEFT, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0 },
    { LEFT, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_WITHDRAWN, 0 },
    { LEFT, UTSKR_PARTY_HOSPITAL, UTSKR_INFORMATION_TRANSFERRED, 1 },
    { NOTIFIED, 0, UTSKR_NOTE, 0 },
    { NOTIFIED, UTSKR_PARTY_COUNT, UTSKR_NOTE, 0 },
    { NOTIFIED, UTSKR_PARTY_HOSPITAL, 0, 0 },
    { NOTIFIED, UTSKR_PARTY_HOSPITAL, UTSKR_KIND_COUNT, 0 },
    { NOTIFIED, -1, -1, 0 },
};

static void test_may_send(void) {
    for (size_t i = 0; i < sizeof PERMISSIONS / sizeof PERMISSIONS[0]; i++) {
        const permission *p = &PERMISSIONS[i];
        utskr_facts facts;
        utskr_instant at = 0;
        bool read = judged_facts(p->log, &at, &facts);
        tap_ok(read && utskr_may_send(&facts, p->party, p->kind) == p->expected, "%s, %s: %s %s",
               utskr_state_name(facts.state), utskr_party_name(p->party), p->expected ? "may send" : "may not send",
               utskr_kind_name(p->kind));
    }
    tap_eq_i64(utskr_may_send(NULL, UTSKR_PARTY_HOSPITAL, UTSKR_NOTE), 0, "nobody may send without facts");
}

int main(void) {
    test_init();
    test_null();
    test_sizes();
    test_readings();
    test_instants();
    test_room();
    test_twice();
    test_case_judge();
    test_no_allocation();
    test_worklist();
    test_worklists_complete();
    test_may_send();
    return tap_done();
}
