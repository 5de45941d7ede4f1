/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The events of a plan. Each group of events has a function, in the order of the stay; a mistake of the plan is the place
 * where its event is left out, late or wrong.
 */
#include "county.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* What is timed by chance. */
enum clock_of {
    OF_ADMISSION,
    OF_ASSESSMENT,
    OF_NOTICE,
    OF_SOCIAL_REPLY,
    OF_HEALTH_REPLY,
    OF_OUTPATIENT_REPLY,
    OF_SIP_WORD,
    OF_SIP_CALL,
    OF_SIP_CALL_DAY,
    OF_SIP_MEETING,
    OF_SIP_MEETING_DAY,
    OF_READY,
    OF_READY_NOTICE,
    OF_WITHDRAWAL,
    OF_READY_AGAIN,
    OF_ORDER,
    OF_MUNICIPALITY_READY,
    OF_DISCHARGE,
    OF_START,
    OF_CALLS,
    OF_REVIEW,
    OF_CHANGE
};

typedef struct stay {
    stay_log *log;
    const settings *chosen;
    const plan *p;
    utskr_instant admitted;
    utskr_instant assessed;
    utskr_instant notice;   /* the admission notice */
    utskr_instant expected; /* the discharge that it tells of */
    utskr_instant ready;    /* the physician's judgement, of the first spell */
    utskr_instant told;     /* the ready notice, of the last spell */
    utskr_instant left;
} stay;

/* --- Times ------------------------------------------------------------------------------------------------------------------ */

/* 0 to limit - 1, for what is timed. */
static int32_t some(const stay *s, enum clock_of what, int32_t limit) {
    return draw(s->chosen, s->p->number, TOPIC_CLOCK + (uint32_t)what, limit);
}

/* A minute of the day from `first` on, both in minutes. Days have them all: the clocks change at night, before any. */
static utskr_instant within(const stay *s, utskr_date day, int32_t first, enum clock_of what, int32_t span) {
    utskr_instant at = 0;
    (void)utskr_instant_from_local(day, (first + some(s, what, span)) * MINUTE, &at);
    return at;
}

/* So many minutes later. */
static utskr_instant after(const stay *s, utskr_instant at, int32_t least, enum clock_of what, int32_t span) {
    return at + (utskr_instant)(least + some(s, what, span)) * MINUTE;
}

static bool asks(const stay *s, uint32_t what) {
    return (s->chosen->asks & what) != 0;
}

static bool has(const stay *s, rate which) {
    return s->p->has[which];
}

/* --- Step 1: admission -------------------------------------------------------------------------------------------------------- */

/* The clock of the admission notice, within its 24 hours: soon after the assessment, by day. Late, it is two days later. */
static utskr_instant time_notice(const stay *s) {
    utskr_date day = utskr_local_date(s->assessed);
    int32_t clock = utskr_local_clock(s->assessed);
    if (has(s, RATE_LATE_NOTICE)) {
        return within(s, day + 2, 8 * 60, OF_NOTICE, 7 * 60);
    }
    if (clock < 7 * HOUR) {
        return within(s, day, 7 * 60 + 30, OF_NOTICE, 60);
    }
    if (clock < 14 * HOUR + 30 * MINUTE) {
        return after(s, s->assessed, 20, OF_NOTICE, 100);
    }
    return within(s, day + 1, 7 * 60 + 30, OF_NOTICE, 60);
}

static void time_start(stay *s) {
    const plan *p = s->p;
    s->admitted = within(s, p->admitted, 6 * 60, OF_ADMISSION, 17 * 60);
    s->assessed = p->assessed == p->admitted ? after(s, s->admitted, 30, OF_ASSESSMENT, 210)
                                             : within(s, p->assessed, 9 * 60, OF_ASSESSMENT, 180);
    s->notice = time_notice(s);
    s->expected = within(s, p->ready + 1, 10 * 60, OF_DISCHARGE, 6 * 60);
}

