"""The pages of budgets, changes and the baseline; the charts are those of insight."""
