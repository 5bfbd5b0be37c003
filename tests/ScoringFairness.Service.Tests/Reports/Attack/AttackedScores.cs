using System.Globalization;
using System.Text;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Tests.Reports.Attack;

/// <summary>A score row of an attacked data set.</summary>
public sealed record AttackedRow(string Item, string Group, int Human, IReadOnlyList<int> Machines);

/// <summary>Scores whose counts an attack must not find.</summary>
internal static class AttackedScores
{
    /// <summary>Scores drawn from a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="sizes">Responses by group, of each item.</param>
    /// <param name="levels">Levels of the scale.</param>
    /// <param name="items">Items.</param>
    /// <param name="scorers">Scorers.</param>
    /// <param name="agreement">How often a machine gives the human's score.</param>
    public static IReadOnlyList<AttackedRow> Draw(
        int seed, IReadOnlyDictionary<string, int> sizes, int levels = 4, int items = 1, int scorers = 1, double agreement = 0.7)
    {
        var random = new Random(seed);
        return
        [
            .. from item in Enumerable.Range(1, items)
               from size in sizes
               from response in Enumerable.Range(0, size.Value)
               let human = Math.Clamp((int)Math.Round(((levels - 1) / 2.0) + (levels / 4.5 * Normal(random))), 0, levels - 1)
               select new AttackedRow($"q{item}", size.Key, human, [.. Enumerable.Range(0, scorers).Select(_ => Machine(random, human, levels, agreement))]),
        ];
    }

    /// <summary>The rows as an evaluation takes them.</summary>
    public static string Csv(IReadOnlyList<AttackedRow> rows)
    {
        var csv = new StringBuilder("itemId,responseId,group,humanScore,machineScore,scorer\n");
        foreach (var (at, row) in rows.Index())
        {
            foreach (var (scorer, machine) in row.Machines.Index())
            {
                csv.Append(CultureInfo.InvariantCulture, $"{row.Item},r{at},{row.Group},{row.Human},{machine},s{scorer + 1}\n");
            }
        }
        return csv.ToString();
    }

    /// <summary>The tables of the rows, of each item and of several together, as an evaluation makes them.</summary>
    public static IEnumerable<ScoreTable> Tables(IReadOnlyList<AttackedRow> rows, int levels, IReadOnlyList<string>? groups = null)
    {
        groups ??= [.. rows.Select(row => row.Group).Distinct()];
        List<string?> items = [.. rows.Select(row => row.Item).Distinct()];
        foreach (var scorer in Enumerable.Range(0, rows[0].Machines.Count))
        {
            foreach (var item in items.Count > 1 ? items.Append(null) : items)
            {
                yield return new ScoreTable
                {
                    ItemId = item,
                    Scorer = $"s{scorer + 1}",
                    Scores = [.. Enumerable.Range(0, levels).Select(level => (double)level)],
                    Groups =
                    [
                        .. groups.Select(group => Table(
                            group, levels,
                            [
                                .. rows.Where(row => row.Group == group && (item is null || row.Item == item))
                                    .Select(row => (row.Human, row.Machines[scorer])),
                            ])),
                    ],
                };
            }
        }
    }

    private static GroupTable Table(string group, int levels, IReadOnlyList<(int Human, int Machine)> scores)
    {
        long[][] counts = [.. Enumerable.Range(0, levels).Select(_ => new long[levels])];
        foreach (var (human, machine) in scores)
        {
            counts[human][machine]++;
        }
        return new GroupTable
        {
            Group = group,
            N = scores.Count,
            Human = [.. counts.Select(row => (long?)row.Sum())],
            Machine = [.. Enumerable.Range(0, levels).Select(level => (long?)counts.Sum(row => row[level]))],
            Counts = [.. counts.Select(row => (IReadOnlyList<long?>)[.. row.Select(count => (long?)count)])],
            Means = [.. counts.Select(_ => new MeanAtScore(null, null, null, null))],
        };
    }

    private static int Machine(Random random, int human, int levels, double agreement)
    {
        if (random.NextDouble() < agreement)
        {
            return human;
        }
        var step = random.NextDouble() < 0.92 ? 1 : 2;
        return Math.Clamp(random.Next(2) == 0 ? human + step : human - step, 0, levels - 1);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
