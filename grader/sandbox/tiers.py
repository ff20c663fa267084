"""Temporary."""
class Machine:
    def __init__(self, tier, walls, forks): self.tier=tier; self.walls=walls; self.forks=forks
def unisolated(): return Machine("D", (), False)
def probe(without=frozenset()): return Machine("C", ("rlimits",), True)
def hide_memory(): pass
def bubblewrap_command(machine, readable, scratch, command): return command
