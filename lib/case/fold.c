/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fold: one event at a time into the facts. It knows no law, allocates nothing and changes all or nothing. */
#include "case/fold.h"

#include "case/transition.h"
#include <string.h>

#define LATE_REGISTRATION_SECONDS 86400 /* recorded more than 24 h after its time */
#define EVENT_LIMIT 65535               /* an index is 16 bits */
#define EPOCH_FULL 255                  /* from here on nothing counts as said before */

/* How the events of a kind are kept. */
enum {
    FORGET = 0,   /* no rule asks about it */
    KEEP = 1,     /* as a fact, unless the same was said and nothing has been set off since */
    SET_OFF = 2,  /* the same, and a rule may count from it */
    EVERY = 3,    /* each one, the same words or not */
    SPAN = 4,     /* the start of a span */
    SPAN_END = 5, /* the end of one */
};

static const uint8_t keeping[UTSKR_KIND_COUNT] = {
    [UTSKR_CARE_REQUEST] = KEEP,
    [UTSKR_PLANNED_ADMISSION] = KEEP,
    [UTSKR_ADMITTED] = SET_OFF,
    [UTSKR_LEAVE_START] = SPAN,
    [UTSKR_LEAVE_END] = SPAN_END,
    [UTSKR_INTERRUPTED] = SET_OFF,
    [UTSKR_RESUMED] = SET_OFF,
    [UTSKR_DISCHARGED] = SET_OFF,
    [UTSKR_DECEASED] = SET_OFF,
    [UTSKR_NEEDS_ASSESSED] = SET_OFF,
    [UTSKR_TRACK] = SET_OFF,
    [UTSKR_ADMISSION_NOTICE] = SET_OFF,
    [UTSKR_ACKNOWLEDGED] = KEEP,
    [UTSKR_SERVICES_REPORTED] = KEEP,
    [UTSKR_STATUS_REPORTED] = SET_OFF,
    [UTSKR_EXPECTED_DISCHARGE] = SET_OFF,
    [UTSKR_CARE_CONTACT] = KEEP,
    [UTSKR_SIP_NEED] = SET_OFF,
    [UTSKR_SIP_OFFERED] = KEEP,
    [UTSKR_SIP_ACCEPTED] = SET_OFF,
    [UTSKR_SIP_DECLINED] = SET_OFF,
    [UTSKR_SIP_INITIATED] = SET_OFF,
    [UTSKR_SIP_CALL] = SET_OFF,
    [UTSKR_SIP_HELD] = SET_OFF,
    [UTSKR_SIP_ESTABLISHED] = SET_OFF,
    [UTSKR_SIP_FOLLOWED_UP] = SET_OFF,
    [UTSKR_SIP_CLOSED] = SET_OFF, /* after it an initiative begins anew */
    [UTSKR_COORDINATED_CARE_PLAN] = KEEP,
    [UTSKR_DISCHARGE_READY] = SET_OFF,
    [UTSKR_DISCHARGE_READY_NOTICE] = SET_OFF,
    [UTSKR_DISCHARGE_READY_WITHDRAWN] = SET_OFF,
    [UTSKR_MUNICIPALITY_READY] = SET_OFF,
    [UTSKR_MUNICIPALITY_NOT_READY] = SET_OFF,
    [UTSKR_OUTPATIENT_OBSTACLE] = SPAN,
    [UTSKR_OUTPATIENT_CLEAR] = SPAN_END,
    [UTSKR_PATIENT_INFORMED] = KEEP,
    [UTSKR_INFORMATION_TRANSFERRED] = SET_OFF,
    [UTSKR_CHECKLIST] = SET_OFF,
    [UTSKR_HOMECARE_ORDER] = SET_OFF,
    [UTSKR_REFERRAL] = SET_OFF,
    [UTSKR_HOME_TIME] = SET_OFF,
    [UTSKR_SERVICES_STARTED] = KEEP,
    [UTSKR_FOLLOWUP_CALL] = KEEP,
    [UTSKR_NEEDS_REVIEWED] = KEEP,
    [UTSKR_EDUCATION] = SET_OFF,
    [UTSKR_CONSENT] = SET_OFF,
    [UTSKR_HARM_TEST] = SET_OFF,
    [UTSKR_DEVIATION] = EVERY,
    [UTSKR_DEVIATION_ANSWERED] = EVERY,
};

