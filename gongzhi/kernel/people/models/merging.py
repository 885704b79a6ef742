"""Two records of one human: proposed by one of the staff, confirmed by another, taken back exactly."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models.persons import Person
from gongzhi.kernel.people.states import PROPOSAL_MOVES, ProposalState
from gongzhi.lib.personal import Personal, Retention


class Merge(models.Model):
    """That two records were found to be one human; undone by taking the pointers back."""

    stays_because = _("说明两份登记是同一个人，人数才不会算错")
    personal = {"reason": Personal(_("核对身份"), Retention.ON_RECORD)}

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name=_("保留"))
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("并入"))
    pointers = models.JSONField(_("改过指向的记录"), default=list)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    merged_at = models.DateTimeField(_("合并时间"), auto_now_add=True)
    merged_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("合并人")
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )

    class Meta:
        verbose_name = _("合并")
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_two_records"),
            models.UniqueConstraint(fields=("gone",), condition=Q(undone_at=None), name="merge_once"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False), name="merge_undone"
            ),
        )


class MergeProposalQuerySet(models.QuerySet["MergeProposal"]):
    def waiting(self) -> "MergeProposalQuerySet":
        return self.filter(state=ProposalState.PROPOSED)

    def lock(self, proposal: "MergeProposal") -> "MergeProposal":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)


class MergeProposal(models.Model):
    """That somebody of the staff takes two records for one human; another one confirms it or turns it down."""

    moves = PROPOSAL_MOVES
    stays_because = _("说明谁核对过两份登记")
    personal = {"reason": Personal(_("核对身份"), Retention.ON_RECORD)}

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("保留"))
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("并入"))
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    decided_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核对人")
    )
    merge = models.OneToOneField(
        Merge, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name=_("合并")
    )

    objects = MergeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("合并建议")
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="proposal_two_records"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED, decided_at=None, decided_by=None, merge=None)
                | Q(
                    state=ProposalState.CONFIRMED,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    merge__isnull=False,
                )
                | Q(
                    state=ProposalState.TURNED_DOWN,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    merge=None,
                ),
                name="proposal_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED) | ~Q(decided_by=F("proposed_by")),
                name="proposal_two_staff",
                violation_error_message=_("要由另一位工作人员核对。"),
            ),
            models.UniqueConstraint(
                fields=("kept", "gone"), condition=Q(state=ProposalState.PROPOSED), name="proposal_once"
            ),
        )
