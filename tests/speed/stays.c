/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The course of a stay, as the routines of Jämtland Härjedalen describe it, with chance in what happens and when. */
#include "stays.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, ROOM = 96 };

/* --- Numbers by chance: SplitMix64 -------------------------------------------------------------------------------------- */

typedef struct chance {
    uint64_t state;
    int32_t irregular; /* percent */
} chance;

static uint64_t next(chance *c) {
    uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 to limit - 1. */
static int32_t below(chance *c, int32_t limit) {
    return (int32_t)(next(c) % (uint64_t)limit);
}

static bool happens(chance *c, int32_t percent) {
    return below(c, 100) < percent;
}

/* --- One stay ------------------------------------------------------------------------------------------------------------ */

typedef struct course {
    utskr_event events[ROOM];
    uint32_t count;
    chance *chance;
} course;

static void put(course *c, const utskr_event *event) {
    if (c->count < ROOM) {
        c->events[c->count++] = *event;
    }
}

/* What is irregular about an event, if anything. */
static void add(course *c, utskr_instant at, uint8_t party, uint8_t kind, uint32_t mask, utskr_instant value) {
    utskr_event event = { .at = at, .value = value, .mask = mask, .kind = kind, .party = party };
    if (!happens(c->chance, c->chance->irregular)) {
        put(c, &event);
        return;
    }
    switch (below(c->chance, 4)) {
    case 0: return;
    case 1: put(c, &event); break;
    case 2: event.at += DAY; break;
    default:
        if (kind == UTSKR_ADMISSION_NOTICE || kind == UTSKR_DISCHARGE_READY_NOTICE || kind == UTSKR_SIP_CALL) {
            event.mask &= ~(UTSKR_TO_PARTIES | UTSKR_TO_STATED | UTSKR_CONTAINS_ITEMS | UTSKR_CONTAINS_STATED);
        }
        break;
    }
    put(c, &event);
}

static uint32_t word(uint32_t number, uint32_t shift) {
    return number << shift;
}

#define CONTENT                                                                                                        \
    (UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER | UTSKR_CONTAINS_ADDRESS |                                   \
     UTSKR_CONTAINS_EXPECTED_DISCHARGE | UTSKR_CONTAINS_STATED)

static const uint8_t parties[] = { UTSKR_PARTY_OUTPATIENT, UTSKR_PARTY_MUNICIPAL_HEALTH, UTSKR_PARTY_SOCIAL_SERVICES };

static bool among(uint32_t units, uint8_t party) {
    return (units & UTSKR_TO(party)) != 0;
}

static void begin(course *c, utskr_instant t, uint32_t units, bool consents) {
    add(c, t, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0, 0);
    t += 20 * MINUTE + below(c->chance, 10 * HOUR);
    add(c, t, UTSKR_PARTY_HOSPITAL, UTSKR_NEEDS_ASSESSED, units, 0);
    if (consents || happens(c->chance, 50)) {
        const uint32_t said = consents ? UTSKR_CONSENT_GIVEN : UTSKR_CONSENT_REFUSED;
        const uint32_t scope = word(UTSKR_SCOPE_INFORMATION, UTSKR_CONSENT_SCOPE_SHIFT);
        add(c, t + 5 * MINUTE, UTSKR_PARTY_PATIENT, UTSKR_CONSENT, scope | word(said, UTSKR_CONSENT_WORD_SHIFT), 0);
    }
    t += 10 * MINUTE + below(c->chance, 12 * HOUR);
    add(c, t, UTSKR_PARTY_HOSPITAL, UTSKR_ADMISSION_NOTICE,
        units | UTSKR_TO_STATED | CONTENT | (consents ? UTSKR_CONTAINS_REASON : 0), t + 5 * DAY);
    for (size_t i = 0; i < sizeof parties; i++) {
        if (!among(units, parties[i])) {
            continue;
        }
        t += 10 * MINUTE + below(c->chance, 3 * HOUR);
        add(c, t, parties[i], UTSKR_ACKNOWLEDGED, UTSKR_OF(UTSKR_ADMISSION_NOTICE), 0);
        if (happens(c->chance, 70)) {
            add(c, t + 5 * MINUTE, parties[i], UTSKR_SERVICES_REPORTED, 0, 0);
        }
    }
    if (among(units, UTSKR_PARTY_OUTPATIENT)) {
        add(c, t + HOUR, UTSKR_PARTY_OUTPATIENT, UTSKR_CARE_CONTACT, 0, 0);
    }
}

static void plan(course *c, utskr_instant t) {
    if (happens(c->chance, 60)) {
        add(c, t, UTSKR_PARTY_HOSPITAL, UTSKR_TRACK,
            word(UTSKR_COLOUR_GREEN + (uint32_t)below(c->chance, 3), UTSKR_TRACK_COLOUR_SHIFT), 0);
    }
    if (happens(c->chance, 50)) {
        add(c, t + HOUR, UTSKR_PARTY_HOSPITAL, UTSKR_STATUS_REPORTED, 0, 0);
    }
    if (happens(c->chance, 60)) {
        add(c, t + 2 * HOUR, UTSKR_PARTY_HOSPITAL, UTSKR_SIP_NEED,
            word(UTSKR_SIP_WORD_NEEDED + (uint32_t)below(c->chance, 3), UTSKR_SIP_NEED_WORD_SHIFT), 0);
    }
}

static void check_off(course *c, utskr_instant t) {
    static const uint32_t items[] = { UTSKR_ITEM_AIDS, UTSKR_ITEM_MEDICATION, UTSKR_ITEM_MED_EQUIPMENT };
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        if (happens(c->chance, 50)) {
            const uint32_t said = 2 + (uint32_t)below(c->chance, 2);
            add(c, t + (utskr_instant)i * MINUTE, UTSKR_PARTY_HOSPITAL, UTSKR_CHECKLIST,
                word(items[i], UTSKR_CHECKLIST_ITEM_SHIFT) | word(said, UTSKR_CHECKLIST_WORD_SHIFT), 0);
        }
    }
}

