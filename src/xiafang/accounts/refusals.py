"""The one way in which an act says no."""


class NotAllowed(Exception):  # noqa: N818 - a refusal is no error
    """An act is refused; nothing was written. The message is Chinese: what was asked, which rule, what can be done.

    `field` names the fact it hangs on, for a form to show it beside; empty when it hangs on none.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
