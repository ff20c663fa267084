"""Unit 13: vanishing and exploding gradients, clipping, and the next character.

Read README.md in this folder first; it derives every formula used here.
Paper: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent
neural networks", arXiv:1211.5063.

Shapes:
    N  sequences in the batch
    T  time steps
    H  hidden units
    V  characters in the vocabulary
"""

# solution only
import math
from collections.abc import Callable, Iterator

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

# Or CuPy's: xp is the library that made the array, so write xp.sqrt(...).
Array = NDArray[np.floating]
Ids = NDArray[np.integer]
Step = Callable[[int, Array], tuple[Array, Array]]


def spectral_norm(Wh: Array) -> float:  # noqa: N803 - the contract's name
    """Return the largest factor by which Wh stretches a vector: exercise 13.1.

    It is the largest singular value of Wh (handout 2.3).

    Args:
        Wh: (H, H) recurrent weights, left unchanged.
    """
    xp = array_namespace(Wh)
    # hole: 13.1 spectral_norm
    #: 13.1  Not the largest eigenvalue, and not the root of all squares.
    return float(xp.max(xp.linalg.svdvals(Wh)))


def gradient_norms_through_time(
    Wh: Array,  # noqa: N803 - the contract's name
    hidden: Array,
    dh: Array,
) -> Array:
    """Return how large the gradient is at each step: exercise 13.2.

    The network is h_t = tanh(x_t Wx + h_{t-1} Wh + b), its loss looks at h_T alone.

    Args:
        Wh: (H, H) recurrent weights, left unchanged.
        hidden: (T, N, H) the states h_1 ... h_T, left unchanged.
        dh: (N, H) gradient of the loss with respect to h_T, left unchanged.

    Returns:
        (T + 1,) array in the dtype of dh: entry t is the L2 norm, over all of
        (N, H), of the gradient with respect to h_t, so the last one is that of dh.
    """
    xp = array_namespace(Wh)
    # hole: 13.2 gradient_norms_through_time
    #: 13.2  From h_t to h_{t-1}: first through tanh, then through Wh (handout 2.1).
    #: A loop over the steps is fine. Mind the order of the result.
    grad = dh
    norms = [xp.sqrt(xp.sum(grad**2))]
    for h in hidden[::-1]:
        grad = (grad * (1 - h**2)) @ Wh.T
        norms.append(xp.sqrt(xp.sum(grad**2)))
    found: Array = xp.stack(norms[::-1])
    return found


def clip_gradients(grads: dict[str, Array], max_norm: float) -> float:
    """Shorten all gradients together, in place: exercises 13.3 and 13.10.

    Where the global norm is larger than max_norm, each array is scaled by the same
    factor, so that it becomes max_norm. Where it is not, nothing happens.

    Args:
        grads: gradients by name; the arrays themselves are written into.
        max_norm: the largest global norm that is allowed.

    Returns:
        the global norm before clipping, over all entries of all arrays.

    Raises:
        FloatingPointError: the norm is infinite or nan; no array was changed.
    """
    # hole: 13.3 clip_gradients
    #: 13.3  One norm for all arrays, one factor for all arrays (handout 3.1).
    #: 13.10  Look at the norm before anything is written.
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    if not math.isfinite(norm):
        msg = f"the global norm of the gradients is {norm}"
        raise FloatingPointError(msg)
    if norm > max_norm:
        for key in grads:
            grads[key] *= max_norm / norm
    return norm


def vocabulary(text: str) -> list[str]:
    """Return the characters of the text, each once, sorted: exercise 13.4."""
    # hole: 13.4 vocabulary
    #: 13.4  The order must be the same in every run.
    return sorted(set(text))


def encode(text: str, vocab: list[str]) -> Ids:
    """Return the place of each character in the vocabulary: exercise 13.4.

    Args:
        text: any characters of vocab.
        vocab: each character once, in whatever order.

    Returns:
        (len(text),) array of integers.

    Raises:
        KeyError: names every character of text that vocab lacks.
    """
    # hole: 13.4 encode
    #: 13.4  Gather all that is unknown before you refuse.
    unknown = sorted(set(text) - set(vocab))
    if unknown:
        msg = f"not in the vocabulary: {', '.join(map(repr, unknown))}"
        raise KeyError(msg)
    place = {character: number for number, character in enumerate(vocab)}
    return np.array([place[character] for character in text], dtype=np.int64)


