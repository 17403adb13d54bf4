"""``python -m tests.faults.power.weaker serve …``: the service, but syncing less than it does.

The database as `synchronous = normal` would keep it, the spool as `full` would: the cut must be
seen to find what that loses.
"""

from __future__ import annotations

from kiosk.cli import main
from kiosk.store import spool, sqlite

_WEAKER = {
    sqlite: ("pragma synchronous = full", "pragma synchronous = normal"),
    spool: ("pragma synchronous = extra", "pragma synchronous = full"),
}

if __name__ == "__main__":
    for module, (strong, weak) in _WEAKER.items():
        pragmas = vars(module)["_PRAGMAS"]
        assert strong in pragmas
        vars(module)["_PRAGMAS"] = tuple(weak if one == strong else one for one in pragmas)
    main()
