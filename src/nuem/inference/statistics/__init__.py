"""Statistics: how an interval is drawn from -2 ln L."""

from typing import TYPE_CHECKING, Final

from nuem.inference.statistics.feldman_cousins import FeldmanCousins
from nuem.inference.statistics.one_sided import OneSided
from nuem.inference.statistics.statistic import Allowed, Statistic
from nuem.inference.statistics.two_sided import TwoSided
from nuem.lazy import door

STATISTICS: Final[dict[str, type[Statistic]]] = {
    _statistic.name: _statistic for _statistic in (TwoSided, OneSided, FeldmanCousins)
}
"""Every statistic by its name."""

__all__ = ["STATISTICS", "Allowed", "FeldmanCousins", "OneSided", "Statistic", "TwoSided"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
