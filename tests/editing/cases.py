"""Broken catalogues, one for each rule: what to replace in a sound one, by file."""

from __future__ import annotations

from typing import Final

from tests.editing.make import Edit

Edits = dict[str, tuple[Edit, ...]]


def one(*edits: Edit) -> Edits:
    """Replacements in the first service's file."""
    return {"services/QC01.toml": edits}


CASES: Final[dict[str, Edits]] = {
    # schema
    "an unknown key": one(("family = ", 'colour = "red"\nfamily = ')),
    "a key with a slip": one(('actor = "applicant"', 'actr = "applicant"')),
    "a missing key": one(('title = "提出申请"\n', "")),
    "a missing table": one(('entry = { situation = "对决定不服" }\n', "")),
    "text for a number": one(("value = 60", 'value = "60"')),
    "a number for text": one(('who = "您"', "who = 1")),
    "a number with a point": one(("slot = 1\n", "slot = 1.5\n")),
    "text for a flag": one(("urgent = true", 'urgent = "yes"')),
    "text for a list": one(('lines = ["申请书。"]', 'lines = "申请书。"')),
    "text for a table": one(('entry = { situation = "对决定不服" }', 'entry = "对决定不服"')),
    "a unit that does not exist": one(('unit = "natural_day"', 'unit = "week"')),
    "a day that is no day": one(("checked_on = 2026-11-23", 'checked_on = "23.11.2026"')),
    "one paper of two": one(
        ('  { over = "还没决定", title = "《告知书》", do = "先申辩" },\n', "")
    ),
    "three papers of two": one(
        ("sides = [\n", 'sides = [\n  { over = "三", title = "三", do = "三" },\n')
    ),
    # toml
    "a line that is no pair": one(('family = "resolve"', "family resolve")),
    "an open text": one(('family = "resolve"', 'family = "resolve')),
    "an open list": {"desks.toml": (("desks = []", "desks = [1,"),)},
    "a key written twice": one(("slot = 1\n", "slot = 1\nslot = 2\n")),
    "a table written twice": one(("[card]\n", "[lead]\n[card]\n")),
    "a day that the calendar lacks": one(("2026-11-23", "2026-02-30")),
    "nesting too deep": one(("codes = [2]", "codes = " + "[" * 30 + "]" * 30)),
    "a huge number": one(("slot = 1\n", "slot = 1" + "0" * 400 + "\n")),
    # identity
    "a malformed id": one(('id = "QC01"', 'id = "QC1"')),
    "an id that is not the file's name": one(('id = "QC01"', 'id = "QC21"')),
    "an id of another file": one(('id = "QC01"', 'id = "QC02"')),
    "a malformed slug": one(('"number-1-service"', '"Number One"')),
    "a slug that is taken": {"services/QC02.toml": (("number-2-service", "number-1-service"),)},
    "a step key twice": one(('key = "decide"', 'key = "apply"')),
    "a limit key twice": one(
        ('[[steps.limits]]\nkey = "decide"', '[[steps.limits]]\nkey = "apply"')
    ),
    "a variant twice": one(
        (
            "[[steps]]\n",
            (
                '[[variants]]\nid = "ordinary"\nname = { zh = "又", en = "Again" }\n'
                'verify = "knowledge"\n\n[[steps]]\n'
            ),
        )
    ),
    "a law twice": {"laws.toml": (('id = "wlf-2027"', 'id = "fhf-2010"'),)},
    "a source twice": {
        "sources.toml": (
            (
                "[[sources]]",
                '[[sources]]\nid = "S1"\ntitle = "又"\nseen_on = 2026-11-23\n\n[[sources]]',
            ),
        )
    },
    "a district twice": {
        "districts.toml": (
            (
                "[[districts]]",
                (
                    '[[districts]]\nid = "370102"\nname = "又"\nen = "X"\nkind = "area"\n\n'
                    "[[districts]]"
                ),
            ),
        )
    },
    "a paper twice": {
        "papers.toml": (
            (
                "[[papers]]",
                (
                    '[[papers]]\ntitle = "《决定书》"\nmeans = "又"\ndo = "又"\nservices = []\n\n'
                    "[[papers]]"
                ),
            ),
        )
    },
    # slots
    "a slot out of range": one(("slot = 1\n", "slot = 14\n")),
    "a slot that is taken": one(("slot = 1\n", "slot = 2\n")),
    "a service without a slot": one(("slot = 1\n", "")),
    "a withdrawn service without a successor in its slot": one(
        ('slot = 1\nstatus = "starter"', 'status = "withdrawn"')
    ),
    # references
    "a step that leads to no service": one(('see = "QC02"', 'see = "QC77"')),
    "an unknown source": one(
        ('source = "S1"\nbasis = ["fhf-2020#2"]', 'source = "S9"\nbasis = ["fhf-2020#2"]')
    ),
    "an unknown variant": one(('variant = "ordinary"', 'variant = "quick"')),
    "a first screen with an unknown limit": one(
        ('[lead.deadline]\nlimit = "apply"', '[lead.deadline]\nlimit = "aply"')
    ),
    "a stop with an unknown limit": one(('{ limit = "decide"', '{ limit = "decision"')),
    "a paper that leads nowhere": {"papers.toml": (('["QC01"]', '["QC01", "QC99"]'),)},
    "a desk nowhere": {
        "desks.toml": (
            (
                "desks = []",
                (
                    '[[desks]]\nservice = "QC99"\ndistrict = "999999"\nname = "窗口"\n'
                    'verify = "knowledge"\n'
                ),
            ),
        )
    },
    "a desk that says nothing": {
        "desks.toml": (
            (
                "desks = []",
                '[[desks]]\nservice = "QC01"\ndistrict = "370102"\nverify = "knowledge"\n',
            ),
        )
    },
    "a desk with a script for an address": {
        "desks.toml": (
            (
                "desks = []",
                (
                    '[[desks]]\nservice = "QC01"\ndistrict = "370102"\n'
                    'online = "javascript:alert(1)"\nverify = "knowledge"\n'
                ),
            ),
        )
    },
    "two desks at one place": {
        "desks.toml": (
            (
                "desks = []",
                2 * '[[desks]]\nservice = "QC01"\ndistrict = "370102"\nname = "窗口"\n'
                'verify = "knowledge"\n',
            ),
        )
    },
    "a malformed citation": one(('["fhf-2020#1"]', '["fhf-2020 第1条"]')),
    "a citation of article 0": one(('["fhf-2020#1"]', '["fhf-2020#0"]')),
    "a law that is not in the table": one(('["fhf-2020#1"]', '["fhf-2021#1"]')),
    "a law no longer in force": one(('["fhf-2020#1"]', '["fhf-2010#1"]')),
    "a law not yet in force": one(('["fhf-2020#1"]', '["wlf-2027#1"]')),
    "an article beyond the last": one(('["fhf-2020#1"]', '["fhf-2020#7"]')),
    "a law that ends before it begins": {
        "laws.toml": (("in_force_until = 2019-12-31", "in_force_until = 2009-12-31"),)
    },
    "a successor that is not in the table": {
        "laws.toml": (('replaced_by = "fhf-2020"', 'replaced_by = "fhf-2030"'),)
    },
    # marks
    "a checked fact without source": one(
        ('source = "S1"\nbasis = ["fhf-2020#2"]', 'basis = ["fhf-2020#2"]')
    ),
    "a blank of the office with a text": one(
        (
            'text = "投诉不停止60日。"\nverify = "knowledge"',
            'text = "投诉不停止60日。"\nverify = "office"',
        )
    ),
    "a limit of the office with a figure": one(
        (
            (
                'value = 5\nunit = "working_day"\n'
                'extension = { value = 30, unit = "natural_day" }\nverify = "checked"'
            ),
            'value = 5\nunit = "working_day"\nverify = "office"',
        )
    ),
    "a sentence without text": one(('text = "投诉不停止60日。"\n', "")),
    # limits
    "a limit without basis": one(('basis = ["fhf-2020#3.1.2", "fhf-2020#5"]\n', "")),
    "a limit without figure": one(("value = 5\n", "")),
    "a figure where none belongs": one(('unit = "working_day"', 'unit = "by_rules"')),
    "a figure of zero": one(("value = 5\n", "value = 0\n")),
    "an extension of zero": one(("value = 30", "value = 0")),
    "a quoted key that is unknown": one(("family = ", '"two words" = 1\nfamily = ')),
    "an extension without figure": one(
        ('{ value = 30, unit = "natural_day" }', '{ value = 30, unit = "none" }')
    ),
    "a promise beyond the law": one(
        (
            "[[notes]]",
            (
                '[[steps.limits]]\nvalue = 6\nunit = "working_day"\nkind = "promised"\n'
                'verify = "checked"\nsource = "S1"\n\n[[notes]]'
            ),
        )
    ),
    # lead
    "red for the office's time": one(('limit = "apply"\nurgent', 'limit = "decide"\nurgent')),
    "red without a limit": one(('limit = "apply"\nurgent', 'text = "没有期限"\nurgent')),
    "a deadline that says nothing": one(('limit = "apply"\nurgent = true\n', "")),
    "a stop with figure and word": one(
        ('{ limit = "decide",', '{ limit = "decide", head = "决定",')
    ),
    "a pointer to a limit without figure": one(
        (
            'value = 5\nunit = "working_day"\nextension = { value = 30, unit = "natural_day" }\n',
            'unit = "by_rules"\n',
        )
    ),
    # texts
    "an empty text": one(('who = "您"', 'who = ""')),
    "a very long text": one(('who = "您"', 'who = "%s"' % ("长" * 1001))),
    "a control character": one(('who = "您"', 'who = "您\\u0007"')),
    "a zero-width space": one(('who = "您"', 'who = "您\\u200b"')),
    "a line break": one(('who = "您"', 'who = """您\n好"""')),
    "a space at the end": one(('who = "您"', 'who = "您 "')),
    "an ideographic space": one(('who = "您"', 'who = "　您"')),
    "two spaces": one(('who = "您"', 'who = "您  好"')),
    "a half-width comma": one(('who = "您"', 'who = "您,或者他"')),
    "half-width brackets": one(('who = "您"', 'who = "您(或者他)"')),
    "straight quotes": one(('who = "您"', "who = '行政\"四张清单\"查询'")),
    "a character without glyph": one(('who = "您"', 'who = "𠮷"')),
    "a bold mark alone": one(("**60日**", "60日**")),
    "a brace": one(('who = "您"', 'who = "{district}的您"')),
    "an unknown place in the local text": one(("{district}政府", "{town}政府")),
    "a figure that is no limit": one(("投诉不停止60日。", "投诉不停止6个月。")),
    "days of another kind": one(("投诉不停止60日。", "机关5日内决定。")),
    "a figure in English": one(("within 60 days", "within 90 days")),
    "a figure cut by a line's end": one(
        ('rule = ["自知道之日起**60日**内"]', 'rule = ["机关8个工作","日内决定"]')
    ),
    "a figure of a paper": {"papers.toml": (("60日内申请", "15日内申请"),)},
}

