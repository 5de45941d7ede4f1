/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Readiness: utskrivningsklar, kommunklar, hemgångsklar. Three facts, never mixed. */
#include "readiness/readiness.h"

/* --- Kommunklar ------------------------------------------------------------------------------------------------------------------ */

static const uint32_t subject_bits[UTSKR_SUBJECT_COUNT] = { UTSKR_READY_SOL, UTSKR_READY_HSL, UTSKR_READY_REHAB };

/* What a mark is about; one that names no subject is about its sender's own. */
static uint32_t subjects_of(const utskr_fact *f) {
    if (f->mask & UTSKR_READY_SUBJECTS)
        return f->mask & UTSKR_READY_SUBJECTS;
    return f->party == UTSKR_PARTY_SOCIAL_SERVICES ? UTSKR_READY_SOL : UTSKR_READY_HSL;
}

/* The latest marks about each subject, up to an instant, or NULL. */
typedef struct latest_marks {
    const utskr_fact *of[UTSKR_SUBJECT_COUNT];
} latest_marks;

static latest_marks find_latest(const context *ctx, int32_t kind, utskr_instant at) {
    latest_marks latest = { { NULL } };
    const utskr_fact *f = fact_first(ctx->facts, kind);
    for (; f != NULL && instant_of(ctx, f) <= at; f = fact_next(ctx->facts, f)) {
        const uint32_t subjects = subjects_of(f);
        for (uint32_t s = 0; s < UTSKR_SUBJECT_COUNT; s++)
            if (subjects & subject_bits[s])
                latest.of[s] = f;
    }
    return latest;
}

uint32_t utskr_subjects_ready(const context *ctx, const utskr_fact *upto, uint32_t *denied) {
    uint32_t ready = 0;
    const utskr_fact *no = fact_first(ctx->facts, UTSKR_MUNICIPALITY_NOT_READY);
    *denied = 0;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_MUNICIPALITY_READY); f != NULL && !fact_precedes(upto, f);
         f = fact_next(ctx->facts, f)) {
        for (; no != NULL && fact_precedes(no, f); no = fact_next(ctx->facts, no)) {
            *denied |= subjects_of(no);
            ready &= ~subjects_of(no);
        }
        *denied &= ~subjects_of(f);
        ready |= subjects_of(f);
    }
    return ready;
}

/* Is the mark about the subject taken back after it, up to an instant: denied, or put off to a time beyond? */
static bool taken_back(const context *ctx, const utskr_fact *mark, uint32_t subject, utskr_instant at) {
    for (const utskr_fact *later = fact_next(ctx->facts, mark); later != NULL && instant_of(ctx, later) <= at;
         later = fact_next(ctx->facts, later))
        if ((subjects_of(later) & subject) && fact_value(later) > at)
            return true;
    for (const utskr_fact *no = fact_first(ctx->facts, UTSKR_MUNICIPALITY_NOT_READY);
         no != NULL && instant_of(ctx, no) <= at; no = fact_next(ctx->facts, no))
        if (fact_precedes(mark, no) && (subjects_of(no) & subject))
            return true;
    return false;
}

const utskr_fact *utskr_ready_by(context *ctx, uint32_t subject, utskr_instant at, bool open) {
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_MUNICIPALITY_READY); f != NULL;
         f = fact_next(ctx->facts, f)) {
        if (!(subjects_of(f) & subject) || taken_back(ctx, f, subject, at))
            continue;
        if (fact_value(f) <= at)
            return f;
        if (open)
            changes_at(ctx, fact_value(f)); /* `from=` lies ahead */
    }
    return NULL;
}

/* May the subject be needed? Rehabilitation is if the log names it. */
static bool needed(uint32_t snapshot, int32_t subject) {
    switch (subject) {
    case UTSKR_SUBJECT_SOL: return (snapshot & UTSKR_SNAP_SOCIAL_SERVICES) != 0;
    case UTSKR_SUBJECT_HSL: return (snapshot & UTSKR_SNAP_MUNICIPAL_HEALTH) != 0;
    default: return true;
    }
}

