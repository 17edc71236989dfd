"""What a directory may say here: a part of SCIM's users and groups, and what we announce.

We name only attributes that we keep (RFC 7643 §2): what is not named is read over.
"""

from typing import Annotated, Any, ClassVar, Final
from zoneinfo import available_timezones

from pydantic import EmailStr, Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from survey_api import languages

MOST_RESULTS: Final = 500
MOST_MEMBERS: Final = 200_000
WORK: Final = "work"


class Email(ComplexAttribute):
    """The one address of somebody."""

    value: EmailStr | None = None
    type: str | None = Field(None, examples=[WORK])


class InGroup(ComplexAttribute):
    """The unit somebody is in."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None
    type: Annotated[str | None, Mutability.read_only] = Field(None, examples=["direct"])


class User(Resource[Any]):
    """Somebody on the roster."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true, CaseExact.true] = None
    """The number by which the roster knows somebody, the same over the years."""

    display_name: Annotated[str | None, Required.true] = None
    """The name a mail greets."""

    emails: list[Email] | None = None
    """One address. Of several, the primary one or else the first is kept."""

    active: bool | None = None
    """Whether somebody is on the roster; they are, unless this is false."""

    preferred_language: str | None = Field(None, examples=sorted(languages.known()))
    """The language of mails; another one than these counts as English."""

    timezone: str | None = Field(None, examples=sorted(available_timezones()))
    """Where a mail's hour is counted, by its name in the tz database."""

    groups: Annotated[list[InGroup] | None, Mutability.read_only] = None
    """The unit somebody is in."""

    Emails: ClassVar[type[ComplexAttribute]] = Email


class Member(ComplexAttribute):
    """Somebody in a unit."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """A reporting unit."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """The path of the unit below the organisation: Sales / North / Team 4."""

    members: list[Member] | None = None
    """Everybody in it directly. Who is added here leaves the unit they were in."""


PROVIDER: Final = ScimProvider(
    models=[User, Group],
    resource_types=[ResourceType.from_resource(User), ResourceType.from_resource(Group)],
    config=ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token that an administrator makes on the page Provisioning.",
                primary=True,
            )
        ],
    ),
    policy=ScimPolicy(
        unknown=ScimPolicy.Unknown.ignore,
        remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
    ),
)
