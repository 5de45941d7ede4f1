/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The packs: which agreement a municipality has on a day, and what each pack is made of. */
#include <utskrivning/utskrivning.h>

#include "tests/tap.h"

#include <string.h>

typedef struct choice {
    int32_t municipality;
    const char *day;
    const char *pack;
} choice;

/* The last day before each agreement and its first one; counties with none; what is no municipality. */
static const choice CHOICES[] = {
    { 484, "2017-12-31", "lus" },
    { 484, "2018-01-01", "sormland" },
    { 480, "2026-11-23", "sormland" },
    { 2380, "2025-12-31", "lus" },
    { 2380, "2026-01-01", "jamtland-harjedalen" },
    { 980, "2022-11-21", "lus" },
    { 980, "2022-11-22", "gotland" },
    { 1480, "2018-09-24", "lus" },
    { 1480, "2018-09-25", "vastra-gotaland" },
    { 180, "2019-12-31", "lus" },
    { 180, "2020-01-01", "stockholm" },
    { 2080, "2025-01-16", "lus" },
    { 2080, "2025-01-17", "dalarna" },
    { 2580, "2018-01-01", "norrbotten" },
    { 1280, "2018-01-01", "skane" },
    { 2180, "2018-01-01", "gavleborg" },
    { 4, "2022-05-02", "sormland" },
    { 25, "2022-05-02", "norrbotten" },
    { 580, "2022-05-02", "lus" },
    { 0, "2022-05-02", "lus" },
    { -1, "2022-05-02", "lus" },
    { 9999, "2022-05-02", "lus" },
};

static void test_choice(const choice *c) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    utskr_date day;
    tap_ok(utskr_date_parse(c->day, strlen(c->day), &day, NULL) == UTSKR_OK, "%s is a date", c->day);
    const utskr_pack *pack = utskr_pack_for_municipality(c->municipality, day);
    tap_ok(utskr_pack_describe(pack, &info) == UTSKR_OK, "there is a pack for %d", (int)c->municipality);
    tap_eq_str(info.id, c->pack, "%d on %s", (int)c->municipality, c->day);
}

/* Every pack but the act builds on it and names a county of its own. */
static void test_made_of(void) {
    uint32_t counties = 0;
    for (uint32_t i = 0; i < utskr_pack_count(); i++) {
        utskr_pack_info info = UTSKR_PACK_INFO_INIT;
        tap_ok(utskr_pack_describe(utskr_pack_at(i), &info) == UTSKR_OK, "pack %u", (unsigned)i);
        tap_eq_str(info.base, i == 0 ? "" : "lus", "%s builds on the act", info.id);
        tap_ok((info.county == 0) == (i == 0), "%s has a county unless it is the act", info.id);
        tap_ok(i == 0 || !(counties & (UINT32_C(1) << info.county)), "%s alone has its county", info.id);
        tap_ok(info.grade == 'P' || info.grade == 'O' || info.grade == 'S', "%s has a grade", info.id);
        counties |= UINT32_C(1) << info.county;
    }
}

static bool says(const utskr_pack *pack, const char *id, const char *value) {
    utskr_parameter parameter = UTSKR_PARAMETER_INIT;
    for (uint32_t i = 0; utskr_pack_parameter(pack, i, &parameter) == UTSKR_OK; i++)
        if (strcmp(parameter.id, id) == 0 && strcmp(parameter.value, value) == 0)
            return true;
    return false;
}

/* What the act itself says, no agreement does without: Gotland pays nobody (1 kap. 1 § sista stycket), and psychiatric care has thirty
 * days in 2018 (the transitional provisions, point 2), in every pack that is valid then. */
static void test_keeps_the_act(void) {
    utskr_date end_of_2018 = 0;
    tap_ok(utskr_date_from_civil(2018, 12, 31, &end_of_2018) == UTSKR_OK, "a date");
    for (uint32_t i = 0; i < utskr_pack_count(); i++) {
        const utskr_pack *pack = utskr_pack_at(i);
        utskr_pack_info info = UTSKR_PACK_INFO_INIT;
        tap_ok(utskr_pack_describe(pack, &info) == UTSKR_OK, "pack %u", (unsigned)i);
        tap_ok(says(pack, "one-principal", "0980"), "%s knows that Gotland is one principal", info.id);
        tap_ok(info.valid_from > end_of_2018 ||
                   says(pack, "psychiatric-grace", "30 from=2018-01-01 to=2018-12-31 noon=read"),
               "%s has the thirty days of 2018", info.id);
    }
}

int main(void) {
    for (size_t i = 0; i < sizeof CHOICES / sizeof CHOICES[0]; i++)
        test_choice(&CHOICES[i]);
    test_made_of();
    test_keeps_the_act();
    return tap_done();
}