/* By the latest mark that it is ready, and that it is not; either may be NULL. */
static utskr_answer subject_ready(context *ctx, uint32_t snapshot, int32_t subject, utskr_instant at,
                                  const utskr_fact *yes, const utskr_fact *no, uint16_t *index) {
    const utskr_answer covered = utskr_covered(ctx, snapshot);
    *index = 0;
    if (covered == UTSKR_NO || (covered == UTSKR_YES && !needed(snapshot, subject)))
        return UTSKR_NOT_NEEDED;
    if (yes == NULL && no == NULL) {
        if (subject == UTSKR_SUBJECT_REHAB) /* asked for by the log that names it */
            return UTSKR_NOT_NEEDED;
        if (covered == UTSKR_UNKNOWN)
            return UTSKR_UNKNOWN;
    }
    const bool stands = yes != NULL && (no == NULL || fact_precedes(no, yes));
    *index = index_of(stands ? yes : no);
    if (!stands)
        return UTSKR_NO;
    changes_at(ctx, fact_value(yes)); /* `from=` may lie ahead */
    return fact_value(yes) <= at ? UTSKR_YES : UTSKR_NO;
}

utskr_answer utskr_municipality_ready_at(context *ctx, uint32_t snapshot, utskr_instant at, uint8_t *subjects,
                                         uint16_t *indices) {
    const latest_marks yes = find_latest(ctx, UTSKR_MUNICIPALITY_READY, at);
    const latest_marks no = find_latest(ctx, UTSKR_MUNICIPALITY_NOT_READY, at);
    utskr_answer combined = UTSKR_NOT_NEEDED;
    for (int32_t s = 0; s < UTSKR_SUBJECT_COUNT; s++) {
        const utskr_answer ready = subject_ready(ctx, snapshot, s, at, yes.of[s], no.of[s], &indices[s]);
        subjects[s] = (uint8_t)ready;
        if (ready == UTSKR_UNKNOWN)
            combined = UTSKR_UNKNOWN;
        else if (ready == UTSKR_NO)
            combined = UTSKR_NO;
        else if (ready == UTSKR_YES && combined == UTSKR_NOT_NEEDED)
            combined = UTSKR_YES;
    }
    if (utskr_covered(ctx, snapshot) == UTSKR_UNKNOWN)
        return UTSKR_UNKNOWN; /* which subjects are needed is not known */
    return combined;
}

/* --- Utskrivningsklar ------------------------------------------------------------------------------------------------------------- */

/* Not disturbed by a withdrawal, an interruption or death. What stood at the discharge goes on standing. */
static const utskr_fact *undisturbed(const utskr_facts *facts, const utskr_span *spans, uint32_t count) {
    if (count == 0)
        return NULL;
    const utskr_span *last = &spans[count - 1];
    const bool stands = last->end == UTSKR_END_OPEN || last->end == UTSKR_END_DISCHARGED;
    return stands ? fact_in_slot(facts, last->first) : NULL;
}

static void judge_patient(context *ctx, utskr_readiness *out) {
    const utskr_facts *facts = ctx->facts;
    const utskr_fact *judged = undisturbed(facts, facts->readies, facts->ready_count);
    const utskr_fact *told = undisturbed(facts, facts->spells, facts->spell_count);
    const bool dead_in_stay = facts->state == UTSKR_STATE_DECEASED;
    const utskr_fact *by = dead_in_stay ? NULL : told != NULL ? told : judged;
    out->patient = by != NULL ? UTSKR_YES : UTSKR_NO;
    out->patient_index = index_of(by);
}

/* --- Hemgångsklar ----------------------------------------------------------------------------------------------------------------------- */

static const utskr_fact *informed(const context *ctx) {
    static const pattern by_hospital = { UTSKR_PATIENT_INFORMED, HOSPITAL, 0, 0 };
    return matching_from(ctx->facts, fact_first(ctx->facts, UTSKR_PATIENT_INFORMED), &by_hospital, 0);
}

/* Units named by the messages of a kind; `*unstated` if some message names none. */
static uint32_t units_told(context *ctx, int32_t kind, bool *unstated) {
    uint32_t units = 0;
    *unstated = false;
    for (const utskr_fact *f = fact_first(ctx->facts, kind); f != NULL; f = fact_next(ctx->facts, f)) {
        units |= utskr_units_reached(ctx, f, false);
        if (!(f->mask & UTSKR_TO_STATED) && reading_of(ctx, UTSKR_READ_UNSTATED_RECIPIENTS) == 0)
            *unstated = true;
    }
    return units;
}

