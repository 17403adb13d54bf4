"""The log's lines in words: who, and what was done, each act with a sentence of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup, escape

from kiosk.batches import offer, profile_of
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Class
from kiosk.domain.stock import EntryKind
from kiosk.reports.words import words
from kiosk.web.pages.texts import Language, Texts, texts

SHOWN = 3  # of a long list of services


def actor(name: str, said: Texts) -> Markup:
    """Who did it: ``account:zhang``, ``cli:root``, ``token:…``, ``kiosk``, or nobody."""
    kind, _, rest = name.partition(":")
    key = f"author.{kind or 'nobody'}"
    return said(key, name=rest) if key in said else escape(name)


def deed(act: str, subject: str, detail: Mapping[str, object], said: Texts) -> Markup:
    """What was done; an act without words of its own is told by its name."""
    key = f"act.{act.replace('.', '_').replace('-', '_')}"
    if detail.get("is_known") is False:
        key = f"{key}_unknown"
    if detail.get("has_keys") is False:
        key = f"{key}_without_keys"
    if detail.get("corrects"):
        key = f"{key}_corrected"
    if detail.get("passed") is False:
        key = f"{key}_refused"
    if detail.get("times", 1) != 1:
        key = f"{key}_again"
    if key not in said:
        return Markup("{} {}").format(act, subject)
    if act == "catalogue.publish":
        subject = _shortened(subject, said)
    places = {name: _told(name, value, said.language) for name, value in detail.items()}
    if "state" in places:
        places["state"] = said(f"state.{places['state']}")
    try:
        return said(key, subject=subject, **places)
    except KeyError:  # a line of an older program, which noted less
        return said(f"{key}_plain", subject=subject)


def _shortened(subject: str, said: Texts) -> str:
    names = subject.split(", ")
    if len(names) <= SHOWN:
        return said.plain("log.list").join(names)
    shown = said.plain("log.list").join(names[:SHOWN])
    return said.plain("log.and_more", shown=shown, n=len(names))


def _told(name: str, value: object, language: Language) -> object:
    """A detail as people write it."""
    if isinstance(value, Mapping):
        return _moves(value, language)
    telling = _TELLING.get(name)
    if telling is not None:
        return telling(str(value), language)
    return f"{value:,}" if isinstance(value, int) else value


@cache
def _design(name: str, language: Language) -> str:
    try:
        return offer(name).title if language == "zh" else name
    except Problem:
        return name  # it was there when the batch was made


@cache
def _profile(name: str, language: Language) -> str:
    try:
        profile = profile_of(name)
    except Problem:
        return name  # it was there when the file was made
    return profile.title if language == "zh" else profile.en


def _moves(changes: Mapping[str, object], language: Language) -> str:
    """From which class to which, as ``old>new``, and how often."""
    said = words(language)

    def name(klass: str) -> str:
        return said(f"class.{klass}") if klass in frozenset(Class) else klass

    told = []
    for move, n in changes.items():
        old, _, new = move.partition(">")
        told.append(f"{name(old)} → {name(new)} {n:,}")
    opening, between = ("：", "；") if language == "zh" else (": ", "; ")
    return opening + between.join(told) if told else ""


def _dimensions(by: str, language: Language) -> str:
    said = words(language)
    try:
        named = [said(f"dimension.{part}") for part in by.split(",")]
    except KeyError:
        return by
    return ("、" if language == "zh" else ", ").join(named)


def _entry(entry: str, language: Language) -> str:
    """What was noted of cards, as ``received 100``."""
    kind, _, n = entry.partition(" ")
    said = texts(language)
    try:
        is_count = EntryKind(kind).is_count
        key = f"entry.{kind}" if is_count else f"entry.{kind}_{n}"
        return said.plain(key, n=f"{int(n):,}")
    except (ValueError, KeyError):
        return entry  # of another version


_TELLING: Mapping[str, Callable[[str, Language], str]] = {
    "design": _design,
    "by": _dimensions,
    "entry": _entry,
    "format": lambda name, _: name.upper(),
    "profile": _profile,
}
