# SPDX-License-Identifier: LGPL-2.1-or-later
"""Charts of settlements and judgements, for reports and notebooks: `pip install utskrivning[charts]`.

    from utskrivning import charts, settle

    settlement = settle("cases.case", "2022-01", "2022-12")
    charts.months(settlement, "0484").savefig("0484.pdf")

Each gives a figure of matplotlib, which notebooks show and savefig() writes as PNG, SVG or PDF. What is unknown is drawn as unknown, never as 0; what matters can be
told apart in black and white.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from ._case import Case, Instant, Rates, Readings
from ._errors import Error
from ._judgement import Judgement
from ._records import SettledMonth, _sek
from ._rules import Municipality, Pack, as_pack
from ._settlement import Settlement
from ._words import Answer, Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

__all__ = ["agreements", "compare", "late", "months"]

_INK = "#222222"
_DARK = "#1f4e79"
_LIGHT = "#c5d5e6"
_GRID = "#dddddd"
_UNKNOWN: Dict[str, Any] = {"facecolor": "white", "edgecolor": "#888888", "hatch": "xxxx", "linewidth": 0.6}
_SOLID: Dict[str, Any] = {"facecolor": _DARK, "edgecolor": _INK, "linewidth": 0.6}
_STRIPED: Dict[str, Any] = {"facecolor": _LIGHT, "edgecolor": _INK, "hatch": "////", "linewidth": 0.6}
_PLAIN: Dict[str, Any] = {"facecolor": "white", "edgecolor": _INK, "linewidth": 0.9}

_MONTH_NAMES = {
    "sv": "jan feb mars april maj juni juli aug sep okt nov dec".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
_TEXTS = {
    "above": ("över tröskeln", "above the threshold"),
    "agreements title": ("Samma fall under olika regler", "The same cases under different rules"),
    "all": ("alla kommuner", "all municipalities"),
    "amount unknown": ("belopp okänt", "amount unknown"),
    "at least": ("minst {}", "at least {}"),
    "average": ("dagar i genomsnitt", "days on average"),
    "by average": ("betalas efter genomsnittet", "paid by the average"),
    "by case": ("betalas dag för dag", "paid day by day"),
    "case": ("fall", "case"),
    "cases": ("fall", "cases"),
    "curable": ("räknas när det har sänts", "counts once it is sent"),
    "day": ("dag", "day"),
    "days": ("dagar", "days"),
    "days of care": ("dagar att betala för", "days to pay for"),
    "existence": ("räcker att det har sänts", "enough that it is sent"),
    "late title": ("Ett sent meddelande: tre läsningar", "A late message: three readings"),
    "municipality": ("kommun {}", "municipality {}"),
    "nobody": ("utan betalande kommun", "no municipality to pay"),
    "not above": ("inte över", "not above"),
    "number": ("antal", "number"),
    "owed": ("dagar att\nbetala för", "days owed"),
    "persons": ("personer", "persons"),
    "strict": ("räknas aldrig", "never counts"),
    "threshold": ("tröskel: {}", "threshold: {}"),
    "to pay": ("att betala: {}", "to pay: {}"),
    "unknown": ("okänt", "unknown"),
    "unknown case": ("okänt fall", "unknown case"),
    "unknown cases": ("okända fall", "unknown cases"),
    "unknown month": ("okänd månad", "unknown month"),
    "unknown months": ("okända månader", "unknown months"),
}


def _say(key: str, lang: str) -> str:
    return _TEXTS[key][lang == "en"]


def _language(lang: str) -> str:
    if lang not in _MONTH_NAMES:
        raise Error("no such language", Status.BAD_ARGUMENT, word=str(lang), expected="sv or en")
    return lang


def _png(figure: Figure) -> bytes:
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=110)
    return written.getvalue()


def _chart(width: float, height: float) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as problem:
        raise ImportError("charts need matplotlib: pip install utskrivning[charts]") from problem
    chart = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    chart._repr_png_ = partial(_png, chart)  # type: ignore[attr-defined]  # how notebooks show it
    return chart


def _swatch(label: str, style: Mapping[str, Any]) -> Patch:
    """A piece of a legend."""
    from matplotlib.patches import Patch

    return Patch(label=label, **style)


def _whole_numbers(axis: Any, count: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, nbins=count))


def _clean(axes: Axes, along: str = "y") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis=along, color=_GRID, linewidth=0.8)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _count(number: int, what: str, lang: str) -> str:
    """Such as "3 days"."""
    return f"{_number(number)} {_say(what if number == 1 else what + 's', lang)}"


def _money(ore: Optional[int], lang: str) -> str:
    sek = _sek(ore)
    if sek is None:
        return _say("amount unknown", lang)
    text = f"{sek:,.0f}" if sek == int(sek) else f"{sek:,.2f}"
    return text.replace(",", "\u202f").replace(".", "," if lang == "sv" else ".") + (" kr" if lang == "sv" else " SEK")


# --- Months of a municipality -------------------------------------------------------------------------------------------------


def _choose(
    settled: Union[Settlement, Iterable[SettledMonth]], municipality: Optional[Municipality], rules: Optional[str]
) -> List[SettledMonth]:
    """Months of one municipality under one pack."""
    if isinstance(settled, Settlement):
        settled = settled.find(municipality, rules=rules)
    chosen = list(settled)
    found = {(month.municipality, month.rules) for month in chosen}
    if len(found) != 1:
        kinds = ", ".join(sorted(f"{code or 'none'} {pack}" for code, pack in found)) or "no months"
        raise Error(
            "a chart of months is of one municipality under one pack",
            Status.BAD_ARGUMENT,
            word=kinds,
            expected="municipality= and rules= that choose one",
        )
    return chosen


def _month_ticks(axes: Axes, names: Sequence[str], lang: str) -> None:
    labels = []
    for place, name in enumerate(names):
        year, month = name.split("-")
        first = place == 0 or month == "01"
        labels.append(_MONTH_NAMES[lang][int(month) - 1] + (f"\n{year}" if first else ""))
    axes.set_xticks(range(len(names)), labels)
    axes.set_xlim(-0.6, len(names) - 0.4)


def _span_unknown(axes: Axes, places: Iterable[int], lang: str) -> None:
    """A hatched strip where nothing is known, over the whole height."""
    for place in places:
        axes.axvspan(place - 0.36, place + 0.36, zorder=1, **_UNKNOWN)
        axes.text(
            place,
            0.5,
            _say("unknown", lang),
            transform=axes.get_xaxis_transform(),
            rotation=90,
            ha="center",
            va="center",
            fontsize=8,
            color=_INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )


def _draw_averages(axes: Axes, chosen: Sequence[SettledMonth], lang: str) -> None:
    known = [(place, month) for place, month in enumerate(chosen) if month.average is not None]
    runs: List[List[Tuple[int, SettledMonth]]] = []
    for place, month in known:
        if not runs or runs[-1][-1][0] != place - 1:
            runs.append([])
        runs[-1].append((place, month))
    for run in runs:
        axes.plot([place for place, _ in run], [float(m.average or 0) for _, m in run], color=_DARK, linewidth=1.2)
    for answer, filled in ((Answer.YES, True), (Answer.NO, False), (Answer.UNKNOWN, False)):
        points = [(place, float(m.average or 0)) for place, m in known if m.above is answer]
        if points:
            label = None if answer is Answer.UNKNOWN else _say("above" if filled else "not above", lang)
            axes.plot(
                *zip(*points),
                linestyle="none",
                marker="o" if answer is not Answer.UNKNOWN else "D",
                markersize=6.5,
                markerfacecolor=_DARK if filled else "white",
                markeredgecolor=_DARK,
                markeredgewidth=1.4,
                label=label,
                zorder=3,
            )
    thresholds = {month.threshold for month in chosen if month.threshold is not None}
    for threshold in sorted(thresholds):
        label = _say("threshold", lang).format(threshold)
        axes.axhline(threshold, color=_INK, linewidth=1.1, linestyle=(0, (5, 3)), label=label)
    top = max([float(m.average or 0) for _, m in known] + [float(t) for t in thresholds] + [1.0])
    axes.set_ylim(0, top * 1.15)
    axes.set_ylabel(_say("average", lang))
    if thresholds or known:
        _legend(axes)


def _legend(axes: Axes, handles: Optional[Sequence[Patch]] = None) -> None:
    """Beside the panel, where it hides nothing."""
    where: Dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.0, 1.03), "frameon": False, "fontsize": 9}
    if handles is not None:
        axes.legend(handles=handles, **where)
    elif axes.get_legend_handles_labels()[0]:
        axes.legend(**where)


def _zero(axes: Axes, place: float) -> None:
    """A known 0, unlike what is unknown."""
    where = axes.get_xaxis_transform()
    axes.text(place, 0.02, "0", transform=where, ha="center", va="bottom", fontsize=8, color=_INK)


def _draw_counts(axes: Axes, chosen: Sequence[SettledMonth], lang: str) -> None:
    places = [place for place, month in enumerate(chosen) if month.persons is not None]
    persons = [chosen[place].persons or 0 for place in places]
    days = [chosen[place].days or 0 for place in places]
    axes.bar([p - 0.19 for p in places], persons, 0.36, label=_say("persons", lang), **_STRIPED)
    axes.bar([p + 0.19 for p in places], days, 0.36, label=_say("days", lang), **_SOLID)
    for place, count in zip(places, persons):
        if count == 0:
            _zero(axes, place)
    _whole_numbers(axes.yaxis, 5)
    axes.set_ylim(0, max(persons + days + [1]) * 1.12)
    axes.set_ylabel(_say("number", lang))
    _legend(axes)


def _draw_owed(axes: Axes, chosen: Sequence[SettledMonth], lang: str) -> None:
    known = [(place, month) for place, month in enumerate(chosen) if month.owed_days is not None]
    top = max([month.owed_days or 0 for _, month in known] + [1])
    handles: Dict[str, Patch] = {}
    for place, month in known:
        days = month.owed_days or 0
        style, key = (_STRIPED, "by average") if month.level == "average" else (_SOLID, "by case")
        if days == 0:
            _zero(axes, place)
            continue
        handles[key] = _swatch(_say(key, lang), style)
        axes.bar(place, days, 0.6, **style)
        axes.text(place, days + top * 0.02, _number(days), ha="center", va="bottom", fontsize=8, color=_INK)
    _whole_numbers(axes.yaxis, 4)
    axes.set_ylim(0, top * 1.2)
    axes.set_ylabel(_say("owed", lang))
    if len(known) < len(chosen):
        handles["unknown"] = _swatch(_say("unknown", lang), _UNKNOWN)
    _legend(axes, [handles[key] for key in ("by case", "by average", "unknown") if key in handles])


def _whose(month: SettledMonth, lang: str) -> str:
    return _say("nobody", lang) if month.municipality is None else _say("municipality", lang).format(month.municipality)


def _sum_text(chosen: Sequence[SettledMonth], lang: str) -> str:
    """What is owed in all; what is not known is said."""
    unknown = sum(month.owed_ore is None for month in chosen)
    known = _money(sum(month.owed_ore or 0 for month in chosen), lang)
    if unknown == 0:
        return known
    if unknown == len(chosen):
        return _say("amount unknown", lang)
    rest = _count(unknown, "unknown month", lang)
    return f"{_say('at least', lang).format(known)}, {rest}" if any(month.owed_ore for month in chosen) else rest


def months(
    settled: Union[Settlement, Iterable[SettledMonth]],
    municipality: Optional[Municipality] = None,
    rules: Optional[str] = None,
    *,
    lang: str = "sv",
    title: Optional[str] = None,
) -> Figure:
    """The months of a municipality: its average against the threshold, persons and days, and the days that it owes.

    settled       a settlement, or months of one municipality under one pack
    municipality  which of the settlement's; "none" for the cases without one
    rules         under which pack, if its cases are under several
    lang          "sv" or "en"

    A dot is filled in a month that is above the threshold; there is none in a month without persons. What is not known is
    crossed out.
    """
    chosen, lang = _choose(settled, municipality, rules), _language(lang)
    chart = _chart(max(7.5, 3.2 + 0.52 * len(chosen)), 6.6)
    top, middle, bottom = chart.subplots(3, 1, sharex=True, height_ratios=(1.25, 1, 0.85))
    for axes in (top, middle, bottom):
        _clean(axes)
    _draw_averages(top, chosen, lang)
    _draw_counts(middle, chosen, lang)
    _draw_owed(bottom, chosen, lang)
    not_counted = [place for place, month in enumerate(chosen) if month.persons is None]
    _span_unknown(top, not_counted, lang)
    _span_unknown(middle, not_counted, lang)
    _span_unknown(bottom, [place for place, month in enumerate(chosen) if month.owed_days is None], lang)
    _month_ticks(bottom, [month.month for month in chosen], lang)
    heading = _whose(chosen[0], lang)
    heading = title or f"{heading[0].upper()}{heading[1:]}, {chosen[0].rules}"
    top.set_title(f"{heading}\n", loc="left", fontsize=12, fontweight="bold", color=_INK)
    top.text(0, 1.04, _say("to pay", lang).format(_sum_text(chosen, lang)), transform=top.transAxes, fontsize=10, color=_INK)
    return chart


# --- The same cases under several packs -----------------------------------------------------------------------------------------


def agreements(
    settled: Settlement, municipality: Optional[Municipality] = None, *, lang: str = "sv", title: Optional[str] = None
) -> Figure:
    """What the same cases come to under several packs:

        charts.agreements(settle("cases.case", "2022-01", "2022-12", under=("lus", "sormland", "dalarna")))

    municipality   of which municipality; None: of all

    The bar is what is known to be owed, by days of care. A crossed out end, as long in every row, says that more may be owed
    that is not known.
    """
    lang = _language(lang)
    rows: Dict[str, List[SettledMonth]] = {pack.id: [] for pack in settled._under}
    for month in settled.find(municipality):
        rows.setdefault(month.rules, []).append(month)
    if not any(rows.values()):
        raise Error("no months to compare", Status.BAD_ARGUMENT)
    chart = _chart(9.2, 1.5 + 0.66 * len(rows))
    axes = chart.subplots()
    _clean(axes, "x")
    longest = max([_owed(found) for found in rows.values()] + [1])
    for place, found in enumerate(rows.values()):
        end = float(_owed(found))
        axes.barh(place, end, 0.58, **_SOLID)
        if any(month.owed_days is None for month in found):
            axes.barh(place, longest * 0.08, 0.58, left=end, **_UNKNOWN)
            end += longest * 0.08
        axes.text(end + longest * 0.015, place, _row_text(found, lang), va="center", fontsize=9, color=_INK)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.invert_yaxis()
    axes.set_xlim(0, longest * 1.6)
    _whole_numbers(axes.xaxis, 6)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= longest])
    axes.set_xlabel(_say("days of care", lang), loc="left")
    whose = _say("all", lang) if municipality is None else _say("municipality", lang).format(municipality)
    heading = title or f"{_say('agreements title', lang)}: {whose}"
    axes.set_title(heading, loc="left", fontsize=12, fontweight="bold", color=_INK)
    return chart


def _owed(found: Iterable[SettledMonth]) -> int:
    return sum(month.owed_days or 0 for month in found)


def _row_text(found: Sequence[SettledMonth], lang: str) -> str:
    if not found or all(month.owed_days is None for month in found):
        return _say("unknown", lang)
    days = _count(_owed(found), "day", lang)
    if any(month.owed_days is None for month in found):
        days = _say("at least", lang).format(days) if _owed(found) else _say("unknown", lang)
    return f"{days}\n{_sum_text(found, lang)}"


# --- Cases side by side --------------------------------------------------------------------------------------------------------------

_READINGS = ("strict", "curable", "existence")
_STYLES = (
    _SOLID,
    _STRIPED,
    _PLAIN,
    {"facecolor": _LIGHT, "edgecolor": _INK, "hatch": "....", "linewidth": 0.6},
    {"facecolor": "white", "edgecolor": _INK, "hatch": "----", "linewidth": 0.6},
    {"facecolor": "#777777", "edgecolor": _INK, "linewidth": 0.6},
)
_MOST_ROWS = 12

#: the days of a case for each of the things compared; None: unknown
_Row = Tuple[str, Sequence[Optional[int]]]


def late(
    judgements: Union[Judgement, Iterable[Judgement]], *, lang: str = "sv", title: Optional[str] = None
) -> Figure:
    """What a late message costs under the three readings of `late`: the days charged in a case or several; of more than
    twelve cases in all together.

    A case that cannot be judged under a reading is unknown there, and said to be.
    """
    judged = [judgements] if isinstance(judgements, Judgement) else list(judgements)
    rows = [(one.case.name or "", [one.liability.late[name].days for name in _READINGS]) for one in judged]
    lang = _language(lang)
    names = [f"{name}: {_say(name, lang)}" for name in _READINGS]
    return _side_by_side(rows, names, title or _say("late title", lang), lang)


def compare(
    cases: Iterable[Case],
    rules: Sequence[Union[Pack, str]],
    *,
    at: Optional[Instant] = None,
    readings: Readings = None,
    rates: Rates = None,
    lang: str = "sv",
    title: Optional[str] = None,
) -> Figure:
    """The same cases under several agreements: the days charged in each case; of more than twelve cases in all together.

    It is what each case comes to by itself. What a municipality owes for a month is another question: agreements().
    """
    lang = _language(lang)
    packs = [pack for pack in map(as_pack, rules) if pack is not None]
    rows = []
    for case in cases:
        judged = [case.judge(at, rules=pack, readings=readings, rates=rates) for pack in packs]
        rows.append((case.name or "", [judgement.liability.days for judgement in judged]))
    return _side_by_side(rows, [pack.id for pack in packs], title or _say("agreements title", lang), lang)


def _side_by_side(rows: Sequence[_Row], names: Sequence[str], title: str, lang: str) -> Figure:
    if not rows or not 1 <= len(names) <= len(_STYLES):
        expected = f"cases, and at most {len(_STYLES)} things to compare"
        raise Error("nothing to compare, or too much", Status.BAD_ARGUMENT, expected=expected)
    if len(rows) > _MOST_ROWS:
        return _draw_rows([(_count(len(rows), "case", lang), _sums(rows, len(names)))], names, title, lang)
    each = [(name, [(count or 0, int(count is None)) for count in days]) for name, days in rows]
    return _draw_rows(each, names, title, lang)


def _sums(rows: Sequence[_Row], width: int) -> List[Tuple[int, int]]:
    """Of each thing compared: the days that are known, and how many cases are not."""
    columns = [[days[number] for _, days in rows] for number in range(width)]
    return [(sum(days or 0 for days in column), sum(days is None for days in column)) for column in columns]


def _draw_rows(
    rows: Sequence[Tuple[str, Sequence[Tuple[int, int]]]], names: Sequence[str], title: str, lang: str
) -> Figure:
    thickness = 0.78 / len(names)
    chart = _chart(8.4, 1.4 + (0.25 + 0.22 * len(names)) * len(rows))
    axes = chart.subplots()
    _clean(axes, "x")
    longest = max([days for _, row in rows for days, _ in row] + [1])
    for place, (_, row) in enumerate(rows):
        for number, (days, unknown) in enumerate(row):
            middle = place + (number - (len(names) - 1) / 2) * thickness
            _draw_bar(axes, middle, thickness * 0.88, _STYLES[number], days, unknown, longest, lang)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, longest * 1.3)
    _whole_numbers(axes.xaxis, 6)
    axes.set_xlabel(_say("days of care", lang))
    handles = [_swatch(name, style) for name, style in zip(names, _STYLES)]
    if any(unknown for _, row in rows for _, unknown in row):
        handles.append(_swatch(_say("unknown", lang), _UNKNOWN))
    _legend(axes, handles)
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold", color=_INK)
    return chart


def _draw_bar(
    axes: Axes, middle: float, thickness: float, style: Mapping[str, Any], days: int, unknown: int, longest: int, lang: str
) -> None:
    axes.barh(middle, days, thickness, **style)
    end, text = float(days), _number(days)
    if unknown:
        axes.barh(middle, longest * 0.1, thickness, left=days, **_UNKNOWN)
        end += longest * 0.1
        some = _count(unknown, "unknown case", lang)
        text = f"{_say('at least', lang).format(_number(days))}, {some}" if days else some
    axes.text(end + longest * 0.012, middle, text, va="center", fontsize=8, color=_INK)
