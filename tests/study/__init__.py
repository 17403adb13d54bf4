"""Experiments on symbols whose results are published in docs/preflight.md.

``python -m tests.study [sizes|rivals|masks]`` runs them anew, for minutes to an hour each, and
writes the page; ``python -m tests.study page`` writes the page alone.
"""
