/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Swedish local time without a clock or a time zone database. */
#include "host.h"

int main(void) {
    utskr_instant notice = 0;
    char text[UTSKR_INSTANT_TEXT];
    utskr_error error = UTSKR_ERROR_INIT;
    /* snippet: due */
    /* Saturday 29 October 2022; the clocks go back in the night. */
    utskr_status status = utskr_instant_parse("2022-10-29T14:30", 16, &notice, NULL);
    utskr_instant day_later = utskr_due(UTSKR_FORM_HOURS, 24, notice, NULL);
    utskr_instant three_days = utskr_due(UTSKR_FORM_DAYS, 3, notice, NULL);
    /* end of snippet */
    if (status != UTSKR_OK) {
        return host_exit(status);
    }
    (void)utskr_instant_format(day_later, text);
    printf("24 h: %s\n", text);
    (void)utskr_instant_format(three_days, text);
    printf("3 days: %s\n", text);
    /* snippet: repeated */
    status = utskr_instant_parse("2022-10-30T02:30", 16, &notice, &error);
    printf("%s: %s, expected %s\n", utskr_status_name((int32_t)status), error.message, error.expected);
    /* end of snippet */
    return status == UTSKR_REPEATED_HOUR ? 0 : 1;
}
