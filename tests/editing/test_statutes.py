"""The catalogue against law texts, which are invented: real ones are no part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import editing
from tests.editing.make import STATUTE, Edit, catalogue

NAME = "复核法.txt"


def compared(
    folder: Path, *, catalogue_edits: tuple[Edit, ...] = (), statute_edits: tuple[Edit, ...] = ()
) -> editing.Comparison:
    """Compare a small catalogue, changed in its first service, with one law text."""
    text = STATUTE
    for old, new in statute_edits:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "laws").mkdir()
    (folder / "laws" / NAME).write_text(text, "utf-8")
    path = catalogue(folder / "catalogue", {"services/QC01.toml": catalogue_edits})
    return editing.compare(editing.read(path), folder / "laws")


def told(folder: Path, comparison: editing.Comparison, language: str = "en") -> list[str]:
    """The faults in the text of the law, in the shared files and in the first service's file."""
    lines = [fault.text(language) for fault in comparison.faults]
    short = [line.replace(f"{folder}/catalogue/", "").replace(f"{folder}/", "") for line in lines]
    return [line for line in short if not line.startswith("services/") or "QC01.toml" in line]


def test_a_catalogue_that_stands_in_the_law_has_no_fault_and_says_how(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert found.faults == ()
    assert found.not_compared == ()
    first = [match for match in found.matched if match.path.endswith("QC01.toml")]
    assert [(m.line, m.figure.zh, m.citation, m.how.zh) for m in first] == [
        (44, "60日", "fhf-2020#2.1", "条文写“六十日”"),
        (63, "5个工作日", "fhf-2020#3.1.2", "条文写“五日”，fhf-2020#5.1 定为工作日"),
        (65, "30日", "fhf-2020#3.1.2", "条文写“三十日”"),
    ]


def test_evidence_and_gaps_are_told_in_a_line(tmp_path: Path) -> None:
    found = compared(tmp_path, catalogue_edits=(("#1", '#1", "wlf-2027'),))
    path = tmp_path / "catalogue" / "services" / "QC01.toml"
    assert found.matched[0].text("en") == f"{path}:44: 60 days ← fhf-2020#2.1: written “六十日”"
    assert found.matched[0].text("zh") == f"{path}:44: 60日 ← fhf-2020#2.1: 条文写“六十日”"
    (gap,) = found.not_compared
    assert gap.text("en") == f"wlf-2027 未来法: no text of this law: {path}:10"


def test_a_citation_that_the_check_refuses_does_not_stop_the_comparison(tmp_path: Path) -> None:
    found = compared(tmp_path, catalogue_edits=(("fhf-2020#1", "第一条"),))
    assert found.faults == ()


def test_a_new_text_lists_every_fact_that_no_longer_stands(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        statute_edits=(
            ("in force from: 2020-01-01", "in force from: 2027-01-01"),
            ("六十日", "三个月"),
            ("第六条", "第六条	新的一条。\n第七条"),
        ),
    )
    assert told(tmp_path, found) == [
        (
            "laws.toml:6: 中华人民共和国复核法: the table says in force from 2020-01-01, "
            "the text 2027-01-01; find out which version holds; "
            "if the law has changed, check every citation again"
        ),
        (
            "laws.toml:7: 中华人民共和国复核法: the table counts 6 articles, the text 7; "
            "check the version and mend articles"
        ),
        (
            "services/QC01.toml:44: “60 days” does not stand in what is cited (fhf-2020#2.1); "
            "times that stand there: 三个月"
        ),
    ]
    assert len(found.faults) == 2 + 13


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '["fhf-2020#1"]',
            '["fhf-2020#6", "fhf-2020#7"]',
            (
                "services/QC01.toml:10: the text of 中华人民共和国复核法 has no article 7; "
                "its last article is 6"
            ),
        ),
        (
            '["fhf-2020#1"]',
            '["fhf-2020#3.3"]',
            "services/QC01.toml:10: article 3 of 中华人民共和国复核法 has no paragraph 3; it has 2",
        ),
        (
            '["fhf-2020#1"]',
            '["fhf-2020#3.1.3"]',
            (
                "services/QC01.toml:10: paragraph 1 of article 3 of 中华人民共和国复核法 "
                "has no item 3; it has 2"
            ),
        ),
        (
            '["fhf-2020#1"]',
            '["fhf-2020"]',
            (
                "services/QC01.toml:10: 中华人民共和国复核法 is cited as a whole; "
                "name the article, such as fhf-2020#1: there is a text of this law"
            ),
        ),
        (
            '"fhf-2020#3.1.2", "fhf-2020#5"',
            '"fhf-2020#3.1.2"',
            (
                "services/QC01.toml:63: written as 5 working days; the text says days, "
                "and what makes them working days is not cited; add fhf-2020#5.1 to the basis"
            ),
        ),
        (
            'value = 5\nunit = "working_day"',
            'value = 5\nunit = "natural_day"',
            (
                "services/QC01.toml:63: written as 5 days, but by fhf-2020#5.1 these days are "
                "working days; set the unit to working_day and cite fhf-2020#5.1"
            ),
        ),
        (
            "value = 5\n",
            "value = 3\n",
            (
                "services/QC01.toml:63: “3 working days” does not stand in what is cited "
                "(fhf-2020#3.1.2); times that stand there: 五日、三十日"
            ),
        ),
        (
            "value = 30, ",
            "value = 40, ",
            (
                "services/QC01.toml:65: “40 days” does not stand in what is cited "
                "(fhf-2020#3.1.2); times that stand there: 五日、三十日"
            ),
        ),
    ],
)
def test_what_does_not_stand_in_the_law_is_told_by_line(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    found = compared(tmp_path, catalogue_edits=((old, new),))
    assert told(tmp_path, found) == [words]


NOTE = 'text = "投诉不停止60日。"\nverify = "knowledge"'


@pytest.mark.parametrize(
    ("sentence", "basis", "is_right"),
    [
        ("逾期每日加收3%。", "2.1", True),
        ("逾期每日加收百分之三。", "2", True),
        ("逾期每日加收5%。", "2.1", False),
        ("收费不超过3000元。", "3.2", True),
        ("收费不超过0.3万元。", "3.2", True),
        ("收费不超过3000元。", "3.1", False),
        ("收费不超过4000元。", "3.2", False),
    ],
)
def test_shares_and_sums_stand_in_the_article_that_the_sentence_cites(
    sentence: str, basis: str, *, is_right: bool, tmp_path: Path
) -> None:
    note = f'text = "{sentence}"\nverify = "knowledge"\nbasis = ["fhf-2020#{basis}"]'
    found = compared(tmp_path, catalogue_edits=((NOTE, note),))
    assert (told(tmp_path, found) == []) is is_right
    if not is_right:
        assert told(tmp_path, found)[0].startswith("services/QC01.toml:71: “")


def test_a_days_clause_is_no_evidence_for_a_time_of_its_own(tmp_path: Path) -> None:
    basis = ('"fhf-2020#3.1.2", "fhf-2020#5"', '"fhf-2020#1", "fhf-2020#5"')
    found = compared(tmp_path, catalogue_edits=(basis,))
    assert [fault.code for fault in found.faults] == ["figure-not-in-law"] * 2


@pytest.mark.parametrize(
    ("clause", "unit", "codes"),
    [
        ("本法中十日以内期限的规定是指工作日。", "working_day", []),
        ("本法中十日以内期限的规定是指工作日。", "natural_day", ["working-days-in-law"]),
        ("本法规定的机关的期限以工作日计算。", "working_day", []),
        ("本法规定的机关的期限以工作日计算。", "natural_day", []),
        ("本法中“三日”的规定是指工作日。", "working_day", ["figure-not-in-law"]),
        ("本法中“三日”的规定是指工作日。", "natural_day", []),
    ],
)
def test_a_clause_on_working_days_is_read_as_far_as_it_goes(
    clause: str, unit: str, codes: list[str], tmp_path: Path
) -> None:
    found = compared(
        tmp_path,
        catalogue_edits=(('value = 5\nunit = "working_day"', f'value = 5\nunit = "{unit}"'),),
        statute_edits=(("本法中“三日”“五日”的规定是指工作日。", clause),),
    )
    assert [f.code for f in found.faults if f.path.endswith("QC01.toml")] == codes


def test_a_law_without_text_is_listed_with_every_line_that_rests_on_it(tmp_path: Path) -> None:
    folder = catalogue(tmp_path / "catalogue", {"services/QC01.toml": (("#1", "#6"),)})
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "x.txt").write_text(STATUTE.replace("复核法", "别的法"))
    found = editing.compare(editing.read(folder), tmp_path / "laws")
    assert found.faults == ()
    (law,) = found.not_compared
    assert (law.law, law.title) == ("fhf-2020", "中华人民共和国复核法")
    assert law.why.zh == "没有这部法的文本"
    first = [int(place.rpartition(":")[2]) for place in law.places if "QC01" in place]
    assert law.places[0] == f"{folder}/services/QC01.toml:10"
    assert first == sorted(set(first))
    assert f"{folder}/services/QC01.toml:10, {first[1]}" in law.text("zh")


