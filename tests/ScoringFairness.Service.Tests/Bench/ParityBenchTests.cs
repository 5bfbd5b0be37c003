using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary><c>bench parity</c> as it is called.</summary>
public sealed class ParityBenchTests
{
    [Fact]
    public async Task It_ends_in_the_largest_differences_and_with_status_0()
    {
        var (status, output, _) = await RunAsync(SharedFolder.Path("oracles", "bert-tiny"));
        var last = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(0, status);
        Assert.Equal(["forward", "training"], last.AsObject().Select(property => property.Key));
        Assert.InRange((double)last["forward"]!, 0, 1e-5);
        Assert.InRange((double)last["training"]!, 0, 1e-4);
    }

    [Theory]
    [InlineData("minilm-l6")]
    [InlineData("arctic-xs")]
    public async Task An_encoder_that_comes_with_the_program_is_compared_by_its_hidden_states(string name)
    {
        var (status, output, _) = await RunAsync(SharedFolder.Path("oracles", name), "--checkpoint", $"package:{name}");
        Assert.Equal(0, status);
        Assert.InRange((double)JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!["forward"]!, 0, 1e-4);
    }

    [Fact]
    public async Task Figures_that_differ_are_told_with_another_status()
    {
        using var folder = TemporaryFolder.CopyOf(SharedFolder.Path("oracles", "bert-tiny"));
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("expected.json"), TestContext.Current.CancellationToken))!;
        expected["training"]!["loss_before_step"]![0] = 9;
        await File.WriteAllTextAsync(folder.File("expected.json"), expected.ToJsonString(), TestContext.Current.CancellationToken);
        var (status, output, _) = await RunAsync(folder.Path);
        Assert.NotEqual(0, status);
        Assert.True((double)JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!["training"]! > 1);
    }

    [Fact]
    public async Task A_folder_of_another_form_is_refused_in_a_line()
    {
        using var folder = new TemporaryFolder();
        var (status, _, error) = await RunAsync(folder.Path);
        Assert.NotEqual(0, status);
        Assert.Contains("expected.json: the file is missing", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static Task<BenchRun> RunAsync(string folder, params string[] options) => BenchRun.OfAsync(["parity", folder, .. options]);
}
