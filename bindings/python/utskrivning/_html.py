# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterable, Sequence

if TYPE_CHECKING:
    from ._case import Case
    from ._judgement import Judgement, Worklist
    from ._records import SettledMonth
    from ._rules import Pack
    from ._settlement import Settlement
    from ._table import Answers

_NUMERIC = ' style="text-align:right"'


def _shown(value: object) -> str:
    from ._records import _time

    if value is None:
        return ""
    return escape(_time(value) if hasattr(value, "hour") else str(value))  # type: ignore[arg-type]


def _row(values: Iterable[object], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_shown(value)}</{tag}>" for value in values) + "</tr>"


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = "".join(_row(row, "td") for row in rows)
    caption = f'<caption style="text-align:left"><b>{escape(title)}</b></caption>'
    return f"<table>{caption}<thead>{_row(heads, 'th')}</thead><tbody>{body}</tbody></table>"


def case_html(case: Case) -> str:
    """The events of a case."""
    rows = []
    for event in case:
        says = str(event).split(" ", 3)[3:]
        mark = "refused" if event.refused else "retracted" if event.retracted else ""
        rows.append((event.at, event.party, event.kind, "".join(says), mark))
    title = f"Case {case.name or ''}, municipality {case.municipality}, rules {case.rules}"
    return _table(title, ("at", "party", "event", "says", ""), rows)


def _obligations(title: str, obligations: Iterable[object]) -> str:
    rows = [(o.id, o.party, o.force, o.status, o.due, o.done, o.cite) for o in obligations]  # type: ignore[attr-defined]
    return _table(title, ("obligation", "party", "force", "status", "due", "done", "paragraph"), rows)


def judgement_html(judgement: Judgement) -> str:
    """What a judgement says, in three tables."""
    liability = judgement.liability
    answers = (
        ("covered by the act", judgement.covered),
        ("state", judgement.state),
        ("SIP required", judgement.sip_required),
        ("patient, municipality, home ready", ", ".join(judgement.readiness[:3])),
        ("liability", liability.status),
        ("enters", liability.enters),
        ("days", "unknown" if liability.days is None else liability.days),
        ("SEK", "unknown" if liability.sek is None else liability.sek),
        ("payer", liability.payer),
        ("why", ", ".join(liability.reasons)),
        ("next change", judgement.next_change),
    )
    title = f"{judgement.case.name or 'Case'} at {_shown(judgement.at)} under {judgement.pack.id}"
    days = [(day.date, "charged" if day.charged else "free", day.sek, day.rule) for day in judgement.days]
    return (
        _table(title, ("", ""), answers)
        + _obligations("Obligations", judgement.obligations)
        + (_table("Days", ("date", "", "SEK", "rule"), days) if days else "")
    )


def worklist_html(worklist: Worklist) -> str:
    """What a party must do."""
    return _obligations(f"Worklist of {worklist.party} at {_shown(worklist.at)}", worklist.must)


_MONTH_HEADS = (
    "month",
    "municipality",
    "rules",
    "persons",
    "days",
    "average",
    "threshold",
    "above",
    "level",
    "owed days",
    "owed SEK",
)


def _number(value: object) -> object:
    return "unknown" if value is None else value


def _month_row(month: SettledMonth) -> Sequence[object]:
    return (
        month.month,
        month.municipality,
        month.rules,
        _number(month.persons),
        _number(month.days),
        None if month.average is None else f"{float(month.average):.4f}",
        month.threshold,
        month.above,
        month.level,
        _number(month.owed_days),
        _number(month.owed_sek),
    )


def settlement_html(settlement: Settlement) -> str:
    """A row for each month."""
    return _table(f"Settlement, judged at {_shown(settlement.at)}", _MONTH_HEADS, map(_month_row, settlement))


def month_html(month: SettledMonth) -> str:
    """The figures of a month, its stays and what is charged by the day."""
    title = f"{month.month}, municipality {month.municipality or 'none'} ({month.rules})"
    stays = [(stay.case, stay.days, stay.left_out.en) for stay in month.stays]
    charges = [(charge.case, charge.first, charge.days, _number(charge.sek), charge.rule) for charge in month.charges]
    return (
        _table(title, _MONTH_HEADS, [_month_row(month)])
        + (_table("Stays", ("case", "days", ""), stays) if stays else "")
        + (_table("Charged by the day", ("case", "from", "days", "SEK a day", "rule"), charges) if charges else "")
    )


_SHOWN_ROWS = 20


def table_html(answers: Answers) -> str:
    """The first rows of a table."""
    columns = [answers[name][:_SHOWN_ROWS] for name in answers.columns]
    rows = [[", ".join(value) if isinstance(value, list) else value for value in row] for row in zip(*columns)]
    return _table(f"{len(answers)} cases", answers.columns, rows)


def pack_html(pack: Pack) -> str:
    """The rules of a pack."""
    rows = [(r.id, ", ".join(r.parties), r.force, r.form_text, r.text_sv, r.cite, r.grade) for r in pack.rules]
    return _table(pack.title, ("rule", "parties", "force", "time", "text", "paragraph", "grade"), rows)
