using System.Globalization;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary><c>bench distillation</c> as it is called.</summary>
public sealed class DistillationBenchTests
{
    private const string Teacher = """{ "kind": "bert", "name": "large", "checkpoint": "scratch:tiny", "epochs": 2, "maxTokens": 24 }""";
    private const string Student = """{ "kind": "bert", "name": "small", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 12 }""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_in_the_figures_of_teacher_student_and_control_their_differences_and_responses_a_second()
    {
        using var folder = new TemporaryFolder();
        var rows = PlantedGap.Make(90, 5).Select(answer => string.Create(
            CultureInfo.InvariantCulture, $"\"{answer.Text}\",{(answer.Group == 0 ? "Male" : "Female")},{1 + answer.Level / 2.0}"));
        await File.WriteAllLinesAsync(folder.File("essays.csv"), ["full_text,gender,Overall", .. rows], Cancellation);
        var run = await BenchRun.OfAsync("distillation", folder.Path, "--folds", "2", "--timed", "10", "--teacher", Teacher, "--student", Student);
        Assert.Equal(0, run.Status);
        var last = run.Last;
        Assert.Equal((90, "large", 2.0, 0.5), ((int)last["essays"]!, (string)last["teacher"]!, (double)last["temperature"]!, (double)last["teacherWeight"]!));
        Assert.Equal(["large", "small"], last["responsesPerSecond"]!.AsObject().Select(one => one.Key));
        Assert.All(last["responsesPerSecond"]!.AsObject(), one => Assert.True((double)one.Value! > 0));
        Assert.Equal(Value("small", null) - Value("large", null), Value("small", "large"), 1e-9);
        Assert.Equal(Value("small", null) - Value("small-control", null), Value("small", "small-control"), 1e-9);

        double Value(string scorer, string? comparedWith) => (double)last["rows"]!.AsArray().Single(row =>
            (string)row!["scorer"]! == scorer && (string)row["measure"]! == "meanScoreGapChange"
            && (string?)row["comparedWith"] == comparedWith)!["value"]!;
    }
}
