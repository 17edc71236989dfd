"""What we support, announced as RFC 7644 §4 asks."""

from collections.abc import Iterable
from typing import Any

from fastapi.responses import Response
from scim2_models import Context, Meta, Resource, ResourceType, Schema, ServiceProviderConfig

from survey_api.conduct.provisioning import messages
from survey_api.conduct.provisioning.naming import HERE
from survey_api.conduct.provisioning.resources import PROVIDER
from survey_api.errors import NotFound
from survey_api.settings import Settings


def config(settings: Settings) -> Response:
    """Everything a client may rely on."""
    said = PROVIDER.config or ServiceProviderConfig()
    return _one(_at(said, settings, "ServiceProviderConfig", ""))


def schemas(settings: Settings) -> Response:
    """All schemas."""
    return _list(Schema, (_at(one, settings, "Schema", f"/{one.id}") for one in PROVIDER.schemas))


def schema(settings: Settings, name: str) -> Response:
    """One of them; raises ``NotFound``."""
    found = [one for one in PROVIDER.schemas if str(one.id) == name]
    return _first(_at(one, settings, "Schema", f"/{name}") for one in found)


def resource_types(settings: Settings) -> Response:
    """All kinds of resources."""
    kinds = PROVIDER.resource_types
    return _list(ResourceType, (_at(one, settings, "ResourceType", f"/{one.id}") for one in kinds))


def resource_type(settings: Settings, name: str) -> Response:
    """One of them; raises ``NotFound``."""
    found = [one for one in PROVIDER.resource_types if one.id == name]
    return _first(_at(one, settings, "ResourceType", f"/{name}") for one in found)


def _at(found: Resource[Any], settings: Settings, kind: str, place: str) -> Resource[Any]:
    folder = kind if kind == "ServiceProviderConfig" else f"{kind}s"
    location = f"{settings.app_url}{HERE}/{folder}{place}"
    return found.model_copy(update={"meta": Meta(resource_type=kind, location=location)})


def _first(found: Iterable[Resource[Any]]) -> Response:
    one = next(iter(found), None)
    if one is None:
        raise NotFound
    return _one(one)


def _one(found: Resource[Any]) -> Response:
    return messages.resource(found, Context.RESOURCE_QUERY_RESPONSE)


def _list(kind: Any, found: Iterable[Resource[Any]]) -> Response:
    every = list(found)
    return messages.listing(kind, every, len(every))
