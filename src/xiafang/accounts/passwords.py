"""What a password must be made of (GB/T 22239-2019, 8.1.4.1 a: complexity)."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from xiafang.accounts.models import User

_KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


class ThreeKindsValidator:
    """Asks for three of: lower case, upper case, digits, other signs."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when `password` has fewer kinds of characters."""
        if sum(any(kind(sign) for sign in password) for kind in _KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return "密码须包含小写字母、大写字母、数字、其他符号中的至少三种。"


class LengthValidator(MinimumLengthValidator):
    """Django's own, whose sentence has no Chinese translation."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return f"密码太短：至少要有{self.min_length}个字符。"

    def get_help_text(self) -> str:
        """Say what is asked."""
        return f"密码至少要有{self.min_length}个字符。"
