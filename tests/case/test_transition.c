/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The transition table, written out a second time from the page it comes from (vocabulary: Events, States), and held
 * against utskr_check and utskr_fold: every kind of event in every state, and every party as its sender. Each state is
 * reached by events, as in a hospital.
 */
#include <utskrivning/facts.h>

#include "tests/tap.h"

enum { HOUR = 3600 };
#define START INT64_C(1651471200) /* 2022-05-02T08:00+02:00 */

#define H UTSKR_TO_HOSPITAL
#define O UTSKR_TO_OUTPATIENT
#define M UTSKR_TO_MUNICIPAL_HEALTH
#define S UTSKR_TO_SOCIAL_SERVICES
#define P UTSKR_TO_PATIENT
#define SYSTEM UTSKR_TO(UTSKR_PARTY_SYSTEM)
#define MUNICIPALITY (M | S)
#define UNITS (H | O | M | S) /* those who give care or services: the recipients of messages */
#define ANY (H | O | M | S | P | SYSTEM)
#define TO_ALL (UTSKR_TO_STATED | O | M | S)

/* --- The page: what an event does in a state ---------------------------------------------------------------------- */

typedef struct cell {
    uint8_t action;
    uint8_t to; /* KEEP: where it was */
    uint8_t mark;
} cell;

enum { KEEP = 100 };

/* clang-format off */
#define STAY { UTSKR_ACTION_STAY, KEEP, 0 }
#define REFUSE { UTSKR_ACTION_REFUSE, KEEP, 0 }
#define GO(state) { UTSKR_ACTION_GO, UTSKR_STATE_##state, 0 }
#define ODD(mark) { UTSKR_ACTION_IRREGULAR, KEEP, UTSKR_##mark } /* accepted, and a mark is kept */
#define ODD_GO(mark, state) { UTSKR_ACTION_IRREGULAR, UTSKR_STATE_##state, UTSKR_##mark }
/* clang-format on */

/* The attributes that an event of the kind cannot do without. */
#define CHECKLIST_AIDS_DONE ((1U << UTSKR_CHECKLIST_ITEM_SHIFT) | (2U << UTSKR_CHECKLIST_WORD_SHIFT))
#define CONSENT_GIVEN ((1U << UTSKR_CONSENT_SCOPE_SHIFT) | (1U << UTSKR_CONSENT_WORD_SHIFT))

typedef struct expectation {
    uint8_t kind;
    uint32_t senders;
    uint32_t mask;
    cell cells[UTSKR_STATE_COUNT];
} expectation;

/* clang-format off */
#define STAYS { STAY, STAY, STAY, STAY, STAY, STAY, STAY, STAY }

