"""What is measured along the path of a complaint. Imported history is judged by its limits only: of its path nothing is
known, so `judged` leaves it out.
"""

from huiyin.complaints.metrics import closing, inquiry, intake, outcome, telling, turns

SOURCES = (*intake.SOURCES, *inquiry.SOURCES, *outcome.SOURCES, *closing.SOURCES, *turns.SOURCES, *telling.SOURCES)
