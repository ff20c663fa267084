"""the loss clips probabilities below 1e-12

No example can cost more than 27.6 then, however wrong it is. log_softmax needs no
limit.
"""

EXERCISE = "3.9"
READ = "handout 6.1"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = xp.exp(log_p)
        return float(
            -xp.sum(self.target * xp.log(xp.clip(self.p, 1e-12, 1.0))) / len(logits)
        )