static const expectation PAGE[] = {
    /*                           new                               planned                           admitted
                                 notified                          ready                             interrupted
                                 discharged                        deceased */
    { UTSKR_PLANNED_ADMISSION, H, 0,
                               { GO(PLANNED),                      STAY,                             STAY,
                                 STAY,                             STAY,                             STAY,
                                 STAY,                             STAY } },
    { UTSKR_ADMITTED, H, 0,
                               { GO(ADMITTED),                     GO(ADMITTED),                     ODD(DUPLICATE_ADMISSION),
                                 ODD(DUPLICATE_ADMISSION),         ODD(DUPLICATE_ADMISSION),         ODD(DUPLICATE_ADMISSION),
                                 REFUSE,                           REFUSE } },
    { UTSKR_NEEDS_ASSESSED, H, S | M | O,
                               { STAY,                             STAY,                             STAY,
                                 STAY,                             STAY,                             STAY,
                                 ODD(ASSESSED_AFTER_DISCHARGE),    ODD(ASSESSED_AFTER_DISCHARGE) } },
    { UTSKR_ADMISSION_NOTICE, H, TO_ALL,
                               { ODD(NOTICE_BEFORE_ADMISSION),     ODD(NOTICE_BEFORE_ADMISSION),     GO(NOTIFIED),
                                 STAY,                             ODD(NOTICE_AFTER_READY),          STAY,
                                 ODD(NOTICE_AFTER_DISCHARGE),      ODD(NOTICE_AFTER_DISCHARGE) } },
    { UTSKR_DISCHARGE_READY_NOTICE, H, TO_ALL,
                               { REFUSE,                           REFUSE,                           ODD_GO(READY_WITHOUT_ADMISSION_NOTICE, READY),
                                 GO(READY),                        ODD(DUPLICATE_READY_NOTICE),      GO(READY),
                                 ODD(READY_AFTER_DISCHARGE),       ODD(READY_AFTER_DISCHARGE) } },
    { UTSKR_DISCHARGE_READY_WITHDRAWN, H, 0,
                               { REFUSE,                           REFUSE,                           STAY,
                                 STAY,                             GO(NOTIFIED),                     STAY,
                                 REFUSE,                           REFUSE } },
    { UTSKR_INTERRUPTED, H, 0,
                               { REFUSE,                           REFUSE,                           GO(INTERRUPTED),
                                 GO(INTERRUPTED),                  GO(INTERRUPTED),                  STAY,
                                 REFUSE,                           REFUSE } },
    { UTSKR_RESUMED, H, 0,
                               { REFUSE,                           REFUSE,                           STAY,
                                 STAY,                             STAY,                             GO(NOTIFIED),
                                 REFUSE,                           REFUSE } },
    { UTSKR_DISCHARGED, H, 0,
                               { REFUSE,                           REFUSE,                           ODD_GO(DISCHARGED_WITHOUT_READY, DISCHARGED),
                                 ODD_GO(DISCHARGED_WITHOUT_READY, DISCHARGED), GO(DISCHARGED),       GO(DISCHARGED),
                                 ODD(DUPLICATE_DISCHARGE),         ODD(DUPLICATE_DISCHARGE) } },
    { UTSKR_DECEASED, H | SYSTEM, 0,
                               { GO(DECEASED),                     GO(DECEASED),                     GO(DECEASED),
                                 GO(DECEASED),                     GO(DECEASED),                     GO(DECEASED),
                                 STAY,                             STAY } },
    /* Events not listed there stay in every state. */
    { UTSKR_CARE_REQUEST, MUNICIPALITY, 0, STAYS },
    { UTSKR_TRANSFERRED, H, 0, STAYS },
    { UTSKR_LEAVE_START, H, 0, STAYS },
    { UTSKR_LEAVE_END, H, 0, STAYS },
    { UTSKR_TRACK, H, 1U << UTSKR_TRACK_COLOUR_SHIFT, STAYS },
    { UTSKR_ACKNOWLEDGED, UNITS, UTSKR_OF(UTSKR_ADMISSION_NOTICE), STAYS },
    { UTSKR_SERVICES_REPORTED, O | MUNICIPALITY, 0, STAYS },
    { UTSKR_STATUS_REPORTED, UNITS, 0, STAYS },
    { UTSKR_EXPECTED_DISCHARGE, H, 0, STAYS },
    { UTSKR_CARE_CONTACT, O, 0, STAYS },
    { UTSKR_SIP_NEED, ANY, 1U << UTSKR_SIP_NEED_WORD_SHIFT, STAYS },
    { UTSKR_SIP_OFFERED, ANY, 0, STAYS },
    { UTSKR_SIP_ACCEPTED, ANY, 0, STAYS },
    { UTSKR_SIP_DECLINED, ANY, 0, STAYS },
    { UTSKR_SIP_INITIATED, ANY, 0, STAYS },
    { UTSKR_SIP_CALL, UNITS, TO_ALL, STAYS },
    { UTSKR_SIP_HELD, ANY, 0, STAYS },
    { UTSKR_SIP_ESTABLISHED, ANY, 0, STAYS },
    { UTSKR_SIP_FOLLOWED_UP, ANY, 0, STAYS },
    { UTSKR_SIP_CLOSED, ANY, 0, STAYS },
    { UTSKR_COORDINATED_CARE_PLAN, H, 0, STAYS },
    { UTSKR_DISCHARGE_READY, H, 0, STAYS },
    { UTSKR_MUNICIPALITY_READY, MUNICIPALITY, 0, STAYS },
    { UTSKR_MUNICIPALITY_NOT_READY, MUNICIPALITY, 0, STAYS },
    { UTSKR_OUTPATIENT_OBSTACLE, H | O, 0, STAYS },
    { UTSKR_OUTPATIENT_CLEAR, H | O, 0, STAYS },
    { UTSKR_PATIENT_INFORMED, H | O | MUNICIPALITY, 0, STAYS },
    { UTSKR_INFORMATION_TRANSFERRED, H, TO_ALL, STAYS },
    { UTSKR_CHECKLIST, H, CHECKLIST_AIDS_DONE, STAYS },
    { UTSKR_HOMECARE_ORDER, H, UTSKR_TO_STATED | M, STAYS },
    { UTSKR_REFERRAL, H, UTSKR_TO_STATED | O, STAYS },
    { UTSKR_HOME_TIME, H | MUNICIPALITY, 0, STAYS },
    { UTSKR_SERVICES_STARTED, MUNICIPALITY | O, 0, STAYS },
    { UTSKR_FOLLOWUP_CALL, H | O | S, 1U << UTSKR_FOLLOWUP_WORD_SHIFT, STAYS },
    { UTSKR_NEEDS_REVIEWED, MUNICIPALITY, 0, STAYS },
    { UTSKR_EDUCATION, H | MUNICIPALITY, 1U << UTSKR_EDUCATION_WORD_SHIFT, STAYS },
    { UTSKR_CONSENT, P, CONSENT_GIVEN, STAYS },
    { UTSKR_HARM_TEST, H, 1U << UTSKR_HARM_TEST_WORD_SHIFT, STAYS },
    { UTSKR_DEVIATION, ANY, 0, STAYS },
    { UTSKR_DEVIATION_ANSWERED, ANY, 0, STAYS },
    { UTSKR_RETRACTED, ANY, UTSKR_OF(UTSKR_ADMISSION_NOTICE), STAYS }, /* the sender of what it retracts: the case's */
    { UTSKR_NOTE, ANY, 0, STAYS },
};
/* clang-format on */

