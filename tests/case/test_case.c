/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The case handle: events in any order, retractions, late arrivals, refusals, known-at, limits, and an allocator that
 * fails once at every place.
 */
#include <utskrivning/case.h>

#include "tests/tap.h"

#include <stdlib.h>
#include <time.h>

enum { HOUR = 3600, TEXT_LIMIT = 1024 };
#define START INT64_C(1651471200) /* 2022-05-02T08:00+02:00 */

/* --- An allocator that is watched -------------------------------------------------------------------------------- */

typedef struct watched {
    size_t live;      /* bytes */
    uint64_t calls;   /* that asked for memory */
    uint64_t fail_at; /* the call that gets none, or 0 */
    bool sizes_agree; /* every old size was the true one */
} watched;

typedef union block_head {
    size_t size;
    max_align_t align;
} block_head;

static void *resize_watched(void *block, size_t old_size, size_t new_size, void *user) {
    watched *w = user;
    block_head *head = block == NULL ? NULL : (block_head *)block - 1;
    w->sizes_agree = w->sizes_agree && old_size == (head == NULL ? 0 : head->size);
    if (new_size != 0 && ++w->calls == w->fail_at)
        return NULL;
    block_head *moved = NULL;
    if (new_size != 0) { /* always moves */
        moved = malloc(sizeof *moved + new_size);
        moved->size = new_size;
        memset(moved + 1, 0xa5, new_size);
        if (head != NULL)
            memcpy(moved + 1, block, old_size < new_size ? old_size : new_size);
    }
    free(head);
    w->live = w->live - old_size + new_size;
    return moved == NULL ? NULL : moved + 1;
}

static watched memory = { 0, 0, 0, true };
static const utskr_allocator allocator = { resize_watched, &memory };

static void *resize_plainly(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size != 0)
        return realloc(block, new_size);
    free(block);
    return NULL;
}

static const utskr_allocator plain_allocator = { resize_plainly, NULL };

/* --- Writing logs ------------------------------------------------------------------------------------------------ */

#define TO_ALL (UTSKR_TO_OUTPATIENT | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_STATED)

/* An event as a test writes it; hours after START. */
typedef struct written {
    int hour;
    uint8_t party;
    uint8_t kind;
    uint32_t mask;
    const char *id;
    const char *of;
    int recorded; /* hour, or 0 */
} written;

#define HOSPITAL UTSKR_PARTY_HOSPITAL
#define SYSTEM UTSKR_PARTY_SYSTEM
#define SOCIAL UTSKR_PARTY_SOCIAL_SERVICES
#define OUTPATIENT UTSKR_PARTY_OUTPATIENT

static utskr_entry entry_of(const written *event) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.event.at = START + (utskr_instant)event->hour * HOUR;
    entry.event.recorded = event->recorded == 0 ? 0 : START + (utskr_instant)event->recorded * HOUR;
    entry.event.mask = event->mask;
    entry.event.kind = event->kind;
    entry.event.party = event->party;
    entry.id = event->id;
    entry.of = event->of;
    return entry;
}

static utskr_status append(utskr_case *c, const written *event) {
    utskr_entry entry = entry_of(event);
    entry.line = utskr_case_entry_count(c) + 2;
    entry.of_column = 40;
    return utskr_case_append(c, &entry, NULL);
}

static utskr_case *new_case(void) {
    utskr_case *c = NULL;
    if (utskr_case_new(&allocator, &c) != UTSKR_OK)
        abort();
    return c;
}

static utskr_case *case_with(const written *events, size_t count) {
    utskr_case *c = new_case();
    for (size_t i = 0; i < count; i++)
        if (append(c, &events[i]) != UTSKR_OK)
            tap_say("event %zu was not appended", i + 1);
    return c;
}

#define CASE_WITH(events) case_with(events, sizeof(events) / sizeof *(events))

/* --- Comparing --------------------------------------------------------------------------------------------------- */

#define LATE (START + INT64_C(10000) * HOUR)

static utskr_facts facts_at(const utskr_case *c, utskr_instant at, utskr_instant known_at) {
    utskr_facts facts;
    memset(&facts, 0, sizeof facts);
    const utskr_status status = utskr_case_facts(c, at, known_at, &facts);
    if (status != UTSKR_OK)
        tap_say("no facts: %s", utskr_status_name((int32_t)status));
    return facts;
}

static void forget_indices(utskr_facts *facts) {
    facts->last_index = 0;
    for (size_t i = 0; i < UTSKR_IRREGULARITY_COUNT; i++)
        facts->marks[i].index = 0;
    facts->duplicates_inside.index = 0;
    for (size_t i = 0; i < facts->spell_count; i++)
        facts->spells[i].end_index = 0;
    for (size_t i = 0; i < facts->ready_count; i++)
        facts->readies[i].end_index = 0;
    for (size_t i = 0; i < facts->slot_count; i++) {
        facts->slots[i].fact.index = 0;
        i += (facts->slots[i].fact.flags & UTSKR_FACT_HAS_VALUE) != 0;
    }
}

static bool same_facts(const utskr_facts *a, const utskr_facts *b) {
    return memcmp(a, b, offsetof(utskr_facts, spells)) == 0 &&
           memcmp(a->spells, b->spells, a->spell_count * sizeof *a->spells) == 0 &&
           memcmp(a->readies, b->readies, a->ready_count * sizeof *a->readies) == 0 &&
           memcmp(a->slots, b->slots, a->slot_count * sizeof *a->slots) == 0;
}

static bool same_but_indices(const utskr_facts *a, const utskr_facts *b) {
    utskr_facts left = *a;
    utskr_facts right = *b;
    forget_indices(&left);
    forget_indices(&right);
    return same_facts(&left, &right);
}

static bool cases_agree(const utskr_case *a, const utskr_case *b, utskr_instant at, utskr_instant known_at) {
    const utskr_facts left = facts_at(a, at, known_at);
    const utskr_facts right = facts_at(b, at, known_at);
    return same_but_indices(&left, &right);
}

/* Two logs say the same at the end; frees both. */
static void ok_agree(utskr_case *a, utskr_case *b, const char *what) {
    tap_ok(cases_agree(a, b, LATE, 0), "%s", what);
    utskr_case_free(a);
    utskr_case_free(b);
}

static uint32_t refused_of(const utskr_case *c, uint32_t index) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    return utskr_case_entry(c, index, &entry) == UTSKR_OK ? entry.refused : 99;
}

/* "0120": what became of every entry. */
static const char *standing_of(const utskr_case *c) {
    static char text[64];
    const uint32_t count = utskr_case_entry_count(c);
    for (uint32_t i = 0; i < count; i++)
        text[i] = (char)('0' + refused_of(c, i + 1));
    text[count] = '\0';
    return text;
}

static void ok_standing(const written *events, size_t count, const char *expected, const char *what) {
    utskr_case *c = case_with(events, count);
    tap_eq_str(standing_of(c), expected, "%s", what);
    utskr_case_free(c);
}

#define OK_STANDING(events, expected, what) ok_standing(events, sizeof(events) / sizeof *(events), expected, what)

static int refusals(const utskr_case *c) {
    return facts_at(c, LATE, 0).marks[UTSKR_REFUSED_EVENT].count;
}

/* The stored form, to compare a case with itself. */
typedef struct stored {
    size_t size;
    uint8_t *bytes;
} stored;

static stored store(const utskr_case *c) {
    stored form = { 0, NULL };
    (void)utskr_case_store(c, NULL, 0, &form.size);
    form.bytes = malloc(form.size);
    if (utskr_case_store(c, form.bytes, form.size, &form.size) != UTSKR_OK)
        tap_say("not stored");
    return form;
}

static bool is_stored_as(const utskr_case *c, stored *form) {
    stored now = store(c);
    const bool same = now.size == form->size && memcmp(now.bytes, form->bytes, now.size) == 0;
    free(now.bytes);
    free(form->bytes);
    form->bytes = NULL;
    return same;
}

/* --- Order ------------------------------------------------------------------------------------------------------- */

static const written stay[] = {
    { 0, HOSPITAL, UTSKR_ADMITTED, 0, "a", NULL, 0 },
    { 2, HOSPITAL, UTSKR_NEEDS_ASSESSED, TO_ALL & ~UTSKR_TO_STATED, "b", NULL, 0 },
    { 4, HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_ALL, "c", NULL, 0 },
    { 6, SOCIAL, UTSKR_ACKNOWLEDGED, 0, "d", "c", 0 },
    { 48, HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_ALL, "e", NULL, 0 },
    { 72, HOSPITAL, UTSKR_DISCHARGED, UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT, "f", NULL, 0 },
};
enum { STAY = sizeof stay / sizeof *stay };

/* Every fact points at an event of its kind and its time. */
static bool evidence_holds(const utskr_case *c) {
    const utskr_facts facts = facts_at(c, LATE, 0);
    for (uint32_t kind = 1; kind < UTSKR_KIND_COUNT; kind++) {
        for (uint32_t slot = facts.head[kind]; slot != 0; slot = facts.slots[slot - 1].fact.next) {
            const utskr_fact *fact = &facts.slots[slot - 1].fact;
            utskr_entry entry = UTSKR_ENTRY_INIT;
            if (utskr_case_entry(c, fact->index, &entry) != UTSKR_OK || entry.event.kind != kind ||
                entry.event.at != facts.first + fact->after)
                return false;
        }
    }
    return true;
}

static bool next_permutation(size_t *order, size_t count) {
    size_t i = count - 1;
    while (i > 0 && order[i - 1] > order[i])
        i--;
    if (i == 0)
        return false;
    size_t j = count - 1;
    while (order[j] < order[i - 1])
        j--;
    size_t swap = order[i - 1];
    order[i - 1] = order[j];
    order[j] = swap;
    for (size_t k = count - 1; i < k; i++, k--) {
        swap = order[i];
        order[i] = order[k];
        order[k] = swap;
    }
    return true;
}

