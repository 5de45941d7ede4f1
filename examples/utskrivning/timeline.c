/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `utskrivning timeline`: each case as a picture (SVG).
 *
 * With --output each picture is a file of its own, and one case at a time is in memory. Else they go to standard output
 * as one document: a single picture as it is, several under each other inside one. How large that becomes is known only
 * when the last one is drawn, so they are kept until then.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"

/* Pictures waiting for the last one. */
typedef struct gallery {
    char *bytes;
    size_t length;
    size_t capacity;
    int64_t width;
    int64_t height;
    uint64_t count;
} gallery;

static gallery kept;

enum { SPACE_BETWEEN = 24 /* px */ };

/* --- Standard output ------------------------------------------------------------------------------------------------ */

static int keep(const char *bytes, size_t length, void *user) {
    (void)user;
    if (length > kept.capacity - kept.length) {
        size_t wanted = 2 * kept.capacity + length;
        char *grown = wanted > kept.capacity ? realloc(kept.bytes, wanted) : NULL;
        if (!grown) {
            return 1;
        }
        kept.bytes = grown;
        kept.capacity = wanted;
    }
    memcpy(kept.bytes + kept.length, bytes, length);
    kept.length += length;
    return 0;
}

static utskr_status keep_picture(const utskr_case *c, const utskr_judgement *judgement,
                                 const utskr_timeline *timeline) {
    int32_t width = 0;
    int32_t height = 0;
    char begin[64];
    utskr_status status = utskr_timeline_measure(c, judgement, timeline, &width, &height);
    if (status != UTSKR_OK) {
        return status;
    }
    kept.height += kept.count > 0 ? SPACE_BETWEEN : 0;
    int length = snprintf(begin, sizeof begin, "<g transform=\"translate(0 %lld)\">\n", (long long)kept.height);
    kept.width = width > kept.width ? width : kept.width;
    kept.height += height;
    kept.count++;
    if (keep(begin, (size_t)length, NULL) != 0) {
        return UTSKR_NO_MEMORY;
    }
    status = utskr_timeline_write(c, judgement, timeline, keep, NULL);
    if (status == UTSKR_OK && keep("</g>\n", 5, NULL) != 0) {
        status = UTSKR_NO_MEMORY;
    }
    return status == UTSKR_SINK_FAILED ? UTSKR_NO_MEMORY : status;
}

/* The only picture without the group around it. */
static void write_only_picture(void) {
    const char *begin = memchr(kept.bytes, '\n', kept.length);
    begin++;
    (void)output_write(begin, kept.length - (size_t)(begin - kept.bytes) - 5, NULL);
}

static void write_pictures(void) {
    char begin[160];
    if (kept.count == 1) {
        write_only_picture();
        return;
    }
    int length = snprintf(begin, sizeof begin,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%lld\" height=\"%lld\" "
                          "viewBox=\"0 0 %lld %lld\">\n",
                          (long long)kept.width, (long long)kept.height, (long long)kept.width, (long long)kept.height);
    (void)output_write(begin, (size_t)length, NULL);
    (void)output_write(kept.bytes, kept.length, NULL);
    output_text("</svg>\n");
}

/* --- A folder ----------------------------------------------------------------------------------------------------------- */

enum { NAME_LIMIT = 200 /* bytes of a file's name, its ending not counted */ };

static bool may_stand(char byte, bool is_first) {
    bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
    return is_letter || ((uint8_t)byte & 0x80) || byte == '-' || byte == '_' || (byte == '.' && !is_first);
}

/* Names that are too long for a file differ in their digest (FNV-1a of the whole name). */
static void shorten(const char *name, char *out) {
    uint64_t digest = UINT64_C(14695981039346656037);
    for (; *name; name++) {
        digest = (digest ^ (uint8_t)*name) * UINT64_C(1099511628211);
    }
    size_t length = NAME_LIMIT - 17;
    while (length > 0 && ((uint8_t)out[length] & 0xc0) == 0x80) {
        length--;
    }
    snprintf(out + length, 18, "~%016llx", (unsigned long long)digest);
}

/* The name of the case as that of a file: what may stand in no file name, or is special there, is written %2F. */
static void file_name(const char *name, char out[NAME_LIMIT + 4]) {
    size_t length = 0;
    for (const char *at = name; *at; at++) {
        if (length + 3 > NAME_LIMIT) {
            out[length] = '\0';
            shorten(name, out);
            return;
        }
        if (may_stand(*at, at == name)) {
            out[length++] = *at;
        } else {
            length += (size_t)snprintf(out + length, 4, "%%%02X", (uint8_t)*at);
        }
    }
    out[length] = '\0';
}

static int write_to_file(const char *bytes, size_t length, void *user) {
    return fwrite(bytes, 1, length, user) != length;
}

static utskr_status say_failure(const char *path) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return UTSKR_SINK_FAILED;
}

static utskr_status write_picture(const char *path, const utskr_case *c, const utskr_judgement *judgement,
                                  const utskr_timeline *timeline) {
    FILE *file = fopen(path, "wb");
    if (!file) {
        return say_failure(path);
    }
    utskr_status status = utskr_timeline_write(c, judgement, timeline, write_to_file, file);
    int failure = errno;
    if (fclose(file) != 0 && status == UTSKR_OK) {
        return say_failure(path);
    }
    errno = failure;
    return status == UTSKR_SINK_FAILED ? say_failure(path) : status;
}

static utskr_status write_into(const char *folder, const utskr_case *c, const utskr_judgement *judgement,
                               const utskr_timeline *timeline) {
    char name[NAME_LIMIT + 4];
    utskr_header header = UTSKR_HEADER_INIT;
    (void)utskr_case_header(c, &header);
    file_name(header.name ? header.name : "", name);
    size_t size = strlen(folder) + sizeof name + 8;
    char *path = malloc(size);
    if (!path) {
        return UTSKR_NO_MEMORY;
    }
    snprintf(path, size, "%s/%s.svg", folder, name);
    utskr_status status = write_picture(path, c, judgement, timeline);
    free(path);
    return status;
}

/* --- The subcommand ------------------------------------------------------------------------------------------------------- */

static utskr_status draw(run *state, const utskr_case *c, utskr_error *error) {
    const options *chosen = state->options;
    const utskr_judgement *judgement = &state->judging.judgement;
    utskr_timeline timeline = UTSKR_TIMELINE_INIT;
    utskr_status status = judging_judge(&state->judging, c, error);
    if (status != UTSKR_OK) {
        return status;
    }
    timeline.language = chosen->language;
    timeline.known_at = chosen->known_at;
    return chosen->output ? write_into(chosen->output, c, judgement, &timeline) : keep_picture(c, judgement, &timeline);
}

int run_timeline(const options *chosen) {
    run state;
    if (chosen->output && mkdir(chosen->output, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "%s: %s\n", chosen->output, strerror(errno));
        return EXIT_INTERNAL;
    }
    int result = run_files(&state, chosen, draw);
    if (kept.count > 0 && result != EXIT_INTERNAL) {
        write_pictures();
    }
    free(kept.bytes);
    return result;
}
