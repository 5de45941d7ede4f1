/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Findings: what went wrong, and what the data do not show. Each id once, with its first event and a count.
 * That an obligation was missed or met late is found where it is judged (lib/deadline/obligation.c). */
#include "judgement/parts.h"

#include "consent/share.h"
#include "deadline/obligation.h"
#include "liability/liability.h"
#include "readiness/readiness.h"

#define DAY_SECONDS 86400
#define PATIENCE_DAYS 30

static void find_at(context *ctx, act_rule rule, uint32_t party, uint32_t index, uint32_t count) {
    const plain_rule *r = rule_of_act(rule);
    const utskr_finding finding = { .id = r->id,
                                    .cite = r->cite,
                                    .index = (uint16_t)index,
                                    .count = (uint16_t)count,
                                    .party = (uint8_t)party,
                                    .rule = number_of_act_rule(ctx->pack, rule) };
    utskr_add_finding(ctx, &finding);
}

static void find(context *ctx, act_rule rule, uint32_t party, const utskr_fact *fact, uint32_t count) {
    find_at(ctx, rule, party, index_of(fact), count);
}

/* Counts what is found of one kind, and remembers the first. */
typedef struct tally {
    const utskr_fact *first;
    uint32_t count;
} tally;

/* How often it was said: the fold keeps what is said again as a count. */
static uint32_t times(const utskr_fact *f) {
    return 1 + ((f->flags & UTSKR_FACT_REPEATS) >> UTSKR_FACT_REPEATS_SHIFT);
}

static void add(tally *t, const utskr_fact *f) {
    if (t->count == 0 || fact_precedes(f, t->first))
        t->first = f;
    t->count += times(f);
}

static void report(context *ctx, act_rule rule, uint32_t party, const tally *t) {
    if (t->count != 0)
        find(ctx, rule, party, t->first, t->count);
}

static bool covered(context *ctx, uint32_t snapshot) {
    return utskr_covered(ctx, snapshot) == UTSKR_YES;
}

/* --- Marks that the fold kept ----------------------------------------------------------------------------------------------------- */

static const struct {
    uint8_t irregularity;
    uint8_t rule; /* act_rule */
} marks[] = {
    { UTSKR_READY_AFTER_DISCHARGE, RULE_READY_AFTER_DISCHARGE },
    { UTSKR_READY_WITHOUT_ADMISSION_NOTICE, RULE_READY_WITHOUT_ADMISSION_NOTICE },
    { UTSKR_DUPLICATE_READY_NOTICE, RULE_DUPLICATE_READY_NOTICE },
    { UTSKR_DUPLICATE_ADMISSION, RULE_DUPLICATE_ADMISSION },
    { UTSKR_DUPLICATE_DISCHARGE, RULE_DUPLICATE_DISCHARGE },
    { UTSKR_REFUSED_EVENT, RULE_REFUSED_EVENT },
    { UTSKR_NOTICE_BEFORE_ADMISSION, RULE_NOTICE_BEFORE_ADMISSION },
    { UTSKR_NOTICE_AFTER_READY, RULE_NOTICE_AFTER_READY },
    { UTSKR_NOTICE_AFTER_DISCHARGE, RULE_NOTICE_AFTER_DISCHARGE },
    { UTSKR_LATE_REGISTRATION, RULE_LATE_REGISTRATION },
    { UTSKR_RECORDED_OUT_OF_ORDER, RULE_OUT_OF_ORDER },
    { UTSKR_TRANSFERRED_WHILE_READY, RULE_TRANSFERRED_WHILE_READY },
    { UTSKR_TRACK_CHANGED, RULE_TRACK_CHANGED },
};

/* With simple care alone the reading decides whether anybody was concerned whom a second notice told. */
static const utskr_mark *mark_of(context *ctx, uint32_t irregularity) {
    const utskr_mark *m = &ctx->facts->marks[irregularity];
    const utskr_mark *inside = &ctx->facts->duplicates_inside;
    if (irregularity != UTSKR_DUPLICATE_READY_NOTICE || inside->count == m->count)
        return m;
    return reading_of(ctx, UTSKR_READ_SIMPLE_CARE) == 0 ? m : inside;
}

static void report_mark(context *ctx, uint32_t irregularity, act_rule rule) {
    const utskr_mark *m = mark_of(ctx, irregularity);
    if (m->count != 0)
        find_at(ctx, rule, m->party, m->index, m->count);
}

