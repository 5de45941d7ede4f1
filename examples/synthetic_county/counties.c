/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Some counties and municipalities: their official codes, and inhabitants in thousands, rounded and approximate (early
 * 2020s), as weights alone. Where a county has many municipalities the larger ones stand for all of them.
 */
#include <string.h>

#include "county.h"

static const municipality stockholm[] = {
    { 114, 49 }, { 123, 84 },  { 126, 114 }, { 127, 95 },  { 136, 97 }, { 138, 49 }, { 160, 74 },
    { 163, 76 }, { 180, 985 }, { 181, 102 }, { 182, 109 }, { 184, 85 }, { 188, 65 }, { 191, 51 },
};
static const municipality sodermanland[] = {
    { 428, 9 }, { 461, 12 }, { 480, 58 }, { 481, 12 }, { 482, 16 }, { 483, 35 }, { 484, 108 }, { 486, 39 }, { 488, 15 },
};
static const municipality gotland[] = { { 980, 61 } };
static const municipality skane[] = {
    { 1280, 358 }, { 1281, 128 }, { 1282, 47 }, { 1283, 151 }, { 1286, 31 }, { 1287, 46 }, { 1290, 87 }, { 1293, 52 },
};
static const municipality vastra_gotaland[] = {
    { 1440, 32 }, { 1480, 596 }, { 1481, 70 }, { 1482, 49 }, { 1485, 57 },
    { 1488, 59 }, { 1490, 114 }, { 1494, 40 }, { 1496, 57 },
};
static const municipality dalarna[] = {
    { 2029, 16 }, { 2061, 11 }, { 2062, 21 }, { 2080, 60 }, { 2081, 52 }, { 2083, 15 }, { 2084, 23 }, { 2085, 27 },
};
static const municipality gavleborg[] = {
    { 2101, 6 },   { 2104, 10 }, { 2121, 12 }, { 2132, 9 },  { 2161, 19 },
    { 2180, 103 }, { 2181, 39 }, { 2182, 25 }, { 2183, 27 }, { 2184, 38 },
};
static const municipality jamtland[] = {
    { 2303, 5 }, { 2305, 6 }, { 2309, 15 }, { 2313, 11 }, { 2321, 12 }, { 2326, 7 }, { 2361, 10 }, { 2380, 64 },
};
static const municipality norrbotten[] = {
    { 2514, 16 }, { 2523, 17 }, { 2580, 79 }, { 2581, 42 }, { 2582, 28 }, { 2583, 9 }, { 2584, 22 },
};

#define OF(list) (uint32_t)(sizeof(list) / sizeof(list)[0]), (list)

static const county counties[] = {
    { 1, "stockholm", 2022, OF(stockholm) },
    { 4, "sormland", 2022, OF(sodermanland) },
    { 9, "gotland", 2023, OF(gotland) },
    { 12, "skane", 2022, OF(skane) },
    { 14, "vastra-gotaland", 2022, OF(vastra_gotaland) },
    { 20, "dalarna", 2026, OF(dalarna) },
    { 21, "gavleborg", 2022, OF(gavleborg) },
    { 23, "jamtland-harjedalen", 2026, OF(jamtland) },
    { 25, "norrbotten", 2022, OF(norrbotten) },
};

const county *county_at(uint32_t index) {
    return index < sizeof counties / sizeof counties[0] ? &counties[index] : NULL;
}

const county *county_find(int32_t code) {
    for (size_t i = 0; i < sizeof counties / sizeof counties[0]; i++) {
        if (counties[i].code == code) {
            return &counties[i];
        }
    }
    return NULL;
}

static const struct {
    const char *pack;
    uint32_t asks;
} agreements[] = {
    { "sormland", ASKS_ACKNOWLEDGEMENT | ASKS_TRACK | ASKS_INITIATIVE | ASKS_ORDERS | ASKS_CHECKLIST | ASKS_HOME_TIME |
                      ASKS_FOLLOW_UP | ASKS_REPORTS },
    { "jamtland-harjedalen", ASKS_ACKNOWLEDGEMENT | ASKS_TRACK | ASKS_CHECKLIST | ASKS_HOME_TIME | ASKS_REPORTS },
    { "gotland", ASKS_REPORTS },
    { "vastra-gotaland", ASKS_CARE_REQUEST | ASKS_HOME_TIME },
};

uint32_t asked_by(const char *pack) {
    for (size_t i = 0; i < sizeof agreements / sizeof agreements[0]; i++) {
        if (strcmp(agreements[i].pack, pack) == 0) {
            return agreements[i].asks;
        }
    }
    return 0;
}
