"""The service behind the 泉城明白卡: signed cards, their pages, and an exact count of scans."""

__version__ = "0.1.0"
