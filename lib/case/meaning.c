/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the events of each kind are kept, and which standing answers they change. */
#include "case/meaning.h"

#include "case/fold.h"
#include <string.h>

#define PLAIN (KEPT | ONCE)
#define SETTING_OFF (PLAIN | SETS_OFF)

const uint16_t utskr_keeping[UTSKR_KIND_COUNT] = {
    [UTSKR_CARE_REQUEST] = PLAIN,
    [UTSKR_PLANNED_ADMISSION] = PLAIN | MOVES,
    [UTSKR_ADMITTED] = SETTING_OFF | MOVES | ANSWERS,
    [UTSKR_LEAVE_START] = KEPT | SPAN,
    [UTSKR_LEAVE_END] = SPAN_END,
    [UTSKR_INTERRUPTED] = SETTING_OFF | READINESS | MOVES,
    [UTSKR_RESUMED] = SETTING_OFF | MOVES,
    [UTSKR_DISCHARGED] = SETTING_OFF | READINESS | MOVES,
    [UTSKR_DECEASED] = SETTING_OFF | READINESS | MOVES,
    [UTSKR_NEEDS_ASSESSED] = SETTING_OFF | MOVES | ANSWERS,
    [UTSKR_TRACK] = SETTING_OFF | COLOURS | ANSWERS,
    [UTSKR_ADMISSION_NOTICE] = SETTING_OFF | MOVES | ANSWERS,
    [UTSKR_ACKNOWLEDGED] = PLAIN,
    [UTSKR_SERVICES_REPORTED] = PLAIN,
    [UTSKR_STATUS_REPORTED] = SETTING_OFF,
    [UTSKR_EXPECTED_DISCHARGE] = SETTING_OFF,
    [UTSKR_CARE_CONTACT] = PLAIN,
    [UTSKR_SIP_NEED] = SETTING_OFF | ANSWERS,
    [UTSKR_SIP_OFFERED] = PLAIN,
    [UTSKR_SIP_ACCEPTED] = SETTING_OFF | ANSWERS,
    [UTSKR_SIP_DECLINED] = SETTING_OFF | ANSWERS,
    [UTSKR_SIP_INITIATED] = SETTING_OFF,
    [UTSKR_SIP_CALL] = SETTING_OFF,
    [UTSKR_SIP_HELD] = SETTING_OFF,
    [UTSKR_SIP_ESTABLISHED] = SETTING_OFF,
    [UTSKR_SIP_FOLLOWED_UP] = SETTING_OFF,
    [UTSKR_SIP_CLOSED] = SETTING_OFF, /* after it an initiative begins anew */
    [UTSKR_COORDINATED_CARE_PLAN] = PLAIN,
    [UTSKR_DISCHARGE_READY] = SETTING_OFF | READINESS,
    [UTSKR_DISCHARGE_READY_NOTICE] = SETTING_OFF | READINESS | MOVES,
    [UTSKR_DISCHARGE_READY_WITHDRAWN] = SETTING_OFF | READINESS | MOVES,
    [UTSKR_MUNICIPALITY_READY] = SETTING_OFF,
    [UTSKR_MUNICIPALITY_NOT_READY] = SETTING_OFF,
    [UTSKR_OUTPATIENT_OBSTACLE] = KEPT | SPAN,
    [UTSKR_OUTPATIENT_CLEAR] = SPAN_END,
    [UTSKR_PATIENT_INFORMED] = PLAIN,
    [UTSKR_INFORMATION_TRANSFERRED] = SETTING_OFF,
    [UTSKR_CHECKLIST] = SETTING_OFF,
    [UTSKR_HOMECARE_ORDER] = SETTING_OFF,
    [UTSKR_REFERRAL] = SETTING_OFF,
    [UTSKR_HOME_TIME] = SETTING_OFF,
    [UTSKR_SERVICES_STARTED] = PLAIN,
    [UTSKR_FOLLOWUP_CALL] = PLAIN,
    [UTSKR_NEEDS_REVIEWED] = PLAIN,
    [UTSKR_EDUCATION] = SETTING_OFF,
    [UTSKR_CONSENT] = SETTING_OFF | ANSWERS,
    [UTSKR_HARM_TEST] = SETTING_OFF,
    [UTSKR_DEVIATION] = KEPT,
    [UTSKR_DEVIATION_ANSWERED] = KEPT,
};

