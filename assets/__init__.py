"""Data that an editor or a designer changes without a programmer: texts, laws, designs, styles."""

from pathlib import Path

_ROOT = Path(__file__).parent


def path(*parts: str) -> Path:
    """Where an asset lies: wheels are installed unpacked, so it always is a file or a folder."""
    return _ROOT.joinpath(*parts)


def read_bytes(*parts: str) -> bytes:
    """The bytes of one asset; raises FileNotFoundError."""
    return path(*parts).read_bytes()
