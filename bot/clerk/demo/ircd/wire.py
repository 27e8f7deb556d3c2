"""Bytes on the wire: what a line says, and lines in and out of a socket that never blocks.

Bytes that are not UTF-8 pass through unchanged, as surrogates: what a client makes of latin-1 is the client's affair.
"""
from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

LINE = 510  # bytes of a line without its tags and its end
TAGS = 8191  # bytes that tags may take before it
UNENDED = 65536  # bytes that may wait for their line end

# Some clients end a line at a bare CR: what follows it would be a second line of the speaker's making.
SAFE = bytes.maketrans(b"\0\r", b"  ")


class Lost(Exception):
    """The connection is of no more use; the text is the reason that others are given."""


@dataclass(frozen=True, slots=True)
class Message:
    """A client's line. command: in capitals. tags: those meant for other clients ("+typing=active"), as they came."""

    command: str
    params: tuple[str, ...]
    tags: str = ""

    def param(self, index: int) -> str:
        """The parameter, "" where there is none."""
        return self.params[index] if index < len(self.params) else ""


def parse(line: bytes) -> Message | None:
    """None for a line that says nothing."""
    tags = b""
    if line.startswith(b"@"):
        tags, _, line = line.partition(b" ")
    text = _decode(clip(line.rstrip(b"\r").lstrip(b" ").translate(SAFE)))
    if text.startswith(":"):  # a client speaks for nobody but itself
        text = text.partition(" ")[2]
    head, colon, trailing = text.partition(" :")
    words = [word for word in head.split(" ") if word]
    if not words:
        return None
    return Message(words[0].upper(), (*words[1:], trailing) if colon else tuple(words[1:]), _for_others(tags))


def _for_others(tags: bytes) -> str:
    if len(tags) > TAGS:
        return ""
    return ";".join(tag for tag in _decode(tags[1:].rstrip(b"\r")).split(";") if tag.startswith("+"))


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def clip(line: bytes) -> bytes:
    """The line as far as it may go, never ending within a character."""
    if len(line) <= LINE:
        return line
    end = LINE
    while end > LINE - 3 and line[end] & 0xC0 == 0x80:
        end -= 1
    return line[:end]


class Outgoing:
    """One line on its way to any number of clients, encoded once for each set of capabilities.

    tags: pairs of the capability that a tag belongs to and the tag.
    """

    def __init__(self, text: str, tags: Sequence[tuple[str, str]] = ()) -> None:
        self._body = clip(text.encode("utf-8", "surrogateescape")) + b"\r\n"
        now = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
        self._tags = (("server-time", f"time={now}Z"), *tags)
        self._encoded: dict[frozenset[str], bytes] = {}

    def encoded(self, caps: frozenset[str]) -> bytes:
        if caps not in self._encoded:
            tags = ";".join(tag for cap, tag in self._tags if cap in caps)
            prefix = f"@{tags} ".encode("utf-8", "surrogateescape") if tags else b""
            self._encoded[caps] = prefix + self._body
        return self._encoded[caps]


class Connection:
    """A socket that never blocks. Reading and flushing raise Lost when the other end has gone."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self._unended = b""
        self._out = bytearray()
        self._took = monotonic()

    def read(self) -> list[bytes]:
        """The lines that have arrived since, without their ends."""
        try:
            data = self.sock.recv(65536)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            raise Lost("Connection closed")
        *lines, self._unended = (self._unended + data).split(b"\n")
        if len(self._unended) > UNENDED:
            raise Lost("RecvQ exceeded")
        return lines

    def write(self, data: bytes) -> None:
        """Keep the data for the next flush."""
        if not self._out:
            self._took = monotonic()
        self._out += data

    def flush(self) -> None:
        """Send what the socket takes now."""
        try:
            sent = self.sock.send(self._out)
        except BlockingIOError:
            return
        except OSError:
            raise Lost("Connection closed") from None
        del self._out[:sent]
        self._took = monotonic()

    @property
    def backlog(self) -> int:
        """Bytes that wait to be sent."""
        return len(self._out)

    def stuck(self, now: float) -> float:
        """For how many seconds the other end has refused to take what waits for it."""
        return now - self._took if self._out else 0.0

    def close(self) -> None:
        with suppress(OSError):  # the other end was first
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()
