"""The people of the administration: accounts, passwords, signing in, forms."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    # Accounts
    "account-name-missing": Kind(422, "请填账号名。", "Give the account a name."),
    "account-name-faulty": Kind(
        422,
        "账号名只能用汉字、字母、数字和 . _ - @，中间不能有空格，最多{most}个字符。",
        "A name has letters, digits and . _ - @ only, no spaces, and at most {most} characters.",
    ),
    "account-taken": Kind(
        409,
        "已有账号“{name}”；要给它重设密码，请用 kiosk account reset {name}。",
        "An account “{name}” exists; for a new password use kiosk account reset {name}.",
    ),
    "account-not-found": Kind(404, "没有账号“{name}”。", "There is no account “{name}”."),
    "account-disabled": Kind(
        409, "账号“{name}”已经停用。", "Account “{name}” is disabled already."
    ),
    "account-last": Kind(
        409,
        "“{name}”是最后一个能登录的账号，不能停用；请先用 kiosk account add 增加一个。",
        "“{name}” is the last account that can sign in; add another with kiosk account add first.",
    ),
    "invitation-used": Kind(
        410,
        "这个链接已经用过，或者已被新的链接代替；每个链接只能用一次。",
        "This link was used already, or a newer one replaced it; each works once.",
    ),
    "invitation-expired": Kind(
        410,
        "这个链接已经过期：链接24小时内有效。",
        "This link has expired: a link is good for 24 hours.",
    ),
    # Passwords
    "password-short": Kind(
        422,
        "密码至少要{least}个字符，现在是{length}个。",
        "A password needs at least {least} characters; this one has {length}.",
    ),
    "password-long": Kind(
        422,
        "密码最多{most}个字符，现在是{length}个。",
        "A password has at most {most} characters; this one has {length}.",
    ),
    "password-is-name": Kind(
        422, "密码不能和账号名相同。", "The password must not be the account's name."
    ),
    "password-common": Kind(
        422,
        "这个密码太常见，一猜就中；请换一个，比如几个不相干的词连起来。",
        "This password is too common; choose another, such as a few unrelated words.",
    ),
    "password-repeats": Kind(
        422,
        "密码里大部分是重复的字符，容易猜到；请换一个，比如几个不相干的词连起来。",
        "Most of this password is repeated characters, easily"
        " guessed; choose another, such as a few unrelated words.",
    ),
    "password-sequence": Kind(
        422,
        "密码里大部分是连续的数字、字母或键盘上相邻的键，容易猜到；请换一个，比如几个不相干的词连起来。",
        "Most of this password is digits, letters or keys in their order, easily"
        " guessed; choose another, such as a few unrelated words.",
    ),
    "password-name": Kind(
        422,
        "密码里大部分是账号名，容易猜到；请换一个，比如几个不相干的词连起来。",
        "Most of this password is the account's name, easily"
        " guessed; choose another, such as a few unrelated words.",
    ),
    "password-place": Kind(
        422,
        "密码里大部分是单位、地方或本系统的名称，容易猜到；请换一个，比如几个不相干的词连起来。",
        "Most of this password is the name of the office, its city or this service, easily"
        " guessed; choose another, such as a few unrelated words.",
    ),
    "password-words": Kind(
        422,
        "密码里大部分是很多人密码里都有的词，容易猜到；请换一个，比如几个不相干的词连起来。",
        "Most of this password is words that many passwords have, easily"
        " guessed; choose another, such as a few unrelated words.",
    ),
    "password-date": Kind(
        422,
        "密码里大部分是年份、日期或电话号码，容易猜到；请换一个，比如几个不相干的词连起来。",
        "Most of this password is years, dates or telephone numbers, easily"
        " guessed; choose another, such as a few unrelated words.",
    ),
    "password-old-wrong": Kind(
        403,
        "原密码不对，密码没有改；请核对后再填。",
        "The present password is wrong and was not changed; check it and type it again.",
    ),
    "password-same": Kind(
        422,
        "新密码和原密码一样，没有改；请换一个。",
        "The new password is the present one; choose another.",
    ),
    "session-not-found": Kind(
        404,
        "这个登录已经结束了。",
        "This session has ended already.",
    ),
    "passwords-differ": Kind(
        422, "两次填的密码不一样，请再填一次。", "The two passwords differ; type them again."
    ),
    # Signing in
    "sign-in-empty": Kind(422, "请填账号名和密码。", "Give the account's name and password."),
    "sign-in-refused": Kind(
        403,
        "账号名或密码不对，请核对后再试。",
        "The name or the password is wrong; check both and try again.",
    ),
    "sign-in-wait": Kind(
        429,
        "登录失败的次数多了，请等{wait}再试。",
        "Too many sign-ins have failed; wait {wait} and try again.",
    ),
    "sign-in-busy": Kind(
        503,
        "现在登录的人太多，请过几秒再试。",
        "Too many people are signing in; try again in a few seconds.",
    ),
    # Badges
    "badge-name-missing": Kind(
        422, "请写明标记发给谁，比如姓名或工号。", "Say whose badge it is: a name or a number."
    ),
    "badge-days-faulty": Kind(
        422,
        "标记可用的天数是 1 到 {most}。",
        "A badge can be opened on 1 to {most} days.",
    ),
    "badge-taken": Kind(
        409,
        "“{name}”已有可用的工作人员标记；要换一个，请先 kiosk badge revoke {name}。",
        "“{name}” has a badge that can be opened; run kiosk badge revoke {name} first.",
    ),
    "badge-not-found": Kind(
        404, "“{name}”没有可用的工作人员标记。", "“{name}” has no badge that can be opened."
    ),
    "badge-forged": Kind(
        404,
        "没有这样的工作人员标记：网址不完整，或者不是本站签发的。请核对网址，或者请系统管理员重新签发。",
        "There is no such badge: the address is incomplete, or was not signed here. Check it, or"
        " ask an administrator for a new one.",
    ),
    "badge-revoked": Kind(
        410,
        "这个工作人员标记已经停用，没有在本机做标记。请系统管理员重新签发。",
        "This badge was revoked, and nothing was marked here. Ask an administrator for a new one.",
    ),
    "badge-expired": Kind(
        410,
        "这个工作人员标记已在{day}到期，没有在本机做标记。请系统管理员重新签发。",
        "This badge ended on {day}; nothing was marked here. Ask an administrator for a new one.",
    ),
    # What people type
    "text-unseen": Kind(
        422,
        "{field}里有看不见的字符（{point}），多半是粘贴时带进来的；请删去，重新输入。",
        "{field} has a character that nobody sees ({point}), often pasted along; delete it and type"
        " the text anew.",
    ),
    "name-too-long": Kind(422, "名称最多{most}个字。", "A name has at most {most} characters."),
    # Forms
    "cross-origin": Kind(
        403,
        "这个请求不是从本站的页面发出的，没有办理；请在本站打开页面再操作。",
        "This request did not come from a page of this site and was refused; open the page here.",
    ),
    "form-too-large": Kind(
        413,
        "提交的内容超过{most}，没有办理；请缩短，或者分几次提交。",
        "What was sent is over {most} and was refused; shorten it, or send it in parts.",
    ),
    "form-too-many": Kind(
        413,
        "提交的表单超过{most}栏，没有办理；请分几次提交。",
        "The form that was sent has over {most} fields and was refused; send it in parts.",
    ),
    "form-unreadable": Kind(
        400,
        "提交的表单不完整，没有办理；请重新打开页面再填。",
        "The form that was sent is incomplete; open the page again and fill it in.",
    ),
}
