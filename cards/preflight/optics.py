"""What OpenCV does to pictures here, each thing under the name it has in this house."""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.float32]
Points: TypeAlias = NDArray[np.float64]
Shot: TypeAlias = NDArray[np.uint8]

_AROUND: Final = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))


def as_shot(picture: Picture) -> Shot:
    """Reflectance 0 to 1 as grey values, as a reader takes them."""
    return np.asarray(np.clip(picture * 255, 0, 255), np.uint8)


def shrunk(picture: Picture, share: float) -> Picture:
    """The picture at a smaller scale, each pixel the mean of those it covers."""
    height, width = picture.shape
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def blurred(picture: Picture, sigma: float) -> Picture:
    """Gaussian blur of `sigma` pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def filtered(picture: Picture, kernel: Picture) -> Picture:
    """Each pixel the sum of those around it, weighed by the kernel."""
    return np.asarray(cv2.filter2D(picture, -1, kernel), np.float32)


def spread(picture: Picture, pixels: float) -> Picture:
    """Edges of dark areas moved outwards by `pixels`, or inwards where it is negative."""
    whole, rest = divmod(abs(pixels), 1)
    for _ in range(int(whole)):
        picture = _moved(picture, outwards=pixels > 0)
    return picture + np.float32(rest) * (_moved(picture, outwards=pixels > 0) - picture)


def sampled(picture: Picture, x: NDArray[np.floating], y: NDArray[np.floating]) -> Picture:
    """Values at points between pixels; the picture's edge goes on for ever."""
    x, y = np.broadcast_arrays(x, y)
    return np.asarray(
        cv2.remap(
            picture,
            np.ascontiguousarray(x, np.float32),
            np.ascontiguousarray(y, np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


def warped(
    picture: Picture, corners: Points, seen: Points, size: tuple[int, int], *, beyond: float
) -> Picture:
    """A picture whose four `corners` are seen at other points; outside it is `beyond`."""
    warp = cv2.getPerspectiveTransform(
        np.asarray(corners, np.float32), np.asarray(seen, np.float32)
    )
    return np.asarray(cv2.warpPerspective(picture, warp, size, borderValue=beyond), np.float32)


def _moved(picture: Picture, *, outwards: bool) -> Picture:
    """Dark edges moved by one pixel."""
    change = cv2.erode if outwards else cv2.dilate
    return np.asarray(change(picture, _AROUND), np.float32)
