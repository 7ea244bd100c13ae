"""What `make pictures` photographs: whose page, where it is, and at which widths."""

from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page

PASSWORD = "Xiafang-demo-1"  # noqa: S105 - the demo prints it for everybody
DESK, PHONE = 1440, 390


@dataclass(frozen=True)
class Picture:
    """One page: `path` says where to begin, each of `then` a link to follow; `ledger` is a file to import."""

    name: str
    user: str
    path: str
    caption: str
    then: tuple[str, ...] = ()
    widths: tuple[int, ...] = (DESK,)
    ledger: str = ""

    def go(self, page: Page) -> None:
        """Bring `page` there. Raises SystemExit when a page does not answer as it should."""
        answer = page.goto(self.path)
        if not answer or not (answer.ok or self.name == "not-found"):
            raise SystemExit(f"{self.name}: {self.path} answered {answer and answer.status}")
        for selector in self.then:
            address = page.locator(selector).first.get_attribute("href")
            if not address:
                raise SystemExit(f"{self.name}: no address in {selector}")
            page.goto(address)
        if self.ledger:
            name, kind = "来访登记台账.csv", "text/csv"
            file = FilePayload(name=name, mimeType=kind, buffer=self.ledger.encode("gb18030"))
            page.get_by_label("台账文件").set_input_files(file)
            with page.expect_navigation():
                page.get_by_role("button", name="上传并核对").click()
            page.get_by_role("button", name="重新核对").wait_for()
        page.wait_for_load_state("networkidle")


BOTH = (DESK, PHONE)
LEDGER = """江岸区司法局2026年上半年群众来访登记台账,,,,,
填报单位：办公室,,,,制表：示例,
序号,信访人姓名,来访日期,联系方式,主要内容,受理时间
1,孙 示例,2026.3.5,１３８００００００００,反映示例公证处收费问题,2026年3月6日
2,李示例,20260318,,反映社区矫正请假审批慢,2026/3/20
,,,,,
3,周示例,2026-2-30,,反映示例律师事务所退费问题,2026-03-02
合计,3件,,,,
注：本表由各所按月报送。,,,,,
"""

PICTURES = (
    Picture("sign-in", "", "/accounts/login/", "Signing in.", widths=BOTH),
    Picture("home-leader", "city.leader", "/", "A leader's home: the quotas first, then what waits.", widths=BOTH),
    Picture("home-office", "county.office", "/", "A petition office's home: overdue, today, this week.", widths=BOTH),
    Picture("home-handler", "handler", "/", "A handler's home: the matters, the most urgent first.", widths=(PHONE,)),
    Picture("home-inspector", "inspector", "/", "An inspector's home."),
    Picture("home-system", "system", "/", "A system administrator's home: vacancies and days off."),
    Picture("duty-board", "office", "/duties/", "The duty board: each unit's duties by state.", widths=BOTH),
    Picture(
        "duty-unit", "city.office", "/duties/", "A unit: its own duties with reasons, its leaders and theirs.",
        then=("main .actions a[href*='/duties/organizations/']",), widths=BOTH,
    ),
    Picture(
        "duty-official", "city.leader", "/", "A leader: quota, evidence, forecast, what is planned.",
        then=("main a[href*='/duties/officials/']",), widths=BOTH,
    ),
    Picture("duty-list", "county.office", "/duties/list/", "The duties one by one, as narrowed."),
    Picture(
        "why", "county.office", "/duties/list/?status=breached", "Why: who owes what, and how the date came about.",
        then=("main a[href*='/duties/why/']",), widths=BOTH,
    ),
    Picture("matters", "city.office", "/matters/", "Matters: filters, clocks, the binding date of each.", widths=BOTH),
    Picture(
        "matter", "handler", "/", "A matter: its clocks, demands, papers, people, history.",
        then=("main .todo-name a[href^='/matters/']",), widths=BOTH,
    ),
    Picture("register", "county.office", "/matters/register/", "Registering a matter."),
    Picture("sheet-record", "county.office", "/matters/sheets/record/", "接谈登记表, the blank sheet to print."),
    Picture("visits", "city.leader", "/visits/", "The month of visits.", widths=BOTH),
    Picture(
        "visit", "city.office", "/visits/list/", "A visit: who came, matters and outcomes, discoveries, evidence.",
        then=("main tbody a[href^='/visits/']",), widths=BOTH,
    ),
    Picture("visit-plan", "city.office", "/visits/plan/", "Planning a visit."),
    Picture("visit-record", "county.office", "/visits/record/", "Recording a visit with a thumb.", widths=(PHONE,)),
    Picture(
        "shortlist", "city.leader", "/", "A shortlist of pressing matters: the leader chooses.",
        then=("main a[href^='/shortlists/']",), widths=BOTH,
    ),
    Picture("letters", "city.leader", "/letters/", "Letters to a leader, and what is owed to each."),
    Picture("sponsorships", "office", "/sponsorships/", "The ledger of sponsored matters 包案."),
    Picture("supervision", "inspector", "/supervision/", "Supervision: what is filed and what is missing."),
    Picture("inspections", "inspector", "/supervision/inspections/", "Inspections."),
    Picture("imports", "county.office", "/imports/", "A messy ledger, looked at before it is imported.", ledger=LEDGER),
    Picture("export", "city.office", "/exports/matters/", "A list taken out: masked unless a reason is given."),
    Picture("articles", "leader", "/articles/", "The regulation, article by article."),
    Picture("article-7", "leader", "/articles/7/", "An article: parameters, duties, their live state.", widths=BOTH),
    Picture("calendar", "system", "/calendar/", "Working days and days off."),
    Picture("organizations", "system", "/organizations/", "Organizations."),
    Picture("officials", "system", "/officials/", "Officials and posts."),
    Picture("users", "security", "/users/", "Accounts and roles."),
    Picture("audit", "audit", "/audit/", "The audit trail."),
    Picture("not-found", "leader", "/no-such-page/", "What is out of sight does not exist."),
)  # fmt: skip
