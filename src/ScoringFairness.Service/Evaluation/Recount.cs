using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Who is evaluated, where some were erased since the plan: what was planned would tell of which group they were.</summary>
/// <param name="Data">Who is evaluated.</param>
/// <param name="Erased">How many were erased, by item.</param>
/// <param name="Warnings">What is to know of the items that lack some.</param>
internal sealed record Recount(AuditedData Data, IReadOnlyDictionary<string, long> Erased, IReadOnlyList<AuditWarning> Warnings)
{
    /// <summary>Warnings of the plan that count, or describe, responses.</summary>
    public static readonly IReadOnlyList<string> Counting =
    [
        "unusedLevels", "constantScores", "scaleHardlyUsed", "groupMissingAtLevel", "smallGroup", "unequalSplits", "repeatedResponses", "unscored",
        "nearDuplicates", "textLength", "oneGroupOnly",
    ];

    /// <summary>Whether the same were erased.</summary>
    public bool Holds(IReadOnlyDictionary<string, long> erased) =>
        erased.Count == Erased.Count && Erased.All(item => erased.GetValueOrDefault(item.Key) == item.Value);
}

/// <summary>Counts anew who takes part in an audit.</summary>
internal sealed class Recounts(OrganisationDatabase database, PlannedResponses planned, OutOfFoldScores scores)
{
    public async Task<Recount> OfAsync(string organisationId, Audit audit, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, long> erased;
        await using (var connection = await database.OpenAsync(organisationId, cancellation))
        {
            erased = await ErasedScores.CountsAsync(connection, organisationId, audit.AuditId);
        }
        var data = audit.Data!;
        if (erased.Count == 0)
        {
            return new Recount(data, erased, []);
        }
        var (items, warnings, members) = (new List<AuditedItem>(), new List<AuditWarning>(), new HashSet<(string Group, int StudentNo)>());
        foreach (var item in data.Items)
        {
            var lacks = erased.TryGetValue(item.ItemId, out var n);
            if (!lacks && data.StudentsByGroup is null)
            {
                items.Add(item);
                continue;
            }
            var (all, _) = await planned.ReadAsync(organisationId, audit.AuditId, item.ItemId, repeat: 0, cancellation);
            List<PlannedResponse> left = [.. all.Where(response => response.ResponseId.Length > 0)];
            members.UnionWith(left.Where(response => response.Group is not null).Select(response => (response.Group!, response.StudentNo)));
            items.Add(lacks ? await AgainAsync(organisationId, audit, item, left, n, cancellation) : item);
            warnings.AddRange(lacks ? Warnings(items[^1], left, audit.Design) : []);
        }
        var students = data.StudentsByGroup is null ? null : DataSummary.StudentsByGroup(members);
        return new Recount(data with { Items = items, StudentsByGroup = students }, erased, warnings);
    }

    private async Task<AuditedItem> AgainAsync(
        string organisationId, Audit audit, AuditedItem item, IReadOnlyList<PlannedResponse> left, long erased, CancellationToken cancellation)
    {
        var unscored = new List<UnscoredGroup>();
        foreach (var scorer in item.Unscored.Select(one => one.Scorer).Distinct())
        {
            unscored.AddRange(UnscoredGroups.Of(
                scorer, left, await scores.ScoredAsync(organisationId, audit.AuditId, item.ItemId, scorer, cancellation), audit.Design.MinCellSize));
        }
        return DataSummary.Of(item.ItemId, item.Scale.ToGrid(), left, audit.Design.MinCellSize) with
        {
            Unscored = unscored,
            Excluded = [.. item.Excluded, Exclusion.OfErased(erased, audit.Design.MinCellSize)],
        };
    }

    private static IEnumerable<AuditWarning> Warnings(AuditedItem item, IReadOnlyList<PlannedResponse> left, AuditDesign design)
    {
        var scale = item.Scale.ToGrid();
        return
        [
            .. DataWarnings.OfLevels(
                item.ItemId, scale,
                [.. design.Groups.Select(group => (group, DataSummary.CountLevels(left.Where(response => response.Group == group), scale.LevelCount)))],
                design.MinGroupSize, item.Told(design.MinCellSize)),
            .. DataWarnings.Unscored(item.ItemId, item.Unscored),
            new AuditWarning("erasedMeanwhile", item.ItemId,
                "Responses to this item were erased while the audit ran. They are counted among nobody and in no figure; what texts and splits were like, "
                + "and sizes of training runs, are left out, for they would tell of which group the erased were."),
        ];
    }
}
