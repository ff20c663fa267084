"""forward returns one loss for each example

A network is trained to make one number small: the mean of them.
"""

EXERCISE = "3.2"
READ = "handout 3.1"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = xp.exp(log_p)
        return -xp.sum(self.target * log_p, axis=1)
