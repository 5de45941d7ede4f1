/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The whole library, in reading order. A case is a log of dated events; folding the log gives the facts; judging the
 * facts under a pack of rules at an instant gives the judgement, with the reason for each answer.
 */
#ifndef UTSKR_UTSKRIVNING_H
#define UTSKR_UTSKRIVNING_H

#include <utskrivning/api.h>        /* export marks */
#include <utskrivning/status.h>     /* did the call work? */
#include <utskrivning/time.h>       /* instants, dates, holidays, deadlines */
#include <utskrivning/event.h>      /* what was sent or done, by whom, when */
#include <utskrivning/facts.h>      /* what a log of events amounts to */
#include <utskrivning/case.h>       /* a log that is kept */
#include <utskrivning/rules.h>      /* packs, rules, readings, amounts */
#include <utskrivning/judgement.h>  /* what the rules say, and why */
#include <utskrivning/watch.h>      /* which of many cases to look at first */
#include <utskrivning/batch.h>      /* many cases, columns in and columns out */
#include <utskrivning/arrow.h>      /* tables of other programs */
#include <utskrivning/settlement.h> /* what a month comes to for a municipality */
#include <utskrivning/statistics.h> /* two counts of ready days, and what makes the difference */
#include <utskrivning/log.h>        /* case logs as text */
#include <utskrivning/pack.h>       /* packs that a host derives */
#include <utskrivning/json.h>       /* answers for programs */
#include <utskrivning/message.h>    /* answers for people */
#include <utskrivning/timeline.h>   /* a case as a picture */

#endif