def decode(ids: Ids | list[int], vocab: list[str]) -> str:
    """Return the text that these ids stand for: exercise 13.4.

    Args:
        ids: (n,) integers, an array or a list, left unchanged.
        vocab: the characters in the order of their ids.
    """
    # hole: 13.4 decode
    #: 13.4  The way back from `encode`.
    return "".join(vocab[number] for number in ids)


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield inputs and targets, batch after batch: exercise 13.5.

    Row r of a batch goes on where row r of the batch before it ended, and no two
    rows read the same part of the text.

    Args:
        ids: (n,) the whole text as integers, left unchanged.
        batch_size: N, how many parts of the text are read side by side.
        n_steps: T, how many characters of each part a batch holds.

    Yields:
        inputs and targets, (N, T) each; a target is the character that follows
        its input. There are floor((n - 1) / (N T)) batches.
    """
    # hole: 13.5 next_character_batches
    #: 13.5  Cut the text into N long rows first, then each row into steps of T
    #: (handout 4.2). Count what is left over, and mind the last target.
    count = (len(ids) - 1) // (batch_size * n_steps)
    used = count * batch_size * n_steps
    inputs = ids[:used].reshape(batch_size, -1)
    targets = ids[1 : used + 1].reshape(batch_size, -1)
    for start in range(0, count * n_steps, n_steps):
        now = slice(start, start + n_steps)
        yield inputs[:, now], targets[:, now]


def sequence_cross_entropy(logits: Array, targets: Ids) -> tuple[float, Array]:
    """Return the loss of a batch of sequences and its gradient: exercise 13.6.

    Args:
        logits: (N, T, V) scores of each next character, left unchanged.
        targets: (N, T) ids of the characters that came, left unchanged.

    Returns:
        the mean over N and T of minus the logarithm of what the target's softmax
        is, and (N, T, V) its gradient with respect to logits, in their dtype.
    """
    xp = array_namespace(logits)
    # hole: 13.6 sequence_cross_entropy
    #: 13.6  The softmax runs over the characters, the mean over all N T places.
    #: 13.10  Scores of 10 000 are legal: subtract each place's maximum first.
    n, t, v = logits.shape
    shifted = logits - xp.max(logits, axis=-1, keepdims=True)
    powers = xp.exp(shifted)
    total = xp.sum(powers, axis=-1, keepdims=True)
    came = targets[..., None] == xp.arange(v)
    log_p: Array = shifted - xp.log(total)
    loss = -float(xp.sum(log_p * came)) / (n * t)
    return loss, (powers / total - came) / (n * t)


def perplexity(loss: float) -> float:
    """Return the number of equally likely characters with this loss: exercise 13.6.

    Args:
        loss: mean cross-entropy per character, with natural logarithms.
    """
    # hole: 13.6 perplexity
    #: 13.6  It turns the logarithm of the loss around (handout 4.4).
    return math.exp(loss)


def sample(
    step: Step,
    h0: Array,
    first_id: int,
    n: int,
    temperature: float,
    rng: np.random.Generator,
) -> list[int]:
    """Let a model write: exercises 13.7, 13.8 and 13.10.

    Args:
        step: takes an id and a state, returns the logits (V,) of the next id and
            the next state. What it returns is left unchanged.
        h0: the state before first_id, left unchanged.
        first_id: what the model reads first; no part of the result.
        n: how many ids to return.
        temperature: what the logits are divided by; with 0 the id of the largest
            logit comes.
        rng: draws the ids, on the CPU.

    Returns:
        the n ids; each was drawn from the softmax of logits / temperature, and
        was what the model read next.
    """
    # hole: 13.7 sample
    #: 13.7  What was drawn is read next, with the state that came with its logits.
    #: 13.8  One draw for each id, from the softmax of logits / temperature.
    #: 13.10  The maximum goes off before the division and the exponential.
    ids: list[int] = []
    current, h = first_id, h0
    for _ in range(n):
        logits, h = step(current, h)
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids


# solution only
def _drawn(logits: Array, temperature: float, rng: np.random.Generator) -> int:
    """Return one id, drawn from the softmax of logits / temperature."""
    if temperature == 0:
        return int(np.argmax(logits))
    powers = np.exp((logits - np.max(logits)) / temperature)
    return int(rng.choice(len(powers), p=powers / np.sum(powers)))
