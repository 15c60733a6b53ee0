"""Where each step of the path is taken."""

# Steps about a row of the complaint have that row in their address; the others are named by their code.
_ELSEWHERE = {
    "add_evidence": "evidence",
    "finish_rectification": "rectifications/{rectification_id}/finish",
    "verify_rectification": "rectifications/{rectification_id}/verify",
    "promise": "promises",
    "tell_again": "notices/{notice_id}/tell_again",
}


def address_of(code: str, number: str) -> str:
    """The address to POST a step of a complaint to; ids of rows stand in braces."""
    return f"/api/v1/complaints/{number}/{_ELSEWHERE.get(code, code)}"
