"""The same limit with every model of bound electrons, side by side."""

from collections.abc import Sequence
from typing import Final

from nuem.constants import SIN2_THETA_W
from nuem.elements import compound
from nuem.experiments import Experiment, folded
from nuem.experiments import experiment as known_experiment
from nuem.flavour import Mixing
from nuem.inference.limit import Limit, limit
from nuem.scattering.atom import MODELS, tabulated

COUPLINGS: Final = ("moment", "charge", "charge_radius")


def compare_models(
    experiment: Experiment | str,
    *,
    couplings: Sequence[str] = COUPLINGS,
    electrons: Sequence[str] | None = None,
    cl: float = 0.90,
    statistic: str = "two-sided",
    mixing: Mixing | None = None,
    sin2_theta_w: float = SIN2_THETA_W,
) -> dict[str, dict[str, Limit]]:
    """Limits on the effective couplings with each model of the atom.

    Parameters
    ----------
    experiment : Experiment or str
    couplings : sequence of str, optional
        As in `limit`.
    electrons : sequence of str, optional
        Names of `nuem.scattering.atom`, such as "hfs" or "epa:0.1 eV"; if not given, all that the elements of the target have tables for.
    cl, statistic, mixing, sin2_theta_w
        As in `limit`.

    Returns
    -------
    dict
        Model to coupling to `Limit`.

    Raises
    ------
    ValueError
        As `limit`.
    """
    known = experiment if isinstance(experiment, Experiment) else known_experiment(experiment)
    mixing = mixing or Mixing.nufit()
    if electrons is None:
        complete = all(part.symbol in tabulated() for part, _ in compound(known.material).parts)
        electrons = [name for name in MODELS if complete or name in ("free", "stepping", "hfs")]
    found = {}
    for model in electrons:
        tensor = folded(known, mixing=mixing, electrons=model, sin2_theta_w=sin2_theta_w)
        found[model] = {
            coupling: limit(
                known, coupling, cl=cl, statistic=statistic, electrons=model, mixing=mixing, sin2_theta_w=sin2_theta_w,
                tensor=tensor,
            )
            for coupling in couplings
        }  # fmt: skip
    return found
