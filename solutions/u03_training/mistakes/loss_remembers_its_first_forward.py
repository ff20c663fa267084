"""the probabilities of the first forward are kept for ever

backward belongs to the most recent forward: keep anew in each of them.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        target = xp.astype(t, log_p.dtype)
        if not hasattr(self, "p"):
            self.target, self.p = target, xp.exp(log_p)
        return float(-xp.sum(target * log_p) / len(logits))
