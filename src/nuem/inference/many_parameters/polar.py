r"""Complex parameters by modulus and phase, theta_a + i theta_b = r e^{i phi}, for profiles of the modulus."""

from dataclasses import dataclass

import numpy as np

from nuem.inference.data.term import Array
from nuem.inference.many_parameters.features import Features


@dataclass(frozen=True, slots=True, eq=False)
class Polar:
    """Features in which some pairs of real and imaginary part are replaced by modulus and phase.

    Parameters
    ----------
    features : Features
    pairs : tuple of tuple of int
        Places of real and imaginary part; modulus and phase take them.
    """

    features: Features
    pairs: tuple[tuple[int, int], ...]

    @property
    def parameters(self) -> int:
        """Number of parameters."""
        return self.features.parameters

    @property
    def phases(self) -> tuple[int, ...]:
        """Places of the phases."""
        return tuple(phase for _, phase in self.pairs)

    def cartesian(self, theta: Array) -> Array:
        """Parameters as real and imaginary parts."""
        result = theta.copy()
        for a, b in self.pairs:
            result[:, a] = theta[:, a] * np.cos(theta[:, b])
            result[:, b] = theta[:, a] * np.sin(theta[:, b])
        return result

    def polar(self, theta: Array) -> Array:
        """Parameters as moduli and phases."""
        result = theta.copy()
        for a, b in self.pairs:
            result[:, a] = np.hypot(theta[:, a], theta[:, b])
            result[:, b] = np.arctan2(theta[:, b], theta[:, a])
        return result

    def __call__(self, theta: Array) -> Array:
        """The numbers, (batch, K)."""
        return self.features(self.cartesian(theta))

    def slopes(self, theta: Array) -> Array:
        """First derivatives, (batch, p, K)."""
        inner = self.features.slopes(self.cartesian(theta))
        result = inner.copy()
        for a, b in self.pairs:
            size, cos, sin = theta[:, a, None], np.cos(theta[:, b, None]), np.sin(theta[:, b, None])
            result[:, a] = cos * inner[:, a] + sin * inner[:, b]
            result[:, b] = size * (cos * inner[:, b] - sin * inner[:, a])
        return result

    def bends(self, theta: Array, weights: Array) -> Array:
        """Second derivatives of the weighted sum, (batch, p, p)."""
        at = self.cartesian(theta)
        slope = np.einsum("npk,nk->np", self.features.slopes(at), weights)
        turn = np.broadcast_to(np.eye(self.parameters), (len(theta), self.parameters, self.parameters)).copy()
        extra = np.zeros_like(turn)
        for a, b in self.pairs:
            size, cos, sin = theta[:, a], np.cos(theta[:, b]), np.sin(theta[:, b])
            turn[:, a, a], turn[:, a, b] = cos, -size * sin  # [inner, outer]
            turn[:, b, a], turn[:, b, b] = sin, size * cos
            extra[:, a, b] = extra[:, b, a] = cos * slope[:, b] - sin * slope[:, a]
            extra[:, b, b] = -size * (cos * slope[:, a] + sin * slope[:, b])
        return turn.swapaxes(1, 2) @ self.features.bends(at, weights) @ turn + extra
