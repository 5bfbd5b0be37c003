using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.Scores;

/// <summary>The query of <c>POST /v1/scores</c>: where each value stands, and what to do with bad rows.</summary>
internal sealed record ScoreQuery : UploadQuery
{
    /// <summary>One scorer for all rows.</summary>
    [FromQuery(Name = "scorer")]
    public string? Scorer { get; init; }

    /// <summary>The column of the scorer, where rows differ (default scorer).</summary>
    [FromQuery(Name = "scorerColumn")]
    public string? ScorerColumn { get; init; }

    /// <summary>The column of the score (default score).</summary>
    [FromQuery(Name = "score")]
    public string? Score { get; init; }

    /// <summary>
    /// Columns of the probabilities, from the lowest level, separated by commas
    /// (default probabilities1, probabilities2, …), or one that holds them as a list.
    /// </summary>
    [FromQuery(Name = "probabilities")]
    public string? Probabilities { get; init; }

    /// <inheritdoc/>
    public override void Check(Refusals errors)
    {
        base.Check(errors);
        errors.AddIf("scorer", Scorer is not null && (Identifier.Problem(Scorer) ?? TakenNames.OfScorer(Scorer)) is { } problem ? $"{problem}." : null);
        NameList.Once("probabilities", Probabilities, errors);
        errors.Unless(Scorer is null || ScorerColumn is null, "scorerColumn", "contradicts scorer; send one of them.");
    }
}
