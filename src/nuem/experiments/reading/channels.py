"""Read the channels of an experiment: what recoils, and how the detector sees it."""

from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from nuem.detectors import Efficiency, FadingEfficiency, TimeBins
from nuem.elements.compounds import compound
from nuem.experiments.reading.data import Measured
from nuem.experiments.reading.form_factor import read_nuclei
from nuem.experiments.reading.response import read_response
from nuem.experiments.reading.section import Section
from nuem.experiments.setups.arrival import fractions
from nuem.experiments.setups.channel import Channel, Expected
from nuem.experiments.setups.target import Particle, Target
from nuem.numerics import checks
from nuem.rates.beam import Source
from nuem.scattering import Atoms, Nuclei
from nuem.units import kg, s

Array = NDArray[np.float64]

PARTICLES: Final[tuple[Particle, ...]] = get_args(Particle)


class Channels:
    """Reads channels; targets that say the same are one object, so that none is folded twice."""

    def __init__(
        self, sources: dict[str, Source], measured: Measured, response: Section, exposure: float | None = None
    ) -> None:
        self._sources, self._measured, self._response, self._given = sources, measured, response, exposure
        self._targets: dict[tuple[str, ...], Target] = {}
        self._sections: dict[str, Section] = {}
        self._used: set[str] = set()
        self.radius_errors: dict[str, float] = {}
        """Relative error of the neutron radii in each channel that has one."""

    def read(self, section: Section) -> Channel:
        """A channel from ``[[channel]]`` or ``[target]``; what its response does not say is in ``[response]``.

        Raises
        ------
        ValueError
            For a mistake in the section or its tables, or a second channel of the same name.
        """
        channel = self._channel(section)
        if channel.name in self._sections:
            raise ValueError(f"[{section.name}] is the second channel {channel.name!r}; give each a name of its own")
        self._sections[channel.name] = section
        return channel

    def vary(self, name: str, changes: Section) -> Channel:
        """The channel of a name with some keys replaced; in its response those that are given there."""
        section = self._sections[name]
        values = {key: changes.value(key) for key in changes.entries}
        if changes.has_table("response"):
            values["response"] = {**section.value("response", {}), **values["response"]}
        return self._channel(section.changed(changes.name, values))

    def done(self) -> None:
        """Refuse keys of ``[response]`` that no channel asked for."""
        self._response.ask(*self._used)
        self._response.done()

    def _channel(self, section: Section) -> Channel:
        particle = self._particle(section)
        name = section.text("name", particle)
        source = self._source(section)
        material, exposure = section.text("material"), self._exposure(section)
        override = section.section("response", needed=False)
        response = self._response.changed(override.name, override.as_dict()) if override.entries else self._response
        reading = read_response(response, particle, self._measured)
        with section.about("material"):
            compound(material)
        nuclei, error = _recoiling(section, particle, material)
        if error:
            self.radius_errors[name] = error
        parts = (
            particle,
            section.value("source", ""),
            material,
            repr(exposure),
            reading.key,
            section.shown("form_factor"),
        )
        target = Target(source, material, exposure, reading.response, nuclei)
        if "expected" in section and reading.efficiency is not None:
            raise ValueError(
                f"[{section.name}] the expected counts contain the efficiency of each bin; leave the column of efficiencies out"
            )
        scale = section.number("scale", 1.0)
        checks.not_negative(f"[{section.name}] scale", scale)
        channel = Channel(
            name=name,
            target=self._targets.setdefault(parts, target),
            bins=self._measured.bins,
            fractions=self._fractions(section, response, source),
            efficiency=reading.efficiency
            if scale == 1
            else scale * (1.0 if reading.efficiency is None else reading.efficiency),
            expected=self._expected(section, source),
        )
        section.done()
        if response is not self._response:
            response.done()
        self._used |= response.asked
        return channel

    def _particle(self, section: Section) -> Particle:
        particle = checks.choice(f"[{section.name}] kind", section.text("kind", "electron"), PARTICLES)
        return next(known_particle for known_particle in PARTICLES if known_particle == particle)

    def _source(self, section: Section) -> Source:
        default = next(iter(self._sources)) if len(self._sources) == 1 else ...
        return self._sources[checks.choice(f"[{section.name}] source", section.text("source", default), self._sources)]

    def _exposure(self, section: Section) -> float:
        """Mass times time; any where the counts are scaled to published ones."""
        if self._given is not None:
            section.quantity("mass", "kg")
            return self._given
        scaled = "expected" in section or self._measured.kind == "ratio"
        exposure = section.quantity("exposure", "kg day", kg * s if scaled else ...)
        return float(checks.positive("exposure", exposure, "g s"))

    def _fractions(self, section: Section, response: Section, source: Source) -> Array | None:
        edges = self._measured.bins.time_edges
        if len(edges) == 0:
            return None
        times = TimeBins(edges, _time_efficiency(response))
        return fractions(source, times, section.quantity("delay", "us", 0.0))

    def _expected(self, section: Section, source: Source) -> Expected | None:
        """Published weak counts: one column for all beams, or one for each."""
        oscillated = section.flag("expected_oscillated", True)
        if self._measured.kind == "ratio":
            return Expected(np.ones((1, 1)), oscillated)
        if section.value("expected", None) is None:
            return None
        table = self._measured.table
        if section.has_text("expected"):
            column = section.text("expected")
            return Expected(checks.not_negative(column, table[column])[None], oscillated)
        columns = section.section("expected")
        names = [beam.name for beam in source.beams]
        for beam in columns.entries:
            checks.choice(f"beam of [{columns.name}]", beam, names)
        zero = np.zeros(self._measured.bins.number)
        counts = [table[columns.text(name)] if name in columns else zero for name in names]
        return Expected(checks.not_negative("expected counts", np.stack(counts)), oscillated)


def _recoiling(section: Section, particle: Particle, material: str) -> tuple[Nuclei | Atoms | None, float]:
    """The nuclei or atoms that recoil, None for electrons, and the relative error of the neutron radii."""
    if particle == "nucleus":
        return read_nuclei(section, material)
    return (Atoms(material) if particle == "atom" else None), 0.0


def _time_efficiency(response: Section) -> Efficiency | FadingEfficiency | None:
    """What is kept in the course of time: a table, or 1 up to a start and an exponential after it."""
    if response.value("time_efficiency", None) is None:
        return None
    if response.has_text("time_efficiency"):
        table = response.table("time_efficiency", {"time": "us", "efficiency": ""})
        return Efficiency(table["time"], table["efficiency"])
    inner = response.section("time_efficiency")
    fading = FadingEfficiency(inner.quantity("start", "us"), inner.quantity("rate", "1 / us"))
    inner.done()
    return fading
