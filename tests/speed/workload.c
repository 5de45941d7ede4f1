/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stays for measuring columns: of the county, bare ones, tangled ones; and what is irregular about their events. */
#include "workload.h"

#include <string.h>

enum { HOUR = 3600, DAY = 86400 };

const utskr_rate rates_of_workloads[1] = { { .year = 2026, .ore = 1140000 } };

/* --- Chance ------------------------------------------------------------------------------------------------------------------ */

static uint64_t next(workload *w) {
    uint64_t z = w->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int64_t workload_draw(workload *w, int64_t limit) {
    return (int64_t)(next(w) % (uint64_t)limit);
}

/* --- What is irregular ------------------------------------------------------------------------------------------------------- */

#define RECIPIENTS (UTSKR_TO_PARTIES | UTSKR_TO_STATED)

/* Behind what happened no later. */
static void add(made_stay *s, const utskr_event *event) {
    uint32_t place = s->count++;
    for (; place != 0 && s->events[place - 1].at > event->at; place--)
        s->events[place] = s->events[place - 1];
    s->events[place] = *event;
}

static void befall(workload *w, made_stay *s, utskr_event event) {
    const int64_t trouble = workload_draw(w, 100) < w->irregular ? 1 + workload_draw(w, 4) : 0;
    if (trouble == 1)
        return;
    if (trouble == 2)
        add(s, &event);
    if (trouble == 3)
        event.at += DAY;
    if (trouble == 4 && (event.mask & UTSKR_TO_STATED) != 0)
        event.mask &= ~RECIPIENTS;
    add(s, &event);
}

/* --- Stays of the county ------------------------------------------------------------------------------------------------------ */

/* A small county has some thousand such stays a year; more are those of the same year by the next seed. */
enum { COUNTY = 23, YEAR = 2026, STAYS_OF_A_YEAR = 5000 };

static void begin_year(workload *w, uint64_t seed) {
    static const rate mistakes[] = { RATE_LATE_NOTICE, RATE_MISSING_READY_NOTICE, RATE_SIP_NOT_CALLED,
                                     RATE_SHORT_NOTICE, RATE_IRREGULAR };
    (void)read_settings(&w->chosen, 0, NULL); /* what is usual */
    w->chosen.seed = seed;
    w->chosen.cases = STAYS_OF_A_YEAR;
    w->chosen.year = YEAR;
    w->chosen.county = county_find(COUNTY);
    w->chosen.pack = w->chosen.county->pack;
    w->chosen.asks = asked_by(w->chosen.pack);
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++)
        w->chosen.rates[mistakes[i]] = 0;
    w->number = 0;
    year_begin(&w->year, &w->chosen);
}

static void tell_of(utskr_stay *out, const workload *w, const plan *p) {
    *out = (utskr_stay)UTSKR_STAY_INIT;
    out->municipality = p->registered != 0 ? p->registered : UTSKR_MUNICIPALITY_NONE;
    out->payer = p->payer;
    out->region = w->chosen.county->code;
    out->care = p->psychiatric ? UTSKR_CARE_PSYCHIATRIC : UTSKR_CARE_SOMATIC;
    out->previous_discharge = p->before.number != 0 ? p->before.left : 0;
}

static void make_county_stay(workload *w, made_stay *out) {
    made_stay regular = { .count = 0 };
    plan p;
    if (w->number == w->chosen.cases)
        begin_year(w, w->chosen.seed + 1);
    year_next(&w->year, &w->chosen, ++w->number, &p);
    year_remember(&w->year, &p, fill_stay(&w->log, &w->chosen, &p));
    for (uint32_t i = 0; i < w->log.count; i++) {
        const utskr_event event = event_of_log(&w->log, i);
        add(&regular, &event);
    }
    for (uint32_t i = 0; i < regular.count; i++)
        befall(w, out, regular.events[i]);
    tell_of(&out->about, w, &p);
}

/* --- Bare stays --------------------------------------------------------------------------------------------------------------- */

#define ALL (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT)
#define TO_ALL (ALL | UTSKR_TO_STATED)
#define TO_MUNICIPALITY (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_STATED)
#define CONTENT                                                                                                        \
    (UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |           \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE)
#define INFORMED (UINT32_C(1) << UTSKR_CONSENT_SCOPE_SHIFT | UINT32_C(1) << UTSKR_CONSENT_WORD_SHIFT)
#define TO_HOME (UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT)

static void say(workload *w, made_stay *s, int64_t at, uint8_t party, uint8_t kind, uint32_t mask) {
    befall(w, s, (utskr_event){ .at = at, .mask = mask, .kind = kind, .party = party });
}

