/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Worklists, sharing answers and findings told to somebody at a ward. */
#include "text/message_out.h"

/* --- Worklist ------------------------------------------------------------------------------------------------------------ */

/* "2 dygn 3 h kvar" or "1 h 20 min för sent" */
static void tell_time_left(utskr_telling *telling, utskr_instant due, utskr_instant at) {
    if (due == 0 || at == 0) {
        return;
    }
    int64_t minutes = (due > at ? due - at : at - due) / 60;
    int64_t days = minutes / 1440;
    int64_t hours = minutes / 60 % 24;
    utskr_tell(telling, "    ");
    if (days > 0) {
        utskr_tell_number(telling, days);
        utskr_tell_in(telling, " dygn ", " d ");
    }
    utskr_tell_number(telling, hours);
    utskr_tell(telling, " h ");
    utskr_tell_number(telling, minutes % 60);
    utskr_tell_in(telling, due >= at ? " min kvar\n" : " min för sent\n", due >= at ? " min left\n" : " min late\n");
}

/* NULL for an index that there is not. */
static const utskr_obligation *obligation_at(const utskr_judgement *judgement, uint32_t index) {
    return index < judgement->obligation_count ? &judgement->obligations[index] : NULL;
}

static void tell_must(utskr_telling *telling, const uint32_t *todo, uint32_t todo_count) {
    const utskr_judgement *judgement = telling->judgement;
    uint32_t told = 0;
    for (uint32_t i = 0; i < todo_count; i++) {
        const utskr_obligation *obligation = obligation_at(judgement, todo[i]);
        if (obligation && obligation->status != UTSKR_OBLIGATION_UNKNOWN) {
            utskr_tell_in(telling, told > 0 ? "" : "\nAtt göra\n", told > 0 ? "" : "\nTo do\n");
            utskr_tell_obligation(telling, obligation, false);
            tell_time_left(telling, obligation->due, judgement->at);
            told++;
        }
    }
    if (told == 0) {
        utskr_tell_in(telling, "\nInget att göra.\n", "\nNothing to do.\n");
    }
}

static void tell_unclear(utskr_telling *telling, const uint32_t *todo, uint32_t todo_count) {
    const utskr_judgement *judgement = telling->judgement;
    uint32_t told = 0;
    for (uint32_t i = 0; i < todo_count; i++) {
        const utskr_obligation *obligation = obligation_at(judgement, todo[i]);
        if (obligation && obligation->status == UTSKR_OBLIGATION_UNKNOWN) {
            utskr_tell_unclear(telling, obligation, told++);
        }
    }
    utskr_tell(telling, told > 0 ? ".\n" : "");
}

static void tell_may(utskr_telling *telling, const utskr_facts *facts, int32_t party) {
    uint32_t count = 0;
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        if (utskr_may_send(facts, party, kind)) {
            utskr_tell_in(telling, count > 0 ? ", " : "\nKan registreras nu\n  ",
                          count > 0 ? ", " : "\nMay be sent or recorded now\n  ");
            utskr_tell(telling, utskr_message_kind(kind, telling->language));
            count++;
        }
    }
    utskr_tell(telling, count > 0 ? ".\n" : "");
}

static void tell_elsewhere(utskr_telling *telling, int32_t party) {
    const utskr_judgement *judgement = telling->judgement;
    uint32_t count = 0;
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        const utskr_obligation *obligation = &judgement->obligations[i];
        bool is_left = obligation->status == UTSKR_OBLIGATION_OPEN || obligation->status == UTSKR_OBLIGATION_MISSED;
        if (obligation->party != party && is_left) {
            if (count++ == 0) {
                utskr_tell_in(telling, "\nVäntar på andra\n", "\nWaiting for others\n");
            }
            utskr_tell_obligation(telling, obligation, true);
        }
    }
}

