"""Chinese statutory holidays and make-up days (工作日历), the data behind `kernel.workdays`."""
