"""F18, F25, F26: whatever phones, lines and server do, the ledger ends as the river has it (longer: `make torture`)."""

import secrets

from tests.faults.machine import River, run


def test_any_order_repetition_and_cut_leaves_the_same_ledger(river):
    run(river, runs=50, steps=50, seed=secrets.randbits(32))

    assert River.steps >= 2000
    assert River.deaths > 0
