"""the target rows are taken from np.eye

Indexing an array of NumPy's with labels on a GPU would fetch the labels. Compare them
with xp.arange(C).
"""

EXERCISE = "3.13"
READ = "handout 6.5"


class SoftmaxCrossEntropy:
    def forward(self, logits: Array, t: Labels) -> float:
        xp = array_namespace(logits)
        log_p = log_softmax(logits)
        if t.ndim == 1:
            t = np.eye(logits.shape[1])[t]
        self.target: Array = xp.astype(t, log_p.dtype)
        self.p: Array = xp.exp(log_p)
        return float(-xp.sum(self.target * log_p) / len(logits))