SOUND: Final[dict[str, Edits]] = {
    "a limit that the office has still to promise": one(
        ("[[notes]]", '[[steps.limits]]\nunit = "working_day"\nverify = "office"\n\n[[notes]]')
    ),
    "a promise that rests on the office's own word": one(
        (
            "[[notes]]",
            (
                '[[steps.limits]]\nvalue = 4\nunit = "working_day"\nkind = "promised"\n'
                'verify = "checked"\nsource = "S1"\n\n[[notes]]'
            ),
        )
    ),
    "a limit for which the rules of an institution speak": one(
        (
            "[[notes]]",
            (
                '[[steps.limits]]\nunit = "by_rules"\nverify = "checked"\nsource = "S1"\n'
                'basis = ["fhf-2020#3"]\n\n[[notes]]'
            ),
        )
    ),
    "a limit that a sentence carries": one(
        (
            'text = "投诉不停止60日。"\nverify = "knowledge"',
            (
                'text = "最长不超过一年，也就是1年。"\nverify = "knowledge"\n\n[[notes.limits]]\n'
                'value = 1\nunit = "year"\nverify = "knowledge"\nbasis = ["fhf-2020#2"]'
            ),
        )
    ),
    "the figure of an extension": one(("60日。", "60日，可以延长三十日。")),
    "dates, ordinals and articles": one(("60日。", "2026年3月1日起，第二天算起，见第62条。")),
    "a time in what only editors read": one(("准确名称", "准确名称，7日内答复")),
    "a law as a whole": one(('["fhf-2020#1"]', '["fhf-2020"]')),
    "English with Chinese names": one(('"Ask for a review"', '"Ask (under 复核法): a review."')),
    "a fork's bold marks": one(("申请书。", "**申请书**和**决定书**。")),
    "a desk of the office": {
        "desks.toml": (
            (
                "desks = []",
                (
                    '[[desks]]\nservice = "QC01"\ndistrict = "370102"\nname = "窗口"\n'
                    'online = "https://example.gov.cn/a?b=1"\nverify = "checked"\nsource = "S1"\n'
                ),
            ),
        )
    },
}
