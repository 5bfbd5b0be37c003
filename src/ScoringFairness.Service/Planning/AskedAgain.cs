using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Planning;

/// <summary>
/// Makes the request of an audit again from its design: sent unchanged, on the same data and under the same policy, it gives the same
/// design.
/// </summary>
internal sealed class AskedAgain(PolicyStore policies, ScorerKinds kinds)
{
    private const string Again = " (again)";

    /// <summary>The request that a design stands for, under a name that says so.</summary>
    public async Task<AuditRequest> RequestAsync(string organisationId, AuditDesign design, CancellationToken cancellation)
    {
        var policy = await policies.FindAsync(organisationId, cancellation);
        var bySelf = PolicyBounds.Of(policy, design.Preset, tolerances: null, minimums: null, minGroupShare: null);
        return new AuditRequest
        {
            Name = $"{design.Name[..Math.Min(design.Name.Length, Identifier.MaximumLength - Again.Length)]}{Again}",
            Items = new ItemSelection(design.Items),
            Cohort = design.Cohort,
            SubmittedFrom = design.SubmittedFrom,
            SubmittedTo = design.SubmittedTo,
            Attribute = design.Attribute,
            Groups = Groups(design),
            OtherGroups = design.OtherGroups,
            Missing = Words(design.Missing.Except(new MissingWords(null).All)),
            Reference = design.Reference,
            Focal = design.Focal,
            Scorers = [.. design.Scorers.Select(scorer => kinds.Of(scorer).Again(scorer))],
            Folds = design.Folds,
            Repeats = design.Repeats,
            Seed = design.Seed,
            Bootstrap = design.Bootstrap,
            Confidence = design.Confidence,
            Tolerances = Own(design.Tolerances, bySelf.Tolerances),
            Minimums = Own(design.Minimums, bySelf.Minimums),
            Preset = design.Preset,
            MinGroupShare = design.MinGroupShare,
            AdjustOverGroups = design.AdjustOverGroups,
            MinGroupSize = design.MinGroupSize,
            MinCellSize = design.MinCellSize,
            Explain = Words(design.Explain),
            SwapWords = design.Swaps is { Version: null } own ? [.. own.Words.Select(pair => (IReadOnlyList<string>)[pair.First, pair.Second])] : null,
            SwapNames = design.Swaps is { Version: not null, Names: true } ? true : null,
            PromptAttribute = design.PromptAttribute,
            Budget = design.Budget,
        };
    }

    /// <summary>The groups that must be named: those that are compared alone, and those whose label else stands for a missing value.</summary>
    private static WordList? Groups(AuditDesign design)
    {
        if (design.ComparedGroups is { } compared)
        {
            return new WordList(compared);
        }
        var values = new MissingWords(null).All.Except(design.Missing).ToHashSet(StringComparer.Ordinal);
        return Words(design.Attribute.Names.Count == 1 ? values : design.Groups.Where(group => group.Split('|').Any(values.Contains)));
    }

    private static WordList? Words(IEnumerable<string> words) => words.ToList() is { Count: > 0 } some ? new WordList(some) : null;

    /// <summary>The bounds that do not come about by themselves.</summary>
    private static Dictionary<string, double>? Own(IReadOnlyDictionary<string, double> design, SortedDictionary<string, double> bySelf) =>
        design.Where(one => !bySelf.TryGetValue(one.Key, out var value) || value != one.Value).ToDictionary() is { Count: > 0 } own ? own : null;
}
