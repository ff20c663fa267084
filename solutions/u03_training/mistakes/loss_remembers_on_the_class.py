"""what forward keeps is kept on the class

All losses share it then, and the latest forward of any of them decides.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = t[:, None] == xp.arange(logits.shape[1])
        SoftmaxCrossEntropy.target = xp.astype(t, log_p.dtype)
        SoftmaxCrossEntropy.p = xp.exp(log_p)
        return float(-xp.sum(self.target * log_p) / len(logits))
