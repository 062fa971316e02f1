"""“Which class is my invention?” The text may be an unfiled invention: it is answered and forgotten."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import VISITOR
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.api.throttles import CostlyThrottle
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import InvalidInput
from patents.api.serializers import SuggestionRequestSerializer, SuggestionsSerializer
from patents.errors import PatentsError
from patents.selectors.suggestions import suggestions_page


class ClassificationSuggestionsView(APIView):
    """Suggests IPC subclasses for a text. POST only, because addresses are logged by everybody on the way."""

    # The answer depends on nothing but the text; without authentication no session is touched.
    authentication_classes = ()
    throttle_classes = (CostlyThrottle,)

    @extend_schema(operation_id="suggestClasses", tags=["classes"], request=SuggestionRequestSerializer, responses=SuggestionsSerializer)
    def post(self, request: Request) -> Response:
        # Nobody is told apart here: everybody is answered as a visitor is.
        require(VISITOR, "patents.classes.suggest")
        values = read_body(request, SuggestionRequestSerializer)
        text = values["text"]
        if not any(character.isalpha() for character in text):
            raise InvalidInput("There is no word in the text.", code=PatentsError.TEXT_EMPTY)
        page = suggestions_page(text, text_language=values.get("language"), language=language_of(request), on=now().date())
        return Response(wire(page), headers={"Cache-Control": "no-store"})
