/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A settlement told to somebody who pays it or sends the invoice. */
#include "text/message_table.h"

/* --- Words -------------------------------------------------------------------------------------------------------------- */

typedef const char *const words[UTSKR_LANGUAGE_COUNT];

static const char *word_in(words *table, int32_t count, int32_t number, int32_t language) {
    static words unknown_value = { "okänt värde", "unknown value" };
    words *word = number >= 0 && number < count ? &table[number] : &unknown_value;
    return (*word)[language == UTSKR_EN ? UTSKR_EN : UTSKR_SV];
}

const char *utskr_message_level(int32_t level, int32_t language) {
    static words levels[] = {
        { "okänd", "unknown" }, { "ingen", "none" }, { "genomsnitt", "average" }, { "individuell", "individual" }
    };
    return word_in(levels, (int32_t)(sizeof levels / sizeof levels[0]), level, language);
}

const char *utskr_message_left_out(int32_t left_out, int32_t language) {
    static words reasons[] = {
        { "Vistelsen räknas.", "The stay is counted." },
        { "Ingen kommun att betala är känd.", "No municipality that pays is known." },
        { "Det är inte visat att lagen gäller för patienten.", "It is not shown that the act applies to the patient." },
        { "Inget behov av kommunens insatser.", "No need of services from the municipality." },
        { "Ingen underrättelse om utskrivningsklar under vistelsen.", "No discharge-ready notice in the stay." },
        { "Inget inskrivningsmeddelande till kommunen innan vistelsen slutade.",
          "No admission notice to the municipality before the stay ended." },
        { "Underrättelsen om utskrivningsklar nådde inte alla berörda enheter i kommunen.",
          "The discharge-ready notice did not reach every municipal unit concerned." },
        { "Öppenvården kallade inte till SIP innan vistelsen slutade.",
          "The outpatient care did not call to a SIP before the stay ended." },
        { "Utskriven samma dag som underrättelsen (nolldag).", "Discharged on the day of the notice (day zero)." },
        { "Så lång vistelse räknas inte in i medelvärdet utan betalas för sig.",
          "So long a stay is left out of the average and billed by itself." },
        { "Underrättelsen kom efter bryttiden: dagen räknas inte.",
          "The notice came after the cut-off: its day is not counted." },
    };
    return word_in(reasons, (int32_t)(sizeof reasons / sizeof reasons[0]), left_out, language);
}

/* --- The table ---------------------------------------------------------------------------------------------------------- */

enum { NUMBER_WIDTH = 9, WORD_WIDTH = 11, AMOUNT_WIDTH = 16 };

static void tell_title(utskr_telling *telling, const char *swedish, const char *english, uint32_t width, bool right) {
    utskr_cell_text(telling, telling->language == UTSKR_EN ? english : swedish, width, right);
}

/* The titles, and at what instant the cases were judged. */
static void tell_titles(utskr_telling *telling, const utskr_settlement *settlement) {
    utskr_tell_in(telling, "Avräkning, bedömd ", "Settlement, judged ");
    utskr_tell_instant(telling, utskr_settlement_instant(settlement));
    utskr_tell(telling, "\n\n");
    utskr_cell_head_titles(telling);
    tell_title(telling, "Personer", "Persons", NUMBER_WIDTH, true);
    tell_title(telling, "Dagar", "Days", NUMBER_WIDTH, true);
    tell_title(telling, "Medel", "Average", NUMBER_WIDTH, true);
    tell_title(telling, "Gräns", "Threshold", NUMBER_WIDTH, true);
    tell_title(telling, "Över", "Above", WORD_WIDTH, false);
    tell_title(telling, "Nivå", "Level", WORD_WIDTH, false);
    tell_title(telling, "Dygn", "Owed days", NUMBER_WIDTH, true);
    tell_title(telling, "Belopp", "Amount", AMOUNT_WIDTH, true);
    utskr_row_end(telling);
}

static void tell_threshold(utskr_telling *telling, const utskr_settled_month *month) {
    if (month->threshold == UTSKR_THRESHOLD_NONE) {
        utskr_cell_text(telling, "-", NUMBER_WIDTH, true);
    } else {
        utskr_cell_number(telling, month->threshold, true, NUMBER_WIDTH);
    }
}

