"""A viewer at the end of a link that drops what is too much, second by second; for more there is link_model.py."""

from collections.abc import Callable

from attrs import evolve

from media.bandwidth import Link, Probe
from media.layers import Option, Wish, lacking
from tests.media.stage import layers_for, report

LAYERS = (Option(0, 180, 130_000), Option(1, 360, 500_000), Option(2, 720, 1_800_000))
WIDE = 100_000_000


def watch(capacity_bps: Callable[[int], float], seconds: int, link: Link) -> list[int | None]:
    """The layer that flows in each second to one 720p seat, over a link that drops what is too much."""
    return [layer for layer, _ in watch_probed(capacity_bps, seconds, link)]


def watch_probed(
    capacity_bps: Callable[[int], float], seconds: int, link: Link
) -> list[tuple[int | None, Probe | None]]:
    """The same, with what is probed in each second."""
    flows: list[tuple[int | None, Probe | None]] = []
    layer, probe = layers_for([Wish(0, LAYERS, 720)], link.budget_bps)[0], None
    for second in range(seconds):
        flows.append((layer, probe))
        sent = 0 if layer is None else LAYERS[layer].bps
        most = sent if probe is None else probe.bps
        loss = max(0.0, 1 - capacity_bps(second) / most) if most else 0.0
        remb = int(min(1.5 * sent * (1 - loss), capacity_bps(second)))
        link.reported(evolve(report(second + 1.0, sent, loss, remb), probed_bps=None if probe is None else probe.bps))
        wish = Wish(0, LAYERS, 720, fed=layer)
        layer = layers_for([wish], link.budget_bps)[0]
        probe = link.probe(lacking([evolve(wish, fed=layer)], link.budget_bps))
    return flows