#define ROW_COUNT (sizeof PAGE / sizeof PAGE[0])
_Static_assert(ROW_COUNT == UTSKR_KIND_COUNT - 1, "every kind but none stands on the page");

/* --- Reaching the states ------------------------------------------------------------------------------------------ */

typedef struct said {
    uint8_t kind;
    uint32_t mask;
} said;

enum { PATH_LIMIT = 6 };

static const said PATHS[UTSKR_STATE_COUNT][PATH_LIMIT] = {
    [UTSKR_STATE_NEW] = { { 0, 0 } },
    [UTSKR_STATE_PLANNED] = { { UTSKR_PLANNED_ADMISSION, 0 } },
    [UTSKR_STATE_ADMITTED] = { { UTSKR_ADMITTED, 0 } },
    [UTSKR_STATE_NOTIFIED] = { { UTSKR_ADMITTED, 0 }, { UTSKR_ADMISSION_NOTICE, TO_ALL } },
    [UTSKR_STATE_READY] = { { UTSKR_ADMITTED, 0 },
                            { UTSKR_ADMISSION_NOTICE, TO_ALL },
                            { UTSKR_DISCHARGE_READY_NOTICE, TO_ALL } },
    [UTSKR_STATE_INTERRUPTED] = { { UTSKR_ADMITTED, 0 }, { UTSKR_ADMISSION_NOTICE, TO_ALL }, { UTSKR_INTERRUPTED, 0 } },
    [UTSKR_STATE_DISCHARGED] = { { UTSKR_ADMITTED, 0 },
                                 { UTSKR_ADMISSION_NOTICE, TO_ALL },
                                 { UTSKR_DISCHARGE_READY_NOTICE, TO_ALL },
                                 { UTSKR_DISCHARGED, 0 } },
    [UTSKR_STATE_DECEASED] = { { UTSKR_ADMITTED, 0 }, { UTSKR_ADMISSION_NOTICE, TO_ALL }, { UTSKR_DECEASED, 0 } },
};

