/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A judgement as one line of JSON. */
#include <utskrivning/json.h>

#include "text/json_out.h"

/* --- Top level and readiness ------------------------------------------------------------------------------------------ */

void utskr_json_step(utskr_stage *json, const utskr_judgement *judgement) {
    static const char *const steps[] = { "before", "1", "2", "3", "4", "5", "ended", "suspended" };
    utskr_json_word(json, judgement->step < sizeof steps / sizeof steps[0] ? steps[judgement->step] : "unknown-step");
}

static void put_head(utskr_stage *json, const char *file, const utskr_judgement *judgement) {
    utskr_json_case(json, file);
    utskr_json_pack(json, judgement->pack);
    utskr_json_member_instant(json, "at", judgement->at);
    utskr_json_member_answer(json, "covered", judgement->covered);
    utskr_json_member_word(json, "state", utskr_state_name(judgement->state));
}

static void put_sip(utskr_stage *json, const utskr_judgement *judgement) {
    PUT(json, ",\"sip\":{\"required\":");
    utskr_json_answer(json, judgement->sip_required);
    utskr_json_member_string_or_null(json, "rule", judgement->sip_rule);
    utskr_json_member_word(json, "state", utskr_sip_state_name(judgement->sip_state));
    utskr_stage_byte(json, '}');
}

static void put_municipality_ready(utskr_stage *json, const utskr_readiness *readiness) {
    PUT(json, ",\"municipality_ready\":{\"combined\":");
    utskr_json_answer(json, readiness->municipality);
    for (int32_t subject = 0; subject < UTSKR_SUBJECT_COUNT; subject++) {
        utskr_stage_byte(json, ',');
        utskr_json_word(json, utskr_subject_name(subject));
        utskr_stage_byte(json, ':');
        utskr_json_answer(json, readiness->subjects[subject]);
    }
    PUT(json, ",\"lines\":{");
    for (int32_t subject = 0; subject < UTSKR_SUBJECT_COUNT; subject++) {
        utskr_json_comma(json, (uint32_t)subject);
        utskr_json_word(json, utskr_subject_name(subject));
        utskr_stage_byte(json, ':');
        utskr_json_line(json, readiness->subject_index[subject]);
    }
    PUT(json, "}}");
}

static void put_home_ready(utskr_stage *json, const utskr_readiness *readiness) {
    uint32_t missing = 0;
    PUT(json, ",\"home_ready\":{\"combined\":");
    utskr_json_answer(json, readiness->home);
    PUT(json, ",\"missing\":[");
    for (int32_t criterion = 0; criterion < UTSKR_CRITERION_COUNT; criterion++) {
        if (readiness->criteria[criterion] != UTSKR_YES) {
            utskr_json_comma(json, missing++);
            utskr_json_word(json, utskr_criterion_name(criterion));
        }
    }
    PUT(json, "],\"criteria\":{");
    for (int32_t criterion = 0; criterion < UTSKR_CRITERION_COUNT; criterion++) {
        utskr_json_comma(json, (uint32_t)criterion);
        utskr_json_word(json, utskr_criterion_name(criterion));
        PUT(json, ":{\"answer\":");
        utskr_json_answer(json, readiness->criteria[criterion]);
        utskr_json_member_line(json, "line", readiness->criterion_index[criterion]);
        utskr_stage_byte(json, '}');
    }
    PUT(json, "}}");
}

/* --- Obligations and findings ------------------------------------------------------------------------------------------ */

static void put_obligations(utskr_stage *json, const utskr_judgement *judgement) {
    PUT(json, ",\"obligations\":[");
    for (uint32_t i = 0; i < judgement->obligation_count; i++) {
        utskr_json_comma(json, i);
        utskr_json_obligation(json, &judgement->obligations[i]);
        utskr_stage_byte(json, '}');
    }
    utskr_stage_byte(json, ']');
}

static void put_instant_if_set(utskr_stage *json, const char *key, utskr_instant at) {
    if (at != 0) {
        utskr_stage_word(json, key);
        utskr_json_instant(json, at);
    }
}

/* Leaves the object open for more keys. */
void utskr_json_obligation(utskr_stage *json, const utskr_obligation *obligation) {
    PUT(json, "{\"id\":");
    utskr_json_string(json, obligation->id);
    PUT(json, ",\"party\":");
    utskr_json_word(json, utskr_party_name(obligation->party));
    PUT(json, ",\"force\":");
    utskr_json_word(json, utskr_force_name(obligation->force));
    PUT(json, ",\"status\":");
    utskr_json_word(json, utskr_obligation_status_name(obligation->status));
    PUT(json, ",\"due\":");
    utskr_json_instant(json, obligation->due);
    PUT(json, ",\"done\":");
    utskr_json_instant(json, obligation->done);
    PUT(json, ",\"cite\":");
    utskr_json_string(json, obligation->cite);
    PUT(json, ",\"trigger_line\":");
    utskr_json_line(json, obligation->trigger_index);
    PUT(json, ",\"done_line\":");
    utskr_json_line(json, obligation->done_index);
    PUT(json, ",\"trigger\":");
    utskr_json_instant(json, obligation->trigger);
    put_instant_if_set(json, ",\"earliest\":", obligation->earliest);
    put_instant_if_set(json, ",\"agreed\":", obligation->agreed);
    if (obligation->unmet_units) {
        PUT(json, ",\"unmet\":");
        utskr_json_parties(json, obligation->unmet_units);
    }
    if (obligation->colour_unstated) {
        PUT(json, ",\"mark\":\"colour-unstated\"");
    }
}

