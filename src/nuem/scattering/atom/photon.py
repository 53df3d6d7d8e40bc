r"""What transverse photons add to the scattering of a charge, from the photoabsorption of the target.

A neutrino with a charge and :math:`E \gg T` exchanges photons that are nearly real. In units of the cross section on a free electron
they add

.. math:: N_\mathrm{photon} = n_1\,\Lambda, \qquad n_1 = \frac{m_e T \sigma_\gamma(T)}{2\pi^2\alpha} .

**In vacuum** :math:`\Lambda = 2\ln(E/m_\nu) - 1`. The logarithm comes from photons that stay with the neutrino over a formation length
:math:`2E^2/(m_\nu^2 T)`: 0.6 km at T = 5 keV, E = 0.27 MeV, m = 0.1 eV. A real photon of that energy is absorbed in liquid xenon within 5 um.

**In a medium** of dielectric constant :math:`\epsilon_1 + i\epsilon_2` the field is screened as that of any charged particle, the density
effect of ionisation [Allison:1980vw]:

.. math:: \Lambda = -\tfrac12\ln[(1-\epsilon_1)^2 + \epsilon_2^2] + \Big(1 - \frac{\epsilon_1}{|\epsilon|^2}\Big)
                    \frac{\arg(1 - \epsilon_1 + i\epsilon_2)}{\epsilon_2} \approx 2\ln(T/\omega_p) - 1 ,

in which the mass of the neutrino does not appear, as long as :math:`m_\nu/E \ll \omega_p/T`. That a neutrino's charge is screened like an
electron's is a step that the literature on millicharges has not taken: limits with the vacuum logarithm are stronger by 1.1 to 1.4.

**The equivalent-photon approximation** in the form used for such limits [Chen:2014dsa] is the leading
logarithm in vacuum alone, :math:`N = 2 n_1 \ln(E/m_\nu)`, without the longitudinal photons that scatter on single electrons.
"""

import numpy as np
from numpy.typing import NDArray

from nuem.constants import ALPHA, ELECTRON_MASS, HBAR_C


def photon_number(transfer: NDArray[np.float64], photoabsorption: NDArray[np.float64]) -> NDArray[np.float64]:
    """n_1, transverse electrons per unit of the logarithm.

    Parameters
    ----------
    transfer : numpy.ndarray
        T [MeV].
    photoabsorption : numpy.ndarray
        Cross section of a photon of that energy, per atom or formula unit [cm^2].
    """
    return np.asarray(ELECTRON_MASS * transfer * photoabsorption / (2 * np.pi**2 * ALPHA * HBAR_C**2))


def logarithm_in_medium(real: NDArray[np.float64], imaginary: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lambda of a massless charged particle in a medium.

    Parameters
    ----------
    real : numpy.ndarray
        1 - epsilon_1.
    imaginary : numpy.ndarray
        epsilon_2, positive.
    """
    epsilon = 1 - real
    angle = np.arctan2(imaginary, real)
    first = -0.5 * np.log(real**2 + imaginary**2)
    return np.asarray(first + (1 - epsilon / (epsilon**2 + imaginary**2)) * angle / imaginary)


def logarithm_in_vacuum(energy: float, mass: float) -> float:
    """Lambda of a neutrino of energy E and mass m, both [MeV], in vacuum."""
    return float(2 * np.log(energy / mass) - 1)


def equivalent_photons(energy: float, mass: float) -> float:
    """The leading logarithm 2 ln(E/m) alone; E and m in MeV."""
    return float(2 * np.log(energy / mass))
