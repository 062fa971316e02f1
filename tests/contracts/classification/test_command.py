"""``manage.py classify`` and ``evaluate_classifier``, as somebody runs them."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

LINES = [
    {"id": "a", "title": "Centrifugal pump with an impeller", "abstract": None},
    {"id": 2, "title": None, "abstract": None, "lang": "zh-Hans"},
    {"id": "c", "abstract": "注塑机的模具冷却装置"},
]


def run(source: Path, target: Path, *more: str) -> None:
    call_command("classify", "--input", str(source), "--output", str(target), *more, stderr=StringIO())


def test_one_line_out_for_each_line_in(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES), encoding="utf-8")
    run(tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--top", "3")
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [item["id"] for item in found] == ["a", 2, "c"]
    assert [len(item["suggestions"]) for item in found] == [3, 3, 3]
    assert [item["suggestions"][0]["symbol"] for item in found][::2] == ["F04D", "B29C"]
    assert [len(item["sections"]) for item in found] == [8, 8, 8]
    assert found[1]["abstained"] is True
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_an_empty_file_gives_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    run(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_a_bad_line_is_named_and_leaves_the_old_output_alone(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id":1,"title":"Pump"}\n{"id":2,\n', encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("old\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"in\.jsonl: Line 2: this is not JSON\.$") as caught:
        run(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert caught.value.returncode == 2
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_missing_input_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.jsonl: No such file or directory\.$") as caught:
        run(tmp_path / "nowhere.jsonl", tmp_path / "out.jsonl")
    assert caught.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("top", ["0", "101", "x", "-1"])
def test_top_is_bounded(tmp_path: Path, top: str) -> None:
    with pytest.raises(CommandError, match="a number from 1 to 100 is needed"):
        run(tmp_path / "in.jsonl", tmp_path / "out.jsonl", f"--top={top}")


@pytest.mark.parametrize("command", ["train_classifier", "evaluate_classifier"])
def test_commands_that_need_records_say_so(tmp_path: Path, command: str) -> None:
    with pytest.raises(CommandError, match=r"Labelled records are needed: set IPMARKET_DATA_DIR or give --data\.") as caught:
        call_command(command, "--data", str(tmp_path))
    assert caught.value.returncode == 2
