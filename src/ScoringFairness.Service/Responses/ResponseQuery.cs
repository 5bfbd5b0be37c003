using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Responses;

/// <summary>The query of <c>POST /v1/responses</c>: where each value stands, and what to do with bad rows.</summary>
internal sealed record ResponseQuery : UploadQuery
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

    /// <summary>
    /// Columns that hold groups, or attribute:column, separated by commas; each is an attribute of that name. A name with a comma stands
    /// between quotation marks.
    /// </summary>
    [FromQuery(Name = "groups")]
    public string? Groups { get; init; }

    /// <summary>The column of the time at which it was handed in (default submittedAt).</summary>
    [FromQuery(Name = "submittedAt")]
    public string? SubmittedAt { get; init; }

    /// <summary>The zone of times without an offset, such as Europe/Berlin (default UTC).</summary>
    [FromQuery(Name = "timeZone")]
    public string? TimeZone { get; init; }

    /// <summary>How dates such as 02/03/2026 are read, which are refused otherwise.</summary>
    [FromQuery(Name = "dateOrder"), AllowedValues("dayFirst", "monthFirst")]
    public string? DateOrder { get; init; }

    /// <summary>Which of several attempts of a student at an item is kept (default: all are, and one that stands twice is refused).</summary>
    [FromQuery(Name = "keep"), AllowedValues("first", "last")]
    public string? Keep { get; init; }

    /// <summary>The column of the attempt, a number or a time (default: the time of submission, else the order of the rows).</summary>
    [FromQuery(Name = "attempt")]
    public string? Attempt { get; init; }

    /// <summary>The column of the rater, where each rating is a row of its own: rows of a response become its human scores, in the order of raters.</summary>
    [FromQuery(Name = "rater")]
    public string? Rater { get; init; }

    /// <summary>How times are written.</summary>
    public TimeNotation Times() => new(
        TimeZone is null ? TimeZoneInfo.Utc : TimeNotation.Zone(TimeZone)!,
        DateOrder is null ? null : string.Equals(DateOrder, "dayFirst", StringComparison.OrdinalIgnoreCase));

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
        errors.Unless(
            TimeZone is null || TimeNotation.Zone(TimeZone) is not null, "timeZone", $"'{TimeZone}' is no zone that is known; send one such as Europe/Berlin.");
        errors.Unless(Attempt is null || Keep is not null, "attempt", "says which attempt a row is; send keep=last or keep=first with it.");
        errors.Unless(Rater is null || Keep is null, "rater", "contradicts keep; send one of them.");
        NameList.Once("groups", Groups, errors);
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
