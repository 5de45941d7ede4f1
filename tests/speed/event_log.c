/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The log that the county fills (county.h), with events in it instead of words: in the place of stay_log.c. What is kept of
 * an event is its record, in the bytes that would have been its text.
 *
 * The county says what happens in pieces: "hospital admission-notice id=n1", " contains=name,personal-number,", "address,".
 * Each piece is looked up in the library's vocabulary once, and remembered with what stood before it.
 */
#include <stdlib.h>
#include <string.h>

#include "workload.h"

/* --- Records --------------------------------------------------------------------------------------------------------------- */

utskr_event event_of_log(const stay_log *log, uint32_t i) {
    utskr_event event;
    memcpy(&event, log->text + log->events[i].begin, sizeof event);
    return event;
}

static void keep(stay_log *log, const utskr_event *event) {
    memcpy(log->text + log->events[log->count - 1].begin, event, sizeof *event);
}

/* --- What pieces say ------------------------------------------------------------------------------------------------------- */

enum { NO_ATTRIBUTE = -1, ID = -2 }; /* where a piece ends: between words, or in a name that the event is given */

/* What stands before a piece, and after it; `mask` is what the piece itself says. */
typedef struct meaning {
    const char *piece;
    int32_t attribute_before;
    uint8_t kind_before;
    uint8_t kind;
    uint8_t party;
    uint32_t mask;
    int32_t attribute;
} meaning;

static void fail(void) {
    abort(); /* a word that the vocabulary does not have */
}

static const utskr_attribute *attribute_of(const meaning *m) {
    return m->attribute < 0 ? NULL : utskr_attribute_at(m->kind, (uint32_t)m->attribute);
}

/* "n1" of `of=n1`: the first letter tells what the county calls by such a name. */
static uint32_t bits_of_name(const char *word) {
    return UTSKR_OF(word[0] == 'n' ? UTSKR_ADMISSION_NOTICE : UTSKR_DISCHARGE_READY_NOTICE);
}

/* One word of a list: "name" of contains=name,address. */
static void take_item(meaning *m, const char *word, size_t length) {
    const utskr_attribute *attribute = attribute_of(m);
    uint32_t bits = 0;
    if (length == 0 || m->attribute == ID)
        return;
    if (attribute == NULL)
        fail();
    else if (utskr_word_find(m->kind, (uint32_t)m->attribute, word, length, &bits, NULL) == UTSKR_OK)
        m->mask |= bits | attribute->stated;
    else if (attribute->type == UTSKR_VALUE_REFERENCE)
        m->mask |= bits_of_name(word);
    else
        fail();
}

/* A word of its own: "given", "social-services". */
static void take_flag(meaning *m, const char *word, size_t length) {
    for (uint32_t i = 0; utskr_attribute_at(m->kind, i) != NULL; i++) {
        const utskr_attribute *attribute = utskr_attribute_at(m->kind, i);
        uint32_t bits = 0;
        if (attribute->key[0] == '\0' && utskr_word_find(m->kind, i, word, length, &bits, NULL) == UTSKR_OK) {
            m->mask |= bits | attribute->stated;
            return;
        }
    }
    fail();
}

static void take_key(meaning *m, const char *key, size_t length) {
    m->attribute = length == 2 && memcmp(key, "id", 2) == 0 ? ID : NO_ATTRIBUTE;
    for (uint32_t i = 0; m->attribute == NO_ATTRIBUTE && utskr_attribute_at(m->kind, i) != NULL; i++) {
        const char *name = utskr_attribute_at(m->kind, i)->key;
        if (strlen(name) == length && memcmp(name, key, length) == 0)
            m->attribute = (int32_t)i;
    }
    if (m->attribute == NO_ATTRIBUTE)
        fail();
}

static void take_list(meaning *m, const char *word, size_t length) {
    for (size_t begin = 0; begin <= length;) {
        const char *comma = memchr(word + begin, ',', length - begin);
        const size_t end = comma == NULL ? length : (size_t)(comma - word);
        take_item(m, word + begin, end - begin);
        begin = end + 1;
    }
}

/* The words of a piece; those up to the first blank go on with what stands before it. */
static void take_words(meaning *m, const char *at) {
    take_list(m, at, strcspn(at, " "));
    at += strcspn(at, " ");
    while (*at != '\0') {
        const char *word = at + 1;
        const size_t length = strcspn(word, " "), key = strcspn(word, " =");
        m->attribute = NO_ATTRIBUTE;
        if (key == length) {
            take_flag(m, word, length);
        } else {
            take_key(m, word, key);
            take_list(m, word + key + 1, length - key - 1);
        }
        at = word + length;
    }
}

