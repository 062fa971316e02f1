"""What the matrix sends about organisations, and what has to be there first. What a body prepares is taken back with the request."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from ipmarket.accounts.models import Document, Organisation, Signatory, Suspension, User, VerificationCase
from ipmarket.kernel.uploads import store_document, store_image
from tests.factories.organisations import PDF, png
from tests.factories.records import AT
from tests.support.authorisation_world import Role, World


def _owner(world: World) -> Any:
    return Organisation.objects.filter(id=world.owner_organisation_id)


def founding(world: World) -> dict[str, Any]:
    return {
        "kind": "manufacturer",
        "name": {"en": "New Works"},
        "country": "HK",
        "registrationKind": "hk_br",
        "registrationNumber": "11112222-000-12-26-A",
    }


def profile(world: World) -> dict[str, Any]:
    return {"district": "Tai Po"}


def reason(world: World) -> dict[str, str]:
    return {"reason": "It is needed for the example."}


def merging(world: World) -> dict[str, str]:
    return {"into": world.other_organisation_id, **reason(world)}


def logo(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("logo.png", png())}


def document(world: World) -> dict[str, Any]:
    return {"kind": "registration", "file": SimpleUploadedFile("certificate.pdf", PDF)}


def with_logo(world: World) -> None:
    _owner(world).update(logo_path=store_image([png()], name="logo.png", folder="logos").path)


def with_file(world: World) -> None:
    kept = store_document([PDF], name="certificate.pdf", folder="evidence")
    Document.objects.filter(id=world.document_id).update(path=kept.path, media_type=kept.content_type)


def without_powers(world: World) -> None:
    """Nothing rests on the document any more."""
    Signatory.objects.filter(document_id=world.document_id).delete()
    for case in VerificationCase.objects.filter(documents__id=world.document_id):
        case.documents.clear()


def suspended_organisation(world: World) -> dict[str, str]:
    """Another organisation than the owner's, whose tokens would be refused for being its."""
    Organisation.objects.filter(id=world.other_organisation_id).update(state="suspended")
    _suspension(world, organisation_id=UUID(world.other_organisation_id))
    return reason(world)


def suspended_person(world: World) -> dict[str, str]:
    User.objects.filter(id=world.person_id).update(is_active=False)
    _suspension(world, user_id=UUID(world.person_id))
    return reason(world)


def _suspension(world: World, **whose: UUID) -> None:
    Suspension.objects.create(reason="For the example.", starts_at=AT, started_by_id=world.people[Role.OPERATOR], **whose)
