"""the probabilities for backward are those of columns

Softmax runs over the classes, the last axis.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        """Keep what is needed, and return the loss."""
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = softmax(logits, axis=0)
        return float(-xp.sum(self.target * log_p) / len(logits))
