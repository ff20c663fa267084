"""Temporary."""
import ctypes, os, resource, signal
import msgspec
class WallPlan(msgspec.Struct, frozen=True):
    landlock: bool
    seccomp: bool
    uid: int | None
    readable: tuple[str, ...]
    scratch: str
    memory_mib: int
    cpu_s: int
    file_mib: int
    open_files: int = 64
    processes: int = 64
def detach(channel_fd, output_fd):
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0); os.dup2(output_fd, 1); os.dup2(output_fd, 2)
    os.dup2(channel_fd, 3)
    os.closerange(4, 256)
def raise_walls(plan):
    vm = int(open("/proc/self/statm").read().split()[0]) * 4096
    for r, v in ((resource.RLIMIT_AS, vm + (plan.memory_mib << 20)), (resource.RLIMIT_CPU, plan.cpu_s), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_FSIZE, plan.file_mib << 20)):
        resource.setrlimit(r, (v, v))
    os.chdir(plan.scratch)
    return ["rlimits"]
