from django.urls import path, register_converter

from qingshe.modules.catalog.views import (
    conflicts,
    desk,
    items,
    permits,
    public,
    reviews,
    verification,
)


class Way:
    """Up or down a list."""

    regex = "up|down"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Way, "way")

app_name = "catalog"
urlpatterns = [
    path("lists/", public.index, name="index"),
    path("lists/certificates/", public.certificates, name="certificates"),
    path("lists/rules/", public.rules_of_place, name="rules"),
    path("lists/<int:pk>/", public.edition, name="edition"),
    path("lists/<int:pk>/compare/<int:other>/", public.compare, name="compare"),
    path("lists/<int:pk>/excel/", public.as_sheet, name="as_sheet"),
    path("lists/<int:pk>/word/", public.as_word, name="as_word"),
    path("lists/<int:pk>/json/", public.as_json, name="as_json"),
    path("lists/items/<int:pk>/", public.item, name="item"),
    path("lists/items/<path:key>/", public.item_named, name="item"),
    path("v/", verification.verify, name="verify"),
    path("v/<path:number>/", verification.verification, name="verification"),
    path("permits/", permits.register, name="permits"),
    path("permits/excel/", permits.as_sheet, name="permits_as_sheet"),
    path("permits/series/", permits.series, name="permit_series"),
    path("permits/<int:pk>/", permits.permit, name="permit"),
    path("permits/<int:pk>/suspend_permit/", permits.suspend, name="suspend_permit"),
    path("permits/<int:pk>/resume_permit/", permits.resume, name="resume_permit"),
    path("permits/<int:pk>/withdraw_permit/", permits.withdraw, name="withdraw_permit"),
    path("catalog/", desk.desk, name="desk"),
    path("catalog/establish/", desk.establish, name="establish"),
    path("catalog/lists/<int:pk>/start/", desk.start, name="start"),
    path("catalog/lists/<int:pk>/correct_list/", desk.correct, name="correct_list"),
    path("catalog/editions/<int:pk>/", desk.draft, name="draft"),
    path("catalog/editions/<int:pk>/revise/", desk.revise, name="revise"),
    path("catalog/editions/<int:pk>/consult/", desk.consult, name="consult"),
    path("catalog/editions/<int:pk>/give_opinion/", desk.give_opinion, name="give_opinion"),
    path("catalog/editions/<int:pk>/resume/", desk.resume, name="resume"),
    path("catalog/editions/<int:pk>/publish/", desk.publish, name="publish"),
    path("catalog/orders/<int:pk>/", desk.order, name="order"),
    path("catalog/editions/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("catalog/editions/<int:pk>/add_item/", items.add, name="add_item"),
    path("catalog/editions/<int:pk>/upload/", items.upload, name="upload"),
    path("catalog/imports/<int:pk>/", items.preview, name="import"),
    path("catalog/imports/<int:pk>/apply/", items.apply, name="apply"),
    path("catalog/imports/<int:pk>/drop/", items.drop, name="drop"),
    path("catalog/items/<int:pk>/revise_item/", items.revise, name="revise_item"),
    path("catalog/items/<int:pk>/strike_item/", items.strike, name="strike_item"),
    path("catalog/items/<int:pk>/shift/<way:way>/", items.shift, name="shift"),
    path("catalog/reviews/", reviews.reviews, name="reviews"),
    path("catalog/reviews/together/", reviews.together, name="together"),
    path("catalog/reviews/<int:pk>/", reviews.review, name="review"),
    path("catalog/reviews/<int:pk>/confirm/", reviews.confirm, name="confirm"),
    path("catalog/reviews/<int:pk>/suspend/", reviews.suspend, name="suspend"),
    path("catalog/reviews/<int:pk>/leave_out/", reviews.leave_out, name="leave_out"),
    path("catalog/reviews/<int:pk>/keep/", reviews.keep, name="keep"),
    path("catalog/reviews/<int:pk>/reopen/", reviews.reopen, name="reopen"),
    path("catalog/documents/", reviews.register, name="register"),
    path("catalog/documents/<int:pk>/restate/", reviews.restate, name="restate"),
    path("catalog/conflicts/", conflicts.conflicts, name="conflicts"),
    path("catalog/conflicts/<path:key>/settle/", conflicts.settle, name="settle"),
    path("catalog/settlements/<int:pk>/lift/", conflicts.lift, name="lift"),
]
