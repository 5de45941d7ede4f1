/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The subcommands, help and the exit status. */
#include <signal.h>
#include <string.h>

#include "command.h"

#ifndef UTSKRIVNING_VERSION
#define UTSKRIVNING_VERSION "unreleased"
#endif

typedef struct subcommand {
    const char *name;
    uint32_t takes; /* TAKES_* */
    int (*run)(const options *chosen);
    const char *usage;
    const char *does;
} subcommand;

#define JUDGING "[JUDGING]... [--json] [--lang sv|en] FILE...|-"

static const subcommand subcommands[] = {
    { "assess", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES, run_assess, JUDGING, "judge each case" },
    { "worklist", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES | TAKES_PARTY, run_worklist, "--party PARTY " JUDGING,
      "what the party must and may do in each case" },
    { "share", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES | TAKES_SHARING, run_share,
      "--from PARTY --to PARTY --item ITEM " JUDGING, "may the one tell the other the item?" },
    { "timeline", TAKES_JUDGING | TAKES_LANGUAGE | TAKES_FOLDER | TAKES_FILES, run_timeline,
      "[JUDGING]... [--lang sv|en] [--output FOLDER] FILE...|-", "a picture (SVG) of each case" },
    { "settle", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES | TAKES_MONTHS, run_settle,
      "--from MONTH --to MONTH [--under PACK|FILE]... " JUDGING,
      "what each municipality owes for each month; --under: as if that were the agreement" },
    { "stats", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES | TAKES_MONTHS, run_statistics,
      "--from MONTH --to MONTH [--under PACK|FILE]... " JUDGING,
      "two counts of discharge-ready days, and what makes the difference" },
    { "diff", TAKES_OUTPUT | TAKES_TWO_FILES, run_diff, "[--json] [--lang sv|en] A B",
      "what two settlements (settle --json) differ in" },
    { "forecast", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES | TAKES_FORECAST, run_forecast,
      "[--days N] [--move CASE:LINE|ID=+1d|-3h|INSTANT]... " JUDGING,
      "what the coming days cost each municipality if nothing happens, or if events were at another time" },
    { "rules", TAKES_OUTPUT | TAKES_PACK, run_rules,
      "[--write|--compare] [--rules FILE]... [PACK|FILE]... [--json] [--lang sv|en]",
      "every rule, reading and amount; a pack as text (--write); what differs from the act (--compare)" },
    { "check", TAKES_JUDGING | TAKES_OUTPUT | TAKES_FILES, run_check, JUDGING, "findings and errors" },
};

enum { SUBCOMMAND_COUNT = sizeof subcommands / sizeof subcommands[0] };

/* --- Help ------------------------------------------------------------------------------------------------------------- */

static void put_usage(const subcommand *command) {
    output_text("  utskrivning ");
    output_text(command->name);
    output_text(" ");
    output_text(command->usage);
    output_text("\n      ");
    output_text(command->does);
    output_text("\n");
}

/* Of one subcommand, or of all when it is NULL. */
static int help(const subcommand *command) {
    output_text(
        "Discharge from inpatient care in Sweden (lag 2017:612): obligations, deadlines, consent, liability.\n\n");
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        if (!command || command == &subcommands[i]) {
            put_usage(&subcommands[i]);
        }
    }
    output_text("\nJUDGING\n"
                "  --at INSTANT          judge at that instant (the latest event of each case; settle, stats: the "
                "first after --to)\n"
                "  --known-at INSTANT    leave out what was recorded later\n"
                "  --rules PACK|FILE     rules of cases that name none (lus), or a pack file; may be given again\n"
                "  --reading NAME=VALUE  how to read what the texts leave open; may be given again\n"
                "  --rate YEAR=SEK       amount per day of care in a year; may be given again\n"
                "OUTPUT\n"
                "  --json                JSON Lines\n"
                "  --lang sv|en          language of the text (sv)\n"
                "  --output FOLDER       one file for each picture there, named after its case\n"
                "  --help, --version\n\n"
                "Exit status: 0 done, 2 usage, 3 bad input (the other cases are judged), 4 internal.\n");
    return EXIT_DONE;
}

static int version(void) {
    output_text("utskrivning " UTSKRIVNING_VERSION "\n");
    return EXIT_DONE;
}

/* --- Which ------------------------------------------------------------------------------------------------------------ */

static int no_subcommand(const char *word) {
    const char *names[SUBCOMMAND_COUNT + 1];
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        names[i] = subcommands[i].name;
    }
    names[SUBCOMMAND_COUNT] = NULL;
    const char *near = word ? nearest_word(word, names) : NULL;
    fprintf(stderr, "utskrivning: %s%s%s, expected one of", word ? "unknown command '" : "no command", word ? word : "",
            word ? "'" : "");
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        fprintf(stderr, "%s %s", i > 0 ? "," : "", names[i]);
    }
    if (near) {
        fprintf(stderr, "; did you mean '%s'?\n", near);
    } else {
        fputs("; see utskrivning --help\n", stderr);
    }
    return EXIT_USAGE;
}

static int run_subcommand(const subcommand *command, int count, char **arguments) {
    static options chosen;
    if (!read_options(&chosen, command->takes, count, arguments)) {
        return chosen.is_bad_input ? EXIT_BAD_INPUT : EXIT_USAGE;
    }
    return chosen.help ? help(command) : command->run(&chosen);
}

static int run_arguments(int count, char **arguments) {
    const char *word = count > 1 ? arguments[1] : NULL;
    if (word && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
        return help(NULL);
    }
    if (word && strcmp(word, "--version") == 0) {
        return version();
    }
    for (size_t i = 0; word && i < SUBCOMMAND_COUNT; i++) {
        if (strcmp(word, subcommands[i].name) == 0) {
            return run_subcommand(&subcommands[i], count - 2, arguments + 2);
        }
    }
    return no_subcommand(word);
}

int main(int argc, char **argv) {
    static char line[4096];
    (void)setvbuf(stderr, line, _IOLBF, sizeof line); /* a line of errors is written at once */
    (void)signal(SIGPIPE, SIG_IGN);                   /* a reader that leaves is a failed write, no death */
    int status = run_arguments(argc, argv);
    packs_free();
    return output_close() ? status : EXIT_INTERNAL;
}
