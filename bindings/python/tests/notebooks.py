# SPDX-License-Identifier: LGPL-2.1-or-later
"""The notebooks of the project, and what their code cells need: matplotlib (tag charts), the examples (tag county)."""

import importlib.util
import json
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
PATHS = sorted((ROOT / "doc" / "notebooks").glob("*.ipynb"))


def cells(path):
    """The code cells: (number, tags, source, what they printed when the notebook was saved)."""
    found = []
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], 1):
        if cell["cell_type"] == "code":
            printed = "".join("".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream")
            found.append((number, set(cell["metadata"].get("tags", ())), "".join(cell["source"]), printed))
    return found


def missing():
    """The tags of cells that cannot be run here."""
    county = os.environ.get("SYNTHETIC_COUNTY") or next(ROOT.glob("build/*/examples/synthetic_county"), None)
    charts = importlib.util.find_spec("matplotlib")
    return {tag for tag, there in (("county", county), ("charts", charts)) if not there}
