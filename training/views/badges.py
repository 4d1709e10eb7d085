"""Where a verifier of badges finds our public keys."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from training.badges import keys

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


@require_safe
@cache_control(max_age=3600, public=True)
def did_document(request: HttpRequest) -> JsonResponse:
    """The DID document of did:web: the keys whose signatures hold."""
    try:
        published = keys.published_keys()
    except keys.NoKeyError as missing:
        return JsonResponse({"error": str(missing)}, status=503)
    issuer = keys.issuer_id()
    return JsonResponse(
        {
            "@context": CONTEXTS,
            "id": issuer,
            "alsoKnownAs": [settings.SITE_URL],
            "verificationMethod": [
                {"id": keys.key_id(key), "type": "Multikey", "controller": issuer, "publicKeyMultibase": key}
                for key in published
            ],
            "assertionMethod": [keys.key_id(key) for key in published],
        }
    )
