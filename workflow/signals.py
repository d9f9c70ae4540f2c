"""Signals of a moving case, for the rooms above.

`case_moving` is sent inside the act's transaction with `case, action, event, snapshot`; a
listener that raises undoes the act. `case_moved` is sent after the commit with the same arguments; it
may be lost, so nothing that must happen hangs on it.

`public_changed` is sent after the commit of what citizens read without an act: comments, answers, papers.
"""

from django.dispatch import Signal

case_moving = Signal()
case_moved = Signal()
public_changed = Signal()
