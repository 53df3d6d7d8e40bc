"""Coherent elastic scattering of neutrinos on nuclei, with the neutrino's electromagnetic couplings."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nuem.constants import (
    ATOMIC_MASS_UNIT,
    CHARGE_SHIFT,
    CLASSICAL_RADIUS_SQUARED,
    ELECTRON_MASS,
    FERMI,
    HBAR_C,
    RADIUS_SHIFT,
    SIN2_THETA_W,
)
from nuem.numerics import checks
from nuem.scattering.form_factor import FormFactor, form_factor_of, helm
from nuem.scattering.kinematics import allowed
from nuem.scattering.neutrino_couplings import Couplings
from nuem.scattering.nucleon_couplings import nucleon_couplings
from nuem.scattering.parts import Parts


def dsigma_dT(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    Z: float,
    A: float,
    flavour: str = "e",
    antineutrino: bool = False,
    moment: ArrayLike = 0.0,
    charge: ArrayLike = 0.0,
    charge_radius: ArrayLike = 0.0,
    transition_radii: ArrayLike = (),
    form_factor: str | FormFactor | None = "helm",
    proton_radius: float | None = None,
    neutron_radius: float | None = None,
    spin: float = 0,
    mass: float | None = None,
    radiative: bool = False,
    sin2_theta_w: float = SIN2_THETA_W,
    couplings: Couplings | None = None,
) -> NDArray[np.float64]:
    r"""Cross section of a neutrino on a nucleus at rest.

    .. math:: \frac{d\sigma}{dT} = \frac{G_F^2M}{\pi}\Big(1 - \frac TE - \frac{MT}{2E^2}\Big)
              \Big\{\big[(g_V^p + \delta_{\ell\ell})ZF_Z + g_V^nNF_N\big]^2 + \sum_{\ell'\ne\ell}|\delta_{\ell'\ell}ZF_Z|^2\Big\}

    with g_V^p = 1/2 - 2s^2, g_V^n = -1/2 and

    .. math:: \delta_{\ell\ell} = -\frac{\sqrt2\pi\alpha}{3G_F}\langle r^2\rangle + \frac{\sqrt2\pi\alpha}{G_FMT}q_\nu, \qquad q^2 = -2MT,

    opposite in sign to the electron, as the proton's charge is [Cadeddu:2018dux, as revised in 2020], plus `dsigma_dT_magnetic`. The bracket
    is exact for spin 0; for spin 1/2 it gains T^2/(2E^2). The axial current, of order 1/A^2, is left out.

    Parameters
    ----------
    recoil, energy : array_like
        Nuclear recoil T and neutrino energy E [MeV]; they broadcast.
    Z, A : float
        Charge and mass number; a mean mass number such as 72.63 is allowed.
    flavour : {"e", "mu", "tau"}, optional
        Matters only with `radiative`: at tree level the neutral current does not tell flavours apart.
    antineutrino : bool, optional
        Makes no difference to the vector current; here so that the call is like that of the electron.
    moment : array_like, optional
        Effective magnetic moment [mu_B].
    charge : array_like, optional
        Charge of the neutrino [e].
    charge_radius : array_like, optional
        <r^2> of the flavour [cm^2].
    transition_radii : array_like, optional
        |<r^2>| to each other flavour [cm^2]; they add incoherently as long as the neutrino is in a flavour state.
    form_factor : {"helm", "klein-nystrand", "point"} or callable, optional
        A callable takes ``momentum, *, A, radius`` and returns F, not its square.
    proton_radius, neutron_radius : float, optional
        Rms radii for F_Z and F_N [cm]; if not given, the form factor's own from A.
    spin : {0, 0.5}, optional
        Spin of the nucleus. Others differ by terms of order T/E too.
    mass : float, optional
        Mass of the nucleus, not of the atom [MeV]; A u - Z m_e if not given.
    radiative : bool, optional
        Couplings with radiative corrections, for e and mu, as quoted by [Cadeddu:2020lky] and not recomputed here; they contain the
        standard model's charge radius and weak mixing angle.
    sin2_theta_w : float, optional
    couplings : Couplings, optional
        Moment, charge, charge radius and anapole moment as one object, in the place of the single ones.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.

    Raises
    ------
    ValueError
        For a recoil, energy, nucleus or flavour that is not physical, or a recoil of zero with a charge or a moment.

    Examples
    --------
    >>> f"{dsigma_dT(4e-4, 5.0, Z=18, A=40):.3e} cm^2/MeV"
    '4.928e-38 cm^2/MeV'
    """
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    protons, neutrons, m = _nucleus(Z, A, mass)
    momentum = np.sqrt(2 * m * t)
    f_z = protons * form_factor_of(form_factor)(momentum, A=A, radius=proton_radius)
    f_n = neutrons * form_factor_of(form_factor)(momentum, A=A, radius=neutron_radius)
    g_p, g_n = nucleon_couplings(flavour, radiative=radiative, sin2_theta_w=sin2_theta_w)
    coupling_set = Couplings.either(couplings, moment, charge, charge_radius)
    radius_shift, charge_shift = _shifts(t, m, coupling_set)
    shift = radius_shift + charge_shift
    transitions = RADIUS_SHIFT**2 * np.sum(checks.real("transition_radii", transition_radii, "cm2") ** 2)
    squared = ((g_p + shift) * f_z + g_n * f_n) ** 2 + transitions * f_z**2
    weak = _vector(t, e, m, spin) * squared
    if not np.any(coupling_set.moment):
        return np.asarray(weak)
    return np.asarray(weak + _magnetic(t, e, m, spin, np.asarray(coupling_set.moment) * f_z))


def parts(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    Z: float,
    A: float,
    couplings: Couplings,
    flavour: str = "e",
    radiative: bool = False,
    sin2_theta_w: float = SIN2_THETA_W,
) -> Parts:
    """`dsigma_dT` by parts, with the Helm form factor and spin 0.

    Parameters, units and errors are those of `dsigma_dT`.
    """
    t, e = checks.not_negative("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    protons, neutrons, m = _nucleus(Z, A, None)
    form = helm(np.sqrt(2 * m * t), A=A)
    g_p, g_n = nucleon_couplings(flavour, radiative=radiative, sin2_theta_w=sin2_theta_w)
    amplitude, vector = (g_p * protons + g_n * neutrons) * form, _vector(t, e, m, 0)
    radius, charge = (shift * protons * form for shift in _shifts(t, m, couplings))
    magnetic = dsigma_dT_magnetic(t, e, Z=Z, A=A, moment=couplings.moment) if np.any(couplings.moment) else 0.0 * vector
    return Parts(
        np.asarray(vector * amplitude**2),
        np.asarray(vector * radius * (2 * amplitude + radius)),
        np.asarray(vector * 2 * charge * (amplitude + radius)),
        np.asarray(vector * charge**2),
        np.asarray(magnetic),
    )


def dsigma_dT_magnetic(
    recoil: ArrayLike,
    energy: ArrayLike,
    *,
    Z: float,
    A: float,
    moment: ArrayLike,
    form_factor: str | FormFactor | None = "helm",
    spin: float = 0,
    mass: float | None = None,
) -> NDArray[np.float64]:
    r"""Cross section of a magnetic moment on the charge of a nucleus.

    .. math:: \frac{d\sigma}{dT} = \frac{\pi\alpha^2Z^2}{m_e^2}\Big(\frac{\mu_\nu}{\mu_B}\Big)^2
              \Big(\frac1T - \frac1E + \frac T{4E^2}\Big)F_Z^2

    Exact for spin 0; spin 1/2 is without T/4E^2 [Vogel:1989iv]. The electron mass is that of mu_B, whatever the target.

    Parameters are those of `dsigma_dT`.

    Returns
    -------
    numpy.ndarray
        [cm^2/MeV]; zero above the end point.
    """
    t, e = checks.positive("recoil", recoil, "MeV"), checks.positive("energy", energy, "MeV")
    mu = checks.not_negative("moment", moment, "mu_B")
    protons, _, m = _nucleus(Z, A, mass)
    f_z = protons * form_factor_of(form_factor)(np.sqrt(2 * m * t), A=A)
    return _magnetic(t, e, m, spin, mu * f_z)


def _magnetic(
    recoil: NDArray[np.float64], energy: NDArray[np.float64], mass: float, spin: float, strength: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Cross section of a moment times a charge, `strength` [mu_B e], on a nucleus."""
    t, e = checks.positive("recoil", recoil, "MeV"), energy
    bracket = 1 / t - 1 / e + (0.0 if _spin_half(spin) else t / (4 * e**2))
    return np.where(allowed(t, e, mass=mass), pi * CLASSICAL_RADIUS_SQUARED * strength**2 * bracket, 0.0)


