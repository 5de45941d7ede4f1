/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The log of one stay: events are added in any order, and written in the order of time. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "county.h"

void log_clear(stay_log *log) {
    log->count = 0;
    log->used = 0;
    log->is_full = false;
}

static void append(stay_log *log, const char *bytes, size_t length) {
    if (log->count == 0 || length > sizeof log->text - log->used) {
        log->is_full = true;
        return;
    }
    memcpy(log->text + log->used, bytes, length);
    log->used += (uint32_t)length;
    log->events[log->count - 1].length += (uint32_t)length;
}

void log_event(stay_log *log, utskr_instant at, const char *words) {
    if (log->count == EVENT_LIMIT) {
        log->is_full = true;
        return;
    }
    log->events[log->count++] = (stay_event){ at, log->used, 0 };
    append(log, words, strlen(words));
}

void log_add(stay_log *log, const char *words) {
    append(log, words, strlen(words));
}

void log_add_units(stay_log *log, const char *key, uint32_t units) {
    static const char *const names[] = { "social-services", "municipal-health", "outpatient", "hospital" };
    log_add(log, key);
    const char *before = "";
    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (units & (UINT32_C(1) << i)) {
            log_add(log, before);
            log_add(log, names[i]);
            before = ",";
        }
    }
}

void log_add_instant(stay_log *log, const char *key, utskr_instant at) {
    char text[UTSKR_INSTANT_TEXT];
    log_add(log, key);
    append(log, text, utskr_instant_format(at, text));
}

void log_add_date(stay_log *log, const char *key, utskr_date day) {
    char text[UTSKR_DATE_TEXT];
    log_add(log, key);
    append(log, text, utskr_date_format(day, text));
}

void log_cut(stay_log *log, utskr_instant at) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < log->count; i++) {
        if (log->events[i].at < at) {
            log->events[kept++] = log->events[i];
        }
    }
    log->count = kept;
}

/* Few and almost in order; those of the same instant stay as they were added. */
static void sort(stay_log *log) {
    for (uint32_t i = 1; i < log->count; i++) {
        const stay_event event = log->events[i];
        uint32_t at = i;
        for (; at > 0 && log->events[at - 1].at > event.at; at--) {
            log->events[at] = log->events[at - 1];
        }
        log->events[at] = event;
    }
}

void log_write(stay_log *log) {
    sort(log);
    for (uint32_t i = 0; i < log->count; i++) {
        const stay_event *event = &log->events[i];
        char text[UTSKR_INSTANT_TEXT];
        (void)fwrite(text, 1, utskr_instant_format(event->at, text), stdout);
        (void)putchar(' ');
        (void)fwrite(log->text + event->begin, 1, event->length, stdout);
        (void)putchar('\n');
    }
}

void write_header(const settings *chosen, const plan *p) {
    printf("case c%06" PRIu64 " rules=%s", p->number, chosen->pack);
    if (p->registered != 0) {
        printf(" municipality=%04" PRId32, p->registered);
    } else {
        (void)fputs(" municipality=none", stdout);
    }
    if (p->payer != 0) {
        printf(" payer=%04" PRId32, p->payer);
    }
    printf(" region=%02" PRId32 " care=%s", chosen->county->code, p->psychiatric ? "psychiatric" : "somatic");
    if (p->before.number != 0) {
        char text[UTSKR_INSTANT_TEXT];
        (void)utskr_instant_format(p->before.left, text);
        printf(" previous=c%06" PRIu64 " previous-discharge=%s", p->before.number, text);
    }
    (void)putchar('\n');
}
