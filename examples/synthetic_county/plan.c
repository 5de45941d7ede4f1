/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What happens to a patient, and on which days. Shares without a source are assumed; doc/synthetic-county.md tells which. */
#include <string.h>

#include "county.h"

/* --- The patient -------------------------------------------------------------------------------------------------------- */

static colour choose_colour(const settings *chosen, uint64_t number) {
    int32_t spot = draw(chosen, number, TOPIC_COLOUR, 1000);
    if (spot < chosen->rates[RATE_GREEN]) {
        return GREEN;
    }
    return spot < chosen->rates[RATE_GREEN] + chosen->rates[RATE_YELLOW] ? YELLOW : RED;
}

static coverage choose_coverage(const plan *p) {
    if (p->has[RATE_UNKNOWN_NEEDS]) {
        return NEEDS_UNKNOWN;
    }
    if (p->has[RATE_UNCOVERED]) {
        return p->number % 2 == 0 ? NO_NEEDS : SIMPLE_ONLY;
    }
    return COVERED;
}

/* With home nursing the outpatient care is concerned (2 kap. 1 § andra stycket); a red process has them all. */
static uint32_t choose_units(const settings *chosen, const plan *p) {
    static const struct {
        int32_t below;
        uint32_t units;
    } shares[] = {
        { 350, SOCIAL | HEALTH | OUTPATIENT }, { 550, SOCIAL },      { 750, SOCIAL | OUTPATIENT },
        { 880, HEALTH | OUTPATIENT },          { 1000, OUTPATIENT },
    };
    int32_t spot = p->colour == RED ? 0 : draw(chosen, p->number, TOPIC_UNITS, 1000);
    size_t i = 0;
    while (spot >= shares[i].below) {
        i++;
    }
    return shares[i].units;
}

/* Green are mostly those that the municipality knows (the audit of Sörmland, chapter 3). */
static uint32_t choose_ongoing(const settings *chosen, const plan *p) {
    static const int32_t known[] = { [GREEN] = 800, [YELLOW] = 500, [RED] = 500 };
    bool is_known = draw(chosen, p->number, TOPIC_ONGOING, 1000) < known[p->colour];
    return is_known && p->coverage == COVERED && !p->has[RATE_LATE_NEED] ? p->units & MUNICIPAL : 0;
}

static sip_course choose_sip(const settings *chosen, const plan *p) {
    enum { OPEN_COMPULSORY = 150 }; /* in thousandths of psychiatric care */
    if (p->coverage != COVERED || !(p->units & MUNICIPAL) || !(p->units & OUTPATIENT)) {
        return SIP_NOT_REQUIRED;
    }
    if (p->psychiatric && draw(chosen, p->number, TOPIC_COMPULSORY, 1000) < OPEN_COMPULSORY) {
        return SIP_COMPULSORY;
    }
    if (p->has[RATE_SIP_DECLINED]) {
        return SIP_DECLINED;
    }
    return p->has[RATE_SIP_CURRENT] ? SIP_CURRENT : SIP_WANTED;
}

static destination choose_destination(const settings *chosen, const plan *p) {
    int32_t spot = draw(chosen, p->number, TOPIC_DESTINATION, 1000);
    if (p->coverage != COVERED || spot < 780) {
        return HOME;
    }
    return spot < 890 ? SHORT_TERM : spot < 985 ? SPECIAL_HOUSING : OTHER;
}

static void choose_rates(plan *p, const settings *chosen) {
    for (int i = 0; i < RATE_COUNT; i++) {
        p->has[i] = happens(chosen, p->number, (rate)i);
    }
    if (p->has[RATE_LATE_NOTICE]) {
        p->has[RATE_LATE_NEED] = false; /* one reason for a notice days after the admission is enough */
    }
}

/* --- The days ------------------------------------------------------------------------------------------------------------- */

/* Nights between admission and ready notice that the plan needs, so that what comes before the notice has room. */
static int32_t least_nights(const plan *p) {
    static const int32_t room[] = { [GREEN] = 1, [YELLOW] = 2, [RED] = 3 };
    return room[p->colour] + (p->has[RATE_LATE_NOTICE] ? 3 : p->has[RATE_LATE_NEED] ? 1 : 0);
}

static void choose_days_before(plan *p, const settings *chosen, utskr_date ready) {
    enum { SOMATIC_MEAN = 4000, PSYCHIATRIC_MEAN = 14000 }; /* nights above the least, in thousandths */
    utskr_date new_year = 0;
    (void)utskr_date_from_civil(chosen->year, 1, 1, &new_year);
    if (least_nights(p) > ready - new_year) {
        p->colour = GREEN;
        p->has[RATE_LATE_NEED] = false;
    }
    uint32_t spot = (uint32_t)draw(chosen, p->number, TOPIC_NIGHTS, INT32_MAX) * 2U;
    int32_t nights = least_nights(p) + geometric(spot, p->psychiatric ? PSYCHIATRIC_MEAN : SOMATIC_MEAN);
    p->ready = ready;
    p->admitted = ready - nights > new_year ? ready - nights : new_year;
    p->assessed = p->admitted;
    if (p->has[RATE_LATE_NEED]) {
        int32_t days = ready - p->admitted - least_nights(p) + 1;
        p->assessed += 1 + draw(chosen, p->number, TOPIC_ASSESSED, days);
    }
}

