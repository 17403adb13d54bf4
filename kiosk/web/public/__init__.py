"""Handlers of the pages that anybody may open."""
