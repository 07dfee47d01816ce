"""The models on Ciw: a network is described, and its records are read when it has run. It keeps a record of every visit."""

import ciw
from model import SEED, measure

PAYMENTS = 50_000


def describe(model):
    exponential = ciw.dists.Exponential
    places = len(model.places)
    routes = model.routes()
    return ciw.create_network(
        arrival_distributions=[exponential(1 / model.gap)] + [None] * (places - 1),
        service_distributions=[exponential(1 / place.mean) for place in model.places],
        number_of_servers=[place.workers or float("inf") for place in model.places],
        # A route begins behind the first place, where all arrive, and counts places from one.
        routing=ciw.routing.ProcessBased(lambda payment, simulation: [place + 1 for place in next(routes)[1:]]),
    )


def run(model, payments):
    ciw.seed(SEED)
    simulation = ciw.Simulation(describe(model))
    simulation.simulate_until_max_customers(payments, method="Finish")
    # The visits of a payment follow each other without a gap, so their times add up to its response.
    visits = simulation.get_all_records()
    return sum(visit.exit_date - visit.arrival_date for visit in visits) / payments



if __name__ == "__main__":
    measure("Ciw", run, PAYMENTS)
