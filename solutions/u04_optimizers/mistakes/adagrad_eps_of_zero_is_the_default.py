"""an eps of 0 is taken for a missing one

0 is false in Python, so `eps or 1e-8` is 1e-8 for it. The default in the first line
of the constructor is all that is needed.
"""

EXERCISE = "4.3"
READ = "handout 3.2"


class AdaGrad:
    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr = lr
        self.eps = eps or 1e-8
        self.s: Arrays = {}