static uint32_t field(uint32_t mask, uint32_t bits, uint32_t shift) {
    return (mask & bits) >> shift;
}

/* --- Standing answers: the snapshot --------------------------------------------------------------------------- */

static uint32_t with_field(uint32_t snapshot, uint32_t bits, uint32_t shift, uint32_t value) {
    return (snapshot & ~bits) | (value << shift);
}

static uint32_t needs_snapshot(uint32_t snapshot, uint32_t mask) {
    uint32_t needs = UTSKR_SNAP_ASSESSED | ((mask >> 1) & UTSKR_SNAP_UNITS);
    if (mask & UTSKR_NEEDS_SIMPLE_ONLY)
        needs |= UTSKR_SNAP_SIMPLE_ONLY;
    if (mask & UTSKR_NEEDS_OPEN_COMPULSORY) {
        needs |= UTSKR_SNAP_OPEN_COMPULSORY;
        if (!(needs & UTSKR_SNAP_UNITS)) /* that care is itself given by the region's outpatient care */
            needs |= UTSKR_SNAP_OUTPATIENT;
    }
    return (snapshot & ~UTSKR_SNAP_NEEDS) | needs;
}

/* Consent as 0 never asked, 1 given, 2 no, 3 not able: refused and withdrawn are read alike. */
static uint32_t consent_answer(uint32_t mask) {
    static const uint8_t answer[8] = { 0, 1, 2, 2, 3 }; /* a word of three bits that is none says nothing */
    return answer[field(mask, UTSKR_CONSENT_WORD, UTSKR_CONSENT_WORD_SHIFT)];
}

static uint32_t consent_snapshot(uint32_t snapshot, uint32_t mask) {
    const uint32_t scope = field(mask, UTSKR_CONSENT_SCOPE, UTSKR_CONSENT_SCOPE_SHIFT);
    if (mask & UTSKR_TO_STATED)
        return snapshot; /* limited to recipients: it says nothing of the whole */
    if (scope == UTSKR_SCOPE_SIP)
        return with_field(snapshot, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, consent_answer(mask));
    if (scope == UTSKR_SCOPE_INFORMATION)
        return with_field(snapshot, UTSKR_SNAP_INFORMATION, UTSKR_SNAP_INFORMATION_SHIFT, consent_answer(mask));
    return snapshot;
}

static uint32_t admitted_snapshot(uint32_t snapshot, uint32_t mask) {
    const uint32_t care = field(mask, UTSKR_ADMITTED_CARE, UTSKR_ADMITTED_CARE_SHIFT);
    if (care == UTSKR_CARE_UNSTATED)
        return snapshot;
    return care == UTSKR_CARE_PSYCHIATRIC ? snapshot | UTSKR_SNAP_PSYCHIATRIC : snapshot & ~UTSKR_SNAP_PSYCHIATRIC;
}

/* The standing answers once the event has happened. */
static uint16_t snapshot_after(const utskr_facts *facts, const utskr_event *event) {
    const uint32_t now = facts->snapshot;
    const uint32_t mask = event->mask;
    switch (event->kind) {
    case UTSKR_NEEDS_ASSESSED: return (uint16_t)needs_snapshot(now, mask);
    case UTSKR_CONSENT: return (uint16_t)consent_snapshot(now, mask);
    case UTSKR_ADMITTED: return (uint16_t)admitted_snapshot(now, mask);
    case UTSKR_ADMISSION_NOTICE: return (uint16_t)(now | UTSKR_SNAP_NOTICE_SENT);
    case UTSKR_SIP_ACCEPTED: return (uint16_t)with_field(now, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, 1);
    case UTSKR_SIP_DECLINED: return (uint16_t)with_field(now, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, 2);
    case UTSKR_SIP_NEED:
        return (uint16_t)with_field(now, UTSKR_SNAP_SIP_WORD, UTSKR_SNAP_SIP_WORD_SHIFT,
                                    field(mask, UTSKR_SIP_NEED_WORD, UTSKR_SIP_NEED_WORD_SHIFT));
    case UTSKR_TRACK:
        return (uint16_t)with_field(now, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT,
                                    field(mask, UTSKR_TRACK_COLOUR, UTSKR_TRACK_COLOUR_SHIFT));
    default: return (uint16_t)now;
    }
}

