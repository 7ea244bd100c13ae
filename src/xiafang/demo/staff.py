"""The people in office: leading bodies with their division of work, changes of post, absences, contact points."""

from datetime import date, timedelta

from xiafang.accounts.rights import OPERATOR
from xiafang.demo.builder import Builder
from xiafang.demo.people import CITY, COUNTY
from xiafang.demo.units import DEPARTMENT, PRISONS, REHAB
from xiafang.organizations import acts
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Organization, Post

_PORTFOLIOS = (
    "分管立法、行政复议与应诉、行政执法协调监督工作",
    "分管普法与依法治理、人民调解、基层司法所工作",
    "分管公共法律服务、律师、公证、司法鉴定、法律援助工作",
    "分管社区矫正、安置帮教工作，联系监狱、戒毒系统",
)
_DAYS_AWAY = (20, 120, 45, 90)  # whoever is away for 120 days is exempt from a quarter, whenever they begin
_AWAY = ("脱产学习", "病假", "援派工作", "挂职锻炼")


def build(builder: Builder) -> None:
    """Fill every unit; then let time pass."""
    with builder.gathering():
        _fill(builder)
    _successions(builder)
    _newcomers(builder)
    _absences(builder)
    _contact_points(builder)


def _fill(builder: Builder) -> None:
    """Give each unit its leading body or head."""
    _department(builder)
    capital = builder.units[CITY].pk
    for name, unit in list(builder.units.items()):
        match Kind(unit.kind):
            case Kind.CITY_BUREAU:
                _city(builder, name)
            case Kind.COUNTY_BUREAU:
                deputies = 2 if unit.parent_id == capital else 1  # only there they have stories of their own
                _body(builder, name, "局长", Rank.SECTION_CHIEF, "副局长", Rank.SECTION_DEPUTY, deputies)
            case Kind.PRISON:
                _body(builder, name, "监狱长", Rank.DIVISION_CHIEF, "副监狱长", Rank.DIVISION_DEPUTY, 1)
            case Kind.REHAB_CENTER:
                _body(builder, name, "所长", Rank.DIVISION_CHIEF, "副所长", Rank.DIVISION_DEPUTY, 1)
            case Kind.DIVISION | Kind.INSTITUTION:
                _unit(builder, name)
            case Kind.JUDICIAL_OFFICE:
                builder.post(name, "所长", Rank.SECTION_DEPUTY, principal=True)


def _body(
    builder: Builder, name: str, chief: str, chief_rank: Rank, deputy: str, deputy_rank: Rank, deputies: int
) -> None:
    """A leading body: its principal, who leads all of it, and deputies who each have their part."""
    builder.post(name, chief, chief_rank, leadership=True, principal=True, portfolio="主持全面工作，信访工作第一责任人")
    for number in range(deputies):
        builder.post(name, deputy, deputy_rank, leadership=True, portfolio=_PORTFOLIOS[number % len(_PORTFOLIOS)])


def _department(builder: Builder) -> None:
    _body(builder, DEPARTMENT, "厅长", Rank.DEPARTMENT_CHIEF, "副厅长", Rank.DEPARTMENT_DEPUTY, 4)
    builder.post(
        DEPARTMENT, "政治部主任", Rank.DEPARTMENT_DEPUTY, leadership=True, portfolio="负责干部人事、队伍建设、警务工作"
    )
    _body(builder, PRISONS, "局长", Rank.DEPARTMENT_DEPUTY, "副局长", Rank.DIVISION_CHIEF, 3)
    _body(builder, REHAB, "局长", Rank.DIVISION_CHIEF, "副局长", Rank.DIVISION_DEPUTY, 2)


def _city(builder: Builder, name: str) -> None:
    """The capital's bureau stands half a step higher: its head is 厅级 and falls under two rows of 第七条."""
    capital = name.startswith("武汉")
    chief = Rank.DEPARTMENT_DEPUTY if capital else Rank.DIVISION_CHIEF
    deputy = Rank.DIVISION_CHIEF if capital else Rank.DIVISION_DEPUTY
    large = builder.units[name].division_code.endswith("00")  # four cities right under the province are small
    _body(builder, name, "局长", chief, "副局长", deputy, 2 if large else 1)
    builder.post(name, "政治处主任", deputy, leadership=True, portfolio="负责干部人事、队伍建设工作")


