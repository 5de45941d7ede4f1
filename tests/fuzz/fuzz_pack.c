/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any bytes as a pack file: they are refused with a place, or they are a pack that is written and read as the same text again, and
 * by which any case can be judged. Built with libFuzzer, or with replay.c over a corpus.
 */
#include "tests/host.h"
#include <stdlib.h>
#include <string.h>
#include <utskrivning/utskrivning.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_CAPACITY = 1 << 22 };

typedef struct text {
    size_t length;
    char bytes[TEXT_CAPACITY];
} text;

/* A stay in which much happens. */
static const char LOG[] =
    "case a municipality=0484\n"
    "2026-05-04T09:00+02:00 hospital admitted ongoing=social-services care=psychiatric\n"
    "2026-05-04T10:00+02:00 hospital needs-assessed social-services municipal-health outpatient open-compulsory\n"
    "2026-05-04T10:30+02:00 patient consent scope=information given\n"
    "2026-05-04T11:00+02:00 hospital admission-notice to=social-services,outpatient contains=name expected=2026-05-11\n"
    "2026-05-05T09:00+02:00 hospital track red\n"
    "2026-05-05T10:00+02:00 outpatient acknowledged of=admission-notice\n"
    "2026-05-06T10:00+02:00 outpatient sip-need needed\n"
    "2026-05-06T10:00+02:00 hospital checklist item=aids needed\n"
    "2026-05-11T10:00+02:00 hospital discharge-ready\n"
    "2026-05-11T11:00+02:00 hospital discharge-ready-notice to=social-services,municipal-health,outpatient\n"
    "2026-05-12T10:00+02:00 outpatient sip-call to=social-services,municipal-health,hospital\n"
    "2026-05-13T10:00+02:00 social-services municipality-ready for=sol from=2026-05-14\n"
    "2026-05-14T10:00+02:00 outpatient sip-held with=social-services\n"
    "2026-05-14T11:00+02:00 outpatient sip-established at-hospital followup=2026-06-14\n"
    "2026-05-20T10:00+02:00 hospital discharged to=home\n"
    "2026-05-21T10:00+02:00 hospital followup-call not-reached\n";

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

static int take(const char *bytes, size_t length, void *user) {
    text *out = user;
    require(length <= sizeof out->bytes - out->length);
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
    return 0;
}

static int forget(const char *bytes, size_t length, void *user) {
    (void)bytes;
    (void)length;
    (void)user;
    return 0;
}

static int64_t give(char *buffer, size_t capacity, void *user) {
    size_t *at = user;
    size_t length = sizeof LOG - 1 - *at < capacity ? sizeof LOG - 1 - *at : capacity;
    memcpy(buffer, LOG + *at, length);
    *at += length;
    return (int64_t)length;
}

static void judge(const utskr_case *c, const utskr_pack *pack) {
    static utskr_obligation obligations[4 * UTSKR_OBLIGATION_LIMIT];
    static utskr_finding findings[4 * UTSKR_FINDING_LIMIT];
    static utskr_day days[64];
    static utskr_judgement judgement;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = sizeof obligations / sizeof obligations[0];
    judgement.findings = findings;
    judgement.finding_capacity = sizeof findings / sizeof findings[0];
    judgement.days = days;
    judgement.day_capacity = sizeof days / sizeof days[0];
    question.pack = pack;
    question.at = INT64_C(1780272000); /* 2026-06-01 */
    require(utskr_case_judge(c, &question, 0, &judgement) == UTSKR_OK);
    require(utskr_judgement_write_json(c, "f", &judgement, forget, NULL) == UTSKR_OK);
    require(utskr_explain(c, "f", &judgement, UTSKR_SV, forget, NULL) == UTSKR_OK);
    require(utskr_rules_write_json(pack, forget, NULL) == UTSKR_OK);
    for (uint32_t i = 0; i < judgement.obligation_count; i++) {
        utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
        require(utskr_pack_rule(pack, obligations[i].rule, &rule) == UTSKR_OK);
        require(strcmp(rule.id, obligations[i].id) == 0 && strcmp(rule.cite, obligations[i].cite) == 0);
    }
}

static void judge_all(const utskr_pack *pack) {
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    size_t at = 0;
    require(utskr_case_new(&host_memory, &c) == UTSKR_OK);
    require(utskr_reader_new(&host_memory, give, NULL, &at, &reader) == UTSKR_OK);
    require(utskr_reader_next(reader, c) == UTSKR_OK);
    judge(c, pack);
    utskr_reader_free(reader);
    utskr_case_free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static text first;
    static text second;
    const utskr_pack *pack = NULL;
    const utskr_pack *again = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    const char *bytes = size > 0 ? (const char *)data : "";
    if (utskr_pack_parse(&host_memory, bytes, size, NULL, 0, &pack, &error) != UTSKR_OK) {
        require(pack == NULL && error.message[0] != '\0' && error.expected[0] != '\0');
        require((error.line != 0 && error.column != 0) || size > UTSKR_PACK_TEXT_LIMIT);
        return 0;
    }
    first.length = 0;
    second.length = 0;
    require(utskr_pack_write(pack, take, &first) == UTSKR_OK);
    if (first.length <= UTSKR_PACK_TEXT_LIMIT) {
        require(utskr_pack_parse(&host_memory, first.bytes, first.length, NULL, 0, &again, NULL) == UTSKR_OK);
        require(utskr_pack_write(again, take, &second) == UTSKR_OK);
        require(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0);
        utskr_pack_free(again);
    }
    judge_all(pack);
    utskr_pack_free(pack);
    return 0;
}
