/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a user may choose: `--name value` or `--name=value`. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

/* --- Rates ------------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    int32_t usual;       /* in thousandths; assumed, see doc/synthetic-county.md */
    bool makes_findings; /* set to 0 by --flawless */
    const char *of;
} rate_table[RATE_COUNT] = {
    [RATE_GREEN] = { "--green", 500, false, "green process, of the covered" },
    [RATE_YELLOW] = { "--yellow", 400, false, "yellow process, of the covered; the rest are red" },
    [RATE_PSYCHIATRIC] = { "--psychiatric", 60, false, "psychiatric care" },
    [RATE_UNCOVERED] = { "--uncovered", 50, false, "no needs after the discharge, or simple care visits only" },
    [RATE_UNKNOWN_NEEDS] = { "--unknown-needs", 10, false, "nothing says what the patient needs" },
    [RATE_LATE_NEED] = { "--late-need", 80, false, "the need is seen days after the admission" },
    [RATE_CONSENT_REFUSED] = { "--consent-refused", 20, false, "the patient refuses consent; a harm test decides" },
    [RATE_SIP_DECLINED] = { "--sip-declined", 150, false, "the patient declines the SIP" },
    [RATE_SIP_CURRENT] = { "--sip-current", 50, false, "there is a SIP up to date" },
    [RATE_EXPECTED_CHANGED] = { "--expected-changed", 250, false,
                                "the expected discharge is changed, and told in time" },
    [RATE_LEAVE] = { "--leave", 20, false, "the patient is on leave for some days" },
    [RATE_OBSTACLE] = { "--obstacle", 30, false, "outpatient care is not there for some days" },
    [RATE_SECOND_SPELL] = { "--second-spell", 40, false, "no longer ready, and ready again" },
    [RATE_DECEASED] = { "--deceased", 30, false, "the patient dies during the stay" },
    [RATE_UNREGISTERED] = { "--unregistered", 3, false, "no registered municipality" },
    [RATE_OTHER_COUNTY] = { "--other-county", 20, true, "a municipality of another county pays" },
    [RATE_READMITTED] = { "--readmitted", 100, true, "readmitted within 30 days of an earlier stay" },
    [RATE_LATE_NOTICE] = { "--late-notice", 50, true, "the admission notice is sent after its 24 hours" },
    [RATE_MISSING_READY_NOTICE] = { "--missing-ready-notice", 60, true, "no word of the patient being ready" },
    [RATE_SIP_NOT_CALLED] = { "--sip-not-called", 150, true, "outpatient care does not call to the SIP" },
    [RATE_SHORT_NOTICE] = { "--short-notice", 60, true, "the expected discharge is changed at short notice" },
    [RATE_IRREGULAR] = { "--irregular", 50, true, "one more slip of another kind" },
};

enum {
    USUAL_AVERAGE = 750, /* thousandths of a day, counted in calendar days; see doc/synthetic-county.md */
    LARGEST_AVERAGE = 20000,
    FIRST_YEAR = 1981,
    LAST_YEAR = 2198
};

static const uint64_t most_cases = 10000000;

/* --- Values ----------------------------------------------------------------------------------------------------------- */

static bool mistake(const char *name, const char *value, const char *expected) {
    fprintf(stderr, "synthetic_county: %s '%s', expected %s\n", name, value, expected);
    return false;
}

/* Digits alone, at most `most`. */
static bool read_number(const char *text, uint64_t most, uint64_t *out) {
    uint64_t number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        number = 10 * number + digit;
    }
    *out = number;
    return at != text && *at == '\0' && number <= most;
}

static bool set_county(settings *out, const char *value) {
    uint64_t code = 0;
    out->county = strlen(value) == 2 && read_number(value, 99, &code) ? county_find((int32_t)code) : NULL;
    return out->county != NULL;
}

/* "750", for every municipality, or "0484=1200". */
static bool set_average(settings *out, const char *value) {
    const char *equals = strchr(value, '=');
    uint64_t average = 0;
    int32_t code = equals && equals - value == 4 ? (int32_t)strtol(value, NULL, 10) : 0;
    bool is_set = false;
    if (!read_number(equals ? equals + 1 : value, LARGEST_AVERAGE, &average)) {
        return false;
    }
    for (uint32_t i = 0; i < out->county->municipality_count; i++) {
        if (!equals || out->county->municipalities[i].code == code) {
            out->average[i] = (int32_t)average;
            is_set = true;
        }
    }
    return is_set;
}

