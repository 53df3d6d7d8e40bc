"""The same limit with every model of bound electrons, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nuem.constants import SIN2_THETA_W
from nuem.elements import compound
from nuem.experiments.predicting.limit_result import Limit
from nuem.experiments.predicting.predictable import Experiment
from nuem.experiments.predictions import predict
from nuem.experiments.shipped import known
from nuem.flavour import Mixing
from nuem.inference.statistics import Statistic
from nuem.scattering.atom import MODELS, ElectronModel, electron_model

COUPLINGS: Final = ("moment", "charge", "charge_radius")


def compare_models(
    experiment: Experiment | str | Path,
    *,
    couplings: Sequence[str] = COUPLINGS,
    electrons: Sequence[ElectronModel | str] | None = None,
    cl: float = 0.90,
    statistic: Statistic | str = "two-sided",
    mixing: Mixing | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> dict[str, dict[str, Limit]]:
    """Limits on the effective couplings with each model of the electrons.

    Parameters
    ----------
    experiment : Experiment, str or path
    couplings : sequence of str, optional
        As in `limit`.
    electrons : sequence of ElectronModel or str, optional
        Models of `nuem.scattering.atom`, such as "hfs" or "epa:0.1 eV"; if not given, all that the elements of the target have tables for.
    cl, statistic, mixing, sin2_theta_w
        As in `limit`.

    Returns
    -------
    dict
        Name of the model to coupling to `Limit`.

    Raises
    ------
    ValueError
        As `limit`.
    """
    setup = known(experiment)
    if electrons is None:
        target = compound(setup.material)
        electrons = [name for name, model in MODELS.items() if model.covers(target)]
    result = {}
    for model in map(electron_model, electrons):
        prediction = predict(setup, mixing=mixing, electrons=model, sin2_theta_w=sin2_theta_w)
        result[model.name] = {name: prediction.limit(name, cl=cl, statistic=statistic) for name in couplings}
    return result
