"""Who looks on sees how far long work is; a log does not."""

import io

import pytest

from xiafang.cli.progress import bar


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("total", "said"), [(31, "5/31 项"), (None, "5 项")])
def test_on_a_terminal_a_bar_counts(monkeypatch: pytest.MonkeyPatch, total: int | None, said: str) -> None:
    monkeypatch.setattr("sys.stderr", screen := Screen())
    monkeypatch.setenv("TERM", "xterm")
    with bar("核对台账", "项", total) as done:
        done(2)
        done(3)
    assert "核对台账" in screen.getvalue()
    assert said in screen.getvalue()
    assert "0:00:0" in screen.getvalue()


def test_elsewhere_nothing_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with bar("核对台账", "项") as done:
        done(5)
    assert capfd.readouterr() == ("", "")
