/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stays and what the library answers, for other programs: peers/. Each column is a file, named by what it is and its type. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "table.h"

/* --- Liability ------------------------------------------------------------------------------------------------------------------------ */

static bool write_file(const char *folder, const char *name, const void *values, uint64_t size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    const bool good = fwrite(values, 1, (size_t)size, file) == size;
    return fclose(file) == 0 && good;
}

/* What peers have to know besides the columns. */
static bool write_about(const char *folder, const columns *c) {
    char text[128];
    const int length =
        snprintf(text, sizeof text, "{\"assessed_on\":%d,\"ore\":{\"%d\":%" PRId64 "}}\n",
                 (int)utskr_local_date(c->assessed_at), (int)rates_of_workloads[0].year, rates_of_workloads[0].ore);
    return write_file(folder, "about.json", text, (size_t)length);
}

static bool write_columns(const char *folder, const columns *c) {
    const about_columns *about = &c->by_case;
    return write_file(folder, "at.i64", c->at, c->events * sizeof *c->at) &&
           write_file(folder, "case.i64", c->key, c->events * sizeof *c->key) &&
           write_file(folder, "kind.u8", c->kind, c->events) && write_file(folder, "party.u8", c->party, c->events) &&
           write_file(folder, "mask.u32", c->mask, c->events * sizeof *c->mask) &&
           write_file(folder, "value.i64", c->value, c->events * sizeof *c->value) &&
           write_file(folder, "offsets.u64", c->offsets, (c->cases + 1) * sizeof *c->offsets) &&
           write_file(folder, "municipality.i32", about->municipality, c->cases * sizeof *about->municipality) &&
           write_file(folder, "payer.i32", about->payer, c->cases * sizeof *about->payer) &&
           write_file(folder, "region.i32", about->region, c->cases * sizeof *about->region) &&
           write_file(folder, "care.u8", about->care, c->cases) &&
           write_file(folder, "previous.i64", about->previous, c->cases * sizeof *about->previous);
}

static bool write_answers(const char *folder, const answers *a, uint64_t cases) {
    return write_file(folder, "status.u8", a->status, cases) &&
           write_file(folder, "enters.i32", a->enters, cases * sizeof *a->enters) &&
           write_file(folder, "days.i32", a->days, cases * sizeof *a->days) &&
           write_file(folder, "ore.i64", a->ore, cases * sizeof *a->ore);
}

bool dump_liability(const char *folder, const columns *c, const answers *a) {
    return write_columns(folder, c) && write_about(folder, c) && write_answers(folder, a, c->cases);
}

/* --- Everything, for the reference, which reads case logs --------------------------------------------------------------------- */

static int sink(const char *bytes, size_t size, void *user) {
    return fwrite(bytes, 1, size, user) == size ? 0 : 1;
}

static void write_header_of(FILE *file, const columns *c, uint64_t i) {
    const utskr_stay stay = stay_of(c, i);
    char text[UTSKR_INSTANT_TEXT];
    fprintf(file, "case %" PRIu64 " rules=%s", i, AGREEMENT);
    if (stay.municipality != UTSKR_MUNICIPALITY_NONE)
        fprintf(file, " municipality=%04d", (int)stay.municipality);
    else
        fprintf(file, " municipality=none");
    if (stay.payer != 0)
        fprintf(file, " payer=%04d", (int)stay.payer);
    if (stay.previous_discharge != 0) {
        (void)utskr_instant_format(stay.previous_discharge, text);
        fprintf(file, " previous-discharge=%s", text);
    }
    fprintf(file, " region=%02d care=%s\n", (int)stay.region,
            stay.care == UTSKR_CARE_PSYCHIATRIC ? "psychiatric" : "somatic");
}

static bool write_log(const char *folder, const columns *c) {
    char path[4096];
    snprintf(path, sizeof path, "%s/stays.case", folder);
    FILE *file = fopen(path, "wb");
    bool good = file != NULL;
    for (uint64_t i = 0; good && i < c->cases; i++) {
        write_header_of(file, c, i);
        for (uint64_t row = c->offsets[i]; good && row < c->offsets[i + 1]; row++) {
            utskr_entry entry = UTSKR_ENTRY_INIT;
            entry.event = event_at(c, row);
            good = utskr_entry_write(&entry, 0, sink, file) == UTSKR_OK && fputc('\n', file) != EOF;
        }
    }
    return file != NULL && fclose(file) == 0 && good;
}

/* The ids of the agreement's rules, a line each: what the bits of a bitmap stand for. */
static bool write_rules(const char *folder) {
    static char text[1 << 15];
    size_t used = 0;
    const utskr_pack *agreement = NULL;
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    (void)utskr_pack_find(AGREEMENT, strlen(AGREEMENT), &agreement, NULL);
    for (uint32_t i = 0; utskr_pack_rule(agreement, i, &rule) == UTSKR_OK && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\n", rule.id);
    return used < sizeof text && write_file(folder, "rules.txt", text, used);
}

static bool write_everything(const char *folder, const answers *a, uint64_t cases) {
    return write_file(folder, "state.u8", a->states, cases * STATES) &&
           write_file(folder, "status.u8", a->status, cases * FIGURES) &&
           write_file(folder, "enters.i32", a->enters, cases * FIGURES * sizeof *a->enters) &&
           write_file(folder, "days.i32", a->days, cases * FIGURES * sizeof *a->days) &&
           write_file(folder, "ore.i64", a->ore, cases * FIGURES * sizeof *a->ore) &&
           write_file(folder, "bits.u64", a->bits, cases * BITMAPS * WORDS * sizeof *a->bits) &&
           write_file(folder, "next_change.i64", a->next_change, cases * sizeof *a->next_change);
}

bool dump_everything(const char *folder, const columns *c, const answers *a) {
    return write_log(folder, c) && write_about(folder, c) && write_rules(folder) &&
           write_everything(folder, a, c->cases);
}
