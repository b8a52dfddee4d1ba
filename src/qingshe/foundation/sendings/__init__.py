"""Forms that were sent: each counts once, however often it arrives."""