/* `asking`: the facts are asked for after every event, so that each insertion meets what is folded. */
static bool arrives_alike(const size_t *order, const utskr_facts *expected, bool asking) {
    utskr_case *c = new_case();
    bool appended = true;
    for (size_t i = 0; i < STAY; i++) {
        appended = append(c, &stay[order[i]]) == UTSKR_OK && appended;
        if (asking)
            (void)refused_of(c, 1);
    }
    const utskr_facts facts = facts_at(c, LATE, 0);
    const bool alike = appended && same_but_indices(&facts, expected) && evidence_holds(c);
    utskr_case_free(c);
    return alike;
}

static void test_order_of_arrival(void) {
    size_t order[STAY] = { 0, 1, 2, 3, 4, 5 };
    utskr_case *c = CASE_WITH(stay);
    const utskr_facts expected = facts_at(c, LATE, 0);
    utskr_case_free(c);
    int permutations = 0;
    int alike = 0;
    do {
        permutations++;
        alike += arrives_alike(order, &expected, false) && arrives_alike(order, &expected, true);
    } while (next_permutation(order, STAY));
    tap_eq_i64(permutations, 720, "six events arrive in 720 orders");
    tap_eq_i64(alike, 720, "and give the same facts, with the right evidence, in each");
    tap_eq_i64(expected.state, UTSKR_STATE_DISCHARGED, "the stay has ended");
    const uint32_t mask = expected.slots[expected.head[UTSKR_ACKNOWLEDGED] - 1].fact.mask;
    tap_eq_i64(mask >> UTSKR_OF_SHIFT, UTSKR_ADMISSION_NOTICE, "an id that is answered counts as its kind");
}

/* The case against the fold alone. */
static void test_fold(void) {
    written events[STAY + 1];
    utskr_facts expected;
    memset(&expected, 0, sizeof expected);
    memcpy(events, stay, sizeof stay);
    events[STAY] = events[STAY - 1];
    events[STAY - 1] = (written){ 49, HOSPITAL, UTSKR_DISCHARGE_READY, 0, NULL, NULL, 0 };
    int folded = utskr_facts_init(&expected, NULL) == UTSKR_OK;
    for (uint32_t i = 0; i <= STAY; i++) {
        utskr_entry entry = entry_of(&events[i]);
        entry.event.mask |= entry.of == NULL ? 0 : UTSKR_OF(UTSKR_ADMISSION_NOTICE);
        folded += utskr_fold(&expected, &entry.event, i + 1) == UTSKR_OK;
    }
    utskr_case *c = CASE_WITH(events);
    const utskr_facts facts = facts_at(c, LATE, 0);
    tap_eq_i64(folded, STAY + 2, "a stay is folded by hand");
    tap_ok(facts.spell_count == 1 && facts.ready_count == 1 && same_facts(&facts, &expected),
           "and the facts of the case are the same");
    utskr_case_free(c);
}

static void test_same_instant(void) {
    const written events[] = {
        { 1, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 },
        { 5, HOSPITAL, UTSKR_TRACK, UINT32_C(1) << UTSKR_TRACK_COLOUR_SHIFT, NULL, NULL, 0 },
        { 9, HOSPITAL, UTSKR_NOTE, 0, NULL, NULL, 0 },
        { 5, HOSPITAL, UTSKR_TRACK, UINT32_C(3) << UTSKR_TRACK_COLOUR_SHIFT, NULL, NULL, 0 },
    };
    utskr_case *c = CASE_WITH(events);
    const utskr_facts facts = facts_at(c, LATE, 0);
    tap_eq_i64((facts.snapshot & UTSKR_SNAP_COLOUR) >> UTSKR_SNAP_COLOUR_SHIFT, UTSKR_COLOUR_RED,
               "of two events at one instant the one later in the log is later");
    utskr_case_free(c);
}

/* --- Retractions ------------------------------------------------------------------------------------------------- */

#define BEFORE                                                                                                         \
    { 0, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 }, {                                                               \
        1, HOSPITAL, UTSKR_NEEDS_ASSESSED, TO_ALL & ~UTSKR_TO_STATED, NULL, NULL, 0                                    \
    }
#define NOTICE(hour, id)                                                                                               \
    { hour, HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_ALL, id, NULL, 0 }
#define RETRACT(hour, party, id, of)                                                                                   \
    { hour, party, UTSKR_RETRACTED, 0, id, of, 0 }
#define RETRACT_KIND(hour, party, kind)                                                                                \
    { hour, party, UTSKR_RETRACTED, UTSKR_OF(kind), NULL, NULL, 0 }
#define REPORT(hour, party, id)                                                                                        \
    { hour, party, UTSKR_STATUS_REPORTED, 0, id, NULL, 0 }

static void test_retraction(void) {
    const written without[] = { BEFORE };
    const written by_sender[] = { BEFORE, NOTICE(5, "n"), RETRACT(9, HOSPITAL, NULL, "n") };
    const written by_system[] = { BEFORE, RETRACT(9, SYSTEM, NULL, "n"), NOTICE(5, "n") };
    const written before_it[] = { BEFORE, RETRACT(3, SYSTEM, NULL, "n"), NOTICE(5, "n") };
    const written by_another[] = { BEFORE, NOTICE(5, "n"), RETRACT(9, SOCIAL, NULL, "n") };
    ok_agree(CASE_WITH(by_sender), CASE_WITH(without), "retracted by its sender: the log without the event");
    ok_agree(CASE_WITH(by_system), CASE_WITH(without), "retracted by the system, and written before it");
    ok_agree(CASE_WITH(before_it), CASE_WITH(without), "retracted at an earlier instant");
    OK_STANDING(by_sender, "0020", "the event is shown as retracted");
    OK_STANDING(by_another, "0001", "only the sender may retract: another's retraction is refused");
    utskr_case *c = CASE_WITH(by_another);
    tap_eq_i64(refusals(c), 1, "and counted");
    tap_eq_i64(facts_at(c, LATE, 0).spell_count, 1, "and the event stands");
    tap_eq_i64(facts_at(c, LATE, 0).marks[UTSKR_REFUSED_EVENT].index, 4, "and the finding points at the retraction");
    utskr_case_free(c);
}

static void test_retraction_of_refused(void) {
    const written events[] = { { 0, HOSPITAL, UTSKR_DISCHARGED, 0, "x", NULL, 0 },
                               { 1, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 },
                               RETRACT(2, HOSPITAL, NULL, "x") };
    const written without[] = { { 1, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 } };
    utskr_case *c = case_with(events, 2);
    tap_eq_i64(refusals(c), 1, "a discharge before there is a stay is refused");
    utskr_case_free(c);
    ok_agree(CASE_WITH(events), CASE_WITH(without), "and not counted when it is retracted");
    OK_STANDING(events, "200", "but shown as retracted");
}

static void test_retraction_of_retraction(void) {
    const written events[] = { BEFORE, NOTICE(5, "n"), RETRACT(6, HOSPITAL, "r", "n"), RETRACT(7, HOSPITAL, "s", "r"),
                               RETRACT(8, SYSTEM, "t", "s") };
    const written forward[] = { BEFORE, NOTICE(5, "n"), RETRACT(6, HOSPITAL, "s", "r"),
                                RETRACT(7, HOSPITAL, "r", "n") };
    const written last_first[] = { RETRACT(3, HOSPITAL, "t", "s"), RETRACT(4, HOSPITAL, "s", "r"), BEFORE,
                                   RETRACT(6, HOSPITAL, "r", "n"), NOTICE(7, "n") };
    ok_agree(case_with(events, 5), case_with(events, 3), "a retraction that is retracted has no effect");
    ok_agree(case_with(events, 6), case_with(events, 2), "unless that is retracted too");
    OK_STANDING(events, "002020", "a retraction taken away is shown as retracted");
    ok_agree(CASE_WITH(forward), case_with(forward, 3), "also if it is retracted at an earlier instant");
    OK_STANDING(last_first, "020002", "a chain of them may come last first");
    const written twice[] = { BEFORE, NOTICE(5, "n"), RETRACT(6, HOSPITAL, "r", "n"), RETRACT(7, HOSPITAL, NULL, "r"),
                              RETRACT(8, HOSPITAL, NULL, "r") };
    OK_STANDING(twice, "000200", "an event may be retracted twice");
    const written refused[] = { BEFORE, NOTICE(5, "n"), RETRACT(6, SOCIAL, "r", "n"), RETRACT(7, SOCIAL, NULL, "r") };
    OK_STANDING(refused, "00020", "and a refused retraction, which then is not counted");
    const written waiting[] = { BEFORE, NOTICE(5, "n"), RETRACT(6, HOSPITAL, "a", "c"), RETRACT(7, SOCIAL, NULL, "a"),
                                RETRACT(8, HOSPITAL, "c", "n") };
    OK_STANDING(waiting, "000012", "one that is refused is not waited for");
    const written another[] = { BEFORE, NOTICE(5, "n"), RETRACT(6, HOSPITAL, "r", "n"), RETRACT(7, SOCIAL, NULL, "r") };
    OK_STANDING(another, "00201", "a retraction is its sender's to retract");
}

static void test_rings(void) {
    const written self[] = { BEFORE, RETRACT(5, HOSPITAL, "a", "a") };
    const written two[] = { RETRACT(5, HOSPITAL, "a", "b"), RETRACT(6, HOSPITAL, "b", "a") };
    const written three[] = { RETRACT(5, HOSPITAL, "a", "b"), RETRACT(6, HOSPITAL, "b", "c"),
                              RETRACT(7, HOSPITAL, "c", "a") };
    const written four[] = { RETRACT(5, HOSPITAL, "a", "b"), RETRACT(6, HOSPITAL, "b", "c"),
                             RETRACT(7, HOSPITAL, "c", "d"), RETRACT(8, HOSPITAL, "d", "a") };
    const written broken[] = { RETRACT(5, HOSPITAL, "a", "b"), RETRACT(6, HOSPITAL, "b", "c"),
                               RETRACT(7, HOSPITAL, "c", "a"), RETRACT(8, HOSPITAL, "d", "c") };
    OK_STANDING(self, "000", "a retraction of itself takes nothing away");
    OK_STANDING(two, "20", "of two that retract each other the later is in effect");
    OK_STANDING(three, "200", "of three in a ring the latest is in effect, and each after it takes what is left");
    OK_STANDING(four, "2020", "of four in a ring every other one is");
    OK_STANDING(broken, "0220", "a ring that is broken from outside is no ring");
}

