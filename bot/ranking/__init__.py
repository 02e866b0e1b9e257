"""What to suggest: what all customers bought as counts, and products scored for one of them.

`learned` counts, `taste` reads one customer, `scores` adds up, `shortlist` drops, varies and names the reason.
History chooses, it never speaks: the reason codes are for staff.
"""