static void find_marks(context *ctx) {
    if (ctx->discharged != NULL && covered(ctx, ctx->discharged->snapshot))
        report_mark(ctx, UTSKR_DISCHARGED_WITHOUT_READY, RULE_DISCHARGED_WITHOUT_READY);
    if (ctx->facts->marked == 0)
        return;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (ctx->facts->marked & UINT32_C(1) << marks[i].irregularity)
            report_mark(ctx, marks[i].irregularity, (act_rule)marks[i].rule);
}

/* --- Admission notices ---------------------------------------------------------------------------------------------------------------- */

#define CONTENT                                                                                                        \
    (UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS | UTSKR_CONTAINS_EXPECTED_DISCHARGE)

/* What was owed at the first admission notice, and none has brought. Nothing is said where something is not stated. */
static void find_missing_in_notices(context *ctx) {
    const utskr_fact *first = fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE);
    uint32_t told = 0, content = 0;
    for (const utskr_fact *f = first; f != NULL; f = fact_next(ctx->facts, f)) {
        told |= f->mask & UTSKR_TO_STATED ? units_of_parties(f->mask) : UTSKR_SNAP_UNITS;
        content |= f->mask & UTSKR_CONTAINS_STATED ? f->mask : CONTENT;
    }
    if (first == NULL)
        return;
    if (covered(ctx, first->snapshot) && (utskr_concerned_units(ctx, first->snapshot) & ~told))
        find(ctx, RULE_NOTICE_MISSING_RECIPIENT, UTSKR_PARTY_HOSPITAL, first, 1);
    if (CONTENT & ~content)
        find(ctx, RULE_NOTICE_MISSING_CONTENT, UTSKR_PARTY_HOSPITAL, first, 1);
}

static void find_not_called_for(context *ctx) {
    tally t = { NULL, 0 };
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE); f != NULL; f = fact_next(ctx->facts, f))
        if (utskr_covered(ctx, f->snapshot) == UTSKR_NO)
            add(&t, f);
    report(ctx, RULE_NOTICE_NOT_CALLED_FOR, UTSKR_PARTY_HOSPITAL, &t);
}

/* --- The expected discharge ------------------------------------------------------------------------------------------------------------ */

/* Less than 24 h before the earlier of the time told before and the new one. */
static bool short_notice(const context *ctx, const utskr_fact *f) {
    const utskr_instant before = utskr_expected_before(ctx, f);
    const utskr_instant now = fact_value(f);
    const utskr_instant sooner = before != 0 && before < now ? before : now;
    return sooner - instant_of(ctx, f) < DAY_SECONDS;
}

static void find_expected_discharge(context *ctx) {
    tally hasty = { NULL, 0 };
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_EXPECTED_DISCHARGE); f != NULL;
         f = fact_next(ctx->facts, f)) {
        if (!utskr_changes_expected(ctx, f) || !covered(ctx, f->snapshot) || (f->flags & UTSKR_FACT_AFTER_STAY))
            continue;
        if ((f->mask & UTSKR_TO_STATED) && short_notice(ctx, f) && hasty.count++ == 0)
            hasty.first = f; /* what is said again is no change */
    }
    report(ctx, RULE_EXPECTED_DISCHARGE_SHORT_NOTICE, UTSKR_PARTY_HOSPITAL, &hasty);
}

/* --- At the discharge -------------------------------------------------------------------------------------------------------------------- */

static void find_unready(context *ctx, const utskr_fact *left) {
    uint8_t subjects[UTSKR_SUBJECT_COUNT];
    uint16_t indices[UTSKR_SUBJECT_COUNT];
    const uint32_t to = (left->mask & UTSKR_DISCHARGED_TO) >> UTSKR_DISCHARGED_TO_SHIFT;
    if (!(left->snapshot & UTSKR_SNAP_MUNICIPAL) ||
        utskr_municipality_ready_at(ctx, left->snapshot, instant_of(ctx, left), subjects, indices) != UTSKR_NO)
        return;
    find(ctx, RULE_DISCHARGED_BEFORE_MUNICIPALITY_READY, UTSKR_PARTY_HOSPITAL, left, 1);
    if (to == UTSKR_DESTINATION_HOME)
        find(ctx, RULE_MUNICIPALITY_READY_INCOMPLETE, UTSKR_PARTY_HOSPITAL, left, 1);
}

