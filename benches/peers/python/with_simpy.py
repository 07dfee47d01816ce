"""The models on SimPy: every payment is a process that requests one resource after the other."""

import random

import simpy
from model import SEED, measure

PAYMENTS = 100_000


class Network:
    """What the processes share."""

    def __init__(self, model, payments):
        self.environment = simpy.Environment()
        self.model = model
        self.draws = random.Random(SEED)
        stations = [place.workers and simpy.Resource(self.environment, place.workers) for place in model.places]
        self.places = list(zip(stations, model.places))
        self.left = payments
        self.sum = 0.0
        self.ended = self.environment.event()

    def arrive(self):
        for route in self.model.routes():
            yield self.environment.timeout(self.draws.expovariate(1 / self.model.gap))
            self.environment.process(self.pay(route))

    def pay(self, route):
        arrived = self.environment.now
        for station, place in map(self.places.__getitem__, route):
            if station is None:
                yield self.serve(place)
            else:
                with station.request() as request:
                    yield request
                    yield self.serve(place)
        self.sum += self.environment.now - arrived
        self.left -= 1
        if self.left == 0:
            self.ended.succeed()

    def serve(self, place):
        return self.environment.timeout(self.draws.expovariate(1 / place.mean))


def run(model, payments):
    network = Network(model, payments)
    network.environment.process(network.arrive())
    network.environment.run(until=network.ended)
    return network.sum / payments


if __name__ == "__main__":
    measure("SimPy", run, PAYMENTS)
