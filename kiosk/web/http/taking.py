"""Whether a peer takes what it was sent, as the kernel sees it."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Final, NamedTuple

# Of Linux's struct tcp_info (linux/tcp.h): segments that are not acknowledged, bytes that are, and
# bytes that were not sent yet, at 24, 120 and 144.
_TCP_INFO: Final = struct.Struct("=24xI92xQ16xI")
_RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER: what is unread is thrown away at once

UNSENT_MOST: Final = 128 * 1024
"""Bytes that the kernel keeps for one peer beyond what this one is willing to take."""
SILENCE_MS: Final = 30_000
_TCP_NOTSENT_LOWAT: Final = 25
_TCP_USER_TIMEOUT: Final = 18


class Taking(NamedTuple):
    """Bytes that a peer has taken since it came, and whether more wait for it."""

    taken: int
    is_waiting: bool


def taking_of(transport: asyncio.Transport) -> Taking | None:
    """How far a peer is; None where the connection is gone, or its kernel does not tell."""
    try:
        left = transport.get_write_buffer_size()
        if transport.is_closing() and not left:
            return None  # its descriptor may be another's by now
        told = transport.get_extra_info("socket").getsockopt(
            socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size
        )
        unacknowledged, taken, unsent = _TCP_INFO.unpack(told)
    except (OSError, struct.error, RuntimeError, AttributeError):  # of a loop that has closed it
        return None
    return Taking(taken, bool(left or unacknowledged or unsent))


def reset(transport: asyncio.Transport) -> None:
    """End a connection so that nobody takes half an answer for a whole one."""
    if not transport.is_closing() or transport.get_write_buffer_size():
        with suppress(OSError, RuntimeError, AttributeError):  # the peer may be faster
            transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, _RESET
            )
    transport.abort()


def bound(listener: socket.socket) -> None:
    """Have the kernel keep little for each who connects, and nothing for who is gone.

    Set on the listening socket, which those who connect inherit.
    """
    for option, value in ((_TCP_NOTSENT_LOWAT, UNSENT_MOST), (_TCP_USER_TIMEOUT, SILENCE_MS)):
        listener.setsockopt(socket.IPPROTO_TCP, option, value)