static void tell_row(utskr_telling *telling, const utskr_settled_month *month) {
    utskr_cell_head(telling, month);
    utskr_cell_number(telling, month->persons, month->known, NUMBER_WIDTH);
    utskr_cell_number(telling, month->days, month->known, NUMBER_WIDTH);
    utskr_cell_ratio(telling, month->days, month->persons, NUMBER_WIDTH);
    tell_threshold(telling, month);
    utskr_cell_text(telling, utskr_message_answer(month->above, telling->language), WORD_WIDTH, false);
    utskr_cell_text(telling, utskr_message_level(month->level, telling->language), WORD_WIDTH, false);
    utskr_cell_number(telling, month->owed_days, month->owed_days_known, NUMBER_WIDTH);
    char *begin = utskr_cell_begin(telling);
    if (month->owed_ore_known) {
        utskr_tell_sek(telling, month->owed_ore);
    } else {
        utskr_tell_in(telling, "okänt", "unknown");
    }
    utskr_cell_end(telling, begin, AMOUNT_WIDTH, true);
    utskr_row_end(telling);
}

/* --- Who is counted ------------------------------------------------------------------------------------------------------- */

/* What is being told. */
typedef struct object {
    const utskr_settlement *settlement;
    uint32_t index;
    utskr_settled_month month;
} object;

static void tell_counted(utskr_telling *telling, const object *o) {
    utskr_settled_stay stay;
    uint32_t count = 0;
    if (o->month.counted_count == 0) {
        return;
    }
    utskr_tell_in(telling, "  Räknas (dagar): ", "  Counted (days): ");
    for (uint32_t i = 0; i < o->month.stay_count; i++) {
        if (utskr_settlement_stay(o->settlement, o->index, i, &stay) == UTSKR_OK && stay.left_out == UTSKR_COUNTED) {
            utskr_tell(telling, count++ > 0 ? ", " : "");
            utskr_tell(telling, stay.name);
            utskr_tell(telling, " (");
            utskr_tell_number(telling, stay.days);
            utskr_tell(telling, ")");
        }
    }
    utskr_tell(telling, "\n");
}

static void tell_left_out(utskr_telling *telling, const object *o) {
    utskr_settled_stay stay;
    if (o->month.left_out_count == 0) {
        return;
    }
    utskr_tell_in(telling, "  Räknas inte:\n", "  Left out:\n");
    for (uint32_t i = 0; i < o->month.stay_count; i++) {
        if (utskr_settlement_stay(o->settlement, o->index, i, &stay) == UTSKR_OK && stay.left_out != UTSKR_COUNTED) {
            utskr_tell(telling, "    ");
            utskr_tell(telling, stay.name);
            utskr_tell(telling, ": ");
            utskr_tell(telling, utskr_message_left_out(stay.left_out, telling->language));
            utskr_tell(telling, " (");
            utskr_tell(telling, utskr_left_out_name(stay.left_out));
            utskr_tell(telling, ")\n");
        }
    }
}

/* --- What is charged ---------------------------------------------------------------------------------------------------- */

static void tell_charge(utskr_telling *telling, const object *o, const utskr_charge *charge) {
    utskr_tell(telling, "    ");
    utskr_tell(telling, charge->name);
    utskr_tell(telling, ": ");
    utskr_tell_days(telling, charge->first, charge->days);
    utskr_tell(telling, ", ");
    utskr_tell_number(telling, charge->days);
    utskr_tell_in(telling, " dygn à ", charge->days == 1 ? " day at " : " days at ");
    if (charge->ore_known) {
        utskr_tell_sek(telling, charge->ore);
    } else {
        utskr_tell_in(telling, "okänt belopp", "an unknown amount");
    }
    utskr_tell(telling, " (");
    utskr_tell(telling, charge->rule);
    utskr_tell(telling, "; ");
    utskr_tell(telling, utskr_rule_cite(o->month.pack, charge->rule));
    utskr_tell(telling, ")\n");
}

static void tell_charges(utskr_telling *telling, const object *o) {
    utskr_charge charge;
    if (o->month.charge_count == 0) {
        return;
    }
    utskr_tell_in(telling, "  Betalas dygn för dygn:\n", "  Charged by the day:\n");
    for (uint32_t i = 0; i < o->month.charge_count; i++) {
        if (utskr_settlement_charge(o->settlement, o->index, i, &charge) == UTSKR_OK) {
            tell_charge(telling, o, &charge);
        }
    }
}

