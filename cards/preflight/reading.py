"""Two readers of symbols that know nothing of each other or of us."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, cast

import cv2
import numpy as np
import zxingcpp

from cards.marks import QUIET_MODULES, Matrix
from cards.preflight.optics import Shot
from cards.qr import Level

_QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_DRAWN: Final = 4  # pixels a module of a matrix that is drawn to be read


class Reader(StrEnum):
    """Who reads."""

    ZXING = "zxing"
    WECHAT = "wechat"


@dataclass(frozen=True, slots=True)
class Found:
    """A symbol in a picture: its corners in pixels, clockwise from its own top left one."""

    text: str
    level: Level
    version: int
    mask: int
    corners: tuple[tuple[float, float], ...]

    @property
    def degrees(self) -> float:
        """By how much its upper side is turned clockwise from level, 0 to 360."""
        (x1, y1), (x2, y2) = self.corners[:2]
        return math.degrees(math.atan2(y2 - y1, x2 - x1)) % 360

    @property
    def turns(self) -> int:
        """The same in right angles."""
        return round(self.degrees / 90) % 4


def read(reader: Reader, shot: Shot) -> frozenset[str]:
    """Every text that a reader finds in a grey picture."""
    if reader is Reader.ZXING:
        return frozenset(one.text for one in _zxing(shot))
    texts, _ = _wechat().detectAndDecode(shot)
    return frozenset(texts)


def find(shot: Shot) -> tuple[Found, ...]:
    """Every symbol in a picture, with where it stands."""
    return tuple(_found(one) for one in _zxing(shot))


@lru_cache(maxsize=4096)
def identify(matrix: Matrix) -> Found | None:
    """What a matrix says, drawn as it should be; None where it says nothing."""
    around = matrix.size + 2 * QUIET_MODULES
    drawn = np.full((around, around), 255, np.uint8)
    for x, y, length in matrix.runs:
        row, column = y + QUIET_MODULES, x + QUIET_MODULES
        drawn[row, column : column + length] = 0
    large = drawn.repeat(_DRAWN, axis=0).repeat(_DRAWN, axis=1)
    return next(iter(find(large)), None)


def _zxing(shot: Shot) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(shot, formats=_QR))


def _found(one: zxingcpp.Barcode) -> Found:
    place, told = one.position, cast("dict[str, str]", one.extra)
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Found(
        one.text,
        Level(one.ec_level),
        int(told["Version"]),
        int(told["DataMask"]),
        tuple((corner.x, corner.y) for corner in corners),
    )


@cache
def _wechat() -> cv2.wechat_qrcode.WeChatQRCode:
    return cv2.wechat_qrcode.WeChatQRCode()
