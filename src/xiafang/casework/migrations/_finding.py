"""The text of the function that finds matters (find.py, ADR 0042): migrations create it from here.

It is the list's one question, so it is put together out of constant pieces and run with the values as parameters: the
planner then sees how much whoever asks may see, and how often the words stand.
"""

from xiafang.casework import life
from xiafang.casework.predicates import DIRECT, MINE, OWN, sees
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, setting

# The same words as the partial index on open matters, or the planner would not know that it serves.
OPEN = "m.state IN (" + ", ".join(f"''{state}''" for state in life.OPEN) + ")"
ME = f"lpad(to_hex({ASKING_USER}), 32, '0')::uuid"
OFFICES = f"({setting('as_petition_office')} || {DIRECT})"

FIND = rf"""
CREATE OR REPLACE FUNCTION casework_find(words text[], asked jsonb, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
    mine uuid[] := {MINE};
    own uuid[] := {OWN};
    me uuid := {ME};
    official uuid := {ASKING_OFFICIAL};
    account bigint := {ASKING_USER};
    offices uuid[] := {OFFICES};
    units uuid[];
    sight text := '{sees("m", "$1", "$2")}';
    wanted text := '';
    joined text := '';
    forwards boolean := NOT coalesce((asked ->> 'backwards')::boolean, false);
    key jsonb := asked -> 'beyond';
    ordered text;
BEGIN
    IF account IS NULL THEN
        RETURN;
    END IF;
    IF cardinality(words) > 0 THEN
        wanted := wanted || ' AND m.search_words @@ $3 AND (SELECT bool_and(strpos(m.search_text, word) > 0) FROM unnest($4) AS word)';
    END IF;
    IF asked ? 'units' THEN
        SELECT array_agg(unit.id) INTO units FROM organizations_organization AS unit
         WHERE unit.above && ARRAY(SELECT jsonb_array_elements_text(asked -> 'units'))::uuid[];
        wanted := wanted || ' AND m.responsible_id = ANY ($6)';
        -- Whoever oversees the units sees nearly all of theirs: sight is then to be asked of what was found, not to find by.
        IF units <@ ARRAY(SELECT unit.id FROM organizations_organization AS unit WHERE unit.above && {setting("units")}) THEN
            sight := format('coalesce(%s, false)', sight);
        END IF;
    END IF;
    IF asked ? 'open' THEN
        wanted := wanted || ' AND {OPEN}';
    END IF;
    wanted := wanted
        || CASE WHEN asked ? 'states' THEN ' AND m.state = ANY (ARRAY(SELECT jsonb_array_elements_text($5 -> ''states'')))' ELSE '' END
        || CASE WHEN asked ? 'kind' THEN ' AND m.kind = $5 ->> ''kind''' ELSE '' END
        || CASE WHEN asked ? 'grade' THEN ' AND m.grade = $5 ->> ''grade''' ELSE '' END
        || CASE WHEN asked ? 'topic' THEN ' AND starts_with(m.topic, $5 ->> ''topic'')' ELSE '' END
        || CASE WHEN asked ? 'flag' THEN ' AND ($5 ->> ''flag'') = ANY (m.flags)' ELSE '' END
        || CASE WHEN asked ? 'since' THEN ' AND m.received_on >= ($5 ->> ''since'')::date' ELSE '' END
        || CASE WHEN asked ? 'until' THEN ' AND m.received_on <= ($5 ->> ''until'')::date' ELSE '' END
        || CASE WHEN asked ? 'channel' THEN ' AND EXISTS (SELECT FROM casework_item AS item WHERE item.matter_id = m.id AND item.channel = $5 ->> ''channel'')' ELSE '' END
        || CASE asked ->> 'mine'
               WHEN 'handling' THEN ' AND m.seen_by && ARRAY[$7] AND m.handlers && ARRAY[$7]'
               WHEN 'sponsoring' THEN ' AND m.seen_by && ARRAY[$8] AND EXISTS (SELECT FROM casework_sponsorship AS s WHERE s.matter_id = m.id AND s.official_id = $8 AND s.to_on IS NULL)'
               WHEN 'confirming' THEN ' AND m.worked_by && $10 AND m.id IN (SELECT p.matter_id FROM casework_proposal AS p WHERE p.decided_on IS NULL AND p.proposed_by_id IS DISTINCT FROM $9)'
               ELSE '' END;
    IF asked ->> 'order' = 'due' OR asked ?| ARRAY['running', 'due_before', 'due_since'] THEN
        joined := ' JOIN casework_due AS d ON d.matter_id = m.id';
        wanted := wanted
            || CASE WHEN asked ? 'due_before' THEN ' AND d.due_on < ($5 ->> ''due_before'')::date' ELSE '' END
            || CASE WHEN asked ? 'due_since' THEN ' AND d.due_on >= ($5 ->> ''due_since'')::date' ELSE '' END;
    END IF;
    -- The first condition of each key lets the index begin where the page begins; the others settle equal days.
    CASE asked ->> 'order'
        WHEN 'none' THEN
            ordered := '';
        WHEN 'due' THEN
            ordered := ' ORDER BY ' || CASE WHEN forwards THEN 'd.due_on, d.matter_id' ELSE 'd.due_on DESC, d.matter_id DESC' END;
            IF key IS NOT NULL THEN
                wanted := wanted || CASE WHEN forwards THEN ' AND (d.due_on, d.matter_id) > ' ELSE ' AND (d.due_on, d.matter_id) < ' END
                    || '(($5 -> ''beyond'' ->> 0)::date, ($5 -> ''beyond'' ->> 1)::uuid)';
            END IF;
        WHEN 'number' THEN
            ordered := ' ORDER BY ' || CASE WHEN forwards THEN 'm.year DESC, m.serial DESC, m.id' ELSE 'm.year, m.serial, m.id DESC' END;
            IF key IS NOT NULL THEN
                wanted := wanted || replace(CASE WHEN forwards
                    THEN ' AND (m.year, m.serial) <= KEY AND ((m.year, m.serial) < KEY OR m.id > ($5 -> ''beyond'' ->> 2)::uuid)'
                    ELSE ' AND (m.year, m.serial) >= KEY AND ((m.year, m.serial) > KEY OR m.id < ($5 -> ''beyond'' ->> 2)::uuid)' END,
                    'KEY', '(($5 -> ''beyond'' ->> 0)::int, ($5 -> ''beyond'' ->> 1)::int)');
            END IF;
        ELSE
            ordered := ' ORDER BY ' || CASE WHEN forwards THEN 'm.received_on DESC, m.id' ELSE 'm.received_on, m.id DESC' END;
            IF key IS NOT NULL THEN
                wanted := wanted || replace(CASE WHEN forwards
                    THEN ' AND m.received_on <= KEY AND (m.received_on < KEY OR m.id > ($5 -> ''beyond'' ->> 1)::uuid)'
                    ELSE ' AND m.received_on >= KEY AND (m.received_on > KEY OR m.id < ($5 -> ''beyond'' ->> 1)::uuid)' END,
                    'KEY', '($5 -> ''beyond'' ->> 0)::date');
            END IF;
    END CASE;
    RETURN QUERY EXECUTE format('SELECT m.id FROM casework_matter AS m%s WHERE %s%s%s LIMIT %s', joined, sight, wanted, ordered, most)
        USING mine, own, casework_pairs_of(words), words, asked, units, me, official, account, offices;
END $$;
"""
