"""Two readers of symbols that know nothing of each other or of us."""

from __future__ import annotations

import cv2
import numpy as np
import zxingcpp
from PIL import Image


def read_zxing(picture: Image.Image) -> list[str]:
    """What zxing-cpp reads, sorted."""
    return sorted(found.text for found in zxingcpp.read_barcodes(picture.convert("L")))


def read_wechat(picture: Image.Image) -> list[str]:
    """What WeChat's own reader reads, sorted; it may find one symbol twice."""
    reader = cv2.wechat_qrcode.WeChatQRCode()
    texts, _ = reader.detectAndDecode(np.asarray(picture.convert("L")))
    return sorted(set(texts))


READERS = (read_zxing, read_wechat)
