"""Papers of a matter, served through the wall: looked up under row security each time, checked against their digest."""

import logging
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework import files
from xiafang.casework.models import Matter, Paper

logger = logging.getLogger(__name__)
SHOWN = ("image/jpeg", "image/png")  # in a sandbox browsers show no PDF, so those are saved like all else
PIECE = 2**16


@login_required
def show(request: OfficialRequest, pk: UUID, paper: UUID) -> HttpResponseBase:
    """Serve a paper to be saved; with `?show` a picture in the browser, in a sandbox that runs nothing.

    404 for what is out of sight, and for a file that is gone or no longer what was stored: a wrong paper is worse than
    none.
    """
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(Paper, pk=paper, matter=matter)
    shown = "show" in request.GET and row.media_type in SHOWN
    answer = FileResponse(_opened(row), as_attachment=not shown, filename=row.filename, content_type=row.media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _opened(row: Paper) -> BinaryIO:
    path = files.path_of(row.sha256)
    try:
        file = path.open("rb")
    except OSError:
        logger.error("the file of paper %s is missing", row.pk)
        raise Http404 from None
    digest = sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    if digest.hexdigest() != row.sha256:
        file.close()
        logger.error("the file of paper %s is not what was stored", row.pk)
        raise Http404
    file.seek(0)
    return file
