"""The catalogue of problems: every failure a person can see, by a stable code, zh and en."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry: HTTP status, and a sentence with named places in Chinese and English."""

    status: int
    zh: str
    en: str


KINDS: Final[dict[str, Kind]] = {
    "catalogue-faulty": Kind(
        422, "事项目录有 {count} 处问题：\n{faults}", "The catalogue has {count} faults:\n{faults}"
    ),
    "service-not-found": Kind(404, "没有事项 {service}。", "There is no service {service}."),
    "not-found": Kind(404, "没有这个页面。", "There is no such page."),
}


class Problem(Exception):  # noqa: N818 - a problem is told to a person; it need not be an error
    """A failure that a person is told about; `code` is a key of `KINDS`."""

    def __init__(self, code: str, /, **places: object) -> None:
        super().__init__(code)
        self.code = code
        self.places = places

    @property
    def status(self) -> int:
        """HTTP status."""
        return KINDS[self.code].status

    def text(self, language: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        kind = KINDS[self.code]
        return (kind.zh if language == "zh" else kind.en).format(**self.places)

    def __str__(self) -> str:
        return f"{self.code}: {self.text('en')}"
