"""The words of the published API: one of a few, never free text."""

from enum import StrEnum


class PublicText(StrEnum):
    """The only two things ever said about a figure that is not shown, and what is said of one
    that this reader may see on a later day."""

    TOO_SMALL = "too small by design"
    NOT_THIS_TIME = "not shown this time"
    ON_ITS_WAY = "on its way"


class Relation(StrEnum):
    """How a value is to be read: as it stands, as a limit, or as about."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOUT = "~"


class Standing(StrEnum):
    """How a viewer stands to a unit; the first that fits is the one a page speaks to."""

    LEADER = "leader"
    SUPPORTER = "supporter"
    MEMBER = "member"
    ABOVE = "above"
    HR = "hr"
    OTHER = "other"


class Verdict(StrEnum):
    """What may be said of a change."""

    CLEAR_RISE = "clear_rise"
    CLEAR_FALL = "clear_fall"
    USUAL_WOBBLE = "usual_wobble"
    NOT_COMPARABLE = "not_comparable"
    CANNOT_BE_SEEN = "cannot_be_seen"


class Level(StrEnum):
    """What a shown unit is made of: one group, a rest, several groups, or 50 people and more,
    who are counted behind noise."""

    ATOM = "atom"
    REST = "rest"
    INNER = "inner"
    BIG = "big"


class ContinuityState(StrEnum):
    """Whether a unit is the one it was in the wave before, or why not."""

    FIRST = "first"
    CONTINUES = "continues"
    NEW = "new"
    MERGED = "merged"
    SPLIT = "split"
    PEOPLE_CHANGED = "people_changed"
    REST = "rest"


class ZoneName(StrEnum):
    """Where a unit stands between safety and accountability."""

    LEARNING = "learning"
    COMFORTABLE = "comfortable"
    TENSE = "tense"
    DETACHED = "detached"
    TOO_CLOSE = "too_close"


class Reason(StrEnum):
    """Why a sub-scale is worth a conversation."""

    FELL = "fell"
    LOW = "low"
    LOWEST = "lowest"


class CommitmentState(StrEnum):
    """How a promise stands today."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Sign(StrEnum):
    """What the released figures can say after a promise; never of whoever made it."""

    BEYOND_EVERYONE = "beyond_everyone"
    WITH_EVERYONE = "with_everyone"
    FELL = "fell"
    NO_CLEAR_CHANGE = "no_clear_change"
    ASK_THEM = "ask_them"
    CANNOT_BE_TOLD = "cannot_be_told"


class Since(StrEnum):
    """What a change is measured from."""

    LAST = "last"
    BASELINE = "baseline"
