"""Granian's server, made so that its workers can be renewed one after the other without a client noticing."""

import os
import signal
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from granian.net import SocketHolder, SocketSpec  # type: ignore[attr-defined]  # Granian does not say so
from granian.server import Server

RENEWAL_PATIENCE = 30  # seconds a replaced worker has to finish what is under way


class RenewableServer(Server):  # type: ignore[misc, valid-type]
    """Each worker's listening socket is made once, here, and handed from a worker to its successor.

    On Linux, Granian lets each worker open a socket of its own; connections that wait in it are reset when the worker
    ends. Here, the successor finds them. SIGHUP renews: a new worker starts, then the old one stops taking requests,
    finishes, and closes its connections between two requests.
    """

    def _init_shared_socket(self) -> None:
        self._sso = self._ssp = None
        spec = SocketSpec(self.bind_addr, self.bind_port, self.backlog)  # with SO_REUSEPORT: the kernel deals fairly
        self._holders = [spec.build() for _ in range(self.workers)]

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Callable[..., Any]) -> Any:
        self._shd = self._holders[idx]
        return super()._spawn_worker(idx, target, partial(self._load, idx, callback_loader))

    def _load(self, idx: int, callback_loader: Callable[..., Any]) -> Any:
        """In the worker: leave the others' sockets alone, so that each closes when its own worker stops listening.

        Until Granian listens for signals here, SIGTERM ends us; the master's handler, which we have inherited, would swallow it.
        """
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _close(holder for number, holder in enumerate(self._holders) if number != idx)
        return callback_loader()

    def _drop_shared_socket(self) -> None:
        _close(self._holders)

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        usual: int = self.workers_kill_timeout  # type: ignore[has-type]  # Granian says nothing
        self.workers_kill_timeout = RENEWAL_PATIENCE
        try:
            super()._reload(spawn_target, target_loader)
        finally:
            self.workers_kill_timeout = usual


def _close(holders: Iterable[SocketHolder]) -> None:
    for holder in holders:
        os.close(holder.get_fd())
