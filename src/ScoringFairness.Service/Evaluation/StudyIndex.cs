using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The numbers of groups, items and scorers.</summary>
internal sealed class StudyIndex(IReadOnlyList<string> groups, IReadOnlyList<StudyItem> items, IReadOnlyList<StudyScorer> scorers)
{
    private readonly Dictionary<string, int> _groups = groups.Index().ToDictionary(one => one.Item, one => one.Index);
    private readonly Dictionary<string, int> _items = items.Index().ToDictionary(one => one.Item.ItemId, one => one.Index);
    private readonly Dictionary<StudyScorer, int> _scorers = scorers.Index().ToDictionary(one => one.Item, one => one.Index);

    public IReadOnlyList<string> Groups => groups;

    public IReadOnlyList<StudyItem> Items => items;

    public IReadOnlyList<StudyScorer> Scorers => scorers;

    public int Group(string label) => _groups[label];

    public int Item(string itemId) => _items[itemId];

    public int Scorer(string name, string? split) => _scorers[new StudyScorer(name, split)];
}
