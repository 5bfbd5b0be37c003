using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning.CrossFitting;

/// <summary>Deals responses into parts of like composition by group and human level, keeping clusters whole.</summary>
internal static class StratifiedParts
{
    /// <summary>Deals responses into parts.</summary>
    /// <param name="responses">The responses.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="seed">Seed of the order in which clusters are dealt.</param>
    /// <returns>The part of each response, 0 … parts − 1, in the order given.</returns>
    /// <remarks>
    /// Clusters come in random order, the larger before the smaller. Each goes to the part that has least of its strata so
    /// far; ties go to the part that has least in all, then to the lowest number of a random order drawn for the cluster.
    /// </remarks>
    public static int[] Deal(IReadOnlyList<PlannedResponse> responses, int parts, ulong seed)
    {
        var random = new SeededRandom(seed);
        var strata = new Dictionary<(string?, int), int[]>();
        var totals = new int[parts];
        var result = new int[responses.Count];
        var clusters = Enumerable.Range(0, responses.Count).GroupBy(at => responses[at].ClusterNo)
            .Select(cluster => (Members: cluster.ToArray(), Order: random.Next()))
            .OrderByDescending(cluster => cluster.Members.Length).ThenBy(cluster => cluster.Order);
        foreach (var (members, order) in clusters)
        {
            var counts = members.Select(at => Counts(responses[at])).ToArray();
            var start = (int)(order % (ulong)parts);
            var part = Enumerable.Range(0, parts).Select(place => (start + place) % parts)
                .MinBy(candidate => (counts.Sum(count => count[candidate]), totals[candidate]));
            foreach (var at in members)
            {
                result[at] = part;
                Counts(responses[at])[part]++;
                totals[part]++;
            }
        }
        return result;

        int[] Counts(PlannedResponse response)
        {
            var key = (response.Group, response.HumanLevel);
            if (!strata.TryGetValue(key, out var counts))
            {
                strata.Add(key, counts = new int[parts]);
            }
            return counts;
        }
    }
}
