"""The people who work here: adding, disabling, roles, passwords, the lock of the screen, and the recovery sheet.

Whoever can set a password or a role could make himself a reader of cases; so only the chief does that
(`Permission.OPERATOR_PASSWORD`, `OPERATOR_ROLES`). Who is disabled loses her key slot: her password opens nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.labels import PERMISSION_LABELS
from domain.operator_rules import OperatorForm, check_operator, tidy_operator
from domain.passwords import check_password
from domain.permissions import Permission, Role, holders
from models.operator import Operator
from services import _recovery, _settings, _wordings
from services._base import Changes
from services._keys import KeyService
from services._operators import existing, keep_indispensable, roles_of, set_roles
from services._recovery import RecoveryDraft
from system.crypto import same
from system.errors import Conflict, DamagedStore, Invalid, LockedOut, NotFound, WrongPassword

__all__ = ["Accounts", "AddedOperator", "OperatorForm", "OperatorName", "OperatorRow", "RecoveryDraft"]

# What stands on the screen in the place of a key that is on paper now.
_DOTS = "••••"


@dataclass(frozen=True)
class OperatorRow:
    """One line of the staff list. `locked_until` is set while her account takes no password."""

    uuid: str
    name: str
    post: str
    roles: frozenset[Role]
    window: str
    active: bool
    last_login: datetime | None
    password_changed: datetime | None
    locked_until: datetime | None
    must_change_password: bool


@dataclass(frozen=True)
class OperatorName:
    """An active operator in a list to choose from (承办人)."""

    uuid: str
    name: str
    post: str


@dataclass(frozen=True)
class AddedOperator:
    """Who was added."""

    uuid: str
    changes: Changes


class Accounts(KeyService):
    """The staff of this station."""

    # ---- looking

    def operators(self) -> tuple[OperatorRow, ...]:
        """All staff, active ones first, in the order in which they were added. Raises Denied."""
        with self.look(Permission.OPERATOR_MANAGE) as session:
            rows = session.scalars(select(Operator).order_by(Operator.active.desc(), Operator.id))
            return tuple(self._line(row) for row in rows)

    def names(self) -> tuple[OperatorName, ...]:
        """The active staff, for a list to choose from. Every operator may see it, as on the login page."""
        with self.look(None) as session:
            query = select(Operator.uuid, Operator.name, Operator.post).where(Operator.active).order_by(Operator.id)
            return tuple(OperatorName(*row) for row in session.execute(query))

    def permission_table(self) -> tuple[tuple[str, dict[Role, bool]], ...]:
        """Rows for the page of permissions: the words for a permission, and which role has it."""
        return tuple(
            (PERMISSION_LABELS[permission], {role: role in holders(permission) for role in Role})
            for permission in Permission
        )

    def must_change_password(self) -> bool:
        """Whether somebody else set the password of the operator at the desk, so that she should set her own."""
        with self.look(None) as session:
            return existing(session, self.actor.uuid).must_change_password

    def _line(self, row: Operator) -> OperatorRow:
        try:
            locked = self._context.keyfile.locked_until(row.uuid, self._context.clock.now())
        except NotFound:
            locked = None
        return OperatorRow(
            uuid=row.uuid,
            name=row.name,
            post=row.post,
            roles=roles_of(row),
            window=row.window,
            active=row.active,
            last_login=row.last_login,
            password_changed=row.password_changed_at,
            locked_until=locked,
            must_change_password=row.must_change_password,
        )

    # ---- the staff

    def add(self, form: OperatorForm, password: str) -> AddedOperator:
        """Add somebody with a first password, which she is asked to change. Raises Invalid, Denied, Trouble."""
        for permission in (Permission.OPERATOR_MANAGE, Permission.OPERATOR_PASSWORD, Permission.OPERATOR_ROLES):
            self.require(permission)
        _refuse(check_operator(form) | _password_fault("password", password))
        form = tidy_operator(form)
        with self.key_change(Permission.OPERATOR_PASSWORD) as change:
            row = Operator(
                name=form.name,
                post=form.post,
                window=form.window,
                created_at=change.now,
                password_changed_at=change.now,
                must_change_password=True,
                roles=[],
            )
            set_roles(row, form.roles)
            change.session.add(row)
            change.session.flush()
            change.audit("operator.added", "operator", row.uuid, {"name": row.name, "roles": sorted(form.roles)})
            self._set_slot(row, password)
            return AddedOperator(row.uuid, self.changed("operator", row=row.id))

    def edit(self, uuid: str, form: OperatorForm) -> Changes:
        """Change name, post, window, roles. Other roles need the chief. Raises Invalid, Conflict, NotFound, Denied."""
        self.require(Permission.OPERATOR_MANAGE)
        _refuse(check_operator(form))
        form = tidy_operator(form)
        with self.look(None) as session:
            new_roles = roles_of(existing(session, uuid)) != form.roles
        with self.key_change(Permission.OPERATOR_ROLES if new_roles else Permission.OPERATOR_MANAGE) as change:
            row = existing(change.session, uuid)
            if row.active:
                keep_indispensable(change.session, row, staying=form.roles)
            old = {"name": row.name, "post": row.post, "window": row.window, "roles": sorted(roles_of(row))}
            row.name, row.post, row.window = form.name, form.post, form.window
            set_roles(row, form.roles)
            change.session.flush()
            new = {"name": row.name, "post": row.post, "window": row.window, "roles": sorted(form.roles)}
            detail = {field: [old[field], new[field]] for field in new if old[field] != new[field]}
            change.audit("operator.changed", "operator", uuid, detail)
            self._context.keyfile.rename(self._context.master, uuid, row.name, row.post)
        return self.changed("operator", row=row.id)

    def disable(self, uuid: str) -> Changes:
        """Let somebody in no more; papers and the audit still name her. Raises Conflict for the last chief or
        administrator and for oneself, NotFound, Denied."""
        with self.key_change(Permission.OPERATOR_MANAGE) as change:
            row = existing(change.session, uuid)
            keep_indispensable(change.session, row, staying=frozenset())
            if uuid == self.actor.uuid:
                raise Conflict("不能停用自己。请另一位站长或管理员来停用。")
            if not row.active:
                raise Conflict(f"{row.name}已经停用。")
            row.active = False
            change.audit("operator.disabled", "operator", uuid, {"name": row.name})
            self._context.keyfile.close_slot(self._context.master, uuid)
        return self.changed("operator", row=row.id)

    def enable(self, uuid: str, password: str) -> Changes:
        """Let a disabled operator in again, with a new password. Raises Invalid, Conflict, NotFound, Denied."""
        self.require(Permission.OPERATOR_MANAGE)
        return self._give_password(uuid, password, "operator.enabled", active=False)

    def reset_password(self, uuid: str, new: str) -> Changes:
        """Set another's password; she is asked to change it. Raises Invalid, Conflict, NotFound, Denied."""
        if uuid == self.actor.uuid:
            raise Conflict("自己的密码请用“改密码”，要先输入原来的密码。")
        return self._give_password(uuid, new, "operator.password_reset", active=True)

    def _give_password(self, uuid: str, password: str, action: str, *, active: bool) -> Changes:
        self.require(Permission.OPERATOR_PASSWORD)
        _refuse(_password_fault("password", password))
        with self.key_change(Permission.OPERATOR_PASSWORD) as change:
            row = existing(change.session, uuid)
            if row.active is not active:
                raise Conflict(f"{row.name}{'没有停用，不用启用' if row.active else '已经停用，请先启用'}。")
            row.active, row.must_change_password, row.password_changed_at = True, True, change.now
            change.audit(action, "operator", uuid, {"name": row.name})
            self._set_slot(row, password)
        return self.changed("operator", row=row.id)

    def change_own_password(self, old: str, new: str) -> Changes:
        """Set one's own password. Raises Invalid, and WrongPassword or LockedOut for a wrong old one."""
        _refuse(_password_fault("new", new))
        if old == new:
            raise Invalid({"new": "新密码和原来的一样。请换一个。"})
        self._prove(old, "password.refused")
        with self.key_change(None) as change:
            row = existing(change.session, self.actor.uuid)
            row.must_change_password, row.password_changed_at = False, change.now
            change.audit("password.changed", "operator", row.uuid)
            self._set_slot(row, new)
        return self.changed("operator", row=row.id)

    def unlock(self, uuid: str) -> Changes:
        """Lift a lock-out after too many wrong passwords. Raises NotFound, Denied."""
        with self.change(Permission.OPERATOR_MANAGE) as change:
            row = existing(change.session, uuid)
            change.audit("operator.unlocked", "operator", uuid, {"name": row.name})
            self._context.keyfile.clear_failures(uuid)
        return self.changed("operator", row=row.id)

    def _set_slot(self, row: Operator, password: str) -> None:
        self._context.keyfile.set_slot(self._context.master, row.uuid, row.name, row.post, password)

    # ---- the lock of the screen

    def lock(self, *, idle: bool = False) -> None:
        """Record that the screen was locked, by hand or after a time without a key."""
        with self.change(None) as change:
            change.audit("desk.locked", "operator", self.actor.uuid, {"idle": idle})

    def resume(self, password: str) -> None:
        """Open the locked screen again. Raises WrongPassword or LockedOut, with the same counter as the login."""
        self._prove(password, "desk.refused")
        with self.change(None) as change:
            change.audit("desk.unlocked", "operator", self.actor.uuid)

    def _prove(self, password: str, action: str) -> None:
        """Raise unless this is the password of the operator at the desk; a wrong one is audited at once."""
        try:
            master = self._context.keyfile.unlock(self.actor.uuid, password, self._context.clock.now())
        except (WrongPassword, LockedOut):
            with self.change(None) as change:
                change.audit(action, "operator", self.actor.uuid, success=False)
            raise
        if not same(master, self._context.master):
            raise DamagedStore("密钥文件被换成了另一份数据的，这个密码打不开现在的数据。")

    # ---- the key file and the recovery sheet

    def keys_are_ours(self) -> bool:
        """Whether names, posts and slots in the key file are as this program left them."""
        return self._context.keyfile.verify(self._context.master)

    def accept_keys(self) -> Changes:
        """The chief has looked at the staff list after a change from outside: count the key file as right again."""
        with self.key_change(Permission.OPERATOR_PASSWORD) as change:
            change.audit("keyfile.accepted", "station", "keys")
            self._context.keyfile.sign_again(self._context.master)
        return self.changed("operator")

    def recovery_due(self) -> bool:
        """Whether there is no valid recovery sheet (never printed, or used): then one has to be printed now."""
        return not self._context.keyfile.has_recovery

    def new_recovery_sheet(self) -> RecoveryDraft:
        """A fresh code, in memory only. The sheet before it stays valid until this one is confirmed. Raises Denied."""
        with self.look(Permission.OPERATOR_PASSWORD) as session:
            number = _recovery.next_sheet_no(session, self._context.keyfile)
        return _recovery.new_draft(number, self._context.clock.now())

    def recovery_pdf(self, draft: RecoveryDraft, copies: int = 2, *, hidden: bool = False) -> bytes:
        """The sheet as a PDF of `copies` pages, drawn in memory; nothing of it is kept. Raises Denied.

        `hidden` puts dots in the place of the key and an empty box in that of its code, for the screen after the paper
        is out.
        """
        # The drawing library is big and only needed here; a login doesn't wait for it.
        from printing import catalogue
        from printing.forms import recovery_sheet

        with self.look(Permission.OPERATOR_PASSWORD) as session:
            station, words = _settings.station(session), _wordings.active(session, recovery_sheet.FORM)
        return catalogue.render_form(
            recovery_sheet.RecoverySheet(
                station_name=station.name,
                groups=(_DOTS,) * len(draft.groups) if hidden else draft.groups,
                check=_DOTS if hidden else draft.code.check,
                sheet_number=draft.sheet_no,
                made_at=f"{draft.made_at:%Y-%m-%d %H:%M}",
                machine=station.window_letter,
                qr_text="" if hidden else draft.code.qr_text,
                copies=copies,
            ),
            words,
        )

    def confirm_recovery(self, draft: RecoveryDraft, typed: Mapping[int, str]) -> Changes:
        """Make the sheet valid once its two `asked` groups (numbered from 1) were typed back from the paper.

        The sheet before it is void from then on. Raises Invalid ("groups.3" → sentence), Conflict where another sheet
        was confirmed meanwhile, Denied, Trouble.
        """
        self.require(Permission.OPERATOR_PASSWORD)
        _refuse(draft.faults(typed))
        context = self._context
        with self.key_change(Permission.OPERATOR_PASSWORD) as change:
            if draft.sheet_no != _recovery.next_sheet_no(change.session, context.keyfile):
                raise Conflict("这张恢复密钥已经不是最新的，没有启用。请重新打印一张。")
            _recovery.void_all(change.session, change.now)
            sheet = _recovery.remember(
                change.session, context.master, draft.code, draft.sheet_no, issued_at=draft.made_at
            )
            sheet.confirmed_at = change.now
            change.audit("recovery.confirmed", "station", "recovery", {"sheet": draft.sheet_no})
            context.keyfile.set_recovery(context.master, draft.code, draft.sheet_no)
        return self.changed("station")


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(faults)


def _password_fault(field: str, password: str) -> dict[str, str]:
    message = check_password(password)
    return {field: message} if message else {}