static bool any_before(const context *ctx, int32_t kind, const utskr_fact *end) {
    const utskr_fact *first = fact_first(ctx->facts, kind);
    return first != NULL && fact_precedes(first, end);
}

static bool sip_spoken_of(const context *ctx, const utskr_fact *left) {
    for (int32_t kind = UTSKR_SIP_NEED; kind <= UTSKR_SIP_CLOSED; kind++)
        if (any_before(ctx, kind, left))
            return true;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT); f != NULL && fact_precedes(f, left);
         f = fact_next(ctx->facts, f))
        if ((f->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT == UTSKR_SCOPE_SIP)
            return true;
    return false;
}

static void find_at_discharge(context *ctx) {
    const utskr_fact *left = ctx->discharged;
    if (left == NULL || !covered(ctx, left->snapshot))
        return;
    find_unready(ctx, left);
    if ((utskr_concerned_units(ctx, left->snapshot) & UTSKR_SNAP_OUTPATIENT) &&
        !any_before(ctx, UTSKR_CARE_CONTACT, left))
        find(ctx, RULE_NO_CARE_CONTACT_AT_DISCHARGE, UTSKR_PARTY_OUTPATIENT, left, 1);
    if (utskr_both_needed(ctx, left->snapshot) == UTSKR_YES && !sip_spoken_of(ctx, left) &&
        !(left->snapshot & UTSKR_SNAP_OPEN_COMPULSORY))
        find(ctx, RULE_SIP_NEED_NOT_ASSESSED, UTSKR_PARTY_HOSPITAL, left, 1);
}

/* --- The SIP -------------------------------------------------------------------------------------------------------------------------------- */

/* Would a SIP be required but for what the unit said? */
static bool denies_required(context *ctx, const utskr_fact *f) {
    return (f->mask & UTSKR_SIP_NEED_WORD) >> UTSKR_SIP_NEED_WORD_SHIFT == UTSKR_SIP_WORD_NOT_NEEDED &&
           utskr_sip_required(ctx, f->snapshot, NULL) == UTSKR_YES;
}

static void find_denied(context *ctx) {
    tally t = { NULL, 0 };
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_SIP_NEED); f != NULL; f = fact_next(ctx->facts, f))
        if (denies_required(ctx, f))
            add(&t, f);
    report(ctx, RULE_SIP_DENIED_BY_UNIT, t.first == NULL ? 0 : t.first->party, &t);
}

/* The first event of the kind since a SIP was last closed, or NULL: after that it begins anew. */
static const utskr_fact *first_since_closed(const context *ctx, int32_t kind) {
    const utskr_fact *closed = fact_last(ctx->facts, UTSKR_SIP_CLOSED);
    const utskr_fact *f = fact_first(ctx->facts, kind);
    while (f != NULL && closed != NULL && fact_precedes(f, closed))
        f = fact_next(ctx->facts, f);
    return f;
}

/* An initiative or a call that has led to nothing when the 30th calendar day after the discharge has ended. */
static void find_abandoned(context *ctx) {
    const uint8_t state = ctx->out->sip_state;
    if (ctx->discharged == NULL || (state != UTSKR_SIP_IS_INITIATED && state != UTSKR_SIP_IS_CALLED))
        return;
    const utskr_date left = utskr_local_date(instant_of(ctx, ctx->discharged));
    const utskr_instant patience = utskr_day_start(left + PATIENCE_DAYS + 1);
    changes_at(ctx, patience);
    if (ctx->at < patience)
        return;
    const utskr_fact *initiated = first_since_closed(ctx, UTSKR_SIP_INITIATED);
    const utskr_fact *called = first_since_closed(ctx, UTSKR_SIP_CALL);
    const bool by_call = initiated == NULL || (called != NULL && fact_precedes(called, initiated));
    const utskr_fact *first = by_call ? called : initiated;
    find(ctx, RULE_SIP_ABANDONED, first->party, first, 1);
}

/* --- Sharing -------------------------------------------------------------------------------------------------------------------------------- */

