"""Notices inside the product (站内提醒). Nothing counts them: no number hangs over anybody."""
