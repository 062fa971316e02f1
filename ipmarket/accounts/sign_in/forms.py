"""What a person tells at sign-up beside address and password. The sign-in library builds its own form on top of this one."""

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest

from ipmarket.accounts.enums import Language
from ipmarket.accounts.models import User

NAME_CHARACTERS = 120


class SignUpForm(forms.Form):
    """Name and language. Nothing else of the body is read, so nobody makes themselves anything by naming more."""

    name = forms.CharField(
        max_length=NAME_CHARACTERS,
        validators=[RegexValidator(r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$", "Enter a name.", code="invalid_name")],
    )
    language = forms.ChoiceField(choices=Language.choices)

    def signup(self, request: HttpRequest, user: User) -> None:
        """The library calls this after the account exists; everything was written with the account."""
