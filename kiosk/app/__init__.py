"""The running service: start, state, control socket, shutdown."""
