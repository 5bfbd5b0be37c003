using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Torch;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench remedies</c>: cross-fits a scorer and its mitigated twins on real essays, without a database, and prints what each
/// mitigation changed and cost, by the rows of an audit.
/// </summary>
internal static class RemediesBench
{
    private const string Linear = "linear";

    public static Command Create()
    {
        var file = new Argument<FileSystemInfo>("file")
        {
            Description = "A CSV with full_text, gender and columns of scores in half points from 1 to 5 (ELLIPSE), or a folder that holds it alone.",
        };
        var items = new Option<string>("--items") { Description = "Items between commas (default Overall).", DefaultValueFactory = _ => "Overall" };
        var scorer = new Option<string?>("--scorer") { Description = "A BERT scorer as in an audit (default: linear)." };
        var arms = new Option<string>("--arms")
        {
            Description = "Mitigations between commas, a strength behind a colon (default balanced,reweighed,penalised:1).",
            DefaultValueFactory = _ => "balanced,reweighed,penalised:1",
        };
        var group = new Option<string>("--attribute") { Description = "The column of groups (default gender).", DefaultValueFactory = _ => "gender" };
        var reference = new Option<string>("--reference") { Description = "The reference group (default Male).", DefaultValueFactory = _ => "Male" };
        var folds = new Option<int>("--folds") { Description = "Folds (default 3).", DefaultValueFactory = _ => 3 };
        var essays = new Option<int>("--essays") { Description = "Essays at most (default: all).", DefaultValueFactory = _ => int.MaxValue };
        var seed = new Option<long>("--seed") { Description = "Seed of folds, fits and draws (default 1).", DefaultValueFactory = _ => 1 };
        var command = new Command("remedies", "Cross-fits a scorer and its mitigated twins on real essays: what each mitigation changed, and cost.")
        {
            file, items, scorer, arms, group, reference, folds, essays, seed,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var names = parsed.GetValue(items)!.Split(',');
            var path = parsed.GetValue(file)! is DirectoryInfo folder ? folder.EnumerateFiles("*.csv").Single().FullName : parsed.GetValue(file)!.FullName;
            var data = EssayFile.Read(path, "full_text", names, parsed.GetValue(essays), parsed.GetValue(group));
            using var encodings = new EncodedResponses();
            var asked = parsed.GetValue(scorer) is { } json
                ? new QualityScorers(encodings, TorchSetup.OfEnvironment()).Read(json)
                : new QualityScorer(Linear, "", new LinearScorerEngine(), Together: false);
            Run(
                new CrossFits(data, parsed.GetValue(folds), parsed.GetValue(seed)), names, asked,
                [.. parsed.GetValue(arms)!.Split(',').Select(Arm)], parsed.GetValue(reference)!, parsed.GetValue(seed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    private static (string Name, Mitigation Mitigation) Arm(string words)
    {
        var parts = words.Split(':');
        return (words, new Mitigation(
            Enum.Parse<MitigationArm>(parts[0], ignoreCase: true), parts.Length > 1 ? double.Parse(parts[1], CultureInfo.InvariantCulture) : 0));
    }

    private static void Run(
        CrossFits fits, string[] items, QualityScorer scorer, IReadOnlyList<(string Name, Mitigation Mitigation)> arms, string reference, long seed,
        CancellationToken cancellation)
    {
        var study = new EssayStudy(fits.Essays, items, reference);
        var seconds = new Dictionary<string, double>();
        foreach (var (name, mitigation) in arms.Select(arm => (arm.Name, (Mitigation?)arm.Mitigation)).Prepend((scorer.Name, null)))
        {
            var clock = Stopwatch.StartNew();
            study.Add(name, fits.Run(items, scorer, Environment.ProcessorCount, cancellation, mitigation, study.Numbers).Scores);
            seconds[name] = Math.Round(clock.Elapsed.TotalSeconds);
        }
        var rows = study.Evaluate(seed, cancellation);
        string[] figures = [.. MitigationMeasures.Contrasts.Append(MitigationMeasures.Cost).Select(measure => measure.Code)];
        foreach (var row in rows.Where(row => Tells(row, figures)))
        {
            Console.WriteLine(
                $"{row.ItemId ?? row.Over}, {row.Scorer}, {row.OfMeasure ?? row.Measure}{(row.OfMeasure is null ? "" : $", change from {row.ComparedWith}")}: "
                + $"{Text(row.Value)} [{Text(row.Low)}, {Text(row.High)}]");
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            essays = fits.Essays.Texts.Count,
            folds = fits.Folds,
            scorer = scorer.Name,
            checkpoint = scorer.Checkpoint,
            seconds,
            rows = rows.Where(row => Tells(row, figures))
                .Select(row => new
                {
                    row.ItemId,
                    row.Over,
                    row.Scorer,
                    measure = row.OfMeasure ?? row.Measure,
                    isChange = row.OfMeasure is not null,
                    row.Value,
                    row.Low,
                    row.High,
                }),
        }, ContractJson.Options));
    }

    private static bool Tells(MeasureRow row, string[] figures) =>
        row is { Measure: "mitigationEffect" } || (row.IsMain() && row.Group is null && row.Scorer != RowCodes.Human && figures.Contains(row.Measure));

    private static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "undefined";
}
