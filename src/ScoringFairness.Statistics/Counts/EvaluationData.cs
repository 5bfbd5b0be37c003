namespace ScoringFairness.Statistics.Counts;

/// <summary>An item and its scale.</summary>
/// <param name="ItemId">The item's id.</param>
/// <param name="Scale">Its scale.</param>
public sealed record StudyItem(string ItemId, ScoreScale Scale);

/// <summary>A scorer as it was trained.</summary>
/// <param name="Name">The scorer's name.</param>
/// <param name="Split">The training split; null for scores from outside.</param>
public sealed record StudyScorer(string Name, string? Split);

/// <summary>Everything that the measures of one study are computed from.</summary>
public sealed class EvaluationData
{
    /// <summary>The groups; a group's number is its place here.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The items; an item's number is its place here.</summary>
    public required IReadOnlyList<StudyItem> Items { get; init; }

    /// <summary>The scorers; a scorer's number is its place here.</summary>
    public required IReadOnlyList<StudyScorer> Scorers { get; init; }

    /// <summary>The counts, <c>[scorer][item]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<CountCube>> Cubes { get; init; }

    /// <summary>
    /// The same counts with the power sums of scores before they were brought onto the scale, <c>[scorer][item]</c>; null for a scorer
    /// that has no other scores than those of <see cref="Cubes"/>.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<CountCube>?>? Expected { get; init; }

    /// <summary>Whether responses of the items may be pooled: there are several items, of one scale.</summary>
    public bool IsPoolable => Items.Count > 1 && Items.All(item => item.Scale == Items[0].Scale);

    /// <summary>
    /// Responses whose machine score lies off the scale (<see cref="ScoreScale.IsOff"/>), <c>[scorer][item]</c>. Null where none does.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>>? OffScale { get; init; }

    /// <summary>Who was right where two scorers scored the same responses.</summary>
    public IReadOnlyList<PairedCount> Pairs { get; init; } = [];

    /// <summary>
    /// The responses one by one, wherever some student gave more than one: what the resampling of students needs.
    /// Null where every response is a student of its own.
    /// </summary>
    public StudentResponses? Students { get; init; }

    /// <summary>How scores changed with words swapped, <c>[scorer]</c>. Null where nobody asked for it.</summary>
    public IReadOnlyList<IReadOnlyList<SwappedResponse>>? Swaps { get; init; }

    /// <summary>
    /// What probes guessed of the responses' groups, <c>[scorer]</c>; null for a scorer that has no vectors. Null where nobody asked for it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ProbedResponse>?>? Probes { get; init; }

    /// <summary>The errors whose difference between groups is decomposed, <c>[scorer]</c>. Null where nobody asked for it.</summary>
    public IReadOnlyList<IReadOnlyList<DecomposedResponse>>? Decomposed { get; init; }

    /// <summary>
    /// Scores before they were brought onto the scale that are cut by group as a diagnosis, <c>[scorer]</c>; null for a scorer that has none.
    /// Null where nobody asked for it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<CutResponse>?>? Cut { get; init; }

    /// <summary>The mitigated scorers, each with its unmitigated twin.</summary>
    public IReadOnlyList<TwinScorers> Twins { get; init; } = [];

    /// <summary>The students of other scorers, each with its teacher, and each with the same scorer without a teacher.</summary>
    public IReadOnlyList<TwinScorers> Distilled { get; init; } = [];

    /// <summary>
    /// The responses one by one with the scores of <see cref="Twins"/> and <see cref="Distilled"/>, where <see cref="Students"/> is null: what
    /// pairs them. Null where there are no pairs.
    /// </summary>
    public StudentResponses? PairedResponses { get; init; }

    /// <summary>
    /// First against second human rating of the responses that have both, by item, the second in the place of the machine.
    /// Null where no response was rated twice.
    /// </summary>
    public IReadOnlyList<CountCube>? SecondRatings { get; init; }

    /// <summary>Sums of the ratings, <c>[scorer][item][group]</c>. Null where no response was rated twice.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<RatingSums>>>? Ratings { get; init; }

    /// <summary>
    /// The responses rated twice with each scorer's scores, <c>[scorer][item]</c>: what pairs machine and second human. Null where no
    /// response was.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<DoubleRatings>>? DoubleRatings { get; init; }

