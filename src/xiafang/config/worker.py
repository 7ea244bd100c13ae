"""The WSGI application as the workers of `xiafang serve` run it."""

from xiafang.config.parent import stay_with_parent
from xiafang.config.wsgi import application

__all__ = ["application"]

stay_with_parent()
