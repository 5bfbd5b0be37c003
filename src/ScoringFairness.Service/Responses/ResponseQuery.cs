using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Responses;

/// <summary>The query of <c>POST /v1/responses</c>: where each value stands, and what to do with bad rows.</summary>
internal sealed class ResponseQuery : UploadQuery
{
    /// <summary>
    /// One response for each of these columns of human scores: column names, or id:column, separated by commas. Each column
    /// is an item; a row without a score in a column gives none for that item.
    /// </summary>
    [FromQuery(Name = "items")]
    public string? Items { get; init; }

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

    /// <summary>The column of the student id (default studentId).</summary>
    [FromQuery(Name = "studentId")]
    public string? StudentId { get; init; }

    /// <summary>The column of the response's text (default text).</summary>
    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    /// <summary>Whether the responses come without texts; then only scores from outside can be audited.</summary>
    [FromQuery(Name = "noText")]
    public bool? NoText { get; init; }

    /// <summary>The column of the human score (default humanScore).</summary>
    [FromQuery(Name = "humanScore")]
    public string? HumanScore { get; init; }

    /// <summary>The column of a second human score (default humanScore2); further ones are humanScore3, humanScore4, ….</summary>
    [FromQuery(Name = "humanScore2")]
    public string? HumanScore2 { get; init; }

    /// <summary>The column of the cohort (default cohort).</summary>
    [FromQuery(Name = "cohort")]
    public string? Cohort { get; init; }

    /// <summary>Columns that hold groups, separated by commas; each is an attribute of that name.</summary>
    [FromQuery(Name = "groups")]
    public string? Groups { get; init; }

    /// <summary>Words that stand for a missing group or student beside NA, N/A, nan, NaN, null and None, separated by commas.</summary>
    [FromQuery(Name = "missing")]
    public string? Missing { get; init; }

    /// <summary>Words that are groups or students here although they mostly stand for a missing value: NA, None, separated by commas.</summary>
    [FromQuery(Name = "notMissing")]
    public string? NotMissing { get; init; }

    /// <summary>The scale of items that are created; null where none are.</summary>
    public ScoreScale? NewScale() =>
        CreateItems == true && ScaleMin is { } min && ScaleMax is { } max && ScoreScale.Problem(min, max, ScaleStep ?? 1) is null
            ? new ScoreScale(min, max, ScaleStep ?? 1)
            : null;

    /// <inheritdoc/>
    public override void Check(Refusals errors)
    {
        base.Check(errors);
        errors.Unless(Items is null || (Item is null && ItemId is null && HumanScore is null && HumanScore2 is null), "items",
            "names items and their columns of human scores; leave out item, itemId, humanScore and humanScore2.");
        errors.Unless(NoText != true || Text is null, "noText", "contradicts text; send one of them.");
        if (CreateItems != true)
        {
            return;
        }
        if (ScaleMin is null || ScaleMax is null)
        {
            errors.Add("createItems", "needs scaleMin and scaleMax, for example scaleMin=0&scaleMax=3&scaleStep=1.");
        }
        else if (ScoreScale.Problem(ScaleMin.Value, ScaleMax.Value, ScaleStep ?? 1) is { } problem)
        {
            errors.Add("scaleMin", string.Create(
                CultureInfo.InvariantCulture, $"{problem} Sent: {ScaleMin} to {ScaleMax} by {ScaleStep ?? 1}."));
        }
    }
}