static utskr_event event_after(const utskr_facts *facts, uint8_t kind, uint32_t party, uint32_t mask) {
    utskr_event event = { 0, 0, 0, mask, kind, (uint8_t)party, 0 };
    event.at = START + (utskr_instant)facts->event_count * HOUR;
    return event;
}

static utskr_status fold_by(utskr_facts *facts, uint8_t kind, uint32_t party, uint32_t mask) {
    utskr_event event = event_after(facts, kind, party, mask);
    return utskr_fold(facts, &event, facts->event_count + 1U);
}

static void begin(utskr_facts *facts) {
    memset(facts, 0x5a, sizeof *facts); /* so that every byte has a value when two are compared */
    if (utskr_facts_init(facts, NULL) != UTSKR_OK) {
        tap_ok(false, "facts can be made");
    }
}

/* Folds events by the hospital up to the one of kind 0. */
static void follow(utskr_facts *facts, const said *path, size_t count) {
    for (size_t i = 0; i < count && path[i].kind != 0; i++) {
        utskr_status status = fold_by(facts, path[i].kind, UTSKR_PARTY_HOSPITAL, path[i].mask);
        if (status != UTSKR_OK) {
            tap_ok(false, "%s on the way", utskr_kind_name(path[i].kind));
        }
    }
}

static void reach(utskr_facts *facts, int32_t state) {
    begin(facts);
    follow(facts, PATHS[state], PATH_LIMIT);
}

static void test_states_reached(void) {
    for (int32_t state = 0; state < UTSKR_STATE_COUNT; state++) {
        utskr_facts facts;
        reach(&facts, state);
        tap_eq_str(utskr_state_name(facts.state), utskr_state_name(state), "the state %s is reached by events",
                   utskr_state_name(state));
    }
}

/* --- Every cell ---------------------------------------------------------------------------------------------------- */

static uint32_t first_sender(uint32_t senders) {
    uint32_t party = UTSKR_PARTY_HOSPITAL;
    while (!(senders & UTSKR_TO(party))) {
        party++;
    }
    return party;
}

static bool agrees(const utskr_transition *got, const cell *expected, int32_t state) {
    int32_t to = expected->to == KEEP ? state : expected->to;
    return got->action == expected->action && got->from == state && got->to == to &&
           got->irregularity == expected->mark && got->wrong_sender == 0;
}

/* The fold does what the check said. */
static bool folds_as(const utskr_facts *before, const utskr_event *event, const cell *expected) {
    utskr_facts after = *before;
    utskr_status status = utskr_fold(&after, event, before->event_count + 1U);
    if (expected->action == UTSKR_ACTION_REFUSE) {
        return status == UTSKR_REFUSED && memcmp(&after, before, sizeof after) == 0;
    }
    int32_t to = expected->to == KEEP ? before->state : expected->to;
    bool good = status == UTSKR_OK && after.state == to && after.event_count == before->event_count + 1;
    for (uint32_t mark = 1; mark < UTSKR_IRREGULARITY_COUNT; mark++) {
        uint32_t more = mark == expected->mark;
        good = good && after.marks[mark].count == before->marks[mark].count + more;
    }
    if (good && expected->mark != 0 && before->marks[expected->mark].count == 0) {
        const utskr_mark *mark = &after.marks[expected->mark];
        good = mark->index == before->event_count + 1 && mark->party == event->party;
    }
    return good;
}

/* One claim: check and fold do what the page says, and check changes nothing. */
static void ok_cell(const utskr_facts *facts, const utskr_event *event, const cell *expected, const char *where) {
    utskr_facts kept = *facts;
    utskr_transition got = { 99, 99, 99, 99, 99, { 0, 0, 0 } };
    utskr_status status = utskr_check(facts, event, &got);
    bool good = status == UTSKR_OK && agrees(&got, expected, facts->state) && memcmp(&kept, facts, sizeof kept) == 0 &&
                folds_as(facts, event, expected);
    if (!tap_ok(good, "%s, %s", utskr_kind_name(event->kind), where)) {
        int32_t to = expected->to == KEEP ? facts->state : expected->to;
        tap_say("got %s, %s to %s, mark %s", utskr_status_name((int32_t)status), utskr_action_name(got.action),
                utskr_state_name(got.to), utskr_irregularity_name(got.irregularity));
        tap_say("expected %s to %s, mark %s", utskr_action_name(expected->action), utskr_state_name(to),
                utskr_irregularity_name(expected->mark));
    }
}