/* No longer ready, and ready again: the days are shared between the spells. */
static void split(plan *p, const settings *chosen, int32_t days) {
    enum { LONGEST_GAP = 3 };
    int32_t first = draw(chosen, p->number, TOPIC_SPELL, days + 1);
    p->withdrawn = p->ready + first;
    p->ready_again = p->withdrawn + 1 + draw(chosen, p->number, TOPIC_GAP, LONGEST_GAP);
    p->ends = p->ready_again + days - first;
}

/* The months differ; that the summer is the hardest is in the audit (3.1.4), by how much is assumed. */
static int32_t average_in(int32_t average, utskr_date day) {
    static const int32_t thousandths[] = { 950, 950, 950, 950, 1000, 1100, 1200, 1150, 1000, 950, 900, 900 };
    return (int32_t)((int64_t)average * thousandths[utskr_civil_from_date(day).month - 1] / 1000);
}

static void choose_end(plan *p, const settings *chosen, uint32_t count) {
    uint32_t spot = even_spot(chosen, p->municipality, count);
    int32_t days = geometric(spot, average_in(chosen->average[p->municipality], p->ready));
    p->ends = p->ready + days;
    if (p->death == DIES_AT_END && days == 0) {
        p->death = ALIVE;
    }
    if (p->has[RATE_SECOND_SPELL] && p->coverage == COVERED && !p->has[RATE_MISSING_READY_NOTICE] &&
        p->slip == NO_SLIP && p->death == ALIVE) {
        split(p, chosen, days);
    }
}

/* --- The municipality ------------------------------------------------------------------------------------------------------- */

static uint32_t choose_municipality(const settings *chosen, uint64_t number) {
    const county *c = chosen->county;
    int32_t all = 0;
    for (uint32_t i = 0; i < c->municipality_count; i++) {
        all += c->municipalities[i].weight;
    }
    int32_t spot = draw(chosen, number, TOPIC_MUNICIPALITY, all);
    uint32_t i = 0;
    for (; spot >= c->municipalities[i].weight; i++) {
        spot -= c->municipalities[i].weight;
    }
    return i;
}

static int32_t elsewhere(const settings *chosen, uint64_t number) {
    uint32_t count = 0;
    while (county_at(count)) {
        count++;
    }
    const county *other = county_at((uint32_t)draw(chosen, number, TOPIC_ELSEWHERE, (int32_t)count));
    if (other == chosen->county) {
        other = other == county_at(0) ? county_at(1) : county_at(0);
    }
    int32_t which = draw(chosen, number, TOPIC_ELSEWHERE_WHICH, (int32_t)other->municipality_count);
    return other->municipalities[which].code;
}

/* Half of those that another county's municipality pays for are registered there, half were placed here by it. */
static void choose_payer(plan *p, const settings *chosen) {
    p->registered = chosen->county->municipalities[p->municipality].code;
    p->payer = 0;
    if (p->before.number != 0) {
        return;
    }
    if (p->has[RATE_OTHER_COUNTY]) {
        int32_t other = elsewhere(chosen, p->number);
        *(p->number % 2 == 0 ? &p->registered : &p->payer) = other;
    } else if (p->has[RATE_UNREGISTERED]) {
        p->registered = 0;
    }
}

/* --- The plan --------------------------------------------------------------------------------------------------------------- */

void plan_stay(plan *out, const settings *chosen, uint64_t number, utskr_date ready) {
    memset(out, 0, sizeof *out);
    out->number = number;
    choose_rates(out, chosen);
    out->coverage = choose_coverage(out);
    out->psychiatric = out->has[RATE_PSYCHIATRIC];
    out->colour = choose_colour(chosen, number);
    choose_days_before(out, chosen, ready);
    out->units = choose_units(chosen, out);
    out->ongoing = choose_ongoing(chosen, out);
    out->sip = choose_sip(chosen, out);
    out->destination = choose_destination(chosen, out);
    if (out->has[RATE_IRREGULAR] && out->coverage == COVERED) {
        out->slip = (slip)(1 + draw(chosen, number, TOPIC_SLIP, SLIP_COUNT - 1));
    }
    if (out->has[RATE_DECEASED]) {
        out->death = out->number % 2 == 0 && ready - out->admitted > 1 ? DIES_IN_CARE : DIES_AT_END;
    }
}

void plan_place(plan *p, const settings *chosen, const stay_before *before, uint32_t counts[MUNICIPALITY_LIMIT]) {
    if (before) {
        p->before = *before;
    }
    p->municipality = before ? before->municipality : choose_municipality(chosen, p->number);
    choose_payer(p, chosen);
    choose_end(p, chosen, counts[p->municipality]++);
}
