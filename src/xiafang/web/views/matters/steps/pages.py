"""A page of a step: its own fields, those that every step has, and how the act is called with what was entered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework import life
from xiafang.casework.acts import How, NewPaper
from xiafang.casework.codes import PaperKind
from xiafang.casework.life import Step
from xiafang.web import lookup
from xiafang.web.acting import ActForm, DateField
from xiafang.web.views.matters import opened as opening
from xiafang.web.views.matters.steps.fields import Make, Opened, PaperFile

Facts = Sequence[tuple[str, object]]
_COMMON = ("version", "on", "on_behalf_of", "told", "sure", "file", "paper_kind", "paper_number", "paper_dated_on")


class StepForm(ActForm):
    """A step's form; `version` is the matter's as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on_behalf_of", "paper_number"):
            if name in self.fields:
                self.fields[name].half = True  # type: ignore[attr-defined]  # as acting shapes them
        if "sure" in self.fields:
            self.fields["sure"].error_messages["required"] = "请核对后勾选确认。"

    def refuse(self, refusal: NotAllowed) -> None:
        """Show a refusal beside the field it names."""
        named = NotAllowed(str(refusal), field="file") if refusal.field == "paper" else refusal
        opening.refuse(self, named)

    def say_lost(self) -> None:
        """Say that a file which was sent with a refused form has to be chosen again: browsers forget it."""
        if (sent := self.files.get("file")) and "file" not in self.errors:
            self.add_error("file", f"文件“{sent.name}”没有保存，请重新选择。")

    def paper(self) -> NewPaper | None:
        """Return the paper that was sent; None when none was."""
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        kind = self.cleaned_data.get("paper_kind")
        return NewPaper(
            filename=sent.name,
            content=sent.read(),
            dated_on=self.cleaned_data["paper_dated_on"] or self.cleaned_data["on"],
            number=self.cleaned_data["paper_number"],
            kind=PaperKind(kind) if kind else None,
        )


@dataclass(frozen=True)
class Page:
    """The page of one step.

    `call` gets what was entered by name, `matter` unless a field names what the step is about, and `paper` where there
    may be one. `told` asks what the petitioner was told. `danger` is what
    cannot be undone: it has to be confirmed. `partial` passes only what was changed on the page: what somebody else
    changed meanwhile stays as it is. `facts` says more beside the form, and raises NotAllowed when there is
    nothing to do.
    """

    act: str
    call: Callable[..., object]
    fields: Mapping[str, Make] | Callable[[Opened], Mapping[str, forms.Field]] = field(default_factory=dict)
    of_matter: bool = True
    partial: bool = False
    told: bool = False
    paper: str = ""  # "": as the life table says, "optional": may come with it
    kinds: tuple[PaperKind, ...] = ()
    danger: str = ""
    notice: str = ""
    facts: Callable[[Opened], Facts] = lambda _: ()

    @property
    def step(self) -> Step:
        """The step in the table of the life."""
        return life.STEPS[self.act]

    def form(
        self, opened: Opened, data: QueryDict | None = None, files: "MultiValueDict[str, Any] | None" = None
    ) -> StepForm:
        """Return the form for the matter. Raises NotAllowed when something has to be there first."""
        made = {**self._own(opened), **self._common(opened)}
        form: type[StepForm] = type("Form", (StepForm,), made)
        return form(data, files, initial={"version": opened.matter.version})

    def run(self, opened: Opened, form: StepForm, how: How) -> object:
        """Take the step with what was entered. Raises NotAllowed."""
        entered = form.cleaned_data
        given = form.changed_data if self.partial else entered
        facts = {name: entered[name] for name in given if name not in _COMMON}
        if self.of_matter:
            facts["matter"] = opened.matter
        if "file" in form.fields:
            facts["paper"] = form.paper()
        done: How = {
            **how,
            "on": entered["on"],
            "version": entered["version"],
            "told": entered.get("told", ""),
        }
        done["on_behalf_of"] = entered.get("on_behalf_of")
        return self.call(**facts, **done)

    def _own(self, opened: Opened) -> dict[str, forms.Field]:
        if callable(self.fields):
            return dict(self.fields(opened))
        made = {name: make(opened) for name, make in self.fields.items()}
        return {name: found for name, found in made.items() if found is not None}

    def _common(self, opened: Opened) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {}
        if kinds := self.kinds or self.step.papers:
            made |= _paper(kinds, opened, required=self.paper != "optional")
        if self.told:
            made["told"] = forms.CharField(
                label="告知信访人的内容",
                max_length=5000,
                required=False,
                widget=forms.Textarea,
                help_text="当面、电话或书面告知了什么；记入经过。",
            )
        made["on"] = DateField(
            label="办理日期", initial=opened.today, help_text="补录的填实际日期，经过中显示相差天数。"
        )
        if not self.step.in_person:
            made["on_behalf_of"] = lookup.OneOfficialField(
                label="代何人录入", required=False, help_text="代领导录入的填其姓名；您和领导都记入经过。"
            )
        if self.danger:
            made["sure"] = forms.BooleanField(label="已核对，确认办理")
        return made


def _paper(kinds: tuple[PaperKind, ...], opened: Opened, *, required: bool) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {}
    names = "或".join(kind.label for kind in kinds) if len(kinds) < 4 else "文书"
    if len(kinds) > 1:
        made["paper_kind"] = forms.ChoiceField(label="文种", choices=[(kind.value, kind.label) for kind in kinds])
    made["file"] = PaperFile(label=names, required=required)
    made["paper_number"] = forms.CharField(label="文号", max_length=60, required=False)
    made["paper_dated_on"] = DateField(label="成文日期", initial=opened.today, required=False)
    return made
