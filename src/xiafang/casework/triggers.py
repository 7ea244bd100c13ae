"""The triggers of casework: who sees and works a matter follows from its units, and its place never changes.

`seen_by` and `worked_by` are plain arrays beside the row, so that the policy compares arrays and joins nothing
(ADR 0031). They hold ids of units, officials and accounts (an account's number as a UUID). When the tree of
organizations changes, the migration's `casework_follow_tree` touches the matters concerned, and this runs again.
"""

import pgtrigger

_SIGHT = """
    SELECT above INTO answering FROM organizations_organization WHERE id = NEW.responsible_id;
    SELECT above INTO registering FROM organizations_organization WHERE id = NEW.registering_id;
    IF TG_OP = 'INSERT' THEN
        NEW.home_id := coalesce(registering[2], registering[1]);
    END IF;
    working := answering || NEW.leaders || NEW.handlers;
    IF NEW.state = 'objected' THEN  -- the sender decides on the objection
        working := working || NEW.senders;
    END IF;
    NEW.worked_by := ARRAY(SELECT DISTINCT who FROM unnest(working) AS who ORDER BY who);
    NEW.seen_by := ARRAY(SELECT DISTINCT who FROM unnest(working || registering || NEW.senders) AS who ORDER BY who);
    RETURN NEW;
"""

_PLACE = """
    RAISE EXCEPTION 'number, home and registering unit of matter % never change', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_matter_place';
"""

_MOVED = (
    pgtrigger.Q(old__home_id__df=pgtrigger.F("new__home_id"))
    | pgtrigger.Q(old__registering_id__df=pgtrigger.F("new__registering_id"))
    | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
    | pgtrigger.Q(old__year__df=pgtrigger.F("new__year"))
    | pgtrigger.Q(old__serial__df=pgtrigger.F("new__serial"))
)

MATTER = [
    pgtrigger.Trigger(
        name="keep_sight",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("answering", "uuid[]"), ("registering", "uuid[]"), ("working", "uuid[]")],
        func=_SIGHT,
    ),
    pgtrigger.Trigger(
        name="keep_words",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("search_text"),  # type: ignore[no-untyped-call]
        func="NEW.search_words := casework_pairs(NEW.search_text); RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="keep_place", when=pgtrigger.Before, operation=pgtrigger.Update, condition=_MOVED, func=_PLACE
    ),
]

_GAPLESS = """
    IF NEW.last <> OLD.last + 1 OR NEW.prefix <> OLD.prefix OR NEW.organization_id <> OLD.organization_id
       OR NEW.series <> OLD.series OR NEW.year <> OLD.year THEN
        RAISE EXCEPTION 'numbers of % are given one by one', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_numbering_gapless';
    END IF;
    RETURN NEW;
"""

NUMBERING = [pgtrigger.Trigger(name="gapless", when=pgtrigger.Before, operation=pgtrigger.Update, func=_GAPLESS)]
