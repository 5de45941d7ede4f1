/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Planning: which way each row of a pack can be judged in bulk, and which of them together. */
#include "deadline/plan.h"

#include "deadline/condition.h"
#include <string.h>

#define DAY_SECONDS 86400
#define HOUR_SECONDS 3600

/* --- One row ------------------------------------------------------------------------------------------------------------- */

/* What the plain ways know nothing of. */
#define UNCOMMON_MARKS (NAMES_LEAD | CALL_MUST_REACH | NAMES_EXPECTED | FINDS_UNTOLD)
#define UNCOMMON_CONDITIONS (WHEN_NOTIFIED | WHEN_NOT_EXCLUDED | WHEN_ONGOING | WHEN_OWN_ONGOING | WHEN_CALLED_UPON)

static uint8_t timing_of(const rule_row *r) {
    const bool in_hours = r->form == UTSKR_FORM_HOURS && r->anchor == 0;
    if (r->form == UTSKR_FORM_ASAP && r->anchor == 0)
        return TO_NOTHING;
    if (in_hours)
        return r->marks & DUE_WITH_NEED ? TO_NEED : TO_MOMENT;
    if (r->anchor == UTSKR_DISCHARGED && r->from.kind != UTSKR_DISCHARGED &&
        (r->form == UTSKR_FORM_BEFORE || r->form == UTSKR_FORM_BY))
        return TO_LEAVING;
    if (r->anchor == 0 && !(r->marks & DUE_WITH_NEED) && (r->form == UTSKR_FORM_DAYS || r->form == UTSKR_FORM_SAME_DAY))
        return TO_DAY_END;
    return AS_FOR_OTHERS;
}

static int32_t seconds_of(const rule_row *r) {
    switch (r->form) {
    case UTSKR_FORM_HOURS: return r->number * HOUR_SECONDS;
    case UTSKR_FORM_BEFORE: return -1;
    case UTSKR_FORM_DAYS: return r->number * DAY_SECONDS;
    default: return 0;
    }
}

static uint8_t way_of_event(const rule_row *r) {
    return timing_of(r) == TO_NOTHING && (r->reading | r->step_anchor) == 0 ? BY_SENDERS : BY_EVENT;
}

static uint8_t way_of(const rule_row *r) {
    if ((r->when & UNCOMMON_CONDITIONS) != 0 || (r->marks & UNCOMMON_MARKS) != 0 || r->to != 0 ||
        r->from.kind == UTSKR_CONSENT) /* which changes what it may be bound to */
        return FULLY;
    if (r->fulfilment == MET_BY_EVENT)
        return way_of_event(r);
    if (r->met[0].by == BY_OBLIGED || r->met[1].kind != 0)
        return FULLY;
    switch ((rule_fulfilment)r->fulfilment) {
    case MET_BY_TELLING: return BY_TELLING;
    case MET_BY_CONTENT: return BY_CONTENT;
    case MET_BY_CHECKLIST: return (r->met[0].by | r->met[0].bits) == 0 ? BY_LIST : FULLY;
    case MET_BY_TAKING_PART: return (r->met[0].by | r->met[0].bits) == 0 ? BY_PART : FULLY;
    default: return FULLY;
    }
}

/* --- The plan ----------------------------------------------------------------------------------------------------------- */

/* The kind of event without which nothing sets the row off, or 0. */
static uint8_t needed_kind(const rule_row *r) {
    switch ((rule_trigger)r->trigger) {
    case FROM_NEED:
    case FROM_LATER_NEED: return UTSKR_NEEDS_ASSESSED;
    case FROM_READY_NOTICE:
    case FROM_READY_NOTICE_SENT: return UTSKR_DISCHARGE_READY_NOTICE;
    case FROM_EACH_READY: return UTSKR_DISCHARGE_READY;
    case FROM_EXPECTED_CHANGE: return UTSKR_EXPECTED_DISCHARGE;
    case FROM_FIRST:
    case FROM_EACH:
    case FROM_EACH_ONSET:
    case FROM_FIRST_SENT:
    case FROM_SENT_AFTER_PLAN:
    case FROM_FIRST_CONCERNING:
    case FROM_FOLLOW_UP_OF_PLAN:
    case FROM_NEED_AT_HOME:
    case FROM_SIP_DISOWNED: return r->from.kind;
    default: return 0;
    }
}

static bool same_pattern(const pattern *a, const pattern *b) {
    return a->kind == b->kind && a->by == b->by && a->bits == b->bits && a->value == b->value;
}

/* Does the same thing set both off, for the triggers that have a plain form? */
static bool set_off_together(const rule_row *a, const rule_row *b) {
    return a->trigger == b->trigger && same_pattern(&a->from, &b->from) && same_pattern(&a->or_from, &b->or_from);
}

/* The group of rows that are set off as the row is, or a new one. */
static uint32_t group_of(const row_plan *plan, const rule_row *r) {
    uint32_t i = 0;
    while (i < plan->group_count && !set_off_together(plan->groups[i].first->row, r))
        i++;
    return i;
}

static uint32_t conditions_of(const rule_row *r) {
    return r->when | ((r->colours | r->inferred) != 0 ? IF_COLOUR : 0u) |
           (r->marks & DUE_WITH_NEED ? IF_ONE_NEED : 0u) | (r->step_anchor != 0 ? IF_STEP : 0u) |
           (r->reading != 0 ? IF_READ : 0u);
}

static uint8_t pattern_count(const rule_row *r) {
    uint8_t count = 0;
    while (count < PATTERN_LIMIT && r->met[count].kind != 0)
        count++;
    return count;
}

