"""the loss is a mean over all N times C entries

xp.mean divides by all of them. Each example has one loss: divide its sum by N.
"""

EXERCISE = "3.2"
READ = "handout 3.2"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = xp.exp(log_p)
        return float(-xp.mean(self.target * log_p))