static bool track_changes(const utskr_facts *facts, uint16_t snapshot) {
    return (facts->snapshot & UTSKR_SNAP_COLOUR) != 0 && ((facts->snapshot ^ snapshot) & UTSKR_SNAP_COLOUR) != 0;
}

/* --- Keeping facts ---------------------------------------------------------------------------------------------- */

static bool in_stay(const utskr_facts *facts) {
    return facts->state < UTSKR_STATE_DISCHARGED;
}

/* Has the same been said, with nothing set off since? Then the event adds nothing. */
static const utskr_fact *said_before(const utskr_facts *facts, const utskr_event *event, uint16_t snapshot) {
    if (keeping[event->kind] == EVERY || facts->epoch == EPOCH_FULL)
        return NULL;
    const utskr_fact *f = fact_first(facts, event->kind);
    while (f != NULL && !(f->epoch == facts->epoch && f->mask == event->mask && f->party == event->party &&
                          f->snapshot == snapshot && fact_value(f) == event->value))
        f = fact_next(facts, f);
    return f;
}

static void count_repeat(utskr_facts *facts, const utskr_fact *said) {
    utskr_fact *f = &facts->slots[(const utskr_slot *)(const void *)said - facts->slots].fact;
    if ((f->flags & UTSKR_FACT_REPEATS) != UTSKR_FACT_REPEATS)
        f->flags = (uint8_t)(f->flags + (1u << UTSKR_FACT_REPEATS_SHIFT));
}

static void append(utskr_facts *facts, const utskr_event *event, uint32_t index, uint32_t after) {
    const uint32_t slot = (uint32_t)facts->slot_count + 1;
    const uint8_t flags =
        (uint8_t)((event->value != 0 ? UTSKR_FACT_HAS_VALUE : 0) | (in_stay(facts) ? 0 : UTSKR_FACT_AFTER_STAY));
    if (keeping[event->kind] == SET_OFF && facts->epoch < EPOCH_FULL)
        facts->epoch++;
    facts->slots[slot - 1].fact = (utskr_fact){ .after = after,
                                                .mask = keeping[event->kind] == SPAN ? UTSKR_SPAN_OPEN : event->mask,
                                                .index = (uint16_t)index,
                                                .snapshot = facts->snapshot,
                                                .party = event->party,
                                                .next = 0,
                                                .epoch = facts->epoch,
                                                .flags = flags };
    if (event->value != 0)
        facts->slots[slot].value = event->value;
    facts->slot_count = (uint8_t)(slot + (event->value != 0));
    if (facts->head[event->kind] == 0)
        facts->head[event->kind] = (uint8_t)slot;
    else
        facts->slots[facts->tail[event->kind] - 1].fact.next = (uint8_t)slot;
    facts->tail[event->kind] = (uint8_t)slot;
}

/* The span of that kind that is still open, or NULL. */
static utskr_fact *open_span(utskr_facts *facts, int32_t kind) {
    const uint32_t slot = facts->tail[kind];
    if (slot == 0 || facts->slots[slot - 1].fact.mask != UTSKR_SPAN_OPEN)
        return NULL;
    return &facts->slots[slot - 1].fact;
}

static void end_span(utskr_facts *facts, const utskr_event *event, uint32_t after) {
    const int32_t kind = event->kind == UTSKR_LEAVE_END ? UTSKR_LEAVE_START : UTSKR_OUTPATIENT_OBSTACLE;
    utskr_fact *span = open_span(facts, kind);
    if (span != NULL)
        span->mask = after;
}

/* --- Readiness ---------------------------------------------------------------------------------------------------- */

