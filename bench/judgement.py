"""How good the filter is: our model and the usual ones on the same rows, in one run.

    .venv/bin/python -m pip install --require-hashes -r bench/requirements.lock
    .venv/bin/python -m bench.judgement --data DIR --table held-back

DIR holds ``*.jsonl`` as ``moderation train`` takes them; rows with ``"split": "dev"`` are held back. Four tables: on
held-back rows, of each source, the base alone, a site that has decided on the others, and its peers (``held-back``); the base on the
plain comments of a source it has never seen (``unseen``); a site that has decided on all pages of a source but one, on that one
(``new-page``); and a site that decides on one comment after the other, each judged before,
with a base that has never seen its source (``online``).
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from moderation.domain import text
from moderation.learning.base import Row, build, choose
from moderation.learning.features import Features, take_apart, weigh
from moderation.learning.fitting import Vector, probability
from moderation.learning.lessons import Lesson
from moderation.learning.measures import measure
from moderation.learning.model import ANSWERS, Base, Head, odds
from moderation.learning.teaching import correct, fit
from moderation.services.learn import due

SHOWN = ("macro_f1", "roc_auc", "recall_at_1pct_fpr", "calibration_error")
COLD, LIKELY = 0.35, 0.9  # from where a new site holds; from where it would be surely wrong
STOPS, LONGEST = (100, 200, 500, 1000), 2000  # rows


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """Every row, with the name of its file as its source."""
    return [
        json.loads(line) | {"file": file.stem}
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text().splitlines()
    ]


def base_of(rows: Sequence[dict[str, Any]]) -> Base:
    """A base, made as the one that is shipped."""
    return build(choose(Row(row["text"], row["label"], row["file"], row.get("key", row["text"])) for row in rows))


def features_of(rows: Sequence[dict[str, Any]], base: Base) -> Features:
    """The features of rows."""
    return weigh(take_apart([text.read(row["text"]) for row in rows]), base.rarity)


def labels_of(rows: Sequence[dict[str, Any]], question: str) -> Vector:
    """1 where the answer is yes."""
    return np.array([row["label"] == question for row in rows], dtype=np.float64)


def say(name: str, labels: Vector, scores: Vector) -> None:
    """One line of a table."""
    found = measure(labels, scores)
    print(
        f"  {name:<34}" + "".join(f"{found[one][0]:.3f} [{found[one][1]:.3f}, {found[one][2]:.3f}]   " for one in SHOWN)
    )


def ours(train: Sequence[dict[str, Any]], test: Sequence[dict[str, Any]], base: Base, question: str) -> Vector:
    """A site over the base, after deciding on the training rows."""
    lessons = [
        Lesson(label, None) if question == "spam" else Lesson(None, label)
        for label in (row["label"] == question for row in train)
    ]
    head = fit(base, features_of(train, base), lessons).head
    general, own = odds(base, head, features_of(test, base))[question]
    return probability(general + own)


def peers() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The usual models, as others would set them up."""
    yield (
        "logistic regression, words + chars",
        lambda: make_pipeline(_views(), LogisticRegression(C=10, max_iter=500, class_weight="balanced")),
    )
    yield "linear SVC, words + chars", lambda: make_pipeline(_views(), LinearSVC(class_weight="balanced"))
    yield "naive Bayes, words + chars", lambda: make_pipeline(_views(), MultinomialNB(alpha=0.1))


def _views() -> Any:
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )


def bogofilter(train: Sequence[dict[str, Any]], test: Sequence[dict[str, Any]], question: str) -> Vector:
    """The mail filter of Debian, taught with the training rows."""
    with tempfile.TemporaryDirectory() as folder:
        for row in train:
            way = "-s" if row["label"] == question else "-n"
            subprocess.run(("bogofilter", "-d", folder, way), input=row["text"].encode(), check=True)
        said = [
            subprocess.run(
                ("bogofilter", "-d", folder, "-T"), input=row["text"].encode(), capture_output=True, check=False
            ).stdout
            for row in test
        ]
    return np.array([float(line.split()[1]) for line in said])


