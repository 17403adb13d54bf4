"""HTTP: the URL map, pages, and one handler module a noun."""
