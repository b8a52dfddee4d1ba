"""Lists and permits (清单与许可): what communities may be asked for, and on what ground."""
