"""All tables in one import, for migrations and for tests that compare the schema with the mappings."""

from models.attachment import Attachment, AttachmentBytes
from models.audit import AuditEntry
from models.backup_record import BackupRecord
from models.base import Base
from models.batch import BatchItem, SubmissionBatch
from models.calendar import CalendarEntry
from models.call_back import CallBack
from models.case import CaseClock, CaseEvent, CaseFile, CaseMaterial
from models.catalogue import CatalogueVersion
from models.document import Document, DocumentPdf, PaperCheck, WordingVersion
from models.draft import Draft
from models.operator import Operator, OperatorRole, RecoverySheet
from models.party import Party, PartyKey
from models.queue_entry import QueueEntry
from models.snippet import Snippet
from models.station import Counter, PeerStation, Setting, Station
from models.visit import Material, Matter, Rating, Visit, VisitEvent, VisitGuest, VisitParty

__all__ = [
    "Attachment",
    "AttachmentBytes",
    "AuditEntry",
    "BackupRecord",
    "Base",
    "BatchItem",
    "CalendarEntry",
    "CallBack",
    "CaseClock",
    "CaseEvent",
    "CaseFile",
    "CaseMaterial",
    "CatalogueVersion",
    "Counter",
    "Document",
    "DocumentPdf",
    "Draft",
    "Material",
    "Matter",
    "Operator",
    "OperatorRole",
    "PaperCheck",
    "Party",
    "PartyKey",
    "PeerStation",
    "QueueEntry",
    "Rating",
    "RecoverySheet",
    "Setting",
    "Snippet",
    "Station",
    "SubmissionBatch",
    "Visit",
    "VisitEvent",
    "VisitGuest",
    "VisitParty",
    "WordingVersion",
]
