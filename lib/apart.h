/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the compiler can't know of a function: how often it is called. */
#ifndef UTSKR_LIB_APART_H
#define UTSKR_LIB_APART_H

#if defined(__GNUC__)
#define APART __attribute__((noinline))              /* seldom: kept apart from its callers, which it would slow */
#define WITHIN inline __attribute__((always_inline)) /* for every event or obligation: made part of its caller */
#else
#define APART
#define WITHIN inline
#endif

#endif
