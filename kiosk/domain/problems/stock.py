"""What became of a batch's cards, and the links of clerks."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    # Entries
    "batch-placement-not-found": Kind(
        404,
        "批次{batch}没有投放点{placement}。",
        "Batch {batch} has no placement {placement}.",
    ),
    "entry-kind-unknown": Kind(422, "这里不能登记“{kind}”。", "“{kind}” cannot be noted here."),
    "entry-number-faulty": Kind(
        422,
        "请填 {least} 到 {most:,} 的整数，只写数字。",
        "Give a whole number from {least} to {most:,}, in digits only.",
    ),
    "entry-note-too-long": Kind(
        422,
        "备注有{count}个字，最多{most}个字。",
        "The note has {count} characters; at most {most} are allowed.",
    ),
    "entry-not-standing": Kind(
        409,
        "第{number}条登记不存在，或者已经更正过；请看一下现在的记录再改。",
        "Entry {number} is not there or was corrected already; look at the entries again first.",
    ),
    "entry-not-last": Kind(
        409,
        "这里只能改刚记下的最后一条；更早的，请告诉发卡的办公室。",
        "Only the last entry can be changed here; tell the office about earlier ones.",
    ),
    "stock-deviation": Kind(
        409,
        "印了{printed}张，计划{planned}张，相差超过{percent}%；核对后确实如此，请确认再登记。",
        "{printed} were printed and {planned} were planned: off by more than {percent} %. Check,"
        " and confirm it if it is so.",
    ),
    "quiet-days-faulty": Kind(
        422, "天数请填 1 到 {most} 的整数。", "Give a number of days from 1 to {most}."
    ),
    # Links of clerks
    "clerk-days-faulty": Kind(
        422,
        "登记链接可用的天数是 1 到 {most}。",
        "A clerk's link can be used on 1 to {most} days.",
    ),
    "clerk-link-not-found": Kind(
        404,
        "批次{batch}的投放点{placement}没有可用的登记链接。",
        "Placement {placement} of batch {batch} has no link that can be used.",
    ),
    "clerk-forged": Kind(
        404,
        "没有这样的登记链接：网址不完整，或者不是本站签发的。请核对装箱单上的网址，或者请发卡的办公室重新给一个。",
        "There is no such link: the address is incomplete, or was not signed here. Check it"
        " against the packing slip, or ask the office for a new one.",
    ),
    "clerk-revoked": Kind(
        410,
        "这个登记链接已经停用，什么都没有记下。请发卡的办公室重新给一个。",
        "This link was revoked; nothing was noted. Ask the office for a new one.",
    ),
    "clerk-expired": Kind(
        410,
        "这个登记链接已在{day}到期，什么都没有记下。请发卡的办公室重新给一个。",
        "This link ended on {day}; nothing was noted. Ask the office for a new one.",
    ),
    "clerk-too-often": Kind(
        429,
        "一小时内已经登记了{most}条，请过一会儿再记。",
        "{most} entries were made within an hour; go on a little later.",
    ),
}
