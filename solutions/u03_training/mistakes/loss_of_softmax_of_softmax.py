"""softmax is taken twice

log_softmax wants logits. Given probabilities, it makes them nearly equal.
"""

EXERCISE = "3.2"
READ = "handout 3.1"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(softmax(logits))
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = xp.exp(log_p)
        return float(-xp.sum(self.target * log_p) / len(logits))