static uint8_t end_by(uint8_t kind) {
    switch (kind) {
    case UTSKR_DISCHARGED: return UTSKR_END_DISCHARGED;
    case UTSKR_DECEASED: return UTSKR_END_DECEASED;
    case UTSKR_INTERRUPTED: return UTSKR_END_INTERRUPTED;
    case UTSKR_DISCHARGE_READY_WITHDRAWN: return UTSKR_END_WITHDRAWN;
    default: return UTSKR_END_OPEN;
    }
}

static void close_last(utskr_span *spans, uint8_t count, uint8_t end, uint32_t after, uint32_t index) {
    if (count == 0 || spans[count - 1].end != UTSKR_END_OPEN)
        return;
    spans[count - 1].end = end;
    spans[count - 1].end_after = after;
    spans[count - 1].end_index = (uint16_t)index;
}

static bool stands_open(const utskr_span *spans, uint8_t count) {
    return count != 0 && spans[count - 1].end == UTSKR_END_OPEN;
}

static bool begins_spell(const utskr_transition *t, const utskr_event *event) {
    return event->kind == UTSKR_DISCHARGE_READY_NOTICE && t->to == UTSKR_STATE_READY && t->from != UTSKR_STATE_READY;
}

static bool begins_ready(const utskr_facts *facts, const utskr_event *event) {
    return event->kind == UTSKR_DISCHARGE_READY && in_stay(facts) && !stands_open(facts->readies, facts->ready_count);
}

static utskr_span span_from(uint8_t slot) {
    return (utskr_span){ .end_after = 0, .end_index = 0, .first = slot, .end = UTSKR_END_OPEN };
}

/* --- One event ------------------------------------------------------------------------------------------------------ */

static void mark(utskr_facts *facts, uint32_t irregularity, uint32_t party, uint32_t index) {
    utskr_mark *m = &facts->marks[irregularity];
    if (m->count == 0) {
        m->index = (uint16_t)index;
        m->party = (uint8_t)party;
    }
    if (m->count < UINT16_MAX)
        m->count++;
}

static void mark_recording(utskr_facts *facts, const utskr_event *event, uint32_t index, bool later) {
    if (later)
        facts->recorded_before = facts->recorded_here;
    if (event->recorded == 0)
        return;
    if (event->recorded - event->at > LATE_REGISTRATION_SECONDS)
        mark(facts, UTSKR_LATE_REGISTRATION, event->party, index);
    if (event->recorded < facts->recorded_before)
        mark(facts, UTSKR_RECORDED_OUT_OF_ORDER, event->party, index);
    if (event->recorded > facts->recorded_here)
        facts->recorded_here = event->recorded;
}

typedef struct plan {
    utskr_transition transition;
    uint32_t after;
    const utskr_fact *said; /* the fact that says the same, or NULL */
    uint16_t snapshot;
    bool kept;
} plan;

/* Everything that may fail, before anything changes. */
static utskr_status plan_event(const utskr_facts *facts, const utskr_event *event, uint32_t index, plan *out) {
    if (index == 0 || index > EVENT_LIMIT)
        return UTSKR_BAD_ARGUMENT;
    const utskr_instant first = facts->first == 0 ? event->at : facts->first;
    if (event->at < first + facts->last_after)
        return UTSKR_OUT_OF_ORDER;
    if (event->at - first >= UTSKR_SPAN_OPEN)
        return UTSKR_OUT_OF_RANGE;
    out->after = (uint32_t)(event->at - first);
    out->transition = utskr_transition_of(facts, event);
    if (out->transition.action == UTSKR_ACTION_REFUSE)
        return UTSKR_REFUSED;
    out->snapshot = snapshot_after(facts, event);
    const uint8_t how = keeping[event->kind];
    out->said = how == KEEP || how == SET_OFF ? said_before(facts, event, out->snapshot) : NULL;
    if (how == SPAN)
        out->kept = fact_last(facts, event->kind) == NULL || fact_last(facts, event->kind)->mask != UTSKR_SPAN_OPEN;
    else
        out->kept = how != FORGET && how != SPAN_END && out->said == NULL;
    if (out->kept && facts->slot_count + 1u + (event->value != 0) > UTSKR_SLOT_LIMIT)
        return UTSKR_LIMIT_REACHED;
    if ((begins_spell(&out->transition, event) && facts->spell_count == UTSKR_SPELL_LIMIT) ||
        (begins_ready(facts, event) && facts->ready_count == UTSKR_SPELL_LIMIT))
        return UTSKR_LIMIT_REACHED;
    return UTSKR_OK;
}