utskr_status utskr_explain_worklist(const utskr_case *c, const char *file, const utskr_facts *facts,
                                    const utskr_judgement *judgement, int32_t party, const uint32_t *todo,
                                    uint32_t todo_count, int32_t language, utskr_sink sink, void *user) {
    utskr_telling telling;
    utskr_status status = utskr_telling_judged(&telling, c, file, judgement, language, sink, user);
    if (status != UTSKR_OK) {
        return status;
    }
    if (!facts || (!todo && todo_count > 0)) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_tell_head(&telling, judgement->at);
    utskr_tell_in(&telling, "Lista för ", "Worklist of ");
    utskr_tell(&telling, utskr_message_party(party, language));
    utskr_tell(&telling, ".\n");
    tell_must(&telling, todo, todo_count);
    tell_unclear(&telling, todo, todo_count);
    tell_may(&telling, facts, party);
    tell_elsewhere(&telling, party);
    return utskr_stage_end(&telling.stage);
}

/* --- Sharing -------------------------------------------------------------------------------------------------------------- */

static void tell_question(utskr_telling *telling, int32_t from, int32_t to, int32_t item) {
    utskr_tell_in(telling, "Får ", "May ");
    utskr_tell(telling, utskr_message_party(from, telling->language));
    utskr_tell_in(telling, " lämna \"", " tell \"");
    utskr_tell(telling, utskr_message_share_item(item, telling->language));
    utskr_tell_in(telling, "\" till ", "\" to ");
    utskr_tell(telling, utskr_message_party(to, telling->language));
    utskr_tell(telling, "? ");
}

utskr_status utskr_explain_sharing(const utskr_case *c, const char *file, const utskr_question *question, int32_t from,
                                   int32_t to, int32_t item, const utskr_sharing *sharing, int32_t language,
                                   utskr_sink sink, void *user) {
    if (!question || !sharing || !sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_telling telling;
    utskr_telling_begin(&telling, c, file, language, sink, user);
    telling.pack = question->pack ? question->pack : utskr_pack_at(0);
    utskr_tell_head(&telling, question->at);
    tell_question(&telling, from, to, item);
    utskr_tell(&telling, utskr_message_share_answer(sharing->answer, language));
    utskr_tell(&telling, "\n");
    const char *text = utskr_message_rule(telling.pack, sharing->rule, language);
    utskr_tell(&telling, text ? text : sharing->rule);
    utskr_tell_ground(&telling, sharing->cite, sharing->index);
    utskr_tell(&telling, "\n");
    return utskr_stage_end(&telling.stage);
}

/* --- Findings ------------------------------------------------------------------------------------------------------------- */

/* The line of the finding, or that of the header. */
static uint32_t line_of(const utskr_case *c, uint32_t index) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_header header = UTSKR_HEADER_INIT;
    if (c && index > 0 && utskr_case_entry(c, index, &entry) == UTSKR_OK) {
        return entry.line;
    }
    return c && utskr_case_header(c, &header) == UTSKR_OK ? header.line : 0;
}

utskr_status utskr_explain_findings(const utskr_case *c, const char *file, const utskr_judgement *judgement,
                                    int32_t language, utskr_sink sink, void *user) {
    utskr_telling telling;
    utskr_status status = utskr_telling_judged(&telling, c, file, judgement, language, sink, user);
    if (status != UTSKR_OK) {
        return status;
    }
    for (uint32_t i = 0; i < judgement->finding_count; i++) {
        const utskr_finding *finding = &judgement->findings[i];
        utskr_tell(&telling, file);
        utskr_tell(&telling, ":");
        utskr_tell_number(&telling, line_of(c, finding->index));
        utskr_tell(&telling, ": ");
        utskr_tell(&telling, utskr_tell_case_name(&telling));
        utskr_tell(&telling, ": ");
        utskr_tell(&telling, utskr_message_party(finding->party, language));
        utskr_tell(&telling, ": ");
        utskr_tell_finding(&telling, finding);
        if (finding->count > 1) {
            utskr_tell_in(&telling, " Antal: ", " Count: ");
            utskr_tell_number(&telling, finding->count);
            utskr_tell(&telling, ".");
        }
        utskr_tell_ground(&telling, finding->cite, 0);
        utskr_tell(&telling, "\n");
    }
    return utskr_stage_end(&telling.stage);
}
