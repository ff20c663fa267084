"""A submission that tries what a wall forbids; each act is one function.

The tests hand in this file as text: its functions run in a worker, never here.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import subprocess
import threading
from pathlib import Path

import numpy as np

_libc = ctypes.CDLL(None, use_errno=True)


def _must(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


def look(path: str) -> list[str]:
    """List a folder."""
    return sorted(entry.name for entry in Path(path).iterdir())


def write(path: str) -> bool:
    """Overwrite a file."""
    Path(path).write_text("x", encoding="utf-8")
    return True


def scratch() -> str:
    """Write and read in one's own folder."""
    write("note.txt")
    return read("note.txt")


def large_file() -> None:
    """Write 40 MB."""
    with Path("large").open("wb") as file:
        file.writelines([b"x" * 1_000_000] * 40)


def fork() -> bool:
    """Start a process."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True


def run() -> bool:
    """Start a program."""
    return subprocess.run(["/bin/true"], check=False).returncode == 0


def tcp(port: int) -> bool:
    """Connect."""
    socket.create_connection(("127.0.0.1", port), timeout=2).close()
    return True


def udp() -> bool:
    """Make a socket that asks nobody before it sends."""
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    return True


def pair() -> bool:
    """Make a pair of sockets."""
    for end in socket.socketpair():
        end.close()
    return True


def kill(pid: int) -> bool:
    """Ask whether a process could be sent a signal."""
    os.kill(pid, 0)
    return True


def stop_itself() -> bool:
    """Send itself a signal that is ignored."""
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGUSR1)
    return True


def own_signals() -> bool:
    """Let a pipe send its signals to the parent."""
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, os.getppid())
    os.close(reading)
    os.close(writing)
    return True


def peek(pid: int) -> int:
    """Read another process's environment."""
    return len(Path(f"/proc/{pid}/environ").read_bytes())


def trace() -> bool:
    """Enter the debugger's interface."""
    return _must(_libc.ptrace(0, 0, 0, 0)) == 0


def outlive(word: int = 0) -> bool:
    """Undo that the worker ends with its parent."""
    option = ctypes.c_ulong(1 | word << 32)
    return _must(_libc.prctl(option, ctypes.c_ulong(0), 0, 0, 0)) == 0


def change_mode() -> bool:
    """Open one's own file to all."""
    write("mine")
    Path("mine").chmod(0o777)
    return True


def change_time() -> bool:
    """Give one's own file another date."""
    write("mine")
    os.utime("mine", (0, 0))
    return True


def empty() -> bool:
    """Empty a file by its name."""
    write("mine")
    os.truncate("mine", 0)
    return True


def empty_by_reading() -> bool:
    """Empty a file that is opened for reading."""
    write("mine")
    os.close(os.open("mine", os.O_RDONLY | os.O_TRUNC))
    return True


def memfd() -> bool:
    """Make a file that has no name."""
    os.close(os.memfd_create("x"))
    return True


def uid() -> int:
    """Tell who runs this."""
    return os.getuid()


def become_root() -> bool:
    """Become root."""
    os.setuid(0)
    return True


def processes() -> tuple[int, int]:
    """Tell one's own and the parent's process id."""
    return os.getpid(), os.getppid()


def descriptors() -> list[int]:
    """List what is open."""
    found = []
    for descriptor in range(256):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        found.append(descriptor)
    return found


def limit(name: str) -> int:
    """Tell a limit."""
    return resource.getrlimit(getattr(resource, name))[0]


def thread() -> list[int]:
    """Work in a second thread."""
    result: list[int] = []
    made = threading.Thread(target=lambda: result.append(1))
    made.start()
    made.join()
    return result


def matmul() -> float:
    """Multiply matrices that are large enough for a BLAS kernel."""
    return float((np.ones((300, 300)) @ np.ones((300, 300))).sum())


def environment() -> list[str]:
    """Name the variables."""
    return sorted(os.environ)
