using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>The responses of an item and the fold of each.</summary>
/// <param name="Responses">The responses in the order of their numbers.</param>
/// <param name="Folds">The fold of each by repeat, <c>[repeat][response]</c>; the same for every scorer and split.</param>
/// <param name="SplitGroups">The groups that have a training split of their own here.</param>
/// <param name="Clusters">Whether there are enough clusters for the folds.</param>
internal sealed record ItemPlan(
    IReadOnlyList<PlannedResponse> Responses, IReadOnlyList<int[]> Folds, IReadOnlyList<string> SplitGroups, FoldedClusters Clusters)
{
    /// <summary>Whether a split can be trained, and its scorer scored, in every fold of every repeat.</summary>
    public bool CanTrain(TrainingSplit split) => split switch
    {
        { Name: TrainingSplit.None } => true,
        { OnlyGroup: { } group } => SplitGroups.Contains(group) && Clusters.AreEnoughOf(group),
        { Name: TrainingSplit.MixedMatched } => SplitGroups.Any(Clusters.AreEnoughOf),
        _ => Clusters.AreEnough,
    };

    /// <summary>Whether some response is held out in a fold.</summary>
    public bool IsScored(int repeat, int fold) => Folds[repeat].Contains(fold);

    /// <summary>The plan of an item.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="candidates">Its responses; where it is planned like another item, in the order of that one's.</param>
    /// <param name="design">The audit.</param>
    /// <param name="students">Numbers the students.</param>
    /// <param name="like">The plan of an item that holds the same texts and trains together with this one: its folds are this one's.</param>
    public static ItemPlan Of(
        string itemId, ScoreScale scale, IReadOnlyList<CandidateResponse> candidates, AuditDesign design, StudentNumbers students, ItemPlan? like = null)
    {
        var numbers = candidates.Select(candidate => students.Of(candidate.StudentId)).ToArray();
        var clusters = CrossFitting.Clusters.Of(numbers, [.. candidates.Select((candidate, at) => TextKey(candidate, at))]);
        var responses = candidates.Select((candidate, at) => new PlannedResponse
        {
            ResponseNo = at,
            ResponseId = candidate.ResponseId,
            StudentNo = numbers[at],
            Group = candidate.GroupLabel,
            HumanLevel = scale.LevelOf(candidate.HumanScore)
                ?? throw new InvalidOperationException($"Item '{itemId}' holds a score off its scale."),
            FurtherScores = candidate.FurtherScores,
            ClusterNo = clusters[at],
        }).ToList();
        var folds = like?.Folds ?? Enumerable.Range(0, design.Repeats)
            .Select(repeat => StratifiedParts.Deal(responses, design.Folds, SeededRandom.SeedOf(design.Seed, "folds", itemId, repeat))).ToList();
        return new ItemPlan(
            responses, folds, TrainingGroups.On(responses, design), new FoldedClusters(responses, folds, design.Folds));
    }

    /// <summary>Equal for equal texts; a response whose text is not known is equal to no other.</summary>
    private static string TextKey(CandidateResponse candidate, int at) =>
        candidate.TextDigest is { } digest ? Convert.ToHexString(digest) : $"#{at}";
}

/// <summary>Numbers students in the order of their appearance; one without an id is a student of his own.</summary>
internal sealed class StudentNumbers
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>Students so far.</summary>
    public int Count => _next;

    public int Of(string? studentId)
    {
        if (studentId is null)
        {
            return _next++;
        }
        if (!_known.TryGetValue(studentId, out var number))
        {
            _known.Add(studentId, number = _next++);
        }
        return number;
    }
}
