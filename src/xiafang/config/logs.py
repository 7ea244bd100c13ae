"""Logs of the service: one JSON object a line, on standard output, without personal data.

Only what is known to hold none is written: the route instead of the address (which may carry a number or a name), the
template of a message instead of its arguments, and of an error its kind and places instead of its words, since a
database quotes whole rows in them.
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

KEPT = ("method", "route", "status", "ms", "user", "status_code")
requests = logging.getLogger("xiafang.requests")


class Line(logging.Formatter):
    """Writes a record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what of `record` holds no personal data."""
        found: dict[str, Any] = {"event": str(record.msg), "logger": record.name}
        found |= {name: record.__dict__[name] for name in KEPT if name in record.__dict__}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            found["error"] = record.exc_info[0].__qualname__
            found["at"] = [f"{frame.name}:{frame.lineno}" for frame in frames[-12:]]
            if frames:
                found["file"] = frames[-1].filename.rpartition("site-packages/")[2]
        found["timestamp"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        return json.dumps(found, ensure_ascii=False, default=repr)


def configure(level: str) -> None:
    """Write every log record of this process as JSON to standard output; called once, by what serves."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Line())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # Refused and missing pages are in log_request's line, with their route; Django's own line would only say "%s: %s".
    logging.getLogger("django.request").setLevel(logging.ERROR)


def log_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log each request by its route; costs nothing when INFO is not wanted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        if requests.isEnabledFor(logging.INFO) and request.path not in {"/healthz", "/readyz"}:
            match = request.resolver_match
            known = {
                "method": request.method,
                "route": match.route if match else "-",
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            requests.info("request", extra=known)
        return response

    return middleware
