"""Cuts entries and lines by month and puts the rules of the books into the database itself.

The rules hold for whoever writes: append-only, open period, balance within each fund, lines only
with their entry, one entry for a key. docs/algorithms/ledger.md says which statement checks what.
"""

from django.db import migrations

from yibao.office.base.seals.append_only import append_only

TABLES = """
ALTER TABLE ledger_entry RENAME TO ledger_entry_flat;
CREATE TABLE ledger_entry (LIKE ledger_entry_flat INCLUDING DEFAULTS INCLUDING COMMENTS)
    PARTITION BY RANGE (business_day);
DROP TABLE ledger_entry_flat;
CREATE SEQUENCE ledger_entry_id_seq OWNED BY ledger_entry.id;
ALTER TABLE ledger_entry
    ALTER id SET DEFAULT nextval('ledger_entry_id_seq'),
    ADD PRIMARY KEY (id, business_day),
    ADD CONSTRAINT ledger_entry_number UNIQUE (number, business_day),
    ADD CONSTRAINT ledger_entry_lines CHECK (line_count >= 2),
    ADD CONSTRAINT ledger_entry_reversal CHECK ((reverses <> '') = starts_with(key, 'reverse:'));
CREATE INDEX ledger_entry_written_in ON ledger_entry (written_in);
CREATE INDEX ledger_entry_subject ON ledger_entry (subject, id) WHERE subject <> '';

ALTER TABLE ledger_line RENAME TO ledger_line_flat;
CREATE TABLE ledger_line (LIKE ledger_line_flat INCLUDING DEFAULTS INCLUDING COMMENTS)
    PARTITION BY RANGE (business_day);
DROP TABLE ledger_line_flat;
ALTER TABLE ledger_line
    ADD PRIMARY KEY (entry_id, account_id, side, business_day),
    ADD CONSTRAINT ledger_line_side CHECK (side IN (1, -1)),
    ADD CONSTRAINT ledger_line_amount CHECK (amount_fen <> 0);
CREATE INDEX ledger_line_account ON ledger_line (account_id, business_day, entry_id);
ALTER TABLE ledger_period
    ADD CONSTRAINT ledger_period_month CHECK (extract(day FROM month) = 1);
"""

NUMBER = """
CREATE FUNCTION ledger_number(division text, day date, sequence bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    alphabet CONSTANT text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    body text := 'E' || division || to_char(day, 'YYYYMMDD')
        || lpad((sequence % 100000000)::text, 8, '0');
    product int := 36;
    total int;
BEGIN
    -- ISO 7064 mod 37,36, as yibao.terms.own_ids has it.
    FOR place IN 1..length(body) LOOP
        total := (product + strpos(alphabet, substr(body, place, 1)) - 1) % 36;
        IF total = 0 THEN total := 36; END IF;
        product := total * 2 % 37;
    END LOOP;
    RETURN body || substr(alphabet, (37 - product) % 36 + 1, 1);
END $$;
"""

OPEN_PERIOD = """
CREATE FUNCTION ledger_check_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT DISTINCT division, book, date_trunc('month', business_day)::date AS month
        FROM added ORDER BY 1, 2, 3
    LOOP
        -- Shared with every other entry, exclusive in close_period: closing waits for entries that
        -- are being written, and entries wait for it. The next statement sees what it did.
        PERFORM pg_advisory_xact_lock_shared(
            hashtext('ledger_period'),
            hashtext(wanted.division || wanted.book || wanted.month::text));
        IF NOT EXISTS (
            SELECT FROM ledger_period AS period
            WHERE period.division = wanted.division AND period.book = wanted.book
                AND period.month = wanted.month AND period.state = 'open'
        ) THEN
            RAISE EXCEPTION 'no open period % % %', wanted.division, wanted.book, wanted.month
                USING ERRCODE = 'YB001';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_period AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_period();
"""

LINES = """
CREATE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added
        LEFT JOIN ledger_entry AS entry
            ON entry.id = added.entry_id AND entry.business_day = added.business_day
            AND entry.written_in = pg_current_xact_id()::text::bigint
        LEFT JOIN ledger_account AS account
            ON account.id = added.account_id AND account.division = entry.division
            AND account.book = entry.book
            AND (account.closed_on IS NULL OR account.closed_on > entry.business_day)
        WHERE entry.id IS NULL OR account.id IS NULL
            OR (added.amount_fen < 0) <> (entry.reverses <> '')
    ) THEN
        RAISE EXCEPTION 'a line without its entry of this transaction, or of a wrong account'
            USING ERRCODE = 'YB002';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_line_fits AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_lines();
"""

