using System.Globalization;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Responses.Checks;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>Warnings of an audit that need the texts, or the items beside each other.</summary>
internal static class DataChecks
{
    /// <summary>From this difference on (Cohen's d, a small effect), groups count as differing in text length.</summary>
    private const double LengthDifference = 0.2;

    /// <summary>From this Cramér's V on (a small effect), group and item count as confounded.</summary>
    private const double Confounding = 0.1;

    /// <summary>The warnings about the texts of an item, read in the planning transaction.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="organisationId">Whose item it is.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="design">The audit.</param>
    /// <param name="responses">The responses of the item.</param>
    /// <param name="told">The texts of groups that are not told are compared with none: how many of them are alike would be their size.</param>
    /// <param name="cipher">Opens texts.</param>
    public static async Task<IReadOnlyList<AuditWarning>> OfTextsAsync(
        NpgsqlConnection connection, string organisationId, string itemId, AuditDesign design, IReadOnlyList<PlannedResponse> responses,
        ToldGroups told, TextCipher cipher)
    {
        var warnings = new List<AuditWarning>();
        var hidden = responses.Where(response => !told.Contains(response.Group)).Select(response => response.ResponseId).ToHashSet(StringComparer.Ordinal);
        var found = await NearDuplicates.FindAsync(CheckStore.TextsAsync(connection, organisationId, itemId, design.Selection, cipher)
            .Where(text => !hidden.Contains(text.ResponseId)));
        if (found.Responses > 0)
        {
            warnings.Add(new AuditWarning("nearDuplicates", itemId, string.Create(CultureInfo.InvariantCulture,
                $"{told.WordsOf(found.Responses, found.Compared)} responses that were compared (of at least {NearDuplicates.FewestWords} words"
                + $"{(told.AreAll ? "" : ", groups of a few aside")}) are nearly the same as another student's "
                + $"(from {NearDuplicates.Threshold:P0} of their runs of three words on); a scorer may have been tested on what it was trained on. "
                + $"The item's page, and GET /v1/items/{{itemId}}, name examples.")));
        }
        var lengths = await CheckStore.TextLengthsAsync(connection, organisationId, itemId, design.Selection);
        if (lengths.FirstOrDefault(length => length.Group == design.Reference && IsTold(length)) is { } reference)
        {
            warnings.AddRange(
                from focal in lengths
                where focal.Group is not null && focal.Group != design.Reference && design.Groups.Contains(focal.Group) && IsTold(focal)
                let d = reference.StandardizedDifference(focal)
                where d is not null && Math.Abs(d.Value) >= LengthDifference
                select new AuditWarning("textLength", itemId, string.Create(CultureInfo.InvariantCulture,
                    $"Texts of group '{reference.Group}' have {reference.Mean:0} characters on average, those of '{focal.Group}' {focal.Mean:0} "
                    + $"(standardised difference {d:0.00}); a scorer that goes by length treats the groups differently.")));
        }
        return warnings;

        // Of few texts their mean tells one's length.
        bool IsTold(TextLength length) => told.Contains(length.Group) && length.N >= design.MinCellSize;
    }

    /// <summary>The warnings that words were taken for missing values.</summary>
    public static IEnumerable<AuditWarning> OfMissing(IReadOnlyList<(string Attribute, string Word)> met) =>
        met.GroupBy(one => one.Attribute).Select(attribute => new AuditWarning("missingWords", null,
            $"In '{attribute.Key}' {string.Join(", ", attribute.Select(one => $"'{one.Word}'"))} is taken as not reported, as R, pandas and Excel write "
            + "it or the request names it. If it is a group, name it in groups."));

    /// <summary>The warnings that groups which are compared are called nearly the same; one of a few students is not named.</summary>
    public static IEnumerable<AuditWarning> OfLabels(
        IReadOnlyList<string> groups, IReadOnlyCollection<(string Group, int StudentNo)> members, int minCellSize)
    {
        var students = members.CountBy(member => member.Group).ToDictionary();
        return AlikeLabels.Said(groups.Where(group => students.GetValueOrDefault(group) is var n && n > 0 && !SmallCells.IsSmall(n, minCellSize)))
            .Select(said => new AuditWarning("alikeGroups", null, said));
    }

    /// <summary>The warning that groups answered different items.</summary>
    public static IEnumerable<AuditWarning> OfItems(IReadOnlyList<AuditedItem> items, IReadOnlyList<string> groups, int minCellSize)
    {
        var counts = items.Select(item => groups
            .Select(group => (double)(item.Groups.FirstOrDefault(one => one.Group == group)?.N ?? 0)).ToArray()).ToArray();
        foreach (var (item, own) in items.Zip(counts).Where(item => item.Second.Count(n => n > 0) == 1))
        {
            var only = Array.FindIndex(own, n => n > 0);
            var group = own[only] < minCellSize ? "one group" : $"group '{groups[only]}'";
            yield return new AuditWarning("oneGroupOnly", item.ItemId, $"Only {group} answered this item; it says nothing about a contrast.");
        }
        // What a few students answered does not count here either.
        counts = [.. counts.Select(own => own.Select(n => n < minCellSize ? 0 : n).ToArray())];
        if (items.Count > 1 && CramersV(counts) is { } v && v >= Confounding)
        {
            yield return new AuditWarning("groupItemConfounding", null, string.Create(CultureInfo.InvariantCulture,
                $"The groups answered different items (Cramér's V {v:0.00}): a difference over all responses may be one between items; "
                + $"look at the items one by one."));
        }
    }

    /// <summary>Cramér's V of a table, 0 to 1; null where a margin is empty.</summary>
    internal static double? CramersV(double[][] counts)
    {
        var n = counts.Sum(row => row.Sum());
        var rows = counts.Where(row => row.Sum() > 0).ToArray();
        var columns = Enumerable.Range(0, counts[0].Length).Where(column => rows.Sum(row => row[column]) > 0).ToArray();
        if (rows.Length < 2 || columns.Length < 2)
        {
            return null;
        }
        var chiSquared = rows.Sum(row => columns.Sum(column =>
        {
            var expected = row.Sum() * rows.Sum(one => one[column]) / n;
            return Math.Pow(row[column] - expected, 2) / expected;
        }));
        return Math.Sqrt(chiSquared / (n * (Math.Min(rows.Length, columns.Length) - 1)));
    }
}
