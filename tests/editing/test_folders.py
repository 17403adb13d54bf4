"""Files and folders: what is read at all, and what a catalogue must consist of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk import editing
from kiosk.domain.problem import Problem
from tests.editing.make import SERVICE, SHARED, TODAY, catalogue, no_glyph_missing, report, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return catalogue(tmp_path / "catalogue")


def first(folder: Path) -> Path:
    return folder / "services" / "QC01.toml"


def test_a_path_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert [str(fault) for fault in report(missing).faults] == [
        f"{missing}:1: there is no such file or folder; check the path"
    ]


def test_a_file_name_with_a_nul_is_a_fault() -> None:
    (fault,) = report(Path("a\0b")).faults
    assert fault.code == "unreadable"


def test_a_folder_without_services_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path) == [
        (
            f"{tmp_path}:1: there are no service files; "
            "put one file a service into services/: QC01.toml to QC13.toml"
        )
    ]


@pytest.mark.parametrize("name", SHARED)
def test_a_missing_shared_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert f"{name}:1: the shared file {name} is missing; add {name}: every service needs it" in (
        told(folder)
    )


def test_a_missing_law_table_does_not_make_every_citation_wrong(folder: Path) -> None:
    (folder / "laws.toml").unlink()
    assert len(told(folder)) == 1


def test_a_file_over_256_kib_is_not_read(folder: Path) -> None:
    first(folder).write_text("#" * (256 * 1024) + "\n[broken")
    assert told(folder) == [
        "services/QC01.toml:1: the file has 257 KiB and was not read; at most 256 KiB a file"
    ]


def test_a_file_of_exactly_256_kib_is_read(folder: Path) -> None:
    text = SERVICE.replace("first-", "number-1-").encode()
    first(folder).write_bytes(text + b"#" * (256 * 1024 - len(text)))
    assert told(folder) == []


def test_what_is_not_utf8_is_told_by_its_line(folder: Path) -> None:
    lines = first(folder).read_bytes().split(b"\n")
    lines[35] = 'who = "您"'.encode("gb18030")
    first(folder).write_bytes(b"\n".join(lines))
    (line,) = told(folder)
    assert line.startswith("services/QC01.toml:36: not UTF-8: the byte at offset ")
    assert line.endswith("is 0xC4; save the file in UTF-8")


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder: Path) -> None:
    text = first(folder).read_text("utf-8").replace("\n", "\r\n").replace('who = "您"', "who = 1")
    first(folder).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert told(folder) == ["services/QC01.toml:36: “who” is a whole number; it must be text"]


def test_a_symbolic_link_is_refused_even_where_it_leads_to_a_sound_file(folder: Path) -> None:
    sound = folder / "elsewhere.toml"
    first(folder).rename(sound)
    first(folder).symlink_to(sound)
    assert told(folder) == [
        (
            "services/QC01.toml:1: it is not a regular file but a symbolic link; "
            "put the file itself here"
        )
    ]


def test_a_linked_folder_of_services_is_refused(folder: Path) -> None:
    (folder / "services").rename(folder / "elsewhere")
    (folder / "services").symlink_to(folder / "elsewhere")
    (line,) = told(folder)
    assert line.startswith("services:1: it is not a regular file but a symbolic link")


def test_a_pipe_is_refused_and_nobody_waits_for_it(folder: Path) -> None:
    first(folder).unlink()
    os.mkfifo(first(folder))
    (line,) = told(folder)
    assert line.startswith("services/QC01.toml:1: it is not a regular file but a pipe")


def test_a_folder_in_the_place_of_a_file_is_refused(folder: Path) -> None:
    first(folder).unlink()
    first(folder).mkdir()
    (line,) = told(folder)
    assert line.startswith("services/QC01.toml:1: it is not a regular file but a folder")


def test_more_than_99_services_are_not_read(folder: Path) -> None:
    for number in range(100):
        (folder / "services" / f"x{number}.toml").touch()
    assert told(folder) == [
        "services:1: services/ holds 113 files; at most 99: an id has two digits"
    ]


def test_an_alternate_takes_no_slot(folder: Path) -> None:
    alternate = SERVICE.replace("QC01", "QC14").replace("first-", "number-14-")
    (folder / "services" / "QC14.toml").write_text(alternate.replace("slot = 1\n", ""))
    assert told(folder) == []
    (folder / "services" / "QC14.toml").write_text(alternate)
    assert [line.split(";")[0] for line in told(folder)] == [
        "services/QC14.toml:3: slot 1 is held by QC01",
        "services/QC14.toml:3: the alternate QC14 holds slot 1",
    ]


def test_an_alternate_may_follow_a_service_that_was_withdrawn(folder: Path) -> None:
    alternate = SERVICE.replace("QC01", "QC14").replace("first-", "number-14-")
    (folder / "services" / "QC14.toml").write_text(alternate)
    text = first(folder).read_text("utf-8").replace("slot = 1\n", "")
    first(folder).write_text(text.replace('"starter"', '"withdrawn"'))
    assert told(folder) == []


def test_all_faults_are_told_at_once_in_the_order_of_file_and_line(tmp_path: Path) -> None:
    folder = catalogue(
        tmp_path / "catalogue",
        {
            "services/QC05.toml": (("value = 60", 'value = "60"'),),
            "services/QC02.toml": (
                ("family = ", "colour = 1\nfamily = "),
                ('basis = ["fhf-2020#1"]', 'basis = ["fhf-2020#99", "none"]'),
                ('basis = ["fhf-2020#3.1.2", "fhf-2020#5"]\n', ""),
                ('who = "您"', "who = 3"),
                ("60日。", "61日。"),
            ),
            "laws.toml": (('short = "复核法"\n', ""),),
            "districts.toml": (("[[districts]]", "[districts"),),
        },
    )
    assert [":".join(line.split(":")[:2]) for line in told(folder)] == [
        "districts.toml:1",
        "laws.toml:1",
        "services/QC02.toml:5",
        "services/QC02.toml:11",
        "services/QC02.toml:11",
        "services/QC02.toml:37",
        "services/QC02.toml:62",
        "services/QC02.toml:71",
        "services/QC05.toml:44",
    ]


def test_two_hundred_faults_are_listed_and_the_rest_counted(folder: Path) -> None:
    first(folder).write_text(first(folder).read_text() + '[[notes]]\nverify = "checked"\n' * 300)
    found = report(folder)
    assert len(found.faults) == 200
    assert found.count == 600
    assert found.listing.en.splitlines()[-1] == "and at least 400 more"
    assert found.listing.zh.splitlines()[-1] == "另外至少还有 400 处"


def test_one_service_is_checked_beside_the_facts_of_a_catalogue(folder: Path) -> None:
    shared = report(folder).draft.shared
    path = first(folder)
    path.write_text(path.read_text().replace("fhf-2020#1", "fhf-2020#8").replace('"S1"', '"S8"', 1))
    alone = editing.check(path, today=TODAY, missing_glyphs=no_glyph_missing, shared=shared)
    assert [fault.code for fault in alone.faults] == ["unknown-source", "article-beyond"]
    assert [service.id for service in alone.draft.services] == ["QC01"]


def test_one_service_without_a_catalogue_is_checked_as_far_as_it_goes(folder: Path) -> None:
    path = first(folder)
    path.write_text(path.read_text().replace("fhf-2020#1", "anything#8").replace("60日。", "6日。"))
    assert [fault.code for fault in report(path).faults] == ["figure-without-limit"]


def test_a_draft_hands_out_only_services_that_fit(folder: Path) -> None:
    first(folder).write_text(first(folder).read_text().replace('who = "您"', "who = 1"))
    draft = editing.read(folder)
    assert [service.id for service in draft.services] == [f"QC{n:02}" for n in range(2, 14)]
    assert len(draft.faults) == 1


def test_a_sound_catalogue_comes_out_whole(folder: Path) -> None:
    whole = editing.checked(folder, today=TODAY)
    assert len(whole.services) == 13
    assert [law.id for law in whole.shared.laws] == ["fhf-2020", "fhf-2010", "wlf-2027"]


def test_a_faulty_catalogue_is_one_problem_in_the_readers_language(folder: Path) -> None:
    first(folder).write_text(first(folder).read_text().replace("slot = 1\n", "slot = 0\n"))
    with pytest.raises(Problem) as caught:
        editing.checked(folder, today=TODAY)
    path = first(folder)
    assert caught.value.code == "catalogue-faulty"
    assert caught.value.text("zh").endswith(f"{path}:3: slot 是 0；应为 1 至 13")
    assert caught.value.text("en").endswith(f"{path}:3: the slot is 0; 1 to 13")
