"""dout is handed on as it is

What was dropped had no part in the loss, so its gradient is 0.
"""

EXERCISE = "7.5"
READ = "handout 3.3"


class Dropout:
    def backward(self, dout: Array) -> Array:
        return dout