/* "hospital admitted": party, kind, and more words. */
static void take_event(meaning *m, const char *piece) {
    const char *word = piece + strcspn(piece, " ") + 1;
    const size_t length = strcspn(word, " ");
    int32_t party = 0, kind = 0;
    if (utskr_party_find(piece, (size_t)(word - piece - 1), &party, NULL) != UTSKR_OK ||
        utskr_kind_find(word, length, &kind, NULL) != UTSKR_OK)
        fail();
    m->party = (uint8_t)party;
    m->kind = (uint8_t)kind;
    take_words(m, word + length);
}

/* --- What is remembered ---------------------------------------------------------------------------------------------------- */

enum { MEANINGS = 1024 }; /* several times as many as the county has pieces */

static uint32_t place_of(const char *piece, uint8_t kind, int32_t attribute) {
    uint32_t sum = kind * UINT32_C(31) + (uint32_t)(attribute + 3);
    for (; *piece != '\0'; piece++)
        sum = (sum ^ (uint8_t)*piece) * UINT32_C(16777619);
    return sum % MEANINGS;
}

/* A piece behind an event of the kind (0: it begins one) that ended in the attribute. Pieces are constants of the county. */
static const meaning *mean(const char *piece, uint8_t kind, int32_t attribute) {
    static meaning known[MEANINGS];
    meaning *m = &known[place_of(piece, kind, attribute)];
    while (m->piece != NULL &&
           (m->kind_before != kind || m->attribute_before != attribute || strcmp(m->piece, piece) != 0))
        m = m == &known[MEANINGS - 1] ? known : m + 1;
    if (m->piece == NULL) {
        *m = (meaning){
            .piece = piece, .kind_before = kind, .attribute_before = attribute, .kind = kind, .attribute = attribute
        };
        if (kind == 0)
            take_event(m, piece);
        else
            take_words(m, piece);
    }
    return m;
}

/* --- The log --------------------------------------------------------------------------------------------------------------- */

static int32_t attribute_at_end; /* of the latest event */

void log_clear(stay_log *log) {
    log->count = 0;
    log->used = 0;
    log->is_full = false;
}

void log_event(stay_log *log, utskr_instant at, const char *words) {
    const meaning *m = mean(words, 0, NO_ATTRIBUTE);
    const utskr_event event = { .at = at, .mask = m->mask, .kind = m->kind, .party = m->party };
    if (log->count == EVENT_LIMIT)
        fail();
    log->events[log->count++] = (stay_event){ at, log->used, sizeof event };
    log->used += (uint32_t)sizeof event;
    attribute_at_end = m->attribute;
    keep(log, &event);
}

void log_add(stay_log *log, const char *words) {
    utskr_event event = event_of_log(log, log->count - 1);
    const meaning *m = mean(words, event.kind, attribute_at_end);
    event.mask |= m->mask;
    attribute_at_end = m->attribute;
    keep(log, &event);
}

void log_add_units(stay_log *log, const char *key, uint32_t units) {
    static const struct {
        uint32_t unit;
        uint8_t party;
    } names[] = { { SOCIAL, UTSKR_PARTY_SOCIAL_SERVICES },
                  { HEALTH, UTSKR_PARTY_MUNICIPAL_HEALTH },
                  { OUTPATIENT, UTSKR_PARTY_OUTPATIENT },
                  { HOSPITAL, UTSKR_PARTY_HOSPITAL } };
    log_add(log, key);
    utskr_event event = event_of_log(log, log->count - 1);
    event.mask |= utskr_attribute_at(event.kind, (uint32_t)attribute_at_end)->stated;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        event.mask |= units & names[i].unit ? UTSKR_TO(names[i].party) : 0;
    keep(log, &event);
}

void log_add_instant(stay_log *log, const char *key, utskr_instant at) {
    log_add(log, key);
    utskr_event event = event_of_log(log, log->count - 1);
    event.mask |= utskr_attribute_at(event.kind, (uint32_t)attribute_at_end)->stated;
    event.value = at;
    keep(log, &event);
}

/* A date counts as its last second. */
void log_add_date(stay_log *log, const char *key, utskr_date day) {
    log_add_instant(log, key, utskr_day_end(day));
}

void log_cut(stay_log *log, utskr_instant at) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < log->count; i++)
        if (log->events[i].at < at)
            log->events[kept++] = log->events[i];
    log->count = kept;
}
