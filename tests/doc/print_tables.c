/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tables of the library as JSON Lines, read through the public interface alone: parties, events with their
 * attributes and words, states, what every event does in every state, and the limits. The documentation is made of
 * these lines (make_vocabulary.py, make_state_machine.py, make_limits.py), so that it cannot differ from the code.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include <utskrivning/utskrivning.h>

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static void put_text(const char *key, const char *value) {
    printf(",\"%s\":\"", key);
    for (; *value; value++) {
        if (*value == '"' || *value == '\\') {
            putchar('\\');
        }
        putchar(*value);
    }
    putchar('"');
}

static void put_number(const char *key, int64_t value) {
    printf(",\"%s\":%" PRId64, key, value);
}

static void put_parties(const char *key, uint32_t parties) {
    printf(",\"%s\":[", key);
    bool first = true;
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        if (parties & UTSKR_TO(party)) {
            printf("%s\"%s\"", first ? "" : ",", utskr_party_name(party));
            first = false;
        }
    }
    putchar(']');
}

/* --- The vocabulary ----------------------------------------------------------------------------------------------- */

static void print_parties(void) {
    for (int32_t party = 1; party < (int32_t)utskr_party_count(); party++) {
        const utskr_party_info *info = utskr_party_info_at(party);
        printf("{\"table\":\"party\"");
        put_text("id", info->id);
        put_text("alias", info->alias);
        put_text("term", info->term);
        puts("}");
    }
}

static void print_words(int32_t kind, uint32_t attribute) {
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        const utskr_word_info *word = utskr_word_at(i);
        if (word->kind == kind && word->attribute == attribute) {
            printf("{\"table\":\"word\"");
            put_text("id", word->id);
            put_text("alias", word->alias);
            puts("}");
        }
    }
}

static const char *const value_types[] = { "flags",   "word",           "words",     "parties", "party",
                                           "instant", "instant-or-yes", "reference", "text" };

static void print_attributes(int32_t kind) {
    const utskr_attribute *attribute = NULL;
    for (uint32_t i = 0; (attribute = utskr_attribute_at(kind, i)) != NULL; i++) {
        printf("{\"table\":\"attribute\"");
        put_text("key", attribute->key);
        put_text("type", value_types[attribute->type]);
        put_number("required", attribute->required);
        puts("}");
        print_words(kind, i);
    }
}

/* An event, then its attributes, each followed by its words. */
static void print_events(void) {
    for (int32_t kind = 1; kind < (int32_t)utskr_kind_count(); kind++) {
        const utskr_kind_info *info = utskr_kind_info_at(kind);
        printf("{\"table\":\"event\"");
        put_text("id", info->id);
        put_text("alias", info->alias);
        put_text("term", info->term);
        put_parties("senders", info->senders);
        put_parties("senders_with_by", info->senders_with_by);
        puts("}");
        print_attributes(kind);
    }
}

/* --- The state machine -------------------------------------------------------------------------------------------- */

#define TO_SOCIAL (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_STATED)
#define TO_OUTPATIENT (UTSKR_TO_OUTPATIENT | UTSKR_TO_STATED)
#define BOTH (UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_OUTPATIENT)
#define TO_OTHER_HOSPITAL ((uint32_t)UTSKR_DESTINATION_OTHER_HOSPITAL << UTSKR_DISCHARGED_TO_SHIFT)

typedef struct message {
    uint8_t kind;
    uint32_t mask;
} message;

/* The ways into each state; where it matters whether an admission notice was sent, one with it and one without. */
typedef struct way {
    const char *when;
    message messages[5];
} way;

