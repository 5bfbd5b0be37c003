namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>Circles of folders: sets of which each member reaches each other along arrows.</summary>
internal static class Circles
{
    /// <summary>The circles, each with its members in the order of names.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Find(IEnumerable<(string From, string To)> arrows)
    {
        var next = arrows.Where(arrow => arrow.From != arrow.To).ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reached = next.ToDictionary(from => from.Key, from => Reached(from.Key, next));
        return
        [
            .. reached.Keys
                .Where(member => reached[member].Contains(member))
                .GroupBy(member => string.Join(' ', reached[member].Where(other => reached.TryGetValue(other, out var back) && back.Contains(member))))
                .Select(circle => (IReadOnlyList<string>)[.. circle.Order(StringComparer.Ordinal)]),
        ];
    }

    private static SortedSet<string> Reached(string start, ILookup<string, string> next)
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(next[start]);
        while (open.TryPop(out var member))
        {
            if (reached.Add(member))
            {
                foreach (var further in next[member])
                    open.Push(further);
            }
        }
        return reached;
    }
}
