"""``python -m tests.faults.power.weaker serve …``: the service, but syncing less than it does.

The database as `synchronous = normal` would keep it, the spool without a sync: the cut must be
seen to find what that loses.
"""

from __future__ import annotations

import os

from kiosk.cli import main
from kiosk.store import spool, sqlite

_STRONG = "pragma synchronous = full"
_WEAK = "pragma synchronous = normal"


def _nothing(file: int) -> None:
    """No sync."""


if __name__ == "__main__":
    pragmas = vars(sqlite)["_PRAGMAS"]
    assert _STRONG in pragmas
    vars(sqlite)["_PRAGMAS"] = tuple(_WEAK if one == _STRONG else one for one in pragmas)
    assert vars(spool)["_sync"] is os.fdatasync
    vars(spool)["_sync"] = _nothing
    main()
