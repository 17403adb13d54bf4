"""The work of an office on the command line: batch, print files, report, tokens, keys."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

import assets
from kiosk.config import Settings
from kiosk.domain.code import read_code
from kiosk.store.sqlite_library import sqlite3
from tests.cli.conftest import Run
from tests.conftest import ADDRESS


def create(run: Run, placements: str, *words: str, design: str = "a5-process") -> dict[str, object]:
    told = run("batch", "create", "--design", design, "--placements", placements, "--json", *words)
    assert told.exit_code == 0, told.stderr
    made: dict[str, object] = json.loads(told.stdout)
    return made


def test_a_batch_is_told_in_the_shape_that_programs_read(run: Run, placements: str) -> None:
    made = create(run, placements, "--service", "QC10,QC06")
    assert list(made) == ["batch", "design", "state", "codes"]
    assert (made["batch"], made["design"], made["state"]) == ("B0001", "a5-process", "planned")
    codes = made["codes"]
    assert isinstance(codes, list)
    assert [(one["district"], one["service"]) for one in codes] == [
        ("370102", "QC06"),
        ("370102", "QC10"),
        ("370124", "QC06"),
        ("370124", "QC10"),
    ]
    for one in codes:
        assert list(one) == ["placement", "name", "district", "service", "code", "url"]
        assert one["url"] == f"{ADDRESS}/S/{one['code']}"


def test_a_card_of_the_whole_catalogue_names_no_service(run: Run, placements: str) -> None:
    made = create(run, placements, design="card-90x54-catalogue")
    assert isinstance(made["codes"], list)
    assert {one["service"] for one in made["codes"]} == {None}


def test_numbered_copies_are_listed_in_a_file(run: Run, placements: str) -> None:
    made = create(run, placements, "--service", "QC10", "--numbered", "--codes-out", "codes.csv")
    with Path("codes.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len({line["code"] for line in lines}) == 101
    assert isinstance(made["placements"], list)
    assert [one["copies"] for one in made["placements"]] == [100, 1]
    assert made["placements"][0]["first"] == lines[0]["code"]
    assert made["placements"][0]["last"] == lines[99]["code"]


def test_a_file_of_codes_that_cannot_be_written_makes_no_batch(run: Run, placements: str) -> None:
    words = ("--design", "a5-process", "--service", "QC10", "--placements", placements)
    told = run("batch", "create", *words, "--numbered", "--codes-out", "no/folder/codes.csv")
    assert told.exit_code == 1
    assert told.stderr.startswith("不能写入no/folder/codes.csv")
    assert run("batch", "list").stdout == ""


def test_bad_rows_are_named_and_make_no_batch(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(
        "区县,投放点,类型,数量\n历下区,甲,窗口,1\n火星,乙,窗口,1\n历下区,丙,飞艇,1\n", "utf-8"
    )
    told = run("batch", "create", "--design", "a5-process", "--placements", str(file))
    assert told.exit_code == 1
    assert "第3行" in told.stderr
    assert "第4行" in told.stderr
    assert json.loads(run("batch", "list", "--json").stdout) == []


def test_a_halls_screen_has_thirteen_codes_of_its_own(run: Run, placements: str) -> None:
    create(run, placements, "--service", "QC10")
    shown = json.loads(run("batch", "show", "B0001").stdout)
    assert len(shown["screens"]) == 13
    assert {one["name"] for one in shown["screens"]} == {"平阴县政务服务中心"}
    assert all(read_code(one["code"]) is not None for one in shown["screens"])
    assert all(one["screen"].endswith(f"/kiosk/{one['code']}") for one in shown["screens"])


@pytest.mark.parametrize(
    ("form", "holds"), [("pdf", b"%PDF-"), ("zip", b"PK"), ("png", b"PK"), ("svg", b"PK")]
)
def test_print_files_are_written_whole(run: Run, placements: str, form: str, holds: bytes) -> None:
    create(run, placements, "--service", "QC10")
    told = run("cards", "render", "B0001", "--format", form, "-o", f"cards.{form}")
    assert told.exit_code == 0
    assert Path(f"cards.{form}").read_bytes().startswith(holds)
    assert not list(Path().glob(".*.part"))
    assert "这是样张：\n" in told.stderr
    assert ("zip文件" in told.stderr) is (form in {"png", "svg"})
    assert "QC10 行政复议申请还没有经办公室确认。" in told.stderr


def test_the_reasons_of_a_specimen_speak_the_language_of_the_command(
    run: Run, placements: str
) -> None:
    create(run, placements, "--service", "QC10")
    told = run("cards", "render", "B0001", "-o", "cards.pdf", lang="en_GB.UTF-8")
    assert told.stderr.startswith("This is a specimen:\n")
    assert "is not confirmed by the office" in told.stderr


def test_a_batch_of_two_placements_has_two_pages(run: Run, placements: str) -> None:
    create(run, placements, "--service", "QC10")
    run("cards", "render", "B0001", "-o", "cards.pdf")
    assert len(pypdfium2.PdfDocument("cards.pdf")) == 2


def test_a_file_that_cannot_be_written_is_told(run: Run, placements: str) -> None:
    create(run, placements, "--service", "QC10")
    told = run("cards", "render", "B0001", "-o", "no/folder/cards.pdf")
    assert told.exit_code == 1
    assert told.stderr.startswith("不能写入no/folder/cards.pdf")


def test_the_log_tells_what_commands_took_away(
    run: Run, placements: str, settings: Settings
) -> None:
    create(run, placements, "--service", "QC10")
    run("cards", "render", "B0001", "-o", "cards.pdf")
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    run("report", "scans", *days, "--by", "day,service", "--format", "xlsx", "-o", "r.xlsx")
    with closing(sqlite3.connect(settings.data_dir / "kiosk.sqlite3")) as database:
        lines = database.execute("SELECT actor, act, detail FROM log ORDER BY number DESC LIMIT 2")
        (who, report, asked), (_, drawn, format_) = lines.fetchall()
    assert who.startswith("cli:")
    assert (report, drawn) == ("report.download", "cards.download")
    assert json.loads(asked) == {
        "from": "2026-11-01", "to": "2026-11-30", "by": "day,service", "format": "xlsx",
    }  # fmt: skip
    assert json.loads(format_) == {"format": "pdf", "profile": "plain"}


def test_pictures_of_a_zip_open(run: Run, placements: str) -> None:
    create(run, placements, design="card-90x54-catalogue")
    run("cards", "render", "B0001", "--format", "png", "--dpi", "150", "-o", "cards.zip")
    with zipfile.ZipFile("cards.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 4


def test_a_recall_asks_first(run: Run, placements: str) -> None:
    create(run, placements, "--service", "QC10")
    asked = run("batch", "recall", "B0001", "--reason", "电话有误")
    assert asked.exit_code == 1
    assert json.loads(run("batch", "show", "B0001").stdout)["state"] == "planned"
    assert run("batch", "recall", "B0001", "--reason", "电话有误", "--yes").exit_code == 0
    assert json.loads(run("batch", "show", "B0001").stdout)["state"] == "recalled"


def test_a_token_is_shown_once_and_kept_as_a_digest(run: Run, tmp_path: Path) -> None:
    told = run("token", "add", "统计局")
    token = told.stdout.strip()
    assert token.startswith("mbk_")
    assert "统计局  在用" in run("token", "list").stdout
    assert token.encode() not in (tmp_path / "data" / "kiosk.sqlite3").read_bytes()
    assert run("token", "revoke", "统计局").exit_code == 0
    assert "统计局  已停用" in run("token", "list").stdout


def test_a_rotated_key_signs_and_the_old_one_still_counts(run: Run, placements: str) -> None:
    create(run, placements, "--service", "QC10")
    assert "K2" in run("key", "rotate").stdout
    listed = run("key", "list").stdout
    assert listed.count("在用") == 2
    before = run("batch", "show", "B0001").stdout
    create(run, placements, "--service", "QC10")
    assert run("batch", "show", "B0001").stdout == before
    assert run("key", "retire", "K1", "--yes").exit_code == 0
    gone = run("batch", "show", "B0001")
    assert (gone.exit_code, "密钥K1已停用" in gone.stderr) == (1, True)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_report_is_written_in_each_form(run: Run, form: str) -> None:
    words = ("--from", "2026-11-01", "--to", "2026-11-30", "--by", "day,service")
    told = run("report", "scans", *words, "--format", form, "-o", f"r.{form}")
    assert told.exit_code == 0
    assert Path(f"r.{form}").stat().st_size > 100


def test_the_catalogue_in_force_is_shown(run: Run) -> None:
    listed = run("catalogue", "show").stdout.splitlines()
    assert len(listed) == 13
    assert "QC10 v1 行政复议申请" in " ".join(listed)
    assert json.loads(run("catalogue", "show", "qc10").stdout)["id"] == "QC10"


def test_a_past_day_is_refused_in_one_sentence_before_any_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = run("catalogue", "publish", "empty", "--effective-from", "2020-01-01")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("生效时间不能早于现在")
    assert len(told.stderr.splitlines()) == 1


def test_what_is_published_for_a_later_day_is_shown_from_that_day_on(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(str(assets.path("catalogue")), folder)
    told = run("catalogue", "publish", str(folder))
    assert (told.exit_code, told.stdout) == (0, "没有变化\n")
    file = folder / "services" / "QC04.toml"
    text = file.read_text(encoding="utf-8")
    assert "带齐材料，到公证机构办理。" in text
    file.write_text(text.replace("带齐材料，到公证机构办理。", "材料带齐，到公证机构办。"))
    told = run("catalogue", "publish", str(folder), "--effective-from", "2099-01-01")
    assert told.stdout == "QC04 v2\n"
    assert "材料带齐" not in run("catalogue", "show", "QC04").stdout
    assert "材料带齐" not in run("catalogue", "show", "QC04", "--as-of", "2098-12-31").stdout
    assert "材料带齐" in run("catalogue", "show", "QC04", "--as-of", "2099-01-01").stdout
