/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Amounts per day of care (Socialstyrelsen, förordning 2017:617). A year that is not here is unknown, not zero. */
#include <utskrivning/rules.h>

static const utskr_rate amounts[] = {
    { 2019, 'P', { 0, 0, 0 }, 780000, "HSLF-FS 2018:67" },
    { 2020, 'O', { 0, 0, 0 }, 820000, NULL },
    { 2022, 'P', { 0, 0, 0 }, 930000, "HSLF-FS 2021:83" },
    { 2023, 'S', { 0, 0, 0 }, 1050000, "HSLF-FS 2022:60" },
};

const utskr_rate *utskr_rate_at(uint32_t index) {
    return index < sizeof amounts / sizeof amounts[0] ? &amounts[index] : NULL;
}
