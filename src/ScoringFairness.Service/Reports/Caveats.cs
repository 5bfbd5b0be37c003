using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Chat;

namespace ScoringFairness.Service.Reports;

/// <summary>What keeps a reader from taking the figures for more than they are.</summary>
internal static class Caveats
{
    private const string ScratchPrefix = "scratch:";

    public static IEnumerable<AuditWarning> Of(ReportHeader header)
    {
        if (header.Request is not AuditDesign design)
        {
            yield break;
        }
        if (design.Cohort == SyntheticCohort.Name)
        {
            yield return new AuditWarning("syntheticStudents", null,
                "The students of this cohort are invented by a program. The figures show how an audit works and say nothing about real students or real scorers.");
        }
        if (design.Scorers.Where(scorer => scorer.Checkpoint?.StartsWith(ScratchPrefix, StringComparison.Ordinal) == true).ToList() is { Count: > 0 } scratch)
        {
            yield return new AuditWarning("scratchWeights", null,
                $"Scorer {string.Join(", ", scratch.Select(scorer => $"'{scorer.Name}' ({scorer.Checkpoint})"))} was trained from random weights, with a vocabulary learnt from the "
                + "training responses: no pretrained language model. A pretrained BERT may be more accurate, and more or less fair.");
        }
        if (design.Scorers.Where(scorer => scorer.Kind == ChatScorers.Kind).ToList() is { Count: > 0 } chats)
        {
            yield return new AuditWarning("chatModels", null,
                $"Scorer {string.Join(", ", chats.Select(scorer => $"'{scorer.Name}' ({scorer.Model} at {scorer.Endpoint})"))} is a chat model of a provider, who may change it "
                + "and may give another answer to the same request. The figures rest on the answers that are stored here.");
        }
        if (design.Scorers.Where(scorer => scorer.Mode == ScorerMode.Screening).ToList() is { Count: > 0 } screened)
        {
            yield return new AuditWarning("screening", null,
                $"Scorer {string.Join(", ", screened.Select(scorer => $"'{scorer.Name}' ({scorer.Checkpoint})"))} was trained in screening mode: the encoder as it is, and "
                + "a classifier on what it gives. Fine-tuning trains the encoder too and may give other figures.");
        }
    }
}
