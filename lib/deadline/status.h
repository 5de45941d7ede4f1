/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The status of an obligation by its time and by when it was done. */
#ifndef UTSKR_LIB_DEADLINE_STATUS_H
#define UTSKR_LIB_DEADLINE_STATUS_H

#include "question/context.h"

/* When an obligation is due, and how strictly. */
typedef struct time_frame {
    utskr_instant due;      /* 0: none (yet) */
    utskr_instant earliest; /* for "not before"; 0: none (yet) */
    uint8_t form;           /* utskr_form */
    uint8_t force;          /* utskr_force */
} time_frame;

static inline bool is_not_before(uint8_t form) {
    return form == UTSKR_FORM_NOT_BEFORE || form == UTSKR_FORM_DAY_AFTER;
}

static inline uint8_t too_late(const time_frame *t, bool done) {
    if (t->force == UTSKR_BOR)
        return UTSKR_OBLIGATION_NOT_MET;
    return done ? UTSKR_OBLIGATION_MET_LATE : UTSKR_OBLIGATION_MISSED;
}

/* The act must not happen before the earliest instant, which is unknown until its event. */
static inline uint8_t status_not_before(const time_frame *t, utskr_instant done) {
    if (done == 0)
        return UTSKR_OBLIGATION_OPEN;
    if (t->earliest != 0 && done >= t->earliest)
        return UTSKR_OBLIGATION_MET;
    return t->force == UTSKR_BOR ? UTSKR_OBLIGATION_NOT_MET : UTSKR_OBLIGATION_MISSED;
}

/* At the instant `now`; `done` is 0 if it has not been. */
static inline uint8_t status_by(utskr_instant now, const time_frame *t, utskr_instant done) {
    if (is_not_before(t->form))
        return status_not_before(t, done);
    if (done != 0)
        return t->due == 0 || done <= t->due ? UTSKR_OBLIGATION_MET : too_late(t, true);
    if (t->form == UTSKR_FORM_COVERS_WEEKDAYS)
        return too_late(t, false); /* settled at the trigger (N3) */
    return t->due == 0 || now <= t->due ? UTSKR_OBLIGATION_OPEN : too_late(t, false);
}

#endif
