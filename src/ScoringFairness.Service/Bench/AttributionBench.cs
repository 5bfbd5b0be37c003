using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Torch;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench attribution</c>: deals the scores of real essays anew, plants a word that decides them at known rates, trains scorers and marks
/// each method of attribution by how much of it lies on the plant.
/// </summary>
internal static class AttributionBench
{
    private const string Ellipse = "../shared/data/ellipse";
    private const string Linear = "linear";
    private const string Tiny = """{ "kind": "bert", "name": "bert", "checkpoint": "scratch:tiny" }""";

    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description = $"A CSV with full_text and a column of scores in half points from 1 to 5, or a folder that holds it alone (default {Ellipse}).",
            DefaultValueFactory = _ => Ellipse,
        };
        var item = new Option<string>("--item") { Description = "The column of scores (default Overall).", DefaultValueFactory = _ => "Overall" };
        var scorer = new Option<string[]>("--scorer")
        {
            Description = $"linear, or a BERT scorer as in an audit; several times for several (default: linear and '{Tiny}').",
            DefaultValueFactory = _ => [Linear, Tiny],
        };
        var swap = new Option<string>("--swap") { Description = "The two words that are planted (default the/a).", DefaultValueFactory = _ => "the/a" };
        var rates = new Option<string>("--rates")
        {
            Description = "Shares of essays in which the score decides the word, between commas (default 0,0.5,1).",
            DefaultValueFactory = _ => "0,0.5,1",
        };
        var essays = new Option<int>("--essays") { Description = "Essays at most (default 600).", DefaultValueFactory = _ => 600 };
        var explained = new Option<int>("--explained")
        {
            Description = "Essays of each fold whose words are asked about, at most (default 40).",
            DefaultValueFactory = _ => 40,
        };
        var folds = new Option<int>("--folds") { Description = "Folds (default 2).", DefaultValueFactory = _ => 2 };
        var seed = new Option<long>("--seed") { Description = "Seed of all chance (default 1).", DefaultValueFactory = _ => 1 };
        var command = new Command("attribution", "Plants words that decide scores, and marks methods of attribution by how well they find them.")
        {
            file, item, scorer, swap, rates, essays, explained, folds, seed,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            var name = parsed.GetValue(item)!;
            var data = EssayFile.Read(
                Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*.csv").Single().FullName : path, "full_text", [name],
                parsed.GetValue(essays));
            using var encodings = new EncodedResponses();
            var scorers = new QualityScorers(encodings, TorchSetup.OfEnvironment());
            Run(
                data, name, [.. parsed.GetValue(scorer)!.Select(one => one == Linear ? new(Linear, "", new LinearScorerEngine(), false) : scorers.Read(one))],
                parsed.GetValue(swap)!.Split('/'),
                [.. parsed.GetValue(rates)!.Split(',').Select(rate => double.Parse(rate, CultureInfo.InvariantCulture))],
                parsed.GetValue(explained), parsed.GetValue(folds), parsed.GetValue(seed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Run(
        EssayFile data, string item, IReadOnlyList<QualityScorer> scorers, string[] swap, IReadOnlyList<double> rates, int explained, int folds, long seed,
        CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var planted = swap.ToHashSet(StringComparer.Ordinal);
        var figures = new List<object>();
        foreach (var scorer in scorers)
            foreach (var rate in rates)
            {
                var began = clock.Elapsed;
                var fits = new CrossFits(new PlantedEssays(data, item, swap, rate, seed).Essays, folds, seed);
                var (expected, attributions) = fits.Attribute(item, scorer, explained, Environment.ProcessorCount, cancellation);
                var found = new Quality(new Dictionary<string, (double[], double[])> { [item] = (fits.Essays.Scores[item], expected) }).Correlation(item);
                List<MethodMark> marks = [.. Enum.GetValues<AttributionMethod>()
                    .Select(method => MethodMark.Of(method, attributions, planted, seed)).OfType<MethodMark>()];
                Console.WriteLine($"{scorer.Name}, rate {rate}: correlation with the planted scores {Text(found)}, {(clock.Elapsed - began).TotalSeconds:0} s");
                foreach (var mark in marks)
                    Console.WriteLine(
                        $"  {ContractJson.Word(mark.Method.ToString())}: {Text(mark.Mark)} [{Text(mark.Low)}, {Text(mark.High)}], "
                        + $"shuffled {Text(mark.Control)}, at most {Text(mark.ControlHighest)}, {mark.Essays} essays");
                figures.Add(new { scorer = scorer.Name, scorer.Checkpoint, rate, correlation = Math.Round(found, 4), marks = marks.Select(Rounded) });
            }
        Console.WriteLine(JsonSerializer.Serialize(
            new
            {
                essays = data.Texts.Count,
                item,
                folds,
                explained,
                swap,
                threshold = AttributionGate.Threshold,
                seconds = Math.Round(clock.Elapsed.TotalSeconds),
                figures,
            },
            ContractJson.Options));
    }

    private static MethodMark Rounded(MethodMark mark) => mark with
    {
        Mark = Math.Round(mark.Mark, 4),
        Low = Math.Round(mark.Low, 4),
        High = Math.Round(mark.High, 4),
        Control = Math.Round(mark.Control, 4),
        ControlHighest = Math.Round(mark.ControlHighest, 4),
    };

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