static void apply_spells(utskr_facts *facts, const utskr_event *event, uint32_t index, const plan *p) {
    const uint8_t end = end_by(event->kind);
    if (end != UTSKR_END_OPEN) {
        close_last(facts->spells, facts->spell_count, end, p->after, index);
        close_last(facts->readies, facts->ready_count, end, p->after, index);
    }
    if (begins_ready(facts, event))
        facts->readies[facts->ready_count++] = span_from(facts->tail[UTSKR_DISCHARGE_READY]);
    if (begins_spell(&p->transition, event)) {
        facts->spells[facts->spell_count++] = span_from(facts->tail[UTSKR_DISCHARGE_READY_NOTICE]);
        facts->told = 0;
    }
    if (event->kind == UTSKR_DISCHARGE_READY_NOTICE)
        facts->told = (uint8_t)(facts->told | ((event->mask >> 1) & UTSKR_SNAP_UNITS));
}

utskr_status utskr_fold(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    if (facts == NULL || event == NULL || event->kind == 0 || event->kind >= UTSKR_KIND_COUNT || event->party == 0 ||
        event->party >= UTSKR_PARTY_COUNT)
        return UTSKR_BAD_ARGUMENT;
    if (event->at < UTSKR_INSTANT_MIN || event->at > UTSKR_INSTANT_MAX)
        return UTSKR_OUT_OF_RANGE;
    plan p;
    const utskr_status status = plan_event(facts, event, index, &p);
    if (status != UTSKR_OK)
        return status;
    if (facts->first == 0)
        facts->first = event->at;
    mark_recording(facts, event, index, p.after > facts->last_after);
    if (p.transition.irregularity != 0)
        mark(facts, p.transition.irregularity, event->party, index);
    if (track_changes(facts, p.snapshot))
        mark(facts, UTSKR_TRACK_CHANGED, event->party, index);
    facts->snapshot = p.snapshot;
    if (p.kept)
        append(facts, event, index, p.after);
    else if (p.said != NULL)
        count_repeat(facts, p.said);
    if (keeping[event->kind] == SPAN_END)
        end_span(facts, event, p.after);
    apply_spells(facts, event, index, &p);
    facts->state = p.transition.to;
    facts->last_after = p.after;
    facts->last_index = (uint16_t)index;
    facts->event_count++;
    return UTSKR_OK;
}

void utskr_facts_note_refused(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    if (facts != NULL && event != NULL && index != 0 && index <= EVENT_LIMIT)
        mark(facts, UTSKR_REFUSED_EVENT, event->party, index);
}

/* --- Making facts --------------------------------------------------------------------------------------------------- */

void utskr_stay_init(utskr_stay *stay) {
    if (stay != NULL)
        *stay = (utskr_stay)UTSKR_STAY_INIT;
}

utskr_status utskr_facts_init(utskr_facts *facts, const utskr_stay *stay) {
    if (facts == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (stay != NULL && stay->size != sizeof *stay)
        return UTSKR_BAD_SIZE;
    memset(facts, 0, offsetof(utskr_facts, spells)); /* what lies behind is read only as far as it was written */
    facts->size = sizeof *facts;
    if (stay != NULL)
        facts->stay = *stay;
    else
        utskr_stay_init(&facts->stay);
    if (facts->stay.care == UTSKR_CARE_PSYCHIATRIC)
        facts->snapshot = UTSKR_SNAP_PSYCHIATRIC;
    return UTSKR_OK;
}

uint32_t utskr_limit_slots(void) {
    return UTSKR_SLOT_LIMIT;
}

uint32_t utskr_limit_spells(void) {
    return UTSKR_SPELL_LIMIT;
}

uint32_t utskr_limit_events(void) {
    return EVENT_LIMIT;
}
