"""Step by step, with boolean indexing into fresh arrays and long names."""

import numpy


def floating_copy(array):
    """Return a copy that can hold fractions."""
    if numpy.issubdtype(array.dtype, numpy.floating):
        return array.copy()
    return array.astype(numpy.float64)


class Affine(object):
    def __init__(self, W, b):
        self.params = {}
        self.params["W"] = W
        self.params["b"] = b
        self.grads = {}
        self.grads["W"] = numpy.zeros_like(W)
        self.grads["b"] = numpy.zeros_like(b)

    def forward(self, x, train=True):
        self.shape_of_input = x.shape
        number_of_examples = x.shape[0]
        self.flattened_input = x.reshape((number_of_examples, -1))
        result = numpy.matmul(self.flattened_input, self.params["W"])
        result = numpy.add(result, self.params["b"])
        return result

    def backward(self, dout):
        gradient_of_w = numpy.matmul(numpy.transpose(self.flattened_input), dout)
        ones = numpy.ones_like(dout[:, 0])
        gradient_of_b = numpy.matmul(ones, dout)
        self.grads = {"W": gradient_of_w, "b": gradient_of_b}
        gradient_of_x = numpy.matmul(dout, numpy.transpose(self.params["W"]))
        return gradient_of_x.reshape(self.shape_of_input)


class Sigmoid(object):
    def __init__(self):
        self.params = {}
        self.grads = {}

    def forward(self, x, train=True):
        x = floating_copy(x)
        right = x >= 0
        left = numpy.logical_not(right)
        result = numpy.empty_like(x)
        result[right] = 1 / (1 + numpy.exp(-x[right]))
        result[left] = numpy.exp(x[left]) / (1 + numpy.exp(x[left]))
        self.output = result
        return result

    def backward(self, dout):
        gradient = floating_copy(dout)
        gradient *= self.output
        gradient *= 1 - self.output
        return gradient


class Tanh(object):
    def __init__(self):
        self.params = {}
        self.grads = {}

    def forward(self, x, train=True):
        self.output = floating_copy(x)
        numpy.tanh(self.output, out=self.output)
        return self.output

    def backward(self, dout):
        return dout - dout * numpy.square(self.output)


class ReLU(object):
    def __init__(self):
        self.params = {}
        self.grads = {}

    def forward(self, x, train=True):
        self.blocked = numpy.logical_not(x > 0)
        result = floating_copy(x)
        result[self.blocked] = 0
        return result

    def backward(self, dout):
        gradient = floating_copy(dout)
        gradient[self.blocked] = 0
        return gradient


class LeakyReLU(object):
    def __init__(self, alpha=0.01):
        self.params = {}
        self.grads = {}
        self.alpha = alpha

    def forward(self, x, train=True):
        self.left = numpy.logical_not(x > 0)
        result = floating_copy(x)
        result[self.left] *= self.alpha
        return result

    def backward(self, dout):
        gradient = floating_copy(dout)
        gradient[self.left] *= self.alpha
        return gradient


class ELU(object):
    def __init__(self, alpha=1.0):
        self.params = {}
        self.grads = {}
        self.alpha = alpha

    def forward(self, x, train=True):
        result = floating_copy(x)
        self.left = numpy.logical_not(x > 0)
        self.slopes_on_the_left = self.alpha * numpy.exp(result[self.left])
        result[self.left] = self.slopes_on_the_left - self.alpha
        return result

    def backward(self, dout):
        gradient = floating_copy(dout)
        gradient[self.left] *= self.slopes_on_the_left
        return gradient
