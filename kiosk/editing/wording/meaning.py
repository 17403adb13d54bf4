"""Faults of what the files say: ids, references, marks, limits, words."""

from __future__ import annotations

from typing import Final

from kiosk.editing.wording.wording import Wording, say

IDENTITIES: Final[dict[str, Wording]] = {
    "bad-id": say(
        "事项编号“{id}”不合格式",
        "写成 QC 加两位数字，例如 QC10",
        "the service id “{id}” is malformed",
        "QC and two digits, such as QC10",
    ),
    "id-not-file-name": say(
        "编号是“{id}”，文件名是“{name}”",
        "把文件改名为 {id}.toml，或者改正编号",
        "the id is “{id}”, the file is named “{name}”",
        "rename the file to {id}.toml, or mend the id",
    ),
    "bad-name": say(
        "“{key}”的值“{value}”不合格式",
        "用小写英文字母、数字和连字符，例如 {example}",
        "the {key} “{value}” is malformed",
        "use lower-case letters, digits and hyphens, such as {example}",
    ),
    "name-twice": say(
        "“{key}”的值“{value}”已经用过，在 {where}",
        "每个 {key} 只能用一次",
        "the {key} “{value}” is taken at {where}",
        "use each {key} once",
    ),
    "slot-range": say("slot 是 {slot}", "应为 1 至 {slots}", "the slot is {slot}", "1 to {slots}"),
    "slot-of-alternate": say(
        "备选事项 {id} 占了卡上第 {slot} 位",
        "备选事项不写 slot；要换上它，先把 QC01–QC13 中被换下的一项改为 withdrawn 并去掉 slot",
        "the alternate {id} holds slot {slot}",
        "alternates have no slot; to swap it in, first withdraw one of QC01–QC13 and take its slot",
    ),
    "slot-twice": say(
        "第 {slot} 位已由 {other} 占用",
        "每一位只有一个事项",
        "slot {slot} is held by {other}",
        "one service to a slot",
    ),
    "slot-absent": say(
        "{id} 没有 slot",
        "写上 slot（空着的：{free}）；不再办理的，status 改为 withdrawn",
        "{id} has no slot",
        "give it one (free: {free}), or set its status to withdrawn",
    ),
    "slots-free": say(
        "卡上第 {free} 位没有事项",
        "正好 {slots} 个事项，各占一位",
        "no service holds slot {free}",
        "exactly {slots} services, one to each slot",
    ),
}

REFERENCES: Final[dict[str, Wording]] = {
    "unknown-service": say(
        "没有事项“{value}”",
        "现有：{known}",
        "there is no service “{value}”",
        "there are: {known}",
    ),
    "unknown-district": say(
        "区县表里没有“{value}”",
        "用 districts.toml 里的编号：{known}",
        "district “{value}” is not in the table",
        "use an id of districts.toml: {known}",
    ),
    "unknown-source": say(
        "来源表里没有“{value}”",
        "先写进 sources.toml，或者改正编号",
        "source “{value}” is not in the table",
        "add it to sources.toml, or mend the id",
    ),
    "unknown-variant": say(
        "没有程序“{value}”",
        "本事项的程序：{known}",
        "there is no variant “{value}”",
        "variants of this service: {known}",
    ),
    "unknown-limit": say(
        "没有时限“{value}”",
        "本事项的时限：{known}",
        "there is no limit “{value}”",
        "limits of this service: {known}",
    ),
    "unknown-law": say(
        "法律法规表里没有“{value}”",
        "先写进 laws.toml；相近的：{known}",
        "law “{value}” is not in the table",
        "add it to laws.toml; similar: {known}",
    ),
    "bad-citation": say(
        "引用“{value}”不合格式",
        "写成“法律编号#条.款.项”，例如 xzfyf-2023#20.1",
        "the citation “{value}” is malformed",
        "law#article.paragraph.item, such as xzfyf-2023#20.1",
    ),
    "law-ended": say(
        "《{title}》这个版本在 {until} 之后不再有效",
        "改引现行的{successor}，并重新核对条文",
        "this version of {title} is not in force after {until}",
        "cite what is in force ({successor}) and check the article again",
    ),
    "law-not-yet": say(
        "《{title}》自 {begins} 起才施行",
        "施行之前引现行版本",
        "{title} is in force only from {begins}",
        "until then cite the version in force",
    ),
    "article-beyond": say(
        "《{title}》没有第 {article} 条",
        "最后一条是第 {last} 条",
        "{title} has no article {article}",
        "its last article is {last}",
    ),
    "law-dates": say(
        "失效日期 {until} 早于施行日期 {begins}",
        "核对两个日期",
        "it ends on {until}, before it begins on {begins}",
        "check both dates",
    ),
    "not-an-address": say(
        "网址“{value}”不合格式",
        "以 https:// 开头的完整网址",
        "the address “{value}” is malformed",
        "a whole address that begins with https://",
    ),
}

