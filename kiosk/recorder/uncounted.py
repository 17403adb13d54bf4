"""What is not in the totals: by the files of this node, and by what all nodes have told."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path

from kiosk.domain.uncounted import Uncounted
from kiosk.recorder.losses import counted
from kiosk.store import losses
from kiosk.store.driver import Driver, Reader
from kiosk.store.spool import Depth


async def uncounted(folder: Path, reader: Reader | None, depth: Depth) -> Uncounted:
    """What this node's folder tells, with what `reader` knows of others; raises StoreFailure.

    `depth` is that of the spools: who asks decides what a spool that cannot be read means.
    """
    here = await asyncio.to_thread(counted, folder)
    everywhere = dict(await losses.known(reader)) if reader is not None else {}
    lost: Counter[int] = Counter()
    for (_, day), n in (everywhere | dict(here)).items():
        lost[day] += n
    return Uncounted(lost, depth.waiting, depth.oldest)


async def tell_losses(driver: Driver, folder: Path) -> None:
    """Let other nodes know what was lost here; raises StoreFailure."""
    here = await asyncio.to_thread(counted, folder)
    if not here:
        return
    known = await driver.read(losses.known)
    news = {key: n for key, n in here.items() if known.get(key, 0) < n}
    if news:
        await driver.write(partial(losses.keep, losses=news))