def held_back(rows: Sequence[dict[str, Any]]) -> None:
    """Every source by itself, trained on its training rows; and the base of all of them."""
    known = [row for row in rows if row["split"] != "dev"]
    base = base_of(known)
    for file in sorted({row["file"] for row in rows}):
        strange = base_of([row for row in known if row["file"] != file])  # a site's own rows are not in the base
        for question, labels in ANSWERS.items():
            train, test = (
                [
                    row
                    for row in rows
                    if row["file"] == file and row["label"] in labels and (row["split"] == "dev") is dev
                ]
                for dev in (False, True)
            )
            truth = labels_of(test, question)
            if not 0 < truth.sum() < len(truth):
                continue
            print(f"{file}, {question}: {len(train)} rows known, {len(test)} held back: {', '.join(SHOWN)}")
            say("ours, the base alone", truth, probability(base.lines[question].share(features_of(test, base))))
            say("ours, a site that has decided", truth, ours(train, test, strange, question))
            for name, make in peers():
                model = make().fit([row["text"] for row in train], labels_of(train, question))
                texts = [row["text"] for row in test]
                scores = (
                    model.predict_proba(texts)[:, 1]
                    if hasattr(model, "predict_proba")
                    else probability(model.decision_function(texts))
                )
                say(name, truth, scores)
            if shutil.which("bogofilter"):
                say("bogofilter", truth, bogofilter(train, test, question))


def unseen(rows: Sequence[dict[str, Any]]) -> None:
    """What the base says of plain comments of a source it has never seen: how many it would hold, and surely wrong it would be of."""
    groups = sorted({(row["file"], row["source"]) for row in rows if row["label"] in ANSWERS["offensive"]})
    for file, source in groups:
        test = [row for row in rows if (row["file"], row["source"]) == (file, source)]
        base = base_of([row for row in rows if (row["file"], row["source"]) != (file, source)])
        scores = probability(base.lines["spam"].share(features_of(test, base)))
        print(
            f"{file}/{source}: {len(test)} comments, held {np.mean(scores > COLD):.4f}, over {LIKELY}: {np.mean(scores > LIKELY):.4f}"
        )


def new_page(rows: Sequence[dict[str, Any]]) -> None:
    """Sources of several pages (videos): decided on all pages but one, with a base that has never seen the source; how good on that one."""
    for file in sorted({row["file"] for row in rows if row["label"] in ANSWERS["spam"]}):
        own = [row for row in rows if row["file"] == file]
        pages = sorted({row["source"] for row in own})
        if len(pages) < 2:  # noqa: PLR2004 - two are several
            continue
        base = base_of([row for row in rows if row["file"] != file and row["split"] != "dev"])
        for page in pages:
            train, test = ([row for row in own if (row["source"] == page) is it] for it in (False, True))
            say(f"{file}/{page}", labels_of(test, "spam"), ours(train, test, base, "spam"))


def online(rows: Sequence[dict[str, Any]]) -> None:
    """In the order of the file: each row is judged, then decided on; how many in a hundred of the first so many were judged wrongly."""
    for file in sorted({row["file"] for row in rows if row["label"] in ANSWERS["spam"]}):
        base = base_of([row for row in rows if row["file"] != file and row["split"] != "dev"])
        wrong, site = 0, Site(base)
        own = [row for row in rows if row["file"] == file][:LONGEST]
        for number, row in enumerate(own, start=1):
            wrong += site.calls_spam(row) != (row["label"] == "spam")
            site.decide(row)
            if number in {*STOPS, len(own)}:
                print(f"{file}: {100 * wrong / number:.1f} % of the first {number} were wrong")


class Site:
    """Somebody who decides, and the filter that learns from it as the service lets it: at once, and anew when enough has come together."""

    def __init__(self, base: Base) -> None:
        """Begin with nothing but the base."""
        self._base, self._head = base, Head()
        self._known: list[dict[str, Any]] = []
        self._fresh: list[dict[str, Any]] = []

    def calls_spam(self, row: dict[str, Any]) -> bool:
        """What is thought of a text now."""
        lessons = [Lesson(one["label"] == "spam", None) for one in self._fresh]
        head = correct(self._base, self._head, features_of(self._fresh, self._base), lessons)
        general, own = odds(self._base, head, features_of([row], self._base))["spam"]
        return bool(general[0] + own[0] > 0)

    def decide(self, row: dict[str, Any]) -> None:
        """Say what it is."""
        self._fresh.append(row)
        if len(self._fresh) >= due(len(self._known)):
            self._known, self._fresh = [*self._known, *self._fresh], []
            lessons = [Lesson(one["label"] == "spam", None) for one in self._known]
            self._head = fit(self._base, features_of(self._known, self._base), lessons).head


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--table", choices=TABLES, default="held-back")
    arguments = parser.parse_args()
    TABLES[arguments.table](rows_of(arguments.data))


TABLES = {"held-back": held_back, "unseen": unseen, "new-page": new_page, "online": online}

if __name__ == "__main__":
    main()