static void ready(course *c, utskr_instant t, uint32_t units) {
    if (happens(c->chance, 60)) {
        add(c, t - 30 * MINUTE, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY, 0, 0);
    }
    add(c, t, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, units | UTSKR_TO_STATED, 0);
    if (among(units, UTSKR_PARTY_OUTPATIENT) && happens(c->chance, 75) && units != UTSKR_TO_OUTPATIENT) {
        add(c, t + HOUR + below(c->chance, 2 * DAY), UTSKR_PARTY_OUTPATIENT, UTSKR_SIP_CALL,
            (units & ~UTSKR_TO_OUTPATIENT) | UTSKR_TO_STATED, 0);
    }
    for (size_t i = 1; i < sizeof parties; i++) {
        if (among(units, parties[i])) {
            add(c, t + 2 * HOUR + below(c->chance, DAY), parties[i], UTSKR_MUNICIPALITY_READY, 0, 0);
        }
    }
}

static void leave(course *c, utskr_instant t, uint32_t units) {
    if (happens(c->chance, 40)) {
        add(c, t - 5 * HOUR, UTSKR_PARTY_HOSPITAL, UTSKR_HOME_TIME, 0, t);
    }
    add(c, t - HOUR, UTSKR_PARTY_HOSPITAL, UTSKR_PATIENT_INFORMED, 0, 0);
    add(c, t, UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED,
        word(happens(c->chance, 75) ? UTSKR_DESTINATION_HOME : UTSKR_DESTINATION_SHORT_TERM, UTSKR_DISCHARGED_TO_SHIFT),
        0);
    add(c, t + HOUR, UTSKR_PARTY_HOSPITAL, UTSKR_INFORMATION_TRANSFERRED, units | UTSKR_TO_STATED, 0);
    if (happens(c->chance, 30)) {
        add(c, t + 2 * DAY, UTSKR_PARTY_OUTPATIENT, UTSKR_FOLLOWUP_CALL, word(1, UTSKR_FOLLOWUP_WORD_SHIFT), 0);
    }
}

static uint32_t some_units(chance *c) {
    static const uint32_t units[] = {
        UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_OUTPATIENT,
        UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_OUTPATIENT,
        UTSKR_TO_SOCIAL_SERVICES,
        UTSKR_TO_OUTPATIENT,
    };
    static const uint8_t share[] = { 0, 0, 0, 0, 1, 1, 1, 2, 3, 3 };
    return units[share[below(c, sizeof share)]];
}

