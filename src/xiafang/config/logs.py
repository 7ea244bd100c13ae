"""Logs of the service: one JSON object a line, on standard output, without personal data.

Only what is known to hold none is written: the route instead of the address (which may carry a number or a name), the
template of a message instead of its arguments, and of an error its kind and places instead of its words, since a
database quotes whole rows in them.
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

KEPT = ("method", "route", "status", "ms", "user", "status_code")
requests = logging.getLogger("xiafang.requests")


def _template(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    record: logging.LogRecord = event["_record"]
    found: dict[str, Any] = {"event": str(record.msg), "logger": record.name}
    found |= {name: record.__dict__[name] for name in KEPT if name in record.__dict__}
    if record.exc_info and record.exc_info[0]:
        found["error"] = record.exc_info[0].__qualname__
        found["at"] = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])[-12:]]
        found["file"] = traceback.extract_tb(record.exc_info[2])[-1].filename.rpartition("site-packages/")[2]
    return found | {"_record": record, "_from_structlog": False}


def configure(level: str) -> None:
    """Write every log record of this process as JSON to standard output; called once, by what serves."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_template],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
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
