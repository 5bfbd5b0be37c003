using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Planning;

/// <summary>The items of an audit, by the texts of whose students they hold: traits of one essay hold the same.</summary>
internal sealed class SameTexts
{
    private readonly List<(string ItemId, IReadOnlyList<CandidateResponse> Candidates, ItemPlan Plan)> _items = [];

    /// <summary>Adds an item that holds others than those before.</summary>
    public void Add(string itemId, IReadOnlyList<CandidateResponse> candidates, ItemPlan plan) => _items.Add((itemId, candidates, plan));

    /// <summary>The item that holds the same texts as another, its plan, and the other's responses in its order; null where there is none.</summary>
    public (string ItemId, ItemPlan Plan, IReadOnlyList<CandidateResponse> Paired)? Find(IReadOnlyList<CandidateResponse> candidates)
    {
        foreach (var (itemId, own, plan) in _items)
        {
            if (Paired(own, candidates) is { } paired)
            {
                return (itemId, plan, paired);
            }
        }
        return null;
    }

    /// <summary>
    /// The responses of an item in the order of those of another that are the same texts, of the same students, in the same groups; null where
    /// some have no such partner, or where a text is not known.
    /// </summary>
    /// <param name="others">The other item's responses.</param>
    /// <param name="own">The item's.</param>
    public static IReadOnlyList<CandidateResponse>? Paired(IReadOnlyList<CandidateResponse> others, IReadOnlyList<CandidateResponse> own)
    {
        if (others.Count != own.Count || own.Count == 0 || own.Concat(others).Any(response => response.TextDigest is null))
        {
            return null;
        }
        var waiting = own.GroupBy(Key).ToDictionary(same => same.Key, same => new Queue<CandidateResponse>(same));
        var paired = new List<CandidateResponse>(own.Count);
        foreach (var other in others)
        {
            if (!waiting.TryGetValue(Key(other), out var same) || !same.TryDequeue(out var partner))
            {
                return null;
            }
            paired.Add(partner);
        }
        return paired;
    }

    private static (string Text, string? Student, string? Group) Key(CandidateResponse response) =>
        (Convert.ToHexString(response.TextDigest!), response.StudentId, response.GroupLabel);
}