/* Which messages carry which items. */
static const struct {
    uint8_t kind;
    uint8_t item;
    uint32_t when; /* bits of the mask of which one must be there; 0: always */
    bool to_hospital;
} carried[] = {
    { UTSKR_ADMISSION_NOTICE, UTSKR_SHARE_REASON, UTSKR_CONTAINS_REASON | UTSKR_CONTAINS_DIAGNOSIS, false },
    { UTSKR_ADMISSION_NOTICE, UTSKR_SHARE_STATUS, UTSKR_CONTAINS_STATUS, false },
    { UTSKR_ADMISSION_NOTICE, UTSKR_SHARE_RELATIVES, UTSKR_CONTAINS_RELATIVES, false },
    { UTSKR_STATUS_REPORTED, UTSKR_SHARE_STATUS, 0, false },
    { UTSKR_SERVICES_REPORTED, UTSKR_SHARE_SERVICES, 0, true },
    { UTSKR_DISCHARGE_READY_NOTICE, UTSKR_SHARE_READY, 0, false },
    { UTSKR_INFORMATION_TRANSFERRED, UTSKR_SHARE_DISCHARGE_INFORMATION, 0, false },
    { UTSKR_SIP_CALL, UTSKR_SHARE_SIP_CALL, 0, false },
};

#define CARRIED_COUNT (sizeof carried / sizeof carried[0])

/* Whom the message surely went to: those it names; a status report goes to every concerned unit. */
static uint32_t addressees(context *ctx, const utskr_fact *f, size_t i) {
    if (carried[i].to_hospital)
        return f->party == UTSKR_PARTY_HOSPITAL ? 0 : UTSKR_TO_HOSPITAL;
    if (carried[i].kind == UTSKR_STATUS_REPORTED)
        return f->party == UTSKR_PARTY_HOSPITAL ? parties_of_units(utskr_concerned_units(ctx, f->snapshot))
                                                : UTSKR_TO_HOSPITAL;
    const uint32_t hospital = f->mask & UTSKR_TO_STATED ? f->mask & UTSKR_TO_HOSPITAL : 0;
    return (parties_of_units(utskr_units_reached(ctx, f, false)) | hospital) & ~UTSKR_TO(f->party);
}

/* The worst answer among the addressees: without ground before no test. */
static utskr_share_answer worst_answer(context *ctx, const utskr_fact *f, size_t i) {
    const uint32_t to = addressees(ctx, f, i);
    utskr_share_answer worst = UTSKR_SHARE_ALLOWED;
    for (uint32_t party = UTSKR_PARTY_HOSPITAL; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        if (!(to & UTSKR_TO(party)))
            continue;
        const share_question q = { .from = f->party,
                                   .to = party,
                                   .item = carried[i].item,
                                   .snapshot = f->snapshot,
                                   .before = f,
                                   .lpt = f->mask & UTSKR_READY_NOTICE_LPT &&
                                          carried[i].kind == UTSKR_DISCHARGE_READY_NOTICE };
        const uint8_t a = utskr_share_answer_to(ctx, &q).answer;
        if (a == UTSKR_SHARE_NEEDS_CONSENT || a == UTSKR_SHARE_REFUSED)
            return UTSKR_SHARE_REFUSED;
        if (a == UTSKR_SHARE_HARM_TEST)
            worst = UTSKR_SHARE_HARM_TEST;
    }
    return worst;
}

/* One message counts once, for the worst of what it carried: of the rows from the i-th on, those of its kind. */
static utskr_share_answer worst_carried(context *ctx, size_t i, const utskr_fact *f) {
    const uint8_t kind = carried[i].kind;
    utskr_share_answer worst = UTSKR_SHARE_ALLOWED;
    for (; i < CARRIED_COUNT && carried[i].kind == kind && worst != UTSKR_SHARE_REFUSED; i++) {
        if ((carried[i].when != 0 && !(f->mask & carried[i].when)) ||
            utskr_shared_with_all(ctx, carried[i].item, f->snapshot))
            continue;
        const utskr_share_answer a = worst_answer(ctx, f, i);
        if (a != UTSKR_SHARE_ALLOWED)
            worst = a;
    }
    return worst;
}

/* The first time that consent to information was given, if it has never been anything else since or before, nor limited. */
static const utskr_fact *lasting_consent(const context *ctx) {
    const uint32_t information = 1u << UTSKR_SCOPE_INFORMATION;
    const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT);
    if (((ctx->not_given | ctx->limited) & information) != 0)
        return NULL;
    while (f != NULL && (f->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT != UTSKR_SCOPE_INFORMATION)
        f = fact_next(ctx->facts, f);
    return f;
}

