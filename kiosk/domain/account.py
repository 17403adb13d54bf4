"""账号: how a person who signs in is named, and what a password must be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from kiosk.domain.password import Guessed, folded_words, require_hard
from kiosk.domain.problem import Problem

ADMIN: Final = "admin"
NAME_MOST: Final = 32
PASSWORD_LEAST: Final = 12
PASSWORD_MOST: Final = 256
# What normalising takes grows with the square of a run of marks, so length is looked at before.
# An input method may write a letter as four characters that become one.
_AS_TYPED: Final = 4
_NAME = re.compile(rf"[\w.@-]{{1,{NAME_MOST}}}")


def folded(text: str) -> str:
    """A name as it is kept and compared: full-width letters and capitals make no difference.

    Raises Problem where it is longer than any way to type a name.
    """
    if len(text) > NAME_MOST * _AS_TYPED:
        raise Problem("account-name-faulty", most=NAME_MOST)
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_name(text: str) -> str:
    """The name of a new account; raises Problem."""
    name = folded(text)
    if not name:
        raise Problem("account-name-missing")
    if not is_name(name):
        raise Problem("account-name-faulty", most=NAME_MOST)
    return name


def is_name(folded: str) -> bool:
    """Whether an account may have this name."""
    return _NAME.fullmatch(folded) is not None


def read_password(text: str) -> str:
    """A password as it is compared: input methods write the same letter in two widths.

    Raises Problem where it is longer than any way to type one.
    """
    if len(text) > PASSWORD_MOST * _AS_TYPED:
        raise Problem("password-long", most=PASSWORD_MOST, length=len(text))
    return unicodedata.normalize("NFKC", text)


def check_password(password: str, again: str, *, name: str, guessed: Guessed) -> None:
    """Refuse a password that is easily guessed; raises Problem and says exactly what is wrong.

    Length is what counts (NIST SP 800-63B); mixtures of kinds of characters are not asked for.
    """
    if len(password) < PASSWORD_LEAST:
        raise Problem("password-short", least=PASSWORD_LEAST, length=len(password))
    if len(password) > PASSWORD_MOST:
        raise Problem("password-long", most=PASSWORD_MOST, length=len(password))
    if password.casefold().strip() == name.casefold():
        raise Problem("password-is-name")
    names = folded_words((name, *re.split(r"[.@_-]+", name)), least=2)
    require_hard(password, replace(guessed, names=names))
    if password != again:
        raise Problem("passwords-differ")
