/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The settlement as an interface: months, statuses, exact averages, order, memory that runs out, and sums too large. */
#include <stdlib.h>

#include <utskrivning/utskrivning.h>

#include "settlement/ledger.h"
#include "text/json_settlement.h"
#include "tap.h"

/* --- Memory ------------------------------------------------------------------------------------------------------------- */

static long allocations_left = -1; /* negative: no end of them */
static long blocks;                /* in use */
static size_t bytes;

static void *resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)user;
    if (new_size == 0) {
        free(block);
        blocks--;
        bytes -= old_size;
        return NULL;
    }
    if (allocations_left == 0) {
        return NULL;
    }
    allocations_left -= allocations_left > 0;
    void *moved = realloc(block, new_size);
    blocks += block == NULL;
    bytes += new_size - old_size;
    return moved;
}

static const utskr_allocator allocator = { resize, NULL };

/* --- Cases ----------------------------------------------------------------------------------------------------------------- */

static utskr_instant instant(const char *text) {
    utskr_instant at = 0;
    (void)utskr_instant_parse(text, strlen(text), &at, NULL);
    return at;
}

static utskr_month month(const char *text) {
    utskr_month read = UTSKR_MONTH_NONE;
    (void)utskr_month_parse(text, strlen(text), &read, NULL);
    return read;
}

static const utskr_pack *pack(const char *id) {
    const utskr_pack *found = NULL;
    (void)utskr_pack_find(id, strlen(id), &found, NULL);
    return found;
}

static void add_event(utskr_case *c, const char *at, int32_t kind, uint32_t mask) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.event.at = instant(at);
    entry.event.kind = (uint8_t)kind;
    entry.event.party = UTSKR_PARTY_HOSPITAL;
    entry.event.mask = mask;
    (void)utskr_case_append(c, &entry, NULL);
}

#define TO_SOCIAL (UTSKR_TO_STATED | UTSKR_TO_SOCIAL_SERVICES)

/* A stay of which everything is in order: told `ready`, discharged `end`. */
static utskr_case *stay(const char *name, int32_t municipality, const char *ready, const char *end) {
    utskr_allocator plain = { resize, NULL };
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_case *c = NULL;
    (void)utskr_case_new(&plain, &c);
    header.name = name;
    header.stay.municipality = municipality;
    (void)utskr_case_set_header(c, &header);
    add_event(c, "2022-04-25T08:00", UTSKR_ADMITTED, 0);
    add_event(c, "2022-04-25T09:00", UTSKR_NEEDS_ASSESSED, UTSKR_TO_SOCIAL_SERVICES);
    add_event(c, "2022-04-25T10:00", UTSKR_ADMISSION_NOTICE,
              TO_SOCIAL | UTSKR_CONTAINS_STATED | UTSKR_CONTAINS_NAME | UTSKR_CONTAINS_PERSONAL_NUMBER |
                  UTSKR_CONTAINS_ADDRESS | UTSKR_CONTAINS_EXPECTED_DISCHARGE);
    add_event(c, ready, UTSKR_DISCHARGE_READY_NOTICE, TO_SOCIAL);
    add_event(c, end, UTSKR_DISCHARGED, 0);
    return c;
}

static utskr_settlement_terms terms_of(const char *from, const char *to) {
    utskr_settlement_terms terms = UTSKR_SETTLEMENT_TERMS_INIT;
    terms.from = month(from);
    terms.to = month(to);
    return terms;
}

static utskr_settlement *settlement_of(const utskr_settlement_terms *terms) {
    utskr_settlement *made = NULL;
    (void)utskr_settlement_new(&allocator, terms, &made);
    return made;
}

/* --- Months ------------------------------------------------------------------------------------------------------------------ */

