"""the rows are reshaped to images without moving the channel axis back

The shape is right and the numbers stand in the wrong places. Undo both steps, in
reverse order.
"""

EXERCISE = "6.5"
READ = "handout 4"


def _images(pixels: Array, shape: tuple[int, ...]) -> Array:
    return pixels.reshape(shape)
