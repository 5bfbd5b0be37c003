using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>How many different students are behind the responses of uploaded scores, where some gave several.</summary>
internal sealed class UploadedPeople
{
    private readonly EvaluationData _data;
    private readonly Dictionary<(string? ItemId, string Scorer, string? Split), IReadOnlyList<GroupStudents>> _behind;

    public UploadedPeople(EvaluationData data)
    {
        (_data, Tables) = (data, StudentTables.Of(data));
        _behind = Tables.ToDictionary(table => (table.ItemId, table.Scorer, table.Split), table => table.Groups);
        ByGroup = data.Students is not { } students ? null : students.Group.Zip(students.Student).Distinct()
            .CountBy(member => member.First).ToDictionary(group => data.Groups[group.Key], group => (long)group.Value);
    }

    /// <summary>The students behind score tables.</summary>
    public IReadOnlyList<StudentTable> Tables { get; }

    /// <summary>The students of each group over all items; null where each response is another's.</summary>
    public IReadOnlyDictionary<string, long>? ByGroup { get; }

    /// <summary>The students of a group who answered an item, in all and at each human score; null where each response is another's.</summary>
    public (long All, IReadOnlyList<long> ByLevel)? Of(int item, int group)
    {
        var fullest = Fullest(_data, item);
        var scorer = _data.Scorers[fullest];
        return _behind.TryGetValue((_data.Items[item].ItemId, scorer.Name, scorer.Split), out var groups)
            && groups[group].N < _data.Cubes[fullest][item].Size(group)
                ? (groups[group].N, groups[group].Human)
                : null;
    }

    /// <summary>The scorer that scored most responses of an item: the human's scores are taken from it.</summary>
    public static int Fullest(EvaluationData data, int item) =>
        Enumerable.Range(0, data.Scorers.Count).MaxBy(scorer => data.Cubes[scorer][item].Total);
}
