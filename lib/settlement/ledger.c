/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A settlement as a whole: making and freeing it, and adding a case, all or nothing. */
#include "settlement/ledger.h"

#include "question/context.h"

#include <string.h>

enum { LEAST_CAPACITY = 16 };

#define CASE_LIMIT (UINT32_MAX - 1)  /* groups are no more than cases */
#define BLOCK_LIMIT (UINT32_MAX / 2) /* and one case adds far less than as many again */

/* --- Memory ------------------------------------------------------------------------------------------------------ */

void *ledger_allocate(const utskr_allocator *allocator, uint64_t count, size_t size) {
    if (count > SIZE_MAX / size)
        return NULL;
    return allocator->resize(NULL, 0, (size_t)count * size, allocator->user);
}

void ledger_release(const utskr_allocator *allocator, void *items, uint64_t count, size_t size) {
    if (items != NULL)
        (void)allocator->resize(items, (size_t)count * size, 0, allocator->user);
}

/* Half as much again, or what is needed if that is more: a county's cases are many, and doubling wastes much. */
bool ledger_reserve(const utskr_allocator *allocator, settled_block *block, uint64_t more, size_t size) {
    const uint64_t need = block->count + more;
    if (need <= block->capacity)
        return true;
    const uint64_t grown = block->capacity + block->capacity / 2 + LEAST_CAPACITY;
    const uint64_t wanted = grown < need ? need : grown;
    if (wanted > SIZE_MAX / size)
        return false;
    void *moved =
        allocator->resize(block->items, (size_t)block->capacity * size, (size_t)wanted * size, allocator->user);
    if (moved == NULL)
        return false;
    block->items = moved;
    block->capacity = wanted;
    return true;
}

static void release_block(const utskr_allocator *allocator, settled_block *block, size_t size) {
    ledger_release(allocator, block->items, block->capacity, size);
    *block = (settled_block){ 0 };
}

/* --- Terms ------------------------------------------------------------------------------------------------------- */

void utskr_settlement_terms_init(utskr_settlement_terms *terms) {
    if (terms != NULL)
        *terms = (utskr_settlement_terms)UTSKR_SETTLEMENT_TERMS_INIT;
}

void utskr_settled_month_init(utskr_settled_month *month) {
    if (month != NULL)
        *month = (utskr_settled_month)UTSKR_SETTLED_MONTH_INIT;
}

void utskr_month_statistics_init(utskr_month_statistics *statistics) {
    if (statistics != NULL)
        *statistics = (utskr_month_statistics)UTSKR_MONTH_STATISTICS_INIT;
}

static bool is_instant(utskr_instant at) {
    return UTSKR_INSTANT_MIN <= at && at <= UTSKR_INSTANT_MAX;
}

static utskr_status check_months(const utskr_settlement_terms *terms) {
    if (terms->from < UTSKR_MONTH_MIN || terms->from > UTSKR_MONTH_MAX || terms->to < UTSKR_MONTH_MIN ||
        terms->to > UTSKR_MONTH_MAX)
        return UTSKR_OUT_OF_RANGE;
    if ((terms->at != 0 && !is_instant(terms->at)) || (terms->known_at != 0 && !is_instant(terms->known_at)))
        return UTSKR_OUT_OF_RANGE;
    return terms->from <= terms->to ? UTSKR_OK : UTSKR_BAD_ARGUMENT;
}

/* A case has less than 90 000 charged days from 1980 to 2199, since its spells do not overlap: what it comes to fits. */
static utskr_status check_rates(const utskr_settlement_terms *terms) {
    if (terms->rate_count > SETTLED_RATE_LIMIT || (terms->rate_count != 0 && terms->rates == NULL))
        return UTSKR_BAD_ARGUMENT;
    for (uint32_t i = 0; i < terms->rate_count; i++)
        if (terms->rates[i].ore < 0 || terms->rates[i].ore > UTSKR_SETTLED_RATE_MAX)
            return UTSKR_BAD_ARGUMENT;
    return UTSKR_OK;
}

