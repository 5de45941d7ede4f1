/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Worklists, sharing answers and findings as lines of JSON. */
#include <utskrivning/json.h>

#include "text/json_out.h"

static void put_rules_and_instant(utskr_stage *json, const utskr_pack *pack, utskr_instant at) {
    utskr_json_pack(json, pack);
    utskr_json_member_instant(json, "at", at);
}

/* --- Worklist ------------------------------------------------------------------------------------------------------------ */

/* Negative once it is late; null where there is no due time, or no instant of assessment. */
static void put_seconds_left(utskr_stage *json, utskr_instant due, utskr_instant at) {
    bool is_known = due != 0 && at != 0;
    utskr_json_member_number_or_null(json, "seconds_left", is_known ? due - at : 0, is_known);
}

static void put_must(utskr_stage *json, const utskr_judgement *judgement, const uint32_t *todo, uint32_t todo_count) {
    uint32_t count = 0;
    PUT(json, ",\"must\":[");
    for (uint32_t i = 0; i < todo_count; i++) {
        if (todo[i] < judgement->obligation_count) {
            const utskr_obligation *obligation = &judgement->obligations[todo[i]];
            utskr_json_comma(json, count++);
            utskr_json_obligation(json, obligation);
            put_seconds_left(json, obligation->due, judgement->at);
            utskr_stage_byte(json, '}');
        }
    }
    utskr_stage_byte(json, ']');
}

static void put_may(utskr_stage *json, const utskr_facts *facts, int32_t party) {
    uint32_t count = 0;
    PUT(json, ",\"may\":[");
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        if (utskr_may_send(facts, party, kind)) {
            utskr_json_comma(json, count++);
            utskr_json_word(json, utskr_kind_name(kind));
        }
    }
    utskr_stage_byte(json, ']');
}

static bool is_left_open(const utskr_obligation *obligation) {
    return obligation->status == UTSKR_OBLIGATION_OPEN || obligation->status == UTSKR_OBLIGATION_MISSED;
}

static void put_elsewhere(utskr_stage *json, const utskr_judgement *judgement, int32_t party) {
    uint32_t count = 0;
    PUT(json, ",\"elsewhere\":[");
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        const utskr_obligation *obligation = &judgement->obligations[i];
        if (obligation->party != party && is_left_open(obligation)) {
            utskr_json_comma(json, count++);
            utskr_json_obligation(json, obligation);
            utskr_stage_byte(json, '}');
        }
    }
    utskr_stage_byte(json, ']');
}

utskr_status utskr_worklist_write_json(const utskr_case *c, const char *file, const utskr_facts *facts,
                                       const utskr_judgement *judgement, int32_t party, const uint32_t *todo,
                                       uint32_t todo_count, utskr_sink sink, void *user) {
    utskr_status status = utskr_stage_check(judgement, sink);
    if (status != UTSKR_OK) {
        return status;
    }
    if (!facts || (!todo && todo_count > 0)) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_stage json;
    utskr_json_begin(&json, c, sink, user);
    utskr_json_case(&json, file);
    put_rules_and_instant(&json, judgement->pack, judgement->at);
    utskr_json_member_word(&json, "party", utskr_party_name(party));
    utskr_json_member_word(&json, "state", utskr_state_name(judgement->state));
    PUT(&json, ",\"step\":");
    utskr_json_step(&json, judgement);
    put_must(&json, judgement, todo, todo_count);
    put_may(&json, facts, party);
    put_elsewhere(&json, judgement, party);
    utskr_json_member_instant(&json, "next_change", judgement->next_change);
    utskr_stage_byte(&json, '}');
    return utskr_json_end(&json);
}

/* --- Sharing -------------------------------------------------------------------------------------------------------------- */

utskr_status utskr_sharing_write_json(const utskr_case *c, const char *file, const utskr_question *question,
                                      int32_t from, int32_t to, int32_t item, const utskr_sharing *sharing,
                                      utskr_sink sink, void *user) {
    if (!question || !sharing || !sink) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_stage json;
    utskr_json_begin(&json, c, sink, user);
    utskr_json_case(&json, file);
    put_rules_and_instant(&json, question->pack, question->at);
    utskr_json_member_word(&json, "from", utskr_party_name(from));
    utskr_json_member_word(&json, "to", utskr_party_name(to));
    utskr_json_member_word(&json, "item", utskr_share_item_name(item));
    utskr_json_member_word(&json, "answer", utskr_share_answer_name(sharing->answer));
    utskr_json_member_string(&json, "rule", sharing->rule);
    utskr_json_member_string(&json, "cite", sharing->cite);
    utskr_json_member_line(&json, "line", sharing->index);
    utskr_stage_byte(&json, '}');
    return utskr_json_end(&json);
}

/* --- Findings ------------------------------------------------------------------------------------------------------------- */

static void put_counts(utskr_stage *json, const utskr_case *c) {
    uint32_t counts[3] = { 0, 0, 0 }; /* accepted, refused, retracted: the values of utskr_entry.refused */
    uint32_t entries = c ? utskr_case_entry_count(c) : 0;
    for (uint32_t index = 1; index <= entries; index++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        if (utskr_case_entry(c, index, &entry) == UTSKR_OK && entry.refused < 3) {
            counts[entry.refused]++;
        }
    }
    utskr_json_member_number(json, "events", entries);
    utskr_json_member_number(json, "refused", counts[1]);
    utskr_json_member_number(json, "retracted", counts[2]);
}

static uint32_t header_line(const utskr_case *c) {
    utskr_header header = UTSKR_HEADER_INIT;
    return c && utskr_case_header(c, &header) == UTSKR_OK ? header.line : 0;
}

utskr_status utskr_findings_write_json(const utskr_case *c, const char *file, const utskr_judgement *judgement,
                                       utskr_sink sink, void *user) {
    utskr_status status = utskr_stage_check(judgement, sink);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_stage json;
    utskr_json_begin(&json, c, sink, user);
    utskr_json_case(&json, file);
    utskr_json_member_number(&json, "line", header_line(c));
    put_rules_and_instant(&json, judgement->pack, judgement->at);
    put_counts(&json, c);
    utskr_json_findings(&json, judgement);
    utskr_stage_byte(&json, '}');
    return utskr_json_end(&json);
}