BALANCE = """
CREATE FUNCTION ledger_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_lines bigint;
    off boolean;
BEGIN
    SELECT sum(of_fund.lines), bool_or(of_fund.difference <> 0) INTO found_lines, off
    FROM (
        SELECT count(*) AS lines, sum(line.side * line.amount_fen) AS difference
        FROM ledger_line AS line JOIN ledger_account AS account ON account.id = line.account_id
        WHERE line.entry_id = NEW.id AND line.business_day = NEW.business_day
        GROUP BY account.fund
    ) AS of_fund;
    IF found_lines IS DISTINCT FROM NEW.line_count OR off THEN
        RAISE EXCEPTION 'entry % is not balanced within each fund', NEW.number
            USING ERRCODE = 'YB003';
    END IF;
    IF NOT EXISTS (
        SELECT FROM ledger_entrykey AS used
        WHERE used.key = NEW.key AND used.entry_id = NEW.id
            AND (NEW.reverses = '' OR NEW.key = 'reverse:' || NEW.reverses)
    ) THEN
        RAISE EXCEPTION 'entry % does not hold its key', NEW.number USING ERRCODE = 'YB004';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balance();
"""

POST = """
CREATE FUNCTION ledger_post(
    of_places int[],
    of_keys text[],
    of_digests bytea[],
    of_divisions text[],
    of_books text[],
    of_business_days date[],
    of_purposes text[],
    of_events text[],
    of_subjects text[],
    of_memos text[],
    of_reversed text[],
    of_line_counts smallint[],
    of_debits_fen bigint[],
    now_at timestamptz,
    by_id bigint,
    by_name text,
    line_places int[],
    line_accounts bigint[],
    line_sides smallint[],
    line_amounts_fen bigint[]
) RETURNS TABLE (place int, is_open boolean, id bigint, number text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH wanted AS (
        SELECT wanted.*, period.state = 'open' AS is_open
        FROM unnest(of_places, of_keys, of_digests, of_divisions, of_books, of_business_days,
            of_purposes, of_events, of_subjects, of_memos, of_reversed, of_line_counts,
            of_debits_fen)
            AS wanted (place, key, digest, division, book, business_day, purpose, event, subject,
                memo, reverses, line_count, debit_fen)
        LEFT JOIN ledger_period AS period
            ON period.division = wanted.division AND period.book = wanted.book
            AND period.month = date_trunc('month', wanted.business_day)::date
    ), numbered AS (
        SELECT wanted.*, nextval('ledger_entry_id_seq') AS id
        FROM (SELECT * FROM wanted WHERE is_open ORDER BY place) AS wanted
    ), claimed AS (
        INSERT INTO ledger_entrykey (key, digest, entry_id, business_day)
        SELECT key, digest, id, business_day FROM numbered
        ON CONFLICT (key) DO NOTHING RETURNING entry_id
    ), entries AS (
        INSERT INTO ledger_entry (id, number, key, division, book, business_day, posted_at, purpose,
            event, subject, memo, reverses, line_count, debit_fen, actor_id, actor_name)
        SELECT id, ledger_number(division, business_day, id), key, division, book, business_day,
            now_at, purpose, event, subject, memo, reverses, line_count, debit_fen, by_id, by_name
        FROM numbered JOIN claimed ON claimed.entry_id = numbered.id
        RETURNING id, number
    ), lines AS (
        INSERT INTO ledger_line (entry_id, account_id, side, amount_fen, business_day)
        SELECT numbered.id, line.account_id, line.side, line.amount_fen, numbered.business_day
        FROM unnest(line_places, line_accounts, line_sides, line_amounts_fen)
            AS line (place, account_id, side, amount_fen)
        JOIN numbered USING (place) JOIN claimed ON claimed.entry_id = numbered.id
    )
    SELECT wanted.place, wanted.is_open IS TRUE, entries.id, entries.number::text
    FROM wanted LEFT JOIN numbered USING (place) LEFT JOIN entries ON entries.id = numbered.id
    ORDER BY wanted.place;
END $$;
"""

MONTHS = """
CREATE FUNCTION ledger_make_month(first date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    month date := date_trunc('month', first);
    parent text;
    part text;
    made boolean := false;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger_make_month'), 0);
    FOREACH parent IN ARRAY ARRAY['ledger_entry', 'ledger_line'] LOOP
        part := parent || to_char(month, '_YYYY_MM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        -- Made aside and attached: CREATE … PARTITION OF would lock out every entry meanwhile.
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
            part, parent);
        -- Triggers for statements are not handed down, and a partition can be named directly.
        EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION yibao_append_only()', part);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', part || '_direct', part,
            CASE parent WHEN 'ledger_entry' THEN 'ledger_check_period'
                ELSE 'ledger_check_lines' END);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            parent, part, month, month + interval '1 month');
        made := true;
    END LOOP;
    RETURN made;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(TABLES),
        migrations.RunSQL(NUMBER),
        append_only("ledger_entry"),
        append_only("ledger_line"),
        append_only("ledger_entrykey"),
        migrations.RunSQL(OPEN_PERIOD),
        migrations.RunSQL(LINES),
        migrations.RunSQL(BALANCE),
        migrations.RunSQL(POST),
        migrations.RunSQL(MONTHS),
    ]
