/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The built-in packs, and every rule of a pack for those who list, document or check them. */
#include "rules/row.h"

#include "rules/word_list.h"
#include <string.h>

static const utskr_pack *const packs[] = {
    &utskr_pack_lus,       &utskr_pack_jamtland_harjedalen, &utskr_pack_sormland,
    &utskr_pack_gotland,   &utskr_pack_vastra_gotaland,     &utskr_pack_stockholm,
    &utskr_pack_dalarna,   &utskr_pack_norrbotten,          &utskr_pack_skane,
    &utskr_pack_gavleborg,
};

#define PACK_COUNT (sizeof packs / sizeof packs[0])

uint32_t utskr_pack_count(void) {
    return PACK_COUNT;
}

const utskr_pack *utskr_pack_at(uint32_t index) {
    return index < PACK_COUNT ? packs[index] : NULL;
}

static const char *pack_id(uint32_t index, const void *table) {
    (void)table;
    return index < PACK_COUNT ? packs[index]->id : NULL;
}

utskr_status utskr_pack_find(const char *id, size_t length, const utskr_pack **out, utskr_error *error) {
    if (id == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    uint32_t index;
    const utskr_status status = utskr_word_in_list(id, length, pack_id, NULL, "the name of a rule pack", &index, error);
    if (status == UTSKR_OK)
        *out = packs[index];
    return status;
}

void utskr_pack_info_init(utskr_pack_info *info) {
    if (info != NULL)
        *info = (utskr_pack_info)UTSKR_PACK_INFO_INIT;
}

void utskr_rule_info_init(utskr_rule_info *info) {
    if (info != NULL)
        *info = (utskr_rule_info)UTSKR_RULE_INFO_INIT;
}

const utskr_pack *utskr_pack_for_municipality(int32_t municipality, utskr_date day) {
    const int32_t county = municipality < 100 ? municipality : municipality / 100;
    for (uint32_t i = 0; i < PACK_COUNT; i++)
        if (packs[i]->county != 0 && packs[i]->county == county &&
            valid_on(packs[i]->valid_from, packs[i]->valid_to, day))
            return packs[i];
    return &utskr_pack_lus;
}

static uint32_t rule_count(const utskr_pack *pack) {
    uint32_t count = 0;
    for (const utskr_pack *p = pack; p != NULL; p = p->base)
        count += p->row_count + p->rule_count;
    return count;
}

utskr_status utskr_pack_describe(const utskr_pack *pack, utskr_pack_info *out) {
    if (pack == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    *out = (utskr_pack_info){ .size = sizeof *out,
                              .id = pack->id,
                              .title = pack->title,
                              .base = base_of(pack),
                              .source = pack->source,
                              .county = pack->county,
                              .valid_from = pack->valid_from,
                              .valid_to = pack->valid_to,
                              .rule_count = rule_count(pack),
                              .grade = pack->grade,
                              .collective = pack->settled.model != SETTLED_BY_CASE };
    return UTSKR_OK;
}

static void describe_row(const rule_row *r, const char *pack, utskr_rule_info *out) {
    *out = (utskr_rule_info){ .size = sizeof *out,
                              .id = r->id,
                              .cite = r->cite,
                              .text_en = r->text_en,
                              .text_sv = r->text_sv,
                              .trigger = r->trigger_text,
                              .met_by = r->met_text,
                              .form_text = r->form_text,
                              .pack = pack,
                              .valid_from = r->valid_from,
                              .valid_to = r->valid_to,
                              .group = UTSKR_GROUP_OBLIGATION,
                              .force = r->force,
                              .form = r->form,
                              .colours = r->colours,
                              .parties = r->parties,
                              .number = r->number,
                              .grade = r->grade,
                              .colour_unstated = (r->marks & COLOUR_UNSTATED) != 0 };
}

/* `pack` brought it; `whole` is the pack it is described as part of. */
static void describe_rule(const plain_rule *r, const char *pack, const utskr_pack *whole, utskr_rule_info *out) {
    *out = (utskr_rule_info){ .size = sizeof *out,
                              .id = r->id,
                              .cite = r->cite,
                              .text_en = r->text_en,
                              .text_sv = r->text_sv,
                              .trigger = "",
                              .met_by = "",
                              .form_text = "",
                              .pack = pack,
                              .valid_from = r->valid_from != 0 ? r->valid_from : whole->valid_from,
                              .valid_to = r->valid_from != 0 ? r->valid_to : whole->valid_to,
                              .group = r->group,
                              .grade = r->grade != 0 ? r->grade : whole->grade };
}

/* The index-th rule of a pack's own table, which has those of each of its layers together. */
static void describe_own(const utskr_pack *pack, uint32_t index, utskr_rule_info *out) {
    const pack_layer alone = { pack->id, pack->row_count, pack->rule_count };
    const pack_layer *layer = pack->layer_count != 0 ? pack->layers : &alone;
    uint32_t row = 0;
    uint32_t rule = 0;
    for (; index >= layer->row_count + layer->rule_count; layer++) {
        index -= layer->row_count + layer->rule_count;
        row += layer->row_count;
        rule += layer->rule_count;
    }
    if (index < layer->row_count)
        describe_row(&pack->rows[row + index], layer->id, out);
    else
        describe_rule(&pack->rules[rule + index - layer->row_count], layer->id, pack, out);
}

utskr_status utskr_pack_rule(const utskr_pack *pack, uint32_t index, utskr_rule_info *out) {
    if (pack == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    const uint32_t inherited = pack->base == NULL ? 0 : rule_count(pack->base);
    if (index < inherited)
        return utskr_pack_rule(pack->base, index, out); /* a base has no base: packs are two deep */
    if (index - inherited >= pack->row_count + pack->rule_count)
        return UTSKR_NOT_FOUND;
    describe_own(pack, index - inherited, out);
    return UTSKR_OK;
}

utskr_status utskr_readings_init(const utskr_pack *pack, utskr_readings *out) {
    if (out == NULL)
        return UTSKR_BAD_ARGUMENT;
    out->size = sizeof *out;
    memset(out->value, pack == NULL ? UTSKR_READING_AS_PACK : 0, sizeof out->value);
    if (pack != NULL && pack->readings != NULL)
        for (const uint8_t *pair = pack->readings; pair[0] != UTSKR_READING_COUNT; pair += 2)
            out->value[pair[0]] = pair[1];
    return UTSKR_OK;
}

static const char *const answers[] = { "unknown", "no", "yes", "not-needed" };
static const char *const groups[] = { "scope", "sip", "obligation", "sharing", "prerequisite", "liability", "finding" };

const char *utskr_answer_name(int32_t answer) {
    return answer >= 0 && answer <= UTSKR_NOT_NEEDED ? answers[answer] : "unknown";
}

const char *utskr_group_name(int32_t group) {
    return group >= 0 && group <= UTSKR_GROUP_FINDING ? groups[group] : "unknown-group";
}

const char *utskr_force_name(int32_t force) {
    return force == UTSKR_BOR ? "bör" : "ska";
}