static void test_retraction_of_kind(void) {
    const written latest[] = { BEFORE, REPORT(2, HOSPITAL, NULL), REPORT(4, HOSPITAL, NULL),
                               RETRACT_KIND(5, HOSPITAL, UTSKR_STATUS_REPORTED), REPORT(6, HOSPITAL, NULL) };
    const written both[] = { BEFORE,
                             REPORT(2, HOSPITAL, NULL),
                             REPORT(4, HOSPITAL, NULL),
                             RETRACT_KIND(5, HOSPITAL, UTSKR_STATUS_REPORTED),
                             RETRACT_KIND(6, SYSTEM, UTSKR_STATUS_REPORTED),
                             RETRACT_KIND(7, SYSTEM, UTSKR_STATUS_REPORTED) };
    const written by_id_too[] = { BEFORE, REPORT(2, HOSPITAL, NULL), REPORT(4, HOSPITAL, "b"),
                                  RETRACT_KIND(5, HOSPITAL, UTSKR_STATUS_REPORTED), RETRACT(6, HOSPITAL, NULL, "b") };
    const written another[] = { BEFORE, REPORT(2, HOSPITAL, NULL), REPORT(4, SOCIAL, NULL),
                                RETRACT_KIND(5, HOSPITAL, UTSKR_STATUS_REPORTED) };
    const written undone[] = { BEFORE, REPORT(2, HOSPITAL, NULL), RETRACT_KIND(5, HOSPITAL, UTSKR_STATUS_REPORTED),
                               RETRACT_KIND(6, HOSPITAL, UTSKR_RETRACTED), RETRACT_KIND(6, SOCIAL, UTSKR_RETRACTED) };
    const written nothing[] = { BEFORE, RETRACT_KIND(6, HOSPITAL, UTSKR_RETRACTED) };
    OK_STANDING(latest, "000200", "of=KIND is the latest of it before the retraction");
    OK_STANDING(both, "0022001", "the next one takes the one before; then there is none, which is refused");
    OK_STANDING(by_id_too, "002200", "what an id takes, before or after, is not the latest");
    OK_STANDING(another, "00001", "if the latest is another's the retraction is refused");
    OK_STANDING(undone, "000201", "of=retracted is the latest retraction that stands, and is its sender's to retract");
    OK_STANDING(nothing, "001", "and is refused if there is none");
    const written id_and_kind[] = { BEFORE,
                                    REPORT(2, HOSPITAL, "a"),
                                    REPORT(4, HOSPITAL, NULL),
                                    { 5, HOSPITAL, UTSKR_RETRACTED, UTSKR_OF(UTSKR_STATUS_REPORTED), NULL, "a", 0 } };
    OK_STANDING(id_and_kind, "00200", "an id says more than a kind");
}

/* --- Random logs: a retraction is the log without the event ------------------------------------------------------ */

static uint64_t random_state;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % limit;
}

enum { RANDOM_EVENTS = 14 };
static char random_ids[RANDOM_EVENTS][4];

static written random_retraction(uint32_t count, uint32_t party) {
    static const uint8_t kinds[] = { UTSKR_STATUS_REPORTED, UTSKR_RETRACTED, UTSKR_ADMITTED };
    written event = { 0, (uint8_t)party, UTSKR_RETRACTED, 0, NULL, NULL, 0 };
    if (count == 0 || random_below(3) == 0)
        event.mask = UTSKR_OF(kinds[random_below(3)]);
    else
        event.of = random_ids[random_below(count)];
    return event;
}

static written random_event(void) {
    static const written events[] = {
        { 0, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 },
        { 0, HOSPITAL, UTSKR_NEEDS_ASSESSED, TO_ALL & ~UTSKR_TO_STATED, NULL, NULL, 0 },
        { 0, HOSPITAL, UTSKR_DISCHARGE_READY_NOTICE, TO_ALL, NULL, NULL, 0 },
        { 0, HOSPITAL, UTSKR_STATUS_REPORTED, 0, NULL, NULL, 0 },
        { 0, SOCIAL, UTSKR_STATUS_REPORTED, 0, NULL, NULL, 0 },
        { 0, HOSPITAL, UTSKR_DISCHARGE_READY_WITHDRAWN, 0, NULL, NULL, 0 },
        { 0, HOSPITAL, UTSKR_INTERRUPTED, 0, NULL, NULL, 0 },
        { 0, HOSPITAL, UTSKR_DISCHARGED, UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT, NULL, NULL, 0 },
    };
    return events[random_below(sizeof events / sizeof *events)];
}

/* `last` < count is the last event that a retraction may name. */
static void write_random_log(written *log, uint32_t count) {
    static const uint8_t parties[] = { HOSPITAL, SOCIAL, SYSTEM };
    for (uint32_t i = 0; i < count; i++) {
        log[i] = random_below(3) == 0 ? random_retraction(count, parties[random_below(3)]) : random_event();
        log[i].id = random_ids[i];
        log[i].hour = (int)random_below(40);
        log[i].recorded = random_below(2) == 0 ? 0 : log[i].hour + (int)random_below(30) - 5;
        log[i].recorded = log[i].recorded < 0 ? 0 : log[i].recorded;
    }
}

/* Retractions that name each other in rings have no answer that follows from the log alone. */
static bool names_in_rings(const written *log, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (uint32_t steps = 0; log[at].of != NULL; steps++) {
            if (steps > count)
                return true;
            at = (uint32_t)(log[at].of - random_ids[0]) / sizeof random_ids[0];
        }
    }
    return false;
}

static bool is_named(const written *log, uint32_t count, const char *id) {
    for (uint32_t i = 0; i < count; i++)
        if (log[i].of == id)
            return true;
    return false;
}

/* One event that nothing names, retracted by the system at the same instant, against the log without both. */
static bool retraction_is_absence(written *log, uint32_t count) {
    const uint32_t event = random_below(count);
    if (is_named(log, count, log[event].id) || names_in_rings(log, count))
        return true;
    utskr_case *with = case_with(log, count);
    const written retraction = { log[event].hour, SYSTEM, UTSKR_RETRACTED, 0, "last", log[event].id, 0 };
    utskr_case *without = new_case();
    for (uint32_t i = 0; i < count; i++)
        if (i != event && append(without, &log[i]) != UTSKR_OK)
            return false;
    bool alike = append(with, &retraction) == UTSKR_OK;
    for (int hour = log[event].hour; alike && hour <= 40; hour += 1 + (int)random_below(12))
        alike = cases_agree(with, without, START + (utskr_instant)hour * HOUR, 0);
    alike = alike && cases_agree(with, without, LATE, 0);
    utskr_case_free(with);
    utskr_case_free(without);
    return alike;
}

/* A retraction of kind "retracted" sees the one added, which the log without it does not have. */
static void leave_out_retractions_of_retractions(written *log, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (log[i].kind == UTSKR_RETRACTED && log[i].mask == UTSKR_OF(UTSKR_RETRACTED))
            log[i].mask = UTSKR_OF(UTSKR_STATUS_REPORTED);
}

static void test_random_retractions(void) {
    written log[RANDOM_EVENTS];
    int failed = 0;
    random_state = 1;
    for (uint32_t i = 0; i < RANDOM_EVENTS; i++)
        snprintf(random_ids[i], sizeof random_ids[i], "e%u", i);
    for (int run = 0; run < 20000; run++) {
        const uint32_t count = 2 + random_below(RANDOM_EVENTS - 1);
        write_random_log(log, count);
        leave_out_retractions_of_retractions(log, count);
        failed += !retraction_is_absence(log, count);
    }
    tap_eq_i64(failed, 0, "20 000 random logs: an event and its retraction leave the facts of the log without both");
}

/* The same log, asked now and then on the way, asked only at the end, and cut off where it is asked. */
static bool questions_leave_no_trace(const written *log, uint32_t count) {
    utskr_case *asked = new_case();
    for (uint32_t i = 0; i < count; i++) {
        if (append(asked, &log[i]) != UTSKR_OK)
            return false;
        if (random_below(2) == 0)
            (void)refused_of(asked, 1 + random_below(i + 1));
        utskr_facts facts;
        if (random_below(3) == 0)
            (void)utskr_case_facts(asked, START + random_below(40) * HOUR, START + random_below(60) * HOUR, &facts);
    }
    utskr_case *fresh = case_with(log, count);
    bool alike = strcmp(standing_of(asked), "") != 0;
    char expected[RANDOM_EVENTS + 1];
    strcpy(expected, standing_of(fresh));
    alike = alike && strcmp(standing_of(asked), expected) == 0;
    const utskr_facts left = facts_at(asked, LATE, 0);
    const utskr_facts right = facts_at(fresh, LATE, 0);
    alike = alike && same_facts(&left, &right);
    utskr_case_free(asked);
    utskr_case_free(fresh);
    return alike;
}

/* What was known then, appended alone. An `of` may then have no entry: such a log is not asked. */
static int cut_off_agrees(const written *log, uint32_t count) {
    const int hour = (int)random_below(40);
    const int known = (int)random_below(50) + 1;
    utskr_case *whole = case_with(log, count);
    utskr_case *part = new_case();
    for (uint32_t i = 0; i < count; i++) {
        const int recorded = log[i].recorded == 0 ? log[i].hour : log[i].recorded;
        if (recorded <= known && append(part, &log[i]) != UTSKR_OK)
            return 0;
    }
    int agrees = 2;
    if (utskr_case_settle(part, NULL) == UTSKR_OK) {
        const utskr_facts left = facts_at(whole, START + hour * HOUR, START + known * HOUR);
        const utskr_facts right = facts_at(part, START + hour * HOUR, 0);
        agrees = same_but_indices(&left, &right);
    }
    utskr_case_free(whole);
    utskr_case_free(part);
    return agrees;
}

