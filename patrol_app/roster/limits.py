"""How large a roster may be: a county of 3,000 people with several offices each fits with room."""

MOST_ROWS = 10_000
