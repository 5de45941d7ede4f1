/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Judges the cases of a log from standard input in bulk, where obligations are only marked (lib/deadline/mark.c), and in full,
 * and holds one against the other: under every built-in pack, and under packs whose rows were changed by chance, with the readings of
 * the act and of chance, at the end of the case and at an instant within.
 *
 *     compare_marks SEED
 *
 * Prints a line for each difference, up to a few, and how many judgements were compared. 1: some differ.
 */
#include "deadline/plan.h"
#include "judgement/parts.h"
#include "tests/host.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utskrivning/utskrivning.h>

enum {
    OBLIGATIONS = UTSKR_OBLIGATION_LIMIT,
    FINDINGS = 256,
    WAYS = 5,
    SHOWN = 20,
    STATUSES = UTSKR_OBLIGATION_STATUS_COUNT
};

typedef struct marks {
    uint64_t of[STATUSES + 1][PLAN_WORDS]; /* the last are findings */
} marks;

static uint64_t state; /* SplitMix64 */

static uint64_t below(uint64_t limit) {
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % limit;
}

/* --- Two judgements ---------------------------------------------------------------------------------------------------- */

static bool judge_in_full(const utskr_facts *facts, const utskr_question *question, marks *out,
                          utskr_instant *next_change, uint8_t *closed) {
    static utskr_obligation obligations[OBLIGATIONS];
    static utskr_finding findings[FINDINGS];
    static utskr_day days[20000];
    utskr_judgement j;
    utskr_judgement_init(&j);
    j.obligations = obligations;
    j.obligation_capacity = OBLIGATIONS;
    j.findings = findings;
    j.finding_capacity = FINDINGS;
    j.days = days;
    j.day_capacity = sizeof days / sizeof days[0];
    memset(out, 0, sizeof *out);
    if (utskr_judge_parts(facts, question, PARTS_OF_NEXT_CHANGE, &j) != UTSKR_OK) {
        return false;
    }
    for (uint32_t i = 0; i < j.obligation_count; i++) {
        utskr_mark_rule(out->of[obligations[i].status], obligations[i].rule);
    }
    for (uint32_t i = 0; i < j.finding_count; i++) {
        utskr_mark_rule(out->of[STATUSES], findings[i].rule);
    }
    *next_change = j.next_change;
    *closed = j.closed;
    return true;
}

static bool judge_in_bulk(const utskr_facts *facts, const utskr_question *question, marks *out,
                          utskr_instant *next_change, uint8_t *closed) {
    static row_plan plan;
    utskr_judgement j;
    context prepared;
    rule_bits bits = { .plan = &plan };
    utskr_judgement_init(&j);
    memset(out, 0, sizeof *out);
    for (uint32_t status = 0; status < STATUSES; status++) {
        bits.obligations[status] = out->of[status];
    }
    bits.findings = out->of[STATUSES];
    utskr_plan_rows(&plan, question->pack);
    if (!plan.complete || utskr_context_prepare(&prepared, question) != UTSKR_OK) {
        return false;
    }
    const utskr_status status = utskr_judge_marking(&prepared, facts, question->at, PARTS_OF_NEXT_CHANGE, &bits, &j);
    *next_change = j.next_change;
    *closed = j.closed;
    return status == UTSKR_OK || status == UTSKR_BUFFER_TOO_SMALL; /* of days, for which there is no room */
}

/* --- What differs ------------------------------------------------------------------------------------------------------ */

static uint64_t compared, differing;

static void tell(const utskr_facts *facts, const utskr_question *question, const char *what, uint32_t rule) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    utskr_rule_info about = UTSKR_RULE_INFO_INIT;
    (void)utskr_pack_describe(question->pack, &info);
    (void)utskr_pack_rule(question->pack, rule, &about);
    printf("# %s, %u events, at %" PRId64 ": %s %s\n", info.id, (unsigned)facts->event_count, question->at, about.id,
           what);
}

static void show(const utskr_facts *facts, const utskr_question *question, const marks *full, const marks *bulk) {
    for (uint32_t status = 0; status <= STATUSES; status++) {
        for (uint32_t rule = 0; rule < 64 * PLAN_WORDS; rule++) {
            const bool in_full = (full->of[status][rule / 64] >> rule % 64 & 1) != 0;
            if (in_full != (bulk->of[status][rule / 64] >> rule % 64 & 1)) {
                printf("# %s: ", status == STATUSES ? "finding" : utskr_obligation_status_name((int32_t)status));
                tell(facts, question, in_full ? "in full alone" : "in bulk alone", rule);
            }
        }
    }
}

static void compare(const utskr_facts *facts, const utskr_question *question) {
    marks full, bulk;
    utskr_instant next[2];
    uint8_t closed[2];
    if (!judge_in_full(facts, question, &full, &next[0], &closed[0]) ||
        !judge_in_bulk(facts, question, &bulk, &next[1], &closed[1])) {
        fputs("compare_marks: a case that can't be judged\n", stderr);
        exit(2);
    }
    compared++;
    if (memcmp(&full, &bulk, sizeof full) == 0 && next[0] == next[1] && closed[0] == closed[1]) {
        return;
    }
    if (differing++ < SHOWN) {
        show(facts, question, &full, &bulk);
        tell(facts, question, next[0] == next[1] && closed[0] == closed[1] ? "differs" : "changes at another time", 0);
    }
}

/* Each reading has its first value, or now and then any. */
static void draw_readings(utskr_readings *out, bool by_chance) {
    utskr_readings_init(NULL, out);
    for (int32_t i = 0; by_chance && i < UTSKR_READING_COUNT; i++) {
        if (below(4) == 0) {
            out->value[i] = (uint8_t)below(utskr_reading_at(i)->value_count);
        }
    }
}