static void test_random_questions(void) {
    written log[RANDOM_EVENTS];
    int traces = 0;
    int differ = 0;
    int compared = 0;
    random_state = 2;
    for (int run = 0; run < 5000; run++) {
        const uint32_t count = 1 + random_below(RANDOM_EVENTS);
        write_random_log(log, count);
        traces += !questions_leave_no_trace(log, count);
        const int agrees = cut_off_agrees(log, count);
        differ += agrees == 0;
        compared += agrees == 1;
    }
    tap_eq_i64(traces, 0, "5 000 random logs: questions on the way change nothing");
    tap_eq_i64(differ, 0, "and at an instant, as known at another, only what was there counts");
    tap_ok(compared > 500, "%d of them could be compared", compared);
}

/* --- Moving ------------------------------------------------------------------------------------------------------ */

/* One event of a random log moved, against the log that has it there from the start; a move that may not be, against the
 * log as it was. */
static bool moves_as_written(written *log, uint32_t count, int *moved) {
    const uint32_t event = random_below(count);
    const int to = (int)random_below(40);
    utskr_case *c = case_with(log, count);
    const bool was_refused = refused_of(c, event + 1) == 1;
    const uint64_t calls = memory.calls;
    const utskr_status status = utskr_case_move(c, event + 1, START + (utskr_instant)to * HOUR, NULL);
    const bool allocates = memory.calls != calls;
    const int from = log[event].hour;
    log[event].hour = to;
    utskr_case *there = case_with(log, count);
    const bool is_refused = refused_of(there, event + 1) == 1 && !was_refused;
    log[event].hour = from;
    utskr_case *here = case_with(log, count);
    *moved += status == UTSKR_OK;
    const bool alike = cases_agree(c, is_refused ? here : there, LATE, 0) &&
                       cases_agree(c, is_refused ? here : there, START + 20 * HOUR, START + 30 * HOUR);
    utskr_case_free(c);
    utskr_case_free(there);
    utskr_case_free(here);
    return alike && !allocates && status == (is_refused ? UTSKR_REFUSED : UTSKR_OK);
}

static void test_random_moves(void) {
    written log[RANDOM_EVENTS];
    int failed = 0;
    int moved = 0;
    random_state = 3;
    for (int run = 0; run < 10000; run++) {
        const uint32_t count = 1 + random_below(RANDOM_EVENTS);
        write_random_log(log, count);
        failed += !moves_as_written(log, count, &moved);
    }
    tap_eq_i64(failed, 0,
               "10 000 random logs: a moved event stands as if it had been written there, or nothing changed");
    tap_ok(moved > 5000 && moved < 9900, "%d of them could be moved", moved);
}

/* `stay` is admitted, assessed, notified, ready and discharged: its discharge can't come before the admission. */
static void test_move(void) {
    utskr_case *c = case_with(stay, sizeof stay / sizeof *stay);
    const uint32_t last = utskr_case_entry_count(c);
    utskr_error error = UTSKR_ERROR_INIT;
    tap_eq_i64(utskr_case_move(c, last, START - HOUR, &error), UTSKR_REFUSED,
               "a discharge does not move before the stay");
    tap_eq_str(error.message, "impossible in the state of the case", "and why");
    utskr_entry entry = UTSKR_ENTRY_INIT;
    (void)utskr_case_entry(c, last, &entry);
    const utskr_instant before = entry.event.at;
    tap_eq_i64(before, START + (utskr_instant)stay[last - 1].hour * HOUR, "it is where it was");
    tap_eq_i64(utskr_case_move(c, last, before + 24 * HOUR, NULL), UTSKR_OK, "it moves by a day");
    (void)utskr_case_entry(c, last, &entry);
    tap_eq_i64(entry.event.at, before + 24 * HOUR, "and is there");
    tap_eq_i64(utskr_case_move(NULL, 1, START, NULL), UTSKR_BAD_ARGUMENT, "no case");
    tap_eq_i64(utskr_case_move(c, 0, START, NULL), UTSKR_NOT_FOUND, "no event 0");
    tap_eq_i64(utskr_case_move(c, last + 1, START, NULL), UTSKR_NOT_FOUND, "no event after the last");
    tap_eq_i64(utskr_case_move(c, last, 0, NULL), UTSKR_OUT_OF_RANGE, "not out of the calendar");
    tap_eq_i64(utskr_case_move(c, last, START + INT64_C(150) * 366 * 24 * HOUR, NULL), UTSKR_OUT_OF_RANGE,
               "not 137 years after the first");
    (void)utskr_case_entry(c, last, &entry);
    tap_eq_i64(entry.event.at, before + 24 * HOUR, "and it is still there");
    utskr_case_free(c);
}

/* The rule read aloud: from the latest retraction to the earliest, those that have been taken away having no effect. */
static void retract_slowly(const written *log, uint32_t count, char *standing) {
    memset(standing, '0', count);
    standing[count] = '\0';
    for (uint32_t i = count; i-- > 0;) {
        if (log[i].kind != UTSKR_RETRACTED || standing[i] != '0')
            continue;
        uint32_t target = i;
        if (log[i].of != NULL)
            target = (uint32_t)(log[i].of - random_ids[0]) / sizeof random_ids[0];
        else
            while (target-- > 0 && (log[target].kind != UTSKR_RETRACTED || standing[target] == '2'))
                continue;
        if (target > i || (log[i].party != SYSTEM && log[i].party != log[target].party))
            standing[i] = '1';
        else
            standing[target] = '2';
    }
}

/* A log in order of time, of notes and retractions of what came before. */
static void write_backward_log(written *log, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        log[i] =
            (written){ (int)i / 2, random_below(3) == 0 ? SOCIAL : HOSPITAL, UTSKR_NOTE, 0, random_ids[i], NULL, 0 };
        if (random_below(3) == 0)
            continue;
        log[i].kind = UTSKR_RETRACTED;
        log[i].party = random_below(4) == 0 ? SYSTEM : log[i].party;
        if (i == 0 || random_below(4) == 0)
            log[i].mask = UTSKR_OF(UTSKR_RETRACTED);
        else
            log[i].of = random_ids[random_below(i)];
    }
}

static void test_against_rule(void) {
    written log[RANDOM_EVENTS];
    char expected[RANDOM_EVENTS + 1];
    int differ = 0;
    random_state = 4;
    for (int run = 0; run < 20000; run++) {
        const uint32_t count = 1 + random_below(RANDOM_EVENTS);
        write_backward_log(log, count);
        retract_slowly(log, count, expected);
        utskr_case *c = case_with(log, count);
        differ += strcmp(standing_of(c), expected) != 0;
        utskr_case_free(c);
    }
    tap_eq_i64(differ, 0, "20 000 random logs of retractions: each is as the rule read aloud");
}

/* --- Instants ---------------------------------------------------------------------------------------------------- */

static void test_at(void) {
    const written events[] = { BEFORE,
                               NOTICE(5, "n"),
                               RETRACT(9, HOSPITAL, NULL, "n"),
                               { 3, HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_ALL, NULL, NULL, 30 } };
    utskr_case *c = CASE_WITH(events);
    tap_eq_i64(facts_at(c, START - 1, 0).event_count, 0, "before the first event there is nothing");
    tap_eq_i64(facts_at(c, START, 0).event_count, 1, "an event counts from its instant on");
    tap_eq_i64(facts_at(c, START + 9 * HOUR - 1, 0).spell_count, 0,
               "a retraction corrects the log before its instant too");
    tap_eq_i64(facts_at(c, LATE, START + 9 * HOUR - 1).spell_count, 1, "but not before it was known");
    tap_eq_i64(facts_at(c, LATE, START + 9 * HOUR).spell_count, 0, "and then it does");
    tap_eq_i64(facts_at(c, LATE, START + 29 * HOUR).event_count, 2, "what was recorded later was not known");
    tap_eq_i64(facts_at(c, LATE, START + 30 * HOUR).event_count, 3, "what was recorded then was");
    tap_eq_i64(facts_at(c, LATE, START + 8 * HOUR).spell_count, 1, "without `recorded`, recorded when it happened");
    tap_eq_i64(facts_at(c, LATE, INT64_MIN).event_count, 0, "nothing was known at the beginning of time");
    utskr_instant latest = 0;
    tap_eq_i64(utskr_case_latest(c, 0, &latest), UTSKR_OK, "there is a latest time");
    tap_eq_i64(latest, START + 3 * HOUR, "that of no retraction and nothing retracted");
    utskr_case_free(c);
}

static void test_latest(void) {
    const written refused[] = { BEFORE,
                                { 50, HOSPITAL, UTSKR_RESUMED, 0, NULL, NULL, 0 },
                                RETRACT(90, HOSPITAL, "r", "n"),
                                NOTICE(70, "n"),
                                RETRACT(91, SOCIAL, NULL, "r") };
    const written emptied[] = { NOTICE(70, "n"), RETRACT(90, HOSPITAL, "r", "n") };
    utskr_instant latest = 7;
    utskr_case *c = CASE_WITH(refused);
    (void)utskr_case_latest(c, 0, &latest);
    tap_eq_i64(latest, START + 50 * HOUR, "a retraction counts whatever its time, one refused does not");
    utskr_case_free(c);
    c = CASE_WITH(emptied);
    latest = 7;
    tap_eq_i64(utskr_case_latest(c, 0, &latest), UTSKR_NOT_FOUND, "a log of which nothing is left has no latest time");
    tap_eq_i64(latest, 7, "and says none");
    utskr_case_reset(c);
    tap_eq_i64(utskr_case_latest(c, 0, &latest), UTSKR_NOT_FOUND, "nor has an empty one");
    tap_eq_i64(facts_at(c, LATE, 0).state, UTSKR_STATE_NEW, "whose facts are those of a new case");
    utskr_case_free(c);
}

/* --- Settling ---------------------------------------------------------------------------------------------------- */

