/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fold: one event at a time into the facts. It knows no law, allocates nothing and changes all or nothing. */
#include "case/fold.h"

#include "apart.h"
#include "case/transition.h"
#include <string.h>

#define LATE_REGISTRATION_SECONDS 86400 /* recorded more than 24 h after its time */
#define EVENT_LIMIT 65535               /* an index is 16 bits */
#define EPOCH_FULL 255                  /* from here on nothing counts as said before */

/* How the events of a kind are kept, and what else they touch. */
enum {
    FORGET = 0,         /* no rule asks about it */
    KEEP = 1,           /* as a fact, unless the same was said and nothing has been set off since */
    SET_OFF = 2,        /* the same, and a rule may count from it */
    EVERY = 3,          /* each one, the same words or not */
    SPAN = 4,           /* the start of a span */
    SPAN_END = 5,       /* the end of one */
    HOW = 7,            /* the bits of these */
    ANSWERS = 1 << 3,   /* it changes standing answers: the snapshot */
    READINESS = 1 << 4, /* it begins or ends a time of being discharge-ready */
    MOVES = 1 << 5,     /* it has a row in the transition table */
};

static const uint8_t keeping[UTSKR_KIND_COUNT] = {
    [UTSKR_CARE_REQUEST] = KEEP,
    [UTSKR_PLANNED_ADMISSION] = KEEP | MOVES,
    [UTSKR_ADMITTED] = SET_OFF | ANSWERS | MOVES,
    [UTSKR_LEAVE_START] = SPAN,
    [UTSKR_LEAVE_END] = SPAN_END,
    [UTSKR_INTERRUPTED] = SET_OFF | READINESS | MOVES,
    [UTSKR_RESUMED] = SET_OFF | MOVES,
    [UTSKR_DISCHARGED] = SET_OFF | READINESS | MOVES,
    [UTSKR_DECEASED] = SET_OFF | READINESS | MOVES,
    [UTSKR_NEEDS_ASSESSED] = SET_OFF | ANSWERS | MOVES,
    [UTSKR_TRACK] = SET_OFF | ANSWERS,
    [UTSKR_ADMISSION_NOTICE] = SET_OFF | ANSWERS | MOVES,
    [UTSKR_ACKNOWLEDGED] = KEEP,
    [UTSKR_SERVICES_REPORTED] = KEEP,
    [UTSKR_STATUS_REPORTED] = SET_OFF,
    [UTSKR_EXPECTED_DISCHARGE] = SET_OFF,
    [UTSKR_CARE_CONTACT] = KEEP,
    [UTSKR_SIP_NEED] = SET_OFF | ANSWERS,
    [UTSKR_SIP_OFFERED] = KEEP,
    [UTSKR_SIP_ACCEPTED] = SET_OFF | ANSWERS,
    [UTSKR_SIP_DECLINED] = SET_OFF | ANSWERS,
    [UTSKR_SIP_INITIATED] = SET_OFF,
    [UTSKR_SIP_CALL] = SET_OFF,
    [UTSKR_SIP_HELD] = SET_OFF,
    [UTSKR_SIP_ESTABLISHED] = SET_OFF,
    [UTSKR_SIP_FOLLOWED_UP] = SET_OFF,
    [UTSKR_SIP_CLOSED] = SET_OFF, /* after it an initiative begins anew */
    [UTSKR_COORDINATED_CARE_PLAN] = KEEP,
    [UTSKR_DISCHARGE_READY] = SET_OFF | READINESS,
    [UTSKR_DISCHARGE_READY_NOTICE] = SET_OFF | READINESS | MOVES,
    [UTSKR_DISCHARGE_READY_WITHDRAWN] = SET_OFF | READINESS | MOVES,
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
    [UTSKR_CONSENT] = SET_OFF | ANSWERS,
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

/* The standing answers once the event, which changes some, has happened. */
static uint32_t answers_after(uint32_t now, const utskr_event *event) {
    const uint32_t mask = event->mask;
    switch (event->kind) {
    case UTSKR_NEEDS_ASSESSED: return needs_snapshot(now, mask);
    case UTSKR_CONSENT: return consent_snapshot(now, mask);
    case UTSKR_ADMITTED: return admitted_snapshot(now, mask);
    case UTSKR_ADMISSION_NOTICE: return now | UTSKR_SNAP_NOTICE_SENT;
    case UTSKR_SIP_ACCEPTED: return with_field(now, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, 1);
    case UTSKR_SIP_DECLINED: return with_field(now, UTSKR_SNAP_SIP_CHOICE, UTSKR_SNAP_SIP_CHOICE_SHIFT, 2);
    case UTSKR_SIP_NEED:
        return with_field(now, UTSKR_SNAP_SIP_WORD, UTSKR_SNAP_SIP_WORD_SHIFT,
                          field(mask, UTSKR_SIP_NEED_WORD, UTSKR_SIP_NEED_WORD_SHIFT));
    case UTSKR_TRACK:
        return with_field(now, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT,
                          field(mask, UTSKR_TRACK_COLOUR, UTSKR_TRACK_COLOUR_SHIFT));
    default: return now;
    }
}

/* --- Keeping facts ---------------------------------------------------------------------------------------------- */

static bool in_stay(const utskr_facts *facts) {
    return facts->state < UTSKR_STATE_DISCHARGED;
}

static utskr_fact *in_slot(utskr_facts *facts, uint32_t slot) {
    return &facts->slots[slot - 1].fact;
}

static bool says_the_same(const utskr_fact *f, const utskr_facts *facts, const utskr_event *event, uint16_t snapshot) {
    return f->epoch == facts->epoch && f->mask == event->mask && f->party == event->party && f->snapshot == snapshot &&
           fact_value(f) == event->value;
}

/* The first slot of a fact that says the same, with nothing set off since, or 0: then the event adds nothing. Epochs only rise, so
 * the last fact of the kind tells whether any is of this one. */
static WITHIN uint32_t said_before(const utskr_facts *facts, const utskr_event *event, uint16_t snapshot) {
    const uint32_t last = facts->tail[event->kind];
    if (last == 0 || facts->epoch == EPOCH_FULL || facts->slots[last - 1].fact.epoch != facts->epoch)
        return 0;
    uint32_t slot = facts->head[event->kind];
    while (slot != 0 && !says_the_same(&facts->slots[slot - 1].fact, facts, event, snapshot))
        slot = facts->slots[slot - 1].fact.next;
    return slot;
}

static void count_repeat(utskr_fact *f) {
    if ((f->flags & UTSKR_FACT_REPEATS) != UTSKR_FACT_REPEATS)
        f->flags = (uint8_t)(f->flags + (1u << UTSKR_FACT_REPEATS_SHIFT));
}

static WITHIN void append(utskr_facts *facts, const utskr_event *event, uint32_t how, uint32_t index, uint32_t after) {
    const uint32_t slot = (uint32_t)facts->slot_count + 1;
    const uint32_t last = facts->tail[event->kind];
    utskr_fact *f = in_slot(facts, slot);
    if (how == SET_OFF && facts->epoch < EPOCH_FULL)
        facts->epoch++;
    f->after = after;
    f->mask = how == SPAN ? UTSKR_SPAN_OPEN : event->mask;
    f->index = (uint16_t)index;
    f->snapshot = facts->snapshot;
    f->party = event->party;
    f->next = 0;
    f->epoch = facts->epoch;
    f->flags = in_stay(facts) ? 0 : UTSKR_FACT_AFTER_STAY;
    facts->slot_count = (uint8_t)slot;
    if (event->value != 0) {
        f->flags |= UTSKR_FACT_HAS_VALUE;
        facts->slots[slot].value = event->value;
        facts->slot_count = (uint8_t)(slot + 1);
    }
    *(last == 0 ? &facts->head[event->kind] : &in_slot(facts, last)->next) = (uint8_t)slot;
    facts->tail[event->kind] = (uint8_t)slot;
}

/* The span of that kind that is still open, or NULL. */
static utskr_fact *open_span(utskr_facts *facts, int32_t kind) {
    const uint32_t slot = facts->tail[kind];
    if (slot == 0 || in_slot(facts, slot)->mask != UTSKR_SPAN_OPEN)
        return NULL;
    return in_slot(facts, slot);
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

static bool begins_spell(const utskr_facts *facts, const utskr_event *event, uint8_t to) {
    return event->kind == UTSKR_DISCHARGE_READY_NOTICE && to == UTSKR_STATE_READY && facts->state != UTSKR_STATE_READY;
}

static bool begins_ready(const utskr_facts *facts, const utskr_event *event) {
    return event->kind == UTSKR_DISCHARGE_READY && in_stay(facts) && !stands_open(facts->readies, facts->ready_count);
}

/* Is there room for the span that the event begins, if it does? */
static bool has_room(const utskr_facts *facts, const utskr_event *event, uint8_t to) {
    return !(begins_spell(facts, event, to) && facts->spell_count == UTSKR_SPELL_LIMIT) &&
           !(begins_ready(facts, event) && facts->ready_count == UTSKR_SPELL_LIMIT);
}

static utskr_span span_from(uint8_t slot) {
    return (utskr_span){ .end_after = 0, .end_index = 0, .first = slot, .end = UTSKR_END_OPEN };
}

static APART void apply_spells(utskr_facts *facts, const utskr_event *event, uint32_t index, uint32_t after,
                               uint8_t to) {
    const uint8_t end = end_by(event->kind);
    if (end != UTSKR_END_OPEN) {
        close_last(facts->spells, facts->spell_count, end, after, index);
        close_last(facts->readies, facts->ready_count, end, after, index);
    }
    if (begins_ready(facts, event))
        facts->readies[facts->ready_count++] = span_from(facts->tail[UTSKR_DISCHARGE_READY]);
    if (begins_spell(facts, event, to)) {
        facts->spells[facts->spell_count++] = span_from(facts->tail[UTSKR_DISCHARGE_READY_NOTICE]);
        facts->told = 0;
    }
    if (event->kind == UTSKR_DISCHARGE_READY_NOTICE)
        facts->told = (uint8_t)(facts->told | ((event->mask >> 1) & UTSKR_SNAP_UNITS));
}

/* --- Marks ---------------------------------------------------------------------------------------------------------- */

static void count_mark(utskr_mark *m, uint32_t party, uint32_t index) {
    if (m->count == 0) {
        m->index = (uint16_t)index;
        m->party = (uint8_t)party;
    }
    if (m->count < UINT16_MAX)
        m->count++;
}

static APART void mark(utskr_facts *facts, uint32_t irregularity, uint32_t party, uint32_t index) {
    facts->marked |= UINT32_C(1) << irregularity;
    count_mark(&facts->marks[irregularity], party, index);
}

/* Before anything has changed. Whom a notice to be judged a duplicate concerns depends on whether simple care is inside the act, which
 * is not asked here. */
static APART void mark_irregular(utskr_facts *facts, uint32_t irregularity, const utskr_event *event, uint32_t index) {
    mark(facts, irregularity, event->party, index);
    if (irregularity == UTSKR_DUPLICATE_READY_NOTICE && utskr_duplicate_inside(facts, event))
        count_mark(&facts->duplicates_inside, event->party, index);
}

static APART void mark_recording(utskr_facts *facts, const utskr_event *event, uint32_t index, bool later) {
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

static bool track_changes(const utskr_facts *facts, uint16_t snapshot) {
    return (facts->snapshot & UTSKR_SNAP_COLOUR) != 0 && ((facts->snapshot ^ snapshot) & UTSKR_SNAP_COLOUR) != 0;
}

/* --- One event ------------------------------------------------------------------------------------------------------ */

/* Where the event leads, with everything that may fail before anything changes. */
typedef struct plan {
    uint32_t after;
    uint32_t said; /* slot of the fact that says the same, or 0 */
    uint16_t snapshot;
    bool kept;
    uint8_t to;
    uint8_t irregularity;
} plan;

static WITHIN utskr_status plan_state(const utskr_facts *facts, const utskr_event *event, uint32_t traits, plan *out) {
    out->to = facts->state;
    out->irregularity = UTSKR_IRREGULAR_NONE;
    if (!utskr_may_come_from(event))
        return UTSKR_REFUSED;
    if (!(traits & MOVES))
        return UTSKR_OK;
    const utskr_transition t = utskr_transition_in(facts, event);
    out->to = t.to;
    out->irregularity = t.irregularity;
    return t.action == UTSKR_ACTION_REFUSE ? UTSKR_REFUSED : UTSKR_OK;
}

static WITHIN bool is_kept(const utskr_facts *facts, const utskr_event *event, uint32_t how, uint32_t said) {
    if (how == SPAN)
        return fact_last(facts, event->kind) == NULL || fact_last(facts, event->kind)->mask != UTSKR_SPAN_OPEN;
    return how != FORGET && how != SPAN_END && said == 0;
}

static WITHIN utskr_status plan_keeping(const utskr_facts *facts, const utskr_event *event, uint32_t traits,
                                        plan *out) {
    const uint32_t how = traits & HOW;
    out->snapshot = (uint16_t)(traits & ANSWERS ? answers_after(facts->snapshot, event) : facts->snapshot);
    out->said = how == KEEP || how == SET_OFF ? said_before(facts, event, out->snapshot) : 0;
    out->kept = is_kept(facts, event, how, out->said);
    if (out->kept && facts->slot_count + 1u + (event->value != 0) > UTSKR_SLOT_LIMIT)
        return UTSKR_LIMIT_REACHED;
    return traits & READINESS && !has_room(facts, event, out->to) ? UTSKR_LIMIT_REACHED : UTSKR_OK;
}

static WITHIN utskr_status plan_event(const utskr_facts *facts, const utskr_event *event, uint32_t index,
                                      uint32_t traits, plan *out) {
    const utskr_instant after = facts->first == 0 ? 0 : event->at - facts->first;
    if (index == 0 || index > EVENT_LIMIT)
        return UTSKR_BAD_ARGUMENT;
    if (after < facts->last_after)
        return UTSKR_OUT_OF_ORDER;
    if (after >= UTSKR_SPAN_OPEN)
        return UTSKR_OUT_OF_RANGE;
    out->after = (uint32_t)after;
    const utskr_status status = plan_state(facts, event, traits, out);
    return status == UTSKR_OK ? plan_keeping(facts, event, traits, out) : status;
}

/* What was planned for the event, done. */
static WITHIN void apply(utskr_facts *facts, const utskr_event *event, uint32_t index, uint32_t traits, plan p) {
    if ((event->recorded | facts->recorded_here) != 0)
        mark_recording(facts, event, index, p.after > facts->last_after);
    if (p.irregularity != UTSKR_IRREGULAR_NONE)
        mark_irregular(facts, p.irregularity, event, index);
    if ((traits & ANSWERS) && event->kind == UTSKR_TRACK && track_changes(facts, p.snapshot))
        mark(facts, UTSKR_TRACK_CHANGED, event->party, index);
    if (facts->first == 0)
        facts->first = event->at;
    facts->snapshot = p.snapshot;
    facts->last_after = p.after;
    facts->last_index = (uint16_t)index;
    facts->event_count++;
    if (p.kept)
        append(facts, event, traits & HOW, index, p.after);
    else if (p.said != 0)
        count_repeat(in_slot(facts, p.said));
    else if ((traits & HOW) == SPAN_END)
        end_span(facts, event, p.after);
    if (traits & READINESS)
        apply_spells(facts, event, index, p.after, p.to);
    facts->state = p.to;
}

static WITHIN utskr_status fold_as(utskr_facts *facts, const utskr_event *event, uint32_t index, uint32_t traits) {
    plan p;
    const utskr_status status = plan_event(facts, event, index, traits, &p);
    if (status == UTSKR_OK)
        apply(facts, event, index, traits, p);
    return status;
}

static APART utskr_status fold_kept(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    return fold_as(facts, event, index, KEEP);
}

static APART utskr_status fold_setting_off(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    return fold_as(facts, event, index, SET_OFF);
}

static APART utskr_status fold_any(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    return fold_as(facts, event, index, keeping[event->kind]);
}

static bool is_numbered(const utskr_event *event) {
    return event->kind != 0 && event->kind < UTSKR_KIND_COUNT && event->party != 0 && event->party < UTSKR_PARTY_COUNT;
}

/* The two most common ways are compiled for themselves: most of what an event may do is then left out. */
utskr_status utskr_fold_checked(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    switch (keeping[event->kind]) {
    case KEEP: return fold_kept(facts, event, index);
    case SET_OFF: return fold_setting_off(facts, event, index);
    default: return fold_any(facts, event, index);
    }
}

utskr_status utskr_fold(utskr_facts *facts, const utskr_event *event, uint32_t index) {
    if (facts == NULL || event == NULL || !is_numbered(event))
        return UTSKR_BAD_ARGUMENT;
    if (event->at < UTSKR_INSTANT_MIN || event->at > UTSKR_INSTANT_MAX)
        return UTSKR_OUT_OF_RANGE;
    return utskr_fold_checked(facts, event, index);
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
