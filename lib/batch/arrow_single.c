/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One array as a stream. */
#include "batch/arrow_parts.h"

/* A schema that the stream and whoever asked for it share: the last one releases it. */
typedef struct shared_schema {
    utskr_allocator allocator;
    uint64_t holders;
    struct ArrowSchema schema;
} shared_schema;

typedef struct single_stream {
    utskr_allocator allocator;
    shared_schema *shared;
    struct ArrowArray array; /* release NULL: given away */
} single_stream;

static void let_go(shared_schema *shared) {
    const utskr_allocator allocator = shared->allocator;
    if (--shared->holders != 0)
        return;
    shared->schema.release(&shared->schema);
    utskr_arrow_give(&allocator, shared, sizeof *shared);
}

static void release_schema(struct ArrowSchema *schema) {
    let_go(schema->private_data);
    schema->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    const single_stream *s = stream->private_data;
    s->shared->holders++;
    *out = s->shared->schema;
    out->release = release_schema;
    out->private_data = s->shared;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    single_stream *s = stream->private_data;
    *out = s->array;
    s->array.release = NULL;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream) {
    single_stream *s = stream->private_data;
    const utskr_allocator allocator = s->allocator;
    if (s->array.release != NULL)
        s->array.release(&s->array);
    let_go(s->shared);
    utskr_arrow_give(&allocator, s, sizeof *s);
    stream->release = NULL;
}

utskr_status utskr_arrow_stream_of(struct ArrowSchema *schema, struct ArrowArray *array,
                                   const utskr_allocator *allocator, struct ArrowArrayStream *out) {
    if (schema == NULL || schema->release == NULL || array == NULL || array->release == NULL || allocator == NULL ||
        allocator->resize == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    single_stream *s = utskr_arrow_take(allocator, sizeof *s);
    shared_schema *shared = utskr_arrow_take(allocator, sizeof *shared);
    if (s == NULL || shared == NULL) {
        utskr_arrow_give(allocator, s, sizeof *s);
        utskr_arrow_give(allocator, shared, sizeof *shared);
        return UTSKR_NO_MEMORY;
    }
    *shared = (shared_schema){ .allocator = *allocator, .holders = 1, .schema = *schema };
    *s = (single_stream){ .allocator = *allocator, .shared = shared, .array = *array };
    schema->release = NULL;
    array->release = NULL;
    *out = (struct ArrowArrayStream){ .get_schema = get_schema,
                                      .get_next = get_next,
                                      .get_last_error = get_last_error,
                                      .release = release_stream,
                                      .private_data = s };
    return UTSKR_OK;
}
