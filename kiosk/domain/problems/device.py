"""Enrolled kiosks, what they send, and why one of their events is refused."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    # Enrolment
    "device-name-faulty": Kind(
        422,
        "请给自助终端起一个名字，最多{most}个字。",
        "Give the device a name of at most {most} characters.",
    ),
    "device-taken": Kind(
        409,
        "已有名为“{name}”的自助终端在用；要换一台，请先用 kiosk device revoke 停用它。",
        "A device “{name}” is in use; to replace it, run kiosk device revoke first.",
    ),
    "device-not-found": Kind(
        404, "没有在用的自助终端“{device}”。", "There is no device “{device}” in use."
    ),
    "device-key-faulty": Kind(
        422,
        "这不是 P-256 曲线的公钥；请给出 PEM 或 base64 的 SubjectPublicKeyInfo。",
        "This is no public key on P-256; give a SubjectPublicKeyInfo as PEM or base64.",
    ),
    "placement-not-found": Kind(
        404, "没有投放点{placement}。", "There is no placement {placement}."
    ),
    "placement-no-kiosk": Kind(
        409,
        "投放点{placement}（{name}）不是自助终端；请选类型为自助终端的投放点。",
        "Placement {placement} ({name}) is not of kind kiosk; choose one that is.",
    ),
    "enrolment-refused": Kind(
        401,
        "这个登记令牌无效，或者已经用过；请用 kiosk device enrol 重新给一个。",
        "This token is not valid or was used; make another with kiosk device enrol.",
    ),
    "enrolment-expired": Kind(
        410,
        "这个登记令牌已经过期：令牌24小时内有效。",
        "This token has expired: a token is good for 24 hours.",
    ),
    "enrolment-unreadable": Kind(
        422,
        "登记的内容不对：要一个 JSON 对象，有 token 和 key 两段文字。",
        "Send a JSON object with the two texts token and key.",
    ),
    # Signed requests
    "device-needed": Kind(
        401,
        "需要自助终端的签名：Authorization: Mingbai-Device device=…, time=…, signature=…",
        "A device's signature is needed: "
        "Authorization: Mingbai-Device device=…, time=…, signature=…",
    ),
    "device-refused": Kind(
        401,
        "这个请求不是由在用的自助终端签名的；请核对终端编号、密钥和签名的内容。",
        "No device in use signed this request; check the device's id, its key and what is signed.",
    ),
    "body-too-large": Kind(
        413,
        "内容超过{most}字节（解压以后也一样），一条也没有保存；请分几批发送。",
        "The body is over {most} bytes, packed or unpacked; nothing was stored. Send it in parts.",
    ),
    "body-coding-unknown": Kind(
        415,
        "不认识 Content-Encoding“{coding}”；请用 gzip，或者不压缩。",
        "Content-Encoding “{coding}” is not known; use gzip or none.",
    ),
    "body-not-gzip": Kind(
        400,
        "内容不是完整的 gzip，一条也没有保存。",
        "The body is not a whole gzip stream; nothing was stored.",
    ),
    "batch-not-json": Kind(
        400,
        "内容不是 JSON（{why}），一条也没有保存。",
        "The body is not JSON ({why}); nothing was stored.",
    ),
    "batch-too-large": Kind(
        413,
        "一批最多{most}条事件，一条也没有保存；请分几批发送。",
        "A batch has at most {most} events; nothing was stored. Send it in parts.",
    ),
    "batch-faulty": Kind(
        422,
        "{place}{wrong}；一条也没有保存。",
        "{place} {wrong}; nothing was stored.",
    ),
    "intake-unavailable": Kind(
        503,
        "现在不能保存，请留着这些事件，{seconds}秒后再发。",
        "Events cannot be stored now; keep them and send them again in {seconds} seconds.",
    ),
    # Why one event is refused, beside others that are stored
    "event-conflict": Kind(
        409,
        "已有编号相同、内容不同的记录。",
        "Another record with this id and other content is stored.",
    ),
    "event-act-unknown": Kind(422, "不认识这种行为。", "This act is not known."),
    "event-service-unknown": Kind(
        404, "事项目录里没有{service}。", "The catalogue has no service {service}."
    ),
    "event-code-missing": Kind(
        409,
        "投放点{placement}没有{service}的屏幕卡码。",
        "Placement {placement} has no screen code for {service}.",
    ),
    "event-implausible": Kind(
        200,
        "自助终端按它自己的时间在一分钟或者一天里上报得太多，这一条已另存待核，没有计入。",
        "The device reports too many for a minute or a day of its own time; this event is stored "
        "apart and not counted until somebody accepts it.",
    ),
    "implausible-none": Kind(
        404,
        "自助终端“{device}”在{day}没有待核的触屏。",
        "The device “{device}” has no touches to accept on {day}.",
    ),
    "implausible-sealed": Kind(
        409,
        "{day}已经封存，合计不再改变：这一天待核的触屏不能再计入。",
        "{day} is sealed and its totals no longer change: its touches can no longer be accepted.",
    ),
    "event-day-closed": Kind(
        409,
        "这一天的扫码记录已经到期，合计不再改变。",
        "The records of that day are past their time; its totals no longer change.",
    ),
}
