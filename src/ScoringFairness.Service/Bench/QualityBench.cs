using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Host.Torch;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench quality</c>: cross-fitted agreement of scorers with human scores of real essays, of one overall score and of traits, without a
/// database; fits run side by side, one thread each, as in a worker.
/// </summary>
internal static class QualityBench
{
    private const string Overall = "Overall";
    private static readonly string[] Traits = ["Cohesion", "Syntax", "Vocabulary", "Phraseology", "Grammar", "Conventions"];

    public static Command Create()
    {
        var file = new Argument<FileSystemInfo>("file")
        {
            Description = "A CSV with full_text, Overall and six traits, in half points from 1 to 5 (ELLIPSE), or a folder that holds it alone.",
        };
        var checkpoint = new Option<string>("--checkpoint")
        {
            Description = "The encoder of screening (default package:minilm-l6).",
            DefaultValueFactory = _ => "package:minilm-l6",
        };
        var folds = new Option<int>("--folds") { Description = "Folds (default 3).", DefaultValueFactory = _ => 3 };
        var essays = new Option<int>("--essays") { Description = "Essays at most (default: all).", DefaultValueFactory = _ => int.MaxValue };
        var seed = new Option<long>("--seed") { Description = "Seed of the folds and of the fits (default 1).", DefaultValueFactory = _ => 1 };
        var command = new Command("quality", "Cross-fits scorers on real essays and compares their agreement with human scores.")
        {
            file, checkpoint, folds, essays, seed,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var data = EssayFile.Read(Csv(parsed.GetValue(file)!), "full_text", [Overall, .. Traits], parsed.GetValue(essays));
            Run(data, parsed.GetValue(checkpoint)!, parsed.GetValue(folds), parsed.GetValue(seed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    private static string Csv(FileSystemInfo place) => place is DirectoryInfo folder ? folder.EnumerateFiles("*.csv").Single().FullName : place.FullName;

    private static void Run(EssayFile data, string checkpoint, int folds, long seed, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var encodings = new EncodedResponses();
        var device = TorchSetup.OfEnvironment();
        var options = BertDefaults.For(checkpoint, TrainingMode.Screening) with { Device = device };
        (string Name, IScorerEngine Engine)[] scorers = [("screening", new ScreeningEngine(options, encodings)), ("linear", new LinearScorerEngine())];
        var fits = new CrossFits(data, folds, seed);
        var quality = new Dictionary<string, Quality>();
        foreach (var (name, engine) in scorers)
        {
            var started = clock.Elapsed;
            var scores = fits.Run([Overall, .. Traits], engine, Environment.ProcessorCount, cancellation);
            quality[name] = new(scores.ToDictionary(item => item.Key, item => (data.Scores[item.Key], item.Value)));
            Print(name, quality[name], clock.Elapsed - started);
        }
        var gain = new SortedDictionary<string, double[]>
        {
            ["overall"] = Quality.Difference(quality["screening"], quality["linear"], [Overall], seed),
            ["mean"] = Quality.Difference(quality["screening"], quality["linear"], Traits, seed),
        };
        foreach (var (what, interval) in gain)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"screening − linear, {what}: {interval[0]:0.000} [{interval[1]:0.000}, {interval[2]:0.000}]"));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            screening = Summary(quality["screening"], withTraits: true),
            linear = Summary(quality["linear"], withTraits: false),
            screeningMinusLinear = gain.ToDictionary(one => one.Key, one => one.Value.Select(Rounded).ToArray()),
            essays = data.Texts.Count,
            folds,
            checkpoint,
            seconds = Math.Round(clock.Elapsed.TotalSeconds),
        }));
    }

    private static void Print(string name, Quality quality, TimeSpan time) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name}: Overall {quality.Of(Overall):0.000}, mean of six {quality.Mean(Traits):0.000} "
        + $"({string.Join(' ', Traits.Select(trait => quality.Of(trait).ToString("0.000", CultureInfo.InvariantCulture)))}), {time.TotalSeconds:0} s"));

    private static Dictionary<string, object> Summary(Quality quality, bool withTraits)
    {
        var summary = new Dictionary<string, object> { ["overall"] = Rounded(quality.Of(Overall)), ["mean"] = Rounded(quality.Mean(Traits)) };
        if (withTraits) summary["traits"] = Traits.ToDictionary(trait => trait, trait => Rounded(quality.Of(trait)));
        return summary;
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