/* To the units that got an admission notice; with recipients not stated, unknown. */
static utskr_answer transferred(context *ctx) {
    bool notice_unstated, transfer_unstated;
    const uint32_t notified = units_told(ctx, UTSKR_ADMISSION_NOTICE, &notice_unstated);
    const uint32_t told = units_told(ctx, UTSKR_INFORMATION_TRANSFERRED, &transfer_unstated);
    if (fact_first(ctx->facts, UTSKR_INFORMATION_TRANSFERRED) == NULL)
        return UTSKR_NO;
    if ((notified & ~told) != 0)
        return transfer_unstated ? UTSKR_UNKNOWN : UTSKR_NO;
    if (notice_unstated && (UTSKR_SNAP_UNITS & ~told) != 0)
        return UTSKR_UNKNOWN;
    return UTSKR_YES;
}

static bool is_settled(const utskr_fact *word) {
    return word != NULL && (word->mask & UTSKR_CHECKLIST_WORD) >> UTSKR_CHECKLIST_WORD_SHIFT != 1;
}

/* Aids and medical equipment: each done or not needed, by the latest word. */
static utskr_answer items_settled(const context *ctx, uint16_t *index) {
    const utskr_fact *aids = NULL, *equipment = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CHECKLIST); f != NULL; f = fact_next(ctx->facts, f)) {
        const uint32_t item = (f->mask & UTSKR_CHECKLIST_ITEM) >> UTSKR_CHECKLIST_ITEM_SHIFT;
        if (item == UTSKR_ITEM_AIDS)
            aids = f;
        else if (item == UTSKR_ITEM_MED_EQUIPMENT)
            equipment = f;
    }
    *index = index_of(equipment != NULL ? equipment : aids);
    return yes_if(is_settled(aids) && is_settled(equipment));
}

static void judge_home(context *ctx, utskr_readiness *out) {
    uint8_t *c = out->criteria;
    uint16_t *index = out->criterion_index;
    c[UTSKR_HOME_PATIENT_READY] = out->patient;
    index[UTSKR_HOME_PATIENT_READY] = out->patient_index;
    index[UTSKR_HOME_PATIENT_INFORMED] = index_of(informed(ctx));
    c[UTSKR_HOME_PATIENT_INFORMED] = (uint8_t)yes_if(informed(ctx) != NULL);
    index[UTSKR_HOME_CARE_CONTACT] = index_of(fact_first(ctx->facts, UTSKR_CARE_CONTACT));
    c[UTSKR_HOME_CARE_CONTACT] = (uint8_t)yes_if(fact_first(ctx->facts, UTSKR_CARE_CONTACT) != NULL);
    index[UTSKR_HOME_INFORMATION_TRANSFERRED] = index_of(fact_last(ctx->facts, UTSKR_INFORMATION_TRANSFERRED));
    c[UTSKR_HOME_INFORMATION_TRANSFERRED] = (uint8_t)transferred(ctx);
    c[UTSKR_HOME_AIDS] = (uint8_t)items_settled(ctx, &index[UTSKR_HOME_AIDS]);
    out->home = UTSKR_YES;
    for (uint32_t i = 0; i < UTSKR_CRITERION_COUNT; i++)
        if (c[i] == UTSKR_NO || (c[i] == UTSKR_UNKNOWN && out->home == UTSKR_YES))
            out->home = c[i];
}

/* --- When the patient was ready for home ------------------------------------------------------------------------------------------------ */

static const utskr_fact *later(const utskr_fact *a, const utskr_fact *b) {
    return fact_precedes(a, b) ? b : a;
}

/* The readiness that stands, from its first word. */
static const utskr_fact *ready_since(const utskr_facts *facts) {
    const utskr_fact *judged = undisturbed(facts, facts->readies, facts->ready_count);
    const utskr_fact *told = undisturbed(facts, facts->spells, facts->spell_count);
    if (judged == NULL || told == NULL)
        return judged == NULL ? told : judged;
    return fact_precedes(judged, told) ? judged : told;
}

/* Is it later than what counts? NULL: everything counts. */
static bool beyond(const utskr_fact *upto, const utskr_fact *f) {
    return upto != NULL && fact_precedes(upto, f);
}

/* `f`, if there is one and it counts. */
static const utskr_fact *within(const utskr_fact *upto, const utskr_fact *f) {
    return f == NULL || beyond(upto, f) ? NULL : f;
}

/* Since when every unit that had got an admission notice had the information: a notice to a unit that has not ends it. What is not
 * stated is, if `optimistic`, as it needs to be. */
