using System.Globalization;
using System.Text.Json;
using ScoringFairness.Statistics.Calibration;

namespace ScoringFairness.Service.Bench;

/// <summary>The tables of <c>bench calibration</c>, in Markdown.</summary>
internal static class CalibrationTables
{
    /// <summary>Distances: a line for each measure, scale, size and design, with the worst of its cases.</summary>
    /// <param name="distances">The cases.</param>
    /// <param name="cases">Whether they are written one by one, too.</param>
    public static void OfDistances(IReadOnlyList<CalibrationRow> distances, bool cases)
    {
        Console.WriteLine("### Distances\n");
        Console.WriteLine("| measure | levels | n per group | per student | "
            + "exceeds, true ≤ δ | within, true ≥ δ | coverage | within, fair | exceeds, 1½ δ | raw, fair | corrected, fair | corrected, δ |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var group in distances.GroupBy(row => (row.Measure, row.Case.Levels, row.Case.N, row.Case.Design)))
        {
            var fair = group.SingleOrDefault(row => row.Case.Planted == PlantedDisparity.None);
            var most = group.Max(row => row.True);
            Console.WriteLine(
                $"| `{group.Key.Measure}` | {group.Key.Levels} | {group.Key.N} | {PerStudent(group.Key.Design)} | "
                + $"{Text(group.Max(row => row.ExceedsAtOrBelow))} | "
                + $"{Text(group.Max(row => row.WithinAtOrAbove))} | {Text(group.Min(row => row.Coverage))} | {Text(fair?.Within)} | "
                + $"{Text(group.Where(row => Math.Abs(row.True - most) < 1e-6).Average(row => row.Exceeds))} | {Text(fair?.Mean)} | {Text(fair?.Corrected)} | "
                + $"{Text(group.Where(row => Math.Abs(row.True - most / 1.5) < 1e-6).Average(row => row.Corrected))} |");
        }
        if (cases)
        {
            Console.WriteLine("\n### Distances, case by case\n");
            Console.WriteLine("| measure | levels | n per group | per student | planted | true | "
                + "of levels used | mean | corrected | coverage | inside | within | exceeds |");
            Console.WriteLine("|---|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
            foreach (var row in distances)
            {
                Console.WriteLine(
                    $"{Case(row)} | {Text(row.TrueOfUsed)} | {Text(row.Mean)} | {Text(row.Corrected)} | {Text(row.Coverage)} | {Text(row.Inside)} | "
                    + $"{Text(row.Within)} | {Text(row.Exceeds)} |");
            }
        }
    }

    /// <summary>Signed measures, case by case.</summary>
    /// <param name="title">The table's title.</param>
    /// <param name="signed">The cases.</param>
    public static void OfSigned(string title, IReadOnlyList<CalibrationRow> signed)
    {
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine("| measure | levels | n per group | per student | planted | true | "
            + "mean | coverage | p < .05 | within | exceeds | detectable | promised power |");
        Console.WriteLine("|---|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in signed)
        {
            Console.WriteLine(
                $"{Case(row)} | {Text(row.Mean)} | {Text(row.Coverage)} | {Text(row.Significant)} | {Text(row.Within)} | {Text(row.Exceeds)} | "
                + $"{Text(row.Detectable)} | {Text(row.PromisedPower)} |");
        }
        Console.WriteLine();
    }

    private static string Case(CalibrationRow row) =>
        $"| `{row.Measure}` | {row.Case.Levels} | {row.Case.N} | {PerStudent(row.Case.Design)} | {Name(row.Case.Planted)} | {Text(row.True)}";

    private static int PerStudent(ResponseDesign design) => design == ResponseDesign.One ? 1 : 4;

    private static string Name(PlantedDisparity planted) => JsonNamingPolicy.CamelCase.ConvertName(planted.ToString());

    private static string Text(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