static int find_rate(const char *name) {
    for (int i = 0; i < RATE_COUNT; i++) {
        if (strcmp(rate_table[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static bool set_rate(settings *out, int which, const char *value) {
    uint64_t number = 0;
    if (!read_number(value, 1000, &number)) {
        return mistake(rate_table[which].name, value, "thousandths, 0 to 1000");
    }
    out->rates[which] = (int32_t)number;
    return true;
}

static bool set_number(const char *name, const char *value, uint64_t least, uint64_t most, uint64_t *out) {
    char expected[80];
    snprintf(expected, sizeof expected, "a number from %" PRIu64 " to %" PRIu64, least, most);
    return (read_number(value, most, out) && *out >= least) || mistake(name, value, expected);
}

/* An option with a value. The averages wait until the county is known. */
static bool set_option(settings *out, const char *name, const char *value) {
    uint64_t year = 0;
    int which = find_rate(name);
    if (which >= 0) {
        return set_rate(out, which, value);
    }
    if (strcmp(name, "--seed") == 0) {
        return set_number(name, value, 0, UINT64_MAX, &out->seed);
    }
    if (strcmp(name, "--cases") == 0) {
        return set_number(name, value, 1, most_cases, &out->cases);
    }
    if (strcmp(name, "--year") == 0) {
        bool is_year = set_number(name, value, FIRST_YEAR, LAST_YEAR, &year);
        out->year = (int32_t)year;
        return is_year;
    }
    if (strcmp(name, "--county") == 0) {
        return set_county(out, value) || mistake(name, value, "01, 04, 09, 12, 14, 20, 21, 23 or 25");
    }
    if (strcmp(name, "--pack") == 0) {
        out->pack = value;
        bool is_word = value[0] != '\0' && strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(value);
        return is_word || mistake(name, value, "the id of a rule pack");
    }
    return strcmp(name, "--average") == 0 || mistake("unknown option", name, "one of those that --help lists");
}

/* --- Reading ---------------------------------------------------------------------------------------------------------- */

static void begin(settings *out) {
    memset(out, 0, sizeof *out);
    out->seed = 1;
    out->cases = 5000;
    out->county = county_find(4);
    for (int i = 0; i < RATE_COUNT; i++) {
        out->rates[i] = rate_table[i].usual;
    }
}

static void make_flawless(settings *out) {
    for (int i = 0; i < RATE_COUNT; i++) {
        out->rates[i] = rate_table[i].makes_findings ? 0 : out->rates[i];
    }
}

enum { NAME_LIMIT = 32 };

/* One option, and its value if it has one. Returns how many words it took, or 0 for a mistake. */
static int read_option(settings *out, char **words, int left, bool averages) {
    char name[NAME_LIMIT];
    const char *equals = strchr(words[0], '=');
    size_t length = equals ? (size_t)(equals - words[0]) : strlen(words[0]);
    snprintf(name, sizeof name, "%.*s", (int)(length < NAME_LIMIT ? length : NAME_LIMIT - 1), words[0]);
    if (strcmp(name, "--help") == 0 || strcmp(name, "--flawless") == 0) {
        out->help = out->help || name[2] == 'h';
        if (!averages && name[2] == 'f') {
            make_flawless(out);
        }
        return 1;
    }
    const char *value = equals ? equals + 1 : left > 1 ? words[1] : "";
    if (!averages && !set_option(out, name, value)) {
        return 0;
    }
    if (averages && strcmp(name, "--average") == 0 && !set_average(out, value)) {
        (void)mistake(name, value,
                      "thousandths of a day, 0 to 20000, or CODE= before them for a municipality of the county");
        return 0;
    }
    return equals || left == 1 ? 1 : 2;
}

static bool read_all(settings *out, int count, char **words, bool averages) {
    for (int at = 0; at < count && !out->help;) {
        int taken = read_option(out, words + at, count - at, averages);
        if (taken == 0) {
            return false;
        }
        at += taken;
    }
    return true;
}

bool read_settings(settings *out, int count, char **words) {
    begin(out);
    if (!read_all(out, count, words, false) || out->help) {
        return out->help;
    }
    if (out->rates[RATE_GREEN] + out->rates[RATE_YELLOW] > 1000) {
        return mistake("--green and --yellow", "more than 1000", "at most 1000 together");
    }
    out->year = out->year != 0 ? out->year : out->county->year;
    out->pack = out->pack ? out->pack : out->county->pack;
    out->asks = asked_by(out->pack);
    for (uint32_t i = 0; i < MUNICIPALITY_LIMIT; i++) {
        out->average[i] = USUAL_AVERAGE;
    }
    return read_all(out, count, words, true);
}

void print_help(void) {
    fputs("synthetic_county [OPTION VALUE]... >LOG\n\n"
          "A year of stays in a county that does not exist, as case logs. A seed gives the same bytes everywhere.\n\n"
          "  --seed N            (1)\n"
          "  --cases N           stays (5000)\n"
          "  --county CC         01, 04, 09, 12, 14, 20, 21, 23 or 25 (04)\n"
          "  --year N            of the ready notices (a year that the county's agreement holds)\n"
          "  --pack PACK         rules of the cases (those of the county's agreement)\n"
          "  --average [CODE=]N  days between ready notice and end, in thousandths; of one municipality (750)\n"
          "  --flawless          no stay that gives a finding: sets the rates marked * to 0\n\n"
          "Rates, in thousandths of the stays that could have it:\n",
          stdout);
    for (int i = 0; i < RATE_COUNT; i++) {
        printf("%c %-24s%s (%" PRId32 ")\n", rate_table[i].makes_findings ? '*' : ' ', rate_table[i].name,
               rate_table[i].of, rate_table[i].usual);
    }
}
