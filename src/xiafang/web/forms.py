"""The forms of signing in and of one's own password: allauth's, in our words and shape."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from axes.utils import reset
from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from xiafang.accounts.adapter import client_address

WRONG = "用户名或密码不正确。请核对大小写和输入法后重新输入；连续输错5次，将暂停登录15分钟。"
NOT_CURRENT = "当前密码不正确，请重新输入；连续输错5次，将暂停修改密码和登录15分钟。"
REQUIRED = "请填写“{}”。"
WHAT_IS_ASKED = "至少10个字符，小写字母、大写字母、数字、其他符号中至少三种；不能是常见密码，也不能与用户名、姓名相近。"


def _shape(field: forms.Field, label: str, autocomplete: str) -> None:
    field.label = label
    field.error_messages["required"] = REQUIRED.format(label)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"class": "form-control", "autocomplete": autocomplete})


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name and password; a wrong one gets one sentence that does not say which of the two it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shape(self.fields["login"], "用户名", "username")
        _shape(self.fields["password"], "密码", "current-password")
        self.fields["login"].widget.attrs["autocapitalize"] = "none"
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Return what was entered; raises ValidationError when nobody signs in with it."""
        try:
            return super().clean()  # type: ignore[no-any-return]
        except forms.ValidationError as refusal:
            raise forms.ValidationError(WRONG, code=refusal.code) from None


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The current password, and the new one twice; tries at the first are counted with those of signing in."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        _shape(self.fields["oldpassword"], "当前密码", "current-password")
        _shape(self.fields["password1"], "新密码", "new-password")
        _shape(self.fields["password2"], "再输一次新密码", "new-password")
        self.fields["password1"].help_text = WHAT_IS_ASKED
        self.fields["oldpassword"].help_text = ""

    def clean_oldpassword(self) -> str:
        """Return the current password; raises ValidationError when it is another, or trying is suspended."""
        name, given = self.user.get_username(), str(self.cleaned_data["oldpassword"])
        if authenticate(self.request, username=name, password=given) is None:
            raise forms.ValidationError(NOT_CURRENT, code="wrong")
        reset(username=name, ip=client_address(self.request))
        return given