/* --- What it rests on ----------------------------------------------------------------------------------------------------- */

static void tell_average(utskr_telling *telling, int64_t days, int64_t persons, int32_t above) {
    utskr_tell_ratio(telling, days, persons);
    utskr_tell(telling, " (");
    utskr_tell_number(telling, days);
    utskr_tell(telling, "/");
    utskr_tell_number(telling, persons);
    utskr_tell_in(telling, above == UTSKR_YES ? ", över)" : ")", above == UTSKR_YES ? ", above)" : ")");
}

static void tell_history(utskr_telling *telling, const object *o) {
    utskr_month_average average;
    for (uint32_t i = 0; i < o->month.history_count; i++) {
        if (utskr_settlement_history(o->settlement, o->index, i, &average) == UTSKR_OK) {
            utskr_tell_in(telling, i == 0 ? "  Månader: " : ", ", i == 0 ? "  Months: " : ", ");
            utskr_tell_month(telling, average.month);
            utskr_tell(telling, " ");
            tell_average(telling, average.days, average.persons, average.above);
        }
    }
    if (o->month.pooled_above != UTSKR_NOT_NEEDED && o->month.history_count > 0) {
        utskr_tell_in(telling, "; tillsammans ", "; together ");
        tell_average(telling, o->month.pooled_days, o->month.pooled_persons, o->month.pooled_above);
    }
    utskr_tell(telling, o->month.history_count > 0 ? "\n" : "");
}

static void tell_digest(utskr_telling *telling, const utskr_settled_month *month) {
    static const char hex[] = "0123456789abcdef";
    char text[2 * sizeof month->digest + 1];
    for (size_t i = 0; i < sizeof month->digest; i++) {
        text[2 * i] = hex[month->digest[i] >> 4];
        text[2 * i + 1] = hex[month->digest[i] & 15];
    }
    text[sizeof text - 1] = '\0';
    utskr_tell_in(telling, "  Kontrollsumma: ", "  Digest: ");
    utskr_tell(telling, text);
    utskr_tell(telling, "\n");
}

static void tell_notes(utskr_telling *telling, const utskr_settled_month *month) {
    if (month->under_act) {
        utskr_tell_in(telling,
                      "  Överenskommelsen binder inte kommunen: avräknas enligt lagen (2017:612 4 kap. 5 §).\n",
                      "  The agreement does not bind the municipality: settled under the act (2017:612 4 kap. 5 §).\n");
    }
    if (month->under_average == UTSKR_YES) {
        utskr_tell_in(
            telling,
            "  Medelvärdet låg över gränsen vid ett kvartalsslut: beloppet regleras särskilt och är inte känt "
            "här.\n",
            "  The average was above at the end of a quarter: the amount is settled apart and not known "
            "here.\n");
    }
}

static void tell_details(utskr_telling *telling, const object *o) {
    if (!o->month.known || (o->month.stay_count == 0 && o->month.charge_count == 0)) {
        return;
    }
    utskr_tell_object(telling, &o->month);
    tell_notes(telling, &o->month);
    tell_counted(telling, o);
    tell_left_out(telling, o);
    tell_charges(telling, o);
    tell_history(telling, o);
    tell_digest(telling, &o->month);
}

/* --- The whole -------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_explain_settlement(const utskr_settlement *settlement, int32_t language, utskr_sink sink,
                                      void *user) {
    object o = { settlement, 0, UTSKR_SETTLED_MONTH_INIT };
    utskr_telling telling;
    if (!settlement || !sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_status status = utskr_settlement_month(settlement, 0, &o.month);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_telling_begin(&telling, NULL, NULL, language, sink, user);
    tell_titles(&telling, settlement);
    for (; utskr_settlement_month(settlement, o.index, &o.month) == UTSKR_OK; o.index++) {
        tell_row(&telling, &o.month);
    }
    for (o.index = 0; utskr_settlement_month(settlement, o.index, &o.month) == UTSKR_OK; o.index++) {
        tell_details(&telling, &o);
    }
    return utskr_stage_end(&telling.stage);
}
