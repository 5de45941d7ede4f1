/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A judgement told to somebody at a ward. Every sentence comes from the judgement; no rule is known here. */
#include "text/message_out.h"

/* The event that an answer relies on, and the citation of the rule that gave it. */
static void tell_evidence(utskr_telling *telling, const char *answer) {
    const utskr_judgement *judgement = telling->judgement;
    for (uint32_t i = 0; i < judgement->evidence_count && i < UTSKR_EVIDENCE_LIMIT; i++) {
        const utskr_evidence *evidence = &judgement->evidence[i];
        if (evidence->applied && evidence->answer && strcmp(evidence->answer, answer) == 0) {
            utskr_tell_ground(telling, utskr_rule_cite(telling->pack, evidence->rule), evidence->index);
            return;
        }
    }
}

static void tell_answer(utskr_telling *telling, int32_t answer) {
    utskr_tell(telling, utskr_message_answer(answer, telling->language));
}

/* --- Where the case stands ---------------------------------------------------------------------------------------------- */

static void tell_position(utskr_telling *telling) {
    const utskr_judgement *judgement = telling->judgement;
    utskr_tell_in(telling, "\nLäge\n  ", "\nWhere the case stands\n  ");
    utskr_tell(telling, utskr_message_step(judgement->step, telling->language));
    utskr_tell(telling, ": ");
    utskr_tell(telling, utskr_message_state(judgement->state, telling->language));
    utskr_tell_in(telling, ".\n  Lagen om samverkan vid utskrivning gäller: ", ".\n  The act applies: ");
    tell_answer(telling, judgement->covered);
    tell_evidence(telling, "covered");
    utskr_tell_in(telling, ".\n  SIP krävs: ", ".\n  A SIP is required: ");
    tell_answer(telling, judgement->sip_required);
    utskr_tell_ground(telling, utskr_rule_cite(telling->pack, judgement->sip_rule), 0);
    utskr_tell(telling, ". SIP: ");
    utskr_tell(telling, utskr_message_sip_state(judgement->sip_state, telling->language));
    utskr_tell(telling, ".\n");
}

static void tell_subjects(utskr_telling *telling, const utskr_readiness *readiness) {
    utskr_tell_in(telling, "  Kommunen är klar (kommunklar): ", "  The municipality is ready (kommunklar): ");
    tell_answer(telling, readiness->municipality);
    for (int32_t subject = 0; subject < UTSKR_SUBJECT_COUNT; subject++) {
        utskr_tell(telling, "; ");
        utskr_tell(telling, utskr_message_subject(subject, telling->language));
        utskr_tell(telling, ": ");
        tell_answer(telling, readiness->subjects[subject]);
        utskr_tell_ground(telling, NULL, readiness->subject_index[subject]);
    }
    utskr_tell(telling, ".\n");
}

static void tell_home(utskr_telling *telling, const utskr_readiness *readiness) {
    uint32_t missing = 0;
    utskr_tell_in(telling, "  Klart för hemgång (hemgångsklar): ", "  All is ready for going home (hemgångsklar): ");
    tell_answer(telling, readiness->home);
    utskr_tell(telling, ".");
    for (int32_t criterion = 0; criterion < UTSKR_CRITERION_COUNT; criterion++) {
        if (readiness->criteria[criterion] != UTSKR_YES) {
            utskr_tell_in(telling, missing > 0 ? ", " : " Saknas: ", missing > 0 ? ", " : " Missing: ");
            utskr_tell(telling, utskr_message_criterion(criterion, telling->language));
            missing++;
        }
    }
    utskr_tell(telling, missing > 0 ? ".\n" : "\n");
}

static void tell_readiness(utskr_telling *telling) {
    const utskr_readiness *readiness = &telling->judgement->readiness;
    utskr_tell_in(telling, "  Patienten är utskrivningsklar: ", "  The patient is discharge-ready: ");
    tell_answer(telling, readiness->patient);
    utskr_tell_ground(telling, "2017:612 1 kap. 3 § 5", readiness->patient_index);
    utskr_tell(telling, ".\n");
    tell_subjects(telling, readiness);
    tell_home(telling, readiness);
}

/* --- Who must do what ----------------------------------------------------------------------------------------------------- */

/* Those with a due time come first, then what is to be done as soon as possible, then the rest. */
static utskr_instant order_of(const utskr_obligation *obligation) {
    if (obligation->due != 0) {
        return obligation->due;
    }
    return obligation->form == UTSKR_FORM_ASAP ? INT64_MAX - 1 : INT64_MAX;
}

/* The next one of the status after `*last`, soonest due first, those without a due time last; NULL after the last. */
static const utskr_obligation *next_due(const utskr_judgement *judgement, uint8_t status,
                                        const utskr_obligation *last) {
    const utskr_obligation *next = NULL;
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        const utskr_obligation *candidate = &judgement->obligations[i];
        bool comes_after = !last || order_of(candidate) > order_of(last) ||
                           (order_of(candidate) == order_of(last) && candidate > last);
        bool comes_sooner = !next || order_of(candidate) < order_of(next);
        if (candidate->status == status && comes_after && comes_sooner) {
            next = candidate;
        }
    }
    return next;
}