/* A patient admitted by day, ready after some days, and home at once or up to a week later: eleven events, or ten. */
static void make_bare_stay(workload *w, made_stay *s) {
    static const int32_t municipalities[] = { 2380, 2303, 2305, 2309, 2326 };
    const int64_t midnight = INT64_C(1640991600) + workload_draw(w, 700) * DAY; /* from 2022-01-01; all end in 2023 */
    const int64_t admitted = midnight + 7 * HOUR + workload_draw(w, 12 * HOUR);
    const int64_t assessed = admitted + workload_draw(w, 4 * HOUR);
    const int64_t ready = midnight + (2 + workload_draw(w, 6)) * DAY + 8 * HOUR + workload_draw(w, 9 * HOUR);
    const int64_t leaves = ready + workload_draw(w, 8) * DAY + HOUR + workload_draw(w, 4 * HOUR);
    const bool late_notice = workload_draw(w, 20) == 0;
    const bool called = workload_draw(w, 5) != 0, late_call = workload_draw(w, 10) == 0;
    s->about = (utskr_stay)UTSKR_STAY_INIT;
    s->about.municipality = municipalities[workload_draw(w, 5)];
    say(w, s, admitted, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0);
    say(w, s, assessed, UTSKR_PARTY_HOSPITAL, UTSKR_NEEDS_ASSESSED, ALL);
    say(w, s, assessed + 60, UTSKR_PARTY_PATIENT, UTSKR_CONSENT, INFORMED);
    say(w, s, assessed + HOUR + workload_draw(w, 16 * HOUR) + (late_notice ? DAY : 0), UTSKR_PARTY_HOSPITAL,
        UTSKR_ADMISSION_NOTICE, TO_ALL | CONTENT);
    say(w, s, admitted + 26 * HOUR, UTSKR_PARTY_OUTPATIENT, UTSKR_CARE_CONTACT, 0);
    say(w, s, ready - 600, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY, 0);
    say(w, s, ready, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_ALL);
    if (called)
        say(w, s, ready + HOUR + workload_draw(w, 2 * DAY) + (late_call ? 3 * DAY : 0), UTSKR_PARTY_OUTPATIENT,
            UTSKR_SIP_CALL, TO_MUNICIPALITY);
    say(w, s, leaves - 60, UTSKR_PARTY_HOSPITAL, UTSKR_PATIENT_INFORMED, 0);
    say(w, s, leaves, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, TO_HOME);
    say(w, s, leaves + 60, UTSKR_PARTY_HOSPITAL, UTSKR_INFORMATION_TRANSFERRED, TO_ALL);
}

/* --- Tangled stays ------------------------------------------------------------------------------------------------------------ */

#define REFUSED (UINT32_C(2) << UTSKR_CONSENT_SCOPE_SHIFT | UINT32_C(2) << UTSKR_CONSENT_WORD_SHIFT)
#define CURRENT ((uint32_t)UTSKR_SIP_WORD_CURRENT << UTSKR_SIP_NEED_WORD_SHIFT)
#define NEEDED ((uint32_t)UTSKR_SIP_WORD_NEEDED << UTSKR_SIP_NEED_WORD_SHIFT)

/* What may happen, each as likely as another. With `to_units` it names some of the units. */
static const struct {
    uint8_t kind, party;
    bool to_units;
    uint32_t mask;
} tangles[] = {
    { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, true, 0 },
    { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, true, 0 },
    { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, false, ALL },
    { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, true, UTSKR_NEEDS_OPEN_COMPULSORY },
    { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, false, UTSKR_NEEDS_SIMPLE_ONLY },
    { UTSKR_NEEDS_ASSESSED, UTSKR_PARTY_HOSPITAL, false, UTSKR_NEEDS_NONE },
    { UTSKR_ADMISSION_NOTICE, UTSKR_PARTY_HOSPITAL, true, UTSKR_TO_STATED | CONTENT },
    { UTSKR_ADMISSION_NOTICE, UTSKR_PARTY_HOSPITAL, true, UTSKR_TO_STATED },
    { UTSKR_ADMISSION_NOTICE, UTSKR_PARTY_HOSPITAL, false, CONTENT },
    { UTSKR_ADMISSION_NOTICE, UTSKR_PARTY_HOSPITAL, true,
      UTSKR_TO_STATED | UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_ADDRESS },
    { UTSKR_ADMISSION_NOTICE, UTSKR_PARTY_HOSPITAL, true,
      UTSKR_TO_STATED | UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_EXPECTED_DISCHARGE },
    { UTSKR_SIP_NEED, UTSKR_PARTY_HOSPITAL, false, CURRENT },
    { UTSKR_SIP_NEED, UTSKR_PARTY_OUTPATIENT, false, NEEDED },
    { UTSKR_SIP_ACCEPTED, UTSKR_PARTY_PATIENT, false, 0 },
    { UTSKR_SIP_DECLINED, UTSKR_PARTY_PATIENT, false, 0 },
    { UTSKR_CONSENT, UTSKR_PARTY_PATIENT, false, REFUSED },
    { UTSKR_CONSENT, UTSKR_PARTY_PATIENT, false, INFORMED },
    { UTSKR_SIP_CALL, UTSKR_PARTY_OUTPATIENT, true, UTSKR_TO_STATED },
    { UTSKR_SIP_CALL, UTSKR_PARTY_OUTPATIENT, false, TO_MUNICIPALITY },
    { UTSKR_SIP_CALL, UTSKR_PARTY_OUTPATIENT, false, 0 },
    { UTSKR_SIP_CALL, UTSKR_PARTY_HOSPITAL, false, TO_MUNICIPALITY },
    { UTSKR_DISCHARGE_READY_NOTICE, UTSKR_PARTY_HOSPITAL, false, TO_ALL },
    { UTSKR_DISCHARGE_READY_NOTICE, UTSKR_PARTY_HOSPITAL, true, UTSKR_TO_STATED },
    { UTSKR_DISCHARGE_READY_NOTICE, UTSKR_PARTY_HOSPITAL, true, UTSKR_TO_STATED },
    { UTSKR_DISCHARGE_READY_NOTICE, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_DISCHARGE_READY_WITHDRAWN, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_INTERRUPTED, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_RESUMED, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_TRANSFERRED, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_LEAVE_START, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_LEAVE_END, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_OUTPATIENT_OBSTACLE, UTSKR_PARTY_OUTPATIENT, false, 0 },
    { UTSKR_OUTPATIENT_CLEAR, UTSKR_PARTY_HOSPITAL, false, 0 },
    { UTSKR_ADMITTED, UTSKR_PARTY_HOSPITAL, false, 0 },
};

