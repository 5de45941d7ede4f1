/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Export marks and the C linkage of every public declaration. */
#ifndef UTSKR_API_H
#define UTSKR_API_H

#if defined(_WIN32) && defined(UTSKR_BUILD)
#define UTSKR_API __declspec(dllexport)
#elif defined(_WIN32)
#define UTSKR_API __declspec(dllimport)
#elif defined(__GNUC__)
#define UTSKR_API __attribute__((visibility("default")))
#else
#define UTSKR_API
#endif

#ifdef __cplusplus
#define UTSKR_BEGIN extern "C" {
#define UTSKR_END }
#else
#define UTSKR_BEGIN
#define UTSKR_END
#endif

#endif
