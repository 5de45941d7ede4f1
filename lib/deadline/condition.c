/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of a row: whether it binds when its trigger comes about, and whom. */
#include "deadline/condition.h"

#include "consent/share.h"
#include "deadline/occasion.h"

/* The track in force at the trigger; for a row that says so, with none in force, the next one set. */
static uint32_t colour_at(const context *ctx, const rule_row *r, uint32_t snapshot) {
    const uint32_t colour = snapshot_field(snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
    const utskr_fact *first = fact_first(ctx->facts, UTSKR_TRACK);
    if (colour != 0 || first == NULL || !(r->marks & COLOUR_MAY_FOLLOW))
        return colour;
    return snapshot_field(first->snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
}

/* For the colours of the row, or those that the reading infers; without a track, unknown (N4). */
utskr_answer utskr_for_colour(context *ctx, const rule_row *r, uint32_t snapshot) {
    const bool infers = r->inferred != 0 && reading_of(ctx, UTSKR_READ_DOT_COLOUR) != 0;
    const uint32_t colours = infers ? r->inferred : r->colours;
    const uint32_t colour = colour_at(ctx, r, snapshot);
    if (colours == 0)
        return UTSKR_YES;
    return colour == 0 ? UTSKR_UNKNOWN : yes_if((colours >> colour) & 1u);
}

static utskr_answer goes_home(context *ctx) {
    if (ctx->discharged == NULL)
        return UTSKR_UNKNOWN;
    switch ((ctx->discharged->mask & UTSKR_DISCHARGED_TO) >> UTSKR_DISCHARGED_TO_SHIFT) {
    case UTSKR_DESTINATION_HOME: return UTSKR_YES;
    case UTSKR_DESTINATION_UNSTATED:
        return reading_of(ctx, UTSKR_READ_DESTINATION_UNSTATED) == 0 ? UTSKR_UNKNOWN : UTSKR_YES;
    case UTSKR_DESTINATION_SPECIAL_HOUSING: return yes_if(reading_of(ctx, UTSKR_READ_HOME_MEANS) != 0);
    default: return UTSKR_NO;
    }
}

/* The hospital takes part in a SIP only in the stay and for the red track. */
static utskr_answer hospital_takes_part(const utskr_fact *fact, uint32_t snapshot, uint32_t party) {
    const uint32_t colour = snapshot_field(snapshot, UTSKR_SNAP_COLOUR, UTSKR_SNAP_COLOUR_SHIFT);
    if (party != UTSKR_PARTY_HOSPITAL)
        return UTSKR_YES;
    if (fact->flags & UTSKR_FACT_AFTER_STAY)
        return UTSKR_NO;
    return colour == 0 ? UTSKR_UNKNOWN : yes_if(colour == UTSKR_COLOUR_RED);
}

/* Consent to share information, with one of the concerned units at least. */
static bool consented(context *ctx, const utskr_fact *fact, uint32_t snapshot) {
    const uint32_t units = utskr_concerned_units(ctx, snapshot);
    for (uint32_t party = UTSKR_PARTY_OUTPATIENT; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++)
        if ((units & unit_of_party(party)) &&
            utskr_consent_in_force(ctx, UTSKR_SCOPE_INFORMATION, party, fact) == UTSKR_CONSENT_GIVEN)
            return true;
    return false;
}

uint32_t utskr_units_ongoing(context *ctx, bool or_unknown) {
    uint32_t units = 0;
    for (uint32_t party = UTSKR_PARTY_MUNICIPAL_HEALTH; party <= UTSKR_PARTY_SOCIAL_SERVICES; party++) {
        const utskr_answer ongoing = utskr_ongoing(ctx, unit_of_party(party));
        ctx->unstated |= ongoing == UTSKR_UNKNOWN;
        if (ongoing == UTSKR_YES || (or_unknown && ongoing == UTSKR_UNKNOWN))
            units |= unit_of_party(party);
    }
    return units & UTSKR_SNAP_MUNICIPAL_HEALTH ? units | UTSKR_SNAP_OUTPATIENT : units;
}

static utskr_answer any_ongoing(context *ctx) {
    if (utskr_units_ongoing(ctx, false) != 0)
        return UTSKR_YES;
    return utskr_units_ongoing(ctx, true) != 0 ? UTSKR_UNKNOWN : UTSKR_NO;
}

static utskr_answer not_so(utskr_answer a) {
    return a == UTSKR_UNKNOWN ? a : yes_if(a == UTSKR_NO);
}

static utskr_answer referral_needed(context *ctx, uint32_t snapshot) {
    if (snapshot & UTSKR_SNAP_OUTPATIENT)
        return UTSKR_YES;
    if (!(utskr_concerned_units(ctx, snapshot) & UTSKR_SNAP_OUTPATIENT))
        return UTSKR_NO;
    return yes_if(reading_of(ctx, UTSKR_READ_REFERRAL_NEED) != 0);
}

/* Required, or not only since the patient declined or has a current one, which excuse. */
static utskr_answer sip_possible(context *ctx, uint32_t snapshot) {
    return not_so(
        yes_if(utskr_sip_required(ctx, snapshot & ~(UTSKR_SNAP_SIP_CHOICE | UTSKR_SNAP_SIP_WORD), NULL) == UTSKR_NO));
}

/* One condition of a row: the bit, and whether it holds. */
static utskr_answer holds(context *ctx, uint32_t condition, const utskr_fact *fact, uint32_t snapshot, uint32_t party) {
    switch (condition) {
    case WHEN_CONCERNED: return yes_if(utskr_concerned_units(ctx, snapshot) & unit_of_party(party));
    case WHEN_SIP_REQUIRED: return utskr_sip_required(ctx, snapshot, NULL);
    case WHEN_BOTH_NEEDED: return utskr_both_needed(ctx, snapshot);
    case WHEN_CONSENTED: return yes_if(consented(ctx, fact, snapshot));
    case WHEN_HOME: return goes_home(ctx);
    case WHEN_HOSPITAL_RED: return hospital_takes_part(fact, snapshot, party);
    case WHEN_NOTIFIED: return utskr_notified_before(ctx, party, fact);
    case WHEN_SIP_POSSIBLE: return sip_possible(ctx, snapshot);
    case WHEN_ONGOING: return any_ongoing(ctx);
    case WHEN_OWN_ONGOING: return utskr_ongoing(ctx, unit_of_party(party));
    case WHEN_NONE_ONGOING: return not_so(any_ongoing(ctx));
    case WHEN_REFERRAL_NEEDED: return referral_needed(ctx, snapshot);
    default: return UTSKR_YES; /* heeded by the trigger */
    }
}

utskr_answer utskr_hold_all(context *ctx, uint32_t conditions, const utskr_fact *fact, uint32_t snapshot,
                            uint32_t party) {
    utskr_answer a = UTSKR_YES;
    for (; conditions != 0 && a != UTSKR_NO; conditions &= conditions - 1)
        a = weaker(a, holds(ctx, conditions & (~conditions + 1), fact, snapshot, party)); /* the lowest bit */
    return a;
}