/* An event by chance, between nothing and two days after the one before it; often in the same second (but
 * for an assessment), or at noon. */
static void tangle(workload *w, made_stay *s, utskr_instant *at) {
    const size_t which = (size_t)workload_draw(w, sizeof tangles / sizeof tangles[0]);
    uint32_t mask = tangles[which].mask;
    if (tangles[which].to_units)
        mask |= (uint32_t)(1 + workload_draw(w, 7)) << 1; /* outpatient care, municipal health, social services */
    *at += workload_draw(w, 3) == 0 ? tangles[which].kind == UTSKR_NEEDS_ASSESSED : workload_draw(w, 2 * DAY);
    if (workload_draw(w, 8) == 0)
        *at += DAY / 2 - utskr_local_clock(*at) + (utskr_local_clock(*at) > DAY / 2 ? DAY : 0);
    say(w, s, *at, tangles[which].party, tangles[which].kind, mask);
}

/* What no log looks like, so that every rule of liability meets every other: to check those who say that they apply them. */
static void make_tangled_stay(workload *w, made_stay *s) {
    static const int32_t payers[] = { 2380, 2380, 2380, 980, UTSKR_MUNICIPALITY_UNKNOWN, UTSKR_MUNICIPALITY_NONE };
    const bool orderly = workload_draw(w, 3) != 0;
    const int64_t events = workload_draw(w, orderly ? 15 : 30);
    utskr_instant at = INT64_C(1546297200) + workload_draw(w, 2200) * DAY + workload_draw(w, DAY); /* from 2019-01-01 */
    s->about = (utskr_stay)UTSKR_STAY_INIT;
    s->about.municipality = payers[workload_draw(w, 6)];
    s->about.payer = workload_draw(w, 8) == 0 ? 980 : 0;
    s->about.region = workload_draw(w, 2) == 0 ? 9 : 23;
    say(w, s, at, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0);
    if (orderly) {
        say(w, s, at, UTSKR_PARTY_HOSPITAL, UTSKR_NEEDS_ASSESSED, ALL);
        say(w, s, at += HOUR, UTSKR_PARTY_HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_ALL | CONTENT);
        say(w, s, at += HOUR, UTSKR_PARTY_OUTPATIENT, UTSKR_SIP_CALL, TO_MUNICIPALITY);
        say(w, s, at += 2 * DAY, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_ALL);
    }
    for (int64_t i = 0; i < events; i++)
        tangle(w, s, &at);
    if (workload_draw(w, 4) != 0)
        say(w, s, at + workload_draw(w, 9 * DAY), UTSKR_PARTY_HOSPITAL,
            workload_draw(w, 9) == 0 ? UTSKR_DECEASED : UTSKR_DISCHARGED, 0);
}

/* --- Either ------------------------------------------------------------------------------------------------------------------- */

bool workload_begin(workload *out, const char *stays, uint64_t seed, int64_t irregular) {
    static const struct {
        const char *word;
        void (*make)(workload *w, made_stay *out);
        utskr_instant assessed_at;
        uint32_t event_guess;
    } kinds[] = {
        { "county", make_county_stay, INT64_C(1830294000), 29 },   /* 2028-01-01 */
        { "bare", make_bare_stay, INT64_C(1735686000), 11 },       /* 2025-01-01 */
        { "tangled", make_tangled_stay, INT64_C(1830294000), 17 }, /* 2028-01-01 */
    };
    size_t i = 0;
    while (i < sizeof kinds / sizeof kinds[0] && strcmp(stays, kinds[i].word) != 0)
        i++;
    if (i == sizeof kinds / sizeof kinds[0])
        return false;
    memset(out, 0, sizeof *out);
    out->state = seed;
    out->irregular = irregular;
    out->make = kinds[i].make;
    out->assessed_at = kinds[i].assessed_at;
    out->event_guess = kinds[i].event_guess;
    out->is_bare = out->make == make_bare_stay;
    begin_year(out, seed);
    return true;
}

/* A stay that lost all its events is none. */
void workload_next(workload *w, made_stay *out) {
    do {
        out->count = 0;
        w->make(w, out);
    } while (out->count == 0);
}