static bool is_met_by_own(const rule_row *r) {
    bool own = (r->marks & COUNTS_AFTER) == 0;
    for (uint32_t i = 0; i < PATTERN_LIMIT && r->met[i].kind != 0; i++)
        own = own && r->met[i].by == BY_OBLIGED && r->met[i].bits == 0;
    return own;
}

/* Whom it obliges: some triggers decide that for themselves. */
static uint8_t obliged_by(const rule_row *r) {
    switch ((rule_trigger)r->trigger) {
    case FROM_NEED:
    case FROM_EACH_READY: return UTSKR_TO_HOSPITAL;
    case FROM_SIP_SPELL:
    case FROM_SIP_SPELL_OR_HELD: return UTSKR_TO_OUTPATIENT;
    default: return (uint8_t)r->parties;
    }
}

/* Whose event meets it for all that it obliges; 0: each needs its own. */
static uint8_t sender_of(const rule_row *r) {
    const uint8_t obliged = obliged_by(r);
    const bool one = (obliged & (obliged - 1)) == 0;
    if (r->met[0].by == BY_OBLIGED)
        return one ? obliged : 0;
    return r->met[0].by == BY_ANYONE ? UINT8_MAX : r->met[0].by;
}

/* May the first event of a kind meet the row, without more being asked than who sent it and what it says? */
static void plan_first_event(planned_row *p) {
    const rule_row *r = p->row;
    const bool by_event = p->way == BY_SENDERS || p->way == BY_EVENT;
    if (!(by_event || p->way == BY_TELLING || p->way == BY_CONTENT) || p->patterns != 1 || r->met[0].bits != 0 ||
        p->timing == AS_FOR_OTHERS || sender_of(r) == 0)
        return;
    p->kind = r->met[0].kind;
    p->by = sender_of(r);
    p->after = (r->marks & COUNTS_AFTER) != 0;
    if (p->way == BY_CONTENT)
        p->has = r->items | UTSKR_CONTAINS_STATED;
    if (p->way == BY_TELLING) {
        p->has = UTSKR_TO_STATED;
        p->tells = r->marks & EXCEPT_OUTPATIENT ? MUNICIPALITY : EACH_UNIT;
    }
}

static planned_row plan_row(const rule_row *r, uint32_t number) {
    const uint8_t way = way_of(r);
    const bool for_good = r->valid_to == UTSKR_DATE_NONE;
    planned_row p = { .row = r,
                      .since = for_good ? ((int64_t)r->valid_from + 1) * DAY_SECONDS : INT64_MAX,
                      .bit = UINT64_C(1) << number % 64,
                      .seconds = seconds_of(r),
                      .number = (uint16_t)number,
                      .word = (uint8_t)(number / 64),
                      .way = way,
                      .timing = timing_of(r),
                      .stops = (uint8_t)(r->excused | (way == FULLY ? STOPS_ALWAYS : 0u)),
                      .parties = (uint8_t)r->parties,
                      .patterns = pattern_count(r),
                      .own = is_met_by_own(r),
                      .conditions = conditions_of(r) };
    plan_first_event(&p);
    return p;
}

/* Puts the row behind those of its group, and the rows of later groups one further. */
static void insert(row_plan *plan, uint32_t count, const rule_row *r, uint32_t number) {
    const uint32_t group = group_of(plan, r);
    planned_row *last = &plan->rows[count];
    if (group == plan->group_count)
        plan->groups[plan->group_count++] = (row_group){ last, last, 0, r->trigger, needed_kind(r) };
    planned_row *place = &plan->rows[plan->groups[group].end - plan->rows];
    memmove(place + 1, place, (size_t)(last - place) * sizeof *place);
    *place = plan_row(r, number);
    plan->groups[group].end++;
    plan->groups[group].conditions |= place->conditions;
    for (uint32_t i = group + 1; i < plan->group_count; i++) {
        plan->groups[i].first++;
        plan->groups[i].end++;
    }
}

static bool plan_rows(row_plan *plan, const rule_row *rows, uint32_t count, uint32_t number, uint32_t *planned) {
    if (count > PLAN_ROWS - *planned || (number + count + 63) / 64 > PLAN_WORDS)
        return false;
    for (uint32_t i = 0; i < count; i++)
        insert(plan, (*planned)++, &rows[i], number + i);
    return true;
}

/* The rows of a pack made by a host are those of its bases too, layer by layer. */
static bool plan_layers(row_plan *plan, const utskr_pack *pack) {
    const rule_row *rows = pack->rows;
    uint32_t number = 0, planned = 0;
    for (uint32_t i = 0; i < pack->layer_count; i++) {
        const pack_layer *layer = &pack->layers[i];
        if (!plan_rows(plan, rows, layer->row_count, number, &planned))
            return false;
        rows += layer->row_count;
        number += layer->row_count + layer->rule_count;
    }
    return true;
}

static bool plan_pack(row_plan *plan, const utskr_pack *pack) {
    const utskr_pack *base = pack->base;
    uint32_t planned = 0;
    if (pack->layer_count != 0)
        return plan_layers(plan, pack);
    if (base != NULL && !plan_rows(plan, base->rows, base->row_count, 0, &planned))
        return false;
    return plan_rows(plan, pack->rows, pack->row_count, base == NULL ? 0 : base->row_count + base->rule_count,
                     &planned);
}

void utskr_plan_rows(row_plan *plan, const utskr_pack *pack) {
    plan->group_count = 0;
    plan->pack = pack;
    plan->complete = plan_pack(plan, pack);
}
