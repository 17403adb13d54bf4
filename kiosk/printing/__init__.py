"""From a batch to print files: drawing, laying out, packing."""

from kiosk.printing.file_names import order_name
from kiosk.printing.files import Made, Piece
from kiosk.printing.imposition import Makeup
from kiosk.printing.job import Job, cards, faces, is_archive, render
from kiosk.printing.resumable import fill_folder, fill_zip
from kiosk.printing.screen_symbol import glass_symbol
from kiosk.printing.slip import write_slips
from kiosk.printing.worker import MOST_CARDS, Press, most_cards

__all__ = [
    "MOST_CARDS",
    "Job",
    "Made",
    "Makeup",
    "Piece",
    "Press",
    "cards",
    "faces",
    "fill_folder",
    "fill_zip",
    "glass_symbol",
    "is_archive",
    "most_cards",
    "order_name",
    "render",
    "write_slips",
]
