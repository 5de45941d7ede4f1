/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A call that failed, an event that is refused, and an answer that is no. */
#include "host.h"

int main(void) {
    /* snippet: error */
    int32_t kind = 0;
    utskr_error error = UTSKR_ERROR_INIT;
    utskr_status status = utskr_kind_find("inskrivningsmedelande", 21, &kind, &error);
    if (status == UTSKR_UNKNOWN_WORD) {
        printf("%s '%s'; did you mean '%s'?\n", error.message, error.word, error.suggestion);
    }
    /* end of snippet */
    status = utskr_kind_find("utskrivningsklar", 16, &kind, &error);
    printf("%s: expected %s\n", utskr_status_name((int32_t)status), error.expected);
    return status == UTSKR_AMBIGUOUS_WORD ? 0 : 1;
}
