using System.Text.Json.Serialization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Planning;

/// <summary>What a client asks for. Only items and attribute are required; the rest has defaults that are written out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AuditRequest
{
    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Ids of the items, or "all".</summary>
    public required ItemSelection Items { get; init; }

    /// <summary>Only responses of this cohort.</summary>
    public string? Cohort { get; init; }

    /// <summary>Only responses submitted at this time or later.</summary>
    public DateTimeOffset? SubmittedFrom { get; init; }

    /// <summary>Only responses submitted before this time.</summary>
    public DateTimeOffset? SubmittedTo { get; init; }

    /// <summary>The attribute whose groups are compared, such as gender; several are crossed: ["gender", "ell"].</summary>
    public required AttributeSelection Attribute { get; init; }

    /// <summary>
    /// The groups that are compared, such as ["male", "female"] (default: all). A group called NA or None is one only where it is named
    /// here, or as reference or focal.
    /// </summary>
    public WordList? Groups { get; init; }

    /// <summary>
    /// What becomes of the groups that are not named: compare (default where no groups are named), leaveOut (default where some are), or
    /// merge, into one group called other. Where no groups are named, leaveOut and merge are for those below minGroupSize.
    /// </summary>
    public OtherGroups? OtherGroups { get; init; }

    /// <summary>Words that stand for a missing value of the attribute, beside NA, N/A, NaN, null and None.</summary>
    public WordList? Missing { get; init; }

    /// <summary>The reference group; for gender male unless given, else the largest group.</summary>
    public string? Reference { get; init; }

    /// <summary>The focal group; all others unless given.</summary>
    public string? Focal { get; init; }

    /// <summary>The scorers; one BERT from random weights unless given.</summary>
    public IReadOnlyList<ScorerRequest>? Scorers { get; init; }

    /// <summary>Folds of the cross-fitting, 2 to 20 (default 3).</summary>
    public int? Folds { get; init; }

    /// <summary>Times that the cross-fitting is repeated with other seeds, 1 to 20 (default 1).</summary>
    public int? Repeats { get; init; }

    /// <summary>The one seed of everything random (default 17).</summary>
    public long? Seed { get; init; }

    /// <summary>Bootstrap draws, 100 to 100,000 (default 2,000); as many permutations.</summary>
    public int? Bootstrap { get; init; }

    /// <summary>Nominal coverage of intervals, 0.5 to 0.999 (default 0.95).</summary>
    public double? Confidence { get; init; }

    /// <summary>Tolerances by measure; measures left out keep their default.</summary>
    public IReadOnlyDictionary<string, double>? Tolerances { get; init; }

    /// <summary>Least acceptable values by measure; measures left out keep their default.</summary>
    public IReadOnlyDictionary<string, double>? Minimums { get; init; }

    /// <summary>A preset of tolerances and minimums, below those of the request: paper, ets, naep or ll144; GET /v1/policy/presets lists them.</summary>
    public string? Preset { get; init; }

    /// <summary>Groups with a smaller share of the responses give no contrast, such as 0.02 (default 0, with some presets their own).</summary>
    public double? MinGroupShare { get; init; }

    /// <summary>
    /// Whether p values are adjusted over the groups of a measure too, beside items, scorers and splits (default false): with many
    /// groups one of them is found to differ by chance.
    /// </summary>
    public bool? AdjustOverGroups { get; init; }

    /// <summary>Groups with fewer responses give no contrast (default 30).</summary>
    public int? MinGroupSize { get; init; }

    /// <summary>Counts below this are suppressed in what leaves the service (default 10).</summary>
    public int? MinCellSize { get; init; }

    /// <summary>
    /// Where gaps come from. swaps: each fit scores the texts of its held-out fold that hold gendered words again with these in each
    /// other's place. attribution: which words move the scores of held-out responses most, by methods that found planted words. groupProbe:
    /// how well a probe guesses the group from what a scorer sees of a text. decomposition: what of the change of the mean score gap text
    /// length, prompts and items explain. groupCuts: how far cuts between levels by group would go, as a diagnosis: no score is made so
    /// (default: nothing).
    /// </summary>
    public WordList? Explain { get; init; }

    /// <summary>Pairs of words to swap in the place of the project's own, such as [["he", "she"], ["his", "her"]], each in lower case.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? SwapWords { get; init; }

    /// <summary>Whether common given names are swapped too (default false).</summary>
    public bool? SwapNames { get; init; }

    /// <summary>The attribute of the responses that names their prompt, where an item has several, for the decomposition.</summary>
    public string? PromptAttribute { get; init; }

    /// <summary>What may be spent on chat models, in the currency of the settings; nothing more is sent once it would be passed.</summary>
    public decimal? Budget { get; init; }
}
