"""What must be so after every fault: nothing acknowledged is lost, and nothing is doubled."""

from collections import Counter

from sqlalchemy import select

from survey_api.ballots import lifecycle
from survey_api.conduct.publishing import released_statement
from survey_api.identity.models import MailState, OutboxMessage
from tests.faults.load import Load, await_true
from tests.ports import answers
from tests.running import Running


def everything_is_there(running: Running, wave: str, load: Load) -> None:
    """The box holds what was promised, once each; the statement counts it; all pages are back."""
    with running.rooms.ballots() as session:
        leaves = [one.leaf for one in lifecycle.read_box(session, wave)]
    assert set(leaves) == load.acknowledged()
    assert len(leaves) == len(set(leaves)) == len(load.people)
    with running.rooms.reading() as session:
        stated = released_statement(session, wave)
    assert (stated["accepted"], stated["rejected"]) == (len(load.people), {})
    chosen = running.settings
    for port in (chosen.app_port, chosen.survey_port, chosen.ballot_port):
        address = f"http://127.0.0.1:{port}/readyz"
        await_true(lambda at=address: answers(at), address)


def mails_came_once(running: Running, n_people: int) -> None:
    """A mail that was under way when its sender was killed may have arrived; none comes twice."""
    came = Counter((str(one["To"]), str(one["Subject"])) for one in running.mailbox.all())
    with running.rooms.identity() as session:
        states = Counter(session.scalars(select(OutboxMessage.state)).all())
    assert max(came.values(), default=0) <= 1
    assert len({to for to, _ in came}) <= n_people
    assert states[MailState.SENT] <= sum(came.values())
