"""`parvis rules …`: tests, explanations and evaluations without a server, and what is said of bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gulls import GULLS
from terminal import Run, typing_in

ROW = '{"kind": "message", "lang": "fr", "text": "%s", "class": "threat", "expect": "act"}\n'
THREAT = "fais attention à toi"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``parvis …`` typed in an empty folder."""
    return typing_in(tmp_path, monkeypatch, capsys)


def test_the_shipped_packs_hold_what_they_promise(run: Run) -> None:
    told = run("rules", "test")
    assert told.status == 0 and "all as they say" in told.out


def test_an_explanation_as_json_and_as_lines(run: Run) -> None:
    told = json.loads(run("rules", "explain", "--kind", "message", "--json", THREAT).out)
    assert told["ruling"] == "allow" and {one["ruling"] for one in told["findings"]} == {"shadow"}
    assert told["rules"][0]["harm"] == "danger" and told["views"]["bare"].startswith("fais attention")
    assert 'ruling: "refuse"' in run("rules", "explain", "--kind", "nickname", "lyceenne16").out


def test_an_evaluation_as_a_table_and_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(ROW % THREAT + ROW % "bonsoir à vous", encoding="utf-8")
    table = run("rules", "eval", "rows.jsonl", "--shadows", "--misses")
    assert table.status == 0
    assert "0.500" in table.out and "nothing: bonsoir à vous" in table.out and "0 of 0" in table.out
    (one,) = json.loads(run("rules", "eval", "rows.jsonl", "--json").out)["classes"]
    assert (one["caught"], one["missed"], one["recall"]) == (0, 2, 0.0)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("eval", "nowhere.jsonl"), "cannot be read"),
        (("eval", "bad.jsonl"), "line 1"),
        (("test", "--pack", "bad.jsonl"), "no pack"),
        (("test", "--pack", "nowhere.toml"), "cannot be read"),
        (("test", "--pack", "loose.toml"), "RE2 does not take"),
    ],
)
def test_bad_input_is_told_in_one_sentence(run: Run, words: tuple[str, ...], why: str, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{]")
    head = 'schema = 1\npack = "x"\nversion = "1"\ntitle = { fr = "x", en = "x" }\nsource = "x"\nlicence = "x"\n'
    loose = head + 'owner = "x"\nexpires = 2027-01-01\n[[list]]\nid = "x"\npatterns = ["(?<=a)b"]\n'
    (tmp_path / "loose.toml").write_text(loose)
    told = run("rules", *words)
    assert told.status == 2
    assert why in told.err and "Traceback" not in told.err


def test_a_rule_is_tried_on_the_past_of_a_data_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rule.toml").write_text(GULLS, encoding="utf-8")
    assert run("init").status == 0
    told = run("rules", "backtest", "rule.toml")
    assert told.status == 0, told.err
    assert told.out.startswith("0 of 0 texts, of 0 people.") and "house_gulls" in told.out
    (tmp_path / "rule.toml").write_text(GULLS.replace("hit.house_gulls'", "hit.gulls'"), encoding="utf-8")
    wrong = run("rules", "backtest", "rule.toml")
    assert wrong.status == 2 and "rule.toml: The rule gulls:" in wrong.err and "not declared" in wrong.err
    assert run("rules", "backtest", "none.toml").status == 2
