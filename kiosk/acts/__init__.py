"""What people do to the service, each act in one transaction with its line in the log."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.acts import (
    account,
    backup,
    badge,
    batch,
    catalogue,
    clerk,
    clock,
    device,
    download,
    key,
    own_account,
    preflight,
    reclass,
    stock,
    token,
)
from kiosk.acts.office import Act, Answer, By, Doing, Office, Request, typed
from kiosk.acts.office import perform as perform_from

ACTS: Mapping[str, Doing] = MappingProxyType(
    {
        "catalogue.publish": catalogue.publish,
        "batch.create": batch.create,
        "batch.set-state": batch.set_state,
        "batch.recall": batch.recall,
        "stock.record": stock.record,
        "clerk.add": clerk.add,
        "clerk.revoke": clerk.revoke,
        "clerk.record": clerk.record,
        "batch.preflight": preflight.keep,
        "token.add": token.add,
        "token.revoke": typed(token.RevokeToken, token.revoke),
        "badge.add": badge.add,
        "badge.revoke": badge.revoke,
        "key.rotate": key.rotate,
        "key.retire": key.retire,
        "device.invite": device.invite,
        "device.enrol": device.enrol,
        "device.enrol-self": device.enrol_self,
        "device.revoke": device.revoke,
        "device.accept-touches": typed(device.AcceptTouches, device.accept),
        "account.invite-first": account.invite_first,
        "account.add": account.add,
        "account.reset": account.reset,
        "account.disable": account.disable,
        "account.begin": account.begin,
        "account.sign-in": account.sign_in,
        "account.sign-out": account.sign_out,
        "account.change-password": typed(own_account.ChangePassword, own_account.change_password),
        "account.end-session": typed(own_account.EndSession, own_account.end_session),
        "account.end-sessions": typed(own_account.EndOtherSessions, own_account.end_other_sessions),
        "report.download": download.report,
        "report.reconciliation": download.reconciliation,
        "cards.download": download.cards,
        "cards.slips": download.slips,
        "backup.make": backup.make,
        "clock.confirm": typed(clock.ConfirmClock, clock.confirm),
        "scan.judge": reclass.judge,
        "scan.reclass": reclass.finish,
    }
)

# After these the catalogue, the codes and the pages are what they were.
_APART = ("account.", "device.", "stock.", "clerk.")
UNSEEN = frozenset(name for name in ACTS if name.startswith(_APART)) | {
    "report.download",
    "report.reconciliation",
    "cards.download",
    "cards.slips",
    "batch.preflight",
    "backup.make",
    "clock.confirm",
    "scan.judge",
    "scan.reclass",
}

__all__ = ["ACTS", "UNSEEN", "Act", "Answer", "By", "Office", "Request", "perform", "typed"]


async def perform(office: Office, request: Request) -> Answer:
    """Do an act of the table above; raises Problem."""
    return await perform_from(office, request, ACTS, unseen=UNSEEN)