FACTS: Final[dict[str, Wording]] = {
    "checked-without-source": say(
        "标为 checked，却没有来源",
        "写上 source，或者改标 knowledge",
        "marked checked, yet without a source",
        "name the source, or mark it knowledge",
    ),
    "office-with-value": say(
        "标为 office（待填），却写了“{key}”",
        "填好并核对过的改标 checked，写上 source；没有核对的去掉“{key}”",
        "marked office (to be filled in), yet “{key}” has a value",
        "once filled in and checked mark it checked with its source, else remove “{key}”",
    ),
    "no-text": say(
        "没有“text”",
        "写上文字；由办公室填写的，标 office",
        "“text” is missing",
        "write it, or mark the fact office",
    ),
    "limit-without-basis": say(
        "时限没有法律依据",
        "写上 basis；由办公室填写的，标 office",
        "the limit has no legal basis",
        "name the basis, or mark it office",
    ),
    "limit-without-value": say(
        "时限单位是“{unit}”，却没有数字",
        "写上 value；由办公室填写的，标 office",
        "the unit “{unit}” asks for a figure and there is none",
        "write the value, or mark it office",
    ),
    "limit-with-value": say(
        "时限单位是“{unit}”，不应有数字",
        "去掉 value，或者改正 unit",
        "the unit “{unit}” has no figure",
        "remove the value, or mend the unit",
    ),
    "limit-range": say(
        "时限数字是 {value}", "应为 1 至 {most}", "the figure is {value}", "1 to {most}"
    ),
    "extension-unit": say(
        "延长的单位是“{unit}”",
        "可以是：{allowed}",
        "the extension's unit is “{unit}”",
        "one of: {allowed}",
    ),
    "promise-longer": say(
        "承诺时限 {promised} 比法定时限 {statutory} 长",
        "承诺时限不超过法定时限",
        "the promised {promised} exceed the statutory {statutory}",
        "a promise may be shorter, never longer",
    ),
    "urgent-not-reader": say(
        "标为 urgent，但时限“{limit}”不是读者要赶的日子",
        "去掉 urgent，或者指向读者自己的时限",
        "urgent, yet limit “{limit}” is not a day the reader can miss",
        "remove urgent, or point to a limit of the reader's own",
    ),
    "urgent-without-limit": say(
        "标为 urgent，却没有指明时限",
        "写上 limit，或者去掉 urgent",
        "urgent, yet no limit is named",
        "name the limit, or remove urgent",
    ),
    "limit-without-figure": say(
        "时限“{limit}”没有数字，这里显示不出来",
        "去掉 limit，改用文字说明",
        "limit “{limit}” has no figure to show here",
        "remove limit and say it in words",
    ),
    "one-of-two": say(
        "“{first}”和“{second}”{count}",
        "两个里面正好写一个",
        "{count} of “{first}” and “{second}”",
        "write exactly one of the two",
    ),
    "desk-empty": say(
        "受理点没有内容",
        "至少写一项：{allowed}",
        "the desk says nothing",
        "give at least one of: {allowed}",
    ),
}

TEXTS: Final[dict[str, Wording]] = {
    "empty-text": say(
        "文字是空的", "写上文字，或者去掉这个键", "the text is empty", "write it, or remove the key"
    ),
    "long-text": say(
        "文字有 {count} 个字",
        "一段至多 {most} 个字",
        "the text has {count} characters",
        "at most {most}",
    ),
    "hidden-character": say(
        "有看不见的字符 {point}",
        "删去；换行的，分成几段",
        "it holds the invisible character {point}",
        "delete it; for a new line make a new text",
    ),
    "edge-space": say(
        "文字前后有空格", "删去空格", "the text begins or ends with a space", "delete the space"
    ),
    "double-space": say("有连续的空格", "只留一个", "there are two spaces in a row", "keep one"),
    "half-width": say(
        "中文里有半角标点“{mark}”",
        "用全角标点 {full}",
        "half-width “{mark}” in Chinese text",
        "use full-width {full}",
    ),
    "no-glyph": say(
        "印刷字体没有“{character}”（{point}）",
        "换一个字",
        "the print font lacks “{character}” ({point})",
        "use another character",
    ),
    "bold-open": say(
        "粗体记号 ** 不成对",
        "前后各写一个 **",
        "a bold mark ** has no partner",
        "write ** before and after",
    ),
    "brace": say(
        "这里不能用“{brace}”",
        "只有 lead.place.local 可以写 {{district}} 和 {{level}}",
        "“{brace}” has no place here",
        "only lead.place.local may hold {{district}} and {{level}}",
    ),
    "figure-without-limit": say(
        "文字里的“{figure}”不是本事项的时限",
        "补一条时限，或者改正文字；本事项有：{known}",
        "“{figure}” in the text is no limit of this service",
        "add the limit, or mend the text; this service has: {known}",
    ),
}
