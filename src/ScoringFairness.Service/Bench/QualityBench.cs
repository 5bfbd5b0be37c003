using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Scoring.Bert.Encodings;
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
    private const string Linear = "linear";
    private static readonly string[] Traits = ["Cohesion", "Syntax", "Vocabulary", "Phraseology", "Grammar", "Conventions"];

    public static Command Create()
    {
        var file = new Argument<FileSystemInfo>("file")
        {
            Description = "A CSV with full_text, Overall and six traits, in half points from 1 to 5 (ELLIPSE), or a folder that holds it alone.",
        };
        var scorer = new Option<string[]>("--scorer")
        {
            Description = "A BERT scorer as in an audit, such as '{ \"kind\": \"bert\", \"name\": \"…\", \"epochs\": 2 }'; several times for several "
                + "(default: the default BERT and screening). The last line has the first one's figures on top; linear always stands beside them.",
        };
        var items = new Option<string>("--items")
        {
            Description = "Items between commas (default: Overall and the six traits).",
            DefaultValueFactory = _ => string.Join(',', [Overall, .. Traits]),
        };
        var checkpoint = new Option<string>("--checkpoint")
        {
            Description = "The encoder of both (default package:minilm-l6).",
            DefaultValueFactory = _ => "package:minilm-l6",
        };
        var folds = new Option<int>("--folds") { Description = "Folds (default 3).", DefaultValueFactory = _ => 3 };
        var essays = new Option<int>("--essays") { Description = "Essays at most (default: all).", DefaultValueFactory = _ => int.MaxValue };
        var seed = new Option<long>("--seed") { Description = "Seed of the folds and of the fits (default 1).", DefaultValueFactory = _ => 1 };
        var choosing = new Option<bool>("--choosing")
        {
            Description = "Only the training part of the first fold, cross-fitted in itself: a recipe is chosen there, and the fold stays unseen.",
        };
        var command = new Command("quality", "Cross-fits scorers on real essays and compares their agreement with human scores.")
        {
            file, scorer, items, checkpoint, folds, essays, seed, choosing,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var data = EssayFile.Read(Csv(parsed.GetValue(file)!), "full_text", [Overall, .. Traits], parsed.GetValue(essays));
            var fits = new CrossFits(data, parsed.GetValue(folds), parsed.GetValue(seed));
            if (parsed.GetValue(choosing)) fits = new(data.Of(fits.TrainingPart()), parsed.GetValue(folds), parsed.GetValue(seed));
            using var encodings = new EncodedResponses();
            var scorers = new QualityScorers(encodings, TorchSetup.OfEnvironment());
            Run(
                fits, parsed.GetValue(items)!.Split(','),
                parsed.GetValue(scorer) is { Length: > 0 } asked ? [.. asked.Select(scorers.Read)] : scorers.Of(parsed.GetValue(checkpoint)!),
                parsed.GetValue(seed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    private static string Csv(FileSystemInfo place) => place is DirectoryInfo folder ? folder.EnumerateFiles("*.csv").Single().FullName : place.FullName;

    private static void Run(CrossFits fits, string[] items, IReadOnlyList<QualityScorer> asked, long seed, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var quality = new Dictionary<string, Quality>();
        var figures = new Dictionary<string, Dictionary<string, object>>();
        foreach (var scorer in (QualityScorer[])[new(Linear, "", new LinearScorerEngine(), Together: false), .. asked.Reverse()])
        {
            var started = clock.Elapsed;
            var (scores, expected) = fits.Run(items, scorer, Environment.ProcessorCount, cancellation);
            quality[scorer.Name] = new(scores.ToDictionary(item => item.Key, item => (fits.Essays.Scores[item.Key], item.Value)));
            Print(scorer.Name, quality[scorer.Name], items, clock.Elapsed - started);
            var places = new Quality(expected.ToDictionary(item => item.Key, item => (fits.Essays.Scores[item.Key], item.Value)));
            Console.WriteLine(
                $"{scorer.Name}, correlation before the scale: {string.Join(", ", items.Select(item => $"{item} {Text(places.Correlation(item))}"))}");
            figures[scorer.Name] = Figures(quality[scorer.Name], items, scorer.Checkpoint, clock.Elapsed - started);
        }
        var pairs = asked.SelectMany((one, at) => asked.Skip(at + 1).Select(other => other.Name).Append(Linear).Select(other => (one.Name, other)));
        foreach (var (name, other) in pairs)
        {
            var gains = Gains(quality[name], quality[other], items, seed);
            foreach (var (what, gain) in gains)
                Console.WriteLine($"{name} − {other}, {what}: {Text(gain[0])} [{Text(gain[1])}, {Text(gain[2])}]");
            figures[name][$"minus{char.ToUpperInvariant(other[0])}{other[1..]}"] =
                gains.ToDictionary(one => one.Key, one => one.Value.Select(Rounded).ToArray());
        }
        Console.WriteLine(JsonSerializer.Serialize(Summary(figures, asked[0].Name, fits, clock.Elapsed)));
    }

    /// <summary>What one scorer is ahead of another, with 95 % intervals.</summary>
    private static SortedDictionary<string, double[]> Gains(Quality one, Quality other, string[] items, long seed)
    {
        var gains = new SortedDictionary<string, double[]>();
        if (items.Contains(Overall)) gains["overall"] = Quality.Difference(one, other, [Overall], seed);
        if (items.Except([Overall]).ToList() is { Count: > 0 } traits) gains["mean"] = Quality.Difference(one, other, traits, seed);
        return gains;
    }

    /// <summary>The first scorer's figures on top, the others' by name, and the time of all.</summary>
    private static Dictionary<string, object> Summary(Dictionary<string, Dictionary<string, object>> figures, string first, CrossFits fits, TimeSpan time)
    {
        var summary = new Dictionary<string, object>(figures[first]) { ["scorer"] = first };
        foreach (var (name, own) in figures.Where(scorer => scorer.Key != first)) summary[name] = own;
        summary["essays"] = fits.Essays.Texts.Count;
        summary["folds"] = fits.Folds;
        summary["seconds"] = Math.Round(time.TotalSeconds);
        return summary;
    }

    private static void Print(string name, Quality quality, string[] items, TimeSpan time) => Console.WriteLine(
        $"{name}: {string.Join(", ", items.Select(item => $"{item} {Text(quality.Of(item))}"))}"
        + $"{(items.Except([Overall]).ToList() is { Count: > 1 } traits ? $", mean of traits {Text(quality.Mean(traits))}" : "")}, {time.TotalSeconds:0} s");

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static Dictionary<string, object> Figures(Quality quality, string[] items, string checkpoint, TimeSpan time)
    {
        var summary = new Dictionary<string, object>();
        if (items.Contains(Overall)) summary["overall"] = Rounded(quality.Of(Overall));
        if (items.Except([Overall]).ToList() is { Count: > 0 } traits)
        {
            summary["mean"] = Rounded(quality.Mean(traits));
            summary["traits"] = traits.ToDictionary(trait => trait, trait => Rounded(quality.Of(trait)));
        }
        if (checkpoint.Length > 0) summary["checkpoint"] = checkpoint;
        summary["seconds"] = Math.Round(time.TotalSeconds);
        return summary;
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