static void check_months(void) {
    static const struct {
        const char *text;
        utskr_status status;
    } wrong[] = {
        { "2022-13", UTSKR_MALFORMED },    { "2022-00", UTSKR_MALFORMED },    { "2022-5", UTSKR_MALFORMED },
        { "2022-05-01", UTSKR_MALFORMED }, { "2022/05", UTSKR_MALFORMED },    { "", UTSKR_MALFORMED },
        { "1979-12", UTSKR_OUT_OF_RANGE }, { "2200-01", UTSKR_OUT_OF_RANGE }, { "2199-12", UTSKR_OUT_OF_RANGE },
    };
    char text[UTSKR_MONTH_TEXT];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        utskr_month read = 7;
        utskr_error error = UTSKR_ERROR_INIT;
        utskr_status status = utskr_month_parse(wrong[i].text, strlen(wrong[i].text), &read, &error);
        tap_ok(status != UTSKR_OK && read == 7, "'%s' is no month", wrong[i].text);
        tap_eq_i64(status, wrong[i].status, "'%s': %s", wrong[i].text, utskr_status_name((int32_t)status));
        tap_eq_str(error.word, wrong[i].text, "and the error names it");
    }
    tap_eq_i64(month("1980-01"), UTSKR_MONTH_MIN, "the first month");
    tap_eq_i64(month("2199-11"), UTSKR_MONTH_MAX, "the last month");
    tap_eq_i64(utskr_limit_first_month(), UTSKR_MONTH_MIN, "the first month as a function");
    tap_eq_i64(utskr_limit_last_month(), UTSKR_MONTH_MAX, "the last month as a function");
    tap_eq_i64(utskr_limit_settled_rate(), UTSKR_SETTLED_RATE_MAX, "the largest amount as a function");
    for (utskr_month m = UTSKR_MONTH_MIN; m <= UTSKR_MONTH_MAX; m += 37) {
        (void)utskr_month_format(m, text);
        tap_ok(month(text) == m && utskr_month_of(utskr_month_start(m)) == m &&
                   utskr_month_of(utskr_month_start(m + 1) - 1) == m,
               "%s comes back", text);
    }
    tap_eq_i64(utskr_month_parse(NULL, 7, NULL, NULL), UTSKR_BAD_ARGUMENT, "a null pointer is no month");
}

/* --- Statuses ---------------------------------------------------------------------------------------------------------------- */

static utskr_status made_with(const utskr_settlement_terms *terms) {
    utskr_settlement *made = NULL;
    utskr_status status = utskr_settlement_new(&allocator, terms, &made);
    utskr_settlement_free(made);
    return status;
}

static void check_terms(void) {
    utskr_settlement_terms terms = UTSKR_SETTLEMENT_TERMS_INIT;
    utskr_readings readings;
    utskr_rate rate = { .year = 2022, .ore = -1 };
    utskr_settlement *made = NULL;
    tap_eq_i64(made_with(&terms), UTSKR_OUT_OF_RANGE, "no months");
    terms = terms_of("2022-05", "2022-04");
    tap_eq_i64(made_with(&terms), UTSKR_BAD_ARGUMENT, "the last month before the first");
    terms = terms_of("2022-05", "2022-05");
    tap_eq_i64(made_with(&terms), UTSKR_OK, "one month");
    terms.at = 5;
    tap_eq_i64(made_with(&terms), UTSKR_OUT_OF_RANGE, "an instant before 1980");
    terms.at = 0;
    terms.known_at = UTSKR_INSTANT_MAX + 1;
    tap_eq_i64(made_with(&terms), UTSKR_OUT_OF_RANGE, "known after 2199");
    terms.known_at = 0;
    terms.rate_count = 1;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_ARGUMENT, "a rate that is not there");
    terms.rates = &rate;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_ARGUMENT, "a negative rate");
    rate.ore = UTSKR_SETTLED_RATE_MAX + 1;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_ARGUMENT, "a rate beyond the largest");
    terms.rate_count = 221;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_ARGUMENT, "more rates than years");
    terms.rate_count = 0;
    (void)utskr_readings_init(NULL, &readings);
    readings.value[UTSKR_READ_END_DAY] = 7;
    terms.readings = &readings;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_ARGUMENT, "a value that the reading does not have");
    readings.size = 3;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_SIZE, "readings of another size");
    terms = terms_of("2022-05", "2022-05");
    terms.size--;
    tap_eq_i64(made_with(&terms), UTSKR_BAD_SIZE, "terms of another size");
    tap_eq_i64(utskr_settlement_new(NULL, &terms, &made), UTSKR_BAD_ARGUMENT, "no allocator");
    tap_eq_i64(utskr_settlement_new(&allocator, NULL, &made), UTSKR_BAD_ARGUMENT, "no terms");
    terms = terms_of("2199-11", "2199-11");
    tap_eq_i64(made_with(&terms), UTSKR_OK, "the last month of all can be judged");
    utskr_settlement_free(NULL);
    tap_eq_i64(blocks, 0, "and nothing is left");
}

