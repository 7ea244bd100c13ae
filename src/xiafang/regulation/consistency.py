"""What a facts document must not contradict: references, order of acts, the tree of organizations.

Works on facts that may hold UNUSABLE where a value was faulty: such a value is passed over, since it has been reported.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from xiafang.regulation.facts import (
    Agreement,
    Assessment,
    Case,
    Discovery,
    Escalation,
    Exemption,
    Facts,
    Inspection,
    Letter,
    Notice,
    Official,
    Organization,
    Plan,
    Post,
    Shortlist,
    Sponsor,
    Visit,
)
from xiafang.regulation.faults import ABSENT, UNUSABLE, Fault, Unusable
from xiafang.regulation.policy import BUILT_IN

_ACCEPTED = "受理日期 accepted_on"
_UNKNOWN = "查无此编号，请核对或补上被引用的条目。"


def inconsistencies(facts: Facts) -> list[Fault]:
    """Return every contradiction within `facts`, in the order of the document."""
    return [*_heading(facts), *_tree(facts), *_lists(facts)]


def _items(values: Any) -> Iterator[tuple[int, Any]]:
    """Give the usable members of a list with their places."""
    if isinstance(values, list):
        for place, value in enumerate(values):
            if value is not UNUSABLE:
                yield place, value


def _heading(facts: Facts) -> Iterator[Fault]:
    if facts.policy is not UNUSABLE and facts.policy not in BUILT_IN:
        yield Fault("$.policy", f"没有名为“{facts.policy}”的内置参数包，可用：{'、'.join(BUILT_IN)}。")
    if facts.calendar is not UNUSABLE:
        holidays = {day for _, day in _items(facts.calendar.holidays)}
        for place, day in _items(facts.calendar.workdays):
            if day in holidays:
                yield Fault(f"$.calendar.workdays[{place}]", f"{day} 同时列为休息日和工作日，请只留一处。")


def _tree(facts: Facts) -> Iterator[Fault]:
    """One provincial department, and every parent leading to it."""
    organizations: list[tuple[int, Organization]] = list(_items(facts.organizations))
    departments = [o for _, o in organizations if o.kind == "provincial_department"]
    if facts.organizations is not UNUSABLE and len(departments) != 1:
        yield Fault("$.organizations", f"应当恰有一个省厅（provincial_department），现有 {len(departments)} 个。")
    above: dict[Any, Any] = {}
    for _, organization in organizations:
        above.setdefault(organization.id, organization.parent)
    for place, organization in organizations:
        reason = _wrong_parent(organization, above)
        if reason:
            yield Fault(f"$.organizations[{place}].parent", reason)


def _wrong_parent(organization: Organization, above: dict[Any, Any]) -> str | None:
    if organization.parent is None:
        root = organization.kind == "provincial_department" or isinstance(organization.kind, Unusable)
        return None if root else "缺少上级机构，除省厅外都要填写。"
    if isinstance(organization.parent, Unusable):
        return None
    if organization.kind == "provincial_department":
        return "省厅是机构树的根，不能有上级。"
    if organization.parent not in above:
        return _UNKNOWN
    return "上级关系成环，请改正上级机构。" if _on_a_circle(organization, above) else None


def _on_a_circle(organization: Organization, above: dict[Any, Any]) -> bool:
    seen = set()
    step = organization.parent
    while step is not None and step is not UNUSABLE and step not in seen:
        if step == organization.id:
            return True
        seen.add(step)
        step = above.get(step)
    return False


class _References:
    """The ids that can be referred to, and the checks of each kind of item."""

    def __init__(self, facts: Facts) -> None:
        self.organizations = _ids(facts.organizations)
        self.officials = _ids(facts.officials)
        self.cases = _ids(facts.cases)
        self.visits = _ids(facts.visits)

    def organization(self, path: str, item: Organization) -> Iterator[Fault]:
        yield from _span(path, item)

    def official(self, path: str, item: Official) -> Iterator[Fault]:
        for place, post in _items(item.posts):
            yield from _refer(f"{path}.posts[{place}]", ".organization", post.organization, self.organizations)
            yield from _span(f"{path}.posts[{place}]", post)
        for place, exemption in _items(item.exemptions):
            yield from _span(f"{path}.exemptions[{place}]", exemption)

    def agreement(self, path: str, item: Agreement) -> Iterator[Fault]:
        yield from _refer(path, ".superior", item.superior, self.organizations)
        yield from _refer(path, ".subordinate", item.subordinate, self.organizations)

    def of_organization(self, path: str, item: Plan | Assessment) -> Iterator[Fault]:
        yield from _refer(path, ".organization", item.organization, self.organizations)

    def shortlist(self, path: str, item: Shortlist) -> Iterator[Fault]:
        yield from _refer(path, ".organization", item.organization, self.organizations)
        yield from _refer_all(f"{path}.cases", item.cases, self.cases)

    def visit(self, path: str, item: Visit) -> Iterator[Fault]:
        yield from _refer(path, ".organization", item.organization, self.organizations)
        yield from _refer_all(f"{path}.leaders", item.leaders, self.officials)
        yield from _refer_all(f"{path}.cases", item.cases, self.cases)
        yield from _twice(f"{path}.leaders", item.leaders, "同一次下访中领导重复，请删去。")
        yield from _twice(f"{path}.cases", item.cases, "同一次下访中事项重复，请删去。")
        if item.status == "cancelled" and item.cancelled_on is None:
            yield Fault(f"{path}.cancelled_on", "已取消的下访须填写取消日期。")
        if item.status in ("planned", "held") and item.cancelled_on is not None:
            yield Fault(f"{path}.cancelled_on", "未取消的下访不应有取消日期，请删去或改状态。")

    def notice(self, path: str, item: Notice) -> Iterator[Fault]:
        yield from _refer(path, ".visit", item.visit, self.visits)
        yield from _refer(path, ".case", item.case, self.cases)

    def case(self, path: str, item: Case) -> Iterable[Fault]:
        return () if self._is_plain(item) else self._case(path, item)

    def _is_plain(self, item: Case) -> bool:
        """Say whether it is like most cases: all it refers to is known, its days are in order, nothing else is there.

        It has no fault then; so much is seen at a glance, and `_case` is asked about the others.
        """
        received, accepted = item.received_on, item.accepted_on
        try:
            for answer in (item.closed_on, item.resolved_on, item.replied_on):
                if answer is not None and (accepted is None or answer < accepted):
                    return False
            return (
                item.organization in self.organizations
                and (item.visit is None or item.visit in self.visits)
                and (item.told_on is None or received <= item.told_on)
                and (accepted is None or received <= accepted)
                and not (item.returned_on or item.extension or item.sponsors or item.escalations)
            )
        except TypeError:  # something absent or unusable
            return False

    def _case(self, path: str, item: Case) -> Iterator[Fault]:
        yield from _refer(path, ".organization", item.organization, self.organizations)
        if item.visit is not None:
            yield from _refer(path, ".visit", item.visit, self.visits)
        received, accepted = item.received_on, item.accepted_on
        yield from _after(path, ".told_on", item.told_on, received, "收到日期")
        yield from _after(path, ".accepted_on", accepted, received, "收到日期")
        yield from _answers(path, ".closed_on", item.closed_on, accepted, _ACCEPTED)
        yield from _answers(path, ".resolved_on", item.resolved_on, accepted, _ACCEPTED)
        yield from _answers(path, ".replied_on", item.replied_on, accepted, _ACCEPTED)
        yield from _answers(path, ".returned_on", item.returned_on, item.resolved_on, "化解日期 resolved_on")
        if item.extension is not None and item.extension is not UNUSABLE:
            extension = item.extension
            yield from _answers(path, ".extension.approved_on", extension.approved_on, accepted, _ACCEPTED)
            yield from _refer(path, ".extension.approved_by", extension.approved_by, self.officials)
        for place, sponsor in _items(item.sponsors) if item.sponsors else ():
            where = f"{path}.sponsors[{place}]"
            yield from _refer(where, ".official", sponsor.official, self.officials)
            yield from _span(where, sponsor)
        if item.escalations:
            yield from _repeated_ids(f"{path}.escalations", item.escalations)
            for place, escalation in _items(item.escalations):
                yield from self.escalation(f"{path}.escalations[{place}]", escalation)

    def escalation(self, path: str, item: Escalation) -> Iterator[Fault]:
        opinion = item.opinion
        opined: Any = opinion
        if opinion is not None and opinion is not UNUSABLE:
            opined = opinion.on
            yield from _refer(path, ".opinion.approved_by", opinion.approved_by, self.officials)
            yield from _after(path, ".opinion.on", opinion.on, item.on, "该次上行走访日期")
        yield from _answers(path, ".ordered_on", item.ordered_on, opined, "处理意见日期 opinion.on")
        if item.follow_up is not None and item.follow_up is not UNUSABLE:
            assigned = item.follow_up.assigned_on
            yield from _refer(path, ".follow_up.official", item.follow_up.official, self.officials)
            yield from _answers(path, ".follow_up.assigned_on", assigned, opined, "处理意见日期 opinion.on")

    def discovery(self, path: str, item: Discovery) -> Iterator[Fault]:
        yield from _refer(path, ".visit", item.visit, self.visits)
        for place, told in _items(item.notified):
            yield from _refer(f"{path}.notified[{place}]", ".organization", told.organization, self.organizations)

    def letter(self, path: str, item: Letter) -> Iterator[Fault]:
        yield from _refer(path, ".official", item.official, self.officials)
        yield from _after(path, ".read_on", item.read_on, item.received_on, "收到日期")
        yield from _after(path, ".replied_on", item.replied_on, item.received_on, "收到日期")

    def inspection(self, path: str, item: Inspection) -> Iterator[Fault]:
        yield from _refer(path, ".organization", item.organization, self.organizations)
        seen: set[tuple[str, str]] = set()
        for place, finding in _items(item.findings):
            where = f"{path}.findings[{place}]"
            yield from _refer(where, ".official", finding.official, self.officials)
            yield from _after(where, ".sanctioned_on", finding.sanctioned_on, finding.confirmed_on, "认定日期")
            if isinstance(finding.official, Unusable) or isinstance(finding.kind, Unusable):
                continue
            if (finding.official, finding.kind) in seen:
                yield Fault(where, "同一次抽查中同一人同一类问题重复，请合并。")
            seen.add((finding.official, finding.kind))


def _lists(facts: Facts) -> Iterator[Fault]:
    known = _References(facts)
    yield from _refer("$", ".office", facts.office, known.organizations)
    lists: tuple[tuple[str, Any, Callable[[str, Any], Iterable[Fault]] | None], ...] = (
        ("organizations", facts.organizations, known.organization),
        ("officials", facts.officials, known.official),
        ("agreements", facts.agreements, known.agreement),
        ("plans", facts.plans, known.of_organization),
        ("shortlists", facts.shortlists, known.shortlist),
        ("visits", facts.visits, known.visit),
        ("notices", facts.notices, known.notice),
        ("cases", facts.cases, known.case),
        ("discoveries", facts.discoveries, known.discovery),
        ("letters", facts.letters, known.letter),
        ("inspections", facts.inspections, known.inspection),
        ("bulletins", facts.bulletins, None),
        ("assessments", facts.assessments, known.of_organization),
    )
    for name, values, judge in lists:
        yield from _repeated_ids(f"$.{name}", values)
        if judge is not None:
            for place, item in _items(values):
                yield from judge(f"$.{name}[{place}]", item)


def _ids(values: Any) -> set[str]:
    return {item.id for _, item in _items(values)}


def _repeated_ids(path: str, values: Any) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, item in _items(values):
        if isinstance(item.id, Unusable):
            continue
        if item.id in seen:
            yield Fault(f"{path}[{place}].id", f"编号“{item.id}”在本列表中已经用过，请改用别的编号。")
        seen.add(item.id)


# The checks below run for every value of a large document: the path is put together only for a fault.


def _refer(path: str, key: str, value: Any, known: set[str]) -> tuple[Fault, ...]:
    if value in known or isinstance(value, Unusable):
        return ()
    return (Fault(path + key, _UNKNOWN),)


def _refer_all(path: str, values: Any, known: set[str]) -> Iterator[Fault]:
    for place, value in _items(values):
        if value not in known:
            yield Fault(f"{path}[{place}]", _UNKNOWN)


def _twice(path: str, values: Any, reason: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in _items(values):
        if value in seen:
            yield Fault(f"{path}[{place}]", reason)
        seen.add(value)


def _span(path: str, item: Organization | Post | Exemption | Sponsor) -> tuple[Fault, ...]:
    first, last = item.from_day, item.to_day
    if not _before(last, first):
        return ()
    return (Fault(f"{path}.to", f"止日 {last} 早于起日 {first}，请改正。"),)


def _before(day: Any, other: Any) -> bool:
    """Say whether both days can be used and `day` is the earlier."""
    try:
        return bool(day < other)
    except TypeError:  # absent or unusable
        return False


def _after(path: str, key: str, later: Any, earlier: Any, name: str) -> tuple[Fault, ...]:
    """`later`, where given, is not before `earlier`."""
    if not _before(later, earlier):
        return ()
    return (Fault(path + key, f"{later} 早于{name} {earlier}，请核对。"),)


def _answers(path: str, key: str, later: Any, earlier: Any, name: str) -> tuple[Fault, ...]:
    """`later`, where given, answers `earlier`: not without it, and not before it."""
    if later is None or isinstance(later, Unusable):
        return ()
    if earlier is None or earlier is ABSENT:
        return (Fault(path + key, f"没有{name}就不应有此日期，请补填或删去。"),)
    return _after(path, key, later, earlier, name)
