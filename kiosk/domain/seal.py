"""封存: what is kept of a day whose rows are removed, so that its totals can still be checked."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.proof import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A day's totals at the moment when they were last seen to equal its rows.

    `day` as 20261124, `rows` how many there were, `digest` see `proof.digest_of`, `sealed_at` and
    `removed_at` in epoch milliseconds, `version` of the program that sealed. From the seal on the
    day's rows may be removed; `removed_at` is None until the last one is.

    A row that comes after its day was sealed would be stored and counted like any other. Its totals
    then differ from the seal and `verify` says so; the row itself stays as the one proof of why.
    Nothing produces such a row: a day is sealed two days after its end at the earliest, and what a
    device delivers late is refused from a day before that on. Ids that were removed are unknown,
    so a repeat would count again.
    """

    day: int
    rows: int
    digest: str
    sealed_at: int
    version: str
    removed_at: int | None = None


@dataclass(frozen=True, slots=True)
class SealProof:
    """A sealed day looked at again: the totals' digest, and `rows` that are left.

    `counted` is the sum of the day's lines of `total_range`, each of which once had a row;
    `differences` are lines where the tables of the day do not agree with each other.
    """

    seal: Seal
    digest: str
    counted: int
    rows: int
    differences: tuple[Difference, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the totals are those that were sealed."""
        return self.digest == self.seal.digest

    @property
    def late(self) -> int:
        """Rows of a day whose rows were all removed."""
        return 0 if self.seal.removed_at is None else self.rows
