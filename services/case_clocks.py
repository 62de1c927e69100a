"""How the last days of a case were worked out, on the screen and as a sheet for the file (时限推算单)."""

from domain.permissions import Permission
from services._base import Context, Service
from services._case_derivation import DerivationView, derivation
from services._fill_clock_sheet import KIND, fill
from services._papers import IssuedPaper, RenderedPapers, issue

__all__ = ["CaseClocks", "DerivationView"]


class CaseClocks(Service):
    """The clocks of cases of every kind."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    def derivation(self, clock_id: int) -> DerivationView:
        """How a last day follows from its event, step by step; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            return derivation(session, clock_id, self._context.clock.today())

    def issue_clock_sheet(self, clock_id: int) -> IssuedPaper:
        """Number, sign and register the sheet that shows it; raises NotFound."""
        from printing import catalogue

        self.require(Permission.VISIT_READ)
        with self.change(Permission.DOCUMENT_PRINT) as change:
            view = derivation(change.session, clock_id, change.now.date())
            data = catalogue.to_data(fill(change, view))
            return issue(
                change,
                self._papers,
                kind=KIND,
                data=data,
                number=data["number"],
                case_id=view.case_id,
                party_id=view.person_id,
            )
