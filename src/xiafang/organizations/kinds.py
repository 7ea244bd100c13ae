"""Kinds of organizations and ranks of posts, coded as in the regulation's facts, and what may stand under what."""

from django.db import models


class Kind(models.TextChoices):
    """What an organization is."""

    PROVINCIAL_DEPARTMENT = "provincial_department", "省司法厅"
    CITY_BUREAU = "city_bureau", "市州司法局"
    COUNTY_BUREAU = "county_bureau", "县（市、区）司法局"
    JUDICIAL_OFFICE = "judicial_office", "司法所"
    PRISON_ADMINISTRATION = "prison_administration", "监狱管理局"
    PRISON = "prison", "监狱"
    REHAB_ADMINISTRATION = "rehab_administration", "戒毒管理局"
    REHAB_CENTER = "rehab_center", "强制隔离戒毒所"
    DIVISION = "division", "内设机构"
    INSTITUTION = "institution", "直属机构"


# kind → kinds it may stand under. Divisions and institutions are found at every level but in a judicial office.
PARENTS: dict[str, tuple[str, ...]] = {
    Kind.PROVINCIAL_DEPARTMENT: (),
    Kind.CITY_BUREAU: (Kind.PROVINCIAL_DEPARTMENT,),
    Kind.COUNTY_BUREAU: (Kind.CITY_BUREAU,),
    Kind.JUDICIAL_OFFICE: (Kind.COUNTY_BUREAU, Kind.CITY_BUREAU),
    Kind.PRISON_ADMINISTRATION: (Kind.PROVINCIAL_DEPARTMENT,),
    Kind.PRISON: (Kind.PRISON_ADMINISTRATION,),
    Kind.REHAB_ADMINISTRATION: (Kind.PROVINCIAL_DEPARTMENT,),
    Kind.REHAB_CENTER: (Kind.REHAB_ADMINISTRATION,),
    Kind.DIVISION: tuple(kind for kind in Kind if kind not in (Kind.JUDICIAL_OFFICE, Kind.DIVISION)),
    Kind.INSTITUTION: tuple(kind for kind in Kind if kind not in (Kind.JUDICIAL_OFFICE, Kind.DIVISION)),
}

# The leading bodies that have one principal each (第五条), assessed once a year (第二十条).
LED = (
    Kind.PROVINCIAL_DEPARTMENT,
    Kind.CITY_BUREAU,
    Kind.COUNTY_BUREAU,
    Kind.PRISON_ADMINISTRATION,
    Kind.REHAB_ADMINISTRATION,
)


class Rank(models.TextChoices):
    """The rank of a post, highest first."""

    MINISTRY = "ministry", "省部级"
    DEPARTMENT_CHIEF = "department_chief", "正厅级"
    DEPARTMENT_DEPUTY = "department_deputy", "副厅级"
    DIVISION_CHIEF = "division_chief", "正处级"
    DIVISION_DEPUTY = "division_deputy", "副处级"
    SECTION_CHIEF = "section_chief", "正科级"
    SECTION_DEPUTY = "section_deputy", "副科级"
    STAFF = "staff", "科员及以下"