def test_a_time_that_may_stand_in_a_law_without_text_is_no_fault(tmp_path: Path) -> None:
    basis = ('basis = ["fhf-2020#2.1"]', 'basis = ["fhf-2020#1", "wlf-2027#1"]')
    found = compared(tmp_path, catalogue_edits=(("#2.1", '#1", "wlf-2027#1'), basis))
    assert [fault.code for fault in found.faults] == []
    assert [law.law for law in found.not_compared] == ["wlf-2027"]


def test_a_version_that_nobody_wrote_down_is_listed_as_not_compared(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        statute_edits=(("in force from: 2020-01-01", "in force from: ?"), ("2019年12月1日", "")),
    )
    assert found.faults == ()
    assert [law.why.en for law in found.not_compared] == [
        "text or table does not say which version it is"
    ]


def test_an_amendment_that_the_table_does_not_know_is_told(tmp_path: Path) -> None:
    acts = "12月1日通过; 2027年5月1日修正; 2028年1月1日施行"
    found = compared(tmp_path, statute_edits=(("12月1日通过", acts),))
    (line,) = told(tmp_path, found)
    assert line.startswith(
        "laws.toml:5: 中华人民共和国复核法: the table has the version of 2019-12-01, "
        "the text that of 2027-05-01"
    )


