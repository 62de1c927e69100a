"""What staff do at the desk. `Services` is the one place where the parts are put together, by hand.

Each part is a family of acts on one subject, checks permissions itself and returns frozen values. An open store has one
`Services`; `services.entry` opens it.
"""

from services._base import Actor, Changes, Context
from services._papers import RenderedPapers
from services.accounts import Accounts
from services.attachments import Attachments
from services.audit import Audit
from services.backups import Backups
from services.batches import Batches
from services.calendar import WorkCalendar
from services.call_backs import CallBacks
from services.case_clocks import CaseClocks
from services.case_ledgers import CaseLedgers
from services.documents import Documents
from services.drafts import Drafts
from services.hand_off import HandOff
from services.loose_papers import LoosePapers
from services.paper_checks import PaperChecks
from services.peer_stations import PeerStations
from services.people import People
from services.printers import PrinterRoutes
from services.queue import Queue
from services.saved_filters import SavedFilters
from services.scans import Scans
from services.search import Search
from services.service_cases import ServiceCases
from services.service_catalogue import ServiceCatalogue
from services.snippets import Snippets
from services.station import Station
from services.station_papers import StationPapers
from services.tally import DayTally
from services.units import Units
from services.visit_changes import VisitChanges
from services.visit_papers import VisitPapers
from services.visits import Visits
from services.wordings import Wordings
from system.clock import Clock
from system.paths import DataFolder

__all__ = ["Actor", "Changes", "Services"]


class Services:
    """An open store with somebody at the desk."""

    def __init__(self, context: Context) -> None:
        """Put the parts together around one open store; they share the sheets that were just rendered."""
        papers = RenderedPapers()
        self._context = context
        self.closed = False
        self.station = Station(context)
        self.accounts = Accounts(context)
        self.audit = Audit(context)
        self.people = People(context)
        self.units = Units(context)
        self.visits = Visits(context, papers)
        self.visit_changes = VisitChanges(context, papers)
        self.visit_papers = VisitPapers(context, papers)
        self.service_cases = ServiceCases(context, papers)
        self.saved_filters = SavedFilters(context)
        self.batches = Batches(context, papers)
        self.hand_off = HandOff(context)
        self.case_ledgers = CaseLedgers(context, papers)
        self.case_clocks = CaseClocks(context, papers)
        self.attachments = Attachments(context, papers)
        self.work_calendar = WorkCalendar(context)
        self.service_catalogue = ServiceCatalogue(context)
        self.drafts = Drafts(context)
        self.documents = Documents(context, papers)
        self.tally = DayTally(context)
        self.station_papers = StationPapers(context, papers)
        self.loose_papers = LoosePapers(context)
        self.printers = PrinterRoutes(context)
        self.queue = Queue(context)
        self.call_backs = CallBacks(context)
        self.snippets = Snippets(context)
        self.wordings = Wordings(context)
        self.backups = Backups(context)
        self.search = Search(context)
        self.scans = Scans(context)
        self.paper_checks = PaperChecks(context)
        self.peer_stations = PeerStations(context)

    @property
    def actor(self) -> Actor:
        """Who is at the desk."""
        return self._context.actor

    @property
    def clock(self) -> Clock:
        """The clock that the services go by, for pages that say today."""
        return self._context.clock

    @property
    def folder(self) -> DataFolder:
        """Where this store lies, for the page of backups."""
        return self._context.folder

    def close(self) -> None:
        """Close the store: at the end, or before somebody else logs in. A second call does nothing."""
        if not self.closed:
            self.closed = True
            self._context.database.close()
