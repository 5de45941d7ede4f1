/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Good logs gone bad: bytes changed, lost, doubled, words swapped for others. Whatever comes of them, the reader goes on
 * to the end, gives whole cases only, and what it gives can be written and read again.
 *
 *     test_log_mutation [MUTATIONS]    100000 unless said
 */
#include "event/vocabulary.h"
#include "tap.h"
#include "text/log_help.h"

enum { ROOM = 4096 };

static const char GOOD[] =
    "# a comment\n"
    "case anna rules=jamtland-harjedalen municipality=2380 payer=0484 region=23 care=somatic previous=anna-0 "
    "previous-discharge=2025-12-01T10:00+01:00\n"
    "2026-01-12T09:15+01:00 hospital admitted id=a care=somatic compulsory=lpt ongoing=none\n"
    "2026-01-12T14:00+01:00 hospital needs-assessed social-services municipal-health outpatient\n"
    "2026-01-13T08:00+01:00 hospital admission-notice id=m1 to=social-services,outpatient "
    "contains=name,personal-number,address,expected-discharge expected=2026-01-19 recorded=2026-01-13T08:10+01:00\n"
    "2026-01-13T10:30+01:00 öppenvård fast-vårdkontakt\n"
    "2026-01-14T10:30+01:00 social-services acknowledged of=m1\r\n"
    "2026-01-19T11:40+01:00 hospital discharge-ready-notice to=social-services,outpatient under=lpt\n"
    "2026-01-20T09:00+01:00 outpatient sip-held digital with=patient followup=yes lead=outpatient\n"
    "2026-01-20T09:30+01:00 outpatient sip-established followup=2026-02-20\n"
    "2026-01-20T10:00+01:00 patient consent scope=sip given by=guardian to=outpatient\n"
    "2026-01-20T11:00+01:00 hospital checklist item=aids done until=2026-01-23\n"
    "2026-01-21T10:00+01:00 hospital discharged to=home\n"
    "2026-01-22T10:00+01:00 system deviation id=\"d 1\" about=\"a \\\"late\\\" call\"\n"
    "2026-01-22T11:00+01:00 hospital deviation-answered of=\"d 1\"\n"
    "2026-01-22T12:00+01:00 system retracted of=m1\n"
    "case b\n"
    "2026-01-12T09:15+01:00 hospital track green\n";

static uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static size_t pick(uint64_t *state, size_t count) {
    return (size_t)(next_random(state) % count);
}

/* A text that is being changed. */
typedef struct changing {
    char bytes[ROOM];
    size_t length;
} changing;

/* Puts `length` other bytes in the place of `count` bytes. */
static void replace(changing *text, size_t at, size_t count, const char *other, size_t length) {
    char copy[256];
    if (text->length - count + length > ROOM || length > sizeof copy) {
        return;
    }
    memcpy(copy, other, length); /* it may be part of the text */
    memmove(text->bytes + at + length, text->bytes + at + count, text->length - at - count);
    memcpy(text->bytes + at, copy, length);
    text->length += length - count;
}

/* The bytes from `at` up to the next blank, comma, equals sign or end of line. */
static size_t word_length(const changing *text, size_t at) {
    size_t end = at;
    while (end < text->length && !strchr(" ,=\n", text->bytes[end])) {
        end++;
    }
    return end - at;
}

static const char *random_word(uint64_t *state) {
    static const char *const others[] = { "",
                                          "\"",
                                          "=",
                                          "to=",
                                          ",",
                                          "none",
                                          "case ",
                                          "\n",
                                          "#",
                                          "id=m1",
                                          "of=m1",
                                          "\\",
                                          "\t",
                                          "2026-01-12",
                                          "\r\n",
                                          "utskrivningsklar",
                                          "yes",
                                          "\xc3",
                                          "\xef\xbb\xbf",
                                          "2026-10-25T02:30",
                                          "expected=" };
    const utskr_word_info *word = utskr_word_at((uint32_t)pick(state, 120));
    switch (pick(state, 4)) {
    case 0: return utskr_kind_name((int32_t)(1 + pick(state, UTSKR_KIND_COUNT - 1)));
    case 1: return utskr_party_name((int32_t)(1 + pick(state, UTSKR_PARTY_COUNT - 1)));
    case 2: return word ? word->alias : "sol";
    default: return others[pick(state, sizeof others / sizeof others[0])];
    }
}

static void mutate(changing *text, uint64_t *state) {
    size_t at = pick(state, text->length);
    size_t left = text->length - at;
    size_t some = 1 + pick(state, left < 20 ? left : 20);
    const char *word = random_word(state);
    switch (pick(state, 6)) {
    case 0: text->bytes[at] = (char)next_random(state); break;
    case 1: text->bytes[at] = (char)(text->bytes[at] ^ (1 << pick(state, 8))); break;
    case 2: replace(text, at, some, "", 0); break;
    case 3: replace(text, at, 0, text->bytes + at, some); break;
    case 4: replace(text, at, 0, word, strlen(word)); break;
    default: replace(text, at, word_length(text, at), word, strlen(word)); break;
    }
}

/* What the good cases of a text are, written; and whether reading that gives the same once more. */
static bool holds(const changing *text, uint32_t *cases, uint32_t *errors) {
    test_text first = { text->bytes, text->length, 0, 0, 0, 0, { UTSKR_ERROR_INIT } };
    test_output written = { NULL, 0, 0, 0 };
    test_output again = { NULL, 0, 0, 0 };
    uint32_t same_cases = 0;
    test_sink("", 0, &written);
    test_sink("", 0, &again);
    bool good = test_read_all(&first, 0, &written, cases) == UTSKR_NOT_FOUND;
    test_text second = { written.bytes, written.length, 0, 0, 0, 0, { UTSKR_ERROR_INIT } };
    good = good && test_read_all(&second, 0, &again, &same_cases) == UTSKR_NOT_FOUND;
    good = good && same_cases == *cases && strcmp(written.bytes, again.bytes) == 0;
    *errors = first.report_count;
    free(written.bytes);
    free(again.bytes);
    return good;
}

int main(int count, char **arguments) {
    static changing text;
    uint64_t state = 2017612;
    unsigned long mutations = count > 1 ? strtoul(arguments[1], NULL, 10) : 100000;
    unsigned long wrong = 0;
    unsigned long with_cases = 0;
    unsigned long with_errors = 0;
    for (unsigned long i = 0; i < mutations; i++) {
        uint32_t cases = 0;
        uint32_t errors = 0;
        text.length = sizeof GOOD - 1;
        memcpy(text.bytes, GOOD, text.length);
        for (size_t times = 1 + pick(&state, 4); times > 0 && text.length > 0; times--) {
            mutate(&text, &state);
        }
        wrong += !holds(&text, &cases, &errors);
        with_cases += cases > 0;
        with_errors += errors > 0;
    }
    tap_eq_i64((int64_t)wrong, 0, "%lu mutated logs are read to their end, and what is read can be written", mutations);
    tap_ok(with_cases > mutations / 10 && with_errors > mutations / 10, "%lu gave cases, %lu errors or refusals",
           with_cases, with_errors);
    return tap_done();
}
