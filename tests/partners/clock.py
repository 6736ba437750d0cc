"""A clock that a test moves on."""

import pytest
import time_machine


@pytest.fixture
def time_machine_at():
    """Have the clock go on from another moment, again and again."""
    stops = []

    def travel(moment) -> None:
        for one in stops:
            one.stop()
        stops[:] = [time_machine.travel(moment, tick=True)]
        stops[0].start()

    yield travel
    for one in stops:
        one.stop()
