"""row v - 1 is looked up for the word v

Words are counted from 0, so that every row of W has one.
"""

EXERCISE = "12.8"
READ = "handout 5.3"


class Embedding:
    def forward(self, indices: Indices, train: bool = True) -> Array:
        self.indices = indices = indices - 1
        rows: Array = self.params["W"][indices]
        return rows
