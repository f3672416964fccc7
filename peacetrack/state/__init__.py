"""One basis, asked: states, the terms in them, and what gives states."""

from peacetrack.state.asking import Asking as Asking
from peacetrack.state.doors import bare_of as bare_of
from peacetrack.state.doors import base_of as base_of
from peacetrack.state.doors import cut_of as cut_of
from peacetrack.state.doors import everything_of as everything_of
from peacetrack.state.doors import ledger_of as ledger_of
from peacetrack.state.doors import newest_of as newest_of
from peacetrack.state.doors import news_of as news_of
from peacetrack.state.doors import rulings_of as rulings_of
from peacetrack.state.doors import seq_at as seq_at
from peacetrack.state.doors import snapshot_of as snapshot_of
from peacetrack.state.doors import undated_events_of as undated_events_of
from peacetrack.state.doors import wider_of as wider_of
from peacetrack.state.state import State as State
from peacetrack.state.state import of_state as of_state
from peacetrack.state.term import TermState as TermState