static const utskr_fact *transferred_by(context *ctx, const utskr_fact *upto, bool optimistic) {
    const utskr_fact *notice = within(upto, fact_first(ctx->facts, UTSKR_ADMISSION_NOTICE));
    const utskr_fact *f = within(upto, fact_first(ctx->facts, UTSKR_INFORMATION_TRANSFERRED));
    const utskr_fact *since = NULL;
    uint32_t notified = 0, told = 0;
    while (notice != NULL || f != NULL) {
        if (notice != NULL && (f == NULL || fact_precedes(notice, f))) {
            notified |= utskr_units_reached(ctx, notice, !optimistic);
            notice = within(upto, fact_next(ctx->facts, notice));
            since = (notified & ~told) != 0 ? NULL : since;
            continue;
        }
        told |= utskr_units_reached(ctx, f, optimistic);
        if (since == NULL && (notified & ~told) == 0)
            since = f;
        f = within(upto, fact_next(ctx->facts, f));
    }
    return since;
}

/* Since when the item has been settled: the first word after the last one that it is needed. */
static const utskr_fact *item_settled_by(const context *ctx, const utskr_fact *upto, uint32_t item) {
    const utskr_fact *since = NULL;
    for (const utskr_fact *f = within(upto, fact_first(ctx->facts, UTSKR_CHECKLIST)); f != NULL;
         f = within(upto, fact_next(ctx->facts, f))) {
        if ((f->mask & UTSKR_CHECKLIST_ITEM) >> UTSKR_CHECKLIST_ITEM_SHIFT != item)
            continue;
        if ((f->mask & UTSKR_CHECKLIST_WORD) >> UTSKR_CHECKLIST_WORD_SHIFT == 1)
            since = NULL;
        else if (since == NULL)
            since = f;
    }
    return since;
}

/* Since when all criteria hold that hold after the fact (NULL: now), or NULL. */
static const utskr_fact *all_held(context *ctx, const utskr_fact *upto, bool optimistic) {
    const utskr_fact *criteria[UTSKR_CRITERION_COUNT] = {
        [UTSKR_HOME_PATIENT_READY] = ready_since(ctx->facts),
        [UTSKR_HOME_PATIENT_INFORMED] = within(upto, informed(ctx)),
        [UTSKR_HOME_CARE_CONTACT] = within(upto, fact_first(ctx->facts, UTSKR_CARE_CONTACT)),
        [UTSKR_HOME_INFORMATION_TRANSFERRED] = transferred_by(ctx, upto, optimistic),
        [UTSKR_HOME_AIDS] = item_settled_by(ctx, upto, UTSKR_ITEM_AIDS),
    };
    const utskr_fact *last = item_settled_by(ctx, upto, UTSKR_ITEM_MED_EQUIPMENT);
    for (uint32_t i = 0; i < UTSKR_CRITERION_COUNT && last != NULL; i++)
        last = criteria[i] == NULL ? NULL : later(last, criteria[i]);
    return last;
}

/* Can they all hold at all? Nobody takes back that the patient was informed, or who the care contact is. */
static bool may_be_held(const context *ctx) {
    return ready_since(ctx->facts) != NULL && informed(ctx) != NULL &&
           fact_first(ctx->facts, UTSKR_CARE_CONTACT) != NULL &&
           fact_first(ctx->facts, UTSKR_INFORMATION_TRANSFERRED) != NULL;
}

/* When all of them first held after the discharge, at which they did not. */
static const utskr_fact *first_held_after(context *ctx, bool optimistic) {
    const utskr_facts *facts = ctx->facts;
    for (uint32_t slot = facts->head[UTSKR_DISCHARGED]; slot <= facts->slot_count;) {
        const utskr_fact *f = fact_in_slot(facts, slot);
        if (all_held(ctx, f, optimistic) != NULL)
            return f;
        slot += f->flags & UTSKR_FACT_HAS_VALUE ? 2 : 1;
    }
    return NULL;
}

const utskr_fact *utskr_home_ready(context *ctx, bool optimistic) {
    if (!may_be_held(ctx))
        return NULL;
    const utskr_fact *since = all_held(ctx, ctx->discharged, optimistic);
    return since != NULL || ctx->discharged == NULL ? since : first_held_after(ctx, optimistic);
}

void utskr_judge_readiness(context *ctx) {
    utskr_readiness *out = &ctx->out->readiness;
    *out = (utskr_readiness){ 0 };
    judge_patient(ctx, out);
    out->municipality =
        (uint8_t)utskr_municipality_ready_at(ctx, ctx->facts->snapshot, ctx->at, out->subjects, out->subject_index);
    judge_home(ctx, out);
}
