"""`nuem supernova`: events of a burst by channel, and the moment that it could show."""

from typing import TYPE_CHECKING

from nuem.cli.options import shared
from nuem.cli.options.supernova import Fields, burst_options
from nuem.cli.output import Output
from nuem.cli.printing.supernova import shown

if TYPE_CHECKING:
    from nuem.supernova.channels import Argon


@shared.verb(
    "supernova",
    "nuem supernova",
    'nuem supernova --burst test --detector dune --distance "5 kpc" --field "2e-6 gauss"',
    "nuem supernova --burst my_model.csv --conversion none --csv events.csv --plot events.png",
)
@burst_options
@shared.ordering
@shared.output_curve
def command(
    burst: str,
    detector: str,
    distance: float,
    conversion: str,
    argon: "Argon",
    fields: Fields,
    ordering: str,
    output: Output,
) -> None:
    """Print the events of a supernova by channel, and the sensitivity to a universal Dirac moment or, in a star, to Majorana moments.

    A burst in a CSV file has one row for each time. Its columns are time_s and, for each of e, anti_e and x, luminosity_e_erg/s, mean_e_MeV and
    pinching_e.
    """
    from nuem import supernova

    emitted = supernova.burst(burst, distance=distance)
    mixing = shared.nufit(ordering)
    expected = [
        supernova.events(emitted, name, mixing=mixing, conversion=conversion, argon=argon)
        for name in supernova.DETECTORS
        if detector in ("all", name)
    ]
    reaches = [supernova.reach(events, field=fields.field, coherence=fields.coherence) for events in expected]
    star = None
    if fields.star_field is not None:
        seen_by = [events.detector for events in expected]
        star = supernova.star_reach(emitted, seen_by, supernova.envelope(fields.star_field), mixing)
    output.show(**shown(emitted, expected, reaches, star))
