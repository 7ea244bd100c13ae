"""All kinds of ledgers, and which one a table is."""

from collections.abc import Iterable

from xiafang.accounts.roles import Role
from xiafang.adapters.sheets import Sheet, Table
from xiafang.adapters.sheets.tables import find
from xiafang.ledgers.kinds import officials, organizations, sponsorships
from xiafang.ledgers.kinds.ledger import Ledger
from xiafang.ledgers.kinds.matters import columns as matters
from xiafang.ledgers.kinds.matters import planning as matters_planning
from xiafang.ledgers.kinds.matters.coming import for_all
from xiafang.ledgers.kinds.visits import columns as visits
from xiafang.ledgers.kinds.visits import planning as visits_planning

MATTERS = Ledger(
    "matters",
    "信访事项",
    matters.COLUMNS,
    (("received_on",), ("title", "content"), ("petitioners", "number", "channel", "national_number")),
    (Role.PETITION_OFFICE,),
    matters_planning.plan,
    about="来信来访登记台账、信访事项台账：一行一件事项",
    for_all=for_all,
)

VISITS = Ledger(
    "visits",
    "下访接访",
    visits.COLUMNS,
    (("date",), ("leaders",), ("mode", "received", "place", "groups", "handling")),
    (Role.PETITION_OFFICE,),
    visits_planning.plan,
    one=visits_planning.one_visit,
    about="下访接访台账：一行一次下访，或者一行一件接待的事项",
)
SPONSORSHIPS = Ledger(
    "sponsorships",
    "领导包案",
    sponsorships.COLUMNS,
    (("matter",), ("sponsor",), ("from_on",)),
    (Role.PETITION_OFFICE,),
    sponsorships.plan,
    about="领导包案台账：一行一件事项的一名包案领导",
)
ORGANIZATIONS = Ledger(
    "organizations",
    "机构",
    organizations.COLUMNS,
    (("name",), ("kind", "parent", "short_name", "division_code")),
    (Role.SYSTEM_ADMIN,),
    organizations.plan,
    whole=True,
    about="机构名册：一行一个机构",
)
OFFICIALS = Ledger(
    "officials",
    "干部任职",
    officials.COLUMNS,
    (("name",), ("title",), ("rank", "from_on", "unit")),
    (Role.SYSTEM_ADMIN,),
    officials.plan,
    whole=True,
    about="领导班子名册、干部任职表：一行一个职务",
)

KINDS: dict[str, Ledger] = {ledger.kind: ledger for ledger in (ORGANIZATIONS, OFFICIALS, MATTERS, VISITS, SPONSORSHIPS)}
"""In the order in which a file with several of them is imported: what others refer to comes first."""


def nearest(sheet: Sheet, kinds: Iterable[Ledger]) -> tuple[Ledger, Table] | None:
    """Return of which of `kinds` most headings stand in the sheet, and where; None without a single one."""
    found = [(ledger, table) for ledger in kinds if (table := find(sheet, ledger.columns, fewest=1))]
    return max(found, key=lambda one: len(one[1].columns), default=None)


def recognise(sheet: Sheet, kinds: Iterable[Ledger]) -> tuple[Ledger, Table] | None:
    """Return the kind of the sheet's table and the table; None when it is of none of `kinds`.

    Where several fit, the one with most of its columns there is taken.
    """
    found = [
        (len(table.columns), ledger, table)
        for ledger in kinds
        if (table := find(sheet, ledger.columns)) and ledger.fits(set(table.columns))
    ]
    if not found:
        return None
    _, ledger, table = max(found, key=lambda one: one[0])
    return ledger, table
