"""Output profiles as data: what a file is for decides its inks, bleed, marks and sheets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pydantic import NonNegativeFloat, PositiveInt, TypeAdapter, ValidationError

import assets
from cards.cropping import Marking
from cards.design.schema import Entry
from cards.design.source import Fault, Place, key_lines, line_of
from cards.marks import Inks
from cards.measure import Mm
from cards.refusal import Refusal
from cards.sheet import SHEETS, Grid, Layout, arrange

FOLDER: Final = "profiles"
USUAL: Final = "plain"


class ProfileFault(Refusal):
    """A profile's file is wrong; `faults` are all of them in the order of their lines."""

    def __init__(self, profile: str, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"{profile}:{fault}" for fault in faults))
        self.profile = profile
        self.faults = faults


class UnknownProfile(Refusal):
    """No profile of this name is kept."""

    def __init__(self, profile: str, known: tuple[str, ...]) -> None:
        super().__init__(profile)
        self.profile = profile
        self.known = known


class NoSheets(Refusal):
    """The files of this profile are never laid on sheets."""

    def __init__(self, profile: str) -> None:
        super().__init__(profile)
        self.profile = profile


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingPlan(Marking, Entry):
    """Crop and fold marks as a file writes them."""

    gap: NonNegativeFloat
    length: NonNegativeFloat
    shortest: NonNegativeFloat
    width: NonNegativeFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan(Entry):
    """How cards lie on sheets; without a `size` they do so only where one is asked for."""

    margin: NonNegativeFloat
    gutter: NonNegativeFloat
    size: Literal["a4", "a3"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Entry):
    """What a print file is for.

    `title` and `means` say it to people who are no printers, `en` and `means_en` in English;
    `place` is where it stands in lists. With `sides` apart a zip has a file for each side;
    `pictures` tells whether it may be drawn as PNG and SVG.
    """

    id: str
    place: PositiveInt
    title: str
    en: str
    means: str
    means_en: str
    inks: Inks
    bleed: NonNegativeFloat
    sides: Literal["together", "apart"] = "together"
    pictures: bool = False
    marking: MarkingPlan | None = None
    sheet: SheetPlan | None = None

    @property
    def usual_sheet(self) -> str | None:
        """The sheet that is taken where nobody asks for one; None: a side a page."""
        return self.sheet.size if self.sheet else None

    def grid(self, card: tuple[Mm, Mm], sheet: str, *, gutter: Mm | None = None) -> Grid:
        """How cards of a size lie on a sheet of `cards.sheet.SHEETS`.

        Raises NoSheets, and SheetTooSmall where not one fits.
        """
        if self.sheet is None:
            raise NoSheets(self.id)
        layout = Layout(
            sheet=SHEETS[sheet],
            margin=self.sheet.margin,
            gutter=self.sheet.gutter if gutter is None else gutter,
            marking=self.marking,
        )
        return arrange(*card, layout, bleed=self.bleed)


@cache
def profiles() -> tuple[Profile, ...]:
    """Every kept profile, in the order of lists. Raises ProfileFault."""
    return tuple(sorted(map(load_profile, _names()), key=lambda profile: profile.place))


@cache
def load_profile(profile: str) -> Profile:
    """A kept profile by its name. Raises UnknownProfile and ProfileFault."""
    known = _names()
    if profile not in known:
        raise UnknownProfile(profile, known)
    return parse_profile(assets.read_bytes(FOLDER, f"{profile}.toml").decode(), name=profile)


def parse_profile(text: str, *, name: str) -> Profile:
    """Check a profile's text. Raises ProfileFault with every fault found."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileFault(name, (Fault(1, str(error)),)) from None
    lines = key_lines(text)
    try:
        profile: Profile = TypeAdapter(Profile).validate_python(data)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        faults = {_fault(lines, fault["loc"], fault["msg"]) for fault in told}
        ordered = sorted(faults, key=lambda fault: (fault.line, fault.what))
        raise ProfileFault(name, tuple(ordered)) from None
    if profile.id != name:
        what = f"id is {profile.id!r}; the file is named {name!r}"
        raise ProfileFault(name, (Fault(line_of(lines, ("id",)), what),))
    return profile


def _names() -> tuple[str, ...]:
    names = (entry.name for entry in assets.path(FOLDER).iterdir())
    found = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return tuple(sorted(found))


def _fault(lines: dict[Place, int], place: Place, message: str) -> Fault:
    return Fault(line_of(lines, place), f"{'.'.join(map(str, place))}: {message}")
