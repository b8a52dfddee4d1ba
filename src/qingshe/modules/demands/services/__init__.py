"""Every change to demands, refusals and reports."""
