"""Builds small catalogues: 13 short services and the five shared files, all in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kiosk import editing

TODAY = date(2026, 11, 24)

Edit = tuple[str, str]

SERVICE = """\
id = "QC01"
slug = "first-service"
slot = 1
status = "starter"
family = "resolve"
checked_on = 2026-11-23
name = { zh = "申请复核", en = "Ask for a review" }
summary = { zh = "一般60日内提出。", en = "As a rule within 60 days." }
entry = { situation = "对决定不服" }
implementer = { kind = "复核机关", verify = "checked", source = "S1", basis = ["fhf-2020#1"] }
audience = { codes = [2], text = "企业", verify = "checked", source = "S1" }
fees = [{ kind = "free", verify = "checked", source = "S1", basis = ["fhf-2020#4"] }]

[lead]
question = ["对决定不服？", "可以申请复核"]
action = "先看决定书"
bring = "申请书"
cost = "不收费"
place = { label = "向谁申请", text = "复核机关", local = "{district}政府", verify = "knowledge" }

[lead.deadline]
limit = "apply"
urgent = true
verify = "checked"
source = "S1"
basis = ["fhf-2020#2.1"]

[[variants]]
id = "ordinary"
name = { zh = "普通程序", en = "Ordinary" }
verify = "knowledge"

[[steps]]
key = "apply"
actor = "applicant"
who = "您"
title = "提出申请"
verify = "checked"
source = "S1"
basis = ["fhf-2020#2"]

[[steps.limits]]
key = "apply"
value = 60
unit = "natural_day"
verify = "checked"
source = "S1"
basis = ["fhf-2020#2.1"]

[[steps]]
key = "decide"
actor = "authority"
who = "复核机关"
title = "作出决定"
variant = "ordinary"
see = "QC02"
verify = "checked"
source = "S1"
basis = ["fhf-2020#3"]

[[steps.limits]]
key = "decide"
value = 5
unit = "working_day"
extension = { value = 30, unit = "natural_day" }
verify = "checked"
source = "S1"
basis = ["fhf-2020#3.1.2", "fhf-2020#5"]

[[notes]]
text = "投诉不停止60日。"
verify = "knowledge"

[[blanks]]
what = "实施机构的准确名称"
verify = "office"

[card]
band = "申请复核"
item = "复核"
title = "对决定不服？"
sub = "可以申请复核。"

[card.first]
label = ["先看"]
sides = [
  { over = "还没决定", title = "《告知书》", do = "先申辩" },
  { over = "已经决定", title = "《决定书》", do = "看本卡", here = true },
]
verify = "knowledge"

[card.figure]
label = ["最晚哪天"]
limit = "apply"
rule = ["自知道之日起**60日**内"]
urgent = true
verify = "checked"
source = "S1"
basis = ["fhf-2020#2.1"]

[card.table]
label = ["向谁"]
rows = [{ when = "一般", then = "复核机关" }]
verify = "knowledge"

[card.bring]
label = ["带什么"]
lines = ["申请书。"]
verify = "knowledge"

[card.cost]
label = ["多少钱"]
amount = "不收费"
verify = "checked"
source = "S1"

[card.after]
label = ["之后"]
stops = [
  { limit = "decide", lines = ["作出决定"] },
  { head = "送达", lines = ["送给您"] },
]
verify = "knowledge"

[card.note]
text = "有疑问请咨询12348。"
verify = "knowledge"
"""

LAWS = """\
[[laws]]
id = "fhf-2020"
title = "中华人民共和国复核法"
short = "复核法"
adopted = "2019年12月1日通过"
in_force_from = 2020-01-01
articles = 6
checked_on = 2026-11-23
verify = "checked"
source = "S1"

[[laws]]
id = "fhf-2010"
title = "中华人民共和国复核法（旧）"
short = "复核法（旧）"
in_force_from = 2010-01-01
in_force_until = 2019-12-31
replaced_by = "fhf-2020"
checked_on = 2026-11-23
verify = "knowledge"

[[laws]]
id = "wlf-2027"
title = "未来法"
short = "未来法"
in_force_from = 2027-01-01
checked_on = 2026-11-23
verify = "knowledge"
"""

SHARED: dict[str, str] = {
    "laws.toml": LAWS,
    "sources.toml": '[[sources]]\nid = "S1"\ntitle = "复核法文本"\nseen_on = 2026-11-23\n',
    "districts.toml": (
        '[[districts]]\nid = "370102"\nname = "历下区"\nen = "Lixia"\nkind = "district"\n'
    ),
    "papers.toml": (
        '[[papers]]\ntitle = "《决定书》"\nmeans = "已经决定"\ndo = "60日内申请"\n'
        'services = ["QC01"]\n'
    ),
    "desks.toml": "desks = []\n",
}

STATUTE = """\
title: 中华人民共和国复核法
adopted: 2019年12月1日通过
in force from: 2020-01-01
text from: invented for tests
---
第一章　总则
第一条	为了复核，写这部法。
第二条	不服的，可以自知道之日起六十日内申请；逾期每日加收百分之三。
	有正当理由的，另算。
第三条	机关按照下列规定办理：
	（一）登记；
	（二）五日内作出决定，可以延长三十日。
	办完后送达，收费不超过三千元。
第四条	复核不收费。
第四条之一	插入的一条，十年。
第五条	本法中“三日”“五日”的规定是指工作日。
第六条	本法自2020年1月1日起施行。
"""


def catalogue(folder: Path, edits: Mapping[str, tuple[Edit, ...]] | None = None) -> Path:
    """Write a sound catalogue; `edits` are replacements by file, each of which must take place."""
    texts = dict(SHARED)
    for number in range(1, 14):
        text = SERVICE.replace('id = "QC01"', f'id = "QC{number:02}"')
        text = text.replace("slot = 1\n", f"slot = {number}\n")
        texts[f"services/QC{number:02}.toml"] = text.replace("first-", f"number-{number}-")
    for name, replacements in (edits or {}).items():
        for old, new in replacements:
            assert old in texts[name], old
            texts[name] = texts[name].replace(old, new, 1)
    (folder / "services").mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def no_glyph_missing(_text: str) -> set[str]:
    return set()


def report(path: Path) -> editing.Report:
    return editing.check(path, today=TODAY, missing_glyphs=no_glyph_missing)


def told(folder: Path, language: str = "en") -> list[str]:
    """The faults of a folder, their paths told from the folder on."""
    lines = [fault.text(language) for fault in report(folder).faults]
    return [line.removeprefix(f"{folder}/").replace(f"{folder}/", "") for line in lines]
