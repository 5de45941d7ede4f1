/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of columns, and the structs of columns as their macros set them. */
#include <utskrivning/batch.h>

static const char *const names[UTSKR_COLUMN_COUNT] = {
    [UTSKR_COLUMN_NONE] = "none",
    [UTSKR_COLUMN_AT] = "at",
    [UTSKR_COLUMN_KIND] = "event",
    [UTSKR_COLUMN_PARTY] = "party",
    [UTSKR_COLUMN_MASK] = "mask",
    [UTSKR_COLUMN_VALUE] = "value",
    [UTSKR_COLUMN_RECORDED] = "recorded",
    [UTSKR_COLUMN_OFFSETS] = "offsets",
    [UTSKR_COLUMN_KEY] = "case",
    [UTSKR_COLUMN_PACK] = "rules",
    [UTSKR_COLUMN_MUNICIPALITY] = "municipality",
    [UTSKR_COLUMN_PAYER] = "payer",
    [UTSKR_COLUMN_REGION] = "region",
    [UTSKR_COLUMN_CARE] = "care",
    [UTSKR_COLUMN_PREVIOUS_DISCHARGE] = "previous-discharge",
    [UTSKR_COLUMN_ASSESSED_AT] = "assessed-at",
    [UTSKR_COLUMN_ATTRIBUTES] = "attributes",
};

const char *utskr_column_name(int32_t column) {
    return column >= 0 && column < UTSKR_COLUMN_COUNT ? names[column] : "unknown-column";
}

void utskr_event_columns_init(utskr_event_columns *columns) {
    if (columns != NULL)
        *columns = (utskr_event_columns)UTSKR_EVENT_COLUMNS_INIT;
}

void utskr_case_columns_init(utskr_case_columns *columns) {
    if (columns != NULL)
        *columns = (utskr_case_columns)UTSKR_CASE_COLUMNS_INIT;
}

void utskr_column_error_init(utskr_column_error *error) {
    if (error != NULL)
        *error = (utskr_column_error)UTSKR_COLUMN_ERROR_INIT;
}

void utskr_batch_options_init(utskr_batch_options *options) {
    if (options != NULL)
        *options = (utskr_batch_options)UTSKR_BATCH_OPTIONS_INIT;
}

void utskr_answer_columns_init(utskr_answer_columns *columns) {
    if (columns != NULL)
        *columns = (utskr_answer_columns)UTSKR_ANSWER_COLUMNS_INIT;
}
