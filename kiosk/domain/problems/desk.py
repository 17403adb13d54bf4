"""Reports and the people and programs that ask for them."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    "parameter-missing": Kind(
        422, "地址里缺少参数 {name}。", "The address lacks the parameter {name}."
    ),
    # Reports
    "report-day-faulty": Kind(
        422,
        "“{text}”不是日期；请写成 2026-11-01 这样。",
        "“{text}” is not a day; write it like 2026-11-01.",
    ),
    "report-days-reversed": Kind(
        422,
        "开始日期 {first} 晚于结束日期 {last}。",
        "The first day, {first}, is after the last day, {last}.",
    ),
    "report-too-long": Kind(
        422,
        "一份报表最多 {most} 天，现在要的是 {days} 天；请分几份下载。",
        "A report covers at most {most} days, not {days}; ask for several.",
    ),
    "report-by-missing": Kind(
        422,
        "请写明按什么统计，可以是：{known}。",
        "Say what to break the report down by: {known}.",
    ),
    "report-by-unknown": Kind(
        422,
        "不能按“{word}”统计；可以是：{known}。",
        "A report cannot be broken down by “{word}”; there are: {known}.",
    ),
    "report-by-repeated": Kind(
        422,
        "“{by}”里有一项写了两次。",
        "One of “{by}” is named twice.",
    ),
    "report-too-large": Kind(
        422,
        "结果超过 {most} 行；请缩短日期，或者少按一项统计。",
        "The answer has more than {most} lines; ask for fewer days or one dimension less.",
    ),
    "report-format-unknown": Kind(
        422,
        "没有格式“{name}”；可以是：{known}。",
        "There is no format “{name}”; there are: {known}.",
    ),
    "report-inconsistent": Kind(
        500,
        "各项汇总互相对不上，没有生成报表；请运行 kiosk verify 核对。",
        "The totals do not agree with each other, so no report was made; run kiosk verify.",
    ),
    # Classing again
    "reclass-today": Kind(
        422,
        "{day}还没有结束，扫码还在进来，不能重新归类；请只选今天以前的日子。",
        "{day} is not over and its scans still arrive, so it cannot be classed again; choose days"
        " before today.",
    ),
    "reclass-sealed": Kind(
        409,
        "{day}已经封存，它的类别和合计不再改动。",
        "{day} is sealed; its classes and totals do not change any more.",
    ),
    # Tokens
    "token-needed": Kind(
        401,
        "需要令牌：Authorization: Bearer …",
        "A bearer token is needed: Authorization: Bearer …",
    ),
    "token-refused": Kind(
        401, "这个令牌无效或者已停用。", "This token is not valid or has been revoked."
    ),
    "token-name-missing": Kind(422, "请给令牌起一个名字。", "Give the token a name."),
    "token-taken": Kind(409, "已有名为“{name}”的令牌。", "A token named “{name}” exists."),
    "token-not-found": Kind(
        404, "没有正在使用的令牌“{name}”。", "There is no active token “{name}”."
    ),
}
