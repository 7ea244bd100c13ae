"""The triggers of visits: who stands in a visit's lists is an official, once; what was held stays as it was."""

import pgtrigger

_PEOPLE = """
    IF cardinality(NEW.leaders || NEW.accompanying) <> (
        SELECT count(*) FROM organizations_official WHERE id = ANY (NEW.leaders || NEW.accompanying)
    ) THEN
        RAISE EXCEPTION 'leaders and heads of visit % are not officials, or stand there twice', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visits_visit_people';
    END IF;
    RETURN NEW;
"""

_ENDED = """
    RAISE EXCEPTION 'visit % was held or cancelled; void it instead', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'visits_visit_ended';
"""

_CHANGED = (
    pgtrigger.Q(old__status__df=pgtrigger.F("new__status"))
    | pgtrigger.Q(old__date__df=pgtrigger.F("new__date"))
    | pgtrigger.Q(old__received__df=pgtrigger.F("new__received"))
    | pgtrigger.Q(old__leaders__df=pgtrigger.F("new__leaders"))
)

VISIT = [
    pgtrigger.Trigger(
        name="keep_people", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_PEOPLE
    ),
    pgtrigger.Trigger(
        name="keep_ended",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status="planned") & _CHANGED,
        func=_ENDED,
    ),
]