static void add_admission(const stay *s) {
    stay_log *log = s->log;
    if (asks(s, ASKS_CARE_REQUEST) && s->p->ongoing != 0) {
        log_event(log, s->admitted - 4 * HOUR,
                  s->p->ongoing & SOCIAL ? "social-services care-request prepared"
                                         : "municipal-health care-request prepared");
    }
    log_event(log, s->admitted, "hospital admitted");
    if (s->p->sip == SIP_COMPULSORY) {
        log_add(log, " compulsory=lpt");
    }
    if (s->p->ongoing != 0) {
        log_add_units(log, " ongoing=", s->p->ongoing);
    } else if (s->p->coverage == COVERED) {
        log_add(log, " ongoing=none");
    }
    if (s->p->slip == SLIP_ADMITTED_TWICE) {
        log_event(log, s->admitted + 25 * MINUTE, "hospital admitted");
    }
}

static void add_needs(const stay *s) {
    static const char *const words[] = { " social-services", " municipal-health", " outpatient" };
    stay_log *log = s->log;
    log_event(log, s->assessed, "hospital needs-assessed");
    if (s->p->coverage != COVERED) {
        log_add(log, s->p->coverage == NO_NEEDS ? " none" : " simple-only");
        return;
    }
    for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        log_add(log, s->p->units & (UINT32_C(1) << i) ? words[i] : "");
    }
    log_add(log, s->p->sip == SIP_COMPULSORY ? " open-compulsory" : "");
    bool is_refused = has(s, RATE_CONSENT_REFUSED);
    log_event(log, s->assessed + 10 * MINUTE, "patient consent scope=information");
    log_add(log, is_refused ? " refused" : " given");
    if (is_refused) {
        log_event(log, s->assessed + 15 * MINUTE, "hospital harm-test allowed");
    }
}

static void add_track(const stay *s) {
    static const char *const words[] = {
        [GREEN] = "hospital track green", [YELLOW] = "hospital track yellow", [RED] = "hospital track red"
    };
    if (asks(s, ASKS_TRACK)) {
        log_event(s->log, s->notice - 5 * MINUTE, words[s->p->colour]);
        if (s->p->slip == SLIP_TRACK_CHANGED) {
            log_event(s->log, s->notice + 6 * HOUR, words[s->p->colour == GREEN ? YELLOW : GREEN]);
        }
    }
}

static void add_admission_notice(const stay *s) {
    stay_log *log = s->log;
    uint32_t units = s->p->units;
    if (s->p->slip == SLIP_UNIT_FORGOTTEN && units & HEALTH) {
        units &= ~(uint32_t)HEALTH;
    }
    log_event(log, s->notice, "hospital admission-notice id=n1");
    log_add_units(log, " to=", units);
    if (s->p->slip != SLIP_NO_CONTENT) {
        log_add(log, " contains=name,personal-number,");
        log_add(log, s->p->slip == SLIP_NO_ADDRESS ? "" : "address,");
        log_add(log, "expected-discharge,phone");
        log_add(log, has(s, RATE_CONSENT_REFUSED) ? "" : ",reason,diagnosis");
    }
    log_add_instant(log, " expected=", s->expected);
}

/* --- Step 2: during the stay ------------------------------------------------------------------------------------------------------ */

/* Outpatient care answers on the next weekday; but the same day when the patient would be ready before that. */
static utskr_instant time_outpatient_reply(const stay *s) {
    utskr_date day = utskr_local_date(s->notice);
    utskr_date weekday = utskr_weekday_on_or_after(day);
    if (weekday == day || weekday >= s->p->ready) {
        return after(s, s->notice, 30, OF_OUTPATIENT_REPLY, 120);
    }
    return within(s, weekday, 8 * 60, OF_OUTPATIENT_REPLY, 120);
}

static void add_reply(const stay *s, utskr_instant at, const char *acknowledged, const char *reported) {
    if (asks(s, ASKS_ACKNOWLEDGEMENT)) {
        log_event(s->log, at, acknowledged);
    }
    if (asks(s, ASKS_REPORTS) && !has(s, RATE_CONSENT_REFUSED)) {
        log_event(s->log, at + 5 * MINUTE, reported);
    }
}