static uint32_t field(uint32_t mask, uint32_t bits, uint32_t shift) {
    return (mask & bits) >> shift;
}

/* --- Standing answers: the snapshot --------------------------------------------------------------------------- */

#define NOTHING UINT32_C(0xffff)

/* The standing answers of those bits become `value`. */
static uint32_t give(uint32_t bits, uint32_t value) {
    return (uint16_t)~bits | value << 16;
}

static uint32_t give_field(uint32_t bits, uint32_t shift, uint32_t value) {
    return give(bits, value << shift);
}

static uint32_t needs_given(uint32_t mask) {
    uint32_t needs = UTSKR_SNAP_ASSESSED | ((mask >> 1) & UTSKR_SNAP_UNITS);
    if (mask & UTSKR_NEEDS_SIMPLE_ONLY)
        needs |= UTSKR_SNAP_SIMPLE_ONLY;
    if (mask & UTSKR_NEEDS_OPEN_COMPULSORY) {
        needs |= UTSKR_SNAP_OPEN_COMPULSORY;
        if (!(needs & UTSKR_SNAP_UNITS)) /* that care is itself given by the region's outpatient care */
            needs |= UTSKR_SNAP_OUTPATIENT;
    }
    return needs;
}

/* Consent as 0 never asked, 1 given, 2 no, 3 not able: refused and withdrawn are read alike. */
static uint32_t consent_answer(uint32_t mask) {
    static const uint8_t answer[8] = { 0, 1, 2, 2, 3 }; /* a word of three bits that is none says nothing */
    return answer[field(mask, UTSKR_CONSENT_WORD, UTSKR_CONSENT_WORD_SHIFT)];
}

static uint32_t give_consent(uint32_t mask) {
    const uint32_t scope = field(mask, UTSKR_CONSENT_SCOPE, UTSKR_CONSENT_SCOPE_SHIFT);
    if (mask & UTSKR_TO_STATED)
        return NOTHING; /* limited to recipients: it says nothing of the whole */
    if (scope == UTSKR_SCOPE_SIP)
        return give_field(UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, consent_answer(mask));
    if (scope == UTSKR_SCOPE_INFORMATION)
        return give_field(UTSKR_SNAP_INFORMATION, UTSKR_SNAP_INFORMATION_SHIFT, consent_answer(mask));
    return NOTHING;
}

static uint32_t give_care(uint32_t mask) {
    const uint32_t care = field(mask, UTSKR_ADMITTED_CARE, UTSKR_ADMITTED_CARE_SHIFT);
    if (care == UTSKR_CARE_UNSTATED)
        return NOTHING;
    return give(UTSKR_SNAP_PSYCHIATRIC, care == UTSKR_CARE_PSYCHIATRIC ? UTSKR_SNAP_PSYCHIATRIC : 0);
}

uint32_t utskr_answers_given(uint32_t kind, uint32_t mask) {
    switch (kind) {
    case UTSKR_NEEDS_ASSESSED: return give(UTSKR_SNAP_NEEDS, needs_given(mask));
    case UTSKR_CONSENT: return give_consent(mask);
    case UTSKR_ADMITTED: return give_care(mask);
    case UTSKR_ADMISSION_NOTICE: return give(UTSKR_SNAP_NOTICE_SENT, UTSKR_SNAP_NOTICE_SENT);
    case UTSKR_SIP_ACCEPTED: return give_field(UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, 1);
    case UTSKR_SIP_DECLINED: return give_field(UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, 2);
    case UTSKR_SIP_NEED:
        return give_field(UTSKR_SNAP_SIP_WORD, UTSKR_SNAP_SIP_WORD_SHIFT,
                          field(mask, UTSKR_SIP_NEED_WORD, UTSKR_SIP_NEED_WORD_SHIFT));
    case UTSKR_TRACK:
        return give_field(UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT,
                          field(mask, UTSKR_TRACK_COLOUR, UTSKR_TRACK_COLOUR_SHIFT));
    default: return NOTHING;
    }
}

