"""What is done beside the requests, and by what (ledgers.jobs)."""

from collections.abc import Mapping

from xiafang.ledgers import importing, preview
from xiafang.ledgers.jobs import Handler
from xiafang.ledgers.models import Work
from xiafang.web.views.ledgers import filing

HANDLERS: Mapping[Work, Handler] = {
    Work.LOOK: preview.look,
    Work.CARRY: importing.carry,
    Work.EXPORT: filing.export,
}
