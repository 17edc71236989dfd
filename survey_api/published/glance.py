"""Whether what a viewer was shown is still what they would be shown."""

import hashlib

from survey_api import clock
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedReader, revision
from survey_api.published.schemas.waves import Glance


def glance(session: PublishedReader, viewer: Viewer) -> Glance:
    """The same as long as the viewer's rights, everything published and the day are the same."""
    rights = (viewer.roles, viewer.roots, viewer.lead_roots, viewer.led_since)
    said = repr([viewer.id, viewer.name, viewer.own_unit, *(sorted(one) for one in rights)])
    return Glance(
        viewer=hashlib.sha256(said.encode()).hexdigest(),
        revision=revision(session),
        today=clock.today(),
    )