/* The functions set what the macros do. */
static void check_init(void) {
    const utskr_settlement_terms terms = UTSKR_SETTLEMENT_TERMS_INIT;
    const utskr_settled_month settled = UTSKR_SETTLED_MONTH_INIT;
    const utskr_month_statistics statistics = UTSKR_MONTH_STATISTICS_INIT;
    utskr_settlement_terms own_terms;
    utskr_settled_month own_settled;
    utskr_month_statistics own_statistics;
    memset(&own_terms, 0, sizeof own_terms);
    memset(&own_settled, 0, sizeof own_settled);
    memset(&own_statistics, 0, sizeof own_statistics);
    utskr_settlement_terms_init(&own_terms);
    utskr_settled_month_init(&own_settled);
    utskr_month_statistics_init(&own_statistics);
    tap_ok(own_terms.size == terms.size && own_terms.from == terms.from && own_terms.to == UTSKR_MONTH_NONE, "terms");
    tap_ok(own_settled.size == settled.size && own_settled.pack == NULL && own_settled.digest[31] == 0, "a month");
    tap_ok(own_statistics.size == statistics.size && own_statistics.readmitted_30d == 0, "statistics");
    utskr_settlement_terms_init(NULL);
    utskr_settled_month_init(NULL);
    utskr_month_statistics_init(NULL);
}

static void check_questions(void) {
    utskr_settlement_terms terms = terms_of("2022-05", "2022-06");
    utskr_settlement *s = settlement_of(&terms);
    utskr_settled_month out = UTSKR_SETTLED_MONTH_INIT;
    utskr_settled_stay one;
    utskr_charge charge;
    utskr_month_average average;
    utskr_difference difference;
    utskr_days_apart apart;
    utskr_month_statistics statistics = UTSKR_MONTH_STATISTICS_INIT;
    uint32_t count = 9;
    tap_eq_i64(utskr_settlement_instant(s), instant("2022-07-01T00:00:00+02:00"),
               "the first instant after the last month");
    tap_eq_i64(utskr_settlement_month(s, 0, &out), UTSKR_NOT_FOUND, "nothing before the summing");
    tap_eq_i64(utskr_settlement_sum(s, &count), UTSKR_OK, "no cases can be summed");
    tap_eq_i64(count, 0, "to nothing");
    utskr_case *c = stay("a", 484, "2022-05-03T13:00", "2022-05-08T10:00");
    tap_eq_i64(utskr_settlement_add(s, c, pack("sormland")), UTSKR_OK, "a case");
    tap_eq_i64(utskr_settlement_month(s, 0, &out), UTSKR_NOT_FOUND, "nothing before the summing anew");
    (void)utskr_settlement_sum(s, &count);
    tap_eq_i64(count, 2, "two months of one municipality");
    out.size--;
    tap_eq_i64(utskr_settlement_month(s, 0, &out), UTSKR_BAD_SIZE, "a struct of another size");
    utskr_settled_month_init(&out);
    tap_eq_i64(utskr_settlement_month(s, 0, &out), UTSKR_OK, "the first");
    tap_ok(out.persons == 1 && out.days == 4 && out.month == month("2022-05") && out.municipality == 484, "is May");
    tap_eq_i64(utskr_settlement_month(s, 2, &out), UTSKR_NOT_FOUND, "there is no third");
    tap_eq_i64(utskr_settlement_month(s, 0, NULL), UTSKR_BAD_ARGUMENT, "nowhere to put it");
    tap_eq_i64(utskr_settlement_stay(s, 0, 0, &one), UTSKR_OK, "its stay");
    tap_ok(one.days == 4 && one.ready_days == 5 && strcmp(one.name, "a") == 0, "has 4 days, and was ready for 5");
    tap_eq_i64(utskr_settlement_stay(s, 0, 1, &one), UTSKR_NOT_FOUND, "is the only one");
    tap_eq_i64(utskr_settlement_charge(s, 0, 0, &charge), UTSKR_NOT_FOUND, "nothing is charged");
    tap_eq_i64(utskr_settlement_history(s, 0, 2, &average), UTSKR_OK, "three months before");
    tap_eq_i64(utskr_settlement_history(s, 0, 3, &average), UTSKR_NOT_FOUND, "and no fourth");
    tap_eq_i64(utskr_settlement_difference(s, 0, 0, &difference), UTSKR_OK, "the two counts");
    tap_eq_i64(difference.why, UTSKR_OUT_CLOCK_CUTOFF, "differ by the clock");
    tap_eq_i64(utskr_settlement_apart(s, 0, 0, 0, &apart), UTSKR_OK, "in days");
    tap_ok(apart.days == 1 && utskr_day_start(apart.first) == instant("2022-05-03T00:00"), "that of the notice");
    tap_eq_i64(utskr_settlement_apart(s, 0, 0, 1, &apart), UTSKR_NOT_FOUND, "of one spell");
    tap_eq_i64(utskr_settlement_statistics(s, 0, &statistics), UTSKR_OK, "the statistics");
    tap_eq_i64(statistics.month_days, 31, "are of May");
    statistics.size--;
    tap_eq_i64(utskr_settlement_statistics(s, 0, &statistics), UTSKR_BAD_SIZE, "statistics of another size");
    tap_eq_i64(utskr_settlement_statistics(s, 2, &statistics), UTSKR_NOT_FOUND, "no third statistics");
    tap_eq_i64(utskr_settlement_stay(s, 2, 0, &one), UTSKR_NOT_FOUND, "no third stays");
    tap_eq_i64(utskr_settlement_charge(s, 2, 0, &charge), UTSKR_NOT_FOUND, "no third charges");
    tap_eq_i64(utskr_settlement_history(s, 2, 0, &average), UTSKR_NOT_FOUND, "no third history");
    tap_eq_i64(utskr_settlement_difference(s, 2, 0, &difference), UTSKR_NOT_FOUND, "no third difference");
    tap_eq_i64(utskr_settlement_apart(s, 2, 0, 0, &apart), UTSKR_NOT_FOUND, "no third days apart");
    tap_eq_i64(utskr_settlement_stay(NULL, 0, 0, &one), UTSKR_BAD_ARGUMENT, "no settlement to ask");
    utskr_case_free(c);
    utskr_settlement_free(s);
    tap_eq_i64(blocks, 0, "and nothing is left");
}

