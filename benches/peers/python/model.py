"""What every program simulates, and what is said of it: the models of `benches/peers/src/model.rs`."""

import time
from dataclasses import dataclass
from itertools import cycle

SEED = 1


@dataclass(frozen=True)
class Place:
    """How many are served at once, absent where nobody waits, and the mean of the exponential service in units."""

    workers: int | None
    mean: float


@dataclass(frozen=True)
class Model:
    """The mean gap between arrivals in units, and every place; processors stand between the first and the last two."""

    name: str
    gap: float
    places: tuple[Place, ...]
    processors: int = 0

    def routes(self):
        """The places that payment after payment passes; processors take turns."""
        if not self.processors:
            return cycle([[0]])
        last = self.processors + 1
        return cycle([[0, processor, last, last + 1] for processor in range(1, last)])


MODELS = (
    Model("M/M/1", 1 / 0.8, (Place(1, 1.0),)),
    Model("M/M/4", 1 / 3.2, (Place(4, 1.0),)),
    Model("pipeline", 0.1, (Place(8, 0.64), *[Place(4, 1.28)] * 4, Place(None, 1.0), Place(2, 0.16)), 4),
)


def measure(simulator, run, payments):
    """Runs each model once and says processor time for a payment and mean response."""
    for model in MODELS:
        start = time.process_time()
        mean = run(model, payments)
        nanos = (time.process_time() - start) / payments * 1e9
        print(f"{simulator}\t{model.name}\t{nanos:.1f}\t{mean:.3f}", flush=True)