static void test_references(void) {
    const written events[] = { BEFORE,
                               { 3, SOCIAL, UTSKR_ACKNOWLEDGED, 0, NULL, "later", 0 },
                               { 4, SOCIAL, UTSKR_ACKNOWLEDGED, 0, NULL, "never", 0 } };
    const written later = { 2, HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_ALL, "later", NULL, 0 };
    const written never = { 2, HOSPITAL, UTSKR_CARE_CONTACT, 0, "never", NULL, 0 };
    utskr_case *c = CASE_WITH(events);
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_facts facts;
    tap_eq_i64(append(c, &later), UTSKR_OK, "an id may come after what answers it");
    tap_eq_i64(utskr_case_settle(c, &error), UTSKR_NOT_FOUND, "an id that does not come is an error");
    tap_ok(error.status == UTSKR_NOT_FOUND && error.line == 5 && error.column == 40, "which names line and column");
    tap_eq_str(error.word, "never", "and the id");
    tap_eq_i64(utskr_case_facts(c, LATE, 0, &facts), UTSKR_NOT_FOUND, "and there are no facts");
    tap_eq_i64(append(c, &never), UTSKR_OK, "until it comes");
    tap_eq_i64(utskr_case_settle(c, &error), UTSKR_OK, "which settles the log");
    facts = facts_at(c, LATE, 0);
    const uint32_t first = facts.head[UTSKR_ACKNOWLEDGED];
    const utskr_fact *fact = &facts.slots[first - 1].fact;
    tap_eq_i64(fact->mask >> UTSKR_OF_SHIFT, UTSKR_ADMISSION_NOTICE, "the first answers the notice");
    tap_eq_i64(facts.slots[fact->next - 1].fact.mask >> UTSKR_OF_SHIFT, UTSKR_CARE_CONTACT, "the second the contact");
    utskr_case_free(c);
}

static utskr_status append_entry(utskr_case *c, const utskr_entry *entry, utskr_error *error) {
    *error = (utskr_error)UTSKR_ERROR_INIT;
    return utskr_case_append(c, entry, error);
}

/* What is refused is refused by both, with its line, and leaves no trace. */
static void ok_invalid(utskr_case *c, const utskr_entry *entry, utskr_status expected, const char *what) {
    utskr_error error;
    stored before = store(c);
    const utskr_status appended = append_entry(c, entry, &error);
    utskr_transition transition;
    const bool same = utskr_case_apply(c, entry, NULL) == expected &&
                      utskr_case_check(c, entry, &transition) == expected && error.status == (int32_t)expected &&
                      error.line == 77 && error.message[0] != '\0';
    tap_ok(appended == expected && same && is_stored_as(c, &before), "%s", what);
}

static void test_invalid_lines(void) {
    static char long_text[TEXT_LIMIT + 2];
    const written notice = NOTICE(5, "n");
    memset(long_text, 'x', sizeof long_text - 1);
    utskr_case *c = CASE_WITH(stay);
    utskr_entry entry = entry_of(&notice);
    entry.line = 77;
    entry.event.kind = UTSKR_KIND_COUNT;
    ok_invalid(c, &entry, UTSKR_BAD_ARGUMENT, "an event outside the vocabulary");
    entry.event.kind = UTSKR_NOTE;
    ok_invalid(c, &entry, UTSKR_BAD_ARGUMENT, "a mask that is not the kind's");
    entry.event.mask = 0;
    entry.event.at = 0;
    ok_invalid(c, &entry, UTSKR_OUT_OF_RANGE, "an instant outside the calendar");
    entry.event.at = START;
    entry.id = "a";
    ok_invalid(c, &entry, UTSKR_DUPLICATE, "an id that is there already");
    utskr_error error;
    (void)append_entry(c, &entry, &error);
    tap_eq_str(error.word, "a", "which the error names");
    entry.id = long_text;
    ok_invalid(c, &entry, UTSKR_LIMIT_REACHED, "an id of more than 1024 bytes");
    entry.id = NULL;
    entry.about = long_text;
    ok_invalid(c, &entry, UTSKR_LIMIT_REACHED, "a subject of more");
    entry.about = NULL;
    entry.event.kind = UTSKR_ACKNOWLEDGED;
    entry.event.party = SOCIAL;
    entry.of = long_text;
    ok_invalid(c, &entry, UTSKR_LIMIT_REACHED, "of= of more");
    entry.event.kind = UTSKR_NOTE;
    entry.event.party = HOSPITAL;
    entry.of = "a";
    ok_invalid(c, &entry, UTSKR_BAD_ARGUMENT, "of= where there is nothing to answer");
    entry.of = NULL;
    entry.event.kind = UTSKR_TRACK;
    entry.event.mask = UINT32_C(1) << UTSKR_TRACK_COLOUR_SHIFT;
    entry.about = "b";
    ok_invalid(c, &entry, UTSKR_BAD_ARGUMENT, "about= where there is no subject");
    entry.about = NULL;
    entry.event.kind = UTSKR_RETRACTED;
    entry.event.mask = 0;
    ok_invalid(c, &entry, UTSKR_BAD_ARGUMENT, "a retraction of nothing");
    entry.event.kind = UTSKR_DEVIATION_ANSWERED;
    tap_eq_i64(append_entry(c, &entry, &error), UTSKR_OK, "but a deviation may be answered that is not named");
    long_text[TEXT_LIMIT] = '\0';
    entry.event.kind = UTSKR_DEVIATION;
    entry.about = long_text;
    entry.id = "";
    entry.of = "";
    tap_eq_i64(append_entry(c, &entry, &error), UTSKR_OK, "1024 bytes fit, and an empty id is none");
    utskr_entry out = UTSKR_ENTRY_INIT;
    (void)utskr_case_entry(c, STAY + 2, &out);
    tap_eq_str(out.about, long_text, "and come out again");
    tap_ok(out.id == NULL && out.of == NULL, "without an id");
    utskr_case_free(c);
}

/* --- Applying ---------------------------------------------------------------------------------------------------- */

static utskr_status apply(utskr_case *c, const written *event) {
    const utskr_entry entry = entry_of(event);
    return utskr_case_apply(c, &entry, NULL);
}

static utskr_transition check(const utskr_case *c, const written *event, utskr_status expected) {
    const utskr_entry entry = entry_of(event);
    utskr_transition transition = { 99, 99, 99, 99, 99, { 0, 0, 0 } };
    const utskr_status status = utskr_case_check(c, &entry, &transition);
    if (status != expected)
        tap_say("check: %s", utskr_status_name((int32_t)status));
    return transition;
}

static void ok_refused(utskr_case *c, const written *event, const char *what) {
    stored before = store(c);
    const utskr_facts facts = facts_at(c, LATE, 0);
    const utskr_transition transition = check(c, event, UTSKR_OK);
    tap_eq_i64(apply(c, event), UTSKR_REFUSED, "refused: %s", what);
    tap_eq_i64(transition.action, UTSKR_ACTION_REFUSE, "check said so");
    const utskr_facts after = facts_at(c, LATE, 0);
    tap_ok(is_stored_as(c, &before) && same_facts(&facts, &after), "and nothing changed");
}

static const char *message_of_refusal(utskr_case *c, const written *event) {
    utskr_error error = UTSKR_ERROR_INIT;
    const utskr_entry entry = entry_of(event);
    return utskr_case_apply(c, &entry, &error) == UTSKR_REFUSED ? error.message : "not refused";
}

static void test_apply(void) {
    utskr_case *c = new_case();
    int applied = 0;
    for (size_t i = 0; i < STAY; i++)
        applied += apply(c, &stay[i]) == UTSKR_OK;
    tap_eq_i64(applied, STAY, "a stay is applied event by event");
    const written again = { 80, HOSPITAL, UTSKR_ADMITTED, 0, "x", NULL, 0 };
    const written early = { -5, HOSPITAL, UTSKR_DISCHARGED, UINT32_C(1) << UTSKR_DISCHARGED_TO_SHIFT, "x", NULL, 0 };
    const written sender = { 90, SOCIAL, UTSKR_ADMITTED, 0, "x", NULL, 0 };
    const written not_own = RETRACT(90, SOCIAL, "x", "e");
    const written no_kind = RETRACT_KIND(90, SOCIAL, UTSKR_SIP_CALL);
    const written no_id = RETRACT(90, HOSPITAL, "x", "none");
    const written itself = RETRACT(90, HOSPITAL, "x", "x");
    ok_refused(c, &again, "an admission after discharge");
    ok_refused(c, &early, "a discharge before there is a stay, at its place by time");
    ok_refused(c, &sender, "what the party never sends");
    ok_refused(c, &not_own, "a retraction of another's event");
    ok_refused(c, &no_kind, "a retraction of a kind that is not there");
    tap_eq_i64(check(c, &sender, UTSKR_OK).wrong_sender, 1, "check tells a wrong sender");
    tap_eq_i64(check(c, &not_own, UTSKR_OK).wrong_sender, 1, "also of a retraction");
    tap_eq_i64(check(c, &no_kind, UTSKR_OK).wrong_sender, 0, "if it is that");
    tap_eq_i64(apply(c, &no_id), UTSKR_NOT_FOUND, "an id that is not there is not found");
    tap_eq_i64(apply(c, &itself), UTSKR_NOT_FOUND, "nor is its own");
    utskr_error error = UTSKR_ERROR_INIT;
    const utskr_entry entry = entry_of(&sender);
    (void)utskr_case_apply(c, &entry, &error);
    tap_ok(error.status == UTSKR_REFUSED && error.message[0] != '\0', "the error says why");
    tap_ok(strcmp(message_of_refusal(c, &sender), message_of_refusal(c, &again)) != 0 &&
               strcmp(message_of_refusal(c, &sender), message_of_refusal(c, &not_own)) != 0 &&
               strcmp(message_of_refusal(c, &again), message_of_refusal(c, &not_own)) != 0,
           "each why in its own words");
    utskr_case_free(c);
}

