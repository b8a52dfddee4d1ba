from django.urls import path

from .views import baselines, budgets, changes

app_name = "burden"
urlpatterns = [
    path("budgets/", budgets.index, name="budgets"),
    path("budgets/as-sheet/", budgets.as_sheet, name="budgets_as_sheet"),
    path("budgets/set_budget/", budgets.set_budget, name="set_budget"),
    path("budgets/set_budget_rule/", budgets.set_rule, name="set_budget_rule"),
    path("changes/", changes.index, name="changes"),
    path("changes/as-sheet/", changes.as_sheet, name="changes_as_sheet"),
    path("changes/book_change/", changes.book, name="book_change"),
    path("changes/<int:pk>/take_back_change/", changes.take_back, name="take_back_change"),
    path("baselines/", baselines.index, name="baselines"),
    path("baselines/template/", baselines.template, name="baseline_template"),
    path("baselines/sample/", baselines.sample, name="baseline_sample"),
    path("baselines/upload_baseline/", baselines.upload, name="upload_baseline"),
    path("baselines/<int:pk>/", baselines.baseline, name="baseline"),
    path("baselines/<int:pk>/as-sheet/", baselines.as_sheet, name="baseline_as_sheet"),
    path("baselines/<int:pk>/adopt_baseline/", baselines.adopt, name="adopt_baseline"),
    path("baselines/<int:pk>/drop_baseline/", baselines.drop, name="drop_baseline"),
]