static void check_names(void) {
    utskr_settlement_terms terms = terms_of("2022-05", "2022-05");
    utskr_settlement *s = settlement_of(&terms);
    utskr_case *c = stay("", 484, "2022-05-03T10:00", "2022-05-08T10:00");
    tap_eq_i64(utskr_settlement_add(s, c, NULL), UTSKR_BAD_ARGUMENT, "a case without a name");
    utskr_case_free(c);
    c = stay("a\nb", 484, "2022-05-03T10:00", "2022-05-08T10:00");
    tap_eq_i64(utskr_settlement_add(s, c, NULL), UTSKR_BAD_ARGUMENT, "a name that is no line");
    utskr_case_free(c);
    c = stay("a\x7f", 484, "2022-05-03T10:00", "2022-05-08T10:00");
    tap_eq_i64(utskr_settlement_add(s, c, NULL), UTSKR_BAD_ARGUMENT, "nor with a byte that deletes");
    utskr_case_free(c);
    c = stay("c", 484, "2022-05-03T10:00", "2022-05-08T10:00");
    utskr_entry entry = UTSKR_ENTRY_INIT;
    entry.event.at = instant("2022-05-03T11:00");
    entry.event.kind = UTSKR_ACKNOWLEDGED;
    entry.event.party = UTSKR_PARTY_SOCIAL_SERVICES;
    entry.of = "nothing";
    (void)utskr_case_append(c, &entry, NULL);
    tap_eq_i64(utskr_settlement_add(s, c, NULL), UTSKR_NOT_FOUND, "an answer to an event that there is not");
    tap_eq_i64((int64_t)s->cases.count, 0, "nothing was added");
    utskr_case_free(c);
    tap_eq_i64(utskr_settlement_add(NULL, NULL, NULL), UTSKR_BAD_ARGUMENT, "no settlement");
    tap_eq_i64(utskr_settlement_sum(NULL, NULL), UTSKR_BAD_ARGUMENT, "no settlement to sum");
    tap_eq_i64(utskr_settlement_sum(s, NULL), UTSKR_BAD_ARGUMENT, "nowhere to put the count");
    tap_eq_i64(utskr_settlement_instant(NULL), 0, "no settlement, no instant");
    tap_eq_i64(utskr_settlement_add(s, NULL, NULL), UTSKR_BAD_ARGUMENT, "no case");
    utskr_settlement_free(s);
    tap_eq_str(utskr_level_name(UTSKR_LEVEL_INDIVIDUAL), "individual", "a level");
    tap_eq_str(utskr_level_name(9), "unknown", "no level");
    tap_eq_str(utskr_left_out_name(UTSKR_OUT_LONG_STAY), "long-stay", "a reason");
    tap_eq_str(utskr_left_out_name(-1), "unknown-reason", "no reason");
}

