namespace ScoringFairness.Service.Lifecycle;

/// <summary>The verdicts that the reports of audits tell of the three questions, and of agreement with the human.</summary>
internal interface IAuditVerdicts
{
    /// <summary>By audit, one of each question, scorer, split and contrast, and one of agreement of each scorer and split; none without a report.</summary>
    Task<ILookup<string, QuestionVerdict>> OfAsync(string organisationId, IReadOnlyCollection<string> auditIds);
}

/// <summary>What a report says to a question, or of agreement.</summary>
/// <param name="Question">The question's code; null of agreement with the human (QWK), which is held to a minimum.</param>
/// <param name="Verdict">The verdict's code.</param>
/// <param name="Scorer">The scorer that it is about.</param>
/// <param name="Split">Its training split; null for scores from outside.</param>
/// <param name="Contrast">The groups, reference minus focal; null where it is about all.</param>
/// <param name="N">Responses that it rests on; null where that is not told.</param>
public sealed record QuestionVerdict(string? Question, string Verdict, string Scorer, string? Split, string? Contrast, long? N);

/// <summary>Audits whose worst answer to a question has a verdict.</summary>
/// <param name="Verdict">The verdict's code.</param>
/// <param name="Question">The question's code; null: any of the three.</param>
public sealed record VerdictFilter(string Verdict, string? Question = null);
