r"""Precession of a neutrino's spin in fields and in moving, polarised matter: the generalised Bargmann-Michel-Telegdi equation.

.. math:: \frac{d\mathbf S}{dt} = \frac{2\mu}{\gamma}\,[\mathbf S \times (\mathbf B_0 + \mathbf M_0)]

S is the unit vector of the spin in the rest frame, t the laboratory time; S = -n is a left-handed neutrino that flies along n
[Studenikin:2016ykv, Eqs. (21)-(28)]. Every function is agnostic of units: fields, moments and times need only fit together (hbar = c = 1),
and vectors stand on the last axis. With the scaled coefficients of `matter_strength`, mu M_0 needs no moment, which may vanish.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import FERMI, HBAR_C_EXACT, SIN2_THETA_W
from nuem.numerics import checks
from nuem.propagation.closed_forms.two_level import flip_probability
from nuem.typing import FloatArray

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

PAULI: Final = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]], dtype=np.complex128)
NUCLEON_AXIAL: Final = 1.27
"""g_A of the nucleon; its strange-quark part is neglected."""


def matter_strength(
    flavour: str = "e", fermion: str = "electron", *, sin2_theta_w: float = SIN2_THETA_W
) -> tuple[float, float]:
    r"""mu rho^(1) and mu rho^(2) of a neutrino in matter of one kind of fermion.

    .. math:: \mu\rho^{(1)} = \frac{G_F}{2\sqrt2}\,a, \qquad \mu\rho^{(2)} = \frac{G_F}{2\sqrt2}\,b

    with a = 2 g_V (plus 2 for nu_e on electrons) and b = -2 g_A (minus 2): a = 1 + 4 s^2, b = -1 for nu_e on electrons
    [Studenikin:2016ykv, after Eq. (25)]. The moment has cancelled.

    Parameters
    ----------
    flavour : {"e", "mu", "tau"}
    fermion : {"electron", "proton", "neutron"}
    sin2_theta_w : float, optional

    Returns
    -------
    tuple of float
        Energy per number density [MeV cm^3]. Antineutrinos have the same, as what turns the spin is the axial coupling, and the opposite
        moment: in the field B_0 + M_0 it is M_0 = mu M_0/mu that changes its sign.

    Raises
    ------
    ValueError
        For an unknown flavour or fermion.
    """
    electron = checks.choice("flavour", flavour, ("e", "mu", "tau")) == "e"
    weak = 4 * sin2_theta_w
    vector, axial = {
        "electron": (1 + weak, -1.0) if electron else (weak - 1, 1.0),
        "proton": (1 - weak, -NUCLEON_AXIAL),
        "neutron": (-1.0, NUCLEON_AXIAL),
    }[checks.choice("fermion", fermion, ("electron", "proton", "neutron"))]
    scale = FERMI * HBAR_C_EXACT**3 / (2 * np.sqrt(2))
    return float(scale * vector), float(scale * axial)


def matter_field(
    beta: ArrayLike,
    *,
    density: ArrayLike,
    velocity: ArrayLike = (0.0, 0.0, 0.0),
    polarisation: ArrayLike = (0.0, 0.0, 0.0),
    rho1: float,
    rho2: float = 0.0,
    gamma: float | None = None,
) -> Array:
    r"""M_0, what moving and polarised matter does to the spin in the rest frame of the neutrino.

    .. math:: g^\mu = \rho^{(1)} j^\mu + \rho^{(2)} \lambda^\mu, \qquad
              \mathbf M_0 = \gamma\,(g^0 \boldsymbol\beta - \mathbf g_\parallel) - \mathbf g_\perp

    which is minus the spatial part of g in the rest frame, and the review's Eqs. (23)-(25) with the term rho^(2) zeta.v restored in
    Eq. (24), which its copy lacks: without it M_0 is not covariant.

    Parameters
    ----------
    beta : array_like
        Velocity of the neutrino [c].
    density : array_like
        Number density of the matter in its rest frame, n_0.
    velocity : array_like, optional
        Velocity v of the matter [c].
    polarisation : array_like, optional
        Mean spin zeta of its fermions, of length at most one.
    rho1, rho2 : float
        Coefficients of the current and of the polarisation; density times rho has the unit of the result.
    gamma : float, optional
        Lorentz factor of the neutrino, where `beta` is too close to one to tell; then only the direction of `beta` is used.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        For a speed of one or above, a polarisation above one or a negative density.
    """
    b, factor, direction = _motion(beta, gamma)
    v, zeta = _vector("velocity", velocity, 1.0, open_end=True), _vector("polarisation", polarisation, 1.0)
    slow = np.sqrt(1 - _dot(v, v))
    n = checks.not_negative("density", density) / slow
    along = _dot(zeta, v)
    zeroth = n * (rho1 + rho2 * along)
    space = n[..., None] * (rho1 * v + rho2 * (zeta * slow[..., None] + v * (along / (1 + slow))[..., None]))
    parallel = _dot(space, direction)[..., None] * direction
    return np.asarray(factor[..., None] * (zeroth[..., None] * b - parallel) - (space - parallel))


def rest_frame_field(
    beta: ArrayLike,
    *,
    magnetic: ArrayLike = (0.0, 0.0, 0.0),
    electric: ArrayLike = (0.0, 0.0, 0.0),
    gamma: float | None = None,
) -> Array:
    r"""B_0, the magnetic field in the rest frame of the neutrino.

    .. math:: \mathbf B_0 = \gamma\left(\mathbf B_\perp + \tfrac1\gamma \mathbf B_\parallel + \mathbf E_\perp \times \boldsymbol\beta\right)

    [Studenikin:2016ykv, Eq. (22)]; arguments as in `matter_field`, fields in the laboratory.
    """
    b, factor, direction = _motion(beta, gamma)
    field, electric_field = _vector("magnetic", magnetic), _vector("electric", electric)
    parallel = _dot(field, direction)[..., None] * direction
    return np.asarray(factor[..., None] * (field - parallel + np.cross(electric_field, b)) + parallel)


def hamiltonian(field: ArrayLike, *, moment: float, gamma: float) -> Complex:
    """H = -(mu/gamma) sigma . (B_0 + M_0), in the basis of spin along +z and -z, shape (..., 2, 2).

    For a neutrino along +z that is the basis (right, left): review Eq. (26) with the signs of its diagonal.
    """
    scale = checks.number("moment", moment) / checks.number("gamma", checks.within("gamma", gamma, 1, np.inf))
    return np.asarray(np.einsum("...k,kij->...ij", -scale * _vector("field", field), PAULI))


def effective_parameters(
    beta: ArrayLike, field: ArrayLike, *, moment: float, gamma: float | None = None
) -> tuple[FloatArray, FloatArray]:
    r"""E_eff and Delta_eff of a field B_0 + M_0: its parts across and along the momentum, times mu/gamma.

    .. math:: E_\mathrm{eff} = \frac\mu\gamma |\mathbf B_{0\perp} + \mathbf M_{0\perp}|, \qquad
              \Delta_\mathrm{eff} = \frac\mu\gamma |\mathbf B_{0\parallel} + \mathbf M_{0\parallel}|

    [Studenikin:2016ykv, Eq. (28)], with B_0perp/gamma in place of B_perp there, so that an electric field counts. Delta_eff is half the
    splitting of the diagonal, E_eff the full element next to it.
    """
    _, factor, direction = _motion(beta, gamma)
    total = _vector("field", field)
    along = _dot(total, direction)
    across = total - along[..., None] * direction
    scale = abs(checks.number("moment", moment)) / factor
    return (scale * np.sqrt(_dot(across, across)))[()], (scale * np.abs(along))[()]


def transition_probability(distance: ArrayLike, *, coupling: ArrayLike, splitting: ArrayLike = 0.0) -> FloatArray:
    r"""Probability that the helicity has flipped after a distance in constant fields.

    .. math:: P = \sin^2 2\theta_\mathrm{eff} \sin^2\frac{\pi x}{L_\mathrm{eff}}, \quad
              \sin^2 2\theta_\mathrm{eff} = \frac{E^2}{E^2 + \Delta^2}, \quad L_\mathrm{eff} = \frac{\pi}{\sqrt{E^2 + \Delta^2}}

    [Studenikin:2016ykv, Eq. (27)], in other letters `nuem.propagation.closed_forms.two_level.flip_probability`.

    Parameters
    ----------
    distance : array_like
        x.
    coupling : array_like
        E_eff of `effective_parameters`, in inverse units of the distance.
    splitting : array_like, optional
        Difference of the diagonal of H, which is 2 Delta_eff of `effective_parameters`, in inverse units of the distance.
    """
    return flip_probability(distance, coupling=coupling, splitting=splitting)


def precess(
    spin: ArrayLike,
    field: Callable[[Array], ArrayLike] | ArrayLike,
    times: ArrayLike,
    *,
    moment: float,
    gamma: float = 1.0,
    tol: float = 1e-10,
) -> Array:
    """The spin vector at given times, dS/dt = (2 mu/gamma) S x (B_0 + M_0).

    The two-state form of the equation is evolved, which keeps |S| = 1, and the vector is its mean spin.

    Parameters
    ----------
    spin : array_like
        Unit vector S at time 0.
    field : callable or array_like
        B_0 + M_0: a vector, or a function of a 1-D array of times that gives (times, 3).
    times : array_like
        Laboratory times, at least one, in rising order from 0 or later.
    moment : float
    gamma : float, optional
        Lorentz factor.
    tol : float, optional
        Largest error of the two-state amplitudes.

    Returns
    -------
    numpy.ndarray
        S, shape (*times.shape, 3).

    Raises
    ------
    ValueError
        For a spin that is not of length one, no times or times that do not rise, a field of another shape, or one that is *not resolved*
        because it is noisy or oscillates too fast.

    Notes
    -----
    A feature of the field that is narrower than 1.6e-5 of the last time may be missed (see `nuem.propagation.evolve`).
    """
    from nuem.propagation.bare import evolve

    s = _vector("spin", spin)
    if s.shape != (3,) or abs(np.linalg.norm(s) - 1) > 1e-9:
        raise ValueError(f"spin must be one vector of length 1, got {spin!r}")
    t = checks.not_negative("times", times)
    row = np.atleast_1d(t)
    if row.ndim != 1 or np.any(np.diff(row) <= 0):
        raise ValueError("times must be a number or rise from one to the next")
    if not row.size:
        raise ValueError("times is empty; at least one time is needed")
    factor = float(checks.within("gamma", checks.number("gamma", gamma), 1, np.inf))
    if row[-1] == 0:
        return np.asarray(s if t.ndim == 0 else s[None])
    if callable(field):
        function = field

        def h(x: Array) -> Complex:
            return hamiltonian(function(x), moment=moment, gamma=factor)

        result = evolve(h, float(row[-1]), _spinor(s), tol=tol, at=row.tolist())
    else:
        constant = hamiltonian(field, moment=moment, gamma=factor)
        result = evolve(constant, float(row[-1]), _spinor(s), tol=tol, at=row.tolist())
    vectors = np.einsum("ti,kij,tj->tk", result.path.conj(), PAULI, result.path).real
    return np.asarray(vectors.reshape(*t.shape, 3))


def _spinor(s: Array) -> Complex:
    """The state whose mean spin is s."""
    up = np.array([1 + s[2], s[0] + 1j * s[1]])
    down = np.array([s[0] - 1j * s[1], 1 - s[2]])
    psi = up if s[2] > 0 else down
    return np.asarray(psi / np.linalg.norm(psi))


def _motion(beta: ArrayLike, gamma: float | None) -> tuple[Array, Array, Array]:
    """Velocity, Lorentz factor and direction of the neutrino."""
    b = _vector("beta", beta, 1.0 if gamma is None else np.inf, open_end=True)
    speed = np.sqrt(_dot(b, b))
    direction = b / np.where(speed > 0, speed, 1.0)[..., None]
    if gamma is None:
        return b, 1 / np.sqrt((1 - speed) * (1 + speed)), direction
    factor = checks.within("gamma", checks.number("gamma", gamma), 1, np.inf)
    return direction * np.sqrt((1 - 1 / factor) * (1 + 1 / factor)), np.broadcast_to(factor, speed.shape), direction


def _vector(name: str, value: ArrayLike, largest: float = np.inf, *, open_end: bool = False) -> Array:
    """Vectors on the last axis, checked."""
    array = checks.real(name, value)
    if array.shape[-1:] != (3,):
        raise ValueError(f"{name} must be a vector of three components, got shape {array.shape}")
    size = np.sqrt(_dot(array, array))
    if np.any(size >= largest) if open_end else np.any(size > largest * (1 + 1e-12)):
        raise ValueError(
            f"{name} must be {'below' if open_end else 'at most'} {largest:g} in length, got {float(np.max(size)):g}"
        )
    return array


def _dot(a: Array, b: Array) -> Array:
    return np.asarray(np.sum(a * b, axis=-1))