/* --- Exact averages ------------------------------------------------------------------------------------------------------------ */

/* An average of exactly 3 is not above 3, however many persons; one day more is. */
static void check_threshold(void) {
    static const int64_t persons[] = { 1, 3, 1000003, 4294967295 };
    const settled_group group = { .pack = pack("sormland"), .municipality = 484 };
    for (size_t i = 0; i < sizeof persons / sizeof persons[0]; i++) {
        tap_eq_i64(model_above(&group, persons[i], 3 * persons[i]), UTSKR_NO, "exactly 3 of %" PRId64, persons[i]);
        tap_eq_i64(model_above(&group, persons[i], 3 * persons[i] + 1), UTSKR_YES, "one day more of %" PRId64,
                   persons[i]);
    }
    tap_eq_i64(model_above(&group, 0, 0), UTSKR_NO, "no persons");
    const settled_group act = { .pack = pack("lus"), .municipality = 484 };
    tap_eq_i64(model_above(&act, 1, 100), UTSKR_UNKNOWN, "no threshold");
    const settled_group other = { .pack = pack("sormland"), .municipality = 1480, .under_act = true };
    tap_eq_i64(model_above(&other, 1, 100), UTSKR_UNKNOWN, "no agreement");
}

/* --- Parameters that no pack built in has ------------------------------------------------------------------------------- */

/* The only object that a stay comes to under the pack. */
static utskr_settled_month settled_under(const utskr_pack *own, const char *in, const char *ready, const char *end) {
    utskr_settlement_terms terms = terms_of(in, in);
    utskr_settlement *s = settlement_of(&terms);
    utskr_settled_month out = UTSKR_SETTLED_MONTH_INIT;
    uint32_t count = 0;
    utskr_case *c = stay("a", 100 * own->county + 80, ready, end);
    (void)utskr_settlement_add(s, c, own);
    (void)utskr_settlement_sum(s, &count);
    (void)utskr_settlement_month(s, 0, &out);
    utskr_case_free(c);
    utskr_settlement_free(s);
    return out;
}

static void check_parameters(void) {
    utskr_pack own = *pack("sormland");
    own.settled.zero_left_out = 1;
    utskr_settled_month out = settled_under(&own, "2022-05", "2022-05-03T10:00", "2022-05-03T11:00");
    tap_ok(out.persons == 0 && out.left_out_count == 1, "day zero is left out");
    out = settled_under(&own, "2022-05", "2022-05-03T10:00", "2022-05-04T11:00");
    tap_ok(out.persons == 1 && out.left_out_count == 0, "one day is not");
    own = *pack("sormland");
    own.settled.months = 1;
    out = settled_under(&own, "2022-06", "2022-05-03T10:00", "2022-05-07T11:00");
    tap_ok(out.level == UTSKR_LEVEL_INDIVIDUAL && out.history_count == 1, "one month before is enough");
    (void)utskr_date_from_civil(2022, 5, 3, &own.valid_to);
    out = settled_under(&own, "2022-05", "2022-05-03T10:00", "2022-05-07T11:00");
    tap_ok(out.known, "a month in which the pack ends");
    out = settled_under(&own, "2022-06", "2022-05-03T10:00", "2022-06-07T11:00");
    tap_ok(!out.known && out.stay_count == 1 && out.left_out_count == 0, "the month after it");
    own = *pack("norrbotten");
    own.settled.threshold = THRESHOLD_UNKNOWN;
    out = settled_under(&own, "2022-05", "2022-05-03T10:00", "2022-05-09T11:00");
    tap_ok(out.level == UTSKR_LEVEL_AVERAGE && !out.owed_days_known && !out.owed_ore_known,
           "an excess over no threshold");
    own.settled.threshold = 2;
    out = settled_under(&own, "2022-05", "2022-05-03T10:00", "2022-05-09T11:00");
    tap_ok(out.owed_days == 4 && out.owed_ore == INT64_C(4) * 930000, "an excess over 2 of 6 days");
}

