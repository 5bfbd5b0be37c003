using System.Globalization;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary><c>bench remedies</c> as it is called.</summary>
public sealed class RemediesBenchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_in_the_figures_of_twin_and_mitigated_scorers_and_what_changed_between_them()
    {
        using var folder = new TemporaryFolder();
        var rows = PlantedGap.Make(240, 5).Select(answer => string.Create(
            CultureInfo.InvariantCulture, $"\"{answer.Text}\",{(answer.Group == 0 ? "Male" : "Female")},{1 + answer.Level / 2.0}"));
        await File.WriteAllLinesAsync(folder.File("essays.csv"), ["full_text,gender,Overall", .. rows], Cancellation);
        var run = await BenchRun.OfAsync("remedies", folder.Path, "--folds", "2", "--arms", "reweighed,penalised:100");
        Assert.Equal(0, run.Status);
        var last = run.Last;
        Assert.Equal((240, "linear"), ((int)last["essays"]!, (string)last["scorer"]!));
        foreach (var arm in (string[])["reweighed", "penalised:100"])
        {
            var (own, twin, change) = (Value(arm, false), Value("linear", false), Value(arm, true));
            Assert.Equal(own - twin, change, 1e-9);
            Assert.True(Math.Abs(own) < twin, $"{arm}: {own} of {twin}");
        }

        double Value(string scorer, bool isChange) => (double)last["rows"]!.AsArray().Single(row =>
            (string)row!["scorer"]! == scorer && (string)row["measure"]! == "conditionalMeanScoreDifference" && (bool)row["isChange"]! == isChange)!["value"]!;
    }
}
