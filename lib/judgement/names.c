/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* English ids of what a judgement says. */
#include <utskrivning/judgement.h>

static const char *const obligation_statuses[] = {
    "unknown", "open", "met", "met-late", "missed", "not-met", "excused"
};
static const char *const liability_statuses[] = { "unknown", "none", "blocked", "pending", "accruing", "ended" };
static const char *const reasons[UTSKR_REASON_COUNT] = {
    [UTSKR_REASON_PRE_SCOPE] = "pre-scope",
    [UTSKR_REASON_PRE_ADMISSION_NOTICE] = "pre-admission-notice",
    [UTSKR_REASON_PRE_READY_NOTICE] = "pre-ready-notice",
    [UTSKR_REASON_PRE_SIP_CALL] = "pre-sip-call",
    [UTSKR_REASON_PRE_PAYER] = "pre-payer",
    [UTSKR_REASON_PRE_NOT_OPPOSED] = "pre-not-opposed",
    [UTSKR_REASON_NOT_COVERED] = "not-covered",
    [UTSKR_REASON_NO_MUNICIPAL_NEED] = "no-municipal-need",
    [UTSKR_REASON_ONE_PRINCIPAL] = "one-principal",
    [UTSKR_REASON_NO_REGISTERED_MUNICIPALITY] = "no-registered-municipality",
    [UTSKR_REASON_NO_READY_NOTICE] = "no-ready-notice",
    [UTSKR_REASON_ENDED_BEFORE_ENTRY] = "ended-before-entry",
    [UTSKR_REASON_ALL_DAYS_FREED] = "all-days-freed",
    [UTSKR_REASON_BEFORE_ENTRY] = "before-entry",
    [UTSKR_REASON_OBSTACLE] = "obstacle",
    [UTSKR_REASON_LEAVE] = "leave",
    [UTSKR_REASON_ENTRY_DAY] = "entry-day",
    [UTSKR_REASON_END_DAY] = "end-day",
    [UTSKR_REASON_NEED_WITHDRAWN] = "need-withdrawn",
    [UTSKR_REASON_RATE_UNKNOWN] = "rate-unknown",
    [UTSKR_REASON_OUTSIDE_VALIDITY] = "outside-validity",
    [UTSKR_REASON_LIABILITY_NOT_ACTIVE] = "liability-not-active",
};
static const char *const criteria[] = { "patient-ready", "patient-informed", "care-contact", "information-transferred",
                                        "aids" };
static const char *const subjects[] = { "sol", "hsl", "rehab" };
static const char *const sip_states[] = { "none",        "initiated",   "called", "held",
                                          "established", "followed-up", "closed", "declined" };

#define NAME_IN(names, number, otherwise) name_in(names, (int32_t)(sizeof names / sizeof names[0]), number, otherwise)

static const char *name_in(const char *const *names, int32_t count, int32_t number, const char *otherwise) {
    return number >= 0 && number < count ? names[number] : otherwise;
}

const char *utskr_obligation_status_name(int32_t status) {
    return NAME_IN(obligation_statuses, status, "unknown-status");
}

const char *utskr_liability_status_name(int32_t status) {
    return NAME_IN(liability_statuses, status, "unknown-status");
}

const char *utskr_prerequisite_name(int32_t prerequisite) {
    return prerequisite < UTSKR_PREREQUISITE_COUNT ? NAME_IN(reasons, prerequisite, "unknown-prerequisite")
                                                   : "unknown-prerequisite";
}

const char *utskr_reason_name(int32_t reason) {
    return NAME_IN(reasons, reason, "unknown-reason");
}

const char *utskr_criterion_name(int32_t criterion) {
    return NAME_IN(criteria, criterion, "unknown-criterion");
}

const char *utskr_subject_name(int32_t subject) {
    return NAME_IN(subjects, subject, "unknown-subject");
}

const char *utskr_sip_state_name(int32_t state) {
    return NAME_IN(sip_states, state, "unknown-state");
}
