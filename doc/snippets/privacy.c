/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the library sees of a message: that the items were in it, never what they said. */
#include "host.h"

static int write_out(const char *bytes, size_t length, void *user) {
    return fwrite(bytes, 1, length, user) == length ? 0 : 1;
}

int main(void) {
    /* snippet: mask */
    /* An admission notice as the library holds it: 32 bytes, three times and a mask. */
    utskr_entry notice =
        host_entry("2022-05-02T11:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_ADMISSION_NOTICE, TO_UNITS | FULL_CONTENT);
    utskr_status status = utskr_entry_write(&notice, 0, write_out, stdout);
    /* end of snippet */
    printf("\nmask: 0x%05lx\n", (unsigned long)notice.event.mask);
    return host_exit(status);
}
