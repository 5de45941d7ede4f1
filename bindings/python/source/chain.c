/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tables that Python gives one after another, as one stream. The next one is asked for when it is needed, with the GIL; what
 * is raised then stays raised, and the stream fails.
 */
#include "arrow.h"

#include <errno.h>
#include <stdlib.h>

typedef struct chained_stream {
    PyObject *pieces;              /* iterator of capsules of streams */
    struct ArrowArrayStream first; /* stays, for its schema */
    struct ArrowArrayStream later; /* the piece that is read after the first; release NULL: none */
    bool is_first_read;
    const char *message; /* static text, or NULL */
} chained_stream;

/* --- Schemas ------------------------------------------------------------------------------------------------------------ */

static bool same_text(const char *one, const char *other) {
    return strcmp(one ? one : "", other ? other : "") == 0;
}

/* As far as columns are read: none of them is nested. */
static bool same_column(const struct ArrowSchema *one, const struct ArrowSchema *other) {
    if (!same_text(one->name, other->name) || !same_text(one->format, other->format)) {
        return false;
    }
    if (!one->dictionary || !other->dictionary) {
        return one->dictionary == other->dictionary;
    }
    return same_text(one->dictionary->format, other->dictionary->format);
}

static bool same_columns(const struct ArrowSchema *one, const struct ArrowSchema *other) {
    bool same = same_text(one->format, other->format) && one->n_children == other->n_children;
    for (int64_t i = 0; same && i < one->n_children; i++) {
        same = same_column(one->children[i], other->children[i]);
    }
    return same;
}

static void release_schema(struct ArrowSchema *schema) {
    if (schema->release) {
        schema->release(schema);
    }
}

/* A piece whose columns are others would be read as what it is not. */
static int check_columns(chained_stream *own, struct ArrowArrayStream *piece) {
    struct ArrowSchema expected = { 0 };
    struct ArrowSchema found = { 0 };
    int status = own->first.get_schema(&own->first, &expected);
    status = status == 0 ? piece->get_schema(piece, &found) : status;
    if (status == 0 && !same_columns(&expected, &found)) {
        own->message = "a batch whose columns have other names or types than those of the first";
        status = EINVAL;
    }
    release_schema(&expected);
    release_schema(&found);
    return status;
}

/* --- Pieces ---------------------------------------------------------------------------------------------------------------- */

static void release_piece(struct ArrowArrayStream *piece) {
    if (piece->release) {
        piece->release(piece);
    }
    piece->release = NULL;
}

/* Moves the stream out of its capsule: 1, or 0 if there is no more, or -1 with an exception. With the GIL. */
static int take_piece(PyObject *pieces, struct ArrowArrayStream *out) {
    PyObject *capsule = PyIter_Next(pieces);
    if (!capsule) {
        return PyErr_Occurred() ? -1 : 0;
    }
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, STREAM_CAPSULE);
    if (stream && !stream->release) {
        PyErr_SetString(PyExc_ValueError, "a batch that has been read already");
        stream = NULL;
    }
    if (stream) {
        *out = *stream;
        stream->release = NULL;
    }
    Py_DECREF(capsule);
    return stream ? 1 : -1;
}

/* `*more` becomes whether there is another piece, which is then `later`. */
static int next_piece(chained_stream *own, bool *more) {
    own->is_first_read = true;
    release_piece(&own->later);
    PyGILState_STATE state = PyGILState_Ensure();
    int taken = take_piece(own->pieces, &own->later);
    PyGILState_Release(state);
    *more = taken == 1;
    if (taken < 0) {
        own->message = "the iterator of batches raised";
        return EIO;
    }
    return *more ? check_columns(own, &own->later) : 0;
}

/* --- The stream ------------------------------------------------------------------------------------------------------------- */

static struct ArrowArrayStream *reading(chained_stream *own) {
    return own->is_first_read ? &own->later : &own->first;
}

static int chain_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    chained_stream *own = stream->private_data;
    return own->first.get_schema(&own->first, out);
}

static int chain_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    chained_stream *own = stream->private_data;
    int status = 0;
    bool more = !own->is_first_read || own->later.release;
    out->release = NULL;
    while (status == 0 && more) {
        struct ArrowArrayStream *piece = reading(own);
        status = piece->get_next(piece, out);
        if (status != 0 || out->release) {
            return status;
        }
        status = next_piece(own, &more);
    }
    return status;
}

static const char *chain_error(struct ArrowArrayStream *stream) {
    chained_stream *own = stream->private_data;
    struct ArrowArrayStream *piece = reading(own);
    if (own->message) {
        return own->message;
    }
    return piece->release ? piece->get_last_error(piece) : NULL;
}

static void release_chain(struct ArrowArrayStream *stream) {
    chained_stream *own = stream->private_data;
    release_piece(&own->first);
    release_piece(&own->later);
    PyGILState_STATE state = PyGILState_Ensure();
    Py_DECREF(own->pieces);
    PyGILState_Release(state);
    free(own);
    stream->release = NULL;
}

/* The stream, given its first piece, which it takes over. */
static PyObject *chain(PyObject *pieces, struct ArrowArrayStream *first) {
    chained_stream *own = calloc(1, sizeof *own);
    if (!own) {
        release_piece(first);
        return PyErr_NoMemory();
    }
    Py_INCREF(pieces);
    own->pieces = pieces;
    own->first = *first;
    struct ArrowArrayStream stream = { chain_schema, chain_next, chain_error, release_chain, own };
    return stream_capsule(&stream);
}

PyObject *stream_of_streams(PyObject *module, PyObject *pieces) {
    struct ArrowArrayStream first = { 0 };
    (void)module;
    if (!PyIter_Check(pieces)) {
        return PyErr_Format(PyExc_TypeError, "pieces are an iterator of capsules");
    }
    int taken = take_piece(pieces, &first);
    if (taken == 0) {
        return core_none();
    }
    return taken == 1 ? chain(pieces, &first) : NULL;
}
