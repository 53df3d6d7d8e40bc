r"""The data of one experiment with everything that is expected in them.

.. math:: \mu_b = \sum_c f_c(\eta) B_{cb}(\eta) + \sum_k \phi_k(\eta) S_{kb}(\theta, \eta), \qquad \phi_k = 1 + \sum_j e_{kj} \eta_j
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from nuem.inference.data import Data
from nuem.inference.data.term import Array
from nuem.inference.expectations.component import Component, Systematic
from nuem.inference.expectations.nuisance import Nuisance, merged, positive_factor


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Data of one experiment, its backgrounds, and the errors of its signal.

    A signal is an array (..., variants, beams, bins): the nominal one, then the one at -1 and at +1 sigma of each of
    `signal_nuisances`, in order.

    Parameters
    ----------
    name : str
        Of the experiment; in a combination, nuisances without a dot in their name are prefixed with it.
    data : Data
    fluxes : tuple of mapping
        For each beam the relative error of its flux by the name of the nuisance.
    backgrounds : tuple of Component, optional
    signal_nuisances : tuple of str, optional
        Nuisances that change the shape of the signal, as an energy scale or quenching does.
    systematics : tuple of Systematic, optional
        Nuisances that change normalisations.
    """

    name: str
    data: Data
    fluxes: tuple[Mapping[str, float], ...]
    backgrounds: tuple[Component, ...] = ()
    signal_nuisances: tuple[str, ...] = ()
    systematics: tuple[Systematic, ...] = ()
    nuisances: tuple[Nuisance, ...] = field(init=False)

    def __post_init__(self) -> None:
        bins = self.raw_bins
        names = [component.name for component in self.backgrounds]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.name}: two backgrounds have the same name among {', '.join(names)}")
        for component in self.backgrounds:
            if component.nominal.shape != (bins,):
                raise ValueError(
                    f"{self.name}: background {component.name!r} has {component.nominal.size} bins, the data have {bins}"
                )
        for systematic in self.systematics:
            for target in systematic.targets:
                if target not in (*names, "signal"):
                    raise ValueError(
                        f"{self.name}: systematic {systematic.nuisance!r} acts on {target!r}, which is not one of "
                        f"{', '.join(['signal', *names])}"
                    )
        all_nuisances: list[Nuisance] = []
        for background in self.backgrounds:
            all_nuisances += background.nuisances
        for errors in self.fluxes:
            all_nuisances += positive_factor(dict(errors))
        all_nuisances += [Nuisance(name) for name in self.signal_nuisances]
        all_nuisances += [Nuisance(systematic.nuisance) for systematic in self.systematics]
        object.__setattr__(self, "nuisances", merged(all_nuisances))

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, {self.data.bins} bins, backgrounds: {', '.join(part.name for part in self.backgrounds) or 'none'})"

    @property
    def raw_bins(self) -> int:
        """Number of bins of an expectation."""
        return int(self.data.bins)

    @property
    def variants(self) -> int:
        """Number of templates of a signal."""
        return 1 + 2 * len(self.signal_nuisances)

    @property
    def linear(self) -> bool:
        """Whether the expectation is linear in the nuisances."""
        moving = any(
            background.variations or (background.shape and background.shape.parameters)
            for background in self.backgrounds
        )
        return not (moving or self.signal_nuisances or self.systematics)

    @property
    def nominal_background(self) -> Array:
        """Background in each bin with all nuisances at their nominal values."""
        return np.asarray(sum((background.nominal for background in self.backgrounds), np.zeros(self.raw_bins)))

    def private(self, name: str) -> str:
        """The name of a nuisance in a combination."""
        return name if "." in name else f"{self.name}.{name}"
