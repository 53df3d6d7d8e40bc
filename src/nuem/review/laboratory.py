"""Sections 4 and 5 of the review: what laboratory experiments exclude or will.

The statistic is fixed beforehand for every row: two-sided, 90 %, the default of `nuem.limit`.
"""

from nuem.experiments import limit
from nuem.review.claim import DIFFERS, NOT_BUILT, Compute, Verdict, compare

_SURROGATE = (
    "a surrogate: the limit expected from the published set-up, since no spectrum is public; it is no reproduction"
)
_PRINTED = 0.05 / 6.4  # half a unit of the last digit that is published


def gemma() -> Verdict:
    """GEMMA, Eq. (19), the final set-up."""
    return _surrogate("gemma", why="the published limit profits from a downward fluctuation")


def gemma_2007() -> Verdict:
    """GEMMA, the first run."""
    return _surrogate("gemma_2007")


def munu() -> Verdict:
    """Forward electrons against the other cones."""
    return _surrogate("munu", why="its background and acceptance are recalled")


def texono() -> Verdict:
    """The final TEXONO set-up."""
    return _surrogate("texono")


def nugen() -> Verdict:
    """The projection at 350 eV."""
    return _surrogate(
        "nugen", why="GEMMA's background is assumed, and bound electrons at 350 eV are fewer than free ones"
    )


def xenonnt() -> Verdict:
    """XENONnT, with its own events."""
    result = limit("xenonnt", "moment")
    assert result.published is not None
    return compare(
        result.value,
        result.published.value,
        within=_PRINTED,
        text=f"{result.value:.3g} mu_B ({result.statistic}, {result.kind})",
        why="a recast of the published events, background, efficiency and resolution, with the threshold of a chi^2; an outside re-analysis finds "
        "7.2e-12. The events are fewer than expected, where that threshold is too high: `nuem limit xenonnt --statistic feldman-cousins` calibrates "
        "it with toys and finds 6.3e-12",
    )


def super_kamiokande() -> Verdict:
    """The recoil spectrum of the fourth phase."""
    result = limit("superk_iv", "moment")
    assert result.published is not None
    return Verdict(
        f"{result.value:.3g} mu_B ({result.statistic}, {result.kind}), {result.value / result.published.value:.2f} of the published",
        DIFFERS,
        "other data: the spectrum of 2970 days of the fourth phase with today's oscillation parameters, where the review quotes 1496 days of the first "
        "with the region that KamLAND allows; no comparison of like with like",
    )


def borexino() -> Verdict:
    """Borexino is not built; the row says what its spectrum lacks."""
    return Verdict(
        "",
        NOT_BUILT,
        "the spectrum of Phase II is public, but not the shapes of its backgrounds, its resolution, nor the external constraint on 85Kr. In a fit that is "
        "linearised around the official one, with shapes and a resolution of 5 %/sqrt(E/MeV) of our own, the moment is 99 % anticorrelated with 85Kr and "
        "97 % with pile-up: 7.3e-11 mu_B with 85Kr free, 3.4e-11 if it is known to 2 counts per day and 100 t, 2.3e-11 if it is known exactly; another "
        "shape of the pile-up changes the second by 26 %, a range that begins 15 keV later by 6 % (published 2.8e-11). What decides cannot be read",
    )


def charge_of_atoms() -> Verdict:
    """Millicharge from germanium below 1 keV: stepping, equivalent photons in vacuum, and screened by the medium."""
    stepping, photons, medium = (
        limit("nugen", "charge", electrons=model).value for model in ("stepping", "epa", "hfs")
    )
    return Verdict(
        f"{photons:.2g} e by equivalent photons in vacuum, {medium:.2g} e screened by the medium, {stepping:.2g} e by stepping",
        DIFFERS,
        f"for the set-up of nuGeN (two-sided, projection): stronger than counting electrons by {stepping / medium:.2g}, but equivalent photons in "
        f"vacuum, as in the literature, are too strong by {medium / photons:.2g}, since germanium screens them",
    )


COMPUTE: dict[str, Compute] = {
    "19": gemma,
    "s4-gemma-2007": gemma_2007,
    "s4-munu": munu,
    "s4-texono": texono,
    "s4-super-kamiokande": super_kamiokande,
    "s4-borexino": borexino,
    "xenonnt": xenonnt,
    "s4-charge-atomic": charge_of_atoms,
    "s5-nugen": nugen,
}


def _surrogate(name: str, *, why: str = "") -> Verdict:
    """A surrogate's limit next to the published one: labelled, and never a reproduction."""
    result = limit(name, "moment")
    assert result.published is not None
    published = result.published.value
    return Verdict(
        f"{result.value:.2g} mu_B ({result.statistic}, {result.kind}), {result.value / published:.2f} of the published",
        DIFFERS,
        "; ".join(part for part in (_SURROGATE, why) if part),
    )
