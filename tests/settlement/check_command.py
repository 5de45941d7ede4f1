#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`settle`, `stats` and `diff` as programs: exit statuses, usage, tables for a reader, differences and bad JSON.

    check_command.py COMMAND
"""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402

NOTICE = "hospital admission-notice to=social-services contains=name,personal-number,address,expected-discharge"
MAY = ("--from", "2022-05", "--to", "2022-05")


def stay(name, ready, end, municipality="0484", notice="2022-04-25T10:00"):
    return f"""case {name} municipality={municipality}
2022-04-25T08:00 hospital admitted
2022-04-25T09:00 hospital needs-assessed social-services
{notice} {NOTICE}
{ready} hospital discharge-ready-notice to=social-services
{end} hospital discharged to=home
"""


ANNA = stay("anna", "2022-05-03T10:00", "2022-05-08T10:00")  # 6 and 7 May are charged
OLLE = stay("olle", "2022-05-03T10:00", "2022-05-04T10:00")  # none


class Place:
    """A folder, and the command run in it."""

    def __init__(self, command, folder):
        self.command, self.folder = shlex.split(command), pathlib.Path(folder)

    def write(self, name, text):
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def run(self, *arguments, stdin=""):
        done = subprocess.run([*self.command, *arguments], input=stdin.encode(), capture_output=True, timeout=60,
                              cwd=self.folder, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_usage(tap, place):
    place.write("anna.case", ANNA)
    for words, part in (
        (("settle", "anna.case"), "--from MONTH and --to MONTH"),
        (("settle", "--from", "2022-05", "anna.case"), "--from MONTH and --to MONTH"),
        (("stats", "--to", "2022-05", "anna.case"), "--from MONTH and --to MONTH"),
        (("settle", "--from", "2022-06", "--to", "2022-05", "anna.case"), "--to is before --from"),
        (("settle", "--from", "2022-13", "--to", "2022-05", "anna.case"), "--from: no month '2022-13', expected a month"),
        (("settle", "--from", "2022-05", "--to", "2200-01", "anna.case"), "--to: no month '2200-01'"),
        (("settle", *MAY), "no FILE"),
        (("settle", *MAY, "--party", "hospital", "anna.case"), "unknown option '--party'"),
        (("settle", *MAY, "--rules", "sormlan", "anna.case"), "sormland"),
        (("diff", "a.json"), "expected two files"),
        (("diff", "a.json", "b.json", "c.json"), "expected two files"),
        (("diff", "--at", "2022-05-01T00:00Z", "a.json", "b.json"), "unknown option '--at'"),
    ):
        status, out, err = place.run(*words)
        tap.ok(status == 2 and not out and part in err, f"{' '.join(words)}: usage", (status, out, err))


def check_input(tap, place):
    """What is bad is told and left out; the rest is settled."""
    bad = ANNA + "case mikael municipality=0484\nnonsense\n" + OLLE + "case pontus rules=nowhere municipality=0484\n"
    status, out, err = place.run("settle", "--json", *MAY, "-", stdin=bad)
    found = [json.loads(line) for line in out.splitlines()]
    tap.ok(status == 3 and [o["counted"] for o in found] == [["anna", "olle"]], "bad cases are left out", (status, out, err))
    tap.ok("-:8:1:" in err and "nowhere" in err, "and told with their places", err)
    status, out, err = place.run("settle", *MAY, "--json", "missing.case", "anna.case")
    tap.ok(status == 3 and json.loads(out)["persons"] == 1 and "missing.case" in err, "a file that is missing", (out, err))
    for verb in ("settle", "stats"):
        for form in ((), ("--json",)):
            tap.ok(place.run(verb, *form, *MAY, "-") == (0, "", ""), f"{verb} {' '.join(form)} of nothing is nothing")
    status, out, err = place.run("settle", "--json", *MAY, "--rules", "sormland", "anna.case")
    tap.ok(json.loads(out)["rules"] == "sormland", "--rules is for cases that name none", out)
    tap.ok(place.run("settle", "--json", *MAY, "anna.case", "anna.case")[0] == 3, "names are unique in a run")


def check_tables(tap, place):
    late = stay("mikael", "2022-05-03T10:00", "2022-05-04T10:00", notice="2022-05-09T10:00")
    place.write("all.case", ANNA + OLLE + late + stay("pontus", "2022-05-03T10:00", "2022-05-04T10:00", "none"))
    status, out, err = place.run("settle", *MAY, "all.case")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "Avräkning, bedömd ons 2022-06-01 00:00",
        "Månad Kommun Regler Personer Dagar Medel Gräns Över Nivå Dygn Belopp",
        "2022-05 0484 lus 2 6 3,0000 - inte klarlagt individuell 2 18 600 kr".replace("inte klarlagt", "okänt"),
        "2022-05 ingen lus 0 0 - - okänt individuell 0 0 kr",
        "2022-05, kommun 0484 (lus)",
        "Räknas (dagar): anna (5), olle (1)",
        "mikael: Inget inskrivningsmeddelande till kommunen innan vistelsen slutade. (pre-admission-notice)",
        "anna: 2022-05-06–2022-05-07, 2 dygn à 9 300 kr (charged-days; 2017:612 5 kap. 1, 4 och 6 §§)",
        "pontus: Ingen kommun att betala är känd. (pre-payer)",
    ):
        tap.ok(line in lines, f"the table has: {line}", out)
    tap.ok(status == 0 and not err and not any(line.endswith(" ") for line in out.splitlines()), "no line ends in blanks")
    status, out, err = place.run("settle", *MAY, "--lang", "en", "all.case")
    tap.ok("Left out:" in out and "18 600 SEK" in out and "3.0000" in out, "the same in English", out)
    status, out, err = place.run("stats", *MAY, "--lang", "en", "--rules", "sormland", "all.case")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    tap.ok("2022-05 0484 sormland 3 7 2.3333 0.0000 0.2258 2 6 3.0000" in lines, "the two counts", out)
    tap.ok(any("mikael: SKR 1, payment 0." in line and line.endswith("[2022-05-03]") for line in lines), "their difference", out)
    tap.ok("Admission notices in time: 2 of 3 (0.6667)" in lines, "and the rates", out)
    folder = pathlib.Path(__file__).resolve().parent / "cases"
    for name, months, words, parts in (
        ("vastra-gotaland", ("2022-03", "2022-06"), (), (
            "2022-04 1480 vastra-gotaland 1 2 2,0000 3 nej genomsnitt okänt okänt",
            "Medelvärdet låg över gränsen vid ett kvartalsslut: beloppet regleras särskilt och är inte känt här.",
            "Månader: 2022-01 7,0000 (7/1, över), 2022-02 - (0/0), 2022-03 2,0000 (2/1); tillsammans 4,5000 (9/2, över)",
            "e: Så lång vistelse räknas inte in i medelvärdet utan betalas för sig. (long-stay)")),
        ("packs", ("2023-05", "2023-05"), ("--lang", "en"), (
            "The agreement does not bind the municipality: settled under the act (2017:612 4 kap. 5 §).",
            "2023-05 0180 stockholm 1 9 9.0000 - unknown unknown unknown unknown")),
        ("packs", ("2021-05", "2021-05"), (), ("o: 2021-05-06–2021-05-11, 6 dygn à okänt belopp (charged-days; 2017:612 5 kap. 1, 4 och 6 §§)",
                                               "2021-05 0484 lus 1 9 9,0000 - okänt individuell 6 okänt")),
        ("dalarna", ("2024-12", "2024-12"), (), ("2024-12 2080 dalarna okänt okänt - - okänt okänd okänt okänt",)),
        ("month-turn", ("2022-05", "2022-05"), ("--lang", "en", "--at", "2022-05-25T00:00"), (
            "a: 2022-05-23–2022-05-24, 2 days at 9 300 SEK (charged-days; 2017:612 5 kap. 1, 4 och 6 §§)",
            "e: 2022-05-20–2022-05-24, 5 days at 9 300 SEK (charged-days; 2017:612 5 kap. 1, 4 och 6 §§)")),
    ):
        out = place.run("settle", "--from", months[0], "--to", months[1], *words, str(folder / f"{name}.case"))[1]
        lines = [" ".join(line.split()) for line in out.splitlines()]
        for part in parts:
            tap.ok(part in lines, f"{name}: {part}", out)
    out = place.run("stats", "--from", "2024-12", "--to", "2025-02", str(folder / "dalarna.case"))[1]
    tap.ok("okänt" in out and "2024-12, kommun 2080 (dalarna)" in out, "statistics outside the validity", out)
    tap.ok("Återinskrivna inom 30 dagar: 0" in place.run("stats", *MAY, "all.case")[1], "in Swedish too")


def settled(place, name, text, *more):
    return place.write(name, place.run("settle", "--json", *(more or MAY), "-", stdin=text)[1])


def check_diff(tap, place):
    a = settled(place, "a.json", ANNA + OLLE)
    status, out, err = place.run("diff", a, a)
    tap.ok(status == 0 and out.endswith("Ingen skillnad.\n"), "no difference", (out, err))
    tap.ok(place.run("diff", "--json", a, a) == (0, "", ""), "is no line of JSON")
    other = stay("anna", "2022-05-03T10:00", "2022-05-09T10:00")
    b = settled(place, "b.json", other + stay("olle", "2022-05-03T10:00", "2022-05-04T10:00", notice="2022-05-09T10:00") +
                stay("mikael", "2022-05-03T10:00", "2022-05-03T11:00"))
    status, out, err = place.run("diff", "--json", a, b)
    found = json.loads(out)
    figures = {f["figure"]: (f["a"], f["b"]) for f in found["figures"]}
    digests = figures.pop("digest", (0, 0))
    tap.ok(status == 0, "a difference is no error", err)
    tap.ok(figures == {"owed_days": (2, 3), "owed_sek": (18600, 27900)}, "the figures", figures)
    tap.ok(digests[0] != digests[1], "the digests")
    tap.ok(found["cases"] == [{"case": "mikael", "a": None, "b": "counted"},
                              {"case": "olle", "a": "counted", "b": "pre-admission-notice"}], "the cases", found["cases"])
    tap.ok(found["days"] == [{"case": "anna", "date": "2022-05-08", "a": None,
                              "b": {"sek": 9300, "rule": "charged-days"}}], "the days", found["days"])
    tap.ok((found["municipality"], found["month"], found["rules"], found["only_in"]) == ("0484", "2022-05", "lus", None), "where")
    out = place.run("diff", "--lang", "en", a, b)[1]
    for part in ("owed_days: A 2, B 3", "olle: A The stay is counted. B No admission notice", "mikael: A Is not there.",
                 "anna 2022-05-08: A not charged, B 9300 SEK (charged-days)"):
        tap.ok(part in out, f"in words: {part}", out)
    c = settled(place, "c.json", ANNA + OLLE, "--from", "2022-05", "--to", "2022-06")
    found = [json.loads(line) for line in place.run("diff", "--json", c, a)[1].splitlines()]
    tap.ok([f["only_in"] for f in found if f["month"] == "2022-06"] == ["a"], "an object that one side lacks", found)
    tap.ok("finns bara i B" in place.run("diff", a, c)[1], "in words too")
    reordered = "\n".join(reversed((place.folder / "c.json").read_text().splitlines())) + "\n"
    shorter = reordered.replace("3.0000", "3.0")
    tap.ok(place.run("diff", "--json", c, place.write("d.json", shorter))[1] == "", "order and ending zeros are nothing")


def without(line, *keys):
    return {key: value for key, value in line.items() if key not in keys}


def check_under(tap, place):
    """--under settles as if every case named that pack, and as if the pack were of the case's own county."""
    own = ANNA.replace("case anna", "case anna rules=norrbotten") + OLLE.replace("case olle", "case olle rules=norrbotten")
    place.write("own.case", own.replace("0484", "2580"))  # Luleå lies in Norrbotten
    place.write("other.case", ANNA.replace("case anna", "case anna rules=sormland") + OLLE)
    lines = [json.loads(place.run("settle", *MAY, "--json", *words)[1])
             for words in (("own.case",), ("--under", "norrbotten", "other.case"))]
    # 5 days and 1 day by two persons: 6 of them are owed for nothing, as 2 x 3 are free
    tap.ok((lines[1]["persons"], lines[1]["days"], lines[1]["level"], lines[1]["owed_days"]) == (2, 6, "average", 0),
           "under another county's agreement: its model holds")
    tap.ok(without(lines[0], "municipality", "digest") == without(lines[1], "municipality", "digest"),
           "the same as for a municipality of that county")
    status, out, _ = place.run("settle", *MAY, "--json", "--under", "lus", "--under=sormland", "other.case")
    owed = {line["rules"]: line["owed_sek"] for line in map(json.loads, out.splitlines())}
    tap.ok(status == 0 and owed == {"lus": 18600, "sormland": 0}, "under two: one object for each", f"{status} {owed}")
    for words, part in (
        (("--under", "norrboten"), "did you mean 'norrbotten'"),
        (("--under", "lus", "--under", "lus"), "each pack once"),
    ):
        status, _, error = place.run("settle", *MAY, *words, "other.case")
        tap.ok(status == 2 and part in error, f"{shlex.join(words)}: {part}", f"{status} {error}")


