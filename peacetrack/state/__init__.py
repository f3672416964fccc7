"""One basis, asked: a `state`, each `term` in it, `asking` for states, and the `doors` for other rooms."""

from peacetrack.state.asking import Asking as Asking
from peacetrack.state.doors import everything_of as everything_of
from peacetrack.state.doors import reading_of as reading_of
from peacetrack.state.doors import wider_of as wider_of
from peacetrack.state.state import State as State
from peacetrack.state.state import of_state as of_state
from peacetrack.state.term import TermState as TermState
