"""A worker started by itself, where there is no fork to speak of (macOS, Windows).

Crash containment only: no wall stands but resource limits where the system has
them. The channel is a loopback connection that proves itself by a token.
"""

import socket
import sys

from grader.sandbox import fatal, worker


def main() -> None:
    """Connect to the judge at the port and with the token read from stdin."""
    port, token = sys.stdin.readline().split()
    channel = socket.create_connection(("127.0.0.1", int(port)))
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    channel.sendall(token.encode())
    fatal.listen()
    worker.run(channel)


if __name__ == "__main__":
    main()
