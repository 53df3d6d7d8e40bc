"""What `nuem supernova` prints, saves and draws."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nuem.cli.tables import Table

if TYPE_CHECKING:
    from nuem.supernova import Burst, Events, Reach


def shown(burst: "Burst", seen: "Sequence[Events]", found: "Sequence[Reach]") -> dict[str, Any]:
    """Arguments of `Output.show`."""
    return {
        "record": {"burst": burst.name, "conversion": seen[0].conversion, "detectors": _record(seen, found)},
        "text": [_events(burst, seen), _reach(seen, found)],
        "columns": _columns(burst, seen),
        "figure": lambda: _draw(seen),
    }


def _record(seen: "Sequence[Events]", found: "Sequence[Reach]") -> dict[str, Any]:
    return {
        one.detector.name: {
            "events": one.counts,
            "per_kiloton": one.per_kiloton,
            "smallest_loss": reach.loss,
            "reach_mu_B": reach.moment,
            "reach_16_84_mu_B": [reach.low, reach.high],
        }
        for one, reach in zip(seen, found, strict=True)
    }


def _events(burst: "Burst", seen: "Sequence[Events]") -> Table:
    rows = [
        [one.detector.name, channel, f"{count:.4g}", f"{one.per_kiloton[channel]:.4g}"]
        for one in seen
        for channel, count in one.counts.items()
    ]
    return Table(["detector", "channel", "events", "per kiloton"], rows, f"{burst!r}, conversion: {seen[0].conversion}")


def _reach(seen: "Sequence[Events]", found: "Sequence[Reach]") -> Table:
    rows = [
        [
            one.detector.name,
            f"{reach.events:.4g}",
            f"{reach.loss:.3f}",
            f"{reach.moment:.2e}",
            f"{reach.low:.2e} to {reach.high:.2e}",
        ]
        for one, reach in zip(seen, found, strict=True)
    ]
    title = "\nReach at 90 % CL in random Galactic fields (diagonal Dirac moments; Majorana moments feel none)"
    return Table(["detector", "events", "smallest loss", "moment [mu_B]", "68 % of fields"], rows, title)


def _columns(burst: "Burst", seen: "Sequence[Events]") -> dict[str, Any]:
    times = {} if burst.times is None else {"from_s": burst.times[:-1], "to_s": burst.times[1:]}
    cells = [(one.detector.name, channel, values) for one in seen for channel, values in one.channels.items()]
    return {**times, **{f"{where}_{channel}".replace(" ", "_"): values for where, channel, values in cells}}


def _draw(seen: "Sequence[Events]") -> Any:
    from nuem.plots.supernova import event_rates

    return event_rates(seen)