static void test_cells(void) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const expectation *row = &PAGE[i];
        for (int32_t state = 0; state < UTSKR_STATE_COUNT; state++) {
            utskr_facts facts;
            reach(&facts, state);
            utskr_event event = event_after(&facts, row->kind, first_sender(row->senders), row->mask);
            ok_cell(&facts, &event, &row->cells[state], utskr_state_name(state));
        }
    }
}

static void test_every_kind_listed(void) {
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        uint32_t rows = 0;
        for (size_t i = 0; i < ROW_COUNT; i++) {
            rows += PAGE[i].kind == kind;
        }
        tap_eq_i64(rows, 1, "%s stands once on the page", utskr_kind_name(kind));
    }
}

/* --- What a cell depends on besides the state ----------------------------------------------------------------------- */

typedef struct special {
    const char *where;
    said path[PATH_LIMIT];
    said event;
    cell expected;
} special;

#define NOTICE(units)                                                                                                  \
    { UTSKR_DISCHARGE_READY_NOTICE, units }
#define TO_HOME                                                                                                        \
    { UTSKR_DISCHARGED, (uint32_t)UTSKR_DESTINATION_HOME << UTSKR_DISCHARGED_TO_SHIFT }
#define TO_HOSPITAL                                                                                                    \
    { UTSKR_DISCHARGED, (uint32_t)UTSKR_DESTINATION_OTHER_HOSPITAL << UTSKR_DISCHARGED_TO_SHIFT }
#define ADMISSION                                                                                                      \
    { UTSKR_ADMITTED, 0 }
#define NOTICE_OF_ADMISSION                                                                                            \
    { UTSKR_ADMISSION_NOTICE, TO_ALL }
#define NEEDS(units)                                                                                                   \
    { UTSKR_NEEDS_ASSESSED, units }

/* clang-format off */
static const special SPECIALS[] = {
    { "no admission notice sent", { ADMISSION, NOTICE(TO_ALL) }, { UTSKR_DISCHARGE_READY_WITHDRAWN, 0 }, GO(ADMITTED) },
    { "no admission notice sent", { ADMISSION, { UTSKR_INTERRUPTED, 0 } }, { UTSKR_RESUMED, 0 }, GO(ADMITTED) },
    { "a notice sent before the admission counts", { NOTICE_OF_ADMISSION, ADMISSION, { UTSKR_INTERRUPTED, 0 } },
      { UTSKR_RESUMED, 0 }, GO(NOTIFIED) },
    { "a notice sent during the interruption counts", { ADMISSION, { UTSKR_INTERRUPTED, 0 }, NOTICE_OF_ADMISSION },
      { UTSKR_RESUMED, 0 }, GO(NOTIFIED) },
    { "a notice sent after ready counts", { ADMISSION, NOTICE(TO_ALL), NOTICE_OF_ADMISSION },
      { UTSKR_DISCHARGE_READY_WITHDRAWN, 0 }, GO(NOTIFIED) },
    { "it adds a concerned unit", { ADMISSION, NEEDS(S | M | O), NOTICE_OF_ADMISSION, NOTICE(UTSKR_TO_STATED | S) },
      NOTICE(UTSKR_TO_STATED | M), STAY },
    { "it adds nobody to those told", { ADMISSION, NEEDS(S | M | O), NOTICE_OF_ADMISSION, NOTICE(UTSKR_TO_STATED | S | M) },
      NOTICE(UTSKR_TO_STATED | M), ODD(DUPLICATE_READY_NOTICE) },
    { "it adds a unit that is not concerned", { ADMISSION, NEEDS(S), NOTICE_OF_ADMISSION, NOTICE(UTSKR_TO_STATED | S) },
      NOTICE(UTSKR_TO_STATED | M), ODD(DUPLICATE_READY_NOTICE) },
    { "with home nursing the outpatient unit is concerned", { ADMISSION, NEEDS(M), NOTICE_OF_ADMISSION, NOTICE(UTSKR_TO_STATED | M) },
      NOTICE(UTSKR_TO_STATED | O), STAY },
    { "told in an earlier spell only", { ADMISSION, NOTICE_OF_ADMISSION, NOTICE(TO_ALL), { UTSKR_DISCHARGE_READY_WITHDRAWN, 0 } },
      NOTICE(TO_ALL), GO(READY) },
    { "ready, to another hospital", { ADMISSION, NOTICE_OF_ADMISSION, NOTICE(TO_ALL) }, TO_HOSPITAL,
      ODD_GO(TRANSFERRED_WHILE_READY, DISCHARGED) },
    { "ready, home", { ADMISSION, NOTICE_OF_ADMISSION, NOTICE(TO_ALL) }, TO_HOME, GO(DISCHARGED) },
    { "not ready, to another hospital", { ADMISSION, NOTICE_OF_ADMISSION }, TO_HOSPITAL,
      ODD_GO(DISCHARGED_WITHOUT_READY, DISCHARGED) },
    { "interrupted while ready", { ADMISSION, NOTICE_OF_ADMISSION, NOTICE(TO_ALL), { UTSKR_INTERRUPTED, 0 } },
      NOTICE(TO_ALL), GO(READY) },
    { "interrupted, to another hospital", { ADMISSION, NOTICE_OF_ADMISSION, { UTSKR_INTERRUPTED, 0 } }, TO_HOSPITAL,
      GO(DISCHARGED) },
    { "planned twice", { { UTSKR_PLANNED_ADMISSION, 0 } }, { UTSKR_PLANNED_ADMISSION, 0 }, STAY },
};
/* clang-format on */

