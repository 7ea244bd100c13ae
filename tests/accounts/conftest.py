import pytest

import cast


@pytest.fixture
def land(db: None) -> cast.Province:
    return cast.province()
