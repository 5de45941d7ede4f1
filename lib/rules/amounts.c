/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Amounts per day of care (Socialstyrelsen, förordning 2017:617). A year that is not here is unknown, not zero. */
#include "rules/row.h"
#include <utskrivning/pack.h>

static const utskr_rate amounts[] = {
    { 2019, 'P', { 0, 0, 0 }, 780000, "HSLF-FS 2018:67" },
    { 2020, 'O', { 0, 0, 0 }, 820000, NULL },
    { 2022, 'P', { 0, 0, 0 }, 930000, "HSLF-FS 2021:83" },
    { 2023, 'S', { 0, 0, 0 }, 1050000, "HSLF-FS 2022:60" },
};

const utskr_rate *utskr_rate_at(uint32_t index) {
    return index < sizeof amounts / sizeof amounts[0] ? &amounts[index] : NULL;
}

/* The amount of a year among those of a list, or NULL. */
static const utskr_rate *of_year(const utskr_rate *rates, uint32_t count, int32_t year) {
    for (uint32_t i = 0; i < count; i++)
        if (rates[i].year == year)
            return &rates[i];
    return NULL;
}

const utskr_rate *utskr_rate_under(const utskr_pack *pack, int32_t year) {
    const utskr_rate *own = of_year(pack->rates, pack->rate_count, year);
    return own != NULL ? own : of_year(amounts, sizeof amounts / sizeof amounts[0], year);
}

/* The first amount of a year after `year`, or NULL. */
static const utskr_rate *after(const utskr_rate *rates, uint32_t count, int32_t year) {
    for (uint32_t i = 0; i < count; i++)
        if (rates[i].year > year)
            return &rates[i];
    return NULL;
}

const utskr_rate *utskr_pack_rate_at(const utskr_pack *pack, uint32_t index) {
    const utskr_rate *rate = NULL;
    int32_t year = 0;
    if (pack == NULL)
        return NULL;
    for (uint32_t i = 0; i <= index; i++) {
        const utskr_rate *own = after(pack->rates, pack->rate_count, year);
        rate = after(amounts, sizeof amounts / sizeof amounts[0], year);
        if (own != NULL && (rate == NULL || own->year <= rate->year))
            rate = own;
        if (rate == NULL)
            return NULL;
        year = rate->year;
    }
    return rate;
}
