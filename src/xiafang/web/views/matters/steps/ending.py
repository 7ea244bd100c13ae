"""Pages of the end: reply, closing, resolution, withdrawal, void registrations, merging; and of keeping the file."""

from typing import Any

from django import forms

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts
from xiafang.casework.codes import Disposition, Flag, Kind, PaperKind, Prominence, ProposalKind, Purpose, Trait
from xiafang.casework.models import Matter
from xiafang.casework.similar import similar
from xiafang.web.views.matters.fields import TopicField, coded, several, topic_said, uuids
from xiafang.web.views.matters.steps.fields import Opened, codes, text
from xiafang.web.views.matters.steps.pages import Facts, Page
from xiafang.web.views.matters.steps.receiving import proposed

_CORRECTED = (
    "title",
    "topic",
    "kind",
    "purpose",
    "external_topic",
    "external_number",
    "place",
    "summary",
    "flags",
    "prominence",
    "traits",
)


class NumberField(forms.CharField):
    """A matter by its number, as far as `user` sees it; suggestions stand in the page."""

    def __init__(self, opened: Opened, **facts: Any) -> None:
        super().__init__(max_length=140, **facts)
        self._opened = opened
        names = opened.matter.petitioners.values_list("name", flat=True)[:20]
        likely = similar(by=opened.user, names=names, numbers=[opened.matter.external_number])
        self.options = [row.matter.number for row in likely if row.matter.pk != opened.matter.pk]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Give the input its list."""
        bound = super().get_bound_field(form, field_name)
        self.widget.attrs["list"] = f"{bound.auto_id}_list"
        return bound

    def clean(self, value: Any) -> Any:
        """Return the matter. Raises ValidationError when there is none in sight."""
        number = super().clean(value)
        found = Matter.objects.visible_to(self._opened.user).filter(number=number).first()
        if number and found is None:
            raise forms.ValidationError(f"没有找到“{number}”：请照编号填写，或核对它是否在您的工作范围内。")
        return found


def _into(opened: Opened) -> forms.Field:
    chosen = Matter.objects.visible_to(opened.user).filter(pk__in=uuids([opened.of])).first()
    return NumberField(
        opened,
        label="并入哪件事项",
        initial=chosen.number if chosen else "",
        help_text="更早收到的同一事项的编号，例如“甲示例市司法局信〔2026〕1号”。",
    )


def _registered(opened: Opened) -> dict[str, forms.Field]:
    matter = opened.matter
    made: dict[str, forms.Field] = {
        "title": forms.CharField(label="概况", max_length=200),
        "topic": TopicField(label="内容分类"),
        "kind": coded("类别", Kind, help_text="受理后不能更改。" if matter.accepted_on else ""),
        "purpose": coded("信访目的", Purpose, empty="未填", required=False),
        "external_topic": forms.CharField(label="国家系统内容分类", max_length=12, required=False),
        "external_number": forms.CharField(label="国家系统编号", max_length=40, required=False),
        "place": forms.RegexField(
            r"^\d{6}$",
            label="问题属地代码",
            required=False,
            error_messages={"invalid": "应为6位行政区划代码，例如 420102。"},
        ),
        "summary": forms.CharField(label="主要内容", max_length=20000, required=False, widget=forms.Textarea),
        "flags": several("标记", Flag),
        "prominence": several("办法第八条六类", Prominence),
        "traits": several("办法第三条特征", Trait),
    }
    for name, field in made.items():
        field.initial = topic_said(matter.topic) if name == "topic" else getattr(matter, name)
        field.show_hidden_initial = True
    made["reason"] = forms.CharField(label="更正理由", max_length=2000, widget=forms.Textarea)
    return made


def _correct(*, matter: Matter, reason: str, **entered: Any) -> object:
    given = {name: entered.pop(name) for name in _CORRECTED if name in entered}
    given = {name: "" if value is None else value for name, value in given.items()}
    changes = {name: value for name, value in given.items() if value != getattr(matter, name)}
    return acts.correct(matter=matter, changes=changes, reason=reason, **entered)


def _add_paper(*, matter: Matter, paper: acts.NewPaper, **how: Any) -> object:
    return acts.add_paper(matter=matter, kind=paper.kind or PaperKind.OTHER, paper=paper, **how)


def _not_replied(opened: Opened) -> Facts:
    if opened.matter.replied_on and not opened.matter.closed_on:
        raise NotAllowed(f"已于 {opened.matter.replied_on} 送达答复；补充答复请“归入文书”。")
    return ()


PAGES = (
    Page("reply", acts.reply, told=True, facts=_not_replied),
    Page(
        "close",
        acts.close,
        {
            "disposition": codes(
                "四个到位（办法第三条）", Disposition, required=True, help_text="逐项核实，至少选择一项。"
            )
        },
        told=True,
        danger="办结后各项期限停止计算，转出单位不再可以查看；办结日期不能更改。",
    ),
    Page("resolve", acts.resolve, {"verified": text("核实情况")}),
    Page(
        "withdraw",
        acts.withdraw,
        {"reason": text("撤回理由")},
        danger="撤回须凭信访人本人的申请；撤回后本事项不再办理。",
    ),
    Page(
        "propose_void", acts.propose_void, {"reason": text("登记错误的理由")}, notice="作废须由另一人复核；编号保留。"
    ),
    Page(
        "confirm_void",
        acts.confirm_void,
        danger="作废后不能恢复，编号保留、不再使用。",
        facts=proposed(ProposalKind.VOID),
    ),
    Page(
        "merge",
        acts.merge,
        {"into": _into, "reason": text("并案理由")},
        danger="并案后本事项终结，其信访件和信访人转入所并的事项。",
    ),
    Page(
        "correct", _correct, _registered, partial=True, notice="日期、单位、编号和答复不在此更正；原内容保留在经过中。"
    ),
    Page("add_paper", _add_paper, kinds=tuple(PaperKind)),
)
