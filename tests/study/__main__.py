"""Run an experiment anew, keep its results, and write the page."""

from __future__ import annotations

import sys

import cv2

from tests.study import experiments, page

COUNTS = {"sizes": 40, "rivals": 100, "masks": 2_000}


def main() -> None:
    """``python -m tests.study [page|NAME [COUNT]]``; without a word all of them."""
    cv2.setNumThreads(1)
    words = sys.argv[1:]
    names = [word for word in words[:1] if word != "page"] or ([] if words else list(COUNTS))
    kept = page.kept()
    for name in names:
        count = int(words[1]) if len(words) > 1 else COUNTS[name]
        kept[name] = getattr(experiments, name)(count)
        page.keep(kept)
    page.PAGE.write_text(page.text(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