static void run_course(course *c, utskr_instant admitted) {
    const uint32_t units = some_units(c->chance);
    const utskr_instant told = admitted + (2 + below(c->chance, 6)) * DAY + below(c->chance, 9 * HOUR);
    const utskr_instant leaves = told + below(c->chance, 6) * DAY + 6 * HOUR + below(c->chance, 4 * HOUR);
    c->count = 0;
    begin(c, admitted, units, happens(c->chance, 85));
    plan(c, admitted + DAY + 12 * HOUR);
    if (happens(c->chance, 30)) {
        add(c, told - DAY, UTSKR_PARTY_HOSPITAL, UTSKR_EXPECTED_DISCHARGE, units | UTSKR_TO_STATED, leaves);
    }
    check_off(c, told - 2 * HOUR);
    ready(c, told, units);
    leave(c, leaves, units);
}

/* Stable: events of one instant stay in the order they were made. */
static void sort(course *c) {
    for (uint32_t i = 1; i < c->count; i++) {
        const utskr_event held = c->events[i];
        uint32_t place = i;
        for (; place > 0 && c->events[place - 1].at > held.at; place--) {
            c->events[place] = c->events[place - 1];
        }
        c->events[place] = held;
    }
}

/* --- Columns ------------------------------------------------------------------------------------------------------------- */

#define BYTES_OF_STAY (sizeof(uint32_t) + sizeof(int32_t))
#define BYTES_OF_EVENT (3 * sizeof(utskr_instant) + sizeof(uint32_t) + 2)

size_t stays_bytes(const stays *s) {
    return s->stay_count * BYTES_OF_STAY + s->event_count * BYTES_OF_EVENT;
}

bool stays_make_room(stays *s, size_t stay_room, size_t event_room) {
    memset(s, 0, sizeof *s);
    s->begins = malloc((stay_room + 1) * sizeof *s->begins);
    s->municipality = malloc(stay_room * sizeof *s->municipality);
    s->at = malloc(event_room * sizeof *s->at);
    s->recorded = malloc(event_room * sizeof *s->recorded);
    s->value = malloc(event_room * sizeof *s->value);
    s->mask = malloc(event_room * sizeof *s->mask);
    s->kind = malloc(event_room);
    s->party = malloc(event_room);
    return s->begins != NULL && s->municipality != NULL && s->at != NULL && s->recorded != NULL && s->value != NULL &&
           s->mask != NULL && s->kind != NULL && s->party != NULL;
}

static void append(stays *s, const course *c, int32_t municipality) {
    s->begins[s->stay_count] = (uint32_t)s->event_count;
    s->municipality[s->stay_count++] = municipality;
    for (uint32_t i = 0; i < c->count; i++) {
        const utskr_event *e = &c->events[i];
        const size_t row = s->event_count++;
        s->at[row] = e->at;
        s->recorded[row] = e->recorded;
        s->value[row] = e->value;
        s->mask[row] = e->mask;
        s->kind[row] = e->kind;
        s->party[row] = e->party;
    }
    s->begins[s->stay_count] = (uint32_t)s->event_count;
}

bool stays_make(stays *out, uint64_t seed, size_t count, int32_t irregular) {
    static const int32_t municipalities[] = { 2380, 2313, 2321, 2326, 2361 };
    chance draws = { seed, irregular };
    if (!stays_make_room(out, count, count * ROOM)) {
        stays_free(out);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        course c = { .chance = &draws };
        const utskr_instant new_year_2026 = 20454 * (utskr_instant)DAY;
        run_course(&c, new_year_2026 + below(&draws, 330) * (utskr_instant)DAY + below(&draws, DAY));
        sort(&c);
        append(out, &c, municipalities[below(&draws, 5)]);
    }
    return true;
}

void stays_free(stays *s) {
    free(s->begins);
    free(s->municipality);
    free(s->at);
    free(s->recorded);
    free(s->value);
    free(s->mask);
    free(s->kind);
    free(s->party);
    memset(s, 0, sizeof *s);
}
