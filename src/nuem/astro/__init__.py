"""Electromagnetic processes of neutrinos in vacuum, plasmas and stars: the packages plasma, emission, radiation and stars."""

from typing import TYPE_CHECKING

from nuem.lazy import door, modules

__all__ = [*modules(__name__)]

if TYPE_CHECKING:
    from nuem.astro import cherenkov as cherenkov
    from nuem.astro import emission as emission
    from nuem.astro import plasma as plasma
    from nuem.astro import plasmon_decay as plasmon_decay
    from nuem.astro import radiation as radiation
    from nuem.astro import radiative_decay as radiative_decay
    from nuem.astro import spin_light as spin_light
    from nuem.astro import stars as stars
else:
    __getattr__, __dir__ = door(__name__)
