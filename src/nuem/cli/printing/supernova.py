"""What `nuem supernova` prints, saves and draws."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nuem.cli.output import Shown
from nuem.cli.tables import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.supernova import Burst, Events, Reach, StarReach
    from nuem.typing import FloatArray, Json


def shown(
    burst: "Burst", events: "Sequence[Events]", reaches: "Sequence[Reach]", star: "StarReach | None" = None
) -> Shown:
    """Arguments of `Output.show`."""
    record = {"burst": burst.name, "conversion": events[0].conversion, "detectors": _record(events, reaches)}
    return {
        "record": record if star is None else {**record, "star_reach_mu_B": star.moment},
        "text": [_events(burst, events), _reach(events, reaches), *([] if star is None else _in_star(star))],
        "columns": _columns(burst, events),
        "figure": lambda: _draw(events, star),
    }


def _record(events: "Sequence[Events]", reaches: "Sequence[Reach]") -> "Json":
    return {
        expected.detector.name: {
            "events": expected.counts,
            "per_kiloton": expected.per_kiloton,
            "smallest_loss": reach.loss,
            "reach_mu_B": reach.moment,
            "reach_16_84_mu_B": [reach.low, reach.high],
        }
        for expected, reach in zip(events, reaches, strict=True)
    }


def _in_star(star: "StarReach") -> list[str]:
    """What the star could show, in words."""
    names = ", ".join(events.detector.name for events in star.without)
    return [
        "",
        f"Reach at 90 % CL in the star, three equal Majorana moments between flavours: {star.moment:.2e} mu_B ({names} together,",
        "by all channels and times; for 1e5 g/cm^3 (1e8 cm/r)^3 with Y_e = 0.4987, neutrino-neutrino potentials left out)",
    ]


def _events(burst: "Burst", events: "Sequence[Events]") -> Table:
    rows = [
        [expected.detector.name, channel, f"{count:.4g}", f"{expected.per_kiloton[channel]:.4g}"]
        for expected in events
        for channel, count in expected.counts.items()
    ]
    return Table(
        ["detector", "channel", "events", "per kiloton"], rows, f"{burst!r}, conversion: {events[0].conversion}"
    )


def _shown(reach: "Reach") -> tuple[str, str, str]:
    """Smallest loss, moment and its spread; words where a burst is too faint for one of them."""
    from math import isfinite

    loss = f"{reach.loss:.3f}" if isfinite(reach.loss) else "not seen"
    if not isfinite(reach.moment):
        return loss, "none", ""
    return (
        loss,
        f"{reach.moment:.2e}",
        f"{reach.low:.2e} to " + (f"{reach.high:.2e}" if isfinite(reach.high) else "none"),
    )


def _reach(events: "Sequence[Events]", reaches: "Sequence[Reach]") -> Table:
    rows = [
        [
            expected.detector.name,
            f"{reach.events:.4g}",
            *_shown(reach),
        ]
        for expected, reach in zip(events, reaches, strict=True)
    ]
    title = "\nReach at 90 % CL in random Galactic fields (diagonal Dirac moments; not for Majorana neutrinos)"
    return Table(["detector", "events", "smallest loss", "moment [mu_B]", "68 % of fields"], rows, title)


def _columns(burst: "Burst", events: "Sequence[Events]") -> "dict[str, FloatArray]":
    times = {} if burst.times is None else {"from_s": burst.times[:-1], "to_s": burst.times[1:]}
    cells = [
        (expected.detector.name, channel, values)
        for expected in events
        for channel, values in expected.channels.items()
    ]
    return {**times, **{f"{where}_{channel}".replace(" ", "_"): values for where, channel, values in cells}}


def _draw(events: "Sequence[Events]", star: "StarReach | None") -> "Figure":
    """Rates in time; with a field in the star, those at the reach of the moment as well."""
    from math import isfinite

    from nuem.plots.supernova import event_rates

    if star is None or not isfinite(star.moment):
        return event_rates(events)
    titles = [seen.detector.title for seen in star.without]
    moment = rf"$\mu$ = {star.moment:.1e} $\mu_B$ in the star"
    return event_rates(
        [*star.without, *star.at_reach],
        labels=[*titles, *(f"{title.partition(',')[0]}, {moment}" for title in titles)],
    )