static const way ways[] = {
    { "", { { 0, 0 } } },
    { "", { { UTSKR_PLANNED_ADMISSION, 0 } } },
    { "", { { UTSKR_ADMITTED, 0 } } },
    { "", { { UTSKR_ADMITTED, 0 }, { UTSKR_ADMISSION_NOTICE, TO_SOCIAL } } },
    { "",
      { { UTSKR_ADMITTED, 0 },
        { UTSKR_NEEDS_ASSESSED, BOTH },
        { UTSKR_ADMISSION_NOTICE, TO_SOCIAL },
        { UTSKR_DISCHARGE_READY_NOTICE, TO_SOCIAL } } },
    { "no admission notice was sent",
      { { UTSKR_ADMITTED, 0 }, { UTSKR_NEEDS_ASSESSED, BOTH }, { UTSKR_DISCHARGE_READY_NOTICE, TO_SOCIAL } } },
    { "", { { UTSKR_ADMITTED, 0 }, { UTSKR_ADMISSION_NOTICE, TO_SOCIAL }, { UTSKR_INTERRUPTED, 0 } } },
    { "no admission notice was sent", { { UTSKR_ADMITTED, 0 }, { UTSKR_INTERRUPTED, 0 } } },
    { "", { { UTSKR_ADMITTED, 0 }, { UTSKR_DISCHARGED, 0 } } },
    { "", { { UTSKR_ADMITTED, 0 }, { UTSKR_DECEASED, 0 } } },
};

/* Events that the table tells apart by what they say. */
typedef struct variant {
    const char *when;
    message message;
} variant;

