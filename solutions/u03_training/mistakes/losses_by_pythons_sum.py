"""the losses are added up by Python's own sum

It walks over the array, one number after the other. xp.sum does not.
"""

EXERCISE = "3.12"
READ = "handout 6.4"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = xp.exp(log_p)
        return float(-sum(xp.sum(self.target * log_p, axis=1)) / len(logits))
