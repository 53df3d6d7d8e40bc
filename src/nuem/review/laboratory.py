"""Sections 4 and 5 of the review: what laboratory experiments exclude or will."""

from functools import cache

from nuem.experiments import experiment, folded
from nuem.inference import Limit, limit
from nuem.rates import RateTensor
from nuem.review.claim import DIFFERS, REPRODUCED, Compute, Verdict

_SURROGATE = "an expected limit from the published set-up; no spectrum is public, and the data's shape and fluctuation are not in it"


def gemma() -> Verdict:
    """Eq. (19), the final set-up."""
    return _beside_published("gemma", why=f"{_SURROGATE}; the published limit profits from a downward fluctuation")


def gemma_2007() -> Verdict:
    """The first run, which is the fair test of a surrogate."""
    return _beside_published("gemma_2007", why=_SURROGATE)


def munu() -> Verdict:
    """Forward electrons against the other cones."""
    return _beside_published("munu", why=f"{_SURROGATE}; background and acceptance are recalled from memory")


def texono() -> Verdict:
    """The final TEXONO set-up."""
    return _beside_published("texono", why=_SURROGATE)


def nugen() -> Verdict:
    """The projection at 350 eV."""
    return _beside_published(
        "nugen", why="GEMMA's background is assumed, and bound electrons at 350 eV are fewer than free ones"
    )


def xenonnt() -> Verdict:
    """Real events, with the choice of statistic shown."""
    one, two = (_limit("xenonnt", statistic) for statistic in ("one-sided", "two-sided"))
    inside = one.value <= 6.4e-12 <= two.value
    return Verdict(
        f"{one.value:.3g} (one-sided) to {two.value:.3g} mu_B (two-sided)",
        REPRODUCED if inside else DIFFERS,
        "a recast of the published events, background, efficiency and resolution; an outside re-analysis finds 7.2e-12. "
        "`nuem limit xenonnt --statistic feldman-cousins` calibrates the threshold with toys",
    )


def charge_of_atoms() -> Verdict:
    """Millicharge from germanium below 1 keV: stepping, equivalent photons in vacuum, and screened by the medium."""
    stepping, photons, medium = (limit("nugen", "charge", model=model).value for model in ("stepping", "epa", "hfs"))
    return Verdict(
        f"{photons:.2g} e by equivalent photons in vacuum, {medium:.2g} e screened by the medium, {stepping:.2g} e by stepping",
        REPRODUCED if photons < stepping else DIFFERS,
        f"for the set-up of nuGeN (two-sided, projection); equivalent photons in vacuum are too strong by {medium / photons:.2g}, since germanium screens them",
    )


COMPUTE: dict[str, Compute] = {
    "19": gemma,
    "s4-gemma-2007": gemma_2007,
    "s4-munu": munu,
    "s4-texono": texono,
    "xenonnt": xenonnt,
    "s4-charge-atomic": charge_of_atoms,
    "s5-nugen": nugen,
}


def _beside_published(name: str, *, why: str) -> Verdict:
    """A surrogate reproduces a limit if it comes within a fifth of it."""
    one, two = (_limit(name, statistic) for statistic in ("one-sided", "two-sided"))
    published = one.published
    assert published is not None
    close = any(abs(found.value / published.value - 1) <= 0.2 for found in (one, two))
    return Verdict(
        f"{one.value:.2g} (one-sided) to {two.value:.2g} mu_B (two-sided), {one.kind}",
        REPRODUCED if close else DIFFERS,
        why,
    )


@cache
def _tensor(name: str) -> RateTensor:
    return folded(experiment(name))


def _limit(name: str, statistic: str) -> Limit:
    return limit(experiment(name), "moment", statistic=statistic, tensor=_tensor(name))