/* --- Packs by chance ------------------------------------------------------------------------------------------------------- */

enum { ROWS_MOST = 96 };

static uint8_t any_of(const uint8_t *values, uint64_t count) {
    return values[below(count)];
}

/* Changes one thing about a row, so that it stays one that a pack might have. */
static void change(rule_row *r) {
    static const uint8_t senders[] = { BY_ANYONE, BY_OBLIGED, HOSPITAL, OUTPATIENT, MUNICIPALITY };
    static const uint8_t triggers[] = { FROM_FIRST,
                                        FROM_EACH,
                                        FROM_FIRST_SENT,
                                        FROM_EACH_READY,
                                        FROM_READY_NOTICE,
                                        FROM_NEED,
                                        FROM_READY_NOTICE_SENT,
                                        FROM_FIRST_READY,
                                        FROM_SIP_SPELL,
                                        FROM_NOTICE_OR_LEAVING };
    static const uint8_t kinds[] = { UTSKR_ADMITTED,        UTSKR_ADMISSION_NOTICE, UTSKR_DISCHARGE_READY_NOTICE,
                                     UTSKR_DISCHARGED,      UTSKR_SIP_CALL,         UTSKR_ACKNOWLEDGED,
                                     UTSKR_CARE_CONTACT,    UTSKR_CHECKLIST,        UTSKR_SIP_HELD,
                                     UTSKR_PATIENT_INFORMED };
    static const uint8_t forms[] = { UTSKR_FORM_ASAP, UTSKR_FORM_HOURS, UTSKR_FORM_DAYS, UTSKR_FORM_SAME_DAY };
    static const uint8_t anchored[] = { UTSKR_FORM_BEFORE, UTSKR_FORM_BY, UTSKR_FORM_NOT_BEFORE };
    static const uint8_t parties[] = { HOSPITAL, OUTPATIENT, MUNICIPALITY, EACH_UNIT, HOSPITAL | EACH_UNIT };
    static const uint16_t bits[] = { COUNTS_AFTER, EXCEPT_OUTPATIENT, NAMES_LEAD, ABOUT_SIP };
    static const uint16_t conditions[] = { WHEN_CONCERNED, WHEN_SIP_REQUIRED, WHEN_BOTH_NEEDED, WHEN_CONSENTED,
                                           WHEN_HOME,      WHEN_HOSPITAL_RED, WHEN_NOTIFIED };
    switch (below(9)) {
    case 0: r->met[0].by = any_of(senders, 5); break;
    case 1: r->trigger = any_of(triggers, 10); break;
    case 2: r->from = (pattern){ any_of(kinds, 10), any_of(senders + 2, 3), 0, 0 }; break;
    case 3: r->parties = any_of(parties, 5); break;
    case 4:
        r->anchor = 0;
        r->form = any_of(forms, 4);
        r->number = (int16_t)below(100);
        break;
    case 5:
        r->anchor = below(3) == 0 ? UTSKR_DISCHARGE_READY_NOTICE : UTSKR_DISCHARGED;
        r->form = any_of(anchored, 3);
        break;
    case 6: r->marks ^= bits[below(4)]; break;
    case 7: r->when ^= conditions[below(7)]; break;
    default: r->excused = (uint8_t)below(64); break;
    }
}

/* The pack with some of its rows changed, until the next one. */
static const utskr_pack *changed_pack(const utskr_pack *from) {
    static rule_row rows[ROWS_MOST];
    static utskr_pack pack;
    pack = *from;
    if (pack.row_count == 0 || pack.row_count > ROWS_MOST) {
        return from;
    }
    memcpy(rows, from->rows, from->row_count * sizeof rows[0]);
    for (uint32_t i = 0; i < from->row_count; i++) {
        for (uint64_t changes = below(4); changes != 0; changes--) {
            change(&rows[i]);
        }
    }
    pack.rows = rows;
    return &pack;
}

static void compare_case(const utskr_case *c) {
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_readings readings;
    utskr_facts facts;
    utskr_instant last;
    if (utskr_case_latest(c, 0, &last) != UTSKR_OK) {
        return;
    }
    for (uint32_t i = 0; utskr_pack_at(i) != NULL; i++) {
        for (uint32_t way = 0; way < WAYS; way++) {
            draw_readings(&readings, way > 0);
            question.pack = way % 3 == 2 ? changed_pack(utskr_pack_at(i)) : utskr_pack_at(i);
            question.readings = &readings;
            question.at =
                way % 2 == 0 ? last + (utskr_instant)below(40 * 86400) : last - (utskr_instant)below(9 * 86400);
            if (utskr_case_facts(c, question.at, 0, &facts) == UTSKR_OK) {
                compare(&facts, &question);
            }
        }
    }
}

int main(int count, char **words) {
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    state = count > 1 ? strtoull(words[1], NULL, 10) : 1;
    if (utskr_case_new(&host_memory, &c) != UTSKR_OK ||
        utskr_reader_new(&host_memory, host_read, NULL, stdin, &reader) != UTSKR_OK) {
        return 2;
    }
    utskr_status status = utskr_reader_next(reader, c);
    for (; status != UTSKR_NOT_FOUND; status = utskr_reader_next(reader, c)) {
        if (status == UTSKR_OK) {
            compare_case(c);
        }
    }
    utskr_reader_free(reader);
    utskr_case_free(c);
    printf("%" PRIu64 " judgements, %" PRIu64 " differ\n", compared, differing);
    return differing != 0 || compared == 0;
}
