/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables in Arrow's memory (arrow.c), columns of Python's put there (columns.c), and tables one after another (chain.c). */
#ifndef UTSKRIVNING_ARROW_H
#define UTSKRIVNING_ARROW_H

#include "core.h"

#define STREAM_CAPSULE "arrow_array_stream"
#define SCHEMA_CAPSULE "arrow_schema"
#define ARRAY_CAPSULE "arrow_array"

typedef struct held_table held_table;

held_table *held_table_new(void); /* NULL: no memory */
void held_table_release(held_table *table);
/* Takes all that the stream gives: 0, or the errno of the stream. Without the GIL. */
int held_table_fill(held_table *table, struct ArrowArrayStream *stream);
/* The same of the next chunk alone, if there is one. */
int held_table_fill_next(held_table *table, struct ArrowArrayStream *stream);
int64_t held_table_rows(const held_table *table);
const struct ArrowSchema *held_table_schema(const held_table *table);
/* The whole as a new stream, in a capsule; or one column as a list. NULL with an exception. */
PyObject *held_table_capsule(held_table *table);
PyObject *held_table_column(const held_table *table, int64_t column);

/* Moves the stream into a capsule; NULL with an exception, and then it is released. */
PyObject *stream_capsule(struct ArrowArrayStream *stream);

/* ((name, sequence)...) -> a stream of one chunk, in a capsule */
PyObject *stream_of_columns(PyObject *module, PyObject *columns);
/* (capsule of a schema, capsule of an array) -> the same */
PyObject *stream_of_array(PyObject *module, PyObject *arguments);
/* iterator of capsules of streams -> one stream of them all, in a capsule; None if there is none (chain.c) */
PyObject *stream_of_streams(PyObject *module, PyObject *pieces);

#endif
