"""Faults of files, of TOML, and of the schema."""

from __future__ import annotations

from typing import Final

from kiosk.editing.wording.wording import Wording, say

FILES: Final[dict[str, Wording]] = {
    "no-file": say(
        "没有这个文件或文件夹", "核对路径", "there is no such file or folder", "check the path"
    ),
    "unreadable": say(
        "读不了（{why}）",
        "放一个可以读取的文件",
        "it cannot be read ({why})",
        "put a readable file here",
    ),
    "not-a-file": say(
        "不是普通文件，是{kind}",
        "把文件本身放在这里",
        "it is not a regular file but {kind}",
        "put the file itself here",
    ),
    "too-large": say(
        "文件有 {size} KiB，没有读取",
        "一个文件至多 {most} KiB",
        "the file has {size} KiB and was not read",
        "at most {most} KiB a file",
    ),
    "not-utf8": say(
        "不是 UTF-8：偏移 {offset} 处的字节是 0x{byte}",
        "另存为 UTF-8 编码",
        "not UTF-8: the byte at offset {offset} is 0x{byte}",
        "save the file in UTF-8",
    ),
    "no-services": say(
        "没有事项文件",
        "事项放在 services/ 里，一个事项一个文件：QC01.toml 至 QC13.toml",
        "there are no service files",
        "put one file a service into services/: QC01.toml to QC13.toml",
    ),
    "too-many-files": say(
        "services/ 里有 {count} 个文件",
        "至多 {most} 个，编号只有两位数字",
        "services/ holds {count} files",
        "at most {most}: an id has two digits",
    ),
    "no-shared-file": say(
        "缺少共用文件 {name}",
        "补上 {name}，各事项都要用它",
        "the shared file {name} is missing",
        "add {name}: every service needs it",
    ),
    "bad-toml": say(
        "TOML 写法有误，第 {column} 列：{why}",
        "改成“键 = 值”，文字加英文双引号，列表用 [ ] 括住",
        "broken TOML at column {column}: {why}",
        "write key = value, text in double quotes, lists in [ ]",
    ),
    "written-twice": say(
        "“{key}”写了两次，第一次在第 {first} 行",
        "只留一个",
        "“{key}” is written twice, first at line {first}",
        "keep one of them",
    ),
    "too-deep": say(
        "嵌套太深，没有读取",
        "照范例文件的层次写",
        "nested too deep, not read",
        "nest no deeper than the model file",
    ),
    "too-full": say(
        "从这一行起，键和值超过 {most} 个，没有读取",
        "照范例文件写；一个事项几百个就够了",
        "more than {most} keys and values up to this line, not read",
        "write like the model file: a service needs a few hundred",
    ),
    "long-number": say(
        "数字超过 {most} 位",
        "至多 {most} 位数字",
        "a number of more than {most} digits",
        "at most {most} digits",
    ),
}

SCHEMA: Final[dict[str, Wording]] = {
    "unknown-key": say(
        "没有“{key}”这个键",
        "这里可以写：{allowed}",
        "unknown key “{key}”",
        "allowed here: {allowed}",
    ),
    "unknown-key-near": say(
        "没有“{key}”这个键", "应为“{near}”？", "unknown key “{key}”", "did you mean “{near}”?"
    ),
    "missing-key": say(
        "缺少“{key}”",
        "补上 {key} = …（{kind}）",
        "“{key}” is missing",
        "add {key} = … ({kind})",
    ),
    "wrong-type": say(
        "“{key}”写成了{given}", "应为{kind}", "“{key}” is {given}", "it must be {kind}"
    ),
    "bad-choice": say(
        "“{key}”不能是“{value}”",
        "{allowed}",
        "“{key}” cannot be “{value}”",
        "{allowed}",
    ),
    "bad-date": say(
        "“{key}”不是日期：“{value}”",
        "写成 2026-11-24 的样子，不加引号",
        "“{key}” is no date: “{value}”",
        "write it like 2026-11-24, without quotes",
    ),
    "wrong-count": say(
        "“{key}”有 {count} 项",
        "应当正好 {right} 项",
        "“{key}” does not have {right} entries but {count}",
        "give exactly {right}",
    ),
}
