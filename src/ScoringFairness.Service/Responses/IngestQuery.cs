using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Responses;

/// <summary>The query of <c>POST /v1/responses</c>: where each value stands, and what to do with bad rows.</summary>
internal sealed class IngestQuery
{
    /// <summary>One item for all rows.</summary>
    [FromQuery(Name = "item")]
    public string? Item { get; init; }

    /// <summary>Creates items that do not exist, with the scale of scaleMin, scaleMax and scaleStep.</summary>
    [FromQuery(Name = "createItems")]
    public bool? CreateItems { get; init; }

    /// <summary>Lowest score of items that are created.</summary>
    [FromQuery(Name = "scaleMin")]
    public double? ScaleMin { get; init; }

    /// <summary>Highest score of items that are created.</summary>
    [FromQuery(Name = "scaleMax")]
    public double? ScaleMax { get; init; }

    /// <summary>Step of the scale of items that are created (default 1).</summary>
    [FromQuery(Name = "scaleStep")]
    public double? ScaleStep { get; init; }

    /// <summary>reject (default): any bad row and nothing is stored; skip: the good rows are stored.</summary>
    [FromQuery(Name = "onError")]
    public string? OnError { get; init; }

    /// <summary>The column of the response id (default responseId).</summary>
    [FromQuery(Name = "responseId")]
    public string? ResponseId { get; init; }

    /// <summary>The column of the student id (default studentId).</summary>
    [FromQuery(Name = "studentId")]
    public string? StudentId { get; init; }

    /// <summary>The column of the item id (default itemId).</summary>
    [FromQuery(Name = "itemId")]
    public string? ItemId { get; init; }

    /// <summary>The column of the response's text (default text).</summary>
    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    /// <summary>The column of the human score (default humanScore).</summary>
    [FromQuery(Name = "humanScore")]
    public string? HumanScore { get; init; }

    /// <summary>The column of a second human score (default humanScore2).</summary>
    [FromQuery(Name = "humanScore2")]
    public string? HumanScore2 { get; init; }

    /// <summary>The column of the cohort (default cohort).</summary>
    [FromQuery(Name = "cohort")]
    public string? Cohort { get; init; }

    /// <summary>Columns that hold groups, separated by commas; each is an attribute of that name.</summary>
    [FromQuery(Name = "groups")]
    public string? Groups { get; init; }

    /// <summary>Whether bad rows are left out instead of refusing all.</summary>
    public bool Skips() => string.Equals(OnError, "skip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The scale of items that are created; null where none are.</summary>
    public ScoreScale? NewScale() =>
        CreateItems == true && ScaleMin is { } min && ScaleMax is { } max ? new ScoreScale(min, max, ScaleStep ?? 1) : null;

    /// <summary>What is wrong with the query, by parameter.</summary>
    public IEnumerable<(string Parameter, string Message)> Check()
    {
        if (OnError is not null && !Skips() && !string.Equals(OnError, "reject", StringComparison.OrdinalIgnoreCase))
        {
            yield return ("onError", $"is '{OnError}'; send reject or skip.");
        }
        if (CreateItems != true)
        {
            yield break;
        }
        if (ScaleMin is null || ScaleMax is null)
        {
            yield return ("createItems", "needs scaleMin and scaleMax, for example scaleMin=0&scaleMax=3&scaleStep=1.");
        }
        else if (ScoreScale.Problem(ScaleMin.Value, ScaleMax.Value, ScaleStep ?? 1) is { } problem)
        {
            yield return ("scaleMin", string.Create(
                CultureInfo.InvariantCulture, $"{problem} Sent: {ScaleMin} to {ScaleMax} by {ScaleStep ?? 1}."));
        }
    }
}