def test_of_two_versions_the_one_in_the_table_is_compared(tmp_path: Path) -> None:
    older = STATUTE.replace("2020-01-01", "2010-01-01").replace("六十日", "十日")
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "older.txt").write_text(older.replace("2019年", "2009年"))
    (tmp_path / "laws" / "newer.txt").write_text(STATUTE)
    draft = editing.read(catalogue(tmp_path / "catalogue"))
    assert editing.compare(draft, tmp_path / "laws").faults == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title:", "name:", f"laws/{NAME}:1: the law text lacks “title” in its head"),
        ("---\n", "", f"laws/{NAME}:1: the law text lacks “---” in its head"),
        ("第四条之一", "某一条", f"laws/{NAME}:15: this line belongs to no article"),
        ("第四条\t", "第三条\t", f"laws/{NAME}:14: 第三条 stands twice, first at line 10"),
    ],
)
def test_a_broken_law_text_is_told_by_line(old: str, new: str, words: str, tmp_path: Path) -> None:
    found = compared(tmp_path, statute_edits=((old, new),))
    assert [line.split(";")[0] for line in told(tmp_path, found)] == [words]


def test_the_same_version_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "laws" / name).write_text(STATUTE)
    draft = editing.read(catalogue(tmp_path / "catalogue"))
    (fault,) = editing.compare(draft, tmp_path / "laws").faults
    assert fault.code == "statute-title-twice"
    assert fault.path.endswith("b.txt")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_without_law_texts_is_a_fault_and_no_success(
    *, is_there: bool, tmp_path: Path
) -> None:
    if is_there:
        (tmp_path / "laws").mkdir()
    draft = editing.read(catalogue(tmp_path / "catalogue"))
    (fault,) = editing.compare(draft, tmp_path / "laws").faults
    assert fault.code == ("no-law-texts" if is_there else "no-file")