static void test_apply_late(void) {
    const written late = { 5, HOSPITAL, UTSKR_INTERRUPTED, 0, NULL, NULL, 0 };
    const written retraction = RETRACT(60, HOSPITAL, "r", "e");
    const written undone = RETRACT(61, HOSPITAL, NULL, "r");
    utskr_case *c = CASE_WITH(stay);
    const utskr_transition transition = check(c, &late, UTSKR_OK);
    tap_eq_i64(transition.from, UTSKR_STATE_NOTIFIED, "a late event meets the state at its place");
    tap_eq_i64(transition.to, UTSKR_STATE_INTERRUPTED, "and goes from there");
    tap_eq_i64(apply(c, &late), UTSKR_OK, "and is applied there");
    const uint32_t evidence = facts_at(c, LATE, 0).slots[facts_at(c, LATE, 0).head[UTSKR_INTERRUPTED] - 1].fact.index;
    tap_eq_i64(evidence, STAY + 1, "with its index in the log");
    tap_eq_i64(check(c, &retraction, UTSKR_OK).from, UTSKR_STATE_INTERRUPTED, "a retraction is told at its place");
    tap_eq_i64(apply(c, &retraction), UTSKR_OK, "and applied");
    tap_eq_i64(facts_at(c, LATE, 0).spell_count, 0, "and takes its event away");
    tap_eq_i64(apply(c, &undone), UTSKR_OK, "as another gives it back");
    tap_eq_i64(facts_at(c, LATE, 0).spell_count, 1, "to the facts");
    utskr_case_free(c);
}

/* What may be is what a replay does not refuse at its place. */
static bool applies_as_checked(utskr_case *c, const written *event) {
    stored before = store(c);
    const utskr_facts facts = facts_at(c, LATE, 0);
    const utskr_entry entry = entry_of(event);
    utskr_transition transition;
    const utskr_status checked = utskr_case_check(c, &entry, &transition);
    const utskr_facts after = facts_at(c, LATE, 0);
    const bool untouched = is_stored_as(c, &before) && same_facts(&facts, &after);
    const utskr_status applied = utskr_case_apply(c, &entry, NULL);
    const bool refused = checked == UTSKR_OK && transition.action == UTSKR_ACTION_REFUSE;
    const bool shown = applied == UTSKR_OK && refused_of(c, utskr_case_entry_count(c)) == 1;
    return untouched && !shown && applied == (refused ? UTSKR_REFUSED : checked);
}

static void test_random_apply(void) {
    written log[RANDOM_EVENTS];
    int wrong = 0;
    random_state = 3;
    for (int run = 0; run < 3000; run++) {
        const uint32_t count = 1 + random_below(RANDOM_EVENTS);
        write_random_log(log, count);
        utskr_case *c = new_case();
        for (uint32_t i = 0; i < count; i++)
            wrong += !applies_as_checked(c, &log[i]);
        utskr_case_free(c);
    }
    tap_eq_i64(wrong, 0, "3 000 random logs: apply does what check says, and check does nothing");
}

/* Strings that a case has given out may be given back to it. */
static void test_own_strings(void) {
    utskr_case *c = CASE_WITH(stay);
    int applied = 0;
    for (int i = 0; i < 200; i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        (void)utskr_case_entry(c, (uint32_t)(1 + i % STAY), &entry);
        const written answer = { 100 + i, SOCIAL, UTSKR_ACKNOWLEDGED, 0, NULL, entry.id, 0 };
        applied += apply(c, &answer) == UTSKR_OK;
    }
    utskr_entry last = UTSKR_ENTRY_INIT;
    (void)utskr_case_entry(c, STAY + 200, &last);
    tap_eq_i64(applied, 200, "an id that the case gave out may be answered");
    tap_eq_str(last.of, "b", "and is copied whole");
    utskr_header header = UTSKR_HEADER_INIT;
    header.name = "anna";
    header.rules = "lus";
    (void)utskr_case_set_header(c, &header);
    (void)utskr_case_header(c, &header);
    header.previous = header.rules;
    header.rules = header.name;
    (void)utskr_case_set_header(c, &header);
    (void)utskr_case_header(c, &header);
    tap_ok(strcmp(header.name, "anna") == 0 && strcmp(header.rules, "anna") == 0 && strcmp(header.previous, "lus") == 0,
           "as are the names of its header");
    utskr_case_free(c);
}

/* --- The header, copies and reuse -------------------------------------------------------------------------------- */

static void test_header(void) {
    static char long_text[TEXT_LIMIT + 2];
    memset(long_text, 'x', sizeof long_text - 1);
    utskr_case *c = new_case();
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_header out = UTSKR_HEADER_INIT;
    tap_ok(utskr_case_header(c, &out) == UTSKR_OK && out.name == NULL && out.stay.size == sizeof out.stay,
           "a new case has an empty header");
    header.name = "anna";
    header.previous = "";
    header.line = 3;
    header.stay.municipality = 2380;
    header.stay.care = UTSKR_CARE_PSYCHIATRIC;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_OK, "a header is set");
    (void)utskr_case_header(c, &out);
    tap_ok(strcmp(out.name, "anna") == 0 && out.rules == NULL && out.previous == NULL && out.line == 3 &&
               out.stay.municipality == 2380,
           "and comes out again");
    tap_eq_i64(facts_at(c, LATE, 0).stay.municipality, 2380, "and stands in the facts");
    append(c, &stay[0]);
    header.stay.municipality = 2303;
    tap_ok(facts_at(c, LATE, 0).stay.municipality == 2380 && utskr_case_set_header(c, &header) == UTSKR_OK &&
               facts_at(c, LATE, 0).stay.municipality == 2303,
           "as does another, once events have been folded");
    header.stay.care = 3;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_BAD_ARGUMENT, "a care that is none");
    header.stay.care = 0;
    header.stay.municipality = 10000;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_BAD_ARGUMENT, "a municipality of five digits");
    header.stay.municipality = -1;
    header.stay.reserved = 1;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_BAD_ARGUMENT, "a reserved number that is not 0");
    header.stay.reserved = 0;
    header.stay.previous_discharge = 1;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_OUT_OF_RANGE, "a discharge in 1970");
    header.stay.previous_discharge = START;
    header.rules = long_text;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_LIMIT_REACHED, "a name of more than 1024 bytes");
    header.rules = header.name;
    header.name = long_text;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_LIMIT_REACHED, "whichever it is");
    header.name = NULL;
    header.stay.size--;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_BAD_SIZE, "a stay of another size");
    header.stay.size++;
    header.size--;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_BAD_SIZE, "a header of another size");
    (void)utskr_case_header(c, &out);
    tap_eq_i64(out.stay.municipality, 2303, "change nothing");
    long_text[TEXT_LIMIT] = '\0';
    header = (utskr_header)UTSKR_HEADER_INIT;
    header.previous = long_text;
    tap_eq_i64(utskr_case_set_header(c, &header), UTSKR_OK, "1024 bytes fit");
    utskr_case_reset(c);
    (void)utskr_case_header(c, &out);
    tap_ok(out.line == 0 && out.name == NULL && out.previous == NULL && out.stay.municipality == 0,
           "a reset empties the header");
    utskr_case_free(c);
}

static void test_clone(void) {
    const written more = { 90, HOSPITAL, UTSKR_DECEASED, 0, "z", NULL, 0 };
    const written retraction = RETRACT(91, HOSPITAL, NULL, "e");
    utskr_case *c = CASE_WITH(stay);
    stored before = store(c);
    const utskr_facts facts = facts_at(c, LATE, 0);
    utskr_case *copy = NULL;
    tap_eq_i64(utskr_case_clone(c, &copy), UTSKR_OK, "a case is cloned");
    const utskr_facts copied = facts_at(copy, LATE, 0);
    tap_ok(same_facts(&facts, &copied), "with the same facts");
    tap_ok(apply(copy, &more) == UTSKR_OK && apply(copy, &retraction) == UTSKR_OK, "events are applied to the clone");
    const utskr_facts after = facts_at(c, LATE, 0);
    tap_ok(same_facts(&facts, &after) && is_stored_as(c, &before), "and do not touch the case");
    utskr_case_free(c);
    tap_eq_i64(facts_at(copy, LATE, 0).spell_count, 0, "the clone outlives it");
    utskr_case_free(copy);
    c = CASE_WITH(stay);
    utskr_header header = UTSKR_HEADER_INIT;
    header.name = "anna";
    (void)append(c, &retraction);
    (void)utskr_case_set_header(c, &header);
    (void)utskr_case_clone(c, &copy);
    (void)utskr_case_header(copy, &header);
    tap_eq_str(header.name, "anna", "with its header");
    tap_ok(cases_agree(c, copy, LATE, 0) && refused_of(copy, 5) == 2, "with retractions not yet heeded");
    utskr_case_free(c);
    utskr_case_free(copy);
    c = new_case();
    tap_ok(utskr_case_clone(c, &copy) == UTSKR_OK && utskr_case_entry_count(copy) == 0, "an empty case can be cloned");
    utskr_case_free(c);
    utskr_case_free(copy);
}

static void write_id(char *id, size_t size, uint32_t number) {
    snprintf(id, size, "message-%u", number);
}

/* These have the same hash; the last of them begins like another. */
static void test_ids_alike(void) {
    static const written events[] = { { 0, SOCIAL, UTSKR_NOTE, 0, "costarring", NULL, 0 },
                                      { 1, SOCIAL, UTSKR_NOTE, 0, "liquidHk9Yxa", NULL, 0 },
                                      { 2, SOCIAL, UTSKR_NOTE, 0, "liquid", NULL, 0 },
                                      { 3, SOCIAL, UTSKR_NOTE, 0, "liquid", NULL, 0 },
                                      RETRACT(5, SOCIAL, NULL, "liquid") };
    utskr_case *c = case_with(events, 3);
    tap_eq_i64(utskr_case_entry_count(c), 3, "ids that only look alike are different");
    tap_eq_i64(append(c, &events[3]), UTSKR_DUPLICATE, "those that are the same are not");
    tap_eq_i64(apply(c, &events[4]), UTSKR_OK, "each is found");
    tap_eq_str(standing_of(c), "0020", "and no other");
    utskr_case_free(c);
}

