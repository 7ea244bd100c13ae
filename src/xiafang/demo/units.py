"""The organizations: an invented department over the real divisions of Hubei."""

from xiafang.demo.builder import Builder
from xiafang.organizations.divisions import divisions
from xiafang.organizations.kinds import Kind

DEPARTMENT = "示例省司法厅"
PRISONS, REHAB = "示例省监狱管理局", "示例省戒毒管理局"
DIVISIONS = (
    "办公室",
    "信访处",
    "法治调研督察处",
    "立法处",
    "行政复议与应诉处",
    "行政执法协调监督处",
    "普法与依法治理处",
    "人民参与和促进法治处",
    "公共法律服务管理处",
    "律师工作处",
    "社区矫正管理处",
    "装备财务保障处",
    "人事警务处",
    "机关党委",
)
INSTITUTIONS = ("示例省法律援助中心", "示例省法律职业资格考试中心", "示例省司法行政信息中心", "示例省司法警官培训中心")
SMALL_CITIES = 3
_NUMBERS = "一二三四五六七八九十"
_ZONES = ("武汉市", "宜昌市", "襄阳市", "荆州市", "黄冈市")  # with a development zone
_OFFICES = ("武汉市",)  # whose counties come with judicial offices


def build(builder: Builder) -> None:
    """Set up the whole tree."""
    builder.unit(
        DEPARTMENT,
        Kind.PROVINCIAL_DEPARTMENT,
        None,
        short_name="省厅",
        aliases=["省司法厅"],
        review_authority="示例省人民政府",
    )
    for name in DIVISIONS[: 9 if builder.small else None]:
        builder.unit(name, Kind.DIVISION, DEPARTMENT, aliases=[f"省厅{name}"])
    for name in INSTITUTIONS[: 1 if builder.small else None]:
        builder.unit(name, Kind.INSTITUTION, DEPARTMENT, short_name=name.removeprefix("示例省"))
    prisons, centers = (3, 1) if builder.small else (12, 5)
    _direct(builder, PRISONS, Kind.PRISON_ADMINISTRATION, "省监狱局", Kind.PRISON, "监狱", prisons)
    _direct(builder, REHAB, Kind.REHAB_ADMINISTRATION, "省戒毒局", Kind.REHAB_CENTER, "强制隔离戒毒所", centers)
    _cities(builder, divisions()["prefectures"], divisions()["counties"])


def _direct(builder: Builder, name: str, kind: Kind, short: str, below: Kind, word: str, count: int) -> None:
    builder.unit(name, kind, DEPARTMENT, short_name=short, review_authority=DEPARTMENT)
    for number in range(1, count + 1):
        said = _NUMBERS[number - 1] if number <= 10 else f"十{_NUMBERS[number - 11]}"
        builder.unit(f"示例省第{said}{word}", below, name, short_name=f"第{said}{word}", review_authority=name)


def _cities(builder: Builder, prefectures: dict[str, str], counties: dict[str, str]) -> None:
    """Set up 17 bureaus of cities (4 of them right under the province) and those of their counties."""
    direct = {code: name for code, name in counties.items() if code.startswith("4290")}
    cities = [pair for pair in sorted((prefectures | direct).items()) if not pair[0].endswith("0000")]  # no province
    for code, city in cities[: SMALL_CITIES if builder.small else None]:
        bureau = f"{city}司法局"
        builder.unit(
            bureau,
            Kind.CITY_BUREAU,
            DEPARTMENT,
            division_code=code,
            short_name=short_of(city),
            aliases=[f"{city}局"],
            review_authority=DEPARTMENT,
        )
        for county_code, county in sorted(counties.items()):
            if county_code not in direct and county_code[:4] == code[:4]:
                _county(builder, city, county_code, county)
        if city in _ZONES:
            zone = f"{city}示例开发区司法局"
            builder.unit(zone, Kind.COUNTY_BUREAU, bureau, short_name="示例开发区局", review_authority=bureau)


def _county(builder: Builder, city: str, code: str, county: str) -> None:
    name = f"{city if county.endswith('区') else ''}{county}司法局"
    known = {f"{county}司法局", f"{county}局"} - {name}
    builder.unit(
        name,
        Kind.COUNTY_BUREAU,
        f"{city}司法局",
        division_code=code,
        short_name=f"{county}局",
        aliases=sorted(known - {f"{county}局"}),
        review_authority=f"{city}司法局",
    )
    if city in _OFFICES:
        for place in ("城关", "河口"):
            kind = "街" if county.endswith("区") else "镇"
            builder.unit(f"{county}{place}示例{kind}司法所", Kind.JUDICIAL_OFFICE, name, review_authority=name)


def short_of(city: str) -> str:
    """Return how an office calls a city's bureau: 武汉市局, 恩施州局."""
    return "恩施州局" if city.startswith("恩施") else f"{city}局"