static void add_replies(const stay *s) {
    const plan *p = s->p;
    if (p->units & SOCIAL) {
        add_reply(s, after(s, s->notice, 15, OF_SOCIAL_REPLY, 150), "social-services acknowledged of=n1",
                  p->ongoing & SOCIAL ? "social-services services-reported" : "social-services services-reported none");
    }
    if (p->units & HEALTH) {
        add_reply(s, after(s, s->notice, 15, OF_HEALTH_REPLY, 150), "municipal-health acknowledged of=n1",
                  p->ongoing & HEALTH ? "municipal-health services-reported"
                                      : "municipal-health services-reported none");
    }
    utskr_instant at = time_outpatient_reply(s);
    if (p->units & OUTPATIENT) {
        add_reply(s, at, "outpatient acknowledged of=n1", "outpatient services-reported none");
    }
    bool is_always_named = asks(s, ASKS_FOLLOW_UP); /* Sörmland: always (the audit, 3.1.5) */
    if ((p->units & OUTPATIENT || is_always_named) && p->slip != SLIP_NO_CARE_CONTACT) {
        log_event(s->log, at + 10 * MINUTE, "outpatient care-contact");
    }
    if (asks(s, ASKS_REPORTS) && !has(s, RATE_CONSENT_REFUSED)) {
        log_event(s->log, s->notice + 40 * MINUTE, "hospital status-reported");
    }
}

/* A change that is told at least a day ahead of both times, or (short notice) a few hours ahead. */
static void add_expected_change(const stay *s) {
    utskr_instant told = s->notice + HOUR + some(s, OF_CHANGE, 60) * MINUTE;
    utskr_instant now = s->expected + DAY;
    bool is_short = has(s, RATE_SHORT_NOTICE);
    if (is_short) {
        now = told + (6 + some(s, OF_CHANGE, 12)) * HOUR;
    } else if (!has(s, RATE_EXPECTED_CHANGED) || s->expected - told < DAY + HOUR) {
        return;
    }
    log_event(s->log, told, "hospital expected-discharge");
    log_add_instant(s->log, " expected=", now);
    log_add_units(s->log, " to=", s->p->units);
}

static void add_leave(const stay *s) {
    const plan *p = s->p;
    utskr_date from = p->ends - p->ready >= 3 && p->ready_again == 0 ? p->ready + 1 : p->admitted + 1;
    if (!has(s, RATE_LEAVE) || from + 2 >= p->ends || (from <= p->ready && from + 2 >= p->ready)) {
        return;
    }
    log_event(s->log, within(s, from, 17 * 60, OF_CHANGE, 30), "hospital leave-start");
    log_event(s->log, within(s, from + 2, 7 * 60, OF_CHANGE, 30), "hospital leave-end");
}

/* --- The SIP ------------------------------------------------------------------------------------------------------------------------ */

static utskr_date sip_day(const stay *s) {
    if (s->p->colour == RED) {
        return s->p->ready - 1;
    }
    return utskr_weekday_on_or_after(s->p->ends + 7 + some(s, OF_SIP_MEETING_DAY, 13));
}

/* The hospital's initiative and call, on the day before the patient is ready, or two days before in a red process. */
static void add_initiative(const stay *s) {
    utskr_date day = s->p->ready - (s->p->colour == RED ? 2 : 1);
    if (!asks(s, ASKS_INITIATIVE) || s->p->colour == GREEN) {
        return;
    }
    utskr_instant at = within(s, day, s->p->colour == RED ? 9 * 60 : 17 * 60, OF_SIP_WORD, 30);
    log_event(s->log, at, "hospital sip-initiated");
    log_event(s->log, at + 15 * MINUTE, "hospital sip-call");
    log_add_units(s->log, " to=", s->p->units);
}

/* The call of 4 kap. 3 §, within three days of the ready notice; before it in a red process. */
static void add_call(const stay *s) {
    utskr_instant at = 0;
    int32_t days = some(s, OF_SIP_CALL_DAY, 4);
    if (s->p->colour == RED) {
        at = within(s, s->p->ready - 2, 11 * 60, OF_SIP_CALL, 300);
    } else if (days == 0) {
        at = after(s, s->ready, 40, OF_SIP_CALL, 120);
    } else {
        at = within(s, s->p->ready + days, 9 * 60, OF_SIP_CALL, 420);
    }
    log_event(s->log, at, "outpatient sip-call");
    log_add_units(s->log, " to=", (s->p->units & MUNICIPAL) | (s->p->colour == RED ? HOSPITAL : 0));
}

static void add_plan_event(const stay *s, utskr_instant at, const char *words, uint32_t with, utskr_date follow_up) {
    log_event(s->log, at, words);
    log_add(s->log, s->p->colour == RED ? " at-hospital" : " digital");
    log_add_units(s->log, " with=", with);
    log_add_date(s->log, " followup=", follow_up);
    log_add(s->log, " lead=outpatient");
}

