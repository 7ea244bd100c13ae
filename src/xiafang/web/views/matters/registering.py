"""What is entered when an item comes in: the item, who petitions, the matter with its demands, whom it is about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import acts
from xiafang.casework.acts import Accused, Person
from xiafang.casework.codes import Channel, Flag, Kind, Prominence, Purpose, Trait
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField
from xiafang.web.rows import Rows, rows, values
from xiafang.web.views.matters.fields import IdNumberField, PhoneField, TopicField, coded, several


class Petitioner(ActForm):
    """One person or organization that petitions."""

    name = forms.CharField(label="姓名或名称", max_length=100)
    phone = PhoneField(label="电话", max_length=40, required=False)
    id_number = IdNumberField(label="证件号码", max_length=40, required=False)
    address = forms.CharField(label="住址", max_length=200, required=False)
    representative = forms.BooleanField(label="代表人", required=False)
    organization = forms.BooleanField(label="单位", required=False)


class Demand(ActForm):
    """One demand."""

    text = forms.CharField(label="诉求", max_length=1000, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"rows": 1, "data-enter-adds": ""}


class About(ActForm):
    """An official or a unit that the matter is about."""

    official = lookup.OneOfficialField(label="被反映的干部", required=False, help_text="")
    unit = lookup.OrganizationField(label="被反映的单位", required=False, help_text="")


class Came(ActForm):
    """How an item came in."""

    received_on = DateField(label="收到日期")
    channel = coded("信访形式", Channel)
    people = forms.IntegerField(label="信访人数", min_value=1, max_value=99999, required=False)
    joint = forms.BooleanField(label="联名", required=False)
    external_number = forms.CharField(label="外部编号", max_length=40, required=False, help_text="转来系统的编号。")
    content = forms.CharField(label="来信、来访原话", max_length=20000, required=False, widget=forms.Textarea)

    def clean_people(self) -> int:
        """Return 1 when nothing was entered."""
        return self.cleaned_data["people"] or 1

    def clean_received_on(self) -> date:
        """Return the day. Raises ValidationError when it is yet to come."""
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(f"收到日期 {day} 尚未到来，请核对。")
        return day


class Registering(Came):
    """A new matter; `pk` is the id it will have, so that sending it twice makes one."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    unit = lookup.OrganizationField(label="登记单位", help_text="")
    kind = coded("类别", Kind)
    anonymous = forms.BooleanField(label="匿名（不愿具名或姓名不清，不需书面告知）", required=False)
    title = forms.CharField(label="概况", max_length=200, help_text="一句话写明反映什么。")
    topic = TopicField(label="内容分类")
    summary = forms.CharField(label="主要内容", max_length=20000, required=False, widget=forms.Textarea)
    purpose = coded("信访目的", Purpose, empty="未填", required=False)
    national_number = forms.CharField(label="国家系统编号", max_length=40, required=False)
    external_topic = forms.CharField(label="国家系统内容分类", max_length=12, required=False)
    place = forms.RegexField(
        r"^\d{6}$",
        label="问题属地代码",
        required=False,
        error_messages={"invalid": "应为6位行政区划代码，例如 420102。"},
    )
    flags = several("标记", Flag, leave_out=(Flag.ANONYMOUS,))
    prominence = several("办法第八条六类", Prominence)
    traits = several("办法第三条特征", Trait)


Kinds = Mapping[str, tuple[type[ActForm], int]]  # name of the rows → their form, how many are shown empty at first


class Sheet:
    """The form and its rows as one thing: checked, refused and shown again together."""

    form_class: type[Came] = Registering
    kinds: ClassVar[Kinds] = {"petitioners": (Petitioner, 1), "demands": (Demand, 3), "accused": (About, 1)}

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        first = dict(initial or {})
        kept = {name: first.pop(name, ()) for name in self.kinds}
        self.form = self.form_class(data, initial=first)
        self.rows: dict[str, Rows] = {
            name: rows(form, name, data, initial=kept[name], empty=max(empty - len(kept[name]), 0 if kept[name] else 1))
            for name, (form, empty) in self.kinds.items()
        }
        self.refused: dict[str, str] = {}
        if data is None and "petitioners" in self.rows:
            self.rows["petitioners"].forms[0].fields["name"].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Return whether everything has its shape, and nothing is left out."""
        shapes = [self.form.is_valid(), *(part.is_valid() for part in self.rows.values())]
        for refusal in self.lacking():
            self.refuse(refusal)
        return all(shapes) and not self.refused

    def lacking(self) -> Iterable[NotAllowed]:
        """Return what is left out, so that it is said together with what has a wrong shape."""
        flags = [Flag.ANONYMOUS] if self.form.cleaned_data.get("anonymous") else []
        return acts.lacking(self.rows["demands"].filled(), self.rows["petitioners"].filled(), flags)

    @property
    def is_bad(self) -> bool:
        """Return whether something has to be put right."""
        return self.form.is_bound and not self.is_valid()

    def refuse(self, refusal: NotAllowed) -> None:
        """Show a refusal beside what it hangs on."""
        if refusal.field in self.rows:
            self.refused[refusal.field] = str(refusal)
        else:
            self.form.refuse(refusal)

    def again(self, more: str = "") -> "Sheet":
        """Return the same, unchecked, with one row more of the kind `more`."""
        kept: dict[str, Any] = {name: part.kept() for name, part in self.rows.items()}
        made = type(self)(initial=values(self.form) | kept)
        if more in made.rows:
            empty = self.rows[more].total_form_count() - len(kept[more]) + 1
            made.rows[more] = rows(self.kinds[more][0], more, None, initial=kept[more], empty=empty)
        return made

    def petitioners(self) -> list[Person]:
        """Return who petitions."""
        return [Person(**row) for row in self.rows["petitioners"].entered()]

    def entered(self) -> dict[str, Any]:
        """Return the facts of a registration as the act takes them."""
        facts = dict(self.form.cleaned_data)
        if facts.pop("anonymous"):
            facts["flags"] = [*facts["flags"], Flag.ANONYMOUS]
        facts["id"] = facts.pop("pk")
        facts["petitioners"] = self.petitioners()
        facts["demands"] = [row["text"] for row in self.rows["demands"].entered()]
        facts["accused"] = [Accused(**row) for row in self.rows["accused"].entered()]
        return facts