static utskr_question question_of(const utskr_settlement_terms *terms) {
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = terms->at != 0 ? terms->at : utskr_day_start(utskr_month_start(terms->to + 1));
    question.readings = terms->readings;
    question.rates = terms->rates;
    question.rate_count = terms->rate_count;
    return question;
}

/* The question may be asked of a case at all if it may be asked of one without events. */
static utskr_status check_question(const utskr_settlement_terms *terms) {
    const utskr_question question = question_of(terms);
    utskr_facts facts;
    context ctx;
    const utskr_status status = utskr_facts_init(&facts, NULL);
    return status == UTSKR_OK ? utskr_context_init(&ctx, &facts, &question) : status;
}

static utskr_status check_terms(const utskr_settlement_terms *terms) {
    if (terms->size != sizeof *terms)
        return UTSKR_BAD_SIZE;
    utskr_status status = check_months(terms);
    if (status == UTSKR_OK)
        status = check_rates(terms);
    return status == UTSKR_OK ? check_question(terms) : status;
}

int64_t utskr_limit_settled_rate(void) {
    return UTSKR_SETTLED_RATE_MAX;
}

/* --- Making and freeing ------------------------------------------------------------------------------------------ */

static bool copy_rates(utskr_settlement *s, const utskr_settlement_terms *terms) {
    if (terms->rate_count == 0)
        return true;
    if (!ledger_reserve(&s->allocator, &s->rates, terms->rate_count, sizeof *terms->rates))
        return false;
    memcpy(s->rates.items, terms->rates, terms->rate_count * sizeof *terms->rates);
    s->rates.count = terms->rate_count;
    return true;
}

static void copy_terms(utskr_settlement *s, const utskr_settlement_terms *terms) {
    s->question = question_of(terms);
    s->question.rates = s->rates.items;
    if (terms->readings != NULL)
        s->readings = *terms->readings;
    else
        (void)utskr_readings_init(NULL, &s->readings);
    s->question.readings = &s->readings;
    s->known_at = terms->known_at;
    s->from = terms->from;
    s->to = terms->to;
}

