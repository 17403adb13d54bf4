"""The addresses that are counted, answered before the router."""
