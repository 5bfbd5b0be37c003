namespace ScoringFairness.Service.Planning.CrossFitting;

/// <summary>Finds responses that must stay together: those of one student and those of one text, and chains of such.</summary>
internal static class Clusters
{
    /// <summary>Numbers the clusters of responses.</summary>
    /// <param name="students">The student of each response.</param>
    /// <param name="texts">A key of each response's normalised text.</param>
    /// <returns>The cluster of each response, numbered by first appearance.</returns>
    public static int[] Of(IReadOnlyList<int> students, IReadOnlyList<string> texts)
    {
        var parent = Enumerable.Range(0, students.Count).ToArray();
        int Root(int at)
        {
            while (parent[at] != at)
            {
                parent[at] = parent[parent[at]];
                at = parent[at];
            }
            return at;
        }

        void Join<TKey>(IReadOnlyList<TKey> keys)
            where TKey : notnull
        {
            var first = new Dictionary<TKey, int>();
            for (var at = 0; at < keys.Count; at++)
            {
                if (!first.TryAdd(keys[at], at))
                {
                    parent[Root(at)] = Root(first[keys[at]]);
                }
            }
        }

        Join(students);
        Join(texts);
        var numbers = new Dictionary<int, int>();
        return [.. Enumerable.Range(0, students.Count).Select(at =>
        {
            var root = Root(at);
            if (!numbers.TryGetValue(root, out var number))
            {
                numbers.Add(root, number = numbers.Count);
            }
            return number;
        })];
    }
}
