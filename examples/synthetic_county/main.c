/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes the year as case logs. */
#include <stdio.h>

#include "county.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_INTERNAL = 4 };

static bool write_county(const settings *chosen) {
    static county_year y;
    static stay_log log;
    year_begin(&y, chosen);
    for (uint64_t number = 1; number <= chosen->cases && !ferror(stdout); number++) {
        plan p;
        year_next(&y, chosen, number, &p);
        utskr_instant left = fill_stay(&log, chosen, &p);
        if (log.is_full) {
            return false;
        }
        write_header(chosen, &p);
        log_write(&log);
        year_remember(&y, &p, left);
    }
    return fflush(stdout) == 0 && !ferror(stdout);
}

int main(int count, char **words) {
    static settings chosen;
    static char buffer[1 << 18];
    (void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    if (!read_settings(&chosen, count - 1, words + 1)) {
        return EXIT_USAGE;
    }
    if (chosen.help) {
        print_help();
        return EXIT_DONE;
    }
    return write_county(&chosen) ? EXIT_DONE : EXIT_INTERNAL;
}