static void test_specials(void) {
    for (size_t i = 0; i < sizeof SPECIALS / sizeof SPECIALS[0]; i++) {
        const special *s = &SPECIALS[i];
        utskr_facts facts;
        begin(&facts);
        follow(&facts, s->path, PATH_LIMIT);
        utskr_event event = event_after(&facts, s->event.kind, UTSKR_PARTY_HOSPITAL, s->event.mask);
        ok_cell(&facts, &event, &s->expected, s->where);
    }
}

/* Death after discharge keeps the instant; one before it ends the stay. */
static void test_death(void) {
    utskr_facts facts;
    reach(&facts, UTSKR_STATE_DISCHARGED);
    tap_eq_i64(fold_by(&facts, UTSKR_DECEASED, UTSKR_PARTY_SYSTEM, 0), UTSKR_OK, "death after discharge is folded");
    uint8_t slot = facts.head[UTSKR_DECEASED];
    tap_ok(slot != 0 && facts.slots[slot - 1].fact.after == 4 * HOUR, "its instant is kept");
    tap_eq_i64(facts.state, UTSKR_STATE_DISCHARGED, "the state stays discharged");
}

/* --- Senders -------------------------------------------------------------------------------------------------------- */

static bool refused_as_wrong_sender(const utskr_facts *facts, const utskr_event *event) {
    utskr_facts after = *facts;
    utskr_transition t;
    return utskr_check(facts, event, &t) == UTSKR_OK && t.action == UTSKR_ACTION_REFUSE && t.wrong_sender == 1 &&
           t.to == facts->state && utskr_fold(&after, event, facts->event_count + 1U) == UTSKR_REFUSED &&
           memcmp(&after, facts, sizeof after) == 0;
}

static bool not_refused_for_sender(const utskr_facts *facts, const utskr_event *event) {
    utskr_transition t;
    return utskr_check(facts, event, &t) == UTSKR_OK && t.wrong_sender == 0;
}

static void test_senders(void) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        for (uint32_t party = UTSKR_PARTY_HOSPITAL; party < UTSKR_PARTY_COUNT; party++) {
            bool sends = (PAGE[i].senders & UTSKR_TO(party)) != 0;
            bool good = true;
            for (int32_t state = 0; state < UTSKR_STATE_COUNT; state++) {
                utskr_facts facts;
                reach(&facts, state);
                utskr_event event = event_after(&facts, PAGE[i].kind, party, PAGE[i].mask);
                good =
                    good && (sends ? not_refused_for_sender(&facts, &event) : refused_as_wrong_sender(&facts, &event));
            }
            tap_ok(good, "%s %s %s", utskr_party_name((int32_t)party), sends ? "sends" : "never sends",
                   utskr_kind_name(PAGE[i].kind));
        }
    }
}