def check_bad_json(tap, place):
    good = (place.folder / "a.json").read_text().splitlines()[0]
    for text, at, part in (
        ("{", "1:2", "no key"),
        ("[]", "1:1", "no object"),
        ('{"a":1} x', "1:9", "something after the object"),
        ('{"a":1,"a":2}', "1:8", "a key that the object has already"),
        ('{"a":01}', "1:6", "no value"),
        ('{"a":1.}', "1:6", "no value"),
        ('{"a":tru}', "1:6", "no value"),
        ('{"a":"x', "1:8", "a string that does not end"),
        ('{"a":"\\q"}', "1:7", "no such escape"),
        ('{"a":"\\u0000"}', "1:7", "no such character"),
        ('{"a":"\\ud800"}', "1:7", "no such character"),
        ('{"a":[1 2]}', "1:9", "an element that does not end"),
        ('{"a" 1}', "1:6", "no value after a key"),
        ("\n" + '{"a":' + "[" * 20, "2:20", "too many levels"),
        ('{"month":"2022-05"}', "1:1", "no string under the key 'rules'"),
        (good.replace('"persons":2', '"persons":[]'), "", "no figure under the key 'persons'"),
        (good.replace('"counted":["anna","olle"]', '"counted":[1]'), "", "no name in the list 'counted'"),
        (good.replace('"left_out":[]', '"left_out":[{"case":"x"}]'), "", "no string under the key 'reason'"),
        (good.replace('"sek":9300', '"sek":"x"', 1), "", "no amount under the key 'sek'"),
        (good.replace(',"level":"individual"', ""), "", "no key 'level'"),
        (good + "\n" + good, "2:", "an object that stands twice, of '2022-05'"),
        ("case anna\n", "1:1", "no object"),
        ('{"a":"\x00"}', "1:7", "a string that does not end"),
    ):
        status, out, err = place.run("diff", "a.json", place.write("bad.json", text))
        tap.ok(status == 3 and not out and err.startswith(f"bad.json:{at}") and part in err, f"bad JSON: {part}", (status, err))
    status, out, err = place.run("diff", "a.json", "missing.json")
    tap.ok(status == 3 and err.startswith("missing.json: "), "a file that is missing", err)
    escaped = good.replace("anna", "\\u0061\\u006ena").replace("olle", "oll\\u0065")
    tap.ok(place.run("diff", "--json", "a.json", place.write("e.json", escaped + "\r\n\n"))[1] == "", "escapes are undone")
    whole = place.run("diff", "--json", "a.json", "b.json")
    tap.ok(place.run("diff", "--json", "-", "b.json", stdin=good + "\n") == whole, "- is standard input")


def main(words):
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(words[0], folder)
        for check in (check_usage, check_input, check_tables, check_diff, check_under, check_bad_json):
            check(tap, place)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
