"""备份: everything that must survive the loss of a machine, in one file."""

from kiosk.backup.archive import Archive, Progress, Writer
from kiosk.backup.draft import drafting, opened_new, put_in_place
from kiosk.backup.envelope import locked, new_envelope, read_passphrase, unlocked
from kiosk.backup.manifest import FORMAT, Envelope, Kind, Manifest, Needed

__all__ = [
    "FORMAT",
    "Archive",
    "Envelope",
    "Kind",
    "Manifest",
    "Needed",
    "Progress",
    "Writer",
    "drafting",
    "locked",
    "new_envelope",
    "opened_new",
    "put_in_place",
    "read_passphrase",
    "unlocked",
]
