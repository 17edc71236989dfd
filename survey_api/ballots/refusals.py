"""Everything the ballots room can refuse. The texts are constant: a reply says nothing of its own.

The docstring is the message.
"""

from survey_api.errors import Conflict, Forbidden, NotFound, SafeToSayError, TooLarge, Unavailable


class WaveUnknown(NotFound):
    """This ballot service has no such wave. Please check the link."""


class WaveNotOpen(Conflict):
    """This wave is closed: it takes no more ballots."""


class BallotTooLarge(TooLarge):
    """This is larger than a ballot of this wave. Every ballot has exactly one size."""


class BallotWrongSize(SafeToSayError):
    """This is not a ballot of this wave. Every ballot has exactly one size, stated in advance."""

    status = 400


class TokenRefused(Forbidden):
    """The permission or the signature on this ballot is not valid for this wave's manifest."""


class TooManyVersions(Conflict):
    """This ballot was already replaced as often as is allowed. The last version stands."""


class SpoolUnavailable(Unavailable):
    """The ballot could not be stored and was not accepted. Please try again in a minute."""


class TooBusy(Unavailable):
    """Too many ballots arrive at this moment. Nothing is lost: please send yours again."""


class SentTooSlowly(SafeToSayError):
    """The ballot did not arrive within a minute. Nothing was stored: please send it again."""

    status = 408


class NotYetPublished(NotFound):
    """The list of accepted ballots is published when the wave has closed."""


class ListUnknown(NotFound):
    """There is no list of that number; the checkpoint of the wave says how many there are."""


class MethodRefused(SafeToSayError):
    """This address does not take that kind of request."""

    status = 405


class Broken(SafeToSayError):
    """The ballot service made a mistake; nothing was accepted. Please try again in a minute."""


class StationMissing(Unavailable):
    """A ballot process has not handed over its ballots. Start it again, then close again."""


class ManifestFrozen(Conflict):
    """This wave already has ballots under another manifest; it cannot be exchanged."""


class WaveNotClosed(Conflict):
    """The box of this wave is not sealed yet. Close the wave first."""


class PromiseKeyMissing(Unavailable):
    """The key file for promises is missing or damaged. Run safetosay init, or restore it."""


class BoxUnavailable(Unavailable):
    """The ballots database cannot be used. Check that it runs; on a new install: safetosay init."""
