/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why liability did or did not arise, told to somebody at a ward. */
#include "text/message_out.h"

/* The spell that the case's answer is about: the latest one; NULL without any. */
static const utskr_spell_judgement *latest_spell(const utskr_liability *liability) {
    bool has_spell = liability->spell_count > 0 && liability->spell_count <= UTSKR_SPELL_LIMIT;
    return has_spell ? &liability->spells[liability->spell_count - 1] : NULL;
}

static void tell_days_and_amount(utskr_telling *telling, int32_t days, int days_known, int64_t ore, int amount_known) {
    if (!days_known) {
        utskr_tell_in(telling, "okänt antal dygn", "an unknown number of days");
        return;
    }
    utskr_tell_number(telling, days);
    utskr_tell_in(telling, " dygn, ", days == 1 ? " day, " : " days, ");
    if (amount_known) {
        utskr_tell_sek(telling, ore);
    } else {
        utskr_tell_in(telling, "okänt belopp", "unknown amount");
    }
}

/* --- The answer ----------------------------------------------------------------------------------------------------------- */

/* How the entry day is spoken of. */
static void tell_entering(utskr_telling *telling, const utskr_figures *figures) {
    bool has_come = figures->enters <= utskr_local_date(telling->judgement->at);
    switch (figures->status) {
    case UTSKR_LIABILITY_ACCRUING:
    case UTSKR_LIABILITY_ENDED: utskr_tell_in(telling, " Det inträdde ", " It entered on "); break;
    case UTSKR_LIABILITY_PENDING: utskr_tell_in(telling, " Det kan inträda ", " It may enter on "); break;
    case UTSKR_LIABILITY_UNKNOWN: utskr_tell_in(telling, " I så fall från ", " If it is, then from "); break;
    default:
        utskr_tell_in(telling, has_come ? " Det skulle ha inträtt " : " Det skulle annars inträda ",
                      has_come ? " It would have entered on " : " It would otherwise enter on ");
        break;
    }
}

static void tell_entry(utskr_telling *telling, const utskr_liability *liability) {
    const utskr_spell_judgement *spell = latest_spell(liability);
    const utskr_figures *figures = &liability->figures;
    if (figures->enters == UTSKR_DATE_NONE || !spell) {
        return;
    }
    tell_entering(telling, figures);
    utskr_tell_date(telling, figures->enters);
    utskr_tell_ground(telling, utskr_rule_cite(telling->pack, "entry-day"),
                      liability->spell_count == 1 ? spell->told_index : 0);
    utskr_tell(telling, ".");
}

static void tell_payer(utskr_telling *telling, int32_t payer) {
    if (payer <= 0 || payer > 9999) {
        return;
    }
    utskr_tell_in(telling, " Betalande kommun: ", " Paying municipality: ");
    utskr_stage_digits(&telling->stage, (uint64_t)payer, 4);
    utskr_tell(telling, ".");
}

static void tell_figures(utskr_telling *telling, const utskr_liability *liability) {
    const utskr_figures *figures = &liability->figures;
    utskr_tell_in(telling, "\nKommunens betalningsansvar\n  ", "\nThe municipality's liability\n  ");
    utskr_tell(telling, utskr_message_liability_status(figures->status, telling->language));
    tell_entry(telling, liability);
    utskr_tell_in(telling, "\n  Hittills: ", "\n  So far: ");
    tell_days_and_amount(telling, figures->days, figures->days_known, figures->ore, figures->amount_known);
    utskr_tell_ground(telling, utskr_rule_cite(telling->pack, "charged-days"), 0);
    utskr_tell(telling, ".");
    tell_payer(telling, liability->payer);
    utskr_tell(telling, "\n");
    if (liability->collective) {
        utskr_tell_in(telling,
                      "  Överenskommelsen räknar gemensamt per månad; det här är vad ärendet skulle kosta för sig.\n",
                      "  The agreement settles by the month; these are the figures of the case on its own.\n");
    }
    if (liability->under_act) {
        utskr_tell_in(telling,
                      "  Bedömt enligt lagen, eftersom överenskommelsen inte binder den betalande kommunen "
                      "(2017:612 4 kap. 5 §).\n",
                      "  Judged under the act, since the agreement does not bind the paying municipality "
                      "(2017:612 4 kap. 5 §).\n");
    }
}

/* --- Why -------------------------------------------------------------------------------------------------------------------- */

static void tell_fulfilment(utskr_telling *telling, int32_t answer) {
    if (answer == UTSKR_UNKNOWN) {
        utskr_tell_in(telling, "inte klarlagt", "not settled");
    } else {
        utskr_tell(telling, utskr_message_answer(answer, telling->language));
    }
}

/* Those of the latest spell; each is also a reason, and is told here only. */
static void tell_prerequisites(utskr_telling *telling, const utskr_liability *liability) {
    const utskr_spell_judgement *spell = latest_spell(liability);
    for (int32_t i = 0; spell && i < UTSKR_PREREQUISITE_COUNT; i++) {
        if (i == 0) {
            utskr_tell_in(telling, "  Förutsättningar:\n", "  Prerequisites:\n");
        }
        if (i == UTSKR_PRE_NOT_OPPOSED && spell->prerequisites[i] == UTSKR_NOT_NEEDED) {
            continue;
        }
        utskr_tell(telling, "    ");
        tell_fulfilment(telling, spell->prerequisites[i]);
        utskr_tell(telling, ": ");
        utskr_tell(telling, utskr_message_prerequisite(i, telling->language));
        utskr_tell_ground(telling, utskr_rule_cite(telling->pack, utskr_prerequisite_name(i)),
                          spell->prerequisite_index[i]);
        utskr_tell(telling, "\n");
    }
}

static void tell_reasons(utskr_telling *telling, const utskr_liability *liability) {
    int32_t first = latest_spell(liability) ? UTSKR_PREREQUISITE_COUNT : 0;
    for (int32_t reason = first; reason < UTSKR_REASON_COUNT; reason++) {
        if (liability->figures.reasons & (UINT32_C(1) << reason)) {
            utskr_tell(telling, "  ");
            utskr_tell(telling, utskr_message_reason(reason, telling->language));
            utskr_tell_ground(telling, utskr_message_reason_cite(reason), 0);
            utskr_tell(telling, "\n");
        }
    }
}

static void tell_alternatives(utskr_telling *telling, const utskr_liability *liability) {
    uint32_t told = 0;
    for (uint32_t i = 0; i < liability->alternative_count && i < UTSKR_ALTERNATIVE_LIMIT; i++) {
        const utskr_alternative *alternative = &liability->alternatives[i];
        const utskr_reading_info *reading = utskr_reading_at(alternative->reading);
        if (!reading || alternative->value >= reading->value_count) {
            continue;
        }
        if (told++ == 0) {
            utskr_tell_in(telling, "  Med andra läsningar av texten:\n", "  Under other readings of the text:\n");
        }
        utskr_tell(telling, "    ");
        utskr_tell(telling, reading->id);
        utskr_tell(telling, "=");
        utskr_tell(telling, reading->values[alternative->value]);
        utskr_tell(telling, ": ");
        tell_days_and_amount(telling, alternative->days, alternative->days_known, alternative->ore,
                             alternative->amount_known);
        utskr_tell_ground(telling, reading->cite, 0);
        utskr_tell(telling, "\n");
    }
}

void utskr_tell_liability(utskr_telling *telling) {
    const utskr_liability *liability = &telling->judgement->liability;
    tell_figures(telling, liability);
    tell_reasons(telling, liability);
    tell_prerequisites(telling, liability);
    tell_alternatives(telling, liability);
}
