from pathlib import Path

import pytest
from pytest_django import Settings

from casework.office import Cast, everybody
from ledgers.files import Desk


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Settings) -> Cast:
    settings.DATA = tmp_path
    return everybody()


@pytest.fixture
def desk(people: Cast, tmp_path: Path) -> Desk:
    return Desk(people, tmp_path)
