"""What is not checked is listed with a place that a person can follow."""

from __future__ import annotations

from pathlib import Path

from kiosk import editing
from tests.editing.make import catalogue, report


def opened(folder: Path) -> list[str]:
    first = [fact for fact in report(folder).open_facts if fact.service in ("QC01", None)]
    return [f"{fact.service} | {fact.where} | {fact.mark} | {fact.text}" for fact in first]


def test_every_fact_that_is_not_checked_is_listed(tmp_path: Path) -> None:
    assert opened(catalogue(tmp_path / "catalogue")) == [
        "QC01 | 第一屏 · 向谁办 | 待核实 | 复核机关；{district}政府",
        "QC01 | 卡面 · 先看 | 待核实 | 还没决定；《告知书》；先申辩；已经决定；《决定书》；看本卡",
        "QC01 | 卡面 · 向谁办 | 待核实 | 一般；复核机关",
        "QC01 | 卡面 · 带什么 | 待核实 | 申请书。",
        "QC01 | 卡面 · 之后 | 待核实 | 作出决定；送达；送给您",
        "QC01 | 卡面 · 注意 | 待核实 | 有疑问请咨询12348。",
        "QC01 | 程序 | 待核实 | 普通程序",
        "QC01 | 注意事项 | 待核实 | 投诉不停止60日。",
        "QC01 | 待办公室提供 | 待填 | 实施机构的准确名称",
        "None | 法律法规 2 | 待核实 | 中华人民共和国复核法（旧）；复核法（旧）",
        "None | 法律法规 3 | 待核实 | 未来法",
    ]


def test_an_open_limit_is_found_by_its_step_and_told_with_its_figure(tmp_path: Path) -> None:
    limit = 'value = 60\nunit = "natural_day"\nverify = "checked"\nsource = "S1"\n'
    partial = limit.replace('"checked"', '"partial"')
    folder = catalogue(tmp_path / "catalogue", {"services/QC01.toml": ((limit, partial),)})
    assert "QC01 | 办理环节 1 · 时限 | 待核实 | 60日" in opened(folder)


def test_the_list_can_be_drawn_from_a_published_catalogue(tmp_path: Path) -> None:
    found = report(catalogue(tmp_path / "catalogue"))
    assert editing.open_facts(found.draft.services, found.draft.shared) == found.open_facts
