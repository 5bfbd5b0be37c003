using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Bench;

/// <summary>Scores of essays by a scorer and those that are set beside it, as a study has them.</summary>
internal sealed class EssayStudy
{
    private static readonly ScoreScale Scale = new(1, 5, 0.5);
    private readonly EssayFile _essays;
    private readonly string[] _items;
    private readonly string[] _groups;
    private readonly List<(string Name, IReadOnlyList<double> Scores)> _scorers = [];

    /// <param name="essays">The essays, each of a student of their own.</param>
    /// <param name="items">The items.</param>
    /// <param name="reference">The reference group.</param>
    public EssayStudy(EssayFile essays, string[] items, string reference)
    {
        (_essays, _items) = (essays, items);
        _groups = [reference, .. essays.Groups.Distinct().Where(group => group != reference).Order(StringComparer.Ordinal)];
        Numbers = [.. essays.Groups.Select(group => Array.IndexOf(_groups, group))];
    }

    /// <summary>The number of each essay's group.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>Students with whom they are set beside; where there are any, there are no mitigated twins.</summary>
    public List<TwinScorers> Distilled { get; } = [];

    /// <summary>Adds a scorer; where there are no students, the first is the twin of all others.</summary>
    /// <returns>Its number.</returns>
    public int Add(string name, IReadOnlyDictionary<string, double[]> scores)
    {
        _scorers.Add((name, [.. _items.SelectMany(item => scores[item])]));
        return _scorers.Count - 1;
    }

    /// <summary>The rows of the study.</summary>
    public IReadOnlyList<MeasureRow> Evaluate(long seed, CancellationToken cancellation)
    {
        var one = Enumerable.Range(0, _items.Length).SelectMany(item => Numbers.Select((group, essay) => (Item: item, Group: group, Essay: essay))).ToList();
        int[] human = [.. one.Select(at => Scale.LevelOf(_essays.Scores[_items[at.Item]][at.Essay])!.Value)];
        var responses = new StudentResponses
        {
            Student = [.. one.Select(at => at.Essay)],
            Group = [.. one.Select(at => at.Group)],
            Item = [.. one.Select(at => at.Item)],
            Human = human,
            Machine = [.. _scorers.Select(scorer => scorer.Scores)],
        };
        var data = new EvaluationData
        {
            Groups = _groups,
            Items = [.. _items.Select(item => new StudyItem(item, Scale))],
            Scorers = [.. _scorers.Select(scorer => new StudyScorer(scorer.Name, "mixed"))],
            Cubes = [.. _scorers.Select(scorer => Cubes(scorer.Scores, one, human))],
            Students = _items.Length > 1 ? responses : null,
            PairedResponses = responses,
            Distilled = Distilled,
            Twins = Distilled.Count > 0 ? [] : [.. Enumerable.Range(1, _scorers.Count - 1).Select(at => new TwinScorers(at, 0))],
        };
        return StudyEvaluation.Evaluate(data, new EvaluationOptions { Reference = _groups[0], Focal = _groups[1..], Seed = seed }, cancellation);
    }

    private CountCube[] Cubes(IReadOnlyList<double> scores, List<(int Item, int Group, int Essay)> one, int[] human)
    {
        var cubes = _items.Select(_ => new CountCube(_groups.Length, Scale)).ToArray();
        foreach (var (at, (item, group, _)) in one.Index()) cubes[item].Add(group, human[at], scores[at]);
        return cubes;
    }
}
