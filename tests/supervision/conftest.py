import pytest

import cast
from supervision import story


@pytest.fixture
def land(db: None) -> cast.Province:
    return cast.province()


@pytest.fixture
def office(land: cast.Province) -> story.Office:
    return story.Office(land)
