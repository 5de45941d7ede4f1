# SPDX-License-Identifier: LGPL-2.1-or-later
"""The project's case files, with their expectations, through the package instead of the command."""

import argparse
import importlib.util
import io
import json
from decimal import Decimal

import utskrivning

EXIT_DONE, EXIT_BAD_INPUT = 0, 3


def read_arguments(words):
    """The options of `utskrivning assess` that case files use."""
    parser = argparse.ArgumentParser(exit_on_error=False) if hasattr(argparse, "BooleanOptionalAction") else None
    parser = parser or argparse.ArgumentParser()
    parser.add_argument("--at")
    parser.add_argument("--known-at")
    parser.add_argument("--rules")
    parser.add_argument("--reading", action="append", default=[])
    parser.add_argument("--rate", action="append", default=[])
    options = parser.parse_args(words)
    options.readings = dict(reading.split("=", 1) for reading in options.reading)
    options.rates = {int(year): Decimal(sek) for year, sek in (rate.split("=", 1) for rate in options.rate)}
    return options


def assess(words, path):
    """(exit status, standard error, {name: JSON object}), as the command would give them."""
    options, told, cases, bad = read_arguments(words), io.StringIO(), {}, False

    def tell(error):
        warning = "warning: " if error.status == "refused" else ""
        place = f"{error.file}:{error.line}:{error.column or 1}: "
        told.write(place + warning + str(error)[len(error._place()):] + "\n")
        return not warning

    errors = []
    for case in utskrivning.read(path, on_error=errors.append):
        try:
            judgement = case.judge(
                options.at,
                rules=None if case.rules else options.rules,
                readings=options.readings,
                rates=options.rates,
                known_at=options.known_at,
            )
        except utskrivning.Error as error:
            error.file, error.line = str(path), error.line or case.line
            errors.append(error)
            continue
        cases[case.name] = json.loads(judgement.to_json(str(path)))
    for error in errors:
        bad = tell(error) or bad
    return EXIT_BAD_INPUT if bad else EXIT_DONE, told.getvalue(), cases


def settle(verb, words, text):
    """(exit status, standard output) of `utskrivning settle` or `stats`, as the command would give them."""
    months = argparse.ArgumentParser()
    months.add_argument("--from", dest="first")
    months.add_argument("--to", dest="last")
    asked, rest = months.parse_known_args(words)
    options, errors = read_arguments(rest), []
    settlement = utskrivning.settle(
        io.StringIO(text),
        first=asked.first,
        last=asked.last,
        at=options.at,
        readings=options.readings,
        rates=options.rates,
        known_at=options.known_at,
        on_error=errors.append,
    )
    bad = any(error.status != "refused" for error in errors)
    written = settlement.statistics_json() if verb == "stats" else settlement.to_json()
    return EXIT_BAD_INPUT if bad else EXIT_DONE, written.encode()


def load(path):
    """A module of the project's tests."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check(root, say):
    """Says of every expectation of every case file whether it holds: say(passed, claim, details)."""
    check_judgements(load(root / "tests" / "cases" / "run_cases.py"), say)
    check_settlements(load(root / "tests" / "settlement" / "run_settlements.py"), say)


def check_settlements(run_settlements, say):
    """The months, computed by hand."""
    run_settlements.run = lambda command, verb, args, text: settle(verb, args, text)

    class Report:
        @staticmethod
        def ok(passed, text, got=None):
            say(passed, text, got)

    for path in sorted(run_settlements.PLACE.glob("*.case")):
        run_settlements.check_file(Report, [], path)


def check_judgements(run_cases, say):
    """The cases, computed by hand."""
    run_cases.judge = lambda command, run, path: run_cases.Result(*assess(run.args, path))

    class Report:
        @staticmethod
        def say(passed, text, got=None):
            say(passed, text, got)

    for path in run_cases.find_files(run_cases.DEFAULT_PLACES):
        run_cases.check_file(Report, [], path)