static void add_meeting(const stay *s) {
    utskr_date day = sip_day(s);
    utskr_date follow_up = utskr_weekday_on_or_after(day + 42);
    utskr_instant at = within(s, day, 10 * 60, OF_SIP_MEETING, 300);
    bool is_hospital_in = s->p->colour == RED || (asks(s, ASKS_INITIATIVE) && s->p->colour == YELLOW);
    uint32_t with = s->p->units | (is_hospital_in ? HOSPITAL : 0);
    add_plan_event(s, at, "outpatient sip-held", with, follow_up);
    add_plan_event(s, at + HOUR, "outpatient sip-established", with, follow_up);
    if (s->p->number % 2 == 0) {
        log_event(s->log, within(s, follow_up, 10 * 60, OF_SIP_MEETING, 300), "outpatient sip-followed-up");
        log_add_units(s->log, " with=", s->p->units);
    }
}

static void add_sip(const stay *s) {
    utskr_instant word = after(s, s->notice, 45, OF_SIP_WORD, 60);
    word = word < s->ready - 20 * MINUTE ? word : s->ready - 20 * MINUTE;
    switch (s->p->sip) {
    case SIP_NOT_REQUIRED: return;
    case SIP_COMPULSORY: log_event(s->log, s->left - 3 * HOUR, "hospital coordinated-care-plan"); return;
    case SIP_CURRENT: log_event(s->log, word, "hospital sip-need current"); return;
    case SIP_DECLINED:
    case SIP_WANTED: break;
    }
    log_event(s->log, word, "hospital sip-need needed");
    log_event(s->log, word + 10 * MINUTE, "hospital sip-offered");
    if (s->p->sip == SIP_DECLINED) {
        log_event(s->log, word + 15 * MINUTE, "patient sip-declined");
        return;
    }
    log_event(s->log, word + 15 * MINUTE, "patient consent scope=sip given");
    add_initiative(s);
    if (!has(s, RATE_SIP_NOT_CALLED)) {
        add_call(s);
        add_meeting(s);
    }
}

/* --- Step 3: ready ------------------------------------------------------------------------------------------------------------------- */

/* The items that are looked through before the patient goes home; they last well beyond the first three weekdays. */
static void add_checklist(const stay *s, utskr_instant at) {
    static const struct {
        const char *done;
        const char *not_needed;
        bool lasts;
    } items[] = {
        { "hospital checklist item=aids done", "hospital checklist item=aids not-needed", true },
        { "hospital checklist item=medication done", "hospital checklist item=medication not-needed", true },
        { "hospital checklist item=nutrition done", "hospital checklist item=nutrition not-needed", true },
        { "hospital checklist item=incontinence done", "hospital checklist item=incontinence not-needed", true },
        { "hospital checklist item=med-equipment done", "hospital checklist item=med-equipment not-needed", true },
        { "hospital checklist item=medication-list done", "", false },
        { "hospital checklist item=epicrisis done", "", false },
    };
    for (uint32_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        bool is_needed = !items[i].lasts || (s->p->number >> i) % 2 == 0;
        log_event(s->log, at, is_needed ? items[i].done : items[i].not_needed);
        if (is_needed && items[i].lasts) {
            log_add_date(s->log, " until=", s->p->ends + 14);
        }
    }
}

static void add_ready_notice(const stay *s, utskr_instant at, const char *id) {
    stay_log *log = s->log;
    log_event(log, at, "hospital discharge-ready-notice id=");
    log_add(log, id);
    if (s->p->slip != SLIP_READY_TO_NOBODY) {
        log_add_units(log, " to=", s->p->units);
    }
    if (s->p->slip == SLIP_REGISTERED_LATE) {
        log_add_instant(log, " recorded=", at + 2 * DAY);
    }
}

static void add_withdrawal(stay *s) {
    const plan *p = s->p;
    utskr_instant at = p->withdrawn == p->ready ? after(s, s->told, 30, OF_WITHDRAWAL, 90)
                                                : within(s, p->withdrawn, 8 * 60, OF_WITHDRAWAL, 300);
    log_event(s->log, at, "hospital discharge-ready-withdrawn");
    utskr_instant again = within(s, p->ready_again, 8 * 60 + 30, OF_READY_AGAIN, 420);
    s->told = again + 15 * MINUTE;
    log_event(s->log, again, "hospital discharge-ready");
    add_ready_notice(s, s->told, "r2");
}

