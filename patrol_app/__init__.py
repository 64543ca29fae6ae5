"""The river patrol product: a phone for those who walk, a desk for those who answer, one ledger between them."""
