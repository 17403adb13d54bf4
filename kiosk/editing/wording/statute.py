"""Faults found by comparison with the texts of the laws."""

from __future__ import annotations

from typing import Final

from kiosk.editing.wording.wording import Wording, say

STATUTES: Final[dict[str, Wording]] = {
    "statute-head": say(
        "法律文本开头缺少“{key}”",
        "前四行写 title、adopted、in force from、text from，再写一行 ---",
        "the law text lacks “{key}” in its head",
        "four lines title, adopted, in force from, text from, then a line ---",
    ),
    "statute-line": say(
        "这一行不在任何条文里",
        "条文以“第……条”加制表符开头，以后各款各占一行，以制表符开头",
        "this line belongs to no article",
        "an article begins with its number and a tab, each further paragraph with a tab",
    ),
    "statute-article-twice": say(
        "{article}出现两次，第一次在第 {first} 行",
        "一条只写一次",
        "{article} stands twice, first at line {first}",
        "each article once",
    ),
    "statute-title-twice": say(
        "《{title}》的同一版本已在 {other}",
        "只留一个文本",
        "the same version of {title} is in {other}",
        "keep one text",
    ),
    "version-differs": say(
        "《{title}》表中施行日期是 {table}，文本是 {text}",
        "核对是哪个版本；法律修改了的，逐条重新核对",
        "{title}: the table says in force from {table}, the text {text}",
        "find out which version holds; if the law has changed, check every citation again",
    ),
    "last-act-differs": say(
        "《{title}》表中是 {table} 通过或者修改的版本，文本是 {text} 的",
        "核对是哪个版本；法律修改了的，逐条重新核对",
        "{title}: the table has the version of {table}, the text that of {text}",
        "find out which version holds; if the law has changed, check every citation again",
    ),
    "no-law-texts": say(
        "没有法律文本（.txt）",
        "一部法一个文件，格式见说明",
        "there are no law texts (.txt)",
        "one file a law, in the format described",
    ),
    "last-article-differs": say(
        "《{title}》表中共 {table} 条，文本共 {text} 条",
        "核对版本，改正 articles",
        "{title}: the table counts {table} articles, the text {text}",
        "check the version and mend articles",
    ),
    "law-as-a-whole": say(
        "引了《{title}》，没有写第几条",
        "写上条号，例如 {law}#1：这部法有文本",
        "{title} is cited as a whole",
        "name the article, such as {law}#1: there is a text of this law",
    ),
    "no-article": say(
        "《{title}》文本里没有第 {article} 条",
        "文本最后一条是第 {last} 条",
        "the text of {title} has no article {article}",
        "its last article is {last}",
    ),
    "no-paragraph": say(
        "《{title}》第 {article} 条没有第 {paragraph} 款",
        "这一条有 {count} 款",
        "article {article} of {title} has no paragraph {paragraph}",
        "it has {count}",
    ),
    "no-item": say(
        "《{title}》第 {article} 条第 {paragraph} 款没有第 {item} 项",
        "这一款有 {count} 项",
        "paragraph {paragraph} of article {article} of {title} has no item {item}",
        "it has {count}",
    ),
    "figure-not-in-law": say(
        "“{figure}”不在所引条文里（{basis}）",
        "所引条文里的时限：{known}",
        "“{figure}” does not stand in what is cited ({basis})",
        "times that stand there: {known}",
    ),
    "quantity-not-in-law": say(
        "“{figure}”不在所引条文里（{basis}）",
        "核对数字，或者补引有这个数字的条文",
        "“{figure}” does not stand in what is cited ({basis})",
        "check it, or cite the article that has it",
    ),
    "working-days-in-law": say(
        "写的是{figure}，但{clause}规定这里的日是工作日",
        "unit 改为 working_day，并引 {clause}",
        "written as {figure}, but by {clause} these days are working days",
        "set the unit to working_day and cite {clause}",
    ),
    "clause-not-cited": say(
        "写的是{figure}，所引条文只写“日”，没有引把日定为工作日的条文",
        "basis 补上 {clause}",
        "written as {figure}; the text says days, and what makes them working days is not cited",
        "add {clause} to the basis",
    ),
}
