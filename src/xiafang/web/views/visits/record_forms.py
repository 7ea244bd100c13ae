"""The forms of a visit's record: who was there, how many came, and what came of each matter (第十五条)."""

from typing import Any

from django import forms

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework.acts.checking import relations
from xiafang.casework.codes import Grade, Handling, Kind, Path, State
from xiafang.casework.life import Who
from xiafang.casework.models import Matter
from xiafang.visits.acts import Acceptance, Reception
from xiafang.visits.codes import Format, Mode
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField
from xiafang.web.views.visits.fields import LedForm, OfficialsField

ABSENT = "absent"
OUTCOMES = [
    (Handling.ON_THE_SPOT, "现场解决"),
    (Handling.EXPLAINED, "解释疏导"),
    (Handling.DEFERRED, "研究后答复"),
    (ABSENT, "信访人未到"),
]
WHERE = "县（市、区）、乡镇（街道）；不写门牌和住址。"


class Record(LedForm):
    """A planned visit that was held."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    others = OfficialsField(label="其他到场领导")
    groups = forms.IntegerField(label="接待批次", min_value=0, max_value=99999)
    received = forms.IntegerField(label="接待人次", min_value=0, max_value=99999)
    place = forms.CharField(label="地点", required=False, max_length=100, help_text=WHERE)
    at_home = forms.BooleanField(label="在信访人住处接待", required=False)
    accompanying = OfficialsField(label="陪同负责人")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("groups", "received"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"


class Unscheduled(Record):
    """A visit that was held without a date fixed beforehand; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    organization = lookup.OrganizationField(label="下访机构")
    mode = forms.ChoiceField(label="方式（第九、十条）", choices=Mode.choices, widget=forms.RadioSelect)
    format = forms.ChoiceField(label="形式（第十条）", choices=Format.choices, widget=forms.RadioSelect)
    on = DateField(label="下访日期")


class Received(ActForm):
    """What came of one matter; which words an outcome needs is for the act to say."""

    outcome = forms.ChoiceField(
        label="处理方式（第十五条）", choices=OUTCOMES, widget=forms.RadioSelect, required=False
    )
    statement = forms.CharField(label="信访人陈述", widget=forms.Textarea, required=False)
    decided = forms.CharField(label="现场处理意见", widget=forms.Textarea, required=False)
    explained = forms.CharField(label="解释和思想工作", widget=forms.Textarea, required=False)
    to_study = forms.CharField(label="需研究的问题", widget=forms.Textarea, required=False)
    reply_by = DateField(label="答复期限", required=False)
    accept = forms.BooleanField(label="现场受理", required=False)
    grade = forms.ChoiceField(label="等级（第十七条）", choices=Grade.choices, initial=Grade.GENERAL, required=False)
    path = forms.ChoiceField(label="办理途径", choices=[("", "按内容分类的通常途径"), *Path.choices], required=False)

    def __init__(self, *args: Any, matter: Matter, request: OfficialRequest, **kwargs: Any) -> None:
        super().__init__(*args, prefix=str(matter.pk), **kwargs)
        self.matter = matter
        open_to_me = Who.OFFICE in relations(matter, request.standing)
        self.may_accept = open_to_me and matter.state == State.RECEIVED
        self.appeal = matter.kind == Kind.APPEAL
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2

    def reception(self) -> Reception:
        """Return what the act is told; only what belongs to the chosen outcome."""
        entered, outcome = self.cleaned_data, self.cleaned_data["outcome"]
        if outcome == ABSENT:
            return Reception(self.matter, absent=True)
        deferred = outcome == Handling.DEFERRED
        return Reception(
            self.matter,
            handling=Handling(outcome) if outcome else None,
            statement=entered["statement"],
            decided=entered["decided"] if outcome == Handling.ON_THE_SPOT else "",
            explained=entered["explained"] if outcome == Handling.EXPLAINED else "",
            to_study=entered["to_study"] if deferred else "",
            reply_by=entered["reply_by"] if deferred else None,
            accept=self._acceptance() if entered["accept"] and self.may_accept else None,
        )

    def _acceptance(self) -> Acceptance:
        path = self.cleaned_data["path"] if self.appeal else ""
        return Acceptance(Grade(self.cleaned_data["grade"] or Grade.GENERAL), Path(path) if path else None)
