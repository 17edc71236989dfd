"""An independent checker of SCIM 2.0 finds nothing to say."""

from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server
from starlette.testclient import TestClient


def test_the_independent_checker_passes(directory: TestClient) -> None:
    found = check_server(SyncSCIMClient(directory))
    wrong = [one for one in found if one.status not in {Status.SUCCESS, Status.SKIPPED}]
    assert [f"{one.title}: {one.reason}" for one in wrong] == []
    assert len({one.title for one in found if one.status == Status.SUCCESS}) >= 15
