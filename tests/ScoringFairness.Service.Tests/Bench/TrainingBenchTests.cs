using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary><c>bench training</c> as it is called; how fast it is, is not asserted.</summary>
public sealed class TrainingBenchTests
{
    [Fact]
    public async Task It_ends_in_a_line_of_figures_for_each_length()
    {
        var (status, output, error) = await ServiceProcess.RunAsync("bench training --models tiny --fits 2 --seconds 0.3", null);
        Assert.True(status == 0, error);
        var last = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!;
        Assert.True((double)last["peakGflops"]! > 0);
        Assert.Equal((2, 1), ((int)last["fits"]!, (int)last["threads"]!));
        foreach (var length in (string[])["40", "512"])
        {
            var figures = last["models"]!["tiny"]![length]!;
            Assert.True((double)figures["tokensPerSecond"]! > 0);
            Assert.InRange((double)figures["shareOfPeak"]!, 0.001, 1.5);
            Assert.InRange((double)figures["padding"]!, 0, 0.05);
        }
    }
}
