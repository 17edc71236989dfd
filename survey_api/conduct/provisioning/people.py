"""Users of a directory, which are people on the roster."""

from typing import Any
from uuid import UUID

from scim2_models import Context, Meta, PatchOp, Reference, SearchRequest

from survey_api.catalogue.reporting_units import read_tree
from survey_api.catalogue.units import UnitTree
from survey_api.conduct.provisioning import filters, naming, writing
from survey_api.conduct.provisioning.messages import ValueRefused
from survey_api.conduct.provisioning.resources import (
    PROVIDER,
    WORK,
    Email,
    Group,
    InGroup,
    User,
)
from survey_api.conduct.rooms import Rooms
from survey_api.identity import provisioned, roster_fields
from survey_api.identity.provisioned import Known, NobodyLikeThis, Said
from survey_api.identity.provisioning_tokens import Program


def show(rooms: Rooms, person: str) -> User:
    """One user; raises ``NobodyLikeThis``."""
    tree = _tree(rooms)
    with rooms.identity() as session:
        return _user(rooms, provisioned.one(session, _id(person)), tree)


def search(rooms: Rooms, asked: SearchRequest[User]) -> tuple[list[User], int]:
    """(a page of those that a filter matches, how many there are)."""
    tree = _tree(rooms)
    start, n = filters.page(asked.start_index, asked.count)
    exact = filters.exact(asked.filter, provisioned.FIELDS)
    with rooms.identity() as session:
        if asked.filter is None or exact is not None:
            where = provisioned.SEEN if exact is None else exact
            total = provisioned.count(session, where)
            found = provisioned.some(session, where, start=start, n=n)
            return [_user(rooms, one, tree) for one in found], total
        everybody = (_user(rooms, one, tree) for one in provisioned.some(session, n=None))
        matching = [one for one in everybody if asked.filter.match(one)]
    return matching[start : start + n], len(matching)


def add(rooms: Rooms, program: Program, document: dict[str, Any]) -> User:
    """Bring somebody in."""
    said = _said(_read(document, Context.RESOURCE_CREATION_REQUEST))
    writing.begin(rooms, program)
    with rooms.identity() as session:
        person = provisioned.add(session, said, zone=rooms.settings.time_zone)
    return show(rooms, str(person))


def replace(rooms: Rooms, program: Program, person: str, document: dict[str, Any]) -> User:
    """Everything anew (PUT)."""
    before = show(rooms, person)
    wanted = _read(document, Context.RESOURCE_REPLACEMENT_REQUEST)
    wanted.replace(before)
    return _change(rooms, program, person, wanted)


def patch(rooms: Rooms, program: Program, person: str, document: dict[str, Any]) -> User:
    """Some of it (RFC 7644 §3.5.2)."""
    wanted = show(rooms, person)
    context = Context.RESOURCE_PATCH_REQUEST
    with PROVIDER:
        PatchOp[User].model_validate(document, scim_ctx=context).patch(wanted)
    return _change(rooms, program, person, wanted)


def remove(rooms: Rooms, program: Program, person: str) -> None:
    """Somebody left."""
    show(rooms, person)
    writing.begin(rooms, program)
    with rooms.identity() as session:
        provisioned.take_out(session, _id(person))


def _change(rooms: Rooms, program: Program, person: str, wanted: User) -> User:
    said = _said(wanted)
    writing.begin(rooms, program)
    with rooms.identity() as session:
        provisioned.change(session, _id(person), said, zone=rooms.settings.time_zone)
    return show(rooms, person)


def _read(document: dict[str, Any], context: Context) -> User:
    return User.model_validate(document, scim_ctx=context, scim_provider=PROVIDER)


def _id(person: str) -> UUID:
    try:
        return UUID(person)
    except ValueError:
        raise NobodyLikeThis from None


def _tree(rooms: Rooms) -> UnitTree:
    with rooms.reading() as session:
        return read_tree(session)


def _said(user: User) -> Said:
    emails = sorted(user.emails or (), key=lambda one: not _is_primary(one))
    chosen = emails[0] if emails else None
    said = Said(
        number=user.user_name or "",
        name=user.display_name or "",
        email=str(chosen.value) if chosen and chosen.value else None,
        external_id=user.external_id,
        active=user.active,
        language=user.preferred_language,
        time_zone=user.timezone,
    )
    _check(said)
    return said


def _is_primary(email: Email) -> bool:
    """As a directory marks it; we keep one address, so it is no attribute here."""
    return (email.unknown_attributes or {}).get("primary") is True


def _check(said: Said) -> None:
    """By the roster's own rules."""
    complaints = {
        "userName": roster_fields.employee_id(said.number),
        "displayName": roster_fields.name(said.name),
        "emails.value": roster_fields.email(said.email or ""),
        "timezone": roster_fields.timezone(said.time_zone or ""),
        "externalId": naming.too_long(said.external_id, naming.LONGEST_EXTERNAL),
        "preferredLanguage": naming.too_long(said.language, naming.LONGEST_LANGUAGE),
    }
    for attribute, complaint in complaints.items():
        if complaint:
            raise ValueRefused(f"{attribute}: {' '.join(complaint)}")


def _user(rooms: Rooms, known: Known, tree: UnitTree) -> User:
    said, address = known.said, naming.address(rooms.settings, "Users", str(known.id))
    email = Email(value=said.email, type=WORK) if said.email else None
    return User(
        id=str(known.id),
        external_id=said.external_id,
        user_name=said.number,
        display_name=said.name,
        emails=[email] if email else None,
        active=said.active,
        preferred_language=said.language,
        timezone=said.time_zone,
        groups=_groups(rooms, known.unit, tree),
        meta=Meta(resource_type="User", location=address),
    )


def _groups(rooms: Rooms, unit: str, tree: UnitTree) -> list[InGroup] | None:
    if unit not in tree:
        return None
    address = naming.address(rooms.settings, "Groups", unit)
    display = naming.path_of(tree, unit)
    return [InGroup(value=unit, ref=Reference[Group](address), display=display, type="direct")]
