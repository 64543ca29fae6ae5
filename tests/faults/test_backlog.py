"""F24 in small: what a phone has gathered for weeks comes in whole, and memory stays flat (more: `make torture`)."""

from tests.faults.backlog import drain_backlog


def test_three_weeks_come_in_and_memory_stays_flat(river):
    assert "30 photos" in drain_backlog(river, 30)
