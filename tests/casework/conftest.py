from pathlib import Path

import pytest
from pytest_django import Settings

from casework.office import Cast, everybody


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Settings) -> Cast:
    settings.DATA = tmp_path
    return everybody()