/* --- Sums too large -------------------------------------------------------------------------------------------------------------- */

/* Under Västra Götaland a long stay is billed whole in the month in which it ended: 136 years of it, at the largest amount. */
static void check_overflow(void) {
    enum { YEARS = 182 };
    static utskr_rate rates[YEARS];
    utskr_settlement_terms terms = terms_of("2157-05", "2157-05");
    utskr_settled_month out = UTSKR_SETTLED_MONTH_INIT;
    uint32_t count = 0;
    for (int32_t i = 0; i < YEARS; i++) {
        rates[i] = (utskr_rate){ .year = 2018 + i, .grade = 'P', .ore = UTSKR_SETTLED_RATE_MAX };
    }
    terms.rates = rates;
    terms.rate_count = YEARS;
    utskr_settlement *s = settlement_of(&terms);
    utskr_case *c = stay("a", 1480, "2022-05-03T10:00", "2157-05-06T10:00");
    (void)utskr_settlement_add(s, c, pack("vastra-gotaland"));
    tap_eq_i64(utskr_settlement_sum(s, &count), UTSKR_OK, "one stay of 135 years");
    (void)utskr_settlement_month(s, 0, &out);
    /* 2022-05-06 to 2157-05-05: 135 years with 33 leap days (2024 to 2156, 2100 not among them) */
    tap_eq_i64(out.owed_days, 135 * 365 + 33, "its days");
    tap_eq_i64(out.owed_ore, (135 * 365 + 33) * UTSKR_SETTLED_RATE_MAX, "its amount is just within");
    utskr_case_free(c);
    c = stay("b", 1480, "2022-05-03T10:00", "2157-05-07T10:00");
    (void)utskr_settlement_add(s, c, pack("vastra-gotaland"));
    tap_eq_i64(utskr_settlement_sum(s, &count), UTSKR_LIMIT_REACHED, "that of two is not");
    tap_eq_i64(utskr_settlement_month(s, 0, &out), UTSKR_NOT_FOUND, "and nothing is given");
    utskr_case_free(c);
    utskr_settlement_free(s);
    s = settlement_of(&terms); /* the same under an excess: twice 49 302 days less 6 */
    for (uint32_t i = 0; i < 2; i++) {
        c = stay(i == 0 ? "a" : "b", 2580, "2022-05-03T10:00", "2157-05-06T10:00");
        (void)utskr_settlement_add(s, c, pack("norrbotten"));
        utskr_case_free(c);
    }
    tap_eq_i64(utskr_settlement_sum(s, &count), UTSKR_LIMIT_REACHED, "nor that of an excess");
    utskr_settlement_free(s);
    tap_eq_i64(blocks, 0, "and nothing is left");
}

/* --- Order ---------------------------------------------------------------------------------------------------------------------------- */

enum { MANY = 12, TEXT = 1 << 16 };

static int collect(const char *from, size_t length, void *user) {
    char *text = user;
    size_t used = strlen(text);
    if (used + length >= TEXT) {
        return 1;
    }
    memcpy(text + used, from, length);
    text[used + length] = '\0';
    return 0;
}

static utskr_case *numbered(uint32_t number) {
    static const int32_t payers[] = { 484, 480, 0, 1480 };
    char name[16];
    char ready[32];
    char end[32];
    snprintf(name, sizeof name, "case-%u", (unsigned)(number * 7 % MANY));
    snprintf(ready, sizeof ready, "2022-05-0%uT1%u:00", (unsigned)(1 + number % 5), (unsigned)(number % 5));
    snprintf(end, sizeof end, "2022-0%u-1%uT10:00", (unsigned)(5 + number % 2), (unsigned)(number % 10));
    return stay(name, payers[number % 4], ready, end);
}

static void write_all(utskr_settlement *s, char *text) {
    uint32_t count = 0;
    text[0] = '\0';
    (void)utskr_settlement_sum(s, &count);
    for (uint32_t i = 0; i < count; i++) {
        (void)utskr_settlement_write_json(s, i, collect, text);
        (void)utskr_settlement_write_statistics_json(s, i, collect, text);
    }
}