def _shifts(
    recoil: NDArray[np.float64], mass: float, couplings: Couplings
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shifts of g_p by the charge radius and by the charge."""
    radius = np.asarray(-RADIUS_SHIFT * couplings.radius)
    if not np.any(couplings.charge):
        return radius, np.zeros(())
    t = checks.positive("recoil", recoil, "MeV")
    charge = np.asarray(couplings.charge, dtype=np.float64)
    return radius, np.asarray(CHARGE_SHIFT * ELECTRON_MASS / mass * charge / t)


def _vector(recoil: NDArray[np.float64], energy: NDArray[np.float64], mass: float, spin: float) -> NDArray[np.float64]:
    """What multiplies the square of the vector coupling [cm^2/MeV]; zero above the end point."""
    bracket = 1 - recoil / energy - mass * recoil / (2 * energy**2)
    if _spin_half(spin):
        bracket = bracket + recoil**2 / (2 * energy**2)
    scale = FERMI**2 * mass / pi * HBAR_C**2
    return np.where(allowed(recoil, energy, mass=mass), scale * np.maximum(bracket, 0.0), 0.0)


def _nucleus(Z: float, A: float, mass: float | None) -> tuple[float, float, float]:
    """Protons, neutrons and mass [MeV]."""
    protons = checks.number("Z", checks.positive("Z", Z))
    nucleons = checks.number("A", checks.positive("A", A))
    if nucleons < protons:
        raise ValueError(f"A = {nucleons:g} must not be below Z = {protons:g}")
    m = nucleons * ATOMIC_MASS_UNIT - protons * ELECTRON_MASS if mass is None else mass
    return protons, nucleons - protons, checks.number("mass", checks.positive("mass", m, "MeV"))


def _spin_half(spin: float) -> bool:
    if spin not in (0, 0.5):
        raise ValueError(f"spin = {spin!r} is not available; choose 0 or 0.5")
    return spin == 0.5