    /// <summary>Histograms of probabilities, <c>[scorer][item]</c>; null for a scorer that gives none.</summary>
    public IReadOnlyList<IReadOnlyList<ProbabilityBins>?>? Probabilities { get; init; }
}

/// <summary>How many responses of a group two scorers agreed with the human on.</summary>
/// <param name="First">Number of the first scorer.</param>
/// <param name="Second">Number of the second scorer.</param>
/// <param name="Item">Number of the item.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="FirstCorrect">Whether the first scorer gave the human level.</param>
/// <param name="SecondCorrect">Whether the second scorer gave the human level.</param>
/// <param name="Count">Responses scored by both.</param>
public sealed record PairedCount(
    int First, int Second, int Item, int Group, bool FirstCorrect, bool SecondCorrect, long Count);

/// <summary>How the score of a response changed with words of it put in each other's place.</summary>
/// <param name="Item">Number of the item.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="Student">Number of the student.</param>
/// <param name="Direction">firstToSecond or secondToFirst.</param>
/// <param name="Change">The changed text's score minus the text's.</param>
/// <param name="LevelChanged">Whether its level is another.</param>
public sealed record SwappedResponse(int Item, int Group, int Student, string Direction, double Change, bool LevelChanged);

/// <summary>What probes that did not see a response, nor any other of its student, guessed of its group.</summary>
/// <param name="Item">Number of the item.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="Student">Number of the student.</param>
/// <param name="Focal">Number of the focal group that the probe tells from the reference.</param>
/// <param name="Part">Which probe it was: guesses of two probes are not compared.</param>
/// <param name="ByVector">The guess from the scorer's vector, higher for the reference group.</param>
/// <param name="ByPlain">The guess from plain features.</param>
public sealed record ProbedResponse(int Item, int Group, int Student, int Focal, int Part, double ByVector, double ByPlain);

/// <summary>A scorer's error on a response, and what may explain it.</summary>
/// <param name="Item">Number of the item.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="Student">Number of the student.</param>
/// <param name="Words">Words of its text.</param>
/// <param name="Prompt">Its prompt within the item; null where an item has one.</param>
/// <param name="Error">Machine minus human, in points.</param>
/// <param name="Expected">The same of the score before it was brought onto the scale; NaN where there is none.</param>
public sealed record DecomposedResponse(int Item, int Group, int Student, int Words, string? Prompt, double Error, double Expected);

/// <summary>A score before it was brought onto the scale.</summary>
/// <param name="Item">Number of the item.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="Student">Number of the student.</param>
/// <param name="Fold">The fold that it was held out with: it is cut as the others would have it.</param>
/// <param name="Human">The human level.</param>
/// <param name="Expected">The score.</param>
public sealed record CutResponse(int Item, int Group, int Student, int Fold, int Human, double Expected);

/// <summary>A scorer and the one that it is set beside: of a mitigated scorer the one that differs from it by the mitigation alone.</summary>
/// <param name="Scorer">Number of the scorer.</param>
/// <param name="Twin">Number of the other.</param>
public sealed record TwinScorers(int Scorer, int Twin);

/// <summary>Responses one by one, as columns of equal length.</summary>
public sealed class StudentResponses
{
    private int? _count;

    /// <summary>The student's number, 0 … students − 1.</summary>
    public required IReadOnlyList<int> Student { get; init; }

    /// <summary>How many students there are.</summary>
    public int Count => _count ??= Student.Max() + 1;

    /// <summary>The group's number.</summary>
    public required IReadOnlyList<int> Group { get; init; }

    /// <summary>The item's number.</summary>
    public required IReadOnlyList<int> Item { get; init; }

    /// <summary>The human level.</summary>
    public required IReadOnlyList<int> Human { get; init; }

    /// <summary>The raw machine score by scorer, <c>[scorer][response]</c>; NaN where that scorer gave none.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Machine { get; init; }

    /// <summary>
    /// The machine score before it was brought onto the scale, as <see cref="Machine"/> has the one after; NaN where there is none. Null
    /// where no scorer has any.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>>? Expected { get; init; }

    /// <summary>The second human rating; NaN where there is none. Null where no response was rated twice.</summary>
    public IReadOnlyList<double>? Second { get; init; }
}