static bool names_relatives(const utskr_facts *facts) {
    const utskr_fact *f = fact_first(facts, UTSKR_ADMISSION_NOTICE);
    while (f != NULL && !(f->mask & UTSKR_CONTAINS_RELATIVES))
        f = fact_next(facts, f);
    return f != NULL;
}

/* Was everything sent after consent to all that is sent? Most often so; then there is nothing to find. */
static bool shared_freely(context *ctx) {
    const utskr_fact *given = lasting_consent(ctx);
    if (given == NULL || reading_of(ctx, UTSKR_READ_SIP_CALL_CONSENT) != 0 || names_relatives(ctx->facts))
        return false;
    for (size_t i = 0; i < CARRIED_COUNT; i++) {
        const utskr_fact *f = fact_first(ctx->facts, carried[i].kind);
        if (f != NULL && fact_precedes(f, given) && carried[i].kind != UTSKR_SIP_CALL)
            return false;
    }
    return true;
}

static void find_sharing(context *ctx) {
    tally groundless = { NULL, 0 }, untested = { NULL, 0 };
    for (size_t i = 0; i < CARRIED_COUNT; i++) {
        if (i > 0 && carried[i - 1].kind == carried[i].kind)
            continue;
        for (const utskr_fact *f = fact_first(ctx->facts, carried[i].kind); f != NULL; f = fact_next(ctx->facts, f)) {
            const utskr_share_answer worst = worst_carried(ctx, i, f);
            if (worst == UTSKR_SHARE_REFUSED)
                add(&groundless, f);
            else if (worst == UTSKR_SHARE_HARM_TEST)
                add(&untested, f);
        }
    }
    report(ctx, RULE_SHARED_WITHOUT_GROUND, groundless.first == NULL ? 0 : groundless.first->party, &groundless);
    report(ctx, RULE_NO_HARM_TEST, untested.first == NULL ? 0 : untested.first->party, &untested);
}

/* --- Deviations, readmission, agreement ------------------------------------------------------------------------------------------------------ */

/* Answers are held against deviations in order: the n-th answer is to the n-th deviation. */
static void find_unanswered(context *ctx) {
    const utskr_fact *answered = fact_first(ctx->facts, UTSKR_DEVIATION_ANSWERED);
    tally t = { NULL, 0 };
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_DEVIATION); f != NULL; f = fact_next(ctx->facts, f)) {
        while (answered != NULL && fact_precedes(answered, f))
            answered = fact_next(ctx->facts, answered);
        if (answered != NULL) {
            answered = fact_next(ctx->facts, answered);
            continue;
        }
        const utskr_instant patience = utskr_day_start(utskr_local_date(instant_of(ctx, f)) + PATIENCE_DAYS + 1);
        changes_at(ctx, patience);
        if (ctx->at >= patience)
            add(&t, f);
    }
    report(ctx, RULE_DEVIATION_UNANSWERED, t.first == NULL ? 0 : t.first->party, &t);
}

static void find_readmission(context *ctx) {
    const utskr_instant before = ctx->facts->stay.previous_discharge;
    if (before == 0 || ctx->admitted == NULL)
        return;
    const int32_t days = utskr_local_date(instant_of(ctx, ctx->admitted)) - utskr_local_date(before);
    if (days >= 0 && days <= PATIENCE_DAYS)
        find(ctx, RULE_READMITTED_WITHIN_30_DAYS, UTSKR_PARTY_HOSPITAL, ctx->admitted, 1);
}

void utskr_judge_findings(context *ctx) {
    find_marks(ctx);
    find_missing_in_notices(ctx);
    find_not_called_for(ctx);
    if (ctx->untold_changes != 0)
        find_at(ctx, RULE_EXPECTED_DISCHARGE_NOT_TOLD, UTSKR_PARTY_HOSPITAL, ctx->first_untold, ctx->untold_changes);
    find_expected_discharge(ctx);
    find_at_discharge(ctx);
    find_denied(ctx);
    find_abandoned(ctx);
    if (!shared_freely(ctx))
        find_sharing(ctx);
    find_unanswered(ctx);
    find_readmission(ctx);
    if (utskr_outside_agreement(ctx))
        find(ctx, RULE_OUTSIDE_AGREEMENT, UTSKR_PARTY_HOSPITAL, NULL, 1);
}
