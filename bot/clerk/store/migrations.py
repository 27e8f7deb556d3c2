"""The schema, one step at a time. A step that has landed is never changed: the next one mends it."""
from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("clerk")


@migrations()
def m001_lines_and_facts(db: Database) -> None:
    """meetings.line is the line that opened it, and names it everywhere inside the store."""
    db.execute("""
        CREATE TABLE meetings (
            line         INTEGER PRIMARY KEY,   -- the line that opened it
            id           TEXT NOT NULL UNIQUE,  -- what people call it: channel.YYYY-MM-DD-HH.MM.SS
            network      TEXT NOT NULL,
            channel      TEXT NOT NULL,
            title        TEXT NOT NULL,
            name         TEXT NOT NULL,         -- of its files
            opened_by    TEXT NOT NULL,
            started      TEXT NOT NULL,         -- ISO 8601, UTC
            ended        TEXT,
            last_line    INTEGER,               -- the line that ended it
            state        TEXT NOT NULL CHECK (state IN ('open', 'closing', 'ended')),
            private      INTEGER NOT NULL DEFAULT 0,
            rules        INTEGER NOT NULL,      -- the version of the rules that decided it
            stem         TEXT UNIQUE,           -- of its files, below the directory of the minutes
            url          TEXT,                  -- of its files, without their endings, once written
            topic_shown  TEXT,                  -- the last topic that it gave the channel
            topic_before TEXT                   -- the channel's own, to be put back
        ) STRICT""")
    db.execute("""
        CREATE TABLE lines (
            id      INTEGER PRIMARY KEY,
            at      TEXT NOT NULL,              -- ISO 8601, UTC
            network TEXT NOT NULL,
            channel TEXT NOT NULL,
            nick    TEXT NOT NULL,
            account TEXT,
            host    TEXT NOT NULL,              -- user@host
            rank    TEXT NOT NULL,
            speaker TEXT NOT NULL,
            kind    TEXT NOT NULL,
            text    TEXT NOT NULL,
            msgid   TEXT,
            meeting INTEGER                     -- meetings.line; NULL outside meetings
        ) STRICT""")
    db.execute("""
        CREATE TABLE facts (
            id      INTEGER PRIMARY KEY,
            line    INTEGER NOT NULL REFERENCES lines (id),
            version INTEGER NOT NULL,
            kind    TEXT NOT NULL,
            detail  TEXT NOT NULL               -- its fields, as JSON
        ) STRICT""")
    db.execute("CREATE INDEX lines_of_meeting ON lines (meeting, id) WHERE meeting IS NOT NULL")
    db.execute("CREATE INDEX facts_of_line ON facts (line)")
    db.execute("CREATE INDEX meetings_of_channel ON meetings (channel, line)")
    db.execute("""
        CREATE TABLE alive (
            meeting INTEGER PRIMARY KEY REFERENCES meetings (line),
            at      TEXT NOT NULL               -- until when the bot certainly heard it
        ) STRICT""")


