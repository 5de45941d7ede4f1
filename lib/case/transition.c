/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The transition table: what each event does in each state. Total: a kind without a row stays in every state.
 *
 * What can have happened in a hospital is irregular, not refused; refused is only what presupposes a stay before there is any,
 * or comes from a party that never sends it.
 */
#include "case/transition.h"

#include "case/fold.h"

/* Where `resumed` and a withdrawal lead: back to notified if an admission notice was sent, else to admitted. */
#define BACK UTSKR_STATE_COUNT

#define HERE (UTSKR_STATE_COUNT + 1) /* where it stands */

/* What an event does in a state, in 10 bits; to stay is 0. */
#define CELL(action, to, irregularity) ((action) | (to) << 2 | (irregularity) << 6)
#define ACTION_OF(cell) ((uint8_t)((cell)&3u))
#define TO_OF(cell) ((uint8_t)((cell) >> 2 & 15u))
#define IRREGULARITY_OF(cell) ((uint8_t)((cell) >> 6))

#define STAY CELL(UTSKR_ACTION_STAY, 0, 0)
#define REFUSE CELL(UTSKR_ACTION_REFUSE, 0, 0)
#define GO(to) CELL(UTSKR_ACTION_GO, to, 0)
#define MARK(why) CELL(UTSKR_ACTION_IRREGULAR, HERE, why) /* accepted where it stands */
#define MARK_GO(why, to) CELL(UTSKR_ACTION_IRREGULAR, to, why)

#define ADMITTED UTSKR_STATE_ADMITTED
#define NOTIFIED UTSKR_STATE_NOTIFIED
#define READY UTSKR_STATE_READY
#define INTERRUPTED UTSKR_STATE_INTERRUPTED
#define DISCHARGED UTSKR_STATE_DISCHARGED
#define DECEASED UTSKR_STATE_DECEASED

typedef struct row {
    uint8_t kind;
    uint8_t leads[UTSKR_STATE_COUNT]; /* see utskr_leads_of */
    uint16_t cells[UTSKR_STATE_COUNT];
} row;

#define LEADS(cell, state)                                                                                             \
    ((cell) == STAY ? (state) : ACTION_OF(cell) == UTSKR_ACTION_GO && TO_OF(cell) != BACK ? TO_OF(cell) : STATE_ASIDE)
#define ROW(kind, a, b, c, d, e, f, g, h)                                                                               \
    {                                                                                                                   \
        kind,                                                                                                           \
            { LEADS(a, 0), LEADS(b, 1), LEADS(c, 2), LEADS(d, 3), LEADS(e, 4), LEADS(f, 5), LEADS(g, 6), LEADS(h, 7) }, \
        {                                                                                                               \
            a, b, c, d, e, f, g, h                                                                                      \
        }                                                                                                               \
    }

/* clang-format off */
static const row table[] = {
    /* kind                    new, planned                              admitted, notified, ready, interrupted, discharged, deceased */
    ROW(UTSKR_PLANNED_ADMISSION, GO(UTSKR_STATE_PLANNED), STAY, STAY, STAY, STAY, STAY, STAY, STAY),
    ROW(UTSKR_ADMITTED,          GO(ADMITTED), GO(ADMITTED),
                                 MARK(UTSKR_DUPLICATE_ADMISSION), MARK(UTSKR_DUPLICATE_ADMISSION),
                                 MARK(UTSKR_DUPLICATE_ADMISSION), MARK(UTSKR_DUPLICATE_ADMISSION),
                                 REFUSE, REFUSE),
    ROW(UTSKR_NEEDS_ASSESSED,    STAY, STAY, STAY, STAY, STAY, STAY,
                                 MARK(UTSKR_ASSESSED_AFTER_DISCHARGE), MARK(UTSKR_ASSESSED_AFTER_DISCHARGE)),
    ROW(UTSKR_ADMISSION_NOTICE,  MARK(UTSKR_NOTICE_BEFORE_ADMISSION), MARK(UTSKR_NOTICE_BEFORE_ADMISSION),
                                 GO(NOTIFIED), STAY, MARK(UTSKR_NOTICE_AFTER_READY), STAY,
                                 MARK(UTSKR_NOTICE_AFTER_DISCHARGE), MARK(UTSKR_NOTICE_AFTER_DISCHARGE)),
    ROW(UTSKR_DISCHARGE_READY_NOTICE,
                                 REFUSE, REFUSE, MARK_GO(UTSKR_READY_WITHOUT_ADMISSION_NOTICE, READY), GO(READY),
                                 MARK(UTSKR_DUPLICATE_READY_NOTICE), /* unless it adds a unit: see duplicate_ready_notice */
                                 GO(READY),
                                 MARK(UTSKR_READY_AFTER_DISCHARGE), MARK(UTSKR_READY_AFTER_DISCHARGE)),
    ROW(UTSKR_DISCHARGE_READY_WITHDRAWN,
                                 REFUSE, REFUSE, STAY, STAY, GO(BACK), STAY, REFUSE, REFUSE),
    ROW(UTSKR_INTERRUPTED,       REFUSE, REFUSE, GO(INTERRUPTED), GO(INTERRUPTED), GO(INTERRUPTED), STAY,
                                 REFUSE, REFUSE),
    ROW(UTSKR_RESUMED,           REFUSE, REFUSE, STAY, STAY, STAY, GO(BACK), REFUSE, REFUSE),
    ROW(UTSKR_DISCHARGED,        REFUSE, REFUSE,
                                 MARK_GO(UTSKR_DISCHARGED_WITHOUT_READY, DISCHARGED),
                                 MARK_GO(UTSKR_DISCHARGED_WITHOUT_READY, DISCHARGED),
                                 GO(DISCHARGED), /* to another hospital: see transferred_while_ready */
                                 GO(DISCHARGED),
                                 MARK(UTSKR_DUPLICATE_DISCHARGE), MARK(UTSKR_DUPLICATE_DISCHARGE)),
    ROW(UTSKR_DECEASED,          GO(DECEASED), GO(DECEASED), GO(DECEASED), GO(DECEASED), GO(DECEASED), GO(DECEASED),
                                 STAY, STAY),
};
/* clang-format on */

