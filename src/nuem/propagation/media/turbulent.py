"""Random magnetic fields: domains of one strength and random azimuth."""

from __future__ import annotations

from typing import Unpack

import numpy as np

from nuem.numerics import checks
from nuem.propagation.medium import FurtherMatter, Medium, Table


def random_domains(
    length: float, *, domains: int, field: float, seed: int = 0, **more: Unpack[FurtherMatter]
) -> Medium:
    """A transverse field of one strength whose azimuth is drawn anew in each of equal domains.

    Parameters
    ----------
    length : float
        [cm]
    domains : int
        How many.
    field : float
        [gauss]
    seed : int, optional
        Of the azimuths: the same seed gives the same field.
    **more
        Goes to `Medium`.
    """
    count = checks.whole("domains", domains, 1)
    turns = np.random.default_rng(seed).random(count + 1)
    strength = checks.number("field", field, "gauss")
    end = float(checks.positive("length", checks.number("length", length, "cm"), "cm"))
    edges = np.linspace(0, end, count + 1)
    return Medium(end, magnetic_field=Table(edges, strength * np.exp(2j * np.pi * turns), "cells"), **more)
