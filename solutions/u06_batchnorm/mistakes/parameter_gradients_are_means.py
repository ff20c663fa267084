"""the gradients of gamma and beta are means over the batch

Every row adds its share to the loss, so the shares add up. The mean belongs to the
loss.
"""

EXERCISE = "6.3"
READ = "handout 3.3"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.mean(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.mean(dout, axis=0)
        direct = self.params["gamma"] * dout
        if not self.trained:
            return self.inv_std * direct
        through_mean: Array = -xp.mean(direct, axis=0)
        through_var: Array = -self.x_hat * xp.mean(direct * self.x_hat, axis=0)
        return self.inv_std * (direct + through_mean + through_var)
