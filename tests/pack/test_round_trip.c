/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every built-in pack written as text and read back is the same pack, member by member, and is written as the same text. */
#include <utskrivning/utskrivning.h>

#include "rules/row.h"
#include "tests/pack/pack_text.h"
#include "tests/tap.h"

static bool same_text(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_pattern(const pattern *a, const pattern *b) {
    return a->kind == b->kind && a->by == b->by && a->bits == b->bits && a->value == b->value;
}

static bool same_patterns(const rule_row *a, const rule_row *b) {
    bool same = same_pattern(&a->from, &b->from) && same_pattern(&a->or_from, &b->or_from);
    for (uint32_t i = 0; i < PATTERN_LIMIT; i++)
        same = same && same_pattern(&a->met[i], &b->met[i]);
    return same;
}

static bool same_texts(const rule_row *a, const rule_row *b) {
    return same_text(a->id, b->id) && same_text(a->cite, b->cite) && same_text(a->text_en, b->text_en) &&
           same_text(a->text_sv, b->text_sv) && same_text(a->trigger_text, b->trigger_text) &&
           same_text(a->met_text, b->met_text) && same_text(a->form_text, b->form_text);
}

static bool same_numbers(const rule_row *a, const rule_row *b) {
    return a->parties == b->parties && a->items == b->items && a->valid_from == b->valid_from &&
           a->valid_to == b->valid_to && a->number == b->number && a->read_number == b->read_number &&
           a->when == b->when && a->marks == b->marks && a->trigger == b->trigger && a->fulfilment == b->fulfilment &&
           a->form == b->form && a->anchor == b->anchor && a->step_anchor == b->step_anchor && a->force == b->force &&
           a->colours == b->colours && a->inferred == b->inferred && a->excused == b->excused && a->to == b->to &&
           a->concerning == b->concerning && a->reading == b->reading && a->read_form == b->read_form &&
           a->grade == b->grade;
}

static bool same_rule(const plain_rule *a, const plain_rule *b) {
    return same_text(a->id, b->id) && same_text(a->cite, b->cite) && same_text(a->text_en, b->text_en) &&
           same_text(a->text_sv, b->text_sv) && a->group == b->group;
}

/* `got` holds its base's rows too, before its own. */
static void compare_rows(const utskr_pack *got, const utskr_pack *expected, uint32_t first) {
    for (uint32_t i = 0; i < expected->row_count; i++) {
        const rule_row *a = &got->rows[first + i];
        const rule_row *b = &expected->rows[i];
        tap_ok(same_texts(a, b), "%s %s: texts", expected->id, b->id);
        tap_ok(same_patterns(a, b), "%s %s: patterns", expected->id, b->id);
        tap_ok(same_numbers(a, b), "%s %s: numbers", expected->id, b->id);
    }
}

static void compare_rules(const utskr_pack *got, const utskr_pack *expected, uint32_t first) {
    for (uint32_t i = 0; i < expected->rule_count; i++)
        tap_ok(same_rule(&got->rules[first + i], &expected->rules[i]), "%s %s", expected->id, expected->rules[i].id);
}

static bool same_graces(const psychiatric_grace *a, const psychiatric_grace *b) {
    if (a == NULL || b == NULL)
        return a == b;
    while (a->days != 0 && a->days == b->days && a->from == b->from && a->to == b->to &&
           a->noon_is_read == b->noon_is_read) {
        a++;
        b++;
    }
    return a->days == 0 && b->days == 0;
}

static void compare_parameters(const utskr_pack *a, const utskr_pack *b) {
    utskr_readings mine, theirs;
    tap_ok(same_text(a->id, b->id) && same_text(a->title, b->title) && same_text(a->source, b->source), "%s: head",
           b->id);
    tap_ok(a->county == b->county && a->valid_from == b->valid_from && a->valid_to == b->valid_to &&
               a->grade == b->grade && a->one_principal == b->one_principal && a->grace_days == b->grace_days,
           "%s: numbers", b->id);
    tap_ok(a->asks_not_opposed == b->asks_not_opposed && a->active_unknown == b->active_unknown &&
               a->sip_call_from_ready == b->sip_call_from_ready,
           "%s: switches", b->id);
    tap_ok(a->settled.model == b->settled.model && a->settled.clock_cutoff == b->settled.clock_cutoff &&
               a->settled.zero_left_out == b->settled.zero_left_out && a->settled.months == b->settled.months &&
               a->settled.threshold == b->settled.threshold && a->settled.long_stay == b->settled.long_stay,
           "%s: model", b->id);
    tap_ok(same_graces(a->psychiatric, b->psychiatric), "%s: psychiatric care", b->id);
    (void)utskr_readings_init(a, &mine);
    (void)utskr_readings_init(b, &theirs);
    tap_ok(memcmp(mine.value, theirs.value, sizeof mine.value) == 0, "%s: readings", b->id);
}

static bool same_info(const utskr_rule_info *a, const utskr_rule_info *b) {
    return same_text(a->id, b->id) && same_text(a->cite, b->cite) && same_text(a->pack, b->pack) &&
           a->valid_from == b->valid_from && a->valid_to == b->valid_to && a->grade == b->grade &&
           a->group == b->group && a->force == b->force && a->form == b->form && a->number == b->number;
}

/* Whoever lists the rules sees the same list. */
static void compare_lists(const utskr_pack *got, const utskr_pack *expected) {
    utskr_pack_info a = UTSKR_PACK_INFO_INIT, b = UTSKR_PACK_INFO_INIT;
    utskr_rule_info mine = UTSKR_RULE_INFO_INIT, theirs = UTSKR_RULE_INFO_INIT;
    (void)utskr_pack_describe(got, &a);
    (void)utskr_pack_describe(expected, &b);
    tap_eq_i64(a.rule_count, b.rule_count, "%s: as many rules", b.id);
    tap_eq_str(a.base, b.base, "%s: the base", b.id);
    for (uint32_t i = 0; i < b.rule_count; i++) {
        (void)utskr_pack_rule(got, i, &mine);
        (void)utskr_pack_rule(expected, i, &theirs);
        tap_ok(same_info(&mine, &theirs), "%s: rule %u is %s", b.id, (unsigned)i, theirs.id);
    }
    tap_ok(utskr_pack_rule(got, b.rule_count, &mine) == UTSKR_NOT_FOUND, "%s: no rule more", b.id);
}

static void test_pack(const utskr_pack *pack) {
    static pack_text first, second;
    const utskr_pack *got = NULL;
    utskr_error error = UTSKR_ERROR_INIT;
    pack_text_write(pack, &first);
    const utskr_status status = utskr_pack_parse(&pack_allocator, first.bytes, first.length, NULL, 0, &got, &error);
    if (!tap_ok(status == UTSKR_OK, "%s: what was written is read", pack->id)) {
        printf("# %u:%u %s '%s', expected %s\n", (unsigned)error.line, (unsigned)error.column, error.message,
               error.word, error.expected);
        return;
    }
    compare_parameters(got, pack);
    tap_eq_i64(got->row_count, pack->row_count + (pack->base != NULL ? pack->base->row_count : 0), "%s: rows",
               pack->id);
    compare_rows(got, pack, pack->base != NULL ? pack->base->row_count : 0);
    compare_rules(got, pack, pack->base != NULL ? pack->base->rule_count : 0);
    compare_lists(got, pack);
    pack_text_write(got, &second);
    tap_ok(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0,
           "%s: the same text again", pack->id);
    utskr_pack_free(got);
}

int main(void) {
    for (uint32_t i = 0; i < utskr_pack_count(); i++)
        test_pack(utskr_pack_at(i));
    tap_eq_i64((int64_t)pack_bytes_held, 0, "all memory is given back");
    return tap_done();
}
