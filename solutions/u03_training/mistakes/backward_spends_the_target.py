"""backward takes the probabilities off the target rows that were given

t belongs to the caller, and the next backward needs it too: compute with a new array.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = (
            t if t.ndim > 1 and t.dtype == log_p.dtype else xp.astype(t, log_p.dtype)
        )
        self.p: Array = xp.exp(log_p)
        return float(-xp.sum(self.target * log_p) / len(logits))

    def backward(self, dout: float = 1.0) -> Array:
        rest = self.target
        rest -= self.p
        return rest * (-dout / len(self.p))
