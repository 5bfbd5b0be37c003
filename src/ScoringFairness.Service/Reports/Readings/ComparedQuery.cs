using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Reports.Readings;

/// <summary>Which responses of an audit are asked for.</summary>
internal sealed record ComparedQuery
{
    /// <summary>difference: the largest difference of machine and human first, as a share of the item's scale.</summary>
    [FromQuery(Name = "order"), AllowedValues("difference")]
    public string? Order { get; init; }

    /// <summary>A scorer of the audit (default: each).</summary>
    [FromQuery(Name = "scorer")]
    public string? Scorer { get; init; }

    /// <summary>A training split (default: each).</summary>
    [FromQuery(Name = "split")]
    public string? Split { get; init; }

    /// <summary>An item of the audit (default: each).</summary>
    [FromQuery(Name = "itemId")]
    public string? ItemId { get; init; }

    /// <summary>A group (default: each, and those who report none).</summary>
    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    /// <summary>The level of the human score, from 0 for the lowest (default: each).</summary>
    [FromQuery(Name = "level")]
    public int? Level { get; init; }

    /// <summary>higher: the machine gave more than the human; lower: less (default: either, and where they agree).</summary>
    [FromQuery(Name = "direction"), AllowedValues("higher", "lower")]
    public string? Direction { get; init; }

    /// <summary>What is asked for, if the audit has it.</summary>
    public DifferenceFilter Read(Audit audit, Refusals errors)
    {
        var items = audit.Data!.Items;
        var levels = items.Where(item => ItemId is null || item.ItemId == ItemId).Select(item => item.Scale.ToGrid().LevelCount).DefaultIfEmpty(1).Max();
        Known("scorer", Scorer, [.. audit.Design.Scorers.Select(scorer => scorer.Name)], errors);
        Known("split", Split, Splits(audit), errors);
        Known("itemId", ItemId, [.. items.Select(item => item.ItemId)], errors);
        Known("group", Group, Groups(audit), errors);
        errors.Unless(Level is null || (Level >= 0 && Level < levels), "level", string.Create(
            CultureInfo.InvariantCulture, $"is {Level}; send a level of the human score, from 0 to {levels - 1}."));
        Known("direction", Direction, ["higher", "lower"], errors);
        return new DifferenceFilter(Scorer, Split, ItemId, Group, Level, Direction);
    }

    /// <summary>The training splits of an audit.</summary>
    public static IReadOnlyList<string> Splits(Audit audit) => [.. audit.Design.Scorers.SelectMany(scorer => scorer.Splits).Distinct()];

    /// <summary>The groups of an audit, the reference first.</summary>
    public static IReadOnlyList<string> Groups(Audit audit) =>
        [.. audit.Design.Groups.Concat(audit.Data!.Items.SelectMany(item => item.Groups).Select(group => group.Group)).Distinct()];

    private static void Known(string name, string? value, IReadOnlyList<string> known, Refusals errors)
    {
        if (value is not null && !known.Contains(value))
        {
            errors.Add(name, JsonWording.Unknown(name, value, known));
        }
    }
}
