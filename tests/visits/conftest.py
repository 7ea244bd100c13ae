from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pytest_django import Settings

from visits.story import Visiting, visitors


@pytest.fixture
def people(
    db: None, tmp_path: Path, settings: Settings, web_role: Callable[[], AbstractContextManager[None]]
) -> Iterator[Visiting]:
    """The cast; from here on the test runs as the role that serves pages, under row security."""
    settings.DATA = tmp_path
    made = visitors()
    with web_role():
        yield made