static void add_numbered(utskr_settlement *s, uint32_t number) {
    utskr_case *c = numbered(number);
    (void)utskr_settlement_add(s, c, pack(number % 3 == 0 ? "lus" : "sormland"));
    utskr_case_free(c);
}

static void check_order(void) {
    static char first[TEXT];
    static char other[TEXT];
    utskr_settlement_terms terms = terms_of("2022-05", "2022-06");
    utskr_settlement *s = settlement_of(&terms);
    for (uint32_t i = 0; i < MANY; i++) {
        add_numbered(s, i);
    }
    write_all(s, first);
    tap_ok(strlen(first) > 1000, "something is written");
    utskr_settlement_free(s);
    for (uint32_t step = 1; step < MANY; step++) {
        uint32_t count = 0;
        if (step % 2 == 0 || step % 3 == 0) {
            continue; /* shares a factor with MANY */
        }
        s = settlement_of(&terms);
        for (uint32_t i = 0; i < MANY; i++) {
            add_numbered(s, (MANY - 1 - i) * step % MANY);
            (void)utskr_settlement_sum(s, &count); /* sums on the way change nothing */
        }
        write_all(s, other);
        tap_ok(strcmp(first, other) == 0, "every %u-th case from behind: the same bytes", (unsigned)step);
        utskr_settlement_free(s);
    }
    tap_eq_i64(blocks, 0, "and nothing is left");
}

/* --- Memory that runs out ---------------------------------------------------------------------------------------------------------------- */

/* Tries with no memory, then again and again with memory for one block, until it succeeds: so each block is the one that cannot
 * be had. It must leave everything as it was. */
static void add_without_memory(utskr_settlement *s, uint32_t number) {
    utskr_case *c = numbered(number);
    utskr_status status = UTSKR_NO_MEMORY;
    uint64_t cases = s->cases.count;
    for (long granted = 0; status == UTSKR_NO_MEMORY; granted++) {
        allocations_left = granted == 0 ? 0 : 1;
        status = utskr_settlement_add(s, c, pack("lus"));
        allocations_left = -1;
        tap_ok(status == UTSKR_OK || (status == UTSKR_NO_MEMORY && s->cases.count == cases),
               "%ld allocations for a case: %s", granted, utskr_status_name((int32_t)status));
    }
    utskr_case_free(c);
}

static void check_memory(void) {
    static char first[TEXT];
    static char other[TEXT];
    utskr_settlement_terms terms = terms_of("2022-05", "2022-06");
    utskr_rate rate = { .year = 2022, .grade = 'P', .ore = 100 };
    utskr_settlement *s = NULL;
    uint32_t count = 0;
    terms.rates = &rate;
    terms.rate_count = 1;
    for (long granted = 0; s == NULL; granted++) {
        allocations_left = granted;
        utskr_status status = utskr_settlement_new(&allocator, &terms, &s);
        allocations_left = -1;
        tap_ok(status == UTSKR_OK || (status == UTSKR_NO_MEMORY && blocks == 0), "%ld allocations for a settlement",
               granted);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        add_without_memory(s, i);
    }
    utskr_status status = UTSKR_NO_MEMORY;
    for (long granted = 0; status == UTSKR_NO_MEMORY; granted++) {
        long before = blocks;
        allocations_left = granted;
        status = utskr_settlement_sum(s, &count);
        allocations_left = -1;
        tap_ok(status == UTSKR_OK || (status == UTSKR_NO_MEMORY && blocks == before), "%ld allocations for the sum",
               granted);
    }
    write_all(s, first);
    allocations_left = 1;
    tap_eq_i64(utskr_settlement_sum(s, &count), UTSKR_NO_MEMORY, "no memory to sum anew");
    allocations_left = -1;
    other[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        (void)utskr_settlement_write_json(s, i, collect, other);
        (void)utskr_settlement_write_statistics_json(s, i, collect, other);
    }
    tap_ok(strcmp(first, other) == 0, "leaves what there was");
    utskr_settlement_free(s);
    tap_eq_i64(blocks, 0, "and nothing is left");
    tap_eq_i64((int64_t)bytes, 0, "not a byte");
}

/* --- Ratios ----------------------------------------------------------------------------------------------------------- */

