"""The sheet to rate with (服务评价单): one page for each scale that suits the visit's matters, never both on one."""

from domain.dates import date_words
from domain.labels import matter_category_label
from domain.ratings import levels, scale_items, scale_of, scales_for
from domain.vocabulary import RatingScale
from services._base import Change
from services._visit_facts import Filled, Filler, VisitFacts, frame

KIND = "rating_sheet"


def _why_not(_facts: VisitFacts) -> str:
    return ""


def _fill(change: Change, facts: VisitFacts) -> Filled:
    from printing.forms.rating_sheet import RatedMatters, RatingSheet

    scales = scales_for(matter.kind for matter in facts.matters)
    window = " ".join(filter(None, (facts.registrar.window, facts.registrar.name)))
    return Filled(
        RatingSheet(
            **frame(change, facts),
            window=window,
            handled_on=date_words(facts.visit.visited_day),
            scales=tuple(
                RatedMatters(
                    petition=scale is RatingScale.PETITION,
                    matters=_about(facts, scale),
                    levels=tuple(level.label for level in levels(scale)),
                    items=scale_items(scale),
                )
                for scale in scales
            ),
            station_phone=facts.station.phone,
            complaint_phone=facts.station.complaint_phone,
        )
    )


def _about(facts: VisitFacts, scale: RatingScale) -> str:
    names = [matter_category_label(matter.row.category) for matter in facts.matters if scale_of(matter.kind) is scale]
    return "、".join(dict.fromkeys(names))


FILLER = Filler(KIND, _why_not, _fill)
