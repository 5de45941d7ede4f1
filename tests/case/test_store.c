/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The stored form of a case: what is written is read, and nothing else is. */
#include <utskrivning/case.h>

#include "tests/tap.h"

#include <stdlib.h>

#define START INT64_C(1651471200) /* 2022-05-02T08:00+02:00 */
enum { ROOM = 4096, HEADER = 24, FIRST_ENTRY = HEADER + 40 };

/* --- An allocator that counts ------------------------------------------------------------------------------------ */

typedef struct counted {
    size_t live;
    size_t most;
} counted;

static void *resize_counted(void *block, size_t old_size, size_t new_size, void *user) {
    counted *count = user;
    count->live = count->live - old_size + new_size;
    count->most = count->live > count->most ? count->live : count->most;
    if (new_size != 0)
        return realloc(block, new_size);
    free(block);
    return NULL;
}

static counted memory;
static const utskr_allocator allocator = { resize_counted, &memory };

/* --- Samples ----------------------------------------------------------------------------------------------------- */

typedef struct form {
    size_t size;
    uint8_t bytes[ROOM];
} form;

static form store(const utskr_case *c) {
    form out = { 0, { 0 } };
    const utskr_status status = utskr_case_store(c, out.bytes, sizeof out.bytes, &out.size);
    if (status != UTSKR_OK)
        tap_say("not stored: %s", utskr_status_name((int32_t)status));
    return out;
}

static utskr_case *new_case(void) {
    utskr_case *c = NULL;
    if (utskr_case_new(&allocator, &c) != UTSKR_OK)
        abort();
    return c;
}

static void append(utskr_case *c, int hour, int party, int kind, uint32_t mask, const char *id, const char *of) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.line = utskr_case_entry_count(c) + 2;
    entry.event.at = START + hour * INT64_C(3600);
    entry.event.mask = mask;
    entry.event.kind = (uint8_t)kind;
    entry.event.party = (uint8_t)party;
    entry.id = id;
    entry.of = of;
    entry.of_column = of == NULL ? 0 : 31;
    const utskr_status status = utskr_case_append(c, &entry, NULL);
    if (status != UTSKR_OK)
        tap_say("not appended: %s", utskr_status_name((int32_t)status));
}

static void append_with_all(utskr_case *c) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.line = UINT32_MAX;
    entry.event.at = START;
    entry.event.recorded = START + 90000;
    entry.event.value = START + 86400;
    entry.event.kind = UTSKR_EXPECTED_DISCHARGE;
    entry.event.party = UTSKR_PARTY_HOSPITAL;
    entry.event.mask = UTSKR_TO_OUTPATIENT | UTSKR_TO_STATED;
    entry.id = "med \xc3\xa5\xc3\xa4\xc3\xb6";
    const utskr_status status = utskr_case_append(c, &entry, NULL);
    if (status != UTSKR_OK)
        tap_say("not appended: %s", utskr_status_name((int32_t)status));
}

static utskr_case *sample(void) {
    utskr_case *c = new_case();
    utskr_header header = UTSKR_HEADER_INIT;
    header.line = 1;
    header.name = "anna";
    header.rules = "jamtland-harjedalen";
    header.previous = "anna-1";
    header.stay.municipality = UTSKR_MUNICIPALITY_NONE;
    header.stay.payer = 2380;
    header.stay.region = 23;
    header.stay.care = UTSKR_CARE_PSYCHIATRIC;
    header.stay.previous_discharge = START - 1000;
    (void)utskr_case_set_header(c, &header);
    append(c, 5, UTSKR_PARTY_SOCIAL_SERVICES, UTSKR_ACKNOWLEDGED, 0, NULL, "m1");
    append(c, 4, UTSKR_PARTY_HOSPITAL, UTSKR_ADMISSION_NOTICE, UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_STATED, "m1", NULL);
    append(c, 0, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0, NULL, NULL);
    append(c, 9, UTSKR_PARTY_SYSTEM, UTSKR_RETRACTED, 0, "r", "m1");
    append(c, 9, UTSKR_PARTY_SYSTEM, UTSKR_RETRACTED, UTSKR_OF(UTSKR_RETRACTED), NULL, NULL);
    append_with_all(c);
    return c;
}

/* --- There and back ---------------------------------------------------------------------------------------------- */

