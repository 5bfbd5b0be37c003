using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Calibration;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench calibration</c>: what the audit says of simulated scorers with a known disparity, as tables in Markdown and a line
/// of JSON.
/// </summary>
internal static class CalibrationBench
{
    /// <summary>What rounding to levels, and the simulated population, leave of a true difference of 0.</summary>
    private const double NoDifference = 0.02;

    public static Command Create()
    {
        var replications = new Option<int>("--replications")
        {
            Description = "Simulated audits of each kind (default 400).",
            DefaultValueFactory = _ => 400,
        };
        var draws = new Option<int>("--bootstrap") { Description = "Draws of each audit (default 400).", DefaultValueFactory = _ => 400 };
        var cases = new Option<bool>("--cases") { Description = "Every case, not only the worst of each measure, scale and size." };
        var command = new Command("calibration", "Audits simulated scorers with a known disparity: false verdicts, coverage, power.")
        {
            replications, draws, cases,
        };
        command.SetAction((parsed, cancellation) =>
        {
            Run(parsed.GetValue(replications), parsed.GetValue(draws), parsed.GetValue(cases), cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(int replications, int draws, bool cases, CancellationToken cancellation)
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
            MinCellSize = AuditDefaults.MinCellSize,
            Tolerances = AuditDefaults.Tolerances,
            Minimums = AuditDefaults.Minimums,
        };
        var distances = CalibrationGrid.OfDistances(options.Tolerances)
            .SelectMany(one => CalibrationStudy.Run(one, areDistances: true, replications, options, cancellation)).ToList();
        CalibrationTables.OfDistances(distances, cases);
        var signed = CalibrationGrid.OfSigned()
            .SelectMany(one => CalibrationStudy.Run(one, areDistances: false, replications, options, cancellation)).ToList();
        CalibrationTables.OfSigned("Signed measures", signed);
        var twice = CalibrationGrid.OfTwoRaters()
            .SelectMany(one => CalibrationStudy.RunTwice(one, replications / 2, options, cancellation)).ToList();
        CalibrationTables.OfSigned("Two raters", twice);
        List<CalibrationRow> all = [.. distances, .. signed, .. twice];
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            exceedsAtOrBelow = By(all, row => row.ExceedsAtOrBelow, Enumerable.Max),
            withinAtOrAbove = By(all, row => row.WithinAtOrAbove, Enumerable.Max),
            coverage = By(all, row => row.Coverage, Enumerable.Min),
            inside = By(all, row => row.Inside, Enumerable.Min),
            withinFair = By(
                all.Where(row => row.Case is { Planted: PlantedDisparity.None, Design: ResponseDesign.One }), row => row.Within, Enumerable.Min),
            testLevel = By(all.Where(IsTestedAsInAudits), row => row.Significant, Enumerable.Max),
            replications,
            draws,
            seconds = Math.Round(clock.Elapsed.TotalSeconds),
            synthetic = true,
        }));
    }

    /// <summary>Whether nothing differs, and its test is the one of audits: those permute groups for distances of independent responses.</summary>
    private static bool IsTestedAsInAudits(CalibrationRow row) =>
        row.Case.Planted == PlantedDisparity.None && Math.Abs(row.True) < NoDifference
            && (row.Case.Design == ResponseDesign.Four || !CalibrationStudy.Distances.Contains(row.Measure));

    /// <summary>The worst share over truths and designs, by measure, levels and n.</summary>
    private static Dictionary<string, Dictionary<string, Dictionary<string, double>>> By(
        IEnumerable<CalibrationRow> rows, Func<CalibrationRow, double?> share, Func<IEnumerable<double>, double> worst) =>
        rows.Where(row => share(row) is not null).GroupBy(row => row.Measure).ToDictionary(
            measure => measure.Key,
            measure => measure.GroupBy(row => row.Case.Levels).ToDictionary(
                levels => Text($"{levels.Key}"),
                levels => levels.GroupBy(row => row.Case.N).OrderBy(size => size.Key).ToDictionary(
                    size => Text($"{size.Key}"), size => Math.Round(worst(size.Select(row => share(row)!.Value)), 4))));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
