"""Reports by readers: made by anybody, closed by the cluster's coordinators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from moves.machine import moves_for
from partners.limits import Limit
from publishing.forms import DecisionForm, ReportForm
from publishing.kinds import Kind
from publishing.models import Report
from publishing.reporting import take_report

LIMIT = Limit("report", times=5, seconds=3600)


@login_not_required
@csrf_exempt
def report(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    # A visitor has no session that a foreign page could misuse, and gets no cookie here.
    view = csrf_protect(_report) if request.user.is_authenticated else _report
    return view(request, kind, pk)


def _report(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = get_object_or_404(kind.model.objects.published(), pk=pk)
    if "sent" in request.GET:
        return render(request, "publishing/reported.html", {"item": item})
    status = 200
    form = ReportForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound:
        status = 422
        if form.is_valid():
            if LIMIT.allows(request):
                _take(request, form, item)
                return redirect(f"{request.path}?sent")
            form.add_error(
                None, _("You have reported several things just now. Try again in an hour.")
            )
            status = 429
    return render(request, "publishing/report.html", {"item": item, "form": form}, status=status)


def _take(request: HttpRequest, form: ReportForm, item) -> None:
    if not form.is_trapped:
        take_report(
            form.save(commit=False),
            item,
            user=request.user,
            language=get_language(),
            now=timezone.now(),
        )


def close(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.reviewable_by(request.user), pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.decide(report, user=request.user):
        messages.success(request, _("The report is closed."))
        return redirect(f"{reverse('publishing:queue')}?list=reports")
    context = {"report": report, "form": form, "moves": moves_for(request.user, report)}
    return render(
        request, "publishing/report_close.html", context, status=422 if form.errors else 200
    )
