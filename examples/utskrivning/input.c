/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of cases: read in blocks, one case in memory at a time, errors told with their place. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "command.h"

/* What the reader calls back with. */
typedef struct input {
    run *state;
    int file;
    int failure;        /* errno of a failed read, or 0 */
    bool flushes_first; /* somebody may wait for output before giving more input */
} input;

static void *resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

utskr_allocator standard_allocator(void) {
    return (utskr_allocator){ resize, NULL };
}

/* --- What the reader calls ---------------------------------------------------------------------------------------------- */

static int64_t read_block(char *buffer, size_t capacity, void *user) {
    input *in = user;
    if (in->flushes_first) {
        output_flush();
    }
    ssize_t count = -1;
    do {
        count = read(in->file, buffer, capacity);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        in->failure = errno;
    }
    return count;
}

static void report(const utskr_error *error, void *user) {
    input *in = user;
    bool is_refused = error->status == UTSKR_REFUSED;
    print_error_in(in->state->file, is_refused, error);
    in->state->is_bad = in->state->is_bad || !is_refused;
    in->state->bad_line_count += !is_refused;
}

/* --- Progress ----------------------------------------------------------------------------------------------------------- */

static bool is_progress_shown;

/* How far it has come, once a second, for somebody who waits at a terminal that shows nothing else. */
static void show_progress(const run *state) {
    enum { CASES_BETWEEN_LOOKS = 4096 };
    static time_t shown_at;
    if (state->case_count % CASES_BETWEEN_LOOKS != 0 || output_is_terminal() || !isatty(STDERR_FILENO)) {
        return;
    }
    time_t now = time(NULL);
    if (shown_at != 0 && now > shown_at) {
        fprintf(stderr, "\r%llu cases", (unsigned long long)state->case_count);
        (void)fflush(stderr);
        is_progress_shown = true;
    }
    shown_at = now;
}

static void clear_progress(void) {
    if (is_progress_shown) {
        fputs("\r\033[K", stderr);
    }
}

/* --- Cases and files ------------------------------------------------------------------------------------------------------ */

/* What a status of a case means for the run. */
static int conclude(run *state, const utskr_case *c, utskr_status status, utskr_error *error) {
    if (status == UTSKR_OK) {
        return EXIT_DONE;
    }
    if (status == UTSKR_SINK_FAILED) {
        return EXIT_INTERNAL;
    }
    utskr_header header = UTSKR_HEADER_INIT;
    (void)utskr_case_header(c, &header);
    error->line = error->line > 0 ? error->line : header.line;
    error->status = (int32_t)status;
    print_error_in(state->file, false, error);
    state->is_bad = true;
    return status == UTSKR_UNKNOWN_WORD || status == UTSKR_LIMIT_REACHED ? EXIT_DONE : EXIT_INTERNAL;
}

static int run_cases(run *state, utskr_reader *reader, utskr_case *c, case_function answer, input *in) {
    utskr_status status = UTSKR_OK;
    while ((status = utskr_reader_next(reader, c)) == UTSKR_OK) {
        utskr_error error = UTSKR_ERROR_INIT;
        state->case_count++;
        int result = conclude(state, c, answer(state, c, &error), &error);
        if (result != EXIT_DONE || output_has_failed()) {
            return EXIT_INTERNAL;
        }
        if (output_is_terminal()) {
            output_flush();
        }
        show_progress(state);
    }
    if (status == UTSKR_SINK_FAILED && in->failure != 0) {
        fprintf(stderr, "%s: %s\n", state->file, strerror(in->failure));
        state->is_bad = true;
        state->bad_line_count++;
        return EXIT_DONE;
    }
    if (status != UTSKR_NOT_FOUND) {
        fprintf(stderr, "utskrivning: %s: %s\n", state->file, utskr_status_name((int32_t)status));
        return EXIT_INTERNAL;
    }
    return EXIT_DONE;
}

static bool open_file(run *state, input *in) {
    struct stat about;
    in->failure = 0;
    in->file = strcmp(state->file, "-") == 0 ? STDIN_FILENO : open(state->file, O_RDONLY | O_CLOEXEC);
    if (in->file < 0 || fstat(in->file, &about) != 0) {
        fprintf(stderr, "%s: %s\n", state->file, strerror(errno));
        state->is_bad = true;
        state->bad_line_count++;
        return false;
    }
    in->flushes_first = !S_ISREG(about.st_mode);
    return true;
}

static int run_file(run *state, utskr_reader *reader, utskr_case *c, case_function answer, input *in) {
    if (!open_file(state, in)) {
        return EXIT_DONE;
    }
    utskr_reader_restart(reader);
    int result = run_cases(state, reader, c, answer, in);
    if (in->file != STDIN_FILENO) {
        (void)close(in->file);
    }
    return result;
}

int run_files(run *state, const options *chosen, case_function answer) {
    input in = { state, -1, 0, false };
    utskr_allocator allocator = standard_allocator();
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    int result = EXIT_DONE;
    memset(state, 0, sizeof *state);
    state->options = chosen;
    judging_begin(&state->judging, chosen);
    if (utskr_reader_new(&allocator, read_block, report, &in, &reader) != UTSKR_OK ||
        utskr_case_new(&allocator, &c) != UTSKR_OK) {
        fputs("utskrivning: no memory\n", stderr);
        result = EXIT_INTERNAL;
    }
    for (int i = 0; i < chosen->operand_count && result == EXIT_DONE; i++) {
        state->file = chosen->operands[i];
        result = run_file(state, reader, c, answer, &in);
    }
    clear_progress();
    utskr_case_free(c);
    utskr_reader_free(reader);
    judging_end(&state->judging);
    return result == EXIT_DONE && state->is_bad ? EXIT_BAD_INPUT : result;
}