utskr_status utskr_settlement_new(const utskr_allocator *allocator, const utskr_settlement_terms *terms,
                                  utskr_settlement **out) {
    if (allocator == NULL || allocator->resize == NULL || terms == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    const utskr_status status = check_terms(terms);
    if (status != UTSKR_OK)
        return status;
    utskr_settlement *s = ledger_allocate(allocator, 1, sizeof *s);
    if (s == NULL)
        return UTSKR_NO_MEMORY;
    memset(s, 0, sizeof *s);
    s->allocator = *allocator;
    utskr_judgement_init(&s->judgement);
    if (!copy_rates(s, terms)) {
        utskr_settlement_free(s);
        return UTSKR_NO_MEMORY;
    }
    copy_terms(s, terms);
    *out = s;
    return UTSKR_OK;
}

void utskr_settlement_free(utskr_settlement *settlement) {
    if (settlement == NULL)
        return;
    const utskr_allocator allocator = settlement->allocator;
    account_release(settlement);
    release_block(&allocator, &settlement->rates, sizeof(utskr_rate));
    release_block(&allocator, &settlement->names, 1);
    release_block(&allocator, &settlement->cases, sizeof(settled_case));
    release_block(&allocator, &settlement->runs, sizeof(charged_run));
    release_block(&allocator, &settlement->spells, sizeof(ready_spell));
    release_block(&allocator, &settlement->groups, sizeof(settled_group));
    release_block(&allocator, &settlement->ranks, sizeof(uint32_t));
    release_block(&allocator, &settlement->obligations, sizeof(utskr_obligation));
    release_block(&allocator, &settlement->findings, sizeof(utskr_finding));
    release_block(&allocator, &settlement->days, sizeof(utskr_day));
    ledger_release(&allocator, settlement, 1, sizeof *settlement);
}

utskr_instant utskr_settlement_instant(const utskr_settlement *settlement) {
    return settlement == NULL ? 0 : settlement->question.at;
}

/* --- Groups ------------------------------------------------------------------------------------------------------ */

/* Municipalities by code, none last; then packs by id. */
static int compare_groups(const settled_group *a, const settled_group *b) {
    if (a->municipality != b->municipality) {
        const bool a_is_last = a->municipality == 0 || (b->municipality != 0 && a->municipality > b->municipality);
        return a_is_last ? 1 : -1;
    }
    return a->pack == b->pack ? 0 : strcmp(a->pack->id, b->pack->id);
}

/* How many groups come before this one. */
static uint32_t rank_of(const utskr_settlement *s, const settled_group *group) {
    uint32_t low = 0;
    uint32_t high = (uint32_t)s->groups.count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (compare_groups(ledger_group_at(s, middle), group) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The number of the group, which is made if there is none; there is room for it. */
static uint32_t enter_group(utskr_settlement *s, const settled_group *group) {
    const uint32_t count = (uint32_t)s->groups.count;
    const uint32_t rank = rank_of(s, group);
    uint32_t *ranks = s->ranks.items;
    if (rank < count && compare_groups(ledger_group_at(s, rank), group) == 0)
        return ranks[rank];
    memmove(ranks + rank + 1, ranks + rank, (count - rank) * sizeof *ranks);
    ranks[rank] = count;
    *ledger_group(s, count) = *group;
    s->ranks.count = s->groups.count = count + 1;
    return count;
}

/* --- Adding ------------------------------------------------------------------------------------------------------ */

/* A digest tells cases apart by lines, so a name is one. */
static bool is_name(const char *name) {
    if (name == NULL || name[0] == '\0')
        return false;
    for (; *name != '\0'; name++)
        if ((uint8_t)*name < 0x20 || *name == 0x7f)
            return false;
    return true;
}

static utskr_status reserve(utskr_settlement *s, const char *name) {
    const utskr_allocator *allocator = &s->allocator;
    if (s->cases.count >= CASE_LIMIT || s->runs.count >= BLOCK_LIMIT || s->spells.count >= BLOCK_LIMIT)
        return UTSKR_LIMIT_REACHED; /* their numbers have 32 bits */
    const bool there_is = ledger_reserve(allocator, &s->names, strlen(name) + 1, 1) &&
                          ledger_reserve(allocator, &s->cases, 1, sizeof(settled_case)) &&
                          ledger_reserve(allocator, &s->spells, UTSKR_SPELL_LIMIT, sizeof(ready_spell)) &&
                          ledger_reserve(allocator, &s->groups, 1, sizeof(settled_group)) &&
                          ledger_reserve(allocator, &s->ranks, 1, sizeof(uint32_t));
    return there_is ? UTSKR_OK : UTSKR_NO_MEMORY;
}

static void enter(utskr_settlement *s, const char *name, const read_case *read) {
    const size_t length = strlen(name) + 1;
    settled_case *place = ledger_case(s, (uint32_t)s->cases.count);
    *place = read->summary;
    place->group = enter_group(s, &read->group);
    place->name = s->names.count;
    memcpy((char *)s->names.items + s->names.count, name, length);
    s->names.count += length;
    s->runs.count += place->run_count;
    s->spells.count += place->spell_count;
    s->cases.count++;
    s->summed = false;
}

utskr_status utskr_settlement_add(utskr_settlement *settlement, const utskr_case *c, const utskr_pack *pack) {
    utskr_header header = UTSKR_HEADER_INIT;
    read_case read;
    if (settlement == NULL || utskr_case_header(c, &header) != UTSKR_OK || !is_name(header.name))
        return UTSKR_BAD_ARGUMENT;
    utskr_status status = reserve(settlement, header.name);
    if (status == UTSKR_OK)
        status = ledger_read_case(settlement, c, pack != NULL ? pack : &utskr_pack_lus, &read);
    if (status != UTSKR_OK)
        return status;
    enter(settlement, header.name, &read);
    return UTSKR_OK;
}