/* Four decimals, rounded half up. */
static void check_ratios(void) {
    static const struct {
        int64_t part;
        int64_t whole;
        const char *text;
    } ratios[] = {
        { 40, 12, "3.3333" },
        { 2, 3, "0.6667" },
        { 9, 3, "3.0000" },
        { 1, 32, "0.0313" },
        { 3, 32, "0.0938" },
        { 99994, 100000, "0.9999" },
        { 99995, 100000, "1.0000" },
        { 199995, 100000, "2.0000" },
        { 1, 20001, "0.0000" },
        { 1, 20000, "0.0001" },
        { 0, 5, "0.0000" },
        { 0, 0, "null" },
        { INT64_C(1) << 48, (INT64_C(1) << 48) - 1, "1.0000" },
    };
    for (size_t i = 0; i < sizeof ratios / sizeof ratios[0]; i++) {
        static char text[TEXT];
        static utskr_stage json;
        text[0] = '\0';
        utskr_json_begin(&json, NULL, collect, text);
        utskr_json_ratio(&json, ratios[i].part, ratios[i].whole);
        (void)utskr_stage_end(&json);
        tap_eq_str(text, ratios[i].text, "%" PRId64 "/%" PRId64, ratios[i].part, ratios[i].whole);
    }
}

/* --- Writing -------------------------------------------------------------------------------------------------------------------------------- */

static int refuse(const char *from, size_t length, void *user) {
    (void)from;
    (void)length;
    (void)user;
    return 1;
}

static void check_writers(void) {
    utskr_settlement_terms terms = terms_of("2022-05", "2022-05");
    utskr_settlement *s = settlement_of(&terms);
    static char text[TEXT];
    uint32_t count = 0;
    tap_eq_i64(utskr_explain_settlement(s, UTSKR_SV, collect, text), UTSKR_NOT_FOUND, "nothing to tell before the sum");
    tap_eq_i64(utskr_explain_statistics(s, UTSKR_SV, collect, text), UTSKR_NOT_FOUND, "nor statistics");
    tap_eq_i64(utskr_settlement_write_json(s, 0, collect, text), UTSKR_NOT_FOUND, "nor to write");
    tap_eq_i64(utskr_settlement_write_statistics_json(s, 0, collect, text), UTSKR_NOT_FOUND, "nor of statistics");
    add_numbered(s, 0);
    (void)utskr_settlement_sum(s, &count);
    tap_eq_i64(utskr_settlement_write_json(s, 0, refuse, NULL), UTSKR_SINK_FAILED, "a sink that fails");
    tap_eq_i64(utskr_settlement_write_statistics_json(s, 0, refuse, NULL), UTSKR_SINK_FAILED, "the same of statistics");
    tap_eq_i64(utskr_explain_settlement(s, UTSKR_SV, refuse, NULL), UTSKR_SINK_FAILED, "the same of a telling");
    tap_eq_i64(utskr_explain_statistics(s, UTSKR_SV, refuse, NULL), UTSKR_SINK_FAILED,
               "the same of that of statistics");
    tap_eq_i64(utskr_settlement_write_json(s, 0, NULL, NULL), UTSKR_BAD_ARGUMENT, "no sink");
    tap_eq_i64(utskr_settlement_write_statistics_json(s, 0, NULL, NULL), UTSKR_BAD_ARGUMENT, "no sink either");
    tap_eq_i64(utskr_explain_settlement(s, UTSKR_SV, NULL, NULL), UTSKR_BAD_ARGUMENT, "nor to tell");
    tap_eq_i64(utskr_explain_statistics(s, UTSKR_SV, NULL, NULL), UTSKR_BAD_ARGUMENT, "nor to tell statistics");
    tap_eq_i64(utskr_explain_settlement(NULL, UTSKR_SV, collect, text), UTSKR_BAD_ARGUMENT, "no settlement to tell");
    tap_eq_i64(utskr_explain_statistics(NULL, UTSKR_SV, collect, text), UTSKR_BAD_ARGUMENT, "no settlement");
    tap_eq_str(utskr_message_level(UTSKR_LEVEL_AVERAGE, UTSKR_SV), "genomsnitt", "a level in Swedish");
    tap_eq_str(utskr_message_left_out(99, UTSKR_EN), "unknown value", "a reason that is none");
    utskr_settlement_free(s);
}

int main(void) {
    check_months();
    check_terms();
    check_init();
    check_parameters();
    check_questions();
    check_names();
    check_threshold();
    check_overflow();
    check_order();
    check_memory();
    check_ratios();
    check_writers();
    return tap_done();
}
