"""All tables in one import, for migrations and for tests that compare the schema with the mappings."""

from models.audit import AuditEntry
from models.backup_record import BackupRecord
from models.base import Base
from models.case import CaseFile
from models.document import Document
from models.draft import Draft
from models.operator import Operator, OperatorRole, RecoverySheet
from models.party import Party, PartyKey
from models.station import Counter, Setting, Station
from models.visit import Material, Matter, Visit, VisitParty

__all__ = [
    "AuditEntry",
    "BackupRecord",
    "Base",
    "CaseFile",
    "Counter",
    "Document",
    "Draft",
    "Material",
    "Matter",
    "Operator",
    "OperatorRole",
    "Party",
    "PartyKey",
    "RecoverySheet",
    "Setting",
    "Station",
    "Visit",
    "VisitParty",
]
