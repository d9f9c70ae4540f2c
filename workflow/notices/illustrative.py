"""Made-up data and the mail: an illustrative year mails only people whose post is made up as well.

The post tells: the illustrative world appoints by this decision. A real official reads of an illustrative
year in the portal alone.
"""

MADE_UP_DECISION = "Dữ liệu minh họa"


def may_be_mailed(illustrative: bool, decision: str) -> bool:
    """Whether somebody holding a post by this decision is mailed about it."""
    return not illustrative or decision == MADE_UP_DECISION
