"""The form to sign in, ready but for what it shows: anybody may ask for it, however often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.web.admin.page import Private, admin_html, language_of, other_language
from kiosk.web.pages.cache import places
from kiosk.web.pages.public import Page
from kiosk.web.requests import Fresh, state_of

_NEXT, _OTHER, _NAME, _TROUBLE, _CARRIED, _FILES = places(6)
_FILES_SHOWN: Final = 20
_FILE_MOST: Final = 80
_NAME_SHOWN: Final = 128  # characters of a name that was typed


@dataclass(frozen=True, slots=True)
class Door:
    """What the form shows: where it leads, a note, what was typed, what went wrong.

    `note` is a word of ``[sign_in]`` in assets/admin.toml. `carried` is what somebody had sent when
    their session ended, `files` the names of what of it could not be kept.
    """

    next_path: str
    status: int = 200
    note: str = ""
    name: str = ""
    problem: Problem | None = None
    carried: str | None = None
    files: Sequence[str] = ()

    def answer(self, request: Request) -> ASGIApp:
        """The form as an answer that nobody keeps."""
        status = self.problem.status if self.problem else self.status
        # Words of ours: what came from outside is only asked whether it is there.
        kind = (self.note, bool(self.name), bool(self.problem), bool(self.carried))
        page = state_of(request).answers.spliced(
            ("sign-in", language_of(request), status, *kind, bool(self.files)),
            lambda: self._draw(request, status),
        )
        return Private(Fresh(page.showing(*self._shown(request))))

    def _draw(self, request: Request, status: int) -> Page:
        return admin_html(
            request,
            None,
            "sign-in",
            status=status,
            form={"name": _NAME if self.name else ""},
            next=_NEXT,
            other_language=None if self.carried else _OTHER,
            told_problem=_TROUBLE if self.problem else None,
            note=self.note,
            carried=_CARRIED if self.carried else None,
            files=[_FILES] if self.files else (),
        )

    def _shown(self, request: Request) -> tuple[str, ...]:
        """The texts for its places, in their order."""
        language = language_of(request)
        again = f"/admin/sign-in?{urlencode({'next': self.next_path})}"
        names = [name[:_FILE_MOST] for name in self.files[:_FILES_SHOWN]]
        return (
            self.next_path,
            other_language(request, again),
            self.name[:_NAME_SHOWN],
            self.problem.text(language) if self.problem else "",
            self.carried or "",
            ("、" if language == "zh" else ", ").join(names),
        )