static void time_ready(stay *s) {
    const plan *p = s->p;
    s->ready = within(s, p->ready, 9 * 60 + 5, OF_READY, 370);
    s->told = after(s, s->ready, 5, OF_READY_NOTICE, 30);
}

static void add_ready(stay *s) {
    const plan *p = s->p;
    if (asks(s, ASKS_CHECKLIST)) {
        add_checklist(s, s->ready);
    }
    if (has(s, RATE_MISSING_READY_NOTICE)) {
        return;
    }
    log_event(s->log, s->ready, "hospital discharge-ready");
    add_ready_notice(s, s->told, "r1");
    if (p->slip == SLIP_DUPLICATE_NOTICE) {
        add_ready_notice(s, s->told + 20 * MINUTE, "r3");
    }
    if (p->slip == SLIP_NOTICE_RETRACTED) {
        log_event(s->log, s->told + 10 * MINUTE, "hospital retracted of=r1");
        add_ready_notice(s, s->told + 20 * MINUTE, "r3");
    }
    if (p->ready_again != 0) {
        add_withdrawal(s);
    }
}

static void add_municipality_ready(const stay *s) {
    utskr_instant at = s->p->ends == utskr_local_date(s->told)
                           ? after(s, s->told, 30, OF_MUNICIPALITY_READY, 60)
                           : within(s, s->p->ends, 7 * 60 + 45, OF_MUNICIPALITY_READY, 60);
    if (s->p->slip == SLIP_MUNICIPALITY_NOT_READY) {
        return;
    }
    if (s->p->units & SOCIAL) {
        log_event(s->log, at, "social-services municipality-ready for=sol provider-contact");
    }
    if (s->p->units & HEALTH) {
        log_event(s->log, at + 5 * MINUTE, "municipal-health municipality-ready for=hsl provider-contact");
    }
}

static void add_orders(const stay *s) {
    stay_log *log = s->log;
    if (!asks(s, ASKS_ORDERS)) {
        return;
    }
    if (s->p->units & HEALTH) {
        utskr_instant at = after(s, s->told, 5, OF_ORDER, 15);
        log_event(log, at, "hospital homecare-order to=municipal-health");
        log_event(log, at + 35 * MINUTE, "municipal-health acknowledged of=homecare-order");
    }
    if (s->p->units & OUTPATIENT) {
        log_event(log, s->left - 50 * MINUTE, "hospital referral to=outpatient");
        log_event(log, within(s, utskr_weekday_on_or_after(s->p->ends + 1), 8 * 60, OF_ORDER, 60),
                  "outpatient acknowledged of=referral");
    }
}

/* A day on which outpatient care is not there, or until the patient leaves. */
static void add_obstacle(const stay *s) {
    if (has(s, RATE_OBSTACLE) && s->p->units & OUTPATIENT && s->p->ends > utskr_local_date(s->told)) {
        log_event(s->log, s->told + HOUR, "outpatient outpatient-obstacle");
        log_event(s->log, within(s, s->p->ends, 7 * 60, OF_CHANGE, 30), "outpatient outpatient-clear");
    }
}

/* --- Step 4: going home ----------------------------------------------------------------------------------------------------------------- */

/* Two hours after the notice at the earliest; on a later day between ten and four. */
static void time_end(stay *s) {
    utskr_instant told = s->told;
    s->left = s->p->ends == utskr_local_date(told) ? after(s, told, 120, OF_DISCHARGE, 180)
                                                   : within(s, s->p->ends, 10 * 60, OF_DISCHARGE, 360);
}

/* In a yellow process the day before (the audit, 3.4 step 4). */
static void add_home_time(const stay *s) {
    if (!asks(s, ASKS_HOME_TIME)) {
        return;
    }
    utskr_instant at =
        s->p->colour == YELLOW ? within(s, s->p->ends - 1, 15 * 60 + 30, OF_ORDER, 60) : s->left - 80 * MINUTE;
    log_event(s->log, at, "hospital home-time");
    log_add_instant(s->log, " expected=", s->left);
    if (s->p->units & SOCIAL) {
        log_event(s->log, at + 15 * MINUTE, "social-services home-time");
        log_add_instant(s->log, " expected=", s->left);
    }
}