/* More ids than a list holds: all are found, one by one, in the case, its clone, and again after a reset. */
static void test_many_ids(void) {
    enum { IDS = 300 };
    utskr_case *c = new_case();
    utskr_case *copy = NULL;
    char id[32];
    int failed = 0;
    for (int round = 0; round < 2; round++) {
        utskr_case_reset(c);
        for (uint32_t i = 0; i < IDS; i++) {
            write_id(id, sizeof id, i);
            const written event = { (int)i, SOCIAL, UTSKR_NOTE, 0, id, NULL, 0 };
            failed += append(c, &event) != UTSKR_OK || append(c, &event) != UTSKR_DUPLICATE;
        }
        failed += utskr_case_clone(c, &copy) != UTSKR_OK;
        for (uint32_t i = 0; i < IDS; i++) {
            write_id(id, sizeof id, i);
            const written event = RETRACT(1000, SOCIAL, NULL, id);
            failed += append(c, &event) != UTSKR_OK || apply(copy, &event) != UTSKR_OK || refused_of(copy, i + 1) != 2;
        }
        failed += facts_at(c, LATE, 0).event_count != 0 || facts_at(copy, LATE, 0).event_count != 0;
        utskr_case_free(copy);
    }
    tap_eq_i64(failed, 0, "300 ids are unique and found");
    utskr_case_free(c);
}

static void test_reset(void) {
    utskr_case *c = CASE_WITH(stay);
    utskr_case *other = CASE_WITH(stay);
    const utskr_facts expected = facts_at(c, LATE, 0);
    (void)utskr_case_settle(c, NULL);
    const uint64_t calls = memory.calls;
    bool alike = true;
    for (int round = 0; round < 3; round++) {
        utskr_case_reset(c);
        alike = alike && utskr_case_entry_count(c) == 0;
        for (size_t i = 0; i < STAY; i++)
            alike = append(c, &stay[i]) == UTSKR_OK && alike;
        const utskr_facts facts = facts_at(c, LATE, 0);
        alike = alike && same_facts(&facts, &expected);
    }
    tap_ok(alike, "a case that was reset holds another as if it were new");
    tap_eq_i64((int64_t)(memory.calls - calls), 0, "in the memory it had");
    utskr_case_free(c);
    utskr_case_free(other);
}

static void test_in_callers_memory(void) {
    static union {
        max_align_t align;
        char bytes[16384];
    } room;
    utskr_case *c = NULL;
    tap_ok(utskr_case_size() <= sizeof room, "a case takes %zu bytes", utskr_case_size());
    tap_eq_i64(utskr_case_init_at(&room, utskr_case_size() - 1, &allocator, &c), UTSKR_BUFFER_TOO_SMALL, "one less");
    tap_eq_i64(utskr_case_init_at(room.bytes + 1, sizeof room - 1, &allocator, &c), UTSKR_BAD_ARGUMENT,
               "memory that is not aligned");
    tap_ok(utskr_case_init_at(&room, utskr_case_size(), &allocator, &c) == UTSKR_OK && (void *)c == (void *)&room,
           "a case is made in memory of the caller");
    for (size_t i = 0; i < STAY; i++)
        (void)append(c, &stay[i]);
    tap_eq_i64(facts_at(c, LATE, 0).event_count, STAY, "and used");
    utskr_case_free(c);
    tap_eq_i64((int64_t)memory.live, 0, "what it held is freed");
}

