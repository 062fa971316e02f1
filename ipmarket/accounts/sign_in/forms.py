"""What a person tells at sign-up beside address and password. The sign-in library builds its own form on top of this one."""

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest

from ipmarket.accounts.enums import Language
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.terms import DueTerms
from ipmarket.accounts.sign_in import agreements
from ipmarket.kernel.clock import now

NAME_CHARACTERS = 120


class SignUpForm(forms.Form):
    """Name, language and the yes to the terms. Nothing else of the body is read, so nobody makes themselves anything by naming more."""

    name = forms.CharField(
        max_length=NAME_CHARACTERS,
        validators=[RegexValidator(r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$", "Enter a name.", code="invalid_name")],
    )
    language = forms.ChoiceField(choices=Language.choices)
    # Any value of the body; what is no list of versions agrees to nothing.
    agreed = forms.Field(required=False)

    def clean_agreed(self) -> list[DueTerms]:
        """Every text in force, each in its version in force. Codes: terms_not_accepted; terms_not_current, where it was another version."""
        agreed = agreements.read_versions(self.cleaned_data["agreed"])
        lacking = {terms.kind for terms in agreements.missing(agreed, at=now())}
        if lacking - {terms.kind for terms in agreed}:
            raise forms.ValidationError("Accept the terms of use and the privacy notice.", code="terms_not_accepted")
        if lacking:
            raise forms.ValidationError("The text has changed since. Read the new version.", code=AccountsError.TERMS_NOT_CURRENT)
        return agreed

    def signup(self, request: HttpRequest, user: User) -> None:
        """The library calls this after the account exists, or would exist."""
        agreements.keep(request, email=str(self.data["email"]), agreed=self.cleaned_data["agreed"])
