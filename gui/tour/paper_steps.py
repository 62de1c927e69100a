"""The tour's papers: what a visit gives out, a sheet checked against the register, the day's tally, 设置."""

from gui.kit.visit_papers import PAPERS_KEY
from gui.navigation import Place, Target
from gui.tour.desk_steps import close_all, open_visit
from gui.tour.stage import Tour

# What is printed of the first visit, and what the station gives out for itself.
OF_A_VISIT = ("visit_sheet", "oral_record")
OF_THE_DAY = ("day_tally", "visit_ledger", "notice_board", "privacy_notice")
SECTIONS = (("wordings", "settings-wordings"), ("printers", "settings-printers"), ("station_keys", "settings-keys"))


def papers_of_a_visit(tour: Tour) -> None:
    """The sheets of the petition that was told in its parts; their PDFs lie with the other papers."""
    tour.at(11, 58)
    visit = tour.services.visits.today()[-2]
    for kind in OF_A_VISIT:
        keep(tour, tour.services.visit_papers.issue(visit.id, kind).id, kind)
    panel = open_visit(tour, visit)
    tour.driver.press(PAPERS_KEY, panel)
    tour.driver.wait(lambda: tour.driver.shows("集体来访代表登记表"), "来访的文书")
    tour.driver.shot("visit-papers")
    close_all(tour)


def papers_of_the_day(tour: Tour) -> None:
    """The tally, the ledger and what hangs on the wall; then the print centre with all of them."""
    driver, day = tour.driver, tour.services.clock.today()
    tour.at(12, 2)
    for kind in OF_THE_DAY:
        keep(tour, tour.services.station_papers.issue(kind, day).id, kind)
    tour.desk.go(Target(Place.PRINT_CENTER))
    driver.wait(lambda: driver.shows("打印日清单"), "打印中心的日清单")
    driver.shot("print-center-day")


def a_sheet_is_checked(tour: Tour) -> None:
    """The code under a receipt, typed by hand: the verdict, and the page beside it."""
    driver = tour.driver
    receipt = next(row for row in tour.services.documents.issued(limit=50) if row.kind == "visit_receipt")
    tour.desk.go(Target(Place.PAPER_CHECK, text=receipt.human_code))
    driver.type(receipt.human_code)
    driver.press("Return")
    driver.wait(lambda: driver.shows("和左边逐字对照"), "查验结论")
    driver.shot("paper-check")


def what_the_chief_sets(tour: Tour) -> None:
    """Wording, printers and keys in 设置."""
    for section, name in SECTIONS:
        tour.desk.go(Target(Place.SETTINGS, "section", text=section))
        tour.driver.shot(name)


def keep(tour: Tour, document: int, name: str) -> None:
    """Lay the sheet's PDF among the tour's papers."""
    (tour.papers / f"form-{name}.pdf").write_bytes(tour.services.documents.pdf(document))