static void tell_section(utskr_telling *telling, uint8_t status, const char *swedish, const char *english) {
    const utskr_obligation *obligation = next_due(telling->judgement, status, NULL);
    if (!obligation) {
        return;
    }
    utskr_tell_in(telling, swedish, english);
    while (obligation) {
        utskr_tell_obligation(telling, obligation, true);
        obligation = next_due(telling->judgement, status, obligation);
    }
}

static void tell_unclear(utskr_telling *telling) {
    const utskr_judgement *judgement = telling->judgement;
    uint32_t told = 0;
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        if (judgement->obligations[i].status == UTSKR_OBLIGATION_UNKNOWN) {
            utskr_tell_unclear(telling, &judgement->obligations[i], told++);
        }
    }
    utskr_tell(telling, told > 0 ? ".\n" : "");
}

/* "fullgjort 8, fullgjort för sent 1" */
static void tell_done(utskr_telling *telling) {
    static const uint8_t settled[] = { UTSKR_OBLIGATION_MET, UTSKR_OBLIGATION_MET_LATE, UTSKR_OBLIGATION_EXCUSED };
    const utskr_judgement *judgement = telling->judgement;
    uint32_t told = 0;
    for (size_t s = 0; s < sizeof settled; s++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < judgement->obligation_count; i++) {
            count += judgement->obligations[i].status == settled[s];
        }
        if (count > 0) {
            utskr_tell_in(telling, told > 0 ? ", " : "\nÖvriga åtaganden: ", told > 0 ? ", " : "\nOther obligations: ");
            utskr_tell_number(telling, count);
            utskr_tell(telling, " ");
            utskr_tell(telling, utskr_message_obligation_status(settled[s], telling->language));
            told++;
        }
    }
    utskr_tell(telling, told > 0 ? ".\n" : "");
}

static void tell_obligations(utskr_telling *telling) {
    tell_section(telling, UTSKR_OBLIGATION_OPEN, "\nAtt göra härnäst\n", "\nTo do next\n");
    tell_section(telling, UTSKR_OBLIGATION_MISSED, "\nInte gjort i tid, återstår\n",
                 "\nNot done in time, still to do\n");
    tell_section(telling, UTSKR_OBLIGATION_NOT_MET, "\nRekommendationer som inte följdes\n", "\nAdvice not followed\n");
    tell_unclear(telling);
    tell_done(telling);
}

/* --- Findings --------------------------------------------------------------------------------------------------------------- */

/* A finding named after an obligation says that it was missed, or done late. */
void utskr_tell_finding(utskr_telling *telling, const utskr_finding *finding) {
    const char *text = utskr_message_finding(finding->id, telling->language);
    if (text) {
        utskr_tell(telling, text);
        return;
    }
    text = utskr_numbered_rule(telling, finding->rule, finding->id);
    utskr_tell_in(telling, "Inte gjort, eller gjort för sent: ", "Not done, or done late: ");
    utskr_tell(telling, text ? text : finding->id);
}

void utskr_tell_findings(utskr_telling *telling) {
    const utskr_judgement *judgement = telling->judgement;
    if (judgement->finding_count > 0) {
        utskr_tell_in(telling, "\nAvvikelser\n", "\nFindings\n");
    }
    for (uint32_t i = 0; i < judgement->finding_count; i++) {
        const utskr_finding *finding = &judgement->findings[i];
        utskr_tell(telling, "  ");
        utskr_tell(telling, utskr_message_party(finding->party, telling->language));
        utskr_tell(telling, ": ");
        utskr_tell_finding(telling, finding);
        if (finding->count > 1) {
            utskr_tell_in(telling, " Antal: ", " Count: ");
            utskr_tell_number(telling, finding->count);
            utskr_tell(telling, ".");
        }
        utskr_tell_ground(telling, finding->cite, finding->index);
        utskr_tell(telling, "\n");
    }
}

/* --- All of it -------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_explain(const utskr_case *c, const char *file, const utskr_judgement *judgement, int32_t language,
                           utskr_sink sink, void *user) {
    utskr_telling telling;
    utskr_status status = utskr_telling_judged(&telling, c, file, judgement, language, sink, user);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_tell_head(&telling, judgement->at);
    tell_position(&telling);
    tell_readiness(&telling);
    tell_obligations(&telling);
    utskr_tell_liability(&telling);
    utskr_tell_findings(&telling);
    if (judgement->next_change != 0) {
        utskr_tell_in(&telling, "\nNästa ändring utan ny händelse: ", "\nNext change without a new event: ");
        utskr_tell_instant(&telling, judgement->next_change);
        utskr_tell(&telling, ".\n");
    }
    return utskr_stage_end(&telling.stage);
}
