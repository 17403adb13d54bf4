"""What cards say in these tests: four services as different as they come, and the catalogue."""

from __future__ import annotations

from dataclasses import replace

from cards.design import (
    Amount,
    Content,
    Copy,
    Entry,
    Figure,
    Fork,
    Item,
    Lead,
    Paragraphs,
    Side,
    Stop,
    Stops,
    Table,
    Term,
)

COPY = Copy("https://mbk.jinan.gov.cn/S/7K3MQ2XA9PRD", "7K3M-Q2XA-9PRD")

IMPRINT = {
    "office": "济南市司法局",
    "domain": "mbk.jinan.gov.cn",
    "law_date": "2026-11-23",
    "batch": "S-01",
}

# The reader's last day, the fork with this card's paper on the right, a full table.
PENALTY = Content(
    words=IMPRINT
    | {
        "id": "QC10",
        "band": "行政复议申请",
        "title": "对行政处罚决定不服？",
        "sub": "可以申请行政复议。先看手里是哪一张纸。",
        "note": "复议期间一般不停止执行；罚款按期缴，有困难可申请延期、分期；"
        "当场处罚须先复议再起诉。",
        "question": "对处罚决定不服？",
        "answer": "可以申请行政复议",
        "bring": "申请书、处罚决定书",
        "cost": "不收费",
        "name_en": "Administrative reconsideration",
        "summary_en": "Ask the reconsideration authority to examine a penalty, coercive measure, "
        "permit decision or other administrative act. Free of charge; apply, as a rule, within "
        "60 days.",
    },
    stations={
        "first": Fork(
            ("先看", "文书抬头"),
            (
                Side("还没处罚", "《事先告知书》", "先陈述、申辩 → 看 QC06"),
                Side("已经处罚", "《处罚决定书》", "看本卡，往下走 ↓", here=True),
            ),
        ),
        "figure": Figure(
            ("最晚哪天",),
            ("一般自知道或应当知道", "该行政行为之日起**60日内**提出"),
            figure="60",
            unit="日内",
            urgent=True,
        ),
        "table": Table(
            ("向谁申请",),
            (
                ("区县部门、镇街作出的", "区县人民政府"),
                ("市级部门作出的", "济南市人民政府"),
                ("税务、海关、金融、外汇、国家安全", "上一级主管部门"),
                ("派出机构等", "请咨询，或看文书"),
            ),
            ("本地受理点", "请咨询12348"),
        ),
        "bring": Paragraphs(
            ("带什么",),
            (
                "申请书、决定书、营业执照复印件、法定代表人身份证明。",
                "委托的，加授权委托书、双方身份证明。",
                "书面有困难的，可口头申请。",
            ),
        ),
        "cost": Amount(("花多少钱",), "不收费"),
        "after": Stops(
            ("之后",),
            (
                Stop("审查；逾期未作不予受理决定，视为受理", "5", "个工作日"),
                Stop("提交证据、依据", head="对方答复"),
                Stop("可以调解", head="听取意见"),
                Stop("受理后决定；至多延长30日；简易程序30日", "60", "日"),
                Stop("不服，一般在此期限内可起诉", "15", "日"),
            ),
        ),
    },
    is_draft=True,
)

# Nobody's deadline in a frame, this card's side on the left, a remark after the amount.
NOTARY = replace(
    PENALTY,
    words=IMPRINT
    | {
        "id": "QC04",
        "band": "公证办理",
        "title": "合同、证据要公证？",
        "sub": "带齐材料，到公证机构办理。",
        "note": "载明愿意接受强制执行承诺的债权文书，经公证后对方不履行的，可以依法申请法院执行。",
    },
    stations={
        **PENALTY.stations,
        "first": Fork(
            ("先看", "能不能办"),
            (
                Side("可以办", "与事项有利害关系", "材料真实、充分，往下走 ↓", here=True),
                Side("不能办", "当事人之间有争议", "合同纠纷 → 看 QC12、QC13"),
            ),
        ),
        "figure": Figure(
            ("多久办好",),
            ("自受理起出具公证书；不可抗力、补充材料、核实的时间不计在内",),
            figure="15",
            unit="个工作日内",
        ),
        "table": Table(
            ("到哪里办",),
            (
                ("一般事项，任选一处", "住所地、经常居住地、行为地或者事实发生地"),
                ("涉及不动产", "不动产所在地"),
                ("涉及不动产的委托、声明", "可以按一般事项"),
            ),
            ("本地受理点", "济南市历下区公共法律服务中心　解放东路99号三楼　0531-88000000"),
        ),
        "cost": Amount(("花多少钱",), "按标准收费", "具体请咨询公证机构"),
    },
)

# No fork decided here, no figure, no note, no desk, no office yet; confirmed.
CHECKUP = Content(
    words={
        "id": "QC01",
        "band": "企业法治体检",
        "title": "想查企业法律风险？",
        "sub": "请服务团队查一查，拿到书面报告。",
        "domain": "mbk.jinan.gov.cn",
        "law_date": "2026-11-23",
        "batch": "S-01",
    },
    stations={
        **PENALTY.stations,
        "first": Fork(
            ("先看", "要办什么"),
            (
                Side("没出事，先预防", "做法治体检", "看本卡"),
                Side("已经有纠纷", "先谈调解", "看 QC12"),
            ),
        ),
        "figure": Figure(("多久办好",), ("法律没有规定办理时限，日期由您和服务团队约定。",)),
        "table": Table(("找谁预约",), (("谁组织", "司法局会同工商联等"), ("怎么预约", "12348"))),
    },
)

# With a last day, with an office's time, with none.
_TERMS = (
    Term("一般自知道或应当知道之日起", "60", "日内", "提出", urgent=True),
    Term("材料齐全真实的，自受理起", "15", "个工作日内", "出具"),
    Term("随时可以预约，法律没有规定期限"),
)
ITEMS = {
    slot: Item(
        id=f"QC{slot:02}",
        number=f"{slot:02}",
        name="行政处罚信息信用修复" if slot % 2 else "公证办理",
        english="Credit repair after a penalty",
        texts=("网上公示了处罚？", "公示期满、履行完义务，可以申请信用修复。"),
        term=_TERMS[slot % 3],
        cost="人民调解不收费；商事调解可以收费" if slot == 12 else "不收费",
    )
    for slot in range(1, 14)
}
BY_SLOT = {
    slot: Copy(f"https://mbk.jinan.gov.cn/S/7K3MQ2XA9P{slot:02}", f"7K3M-Q2XA-9P{slot:02}")
    for slot in ITEMS
}
COPY_OF_ALL = Copy(BY_SLOT[1].address, BY_SLOT[1].code, BY_SLOT)

CATALOGUE = Content(
    words=IMPRINT | {"count": "13"},
    leads=(
        Lead("还没处罚", "《事先告知书》", "06", "先陈述、申辩", "Notice before a penalty"),
        Lead("已经处罚", "《处罚决定书》", "10/11", "行政复议、调解和解", "Penalty decision"),
    ),
    items=ITEMS,
    index={
        "enforce": (
            Entry("有人来检查", "07"),
            Entry("投诉执法", "08"),
            Entry("信用修复", "09"),
        ),
        "resolve": (Entry("合同纠纷", "12/13"),),
        "prove": (Entry("公证", "04"), Entry("鉴定", "05")),
        "prevent": (Entry("法治体检", "01"), Entry("重大项目", "02"), Entry("普法", "03")),
    },
    is_draft=True,
)


def specimen(content: Content) -> Content:
    """The same with 样张 across it."""
    return replace(content, specimen=True)
