"""A medium crossed by neutrinos of many energies: every group of states that nothing couples to the others, by itself.

The mean of the vacuum levels of a group is a phase that its states share. It is taken out before the walk, since over kiloparsecs the phases
of the fields would be lost next to it, and returned to the caller, who multiplies by it where a coherence between groups matters.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from nuem.propagation.engine.driver import ROUNDING_PER_RADIAN, Blocks, Choice, choose, norms, profile_errors, walk
from nuem.propagation.engine.passage import Method, Task
from nuem.propagation.engine.pieces import Pieces
from nuem.propagation.engine.profile import EPSILON, Profile
from nuem.typing import ComplexArray, FloatArray, IntArray

MEANINGLESS: Final = 0.1  # rounding floor of a state that is not answered
MOST_STEPS: Final = 1e7  # rad that a method of steps follows, at some 10^4 a second and several times


@dataclass(frozen=True, slots=True)
class Order:
    """How a medium is to be crossed."""

    tol: float
    method: Choice
    distances: tuple[float, ...] = ()
    blocks: Blocks = field(default_factory=Blocks)
    averaged: bool = False
    """Whether only averages over the phases are wanted, which an unsure profile may still give."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """States after a medium, without the phases of their groups."""

    states: ComplexArray
    """At the stops and at the end, (energy, place, n, columns)."""
    group: IntArray
    """Which group each state is in, (energy, n)."""
    shift: FloatArray
    """The vacuum level that was taken out, times the energy, for each state, (energy, n) [MeV/cm]."""
    errors: FloatArray
    floors: FloatArray
    phases: FloatArray
    """Largest phase of a group, its shared part taken out [rad]."""
    defect: float
    method: Method


def cross(pieces: Pieces, profile: Profile, energies: FloatArray, start: ComplexArray, order: Order) -> Crossed:
    """Carry columns, (n, columns) in the basis of the pieces, through the profile for every energy."""
    n, count = len(pieces.vacuum), len(energies)
    amplitudes = np.zeros((count, len(order.distances) + 1, *start.shape), np.complex128)
    group, shift = np.zeros((count, n), np.int64), np.zeros((count, n))
    errors, floors, phases, noise = np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count)
    plan = [
        (members, k, states, error)
        for members, groups, error in _groups(pieces, profile, energies)
        for k, states in enumerate(groups)
        if np.any(start[states])
    ]
    for members, k, states, error in plan:
        group[np.ix_(members, states)], shift[np.ix_(members, states)] = k, pieces.of(states).shift
        errors[members] = error
        phases[members] = np.maximum(phases[members], pieces.of(states).phases(profile, energies[members]))
        if not order.averaged:
            unresolved = profile_errors(pieces.of(states), profile, energies[members], order.tol)[1]
            noise[members] = np.maximum(noise[members], unresolved)
    method = choose(order.method, pieces, profile, float(phases.max(initial=0.0)))
    if method != "cells":
        _require_digits(energies, phases, noise, method)
    completed = 0
    for members, _, states, _ in plan:
        # orthonormal columns are what the engine carries
        columns, weight = np.linalg.qr(start[states])
        report = _fraction_of(
            order.blocks.progress, completed, sum(len(energies_of) for energies_of, *_ in plan), count
        )
        task = Task(pieces.of(states), profile, columns, method, order.distances)
        walk_result = walk(task, energies[members], order.tol, Blocks(order.blocks.executor, report))
        amplitudes[np.ix_(members, np.arange(amplitudes.shape[1]), states)] = walk_result.states @ weight
        size = min(1.0, float(np.linalg.norm(weight, 2)))
        errors[members] = np.hypot(errors[members], walk_result.errors * size)
        floors[members] = np.hypot(floors[members], walk_result.floors * size)
        completed += len(members)
    defect = float(np.abs(norms(amplitudes) - norms(start)).max())
    return Crossed(amplitudes, group, shift, errors, floors, phases, defect, method)


def _require_digits(energies: FloatArray, phases: FloatArray, noise: FloatArray, method: Method) -> None:
    """Refuse phases of which no digit would be left, and steps without end, before hours are spent on following them."""
    floors = EPSILON * ROUNDING_PER_RADIAN[method] * phases + noise
    worst = int(np.argmax(floors))
    if not floors[worst] <= MEANINGLESS:
        raise ValueError(meaningless(float(phases[worst]), float(energies[worst])))
    most = int(np.argmax(phases))
    if method in ("magnus", "cf4") and phases[most] > MOST_STEPS:
        raise ValueError(
            f"method {method!r} takes a step for every radian, and at E = {energies[most]:g} MeV there are {phases[most]:.3g} rad; "
            "'sad' and 'auto' need not"
        )


def meaningless(phase: float, energy: float | None = None) -> str:
    """What is said of a phase without digits [rad], at an energy [MeV]."""
    place = "" if energy is None else f"at E = {energy:g} MeV "
    return (
        f"{place}coupled states gather {phase:.3g} rad, of which double precision knows nothing: "
        "nothing of the result would be right"
    )


def _groups(
    pieces: Pieces, profile: Profile, energies: FloatArray
) -> Iterator[tuple[IntArray, list[IntArray], FloatArray]]:
    """Energies at which the states fall into the same groups, and the error of that."""
    if not pieces.fast(profile, float(energies.min())):
        yield np.arange(len(energies)), pieces.sectors(), np.zeros(len(energies))
        return
    by_states: dict[tuple[tuple[int, ...], ...], list[tuple[int, float]]] = {}
    for e, energy in enumerate(energies):
        groups, error = pieces.secular(profile, float(energy))
        by_states.setdefault(tuple(tuple(states.tolist()) for states in groups), []).append((e, error))
    for key, members in by_states.items():
        members_of, error_of = zip(*members, strict=True)
        yield np.array(members_of), [np.array(states) for states in key], np.array(error_of)


def _fraction_of(
    progress: Callable[[int], None] | None, completed: int, work: int, count: int
) -> Callable[[int], None] | None:
    """Progress of a part as that of the whole."""
    return None if progress is None else lambda part: progress((completed + part) * count // work)
