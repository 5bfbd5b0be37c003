using System.Globalization;
using System.Text;

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
