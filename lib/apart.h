/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A function that is seldom called, kept apart from its callers, which it would slow. */
#ifndef UTSKR_LIB_APART_H
#define UTSKR_LIB_APART_H

#if defined(__GNUC__)
#define APART __attribute__((noinline))
#else
#define APART
#endif

#endif
