"""Reference rows in the public API."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.kernel.api.etag import BodyEtagMixin
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import NotFound
from ipmarket.reference.api.serializers import OnDaySerializer, ReferenceListSerializer
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import members_of, rows_of

LISTS = {
    "countries": RowList.COUNTRY,
    "territory-groups": RowList.TERRITORY_GROUP,
    "sectors": RowList.SECTOR,
    "measures": RowList.MEASURE,
    "technology-fields": RowList.TECHNOLOGY_FIELD,
    "technology-sectors": RowList.TECHNOLOGY_SECTOR,
    "status-sources": RowList.STATUS_SOURCE,
    "stages": RowList.STAGE,
    "right-types": RowList.RIGHT_TYPE,
    "legal-states": RowList.LEGAL_STATE,
    "size-rules": RowList.SIZE_RULE,
    "registration-formats": RowList.REGISTRATION_FORMAT,
    "organisation-kinds": RowList.ORGANISATION_KIND,
    "free-mail-domains": RowList.FREE_MAIL_DOMAIN,
    "public-suffixes": RowList.PUBLIC_SUFFIX,
    "retention-rules": RowList.RETENTION_RULE,
}


class ReferenceListView(BodyEtagMixin):
    """All rows of one list that are valid on a day, today by default. At most a few hundred, so the list has no pages."""

    token_actions = {"GET": "reference.rows.read"}

    @extend_schema(
        operation_id="listReferenceRows",
        tags=["reference"],
        parameters=[OpenApiParameter("list", str, "path", enum=list(LISTS)), OnDaySerializer],
        responses=ReferenceListSerializer,
    )
    def get(self, request: Request, list: str) -> Response:  # noqa: A002 - the name of the path argument
        on = read_parameters(request, OnDaySerializer).get("on") or now().date()
        which = LISTS.get(list)
        if which is None:
            raise NotFound("There is no such list.", params={"lists": [*LISTS]})
        language = language_of(request)
        items = [
            {
                "code": row.code,
                "label": row.label.best(language)[0],
                "labels": {"en": row.label.en, "zhHant": row.label.zh_hant, "zhHans": row.label.zh_hans},
                "details": row.details,
                **({"members": members_of(row.code, on=on)} if which is RowList.TERRITORY_GROUP else {}),
                "validFrom": row.valid_from,
                "validTo": row.valid_to,
                "source": row.source,
                "sourceDate": row.source_date,
                "confidence": row.confidence,
            }
            for row in rows_of(which, on=on)
        ]
        return Response({"items": items, "on": on})
