import pytest

import cast
from supervision.story import Office


@pytest.fixture
def office(db: None) -> Office:
    return Office(cast.province())
