#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command as a program: exit statuses, usage errors, input, places of errors, output.

    test_command.py COMMAND
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

TIMEOUT_SECONDS = 60
UNITS = "social-services,municipal-health,outpatient"
GOOD = f"""case {{name}} municipality=0484
2022-05-02T09:00+02:00 hospital admitted
2022-05-02T10:00+02:00 hospital needs-assessed {UNITS.replace(',', ' ')}
2022-05-02T11:00+02:00 hospital admission-notice to={UNITS} contains=name,personal-number,address,expected-discharge
2022-05-09T10:00+02:00 hospital discharge-ready-notice to={UNITS}
2022-05-10T13:00+02:00 outpatient sip-call to=social-services,municipal-health
"""


class Command:
    """The command under test."""

    def __init__(self, words):
        self.words = shlex.split(words)

    def run(self, *arguments, stdin=b"", stdout=subprocess.PIPE, cwd=None):
        """What it answers: exit status, standard output, standard error."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run(
            [*self.words, *map(str, arguments)],
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=TIMEOUT_SECONDS,
            cwd=cwd,
            check=False,
        )
        return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


def write(folder, name, text):
    path = pathlib.Path(folder) / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def objects(stdout):
    """The JSON objects of the output."""
    return [json.loads(line) for line in stdout.splitlines()]


# --- Usage ------------------------------------------------------------------------------------------------------------

USAGE_ERRORS = [
    # (arguments, what standard error says)
    ([], "no command"),
    (["asess"], "did you mean 'assess'"),
    (["assess"], "no FILE"),
    (["assess", "--json"], "no FILE"),
    (["assess", "--jsn", "FILE"], "did you mean '--json'"),
    (["assess", "--json=yes", "FILE"], "a value too many"),
    (["assess", "FILE", "--at"], "no value after '--at'"),
    (["assess", "--at", "2022-05-02", "FILE"], "--at"),
    (["assess", "--at=2022-03-27T02:30", "FILE"], "this hour never happens"),
    (["assess", "--known-at", "yesterday", "FILE"], "--known-at"),
    (["assess", "--rules", "luss", "FILE"], "did you mean 'lus'"),
    (["assess", "--rules=", "FILE"], "--rules"),
    (["assess", "--reading", "late", "FILE"], "NAME=VALUE"),
    (["assess", "--reading", "latte=strict", "FILE"], "did you mean 'late'"),
    (["assess", "--reading", "late=strikt", "FILE"], "did you mean 'strict'"),
    (["assess", "--rate", "2026", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "2026=", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "2026=1.234", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "2026=12,50", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "2026=-1", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "1979=1", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "2200=1", "FILE"], "YEAR=SEK"),
    (["assess", "--rate", "2026=1234567890123", "FILE"], "YEAR=SEK"),
    (["assess", "--lang", "de", "FILE"], "sv or en"),
    (["assess", "--party", "hospital", "FILE"], "unknown option"),
    (["assess", "-x", "FILE"], "unknown option '-x'"),
    (["worklist", "FILE"], "--party"),
    (["worklist", "--party", "hospitl", "FILE"], "did you mean 'hospital'"),
    (["share", "--from", "hospital", "--to", "outpatient", "FILE"], "--item"),
    (["share", "--from", "hospital", "--to", "outpatient", "--item", "reson", "FILE"], "--item"),
    (["rules", "lus", "lus"], "at most one PACK"),
    (["rules", "jamtland-harjedallen"], "did you mean 'jamtland-harjedalen'"),
    (["rules", "--at", "2022-05-02T09:00"], "unknown option"),
    (["check"], "no FILE"),
]


def check_usage(tap, command, file):
    for arguments, said in USAGE_ERRORS:
        words = [str(file) if word == "FILE" else word for word in arguments]
        status, stdout, stderr = command.run(*words)
        claim = f"{' '.join(arguments) or 'nothing'}: usage"
        tap.ok(status == 2 and said in stderr and stdout == "", claim, f"{status}\n{stderr}")
        tap.ok(stderr.count("\n") == 1, f"{claim}, in one line", stderr)


def check_help(tap, command):
    for arguments in (["--help"], ["-h"], ["assess", "--help"], ["rules", "-h"], ["share", "--help"]):
        status, stdout, stderr = command.run(*arguments)
        tap.ok(status == 0 and "--known-at" in stdout and stderr == "", f"{' '.join(arguments)}: help", stderr)
    status, stdout, _ = command.run("--version")
    tap.ok(status == 0 and stdout.startswith("utskrivning "), "--version", stdout)


# --- Input ------------------------------------------------------------------------------------------------------------


def check_input(tap, command, folder):
    first = write(folder, "first.case", GOOD.format(name="one") + GOOD.format(name="two"))
    second = write(folder, "second.case", GOOD.format(name="three"))
    status, stdout, stderr = command.run("assess", "--json", first, second)
    cases = objects(stdout)
    tap.ok(status == 0 and stderr == "", "two files", stderr)
    tap.ok([case["case"] for case in cases] == ["one", "two", "three"], "cases come in input order", stdout)
    tap.ok([case["file"] for case in cases] == [str(first)] * 2 + [str(second)], "each with its file", stdout)

    status, stdout, stderr = command.run("assess", "--json", "-", second, stdin=GOOD.format(name="four"))
    cases = objects(stdout)
    tap.ok([case["file"] for case in cases] == ["-", str(second)], "standard input among the files", stdout)

    status, _, stderr = command.run("assess", "--json", first, first)
    tap.ok(status == 3 and f"{first}:1:" in stderr, "a name twice in a run", stderr)

    for name, text in (("empty.case", ""), ("blank.case", "\n \n# nothing\n"), ("bom.case", b"\xef\xbb\xbf")):
        status, stdout, stderr = command.run("assess", "--json", write(folder, name, text))
        tap.ok((status, stdout, stderr) == (0, "", ""), f"{name}: no case, no output", f"{status} {stderr}")

    status, stdout, stderr = command.run("assess", "--json", "-", stdin="case nothing\n")
    case = objects(stdout)[0]
    tap.ok(status == 0 and case["at"] is None and case["state"] == "new", "a case without events", stdout)
    tap.ok(case["covered"] == "unknown" and case["liability"]["status"] == "unknown", "of which nothing is known", stdout)
    tap.ok(case["liability"]["days"] == 0 and case["liability"]["payer"] is None, "and nothing is charged", stdout)

    odd = write(folder, "--json", GOOD.format(name="odd"))
    status, stdout, _ = command.run("check", "--", odd.name, cwd=folder)
    tap.ok(status == 0 and "Ärenden lästa: 1." in stdout, "after -- everything is a file", stdout)


def check_unreadable(tap, command, folder):
    good = write(folder, "good.case", GOOD.format(name="good"))
    missing = pathlib.Path(folder) / "missing.case"
    status, stdout, stderr = command.run("assess", "--json", missing, good)
    tap.ok(status == 3, "a file that there is not: 3", str(status))
    tap.ok(len(objects(stdout)) == 1, "the others are judged", stdout)
    tap.ok(stderr.startswith(f"{missing}: "), "and it is named", stderr)
    status, _, stderr = command.run("assess", folder)
    tap.ok(status == 3 and stderr.startswith(f"{folder}: "), "a directory: 3", stderr)


# --- Errors -----------------------------------------------------------------------------------------------------------


def check_errors(tap, command, folder):
    text = GOOD.format(name="bad").replace("hospital admitted", "hospital admited") + GOOD.format(name="good")
    bad = write(folder, "bad.case", text)
    for subcommand in (["assess"], ["check"], ["worklist", "--party", "hospital"],
                       ["share", "--from", "hospital", "--to", "outpatient", "--item", "ready"]):
        status, stdout, stderr = command.run(*subcommand, "--json", bad)
        tap.ok(status == 3, f"{subcommand[0]}: a bad line is 3", str(status))
        tap.ok(f"{bad}:2:33: " in stderr and "'admited'" in stderr, f"{subcommand[0]}: with its place", stderr)
        tap.ok("did you mean 'admitted'?" in stderr, f"{subcommand[0]}: and the nearest word", stderr)
        tap.ok([case["case"] for case in objects(stdout)] == ["good"], f"{subcommand[0]}: the other is judged", stdout)

    pack = write(folder, "pack.case", "\ncase there rules=luss\n" + GOOD.format(name="good"))
    status, stdout, stderr = command.run("assess", "--json", pack)
    tap.ok(status == 3 and f"{pack}:2:" in stderr and "'lus'" in stderr, "a pack that there is not is a bad line", stderr)
    tap.ok(len(objects(stdout)) == 1, "whose case is not judged", stdout)

    refused = write(folder, "refused.case", GOOD.format(name="r") + "2022-05-11T09:00+02:00 hospital resumed\n"
                    "2022-05-12T09:00+02:00 outpatient discharged\n")
    status, stdout, stderr = command.run("assess", "--json", refused)
    tap.ok(status == 0 and f"{refused}:8:" in stderr and ": warning: " in stderr, "a refused event is a warning", stderr)
    tap.ok(any(finding["id"] == "refused-event" for finding in objects(stdout)[0]["findings"]), "and a finding", stdout)

    status, _, stderr = command.run("assess", "-", stdin=b"case x\n2022-05-02T09:00+02:00 hospital \x1b[31mred\n")
    tap.ok(status == 3 and "\x1b" not in stderr, "no control character of the input reaches the terminal", stderr)


# --- Judging ----------------------------------------------------------------------------------------------------------


def check_options(tap, command, folder):
    file = write(folder, "options.case", GOOD.format(name="o"))
    late = "2026-05-12T12:00+02:00"

    def liability(*arguments):
        return objects(command.run("assess", "--json", *arguments, file)[1])[0]

    tap.ok(liability()["at"] == "2022-05-10T13:00:00+02:00", "judged at the latest event")
    tap.ok(liability("--at", "2022-05-14T12:00")["liability"]["days"] == 2, "--at VALUE")
    tap.ok(liability("--at=2022-05-14T12:00+02:00")["liability"]["amount_sek"] == 18600, "--at=VALUE")
    tap.ok(liability("--at=2022-05-14T12:00", "--rate=2022=1.5")["liability"]["amount_sek"] == 3, "öre")
    tap.ok(liability("--at=2022-05-13T12:00", "--rate", "2022=9300.55")["liability"]["amount_sek"] == 9300.55, "more öre")
    twice = liability("--at=2022-05-13T12:00", "--rate", "2022=1", "--rate", "2022=2", "--rate", "2023=3")
    tap.ok(twice["liability"]["amount_sek"] == 2, "of two rates of a year the last one counts")
    tap.ok(liability("--at", late)["liability"]["amount_sek"] is None, "a year without a rate")
    free = liability("--at=2022-05-14T12:00", "--reading", "entry-day=free")
    tap.ok(free["liability"]["days"] == 1 and free["readings"]["entry-day"] == "free", "--reading")
    tap.ok(len(liability("--at", late)["liability"]["per_day"]) > 1000, "a long list of days")
    tap.ok(liability("--rules", "jamtland-harjedalen")["rules"] == "jamtland-harjedalen", "--rules")
    early = liability("--at", "2022-05-02T09:30+02:00")
    tap.ok(early["state"] == "admitted" and early["covered"] == "unknown", "--at before some events")

    status, _, _ = command.run("assess", file, "--json", "--at", late)
    tap.ok(status == 0, "options after the file")


def check_text(tap, command, folder):
    file = write(folder, "text.case", GOOD.format(name="t") + GOOD.format(name="u"))
    swedish = command.run("assess", "--at", "2022-05-14T12:00", file)[1]
    english = command.run("assess", "--at", "2022-05-14T12:00", "--lang", "en", file)[1]
    tap.ok("Kommunens betalningsansvar" in swedish and "2 dygn, 18 600 kr" in swedish, "Swedish", swedish)
    tap.ok("The municipality's liability" in english and "2 days, 18 600 SEK" in english, "English", english)
    tap.ok(f"t ({file})" in swedish and f"\n\nu ({file})" in swedish, "case by case", swedish)
    tap.ok(swedish.count("2017:612") > 10 and "rad 5, mån 2022-05-09 10:00" in swedish, "paragraphs and events", swedish)
    worklist = command.run("worklist", "--party", "öppenvård", "--at", "2022-05-09T12:00", file)[1]
    tap.ok("Lista för öppenvården." in worklist and "tors 2022-05-12 23:59: " in worklist, "a worklist", worklist)
    share = command.run("share", "--from", "hospital", "--to", "outpatient", "--item", "reason", file)[1]
    tap.ok("Får slutenvården lämna " in share and "samtycke" in share, "a sharing answer", share)
    status, findings, _ = command.run("check", file)
    tap.ok(status == 0 and findings.endswith("Fel: 0.\n"), "findings end with a sum", findings)


def check_lists(tap, command, folder):
    file = write(folder, "lists.case", GOOD.format(name="l"))
    work = objects(command.run("worklist", "--json", "--party", "outpatient", "--at", "2022-05-09T12:00", file)[1])[0]
    tap.ok(work["must"][0]["id"] == "sip-call" and work["must"][0]["seconds_left"] > 0, "what must be done", work)
    tap.ok("sip-call" in work["may"] and "admitted" not in work["may"], "what may be sent", work)
    tap.ok(all(row["party"] != "outpatient" for row in work["elsewhere"]), "what others have left", work)
    share = objects(command.run("share", "--json", "--from", "hospital", "--to", "outpatient", "--item", "identity", file)[1])
    tap.ok(share[0]["answer"] == "allowed" and share[0]["rule"] == "share-statutory", "a sharing answer", share)
    found = objects(command.run("check", "--json", file)[1])[0]
    tap.ok(found["events"] == 5 and found["line"] == 1, "what was read", found)


def check_rules(tap, command):
    status, stdout, stderr = command.run("rules")
    tap.ok(status == 0 and stderr == "" and "\njamtland-harjedalen: " in stdout, "every pack", stderr)
    tap.ok("sip-call" in stdout and "late=[strict]|curable|existence" in stdout, "rules and readings", stdout)
    rows = objects(command.run("rules", "lus", "--json")[1])
    kinds = [row["kind"] for row in rows]
    tap.ok(kinds == sorted(kinds, key=["pack", "rule", "reading", "rate"].index), "kinds in order", kinds)
    tap.ok({row["pack"] for row in rows if row["kind"] == "rule"} == {"lus"}, "only rules of the pack and its base")
    tap.ok(all(row["cite"] and row["text_sv"] for row in rows if row["kind"] == "rule"), "each with its paragraph")
    both = objects(command.run("rules", "--json", "jamtland-harjedalen")[1])
    tap.ok({row["pack"] for row in both if row["kind"] == "rule"} == {"lus", "jamtland-harjedalen"}, "with its base")
    ids = [(row["kind"], row.get("pack"), row["id"]) for row in objects(command.run("rules", "--json")[1]) if "id" in row]
    tap.ok(len(ids) == len(set(ids)), "without a pack every row comes once")


# --- Output -----------------------------------------------------------------------------------------------------------


def check_output(tap, command, folder):
    many = write(folder, "many.case", "".join(GOOD.format(name=f"case-{i}") for i in range(3000)))
    reader, writer = os.pipe()
    os.close(reader)
    status, _, stderr = command.run("assess", "--json", many, stdout=writer)
    os.close(writer)
    tap.ok(status == 4 and stderr == "", "a reader that has left: 4, and no word", f"{status} {stderr}")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            status, _, stderr = command.run("assess", "--json", many, stdout=full)
        tap.ok(status == 4 and "standard output" in stderr, "a disk that is full: 4", f"{status} {stderr}")
    status, stdout, _ = command.run("assess", "--json", many)
    tap.ok(status == 0 and stdout.count("\n") == 3000, "many cases", str(stdout.count("\n")))


def check_conversation(tap, command):
    """Whoever writes a case and waits gets its answer before the input ends."""
    with subprocess.Popen(
        [*command.words, "assess", "--json", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdin.write((GOOD.format(name="first") + "case second\n").encode())
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        tap.ok(answer["case"] == "first", "an answer while the input goes on", answer)
        process.stdin.close()
        rest = process.stdout.read().decode()
        tap.ok(objects(rest)[0]["case"] == "second" and process.wait(TIMEOUT_SECONDS) == 0, "and the rest", rest)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    command = Command(arguments[0])
    command.words[0] = str(pathlib.Path(command.words[0]).resolve()) if "/" in command.words[0] else command.words[0]
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        check_usage(tap, command, write(folder, "usage.case", GOOD.format(name="usage")))
        check_help(tap, command)
        check_input(tap, command, folder)
        check_unreadable(tap, command, folder)
        check_errors(tap, command, folder)
        check_options(tap, command, folder)
        check_text(tap, command, folder)
        check_lists(tap, command, folder)
        check_rules(tap, command)
        check_output(tap, command, folder)
        check_conversation(tap, command)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
