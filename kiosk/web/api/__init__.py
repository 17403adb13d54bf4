"""Handlers for programs and devices."""