#define ROW_COUNT (sizeof table / sizeof table[0])

/* The row of each kind, counted from 1; 0 stays in every state. */
static const uint8_t row_of[UTSKR_KIND_COUNT] = {
    [UTSKR_PLANNED_ADMISSION] = 1,
    [UTSKR_ADMITTED] = 2,
    [UTSKR_NEEDS_ASSESSED] = 3,
    [UTSKR_ADMISSION_NOTICE] = 4,
    [UTSKR_DISCHARGE_READY_NOTICE] = 5,
    [UTSKR_DISCHARGE_READY_WITHDRAWN] = 6,
    [UTSKR_INTERRUPTED] = 7,
    [UTSKR_RESUMED] = 8,
    [UTSKR_DISCHARGED] = 9,
    [UTSKR_DECEASED] = 10,
};
_Static_assert(ROW_COUNT == 10, "row_of names every row");

/* Units as bits of needs: outpatient 1, municipal-health 2, social-services 4. */
static uint32_t units_named(uint32_t mask) {
    return (mask >> 1) & UTSKR_SNAP_UNITS;
}

/* Units the notice may concern: those assessed, with the outpatient care beside home nursing (2 kap. 1 §); all before
 * any assessment. */
static uint32_t units_concerned(uint32_t snapshot) {
    if (!(snapshot & UTSKR_SNAP_ASSESSED))
        return UTSKR_SNAP_UNITS;
    const uint32_t units = snapshot & UTSKR_SNAP_UNITS;
    return units & UTSKR_SNAP_MUNICIPAL_HEALTH ? units | UTSKR_SNAP_OUTPATIENT : units;
}

/* Whom the notice reaches, or where `to=` is not stated may reach, of those who have not been told. */
static uint32_t units_told_first(const utskr_facts *facts, const utskr_event *event) {
    const uint32_t reached = event->mask & UTSKR_TO_STATED ? units_named(event->mask) : UTSKR_SNAP_UNITS;
    return reached & ~(uint32_t)facts->told;
}

static bool duplicate_ready_notice(const utskr_facts *facts, const utskr_event *event) {
    return (units_told_first(facts, event) & units_concerned(facts->snapshot)) == 0;
}

bool utskr_duplicate_inside(const utskr_facts *facts, const utskr_event *event) {
    return !(facts->snapshot & UTSKR_SNAP_SIMPLE_ONLY) || !(units_told_first(facts, event) & UTSKR_SNAP_OUTPATIENT);
}

static bool transferred_while_ready(const utskr_facts *facts, const utskr_event *event) {
    return facts->state == READY &&
           (event->mask & UTSKR_DISCHARGED_TO) >> UTSKR_DISCHARGED_TO_SHIFT == UTSKR_DESTINATION_OTHER_HOSPITAL;
}

static uint8_t destination(const utskr_facts *facts, uint8_t to) {
    if (to == HERE)
        return facts->state;
    if (to == BACK)
        return facts->snapshot & UTSKR_SNAP_NOTICE_SENT ? NOTIFIED : ADMITTED;
    return to;
}

const uint8_t *utskr_leads_of(int32_t kind) {
    return table[row_of[kind] - 1].leads;
}

utskr_transition utskr_transition_in(const utskr_facts *facts, const utskr_event *event) {
    utskr_transition out = { UTSKR_ACTION_STAY, facts->state, facts->state, 0, 0, { 0, 0, 0 } };
    const uint32_t cell = table[row_of[event->kind] - 1].cells[facts->state];
    if (IRREGULARITY_OF(cell) == UTSKR_DUPLICATE_READY_NOTICE && !duplicate_ready_notice(facts, event))
        return out;
    out.action = ACTION_OF(cell);
    out.irregularity = IRREGULARITY_OF(cell);
    if (out.action == UTSKR_ACTION_GO || out.action == UTSKR_ACTION_IRREGULAR)
        out.to = destination(facts, TO_OF(cell));
    if (event->kind == UTSKR_DISCHARGED && transferred_while_ready(facts, event)) {
        out.action = UTSKR_ACTION_IRREGULAR;
        out.irregularity = UTSKR_TRANSFERRED_WHILE_READY;
    }
    return out;
}

utskr_transition utskr_transition_of(const utskr_facts *facts, const utskr_event *event) {
    utskr_transition out = { UTSKR_ACTION_STAY, facts->state, facts->state, 0, 0, { 0, 0, 0 } };
    if (utskr_may_come_from(event->kind, event->party, event->mask))
        return row_of[event->kind] == 0 ? out : utskr_transition_in(facts, event);
    out.action = UTSKR_ACTION_REFUSE;
    out.wrong_sender = 1;
    return out;
}

utskr_status utskr_check(const utskr_facts *facts, const utskr_event *event, utskr_transition *out) {
    if (facts == NULL || event == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (facts->size != sizeof *facts)
        return UTSKR_BAD_SIZE;
    const utskr_status status = utskr_event_validate(event, NULL);
    if (status == UTSKR_OK)
        *out = utskr_transition_of(facts, event);
    return status;
}