static bool same_string(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_entry(const utskr_case *a, const utskr_case *b, uint32_t index) {
    utskr_entry left = UTSKR_ENTRY_INIT;
    utskr_entry right = UTSKR_ENTRY_INIT;
    return utskr_case_entry(a, index, &left) == UTSKR_OK && utskr_case_entry(b, index, &right) == UTSKR_OK &&
           memcmp(&left.event, &right.event, sizeof left.event) == 0 && left.line == right.line &&
           left.of_column == right.of_column && left.refused == right.refused && same_string(left.id, right.id) &&
           same_string(left.of, right.of) && same_string(left.about, right.about);
}

static bool same_header(const utskr_case *a, const utskr_case *b) {
    utskr_header left = UTSKR_HEADER_INIT;
    utskr_header right = UTSKR_HEADER_INIT;
    return utskr_case_header(a, &left) == UTSKR_OK && utskr_case_header(b, &right) == UTSKR_OK &&
           left.line == right.line && same_string(left.name, right.name) && same_string(left.rules, right.rules) &&
           same_string(left.previous, right.previous) && memcmp(&left.stay, &right.stay, sizeof left.stay) == 0;
}

static bool same_case(const utskr_case *a, const utskr_case *b) {
    bool same = utskr_case_entry_count(a) == utskr_case_entry_count(b) && same_header(a, b);
    for (uint32_t index = 1; same && index <= utskr_case_entry_count(a); index++)
        same = same_entry(a, b, index);
    return same;
}

static void ok_round_trip(utskr_case *c, const char *what) {
    const form bytes = store(c);
    utskr_case *back = NULL;
    const utskr_status status = utskr_case_restore(bytes.bytes, bytes.size, &allocator, &back);
    if (tap_eq_i64(status, UTSKR_OK, "%s: restored", what)) {
        const form again = store(back);
        tap_ok(same_case(c, back), "%s: the same case", what);
        tap_ok(again.size == bytes.size && memcmp(again.bytes, bytes.bytes, again.size) == 0, "%s: same bytes", what);
    }
    utskr_case_free(back);
    utskr_case_free(c);
}

static void test_round_trip(void) {
    ok_round_trip(sample(), "a case with everything");
    ok_round_trip(new_case(), "an empty case");
    utskr_case *c = new_case();
    append(c, 0, UTSKR_PARTY_SYSTEM, UTSKR_RETRACTED, 0, NULL, "missing");
    ok_round_trip(c, "a log that is not settled");
}

static void test_buffers(void) {
    utskr_case *c = sample();
    const form bytes = store(c);
    uint8_t room[ROOM];
    uint8_t untouched[ROOM];
    size_t needed = 0;
    memset(room, 0x5a, sizeof room);
    memset(untouched, 0x5a, sizeof untouched);
    tap_eq_i64(utskr_case_store(c, NULL, 0, &needed), UTSKR_BUFFER_TOO_SMALL, "no buffer asks for the size");
    tap_eq_i64((int64_t)needed, (int64_t)bytes.size, "which is told");
    tap_eq_i64(utskr_case_store(c, room, needed - 1, &needed), UTSKR_BUFFER_TOO_SMALL, "one byte too few");
    tap_ok(memcmp(room, untouched, sizeof room) == 0, "writes nothing");
    tap_eq_i64(utskr_case_store(c, room, needed, &needed), UTSKR_OK, "just enough");
    tap_ok(memcmp(room, bytes.bytes, needed) == 0 && room[needed] == 0x5a, "writes just that");
    utskr_case *out = NULL;
    tap_ok(utskr_case_store(NULL, room, ROOM, &needed) == UTSKR_BAD_ARGUMENT &&
               utskr_case_store(c, room, ROOM, NULL) == UTSKR_BAD_ARGUMENT &&
               utskr_case_store(c, NULL, 1, &needed) == UTSKR_BAD_ARGUMENT &&
               utskr_case_restore(NULL, 0, &allocator, &out) == UTSKR_BAD_ARGUMENT &&
               utskr_case_restore(bytes.bytes, bytes.size, NULL, &out) == UTSKR_BAD_ARGUMENT &&
               utskr_case_restore(bytes.bytes, bytes.size, &allocator, NULL) == UTSKR_BAD_ARGUMENT && out == NULL,
           "bad arguments");
    utskr_case_free(c);
}

/* Version 1, as every later library reads it. */
static void test_golden(void) {
    static const uint8_t
        golden[] = {
            'U',  'T',  'S',  'K',  'R',  'C',  'A',  'S',  0x80, 0, 0,   0,   0,   0,   0,   0,
            1,    0,    0,    0,    1,    0,    0,    0, /* the form */
            7,    0,    0,    0,    0x4c, 9,    0,    0,    0,    0, 0,   0,   0,   0,   0,   0,
            0,    0,    0,    0,    0,    0,    0,    0,    0,    0, 0,   0,                       /* the stay */
            1,    0,    0,    0,    3,    0,    0,    0,    0,    0, 0,   0,   'a', 'l', 'u', 's', /* its names */
            0x60, 0x73, 0x6f, 0x62, 0,    0,    0,    0,    0,    0, 0,   0,   0,   0,   0,   0,
            0,    0,    0,    0,    0,    0,    0,    0, /* the times */
            0,    0,    4,    0,    3,    1,    2,    0,    0,    0, 0,   0,   0,   0,   2,   0,
            0,    0,    0,    0,    0,    0,    0,    0,    0,    0, 'm', '1', /* the event */
            0x80, 0x25, 0x29, 0xf4, 0xfb, 0xa4, 0xc0, 0xd5,                    /* checksum */
        };
    utskr_case *c = new_case();
    utskr_header header = UTSKR_HEADER_INIT;
    header.line = 7;
    header.name = "a";
    header.rules = "lus";
    header.stay.municipality = 2380;
    (void)utskr_case_set_header(c, &header);
    append(c, 0, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, UINT32_C(1) << UTSKR_ADMITTED_CARE_SHIFT, "m1", NULL);
    const form bytes = store(c);
    tap_eq_i64((int64_t)bytes.size, sizeof golden, "the form has the documented size");
    bool same = true;
    for (size_t i = 0; i < sizeof golden && i < bytes.size; i++) {
        if (golden[i] != bytes.bytes[i])
            tap_say("byte %zu: %02x", i, bytes.bytes[i]);
        same = same && golden[i] == bytes.bytes[i];
    }
    tap_ok(same, "and the documented bytes, on every machine");
    utskr_case_free(c);
}

/* --- Damage ------------------------------------------------------------------------------------------------------ */

/* From memory of exactly that size, so that a sanitizer sees a byte read beyond it. */
static utskr_status restore(const form *bytes, utskr_case **out) {
    uint8_t *exact = malloc(bytes->size == 0 ? 1 : bytes->size);
    memcpy(exact, bytes->bytes, bytes->size);
    *out = NULL;
    const utskr_status status = utskr_case_restore(exact, bytes->size, &allocator, out);
    free(exact);
    return status;
}

static utskr_status try_restore(const form *bytes) {
    utskr_case *out;
    const utskr_status status = restore(bytes, &out);
    utskr_case_free(out);
    return status;
}

static void test_damage(void) {
    utskr_case *c = sample();
    form bytes = store(c);
    int seen = 0;
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        bytes.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        seen += try_restore(&bytes) == UTSKR_DAMAGED;
        bytes.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    tap_eq_i64(seen, (int64_t)bytes.size * 8, "every flipped bit of %zu is seen", bytes.size * 8);
    form cut = bytes;
    seen = 0;
    for (cut.size = 0; cut.size < bytes.size; cut.size++)
        seen += try_restore(&cut) == UTSKR_DAMAGED;
    tap_eq_i64(seen, (int64_t)bytes.size, "and every cut");
    cut.size = bytes.size + 1;
    tap_eq_i64(try_restore(&cut), UTSKR_DAMAGED, "and a byte too many");
    tap_eq_i64((int64_t)memory.live - (int64_t)utskr_case_size() >= 0, 1, "only the sample is held");
    utskr_case_free(c);
}

/* --- Forms whose checksum is right ------------------------------------------------------------------------------- */

static void put(form *bytes, size_t at, uint64_t number, size_t size) {
    for (size_t i = 0; i < size; i++)
        bytes->bytes[at + i] = (uint8_t)(number >> (8 * i));
}

/* Size and checksum as a writer would have set them. */
static void seal(form *bytes) {
    uint64_t sum = UINT64_C(14695981039346656037);
    put(bytes, 8, bytes->size, 8);
    for (size_t i = 0; i < bytes->size - 8; i++)
        sum = (sum ^ bytes->bytes[i]) * UINT64_C(1099511628211);
    put(bytes, bytes->size - 8, sum, 8);
}

/* The number at a place of a small case, replaced. */
static utskr_status forged(size_t at, uint64_t number, size_t size) {
    utskr_case *c = new_case();
    append(c, 0, UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0, "m1", NULL);
    append(c, 1, UTSKR_PARTY_HOSPITAL, UTSKR_NOTE, 0, "m2", NULL);
    form bytes = store(c);
    utskr_case_free(c);
    put(&bytes, at, number, size);
    seal(&bytes);
    return try_restore(&bytes);
}

static void test_forged(void) {
    enum { ENTRY = 50 };
    tap_eq_i64(forged(16, 1, 4), UTSKR_OK, "a form that is sealed anew is restored");
    tap_eq_i64(forged(16, 2, 4), UTSKR_UNKNOWN_VERSION, "a version that is not known yet");
    tap_eq_i64(forged(16, 0, 4), UTSKR_UNKNOWN_VERSION, "or never was");
    tap_eq_i64(forged(20, 1, 4), UTSKR_DAMAGED, "fewer entries than there are");
    tap_eq_i64(forged(20, 3, 4), UTSKR_DAMAGED, "more of them");
    tap_eq_i64(forged(20, UINT32_MAX, 4), UTSKR_DAMAGED, "very many");
    tap_eq_i64(forged(HEADER + 4, 10000, 4), UTSKR_DAMAGED, "a municipality of five digits");
    tap_eq_i64(forged(HEADER + 28, 1, 4), UTSKR_DAMAGED, "a name that is the next number");
    tap_eq_i64(forged(HEADER + 28, UINT32_MAX, 4), UTSKR_DAMAGED, "a name longer than the form");
    tap_eq_i64(forged(FIRST_ENTRY, 0, 8), UTSKR_DAMAGED, "an instant outside the calendar");
    tap_eq_i64(forged(FIRST_ENTRY + 28, UTSKR_KIND_COUNT, 1), UTSKR_DAMAGED, "a kind that is none");
    tap_eq_i64(forged(FIRST_ENTRY + 29, 0, 1), UTSKR_DAMAGED, "nobody as sender");
    tap_eq_i64(forged(FIRST_ENTRY + 38, 1, 4), UTSKR_DAMAGED, "an id shorter than it is");
    tap_eq_i64(forged(FIRST_ENTRY + 38, UINT32_MAX, 4), UTSKR_DAMAGED, "an id longer than the form");
    tap_eq_i64(forged(FIRST_ENTRY + ENTRY, 0, 1), UTSKR_DAMAGED, "a zero byte in an id");
    tap_eq_i64(forged(FIRST_ENTRY + ENTRY + 1, '2', 1), UTSKR_DAMAGED, "an id that is there twice");
    tap_eq_i64(forged(FIRST_ENTRY + ENTRY, 'x', 1), UTSKR_OK, "an id that is another");
}

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % limit;
}

