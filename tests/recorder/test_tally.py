"""What workers have done, told by any of them."""

from __future__ import annotations

import os

from kiosk.recorder import Count, Tally


def test_what_a_worker_counted_outlives_it() -> None:
    tally = Tally(workers=2)
    pid = os.fork()
    if pid == 0:
        tally.sit(1)
        tally.add(Count.RECORDED, 30)
        tally.commit(0.3)
        os._exit(0)
    os.waitpid(pid, 0)
    tally.add(Count.RECORDED, 4)
    tally.add(Count.SPOOLED)
    tally.commit(0.001)
    tally.commit(7.0)
    assert tally.of_all(Count.RECORDED) == 34
    assert tally.of_all(Count.SPOOLED) == 1
    assert tally.of_all(Count.UNRECORDED) == 0
    assert tally.of_all(Count.SECONDS) == 7.301
    assert dict(tally.commits()) == {
        "0.001": 1,
        **dict.fromkeys(("0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25"), 1),
        "1.0": 2,
        "+Inf": 3,
    }
