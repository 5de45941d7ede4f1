/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Is that an event at all? It is when some line of a case log says the same: read row by row against the vocabulary
 * table, so that what can be folded can also be written down.
 */
#include "event/vocabulary.h"
#include "status.h"

bool utskr_kind_clashes(const utskr_kind_row *row, uint32_t mask) {
    for (uint32_t i = 0; i < row->clash_count; i++) {
        if ((mask & row->clashes[i].bits) && (mask & row->clashes[i].excludes)) {
            return true;
        }
    }
    return false;
}

static bool is_in_range(utskr_instant at) {
    return at >= UTSKR_INSTANT_MIN && at <= UTSKR_INSTANT_MAX;
}

static bool is_none_or_in_range(utskr_instant at) {
    return at == 0 || is_in_range(at);
}

/* Does the kind have a word of the attribute that sets exactly these bits? */
static bool is_a_word(const utskr_kind_row *row, uint32_t attribute, uint32_t bits) {
    for (uint32_t i = 0; i < row->word_count; i++) {
        if (row->words[i].attribute == attribute && row->words[i].bits == bits) {
            return true;
        }
    }
    return false;
}

/* Nobody named, and yet stated: only where a word (`none`) says so. */
static bool is_list_valid(const utskr_kind_row *row, uint32_t index, uint32_t named, uint32_t stated) {
    if (row->attributes[index].stated == 0) {
        return true;
    }
    return named ? stated != 0 : stated == 0 || is_a_word(row, index, 0);
}

/* The attribute as the mask has it; a reference that is no kind may be an id, which the event does not hold. */
static bool is_attribute_valid(const utskr_kind_row *row, uint32_t index, const utskr_event *event) {
    const utskr_attribute *attribute = &row->attributes[index];
    uint32_t said = event->mask & attribute->bits;
    switch (attribute->type) {
    case UTSKR_VALUE_WORD: return said ? is_a_word(row, index, said) : !attribute->required;
    case UTSKR_VALUE_WORDS:
    case UTSKR_VALUE_PARTIES: return is_list_valid(row, index, said, event->mask & attribute->stated);
    case UTSKR_VALUE_PARTY: return said >> attribute->shift < UTSKR_PARTY_COUNT;
    case UTSKR_VALUE_INSTANT_OR_YES: return said || event->value == 0;
    case UTSKR_VALUE_REFERENCE: return said >> attribute->shift < UTSKR_KIND_COUNT;
    default: return said || !attribute->required;
    }
}

static bool takes_instant(const utskr_attribute *attribute) {
    return attribute->type == UTSKR_VALUE_INSTANT || attribute->type == UTSKR_VALUE_INSTANT_OR_YES;
}

static bool is_content_valid(const utskr_kind_row *row, const utskr_event *event) {
    uint32_t known = 0;
    bool may_have_value = false;
    for (uint32_t i = 0; i < row->attribute_count; i++) {
        if (!is_attribute_valid(row, i, event)) {
            return false;
        }
        known |= row->attributes[i].bits | row->attributes[i].stated;
        may_have_value |= takes_instant(&row->attributes[i]);
    }
    return (event->mask & ~known) == 0 && (may_have_value || event->value == 0) &&
           !utskr_kind_clashes(row, event->mask);
}

utskr_status utskr_event_validate(const utskr_event *event, utskr_error *error) {
    if (!event) {
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "an event");
    }
    if (event->kind == UTSKR_KIND_NONE || event->kind >= UTSKR_KIND_COUNT) {
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "no such kind of event", "1 to utskr_kind_count() - 1");
    }
    if (event->party == UTSKR_PARTY_NONE || event->party >= UTSKR_PARTY_COUNT || event->reserved != 0) {
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "no such party", UTSKR_EVERY_PARTY);
    }
    if (!is_in_range(event->at) || !is_none_or_in_range(event->recorded) || !is_none_or_in_range(event->value)) {
        return utskr_fail(error, UTSKR_OUT_OF_RANGE, "an instant outside the calendar kept here",
                          "a year from 1980 to 2199");
    }
    const utskr_kind_row *row = utskr_kind_row_of(event->kind);
    if (!is_content_valid(row, event)) {
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a mask or value that no event of the kind can have", row->takes);
    }
    return UTSKR_OK;
}