def _unit(builder: Builder, name: str) -> None:
    word = "主任" if name == "办公室" or name.endswith("中心") else "书记" if name == "机关党委" else "处长"
    builder.post(name, word, Rank.DIVISION_CHIEF, principal=True, portfolio="主持全面工作")
    builder.post(name, f"副{word}", Rank.DIVISION_DEPUTY)


def _of(builder: Builder, *kinds: Kind) -> list[Organization]:
    return [unit for unit in builder.units.values() if unit.kind in kinds]


def _successions(builder: Builder) -> None:
    """Principals and deputies change here and there; one county has lost its principal and waits for another."""
    kinds = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.PRISON, Kind.DIVISION)
    bodies = [unit for unit in _of(builder, *kinds) if unit.name not in (CITY, COUNTY)]  # whose leaders have accounts
    changed = builder.dice.sample(bodies, min(19, len(bodies) // 3))
    *others, vacant = sorted(changed, key=lambda unit: unit.kind == Kind.COUNTY_BUREAU)
    for number, unit in enumerate(others):
        posts = builder.posts[unit.name]
        post = posts[0] if number % 3 else posts[1]
        builder.succeed(post, builder.between(builder.begin + timedelta(days=20), builder.today - timedelta(days=5)))
    left = builder.today - timedelta(days=12)
    acts.end_post(post=builder.posts[vacant.name][0], last_day=left, by=OPERATOR, at=builder.at)


def _newcomers(builder: Builder) -> None:
    """Deputies join in the last weeks, some from another bureau: too late for this quarter to bind them in full."""
    source, target, third = builder.dice.sample(_of(builder, Kind.CITY_BUREAU), 3)
    moving = next(post for post in builder.posts[source.name] if post.title == "政治处主任")
    first = builder.today - timedelta(days=builder.dice.randint(10, 25))
    acts.end_post(post=moving, last_day=first - timedelta(days=1), by=OPERATOR, at=builder.at)
    portfolio = _PORTFOLIOS[3]
    rank = Rank.DIVISION_DEPUTY
    builder.post(
        target.name, "副局长", rank, official=moving.official, from_on=first, leadership=True, portfolio=portfolio
    )
    builder.post(third.name, "副局长", rank, from_on=first, leadership=True, portfolio=portfolio)


def _absences(builder: Builder) -> None:
    """A dozen leaders were or are away, with approval."""
    leaders = [posts[1] for unit in _of(builder, Kind.CITY_BUREAU) if (posts := builder.posts[unit.name])]
    chosen: list[Post] = [builder.posts[DEPARTMENT][3], *builder.dice.sample(leaders, min(11, len(leaders)))]
    for number, post in enumerate(chosen):
        away = _DAYS_AWAY[number % 4] if number else 240  # one for most of a year: exempt from it
        start = builder.between(builder.begin, builder.today - timedelta(days=30))
        start = start if number else date(builder.today.year - 1, 2, 10)
        acts.approve_absence(
            official=post.official,
            from_on=start,
            to_on=start + timedelta(days=away),
            reason=_AWAY[number % len(_AWAY)],
            approved_by="示例省司法厅党委" if number % 2 else "示例市委组织部",
            approved_on=start - timedelta(days=7),
            id=builder.id(),
            by=OPERATOR,
            at=builder.at,
        )


def _contact_points(builder: Builder) -> None:
    """Each leader of the department keeps in touch with a county, each city's principal with a county of the city."""
    counties = _of(builder, Kind.COUNTY_BUREAU)
    pairs = list(zip(builder.posts[DEPARTMENT], builder.dice.sample(counties, 6), strict=False))
    for unit in _of(builder, Kind.CITY_BUREAU):
        own = [county for county in counties if county.parent_id == unit.pk]
        if own:
            pairs.append((builder.posts[unit.name][2], builder.dice.choice(own)))
    for post, county in pairs:
        acts.keep_contact_point(
            official=post.official,
            organization=county,
            from_on=builder.begin,
            id=builder.id(),
            by=OPERATOR,
            at=builder.at,
        )