/* Some bytes changed, some cut, sealed again: damaged, or a case with just those bytes. */
static bool is_damaged_or_itself(const form *whole) {
    form bytes = *whole;
    if (random_below(4) == 0)
        bytes.size = 72 + random_below((uint32_t)bytes.size - 71);
    for (uint32_t i = random_below(4); i != 0; i--)
        bytes.bytes[16 + random_below((uint32_t)bytes.size - 24)] = (uint8_t)random_below(256);
    put(&bytes, 16, 1, 4);
    seal(&bytes);
    utskr_case *out;
    const utskr_status status = restore(&bytes, &out);
    if (status != UTSKR_OK)
        return status == UTSKR_DAMAGED && out == NULL;
    const form again = store(out);
    utskr_case_free(out);
    return again.size == bytes.size && memcmp(again.bytes, bytes.bytes, again.size) == 0;
}

static void test_strangers(void) {
    utskr_case *c = sample();
    const form whole = store(c);
    utskr_case_free(c);
    int wrong = 0;
    memory.most = 0;
    for (int run = 0; run < 50000; run++)
        wrong += !is_damaged_or_itself(&whole);
    tap_eq_i64(wrong, 0, "50 000 forms by strangers: each is damaged, or the form of a case");
    tap_ok(memory.most < utskr_case_size() + 8 * whole.size + 4096, "none takes much memory: %zu bytes", memory.most);
}

int main(void) {
    test_round_trip();
    test_buffers();
    test_golden();
    test_damage();
    test_forged();
    test_strangers();
    tap_eq_i64((int64_t)memory.live, 0, "everything is freed");
    return tap_done();
}
