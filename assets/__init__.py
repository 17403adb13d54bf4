"""Data that an editor or a designer changes without a programmer: texts, laws, designs, styles."""

from importlib.resources import files
from importlib.resources.abc import Traversable

ROOT: Traversable = files(__name__)


def read_bytes(*parts: str) -> bytes:
    """The bytes of one asset; raises FileNotFoundError."""
    return ROOT.joinpath(*parts).read_bytes()
