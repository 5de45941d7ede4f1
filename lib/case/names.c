/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* English ids of states, actions, ends and irregularities. */
#include <utskrivning/facts.h>

static const char *const states[UTSKR_STATE_COUNT] = { "new",   "planned",     "admitted",   "notified",
                                                       "ready", "interrupted", "discharged", "deceased" };
static const char *const actions[] = { "stay", "go", "irregular", "refuse" };
static const char *const ends[] = { "open", "discharged", "withdrawn", "interrupted", "deceased" };
static const char *const irregularities[UTSKR_IRREGULARITY_COUNT] = {
    [UTSKR_IRREGULAR_NONE] = "none",
    [UTSKR_DUPLICATE_ADMISSION] = "duplicate-admission",
    [UTSKR_NOTICE_BEFORE_ADMISSION] = "notice-before-admission",
    [UTSKR_NOTICE_AFTER_READY] = "notice-after-ready",
    [UTSKR_NOTICE_AFTER_DISCHARGE] = "notice-after-discharge",
    [UTSKR_READY_WITHOUT_ADMISSION_NOTICE] = "ready-without-admission-notice",
    [UTSKR_DUPLICATE_READY_NOTICE] = "duplicate-ready-notice",
    [UTSKR_READY_AFTER_DISCHARGE] = "ready-after-discharge",
    [UTSKR_DUPLICATE_DISCHARGE] = "duplicate-discharge",
    [UTSKR_DISCHARGED_WITHOUT_READY] = "discharged-without-ready",
    [UTSKR_TRANSFERRED_WHILE_READY] = "transferred-while-ready",
    [UTSKR_ASSESSED_AFTER_DISCHARGE] = "assessed-after-discharge",
    [UTSKR_LATE_REGISTRATION] = "late-registration",
    [UTSKR_RECORDED_OUT_OF_ORDER] = "out-of-order",
    [UTSKR_REFUSED_EVENT] = "refused-event",
    [UTSKR_TRACK_CHANGED] = "track-changed",
};

static const char *name_in(const char *const *names, int32_t count, int32_t number, const char *otherwise) {
    return number >= 0 && number < count ? names[number] : otherwise;
}

const char *utskr_end_name(int32_t end) {
    return name_in(ends, UTSKR_END_DECEASED + 1, end, "unknown-end");
}

const char *utskr_state_name(int32_t state) {
    return name_in(states, UTSKR_STATE_COUNT, state, "unknown-state");
}

const char *utskr_action_name(int32_t action) {
    return name_in(actions, UTSKR_ACTION_REFUSE + 1, action, "unknown-action");
}

const char *utskr_irregularity_name(int32_t irregularity) {
    return name_in(irregularities, UTSKR_IRREGULARITY_COUNT, irregularity, "unknown-irregularity");
}