static void add_transfer(const stay *s) {
    log_event(s->log, s->left - 60 * MINUTE, "hospital information-transferred report contains=status,phone");
    log_add_units(s->log, " to=", s->p->units);
    log_add_instant(s->log, " expected=", s->left);
    if (asks(s, ASKS_ORDERS) && s->p->units & SOCIAL) {
        log_event(s->log, s->left - 20 * MINUTE, "social-services acknowledged of=information-transferred");
    }
}

static void add_discharge(const stay *s) {
    static const char *const to[] = { [HOME] = "hospital discharged to=home",
                                      [SHORT_TERM] = "hospital discharged to=short-term",
                                      [SPECIAL_HOUSING] = "hospital discharged to=special-housing",
                                      [OTHER] = "hospital discharged to=other" };
    log_event(s->log, s->left - 30 * MINUTE, "hospital patient-informed");
    log_event(s->log, s->left, to[s->p->destination]);
    if (s->p->slip == SLIP_DISCHARGED_TWICE) {
        log_event(s->log, s->left + 20 * MINUTE, to[s->p->destination]);
    }
}

/* --- Step 5: follow-up -------------------------------------------------------------------------------------------------------------------- */

/* The first call is an hour earlier in the day than any discharge: within 24 hours also when the clocks are put back. */
static void add_follow_up(const stay *s) {
    stay_log *log = s->log;
    utskr_date home = s->p->ends;
    if (!asks(s, ASKS_FOLLOW_UP) || s->p->destination != HOME) {
        return;
    }
    utskr_instant start = after(s, s->left, 30, OF_START, 90);
    if (s->p->units & SOCIAL) {
        log_event(log, start, "social-services services-started");
        log_event(log, within(s, home + 2, 9 * 60, OF_REVIEW, 60), "social-services needs-reviewed");
        log_event(log, within(s, utskr_weekday_on_or_after(home + 14), 9 * 60, OF_REVIEW, 240),
                  "social-services followup-call reached");
    }
    if (s->p->units & HEALTH) {
        log_event(log, start + 10 * MINUTE, "municipal-health services-started");
        log_event(log, within(s, home + 3, 9 * 60, OF_REVIEW, 300), "municipal-health needs-reviewed");
    }
    log_event(log, within(s, home + 1, 8 * 60, OF_CALLS, 60), "hospital followup-call reached");
    log_event(log, within(s, utskr_weekday_on_or_after(home + 2), 10 * 60, OF_CALLS, 300),
              "outpatient followup-call reached");
}

/* --- Death ------------------------------------------------------------------------------------------------------------------------------------ */

static void add_death(const stay *s) {
    const plan *p = s->p;
    utskr_instant at = 0;
    if (p->death == ALIVE) {
        return;
    }
    if (p->death == DIES_IN_CARE) {
        int32_t days = p->ready - p->admitted - 1;
        at = within(s, p->admitted + 1 + draw(s->chosen, p->number, TOPIC_DEATH, days), 16 * 60, OF_CHANGE, 60);
    } else {
        at = within(s, p->ends, 4 * 60, OF_CHANGE, 60);
    }
    log_cut(s->log, at);
    log_event(s->log, at, "hospital deceased");
}

/* --- The stay ------------------------------------------------------------------------------------------------------------------------------ */

static void add_covered(stay *s) {
    add_track(s);
    add_admission_notice(s);
    add_replies(s);
    add_expected_change(s);
    add_ready(s);
    time_end(s);
    add_leave(s);
    add_sip(s);
    add_orders(s);
    add_obstacle(s);
    add_municipality_ready(s);
    add_home_time(s);
    add_transfer(s);
    add_discharge(s);
    add_follow_up(s);
}

utskr_instant fill_stay(stay_log *log, const settings *chosen, const plan *p) {
    stay s = { .log = log, .chosen = chosen, .p = p };
    log_clear(log);
    time_start(&s);
    time_ready(&s);
    add_admission(&s);
    if (p->coverage != NEEDS_UNKNOWN) {
        add_needs(&s);
    }
    if (p->coverage == COVERED) {
        add_covered(&s);
    } else {
        time_end(&s);
        add_discharge(&s);
    }
    add_death(&s);
    return s.left;
}
