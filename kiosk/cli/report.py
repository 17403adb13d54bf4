"""``kiosk report scans``."""
