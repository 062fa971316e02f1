"""More of everything about organisations than a usual page holds, for whoever counts what a list costs."""

from ipmarket.accounts.models import Document, Membership, Organisation, OrganisationDomain, User, VerificationCase
from tests.factories.records import AT, make_organisation, make_user


def make_crowd(owner: Organisation, staff: User, *, count: int) -> None:
    """For the owner's organisation documents, decided cases and domains; for the member of staff places; waiting cases and people."""
    asker = make_user(email="asker@example.test")
    for number in range(count):
        document = Document.objects.create(
            organisation=owner, kind="registration", path=f"p{number}", sha256="0", name="a.pdf", media_type="application/pdf",
            size_bytes=1, uploaded_by=asker, created_at=AT,
        )  # fmt: skip
        decided = VerificationCase.objects.create(
            organisation=owner, state="refused", submitted_by=asker, submitted_at=AT, decided_by=staff, decided_at=AT, reason="No."
        )
        decided.documents.add(document)
        OrganisationDomain.objects.create(organisation=owner, domain=f"d{number}.example", added_by=asker, added_at=AT)
        organisation = make_organisation(name_en=f"Works {number}", sector="C", employees=10)
        Membership.objects.create(user=staff, organisation=organisation, role="owner", starts_at=AT)
        waiting = VerificationCase.objects.create(organisation=organisation, submitted_by=asker, submitted_at=AT)
        waiting.documents.add(document)
        make_user(email=f"lau{number}@example.test", name="Lau Ka Yan", roles=("adviser",))
