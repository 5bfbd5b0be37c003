using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What the queries of all uploads have in common.</summary>
internal abstract class UploadQuery
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

    /// <summary>What separates the fields of a CSV: comma, semicolon, tab or pipe (default: what the header shows).</summary>
    [FromQuery(Name = "separator")]
    public string? Separator { get; init; }

    /// <summary>What stands before the decimals: point (default) or comma.</summary>
    [FromQuery(Name = "decimal"), AllowedValues("point", "comma")]
    public string? Decimal { get; init; }

    /// <summary>The same upload sent again under the same key is answered as the first was.</summary>
    [FromHeader(Name = "Idempotency-Key")]
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether bad rows are left out instead of refusing all.</summary>
    public bool Skips => Is(OnError, "skip");

    /// <summary>Whether numbers have a decimal comma.</summary>
    public bool DecimalComma => Is(Decimal, "comma");

    /// <summary>Adds what is wrong with the query.</summary>
    public virtual void Check(Refusals errors)
    {
        errors.Unless(Separator is null || CsvSeparator.Named(Separator) is not null, "separator", "is none; send comma, semicolon, tab or pipe.");
        errors.Unless(Item is null || Identifier.Problem(Item) is null, "item", $"{Identifier.Problem(Item)}.");
        errors.Unless(
            IdempotencyKey is null || Identifier.Problem(IdempotencyKey) is null, "Idempotency-Key", $"{Identifier.Problem(IdempotencyKey)}.");
    }

    private static bool Is(string? value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);
}