static void test_bad_arguments(void) {
    utskr_case *c = CASE_WITH(stay);
    utskr_case *made = NULL;
    const utskr_allocator no_function = { NULL, NULL };
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_transition transition;
    utskr_facts facts;
    utskr_instant latest;
    int max_align_room[4];
    const bool made_none = utskr_case_new(NULL, &made) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_new(&no_function, &made) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_new(&allocator, NULL) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_init_at(NULL, 99999, &allocator, &made) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_init_at(max_align_room, 99999, NULL, &made) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_init_at(max_align_room, 99999, &allocator, NULL) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_clone(NULL, &made) == UTSKR_BAD_ARGUMENT &&
                           utskr_case_clone(c, NULL) == UTSKR_BAD_ARGUMENT;
    tap_ok(made_none && made == NULL, "nothing is made without an allocator and somewhere to say so");
    tap_ok(utskr_case_set_header(NULL, &header) == UTSKR_BAD_ARGUMENT &&
               utskr_case_set_header(c, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_header(NULL, &header) == UTSKR_BAD_ARGUMENT &&
               utskr_case_header(c, NULL) == UTSKR_BAD_ARGUMENT,
           "no header");
    tap_ok(utskr_case_append(NULL, &entry, &error) == UTSKR_BAD_ARGUMENT && error.status == UTSKR_BAD_ARGUMENT &&
               utskr_case_append(c, NULL, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_apply(NULL, &entry, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_apply(c, NULL, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_check(NULL, &entry, &transition) == UTSKR_BAD_ARGUMENT &&
               utskr_case_check(c, &entry, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_settle(NULL, &error) == UTSKR_BAD_ARGUMENT,
           "no log");
    tap_ok(utskr_case_facts(NULL, 0, 0, &facts) == UTSKR_BAD_ARGUMENT &&
               utskr_case_facts(c, 0, 0, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_latest(NULL, 0, &latest) == UTSKR_BAD_ARGUMENT &&
               utskr_case_latest(c, 0, NULL) == UTSKR_BAD_ARGUMENT && utskr_case_entry_count(NULL) == 0 &&
               utskr_case_entry(NULL, 1, &entry) == UTSKR_BAD_ARGUMENT &&
               utskr_case_entry(c, 1, NULL) == UTSKR_BAD_ARGUMENT,
           "no questions");
    tap_ok(utskr_case_entry(c, 0, &entry) == UTSKR_NOT_FOUND && utskr_case_entry(c, STAY, &entry) == UTSKR_OK &&
               utskr_case_entry(c, STAY + 1, &entry) == UTSKR_NOT_FOUND,
           "entries are counted from 1");
    entry.size--;
    header.size++;
    tap_ok(utskr_case_entry(c, 1, &entry) == UTSKR_BAD_SIZE && utskr_case_append(c, &entry, &error) == UTSKR_BAD_SIZE &&
               utskr_case_header(c, &header) == UTSKR_BAD_SIZE,
           "structs of unknown sizes");
    error.size = 4;
    error.status = 7;
    const written unknown = { 90, SOCIAL, UTSKR_ACKNOWLEDGED, 0, NULL, "none", 0 };
    const utskr_entry answer = entry_of(&unknown);
    tap_ok(utskr_case_settle(NULL, &error) == UTSKR_BAD_ARGUMENT &&
               utskr_case_apply(c, &answer, &error) == UTSKR_NOT_FOUND && error.status == 7 && error.column == 0,
           "an error of unknown size is left alone");
    utskr_case_reset(NULL);
    utskr_case_free(NULL);
    utskr_entry_init(NULL);
    utskr_header_init(NULL);
    utskr_case_free(c);
}

static void test_init_functions(void) {
    const utskr_entry entry_macro = UTSKR_ENTRY_INIT;
    const utskr_header header_macro = UTSKR_HEADER_INIT;
    utskr_entry entry;
    utskr_header header;
    utskr_entry_init(&entry);
    utskr_header_init(&header);
    tap_ok(entry.size == entry_macro.size && entry.line == 0 && entry.id == NULL && entry.of == NULL &&
               entry.about == NULL && entry.of_column == 0 && entry.refused == 0 &&
               memcmp(&entry.event, &entry_macro.event, sizeof entry.event) == 0,
           "an entry as the macro makes it");
    tap_ok(header.size == header_macro.size && header.line == 0 && header.name == NULL && header.rules == NULL &&
               header.previous == NULL && memcmp(&header.stay, &header_macro.stay, sizeof header.stay) == 0,
           "a header as the macro makes it");
}

/* --- Limits ------------------------------------------------------------------------------------------------------ */

/* Fills the facts: every note of a time is kept. */
static uint32_t append_until_full(utskr_case *c) {
    const written admitted = { 0, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 };
    (void)append(c, &admitted);
    while (utskr_case_settle(c, NULL) == UTSKR_OK) {
        const int n = (int)utskr_case_entry_count(c);
        const written event = { n, n % 2 ? HOSPITAL : SOCIAL, UTSKR_DEVIATION, 0, NULL, NULL, 0 };
        if (append(c, &event) != UTSKR_OK)
            break;
    }
    return utskr_case_entry_count(c);
}

static void test_fact_limit(void) {
    utskr_case *c = new_case();
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_facts facts;
    const uint32_t count = append_until_full(c);
    tap_eq_i64(count, UTSKR_SLOT_LIMIT + 1, "a log may hold more than facts do");
    tap_eq_i64(utskr_case_settle(c, &error), UTSKR_LIMIT_REACHED, "settling says so");
    tap_eq_i64(error.line, count + 1, "and which line did not fit");
    tap_eq_i64(utskr_case_facts(c, LATE, 0, &facts), UTSKR_LIMIT_REACHED, "there are no facts of all of it");
    tap_eq_i64(utskr_case_facts(c, START + (utskr_instant)(count - 2) * HOUR, 0, &facts), UTSKR_OK, "but of what fits");
    tap_eq_i64(utskr_case_facts(c, START + 5000 * HOUR, START + 5000 * HOUR, &facts), UTSKR_LIMIT_REACHED,
               "whatever was known");
    const written next = { 5000, SOCIAL, UTSKR_DEVIATION, 0, NULL, NULL, 0 };
    const written between = { 4000, SOCIAL, UTSKR_DEVIATION, 0, NULL, NULL, 0 };
    tap_eq_i64(append(c, &next), UTSKR_OK, "more is appended");
    tap_eq_i64(utskr_case_settle(c, &error), UTSKR_LIMIT_REACHED, "beyond what does not fit");
    tap_eq_i64(error.line, count + 1, "which is the same line");
    tap_eq_i64(apply(c, &next), UTSKR_LIMIT_REACHED, "nothing can be applied after it");
    tap_eq_i64(apply(c, &between), UTSKR_LIMIT_REACHED, "or before that");
    const written same = { (int)count - 2, SOCIAL, UTSKR_DEVIATION, 0, NULL, NULL, 0 };
    tap_eq_i64(append(c, &same), UTSKR_OK, "one more, at the last instant that fits");
    tap_eq_i64(utskr_case_settle(c, &error), UTSKR_LIMIT_REACHED, "does not fit either");
    tap_eq_i64(error.line, count + 3, "and is now the first");
    const written early = { 0, HOSPITAL, UTSKR_DECEASED, 0, NULL, NULL, 0 };
    tap_eq_i64(append(c, &early), UTSKR_OK, "an event is appended");
    tap_eq_i64(utskr_case_settle(c, &error), UTSKR_LIMIT_REACHED, "and the limit found anew");
    tap_eq_i64(error.line, count, "a line earlier");
    utskr_case_free(c);
}

/* An instant is kept in 32 bits of seconds after the first. */
static void test_age_limit(void) {
    utskr_case *c = new_case();
    utskr_entry entry = entry_of(&stay[0]);
    utskr_error error = UTSKR_ERROR_INIT;
    entry.line = 2;
    entry.event.at = UTSKR_INSTANT_MIN;
    (void)utskr_case_append(c, &entry, NULL);
    entry = entry_of(&stay[1]);
    entry.line = 3;
    entry.event.at = UTSKR_INSTANT_MIN + UINT32_MAX;
    tap_ok(utskr_case_apply(c, &entry, &error) == UTSKR_OUT_OF_RANGE && error.line == 3,
           "a stay of 136 years is too long");
    (void)utskr_case_append(c, &entry, NULL);
    tap_ok(utskr_case_settle(c, &error) == UTSKR_OUT_OF_RANGE && error.line == 3, "also to settle");
    utskr_case_free(c);
}

static void ok_no_room(utskr_case *c, const written *event, const char *what) {
    stored before = store(c);
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_entry entry = entry_of(event);
    utskr_transition transition;
    entry.line = 77;
    tap_ok(utskr_case_check(c, &entry, &transition) == UTSKR_LIMIT_REACHED &&
               utskr_case_apply(c, &entry, &error) == UTSKR_LIMIT_REACHED && error.line == 77 &&
               is_stored_as(c, &before) && utskr_case_settle(c, NULL) == UTSKR_OK,
           "%s", what);
}

static void test_apply_limit(void) {
    utskr_case *c = new_case();
    const written admitted = { 0, HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL, 0 };
    (void)append(c, &admitted);
    for (int i = 1; i < UTSKR_SLOT_LIMIT; i++) {
        const written event = { i, SOCIAL, UTSKR_DEVIATION, 0, i == 5 ? "five" : NULL, NULL, 0 };
        (void)append(c, &event);
    }
    const written more = { 1000, SOCIAL, UTSKR_DEVIATION, 0, NULL, NULL, 0 };
    const written late = { 3, SOCIAL, UTSKR_DEVIATION, 0, NULL, NULL, 0 };
    const written retraction = RETRACT(1000, SOCIAL, NULL, "five");
    ok_no_room(c, &more, "an event beyond the facts is not applied");
    ok_no_room(c, &late, "nor one that would push another out");
    tap_eq_i64(apply(c, &retraction), UTSKR_OK, "a retraction makes room");
    tap_eq_i64(apply(c, &late), UTSKR_OK, "for another");
    utskr_case_free(c);
}

static void test_entry_limit(void) {
    utskr_case *c = new_case();
    uint32_t appended = 0;
    written event = { 0, SOCIAL, UTSKR_NOTE, 0, NULL, NULL, 0 };
    while (appended < 70000 && append(c, &event) == UTSKR_OK)
        appended++;
    tap_eq_i64(appended, utskr_limit_events(), "a log has at most 65535 events");
    utskr_error error = UTSKR_ERROR_INIT;
    const utskr_entry entry = entry_of(&event);
    tap_eq_i64(utskr_case_append(c, &entry, &error), UTSKR_LIMIT_REACHED, "one more is too many");
    tap_eq_i64(utskr_case_apply(c, &entry, &error), UTSKR_LIMIT_REACHED, "to apply, too");
    tap_eq_i64(facts_at(c, LATE, 0).event_count, 65535, "all of them are folded");
    utskr_case *copy = NULL;
    tap_ok(utskr_case_clone(c, &copy) == UTSKR_OK && cases_agree(c, copy, LATE, 0), "and cloned");
    utskr_case_free(copy);
    utskr_case_free(c);
}

/* --- An allocator that fails ------------------------------------------------------------------------------------- */

/* A call that found no memory has changed nothing; it is made again, and then does what it says. */
#define RETRY(c, call)                                                                                                 \
    do {                                                                                                               \
        stored before = store(c);                                                                                      \
        utskr_status status = (call);                                                                                  \
        if (status == UTSKR_NO_MEMORY) {                                                                               \
            kept = is_stored_as(c, &before) && kept;                                                                   \
            status = (call);                                                                                           \
        } else {                                                                                                       \
            free(before.bytes);                                                                                        \
        }                                                                                                              \
        kept = kept && status == UTSKR_OK;                                                                             \
    } while (0)

/* With the stay 16 and 64 events: the next one needs a larger block. */
enum { SOME_IDS = 10, ALL_IDS = 58 };

static bool add_ids(utskr_case *c, uint32_t from, uint32_t to) {
    char id[32];
    bool kept = true;
    for (uint32_t i = from; i < to; i++) {
        write_id(id, sizeof id, i);
        const written event = { 10 + (int)i, SOCIAL, UTSKR_NOTE, 0, id, NULL, 0 };
        RETRY(c, append(c, &event));
    }
    return kept;
}

static bool use_in_many_ways(utskr_case *c) {
    bool kept = true;
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_transition transition;
    header.name = "anna";
    RETRY(c, utskr_case_set_header(c, &header));
    for (size_t i = 0; i < STAY; i++)
        RETRY(c, apply(c, &stay[i]));
    const written late = { 5, HOSPITAL, UTSKR_TRANSFERRED, 0, "late", NULL, 0 };
    const utskr_entry early = entry_of(&late);
    kept = add_ids(c, 0, SOME_IDS) && kept;
    RETRY(c, utskr_case_check(c, &early, &transition));
    kept = add_ids(c, SOME_IDS, ALL_IDS) && kept;
    const written retraction = RETRACT(60, HOSPITAL, "r", "late");
    const utskr_entry entry = entry_of(&retraction);
    RETRY(c, apply(c, &late));
    RETRY(c, utskr_case_check(c, &entry, &transition));
    RETRY(c, apply(c, &retraction));
    header.name = "another name that is longer than the one before it was";
    RETRY(c, utskr_case_set_header(c, &header));
    return kept && refused_of(c, STAY + ALL_IDS + 1) == 2;
}

static bool copy_in_both_ways(const utskr_case *c) {
    bool kept = true;
    utskr_case *copy = NULL;
    RETRY(c, utskr_case_clone(c, &copy));
    kept = kept && cases_agree(c, copy, LATE, 0);
    utskr_case_free(copy);
    stored form = store(c);
    RETRY(c, utskr_case_restore(form.bytes, form.size, &allocator, &copy));
    kept = kept && is_stored_as(copy, &form);
    utskr_case_free(copy);
    return kept;
}

static void test_allocation_failure(void) {
    bool failed = true;
    bool kept = true;
    int sites = 0;
    for (uint64_t n = 1; failed && kept; n++) {
        memory = (watched){ 0, 0, n, true };
        utskr_case *c = NULL;
        if (utskr_case_new(&allocator, &c) == UTSKR_NO_MEMORY)
            kept = c == NULL && utskr_case_new(&allocator, &c) == UTSKR_OK;
        kept = kept && use_in_many_ways(c) && copy_in_both_ways(c);
        utskr_case_free(c);
        kept = kept && memory.live == 0 && memory.sizes_agree;
        failed = memory.calls >= n;
        sites += failed;
    }
    memory.fail_at = 0;
    tap_ok(kept, "without memory at any one call: nothing changed, nothing leaked, and it works the next time");
    tap_ok(sites > 30, "%d calls failed in turn", sites);
}

/* --- Time -------------------------------------------------------------------------------------------------------- */

static double seconds_now(void) {
    struct timespec now;
    (void)timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Cases of a dozen events, read one after another into the same handle, settled and asked. */
static void say_speed(void) {
    enum { CASES = 20000, EVENTS = 12, ROUNDS = 9 };
    utskr_case *c = NULL;
    utskr_entry entries[EVENTS];
    double best = 1e9;
    uint32_t state = 0;
    if (utskr_case_new(&plain_allocator, &c) != UTSKR_OK)
        return;
    for (size_t i = 0; i < EVENTS; i++) {
        entries[i] = entry_of(&stay[i % 5]);
        entries[i].event.at += (utskr_instant)(i / 5) * 50 * HOUR;
        entries[i].id = i < 5 ? stay[i].id : NULL;
    }
    for (int round = 0; round < ROUNDS; round++) {
        const double start = seconds_now();
        for (int n = 0; n < CASES; n++) {
            utskr_case_reset(c);
            for (size_t i = 0; i < EVENTS; i++)
                (void)utskr_case_append(c, &entries[i], NULL);
            utskr_facts facts;
            (void)utskr_case_settle(c, NULL);
            if (utskr_case_facts(c, LATE, 0, &facts) == UTSKR_OK)
                state += facts.state;
        }
        const double taken = (seconds_now() - start) / CASES;
        best = taken < best ? taken : best;
    }
    utskr_case_free(c);
    tap_say("best of %d: %.0f ns per push, folding and facts among it; %.2f us per case of %d (%u)", ROUNDS,
            best / EVENTS * 1e9, best * 1e6, EVENTS, state);
}

int main(void) {
    test_order_of_arrival();
    test_fold();
    test_same_instant();
    test_retraction();
    test_retraction_of_refused();
    test_retraction_of_retraction();
    test_rings();
    test_retraction_of_kind();
    test_random_retractions();
    test_random_questions();
    test_random_moves();
    test_move();
    test_against_rule();
    test_at();
    test_latest();
    test_references();
    test_invalid_lines();
    test_apply();
    test_apply_late();
    test_random_apply();
    test_own_strings();
    test_header();
    test_clone();
    test_ids_alike();
    test_many_ids();
    test_reset();
    test_bad_arguments();
    test_init_functions();
    test_fact_limit();
    test_age_limit();
    test_apply_limit();
    test_entry_limit();
    tap_eq_i64((int64_t)memory.live, 0, "everything is freed");
    test_in_callers_memory();
    test_allocation_failure();
    tap_ok(memory.sizes_agree, "the allocator was always told the true sizes");
    say_speed();
    return tap_done();
}
