"""The address the web server will listen on."""

import errno
import socket

from moderation.runtime.trouble import Trouble


def check_bind(host: str, port: int, *, beside: bool = False) -> None:
    """Say so now, in one sentence, if the address cannot be had; beside another instance of ours, it may be in use.

    Raises:
        Trouble: The port is taken, or not ours to take, or the host is not this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that linger are no obstacle
            if beside:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            probe.bind(address)
            if not beside:  # the probe would be given connections, and lose them
                probe.listen(1)
    except OSError as error:
        raise Trouble(_sentence(host, port, error)) from None


def _sentence(host: str, port: int, error: OSError) -> str:
    shown = f"[{host}]" if ":" in host else host
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: stop the other program or set MODERATION_BIND={shown}:{port % 65535 + 1}."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} needs more rights than this user has: set MODERATION_BIND={shown}:8000."
    return f"This machine cannot listen on {shown}: set MODERATION_BIND=127.0.0.1:{port}."
