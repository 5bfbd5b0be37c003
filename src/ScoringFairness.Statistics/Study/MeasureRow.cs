using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Study;

/// <summary>One figure of an audit with its uncertainty: a row of the report, of its CSV and of the table <c>measures</c>.</summary>
/// <remarks>A figure that does not exist is null, with the reason in <see cref="Note"/>; it is never 0.</remarks>
public sealed record MeasureRow
{
    /// <summary>The measure's code, as the catalogue of measures has it.</summary>
    public required string Measure { get; init; }

    /// <summary>The scorer, or <c>human</c>.</summary>
    public required string Scorer { get; init; }

    /// <summary>The training split of a trained scorer; null for the human and for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// What the row's scorer is compared with: another split, the second human, or the twin of a mitigated scorer. The value is this
    /// row's minus that one's.
    /// </summary>
    public string? ComparedWith { get; init; }

    /// <summary>The item; null where the row covers several.</summary>
    public string? ItemId { get; init; }

    /// <summary>How several items were joined: <c>responses</c> (pooled) or <c>items</c> (unweighted mean over items).</summary>
    public string? Over { get; init; }

    /// <summary>The human level that the row is about, counted from 0.</summary>
    public int? Level { get; init; }

    /// <summary><c>level</c> (one level against the rest) or <c>cut</c> (at least that level).</summary>
    public string? Basis { get; init; }

    /// <summary>How rates were joined to one odds figure: <c>mean</c> or <c>max</c>.</summary>
    public string? Aggregation { get; init; }

    /// <summary>
    /// The levels (cuts) that a figure over levels rests on, counted from 0: all four denominators reach the least size of a cell.
    /// </summary>
    public IReadOnlyList<int>? LevelsUsed { get; init; }

    /// <summary>The levels (cuts) that it leaves out.</summary>
    public IReadOnlyList<int>? LevelsLeftOut { get; init; }

    /// <summary>The group that the row is about; null for all groups together.</summary>
    public string? Group { get; init; }

    /// <summary>The two groups of a contrast, reference minus focal: <c>male-female</c>.</summary>
    public string? Contrast { get; init; }

    /// <summary>
    /// <c>expected</c> (of a trained scorer's real-valued scores before they were brought onto the scale) or <c>reported</c> (after);
    /// null where there is one form only.
    /// </summary>
    public string? Form { get; init; }

    /// <summary>The figure.</summary>
    public double? Value { get; init; }

    /// <summary>
    /// A distance's median-unbiased value: absolute differences are biased upward, the more so the fewer responses there are. It lies in
    /// the interval as <see cref="Value"/> does, which stays as other toolkits compute it. Null for what is signed.
    /// </summary>
    public double? Corrected { get; init; }

    /// <summary>Lower end of the interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? High { get; init; }

    /// <summary>Nominal coverage of the interval.</summary>
    public double? Confidence { get; init; }

    /// <summary>How the interval was made: <c>wilson</c>, <c>newcombe</c>, <c>welch</c>, <c>bootstrap</c>, …</summary>
    public string? Method { get; init; }

    /// <summary>The test behind <see cref="PValue"/>.</summary>
    public string? Test { get; init; }

    /// <summary>The test's statistic.</summary>
    public double? Statistic { get; init; }

    /// <summary>The statistic's degrees of freedom.</summary>
    public double? Df { get; init; }

    /// <summary>The p value as it came.</summary>
    public double? PValue { get; init; }

    /// <summary>The p value after Holm's adjustment within the measure's family.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>How many responses (or, over items, items) the figure rests on; null where that count is suppressed.</summary>
    public required long? N { get; init; }

    /// <summary>Responses by group.</summary>
    public IReadOnlyDictionary<string, long> NByGroup { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// Denominators of the rates behind the figure, by name; for a comparison of splits, the responses that only one of them
    /// scored right (<c>onlyRight.&lt;split&gt;</c>).
    /// </summary>
    public IReadOnlyDictionary<string, long>? Denominators { get; init; }

    /// <summary>The tolerance δ, or the minimum, that the verdict was taken at.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The verdict of a contrast; null where none is due.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>What <see cref="Tolerance"/> is: a tolerance, or a minimum; null where there is none.</summary>
    public Bound? Bound { get; init; }

    /// <summary>The smallest true difference that these numbers would have shown with 80 % power.</summary>
    public double? Detectable { get; init; }

    /// <summary>
    /// How many responses (over items: items), in the same proportions, a scorer without any difference would need to be called
    /// <c>within</c> with a probability of 80 %.
    /// </summary>
    public long? NeededForWithin { get; init; }

    /// <summary>
    /// How many it would take to be called <c>exceeds</c> with a probability of 80 %, were the difference seen the true one; null
    /// where that lies within the tolerance.
    /// </summary>
    public long? NeededForExceeds { get; init; }

    /// <summary>
    /// What chance alone gives an odds figure at these sizes: its mean over permutations of the groups within human level.
    /// </summary>
    public double? ExpectedByChance { get; init; }

    /// <summary>Why a figure is missing, and whatever else a reader must know.</summary>
    public string? Note { get; init; }

    /// <summary>The measure whose figure changed, where the row tells of a change; null of every other measure.</summary>
    public string? OfMeasure { get; init; }

    /// <summary>
    /// Of what changes with swapped words: <c>firstToSecond</c> (the first words of the list became the second ones) or
    /// <c>secondToFirst</c>; null of every other measure.
    /// </summary>
    public string? Direction { get; init; }
}
