namespace ScoringFairness.Service.Lifecycle;

/// <summary>The verdicts that an audit's report tells of the three questions.</summary>
internal interface IAuditVerdicts
{
    /// <summary>One of each question, scorer and contrast; none where there is no report.</summary>
    Task<IReadOnlyList<QuestionVerdict>> OfAsync(string organisationId, string auditId);
}

/// <summary>What a report says to a question.</summary>
/// <param name="Question">The question's code.</param>
/// <param name="Verdict">The verdict's code.</param>
/// <param name="N">Responses that it rests on; null where that is not told.</param>
public sealed record QuestionVerdict(string Question, string Verdict, long? N);