static void put_finding(utskr_stage *json, const utskr_finding *finding) {
    PUT(json, "{\"id\":");
    utskr_json_string(json, finding->id);
    PUT(json, ",\"party\":");
    utskr_json_word(json, utskr_party_name(finding->party));
    PUT(json, ",\"line\":");
    utskr_json_line(json, finding->index);
    PUT(json, ",\"count\":");
    utskr_stage_number(json, finding->count);
    PUT(json, ",\"cite\":");
    utskr_json_string(json, finding->cite);
    if (finding->colour_unstated) {
        PUT(json, ",\"mark\":\"colour-unstated\"");
    }
    utskr_stage_byte(json, '}');
}

void utskr_json_findings(utskr_stage *json, const utskr_judgement *judgement) {
    PUT(json, ",\"findings\":[");
    for (uint32_t i = 0; i < judgement->finding_count; i++) {
        utskr_json_comma(json, i);
        put_finding(json, &judgement->findings[i]);
    }
    utskr_stage_byte(json, ']');
}

/* --- Why ------------------------------------------------------------------------------------------------------------------ */

/* Answers already written, each with its length: a word is told from another mostly by that. */
typedef struct answered {
    uint32_t count;
    size_t length[UTSKR_EVIDENCE_LIMIT];
    const char *answer[UTSKR_EVIDENCE_LIMIT];
} answered;

/* True the first time that the answer comes. */
static bool is_first(answered *before, const char *answer) {
    size_t length = strlen(answer);
    for (uint32_t i = 0; i < before->count; i++) {
        if (before->length[i] == length && memcmp(before->answer[i], answer, length) == 0) {
            return false;
        }
    }
    before->length[before->count] = length;
    before->answer[before->count++] = answer;
    return true;
}

static void put_applied(utskr_stage *json, const utskr_evidence *evidence, uint32_t count) {
    answered before;
    before.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (evidence[i].applied && evidence[i].answer && is_first(&before, evidence[i].answer)) {
            utskr_json_string(json, evidence[i].answer);
            PUT(json, ":{\"rule\":");
            utskr_json_string(json, evidence[i].rule);
            utskr_json_member_line(json, "line", evidence[i].index);
            PUT(json, "},");
        }
    }
}

static void put_refused(utskr_stage *json, const utskr_evidence *evidence, uint32_t count) {
    uint32_t refused = 0;
    PUT(json, "\"refused\":[");
    for (uint32_t i = 0; i < count; i++) {
        if (!evidence[i].applied) {
            utskr_json_comma(json, refused++);
            utskr_json_string(json, evidence[i].rule);
        }
    }
    utskr_stage_byte(json, ']');
}

static void put_evidence(utskr_stage *json, const utskr_judgement *judgement) {
    uint32_t count =
        judgement->evidence_count < UTSKR_EVIDENCE_LIMIT ? judgement->evidence_count : UTSKR_EVIDENCE_LIMIT;
    PUT(json, ",\"evidence\":{");
    put_applied(json, judgement->evidence, count);
    put_refused(json, judgement->evidence, count);
    utskr_stage_byte(json, '}');
}

static void put_readings(utskr_stage *json, const utskr_readings *readings) {
    uint32_t count = 0;
    PUT(json, ",\"readings\":{");
    for (int32_t reading = 0; reading < UTSKR_READING_COUNT; reading++) {
        const utskr_reading_info *info = utskr_reading_at(reading);
        if (info && readings->value[reading] < info->value_count) {
            utskr_json_comma(json, count++);
            utskr_json_word(json, info->id);
            utskr_stage_byte(json, ':');
            utskr_json_word(json, info->values[readings->value[reading]]);
        }
    }
    utskr_stage_byte(json, '}');
}

static void put_previous(utskr_stage *json) {
    utskr_header header = UTSKR_HEADER_INIT;
    if (json->log) {
        (void)utskr_case_header(json->log, &header);
    }
    utskr_json_member_string_or_null(json, "previous", header.previous);
}

static void put_tail(utskr_stage *json, const utskr_judgement *judgement) {
    utskr_json_member_instant(json, "next_change", judgement->next_change);
    put_evidence(json, judgement);
    put_readings(json, &judgement->readings);
    PUT(json, ",\"step\":");
    utskr_json_step(json, judgement);
    utskr_json_member_truth(json, "closed", judgement->closed);
    put_previous(json);
    utskr_stage_byte(json, '}');
}

utskr_status utskr_judgement_write_json(const utskr_case *c, const char *file, const utskr_judgement *judgement,
                                        utskr_sink sink, void *user) {
    utskr_status status = utskr_stage_check(judgement, sink);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_stage json;
    utskr_json_begin(&json, c, sink, user);
    put_head(&json, file, judgement);
    put_sip(&json, judgement);
    utskr_json_member_answer(&json, "patient_ready", judgement->readiness.patient);
    put_municipality_ready(&json, &judgement->readiness);
    put_home_ready(&json, &judgement->readiness);
    put_obligations(&json, judgement);
    utskr_json_liability(&json, judgement);
    utskr_json_findings(&json, judgement);
    put_tail(&json, judgement);
    return utskr_json_end(&json);
}
