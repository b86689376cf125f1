"""How quickly a file of another system comes in: what ``bench/imports.py`` measures, with a file of its own."""

import tempfile
from pathlib import Path

from bench import imports
from bench.phases import Figures
from bench.plan import Plan


def measure(plan: Plan) -> Figures:
    """A WXR, into a new SQLite."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "export.xml"
        with path.open("w", encoding="utf-8") as file:
            imports.write_wordpress(file, plan.imported)
        taken = imports.run("wordpress", path)
    return {"import.rate": plan.imported / taken.seconds, "import.memory": taken.total / 1024}
