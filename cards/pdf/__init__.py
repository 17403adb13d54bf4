"""Marks become PDF, page by page: what is written needs no memory any more."""

from cards.pdf.document import PROGRAM, write_pdf

__all__ = ["PROGRAM", "write_pdf"]
