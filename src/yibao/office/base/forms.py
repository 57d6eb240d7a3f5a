"""Forms of signing in and of one's own account (表单)."""

from __future__ import annotations

from django import forms

from yibao.office.screens.language import later
from yibao.terms.text import Text


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=later(Text("登录名", "User name")),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=later(Text("口令", "Password")),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The code that an authenticator shows."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=later(Text("六位验证码", "Code of six digits")),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
        error_messages={"invalid": later(Text("请输入六位数字。", "Type six digits."))},
    )


class OwnPasswordForm(forms.Form):
    """The old password and a new one, twice."""

    old = forms.CharField(
        label=later(Text("原口令", "Old password")),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=later(Text("新口令", "New password")),
        help_text=later(Text("至少 12 位，避免常见词。", "12 characters or more, no common word.")),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=later(Text("再次输入新口令", "New password again")),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Check that both are the same."""
        cleaned = super().clean() or {}
        if cleaned.get("new") != cleaned.get("again"):
            self.add_error("again", str(later(Text("两次输入不同。", "The two differ."))))
        return cleaned