/* Anybody may record what the patient, a guardian or a representative has said, if it says who (`by=`). */
static void test_consent_by(void) {
    for (uint32_t party = UTSKR_PARTY_HOSPITAL; party < UTSKR_PARTY_COUNT; party++) {
        utskr_facts facts;
        reach(&facts, UTSKR_STATE_ADMITTED);
        utskr_event event = event_after(&facts, UTSKR_CONSENT, party, CONSENT_GIVEN | (2U << UTSKR_CONSENT_BY_SHIFT));
        tap_ok(not_refused_for_sender(&facts, &event), "%s records consent by=guardian",
               utskr_party_name((int32_t)party));
    }
}

/* --- What is no event, no facts ----------------------------------------------------------------------------------------- */

static void test_no_event(void) {
    utskr_facts facts;
    utskr_transition t;
    reach(&facts, UTSKR_STATE_NOTIFIED);
    utskr_facts kept = facts;
    const uint8_t kinds[] = { UTSKR_KIND_NONE, UTSKR_KIND_COUNT, 255 };
    for (size_t i = 0; i < sizeof kinds; i++) {
        utskr_event event = event_after(&facts, kinds[i], UTSKR_PARTY_HOSPITAL, 0);
        tap_eq_i64(utskr_check(&facts, &event, &t), UTSKR_BAD_ARGUMENT, "check: %d is no kind", kinds[i]);
        tap_eq_i64(utskr_fold(&facts, &event, 9), UTSKR_BAD_ARGUMENT, "fold: %d is no kind", kinds[i]);
    }
    const uint8_t parties[] = { UTSKR_PARTY_NONE, UTSKR_PARTY_COUNT, 255 };
    for (size_t i = 0; i < sizeof parties; i++) {
        utskr_event event = event_after(&facts, UTSKR_NOTE, parties[i], 0);
        tap_eq_i64(utskr_check(&facts, &event, &t), UTSKR_BAD_ARGUMENT, "check: %d is no party", parties[i]);
        tap_eq_i64(utskr_fold(&facts, &event, 9), UTSKR_BAD_ARGUMENT, "fold: %d is no party", parties[i]);
    }
    utskr_event event = event_after(&facts, UTSKR_NOTE, UTSKR_PARTY_HOSPITAL, 0);
    tap_eq_i64(utskr_check(NULL, &event, &t), UTSKR_BAD_ARGUMENT, "check: no facts");
    tap_eq_i64(utskr_check(&facts, NULL, &t), UTSKR_BAD_ARGUMENT, "check: no event");
    tap_eq_i64(utskr_check(&facts, &event, NULL), UTSKR_BAD_ARGUMENT, "check: nowhere to answer");
    tap_eq_i64(utskr_fold(NULL, &event, 9), UTSKR_BAD_ARGUMENT, "fold: no facts");
    tap_eq_i64(utskr_fold(&facts, NULL, 9), UTSKR_BAD_ARGUMENT, "fold: no event");
    tap_eq_i64(utskr_fold(&facts, &event, 0), UTSKR_BAD_ARGUMENT, "fold: index 0");
    tap_eq_i64(utskr_fold(&facts, &event, 65536), UTSKR_BAD_ARGUMENT, "fold: an index above the limit");
    event.at = START;
    tap_eq_i64(utskr_fold(&facts, &event, 9), UTSKR_OUT_OF_ORDER, "fold: earlier than the last one");
    tap_ok(memcmp(&kept, &facts, sizeof kept) == 0, "none of them changed a byte");
}

int main(void) {
    test_every_kind_listed();
    test_states_reached();
    test_cells();
    test_specials();
    test_death();
    test_senders();
    test_consent_by();
    test_no_event();
    return tap_done();
}