/* See event_meaning.leads. An event that leaves for another hospital may be irregular. */
static uint8_t lead_of(uint32_t kind, uint32_t mask, uint32_t traits, uint8_t state) {
    const bool for_another = kind == UTSKR_DISCHARGED && field(mask, UTSKR_DISCHARGED_TO, UTSKR_DISCHARGED_TO_SHIFT) ==
                                                             UTSKR_DESTINATION_OTHER_HOSPITAL;
    const uint8_t lead = for_another ? STATE_ASIDE : utskr_lead_of(kind, traits & ~(uint32_t)READINESS, state);
    return lead != STATE_ASIDE && (traits & READINESS) ? (uint8_t)(lead | STATE_READYING) : lead;
}

event_meaning utskr_meaning_of(uint64_t said) {
    const uint32_t kind = kind_said(said);
    const uint32_t traits = utskr_traits_of(kind, party_said(said), mask_said(said));
    const uint32_t answers = traits & ANSWERS ? utskr_answers_given(kind, mask_said(said)) : NOTHING;
    event_meaning m = { .said = said,
                        .traits = (uint16_t)traits,
                        .leaves = (uint16_t)answers,
                        .gives = (uint16_t)(answers >> 16),
                        .epochs = (traits & SETS_OFF) != 0 };
    for (uint8_t state = 0; state < UTSKR_STATE_COUNT; state++)
        m.leads[state] = lead_of(kind, mask_said(said), traits, state);
    return m;
}

/* --- Meanings met before --------------------------------------------------------------------------------------------- */

/* May an event say that, with a time of its own or without? */
static bool may_say(uint64_t said, utskr_instant value) {
    const utskr_event event = { .at = UTSKR_INSTANT_MIN,
                                .value = value,
                                .mask = mask_said(said),
                                .kind = (uint8_t)kind_said(said),
                                .party = (uint8_t)party_said(said) };
    return event.kind != UTSKR_RETRACTED && utskr_event_validate(&event, NULL) == UTSKR_OK;
}

enum { NEIGHBOURS = 4 }; /* of a place, itself among them, in which what belongs there may be found */

/* Where that is, or may be kept: one that is free, or else its own place. */
static event_meaning *seek(meanings *m, uint64_t said) {
    event_meaning *own = utskr_place_of(m, said);
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        event_meaning *place = &m->met[(size_t)(own - m->met) ^ i];
        if (place->said == said || place->said == 0)
            return place;
    }
    return own;
}

/* Is there nothing to an event of the kind but its fact? A colour is asked of facts of the kind, and of marks, which are findings. */
static bool is_mere_fact(uint32_t traits) {
    if (traits & COLOURS)
        traits &= ~(uint32_t)(COLOURS | ANSWERS);
    return utskr_is_plain(traits) && (traits & (MOVES | ANSWERS)) == 0;
}

event_meaning *utskr_find_meaning(meanings *m, uint64_t said) {
    event_meaning *place = seek(m, said);
    if (place->said == said)
        return place;
    if (!may_say(said, 0))
        return NULL;
    *place = utskr_meaning_of(said);
    place->saying = UINT64_MAX;
    if (may_say(said, UTSKR_INSTANT_MIN))
        place->traits |= HAS_INSTANT;
    place->no_instant = place->traits & HAS_INSTANT ? 0 : -1;
    if ((m->asked & KIND_BIT(kind_said(said))) == 0 && is_mere_fact(place->traits & ~(uint32_t)HAS_INSTANT))
        memset(place->leads, STATE_UNASKED, sizeof place->leads);
    return place;
}
