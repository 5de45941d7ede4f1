/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A pack in one block of memory: the one place where packs are made at run time.
 *
 * The pack is laid out twice: once without a block, to know its size, and once into the block.
 */
#include "pack/draft.h"

#include <stddef.h>
#include <string.h>

typedef struct made_pack {
    utskr_pack pack;
    utskr_allocator allocator;
} made_pack;

/* Where the next part goes; without a block parts are counted only. */
typedef struct layout {
    char *block;
    size_t used;
} layout;

/* Room for a part, or NULL without a block. A pack has less than 4 MiB (UTSKR_PACK_ROW_LIMIT texts of UTSKR_TEXT_LIMIT). */
static void *take(layout *out, size_t size, size_t alignment) {
    const size_t at = (out->used + alignment - 1) / alignment * alignment;
    out->used = at + size;
    return out->block != NULL ? out->block + at : NULL;
}

static void *copy(layout *out, const void *from, size_t size, size_t alignment) {
    void *to = take(out, size, alignment);
    if (to != NULL && size != 0)
        memcpy(to, from, size);
    return to;
}

#define COPY_LIST(out, list, count) copy((out), (list), (count) * sizeof *(list), _Alignof(max_align_t))

static const char *copy_text(layout *out, const char *text) {
    return text != NULL ? copy(out, text, strlen(text) + 1, 1) : NULL;
}

static const rule_row *copy_rows(layout *out, const utskr_pack *from) {
    rule_row *rows = COPY_LIST(out, from->rows, from->row_count);
    for (uint32_t i = 0; i < from->row_count; i++) {
        rule_row row = from->rows[i];
        row.id = copy_text(out, row.id);
        row.cite = copy_text(out, row.cite);
        row.text_en = copy_text(out, row.text_en);
        row.text_sv = copy_text(out, row.text_sv);
        row.trigger_text = copy_text(out, row.trigger_text);
        row.met_text = copy_text(out, row.met_text);
        row.form_text = copy_text(out, row.form_text);
        if (rows != NULL)
            rows[i] = row;
    }
    return rows;
}

static const plain_rule *copy_rules(layout *out, const utskr_pack *from) {
    plain_rule *rules = COPY_LIST(out, from->rules, from->rule_count);
    for (uint32_t i = 0; i < from->rule_count; i++) {
        plain_rule rule = from->rules[i];
        rule.id = copy_text(out, rule.id);
        rule.cite = copy_text(out, rule.cite);
        rule.text_en = copy_text(out, rule.text_en);
        rule.text_sv = copy_text(out, rule.text_sv);
        if (rules != NULL)
            rules[i] = rule;
    }
    return rules;
}

static const utskr_rate *copy_rates(layout *out, const utskr_pack *from) {
    utskr_rate *rates = COPY_LIST(out, from->rates, from->rate_count);
    for (uint32_t i = 0; i < from->rate_count; i++) {
        const char *source = copy_text(out, from->rates[i].source);
        if (rates != NULL)
            rates[i].source = source;
    }
    return rates;
}

static const pack_layer *copy_layers(layout *out, const utskr_pack *from) {
    pack_layer *layers = COPY_LIST(out, from->layers, from->layer_count);
    for (uint32_t i = 0; i < from->layer_count; i++) {
        const char *id = copy_text(out, from->layers[i].id);
        if (layers != NULL)
            layers[i].id = id;
    }
    return layers;
}

static const row_end *copy_ends(layout *out, const utskr_pack *from) {
    row_end *ends = COPY_LIST(out, from->ends, from->end_count);
    for (uint32_t i = 0; i < from->end_count; i++) {
        const char *id = copy_text(out, from->ends[i].id);
        if (ends != NULL)
            ends[i].id = id;
    }
    return ends;
}

static const psychiatric_grace *copy_graces(layout *out, const utskr_pack *from) {
    uint32_t count = 0;
    if (from->psychiatric == NULL)
        return NULL;
    while (from->psychiatric[count].days != 0)
        count++;
    return COPY_LIST(out, from->psychiatric, count + 1);
}

static const uint8_t *copy_readings(layout *out, const utskr_pack *from) {
    uint32_t count = 0;
    if (from->readings == NULL)
        return NULL;
    while (from->readings[count] != UTSKR_READING_COUNT)
        count += 2;
    return copy(out, from->readings, count + 1, 1);
}

static utskr_pack lay_out(layout *out, const utskr_pack *from) {
    utskr_pack pack = *from;
    (void)take(out, sizeof(made_pack), _Alignof(max_align_t));
    pack.rows = copy_rows(out, from);
    pack.rules = copy_rules(out, from);
    pack.rates = from->rate_count != 0 ? copy_rates(out, from) : NULL;
    pack.layers = copy_layers(out, from);
    pack.ends = from->end_count != 0 ? copy_ends(out, from) : NULL;
    pack.psychiatric = copy_graces(out, from);
    pack.readings = copy_readings(out, from);
    pack.id = copy_text(out, from->id);
    pack.title = copy_text(out, from->title);
    pack.source = copy_text(out, from->source);
    return pack;
}

/* The act's rules that are no rows stand together, in the order of its table: nobody can end them. */
static uint32_t find_act_rules(const utskr_pack *pack) {
    uint32_t before = 0; /* rules of all sorts, in the layers before */
    uint32_t rule = 0;
    for (uint32_t i = 0; i < pack->layer_count; i++) {
        const pack_layer *layer = &pack->layers[i];
        if (layer->rule_count == ACT_RULE_COUNT && strcmp(pack->rules[rule].id, utskr_pack_lus.rules[0].id) == 0)
            return before + layer->row_count;
        before += layer->row_count + layer->rule_count;
        rule += layer->rule_count;
    }
    return NO_RULE;
}

utskr_status utskr_pack_build(const utskr_allocator *allocator, const utskr_pack *from, const utskr_pack **out) {
    layout counted = { NULL, 0 };
    (void)lay_out(&counted, from);
    made_pack *made = allocator->resize(NULL, 0, counted.used, allocator->user);
    if (made == NULL)
        return UTSKR_NO_MEMORY;
    layout filled = { (char *)made, 0 };
    memset(made, 0, counted.used);
    made->pack = lay_out(&filled, from);
    made->pack.act_rules = find_act_rules(&made->pack);
    made->pack.block_size = (uint32_t)counted.used;
    made->allocator = *allocator;
    *out = &made->pack;
    return UTSKR_OK;
}

void utskr_pack_free(const utskr_pack *pack) {
    if (pack == NULL || pack->block_size == 0)
        return;
    made_pack *made = (made_pack *)(uintptr_t)pack;
    const utskr_allocator allocator = made->allocator;
    (void)allocator.resize(made, pack->block_size, 0, allocator.user);
}
