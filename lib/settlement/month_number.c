/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Months: from dates, from text and back. */
#include <utskrivning/settlement.h>

#include "status.h"

utskr_month utskr_limit_first_month(void) {
    return UTSKR_MONTH_MIN;
}

utskr_month utskr_limit_last_month(void) {
    return UTSKR_MONTH_MAX;
}

utskr_month utskr_month_of(utskr_date day) {
    const utskr_civil civil = utskr_civil_from_date(day);
    return 12 * civil.year + civil.month - 1;
}

utskr_date utskr_month_start(utskr_month month) {
    utskr_date start = UTSKR_DATE_NONE;
    const utskr_month held = month < 12 ? 12 : month > 119999 ? 119999 : month; /* the years 1 to 9999 */
    (void)utskr_date_from_civil(held / 12, held % 12 + 1, 1, &start);
    return start;
}

static utskr_status fail(utskr_error *error, utskr_status status, const char *text, size_t length) {
    (void)utskr_fail(error, status, "no month", "a month, YYYY-MM, from 1980-01 to 2199-11");
    utskr_error_set_word(error, text, length);
    return status;
}

/* The month is read as its first date, so that the two forms are read, and refused, alike. */
utskr_status utskr_month_parse(const char *text, size_t length, utskr_month *out, utskr_error *error) {
    enum { MONTH_LENGTH = UTSKR_MONTH_TEXT - 1 };
    char date[] = "YYYY-MM-01";
    utskr_date first;
    if (text == NULL || out == NULL)
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "a month");
    if (length != MONTH_LENGTH)
        return fail(error, UTSKR_MALFORMED, text, length);
    for (size_t i = 0; i < MONTH_LENGTH; i++)
        date[i] = text[i];
    const utskr_status status = utskr_date_parse(date, sizeof date - 1, &first, NULL);
    if (status != UTSKR_OK)
        return fail(error, status, text, length);
    if (utskr_month_of(first) > UTSKR_MONTH_MAX)
        return fail(error, UTSKR_OUT_OF_RANGE, text, length);
    *out = utskr_month_of(first);
    return UTSKR_OK;
}

size_t utskr_month_format(utskr_month month, char out[UTSKR_MONTH_TEXT]) {
    char date[UTSKR_DATE_TEXT];
    (void)utskr_date_format(utskr_month_start(month), date);
    for (size_t i = 0; i < UTSKR_MONTH_TEXT - 1; i++)
        out[i] = date[i];
    out[UTSKR_MONTH_TEXT - 1] = '\0';
    return UTSKR_MONTH_TEXT - 1;
}