@migrations()
def m002_changes(db: Database) -> None:
    """What the books hold is in a table of its own for each kind; what was changed in any of them is here."""
    db.execute("""
        CREATE TABLE changes (
            id     INTEGER PRIMARY KEY,
            at     TEXT NOT NULL,     -- ISO 8601, UTC
            line   INTEGER NOT NULL,  -- the line that made it; or else the last one stored before it
            own    INTEGER NOT NULL,  -- which of the two
            who    TEXT NOT NULL,     -- an account; or ~ and a nick; '' for the bot itself
            nick   TEXT NOT NULL,
            kind   TEXT NOT NULL,     -- the table
            key    TEXT NOT NULL,     -- JSON
            detail TEXT NOT NULL,     -- the record as it was put there, or as it was when taken out; JSON
            gone   INTEGER NOT NULL,  -- whether it was taken out
            why    TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX changes_of_record ON changes (kind, key, id)")
    db.execute("CREATE INDEX changes_by_line ON changes (line, id)")


@migrations()
def m003_agenda(db: Database) -> None:
    db.execute("""
        CREATE TABLE agenda_items (
            id       INTEGER PRIMARY KEY,
            place    TEXT NOT NULL,       -- whose agenda: a meeting's name, or a channel
            n        INTEGER NOT NULL,    -- its number there
            rank     INTEGER NOT NULL,    -- its place in the order
            text     TEXT NOT NULL,
            nick     TEXT NOT NULL,
            who      TEXT NOT NULL,
            first    TEXT NOT NULL,       -- ISO 8601, UTC
            minutes  INTEGER,             -- its time box
            why      TEXT NOT NULL,
            url      TEXT NOT NULL,
            state    TEXT NOT NULL,
            standing INTEGER NOT NULL,
            carried  INTEGER NOT NULL,
            updates  TEXT NOT NULL        -- JSON
        ) STRICT""")
    db.execute("""
        CREATE TABLE plans (
            place   TEXT PRIMARY KEY,
            purpose TEXT NOT NULL,
            topics  TEXT NOT NULL,        -- JSON
            asked   INTEGER NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE held (
            meeting TEXT PRIMARY KEY,     -- meetings.id
            place   TEXT NOT NULL,
            channel TEXT NOT NULL,
            title   TEXT NOT NULL,
            at      TEXT NOT NULL,
            url     TEXT NOT NULL,        -- of its minutes
            notes   TEXT NOT NULL         -- JSON
        ) STRICT""")


@migrations()
def m004_people(db: Database) -> None:
    """Who is in which role, what people say of themselves, and what the bot says by itself. All times ISO 8601, UTC."""
    db.execute("""
        CREATE TABLE members (
            id       INTEGER PRIMARY KEY,
            role     TEXT NOT NULL,
            who      TEXT NOT NULL,       -- an account; or ~ and a nick
            nick     TEXT NOT NULL,
            since    TEXT NOT NULL,
            by       TEXT NOT NULL,       -- the nick of who granted it
            until    TEXT,                -- when it was taken; NULL while it holds
            taken_by TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE profiles (
            who        TEXT PRIMARY KEY,  -- an account; or ~ and a nick
            nick       TEXT NOT NULL,     -- the last one that it went by
            zone       TEXT NOT NULL,     -- IANA name
            away_until TEXT,
            away_why   TEXT NOT NULL,
            away_in    TEXT NOT NULL,     -- the channel where that was said
            pings      TEXT NOT NULL,     -- topics to be named for; JSON
            muted      TEXT NOT NULL      -- kinds never to be named for; JSON
        ) STRICT""")
    db.execute("""
        CREATE TABLE announcements (
            id       INTEGER PRIMARY KEY,
            channel  TEXT NOT NULL,
            n        INTEGER NOT NULL,    -- its number there
            kind     TEXT NOT NULL,
            name     TEXT NOT NULL,       -- what its source calls it; '' of what people announced
            lines    TEXT NOT NULL,       -- JSON
            created  TEXT NOT NULL,
            due      TEXT NOT NULL,
            until    TEXT NOT NULL,       -- when it is too late
            timed    INTEGER NOT NULL,
            state    TEXT NOT NULL,
            nick     TEXT NOT NULL,       -- of who asked for it
            who      TEXT NOT NULL,
            why      TEXT NOT NULL,
            topics   TEXT NOT NULL,       -- JSON
            series   TEXT NOT NULL,
            link     TEXT NOT NULL,
            receipt  TEXT NOT NULL,       -- the token of the PING that asked whether it was heard
            said_at  TEXT,
            named    INTEGER NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE silences (
            channel TEXT PRIMARY KEY,
            until   TEXT,
            nick    TEXT NOT NULL,        -- of who said so
            kinds   TEXT NOT NULL         -- JSON
        ) STRICT""")


@migrations()
def m005_calendar(db: Database) -> None:
    """The meetings that come again, and what was said of single ones."""
    db.execute("""
        CREATE TABLE series (
            place  TEXT PRIMARY KEY,      -- the meeting's name, folded
            series TEXT NOT NULL          -- JSON
        ) STRICT""")
    db.execute("""
        CREATE TABLE shifts (
            place   TEXT NOT NULL,
            slot    INTEGER NOT NULL,     -- its place in the series
            day     TEXT NOT NULL,        -- the local date that its rule gives
            skipped TEXT NOT NULL,        -- why; '' when it is held
            start   TEXT,                 -- ISO 8601, UTC; when it is held instead
            moved   TEXT NOT NULL,        -- why
            nick    TEXT NOT NULL,        -- of who said so last
            who     TEXT NOT NULL,
            PRIMARY KEY (place, slot, day)
        ) STRICT""")


@migrations()
def m006_errands(db: Database) -> None:
    """Also what stands beside agendas: the grab bag, and requests for time."""
    db.execute("""
        CREATE TABLE errands (
            id      INTEGER PRIMARY KEY,
            at      TEXT NOT NULL,        -- ISO 8601, UTC; when it was left
            kind    TEXT NOT NULL,
            body    TEXT NOT NULL,        -- JSON
            done_at TEXT,                 -- when it was seen to
            done    INTEGER,              -- whether it was done, and not refused
            outcome TEXT                  -- for whoever left it
        ) STRICT""")
    db.execute("CREATE INDEX errands_waiting ON errands (id) WHERE done_at IS NULL")
    db.execute("""
        CREATE TABLE wishes (
            id        INTEGER PRIMARY KEY,
            place     TEXT NOT NULL,      -- whose bag: a channel
            n         INTEGER NOT NULL,   -- its number there
            text      TEXT NOT NULL,
            nick      TEXT NOT NULL,
            who       TEXT NOT NULL,
            at        TEXT NOT NULL,      -- ISO 8601, UTC
            wanted_by TEXT NOT NULL,      -- JSON
            state     TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE requests (
            id      INTEGER PRIMARY KEY,
            place   TEXT NOT NULL,        -- the meeting that is asked for time
            channel TEXT NOT NULL,        -- where it was asked
            private INTEGER NOT NULL,
            nick    TEXT NOT NULL,
            who     TEXT NOT NULL,
            text    TEXT NOT NULL,
            day     TEXT NOT NULL,
            at      TEXT NOT NULL,        -- ISO 8601, UTC
            state   TEXT NOT NULL,
            offered TEXT,                 -- another day
            answer  TEXT NOT NULL         -- why it was declined
        ) STRICT""")


@migrations()
def m007_actions(db: Database) -> None:
    """The ledger of action items, and who was told of their own. All times ISO 8601, UTC."""
    db.execute("""
        CREATE TABLE actions (
            id        INTEGER PRIMARY KEY,
            text      TEXT NOT NULL,
            owners    TEXT NOT NULL,      -- JSON
            place     TEXT NOT NULL,      -- the meeting's name, or a channel
            channel   TEXT NOT NULL,
            nick      TEXT NOT NULL,      -- of who noted it
            who       TEXT NOT NULL,
            created   TEXT NOT NULL,
            due       TEXT,               -- JSON: the instant, the zone it was said in, whether it has a time
            state     TEXT NOT NULL,
            meeting   TEXT NOT NULL,      -- meetings.id
            n         INTEGER NOT NULL,   -- its item there
            line      INTEGER NOT NULL,   -- lines.id; 0 outside of meetings
            private   INTEGER NOT NULL,
            given_by  TEXT NOT NULL,
            carried   INTEGER NOT NULL,
            closed_at TEXT,
            closed_by TEXT NOT NULL,
            note      TEXT NOT NULL,
            until     TEXT,
            steps     TEXT NOT NULL       -- JSON
        ) STRICT""")
    db.execute("""
        CREATE TABLE digests (
            who   TEXT NOT NULL,          -- an account; or ~ and a nick
            about TEXT NOT NULL,          -- '' for all of theirs, or the place of a meeting
            at    TEXT NOT NULL,          -- when they were last told
            PRIMARY KEY (who, about)
        ) STRICT""")


@migrations()
def m008_polls(db: Database) -> None:
    """Ballots that run for days. Of a secret one only what is in polls: who voted what is in another file, until it
    closes. All times ISO 8601, UTC."""
    db.execute("ALTER TABLE profiles ADD COLUMN org TEXT NOT NULL DEFAULT ''")
    db.execute("""
        CREATE TABLE polls (
            id         INTEGER PRIMARY KEY,
            channel    TEXT NOT NULL,
            nick       TEXT NOT NULL,     -- of who opened it
            who        TEXT NOT NULL,
            question   TEXT NOT NULL,
            terms      TEXT NOT NULL,     -- frozen when it opened; JSON
            opened     TEXT NOT NULL,
            until      TEXT,
            state      TEXT NOT NULL,
            closed     TEXT,
            why        TEXT NOT NULL,     -- it ended
            result     TEXT,              -- JSON
            casting    TEXT NOT NULL,     -- what a chair's casting vote chose; JSON
            casting_by TEXT NOT NULL,
            told       INTEGER NOT NULL,  -- whether the channel has seen it open
            heard      INTEGER NOT NULL,  -- and its result
            reminded   INTEGER NOT NULL,
            url        TEXT NOT NULL      -- of the published votes of a secret one
        ) STRICT""")
    db.execute("""
        CREATE TABLE casts (
            poll INTEGER NOT NULL,
            who  TEXT NOT NULL,
            nick TEXT NOT NULL,
            at   TEXT NOT NULL,
            vote TEXT NOT NULL,           -- JSON
            org  TEXT NOT NULL,
            PRIMARY KEY (poll, who)
        ) STRICT""")


@migrations()
def m009_decisions(db: Database) -> None:
    """The decision log, and proposals outside meetings. All times ISO 8601, UTC."""
    db.execute("""
        CREATE TABLE decisions (
            id          INTEGER PRIMARY KEY,
            place       TEXT NOT NULL,    -- of the meeting, its name or a channel
            channel     TEXT NOT NULL,    -- where it was decided
            at          TEXT NOT NULL,
            kind        TEXT NOT NULL,
            text        TEXT NOT NULL,
            nick        TEXT NOT NULL,    -- of who noted it
            meeting     TEXT NOT NULL,    -- meetings.id; '' outside meetings
            n           INTEGER,          -- the number of its item there
            line        INTEGER,          -- lines.id
            url         TEXT NOT NULL,    -- of that line in the published log
            proposal    INTEGER,          -- proposals.id
            private     INTEGER NOT NULL, -- known in its channel only
            by          TEXT NOT NULL,    -- until when it is to be done, as it was said
            due         TEXT,             -- that day
            state       TEXT NOT NULL,
            replaces    TEXT NOT NULL,    -- JSON
            replaced_by INTEGER,
            ended_at    TEXT,             -- when it was done, revoked or replaced
            ended_by    TEXT NOT NULL,
            ended_why   TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE proposals (
            id       INTEGER PRIMARY KEY,
            channel  TEXT NOT NULL,
            place    TEXT NOT NULL,
            text     TEXT NOT NULL,
            nick     TEXT NOT NULL,
            who      TEXT NOT NULL,       -- an account; or ~ and a nick
            at       TEXT NOT NULL,
            ends     TEXT NOT NULL,
            minutes  INTEGER NOT NULL,    -- its period
            needs    INTEGER NOT NULL,    -- how many in support; 0 for a lazy one
            role     TEXT NOT NULL,       -- whose voices count; '' for anybody's
            asked    TEXT NOT NULL,       -- its members then; JSON
            voices   TEXT NOT NULL,       -- JSON
            concerns TEXT NOT NULL,       -- JSON
            hold     TEXT,                -- JSON
            state    TEXT NOT NULL,
            decision INTEGER,             -- decisions.id
            closed   TEXT
        ) STRICT""")


DECLARED = frozenset({m001_lines_and_facts.__name__, m002_changes.__name__, m003_agenda.__name__,
                      m004_people.__name__, m005_calendar.__name__, m006_errands.__name__, m007_actions.__name__,
                      m008_polls.__name__, m009_decisions.__name__})  # fmt: skip
