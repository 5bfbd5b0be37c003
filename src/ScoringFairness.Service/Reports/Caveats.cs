using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Reports;

/// <summary>What keeps a reader from taking the figures for more than they are, whatever the scorers.</summary>
internal static class Caveats
{
    public static IEnumerable<AuditWarning> Of(ReportHeader header)
    {
        if (header.Request is not AuditDesign design)
        {
            yield break;
        }
        if (design.Cohort == SyntheticCohort.Name)
        {
            yield return new AuditWarning("syntheticStudents", null,
                "The students of this cohort are invented by a program. "
                    + "The figures show how an audit works and say nothing about real students or real scorers.");
        }
    }
}
