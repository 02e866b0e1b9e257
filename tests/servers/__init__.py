"""The far ends that tests talk to: real servers where one can be installed, small fakes where not."""