static const variant variants[] = {
    { "it reaches nobody who has not been told", { UTSKR_DISCHARGE_READY_NOTICE, TO_SOCIAL } },
    { "it adds a concerned unit", { UTSKR_DISCHARGE_READY_NOTICE, TO_OUTPATIENT } },
    { "to=other-hospital", { UTSKR_DISCHARGED, TO_OTHER_HOSPITAL } },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The first bits that the attribute may set, if it must be there. */
static uint32_t required_bits(int32_t kind, uint32_t index, const utskr_attribute *attribute) {
    if (!attribute->required) {
        return 0;
    }
    for (uint32_t i = 0; utskr_word_at(i); i++) {
        const utskr_word_info *word = utskr_word_at(i);
        if (word->kind == kind && word->attribute == index) {
            return word->bits;
        }
    }
    return attribute->type == UTSKR_VALUE_REFERENCE ? UTSKR_OF(UTSKR_ADMISSION_NOTICE) : 0;
}

/* The shortest event of the kind. */
static message plain_message(int32_t kind) {
    message plain = { (uint8_t)kind, 0 };
    const utskr_attribute *attribute = NULL;
    for (uint32_t i = 0; (attribute = utskr_attribute_at(kind, i)) != NULL; i++) {
        plain.mask |= required_bits(kind, i, attribute);
    }
    return plain;
}

static utskr_event event_of(message said, uint32_t second) {
    const uint32_t senders = utskr_kind_info_at(said.kind)->senders;
    uint8_t party = UTSKR_PARTY_HOSPITAL;
    while (!(senders & UTSKR_TO(party))) {
        party++;
    }
    return (utskr_event){ .at = UTSKR_INSTANT_MIN + second, .mask = said.mask, .kind = said.kind, .party = party };
}

static bool go_the_way(const way *to, utskr_facts *facts) {
    utskr_status status = utskr_facts_init(facts, NULL);
    for (uint32_t i = 0; to->messages[i].kind != 0 && status == UTSKR_OK; i++) {
        const utskr_event event = event_of(to->messages[i], i);
        status = utskr_fold(facts, &event, i + 1);
    }
    return status == UTSKR_OK;
}

static bool print_transition(const utskr_facts *facts, message said, const char *when_state, const char *when_event) {
    const utskr_event event = event_of(said, 60);
    utskr_transition does;
    if (utskr_check(facts, &event, &does) != UTSKR_OK) {
        return false;
    }
    printf("{\"table\":\"transition\"");
    put_text("event", utskr_kind_name(said.kind));
    put_text("state", utskr_state_name(does.from));
    put_text("action", utskr_action_name(does.action));
    put_text("to", utskr_state_name(does.to));
    put_text("mark", does.irregularity ? utskr_irregularity_name(does.irregularity) : "");
    put_text("when", *when_event ? when_event : when_state);
    puts("}");
    return true;
}

/* What every event does after one way into a state. */
static bool print_transitions(const way *from) {
    utskr_facts facts;
    bool works = go_the_way(from, &facts);
    for (int32_t kind = 1; kind < UTSKR_KIND_COUNT && works; kind++) {
        works = print_transition(&facts, plain_message(kind), from->when, "");
    }
    for (size_t i = 0; i < COUNT(variants) && works; i++) {
        works = print_transition(&facts, variants[i].message, from->when, variants[i].when);
    }
    return works;
}

/* The step of the process at the last event of the way, or so many days after it. */
static bool put_step(const char *key, const utskr_facts *facts, int32_t days_after) {
    static utskr_judgement judgement;
    utskr_judgement_init(&judgement);
    utskr_question question = UTSKR_QUESTION_INIT;
    question.at = UTSKR_INSTANT_MIN + facts->last_after + (utskr_instant)days_after * 86400;
    const utskr_status status = utskr_judge(facts, &question, &judgement);
    put_text(key, utskr_message_step(judgement.step, UTSKR_SV));
    return status == UTSKR_OK || status == UTSKR_BUFFER_TOO_SMALL; /* the long parts were not asked for */
}

static bool print_state(const way *to) {
    utskr_facts facts;
    bool works = go_the_way(to, &facts);
    printf("{\"table\":\"state\"");
    put_text("id", utskr_state_name(facts.state));
    put_text("sv", utskr_message_state(facts.state, UTSKR_SV));
    put_text("en", utskr_message_state(facts.state, UTSKR_EN));
    works = put_step("step", &facts, 0) && works;
    works = put_step("step_later", &facts, 2) && works;
    puts("}");
    return works;
}

/* The ways to what is the same state in the table are told apart by `when`: one of each is enough here. */
static bool print_states(void) {
    bool works = true;
    for (size_t i = 0; i < COUNT(ways) && works; i++) {
        works = *ways[i].when || print_state(&ways[i]);
    }
    return works;
}

/* --- Limits --------------------------------------------------------------------------------------------------------- */

static void print_limit(const char *of, int64_t value, const char *macro, const char *function) {
    printf("{\"table\":\"limit\"");
    put_text("of", of);
    put_number("value", value);
    put_text("macro", macro);
    put_text("function", function);
    puts("}");
}

static void print_limits(void) {
    print_limit("facts that one case may hold", utskr_limit_slots(), "UTSKR_SLOT_LIMIT", "utskr_limit_slots");
    print_limit("ready spells in one case", utskr_limit_spells(), "UTSKR_SPELL_LIMIT", "utskr_limit_spells");
    print_limit("events in one log", utskr_limit_events(), "", "utskr_limit_events");
    print_limit("bytes in a line of a case log", UTSKR_LINE_LIMIT, "UTSKR_LINE_LIMIT", "");
    print_limit("bytes in a name or a value", UTSKR_TEXT_LIMIT, "UTSKR_TEXT_LIMIT", "");
    print_limit("room that holds the obligations of any ordinary case (no limit: the count tells)",
                UTSKR_OBLIGATION_LIMIT, "UTSKR_OBLIGATION_LIMIT", "");
    print_limit("the same for findings", UTSKR_FINDING_LIMIT, "UTSKR_FINDING_LIMIT", "");
    print_limit("bytes in a pack file", UTSKR_PACK_TEXT_LIMIT, "UTSKR_PACK_TEXT_LIMIT", "");
    print_limit("obligations in a rule pack", UTSKR_PACK_ROW_LIMIT, "UTSKR_PACK_ROW_LIMIT", "");
    print_limit("other rules in a rule pack", UTSKR_PACK_RULE_LIMIT, "UTSKR_PACK_RULE_LIMIT", "");
    print_limit("rule packs that build on each other", UTSKR_PACK_LAYER_LIMIT, "UTSKR_PACK_LAYER_LIMIT", "");
    print_limit("times with a grace of their own in a rule pack", UTSKR_PACK_GRACE_LIMIT, "UTSKR_PACK_GRACE_LIMIT", "");
    print_limit("alternatives in one judgement", UTSKR_ALTERNATIVE_LIMIT, "UTSKR_ALTERNATIVE_LIMIT", "");
    print_limit("pieces of evidence in one judgement", UTSKR_EVIDENCE_LIMIT, "UTSKR_EVIDENCE_LIMIT", "");
}

int main(void) {
    print_parties();
    print_events();
    bool works = print_states();
    for (size_t i = 0; i < COUNT(ways) && works; i++) {
        works = print_transitions(&ways[i]);
    }
    print_limits();
    return works ? 0 : 1;
}
