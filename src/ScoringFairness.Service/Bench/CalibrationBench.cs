using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Calibration;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench calibration</c>: what the audit says of simulated scorers with a known disparity, as a table in Markdown and a line
/// of JSON.
/// </summary>
internal static class CalibrationBench
{
    private static readonly int[] Sizes = [100, 300, 1000];

    /// <summary>The disparity by which each measure's power is shown.</summary>
    private static readonly Dictionary<string, PlantedDisparity> Aimed = new()
    {
        [BiasMeasures.AccuracyDifference.Code] = PlantedDisparity.ExtraError,
        [DisparityMeasures.MeanScoreGap.Code] = PlantedDisparity.Shift,
        [DisparityMeasures.MeanScoreGapChange.Code] = PlantedDisparity.Shift,
        [FunctioningMeasures.DifUniform.Code] = PlantedDisparity.Shift,
    };

    public static Command Create()
    {
        var replications = new Option<int>("--replications")
        {
            Description = "Simulated audits of each kind (default 1,000).",
            DefaultValueFactory = _ => 1000,
        };
        var draws = new Option<int>("--bootstrap") { Description = "Draws and permutations of each audit (default 400).", DefaultValueFactory = _ => 400 };
        var command = new Command("calibration", "Audits simulated scorers with a known disparity: false alarms, coverage, power.") { replications, draws };
        command.SetAction((parsed, cancellation) =>
        {
            Run(parsed.GetValue(replications), parsed.GetValue(draws), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(int replications, int draws, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var options = new EvaluationOptions
        {
            Reference = "",
            Focal = [],
            BootstrapDraws = draws,
            Permutations = draws,
            Confidence = AuditDefaults.Confidence,
            Seed = AuditDefaults.Seed,
            MinGroupSize = AuditDefaults.MinGroupSize,
            Tolerances = AuditDefaults.Tolerances,
            Minimums = AuditDefaults.Minimums,
        };
        Console.WriteLine("| planted | n per group | measure | true | mean | coverage | p < .05 | within | exceeds | detectable | promised power |");
        Console.WriteLine("|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        var rows = new List<CalibrationRow>();
        foreach (var (planted, n) in Enum.GetValues<PlantedDisparity>().SelectMany(planted => Sizes.Select(n => (planted, n))))
        {
            foreach (var row in CalibrationStudy.Run(planted, n, replications, options, cancellation))
            {
                rows.Add(row);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {Name(row.Planted)} | {row.N} | `{row.Measure}` | {row.True:0.000} | {row.Mean:0.000} | {row.Coverage:0.000} | ")
                    + $"{Text(row.Significant)} | {Text(row.Within)} | {Text(row.Exceeds)} | {Text(row.Detectable)} | {Text(row.PromisedPower)} |");
            }
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            falseAlarms = ByMeasure(rows.Where(row => row.Planted == PlantedDisparity.None), row => row.Exceeds),
            testLevel = ByMeasure(rows.Where(row => row.Planted == PlantedDisparity.None), row => row.Significant),
            coverage = ByMeasure(rows, row => row.Coverage),
            power = ByMeasure(rows.Where(row => row.Planted == Aim(row.Measure)), row => row.Significant),
            promisedPower = ByMeasure(rows.Where(row => row.Planted == Aim(row.Measure)), row => row.PromisedPower),
            replications,
            draws,
            seconds = Math.Round(clock.Elapsed.TotalSeconds),
            synthetic = true,
        }));
    }

    /// <summary>The mean over disparities of a share, by measure and size.</summary>
    private static Dictionary<string, Dictionary<string, double?>> ByMeasure(IEnumerable<CalibrationRow> rows, Func<CalibrationRow, double?> share) =>
        rows.GroupBy(row => row.Measure).ToDictionary(
            measure => measure.Key,
            measure => measure.GroupBy(row => row.N).ToDictionary(
                size => size.Key.ToString(CultureInfo.InvariantCulture),
                size => size.Average(share) is { } mean ? Math.Round(mean, 4) : (double?)null));

    private static PlantedDisparity Aim(string measure) => Aimed.GetValueOrDefault(measure, PlantedDisparity.LowerTruePositiveRate);

    private static string Name(PlantedDisparity planted) => JsonNamingPolicy.CamelCase.ConvertName(planted.ToString());

    private static string Text(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
