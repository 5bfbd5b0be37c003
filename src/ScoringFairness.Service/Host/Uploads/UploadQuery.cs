using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What the queries of all uploads have in common.</summary>
internal abstract record UploadQuery : RowQuery
{
    /// <summary>One item for all rows.</summary>
    [FromQuery(Name = "item")]
    public string? Item { get; init; }

    /// <summary>The column of the item id (default itemId).</summary>
    [FromQuery(Name = "itemId")]
    public string? ItemId { get; init; }

    /// <summary>The column of the response id (default responseId).</summary>
    [FromQuery(Name = "responseId")]
    public string? ResponseId { get; init; }

    /// <summary>reject (default): any bad row and nothing is stored; skip: the good rows are stored.</summary>
    [FromQuery(Name = "onError"), AllowedValues("reject", "skip")]
    public string? OnError { get; init; }

    /// <summary>The same upload sent again under the same key is answered as the first was.</summary>
    [FromHeader(Name = "Idempotency-Key")]
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether bad rows are left out instead of refusing all.</summary>
    public bool Skips => string.Equals(OnError, "skip", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override void Check(Refusals errors)
    {
        base.Check(errors);
        errors.Unless(Item is null || Identifier.ProblemInPath(Item) is null, "item", $"{Identifier.ProblemInPath(Item)}.");
        errors.Unless(
            IdempotencyKey is null || Identifier.Problem(IdempotencyKey) is null, "Idempotency-Key", $"{Identifier.Problem(IdempotencyKey)}.");
    }
}
