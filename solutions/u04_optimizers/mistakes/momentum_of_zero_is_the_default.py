"""a momentum of 0 is taken for a missing one

0 is false in Python, so `momentum or 0.9` is 0.9 for it. The default in the first
line of the constructor is all that is needed.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum or 0.9
        self.v: Arrays = {}
