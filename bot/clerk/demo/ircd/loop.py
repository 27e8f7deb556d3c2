"""The server's one thread: it sleeps until a socket is ready or another thread wants something done."""
from __future__ import annotations

import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
ANSWER_WITHIN = 10.0  # seconds that the caller of `call` waits

Ready = Callable[[int], None]


class Loop:
    """between: called before each sleep, and after each call from another thread; returns how long to sleep at most.

    frozen: while it is set, sockets are left alone and only calls are answered.
    """

    def __init__(self, between: Callable[[], float | None]) -> None:
        self.frozen = False
        self._between = between
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._calls: deque[tuple[Callable[[], None], Future[None]]] = deque()
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._rope.setblocking(False)
        self._sockets = selectors.DefaultSelector()
        self._bell_alone = selectors.DefaultSelector()
        for selector in (self._sockets, self._bell_alone):
            selector.register(self._bell, READ, self._answer)

    def watch(self, sock: socket.socket, ready: Ready, events: int = READ) -> None:
        """Call `ready` with the events whenever one of them comes. A second watch of a socket replaces the first."""
        if sock in self._sockets.get_map():
            self._sockets.modify(sock, events, ready)
        else:
            self._sockets.register(sock, events, ready)

    def forget(self, sock: socket.socket) -> None:
        self._sockets.unregister(sock)

    def start(self, work: Callable[[], None]) -> None:
        """Do the work, which is to run the loop, in a thread of its own."""
        self._thread = threading.Thread(target=work, name="irc-server", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Run in the calling thread until stop()."""
        self._thread = threading.current_thread()
        while not self._stopping:
            self._turn()

    def _turn(self) -> None:
        wait = self._between()
        selector = self._bell_alone if self.frozen else self._sockets
        for key, events in selector.select(None if self.frozen else wait):
            key.data(events)
            if self.frozen:  # by a call just now: what else is ready has to wait
                break

    def call(self, work: Callable[[], None]) -> None:
        """Do the work in the loop's thread and wait for it. What it raises is raised here."""
        if self._stopping:
            raise RuntimeError("the server has stopped")
        if self._thread in (None, threading.current_thread()):
            return work()
        future: Future[None] = Future()
        self._calls.append((work, future))
        self._ring()
        future.result(ANSWER_WITHIN)

    def _answer(self, _events: int) -> None:
        self._bell.recv(4096)
        while self._calls:
            work, future = self._calls.popleft()
            try:
                work()
                self._between()
            except Exception as error:  # the caller's to handle
                future.set_exception(error)
            else:
                future.set_result(None)

    def _ring(self) -> None:
        with suppress(OSError):  # rung already, or nobody is there any more
            self._rope.send(b"\0")

    def stop(self) -> bool:
        """Wait until the loop has stopped. False when it never ran: then nobody has cleaned up after it."""
        self._stopping = True
        if self._thread and self._thread is not threading.current_thread():
            self._ring()
            self._thread.join(ANSWER_WITHIN)
        return self._thread is not None

    def close(self) -> None:
        """Let go of everything. Calls that still wait are cancelled."""
        for selector in (self._sockets, self._bell_alone):
            selector.close()
        for sock in (self._bell, self._rope):
            sock.close()
        while self._calls:
            self._calls.popleft()[1].cancel()
