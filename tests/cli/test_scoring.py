"""``score``, ``evaluate``, ``train`` and ``model``, as an operator uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from moderation.domain.decision import Action, Decision
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.learning.model import read_base
from moderation.services import people, review
from moderation.services.learn import School
from moderation.services.screen import drain
from moderation.store import comments
from tests.cli.conftest import Run, hand_in
from tests.learning.texts import HAM, SPAM

pytestmark = pytest.mark.timeout(180)
ADVERTISEMENT = "Subscribe to my channel!!! FREE money http://spam.example"


def score(data: Path, *lines: str, options: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
    """What a process answers to lines on its standard input, and its exit code."""
    done = subprocess.run(
        (sys.executable, "-m", "moderation", "score", *options),
        input="\n".join(lines), capture_output=True, text=True, check=False, env=os.environ | {"MODERATION_DATA_DIR": str(data)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def labelled(path: Path, *rows: tuple[str, str]) -> Path:
    """A file of labelled texts."""
    path.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows))
    return path


def test_texts_are_judged_in_order_without_keys_or_database(data: Path) -> None:
    rows = [
        json.dumps({"id": number, "text": text, "lang": "ar"})
        for number, text in enumerate([ADVERTISEMENT, "شكرا على المقال", ""])
    ]
    code, answers = score(data, *rows, options=("--language", "fr"))

    assert code == 0
    assert [one["id"] for one in answers] == [0, 1, 2]
    assert [one["verdict"] for one in answers] == ["hold", "approve", "approve"]
    assert answers[0]["spam"] > 0.5 > answers[1]["spam"]
    assert all(0 <= one["spam"] <= 1 and 0 <= one["offensive"] <= 1 for one in answers)
    signal = next(one for one in answers[0]["signals"] if one["code"] == "looks_like_spam")
    assert "du spam : " in signal["reason"]
    assert all(0 <= start < end <= len(ADVERTISEMENT) for start, end in signal["spans"])
    assert not data.exists()


def test_a_line_that_cannot_be_read_is_answered_in_its_place(data: Path) -> None:
    code, answers = score(
        data, '{"id": 1, "text": "a"}', "no json", "[1]", '{"id": 2}', "\x00", '{"id": 3, "text": "b"}'
    )

    assert code == 1
    assert [one["id"] for one in answers] == [1, None, None, None, None, 3]
    assert answers[1]["error"] == "line 2: not JSON in UTF-8"
    assert answers[3]["error"] == "line 4: no text called “text”"


def test_whoever_waits_for_an_answer_gets_it(data: Path) -> None:
    with subprocess.Popen(
        (sys.executable, "-m", "moderation", "score"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"MODERATION_DATA_DIR": str(data)},
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "x"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait() == 0


def test_answers_are_measured(bare: Run, tmp_path: Path) -> None:
    file = labelled(
        tmp_path / "x.jsonl", *[(ADVERTISEMENT + str(n), "spam") for n in range(5)], *[(text, "ham") for text in HAM]
    )
    said = bare("evaluate", str(file), "--json")
    found = json.loads(said.out)

    assert found["n"] == 25
    assert found["roc_auc"] == 1.0
    assert set(found["intervals"]) == {
        "precision", "recall", "f1", "macro_f1", "roc_auc", "recall_at_1pct_fpr", "calibration_error"
    }  # fmt: skip
    assert found["intervals"]["macro_f1"][0] <= found["macro_f1"] <= found["intervals"]["macro_f1"][1]
    assert "spam: 25 texts" in bare("evaluate", str(file)).out


def test_both_questions_are_told_apart(bare: Run, tmp_path: Path) -> None:
    file = labelled(
        tmp_path / "x.jsonl", (ADVERTISEMENT, "spam"), ("merci", "ham"), ("imbécile", "offensive"), ("merci", "clean")
    )

    assert set(json.loads(bare("evaluate", str(file), "--json").out)) == {"spam", "offensive"}


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('{"text": "a", "label": "nice"}\n', "line 1: the label is none of"),
        ("{\n", "line 1: not JSON"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_measured_is_said(bare: Run, tmp_path: Path, content: str, wrong: str) -> None:
    (tmp_path / "x.jsonl").write_text(content)
    said = bare("evaluate", str(tmp_path / "x.jsonl"))

    assert said.code == 1
    assert wrong in said.err


def test_a_base_is_made_of_files_and_used_instead_of_ours(bare: Run, tmp_path: Path, data: Path) -> None:
    (tmp_path / "texts").mkdir()
    labelled(tmp_path / "texts" / "a.jsonl", *[(text, "spam") for text in SPAM], *[(text, "ham") for text in HAM])
    labelled(
        tmp_path / "texts" / "b.jsonl",
        *[(f"imbécile {n}", "offensive") for n in range(9)],
        *[(text, "clean") for text in HAM],
    )
    data.mkdir()

    first = bare("train", "--data", str(tmp_path / "texts"), "--output", str(data / "model.npz"))
    again = bare("train", "--data", str(tmp_path / "texts"), "--output", str(tmp_path / "again.npz"))

    assert first.code == again.code == 0
    assert (data / "model.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()
    assert read_base((data / "model.npz").read_bytes()).digest in first.out
    _, (answer,) = score(data, json.dumps({"id": 1, "text": SPAM[0]}))
    assert answer["spam"] > 0.5


def test_a_broken_base_is_named_with_the_remedy(bare: Run, tmp_path: Path, data: Path) -> None:
    data.mkdir()
    (data / "model.npz").write_bytes(b"nonsense")
    file = labelled(tmp_path / "x.jsonl", ("a", "ham"))
    said = bare("evaluate", str(file))

    assert said.code == 1
    assert "model.npz is not a model: make it again with `moderation train`, or remove it." in said.err


def test_texts_of_one_label_make_no_base(bare: Run, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    labelled(tmp_path / "texts" / "a.jsonl", ("a", "spam"))
    said = bare("train", "--data", str(tmp_path / "texts"), "--output", str(tmp_path / "m.npz"))

    assert said.code == 1
    assert "must have texts of every label: spam, ham, offensive, clean" in said.err


def test_what_a_site_has_learnt_is_listed_used_and_taken_back(news: Any, run: Run, data: Path) -> None:
    moderator = Moderator("ada", "Ada", "a***@n***.example", Rights(Role.ADMIN))
    identifiers = [hand_in(news, body=text, email=f"a{number}@example.ma") for number, text in enumerate(SPAM[:6])]
    drain(news.desk)
    with news.database.read() as connection:
        found = comments.find_many(connection, identifiers)
    decision = Decision(Action.SPAM, tuple((one.id, one.version) for one in found.values()))
    news.database.write(lambda c: review.decide(c, moderator, decision, people.digest("b"), news.clock()))
    School(news.database, news.base()).learn(news.clock())
    line = json.dumps({"id": 1, "text": SPAM[7]})

    assert run("model", "list", "--site", "news").out.startswith("* 1\t")
    taught = score(data, line, options=("--site", "news"))[1][0]["spam"]
    assert run("model", "rollback", "--site", "news").out == "1 judges no more; the base does.\n"
    assert run("model", "list", "--site", "news").out.splitlines()[-1].startswith("* base")
    assert score(data, line, options=("--site", "news"))[1][0]["spam"] < taught
    assert "by the base already" in run("model", "rollback", "--site", "news").err
