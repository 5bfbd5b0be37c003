using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Speed;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Torch;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench distillation</c>: cross-fits a teacher, its students and the same students without a teacher on real essays, without a
/// database, and prints how they differ, by the rows of an audit, and how many responses a second each scores.
/// </summary>
internal static class DistillationBench
{
    private const string DefaultTeacher = """{ "kind": "bert", "name": "teacher", "checkpoint": "package:minilm-l6" }""";

    private static readonly string[] DefaultStudents =
    [
        """{ "kind": "bert", "name": "tiny", "checkpoint": "scratch:tiny" }""",
        """{ "kind": "bert", "name": "cut", "checkpoint": "package:minilm-l6", "layers": 2 }""",
    ];

    public static Command Create()
    {
        var file = new Argument<FileSystemInfo>("file")
        {
            Description = "A CSV with full_text, gender and columns of scores in half points from 1 to 5 (ELLIPSE), or a folder that holds it alone.",
        };
        var item = new Option<string>("--item") { Description = "The item (default Overall).", DefaultValueFactory = _ => "Overall" };
        var teacher = new Option<string>("--teacher")
        {
            Description = "The teacher, a BERT scorer as in an audit (default package:minilm-l6).",
            DefaultValueFactory = _ => DefaultTeacher,
        };
        var students = new Option<string[]>("--student")
        {
            Description = "A student as in an audit; may be given several times (default scratch:tiny, and the first two layers of package:minilm-l6).",
            DefaultValueFactory = _ => DefaultStudents,
        };
        var temperature = new Option<double>("--temperature") { Description = "Softens levels (default 2).", DefaultValueFactory = _ => 2 };
        var weight = new Option<double>("--weight") { Description = "The teacher's share of the loss (default 0.5).", DefaultValueFactory = _ => 0.5 };
        var group = new Option<string>("--attribute") { Description = "The column of groups (default gender).", DefaultValueFactory = _ => "gender" };
        var reference = new Option<string>("--reference") { Description = "The reference group (default Male).", DefaultValueFactory = _ => "Male" };
        var folds = new Option<int>("--folds") { Description = "Folds (default 3).", DefaultValueFactory = _ => 3 };
        var essays = new Option<int>("--essays") { Description = "Essays at most (default: all).", DefaultValueFactory = _ => int.MaxValue };
        var timed = new Option<int>("--timed") { Description = "Essays that are scored by the clock (default 60).", DefaultValueFactory = _ => 60 };
        var seed = new Option<long>("--seed") { Description = "Seed of folds, fits and draws (default 1).", DefaultValueFactory = _ => 1 };
        var command = new Command("distillation", "Cross-fits a teacher and its students on real essays: what they inherit, and how fast they score.")
        {
            file, item, teacher, students, temperature, weight, group, reference, folds, essays, timed, seed,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)! is DirectoryInfo folder ? folder.EnumerateFiles("*.csv").Single().FullName : parsed.GetValue(file)!.FullName;
            var data = EssayFile.Read(path, "full_text", [parsed.GetValue(item)!], parsed.GetValue(essays), parsed.GetValue(group));
            using var encodings = new EncodedResponses();
            var scorers = new QualityScorers(encodings, TorchSetup.OfEnvironment());
            Run(
                new CrossFits(data, parsed.GetValue(folds), parsed.GetValue(seed)), parsed.GetValue(item)!, scorers.Read(parsed.GetValue(teacher)!),
                [.. parsed.GetValue(students)!.Select(scorers.Read)], new Distillation(parsed.GetValue(temperature), parsed.GetValue(weight)),
                parsed.GetValue(reference)!, parsed.GetValue(timed), parsed.GetValue(seed), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Run(
        CrossFits fits, string item, QualityScorer teacher, IReadOnlyList<QualityScorer> students, Distillation distillation, string reference,
        int timed, long seed, CancellationToken cancellation)
    {
        var study = new EssayStudy(fits.Essays, [item], reference);
        var (lessons, seconds) = (new CrossLessons(), new Dictionary<string, double>());
        var exports = Directory.CreateTempSubdirectory("distillation-");
        var speeds = new Dictionary<string, double>();
        try
        {
            Add(teacher.Name, teacher, new() { Into = lessons });
            foreach (var student in students)
            {
                var control = Add($"{student.Name}-control", student, new());
                var taught = Add(student.Name, student, new() { Distillation = distillation, From = lessons });
                study.Distilled.Add(new(taught, 0));
                study.Distilled.Add(new(taught, control));
            }
            string[] timedScorers = [teacher.Name, .. students.Select(student => student.Name)];
            var speed = ScoringSpeed.Of([.. timedScorers.Select(Folder)], [.. fits.Essays.Texts.Take(timed)], threads: 1, cancellation);
            foreach (var (name, value) in timedScorers.Zip(speed)) speeds[name] = Math.Round(value, 1);
        }
        finally
        {
            exports.Delete(recursive: true);
        }
        Print(fits, teacher, distillation, study.Evaluate(seed, cancellation), seconds, speeds);

        string Folder(string name) => Path.Combine(exports.FullName, name);

        int Add(string name, QualityScorer scorer, CrossTeaching teaching)
        {
            var clock = Stopwatch.StartNew();
            var scores = fits.Run(
                [item], scorer, Environment.ProcessorCount, cancellation, teaching: teaching with { ExportFolder = Folder(name) }).Scores;
            seconds[name] = Math.Round(clock.Elapsed.TotalSeconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {fits.Folds} fits in {seconds[name]} s"));
            return study.Add(name, scores);
        }
    }

    private static void Print(
        CrossFits fits, QualityScorer teacher, Distillation distillation, IReadOnlyList<MeasureRow> rows, Dictionary<string, double> seconds,
        Dictionary<string, double> speeds)
    {
        string[] figures = [.. MitigationMeasures.Contrasts.Append(MitigationMeasures.Cost).Select(measure => measure.Code)];
        var told = rows.Where(row => row.Measure == DistillationMeasures.DistillationEffect.Code
            || (row.IsMain() && row.Group is null && row.Scorer != RowCodes.Human && figures.Contains(row.Measure))).ToList();
        foreach (var row in told)
        {
            Console.WriteLine(
                $"{row.Scorer}, {row.OfMeasure ?? row.Measure}{(row.OfMeasure is null ? "" : $", less that of {row.ComparedWith}")}: "
                + $"{Text(row.Value)} [{Text(row.Low)}, {Text(row.High)}]");
        }
        foreach (var (name, speed) in speeds) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {speed} responses/s on one thread"));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            essays = fits.Essays.Texts.Count,
            folds = fits.Folds,
            teacher = teacher.Name,
            distillation.Temperature,
            distillation.TeacherWeight,
            seconds,
            responsesPerSecond = speeds,
            rows = told.Select(row => new
            {
                row.Scorer,
                measure = row.OfMeasure ?? row.Measure,
                comparedWith = row.OfMeasure is null ? null : row.ComparedWith,
                row.Value,
                row.Low,
                row.High,
            }),
        }, ContractJson.Options));
    }

    private static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "undefined";
}
