"""`xiafang ledger` and `xiafang export facts` where nothing is registered yet; with a province: tests/demo."""

from contextlib import nullcontext

import click
import pytest
from click.testing import CliRunner

from xiafang.cli import export, ledger
from xiafang.cli.workplace import Refusal


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "word"),
    [(ledger.command, "rebuild"), (ledger.command, "verify"), (export.command, "facts")],
)
def test_without_a_department_there_is_nothing_to_judge(
    command: click.Command, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ledger, export):
        monkeypatch.setattr(module, "workplace", nullcontext)
    with pytest.raises(Refusal, match="库中还没有省厅"):
        CliRunner().invoke(command, [word], standalone_mode=False, catch_exceptions=False)
